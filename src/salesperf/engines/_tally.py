"""Standing: the sums so far, which rows join and leave one at a time.

A row that holds nothing unusual is added by a generated function for its shape.  Every other row is read by a `Book` of
its own, by the same rules as in a call, and what is in that book becomes `Counts`: added, taken out, or not taken at
all where the row has a fault.  Whatever the generated function adds, that way would have added alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import blake2b
from typing import Any

import attrs

from ..calendar import Calendar, Grain, Period
from ..errors import Fault, RecordError
from ..organisation import Organisation
from ..plan import Demand, Plan, Schedule, Slot
from ..records import amount, fields, is_off_grid
from ..vocabulary import Level, Owner
from ._book import Book
from ._layout import Layout
from ._plain import Runner
from ._row_source import MOST_SHAPES, shape_for, shape_of
from ._seating import Seating
from ._seats import Seat, Seats
from ._tally_counts import OUTSIDE, Counted, Counts, Days
from ._tally_reader import Dates, Nowhere, Sheet, Taker, taker
from ._tally_sums import Accounts

__all__ = ["Question", "Standing"]

_DIGEST = 16
_KINDS = {str: "text", int: "whole numbers"}


@attrs.frozen(kw_only=True)
class Question:
    """What a tally is asked: the plans, the time, whose cards, under which names the columns come."""

    plans: tuple[Plan, ...]
    asked: Grain | tuple[Period, ...] = ()
    by: Owner = Owner.PERSON
    columns: Mapping[str, str] = attrs.field(factory=dict)
    calendar: Calendar = attrs.field(factory=Calendar)
    organisation: Organisation | None = None

    @property
    def demand(self) -> Demand:
        """What the plans read together."""
        return Demand.of(self.plans)

    @property
    def schedule(self) -> Schedule:
        """How time is cut."""
        return Schedule.of(self.asked, self.demand.spans, self.calendar, self.organisation is not None)


class Standing:
    """The sums so far of a question; `key` is the secret under which distinct keys are hashed."""

    __slots__ = (
        "_dates",
        "_nowhere",
        "_pending",
        "_takers",
        "accounts",
        "counts",
        "demand",
        "key",
        "kind",
        "known",
        "last",
        "question",
        "schedule",
        "seated",
        "seating",
        "seats",
        "under",
    )

    def __init__(self, question: Question, key: bytes) -> None:
        self.question: Question = question
        self.key: bytes = key
        self.demand: Demand = question.demand
        self.schedule: Schedule = question.schedule
        self.seating: Seating | None = None if question.organisation is None else Seating(question.organisation)
        self.seats: Seats | None = None if question.organisation is None else Seats(question.organisation)
        self.seated: dict[tuple[Level | Owner, Period], dict[Any, Seat]] = {}
        self.accounts: Accounts = Accounts.of(Layout.of(self.demand))
        self.counts: Counts = Counts()
        self.kind: type[Any] | None = None
        """Whether subjects are text or whole numbers; with an organisation it says which."""
        self.known: set[Any] = set()
        self.under: dict[Any, set[Any]] = {}
        """By unit: whose rows may count in it."""
        self._nowhere = Nowhere(self.accounts.maker(), (0, 0), None, self._meet)
        self._dates = Dates(self._sheet_of, self.settle)
        self._takers: dict[Any, Taker] = {}
        self._pending: dict[tuple[str, ...], list[int]] = {}
        """By the columns of a shape: how many rows have been added since they were counted."""
        self.last: Taker = _never
        """Adds rows of the shape that came last, and says whether it has."""

    # rows

    def add(self, record: Any) -> None:
        """Add a row; `RecordError` with all its faults, and nothing is changed."""
        if not self.last(record):
            self.add_other(record)

    def add_other(self, record: Any) -> None:
        """Add a row of which `last` says that it has not added it."""
        shape = shape_of(record)
        found = self._takers.get(shape)
        if found is not None and found is not self.last and found(record):
            self.last = found
            return
        book = self._read(record)
        self.take(self._counts(book, record), book.who)
        if found is None and len(self._takers) < MOST_SHAPES:
            self._takers[shape] = self._taker(book, record)

    def remove(self, record: Any) -> None:
        """Take a row out again; `RecordError` where it has faults or was never added, and nothing is changed."""
        book = self._read(record)
        row = self._counts(book, record)
        self.settle()
        lacking = self.counts.lacks(row, self.accounts)
        if lacking is not None:
            raise RecordError([Fault(f"a record that was added before: {lacking}")])
        self.counts.plus(row, self.accounts, -1)
        if not self.counts.counters[Counted.DAYS]:
            self.kind = None

    def merge(self, other: Standing) -> None:
        """Add everything of another standing of the same question.

        `RecordError` where their rows do not go together, and nothing is changed.
        """
        other.settle()
        self.settle()
        faults = []
        if self.kind is not None and other.kind is not None and self.kind is not other.kind:
            expected = f"one kind of id in a tally: {_KINDS[self.kind]} here, {_KINDS[other.kind]} there"
            faults.append(Fault(expected, field=str(self.question.by)))
        zones = {*self.counts.counters[Counted.ZONES], *other.counts.counters[Counted.ZONES]}
        if len(zones) > 1:
            faults.append(Fault("dates of one time zone in a tally", field="date"))
        if faults:
            raise RecordError(faults)
        self.take(other.counts, other.kind)

    def _read(self, record: Any) -> Book:
        """Return the book of one row; raise with its faults."""
        book = self.book()
        book.read(record, 0)
        zones = set(self.counts.counters[Counted.ZONES])
        if not book.faults and zones and {*map(str, book.zones)} - zones:
            book = self.book()  # once more, as a row among others of another zone
            book.zones = zones
            book.read(record, 0)
        if book.cover_rows and not book.faults:
            Runner(book, tuple(self._periods_of(*next(iter(book.cover_rows))[0]))).check_covers()
        if book.faults:
            raise RecordError([attrs.evolve(fault, row=None) for fault in book.faults])
        return book

    def book(self) -> Book:
        """Return an empty book of the question, in which ids are of the kind of those so far."""
        book = Book(
            self.demand, self.schedule, self.question.by, self.question.columns, strict=True, seating=self.seating
        )
        book.who = self.kind
        return book

    def _periods_of(self, start: int, end: int) -> set[Period]:
        """Return the periods asked for; of a grain, those in which some of the days lie."""
        asked = self.question.asked
        if not isinstance(asked, Grain):
            return {*asked}
        found, day = set(), start
        while day < end:
            period = self.question.calendar.period_of(asked, date.fromordinal(day))
            found.add(period)
            day = period.end.toordinal()
        return found

    def _counts(self, book: Book, record: Any) -> Counts:
        """Return what one row leaves behind, given its book."""
        counts = Counts()
        counters = counts.counters
        counters[Counted.COLUMNS] = dict.fromkeys((name for names in book.seen for name in names), 1)
        counters[Counted.ZONES] = dict.fromkeys(map(str, book.zones), 1)
        if book.other_owners:
            counters[Counted.OWNERS] = dict(book.other_owners)
            return counts
        counters[Counted.DAYS] = {book.first_day: 1}
        counters[Counted.UNTILS] = {book.last_covered + 1: 1} if book.last_covered else {}
        counters[Counted.COVERED] = dict(book.cover_counts)
        counters[Counted.OUTSIDE] = {OUTSIDE: 1} if book.outside else {}
        counters[Counted.OFF_GRID] = dict.fromkeys(_off_grid(book, record), 1) if book.off_grid else {}
        for mine, theirs in ((counts.cells, book.cells), (counts.covers, book.covers)):
            for days, cell in theirs.items():
                mine[days] = {who: self.accounts.counted(sums, self.hashed) for who, sums in cell.items()}
        counters[Counted.HELD] = {(*days, measure.id): 1 for days in book.cover_counts for measure in _held(book, days)}
        return counts

    def take(self, counts: Counts, kind: type[Any] | None) -> None:
        """Add counts, whose subjects' ids are of a kind."""
        for days, sheet in counts.cells.items():
            self._sheet(days)
            for who in sheet:
                self._meet(who)
        for sheet in counts.covers.values():
            for who in sheet:
                self._meet(who)
        self.counts.plus(counts, self.accounts)
        self.kind = kind or self.kind

    def hashed(self, key: str | int) -> str:
        """Return the keyed hash of a key; text and whole numbers never share one."""
        text = f"i{key}" if isinstance(key, int) else f"s{key}"
        return blake2b(text.encode(), digest_size=_DIGEST, key=self.key).hexdigest()

    # the short way

    def _taker(self, book: Book, record: Any) -> Taker:
        shape = shape_for(book, record)
        if shape is None:
            return _never
        seen = self._pending.setdefault(shape.names, [0])
        return taker(self.demand, shape, self, self._dates, seen, self.seating, self.hashed)

    def _sheet_of(self, day: int) -> Sheet:
        span = self.schedule.cell(day)
        return self._nowhere if span is None else self._sheet(span)

    def _sheet(self, days: Days) -> Sheet:
        found = self.counts.cells.get(days)
        if found is None:
            found = self.counts.cells[days] = Sheet(self.accounts.maker(), days, self.seating, self._meet)
        assert isinstance(found, Sheet)  # noqa: S101  (all cells of a standing are made here)
        return found

    def _meet(self, who: Any) -> None:
        """Remember in which units the rows of an owner may count."""
        if self.seating is None or who in self.known:
            return
        self.known.add(who)
        for stretch in self.seating.organisation.stretches(who):
            for unit in stretch.chain:
                self.under.setdefault(unit, set()).add(who)

    def seated_in(self, plan: Plan, period: Period) -> dict[Any, Seat]:
        """Return who is scored by a plan in a period, and where."""
        assert self.seats is not None  # noqa: S101  (asked only with an organisation)
        by = self.question.by
        kind = plan.profile.level if by is Owner.PERSON else by
        found = self.seated.get((kind, period))
        if found is None:
            found = self.seated[kind, period] = {seat.subject: seat for seat in self.seats.of(kind, period)}
        return found

    def settle(self) -> None:
        """Count the rows that the short way has added since this was done last."""
        counters = self.counts.counters
        for names, rows in self._pending.items():
            if rows[0]:
                for name in names:
                    counters[Counted.COLUMNS][name] = counters[Counted.COLUMNS].get(name, 0) + rows[0]
                rows[0] = 0
        for day in self._dates.values():
            if day.rows[0]:
                counters[Counted.DAYS][day.ordinal] = counters[Counted.DAYS].get(day.ordinal, 0) + day.rows[0]
                if day.sheet is self._nowhere:
                    counters[Counted.OUTSIDE][OUTSIDE] = counters[Counted.OUTSIDE].get(OUTSIDE, 0) + day.rows[0]
                day.rows[0] = 0


def _never(_: Any) -> bool:
    return False


def _off_grid(book: Book, record: Any) -> Iterator[str]:
    """Yield the ids of the measures of which a row holds a float off the grid."""
    row = fields(record)
    for measure in book.demand.measures:
        value = row.get(book.name(measure.id))
        if isinstance(value, float) and is_off_grid(value, measure.decimals, amount(value, measure.decimals) or 0):
            yield measure.id


def _held(book: Book, days: Days) -> set[Any]:
    """Return the measures that a row over days of no cell holds."""
    held = {measure for covered, measure in book.cover_rows if covered == days}
    for measure in book.demand.measures:
        if measure.id in book.demand.targets:
            total = book.layout.reader(Slot(measure))
            held |= {measure} if any(map(total, book.covers[days].values())) else set()
    return held
