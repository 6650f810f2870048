"""What every kind of indicator has: names, unit, direction, decimals, bounds, the rule for an absent denominator."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

import attrs

from ..arithmetic import to_grid
from ..errors import Fault, ProfileError, UnitError
from ..measures import Expression, Measure, identifier
from ..measures._checks import Amount, member, named, number
from ..text import shown
from ..vocabulary import Category, Direction, Level, RollUp, Theme, Unit, Zero
from ._describe import describe
from ._notes import Notes, shipped_notes

__all__ = ["Bounds", "Indicator", "bracketed", "expression_of", "optional_amount"]

Bounds = tuple[Decimal | None, Decimal | None]
"""The plausible range of a shown value; None is unbounded."""

_PERCENTS = (Unit.PERCENT, Unit.PERCENTAGE_POINTS)
_MOST_DECIMALS = 6


class _Doc:
    """The docstring of a kind on the class, the description of the indicator on its instances."""

    __slots__ = ("text",)

    def __init__(self, text: str | None) -> None:
        self.text = text

    def __get__(self, indicator: Indicator | None, kind: type[Indicator]) -> str | None:
        return self.text if indicator is None else indicator.describe()


def optional_amount(value: Amount | None) -> Decimal | None:
    """Return an amount as a decimal; a float means its `repr`, None stays None."""
    if value is None:
        return None
    amount = number(value)
    if amount is None:
        raise ProfileError([Fault("a number", field="amount", value=shown(value))])
    return amount


def expression_of(source: Measure | Expression) -> Expression:
    """Return a measure or a sum of measures as an expression."""
    return Expression.of(source)


def bracketed(expression: Expression) -> str:
    """Return an expression as text, in brackets if it has more than one term."""
    return f"({expression})" if len(expression.terms) > 1 else str(expression)


def _id(_: Indicator, __: attrs.Attribute[str], value: str) -> None:
    identifier(value, "indicator")


def _unit(given: Unit | str) -> Unit:
    return member(Unit, given, "unit of an indicator")


def _direction(given: Direction | str) -> Direction:
    return member(Direction, given, "direction of an indicator")


def _category(given: Category | str | None) -> Category | None:
    return None if given is None else member(Category, given, "category of an indicator")


def _theme(given: Theme | str | None) -> Theme | None:
    return None if given is None else member(Theme, given, "theme of an indicator")


def _zero(given: Zero | str) -> Zero:
    return member(Zero, given, "zero rule of an indicator")


def _roll_up(given: RollUp | str | None) -> RollUp | None:
    return None if given is None else member(RollUp, given, "roll-up of an indicator")


def _levels(given: Iterable[Level | str]) -> tuple[Level, ...]:
    return tuple(member(Level, level, "level of an indicator") for level in given)


def _plausible(given: tuple[Amount | None, Amount | None]) -> Bounds:
    low, high = given
    return optional_amount(low), optional_amount(high)


def _own_zero(indicator: Indicator) -> Zero:
    return indicator.zero_by_default


def _own_factor(indicator: Indicator) -> int:
    return indicator._factor_by_default()  # noqa: SLF001  (the class asks itself, through attrs)


def _own_bounds(indicator: Indicator) -> Bounds:
    return indicator._bounds_by_default()  # noqa: SLF001  (the class asks itself, through attrs)


@attrs.frozen(eq=False, repr=False)
class Indicator(ABC):
    """What every kind of indicator has; use one of the kinds.

    `unit`, `direction` and `decimals` cannot be left out.  `decimals` is how many decimals are shown, and what is shown
    is what is scored.  `factor` scales the quotient (100 for percents).  `plausible` bounds the shown value: outside it
    the value is flagged `suspect`, never clamped.  `zero` says what an absent denominator means.  `theme` is what a
    strategy phase re-weights.  `about` holds benchmark, misuse, pitfall and sources of your own indicator; `notes`
    finds those of a shipped one.  `rolls_up` is given only where the way to a wider scope does not follow from the kind
    and its measures.

    Faults of the arguments are collected and raised as one `ProfileError`; units that do not fit the kind raise
    `UnitError`.
    """

    kind: ClassVar[str]
    zero_by_default: ClassVar[Zero] = Zero.UNDEFINED

    id: str = attrs.field(validator=_id)
    unit: Unit = attrs.field(kw_only=True, converter=_unit)
    direction: Direction = attrs.field(kw_only=True, converter=_direction)
    decimals: int = attrs.field(kw_only=True)
    en: str = attrs.field(kw_only=True)
    zh: str = attrs.field(kw_only=True)
    category: Category | None = attrs.field(kw_only=True, default=None, converter=_category)
    theme: Theme | None = attrs.field(kw_only=True, default=None, converter=_theme)
    levels: tuple[Level, ...] = attrs.field(kw_only=True, default=(), converter=_levels)
    factor: int = attrs.field(kw_only=True, default=attrs.Factory(_own_factor, takes_self=True))
    plausible: Bounds = attrs.field(
        kw_only=True, default=attrs.Factory(_own_bounds, takes_self=True), converter=_plausible
    )
    zero: Zero = attrs.field(kw_only=True, default=attrs.Factory(_own_zero, takes_self=True), converter=_zero)
    rolls_up: RollUp | None = attrs.field(kw_only=True, default=None, converter=_roll_up)
    about: Notes | None = attrs.field(kw_only=True, default=None)
    numerator: Expression | None = attrs.field(kw_only=True, default=None, init=False)
    denominator: Expression | None = attrs.field(kw_only=True, default=None, init=False)

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        # attrs builds a slotted class twice; the second time the descriptor already answers with the text.
        type.__setattr__(cls, "__doc__", _Doc(cls.__doc__))

    def __attrs_post_init__(self) -> None:
        faults = self._faults()
        if faults:
            raise ProfileError(faults)
        misfits = self._misfits()
        if misfits:
            raise UnitError("; ".join(misfits))
        if self.rolls_up is not None and self.rolls_up is self._derived_roll_up():
            # Saying what follows anyway is no difference between two indicators.
            object.__setattr__(self, "rolls_up", None)

    def _factor_by_default(self) -> int:
        return 100 if self.unit in _PERCENTS else 1

    def _bounds_by_default(self) -> Bounds:
        return None, None

    @abstractmethod
    def _derived_roll_up(self) -> RollUp:
        """Return how the indicator is built at a wider scope, as far as it follows from kind and measures."""

    def _faults(self) -> list[Fault]:
        """Return everything wrong with the arguments; the kinds add theirs."""
        faults = [*named(self.en, f"en of {self.id}"), *named(self.zh, f"zh of {self.id}")]
        if type(self.factor) is not int or self.factor < 1:
            faults.append(Fault("a whole number from 1", field=f"factor of {self.id}", value=shown(self.factor)))
        if type(self.decimals) is not int or not 0 <= self.decimals <= _MOST_DECIMALS:
            expected = f"a whole number from 0 to {_MOST_DECIMALS}"
            faults.append(Fault(expected, field=f"decimals of {self.id}", value=shown(self.decimals)))
            return faults
        for bound in self.plausible:
            if bound is not None and to_grid(bound, self.decimals) is None:
                expected = f"a bound with at most {self.decimals} decimals"
                faults.append(Fault(expected, field=f"plausible range of {self.id}", value=shown(bound)))
        low, high = self.plausible
        if low is not None and high is not None and low > high:
            faults.append(
                Fault("a range from low to high", field=f"plausible range of {self.id}", value=f"{low}…{high}")
            )
        ids = [measure.id for measure in self.measures]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            expected = "one definition of each measure"
            faults.append(Fault(expected, field=f"formula of {self.id}", value=", ".join(twice)))
        return faults

    def _misfits(self) -> list[str]:
        """Return what is wrong with the units; the kinds add theirs."""
        return []

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure the indicator reads, in order of appearance."""
        both = [expression.measures for expression in (self.numerator, self.denominator) if expression is not None]
        return tuple(dict.fromkeys(measure for measures in both for measure in measures))

    @property
    def sample(self) -> Expression | None:
        """The count that tells how much the value rests on: the denominator where it counts something, else None."""
        return self.denominator if self.denominator is not None and self.denominator.unit is Unit.COUNT else None

    @property
    def roll_up(self) -> RollUp:
        """How the indicator is built at a wider scope: `rolls_up` if given, else what follows from its measures."""
        return self.rolls_up or self._derived_roll_up()

    @property
    @abstractmethod
    def formula(self) -> str:
        """The formula in measures, as text."""

    @property
    def notes(self) -> Notes:
        """Benchmark, misuse, pitfall and sources: the indicator's own, or those shipped with a catalogue id."""
        return self.about or shipped_notes(self.id)

    def name(self, lang: str = "en") -> str:
        """Return the English ("en") or Chinese ("zh") name."""
        return self.zh if lang == "zh" else self.en

    def describe(self, lang: str = "en") -> str:
        """Return everything about the indicator as text, one fact a line; `lang="zh"` gives Chinese labels.

        >>> from salesperf import indicators
        >>> print(indicators.CLOSE_RATE_COHORT.describe().partition("Benchmark")[0].rstrip())
        close_rate_cohort: Cohort (matured) close rate
        Kind:        share
        Formula:     cohort_opps_won ÷ cohort_opps_opened × 100
        Unit:        percent
        Direction:   higher is better
        Decimals:    2
        Plausible:   0 to 100
        Denominator: not positive: no value (no_denominator); younger than 60 days: shown, not scored (immature_cohort)
        Roll-up:     RATIO: each measure is rolled up by its own rule, then divided once
        Levels:      manager, director
        Category:    process
        Theme:       process
        """
        return describe(self, lang)

    def to_dict(self) -> dict[str, Any]:
        """Return all metadata in JSON types; `indicators.from_dict` reads it back.

        >>> from salesperf import indicators
        >>> indicators.CLOSE_RATE.to_dict()["denominator"]
        {'opps_opened': 1}
        """
        from ._documents import to_dict  # noqa: PLC0415  (the reader of documents knows every kind, so it lies above)

        return to_dict(self)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}: {self.formula} [{self.unit}, {self.direction}]>"
