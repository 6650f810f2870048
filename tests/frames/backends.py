"""Every engine's tables, each made from the same typed columns: what a backend is, and the columns of plain rows."""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.util import find_spec
from typing import Any

import attrs
import pytest

__all__ = [
    "ALL",
    "CORE",
    "EAGER",
    "LAZY",
    "QUICK",
    "SLOW",
    "Backend",
    "arrow",
    "close",
    "columns_of",
    "made",
    "rows_of",
]

Row = Mapping[str, Any]
Columns = Mapping[str, tuple[str, list[Any]]]
"""By name: the kind of a column ("text", "int", "uint8", "float", "date", …) and its values."""

_CHUNKS = 3
_SERVER = "SALESPERF_POSTGRES"
_NUMPY_WHOLE = frozenset({"int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"})


@attrs.frozen(repr=False)
class Backend:
    """One engine's kind of table."""

    name: str
    needs: tuple[str, ...]
    make: Callable[[Columns], Any]
    lazy: bool = False
    slow: bool = False
    """Whether a call takes seconds: such backends get the cases that all have to pass, not every variation."""
    is_numbered: bool = True
    """Whether its rows have a place, so that faults name it."""
    module: str = ""

    def __repr__(self) -> str:
        return self.name

    def table(self, columns: Columns) -> Any:
        """Return the engine's table of some columns; skip the test where the engine is not there."""
        for module in self.needs:
            if find_spec(module) is None:
                pytest.skip(f"{self.name} needs {module}, which is not installed")
        return self.make(columns)

    def of(self, rows: Iterable[Row], **kinds: str) -> Any:
        """Return the engine's table of some plain rows."""
        return self.table(columns_of(rows, **kinds))


# --- from rows to columns


def columns_of(rows: Iterable[Row], **kinds: str) -> dict[str, tuple[str, list[Any]]]:
    """Return the columns of rows; the kind of each follows from its values unless it is given."""
    rows = list(rows)
    names = list(dict.fromkeys(name for row in rows for name in row)) or ["person", "date"]
    columns = {name: [row.get(name) for row in rows] for name in names}
    found = {name: kinds.get(name) or _kind(name, values) for name, values in columns.items()}
    return {name: (kind, _fit(kind, columns[name])) for name, kind in found.items()}


def rows_of(columns: Columns) -> list[dict[str, Any]]:
    """Return columns as plain rows, which the plain runner reads: what every table is compared with."""
    return [dict(zip(columns, row, strict=True)) for row in zip(*(of for _, of in columns.values()), strict=True)]


def made(rows: Iterable[Row], **kinds: str) -> tuple[dict[str, tuple[str, list[Any]]], list[dict[str, Any]]]:
    """Return rows as columns, and these as rows again."""
    columns = columns_of(rows, **kinds)
    return columns, rows_of(columns)


_TEXT = frozenset({"person", "team", "store", "area", "group", "date", "customer", "lead", "deal", "model", "channel"})


_KINDS: dict[str, set[type]] = {
    "null": set(),
    "int64": {int},
    "bool": {bool},
    "datetime": {datetime},
    "date": {date, str},
    "float64": {int, float, Decimal, str},
}
"""By the types of a column's values; amounts may be written in any form."""


def _kind(name: str, values: list[Any]) -> str:
    there = [value for value in values if value is not None]
    types = {type(value) for value in there}
    if types == {str}:
        is_amount = name not in _TEXT and all(re.fullmatch(r"-?[0-9]+(\.[0-9]+)?|", value) for value in there)
        return "float64" if is_amount else "text"
    for kind, held in _KINDS.items():
        if types <= held:
            return kind
    msg = f"no column holds {types}"
    raise AssertionError(msg)


def _fit(kind: str, values: list[Any]) -> list[Any]:
    if kind == "float64":
        return [None if value is None or value == "" else float(value) for value in values]
    if kind == "text":
        return [None if value is None else str(value) for value in values]
    if kind == "date":
        return [date.fromisoformat(value[:10]) if isinstance(value, str) else value for value in values]
    if kind.startswith("decimal"):
        return [None if value is None else Decimal(value) for value in values]
    return values


# --- tables


def arrow(columns: Columns) -> Any:
    """Return columns as a pyarrow table."""
    import pyarrow as pa

    kinds = {
        "text": pa.string(),
        "date": pa.date32(),
        "datetime": pa.timestamp("us"),
        "zoned": pa.timestamp("us", "Asia/Shanghai"),
        "utc": pa.timestamp("us", "UTC"),
        "float64": pa.float64(),
        "float32": pa.float32(),
        "bool": pa.bool_(),
        "null": pa.null(),
        "category": pa.dictionary(pa.int32(), pa.string()),
        "decimal": pa.decimal128(18, 4),
        "decimal(38,0)": pa.decimal128(38, 0),
    }
    return pa.table(
        {name: pa.array(values, kinds.get(kind) or getattr(pa, kind)()) for name, (kind, values) in columns.items()}
    )


def _pandas(columns: Columns, kinds: Mapping[str, str], whole: Callable[[str, list[Any]], str]) -> Any:
    import pandas as pd

    def series(kind: str, values: list[Any]) -> Any:
        if kind in {"date", "datetime"}:
            return pd.Series(pd.to_datetime(values)).astype("datetime64[us]")
        if kind in {"zoned", "utc"}:
            return pd.Series(pd.to_datetime(values, utc=True)).dt.tz_convert(
                "Asia/Shanghai" if kind == "zoned" else "UTC"
            )
        if kind == "category":
            return pd.Series(pd.Categorical(values))
        return pd.Series(values, dtype=whole(kind, values) if kind in _NUMPY_WHOLE else kinds.get(kind, "object"))

    frame = {name: series(kind, values) for name, (kind, values) in columns.items()}
    length = len(next(iter(columns.values()))[1])
    return pd.DataFrame(frame, index=range(length))


def _pandas_numpy(columns: Columns) -> Any:
    def whole(kind: str, values: list[Any]) -> str:
        return "float64" if None in values else kind

    return _pandas(columns, {"float64": "float64", "float32": "float32"}, whole)


def _pandas_nullable(columns: Columns) -> Any:
    kinds = {"float64": "Float64", "float32": "Float32", "bool": "boolean", "text": "string"}
    return _pandas(columns, kinds, lambda kind, _: kind.replace("uint", "UInt").replace("int", "Int", 1))


def _pandas_arrow(columns: Columns) -> Any:
    import pandas as pd

    return arrow(columns).to_pandas(types_mapper=pd.ArrowDtype)


def _polars(columns: Columns) -> Any:
    import polars as pl

    return pl.from_arrow(arrow(columns))


def _polars_lazy(columns: Columns) -> Any:
    return _polars(columns).lazy()


def _size(table: Any) -> int:
    return max(table.num_rows // _CHUNKS, 1)


def _chunked(columns: Columns) -> Any:
    import pyarrow as pa

    table = arrow(columns)
    chunks = [table.slice(start, size) for size in [_size(table)] for start in range(0, table.num_rows, size)]
    return pa.concat_tables(chunks) if chunks else table


def _batch(columns: Columns) -> Any:
    import pyarrow as pa

    table = arrow(columns).combine_chunks()
    return next(iter(table.to_batches()), pa.RecordBatch.from_pylist([], table.schema))


def _reader(columns: Columns) -> Any:
    import pyarrow as pa

    table = arrow(columns)
    return pa.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=_size(table)))


class Stream:
    """Something of which only the Arrow C stream is known; its text is of the view kind, as that of polars is."""

    def __init__(self, table: Any) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)


def _stream(columns: Columns) -> Any:
    return Stream(_polars(columns))


def _duckdb(columns: Columns) -> Any:
    import duckdb

    return duckdb.from_arrow(arrow(columns))


_NOTHING = {"date": "date", "until": "date", "recorded_at": "date", "worth": "int64", "stock": "int64"}
_SIGNED = {"uint8": "int16", "uint16": "int32", "uint32": "int64", "uint64": "int64"}


def _without_nothing(columns: Columns) -> Columns:
    """Give columns without any value a type: servers have none for nothing."""
    return {
        name: (_NOTHING.get(name, "text") if kind == "null" else kind, values)
        for name, (kind, values) in columns.items()
    }


def _signed(columns: Columns) -> Columns:
    """Let whole numbers have a sign: not every server knows others."""
    return {name: (_SIGNED.get(kind, kind), values) for name, (kind, values) in _without_nothing(columns).items()}


def _ibis_duckdb(columns: Columns) -> Any:
    import ibis

    return ibis.duckdb.connect().create_table("facts", arrow(_without_nothing(columns)))


def _ibis_sqlite(columns: Columns) -> Any:
    import ibis

    return ibis.sqlite.connect().create_table("facts", arrow(_signed(columns)))


@cache
def _postgres() -> Any:
    import ibis

    url = os.environ.get(_SERVER)
    if not url:
        pytest.skip(f"ibis-postgres needs a server, and {_SERVER} names none")
    return ibis.connect(url)


def close() -> None:
    """Take leave of the server, if one was asked."""
    if _postgres.cache_info().currsize:
        _postgres().disconnect()


def _ibis_postgres(columns: Columns) -> Any:
    return _postgres().create_table(f"facts_{uuid.uuid4().hex}", arrow(_signed(columns)), temp=True)


def _dask(columns: Columns) -> Any:
    import dask.dataframe as dd

    return dd.from_pandas(_pandas_arrow(_without_nothing(columns)), npartitions=3)


@cache
def spark() -> Any:
    """Return the one session of a run."""
    if find_spec("pyspark") is None:
        pytest.skip("pyspark needs pyspark, which is not installed")
    import shutil

    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        pytest.skip("pyspark needs Java, which is not installed")
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ["TZ"] = os.environ.get("TZ", "UTC")
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.memory", "1g")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    return session


_SPARK = {
    "text": "string", "category": "string", "null": "string", "date": "date", "datetime": "timestamp_ntz",
    "zoned": "timestamp", "utc": "timestamp", "float64": "double", "float32": "float", "bool": "boolean",
    "int8": "tinyint", "int16": "smallint", "int32": "int", "int64": "bigint", "decimal": "decimal(18,4)",
    "decimal(38,0)": "decimal(38,0)",
}  # fmt: skip


def _rows_and_schema(columns: Columns) -> tuple[list[tuple[Any, ...]], str]:
    schema = ", ".join(f"`{name}` {_SPARK[kind]}" for name, (kind, _) in columns.items())
    return list(zip(*(values for _, values in columns.values()), strict=True)), schema


def _pyspark(columns: Columns) -> Any:
    rows, schema = _rows_and_schema(_signed(columns))
    return spark().createDataFrame(rows, schema)


def _sqlframe(columns: Columns) -> Any:
    import duckdb
    from sqlframe.duckdb import DuckDBSession

    session = DuckDBSession(conn=duckdb.connect())  # there is one session in a process
    name, given = f"facts_{uuid.uuid4().hex}", arrow(_signed(columns))
    session._conn.register("given", given)
    session._conn.execute(f"create table {name} as from given")
    return session.table(name)


BACKENDS = (
    Backend("pandas-numpy", ("pandas",), _pandas_numpy, module="pandas"),
    Backend("pandas-nullable", ("pandas",), _pandas_nullable, module="pandas"),
    Backend("pandas-arrow", ("pandas", "pyarrow"), _pandas_arrow, module="pandas"),
    Backend("polars", ("polars", "pyarrow"), _polars, module="polars"),
    Backend("polars-lazy", ("polars", "pyarrow"), _polars_lazy, lazy=True, module="polars"),
    Backend("pyarrow", ("pyarrow",), arrow, module="pyarrow"),
    Backend("pyarrow-chunked", ("pyarrow",), _chunked, module="pyarrow"),
    Backend("record-batch", ("pyarrow",), _batch, module="pyarrow"),
    Backend("batch-reader", ("pyarrow",), _reader, module="pyarrow"),
    Backend("arrow-stream", ("pyarrow", "polars"), _stream, module="pyarrow"),
    Backend("duckdb", ("duckdb", "pyarrow"), _duckdb, lazy=True, is_numbered=False, module="duckdb"),
    Backend("ibis-duckdb", ("ibis", "duckdb"), _ibis_duckdb, lazy=True, is_numbered=False, module="ibis"),
    Backend("ibis-sqlite", ("ibis",), _ibis_sqlite, lazy=True, slow=True, is_numbered=False, module="ibis"),
    Backend(
        "ibis-postgres", ("ibis", "psycopg"), _ibis_postgres, lazy=True, slow=True, is_numbered=False, module="ibis"
    ),
    Backend("dask", ("dask", "pandas"), _dask, lazy=True, slow=True, is_numbered=False, module="dask"),
    Backend("pyspark", ("pyspark",), _pyspark, lazy=True, slow=True, is_numbered=False, module="pyspark"),
    Backend("sqlframe", ("sqlframe", "duckdb"), _sqlframe, lazy=True, slow=True, is_numbered=False),
)
ALL = BACKENDS
CORE = tuple(each for each in ALL if each.name in {"pandas-numpy", "polars-lazy", "pyarrow-chunked", "duckdb"})
QUICK = tuple(backend for backend in ALL if not backend.slow)
SLOW = tuple(backend for backend in ALL if backend.slow)
EAGER = tuple(backend for backend in ALL if not backend.lazy)
LAZY = tuple(backend for backend in ALL if backend.lazy)
