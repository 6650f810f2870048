"""From an engine's table to plain Python values: null, NA, NaT and, where they are the null, NaN become None."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import repeat
from typing import Any

from ._errors import told
from ._source import Kind, Source, narwhals

__all__ = [
    "Columns",
    "categories_of_others",
    "collected",
    "columns_of",
    "fetched",
    "numbered",
    "records_of",
    "row_class",
]

Columns = dict[str, list[Any]]

_CLASSES = 64
"""Kinds of tables whose rows' classes are kept, and with them the readers made for them."""
_PLACE = "sp place"
_RUNNING = "reading the table"
_NUMBERED = frozenset({Kind.POLARS, Kind.PANDAS, Kind.PYARROW})
"""Engines whose rows have a place of their own."""


def fetched(source: Source, frame: Any) -> Iterable[tuple[Any, ...]]:
    """Run a query of narwhals' and return its rows as tuples."""
    return zip(*columns_of(source.kind, frame.to_native()).values(), strict=True)


def records_of(kind: Kind, table: Any) -> Iterator[dict[str, Any]]:
    """Yield the rows of one table as records."""
    columns = columns_of(kind, table)
    for row in zip(*columns.values(), strict=True):
        yield dict(zip(columns, row, strict=True))


@lru_cache(maxsize=_CLASSES)
def row_class(names: tuple[str, ...]) -> type[tuple[Any, ...]]:
    """Return the class of a table's rows: named tuples, which are made and read faster than dicts."""
    return type("Row", (tuple,), {"__slots__": (), "_fields": names})


def collected(source: Source, frame: Any) -> Any:
    """Run a query of narwhals' on an eager table and return its answer."""
    if source.kind is not Kind.POLARS:
        return frame  # it has run
    with told(_RUNNING):
        return narwhals().from_native(frame.to_native().collect(engine="streaming").lazy())


def numbered(source: Source, frame: Any, condition: Any) -> list[tuple[int | None, dict[str, Any]]]:
    """Return the rows for which a condition holds, each with its place (from 0) where rows of the engine have one."""
    has_places = source.kind in _NUMBERED
    if has_places:
        frame = _placed(source, frame)
    columns = columns_of(source.kind, frame.filter(condition).to_native())
    places: Iterable[int | None] = columns.pop(_PLACE) if has_places else repeat(None)
    rows = (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))
    return list(zip(places, rows, strict=False))


def _placed(source: Source, frame: Any) -> Any:
    if source.kind is Kind.POLARS:  # narwhals asks by what to order a lazy table; those of polars have an order
        return narwhals().from_native(frame.to_native().with_row_index(_PLACE))
    return frame.with_row_index(_PLACE)


def categories_of_others(kind: Kind, table: Any) -> list[str]:
    """Return the columns of categories that are no text; all that narwhals says of them is that they are categories."""
    types: Iterable[tuple[str, Any]]
    if kind is Kind.PYARROW:
        types = zip(table.column_names, table.schema.types, strict=True)
    elif kind in {Kind.PANDAS, Kind.DASK}:
        types = ((name, getattr(dtype, "pyarrow_dtype", dtype)) for name, dtype in table.dtypes.items())
    else:
        return []
    return [name for name, of in types if not _is_text(of)]


def _is_text(of: Any) -> bool:
    """Return whether a type of categories, if it is one, has text for them."""
    if hasattr(of, "index_type"):
        return "string" in str(of.value_type)
    categories = getattr(of, "categories", None)
    return categories is None or categories.inferred_type in {"string", "empty"}


def columns_of(kind: Kind, table: Any) -> Columns:
    """Run what is lazy and return an engine's table as lists by column."""
    with told(_RUNNING):
        return _READ[kind](table)


def _from_polars(table: Any) -> Columns:
    if hasattr(table, "collect"):
        table = table.collect(engine="streaming")
    return {column.name: column.to_list() for column in table.get_columns()}


def _from_pandas(table: Any) -> Columns:
    return {str(name): _pandas_list(column) for name, column in table.items()}


def _pandas_list(column: Any) -> list[Any]:
    if type(column.dtype).__module__.startswith("numpy") and column.dtype.kind in "iub":  # these know no null
        return list(column.tolist())
    return [None if null else value for value, null in zip(column.tolist(), column.isna().tolist(), strict=True)]


def _from_pyarrow(table: Any) -> Columns:
    kinds = sys.modules["pyarrow"].types
    columns = zip(table.schema.names, table.schema.types, table.columns, strict=True)
    if "numpy" not in sys.modules:
        return {name: column.to_pylist() for name, _, column in columns}
    return {name: _arrow_list(kinds, kind, column) for name, kind, column in columns}


def _arrow_list(kinds: Any, kind: Any, column: Any) -> list[Any]:
    """Return the values of an Arrow column; numpy takes half of pyarrow's time for numbers, a twentieth for days."""
    by_numpy = kinds.is_date32(kind) or (kinds.is_integer(kind) and not column.null_count)
    values: list[Any] = column.to_numpy().tolist() if by_numpy else column.to_pylist()
    return values


def _from_duckdb(table: Any) -> Columns:
    names = table.columns
    rows = table.fetchall()
    return dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)) if rows else {name: [] for name in names}


def _from_ibis(table: Any) -> Columns:
    return _from_pyarrow(table.to_pyarrow())


def _from_dask(table: Any) -> Columns:
    return _from_pandas(table.compute())


def _from_spark(table: Any) -> Columns:
    names = table.columns
    rows = table.collect()
    return dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)) if rows else {name: [] for name in names}


_READ = {
    Kind.POLARS: _from_polars,
    Kind.PANDAS: _from_pandas,
    Kind.PYARROW: _from_pyarrow,
    Kind.DUCKDB: _from_duckdb,
    Kind.IBIS: _from_ibis,
    Kind.DASK: _from_dask,
    Kind.PYSPARK: _from_spark,
    Kind.SQLFRAME: _from_spark,
}
