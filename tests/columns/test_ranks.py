"""Ranks within a period: ties share the first, cards without a total have none."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from salesperf.engines.columns import DIALECTS, Values, rank_column, ranks_in_frame, ranks_of_arrays

PERIODS = [2, 1, 1, 1, 2, 1, 1, 2]
TOTALS = [7, 50, 80, None, 7, 80, 20, None]
WITHIN = [1, 3, 1, None, 1, 1, 4, None]
OVERALL = [5, 3, 1, None, 5, 1, 4, None]

both_ways = pytest.mark.parametrize(("within", "expected"), [(["period"], WITHIN), ([], OVERALL)])


@both_ways
def test_in_polars(within: list[str], expected: Any) -> None:
    pl = pytest.importorskip("polars")
    frame = pl.DataFrame({"period": PERIODS, "total": TOTALS})
    ranked = frame.with_columns(ranks_in_frame(within).alias("rank"))
    assert ranked["rank"].to_list() == expected
    assert ranked["rank"].dtype == pl.Int64


@both_ways
def test_of_arrays(within: list[str], expected: Any) -> None:
    np = pytest.importorskip("numpy")
    there = np.array([total is not None for total in TOTALS])
    totals = Values(np.array([total or 0 for total in TOTALS]), there)
    ranks = ranks_of_arrays(totals, [np.array(PERIODS)] if within else [])
    found = zip(ranks.numbers.tolist(), ranks.there.tolist(), strict=True)
    assert [rank if is_there else None for rank, is_there in found] == expected


def test_of_arrays_without_any_total() -> None:
    np = pytest.importorskip("numpy")
    nothing = Values(np.array([3, 4]), np.array([False, False]))
    assert ranks_of_arrays(nothing).there.tolist() == [False, False]
    assert ranks_of_arrays(Values(np.array([3, 4]))).numbers.tolist() == [2, 1]


@both_ways
def test_in_sql(within: list[str], expected: Any) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE scored (row, period, total)")
    rows = zip(range(8), PERIODS, TOTALS, strict=True)
    connection.executemany("INSERT INTO scored VALUES (?, ?, ?)", rows)
    column = rank_column(within, DIALECTS["sqlite"])
    found = connection.execute(f"SELECT {column} FROM scored ORDER BY row").fetchall()  # noqa: S608  (made here)
    connection.close()
    assert [rank for (rank,) in found] == expected
