"""`Grain`: the periods of a regular calendar, one card each."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from ..errors import PeriodError
from ._period import Period, months_before

__all__ = ["Grain"]


class Grain(StrEnum):
    """A regular division of the calendar: months, quarters, years, or ISO weeks (Monday to Sunday).

    >>> [str(grain.period_of(date(2026, 3, 1))) for grain in Grain]
    ['2026-03', '2026-Q1', '2026', '2026-W09']
    """

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    WEEK = "week"

    def period_of(self, day: date) -> Period:
        """Return the period of this grain that holds `day` (of a datetime, its own local date).

        Raises `PeriodError` for a day whose period would end after the year 9999.
        """
        first = day.date() if isinstance(day, datetime) else day
        try:
            if self is Grain.WEEK:
                start = first - timedelta(days=first.weekday())
                return Period(start, start + timedelta(days=7))
        except OverflowError as error:
            msg = f"the week of {first} ends after the year 9999"
            raise PeriodError(msg) from error
        months = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}[self]
        start = date(first.year, (first.month - 1) // months * months + 1, 1)
        return Period(start, months_before(start, -months))
