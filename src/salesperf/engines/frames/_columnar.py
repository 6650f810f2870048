"""Columnar calls: those whose cards are computed where the table lies, by the program of their plan.

They are the calls of one profile over plain sums of the period itself, without an organisation: every card follows from
one row of sums.  All others are scored from their groups by the plain scorer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import reduce
from typing import Any

import attrs

from ...calendar import Grain, Period
from ...measures import Measure
from ...plan import Plan, Reach, Schedule, Situation, Slot, Stat
from ...records import BLANKS
from ...vocabulary import Additivity
from .._book import Book
from .._call import Call
from ._clock import Pace, clock_of
from ._dates import ordinal
from ._dialects import dialect_of
from ._errors import told
from ._fill import check_names, fill, is_small
from ._groups import LAST, NUMBER, ODD, OWNER, ROWS, SUM, Table, grouped, questions
from ._look import EXACT, LARGEST, Overflow, look_at
from ._reading import TEXTS, ByRows, Reading, reading_of
from ._rows import collected, fetched
from ._source import Kind, Source, narwhals

__all__ = ["Columnar", "columnar"]

_LONGEST_ID = 256


@attrs.frozen(kw_only=True)
class Columnar:
    """A call whose cards follow from one row of sums each."""

    plan: Plan
    table: Any
    question: Any
    grouped: Any
    """The sums, as narwhals' view of a table: run already where the input was eager."""
    schedule: Schedule
    carried: frozenset[str]
    periods: Mapping[int, Period] | None
    """The periods by their number on the clock; None where only the rows of a lazy table tell them."""
    last_day: int

    @property
    def source(self) -> Source:
        """The table that is read."""
        source: Source = self.table.source
        return source

    @property
    def situations(self) -> tuple[Situation, ...]:
        """What holds in each of the periods; of those not known beforehand one stands for all."""
        periods = [self.schedule.calendar.period("2000-01")] if self.periods is None else self.periods.values()
        return tuple(self.plan.situation(self.schedule, each, self.carried, self.last_day) for each in periods)

    @property
    def refused(self) -> Any:
        """The condition that a row of sums holds what only care can read."""
        nw = self.table.nw
        refused = (nw.col(ODD) > 0) | self.nobodys
        look = self.table.reading.look
        if look.overflow is Overflow.WRAPS:
            refused = refused | (nw.col(ROWS) > EXACT // (look.largest or LARGEST))
        return refused

    @property
    def nobodys(self) -> Any:
        """The condition that a row of sums is of text that is no subject."""
        nw, name = self.table.nw, OWNER.format(0)
        if self.table.reading.types[self.table.reading.owners[0][1]] not in TEXTS:
            return nw.lit(False)  # noqa: FBT003  (a value of the engine)
        who = nw.col(name)
        if self.source.kind is Kind.IBIS:  # it strips only what it takes for blank itself
            bare = reduce(lambda text, blank: text.str.replace_all(blank, "", literal=True), BLANKS, who)
        else:
            bare = who.str.strip_chars(BLANKS)
        return (bare.str.len_chars() == 0) | (who.str.len_chars() > _LONGEST_ID)

    def read_into(self, book: Any) -> None:
        """Add the sums, which have been added up already, to a book."""
        fill(book, self.table, [(self.question, self.table.told(self.question, self.grouped))], book.count)


def columnar(call: Call, source: Source) -> Columnar | None:
    """Return the call as a columnar one, or None where the plain scorer has to score it.

    A lazy table is only looked at; an eager one is added up, and None if some row needs care.
    """
    others = (call.targets, call.organisation, call.as_of)
    plan, *rest = call.plans
    if rest or any(each is not None for each in others) or not _is_scored(source):
        return None
    if is_small(source, source.table) or not all(map(_is_plain, plan.slots)):
        return None
    book = call.book()
    tables = _tables(book, source)
    if not tables:
        return None
    table = tables[0]
    book.note(tuple(table.reading.types))  # of two columns for one name, before one of them is scored
    (question,) = questions(book, table.reading)
    periods = _periods(call.schedule, table)
    if periods is None and not isinstance(call.asked, Grain):
        return None
    if source.lazy and (_looks_ahead(plan, periods) or _covers(table.reading, book)):
        return None
    if not call.strict and source.lazy:
        tables = [each.without_faulty() for each in tables]
    found = Columnar(
        plan=plan,
        table=tables[0],
        question=question,
        grouped=grouped(tables, question),
        schedule=call.schedule,
        carried=frozenset(name for name in call.demand.names if book.name(name) in table.reading.types),
        periods=periods,
        last_day=0,
    )
    return found if source.lazy else _run(found)


def _is_scored(source: Source) -> bool:
    """Return whether there is an emitter for the engine of a table."""
    if source.stream:  # a folder of files, scanned one after the other
        return source.lazy
    return source.kind in {Kind.POLARS, Kind.PANDAS, Kind.PYARROW} or dialect_of(source.kind, source.table) is not None


def _is_plain(slot: Slot) -> bool:
    """Return whether a slot is a sum of the period's own rows."""
    stats = {Stat.VALUE, Stat.ROWS, Stat.PARTIAL}
    return slot.measure.additivity is Additivity.SUM and slot.stat in stats and slot.reach == Reach()


def _tables(book: Book, source: Source) -> list[Table]:
    """Return the tables that follow each other.

    There are none if one of them has rows that cannot be grouped as periods are, or columns of other types than the
    first: its sums would be of other units.
    """
    found: list[Table] = []
    for part in source.parts:
        table = _table(book, attrs.evolve(source, table=part, stream=False))
        if table is None or not _fits(book, table) or (found and not table.reading.is_like(found[0].reading)):
            return []
        found.append(table)
    return found


def _table(book: Book, source: Source) -> Table | None:
    check_names(source.table)
    nw = narwhals()
    with told("looking at the table"):
        frame = nw.from_native(source.table.lazy() if source.kind is Kind.POLARS else source.table)
        schema = frame.collect_schema()
    look = look_at(nw, source, frame, schema, book)
    clock = clock_of(book, look.days)
    try:
        reading = reading_of(nw, source, schema, book=book, clock=clock, look=look)
    except ByRows:
        return None
    tracks = book.demand.tracks_days
    return Table(nw=nw, source=source, frame=frame, reading=reading, clock=clock, tracks=tracks)


def _fits(book: Book, table: Table) -> bool:
    """Return whether the rows of a table are of one owner, dated by dates, and grouped as the periods are."""
    reading = table.reading
    return (
        [owner for owner, _ in reading.owners] == [book.by]
        and reading.dates is not None
        and table.clock.pace in {Pace.STRETCH, Pace.MONTH}
        and len(questions(book, reading)) == 1
    )


def _periods(schedule: Schedule, table: Table) -> dict[int, Period] | None:
    """Return the periods asked for by their number on the clock; None where they are not one group each."""
    if isinstance(schedule.asked, Grain) or table.clock.pace is not Pace.STRETCH:
        return None
    days = {period: schedule.days(period) for period in schedule.asked}
    places = {edge: number for number, edge in enumerate(table.clock.edges, 1)}
    if any(places[end] - places[start] != 1 for start, end in days.values()):
        return None
    return {places[start]: period for period, (start, _) in days.items()}


def _covers(reading: Reading, book: Book) -> bool:
    """Return whether rows may cover several days: a period they reach into has no trace of those dated before it."""
    return reading.types.get(book.name("until"), "Unknown") != "Unknown"


def _looks_ahead(plan: Plan, periods: Mapping[int, Period] | None) -> bool:
    """Return whether formulas look at what only the rows tell: the latest date, or how long unknown periods are."""
    return plan.tracks_days or (periods is None and any(any(formula.pace) for formula in plan.formulas))


def _run(call: Columnar) -> Columnar | None:
    """Add an eager table up; None where some row needs care."""
    nw, source = call.table.nw, call.source
    grouped = collected(source, call.grouped)
    looks = [nw.when(call.refused).then(1).otherwise(0).max().alias("refused")]
    looks += [nw.col(LAST).max().alias("last")] if call.table.tracks else []
    places = range(len(call.question.measures))
    looks += [getattr(nw.col(SUM.format(at)), end)().alias(f"{end} {at}") for at in places for end in ("min", "max")]
    (found,) = fetched(source, grouped.select(*looks))
    if found[0] is None or found[0]:  # there are no rows, or some need care
        return None
    numbers = call.table.clock.groups or sorted(
        int(number) for (number,) in fetched(source, grouped.select(NUMBER).unique())
    )
    periods = _periods_of(call, numbers) if call.periods is None else call.periods
    last_day = ordinal(int(found[1])) if call.table.tracks else 0
    call = attrs.evolve(call, grouped=grouped, periods=periods, last_day=last_day)
    ends = [abs(int(end)) for end in found[len(found) - 2 * len(places) :]]
    largest = {m: max(ends[2 * at : 2 * at + 2]) for at, m in enumerate(call.question.measures)}
    return call if set(numbers) & set(periods) and _is_in_range(call, largest) else None


def _is_in_range(call: Columnar, largest: Mapping[Measure, int]) -> bool:
    """Return whether no sum is beyond the limit of its slot: the plain scorer says which is."""
    scales = call.table.reading.scales
    assert call.periods is not None  # noqa: S101  (known once the table has run)
    return all(
        largest.get(slot.measure, 0) * scales.get(slot.measure, 1) <= limit
        for period in call.periods.values()
        for slot, limit in zip(call.plan.slots, call.plan.limits(call.schedule, period), strict=True)
    )


def _periods_of(call: Columnar, numbers: Iterable[int]) -> dict[int, Period]:
    """Return the periods of a grain by the numbers under which rows lie."""
    calendar, asked = call.schedule.calendar, call.schedule.asked
    assert isinstance(asked, Grain)  # noqa: S101  (other periods are known beforehand)
    days = {number: date.fromordinal(call.table.clock.day_of(number)) for number in numbers}
    return {number: calendar.period_of(asked, day) for number, day in days.items()}
