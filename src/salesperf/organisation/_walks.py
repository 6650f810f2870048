"""Questions that walk down the organisation: who reports to whom, who is under whom."""

from __future__ import annotations

from collections.abc import Iterator

from ._index import Index, Seat
from ._types import Id

__all__ = ["everyone_in", "reports"]


def reports(index: Index, unit: Id, start: int, end: int) -> tuple[tuple[Id, int, int], ...]:
    """Return who reports to the manager of a unit and when: members, and managers of the units next below.

    Where a unit below has no manager, its own reports are handed up.
    """
    found: list[Seat] = []
    below = [(start, end, unit)]
    while below:
        start, end, unit = below.pop()
        for first, after, membership, _ in index.members.get(unit, ()):
            if first < end and start < after and not membership.manages and not membership.house:
                found.append((max(start, first), min(end, after), membership.person))
        for first, after, child in _children(index, unit, start, end):
            for opened, closed, manager in _seats(index, child, first, after):
                if manager is None:
                    below.append((opened, closed, child))
                else:
                    found.append((opened, closed, manager))
    joined: list[tuple[Id, int, int]] = []
    for first, after, person in sorted(found, key=_by_person):
        if joined and joined[-1][0] == person and joined[-1][2] == first:
            joined[-1] = person, joined[-1][1], after
        else:
            joined.append((person, first, after))
    return tuple(joined)


def _seats(index: Index, unit: Id, start: int, end: int) -> Iterator[tuple[int, int, Id | None]]:
    """Yield who manages a unit over [start, end), None where nobody does."""
    for first, after, manager in index.seats.get(unit, ()):
        if first < end and start < after:
            if start < first:
                yield start, first, None
            yield max(start, first), min(end, after), manager
            start = after
    if start < end:
        yield start, end, None


def everyone_in(index: Index, unit: Id, start: int, end: int) -> set[Id]:
    """Return the people who belong to a unit or to one below it, on at least a day of [start, end)."""
    people: set[Id] = set()
    below = [(start, end, unit)]
    while below:
        start, end, unit = below.pop()
        people.update(
            membership.person
            for first, after, membership, _ in index.members.get(unit, ())
            if first < end and start < after and not membership.house
        )
        below.extend(_children(index, unit, start, end))
    return people


def _children(index: Index, unit: Id, start: int, end: int) -> Iterator[Seat]:
    """Yield the units that lie in a unit directly, and on which days of [start, end)."""
    for first, after, child in index.children.get(unit, ()):
        if first < end and start < after:
            yield max(start, first), min(end, after), child


def _by_person(seat: Seat) -> tuple[Id, int]:
    return seat[2], seat[0]
