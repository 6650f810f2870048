"""`Reckoning`: how days make weeks, months and years.

A month has a number, year × 12 + month − 1, so that going back and forth is plain arithmetic.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import MAXYEAR, MINYEAR, date, timedelta
from enum import IntEnum, StrEnum
from typing import Any, cast

import attrs

from ..errors import Fault, PeriodError
from ..text import near, shown
from ._faults import refuse

__all__ = ["STANDARD", "NamedBy", "Reckoning", "Weekday", "as_closing", "as_rule", "as_weekday", "reckoning_faults"]

_WEEK = 7
_LONGEST_MONTH = 31
_YEAR = 12
_WHOLE_WEEK = timedelta(days=_WEEK)
_MIDWEEK = timedelta(days=3)


class Weekday(IntEnum):
    """The days of the week by their ISO numbers; wherever one is taken, the number will do.

    >>> Weekday(date(2026, 3, 1).isoweekday()).name, Weekday.MONDAY == 1
    ('SUNDAY', True)
    """

    MONDAY = 1
    TUESDAY = 2
    WEDNESDAY = 3
    THURSDAY = 4
    FRIDAY = 5
    SATURDAY = 6
    SUNDAY = 7


class NamedBy(StrEnum):
    """The year whose number a fiscal year carries: that of its first month, or that of its last.

    >>> [Reckoning(fiscal_year_starts=4, fiscal_year_named_by=rule).fiscal_year(2026 * 12 + 3) for rule in NamedBy]
    [2026, 2027]
    """

    START = "start"
    END = "end"


def as_weekday(value: Weekday | int) -> Weekday:
    """Return the weekday with that number; what is none is left as it is, to be refused with the other faults."""
    return Weekday(value) if type(value) in {int, Weekday} and value in list(Weekday) else cast("Weekday", value)


def as_rule(value: NamedBy | str) -> NamedBy:
    """Return the rule of that name; what is none is left as it is, to be refused with the other faults."""
    return NamedBy(value) if value in list(NamedBy) else cast("NamedBy", value)


def as_closing(value: int | None) -> int | None:
    """Return None for 31: no month goes on after its 31st, so both say that it closes on its last day."""
    return None if type(value) is int and value == _LONGEST_MONTH else value


@attrs.frozen(kw_only=True, cache_hash=True, repr=False)
class Reckoning:
    """The part of a calendar that gives weeks, months and years their bounds; every `Period` carries one.

    `closing_day` (1 to 31) is the last day of a month, None its calendar end: with 25, March goes from 26 February to
    25 March.  A closing day that a month lacks is its last day.  `week_starts` is the first day of a week; a week
    belongs to the year that holds its fourth day, which for Monday is the ISO rule.  Weeks are numbered by calendar
    years, whatever the fiscal year.  `fiscal_year_starts` is the first month (1 to 12) of a year, whose quarters and
    halves follow; `fiscal_year_named_by` says whether it carries the number of the year it starts or ends in.

    Raises `PeriodError` with all faults.

    >>> Reckoning(closing_day=25).first_day(2026 * 12 + 2)
    datetime.date(2026, 2, 26)
    """

    closing_day: int | None = attrs.field(default=None, converter=as_closing)
    week_starts: Weekday = attrs.field(default=Weekday.MONDAY, converter=as_weekday)
    fiscal_year_starts: int = 1
    fiscal_year_named_by: NamedBy = attrs.field(default=NamedBy.START, converter=as_rule)

    def __attrs_post_init__(self) -> None:
        refuse("reckoning", reckoning_faults(self))

    def to_dict(self) -> dict[str, int | str]:
        """Return the settings that differ from the ordinary calendar's, for a file; `from_dict` reads them.

        >>> Reckoning(closing_day=25).to_dict(), Reckoning().to_dict()
        ({'closing_day': 25}, {})
        """
        settings = attrs.asdict(self, filter=lambda field, value: value != field.default)
        return {name: str(value) if isinstance(value, str) else int(value) for name, value in settings.items()}

    @classmethod
    def from_dict(cls, settings: Mapping[str, Any]) -> Reckoning:
        """Return the reckoning with these settings.  Raises `PeriodError` for a setting that there is none of.

        >>> Reckoning.from_dict({"closing_day": 25}) == Reckoning(closing_day=25)
        True
        """
        names = list(attrs.fields_dict(cls))
        faults = []
        for name in settings:
            if name not in names:
                close = near(str(name), names, 1)
                way_out = f'did you mean "{close[0]}"?' if close else f"one of {', '.join(names)}"
                faults.append(Fault(way_out, value=shown(name)))
        refuse("reckoning", faults)
        return cls(**settings)

    def month_of(self, day: date) -> int:
        """Return the number, year × 12 + month − 1, of the month that holds `day`.

        >>> divmod(Reckoning(closing_day=25).month_of(date(2025, 12, 26)), 12)
        (2026, 0)
        """
        month = day.year * _YEAR + day.month - 1
        return month if self.closing_day is None else month + (day.day > self._closes(day.year, day.month))

    def first_day(self, month: int) -> date:
        """Return the first day of the month with that number.

        Raises `PeriodError` where the calendar (years 1 to 9999) has no such day.

        >>> Reckoning(closing_day=30).first_day(2026 * 12 + 2)
        datetime.date(2026, 3, 1)
        """
        year, place = divmod(month if self.closing_day is None else month - 1, _YEAR)
        try:
            if self.closing_day is None:
                return date(year, place + 1, 1)
            return date(year, place + 1, self._closes(year, place + 1)) + timedelta(days=1)
        except (ValueError, OverflowError) as error:
            named = f"{month // _YEAR:04d}-{month % _YEAR + 1:02d}"
            msg = f"the month {named} begins outside the years 1 to 9999: choose a shorter window or another period"
            raise PeriodError(msg) from error

    def opens_month(self, day: date) -> bool:
        """Return whether a month begins on the day.

        >>> Reckoning(closing_day=25).opens_month(date(2026, 2, 26))
        True
        """
        if self.closing_day is None:
            return day.day == 1
        if day == date.min:  # the December before had 31 days, and closed earlier
            return False
        before = day - timedelta(days=1)
        return before.day == self._closes(before.year, before.month)

    def whole_months(self, start: date, end: date) -> int:
        """Return how many months the days from `start` up to `end` make, 0 unless they are whole ones.

        >>> Reckoning(closing_day=25).whole_months(date(2025, 12, 26), date(2026, 3, 26))
        3
        """
        return self.month_of(end) - self.month_of(start) if self.opens_month(start) and self.opens_month(end) else 0

    def fiscal_year(self, month: int) -> int:
        """Return the number of the year that the month belongs to.

        >>> Reckoning(fiscal_year_starts=4).fiscal_year(2026 * 12 + 2)
        2025
        """
        return (month - self.fiscal_year_starts + 1) // _YEAR + self._later

    def fiscal_place(self, month: int) -> int:
        """Return how many months of its year lie before the month: 0 to 11.

        >>> Reckoning(fiscal_year_starts=4).fiscal_place(2026 * 12 + 2)
        11
        """
        return (month - self.fiscal_year_starts + 1) % _YEAR

    def first_month(self, year: int) -> int:
        """Return the number of the first month of the year with that number.

        >>> divmod(Reckoning(fiscal_year_starts=4, fiscal_year_named_by="end").first_month(2026), 12)
        (2025, 3)
        """
        return (year - self._later) * _YEAR + self.fiscal_year_starts - 1

    def week(self, first: date) -> tuple[int, int] | None:
        """Return the year and the number of the week that starts on `first`, None if none does.

        >>> Reckoning().week(date(2026, 2, 23)), Reckoning(week_starts=Weekday.SUNDAY).week(date(2026, 2, 22))
        ((2026, 9), (2026, 8))
        """
        if first.isoweekday() != self.week_starts or first > date.max - _WHOLE_WEEK:
            return None
        year = (first + _MIDWEEK).year
        return year, (first.toordinal() - self._week_one(year)) // _WEEK + 1

    def week_start(self, year: int, number: int) -> date | None:
        """Return the first day of a numbered week, None if the year has no such week.

        >>> Reckoning().week_start(2026, 9), Reckoning().week_start(2025, 53)
        (datetime.date(2026, 2, 23), None)
        """
        if not MINYEAR <= year <= MAXYEAR:
            return None
        first = self._week_one(year) + _WEEK * (number - 1)
        if not 1 <= first <= date.max.toordinal():
            return None
        start = date.fromordinal(first)
        return start if self.week(start) == (year, number) else None

    def week_of(self, day: int) -> int:
        """Return the ordinal of the first day of the week that holds the day with that ordinal.

        >>> date.fromordinal(Reckoning().week_of(date(2026, 3, 1).toordinal()))
        datetime.date(2026, 2, 23)
        """
        return day - (day - self.week_starts) % _WEEK

    def __repr__(self) -> str:
        settings = ", ".join(f"{name}={value!r}" for name, value in self.to_dict().items())
        return f"{type(self).__name__}({settings})"

    @property
    def _later(self) -> int:
        """How many years a year's number lies after that of the year it starts in."""
        return int(self.fiscal_year_named_by is NamedBy.END and self.fiscal_year_starts != 1)

    def _week_one(self, year: int) -> int:
        """Return the ordinal, 0 or less before the year 1, of the day on which the year's first week starts."""
        return self.week_of(date(year, 1, 4).toordinal())

    def _closes(self, year: int, month: int) -> int:
        longest = monthrange(year, month)[1]
        return longest if self.closing_day is None else min(self.closing_day, longest)


def reckoning_faults(given: Any) -> list[Fault]:
    """Return what is wrong with the four settings of `given`, a reckoning or a calendar."""
    checks = [
        (
            "closing_day",
            given.closing_day is None or _is_from_one(given.closing_day, _LONGEST_MONTH),
            "a day of the month, 1 to 31, or None for the month's end",
        ),
        ("week_starts", isinstance(given.week_starts, Weekday), "an ISO weekday, 1 for Monday to 7 for Sunday"),
        ("fiscal_year_starts", _is_from_one(given.fiscal_year_starts, _YEAR), "a month, 1 to 12"),
        (
            "fiscal_year_named_by",
            isinstance(given.fiscal_year_named_by, NamedBy),
            '"start" or "end", for the year it starts or ends in',
        ),
    ]
    return [Fault(expected, name, shown(getattr(given, name))) for name, right, expected in checks if not right]


def _is_from_one(value: object, last: int) -> bool:
    return type(value) is int and 1 <= value <= last


STANDARD = Reckoning()
"""The ordinary calendar: months to their ends, ISO weeks, years from January."""
