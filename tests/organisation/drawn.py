"""Organisations drawn at random, and the same questions answered the slow way: day by day, straight from the parts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import attrs
from hypothesis import strategies as st

from salesperf.organisation import Id, Leave, Membership, Unit
from salesperf.vocabulary import Level, Owner

FIRST = date(2026, 1, 1)
DAYS = range(FIRST.toordinal() - 1, FIRST.toordinal() + 41)
"""The days on which anything changes, and one on either side."""

PARENTS: dict[str, tuple[Owner, tuple[str | None, ...]]] = {
    "g": (Owner.GROUP, (None,)),
    "a.1": (Owner.AREA, ("g",)),
    "a.2": (Owner.AREA, ("g", None)),
    "s.1": (Owner.STORE, ("a.1", "a.2")),
    "s.2": (Owner.STORE, ("a.1", "a.2", "g", None)),
    "t.1": (Owner.TEAM, ("s.1", "s.2")),
    "t.2": (Owner.TEAM, ("s.1", "s.2", "t.1", "a.1")),
    "t.3": (Owner.TEAM, ("t.1", "t.2", "s.1", None)),
}


@attrs.frozen
class Parts:
    """What an organisation is made of."""

    units: tuple[Unit, ...]
    memberships: tuple[Membership, ...]
    leaves: tuple[Leave, ...] = ()

    def chain(self, owner: Id, day: int) -> tuple[Id, ...]:
        """Return the units an owner belongs to on a day, the narrowest first."""
        own = self.membership(owner, day)
        unit: Id | None = own.unit if own else owner
        chain: list[Id] = []
        while unit is not None:
            place = next((each for each in self.units if each.id == unit and holds(each, day)), None)
            if place is None:
                break
            chain.append(unit)
            unit = place.parent
        return tuple(chain)

    def membership(self, person: Id, day: int) -> Membership | None:
        return next((each for each in self.memberships if each.person == person and holds(each, day)), None)

    def manager(self, unit: Id, day: int) -> Id | None:
        return next(
            (each.person for each in self.memberships if each.unit == unit and each.manages and holds(each, day)), None
        )

    def people(self) -> list[Id]:
        return sorted({each.person for each in self.memberships}, key=str)

    def humans(self) -> list[Id]:
        return sorted({each.person for each in self.memberships if not each.house}, key=str)


def holds(part: Unit | Membership | Leave, day: int) -> bool:
    return (part.start is None or part.start.toordinal() <= day) and (
        part.until is None or day < part.until.toordinal()
    )


def cuts(draw: st.DrawFn, most: int) -> Iterator[tuple[date | None, date | None]]:
    """Yield all of time, cut into pieces at a few days."""
    days = sorted(draw(st.sets(st.integers(0, 39), max_size=most)))
    edges = [None, *(FIRST + timedelta(days=day) for day in days), None]
    return pairwise(edges)


@st.composite
def parts(draw: st.DrawFn, *, leave: bool = False) -> Parts:
    """Draw units that move, people who move, join, leave and are promoted, managers who follow each other."""
    units = [
        Unit(unit, kind, draw(st.sampled_from(parents)), start=start, until=until)
        for unit, (kind, parents) in PARENTS.items()
        for start, until in cuts(draw, 2)
    ]
    memberships: list[Membership] = []
    leaves: list[Leave] = []
    for person in [f"p.{n}" for n in range(draw(st.integers(1, 6)))]:
        spans = list(cuts(draw, 3))
        if len(spans) > 1 and draw(st.booleans()):
            del spans[0]  # who joins
        if len(spans) > 1 and draw(st.booleans()):
            del spans[-1]  # who leaves
        for start, until in spans:
            unit, level = draw(st.sampled_from(sorted(PARENTS))), draw(st.sampled_from(Level))
            wanted = Membership(person, unit, level=level, manages=draw(st.booleans()), start=start, until=until)
            taken = any(meet(wanted, other) for other in memberships if other.manages and other.unit == unit)
            memberships.append(attrs.evolve(wanted, manages=wanted.manages and not taken))
        if leave:
            for start, until in list(cuts(draw, 3))[1::2]:
                leaves.append(Leave(person, start=start, until=until))
    houses = draw(st.sets(st.sampled_from(sorted(PARENTS)), max_size=2))
    memberships += [Membership(f"house.{unit}", unit, house=True) for unit in sorted(houses)]
    return Parts(tuple(units), tuple(memberships), tuple(leaves))


def meet(one: Membership, other: Membership) -> bool:
    return any(holds(one, day) and holds(other, day) for day in DAYS)
