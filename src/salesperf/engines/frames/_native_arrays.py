"""A sheet scored over numpy arrays, for pandas and pyarrow."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from ..columns import Values, ranks_of_arrays, scored_arrays
from ._sheet import FAULTS, PERIOD, SUBJECT, Sheet
from ._source import Kind

__all__ = ["by_arrays"]


def by_arrays(sheet: Sheet) -> Any:
    """Return the cards as a table of the kind of the input."""
    np = import_module("numpy")
    table = sheet.frame.to_native()
    pandas = sheet.call.source.kind is Kind.PANDAS
    names = [PERIOD, FAULTS, *sheet.program.inputs]
    arrays = {name: table[name].to_numpy().astype(np.int64, copy=False) for name in names}
    outputs = scored_arrays(arrays, sheet.program, len(arrays[PERIOD]))
    ranks = ranks_of_arrays(outputs["total"], (arrays[PERIOD],))
    make: Any = _Pandas() if pandas else _PyArrow()
    shown = [(each.name, _column(np, make, outputs[each.output], each.words)) for each in sheet.shown]
    columns = {SUBJECT: table[SUBJECT], PERIOD: _labels(np, make, arrays[PERIOD], sheet.labels or {})}
    columns |= dict(shown[:4])
    columns |= {"rank": make.numbers(ranks), FAULTS: make.numbers(Values(arrays[FAULTS]))}
    return make.table(columns | dict(shown[4:]))


def _column(np: Any, make: Any, values: Values, words: tuple[str, ...] | None) -> Any:
    return make.numbers(values) if words is None else make.words(np, values, words)


def _labels(np: Any, make: Any, numbers: Any, labels: Mapping[int, str]) -> Any:
    known = np.array(sorted(labels), dtype=np.int64)
    return make.words(np, Values(np.searchsorted(known, numbers)), tuple(labels[number] for number in known.tolist()))


class _Pandas:
    def __init__(self) -> None:
        self.pandas = sys.modules["pandas"]

    def numbers(self, values: Values) -> Any:
        """Return nullable whole numbers."""
        there = values.there
        mask = (values.numbers != values.numbers) if there is None else ~there
        return self.pandas.arrays.IntegerArray(values.numbers, mask)

    def words(self, np: Any, values: Values, words: tuple[str, ...]) -> Any:
        """Return a categorical column."""
        codes = values.numbers if values.there is None else np.where(values.there, values.numbers, -1)
        return self.pandas.Categorical.from_codes(codes if words else np.full(len(codes), -1), categories=list(words))

    def table(self, columns: Mapping[str, Any]) -> Any:
        """Return the table."""
        subjects = columns[SUBJECT].reset_index(drop=True)
        return self.pandas.DataFrame({**columns, SUBJECT: subjects})


class _PyArrow:
    def __init__(self) -> None:
        self.pyarrow = sys.modules["pyarrow"]

    def numbers(self, values: Values) -> Any:
        """Return whole numbers, null where there is none."""
        return self.pyarrow.array(values.numbers, mask=None if values.there is None else ~values.there)

    def words(self, np: Any, values: Values, words: tuple[str, ...]) -> Any:
        """Return a dictionary column."""
        codes = self.pyarrow.array(
            values.numbers.astype(np.int32), mask=None if values.there is None else ~values.there
        )
        if not words:
            return self.pyarrow.nulls(len(codes), self.pyarrow.string())
        return self.pyarrow.DictionaryArray.from_arrays(codes, self.pyarrow.array(words, self.pyarrow.string()))

    def table(self, columns: Mapping[str, Any]) -> Any:
        """Return the table."""
        return self.pyarrow.table(dict(columns))
