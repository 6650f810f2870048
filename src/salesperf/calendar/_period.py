"""`Period`: a half-open span of days with a label that reads back as the same span."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import attrs
from dateutil.relativedelta import relativedelta

from ..errors import PeriodError
from ..text import shown

__all__ = ["FORMS", "Period", "months_before", "read_label", "with_forms"]

FORMS = (
    '"2026-03" (a month), "2026-Q1", "2026", "2026-W09" (an ISO week), "2026-03-05" (a day), '
    '"2026-03-05..2026-03-20" (both days included) or Period(start, end) with the end excluded'
)
_LONGEST = 64
_ONE_DAY = timedelta(days=1)
_WEEK = 7
_LABEL = (
    r"(?P<first>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:\.\.(?P<last>[0-9]{4}-[0-9]{2}-[0-9]{2}))?"
    r"|(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})|-Q(?P<quarter>[0-9])|-W(?P<week>[0-9]{2}))?"
)
_NEARLY = r"(?P<year>[0-9]{4})\s*[-/._年]?\s*(?P<kind>[QqWw]?)\s*(?P<number>[0-9]{1,2})\s*月?"


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


@attrs.frozen(order=True, repr=False)
class Period:
    """A span of whole days, half-open: `start` is its first day, `end` the first day after it.

    Periods are ordered by start, then end; are hashable and picklable; `day in period` asks for a date (of a datetime,
    its own local date).  `str(period)` is its label, which `Period.parse` reads back.  Raises `PeriodError` if either
    end is not a plain date (a datetime is refused: a period has no hours), or if the span is empty or reversed.

    >>> march = Period(date(2026, 3, 1), date(2026, 4, 1))
    >>> str(march), march.days, date(2026, 4, 1) in march
    ('2026-03', 31, False)
    """

    start: date
    end: date

    def __attrs_post_init__(self) -> None:
        faults = [fault for role in ("start", "end") if (fault := _no_day(role, getattr(self, role)))]
        if not faults and self.end == self.start:
            faults.append(
                f"the period is empty: its end, {self.end}, is the first day after it; "
                f'for that one day give Period.parse("{self.start}")'
            )
        elif not faults and self.end < self.start:
            faults.append(f"the period runs backwards, from {self.start} to {self.end}: give the earlier day first")
        if faults:
            raise PeriodError("; ".join(faults))

    @staticmethod
    def parse(text: str) -> Period:
        """Return the period that `text` names; blanks around it do not matter.

        It reads a year, a quarter, a month, an ISO week (Monday to Sunday), a day, or a first and a last day.  Raises
        `PeriodError` for anything else, with the forms and, where one is near, the label that was meant.

        >>> Period.parse("2026-Q1").end, Period.parse("2026-W09").start
        (datetime.date(2026, 4, 1), datetime.date(2026, 2, 23))
        """
        period = read_label(text)
        if isinstance(period, str):
            raise PeriodError(with_forms(period))
        return period

    @property
    def days(self) -> int:
        """How many calendar days the period has."""
        return (self.end - self.start).days

    @property
    def last(self) -> date:
        """The last day that belongs to the period."""
        return self.end - _ONE_DAY

    @property
    def months(self) -> tuple[int, int]:
        """The length in calendar months, as numerator and denominator.

        Whole months from a 1st to a 1st count (n, 1); any other span is its days × 12 over 365.

        >>> Period.parse("2026-Q1").months, Period.parse("2026-W09").months
        ((3, 1), (84, 365))
        """
        return (whole, 1) if (whole := self._whole_months()) else (self.days * 12, 365)

    @property
    def label(self) -> str:
        """The shortest name of exactly this span: year, quarter, month, ISO week or day, else first..last day.

        >>> Period(date(2026, 3, 5), date(2026, 3, 21)).label
        '2026-03-05..2026-03-20'
        """
        year, month = f"{self.start.year:04d}", self.start.month
        match self._whole_months():
            case 1:
                return f"{year}-{month:02d}"
            case 3 if month % 3 == 1:
                return f"{year}-Q{month // 3 + 1}"
            case 12 if month == 1:
                return year
        if self.days == _WEEK and self.start.weekday() == 0:
            week = self.start.isocalendar()
            return f"{week.year:04d}-W{week.week:02d}"
        first = self.start.isoformat()
        return first if self.days == 1 else f"{first}..{self.last.isoformat()}"

    def back(self, months: int) -> Period:
        """Return the rolling span of `months` calendar months that ends with this period.

        A window never shortens the period: where it is the longer of the two, it is returned as it is.  Raises
        `PeriodError` if `months` is not a whole number of at least 1, or the span would begin before the year 1.

        >>> str(Period.parse("2026-04").back(3)), str(Period.parse("2026").back(3))
        ('2026-02-01..2026-04-30', '2026')
        """
        if type(months) is not int or months < 1:
            msg = f"a window is a whole number of months, at least 1, not {shown(months)}"
            raise PeriodError(msg)
        start = months_before(self.end, months)
        return Period(start, self.end) if start < self.start else self

    def __contains__(self, day: date) -> bool:
        return self.start <= (day.date() if isinstance(day, datetime) else day) < self.end

    def __str__(self) -> str:
        return self.label

    def __repr__(self) -> str:
        return f"Period.parse({self.label!r})"

    def _whole_months(self) -> int:
        """Return the number of calendar months if the span is made of whole ones, else 0."""
        if self.start.day != 1 or self.end.day != 1:
            return 0
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month


def _no_day(role: str, value: object) -> str | None:
    """Return what is wrong with `value` as an end of a period, or None."""
    if isinstance(value, datetime):
        return f"the {role} is a datetime, but a period is made of whole days: give its .date()"
    if isinstance(value, date):
        return None
    hint = "; Period.parse reads text" if isinstance(value, str) else ""
    return f"the {role} is {shown(value)}, not a datetime.date{hint}"


def _span(text: str) -> tuple[date, date] | None:
    """Return the start and the excluded end of the span that `text` names, or None if it names none."""
    found = re.fullmatch(_LABEL, text)
    if found is None:
        return None
    part = {name: value for name, value in found.groupdict().items() if value is not None}
    try:
        if "first" in part:
            start = date.fromisoformat(part["first"])
            end = date.fromisoformat(part.get("last", part["first"])) + _ONE_DAY
            return (start, end) if start < end else None
        year = int(part["year"])
        if "week" in part:
            start = date.fromisocalendar(year, int(part["week"]), 1)
            return start, start + timedelta(days=_WEEK)
        if "quarter" in part:
            start, months = date(year, 3 * int(part["quarter"]) - 2, 1), 3
        elif "month" in part:
            start, months = date(year, int(part["month"]), 1), 1
        else:
            start, months = date(year, 1, 1), 12
        return start, months_before(start, -months)
    except (ValueError, OverflowError):
        return None


def read_label(text: object) -> Period | str:
    """Return the period that `text` names, or a sentence that says why it names none and what is near."""
    fault = f"{shown(text)} is not a period"
    if not isinstance(text, str) or len(text) > _LONGEST:
        return fault
    label = text.strip()
    if span := _span(label):
        return Period(*span)
    reason = _reason(label)
    return f"{fault}: {reason}" if reason else fault


def with_forms(fault: str) -> str:
    """Return the message about a fault, with the ways to write a period after it."""
    return f"{fault}{'' if fault.endswith('?') else '.'} Accepted: {FORMS}"


def _reason(label: str) -> str:
    """Return why `label` names no period and the near way out, or nothing where it is far from one."""
    if label.startswith(("0000", "9999")):
        return "a period begins on 0001-01-01 or later and ends, its end excluded, on 9999-12-31 or earlier"
    if found := re.fullmatch(_NEARLY, label):
        year, kind, number = found["year"], found["kind"].upper(), int(found["number"])
        meant = f"{year}-{kind}{number}" if kind == "Q" else f"{year}-{kind}{number:02d}"
        if _span(meant):
            return f'did you mean "{meant}"?'
        return {
            "": "months run from 01 to 12",
            "Q": "quarters run from Q1 to Q4",
            "W": "that year has no such ISO week",
        }[kind]
    found = re.fullmatch(_LABEL, label)
    if found is None:
        return ""
    if found["last"] and _span(turned := f"{found['last']}..{found['first']}"):
        return f'its last day comes before its first, did you mean "{turned}"?'
    return "the calendar has no such day"
