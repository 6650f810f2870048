"""`SellingDays`: on which days a store sells."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Collection, Container, Iterable, Iterator
from datetime import date, datetime
from itertools import accumulate
from typing import Any, cast

import attrs

from ..errors import Fault, PeriodError
from ..text import shown
from ._faults import refuse
from ._reckoning import Weekday, as_weekday

__all__ = ["SellingDays"]

_OF_DATES = "a datetime.date: of a datetime take .date(), date.fromisoformat reads text"
_CONTAINER = "a container of dates, such as a list, a set, a dict with dates as keys or a holidays.HolidayBase"
_KEPT: tuple[type, ...] = (list, tuple, set, frozenset, dict, type({}.keys()))
"""Containers that are read once and for all; any other is only ever asked for a day, since it may expand when asked."""


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _as_weekdays(given: Iterable[Weekday | int]) -> tuple[Weekday, ...]:
    """Return the weekdays in order, each once; if any is none, all as they were given, to be refused together."""
    value: Any = given
    if isinstance(value, str) or not isinstance(value, Iterable):
        return cast("tuple[Weekday, ...]", value)
    found = [as_weekday(day) for day in given]
    return tuple(sorted(set(found)) if all(isinstance(day, Weekday) for day in found) else found)


def _as_days(given: Container[date]) -> Container[date]:
    """Return what is finite as a set of its own, so that nobody changes it later; anything else as it is."""
    if type(given) in _KEPT and all(map(_is_day, cast("Collection[object]", given))):
        return frozenset(cast("Collection[date]", given))
    return given


def _brief(days: Container[date]) -> str:
    return f"<{len(days)} days>" if isinstance(days, frozenset) else f"<{type(days).__name__}>"


def _brief_weekdays(weekdays: tuple[Weekday, ...]) -> str:
    return repr(tuple(map(int, weekdays)))


@attrs.frozen(kw_only=True)
class SellingDays:
    """The days of the week on which a store sells, less its holidays, plus its make-up working days (调休).

    A day sells if it is in `workdays`, or if its weekday is in `weekdays` and it is not in `holidays`.  By default
    every day sells.  `weekdays` are ISO numbers, 1 for Monday to 7 for Sunday, or `Weekday`s.

    `holidays` and `workdays` are any containers of dates: lists, sets, dicts by date such as those of `chinesecalendar`
    (`chinese_calendar.holidays`, `.workdays`), or the objects of the `holidays` package.  Lists, tuples, sets, dicts
    and their keys are copied.  Other containers are only asked `day in container`, for all days of a year when one of
    them is first needed, and the answers are kept: give a container that answers alike each time.

    Raises `PeriodError` with all faults.

    >>> six_days = SellingDays(weekdays=range(1, 7), holidays=[date(2026, 3, 9)])
    >>> six_days.count(date(2026, 3, 1), date(2026, 4, 1)), date(2026, 3, 9) in six_days
    (25, False)
    """

    weekdays: tuple[Weekday, ...] = attrs.field(default=tuple(Weekday), converter=_as_weekdays, repr=_brief_weekdays)
    holidays: Container[date] = attrs.field(default=(), converter=_as_days, hash=False, repr=_brief)
    workdays: Container[date] = attrs.field(default=(), converter=_as_days, hash=False, repr=_brief)
    _years: dict[int, tuple[int, ...]] = attrs.field(init=False, factory=dict, eq=False, repr=False)
    """By year, how many days sold before each of its days, and in all: what was asked is not asked again."""

    def __attrs_post_init__(self) -> None:
        faults = [*_weekday_faults(self), *_container_faults("holidays", self.holidays)]
        refuse("selling days", [*faults, *_container_faults("workdays", self.workdays)])

    def count(self, start: date, end: date) -> int:
        """Return how many days sell from `start` up to, but not including, `end`.

        Raises `PeriodError` if either is not a date, or `end` comes before `start`.

        >>> SellingDays().count(date(2026, 2, 1), date(2026, 3, 1))
        28
        """
        ends: tuple[tuple[str, Any], ...] = (("start", start), ("end", end))
        if wrong := [(role, value) for role, value in ends if not isinstance(value, date)]:
            raise PeriodError("; ".join(f"the {role} is {shown(value)}, not a datetime.date" for role, value in wrong))
        first, after = start.toordinal(), end.toordinal()
        if first >= after:
            if first == after:
                return 0
            msg = f"the days run backwards, from {start} to {end}: give the earlier day first"
            raise PeriodError(msg)
        last = date.fromordinal(after - 1)
        before = self._sold(start.year)[first - date(start.year, 1, 1).toordinal()]
        whole = sum(self._sold(year)[-1] for year in range(start.year, last.year))
        return whole + self._sold(last.year)[after - date(last.year, 1, 1).toordinal()] - before

    def __contains__(self, day: date) -> bool:
        local = day.date() if isinstance(day, datetime) else day
        return local in self.workdays or (local.isoweekday() in self.weekdays and local not in self.holidays)

    def _sold(self, year: int) -> tuple[int, ...]:
        known = self._years.get(year)
        if known is None:
            first = date(year, 1, 1).toordinal()
            days = map(date.fromordinal, range(first, first + 365 + isleap(year)))
            known = self._years[year] = tuple(accumulate((day in self for day in days), initial=0))
        return known


def _weekday_faults(given: SellingDays) -> Iterator[Fault]:
    weekdays: Any = given.weekdays
    if not isinstance(weekdays, tuple):
        yield Fault("a collection of ISO weekdays, 1 for Monday to 7 for Sunday", "weekdays", shown(weekdays))
    elif not weekdays and given.workdays == frozenset():
        yield Fault("at least one weekday, or workdays: no day sells", "weekdays")
    else:
        for day in weekdays:
            if not isinstance(day, Weekday):
                yield Fault("an ISO weekday, 1 for Monday to 7 for Sunday", "weekdays", shown(day))


def _container_faults(name: str, given: Any) -> Iterator[Fault]:
    if isinstance(given, str | bytes) or not isinstance(given, Container):
        yield Fault(_CONTAINER, name, shown(given))
    elif type(given) in _KEPT:
        for value in cast("Collection[object]", given):
            if not _is_day(value):
                yield Fault(_OF_DATES, name, shown(value))
