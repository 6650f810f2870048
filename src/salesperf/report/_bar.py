"""Numbers as bars."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from ..wording import fixed
from ._markup import Markup, element, joined

__all__ = ["barred"]


def barred(value: Decimal | None, most: Decimal) -> Markup:
    """Return a number above a horizontal bar that is full at `most` and empty at 0 and below."""
    number = element("span", fixed(value))
    if value is None:
        return number
    rect = element("rect", width=max(0, int(Fraction(value) * 100 / Fraction(most))), height=6)
    bar = element("svg", rect, class_="bar", viewBox="0 0 100 6", preserveAspectRatio="none", aria_hidden="true")
    return joined([number, bar])
