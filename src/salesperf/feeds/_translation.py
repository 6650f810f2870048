"""Conditions and days as expressions over the columns of a dataframe or lazy table.

Every condition becomes an expression that is true or false, never null.  Only operations that all engines compute
alike are used; a column whose type does not allow that is refused with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_CEILING, Decimal
from functools import reduce
from operator import and_, or_
from types import ModuleType
from typing import Any

from ..errors import Fault
from ..records import BLANKS
from ..text import shown
from ._conditions import AllOf, AnyOf, Condition, Dated, Equals, InRange, IsSet, Later, Not
from ._errors import FeedError

__all__ = ["Translation"]

_BEFORE = 1_753_470
"""The number that `Translation.day` gives the day before 0001-01-01."""

_EDGES = f"^[{BLANKS}]+|[{BLANKS}]+$"


class Translation:
    """The columns of one table, as narwhals (`nw`) sees them, under the feed's names."""

    def __init__(self, nw: ModuleType, schema: Mapping[str, Any], sources: Mapping[str, str], *, strips: bool) -> None:
        self.nw = nw
        self.schema = schema
        self.sources = sources
        self.strips = strips
        """Whether the engine trims other characters than its own blanks."""

    def source(self, column: str) -> str:
        """Return the table's name of a column."""
        return self.sources.get(column, column)

    def dtype(self, column: str) -> Any:
        """Return the type of a column."""
        return self.schema[self.source(column)]

    def column(self, column: str) -> Any:
        """Return a column as it stands."""
        return self.nw.col(self.source(column))

    def refuse(self, column: str, expected: str) -> FeedError:
        """Return the error that says why a column of this type cannot be used."""
        return FeedError([Fault(expected, field=self.source(column), value=f"a column of type {self.dtype(column)}")])

    def is_untyped(self, column: str) -> bool:
        """Return whether a column has no type of its own, as one without any value."""
        return bool(self.dtype(column) == self.nw.Unknown)

    def is_text(self, column: str) -> bool:
        """Return whether a column holds text, or can be read as text."""
        kinds = (self.nw.String, self.nw.Categorical, self.nw.Enum, self.nw.Unknown)
        return any(self.dtype(column) == kind for kind in kinds)

    def as_text(self, column: str) -> Any:
        """Return a column as text; one that is text is left alone: pandas before 3 casts a null of it to `None`."""
        text = self.column(column)
        return text if self.dtype(column) == self.nw.String else text.cast(self.nw.String)

    def text(self, column: str) -> Any:
        """Return the trimmed text of a column, empty where it is null."""
        text = self.as_text(column)
        trimmed = text.str.strip_chars(BLANKS) if self.strips else text.str.replace_all(_EDGES, "")
        return trimmed.fill_null("")

    def is_set(self, column: str) -> Any:
        """Return where something stands in a column."""
        if self.is_text(column):
            return self.text(column) != ""
        if self.dtype(column).is_float():
            return (~self.column(column).is_null() & ~self.column(column).is_nan()).fill_null(value=False)
        return ~self.column(column).is_null()

    def parts(self, column: str) -> tuple[Any, Any, Any]:
        """Return year, month and day of a column of dates as whole numbers, those of 1970-01-01 where it is null."""
        given = self.column(column)
        if self.is_untyped(column):
            given = given.cast(self.nw.Date)
        elif not any(self.dtype(column) == kind for kind in (self.nw.Date, self.nw.Datetime)):
            expected = "a column of dates: days of text are not compared alike on every engine; make dates of it first"
            raise self.refuse(column, expected)
        parts = given.dt
        year, month, day = (
            part.fill_null(default).cast(self.nw.Int64)
            for part, default in ((parts.year(), 1970), (parts.month(), 1), (parts.day(), 1))
        )
        return year, month, day

    def day(self, column: str) -> Any:
        """Return the day of a column as a whole number that counts days, that of 1970-01-01 where it is null.

        From year, month and day by the rule of the Gregorian calendar: differences of dates have another type on every
        engine, whole numbers are the same on all.
        """
        year, month, day = self.parts(column)
        back = (14 - month) // 12
        years, months = year + 4800 - back, month + 12 * back - 3
        return day + (153 * months + 2) // 5 + 365 * years + years // 4 - years // 100 + years // 400

    def months_later(self, column: str, months: int) -> Any:
        """Return the same day so many months later as text, null where the column is; it may not exist."""
        year, month, day = self.parts(column)
        total = month - 1 + months
        years = total // 12
        digits = ((year + years) * 10_000 + (total - years * 12 + 1) * 100 + day).cast(self.nw.String)
        dashes = self.nw.lit("-")
        pieces = (digits.str.slice(0, 4), dashes, digits.str.slice(4, 2), dashes, digits.str.slice(6, 2))
        return self.nw.when(self.is_set(column)).then(self.nw.concat_str(*pieces))

    def condition(self, condition: Condition) -> Any:
        """Return where a condition holds."""
        match condition:
            case IsSet():
                made = self.is_set(condition.column)
            case Equals():
                made = self.equals(condition)
            case InRange():
                made = self.in_range(condition)
            case Dated():
                made = self.dated(condition)
            case Later():
                later = self.day(condition.column) > self.day(condition.than)
                made = self.is_set(condition.column) & self.is_set(condition.than) & later
            case Not():
                made = ~self.condition(condition.condition)
            case AllOf():
                made = reduce(and_, map(self.condition, condition.conditions))
            case AnyOf():
                made = reduce(or_, map(self.condition, condition.conditions))
            case _:
                expected = "a condition that every engine knows"
                raise FeedError([Fault(expected, field="where", value=shown(condition))])
        return made

    def equals(self, condition: Equals) -> Any:
        """Return where a column is one of the values."""
        column, dtype = condition.column, self.dtype(condition.column)
        if self.is_text(column):
            return self.text(column).is_in(list(condition.texts))
        if dtype == self.nw.Boolean:
            return self.among(column, condition.flags)
        if dtype.is_integer() or dtype.is_float():
            return self.among(column, condition.wholes)
        expected = "a column of text, whole numbers, floats, or yes and no, to compare with"
        raise self.refuse(column, expected)

    def among(self, column: str, values: tuple[Any, ...]) -> Any:
        """Return where a column equals one of some numbers or truths."""
        nothing = self.column(column).is_null() & ~self.column(column).is_null()
        equal = ((self.column(column) == value).fill_null(value=False) for value in values)
        return reduce(or_, equal, nothing)

    def in_range(self, condition: InRange) -> Any:
        """Return where the number in a column lies between the bounds."""
        column, dtype = condition.column, self.dtype(condition.column)
        if not (dtype.is_integer() or dtype.is_float()):
            expected = "a column of whole numbers or floats: text and decimals are not compared alike on every engine"
            raise self.refuse(column, expected)
        bound = float if dtype.is_float() else _ceiling
        held = [self.is_set(column)]
        if condition.at_least is not None:
            held.append((self.column(column) >= bound(condition.at_least)).fill_null(value=False))
        if condition.below is not None:
            held.append((self.column(column) < bound(condition.below)).fill_null(value=False))
        return reduce(and_, held)

    def dated(self, condition: Dated) -> Any:
        """Return where the day in a column lies between the bounds."""
        held = [self.is_set(condition.column)]
        if condition.since is not None:
            held.append(self.day(condition.column) >= _number_of(condition.since))
        if condition.before is not None:
            held.append(self.day(condition.column) < _number_of(condition.before))
        return reduce(and_, held)


def _ceiling(bound: Decimal) -> int:
    """Return the least whole number that is not below a bound: for whole numbers the same bound."""
    return int(bound.to_integral_value(ROUND_CEILING))


def _number_of(day: date) -> int:
    """Return the number that `Translation.day` gives a date."""
    return day.toordinal() + _BEFORE
