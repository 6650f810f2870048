"""Time cut into cells: the smallest stretches of days that no period or rolling window divides.

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

from ..calendar import Grain, Period

__all__ = ["EVERYTHING", "Schedule"]

EVERYTHING = (date.min.toordinal(), date.max.toordinal() + 1)
"""The one cell of a call without periods."""


@attrs.frozen
class Schedule:
    """The time a call asks for: periods, or a grain (the periods in which records lie), or nothing (all is one period).

    `windows` are the plan's rolling windows, in months.
    """

    asked: Grain | tuple[Period, ...]
    windows: tuple[int, ...] = ()
    _edges: tuple[int, ...] = attrs.field(init=False, eq=False, repr=False)
    _cells: tuple[tuple[int, int] | None, ...] = attrs.field(init=False, eq=False, repr=False)
    """What lies before each edge, and after the last: a cell, or nothing of the call."""
    _cell_grain: Grain | None = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        periods = () if isinstance(self.asked, Grain) else self.asked
        spans = {self.span(period, window) for period in periods for window in (0, *self.windows)}
        edges = tuple(sorted({edge for span in spans for edge in span}))
        wanted = [
            cell if any(first <= cell[0] and cell[1] <= last for first, last in spans) else None
            for cell in pairwise(edges)
        ]
        grain = self._grain_of_cells(self.asked) if isinstance(self.asked, Grain) else None
        object.__setattr__(self, "_edges", edges)
        object.__setattr__(self, "_cells", (None, *wanted, None))
        object.__setattr__(self, "_cell_grain", grain)

    @classmethod
    @lru_cache(maxsize=256)
    def of(cls, asked: Grain | tuple[Period, ...], windows: tuple[int, ...]) -> Schedule:
        """Return the schedule, the same one for the same question."""
        return cls(asked, windows)

    def reach(self, period: Period, window: int) -> Period:
        """Return the period, or the rolling window of so many months that ends with it."""
        return _back(period, window) if window and not self.unbounded else period

    @property
    def unbounded(self) -> bool:
        """Whether everything is one period, whatever its days turn out to be; a window then has nothing to add."""
        return not isinstance(self.asked, Grain) and not self.asked

    def _grain_of_cells(self, grain: Grain) -> Grain | None:
        longest = max(self.windows, default=0)
        if longest <= _MONTHS[grain]:
            return grain
        return Grain.MONTH if grain is not Grain.WEEK else None

    def span(self, period: Period, window: int = 0) -> tuple[int, int]:
        """Return the days of a period, or of the rolling window of so many months that ends with it."""
        if self.unbounded:
            return EVERYTHING
        reach = self.reach(period, window)
        return reach.start.toordinal(), reach.end.toordinal()

    def cell(self, day: int) -> tuple[int, int] | None:
        """Return the cell that holds the day; None if no span of the call does."""
        if isinstance(self.asked, Grain):
            if self._cell_grain is None:
                return day, day + 1
            period = self._cell_grain.period_of(date.fromordinal(day))
            return period.start.toordinal(), period.end.toordinal()
        if self.unbounded:
            return EVERYTHING
        return self._cells[bisect_right(self._edges, day)]

    def periods(self, cells: Iterable[tuple[int, int]], first: int, last: int) -> tuple[Period, ...]:
        """Return the periods to score, in order, given the cells with records and the first and last day of all."""
        if isinstance(self.asked, Grain):
            return tuple(sorted({self.asked.period_of(date.fromordinal(start)) for start, _ in cells}))
        if self.asked:
            return self.asked
        return (Period(date.fromordinal(first), date.fromordinal(last + 1)),)


_MONTHS = {Grain.WEEK: 0, Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}


@lru_cache(maxsize=1024)
def _back(period: Period, window: int) -> Period:
    return period.back(window)
