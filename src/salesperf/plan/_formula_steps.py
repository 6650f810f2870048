"""The steps of a formula: its value, and the decision on its status (DESIGN: Status)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from ..arithmetic import EXACT
from ..vocabulary import Status, Zero
from ._bounds import NotColumnar
from ._decision import VALUED, Decision
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
    compare,
    either,
    minus,
    negated,
    plus,
    rounded,
    times,
)
from ._formula import Formula, Shape

__all__ = ["Reading", "formula_steps"]


@attrs.frozen
class Reading:
    """What is known of a formula: numbers mean something only where the decision says that there is a value."""

    decision: Decision
    value: Number = ZERO
    above: Number = ZERO
    below: Number = ZERO
    """The sums of numerator and denominator."""


def formula_steps(draft: Draft, number: int, formula: Formula, before: Sequence[Reading]) -> Reading:
    """Return the reading of a formula; `before` are those of the formulas before it."""
    fixed = [setting.fixed[number] for setting in draft.settings]
    settled = [status for status in dict.fromkeys(fixed) if status is not None]
    if None not in fixed and len(settled) == 1:
        return Reading(Decision((), settled[0]))
    if formula.shape in {Shape.MIX, Shape.STRUCTURE, Shape.MEMBERS, Shape.ELSEWHERE}:
        msg = f"{formula.indicator.id} looks at more than sums"
        raise NotColumnar(msg)
    steps = _Steps(draft, number, formula)
    reading = steps.change(before) if formula.shape is Shape.CHANGE else steps.of_sums()
    if not settled:
        return reading
    kind = draft.varied(f"fixed{number}", [-1 if status is None else settled.index(status) for status in fixed])
    cases = ((compare(kind, Sign.EQUAL, place), status) for place, status in enumerate(settled))
    return attrs.evolve(reading, decision=reading.decision.after(*cases))


@attrs.frozen
class _Steps:
    draft: Draft
    number: int
    formula: Formula

    def of_sums(self) -> Reading:
        """Return a sum, or a quotient of sums."""
        draft, number, formula = self.draft, self.number, self.formula
        above = draft.number(f"_n{number}", draft.total(formula.numerator))
        below = draft.number(f"_d{number}", draft.total(formula.denominator))
        make = {Shape.SUM: self._sum, Shape.SCALED: self._scaled}.get(formula.shape, self._quotient)
        value = draft.number(f"_u{number}", make(above, below))
        cases = tuple(self._without_value(above, below))
        decision = self._settled(value, FALSE).after(*cases)
        return Reading(decision, value, above, below)

    # values

    def _sum(self, above: Number, _: Number) -> Number:
        formula = self.formula
        dates = self.draft.dates(formula.numerator_dates)
        return rounded(times(Literal(formula.times), above), times(Literal(formula.over), *dates))

    def _quotient(self, above: Number, below: Number) -> Number:
        draft, formula = self.draft, self.formula
        pace_above, pace_below = draft.paces(self.number, formula)
        over = [Literal(formula.times), above, pace_above]
        if formula.denominator_dates is not None:
            over.append(draft.count(formula.denominator_dates))
        by = [Literal(formula.over), at_least(below, 1), pace_below, *draft.dates(formula.numerator_dates)]
        return rounded(times(*over), times(*by))

    def _scaled(self, above: Number, below: Number) -> Number:
        """Return scale + actual − target over scale, with the levels that are means brought to one divisor."""
        draft, formula = self.draft, self.formula
        actual, target = draft.dates(formula.numerator_dates), draft.dates(formula.denominator_dates)
        scale = times(Literal(formula.scale), *actual, *target)
        apart = minus(times(above, *target), times(below, *actual))
        return rounded(
            times(Literal(formula.times), plus(scale, apart)), times(Literal(formula.over), *actual, *target)
        )

    # statuses

    def _without_value(self, above: Number, below: Number) -> Iterator[tuple[Truth, Status]]:
        """Yield the reasons for which there is no value, in the order in which they are looked at."""
        draft, formula = self.draft, self.formula
        partial = (compare(draft.count(slot), Sign.OTHER, 0) for slot in formula.partial)
        yield draft.truth(f"_partial{self.number}", either(FALSE, *partial)), Status.NO_TARGET
        if formula.shape is Shape.SUM:
            return
        if formula.shape is Shape.SCALED:
            assert formula.target_rows is not None  # noqa: S101  (a scaled attainment counts its target's rows)
            yield compare(draft.count(formula.target_rows), Sign.EQUAL, 0), Status.NO_TARGET
            return
        idle, none = compare(below, Sign.EQUAL, 0), compare(below, Sign.AT_MOST, 0)
        match formula.indicator.zero:
            case Zero.IDLE:
                yield idle, Status.NOT_APPLICABLE
            case Zero.UNDEFINED_OR_IDLE:
                yield both(idle, compare(above, Sign.EQUAL, 0)), Status.NOT_APPLICABLE
            case Zero.INFINITE | Zero.INFINITE_COST:
                yield both(none, compare(above, Sign.ABOVE, 0)), Status.NO_SALES
        if formula.indicator.zero is Zero.INFINITE:  # nothing over nothing is 0
            none = both(none, compare(above, Sign.BELOW, 0))
        reasons = {Zero.TARGET: Status.NO_TARGET, Zero.ASSESSED: Status.NOT_ASSESSED}
        yield none, reasons.get(formula.indicator.zero, Status.NO_DENOMINATOR)

    def _settled(self, value: Number, odd: Truth) -> Decision:
        """Return the decision on a formula that has a value."""
        draft, number, formula = self.draft, self.number, self.formula
        odd = either(odd, *self._oddities(value))
        immature = draft.varied_truth(f"immature{number}", [each.immature[number] for each in draft.settings])
        cases = [(immature, Status.IMMATURE_COHORT)]
        if formula.sample:
            least = times(Literal(formula.minimum), *draft.dates(formula.denominator_dates))
            small = compare(draft.total(formula.sample), Sign.BELOW, least)
            cases.append((draft.truth(f"_small{number}", small), Status.INSUFFICIENT_SAMPLE))
        cases.append((draft.truth(f"_odd{number}", odd), Status.SUSPECT))
        return Decision(tuple(cases), Status.OK)

    def _oddities(self, value: Number) -> Iterator[Truth]:
        formula = self.formula
        if formula.low is not None:
            yield compare(value, Sign.BELOW, formula.low)
        if formula.high is not None:
            yield compare(value, Sign.ABOVE, formula.high)
        for slot in formula.unsigned:
            yield compare(self.draft.amount(slot), Sign.BELOW, 0)

    # changes

    def change(self, before: Sequence[Reading]) -> Reading:
        """Return a change: of a total from the sums of both periods, of a ratio from the values as shown."""
        draft, number, formula = self.draft, self.number, self.formula
        now, base = before[formula.now_at], before[formula.base_at]
        above, below = (now.above, base.above) if formula.changes_sums else (now.value, base.value)
        missing = [(now.decision.among({status}), status) for status in now.decision.possible if status not in VALUED]
        nothing = either(negated(base.decision.among(VALUED)), compare(below, Sign.AT_MOST, 0))
        suspect = either(now.decision.among({Status.SUSPECT}), base.decision.among({Status.SUSPECT}))
        if not formula.changes_sums:
            limit = EXACT // (4 * formula.unit)
            beyond = self._beyond(above, below, limit)
            there = both(now.decision.among(VALUED), negated(nothing))
            draft.refusals.append(draft.truth(f"_beyond{number}", both(there, beyond)))
            above = at_most(at_least(above, 1 - limit), limit - 1)
            below = at_most(below, limit - 1)
        if getattr(formula.indicator, "relative", True):
            base_value = draft.number(f"_b{number}", at_least(below, 1))
            change = rounded(times(Literal(formula.unit), minus(above, base_value)), base_value)
        else:
            change = minus(now.value, base.value)
        value = draft.number(f"_u{number}", change)
        odd = either(suspect, *self._oddities(value))
        return Reading(
            Decision(
                (
                    *missing,
                    (nothing, Status.NO_DENOMINATOR),
                    (now.decision.among({Status.IMMATURE_COHORT}), Status.IMMATURE_COHORT),
                    (draft.truth(f"_odd{number}", odd), Status.SUSPECT),
                ),
                Status.OK,
            ),
            value,
        )

    @staticmethod
    def _beyond(above: Number, below: Number, limit: int) -> Truth:
        return either(
            compare(above, Sign.AT_MOST, -limit),
            compare(above, Sign.AT_LEAST, limit),
            compare(below, Sign.AT_LEAST, limit),
        )
