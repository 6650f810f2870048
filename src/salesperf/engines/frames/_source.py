"""What a caller's table is, told by where its class comes from: no engine is imported to find out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from enum import StrEnum
from glob import escape
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import attrs

from ...errors import InputTypeError, MissingExtraError
from ...text import shown
from ._errors import told

__all__ = ["Kind", "Source", "files_in", "narwhals", "one_if", "source_of", "surely"]


class Kind(StrEnum):
    """The engines whose tables are read."""

    POLARS = "polars"
    PANDAS = "pandas"
    PYARROW = "pyarrow"
    DUCKDB = "duckdb"
    IBIS = "ibis"
    DASK = "dask"
    PYSPARK = "pyspark"
    SQLFRAME = "sqlframe"


_TABLES = {
    ("pandas", "DataFrame"): (Kind.PANDAS, False),
    ("polars", "DataFrame"): (Kind.POLARS, False),
    ("polars", "LazyFrame"): (Kind.POLARS, True),
    ("pyarrow", "Table"): (Kind.PYARROW, False),
    ("duckdb", "DuckDBPyRelation"): (Kind.DUCKDB, True),
    ("_duckdb", "DuckDBPyRelation"): (Kind.DUCKDB, True),
    ("ibis", "Table"): (Kind.IBIS, True),
    ("dask", "DataFrame"): (Kind.DASK, True),
    ("pyspark", "DataFrame"): (Kind.PYSPARK, True),
    ("sqlframe", "BaseDataFrame"): (Kind.SQLFRAME, True),
}
"""By the top of the module and the name of a class: the engine, and whether its tables are lazy."""

_PARQUET = (".parquet", ".pq")
_PARTITIONED = 2
"""From how many folders on a folder of files is read one after the other, so that memory holds one at a time."""


@attrs.frozen
class Source:
    """A table of some engine, or several of one engine that follow each other."""

    kind: Kind
    table: Any
    """The engine's own object; of a stream its parts, one after the other: an iterator is read once."""
    lazy: bool = False
    stream: bool = False
    scanned: bool = False
    """Whether a lazy table of polars is nothing but the scan of files, of which any rows can be read by themselves."""

    @property
    def parts(self) -> Iterator[Any]:
        """The tables, one after the other; a stream is read once."""
        parts = iter(self.table) if self.stream else iter((self.table,))
        return map(_in_place, parts) if self.kind is Kind.PYARROW else parts


def narwhals() -> Any:
    """Return narwhals' stable interface; without it `MissingExtraError` names what to install."""
    try:
        return import_module("narwhals.stable.v2")
    except ImportError as error:
        msg = 'tables of this kind and size are read through narwhals: pip install "salesperf[frames]"'
        raise MissingExtraError(msg) from error


def one_if(nw: Any, condition: Any) -> Any:
    """Return the expression of 1 where a condition holds, else 0; not every engine casts truth to a number."""
    return nw.when(condition).then(nw.lit(1, dtype=nw.Int64)).otherwise(nw.lit(0, dtype=nw.Int64))


def surely(kind: Kind, condition: Any) -> Any:
    """Return a condition, false where it is null; Dask's Arrow columns can be filled only from narwhals 2.27 on."""
    if kind is Kind.DASK:
        return condition & ~condition.is_null()
    return condition.fill_null(False)  # noqa: FBT003  (a value of the engine)


def source_of(records: object) -> Source | None:
    """Return what table `records` is, or None for rows.

    A path of a Parquet file, or of a folder of them, is a table that is scanned; any other path is rows.
    """
    if isinstance(records, os.PathLike):
        return _scanned(Path(records))
    if type(records) in {list, tuple, dict}:
        return None
    module = sys.modules.get("narwhals")
    if module is not None:
        records = module.to_native(records, pass_through=True)
    for kind in type(records).__mro__:
        found = _TABLES.get((kind.__module__.partition(".")[0], kind.__name__))
        if found is not None:
            return Source(found[0], records, lazy=found[1])
    if isinstance(records, Mapping):
        return None
    return _arrow(records)


def _arrow(records: Any) -> Source | None:
    """Return the source of what speaks Arrow: a batch, a reader of batches, anything with the C stream."""
    pyarrow = sys.modules.get("pyarrow")
    if pyarrow is not None and isinstance(records, pyarrow.RecordBatch):
        return Source(Kind.PYARROW, pyarrow.Table.from_batches([records]))
    if not hasattr(records, "__arrow_c_stream__"):
        return None
    if find_spec("pyarrow") is not None:
        pyarrow = import_module("pyarrow")
        try:
            reader = pyarrow.RecordBatchReader.from_stream(records)
        except pyarrow.ArrowInvalid as error:
            msg = f"records are a table: the Arrow stream of {shown(type(records).__name__)} holds no columns"
            raise InputTypeError(msg) from error
        return Source(Kind.PYARROW, (pyarrow.Table.from_batches([batch]) for batch in reader), stream=True)
    if find_spec("polars") is not None:
        return Source(Kind.POLARS, import_module("polars").DataFrame(records))
    msg = f"{shown(type(records).__name__)} gives an Arrow stream, which pyarrow or polars reads: pip install pyarrow"
    raise MissingExtraError(msg)


def _in_place(table: Any) -> Any:
    """Return a table of Arrow with its text in place: no function of pyarrow's takes text that is kept as views."""
    if "string_view" not in str(table.schema):  # asked once: a type at a time takes ten times as long
        return table
    for at, of in enumerate(table.schema.types):
        if "string_view" in str(of):
            chunks = [_text_in_place(chunk) for chunk in table.column(at).chunks]
            column = import_module("pyarrow").chunked_array(chunks, None if chunks else "large_string")
            table = table.set_column(at, table.column_names[at], column)
    return table


def _text_in_place(chunk: Any) -> Any:
    if hasattr(chunk, "dictionary"):
        return type(chunk).from_arrays(chunk.indices, chunk.dictionary.cast("large_string"))
    return chunk.cast("large_string")


def _scanned(path: Path) -> Source | None:
    """Return the scan of a Parquet file or of a folder of them; None for all other files, whose rows are read."""
    files = files_in(path) if path.is_dir() else [path]
    if files[0].suffix.lower() not in _PARQUET:
        return None
    for kind in sorted(_SCANS, key=lambda each: each not in sys.modules):
        if find_spec(kind) is not None:
            with told("looking at the files"):
                return _SCANS[kind](import_module(kind), path, files)
    msg = "Parquet files are read by polars, duckdb or pyarrow: pip install polars"
    raise MissingExtraError(msg)


def files_in(folder: Path) -> list[Path]:
    """Return the files of a folder and those below; `InputTypeError` where there are none, or of several kinds."""
    found = sorted(file for file in folder.rglob("*") if file.suffix.lower() in {*_PARQUET, ".csv"})
    kinds = sorted({file.suffix.lower() for file in found})
    if len(kinds) > 1:
        msg = f"the folder {folder.name} holds files of several kinds ({', '.join(kinds)}): give one kind at a time"
        raise InputTypeError(msg)
    if not found:
        msg = f"there is no Parquet or CSV file in the folder {folder.name}"
        raise InputTypeError(msg)
    return found


def _by_polars(polars: Any, path: Path, files: list[Path]) -> Source:
    by_folder: dict[Path, list[Path]] = {}
    for file in files:
        by_folder.setdefault(file.parent, []).append(file)
    parts = [polars.scan_parquet(each, glob=False, hive_partitioning=path.is_dir()) for each in by_folder.values()]
    if len(parts) < _PARTITIONED:
        return Source(Kind.POLARS, parts[0], lazy=True, scanned=True)
    return Source(Kind.POLARS, parts, lazy=True, stream=True, scanned=True)


def _by_duckdb(duckdb: Any, path: Path, files: list[Path]) -> Source:
    names = [escape(str(file)) for file in files]
    return Source(Kind.DUCKDB, duckdb.read_parquet(names, hive_partitioning=path.is_dir()), lazy=True)


def _by_pyarrow(pyarrow: Any, path: Path, files: list[Path]) -> Source:
    def parts() -> Iterator[Any]:
        base, partitioning = (path, "hive") if path.is_dir() else (path.parent, None)
        reads = import_module("pyarrow.dataset").dataset
        names = [file.as_posix() for file in files]
        table = reads(names, format="parquet", partitioning=partitioning, partition_base_dir=base.as_posix())
        yield from (pyarrow.Table.from_batches([batch]) for batch in table.to_batches())

    return Source(Kind.PYARROW, parts(), stream=True)


_SCANS = {Kind.POLARS: _by_polars, Kind.DUCKDB: _by_duckdb, Kind.PYARROW: _by_pyarrow}
"""How files are read, by the engine: as they are named, whatever patterns their names look like."""
