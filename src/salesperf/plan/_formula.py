"""Formulas: an indicator as integers over slots, without an engine.

A quotient's value, in units of its last shown decimal, is

    rdiv(Σ numerator · times · pace, Σ denominator · over · pace)

where `times / over` holds factor, decimals and grids in lowest terms and the pace terms are the period's days and
months.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from functools import cached_property
from math import gcd
from typing import NamedTuple

import attrs

from ..arithmetic import EXACT, units_of
from ..calendar import Period
from ..indicators import Indicator, Mix, StructureMatch
from ..vocabulary import Status
from ._distribution import mix_limit, structure_limits
from ._slots import PERIOD, Span

__all__ = ["Formula", "Length", "MemberRule", "Shape", "Situation", "Term", "lengths_of", "target_shares"]


class Shape(Enum):
    """How a formula is evaluated."""

    QUOTIENT = "quotient"
    SUM = "sum"
    SCALED = "scaled"
    MIX = "mix"
    STRUCTURE = "structure"
    CHANGE = "change"
    """From two other formulas: the same indicator now and of the base period."""
    MEMBERS = "members"
    """From the direct reports' own values."""
    ELSEWHERE = "elsewhere"
    """It needs facts that the call does not hold: an organisation for members' values, peers."""


class MemberRule(Enum):
    """What is made of the direct reports' values."""

    MEAN = "mean"
    WEIGHTED = "weighted"
    MEDIAN = "median"
    PASS = "pass"  # noqa: S105  (a rule, no secret)
    DISPERSION = "dispersion"
    WEIGHT_MET = "weight_met"
    """Of process lines: the part of the weight that is at 100 points or above."""


@attrs.frozen
class Term:
    """A slot, times a whole number."""

    slot: int
    times: int


def target_shares(indicator: Mix) -> dict[str, int]:
    """Return the target shares in lowest whole numbers."""
    units = {name: units_of(share, 2) for name, share in indicator.shares}
    common = gcd(*units.values()) or 1
    return {name: share // common for name, share in units.items()}


def _shared(terms: Sequence[Term], limit: int) -> list[tuple[int, int]]:
    """Divide the limit of a sum of spreads among its terms."""
    return [(term.slot, limit // sum(abs(each.times) for each in terms)) for term in terms]


@attrs.frozen(kw_only=True)
class Formula:
    """An indicator over the slots of a plan."""

    indicator: Indicator
    shape: Shape
    numerator: tuple[Term, ...] = ()
    denominator: tuple[Term, ...] = ()
    times: int = 1
    over: int = 1
    numerator_dates: int | None = None
    denominator_dates: int | None = None
    scale: int = 0
    """A scaled attainment's scale, on the numerator's grid."""
    low: int | None = None
    high: int | None = None
    unsigned: tuple[int, ...] = ()
    """Slots whose sum is suspect below 0."""
    sample: tuple[Term, ...] = ()
    minimum: int = 0
    """The smallest sample, on the sample's grid; 0: not tested."""
    partial: tuple[int, ...] = ()
    """Slots that are not 0 where the span holds only a part of a target."""
    target_rows: int | None = None
    """The slot that counts the rows of a scaled attainment's target."""
    span: Span = PERIOD
    now: Formula | None = None
    """Of a change: the indicator now, and in `base` of the base period; `now_at`, `base_at` number them in the plan."""
    base: Formula | None = None
    now_at: int = 0
    base_at: int = 0
    members: int | None = None
    """The slot of the direct reports' values."""
    rule: MemberRule = MemberRule.MEAN
    cap: int | None = None
    """The most that one member's value counts, in units of the members' indicator."""
    par: int = 0
    """What a member's value is at target, in the same units."""
    grade: int = 1
    """How many units of the indicator make one unit of the members' indicator."""

    @property
    def pace(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What of the period multiplies the numerator and the denominator: "days", "months"."""
        times = tuple(name for name in getattr(self.indicator, "times", ()) if not name.isdigit())
        return times, tuple(getattr(self.indicator, "divided_by", ()))

    def length(self, lengths: Sequence[Length]) -> Length:
        """Return the length of the formula's own span; of one that there is not, any: nothing is computed over it."""
        return next((length for length in lengths if length.span == self.span), Length(self.span, 1, (1, 1)))

    def limits(self, lengths: Sequence[Length]) -> list[tuple[int, int]]:
        """Return (slot, largest sum) for every slot, so that each intermediate integer stays below 2^62."""
        if self.shape in {Shape.ELSEWHERE, Shape.MEMBERS}:
            return []
        if self.shape is Shape.CHANGE:
            return self._change_limits()
        if self.shape is Shape.MIX:
            return self._mix_limits()
        if self.shape is Shape.STRUCTURE:
            return self._structure_limits()
        length = self.length(lengths)
        limit = self._scaled_limit(length) if self.shape is Shape.SCALED else self._quotient_limit(length)
        return [(term.slot, limit) for term in (*self.numerator, *self.denominator)]

    @property
    def changes_sums(self) -> bool:
        """Whether a change is computed from the sums of both periods; else from the values as shown."""
        return self.now is not None and self.now.shape is Shape.SUM and self.now.numerator_dates is None

    def _change_limits(self) -> list[tuple[int, int]]:
        """Bound the sums of a change of a total; shown values are bounded where they are divided."""
        if not self.changes_sums or self.now is None or self.base is None:
            return []
        terms = (*self.now.numerator, *self.base.numerator)
        limit = EXACT // (2 * self.unit * sum(abs(term.times) for term in terms) + 3) - 1
        return [(term.slot, limit) for term in terms]

    def _mix_limits(self) -> list[tuple[int, int]]:
        indicator = self.indicator
        assert isinstance(indicator, Mix)  # noqa: S101  (the shape says so)
        return _shared(self.numerator, mix_limit(target_shares(indicator), 10**indicator.numerator.decimals, self.unit))

    def _structure_limits(self) -> list[tuple[int, int]]:
        indicator = self.indicator
        assert isinstance(indicator, StructureMatch)  # noqa: S101  (the shape says so)
        grids = 10**indicator.numerator.decimals, 10**indicator.denominator.decimals
        stock_limit, demand_limit = structure_limits(*grids, self.unit)
        return [*_shared(self.numerator, stock_limit), *_shared(self.denominator, demand_limit)]

    def _quotient_limit(self, length: Length) -> int:
        above, below = self.paces(length)
        above *= self.times * (length.days if self.denominator_dates is not None else 1)
        below *= self.over * (length.days if self.numerator_dates is not None else 1)
        upper = sum(abs(term.times) for term in self.numerator) * above
        lower = sum(abs(term.times) for term in self.denominator) * below
        return (EXACT - 3 * below) // (2 * upper + 3 * lower) - 1

    def _scaled_limit(self, length: Length) -> int:
        actual, target = (1 if slot is None else length.days for slot in (self.numerator_dates, self.denominator_dates))
        upper = sum(abs(term.times) for term in self.numerator) * target
        upper += sum(abs(term.times) for term in self.denominator) * actual
        constant = (2 * self.times * self.scale + 3 * self.over) * actual * target
        return (EXACT - constant) // (2 * self.times * upper) - 1

    @property
    def unit(self) -> int:
        """How many units of the last shown decimal make 1 (100 for a distribution in percent or points of 100)."""
        return int(10**self.indicator.decimals) * self.indicator.factor

    def paces(self, length: Length) -> tuple[int, int]:
        """Return what the period's length multiplies numerator and denominator with."""
        above = below = 1
        _, days, months = length
        times, divided_by = self.pace
        for name in times:
            above, below = (above * days, below) if name == "days" else (above * months[0], below * months[1])
        for name in divided_by:
            above, below = (above, below * days) if name == "days" else (above * months[1], below * months[0])
        return above, below


class Length(NamedTuple):
    """How long a span is."""

    span: Span
    days: int
    months: tuple[int, int]


def lengths_of(reaches: Iterable[tuple[Span, Period | None]]) -> tuple[Length, ...]:
    """Return how long spans are; those that there are not have no length."""
    return tuple(Length(span, reach.days, reach.months) for span, reach in reaches if reach is not None)


@attrs.frozen(cache_hash=True)
class Situation:
    """What holds for all cards of one period.

    The statuses that no sum can change, open cohorts, the days of each span.
    """

    period: Period
    whole: bool
    """Whether everything is one period, so that windows have nothing to add."""
    reaches: tuple[tuple[Span, Period | None], ...]
    """The days of each span of the plan; None where there is no such span."""
    fixed: tuple[Status | None, ...]
    """For each formula, the status that the columns of the call decide."""
    untargeted: tuple[bool, ...]
    """For each item, whether its own target is carried by no record."""
    immature: tuple[bool, ...]
    """For each formula, whether its cohort's window is still open."""

    @cached_property
    def lengths(self) -> tuple[Length, ...]:
        """How long each span is."""
        return lengths_of(self.reaches)

    def reach(self, span: Span) -> Period:
        """Return the days of a span; of one that there is not, those of the period."""
        return next((reach for known, reach in self.reaches if known == span and reach is not None), self.period)
