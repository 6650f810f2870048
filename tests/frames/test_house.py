"""A house from a table: people and units, every scope and roll-up, targets over days, `score_all` and the walk down."""

from __future__ import annotations

from typing import Any

import pytest
from frames.agreement import agrees, same
from frames.backends import Backend, arrow, made
from frames.small import DAY, SUMS
from house.cases import CALENDAR, PROFILES, some_rows
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from organisation.drawn import Parts, parts

import salesperf as sp
from salesperf import profiles, sample
from salesperf.organisation import Organisation

RECORDS = (*sample.dealership(people=4), *sample.house_facts(people=4))
HOUSE = sample.organisation(people=4)
MARCH = [row for row in RECORDS if row["date"].month in {1, 2, 3}]  # type: ignore[attr-defined]

pytestmark = pytest.mark.usefixtures("grouped")


@pytest.mark.untraced
@pytest.mark.parametrize("period", ["month", "2026-Q1", ["2026-W10", "2026-W11"]])
def test_everybody_in_the_sample_house(core: Backend, period: Any) -> None:
    board = agrees(core, MARCH, profiles.SHIPPED, organisation=HOUSE, period=period)
    assert {str(card.level) for card in board} == {"consultant", "manager", "director"}


@pytest.mark.untraced
def test_the_sample_house_from_every_quick_engine(quick: Backend) -> None:
    rows = [row for row in MARCH if row["date"].month == 3]  # type: ignore[attr-defined]
    board = agrees(quick, rows, profiles.SHIPPED, organisation=HOUSE, period="2026-03")
    columns, _ = made(rows)
    under = sp.score_all(quick.table(columns), profiles.SHIPPED, organisation=HOUSE, period="2026-03").under(
        "wang.gang"
    )
    assert [card.subject for card in under] == [card.subject for card in board.under("wang.gang")]


@pytest.mark.untraced
@pytest.mark.parametrize("period", ["2026-03", "month", None, "day"])
def test_the_sample_dealership_without_a_house(core: Backend, period: Any) -> None:
    rows = [row for row in MARCH if "person" in row][:: 4 if period == "day" else 1]
    assert len(agrees(core, rows, profiles.CONSULTANT, period=period))


@pytest.mark.untraced
@pytest.mark.parametrize("by", ["team", "store"])
def test_units_of_the_sample_house(core: Backend, by: str) -> None:
    assert len(agrees(core, MARCH, profiles.MANAGER, organisation=HOUSE, period="month", by=by))


FEWER = [row for row in (*sample.dealership(people=2), *sample.house_facts(people=2)) if row["date"].month in {2, 3}]  # type: ignore[attr-defined]
SMALL: list[dict[str, Any]] = [
    {"organisation": sample.organisation(people=2), "period": ["2026-W10", "2026-W11"]},
    {"organisation": sample.organisation(people=2), "period": "month"},
    {"by": "team", "period": "2026-03"},
]


@pytest.mark.parametrize("call", SMALL, ids=["weeks of a house", "months of a house", "teams by themselves"])
def test_a_house_of_two(call: dict[str, Any]) -> None:
    """Weeks leave days out on which somebody has no place; rows of people count for no team without a house."""
    columns, plain = made(FEWER)
    assert len(same(arrow(columns), plain, profiles.MANAGER, **call))


UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
FEW = settings(max_examples=8, deadline=None, phases=UNSHRUNK, suppress_health_check=list(HealthCheck))


@pytest.mark.untraced
@FEW
@given(data=st.data(), drawn=parts())
def test_any_house_and_any_records_of_it(core: Backend, data: st.DataObject, drawn: Parts) -> None:
    """ "every scope, roll-up, union, snapshot, stage and base period that people-and-time put into the plan"."""
    rows = [dict(row) for row in data.draw(some_rows(drawn))]
    org = Organisation(units=drawn.units, memberships=drawn.memberships, leaves=drawn.leaves)
    columns, plain = made(rows)
    period = data.draw(st.sampled_from(["month", "2026-01", "2026-Q1"]))
    try:
        expected = sp.score_all(plain, PROFILES, organisation=org, calendar=CALENDAR, period=period)
    except sp.NoRecordsError:
        with pytest.raises(sp.NoRecordsError):
            len(sp.score_all(core.table(columns), PROFILES, organisation=org, calendar=CALENDAR, period=period))
        return
    assert len(expected)
    same(core.table(columns), plain, PROFILES, organisation=org, calendar=CALENDAR, period=period)


MOVING = Organisation.from_rows(
    [
        {"person": "li.na", "team": "a"},
        {"person": "wang.wei", "team": "a", "until": "2026-03-16"},
        {"person": "wang.wei", "team": "b", "start": "2026-03-16"},
    ]
)


def test_who_moves_is_looked_for_in_columns_of_their_kind_of_id(core: Backend) -> None:
    """A column of whole numbers holds nobody whose id is text; who moves within a month counts in both teams."""
    days = [{"date": DAY.replace(day=10), "worth": 5}, {"date": DAY.replace(day=20), "worth": 7}]
    rows = [{"person": who, "store": None, **day} for day in days for who in ("li.na", "wang.wei")]
    board = agrees(core, rows, SUMS, kinds={"store": "int64"}, organisation=MOVING, period="2026-03", by="team")
    assert {card.subject: card["counted"].value for card in board} == {"a": 17, "b": 7}
