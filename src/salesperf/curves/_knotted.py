"""The families that are lists of knots: interpolated, banded, piecewise with jumps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, ClassVar, Self, cast

import attrs

from ..errors import Fault
from ..text import shown
from ._canonical import Domain, Segment
from ._curve import Curve, Limits, cut
from ._numbers import (
    NUMBER,
    Number,
    is_number,
    literal,
    number,
    optional_number,
    points,
    product,
    row,
    text,
    units,
    wrong_numbers,
)
from ._words import say

__all__ = ["Linear", "Piecewise", "Steps", "bounds_faults", "interpolated", "limits_text"]


def interpolated(knots: Sequence[tuple[int, Fraction]]) -> Iterator[Segment]:
    """Yield straight lines between the knots, flat outside; points in thousandths."""
    (first, low), (last, high) = knots[0], knots[-1]
    yield cut(None, first, start=first, base=low)
    for (left, base), (right, top) in pairwise(knots):
        yield cut(left, right, start=left, base=base, rate=(top - base) / (right - left))
    yield cut(last, None, start=last, base=high)


def bounds_faults(floor: object, cap: object) -> Iterator[Fault]:
    """Yield a fault for each bound that is not a number, or for the two if they are crossed."""
    given = {name: value for name, value in (("floor", floor), ("cap", cap)) if value is not None}
    yield from wrong_numbers(**given)
    if is_number(floor) and is_number(cap) and floor > cap:
        yield Fault(f"a cap of at least the floor, {text(floor)}", field="cap", value=text(cap))


def limits_text(lang: str, floor: Decimal | None, cap: Decimal | None) -> str:
    """Return "at least …, at most …" for the bounds there are."""
    given = (("floor", floor), ("cap", cap))
    return "".join(say(lang, name, points=text(value)) for name, value in given if value is not None)


def _rows(knots: Sequence[object]) -> tuple[tuple[Decimal, ...], ...]:
    return tuple(map(row, knots))


@attrs.frozen(init=False, repr=False)
class _Knotted(Curve):
    """A curve whose arguments are knots in rising order of value."""

    width: ClassVar[int] = 2
    shape: ClassVar[str] = "a pair (value, points)"

    knots: tuple[tuple[Decimal, ...], ...] = attrs.field(converter=_rows)

    def __init__(self, *knots: object, **others: object) -> None:
        self._start(knots=knots, **others)

    @classmethod
    def from_arguments(cls, arguments: Mapping[str, Any]) -> Self:
        """Return the curve with these constructor arguments, as a profile file names them."""
        others = {name: value for name, value in arguments.items() if name != "knots"}
        knots = arguments.get("knots", ())
        listed = (
            cast("Sequence[object]", knots) if isinstance(knots, list | tuple) else () if knots is None else (knots,)
        )
        return cls(*listed, **others)

    def _start(self, **arguments: object) -> None:
        """Set the fields through their converters, as the constructor that attrs writes would, then check them all."""
        for field in attrs.fields(type(self)):
            value = arguments.get(field.name, field.default)
            convert = field.converter
            object.__setattr__(self, field.name, convert(value) if callable(convert) else value)
        self.__attrs_post_init__()

    def _axis(self) -> tuple[tuple[str, Decimal], ...]:
        return tuple((f"knot {position}", knot[0]) for position, knot in enumerate(self.knots, 1))

    def _faults(self) -> Iterator[Fault]:
        yield from super()._faults()
        if not self.knots:
            yield Fault(f"at least one knot, {self.shape}", field="knots")
        before: Decimal | None = None
        for position, knot in enumerate(self.knots, 1):
            field = f"knot {position}"
            if not isinstance(cast("object", knot), tuple) or len(knot) != self.width:
                yield Fault(self.shape, field=field, value=shown(knot))
                continue
            yield from (Fault(NUMBER, field=field, value=shown(part)) for part in knot if not is_number(part))
            if is_number(knot[0]):
                if before is not None and knot[0] <= before:
                    rule = "each value once" if knot[0] == before else "knots in rising order"
                    yield Fault(f"{rule}, above {text(before)} here", field=field, value=text(knot[0]))
                before = knot[0]

    def _written(self) -> Iterator[str]:
        yield from map(literal, self.knots)
        for name, default in self.arguments().items():
            value = getattr(self, name)
            if name != "knots" and value != default:
                yield f"{name}={literal(value)}"
        yield from self._written_domain()


@attrs.frozen(init=False, repr=False)
class Linear(_Knotted):
    """Straight lines between knots (value, points); flat outside the ends.

    Formula: between (x₀, y₀) and (x₁, y₁), y₀ + (value − x₀) × (y₁ − y₀) ÷ (x₁ − x₀); y of the first knot below it, of
    the last knot above it.  Values and knots are in the indicator's unit (percent as percent), points are points.

    >>> curve = Linear((60, 0), (100, 100), (120, 120))
    >>> curve.points("96.55"), curve.points(0), curve.points(500)
    (Decimal('91.375'), Decimal('0.000'), Decimal('120.000'))

    Raises `CurveError` for knots that are unordered, repeated, not pairs of numbers, or none at all.
    """

    kind: ClassVar[str] = "linear"
    example: ClassVar[str] = "Linear((60, 0), (100, 100), (120, 120))"

    def __init__(self, *knots: tuple[Number, Number], of: Domain | str = Domain.VALUE) -> None:
        super().__init__(*knots, of=of)

    def describe(self, lang: str = "en") -> str:
        """Return the rule in a few words.

        >>> Linear((60, 0), (100, 100)).describe()
        'interpolated 60 → 0, 100 → 100'
        """
        knots = [say(lang, "knot", at=text(at), points=text(height)) for at, height in self.knots]
        return self._described(lang, say(lang, "linear", knots=say(lang, "comma").join(knots)))

    def _segments(self, decimals: int) -> Iterator[Segment]:
        return interpolated([(units(at, decimals), points(height)) for at, height in self.knots])


@attrs.frozen(init=False, repr=False)
class Steps(_Knotted):
    """Bands (lower, points): from each lower edge up to, but not including, the next.

    Below the lowest band its points hold too; a band for all smaller values begins where they begin.

    >>> curve = Steps((0, 50), (80, 80), (90, 100))
    >>> [str(curve.points(value)) for value in (-5, "79.99", 80, 90)]
    ['50.000', '50.000', '80.000', '100.000']

    Raises `CurveError` for bands that are unordered, repeated, not pairs of numbers, or none at all.
    """

    kind: ClassVar[str] = "steps"
    example: ClassVar[str] = "Steps((0, 50), (80, 80), (90, 100))"
    shape: ClassVar[str] = "a pair (lower edge, points)"

    def __init__(self, *knots: tuple[Number, Number], of: Domain | str = Domain.VALUE) -> None:
        super().__init__(*knots, of=of)

    def describe(self, lang: str = "en") -> str:
        """Return the rule in a few words.

        >>> Steps((0, 50), (80, 80), (90, 100)).describe()
        'below 80: 50; from 80: 80; from 90: 100'
        """
        lowest, *others = self.knots
        if not others:
            return self._described(lang, say(lang, "always", points=text(lowest[1])))
        bands = [say(lang, "below", at=text(others[0][0]), points=text(lowest[1]))]
        bands += [say(lang, "from", at=text(at), points=text(height)) for at, height in others]
        return self._described(lang, say(lang, "semicolon").join(bands))

    def _segments(self, decimals: int) -> Iterator[Segment]:
        edges: list[int | None] = [None, *(units(at, decimals) for at, _ in self.knots[1:]), None]
        for (at, height), (lo, hi) in zip(self.knots, pairwise(edges), strict=True):
            yield cut(lo, hi, start=units(at, decimals), base=points(height))


@attrs.frozen(init=False, repr=False)
class Piecewise(_Knotted):
    """Pieces (lower edge, points there, points per unit) with jumps between them, as the real forms have.

    Formula: from each lower edge up to, but not including, the next, points there + (value − lower edge) × points per
    unit.  `below` is what values under the first edge get.  With `step` only whole steps of that size count, each piece
    counting from its own edge: points there + ⌊(value − lower edge) ÷ step⌋ × step × points per unit.  The last piece
    runs on without end.  `floor` and `cap` bound the points of all of it.

    >>> volume = ((75, 3, "0.4"), (80, "5.5", "0.5"), (90, 11, 1), (95, 20, 0), (100, 20, "1.5"))
    >>> Piecewise(*volume).points("79.99"), Piecewise(*volume, step=1).points("79.99")
    (Decimal('4.996'), Decimal('4.600'))

    Raises `CurveError` for pieces that are unordered, repeated, not triples of numbers, or none at all, for a step that
    is not above 0, and for a floor above the cap.
    """

    kind: ClassVar[str] = "piecewise"
    example: ClassVar[str] = "Piecewise((75, 3, '0.4'), (80, '5.5', '0.5'), below=0)"
    width: ClassVar[int] = 3
    shape: ClassVar[str] = "three numbers (lower edge, points there, points per unit)"

    below: Decimal = attrs.field(default=Decimal(0), converter=number, kw_only=True)
    step: Decimal | None = attrs.field(default=None, converter=optional_number, kw_only=True)
    floor: Decimal | None = attrs.field(default=None, converter=optional_number, kw_only=True)
    cap: Decimal | None = attrs.field(default=None, converter=optional_number, kw_only=True)

    def __init__(
        self,
        *knots: tuple[Number, Number, Number],
        below: Number = 0,
        step: Number | None = None,
        floor: Number | None = None,
        cap: Number | None = None,
        of: Domain | str = Domain.VALUE,
    ) -> None:
        super().__init__(*knots, below=below, step=step, floor=floor, cap=cap, of=of)

    def describe(self, lang: str = "en") -> str:
        """Return the rule in a few words.

        >>> Piecewise((75, 3, "0.4"), (95, 20, 0), step=1).describe()
        'below 75: 0; from 75: 3 + 0.4 per whole 1; from 95: 20'
        """
        pieces = [say(lang, "below", at=text(self.knots[0][0]), points=text(self.below))]
        pieces += [self._piece(lang, *knot) for knot in self.knots]
        return self._described(lang, say(lang, "semicolon").join(pieces) + limits_text(lang, self.floor, self.cap))

    def _piece(self, lang: str, at: Decimal, height: Decimal, rate: Decimal) -> str:
        if not rate:
            return say(lang, "from", at=text(at), points=text(height))
        one = "1" if self.step is None else say(lang, "whole", step=text(self.step))
        gain = text(rate if self.step is None else product(rate, self.step))
        key, size = ("from_less", gain[1:]) if rate < 0 else ("from_more", gain)
        return say(lang, key, at=text(at), points=text(height), rate=size, step=one)

    def _axis(self) -> tuple[tuple[str, Decimal], ...]:
        knots = super()._axis()
        return knots if self.step is None else (*knots, ("step", self.step))

    def _faults(self) -> Iterator[Fault]:
        yield from super()._faults()
        yield from wrong_numbers(below=self.below)
        if self.step is not None and not (is_number(self.step) and self.step > 0):
            yield Fault("a size above 0, or nothing for a continuous line", field="step", value=shown(self.step))
        yield from bounds_faults(self.floor, self.cap)

    def _segments(self, decimals: int) -> Iterator[Segment]:
        edges: list[int | None] = [*(units(knot[0], decimals) for knot in self.knots), None]
        limits = Limits(self.floor, self.cap)
        size = 1 if self.step is None else units(self.step, decimals)
        lowest = units(self.knots[0][0], decimals)
        yield cut(None, lowest, start=lowest, base=points(self.below), limits=limits)
        for (at, height, rate), (lo, hi) in zip(self.knots, pairwise(edges), strict=True):
            start, step = units(at, decimals), size if rate else 1
            gain = points(rate) * size / 10**decimals
            yield cut(lo, hi, start=start, base=points(height), rate=gain, step=step, limits=limits)
