"""The cards of a columnar call in the caller's own kind of table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ._columnar import Columnar
from ._errors import told
from ._native_arrays import by_arrays
from ._native_polars import by_polars
from ._native_sql import by_sql
from ._sheet import sheet_of
from ._source import Kind

__all__ = ["native"]


def native(call: Columnar, details: Iterable[str]) -> Any:
    """Return the cards, lazy where the input was lazy; `details` says what of each line is shown.

    Raises `NotColumnar` for what only the plain scorer computes.
    """
    sheet = sheet_of(call, details)
    kind = call.source.kind
    with told("scoring the table"):
        if kind is Kind.POLARS:
            return by_polars(sheet)
        return by_arrays(sheet) if kind in {Kind.PANDAS, Kind.PYARROW} else by_sql(sheet)
