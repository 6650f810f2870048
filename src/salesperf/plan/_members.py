"""What becomes of the direct reports' values: on integers, with one division each (indicator_spec: Distribution)."""

from __future__ import annotations

from collections.abc import Sequence
from math import isqrt

from ..arithmetic import rdiv
from ._formula import Formula, MemberRule

__all__ = ["Member", "member_value"]

Member = tuple[str | int, int, int]
"""A person (or a process line), the shown value in units of its last decimal, the weight."""


def member_value(formula: Formula, members: Sequence[Member]) -> int | None:
    """Return the value in units of the formula's last shown decimal, or None where there is nothing to divide by."""
    cap, unit = formula.cap, formula.unit
    values = [value if cap is None or value < cap else cap for _, value, _ in members]
    weights = [weight for _, _, weight in members]
    number, whole = len(values), sum(weights)
    if not number:
        return None
    grade = formula.grade
    above, below = sum(values) * grade, number
    match formula.rule:
        case MemberRule.WEIGHTED:
            pairs = zip(values, weights, strict=True)
            above, below = sum(value * weight for value, weight in pairs) * grade, whole
        case MemberRule.MEDIAN:
            values.sort()
            above, below = (values[(number - 1) // 2] + values[number // 2]) * grade, 2
        case MemberRule.PASS:
            above = sum(value >= formula.par for value in values) * unit
        case MemberRule.WEIGHT_MET:
            pairs = zip(values, weights, strict=True)
            above, below = sum(weight for value, weight in pairs if value >= formula.par) * unit, whole
        case MemberRule.DISPERSION:
            return _dispersion(values, unit)
    return rdiv(above, below) if below > 0 else None


def _dispersion(values: Sequence[int], unit: int) -> int | None:
    """Return population standard deviation ÷ mean in units of 1/`unit`, rounded half up."""
    total = sum(values)
    if total <= 0:
        return None
    spread = len(values) * sum(value * value for value in values) - total * total
    return (isqrt(4 * spread * unit * unit) + total) // (2 * total)
