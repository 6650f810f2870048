"""What `period=` accepts."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesperf.calendar import Calendar, Grain, Period, _labels, parse_periods
from salesperf.errors import PeriodError

MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))


def test_none_makes_everything_one_period() -> None:
    assert parse_periods(None) == ()


@pytest.mark.parametrize("grain", Grain)
def test_a_grains_name_is_the_grain(grain: Grain) -> None:
    assert parse_periods(grain.value) is grain
    assert parse_periods(grain) is grain


@pytest.mark.parametrize("spec", ["2026-03", " 2026-03 ", MARCH, ["2026-03"], (MARCH,)])
def test_one_period(spec: str | Period | list[str] | tuple[Period, ...]) -> None:
    assert parse_periods(spec) == (MARCH,)


def test_calls_share_what_labels_name_by_one_reckoning_and_of_so_many_only() -> None:
    _labels._span.cache_clear()
    for year in range(1000, 1300):
        assert parse_periods(str(year)) == (Period(date(year, 1, 1), date(year + 1, 1, 1)),)
    assert _labels._span.cache_info().currsize == 256
    closing = Calendar(closing_day=25)
    for _ in range(2):
        assert parse_periods("2026-03") == (MARCH,)
        assert closing.periods("2026-03") == (closing.period(Period(date(2026, 2, 26), date(2026, 3, 26))),)
    assert _labels._span.cache_info().hits == 2


@given(st.permutations(["2026-03", "2026-Q1", "2026", "2026-02", "2026-W09"]))
def test_several_come_in_chronological_order_and_may_overlap(labels: list[str]) -> None:
    read = parse_periods(labels)
    assert isinstance(read, tuple)
    assert [str(period) for period in read] == ["2026-Q1", "2026", "2026-02", "2026-W09", "2026-03"]
    assert parse_periods(tuple(labels)) == read


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        (["2026-03", "2026-02", MARCH], r'"2026-03" is listed 2 times, give each span once'),
        (["2026-Q1", "2026-01-01..2026-03-31"], r'"2026-Q1" is listed 2 times'),
        ([], "an empty list of periods asks for nothing; None makes all records one period"),
        ((), "an empty list of periods asks for nothing"),
        (["month"], '"month" asks for one card each and is given alone, not in a list'),
        ((date(2026, 3, 1), date(2026, 4, 1)), "a value of type date is not a period"),
    ],
)
def test_lists_that_ask_for_nothing_clear(spec: object, message: str) -> None:
    with pytest.raises(PeriodError, match=message) as caught:
        parse_periods(spec)  # type: ignore[arg-type]
    assert "Accepted: " in str(caught.value)
    assert "Period(start, end)" in str(caught.value)


def test_all_faults_of_a_list_are_told_at_once() -> None:
    with pytest.raises(PeriodError) as caught:
        parse_periods(["2026-13", "2026-3", MARCH, "march", 3, "2026-03"])  # type: ignore[list-item]
    assert str(caught.value).splitlines()[:-1] == [
        "faults in the list of periods (5):",
        "  - '2026-13' is not a period: months run from 01 to 12",
        "  - '2026-3' is not a period: did you mean \"2026-03\"?",
        "  - 'march' is not a period",
        "  - 3 is not a period",
        '  - "2026-03" is listed 2 times, give each span once',
    ]


def test_many_faults_are_counted_and_the_first_shown() -> None:
    with pytest.raises(PeriodError) as caught:
        parse_periods([f"no {n}" for n in range(25)])
    assert "(25):" in str(caught.value)
    assert "'no 19'" in str(caught.value)
    assert "'no 20'" not in str(caught.value)
    assert "… and 5 more" in str(caught.value)


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("monthly", 'did you mean "month" for one card each?'),
        (" month ", 'did you mean "month" for one card each?'),
        ("2026-3", 'did you mean "2026-03"? Accepted: '),
        ("march", "'march' is not a period. Accepted: "),
        (202603, "202603 is not a period. Accepted: "),
        (date(2026, 3, 1), "a value of type date is not a period"),
        (datetime(2026, 3, 1, tzinfo=UTC), "a value of type datetime is not a period"),
        ({"2026-03"}, "a value of type set is not a period"),
    ],
)
def test_what_is_no_period_is_refused_with_every_form(spec: object, message: str) -> None:
    with pytest.raises(PeriodError) as caught:
        parse_periods(spec)  # type: ignore[arg-type]
    assert message in str(caught.value)
    assert str(caught.value).endswith(
        '; a list of them; or "day", "week", "month", "quarter", "half", "year" for one card each'
    )
