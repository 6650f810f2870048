"""Readers: straight-line code for rows of one shape (the same keys, or the same class), generated like the scorer.

A reader takes rows while their shape stays the same.  It adds rows that hold nothing unusual and hands every other to
`Book.read`, the one place that knows the rules; whatever a reader adds, `Book.read` would have added alike.  No text
of a record enters the source: names of columns reach it through `operator.itemgetter` and its kin, as values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain
from math import floor
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from ..measures import Measure
from ..plan import Plan
from ..records import Refused, amount, key
from ..vocabulary import Additivity, Owner
from ._book import Book
from ._layout import Layout
from ._ledger import InUnits, Ledgers
from ._states import add_spread

__all__ = ["END", "Reader", "read_all"]

END: Any = object()
"""What a reader returns when the rows are at their end."""

Reader = Callable[[Any, Iterator[Any], Book, Ledgers], Any]

_KEPT = 512
_MOST_SHAPES = 64
_KEPT_TEXTS = 1 << 14
_LONGEST_KEPT = 24
_FLOAT_LIMIT = 1 << 51


def read_all(book: Book, records: Iterator[Any]) -> None:
    """Read every record into the book."""
    readers: dict[Any, tuple[Reader, Ledgers]] = {}
    careful: tuple[Reader, Ledgers] = (_one_row, Ledgers(book, (), tuple))
    row = next(records, END)
    while row is not END:
        shape = tuple(row) if type(row) is dict else type(row)
        found = readers.get(shape)
        if found is None:
            found = _reader_for(book, row) if len(readers) < _MOST_SHAPES else None
            found = readers.setdefault(shape, found or careful)
        reader, ledgers = found
        row = reader(row, records, book, ledgers)


def _one_row(row: Any, rows: Iterator[Any], book: Book, _: Ledgers) -> Any:
    book.count += 1
    book.read(row, book.count)
    return next(rows, END)


def _reader_for(book: Book, row: Any) -> tuple[Reader, Ledgers] | None:
    names, access = _shape(row)
    if names is None or not {book.name(book.by), book.name("date")} <= set(names):
        return None
    book.note(names)
    book.meet(row[book.name(book.by)] if access == "dict" else getattr(row, book.name(book.by), None))
    order = names if access == "tuple" else tuple(sorted(names))
    tracks = not book.schedule.asked or any(getattr(m.indicator, "matures_after", None) for m in book.plan.formulas)
    shape = _Shape(order, access, type(row), book.by, tuple(sorted(book.columns.items())), tracks)
    reader, in_units, places = _compiled(book.plan, shape)
    ledgers = Ledgers(book, places, in_units)
    book.ledgers.append(ledgers)
    return reader, ledgers


def _shape(row: Any) -> tuple[tuple[str, ...] | None, str]:
    kind = type(row)
    if kind is dict:
        return (tuple(row) if all(type(name) is str for name in row) else None), "dict"
    if isinstance(row, tuple):
        return getattr(kind, "_fields", None), "tuple"
    for known in ("__attrs_attrs__", "__dataclass_fields__"):
        found = getattr(kind, known, None)
        if found is not None:
            return tuple(found if isinstance(found, dict) else (field.name for field in found)), "object"
    return None, ""


class _Texts(dict[str, int | None]):
    """Amounts of one measure by their text; a bounded memory, for files repeat themselves."""

    __slots__ = ("measure",)

    def __init__(self, measure: Measure) -> None:
        self.measure = measure

    def __missing__(self, text: str) -> int | None:
        units = amount(text, self.measure.decimals, self.measure.labels)
        if len(self) < _KEPT_TEXTS and len(text) <= _LONGEST_KEPT:
            self[text] = units
        return units


class _Shape(NamedTuple):
    """What a reader is made for."""

    names: tuple[str, ...]
    access: str
    kind: type[Any]
    by: Owner
    columns: tuple[tuple[str, str], ...]
    tracks: bool
    """Whether the first and the last day are asked for."""


@lru_cache(maxsize=_KEPT)
def _compiled(plan: Plan, shape: _Shape) -> tuple[Reader, InUnits, tuple[int, ...]]:
    emitter = _Emitter(plan, shape)
    source = "\n".join((*emitter.lines(), *emitter.in_units()))
    get = {"dict": itemgetter, "object": attrgetter}.get(shape.access, lambda *_: None)(*shape.names)
    space: dict[str, Any] = {
        "END": END,
        "KIND": shape.kind,
        "WIDTH": len(shape.names),
        "Refused": Refused,
        "add_spread": add_spread,
        "amount": amount,
        "chain": chain,
        "floor": floor,
        "get": get,
        "key": key,
        "TEXTS": [_Texts(measure) for measure in emitter.measures],
        "MEASURES": emitter.measures,
        "KINDS": [measure.additivity for measure in emitter.measures],
    }
    exec(compile(source, "<salesperf reader>", "exec"), space)  # noqa: S102  (source made here from integers only)
    return space["read"], space["in_units"], tuple(emitter.sum_place(n) for n in emitter.plain)


class _Emitter:
    """Writes the source of one reader; `v3` is the value of the shape's column 3, `x3` the amount of its measure 3."""

    def __init__(self, plan: Plan, shape: _Shape) -> None:
        self.layout = Layout.of(plan)
        self.names = shape.names
        self.access = shape.access
        self.tracks = shape.tracks
        self.columns = dict(shape.columns)
        self.by = shape.by
        self.measures = [m for m in plan.measures if self.place(m.id) is not None]
        self.plain = [
            n for n, m in enumerate(self.measures) if m.additivity is Additivity.SUM and not self.has_extra(m)
        ]
        self.others = [n for n in range(len(self.measures)) if n not in self.plain]

    def place(self, wanted: str) -> int | None:
        name = self.columns.get(wanted, wanted)
        return self.names.index(name) if name in self.names else None

    def column(self, wanted: str) -> str:
        return f"v{self.place(wanted)}"

    def lines(self) -> Iterator[str]:
        values = "".join(f"v{n}, " for n in range(len(self.names)))
        yield "def read(row, rows, book, days):"
        yield "    ordinals, check, nowhere = book.ordinals, book.check, days.nowhere"
        yield "    who, count, outside, first, last = book.who, book.count, 0, book.first_day, book.last_day"
        yield "    for row in chain((row,), rows):"
        if self.access == "dict":
            yield "        if row.__class__ is not KIND or len(row) != WIDTH: break"
            yield f"        try: {values} = get(row)"
            yield "        except KeyError: break"
        else:
            yield "        if row.__class__ is not KIND: break"
            yield f"        {values} = {'row' if self.access == 'tuple' else 'get(row)'}"
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
        unusual = [name for name in (*(o for o in Owner if o is not self.by), "until") if self.place(name) is not None]
        for name in unusual:
            yield f"if {self.column(name)} is not None and {self.column(name)} != '': raise Refused"
        yield f"ledger = days[{date}]"
        if self.others:
            yield from (line for n in self.others for line in self.amount(n))
            yield from self.keys()
        if self.plain:
            yield from self.plain_sums(who)
        if self.others:
            yield f"sums = ledger.cell[{who}]"
            yield f"at = ordinals[{date}]"
        for n in self.others:
            yield f"if x{n} is not None:"
            yield from (f"    {line}" for line in self.adding(n))
        if not self.measures:
            yield f"ledger.cell[{who}]"
        yield "if ledger is nowhere: outside += 1"
        if self.tracks:
            yield f"at = ordinals[{date}]"
            yield "if at < first: first = at"
            yield "if at > last: last = at"

    def plain_sums(self, who: str) -> Iterator[str]:
        """Emit plain sums: a row of whole numbers is added to the shape's ledger, any other to the accumulator."""
        values = [self.column(self.measures[n].id) for n in self.plain]
        so_far = "".join(f"t{n}, " for n in self.plain)
        added = "".join(f"t{n} + {value}, " for n, value in zip(self.plain, values, strict=True))
        yield f"if {' is '.join(f'{value}.__class__' for value in values)} is int:"
        yield f"    try: {so_far} = ledger[{who}]"
        yield "    except KeyError:"
        yield f"        check({who})"
        yield f"        ledger[{who}] = ({', '.join(values)},)"
        yield f"    else: ledger[{who}] = ({added})"
        yield "else:"
        yield from (f"    {line}" for n in self.plain for line in self.amount(n))
        yield f"    sums = ledger.cell[{who}]"
        yield from (f"    sums[{self.sum_place(n)}] += x{n} or 0" for n in self.plain)

    def in_units(self) -> Iterator[str]:
        """Emit the function that brings the amounts of a ledger to their grids."""
        names = "".join(f"t{n}, " for n in self.plain)
        units = "".join(f"t{n} * {10 ** self.measures[n].decimals}, " for n in self.plain)
        yield "def in_units(amounts):"
        yield f"    {f'{names} = amounts' if names else 'pass'}"
        yield f"    return ({units})"

    def keys(self) -> Iterator[str]:
        """Emit the reading of every column by which amounts are told apart."""
        names = {self.measures[n].key for n in self.others} | {
            by for by, measure in self.layout.spreads if measure in self.measures
        }
        for name in sorted(name for name in names if name is not None):
            if self.place(name) is None:
                yield f"k_{name} = None"
                continue
            value = self.column(name)
            plain = f"{value}.__class__ is str and {value}.isascii() and {value}[:1] > ' ' and len({value}) <= 64"
            yield f"k_{name} = {value} if {plain} else key({value})"

    def has_extra(self, measure: Measure) -> bool:
        return measure in self.layout.counted or any(measure is spread for _, spread in self.layout.spreads)

    def sum_place(self, number: int) -> int:
        return self.layout.place[self.measures[number]]

    def amount(self, number: int) -> Iterator[str]:
        """Emit the reading of one value into `x…`: None where absent; what is unusual raises."""
        measure = self.measures[number]
        value, grid = self.column(measure.id), 10**measure.decimals
        yield f"c = {value}.__class__"
        yield f"if c is int: x{number} = {value} * {grid}" if grid > 1 else f"if c is int: x{number} = {value}"
        yield f"elif {value} is None: x{number} = None"
        yield "elif c is float:"
        yield f"    f = {value} * {grid}"
        yield f"    x{number} = floor(f + 0.5)"
        yield f"    if not -1e-6 <= f - x{number} <= 1e-6: raise Refused"
        yield f"    if not {-_FLOAT_LIMIT} <= x{number} <= {_FLOAT_LIMIT}: raise Refused"
        yield f"elif c is str: x{number} = TEXTS[{number}][{value}]"
        yield f"else: x{number} = amount({value}, {measure.decimals}, MEASURES[{number}].labels)"

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
