"""The compiled plan: slots, formulas, and the order in which they become a card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache
from typing import NamedTuple

import attrs

from ..arithmetic import EXACT, reduced
from ..calendar import Period
from ..curves import Canonical
from ..indicators import Mix, StructureMatch
from ..measures import Expression, Measure
from ..profiles import Criterion, Extra, Gate, Profile
from ..vocabulary import Status
from ._formula import Formula, Length, Shape, Situation, Term, lengths_of
from ._schedule import Schedule
from ._slots import PERIOD, Reach, Slot, Span, Stat, Whose

__all__ = ["Item", "Junction", "Look", "Plan", "PlanExtra", "PlanGate", "Stage", "Target", "amount_gap", "ray_limit"]

_KEPT = 256
_WITHOUT_SUMS = frozenset({Shape.ELSEWHERE, Shape.MEMBERS})


@attrs.frozen(kw_only=True)
class Target:
    """A subject's own target, as shown: a constant, or terms over slots on a grid of `decimals`."""

    constant: int | None = None
    terms: tuple[Term, ...] = ()
    times: int = 1
    over: int = 1
    dates: int | None = None
    """The slot that counts the dates of a target that is a mean level."""
    partial: tuple[int, ...] = ()
    expression: Expression | None = None


@attrs.frozen(kw_only=True)
class Item:
    """A criterion, compiled: its formula, its curve on integers, what the curve looks at, weight and par."""

    criterion: Criterion
    formula: int
    curve: Canonical
    decimals: int
    """Decimals of what the curve looks at."""
    gap: bool = False
    percent: bool = False
    target: Target | None = None
    weight: int
    """In hundredths of a percent."""
    par: int
    group: int | None = None

    @property
    def hundred(self) -> int:
        """100 percent of a target, in units of what the curve looks at."""
        return 100 * int(10**self.decimals)

    @property
    def percent_limit(self) -> int:
        """The value at which its percentage of a target is no longer computed exactly on every engine."""
        return EXACT // (4 * self.hundred)

    def limits(self, formula: Formula, lengths: Sequence[Length]) -> list[tuple[int, int]]:
        """Return (slot, largest sum) for what the curve looks at, beyond what the formula itself asks."""
        target = self.target
        if target is not None:
            own = Span(self.criterion.window or 0)
            days = next((each.days for each in lengths if each.span == own and target.dates is not None), 1)
            weight = sum(abs(term.times) for term in target.terms)
            return [
                (term.slot, (EXACT - 3 * target.over * days) // (2 * target.times * weight) - 1)
                for term in target.terms
            ]
        if not self.gap or formula.shape not in {Shape.QUOTIENT, Shape.SCALED}:
            return []
        gap = amount_gap(self, formula)
        days = formula.length(lengths).days
        above, below = (1 if slot is None else days for slot in (formula.numerator_dates, formula.denominator_dates))
        weight = gap.actual * below * sum(abs(term.times) for term in formula.numerator)
        weight += gap.target * above * sum(abs(term.times) for term in formula.denominator)
        limit = (EXACT - 3 * gap.over * above * below) // (2 * gap.times * weight) - 1
        return [(term.slot, limit) for term in (*formula.numerator, *formula.denominator)]


class AmountGap(NamedTuple):
    """An attainment's gap as an amount: rdiv((actual · numerator − target · denominator) · times, over)."""

    actual: int
    target: int
    times: int
    over: int


def amount_gap(item: Item, formula: Formula) -> AmountGap:
    """Return the whole numbers that bring actual and target of an attainment to the decimals of its gap."""
    indicator = formula.indicator
    assert indicator.numerator is not None  # noqa: S101  (an attainment has both)
    assert indicator.denominator is not None  # noqa: S101  (the same)
    above, below = indicator.numerator.decimals, indicator.denominator.decimals
    widest = max(above, below)
    if formula.shape is Shape.SCALED:  # both are on the wider grid already
        above = below = widest
    return AmountGap(10 ** (widest - above), 10 ** (widest - below), *reduced(10**item.decimals, 10**widest))


@lru_cache(maxsize=_KEPT)
def ray_limit(curve: Canonical) -> int:
    """Return the value at which an unbounded slope of a curve is no longer computed exactly on every engine."""
    return min(curve.bound(), EXACT // (4 * 10**8))


@attrs.frozen
class PlanExtra:
    """An extra, compiled."""

    extra: Extra
    formula: int
    curve: Canonical
    minimum: int
    maximum: int


@attrs.frozen
class Look:
    """One comparison of a gate: a formula's shown value with one threshold, or with two that both have to hold."""

    formula: int
    item: int | None
    """The criterion of the same indicator, if there is one: the gate sees its window, its sample, its status."""
    below: int | None
    at_least: int | None


@attrs.frozen
class Junction:
    """Comparisons joined by and (`every`) or by or."""

    every: bool
    parts: tuple[Look | Junction, ...]


@attrs.frozen
class PlanGate:
    """A gate, compiled."""

    gate: Gate
    when: Look | Junction


@attrs.frozen
class Stage:
    """What has to be computed before a card: values of its people, or the process lines of its unit.

    `slot` holds the result.  `own` and `unit` are plans of their own: a person's value is that of the first formula of
    `own`, a manager's that of `unit`; without `own`, the lines of `unit` are taken.
    """

    slot: int
    own: Plan | None
    unit: Plan

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans that the stage computes."""
        return (self.unit,) if self.own is None else (self.unit, self.own)


@attrs.frozen(kw_only=True, cache_hash=True)
class Plan:
    """What to sum for a profile and how the sums become a card.  Compiled once for each profile."""

    profile: Profile
    organised: bool = False
    """Whether an organisation says whose records a scope holds."""
    process: Profile | None = None
    """The profile of the level below, whose process lines `process_kpi_attainment` looks at."""
    usual: Whose = attrs.field(default=Whose.OWN, eq=False, repr=False)
    """Whose records the profile's level reads where a criterion does not say."""
    stages: tuple[Stage, ...] = attrs.field(default=(), eq=False, repr=False)
    slots: tuple[Slot, ...] = attrs.field(eq=False, repr=False)
    formulas: tuple[Formula, ...] = attrs.field(eq=False, repr=False)
    items: tuple[Item, ...] = attrs.field(eq=False, repr=False)
    extras: tuple[PlanExtra, ...] = attrs.field(eq=False, repr=False)
    gates: tuple[PlanGate, ...] = attrs.field(eq=False, repr=False)

    def with_stages(self) -> Iterator[Plan]:
        """Yield the plan and those of all stages below it."""
        yield self
        for stage in self.stages:
            for below in stage.plans:
                yield from below.with_stages()

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure the plan reads, once, in order of appearance."""
        return tuple(dict.fromkeys(slot.measure for slot in self.slots))

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The spans in use, the period itself first."""
        return tuple(dict.fromkeys((PERIOD, *(slot.reach.span for slot in self.slots))))

    @cached_property
    def reaches(self) -> tuple[Reach, ...]:
        """Whose records over which days are in use, the subject's own of the period first."""
        return tuple(dict.fromkeys((Reach(), *(slot.reach for slot in self.slots))))

    @cached_property
    def composed(self) -> bool:
        """Whether some slot holds several numbers."""
        return any(slot.stat in {Stat.SPREAD, Stat.MEMBERS} for slot in self.slots)

    @cached_property
    def tracks_days(self) -> bool:
        """Whether some formula asks for the latest date of the call."""
        return any(self._windows)

    @cached_property
    def _windows(self) -> tuple[int | None, ...]:
        """Of each formula that follows a cohort, after how many days it is mature."""
        return tuple(getattr(formula.indicator, "matures_after", None) for formula in self.formulas)

    @cached_property
    def shown(self) -> tuple[tuple[str, int], ...]:
        """Each measure's id and the slot whose sum a card shows: of the period, and first as the level reads it."""
        first: dict[str, int] = {}
        for whose in dict.fromkeys((self.usual, *Whose)):
            for place, slot in enumerate(self.slots):
                if slot.stat is Stat.VALUE and slot.reach == Reach(whose):
                    first.setdefault(slot.measure.id, place)
        return tuple(first.items())

    def situation(self, schedule: Schedule, period: Period, carried: frozenset[str], last_day: int) -> Situation:
        """Return what holds for all cards of a period, given the columns the call carries and its latest date."""
        end = period.end.toordinal()
        immature = tuple(window is not None and last_day < end + window - 1 for window in self._windows)
        return _situated(self, schedule, period, carried, immature)

    def situated(
        self,
        period: Period,
        reaches: tuple[tuple[Span, Period | None], ...],
        carried: frozenset[str],
        immature: tuple[bool, ...],
        *,
        whole: bool,
    ) -> Situation:
        """Return the situation of a period whose spans are known; what has no span of its own has no value."""
        fixed, untargeted = _decided(self, carried)
        if any(reach is None for _, reach in reaches):
            nowhere = {span for span, reach in reaches if reach is None}
            why = Status.MISSING_DATA if whole else Status.NOT_APPLICABLE
            pairs = zip(self.formulas, fixed, strict=True)
            fixed = tuple(why if formula.span in nowhere else status for formula, status in pairs)
        return Situation(period, whole, reaches, fixed, untargeted, immature)

    def lacking(self, carried: frozenset[str]) -> tuple[str, ...]:
        """Return every column that some formula wants and no record carries."""
        return _lacking(self, carried)

    @staticmethod
    def fixed(formula: Formula, carried: AbstractSet[str]) -> Status | None:
        """Return the status that the columns of a call decide for all cards, or None where sums decide."""
        indicator = formula.indicator
        if formula.shape is Shape.MEMBERS:
            return None
        if formula.shape is Shape.ELSEWHERE:
            return Status.MISSING_DATA
        if isinstance(indicator, Mix | StructureMatch) and indicator.by not in carried:
            return Status.MISSING_DATA
        assert indicator.numerator is not None  # noqa: S101  (only shapes computed elsewhere have none)
        if _missing(indicator.numerator.measures, carried):
            return Status.MISSING_DATA
        if indicator.denominator is None or not _missing(indicator.denominator.measures, carried):
            return None
        return Status.NO_TARGET if formula.partial else Status.MISSING_DATA

    def absent(self, formula: Formula, carried: AbstractSet[str]) -> tuple[str, ...]:
        """Return the measures of a formula that no record carries and that count 0 by their own rule."""
        if formula.shape in _WITHOUT_SUMS:
            return ()
        return tuple(m.id for m in formula.indicator.measures if m.id not in carried and m.absent_counts_zero)

    def missing(self, formula: Formula, carried: AbstractSet[str]) -> tuple[str, ...]:
        """Return the columns a formula lacks."""
        if formula.shape in _WITHOUT_SUMS:
            return ()
        lacking = [m.id for m in _missing(formula.indicator.measures, carried)]
        by = getattr(formula.indicator, "by", None)
        return (*lacking, *([by] if by is not None and by not in carried else []))

    def limits(self, schedule: Schedule, period: Period) -> tuple[int, ...]:
        """Return, for each slot, the sum beyond which the profile is not computed exactly on every engine."""
        return _limits(self, schedule, period)

    def limits_over(self, lengths: Sequence[Length]) -> tuple[int, ...]:
        """Return the same for spans of these lengths."""
        limits = [EXACT // 4] * len(self.slots)
        for formula in self.formulas:
            for slot, limit in formula.limits(lengths):
                limits[slot] = min(limits[slot], limit)
        for item in self.items:
            for slot, limit in item.limits(self.formulas[item.formula], lengths):
                limits[slot] = min(limits[slot], limit)
        return tuple(limits)


@lru_cache(maxsize=_KEPT)
def _reaches(plan: Plan, schedule: Schedule, period: Period) -> tuple[tuple[Span, Period | None], ...]:
    return tuple((span, schedule.reach(period, span)) for span in plan.spans)


@lru_cache(maxsize=_KEPT)
def _situated(
    plan: Plan, schedule: Schedule, period: Period, carried: frozenset[str], immature: tuple[bool, ...]
) -> Situation:
    reaches = _reaches(plan, schedule, period)
    return plan.situated(period, reaches, carried, immature, whole=schedule.unbounded)


@lru_cache(maxsize=_KEPT)
def _decided(plan: Plan, carried: frozenset[str]) -> tuple[tuple[Status | None, ...], tuple[bool, ...]]:
    expressions = [item.target.expression if item.target else None for item in plan.items]
    return (
        tuple(plan.fixed(formula, carried) for formula in plan.formulas),
        tuple(e is not None and bool(_missing(e.measures, carried)) for e in expressions),
    )


@lru_cache(maxsize=_KEPT)
def _lacking(plan: Plan, carried: frozenset[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for formula in plan.formulas for name in plan.missing(formula, carried)))


@lru_cache(maxsize=_KEPT)
def _limits(plan: Plan, schedule: Schedule, period: Period) -> tuple[int, ...]:
    return plan.limits_over(lengths_of(_reaches(plan, schedule, period)))


def _missing(measures: tuple[Measure, ...], carried: AbstractSet[str]) -> tuple[Measure, ...]:
    return tuple(m for m in measures if m.id not in carried and not m.absent_counts_zero)
