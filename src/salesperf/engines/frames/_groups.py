"""Groups: the questions that are put to an engine, and its answers as plain tuples.

One question adds up the plain sums; one for the levels, by day; one for each key or dimension that tells amounts apart.
Only whole columns are added inside a group, after all else was worked out row by row: everything more is answered
differently by one engine or another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, reduce
from operator import or_
from typing import Any, NamedTuple

import attrs

from ...measures import Measure
from ...records import day
from ...vocabulary import Additivity
from .._book import Book
from ._cells import added_in_cells
from ._clock import Clock, Pace
from ._dates import ordinal
from ._look import LARGEST_ID, PACKED
from ._packing import packed, unpacked, words_of
from ._pieces import added_up, pieces_of
from ._reading import TEXTS, Reading
from ._rows import fetched, numbered
from ._source import Kind, Source, one_if, surely

__all__ = [
    "COUNT",
    "LAST",
    "NUMBER",
    "ODD",
    "OWNER",
    "ROWS",
    "SUM",
    "Group",
    "Question",
    "Table",
    "grouped",
    "questions",
]

OWNER, SUM, COUNT = "sp owner {}", "sp sum {}", "sp count {}"
"""Names of our own have a blank, as no measure has."""
NUMBER = "sp number"
_KEY = "sp key"
ROWS = "sp rows"
ODD = "sp odd"
OFF = "sp off"
_AMOUNT, _PRESENT = "sp amount {}", "sp present {}"
_FIRST = "sp first"
LAST = "sp last"
_UNTIL = "sp until"
_ENDS = {_FIRST: "min", LAST: "max", _UNTIL: "max"}
_IN_ARRAYS = frozenset({Kind.PANDAS, Kind.PYARROW})


@attrs.frozen(kw_only=True)
class Question:
    """What to add up: measures, their counts of rows, by whose, by which clock, and by which roles besides."""

    measures: tuple[Measure, ...] = ()
    counted: tuple[Measure, ...] = ()
    roles: tuple[str, ...] = ()
    by_day: bool = False
    """Whether by day, whatever the clock of the call."""
    is_first: bool = False
    """Whether it also counts the rows, and those that are odd, off the grid or late."""
    spread: tuple[str, Measure] | None = None


class Group(NamedTuple):
    """One line of an answer."""

    owners: tuple[Any, ...]
    when: Any
    """A clock's number, or the date as text where a table has text for dates."""
    roles: tuple[Any, ...]
    sums: tuple[int, ...]
    counts: tuple[int, ...]
    odd: int
    """Of the first question: how many rows are odd, how many floats off the grid, how many rows there are."""
    off: int
    rows: int
    ends: tuple[int, ...]
    """The first and the last day, and the last day up to which a row goes, where they are asked for."""


def questions(book: Book, reading: Reading) -> tuple[Question, ...]:
    """Return what has to be asked of a table for a book."""
    layout = book.layout
    there = reading.amounts
    plain = tuple(m for m in layout.sums if m in there)
    asked = [Question(measures=plain, counted=tuple(m for m in layout.counted if m in plain), is_first=True)]
    levels = tuple(m for m in layout.states if m in there and m.additivity.is_snapshot)
    if levels:
        asked.append(Question(measures=levels, counted=levels, by_day=True))
    by_key: dict[str, list[Measure]] = {}
    for measure in layout.states:
        if measure in there and measure.additivity is Additivity.DISTINCT:
            by_key.setdefault(measure.key or "", []).append(measure)
    for key, measures in by_key.items():
        asked.append(Question(measures=tuple(measures), counted=tuple(measures), roles=_there(reading, key)))
    for by, measure in layout.spreads:
        if measure in there:
            distinct = measure.additivity is Additivity.DISTINCT
            roles = _there(reading, by) + (_there(reading, measure.key or "") if distinct and measure.key != by else ())
            level = measure.additivity.is_snapshot
            question = Question(
                measures=(measure,), counted=(measure,), roles=roles, by_day=level, spread=(by, measure)
            )
            asked.append(question)
    return tuple(asked)


def grouped(tables: Sequence[Table], question: Question) -> Any:
    """Return the answer of several tables to a question, as narwhals' view of a table."""
    first = tables[0]
    if len(tables) == 1:
        return first.summed(question)
    answers = (answer for table in tables for answer in table.answers(question))
    return first.shown(question, added_up(answers, [*first.by(question)], _ENDS))


def _named(columns: Mapping[str, Any]) -> Iterator[Any]:
    return (expression.alias(name) for name, expression in columns.items())


def _there(reading: Reading, role: str) -> tuple[str, ...]:
    return (role,) if role in reading.keys else ()


@attrs.frozen(kw_only=True)
class Table:
    """A table that is being read: narwhals' view of it, how it is read, by which clock, and what is left out."""

    nw: Any
    source: Source
    frame: Any
    reading: Reading
    clock: Clock
    tracks: bool
    """Whether the first and the last day are asked for."""
    bad: Any | None = None
    """The condition of the rows that are read with care."""
    is_numbered: bool = False
    """Whether a column holds the group of each row's date already."""

    def prepared(self, asked: Sequence[Question]) -> Table:
        """Return the rows that count with all worked out that questions ask of each row.

        That is done once for several questions, of engines that would do it for each.
        """
        if self.source.kind not in _IN_ARRAYS or len(asked) == 1:
            return self
        col, reading = self.nw.col, self.reading
        amounts = {_AMOUNT.format(place): amount for place, amount in enumerate(reading.amounts.values())}
        present = {_PRESENT.format(place): there for place, there in enumerate(reading.present.values())}
        counts = {name: found for name, found in ((ODD, reading.odd), (OFF, reading.off)) if found is not None}
        number = {} if reading.dates is None else {NUMBER: self._when(asked[0])}
        as_they_are = {name for _, name in reading.owners} | {*reading.keys.values(), reading.date}
        as_they_are |= set() if reading.until is None else {reading.until.name}
        worked_out = {**amounts, **present, **counts, **number}
        return attrs.evolve(
            self,
            frame=self._known.select(*sorted(as_they_are), *_named(worked_out)),
            reading=attrs.evolve(
                reading,
                amounts=dict(zip(reading.amounts, map(col, amounts), strict=True)),
                present=dict(zip(reading.present, map(col, present), strict=True)),
                odd=col(ODD) if ODD in counts else None,
                off=col(OFF) if OFF in counts else None,
                late=None,
            ),
            bad=None,
            is_numbered=bool(number),
        )

    def asked(self, question: Question, *, late: bool = False) -> list[Group]:
        """Put a question to the engine: of the rows that count, or of those that were made known too late."""
        return self.told(question, self.grouped(question, late=late))

    def told(self, question: Question, grouped: Any) -> list[Group]:
        """Return the groups of a question's answer."""
        return list(self._groups(question, fetched(self.source, grouped)))

    def grouped(self, question: Question, *, late: bool = False) -> Any:
        """Return the answer to a question as narwhals' view of a table: a row for each group."""
        return self.shown(question, self.added(question, late=late))

    def summed(self, question: Question) -> Any:
        """Return the same for an engine to go on with: a lazy one takes its time a step, so none is for order."""
        added = self.added(question)
        return added if self.source.lazy and not self._packs(question) else self.shown(question, added)

    def added(self, question: Question, *, late: bool = False) -> Any:
        """Return the sums of a question's groups, by what they are grouped by."""
        return added_up(self.answers(question, late=late), [*self.by(question)], _ENDS)

    def answers(self, question: Question, *, late: bool = False) -> Iterator[Any]:
        """Yield the sums of a question's groups in each piece of a table."""
        columns = len(self.by(question)) + len(self._columns(question))
        for piece in pieces_of(self.source, self.frame, columns):
            table = self if piece is self.frame else attrs.evolve(self, frame=piece)
            yield table.answer(question, late=late)

    def answer(self, question: Question, *, late: bool) -> Any:
        """Return the sums of a question's groups, of all rows at once."""
        by, columns = self.by(question), self._columns(question)
        rows = self._counting(question, late=late)
        if self.source.kind in _IN_ARRAYS and self._packs(question):
            found = self._in_cells(rows, self._keys(question), columns)
            if found is not None:
                return found
        words = words_of(self._limits(question))
        shared = {name for word in words for name, _ in word.fields}
        alone = {name: column for name, column in columns.items() if name not in shared}
        wanted = [getattr(self.nw.col(name), _ENDS.get(name, "sum"))() for name in alone]
        wanted += [self.nw.col(word.name).sum() for word in words]
        if question.is_first and ROWS not in shared:
            wanted.append(self.nw.len().alias(ROWS))
        one = self.nw.lit(1, dtype=self.nw.Int64)
        asked = {**by, **alone, **packed(words, {**columns, ROWS: one})}
        added = rows.select(*_named(asked)).group_by(*by).agg(*wanted)
        return added.with_columns(*_named(unpacked(self.nw, words))) if words else added

    def _limits(self, question: Question) -> dict[str, int]:
        """Return how large the sums of a question's columns may be, where a look at the table told it."""
        most, rows = self.reading.most, self.reading.look.rows
        if not rows:
            return {}
        found = {SUM.format(at): most[measure] for at, measure in enumerate(question.measures) if measure in most}
        found |= {COUNT.format(at): rows for at, _ in enumerate(question.counted)}
        return found | ({ROWS: rows} if question.is_first else {})

    def _in_cells(self, rows: Any, keys: Mapping[str, Any], columns: Mapping[str, Any]) -> Any | None:
        """Return the sums of the groups, added up in numpy, if they can be."""
        who, number = keys
        how = {name: _ENDS.get(name, "sum") for name in columns}
        found = added_in_cells(rows.select(*_named({**keys, **columns})), (who, number), how, ROWS)
        if found is None:
            return None
        key = {_KEY: found.pop(who) * PACKED + found.pop(number)}
        return self.nw.from_dict(key | found, backend=self.source.kind.value)

    def by(self, question: Question) -> dict[str, Any]:
        """Return the columns by which a question is grouped in the engine."""
        keys = self._keys(question)
        return self._packed(keys) if self._packs(question) else keys

    def shown(self, question: Question, added: Any) -> Any:
        """Return the sums of a question's groups, by whose they are and when, in one order."""
        col, columns = self.nw.col, self._columns(question)
        shown = self._unpacked() if self._packs(question) else {name: col(name) for name in self._keys(question)}
        shown |= {name: col(name) for name in columns if name not in {*_ENDS, ODD, OFF}}
        if question.is_first:
            none = self.nw.lit(0, dtype=self.nw.Int64)
            shown |= {name: col(name) if name in columns else none for name in (ODD, OFF)}
            shown[ROWS] = col(ROWS)
        shown |= {name: col(name) for name in _ENDS if name in columns}
        return added.select(*_named(shown))

    def _packs(self, question: Question) -> bool:
        """Return whether a question is grouped by an id and a small number: neither a date as text nor a day."""
        by_number = self.reading.dates is not None and self.clock.pace is not Pace.DAY and not self.clock.movers
        return self.reading.look.packs and by_number and not (question.roles or question.by_day)

    def _packed(self, keys: dict[str, Any]) -> dict[str, Any]:
        """Return one number to group by in the place of an id and a number: faster where it fits."""
        owner, number = keys.values()
        key = owner.cast(self.nw.Int64) * PACKED + number
        if self.reading.look.ids is not None:
            key = self.nw.when((owner <= LARGEST_ID) & (owner >= -LARGEST_ID)).then(key)
        return {_KEY: key}

    def _unpacked(self) -> dict[str, Any]:
        key = self.nw.col(_KEY)
        return {OWNER.format(0): key // PACKED, NUMBER: key - key // PACKED * PACKED}

    def _counting(self, question: Question, *, late: bool) -> Any:
        """Return the rows that a question is about."""
        rows = self._plain.filter(self.reading.late) if late else self._known
        if question.counted and not question.is_first:
            rows = rows.filter(reduce(or_, (self.reading.present[measure] for measure in question.counted)))
        return rows

    @cached_property
    def _plain(self) -> Any:
        """The rows that need no care."""
        return self.frame if self.bad is None else self.frame.filter(~self.bad)

    @cached_property
    def _known(self) -> Any:
        """Those of them that were made known in time."""
        late = self.reading.late
        return self._plain if late is None else self._plain.filter(~late)

    def _keys(self, question: Question) -> dict[str, Any]:
        """Return the columns by which a question is grouped."""
        reading = self.reading
        columns = {OWNER.format(place): self._text(name) for place, (_, name) in enumerate(reading.owners)}
        columns[NUMBER] = self._when(question)
        return columns | {f"sp role {role}": self._text(reading.keys[role]) for role in question.roles}

    def _columns(self, question: Question) -> dict[str, Any]:
        """Return the columns that are added up."""
        nw, reading = self.nw, self.reading
        columns = {SUM.format(place): reading.amounts[m] for place, m in enumerate(question.measures)}
        counted = ((place, one_if(nw, reading.present[m])) for place, m in enumerate(question.counted))
        columns |= {COUNT.format(place): expression for place, expression in counted}
        if not question.is_first:
            return columns
        if reading.odd is not None:
            columns[ODD] = one_if(nw, reading.odd)
        if reading.off is not None:
            columns[OFF] = reading.off
        if self.tracks and reading.dates is not None:
            columns |= {_FIRST: reading.dates.civil, LAST: reading.dates.civil}
            if reading.until is not None:
                columns[_UNTIL] = reading.until.civil
        return columns

    def _when(self, question: Question) -> Any:
        reading = self.reading
        if reading.dates is None:
            return self._text(reading.date)
        if question.by_day:
            return reading.dates.civil
        return self.nw.col(NUMBER) if self.is_numbered else self.clock.number(self.nw, reading.dates, self._moves)

    @property
    def _moves(self) -> Any | None:
        """Return the condition that some owner of a row moves."""
        found = None
        for _, name in self.reading.owners if self.clock.movers else ():
            kind = int if self.reading.types[name] not in TEXTS else str
            movers = sorted(who for who in self.clock.movers if type(who) is kind)
            if movers:
                moves = self.nw.col(name).is_in(movers)
                found = moves if found is None else found | moves
        return found

    def _text(self, name: str) -> Any:
        column = self.nw.col(name)
        return column.cast(self.nw.String) if self.reading.types[name] in TEXTS - {"String"} else column

    def _groups(self, question: Question, rows: Iterable[tuple[Any, ...]]) -> Iterator[Group]:
        owners = len(self.reading.owners)
        roles = owners + 1 + len(question.roles)
        sums = roles + len(question.measures)
        counts = sums + len(question.counted)
        scales = tuple(self.reading.scales[measure] for measure in question.measures)
        for row in rows:
            scaled = tuple(map(int.__mul__, map(int, row[roles:sums]), scales))
            counted = tuple(map(int, row[sums:counts]))
            rest = tuple(map(int, row[counts:]))
            odd, off, number = rest[:3] or (0, 0, 0)
            yield Group(row[:owners], row[owners], row[owners + 1 : roles], scaled, counted, odd, off, number, rest[3:])

    def day_of(self, when: Any) -> int:
        """Return a day of a group, as its ordinal."""
        return day(when) if isinstance(when, str) else self.clock.day_of(int(when))

    def days(self, name: str | None) -> Iterator[tuple[int, int]]:
        """Yield each day of the rows that count, with how many there are, of those with an owner in a column."""
        rows = self._plain
        if name is not None:
            rows = rows.filter(~self.is_among(name, {None, ""} if self.reading.types[name] in TEXTS else {None}))
        at = self._text(self.reading.date) if self.reading.dates is None else self.reading.dates.civil
        counted = rows.select(at.alias(NUMBER)).group_by(NUMBER).agg(self.nw.len().alias(ROWS))
        for when, number in fetched(self.source, counted):
            yield day(when) if isinstance(when, str) else ordinal(int(when)), int(number)

    # rows that need care

    def and_bad(self, found: Iterable[Any]) -> Table:
        """Return the table with more conditions of rows that are read with care."""
        known = [] if self.bad is None else [self.bad]
        return attrs.evolve(self, bad=reduce(or_, [*known, *found]))

    def without_faulty(self) -> Table:
        """Return the table without the rows that have a fault."""
        return self if self.reading.faulty is None else self.and_bad([self.reading.faulty])

    def careful(self) -> list[tuple[int | None, dict[str, Any]]]:
        """Return the rows that are read with care, each with its place in the table where rows have one."""
        if self.bad is None:
            return []
        return numbered(self.source, self.frame, self.bad)

    def is_among(self, name: str, values: Iterable[Any]) -> Any:
        """Return the condition that a column holds one of some values, null among them."""
        given = set(values)
        found = surely(self.source.kind, self._text(name).is_in(sorted(value for value in given if value is not None)))
        return found | self.nw.col(name).is_null() if None in given else found
