"""salesperf on tables against queries written by hand for each engine, with the same checks and the same columns."""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyperf

from . import contest, workload
from .frames_by_hand import GROUPBY
from .report import Bar, Table

MILLION = 1_000_000
LARGE, LARGE_PEOPLE = 100 * MILLION, 200_000
ROOM = 8 << 30
"""Bytes that have to be free where the large files are written."""
GIB = 2**30
PACKAGES = ("polars", "duckdb", "pandas", "pyarrow", "pyspark", "narwhals", "numpy")


def lacking() -> str | None:
    """Return why no tables can be measured here, if so."""
    missing = [name for name in ("numpy", "pyarrow") if find_spec(name) is None]
    return f"{' and '.join(missing)} not installed" if missing else None


def checked(number: int) -> None:
    """Stop unless both sides give the same numbers in every engine that is installed."""
    from .frames_check import same

    with tempfile.TemporaryDirectory() as folder:
        engines = same(number, Path(folder))
    print(f"{number:,} rows: queries by hand, salesperf's tables and its plain rows agree in {engines} engines")


def tables(rounds: int, folder: Path | None) -> Iterator[Table]:
    """Measure everything; the large files only with a folder to keep them in."""
    from . import frames_data

    checked(20_000)
    yield small()
    yield many("one row a person and month", frames_data.one_a_month(MILLION), rounds, {"polars": 1.15, "DuckDB": 1.2})
    limits = {"polars": 1.1, "DuckDB": 1.1}
    yield many("50,000 people", frames_data.columns(10 * MILLION), rounds, limits, against_pandas=True)
    if find_spec("pyspark") is not None:
        yield on_spark(10 * MILLION, min(rounds, 3))
    if folder is None:
        print("skipped: 100,000,000 rows of Parquet, which need --folder")
    elif (free := shutil.disk_usage(folder).free) < ROOM:
        print(f"skipped: 100,000,000 rows of Parquet need {ROOM / GIB:.0f} GiB in {folder}, {free / GIB:.1f} are free")
    else:
        yield large(folder, LARGE, LARGE_PEOPLE, min(rounds, 3))


def machine() -> str:
    """Return what the numbers were measured on, and with."""
    found = (f"{name} {version(name)}" for name in PACKAGES if find_spec(name) is not None)
    return f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}; {', '.join(found)}"


def _scored(engine: Any, profile: Any, table: Any) -> Any:
    """Score with salesperf and bring the native table about."""
    import salesperf as sp

    return engine.run(sp.score(table, profile, period="month").native)


def _by_hand(engine: Any, table: Any, **options: bool) -> Any:
    return engine.run(engine.by_hand(table, **options))


def _contestants(engine: Any, table: Any, profile: Any) -> dict[str, contest.Contestant]:
    return {
        f"{engine.name}, no checks": partial(_by_hand, engine, table, checks=False),
        f"{engine.name} by hand": partial(_by_hand, engine, table),
        f"salesperf on {engine.name}": partial(_scored, engine, profile, table),
    }


def _ratio(over: pyperf.Benchmark | None, under: pyperf.Benchmark | None) -> float | None:
    return None if over is None or under is None else over.median() / under.median()


def many(what: str, rows: Any, rounds: int, limits: Mapping[str, float], *, against_pandas: bool = False) -> Table:
    """Time all engines of this process over the same rows, taking turns."""
    from .frames_check import ENGINES, available
    from .frames_data import Tables

    engines = available(engine for engine in ENGINES if engine.name != "Spark")
    tables, profile = Tables(rows), workload.profile()
    contestants: dict[str, contest.Contestant] = {}
    for engine in engines:
        source = engine.table(tables, Path())
        contestants |= _contestants(engine, source, profile)
        if engine.name == "pandas":
            contestants[GROUPBY] = partial(_by_hand, engine, source, groupby=True)
    times = contest.run(what, contestants, rounds=rounds)
    title = f"{rows.person.size:,} rows of 12 measures, {what}, a card a month"
    table = _table(title)
    pandas = times.get("pandas by hand")
    for engine in engines:
        _row(table, engine.name, times, pandas)
        ours = times[f"salesperf on {engine.name}"]
        if engine.name in limits:
            ratio = _ratio(ours, times[f"{engine.name} by hand"])
            table.bars.append(Bar(f"{engine.name}: salesperf ÷ by hand", ratio, limits[engine.name]))
        for by, limits_by_name in AGAINST_PANDAS.items() if against_pandas else ():
            if limit := limits_by_name.get(engine.name):
                table.bars.append(Bar(f"{engine.name}: salesperf ÷ {by}", _ratio(ours, times.get(by)), limit))
    if usual := times.get(GROUPBY):
        table.add(GROUPBY.replace("by hand, ", ""), None, usual, None, None, _ratio(usual, pandas))
    return table


AGAINST_PANDAS = {
    GROUPBY: {"polars": round(1 / 2.2, 4), "pandas": 1.3, "pyarrow": 1.5},
    "pandas by hand": {"pandas": 1.3, "pyarrow": 1.5},
}
"""How long salesperf may take on a kind of tables, by the time of a query by hand for pandas.

Hand-written pandas is `groupby(…).sum()`; `pandas by hand` is faster, since numpy adds up in its place.
"""


def _table(title: str) -> Table:
    head = (
        "table of",
        "by hand, no checks",
        "by hand, same checks",
        "salesperf",
        "÷ same checks",
        "÷ by hand in pandas",
    )
    return Table(title, head, note=machine())


def _row(table: Table, name: str, times: Mapping[str, pyperf.Benchmark], pandas: pyperf.Benchmark | None) -> None:
    unchecked, by_hand = times[f"{name}, no checks"], times[f"{name} by hand"]
    ours = times[f"salesperf on {name}"]
    table.add(name, unchecked, by_hand, ours, _ratio(ours, by_hand), _ratio(ours, pandas))


def on_spark(number: int, rounds: int) -> Table:
    """Time Spark on two threads, over rows that it keeps in memory."""
    from .frames_by_hand_spark import exchanges_for_sums
    from .frames_check import ENGINES
    from .frames_data import Tables, columns

    (engine,) = (engine for engine in ENGINES if engine.name == "Spark")
    profile = workload.profile()
    with tempfile.TemporaryDirectory() as folder:
        source = engine.table(Tables(columns(number)), Path(folder))
        times = contest.run("Spark", _contestants(engine, source, profile), rounds=rounds)
        table = _table(f"{number:,} rows of 12 measures in Spark, local[2], a card a month")
        _row(table, engine.name, times, None)
        table.bars.append(
            Bar("Spark: salesperf ÷ by hand", _ratio(times["salesperf on Spark"], times["Spark by hand"]), 1.2)
        )
        import salesperf as sp

        exchanges = float(exchanges_for_sums(sp.score(source, profile, period="month").native))
        table.bars.append(Bar("Spark: exchanges of rows for the sums", exchanges, 1, "exchanges"))
        source.unpersist()
    return table


def small() -> Table:
    """Time 100 rows in a table: the call and every total."""
    import salesperf as sp

    from .frames_check import ENGINES, available
    from .frames_data import Tables, columns

    tables, profile = Tables(columns(100, 8)), workload.profile()
    limits = {"polars": 0.5, "pandas": 1.5, "pyarrow": 0.5}
    wanted = available(engine for engine in ENGINES if engine.name in limits)
    sources = {"rows": tables.records()} | {engine.name: engine.table(tables, Path()) for engine in wanted}

    def call(source: Any) -> Any:
        return [card.total for card in sp.score(source, profile, period="2026").ranking()]

    contestants = {name: partial(call, source) for name, source in sources.items()}
    times = contest.run("100 rows", contestants, rounds=30, loops=20, warm_up=20)
    table = Table("100 rows in a table, 8 people, 12 criteria: the call and every total", ("table of", "time"))
    for name, time in times.items():
        table.add(name, time)
        if name in limits:
            table.bars.append(Bar(f"100 rows of {name}", time.median() * 1e3, limits[name], "ms"))
    table.note = machine()
    return table


def large(folder: Path, number: int, people: int, rounds: int) -> Table:
    """Time Parquet in processes of their own, and measure their peaks."""
    from .frames_data import write_large

    single, parts = write_large(folder, number, people)
    runs = {
        "by month": (parts, ("polars by hand, a month at a time", "salesperf on polars", *_DUCKDB)),
        "one file": (single, (*_DUCKDB, "salesperf on polars")),
    }
    title = f"{number:,} rows of Parquet, {people:,} people, a card a month"
    table = Table(title, ("files", "what", "time", "peak", "÷ by hand"), note=machine())
    for files, (path, names) in runs.items():
        times, peaks = _in_turns(path, names, rounds)
        for name in names:
            engine = name.removeprefix("salesperf on ")
            by_hand = next((times[other] for other in names if other.startswith(f"{engine} by hand")), None)
            table.add(files, name, times[name], f"{peaks[name] / GIB:.2f} GiB", _ratio(times[name], by_hand))
        if path is single:
            table.bars.append(
                Bar("one file on DuckDB ÷ by hand", _ratio(*(times[name] for name in reversed(_DUCKDB))), 1.15)
            )
            table.bars.append(Bar("one file on DuckDB, peak", peaks["salesperf on DuckDB"] / 1e9, 2.2, "GB"))
        else:
            table.bars.append(Bar("by month, salesperf", times["salesperf on polars"].median(), 15, "s"))
            table.bars.append(Bar("by month, salesperf, peak", peaks["salesperf on polars"] / 1e9, 2, "GB"))
    return table


_DUCKDB = ("DuckDB by hand", "salesperf on DuckDB")


def _in_turns(path: Path, names: Iterable[str], rounds: int) -> tuple[dict[str, pyperf.Benchmark], dict[str, float]]:
    """Run each in a process of its own, in turns; return times, and the median of the peaks."""
    names = list(names)
    seconds: dict[str, list[float]] = {name: [] for name in names}
    peaks: dict[str, list[int]] = {name: [] for name in names}
    for turn in range(rounds):
        shift = turn % len(names)
        for name in names[shift:] + names[:shift]:
            command = [sys.executable, "-m", "benchmarks.frames_large", name, str(path)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  (our own)
            taken, most, _ = done.stdout.split()
            seconds[name].append(float(taken))
            peaks[name].append(int(most))
    times = {name: contest.kept(f"{path.name}: {name}", seconds[name]) for name in names}
    return times, {name: statistics.median(peaks[name]) for name in names}
