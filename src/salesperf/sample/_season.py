"""The year of a Chinese dealership: weekends, months, Spring Festival, closed days."""

from __future__ import annotations

import datetime as dt

import attrs

__all__ = ["FIRST_YEAR", "LAST_YEAR", "LEAD_IN", "Season", "season_of"]

LEAD_IN = 80
"""Days before the year in which the customers it begins with were won over."""

FIRST_YEAR = 2000
_FESTIVAL = (
    *(35, 23, 42, 31, 21, 39, 28, 48, 37, 25, 44, 33, 22, 40, 30, 49, 38, 27, 46, 35),  # 2000 to 2019
    *(24, 42, 31, 21, 40, 28, 47, 36, 25, 43, 33, 22, 41, 30, 49, 38, 27, 45, 34, 23, 42),  # 2020 to 2040
)
"""Spring Festival, the first day of the lunar year, in days after 1 January."""
LAST_YEAR = FIRST_YEAR + len(_FESTIVAL) - 1

# Demand in thousandths of an ordinary day.  January and February are alike before the festival moves between them;
# "golden September, silver October" and the year's last push are the peaks (domain.md §8).
_MONTH = (840, 840, 1060, 900, 960, 1000, 890, 880, 1220, 1120, 940, 1400)
_WEEKDAY = (780, 770, 780, 800, 900, 1530, 1440)
_AROUND_FESTIVAL = (
    (range(-24, -6), 1150),
    (range(-6, -1), 500),
    (range(-1, 3), 0),
    (range(3, 7), 350),
    (range(7, 13), 700),
)
_OCTOBER, _HOLIDAY_WEEK, _IN_HOLIDAY_WEEK = 10, 7, 900
_CARRIED = 50
"""A part of a month's sales, in percent, comes from the demand of the month before."""


@attrs.frozen(kw_only=True)
class Season:
    """One year day by day; days are numbered from 0 on 1 January, those before the year are negative.

    `demand` is that of each day, in thousandths of an ordinary one; `lead_shape` and `unit_shape` are the months'
    parts of the year's leads and deliveries, in thousandths of an average month.
    """

    dates: tuple[dt.date, ...]
    days: int
    months: tuple[int, ...]
    demand: tuple[int, ...]
    lead_shape: tuple[int, ...]
    unit_shape: tuple[int, ...]

    def demand_on(self, day: int) -> int:
        """Return the day's demand in thousandths of an ordinary day; days down to −LEAD_IN are known."""
        return self.demand[day + LEAD_IN]

    def first_of(self, month: int) -> int:
        """Return the number of the month's first day (month 0 is January)."""
        return self.months.index(month)

    def last_of(self, month: int) -> int:
        """Return the number of the month's last day."""
        return self.first_of(month + 1) - 1 if month < len(_MONTH) - 1 else self.days - 1


def season_of(year: int) -> Season:
    """Return the year's season; `year` lies between `FIRST_YEAR` and `LAST_YEAR`."""
    first = dt.date(year, 1, 1)
    days = (dt.date(year + 1, 1, 1) - first).days
    festival = _FESTIVAL[year - FIRST_YEAR]
    dates = tuple(first + dt.timedelta(day) for day in range(-LEAD_IN, days))
    demand = tuple(_demand(date, day - festival) for day, date in enumerate(dates, -LEAD_IN))
    months = tuple(date.month - 1 for date in dates[LEAD_IN:])
    volume = [0] * len(_MONTH)
    for month, amount in zip(months, demand[LEAD_IN:], strict=True):
        volume[month] += amount
    before = sum(demand[LEAD_IN - 31 : LEAD_IN])
    blended = [
        (100 - _CARRIED) * now + _CARRIED * last for now, last in zip(volume, (before, *volume[:-1]), strict=True)
    ]
    return Season(
        dates=dates[LEAD_IN:],
        days=days,
        months=months,
        demand=demand,
        lead_shape=_shape(volume),
        unit_shape=_shape(blended),
    )


def _shape(parts: list[int]) -> tuple[int, ...]:
    return tuple(len(parts) * 1000 * part // sum(parts) for part in parts)


def _demand(date: dt.date, since_festival: int) -> int:
    amount = _MONTH[date.month - 1] * _WEEKDAY[date.weekday()] // 1000
    for span, factor in _AROUND_FESTIVAL:
        if since_festival in span:
            amount = amount * factor // 1000
    holiday_week = date.month == _OCTOBER and date.day <= _HOLIDAY_WEEK
    return amount * _IN_HOLIDAY_WEEK // 1000 if holiday_week else amount
