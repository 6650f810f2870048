"""The plain values a profile is made of, read strictly: numbers, words, labels, spans of months."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias, TypeVar

from ..arithmetic import to_grid
from ..errors import Fault, ProfileError
from ..text import near, shown

__all__ = [
    "LABEL",
    "MONTHS",
    "NUMBER",
    "Number",
    "choice",
    "fits",
    "is_label",
    "label_fault",
    "months",
    "named",
    "number",
    "number_fault",
    "optional_number",
    "plain",
    "suggestion",
]

Number: TypeAlias = int | float | str | Decimal
"""What a constructor takes for a number; a float means its `repr`, text is a plain decimal."""

NUMBER = r"[+-]?[0-9]{1,18}(\.[0-9]{0,12})?"
"""The plain decimals that text may hold."""

LABEL = 64
"""The longest name of a profile, version, group, grade or phase."""

MONTHS = r"[1-9][0-9]{0,2} (months?|years?)"
"""A rolling span, as in "3 months"."""

_NUMBER = re.compile(NUMBER, re.ASCII)
_MONTHS = re.compile(MONTHS, re.ASCII)
_LARGEST = 18
_FINEST = -12
_BITS = 64
_Word = TypeVar("_Word", bound=StrEnum)


def number(value: Number) -> Decimal:
    """Return a number as it is written.

    >>> number(0.1), number("33.33"), number(5)
    (Decimal('0.1'), Decimal('33.33'), Decimal('5'))
    """
    read = _number(value)
    if read is None:
        expected = 'a plain number of at most 18 digits and 12 decimals, such as 30, 33.33 or "33.33"'
        raise ProfileError([Fault(expected, value=shown(value))])
    return read


def _number(value: object) -> Decimal | None:
    if isinstance(value, str):
        return Decimal(value) or Decimal(0) if _NUMBER.fullmatch(value) else None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    if isinstance(value, int):
        return Decimal(value) if value.bit_length() <= _BITS else None
    read = Decimal(str(value))
    exponent = read.as_tuple().exponent
    if not isinstance(exponent, int) or read.adjusted() >= _LARGEST or exponent < _FINEST:
        return None
    return read or Decimal(0)


def optional_number(value: Number | None) -> Decimal | None:
    """Return a number, or None as it is."""
    return None if value is None else number(value)


def plain(value: Decimal) -> str:
    """Return the one way to write a number: no exponent, no trailing zeros, whatever the caller's decimal context.

    >>> plain(Decimal("1.50")), plain(Decimal("2E+2"))
    ('1.5', '200')
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def fits(value: Decimal, decimals: int) -> bool:
    """Return whether a value has at most so many decimals."""
    return to_grid(value, decimals) is not None


def number_fault(
    field: str,
    value: Decimal | None,
    decimals: int,
    *,
    low: int | None = None,
    high: int | None = None,
    above: int | None = None,
) -> list[Fault]:
    """Return the fault of a number outside its bounds or finer than its decimals; None has none."""
    if value is None:
        return []
    out = (
        (low is not None and value < low)
        or (high is not None and value > high)
        or (above is not None and value <= above)
    )
    if not out and fits(value, decimals):
        return []
    bounds = [f"of {low} or more" if low is not None else "", f"above {above}" if above is not None else ""]
    bounds += [f"up to {high}" if high is not None else "", f"with at most {decimals} decimals"]
    return [Fault("a number " + " ".join(filter(None, bounds)), field=field, value=plain(value))]


def is_label(value: object) -> bool:
    """Return whether a value is a short printable name without blanks at its ends."""
    return isinstance(value, str) and 0 < len(value) <= LABEL and value.isprintable() and value == value.strip()


def label_fault(field: str, value: object) -> list[Fault]:
    """Return the fault of a name that is not one."""
    if is_label(value):
        return []
    return [
        Fault(
            f"a printable name of 1 to {LABEL} characters without blanks at its ends", field=field, value=shown(value)
        )
    ]


def months(value: int | str | None) -> int | None:
    """Return a rolling span in months.

    >>> months("3 months"), months("1 year"), months(6), months(None)
    (3, 12, 6, None)
    """
    if value is None or type(value) is int:
        return value
    if isinstance(value, str) and _MONTHS.fullmatch(value):
        count, unit = value.split(" ")
        return int(count) * (12 if unit.startswith("year") else 1)
    raise ProfileError(
        [Fault('a span such as "3 months", "1 year" or a number of months', field="window", value=shown(value))]
    )


def choice(kind: type[_Word], value: object) -> _Word:
    """Return the word of a closed list, or raise with the near one.

    >>> from salesperf.vocabulary import Level
    >>> choice(Level, "manager")
    <Level.MANAGER: 'manager'>
    """
    known = [str(word) for word in kind]
    if isinstance(value, str) and value in known:
        return kind(value)
    expected = f"one of {', '.join(known)}{suggestion(value, known)}"
    raise ProfileError([Fault(expected, field=kind.__name__.lower(), value=shown(value))])


def suggestion(value: object, known: list[str]) -> str:
    """Return "; did you mean …?" where a name looks like a known one, else nothing."""
    close = near(value, known) if isinstance(value, str) else ()
    return f"; did you mean {' or '.join(map(shown, close))}?" if close else ""


def named(what: str, value: str, known: list[str], field: str) -> list[Fault]:
    """Return the fault of a name that is not among the known ones."""
    if value in known:
        return []
    listed = f"; there are: {', '.join(known)}" if known else ""
    return [Fault(f"the name of a {what}{suggestion(value, known) or listed}", field=field, value=shown(value))]
