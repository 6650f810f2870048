"""Restating: what later facts change on a closed board, and which records are behind it."""

from __future__ import annotations

import pickle
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

import salesperf as sp
from salesperf import curves, indicators, profiles, testing
from salesperf.organisation import Organisation
from salesperf.profiles import ItemZero
from salesperf.scoring import BoardError, Restatement

LINE = curves.Linear((60, 0), (100, 100), (120, 120))
PROFILE = sp.Profile(
    "restated",
    level="consultant",
    criteria=[
        sp.Criterion(indicators.UNIT_ATTAINMENT, weight=60, curve=LINE),
        sp.Criterion(indicators.CSI_SCORE, weight=40, curve=curves.Linear((60, 0), (100, 100)), window="3 months"),
    ],
    extras=[sp.Extra("bonus", of=indicators.NET_UNITS, curve=curves.Linear((0, 0), (100, 10)), minimum=0, maximum=10)],
    gates=[sp.Gate("zero", of=indicators.UNIT_ATTAINMENT, below=70, then=ItemZero("csi_score"))],
    grades=[("A", 90), ("B", 50), ("C", 0)],
)


def row(person: Any, units: Any, **more: Any) -> dict[str, Any]:
    facts = {"units_delivered": units, "target_units": 29, "score_sum": 900, "survey_n": 10}
    return {"person": person, "date": "2026-03-05", **facts, **more}


ROWS = [row("li.na", 28), row("chen", 20), row("wu", 31)]
LATE = [
    {"id": "d-1", "person": "chen", "date": "2026-03-30", "units_delivered": 9},
    {"id": "s-1", "person": "li.na", "date": "2026-02-10", "score_sum": 50, "survey_n": 1},
    {"id": "x-1", "person": "li.na", "date": "2026-03-30", "gp_front": 9},
    {"id": "y-1", "person": "li.na", "date": "2026-05-01", "units_delivered": 9},
    {"person": "chen", "date": "2026-03-31", "units_delivered": 0},
    {"id": "z-1", "date": "2026-03-31"},
]


def score(rows: Any, **more: Any) -> sp.Scoreboard:
    return sp.score(rows, PROFILE, **{"period": "2026-03", **more})


def made(old: Any, new: Any, subject: str = "li.na", line: str = "unit_attainment", **more: Any) -> sp.Adjustment:
    return sp.Adjustment(subject, "2026-03", line, old, new, "a reason", author="wang", at="2026-04-02", **more)


CLOSED = score(ROWS).sealed(at="2026-04-05", by="hr.01")


def changes(restatement: Restatement, subject: str) -> dict[tuple[str | None, str], tuple[Any, Any, Any, Any]]:
    return {(c.line, c.what): (c.old, c.new, c.difference, c.records) for c in restatement.of(subject)}


def test_nothing_later_changes_nothing() -> None:
    """ "empty when nothing changed" """
    found = CLOSED.restated(score(ROWS), records=LATE)
    assert (len(found), bool(found), list(found), found.to_dicts(), found.unmatched) == (0, False, [], [], ())
    assert found.explain() == "Nothing changed since it was closed."
    assert found.explain("zh") == "结账后无变化。"
    assert repr(found) == "<Restatement: 0 cards changed, 0 adjustments no longer match>"


def test_what_changed_by_how_much_and_from_which_records() -> None:
    """ "per subject and line, what changed, by how much, and from which records where they carry an `id`" """
    now = score([*ROWS, *LATE[:-1]])
    found = CLOSED.restated(now, records=LATE)
    assert list(dict.fromkeys(change.subject for change in found)) == ["li.na", "chen"]
    d = Decimal
    chen = changes(found, "chen")
    assert chen["unit_attainment", "value"] == (d("68.97"), d("100.00"), d("31.03"), ("d-1",))
    assert chen["unit_attainment", "points"] == (d("22.425"), d("100.000"), d("77.575"), ("d-1",))
    assert chen["csi_score", "points"] == (d("0.000"), d("75.000"), d("75.000"), ())
    assert chen["bonus", "points"] == (d("2.000"), d("2.900"), d("0.9"), ("d-1",))
    assert chen["zero", "fired"] == (True, False, None, ())
    assert chen[None, "grade"] == ("C", "A", None, ("d-1",))
    assert chen[None, "rank"] == (3, 2, -1, ("d-1",))
    assert chen[None, "total"][2] == chen[None, "total"][1] - chen[None, "total"][0]
    li = changes(found, "li.na")
    assert li["csi_score", "value"] == (d("90.00"), d("86.36"), d("-3.64"), ("s-1",))
    assert ("unit_attainment", "value") not in li
    assert li[None, "rank"] == (2, 3, 1, ("s-1",))
    assert score(ROWS).sealed(at="2026-04-05", by="hr.01") == CLOSED
    assert found.board == now
    assert pickle.loads(pickle.dumps(found)) == found


def test_it_is_written_in_both_languages_and_as_rows() -> None:
    found = CLOSED.restated(score([*ROWS, LATE[0]]), records=LATE)
    text = found.explain()
    assert "\nchen, 2026-03, consultant\n  unit_attainment: value 68.97 → 100 (+31.03); points 22.425 → 100" in text
    assert "from records d-1\n" in text
    assert "  zero: fired yes → no\n" in text
    assert "grade C → A" in text
    assert "  unit_attainment：数值 68.97 → 100（+31.03）、" in found.explain("zh")
    first = next(each for each in found.to_dicts() if each["subject"] == "chen")
    assert first == {
        "subject": "chen",
        "period": "2026-03",
        "level": "consultant",
        "part": "line",
        "line": "unit_attainment",
        "what": "value",
        "old": Decimal("68.97"),
        "new": Decimal("100.00"),
        "difference": Decimal("31.03"),
        "records": ["d-1"],
    }


def test_new_cards_and_lost_ones_are_told() -> None:
    found = CLOSED.restated(score([*ROWS[:2], row("zhou", 10)]))
    assert changes(found, "zhou")[None, "status"] == (None, "scored", None, ())
    assert changes(found, "wu")[None, "status"] == ("scored", None, None, ())
    assert changes(found, "wu")["csi_score", "value"][:2] == (Decimal("90.00"), None)
    assert "status — → scored" in found.explain()
    assert "status ok → —" in found.explain()


def test_a_column_that_was_not_there_is_told_too() -> None:
    bare = [{name: value for name, value in each.items() if name != "survey_n"} for each in ROWS]
    found = score(bare).restated(score(ROWS))
    assert changes(found, "wu")["csi_score", "status"][:2] == ("missing_data", "ok")
    assert "status data are missing → ok" in found.explain()


def test_as_of_tells_which_records_came_later() -> None:
    """ "records recorded after the seal's as_of or given as the later batch" """
    rows = [
        *ROWS,
        {"id": "old", "person": "chen", "date": "2026-03-02", "units_delivered": 1, "recorded_at": "2026-04-01"},
    ]
    rows.append(
        {"id": "new", "person": "chen", "date": "2026-03-31", "units_delivered": 1, "recorded_at": "2026-04-09"}
    )
    closed = score(rows, as_of="2026-04-05").sealed(at="2026-04-05", by="hr.01")
    found = closed.restated(score(rows), records=rows)
    assert changes(found, "chen")["unit_attainment", "value"][3] == ("new",)
    again = sp.Scoreboard.from_json(closed.to_json()).restated(score(rows), records=rows)
    assert again == found


def test_columns_may_have_other_names() -> None:
    late = [{"Nr": "d-1", "who": "chen", "date": "2026-03-30", "sold": 9}]
    columns = {"id": "Nr", "person": "who", "units_delivered": "sold"}
    found = CLOSED.restated(score([*ROWS, LATE[0]]), records=late, columns=columns)
    assert changes(found, "chen")["unit_attainment", "value"][3] == ("d-1",)


def test_rows_that_cannot_be_read_touch_nothing() -> None:
    bad = [
        {"id": "a", "person": "chen", "date": "x", "units_delivered": 1},
        {"id": "b", "person": "", "date": "2026-03-30", "units_delivered": 1},
        {"id": ["c"], "person": "chen", "date": "2026-03-30", "units_delivered": 1},
        ("d", "chen"),
        {"id": "e", "person": "chen", "date": "2026-03-30", "units_delivered": " "},
    ]
    found = CLOSED.restated(score([*ROWS, LATE[0]]), records=bad)
    assert {change.records for change in found} == {()}


def test_adjustments_that_no_longer_match_are_listed() -> None:
    """ "adjustments that no longer match are listed"; the others stay in force on the restated board."""
    kept, stale = made("96.55", 100), made("68.97", 90, "chen")
    lapsed = made("106.90", 90, "wu", expires="2026-04-04")
    closed = score(ROWS, adjustments=[kept, stale, lapsed], as_of="2026-04-05").sealed(at="2026-04-05", by="hr.01")
    assert closed.expired == (lapsed,)
    now = score([*ROWS, LATE[0]], as_of="2026-04-20")
    found = closed.restated(now, records=LATE)
    assert [each.adjustment for each in found.unmatched] == [stale]
    assert "what stands there now, 100.00" in str(found.unmatched[0].why[0])
    assert (found.board.adjustments, found.board.expired) == ((kept,), (lapsed,))
    assert ("unit_attainment", "value") not in changes(found, "li.na")
    assert changes(found, "chen")["unit_attainment", "value"][:2] == (90, 100)
    assert (
        "Adjustments that no longer match\n  chen, 2026-03: unit_attainment: value 68.97 → 90: a reason"
        in found.explain()
    )
    assert closed.restated(score(ROWS, as_of="2026-04-20", adjustments=[kept, stale])).changes == ()


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (lambda: score(ROWS, period="2026-Q1"), "no cards of 2026-03 by profile restated"),
        (
            lambda: sp.score(ROWS, profiles.CONSULTANT, period="2026-03"),
            "score the records of now by the same profiles",
        ),
        (lambda: score([{**each, "team": each["person"], "person": None} for each in ROWS], by="team"), "by=person"),
        (lambda: CLOSED, "a closed board cannot be"),
    ],
)
def test_boards_that_cannot_be_compared_are_refused(now: Any, expected: str) -> None:
    with pytest.raises(BoardError, match=expected):
        CLOSED.restated(now())


def test_what_is_no_board_is_refused() -> None:
    with pytest.raises(sp.InputTypeError, match="the board of now"):
        CLOSED.restated([])  # type: ignore[arg-type]


ORG = Organisation.from_rows(
    [
        {"person": "li.na", "team": "a", "store": "west", "until": "2026-03-16"},
        {"person": "li.na", "team": "b", "store": "west", "start": "2026-03-16"},
        {"person": "chen", "team": "a", "store": "west"},
        {"person": "wu", "store": "east"},
        {"person": "ma", "team": "a", "store": "west", "level": "manager"},
        {"person": "mb", "team": "b", "store": "west", "level": "manager"},
        {"person": "boss", "store": "west", "level": "director"},
    ]
)


def house(rows: Any, profile: sp.Profile = profiles.MANAGER) -> sp.Scoreboard:
    return sp.score(rows, profile, organisation=ORG, period="2026-03")


def touched(late: dict[str, Any], profile: sp.Profile = profiles.MANAGER, **more: Any) -> set[tuple[Any, str | None]]:
    """Return which lines of whom a record is listed with."""
    base = [
        {"person": who, "date": f"2026-03-{day}", "units_delivered": 5, "target_units": 9, "stock_units_end": 3}
        for who in ("li.na", "chen", "wu")
        for day in ("05", "20")
    ]
    found = house(base, profile).restated(house([*base, late], profile), records=[late], organisation=ORG, **more)
    return {(change.subject, change.line) for change in found if late["id"] in change.records and change.line}


def test_a_record_touches_the_cards_of_those_it_is_credited_to() -> None:
    """A record is credited to the unit its person belonged to on the record's date."""
    early = touched({"id": 1, "person": "li.na", "date": "2026-03-06", "units_delivered": 2})
    late = touched({"id": 2, "person": "li.na", "date": "2026-03-26", "units_delivered": 2})
    assert {who for who, _ in early} == {"ma"}
    assert {who for who, _ in late} == {"mb"}
    assert {("ma", "unit_attainment"), ("ma", "member_mean_attainment")} <= early
    own = touched({"id": 3, "person": "ma", "date": "2026-03-06", "units_delivered": 2})
    assert ("ma", "unit_attainment") in own
    assert ("ma", "member_mean_attainment") not in own
    assert touched({"id": 4, "person": "wu", "date": "2026-03-06", "units_delivered": 2}) == set()


def test_facts_of_units_touch_the_lines_that_read_them() -> None:
    criteria = [
        sp.Criterion(indicators.NET_UNITS, weight=25, curve=curves.Linear((0, 0), (100, 100)), scope=scope)
        for scope in ("own", "unit", "store", "area")
    ]
    rated = sp.Criterion(indicators.get("team_collaboration"), weight=100, curve=curves.Linear((0, 0), (100, 100)))
    consultant = sp.Profile("scopes", level="consultant", criteria=criteria)
    found = touched({"id": 1, "store": "west", "date": "2026-03-06", "units_delivered": 2}, consultant)
    assert found == {(who, f"net_units@{scope}") for who in ("li.na", "chen") for scope in ("store", "area")}
    found = touched({"id": 2, "team": "b", "date": "2026-03-26", "units_delivered": 2}, consultant)
    assert ("li.na", "net_units@unit") in found
    assert ("chen", "net_units@unit") not in found
    assert ("chen", "net_units@store") in found
    manager = sp.Profile("rated", level="manager", criteria=[rated])
    fact = {name.id: 3 for name in rated.indicator.measures}
    assert touched({"id": 3, "team": "a", "date": "2026-03-06", **fact}, manager) == {("ma", "team_collaboration")}
    assert touched({"id": 4, "person": "chen", "date": "2026-03-06", **fact}, manager) == set()


def test_cards_of_units_are_touched_by_their_people() -> None:
    base = [{"person": who, "date": "2026-03-05", "units_delivered": 5, "target_units": 9} for who in ("chen", "wu")]
    late = [{"id": 1, "person": "chen", "date": "2026-03-06", "units_delivered": 2}]
    boards = [
        sp.score(rows, profiles.CONSULTANT, organisation=ORG, period="2026-03", by="store")
        for rows in (base, base + late)
    ]
    found = boards[0].restated(boards[1], records=late, organisation=ORG)
    assert {change.subject for change in found if change.records} == {"west"}


def test_a_record_of_nobody_of_the_house_touches_nothing() -> None:
    rows = [{"id": 1, "person": "chen", "date": "2026-03-05", "units_delivered": 5, "target_units": 9}]
    late = [{"id": 2, "person": "nobody", "date": "2026-03-05", "units_delivered": 5}]
    more = [{"id": 3, "person": "chen", "date": "2026-03-06", "units_delivered": 5}]
    found = house(rows).restated(house(rows + more), records=late, organisation=ORG)
    assert {change.records for change in found} == {()}


def test_a_line_is_made_of_its_target_too() -> None:
    own = sp.Criterion(
        indicators.NET_UNITS,
        weight=100,
        curve=curves.Linear((50, 0), (100, 100), of="percent_of_target"),
        target=sp.measures.TARGET_UNITS,
    )
    profile = sp.Profile("own target", level="consultant", criteria=[own])
    late = [{"id": "t-1", "person": "chen", "date": "2026-03-05", "target_units": 5}]
    closed, now = (sp.score(rows, profile, period="2026-03") for rows in (ROWS, ROWS + late))
    found = changes(closed.restated(now, records=late), "chen")
    assert found["net_units", "points"][3] == ("t-1",)
    assert ("net_units", "value") not in found


def test_records_of_a_house_need_the_organisation() -> None:
    rows = [{"id": 1, "person": "chen", "date": "2026-03-05", "units_delivered": 5, "target_units": 9}]
    with pytest.raises(sp.InputTypeError, match="organisation="):
        house(rows).restated(house(rows), records=rows)
    assert not house(rows).restated(house(rows))


@settings(max_examples=20)
@given(testing.boards())
def test_any_board_restated_by_itself_is_empty(board: sp.Scoreboard) -> None:
    assert not board.sealed(at="2030-01-01", by="x").restated(board)
