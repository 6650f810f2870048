"""Gathering: the accumulators of people become those of the units above them, and of whoever managed these.

Everything that falls on a stretch of days is credited once to the place of its owner on that day (its chain of units,
with their managers), and from there to every unit of the chain and every manager in it.  So a unit's additive facts are
the sum of its parts, and a customer of two colleagues counts once above them.

Targets climb with care: a unit's own target wins over what its people's add up to, at every step upward.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import attrs

from ..organisation import Stretch
from ._layout import Accumulator, Layout

__all__ = ["Gathered", "Piece", "Place", "gather"]

Piece = tuple[Any, Stretch, Accumulator]
"""An owner, where it belongs, and what is credited to it there."""


class Place(NamedTuple):
    """Where pieces are credited alike."""

    chain: tuple[Any, ...]
    managers: tuple[Any, ...]
    levels: tuple[Any, ...]
    """The level of each manager."""
    is_unit: bool
    """Whether what is there are rows of the first unit as such."""

    def holders(self) -> Iterator[tuple[Any, Any]]:
        """Yield the units, the nearest first, each with its (manager, level), None where nobody manages it."""
        for unit, manager, level in zip(self.chain, self.managers, self.levels, strict=True):
            yield unit, None if manager is None else (manager, level)

    def counts_for(self, owned: frozenset[Any]) -> Iterator[tuple[Any, Any, bool]]:
        """Yield the holders for which a target here counts, and whether as their own; up to one who has its own."""
        for step, (unit, boss) in enumerate(self.holders()):
            own = self.is_unit and not step
            yield unit, boss, own
            if unit in owned and not own:
                return


@attrs.frozen
class Gathered:
    """What a stretch of days holds, by whose it is."""

    own: dict[Any, list[tuple[Stretch, Accumulator]]]
    """Of each person and each unit as such: piece by piece, with the place it belongs to."""
    totals: dict[Any, Accumulator]
    """Of each unit, its people's and its own; of each (manager, level), of the units managed at it, while managed."""
    owned: dict[int, frozenset[Any]]
    """By place of a target in the accumulator: the units that have one of their own."""
    assigned: dict[Any, dict[int, int]]
    """By key of the totals and place of a target: what comes up from below, where some unit has one of its own."""


def gather(layout: Layout, targets: Mapping[int, int], pieces: Iterable[Piece], units: frozenset[Any]) -> Gathered:
    """Credit every piece to its owner, to the units above and to their managers.

    `targets` are the places of the targets, each with that of the count of its rows (or its own where none is kept);
    `units` are the ids of units, whose pieces are rows of the unit as such.
    """
    own: dict[Any, list[tuple[Stretch, Accumulator]]] = {}
    places: dict[Place, Accumulator] = {}
    credit, empty = layout.credit, layout.empty_unit
    for owner, stretch, sums in pieces:
        found = own.get(owner)
        if found is None:
            own[owner] = [(stretch, sums)]
        else:
            found.append((stretch, sums))
        key: Any = stretch.chain, stretch.managers, stretch.manager_levels, owner in units
        together = places.get(key)
        if together is None:
            together = places[Place(*key)] = empty()
        credit(together, owner, sums)
    totals: dict[Any, Accumulator] = {}
    for place, sums in places.items():
        for whose in (whose for pair in place.holders() for whose in pair if whose is not None):
            layout.merge_units(totals.setdefault(whose, empty()), sums)
    owned: dict[int, frozenset[Any]] = {}
    assigned: dict[Any, dict[int, int]] = {}
    for target, count in targets.items():
        owned[target] = frozenset(place.chain[0] for place, sums in places.items() if place.is_unit and sums[target])
        if owned[target]:
            for at in {target, count}:
                _climb(at, owned[target], places, totals, assigned)
    if layout.keeps_levels:
        totals = {whose: layout.settled(sums) for whose, sums in totals.items()}
    return Gathered(own, totals, owned, assigned)


def _climb(
    at: int,
    owned: frozenset[Any],
    places: Mapping[Place, Accumulator],
    totals: dict[Any, Accumulator],
    assigned: dict[Any, dict[int, int]],
) -> None:
    """Set the target of every unit and manager: the own one where there is one, else what comes up from below."""
    counted: dict[tuple[Any, Any], list[int]] = {}
    for place, sums in places.items():
        for unit, boss, own in place.counts_for(owned):
            counted.setdefault((unit, boss), [0, 0])[own] += sums[at]
    for sums in totals.values():
        sums[at] = 0
    for (unit, boss), amounts in counted.items():
        for whose in (unit, boss):
            if whose is not None:
                totals[whose][at] += amounts[unit in owned]
                below = assigned.setdefault(whose, {})
                below[at] = below.get(at, 0) + amounts[False]
