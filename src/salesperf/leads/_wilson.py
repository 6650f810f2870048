"""Wilson's limits of a share, in integers: no float decides what is shown."""

from __future__ import annotations

from decimal import Decimal
from math import isqrt
from typing import Final, NamedTuple

from ..arithmetic import to_decimal
from ..errors import Fault, RecordError
from ..text import shown

__all__ = ["QUANTILES", "Interval", "limits", "wilson"]

_MILLION: Final = 1_000_000

QUANTILES: Final = {90: 1_644_854, 95: 1_959_964, 99: 2_575_829}
"""Two-sided normal quantiles z in millionths, by percent of confidence."""


class Interval(NamedTuple):
    """Two limits of a share, in percent with two decimals."""

    low: Decimal
    high: Decimal


def wilson(part: int, whole: int, confidence: int = 95) -> Interval | None:
    """Return Wilson's score limits of `part` in `whole`, in percent with 2 decimals, rounded half up.

        (2k + z² ∓ z·√(z² + 4k(n − k)/n)) ÷ (2(n + z²)) × 100

    with k = `part`, n = `whole` and z = 1.644854, 1.959964 or 2.575829 for 90, 95 or 99 % confidence (six decimals are
    the definition here).  The root is cut by `math.isqrt` after everything was brought to integers, which leaves the
    rounded result exact.  The limits stay within 0 and 100 and hold for small n, where p ± z·√(p(1 − p)/n) does not.
    None where `whole` is 0.  Raises `RecordError` unless 0 ≤ part ≤ whole and the confidence is one of the three.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927), 209-212.

    >>> wilson(27, 30)
    Interval(low=Decimal('74.38'), high=Decimal('96.54'))
    """
    faults = []
    if not 0 <= part <= whole:
        faults.append(Fault("a part of the whole: 0 ≤ part ≤ whole", field="part", value=shown(part)))
    if confidence not in QUANTILES:
        expected = f"one of {', '.join(map(str, QUANTILES))}"
        faults.append(Fault(expected, field="confidence", value=shown(confidence)))
    if faults:
        raise RecordError(faults)
    return limits(part, whole, confidence) if whole else None


def limits(part: int, whole: int, confidence: int) -> Interval:
    """Return the limits of a part in a whole of at least 1."""
    # With z = q/m, multiplied through by m²·n: (A ∓ √B) / C, all integers.  The limit in units of 0.01 % is
    # ⌊10⁴·(A ∓ √B)/C + ½⌋ = ⌊(2·10⁴·A + C ∓ √(4·10⁸·B)) / 2C⌋, and ⌊(x + √y)/c⌋ = ⌊(x + ⌊√y⌋)/c⌋ for integers.
    q, m = QUANTILES[confidence], _MILLION
    a = (2 * part * m * m + q * q) * whole
    b = q * q * whole * (q * q * whole + 4 * m * m * part * (whole - part))
    c = 2 * whole * (whole * m * m + q * q)
    under_root = 400_000_000 * b
    floor = isqrt(under_root)
    ceiling = floor + (floor * floor < under_root)
    low = (20_000 * a + c - ceiling) // (2 * c)
    high = (20_000 * a + c + floor) // (2 * c)
    return Interval(to_decimal(low, 2), to_decimal(high, 2))
