"""Time cut into cells: the smallest stretches of days that no period or rolling window divides.

Records are summed by cell; a span is the union of its cells.  That is why several periods and windows of different
lengths cost one pass.  Days are proleptic ordinals; spans and cells are half-open `(start, end)`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date

import attrs

from ..calendar import Grain, Period

__all__ = ["EVERYTHING", "Schedule"]

EVERYTHING = (date.min.toordinal(), date.max.toordinal() + 1)
"""The one cell of a call without periods."""


@attrs.frozen
class Schedule:
    """The periods asked for (none.

    Everything is one; a grain: those in which records lie) and the plan's windows, in months.
    """

    asked: Grain | tuple[Period, ...]
    windows: tuple[int, ...] = ()
    _spans: tuple[tuple[int, int], ...] = attrs.field(init=False, eq=False, repr=False)
    _edges: tuple[int, ...] = attrs.field(init=False, eq=False, repr=False)
    _cell_grain: Grain | None = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        spans: set[tuple[int, int]] = set()
        grain = None
        if isinstance(self.asked, Grain):
            grain = self._grain_of_cells(self.asked)
        else:
            for period in self.asked:
                for window in (0, *self.windows):
                    spans.add(self.span(period, window))
        object.__setattr__(self, "_spans", tuple(sorted(spans)))
        object.__setattr__(self, "_edges", tuple(sorted({edge for span in spans for edge in span})))
        object.__setattr__(self, "_cell_grain", grain)

    def reach(self, period: Period, window: int) -> Period:
        """Return the period, or the rolling window of so many months that ends with it."""
        return period.back(window) if window and not self.unbounded else period

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
        at = bisect_right(self._edges, day)
        if at in {0, len(self._edges)}:
            return None
        start, end = self._edges[at - 1], self._edges[at]
        return (start, end) if self._wanted(start, end) else None

    def _wanted(self, start: int, end: int) -> bool:
        return any(first <= start and end <= last for first, last in self._spans)

    def periods(self, cells: Iterable[tuple[int, int]], first: int, last: int) -> tuple[Period, ...]:
        """Return the periods to score, in order, given the cells with records and the first and last day of all."""
        if isinstance(self.asked, Grain):
            return tuple(sorted({self.asked.period_of(date.fromordinal(start)) for start, _ in cells}))
        if self.asked:
            return self.asked
        return (Period(date.fromordinal(first), date.fromordinal(last + 1)),)


_MONTHS = {Grain.WEEK: 0, Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}
