"""The pencil: values, contributions and totals computed again from what a card shows, on fractions, by the contract.

It shares nothing with the engines but the contract: a mistake there is a difference here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import floor, isqrt, prod
from operator import mul
from statistics import median

from ..arithmetic import to_decimal
from ..indicators import Attainment, Mix, StructureMatch
from ..measures import Expression
from ..plan import MemberRule, Shape
from ..profiles import Multiply
from ..scoring import Amount, Compared, Line, Scorecard

__all__ = ["base_of", "contribution_bounds", "half_up", "steps_of", "value_of"]

_THOUSANDTH = 3


def half_up(exact: Fraction, decimals: int) -> Decimal:
    """Return a fraction rounded half up, toward +∞ also below zero.

    >>> half_up(Fraction(-12345, 1000), 2)
    Decimal('-12.34')
    """
    return to_decimal(floor(exact * 10**decimals + Fraction(1, 2)), decimals)


def value_of(line: Line | Compared) -> Decimal | None:
    """Return the value that follows from what a line shows; None where there is none."""
    if not line.status.has_value:
        return None
    if isinstance(line, Line):
        if line.now is not None and line.base is not None:
            return _change(line, line.now, line.base)
        if line.formula.shape is Shape.MEMBERS:
            return _of_members(line)
        if isinstance(line.indicator, Mix | StructureMatch):
            return half_up(line.indicator.factor * _index(line, line.indicator), line.indicator.decimals)
    return _of_sums(line)


def _of_sums(line: Line | Compared) -> Decimal:
    indicator = line.indicator
    above = _side(line.above)
    if indicator.denominator is None:
        return half_up(above * indicator.factor, indicator.decimals)
    below = _side(line.below)
    if isinstance(indicator, Attainment) and indicator.scale is not None:
        return half_up(100 + 100 * (above - below) / Fraction(indicator.scale), indicator.decimals)
    times = prod(_lengths(line, getattr(indicator, "times", ())), start=Fraction(indicator.factor))
    over = prod(_lengths(line, getattr(indicator, "divided_by", ())), start=Fraction(1))
    if below <= 0:
        return half_up(Fraction(0), indicator.decimals)  # the only value there is without one: no stock and no sales
    return half_up(above * times / (below * over), indicator.decimals)


def _change(line: Line, now: Compared, base: Compared) -> Decimal:
    """Return a change: of a total from its sums, of anything else, and of all differences, from values as shown."""
    relative = getattr(line.indicator, "relative", True)
    levels = any(amount.dates is not None for amount in now.above)
    if relative and now.indicator.denominator is None and not levels:
        one, other = _side(now.above), _side(base.above)
    else:
        one, other = Fraction(now.value or 0), Fraction(base.value or 0)
    moved = (one - other) / other * line.indicator.factor if relative else one - other
    return half_up(moved, line.indicator.decimals)


def _of_members(line: Line) -> Decimal:
    """Return what the rule makes of the members' values that count."""
    decimals, rule = line.indicator.decimals, line.formula.rule
    values = [Fraction(each.counted) for each in line.members]
    weights = [Fraction(each.weight or 0) for each in line.members]
    number = Fraction(len(values))
    if rule is MemberRule.DISPERSION:
        mean = sum(values, Fraction(0)) / number
        variance = sum(((value - mean) ** 2 for value in values), Fraction(0)) / number
        return _root(variance / mean**2, decimals)
    if rule is MemberRule.MEDIAN:
        exact = Fraction(median(values))
    elif rule is MemberRule.PASS:
        exact = sum(each.met is True for each in line.members) / number
    elif rule is MemberRule.WEIGHT_MET:
        met = (weight for weight, each in zip(weights, line.members, strict=True) if each.met)
        exact = sum(met, Fraction(0)) / sum(weights)
    else:
        weights = weights if rule is MemberRule.WEIGHTED else [Fraction(1)] * len(values)
        exact = sum(map(mul, values, weights), Fraction(0)) / sum(weights)
    return half_up(exact * line.indicator.factor, decimals)


def _root(square: Fraction, decimals: int) -> Decimal:
    """Return the root of a fraction rounded half up: the largest number of which half a unit less is no larger."""
    unit = 10**decimals
    units = isqrt(floor(square * 4 * unit * unit))  # twice the root, in units, rounded down
    return to_decimal((units + 1) // 2, decimals)


def _index(line: Line, indicator: Mix | StructureMatch) -> Fraction:
    """Return how near the shares of the amounts are to the shares they are held against, from 0 to 1."""
    shares = _shares(_spread(line, indicator.numerator))
    if isinstance(indicator, StructureMatch):
        against = _shares(_spread(line, indicator.denominator))
    elif indicator.shares:
        against = _shares({name: Fraction(share) for name, share in indicator.shares})
    else:
        return 1 - sum((share * share for share in shares.values()), Fraction(0))
    apart = (abs(shares.get(name, Fraction(0)) - against.get(name, Fraction(0))) for name in {*shares, *against})
    return 1 - sum(apart, Fraction(0)) / 2


def _spread(line: Line, expression: Expression) -> dict[str, Fraction]:
    held = {measure: parts for measure, _, parts in line.spreads}
    spread: dict[str, Fraction] = {}
    for measure, times in expression.terms:
        for name, amount in held.get(measure, ()):
            spread[name] = spread.get(name, Fraction(0)) + times * Fraction(amount)
    return spread


def _shares(amounts: Mapping[str, Fraction]) -> dict[str, Fraction]:
    whole = sum(amounts.values(), Fraction(0))
    return {name: amount / whole for name, amount in amounts.items()}


def _side(amounts: Iterable[Amount]) -> Fraction:
    return sum((Fraction(each.total) * each.times / (each.dates or 1) for each in amounts), Fraction(0))


def _lengths(line: Line | Compared, names: Iterable[str]) -> Iterator[Fraction]:
    """Yield what the period's length contributes: its days, its months, or a number as it stands."""
    known = {"days": Fraction(line.reach.days), "months": Fraction(*line.reach.months)}
    return (known.get(name) or Fraction(name) for name in names)


def base_of(card: Scorecard) -> Decimal | None:
    """Return the weighted mean of the points that a card shows, each group clipped to its maximum."""
    scored = [(line, Fraction(line.points)) for line in card.lines if line.points is not None]
    weight = sum((Fraction(line.nominal_weight) for line, _ in scored), Fraction(0))
    if not weight:
        return None
    most = {name: Fraction(maximum) for name, maximum in card.profile.group_maximum}
    total = Fraction(0)
    for group in {line.criterion.group for line, _ in scored}:
        parts = sum(Fraction(line.nominal_weight) * p for line, p in scored if line.criterion.group == group)
        total += parts if group is None else min(parts, most[group] * weight)
    return half_up(total / weight, _THOUSANDTH)


def contribution_bounds(card: Scorecard, line: Line) -> tuple[Fraction, Fraction] | None:
    """Return between what a line's contribution must lie; None where a maximum of its group may have clipped it.

    Differences of running sums, each rounded by at most half a thousandth, are off by at most one thousandth.
    """
    exact = line.exact_contribution
    if exact is None or card.profile.group_maximum:
        return None
    return exact - Fraction(1, 1000), exact + Fraction(1, 1000)


def steps_of(card: Scorecard) -> Decimal | None:
    """Return the total that follows from base, extras, limits and multipliers, as the order on a card says."""
    if card.base is None:
        return None
    profile = card.profile
    total = Fraction(card.base) + sum((Fraction(extra.points) for extra in card.extras), Fraction(0))
    if profile.floor is not None:
        total = max(total, Fraction(profile.floor))
    if profile.cap is not None:
        total = min(total, Fraction(profile.cap))
    for gate in card.gates:
        if gate.fired and isinstance(gate.gate.then, Multiply):
            total *= Fraction(gate.gate.then.factor)
    return half_up(total, _THOUSANDTH)
