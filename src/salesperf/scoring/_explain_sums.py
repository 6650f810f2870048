"""Sums written out: units_delivered 30 − units_returned 2, divided and multiplied as the indicator says; spans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..calendar import Period, Reckoning
from ..indicators import Attainment, Ratio
from ..wording import plain, say
from ._frame import Amount

if TYPE_CHECKING:
    from ._line import Compared, Line

__all__ = ["formula_of", "joined", "span_text"]


def span_text(period: Period, lang: str) -> str:
    """Return a period with its length, and with its first and last day where its label does not tell them."""
    days = say(lang, "day" if period.days == 1 else "days", count=period.days)
    if period.reckoning == Reckoning() or period.days == 1 or ".." in period.label:
        return say(lang, "span", period=period, days=days)
    return say(lang, "span_dates", period=period, first=period.start, last=period.last, days=days)


def formula_of(line: Line | Compared, lang: str) -> str:
    """Return the formula of a value with its sums."""
    indicator = line.indicator
    if not line.above:
        return indicator.formula
    if isinstance(indicator, Attainment) and indicator.scale is not None:
        return f"100 + 100 × ({joined(line.above, lang)} − {_bracketed(line.below, lang)}) ÷ {plain(indicator.scale)}"
    scaled = indicator.factor != 1
    if line.below:
        text = f"{_bracketed(line.above, lang)} ÷ {_bracketed(line.below, lang)}"
    else:
        text = _bracketed(line.above, lang) if scaled else joined(line.above, lang)
    text += f" × {indicator.factor}" if scaled else ""
    if isinstance(indicator, Ratio):
        text += "".join(f" × {length}" for name in indicator.times if (length := _length(name, line)) != "1")
        text += "".join(f" ÷ {length}" for name in indicator.divided_by if (length := _length(name, line)) != "1")
    return text


def _length(name: str, line: Line | Compared) -> str:
    if name.isdigit():
        return name
    if name == "days":
        return str(line.reach.days)
    months, part = line.reach.months
    return str(months) if part == 1 else f"({months} ÷ {part})"


def joined(amounts: tuple[Amount, ...], lang: str) -> str:
    """Return a sum of measures with their amounts: units_delivered 30 − units_returned 2."""
    text = ""
    for amount in amounts:
        sign = "−" if amount.times < 0 else "+"
        lead = f" {sign} " if text else ("−" if amount.times < 0 else "")
        times = f"{abs(amount.times)} × " if abs(amount.times) != 1 else ""
        over = f" ÷ {amount.dates}" if amount.dates else ""
        text += f"{lead}{times}{amount.name(lang)} {plain(amount.total)}{over}"
    return text


def _bracketed(amounts: tuple[Amount, ...], lang: str) -> str:
    text = joined(amounts, lang)
    first = amounts[0]
    return f"({text})" if first.dates or len(amounts) > 1 or first.times != 1 else text
