"""How a ratio is made independent of its period's length."""

from __future__ import annotations

from ..measures import Expression
from ..vocabulary import Per, Unit

__all__ = ["Pace", "pace"]


Pace = tuple[tuple[str, ...], tuple[str, ...]]
"""What numerator and denominator are multiplied by: "days" and "months" of the period, "12", "365"."""

_NONE: Pace = ((), ())
_OVER_PEOPLE: dict[Per, Pace] = {
    Per.MONTH: (("days",), ("months",)),
    Per.YEAR: (("days", "12"), ("months",)),
}
"""Flow ÷ person-days: person-days ÷ days are people."""
_OVER_LEVEL: dict[Per, Pace] = {
    Per.DAY: ((), ("days",)),
    Per.MONTH: ((), ("months",)),
    Per.YEAR: (("365",), ("days",)),
}
"""Flow ÷ stock or capital."""
_OF_LEVEL: dict[Per, Pace] = {
    Per.DAY: (("days",), ()),
    Per.MONTH: (("months",), ()),
}
"""Stock ÷ flow: for how long it lasts."""


def pace(numerator: Expression, denominator: Expression, per: Per | None) -> Pace | None:
    """Return the pace that `per` means over these measures, or None where it means nothing."""
    if per is None:
        return _NONE
    above, below = _is_level(numerator), _is_level(denominator)
    if below:
        return None if above else _OVER_LEVEL.get(per)
    if above:
        return _OF_LEVEL.get(per)
    return _OVER_PEOPLE.get(per) if denominator.unit is Unit.DAYS else None


def _is_level(expression: Expression) -> bool:
    return any(measure.additivity.is_snapshot for measure in expression.measures)
