"""`Tree`: which unit lies in which, day by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeAlias

import attrs

from ..vocabulary import Owner
from ._draft import Dated
from ._types import Id, Unit

__all__ = ["Piece", "Place", "Tree"]

Place: TypeAlias = tuple[int, int, Id | None]
"""The days a unit lies in one parent, and the parent."""

Piece: TypeAlias = tuple[int, int, tuple[Id, ...]]
"""Days over which the way up from a unit to the widest one does not change, and that way."""


@attrs.frozen(eq=False)
class Tree:
    """Units by id: their kind, their places in the order of time, and the pieces of their way up."""

    kinds: Mapping[Id, Owner]
    places: Mapping[Id, tuple[Place, ...]]
    pieces: Mapping[Id, tuple[Piece, ...]]
    cycles: Mapping[Id, Piece]
    """Units that lie in themselves, directly or not: from when until when, and by which way."""

    @classmethod
    def of(cls, units: Iterable[Dated[Unit]]) -> Tree:
        """Return the tree; where units lie in themselves, in nothing known or in two places, it is still finite."""
        kinds: dict[Id, Owner] = {}
        found: defaultdict[Id, list[Place]] = defaultdict(list)
        for start, end, unit, _ in units:
            kinds.setdefault(unit.id, unit.kind)
            found[unit.id].append((start, end, unit.parent))
        places = {unit: tuple(sorted(spans, key=_by_days)) for unit, spans in found.items()}
        cycles: dict[Id, Piece] = {}
        pieces = {unit: _pieces(unit, places, cycles) for unit in places}
        return cls(kinds, places, pieces, cycles)


def _by_days(place: Place) -> tuple[int, int]:
    return place[:2]


def _pieces(unit: Id, places: Mapping[Id, tuple[Place, ...]], cycles: dict[Id, Piece]) -> tuple[Piece, ...]:
    """Return the ways up from a unit, in the order of time; note it in `cycles` where one comes back to it."""
    done: list[Piece] = []
    open_ends: list[tuple[int, int, tuple[Id, ...], Id | None]] = [
        (start, end, (unit,), parent) for start, end, parent in places[unit]
    ]
    while open_ends:
        start, end, chain, parent = open_ends.pop()
        if parent in chain:
            if parent == unit:
                cycles.setdefault(unit, (start, end, (*chain, unit)))
            parent = None
        if parent is None:
            done.append((start, end, chain))
            continue
        for first, after, above in places.get(parent, ()):
            if first < end and start < after:
                open_ends.append((max(start, first), min(end, after), (*chain, parent), above))
    return tuple(sorted(done, key=_by_start))


def _by_start(piece: Piece) -> int:
    return piece[0]
