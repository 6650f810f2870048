"""Sentences of the contract that hold for any organisation and any records, over drawn ones."""

from __future__ import annotations

import random
from collections import UserDict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest
from house import oracle
from house.cases import (
    BY_ID,
    CALENDAR,
    DEALS,
    FEW,
    JUDGED,
    PROFILES,
    SAME,
    SOLD,
    WORTH,
    profile_of,
    some_rows,
)
from hypothesis import assume, given
from hypothesis import strategies as st
from organisation.drawn import PARENTS, Parts, parts

import salesperf as sp
from salesperf import indicators, measures
from salesperf.indicators import total_of
from salesperf.organisation import Organisation
from salesperf.vocabulary import Level

pytestmark = pytest.mark.untraced

OWN = {
    level: profile_of(
        level,
        *(
            (line[0], {**line[1], "scope": "own"}) if isinstance(line, tuple) else (line, {"scope": "own"})
            for line in SAME
        ),
    )
    for level in ("consultant", "manager", "director")
}
ADDITIVE = profile_of("consultant", *(total_of(each) for each in (SOLD, WORTH, DEALS)))


def organisation(drawn: Parts) -> Organisation:
    return Organisation(units=drawn.units, memberships=drawn.memberships, leaves=drawn.leaves)


def lines_of(board: Iterable[sp.Scorecard]) -> dict[tuple[Any, ...], Any]:
    """What the lines of each card say, whatever the others say."""
    return {
        (card.subject, str(card.period), str(card.level)): [(line.value, line.status, line.points) for line in card]
        for card in board
    }


def scored(rows: list[dict[str, Any]], profiles: Any, org: Organisation, by: str = "person") -> Any:
    """The lines by card; nothing where there is nobody to score."""
    try:
        if by == "person":
            return lines_of(sp.score_all(rows, profiles, organisation=org, calendar=CALENDAR, period="month"))
        return lines_of(sp.score(rows, profiles, organisation=org, calendar=CALENDAR, period="month", by=by))
    except sp.NoRecordsError:
        return {}


@FEW
@given(st.data(), parts())
def test_moving_a_person_changes_nobody_elses_card(data: st.DataObject, drawn: Parts) -> None:
    """ "moving a person changes nobody else's card": own facts of all others, and units that the person is not in."""
    rows = data.draw(some_rows(drawn))
    movable = [each for each in drawn.memberships if not each.manages and not each.house]
    assume(movable)
    moved = data.draw(st.sampled_from(movable))
    there = data.draw(st.sampled_from(sorted(set(PARENTS) - {moved.unit})))
    after = attrs.evolve(
        drawn,
        memberships=tuple(attrs.evolve(each, unit=there) if each is moved else each for each in drawn.memberships),
    )
    orgs = organisation(drawn), organisation(after)
    before, then = (scored(rows, OWN, org) for org in orgs)
    assert {key: card for key, card in before.items() if key[0] != moved.person} == {
        key: card for key, card in then.items() if key[0] != moved.person
    }
    touched = {unit for org in orgs for stretch in org.stretches(moved.person) for unit in stretch.chain}
    for by in ("team", "store", "area"):
        before, then = (scored(rows, OWN["consultant"], org, by) for org in orgs)
        for key in before:
            assert key[0] in touched or before[key] == then[key]


@FEW
@given(st.data(), parts())
def test_a_groups_additive_facts_equal_the_sum_of_its_parts(data: st.DataObject, drawn: Parts) -> None:
    """ "a group's additive facts equal the sum of its parts at every level and date"."""
    rows = [row for row in data.draw(some_rows(drawn)) if "until" not in row]
    days = sorted({row["date"] for row in rows})[:4]
    assume(days)
    org = organisation(drawn)
    periods = [sp.Period(day, day + oracle.DAY) for day in days]
    totals: dict[tuple[Any, date], dict[str, Decimal]] = {}
    for by in ("team", "store", "area", "group"):
        for card in sp.score(rows, ADDITIVE, organisation=org, period=periods, by=by):
            totals[card.subject, card.period.start] = dict(card.measures)
    house = oracle.House(drawn.units, drawn.memberships)
    for (unit, day), amounts in totals.items():
        below = {
            each.id
            for each in drawn.units
            if each.parent == unit and (place := house.place(each.id, day)) and unit in place.chain
        }
        children = [totals[each, day] for each in below if house.place(each, day).chain[1] == unit]
        direct = [
            row for row in rows if row["date"] == day and house.place(oracle.owner_of(row)[0], day).chain[0] == unit
        ]
        for measure in (SOLD, WORTH, DEALS):
            own = sum((Decimal(row[measure.id]) for row in direct if measure.id in row), Decimal(0))
            assert amounts[measure.id] == own + sum(each[measure.id] for each in children)


SHOP = [
    {"person": "li", "team": "a", "store": "w"},
    {"person": "chen", "team": "a", "store": "w", "until": "2026-03-11"},
    {"person": "chen", "team": "b", "store": "w", "start": "2026-03-11"},
    {"person": "ma", "team": "a", "store": "w", "level": "manager"},
    {"person": "boss", "store": "w", "level": "director"},
    {"person": "house", "store": "w", "house": "yes"},
    {"person": "other", "store": "e"},
]
IN_SHOP = ["li", "chen", "ma", "boss", "house"]


@st.composite
def shop_rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    people = [*IN_SHOP, "other"]
    return [
        {"person": who, "date": date(2026, 3, 1) + timedelta(day), "units_delivered": units, "h_worth": worth}
        for who, day, units, worth in draw(
            st.lists(
                st.tuples(st.sampled_from(people), st.integers(0, 30), st.integers(0, 3), st.integers(-5, 9)),
                min_size=1,
                max_size=20,
            )
        )
    ]


PROFIT = total_of(measures.NET_PROFIT)
TWO = (total_of(SOLD), total_of(WORTH))


@FEW
@given(shop_rows())
def test_people_and_house_deals_add_up_to_the_store(rows: list[dict[str, Any]]) -> None:
    """ "House deals belong to a stated pseudo-person so that people always add up to the store"; no card of its own."""
    org = Organisation.from_rows(SHOP)
    own = {level: profile_of(level, *((each, {"scope": "own"}) for each in TWO)) for level in Level}
    people = sp.score_all(rows, own, organisation=org, period="2026-03")
    stores = sp.score(rows, own["consultant"], organisation=org, period="2026-03", by="store")
    assert "house" not in people
    for measure in (SOLD.id, WORTH.id):
        house = sum(row[measure] for row in rows if row["person"] == "house")
        assert (
            sum(card.measures[measure] for card in people if card.subject in IN_SHOP) + house
            == stores["w"].measures[measure]
        )


@FEW
@given(shop_rows())
def test_a_selling_manager_is_not_counted_twice(rows: list[dict[str, Any]]) -> None:
    """ "A selling manager is not counted twice": a team is its members and its manager, each once."""
    org = Organisation.from_rows(SHOP)
    levels = {
        level: profile_of(level, *TWO, *((each, {"scope": "own"}) for each in TWO)) for level in ("manager", "director")
    }
    board = sp.score_all(rows, levels, organisation=org, period="2026-03")
    for who, below in (("ma", ["li", "ma"]), ("boss", IN_SHOP)):
        expected = sum(row["units_delivered"] for row in rows if row["person"] in below)
        early = [row for row in rows if row["person"] == "chen" and row["date"] < date(2026, 3, 11) and who == "ma"]
        assert board[who].lines[0].value == expected + sum(row["units_delivered"] for row in early)
        assert board[who].lines[2].value == sum(row["units_delivered"] for row in rows if row["person"] == who)


def test_store_and_area_facts_are_never_divided_among_people() -> None:
    """ "Store and area facts are never divided among people": whoever looks at them sees the whole."""
    org = Organisation.from_rows([{**row, "area": "north"} for row in SHOP])
    rows = [
        {"store": "w", "date": "2026-03-31", "net_profit": 900, "revenue_total": 4500},
        {"store": "e", "date": "2026-03-31", "net_profit": 100, "revenue_total": 500},
        {"area": "north", "date": "2026-03-31", "own_registrations_in_area": 30, "tiv_in_area": 200},
        {"person": "li", "date": "2026-03-05", "units_delivered": 1},
    ]
    lines = (
        PROFIT,
        indicators.RETURN_ON_SALES,
        indicators.MARKET_SHARE,
        (PROFIT, {"scope": "own"}),
    )
    board = sp.score_all(
        rows, {level: profile_of(level, *lines) for level in Level}, organisation=org, period="2026-03"
    )
    for card in board:
        profit, rate, share, own = card
        here = 100 if card.subject == "other" else 900
        assert (profit.value, rate.value, share.value) == (here, Decimal("20.00"), Decimal("15.00"))
        assert own.value == 0
    areas = sp.score(rows, profile_of("director", *lines[:3]), organisation=org, period="2026-03", by="area")
    assert [line.value for line in areas["north"]] == [1000, Decimal("20.00"), Decimal("15.00")]


def test_sample_rules_are_tested_again_at_each_scope() -> None:
    """ "Sample rules are tested again at each scope": three surveys are too few, a team's nine enough."""
    org = Organisation.from_rows(
        [{"person": who, "team": "a"} for who in "xyz"] + [{"person": "m", "team": "a", "level": "manager"}]
    )
    rows = [{"person": who, "date": "2026-03-05", "survey_n": 3, "score_sum": 270} for who in "xyz"]
    line = (indicators.CSI_SCORE, {"minimum_sample": 9})
    board = sp.score_all(
        rows,
        {level: profile_of(level, line) for level in ("consultant", "manager")},
        organisation=org,
        period="2026-03",
    )
    assert [board[who].lines[0].status for who in "xyz"] == [sp.Status.INSUFFICIENT_SAMPLE] * 3
    assert (board["m"].lines[0].status, board["m"].lines[0].value) == (sp.Status.OK, 90)


def _halves(rows: list[dict[str, Any]], dice: random.Random) -> list[dict[str, Any]]:
    """The same records, each amount in two parts, in another order."""
    found = []
    for row in rows:
        one, other = dict(row), dict(row)
        for name in row.keys() & BY_ID.keys():
            whole = Decimal(row[name])
            part = Decimal(dice.randint(0, 9)) if BY_ID[name].decimals == 0 else (whole / 3).quantize(Decimal("0.01"))
            one[name], other[name] = part, whole - part
        found += [one, other]
    dice.shuffle(found)
    return found


@FEW
@given(st.data(), parts(leave=True), st.randoms(use_true_random=False))
def test_order_splits_and_shapes_of_rows_do_not_matter(data: st.DataObject, drawn: Parts, dice: random.Random) -> None:
    """ "in any row order, however the rows were split": nor by which way they are read."""
    rows = data.draw(some_rows(drawn))
    org = organisation(drawn)
    whole = scored(rows, PROFILES, org)
    assert scored(_halves(rows, dice), PROFILES, org) == whole
    assert scored([UserDict(row) for row in rows], PROFILES, org) == whole  # type: ignore[list-item]
    full = [{**dict.fromkeys(sorted({name for each in rows for name in each})), **row} for row in rows]
    assert scored(full, PROFILES, org) == whole


@FEW
@given(st.data(), parts())
def test_under_walks_down(data: st.DataObject, drawn: Parts) -> None:
    """ "one board that can be walked down": who belongs to a unit, or to a manager's, at the end of the period."""
    rows = data.draw(some_rows(drawn))
    house = oracle.House(drawn.units, drawn.memberships)
    try:
        board = sp.score_all(rows, OWN, organisation=organisation(drawn), period="2026-01")
    except sp.NoRecordsError:
        return
    above: dict[tuple[Any, str], set[Any]] = {}
    for card in board:
        places = [house.place(card.subject, day) for day in oracle.days(date(2026, 1, 1), date(2026, 2, 1))]
        last = [place for place in places if place is not None][-1]
        above[card.subject, str(card.level)] = {*last.chain, *(boss[0] for boss in last.bosses if boss)} - {
            card.subject
        }
    for superior in {*PARENTS, *drawn.people()}:
        expected = {key for key, whose in above.items() if superior in whose}
        if not expected:
            with pytest.raises(sp.SubjectError):
                board.under(superior)
            continue
        assert {(card.subject, str(card.level)) for card in board.under(superior)} == expected
        under = board.under(superior)
        assert all(card.rank == board[card.subject, "2026-01", card.level].rank for card in under)


RATINGS_OF = {"h_rated", "h_ratings"}


@FEW
@given(st.data(), parts(leave=True))
def test_ratings_are_given_at_each_scope(data: st.DataObject, drawn: Parts) -> None:
    """Ratings do not roll up: a person's never count for a unit, nor a unit's for its people."""
    rows = data.draw(some_rows(drawn))
    org = organisation(drawn)
    rated = [row for row in rows if row.keys() & RATINGS_OF]
    for kind in ("team", "store", "area", "group"):
        of_kind = [row for row in rated if kind in row]
        only = scored(
            [row if row in of_kind else {**row, **dict.fromkeys(row.keys() & RATINGS_OF)} for row in rows],
            profile_of("director", JUDGED),
            org,
            kind,
        )
        assert scored(rows, profile_of("director", JUDGED), org, kind) == only


def test_targets_of_people_and_units_are_not_mixed_up() -> None:
    """ "A unit's own target wins over the sum of its people's" at every step upward; both are in the plan."""
    org = Organisation.from_rows(SHOP)
    march = {"date": "2026-03-01", "until": "2026-04-01"}
    rows = [{"person": who, **march, "target_units": 31} for who in ("li", "chen", "ma")]
    rows += [{"team": "a", **march, "target_units": 50}, {"person": "li", "date": "2026-03-05", "units_delivered": 5}]
    reached = indicators.UNIT_ATTAINMENT
    by = {
        kind: sp.score(rows, profile_of("manager", reached), organisation=org, period="2026-03", by=kind)
        for kind in ("team", "store")
    }
    assert by["team"]["a"].lines[0].denominator == 50
    assert by["team"]["b"].lines[0].denominator == 21  # chen's days there
    assert by["store"]["w"].lines[0].denominator == 71
    rows.append({"store": "w", **march, "target_units": 100})
    again = sp.score(rows, profile_of("manager", reached), organisation=org, period="2026-03", by="store")["w"]
    assert again.lines[0].denominator == 100
