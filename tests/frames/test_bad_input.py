"""What is wrong in a table is told as it is told of rows: which row, which field, what was expected."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import attrs
import pytest
import tally_cases
from frames.agreement import outcome
from frames.backends import Backend, made
from frames.small import DAY, PROFILE, row, some

import salesperf as sp
from salesperf.organisation import Organisation

HOUSE = Organisation.from_rows(
    [
        {"person": "li.na", "team": "a", "start": "2026-03-01"},
        {"person": "wang.wei", "team": "a", "until": "2026-03-10"},
        {"person": "wang.wei", "team": "b", "start": "2026-03-10"},
        {"person": "boss", "team": "a", "level": "manager"},
    ]
)
BAD: dict[str, tuple[list[dict[str, Any]], dict[str, Any]]] = {
    "no subject": ([row(person=None), row(person="")], {}),
    "no date": ([row(date=None)], {}),
    "no date, by month": ([row(date=None)], {"period": "month"}),
    "no date, by day": ([row(date=None)], {"period": "day"}),
    "no date, in a house": ([row(date=None), row(person="wang.wei")], {"organisation": HOUSE, "period": "2026-03"}),
    "no date, in a house by day": ([row(date=None)], {"organisation": HOUSE, "period": "day"}),
    "no date, in a house by month": ([row(date=None)], {"organisation": HOUSE, "period": "month"}),
    "two owners": ([row(store="west"), row(store=None)], {}),
    "an owner and none": ([row(person=None, store="west"), row(person=None, store=None), row(store="")], {}),
    "numbers and none": ([row(person=None, store=7), row(person=None, store=None), row(store=None)], {}),
    "blank": ([row(person="  ")], {}),
    "too long": ([row(person="x" * 300), row(buyers=1, customer="y" * 300)], {}),
    "infinite": ([row(worth=float("inf")), row(worth=-float("inf"))], {}),
    "unknown to the house": ([row(person="nobody"), row()], {"organisation": HOUSE}),
    "before joining": ([row(date=date(2026, 2, 28)), row()], {"organisation": HOUSE, "period": "month"}),
    "a team as a person": ([row(person="a"), row()], {"organisation": HOUSE, "period": "2026-03"}),
    "until before the date": ([row(until=DAY), row(until=None), row(until=date(2026, 3, 9))], {}),
    "across the month": ([row(until=date(2026, 4, 9)), row(until=date(2026, 3, 9))], {"period": "month"}),
    "known later": (
        [row(recorded_at=date(2026, 4, 1)), row(person=None, recorded_at=date(2026, 3, 6)), row(recorded_at=None)],
        {"as_of": "2026-03-31"},
    ),
    "known later, without an owner": ([row(person=None, recorded_at=date(2026, 4, 1)), row()], {"as_of": "2026-03-31"}),
    "everything": (
        [row(person=None), row(date=None), row(worth=float("inf")), row(person="", worth=float("inf"))],
        {"period": "2026-03"},
    ),
}  # fmt: skip


def told(board: sp.Scoreboard, *, numbered: bool) -> Any:
    """What an intake says of rows set aside: everything, or, where rows have no numbers, how many and of what kind."""
    rejected = board.intake.rejected
    if numbered:
        return [(each.row, [(fault.field, fault.expected) for fault in each.faults]) for each in rejected]
    return sorted(fault.expected for each in rejected for fault in each.faults)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("name", BAD)
def test_bad_rows_are_located_and_the_others_scored(core: Backend, name: str) -> None:
    """ "the intake report (rejected rows with locations, …)"; the rest of the board is that of the rest of the rows."""
    check_told(core, name)


@pytest.mark.untraced
@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("name", ["known later", "everything", "no date, in a house"])
def test_bad_rows_of_every_quick_engine(quick: Backend, name: str) -> None:
    check_told(quick, name)


def check_told(quick: Backend, name: str) -> None:
    if (quick.name, name) == ("pandas-numpy", "numbers and none"):
        pytest.skip("NumPy has no whole numbers with gaps")
    bad, more = BAD[name]
    rows = [row(), *bad, row(worth=7)]
    columns, plain = made(rows)
    expected = sp.score(plain, PROFILE, strict=False, **more)
    board = sp.score(quick.table(columns), PROFILE, strict=False, **more)
    assert told(board, numbered=quick.is_numbered) == told(expected, numbered=quick.is_numbered)
    assert attrs.evolve(board.intake, rejected=()) == attrs.evolve(expected.intake, rejected=())
    assert [card.to_dict() for card in board] == [card.to_dict() for card in expected]
    with pytest.raises(sp.RecordError) as by_rows:
        sp.score(plain, PROFILE, **more)
    with pytest.raises(sp.RecordError) as by_table:
        len(sp.score(quick.table(columns), PROFILE, **more))
    assert by_table.value.count == by_rows.value.count
    if quick.is_numbered:
        assert [(f.row, f.field) for f in by_table.value.faults] == [(f.row, f.field) for f in by_rows.value.faults]


@pytest.mark.untraced
@pytest.mark.usefixtures("grouped")
@pytest.mark.parametrize("name", ["everything", "an owner and none"])
def test_every_engine_tells_of_bad_rows(backend: Backend, name: str) -> None:
    bad, more = BAD[name]
    rows = [row(), *bad, row(worth=7)]
    columns, plain = made(rows)
    expected = sp.score(plain, PROFILE, strict=False, **more)
    board = sp.score(backend.table(columns), PROFILE, strict=False, **more)
    assert told(board, numbered=False) == told(expected, numbered=False)
    assert [card.to_dict() for card in board] == [card.to_dict() for card in expected]


@pytest.mark.untraced
@pytest.mark.usefixtures("grouped")
def test_a_row_of_a_lazy_table_is_told_by_its_subject_and_date(lazy: Backend) -> None:
    """ "in strict mode raises then, naming subject, date and field where rows have no number"."""
    rows = [row(), row(person="wang.wei", worth=float("inf"))]
    with pytest.raises(sp.RecordError) as caught:
        len(sp.score(lazy.of(rows), PROFILE))
    (fault,) = caught.value.faults
    if lazy.is_numbered:
        assert (fault.row, fault.field) == (2, "worth")
    else:
        assert (fault.row, fault.field) == (None, "worth of person 'wang.wei', date '2026-03-05'")


@pytest.mark.usefixtures("way")
def test_rows_set_aside_are_numbered_through_all_tables_of_a_stream(eager: Backend) -> None:
    rows = [row(worth=n) for n in range(20)]
    rows[3]["person"] = rows[16]["person"] = None
    rows[10]["recorded_at"] = rows[11]["recorded_at"] = date(2026, 4, 2)
    columns, plain = made(rows)
    for more in ({}, {"as_of": "2026-03-31"}):
        board = sp.score(eager.table(columns), PROFILE, strict=False, **more)
        assert [each.row for each in board.intake.rejected] == [4, 17]
        assert board.intake.read == 20
        assert board == sp.score(plain, PROFILE, strict=False, **more)


@pytest.mark.usefixtures("way")
def test_ids_of_two_kinds_in_a_call_are_a_fault(quick: Backend) -> None:
    records, targets = [row()], [{"person": 7, "date": DAY, "stock": 3}]
    with pytest.raises(sp.RecordError, match="one kind of id"):
        len(sp.score(quick.of(records), PROFILE, targets=quick.of(targets)))


@pytest.mark.usefixtures("way")
def test_facts_of_other_owners_are_counted_and_not_scored(quick: Backend) -> None:
    rows = [row(store=None), row(person=None, store="west"), row(person=None, store="east", worth=3)]
    columns, plain = made(rows)
    board = sp.score(quick.table(columns), PROFILE)
    assert board.intake == sp.score(plain, PROFILE).intake
    assert board.intake.other_owners == (("store", 2),)
    with pytest.raises(sp.NoRecordsError, match="choose with by="):
        len(sp.score(quick.of(rows[1:]), PROFILE))
    assert {card.subject for card in sp.score(quick.of(rows[1:]), PROFILE, by="store")} == {"east", "west"}


@pytest.mark.untraced
@pytest.mark.usefixtures("grouped")
def test_why_a_board_is_empty(quick: Backend) -> None:
    for more in ({"period": "2025-01"}, {"as_of": "2026-03-31"}, {"organisation": tally_cases.HOUSE, "by": "group"}):
        rows = [row(recorded_at=date(2026, 5, 1))] if "as_of" in more else some(3)
        columns, plain = made(rows)
        assert outcome(lambda: sp.score(quick.table(columns), PROFILE, **more)) == outcome(  # noqa: B023
            lambda: sp.score(plain, PROFILE, **more)  # noqa: B023
        )


# columns

WRONG = {"person": "float64", "date": "float64", "customer": "float64", "until": "int64", "recorded_at": "int64"}


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("name", WRONG)
def test_columns_of_the_wrong_type_are_refused_by_name(backend: Backend, name: str) -> None:
    rows = [row(buyers=1, customer="a") | {name: 1}]
    with pytest.raises((sp.RecordError, sp.InputTypeError), match=name):
        len(sp.score(backend.of(rows, **{name: WRONG[name]}), PROFILE, as_of="2026-12-31"))


@pytest.mark.usefixtures("way")
def test_a_table_without_subjects_or_dates_says_so(quick: Backend) -> None:
    for name in ("person", "date"):
        rows = [{key: value for key, value in row().items() if key != name}]
        with pytest.raises((sp.RecordError, sp.InputTypeError), match=name):
            len(sp.score(quick.of(rows), PROFILE))


@pytest.mark.usefixtures("way")
def test_two_columns_of_one_name_are_refused() -> None:
    import pandas as pd
    import pyarrow as pa

    values = [["li.na"], [DAY], [1], [2]]
    names = ["person", "date", "worth", "worth"]
    frame = pd.DataFrame([[each[0] for each in values]], columns=names)
    for table in (frame, pa.table([pa.array(each) for each in values], names=names)):
        with pytest.raises(sp.RecordError, match="worth: one column of that name"):
            sp.score(table, PROFILE)


@pytest.mark.usefixtures("way")
def test_columns_of_mixed_types_are_read_value_by_value() -> None:
    import pandas as pd

    rows = [row(worth=value) for value in (1, "2.50", 3.25, None)]
    frame = pd.DataFrame(rows).astype({"worth": "object"})
    board = sp.score(frame, PROFILE)
    assert board.to_json() == sp.score(rows, PROFILE).to_json()
    with pytest.raises(sp.RecordError, match="row 2, person") as caught:
        sp.score(pd.DataFrame({"person": ["li.na", 7], "date": [DAY, DAY], "worth": [1, 2]}, dtype="object"), PROFILE)
    assert caught.value.count == 1


@pytest.mark.usefixtures("way")
def test_names_that_are_no_text_are_unused_columns() -> None:
    import pandas as pd

    frame = pd.DataFrame([[*row().values(), 1, 2]], columns=[*row(), 7, ("a", "b")])
    board = sp.score(frame, PROFILE)
    assert board.intake.unused == ("('a', 'b')", "7")


@pytest.mark.usefixtures("way")
def test_tables_of_two_time_zones_in_a_call() -> None:
    """The records of one zone, the targets of another: their days are not the same days."""
    pa = pytest.importorskip("pyarrow")
    noon = [datetime(2026, 3, 5, 12)]
    tables = [
        pa.table({"person": ["li.na"], "date": pa.array(noon, pa.timestamp("us", tz=zone)), name: [1.5]})
        for zone, name in (("Asia/Shanghai", "t_done"), ("UTC", "t_goal"))
    ]
    with pytest.raises(sp.RecordError, match="dates of one time zone in a call"):
        sp.score(tables[0], tally_cases.PROFILE, targets=tables[1], period="2026-03")
