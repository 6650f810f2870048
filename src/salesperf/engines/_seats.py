"""Seats: who is scored in a period and where, who stands above them, and who reports to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from ..calendar import Period
from ..organisation import Organisation, Stretch
from ..vocabulary import Level, Owner

__all__ = ["Seat", "Seats"]

Days = tuple[int, int]
_WIDTH = (Owner.TEAM, Owner.STORE, Owner.AREA, Owner.GROUP)


@attrs.frozen
class Seat:
    """Who is scored: a person at a level, or a unit (`level` None); `home` is the unit it is, manages or belongs to."""

    subject: Any
    level: Level | None
    home: Any
    last: Stretch
    """The last place it has in the period, at whichever level."""
    manages: bool = False
    within: frozenset[Any] = frozenset()
    """Only what is credited below one of these units counts as the seat's own; none: all of it."""


class Seats:
    """What an organisation says of a period, each answer kept."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self.known: dict[tuple[Level | Owner, Period], list[Seat]] = {}
        self.leveled: dict[Level, list[tuple[Any, list[Stretch]]]] = {}

    def of(self, kind: Level | Owner, period: Period) -> list[Seat]:
        """Return the people of a level, or the units of a kind."""
        found = self.known.get((kind, period))
        if found is None:
            days = _days(period)
            listed = self._people(kind, *days) if isinstance(kind, Level) else self._units(kind, *days)
            found = self.known[kind, period] = list(listed)
        return found

    def _units(self, kind: Owner, start: int, end: int) -> Iterator[Seat]:
        for unit in self.organisation.units(kind):
            there = _within(self.organisation.stretches(unit), start, end)
            if there:
                yield Seat(unit, None, unit, there[-1])

    def _people(self, level: Level, start: int, end: int) -> Iterator[Seat]:
        for person, stretches in self._of_level(level):
            there = _within(stretches, start, end)
            if there:
                managed = [each for each in there if each.manages]
                last = (
                    there[-1] if there[-1].end >= end else _within(self.organisation.stretches(person), start, end)[-1]
                )
                yield Seat(person, level, (managed or there)[-1].unit, last, bool(managed))

    def _of_level(self, level: Level) -> list[tuple[Any, list[Stretch]]]:
        """Return the people who ever have a level, each with the stretches in which they do."""
        found = self.leveled.get(level)
        if found is None:
            organisation = self.organisation
            people = ((person, organisation.stretches(person)) for person in organisation.people())
            chosen = ((person, [each for each in its if each.level is level]) for person, its in people)
            found = self.leveled[level] = [pair for pair in chosen if pair[1]]
        return found

    def above(self, seats: Iterable[Seat]) -> dict[Any, tuple[Any, ...]]:
        """Return, by subject, the units it belongs to and the people it reports to, nearest first."""
        known: dict[tuple[Any, Any], tuple[Any, ...]] = {}
        found = {}
        for seat in seats:
            place = seat.last.chain, seat.last.managers
            above = known.get(place)
            if above is None:
                pairs = zip(*place, strict=True)
                above = known[place] = tuple(dict.fromkeys(each for pair in pairs for each in pair if each is not None))
            subject = seat.subject
            found[subject] = tuple(each for each in above if each != subject) if subject in above else above
        return found

    def around(self, unit: Any, kind: Owner, period: Period) -> Any:
        """Return the widest unit around a unit that is no wider than a kind; where none is, the unit itself."""
        there = _within(self.organisation.stretches(unit), *_days(period))
        most = _WIDTH.index(kind)
        chain = there[-1].chain if there else ()
        fitting = [each for each in chain if _WIDTH.index(self.organisation.kind_of(each)) <= most]
        return fitting[-1] if fitting else unit

    def managed(self, seat: Seat) -> list[Stretch]:
        """Return the stretches in which a seat's person manages a unit at the seat's level."""
        stretches = self.organisation.stretches(seat.subject)
        return [each for each in stretches if each.manages and each.level is seat.level]

    def reports(self, seat: Seat, period: Period) -> list[Seat]:
        """Return who reports to a seat in a period, each seated where that is so at the last."""
        start, end = _days(period)
        spans = [(seat.home, start, end)]
        if seat.level is not None:
            spans = [(each.unit, max(start, each.start), min(end, each.end)) for each in self.managed(seat)]
        found: dict[Any, Seat] = {}
        within: dict[Any, set[Any]] = {}
        for unit, first, after in spans:
            for person, on, off in self.organisation.direct_reports(unit, first, after):
                last = _within(self.organisation.stretches(person), on, off)[-1]
                within.setdefault(person, set()).add(unit)
                units = frozenset() if last.manages else frozenset(within[person])
                found[person] = Seat(person, last.level, last.unit, last, last.manages, units)
        return [found[person] for person in sorted(found)]


def _days(period: Period) -> Days:
    return period.start.toordinal(), period.end.toordinal()


def _within(stretches: Iterable[Stretch], start: int, end: int) -> list[Stretch]:
    return [each for each in stretches if each.start < end and start < each.end]
