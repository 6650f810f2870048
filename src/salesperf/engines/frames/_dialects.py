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
    """Return whether a table of Ibis can be asked in SQL.

    One in memory belongs to no connection, and Ibis 12 has lost the way to the types of a query on DuckDB 2 (an
    AttributeError of its own); both can be read all the same.
    """
    try:
        table.alias(SUMS).sql(f"SELECT CAST(1 AS BIGINT) AS one FROM {SUMS}")  # noqa: S608  (a name of ours)
    except (sys.modules["ibis"].common.exceptions.IbisError, AttributeError):
        return False
    return True
