"""`Lead`: one lead from first contact to its end, and who held it when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeAlias

import attrs

from ..arithmetic import to_grid
from ..errors import Fault, RecordError
from ..text import shown
from ._words import LostReason, Outcome, Verdict

__all__ = ["MONEY", "Handover", "Key", "Lead", "Move", "Spell", "faults_of_moves"]

Key: TypeAlias = str | int

MONEY = 2
"""Decimals of the amounts of a lead."""


@attrs.frozen(order=True)
class Handover:
    """From `date` on, its whole day included, the lead is held by `person`.

    >>> Handover(date(2026, 3, 10), "zhao.min").person
    'zhao.min'
    """

    date: date
    person: Key


class Spell(NamedTuple):
    """Who held a lead from `start` up to, not including, `end`; None where nobody took it over."""

    person: Key
    start: date
    end: date | None


def _in_order(days: Iterable[date]) -> tuple[date, ...]:
    return tuple(sorted(set(days)))


@attrs.frozen(kw_only=True)
class Lead:
    """One lead: who opened it when, how it ended, and what is known of it.

    `person` is its first holder; `handovers` say who came after.  `closed` is the day of its end, None exactly while it
    is `open`; `reason` stands exactly on a lost one.  `competitor` is the rival it was lost to or won against.
    `contacts` are the known days of contact after the opening.  Of a lost lead: `analysed` is the day on which its
    analysis was written, `confirmed` the day on which another person approved the reason, `recontacted` the day
    on which the customer was called again, `verdict` what became of the declaration.  `cost` is the marketing money
    spent on it, `gross` the gross profit it stood for, both with at most 2 decimals.

    Raises `RecordError` with everything that contradicts itself.

    >>> handover = Handover(date(2026, 3, 9), "zhao.min")
    >>> lead = Lead(id="L-1", person="li.na", opened=date(2026, 3, 2), handovers=(handover,))
    >>> lead.holder(date(2026, 3, 8)), lead.holder(date(2026, 3, 9)), lead.is_open(date(2026, 3, 9))
    ('li.na', 'zhao.min', True)
    """

    id: Key
    person: Key
    opened: date
    closed: date | None = None
    outcome: Outcome = Outcome.OPEN
    reason: LostReason | None = None
    channel: str | None = None
    model: str | None = None
    competitor: str | None = None
    customer: Key | None = None
    contacts: tuple[date, ...] = attrs.field(default=(), converter=_in_order)
    analysed: date | None = None
    confirmed: date | None = None
    recontacted: date | None = None
    verdict: Verdict | None = None
    cost: Decimal | None = None
    gross: Decimal | None = None
    handovers: tuple[Handover, ...] = ()

    def __attrs_post_init__(self) -> None:
        if faults := [*self._contradictions(), *self._misplaced()]:
            raise RecordError(faults)

    def _contradictions(self) -> Iterator[Fault]:
        if self.closed is None:
            if self.outcome is not Outcome.OPEN:
                yield Fault(f"the day it was {self.outcome}; a lead without one is open", field="closed")
        elif self.outcome is Outcome.OPEN:
            yield Fault("won, lost or invalidated: it has a closing day", field="outcome", value=shown(self.outcome))
        if self.closed is not None and self.closed < self.opened:
            yield Fault(f"not before it was opened, {self.opened}", field="closed", value=str(self.closed))
        if self.outcome is Outcome.LOST:
            if self.reason is None:
                yield Fault("why it was lost: an id or a name of a lost reason", field="reason", value="nothing")
        else:
            for name in ("reason", "verdict", "analysed", "confirmed", "recontacted"):
                if getattr(self, name) is not None:
                    yield Fault(f"nothing: only a lost lead has one, and this one is {self.outcome}", field=name)

    def _misplaced(self) -> Iterator[Fault]:
        """Yield what lies outside the lead's life, or off the grid of money."""
        if self.contacts and self.contacts[0] < self.opened:
            yield Fault(f"not before it was opened, {self.opened}", field="touched", value=str(self.contacts[0]))
        for name in ("analysed", "confirmed", "recontacted"):
            day = getattr(self, name)
            if day is not None and self.closed is not None and day < self.closed:
                yield Fault(f"not before it was lost, {self.closed}", field=name, value=str(day))
        for name in ("cost", "gross"):
            amount = getattr(self, name)
            if amount is not None and to_grid(amount, MONEY) is None:
                yield Fault(f"an amount with at most {MONEY} decimals", field=name, value=shown(amount))
        if self.cost is not None and self.cost < 0:
            yield Fault("no negative amount", field="cost", value=shown(self.cost))
        if self.handovers:
            yield from faults_of_moves(self, [Move(None, *attrs.astuple(handover)) for handover in self.handovers])

    def holder(self, day: date) -> Key:
        """Return who holds the lead on a day: who took it over last, up to and on that day.

        A day before the opening gives the one who opened it.

        >>> Lead(id="L-1", person="li.na", opened=date(2026, 3, 2)).holder(date(2026, 3, 31))
        'li.na'
        """
        who = self.person
        for handover in self.handovers:
            if handover.date > day:
                break
            who = handover.person
        return who

    def is_open(self, day: date) -> bool:
        """Return whether the lead is open when the day ends.

        >>> won = Lead(id=1, person=7, opened=date(2026, 3, 2), closed=date(2026, 3, 4), outcome=Outcome.WON)
        >>> won.is_open(date(2026, 3, 3)), won.is_open(date(2026, 3, 4))
        (True, False)
        """
        return self.opened <= day and (self.closed is None or self.closed > day)

    @property
    def opener(self) -> Key:
        """Who held the lead on the day it was opened.

        >>> Lead(id="L-1", person="li.na", opened=date(2026, 3, 2)).opener
        'li.na'
        """
        return self.holder(self.opened)

    @property
    def spells(self) -> tuple[Spell, ...]:
        """Who held it from when to when, in order; the last spell has no end.

        >>> [spell.person for spell in Lead(id="L-1", person="li.na", opened=date(2026, 3, 2)).spells]
        ['li.na']
        """
        if not self.handovers:
            return (Spell(self.person, self.opened, None),)
        spells: list[Spell] = []
        who, start = self.person, self.opened
        for handover in self.handovers:
            if handover.date > start:
                spells.append(Spell(who, start, handover.date))
            who, start = handover.person, handover.date
        return (*spells, Spell(who, start, None))


class Move(NamedTuple):
    """A hand-over as it was read: in which row (None: not from rows), on which day, to whom."""

    row: int | None
    day: date
    person: Key


def faults_of_moves(lead: Lead, moves: Iterable[Move]) -> Iterator[Fault]:
    """Yield what is wrong with a lead's hand-overs, taken in order: outside its life, twice a day, to its holder."""
    holder, before = lead.person, None
    for row, day, person in moves:
        if day < lead.opened:
            yield Fault(f"not before the lead was opened, {lead.opened}", "handovers: date", str(day), row)
        elif lead.closed is not None and day > lead.closed:
            yield Fault(f"not after the lead was closed, {lead.closed}", "handovers: date", str(day), row)
        if before is not None and day <= before:
            yield Fault("one hand-over of a lead a day, the earlier first", "handovers: date", str(day), row)
        if person == holder:
            yield Fault("another person than who holds the lead", "handovers: person", shown(person), row)
        holder, before = person, day
