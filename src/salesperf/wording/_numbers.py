"""Numbers as a person writes them."""

from __future__ import annotations

from decimal import Decimal

from ..arithmetic import trimmed

__all__ = ["fixed", "plain"]

_NONE = "—"


def fixed(value: Decimal | None) -> str:
    """Return a number with all the decimals it has, for columns of one kind of number; — for none.

    >>> fixed(Decimal("-91.50")), fixed(None)
    ('−91.50', '—')
    """
    return _NONE if value is None else f"{value:f}".replace("-", "−")


def plain(value: Decimal | None) -> str:
    """Return a number without exponent and without idle zeros behind the point; — for none.

    >>> plain(Decimal("-91.50")), plain(Decimal("2E+1")), plain(Decimal("-0.00"))
    ('−91.5', '20', '0')
    """
    if value is None:
        return _NONE
    return "0" if not value else fixed(trimmed(value))
