"""What a feed does with one table, for rows and dataframes alike: parts, each of which makes one record of a row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import attrs

from ..measures import Measure
from ._conditions import AllOf, AnyOf, Condition, IsSet
from ._months import month_columns
from ._rules import First, Months, Rule, Sum

if TYPE_CHECKING:
    from ._feed import Feed

__all__ = ["Entry", "Part", "parts_of"]


@attrs.frozen
class Entry:
    """One amount of a record: what it is, and when it happened (None: always)."""

    measure: Measure
    amount: Rule
    happens: Condition | None


@attrs.frozen(cache_hash=True)
class Part:
    """The amounts of one person and day.

    `whose` and `date` are columns; `on` is a fixed day.  `until`, where the amounts cover more than one, is a fixed
    day, the name of a column, or a number of months from the day.  `first` is the rule where only the first row of a
    key counts.  `happens` says of which rows there is a record (None: of all): those of which any amount happened.
    """

    whose: str | None
    date: str | None
    on: dt.date | None
    until: dt.date | str | int | None
    first: First | None
    entries: tuple[Entry, ...]

    @property
    def happens(self) -> Condition | None:
        """Of which rows there is a record."""
        conditions = [entry.happens for entry in self.entries]
        given = [each for each in dict.fromkeys(conditions) if each is not None]
        if len(given) < len(set(conditions)):
            return None
        return given[0] if len(given) == 1 else AnyOf(*given)


def parts_of(feed: Feed, headings: Sequence[str]) -> tuple[Part, ...]:
    """Return the parts; raise `FeedError` for headings whose months cannot be told."""
    parts: list[Part] = []
    for one in _single(feed, headings):
        place = next((n for n, part in enumerate(parts) if _joins(part, one)), None)
        if place is None:
            parts.append(one)
        else:
            parts[place] = attrs.evolve(parts[place], entries=parts[place].entries + one.entries)
    return tuple(parts)


def _joins(part: Part, one: Part) -> bool:
    """Return whether an amount can stand in the same record: a record holds each measure once."""
    same = attrs.evolve(part, entries=()) == attrs.evolve(one, entries=())
    return same and part.first is None and one.entries[0].measure not in [entry.measure for entry in part.entries]


def _single(feed: Feed, headings: Sequence[str]) -> Iterable[Part]:
    """Yield a part for each amount."""
    for rule in feed.rules:
        whose = rule.whose or feed.whose
        if isinstance(rule, Months):
            for heading, start, following in month_columns(rule, headings):
                happens = IsSet(heading) if rule.where is None else AllOf(rule.where, IsSet(heading))
                entry = Entry(rule.measure, Sum(rule.measure, heading, times=rule.times), happens)
                yield Part(whose, None, start, following, None, (entry,))
        else:
            entry = Entry(rule.measure, rule, rule.happens(feed.date))
            until = (rule.until or rule.covers) if isinstance(rule, Sum) else None
            first = rule if isinstance(rule, First) else None
            yield Part(whose, rule.day_column(feed.date), rule.on, until, first, (entry,))
