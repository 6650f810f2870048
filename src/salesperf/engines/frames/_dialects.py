"""Which dialect of SQL the engine of a table speaks."""

from __future__ import annotations

import sys
from typing import Any

from ..columns import DIALECTS, Dialect
from ._errors import EngineError, told
from ._source import Kind

__all__ = ["SUMS", "dialect_of"]

SUMS = "sp_sums"
"""The name under which a query finds the sums."""


def dialect_of(kind: Kind, table: Any) -> Dialect | None:
    """Return the dialect that a table's engine speaks, None where it is none of ours."""
    if kind is not Kind.IBIS:
        return DIALECTS.get({Kind.DUCKDB: "duckdb", Kind.PYSPARK: "spark"}.get(kind, ""))
    name = str(table.get_backend().name)
    return DIALECTS.get(name) if _is_asked(name) and _has_backend(table) else None


def _is_asked(name: str) -> bool:
    """Return whether Ibis can tell the types of a query: Ibis 12 has lost the way to those of DuckDB 2."""
    return name != "duckdb" or hasattr(sys.modules["duckdb"].DuckDBPyConnection, "fetch_arrow_table")


def _has_backend(table: Any) -> bool:
    """Return whether a table of Ibis belongs to a connection: one in memory can be read, but not asked in SQL."""
    try:
        with told("looking at the table"):
            table.alias(SUMS).sql(f"SELECT CAST(1 AS BIGINT) AS one FROM {SUMS}")  # noqa: S608  (a name of ours)
    except EngineError as error:
        if isinstance(error.__cause__, sys.modules["ibis"].common.exceptions.IbisError):
            return False
        raise
    return True
