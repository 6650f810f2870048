"""`Calendar`: closing day, week rule, fiscal year, and the periods before."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesperf.calendar import (
    Calendar,
    Grain,
    NamedBy,
    Period,
    Reckoning,
    SellingDays,
    Weekday,
    months_before,
    parse_periods,
)
from salesperf.errors import PeriodError

CLOSING = Calendar(closing_day=25)
APRIL = Calendar(fiscal_year_starts=4)
APRIL_BY_END = Calendar(fiscal_year_starts=4, fiscal_year_named_by="end")
ORDINARY = Calendar()

CALENDARS = st.builds(
    Calendar,
    closing_day=st.none() | st.integers(1, 31),
    week_starts=st.sampled_from(Weekday),
    fiscal_year_starts=st.integers(1, 12),
    fiscal_year_named_by=st.sampled_from(NamedBy),
)
DAYS = st.dates(date(3, 1, 1), date(9997, 12, 31))
GRAINS = st.sampled_from(Grain)


def bounds(calendar: Calendar, label: str) -> tuple[date, date]:
    period = calendar.period(label)
    return period.start, period.end


# Golden bounds, counted on a wall calendar.


@pytest.mark.parametrize(
    ("label", "start", "end"),
    [
        ("2026-03", date(2026, 2, 26), date(2026, 3, 26)),
        ("2026-01", date(2025, 12, 26), date(2026, 1, 26)),  # across the year's end
        ("2025-12", date(2025, 11, 26), date(2025, 12, 26)),
        ("2026-Q1", date(2025, 12, 26), date(2026, 3, 26)),
        ("2026-H2", date(2026, 6, 26), date(2026, 12, 26)),
        ("2026", date(2025, 12, 26), date(2026, 12, 26)),
        ("2026-W09", date(2026, 2, 23), date(2026, 3, 2)),  # weeks do not follow the months
        ("2026-03-05", date(2026, 3, 5), date(2026, 3, 6)),
        ("2026-03-01..2026-03-31", date(2026, 3, 1), date(2026, 4, 1)),  # no month of this calendar
    ],
)
def test_months_that_close_on_the_25th(label: str, start: date, end: date) -> None:
    period = CLOSING.period(label)
    assert (period.start, period.end) == (start, end)
    assert str(period) == label
    assert CLOSING.period(f" {label}\n") == period


@pytest.mark.parametrize(
    ("closing", "label", "start", "end"),
    [
        (25, "2024-03", date(2024, 2, 26), date(2024, 3, 26)),  # a leap day in between
        (28, "2024-02", date(2024, 1, 29), date(2024, 2, 29)),
        (28, "2024-03", date(2024, 2, 29), date(2024, 3, 29)),  # the leap day is March's
        (28, "2026-03", date(2026, 3, 1), date(2026, 3, 29)),
        (29, "2024-02", date(2024, 1, 30), date(2024, 3, 1)),
        (30, "2026-02", date(2026, 1, 31), date(2026, 3, 1)),  # "a closing day the month lacks becomes its last day"
        (30, "2026-03", date(2026, 3, 1), date(2026, 3, 31)),
        (30, "2026-04", date(2026, 3, 31), date(2026, 5, 1)),
        (1, "2026-03", date(2026, 2, 2), date(2026, 3, 2)),
        (31, "2026-02", date(2026, 2, 1), date(2026, 3, 1)),
        (None, "2024-02", date(2024, 2, 1), date(2024, 3, 1)),
    ],
)
def test_the_closing_day_in_short_months(closing: int | None, label: str, start: date, end: date) -> None:
    assert bounds(Calendar(closing_day=closing), label) == (start, end)


@pytest.mark.parametrize(
    ("calendar", "label", "start", "end"),
    [
        (APRIL, "2026", date(2026, 4, 1), date(2027, 4, 1)),
        (APRIL, "2026-Q1", date(2026, 4, 1), date(2026, 7, 1)),
        (APRIL, "2026-Q4", date(2027, 1, 1), date(2027, 4, 1)),
        (APRIL, "2026-H2", date(2026, 10, 1), date(2027, 4, 1)),
        (APRIL, "2026-03", date(2026, 3, 1), date(2026, 4, 1)),  # months keep their own year
        (APRIL, "2026-W01", date(2025, 12, 29), date(2026, 1, 5)),  # and weeks
        (APRIL, "2026-01-01..2026-12-31", date(2026, 1, 1), date(2027, 1, 1)),  # no year of this calendar
        (APRIL, "2026-02-01..2026-04-30", date(2026, 2, 1), date(2026, 5, 1)),
        (APRIL_BY_END, "2026", date(2025, 4, 1), date(2026, 4, 1)),
        (APRIL_BY_END, "2026-Q1", date(2025, 4, 1), date(2025, 7, 1)),
        (APRIL_BY_END, "2026-Q4", date(2026, 1, 1), date(2026, 4, 1)),
        (Calendar(fiscal_year_named_by="end"), "2026", date(2026, 1, 1), date(2027, 1, 1)),
        (Calendar(fiscal_year_starts=4, closing_day=25), "2026", date(2026, 3, 26), date(2027, 3, 26)),
    ],
)
def test_fiscal_years_from_april(calendar: Calendar, label: str, start: date, end: date) -> None:
    assert bounds(calendar, label) == (start, end)
    assert str(calendar.period(label)) == label


@pytest.mark.parametrize(
    ("starts", "label", "start"),
    [
        (Weekday.MONDAY, "2026-W01", date(2025, 12, 29)),
        (Weekday.SUNDAY, "2026-W01", date(2026, 1, 4)),  # 28 December to 3 January has four days in 2025
        (Weekday.SUNDAY, "2025-W53", date(2025, 12, 28)),
        (Weekday.SATURDAY, "2026-W01", date(2026, 1, 3)),
        (Weekday.THURSDAY, "2026-W01", date(2026, 1, 1)),
        (7, "2026-W09", date(2026, 3, 1)),
    ],
)
def test_a_week_belongs_to_the_year_that_holds_its_fourth_day(starts: int, label: str, start: date) -> None:
    calendar = Calendar(week_starts=starts)
    assert bounds(calendar, label) == (start, start + timedelta(days=7))
    assert calendar.period_of("week", start + timedelta(days=6)).label == label


@given(st.dates(date(1, 1, 8), date(9999, 12, 20)))
def test_weeks_from_monday_are_those_of_iso(day: date) -> None:
    year, week, _ = day.isocalendar()
    assert str(Calendar().period_of("week", day)) == f"{year:04d}-W{week:02d}"


# Laws.


@given(CALENDARS, GRAINS, DAYS)
def test_periods_of_a_grain_tile_time(calendar: Calendar, grain: Grain, day: date) -> None:
    """Brief: "each day in exactly one, consecutive ones touch"."""
    period = calendar.period_of(grain, day)
    assert day in period
    assert calendar.period_of(grain, period.start) == calendar.period_of(grain, period.last) == period
    assert calendar.period_of(grain, period.end).start == period.end
    assert calendar.period_of(grain, period.start - timedelta(days=1)).end == period.start
    whole = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.HALF: 6, Grain.YEAR: 12}.get(grain)
    assert period.months == ((whole, 1) if whole else (period.days * 12, 365))
    assert ".." not in period.label


@given(CALENDARS, GRAINS, DAYS)
def test_a_label_reads_back_as_its_period(calendar: Calendar, grain: Grain, day: date) -> None:
    period = calendar.period_of(grain, day)
    assert calendar.period(period.label) == period
    assert calendar.periods(period.label) == (period,)
    assert eval(repr(period), {"Calendar": Calendar, "Period": Period}) == period  # noqa: S307  (a repr is code)


@given(CALENDARS, DAYS, st.integers(1, 800))
def test_every_span_has_one_label(calendar: Calendar, start: date, days: int) -> None:
    period = calendar.period(Period(start, start + timedelta(days=days)))
    assert calendar.period(period.label) == period
    assert calendar.period(attrs.evolve(period, reckoning=Reckoning())).label == period.label


@given(GRAINS, DAYS)
def test_the_default_calendar_is_the_ordinary_one(grain: Grain, day: date) -> None:
    assert ORDINARY.period_of(grain, day) == grain.period_of(day)
    label = str(grain.period_of(day))
    assert ORDINARY.period(label) == Period.parse(label)
    assert ORDINARY.periods([label]) == parse_periods([label])


@given(CALENDARS, GRAINS, DAYS)
def test_the_period_before_touches_and_is_of_the_same_kind(calendar: Calendar, grain: Grain, day: date) -> None:
    period = calendar.period_of(grain, day)
    before = calendar.previous(period)
    assert before.end == period.start
    assert before == calendar.period_of(grain, before.start)


@given(CALENDARS, st.sampled_from([Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR]), DAYS)
def test_the_same_months_a_year_before(calendar: Calendar, grain: Grain, day: date) -> None:
    period = calendar.period_of(grain, day)
    before = calendar.year_before(period)
    assert before == calendar.period_of(grain, before.start)
    assert before.label[4:] == period.label[4:]
    assert int(before.label[:4]) == int(period.label[:4]) - 1
    assert calendar.year_on_year(period) == (period, before)


@given(CALENDARS, GRAINS, DAYS.filter(lambda day: day.year > 12), st.integers(1, 48))
def test_a_window_ends_with_the_period_and_never_shortens_it(
    calendar: Calendar, grain: Grain, day: date, months: int
) -> None:
    period = calendar.period_of(grain, day)
    window = calendar.back(period, months)
    assert window == period.back(months)
    assert window.end == period.end
    assert window.start <= period.start
    if grain not in {Grain.DAY, Grain.WEEK}:
        assert window.months == (max(months, period.months[0]), 1)


# Periods before, by hand.


@pytest.mark.parametrize(
    ("calendar", "label", "before"),
    [
        (ORDINARY, "2026-03", "2026-02"),
        (ORDINARY, "2026-01", "2025-12"),
        (ORDINARY, "2026-Q1", "2025-Q4"),
        (ORDINARY, "2026-H2", "2026-H1"),
        (ORDINARY, "2026", "2025"),
        (ORDINARY, "2026-W01", "2025-W52"),
        (ORDINARY, "2027-W01", "2026-W53"),
        (ORDINARY, "2026-03-01", "2026-02-28"),
        (ORDINARY, "2026-02-01..2026-03-31", "2025-12-01..2026-01-31"),  # two whole months
        (ORDINARY, "2026-03-11..2026-03-20", "2026-03-01..2026-03-10"),
        (CLOSING, "2026-01", "2025-12"),
        (CLOSING, "2026-03-01..2026-03-31", "2026-01-29..2026-02-28"),  # no month of this calendar: 31 days
        (APRIL, "2026-Q1", "2025-Q4"),
    ],
)
def test_the_period_just_before(calendar: Calendar, label: str, before: str) -> None:
    assert str(calendar.previous(label)) == before


@pytest.mark.parametrize(
    ("calendar", "label", "before"),
    [
        (ORDINARY, "2026-02", "2025-02"),
        (ORDINARY, "2025-02", "2024-02"),  # the leap day included
        (ORDINARY, "2026-W09", "2025-W09"),
        (ORDINARY, "2026-W53", "2025-12-28..2026-01-03"),  # 2025 has no week 53
        (ORDINARY, "2027-W53", None),
        (ORDINARY, "2026-03-05", "2025-03-05"),
        (ORDINARY, "2024-02-29", "2023-02-28"),
        (ORDINARY, "2025-02-28", "2024-02-28"),
        (ORDINARY, "2026-02-20..2026-03-10", "2025-02-20..2025-03-10"),
        (ORDINARY, "2025-12-01..2026-01-31", "2024-12-01..2025-01-31"),
        (CLOSING, "2026-03", "2025-03"),
        (APRIL_BY_END, "2026-Q4", "2025-Q4"),
        (Calendar(week_starts=7), "2026-W09", "2025-W09"),
        (ORDINARY, "0002-W01", "0001-W01"),
    ],
)
def test_the_same_time_a_year_before(calendar: Calendar, label: str, before: str | None) -> None:
    if before is None:
        with pytest.raises(PeriodError, match="that year has no such ISO week"):
            calendar.year_before(label)
    else:
        assert str(calendar.year_before(label)) == before


@pytest.mark.parametrize(
    ("label", "months", "start", "length"),
    [
        ("2026-03", 3, date(2025, 12, 26), (3, 1)),
        ("2026-03", 12, date(2025, 3, 26), (12, 1)),
        ("2026-Q1", 2, date(2025, 12, 26), (3, 1)),  # never shorter than the period
        ("2026-03-25", 1, date(2026, 2, 26), (1, 1)),  # a day on which the month closes
        ("2026-03-20", 1, date(2026, 2, 21), (336, 365)),  # a day within: the same day a month before
    ],
)
def test_windows_respect_the_closing_day(label: str, months: int, start: date, length: tuple[int, int]) -> None:
    window = CLOSING.back(label, months)
    assert window.start == start
    assert window.end == CLOSING.period(label).end
    assert window.months == length


def test_a_window_in_a_calendar_whose_months_have_no_day_in_common() -> None:
    """Closing on the 30th: February ends on its last day, so a month before 1 March is 31 January."""
    calendar = Calendar(closing_day=30)
    assert calendar.back("2026-02", 1) == calendar.period("2026-02")
    assert bounds(calendar, "2026-02")[0] == date(2026, 1, 31) != months_before(date(2026, 3, 1), 1)


# What is asked for.


def test_a_period_of_another_reckoning_is_told_by_this_calendar() -> None:
    days = Period(date(2026, 2, 26), date(2026, 3, 26))
    march = CLOSING.period("2026-03")
    assert CLOSING.period(days) == march
    assert CLOSING.period(march) is march
    assert ORDINARY.period(march) == days
    assert days.label == "2026-02-26..2026-03-25"
    assert days.months == (336, 365)
    assert march.months == (1, 1)
    assert days != march  # their windows and lengths in months differ
    assert (days < march, march < days) == (False, False)


def test_lists_are_read_by_the_calendar() -> None:
    both = CLOSING.periods(["2026-Q1", Period(date(2026, 2, 26), date(2026, 3, 26))])
    assert isinstance(both, tuple)
    assert [str(period) for period in both] == ["2026-Q1", "2026-03"]
    with pytest.raises(PeriodError, match='"2026-03" is listed 2 times'):
        CLOSING.periods(["2026-03", "2026-02-26..2026-03-25"])
    assert CLOSING.periods(None) == ()
    assert CLOSING.periods("half") is Grain.HALF
    with pytest.raises(PeriodError, match='did you mean "2026-03"'):
        CLOSING.periods("2026-3")


def test_the_grain_may_be_named_and_a_datetime_is_its_local_date() -> None:
    assert str(CLOSING.period_of("month", datetime(2026, 3, 25, 23, 59, tzinfo=UTC))) == "2026-03"
    assert str(CLOSING.period_of(Grain.MONTH, date(2026, 3, 26))) == "2026-04"
    assert str(APRIL.period_of("year", date(2026, 3, 31))) == "2025"
    assert str(CLOSING.period_of("day", date(2026, 3, 26))) == "2026-03-26"


@pytest.mark.parametrize(
    ("grain", "day", "message"),
    [
        ("monthly", date(2026, 3, 1), "the grain is 'monthly': did you mean \"month\"\\?"),
        ("decade", date(2026, 3, 1), "the grain is 'decade': one of day, week, month, quarter, half, year"),
        (3, date(2026, 3, 1), "the grain is 3: one of"),
        ("month", "2026-03-01", "the day is '2026-03-01', not a datetime.date"),
        (None, None, "the grain is nothing: one of .*; the day is nothing, not a datetime.date"),
    ],
)
def test_a_grain_or_day_that_is_none(grain: object, day: object, message: str) -> None:
    with pytest.raises(PeriodError, match=message):
        ORDINARY.period_of(grain, day)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("calendar", "text", "message"),
    [
        (CLOSING, "2026-13", "months run from 01 to 12"),
        (CLOSING, "2026-Q5", "quarters run from Q1 to Q4"),
        (CLOSING, "0001-01", "a period begins on 0001-01-01 or later"),  # from 26 December of no year
        (CLOSING, "0001", "a period begins on 0001-01-01 or later"),
        (APRIL_BY_END, "0001-Q3", "a period begins on 0001-01-01 or later"),
        (APRIL, "0000-Q4", "a period begins on 0001-01-01 or later"),
        (Calendar(week_starts=7), "0001-W00", "that year has no such week"),
        (Calendar(week_starts=7), "2026-W53", "that year has no such week"),
        (Calendar(week_starts=7), "0001-W01", "a period begins on 0001-01-01 or later"),
        (CLOSING, "month", "'month' is not a period"),
        (CLOSING, None, "nothing is not a period"),
    ],
)
def test_what_names_no_period_of_this_calendar(calendar: Calendar, text: object, message: str) -> None:
    with pytest.raises(PeriodError, match=message) as caught:
        calendar.period(text)  # type: ignore[arg-type]
    assert "Accepted: " in str(caught.value)


def test_the_ends_of_the_calendar() -> None:
    """Years without a four-digit number are told by their days; what leaves the years 1 to 9999 is refused."""
    assert str(APRIL.period_of("quarter", date(1, 2, 1))) == "0001-01-01..0001-03-31"
    assert str(APRIL_BY_END.period_of("quarter", date(9999, 4, 1))) == "9999-04-01..9999-06-30"
    assert str(CLOSING.period_of("month", date(9999, 12, 25))) == "9999-12"
    assert CLOSING.period(Period(date(1, 1, 1), date(1, 1, 26))).months == (300, 365)
    for grain, day in (("month", date(1, 1, 1)), ("month", date(9999, 12, 26)), ("year", date(1, 1, 1))):
        with pytest.raises(PeriodError, match=f"the {grain} of {day} begins or ends outside the years 1 to 9999"):
            CLOSING.period_of(grain, day)
    with pytest.raises(PeriodError, match="the month 0000-11 begins outside the years 1 to 9999: choose a shorter"):
        CLOSING.back("0001-02", 4)
    with pytest.raises(PeriodError, match=r"the 10 days before 0001-01-03\.\.0001-01-12 begin before the year 1"):
        ORDINARY.previous("0001-01-03..0001-01-12")
    with pytest.raises(PeriodError, match="the month 0000-12 begins outside"):
        ORDINARY.previous("0001-01")
    with pytest.raises(PeriodError, match="12 months before 0001-01-01 lies outside the years 1 to 9999"):
        ORDINARY.year_before("0001-W01")


# Reckoning.


def test_only_what_differs_is_written_to_a_file() -> None:
    assert ORDINARY.reckoning.to_dict() == {}
    whole = Calendar(closing_day=25, week_starts=7, fiscal_year_starts=4, fiscal_year_named_by="end").reckoning
    written = whole.to_dict()
    assert written == {"closing_day": 25, "week_starts": 7, "fiscal_year_starts": 4, "fiscal_year_named_by": "end"}
    assert [type(value) for value in written.values()] == [int, int, int, str]
    assert Reckoning.from_dict(written) == whole
    assert Reckoning.from_dict({}) == Reckoning()


def test_unknown_settings_are_refused_together() -> None:
    with pytest.raises(PeriodError) as caught:
        Reckoning.from_dict({"closingday": 25, "lunar": True, "closing_day": 25})
    assert str(caught.value).splitlines() == [
        "faults in the reckoning (2):",
        "  - 'closingday': did you mean \"closing_day\"?",
        "  - 'lunar': one of closing_day, week_starts, fiscal_year_starts, fiscal_year_named_by",
    ]
    with pytest.raises(PeriodError, match="closing_day: 0: a day of the month, 1 to 31"):
        Reckoning.from_dict({"closing_day": 0})


def test_no_week_starts_where_none_does() -> None:
    reckoning = Reckoning()
    assert reckoning.week(date(2026, 2, 24)) is None
    assert reckoning.week(date(9999, 12, 27)) is None  # it would end after the year 9999
    assert reckoning.week_start(0, 1) is None
    assert reckoning.week_start(10_000, 1) is None
    assert reckoning.week_start(9999, 60) is None
    assert reckoning.week_start(2026, 0) is None
    assert Reckoning(week_starts=7).week_start(1, 1) is None


def test_no_month_with_a_closing_day_opens_on_the_first_of_days() -> None:
    assert Reckoning().opens_month(date.min)
    assert not Reckoning(closing_day=30).opens_month(date.min)


def test_a_period_carries_a_reckoning_and_nothing_else() -> None:
    with pytest.raises(PeriodError, match="the reckoning is a value of type Calendar, not a Reckoning"):
        Period(date(2026, 3, 1), date(2026, 4, 1), reckoning=CLOSING)  # type: ignore[arg-type]


# Calendars are values.


def test_the_31st_is_the_months_end() -> None:
    assert Calendar(closing_day=31) == Calendar()
    assert Calendar(closing_day=31).closing_day is None
    assert Reckoning(closing_day=31) == Reckoning()


def test_a_calendar_is_a_value() -> None:
    full = Calendar(
        closing_day=25,
        week_starts=7,
        fiscal_year_starts=4,
        fiscal_year_named_by="end",
        selling=SellingDays(weekdays=range(1, 7), holidays={date(2026, 3, 9)}),
        stores={"S2": SellingDays(), "S1": SellingDays(weekdays=[1]), 3: SellingDays(weekdays=[2])},
        spring_festival=True,
    )
    again = pickle.loads(pickle.dumps(full))
    assert again == full
    assert hash(again) == hash(full)
    assert again.period("2026-03") == full.period("2026-03")
    assert pickle.loads(pickle.dumps(full.period("2026-03"))).label == "2026-03"
    assert again.selling_days(date(2026, 3, 1), date(2026, 3, 15), "S1") == 2
    assert attrs.evolve(full, spring_festival=False) != full
    assert attrs.evolve(full, closing_day=20).period("2026-03").start == date(2026, 2, 21)
    assert attrs.evolve(full, closing_day=20).stores == full.stores
    assert [store for store, _ in full.stores] == [3, "S1", "S2"]
    assert full.reckoning == Reckoning(
        closing_day=25, week_starts=Weekday.SUNDAY, fiscal_year_starts=4, fiscal_year_named_by=NamedBy.END
    )
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        full.closing_day = 1  # type: ignore[misc]


def test_the_order_of_stores_does_not_matter() -> None:
    one, other = SellingDays(), SellingDays(weekdays=[1])
    assert Calendar(stores={"a": one, "b": other}) == Calendar(stores={"b": other, "a": one})
    assert Calendar(stores={"a": one}) != Calendar(stores={"a": other})


def test_what_a_calendar_shows_of_itself() -> None:
    assert repr(Calendar()) == "Calendar()"
    assert repr(APRIL_BY_END) == "Calendar(fiscal_year_starts=4, fiscal_year_named_by='end')"
    assert repr(Calendar(selling=SellingDays(weekdays=[1]), stores={"a": SellingDays()}, spring_festival=True)) == (
        "Calendar(selling=SellingDays(weekdays=(1,), holidays=<0 days>, workdays=<0 days>), stores=<1 stores>, "
        "spring_festival=True)"
    )
    assert repr(CLOSING.period("2026-03")) == "Calendar(closing_day=25).period('2026-03')"


def test_every_malformed_argument_is_told_at_once() -> None:
    with pytest.raises(PeriodError) as caught:
        Calendar(
            closing_day=32,
            week_starts="monday",  # type: ignore[arg-type]
            fiscal_year_starts=0,
            fiscal_year_named_by="middle",
            selling={1, 2},  # type: ignore[arg-type]
            stores={"": SellingDays(), "S1": 5, True: SellingDays()},  # type: ignore[dict-item]
            spring_festival=1,  # type: ignore[arg-type]
        )
    assert str(caught.value).splitlines() == [
        "faults in the calendar (9):",
        "  - closing_day: 32: a day of the month, 1 to 31, or None for the month's end",
        "  - week_starts: 'monday': an ISO weekday, 1 for Monday to 7 for Sunday",
        "  - fiscal_year_starts: 0: a month, 1 to 12",
        '  - fiscal_year_named_by: \'middle\': "start" or "end", for the year it starts or ends in',
        "  - selling: a value of type set: SellingDays(…)",
        "  - stores: True: a store id, text or a whole number",
        "  - stores: '': a store id, text or a whole number",
        "  - stores['S1']: 5: SellingDays(…)",
        "  - spring_festival: 1: True or False",
    ]


@pytest.mark.parametrize("closing", [0, -1, True, 25.0, "25", date(2026, 3, 25)])
def test_a_closing_day_is_a_day_of_the_month(closing: object) -> None:
    with pytest.raises(PeriodError, match=r"faults in the calendar \(1\):\n  - closing_day: .*1 to 31, or None"):
        Calendar(closing_day=closing)  # type: ignore[arg-type]
    with pytest.raises(PeriodError, match=r"faults in the reckoning \(1\):\n  - closing_day: "):
        Reckoning(closing_day=closing)  # type: ignore[arg-type]


@pytest.mark.parametrize("starts", [0, 8, True, 1.0, "1", None])
def test_a_week_starts_on_a_weekday(starts: object) -> None:
    with pytest.raises(PeriodError, match=r"week_starts: .*1 for Monday to 7 for Sunday"):
        Calendar(week_starts=starts)  # type: ignore[arg-type]


@pytest.mark.parametrize("starts", [0, 13, True, 4.0, "April", None])
def test_a_fiscal_year_starts_in_a_month(starts: object) -> None:
    with pytest.raises(PeriodError, match=r"fiscal_year_starts: .*a month, 1 to 12"):
        Calendar(fiscal_year_starts=starts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stores", "message"),
    [
        ([("S1", SellingDays())], "stores: a value of type list: store ids with SellingDays"),
        ((SellingDays(),), "stores: a value of type tuple: store ids with"),
        (None, "stores: nothing: store ids with"),
        ((("S1", SellingDays()), ("S1", SellingDays())), "stores: each store once"),
    ],
)
def test_stores_have_selling_days(stores: object, message: str) -> None:
    with pytest.raises(PeriodError, match=message):
        Calendar(stores=stores)  # type: ignore[arg-type]


# Spring Festival.

FESTIVAL = Calendar(spring_festival=True)


@pytest.mark.parametrize(
    ("label", "now", "base"),
    [
        ("2026-02", "2026-01-01..2026-02-28", "2025-01-01..2025-02-28"),
        ("2025-02", "2025-01-01..2025-02-28", "2024-01-01..2024-02-29"),
        ("2026-01-01..2026-02-28", "2026-01-01..2026-02-28", "2025-01-01..2025-02-28"),
        ("2026-03", "2026-03", "2025-03"),
        ("2026-Q1", "2026-Q1", "2025-Q1"),
        ("2026-H1", "2026-H1", "2025-H1"),
        ("2026", "2026", "2025"),
        ("2026-W10", "2026-W10", "2025-W10"),
        ("2026-03-01", "2026-03-01", "2025-03-01"),
        ("2026-W09", "2026-W09", "2025-W09"),  # reaches into March
        ("2025-12-15..2026-01-15", "2025-12-15..2026-01-15", "2024-12-15..2025-01-15"),
    ],
)
def test_february_is_compared_with_january(label: str, now: str, base: str) -> None:
    """Brief: "year-on-year comparisons take January and February together"; domain.md §4: "compare Jan+Feb"."""
    compared = FESTIVAL.year_on_year(label)
    assert compared is not None
    assert tuple(map(str, compared)) == (now, base)


@pytest.mark.parametrize(
    "label", ["2026-01", "2026-W05", "2026-W02", "2026-02-28", "2026-01-02..2026-02-28", "2026-01-01..2026-02-27"]
)
def test_a_part_of_january_and_february_cannot_be_compared_by_itself(label: str) -> None:
    assert FESTIVAL.year_on_year(label) is None
    assert ORDINARY.year_on_year(label) == (ORDINARY.period(label), ORDINARY.year_before(label))


def test_the_festivals_months_close_on_the_closing_day() -> None:
    calendar = Calendar(spring_festival=True, closing_day=25)
    compared = calendar.year_on_year("2026-02")
    assert compared is not None
    assert [(span.start, span.end, span.months) for span in compared] == [
        (date(2025, 12, 26), date(2026, 2, 26), (2, 1)),
        (date(2024, 12, 26), date(2025, 2, 26), (2, 1)),
    ]
    assert calendar.year_on_year("2025-12-28") is None
    assert calendar.year_on_year("2026-02-26") is not None


def test_the_months_of_a_fiscal_year_keep_their_names() -> None:
    calendar = Calendar(spring_festival=True, fiscal_year_starts=2)
    assert calendar.year_on_year("2026-01") is None
    compared = calendar.year_on_year("2026-02")
    assert compared is not None
    assert [span.start for span in compared] == [date(2026, 1, 1), date(2025, 1, 1)]


@settings(max_examples=50)
@given(CALENDARS, st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_twelve_months_are_a_year(calendar: Calendar, day: date) -> None:
    """Brief: "Quarter, half-year and year are made of such months"."""
    year = calendar.period_of("year", day)
    for grain, count in ((Grain.MONTH, 12), (Grain.QUARTER, 4), (Grain.HALF, 2)):
        parts = [calendar.period_of(grain, year.start)]
        while parts[-1].end < year.end:
            parts.append(calendar.period_of(grain, parts[-1].end))
        assert len(parts) == count
        assert parts[-1].end == year.end
        assert all(one.end == other.start for one, other in pairwise(parts))
        if grain is not Grain.MONTH:
            assert [str(part) for part in parts] == [f"{year}-{grain[0].upper()}{place + 1}" for place in range(count)]
