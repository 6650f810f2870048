"""Slots: the sums a card needs, each named by measure, span and statistic."""

from __future__ import annotations

from enum import StrEnum

import attrs

from ..measures import Measure

__all__ = ["Slot", "Stat"]


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


@attrs.frozen
class Slot:
    """One number of a card.

    A statistic of a measure over the period (`window` 0) or a rolling window of so many months.
    """

    measure: Measure
    stat: Stat = Stat.VALUE
    window: int = 0
    by: str | None = None

    @property
    def name(self) -> str:
        """The key under which the slot is stored.

        Measure, and statistic, dimension and window where they are not plain.
        """
        parts = [self.measure.id]
        if self.stat is not Stat.VALUE:
            parts.append(self.stat if self.by is None else f"{self.stat}:{self.by}")
        if self.window:
            parts.append(f"{self.window}m")
        return "@".join(parts)
