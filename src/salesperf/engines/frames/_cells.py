"""Sums by person and period over numpy arrays, for pandas and pyarrow: an array of cells in the place of a hash table.

Their own groupings hash every key and take the columns one by one.  Where people are whole numbers close to each other,
a person and a period are a place in an array, and numpy adds up the rows of each place.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

__all__ = ["added_in_cells"]

_SPARSE = 2
"""Cells for each row, up to which the array is worth its memory."""
_HOW = {"sum": "add", "min": "minimum", "max": "maximum"}


def added_in_cells(frame: Any, keys: tuple[str, str], columns: Mapping[str, str], rows: str) -> dict[str, Any] | None:
    """Return the arrays of each group: its keys, its columns ("sum", "min" or "max"), how many rows it has.

    `frame` is narwhals' view of a table with all these columns.  None where a key is null or no whole number, or where
    they are too far apart.
    """
    if not len(frame) or any(frame[name].null_count() for name in keys):
        return None
    np = import_module("numpy")
    arrays: dict[str, Any] = {name: _whole(np, frame[name]) for name in (*keys, *columns)}
    if any(array is None for array in arrays.values()):
        return None
    people, numbers = (arrays[name] for name in keys)
    first, start = people.min(), numbers.min()
    width = int(numbers.max() - start) + 1
    size = (int(people.max()) - int(first) + 1) * width
    if size > _SPARSE * len(frame):
        return None
    places = (people - first) * width + (numbers - start)
    counts = np.bincount(places, minlength=size)
    there = np.flatnonzero(counts)
    if len(there) < size:
        index = np.empty(size, dtype=np.int64)
        index[there] = np.arange(len(there))
        places = index[places]
    found = {keys[0]: there // width + first, keys[1]: there % width + start}
    found |= {name: _added(np, how, places, arrays[name], len(there)) for name, how in columns.items()}
    return found | {rows: counts[there]}


def _whole(np: Any, column: Any) -> Any | None:
    """Return a column as whole numbers of 64 bits, 0 for null; None where it holds others."""
    array = (column.fill_null(0) if column.null_count() else column).to_numpy()
    if array.dtype.kind not in "iu":
        return None
    return array.astype(np.int64, copy=False)


def _added(np: Any, how: str, places: Any, column: Any, groups: int) -> Any:
    function = getattr(np, _HOW[how])
    limits = np.iinfo(np.int64)
    begin = {"sum": 0, "min": limits.max, "max": limits.min}[how]
    found = np.full(groups, begin, dtype=np.int64)
    function.at(found, places, column)
    return found
