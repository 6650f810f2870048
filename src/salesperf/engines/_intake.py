"""`Intake`: what was read, what was left out and why.  Nothing disappears silently."""

from __future__ import annotations

from typing import Any

import attrs

from ..errors import Fault
from ..text import near

__all__ = ["Intake", "Rejected", "Unnumbered"]


@attrs.frozen(eq=False)
class Unnumbered:
    """A row of an engine without an order of rows: it is told by whose and of when it is."""

    told: str


@attrs.frozen
class Rejected:
    """A row that was set aside (not strict).

    Its number, its faults and, where it came from this process, the row itself.
    """

    row: int | None
    """Its place, counted from 1; None where an engine's rows have no order."""
    faults: tuple[Fault, ...]
    record: Any = attrs.field(default=None, eq=False, repr=False)


@attrs.frozen(kw_only=True)
class Intake:
    """The report on one call's input.

    `read` rows were read.  Of these `used` count in some card's period or window, `outside` lie outside all of them,
    `other_owners` hold facts of another kind of owner than the one scored (pairs of kind and rows), `later` were made
    known after the day as of which the call looks, and `rejected` were set aside.  `off_grid` floats were rounded to
    their measure's grid.  `unused` are columns that nothing asked for, `lacking` columns that some formula wanted and
    no record carries.  `empty` are periods that no record lies in.
    """

    read: int
    used: int
    outside: int = 0
    other_owners: tuple[tuple[str, int], ...] = ()
    later: int = 0
    off_grid: int = 0
    unused: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    rejected: tuple[Rejected, ...] = ()

    @property
    def missing(self) -> dict[str, tuple[str, ...]]:
        """The lacking columns, each with the near names among the unused ones."""
        return {name: near(name, self.unused) for name in self.lacking}
