"""The made-up dealership as a house: who belongs where, what is known besides the consultants, and its scores."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from decimal import Context, Decimal, localcontext
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesperf import Level, Scoreboard, Status, measures, profiles, read_csv, sample, score, score_all
from salesperf.errors import RecordError
from salesperf.organisation import Organisation, OrganisationError
from salesperf.vocabulary import Owner

Row = dict[str, Any]
Rows = Sequence[Row]

IDS = {measure.id for measure in measures.VOCABULARY}
MARCH = dt.date(2026, 3, 1).toordinal(), dt.date(2026, 4, 1).toordinal()
SELLER = "zhao.min"
MARKET_BEFORE = {"tiv_in_area", "own_registrations_in_area"}


@pytest.fixture(scope="module")
def house() -> Rows:
    return sample.house_facts()


@pytest.fixture(scope="module")
def organisation() -> Organisation:
    return sample.organisation()


@pytest.fixture(scope="module")
def board(records: Rows, house: Rows, organisation: Organisation) -> Scoreboard:
    return score_all([*records, *house], profiles.SHIPPED, organisation=organisation, period="2026-03")


def total(rows: Rows, measure: str) -> Decimal:
    return sum((Decimal(row.get(measure, 0)) for row in rows), Decimal())


# who belongs where


def test_the_organisation_is_what_the_docstring_says(organisation: Organisation) -> None:
    assert organisation.units() == ("hangzhou.west", "hangzhou.west.a", "hangzhou.west.b")
    assert organisation.people(Level.MANAGER) == ("wang.gang", "zhao.min")
    assert organisation.people(Level.DIRECTOR) == ("qian.jun",)
    assert len(organisation.people(Level.CONSULTANT)) == 12
    assert organisation.knows("house.hangzhou.west")
    assert "house.hangzhou.west" not in organisation.people()
    assert organisation.reports_to("li.na", MARCH[0]) == "wang.gang"
    assert organisation.reports_to("wang.wei", MARCH[0]) == "zhao.min"
    assert organisation.above("zhao.min", MARCH[0]) == ("qian.jun",)


def test_a_newcomer_a_leave_and_a_move(organisation: Organisation) -> None:
    """ "huang.ting from 1 May; liu.yang is on leave in March; zhou.hao moves … on 16 March"."""
    assert organisation.joined("huang.ting") == dt.date(2026, 5, 1).toordinal()
    assert organisation.absences("liu.yang") == (MARCH,)
    moved = [(stretch.start, stretch.unit) for stretch in organisation.stretches("zhou.hao")]
    assert moved[1:] == [(dt.date(2026, 3, 16).toordinal(), "hangzhou.west.b")]
    assert moved[0][1] == "hangzhou.west.a"


def test_the_rows_go_through_a_spreadsheet(tmp_path: Path, organisation: Organisation) -> None:
    sample.write_csv(tmp_path / "people.csv", sample.organisation_rows())
    header = (tmp_path / "people.csv").read_text(encoding="utf-8-sig").partition("\n")[0]
    assert header == "person,team,store,level,start,until,leave,house"
    again = Organisation.from_rows(read_csv(tmp_path / "people.csv"))
    assert again == organisation
    assert again.unused == ()


def test_other_arguments_give_another_house() -> None:
    other = sample.organisation(year=2028, people=3, store="ningbo")
    assert other.units(Owner.TEAM) == ("ningbo.a", "ningbo.b")
    assert other.people(Level.CONSULTANT) == ("li.na", "wang.wei", "zhang.min")
    assert other.joined("li.na") == dt.date(2028, 1, 1).toordinal()
    assert len(sample.organisation(people=237).people()) == 240


@pytest.mark.parametrize("made", [sample.organisation, sample.organisation_rows, sample.house_facts])
@pytest.mark.parametrize("asked", [{"people": 0}, {"people": "12"}, {"year": 1999}, {"people": 238, "year": True}])
def test_arguments_are_checked(made: Any, asked: dict[str, Any]) -> None:
    with pytest.raises(RecordError) as raised:
        made(**asked)
    assert {fault.field for fault in raised.value.faults} == set(asked)


def test_a_seed_is_checked_too() -> None:
    with pytest.raises(RecordError, match="seed"):
        sample.house_facts(seed=-1)


def test_a_store_needs_an_id() -> None:
    with pytest.raises(OrganisationError):
        sample.organisation(store="li.na")


# what is known besides the consultants


def test_the_default_facts_are_pinned(house: Rows) -> None:
    text = json.dumps(house, default=str, sort_keys=True, separators=(",", ":"))
    assert (
        hashlib.sha256(text.encode()).hexdigest() == "eb17de3ef581c940716b54245b74cbff01c1b706c22d7f08c47a52e0ff840616"
    )


def test_the_same_arguments_give_equal_facts_in_any_decimal_context(house: Rows) -> None:
    with localcontext(Context(prec=2)):
        assert sample.house_facts() == house
    assert sample.house_facts(seed=7) != house


def test_the_facts_have_the_promised_shape(house: Rows) -> None:
    owners = {"person", "team", "store"}
    for row in house:
        assert len(row.keys() & owners) == 1
        assert row.keys() - IDS <= owners | {"date", "until", "model", "deal", "customer", "channel", "rater"}
        assert row.keys() & IDS
        assert all(type(row[name]) in (int, Decimal) for name in row.keys() & IDS)
        assert row["date"].year == 2026 or (row["date"].year == 2025 and row.keys() & IDS == MARKET_BEFORE)
    assert [row["date"] for row in house] == sorted(row["date"] for row in house)
    assert Counter(row["date"].year for row in house)[2025] == 12


def test_nothing_repeats_the_consultants_records(records: Rows, house: Rows) -> None:
    consultants = {row["person"] for row in records}
    assert {row["person"] for row in house if "person" in row} == {
        "wang.gang",
        "zhao.min",
        "house.hangzhou.west",
    }
    of_units = {name for row in house if "person" not in row for name in row.keys() & IDS}
    of_people = {name for row in records for name in row.keys() & IDS}
    assert of_units & of_people == {"target_units", "target_revenue", "target_gross"}
    assert len(consultants) == 12


def test_house_deals_have_neither_leads_nor_targets(house: Rows) -> None:
    deals = [row for row in house if row.get("person") == "house.hangzhou.west"]
    names = {name for row in deals for name in row.keys() & IDS}
    assert 6 <= total(deals, "units_delivered") == total(deals, "orders_signed") <= 24
    assert not {name for name in names if name.startswith(("target", "leads", "opps", "survey"))}


def test_a_selling_manager_sells_a_quarter_of_what_a_consultant_does(records: Rows, house: Rows) -> None:
    hers = [row for row in house if row.get("person") == SELLER]
    usual = total(records, "units_delivered") / 12
    assert usual / 6 < total(hers, "units_delivered") < usual / 2
    assert total(hers, "target_units") > 12


def test_the_books_close(house: Rows) -> None:
    for row in house:
        if "net_profit" in row:
            assert row["net_profit"] == row["gp_total"] - row["expense_total"]
        if "stock_units_end" in row:
            assert 0 <= row["stock_units_over_90"] <= row["stock_units_end"]
    stocked = Counter(row["date"] for row in house if "stock_units_end" in row)
    assert set(stocked.values()) == {2 * 5}
    assert Counter(row["date"] for row in house if "stock_value_avg" in row).most_common(1)[0][1] == 1


# the scores of a house


def test_everybody_has_a_card_and_a_total_or_a_reason(board: Scoreboard) -> None:
    assert Counter(card.level for card in board) == {Level.CONSULTANT: 11, Level.MANAGER: 2, Level.DIRECTOR: 1}
    assert [card.subject for card in board if card.total is None] == ["liu.yang"]
    assert all(Decimal(50) < card.total < Decimal(115) for card in board if card.total is not None)
    assert board.intake.rejected == ()


@pytest.mark.parametrize("person", ["wang.gang", "zhao.min", "qian.jun"])
def test_every_line_of_those_who_lead_has_a_value(board: Scoreboard, person: str) -> None:
    assert {line.id: line.status for line in board[person] if line.status is not Status.OK} == {}


def test_consultants_have_the_scores_they_have_without_a_house(board: Scoreboard, records: Rows) -> None:
    alone = score(records, profiles.CONSULTANT, period="2026-03")
    for card in alone:
        assert board[card.subject].total == card.total


def test_the_store_adds_up(board: Scoreboard, records: Rows, house: Rows) -> None:
    march = [row for row in (*records, *house) if (row["date"].year, row["date"].month) == (2026, 3)]
    units = total(march, "units_delivered") - total(march, "units_returned")
    at_the_store = board["qian.jun"]["unit_attainment"].numerator
    teams = [board[manager]["unit_attainment"].numerator for manager in ("wang.gang", "zhao.min")]
    deals = total([row for row in march if row.get("person") == "house.hangzhou.west"], "units_delivered")
    assert at_the_store == units == sum(filter(None, teams)) + deals
    assert deals > 0


def test_who_is_under_whom(board: Scoreboard) -> None:
    assert [card.subject for card in board.under("wang.gang")] == [
        "zhang.min",
        "chen.jie",
        "li.na",
        "zhao.lei",
        "xu.dong",
    ]
    assert "zhou.hao" in board.under("zhao.min")
    assert len(board.under("qian.jun")) == 13


@given(seed=st.integers(0, 2**63 - 1), year=st.integers(2000, 2040), people=st.integers(1, 9))
@settings(max_examples=5, deadline=None)
def test_any_house_can_be_scored(seed: int, year: int, people: int) -> None:
    records = sample.dealership(seed=seed, year=year, people=people)
    records += sample.house_facts(seed=seed, year=year, people=people)
    house = sample.organisation(year=year, people=people)
    board = score_all(records, profiles.SHIPPED, organisation=house, period=f"{year}-09")
    assert len(board) == people + 3
    assert board.intake.rejected == ()
