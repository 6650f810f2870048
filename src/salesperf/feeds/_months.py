"""Which months the headings of a wide table name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from ..errors import Fault
from ..records import BLANKS
from ..text import shown
from ._errors import FeedError
from ._rules import Months

__all__ = ["month_columns"]

_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_CHINESE = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_NAMES = (
    {name: n for names in (_ENGLISH, _FULL) for n, name in enumerate(names, 1)}
    | {f"{name}月": n for n, name in enumerate(_CHINESE, 1)}
    | {f"{n}月": n for n in range(1, 13)}
)
_NUMERIC = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})月?|([0-9]{2})|-([0-9]{2})-01)")
_NAMED = re.compile(r"([a-z]+)[ -]([0-9]{4})")
_LONGEST = 32


def month_columns(rule: Months, headings: Iterable[str]) -> tuple[tuple[str, date, date], ...]:
    """Return the headings that name a month, each with its first day and that of the next, in order of the months.

    Raises `FeedError` for a month that two headings name, and for a month without a year.
    """
    found: dict[date, str] = {}
    faults: list[Fault] = []
    shorts: list[str] = []
    for heading in headings:
        month = _month(rule, heading, shorts)
        if month is not None and found.setdefault(month, heading) != heading:
            expected = f"one column for each month; {shown(found[month])} and this one both name {month:%Y-%m}"
            faults.append(Fault(expected, field=f"months of {rule.measure.id}", value=shown(heading)))
    if shorts:
        faults.append(
            Fault(f"a year, year=: {shown(shorts[0])} does not say which", field=f"months of {rule.measure.id}")
        )
    if faults:
        raise FeedError(faults)
    return tuple((found[month], month, _next(month)) for month in sorted(found))


def _month(rule: Months, heading: str, shorts: list[str]) -> date | None:
    """Return the first day of the month that a heading names; note those that would with a year."""
    text = heading.strip(BLANKS)
    if not (text.startswith(rule.before) and text.endswith(rule.after)):
        return None
    name = text[len(rule.before) : len(text) - len(rule.after)].strip(BLANKS).lower()[:_LONGEST]
    if name in _NAMES:
        if rule.year is None:
            shorts.append(heading)
            return None
        return date(rule.year, _NAMES[name], 1)
    if numeric := _NUMERIC.fullmatch(name):
        year, month = int(numeric[1]), int(numeric[2] or numeric[3] or numeric[4])
    elif (named := _NAMED.fullmatch(name)) and named[1] in _NAMES:
        year, month = int(named[2]), _NAMES[named[1]]
    else:
        return None
    return date(year, month, 1) if 1900 <= year <= 9998 and 1 <= month <= 12 else None  # noqa: PLR2004  (a calendar's)


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
