"""What a check raises: which laws do not hold, of what, and the smallest case that shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from ..errors import SalesperfError
from ..text import printable, shown

__all__ = ["Broken", "BrokenLawError", "Row", "row_text"]

Row = Mapping[str, Any]
"""One record."""

_LONGEST = 400


@attrs.frozen
class Broken:
    """One law that does not hold: its sentence, what was found instead, and the smallest case found that shows it."""

    law: str
    found: str
    example: str = ""

    def __str__(self) -> str:
        shows = f"\n      with {self.example}" if self.example else ""
        return f"{self.law}: {self.found}{shows}"


class BrokenLawError(SalesperfError, AssertionError):
    """A law that ought to hold does not.

    Test runners show it as a failed assertion.  `subject` is what was checked, `broken` lists every law that does not
    hold, each with the smallest case found.

    >>> print(BrokenLawError("close_rate", [Broken("row order does not matter", "28 became 29")]))
    close_rate breaks 1 law:
      - row order does not matter: 28 became 29
    """

    def __init__(self, subject: str, broken: Iterable[Broken]) -> None:
        self.subject = subject
        self.broken: tuple[Broken, ...] = tuple(broken)
        super().__init__(subject, self.broken)

    def __str__(self) -> str:
        count = len(self.broken)
        head = f"{self.subject} breaks {count} law{'s' if count != 1 else ''}:"
        return "\n".join([head, *(f"  - {one}" for one in self.broken)])


def row_text(rows: Sequence[Row]) -> str:
    """Return records as a reader would type them, without what is absent."""
    written = ", ".join("{" + ", ".join(f'"{printable(k)}": {_text(v)}' for k, v in _given(row)) + "}" for row in rows)
    return printable(f"[{written}]", _LONGEST)


def _given(row: Row) -> Iterable[tuple[str, Any]]:
    return ((name, value) for name, value in row.items() if value is not None)


def _text(value: object) -> str:
    if not isinstance(value, Decimal):
        return shown(str(value) if isinstance(value, date) else value)
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
