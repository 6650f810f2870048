"""Engines are imported by who uses them: salesperf loads none that its caller has not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import salesperf as sp

SOURCE = str(Path(sp.__file__).parents[1])
ENGINES = ("pandas", "polars", "pyarrow", "duckdb", "ibis", "dask", "pyspark", "sqlframe", "narwhals")
ROWS = """[
    {"person": f"p{n % 3}", "date": date(2026, 3, 5), "units_delivered": n % 5, "target_units": 1} for n in range(6000)
]"""

CASES = {
    "rows": ("", "rows", ()),
    "a small polars frame": ("import polars as pl", "pl.DataFrame(rows[:50])", ()),
    "a large polars frame": ("import polars as pl", "pl.DataFrame(rows)", ("narwhals",)),
    "a lazy polars frame": ("import polars as pl", "pl.LazyFrame(rows)", ("narwhals",)),
    "an arrow table": ("import pyarrow as pa", "pa.Table.from_pylist(rows)", ("narwhals",)),
    "a duckdb relation": ("import duckdb", "duckdb.sql(SQL)", ("narwhals",)),
}
SQL = "select 'p' || range % 3 person, date '2026-03-05' date, 1 units_delivered, 1 target_units from range(9)"


@pytest.mark.parametrize("name", CASES)
def test_only_the_engines_in_use_are_loaded(name: str) -> None:
    loads, table, allowed = CASES[name]
    code = f"""
import sys; sys.path.insert(0, {SOURCE!r})
from datetime import date
import salesperf as sp
from salesperf import profiles
SQL = {SQL!r}
rows = {ROWS}
{loads}
table = {table}
before = set(sys.modules)
assert len(sp.score(table, profiles.CONSULTANT, period="2026-03")) == 3
print(*(each for each in {ENGINES!r} if each in sys.modules and each not in before))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()) <= set(allowed)
