"""The steps of a criterion: what its curve looks at, its status and its points; and those of an extra."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from ..vocabulary import NotAssessed, Status
from ._curve_points import beyond_curve, curve_points
from ._decision import BY_POLICY, BY_VALUE, VALUED, Decision
from ._draft import Draft
from ._expression import (
    FALSE,
    ZERO,
    Literal,
    Number,
    Sign,
    Truth,
    at_least,
    at_most,
    both,
    choose,
    compare,
    either,
    minus,
    rounded,
    times,
)
from ._formula import Formula
from ._formula_steps import Reading
from ._plan import Item, PlanExtra, Target, amount_gap

__all__ = ["Scored", "extra_steps", "item_steps"]


@attrs.frozen
class Scored:
    """What is known of an item."""

    decision: Decision
    has: Truth
    """Whether it has points."""
    points: Number = ZERO
    """In thousandths; they mean something only where it has."""


def item_steps(draft: Draft, number: int, item: Item, reading: Reading) -> Scored:
    """Return an item's status and points, before item gates."""
    decision, argument = _seen(draft, number, item, reading)
    scored = decision.among(BY_VALUE)
    worst = decision.among({Status.NO_SALES})
    policy = draft.plan.profile.not_assessed
    given = decision.among(BY_POLICY if policy in {NotAssessed.NEUTRAL, NotAssessed.ZERO} else ())
    points: Number = ZERO
    if scored != FALSE:
        beyond = both(scored, beyond_curve(item.curve, argument))
        draft.refusals.append(draft.truth(f"_beyond_item{number}", beyond))
        points = curve_points(item.curve, argument)
    cases = [(worst, Literal(item.curve.beyond))]
    cases += [(given, Literal(item.par if policy is NotAssessed.NEUTRAL else 0))]
    has = draft.truth(f"_has{number}", either(scored, worst, given))
    return Scored(decision, has, choose(*cases, otherwise=points))


def _seen(draft: Draft, number: int, item: Item, reading: Reading) -> tuple[Decision, Number]:
    """Return the status of an item, and what its curve looks at: the value, its gap, or its percentage."""
    decision = reading.decision
    formula = draft.plan.formulas[item.formula]
    if item.target is None:
        if item.gap and decision.among(BY_VALUE) != FALSE:
            return decision, draft.number(f"_gap{number}", _amount_gap(draft, item, formula, reading))
        return decision, reading.value
    untargeted = draft.varied_truth(f"untargeted{number}", [each.untargeted[number] for each in draft.settings])
    target = draft.number(f"_t{number}", _target(draft, item.target))
    lacking = [untargeted, *(compare(draft.count(slot), Sign.OTHER, 0) for slot in item.target.partial)]
    if item.target.constant is None or item.percent:
        lacking.append(compare(target, Sign.AT_MOST, 0))
    lacks = draft.truth(f"_lacks{number}", both(decision.among(VALUED), either(*lacking)))
    decision = decision.after((lacks, Status.NO_TARGET))
    if not item.percent:
        return decision, draft.number(f"_gap{number}", minus(reading.value, target))
    limit = item.percent_limit
    far = either(compare(reading.value, Sign.AT_MOST, -limit), compare(reading.value, Sign.AT_LEAST, limit))
    draft.refusals.append(draft.truth(f"_beyond_percent{number}", both(decision.among(BY_VALUE), far)))
    within = at_most(at_least(reading.value, 1 - limit), limit - 1)
    divisor = draft.number(f"_by{number}", at_least(target, 1))
    return decision, draft.number(f"_percent{number}", rounded(times(Literal(item.hundred), within), divisor))


def _target(draft: Draft, target: Target) -> Number:
    if target.constant is not None:
        return Literal(target.constant)
    total = times(Literal(target.times), draft.total(target.terms))
    return rounded(total, times(Literal(target.over), *draft.dates(target.dates)))


def _amount_gap(draft: Draft, item: Item, formula: Formula, reading: Reading) -> Number:
    """Return an attainment's gap: actual − target, an amount with its own decimals."""
    gap = amount_gap(item, formula)
    actual, target = draft.dates(formula.numerator_dates), draft.dates(formula.denominator_dates)
    apart = minus(
        times(Literal(gap.actual), reading.above, *target), times(Literal(gap.target), reading.below, *actual)
    )
    return rounded(times(Literal(gap.times), apart), times(Literal(gap.over), *actual, *target))


def extra_steps(draft: Draft, number: int, extra: PlanExtra, readings: Sequence[Reading]) -> Number:
    """Return the points of an extra: unweighted, within its own bounds, 0 without a value."""
    reading = readings[extra.formula]
    scored = reading.decision.among(BY_VALUE)
    worst = reading.decision.among({Status.NO_SALES})
    points: Number = ZERO
    if scored != FALSE:
        beyond = both(scored, beyond_curve(extra.curve, reading.value))
        draft.refusals.append(draft.truth(f"_beyond_extra{number}", beyond))
        points = curve_points(extra.curve, reading.value)
    earned = choose((worst, Literal(extra.curve.beyond)), (scored, points), otherwise=ZERO)
    return draft.number(f"_y{number}", at_most(at_least(earned, extra.minimum), extra.maximum))
