"""Programs as SQL: a chain of SELECTs, one for each level, over a relation that holds the inputs.

Only integers and names chosen here enter the text, and the names of the columns to keep, quoted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import attrs

from ...plan import (
    AllTrue,
    AnyTrue,
    Bounds,
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
    Sum,
    Within,
    bounds_of,
    branches,
    children,
    plus,
)

__all__ = ["DIALECTS", "Dialect", "rank_column", "scored_query"]

_KEPT = 256
_JOINTS = {Sum: "+", Product: "*", Difference: "-", AllTrue: "AND", AnyTrue: "OR"}
_LARGEST = (1 << 63) - 1


@attrs.frozen
class Dialect:
    """How an engine writes what the others write differently."""

    name: str
    divide: str = "/"
    """Division of whole numbers that drops the fraction; above and below 0 alike, so that floors are written out."""
    quote: str = '"'
    least: str = "LEAST"
    greatest: str = "GREATEST"
    materialized: str = ""
    """What keeps the optimizer from writing a level's expressions into every place of the next that reads them."""

    def quoted(self, name: str) -> str:
        """Return a name as an identifier."""
        return self.quote + name.replace(self.quote, 2 * self.quote) + self.quote


DIALECTS = {
    each.name: each
    for each in (
        Dialect("duckdb", divide="//"),
        Dialect("spark", divide="div", quote="`"),
        Dialect("postgres", materialized="MATERIALIZED "),
        Dialect("sqlite", least="MIN", greatest="MAX", materialized="MATERIALIZED "),
    )
}


def scored_query(program: Program, source: str, dialect: Dialect, keep: Sequence[str] = ()) -> str:
    """Return the SELECT of the columns to keep and the outputs, over a relation or a subquery in parentheses.

    `source` stands after FROM as it is given.  The columns to keep must not bear a name of the program.
    """
    return _query(program, source, dialect, tuple(keep))


def rank_column(within: Sequence[str], dialect: Dialect, total: str = "total") -> str:
    """Return the expression of the rank by total, ties sharing the first (1, 2, 2, 4); null without a total."""
    name = dialect.quoted(total)
    parts = f"PARTITION BY {', '.join(map(dialect.quoted, within))} " if within else ""
    return f"CASE WHEN {name} IS NOT NULL THEN RANK() OVER ({parts}ORDER BY {name} DESC NULLS LAST) END"


@lru_cache(maxsize=_KEPT)
def _query(program: Program, source: str, dialect: Dialect, keep: tuple[str, ...]) -> str:
    writer = _Writer(program, dialect)
    kept = [dialect.quoted(name) for name in keep]
    levels = []
    for number, names in enumerate(program.levels):
        columns = [*kept, *map(dialect.quoted, program.carried(number)), *map(writer.named, names)]
        before = f"salesperf_{number - 1}" if number else source
        levels.append(f"salesperf_{number} AS {dialect.materialized}(SELECT {', '.join(columns)} FROM {before})")  # noqa: S608  (integers and names of ours)
    outputs = [*kept, *map(dialect.quoted, program.outputs)]
    return f"WITH {', '.join(levels)} SELECT {', '.join(outputs)} FROM salesperf_{len(levels) - 1}"  # noqa: S608  (integers and names of ours)


class _Writer:
    def __init__(self, program: Program, dialect: Dialect) -> None:
        self.program = program
        self.dialect = dialect

    def named(self, name: str) -> str:
        """Return a step of the program as a column."""
        return f"{self.branch(self.program.steps[name], self.program.bounds)} AS {self.dialect.quoted(name)}"

    def write(self, node: Expression, of: Mapping[str, Bounds]) -> str:
        """Return an expression where columns have these bounds."""
        match node:
            case Column(name) | Flag(name):
                return self.dialect.quoted(name)
            case Choose():
                return self._choice(node, of)
            case FloorDiv():
                return self._floor(node, of)
            case Literal(value):
                return f"({value})"
            case _:
                return self._joined(node, [self.write(part, of) for part in children(node)])

    def _joined(self, node: Expression, parts: Sequence[str]) -> str:
        if isinstance(node, Within | Outside):
            return self._limited(node, *parts)
        if isinstance(node, Greatest | Least):
            name = self.dialect.greatest if isinstance(node, Greatest) else self.dialect.least
            return f"{name}({', '.join(parts)})"
        if isinstance(node, Not):
            return f"(NOT {parts[0]})"
        joint = node.sign if isinstance(node, Compare) else _JOINTS[type(node)]
        return f"({f' {joint} '.join(parts)})"

    def branch(self, node: Expression, of: Mapping[str, Bounds]) -> str:
        """Return a number of 64 bits; literals by themselves would make a column of 32."""
        if isinstance(node, Literal):
            return "CAST(NULL AS BIGINT)" if node.value is None else f"CAST({node.value} AS BIGINT)"
        return self.write(node, of)

    @staticmethod
    def _limited(node: Within | Outside, number: str, limit: str) -> str:
        if isinstance(node, Outside):
            return f"({number} NOT BETWEEN -{limit} AND {limit})"
        # a sum may come in a wider type; within its limit it fits
        return (
            f"CASE WHEN {number} BETWEEN -{limit} AND {limit} THEN CAST({number} AS BIGINT) ELSE CAST(0 AS BIGINT) END"
        )

    def _choice(self, node: Choose, of: Mapping[str, Bounds]) -> str:
        numbers = [self.branch(number, within) for number, within in branches(node, of)]
        truths = [self.write(truth, of) for truth, _ in node.cases]
        cases = (f"WHEN {truth} THEN {number}" for truth, number in zip(truths, numbers, strict=False))
        return f"CASE {' '.join(cases)} ELSE {numbers[-1]} END"

    def _floor(self, node: FloorDiv, of: Mapping[str, Bounds]) -> str:
        """Return a division that rounds down: what is divided is brought above 0 first, where it is not already."""
        divide, by = self.dialect.divide, self.write(node.by, of)
        low, high = bounds_of(node.over, of)
        if low >= 0:
            return f"({self.write(node.over, of)} {divide} {by})"
        if isinstance(node.by, Literal) and node.by.value is not None:
            lift = -(low // node.by.value)
            if high + lift * node.by.value <= _LARGEST:
                lifted = self.write(plus(node.over, Literal(lift * node.by.value)), of)
                return f"(({lifted} {divide} {by}) - {lift})"
        over = self.write(node.over, of)
        return f"(({over} - CASE WHEN {over} < 0 THEN {by} - 1 ELSE 0 END) {divide} {by})"
