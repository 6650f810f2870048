"""`Criterion`: an indicator, how it is judged, and how much that weighs."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import cast

import attrs

from ..curves import Curve, Domain
from ..errors import CurveError, Fault, ProfileError
from ..indicators import Attainment, Indicator
from ..measures import Expression, Measure
from ..text import shown
from ..vocabulary import Scope, Unit
from ._values import Number, choice, fits, label_fault, months, number, number_fault, plain

__all__ = ["CRITERION_ID", "Criterion", "curve_decimals", "curve_faults"]

CRITERION_ID = r"[a-z][a-z0-9_]{0,63}(@[a-z]{1,16})?"
"""The id of a criterion: an indicator's, and perhaps a scope."""

_ID = re.compile(CRITERION_ID, re.ASCII)
_UNSET = "\0"
_LONGEST_WINDOW = 120
_POINTS = 3
_GAP_DECIMALS = 2
_FITTING = {
    Unit.MONEY_PER_UNIT: Unit.MONEY,
    Unit.MONEY_PER_PERSON_MONTH: Unit.MONEY,
    Unit.COUNT_PER_PERSON_MONTH: Unit.COUNT,
    Unit.POINTS: Unit.RATING,
}


def curve_decimals(indicator: Indicator, domain: Domain) -> int:
    """Return the decimals of what a curve looks at: the value as shown, or a gap, or a percent of the target.

    >>> from salesperf import indicators
    >>> from salesperf.curves import Domain
    >>> curve_decimals(indicators.MARKET_SHARE, Domain.VALUE), curve_decimals(indicators.UNIT_ATTAINMENT, Domain.GAP)
    (4, 2)
    """
    of_attainment = isinstance(indicator, Attainment)
    if domain is (Domain.GAP if of_attainment else Domain.PERCENT_OF_TARGET):
        return _GAP_DECIMALS
    return indicator.decimals


def curve_faults(curve: object, indicator: Indicator, field: str) -> list[Fault]:
    """Return what stops a curve from being read at the decimals that its indicator shows."""
    if not isinstance(curve, Curve):
        return [Fault("a curve, such as curves.Linear((60, 0), (100, 100))", field=field, value=shown(curve))]
    try:
        curve.canonical(curve_decimals(indicator, curve.of))
    except CurveError as error:
        return [attrs.evolve(fault, field=".".join(filter(None, (field, fault.field)))) for fault in error.faults]
    return []


def _given_id(value: str | None) -> str:
    return _UNSET if value is None else value


def _target(value: Measure | Expression | Number | None) -> Expression | Decimal | None:
    if value is None:
        return None
    return Expression.of(value) if isinstance(value, Measure | Expression) else number(value)


def _scope(value: Scope | str | None) -> Scope | None:
    return None if value is None else choice(Scope, value)


@attrs.frozen(kw_only=True, cache_hash=True, repr=False)
class Criterion:
    """One line of a profile: an indicator, the curve that turns its value into points, and their weight.

    `weight` is percent of the profile, above 0, with up to two decimals.  `id` is the indicator's, plus `@scope` where
    a scope is given; `attrs.evolve` keeps it.  `minimum_sample` is the least count the value may rest on (the
    indicator's `sample`).  `window` is a rolling span of 1 to 120 months that ends with the period.  Criteria of one
    `group` share a maximum (`Profile.group_maximum`).  `par` is what the line earns under the policy
    `neutral`.  `target` is what a curve on `Domain.GAP` or `Domain.PERCENT_OF_TARGET` compares the value with: a
    number, or measures that hold the subject's own target; an attainment brings its own.  `note` says why it is so,
    `placeholder` marks amounts of money that every brand has to set; neither takes part in comparisons.

    Raises `ProfileError` with all faults of the criterion, those of the curve at the indicator's decimals included.

    >>> from salesperf import Criterion, curves, indicators
    >>> Criterion(indicators.UNIT_ATTAINMENT, weight=30, curve=curves.Linear((60, 0), (100, 100), (120, 120))).id
    'unit_attainment'
    >>> Criterion(indicators.CSI_SCORE, weight=10, curve=curves.Linear((70, 0), (90, 100)), scope="store").id
    'csi_score@store'
    """

    indicator: Indicator = attrs.field(kw_only=False)
    weight: Decimal = attrs.field(converter=number)
    curve: Curve
    scope: Scope | None = attrs.field(default=None, converter=_scope)
    minimum_sample: int | None = None
    window: int | None = attrs.field(default=None, converter=months)
    group: str | None = None
    par: Decimal = attrs.field(default=Decimal(100), converter=number)
    target: Expression | Decimal | None = attrs.field(default=None, converter=_target)
    id: str = attrs.field(default=None, converter=_given_id)
    note: str = attrs.field(default="", eq=False)
    placeholder: bool = attrs.field(default=False, eq=False)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.indicator, Indicator):
            expected = "an indicator, such as indicators.UNIT_ATTAINMENT"
            raise ProfileError([Fault(expected, field="indicator", value=shown(self.indicator))])
        if self.id == _UNSET:
            object.__setattr__(self, "id", self.default_id)
        faults = [attrs.evolve(fault, field=f"{self.id}.{fault.field}") for fault in self._faults()]
        if faults:
            raise ProfileError(faults)

    @property
    def default_id(self) -> str:
        """The id the criterion has unless another is given: its indicator's, plus `@scope` where a scope is given."""
        return self.indicator.id if self.scope is None else f"{self.indicator.id}@{self.scope}"

    @property
    def decimals(self) -> int:
        """Decimals of what the curve looks at."""
        return curve_decimals(self.indicator, self.curve.of)

    def _faults(self) -> list[Fault]:
        faults = number_fault("weight", self.weight, 2, above=0, high=100)
        faults += number_fault("par", self.par, _POINTS, low=0)
        given = cast("object", self.id)
        if not isinstance(given, str) or _ID.fullmatch(given) is None:
            expected = "lower-case letters, digits and _, beginning with a letter, and perhaps @ and a scope"
            object.__setattr__(self, "id", self.default_id)
            faults.append(Fault(expected, field="id", value=shown(given)))
        if self.group is not None:
            faults += label_fault("group", self.group)
        if self.window is not None and not 1 <= self.window <= _LONGEST_WINDOW:
            faults.append(Fault(f"from 1 to {_LONGEST_WINDOW} months", field="window", value=shown(self.window)))
        faults += self._sample_faults()
        faults += curve_faults(self.curve, self.indicator, "curve")
        if isinstance(self.curve, Curve):
            faults += self._target_faults()
        return faults

    def _sample_faults(self) -> list[Fault]:
        minimum = cast("object", self.minimum_sample)
        if minimum is None:
            return []
        if self.indicator.sample is None:
            expected = f"no minimum sample: {self.indicator.id} does not rest on a count"
            return [Fault(expected, field="minimum_sample", value=shown(minimum))]
        if type(minimum) is not int or minimum < 1:
            return [Fault("a whole number of 1 or more", field="minimum_sample", value=shown(minimum))]
        return []

    def _target_faults(self) -> list[Fault]:
        expected = self._no_target() if self.target is not None else self._wanted_target()
        if expected is None:
            return []
        return [Fault(expected, field="target", value=None if self.target is None else _shown_target(self.target))]

    def _wanted_target(self) -> str | None:
        """Return why a target is lacking, or None where none is."""
        if isinstance(self.indicator, Attainment) or self.curve.of is Domain.VALUE:
            return None
        return f"a target: the curve reads the {self.curve.of}, and {self.indicator.id} is not an attainment"

    def _no_target(self) -> str | None:
        """Return what is expected in place of the target given, or None where it fits."""
        indicator, given = self.indicator, self.target
        if isinstance(indicator, Attainment):
            return f"no target: {indicator.id} is measured against its own ({indicator.denominator})"
        if self.curve.of is Domain.VALUE:
            return "no target, or a curve of=Domain.GAP or of=Domain.PERCENT_OF_TARGET that reads it"
        if isinstance(given, Expression):
            fits_unit = given.unit in {indicator.unit, _FITTING.get(indicator.unit)}
            return None if fits_unit else f"a target in {indicator.unit}, as {indicator.id} is, not in {given.unit}"
        above = self.curve.of is Domain.PERCENT_OF_TARGET
        if given is not None and fits(given, indicator.decimals) and (given > 0 or not above):
            return None
        least = " above 0" if above else ""
        return f"a target{least} with at most {indicator.decimals} decimals, as {indicator.id} is shown"

    def __repr__(self) -> str:
        extras = [f"window {self.window} months"] if self.window else []
        extras += [f"sample ≥ {self.minimum_sample}"] if self.minimum_sample else []
        extras += [f"group {self.group}"] if self.group else []
        more = f", {', '.join(extras)}" if extras else ""
        return f"<Criterion {self.id}: {plain(self.weight)} %, {self.curve!r}{more}>"


def _shown_target(target: Expression | Decimal) -> str:
    return plain(target) if isinstance(target, Decimal) else str(target)
