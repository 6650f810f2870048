"""The compiled plan: slots, formulas, and the order in which they become a card."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache

import attrs

from ..arithmetic import EXACT
from ..calendar import Period
from ..curves import Canonical
from ..indicators import Mix, StructureMatch
from ..measures import RESERVED, Expression, Measure
from ..profiles import Criterion, Extra, Gate, Profile
from ..vocabulary import Status
from ._formula import Formula, Length, Shape, Situation, Term
from ._schedule import Schedule
from ._slots import Slot, Stat

__all__ = ["Item", "Junction", "Look", "Plan", "PlanExtra", "PlanGate", "Target"]

_KEPT = 256


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


@attrs.frozen(kw_only=True, cache_hash=True)
class Plan:
    """What to sum for a profile and how the sums become a card.  Compiled once for each profile."""

    profile: Profile
    slots: tuple[Slot, ...] = attrs.field(eq=False, repr=False)
    formulas: tuple[Formula, ...] = attrs.field(eq=False, repr=False)
    items: tuple[Item, ...] = attrs.field(eq=False, repr=False)
    extras: tuple[PlanExtra, ...] = attrs.field(eq=False, repr=False)
    gates: tuple[PlanGate, ...] = attrs.field(eq=False, repr=False)

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure the plan reads, once, in order of appearance."""
        return tuple(dict.fromkeys(slot.measure for slot in self.slots))

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name that is read from a record: the measures and the reserved ones."""
        return frozenset({*RESERVED, *(measure.id for measure in self.measures)})

    @cached_property
    def windows(self) -> tuple[int, ...]:
        """The rolling windows in use, in months."""
        return tuple(sorted({slot.window for slot in self.slots if slot.window}))

    @cached_property
    def targets(self) -> frozenset[str]:
        """Ids of the measures that are targets: a span that holds a part of one gives `no_target`, not a fault."""
        return frozenset(slot.measure.id for slot in self.slots if slot.stat is Stat.PARTIAL)

    def situation(self, schedule: Schedule, period: Period, carried: frozenset[str], last_day: int) -> Situation:
        """Return what holds for all cards of a period, given the columns the call carries and its latest date."""
        fixed, untargeted = _decided(self, carried)
        immature = tuple(_is_immature(formula, period, last_day) for formula in self.formulas)
        return Situation(period, schedule.unbounded, self.lengths(schedule, period), fixed, untargeted, immature)

    def lengths(self, schedule: Schedule, period: Period) -> tuple[Length, ...]:
        """Return the lengths of a period and of the rolling windows that end with it."""
        return tuple(Length.of(window, schedule.reach(period, window)) for window in (0, *self.windows))

    def lacking(self, carried: frozenset[str]) -> tuple[str, ...]:
        """Return every column that some formula wants and no record carries."""
        return _lacking(self, carried)

    @staticmethod
    def fixed(formula: Formula, carried: AbstractSet[str]) -> Status | None:
        """Return the status that the columns of a call decide for all cards, or None where sums decide."""
        indicator = formula.indicator
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
        if formula.shape is Shape.ELSEWHERE:
            return ()
        return tuple(m.id for m in formula.indicator.measures if m.id not in carried and m.absent_counts_zero)

    def missing(self, formula: Formula, carried: AbstractSet[str]) -> tuple[str, ...]:
        """Return the columns a formula lacks."""
        if formula.shape is Shape.ELSEWHERE:
            return ()
        lacking = [m.id for m in _missing(formula.indicator.measures, carried)]
        by = getattr(formula.indicator, "by", None)
        return (*lacking, *([by] if by is not None and by not in carried else []))

    def limits(self, lengths: tuple[Length, ...]) -> tuple[int, ...]:
        """Return, for each slot, the sum beyond which the profile is not computed exactly on every engine."""
        return _limits(self, lengths)


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
def _limits(plan: Plan, lengths: tuple[Length, ...]) -> tuple[int, ...]:
    limits = [EXACT // 4] * len(plan.slots)
    for formula in plan.formulas:
        for slot, limit in formula.limits(lengths):
            limits[slot] = min(limits[slot], limit)
    return tuple(limits)


def _missing(measures: tuple[Measure, ...], carried: AbstractSet[str]) -> tuple[Measure, ...]:
    return tuple(m for m in measures if m.id not in carried and not m.absent_counts_zero)


def _is_immature(formula: Formula, period: Period, last_day: int) -> bool:
    window = getattr(formula.indicator, "matures_after", None)
    return window is not None and last_day < period.end.toordinal() + window - 1
