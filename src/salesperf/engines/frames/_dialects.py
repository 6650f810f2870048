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
    """Return whether a table of Ibis belongs to a connection: one in memory can be read, but not asked in SQL."""
    try:
        table.alias(SUMS).sql(f"SELECT 1 AS one FROM {SUMS}")  # noqa: S608  (a name of ours)
    except sys.modules["ibis"].common.exceptions.IbisError:
        return False
    return True
