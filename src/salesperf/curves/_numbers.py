"""Numbers as people write them into a curve: int, str, Decimal, or a float, which means its repr.

Reading never raises: what is not a usable number is passed through as it came, so that a curve can list every fault of
its arguments at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias, TypeGuard, cast

from ..arithmetic import POINT, to_decimal
from ..errors import Fault
from ..text import shown

__all__ = [
    "NUMBER",
    "Number",
    "decimals_of",
    "is_number",
    "literal",
    "number",
    "optional_number",
    "points",
    "product",
    "rounded",
    "row",
    "text",
    "total",
    "units",
    "wrong_numbers",
]

Number: TypeAlias = int | float | str | Decimal

NUMBER = "a finite number of at most 30 digits before the point: 95, '95.5', Decimal('95.5') or 95.5"

_TEXT = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?")
_BEFORE = 30
_AFTER = 60
_LONGEST = 2 + _BEFORE + _AFTER
_BITS = 128


def _read(value: object) -> Decimal | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Decimal(int(value)) if value.bit_length() <= _BITS else None
    if isinstance(value, float):
        return Decimal(float.__repr__(value))
    if isinstance(value, str):
        trimmed = value.strip() if len(value) <= _LONGEST else ""
        return Decimal(trimmed) if _TEXT.fullmatch(trimmed) else None
    return value if isinstance(value, Decimal) else None


def _plain(value: Decimal) -> Decimal:
    """Return `value` without exponent, negative zero or zeros at the end, so that equal curves are written alike."""
    sign, digits, exponent = value.as_tuple()
    units, decimals = int("".join(map(str, digits))), -int(exponent)
    while decimals > 0 and units % 10 == 0:
        units, decimals = units // 10, decimals - 1
    if decimals < 0:
        units, decimals = units * 10**-decimals, 0
    return to_decimal(-units if sign else units, decimals)


def is_number(value: object) -> TypeGuard[Decimal]:
    """Whether `value` is a number that a curve can use."""
    if not isinstance(value, Decimal) or not value.is_finite():
        return False
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -_AFTER and value.adjusted() < _BEFORE


def number(value: Number) -> Decimal:
    """Return `value` as a plain Decimal; what is not a number comes back unchanged."""
    found = _read(value)
    return _plain(found) if is_number(found) else cast("Decimal", value)


def optional_number(value: Number | None) -> Decimal | None:
    """Return `value` as a plain Decimal, or None."""
    return None if value is None else number(value)


def row(values: object) -> tuple[Decimal, ...]:
    """Return a list or tuple of numbers as Decimals; anything else comes back unchanged."""
    if isinstance(values, list | tuple):
        return tuple(map(number, cast("Iterable[Number]", values)))
    return cast("tuple[Decimal, ...]", values)


def wrong_numbers(**given: object) -> list[Fault]:
    """Return a fault for each argument that is not a number."""
    return [Fault(NUMBER, field=field, value=shown(value)) for field, value in given.items() if not is_number(value)]


def decimals_of(value: Decimal) -> int:
    """Return how many decimals a plain number has."""
    return -int(value.as_tuple().exponent)


def units(value: Decimal, decimals: int) -> int:
    """Return value × 10^decimals for a number that has no more decimals than that."""
    return int(Fraction(value) * 10**decimals)


def product(left: Decimal, right: Decimal) -> Decimal:
    """Return left × right exactly, whatever the caller's decimal context."""
    decimals = decimals_of(left) + decimals_of(right)
    return _plain(to_decimal(units(left, decimals_of(left)) * units(right, decimals_of(right)), decimals))


def total(left: Decimal, right: Decimal, sign: int = 1) -> Decimal:
    """Return left + right, or left − right with sign −1, exactly, whatever the caller's decimal context."""
    decimals = max(decimals_of(left), decimals_of(right))
    return _plain(to_decimal(units(left, decimals) + sign * units(right, decimals), decimals))


def points(value: Decimal) -> Fraction:
    """Return points in thousandths, exactly."""
    return Fraction(value) * POINT


def rounded(value: Decimal | None) -> int | None:
    """Return points in whole thousandths, rounded half up."""
    return None if value is None else int((points(value) + Fraction(1, 2)).__floor__())


def text(value: Decimal) -> str:
    """Return a number in plain digits."""
    return format(value, "f")


def literal(value: object) -> str:
    """Return an argument as it would be written in code."""
    if isinstance(value, Decimal):
        return text(value) if decimals_of(value) == 0 else f"'{text(value)}'"
    if isinstance(value, tuple):
        return f"({', '.join(map(literal, cast('tuple[object, ...]', value)))})"
    return repr(value)
