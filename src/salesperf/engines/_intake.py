"""`Intake`: what was read, what was left out and why.  Nothing disappears silently."""

from __future__ import annotations

from typing import Any

import attrs

from ..errors import Fault

__all__ = ["Intake", "Rejected"]


@attrs.frozen
class Rejected:
    """A row that was set aside (not strict).

    Its number, its faults and, where it came from this process, the row itself.
    """

    row: int
    faults: tuple[Fault, ...]
    record: Any = attrs.field(default=None, eq=False, repr=False)


@attrs.frozen(kw_only=True)
class Intake:
    """The report on one call's input.

    `read` rows were read, of which `used` count in some card's period or window, `outside` lie outside all of them,
    `other_owners` hold facts of another kind of owner than the one scored (as pairs of kind and rows) and `rejected`
    were set aside.  `off_grid` floats were rounded to their measure's grid.  `unused` are columns that nothing asked
    for, `missing` measures that some formula wanted and no record carries, with near names among the unused columns.
    `empty` are periods asked for that no record lies in.
    """

    read: int
    used: int
    outside: int = 0
    other_owners: tuple[tuple[str, int], ...] = ()
    off_grid: int = 0
    unused: tuple[str, ...] = ()
    missing: tuple[tuple[str, tuple[str, ...]], ...] = ()
    empty: tuple[str, ...] = ()
    rejected: tuple[Rejected, ...] = ()
