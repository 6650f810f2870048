"""Seating: what reading has to know of an organisation, so that every accumulator belongs to one place.

A record is credited to the unit its person belonged to on the record's date.  A cell of days in which a person's place
changes is therefore cut for that person: `part` names the piece, and `stays` tells the fast readers who needs none.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import attrs

from ..organisation import Organisation
from ..vocabulary import Owner

__all__ = ["Seating"]

Days = tuple[int, int]


@attrs.frozen
class Seating:
    """The places of an organisation, asked day by day."""

    organisation: Organisation

    def stays(self, who: Any, owner: Owner | None, span: Days) -> bool:
        """Return whether somebody's place is the same on all days of a span, and of the kind that the row says."""
        stretch = self.organisation.stretch(who, span[0])
        if stretch is None or stretch.end < span[1]:
            return False
        return owner is None or self.organisation.kind_of(who) is owner

    def part(self, who: Any, at: int, span: Days) -> Days:
        """Return the days of a span around one day on which somebody's place does not change."""
        stretch = self.organisation.stretch(who, at)
        assert stretch is not None  # noqa: S101  (`check` lets nobody pass who has no place on that day)
        return max(span[0], stretch.start), min(span[1], stretch.end)

    def check(self, who: Any, owner: Owner, days: Days, fault: Callable[[int, str], None]) -> None:
        """Report (0: of the owner, 1: of the date) why the organisation has no place for a row."""
        organisation = self.organisation
        if not organisation.knows(who):
            fault(0, f"a {owner} of the organisation")
            return
        kind = organisation.kind_of(who)
        if kind is not owner:
            fault(0, f"a {owner} of the organisation: this is a {kind}")
            return
        at, until = days
        if organisation.stretch(who, at) is None and not any(
            stretch.start < until and at < stretch.end for stretch in organisation.stretches(who)
        ):
            place = "they belong to a unit: give the row to the house" if owner is Owner.PERSON else "the unit exists"
            last = f" to {date.fromordinal(until - 1)}" if until else ""
            fault(1, f"a day on which {place}, not {date.fromordinal(at)}{last}")
