"""Judging groups: which of the values that tell groups apart are no subject, day, key, or have no place in the house.

What is bad is turned into conditions on rows; these are read with care, and the rest is grouped again without them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from operator import add
from typing import Any

from ...records import Refused, day, key, subject, zone
from .._book import Book
from ._groups import Group, Question, Table
from ._source import one_if

__all__ = ["Judge"]


class Judge:
    """Finds bad values and remembers them by column."""

    def __init__(self, book: Book, table: Table) -> None:
        self.book = book
        self.table = table
        self.reading = table.reading
        self.names = [name for _, name in table.reading.owners]
        self.kinds = [owner for owner, _ in table.reading.owners]
        self.bad: dict[str, set[Any]] = {}
        self.is_odd = False
        self.is_nobodys = False
        """Whether some row has no owner, or more than one."""
        self.known: dict[Any, bool] = {}
        self.seated: set[tuple[Any, Any]] = set()

    def judge(self, question: Question, groups: Iterable[Group]) -> None:
        """Look at the groups of an answer."""
        self.is_odd |= question.is_first and any(group.odd for group in groups)
        for group in groups:
            given = [place for place, who in enumerate(group.owners) if who is not None and who != ""]
            if len(given) != 1:
                self.is_nobodys = True
                continue
            place = given[0]
            who = group.owners[place]
            fine = self._reads(self.names[place], who, self._of_one_kind if self._is_scored(place) else subject)
            if self.reading.dates is None:
                fine &= self._reads(self.reading.date, group.when, _text_day)
            for role, value in zip(question.roles, group.roles, strict=True):
                self._reads(self.reading.keys[role], value, key)
            if fine and self._is_to_seat(who, group.when):
                self.seated.add((who, group.when))
                self._seat(place, who, self.table.day_of(group.when))

    def conditions(self) -> Iterator[Any]:
        """Yield the conditions of the rows that have to be read with care."""
        table, nw = self.table, self.table.nw
        if self.is_odd:
            yield table.reading.odd
        for name, values in self.bad.items():
            yield table.is_among(name, values)
        if self.is_nobodys:
            given = (~table.is_among(name, {None, ""} if self._is_text(name) else {None}) for name in self.names)
            yield reduce(add, (one_if(nw, there) for there in given)) != 1

    def _is_text(self, name: str) -> bool:
        return self.reading.types[name] != "Unknown" and "Int" not in self.reading.types[name]

    def _reads(self, name: str, value: Any, reads: Callable[[Any], object]) -> bool:
        """Return whether a value can be read; remember it where it cannot."""
        known = self.known.get((name, value))
        if known is None:
            try:
                reads(value)
                known = True
            except Refused:
                known = False
                self.bad.setdefault(name, set()).add(value)
            self.known[name, value] = known
        return known

    def _is_scored(self, place: int) -> bool:
        return self.kinds[place] is self.book.by and self.book.seating is None

    def _of_one_kind(self, who: Any) -> None:
        read = subject(who)
        self.book.meet(read)
        if type(read) is not self.book.who:
            kind = "one kind of id in a call"
            raise Refused(kind)

    def _is_to_seat(self, who: Any, when: Any) -> bool:
        """Return whether the organisation has not yet been asked about somebody's group; one without a date is odd."""
        is_dated = self.reading.dates is None or int(when) > 0
        return self.book.seating is not None and is_dated and (who, when) not in self.seated

    def _seat(self, place: int, who: Any, at: int) -> None:
        """Note who has no place on a day on which somebody scores."""
        book = self.book
        if book.seating is None or book.schedule.cell(at) is None:
            return
        found: list[str] = []
        book.seating.check(who, self.kinds[place], (at, 0), lambda _, why: found.append(why))
        if found:
            self.bad.setdefault(self.names[place], set()).add(who)


def _text_day(value: str) -> None:
    day(value)
    if zone(value) is not None:
        careful = "one time zone"
        raise Refused(careful)
