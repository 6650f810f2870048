"""What all cards of one period share: the plan, the situation, the columns carried."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

import attrs

from ..arithmetic import rdiv, to_decimal, trimmed
from ..engines import Outcome, detailer
from ..measures import Expression, Measure
from ..plan import Formula, Plan, Situation, Slot, Term

__all__ = [
    "Amount",
    "Frame",
    "Row",
    "Slots",
    "amounts",
    "as_points",
    "as_shown",
    "called",
    "exactly",
    "expressed",
    "pair",
    "rounded",
]

_THOUSANDTHS = 3


@attrs.frozen
class Amount:
    """One sum in a formula: the measure, its sum, how many times it enters, and of a mean level over how many dates."""

    measure: Measure
    total: Decimal
    times: int
    dates: int | None = None

    def name(self, lang: str) -> str:
        """Return how a reader calls the measure."""
        return called(self.measure, lang)


def called(measure: Measure, lang: str) -> str:
    """Return how a reader calls a measure: by its column in English, by its name in Chinese."""
    return measure.zh if lang == "zh" else measure.id


Slots = tuple[Any, ...]

Row: TypeAlias = tuple[int, str | int, Slots, tuple[int, int | None, int | None, int | None]]
"""A card in waiting: minus its total (0 for none), the subject, the sums, the fields of its `Verdict`.

Plain tuples in the order in which they are ranked: a board of a million cards is a list of them.
"""


@attrs.frozen
class Frame:
    """What the cards of one profile in one period have in common: plan, situation, columns, number of peers."""

    plan: Plan
    situation: Situation
    carried: frozenset[str]
    peers: int = 0
    """How many cards have a rank."""
    unused: tuple[str, ...] = attrs.field(default=(), eq=False)
    """Columns that nothing asked for, to look for near names in."""

    @cached_property
    def places(self) -> dict[Slot, int]:
        """Where each slot of the plan stands."""
        return {slot: place for place, slot in enumerate(self.plan.slots)}

    @cached_property
    def detail(self) -> Callable[[Slots], Outcome]:
        """The function from the sums of a card to everything that led to its verdict."""
        return detailer(self.plan, self.situation)


def as_shown(plan: Plan, outcome: Outcome, formula: int) -> Decimal | None:
    """Return the value of a formula as a card shows it."""
    value = outcome.values[formula]
    return None if value is None else to_decimal(value, plan.formulas[formula].indicator.decimals)


def as_points(units: int | None) -> Decimal | None:
    """Return points that are counted in thousandths."""
    return None if units is None else to_decimal(units, _THOUSANDTHS)


def amounts(
    expression: Expression | None, terms: Sequence[Term], slots: Sequence[Any], dates: int | None
) -> tuple[Amount, ...]:
    """Return the sums behind one side of a formula, in the order of its expression."""
    if expression is None or not terms:
        return ()
    levels = None if dates is None else int(slots[dates])
    return tuple(
        Amount(measure, trimmed(to_decimal(slots[term.slot], measure.decimals)), times, levels)
        for (measure, times), term in zip(expression.terms, terms, strict=True)
        if isinstance(slots[term.slot], int)
    )


def exactly(
    expression: Expression | None, terms: Sequence[Term], slots: Sequence[Any], dates: int | None
) -> Fraction | None:
    """Return one side of a formula before any rounding; a mean level is its sum over its dates."""
    if expression is None or not all(isinstance(slots[term.slot], int) for term in terms):
        return None
    parts = zip(expression.terms, terms, strict=True)
    amount = sum(
        (Fraction(slots[term.slot] * times, 10**measure.decimals) for (measure, times), term in parts), Fraction(0)
    )
    return amount / (slots[dates] or 1) if dates is not None else amount


def rounded(amount: Fraction, decimals: int) -> Decimal:
    """Return an amount rounded half up to so many decimals."""
    return to_decimal(rdiv(amount.numerator * 10**decimals, amount.denominator), decimals)


def expressed(
    expression: Expression | None, terms: Sequence[Term], slots: Sequence[Any], dates: int | None
) -> Decimal | None:
    """Return one side of a formula as an amount; a mean level is rounded to its measure's own grid."""
    amount = exactly(expression, terms, slots, dates)
    return None if amount is None or expression is None else trimmed(rounded(amount, expression.decimals))


def pair(formula: Formula, slots: Sequence[Any]) -> tuple[Decimal | None, Decimal | None]:
    """Return numerator and denominator of a formula as amounts."""
    indicator = formula.indicator
    return (
        expressed(indicator.numerator, formula.numerator, slots, formula.numerator_dates)
        if formula.numerator
        else None,
        expressed(indicator.denominator, formula.denominator, slots, formula.denominator_dates)
        if formula.denominator
        else None,
    )
