"""Tables as text for the terminal and as a page for the documentation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

import pyperf

Cell: TypeAlias = str | float | pyperf.Benchmark | None

INTRODUCTION = """\
# Benchmarks

Written by `python -m benchmarks --write docs/benchmarks.md`; do not edit it. Measured on {machine}. Each number is the
median (± the median absolute deviation) over rounds in which the contestants take turns.

“By hand, same checks” is the tightest loop we could write for just these columns, this period and this profile, with
the checks that salesperf makes: who and when, unread columns, types (no bool), the exact grid, the exact range. “No
checks” makes none of them. Both are in `benchmarks/by_hand.py`; that their sums, totals, ranks and grades are those of
salesperf is checked before a clock is started.

Hand-written pandas is `groupby(…).sum()`, scored by numpy. The query “by hand” of pandas in the tables, by which the
last column divides, is up to twice as fast: numpy adds up in its place."""


@dataclass
class Bar:
    """A number that must not be exceeded."""

    what: str
    value: float | None
    limit: float
    unit: str = "×"

    @property
    def met(self) -> bool:
        """Whether the number is within the limit; one that was not measured is not missed."""
        return self.value is None or self.value <= self.limit

    def __str__(self) -> str:
        value = "not measured," if self.value is None else f"{self.value:.3g} {self.unit}"
        return f"{self.what}: {value} (at most {self.limit:g} {self.unit})"


@dataclass
class Table:
    """A title, columns, rows, and the bars that its numbers are held to."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    note: str = ""
    """What else has to be known of the numbers: a machine, versions."""

    def add(self, *cells: Cell) -> None:
        """Add a row; a benchmark is shown as its median and spread, a ratio with two decimals."""
        self.rows.append(tuple(map(_shown, cells)))


def seconds(value: float) -> str:
    """Return a time in the unit that suits it."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if value >= size:
            return f"{value / size:.3g} {unit}"
    return f"{value * 1e6:.3g} µs"


def _shown(cell: Cell) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        return f"{cell:.2f}"
    spread = f" ± {cell.median_abs_dev() / cell.median():.0%}" if cell.get_nvalue() > 1 else ""
    return seconds(cell.median()) + spread


def text(table: Table) -> str:
    """Return a table for the terminal."""
    lines = [table.columns, *table.rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(table.columns))]
    body = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines)
    return "\n".join(
        (
            table.title,
            *body,
            *filter(None, [table.note]),
            *(f"bar: {bar} {'met' if bar.met else 'MISSED'}" for bar in table.bars),
        )
    )


def page(tables: Iterable[Table], machine: str) -> str:
    """Return the documentation page."""
    return "\n\n".join((INTRODUCTION.format(machine=machine), *map(_section, tables))) + "\n"


def renewed(old: str, tables: Iterable[Table]) -> str:
    """Return a page with some of its tables measured anew; those that it did not have follow at its end."""
    introduction, *sections = old.rstrip("\n").split(_HEADING)
    named = {section.partition("\n")[0]: section for section in sections}
    named |= {table.title: _section(table).removeprefix(_HEADING.lstrip("\n")) for table in tables}
    return _HEADING.join((introduction.rstrip("\n"), *(each.rstrip("\n") for each in named.values()))) + "\n"


_HEADING = "\n\n## "


def _section(table: Table) -> str:
    head = (_row(table.columns), _row("---" for _ in table.columns), *map(_row, table.rows))
    parts = [f"## {table.title}", "\n".join(head)]
    if table.bars:
        parts.append("\n".join(f"- {bar}: {'met' if bar.met else '**missed**'}" for bar in table.bars))
    return "\n\n".join(parts + ([table.note] if table.note else []))


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
