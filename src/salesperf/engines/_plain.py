"""The plain runner: sums over plain Python records, in one pass, with memory for subjects and keys but not for rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import attrs

from ..calendar import Grain, Period
from ..errors import ExactRangeError, Fault, NoRecordsError, RecordError
from ..plan import Plan, Schedule, Slot, Stat
from ..vocabulary import Owner
from ._book import Book, Cell
from ._intake import Intake, Rejected
from ._layout import Accumulator
from ._reader import read_all
from ._resolve import exceeded, resolver

__all__ = ["Table", "run"]


@attrs.frozen(kw_only=True)
class Table:
    """What an engine hands to scoring: periods, for each the subjects and slots of its cards, and what was read."""

    periods: tuple[Period, ...]
    cards: tuple[list[tuple[str | int, tuple[Any, ...]]], ...]
    carried: frozenset[str]
    last_day: int
    schedule: Schedule
    intake: Intake


def run(
    plan: Plan,
    records: Iterable[Any],
    *,
    asked: Grain | tuple[Period, ...] = (),
    by: Owner = Owner.PERSON,
    columns: Mapping[str, str] | None = None,
    targets: Iterable[Any] = (),
    strict: bool = True,
) -> Table:
    """Sum the records of a call into the slots of every card."""
    schedule = Schedule.of(asked, plan.windows)
    book = Book(plan, schedule, by, dict(columns or {}), strict=strict)
    read_all(book, iter(records))
    carried = book.carried
    read = book.count
    if targets:
        carried |= _read_targets(book, targets, carried)
        read += book.count
    for ledgers in book.ledgers:
        ledgers.post()
    runner = _Runner(book)
    runner.check_covers()
    if strict and book.fault_count:
        raise RecordError(book.faults, book.fault_count, "mend the rows, or pass strict=False to set them aside")
    table = Table(
        periods=runner.periods,
        cards=tuple(map(runner.cards_of, runner.periods)),
        carried=carried,
        last_day=book.last_day,
        schedule=schedule,
        intake=runner.intake(read, carried),
    )
    if not any(table.cards):
        raise NoRecordsError(_why_empty(book, read))
    return table


def _read_targets(book: Book, targets: Iterable[Any], carried: frozenset[str]) -> frozenset[str]:
    of_records = book.seen
    book.seen, book.count, book.source = {}, 0, "targets: "
    read_all(book, iter(targets))
    of_targets = book.carried
    twice = sorted(of_targets & carried & {measure.id for measure in book.plan.measures})
    if twice:
        expected = "either in the records or in targets=, not in both"
        raise RecordError([Fault(expected, field=measure) for measure in twice])
    book.seen = {**of_records, **book.seen}
    return of_targets


class _Runner:
    """The end of a run: cells and covers become the slots of cards."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.plan = book.plan
        self.schedule = book.schedule
        self.cells = {span: cell for span, cell in book.cells.items() if cell}
        self.periods = self._periods()
        self.empty: list[str] = []

    def _periods(self) -> tuple[Period, ...]:
        book = self.book
        if not self.cells and not book.covers:
            return ()
        return self.schedule.periods(self.cells, book.first_day, max(book.last_day, book.last_covered))

    def check_covers(self) -> None:
        """List rows of which a span would hold only a part: a target is not prorated silently, nothing else can be."""
        found: dict[int, list[Fault]] = {}
        for (covered, measure), rows in self.book.cover_rows.items():
            windows = {slot.window for slot in self.plan.slots if slot.measure is measure}
            for period in self.periods:
                if any(_is_part(covered, self.schedule.span(period, window)) for window in windows):
                    expected = f"a row that lies wholly in {period}, or wholly outside: nothing is prorated silently"
                    for number in rows:
                        found.setdefault(number, []).append(Fault(expected, field=measure.id, row=number))
        for number, faults in sorted(found.items()):
            self.book.fault_count += len(faults)
            self.book.faults.extend(faults)
            if not self.book.strict:
                self.book.rejected.append(Rejected(number, tuple(faults)))

    def cards_of(self, period: Period) -> list[tuple[str | int, tuple[Any, ...]]]:
        """Return the subjects of a period, each with the slots of its card."""
        own = self._dated(period)
        if not own:
            self.empty.append(str(period))
            return []
        resolve = resolver(self.plan)
        if self.plan.windows:
            windows = [self._joined(self.schedule.span(period, window)) for window in self.plan.windows]
            nothing = self.book.make()
            cards = [
                (subject, resolve([sums, *[window.get(subject, nothing) for window in windows]]))
                for subject, sums in own.items()
            ]
        else:
            cards = [(subject, resolve((sums,))) for subject, sums in own.items()]
        self._check_range(period, cards)
        partial = self._partial(period)
        if partial:
            cards = [(subject, _patched(slots, partial.get(subject, {}))) for subject, slots in cards]
        return cards

    def _check_range(self, period: Period, cards: Iterable[tuple[str | int, tuple[Any, ...]]]) -> None:
        """Refuse sums beyond the exact range; each sum is compared with its own limit only where some may be."""
        limits = self.plan.limits(self.plan.lengths(self.schedule, period))
        least = min(limits, default=0)
        spread = any(slot.stat is Stat.SPREAD for slot in self.plan.slots)
        for subject, slots in cards:
            if spread or max(slots, default=0) > least or min(slots, default=0) < -least:
                over = exceeded(self.plan, limits, slots)
                if over is not None:
                    raise ExactRangeError(over[0], subject, over[1])

    def _dated(self, period: Period) -> Mapping[Any, Accumulator]:
        """Return the period's accumulators; who only has a row that reaches beyond it gets an empty one."""
        span = self.schedule.span(period)
        own = self._joined(span)
        reaching = [cell for held, cell in self.book.covers.items() if span[0] <= held[0] < span[1] < held[1]]
        more = {subject for cell in reaching for subject in cell} - set(own)
        return {**own, **{subject: self.book.make() for subject in more}} if more else own

    def _joined(self, span: tuple[int, int]) -> Mapping[Any, Accumulator]:
        """Return the accumulators of a span: the union of the cells and covers it holds whole."""
        parts = [cell for cells in (self.cells, self.book.covers) for held, cell in cells.items() if _holds(span, held)]
        if len(parts) == 1:
            return parts[0]
        joined = Cell(self.book.make)
        for part in parts:
            for subject, sums in part.items():
                self.book.layout.merge(joined[subject], sums)
        return joined

    def _partial(self, period: Period) -> dict[Any, dict[int, int]]:
        """Return, by subject, the slots that tell of a target of which the span holds only a part."""
        found: dict[Any, dict[int, int]] = {}
        layout = self.book.layout
        for place, slot in enumerate(self.plan.slots):
            if slot.stat is not Stat.PARTIAL or not self.book.covers:
                continue
            span = self.schedule.span(period, slot.window)
            amount = layout.reader(Slot(slot.measure))
            for covered, cell in self.book.covers.items():
                if _is_part(covered, span):
                    for subject, sums in cell.items():
                        if amount(sums):
                            found.setdefault(subject, {})[place] = 1
        return found

    def _covers_outside(self) -> int:
        """Return how many rows with `until` touch no period and no window."""
        spans = [self.schedule.span(period, window) for period in self.periods for window in (0, *self.plan.windows)]
        return sum(
            count
            for covered, count in self.book.cover_counts.items()
            if not any(covered[0] < span[1] and span[0] < covered[1] for span in spans)
        )

    def intake(self, read: int, carried: frozenset[str]) -> Intake:
        """Return the report on the input."""
        book = self.book
        asked = {book.name(name) for name in self.plan.names} if book.columns else self.plan.names
        unused = tuple(sorted({column for names in book.seen for column in names if column not in asked}))
        others = sum(book.other_owners.values())
        outside = book.outside + self._covers_outside()
        return Intake(
            read=read,
            used=read - outside - others - len(book.rejected),
            outside=outside,
            other_owners=tuple(sorted(book.other_owners.items())),
            off_grid=book.off_grid,
            unused=unused,
            lacking=self.plan.lacking(carried),
            empty=tuple(self.empty),
            rejected=tuple(book.rejected),
        )


def _patched(slots: tuple[Any, ...], changes: Mapping[int, int]) -> tuple[Any, ...]:
    return tuple(changes.get(place, amount) for place, amount in enumerate(slots)) if changes else slots


def _holds(span: tuple[int, int], part: tuple[int, int]) -> bool:
    return span[0] <= part[0] and part[1] <= span[1]


def _is_part(covered: tuple[int, int], span: tuple[int, int]) -> bool:
    """Whether the span holds some of the covered days but not all."""
    return covered[0] < span[1] and span[0] < covered[1] and not _holds(span, covered)


def _why_empty(book: Book, read: int) -> str:
    if not read:
        return "there are no records to score; give at least one with a subject and a date"
    if book.rejected and len(book.rejected) == read:
        return f"none of the {read} records could be read; score them with strict=True to see the faults"
    days = {*book.seen_days, *(start for start, _ in book.covers)}
    if book.other_owners and not days:
        kinds = ", ".join(f"{count} of a {kind}" for kind, count in sorted(book.other_owners.items()))
        return f"no record is of a {book.by}: there are {kinds}; choose with by="
    spanned = f"{date.fromordinal(min(days))} to {date.fromordinal(max(days))}"
    asked = book.schedule.asked
    listed = ", ".join(map(str, asked)) if isinstance(asked, tuple) else str(asked)
    return f"no record lies in {listed}: the records run over {spanned}"
