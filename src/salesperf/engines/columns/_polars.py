"""Programs as polars expressions, in batches for `with_columns`: lazy, and fit for the streaming engine."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import lru_cache, reduce
from operator import add, and_, eq, ge, gt, le, lt, mul, ne, or_
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
    Product,
    Program,
    Sign,
    Sum,
)

__all__ = ["batches", "ranks_in_frame", "scored_frame"]

_KEPT = 256
_COMPARED = {Sign.BELOW: lt, Sign.AT_MOST: le, Sign.EQUAL: eq, Sign.OTHER: ne, Sign.AT_LEAST: ge, Sign.ABOVE: gt}


def scored_frame(frame: Any, program: Program, keep: Sequence[str] = ()) -> Any:
    """Return a DataFrame or LazyFrame with the columns to keep and the outputs; a lazy one stays lazy."""
    for batch in batches(program):
        frame = frame.with_columns(batch)
    return frame.select([*keep, *program.outputs])


@lru_cache(maxsize=_KEPT)
def batches(program: Program) -> tuple[tuple[Any, ...], ...]:
    """Return the steps of a program as named expressions: those of a batch read only columns of batches before."""
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
        pl, write = self.pl, self.write
        match node:
            case Column(name):
                return pl.col(name).cast(pl.Int64) if name in self.inputs else pl.col(name)
            case Flag(name):
                return pl.col(name)
            case Literal(value):
                return pl.lit(value, dtype=pl.Int64)
            case Choose():
                return self._choice(node)
            case Least(Greatest(inner, low), high):
                return write(inner).clip(write(low), write(high))
            case Least(left, right):
                return write(left).clip(upper_bound=write(right))
            case Greatest(left, right):
                return write(left).clip(lower_bound=write(right))
            case _:
                return self._operation(node)

    def _operation(self, node: Expression) -> Any:
        write = self.write
        match node:
            case Sum(parts):
                return reduce(add, map(write, parts))
            case Product(parts):
                return reduce(mul, map(write, parts))
            case Difference(left, right):
                return write(left) - write(right)
            case FloorDiv(over, by):
                return write(over) // write(by)
            case Compare(sign, left, right):
                return _COMPARED[sign](write(left), write(right))
            case AllTrue(parts):
                return reduce(and_, map(write, parts))
            case AnyTrue(parts):
                return reduce(or_, map(write, parts))
            case Not(part):
                return ~write(part)

    def _choice(self, node: Choose) -> Any:
        (truth, number), *others = ((self.write(truth), self.write(number)) for truth, number in node.cases)
        chain = self.pl.when(truth).then(number)
        for more, other in others:
            chain = chain.when(more).then(other)
        return chain.otherwise(self.write(node.otherwise))
