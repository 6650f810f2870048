"""The book: everything that is kept while rows stream by, and the careful reading of a single row.

`read` takes a row apart by the rules, field by field, and collects its faults; the generated readers take the short way
with rows that hold nothing unusual, and hand every other row to `read`.  Both add to the same accumulators.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import Any

from ..errors import Fault, RecordError
from ..measures import Measure
from ..plan import Demand, Schedule, holds
from ..records import Refused, amount, day, fields, is_off_grid, key, naive_day, subject, zone
from ..text import shown
from ..vocabulary import Additivity, Owner
from ._cell import NOWHERE, Cell, Cells, Outside
from ._intake import Rejected, Unnumbered
from ._layout import Accumulator, Layout
from ._seating import Seating
from ._states import add, add_spread

__all__ = ["Book", "Days", "Late"]

_KEPT_DATES = 1 << 16
_KEPT_FAULTS = 1000
Amounts = list[tuple[Measure, int]]

_ONE_KIND = {str: "text", int: "whole numbers"}


class Late(dict[Any, bool]):
    """Whether a record was made known after the day as of which a call looks, by what `recorded_at` says."""

    __slots__ = ("as_of",)

    def __init__(self, as_of: int | None) -> None:
        self.as_of: int | None = as_of

    def __missing__(self, written: Any) -> bool:
        if self.as_of is None or written is None or written == "":
            return False
        late = day(written) > self.as_of
        if len(self) < _KEPT_DATES:
            self[written] = late
        return late


class Days(dict[Any, Cell]):
    """The cell of each date as written.

    Reads the missing ones.  Aware dates are not remembered: equal is not same day.
    """

    __slots__ = ("book",)

    def __init__(self, book: Book) -> None:
        self.book: Book = book

    def __missing__(self, written: Any) -> Cell:
        at = naive_day(written)
        book = self.book
        if len(self) >= _KEPT_DATES:
            self.clear()
            book.ordinals.clear()
            for ledgers in book.ledgers:  # a date that a reader still knew would have no ordinal
                ledgers.clear()
        cell = self[written] = book.cell_of(at)
        book.ordinals[written] = at
        return cell


class Book:
    """Accumulators and counts of one call."""

    def __init__(
        self,
        demand: Demand,
        schedule: Schedule,
        by: Owner,
        columns: Mapping[str, str],
        *,
        strict: bool,
        seating: Seating | None = None,
        as_of: int | None = None,
    ) -> None:
        self.demand = demand
        self.schedule = schedule
        self.by = by
        self.columns = columns
        self.strict = strict
        self.seating = seating
        """Who has a place where, if an organisation was given."""
        self.as_of: int | None = as_of
        self.late: Late = Late(as_of)
        self.later: int = 0
        """Records that were made known after the day as of which the call looks."""
        self.layout: Layout = Layout.of(demand)
        self.make: Callable[[], Accumulator] = self.layout.make
        self.days: Days = Days(self)
        self.ordinals: dict[Any, int] = {}
        self.cells: Cells = Cells(self.make, seating)
        self.covers: dict[tuple[int, int], Cell] = {}
        """Rows with `until` that no cell holds whole, by the days they cover."""
        self.cover_counts: dict[tuple[int, int], int] = {}
        self.cover_rows: dict[tuple[tuple[int, int], Measure], list[int | Unnumbered]] = {}
        """The rows over those days of each measure that is no target: a span may not hold a part of them."""
        self.outside_cell: Outside = Outside(self.make, NOWHERE)
        self.who: type | None = None
        self.count: int = 0
        self.outside: int = 0
        self.off_grid: int = 0
        self.first_day: int = 1 << 62
        self.last_day: int = 0
        self.last_covered: int = 0
        """The last day of any row with `until`: it belongs to the period, but ages no cohort."""
        self.zones: set[object] = set()
        self.other_owners: dict[str, int] = {}
        self.faults: list[Fault] = []
        self.fault_count: int = 0
        self.rejected: list[Rejected] = []
        self.seen: dict[tuple[str, ...], None] = {}
        self.source = ""
        self.ledgers: list[Any] = []
        """Of each shape of rows: what is still to be posted to the accumulators."""
        self.seen_days: dict[int, Cell] = {}

    # columns

    def name(self, wanted: str) -> str:
        """Return the source name of a salesperf name."""
        return self.columns.get(wanted, wanted)

    def note(self, names: tuple[str, ...]) -> None:
        """Remember a row's columns; refuse two columns for one name."""
        if names in self.seen:
            return
        self.seen[names] = None
        twice = [
            Fault(f"one column for it: {shown(source)} is mapped to it and it is there itself", field=wanted)
            for wanted, source in self.columns.items()
            if source != wanted and source in names and wanted in names
        ]
        if twice:
            raise RecordError(twice, hint="drop one of the two columns, or the entry in columns=")

    def meet(self, who: object) -> None:
        """Take the kind of the first subject's id as the call's, so that readers need not ask."""
        if self.who is None and type(who) in _ONE_KIND:
            self.who = type(who)

    @cached_property
    def asked(self) -> AbstractSet[str]:
        """The columns that something asks for, as the source names them."""
        return {self.name(name) for name in self.demand.names} if self.columns else self.demand.names

    @property
    def carried(self) -> frozenset[str]:
        """The salesperf names whose columns occur in some record."""
        columns = set().union(*self.seen)
        if not self.columns:
            return self.demand.names & columns
        return frozenset(name for name in self.demand.names if self.name(name) in columns)

    # rows

    @cached_property
    def _wanted(self) -> list[tuple[Measure, str]]:
        """The measures, each with the name of its column."""
        return [(measure, self.name(measure.id)) for measure in self.demand.measures]

    def has_rows(self, days: tuple[int, int]) -> bool:
        """Return whether some row lies wholly in a span of days."""
        return any(cell and holds(days, held) for cells in (self.cells, self.covers) for held, cell in cells.items())

    def cell_of(self, at: int) -> Cell:
        """Return the cell of a day."""
        cell = self.seen_days.get(at)
        if cell is None:
            span = self.schedule.cell(at)
            cell = self.seen_days[at] = self.outside_cell if span is None else self.cells[span]
        return cell

    def read(self, record: object, number: int | None) -> None:
        """Read one row with care: add it, or note all its faults.

        A row of an engine without an order of rows has no number: its subject and date tell where it is.
        """
        faults: list[Fault] = []

        def fault(expected: str, field: str | None, value: object = None) -> None:
            place = f"{self.source}{field}" if field else (self.source or None)
            if number is None:
                place = f"{place or 'row'} of {self.told(record)}"
            faults.append(Fault(expected, place, shown(value) if field else None, number))

        try:
            row = fields(record)
        except Refused as refused:
            fault(str(refused), None)
            self._set_aside(record, number, faults)
            return
        names = tuple(map(str, row))
        self.note(names)
        who, owner = self._subject(row, fault)
        at, until = self._dates(row, fault)
        late = self._is_late(row, fault)
        amounts, off_grid = self._amounts(row, fault)
        if self.seating is not None and not faults and (until or self.schedule.cell(at) is not None):
            place = self.name(owner or self.by), self.name("date")
            reach = at, until if all(measure.id in self.demand.targets for measure, _ in amounts) else 0
            self.seating.check(who, owner or self.by, reach, lambda which, why: fault(why, place[which], who))
        keys = self._keys(row, amounts, fault)
        if faults:
            self._set_aside(record, number, faults)
        elif late:
            self.later += 1
        elif owner is not self.by and self.seating is None:
            self.other_owners[str(owner)] = self.other_owners.get(str(owner), 0) + 1
        else:
            self.off_grid += off_grid
            self.first_day = min(self.first_day, at)
            self.last_day = max(self.last_day, at)
            self.last_covered = max(self.last_covered, until - 1)
            where = Unnumbered(self.told(record)) if number is None else number
            for cell, part in self._cells_for(who, at, until, amounts, where):
                self._add(who, at, cell, part, keys)

    def told(self, record: Any) -> str:
        """Return whose and of when a row is, as far as it says so."""
        names = [name for name in map(self.name, Owner) if record.get(name) not in {None, ""}]
        whose = " and ".join(f"{name} {shown(record[name])}" for name in names) or "nobody"
        return f"{whose}, {self.name('date')} {shown(str(record.get(self.name('date'))))}"

    def _subject(self, row: Mapping[str, object], fault: Callable[..., None]) -> tuple[Any, Owner | None]:
        owners = [(owner, row[name]) for owner in Owner if (name := self.name(owner)) in row]
        given = [(owner, value) for owner, value in owners if value is not None and value != ""]
        if not given:
            choices = ", ".join(Owner)
            fault(f"whose facts the row holds: one of {choices}", self.name(self.by), row.get(self.name(self.by)))
            return None, None
        if len(given) > 1:
            both = " and ".join(self.name(owner) for owner, _ in given)
            fault(f"facts of one owner, not of {both}: drop or rename one of the columns", both, given[1][1])
            return None, None
        owner, value = given[0]
        try:
            who = subject(value)
        except Refused as refused:
            fault(str(refused), self.name(owner), value)
            return None, None
        if owner is not self.by or self.seating is not None:
            return who, owner
        if self.who is None:
            self.who = type(who)
        elif type(who) is not self.who:
            fault(f"one kind of id in a call: {_ONE_KIND[self.who]} so far", self.name(owner), value)
        return who, owner

    def _is_late(self, row: Mapping[str, object], fault: Callable[..., None]) -> bool:
        """Return whether the row was made known too late to count."""
        if self.as_of is None:
            return False
        written = row.get(self.name("recorded_at"))
        try:
            return self.late[written]
        except TypeError:  # it has no hash: no day is like that
            fault("a date, a datetime, or text", self.name("recorded_at"), written)
        except Refused as refused:
            fault(str(refused), self.name("recorded_at"), written)
        return False

    def _dates(self, row: Mapping[str, object], fault: Callable[..., None]) -> tuple[int, int]:
        found = []
        for role in ("date", "until"):
            written = row.get(self.name(role))
            if role == "until" and (written is None or written == ""):
                found.append(0)
                continue
            try:
                found.append(day(written))
            except Refused as refused:
                fault(str(refused), self.name(role), written)
                found.append(0)
                continue
            where = zone(written)
            if where is not None:
                self.zones.add(where)
                if len(self.zones) > 1:
                    expected = "dates of one time zone in a call; convert them to the dealership's own first"
                    fault(expected, self.name(role), written if isinstance(written, str) else str(written))
        at, until = found
        if at and until and until <= at:
            fault("a day after the row's date: until is exclusive", self.name("until"), row.get(self.name("until")))
        return at, until

    def _amounts(self, row: Mapping[str, object], fault: Callable[..., None]) -> tuple[Amounts, int]:
        amounts: Amounts = []
        off_grid = 0
        for measure, name in self._wanted:
            value = row.get(name)
            try:
                units = amount(value, measure.decimals, measure.labels)
            except Refused as refused:
                fault(str(refused), name, value)
                continue
            if units is not None:
                amounts.append((measure, units))
                if isinstance(value, float) and is_off_grid(value, measure.decimals, units):
                    off_grid += 1
        return amounts, off_grid

    def _keys(self, row: Mapping[str, object], amounts: Amounts, fault: Callable[..., None]) -> dict[str, Any]:
        wanted = {measure.key for measure, _ in amounts if measure.key is not None}
        present = {measure for measure, _ in amounts}
        wanted |= {by for by, measure in self.layout.spreads if measure in present}
        keys = {}
        for role in sorted(wanted):
            value = row.get(self.name(role))
            try:
                keys[role] = key(value)
            except Refused as refused:
                fault(str(refused), self.name(role), value)
        return keys

    def _set_aside(self, record: object, number: int | None, faults: list[Fault]) -> None:
        self.fault_count += len(faults)
        if len(self.faults) < _KEPT_FAULTS:
            self.faults.extend(faults)
        if not self.strict:
            self.rejected.append(Rejected(number, tuple(faults), record))

    def _add(self, who: Any, at: int, cell: Cell, amounts: Amounts, keys: dict[str, Any]) -> None:
        if cell is self.outside_cell:
            self.outside += 1
            return
        sums = cell[who]
        layout = self.layout
        for measure, units in amounts:
            place = layout.place[measure]
            if measure.additivity is Additivity.SUM:
                sums[place] += units
            else:
                add(measure.additivity, sums[place], units, at, keys.get(measure.key or ""))
            if measure in layout.counted:
                sums[layout.first_count + layout.counted.index(measure)] += 1
            for spread_place, (by, spread) in enumerate(layout.spreads, layout.first_spread):
                if spread is measure:
                    key_of = keys.get(measure.key or "")
                    add_spread(measure.additivity, sums[spread_place], _name(keys[by]), units, at, key_of)

    def _cells_for(
        self, who: Any, at: int, until: int, amounts: Amounts, where: int | Unnumbered
    ) -> Iterator[tuple[Cell, Amounts]]:
        """Yield the cell that holds [at, until) whole, or the row's own cover where none does, with what goes there.

        With an organisation, targets that cover days are kept as covers: they may have to be prorated.
        """
        span = self.schedule.cell(at)
        if until and self.seating is not None:
            targets = [pair for pair in amounts if pair[0].id in self.demand.targets]
            amounts = [pair for pair in amounts if pair[0].id not in self.demand.targets]
            if targets or not amounts:
                yield self._cover((at, until)), targets
            if not amounts:
                self.cover_counts[at, until] = self.cover_counts.get((at, until), 0) + 1
                return
        if not until or (span is not None and until <= span[1]):
            yield self.place_of(who, at), amounts
            return
        covered = (at, until)
        self.cover_counts[covered] = self.cover_counts.get(covered, 0) + 1
        for measure, _ in amounts:
            if measure.id not in self.demand.targets:
                self.cover_rows.setdefault((covered, measure), []).append(where)
        yield self._cover(covered), amounts

    def _cover(self, covered: tuple[int, int]) -> Cell:
        return self.covers.setdefault(covered, Cell(self.make, covered))

    def place_of(self, who: Any, at: int) -> Cell:
        """Return the cell in which a subject's facts of a day are added up."""
        return self.cell_of(at) if self.seating is None else self._seat(who, at, self.schedule.cell(at))

    def _seat(self, who: Any, at: int, span: tuple[int, int] | None) -> Cell:
        """Return the part of a cell in which its subject has one and the same place."""
        if span is None or self.seating is None:
            return self.cell_of(at)
        return self.cells[self.seating.part(who, at, span)]


def _name(value: object) -> str:
    return "" if value is None else str(value)
