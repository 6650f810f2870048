"""The integer arithmetic that every engine must reproduce.  Bottom layer: imports nothing of the package.

Amounts are whole numbers of grid units: amount × 10^decimals.  There is one rounding primitive, `rdiv`; nothing that is
decided here ever passes through a float.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from math import gcd

__all__ = [
    "EXACT",
    "POINT",
    "largest_remainder",
    "rdiv",
    "reduced",
    "thousandths",
    "to_decimal",
    "to_grid",
    "trimmed",
    "units_of",
]

EXACT = 1 << 62
"""Every intermediate integer stays strictly below this in absolute value, on every engine."""

POINT = 1000
"""Points are kept in thousandths."""

_DIGITS = 64

_EXACTLY = Context(prec=400, rounding=ROUND_HALF_EVEN, Emin=-9999, Emax=9999, capitals=1, clamp=0, flags=[], traps=[])
"""A context of our own, wide enough that nothing is ever rounded: results do not depend on the caller's."""


def rdiv(a: int, b: int) -> int:
    """Return ⌊a / b + ½⌋ for b > 0: division rounded half up, toward +∞ also below zero.

    >>> rdiv(2800, 29), rdiv(5, 2), rdiv(-5, 2)
    (97, 3, -2)
    """
    return (2 * a + b) // (2 * b)


def reduced(a: int, b: int) -> tuple[int, int]:
    """Return a / b in lowest terms, b > 0."""
    common = gcd(a, b)
    return a // common, b // common


def to_grid(value: Decimal, decimals: int) -> int | None:
    """Return value × 10^decimals as an integer, or None if it has more decimals than that (or is not finite or huge).

    >>> to_grid(Decimal("96.55"), 2), to_grid(Decimal("-0.5"), 2), to_grid(Decimal("0.125"), 2)
    (9655, -50, None)
    """
    if not value:
        return 0
    if not value.is_finite() or value.adjusted() > _DIGITS or value.adjusted() < -decimals:
        return None
    whole, _, fraction = f"{value:f}".partition(".")
    kept = fraction.rstrip("0")
    return None if len(kept) > decimals else int(whole + kept.ljust(decimals, "0"))


def thousandths(value: Decimal) -> int:
    """Return points in thousandths.

    >>> thousandths(Decimal("87.5"))
    87500
    """
    return units_of(value, 3)


def units_of(value: Decimal, decimals: int) -> int:
    """Return value × 10^decimals of a number that has been checked to have no more decimals than that.

    >>> units_of(Decimal("0.9"), 3)
    900
    """
    units = to_grid(value, decimals)
    if units is None:
        msg = f"{value} has more than {decimals} decimals"
        raise ValueError(msg)
    return units


def to_decimal(units: int, decimals: int) -> Decimal:
    """Return units ÷ 10^decimals, exactly and whatever the caller's decimal context.

    >>> to_decimal(9655, 2)
    Decimal('96.55')
    """
    return _EXACTLY.scaleb(Decimal(units), -decimals)


def trimmed(value: Decimal) -> Decimal:
    """Return the same number without idle zeros behind the point.

    >>> trimmed(Decimal("28.0000")), trimmed(Decimal("100"))
    (Decimal('28'), Decimal('100'))
    """
    text = f"{value:f}"
    return Decimal(text.rstrip("0").rstrip(".")) if "." in text else value


def largest_remainder(shares: Sequence[int], total: int) -> list[int]:
    """Split `total` units over `shares` so that the parts add up to it; ties go to the earlier share.

    >>> largest_remainder([1, 1, 1], 100)
    [34, 33, 33]
    """
    whole = sum(shares)
    if whole <= 0:
        msg = "largest_remainder needs shares that add up to more than 0"
        raise ValueError(msg)
    parts = [share * total // whole for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda i: (-(shares[i] * total % whole), i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts
