"""What the strategies draw.  Imports hypothesis, and is imported only when a strategy is asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import attrs
from hypothesis import strategies as st

from ..arithmetic import largest_remainder, to_decimal
from ..calendar import Calendar, Period
from ..curves import Curve, Domain, Linear, PerStep, Piecewise, Proportional, Steps, Target
from ..indicators import Attainment, Change, Indicator, Mix, StructureMatch
from ..measures import Measure
from ..profiles import CapGrade, Criterion, Disqualify, Extra, Gate, ItemZero, Multiply, Profile
from ..scoring import Scoreboard, score
from ..vocabulary import Additivity, Base, Level, NotAssessed, Owner, Unit
from ._cases import groups_of

__all__ = ["Among", "Facts", "amounts", "boards", "curves", "profiles", "records"]

_BANDS = (("A", 90), ("B", 80), ("C", 60), ("D", 0))
_KEYS = 4
_POINTS = 3

Record = dict[str, Any]


# --- records


def amounts(measure: Measure) -> st.SearchStrategy[Any]:
    """Draw amounts of a measure."""
    grid: int = 10**measure.decimals
    reverses = measure.signed or measure.additivity is Additivity.DISTINCT
    most = 50_000 if measure.unit is Unit.MONEY else 1 if measure.additivity is Additivity.DISTINCT else 99
    whole = st.integers(-most if reverses else 0, most)
    units = whole.map(lambda number: number * grid) | st.integers(-most * grid if reverses else 0, most * grid)
    exact = units.map(lambda number: to_decimal(number, measure.decimals))
    drawn: st.SearchStrategy[Any] = whole | exact | exact.map(lambda amount: f"{amount:f}")
    words = [word for word, _ in measure.labels]
    return drawn | st.sampled_from(words) if words else drawn


@attrs.frozen
class Facts:
    """Whose facts records hold, and when."""

    people: tuple[str | int, ...]
    period: Period
    by: Owner = Owner.PERSON


@st.composite
def records(draw: st.DrawFn, source: Any, facts: Facts, *, min_size: int, max_size: int) -> list[Record]:
    """Draw a list of records."""
    measures = _measures(source)
    held = list(measures)
    if bool(measures) and draw(st.booleans()):
        held = draw(st.lists(st.sampled_from(measures), unique=True))
    row = _record(facts, held, _dimensions(source), _bases(source, facts.period))
    rows = draw(st.lists(row, min_size=min_size, max_size=max_size))
    if rows and not any(one["date"] in facts.period for one in rows):
        rows[0]["date"] = facts.period.start
    return rows


def _measures(source: Any) -> tuple[Measure, ...]:
    return source.measures if isinstance(source, Profile | Indicator) else tuple(source)


def _indicators(source: Any) -> tuple[Indicator, ...]:
    if isinstance(source, Profile):
        return source.indicators
    return (source,) if isinstance(source, Indicator) else ()


def _bases(source: Any, period: Period) -> tuple[Period, ...]:
    """Return the spans that changes are measured against."""
    calendar = Calendar()
    of = {Base.YEAR: calendar.year_before, Base.PREVIOUS: calendar.previous}
    sinces = dict.fromkeys(one.since for one in _indicators(source) if isinstance(one, Change))
    return tuple(of[since](period) for since in sinces)


def _dimensions(source: Any) -> dict[str, tuple[str, ...]]:
    """Return the columns that distributions look at, each with names it may hold."""
    return {one.by: groups_of(one) for one in _indicators(source) if isinstance(one, Mix | StructureMatch)}


@st.composite
def _record(
    draw: st.DrawFn,
    facts: Facts,
    measures: list[Measure],
    dimensions: dict[str, tuple[str, ...]],
    bases: tuple[Period, ...],
) -> Record:
    span = draw(st.sampled_from((facts.period, *bases)))
    day = span.start + timedelta(days=draw(st.integers(0, span.days - 1)))
    row: Record = {str(facts.by): draw(st.sampled_from(facts.people)), "date": day}
    for name, groups in dimensions.items():
        row[name] = draw(st.sampled_from(groups))
    if measures:
        for measure in draw(st.lists(st.sampled_from(measures), max_size=6, unique=True)):
            row[measure.id] = draw(amounts(measure))
            if measure.key is not None:
                row[measure.key] = draw(st.none() | st.integers(1, _KEYS).map(lambda n: f"k{n}"))
    return row


# --- curves


def curves(decimals: int, of: Domain, *, bounded: bool = False) -> st.SearchStrategy[Curve]:
    """Draw curves of every family."""
    knots = _grid(-150, 250, decimals)
    families = [
        _knotted(Linear, knots, of),
        _knotted(Steps, knots, of),
        _proportionals(knots, of),
        _piecewises(knots, decimals, of),
        _per_steps(knots, decimals, of),
        st.builds(lambda at, reach: Target(at, reach, of=of), knots, _grid(0, 99, decimals).filter(bool)),
    ]
    drawn: st.SearchStrategy[Curve] = st.one_of(families)
    return drawn.filter(lambda curve: None not in curve.range) if bounded else drawn


def _grid(low: int, high: int, decimals: int) -> st.SearchStrategy[Decimal]:
    """Draw numbers with at most so many decimals; whole ones are commonest."""
    scale: int = 10**decimals
    whole = st.integers(low, high).map(Decimal)
    return whole | st.integers(low * scale, high * scale).map(lambda units: to_decimal(units, decimals))


def _points() -> st.SearchStrategy[Decimal]:
    return _grid(-20, 140, _POINTS)


def _rising(draw: st.DrawFn, knots: st.SearchStrategy[Decimal]) -> list[Decimal]:
    return sorted(draw(st.sets(knots, min_size=1, max_size=4)))


@st.composite
def _knotted(draw: st.DrawFn, family: type[Linear | Steps], knots: Any, of: Domain) -> Curve:
    return family(*((at, draw(_points())) for at in _rising(draw, knots)), of=of)


@st.composite
def _proportionals(draw: st.DrawFn, knots: Any, of: Domain) -> Curve:
    low, high = sorted([draw(knots), draw(knots)])
    return Proportional(draw(st.sampled_from([None, low])), draw(st.sampled_from([None, high])), of=of)


def _limits(draw: st.DrawFn) -> tuple[Decimal | None, Decimal | None]:
    low, high = sorted([draw(_points()), draw(_points())])
    return draw(st.sampled_from([low, None])), draw(st.sampled_from([high, None]))


@st.composite
def _piecewises(draw: st.DrawFn, knots: Any, decimals: int, of: Domain) -> Curve:
    rates = _grid(-3, 3, 2)
    pieces = [(at, draw(_points()), draw(rates)) for at in _rising(draw, knots)]
    step = draw(st.none() | _grid(0, 20, decimals).filter(bool))
    floor, cap = _limits(draw)
    return Piecewise(*pieces, below=draw(_points()), step=step, floor=floor, cap=cap, of=of)


@st.composite
def _per_steps(draw: st.DrawFn, knots: Any, decimals: int, of: Domain) -> Curve:
    rate = st.tuples(_grid(0, 20, decimals).filter(bool), _grid(-5, 5, 2))
    below, above = draw(st.tuples(rate, rate) | st.tuples(rate, st.none()) | st.tuples(st.none(), rate))
    floor, cap = _limits(draw)
    whole = draw(st.booleans())
    return PerStep(
        at=draw(knots), full=draw(_points()), below=below, above=above, floor=floor, cap=cap, whole=whole, of=of
    )


# --- profiles


class Among:
    """Indicators to choose from; short to read, for hypothesis writes the arguments of a strategy out.

    Not an attrs class: of those hypothesis writes every field.
    """

    def __init__(self, indicators: tuple[Indicator, ...]) -> None:
        self.indicators = indicators

    def __repr__(self) -> str:
        return f"<{len(self.indicators)} indicators>"


@st.composite
def profiles(draw: st.DrawFn, among: Among, level: Level, min_criteria: int, max_criteria: int) -> Profile:
    """Draw a profile."""
    chosen = draw(
        st.lists(
            st.sampled_from(among.indicators),
            min_size=min_criteria,
            max_size=max_criteria,
            unique_by=lambda one: one.id,
        )
    )
    shares = largest_remainder([draw(st.integers(1, 9)) for _ in chosen], 10_000)
    criteria = [_criterion(draw, one, to_decimal(share, 2)) for one, share in zip(chosen, shares, strict=True)]
    grades = draw(st.sampled_from([(), _BANDS]))
    groups = sorted({criterion.group for criterion in criteria if criterion.group is not None})
    return Profile(
        "drawn",
        level=level,
        criteria=criteria,
        extras=[_extra(draw, f"extra_{n}", chosen) for n in range(draw(st.integers(0, 2)))],
        gates=[_gate(draw, f"gate_{n}", chosen, grades) for n in range(draw(st.integers(0, 2)))],
        not_assessed=draw(st.sampled_from(NotAssessed)),
        publish_at_least=draw(st.sampled_from([0, 60, 100])),
        grades=grades,
        floor=draw(st.sampled_from([0, None, Decimal("10.5")])),
        cap=draw(st.sampled_from([None, 100])),
        group_maximum=[(group, draw(st.sampled_from([5, 20, 50]))) for group in groups],
    )


def _criterion(draw: st.DrawFn, indicator: Indicator, weight: Decimal) -> Criterion:
    gap = isinstance(indicator, Attainment) and draw(st.booleans())
    curve = _curves_for(indicator, 2, Domain.GAP) if gap else _curves_for(indicator, indicator.decimals, Domain.VALUE)
    sampled = indicator.sample is not None and draw(st.booleans())
    return Criterion(
        indicator,
        weight=weight,
        curve=draw(curve),
        minimum_sample=draw(st.integers(1, 5)) if sampled else None,
        window=draw(st.sampled_from([None, None, 3])),
        group=draw(st.sampled_from([None, None, "shared"])),
        par=draw(st.sampled_from([100, 80])),
    )


def _curves_for(indicator: Indicator, decimals: int, of: Domain) -> st.SearchStrategy[Curve]:
    """Draw curves that drawn records of an indicator can be scored with.

    Money over a cent of money leaves the range in which a slope without end is exact, also one that has a floor.
    """
    drawn = curves(decimals, of, bounded=True)
    money_over_money = sum(measure.unit is Unit.MONEY for measure in indicator.measures) > 1
    if not money_over_money:
        return drawn
    return drawn.filter(lambda curve: not any(one.is_ray for one in curve.canonical(decimals).segments))


def _extra(draw: st.DrawFn, name: str, chosen: list[Indicator]) -> Extra:
    of = draw(st.sampled_from(chosen))
    curve = draw(_curves_for(of, of.decimals, Domain.VALUE))
    return Extra(name, of=of, curve=curve, minimum=draw(st.sampled_from([-20, 0])), maximum=10)


def _gate(draw: st.DrawFn, name: str, chosen: list[Indicator], grades: tuple[tuple[str, int], ...]) -> Gate:
    of = draw(st.sampled_from(chosen))
    consequences: list[Callable[[], Any]] = [
        lambda: ItemZero(draw(st.sampled_from(chosen)).id),
        lambda: Multiply(draw(st.sampled_from([Decimal("0.9"), Decimal("1.05")]))),
        Disqualify,
    ]
    if grades:
        consequences.append(lambda: CapGrade(draw(st.sampled_from(grades))[0]))
    then = draw(st.sampled_from(consequences))()
    threshold = draw(st.integers(-10, 110))
    if draw(st.booleans()):
        return Gate(name, of=of, below=threshold, then=then)
    return Gate(name, of=of, at_least=threshold, then=then)


# --- boards


@st.composite
def boards(draw: st.DrawFn, profile: Profile | st.SearchStrategy[Profile], facts: Facts, max_size: int) -> Scoreboard:
    """Draw a scoreboard."""
    judged = profile if isinstance(profile, Profile) else draw(profile)
    rows = draw(records(judged, facts, min_size=1, max_size=max_size))
    return score(rows, judged, period=facts.period)
