"""How spans are written and read: "2026-03", "2026-Q1", "2026-H1", "2026", "2026-W09", days, first..last day."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from ..errors import PeriodError
from ..text import shown
from ._reckoning import STANDARD, Reckoning, Weekday

__all__ = ["FORMS", "label_of", "read", "reading", "with_forms"]

FORMS = (
    '"2026-03" (a month), "2026-Q1", "2026-H1" (a half-year), "2026", "2026-W09" (an ISO week), "2026-03-05" (a day), '
    '"2026-03-05..2026-03-20" (both days included) or Period(start, end) with the end excluded'
)
_OUTSIDE = "a period begins on 0001-01-01 or later and ends, its end excluded, on 9999-12-31 or earlier"
_LONGEST = 64
_KEPT = 256
_LAST_YEAR = 9999
_WEEK = 7
_YEAR = 12
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_PARTS = {3: "Q", 6: "H"}
_ONE_DAY = timedelta(days=1)
_LABEL = (
    r"(?P<first>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:\.\.(?P<last>[0-9]{4}-[0-9]{2}-[0-9]{2}))?"
    r"|(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})|-Q(?P<quarter>[0-9])|-H(?P<half>[0-9])|-W(?P<week>[0-9]{2}))?"
)
_NEARLY = r"(?P<year>[0-9]{4})\s*[-/._年]?\s*(?P<kind>[QqHhWw]?)\s*(?P<number>[0-9]{1,2})\s*月?"
_NUMBERS = {
    "": (12, "months run from 01 to 12"),
    "Q": (4, "quarters run from Q1 to Q4"),
    "H": (2, "a year has the halves H1 and H2"),
    "W": (52, "that year has no such {}week"),
}

Span = tuple[date, date]


def label_of(start: date, end: date, reckoning: Reckoning) -> str:
    """Return the shortest name of exactly this span."""
    whole = reckoning.whole_months(start, end)
    if whole:
        month = reckoning.month_of(start)
        if whole == 1:
            return f"{month // _YEAR:04d}-{month % _YEAR + 1:02d}"
        year, place = reckoning.fiscal_year(month), reckoning.fiscal_place(month)
        if place % whole == 0 and 1 <= year <= _LAST_YEAR:
            if whole == _YEAR:
                return f"{year:04d}"
            if letter := _PARTS.get(whole):
                return f"{year:04d}-{letter}{place // whole + 1}"
    days = (end - start).days
    if days == _WEEK and (week := reckoning.week(start)):
        return f"{week[0]:04d}-W{week[1]:02d}"
    return start.isoformat() if days == 1 else f"{start.isoformat()}..{(end - _ONE_DAY).isoformat()}"


def reading(text: object, reckoning: Reckoning) -> Span | str:
    """Return the span that `text` names, or a sentence that says why it names none and what is near."""
    reason = ""
    if isinstance(text, str) and len(text) <= _LONGEST:
        label = text.strip()
        if span := _span(label, reckoning):
            return span
        reason = _reason(label, reckoning)
    fault = f"{shown(text)} is not a period"
    return f"{fault}: {reason}" if reason else fault


def with_forms(fault: str) -> str:
    """Return the message about a fault, with the ways to write a period after it."""
    return f"{fault}{'' if fault.endswith('?') else '.'} Accepted: {FORMS}"


@lru_cache(maxsize=_KEPT)
def _span(text: str, reckoning: Reckoning) -> Span | None:
    found = re.fullmatch(_LABEL, text)
    if found is None:
        return None
    part = {name: value for name, value in found.groupdict().items() if value is not None}
    try:
        return _days(part) if "first" in part else _numbered(part, reckoning)
    except (ValueError, OverflowError):
        return None


def _days(part: dict[str, str]) -> Span | None:
    start = date.fromisoformat(part["first"])
    end = date.fromisoformat(part.get("last", part["first"])) + _ONE_DAY
    return (start, end) if start < end else None


def _numbered(part: dict[str, str], reckoning: Reckoning) -> Span | None:
    """Return the span of a year or of a numbered part of it; raises where the calendar has no such days."""
    year = int(part.pop("year"))
    if year == 0:
        return None
    if "week" in part:
        start = reckoning.week_start(year, int(part["week"]))
        return (start, start + timedelta(days=_WEEK)) if start else None
    kind, text = part.popitem() if part else ("year", "1")
    months, number = _MONTHS[kind], int(text)
    if not 1 <= number <= _YEAR // months:
        return None
    month = (year * _YEAR if kind == "month" else reckoning.first_month(year)) + (number - 1) * months
    return reckoning.first_day(month), reckoning.first_day(month + months)


def _reason(label: str, reckoning: Reckoning) -> str:
    """Return why `label` names no period and the near way out, or nothing where it is far from one."""
    if label.startswith(("0000", "9999")):
        return _OUTSIDE
    if nearly := re.fullmatch(_NEARLY, label):
        return _reason_of_number(nearly["year"], nearly["kind"].upper(), int(nearly["number"]), reckoning)
    found = re.fullmatch(_LABEL, label)
    if found is None:
        return ""
    if found["year"]:
        return _OUTSIDE
    if found["last"] and _span(turned := f"{found['last']}..{found['first']}", reckoning):
        return f'its last day comes before its first, did you mean "{turned}"?'
    return "the calendar has no such day"


def _reason_of_number(year: str, kind: str, number: int, reckoning: Reckoning) -> str:
    """Return what is wrong with something close to a month, or to a lettered part of a year."""
    meant = f"{year}-{kind}{number}" if kind in {"Q", "H"} else f"{year}-{kind}{number:02d}"
    if _span(meant, reckoning):
        return f'did you mean "{meant}"?'
    last, reason = _NUMBERS[kind]
    if 1 <= number <= last:
        return _OUTSIDE
    return reason.format("ISO " if reckoning.week_starts is Weekday.MONDAY else "")


def read(text: object, reckoning: Reckoning = STANDARD) -> Span:
    """Return the span that `text` names, or raise `PeriodError` with the forms and what is near."""
    span = reading(text, reckoning)
    if isinstance(span, str):
        raise PeriodError(with_forms(span))
    return span
