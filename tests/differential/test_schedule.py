"""Time cut into cells, against a walk over the days (tests/oracle.py).

Every span of a call, over any calendar, has to be a union of cells: "the smallest stretches of days that no period,
window or base period divides".
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from salesperf.calendar import Calendar, Grain
from salesperf.plan import PERIOD, Moment, Schedule, Span

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import oracle

EVERYTHING = (date.min.toordinal(), date.max.toordinal() + 1)
FIRST, LAST = date(2024, 12, 1).toordinal(), date(2026, 6, 1).toordinal()
QUICK = settings(max_examples=50, deadline=None)

calendars = st.builds(
    Calendar,
    closing_day=st.sampled_from([None, 1, 15, 25, 28, 30, 31]),
    week_starts=st.integers(1, 7),
    fiscal_year_starts=st.sampled_from([1, 4, 11]),
    spring_festival=st.booleans(),
)
spans = st.lists(
    st.builds(Span, st.sampled_from([0, 0, 1, 3, 14]), st.sampled_from(list(Moment))), max_size=4, unique=True
).map(lambda drawn: (PERIOD, *drawn))
days = st.integers(date(2026, 1, 1).toordinal(), LAST).map(date.fromordinal)


def walked(calendar: Calendar, start: date, end: date, span: Span) -> set[int]:
    """The days of a span of a period, by the oracle; none where there is no such span."""
    house = oracle.house_of(calendar)
    found: Any = oracle.Span(start, end, "period", house)
    if span.window:
        found = house.back(found, span.window)
    if span.moment is Moment.BEFORE:
        found = house.before(found)
    elif span.moment is not Moment.PERIOD:
        pair = house.year_on_year(found)
        if pair is None:
            return set()
        found = pair[span.moment is Moment.YEAR_BEFORE]
    return set(range(found.start.toordinal(), found.end.toordinal()))


def held(schedule: Schedule, days_of_span: tuple[int, int]) -> set[int]:
    """The days of all cells that a span holds whole."""
    first, after = days_of_span
    cells = {cell for day in range(first, after) if (cell := schedule.cell(day)) is not None}
    return {day for start, end in cells if first <= start and end <= after for day in range(start, end)}


@QUICK
@given(calendar=calendars, asked=st.lists(st.tuples(days, st.sampled_from(list(Grain))), min_size=1, max_size=3))
def test_periods_are_those_of_the_walk(calendar: Calendar, asked: list[tuple[date, Grain]]) -> None:
    house = oracle.house_of(calendar)
    for day, grain in asked:
        period, found = calendar.period_of(grain, day), house.period_of(str(grain), day)
        assert (period.start, period.end) == (found.start, found.end)
        assert oracle.Fraction(*period.months) == found.months


@QUICK
@given(
    calendar=calendars,
    grain=st.sampled_from(list(Grain)),
    some=st.lists(days, min_size=1, max_size=3),
    wanted=spans,
    monthly=st.booleans(),
)
def test_every_span_of_a_grain_is_a_union_of_cells(
    calendar: Calendar, grain: Grain, some: list[date], wanted: tuple[Span, ...], *, monthly: bool
) -> None:
    schedule = Schedule(grain, wanted, calendar, monthly)
    for day in some:
        period = calendar.period_of(grain, day)
        for span in wanted:
            expected = walked(calendar, period.start, period.end, span)
            assert held(schedule, schedule.days(period, span)) == expected


@QUICK
@given(
    calendar=calendars,
    some=st.lists(st.tuples(days, st.sampled_from(list(Grain))), min_size=1, max_size=3),
    wanted=spans,
    monthly=st.booleans(),
)
def test_every_span_of_stated_periods_is_a_union_of_cells(
    calendar: Calendar, some: list[tuple[date, Grain]], wanted: tuple[Span, ...], *, monthly: bool
) -> None:
    """Periods that overlap and lie apart; days of none of their spans have no cell."""
    asked = tuple(sorted({calendar.period_of(grain, day) for day, grain in some}))
    schedule = Schedule(asked, wanted, calendar, monthly)
    everything: set[int] = set()
    for period in asked:
        for span in wanted:
            expected = walked(calendar, period.start, period.end, span)
            assert held(schedule, schedule.days(period, span)) == expected
            everything |= expected
    in_cells = {day for day in range(FIRST, LAST) if schedule.cell(day) is not None}
    assert in_cells == everything & {*range(FIRST, LAST)}


def test_without_periods_there_is_one_cell_and_nothing_before_it() -> None:
    schedule = Schedule((), (PERIOD, Span(0, Moment.BEFORE), Span(0, Moment.YEAR_BEFORE)))
    period = schedule.periods([EVERYTHING], FIRST, LAST)[0]
    assert (period.start.toordinal(), period.last.toordinal()) == (FIRST, LAST)
    assert schedule.cell(FIRST) == EVERYTHING == schedule.days(period)
    for moment in (Moment.BEFORE, Moment.COMPARED, Moment.YEAR_BEFORE):
        assert schedule.reach(period, Span(0, moment)) is None
        assert held(schedule, schedule.days(period, Span(0, moment))) == set()
