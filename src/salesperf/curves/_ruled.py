"""The families that are a rule in one sentence: the value itself, so many points per step, closeness to a target."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, TypeAlias, cast

import attrs

from ..arithmetic import POINT
from ..errors import Fault
from ..text import shown
from ._canonical import Segment
from ._curve import Curve, Limits, cut
from ._knotted import bounds_faults, interpolated, limits_text
from ._numbers import (
    NUMBER,
    Number,
    is_number,
    number,
    optional_number,
    points,
    row,
    text,
    total,
    units,
    wrong_numbers,
)
from ._words import say

__all__ = ["PerStep", "Proportional", "Target"]

_Rate: TypeAlias = tuple[Decimal, Decimal]


@attrs.frozen(repr=False)
class Proportional(Curve):
    """The value itself as points: 0 below the floor, the cap from there on.

    Formula: 0 if value < floor, else min(value, cap).  `floor` is a value (usually percent), `cap` is both a value and
    points.  Without a floor negative values earn negative points.  At a = 85 % with a floor of 70 this gives 85 points,
    where a line from (70, 0) to (100, 100) gives 50: the two are confused in practice.

    >>> curve = Proportional(floor=60, cap=120)
    >>> curve.points("59.99"), curve.points(60), curve.points(130)
    (Decimal('0.000'), Decimal('60.000'), Decimal('120.000'))

    Raises `CurveError` for bounds that are not numbers, and for a floor above the cap.
    """

    kind: ClassVar[str] = "proportional"
    example: ClassVar[str] = "Proportional(floor=60, cap=120)"

    floor: Decimal | None = attrs.field(default=None, converter=optional_number)
    cap: Decimal | None = attrs.field(default=None, converter=optional_number)

    def describe(self, lang: str = "en") -> str:
        """Return the rule in a few words.

        >>> Proportional(floor=60, cap=120).describe()
        'the value as points, at most 120; 0 below 60'
        """
        words = say(lang, "itself") + limits_text(lang, None, self.cap)
        if self.floor is not None:
            words += say(lang, "semicolon") + say(lang, "nothing_below", at=text(self.floor))
        return self._described(lang, words)

    def _axis(self) -> tuple[tuple[str, Decimal], ...]:
        return () if self.floor is None else (("floor", self.floor),)

    def _faults(self) -> Iterator[Fault]:
        yield from super()._faults()
        yield from bounds_faults(self.floor, self.cap)

    def _segments(self, decimals: int) -> Iterator[Segment]:
        edge = None if self.floor is None else units(self.floor, decimals)
        if edge is not None:
            yield cut(None, edge, start=edge, base=Fraction(0))
        rate, limits = Fraction(POINT, 10**decimals), Limits(cap=self.cap)
        yield cut(edge, None, start=0, base=Fraction(0), rate=rate, limits=limits)


def _rate(value: tuple[Number, Number] | None) -> _Rate | None:
    return None if value is None else cast("_Rate", row(value))


@attrs.frozen(kw_only=True, repr=False)
class PerStep(Curve):
    """So many points for each step under or over a mark: "100%为满分,每低5%扣1分,最低0分".

    `full` points at the mark `at`.  `below=(5, -1)`: for each 5 under it, 1 point less; `above=(1, 2)`: for each 1 over
    it, 2 points more.  None: flat on that side.  Formula below: full + ⌊(at − value) ÷ size⌋ × points, above:
    full + ⌊(value − at) ÷ size⌋ × points, then within `floor` and `cap`.  Only whole steps count, and an exact multiple
    completes one; `whole=False` is the continuous version, without ⌊⌋.

    >>> rule = PerStep(at=100, full=10, below=(5, -1), floor=0)
    >>> [str(rule.points(value)) for value in (100, "95.01", 95, "49.99")]
    ['10.000', '10.000', '9.000', '0.000']

    Raises `CurveError` for what is not a number, a step that is not above 0, neither `below` nor `above`, and a floor
    above the cap.
    """

    kind: ClassVar[str] = "per_step"
    example: ClassVar[str] = "PerStep(at=100, full=10, below=(5, -1), floor=0)"

    at: Decimal = attrs.field(converter=number)
    full: Decimal = attrs.field(converter=number)
    below: _Rate | None = attrs.field(default=None, converter=_rate)
    above: _Rate | None = attrs.field(default=None, converter=_rate)
    floor: Decimal | None = attrs.field(default=None, converter=optional_number)
    cap: Decimal | None = attrs.field(default=None, converter=optional_number)
    whole: bool = True

    def describe(self, lang: str = "en") -> str:
        """Return the rule in a few words.

        >>> PerStep(at=100, full=10, below=(5, -1), floor=0).describe()
        '10 at 100; 1 less for each whole 5 below, at least 0'
        """
        words = [say(lang, "full", points=text(self.full), at=text(self.at))]
        for side, rate in (("below", self.below), ("above", self.above)):
            if rate is not None:
                step = say(lang, "whole", step=text(rate[0])) if self.whole else text(rate[0])
                gain = text(rate[1])
                key, size = (f"less_{side}", gain[1:]) if rate[1] < 0 else (f"more_{side}", gain)
                words.append(say(lang, key, points=size, step=step))
        return self._described(lang, say(lang, "semicolon").join(words) + limits_text(lang, self.floor, self.cap))

    def _axis(self) -> tuple[tuple[str, Decimal], ...]:
        steps = (("step below", self.below), ("step above", self.above))
        whole = tuple((name, rate[0]) for name, rate in steps if rate is not None) if self.whole else ()
        return ("at", self.at), *whole

    def _faults(self) -> Iterator[Fault]:
        yield from super()._faults()
        yield from wrong_numbers(at=self.at, full=self.full)
        yield from _rate_faults("below", self.below)
        yield from _rate_faults("above", self.above)
        if self.below is None and self.above is None:
            yield Fault("points for each step below or above, such as below=(5, -1)", field="below and above")
        if not isinstance(cast("object", self.whole), bool):
            yield Fault("true (whole steps only) or false (continuous)", field="whole", value=shown(self.whole))
        yield from bounds_faults(self.floor, self.cap)

    def _segments(self, decimals: int) -> Iterator[Segment]:
        at, base, limits = units(self.at, decimals), points(self.full), Limits(self.floor, self.cap)
        step, rate = self._slope(self.below, decimals)
        # On whole numbers ⌊(at − u) ÷ step⌋ = −⌊(u − (at − step + 1)) ÷ step⌋: an exact multiple completes its step.
        yield cut(None, at, start=at - step + 1, base=base, rate=-rate, step=step, limits=limits)
        step, rate = self._slope(self.above, decimals)
        yield cut(at, None, start=at, base=base, rate=rate, step=step, limits=limits)

    def _slope(self, rate: _Rate | None, decimals: int) -> tuple[int, Fraction]:
        """Return units per counted step, and thousandths of a point for each."""
        if rate is None or not rate[1]:
            return 1, Fraction(0)
        if self.whole:
            return units(rate[0], decimals), points(rate[1])
        return 1, points(rate[1]) / (Fraction(rate[0]) * 10**decimals)


def _rate_faults(field: str, rate: object) -> Iterator[Fault]:
    if rate is None:
        return
    shape = "a pair (step size, points for each step), or nothing"
    parts = cast("tuple[object, ...]", rate)
    if not isinstance(rate, tuple) or len(parts) != 2:  # noqa: PLR2004  (a pair)
        yield Fault(shape, field=field, value=shown(rate))
        return
    yield from (Fault(NUMBER, field=field, value=shown(part)) for part in parts if not is_number(part))
    if is_number(parts[0]) and parts[0] <= 0:
        yield Fault("a step size above 0", field=field, value=text(parts[0]))


@attrs.frozen(repr=False)
class Target(Curve):
    """Closeness to a target: 100 points at it, falling in a straight line to 0 at target ± tolerance.

    Formula: 100 × max(0, 1 − |value − target| ÷ tolerance).  Target and tolerance are in the indicator's unit; with
    `of=Domain.GAP` the target is the wished-for distance from the subject's own target, usually 0.

    >>> curve = Target(30, 10)
    >>> curve.points(30), curve.points(35), curve.points(20)
    (Decimal('100.000'), Decimal('50.000'), Decimal('0.000'))

    Raises `CurveError` for what is not a number, and for a tolerance that is not above 0.
    """

    kind: ClassVar[str] = "target"
    example: ClassVar[str] = "Target(30, 10)"

    target: Decimal = attrs.field(converter=number)
    tolerance: Decimal = attrs.field(converter=number)

    def describe(self, lang: str = "en") -> str:
        """Return the rule in a few words.

        >>> Target(30, 10).describe()
        '100 at 30, falling to 0 at 20 and at 40'
        """
        low, high = total(self.target, self.tolerance, -1), total(self.target, self.tolerance)
        return self._described(lang, say(lang, "target", at=text(self.target), low=text(low), high=text(high)))

    def _axis(self) -> tuple[tuple[str, Decimal], ...]:
        return ("target", self.target), ("tolerance", self.tolerance)

    def _faults(self) -> Iterator[Fault]:
        yield from super()._faults()
        yield from wrong_numbers(target=self.target, tolerance=self.tolerance)
        if is_number(self.tolerance) and self.tolerance <= 0:
            yield Fault("a tolerance above 0", field="tolerance", value=text(self.tolerance))

    def _segments(self, decimals: int) -> Iterator[Segment]:
        target, reach = units(self.target, decimals), units(self.tolerance, decimals)
        full = Fraction(100 * POINT)
        return interpolated([(target - reach, Fraction(0)), (target, full), (target + reach, Fraction(0))])
