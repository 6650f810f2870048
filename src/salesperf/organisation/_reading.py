"""Rows into a draft: the wide form of a spreadsheet, and rows of units."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from ..errors import InputTypeError
from ..records import Refused, fields, read_csv, subject
from ..text import printable, shown
from ..vocabulary import Level, Owner
from ._cells import KINDS, calendar_day, is_blank, suggestion, word, yes_or_no
from ._chains import add_named_units
from ._draft import Draft, Link
from ._types import Id, Leave, Membership, Unit

__all__ = ["COLUMNS", "read"]

COLUMNS = (
    *("person", "team", "store", "area", "group", "level", "manages", "house", "leave"),
    *("unit", "kind", "parent", "start", "until"),
)
"""Every column that is read."""

_KINDS = {str(kind): kind for kind in KINDS}
_LEVELS = {str(level): level for level in Level}
_OF_UNITS = frozenset({"unit", "kind", "parent", "start", "until"})
_FLAGS = ("manages", "house", "leave")
_NOBODY: Id = ""
_Value = TypeVar("_Value")


def read(rows: object, columns: Mapping[str, str] | None) -> Draft:
    """Return what rows say, with every fault of a single row."""
    if isinstance(rows, os.PathLike):
        rows = read_csv(rows)
    if isinstance(rows, str | bytes | Mapping) or not isinstance(rows, Iterable) or hasattr(rows, "columns"):
        msg = (
            f"an organisation is read from rows (dicts, or other records) or from the pathlib.Path of a CSV file, "
            f"not from {shown(rows)}; the rows of a pandas frame are frame.to_dict('records'), "
            f"those of a polars frame frame.to_dicts()"
        )
        raise InputTypeError(msg)
    if columns is not None and not isinstance(columns, Mapping):
        msg = f"columns= is a mapping of salesperf's names to yours, not {shown(columns)}"
        raise InputTypeError(msg)
    reader = _Reader(columns or {})
    for number, record in enumerate(rows, 1):
        reader.read(record, number)
    return reader.finish()


class _Reader:
    """Reads row after row into a draft; remembers which columns it met."""

    def __init__(self, columns: Mapping[str, object]) -> None:
        self.draft = Draft()
        self.mapped: dict[str, str] = {}
        for name, source in columns.items():
            if name not in COLUMNS:
                expected = f"a column of an organisation: {', '.join(COLUMNS)}{suggestion(name, COLUMNS)}"
                self.draft.refuse(expected, "columns", shown(name), None)
            elif not isinstance(source, str) or is_blank(source):
                self.draft.refuse("the name of the column that holds it", f"columns, {name}", shown(source), None)
            else:
                self.mapped[name] = source
        self.sources = [(name, self.mapped.get(name, name)) for name in COLUMNS]
        self.met: set[object] = set()
        self.carried: list[tuple[str, str]] = []
        """The columns that some row so far has."""

    def read(self, record: object, number: int) -> None:
        """Read one row, of whichever form."""
        try:
            row = fields(record)
        except Refused as error:
            self.draft.refuse(error.expected, None, shown(record), number)
            return
        if not self.met.issuperset(row):
            self.met.update(row)
            self.carried = [(name, source) for name, source in self.sources if source in self.met]
        cells = {name: value for name, source in self.carried if not is_blank(value := row.get(source))}
        if "person" in cells:
            self.person(cells, number)
        elif cells:
            self.unit(cells, number)

    def finish(self) -> Draft:
        """Return the draft, with the columns that were not read and those that were missed."""
        for name, source in self.mapped.items():
            if source not in self.met:
                self.draft.refuse("a column of the rows", f"columns, {name}", shown(source), None)
            elif source != name and name in self.met and name not in self.mapped.values():
                expected = f"one column for it: the rows have {shown(name)} and columns= names {shown(source)}"
                self.draft.refuse(expected, f"columns, {name}", shown(source), None)
        known = {source for _, source in self.sources}
        self.draft.unused = tuple(sorted(printable(str(each)) for each in self.met if each not in known))
        add_named_units(self.draft)
        return self.draft

    def person(self, cells: dict[str, Any], number: int) -> None:
        """Read a membership, or a leave of absence."""
        before = len(self.draft.faults)
        person = self.cell(cells, "person", subject, None, number)
        start, until = self.days(cells, number)
        if self.flag(cells, "leave", number):
            self.keep(Leave(person or _NOBODY, start=start, until=until), before, number, person)
            return
        unit, link = self.place(cells, number)
        level = self.cell(cells, "level", _level, Level.CONSULTANT, number)
        house = self.flag(cells, "house", number)
        manages = self.flag(cells, "manages", number, default=level is not Level.CONSULTANT and not house)
        membership = Membership(
            person or _NOBODY, unit or _NOBODY, level=level, house=house, manages=manages, start=start, until=until
        )
        if self.keep(membership, before, number, person, unit, *(each for _, each in link)) and link:
            self.draft.chains.setdefault(link, []).append((*membership.span, number))

    def place(self, cells: dict[str, Any], number: int) -> tuple[Id | None, Link]:
        """Return the unit a person's row names, and for the wide form all that it names, the narrowest first."""
        link = [
            (kind, self.cell(cells, name, subject, _NOBODY, number)) for name, kind in _KINDS.items() if name in cells
        ]
        for name in ("kind", "parent"):
            if name in cells:
                expected = "an empty cell: this belongs to the row of a unit, and this row is a person's"
                self.draft.refuse(expected, name, shown(cells[name]), number)
        if "unit" not in cells:
            if not link:
                expected = "where the person belongs: one of team, store, area, group, unit"
                self.draft.refuse(expected, "unit", shown(None), number)
            return (link[0][1] if link else None), tuple(link)
        if link:
            expected = f"either the unit, or {', '.join(kind for kind, _ in link)}, from which its place follows"
            self.draft.refuse(expected, "unit", shown(cells["unit"]), number)
        return self.cell(cells, "unit", subject, None, number), ()

    def unit(self, cells: dict[str, Any], number: int) -> None:
        """Read where a unit lies."""
        before = len(self.draft.faults)
        if "unit" not in cells:
            expected = "who belongs there; a row without a person is that of a unit, and names it in the column unit"
            self.draft.refuse(expected, "person", shown(None), number)
            return
        unit = self.cell(cells, "unit", subject, None, number)
        kind = self.cell(cells, "kind", _kind, Owner.TEAM, number)
        if "kind" not in cells:
            expected = f"what the unit is: one of {', '.join(KINDS)}"
            self.draft.refuse(expected, "kind", shown(None), number)
        parent = self.cell(cells, "parent", subject, None, number)
        start, until = self.days(cells, number)
        answers = {name for name in _FLAGS if name in cells and not self.flag(cells, name, number)}
        for name, value in cells.items():
            if name not in _OF_UNITS and name not in answers:
                expected = "an empty cell: this belongs to the row of a person, and this row names none"
                self.draft.refuse(expected, name, shown(value), number)
        self.keep(Unit(unit or _NOBODY, kind, parent, start=start, until=until), before, number, unit)

    def keep(self, part: Unit | Membership | Leave, before: int, number: int, *ids: Id | None) -> bool:
        """Take a part into the draft if its row has no fault, and return whether it has none."""
        if len(self.draft.faults) == before:
            self.draft.add(part, number)
        if len(self.draft.faults) > before:
            self.draft.doubtful.update(each for each in ids if each is not None)
        return len(self.draft.faults) == before

    def days(self, cells: dict[str, Any], number: int) -> tuple[date | None, date | None]:
        """Return the first day and the first that no longer counts."""
        start = self.cell(cells, "start", calendar_day, None, number)
        return start, self.cell(cells, "until", calendar_day, None, number)

    def flag(self, cells: dict[str, Any], name: str, number: int, *, default: bool = False) -> bool:
        """Return yes or no."""
        return self.cell(cells, name, yes_or_no, default, number)

    def cell(
        self, cells: dict[str, Any], name: str, reading: Callable[[Any], _Value], default: _Value, number: int
    ) -> _Value:
        """Return the value of a cell, the default where it is empty or its fault has been noted."""
        if name not in cells:
            return default
        try:
            return reading(cells[name])
        except Refused as error:
            self.draft.refuse(error.expected, name, shown(cells[name]), number)
            return default


def _level(value: object) -> Level:
    return word(_LEVELS, value)


def _kind(value: object) -> Owner:
    return word(_KINDS, value)
