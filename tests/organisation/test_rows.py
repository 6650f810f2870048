"""Rows of a spreadsheet, in both forms, read into an organisation."""

from __future__ import annotations

import csv
import json
from collections import namedtuple
from datetime import date, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesperf.errors import InputTypeError, RecordError
from salesperf.organisation import Leave, Membership, Organisation, OrganisationError, Ramp, Unit
from salesperf.records import read_csv
from salesperf.vocabulary import Level, Owner

TODAY = date(2026, 6, 1).toordinal()

WIDE = """\
person,team,store,area,group,level,manages,start,until,house,leave
li.na,west.a,west,south,all,,,,,,
zhao,west.a,west,south,all,Manager,,2026-01-01,,,
wang,,west,south,all,manager,,,2026-05-01,,
wu,,west,south,all,manager,,2026-05-01,,no,no
assistant,,west,south,all,manager,否,,,,
boss,,,south,all,director,是,,,,
house.west,,west,south,all,,,,,是,
li.na,,,,,,,2026-02-02,2026-02-09,,yes
,,,,,,,,,,
"""


def test_a_wide_sheet(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(WIDE, encoding="utf-8")
    org = Organisation.from_rows(path)
    assert org == Organisation(
        units=[
            Unit("west.a", Owner.TEAM, "west"),
            Unit("west", Owner.STORE, "south"),
            Unit("south", Owner.AREA, "all"),
            Unit("all", Owner.GROUP),
        ],
        memberships=[
            Membership("li.na", "west.a"),
            Membership("zhao", "west.a", level=Level.MANAGER, start=date(2026, 1, 1)),
            Membership("wang", "west", level=Level.MANAGER, until=date(2026, 5, 1)),
            Membership("wu", "west", level=Level.MANAGER, start=date(2026, 5, 1)),
            Membership("assistant", "west", level=Level.MANAGER, manages=False),
            Membership("boss", "south", level=Level.DIRECTOR, manages=True),
            Membership("house.west", "west", house=True),
        ],
        leaves=[Leave("li.na", start=date(2026, 2, 2), until=date(2026, 2, 9))],
    )
    assert org.above("li.na", TODAY) == ("zhao", "wu", "boss")
    assert org.unused == ()


def test_a_row_counts_from_the_header_on(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(WIDE + "li.na,,east,,,,,,,,\n", encoding="gb18030")
    with pytest.raises(OrganisationError) as caught:
        Organisation.from_rows(read_csv(path, encoding="gb18030"))
    assert [fault.row for fault in caught.value.faults] == [10]  # the row of empty cells is skipped, and counted


def test_a_file_that_is_no_table_is_refused_as_records_are(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("person,store\nli.na,west,1,2\n", encoding="utf-8")
    with pytest.raises(RecordError, match="2 cells as in the header, not 4"):
        Organisation.from_rows(path)


@attrs.frozen
class Hired:
    person: str
    store: str
    start: datetime


def test_rows_may_be_any_record() -> None:
    rows = [
        {"person": "li.na", "store": "west", "start": date(2026, 3, 1)},
        Hired("wu", "west", datetime(2026, 3, 1, 9, 30)),
        namedtuple("Row", "person store start")("zhao", "west", " 2026-03-01T08:00 "),  # noqa: PYI024  (untyped on purpose)
    ]
    org = Organisation.from_rows(row for row in rows)
    assert [org.joined(person) for person in org.people()] == [date(2026, 3, 1).toordinal()] * 3


def test_whole_numbers_are_ids_too() -> None:
    org = Organisation.from_rows([{"person": 274, "store": 1}, {"person": 275, "store": 1}])
    assert org.people() == (274, 275)
    assert org.units() == (1,)
    assert Organisation.from_rows(org.to_dicts()) == org


def test_empty_cells_as_pandas_reads_them() -> None:
    nan = float("nan")

    class NaT(datetime):
        def __eq__(self, other: object) -> bool:
            return False

        def __ne__(self, other: object) -> bool:
            return True

        __hash__ = datetime.__hash__

    row = {"person": "li.na", "team": nan, "store": "west", "level": nan, "manages": nan, "until": NaT(1, 1, 1)}
    assert Organisation.from_rows([row]) == Organisation.from_rows([{"person": "li.na", "store": "west"}])


@pytest.mark.parametrize(
    ("words", "answer"),
    [(("yes", "TRUE", "1", "是", 1, True, " Yes "), True), (("no", "False", "0", "否", 0, False), False)],
)
def test_ways_to_say_yes_and_no(words: tuple[Any, ...], answer: bool) -> None:  # noqa: FBT001  (a case of the table)
    for word in words:
        org = Organisation.from_rows([{"person": "li.na", "store": "west", "manages": word}])
        assert org.memberships[0].manages is answer


@pytest.mark.parametrize(
    ("level", "manages"), [("", False), ("consultant", False), ("manager", True), (Level.DIRECTOR, True)]
)
def test_managers_and_directors_manage_unless_the_row_says_otherwise(level: str, manages: bool) -> None:  # noqa: FBT001  (a case of the table)
    row = {"person": "li.na", "store": "west", "level": level}
    assert Organisation.from_rows([row]).memberships[0].manages is manages
    assert Organisation.from_rows([{**row, "manages": not manages}]).memberships[0].manages is not manages
    assert not Organisation.from_rows([{**row, "house": True}]).memberships[0].manages


def test_your_own_column_names() -> None:
    rows = [{"姓名": "李娜", "展厅": "西店", "职级": "manager", "入职": "2026-03-01", "电话": "138", "备注": ""}]
    org = Organisation.from_rows(rows, columns={"person": "姓名", "store": "展厅", "level": "职级", "start": "入职"})
    assert org.memberships == (Membership("李娜", "西店", level=Level.MANAGER, start=date(2026, 3, 1)),)
    assert org.unused == ("备注", "电话")


def test_columns_may_change_places() -> None:
    rows = [{"start": "li.na", "person": "2026-03-01", "store": "west"}]
    org = Organisation.from_rows(rows, columns={"person": "start", "start": "person"})
    assert org.joined("li.na") == date(2026, 3, 1).toordinal()


def test_a_misspelt_column_is_among_the_unused() -> None:
    rows = [{"person": "li.na", "store": "west", "untill": "2026-03-01"}, {"person": "wu", "store": "west", 7: "x"}]
    assert Organisation.from_rows(rows).unused == ("7", "untill")


def test_a_ramp_is_given_beside_the_rows() -> None:
    ramp = Ramp("0", 0.5)
    org = Organisation.from_rows([{"person": "li.na", "store": "west"}], ramp=ramp)
    assert org.ramp == ramp
    assert Organisation.from_rows(org.to_dicts(), ramp=ramp) == org
    assert Organisation.from_rows(org.to_dicts()) != org


@pytest.mark.parametrize("rows", ["people.csv", b"people.csv", {"person": "li.na"}, 7, None])
def test_what_is_no_source_of_rows_is_refused(rows: Any) -> None:
    with pytest.raises(InputTypeError, match="an organisation is read from rows"):
        Organisation.from_rows(rows)


def test_a_frame_is_refused_with_the_way_out() -> None:
    class Frame:
        columns = ("person", "store")

        def __iter__(self) -> Any:
            return iter(self.columns)

    with pytest.raises(InputTypeError, match=r"frame\.to_dict\('records'\)"):
        Organisation.from_rows(Frame())


def test_columns_have_to_be_a_mapping() -> None:
    with pytest.raises(InputTypeError, match="columns= is a mapping"):
        Organisation.from_rows([{"person": "li.na", "store": "west"}], columns=["person"])


# --- units of wide rows -----------------------------------------------------------------------------------------------


def places(rows: list[dict[str, Any]], unit: str) -> list[tuple[object, ...]]:
    return [(each.parent, each.start, each.until) for each in Organisation.from_rows(rows).places if each.id == unit]


def wide(person: str, *units: str, start: str = "", until: str = "") -> dict[str, Any]:
    return {
        "person": person,
        **dict(zip(("team", "store", "area"), units, strict=False)),
        "start": start,
        "until": until,
    }


MARCH, MAY = date(2026, 3, 1), date(2026, 5, 1)


def test_a_team_moves_where_its_members_rows_say_so() -> None:
    rows = [
        wide("li.na", "a", "west", until="2026-03-01"),
        wide("li.na", "a", "east", start="2026-03-01"),
        wide("wu", "a", "west", start="2026-02-01", until="2026-03-01"),
        wide("wu", "a", "east", start="2026-03-01", until="2026-05-01"),
        wide("wu", "a", "west", start="2026-05-01"),
    ]
    rows[1]["until"] = "2026-05-01"
    assert places(rows, "a") == [("west", None, MARCH), ("east", MARCH, MAY), ("west", MAY, None)]


def test_a_unit_that_only_wide_rows_name_is_as_old_as_what_it_lies_in() -> None:
    rows = [
        wide("li.na", "a", "west", "south", start="2026-04-01", until="2026-05-01"),
        {"unit": "south", "kind": "area", "start": "2026-03-01", "until": "2026-04-01"},
        {"unit": "south", "kind": "area", "start": "2026-04-01", "until": "2026-05-01"},
    ]
    assert places(rows, "west") == [("south", MARCH, MAY)]
    assert places(rows, "a") == [("west", MARCH, MAY)]


def test_a_unit_does_not_outlast_the_parent_it_leaves() -> None:
    rows = [
        wide("li.na", "a", "west", start="2026-01-01", until="2026-02-01"),
        wide("li.na", "a", "east", start="2026-05-01"),
        {"person": "li.na", "leave": "yes", "start": "2026-02-01", "until": "2026-05-01"},
        {"unit": "west", "kind": "store", "until": "2026-03-01"},
    ]
    assert places(rows, "a") == [("west", None, MARCH), ("east", MAY, None)]


def test_claims_on_parents_that_do_not_exist_then_are_listed() -> None:
    rows = [
        wide("li.na", "a", "west", start="2026-01-01", until="2026-03-01"),
        wide("li.na", "a", "east", start="2026-03-01"),
        {"unit": "west", "kind": "store", "start": "2026-05-01"},
        {"unit": "east", "kind": "store", "until": "2026-02-01"},
    ]
    with pytest.raises(OrganisationError) as caught:
        Organisation.from_rows(rows)
    assert [str(fault).split(", ")[0:2] for fault in caught.value.faults] == [
        ["row 1", "team: 'a': a unit that lies in one place at a time: this row puts it in 'west'"],
        ["row 2", "team: 'a': a unit that lies in one place at a time: this row puts it in 'east'"],
    ]


def test_a_column_left_out_in_some_rows_is_no_contradiction() -> None:
    rows = [wide("li.na", "a", "west", "south"), {"person": "wu", "team": "a", "area": "south"}]
    assert places(rows, "a") == [("west", None, None)]


def test_a_wide_row_may_name_the_store_of_a_sub_team() -> None:
    rows = [
        wide("li.na", "a.1", "west"),
        wide("wu", "a", "west"),
        {"unit": "a.1", "kind": "team", "parent": "a"},
        {"person": "zhao", "unit": "a.1"},
    ]
    org = Organisation.from_rows(rows)
    for person in ("li.na", "zhao"):
        stretch = org.stretch(person, TODAY)
        assert stretch is not None
        assert stretch.chain == ("a.1", "a", "west")


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(("west", "east")), st.integers(0, 9), st.integers(1, 9)))
)
def test_wide_rows_are_read_as_they_stand_or_refused(drawn: list[tuple[str, str, int, int]]) -> None:
    """Either every row's person is where the row says, on all of its days, or the rows contradict each other."""
    rows = [
        wide(
            f"p.{n}",
            team,
            store,
            start=date(2026, 1, 1 + start).isoformat(),
            until=date(2026, 1, 1 + start + length).isoformat(),
        )
        for n, (team, store, start, length) in enumerate(drawn)
    ]
    spans = [(team, store, day) for team, store, start, length in drawn for day in range(start, start + length)]
    contradictory = len({(team, day) for team, _, day in spans}) < len(set(spans))
    if contradictory or not rows:
        with pytest.raises(OrganisationError):
            Organisation.from_rows(rows)
        return
    org = Organisation.from_rows(rows)
    for n, (team, store, start, length) in enumerate(drawn):
        for day in range(start, start + length):
            stretch = org.stretch(f"p.{n}", date(2026, 1, 1 + day).toordinal())
            assert stretch is not None
            assert stretch.chain == (team, store)


# --- and back ---------------------------------------------------------------------------------------------------------


def test_rows_survive_json_and_csv(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(WIDE, encoding="utf-8")
    org = Organisation.from_rows(path)
    rows = org.to_dicts()
    assert Organisation.from_rows(json.loads(json.dumps(rows))) == org
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert Organisation.from_rows(path) == org


def test_rows_are_not_changed() -> None:
    rows = [{"person": " li.na", "store": "west ", "level": "MANAGER"}]
    org = Organisation.from_rows(rows)
    assert rows == [{"person": " li.na", "store": "west ", "level": "MANAGER"}]
    assert org.people() == (" li.na",)  # ids are taken as they are written, as in the records


def test_a_large_house_is_read_in_linear_time_without_a_clock() -> None:
    """The parts of 200 stores are those of 100 twice: nothing grows with the square of the rows."""

    class Counting(dict[str, Any]):
        asked = 0

        def get(self, key: str, default: object = None) -> object:
            Counting.asked += 1
            return super().get(key, default)

    def asked(stores: int) -> int:
        Counting.asked = 0
        rows = [
            Counting(person=f"{store}.{n}", team=f"t.{store}", store=f"s.{store}", area=f"a.{store // 10}")
            for store in range(stores)
            for n in range(5)
        ]
        assert len(Organisation.from_rows(rows).people()) == 5 * stores
        return Counting.asked

    assert asked(200) == 2 * asked(100)
