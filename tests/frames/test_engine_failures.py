"""What fails in an engine is an `EngineError`, chained to the engine's own; what is no table is an `InputTypeError`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from frames.backends import Stream, arrow, columns_of
from frames.small import PROFILE, row, some

import salesperf as sp
from salesperf.engines import EngineError

ROWS = some()
SOURCE = str(Path(sp.__file__).parents[1])


def vanished_file(folder: Path) -> Any:
    import polars as pl

    pl.DataFrame(ROWS).write_parquet(folder / "facts.parquet")
    table = pl.scan_parquet(folder / "facts.parquet")
    (folder / "facts.parquet").unlink()
    return table


def failing_step(_: Path) -> Any:
    """What fails while its rows are added up, and not before."""
    import polars as pl

    def step(_: Any) -> Any:
        msg = "no such column"
        raise pl.exceptions.ComputeError(msg)

    return pl.LazyFrame(ROWS).map_batches(step, schema=pl.LazyFrame(ROWS).collect_schema())


def dropped_table(_: Path) -> Any:
    import duckdb

    connection = duckdb.connect()
    connection.register("given", arrow(columns_of(ROWS)))
    connection.execute("create table facts as from given")
    table = connection.table("facts")
    connection.execute("drop table facts")
    return table


def closed_connection(_: Path) -> Any:
    import duckdb

    connection = duckdb.connect()
    table = connection.from_arrow(arrow(columns_of(ROWS)))
    connection.close()
    return table


def dropped_from_ibis(_: Path) -> Any:
    import ibis

    connection = ibis.sqlite.connect()
    table = connection.create_table("facts", arrow(columns_of(ROWS)))
    connection.drop_table("facts")
    return table


def failing_cast(_: Path) -> Any:
    import duckdb

    return duckdb.sql(
        "select 'li.na' as person, date '2026-03-05' as date, cast('x' || range as int) as worth from range(9)"
    )


def failing_stream(_: Path) -> Any:
    import pyarrow as pa

    whole = arrow(columns_of(ROWS))

    def batches() -> Iterator[Any]:
        yield from whole.to_batches()
        msg = "the line broke"
        raise OSError(msg)

    return pa.RecordBatchReader.from_batches(whole.schema, batches())


FAILURES = (
    vanished_file,
    failing_step,
    dropped_table,
    closed_connection,
    dropped_from_ibis,
    failing_cast,
    failing_stream,
)


@pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
@pytest.mark.parametrize("broken", FAILURES, ids=lambda each: each.__name__)
def test_a_failure_in_the_engine_is_told_and_chained(broken: Callable[[Path], Any], tmp_path: Path) -> None:
    table = broken(tmp_path)
    with pytest.raises(EngineError, match=r"failed in the engine \(\w+\)") as caught:
        len(sp.score(table, PROFILE))
    assert isinstance(caught.value, sp.SalesperfError)
    assert caught.value.__cause__ is not None


def test_what_no_known_error_of_an_engine_is_told_by_where_it_came_from() -> None:
    """An assertion, a `TypeError`, anything: what leaves an engine is its failure, and nothing else is."""
    import narwhals.stable.v2 as nw

    told = import_module(f"{sp.__name__}.engines.frames._errors").told
    with pytest.raises(EngineError, match=r"looking failed in the engine \(TypeError\)") as caught, told("looking"):
        nw.from_native(object())
    assert isinstance(caught.value.__cause__, TypeError)
    with pytest.raises(ZeroDivisionError), told("looking"):
        raise ZeroDivisionError
    with pytest.raises(sp.InputTypeError), told("looking"):
        raise sp.InputTypeError


STOPPED = """
import sys, warnings
sys.path[:0] = {paths!r}
warnings.simplefilter("ignore")
from frames.backends import columns_of, spark
from frames.small import PROFILE, some
import salesperf as sp
from salesperf.engines import EngineError
session = spark()
rows = some()
table = session.createDataFrame([tuple(each.values()) for each in rows], list(rows[0]))
board = sp.score(table, PROFILE)
session.stop()
try:
    len(board)
except EngineError as error:
    assert error.__cause__ is not None
    print("told:", error)
"""


def test_a_spark_session_that_died() -> None:
    if find_spec("pyspark") is None:
        pytest.skip("pyspark needs pyspark, which is not installed")
    paths = [SOURCE, str(Path(__file__).parents[1])]
    done = subprocess.run(  # noqa: S603  (code written here)
        [sys.executable, "-c", STOPPED.format(paths=paths)], capture_output=True, text=True, check=False
    )
    assert "told: " in done.stdout, done.stderr


class NoTable:
    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        import polars as pl

        return pl.Series([1, 2]).__arrow_c_stream__(requested_schema)


@pytest.mark.parametrize("way", ["rows", "groups"], indirect=True)
def test_a_stream_that_is_no_table(way: str) -> None:
    import polars as pl

    assert way
    for records in (NoTable(), pl.Series([1, 2])):
        with pytest.raises(sp.SalesperfError):
            len(sp.score(records, PROFILE))


def test_streams_are_read_by_polars_where_pyarrow_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    import polars as pl

    source = sys.modules[f"{sp.__name__}.engines.frames._source"]
    table = pl.DataFrame(ROWS)
    monkeypatch.setattr(source, "find_spec", lambda name: None if name == "pyarrow" else find_spec(name))
    assert sp.score(Stream(table), PROFILE).to_json() == sp.score(ROWS, PROFILE).to_json()
    monkeypatch.setattr(source, "find_spec", lambda _: None)
    with pytest.raises(ImportError, match="pip install pyarrow"):
        sp.score(Stream(table), PROFILE)


@pytest.mark.usefixtures("way")
def test_frames_of_narwhals_are_what_they_hold() -> None:
    import narwhals as nw
    import polars as pl

    expected = sp.score(ROWS, PROFILE).to_json()
    for table in (pl.DataFrame(ROWS), pl.LazyFrame(ROWS)):
        assert sp.score(nw.from_native(table), PROFILE).to_json() == expected


@pytest.mark.usefixtures("way")
def test_classes_made_from_tables_are_tables() -> None:
    import pandas as pd

    class Facts(pd.DataFrame):
        pass

    assert sp.score(Facts(ROWS), PROFILE).to_json() == sp.score(ROWS, PROFILE).to_json()


def test_a_single_row_is_no_table() -> None:
    from collections import UserDict

    for records in (row(), UserDict(row()), "facts.parquet"):
        with pytest.raises(sp.InputTypeError):
            sp.score(records, PROFILE)
