"""The scorecard of one subject in one period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Any

import attrs

from ..arithmetic import largest_remainder, rdiv, to_decimal, trimmed, units_of
from ..calendar import Period
from ..engines import CARD_STATUSES, STATUSES, Outcome
from ..errors import UnknownNameError
from ..measures import Measure
from ..plan import Formula, Item, Junction, Look, Plan, Stat
from ..profiles import ItemZero, Multiply, Profile
from ..text import near, printable
from ..vocabulary import Additivity, CardStatus, Level, Status
from ._frame import Amount, Frame, Row, amounts, exactly, expressed, pair, rounded
from ._line import ExtraLine, GateLine, Line, Step

__all__ = ["Scorecard"]

_THOUSANDTHS = 3
_HUNDRED = 10_000


@attrs.frozen(repr=False)
class Scorecard:
    """The result for one subject in one period: total, grade, rank, and every line that led to them.

    Everything is computed from the card's sums by the profile's own rules; `explain()` writes the computation out.
    `card["unit_attainment"]` is the line of that criterion.
    """

    _frame: Frame = attrs.field(alias="frame")
    _row: Row = attrs.field(alias="row")
    rank: int | None
    """The place among the cards of the same period, level and profile; ties share one."""

    @property
    def subject(self) -> str | int:
        """Whose card it is."""
        return self._row[1]

    @property
    def peers(self) -> int:
        """How many cards were ranked with this one."""
        return self._frame.peers

    @property
    def _slots(self) -> tuple[Any, ...]:
        return self._row[2]

    @cached_property
    def _outcome(self) -> Outcome:
        return self._frame.detail(self._slots)

    @property
    def period(self) -> Period:
        """The period scored."""
        return self._frame.situation.period

    @property
    def profile(self) -> Profile:
        """The profile scored by."""
        return self._frame.plan.profile

    @property
    def level(self) -> Level:
        """The profile's level."""
        return self.profile.level

    @property
    def status(self) -> CardStatus:
        """Whether there is a total, or why not."""
        return CARD_STATUSES[self._row[3][0]]

    @property
    def total(self) -> Decimal | None:
        """The score, to 0.001 point; None unless the status is `scored`."""
        return _points(self._row[3][1])

    @property
    def base(self) -> Decimal | None:
        """The weighted mean of the points, before extras, limits and multipliers; None where no line has points."""
        return _points(self._row[3][2])

    @property
    def grade(self) -> str | None:
        """The grade, after caps; None without a total or without grade bands."""
        place = self._row[3][3]
        return None if place is None else self.profile.grades[place][0]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of all criteria, in profile order."""
        return tuple(self._lines())

    @cached_property
    def extras(self) -> tuple[ExtraLine, ...]:
        """The results of all extras, in profile order."""
        plan, outcome = self._frame.plan, self._outcome
        return tuple(
            ExtraLine(
                id=each.extra.id,
                extra=each.extra,
                status=STATUSES[outcome.statuses[each.formula]],
                value=_shown(plan, outcome, each.formula),
                points=to_decimal(points, _THOUSANDTHS),
            )
            for each, points in zip(plan.extras, outcome.extras, strict=True)
        )

    @cached_property
    def gates(self) -> tuple[GateLine, ...]:
        """What became of all gates, in profile order."""
        plan, outcome = self._frame.plan, self._outcome
        return tuple(
            GateLine(
                id=each.gate.id,
                gate=each.gate,
                fired=fired,
                seen=tuple(dict.fromkeys(self._seen(look) for look in _looks(each.when))),
            )
            for each, fired in zip(plan.gates, outcome.gates, strict=True)
        )

    def _seen(self, look: Look) -> tuple[str, Decimal | None, Status]:
        plan, outcome = self._frame.plan, self._outcome
        codes, place = (outcome.statuses, look.formula) if look.item is None else (outcome.item_statuses, look.item)
        status = STATUSES[codes[place]]
        value = _shown(plan, outcome, look.formula) if status.has_value else None
        return plan.formulas[look.formula].indicator.id, value, status

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Base, extras, limits and multipliers, in order; the amounts add up to the total.  Empty without a total."""
        _, total, base, _ = self._row[3]
        if total is None or base is None:
            return ()
        profile, outcome = self.profile, self._outcome
        steps = [("base", "base", base)]
        steps += [("extra", each.id, points) for each, points in zip(profile.extras, outcome.extras, strict=True)]
        running = sum(amount for _, _, amount in steps)
        for name, bound, pick in (("floor", profile.floor, max), ("cap", profile.cap, min)):
            if bound is not None:
                limited = pick(running, _thousandths(bound))
                if limited != running:
                    steps.append(("limit", name, limited - running))
                    running = limited
        fired = [
            (each.id, each.then.factor)
            for each, done in zip(profile.gates, outcome.gates, strict=True)
            if done and isinstance(each.then, Multiply)
        ]
        if fired:
            above = below = 1
            for _, factor in fired:
                top, bottom = factor.as_integer_ratio()
                above, below = above * top, below * bottom
            after = rdiv(running * above, below)
            steps.append(("multiplier", " × ".join(name for name, _ in fired), after - running))
        return tuple(Step(kind, name, to_decimal(amount, _THOUSANDTHS)) for kind, name, amount in steps)

    @cached_property
    def measures(self) -> Mapping[str, Decimal]:
        """The period's own sum of every measure the profile reads, by measure id."""
        return MappingProxyType(
            {
                slot.measure.id: trimmed(to_decimal(amount, slot.measure.decimals))
                for slot, amount in zip(self._frame.plan.slots, self._slots, strict=True)
                if slot.stat is Stat.VALUE and not slot.window
            }
        )

    @property
    def scored_weight(self) -> Decimal:
        """Percent of the profile's weight that was scored from values: what `publish_at_least` asks for."""
        pairs = zip(self._frame.plan.items, self._outcome.item_statuses, strict=True)
        return to_decimal(sum(item.weight for item, code in pairs if STATUSES[code].is_scored), 2)

    def __getitem__(self, criterion: str) -> Line:
        for line in self.lines:
            if line.id == criterion:
                return line
        what = "criterion"
        raise UnknownNameError(what, criterion, tuple(line.id for line in self.lines))

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    def explain(self, lang: str = "en") -> str:
        """Return the whole computation as text, in English ("en") or Chinese ("zh"), for checking with a pencil."""
        from ._explain import explain_card  # noqa: PLC0415  (the text reads cards, cards offer the text)

        return explain_card(self, lang)

    def to_dict(self) -> dict[str, Any]:
        """Return the card as plain values (Decimals and text), for a caller's own storage or templates."""
        from ._document import card_dict  # noqa: PLC0415  (documents read cards)

        return card_dict(self)

    def __repr__(self) -> str:
        if self.total is None:
            return f"<Scorecard {printable(str(self.subject))} {self.period} {self.level}: {self.status}>"
        grade = f", grade {self.grade}" if self.grade else ""
        rank = f", rank {self.rank} of {self.peers}"
        return f"<Scorecard {printable(str(self.subject))} {self.period} {self.level}: {self.total}{grade}{rank}>"

    def _repr_html_(self) -> str:
        from ._markup import card_markup  # noqa: PLC0415  (markup reads cards)

        return card_markup(self)

    # lines

    def _lines(self) -> Iterator[Line]:
        plan, outcome, slots = self._frame.plan, self._outcome, self._slots
        weights = [
            0 if points is None else item.weight for item, points in zip(plan.items, outcome.points, strict=True)
        ]
        whole = sum(weights)
        shares = largest_remainder(weights, _HUNDRED) if whole else weights
        contributions = self._contributions(weights, whole)
        for number, item in enumerate(plan.items):
            formula = plan.formulas[item.formula]
            status = STATUSES[outcome.item_statuses[number]]
            above, below = self._sides(formula)
            target = self._target(item)
            yield Line(
                id=item.criterion.id,
                criterion=item.criterion,
                status=status,
                value=_shown(plan, outcome, item.formula) if status.has_value else None,
                numerator=above,
                denominator=below,
                points=_points(outcome.points[number]),
                weight=to_decimal(shares[number], 2),
                nominal_weight=to_decimal(item.weight, 2),
                contribution=None if contributions is None else contributions[number],
                absent=plan.absent(formula, self._frame.carried),
                missing=tuple(
                    (name, near(name, self._frame.unused)) for name in plan.missing(formula, self._frame.carried)
                ),
                sample=self._sample(item),
                argument=self._argument(item, number, target),
                target=target,
                zeroed_by=self._zeroed_by(item),
                keyless=self._keyless(item),
                spreads=self._spreads(formula),
                above=amounts(formula.indicator.numerator, formula.numerator, slots, formula.numerator_dates),
                below=amounts(formula.indicator.denominator, formula.denominator, slots, formula.denominator_dates),
                curve=item.curve,
                formula=formula,
                scored_weight=to_decimal(whole, 2),
                reach=self._frame.situation.reach(formula.window),
                policy=self.profile.not_assessed,
            )

    def _sides(self, formula: Formula) -> tuple[Decimal | None, Decimal | None]:
        """Return numerator and denominator; what no record carries is not known, and so not 0."""
        plan, carried = self._frame.plan, self._frame.carried
        above, below = pair(formula, self._slots)
        lacking = set(plan.missing(formula, carried))
        if not lacking:
            return above, below
        known = formula.indicator.numerator is not None and lacking.isdisjoint(
            measure.id for measure in formula.indicator.numerator.measures
        )
        return (above if known and formula.partial else None), None

    def _contributions(self, weights: list[int], whole: int) -> list[Decimal | None] | None:
        """Return each line's part of the base: differences of the running sum, so that they add up to it exactly."""
        if not whole:
            return None
        plan, outcome = self._frame.plan, self._outcome
        most = {place: _thousandths(cap) * whole for place, (_, cap) in enumerate(self.profile.group_maximum)}
        in_group = dict.fromkeys(most, 0)
        running = plain = 0
        parts: list[Decimal | None] = []
        for item, weight, points in zip(plan.items, weights, outcome.points, strict=True):
            before = rdiv(running, whole)
            if item.group is None:
                plain += weight * (points or 0)
            else:
                in_group[item.group] += weight * (points or 0)
            running = plain + sum(min(amount, most[place]) for place, amount in in_group.items())
            parts.append(None if points is None else to_decimal(rdiv(running, whole) - before, _THOUSANDTHS))
        return parts

    def _sample(self, item: Item) -> Decimal | None:
        sample = item.criterion.indicator.sample
        formula = self._frame.plan.formulas[item.formula]
        if sample is None or not formula.denominator:
            return None
        return expressed(sample, formula.denominator, self._slots, formula.denominator_dates)

    def _target(self, item: Item) -> Decimal | None:
        target = item.target
        if target is None:
            return None
        decimals = item.criterion.indicator.decimals
        if target.constant is not None:
            return to_decimal(target.constant, decimals)
        amount = exactly(target.expression, target.terms, self._slots, target.dates)
        return None if amount is None else rounded(amount, decimals)

    def _argument(self, item: Item, number: int, target: Decimal | None) -> Decimal | None:
        """Return what the curve looked at, as the scorer computed it."""
        outcome = self._outcome
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
        formula = self._frame.plan.formulas[item.formula]
        indicator = formula.indicator
        actual = exactly(indicator.numerator, formula.numerator, self._slots, formula.numerator_dates)
        target = exactly(indicator.denominator, formula.denominator, self._slots, formula.denominator_dates)
        return None if actual is None or target is None else rounded(actual - target, item.decimals)

    def _zeroed_by(self, item: Item) -> tuple[str, ...]:
        return tuple(
            each.gate.id
            for each, fired in zip(self._frame.plan.gates, self._outcome.gates, strict=True)
            if fired and isinstance(each.gate.then, ItemZero) and each.gate.then.criterion == item.criterion.id
        )

    def _spreads(self, formula: Formula) -> tuple[tuple[Measure, str, tuple[tuple[str, Decimal], ...]], ...]:
        """Return the amounts by name of a distribution's measures."""
        slots = self._frame.plan.slots
        places = [term.slot for term in (*formula.numerator, *formula.denominator)]
        return tuple(
            (
                slots[place].measure,
                slots[place].by or "",
                tuple((name, to_decimal(amount, slots[place].measure.decimals)) for name, amount in self._slots[place]),
            )
            for place in places
            if slots[place].stat is Stat.SPREAD
        )

    def _keyless(self, item: Item) -> tuple[Amount, ...]:
        """Return the distinct measures of a line that counted rows without a key."""
        window = item.criterion.window or 0
        return tuple(
            Amount(slot.measure, trimmed(to_decimal(amount, slot.measure.decimals)), 1)
            for slot, amount in zip(self._frame.plan.slots, self._slots, strict=True)
            if slot.stat is Stat.KEYLESS
            and amount
            and slot.window == window
            and slot.measure in item.criterion.indicator.measures
            and slot.measure.additivity is Additivity.DISTINCT
        )


def _points(units: int | None) -> Decimal | None:
    return None if units is None else to_decimal(units, _THOUSANDTHS)


def _thousandths(value: Decimal) -> int:
    return units_of(value, _THOUSANDTHS)


def _shown(plan: Plan, outcome: Outcome, formula: int) -> Decimal | None:
    value = outcome.values[formula]
    return None if value is None else to_decimal(value, plan.formulas[formula].indicator.decimals)


def _looks(when: Look | Junction) -> Iterator[Look]:
    if isinstance(when, Look):
        yield when
    else:
        for part in when.parts:
            yield from _looks(part)
