"""One pass over the events of all leads, which fills the accounts of all periods that do not overlap.

Stocks (carried in, open at the end) are counted by who holds a lead at the edges of a period: each spell of a lead
covers a run of periods, entered once and left once.  Flows are counted by events.  With an organisation the events are
taken in the order of their days: whenever a person is met in another unit than before, the open leads have moved along.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from typing import Generic, TypeVar

import attrs

from ..calendar import Period
from ._accounts import ALL, Account, LedgerPage, Node, NodeKind, Places, in_order
from ._lead import Key, Lead
from ._words import LostReason, Outcome

__all__ = ["Stock", "pages", "runs"]

Who = TypeVar("Who", bound=Hashable)

_NEVER = 1 << 30


class Stock(Generic[Who]):
    """How many there are of what, at each of several days in order; adding a span of days costs the same for all."""

    def __init__(self, days: Sequence[int]) -> None:
        self._days = days
        self._changes: list[Counter[Who]] = [Counter() for _ in range(len(days) + 1)]

    def add(self, whom: Iterable[Who], first: int, last: int) -> None:
        """Count each of `whom` on every one of the days from `first` to `last`."""
        enters, leaves = bisect_left(self._days, first), bisect_right(self._days, last)
        if enters < leaves:
            enter, leave = self._changes[enters], self._changes[leaves]
            for who in whom:
                enter[who] += 1
                leave[who] -= 1

    def each(self) -> Iterator[dict[Who, int]]:
        """Yield the counts at each day, those of 0 left out."""
        now: dict[Who, int] = {}
        for changes in self._changes[: len(self._days)]:
            for who, change in changes.items():
                count = now.pop(who, 0) + change
                if count:
                    now[who] = count
            yield dict(now)


@attrs.define
class _Sheet:
    """An account while it is filled."""

    opened: int = 0
    carried_in: int = 0
    inherited: int = 0
    handed_in: int = 0
    handed_out: int = 0
    won_new: int = 0
    won_carried: int = 0
    lost: Counter[LostReason] = attrs.Factory(Counter)
    invalidated: int = 0
    open_end: int = 0

    def close(self, lead: Lead, *, new: bool) -> None:
        if lead.outcome is Outcome.WON:
            if new:
                self.won_new += 1
            else:
                self.won_carried += 1
        elif lead.reason is not None:
            self.lost[lead.reason] += 1
        else:
            self.invalidated += 1


class _Sheets(defaultdict[Key | None, _Sheet]):
    """The sheets of one kind of node in one period."""

    def __init__(self) -> None:
        super().__init__(_Sheet)

    def named(self) -> list[tuple[Key, _Sheet]]:
        """Return all sheets of somebody."""
        return [(who, sheet) for who, sheet in self.items() if who is not None]

    def accounts(self, kind: NodeKind, order: Mapping[LostReason, int]) -> tuple[Account, ...]:
        return tuple(_account(Node(kind, who), self[who], order) for who in sorted(self, key=in_order))


def _account(node: Node, sheet: _Sheet, order: Mapping[LostReason, int]) -> Account:
    lost = tuple(sorted(sheet.lost.items(), key=lambda item: (order.get(item[0], _NEVER), item[0].id)))
    counts = {field.name: getattr(sheet, field.name) for field in attrs.fields(_Sheet) if field.name != "lost"}
    return Account(node=node, lost_by_reason=lost, **counts)


def runs(periods: Iterable[Period]) -> list[list[Period]]:
    """Deal periods out into as few chains as possible in which none overlaps another, each in chronological order."""
    chains: list[list[Period]] = []
    for period in sorted(periods):
        for chain in chains:
            if chain[-1].end <= period.start:
                chain.append(period)
                break
        else:
            chains.append([period])
    return chains


def pages(
    leads: Sequence[Lead], periods: Sequence[Period], reasons: Sequence[LostReason], places: Places | None
) -> tuple[LedgerPage, ...]:
    """Return the page of each period, in the order given."""
    order = {reason: n for n, reason in enumerate(reasons)}
    found: dict[Period, LedgerPage] = {}
    for run in runs(set(periods)):
        book = _Book(leads, run)
        if places is not None:
            _Units(book, leads, places).fill()
        found |= zip(run, book.pages(order), strict=True)
    return tuple(found[period] for period in periods)


class _Book:
    """The sheets of a run of periods, filled for people, channels and the whole."""

    def __init__(self, leads: Sequence[Lead], run: Sequence[Period]) -> None:
        self.run = run
        self.starts = [period.start.toordinal() for period in run]
        self.lasts = [period.last.toordinal() for period in run]
        self.totals = [_Sheet() for _ in run]
        self.people = [_Sheets() for _ in run]
        self.units = [_Sheets() for _ in run]
        self.channels = [_Sheets() for _ in run]
        self.unplaced: list[Counter[Key]] = [Counter() for _ in run]
        at_start: Stock[_Entry] = Stock(self.starts)
        at_end: Stock[_Entry] = Stock(self.lasts)
        for lead in leads:
            self._stocks(lead, at_start, at_end)
            self._flows(lead)
        for n, entries in enumerate(at_start.each()):
            for (kind, who), count in entries.items():
                self._set(n, kind, who, count)
        for n, entries in enumerate(at_end.each()):
            for (kind, who), count in entries.items():
                self._set(n, kind + _AT_END, who, count)

    def period_of(self, day: int) -> int | None:
        """Return the number of the period that holds a day."""
        n = bisect_right(self.starts, day) - 1
        return n if n >= 0 and day <= self.lasts[n] else None

    @staticmethod
    def _stocks(lead: Lead, at_start: Stock[_Entry], at_end: Stock[_Entry]) -> None:
        opened = lead.opened.toordinal()
        closed = _NEVER if lead.closed is None else lead.closed.toordinal()
        channel = lead.channel
        opener: Key | None = None
        for who, start, end in lead.spells:
            first = start.toordinal()
            last = _NEVER if end is None else end.toordinal() - 1
            held: tuple[_Entry, ...] = ((_HELD, who), (_IN_CHANNEL, channel))
            at_end.add(held, first, min(last, closed - 1))
            if opener is None:
                opener, first = who, opened + 1  # what is opened on the first day of a period is not carried in
            elif who != opener:
                held = (*held, (_INHERITED, who), (_INHERITED_IN_CHANNEL, channel))
            at_start.add(held, first, min(last, closed))

    def _flows(self, lead: Lead) -> None:
        opened = lead.opened.toordinal()
        who: Key | None = None
        for person, start, _ in lead.spells:
            if who is None:
                if (n := self.period_of(opened)) is not None:
                    for sheet in self._sheets(n, person, lead.channel):
                        sheet.opened += 1
            elif (n := self.period_of(day := start.toordinal())) is not None and day > self.starts[n]:
                self.people[n][who].handed_out += 1
                self.people[n][person].handed_in += 1
            who = person
        if lead.closed is not None and (n := self.period_of(lead.closed.toordinal())) is not None:
            for sheet in self._sheets(n, who, lead.channel):
                sheet.close(lead, new=opened >= self.starts[n])

    def _sheets(self, n: int, who: Key | None, channel: str | None) -> tuple[_Sheet, ...]:
        return self.totals[n], self.people[n][who], self.channels[n][channel]

    def _set(self, n: int, kind: int, who: Key | None, count: int) -> None:
        """Enter one stock; the total is what the people hold."""
        sheet = (self.people if kind in _OF_PEOPLE else self.channels)[n][who]
        name = _STOCKS[kind]
        setattr(sheet, name, count)
        if kind in _OF_PEOPLE:
            setattr(self.totals[n], name, getattr(self.totals[n], name) + count)

    def pages(self, order: Mapping[LostReason, int]) -> Iterator[LedgerPage]:
        for n, period in enumerate(self.run):
            yield LedgerPage(
                period=period,
                total=_account(ALL, self.totals[n], order),
                people=self.people[n].accounts(NodeKind.PERSON, order),
                units=self.units[n].accounts(NodeKind.UNIT, order),
                channels=self.channels[n].accounts(NodeKind.CHANNEL, order),
                unplaced=tuple(sorted(self.unplaced[n].items(), key=lambda item: in_order(item[0]))),
            )


_Entry = tuple[int, Key | None]
_HELD, _IN_CHANNEL, _INHERITED, _INHERITED_IN_CHANNEL, _AT_END = range(5)
_OF_PEOPLE = {_HELD, _INHERITED, _HELD + _AT_END}
_STOCKS = ("carried_in", "carried_in", "inherited", "inherited", "open_end", "open_end")


class _Event(IntEnum):
    """What happens to a lead, in the order in which a day takes it."""

    HANDED = 0
    OPENED = 1
    CLOSED = 2


class _Units:
    """Fills the sheets of units: who is where is asked for on the day of each event and at the edges of each period."""

    def __init__(self, book: _Book, leads: Sequence[Lead], places: Places) -> None:
        self.book = book
        self.leads = leads
        self.places = places
        self.events = sorted(_events(leads))
        self.held: Counter[Key] = Counter()
        """How many open leads each person holds while the days go by."""
        self.where: dict[Key, tuple[Key, ...]] = {}
        """The last known units of each person in this period."""
        self.asked: dict[Key, int] = {}
        """The day for which `where` was asked."""

    def fill(self) -> None:
        taken = 0
        for n, (start, last) in enumerate(zip(self.book.starts, self.book.lasts, strict=True)):
            while taken < len(self.events) and self._before(self.events[taken], start):
                self._hold(self.events[taken])
                taken += 1
            self._begin(n, start)
            while taken < len(self.events) and self.events[taken][0] <= last:
                self._meet(n, self.events[taken])
                self._hold(self.events[taken])
                taken += 1
            self._end(n, last)

    @staticmethod
    def _before(event: _Happening, start: int) -> bool:
        """Whether an event comes before a period opens; a hand-over of its first day does."""
        return event[0] < start or (event[0] == start and event[1] is _Event.HANDED)

    def _hold(self, event: _Happening) -> None:
        """Keep count of who holds how many."""
        _, kind, _, who, taker = event
        if kind is _Event.HANDED:
            self.held[who] -= 1
            self.held[taker] += 1
        else:
            self.held[who] += 1 if kind is _Event.OPENED else -1

    def _begin(self, n: int, start: int) -> None:
        self.where.clear()
        self.asked.clear()
        for who, person in self.book.people[n].named():
            if person.carried_in:
                for unit in self._chain(n, who, start, person.carried_in):
                    unit.carried_in += person.carried_in
                    unit.inherited += person.inherited

    def _end(self, n: int, last: int) -> None:
        for who, person in self.book.people[n].named():
            if person.open_end:
                for unit in self._chain(n, who, last, person.open_end):
                    unit.open_end += person.open_end

    def _meet(self, n: int, event: _Happening) -> None:
        day, kind, number, who, taker = event
        if kind is _Event.HANDED:
            self._locate(n, who, day - 1)
            to = self._locate(n, taker, day)
            self._cross(n, self.where.get(who), to, 1)
            return
        lead = self.leads[number]
        for unit in self._chain(n, who, day, 1):
            if kind is _Event.OPENED:
                unit.opened += 1
            else:
                unit.close(lead, new=lead.opened.toordinal() >= self.book.starts[n])

    def _chain(self, n: int, who: Key, day: int, leads: int) -> list[_Sheet]:
        """Return the sheets of the units in which a person is on a day; note the leads of one who is in none."""
        chain = self._locate(n, who, day)
        if chain is None:
            self.book.unplaced[n][who] += leads
        return [self.book.units[n][unit] for unit in chain or ()]

    def _locate(self, n: int, who: Key, day: int) -> tuple[Key, ...] | None:
        """Return the units of a person on a day; open leads move along with a person who moved since last met."""
        before = self.where.get(who)
        if before is not None and day < self.asked[who]:
            return before
        place = self.places.stretch(who, day)
        chain = (place.chain if place is not None else None) or None
        if chain is not None:
            if before is not None:
                self._cross(n, before, chain, self.held[who])
            self.where[who], self.asked[who] = chain, day
        return chain

    def _cross(self, n: int, source: tuple[Key, ...] | None, to: tuple[Key, ...] | None, leads: int) -> None:
        """Let leads leave the units of one chain for those of another; from or to nowhere is no crossing."""
        if source is None or to is None or source == to or not leads:
            return
        units = self.book.units[n]
        for unit in source:
            if unit not in to:
                units[unit].handed_out += leads
        for unit in to:
            if unit not in source:
                units[unit].handed_in += leads


_Happening = tuple[int, _Event, int, Key, Key]


def _events(leads: Sequence[Lead]) -> Iterator[_Happening]:
    """Yield day, kind, number of the lead, who holds it, and who takes it over."""
    for number, lead in enumerate(leads):
        who: Key | None = None
        for person, start, _ in lead.spells:
            kind = _Event.OPENED if who is None else _Event.HANDED
            yield start.toordinal(), kind, number, person if who is None else who, person
            who = person
        if lead.closed is not None and who is not None:
            yield lead.closed.toordinal(), _Event.CLOSED, number, who, who
