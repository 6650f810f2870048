"""From a standing to cards: its accounts become the book that a call over the same rows would have had.

For a whole board it holds everybody; for one card, only those whose rows can change it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import attrs

from ..calendar import Grain, Period
from ..errors import RecordError
from ..plan import Demand, Plan, Schedule, Whose, holds
from ..vocabulary import Owner
from ._book import Book
from ._cell import Cell
from ._house import House
from ._layout import Layout
from ._plain import Runner, Table, check_range, finish, unused
from ._seats import Seat
from ._tally import Standing
from ._tally_counts import OUTSIDE, Counted
from ._tally_sums import Account

__all__ = ["Found", "card_of", "periods_of", "subjects_of", "table_of"]

Slots = tuple[Any, ...]


def table_of(standing: Standing, plans: tuple[Plan, ...], asked: Grain | tuple[Period, ...]) -> Table:
    """Return the table that a call over the standing's rows would have, by some of its plans and periods."""
    question = standing.question
    demand = Demand.of(plans)
    schedule = Schedule.of(asked, demand.spans, question.calendar, question.organisation is not None)
    standing.settle()
    book = book_of(standing, demand, schedule)
    _check_covers(book)
    rows = standing.counts.rows
    return finish(book, plans, question.calendar, question.organisation, carried=book.carried, read=rows)


def _check_covers(book: Book) -> None:
    """Refuse rows of which a span would hold only a part, and that could not be told when they were added."""
    Runner(book).check_covers()
    if book.faults:
        days = {f"{date.fromordinal(start)} until {date.fromordinal(end)}" for (start, end), _ in book.cover_rows}
        faults = dict.fromkeys(attrs.evolve(fault, row=None) for fault in book.faults)
        raise RecordError(
            faults, hint=f"remove such records from the tally; it has some over {', '.join(sorted(days))}"
        )


def periods_of(standing: Standing) -> tuple[Period, ...]:
    """Return the periods asked for; of a grain, and of all time, those that have rows."""
    standing.settle()
    counts = standing.counts
    spans = [days for sheets in (counts.cells, counts.covers) for days, sheet in sheets.items() if sheet]
    if not spans:
        return ()
    days, untils = counts.counters[Counted.DAYS], counts.counters[Counted.UNTILS]
    return standing.schedule.periods(spans, min(days), max(*days, max(untils, default=1) - 1))


def subjects_of(standing: Standing) -> list[Any]:
    """Return who has a card in some period, sorted."""
    counts, periods = standing.counts, periods_of(standing)
    if standing.seats is not None:
        plans = standing.question.plans
        seated = (standing.seated_in(plan, each) for plan in plans for each in periods if _has_rows(standing, each))
        return sorted({subject for seats in seated for subject in seats})
    spans = [standing.schedule.days(period) for period in periods]
    found = {
        who
        for sheets in (counts.cells, counts.covers)
        for days, sheet in sheets.items()
        if any(start <= days[0] < end for start, end in spans)
        for who in sheet
    }
    return sorted(found)


def book_of(standing: Standing, demand: Demand, schedule: Schedule, owners: frozenset[Any] | None = None) -> Book:
    """Return the book of a demand and a schedule that the standing covers, with the accounts of some owners or all."""
    counts, accounts, question = standing.counts, standing.accounts, standing.question
    book = Book(demand, schedule, question.by, question.columns, strict=True, seating=standing.seating)
    settled = accounts.settler(Layout.of(demand))
    for days, sheet in counts.cells.items():
        if not sheet:
            continue
        if schedule.cell(days[0]) is None:
            book.outside += sum(accounts.settle(account)[accounts.rows] for account in sheet.values())
            continue
        cell = book.cells[days] = Cell(book.make, days)
        cell.update((who, settled(account)) for who, account in _of(sheet, owners))
    for days, sheet in counts.covers.items():
        if not sheet:
            continue
        cover = book.covers[days] = Cell(book.make, days)
        cover.update((who, settled(account)) for who, account in _of(sheet, owners))
    _fill(book, standing)
    return book


def _of(sheet: dict[Any, Account], owners: frozenset[Any] | None) -> Iterator[tuple[Any, Account]]:
    if owners is None:
        yield from sheet.items()
    else:
        yield from ((who, sheet[who]) for who in owners if who in sheet)


def _fill(book: Book, standing: Standing) -> None:
    """Set what a book knows of the call as a whole."""
    counters = standing.counts.counters
    days, untils = counters[Counted.DAYS], counters[Counted.UNTILS]
    measures = {measure.id: measure for measure in book.demand.measures}
    book.seen = {tuple(sorted(counters[Counted.COLUMNS])): None}
    book.first_day, book.last_day = min(days, default=book.first_day), max(days, default=0)
    book.last_covered = max(untils, default=1) - 1
    book.other_owners = dict(counters[Counted.OWNERS])
    book.outside += counters[Counted.OUTSIDE].get(OUTSIDE, 0)
    book.off_grid = sum(number for name, number in counters[Counted.OFF_GRID].items() if name in measures)
    book.seen_days = dict.fromkeys(days, book.outside_cell)
    book.cover_counts = dict(counters[Counted.COVERED])
    book.cover_rows = {
        ((start, end), measures[name]): [0]
        for start, end, name in counters[Counted.HELD]
        if name in measures and name not in book.demand.targets
    }


@attrs.frozen
class Found:
    """The slots of one card, and what of the whole tally its lines depend on."""

    slots: Slots
    carried: frozenset[str]
    last_day: int
    unused: tuple[str, ...]


def card_of(standing: Standing, plan: Plan, period: Period, subject: Any) -> Found | None:
    """Return the slots of one card; None where its subject has none in the period."""
    standing.settle()
    question = standing.question
    if question.organisation is None:
        book = book_of(standing, standing.demand, standing.schedule, frozenset([subject]))
        cards = Runner(book, (period,)).cards_of(plan, period)
    else:
        seat = standing.seated_in(plan, period).get(subject)
        if seat is None or not _has_rows(standing, period):
            return None
        book = book_of(standing, standing.demand, standing.schedule, _relevant(standing, plan, period, seat))
        house = House(book, question.organisation, question.calendar, (book.carried, book.last_day))
        cards = [(subject, house.card_of(plan, period, seat))]
    check_range(plan, standing.schedule, period, cards)
    return Found(cards[0][1], book.carried, book.last_day, unused(book)) if cards else None


def _has_rows(standing: Standing, period: Period) -> bool:
    asked = standing.schedule.days(period)
    return any(
        sheet and holds(asked, days)
        for sheets in (standing.counts.cells, standing.counts.covers)
        for days, sheet in sheets.items()
    )


def _relevant(standing: Standing, plan: Plan, period: Period, seat: Seat) -> frozenset[Any]:
    """Return the owners whose rows can change the card of a seat."""
    whose = {reach.whose for each in plan.with_stages() for reach in each.reaches}
    if whose <= {Whose.OWN} and seat.level is not None and not plan.stages:
        return frozenset([seat.subject])
    assert standing.seats is not None  # noqa: S101  (there are no seats without an organisation)
    units = {seat.home, *(stretch.unit for stretch in standing.seats.managed(seat))}
    for wide in whose & {Whose.STORE, Whose.AREA}:
        for each in (*units,):
            units.add(standing.seats.around(each, Owner(str(wide)), period))
    return frozenset({seat.subject}.union(*(standing.under.get(unit, ()) for unit in units)))
