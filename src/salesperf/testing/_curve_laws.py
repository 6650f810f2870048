"""The laws of a curve, each a function that says what is wrong, or nothing."""

from __future__ import annotations

import decimal
import json
import pickle
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

import attrs

from ..arithmetic import POINT, to_decimal, to_grid
from ..curves import Canonical, Curve, Segment, Trend, from_dict
from ..errors import CurveError
from ..vocabulary import Direction

__all__ = ["FORM", "LAWS", "Found", "Trial", "canonical_of"]

Found = tuple[str, Decimal | None]
"""What is wrong, and the value at which it shows."""

_FAR = 10**9
_SPREAD = (0, 1, 2, 3, 5, 10, 33, 50, 67, 99, 100, 101, 150, 1000)
_REPEATS = 6
_DECIMALS = 3  # of points
_AGAINST = {
    Direction.HIGHER: (Trend.FALLING, Trend.MIXED),
    Direction.LOWER: (Trend.RISING, Trend.MIXED),
    Direction.TARGET: (),
}
FORM = "the canonical form tiles the line"


@attrs.frozen(slots=False)
class Trial:
    """A curve, for values of so many decimals, and where it is looked at."""

    curve: Curve
    decimals: int
    direction: Direction | None
    _given: dict[int, Decimal] = attrs.field(init=False, factory=dict, eq=False, repr=False)

    @cached_property
    def canonical(self) -> Canonical:
        """The canonical form at these decimals."""
        return self.curve.canonical(self.decimals)

    @cached_property
    def at(self) -> tuple[int, ...]:
        """Values in units of the last shown decimal: both sides of every edge, knot and cliff, a spread of others.

        The smallest come first, so that the first one that breaks a law is the simplest.
        """
        unit: int = 10**self.decimals
        marks = {n * unit for n in _SPREAD} | {-n * unit for n in _SPREAD} | {_FAR * unit, -_FAR * unit}
        for one in self.canonical.segments:
            marks |= {edge for edge in (one.lo, one.hi, one.o) if edge is not None}
            marks |= {one.start + n * one.q for n in range(-_REPEATS, _REPEATS)}
        for cliff in self.curve.cliffs:
            marks |= {units for units in (to_grid(cliff.at, self.decimals),) if units is not None}
        near = {mark + shift for mark in marks for shift in (-1, 0, 1)}
        return tuple(sorted(near, key=lambda u: (abs(u), u < 0)))

    def value(self, u: int) -> Decimal:
        """Return the value of so many units."""
        return to_decimal(u, self.decimals)

    def points(self, u: int) -> Decimal:
        """Return what the curve gives at so many units."""
        if u not in self._given:
            self._given[u] = self.curve.points(self.value(u))
        return self._given[u]


Law = Callable[[Trial], Found | None]


def canonical_of(trial: Trial) -> Found | None:
    """Check that the canonical form tiles the line: every value lies in exactly one segment."""
    try:
        segments = trial.canonical.segments
    except CurveError as error:
        return str(error), None
    if segments[0].lo is not None or segments[-1].hi is not None:
        return "its ends are bounded", None
    for u in trial.at:
        holding = [one for one in segments if _holds(one, u)]
        if holding != [trial.canonical.segment(u)]:
            return f"{len(holding)} segments hold the value", trial.value(u)
    return None


def _holds(one: Segment, u: int) -> bool:
    return (one.lo is None or one.lo <= u) and (one.hi is None or u < one.hi)


def canonical_is_the_curve(trial: Trial) -> Found | None:
    """Check that the canonical form gives the curve's points, on both sides of every cliff."""
    finer = trial.curve.canonical(trial.decimals + 1)
    for u in trial.at:
        points = trial.points(u)
        for made in (trial.canonical.points(u), finer.points(u * 10)):
            if to_decimal(made, _DECIMALS) != points:
                return f"{points} points, and {to_decimal(made, _DECIMALS)} by the canonical form", trial.value(u)
    return None


def points_are_thousandths(trial: Trial) -> Found | None:
    """Check that points are Decimals in whole thousandths."""
    for u in trial.at:
        points: object = trial.points(u)
        if not isinstance(points, Decimal) or points.as_tuple().exponent != -_DECIMALS:
            return f"{points!r}", trial.value(u)
    return None


def range_is_true(trial: Trial) -> Found | None:
    """Check that the range holds every point, and the bounds of each segment hold its own."""
    low, high = trial.curve.range
    for u in trial.at:
        points = trial.points(u)
        if (low is not None and points < low) or (high is not None and points > high):
            return f"{points} points, outside {_bound(low)} to {_bound(high)}", trial.value(u)
        one = trial.canonical.segment(u)
        units = Fraction(points) * POINT
        if (one.pmin is not None and units < one.pmin) or (one.pmax is not None and units > one.pmax):
            return f"{points} points, outside the bounds of its segment", trial.value(u)
    return None


def _bound(bound: Decimal | None) -> str:
    return "any" if bound is None else f"{bound}"


def trend_is_true(trial: Trial) -> Found | None:
    """Check that it is monotone where declared: `trend` is what the points do, and fits the direction asked for."""
    trend = trial.curve.trend
    if trial.direction is not None and trend in _AGAINST[trial.direction]:
        return f"{trend}, where {trial.direction} is better", None
    for left, right in pairwise(sorted(trial.at)):
        before, after = trial.points(left), trial.points(right)
        falls = after < before and trend in {Trend.RISING, Trend.FLAT}
        if falls or (after > before and trend in {Trend.FALLING, Trend.FLAT}):
            return f"said to be {trend}, but {before} points just before became {after}", trial.value(right)
    return None


def cliffs_are_jumps(trial: Trial) -> Found | None:
    """Check that every cliff is a jump between the points it names, on the side it says."""
    decimals = max(trial.decimals, trial.curve.decimals) + 6
    for cliff in trial.curve.cliffs:
        u = to_grid(cliff.at, decimals) or 0
        sides = [trial.curve.points(to_decimal(u + shift, decimals)) for shift in (-1, 0, 1)]
        told = [cliff.before, cliff.after if cliff.inclusive else cliff.before, cliff.after]
        if any(
            abs(Fraction(side) - Fraction(said)) > Fraction(1, POINT) for side, said in zip(sides, told, strict=True)
        ):
            return f"{sides[0]}, {sides[1]}, {sides[2]} before, at and after it, and it says {cliff}", cliff.at
    return None


def context_does_not_matter(trial: Trial) -> Found | None:
    """Check that the caller's decimal context changes nothing."""
    whole = {u: trial.points(u) for u in trial.at}
    with decimal.localcontext(decimal.Context(prec=2, rounding=decimal.ROUND_UP, traps=[])):
        for u, points in whole.items():
            found = trial.curve.points(trial.value(u))
            if found.compare_total(points):
                return f"{points} points became {found} where two digits are kept", trial.value(u)
    return None


def stored_and_read(trial: Trial) -> Found | None:
    """Check the JSON round trip: what `to_dict` writes gives the same curve back."""
    curve = trial.curve
    kinds = {family.kind: family for family in _families()}
    shipped = kinds.get(curve.kind)
    if shipped is not None and shipped is not type(curve):
        return f"the kind {curve.kind!r} is {shipped.__name__}'s", None
    try:
        stored = json.loads(json.dumps(curve.to_dict()))
        names = [*curve.arguments(), "of"]
        again = from_dict(stored) if shipped else type(curve).from_arguments({name: stored[name] for name in names})
    except (TypeError, ValueError, KeyError) as error:
        return f"{type(error).__name__}: {error}", None
    if stored.get("kind") != curve.kind or again != curve:
        return f"{again!r} came back", None
    return None if again.to_dict() == curve.to_dict() else ("the copy is stored differently", None)


def _families() -> Sequence[type[Curve]]:
    from ..curves import Linear, PerStep, Piecewise, Proportional, Steps, Target  # noqa: PLC0415  (only this law needs them)

    return Linear, Proportional, Steps, Piecewise, PerStep, Target


def pickled(trial: Trial) -> Found | None:
    """Check pickling: a copy from another process is equal and has the same hash."""
    try:
        again = pickle.loads(pickle.dumps(trial.curve))  # noqa: S301  (bytes made in this line)
        same = again == trial.curve and hash(again) == hash(trial.curve)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        return str(error), None
    return None if same else (f"{again!r} came back", None)


def is_described(trial: Trial) -> Found | None:
    """Check that it says what it is: a kind, a repr and a description in both languages."""
    curve = trial.curve
    told: dict[str, object] = {
        "kind": curve.kind,
        "repr": repr(curve),
        "describe()": curve.describe(),
        'describe("zh")': curve.describe("zh"),
    }
    lacking = [name for name, text in told.items() if not isinstance(text, str) or not text.strip()]
    return (f"it lacks {', '.join(lacking)}", None) if lacking else None


LAWS: tuple[tuple[str, Law], ...] = (
    ("the canonical form is the curve", canonical_is_the_curve),
    ("points are whole thousandths", points_are_thousandths),
    ("the range is true", range_is_true),
    ("the trend is true", trend_is_true),
    ("cliffs are jumps", cliffs_are_jumps),
    ("the decimal context does not matter", context_does_not_matter),
    ("JSON round trip", stored_and_read),
    ("pickling", pickled),
    ("it says what it is", is_described),
)
