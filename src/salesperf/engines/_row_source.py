"""Row source: the pieces that every generated reader of rows is written from, in bulk or one at a time.

A reader is made for rows of one shape: the same keys, or the same class.  No text of a record enters its source: names
of columns reach it through `operator.itemgetter` and its kin, as values.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import floor
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from ..measures import Measure
from ..plan import Demand
from ..records import Refused, amount, key
from ..vocabulary import Additivity, Owner
from ._book import Book
from ._layout import Layout
from ._states import add_spread

__all__ = ["MOST_SHAPES", "RowShape", "RowSource", "shape_for", "shape_of"]

MOST_SHAPES = 64
"""Of how many shapes a call keeps readers; rows of others are read with care."""

_KEPT_TEXTS = 1 << 14
_LONGEST_KEPT = 24
_FLOAT_LIMIT = 1 << 51


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


class RowShape(NamedTuple):
    """What a reader is made for."""

    names: tuple[str, ...]
    access: str
    kind: type[Any]
    by: Owner
    columns: tuple[tuple[str, str], ...]
    tracks: bool
    """Whether the first and the last day are asked for."""
    dated: bool
    """Whether records that were made known later are left out."""


def shape_of(row: Any) -> Any:
    """Return what rows of one shape have in common."""
    return tuple(row) if type(row) is dict else type(row)


def shape_for(book: Book, row: Any) -> RowShape | None:
    """Return the shape that a reader can be made for, None where a row needs care."""
    names, access = _columns(row)
    present = frozenset(names or ())
    owner = _owner(book, present)
    if names is None or owner is None or book.name("date") not in present:
        return None
    order = names if access == "tuple" else tuple(sorted(names))
    tracks = not book.schedule.asked or book.demand.tracks_days
    return RowShape(
        order, access, type(row), owner, tuple(sorted(book.columns.items())), tracks, book.as_of is not None
    )


def _owner(book: Book, names: frozenset[str]) -> Owner | None:
    """Return whose rows of these columns a reader takes: those of the call's owner, or of the only owner there is."""
    if book.name(book.by) in names:
        return book.by
    present = [owner for owner in Owner if book.name(owner) in names]
    return present[0] if len(present) == 1 and book.seating is not None else None


def _columns(row: Any) -> tuple[tuple[str, ...] | None, str]:
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


class RowSource:
    """Writes pieces of a reader; `v3` is the value of the shape's column 3, `x3` the amount of its measure 3."""

    def __init__(self, demand: Demand, shape: RowShape) -> None:
        self.layout = Layout.of(demand)
        self.shape = shape
        self.names = shape.names
        self.access = shape.access
        self.columns = dict(shape.columns)
        self.by = shape.by
        self.measures = [m for m in demand.measures if self.place(m.id) is not None]
        self.plain = [
            n for n, m in enumerate(self.measures) if m.additivity is Additivity.SUM and not self.has_extra(m)
        ]
        self.others = [n for n in range(len(self.measures)) if n not in self.plain]

    def space(self) -> dict[str, Any]:
        """Return what the pieces refer to."""
        return {
            "KIND": self.shape.kind,
            "WIDTH": len(self.names),
            "Refused": Refused,
            "add_spread": add_spread,
            "amount": amount,
            "floor": floor,
            "get": {"dict": itemgetter, "object": attrgetter}.get(self.access, lambda *_: None)(*self.names),
            "key": key,
            "TEXTS": [_Texts(measure) for measure in self.measures],
            "MEASURES": self.measures,
            "KINDS": [measure.additivity for measure in self.measures],
        }

    def place(self, wanted: str) -> int | None:
        name = self.columns.get(wanted, wanted)
        return self.names.index(name) if name in self.names else None

    def column(self, wanted: str) -> str:
        return f"v{self.place(wanted)}"

    def taken_apart(self, otherwise: str) -> Iterator[str]:
        """Emit the test whether a row has the shape, `otherwise` what is done if not, and the reading of its values."""
        values = "".join(f"v{n}, " for n in range(len(self.names)))
        if self.access == "dict":
            yield f"if row.__class__ is not KIND or len(row) != WIDTH: {otherwise}"
            yield f"try: {values} = get(row)"
            yield f"except KeyError: {otherwise}"
        else:
            yield f"if row.__class__ is not KIND: {otherwise}"
            yield f"{values} = {'row' if self.access == 'tuple' else 'get(row)'}"

    def guards(self) -> Iterator[str]:
        """Emit the refusal of what is unusual in a row: a second owner, days it covers, what was made known late."""
        unusual = [name for name in (*(o for o in Owner if o is not self.by), "until") if self.place(name) is not None]
        for name in unusual:
            yield f"if {self.column(name)} is not None and {self.column(name)} != '': raise Refused"
        if self.shape.dated and self.place("recorded_at") is not None:
            yield f"if late[{self.column('recorded_at')}]: raise Refused"

    def all_whole(self, numbers: list[int]) -> str:
        """Return the test whether the values of some measures are all plain whole numbers."""
        return f"{' is '.join(f'{self.column(self.measures[n].id)}.__class__' for n in numbers)} is int"

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
            plain = f"{value}.__class__ is str and {value}.isascii() and {value} >= '!' and len({value}) <= 64"
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
