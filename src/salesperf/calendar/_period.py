"""`Period`: a half-open span of days with a label that reads back as the same span."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import attrs
from dateutil.relativedelta import relativedelta

from ..errors import PeriodError
from ..text import shown
from ._labels import label_of, read
from ._reckoning import STANDARD, Reckoning

__all__ = ["Period", "months_before"]

_ONE_DAY = timedelta(days=1)


def months_before(day: date, n: int) -> date:
    """Return the day `n` calendar months before `day`; a day its month does not have becomes that month's last.

    Raises `PeriodError` where the calendar has no such day (years 1 to 9999).

    >>> months_before(date(2026, 4, 1), 3), months_before(date(2026, 3, 31), 1)
    (datetime.date(2026, 1, 1), datetime.date(2026, 2, 28))
    """
    try:
        return day - relativedelta(months=n)
    except (ValueError, OverflowError) as error:
        msg = f"{n} months before {day} lies outside the years 1 to 9999: choose a shorter window or a later period"
        raise PeriodError(msg) from error


@attrs.frozen(order=True, repr=False, cache_hash=True)
class Period:
    """A span of whole days, half-open: `start` is its first day, `end` the first day after it.

    Periods are ordered by start, then end; are hashable and picklable; `day in period` asks for a date (of a datetime,
    its own local date).  `str(period)` is its label, which `Period.parse` reads back.  Raises `PeriodError` if either
    end is not a plain date (a datetime is refused: a period has no hours), or if the span is empty or reversed.

    A period made by a `Calendar` keeps that calendar's `reckoning`, by which its label, its months and its windows are
    told; `Calendar.period` reads the label back.  Two periods are equal if they are the same days, reckoned alike.

    >>> march = Period(date(2026, 3, 1), date(2026, 4, 1))
    >>> str(march), march.days, date(2026, 4, 1) in march
    ('2026-03', 31, False)
    """

    start: date
    end: date
    reckoning: Reckoning = attrs.field(default=STANDARD, kw_only=True, order=False)

    def __attrs_post_init__(self) -> None:
        faults = [fault for role in ("start", "end") if (fault := _no_day(role, getattr(self, role)))]
        if not faults and self.end == self.start:
            faults.append(
                f"the period is empty: its end, {self.end}, is the first day after it; "
                f'for that one day give Period.parse("{self.start}")'
            )
        elif not faults and self.end < self.start:
            faults.append(f"the period runs backwards, from {self.start} to {self.end}: give the earlier day first")
        if not isinstance(self.reckoning, Reckoning):
            faults.append(f"the reckoning is {shown(self.reckoning)}, not a Reckoning")
        if faults:
            raise PeriodError("; ".join(faults))

    @staticmethod
    def parse(text: str) -> Period:
        """Return the period that `text` names in the ordinary calendar; blanks around it do not matter.

        It reads a year, a half, a quarter, a month, an ISO week (Monday to Sunday), a day, or a first and a last day.
        Raises `PeriodError` for anything else, with the forms and, where one is near, the label that was meant.

        >>> Period.parse("2026-Q1").end, Period.parse("2026-W09").start
        (datetime.date(2026, 4, 1), datetime.date(2026, 2, 23))
        """
        return Period(*read(text))

    @property
    def days(self) -> int:
        """How many calendar days the period has.

        >>> Period.parse("2026-02").days
        28
        """
        return (self.end - self.start).days

    @property
    def last(self) -> date:
        """The last day that belongs to the period.

        >>> Period.parse("2026-02").last
        datetime.date(2026, 2, 28)
        """
        return self.end - _ONE_DAY

    @property
    def months(self) -> tuple[int, int]:
        """The length in months, as numerator and denominator.

        Whole months, from the day one begins to the day another begins, count (n, 1); any other span is its days × 12
        over 365.

        >>> Period.parse("2026-Q1").months, Period.parse("2026-W09").months
        ((3, 1), (84, 365))
        """
        whole = self.reckoning.whole_months(self.start, self.end)
        return (whole, 1) if whole else (self.days * 12, 365)

    @property
    def label(self) -> str:
        """The shortest name of exactly this span: year, half, quarter, month, week or day, else first..last day.

        >>> Period(date(2026, 3, 5), date(2026, 3, 21)).label
        '2026-03-05..2026-03-20'
        """
        return label_of(self.start, self.end, self.reckoning)

    def back(self, months: int) -> Period:
        """Return the rolling span of `months` months that ends with this period.

        Where the period ends with a month, whole months are taken; else the span starts on the same day so many
        months before.  A window never shortens the period: where it is the longer of the two, it is returned as it is.
        Raises `PeriodError` if `months` is not a whole number of at least 1, or the span would begin before the year 1.

        >>> str(Period.parse("2026-04").back(3)), str(Period.parse("2026").back(3))
        ('2026-02-01..2026-04-30', '2026')
        """
        if type(months) is not int or months < 1:
            msg = f"a window is a whole number of months, at least 1, not {shown(months)}"
            raise PeriodError(msg)
        start = self._before(months)
        return attrs.evolve(self, start=start) if start < self.start else self

    def _before(self, months: int) -> date:
        """Return the day from which it is so many months to the period's end."""
        reckoning = self.reckoning
        if reckoning.closing_day is not None and reckoning.opens_month(self.end):
            return reckoning.first_day(reckoning.month_of(self.end) - months)
        return months_before(self.end, months)

    def __contains__(self, day: date) -> bool:
        return self.start <= (day.date() if isinstance(day, datetime) else day) < self.end

    def __str__(self) -> str:
        return self.label

    def __repr__(self) -> str:
        if self.reckoning == STANDARD:
            return f"Period.parse({self.label!r})"
        return f"{repr(self.reckoning).replace('Reckoning', 'Calendar', 1)}.period({self.label!r})"


def _no_day(role: str, value: object) -> str | None:
    """Return what is wrong with `value` as an end of a period, or None."""
    if isinstance(value, datetime):
        return f"the {role} is a datetime, but a period is made of whole days: give its .date()"
    if isinstance(value, date):
        return None
    hint = "; Period.parse reads text" if isinstance(value, str) else ""
    return f"the {role} is {shown(value)}, not a datetime.date{hint}"
