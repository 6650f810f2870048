"""Programs over numpy arrays, for pandas and pyarrow: straight-line code, generated as the scorer is.

Rows are taken a few thousand at a time, so that what steps leave behind stays in the processor's cache.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from ...plan import (
    NULL,
    ZERO,
    AllTrue,
    AnyTrue,
    Choose,
    Column,
    Compare,
    Constant,
    Difference,
    Expression,
    Flag,
    FloorDiv,
    Greatest,
    Least,
    Literal,
    Not,
    Number,
    Outside,
    Product,
    Program,
    Sign,
    Sum,
    Truth,
    Within,
    both,
    children,
    choose,
    either,
    negated,
)

__all__ = ["Values", "ranks_of_arrays", "scored_arrays"]

_KEPT = 256
_ROWS = 1 << 14
"""How many rows are taken at a time: 128 KiB for each number."""


class Values(NamedTuple):
    """A column: numbers of 64 bits, and which of them are there; None where all are."""

    numbers: Any
    there: Any = None


def scored_arrays(columns: Mapping[str, Any], program: Program) -> dict[str, Values]:
    """Return the outputs of a program over arrays of its inputs; what is not there has some number or other."""
    np = sys.modules["numpy"]
    given = [np.ascontiguousarray(columns[name], dtype=np.int64) for name in program.inputs]
    size = len(given[0])
    evaluate = _compiled(program)
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


@lru_cache(maxsize=_KEPT)
def _compiled(program: Program) -> Callable[..., Any]:
    lines = [f"def evaluate({', '.join(['np', *program.inputs])}):"]
    for name, step in program.steps.items():
        if name in program.nullable and isinstance(step, Number):
            lines.append(f"    {name}, {name}_there = {_source(_filled(step))}, {_source(_there(step))}")
        else:
            lines.append(f"    {name} = {_source(step)}")
    there = (f"{name}_there" for name in program.outputs if name in program.nullable)
    lines.append(f"    return {''.join(f'{name}, ' for name in (*program.outputs, *there))}")
    names: dict[str, Any] = {"within": _within, "outside": _outside}
    exec(compile("\n".join(lines), "<salesperf columns>", "exec"), names)  # noqa: S102  (source made here from integers only)
    function: Callable[..., Any] = names["evaluate"]
    return function


def _within(numbers: Any, limit: Any) -> Any:
    """Return numbers with 0 for those beyond a limit; most often the very same array."""
    beyond = _outside(numbers, limit)
    return numbers * ~beyond if beyond.any() else numbers


def _outside(numbers: Any, limit: Any) -> Any:
    """Return which numbers are beyond a limit; most often none is."""
    np = sys.modules["numpy"]
    if np.all(numbers.min() >= -limit) and np.all(numbers.max() <= limit):
        return np.False_
    return (numbers < -limit) | (numbers > limit)


def _filled(node: Number) -> Number:
    """Return a number that has any number for null."""
    if not isinstance(node, Choose):
        return ZERO if node == NULL else node
    cases = [(truth, _filled(number)) for truth, number in node.cases if number != NULL]
    last = cases.pop()[1] if node.otherwise == NULL and cases else _filled(node.otherwise)
    return choose(*cases, otherwise=last)


def _there(node: Number) -> Truth:
    """Return where a number is not null."""
    if not isinstance(node, Choose):
        return Constant(node != NULL)
    found = _there(node.otherwise)
    for truth, number in reversed(node.cases):
        here = _there(number)
        found = found if here == found else either(both(truth, here), both(negated(truth), found))
    return found


def _source(node: Expression) -> str:
    match node:
        case Column(name) | Flag(name):
            return name
        case Literal(value):
            return f"({value})"
        case Constant(value):
            return f"np.{value}_"
        case Choose():
            return _choice(node)
        case FloorDiv(over, Literal(2)):
            return f"({_source(over)} >> 1)"
        case _:
            return _joined(node, [_source(part) for part in children(node)])


def _joined(node: Expression, parts: Sequence[str]) -> str:
    if isinstance(node, Not):
        return f"(~{parts[0]})"
    if type(node) in _CALLS:
        return f"{_CALLS[type(node)]}({', '.join(parts)})"
    joint = _SIGNS.get(node.sign, node.sign) if isinstance(node, Compare) else _JOINTS[type(node)]
    return f"({f' {joint} '.join(parts)})"


def _choice(node: Choose) -> str:
    text = _source(node.otherwise)
    for truth, number in reversed(node.cases):
        if text == "(0)" and isinstance(number, Literal):
            text = f"({_source(truth)} * {number.value})"
        else:
            text = f"np.where({_source(truth)}, {_source(number)}, {text})"
    return text


_CALLS = {Least: "np.minimum", Greatest: "np.maximum", Within: "within", Outside: "outside"}
_JOINTS = {Sum: "+", Product: "*", Difference: "-", FloorDiv: "//", AllTrue: "&", AnyTrue: "|"}
_SIGNS = {Sign.EQUAL: "==", Sign.OTHER: "!="}
