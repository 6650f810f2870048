"""Numbers as people write them, and as bars."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from ._markup import Markup, element, joined

__all__ = ["barred", "fixed", "short"]

_NONE = "—"


def fixed(value: Decimal | None) -> str:
    """Return a number with all its decimals, for columns of one kind of number."""
    return _NONE if value is None else f"{value:f}".replace("-", "−")


def short(value: Decimal | None) -> str:
    """Return a number without idle zeros behind the point."""
    text = fixed(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def barred(value: Decimal | None, most: Decimal) -> Markup:
    """Return a number above a horizontal bar that is full at `most` and empty at 0 and below."""
    number = element("span", fixed(value))
    if value is None:
        return number
    rect = element("rect", width=max(0, int(Fraction(value) * 100 / Fraction(most))), height=6)
    bar = element("svg", rect, class_="bar", viewBox="0 0 100 6", preserveAspectRatio="none", aria_hidden="true")
    return joined([number, bar])
