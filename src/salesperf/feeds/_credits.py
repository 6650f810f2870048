"""The credits of a table's deals, through `organisation`, which knows how shares are read and add up."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from typing import TYPE_CHECKING, Any

import attrs

from ..errors import Fault, RecordError
from ..organisation import Credit, credits_from_rows
from ..records import Refused, fields
from ._binding import require
from ._cells import Row
from ._errors import FeedError
from ._rows import opened

if TYPE_CHECKING:
    from ._feed import Feed

__all__ = ["credits_of"]


def credits_of(feed: Feed, rows: Iterable[Any] | PathLike[str]) -> tuple[Credit, ...]:
    """Return who shares which deal, as `Feed.credits` says."""
    if not feed.credit:
        expected = "columns of people and shares, credit=[CreditColumns(person, share), …]"
        raise FeedError([Fault(expected, field="credit")])
    tables = [fields_of(row, number) for number, row in enumerate(opened(rows), 1)]
    headings = tuple(dict.fromkeys(str(name) for table in tables for name in table))
    sources = require(feed, headings, credit=True).sources if tables else {}
    shares: dict[tuple[Any, Any, Any], int] = {}
    for number, table in enumerate(tables, 1):
        row = Row(table, sources, number)
        if feed.where is None or feed.where.holds(row):
            for share in _shares(feed, row):
                shares.setdefault(share, number)
        if row.faults:
            raise RecordError(row.faults.values())
    found = [{"deal": deal, "person": person, "share": share} for deal, person, share in shares]
    try:
        return credits_from_rows(found)
    except RecordError as error:
        numbers = list(shares.values())
        faults = [
            fault if fault.row is None else attrs.evolve(fault, row=numbers[fault.row - 1]) for fault in error.faults
        ]
        raise RecordError(faults, error.count, error.hint) from None


def fields_of(row: Any, number: int) -> Any:
    """Return the cells of a row; raise `RecordError` where it is none."""
    try:
        return fields(row)
    except Refused as refused:
        raise RecordError([Fault(refused.expected, row=number)]) from None


def _shares(feed: Feed, row: Row) -> list[tuple[Any, Any, Any]]:
    """Return deal, person and share of every holder in a row; none where no share is given."""
    deal = row.cell(dict(feed.keys)["deal"])
    named = [(row.cell(each.person), row.cell(each.share), each.percent) for each in feed.credit]
    if all(share is None for _, share, _ in named):
        return []
    return [
        (deal, person, _percent(share) if percent else share)
        for person, share, percent in named
        if person is not None or share is not None
    ]


def _percent(share: Any) -> Any:
    """Return a share given in percent with its sign."""
    return share if share is None or str(share).rstrip().endswith(("%", "％")) else f"{share}%"
