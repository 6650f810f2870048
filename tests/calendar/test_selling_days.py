"""`SellingDays`: on which days a store sells."""

from __future__ import annotations

import pickle
from collections.abc import Collection, Container, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesperf.calendar import Calendar, SellingDays, Weekday
from salesperf.errors import PeriodError

MARCH = date(2026, 3, 1), date(2026, 4, 1)
FEBRUARY = date(2026, 2, 1), date(2026, 3, 1)

# The Spring Festival of 2026 by the State Council's notice: 15 to 23 February off; Saturdays the 14th and 28th worked.
FESTIVAL = [date(2026, 2, day) for day in range(15, 24)]
MADE_UP = [date(2026, 2, 14), date(2026, 2, 28)]


class Lazy(dict[date, str]):
    """Knows no day until it is asked, as the objects of the `holidays` package do; iterating it tells nothing."""

    def __init__(self, days: Collection[date] = ()) -> None:
        super().__init__()
        self.days = frozenset(days)
        self.asked = 0

    def __contains__(self, day: object) -> bool:
        assert type(day) is date
        self.asked += 1
        for each in self.days:
            if each.year == day.year:
                self[each] = "festival"
        return super().__contains__(day)


@attrs.frozen
class Asked:
    """Has nothing but `day in container`."""

    days: tuple[date, ...]

    def __contains__(self, day: object) -> bool:
        return day in self.days


def every_container(days: list[date]) -> Iterator[Container[date]]:
    yield from (days, tuple(days), set(days), frozenset(days), dict.fromkeys(days, "Spring Festival"))
    yield from (dict.fromkeys(days).keys(), Lazy(days), Asked(tuple(days)))


def test_march_2026_with_sundays_off() -> None:
    """31 days, of which the 1st, 8th, 15th, 22nd and 29th are Sundays."""
    assert SellingDays(weekdays=range(1, 7)).count(*MARCH) == 26


def test_march_2026_with_sundays_and_holidays_off() -> None:
    """Monday the 9th is a holiday; so is Sunday the 8th, which is off already."""
    six_days = SellingDays(weekdays=range(1, 7), holidays=[date(2026, 3, 8), date(2026, 3, 9)])
    assert six_days.count(*MARCH) == 25
    assert SellingDays(holidays=[date(2026, 3, 8), date(2026, 3, 9)]).count(*MARCH) == 29


def test_march_2026_with_a_sunday_made_up() -> None:
    made_up = SellingDays(weekdays=range(1, 7), holidays=[date(2026, 3, 9)], workdays=[date(2026, 3, 15)])
    assert made_up.count(*MARCH) == 26


@pytest.mark.parametrize(
    ("weekdays", "workdays", "days"),
    [
        (range(1, 6), MADE_UP, 16),  # 20 weekdays − 6 in the holiday + 2 Saturdays
        (range(1, 6), [], 14),
        (range(1, 7), MADE_UP, 17),  # 24 − 7; the Saturdays made up sell anyway
        (Weekday, MADE_UP, 19),  # 28 − 9
    ],
)
def test_spring_festival_2026(weekdays: Collection[int], workdays: list[date], days: int) -> None:
    for holidays in every_container(FESTIVAL):
        for worked in every_container(workdays):
            selling = SellingDays(weekdays=weekdays, holidays=holidays, workdays=worked)
            assert selling.count(*FEBRUARY) == days, (type(holidays), type(worked))


def test_a_make_up_day_sells_though_it_is_a_holiday() -> None:
    """A shop may open on a day of the national holiday."""
    opened = SellingDays(holidays=FESTIVAL, workdays=[date(2026, 2, 18)])
    assert date(2026, 2, 18) in opened
    assert date(2026, 2, 17) not in opened
    assert opened.count(*FEBRUARY) == 20


def test_by_default_every_day_sells() -> None:
    assert SellingDays().count(date(2026, 1, 1), date(2027, 1, 1)) == 365
    assert Calendar().selling_days(*FEBRUARY) == 28


def test_a_day_is_asked_for_by_date() -> None:
    six_days = SellingDays(weekdays=range(1, 7))
    assert date(2026, 3, 2) in six_days
    assert datetime(2026, 3, 1, 12, tzinfo=UTC) not in six_days  # a Sunday
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert six_days.count(noon, noon + timedelta(days=7)) == 6


@settings(max_examples=50)
@given(
    st.sets(st.sampled_from(Weekday), min_size=1),
    st.sets(st.dates(date(2025, 11, 1), date(2027, 2, 1)), max_size=20),
    st.sets(st.dates(date(2025, 11, 1), date(2027, 2, 1)), max_size=20),
    st.lists(st.dates(date(2025, 10, 1), date(2027, 3, 1)), min_size=3, max_size=3).map(sorted),
)
def test_counts_add_up_over_splits(
    weekdays: set[Weekday], holidays: set[date], workdays: set[date], ends: list[date]
) -> None:
    """Brief: "selling_days additive over splits"; and each count is that of the days one by one."""
    selling = SellingDays(weekdays=weekdays, holidays=holidays, workdays=workdays)
    first, middle, last = ends
    assert selling.count(first, middle) + selling.count(middle, last) == selling.count(first, last)
    days = [first + timedelta(days=place) for place in range((last - first).days)]
    assert selling.count(first, last) == sum(
        day in workdays or (day.isoweekday() in weekdays and day not in holidays) for day in days
    )


def test_the_whole_calendar_can_be_counted_to_its_end() -> None:
    assert SellingDays().count(date(9998, 12, 31), date.max) == 365
    assert SellingDays().count(date.min, date(1, 1, 8)) == 7


def test_a_container_is_asked_once_for_each_day_of_a_year() -> None:
    lazy = Lazy(FESTIVAL)
    selling = SellingDays(holidays=lazy)
    assert lazy.asked == 0
    for _ in range(3):
        assert selling.count(*FEBRUARY) == 19
    assert lazy.asked == 365
    assert selling.count(date(2026, 1, 1), date(2027, 1, 1)) == 356  # the year after is not asked for
    assert lazy.asked == 365


def test_days_are_copied_where_they_can_be() -> None:
    holidays = [date(2026, 3, 9)]
    selling = SellingDays(holidays=holidays)
    holidays.append(date(2026, 3, 10))
    assert selling.count(*MARCH) == 30
    assert selling == SellingDays(holidays={date(2026, 3, 9): "a day"})
    assert hash(selling) == hash(SellingDays(holidays=(date(2026, 3, 9),)))


def test_selling_days_are_values() -> None:
    lazy = SellingDays(weekdays=range(1, 6), holidays=Lazy(FESTIVAL), workdays=MADE_UP)
    again = pickle.loads(pickle.dumps(lazy))
    assert again == lazy
    assert hash(again) == hash(lazy)
    assert again.count(*FEBRUARY) == 16
    assert SellingDays(weekdays=[6, 1, 1]) == SellingDays(weekdays=(Weekday.MONDAY, Weekday.SATURDAY))
    assert SellingDays(holidays=Asked(())) != SellingDays(holidays=Asked((date(2026, 3, 9),)))
    assert attrs.evolve(lazy, weekdays=[1]).count(*FEBRUARY) == 4  # Mondays 2 and 9, and the two days made up
    assert repr(lazy) == "SellingDays(weekdays=(1, 2, 3, 4, 5), holidays=<Lazy>, workdays=<2 days>)"


def test_a_store_may_sell_on_days_of_its_own() -> None:
    calendar = Calendar(
        selling=SellingDays(weekdays=range(1, 7), holidays=FESTIVAL), stores={"mall": SellingDays(), 7: SellingDays()}
    )
    assert calendar.selling_days(*FEBRUARY) == 17
    assert calendar.selling_days(*FEBRUARY, store="mall") == calendar.selling_days(*FEBRUARY, store=7) == 28
    assert calendar.selling_days(*FEBRUARY, store="north") == 17


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        (date(2026, 3, 2), date(2026, 3, 1), "run backwards, from 2026-03-02 to 2026-03-01: give the earlier day"),
        ("2026-03-01", date(2026, 4, 1), "^the start is '2026-03-01', not a datetime.date$"),
        (None, 5, "^the start is nothing, not a datetime.date; the end is 5, not a datetime.date$"),
    ],
)
def test_days_that_cannot_be_counted(start: Any, end: Any, message: str) -> None:
    with pytest.raises(PeriodError, match=message):
        Calendar().selling_days(start, end)


def test_no_days_are_none() -> None:
    assert Calendar().selling_days(date(2026, 3, 1), date(2026, 3, 1)) == 0


def test_every_malformed_argument_is_told_at_once() -> None:
    with pytest.raises(PeriodError) as caught:
        SellingDays(
            weekdays=[1, 8, "Mon"],  # type: ignore[list-item]
            holidays=["2026-03-09", datetime(2026, 3, 9), date(2026, 3, 9)],  # type: ignore[list-item]
            workdays="2026-03-15",  # type: ignore[arg-type]
        )
    of_dates = "a datetime.date: of a datetime take .date(), date.fromisoformat reads text"
    container = "a container of dates, such as a list, a set, a dict with dates as keys or a holidays.HolidayBase"
    assert str(caught.value).splitlines() == [
        "faults in the selling days (5):",
        "  - weekdays: 8: an ISO weekday, 1 for Monday to 7 for Sunday",
        "  - weekdays: 'Mon': an ISO weekday, 1 for Monday to 7 for Sunday",
        f"  - holidays: '2026-03-09': {of_dates}",
        f"  - holidays: a value of type datetime: {of_dates}",
        f"  - workdays: '2026-03-15': {container}",
    ]


@pytest.mark.parametrize("holidays", [{"2026-03-09"}, frozenset({"2026-03-09"}), {"2026-03-09": 1}, ["2026-03-09"]])
def test_days_as_text_are_no_days(holidays: Any) -> None:
    with pytest.raises(PeriodError, match=r"holidays: '2026-03-09': a datetime\.date"):
        SellingDays(holidays=holidays)


@pytest.mark.parametrize("given", [5, None, b"2026", iter([date(2026, 3, 9)]), lambda day: day])
def test_what_is_no_container_of_dates(given: Any) -> None:
    with pytest.raises(PeriodError, match=r"workdays: .*: a container of dates"):
        SellingDays(workdays=given)


@pytest.mark.parametrize("weekdays", [6, None, "123456"])
def test_what_are_no_weekdays(weekdays: Any) -> None:
    with pytest.raises(PeriodError, match=r"weekdays: .*: a collection of ISO weekdays"):
        SellingDays(weekdays=weekdays)


def test_some_day_sells() -> None:
    with pytest.raises(PeriodError, match="weekdays: at least one weekday, or workdays: no day sells"):
        SellingDays(weekdays=())
    market = SellingDays(weekdays=(), workdays=[date(2026, 3, 7), date(2026, 3, 21)])
    assert market.count(*MARCH) == 2


def test_many_faults_are_counted_and_the_first_shown() -> None:
    with pytest.raises(PeriodError) as caught:
        SellingDays(holidays=[f"no {n}" for n in range(25)])  # type: ignore[arg-type]
    assert "(25):" in str(caught.value)
    assert "'no 19'" in str(caught.value)
    assert "'no 20'" not in str(caught.value)
    assert "… and 5 more" in str(caught.value)
