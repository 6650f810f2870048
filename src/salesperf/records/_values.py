"""One field of one record, read by the rules of the arithmetic contract.

Each function is called for every cell of a call: the commonest type is asked for first, messages are only made when
something is refused, and text is measured before it is looked at, so that a field of ten megabytes costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from math import floor, isnan
from numbers import Integral, Real
from operator import index

from ..arithmetic import EXACT
from ..text import printable
from ._refused import Refused

__all__ = ["BLANKS", "amount", "day", "is_off_grid", "key", "naive_day", "subject", "zone"]

BLANKS = " \t\r\n\v\f\u00a0\u3000"
"""What trimming removes at both ends of text: ASCII blanks, the no-break space, and the full-width space of Chinese."""

_FLOAT_LIMIT = 1 << 51
_LONGEST_TEXT = 64
_LONGEST_ID = 256
_ID_LIMIT = 1 << 63
_DAY_LENGTH = len("2026-03-01")
_SHORTEST_WITH_OFFSET = len("2026-03-01T00:00Z")
_MOST_LABELS = 8
_KEPT_DAYS = 1 << 12

_AMOUNT = re.compile(r"([+-]?[0-9]+)(?:\.([0-9]*))?")
_HOUR = r"(?:[01][0-9]|2[0-3])"
_DAY_AND_TIME = (
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    rf"(?:[T ]{_HOUR}:[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{{1,9}})?)?"
    rf"(?P<offset>Z|(?P<sign>[+-])(?P<hours>{_HOUR})(?::?(?P<minutes>[0-5][0-9]))?)?)?"
)
_UTC = frozenset({"UTC", "Etc/UTC"})

_EXPECTED_DAY = "a date, a datetime, or text written 2026-03-05, optionally with a time as in 2026-03-05T14:30"
_EXPECTED_ID = f"text of 1 to {_LONGEST_ID} characters, not only blanks, or a whole number of at most 64 bits"


def amount(value: object, decimals: int, labels: Iterable[tuple[str, Decimal]] = ()) -> int | None:
    r"""Return a measure's amount in whole units of 10^-decimals, or None where it is absent (None or empty text).

    Whole numbers (NumPy's too), Decimals and text are exact or refused; a float is rounded once, half up, by the one
    expression that every engine shares.  Text is trimmed, is looked up in `labels` first, and else must match
    `[+-]?[0-9]+(\.[0-9]*)?`.  Raises `Refused` for NaN and infinities, bools, more decimals than the grid has, floats
    beyond 2^51 units, anything of 2^62 units or more, text longer than 64 characters, and all other types.

    >>> amount("96.55", 2), amount(96.55, 2), amount(Decimal("1E+3"), 2), amount(" ", 2)
    (9655, 9655, 100000, None)
    """
    if type(value) is int:
        units = value * 10**decimals
    elif value is None:
        return None
    elif isinstance(value, float):
        return _rounded(float(value), decimals)
    elif isinstance(value, str):
        return _text_amount(value, decimals, labels)
    elif isinstance(value, Decimal):
        return _exact(value, decimals)
    elif isinstance(value, bool) or not isinstance(value, Real):
        raise Refused(_expected_amount(labels))
    elif isinstance(value, Integral):
        units = index(value) * 10**decimals
    else:
        expected = f"{_expected_amount(labels)}; convert other numbers with float() or Decimal()"
        raise Refused(expected)
    return _within(units, decimals)


def is_off_grid(value: float, decimals: int, units: int) -> bool:
    """Return whether a float lay off the grid it was rounded to: |x·10^d − n| > 1e-6 + |n|·2^−51.

    Such floats are read, and counted for the reader to see.

    >>> is_off_grid(0.1 + 0.2, 2, 30), is_off_grid(0.125, 2, 13)
    (False, True)
    """
    scale: int = 10**decimals
    return abs(value * scale - units) > 1e-6 + abs(units) * 2.0**-51


def day(value: object) -> int:
    """Return the day of a date, a datetime or text as its proleptic ordinal (1 is 0001-01-01).

    Of a datetime and of text with a time it is the date as written, its own local date, whatever the zone.  Raises
    `Refused` for dates that do not exist, for any other text, for None, and for all other types.

    >>> day("2026-03-05") == day(" 2026-03-05T23:30:00+08:00 ") == date(2026, 3, 5).toordinal()
    True
    """
    if type(value) is str and len(value) == _DAY_LENGTH:
        return _plain_day(value)
    if isinstance(value, date):
        try:
            return value.toordinal()
        except ValueError as error:  # pandas' NaT is a datetime that has no day
            raise Refused(_EXPECTED_DAY) from error
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        raise Refused(_EXPECTED_DAY)
    return _text_day(value)


def naive_day(value: object) -> int:
    """Return the day of a value that names no time zone, for readers to remember; raise `Refused` for one that does.

    Equal aware datetimes need not lie on the same day: who meets one reads it with care.

    >>> naive_day("2026-03-05") == day("2026-03-05")
    True
    """
    if type(value) is str and len(value) == _DAY_LENGTH:
        return _plain_day(value)
    if type(value) is date:
        return value.toordinal()
    if zone(value) is not None:
        careful = "a date without a time zone"
        raise Refused(careful)
    return day(value)


def zone(value: object) -> str | timedelta | None:
    """Return a token for the time zone of an aware datetime or of text with an offset; None for all that have no zone.

    Equal tokens are one zone.  A named zone is its name, in summer and in winter; any other its standard offset from
    UTC, so that UTC is one zone however it is spelled.  To be asked of values that `day` has read.

    >>> zone("2026-03-05T09:00+08:00"), zone("2026-03-05T09:00")
    (datetime.timedelta(seconds=28800), None)
    """
    if isinstance(value, str):
        return _text_zone(value) if _SHORTEST_WITH_OFFSET <= len(value) <= _LONGEST_TEXT else None
    if not isinstance(value, datetime) or value.tzinfo is None:
        return None
    offset = value.utcoffset()
    if offset is None:
        return None
    name = getattr(value.tzinfo, "key", None) or getattr(value.tzinfo, "zone", None)  # zoneinfo's name, and pytz's
    if isinstance(name, str) and name not in _UTC:
        return name
    return offset - (value.dst() or timedelta())


def subject(value: object) -> str | int:
    """Return who a record is about: non-empty text, as it is written, or a whole number (NumPy's too).

    Raises `Refused` for empty or blank text, text of more than 256 characters or that UTF-8 cannot hold, whole numbers
    of more than 64 bits, bools, floats, None and all other types.

    >>> subject("li.na"), subject(1001)
    ('li.na', 1001)
    """
    if isinstance(value, str):
        if len(value) > _LONGEST_ID or not value.strip(BLANKS):
            raise Refused(_EXPECTED_ID)
        if not value.isascii():
            _encodable(value)
        return str(value)
    if type(value) is int or (isinstance(value, Integral) and not isinstance(value, bool)):
        number = index(value)
        if -_ID_LIMIT <= number < _ID_LIMIT:
            return number
    elif isinstance(value, float):
        expected = f"{_EXPECTED_ID}; not a float, which a column of ids turns into when one is missing: read it as text"
        raise Refused(expected)
    raise Refused(_EXPECTED_ID)


def key(value: object) -> str | int | None:
    """Return the key that tells deals, customers, leads or vehicles apart, or None where it is absent.

    None and empty or blank text are absent; everything else is read, or refused, as `subject` does it.

    >>> key("D-17"), key("")
    ('D-17', None)
    """
    if value is None or (isinstance(value, str) and len(value) <= _LONGEST_ID and not value.strip(BLANKS)):
        return None
    return subject(value)


def _rounded(value: float, decimals: int) -> int:
    """Return ⌊value × 10^decimals + ½⌋ in IEEE doubles: the contract's expression, the same on every engine."""
    scale: int = 10**decimals
    shifted = value * scale + 0.5
    if -_FLOAT_LIMIT <= shifted < _FLOAT_LIMIT + 1:  # also False for NaN
        return floor(shifted)
    if isnan(value) or value in {float("inf"), float("-inf")}:
        expected = "a finite number; where nothing is known, leave the field out or give None"
    else:
        expected = f"a float within ±2^51 units of {_unit(decimals)}; give larger amounts as int, Decimal or text"
    raise Refused(expected)


def _exact(value: Decimal, decimals: int) -> int:
    """Return value × 10^decimals, refusing what is not exact before anything long is written out."""
    if not value.is_finite():
        expected = "a finite number; where nothing is known, leave the field out or give None"
        raise Refused(expected)
    if not value:
        return 0
    if value.adjusted() > _LONGEST_TEXT:
        raise Refused(_beyond(decimals))
    if value.adjusted() < -decimals:
        raise Refused(_too_long(decimals))
    whole, _, fraction = f"{value:f}".partition(".")
    return _joined(whole, fraction, decimals)


def _text_amount(value: str, decimals: int, labels: Iterable[tuple[str, Decimal]]) -> int | None:
    """Return the amount that text stands for: a label's, a number's, or None for blank text."""
    if len(value) > _LONGEST_TEXT:
        expected = f"{_expected_amount(labels)}, in at most {_LONGEST_TEXT} characters"
        raise Refused(expected)
    text = value.strip(BLANKS)
    for word, worth in labels:
        if text == word:
            return _exact(worth, decimals)
    if not text:
        return None
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise Refused(_expected_amount(labels))
    return _joined(found[1], found[2] or "", decimals)


def _joined(whole: str, fraction: str, decimals: int) -> int:
    """Return the units of a number written in digits; the sign stands before `whole`, also before a 0."""
    digits = fraction.rstrip("0")
    if len(digits) > decimals:
        raise Refused(_too_long(decimals))
    return _within(int(whole + digits.ljust(decimals, "0")), decimals)


def _within(units: int, decimals: int) -> int:
    """Return `units` if every engine can hold them."""
    if -EXACT < units < EXACT:
        return units
    raise Refused(_beyond(decimals))


@lru_cache(maxsize=_KEPT_DAYS)
def _plain_day(value: str) -> int:
    """Return the day of text that is as long as a day alone: no time, no zone, and calls share the same few."""
    return _text_day(value)


def _text_day(value: str) -> int:
    text = value.strip(BLANKS)
    if len(text) == _DAY_LENGTH and text[4] == text[7] == "-":  # of this shape `fromisoformat` reads our form alone
        written = text
    elif found := re.fullmatch(_DAY_AND_TIME, text):
        written = found["day"]
    else:
        raise Refused(_EXPECTED_DAY)
    try:
        return date.fromisoformat(written).toordinal()
    except ValueError as error:
        impossible = re.fullmatch(_DAY_AND_TIME, text) is not None
        expected = f"a date that exists in the calendar: {_EXPECTED_DAY}" if impossible else _EXPECTED_DAY
        raise Refused(expected) from error


def _text_zone(value: str) -> timedelta | None:
    found = re.fullmatch(_DAY_AND_TIME, value.strip(BLANKS))
    if found is None or found["offset"] is None:
        return None
    offset = timedelta(hours=int(found["hours"] or 0), minutes=int(found["minutes"] or 0))
    return -offset if found["sign"] == "-" else offset


def _encodable(value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        expected = "text that UTF-8 can hold: it has half of a surrogate pair, as a wrong decoding leaves behind"
        raise Refused(expected) from error


def _unit(decimals: int) -> str:
    return f"0.{'1'.rjust(decimals, '0')}" if decimals else "1"


def _too_long(decimals: int) -> str:
    places = "a whole number" if decimals == 0 else f"at most {decimals} decimal{'s' if decimals > 1 else ''}"
    return f"{places}; round it first, or give the measure more decimals"


def _beyond(decimals: int) -> str:
    return f"a number within the exact range, less than 2^62 units of {_unit(decimals)}"


def _expected_amount(labels: Iterable[tuple[str, Decimal]]) -> str:
    words = [printable(word) for word, _ in labels]
    listed = f", or one of {', '.join(words[:_MOST_LABELS])}" + (", …" if len(words) > _MOST_LABELS else "")
    return "a number: int, Decimal, float, or text of digits such as 1234.5" + (listed if words else "")
