"""Programs as polars expressions, in batches for `with_columns`: lazy, and fit for the streaming engine."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import lru_cache, reduce
from operator import add, and_, eq, floordiv, ge, gt, le, lt, mul, ne, or_, sub
from typing import Any

from ...plan import (
    AllTrue,
    AnyTrue,
    Choose,
    Column,
    Compare,
    Difference,
    Expression,
    Flag,
    FloorDiv,
    Greatest,
    Least,
    Literal,
    Not,
    Outside,
    Product,
    Program,
    Sign,
    Sum,
    children,
)

__all__ = ["batches", "ranks_in_frame", "scored_frame"]

_KEPT = 256
_JOINED = {Sum: add, Product: mul, Difference: sub, FloorDiv: floordiv, AllTrue: and_, AnyTrue: or_}
_COMPARED = {Sign.BELOW: lt, Sign.AT_MOST: le, Sign.EQUAL: eq, Sign.OTHER: ne, Sign.AT_LEAST: ge, Sign.ABOVE: gt}


def scored_frame(frame: Any, program: Program, keep: Sequence[str] = ()) -> Any:
    """Return a DataFrame or LazyFrame with the columns to keep and the outputs; a lazy one stays lazy."""
    for batch in batches(program):
        frame = frame.with_columns(batch)
    return frame.select([*keep, *program.outputs])


@lru_cache(maxsize=_KEPT)
def batches(program: Program) -> tuple[tuple[Any, ...], ...]:
    """Return the steps of a program as named expressions: those of a batch read only columns of batches before."""
    program = program.unguarded  # numbers wrap silently, and nothing of a row beyond its limits is shown
    write = _Writer(program, sys.modules["polars"]).write
    return tuple(tuple(write(program.steps[name]).alias(name) for name in names) for names in program.levels)


def ranks_in_frame(within: Sequence[str], total: str = "total") -> Any:
    """Return the expression of the rank by total, ties sharing the first (1, 2, 2, 4); null without a total."""
    pl = sys.modules["polars"]
    rank = pl.col(total).rank("min", descending=True).cast(pl.Int64)
    return rank.over(list(within)) if within else rank


class _Writer:
    """Writes expressions; all numbers are of 64 bits, whatever the columns and literals would be by themselves."""

    def __init__(self, program: Program, pl: Any) -> None:
        self.pl = pl
        self.inputs = frozenset(program.inputs)

    def write(self, node: Expression) -> Any:
        if isinstance(node, Column | Flag | Literal):
            return self._leaf(node)
        if isinstance(node, Choose):
            return self._choice(node)
        if isinstance(node, Greatest | Least):
            return self._clipped(node)
        parts = [self.write(part) for part in children(node)]
        if isinstance(node, Compare):
            return _COMPARED[node.sign](*parts)
        if isinstance(node, Outside):
            number, limit = parts
            return (number < -limit) | (number > limit)
        return ~parts[0] if isinstance(node, Not) else reduce(_JOINED[type(node)], parts)

    def _leaf(self, node: Column | Flag | Literal) -> Any:
        if isinstance(node, Literal):
            return self.pl.lit(node.value, dtype=self.pl.Int64)
        column = self.pl.col(node.name)
        return column.cast(self.pl.Int64) if node.name in self.inputs else column

    def _clipped(self, node: Greatest | Least) -> Any:
        """Return the greater or the lesser; of a column by a choice, which is several times as fast as `clip`."""
        left, right = self.write(node.left), self.write(node.right)
        if isinstance(node, Greatest) and isinstance(node.left, Column):
            return self.pl.when(left > right).then(left).otherwise(right)
        if isinstance(node.left, Literal):
            left, right = right, left  # polars before 2 cannot hold a constant within bounds that differ by row
        return left.clip(lower_bound=right) if isinstance(node, Greatest) else left.clip(upper_bound=right)

    def _choice(self, node: Choose) -> Any:
        (truth, number), *others = ((self.write(truth), self.write(number)) for truth, number in node.cases)
        chain = self.pl.when(truth).then(number)
        for more, other in others:
            chain = chain.when(more).then(other)
        return chain.otherwise(self.write(node.otherwise))
