"""Readers: straight-line code for rows of one shape (the same keys, or the same class), generated like the scorer.

A reader takes rows while their shape stays the same.  It adds rows that hold nothing unusual and hands every other to
`Book.read`, the one place that knows the rules; whatever a reader adds, `Book.read` would have added alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Any

from ..plan import Demand
from ..vocabulary import Additivity
from ._book import Book
from ._ledger import InUnits, Ledgers
from ._row_source import MOST_SHAPES, RowShape, RowSource, shape_for, shape_of

__all__ = ["END", "Reader", "read_all"]

END: Any = object()
"""What a reader returns when the rows are at their end."""

Reader = Callable[[Any, Iterator[Any], Book, Ledgers], Any]

_KEPT = 512


def read_all(book: Book, records: Iterator[Any]) -> None:
    """Read every record into the book."""
    readers: dict[Any, tuple[Reader, Ledgers]] = {}
    careful: tuple[Reader, Ledgers] = (_one_row, Ledgers(book, book.by, (), tuple))
    row = next(records, END)
    while row is not END:
        shape = shape_of(row)
        found = readers.get(shape)
        if found is None:
            found = _reader_for(book, row) if len(readers) < MOST_SHAPES else None
            found = readers.setdefault(shape, found or careful)
        reader, ledgers = found
        row = reader(row, records, book, ledgers)


def _one_row(row: Any, rows: Iterator[Any], book: Book, _: Ledgers) -> Any:
    book.count += 1
    book.read(row, book.count)
    return next(rows, END)


def _reader_for(book: Book, row: Any) -> tuple[Reader, Ledgers] | None:
    shape = shape_for(book, row)
    if shape is None:
        return None
    book.note(shape.names)
    who = book.name(shape.by)
    if shape.access == "object":
        book.meet(getattr(row, who, None))
    else:
        book.meet(row[who] if shape.access == "dict" else row[shape.names.index(who)])
    reader, in_units, places = _compiled(book.demand, shape)
    ledgers = Ledgers(book, shape.by, places, in_units)
    book.ledgers.append(ledgers)
    return reader, ledgers


@lru_cache(maxsize=_KEPT)
def _compiled(demand: Demand, shape: RowShape) -> tuple[Reader, InUnits, tuple[int, ...]]:
    emitter = _Emitter(demand, shape)
    source = "\n".join((*emitter.lines(), *emitter.in_units()))
    space = {**emitter.space(), "END": END, "chain": chain}
    exec(compile(source, "<salesperf reader>", "exec"), space)  # noqa: S102  (source made here from integers only)
    return space["read"], space["in_units"], tuple(emitter.sum_place(n) for n in emitter.plain)


class _Emitter(RowSource):
    """Writes the source of one reader."""

    def lines(self) -> Iterator[str]:
        yield "def read(row, rows, book, days):"
        yield "    ordinals, check, nowhere, late = book.ordinals, days.check, days.nowhere, book.late"
        yield "    who, count, outside, first, last = book.who, book.count, 0, book.first_day, book.last_day"
        yield "    for row in chain((row,), rows):"
        yield from (f"        {line}" for line in self.taken_apart("break"))
        yield "        count += 1"
        yield "        try:"
        yield from (f"            {line}" for line in self.row())
        yield "        except (Refused, TypeError, ValueError, OverflowError):"
        yield "            book.count, book.first_day, book.last_day = count, first, last"
        yield "            book.read(row, count)"
        yield "            who, first, last = book.who, book.first_day, book.last_day"
        yield "    else: row = END"
        yield "    book.count, book.first_day, book.last_day = count, first, last"
        yield "    book.outside += outside"
        yield "    return row"

    def row(self) -> Iterator[str]:
        """Emit one row: everything that can refuse it comes before anything is added."""
        who, date = self.column(self.by), self.column("date")
        yield f"if {who}.__class__ is not who: raise Refused"
        yield from self.guards()
        yield f"ledger = days[{date}]"
        if self.others:
            yield from (line for n in self.others for line in self.amount(n))
            yield from self.keys()
        if self.plain:
            yield from self.plain_sums(who)
        if self.others:
            yield f"sums = ledger.accounts[{who}]"
            yield f"at = ordinals[{date}]"
        for n in self.others:
            yield f"if x{n} is not None:"
            yield from (f"    {line}" for line in self.adding(n))
        if not self.measures:
            yield f"ledger.accounts[{who}]"
        yield "if ledger is nowhere: outside += 1"
        if self.shape.tracks:
            yield f"at = ordinals[{date}]"
            yield "if at < first: first = at"
            yield "if at > last: last = at"

    def plain_sums(self, who: str) -> Iterator[str]:
        """Emit plain sums: a row of whole numbers is added to the shape's ledger, any other to the accumulator."""
        values = [self.column(self.measures[n].id) for n in self.plain]
        so_far = "".join(f"t{n}, " for n in self.plain)
        added = "".join(f"t{n} + {value}, " for n, value in zip(self.plain, values, strict=True))
        yield f"if {self.all_whole(self.plain)}:"
        yield f"    try: {so_far} = ledger[{who}]"
        yield "    except KeyError:"
        yield f"        check({who}, ledger)"
        yield f"        ledger[{who}] = ({', '.join(values)},)"
        yield f"    else: ledger[{who}] = ({added})"
        yield "else:"
        yield from (f"    {line}" for n in self.plain for line in self.amount(n))
        yield f"    sums = ledger.accounts[{who}]"
        yield from (f"    sums[{self.sum_place(n)}] += x{n} or 0" for n in self.plain)

    def in_units(self) -> Iterator[str]:
        """Emit the function that brings the amounts of a ledger to their grids."""
        names = "".join(f"t{n}, " for n in self.plain)
        units = "".join(f"t{n} * {10 ** self.measures[n].decimals}, " for n in self.plain)
        yield "def in_units(amounts):"
        yield f"    {f'{names} = amounts' if names else 'pass'}"
        yield f"    return ({units})"

    def adding(self, number: int) -> Iterator[str]:
        """Emit the adding of an amount to everything but a plain sum alone."""
        measure, layout = self.measures[number], self.layout
        name = f"k_{measure.key}" if measure.key else "None"
        if measure.additivity is Additivity.SUM:
            yield f"sums[{self.sum_place(number)}] += x{number}"
        else:
            state = f"sums[{layout.place[measure]}]"
            yield f"state = {state}"
            yield from _state_source(measure.additivity, f"x{number}", name)
        if measure in layout.counted:
            yield f"sums[{layout.first_count + layout.counted.index(measure)}] += 1"
        for place, (by, spread) in enumerate(layout.spreads, layout.first_spread):
            if spread is measure:
                yield f"name = '' if k_{by} is None else str(k_{by})"
                yield f"add_spread(KINDS[{number}], sums[{place}], name, x{number}, at, {name})"


def _state_source(kind: Additivity, amount: str, name: str) -> Iterator[str]:
    """Emit what `_states.add` does, without the call."""
    if kind is Additivity.DISTINCT:
        yield f"if {name} is None: state[0] += {amount}"
        yield "else:"
        yield "    amounts = state[1]"
        yield f"    amounts[{name}] = amounts.get({name}, 0) + {amount}"
    elif kind is Additivity.MEAN:
        yield f"state[0] += {amount}"
        yield "state[1].add(at)"
    else:
        yield f"if state[0] == at: state[1] += {amount}"
        sooner = "at < state[0]" if kind is Additivity.FIRST else "at > state[0]"
        yield f"elif state[0] is None or {sooner}: state[:] = at, {amount}"
