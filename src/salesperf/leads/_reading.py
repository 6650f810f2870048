"""Rows of leads, hand-overs and contacts into `Lead`s; the faults of all rows are listed at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from os import PathLike
from typing import Any, TypeVar

import attrs

from ..arithmetic import to_decimal
from ..errors import Fault, InputTypeError, RecordError, UnknownNameError
from ..records import BLANKS, Refused, amount, day, fields, key, read_csv, subject, zone
from ..text import near, shown
from ._lead import MONEY, Handover, Key, Lead, Move, faults_of_moves
from ._words import LostReason, Outcome, Verdict, by_name

__all__ = ["COLUMNS", "Columns", "Found", "Rows", "read"]

Rows = Iterable[Any] | PathLike[str]
Columns = Mapping[str, str]
Known = TypeVar("Known")

COLUMNS = (
    *("lead", "person", "opened", "closed", "outcome", "reason"),
    *("channel", "model", "competitor", "customer", "touched"),
    *("analysed", "confirmed", "recontacted", "verdict", "cost", "gross"),
)
"""What is read of a row of leads."""

_MOVED = ("lead", "person", "date")
_TOUCHED = ("lead", "date")
_REQUIRED = ("lead", "person", "opened")
_OF_A_LOSS = {"reason", "verdict", "analysed", "confirmed", "recontacted"}
_KEPT = 20
_KEPT_DAYS = 1 << 14
_LONGEST_KEPT = 24
_KINDS: dict[type, str] = {str: "text", int: "whole numbers"}
_OUTCOMES = by_name(Outcome)
_VERDICTS = by_name(Verdict)


@attrs.frozen(kw_only=True)
class Found:
    """What the rows hold: the leads, which columns occurred, which nothing reads, and the latest day."""

    leads: tuple[Lead, ...]
    carried: frozenset[str]
    unused: tuple[str, ...]
    as_of: date | None


def read(
    rows: Rows,
    handovers: Rows,
    contacts: Rows,
    *,
    columns: Columns,
    house: Key | None,
    reasons: Sequence[LostReason],
    as_of: object,
) -> Found:
    """Return what the rows hold, or raise `RecordError` with the faults of all of them."""
    known = tuple(dict.fromkeys((*COLUMNS, *_MOVED)))
    for name in columns:
        if name not in known:
            what = "name in columns="
            raise UnknownNameError(what, name, known)
    reader = _Reader(dict(columns), reasons)
    reader.set_house(house)
    reader.set_as_of(as_of)
    return reader.read(_iterable(rows, "rows"), _iterable(handovers, "handovers"), _iterable(contacts, "contacts"))


def _iterable(rows: Rows, what: str) -> Iterable[Any]:
    if isinstance(rows, PathLike):
        return read_csv(rows)
    if isinstance(rows, str | bytes | Mapping) or not isinstance(rows, Iterable):
        msg = f"{what} are an iterable of rows or a pathlib.Path to a CSV file, not {shown(rows)}"
        raise InputTypeError(msg)
    return rows


class _Reader:
    """Reads the three tables; keeps the first faults and counts all."""

    def __init__(self, columns: dict[str, str], reasons: Sequence[LostReason]) -> None:
        self.columns = columns
        self.house: Key | None = None
        self.reasons = by_name(reasons)
        self.choices = tuple(reason.id for reason in reasons)
        self.limit: date | None = None
        self.latest: date | None = None
        self.faults: list[Fault] = []
        self.count = 0
        self.days: dict[str, date] = {}
        self.zones: set[object] = set()
        self.kind: type | None = None
        self.seen: dict[tuple[str, tuple[str, ...]], None] = {}
        self.rows_of: dict[Key, int] = {}
        self.leads: dict[Key, Lead] = {}

    def set_house(self, given: object) -> None:
        if given is None:
            return
        try:
            self.house = subject(given)
        except Refused as refused:
            self.fault(Fault(refused.expected, "house", shown(given)))
        else:
            self.kind = type(self.house)

    def set_as_of(self, given: object) -> None:
        if given is None:
            return
        try:
            self.limit = self.latest = date.fromordinal(day(given))
        except Refused as refused:
            self.fault(Fault(refused.expected, "as_of", shown(given)))

    def fault(self, fault: Fault) -> None:
        self.count += 1
        if self.count <= _KEPT:
            self.faults.append(fault)

    def source(self, name: str) -> str:
        return self.columns.get(name, name)

    def read(self, rows: Iterable[Any], handovers: Iterable[Any], contacts: Iterable[Any]) -> Found:
        for number, record in enumerate(rows, 1):
            if (row := self.row(record, number, "", COLUMNS)) is not None:
                self.lead(row)
        carried, unused = self.occurring()
        lacking = [
            name for name in _REQUIRED if name not in carried and not (name == "person" and self.house is not None)
        ]
        moves, touches = self.moves(handovers), self.touches(contacts)
        if self.count:
            raise RecordError(self.faults, self.count, self.hint(lacking, unused))
        leads = tuple(self.complete(lead, moves, touches) for lead in self.leads.values())
        carried |= {"contacts"} if touches else set()
        return Found(leads=leads, carried=frozenset(carried), unused=unused, as_of=self.latest)

    def occurring(self) -> tuple[set[str], tuple[str, ...]]:
        """Return which of our columns occur in the rows of leads, and the columns that nothing reads."""
        given = {column: None for table, names in self.seen if not table for column in names}
        sources = {self.source(name): name for name in COLUMNS}
        carried = {name for source, name in sources.items() if source in given}
        return carried, tuple(column for column in given if column not in sources)

    def hint(self, lacking: Sequence[str], unused: Sequence[str]) -> str:
        if not lacking or not self.seen:
            return ""
        found = [f"{shown(self.source(name))}{_meant(self.source(name), unused)}" for name in lacking]
        return f"no row has the column {', '.join(found)}; columns= maps other names to it"

    def row(self, record: object, number: int, table: str, asked: Sequence[str]) -> _Row | None:
        try:
            row = fields(record)
        except Refused as refused:
            self.fault(Fault(refused.expected, table.rstrip(": ") or None, None, number))
            return None
        read = _Row(self, row, number, table)
        names = tuple(map(str, row))
        if (table, names) not in self.seen:
            self.seen[table, names] = None
            for name, source in self.columns.items():
                if name != source and name in asked and name in names and source in names:
                    expected = f"one column for it: {shown(source)} is mapped to it and it is there itself"
                    self.fault(Fault(expected, f"{table}{name}", None, number))
        return read

    def lead(self, row: _Row) -> None:
        bad = row.bad
        who = row.required("lead", subject)
        if who is not None and (other := self.rows_of.setdefault(who, row.number)) != row.number:
            row.fault(f"each lead once; it is in row {other} too", "lead", who)
        person = row.person()
        opened = row.required("opened", row.day)
        closed = row.optional("closed", row.day)
        reason = row.word("reason", self.reasons, self.choices)
        outcome = row.word("outcome", _OUTCOMES, tuple(Outcome))
        if "outcome" in bad:  # the rest is still to be judged
            outcome = Outcome.OPEN if closed is None else Outcome.WON
        elif outcome is None:
            outcome = Outcome.OPEN
        touched = row.optional("touched", row.day)
        try:
            lead = Lead(
                id=who or 0,
                person=person or 0,
                opened=opened or date.min,
                closed=closed,
                outcome=outcome,
                reason=reason,
                channel=row.optional("channel", _label),
                model=row.optional("model", _label),
                competitor=row.optional("competitor", _label),
                customer=row.optional("customer", key),
                contacts=() if touched is None else (touched,),
                analysed=row.optional("analysed", row.day),
                confirmed=row.optional("confirmed", row.day),
                recontacted=row.optional("recontacted", row.day),
                verdict=row.word("verdict", _VERDICTS, tuple(Verdict)),
                cost=row.optional("cost", _money),
                gross=row.optional("gross", _money),
            )
        except RecordError as error:
            for fault in error.faults:
                name = str(fault.field)
                if name not in bad and not (name in _OF_A_LOSS and "outcome" in bad):
                    self.fault(attrs.evolve(fault, field=self.source(name), row=row.number))
            return
        if not bad:
            self.leads[lead.id] = lead

    def of_a_lead(self, row: _Row) -> Lead | None:
        """Return the lead that a row of another table is about; None, with a fault, where there is none."""
        who = row.required("lead", subject)
        if who is not None and who not in self.rows_of:
            row.fault("a lead of the ledger", "lead", who)
        return None if who is None else self.leads.get(who)

    def moves(self, rows: Iterable[Any]) -> dict[Key, list[Move]]:
        moves: dict[Key, list[Move]] = defaultdict(list)
        for number, record in enumerate(rows, 1):
            row = self.row(record, number, "handovers: ", _MOVED)
            if row is None:
                continue
            lead, person, when = self.of_a_lead(row), row.person(), row.required("date", row.day)
            if lead is not None and person is not None and when is not None:
                moves[lead.id].append(Move(number, when, person))
        for who, found in moves.items():
            found.sort(key=lambda move: move.day)
            for fault in faults_of_moves(self.leads[who], found):
                self.fault(fault)
        return moves

    def touches(self, rows: Iterable[Any]) -> dict[Key, list[date]]:
        touches: dict[Key, list[date]] = defaultdict(list)
        for number, record in enumerate(rows, 1):
            row = self.row(record, number, "contacts: ", _TOUCHED)
            if row is None:
                continue
            lead, when = self.of_a_lead(row), row.required("date", row.day)
            if lead is None or when is None:
                continue
            if when < lead.opened:
                row.fault(f"not before the lead was opened, {lead.opened}", "date", str(when))
            touches[lead.id].append(when)
        return touches

    @staticmethod
    def complete(lead: Lead, moves: Mapping[Key, list[Move]], touches: Mapping[Key, list[date]]) -> Lead:
        """Return the lead with its hand-overs and contacts."""
        if lead.id not in moves and lead.id not in touches:
            return lead
        handovers = tuple(Handover(move.day, move.person) for move in moves.get(lead.id, ()))
        return attrs.evolve(lead, handovers=handovers, contacts=(*lead.contacts, *touches.get(lead.id, ())))


class _Row:
    """One row of one table; what cannot be read is noted, by name, in `bad`."""

    def __init__(self, reader: _Reader, row: Mapping[str, object], number: int, table: str) -> None:
        self.reader = reader
        self.given = row
        self.number = number
        self.table = table
        self.bad: set[str] = set()

    def fault(self, expected: str, name: str, value: object) -> None:
        self.bad.add(name)
        place = f"{self.table}{self.reader.source(name)}"
        self.reader.fault(Fault(expected, place, shown(value), self.number))

    def value(self, name: str) -> object:
        value = self.given.get(self.reader.source(name))
        return None if isinstance(value, str) and not value.strip(BLANKS) else value

    def optional(self, name: str, read: Callable[[object], Known]) -> Known | None:
        value = self.value(name)
        if value is None:
            return None
        try:
            return read(value)
        except Refused as refused:
            self.fault(refused.expected, name, value)
            return None

    def required(self, name: str, read: Callable[[object], Known]) -> Known | None:
        value = self.value(name)
        try:
            return read(value)
        except Refused as refused:
            self.fault(refused.expected, name, value)
            return None

    def person(self) -> Key | None:
        """Return who holds the lead: the person named, else the house."""
        reader = self.reader
        if self.value("person") is None and reader.house is not None:
            return reader.house
        who = self.required("person", subject)
        if who is None:
            return None
        reader.kind = reader.kind or type(who)
        if type(who) is not reader.kind:
            self.fault(f"one kind of id in a ledger: {_KINDS[reader.kind]} so far", "person", who)
        return who

    def day(self, value: object) -> date:
        reader = self.reader
        short = isinstance(value, str) and len(value) <= _LONGEST_KEPT
        if short and (known := reader.days.get(str(value))) is not None:
            return known
        found = date.fromordinal(day(value))
        where = zone(value)
        if where is not None:
            reader.zones.add(where)
            if len(reader.zones) > 1:
                expected = "dates of one time zone in a ledger; convert them to the dealership's own first"
                raise Refused(expected)
        if reader.limit is not None and found > reader.limit:
            expected = f"not after as_of, {reader.limit}"
            raise Refused(expected)
        if reader.latest is None or found > reader.latest:
            reader.latest = found
        if short and len(reader.days) < _KEPT_DAYS:
            reader.days[str(value)] = found
        return found

    def word(self, name: str, words: Mapping[str, Known], choices: Sequence[str]) -> Known | None:
        value = self.value(name)
        if value is None:
            return None
        text = value.id if isinstance(value, LostReason) else value.strip(BLANKS) if isinstance(value, str) else ""
        found = words.get(text) or words.get(text.casefold())
        if found is None:
            close = near(text, {*choices, *words}) if text else ()
            meant = f"; did you mean {', '.join(map(shown, close))}?" if close else ""
            self.fault(f"{', '.join(choices)}, or its English or Chinese name{meant}", name, value)
        return found


def _meant(name: str, unused: Sequence[str]) -> str:
    close = near(name, unused)
    return f" (did you mean {', '.join(map(shown, close))}?)" if close else ""


def _label(value: object) -> str:
    if not isinstance(value, str):
        expected = "text"
        raise Refused(expected)
    return str(subject(value.strip(BLANKS)))


def _money(value: object) -> Decimal:
    return to_decimal(amount(value, MONEY) or 0, MONEY)
