"""Every kind of sum and every form of period, from every engine: "the same score to the last digit"."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest
import tally_cases
from frames.agreement import agrees
from frames.backends import Backend

import salesperf as sp
from salesperf.calendar import Calendar


def facts(number: int = 400, seed: int = 7) -> list[dict[str, Any]]:
    """Rows of every kind of measure: levels on several days, keys that meet, shares that are not whole, gaps."""
    dice = random.Random(seed)
    rows = []
    for _ in range(number):
        day = tally_cases.FIRST_DAY + timedelta(days=dice.randrange(120))
        row: dict[str, Any] = {
            "person": dice.choice(tally_cases.PEOPLE),
            "date": day,
            "customer": dice.choice(["k1", "k2", "k3", None]),
            "model": dice.choice(["x", "y", None]),
            "channel": dice.choice(["web", "shop", ""]),
        }
        for measure in dice.sample(tally_cases.ALL, 4):
            whole = dice.randint(-3 if measure.signed or measure.key else 0, 9)
            row[measure.id] = whole if not measure.decimals else whole + dice.choice([0, 0.25, 0.5])
        rows.append(row)
    return rows


ROWS = facts()
FISCAL = Calendar(closing_day=25, fiscal_year_starts=4)
LATE_CLOSING = Calendar(closing_day=29)
MANY = [
    sp.Period(date(2026, 1, 1) + timedelta(days=3 * n), date(2026, 1, 4) + timedelta(days=3 * n)) for n in range(26)
]
MONTHS = [f"{year}-{month:02d}" for year in (2025, 2026, 2027) for month in range(1, 13)]
PERIODS: dict[str, tuple[Any, Calendar | None]] = {
    "all": (None, None),
    "one month": ("2026-03", None),
    "one quarter": ("2026-Q1", None),
    "one week": ("2026-W09", None),
    "a year": ("2026", None),
    "a span": (sp.Period(date(2026, 1, 20), date(2026, 3, 11)), None),
    "a list": (["2026-02", "2026-03"], None),
    "several lengths": (["2026-Q1", "2026-01", sp.Period(date(2026, 2, 10), date(2026, 2, 20))], None),
    "more edges than stretches": (MANY, None),
    "more months than stretches": (MONTHS, None),
    "by day": ("day", None),
    "by week": ("week", None),
    "by month": ("month", None),
    "by quarter": ("quarter", None),
    "by half": ("half", None),
    "by year": ("year", None),
    "closing day": ("month", FISCAL),
    "closing day, one quarter": ("2026-Q1", FISCAL),
    "a fiscal year": ("year", FISCAL),
    "a closing day that February has not": ("month", LATE_CLOSING),
    "closing day and more months than stretches": (MONTHS, LATE_CLOSING),
}  # fmt: skip


@pytest.mark.untraced
@pytest.mark.usefixtures("grouped")
@pytest.mark.parametrize("name", PERIODS)
def test_every_form_of_period_and_every_kind_of_sum(core: Backend, name: str) -> None:
    period, calendar = PERIODS[name]
    board = agrees(core, ROWS, tally_cases.PROFILE, period=period, calendar=calendar)
    assert len(board)


@pytest.mark.untraced
@pytest.mark.usefixtures("grouped")
@pytest.mark.parametrize("name", ["closing day", "several lengths"])
def test_slow_engines_add_every_kind_of_sum(slow: Backend, name: str) -> None:
    period, calendar = PERIODS[name]
    assert len(agrees(slow, ROWS[:150], tally_cases.PROFILE, period=period, calendar=calendar))


@pytest.mark.untraced
@pytest.mark.usefixtures("grouped")
@pytest.mark.parametrize("period", ["2026-03", "month", "week", ["2026-Q1", "2026-02"]])
def test_every_kind_of_sum_of_people_in_a_house(core: Backend, period: Any) -> None:
    rows = [row for row in ROWS if row["person"] != "zhao.min" or row["date"] < date(2026, 2, 1)]
    rows += [{**row, "person": "ma.li"} for row in ROWS[:60]]
    board = agrees(core, rows, tally_cases.PROFILE, organisation=tally_cases.HOUSE, period=period)
    assert len(board)


@pytest.mark.untraced
@pytest.mark.usefixtures("grouped")
@pytest.mark.parametrize("by", ["team", "store", "area"])
@pytest.mark.parametrize("period", [None, "month"])
def test_every_kind_of_sum_of_units(core: Backend, by: str, period: Any) -> None:
    board = agrees(core, ROWS, tally_cases.PROFILE, organisation=tally_cases.HOUSE, by=by, period=period)
    assert len(board)


@pytest.mark.untraced
@pytest.mark.usefixtures("grouped")
def test_every_engine_adds_up_a_house(backend: Backend) -> None:
    """`score_all`: people who move within a month, and their managers."""
    rows = ROWS[:150]
    profiles = [tally_cases.PROFILE, tally_cases.SMALL]
    board = agrees(backend, rows, profiles, organisation=tally_cases.HOUSE, period="month")
    assert {str(card.level) for card in board} == {"consultant", "manager"}


COVERING = [
    {"person": who, "date": start, "until": end, "t_goal": 2.5, "t_done": 1}
    for who in tally_cases.PEOPLE
    for start, end in (
        (date(2026, 1, 20), date(2026, 1, 26)),
        (date(2026, 1, 26), date(2026, 2, 20)),
        (date(2026, 2, 1), date(2026, 2, 26)),
        (date(2026, 3, 3), date(2026, 3, 4)),
        (date(2026, 2, 26), None),
    )
]


@pytest.mark.usefixtures("grouped")
@pytest.mark.parametrize("closing", [None, 25, 28])
@pytest.mark.parametrize("period", [None, "month", "day", ["2026-02", "2026-03"]])
def test_rows_that_cover_several_days(core: Backend, closing: int | None, period: Any) -> None:
    """`until` (exclusive) makes a row cover days: "it counts in a span that contains all of it"."""
    calendar = Calendar(closing_day=closing)
    goals = [{name: value for name, value in each.items() if name != "t_done"} for each in COVERING]
    agrees(core, goals, tally_cases.PROFILE, period=period, calendar=calendar)
    if closing == 25 and period != "day":
        agrees(core, COVERING, tally_cases.PROFILE, period=period, calendar=calendar)


@pytest.mark.untraced
@pytest.mark.usefixtures("grouped")
def test_targets_may_be_a_table_too(core: Backend) -> None:
    rows = [{k: v for k, v in row.items() if k not in {"t_goal", "t_goal_money"}} for row in ROWS]
    goals = [
        {"person": who, "date": date(2026, month, 1), "t_goal": 12.5, "t_goal_money": 900}
        for who in tally_cases.PEOPLE
        for month in (1, 2, 3)
    ]
    expected = sp.score(rows, tally_cases.PROFILE, targets=goals, period="month")
    for records, targets in ((rows, core.of(goals)), (core.of(rows), core.of(goals)), (core.of(rows), goals)):
        board = sp.score(records, tally_cases.PROFILE, targets=targets, period="month")
        assert board.to_json() == expected.to_json()
