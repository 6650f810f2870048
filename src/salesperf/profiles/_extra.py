"""`Extra`: a bonus or deduction beside the weights, within bounds of its own."""

from __future__ import annotations

from decimal import Decimal

import attrs

from ..curves import Curve, Domain
from ..errors import Fault, ProfileError
from ..indicators import Attainment, Indicator, total_of
from ..measures import Measure, identifier
from ..text import shown
from ._criterion import curve_decimals, curve_faults
from ._values import number, number_fault, plain

__all__ = ["Extra"]

_POINTS = 3


@attrs.frozen(kw_only=True, cache_hash=True, repr=False)
class Extra:
    """Points added to or taken from the base of a card, unweighted, from `minimum` to `maximum`.

    `of` is an indicator, or a measure, which then counts by itself.  Without a value an extra is 0 and its status says
    why.  Raises `ProfileError` with all faults.

    >>> from salesperf import Extra, curves, measures
    >>> each = curves.PerStep(at=0, full=0, above=(1, -5), below=None, floor=-20, cap=0, whole=True)
    >>> Extra("complaints", of=measures.COMPLAINTS_VALID, curve=each, minimum=-20, maximum=0)
    <Extra complaints: −20 … 0 points of complaints_valid>
    """

    id: str = attrs.field(kw_only=False, validator=lambda _, __, value: identifier(value, "extra"))
    of: Indicator | Measure
    curve: Curve
    minimum: Decimal = attrs.field(converter=number)
    maximum: Decimal = attrs.field(converter=number)
    note: str = attrs.field(default="", eq=False)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.of, Indicator | Measure):
            expected = "an indicator or a measure"
            raise ProfileError([Fault(expected, field=f"{self.id}.of", value=shown(self.of))])
        faults = number_fault(f"{self.id}.minimum", self.minimum, _POINTS)
        faults += number_fault(f"{self.id}.maximum", self.maximum, _POINTS)
        if self.minimum > self.maximum:
            expected = f"at most the maximum, {plain(self.maximum)}"
            faults.append(Fault(expected, field=f"{self.id}.minimum", value=plain(self.minimum)))
        faults += curve_faults(self.curve, self.indicator, f"{self.id}.curve")
        domain = getattr(self.curve, "of", Domain.VALUE)
        if domain is not Domain.VALUE and not isinstance(self.of, Attainment):
            expected = f"a curve on the value: {self.of.id} has no target of its own"
            faults.append(Fault(expected, field=f"{self.id}.curve", value=shown(str(domain))))
        if faults:
            raise ProfileError(faults)

    @property
    def indicator(self) -> Indicator:
        """The indicator it looks at: `of`, or the total of the measure that `of` is."""
        return total_of(self.of) if isinstance(self.of, Measure) else self.of

    @property
    def decimals(self) -> int:
        """Decimals of what the curve looks at."""
        return curve_decimals(self.indicator, self.curve.of)

    def __repr__(self) -> str:
        low, high = plain(self.minimum).replace("-", "−"), plain(self.maximum).replace("-", "−")
        return f"<Extra {self.id}: {low} … {high} points of {self.of.id}>"
