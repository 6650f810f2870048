"""`Call`: what a call of `score` asks, whatever its records are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ..calendar import Calendar, Grain, Period
from ..organisation import Organisation
from ..plan import Demand, Plan, Schedule
from ..vocabulary import Owner
from ._book import Book
from ._seating import Seating

__all__ = ["Call"]


@attrs.frozen(kw_only=True, eq=False)
class Call:
    """Plans, time, whose cards, and what else decides which rows count."""

    plans: tuple[Plan, ...]
    asked: Grain | tuple[Period, ...]
    by: Owner
    columns: Mapping[str, str]
    targets: Any | None
    """Rows, or a `Source`, of targets."""
    calendar: Calendar
    organisation: Organisation | None
    as_of: int | None
    strict: bool

    @property
    def demand(self) -> Demand:
        """What the plans read together."""
        return Demand.of(self.plans)

    @property
    def schedule(self) -> Schedule:
        """How time is cut."""
        return Schedule.of(self.asked, self.demand.spans, self.calendar, self.organisation is not None)

    def book(self) -> Any:
        """Return a book for the records."""
        seating = None if self.organisation is None else Seating(self.organisation)
        kept = dict(self.columns)
        return Book(self.demand, self.schedule, self.by, kept, strict=self.strict, seating=seating, as_of=self.as_of)
