"""A canonical curve as an integer expression: a choice among its pieces, with one division where they allow it."""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd, lcm

import attrs

from ..arithmetic import EXACT, rdiv
from ..curves import Canonical, Segment
from ._expression import (
    FALSE,
    ZERO,
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

__all__ = ["beyond_curve", "curve_points"]

_Line = tuple[int, int]
"""a and c of a piece: its points at x are ⌊(a · x + c) / divisor⌋."""


def curve_points(curve: Canonical, x: Number) -> Number:
    """Return the points, in thousandths; out on an endless slope, where they are not computed, 0."""
    common = _common(curve.segments)
    if common is None:
        return _chosen(curve, x, [_piece(segment, x) for segment in curve.segments])
    pieces = [plus(times(Literal(a), x), Literal(c)) for a, c in common.lines]
    return floor_div(_chosen(curve, x, pieces), Literal(common.divisor))


def beyond_curve(curve: Canonical, x: Number) -> Truth:
    """Return whether an argument lies on an endless slope too far out to be computed exactly."""
    limit = ray_limit(curve)
    outside = either(compare(x, Sign.AT_MOST, -limit), compare(x, Sign.AT_LEAST, limit))
    return either(FALSE, *(_inside(ray, x, limit, outside) for ray in curve.segments if ray.is_ray))


def _inside(ray: Segment, x: Number, limit: int, outside: Truth) -> Truth:
    """Return whether an argument lies outside the limit and on the ray, in as few comparisons as may be."""
    if ray.lo is not None and ray.lo > -limit:
        return compare(x, Sign.AT_LEAST, max(limit, ray.lo))
    if ray.hi is not None and ray.hi <= limit:
        return compare(x, Sign.AT_MOST, min(-limit, ray.hi - 1))
    ends = [] if ray.lo is None else [compare(x, Sign.AT_LEAST, ray.lo)]
    ends += [] if ray.hi is None else [compare(x, Sign.BELOW, ray.hi)]
    return both(*ends, outside)


def _chosen(curve: Canonical, x: Number, pieces: Sequence[Number]) -> Number:
    """Return the piece in which an argument lies."""
    limit, segments = ray_limit(curve), curve.segments
    cases: list[tuple[Truth, Number]] = []
    if segments[0].is_ray:
        cases.append((compare(x, Sign.AT_MOST, -limit), ZERO))
    ends = ((segment.hi, piece) for segment, piece in zip(segments, pieces, strict=True))
    cases += [(compare(x, Sign.BELOW, end), piece) for end, piece in ends if end is not None]
    if segments[-1].is_ray:
        cases.append((compare(x, Sign.AT_LEAST, limit), ZERO))
    return choose(*cases, otherwise=pieces[-1])


@attrs.frozen
class _Common:
    divisor: int
    lines: tuple[_Line, ...]


def _common(segments: Sequence[Segment]) -> _Common | None:
    """Return all pieces over one divisor, where they are plain lines of moderate size."""
    sloped = [segment for segment in segments if segment.a]
    if not sloped or any(s.q != 1 or s.pmin is not None or s.pmax is not None for s in sloped):
        return None
    divisor = lcm(*(segment.d for segment in sloped))
    lines = [_line(segment, divisor) for segment in segments]
    shared = gcd(divisor, *(a for a, _ in lines))
    found = _Common(divisor // shared, tuple((a // shared, c // shared) for a, c in lines))
    return found if all(abs(number) * 10**10 < EXACT for line in found.lines for number in line[:1]) else None


def _line(segment: Segment, divisor: int) -> _Line:
    if not segment.a:
        return 0, divisor * _flat(segment)
    scale = divisor // segment.d
    return segment.a * scale, (segment.b - segment.a * segment.o) * scale + divisor // 2


def _flat(segment: Segment) -> int:
    return segment.clamp(rdiv(segment.b, segment.d))


def _piece(segment: Segment, x: Number) -> Number:
    """Return a piece by itself: whole steps, or points with a floor or cap of their own."""
    if not segment.a:
        return Literal(_flat(segment))
    steps = floor_div(minus(x, Literal(segment.o)), Literal(segment.q))
    shared = gcd(segment.a, segment.d)
    over = plus(times(Literal(segment.a // shared), steps), Literal((segment.b + segment.d // 2) // shared))
    points = floor_div(over, Literal(segment.d // shared))
    points = points if segment.pmin is None else at_least(points, segment.pmin)
    return points if segment.pmax is None else at_most(points, segment.pmax)
