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
        return DIALECTS.get(_asked_by_ibis(table))
    return DIALECTS.get({Kind.DUCKDB: "duckdb", Kind.PYSPARK: "spark"}.get(kind, ""))


def _asked_by_ibis(table: Any) -> str:
    """Return which engine Ibis can ask in SQL about a table, "" for none; its connection is not used to find out.

    A table in memory belongs to no connection, and Ibis 12 has lost the way to the types of a query on DuckDB 2 (it
    calls a method that is gone, with a query half done); both can be read all the same.
    """
    ibis = sys.modules["ibis"]
    if table.op().find(ibis.expr.operations.InMemoryTable):
        return ""
    try:
        backend = table.get_backend()
    except ibis.common.exceptions.IbisError:
        return ""
    if backend.name == "duckdb" and not hasattr(backend.con, "fetch_arrow_table"):
        return ""
    return str(backend.name)
