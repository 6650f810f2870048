"""A feed over plain rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from math import floor
from os import PathLike
from typing import TYPE_CHECKING, Any

import attrs

from ..arithmetic import EXACT, to_decimal, units_of
from ..errors import Fault, InputTypeError, RecordError
from ..measures import KEYS
from ..records import Refused, amount, day, fields, key, read_csv, subject
from ..text import shown
from ._binding import bind, require
from ._cells import Row, number
from ._plan import Entry, Part, parts_of
from ._rules import Count, Days, First, Sum

if TYPE_CHECKING:
    from ._feed import Feed

__all__ = ["opened", "records"]

_KEPT = 20
_LONGEST = 64
_WIDEST_FLOAT = 1 << 51


def opened(rows: Any) -> Iterable[Any]:
    """Return the rows of what may be given for a table."""
    if isinstance(rows, PathLike):
        return read_csv(rows)
    if isinstance(rows, str | bytes | Mapping) or not isinstance(rows, Iterable) or hasattr(rows, "columns"):
        msg = (
            f"a feed reads rows (dicts, or other records) or the pathlib.Path of a CSV file, not {shown(rows)}; "
            f"for a dataframe or lazy table it is feed.frame(table)"
        )
        raise InputTypeError(msg)
    return rows


def records(feed: Feed, rows: Iterable[Any] | PathLike[str]) -> Iterator[dict[str, Any]]:
    """Yield the records of the rows, as `Feed.records` says."""
    return _Reader(feed).read(opened(rows))


@attrs.frozen
class _Shape:
    """What is done with rows of the same columns."""

    sources: Mapping[str, str]
    parts: tuple[Part, ...]


class _Reader:
    """Reads row after row; keeps the first faults, counts all, and remembers which columns it met."""

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.keys = (*feed.keys, *feed.keep)
        self.nothing: dict[str, Any] = dict.fromkeys(feed.output)
        self.shapes: dict[tuple[str, ...], _Shape] = {}
        self.faults: list[Fault] = []
        self.count = 0
        self.firsts: dict[tuple[Part, str | int | None], tuple[tuple[int, bool, Any], dict[str, Any]]] = {}

    def read(self, rows: Iterable[Any]) -> Iterator[dict[str, Any]]:
        for n, given in enumerate(rows, 1):
            made = self.row(given, n)
            if not self.count:
                yield from made
        self.complete()
        yield from (record for _, record in self.firsts.values())

    def complete(self) -> None:
        """Raise what is wrong, once all rows are known."""
        met = dict.fromkeys(chain.from_iterable(self.shapes))
        if self.shapes:
            require(self.feed, tuple(met))
        if self.count:
            raise RecordError(self.faults, self.count)

    def note(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            self.count += 1
            if self.count <= _KEPT:
                self.faults.append(fault)

    def row(self, given: Any, number: int) -> list[dict[str, Any]]:
        """Return the records of a row; what is wrong with it is noted."""
        try:
            cells = fields(given)
        except Refused as refused:
            self.note([Fault(refused.expected, row=number)])
            return []
        shape = self.shape(tuple(map(str, cells)))
        row = Row(cells, shape.sources, number)
        made: list[dict[str, Any]] = []
        if self.feed.where is None or self.feed.where.holds(row):
            made = [record for part in shape.parts if (record := self.record(part, row)) is not None]
        self.note(row.faults.values())
        return made

    def shape(self, headings: tuple[str, ...]) -> _Shape:
        found = self.shapes.get(headings)
        if found is None:
            found = _Shape(bind(self.feed, headings).sources, parts_of(self.feed, headings))
            self.shapes[headings] = found
        return found

    def record(self, part: Part, row: Row) -> dict[str, Any] | None:
        """Return the record of one part; None if nothing happened, or the first of its key is still sought."""
        happened = [entry for entry in part.entries if entry.happens is None or entry.happens.holds(row)]
        if not happened:
            return None
        made = self.nothing.copy()
        made[str(self.feed.owner)] = self.whose(part, row)
        made["date"] = part.on if part.date is None else row.cell(part.date)
        if part.date is not None and row.day(part.date) is None:
            row.needed(part.date, day)
        if part.until is not None:
            made["until"] = _until(part, row)
        for entry in happened:
            made[entry.measure.id] = _value(entry, part, row)
        if part.first is not None:
            self.first(part.first, part, row, made)
            return None
        for name, column in self.keys:
            made[name] = row.cell(column)
            if name in KEYS:
                row.read(column, key)
        return made

    def whose(self, part: Part, row: Row) -> Any:
        """Return whose facts a part of a row holds."""
        if part.whose is None:
            return self.feed.fixed
        if self.feed.house is not None and row.cell(part.whose) is None:
            return self.feed.house
        row.needed(part.whose, subject)
        return row.cell(part.whose)

    def first(self, rule: First, part: Part, row: Row, made: dict[str, Any]) -> None:
        """Keep the record if it is the first of its key so far: by day, then by whose it is."""
        column = dict(self.feed.keys)[rule.per]
        value = row.needed(column, subject)
        if row.faults:
            return
        made[rule.per] = row.cell(column)
        who = made[str(self.feed.owner)]
        order = (day(made["date"]), isinstance(who, str), who)
        place = (part, value)
        known = self.firsts.get(place)
        if known is None or order < known[0]:
            self.firsts[place] = (order, made)


def _until(part: Part, row: Row) -> Any:
    """Return the day up to which a part counts, as it stands where a column says it."""
    if isinstance(part.until, str):
        row.needed(part.until, day)
        return row.cell(part.until)
    if not isinstance(part.until, int):
        return part.until
    if part.date is None or (ordinal := row.day(part.date)) is None:
        return None
    start = date.fromordinal(ordinal)
    months = start.month - 1 + part.until
    try:
        return start.replace(year=start.year + months // 12, month=months % 12 + 1)
    except ValueError:
        row.refuse(part.date, f"a day that exists {part.until} months later too, such as the first of a month")
        return None


def _value(entry: Entry, part: Part, row: Row) -> Any:
    """Return the amount of a rule; what stands in the table where nothing is to be done with it."""
    rule, measure = entry.amount, entry.measure
    if isinstance(rule, Count):
        return rule.times
    if isinstance(rule, Days):
        start, end = row.day(rule.since), row.day(rule.until or part.date or "")
        return None if start is None or end is None else end - start
    if isinstance(rule, Sum) and rule.times == 1:
        row.read(rule.of, lambda value: amount(value, measure.decimals, measure.labels))
        return row.cell(rule.of)
    if isinstance(rule, Sum):
        return row.read(rule.of, lambda value: _converted(value, rule.times, measure.decimals))
    return 1


def _converted(value: object, times: Decimal, decimals: int) -> Decimal:
    """Return an amount times a factor, exactly; a float is rounded once, half up, to the measure's grid."""
    given = number(value)
    per_unit = units_of(times, decimals)
    if not isinstance(given, Decimal):
        shifted = given * per_unit + 0.5
        if not -_WIDEST_FLOAT <= shifted <= _WIDEST_FLOAT:  # NaN too
            expected = "a finite number, times its factor within ±2^51 units of the measure's grid"
            raise Refused(expected)
        return to_decimal(floor(shifted), decimals)
    units = Fraction(given) * per_unit if given.is_finite() and abs(given.adjusted()) <= _LONGEST else None
    if units is None or units.denominator != 1 or abs(units) >= EXACT:
        expected = f"a finite number that times {times} has at most {decimals} decimals, within the exact range"
        raise Refused(expected)
    return to_decimal(int(units), decimals)
