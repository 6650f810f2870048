"""What a caller's table is, told by where its class comes from: no engine is imported to find out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import attrs

from ...errors import InputTypeError, MissingExtraError
from ...text import shown

__all__ = ["Kind", "Source", "narwhals", "one_if", "source_of"]


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

_EXTENSIONS = (".parquet", ".pq", ".csv")
_PARTITIONED = 2
"""From how many folders on a folder of files is read one after the other, so that memory holds one at a time."""
_SCANNERS = (Kind.POLARS, Kind.DUCKDB, Kind.PYARROW)


@attrs.frozen
class Source:
    """A table of some engine, or several of one engine that follow each other."""

    kind: Kind
    table: Any
    """The engine's own object; of a stream its parts, one after the other: an iterator is read once."""
    lazy: bool = False
    stream: bool = False

    @property
    def parts(self) -> Iterator[Any]:
        """The tables, one after the other; a stream is read once."""
        return iter(self.table) if self.stream else iter((self.table,))


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


def source_of(records: object) -> Source | None:
    """Return what table `records` is, or None for rows.

    A path of a CSV file is rows; of a Parquet file, or a folder of Parquet or CSV files, a table that is scanned.
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
        reader = (
            records
            if isinstance(records, pyarrow.RecordBatchReader)
            else pyarrow.RecordBatchReader.from_stream(records)
        )
        return Source(Kind.PYARROW, (pyarrow.Table.from_batches([batch]) for batch in reader), stream=True)
    if find_spec("polars") is not None:
        return Source(Kind.POLARS, import_module("polars").DataFrame(records))
    msg = f"{shown(type(records).__name__)} gives an Arrow stream, which pyarrow or polars reads: pip install pyarrow"
    raise MissingExtraError(msg)


def _scanned(path: Path) -> Source | None:
    """Return the scan of a Parquet file or of a folder; None for any other file, whose rows are read."""
    folder = path.is_dir()
    ending = _ending_of(path) if folder else path.suffix.lower()
    if ending == ".csv" and not folder:
        return None
    if ending not in _EXTENSIONS:
        if folder:
            msg = f"there is no Parquet or CSV file in the folder {path.name}"
            raise InputTypeError(msg)
        return None
    parquet = ending != ".csv"
    where = str(path / f"**/*{ending}") if folder else str(path)
    for kind in sorted(_SCANNERS, key=lambda each: each not in sys.modules):
        if find_spec(kind) is not None:
            return _SCANS[kind](import_module(kind), path, where, parquet)
    msg = "Parquet files and folders are read by polars, duckdb or pyarrow: pip install polars"
    raise MissingExtraError(msg)


def _ending_of(folder: Path) -> str:
    """Return the ending of the files in a folder; `InputTypeError` where there are two kinds."""
    found = sorted({file.suffix.lower() for file in folder.rglob("*") if file.suffix.lower() in _EXTENSIONS})
    if len(found) > 1:
        msg = f"the folder {folder.name} holds files of several kinds ({', '.join(found)}): give one kind at a time"
        raise InputTypeError(msg)
    return found[0] if found else ""


def _by_polars(polars: Any, path: Path, where: str, parquet: bool) -> Source:  # noqa: FBT001  (one shape for all scans)
    if not parquet:
        return Source(Kind.POLARS, polars.scan_csv(where, try_parse_dates=True), lazy=True)
    folders = sorted({file.parent for file in path.rglob("*") if file.suffix.lower() == Path(where).suffix})
    if len(folders) < _PARTITIONED:
        return Source(Kind.POLARS, polars.scan_parquet(where), lazy=True)
    parts = [polars.scan_parquet(str(folder / f"*{Path(where).suffix}"), hive_partitioning=True) for folder in folders]
    return Source(Kind.POLARS, parts, lazy=True, stream=True)


def _by_duckdb(duckdb: Any, _: Path, where: str, parquet: bool) -> Source:  # noqa: FBT001  (one shape for all scans)
    return Source(Kind.DUCKDB, duckdb.read_parquet(where) if parquet else duckdb.read_csv(where), lazy=True)


def _by_pyarrow(_: Any, path: Path, __: str, parquet: bool) -> Source:  # noqa: FBT001  (one shape for all scans)
    dataset = import_module("pyarrow.dataset").dataset(
        path, format="parquet" if parquet else "csv", partitioning="hive" if path.is_dir() else None
    )
    pyarrow = import_module("pyarrow")
    return Source(Kind.PYARROW, (pyarrow.Table.from_batches([batch]) for batch in dataset.to_batches()), stream=True)


_SCANS = {Kind.POLARS: _by_polars, Kind.DUCKDB: _by_duckdb, Kind.PYARROW: _by_pyarrow}
