"""Laws of every curve, against an oracle that evaluates each family's own definition with fractions.

The oracle shares nothing with the code but the arguments.
"""

from __future__ import annotations

import decimal
import pickle
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesperf.curves import (
    Canonical,
    Curve,
    Domain,
    Linear,
    PerStep,
    Piecewise,
    Proportional,
    Segment,
    Steps,
    Target,
    Trend,
    from_dict,
)

EXACT = 2**62  # "Every intermediate integer stays below 2^62"
Drawn = tuple[Curve, Any]


def within(points: Fraction, low: Decimal | None, high: Decimal | None) -> Fraction:
    if low is not None:
        points = max(points, Fraction(low))
    return points if high is None else min(points, Fraction(high))


def linear(knots: Sequence[tuple[Decimal, Decimal]], v: Fraction) -> Fraction:
    fractions = [(Fraction(x), Fraction(y)) for x, y in knots]
    if v <= fractions[0][0]:
        return fractions[0][1]
    for (x0, y0), (x1, y1) in pairwise(fractions):
        if x0 <= v <= x1:
            return y0 + (v - x0) * (y1 - y0) / (x1 - x0)
    return fractions[-1][1]


def last_reached(knots: Sequence[tuple[Decimal, ...]], v: Fraction) -> tuple[Fraction, ...] | None:
    reached = [knot for knot in knots if Fraction(knot[0]) <= v]
    return tuple(map(Fraction, reached[-1])) if reached else None


def steps(knots: Sequence[tuple[Decimal, Decimal]], v: Fraction) -> Fraction:
    return (last_reached(knots, v) or tuple(map(Fraction, knots[0])))[1]


def piecewise(p: Piecewise, v: Fraction) -> Fraction:
    reached = last_reached(p.knots, v)
    if reached is None:
        return within(Fraction(p.below), p.floor, p.cap)
    lower, there, rate = reached
    run = v - lower
    if p.step is not None:
        run = floor(run / Fraction(p.step)) * Fraction(p.step)
    return within(there + run * rate, p.floor, p.cap)


def per_step(p: PerStep, v: Fraction) -> Fraction:
    points = Fraction(p.full)
    for rate, away in ((p.below, Fraction(p.at) - v), (p.above, v - Fraction(p.at))):
        if rate is not None and away > 0:
            count = away / Fraction(rate[0])
            points += (floor(count) if p.whole else count) * Fraction(rate[1])
    return within(points, p.floor, p.cap)


def oracle(curve: Curve, v: Fraction) -> Fraction:
    match curve:
        case Linear():
            return linear(curve.knots, v)
        case Proportional():
            low = curve.floor is not None and v < Fraction(curve.floor)
            return Fraction(0) if low else within(v, None, curve.cap)
        case Steps():
            return steps(curve.knots, v)
        case Piecewise():
            return piecewise(curve, v)
        case PerStep():
            return per_step(curve, v)
        case Target():
            return max(Fraction(0), 100 - 100 * abs(v - Fraction(curve.target)) / Fraction(curve.tolerance))
    raise AssertionError(curve)


def half_up(points: Fraction) -> int:
    return floor(points * 1000 + Fraction(1, 2))


def numbers(low: int, high: int, decimals: int) -> st.SearchStrategy[Decimal]:
    return st.integers(low * 10**decimals, high * 10**decimals).map(lambda n: Decimal(n).scaleb(-decimals))


ON_AXIS = numbers(-150, 150, 2)
POINTS = numbers(-50, 120, 3)
SIZES = numbers(0, 20, 2).filter(bool)
DOMAINS = st.sampled_from(list(Domain))


def limits() -> st.SearchStrategy[dict[str, Decimal | None]]:
    pair = st.tuples(POINTS, POINTS).map(sorted)
    return st.tuples(pair, st.booleans(), st.booleans()).map(
        lambda drawn: {"floor": drawn[0][0] if drawn[1] else None, "cap": drawn[0][1] if drawn[2] else None}
    )


@st.composite
def knots(draw: st.DrawFn, *others: st.SearchStrategy[Decimal]) -> list[tuple[Decimal, ...]]:
    edges = sorted(draw(st.sets(ON_AXIS, min_size=1, max_size=5)))
    return [(edge, *draw(st.tuples(*others))) for edge in edges]


@st.composite
def proportionals(draw: st.DrawFn) -> Curve:
    low, high = sorted(draw(st.tuples(ON_AXIS, ON_AXIS)))
    return Proportional(draw(st.sampled_from([None, low])), draw(st.sampled_from([None, high])), of=draw(DOMAINS))


@st.composite
def per_steps(draw: st.DrawFn) -> Curve:
    sides = draw(st.sampled_from([("below",), ("above",), ("below", "above")]))
    rates = {side: draw(st.tuples(SIZES, POINTS)) for side in sides}
    return PerStep(at=draw(ON_AXIS), full=draw(POINTS), whole=draw(st.booleans()), **rates, **draw(limits()))


@st.composite
def piecewises(draw: st.DrawFn) -> Curve:
    pieces = draw(knots(POINTS, numbers(-3, 3, 2)))
    step = draw(st.none() | SIZES)
    return Piecewise(*pieces, below=draw(POINTS), step=step, **draw(limits()))


CURVES: st.SearchStrategy[Curve] = st.one_of(
    knots(POINTS).map(lambda drawn: Linear(*drawn)),
    knots(POINTS).map(lambda drawn: Steps(*drawn)),
    proportionals(),
    piecewises(),
    per_steps(),
    st.tuples(ON_AXIS, SIZES).map(lambda drawn: Target(*drawn)),
)

VALUES = numbers(-400, 400, 2)


@st.composite
def curve_and_value(draw: st.DrawFn) -> tuple[Curve, Decimal]:
    """A curve, and a value anywhere or within a hundredth of one of its knots."""
    curve = draw(CURVES)
    near = [at + shift for _, at in curve._axis() for shift in (Decimal("-0.01"), Decimal(0), Decimal("0.01"))]
    return curve, draw(VALUES | st.sampled_from(near) if near else VALUES)


@settings(max_examples=200)
@given(curve_and_value())
def test_points_are_exact_between_the_knots_and_rounded_once(drawn: tuple[Curve, Decimal]) -> None:
    """ "Points = the curve at that shown value, exact between its knots, rounded once (half-up) to 0.001 point." """
    curve, value = drawn
    expected = half_up(oracle(curve, Fraction(value)))
    assert curve.canonical(2).points(int(value * 100)) == expected
    assert curve.points(value) == Decimal(expected).scaleb(-3)
    assert curve.canonical(4).points(int(value * 10000)) == expected


@given(CURVES, st.integers(2, 6), st.integers(-(10**9), 10**9))
def test_segments_tile_the_whole_line_and_each_value_lies_in_one(curve: Curve, decimals: int, u: int) -> None:
    """ "on half-open [lo, hi) in units of the last shown decimal, unbounded ends allowed" """
    made = curve.canonical(decimals)
    assert made.segments[0].lo is None
    assert made.segments[-1].hi is None
    for left, right in pairwise(made.segments):
        assert left.hi == right.lo
    inside = [s for s in made.segments if (s.lo is None or s.lo <= u) and (s.hi is None or u < s.hi)]
    assert inside == [made.segment(u)]


@given(curve_and_value())
def test_the_canonical_form_is_the_formula_of_the_contract(drawn: tuple[Curve, Decimal]) -> None:
    """ "`clamp(rdiv(a·⌊(u − o)/q⌋ + b, d), pmin, pmax)` with integers" """
    curve, value = drawn
    made, u = curve.canonical(2), int(value * 100)
    one = made.segment(u)
    assert all(type(n) is int for n in (one.a, one.o, one.q, one.b, one.d))
    points = floor(Fraction(one.a * floor(Fraction(u - one.o, one.q)) + one.b, one.d) + Fraction(1, 2))
    points = points if one.pmin is None else max(points, one.pmin)
    assert made.points(u) == (points if one.pmax is None else min(points, one.pmax))


@given(knots(POINTS))
def test_knots_are_hit_exactly(drawn: list[tuple[Decimal, ...]]) -> None:
    curve = Linear(*drawn)
    assert [curve.points(at) for at, _ in drawn] == [height for _, height in drawn]


@given(knots(POINTS), st.lists(VALUES, min_size=2, max_size=6))
def test_a_line_between_rising_knots_never_falls(drawn: list[tuple[Decimal, ...]], values: list[Decimal]) -> None:
    heights = sorted(height for _, height in drawn)
    curve = Linear(*((at, height) for (at, _), height in zip(drawn, heights, strict=True)))
    points = [curve.points(value) for value in sorted(values)]
    assert points == sorted(points)
    assert curve.trend in {Trend.RISING, Trend.FLAT}


@given(st.one_of(per_steps(), piecewises()), VALUES)
def test_floor_and_cap_are_respected(curve: PerStep | Piecewise, value: Decimal) -> None:
    """ "a floor or cap of its own" """
    points = curve.points(value)
    assert curve.floor is None or points >= curve.floor
    assert curve.cap is None or points <= curve.cap


@given(CURVES, st.lists(VALUES, max_size=8))
def test_the_range_holds_every_value(curve: Curve, values: list[Decimal]) -> None:
    """ "`curve.range` what it can reach" """
    (low, high), (lowest, highest) = curve.range, curve.canonical(2).reach
    for value in [*values, Decimal(-(10**9)), Decimal(10**9)]:
        points = curve.points(value)
        assert low is None or low <= points
        assert high is None or points <= high
        if value == round(value, 2):
            assert lowest is None or lowest <= points * 1000
            assert highest is None or points * 1000 <= highest


@given(CURVES)
def test_the_reach_is_earned_by_some_value(curve: Curve) -> None:
    """The bounds are not merely safe: some value shown with two decimals earns each of them."""
    made = curve.canonical(2)
    ends = [end for s in made.segments for end in (s.lo, None if s.hi is None else s.hi - 1) if end is not None]
    earned = {made.points(u) for u in (*ends, -(10**12), 10**12)}
    low, high = made.reach
    assert low is None or low in earned
    assert high is None or high in earned
    assert (low is None) == (min(earned) < -(10**8))
    assert (high is None) == (max(earned) > 10**8)


@given(CURVES, st.lists(VALUES, min_size=2, max_size=8, unique=True))
def test_the_trend_holds_for_every_pair_of_values(curve: Curve, values: list[Decimal]) -> None:
    points = [curve.points(value) for value in sorted(values)]
    match curve.trend:
        case Trend.RISING:
            assert points == sorted(points)
        case Trend.FALLING:
            assert points == sorted(points, reverse=True)
        case Trend.FLAT:
            assert len(set(points)) == 1
        case Trend.MIXED:
            edges = {edge for s in curve.canonical(2).segments for edge in (s.lo, s.hi) if edge is not None}
            near = {Decimal(edge).scaleb(-2) + shift for edge in edges for shift in (Decimal(0), Decimal("-1e-9"))}
            points = [curve.points(value) for value in sorted({*near, Decimal(-(10**9)), Decimal(10**9)})]
            assert {right > left for left, right in pairwise(points) if right != left} == {
                True,
                False,
            }


def probe(curve: Curve, at: Decimal, shift: str) -> Decimal:
    return curve.points(at + Decimal(shift))


@given(CURVES)
def test_cliffs_are_jumps(curve: Curve) -> None:
    """ "`curve.cliffs` lists its jumps" """
    for cliff in curve.cliffs:
        before = probe(curve, cliff.at, "-1e-9")
        after = probe(curve, cliff.at, "1e-9")
        assert cliff.before != cliff.after
        assert abs(before - cliff.before) <= Decimal("0.001")
        assert abs(after - cliff.after) <= Decimal("0.001")
        here = curve.points(cliff.at)
        assert here == (cliff.after if cliff.inclusive else cliff.before)
        if cliff.every is not None and cliff.last is not None:
            repeats = (cliff.last - cliff.at) / cliff.every
            assert repeats == int(repeats) > 0


@settings(max_examples=50)
@given(CURVES)
def test_no_jump_is_left_out(curve: Curve) -> None:
    """A jump of a hundredth of a point or more between −160 and 160 stands in the list or on a listed staircase."""
    listed = {cliff.at for cliff in curve.cliffs}
    for cliff in curve.cliffs:
        if cliff.every is not None:
            last = cliff.last if cliff.last is not None else Decimal(1000).copy_sign(cliff.every)
            at = cliff.at
            while abs(at) <= 1000 and (at <= last if cliff.every > 0 else at >= last):
                listed.add(at)
                at += cliff.every
    grid = {at for _, at in curve._axis()}
    if isinstance(curve, PerStep) and curve.whole:
        for rate, away in ((curve.below, -1), (curve.above, 1)):
            if rate is not None:
                grid |= {curve.at + away * n * rate[0] for n in range(1, 12)}
    if isinstance(curve, Piecewise) and curve.step is not None:
        grid |= {knot[0] + n * curve.step for knot in curve.knots for n in range(1, 12)}
    for at in grid:
        if abs(probe(curve, at, "1e-9") - probe(curve, at, "-1e-9")) >= Decimal("0.01"):
            assert at in listed


@given(curve_and_value())
def test_the_pencil_leads_to_the_points(drawn: tuple[Curve, Decimal]) -> None:
    """ "a person with a pencil can recompute the score from the scorecard" """
    curve, value = drawn
    found = curve.canonical(2).pencil(int(value * 100))
    run = Fraction(found.value) - Fraction(found.start) if found.steps is None else found.steps
    assert found.value == value
    assert found.base + run * found.rate == found.exact
    assert found.points == curve.points(value)
    assert (found.bound is None) == (Decimal(half_up(found.exact)).scaleb(-3) == found.points)
    if found.steps is not None:
        assert found.step is not None
        assert found.steps >= 0
        away = abs(Fraction(value) - Fraction(found.start))
        assert found.steps * Fraction(found.step) <= away < (found.steps + 1) * Fraction(found.step)
    assert found.formula("en")
    assert found.formula("zh")


def intermediates(one: Segment, u: int) -> list[int]:
    count = (u - one.o) // one.q
    total = one.a * count + one.b
    return [u, u - one.o, one.a * count, total, 2 * total, 2 * total + one.d, 2 * one.d]


@given(CURVES, st.integers(2, 5))
def test_the_bound_is_the_last_value_that_stays_exact(curve: Curve, decimals: int) -> None:
    """ "Every intermediate integer stays below 2^62, the same limit for the same profile on every engine" """
    made = curve.canonical(decimals)
    bound = made.bound()

    def largest(u: int) -> int:
        return max(abs(n) for one in made.segments for end in (u, -u) for n in intermediates(one, end))

    assert largest(bound) < EXACT
    assert largest(bound + 1) >= EXACT or bound + 1 + max(abs(one.o) for one in made.segments) >= EXACT


@given(CURVES)
def test_files_and_pickles_bring_back_the_same_curve(curve: Curve) -> None:
    """ "JSON in, JSON out … immutable, hashable where that makes sense, comparable, picklable" """
    assert from_dict(curve.to_dict()) == curve
    assert from_dict(curve.to_dict()).to_dict() == curve.to_dict()
    for copy in (pickle.loads(pickle.dumps(curve)), eval(repr(curve))):  # noqa: S307  (our own bytes and text)
        assert copy == curve
        assert hash(copy) == hash(curve)
    made = curve.canonical(3)
    again: Canonical = pickle.loads(pickle.dumps(made))
    assert again == made
    assert hash(again) == hash(made)
    assert again.points(12345) == made.points(12345)


@settings(max_examples=50)
@given(curve_and_value())
def test_the_callers_decimal_context_changes_nothing(drawn: tuple[Curve, Decimal]) -> None:
    """ "exactly and whatever the caller's decimal context" """
    curve, value = drawn

    def everything() -> tuple[object, ...]:
        again = from_dict(curve.to_dict())
        pencil = again.canonical(2).pencil(u)
        words = (again.describe("en"), again.describe("zh"), pencil.formula(), repr(again))
        return again.points(value), again.cliffs, again.range, again.trend, again.canonical(3), pencil, words

    u = int(value * 100)
    usual = everything()
    hostile = decimal.Context(prec=1, rounding=decimal.ROUND_UP, Emin=0, Emax=0, capitals=0, traps=[decimal.Inexact])
    with decimal.localcontext(hostile):
        assert everything() == usual


@given(CURVES)
def test_one_more_decimal_changes_no_shown_value(curve: Curve) -> None:
    """What is shown is what is scored: more zeros at the end of a value earn the same points."""
    coarse, fine = curve.canonical(2), curve.canonical(5)
    for u in (-12345, -1, 0, 7, 9655, 10000, 40000):
        assert coarse.points(u) == fine.points(u * 1000)


@pytest.mark.parametrize("away", [-1, 1])
@given(at=ON_AXIS, size=SIZES, count=st.integers(1, 50), gain=POINTS)
def test_an_exact_multiple_completes_the_step(away: int, at: Decimal, size: Decimal, count: int, gain: Decimal) -> None:
    """ "an exact multiple completes the step" """
    side: dict[str, Any] = {"below" if away < 0 else "above": (size, gain)}
    rule = PerStep(at=at, full=0, **side)
    edge = at + away * count * size
    assert rule.points(edge) == count * gain
    if size > Decimal("0.01"):
        assert rule.points(edge - away * Decimal("0.01")) == (count - 1) * gain
