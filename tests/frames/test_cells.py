"""Sums in arrays of cells, and months told by comparing days: faster ways to what the plain ways give."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from frames.agreement import agrees
from frames.backends import EAGER, Backend
from frames.small import PROFILE, SUMS, row
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import salesperf as sp

pytestmark = pytest.mark.usefixtures("grouped")
HOW = {"added": "sum", "least": "min", "most": "max"}
TABLES = [each for each in EAGER if each.name.startswith(("pandas", "polars", "pyarrow"))]
CALM = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
WHOLE = st.integers(-(10**12), 10**12)


def module(name: str) -> Any:
    return import_module(f"{sp.__name__}.engines.frames.{name}")


def by_hand(rows: list[tuple[int, int, int]]) -> dict[tuple[int, int], tuple[int, ...]]:
    """The sum, the least, the greatest and the number of the rows of each pair of keys."""
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for who, number, amount in rows:
        groups[who, number].append(amount)
    return {key: (sum(of), min(of), max(of), len(of)) for key, of in groups.items()}


def in_cells(library: str, rows: list[tuple[Any, ...]]) -> dict[str, Any] | None:
    """What the module makes of the same rows in a table of a library."""
    import narwhals as nw

    names = ("who", "number", *HOW)
    columns = {name: [each[min(place, 2)] for each in rows] for place, name in enumerate(names)}
    if library == "pyarrow":
        import pyarrow as pa

        table: Any = pa.table({name: pa.array(values, pa.int64()) for name, values in columns.items()})
    else:
        import pandas as pd

        table = pd.DataFrame(columns)
    found: dict[str, Any] | None = module("_cells").added_in_cells(nw.from_native(table), names[:2], HOW, "rows")
    return found


@pytest.mark.parametrize("library", ["pandas", "pyarrow"])
@settings(CALM, max_examples=60)
@given(st.lists(st.tuples(st.integers(-3, 4), st.integers(24_310, 24_313), WHOLE), min_size=20, max_size=60))
def test_each_cell_holds_the_rows_of_its_person_and_period(library: str, rows: list[tuple[int, int, int]]) -> None:
    """ "Sums are integer sums": those of a loop over the rows."""
    found = in_cells(library, rows)
    assert found is not None
    lines = list(zip(*(found[name].tolist() for name in ("who", "number", *HOW, "rows")), strict=True))
    assert {line[:2]: line[2:] for line in lines} == by_hand(rows)
    assert len(lines) == len(by_hand(rows))


@pytest.mark.parametrize("library", ["pandas", "pyarrow"])
@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([], id="no rows"),
        pytest.param([(1, 5, 2), (10**9, 5, 2)], id="far apart"),
        pytest.param([(1, 5, 2), (None, 5, 2)], id="nobody"),
        pytest.param([(1, 5, 2)] * 9 + [(1.5, 5, 2)], id="no whole number"),
    ],
)
def test_what_fits_no_cells_is_left_to_the_engine(library: str, rows: list[tuple[Any, ...]]) -> None:
    if library == "pyarrow" and any(isinstance(who, float) for who, *_ in rows):
        pytest.skip("a column of whole numbers holds no fractions")
    assert in_cells(library, rows) is None


@pytest.mark.untraced
@pytest.mark.parametrize("backend", TABLES, ids=lambda each: each.name)
@pytest.mark.parametrize("apart", [1, 10**9], ids=["close", "far apart"])
@settings(CALM, max_examples=20)
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 80), st.none() | st.integers(-9, 9)), min_size=1))
def test_people_who_are_numbers(backend: Backend, apart: int, drawn: list[tuple[int, int, int | None]]) -> None:
    """ "the same digits on every engine": with ids that lie close to each other and with ids that do not."""
    rows = [
        row(person=who * apart, date=date(2026, 1, 5) + timedelta(days), worth=amount, visits=2, stock=days)
        for who, days, amount in drawn
    ]
    for profile in (PROFILE, SUMS):
        agrees(backend, rows, profile, period="month")


@pytest.mark.parametrize("months", [1, 3, 6, 12])
@settings(CALM, max_examples=60)
@given(
    closing=st.none() | st.integers(1, 30),
    starts=st.integers(1, 12),
    first=st.dates(date(2019, 1, 1), date(2029, 1, 1)),
    length=st.integers(0, 900),
)
def test_months_told_by_days_are_those_told_by_dates(
    months: int, closing: int | None, starts: int, first: date, length: int
) -> None:
    """Each day of a table lies in the group that year and month give it, closing days and fiscal years included."""
    import narwhals as nw
    import polars as pl

    clocks, dates = module("_clock"), module("_dates")
    frame = nw.from_native(pl.DataFrame({"date": [first + timedelta(days) for days in range(length + 1)]}))
    column = dates.Dates(nw, "date", frame.schema, module("_source").Kind.POLARS)
    told: dict[str, Any] = {"pace": clocks.Pace.MONTH, "closing_day": closing, "months": months, "starts": starts}
    plain = clocks.Clock(**told)
    known = clocks.Clock(**told, days=(first.toordinal(), first.toordinal() + length))
    numbers = frame.select(plain=plain.number(nw, column), known=known.number(nw, column))
    assert numbers["plain"].to_list() == numbers["known"].to_list()
    assert plain.groups == ()
    assert all(plain._group_of(plain.day_of(number)) == number for number in set(numbers["plain"]))
    if known.groups:
        assert list(known.groups) == sorted(set(numbers["plain"].to_list()))
