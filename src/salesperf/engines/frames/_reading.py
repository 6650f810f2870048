"""How the columns of a table are read: an expression in whole units for each, and which rows no expression can judge.

A row is *odd* if one of its fields needs the care of `Book.read`: NaN, infinity and floats beyond the grid's range,
whole numbers so large that sums might wrap, a missing date, a row that covers several days.  Everything else is read
here exactly as there: a float is rounded once, by the one expression that all engines share; null is absent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any

import attrs

from ...errors import InputTypeError
from ...measures import Measure
from ...vocabulary import Owner
from .._book import Book
from ._clock import Clock
from ._dates import Dates
from ._look import FLOATS, LARGEST, LARGEST_ID, NARROW, WIDE, Look
from ._source import Kind, Source, one_if, surely

__all__ = ["TEXTS", "ByRows", "Reading", "reading_of"]

_WHOLE = NARROW | WIDE
TEXTS = frozenset({"String", "Categorical", "Enum"})
_DATES = frozenset({"Date", "Datetime"})
_NOTHING = frozenset({"Unknown"})
"""Columns without any value, and what no expression can look into: whatever is there is read with care."""
_INEXACT = frozenset({"dask", "sqlite"})
"""Where decimals are text or floats."""
_FINEST = 12
"""Decimals of so many places can be multiplied on every engine."""
_LONGEST = 13
"""Digits before the point of amounts up to `LARGEST`."""
_BEYOND_INT64 = 19
"""Decimals of so many digits are not multiplied in 64 bits."""
_FAR = 1 << 52
"""Floats beyond so many units are refused; those in between are read with care."""


class ByRows(Exception):  # noqa: N818  (a signal inside the room, not an error users see)
    """Some column of an eager table holds values that only the rules for rows can read."""


@attrs.frozen(kw_only=True)
class Reading:
    """A table's columns, by what they are to a call."""

    owners: tuple[tuple[Owner, str], ...]
    date: str
    dates: Dates | None
    """The date of each row; None where dates are text, or none at all, which is read group by group."""
    until: Dates | None
    """The day up to which a row covers days, where all it covers may lie in one group."""
    types: Mapping[str, str]
    keys: Mapping[str, str]
    """Roles that tell amounts apart (keys, dimensions) and are there, with their columns."""
    amounts: Mapping[Measure, Any]
    """Of each measure that is there: the expression for its units, 0 where absent."""
    present: Mapping[Measure, Any]
    """Of each: whether a row has an amount."""
    most: Mapping[Measure, int]
    """How large a sum of that expression may be, where it is known."""
    scales: Mapping[Measure, int]
    """By what the sums of a measure's expression are multiplied: whole numbers are added before they are scaled."""
    odd: Any | None
    """The condition that a row has to be read with care; None where no row has."""
    faulty: Any | None
    """The condition that it surely has a fault: most odd rows have, but not very large amounts."""
    off: Any | None
    """How many floats of a row lie off the grid; None where there are no floats."""
    late: Any | None
    """Whether a row was made known too late to count."""
    look: Look

    def is_like(self, other: Reading) -> bool:
        """Return whether another table's columns are of the same types, so that sums of both can be added up."""
        zones = [reading.dates and reading.dates.zone for reading in (self, other)]
        return self.types == other.types and zones[0] == zones[1] and self.look.packs == other.look.packs


def reading_of(
    nw: Any,
    source: Source,
    schema: Mapping[str, Any],
    *,
    book: Book,
    clock: Clock,
    look: Look,
    counts_rows: bool = False,
) -> Reading:
    """Return how a table with this schema is read for a book.

    Whole amounts of a row beyond `look.largest` are odd, so that no sum of the others can wrap.  Where rows are counted
    one by one, those are odd that cover days or have a number off its grid.

    Raises `ByRows` where the rules for rows have to read it, and `InputTypeError` where a lazy table's columns would
    need that.
    """
    return _Reader(nw, source, schema, book=book, clock=clock, look=look, counts_rows=counts_rows).reading()


class _Reader:
    def __init__(
        self,
        nw: Any,
        source: Source,
        schema: Mapping[str, Any],
        *,
        book: Book,
        clock: Clock,
        look: Look,
        counts_rows: bool,
    ) -> None:
        self.nw = nw
        self.look = look
        self.largest = look.largest
        self.clock = clock
        self.source = source
        self.book = book
        self.types = {name: _name_of(kind) for name, kind in schema.items()}
        self.schema = schema
        self.counts_rows = counts_rows
        self.odd: list[Any] = []
        self.faulty: list[Any] = []
        self.off: list[Any] = []

    def reading(self) -> Reading:
        owners = tuple((owner, name) for owner in Owner if (name := self.book.name(owner)) in self.types)
        date = self.book.name("date")
        if not owners or date not in self.types:
            raise ByRows  # every row lacks it: the rules for rows say so
        for _, name in owners:
            self._key(name)
        if len(owners) == 1:
            self._wanted(owners[0][1])
        if self.look.ids is not None:
            beyond = (self.nw.col(self.look.ids) > LARGEST_ID) | (self.nw.col(self.look.ids) < -LARGEST_ID)
            self.odd.append(surely(self.source.kind, beyond))
        dates = self._dates(date)
        until = self._until(self.book.name("until"), dates)
        late = self._late(self.book.name("recorded_at"))
        amounts, present, scales, most = {}, {}, {}, {}
        for measure in self.book.demand.measures:
            name = self.book.name(measure.id)
            if name in self.types:
                amounts[measure], scales[measure] = self._amount(name, measure)
                present[measure] = ~self._is_null(name)
            if name in self.look.most:
                most[measure] = self.look.most[name]
        return Reading(
            owners=owners,
            date=date,
            dates=dates,
            until=until,
            types=self.types,
            keys=self._keys(amounts),
            amounts=amounts,
            present=present,
            most=most,
            scales=scales,
            odd=reduce(or_, self.odd) if self.odd else None,
            faulty=reduce(or_, self.faulty) if self.faulty else None,
            off=reduce(lambda one, other: one + other, self.off) if self.off else None,
            late=late,
            look=self.look,
        )

    def _keys(self, carried: Iterable[Measure]) -> Mapping[str, str]:
        """Return the columns of the keys and dimensions of measures, as far as they are there."""
        there = set(carried)
        roles = {m.key for m in there if m.key} | {by for by, m in self.book.layout.spreads if m in there}
        names = ((role, self.book.name(role)) for role in sorted(roles))
        return {role: self._key(name) for role, name in names if name in self.types}

    def _wanted(self, name: str) -> None:
        """Let rows in which a column is null be read with care."""
        if name not in self.look.full:
            self.odd.append(self._is_null(name))
            self.faulty.append(self._is_null(name))

    def _is_null(self, name: str) -> Any:
        return self.nw.col(name).is_null()

    def _key(self, name: str) -> str:
        """Check that a column can tell subjects or keys apart, and return its name."""
        kind = self.types[name]
        if kind in _NOTHING or kind in TEXTS or kind in _WHOLE:
            return name
        raise self._beyond(name, "text or whole numbers")

    def _dates(self, name: str) -> Dates | None:
        self._wanted(name)
        if self.types[name] in TEXTS | _NOTHING:
            return None
        if self.types[name] in _DATES:
            return Dates(self.nw, name, self.schema, self.source.kind)
        raise self._beyond(name, "dates")

    def _until(self, name: str, dates: Dates | None) -> Dates | None:
        """Let rows that cover more than the days of one group be read with care."""
        if name not in self.types:
            return None
        covers = ~self._is_null(name)
        until = held = None
        countable = self.book.seating is None and not self.counts_rows
        if dates is not None and self.types[name] in _DATES and countable:
            until = Dates(self.nw, name, self.schema, self.source.kind)
            held = self.clock.holds(self.nw, dates, until)
            until = None if until.zone != dates.zone else until
        if until is None or dates is None or held is None:
            self.odd.append(covers)
        else:
            self.odd.append(covers & ~(held & (until.civil > dates.civil)))
        return None if held is None else until

    def _late(self, name: str) -> Any | None:
        as_of = self.book.as_of
        if as_of is None or name not in self.types:
            return None
        if self.types[name] in _NOTHING:
            self.odd.append(~self._is_null(name))
            return None
        if self.types[name] not in _DATES:
            raise self._beyond(name, "dates")
        return Dates(self.nw, name, self.schema, self.source.kind).is_from(as_of + 1)

    # amounts

    def _amount(self, name: str, measure: Measure) -> tuple[Any, int]:
        """Return the expression of a measure, and by what its sums are to be multiplied."""
        nw, kind = self.nw, self.types[name]
        column = nw.col(name)
        if kind not in FLOATS and name in self.look.most and name not in self.look.full:
            column = column.fill_null(0)  # nulls add nothing by themselves, but empty the number they share
        grid = 10**measure.decimals
        if kind in NARROW:
            return column.cast(nw.Int64), grid
        if kind in WIDE:
            return self._wide(column, kind), grid
        if kind in FLOATS:
            return self._float(name, measure), 1
        if kind == "Decimal" and self._keeps_decimals(name):
            return self._decimal(column, measure, self.schema[name].scale), 1
        if kind == "Boolean" or kind in _NOTHING:
            self.odd.append(~column.is_null())
            self.faulty.append(~column.is_null())
            return nw.lit(0, dtype=nw.Int64), grid
        raise self._beyond(name, "numbers")

    def _wide(self, column: Any, kind: str) -> Any:
        nw, most = self.nw, self.largest
        if kind == "Int64" and (most is None or self.source.kind is not Kind.PYSPARK):
            if most is not None:  # what is beyond may spoil a sum, of which its row says that it is not to be shown
                beyond = (column > most) | (column < -most)
                self.odd.append(surely(self.source.kind, beyond))
            return column
        most = most or LARGEST
        fits = column <= most if kind[0] == "U" else (column <= most) & (column >= -most)
        self.odd.append(surely(self.source.kind, ~fits))
        return nw.when(fits).then(column).otherwise(0).cast(nw.Int64)

    def _float(self, name: str, measure: Measure) -> Any:
        nw = self.nw
        scaled = nw.col(name).cast(nw.Float64) * 10**measure.decimals
        shifted = scaled + 0.5
        fits = None if name in self.look.small else self._fits(name, shifted)
        units = shifted.floor().fill_null(0) if fits is None else nw.when(fits).then(shifted.floor()).otherwise(0)
        apart = (scaled - units).abs() > units.abs() * 2.0**-51 + 1e-6
        off = surely(self.source.kind, apart if fits is None else fits & apart)
        if self.counts_rows:
            self.odd.append(off)
        else:
            self.off.append(one_if(nw, off))
        return units.cast(nw.Int64)

    def _fits(self, name: str, shifted: Any) -> Any:
        """Return the condition that a float is finite and not too large; rows of others are read with care."""
        most, kind = self.largest or LARGEST, self.source.kind
        fits = (shifted >= -most) & (shifted < most)  # false for NaN, or null
        self.odd.append(~(surely(kind, fits) | self._is_null(name)))
        far = (shifted >= -_FAR) & (shifted < _FAR)
        self.faulty.append(~(surely(kind, far) | self._is_null(name)))
        return fits

    def _keeps_decimals(self, name: str) -> bool:
        """Return whether decimals of a lazy table can be read exactly in its engine; others are read as rows."""
        source = self.source
        engine = source.table.get_backend().name if source.kind is Kind.IBIS else source.kind
        return source.lazy and engine not in _INEXACT and self.schema[name].scale <= _FINEST

    def _decimal(self, column: Any, measure: Measure, scale: int) -> Any:
        nw, grid = self.nw, 10**measure.decimals
        most = (self.largest or LARGEST) // grid
        fits = (column <= most) & (column >= -most)
        kind = nw.Decimal(max(_LONGEST + scale, _BEYOND_INT64), scale)
        scaled = nw.when(fits).then(column).otherwise(0).cast(kind) * grid
        units = scaled.cast(nw.Int64)
        self.odd.append(surely(self.source.kind, ~(fits & (units == scaled))))
        return units

    def _beyond(self, name: str, wanted: str) -> Exception:
        """Return what says that a column cannot be read in the engine."""
        if not self.source.lazy:
            return ByRows()
        held = f"the column {name} of a lazy table holds {self.schema[name]}, not {wanted}"
        msg = f"{held}: cast it first, or collect the table"
        return InputTypeError(msg)


def _name_of(kind: Any) -> str:
    return kind.__name__ if isinstance(kind, type) else type(kind).__name__
