"""From the sums and the outcome of a card to its lines: what each criterion says, and everything it was made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from ..arithmetic import largest_remainder, rdiv, to_decimal, trimmed, units_of
from ..calendar import Period
from ..engines import STATUSES, Outcome
from ..indicators import Attainment
from ..measures import Expression, Measure
from ..plan import Formula, Item, MemberRule, Reach, Shape, Stat, Term, Whose
from ..profiles import ItemZero
from ..text import near
from ..vocabulary import Additivity
from ._adjustment import Adjustment, AdjustmentKind
from ._amendment import Amendment
from ._frame import Amount, Frame, Slots, amounts, as_points, as_shown, exactly, expressed, pair, rounded
from ._line import Compared, Line, MemberLine
from ._result import results_of, weights_of

__all__ = ["lines_of"]

_THOUSANDTHS = 3
_HUNDRED = 10_000
_WEIGHT = 2  # decimals of a process line's weight
_WEIGHTED = frozenset({MemberRule.WEIGHTED, MemberRule.WEIGHT_MET})
_MET = frozenset({MemberRule.PASS, MemberRule.WEIGHT_MET})


def lines_of(frame: Frame, slots: Slots, outcome: Outcome, amended: Amendment | None = None) -> Iterator[Line]:
    """Yield the lines of a card, in profile order."""
    decided = {} if amended is None else dict(amended.items)
    yield from _Maker(frame, slots, outcome, decided).lines()


@attrs.frozen
class _Maker:
    frame: Frame
    slots: Slots
    outcome: Outcome
    decided: Mapping[int, Adjustment]
    """By the item's number, the adjustment of its line."""

    def lines(self) -> Iterator[Line]:
        plan, outcome, slots = self.frame.plan, self.outcome, self.slots
        weights = weights_of(plan, outcome)
        whole = sum(weights)
        shares = largest_remainder(weights, _HUNDRED) if whole else weights
        for number, (item, result) in enumerate(zip(plan.items, results_of(plan, outcome), strict=True)):
            formula = plan.formulas[item.formula]
            above, below = self._sides(formula)
            target = self._target(item)
            nominal, assigned = self._other_targets(item, formula)
            now, base = self._compared(formula)
            yield Line(
                id=item.criterion.id,
                criterion=item.criterion,
                status=result.status,
                value=result.shown,
                numerator=above,
                denominator=below,
                points=as_points(result.points),
                weight=to_decimal(shares[number], 2),
                nominal_weight=to_decimal(item.weight, 2),
                contribution=as_points(result.contribution),
                absent=plan.absent(formula, self.frame.carried),
                missing=tuple(
                    (name, near(name, self.frame.unused)) for name in plan.missing(formula, self.frame.carried)
                ),
                sample=self._sample(item, formula),
                argument=self._argument(item, number, target),
                target=target,
                zeroed_by=self._zeroed_by(item, number),
                keyless=self._keyless(item, formula),
                spreads=self._spreads(formula),
                above=amounts(formula.indicator.numerator, formula.numerator, slots, formula.numerator_dates),
                below=amounts(formula.indicator.denominator, formula.denominator, slots, formula.denominator_dates),
                curve=item.curve,
                formula=formula,
                scored_weight=to_decimal(whole, 2),
                period=self.frame.situation.period,
                reach=self.frame.situation.reach((formula.now or formula).span),
                policy=plan.profile.not_assessed,
                whose=self._whose(formula),
                nominal_target=nominal,
                assigned_target=assigned,
                now=now,
                base=base,
                members=self._members(formula),
                adjusted=self.decided.get(number),
            )

    # sums

    def _sides(self, formula: Formula) -> tuple[Decimal | None, Decimal | None]:
        """Return numerator and denominator; what no record carries is not known, and so not 0."""
        plan, carried = self.frame.plan, self.frame.carried
        above, below = pair(formula, self.slots)
        lacking = set(plan.missing(formula, carried))
        if not lacking:
            return above, below
        known = formula.indicator.numerator is not None and lacking.isdisjoint(
            measure.id for measure in formula.indicator.numerator.measures
        )
        return (above if known and formula.partial else None), None

    def _compared(self, formula: Formula) -> tuple[Compared | None, Compared | None]:
        """Return both sides of a change; none where there is nothing to compare with."""
        if formula.now is None or formula.base is None:
            return None, None
        reaches = dict(self.frame.situation.reaches)
        days, before = reaches[formula.now.span], reaches[formula.base.span]
        if days is None or before is None:
            return None, None
        return self._side(formula.now, formula.now_at, days), self._side(formula.base, formula.base_at, before)

    def _side(self, formula: Formula, place: int, days: Period) -> Compared:
        plan, slots = self.frame.plan, self.slots
        status = STATUSES[self.outcome.statuses[place]]
        above, below = self._sides(formula)
        return Compared(
            reach=days,
            status=status,
            value=as_shown(plan, self.outcome, place) if status.has_value else None,
            numerator=above,
            denominator=below,
            above=amounts(formula.indicator.numerator, formula.numerator, slots, formula.numerator_dates),
            below=amounts(formula.indicator.denominator, formula.denominator, slots, formula.denominator_dates),
            formula=formula,
        )

    def _members(self, formula: Formula) -> tuple[MemberLine, ...]:
        """Return the direct reports' values, or the process lines, that a formula makes one value of."""
        if formula.members is None:
            return ()
        of = self.frame.plan.slots[formula.members].of
        decimals = _THOUSANDTHS if of is None else of.decimals
        grid = _WEIGHT if of is None or of.denominator is None else of.denominator.decimals
        return tuple(
            MemberLine(
                id=name,
                indicator=of,
                value=to_decimal(value, decimals),
                counted=to_decimal(value if formula.cap is None else min(value, formula.cap), decimals),
                weight=trimmed(to_decimal(weight, grid)) if formula.rule in _WEIGHTED else None,
                met=value >= formula.par if formula.rule in _MET else None,
            )
            for name, value, weight in self.slots[formula.members]
        )

    def _spreads(self, formula: Formula) -> tuple[tuple[Measure, str, tuple[tuple[str, Decimal], ...]], ...]:
        """Return the amounts by name of a distribution's measures."""
        slots = self.frame.plan.slots
        places = [term.slot for term in (*formula.numerator, *formula.denominator)]
        return tuple(
            (
                slots[place].measure,
                slots[place].by or "",
                tuple((name, to_decimal(amount, slots[place].measure.decimals)) for name, amount in self.slots[place]),
            )
            for place in places
            if slots[place].stat is Stat.SPREAD
        )

    def _keyless(self, item: Item, formula: Formula) -> tuple[Amount, ...]:
        """Return the distinct measures of a line that counted rows without a key."""
        reaches = set(self._reaches(formula))
        return tuple(
            Amount(slot.measure, trimmed(to_decimal(amount, slot.measure.decimals)), 1)
            for slot, amount in zip(self.frame.plan.slots, self.slots, strict=True)
            if slot.stat is Stat.KEYLESS
            and amount
            and slot.reach in reaches
            and slot.measure in item.criterion.indicator.measures
            and slot.measure.additivity is Additivity.DISTINCT
        )

    def _reaches(self, formula: Formula) -> Iterator[Reach]:
        """Yield whose records over which days a formula adds up."""
        for part in (formula.now, formula.base):
            if part is not None:
                yield from self._reaches(part)
        for term in (*formula.numerator, *formula.denominator):
            yield self.frame.plan.slots[term.slot].reach

    def _whose(self, formula: Formula) -> Whose | None:
        """Return whose records a formula adds up, where an organisation tells them apart."""
        if not self.frame.plan.organised:
            return None
        return next((reach.whose for reach in self._reaches(formula)), None)

    def _sample(self, item: Item, formula: Formula) -> Decimal | None:
        if formula.shape is Shape.MEMBERS:
            return to_decimal(len(self.slots[formula.members or 0]), 0)
        sample = item.criterion.indicator.sample
        if sample is None or not formula.denominator:
            return None
        return expressed(sample, formula.denominator, self.slots, formula.denominator_dates)

    # targets

    def _target(self, item: Item) -> Decimal | None:
        target = item.target
        if target is None:
            return None
        decimals = item.criterion.indicator.decimals
        if target.constant is not None:
            return to_decimal(target.constant, decimals)
        amount = exactly(target.expression, target.terms, self.slots, target.dates)
        return None if amount is None else rounded(amount, decimals)

    def _other_targets(self, item: Item, formula: Formula) -> tuple[Decimal | None, Decimal | None]:
        """Return a target before it was prorated, and what the targets of a unit's people add up to."""
        if item.target is not None and item.target.expression is not None:
            expression, terms, decimals = item.target.expression, item.target.terms, item.criterion.indicator.decimals
        elif isinstance(formula.indicator, Attainment):
            expression, terms = formula.indicator.denominator, formula.denominator
            decimals = expression.decimals
        else:
            return None, None
        found = (self._at_stat(stat, expression, terms) for stat in (Stat.NOMINAL, Stat.ASSIGNED))
        nominal, assigned = (None if amount is None else trimmed(rounded(amount, decimals)) for amount in found)
        return nominal, assigned

    def _at_stat(self, stat: Stat, expression: Expression, terms: Sequence[Term]) -> Fraction | None:
        """Return what an expression amounts to in another statistic of its slots; None where they are not kept.

        Only sums are prorated and climb from people to units; a level is what it is.
        """
        if any(measure.additivity is not Additivity.SUM for measure in expression.measures):
            return None
        places = [self.frame.places.get(attrs.evolve(self.frame.plan.slots[term.slot], stat=stat)) for term in terms]
        if None in places:
            return None
        return exactly(expression, [Term(place, 1) for place in places if place is not None], self.slots, None)

    # points

    def _argument(self, item: Item, number: int, target: Decimal | None) -> Decimal | None:
        """Return what the curve looked at, as the scorer computed it."""
        outcome = self.outcome
        value = outcome.values[item.formula]
        if value is None or not STATUSES[outcome.item_statuses[number]].has_value:
            return None
        if item.gap and target is None:
            return self._amount_gap(item)
        if target is None:
            return to_decimal(value, item.decimals)
        goal = units_of(target, item.criterion.indicator.decimals)
        if item.percent:
            return to_decimal(rdiv(value * 100 * 10**item.decimals, goal), item.decimals)
        return to_decimal(value - goal, item.decimals)

    def _amount_gap(self, item: Item) -> Decimal | None:
        """Return an attainment's gap, actual − target, rounded once."""
        formula = self.frame.plan.formulas[item.formula]
        indicator = formula.indicator
        actual = exactly(indicator.numerator, formula.numerator, self.slots, formula.numerator_dates)
        target = exactly(indicator.denominator, formula.denominator, self.slots, formula.denominator_dates)
        return None if actual is None or target is None else rounded(actual - target, item.decimals)

    def _zeroed_by(self, item: Item, number: int) -> tuple[str, ...]:
        """Return the gates that set the points to 0; points that people gave stay."""
        adjusted = self.decided.get(number)
        if adjusted is not None and adjusted.kind is AdjustmentKind.POINTS:
            return ()
        return tuple(
            each.gate.id
            for each, fired in zip(self.frame.plan.gates, self.outcome.gates, strict=True)
            if fired and isinstance(each.gate.then, ItemZero) and each.gate.then.criterion == item.criterion.id
        )
