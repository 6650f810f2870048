"""What a tally holds: counters of its input, and accounts by days and owner.  One row of it is a `Counts`, too.

So adding a row, taking one out and merging two tallies are one operation.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any

import attrs

from ..plan import EVERYTHING
from ..text import shown
from ._tally_sums import Account, Accounts, Counter, accumulate

__all__ = ["OUTSIDE", "Counted", "Counts", "Days"]

Days = tuple[int, int]

OUTSIDE = "rows"
"""The one token of `Counted.OUTSIDE`."""


class Counted(StrEnum):
    """What rows are counted by, apart from the accounts of their owners."""

    COLUMNS = "columns"
    DAYS = "days"
    UNTILS = "untils"
    """The ends of rows that cover days."""
    ZONES = "zones"
    OWNERS = "owners"
    """The kinds of owner that have no card here."""
    COVERED = "covered"
    """Days covered where no cell holds them."""
    HELD = "held"
    """The same by measure."""
    OUTSIDE = "outside"
    """Rows outside all periods."""
    OFF_GRID = "off_grid"
    """Floats that were rounded to the grid of a measure."""


def _counters() -> dict[Counted, Counter]:
    return {name: {} for name in Counted}


@attrs.define
class Counts:
    """Everything that rows leave behind: what only the call as a whole needs, and accounts.

    `cells` and `covers` hold an account for each owner of a stretch of days.
    """

    counters: dict[Counted, Counter] = attrs.field(factory=_counters)
    cells: dict[Days, dict[Any, Account]] = attrs.field(factory=dict)
    covers: dict[Days, dict[Any, Account]] = attrs.field(factory=dict)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(self.counters[Counted.DAYS].values()) + sum(self.counters[Counted.OWNERS].values())

    def accounts(self) -> Iterator[tuple[dict[Days, dict[Any, Account]], Days, Any, Account]]:
        """Yield every account, with the cells or covers it lies in, its days and its owner."""
        for sheets in (self.cells, self.covers):
            for days, sheet in sheets.items():
                for who, account in sheet.items():
                    yield sheets, days, who, account

    def plus(self, more: Counts, accounts: Accounts, sign: int = 1) -> None:
        """Add other counts, or take them out (`sign` −1); owners without rows are not kept."""
        for name, counter in more.counters.items():
            accumulate(self.counters[name], counter, sign)
        make = accounts.maker()
        for mine, theirs in ((self.cells, more.cells), (self.covers, more.covers)):
            for days, sheet in theirs.items():
                own = mine.setdefault(days, {})
                for who, account in sheet.items():
                    kept = own.get(who)  # a sheet may be one that makes what is missing, with its own checks
                    if kept is None:
                        kept = own[who] = make()
                    accounts.accumulate(kept, account, sign)
                    if not kept[accounts.rows]:
                        del own[who]

    def lacks(self, row: Counts, accounts: Accounts) -> str | None:
        """Return why a row cannot be among these, as far as what is kept tells; None where it can."""
        for mine, theirs in ((self.cells, row.cells), (self.covers, row.covers)):
            for days, sheet in theirs.items():
                for who, account in sheet.items():
                    kept = mine.get(days, {}).get(who)
                    if kept is None:
                        return f"nothing of {shown(who)} is counted {_spelled(days)}"
                    if not accounts.holds(kept, account):
                        return f"what is counted of {shown(who)} {_spelled(days)} does not hold it"
        for name, counter in row.counters.items():
            for token, number in counter.items():
                if self.counters[name].get(token, 0) < number:
                    return _WANTING[name].format(date.fromordinal(token) if name is Counted.DAYS else shown(token))
        return None

    def state(self, accounts: Accounts) -> tuple[Any, ...]:
        """Return what tells two of them apart."""
        for _, _, _, account in self.accounts():
            accounts.settle(account)
        sheets = [{days: sheet for days, sheet in each.items() if sheet} for each in (self.cells, self.covers)]
        return (self.counters, *sheets)


_WANTING = {
    Counted.COLUMNS: "no record with a column {} is counted",
    Counted.DAYS: "no record of {} is counted",
    Counted.UNTILS: "no record that covers days until then is counted",
    Counted.ZONES: "no record of its time zone is counted",
    Counted.OWNERS: "no record of a {} is counted",
    Counted.COVERED: "no record that covers these days is counted",
    Counted.HELD: "no record that covers these days with that measure is counted",
    Counted.OUTSIDE: "no record is counted outside the periods",
    Counted.OFF_GRID: "no record with {} off its grid is counted",
}


def _spelled(days: Days) -> str:
    start, end = days
    return "on any day" if days == EVERYTHING else f"from {date.fromordinal(start)} to {date.fromordinal(end - 1)}"
