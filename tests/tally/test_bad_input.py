"""What a tally refuses, with nothing changed."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import Any

import attrs
import pytest
from tally_cases import HOUSE, PROFILE, SMALL

import salesperf as sp
from salesperf import profiles
from salesperf.calendar import Calendar
from salesperf.organisation import Organisation

MARCH = "2026-03"
KEY = b"key"


def deal(person: Any = "li.na", day: Any = "2026-03-05", **more: Any) -> dict[str, Any]:
    return {"person": person, "date": day, **more}


HELD = [
    deal(t_done=3, t_buyers=1, customer="K-1", model="x"),
    deal(t_last=4, model="x"),
    deal(t_last=2, t_level=2, model="y", day="2026-03-07"),
    deal(t_goal_money=5),
    deal(day="2026-02-20", until="2026-03-20", t_goal=9),
    deal("zhao.min", t_done=1),
]


def tally(**more: Any) -> sp.Tally:
    return sp.Tally.of(HELD, PROFILE, **{"period": MARCH, "key": KEY, **more})


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a text", "a record"),
        (deal(None), "whose facts"),
        (deal(7), "one kind of id in a call: text so far"),
        (deal(day="yesterday"), "date"),
        (deal(t_done="three"), "t_done"),
        (deal(t_done=True), "t_done"),
        (deal(t_done=10**30), "t_done"),
        (deal(t_done=-(10**30)), "t_done"),
        (deal(t_done=1, t_buyers=1, customer=1.5), "customer"),
        (deal(t_done=2, t_buyers=2**62), "t_buyers"),
        (deal(until="2026-03-01"), "until is exclusive"),
        (deal(until="2026-04-05", t_done=1), "wholly in 2026-03"),
        ({**deal(), "team": "west"}, "one owner"),
    ],
)
def test_a_row_with_faults_changes_nothing(row: Any, said: str) -> None:
    standing = tally()
    before = standing.to_json()
    for act in (standing.add, standing.remove, standing.add):
        with pytest.raises(sp.RecordError, match=said) as caught:
            act(row)
        assert all(fault.row is None for fault in caught.value.faults)
    assert standing.to_json() == before


def test_all_faults_of_a_row_are_listed() -> None:
    with pytest.raises(sp.RecordError) as caught:
        tally().add({"date": "soon", "t_done": "many"})
    assert caught.value.count == 3


@pytest.mark.parametrize("period", ["month", "quarter", "day", [MARCH, "2026-04"]])
def test_a_row_that_lies_in_two_periods_is_refused_at_once(period: Any) -> None:
    standing = sp.Tally(PROFILE, period=period)
    with pytest.raises(sp.RecordError, match="nothing is prorated silently"):
        standing.add(deal(day="2026-03-20", until="2026-04-10", t_done=1))
    standing.add(deal(day="2026-03-20", until="2026-04-10", t_goal=1))
    assert len(standing) == 1


def test_a_row_that_a_later_window_cuts_is_refused_at_scoring() -> None:
    """Only a record of a later period makes this one a fault: it cannot be told at once."""
    rate = PROFILE.criteria[-1]
    profile = sp.Profile("w", level="consultant", criteria=[attrs.evolve(rate, weight=100, window=4)])
    across = deal(day="2026-02-20", until="2026-03-20", t_done=1)
    standing = sp.Tally.of([across, deal(t_money=1)], profile, period="quarter")
    assert len(sp.score(standing, profile)) == 1
    standing.add(deal(day="2026-05-05", t_done=1))
    with pytest.raises(sp.RecordError, match="it has some over 2026-02-20 until 2026-03-20") as caught:
        sp.score(standing, profile)
    assert [(fault.field, fault.row) for fault in caught.value.faults] == [("t_done", None)]
    standing.remove(across)
    assert len(sp.score(standing, profile)) == 2


@pytest.mark.parametrize(
    "row",
    [
        deal("wang.wei", t_done=3),
        deal(day="2026-05-05", t_done=3),
        deal(day="2026-03-09", t_done=3),
        deal("zhao.min", t_done=2),
        deal("zhao.min", t_done=1, colour="red"),
        deal(t_last=5, model="x"),
        deal(t_last=4, model="z"),
        deal(t_last=1, day="2026-03-06"),
        deal(t_level=2, model="x", day="2026-03-08"),
        deal(t_goal_money=5, t_goal=1, day="2026-03-05", team=""),
        deal(day="2026-02-20", until="2026-03-21", t_goal=9),
        deal(day="2026-02-20", until="2026-03-20", t_goal=8),
        deal(day="2026-03-05T09:00+08:00", t_done=3),
        {"team": "west", "date": "2026-03-05"},
        deal(t_done=1.005),
        {"date": "2026-03-05", "person": "li.na", "until": "2026-03-06", "t_done": 3},
    ],
)
def test_removing_what_was_never_added(row: dict[str, Any]) -> None:
    standing = tally()
    before = standing.to_json()
    with pytest.raises(sp.RecordError, match="a record that was added before"):
        standing.remove(row)
    assert standing.to_json() == before


def test_removing_twice() -> None:
    standing = tally()
    standing.remove(HELD[-1])
    with pytest.raises(sp.RecordError, match=r"nothing of 'zhao\.min' is counted from 2026-03-01 to 2026-03-31"):
        standing.remove(HELD[-1])
    with pytest.raises(sp.RecordError, match="on any day"):
        sp.Tally(PROFILE).remove(HELD[0])


def test_removing_a_target_row_that_was_never_counted() -> None:
    standing = sp.Tally.of([deal(t_done=1, t_money=1, t_goal_money=None)] * 2, PROFILE)
    with pytest.raises(sp.RecordError, match="does not hold it"):
        standing.remove(deal(t_done=1, t_money=1, t_goal_money=1))


# --- merging


@pytest.mark.parametrize(
    ("other", "named"),
    [
        (lambda: sp.Tally(SMALL, period=MARCH, key=KEY), "profile"),
        (lambda: tally(period=None), "period"),
        (lambda: sp.Tally(PROFILE, period=MARCH, key=KEY, by="team"), "by"),
        (lambda: tally(columns={"t_money": "money"}), "columns"),
        (lambda: tally(calendar=Calendar(spring_festival=True)), "calendar"),
        (lambda: sp.Tally(PROFILE, period=MARCH, key=KEY, organisation=HOUSE), "organisation"),
        (lambda: tally(key=b""), "key"),
    ],
)
def test_tallies_that_were_not_made_alike(other: Any, named: str) -> None:
    standing, given = tally(), other()
    before = standing.to_json()
    with pytest.raises(sp.TallyError, match=named):
        standing.merge(given)
    assert standing != given
    assert standing.to_json() == before


def test_merging_what_is_no_tally_or_has_other_ids() -> None:
    with pytest.raises(sp.InputTypeError, match="a tally merges with a Tally"):
        tally().merge([HELD[0]])  # type: ignore[arg-type]
    numbers = sp.Tally.of([deal(7)], PROFILE, period=MARCH, key=KEY)
    standing = tally()
    with pytest.raises(sp.RecordError, match="one kind of id in a tally: text here, whole numbers there"):
        standing.merge(numbers)
    assert standing == tally()


# --- making and scoring


def test_what_a_tally_is_made_of() -> None:
    for wrong in ("consultant", 7, ["consultant"]):
        with pytest.raises(sp.InputTypeError, match="one Profile for each level"):
            sp.Tally(wrong)  # type: ignore[arg-type]
    with pytest.raises(sp.InputTypeError, match="calendar is a Calendar"):
        sp.Tally(PROFILE, calendar="2026")  # type: ignore[arg-type]
    with pytest.raises(sp.InputTypeError, match="organisation is an Organisation"):
        sp.Tally(PROFILE, organisation="west")  # type: ignore[arg-type]
    with pytest.raises(sp.InputTypeError, match="one Profile for each level"):
        sp.Tally([])
    with pytest.raises(sp.ProfileError, match="one profile for each level"):
        sp.Tally([PROFILE, PROFILE])
    with pytest.raises(sp.InputTypeError, match="up to 64 bytes"):
        sp.Tally(PROFILE, key="secret")  # type: ignore[arg-type]
    with pytest.raises(sp.InputTypeError, match="up to 64 bytes"):
        sp.Tally(PROFILE, key=b"k" * 65)
    with pytest.raises(sp.PeriodError):
        sp.Tally(PROFILE, period="2026-13")
    with pytest.raises(sp.UnknownNameError):
        sp.Tally(PROFILE, by="house")
    with pytest.raises(sp.UnknownNameError):
        sp.Tally(PROFILE, columns={"t_dome": "x"})
    with pytest.raises(sp.InputTypeError, match="many rows"):
        sp.Tally.of(deal(), PROFILE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"by": "team"}, "by"),
        ({"columns": {"t_done": "x"}}, "columns"),
        ({"calendar": Calendar(closing_day=25)}, "calendar"),
        ({"organisation": HOUSE}, "organisation"),
        ({"targets": [deal(t_goal=1)]}, "targets"),
        ({"as_of": "2026-03-05"}, "as_of"),
    ],
)
def test_what_is_fixed_cannot_be_asked_anew(given: dict[str, Any], named: str) -> None:
    with pytest.raises(sp.TallyError, match=named):
        sp.score(tally(), PROFILE, **given)


def test_profiles_and_periods_that_it_keeps_no_sums_for() -> None:
    with pytest.raises(sp.TallyError, match="keeps sums for: tally 1"):
        sp.score(tally(), SMALL)
    with pytest.raises(sp.PeriodError, match="keeps 2026-03, not 2026-02"):
        sp.score(tally(), PROFILE, period=[MARCH, "2026-02"])
    with pytest.raises(sp.PeriodError, match="keeps 2026-03, not every month"):
        sp.score(tally(), PROFILE, period="month")
    with pytest.raises(sp.PeriodError, match="keeps all time as one period"):
        sp.score(tally(period=None, key=KEY), PROFILE, period=MARCH)
    monthly = sp.Tally.of([deal()], PROFILE, period="month")
    with pytest.raises(sp.PeriodError, match="keeps every month, not 2026-Q1"):
        sp.score(monthly, PROFILE, period="2026-Q1")
    with pytest.raises(sp.NoRecordsError):
        sp.score(sp.Tally(PROFILE), PROFILE)
    with pytest.raises(sp.TallyError, match="organisation"):
        sp.score_all(tally(), [PROFILE], organisation=HOUSE)


# --- documents


@pytest.mark.parametrize("text", ["", "{", "[]", "1", '{"kind": "salesperf scoreboard"}', b"\xff", "[" * 100_000])
def test_what_is_no_tally(text: Any) -> None:
    with pytest.raises(sp.DocumentError):
        sp.Tally.from_json(text)


def test_a_newer_schema() -> None:
    document = json.loads(tally().to_json())
    with pytest.raises(sp.DocumentError, match="newer version"):
        sp.Tally.from_json(json.dumps({**document, "schema": 2}), key=KEY)


def test_another_key_or_organisation() -> None:
    with pytest.raises(sp.TallyError, match="key"):
        sp.Tally.from_json(tally().to_json())
    housed = sp.Tally(PROFILE, organisation=HOUSE)
    with pytest.raises(sp.TallyError, match="organisation"):
        sp.Tally.from_json(housed.to_json())
    other = Organisation.from_rows([{"person": "li.na", "store": "west"}])
    with pytest.raises(sp.TallyError, match="organisation"):
        sp.Tally.from_json(housed.to_json(), organisation=other)


def test_an_edited_document() -> None:
    document = json.loads(tally().to_json())
    document["sums"]["cells"][0][2][0][1][0] += 1
    with pytest.raises(sp.DocumentError, match="edited"):
        sp.Tally.from_json(json.dumps(document), key=KEY)


def forged(text: str, key: bytes, path: list[Any], value: Any) -> str:
    """The document with another value at a path, and a digest as if it had been written so."""
    document = json.loads(text)
    place = document
    for step in path[:-1]:
        place = place[step]
    if value is DROPPED:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    del document["digest"]
    body = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return json.dumps({**document, "digest": blake2b(body.encode(), digest_size=32, key=key).hexdigest()})


DROPPED = object()
CELL = ["sums", "cells", 0]
ACCOUNT = [*CELL, 2, 0]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["profiles"], []),
        (["profiles", 0], {}),
        (["sums"], DROPPED),
        (["period"], 7),
        (["period"], [["2026-03-01", "soon"]]),
        (["by"], "house"),
        (["columns"], {"nothing": "x"}),
        (["records"], 7),
        (["more"], 1),
        (["sums", "ids"], "letters"),
        (["sums", "ids"], "whole numbers"),
        (["sums", "counters", "nothing"], []),
        (["sums", "counters", "columns"], []),
        (["sums", "counters", "days", 0], [0, 1]),
        (["sums", "counters", "days", 0, 1], 0),
        (["sums", "counters", "days", 0, 1], -1),
        (["sums", "counters", "days", 0, 1], True),
        (["sums", "counters", "days", 0, 0], "1"),
        (["sums", "counters", "owners"], [["houses", 1]]),
        (["sums", "counters", "outside"], [["inside", 1]]),
        (["sums", "counters", "zones"], [["1:00:00", 1], ["2:00:00", 1]]),
        (["sums", "counters", "covered", 0, 0], 800_000),
        ([*CELL, 0], 1),
        ([*CELL, 1], 10**9),
        (["sums", "covers", 0, 0], 800_000),
        ([*ACCOUNT, 0], ""),
        ([*ACCOUNT, 0], None),
        ([*ACCOUNT, 0], "zz"),
        ([*ACCOUNT, 1], [1]),
        ([*ACCOUNT, 1, 0], 1.5),
        ([*ACCOUNT, 1, -1], 0),
        ([*ACCOUNT, 2], []),
        ([*ACCOUNT, 2, 0], [[1, 1]]),
        ([*ACCOUNT, 2, 0], [["a", 1], ["a", 2]]),
        ([*ACCOUNT, 2, 0], [["b", 1], ["a", 2]]),
        ([*ACCOUNT, 2, 0], 7),
    ],
)
def test_a_document_that_no_tally_wrote(path: list[Any], value: Any) -> None:
    text = tally().to_json()
    assert sp.Tally.from_json(forged(text, KEY, ["schema"], 1), key=KEY) == tally()
    with pytest.raises(sp.DocumentError):
        sp.Tally.from_json(forged(text, KEY, path, value), key=KEY)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ([*ACCOUNT, 0], "nobody"),
        ([*CELL, 1], 739_300),
        ([*CELL, 0], 739_000),
        (["sums", "covers", 0, 2, 0, 0], "nobody"),
    ],
)
def test_a_document_that_no_house_wrote(path: list[Any], value: Any) -> None:
    rows = [deal("ma.li", t_done=1), deal("ma.li", day="2026-02-20", until="2026-03-20", t_goal=9)]
    housed = sp.Tally.of(rows, PROFILE, period=MARCH, organisation=HOUSE)
    text = housed.to_json()
    assert sp.Tally.from_json(text, organisation=HOUSE) == housed
    with pytest.raises(sp.DocumentError):
        sp.Tally.from_json(forged(text, b"", path, value), organisation=HOUSE)


def test_a_house_refuses_who_has_no_place() -> None:
    standing = sp.Tally(profiles.CONSULTANT, organisation=HOUSE)
    standing.add(deal(units_delivered=1))
    standing.add(deal(units_delivered=1))
    for row in (deal("nobody", units_delivered=1), {"team": "li.na", "date": "2026-03-05", "units_delivered": 1}):
        with pytest.raises(sp.RecordError, match="of the organisation"):
            standing.add(row)
    assert len(standing) == 2


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"t_last": 5, "date": "2026-03-06"}, id="another day"),
        pytest.param({"t_last": 4}, id="another amount"),
        pytest.param({"t_level": 2}, id="another measure"),
    ],
)
def test_a_level_that_was_never_added_is_not_taken_out(other: dict[str, Any]) -> None:
    """One subject's days are kept apart: what is counted of a day tells what cannot have been in it."""
    standing = sp.Tally.of([deal(t_last=5), deal(t_done=1)], PROFILE, period="2026-03")
    before = standing.to_json()
    with pytest.raises(sp.RecordError, match="a record that was added before"):
        standing.remove(deal(**other))
    assert standing.to_json() == before
