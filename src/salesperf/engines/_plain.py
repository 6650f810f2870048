"""The plain runner: sums over plain Python records, in one pass, with memory for subjects and keys but not for rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import attrs

from ..calendar import Calendar, Period
from ..errors import ExactRangeError, Fault, NoRecordsError, RecordError
from ..organisation import Organisation
from ..plan import Days, Plan, Schedule, Slot, Stat, holds, meets
from ..vocabulary import Owner
from ._book import Book
from ._call import Call
from ._cell import Cell
from ._house import House
from ._intake import Intake, Rejected, Unnumbered
from ._layout import Accumulator
from ._reader import read_all
from ._resolve import exceeded, resolver
from .frames import Columnar, Source
from .frames._fill import read_table

__all__ = ["Cards", "Runner", "Table", "check_range", "finish", "run", "unused"]

Cards = list[tuple[str | int, tuple[Any, ...]]]
"""Subjects, each with the slots of its card."""


@attrs.frozen(kw_only=True)
class Table:
    """What an engine hands to scoring: periods, for each plan and period the cards before scoring, what was read."""

    periods: tuple[Period, ...]
    cards: tuple[tuple[Cards, ...], ...]
    carried: frozenset[str]
    above: tuple[Mapping[str | int, tuple[str | int, ...]], ...]
    """By period: of each subject the units it belongs to and the people it reports to, nearest first."""
    last_day: int
    schedule: Schedule
    intake: Intake


def run(call: Call, records: Iterable[Any] | Source | Columnar) -> Table:
    """Sum the records of a call into the slots of every card of every plan, in one pass."""
    book = call.book()
    _read(book, records)
    carried = book.carried
    read = book.count
    if call.targets is not None:
        carried |= _read_targets(book, call.targets, carried)
        read += book.count
    for ledgers in book.ledgers:
        ledgers.post()
    return finish(book, call.plans, call.calendar, call.organisation, carried=carried, read=read)


def finish(
    book: Book,
    plans: tuple[Plan, ...],
    calendar: Calendar,
    organisation: Organisation | None,
    *,
    carried: frozenset[str],
    read: int,
) -> Table:
    """Return the table of a book that holds all rows of a call; `read` is how many there were."""
    schedule = book.schedule
    runner = Runner(book)
    runner.check_covers()
    if book.strict and book.fault_count:
        raise RecordError(book.faults, book.fault_count, "mend the rows, or pass strict=False to set them aside")
    situated = carried, book.last_day if book.as_of is None else book.as_of
    if organisation is None:
        cards = tuple(tuple(runner.cards_of(plan, period) for period in runner.periods) for plan in plans)
        above: tuple[Mapping[str | int, tuple[str | int, ...]], ...] = tuple({} for _ in runner.periods)
    else:
        house = House(book, organisation, calendar, situated)
        cards = tuple(tuple(house.cards_of(plan, period) for period in runner.periods) for plan in plans)
        above = tuple(house.above(plans, period) for period in runner.periods)
    for plan, columns_of_cards in zip(plans, cards, strict=True):
        for period, each in zip(runner.periods, columns_of_cards, strict=True):
            check_range(plan, schedule, period, each)
    table = Table(
        periods=runner.periods,
        cards=cards,
        carried=carried,
        above=above,
        last_day=situated[1],
        schedule=schedule,
        intake=runner.intake(read, plans, carried),
    )
    if not any(map(any, table.cards)):
        raise NoRecordsError(_why_empty(book, read, plans))
    return table


def check_range(plan: Plan, schedule: Schedule, period: Period, cards: Cards) -> None:
    """Refuse sums beyond the exact range; each is compared with its own limit where all together pass the least."""
    limits = plan.limits(schedule, period)
    least, composed = min(limits, default=0), plan.composed
    for subject, slots in cards:
        if composed or sum(map(abs, slots)) > least:
            over = exceeded(plan, limits, slots)
            if over is not None:
                raise ExactRangeError(over[0], subject, over[1])


def _read_targets(book: Book, targets: Iterable[Any] | Source, carried: frozenset[str]) -> frozenset[str]:
    of_records = book.seen
    book.seen, book.count, book.source = {}, 0, "targets: "
    _read(book, targets)
    of_targets = book.carried
    twice = sorted(of_targets & carried & {measure.id for measure in book.demand.measures})
    if twice:
        expected = "either in the records or in targets=, not in both"
        raise RecordError([Fault(expected, field=measure) for measure in twice])
    book.seen = {**of_records, **book.seen}
    return of_targets


def _read(book: Book, records: Iterable[Any] | Source | Columnar) -> None:
    if isinstance(records, Columnar):
        records.read_into(book)
    elif isinstance(records, Source):
        read_table(book, records)
    else:
        read_all(book, iter(records))


class Runner:
    """The end of a run: cells and covers become the slots of cards."""

    def __init__(self, book: Book, periods: tuple[Period, ...] | None = None) -> None:
        self.book = book
        self.demand = book.demand
        self.schedule = book.schedule
        self.cells = {span: cell for span, cell in book.cells.items() if cell}
        self.periods = self._periods() if periods is None else periods

    def _periods(self) -> tuple[Period, ...]:
        book = self.book
        if not self.cells and not book.covers:
            return ()
        return self.schedule.periods([*self.cells, *book.covers], book.first_day, max(book.last_day, book.last_covered))

    def check_covers(self) -> None:
        """List rows of which a span would hold only a part: a target is not prorated silently, nothing else can be."""
        found: dict[int | Unnumbered, list[Fault]] = {}
        for (covered, measure), rows in self.book.cover_rows.items():
            spans = {slot.reach.span for slot in self.demand.slots if slot.measure is measure}
            for period in self.periods:
                if any(_is_part(covered, self.schedule.days(period, span)) for span in spans):
                    expected = f"a row that lies wholly in {period}, or wholly outside: nothing is prorated silently"
                    for where in rows:
                        found.setdefault(where, []).append(_fault_of(where, measure.id, expected))
        numbered = sorted(where for where in found if isinstance(where, int))
        aside = [Rejected(number, tuple(found[number])) for number in numbered]
        aside += [Rejected(None, tuple(faults)) for where, faults in found.items() if isinstance(where, Unnumbered)]
        for each in aside:
            self.book.fault_count += len(each.faults)
            self.book.faults.extend(each.faults)
        if not self.book.strict:
            self.book.rejected.extend(aside)

    def cards_of(self, plan: Plan, period: Period) -> Cards:
        """Return the subjects of a period, each with the slots of its card."""
        own = self._dated(period)
        if not own:
            return []
        resolve = resolver(plan, self.demand)
        others = [self._joined(self.schedule.days(period, reach.span)) for reach in plan.reaches[1:]]
        if others:
            nothing = self.book.make()
            cards = [
                (subject, resolve([sums, *[other.get(subject, nothing) for other in others]]))
                for subject, sums in own.items()
            ]
        else:
            cards = [(subject, resolve((sums,))) for subject, sums in own.items()]
        partial = self._partial(plan, period)
        if partial:
            cards = [(subject, _patched(slots, partial.get(subject, {}))) for subject, slots in cards]
        return cards

    def _dated(self, period: Period) -> Mapping[Any, Accumulator]:
        """Return the period's accumulators; who only has a row that reaches beyond it gets an empty one."""
        own = self._joined(self.schedule.days(period))
        more = {subject for cell in self._reaching(period) for subject in cell if subject not in own}
        return {**own, **{subject: self.book.make() for subject in more}} if more else own

    def _reaching(self, period: Period) -> list[Cell]:
        """Return the covers that begin in a period and reach beyond it."""
        start, end = self.schedule.days(period)
        return [cell for held, cell in self.book.covers.items() if start <= held[0] < end < held[1]]

    def _is_empty(self, period: Period) -> bool:
        return not self.book.has_rows(self.schedule.days(period)) and not any(self._reaching(period))

    def _joined(self, span: Days) -> Mapping[Any, Accumulator]:
        """Return the accumulators of a span: the union of the cells and covers it holds whole."""
        parts = [cell for cells in (self.cells, self.book.covers) for held, cell in cells.items() if holds(span, held)]
        if len(parts) == 1:
            return parts[0]
        joined = Cell(self.book.make, span)
        for part in parts:
            for subject, sums in part.items():
                self.book.layout.merge(joined[subject], sums)
        return joined

    def _partial(self, plan: Plan, period: Period) -> dict[Any, dict[int, int]]:
        """Return, by subject, the slots that tell of a target of which the span holds only a part."""
        found: dict[Any, dict[int, int]] = {}
        layout = self.book.layout
        for place, slot in enumerate(plan.slots if self.book.covers else ()):
            if slot.stat is not Stat.PARTIAL:
                continue
            span = self.schedule.days(period, slot.reach.span)
            amount = layout.reader(Slot(slot.measure))
            for covered, cell in self.book.covers.items():
                if _is_part(covered, span):
                    for subject, sums in cell.items():
                        if amount(sums):
                            found.setdefault(subject, {})[place] = 1
        return found

    def _covers_outside(self) -> int:
        """Return how many rows with `until` touch no period and no window."""
        periods = self.periods if self.book.cover_counts else ()
        spans = [self.schedule.days(period, span) for period in periods for span in self.demand.spans]
        return sum(
            count
            for covered, count in self.book.cover_counts.items()
            if not any(meets(covered, span) for span in spans)
        )

    def intake(self, read: int, plans: tuple[Plan, ...], carried: frozenset[str]) -> Intake:
        """Return the report on the input."""
        book = self.book
        others = sum(book.other_owners.values())
        outside = book.outside + self._covers_outside()
        return Intake(
            read=read,
            used=read - outside - others - book.later - len(book.rejected),
            outside=outside,
            other_owners=tuple(sorted(book.other_owners.items())),
            later=book.later,
            off_grid=book.off_grid,
            unused=unused(book),
            lacking=tuple(dict.fromkeys(name for plan in plans for name in plan.lacking(carried))),
            empty=tuple(str(period) for period in self.periods if self._is_empty(period)),
            rejected=tuple(book.rejected),
        )


def unused(book: Book) -> tuple[str, ...]:
    """Return the columns of a book's rows that nothing asked for."""
    return tuple(sorted(set().union(*book.seen) - book.asked))


def _fault_of(where: int | Unnumbered, field: str, expected: str) -> Fault:
    if isinstance(where, Unnumbered):
        return Fault(expected, field=f"{field} of {where.told}")
    return Fault(expected, field=field, row=where)


def _patched(slots: tuple[Any, ...], changes: Mapping[int, int]) -> tuple[Any, ...]:
    return tuple(changes.get(place, amount) for place, amount in enumerate(slots)) if changes else slots


def _is_part(covered: Days, span: Days) -> bool:
    """Whether the span holds some of the covered days but not all."""
    return meets(covered, span) and not holds(span, covered)


def _why_empty(book: Book, read: int, plans: tuple[Plan, ...]) -> str:
    if not read:
        return "there are no records to score; give at least one with a subject and a date"
    if book.rejected and len(book.rejected) == read:
        return f"none of the {read} records could be read; score them with strict=True to see the faults"
    days = {*book.seen_days, *(start for start, _ in book.covers)}
    if book.other_owners and not days:
        kinds = ", ".join(f"{count} of a {kind}" for kind, count in sorted(book.other_owners.items()))
        return f"no record is of a {book.by}: there are {kinds}; choose with by="
    if book.as_of is not None and book.later + len(book.rejected) == read:
        return f"all records ({book.later}) were made known after {date.fromordinal(book.as_of)}: look from a later day"
    if book.seating is not None and (any(book.cells.values()) or book.covers):
        kinds = " or ".join(plan.profile.level for plan in plans) if book.by is Owner.PERSON else str(book.by)
        return f"the organisation has no {kinds} in the time that is scored: nobody has a card"
    spanned = f"{date.fromordinal(min(days))} to {date.fromordinal(max(days))}"
    asked = book.schedule.asked
    listed = ", ".join(map(str, asked)) if isinstance(asked, tuple) else str(asked)
    return f"no record lies in {listed}: the records run over {spanned}"
