"""Tallies of tables: added up where the table lies, they are those of its rows to the last counter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import tally_cases
from frames.backends import Backend, arrow, columns_of, made
from frames.small import PROFILE, row, some
from frames.test_laws import DRAWN, TABLES
from hypothesis import given
from hypothesis import strategies as st

import salesperf as sp
from salesperf import profiles, sample

pytestmark = pytest.mark.usefixtures("grouped")


def told(call: Callable[[], sp.Tally]) -> Any:
    """Return a tally's document, or how many faults its records have."""
    try:
        return call().to_json()
    except sp.RecordError as error:
        return error.count


@pytest.mark.untraced
@DRAWN
@given(rows=TABLES, period=st.sampled_from(tally_cases.PERIODS), at=st.integers(0, 10))
def test_the_tally_of_any_table_is_that_of_its_rows(
    core: Backend, rows: list[dict[str, Any]], period: Any, at: int
) -> None:
    """ "`Tally.of(frame, profile)`, `a.merge(b)`": in any pieces, and rows can be taken out of it as of any other."""
    columns, plain = made(rows)
    call: dict[str, Any] = {"profile": tally_cases.PROFILE, "period": period}
    expected = told(lambda: sp.Tally.of(plain, **call))
    assert told(lambda: sp.Tally.of(core.table(columns), **call)) == expected
    if isinstance(expected, int):
        return
    first, rest = made(rows[:at]), made(rows[at:])
    tally = sp.Tally(**call)
    for part, _ in (each for each in (first, rest) if each[1]):
        tally.merge(sp.Tally.of(core.table(part), **call))
    assert len(tally) == len(rows)
    for each in plain:
        tally.remove(each)
    assert tally == sp.Tally(**call)


@pytest.mark.untraced
@pytest.mark.parametrize("by", ["person", "team"])
@pytest.mark.parametrize("housed", [False, True])
def test_the_tally_of_the_sample(core: Backend, by: str, housed: bool) -> None:  # noqa: FBT001  (a parameter)
    """Targets over days, levels, distinct customers, facts of units: the same sums, with an organisation or without."""
    records = (*sample.dealership(people=4), *sample.house_facts(people=4))
    columns, plain = made([each for each in records if each["date"].month == 3])  # type: ignore[attr-defined]
    organisation = sample.organisation(people=4) if housed else None
    call: dict[str, Any] = {"profile": profiles.MANAGER, "period": "2026-03", "by": by, "organisation": organisation}
    tally = sp.Tally.of(core.table(columns), **call)
    assert tally.to_json() == sp.Tally.of(plain, **call).to_json()


@pytest.mark.parametrize("housed", [False, True])
def test_the_tally_of_two_people(housed: bool) -> None:  # noqa: FBT001  (a parameter)
    """Rows of other months and of nobody who is scored leave only their number, and a table without rows nothing."""
    records = (*sample.dealership(people=2), *sample.house_facts(people=2))
    columns, plain = made([each for each in records if each["date"].month in {2, 3}])  # type: ignore[attr-defined]
    organisation = sample.organisation(people=2) if housed else None
    call: dict[str, Any] = {"profile": profiles.MANAGER, "period": "2026-03", "organisation": organisation}
    whole = arrow(columns)
    tally = sp.Tally.of(whole, **call)
    tally.merge(sp.Tally.of(whole.slice(0, 0), **call))
    assert tally.to_json() == sp.Tally.of(plain, **call).to_json()


@pytest.mark.untraced
def test_a_board_of_a_tally_of_a_lazy_table(lazy: Backend) -> None:
    """ "let a user aggregate where the data lies, in any pieces, and score later"."""
    rows = some(40)
    columns, plain = made(rows)
    tally = sp.Tally.of(lazy.table(columns), PROFILE, period="month")
    assert sp.score(tally, PROFILE).to_json() == sp.score(plain, PROFILE, period="month").to_json()


BAD = [row(), row(worth=-7, date=None), row(visits=float("inf")), row(person=""), row()]


def test_faults_are_told_by_row_or_by_whose_they_are(core: Backend) -> None:
    columns = columns_of(BAD)
    with pytest.raises(sp.RecordError) as found:
        sp.Tally.of(core.table(columns), PROFILE)
    assert found.value.count == 3
    text = str(found.value)
    if core.is_numbered:
        assert all(f"row {number}" in text for number in (2, 3, 4))
    else:
        assert text.count("of person 'li.na'") == 2
        assert "of nobody, date '2026-03-05'" in text


def test_tables_that_are_streamed_and_rows_that_are_read_by_value() -> None:
    """Rows are numbered through all parts; a column that no engine adds up is read row by row."""
    import pyarrow as pa

    rows = [row(worth="12.50", visits=n) for n in range(6)]
    expected = sp.Tally.of(rows, PROFILE)
    whole = pa.Table.from_pylist(rows)
    assert sp.Tally.of(whole, PROFILE) == expected
    batches = whole.to_batches(max_chunksize=4)
    assert sp.Tally.of(pa.RecordBatchReader.from_batches(whole.schema, batches), PROFILE) == expected
    bad = pa.Table.from_pylist([*rows[:5], row(worth="12.50", person="")])
    with pytest.raises(sp.RecordError, match="row 6, person"):
        sp.Tally.of(pa.RecordBatchReader.from_batches(bad.schema, bad.to_batches(max_chunksize=4)), PROFILE)


def test_what_does_not_go_together_in_one_call() -> None:
    """One kind of id, one time zone: between the parts of a table as between rows."""
    import pyarrow as pa

    numbered = arrow(columns_of([row(person=7)]))
    tally = sp.Tally.of(arrow(columns_of([row()])), PROFILE)
    with pytest.raises(sp.RecordError, match="one kind of id"):
        tally.merge(sp.Tally.of(numbered, PROFILE))
    noon = datetime(2026, 3, 5, 12)
    zones = [
        pa.table({"person": ["li.na"], "worth": [1], "date": pa.array([noon], pa.timestamp("us", tz=zone))})
        for zone in ("Asia/Shanghai", "UTC")
    ]
    east, west = (sp.Tally.of(each, PROFILE) for each in zones)
    assert east.to_json() != west.to_json()
    with pytest.raises(sp.RecordError, match="one time zone"):
        east.merge(west)


def test_other_owners_and_days_outside_are_counted() -> None:
    rows = [
        {"person": "li.na", "team": None, "date": date(2026, 3, 5), "worth": 5},
        {"person": "li.na", "team": "", "date": date(2026, 4, 5), "worth": 5},
        {"person": None, "team": "east", "date": date(2026, 3, 6), "worth": 7},
        {"person": "", "team": "east", "date": date(2026, 3, 6) + timedelta(days=40), "worth": 7},
    ]
    table = arrow(columns_of(rows))
    for by in ("person", "team", "store"):
        call: dict[str, Any] = {"profile": PROFILE, "period": "2026-03", "by": by}
        assert sp.Tally.of(table, **call).to_json() == sp.Tally.of(rows, **call).to_json()


def test_small_tables_are_added_row_by_row(core: Backend, monkeypatch: pytest.MonkeyPatch, fill: Any) -> None:
    """ "below a measured size, an eager frame goes through the plain runner; results identical either way"."""
    columns, plain = made(some(20))
    expected = sp.Tally.of(plain, PROFILE, period="month")
    assert sp.Tally.of(core.table(columns), PROFILE, period="month") == expected
    monkeypatch.setattr(fill, "SMALL", 1 << 60)
    assert sp.Tally.of(core.table(columns), PROFILE, period="month") == expected
