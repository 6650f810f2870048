""" "The same limit for the same profile on every engine": what the plain path refuses beside sums of formulas."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import salesperf as sp
from salesperf import curves, indicators
from salesperf.arithmetic import EXACT
from salesperf.curves import Domain
from salesperf.plan import Length, Schedule, Stat, compile_plan

PERCENT = curves.Linear((60, 0), (100, 100), of=Domain.PERCENT_OF_TARGET)
GAP = curves.Linear((-10, 0), (10, 100), of=Domain.GAP)
DONE = sp.Measure("own_done", unit=sp.Unit.MONEY, en="Done", zh="完成")
GOAL = sp.Measure("own_goal", unit=sp.Unit.MONEY, en="Goal", zh="目标")
NAMED = {"direction": sp.Direction.HIGHER, "decimals": 2, "en": "x", "zh": "x"}
TOTAL = indicators.Total("own_total", numerator=DONE, unit=sp.Unit.MONEY, **NAMED)
MARCH = sp.Period.parse("2026-03")


def profile(indicator: Any, curve: Any, target: Any = None) -> sp.Profile:
    criterion = sp.Criterion(indicator, weight=100, curve=curve, target=target)
    return sp.Profile("one", level=sp.Level.CONSULTANT, criteria=[criterion])


def row(**amounts: Any) -> dict[str, Any]:
    return {"person": "li.na", "date": "2026-03-05", **amounts}


def test_a_value_too_large_for_its_percentage_of_a_target() -> None:
    limit = EXACT // (4 * 10_000)
    by_target = profile(TOTAL, PERCENT, GOAL)
    within = Decimal(limit - 1).scaleb(-2)
    assert sp.score([row(own_done=within, own_goal=1)], by_target, period=MARCH)["li.na"].total == 100
    with pytest.raises(sp.ExactRangeError, match="own_total"):
        sp.score([row(own_done=Decimal(limit).scaleb(-2), own_goal=1)], by_target, period=MARCH)


@pytest.mark.parametrize("curve", [PERCENT, GAP])
def test_a_target_too_large(curve: Any) -> None:
    by_target = profile(TOTAL, curve, GOAL)
    plan = compile_plan(by_target)
    limits = plan.limits(Schedule((MARCH,)), MARCH)
    place = next(place for place, slot in enumerate(plan.slots) if slot.measure is GOAL)
    assert limits[place] < EXACT // 2
    with pytest.raises(sp.ExactRangeError, match="own_goal"):
        sp.score([row(own_done=1, own_goal=Decimal(limits[place] + 1).scaleb(-2))], by_target, period=MARCH)


def test_actual_and_target_of_a_gap_in_decimals_far_apart() -> None:
    """The gap is computed on the wider grid of the two, where a sum within its quotient's limit may be too large."""
    coarse = sp.Measure("own_coarse", unit=sp.Unit.COUNT, decimals=0, en="Coarse", zh="粗")
    fine = sp.Measure("own_fine", unit=sp.Unit.COUNT, decimals=4, en="Fine", zh="细")
    named = NAMED | {"decimals": 0}
    attained = indicators.Attainment("own_attained", numerator=fine, denominator=coarse, unit=sp.Unit.PERCENT, **named)
    plan = compile_plan(profile(attained, GAP))
    pairs = zip(plan.slots, plan.limits(Schedule((MARCH,)), MARCH), strict=True)
    most = {slot.measure.id: limit for slot, limit in pairs if slot.stat is Stat.VALUE}
    assert 2 * (most["own_fine"] + 10_000 * most["own_coarse"]) < EXACT


def test_levels_that_are_means_on_both_sides_of_a_scaled_attainment() -> None:
    held = sp.Measure("own_held", unit=sp.Unit.COUNT, additivity="mean", en="Held", zh="持有")
    goal = sp.Measure("own_aim", unit=sp.Unit.COUNT, en="Aim", zh="目标")
    attained = indicators.Attainment(
        "own_scaled", numerator=held, denominator=goal, scale=7, unit=sp.Unit.PERCENT, **NAMED
    )
    (formula, *_) = compile_plan(profile(attained, curves.Linear((0, 0), (100, 100)))).formulas
    for _, limit in formula.limits([Length(formula.span, MARCH.days, MARCH.months)]):
        assert 2 * formula.times * (limit + limit * MARCH.days + formula.scale * MARCH.days) < EXACT
