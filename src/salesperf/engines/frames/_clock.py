"""The clock: how a day becomes the whole number by which rows are grouped, and what day that number stands for.

Grouping by day would keep nearly every row apart, so rows are grouped as coarsely as the cells of the call allow: all
together, by the stretch between two edges, by month, or by day where nothing else will do.  With an organisation a cell
is cut where somebody's place changes; whoever moves within a month is grouped by day, all others by month.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from functools import cached_property, reduce
from itertools import pairwise
from operator import add
from typing import Any

import attrs

from ...calendar import Grain
from ...plan import Schedule
from .._book import Book
from .._seating import Seating
from ._dates import Dates, ordinal
from ._source import one_if

__all__ = ["FIRST_DAY", "Clock", "Pace", "clock_of"]

_MOST_EDGES = 24
_YEAR = 12
_SHORTEST_MONTH = 28
_MONTHS: Mapping[Grain | None, int] = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.HALF: 6, Grain.YEAR: 12}
FIRST_DAY = 1_000_000
"""Days are numbered from here; stretches and months below."""


class Pace(Enum):
    """By what rows are grouped."""

    WHOLE = "whole"
    STRETCH = "stretch"
    MONTH = "month"
    DAY = "day"


@attrs.frozen(kw_only=True)
class Clock:
    """How days are grouped in one call."""

    pace: Pace
    edges: tuple[int, ...] = ()
    """Of stretches: the days between which they lie, as ordinals."""
    closing_day: int | None = None
    months: int = 1
    """How many months are grouped together, and the first month of a year."""
    starts: int = 1
    movers: frozenset[Any] = frozenset()
    """Who is grouped by day all the same."""
    days: tuple[int, int] | None = None
    """The first and the last day of a table of dates, where they are known."""

    def number(self, nw: Any, dates: Dates, moves: Any | None = None) -> Any:
        """Return the expression of the group of a date; `moves` is the condition that it is grouped by day."""
        if self.pace is Pace.WHOLE:
            return nw.lit(0, dtype=nw.Int64)
        if self.pace is Pace.STRETCH:
            return sum(
                (one_if(nw, dates.is_from(edge)) for edge in self.edges[1:]), one_if(nw, dates.is_from(self.edges[0]))
            )
        if self.pace is Pace.DAY:
            return dates.civil
        if moves is None and (turns := self._turns):
            first, *later = turns
            number = nw.lit(self._group_of(first), dtype=nw.Int64)
            passed = reduce(add, map(dates.since, later)).cast(nw.Int64) if later else 0
            return number + passed
        month = dates.year * _YEAR + dates.month - 1
        if self.closing_day is not None:
            month = month + one_if(nw, dates.day > self.closing_day)
        month = self._grouped(month)
        return month if moves is None else nw.when(moves).then(dates.civil).otherwise(month)

    @property
    def groups(self) -> tuple[int, ...]:
        """The groups of a table's days, a few that hold no row among them; none where the days are not known."""
        return () if self.days is None else tuple(map(self._group_of, self._turns))

    @cached_property
    def _turns(self) -> tuple[int, ...]:
        """Return the days of a table at which its groups begin, which are compared faster than months are made.

        There are none where the days are not known, or too many.
        """
        first, last = self.days or (1, 0)
        if not 0 <= last - first < _MOST_EDGES * _SHORTEST_MONTH * self.months:
            return ()
        numbers = [self._group_of(day) for day in range(first, last + 1)]
        return (first, *(first + at for at, (one, other) in enumerate(pairwise(numbers), 1) if one != other))

    def _group_of(self, day: int) -> int:
        """Return the group of a day, as `number` does in the engine."""
        at = date.fromordinal(day)
        month = at.year * _YEAR + at.month - 1 + (self.closing_day is not None and at.day > self.closing_day)
        return int(self._grouped(month))

    def _grouped(self, month: Any) -> Any:
        return month if self.months == 1 else (month - (self.starts - 1)) // self.months

    def holds(self, nw: Any, dates: Dates, until: Dates) -> Any | None:
        """Return the condition that the days from a date up to another lie in one group, where it is easily told."""
        if self.pace is Pace.WHOLE:
            return ~until.is_null
        if self.pace is Pace.STRETCH:
            ends = [one_if(nw, until.is_from(edge + 1)) for edge in self.edges]
            return sum(ends[1:], ends[0]) == self.number(nw, dates)
        if self.pace is Pace.DAY or self.movers or (self.closing_day or 0) > _SHORTEST_MONTH - 1:
            return None
        month = until.year * _YEAR + until.month - 1  # of the last day covered, the one before
        if self.closing_day is None:
            month = month - one_if(nw, until.day == 1)
        else:
            month = month + one_if(nw, until.day > self.closing_day + 1)
        return self._grouped(month) == self.number(nw, dates)

    def day_of(self, number: int) -> int:
        """Return some day of a group, as its ordinal: they all lie in one cell."""
        if number >= FIRST_DAY:
            return ordinal(number)
        if self.pace is Pace.WHOLE:
            return 1
        if self.pace is Pace.STRETCH:
            return self.edges[number - 1] if number else max(self.edges[0] - 1, 1)
        year, month = divmod(number if self.months == 1 else number * self.months + self.starts - 1, _YEAR)
        if self.closing_day is None:
            return date(year, month + 1, 1).toordinal()
        return _last_before_closing(year, month + 1, self.closing_day)


def _last_before_closing(year: int, month: int, closing_day: int) -> int:
    """Return the closing day of a month, or its last one where it has none: it lies in the month that closes on it."""
    following = date(year + month // _YEAR, month % _YEAR + 1, 1).toordinal() - 1
    return min(date(year, month, 1).toordinal() + closing_day - 1, following)


def clock_of(book: Book, days: tuple[int, int] | None = None) -> Clock:
    """Return the coarsest clock whose groups lie in one cell of a book each; `days` are a table's first and last."""
    schedule = book.schedule
    if schedule.unbounded and book.seating is None:
        return Clock(pace=Pace.WHOLE)
    if book.seating is None and not isinstance(schedule.asked, Grain) and len(schedule.edges) <= _MOST_EDGES:
        return Clock(pace=Pace.STRETCH, edges=schedule.edges)
    months = _MONTHS.get(schedule.cell_grain, 0) if isinstance(schedule.asked, Grain) else 1
    if not months or not _on_months(schedule, schedule.edges):
        return Clock(pace=Pace.DAY)
    movers = frozenset[Any]() if book.seating is None else frozenset(_movers(book.seating, schedule))
    calendar = schedule.calendar
    return Clock(
        pace=Pace.MONTH,
        closing_day=calendar.closing_day,
        months=months,
        starts=calendar.fiscal_year_starts,
        movers=movers,
        days=days,
    )


def _on_months(schedule: Schedule, days: tuple[int, ...]) -> bool:
    """Return whether all days begin a month."""
    return all(_begins_month(schedule, day) for day in days)


def _begins_month(schedule: Schedule, day: int) -> bool:
    if day <= 1 or day > date.max.toordinal():
        return True
    return schedule.calendar.period_of(Grain.MONTH, date.fromordinal(day)).start.toordinal() == day


def _movers(seating: Seating, schedule: Schedule) -> Iterator[Any]:
    """Yield who has a place that begins or ends within a month."""
    organisation = seating.organisation
    for who in organisation.owners:
        bounds = tuple(edge for stretch in organisation.stretches(who) for edge in (stretch.start, stretch.end))
        if not _on_months(schedule, bounds):
            yield who
