"""The one form to which every curve reduces, and the only thing an engine has to know about curves.

Integers only: values in units of their last shown decimal, points in thousandths.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

import attrs

from ..arithmetic import EXACT, POINT, rdiv, to_decimal
from ..errors import CurveError, Fault
from ..text import shown
from ._cliff import Cliff
from ._numbers import number
from ._pencil import Bound, Pencil

__all__ = ["Canonical", "Domain", "Segment", "Trend"]

_DECIMALS = 3  # of points


class Domain(StrEnum):
    """What a curve is read at: the value, its gap to the subject's own target, or its percentage of that target."""

    VALUE = "value"
    GAP = "gap"
    PERCENT_OF_TARGET = "percent_of_target"


class Trend(StrEnum):
    """Which way the points move while the value rises, over the whole line."""

    RISING = "rising"
    """Never falls: the curve of an indicator where more is better."""
    FALLING = "falling"
    """Never rises: the curve of an indicator where less is better."""
    FLAT = "flat"
    """The same points for every value."""
    MIXED = "mixed"
    """Rises here and falls there: a target with two shoulders, or a mistake."""


@attrs.frozen
class Segment:
    """One piece of a curve: for every whole u in [lo, hi), points = clamp(rdiv(a·⌊(u − o)/q⌋ + b, d), pmin, pmax).

    `lo`, `hi` and `o` are values in units of the last shown decimal; None is an unbounded end.  q = 1 is continuous,
    q > 1 counts whole steps of q units.  `pmin` and `pmax` are thousandths of a point, None where nothing bounds them.

    >>> line = Segment(6000, 10000, 25, 6000, 1, 0, 1)     # 60 → 0, 100 → 100, with two decimals
    >>> line.points(9655)                                  # 91.375 points
    91375
    """

    lo: int | None
    hi: int | None
    a: int
    o: int
    q: int
    b: int
    d: int
    pmin: int | None = None
    pmax: int | None = None

    def flaws(self) -> Iterator[tuple[str, str]]:
        """Yield what keeps this from being a segment: what is expected, and what stands there."""
        if self.q < 1 or self.d < 1:
            yield "q and d of at least 1", f"q = {self.q}, d = {self.d}"
        if self.lo is not None and self.hi is not None and self.lo >= self.hi:
            yield "an end above its beginning", f"[{self.lo}, {self.hi})"
        if self.pmin is not None and self.pmax is not None and self.pmin > self.pmax:
            yield "pmin not above pmax", f"{self.pmin} > {self.pmax}"

    def points(self, u: int) -> int:
        """Return the thousandths of a point at `u`, which must lie in the segment to mean anything."""
        return self.clamp(rdiv(self.a * ((u - self.o) // self.q) + self.b, self.d))

    def clamp(self, points: int) -> int:
        """Return `points` (thousandths) within the segment's own floor and cap."""
        if self.pmin is not None and points < self.pmin:
            return self.pmin
        if self.pmax is not None and points > self.pmax:
            return self.pmax
        return points

    @property
    def counts_down(self) -> bool:
        """Whether whole steps are counted downward, from o + q − 1: the step is complete at an exact multiple."""
        return self.q > 1 and self.lo != self.o

    @property
    def is_ray(self) -> bool:
        """Whether it slopes without end: it may have a floor or a cap, but no last value."""
        return self.a != 0 and (self.lo is None or self.hi is None)

    @property
    def start(self) -> int:
        """The value from which a person counts: the segment's own knot."""
        return self.o + self.q - 1 if self.counts_down else self.o

    @property
    def limit(self) -> int | None:
        """Points when the value comes up to `hi` from below; None where they run off without bound."""
        if self.hi is None:
            return self.points(self.o) if self.a == 0 else self.pmax if self.a > 0 else self.pmin
        return self.points(self.hi if self.q == 1 else self.hi - 1)

    @property
    def first(self) -> int | None:
        """Points at `lo`; None where they run off without bound."""
        if self.lo is None:
            return self.points(self.o) if self.a == 0 else self.pmin if self.a > 0 else self.pmax
        return self.points(self.lo)

    @property
    def last(self) -> int | None:
        """Points at hi − 1, the last value of the segment; None where they run off without bound."""
        return self.limit if self.hi is None else self.points(self.hi - 1)

    def pencil(self, u: int, decimals: int) -> Pencil:
        """Return the terms from which a person recomputes the points at `u` (a value with `decimals` decimals).

        >>> print(Segment(6000, 10000, 25, 6000, 1, 0, 1).pencil(9655, 2).formula())
        0 + (96.55 − 60) × 5/2 = 91.375
        """
        count = (u - self.o) // self.q
        inside = rdiv(self.a * count + self.b, self.d)
        points = self.clamp(inside)
        whole = self.q > 1 and self.a != 0
        away = -1 if self.counts_down else 1
        rate = Fraction(away * self.a, self.d * POINT)
        return Pencil(
            value=to_decimal(u, decimals),
            start=number(to_decimal(self.start, decimals)),
            base=Fraction(self.b, self.d * POINT),
            rate=rate if whole else rate * 10**decimals,
            steps=away * count if whole else None,
            step=number(to_decimal(self.q, decimals)) if whole else None,
            exact=Fraction(self.a * count + self.b, self.d * POINT),
            points=to_decimal(points, _DECIMALS),
            bound=None if points == inside else Bound.FLOOR if points > inside else Bound.CAP,
        )

    def is_exact_to(self, u: int) -> bool:
        """Whether every intermediate of the formula stays below 2^62 for all values from −u to u."""
        fixed = (u, u + abs(self.o), self.q, 2 * self.d, self.pmin or 0, self.pmax or 0)
        if max(map(abs, fixed)) >= EXACT:
            return False
        products = [self.a * ((end - self.o) // self.q) for end in (-u, u)]
        doubles = [2 * (product + self.b) for product in products]
        return max(map(abs, (*products, *doubles, *(double + self.d for double in doubles)))) < EXACT


def _tuple(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    return tuple(segments)


@attrs.frozen
class Canonical:
    """A curve for values of a fixed number of decimals: segments that tile the whole line, in rising order.

    >>> from salesperf.curves import Linear
    >>> curve = Linear((60, 0), (100, 100), (120, 120)).canonical(2)
    >>> curve.points(9655), curve.segment(9655)
    (91375, Segment(lo=6000, hi=10000, a=25, o=6000, q=1, b=0, d=1, pmin=None, pmax=None))
    >>> curve.reach, curve.beyond
    ((0, 120000), 120000)

    Raises `CurveError` when segments overlap, leave a gap, or are no segments at all.
    """

    decimals: int
    segments: tuple[Segment, ...] = attrs.field(converter=_tuple)
    _edges: tuple[int, ...] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        faults = list(self._faults())
        if faults:
            raise CurveError(faults)
        object.__setattr__(self, "_edges", tuple(s.hi for s in self.segments[:-1] if s.hi is not None))

    def _faults(self) -> Iterator[Fault]:
        if type(self.decimals) is not int or self.decimals < 0:
            yield Fault("a whole number from 0", field="decimals", value=shown(self.decimals))
        if not self.segments:
            yield Fault("at least one segment", field="segments")
            return
        low, high = self.segments[0].lo, self.segments[-1].hi
        if low is not None:
            yield Fault("an unbounded lower end", field="lo of segment 1", value=shown(low))
        if high is not None:
            yield Fault("an unbounded upper end", field=f"hi of segment {len(self.segments)}", value=shown(high))
        for position, (left, right) in enumerate(pairwise(self.segments), 2):
            if left.hi is None or left.hi != right.lo:
                expected = "the end of the segment before it, no gap and no overlap"
                yield Fault(expected, field=f"lo of segment {position}", value=shown(right.lo))
        for position, one in enumerate(self.segments, 1):
            yield from (Fault(expected, field=f"segment {position}", value=value) for expected, value in one.flaws())

    def segment(self, u: int) -> Segment:
        """Return the segment in which `u` lies."""
        return self.segments[bisect_right(self._edges, u)]

    def points(self, u: int) -> int:
        """Return the points, in thousandths, for the value u ÷ 10^decimals."""
        return self.segment(u).points(u)

    def pencil(self, u: int) -> Pencil:
        """Return the terms from which a person recomputes the points at `u`."""
        return self.segment(u).pencil(u, self.decimals)

    @property
    def beyond(self) -> int:
        """Points, in thousandths, for a value that is infinitely large (`no_sales`: stock without sales).

        Those of the flat end; a ray that runs off gives its own floor or cap, or, having neither, the points at its
        last knot (at 0 where it has no knot).
        """
        end = self.segments[-1]
        return end.points(end.o if end.lo is None else end.lo) if end.limit is None else end.limit

    @property
    def reach(self) -> tuple[int | None, int | None]:
        """The lowest and highest points, in thousandths, that some value earns; None = without bound."""
        return _extent((s.first, s.last, s.a) for s in self.segments)

    @property
    def extent(self) -> tuple[int | None, int | None]:
        """As `reach`, whatever the number of decimals: points approached just below a jump are counted in."""
        return _extent((s.first, s.limit, s.a) for s in self.segments)

    @property
    def trend(self) -> Trend:
        """Which way the points move while the value rises."""
        moves = {one.a > 0 for one in self.segments if one.first is None or one.limit is None or one.first != one.limit}
        moves |= {before < after for _, before, after in self._breaks()}
        if len(moves) == 2:  # noqa: PLR2004  (up and down)
            return Trend.MIXED
        return Trend.FLAT if not moves else Trend.RISING if moves.pop() else Trend.FALLING

    @property
    def jumps(self) -> tuple[Cliff, ...]:
        """Where the points jump, in rising order; a regular staircase is listed once, by its first step.

        Steps of a single unit of the last decimal are continuous here.
        """
        found = [
            (at, Cliff(at=self._value(at), before=_points(before), after=_points(after)))
            for at, before, after in self._breaks()
        ]
        found += [stairs for one in self.segments for stairs in self._staircase(one)]
        return tuple(cliff for _, cliff in sorted(found, key=lambda pair: pair[0]))

    def bound(self) -> int:
        """Return the largest |u| up to which no intermediate integer reaches 2^62, or −1 if there is none.

        It is asked of every segment, also of those in which u does not lie: an engine may compute them all and choose
        afterwards.

        >>> from salesperf.curves import Linear
        >>> Linear((0, 0), (100, 100)).canonical(2).bound()
        230584300921369395
        """
        low, high = -1, EXACT
        while high - low > 1:
            middle = (low + high) // 2
            if all(one.is_exact_to(middle) for one in self.segments):
                low = middle
            else:
                high = middle
        return low

    def _value(self, u: int) -> Decimal:
        return number(to_decimal(u, self.decimals))

    def _breaks(self) -> Iterator[tuple[int, int, int]]:
        for at, left, right in zip(self._edges, self.segments, self.segments[1:], strict=False):
            before, after = left.points(at if left.q == 1 else at - 1), right.points(at)
            if before != after:
                yield at, before, after

    def _staircase(self, one: Segment) -> Iterator[tuple[int, Cliff]]:
        if one.q == 1 or one.a == 0:
            return
        away = -1 if one.counts_down else 1
        edge = one.lo if one.counts_down else one.hi
        most = None if edge is None else (one.start - edge if one.counts_down else edge - 1 - one.start) // one.q
        first, last = _moving(one, away, most)
        if last is not None and last < first:
            return
        at = one.start + away * first * one.q
        here, there = (one.clamp(rdiv(away * one.a * count + one.b, one.d)) for count in (first - 1, first))
        if here == there:  # cut on both sides: nothing moves
            return
        before, after = (there, here) if one.counts_down else (here, there)
        regular = last != first
        cliff = Cliff(
            at=self._value(at),
            before=_points(before),
            after=_points(after),
            every=self._value(away * one.q) if regular else None,
            last=self._value(one.start + away * last * one.q) if regular and last is not None else None,
            inclusive=not one.counts_down,
        )
        yield at, cliff


def _moving(one: Segment, away: int, most: int | None) -> tuple[int, int | None]:
    """Return the first and the last whole step at which the rounded points move; None = without end."""
    rise, base, start = 2 * away * one.a, 2 * one.b, one.clamp(rdiv(one.b, one.d))
    if rise > 0:  # points reach p at the smallest n with rise × n + base ≥ (2p − 1) × d
        first = -((base - (2 * start + 1) * one.d) // rise)
        last = None if one.pmax is None else -((base - (2 * one.pmax - 1) * one.d) // rise)
    else:  # points come down to p at the smallest n with rise × n + base < (2p + 1) × d
        first = (base - (2 * start - 1) * one.d) // -rise + 1
        last = None if one.pmin is None else (base - (2 * one.pmin + 1) * one.d) // -rise + 1
    return max(1, first), most if last is None else last if most is None else min(last, most)


def _points(thousandths: int) -> Decimal:
    return to_decimal(thousandths, _DECIMALS)


def _extent(ends: Iterator[tuple[int | None, int | None, int]]) -> tuple[int | None, int | None]:
    ordered = [(first, last) if a >= 0 else (last, first) for first, last, a in ends]
    lows, highs = [low for low, _ in ordered if low is not None], [high for _, high in ordered if high is not None]
    count = len(ordered)
    return min(lows) if len(lows) == count else None, max(highs) if len(highs) == count else None
