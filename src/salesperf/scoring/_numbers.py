"""Numbers as a person writes them."""

from __future__ import annotations

from decimal import Decimal

__all__ = ["plain", "signed"]


def plain(value: Decimal | None) -> str:
    """Return a number without exponent and without idle zeros behind the point; — for none."""
    if value is None:
        return "—"
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text.replace("-", "−")


def signed(value: Decimal) -> str:
    """Return a number with all the decimals it is shown with."""
    return f"{value:f}".replace("-", "−")
