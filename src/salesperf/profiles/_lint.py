"""The linter: what a careful reader would ask about before a profile judges anyone.  In a fixed order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from ..arithmetic import to_grid
from ..curves import Cliff, Domain, Trend
from ..indicators import Assessed, Attainment, Indicator, Mix, StructureMatch, Total
from ..measures import Expression, Measure
from ..vocabulary import Category, Direction, Unit, Zero
from ._criterion import Criterion
from ._extra import Extra
from ._finding import Finding, Severity, finding
from ._gate import CapGrade, Gate, Multiply
from ._money import PLACEHOLDERS
from ._pairs import CORRELATED, PULLING
from ._reach import criterion_reach, extra_reach, group_reach, points_text, total_reach, values
from ._uses import comparisons, shipped_indicators
from ._values import plain, suggestion
from ._verdict import Verdict, verdict

if TYPE_CHECKING:
    from ._profile import Profile

__all__ = ["findings"]

_PAR = 100_000
_MOST_ASSESSED = 25_000
_MOST_EXTRA = 20_000
_FRACTIONS = 2
_DIRECTIONS = {Direction.HIGHER: "高", Direction.LOWER: "低"}
_TRENDS = {Trend.RISING: "上升", Trend.FALLING: "下降", Trend.FLAT: "不变", Trend.MIXED: "有升有降"}
_AGAINST = {Direction.HIGHER: Trend.FALLING, Direction.LOWER: Trend.RISING}
_HOW = frozenset({Category.PROCESS, Category.MANAGEMENT})


def findings(profile: Profile, columns: tuple[str, ...] | None) -> tuple[Finding, ...]:
    """Return the findings of criteria, pairs of criteria, groups, extras, gates, and of the whole."""
    found: list[Finding] = []
    for criterion in profile.criteria:
        found += _criterion(criterion)
        found += _redefined(criterion)
        found += _unfed(criterion.id, criterion.indicator, criterion.target, columns)
    for one, other in combinations(profile.criteria, 2):
        found += _pair(one, other)
    found += _groups(profile)
    for extra in profile.extras:
        found += _extra(extra)
        found += _unfed(extra.id, extra.indicator, None, columns)
    for gate in profile.gates:
        found += _gate(gate, profile)
        for comparison in comparisons(gate.when):
            found += _unfed(gate.id, comparison.indicator, None, columns)
    return tuple(dict.fromkeys([*found, *_whole(profile)]))


def _criterion(criterion: Criterion) -> Iterator[Finding]:
    indicator, curve, where = criterion.indicator, criterion.curve, criterion.id
    low, high = criterion_reach(criterion)
    if low is not None and low == high:
        yield finding("flat_curve", where, points=points_text(low))
    elif high is not None and high < _PAR:
        span = _span(indicator) if curve.of is Domain.VALUE else str(curve.of)
        yield finding("unreachable_par", where, low=points_text(low), high=points_text(high, high=True), span=span)
    yield from _direction(criterion)
    jumps = curve.cliffs
    if jumps:
        yield finding("cliff", where, jumps="; ".join(map(_jump, jumps)))
    knots = [
        edge for one in curve.canonical(criterion.decimals).segments for edge in (one.lo, one.hi) if edge is not None
    ]
    in_percent = indicator.unit is Unit.PERCENT and curve.of is not Domain.GAP
    if (
        in_percent
        and knots
        and max(knots) > 0
        and min(knots) >= 0
        and max(knots) <= _FRACTIONS * 10**criterion.decimals
    ):
        shown = [points_text(edge * 1000 // 10**criterion.decimals) for edge in (min(knots), max(knots))]
        yield finding("fraction_knots", where, low=shown[0], high=shown[1])
    if indicator.zero is Zero.SAMPLE and indicator.sample is not None and criterion.minimum_sample is None:
        yield finding("no_minimum_sample", where)
    yield from _pace(where, indicator, curve.of, None)
    if criterion.placeholder and PLACEHOLDERS.get(indicator.id) == curve:
        yield finding("placeholder", where)


def _direction(criterion: Criterion) -> Iterator[Finding]:
    direction, trend = criterion.indicator.direction, criterion.curve.trend
    parts = {
        "direction": direction,
        "trend": trend,
        "direction_zh": _DIRECTIONS.get(direction, ""),
        "trend_zh": _TRENDS[trend],
    }
    if direction is Direction.TARGET:
        if trend in {Trend.RISING, Trend.FALLING}:
            yield finding("one_sided_target", criterion.id, **parts)
    elif trend is _AGAINST[direction]:
        yield finding("against_direction", criterion.id, **parts)
    elif trend is Trend.MIXED:
        yield finding("mixed_direction", criterion.id, **parts)


def _span(indicator: Indicator) -> str:
    low, high = values(indicator)
    return f"{'−∞' if low is None else plain(low)} … {'∞' if high is None else plain(high)}"


def _jump(cliff: Cliff) -> str:
    every = f" (±{plain(cliff.every)} …)".replace("±-", "−").replace("±", "+") if cliff.every is not None else ""
    return f"{plain(cliff.at)}{every}: {plain(cliff.before)} → {plain(cliff.after)}"


def _pace(where: str, indicator: Indicator, domain: Domain, severity: Severity | None) -> Iterator[Finding]:
    flows = any(not measure.additivity.is_snapshot for measure in indicator.measures)
    if isinstance(indicator, Total) and flows and domain is not Domain.PERCENT_OF_TARGET:
        yield finding("period_dependent", where, severity or (Severity.INFO if domain is Domain.GAP else None))
    elif isinstance(indicator, Attainment) and domain is Domain.GAP:
        yield finding("period_dependent", where, Severity.INFO)


def _redefined(criterion: Criterion) -> Iterator[Finding]:
    shipped = shipped_indicators().get(criterion.indicator.id)
    if shipped is not None and shipped != criterion.indicator:
        yield finding("redefined", criterion.id, id=shipped.id)


def _unfed(where: str, indicator: Indicator, target: object, columns: tuple[str, ...] | None) -> Iterator[Finding]:
    if columns is None:
        return
    wanted: list[Measure] = [*indicator.measures, *(target.measures if isinstance(target, Expression) else ())]
    lacking = [one.id for one in wanted if one.id not in columns and not one.absent_counts_zero]
    if isinstance(indicator, Mix | StructureMatch) and indicator.by not in columns:
        lacking.append(indicator.by)
    if lacking:
        told = ", ".join(f"{name}{suggestion(name, list(columns))}" for name in dict.fromkeys(lacking))
        yield finding("unfed_measure", where, lacking=told)


def _pair(one: Criterion, other: Criterion) -> Iterator[Finding]:
    first, second = one.indicator, other.indicator
    if first == second:
        apart = (one.scope, one.window) != (other.scope, other.window)
        code = "repeated_indicator" if apart else "duplicate_indicator"
        yield finding(code, other.id, indicator=first.id, other=one.id)
        return
    shared = _shared(first, second)
    if shared:
        yield finding("overlap", other.id, other=one.id, shared=", ".join(shared))
    elif (first.id, second.id) in CORRELATED or (second.id, first.id) in CORRELATED:
        yield finding("correlated", other.id, other=one.id)
    for pull in PULLING:
        if (first.id in pull.ones and second.id in pull.others) or (first.id in pull.others and second.id in pull.ones):
            yield finding("pull_apart", other.id, other=one.id, reason=pull.reason, reason_zh=pull.zh)


def _shared(first: Indicator, second: Indicator) -> list[str]:
    """Return the measures that both count in their favour."""
    if first.numerator is None or second.numerator is None or first.direction is not second.direction:
        return []
    counted = {measure for measure, times in second.numerator.terms if times > 0}
    return [measure.id for measure, times in first.numerator.terms if times > 0 and measure in counted]


def _groups(profile: Profile) -> Iterator[Finding]:
    for name, maximum in profile.group_maximum:
        criteria = tuple(one for one in profile.criteria if one.group == name)
        _, high = group_reach(criteria)
        weight, most = _weight(criteria), to_grid(maximum, 3) or 0
        if high is not None and high <= most:
            yield finding("group_never_binds", name, reach=points_text(high), maximum=plain(maximum))
        elif most < weight:
            yield finding("group_below_par", name, weight=points_text(weight), maximum=plain(maximum))


def _extra(extra: Extra) -> Iterator[Finding]:
    low, high = extra_reach(extra)
    if low == high:
        yield finding("dead_extra", extra.id, points=points_text(low))
    elif low is not None and high is not None and max(high, -low) > _MOST_EXTRA:
        yield finding("large_extra", extra.id, points=points_text(max(high, -low)))
    yield from _pace(extra.id, extra.indicator, extra.curve.of, Severity.INFO)


def _gate(gate: Gate, profile: Profile) -> Iterator[Finding]:
    found = verdict(gate.when)
    if found is Verdict.NEVER:
        yield finding("gate_never_fires", gate.id, condition=repr(gate.when))
    elif found is Verdict.ALWAYS:
        yield finding("gate_always_fires", gate.id, condition=repr(gate.when))
    best = profile.grades[0][0] if profile.grades else None
    if gate.then == Multiply(1) or (isinstance(gate.then, CapGrade) and gate.then.grade == best):
        yield finding("gate_without_effect", gate.id, then=repr(gate.then))


def _weight(criteria: Iterable[Criterion]) -> int:
    """Return the weight of criteria in thousandths of a percent: what they earn at 100 points each."""
    return sum(to_grid(one.weight, 3) or 0 for one in criteria)


def _whole(profile: Profile) -> Iterator[Finding]:
    low, high = total_reach(profile)
    parts = {"low": points_text(low), "high": points_text(high, high=True)}
    if high is not None and profile.grades and high < (to_grid(profile.grades[0][1], 3) or 0):
        grade, least = profile.grades[0]
        yield finding("best_grade_unreachable", "profile", grade=grade, least=plain(least), **parts)
    elif high is not None and high < _PAR:
        yield finding("total_below_100", "profile", **parts)
    assessed = _weight(one for one in profile.criteria if isinstance(one.indicator, Assessed))
    if assessed > _MOST_ASSESSED:
        yield finding("assessed_weight", "profile", weight=points_text(assessed))
    categories = {one.indicator.category for one in profile.criteria} - {None}
    if categories and Category.RESULT not in categories:
        yield finding("no_result", "profile")
    if categories and not _HOW & categories:
        yield finding("no_process", "profile")
