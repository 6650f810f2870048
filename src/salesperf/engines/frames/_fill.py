"""From a table to the sums of a book: as rows where it is small, else as groups."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import attrs

from ...errors import Fault, RecordError
from ...records import fields, key, zone
from .._book import Book
from .._cell import Cell
from .._reader import read_all
from .._states import add, add_spread
from ._clock import clock_of
from ._dates import ordinal
from ._errors import EngineError, told
from ._groups import Group, Question, Table, questions
from ._judge import Judge
from ._look import EXACT, LARGEST, Overflow, look_at
from ._reading import ByRows, Reading, reading_of
from ._rows import categories_of_others, columns_of, row_class
from ._source import Kind, Source, narwhals

__all__ = ["SMALL", "cell_of", "check_names", "fill", "is_small", "length_of", "note_zone", "read_table", "settled"]

SMALL = 5_000
"""Eager tables of fewer rows are read as rows: an engine takes longer to set up than they take to add."""

Answers = list[tuple[Question, list[Group]]]


def read_table(book: Book, source: Source) -> None:
    """Read a table into a book, as its rows would be read."""
    with told("reading the table"):
        _read_parts(book, source)


def _read_parts(book: Book, source: Source) -> None:
    for part in source.parts:
        check_names(part)
        if is_small(source, part):
            _read_rows(book, source, part)
            continue
        start = book.count
        try:
            table, answers = settled(book, source, part)
        except ByRows:
            _read_rows(book, source, part)
            continue
        fill(book, table, answers, start)


def is_small(source: Source, part: Any) -> bool:
    """Return whether a table is read as rows."""
    return not source.lazy and length_of(source.kind, part) < SMALL


def length_of(kind: Kind, part: Any) -> int:
    return int(part.num_rows if kind is Kind.PYARROW else len(part))


def check_names(part: Any) -> None:
    """Refuse two columns of one name, which no row could tell apart."""
    if hasattr(part, "collect_schema"):  # polars has each name once, and asking a lazy table for names is slow
        return
    names = list(map(str, part.schema.names if hasattr(type(part), "column_names") else part.columns))
    if len(names) > len({*names}):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise RecordError([Fault("one column of that name", field=name) for name in twice])


def _read_rows(book: Book, source: Source, part: Any) -> None:
    """Read an eager table row by row."""
    columns = columns_of(source.kind, part)
    wanted = [name for name in columns if name in book.asked]
    book.note(tuple(columns))
    rows = zip(*(columns[name] for name in wanted), strict=True)
    known = len(book.rejected)
    read_all(book, map(row_class(tuple(wanted)), rows))
    book.rejected[known:] = [attrs.evolve(each, record=fields(each.record)) for each in book.rejected[known:]]


def settled(book: Book, source: Source, part: Any, *, counts_rows: bool = False) -> tuple[Table, Answers]:
    """Return a table and its answers once all rows that need care are known, so that no group holds one.

    Where its rows are counted, those that cover several days or have a number off its grid are read with care, too.
    """
    nw = narwhals()
    frame = nw.from_native(part.lazy() if source.kind is Kind.POLARS else part)
    schema = {**frame.collect_schema(), **dict.fromkeys(categories_of_others(source.kind, part), nw.Object)}
    look, bad = look_at(nw, source, frame, schema, book), None
    clock = clock_of(book, look.days)
    while True:
        reading = reading_of(nw, source, schema, book=book, clock=clock, look=look, counts_rows=counts_rows)
        tracks = not book.schedule.asked or book.demand.tracks_days
        table = Table(nw=nw, source=source, frame=frame, reading=reading, clock=clock, tracks=tracks, bad=bad)
        asked = questions(book, reading)
        try:
            counting = table.prepared(asked)
            answers = [(question, counting.asked(question)) for question in asked]
            late = [] if reading.late is None else table.asked(asked[0], late=True)
        except EngineError:
            if look.overflow is not Overflow.FAILS:
                raise
            look = attrs.evolve(look, largest=LARGEST, overflow=Overflow.WRAPS)  # with no amount that a sum fails of
            continue
        most = max((group.rows for group in answers[0][1]), default=0)
        if most * (look.largest or LARGEST) > EXACT and look.overflow is Overflow.WRAPS:
            # let so many each be smaller
            look = attrs.evolve(look, largest=EXACT // most, small=frozenset(), most={})
            continue
        judge = Judge(book, table)
        for question, groups in [*answers, (asked[0], late)]:
            judge.judge(question, groups)
        found = list(judge.conditions())
        if not found:
            book.later += sum(group.rows for group in late)
            book.count += sum(group.rows for group in late)
            return table, answers
        bad = table.and_bad(found).bad


def fill(book: Book, table: Table, answers: Answers, start: int) -> None:
    """Add the groups to the book, and the rows that are read with care; `start` rows were read before the table."""
    book.note(tuple(table.reading.types))
    note_zone(book, table.reading)
    filler = _Filler(book, table)
    for question, groups in answers:
        (filler.first if question.is_first else filler.more)(question, groups)
    careful = table.careful()
    for place, row in careful:
        book.read(row, None if place is None else start + place + 1)
    book.count += len(careful)


def note_zone(book: Book, reading: Reading) -> None:
    """Remember the time zone of a table's dates, if they have one; refuse a second one in a call."""
    if reading.dates is None or reading.dates.zone is None:
        return
    book.zones.add(_zone_of(reading.dates.zone))
    if len(book.zones) > 1:
        expected = "dates of one time zone in a call; convert them to the dealership's own first"
        raise RecordError([Fault(expected, field=reading.date)])


def _zone_of(name: str) -> str | timedelta | None:
    if name[:1] in "+-":
        return zone(f"2026-01-01T00:00{name}")
    from zoneinfo import ZoneInfo  # noqa: PLC0415  (who has aware columns pays for the module, others need not)

    return zone(datetime(2026, 1, 1, tzinfo=ZoneInfo(name)))


def cell_of(book: Book, table: Table, group: Group) -> tuple[Cell | None, Any]:
    """Return the cell of a group (None: outside all periods) and whose it is (None: of other owners, noted)."""
    place = next(place for place, who in enumerate(group.owners) if who is not None and who != "")
    owner, who = table.reading.owners[place][0], group.owners[place]
    if owner is not book.by and book.seating is None:
        if group.rows:
            book.other_owners[str(owner)] = book.other_owners.get(str(owner), 0) + group.rows
        return None, None
    cell = book.place_of(who, table.day_of(group.when))
    return (None if cell is book.outside_cell else cell), who


class _Filler:
    """Adds groups to the accumulators of a book."""

    def __init__(self, book: Book, table: Table) -> None:
        self.book = book
        self.table = table

    def first(self, question: Question, groups: Iterable[Group]) -> None:
        """Add plain sums, and what is counted of all rows."""
        book, layout = self.book, self.book.layout
        places = [layout.place[measure] for measure in question.measures]
        places += [layout.first_count + layout.counted.index(measure) for measure in question.counted]
        for group in groups:
            book.count += group.rows
            cell, who = cell_of(book, self.table, group)
            if who is None:
                continue
            self._days(group)
            book.off_grid += group.off
            if cell is None:
                book.outside += group.rows
                continue
            sums = cell[who]
            for place, units in zip(places, group.sums + group.counts, strict=True):
                sums[place] += units

    def more(self, question: Question, groups: Iterable[Group]) -> None:
        """Add what is no plain sum: levels, keys, spreads."""
        layout = self.book.layout
        if question.spread is None:
            places = [layout.place[measure] for measure in question.measures]
        else:
            places = [layout.first_spread + layout.spreads.index(question.spread)]
        for group in groups:
            cell, who = cell_of(self.book, self.table, group)
            if who is None or cell is None:
                continue
            at = self.table.day_of(group.when)
            roles = dict(zip(question.roles, map(key, group.roles), strict=True))
            sums = cell[who]
            for place, measure, units, count in zip(places, question.measures, group.sums, group.counts, strict=True):
                if not count:
                    continue
                held = roles.get(measure.key or "")
                if question.spread is None:
                    add(measure.additivity, sums[place], units, at, held)
                else:
                    name = roles.get(question.spread[0])
                    add_spread(measure.additivity, sums[place], "" if name is None else str(name), units, at, held)

    def _days(self, group: Group) -> None:
        """Widen the days of the call to those of a group."""
        book = self.book
        if isinstance(group.when, str):
            first = last = self.table.day_of(group.when)
        elif group.ends:
            first, last = map(ordinal, group.ends[:2])
        else:
            return
        book.first_day = min(book.first_day, first)
        book.last_day = max(book.last_day, last)
        if group.ends[2:] and group.ends[2]:
            book.last_covered = max(book.last_covered, ordinal(group.ends[2]) - 1)
