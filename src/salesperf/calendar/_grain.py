"""`Grain`: the periods of a regular division of time, one card each."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from ..errors import PeriodError
from ._period import Period
from ._reckoning import STANDARD, Reckoning

__all__ = ["Grain", "period_of"]

_WEEK = 7


class Grain(StrEnum):
    """A regular division of time: days, weeks, months, quarters, half-years, years.

    >>> [str(grain.period_of(date(2026, 3, 1))) for grain in Grain]
    ['2026-03-01', '2026-W09', '2026-03', '2026-Q1', '2026-H1', '2026']
    """

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"

    def period_of(self, day: date) -> Period:
        """Return the period of this grain that holds `day` (of a datetime, its own local date).

        It is that of the ordinary calendar, with weeks from Monday; `Calendar.period_of` is for any other.  Raises
        `PeriodError` for a day whose period would leave the years 1 to 9999.

        >>> str(Grain.WEEK.period_of(date(2026, 3, 1)))
        '2026-W09'
        """
        return period_of(self, day, STANDARD)


_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.HALF: 6, Grain.YEAR: 12}


def period_of(grain: Grain, day: date, reckoning: Reckoning) -> Period:
    """Return the period of a grain that holds `day`, by this reckoning."""
    local = day.date() if isinstance(day, datetime) else day
    try:
        start, end = _bounds(grain, local, reckoning)
    except (ValueError, OverflowError) as error:
        msg = f"the {grain} of {local} begins or ends outside the years 1 to 9999"
        raise PeriodError(msg) from error
    return Period(start, end, reckoning=reckoning)


def _bounds(grain: Grain, day: date, reckoning: Reckoning) -> tuple[date, date]:
    if grain in _MONTHS:
        month = reckoning.month_of(day)
        first = month - reckoning.fiscal_place(month) % _MONTHS[grain]
        return reckoning.first_day(first), reckoning.first_day(first + _MONTHS[grain])
    ordinal = day.toordinal()
    first, length = (reckoning.week_of(ordinal), _WEEK) if grain is Grain.WEEK else (ordinal, 1)
    return date.fromordinal(first), date.fromordinal(first + length)
