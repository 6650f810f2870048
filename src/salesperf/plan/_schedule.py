"""Time cut into cells: the smallest stretches of days that no period, window or base period divides.

Records are summed by cell; a span is the union of its cells.  That is why several periods and windows of different
lengths cost one pass.  Days are proleptic ordinals; spans and cells are half-open `(start, end)`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import pairwise

import attrs

from ..calendar import Calendar, Grain, Period
from ._slots import PERIOD, Moment, Span

__all__ = ["EVERYTHING", "Days", "Schedule", "holds", "meets"]

Days = tuple[int, int]
"""The first day of a span, and the first after it."""

EVERYTHING = (date.min.toordinal(), date.max.toordinal() + 1)
"""The one cell of a call without periods."""
_GREGORIAN = Calendar()
_NOWHERE = (1, 1)


def holds(days: Days, part: Days) -> bool:
    """Return whether a span holds all days of another."""
    return days[0] <= part[0] and part[1] <= days[1]


def meets(one: Days, other: Days) -> bool:
    """Return whether two spans have a day in common."""
    return one[0] < other[1] and other[0] < one[1]


@attrs.frozen(cache_hash=True)
class Schedule:
    """The time a call asks for: periods, or a grain (the periods in which records lie), or nothing (all is one period).

    `spans` are those of the plan.  With `monthly` no cell is longer than a month, so that few people change their place
    within one.
    """

    asked: Grain | tuple[Period, ...]
    spans: tuple[Span, ...] = (PERIOD,)
    calendar: Calendar = _GREGORIAN
    monthly: bool = False
    unbounded: bool = attrs.field(init=False, eq=False, repr=False)
    """Whether everything is one period, whatever its days turn out to be; a window then has nothing to add."""
    edges: tuple[int, ...] = attrs.field(init=False, eq=False, repr=False)
    _cells: tuple[tuple[int, int] | None, ...] = attrs.field(init=False, eq=False, repr=False)
    """What lies before each edge, and after the last: a cell, or nothing of the call.  Empty for a grain."""
    cell_grain: Grain | None = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        grain, periods = (self.asked, ()) if isinstance(self.asked, Grain) else (None, self.asked)
        object.__setattr__(self, "unbounded", not self.asked)
        found = {self.days(period, span) for period in periods for span in (PERIOD, *self.spans)} - {_NOWHERE}
        edges = tuple(sorted({edge for days in found for edge in days}))
        wanted = [cell if any(holds(days, cell) for days in found) else None for cell in pairwise(edges)]
        cells = (EVERYTHING,) if self.unbounded else (None, *wanted, None)
        object.__setattr__(self, "edges", edges)
        object.__setattr__(self, "_cells", cells if grain is None else ())
        object.__setattr__(self, "cell_grain", None if grain is None else self._grain_of_cells(grain))

    @classmethod
    @lru_cache(maxsize=256)
    def of(
        cls,
        asked: Grain | tuple[Period, ...],
        spans: tuple[Span, ...],
        calendar: Calendar = _GREGORIAN,
        monthly: bool = False,  # noqa: FBT001, FBT002  (a key of the cache)
    ) -> Schedule:
        """Return the schedule, the same one for the same question."""
        return cls(asked, spans, calendar, monthly)

    def reach(self, period: Period, span: Span) -> Period | None:
        """Return the days of a span of a period; None where there is no such span (no base, no comparison)."""
        return _laid(self.calendar, period, span, self.unbounded)

    def days(self, period: Period, span: Span = PERIOD) -> tuple[int, int]:
        """Return the days of a span as ordinals; none for a span that there is not."""
        if self.unbounded:
            return EVERYTHING if span.moment is Moment.PERIOD else _NOWHERE
        reach = self.reach(period, span)
        return _NOWHERE if reach is None else (reach.start.toordinal(), reach.end.toordinal())

    def _grain_of_cells(self, grain: Grain) -> Grain | None:
        """Return the grain into which spans can be cut; None: single days."""
        plain = all(span.moment is Moment.PERIOD for span in self.spans)
        longest = max((span.window for span in self.spans), default=0)
        if plain and longest <= _MONTHS[grain]:
            return grain if not self.monthly or _MONTHS[grain] <= 1 else Grain.MONTH
        return Grain.MONTH if _MONTHS[grain] else None

    def cell(self, day: int) -> tuple[int, int] | None:
        """Return the cell that holds the day; None if no span of the call does."""
        if not self._cells:
            if self.cell_grain is None:
                return day, day + 1
            period = self.calendar.period_of(self.cell_grain, date.fromordinal(day))
            return period.start.toordinal(), period.end.toordinal()
        cell = self._cells[bisect_right(self.edges, day)]
        if cell is None or not self.monthly:
            return cell
        month = self.calendar.period_of(Grain.MONTH, date.fromordinal(day))
        return max(cell[0], month.start.toordinal()), min(cell[1], month.end.toordinal())

    def periods(self, spans: Iterable[tuple[int, int]], first: int, last: int) -> tuple[Period, ...]:
        """Return the periods to score, in order, given the spans with records and the first and last day of all.

        A span that no period of the grain holds whole makes none.
        """
        if isinstance(self.asked, Grain):
            grain = self.asked
            found = ((self.calendar.period_of(grain, date.fromordinal(start)), end) for start, end in spans)
            return tuple(sorted({period for period, end in found if end <= period.end.toordinal()}))
        if self.asked:
            return self.asked
        return (Period(date.fromordinal(first), date.fromordinal(last + 1)),)


_MONTHS = {Grain.DAY: 0, Grain.WEEK: 0, Grain.MONTH: 1, Grain.QUARTER: 3, Grain.HALF: 6, Grain.YEAR: 12}


@lru_cache(maxsize=4096)
def _laid(calendar: Calendar, period: Period, span: Span, whole: bool) -> Period | None:  # noqa: FBT001  (a key of the cache)
    if whole:
        return period if span.moment is Moment.PERIOD else None
    rolling = calendar.back(period, span.window) if span.window else period
    if span.moment is Moment.PERIOD:
        return rolling
    if span.moment is Moment.BEFORE:
        return calendar.previous(rolling)
    compared = calendar.year_on_year(rolling)
    return None if compared is None else compared[0 if span.moment is Moment.COMPARED else 1]
