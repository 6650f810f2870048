"""A canonical curve as an integer expression: one division where the pieces allow it."""

from __future__ import annotations

from math import gcd, lcm

import attrs

from ..arithmetic import EXACT, rdiv
from ..curves import Canonical, Segment
from ._expression import (
    FALSE,
    Literal,
    Number,
    Sign,
    Truth,
    at_least,
    at_most,
    both,
    choose,
    compare,
    either,
    floor_div,
    minus,
    plus,
    times,
)
from ._plan import ray_limit

__all__ = ["CurvePoints", "curve_points"]


@attrs.frozen
class CurvePoints:
    """The points of a curve over what it looks at."""

    low: int | None
    high: int | None
    """Between which the argument is brought first: beyond them the points do not change, or are not computed."""
    segments: tuple[Segment, ...]
    """Those that the clamped argument can lie in."""
    limit: int
    rays: tuple[Segment, ...]

    def argument(self, x: Number) -> Number:
        """Return the argument within its bounds."""
        if self.low is not None:
            x = at_least(x, self.low)
        return x if self.high is None else at_most(x, self.high)

    def points(self, x: Number) -> Number:
        """Return the points, in thousandths, at an argument within its bounds."""
        *firsts, last = self.segments
        over = self._common()
        if over is None:
            pieces = {segment: _piece(segment, x) for segment in self.segments}
        else:
            pieces = {segment: plus(times(Literal(a), x), Literal(c)) for segment, (a, c) in over.pieces.items()}
        cases = ((compare(x, Sign.BELOW, segment.hi or 0), pieces[segment]) for segment in firsts)
        found = choose(*cases, otherwise=pieces[last])
        return found if over is None else floor_div(found, Literal(over.divisor))

    def beyond(self, x: Number) -> Truth:
        """Return whether an argument, as it is, lies on an endless slope too far out to be computed exactly."""
        limit = self.limit
        found: list[Truth] = []
        for ray in self.rays:
            outside = either(compare(x, Sign.AT_MOST, -limit), compare(x, Sign.AT_LEAST, limit))
            if ray.lo is not None and ray.lo > -limit:
                outside = compare(x, Sign.AT_LEAST, max(limit, ray.lo))
            elif ray.hi is not None and ray.hi <= limit:
                outside = compare(x, Sign.AT_MOST, min(-limit, ray.hi - 1))
            else:
                inside = [] if ray.lo is None else [compare(x, Sign.AT_LEAST, ray.lo)]
                inside += [] if ray.hi is None else [compare(x, Sign.BELOW, ray.hi)]
                outside = both(*inside, outside)
            found.append(outside)
        return either(FALSE, *found)

    def _common(self) -> _Common | None:
        """Return all pieces over one divisor, where they are plain lines of moderate size."""
        sloped = [segment for segment in self.segments if segment.a]
        if not sloped or any(s.q != 1 or s.pmin is not None or s.pmax is not None for s in sloped):
            return None
        divisor = lcm(*(2 * segment.d for segment in sloped))
        lines = {segment: _line(segment, divisor) for segment in self.segments}
        shared = gcd(divisor, *(a for a, _ in lines.values()))
        found = _Common(divisor // shared, {s: (a // shared, c // shared) for s, (a, c) in lines.items()})
        reach = max(abs(self.low or 0), abs(self.high or 0))
        return found if all(abs(a) * reach + abs(c) < EXACT for a, c in found.pieces.values()) else None


@attrs.frozen
class _Common:
    divisor: int
    pieces: dict[Segment, tuple[int, int]]


def _line(segment: Segment, divisor: int) -> tuple[int, int]:
    """Return a and c: the points at x are ⌊(a · x + c) / divisor⌋."""
    if not segment.a:
        return 0, divisor * _flat(segment)
    scale = divisor // (2 * segment.d)
    slope = 2 * segment.a
    return slope * scale, (2 * segment.b + segment.d - slope * segment.o) * scale


def _flat(segment: Segment) -> int:
    return segment.clamp(rdiv(segment.b, segment.d))


def _piece(segment: Segment, x: Number) -> Number:
    if not segment.a:
        return Literal(_flat(segment))
    steps = floor_div(minus(x, Literal(segment.o)), Literal(segment.q))
    slope, divisor = 2 * segment.a, 2 * segment.d
    shared = gcd(slope, divisor)
    above = plus(times(Literal(slope // shared), steps), Literal((2 * segment.b + segment.d) // shared))
    points = floor_div(above, Literal(divisor // shared))
    points = points if segment.pmin is None else at_least(points, segment.pmin)
    return points if segment.pmax is None else at_most(points, segment.pmax)


def curve_points(curve: Canonical) -> CurvePoints:
    """Return how the points of a curve are computed over a column."""
    limit = ray_limit(curve)
    segments = curve.segments
    rays = tuple(s for s in segments if s.a and (s.lo is None or s.hi is None))
    if all(segment.a == 0 for segment in segments):
        return CurvePoints(None, None, segments, limit, rays)
    first, last = segments[0], segments[-1]
    low = 1 - limit if first.a or first.hi is None else first.hi - 1
    high = limit - 1 if last.a or last.lo is None else last.lo
    if not first.a and len(segments) > 1 and segments[1].points(low + 1) == _flat(first):
        segments, low = segments[1:], low + 1
    if not last.a and len(segments) > 1 and segments[-2].points(high) == _flat(last):
        segments = segments[:-1]
    return CurvePoints(low, high, segments, limit, rays)
