"""What can be wrong with a feed by itself, before it meets a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..errors import Fault
from ..measures import DIMENSIONS, KEYS, RESERVED, VOCABULARY, Measure
from ..records import Refused, subject
from ..text import near, shown
from ..vocabulary import Owner
from ._conditions import Condition, column_of
from ._rules import KINDS, First

if TYPE_CHECKING:
    from ._feed import Feed

__all__ = ["KEY_NAMES", "faults_of", "suggestion"]

KEY_NAMES = (*KEYS, *DIMENSIONS, "id", "rater", "recorded_at")
"""The names of a record's columns that `keys` may feed."""

_VOCABULARY = {measure.id: measure for measure in VOCABULARY}


def suggestion(name: object, known: tuple[str, ...]) -> str:
    """Return "; did you mean …?" where one of `known` looks like `name`, else nothing."""
    close = near(name, known) if isinstance(name, str) else ()
    return f"; did you mean {', '.join(map(shown, close))}?" if close else ""


def faults_of(feed: Feed) -> list[Fault]:
    """Return everything that contradicts itself in a feed."""
    if not feed.rules or not all(isinstance(rule, tuple(KINDS.values())) for rule in feed.rules):
        return [Fault("rules, such as Count(measure), at least one", field="rules")]
    return [*_names(feed), *_whose(feed), *_rules(feed), *_credit(feed)] or list(_aliases(feed))


def _names(feed: Feed) -> Iterator[Fault]:
    texts: dict[str, object] = {"name": feed.name, "source": feed.source, "note": feed.note}
    for name, text in texts.items():
        if not isinstance(text, str) or (name == "name" and not text.strip()):
            yield Fault("a text", field=name, value=shown(text))
    if feed.date is not None:
        yield from column_of(feed.date, "date")
    if feed.where is not None and not isinstance(feed.where, Condition):
        yield Fault("a condition, such as Equals(column, value)", field="where", value=shown(feed.where))
    names: set[Any] = set()
    for name, column in feed.keys:
        if name not in KEY_NAMES:
            expected = f"one of {', '.join(KEY_NAMES)}{suggestion(name, KEY_NAMES)}"
            yield Fault(expected, field="keys", value=shown(name))
        yield from column_of(column, f"column of the key {shown(name)}")
    for kept, column in feed.keep:
        if column_of(kept, "keep") or kept in RESERVED or kept in _VOCABULARY or kept in names:
            yield Fault("a name of its own, neither a record's key nor a measure", field="keep", value=shown(kept))
        names.add(kept)
        yield from column_of(column, f"column kept as {shown(kept)}")


def _whose(feed: Feed) -> Iterator[Fault]:
    if feed.owner not in list(Owner):
        expected = f"one of {', '.join(Owner)}{suggestion(feed.owner, tuple(Owner))}"
        yield Fault(expected, field="owner", value=shown(feed.owner))
    if feed.whose is not None:
        yield from column_of(feed.whose, "whose")
    for name, given in (("fixed", feed.fixed), ("house", feed.house)):
        if given is None:
            continue
        try:
            subject(given)
        except Refused as refused:
            yield Fault(refused.expected, field=name, value=shown(given))
    if feed.fixed is not None and (feed.whose is not None or any(rule.whose for rule in feed.rules)):
        yield Fault("either a column, whose=, or one owner of all rows, fixed=", field="whose")
    if feed.fixed is None and not all(rule.whose or feed.whose for rule in feed.rules):
        expected = f"whose facts these are: whose= with the column that names the {feed.owner}, or fixed="
        yield Fault(expected, field="whose")


def _rules(feed: Feed) -> Iterator[Fault]:
    keys = dict(feed.keys)
    for rule in dict.fromkeys(rule for n, rule in enumerate(feed.rules) if rule in feed.rules[:n]):
        yield Fault("each rule once", field=f"{rule.kind} of {rule.measure.id}")
    known: dict[str, Measure] = dict(_VOCABULARY)
    for rule in feed.rules:
        measure = rule.measure
        yield from rule.faults(feed.date)
        if known.setdefault(measure.id, measure) != measure:
            yield Fault("one definition of each measure", field=measure.id)
        if isinstance(rule, First) and rule.per not in keys:
            expected = f"one of the feed's keys{suggestion(rule.per, tuple(keys))}; give keys={{…}} its column"
            yield Fault(expected, field=f"per of the first of {measure.id}", value=shown(rule.per))
        elif measure.key is not None and measure.key not in keys:
            expected = (
                f"keys={{{measure.key!r}: …}}: it counts each {measure.key} once, and needs the column that tells"
            )
            yield Fault(expected, field=measure.id)


def _aliases(feed: Feed) -> Iterator[Fault]:
    columns = feed.columns
    of: dict[str, str] = {column: column for column in columns}
    for column, names in feed.headings:
        if column not in columns:
            expected = f"a column that the feed reads{suggestion(column, columns)}"
            yield Fault(expected, field="headings", value=shown(column))
        for name in names:
            yield from column_of(name, f"heading of {shown(column)}")
            if of.setdefault(name, column) != column:
                expected = f"a heading of one column; it is {shown(of[name])} too"
                yield Fault(expected, field=f"heading of {shown(column)}", value=shown(name))


def _credit(feed: Feed) -> Iterator[Fault]:
    if feed.credit and "deal" not in dict(feed.keys):
        yield Fault("keys={'deal': …}: people share a deal, and the column that tells deals apart is missing", "credit")
    for each in feed.credit:
        yield from column_of(getattr(each, "person", None), "person of credit")
        yield from column_of(getattr(each, "share", None), "share of credit")
