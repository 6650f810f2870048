"""The steps of a card, in contract order: item gates, base, extras, floor and cap, multipliers, grade (DESIGN: 4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from ..arithmetic import thousandths
from ..profiles import CapGrade, Disqualify, ItemZero, Multiply
from ..vocabulary import CardStatus, NotAssessed, Status
from ._codes import CARD
from ._decision import BY_POLICY
from ._draft import Draft
from ._expression import (
    FALSE,
    NULL,
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
    negated,
    plus,
    rounded,
    times,
)
from ._formula_steps import Reading
from ._item_steps import Scored
from ._plan import Junction, Look

__all__ = ["CardSteps"]

_Then = TypeVar("_Then", CapGrade, Disqualify, ItemZero, Multiply)

_SCORED = frozenset(status for status in Status if status.is_scored)


class CardSteps:
    """Writes the steps from the items of a card to its total; `fired` and `idle` tell of each gate what is certain."""

    def __init__(self, draft: Draft, readings: Sequence[Reading], items: Sequence[Scored]) -> None:
        self.draft = draft
        self.plan = draft.plan
        self.readings = readings
        self.items = items
        states = [self._state(gate.when) for gate in self.plan.gates]
        self.fired = [draft.truth(f"_fired{n}", fired) for n, (fired, _) in enumerate(states)]
        self.idle = [draft.truth(f"_idle{n}", idle) for n, (_, idle) in enumerate(states)]
        self.points = [self._zeroed(number) for number in range(len(items))]
        self.weights = [self._weight(number) for number in range(len(items))]
        self.whole = draft.number("_W", plus(ZERO, *self.weights))

    # gates

    def _state(self, when: Look | Junction) -> tuple[Truth, Truth]:
        """Return whether a gate is certain to have fired, and whether it is certain not to have: Kleene's logic."""
        if isinstance(when, Junction):
            fired, idle = zip(*map(self._state, when.parts), strict=True)
            return (both(*fired), either(*idle)) if when.every else (either(*fired), both(*idle))
        decision = (self.readings[when.formula] if when.item is None else self.items[when.item]).decision
        told = decision.among({Status.OK})
        value = self.readings[when.formula].value
        holds = []
        if when.at_least is not None:
            holds.append(compare(value, Sign.AT_LEAST, when.at_least))
        if when.below is not None:
            holds.append(compare(value, Sign.BELOW, when.below))
        return both(told, *holds), both(told, negated(both(*holds)))

    def _all_fired(self, kind: type[_Then]) -> list[tuple[Truth, _Then]]:
        """Return the gates with one kind of consequence: whether each has fired, and the consequence."""
        gates = zip(self.fired, self.plan.gates, strict=True)
        return [(fired, gate.gate.then) for fired, gate in gates if isinstance(gate.gate.then, kind)]

    # points and base

    def _zeroed(self, number: int) -> Number:
        """Return an item's points after item gates."""
        own = self.plan.items[number].criterion.id
        zero = either(FALSE, *(fired for fired, then in self._all_fired(ItemZero) if then.criterion == own))
        return self.draft.number(f"_p{number}", choose((zero, ZERO), otherwise=self.items[number].points))

    def _weight(self, number: int) -> Number:
        """Return the weight that an item brings: none without points."""
        weight = Literal(self.plan.items[number].weight)
        return self.draft.number(f"_w{number}", choose((self.items[number].has, weight), otherwise=ZERO))

    def _earned(self, number: int) -> Number:
        return times(self.weights[number], self.points[number])

    def _grouped(self, earned: dict[int, list[Number]]) -> list[Number]:
        """Return what each group brings, clipped to its maximum."""
        most = [thousandths(cap) for _, cap in self.plan.profile.group_maximum]
        return [at_most(plus(*parts), times(Literal(most[group]), self.whole)) for group, parts in earned.items()]

    def base(self) -> Number:
        """Return the weighted mean of the points, each group clipped to its maximum; 0 without any weight."""
        terms: list[Number] = []
        groups: dict[int, list[Number]] = {}
        for number, item in enumerate(self.plan.items):
            within = terms if item.group is None else groups.setdefault(item.group, [])
            within.append(self._earned(number))
        total = self.draft.number("_T", plus(ZERO, *terms, *self._grouped(groups)))
        return self.draft.number("_base", rounded(total, self._divisor()))

    def _divisor(self) -> Number:
        return self.draft.number("_by", at_least(self.whole, 1))

    def contributions(self) -> list[Number]:
        """Return each item's part of the base: differences of the rounded running sum, in profile order."""
        draft = self.draft
        plain: Number = ZERO
        groups: dict[int, list[Number]] = {}
        before: Number = ZERO
        parts = []
        for number, item in enumerate(self.plan.items):
            earned = self._earned(number)
            if item.group is None:
                plain = draft.number(f"_sum{number}", plus(plain, earned))
            else:
                group = groups.setdefault(item.group, [ZERO])
                group[:] = [draft.number(f"_sum{number}", plus(*group, earned))]
            running = plus(plain, *self._grouped(groups))
            share = draft.number(f"_share{number}", rounded(running, self._divisor()))
            parts.append(minus(share, before))
            before = share
        return parts

    # card

    def status(self, refused: Truth) -> Number:
        """Return the code of the card's status."""
        profile = self.plan.profile
        cases: list[tuple[Truth, Number]] = [(refused, Literal(CARD[CardStatus.REFUSED]))]
        fired = either(FALSE, *(fired for fired, _ in self._all_fired(Disqualify)))
        cases.append((fired, Literal(CARD[CardStatus.DISQUALIFIED])))
        if profile.not_assessed is NotAssessed.FAIL:
            failed = either(FALSE, *(item.decision.among(BY_POLICY) for item in self.items))
            cases.append((failed, Literal(CARD[CardStatus.FAILED])))
        cases.append((self._short(), Literal(CARD[CardStatus.TOO_LITTLE_ASSESSED])))
        return choose(*cases, otherwise=Literal(CARD[CardStatus.SCORED]))

    def _short(self) -> Truth:
        """Return whether too little was scored; points by the policy bring weight, but are not scored."""
        profile = self.plan.profile
        least = thousandths(profile.publish_at_least) // 10
        if profile.not_assessed in {NotAssessed.REDISTRIBUTE, NotAssessed.FAIL}:
            return compare(self.whole, Sign.BELOW, max(least, 1))
        pairs = zip(self.items, self.plan.items, strict=True)
        parts = (choose((s.decision.among(_SCORED), Literal(item.weight)), otherwise=ZERO) for s, item in pairs)
        return either(compare(plus(ZERO, *parts), Sign.BELOW, least), compare(self.whole, Sign.EQUAL, 0))

    def total(self, base: Number, extras: Sequence[Number]) -> Number:
        """Return (3) base and extras, (4) within floor and cap, (5) times the multipliers, with one division."""
        profile = self.plan.profile
        total = plus(base, *extras)
        if profile.floor is not None:
            total = at_least(total, thousandths(profile.floor))
        if profile.cap is not None:
            total = at_most(total, thousandths(profile.cap))
        factors, divisor = [total], 1
        for fired, then in self._all_fired(Multiply):
            above, below = then.factor.as_integer_ratio()
            factors.append(choose((fired, Literal(above)), otherwise=Literal(below)))
            divisor *= below
        return self.draft.number("_total", rounded(times(*factors), Literal(divisor)))

    def grade(self, total: Number) -> Number:
        """Return the place of the grade, lowered by the lowest cap."""
        bounds = [thousandths(least) for _, least in self.plan.profile.grades]
        if not bounds:
            return NULL
        names = [name for name, _ in self.plan.profile.grades]
        places = ((compare(total, Sign.AT_LEAST, least), Literal(place)) for place, least in enumerate(bounds[:-1]))
        grade = choose(*places, otherwise=Literal(len(bounds) - 1))
        for fired, then in self._all_fired(CapGrade):
            grade = at_least(grade, choose((fired, Literal(names.index(then.grade))), otherwise=ZERO))
        return grade
