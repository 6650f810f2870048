"""Where each sum of a plan lies in a subject's accumulator.

An accumulator is one flat list: first the plain sums, in grid units, then the row counters of targets, then one state
for each measure that is not a plain sum, then one spread for each measure broken down by a dimension.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from typing import Any

import attrs

from ..measures import Measure
from ..plan import Plan, Slot, Stat
from ..vocabulary import Additivity
from ._states import fresh, fresh_spread, merge, merge_spread, spread_values, value

__all__ = ["Accumulator", "Layout"]

Accumulator = list[Any]


@attrs.frozen
class Layout:
    """The places of a plan's sums."""

    plan: Plan = attrs.field(repr=False)
    sums: tuple[Measure, ...]
    counted: tuple[Measure, ...]
    states: tuple[Measure, ...]
    spreads: tuple[tuple[str, Measure], ...]

    @classmethod
    @lru_cache(maxsize=64)
    def of(cls, plan: Plan) -> Layout:
        """Return the layout of a plan."""
        plain = tuple(m for m in plan.measures if m.additivity is Additivity.SUM)
        return cls(
            plan,
            sums=plain,
            counted=_unique(slot.measure for slot in plan.slots if slot.stat is Stat.ROWS),
            states=tuple(m for m in plan.measures if m.additivity is not Additivity.SUM),
            spreads=tuple(dict.fromkeys((slot.by, slot.measure) for slot in plan.slots if slot.by is not None)),
        )

    @cached_property
    def place(self) -> Mapping[Measure, int]:
        """Where each measure is kept: its sum or its state."""
        return {measure: at for at, measure in enumerate(self.sums)} | {
            measure: at for at, measure in enumerate(self.states, self.first_state)
        }

    @property
    def first_count(self) -> int:
        """Where the row counters begin."""
        return len(self.sums)

    @property
    def first_state(self) -> int:
        """Where the states begin."""
        return self.first_count + len(self.counted)

    @property
    def first_spread(self) -> int:
        """Where the spreads begin."""
        return self.first_state + len(self.states)

    def maker(self) -> Callable[[], Accumulator]:
        """Return a function that makes an empty accumulator."""
        zeros = [0] * self.first_state
        kinds = [measure.additivity for measure in self.states]
        spread_kinds = [measure.additivity for _, measure in self.spreads]
        if not kinds and not spread_kinds:
            return zeros.copy
        return lambda: [*zeros, *map(fresh, kinds), *map(fresh_spread, spread_kinds)]

    def merge(self, into: Accumulator, other: Accumulator) -> None:
        """Add another part's accumulator."""
        for place in range(self.first_state):
            into[place] += other[place]
        for place, measure in enumerate(self.states, self.first_state):
            merge(measure.additivity, into[place], other[place])
        for place, (_, measure) in enumerate(self.spreads, self.first_spread):
            merge_spread(measure.additivity, into[place], other[place])

    def reader(self, slot: Slot) -> Callable[[Accumulator], Any]:
        """Return the function that reads a slot's number from an accumulator (`partial` is not in it: always 0)."""
        measure = slot.measure
        if slot.stat is Stat.PARTIAL:
            return lambda _: 0
        if slot.stat is Stat.ROWS:
            count = self.first_count + self.counted.index(measure)
            return lambda sums: sums[count]
        if slot.stat is Stat.SPREAD:
            return self._spread_reader(slot.by or "", measure)
        if measure.additivity is Additivity.SUM:
            place = self.place[measure]
            return lambda sums: sums[place]
        return self._state_reader(slot)

    def _state_reader(self, slot: Slot) -> Callable[[Accumulator], Any]:
        kind, grid = slot.measure.additivity, 10**slot.measure.decimals
        at = self.place[slot.measure]
        if slot.stat is Stat.DATES:
            return lambda sums: len(sums[at][1])
        if slot.stat is Stat.KEYLESS:
            return lambda sums: sums[at][0]
        return lambda sums: value(kind, sums[at], grid)

    def _spread_reader(self, by: str, measure: Measure) -> Callable[[Accumulator], Any]:
        kind, grid = measure.additivity, 10**measure.decimals
        at = self.first_spread + self.spreads.index((by, measure))
        return lambda sums: spread_values(kind, sums[at], grid)


def _unique(measures: Iterable[Measure]) -> tuple[Measure, ...]:
    return tuple(dict.fromkeys(measures))
