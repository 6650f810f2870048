"""Which column of a table is which of the feed's: by its own name or one of its stated other headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

from ..errors import Fault
from ..records import BLANKS
from ..text import near, shown
from ._errors import FeedError
from ._months import month_columns
from ._rules import Months

if TYPE_CHECKING:
    from ._feed import Feed

__all__ = ["Binding", "bind", "require"]

_WAY_OUT = (
    "give the table these columns, name their headings in headings=, or leave out what needs them with feed.without(…)"
)


@attrs.frozen
class Binding:
    """The headings of a table by the feed's names of columns; `missing` has none."""

    sources: Mapping[str, str]
    missing: tuple[str, ...]


def bind(feed: Feed, headings: Sequence[str]) -> Binding:
    """Return which heading is which column; raise `FeedError` where two headings are one column."""
    sources: dict[str, str] = {}
    missing: list[str] = []
    faults: list[Fault] = []
    aliases = dict(feed.headings)
    by_name: dict[str, list[str]] = {}
    for heading in headings:
        by_name.setdefault(heading.strip(BLANKS), []).append(heading)
    for column in feed.columns:
        found = [heading for name in (column, *aliases.get(column, ())) for heading in by_name.get(name, ())]
        if len(found) > 1:
            expected = f"one column of the table for it; {' and '.join(map(shown, found))} both are: leave one out"
            faults.append(Fault(expected, field=column))
        elif found:
            sources[column] = found[0]
        else:
            missing.append(column)
    if faults:
        raise FeedError(faults)
    return Binding(sources, tuple(missing))


def require(feed: Feed, headings: Sequence[str], *, credit: bool = False) -> Binding:
    """Return what `bind` does; raise `FeedError` that says of each missing column what it is for, and the near heading.

    Columns that only tell who shares a deal are needed where the credits are asked for, and there others are not.
    """
    binding = bind(feed, headings)
    aliases = dict(feed.headings)
    known = [heading.strip(BLANKS) for heading in headings]
    faults = [
        _missing(feed, column, aliases.get(column, ()), known)
        for column in binding.missing
        if _is_needed(feed.needs(column), credit=credit)
    ]
    for rule in () if credit else feed.rules:
        if isinstance(rule, Months) and not month_columns(rule, headings):
            example = shown(f"{rule.before}2026-01{rule.after}")
            expected = f"columns that name a month, such as {example}; the table has none"
            faults.append(Fault(expected, field=f"months of {rule.measure.id}"))
    if faults:
        raise FeedError(faults, hint=_WAY_OUT)
    return binding


def _is_needed(needs: Sequence[str], *, credit: bool) -> bool:
    of_credit = {"credit", "deal", "where"}
    return bool(of_credit & set(needs)) if credit else needs != ("credit",)


def _missing(feed: Feed, column: str, aliases: Sequence[str], known: Sequence[str]) -> Fault:
    names = (column, *aliases)
    expected = "a column of the table"
    if aliases:
        expected += f", also called {', '.join(map(shown, aliases))}"
    expected += f"; it is needed for {', '.join(feed.needs(column))}"
    close = dict.fromkeys(heading for name in names for heading in near(name, known, 1))
    if close:
        expected += f"; did you mean {', '.join(map(shown, close))}?"
    if column == feed.whose:
        expected += (
            f"; without it these are facts of no {feed.owner}: have it exported, "
            "or score them as a unit's, with feed.of(store=…)"
        )
    return Fault(expected, field=column)
