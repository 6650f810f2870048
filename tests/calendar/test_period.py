"""`Period`: spans, labels, windows."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesperf.calendar import Grain, Period, months_before
from salesperf.errors import PeriodError, SalesperfError

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 30))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(DAYS)
    length = draw(st.one_of(st.integers(1, 800), st.sampled_from([1, 7, 28, 30, 31, 90, 365])))
    return Period(start, min(start + timedelta(days=min(length, (date.max - start).days)), date.max))


LABELS = [
    ("2026-03", date(2026, 3, 1), date(2026, 4, 1)),
    ("2026-12", date(2026, 12, 1), date(2027, 1, 1)),
    ("2026-Q1", date(2026, 1, 1), date(2026, 4, 1)),
    ("2026-Q4", date(2026, 10, 1), date(2027, 1, 1)),
    ("2026-H1", date(2026, 1, 1), date(2026, 7, 1)),
    ("2026-H2", date(2026, 7, 1), date(2027, 1, 1)),
    ("2026", date(2026, 1, 1), date(2027, 1, 1)),
    ("0001", date(1, 1, 1), date(2, 1, 1)),
    ("2026-W09", date(2026, 2, 23), date(2026, 3, 2)),
    ("2026-W01", date(2025, 12, 29), date(2026, 1, 5)),  # ISO: the week of the year's first Thursday
    ("2026-W53", date(2026, 12, 28), date(2027, 1, 4)),
    ("2026-03-05", date(2026, 3, 5), date(2026, 3, 6)),
    ("2026-03-05..2026-03-20", date(2026, 3, 5), date(2026, 3, 21)),
    ("2026-02-01..2026-04-30", date(2026, 2, 1), date(2026, 5, 1)),  # three months, but no quarter
    ("2026-04-01..2026-09-30", date(2026, 4, 1), date(2026, 10, 1)),  # six months, but no half
    ("2026-02-01..2027-01-31", date(2026, 2, 1), date(2027, 2, 1)),  # twelve months, but no year
    ("2026-03-02..2026-04-01", date(2026, 3, 2), date(2026, 4, 2)),  # as long as a month
    ("2026-02-24..2026-03-02", date(2026, 2, 24), date(2026, 3, 3)),  # seven days, but from a Tuesday
]


@pytest.mark.parametrize(("label", "start", "end"), LABELS)
def test_a_label_names_exactly_its_span(label: str, start: date, end: date) -> None:
    period = Period(start, end)
    assert period.label == label
    assert str(period) == label
    assert repr(period) == f"Period.parse({label!r})"
    assert Period.parse(label) == period


@given(periods())
def test_every_label_reads_back_as_its_span(period: Period) -> None:
    assert Period.parse(str(period)) == period
    assert Period.parse(f" {period}\n") == period


@given(periods(), DAYS)
def test_a_span_is_half_open(period: Period, day: date) -> None:
    """DESIGN, terms: "period, calendar | half-open date span"."""
    assert (day in period) == (period.start <= day < period.end)
    assert period.start in period
    assert period.last in period
    assert period.end not in period
    assert period.days == sum(1 for _ in range(period.start.toordinal(), period.end.toordinal()))
    assert period.last.toordinal() - period.start.toordinal() + 1 == period.days


def test_a_datetime_lies_in_the_period_of_its_own_local_date() -> None:
    march = Period.parse("2026-03")
    assert datetime(2026, 3, 31, 23, 59, tzinfo=UTC) in march
    assert datetime(2026, 4, 1, tzinfo=UTC) not in march


@given(periods(), periods())
def test_periods_are_ordered_by_start_then_end(one: Period, other: Period) -> None:
    assert (one < other) == ((one.start, one.end) < (other.start, other.end))
    assert (one == other) == ((one.start, one.end) == (other.start, other.end))


def test_a_period_is_a_value() -> None:
    march, same = Period.parse("2026-03"), Period(date(2026, 3, 1), date(2026, 4, 1))
    assert {march: 1}[same] == 1
    assert pickle.loads(pickle.dumps(march)) == march
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        march.start = date(2026, 1, 1)  # type: ignore[misc]
    assert not hasattr(march, "__dict__")
    with pytest.raises(TypeError):
        _ = march < "2026-04"  # type: ignore[operator]


@pytest.mark.parametrize(
    ("label", "months"),
    [
        ("2026-03", (1, 1)),
        ("2026-Q1", (3, 1)),
        ("2026", (12, 1)),
        ("2026-02-01..2026-03-31", (2, 1)),
        ("2026-W09", (84, 365)),
        ("2026-03-02..2026-04-01", (372, 365)),
        ("2026-03-01..2026-03-30", (360, 365)),
    ],
)
def test_months_of_whole_months_are_whole_others_are_days_of_a_year(label: str, months: tuple[int, int]) -> None:
    assert Period.parse(label).months == months


@pytest.mark.parametrize(
    ("label", "months", "window"),
    [
        ("2026-03", 3, "2026-Q1"),
        ("2026-03", 1, "2026-03"),
        ("2026-03", 12, "2025-04-01..2026-03-31"),
        ("2026-Q1", 1, "2026-Q1"),
        ("2026", 6, "2026"),
        ("2026-02", 3, "2025-12-01..2026-02-28"),
        ("2026-W09", 3, "2025-12-02..2026-03-01"),
        ("2026-03-01..2026-03-30", 1, "2026-02-28..2026-03-30"),  # a month before the 31st of March: the 28th
    ],
)
def test_a_window_ends_with_the_period(label: str, months: int, window: str) -> None:
    assert str(Period.parse(label).back(months)) == window


@given(periods().filter(lambda period: period.start.year > 20), st.integers(1, 120))
def test_a_window_never_shortens_the_period(period: Period, months: int) -> None:
    """Brief: "the rolling span of that many months that ends with the period, never shorter than the period itself"."""
    window = period.back(months)
    assert window.end == period.end
    assert window.start == min(period.start, months_before(period.end, months))


@pytest.mark.parametrize("months", [0, -1, True, 1.0, "3", None])
def test_a_window_is_a_positive_number_of_months(months: object) -> None:
    with pytest.raises(PeriodError, match="at least 1, not"):
        Period.parse("2026-03").back(months)  # type: ignore[arg-type]


def test_a_window_cannot_begin_before_the_calendar() -> None:
    with pytest.raises(
        PeriodError, match="3 months before 0001-02-01 lies outside the years 1 to 9999: choose a shorter"
    ):
        Period.parse("0001-01").back(3)


@pytest.mark.parametrize("n", [12, -12, 10**30])
def test_months_before_stays_in_the_calendar(n: int) -> None:
    with pytest.raises(PeriodError, match="outside the years 1 to 9999"):
        months_before(date(1, 5, 1) if n > 0 else date(9999, 5, 1), n)


@given(st.dates(date(100, 1, 1), date(9000, 12, 31)), st.integers(0, 600))
def test_months_before_keeps_the_day_or_takes_the_months_last(day: date, n: int) -> None:
    before = months_before(day, n)
    assert (day.year * 12 + day.month) - (before.year * 12 + before.month) == n
    assert before.day == day.day or (before.day < day.day and (before + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        (datetime(2026, 3, 1), date(2026, 4, 1), "the start is a datetime, .* give its .date()"),
        (date(2026, 3, 1), datetime(2026, 4, 1, tzinfo=UTC), "the end is a datetime"),
        ("2026-03-01", date(2026, 4, 1), "the start is '2026-03-01', not a datetime.date; Period.parse reads text"),
        (date(2026, 3, 1), None, "the end is nothing, not a datetime.date$"),
        (20260301, 20260401, "the start is 20260301, not .*; the end is 20260401, not"),
        (date(2026, 3, 5), date(2026, 3, 5), r'empty: its end, 2026-03-05, .* give Period.parse\("2026-03-05"\)'),
        (date(2026, 4, 1), date(2026, 3, 1), "backwards, from 2026-04-01 to 2026-03-01: give the earlier day first"),
    ],
)
def test_no_span_no_period(start: object, end: object, message: str) -> None:
    with pytest.raises(PeriodError, match=message) as caught:
        Period(start, end)  # type: ignore[arg-type]
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, SalesperfError)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


@pytest.mark.parametrize(
    ("text", "way_out"),
    [
        ("2026-13", "'2026-13' is not a period: months run from 01 to 12. Accepted: "),
        ("2026-00", "months run from 01 to 12"),
        ("2026-3", 'did you mean "2026-03"? Accepted: '),
        ("2026/03", 'did you mean "2026-03"?'),
        ("202603", 'did you mean "2026-03"?'),
        ("2026年3月", 'did you mean "2026-03"?'),
        ("2026Q1", 'did you mean "2026-Q1"?'),
        ("2026-q1", 'did you mean "2026-Q1"?'),
        ("2026-W9", 'did you mean "2026-W09"?'),
        ("2026-Q5", "quarters run from Q1 to Q4"),
        ("2026-Q0", "quarters run from Q1 to Q4"),
        ("2026H1", 'did you mean "2026-H1"?'),
        ("2026-h2", 'did you mean "2026-H2"?'),
        ("2026-H3", "a year has the halves H1 and H2"),
        ("2026-H0", "a year has the halves H1 and H2"),
        ("2025-W53", "that year has no such ISO week"),
        ("2026-W00", "that year has no such ISO week"),
        ("2026-02-30", "the calendar has no such day"),
        ("2026-02-30..2026-02-01", "the calendar has no such day"),
        ("2026-03-20..2026-03-05", 'its last day comes before its first, did you mean "2026-03-05..2026-03-20"?'),
        ("0000", "a period begins on 0001-01-01 or later"),
        ("9999", "ends, its end excluded, on 9999-12-31 or earlier"),
        ("9999-12", "ends, its end excluded, on 9999-12-31 or earlier"),
        ("9999-12-31", "ends, its end excluded, on 9999-12-31 or earlier"),
        ("9999-W52", "ends, its end excluded, on 9999-12-31 or earlier"),
        ("march", "'march' is not a period. Accepted: "),
        ("", "'' is not a period. Accepted: "),
        ("2026-03\n2026-04", "is not a period. Accepted: "),
        ("２０２６", "is not a period. Accepted: "),  # full-width digits
        ("2026-03-05...2026-03-06", "is not a period. Accepted: "),
        (None, "nothing is not a period. Accepted: "),
        (date(2026, 3, 1), "a value of type date is not a period. Accepted: "),
        (202603, "202603 is not a period. Accepted: "),
    ],
)
def test_what_is_no_label_is_refused_with_the_forms_and_the_near_way_out(text: object, way_out: str) -> None:
    with pytest.raises(PeriodError) as caught:
        Period.parse(text)  # type: ignore[arg-type]
    message = str(caught.value)
    assert way_out in message
    for form in ('"2026-03"', '"2026-Q1"', '"2026-H1"', '"2026"', '"2026-W09"', "Period(start, end)"):
        assert form in message.split("Accepted: ")[1]


def test_ten_megabytes_are_no_label() -> None:
    with pytest.raises(PeriodError) as caught:
        Period.parse(" " * 10_000_000)
    assert len(str(caught.value)) < 400


@given(st.sampled_from(Grain), st.dates(date(1, 1, 1), date(9998, 12, 31)))
def test_a_grain_divides_the_calendar(grain: Grain, day: date) -> None:
    period = grain.period_of(day)
    assert day in period
    assert grain.period_of(period.start) == grain.period_of(period.last) == period
    assert grain.period_of(period.end).start == period.end
    length = {
        Grain.DAY: (12, 365),
        Grain.WEEK: (84, 365),
        Grain.MONTH: (1, 1),
        Grain.QUARTER: (3, 1),
        Grain.HALF: (6, 1),
        Grain.YEAR: (12, 1),
    }[grain]
    assert period.months == length
    assert ".." not in period.label


def test_the_grain_of_a_datetime_is_its_local_dates() -> None:
    assert str(Grain.MONTH.period_of(datetime(2026, 3, 31, 23, 30, tzinfo=UTC))) == "2026-03"


@pytest.mark.parametrize("grain", Grain)
def test_the_last_days_of_the_calendar_have_no_whole_period(grain: Grain) -> None:
    with pytest.raises(PeriodError, match="9999"):
        grain.period_of(date.max)
