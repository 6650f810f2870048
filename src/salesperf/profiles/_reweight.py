"""A profile's weights times factors, shared out again to exactly 100.00."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from ..arithmetic import largest_remainder, to_decimal, to_grid
from ..errors import Fault, ProfileError
from ..text import shown
from ._checks import HUNDRED
from ._phase import FACTOR_DECIMALS, LARGEST_FACTOR, Phase
from ._values import Number, named, number, number_fault

if TYPE_CHECKING:
    from ._profile import Profile

__all__ = ["weights"]


def weights(profile: Profile, phase: Phase | Mapping[str, Number]) -> list[Decimal]:
    """Return the new weights in profile order; raise `ProfileError` where they are not weights any more."""
    if profile.phase is not None:
        expected = "a profile in no phase; apply the new one to the profile that this one was made from"
        raise ProfileError([Fault(expected, field="phase", value=shown(profile.phase))])
    factors = _factors(profile, phase)
    shares = [
        (to_grid(criterion.weight, 2) or 0) * (to_grid(factor, FACTOR_DECIMALS) or 0)
        for criterion, factor in zip(profile.criteria, factors, strict=True)
    ]
    parts = largest_remainder(shares, HUNDRED) if any(shares) else shares
    faults = [
        Fault(
            "a factor that leaves a weight of at least 0.01; drop the criterion to judge without it", field=criterion.id
        )
        for criterion, part in zip(profile.criteria, parts, strict=True)
        if part == 0
    ]
    if faults:
        raise ProfileError(faults)
    return [to_decimal(part, 2) for part in parts]


def _factors(profile: Profile, phase: Phase | Mapping[str, Number]) -> list[Decimal]:
    if isinstance(phase, Phase):
        return [phase.factor(criterion.indicator.theme) for criterion in profile.criteria]
    if not isinstance(phase, Mapping):
        expected = "a Phase, such as Phase.MARKET_EXPANSION, or a mapping of criterion ids to factors"
        raise ProfileError([Fault(expected, field="phase", value=shown(phase))])
    known = [criterion.id for criterion in profile.criteria]
    given = {name: number(factor) for name, factor in phase.items()}
    faults = [fault for name in given for fault in named("criterion", name, known, "phase")]
    for name, factor in given.items():
        faults += number_fault(f"phase.{name}", factor, FACTOR_DECIMALS, low=0, high=LARGEST_FACTOR)
    if faults:
        raise ProfileError(faults)
    return [given.get(name, Decimal(1)) for name in known]
