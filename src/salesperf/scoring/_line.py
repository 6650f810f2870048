"""Lines: what one criterion, extra or gate contributed to a card, and from what."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs

from ..calendar import Period
from ..curves import Canonical
from ..indicators import Indicator
from ..measures import Measure
from ..plan import Formula, Whose
from ..profiles import Criterion, Extra, Gate
from ..vocabulary import NotAssessed, Status
from ._adjustment import Adjustment
from ._frame import Amount

__all__ = ["Compared", "ExtraLine", "GateLine", "Line", "MemberLine", "Step"]


@attrs.frozen(kw_only=True)
class Compared:
    """One side of a change: what its indicator was over the days compared, or over those of the base.

    A relative change of a total is computed from `numerator`, any other change from `value`.
    """

    reach: Period
    """The days."""
    status: Status
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    above: tuple[Amount, ...] = ()
    """The sums of the numerator."""
    below: tuple[Amount, ...] = ()
    """The sums of the denominator."""
    formula: Formula = attrs.field(repr=False)

    @property
    def indicator(self) -> Indicator:
        """The indicator whose change it is."""
        return self.formula.indicator


@attrs.frozen(kw_only=True)
class MemberLine:
    """What one of the people who report to the subject, or one process line of the unit, adds to a line."""

    id: str | int
    """The person, or the criterion of a process line."""
    indicator: Indicator | None = attrs.field(repr=False)
    """What `value` is a value of; None: it is the points of a process line."""
    value: Decimal
    counted: Decimal
    """The value, but no more than one member counts."""
    weight: Decimal | None = None
    """The member's target in a mean weighted by targets; the weight of a process line."""
    met: bool | None = None
    """Whether the member is at target, or the process line at 100 points; None where that does not matter."""


@attrs.frozen(kw_only=True)
class Line:
    """The result of one criterion.

    `value` is in the indicator's unit, as shown; `points` are those of the curve at that value, after item gates and
    the not-assessed policy (None: the weight went to the other lines).  `weight` is the criterion's share of the weight
    that counted, in percent to two decimals; `nominal_weight` is the profile's.  `contribution` is the line's part of
    `card.base`; the contributions of a card add up to it exactly.  `absent` are measures that no record carried and
    that count 0 by their own rule; `missing` are columns for want of which there is no value.  `argument` is what the
    curve looked at: the value, its gap to `target`, or its percentage of it.

    With an organisation, `whose` says whose records were added up; `nominal_target` is the subject's own target before
    it was prorated by the days the subject was there; `assigned_target` is what the targets of a unit's people add up
    to, which counts only where the unit has no target of its own.  `now` and `base` are the sides of a change,
    `members` the values that a mean or a share of members is made of.
    """

    id: str
    criterion: Criterion
    status: Status
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    points: Decimal | None
    weight: Decimal
    nominal_weight: Decimal
    contribution: Decimal | None
    absent: tuple[str, ...] = ()
    missing: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sample: Decimal | None = None
    argument: Decimal | None = None
    target: Decimal | None = None
    zeroed_by: tuple[str, ...] = ()
    keyless: tuple[Amount, ...] = ()
    above: tuple[Amount, ...] = ()
    """The sums of the numerator."""
    below: tuple[Amount, ...] = ()
    """The sums of the denominator."""
    spreads: tuple[tuple[Measure, str, tuple[tuple[str, Decimal], ...]], ...] = ()
    """Of a distribution: each measure, the dimension, the amounts by name."""
    curve: Canonical = attrs.field(repr=False)
    formula: Formula = attrs.field(repr=False)
    scored_weight: Decimal
    """The profile's weights of all lines with points, added up: what contributions divide by."""
    period: Period = attrs.field(repr=False)
    """The period of the card."""
    reach: Period = attrs.field(repr=False)
    """The days the value covers: the period, or the rolling window that ends with it; of a change, those compared."""
    policy: NotAssessed = attrs.field(repr=False)
    whose: Whose | None = None
    nominal_target: Decimal | None = None
    assigned_target: Decimal | None = None
    now: Compared | None = None
    base: Compared | None = None
    members: tuple[MemberLine, ...] = ()
    adjusted: Adjustment | None = None
    """The adjustment that decides the line: its `old` is what the records gave, the sums are still those."""

    @property
    def indicator(self) -> Indicator:
        """The criterion's indicator."""
        return self.criterion.indicator

    @property
    def exact_contribution(self) -> Fraction | None:
        """Weight × points ÷ scored weight, before group maxima and before the rounding that makes them add up."""
        if self.points is None or not self.scored_weight:
            return None
        return Fraction(self.nominal_weight) * Fraction(self.points) / Fraction(self.scored_weight)

    def explain(self, lang: str = "en") -> str:
        """Return how the line came about, in English ("en") or Chinese ("zh"), for checking with a pencil."""
        from ._explain_line import explain_line  # noqa: PLC0415  (the text reads lines, lines offer the text)

        return "\n".join(explain_line(self, lang))

    def __str__(self) -> str:
        value = "—" if self.value is None else f"{self.value}"
        points = "—" if self.points is None else f"{self.points.normalize():f}"
        return f"{self.id}: {value} ({self.status}), {points} points × {self.nominal_weight}"


@attrs.frozen(kw_only=True)
class ExtraLine:
    """The result of one extra: points outside the weights, within its own bounds; 0 without a value."""

    id: str
    extra: Extra = attrs.field(repr=False)
    status: Status
    value: Decimal | None
    points: Decimal


@attrs.frozen(kw_only=True)
class GateLine:
    """What became of one gate: `fired` is None where a value it looks at is not `ok`, and then it does nothing."""

    id: str
    gate: Gate = attrs.field(repr=False)
    fired: bool | None
    seen: tuple[tuple[str, Decimal | None, Status], ...] = ()
    """What it looked at: indicator, value, status."""

    def explain(self, lang: str = "en") -> str:
        """Return whether the gate fired, on what, and what followed, in English ("en") or Chinese ("zh")."""
        from ._explain_gate import explain_gate  # noqa: PLC0415  (the text reads lines, lines offer the text)

        return explain_gate(self, lang)

    def condition(self, lang: str = "en") -> str:
        """Return what the gate looked at, with the values it saw and the thresholds at which it fires."""
        from ._explain_gate import condition  # noqa: PLC0415  (the text reads lines, lines offer the text)

        return condition(self, lang)

    def consequence(self, lang: str = "en") -> str:
        """Return what the gate does when it fires."""
        from ._explain_gate import consequence  # noqa: PLC0415  (the text reads lines, lines offer the text)

        return consequence(self, lang)


@attrs.frozen
class Step:
    """One step from the weighted mean to the total; the amounts of a card's steps add up to its total."""

    kind: str
    """"base", "extra", "limit" (floor or cap) or "multiplier"."""
    id: str
    amount: Decimal
