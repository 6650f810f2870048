"""Kinds that look at the members of a unit, each with a value of their own: their mean, how unequal they are."""

from __future__ import annotations

from decimal import Decimal

import attrs

from ..arithmetic import to_grid
from ..errors import Fault
from ..measures import Expression
from ..measures._checks import member
from ..text import shown
from ..vocabulary import RollUp, Weighting
from ._base import bracketed, expression_of, optional_amount
from ._distributions import Distribution
from ._ratios import Attainment, Ratio

__all__ = ["Dispersion", "MemberMean"]


def _weighting(given: Weighting | str) -> Weighting:
    return member(Weighting, given, "weighting of an indicator")


def _is_own(given: object) -> bool:
    """Return whether members can have a value of it, each alone; nothing given is no fault."""
    return given is None or (isinstance(given, Ratio) and not isinstance(given, MemberMean))


def _of_faults(indicator: MemberMean | Dispersion) -> list[Fault]:
    """Return what is wrong with the members' own indicator and the most that one of its values counts."""
    of, cap = indicator.of, indicator.cap
    if not _is_own(of):
        expected = "an attainment or another ratio that one member has alone"
        return [Fault(expected, field=f"of of {indicator.id}", value=shown(of))]
    if cap is None:
        return []
    if of is None:
        expected = "none, or with it what the members' values are of"
    elif cap <= 0 or to_grid(cap, of.decimals) is None:
        expected = f"an amount above 0 with at most the {of.decimals} decimals of {of.id}"
    else:
        return []
    return [Fault(expected, field=f"cap of {indicator.id}", value=shown(cap))]


def _value(of: Ratio, cap: Decimal | None) -> str:
    """Return what one member counts, as text."""
    return of.id if cap is None else f"min({of.id}, {cap:f})"


@attrs.frozen(repr=False, cache_hash=True)
class MemberMean(Ratio):
    """A mean over people of their own shown values: the one intended mean of ratios, because it is defined so.

    `of` is the members' own indicator, an attainment or another ratio.  With an organisation each direct report has a
    shown value of it, counts at most `cap`, and those without a value do not count; `weighting` makes one of them: the
    plain mean, the mean weighted by the members' targets (`of` an attainment without a scale), or the median.  Without
    an organisation, or where `of` is None, the plain mean is numerator ÷ denominator of given facts, divided once; the
    others are `missing_data`.  Where no member has a value, it is `no_denominator`.

    With `of`, the unit is that of the members' indicator, or `UnitError` is raised; its decimals are shown, or more.

    >>> import attrs
    >>> from salesperf import indicators
    >>> indicators.MEMBER_MEAN_ATTAINMENT.formula
    'Σ min(unit_attainment, 120) ÷ n over the members (as given: member_attainment_sum ÷ members_assessed)'
    >>> attrs.evolve(indicators.MEMBER_MEAN_ATTAINMENT, id="middle", weighting="median", cap=None).formula
    'median of unit_attainment over the members'
    """

    kind = "member_mean"

    of: Ratio | None = attrs.field(kw_only=True, default=None)
    cap: Decimal | None = attrs.field(kw_only=True, default=None, converter=optional_amount)
    weighting: Weighting = attrs.field(kw_only=True, default=Weighting.PLAIN, converter=_weighting)

    def _factor_by_default(self) -> int:
        return 1

    def _derived_roll_up(self) -> RollUp:
        return RollUp.MEANP

    def _faults(self) -> list[Fault]:
        faults = super()._faults() + _of_faults(self)
        return faults if not _is_own(self.of) else faults + self._weighting_faults() + self._scale_faults()

    def _weighting_faults(self) -> list[Fault]:
        of, weighting = self.of, self.weighting
        if of is None and weighting is not Weighting.PLAIN:
            expected = f"{Weighting.PLAIN}, or with it what the members' values are of"
        elif weighting is Weighting.TARGET and (not isinstance(of, Attainment) or of.scale is not None):
            expected = (
                f"{Weighting.PLAIN} or {Weighting.MEDIAN}: only attainments without a scale have targets to weigh"
            )
        else:
            return []
        return [Fault(expected, field=f"weighting of {self.id}", value=shown(str(weighting)))]

    def _scale_faults(self) -> list[Fault]:
        """Return where the members' values, as shown, would not keep what they are."""
        faults: list[Fault] = []
        of = self.of
        if of is None:
            return faults
        if self.factor != 1:
            expected = f"1: the values of {of.id} are already scaled"
            faults.append(Fault(expected, field=f"factor of {self.id}", value=shown(self.factor)))
        if type(self.decimals) is int and self.decimals < of.decimals:
            expected = f"at least the {of.decimals} decimals of {of.id}"
            faults.append(Fault(expected, field=f"decimals of {self.id}", value=shown(self.decimals)))
        return faults

    def _misfits(self) -> list[str]:
        if self.of is None or self.of.unit is self.unit:
            return []
        return [f"member mean {self.id}: its unit is {self.of.unit}, that of {self.of.id}, not {self.unit}"]

    @property
    def formula(self) -> str:
        """The formula, as text."""
        given = super().formula
        if self.of is None:
            return given
        of_members = f"{self._of_members(self.of)} over the members"
        return f"{of_members} (as given: {given})" if self.weighting is Weighting.PLAIN else of_members

    def _of_members(self, of: Ratio) -> str:
        value = _value(of, self.cap)
        if self.weighting is Weighting.MEDIAN:
            return f"median of {value}"
        if self.weighting is Weighting.PLAIN:
            return f"Σ {value} ÷ n"
        target = bracketed(of.denominator)
        return f"Σ {value} × {target} ÷ Σ {target}"


@attrs.frozen(repr=False, cache_hash=True)
class Dispersion(Distribution):
    """How unequal the members' own shown values are: population standard deviation ÷ mean, times `factor`.

    `of` is the members' own indicator, an attainment or another ratio; with an organisation each direct report has a
    shown value of it, counts at most `cap`, and those without a value do not count.  A mean of 0 or less is
    `no_denominator`.  Without an organisation, or where `of` is None, it is `missing_data`: a sum and a number, such as
    `numerator` and `denominator` are, do not tell how values lie apart.

    >>> from salesperf import indicators
    >>> indicators.ATTAINMENT_DISPERSION.formula
    'population standard deviation ÷ mean of min(unit_attainment, 120) over the members'
    """

    kind = "dispersion"

    numerator: Expression = attrs.field(kw_only=True, converter=expression_of)
    denominator: Expression = attrs.field(kw_only=True, converter=expression_of)
    of: Ratio | None = attrs.field(kw_only=True, default=None)
    cap: Decimal | None = attrs.field(kw_only=True, default=None, converter=optional_amount)

    def _faults(self) -> list[Fault]:
        return super()._faults() + _of_faults(self)

    @property
    def formula(self) -> str:
        """The formula, as text."""
        if self.of is None:
            return f"population standard deviation ÷ mean of {self.numerator} over {self.denominator}"
        return f"population standard deviation ÷ mean of {_value(self.of, self.cap)} over the members"
