"""Event rows as tables of every engine: the measures of `workload` over the months of 2026, in random order.

Whole numbers only, drawn with numpy from one seed: 64-bit measures, a 32-bit person, a date.  Random order is the worst
case for a cache; exports are mostly sorted by date.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from .workload import MEASURES

MONTHS = 12
PEOPLE = 50_000
SEED = 20260101
FIRST_DAY = np.datetime64("2026-01-01", "D")
DAYS_OF_YEAR = 365
PART = 4_000_000
"""Rows that are drawn and written at a time."""

Column: TypeAlias = Any
"""An array of numpy."""


class Columns(NamedTuple):
    """The rows by column: people, days since 1970, and the measures."""

    person: Column
    days: Column
    measures: Mapping[str, Column]


def columns(number: int, people: int = PEOPLE, *, seed: int = SEED, returns: bool = False) -> Columns:
    """Draw rows of random people on random days; with `returns`, one in ten has what it sold taken back."""
    draw = np.random.default_rng(seed)
    person = draw.integers(0, people, number, dtype=np.int32)
    days = FIRST_DAY.astype("int64").astype("int32") + draw.integers(0, DAYS_OF_YEAR, number, dtype=np.int32)
    return Columns(person, days, _measures(draw, number, returns=returns))


def one_a_month(number: int) -> Columns:
    """Draw one row a person and month: as many groups as rows (`number` rounded down to whole years)."""
    people = number // MONTHS
    draw = np.random.default_rng(SEED)
    place = draw.permutation(people * MONTHS)
    first = (np.datetime64("2026-01", "M") + place % MONTHS).astype("datetime64[D]").astype("int64")
    days = (first + draw.integers(0, 28, place.size)).astype(np.int32)
    return Columns((place // MONTHS).astype(np.int32), days, _measures(draw, place.size, returns=False))


def _measures(draw: np.random.Generator, number: int, *, returns: bool) -> dict[str, Column]:
    def below(start: int, end: int | Column) -> Column:
        return draw.integers(start, end, number, dtype=np.int64)

    units, leads, opened, due = below(0, 3), below(2, 9), below(1, 6), below(1, 9)
    appointed = below(0, leads + 1)
    drawn = (
        units,
        np.ones(number, dtype=np.int64),
        units * below(2_000, 13_000),
        units * below(80_000, 320_000),
        below(0, units + 1),
        leads,
        appointed,
        below(0, appointed + 1),
        opened,
        below(0, 2),
        due,
        below(0, due + 1),
    )
    if returns:
        sign = np.where(draw.integers(0, 10, number) == 0, -1, 1)
        drawn = (units * sign, drawn[1], drawn[2] * sign, drawn[3] * sign, *drawn[4:])
    return dict(zip(MEASURES, drawn, strict=True))


class Tables:
    """The same rows in every engine; each is made when it is first asked for, and let go with this."""

    def __init__(self, rows: Columns) -> None:
        self.rows = rows
        self._spark: Any = None

    def records(self) -> list[dict[str, Any]]:
        """Return plain rows."""
        days = self.rows.days.astype("datetime64[D]").tolist()
        lists = [column.tolist() for column in self.rows.measures.values()]
        named = (dict(zip(MEASURES, amounts, strict=True)) for amounts in zip(*lists, strict=True))
        heads = zip(self.rows.person.tolist(), days, named, strict=True)
        return [{"person": person, "date": day, **amounts} for person, day, amounts in heads]

    @cached_property
    def pyarrow(self) -> Any:
        """A table of pyarrow."""
        return arrow(self.rows)

    @cached_property
    def polars(self) -> Any:
        """A frame of polars, of columns in one piece."""
        import polars as pl

        return pl.DataFrame(self.pyarrow).rechunk()

    @cached_property
    def pandas(self) -> Any:
        """A frame of pandas with columns of numpy."""
        import pandas as pd

        date = pd.Series(self.rows.days.astype("datetime64[D]").astype("datetime64[s]"))
        return pd.DataFrame({"person": self.rows.person, "date": date, **self.rows.measures})

    @cached_property
    def duckdb(self) -> Any:
        """A relation over a table that DuckDB holds in memory."""
        import duckdb

        connection = duckdb.connect()
        connection.register("arrow_events", self.pyarrow)
        connection.execute("CREATE TABLE events AS SELECT * FROM arrow_events")
        connection.unregister("arrow_events")
        return connection.table("events")

    def pyspark(self, folder: Path) -> Any:
        """Return a cached frame of a local Spark session with two threads."""
        if self._spark is None:
            path = folder / "spark.parquet"
            write(path, self.rows)
            self._spark = spark().read.parquet(str(path)).repartition(4).cache()
            self._spark.count()
        return self._spark


def spark() -> Any:
    """Return the session of Spark on two threads of this machine."""
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.memory": "6g",
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.session.timeZone": "UTC",
        "spark.log.level": "ERROR",
        "spark.ui.showConsoleProgress": "false",
    }
    builder = SparkSession.builder.master("local[2]").appName("benchmarks")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def arrow(rows: Columns) -> Any:
    """Return rows as a table of pyarrow."""
    import pyarrow as pa

    date = pa.array(rows.days, pa.int32()).cast(pa.date32())
    return pa.table({"person": rows.person, "date": date, **rows.measures})


def write(path: Path, rows: Columns) -> None:
    """Write rows as one Parquet file."""
    from pyarrow import parquet

    parquet.write_table(arrow(rows), path, row_group_size=1_000_000)


def write_large(folder: Path, number: int, people: int) -> tuple[Path, Path]:
    """Write rows as one Parquet file and as a folder with a part for each month; return both, kept for the next run."""
    from pyarrow import parquet

    single, parts = folder / f"events-{number}.parquet", folder / f"events-{number}-by-month"
    done = folder / f"events-{number}.done"
    if done.exists():
        return single, parts
    schema = arrow(columns(1)).schema
    folders = [parts / f"month={month}" for month in range(1, MONTHS + 1)]
    for each in folders:
        each.mkdir(parents=True, exist_ok=True)
    writers = [parquet.ParquetWriter(each / "part-0.parquet", schema) for each in folders]
    with parquet.ParquetWriter(single, schema) as whole:
        for rows in _in_parts(number, people):
            table = arrow(rows)
            whole.write_table(table, row_group_size=1_000_000)
            months = rows.days.astype("datetime64[D]").astype("datetime64[M]").astype("int64") % MONTHS
            for month, writer in enumerate(writers):
                writer.write_table(table.take(np.flatnonzero(months == month)))
    for writer in writers:
        writer.close()
    done.touch()
    return single, parts


def _in_parts(number: int, people: int) -> Iterator[Columns]:
    for seed, start in enumerate(range(0, number, PART)):
        yield columns(min(PART, number - start), people, seed=SEED + seed)
