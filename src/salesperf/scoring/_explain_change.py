"""How a change came about: what it was now, what it was in the base, over which days."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..indicators import Change
from ..plan import Formula
from ..vocabulary import Status
from ..wording import fixed, plain, say, status_text, unit_text
from ._explain_sums import formula_of, joined, span_text

if TYPE_CHECKING:
    from ._line import Compared, Line

__all__ = ["change_formula", "sides", "unchanged"]


def change_formula(formula: Formula, now: Compared, base: Compared) -> str:
    """Return the division or the difference with its numbers; of a total these are the sums, else shown values."""
    if not _is_relative(formula):
        return f"{fixed(now.value)} − {fixed(base.value)}"
    sums = formula.changes_sums
    first, second = (plain(side.numerator) if sums else fixed(side.value) for side in (now, base))
    return f"({first} − {second}) ÷ {second} × {formula.indicator.factor}"


def _is_relative(formula: Formula) -> bool:
    return isinstance(formula.indicator, Change) and formula.indicator.relative


def unchanged(line: Line, lang: str) -> str:
    """Return why a change has no value."""
    if line.now is None or line.base is None:
        if line.status is Status.NOT_APPLICABLE:
            return say(lang, "not_comparable")
        return status_text(lang, line.status) if line.missing else say(lang, "no_period")
    if line.status is Status.NO_DENOMINATOR and line.now.status.has_value:
        return say(lang, "base_not_positive")
    return status_text(lang, line.status)


def sides(line: Line, lang: str) -> Iterator[str]:
    """Say what a change compares, each side with its days and its sums."""
    if line.missing:
        return
    for name, side in (("now", line.now), ("base", line.base)):
        if side is not None:
            yield _side(line.formula, name, side, lang)


def _side(formula: Formula, name: str, side: Compared, lang: str) -> str:
    span = span_text(side.reach, lang)
    if side.value is None:
        reason = say(lang, "reason_with", reason=status_text(lang, side.status), formula=formula_of(side, lang))
        return say(lang, f"not_compared_{name}", span=span, reason=reason)
    if formula.changes_sums and _is_relative(formula):
        return say(lang, f"compared_{name}", span=span, value=plain(side.numerator), formula=joined(side.above, lang))
    value = fixed(side.value) + unit_text(lang, side.indicator.unit)
    return say(lang, f"compared_{name}", span=span, value=value, formula=formula_of(side, lang))
