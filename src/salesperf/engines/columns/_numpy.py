"""Programs over numpy arrays, for pandas and pyarrow: straight-line code over arrays.

Rows are taken a few thousand at a time, so that what steps leave behind stays in the processor's cache.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ...plan import Program
from ._numpy_source import compiled

__all__ = ["Values", "ranks_of_arrays", "scored_arrays"]

_ROWS = 1 << 14
"""How many rows are taken at a time: 128 KiB for each number."""


class Values(NamedTuple):
    """A column: numbers of 64 bits, and which of them are there; None where all are."""

    numbers: Any
    there: Any = None


def scored_arrays(columns: Mapping[str, Any], program: Program, size: int) -> dict[str, Values]:
    """Return the outputs of a program over arrays of its inputs, `size` rows each.

    What is not there has some number or other.
    """
    np = sys.modules["numpy"]
    given = [np.ascontiguousarray(columns[name], dtype=np.int64) for name in program.inputs]
    evaluate = compiled(program)
    results = [np.empty(size, dtype=np.int64) for _ in program.outputs]
    there = {name: np.empty(size, dtype=bool) for name in program.outputs if name in program.nullable}
    targets = [*results, *there.values()]
    for start in range(0, size, _ROWS):
        rows = slice(start, start + _ROWS)
        for target, found in zip(targets, evaluate(np, *(each[rows] for each in given)), strict=True):
            target[rows] = found
    pairs = zip(program.outputs, results, strict=True)
    return {name: Values(numbers, there.get(name)) for name, numbers in pairs}


def ranks_of_arrays(total: Values, within: Sequence[Any] = ()) -> Values:
    """Return the rank by total, ties sharing the first (1, 2, 2, 4), among the rows that agree in other arrays."""
    np = sys.modules["numpy"]
    numbers = total.numbers
    there = np.ones(len(numbers), dtype=bool) if total.there is None else total.there
    (rows,) = np.nonzero(there)
    keys = [np.asarray(each)[rows] for each in within]
    ranks = np.zeros(len(numbers), dtype=np.int64)
    if len(rows):
        order = np.lexsort((-numbers[rows], *reversed(keys)))
        places = np.arange(len(rows))
        starts = _starts(np, [key[order] for key in keys], len(rows))
        changes = starts | _starts(np, [numbers[rows][order]], len(rows))
        first = np.maximum.accumulate(np.where(changes, places, 0))
        ranks[rows[order]] = first - np.maximum.accumulate(np.where(starts, places, 0)) + 1
    return Values(ranks, total.there)


def _starts(np: Any, keys: Sequence[Any], size: int) -> Any:
    """Return where a sorted column begins anew in any key."""
    starts = np.zeros(size, dtype=bool)
    starts[0] = True
    for key in keys:
        starts[1:] |= key[1:] != key[:-1]
    return starts
