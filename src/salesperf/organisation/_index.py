"""`Index`: what every query looks up, worked out once: stretches, members, children, managers."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby, pairwise
from typing import Any, TypeAlias, TypeVar

import attrs

from ..vocabulary import Level, Owner
from ._draft import Dated
from ._tree import Tree
from ._types import Id, Leave, Membership, Stretch

__all__ = ["Days", "Index", "Seat"]

Days: TypeAlias = tuple[int, int]
"""A span of days, as ordinals, half-open."""

Seat: TypeAlias = tuple[int, int, Id]
"""Days, and who or what is there on them."""

_Place = TypeVar("_Place")
_Run: TypeAlias = tuple[int, int, _Place]
_Holder: TypeAlias = tuple[Id, Level]
_Way: TypeAlias = tuple[tuple[Id, ...], tuple[Id | None, ...], tuple[Level | None, ...]]


@attrs.frozen(eq=False)
class Index:
    """Look-up tables of an organisation whose parts fit together."""

    kinds: Mapping[Id, Owner]
    stretches: Mapping[Id, tuple[Stretch, ...]]
    members: Mapping[Id, list[Dated[Membership]]]
    """Of each unit, its own members."""
    children: Mapping[Id, list[Seat]]
    """Of each unit, the units that lie in it directly, and when."""
    seats: Mapping[Id, list[Seat]]
    """Of each unit, who manages it, in the order of time."""
    absences: Mapping[Id, tuple[Days, ...]]
    people: tuple[Id, ...]

    @classmethod
    def of(cls, tree: Tree, memberships: Iterable[Dated[Membership]], leaves: Iterable[Dated[Leave]]) -> Index:
        """Return the index; memberships and leaves are in the order of person and time."""
        members: defaultdict[Id, list[Dated[Membership]]] = defaultdict(list)
        holders: defaultdict[Id, list[_Run[_Holder]]] = defaultdict(list)
        for member in memberships:
            start, end, membership, _ = member
            members[membership.unit].append(member)
            if membership.manages:
                holders[membership.unit].append((start, end, (membership.person, membership.level)))
        for spans in holders.values():
            spans.sort(key=_by_start)
        children: defaultdict[Id, list[Seat]] = defaultdict(list)
        for unit, places in tree.places.items():
            for start, end, parent in places:
                if parent is not None:
                    children[parent].append((start, end, unit))
        absences: defaultdict[Id, list[Days]] = defaultdict(list)
        for start, end, leave, _ in leaves:
            absences[leave.person].append((start, end))

        segments = {unit: _segments(tree, unit, holders) for unit in tree.places}
        stretches = {unit: tuple(_stretch(*run) for run in runs) for unit, runs in segments.items()}
        people: list[Id] = []
        for person, own in groupby(memberships, key=_person):
            each = stretches[person] = _of_person(own, segments)
            if not each[0].house:
                people.append(person)
        return cls(
            kinds=tree.kinds,
            stretches=stretches,
            members=dict(members),
            children=dict(children),
            seats={unit: [(start, end, who) for start, end, (who, _) in spans] for unit, spans in holders.items()},
            absences={person: tuple(spans) for person, spans in absences.items()},
            people=tuple(people),
        )


def _stretch(start: int, end: int, way: _Way, **more: Any) -> Stretch:
    chain, managers, levels = way
    return Stretch(start, end, chain, managers, manager_levels=levels, **more)


def _segments(tree: Tree, unit: Id, holders: Mapping[Id, list[_Run[_Holder]]]) -> list[_Run[_Way]]:
    """Return the longest runs of days over which neither the way up from a unit nor any manager on it changes."""
    runs: list[_Run[_Way]] = []
    for start, end, chain in tree.pieces[unit]:
        along = [holders.get(each, []) for each in chain]
        edges = {edge for spans in along for first, after, _ in spans for edge in (first, after)}
        days = sorted({start, end, *(edge for edge in edges if start < edge < end)})
        for first, after in pairwise(days):
            found = [_holder(spans, first) for spans in along]
            managers, levels = tuple(who for who, _ in found), tuple(level for _, level in found)
            runs.append((first, after, (chain, managers, levels)))
    return _joined(runs)


def _of_person(own: Iterable[Dated[Membership]], segments: Mapping[Id, list[_Run[_Way]]]) -> tuple[Stretch, ...]:
    """Return a person's stretches: those of the units they belong to, while they do."""
    runs = [
        (max(start, first), min(end, after), (way, membership.level, membership.manages, membership.house))
        for start, end, membership, _ in own
        for first, after, way in segments[membership.unit]
        if first < end and start < after
    ]
    return tuple(
        _stretch(start, end, way, level=level, manages=manages, house=house)
        for start, end, (way, level, manages, house) in _joined(runs)
    )


def _joined(runs: list[_Run[_Place]]) -> list[_Run[_Place]]:
    """Return runs in the order of time, those that touch and are of one place joined."""
    if len(runs) == 1:
        return runs
    joined: list[_Run[_Place]] = []
    for start, end, place in runs:
        if joined and joined[-1][1] == start and joined[-1][2] == place:
            joined[-1] = joined[-1][0], end, place
        else:
            joined.append((start, end, place))
    return joined


def _holder(spans: list[_Run[_Holder]], day: int) -> _Holder | tuple[None, None]:
    """Return who manages on a day, at which level."""
    n = bisect_right(spans, day, key=_by_start)
    return spans[n - 1][2] if n and day < spans[n - 1][1] else (None, None)


def _by_start(run: _Run[Any]) -> int:
    return run[0]


def _person(dated: Dated[Membership]) -> Id:
    return dated[2].person
