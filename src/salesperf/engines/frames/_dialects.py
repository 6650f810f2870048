"""Which dialect of SQL the engine of a table speaks."""

from __future__ import annotations

import sys
from typing import Any

from ..columns import DIALECTS, Dialect
from ._source import Kind

__all__ = ["SUMS", "dialect_of"]

SUMS = "sp_sums"
"""The name under which a query finds the sums."""


def dialect_of(kind: Kind, table: Any) -> Dialect | None:
    """Return the dialect that a table's engine speaks, None where it is none of ours."""
    if kind is Kind.IBIS:
        name = table.get_backend().name if _has_backend(table) else ""
    else:
        name = {Kind.DUCKDB: "duckdb", Kind.PYSPARK: "spark"}.get(kind, "")
    return DIALECTS.get(name)


def _has_backend(table: Any) -> bool:
    """Return whether a table of Ibis can be asked in SQL; nothing is asked of its connection to find out.

    One in memory belongs to no connection, and Ibis 12 has lost the way to the types of a query on DuckDB 2 (it calls a
    method that is gone, with a query half done); both can be read all the same.
    """
    ibis = sys.modules["ibis"]
    if table.op().find(ibis.expr.operations.InMemoryTable):
        return False
    try:
        backend = table.get_backend()
    except ibis.common.exceptions.IbisError:
        return False
    return backend.name != "duckdb" or hasattr(backend.con, "fetch_arrow_table")
