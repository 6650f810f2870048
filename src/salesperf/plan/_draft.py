"""A program in the making: steps by name, inputs and their bounds, and what makes a row be refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..arithmetic import EXACT
from ..vocabulary import Status
from ._bounds import Bounds
from ._expression import (
    FALSE,
    ZERO,
    Column,
    Constant,
    Expression,
    Flag,
    Literal,
    Number,
    Outside,
    Sign,
    Truth,
    Within,
    at_least,
    compare,
    either,
    minus,
    plus,
    times,
)
from ._formula import Formula, Length, Term
from ._plan import Plan
from ._slots import Span, Stat

__all__ = ["Draft", "Setting"]

_ANY: Bounds = (-EXACT, EXACT)


class Setting(NamedTuple):
    """What of a period's situation a program depends on: months of the same length share one."""

    fixed: tuple[Status | None, ...]
    untargeted: tuple[bool, ...]
    immature: tuple[bool, ...]
    lengths: tuple[Length, ...]

    def days(self, span: Span) -> int:
        """Return how long a span is; of one that there is not, any: nothing is computed over it."""
        return next((length.days for length in self.lengths if length.span == span), 1)


class Draft:
    """Collects the steps of a program over the periods of a call.

    A step's name begins with `_`; `_s3` is slot 3 within its limit, `_n3` and `_d3` the sums of formula 3, `_u3` its
    value, `_x3` what the curve of item 3 looks at, `_p3` its points, `_w3` the weight it brings.
    """

    def __init__(
        self, plan: Plan, settings: Sequence[Setting], *, scales: Sequence[int] = (), bounded: bool = False
    ) -> None:
        self.plan = plan
        self.scales = scales or (1,) * len(plan.slots)
        """How many units of its grid one unit of each slot's input is."""
        self.bounded = bounded
        """Whether sums are known to lie within their limits."""
        self.settings = settings
        self.steps: dict[str, Expression] = {}
        self.inputs: dict[str, list[Bounds]] = {}
        self.varying: dict[str, tuple[int, ...]] = {}
        self.refusals: list[Truth] = []
        self._limits = [plan.limits_over(setting.lengths) for setting in settings]

    # names

    def number(self, name: str, step: Number) -> Number:
        """Name a number, unless it has a name already or is known beforehand."""
        if isinstance(step, Column | Literal):
            return step
        self.steps[name] = step
        return Column(name)

    def truth(self, name: str, step: Truth) -> Truth:
        """Name a truth, unless it has a name already or is known beforehand."""
        if isinstance(step, Flag | Constant):
            return step
        self.steps[name] = step
        return Flag(name)

    # inputs

    def varied(self, name: str, values: Sequence[int]) -> Number:
        """Return what depends on the period: a whole number where it is the same in all, else an input."""
        if len(set(values)) == 1:
            return Literal(values[0])
        self.inputs[name] = [(value, value) for value in values]
        self.varying[name] = tuple(values)
        return Column(name)

    def varied_truth(self, name: str, values: Sequence[bool]) -> Truth:
        """Return what depends on the period and is true or false."""
        return compare(self.varied(name, [int(value) for value in values]), Sign.OTHER, 0)

    def flag_given(self, name: str) -> Column:
        """Return an input that is 0 or 1."""
        self.inputs[name] = [(0, 1)] * len(self.settings)
        return Column(name)

    def count(self, slot: int) -> Column:
        """Return a slot that counts dates or rows: it needs no limit."""
        name, stat = f"s{slot}", self.plan.slots[slot].stat
        days = [setting.days(self.plan.slots[slot].reach.span) for setting in self.settings]
        most = days if stat is Stat.DATES else [EXACT] * len(days)
        self.inputs.setdefault(name, [(0, each) for each in most])
        return Column(name)

    def dates(self, slot: int | None) -> list[Number]:
        """Return the divisor of a level that is a mean over dates; nothing for what is none."""
        return [] if slot is None else [at_least(self.count(slot), 1)]

    def amount(self, slot: int) -> Number:
        """Return a slot in units of its grid, within its limit; a row where it is beyond is refused."""
        name, given, scale = f"_s{slot}", Column(f"s{slot}"), self.scales[slot]
        limits = [each[slot] // scale for each in self._limits]
        if self.bounded:
            self.inputs[given.name] = [(-limit, limit) for limit in limits]
            return self.number(name, times(Literal(scale), given))
        if name not in self.steps:
            limit = self.varied(f"limit{slot}", limits)
            self.inputs[given.name] = [_ANY] * len(self.settings)
            self.steps[name] = times(Literal(scale), Within(given, limit))
            self.refusals.append(Outside(given, limit))
        return Column(name)

    def total(self, terms: Sequence[Term]) -> Number:
        """Return the sum of slots, each times a whole number."""
        added = [times(Literal(t.times), self.amount(t.slot)) for t in terms if t.times > 0]
        taken = [times(Literal(-t.times), self.amount(t.slot)) for t in terms if t.times < 0]
        return minus(plus(ZERO, *added), plus(ZERO, *taken))

    # of formulas

    def paces(self, number: int, formula: Formula) -> tuple[Number, Number]:
        """Return what the period's length multiplies numerator and denominator with."""
        pairs = [formula.paces(formula.length(setting.lengths)) for setting in self.settings]
        above, below = zip(*pairs, strict=True)
        return self.varied(f"k{number}a", above), self.varied(f"k{number}b", below)

    # rows

    @property
    def refused(self) -> Truth:
        """Whether a row has no card."""
        return either(FALSE, *self.refusals)
