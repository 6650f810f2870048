"""Many records at once into a standing: rows one after the other, tables by groups where their engine adds them up.

A table's groups become `Counts`, as if each of its rows had been counted; its rows that need care, that cover several
days or hold a number off its grid are added one at a time, as all rows of a small table are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from ..errors import Fault, RecordError
from ..measures import Measure
from ..records import key
from ..vocabulary import Additivity
from ._book import Book
from ._tally import Standing
from ._tally_counts import OUTSIDE, Counted, Counts
from ._tally_sums import NO_KEY, Account, Kept, accumulate
from .frames import Source
from .frames._errors import told
from .frames._fill import cell_of, check_names, is_small, length_of, note_zone, settled
from .frames._groups import Group, Question, Table
from .frames._reading import ByRows
from .frames._rows import records_of

__all__ = ["add_all"]

_KEPT_FAULTS = 1000


def add_all(standing: Standing, records: Iterable[Any] | Source) -> None:
    """Add rows, or the rows of a table; `RecordError` with all faults of all rows, numbered from 1."""
    adder = _Adder(standing)
    if isinstance(records, Source):
        with told("reading the table"):
            for part in records.parts:
                adder.table(records, part)
    else:
        adder.rows(enumerate(records, 1))
    if adder.fault_count:
        hint = "mend the rows, or add them one at a time and leave these out"
        raise RecordError(adder.faults, adder.fault_count, hint)


class _Adder:
    """Adds to a standing and remembers the faults."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.faults: list[Fault] = []
        self.fault_count = 0
        self.count = 0
        """Rows of the parts of a table that have been read."""

    def rows(self, numbered: Iterable[tuple[int | None, Any]]) -> None:
        for number, record in numbered:
            try:
                self.standing.add(record)
            except RecordError as error:
                self.fault_count += error.count
                if len(self.faults) < _KEPT_FAULTS:
                    self.faults += [self._placed(fault, number, record) for fault in error.faults]

    def _placed(self, fault: Fault, number: int | None, record: Any) -> Fault:
        if number is not None:
            return attrs.evolve(fault, row=number)
        return attrs.evolve(fault, field=f"{fault.field or 'row'} of {self.standing.book().told(record)}")

    def table(self, source: Source, part: Any) -> None:
        """Add a table, or a part of one."""
        check_names(part)
        book = self.standing.book()
        if is_small(source, part):
            self._row_by_row(source, part)
            return
        try:
            table, answers = settled(book, source, part, counts_rows=True)
        except ByRows:
            self._row_by_row(source, part)
            return
        counter = _Counter(self.standing, book, table)
        for question, groups in answers:
            (counter.first if question.is_first else counter.more)(question, groups)
        more = Standing(self.standing.question, self.standing.key)
        more.take(counter.counted(), book.who)
        self.standing.merge(more)
        careful = table.careful()
        self.rows((None if place is None else self.count + place + 1, row) for place, row in careful)
        self.count += counter.rows + len(careful)

    def _row_by_row(self, source: Source, part: Any) -> None:
        self.rows(enumerate(records_of(source.kind, part), self.count + 1))
        self.count += length_of(source.kind, part)


class _Counter:
    """Counts the rows of a table's groups."""

    def __init__(self, standing: Standing, book: Book, table: Table) -> None:
        self.standing = standing
        self.accounts = standing.accounts
        self.make = standing.accounts.maker()
        self.book = book
        self.table = table
        self.counts = Counts()
        self.kept = {(kept.by, kept.measure): kept for kept in self.accounts.kept}
        self.rows = 0
        self.outside = 0

    def counted(self) -> Counts:
        """Return everything that the rows leave behind."""
        counters, book, reading = self.counts.counters, self.book, self.table.reading
        counters[Counted.OWNERS] = dict(book.other_owners)
        counters[Counted.OUTSIDE] = {OUTSIDE: self.outside} if self.outside else {}
        if self.rows:
            note_zone(book, reading)
            counters[Counted.COLUMNS] = dict.fromkeys(reading.types, self.rows)
            counters[Counted.ZONES] = dict.fromkeys(map(str, book.zones), self.rows)
            counters[Counted.DAYS] = dict(self._days())
        return self.counts

    def _days(self) -> Iterator[tuple[int, int]]:
        """Yield each day, with how many rows of those who are scored are of it."""
        names = dict(self.table.reading.owners)
        own = None if self.book.seating is not None or len(names) == 1 else names.get(self.book.by)
        if own is None and self.book.seating is None and self.book.by not in names:
            return
        yield from self.table.days(own)

    def first(self, question: Question, groups: Iterable[Group]) -> None:
        """Add plain sums, and how many rows there are."""
        layout = self.accounts.layout
        places = [layout.place[measure] for measure in question.measures]
        places += [layout.first_count + layout.counted.index(measure) for measure in question.counted]
        places.append(self.accounts.rows)
        for group in groups:
            self.rows += group.rows
            cell, who = cell_of(self.book, self.table, group)
            if who is None:
                continue
            if cell is None:
                self.outside += group.rows
            else:
                account = self._account(cell.span, who)
                for place, number in zip(places, (*group.sums, *group.counts, group.rows), strict=True):
                    account[place] += number

    def more(self, question: Question, groups: Iterable[Group]) -> None:
        """Add what is counted by day, key or dimension."""
        by = question.spread[0] if question.spread else None
        kept = [self.kept[by, measure] for measure in question.measures]
        for group in groups:
            cell, who = cell_of(self.book, self.table, group)
            if who is None or cell is None:
                continue
            account = self._account(cell.span, who)
            roles = dict(zip(question.roles, map(key, group.roles), strict=True))
            at = self.table.day_of(group.when)
            for each, units, count in zip(kept, group.sums, group.counts, strict=True):
                if not count:
                    continue
                place = each.at
                if each.dated:
                    accumulate(account[place], {at: count})
                    place += 1
                accumulate(account[place], {self._token(each, at, roles): units})

    def _token(self, kept: Kept, at: int, roles: dict[str, Any]) -> Any:
        """Return what tells the amounts of a measure apart."""
        held = None if kept.by is None else roles.get(kept.by)
        name = "" if held is None else str(held)
        if kept.kind is Additivity.DISTINCT:
            hashed = self._hashed(kept.measure, roles)
            return hashed if kept.by is None else (name, hashed)
        if kept.by is None:
            return at
        return (at, name) if kept.kind in {Additivity.FIRST, Additivity.LAST} else name

    def _hashed(self, measure: Measure, roles: dict[str, Any]) -> str:
        held = roles.get(measure.key or "")
        return NO_KEY if held is None else self.standing.hashed(held)

    def _account(self, span: tuple[int, int], who: Any) -> Account:
        sheet = self.counts.cells.setdefault(span, {})
        account = sheet.get(who)
        if account is None:
            account = sheet[who] = self.make()
        return account
