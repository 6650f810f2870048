"""Conditions on the cells of a row, as data: each is a frozen value that a file can hold.

A condition is true or false, never unknown: one on a blank cell is false, and its `~` is true.  Here is what each means
for a row; `_translation` says the same to a dataframe.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from numbers import Real
from typing import Any, TypeAlias

import attrs

from ..errors import Fault
from ..measures._checks import number as exact
from ..records import BLANKS, Refused, day
from ..text import shown
from ._cells import NO, YES, Row, number
from ._errors import FeedError

__all__ = ["AllOf", "AnyOf", "Condition", "Dated", "Equals", "InRange", "IsSet", "Later", "Literal", "Not", "day_of"]

Literal: TypeAlias = str | int | bool
"""What a cell can be compared with."""


def column_of(value: object, what: str) -> list[Fault]:
    """Return a fault unless `value` can be the name of a column."""
    if isinstance(value, str) and value.strip(BLANKS):
        return []
    return [Fault("the name of a column", field=what, value=shown(value))]


def day_of(given: object, what: str) -> date:
    """Return a date written in a feed, or raise `FeedError`."""
    try:
        return date.fromordinal(day(given))
    except Refused as refused:
        raise FeedError([Fault(refused.expected, field=what, value=shown(given))]) from None


class Condition:
    """What all conditions have in common: `&`, `|` and `~` make larger ones."""

    __slots__ = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it looks at."""
        raise NotImplementedError

    def holds(self, row: Row) -> bool:
        """Return whether it is true of a row."""
        raise NotImplementedError

    def __and__(self, other: Condition) -> AllOf:
        return AllOf(self, other)

    def __or__(self, other: Condition) -> AnyOf:
        return AnyOf(self, other)

    def __invert__(self) -> Not:
        return Not(self)


def _raise(faults: list[Fault]) -> None:
    if faults:
        raise FeedError(faults)


@attrs.frozen(init=False)
class Equals(Condition):
    """The cell is one of these: text (trimmed, letter for letter), a whole number, or yes or no.

    True and False also match the words in which tables write them: true, yes, 1, 是; false, no, 0, 否.  Text of digits
    and the whole number are the same.

    >>> Equals("StageName", "Closed Won", "成交")
    Equals(column='StageName', values=('Closed Won', '成交'))
    """

    column: str
    values: tuple[Literal, ...]
    texts: tuple[str, ...] = attrs.field(init=False, eq=False, repr=False)
    """Every text that matches."""
    wholes: tuple[int, ...] = attrs.field(init=False, eq=False, repr=False)
    """Every whole number that matches: those whose digits are one of the texts."""
    flags: tuple[bool, ...] = attrs.field(init=False, eq=False, repr=False)
    """Whether yes matches, and whether no does."""

    def __init__(self, column: str, *values: Literal) -> None:
        faults = column_of(column, "column of equals")
        faults += [
            Fault("text, a whole number, true or false", field=f"equals of {shown(column)}", value=shown(value))
            for value in values or (None,)
            if not isinstance(value, str | int)
        ]
        _raise(faults)
        trimmed = tuple(value.strip(BLANKS) if isinstance(value, str) else value for value in values)
        texts = tuple(dict.fromkeys(text for value in trimmed for text in _texts(value)))
        object.__setattr__(self, "column", column)
        object.__setattr__(self, "values", trimmed)
        object.__setattr__(self, "texts", texts)
        object.__setattr__(self, "wholes", tuple(int(text) for text in texts if _is_whole(text)))
        flags = tuple(flag for flag, words in ((True, YES), (False, NO)) if any(word in texts for word in words))
        object.__setattr__(self, "flags", flags)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it looks at."""
        return (self.column,)

    def holds(self, row: Row) -> bool:
        """Return whether it is true of a row."""
        value = row.cell(self.column)
        if value is None:
            return False
        if isinstance(value, str):
            return value.strip(BLANKS) in self.texts
        if isinstance(value, bool):
            return value in self.flags
        if isinstance(value, Real | Decimal):
            return value in self.wholes
        row.refuse(self.column, "text, a number or yes or no, to compare with; ask for days with since and before")
        return False


def _texts(value: Literal) -> tuple[str, ...]:
    if isinstance(value, bool):
        return YES if value else NO
    return (str(value),)


def _is_whole(text: str) -> bool:
    """Return whether a whole number is written so: no +, no idle zeros, at most 18 digits."""
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) <= 18 and str(int(text)) == text  # noqa: PLR2004  (digits that always fit 64 bits)


@attrs.frozen
class IsSet(Condition):
    """Something stands in the cell.

    >>> ~IsSet("Lost reason")
    Not(condition=IsSet(column='Lost reason'))
    """

    column: str

    def __attrs_post_init__(self) -> None:
        _raise(column_of(self.column, "column of is_set"))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it looks at."""
        return (self.column,)

    def holds(self, row: Row) -> bool:
        """Return whether it is true of a row."""
        return row.cell(self.column) is not None


def _bound(given: object) -> Any:
    found = exact(given)
    return given if found is None else found


@attrs.frozen
class InRange(Condition):
    """The number in the cell is at least one bound and below the other; either may be left out.

    Bounds are exact; a float in the cell is compared with the nearest double.

    >>> InRange("Discount", at_least=0, below="0.15")
    InRange(column='Discount', at_least=Decimal('0'), below=Decimal('0.15'))
    """

    column: str
    at_least: Decimal | None = attrs.field(default=None, kw_only=True, converter=_bound)
    below: Decimal | None = attrs.field(default=None, kw_only=True, converter=_bound)

    def __attrs_post_init__(self) -> None:
        faults = column_of(self.column, "column of a range")
        bounds: dict[str, object] = {"at_least": self.at_least, "below": self.below}
        if not any(bound is not None for bound in bounds.values()):
            faults.append(Fault("a bound: at_least or below", field=f"range of {shown(self.column)}"))
        faults += [
            Fault("an exact number", field=f"{name} of {shown(self.column)}", value=shown(bound))
            for name, bound in bounds.items()
            if bound is not None and not isinstance(bound, Decimal)
        ]
        _raise(faults)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it looks at."""
        return (self.column,)

    def holds(self, row: Row) -> bool:
        """Return whether it is true of a row."""
        value = row.read(self.column, number)
        if value is None:
            return False
        low, high = (
            float(bound) if bound is not None and isinstance(value, float) else bound
            for bound in (self.at_least, self.below)
        )
        return (low is None or value >= low) and (high is None or value < high)


def _day_bound(given: object) -> date | None:
    return None if given is None else day_of(given, "a bound of days")


@attrs.frozen
class Dated(Condition):
    """The day in the cell is not before one date, and before the other; either may be left out.

    >>> Dated("CreatedDate", since="2026-01-01")
    Dated(column='CreatedDate', since=datetime.date(2026, 1, 1), before=None)
    """

    column: str
    since: date | None = attrs.field(default=None, kw_only=True, converter=_day_bound)
    before: date | None = attrs.field(default=None, kw_only=True, converter=_day_bound)

    def __attrs_post_init__(self) -> None:
        faults = column_of(self.column, "column of days")
        if self.since is None and self.before is None:
            faults.append(Fault("a bound: since or before", field=f"days of {shown(self.column)}"))
        _raise(faults)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it looks at."""
        return (self.column,)

    def holds(self, row: Row) -> bool:
        """Return whether it is true of a row."""
        value = row.day(self.column)
        return (
            value is not None
            and (self.since is None or value >= self.since.toordinal())
            and (self.before is None or value < self.before.toordinal())
        )


@attrs.frozen
class Later(Condition):
    """The day in one column is later than that in another, and both are set.

    >>> Later("shipped", than="promised")
    Later(column='shipped', than='promised')
    """

    column: str
    than: str = attrs.field(kw_only=True)

    def __attrs_post_init__(self) -> None:
        _raise(column_of(self.column, "column of later") + column_of(self.than, "than of later"))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it looks at."""
        return (self.column, self.than)

    def holds(self, row: Row) -> bool:
        """Return whether it is true of a row."""
        one, other = row.day(self.column), row.day(self.than)
        return one is not None and other is not None and one > other


def _parts(conditions: tuple[object, ...], what: str) -> tuple[Any, ...]:
    if not conditions or not all(isinstance(each, Condition) for each in conditions):
        wrong = next((each for each in conditions if not isinstance(each, Condition)), None)
        raise FeedError([Fault("conditions, at least one", field=what, value=shown(wrong))])
    return conditions


@attrs.frozen(init=False)
class AllOf(Condition):
    """All of the conditions hold; `a & b` is the same.

    >>> AllOf(IsSet("closed"), Equals("won", True)).columns
    ('closed', 'won')
    """

    conditions: tuple[Condition, ...]

    def __init__(self, *conditions: Condition) -> None:
        object.__setattr__(self, "conditions", _parts(conditions, "all"))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it looks at."""
        return tuple(dict.fromkeys(column for each in self.conditions for column in each.columns))

    def holds(self, row: Row) -> bool:
        """Return whether it is true of a row."""
        return all(each.holds(row) for each in self.conditions)


@attrs.frozen(init=False)
class AnyOf(Condition):
    """At least one of the conditions holds; `a | b` is the same.

    >>> AnyOf(IsSet("won"), IsSet("lost")).columns
    ('won', 'lost')
    """

    conditions: tuple[Condition, ...]

    def __init__(self, *conditions: Condition) -> None:
        object.__setattr__(self, "conditions", _parts(conditions, "any"))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it looks at."""
        return tuple(dict.fromkeys(column for each in self.conditions for column in each.columns))

    def holds(self, row: Row) -> bool:
        """Return whether it is true of a row."""
        return any(each.holds(row) for each in self.conditions)


@attrs.frozen
class Not(Condition):
    """The condition does not hold; `~a` is the same.

    >>> Not(IsSet("closed")).columns
    ('closed',)
    """

    condition: Condition

    def __attrs_post_init__(self) -> None:
        _parts((self.condition,), "not")

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it looks at."""
        return self.condition.columns

    def holds(self, row: Row) -> bool:
        """Return whether it is true of a row."""
        return not self.condition.holds(row)
