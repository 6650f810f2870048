"""Kinds that are sums, quotients and changes of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

import attrs

from ..arithmetic import to_grid
from ..errors import Fault, ProfileError
from ..measures import Expression, Measure
from ..measures._checks import member
from ..text import shown
from ..vocabulary import Additivity, Base, Direction, Owner, Per, RollUp, Unit, Zero
from ._base import Bounds, Indicator, bracketed, expression_of, optional_amount
from ._pace import Pace, pace

__all__ = ["Assessed", "Attainment", "Change", "Mean", "Ratio", "Share", "Total", "total_of"]

_SHORT_SCALE = 10


def _per(given: Per | str | None) -> Per | None:
    return None if given is None else member(Per, given, "per of an indicator")


def _since(given: Base | str) -> Base:
    return member(Base, given, "since of an indicator")


def _of(given: Total | Ratio) -> Total | Ratio:
    if isinstance(given, Total | Ratio):
        return given
    raise ProfileError([Fault("a total or a ratio", field="of", value=shown(given))])


def _base_numerator(change: Change) -> Expression:
    return change.of.numerator


def _base_denominator(change: Change) -> Expression | None:
    return change.of.denominator


@attrs.frozen(repr=False, cache_hash=True)
class Total(Indicator):
    """A count or a sum: the measures themselves, in their own unit.

    Value: Σ numerator.  No event is 0; a source that was not loaded is `missing_data`.

    >>> from salesperf import indicators
    >>> indicators.NET_UNITS.formula
    'units_delivered − units_returned'
    """

    kind = "total"
    zero_by_default = Zero.COUNT

    numerator: Expression = attrs.field(kw_only=True, converter=expression_of)

    def _derived_roll_up(self) -> RollUp:
        if any(measure.additivity is Additivity.DISTINCT for measure in self.measures):
            return RollUp.UNION
        if any(measure.additivity.is_snapshot for measure in self.measures):
            return RollUp.SEMI
        owners = {measure.owner for measure in self.measures}
        return RollUp.AREA if Owner.AREA in owners else RollUp.STORE if owners == {Owner.STORE} else RollUp.SUM

    def _misfits(self) -> list[str]:
        if self.numerator.unit is self.unit:
            return []
        return [f"total {self.id}: the unit of {self.numerator} is {self.numerator.unit}, not {self.unit}"]

    @property
    def formula(self) -> str:
        """The formula in measures, as text."""
        return f"{bracketed(self.numerator)} × {self.factor}" if self.factor != 1 else str(self.numerator)


@attrs.frozen(repr=False, cache_hash=True)
class Ratio(Indicator):
    """Σ numerator ÷ Σ denominator × factor, divided once, at the scope asked for.

    A denominator of 0 or less gives no value but a status (`zero`).  `per` makes the value independent of the period's
    length: flows over person-days are expressed per person and month or year (× 12 ÷ months), flows over stock or
    capital per year (× 365 ÷ days), stock over the sales of a period in days or months of supply.  `matures_after` is
    the age in days from which a cohort counts (with `zero=Zero.IMMATURE`).

    >>> from salesperf import Direction, Unit, indicators, measures
    >>> indicators.Ratio("quote_rate", numerator=measures.QUOTES_ISSUED, denominator=measures.FIRST_VISITS,
    ...                  unit=Unit.PERCENT, direction=Direction.HIGHER, decimals=2, en="Quote rate", zh="报价率")
    <Ratio quote_rate: quotes_issued ÷ first_visits × 100 [percent, higher]>
    """

    kind = "ratio"

    numerator: Expression = attrs.field(kw_only=True, converter=expression_of)
    denominator: Expression = attrs.field(kw_only=True, converter=expression_of)
    per: Per | None = attrs.field(kw_only=True, default=None, converter=_per)
    matures_after: int | None = attrs.field(kw_only=True, default=None)

    def _faults(self) -> list[Fault]:
        faults = super()._faults()
        if self._pace is None:
            expected = (
                "per month or year over person-days, per day, month or year over a level, "
                "per day or month of a level over a flow; nothing elsewhere"
            )
            faults.append(Fault(expected, field=f"per of {self.id}", value=shown(self.per)))
        days = self.matures_after
        if days is not None and (type(days) is not int or days < 1):
            faults.append(Fault("a whole number of days", field=f"matures_after of {self.id}", value=shown(days)))
        if (days is None) == (self.zero is Zero.IMMATURE):
            expected = f"given exactly where the zero rule is {Zero.IMMATURE}"
            faults.append(Fault(expected, field=f"matures_after of {self.id}", value=shown(days)))
        return faults

    def _derived_roll_up(self) -> RollUp:
        if any(measure.owner is Owner.AREA for measure in self.measures):
            return RollUp.AREA
        if any(measure.additivity.is_snapshot for measure in self.measures):
            return RollUp.SEMI
        ledger = any(measure.owner is Owner.STORE and measure.unit is Unit.MONEY for measure in self.measures)
        if ledger or all(measure.owner is Owner.STORE for measure in self.numerator.measures):
            return RollUp.STORE
        return RollUp.RATIO

    @property
    def _pace(self) -> Pace | None:
        return pace(self.numerator, self.denominator, self.per)

    @property
    def times(self) -> tuple[str, ...]:
        """What the numerator is multiplied by besides `factor`: "days", "months", "12" or "365"."""
        return (self._pace or ((), ()))[0]

    @property
    def divided_by(self) -> tuple[str, ...]:
        """What the denominator is multiplied by: "days" or "months"."""
        return (self._pace or ((), ()))[1]

    @property
    def formula(self) -> str:
        """The formula in measures, as text."""
        scaled = [str(self.factor)] if self.factor != 1 else []
        times = "".join(f" × {name}" for name in (*scaled, *self.times))
        over = "".join(f" ÷ {name}" for name in self.divided_by)
        return f"{bracketed(self.numerator)} ÷ {bracketed(self.denominator)}{times}{over}"


class Share(Ratio):
    """A ratio whose numerator is part of its denominator, so that 0 to 100 % is an invariant: outside it is `suspect`.

    Numerator and denominator have one unit, or `UnitError` is raised.
    """

    __slots__ = ()

    kind = "share"

    def _bounds_by_default(self) -> Bounds:
        return Decimal(0), Decimal(self.factor)

    def _misfits(self) -> list[str]:
        if self.numerator.unit is self.denominator.unit:
            return []
        return [f"share {self.id}: {self.numerator.unit} cannot be part of {self.denominator.unit}"]


class Mean(Ratio):
    """Σ of a measured quantity ÷ their number: ratings, minutes, days.  Never a mean of means."""

    __slots__ = ()

    kind = "mean"

    def _derived_roll_up(self) -> RollUp:
        return RollUp.POOL if self.numerator.unit is Unit.RATING else super()._derived_roll_up()

    def on_scale(self, low: int, high: int) -> Self:
        """Return the same indicator for answers on another scale; values off it are `suspect`.

        A scale that ends below 10 shows 4 decimals, any other 2.  Ends that are not whole numbers in order raise
        `ProfileError`.

        >>> from salesperf import indicators
        >>> indicators.CSI_SCORE.on_scale(1, 5).decimals
        4
        """
        if type(low) is not int or type(high) is not int or not low < high:
            value = f"{shown(low)} to {shown(high)}"
            raise ProfileError([Fault("whole numbers from low to high", field=f"scale of {self.id}", value=value)])
        return attrs.evolve(
            self,
            id=f"{self.id}_on_{low}_{high}".replace("-", "minus_"),
            decimals=4 if high < _SHORT_SCALE else 2,
            plausible=(low, high),
            en=f"{self.en} ({low}–{high})",
            zh=f"{self.zh}（{low}–{high}）",
            about=self.notes,
        )


@attrs.frozen(repr=False, cache_hash=True)
class Attainment(Ratio):
    """Actual ÷ target × 100, the target being the subject's own.  No target, or one ≤ 0, is `no_target`.

    With `scale` (an amount in the numerator's unit) the value is 100 + 100 · (actual − target) ÷ scale, which also
    holds where actual or target may be negative (profit, gross); then only an absent target is `no_target`.  Actual and
    target have one unit, and a scaled attainment is in percent, or `UnitError` is raised.

    >>> import attrs
    >>> from salesperf import indicators
    >>> attrs.evolve(indicators.PROFIT_ATTAINMENT, id="profit_variance", scale=500_000).formula
    '100 + 100 × (net_profit − target_profit) ÷ 500000'
    """

    kind = "attainment"
    zero_by_default = Zero.TARGET

    scale: Decimal | None = attrs.field(kw_only=True, default=None, converter=optional_amount)

    def _faults(self) -> list[Fault]:
        faults = super()._faults()
        if self.scale is not None and (self.scale <= 0 or to_grid(self.scale, self.numerator.decimals) is None):
            expected = f"an amount above 0 with at most {self.numerator.decimals} decimals"
            faults.append(Fault(expected, field=f"scale of {self.id}", value=shown(self.scale)))
        return faults

    def _misfits(self) -> list[str]:
        misfits = []
        if self.numerator.unit is not self.denominator.unit:
            misfits.append(f"attainment {self.id}: actual in {self.numerator.unit}, target in {self.denominator.unit}")
        if self.scale is not None and self.unit is not Unit.PERCENT:
            misfits.append(f"attainment {self.id}: with a scale its unit is {Unit.PERCENT}, not {self.unit}")
        return misfits

    @property
    def formula(self) -> str:
        """The formula in measures, as text."""
        if self.scale is None:
            return super().formula
        return f"100 + 100 × ({self.numerator} − {bracketed(self.denominator)}) ÷ {self.scale:f}"


class Assessed(Ratio):
    """Points given by raters ÷ ratings.  Not assessed is `not_assessed`, never 0."""

    __slots__ = ()

    kind = "assessed"
    zero_by_default = Zero.ASSESSED

    def _derived_roll_up(self) -> RollUp:
        return RollUp.ASSESS


@attrs.frozen(repr=False, cache_hash=True)
class Change(Indicator):
    """How much an indicator moved since its base period: relative in percent, or in points of the value itself.

    `since` names the base: the same days a year before (`Base.YEAR`) or the period just before (`Base.PREVIOUS`).  Its
    days follow from the card's own period and the calendar; its facts are those of the same records, which have to
    reach back that far.  Year on year keeps the calendar's Spring Festival rule: February is compared together with
    January, and January by itself with nothing.

    Of a total it is computed from the sums of both periods; of a ratio from the *shown* values.  A relative change is
    in percent; a difference is in percentage points where the indicator is in percent, else in its own unit, with its
    decimals.

    A base that is 0, negative or absent is `no_denominator`; where the calendar has nothing to compare with, the change
    is `not_applicable`; where everything is one period, it is `missing_data`.

    >>> from salesperf import indicators
    >>> indicators.SALES_GROWTH.formula
    '(net_units now − base) ÷ base × 100, base: net_units of the same period a year before'
    >>> import attrs
    >>> attrs.evolve(indicators.MARKET_SHARE_CHANGE_PP, id="share_change_mom", since="previous").formula
    'market_share now − market_share of the period before'
    """

    kind = "change"
    zero_by_default = Zero.BASE

    of: Total | Ratio = attrs.field(kw_only=True, converter=_of)
    relative: bool = attrs.field(kw_only=True, default=True)
    since: Base = attrs.field(kw_only=True, default=Base.YEAR, converter=_since)
    numerator: Expression = attrs.field(
        kw_only=True, init=False, default=attrs.Factory(_base_numerator, takes_self=True)
    )
    denominator: Expression | None = attrs.field(
        kw_only=True, init=False, default=attrs.Factory(_base_denominator, takes_self=True)
    )

    def _faults(self) -> list[Fault]:
        faults = super()._faults()
        if not self.relative and self.decimals != self.of.decimals:
            expected = f"the {self.of.decimals} decimals of {self.of.id}"
            faults.append(Fault(expected, field=f"decimals of {self.id}", value=shown(self.decimals)))
        return faults

    def _misfits(self) -> list[str]:
        points = Unit.PERCENTAGE_POINTS if self.of.unit is Unit.PERCENT else self.of.unit
        unit = Unit.PERCENT if self.relative else points
        return [] if self.unit is unit else [f"change {self.id}: its unit is {unit}, not {self.unit}"]

    def _derived_roll_up(self) -> RollUp:
        return RollUp.CHG

    @property
    def sample(self) -> None:
        """A change has no sample of its own."""
        return

    @property
    def formula(self) -> str:
        """The formula, as text."""
        before = "the same period a year before" if self.since is Base.YEAR else "the period before"
        now, base = f"{self.of.id} now", f"{self.of.id} of {before}"
        return f"({now} − base) ÷ base × 100, base: {base}" if self.relative else f"{now} − {base}"


def total_of(measure: Measure) -> Total:
    """Return a measure by itself as an indicator: what an extra or a gate on a measure looks at.

    >>> from salesperf import measures
    >>> total_of(measures.COMPLAINTS_VALID)
    <Total complaints_valid: complaints_valid [count, higher]>
    """
    return Total(
        measure.id,
        numerator=measure,
        unit=measure.unit,
        direction=Direction.HIGHER,
        decimals=min(measure.decimals, 2),
        en=measure.en,
        zh=measure.zh,
    )
