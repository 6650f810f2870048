"""Everything that can be wrong with an organisation is found, all of it at once, and said with its row."""

from __future__ import annotations

import pickle
from datetime import date, datetime
from typing import Any

import pytest

from salesperf.errors import SalesperfError
from salesperf.organisation import Leave, Membership, Organisation, OrganisationError, Ramp, Unit
from salesperf.vocabulary import Level, Owner

WEST = {"unit": "west", "kind": "store"}
LI = {"person": "li.na", "store": "west"}


def faults(rows: list[Any], **options: Any) -> list[str]:
    with pytest.raises(OrganisationError) as caught:
        Organisation.from_rows(rows, **options)
    assert caught.value.count == len(caught.value.faults)
    return [str(fault) for fault in caught.value.faults]


def built(**parts: Any) -> list[str]:
    with pytest.raises(OrganisationError) as caught:
        Organisation(**{"units": [], "memberships": [], **parts})
    return [str(fault) for fault in caught.value.faults]


# --- what does not fit together ---------------------------------------------------------------------------------------

CONFLICTS = {
    "a person in two units at once": (
        [{**LI, "until": "2026-03-02"}, {"person": "li.na", "store": "east", "start": "2026-03-01"}],
        ["row 2, person: 'li.na': one unit at a time: in 'west' until 2026-03-02 and in 'east' from 2026-03-01"],
    ),
    "a person twice in one unit": (
        [LI, {**LI, "start": "2026-03-01", "until": "2026-03-05"}, {**LI, "start": "2026-03-20"}],
        [
            (
                "row 2, person: 'li.na': one unit at a time: in 'west' always "
                "and in 'west' from 2026-03-01 until 2026-03-05"
            ),
            "row 3, person: 'li.na': one unit at a time: in 'west' always and in 'west' from 2026-03-20",
        ],
    ),
    "a gap between memberships": (
        [{**LI, "until": "2026-03-01"}, {"person": "li.na", "store": "east", "start": "2026-03-05"}],
        [
            (
                "row 2, person: 'li.na': no days between two memberships: "
                "there are those from 2026-03-01 until 2026-03-05; close them or give a leave"
            )
        ],
    ),
    "a gap that leave covers but for a day": (
        [
            {**LI, "until": "2026-03-01"},
            {**LI, "start": "2026-03-05"},
            {"person": "li.na", "leave": "yes", "start": "2026-02-20", "until": "2026-03-02"},
            {"person": "li.na", "leave": "yes", "start": "2026-03-03", "until": "2026-03-20"},
        ],
        [
            (
                "row 2, person: 'li.na': no days between two memberships: "
                "there are those from 2026-03-01 until 2026-03-05; close them or give a leave"
            )
        ],
    ),
    "a manager twice in one unit": (
        [{**LI, "level": "manager"}, {**LI, "level": "director"}],
        ["row 2, person: 'li.na': one unit at a time: in 'west' always and in 'west' always"],
    ),
    "two managers at once": (
        [{**LI, "level": "manager", "until": "2026-03-10"}, {**LI, "person": "wu", "manages": "yes"}],
        ["row 2, manages: 'wu': one manager of 'west' at a time: 'li.na' until 2026-03-10 and 'wu' always"],
    ),
    "two house accounts at once": (
        [{**LI, "house": "yes"}, {**LI, "person": "h.2", "house": "yes", "start": "2026-03-10"}],
        ["row 2, house: 'h.2': one house account of 'west' at a time: 'li.na' always and 'h.2' from 2026-03-10"],
    ),
    "a house account that manages": (
        [{**LI, "house": "yes", "manages": "yes"}],
        ["row 1, manages: 'li.na': a house account, which manages nobody"],
    ),
    "a house account that becomes a person": (
        [{**LI, "house": "yes", "until": "2026-03-01"}, {**LI, "start": "2026-03-01"}],
        ["row 2, house: 'li.na': a person or a house account, not one after the other"],
    ),
    "an unknown unit": (
        [LI, {"person": "wu", "unit": "wets"}, {"person": "zhao", "unit": 7}],
        [
            "row 2, unit: 'wets': a unit that is described, in a row of its own or in a wide one; did you mean 'west'?",
            "row 3, unit: 7: a unit that is described, in a row of its own or in a wide one",
        ],
    ),
    "an unknown parent": (
        [LI, {"unit": "a", "kind": "team", "parent": "wset"}],
        ["row 2, parent: 'wset': a unit that is described, in a row of its own or in a wide one; did you mean 'west'?"],
    ),
    "leaving before joining": (
        [{**LI, "start": "2026-03-01", "until": "2026-02-01"}],
        [
            (
                "row 1, until of 'li.na': '2026-02-01': a day after 2026-03-01, on which they join "
                "(the day given is the first that no longer counts)"
            )
        ],
    ),
    "a leave of no day": (
        [LI, {"person": "li.na", "leave": "yes", "start": "2026-03-01", "until": "2026-03-01"}],
        [
            (
                "row 2, until of 'li.na': '2026-03-01': a day after 2026-03-01, on which the leave begins "
                "(the day given is the first that no longer counts)"
            )
        ],
    ),
    "a unit that closes before it opens": (
        [{"person": "li.na", "unit": "west"}, {**WEST, "start": "2026-03-01", "until": "2026-02-01"}],
        [
            (
                "row 2, until of 'west': '2026-02-01': a day after 2026-03-01, on which it begins "
                "(the day given is the first that no longer counts)"
            )
        ],
    ),
    "a unit with two parents at once": (
        [
            {"person": "li.na", "unit": "a"},
            WEST,
            {**WEST, "unit": "east"},
            {"unit": "a", "kind": "team", "parent": "west"},
            {"unit": "a", "kind": "team", "parent": "east", "start": "2026-03-01"},
        ],
        ["row 5, parent: 'a': one place at a time: in 'west' always and in 'east' from 2026-03-01"],
    ),
    "a unit with a parent and with none at once": (
        [{"person": "li.na", "unit": "west"}, WEST, {**WEST, "parent": "south"}, {"unit": "south", "kind": "area"}],
        ["row 3, parent: 'west': one place at a time: in none always and in 'south' always"],
    ),
    "wide rows that put a team into two stores": (
        [
            {"person": "li.na", "team": "a", "store": "west"},
            {"person": "wu", "team": "a", "store": "west"},
            {"person": "zhao", "team": "a", "store": "east", "start": "2026-03-01"},
        ],
        [
            (
                "row 1, team: 'a': a unit that lies in one place at a time: this row puts it in 'west', "
                "and from 2026-03-01 others put it in 'east'"
            )
        ],
    ),
    "a wide row against the unit's own": (
        [{"person": "li.na", "team": "a", "store": "west"}, {"unit": "a", "kind": "team", "until": "2027-01-01"}],
        [
            (
                "row 1, person: 'li.na': a unit that exists all that time: 'a' does until 2027-01-01, "
                "the membership is always"
            ),
            (
                "row 1, team: 'a': a unit that lies in one place at a time: this row puts it in 'west', "
                "and until 2027-01-01 others put it in no other unit"
            ),
        ],
    ),
    "parents that are not wider": (
        [
            {"person": "li.na", "store": "west"},
            {"unit": "south", "kind": "area", "parent": "west"},
            {"unit": "east", "kind": "store", "parent": "west"},
            {"unit": "a", "kind": "team", "parent": "b"},
            {"unit": "b", "kind": "team"},
        ],
        [
            "row 2, parent: 'west': a unit of a wider kind than the area 'south' that lies in it, not a store",
            "row 3, parent: 'west': a unit of a wider kind than the store 'east' that lies in it, not a store",
        ],
    ),
    "cycles": (
        [
            {"person": "li.na", "unit": "a"},
            {"unit": "a", "kind": "team", "parent": "b"},
            {"unit": "b", "kind": "team", "parent": "c", "start": "2026-01-01"},
            {"unit": "b", "kind": "team", "until": "2026-01-01"},
            {"unit": "c", "kind": "team", "parent": "a"},
            {"unit": "d", "kind": "team", "parent": "d"},
            {"unit": "e", "kind": "team", "parent": "a"},
        ],
        [
            "row 2, parent: 'a': a unit that does not lie in itself: 'a' > 'b' > 'c' > 'a' from 2026-01-01",
            "row 6, parent: 'd': a unit that does not lie in itself: 'd' > 'd' always",
        ],
    ),
    "a unit that exists only part of the time": (
        [
            {"person": "li.na", "unit": "west", "start": "2026-01-01"},
            {**WEST, "start": "2025-06-01", "until": "2026-03-01"},
            {**WEST, "start": "2026-03-01", "until": "2026-04-01"},
            {**WEST, "start": "2026-05-01"},
        ],
        [
            (
                "row 1, person: 'li.na': a unit that exists all that time: "
                "'west' does from 2025-06-01 until 2026-04-01 and from 2026-05-01, the membership is from 2026-01-01"
            )
        ],
    ),
    "a parent that exists only part of the time": (
        [
            {"person": "li.na", "unit": "a", "start": "2026-06-01"},
            {**WEST, "start": "2026-02-01"},
            {"unit": "a", "kind": "team", "parent": "west"},
        ],
        ["row 3, parent: 'a': a unit that exists all that time: 'west' does from 2026-02-01, 'a' lies in it always"],
    ),
    "an id of a person and a unit": (
        [{"person": "west", "store": "west"}],
        ["row 1, person: 'west': an id of its own: a person and a unit share it"],
    ),
    "a unit of two kinds": (
        [{"person": "li.na", "unit": "west"}, WEST, {**WEST, "kind": "team"}],
        ["row 3, kind: 'west': a unit of one kind: store here, team there; give the other an id of its own"],
    ),
    "a unit of two kinds in wide rows": (
        [{"person": "li.na", "team": "west", "store": "west"}, {"person": "wu", "area": "south"}],
        ["row 1, store: 'west': an id of its own: 'west' is a team as well"],
    ),
    "a unit of two kinds in a row of its own and a wide one": (
        [{"person": "li.na", "team": "west", "area": "south"}, WEST],
        ["row 1, team: 'west': an id of its own: 'west' is a store as well"],
    ),
    "ids of both types": (
        [{"person": "li.na", "store": 1}, {"person": "wu", "store": 2}, {"person": 7, "store": "3"}],
        [
            "row 3, person: 7: ids of one type: of 3, 2 are text and 1 whole numbers",
            "row 3, unit: '3': ids of one type: of 3, 1 are text and 2 whole numbers",
        ],
    ),
    "a leave of nobody": (
        [LI, {"person": "wu", "leave": "yes"}],
        ["row 2, leave: 'wu': a person who belongs to a unit: a leave alone says nothing"],
    ),
    "two leaves at once": (
        [
            LI,
            {"person": "li.na", "leave": 1, "start": "2026-03-01", "until": "2026-03-08"},
            {"person": "li.na", "leave": 1, "start": "2026-03-07"},
        ],
        ["row 3, leave: 'li.na': one leave at a time: from 2026-03-01 until 2026-03-08 and from 2026-03-07"],
    ),
    "nobody": ([WEST], ["person: at least one person: an organisation is made of people"]),
    "nothing": ([], ["person: at least one person: an organisation is made of people"]),
}


@pytest.mark.parametrize("case", CONFLICTS)
def test_what_does_not_fit_together_is_listed_with_its_row(case: str) -> None:
    rows, expected = CONFLICTS[case]
    assert faults(rows) == expected


def test_all_faults_are_raised_at_once_in_the_order_of_the_rows() -> None:
    rows = [row for given, _ in CONFLICTS.values() for row in given]
    listed = faults(rows)
    assert len(listed) > 25
    numbers = [int(fault.split(",")[0].removeprefix("row ")) for fault in listed]
    assert numbers == sorted(numbers)


def test_suggestions_end_where_there_are_many_unknown_units() -> None:
    listed = faults([LI, *({"person": f"p{n}", "unit": f"wes{n}"} for n in range(30))])
    assert [fault.endswith("did you mean 'west'?") for fault in listed] == [True] * 20 + [False] * 10


def test_an_unknown_unit_is_looked_up_once_and_listed_for_each_row() -> None:
    assert len(faults([LI, {"person": "wu", "unit": "wset"}, {"person": "zhao", "unit": "wset"}])) == 2


# --- what a single row has wrong --------------------------------------------------------------------------------------

A_DAY = "a date, a datetime, or text written 2026-03-05, optionally with a time as in 2026-03-05T14:30"
AN_ID = "text of 1 to 256 characters, not only blanks, or a whole number of at most 64 bits"
CELLS = {
    "a person that is no id": ({"person": True, "store": "west"}, [f"row 1, person: True: {AN_ID}"]),
    "a team that is no id": ({"person": "li.na", "team": [1]}, [f"row 1, team: a value of type list: {AN_ID}"]),
    "a unit that is no id": ({"person": "li.na", "unit": "x" * 257}, [f"row 1, unit: '{'x' * 60}…': {AN_ID}"]),
    "no person": (
        {"store": "west", "level": "manager"},
        [
            (
                "row 1, person: nothing: who belongs there; "
                "a row without a person is that of a unit, and names it in the column unit"
            )
        ],
    ),
    "no unit": (
        {"person": "li.na", "level": "manager"},
        ["row 1, unit: nothing: where the person belongs: one of team, store, area, group, unit"],
    ),
    "a unit twice over": (
        {"person": "li.na", "unit": "a", "team": "a", "store": "west"},
        ["row 1, unit: 'a': either the unit, or team, store, from which its place follows"],
    ),
    "a date that does not exist": (
        {**LI, "start": "2026-02-30", "until": "soon"},
        [f"row 1, start: '2026-02-30': a date that exists in the calendar: {A_DAY}", f"row 1, until: 'soon': {A_DAY}"],
    ),
    "a level that is none": (
        {**LI, "level": "manger"},
        ["row 1, level: 'manger': one of consultant, manager, director; did you mean 'manager'?"],
    ),
    "a level that is no text": ({**LI, "level": 3}, ["row 1, level: 3: one of consultant, manager, director"]),
    "an answer that is none": (
        {**LI, "manages": "maybe", "house": 2, "leave": 0.5},
        [
            "row 1, leave: 0.5: yes or no, true or false, 1 or 0, 是 or 否",
            "row 1, house: 2: yes or no, true or false, 1 or 0, 是 or 否",
            "row 1, manages: 'maybe': yes or no, true or false, 1 or 0, 是 or 否",
        ],
    ),
    "a person with a kind and a parent": (
        {"person": "li.na", "unit": "a", "kind": "team", "parent": "west"},
        [
            "row 1, kind: 'team': an empty cell: this belongs to the row of a unit, and this row is a person's",
            "row 1, parent: 'west': an empty cell: this belongs to the row of a unit, and this row is a person's",
        ],
    ),
    "a unit without a kind": (
        {"unit": "west"},
        ["row 1, kind: nothing: what the unit is: one of team, store, area, group"],
    ),
    "a unit of an unknown kind": (
        {"unit": "west", "kind": "shop"},
        ["row 1, kind: 'shop': one of team, store, area, group"],
    ),
    "a unit that is a person": (
        {"unit": "li.na", "kind": "person"},
        ["row 1, kind: 'person': one of team, store, area, group"],
    ),
    "a unit with ids that are none": (
        {"unit": 1.5, "kind": "store", "parent": False},
        [
            (
                f"row 1, unit: 1.5: {AN_ID}; not a float, which a column of ids turns into when one is missing: "
                "read it as text"
            ),
            f"row 1, parent: False: {AN_ID}",
        ],
    ),
    "a unit with a level": (
        {**WEST, "level": "manager", "manages": "no", "house": "yes"},
        [
            "row 1, level: 'manager': an empty cell: this belongs to the row of a person, and this row names none",
            "row 1, house: 'yes': an empty cell: this belongs to the row of a person, and this row names none",
        ],
    ),
    "no record": (7, ["row 1: 7: a record: a mapping, an attrs or dataclass instance, or a named tuple"]),
}


@pytest.mark.parametrize("case", CELLS)
def test_what_a_row_has_wrong_is_listed_by_its_cells(case: str) -> None:
    row, expected = CELLS[case]
    assert faults([row]) == expected


def test_a_slip_does_not_bring_up_its_consequences() -> None:
    rows = [
        {"person": "li.na", "unit": "a", "until": "2026-03-01"},
        {"person": "li.na", "unit": "a", "start": "2026-04-01"},  # no gap: what lies between is the faulty row
        {"person": "li.na", "unit": "a", "start": "2026-03-01", "until": "2026-04-31"},
        {"unit": "a", "kind": "team", "parent": "west"},  # no unknown parent: its row is the faulty one
        {**WEST, "start": "yesterday"},
        {"person": "wu", "unit": "west"},  # no unknown unit
        {"person": "wu", "leave": "yes"},
        {"person": "zhao", "unit": "a", "level": "boss"},
        {"person": "zhao", "leave": "yes"},  # no leave of nobody
        {"person": "sun", "store": "north", "area": "coast", "level": "boss"},
        {"person": "qian", "unit": "coast"},  # no unknown unit
    ]
    slips = ["row 3, until", "row 5, start", "row 8, level", "row 10, level"]
    assert [fault.split(":")[0] for fault in faults(rows)] == slips


def test_columns_are_checked() -> None:
    given = {"strat": "Beginn", "team": " ", "area": 3, "level": "Stufe", "store": "Haus"}
    listed = faults([{"person": "li.na", "Haus": "west", "store": "west", "Stufe": "manager"}], columns=given)
    assert [fault.split(",")[0] for fault in listed] == ["columns: 'strat': a column of an organisation: person"] + [
        "columns"
    ] * 3
    assert listed[0].endswith("did you mean 'start', 'store'?")
    assert listed[1:] == [
        "columns, team: ' ': the name of the column that holds it",
        "columns, area: 3: the name of the column that holds it",
        "columns, store: 'Haus': one column for it: the rows have 'store' and columns= names 'Haus'",
    ]
    assert faults([LI], columns={"level": "Stufe"}) == ["columns, level: 'Stufe': a column of the rows"]


# --- what was made in code --------------------------------------------------------------------------------------------


def test_parts_made_in_code_are_checked_field_by_field() -> None:
    class Odd:
        pass

    odd: Any = Odd()
    noon: Any = datetime(2026, 3, 1, 12)
    listed = built(
        units=[Unit("", Owner.PERSON, odd, start=noon), odd],
        memberships=[
            Membership(odd, 1.5, level="manager", manages=1, house=None, until="2026-03-01"),
            "li.na",
        ],
        leaves=[Leave(None, start=1), 3],
        ramp=("0", "1"),
    )
    assert [fault.split(":")[0] for fault in listed] == [
        "units[0].id",
        "units[0].kind",
        "units[0].parent",
        "units[0].start",
        "units[1]",
        "memberships[0].person",
        "memberships[0].unit",
        "memberships[0].level",
        "memberships[0].manages",
        "memberships[0].house",
        "memberships[0].until",
        "memberships[1]",
        "leaves[0].person",
        "leaves[0].start",
        "leaves[1]",
        "ramp",
    ]
    assert "units[0].kind: 'person': Owner.TEAM, Owner.STORE, Owner.AREA or Owner.GROUP" in listed
    assert "units[0].start: a value of type datetime: a datetime.date (no datetime), or None" in listed
    assert "memberships[1]: 'li.na': a Membership" in listed
    assert listed[-1] == "ramp: a value of type tuple: a Ramp of the organisation, or None"


def test_parts_made_in_code_have_to_fit_together_too() -> None:
    listed = built(
        units=[Unit("west", Owner.STORE, until=date(2026, 3, 1))],
        memberships=[Membership("li.na", "west", start=date(2026, 1, 1)), Membership("wu", "north")],
        leaves=[Leave("li.na", start=date(2026, 1, 2), until=date(2026, 1, 1))],
    )
    assert listed == [
        (
            "until of 'li.na': '2026-01-01': a day after 2026-01-02, on which the leave begins "
            "(the day given is the first that no longer counts)"
        ),
        (
            "person: 'li.na': a unit that exists all that time: 'west' does until 2026-03-01, "
            "the membership is from 2026-01-01"
        ),
        "unit: 'north': a unit that is described, in a row of its own or in a wide one",
    ]


def test_a_fault_in_a_part_made_in_code_does_not_bring_up_its_consequences() -> None:
    bad: Any = "boss"
    listed = built(
        units=[Unit("west", Owner.STORE)],
        memberships=[Membership("li.na", "west", level=bad)],
        leaves=[Leave("li.na")],
    )
    assert listed == ["memberships[0].level: 'boss': a Level"]


@pytest.mark.parametrize(
    "factors", [(), ("0", "1.5"), ("-0.1",), ("0.12345",), (True,), ("half",), (float("nan"),), ("",)]
)
def test_a_ramp_has_factors_of_0_to_1(factors: tuple[Any, ...]) -> None:
    with pytest.raises(OrganisationError, match="ramp"):
        Ramp(*factors)


def test_every_bad_factor_of_a_ramp_is_listed() -> None:
    with pytest.raises(OrganisationError) as caught:
        Ramp("2", 0.5, "x")
    assert [str(fault) for fault in caught.value.faults] == [
        "ramp, month 1: '2': a factor of 0 to 1 with at most 4 decimals",
        "ramp, month 3: 'x': a factor of 0 to 1 with at most 4 decimals",
    ]


def test_the_error_is_a_value_error_of_ours_that_pickles_and_says_what_is_wrong() -> None:
    with pytest.raises(OrganisationError) as caught:
        Organisation.from_rows([{"person": "li.na", "unit": "west"}])
    error = caught.value
    assert isinstance(error, ValueError)
    assert isinstance(error, SalesperfError)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    assert str(error).startswith("faults in the organisation (1):\n  - row 1, unit: 'west': ")


def test_messages_hold_ids_only() -> None:
    rows = [{"person": "li.na", "store": "west", "name": "Na Li", "phone": "138"}, {**LI, "level": "manager"}]
    with pytest.raises(OrganisationError) as caught:
        Organisation.from_rows(rows)
    assert "Na Li" not in str(caught.value)
    assert "138" not in str(caught.value)


def test_managers_in_different_units_or_one_after_the_other_are_no_fault() -> None:
    rows = [
        {**LI, "level": "manager", "until": "2026-03-01"},
        {**LI, "person": "wu", "level": "manager", "start": "2026-03-01"},
        {**LI, "person": "zhao", "team": "a", "level": "manager"},
        {**LI, "person": "h", "house": "yes"},
        {**LI, "person": "h.a", "team": "a", "house": "yes"},
    ]
    assert Organisation.from_rows(rows).people(Level.MANAGER) == ("li.na", "wu", "zhao")
