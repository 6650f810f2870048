"""One cell of a row, as spreadsheets have it: ids, dates, yes and no, the words for levels and kinds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from ..records import BLANKS, Refused, day
from ..text import near, shown
from ..vocabulary import Owner

__all__ = ["KINDS", "calendar_day", "is_blank", "suggestion", "word", "yes_or_no"]

KINDS = tuple(kind for kind in Owner if kind is not Owner.PERSON)
"""The kinds of units, from the narrowest to the widest."""

_YES_OR_NO = {"yes": True, "true": True, "1": True, "是": True} | {"no": False, "false": False, "0": False, "否": False}
_Word = TypeVar("_Word", bound=StrEnum)


def is_blank(value: object) -> bool:
    """Return whether a cell is empty: None, blank text, or what pandas reads from an empty cell (NaN, NaT).

    >>> [is_blank(value) for value in (None, " ", float("nan"), 0)]
    [True, True, True, False]
    """
    if isinstance(value, str):
        return not value or not value.strip(BLANKS)
    return value is None or (isinstance(value, float | datetime) and value != value)  # noqa: PLR0124  (NaN and NaT)


def yes_or_no(value: object) -> bool:
    """Return what a cell answers; raise `Refused` for anything but yes and no, true and false, 1 and 0, 是 and 否.

    >>> yes_or_no("Yes"), yes_or_no("否"), yes_or_no(True)
    (True, False, True)
    """
    answer = _YES_OR_NO.get(str(value).strip(BLANKS).lower()) if isinstance(value, str | int) else None
    if answer is None:
        expected = "yes or no, true or false, 1 or 0, 是 or 否"
        raise Refused(expected)
    return answer


def word(words: Mapping[str, _Word], value: object) -> _Word:
    """Return the word of the vocabulary that a cell names, in small letters or capitals; raise `Refused` for others.

    >>> word({"store": Owner.STORE, "area": Owner.AREA}, "Store")
    <Owner.STORE: 'store'>
    """
    text = value.strip(BLANKS).lower() if isinstance(value, str) else ""
    if text not in words:
        expected = f"one of {', '.join(words)}{suggestion(text, words)}"
        raise Refused(expected)
    return words[text]


def calendar_day(value: object) -> date:
    """Return the date of a cell, by the rules of `records.day`.

    >>> calendar_day("2026-03-05")
    datetime.date(2026, 3, 5)
    """
    return date.fromordinal(day(value))


def suggestion(name: object, known: Iterable[str | int]) -> str:
    """Return "; did you mean …?" where one of `known` looks like `name`, else nothing.

    >>> suggestion("stroe", ["store", "area"])
    "; did you mean 'store'?"
    """
    close = near(name, [each for each in known if isinstance(each, str)]) if isinstance(name, str) else ()
    return f"; did you mean {', '.join(map(shown, close))}?" if close else ""
