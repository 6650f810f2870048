"""Tables as plain values: what a row is made of."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import pytest

import salesperf as sp

NUMBERS = [
    "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float32", "float64", "date32",
]  # fmt: skip


def _column(kind: str, *more: Any) -> Any:
    """A column in chunks, of which one is empty, and none begins where its memory does."""
    import pyarrow as pa

    numbers = pa.array([99, 0, 1, 127, 5, 6, 99], "int32")
    given = numbers.view("date32") if kind == "date32" else numbers.cast(kind)
    chunks = [given.slice(1, 3), given.slice(0, 0), given.slice(4, 2), *(pa.nulls(each, given.type) for each in more)]
    return pa.chunked_array(chunks, given.type)


@pytest.mark.parametrize("kind", NUMBERS)
@pytest.mark.parametrize("nulls", [(), (2,)], ids=["full", "with nulls"])
def test_columns_of_arrow_are_read_through_all_their_chunks(kind: str, nulls: tuple[int, ...]) -> None:
    import pyarrow as pa

    column = _column(kind, *nulls)
    columns_of = import_module(f"{sp.__name__}.engines.frames._rows").columns_of
    found = columns_of("pyarrow", pa.table({"amount": column}))["amount"]
    assert found == column.to_pylist()
    assert [type(value) for value in found] == [type(value) for value in column.to_pylist()]
    assert len(found) == 5 + sum(nulls)


def test_days_of_arrow_without_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow as pa

    column = _column("date32", 1)
    monkeypatch.delitem(sys.modules, "numpy", raising=False)
    columns_of = import_module(f"{sp.__name__}.engines.frames._rows").columns_of
    assert columns_of("pyarrow", pa.table({"date": column}))["date"] == column.to_pylist()
