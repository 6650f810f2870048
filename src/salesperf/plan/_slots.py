"""Slots: the sums a card needs, each named by measure, statistic, whose records, and over which days."""

from __future__ import annotations

from enum import StrEnum

import attrs

from ..indicators import Indicator
from ..measures import Measure

__all__ = ["PERIOD", "Moment", "Reach", "Slot", "Span", "Stat", "Whose"]


class Stat(StrEnum):
    """What is kept of a measure over a span."""

    VALUE = "value"
    """The amount by the measure's own additivity.

    Its sum, its distinct count, its first or last level, the sum of its levels.
    """
    DATES = "dates"
    """The number of dates that hold a level: what a mean snapshot is divided by."""
    KEYLESS = "keyless"
    """The part of a distinct count that came from rows without a key."""
    ROWS = "rows"
    """How many rows held the measure: tells a target of 0 from no target."""
    PARTIAL = "partial"
    """1 where a row of the measure covers more than the span, so that the span holds only a part of it."""
    SPREAD = "spread"
    """The amounts by a dimension, as sorted (name, amount) pairs."""
    NOMINAL = "nominal"
    """A target before it was prorated by the days its owner was there (with an organisation)."""
    ASSIGNED = "assigned"
    """What the targets of a unit's people and sub-units add up to, where the unit has one of its own."""
    MEMBERS = "members"
    """The direct reports' own values of an indicator, as sorted (person, value, weight) triples."""


class Whose(StrEnum):
    """Whose records a slot adds up.  Without an organisation all of them are the subject's own."""

    OWN = "own"
    """Those of the subject itself."""
    UNIT = "unit"
    """All of the unit that the subject is, or manages, or else belongs to."""
    STORE = "store"
    AREA = "area"
    ASSESSED = "assessed"
    """Those of the subject itself and of the unit it manages as such, without its people's: ratings do not roll up."""


class Moment(StrEnum):
    """Which days a span is laid at."""

    PERIOD = "period"
    COMPARED = "compared"
    """The period as it is compared with a year before: the same days, or January and February together."""
    YEAR_BEFORE = "year_before"
    BEFORE = "before"
    """The period just before."""


@attrs.frozen(cache_hash=True)
class Span:
    """Days relative to a period: the period itself (`window` 0) or so many months that end with it, at a moment."""

    window: int = 0
    moment: Moment = Moment.PERIOD

    @property
    def name(self) -> str:
        """The span as it appears in the name of a slot; empty for the period itself."""
        parts = [f"{self.window}m"] if self.window else []
        return "@".join([*parts, *([str(self.moment)] if self.moment is not Moment.PERIOD else [])])


PERIOD = Span()


@attrs.frozen
class Reach:
    """Whose records, over which days."""

    whose: Whose = Whose.OWN
    span: Span = PERIOD


@attrs.frozen
class Slot:
    """One number of a card: a statistic of a measure over a reach, for a spread by a dimension.

    A slot of `members` has the indicator whose values it holds in place of a dimension.
    """

    measure: Measure
    stat: Stat = Stat.VALUE
    reach: Reach = Reach()
    by: str | None = None
    of: Indicator | None = None

    @property
    def name(self) -> str:
        """The key under which the slot is stored.

        Measure, and statistic, dimension, whose and span where they are not plain.
        """
        parts = [self.measure.id]
        if self.stat is not Stat.VALUE:
            about = self.by if self.of is None else self.of.id
            parts.append(self.stat if about is None else f"{self.stat}:{about}")
        if self.reach.whose is not Whose.OWN:
            parts.append(self.reach.whose)
        if self.reach.span.name:
            parts.append(self.reach.span.name)
        return "@".join(parts)
