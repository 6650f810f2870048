"""The records of shared deals, taken apart: what `credited` does once its arguments are checked.

The rule: at any point of a deal's story, what its holders have of a measure is the largest-remainder split of what the
deal has of it.  A record's parts are the split after it minus the split before it.  From this follows what users ask
for: the parts of each record add up to it; a holder's total over a deal is the split of the deal's total, whatever the
number and order of its records; and where cancellations, full or partial, bring a deal back to 0, everyone is back at
exactly 0.  Splitting each record by itself cannot do that: parts of one grid that add up over any records would have to
be multiples of the parts of a single grid unit, and one unit can only be one holder's.

The story of a deal is told by date.  So that the order of rows decides nothing, the records of shared deals are held
until the input ends, then follow by deal and date; all others pass through at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum, auto
from types import MappingProxyType
from typing import Any, TypeAlias

import attrs

from ..arithmetic import to_decimal
from ..errors import Fault, RecordError
from ..measures import (
    ORDERS_CANCELLED,
    ORDERS_SIGNED,
    RESERVED,
    TARGET_GROSS,
    TARGET_LEADS,
    TARGET_PROFIT,
    TARGET_REVENUE,
    TARGET_UNITS,
    TARGET_UNITS_NEXT,
    UNITS_DELIVERED,
    UNITS_RETURNED,
    Measure,
)
from ..records import Refused, amount, day, fields, key
from ..text import shown
from ..vocabulary import Owner
from ._credit import Shares, SharesLike, shares_of, split

__all__ = ["Desk", "Rule"]

Rule: TypeAlias = Callable[[Mapping[str, Any]], SharesLike | None]
"""A record in, the persons and shares of its deal out; None where it is its own person's alone."""

_KEPT_FAULTS = 1000
_CANCELS: Mapping[str, str] = MappingProxyType(
    {UNITS_RETURNED.id: UNITS_DELIVERED.id, ORDERS_CANCELLED.id: ORDERS_SIGNED.id}
)
"""Measures that take back what another one books."""
_TARGETS = frozenset(
    measure.id
    for measure in (TARGET_GROSS, TARGET_LEADS, TARGET_PROFIT, TARGET_REVENUE, TARGET_UNITS, TARGET_UNITS_NEXT)
)


class _Kind(Enum):
    """What a record does to its deal."""

    NOTHING = auto()
    SALE = auto()
    REVERSAL = auto()
    BOTH = auto()


@attrs.frozen
class _Held:
    """One record of a deal, read."""

    number: int
    at: int
    row: Mapping[str, Any]
    parted: tuple[tuple[str, Measure, int], ...]
    """Of each amount that is split: its column, its measure, its units."""
    kind: _Kind
    books: frozenset[str]
    """What it books or takes back, by the ids of what is sold."""
    standing: str | None
    """The first column that holds a target or a level, if any does."""
    shares: Shares | None
    """Who shares it, by `credit` or by the rule."""


@attrs.frozen
class _Told:
    """One record with all that is decided about it."""

    held: _Held
    shares: Shares | None
    sale: _Held | None
    """The sale on whose date a cancellation counts, where it does not on its own."""


class Desk:
    """Where the records of one call are taken apart."""

    def __init__(
        self,
        credit: Mapping[str | int, Shares],
        rule: Rule | None,
        measures: Mapping[str, Measure],
        columns: Mapping[str, str],
        *,
        dates_back: bool,
    ) -> None:
        self.credit = credit
        self.kind_of_deal = next((type(deal) for deal in credit), None)
        self.rule = rule
        self.dates_back = dates_back
        self.measures = measures
        self.names = {wanted: columns.get(wanted, wanted) for wanted in RESERVED}
        self.known = {*self.names.values(), *measures}
        self.units = [self.names[owner] for owner in Owner if owner is not Owner.PERSON]
        self.held: dict[str | int, list[_Held]] = {}
        self.unclear: set[str | int | None] = set()
        """Deals of which a record could not be read: what follows from the others would only mislead."""
        self.faults: list[Fault] = []
        self.fault_count = 0

    def serve(self, records: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
        for number, record in enumerate(records, 1):
            try:
                row = fields(record)
            except Refused as refused:
                self.fault(number, refused.expected)
                continue
            if any(_given(row.get(unit)) for unit in self.units):
                yield row
                continue
            deal, readable = self.deal_of(row, number)
            if not readable:
                continue
            if deal not in self.credit and self.rule is None and (deal is None or not self.dates_back):
                yield row
            elif (held := self.read(row, number, deal)) is None:
                self.unclear.add(deal)
            elif deal is None:
                yield from self.tell(self.settle([held], alone=True))
            else:
                self.held.setdefault(deal, []).append(held)
        stories = [self.settle(held) for deal, held in self.held.items() if deal not in self.unclear]
        if self.faults:
            raise RecordError(sorted(self.faults, key=lambda fault: fault.row or 0), self.fault_count)
        for story in stories:
            yield from self.tell(story)

    # reading

    def fault(self, row: int, expected: str, field: str | None = None, value: object = None) -> None:
        self.note(Fault(expected, field, shown(value) if field else None, row))

    def note(self, fault: Fault) -> None:
        self.fault_count += 1
        if len(self.faults) < _KEPT_FAULTS:
            self.faults.append(fault)

    def deal_of(self, row: Mapping[str, Any], number: int) -> tuple[str | int | None, bool]:
        """Return the key of a row's deal, and whether it can be read."""
        name = self.names["deal"]
        try:
            deal = key(row.get(name))
        except Refused as refused:
            self.fault(number, refused.expected, name, row.get(name))
            return None, False
        if deal is not None and self.kind_of_deal not in {None, type(deal)}:
            kinds = "text" if self.kind_of_deal is str else "whole numbers"
            self.fault(number, f"the kind of id by which deals are credited, {kinds}", name, deal)
            return deal, False
        return deal, True

    def read(self, row: Mapping[str, Any], number: int, deal: str | int | None) -> _Held | None:
        """Return a record of a deal as it is needed here, or None after its faults are noted."""
        before = self.fault_count
        at = 0
        written = row.get(self.names["date"])
        try:
            at = day(written)
        except Refused as refused:
            self.fault(number, refused.expected, self.names["date"], written)
        parted: list[tuple[str, Measure, int]] = []
        effects: list[tuple[Measure, int]] = []
        standing = None
        for name, value in row.items():
            measure = self.measures.get(name)
            if measure is None:
                continue
            try:
                units = amount(value, measure.decimals, measure.labels)
            except Refused as refused:
                self.fault(number, refused.expected, name, value)
                continue
            if units is None:
                continue
            effects.append((measure, -units if measure.id in _CANCELS else units))
            if measure.additivity.is_snapshot or measure.id in _TARGETS:
                standing = standing or name
            if not self.keyed(measure, row, number):
                parted.append((name, measure, units))
        stated = None if deal is None else self.credit.get(deal)
        shares = self.ruled(row, number) if stated is None else stated
        if self.fault_count > before:
            return None
        books = frozenset(_CANCELS.get(measure.id, measure.id) for measure, effect in effects if effect)
        return _Held(number, at, row, tuple(parted), _kind(effects), books, standing, shares)

    def keyed(self, measure: Measure, row: Mapping[str, Any], number: int) -> bool:
        """Whether a row carries the key by which a distinct measure is counted."""
        if measure.key is None:
            return False
        name = self.names[measure.key]
        try:
            return key(row.get(name)) is not None
        except Refused as refused:
            self.fault(number, refused.expected, name, row.get(name))
            return False

    def ruled(self, row: Mapping[str, Any], number: int) -> Shares | None:
        """Return who shares a record by the rule."""
        if self.rule is None:
            return None
        try:
            given = self.rule(row)
        except RecordError as error:
            faults = error.faults
        else:
            if given is None:
                return None
            shares, found = shares_of(given, "the rule's shares")
            if not found:
                lone = len(shares) == 1 and shares[0][0] == row.get(self.names["person"])
                return None if lone else shares
            faults = tuple(found)
        for fault in faults:
            self.note(attrs.evolve(fault, row=number))
        return None

    # deciding

    def settle(self, held: list[_Held], *, alone: bool = False) -> list[_Told]:
        """Decide, for the records of one deal, who shares them and on which date each counts."""
        story = sorted(held, key=self.order) if len(held) > 1 else held
        sales = [each for each in story if each.kind in {_Kind.SALE, _Kind.BOTH}]
        shares = self.agreed(sales or story, must=bool(sales))
        told: list[_Told] = []
        for each in story:
            if shares is not None and each.standing is not None:
                expected = (
                    "no target or level in a record that is shared; "
                    "give it a record of its own, of one person and without a deal"
                )
                self.fault(each.number, expected, each.standing, each.row.get(each.standing))
            sale = self.sale_of(each, sales) if self.dates_back and not alone else None
            told.append(_Told(each, shares, sale))
        return told

    def order(self, held: _Held) -> Any:
        """Order a deal's records by date, sales first; then by what they hold, so that the order of rows is nothing."""
        content = sorted((name, str(value)) for name, value in held.row.items() if name in self.known)
        return held.at, held.kind is _Kind.REVERSAL, content

    def agreed(self, records: list[_Held], *, must: bool) -> Shares | None:
        """Return the shares of a deal: the first that its records state."""
        stated = [(each, each.shares) for each in records if each.shares is not None]
        if not stated:
            return None
        first, shares = stated[0]
        for each, other in stated[1:] if must else ():
            if dict(other) != dict(shares):
                expected = (
                    f"the same shares by the rule as in row {first.number}, of the same deal; "
                    "state the deal's shares as a Credit, or give this sale a deal of its own"
                )
                name = self.names["deal"]
                self.fault(each.number, expected, name, each.row.get(name))
        return shares

    def sale_of(self, held: _Held, sales: list[_Held]) -> _Held | None:
        """Return the sale that a cancellation takes back, or None for what is no cancellation."""
        name = self.names["deal"]
        if held.kind is _Kind.BOTH:
            expected = "what is sold and what is taken back in records of their own, to date them apart"
            self.fault(held.number, expected, name, held.row.get(name))
        if held.kind is not _Kind.REVERSAL:
            return None
        sale = next((each for each in sales if each.books & held.books), None)
        if sale is None:
            expected = (
                f"among the records, the sale of {' or '.join(sorted(held.books))} that it takes back; "
                "give the records of the original period too, or let reversals count when_cancelled"
            )
            self.fault(held.number, expected, name, held.row.get(name))
        until = self.names["until"]
        if _given(held.row.get(until)):
            self.fault(held.number, "no until in a cancellation that is dated back", until, held.row.get(until))
        return sale

    # telling

    def tell(self, story: list[_Told]) -> Iterator[Mapping[str, Any]]:
        """Yield the records of one deal, taken apart."""
        net: dict[str, int] = {}
        for told in story:
            row = self.dated(told)
            if told.shares is None:
                yield row
                continue
            amounts: list[tuple[str, int, tuple[int, ...]]] = []
            for name, measure, units in told.held.parted:
                before = net.get(name, 0)
                net[name] = before + units
                pairs = zip(split(told.shares, before), split(told.shares, before + units), strict=True)
                amounts.append((name, measure.decimals, tuple(after - earlier for earlier, after in pairs)))
            for place, (person, _) in enumerate(told.shares):
                part = dict(row)
                part[self.names["person"]] = person
                for name, decimals, parts in amounts:
                    part[name] = to_decimal(parts[place], decimals)
                for name in part if place else ():
                    if name not in self.known:
                        part[name] = None
                yield part

    def dated(self, told: _Told) -> Mapping[str, Any]:
        """Return a record's row, with the date on which it counts."""
        row = told.held.row
        if told.sale is None:
            return row
        date, recorded = self.names["date"], self.names["recorded_at"]
        known = row[recorded] if _given(row.get(recorded)) else row[date]
        return {**row, date: told.sale.row[date], recorded: known}


def _given(value: object) -> bool:
    return value is not None and value != ""


def _kind(effects: Iterable[tuple[Measure, int]]) -> _Kind:
    """Return what a record does to its deal: unsigned measures decide, signed ones where there are no others."""
    pairs = [(measure.signed, effect) for measure, effect in effects if effect]
    firm = [effect for signed, effect in pairs if not signed]
    if firm:
        sold, returned = max(firm) > 0, min(firm) < 0
        return _Kind.BOTH if sold and returned else _Kind.SALE if sold else _Kind.REVERSAL
    if not pairs:
        return _Kind.NOTHING
    return _Kind.REVERSAL if max(effect for _, effect in pairs) < 0 else _Kind.SALE
