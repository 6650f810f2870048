"""A look at a table before its rows are grouped: what need not be asked of every row then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Any

import attrs

from ...vocabulary import Owner
from .._book import Book
from ._rows import fetched
from ._source import Kind, Source

__all__ = ["EXACT", "FLOATS", "LARGEST", "LARGEST_ID", "NARROW", "PACKED", "WIDE", "Look", "Overflow", "look_at"]

EXACT = 1 << 62
LARGEST_ID = (1 << 44) - 1
LARGEST = 1 << 40
"""Amounts of one row up to here, in units: four million of them cannot wrap a sum of 64 bits."""
PACKED = 1 << 17
"""What an id is multiplied by to make one number of it and of a month or a stretch."""
_SEVERAL = 2
"""From so many rows a group on it is worth to add several sums up in one number."""
_WHO_AND_WHEN = 2
"""Columns whose ends tell how many groups there can be."""
_MONTH = 30
"""Days, about: how many groups there can be need not be known exactly."""
FLOATS = frozenset({"Float32", "Float64"})
WIDE = frozenset({"Int64", "UInt64", "Int128", "UInt128"})

_WIDENING = frozenset({Kind.DUCKDB, Kind.IBIS, Kind.SQLFRAME})
"""Engines whose sums are of 128 bits."""
_PACKING = frozenset({Kind.POLARS, Kind.PANDAS, Kind.PYARROW})
NARROW = frozenset({"Int8", "Int16", "Int32", "UInt8", "UInt16", "UInt32"})


class Overflow(Enum):
    """What becomes of a sum of whole numbers that does not fit into 64 bits."""

    WRAPS = "wraps"
    FAILS = "fails"
    WIDENS = "widens"


@attrs.frozen(kw_only=True)
class Look:
    """What is known of a table."""

    largest: int | None
    """The largest whole amount that rows are let add without care; None where none can make a sum wrap."""
    overflow: Overflow = Overflow.WRAPS
    """What becomes of sums of the engine's where rows are too many or too large."""
    full: frozenset[str] = frozenset()
    """Columns that hold no null."""
    small: frozenset[str] = frozenset()
    """Columns of floats that hold finite numbers alone, none beyond `LARGEST` in units."""
    packs: bool = False
    """Whether the ids of the only owners go into one number with that of a month."""
    days: tuple[int, int] | None = None
    """The first and the last day of a column of dates without nulls."""
    most: Mapping[str, int] = attrs.field(factory=dict)
    """How large a sum of some rows of a column may be, where it is known and cannot wrap: in units for floats."""
    rows: int = 0
    """How many rows there are, where sums of columns are known."""
    ids: str | None = None
    """The column of these ids, where it has to be asked of each whether it does; one that does not is odd."""


def look_at(nw: Any, source: Source, frame: Any, schema: Mapping[str, Any], book: Book) -> Look:
    """Look at a table: only an eager one is run for it, once over the columns that matter."""
    owners = [name for owner in Owner if (name := book.name(owner)) in schema]
    alone = owners[0] if len(owners) == 1 and source.kind in _PACKING else None
    if source.lazy:
        overflow = _overflow_of(source)
        largest = LARGEST if overflow is Overflow.WRAPS else None
        kind = "" if alone is None else str(schema[alone])
        return Look(
            largest=largest,
            overflow=overflow,
            packs=kind in NARROW or kind == "Int64",
            ids=alone if kind == "Int64" else None,
        )
    there = {name: measure for measure in book.demand.measures if (name := book.name(measure.id)) in schema}
    by_polars = source.kind is Kind.POLARS  # which looks at more in no time, and adds several sums up in one number
    wide = [name for name in there if str(schema[name]) in (WIDE | NARROW if by_polars else WIDE)]
    floats = [name for name in there if str(schema[name]) in FLOATS]
    ids = [alone] if alone is not None and str(schema[alone]) in WIDE | NARROW else []
    dated = [name for name in (book.name("date"),) if name in schema]
    dates = [name for name in dated if schema[name] == nw.Date and by_polars]
    ended, counted = [*wide, *floats, *ids, *dates], [*owners, *dated, *(there if by_polars else ())]
    looks = [getattr(nw.col(name), end)().alias(f"{end} {name}") for name in ended for end in ("min", "max")]
    looks += [nw.col(name).null_count().alias(f"null {name}") for name in counted]
    looks += [(nw.col(name).is_nan() & ~nw.col(name).is_null()).any().alias(f"nan {name}") for name in floats]
    if not looks:
        return Look(largest=None)
    (found,) = fetched(source, frame.select(*looks))
    answers = iter(found)
    ends = {name: (next(answers), next(answers)) for name in ended}
    full = frozenset(name for name in counted if not next(answers))
    finite = [name for name in floats if not next(answers)]
    first, last = ends[dates[0]] if dates else (None, None)
    units = {name: _most(ends, [name]) * 10 ** there[name].decimals + 1 for name in finite}
    small = frozenset(name for name, most in units.items() if most < LARGEST)
    fits = _most(ends, wide) <= LARGEST
    most = {name: _most(ends, [name]) for name in wide if fits} | {name: int(units[name]) + 1 for name in small}
    rows = len(source.table) if by_polars else 0
    rows = rows if _are_many(rows, ends, [*ids, *dates]) else 0
    return Look(
        largest=None if fits else LARGEST,
        full=full,
        small=small,
        most={name: largest * rows for name, largest in most.items()} if rows else {},
        rows=rows,
        packs=bool(ids) and _most(ends, ids) <= LARGEST_ID,
        days=(first.toordinal(), last.toordinal()) if first and last and full.issuperset(dates) else None,
    )


def _are_many(rows: int, ends: Mapping[str, tuple[Any, Any]], keys: Sequence[str]) -> bool:
    """Return whether several rows make a group: not where there is hardly one for each id and month there can be."""
    if len(keys) < _WHO_AND_WHEN or None in {end for key in keys for end in ends[key]}:
        return True
    (first, last), (begin, end) = (ends[key] for key in keys)
    return bool(rows >= _SEVERAL * (last - first + 1) * ((end - begin).days // _MONTH + 1))


def _most(ends: Mapping[str, tuple[Any, Any]], names: Iterable[str]) -> Any:
    """Return the largest amount of some columns without its sign."""
    return max((abs(end or 0) for name in names for end in ends[name]), default=0)


def _overflow_of(source: Source) -> Overflow:
    """Return what sums of a lazy table do: those of Spark fail in ANSI mode, which a plan has from its making on.

    Plans of Spark Connect are made where they run, in whatever mode the session is then.
    """
    if source.kind in _WIDENING:
        return Overflow.WIDENS
    table = source.table
    is_settled = source.kind is Kind.PYSPARK and ".connect." not in type(table).__module__
    fails = is_settled and table.sparkSession.conf.get("spark.sql.ansi.enabled") == "true"
    return Overflow.FAILS if fails else Overflow.WRAPS
