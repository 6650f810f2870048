"""Kinds that tell how amounts are spread: a mix, a match of two mixes, a rank among peers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Self

import attrs

from ..arithmetic import to_grid
from ..errors import Fault, ProfileError
from ..measures import DIMENSIONS, Expression
from ..measures._checks import Amount, number
from ..text import shown
from ..vocabulary import RollUp
from ._base import Indicator, bracketed, expression_of

__all__ = ["Distribution", "Mix", "PeerRank", "StructureMatch"]

_SHARE_DECIMALS = 2


def _shares(given: Mapping[str, Amount] | Iterable[tuple[str, Amount]]) -> tuple[tuple[str, Decimal], ...]:
    faults: list[Fault] = []
    shares: dict[str, Decimal] = {}
    for name, value in given.items() if isinstance(given, Mapping) else given:
        share = number(value)
        if not isinstance(name, str) or name in shares:
            faults.append(Fault("each group once, by its name", field="share", value=shown(name)))
        elif share is None or share < 0 or to_grid(share, _SHARE_DECIMALS) is None:
            expected = f"a share of 0 or more with at most {_SHARE_DECIMALS} decimals"
            faults.append(Fault(expected, field=f"share of {shown(name)}", value=shown(value)))
        else:
            shares[name] = share
    if shares and not faults and not any(shares.values()):
        faults.append(Fault("shares that add up to more than 0", field="shares"))
    if faults:
        raise ProfileError(faults)
    return tuple(shares.items())


def _dimension(_: Mix | StructureMatch, __: attrs.Attribute[str], value: str) -> None:
    if value not in DIMENSIONS:
        raise ProfileError([Fault(f"one of {', '.join(DIMENSIONS)}", field="by", value=shown(value))])


class Distribution(Indicator):
    """An index of how amounts are spread; use one of its kinds."""

    __slots__ = ()

    kind = "distribution"

    def _derived_roll_up(self) -> RollUp:
        return RollUp.DIST

    @property
    def sample(self) -> None:
        """A distribution has no sample of its own."""
        return


@attrs.frozen(repr=False, cache_hash=True)
class Mix(Distribution):
    """How near the mix over `by` is to the target shares: 1 − ½ Σ |share − target share|.

    Without target shares it tells how mixed the amounts are: 1 − Σ share².  `by` is a column of the
    records, channel or model.  Shares may be on any scale; they are compared to their sum.

    >>> from salesperf import indicators
    >>> indicators.CHANNEL_MIX_INDEX.with_shares({"walk-in": 40, "web": 40, "referral": 20}).formula
    '1 − ½ Σ |share − target share| of leads_valid by channel'
    """

    kind = "mix"

    numerator: Expression = attrs.field(kw_only=True, converter=expression_of)
    by: str = attrs.field(kw_only=True, validator=_dimension)
    shares: tuple[tuple[str, Decimal], ...] = attrs.field(kw_only=True, default=(), converter=_shares)

    def with_shares(self, shares: Mapping[str, Amount]) -> Self:
        """Return the same indicator measured against these target shares."""
        return attrs.evolve(self, shares=shares)

    @property
    def formula(self) -> str:
        """The formula, as text."""
        of = f"of {self.numerator} by {self.by}"
        index = "1 − ½ Σ |share − target share|" if self.shares else "1 − Σ share²"
        return f"{self.factor} × ({index}) {of}" if self.factor != 1 else f"{index} {of}"


@attrs.frozen(repr=False, cache_hash=True)
class StructureMatch(Distribution):
    """How well stock follows demand over `by`: factor × (1 − ½ Σ |stock share − demand share|).

    `by` is a column of the records, channel or model.
    """

    kind = "structure_match"

    numerator: Expression = attrs.field(kw_only=True, converter=expression_of)
    denominator: Expression = attrs.field(kw_only=True, converter=expression_of)
    by: str = attrs.field(kw_only=True, validator=_dimension)

    @property
    def formula(self) -> str:
        """The formula, as text."""
        apart = f"1 − ½ Σ |share of {bracketed(self.numerator)} − share of {bracketed(self.denominator)}|"
        return f"{self.factor} × ({apart}) by {self.by}" if self.factor != 1 else f"{apart} by {self.by}"


@attrs.frozen(repr=False, cache_hash=True)
class PeerRank(Distribution):
    """Where a subject stands among its peers: (n − rank) ÷ (n − 1) × 100, mid-ranks for ties.

    It needs the peers' values; where nothing supplies them, it is `missing_data`.

    >>> from salesperf import indicators
    >>> indicators.RANK_SCORE.formula
    '(n − rank) ÷ (n − 1) × 100'
    """

    kind = "peer_rank"

    def _derived_roll_up(self) -> RollUp:
        return RollUp.SCOPE

    @property
    def formula(self) -> str:
        """The formula, as text."""
        return f"(n − rank) ÷ (n − 1) × {self.factor}"
