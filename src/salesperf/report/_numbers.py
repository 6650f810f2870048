"""Numbers as people write them, and as a bar."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from ._markup import Markup, element

__all__ = ["bar", "fixed", "short"]

_NONE = "—"


def fixed(value: Decimal | None) -> str:
    """Return a number with all its decimals, for columns of one kind of number."""
    return _NONE if value is None else f"{value:f}".replace("-", "−")


def short(value: Decimal | None) -> str:
    """Return a number without idle zeros behind the point."""
    text = fixed(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def bar(value: Decimal | None, most: Decimal) -> Markup:
    """Return a horizontal bar, full at `most`; nothing for None, for 0 and below."""
    width = 0 if value is None else max(0, int(Fraction(value) * 100 / Fraction(most)))
    rect = element("rect", width=width, height=6)
    return element("svg", rect, class_="bar", viewBox="0 0 100 6", preserveAspectRatio="none", aria_hidden="true")
