"""Where each sum of a call lies in a subject's accumulator.

An accumulator is one flat list: first the plain sums, in grid units, then the row counters of targets, then one state
for each measure that is not a plain sum, then one spread for each measure broken down by a dimension.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache, partial
from operator import add
from typing import Any

import attrs

from ..measures import Measure
from ..plan import Demand, Slot, Stat
from ..vocabulary import Additivity
from ._states import fresh, fresh_spread, level_of, maker, merge, merge_spread, spread_of, spread_values, value

__all__ = ["LATER", "Accumulator", "Layout"]

Accumulator = list[Any]


@attrs.frozen
class Layout:
    """The places of the sums that the plans of a call read."""

    sums: tuple[Measure, ...]
    counted: tuple[Measure, ...]
    states: tuple[Measure, ...]
    spreads: tuple[tuple[str, Measure], ...]

    @classmethod
    @lru_cache(maxsize=64)
    def of(cls, demand: Demand) -> Layout:
        """Return the layout of a demand."""
        return cls(
            sums=tuple(m for m in demand.measures if m.additivity is Additivity.SUM),
            counted=_unique(slot.measure for slot in demand.slots if slot.stat is Stat.ROWS),
            states=tuple(m for m in demand.measures if m.additivity is not Additivity.SUM),
            spreads=tuple(dict.fromkeys((slot.by, slot.measure) for slot in demand.slots if slot.by is not None)),
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

    @cached_property
    def keeps_levels(self) -> bool:
        """Whether some measure is a level, kept by its owner in a unit's accumulator."""
        return any(measure.additivity.is_snapshot for measure in (*self.states, *(m for _, m in self.spreads)))

    @cached_property
    def make(self) -> Callable[[], Accumulator]:
        """The function that makes an empty accumulator."""
        zeros = [0] * self.first_state
        makers = [maker(measure.additivity) for measure in self.states]
        makers += [partial(fresh_spread, measure.additivity) for _, measure in self.spreads]
        return (lambda: [*zeros, *[make() for make in makers]]) if makers else zeros.copy

    def merge(self, into: Accumulator, other: Accumulator) -> None:
        """Add another part's accumulator."""
        plain = self.first_state
        into[:plain] = map(add, into[:plain], other[:plain])
        for place, measure in enumerate(self.states, self.first_state):
            merge(measure.additivity, into[place], other[place])
        for place, (_, measure) in enumerate(self.spreads, self.first_spread):
            merge_spread(measure.additivity, into[place], other[place])

    def empty_unit(self) -> Accumulator:
        """Return the accumulator of a unit without records: as a subject's, but every level is kept by its owner."""
        states: list[Any] = [{} if m.additivity.is_snapshot else fresh(m.additivity) for m in self.states]
        spreads: list[Any] = [{} if m.additivity.is_snapshot else fresh_spread(m.additivity) for _, m in self.spreads]
        return [*([0] * self.first_state), *states, *spreads]

    def credit(self, unit: Accumulator, owner: Any, sums: Accumulator) -> None:
        """Add an owner's accumulator to that of a unit."""
        plain = self.first_state
        unit[:plain] = map(add, unit[:plain], sums[:plain])
        for place, measure in enumerate(self.states, plain):
            kind = measure.additivity
            merge(kind, unit[place].setdefault(owner, fresh(kind)) if kind.is_snapshot else unit[place], sums[place])
        for place, (_, measure) in enumerate(self.spreads, self.first_spread):
            kind = measure.additivity
            own = unit[place].setdefault(owner, fresh_spread(kind)) if kind.is_snapshot else unit[place]
            merge_spread(kind, own, sums[place])

    def merge_units(self, into: Accumulator, other: Accumulator) -> None:
        """Add a unit's accumulator to another unit's."""
        plain = self.first_state
        into[:plain] = map(add, into[:plain], other[:plain])
        for place, measure in enumerate(self.states, plain):
            kind = measure.additivity
            if not kind.is_snapshot:
                merge(kind, into[place], other[place])
                continue
            for owner, state in other[place].items():
                merge(kind, into[place].setdefault(owner, fresh(kind)), state)
        for place, (_, measure) in enumerate(self.spreads, self.first_spread):
            kind = measure.additivity
            if not kind.is_snapshot:
                merge_spread(kind, into[place], other[place])
                continue
            for owner, spread in other[place].items():
                merge_spread(kind, into[place].setdefault(owner, fresh_spread(kind)), spread)

    def settled(self, unit: Accumulator) -> Accumulator:
        """Return a unit's accumulator in the form of a subject's: levels of its owners are added up."""
        sums = [*unit]
        for place, measure in enumerate(self.states, self.first_state):
            if measure.additivity.is_snapshot:
                sums[place] = level_of(measure.additivity, [*unit[place].values()])
        for place, (_, measure) in enumerate(self.spreads, self.first_spread):
            if measure.additivity.is_snapshot:
                sums[place] = spread_of(measure.additivity, [*unit[place].values()])
        return sums

    def reader(self, slot: Slot) -> Callable[[Accumulator], Any]:
        """Return the function that reads a slot's number from an accumulator; of what is in `LATER` there is none."""
        measure = slot.measure
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


LATER: Mapping[Stat, Any] = {Stat.PARTIAL: 0, Stat.NOMINAL: 0, Stat.ASSIGNED: 0, Stat.MEMBERS: ()}
"""What is not in an accumulator, but known only when all is read, and what stands for it until then.

Whether a target reaches beyond its span, and what an organisation adds.
"""


def _unique(measures: Iterable[Measure]) -> tuple[Measure, ...]:
    return tuple(dict.fromkeys(measures))
