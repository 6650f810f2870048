"""Programs as SQL: a chain of SELECTs, one for each level, over a relation that holds the inputs.

Only integers and names chosen here enter the text, and the names of the columns to keep, quoted.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import attrs

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
    Sum,
    bounds_of,
    plus,
)

__all__ = ["DIALECTS", "Dialect", "rank_column", "scored_query"]

_KEPT = 256
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
        levels.append(f"salesperf_{number} AS {dialect.materialized}(SELECT {', '.join(columns)} FROM {before})")
    outputs = [*kept, *map(dialect.quoted, program.outputs)]
    return f"WITH {', '.join(levels)} SELECT {', '.join(outputs)} FROM salesperf_{len(levels) - 1}"


class _Writer:
    def __init__(self, program: Program, dialect: Dialect) -> None:
        self.program = program
        self.dialect = dialect

    def named(self, name: str) -> str:
        """Return a step of the program as a column."""
        text = self._branch(self.program.steps[name])
        if name[:2] == "_s" and name[2:].isdigit():  # a sum may come in a wider type; within its limit it fits
            text = f"CAST({text} AS BIGINT)"
        return f"{text} AS {self.dialect.quoted(name)}"

    def write(self, node: Expression) -> str:
        write, dialect = self.write, self.dialect
        match node:
            case Column(name) | Flag(name):
                return dialect.quoted(name)
            case Literal(None):
                return "NULL"
            case Literal(value):
                return str(value) if value is not None and value >= 0 else f"({value})"
            case Choose():
                return self._choice(node)
            case FloorDiv():
                return self._floor(node)
            case Least(left, right):
                return f"{dialect.least}({write(left)}, {write(right)})"
            case Greatest(left, right):
                return f"{dialect.greatest}({write(left)}, {write(right)})"
            case _:
                return self._operation(node)

    def _operation(self, node: Expression) -> str:
        write = self.write
        match node:
            case Sum(parts):
                return f"({' + '.join(map(write, parts))})"
            case Product(parts):
                return f"({' * '.join(map(write, parts))})"
            case Difference(left, right):
                return f"({write(left)} - {write(right)})"
            case Compare(sign, left, right):
                return f"({write(left)} {sign} {write(right)})"
            case AllTrue(parts):
                return f"({' AND '.join(map(write, parts))})"
            case AnyTrue(parts):
                return f"({' OR '.join(map(write, parts))})"
            case Not(part):
                return f"(NOT {write(part)})"

    def _choice(self, node: Choose) -> str:
        cases = " ".join(f"WHEN {self.write(truth)} THEN {self._branch(number)}" for truth, number in node.cases)
        return f"CASE {cases} ELSE {self._branch(node.otherwise)} END"

    def _floor(self, node: FloorDiv) -> str:
        """Return a division that rounds down: what is divided is brought above 0 first, where it is not already."""
        write, divide, of = self.write, self.dialect.divide, self.program.bounds
        by = write(node.by)
        low, high = bounds_of(node.over, of)
        if low >= 0:
            return f"({write(node.over)} {divide} {by})"
        if isinstance(node.by, Literal) and node.by.value is not None:
            lift = -(low // node.by.value)
            if high + lift * node.by.value <= _LARGEST:
                lifted = write(plus(node.over, Literal(lift * node.by.value)))
                return f"(({lifted} {divide} {by}) - {lift})"
        over = write(node.over)
        return f"(({over} - CASE WHEN {over} < 0 THEN {by} - 1 ELSE 0 END) {divide} {by})"

    def _branch(self, node: Expression) -> str:
        """Return a branch of a choice; literals by themselves would make a column of 32 bits."""
        text = self.write(node)
        return f"CAST({text} AS BIGINT)" if isinstance(node, Literal) else text
