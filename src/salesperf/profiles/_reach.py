"""What can happen: the values an indicator may take, the points a criterion and a whole profile may reach."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from ..arithmetic import rdiv, to_decimal, to_grid
from ..curves import Curve, Domain
from ..indicators import Attainment, Change, Indicator, Ratio, Total
from ._checks import HUNDRED
from ._criterion import Criterion
from ._extra import Extra

if TYPE_CHECKING:
    from ._profile import Profile

__all__ = ["Bounds", "criterion_reach", "extra_reach", "group_reach", "points_text", "total_reach", "values"]

Bounds: TypeAlias = tuple[int | None, int | None]
"""The lowest and the highest, in thousandths of a point; None is without bound."""


def values(indicator: Indicator) -> tuple[Decimal | None, Decimal | None]:
    """Return the lowest and highest plausible value; what is counted without a sign is never below 0."""
    low, high = indicator.plausible
    return (Decimal(0) if low is None and _is_unsigned(indicator) else low), high


def _is_unsigned(indicator: Indicator) -> bool:
    if not isinstance(indicator, Total | Ratio) or (isinstance(indicator, Attainment) and indicator.scale is not None):
        return False
    terms = [*indicator.numerator.terms, *(indicator.denominator.terms if indicator.denominator else ())]
    return all(times > 0 and not measure.signed for measure, times in terms)


def _curve_reach(curve: Curve, indicator: Indicator, decimals: int) -> Bounds:
    low, high = (None, None)
    if curve.of is Domain.VALUE and not isinstance(indicator, Change):
        low, high = values(indicator)
    first = None if low is None else to_grid(low, decimals)
    last = None if high is None else to_grid(high, decimals)
    ends: list[tuple[int | None, int | None, bool]] = []
    for one in curve.canonical(decimals).segments:
        begins_late = last is not None and one.lo is not None and one.lo > last
        ends_early = first is not None and one.hi is not None and one.hi <= first
        if begins_late or ends_early:
            continue
        left = one.first if first is None or (one.lo is not None and one.lo >= first) else one.points(first)
        right = one.last if last is None or (one.hi is not None and one.hi - 1 <= last) else one.points(last)
        ends.append((left, right, one.a >= 0))
    lows = [left if rises else right for left, right, rises in ends]
    highs = [right if rises else left for left, right, rises in ends]
    return _least(lows), _most(highs)


def _least(values_: list[int | None]) -> int | None:
    known = [value for value in values_ if value is not None]
    return min(known) if len(known) == len(values_) else None


def _most(values_: list[int | None]) -> int | None:
    known = [value for value in values_ if value is not None]
    return max(known) if len(known) == len(values_) else None


def criterion_reach(criterion: Criterion) -> Bounds:
    """Return the points a line may earn."""
    return _curve_reach(criterion.curve, criterion.indicator, criterion.decimals)


def extra_reach(extra: Extra) -> Bounds:
    """Return the points an extra may add, within its own bounds."""
    low, high = _curve_reach(extra.curve, extra.indicator, extra.decimals)
    least, most = _units(extra.minimum), _units(extra.maximum)
    clamped = [max(least, min(most, end)) if end is not None else None for end in (low, high)]
    return (least if clamped[0] is None else clamped[0]), (most if clamped[1] is None else clamped[1])


def _units(points: Decimal) -> int:
    return to_grid(points, 3) or 0


def group_reach(criteria: tuple[Criterion, ...]) -> Bounds:
    """Return what lines add to the base together, each weighted."""
    bounds = [(to_grid(one.weight, 2) or 0, criterion_reach(one)) for one in criteria]
    low = None if any(reach[0] is None for _, reach in bounds) else sum(w * (reach[0] or 0) for w, reach in bounds)
    high = None if any(reach[1] is None for _, reach in bounds) else sum(w * (reach[1] or 0) for w, reach in bounds)
    return (None if low is None else rdiv(low, HUNDRED)), (None if high is None else rdiv(high, HUNDRED))


def total_reach(profile: Profile) -> Bounds:
    """Return the totals a card may have before gates, all lines scored."""
    parts: list[Bounds] = [group_reach(tuple(one for one in profile.criteria if one.group is None))]
    for name, maximum in profile.group_maximum:
        low, high = group_reach(tuple(one for one in profile.criteria if one.group == name))
        most = _units(maximum)
        parts.append((None if low is None else min(low, most), most if high is None else min(high, most)))
    parts += [extra_reach(extra) for extra in profile.extras]
    low = None if any(part[0] is None for part in parts) else sum(part[0] or 0 for part in parts)
    high = None if any(part[1] is None for part in parts) else sum(part[1] or 0 for part in parts)
    return _within(low, profile, missing_is_low=True), _within(high, profile, missing_is_low=False)


def _within(total: int | None, profile: Profile, *, missing_is_low: bool) -> int | None:
    floor = None if profile.floor is None else _units(profile.floor)
    cap = None if profile.cap is None else _units(profile.cap)
    if total is None:
        return floor if missing_is_low else cap
    total = total if floor is None else max(floor, total)
    return total if cap is None else min(cap, total)


def points_text(points: int | None, *, high: bool = False) -> str:
    """Return points for a sentence."""
    if points is None:
        return "∞" if high else "−∞"
    text = format(to_decimal(points, 3), "f").rstrip("0").rstrip(".")
    return text.replace("-", "−") or "0"
