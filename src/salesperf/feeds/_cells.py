"""One row of a source table: its cells by the feed's names of columns, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from numbers import Integral
from typing import TypeVar

from ..errors import Fault
from ..records import BLANKS, Refused, day
from ..text import shown

__all__ = ["NO", "YES", "Row", "is_blank", "number"]

YES = ("true", "True", "TRUE", "yes", "Yes", "YES", "1", "是")
NO = ("false", "False", "FALSE", "no", "No", "NO", "0", "否")
"""How tables write yes and no.  Spelt out, because engines differ in how they fold letters."""

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?")
_LONGEST = 64
_Read = TypeVar("_Read")


def is_blank(value: object) -> bool:
    """Return whether a cell is empty: None, blank text, or what pandas reads from an empty cell (NaN, NaT).

    >>> [is_blank(value) for value in (None, " ", float("nan"), 0)]
    [True, True, True, False]
    """
    if isinstance(value, str):
        return not value.strip(BLANKS)
    return value is None or (isinstance(value, float | datetime) and value != value)  # noqa: PLR0124  (NaN and NaT)


def number(value: object) -> Decimal | float:
    """Return the number in a cell, a float as it is; raise `Refused` for anything else.

    >>> number(" 1.50 "), number(0.1)
    (Decimal('1.50'), 0.1)
    """
    if isinstance(value, Decimal | float):
        return value
    if isinstance(value, Integral) and not isinstance(value, bool):
        return Decimal(int(value))
    if isinstance(value, str) and len(value) <= _LONGEST and _NUMBER.fullmatch(value.strip(BLANKS)):
        return Decimal(value.strip(BLANKS))
    expected = "a number: int, Decimal, float, or text of digits such as 1234.5"
    raise Refused(expected)


class Row:
    """A row under the feed's names.  What cannot be read is noted in `faults`, once for each column."""

    __slots__ = ("_cells", "_days", "_sources", "faults", "number")

    def __init__(self, cells: Mapping[str, object], sources: Mapping[str, str], number: int) -> None:
        self._cells = cells
        self._sources = sources
        self.number: int = number
        self.faults: dict[str, Fault] = {}
        self._days: dict[str, int | None] = {}

    def cell(self, column: str) -> object:
        """Return what stands in a column, None where it is blank."""
        value = self._cells.get(self._sources.get(column, column))
        return None if is_blank(value) else value

    def read(self, column: str, reading: Callable[[object], _Read]) -> _Read | None:
        """Return what `reading` makes of a cell; None where it is blank, or refused and noted."""
        value = self.cell(column)
        return None if value is None else self._read(column, value, reading)

    def day(self, column: str) -> int | None:
        """Return the day in a cell as its ordinal; many rules ask for the same."""
        if column not in self._days:
            self._days[column] = self.read(column, day)
        return self._days[column]

    def needed(self, column: str, reading: Callable[[object], _Read]) -> _Read | None:
        """Return what `reading` makes of a cell that may not be blank."""
        return self._read(column, self.cell(column), reading)

    def _read(self, column: str, value: object, reading: Callable[[object], _Read]) -> _Read | None:
        try:
            return reading(value)
        except Refused as refused:
            self.refuse(column, refused.expected)
            return None

    def refuse(self, column: str, expected: str) -> None:
        """Note that a cell is not what was expected."""
        source = self._sources.get(column, column)
        self.faults.setdefault(column, Fault(expected, source, shown(self._cells.get(source)), self.number))
