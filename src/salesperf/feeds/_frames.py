"""A feed over dataframes and lazy tables, through narwhals; what is lazy stays lazy.

Each part of the plan is a filter and a choice of columns; the parts are put one below the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import reduce
from operator import and_
from types import ModuleType
from typing import TYPE_CHECKING, Any

import attrs

from ..arithmetic import units_of
from ..errors import Fault, InputTypeError, MissingExtraError
from ..text import shown
from ._binding import require
from ._conditions import Condition
from ._errors import FeedError
from ._plan import Entry, Part, parts_of
from ._rules import Count, Days, First, Sum
from ._translation import Translation

if TYPE_CHECKING:
    from ._feed import Feed

__all__ = ["frame"]

_SAFE = float(1 << 49)
"""Grid units up to which a quotient by a power of ten, rounded to the grid again, is the same number on every engine:
some engines multiply by the reciprocal instead."""


def frame(feed: Feed, table: Any) -> Any:
    """Return the records of a table as a table of the same kind, as `Feed.frame` says."""
    nw = _narwhals()
    try:
        source = nw.from_native(table)
    except TypeError:
        msg = f"a dataframe or lazy table of an engine that narwhals knows, not {shown(table)}; rows go to feed.records"
        raise InputTypeError(msg) from None
    schema = source.collect_schema()
    headings = schema.names()
    strips = not source.implementation.is_ibis()
    translation = Translation(nw, schema, require(feed, headings).sources, strips=strips)
    return _Writer(feed, translation, source).write(parts_of(feed, headings)).to_native()


def _narwhals() -> ModuleType:
    try:
        import narwhals.stable.v2 as nw  # noqa: PLC0415  (optional: only who has dataframes needs it)
    except ImportError as error:
        msg = 'feeds read dataframes through narwhals: pip install "salesperf[frames]"'
        raise MissingExtraError(msg) from error
    return nw


@attrs.frozen
class _Piece:
    """One part as a table, and the types of those of its columns that other parts may have with another type."""

    table: Any
    types: dict[str, Any]


class _Writer:
    """Writes the records of one table."""

    def __init__(self, feed: Feed, translation: Translation, source: Any) -> None:
        self.feed = feed
        self.nw = translation.nw
        self.translation = translation
        self.source = source if feed.where is None else source.filter(translation.condition(feed.where))

    def write(self, parts: Iterable[Part]) -> Any:
        """Return the records of all parts."""
        pieces = [piece for part in parts for piece in self.pieces(part)]
        shared = self.shared(pieces)
        types = {name: shared[name] for name in self.feed.output if name in shared}
        tables = [self.alike(piece, types) for piece in pieces]
        if len(tables) > 1 and not isinstance(self.source, self.nw.LazyFrame):
            return self.nw.concat(tables, how="diagonal").select(*types)
        return self.nw.concat([table.select(*types) for table in tables], how="vertical")

    def shared(self, pieces: list[_Piece]) -> dict[str, Any]:
        """Return the type of each column in the whole: dates of several types become text."""
        nw, found = self.nw, {}
        for name in {name for piece in pieces for name in piece.types}:
            types = {piece.types[name] for piece in pieces if name in piece.types}
            if len(types) == 1:
                (found[name],) = types
            elif name in {"date", "until"}:
                found[name] = nw.String()
            elif all(dtype.is_integer() or dtype.is_float() for dtype in types):
                found[name] = nw.Float64()
            else:
                listed = ", ".join(sorted(map(str, types)))
                expected = f"one type in all columns that feed it, not {listed}: cast them first"
                raise FeedError([Fault(expected, field=name)])
        return found

    def alike(self, piece: _Piece, types: Mapping[str, Any]) -> Any:
        """Return a piece with its columns in the types of the whole; a lazy one has all columns of the whole.

        Tables of several columns are joined by the engines only where they are there: narwhals joins DuckDB's on the
        module's own connection, where those of another are unknown.
        """
        nw, changed = self.nw, []
        for name, dtype in types.items():
            if name not in piece.types:
                if isinstance(piece.table, nw.LazyFrame):
                    changed.append(nw.lit(None, dtype).alias(name))
            elif piece.types[name] != dtype:
                column = nw.col(name)
                changed.append(column.dt.to_string("%Y-%m-%d") if dtype == nw.String else column.cast(dtype))
        return piece.table.with_columns(*changed) if changed else piece.table

    def pieces(self, part: Part) -> list[_Piece]:
        """Return the tables of one part."""
        happens = None if part.happens is None else self.translation.condition(part.happens)
        rows = self.source if happens is None else self.source.filter(happens)
        if part.first is not None and part.date is not None:
            return self.firsts(part.first, part.date, part, rows)
        columns: dict[str, tuple[Any, Any]] = {**self.whose(part), **self.days(part)}
        for name, column in (*self.feed.keys, *self.feed.keep):
            columns[name] = (self.translation.column(column), self.translation.dtype(column))
        for entry in part.entries:
            amount, dtype = self.amount(entry, part)
            if entry.happens != part.happens:
                amount = self.when(entry.happens, amount)
            columns[entry.measure.id] = (amount, dtype)
        return [self.chosen(rows, columns)]

    def chosen(self, rows: Any, columns: dict[str, tuple[Any, Any]]) -> _Piece:
        """Return a table of some expressions, in which a constant stands in every row."""
        made = rows.with_columns(**{name: expression for name, (expression, _) in columns.items()})
        return _Piece(made.select(*columns), {name: dtype for name, (_, dtype) in columns.items()})

    def when(self, condition: Condition | None, amount: Any) -> Any:
        """Return an amount where it happened, null elsewhere."""
        return amount if condition is None else self.nw.when(self.translation.condition(condition)).then(amount)

    def whose(self, part: Part) -> dict[str, tuple[Any, Any]]:
        """Return the column of whose facts these are."""
        nw, owner = self.nw, str(self.feed.owner)
        if part.whose is None:
            return {owner: self.literal(self.feed.fixed)}
        column, dtype = self.translation.column(part.whose), self.translation.dtype(part.whose)
        if self.feed.house is None:
            return {owner: (column, dtype)}
        house, kind = self.literal(self.feed.house)
        if not (self.translation.is_text(part.whose) if kind == nw.String else dtype.is_integer()):
            expected = f"a column of the kind of house={shown(self.feed.house)}"
            raise self.translation.refuse(part.whose, expected)
        there = self.translation.as_text(part.whose) if kind == nw.String else column.cast(kind)
        filled = nw.when(self.translation.is_set(part.whose)).then(there).otherwise(house)
        return {owner: (filled, kind)}

    def literal(self, value: Any) -> tuple[Any, Any]:
        """Return a constant and its type."""
        kind = self.nw.String() if isinstance(value, str) else self.nw.Int64()
        return self.nw.lit(value, kind), kind

    def days(self, part: Part) -> dict[str, tuple[Any, Any]]:
        """Return the columns of the days: fixed ones as text, which every engine has."""
        days: dict[str, tuple[Any, Any]] = {"date": self.literal(str(part.on))}
        if part.date is not None:
            days["date"] = self.day(part.date)
        if isinstance(part.until, str):
            days["until"] = self.day(part.until)
        elif isinstance(part.until, int) and part.date is not None:
            days["until"] = (self.translation.months_later(part.date, part.until), self.nw.String())
        elif isinstance(part.until, date):
            days["until"] = self.literal(part.until.isoformat())
        return days

    def day(self, column: str) -> tuple[Any, Any]:
        """Return a column of days as it stands, as text where it has no type."""
        if self.translation.is_untyped(column):
            return self.translation.as_text(column), self.nw.String()
        return self.translation.column(column), self.translation.dtype(column)

    def amount(self, entry: Entry, part: Part) -> tuple[Any, Any]:
        """Return the amount of a rule and its type."""
        rule = entry.amount
        if isinstance(rule, Days):
            return self.days_between(rule.since, rule.until or part.date or "")
        if not isinstance(rule, Sum):
            return self.literal(rule.times if isinstance(rule, Count) else 1)
        column, dtype = self.translation.column(rule.of), self.translation.dtype(rule.of)
        if self.translation.is_untyped(rule.of):
            return column.cast(self.nw.Float64), self.nw.Float64()
        if rule.times == 1:
            return column, dtype
        if not (dtype.is_integer() or dtype.is_float()):
            expected = f"a column of whole numbers or floats, to be multiplied by {rule.times}: cast it first"
            raise self.translation.refuse(rule.of, expected)
        return self.converted(column, units_of(rule.times, rule.measure.decimals), rule.measure.decimals)

    def converted(self, column: Any, per_unit: int, decimals: int) -> tuple[Any, Any]:
        """Return a column times a factor, rounded once to the grid; ∞, which no reader accepts, beyond what is safe."""
        nw = self.nw
        units = (column.cast(nw.Float64) * float(per_unit) + 0.5).floor().cast(nw.Float64)
        safe = (units < _SAFE) & (units > -_SAFE)
        return nw.when(safe | units.is_null()).then(units / 10.0**decimals).otherwise(
            nw.lit(float("inf"))
        ), nw.Float64()

    def days_between(self, since: str, until: str) -> tuple[Any, Any]:
        """Return the days between two columns, null where one of them is not set."""
        both = self.translation.is_set(since) & self.translation.is_set(until)
        days = self.translation.day(until) - self.translation.day(since)
        return self.nw.when(both).then(days), self.nw.Int64()

    def firsts(self, rule: First, day: str, part: Part, rows: Any) -> list[_Piece]:
        """Return the first row of each key by day, then by whose it is; and the rows of which that cannot be told.

        The latter stand there without an owner, for the reader of the records to refuse.
        """
        nw, owner = self.nw, str(self.feed.owner)
        key = dict(self.feed.keys)[rule.per]
        whose = part.whose if self.feed.house is None else None
        needed = [column for column in (key, day, whose) if column is not None]
        told = reduce(and_, map(self.translation.is_set, needed))
        columns: dict[str, tuple[Any, Any]] = {
            **self.whose(part),
            **self.days(part),
            rule.per: (self.translation.column(key), self.translation.dtype(key)),
            "__day": (self.translation.day(day), nw.Int64()),
        }
        columns |= {entry.measure.id: self.amount(entry, part) for entry in part.entries}
        candidates = self.chosen(rows.filter(told), columns)
        by = [rule.per, "__day"]
        earliest = candidates.table.group_by(rule.per).agg(nw.col("__day").min())
        tied = candidates.table.join(earliest, on=by, how="inner")
        measures = [entry.measure.id for entry in part.entries]
        first = tied.group_by(*by).agg(*(nw.col(name).min() for name in (owner, "date", *measures)))
        types = {name: dtype for name, dtype in candidates.types.items() if name != "__day"}
        untold = self.chosen(rows.filter(~told), {name: columns[name] for name in types if name != owner})
        return [_Piece(first.select(*types), types), untold]
