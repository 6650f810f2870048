"""A standing as plain lists, in one order, for documents and pickles; and back, every number of it checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from ..records import Refused, subject
from ..vocabulary import Additivity, Owner
from ._tally import Standing
from ._tally_counts import OUTSIDE, Counted, Counts, Days
from ._tally_sums import Account, Accounts, Counter, Kept

__all__ = ["restore", "stored"]

_KINDS: dict[str | None, type[Any] | None] = {None: None, "text": str, "whole numbers": int}
_LAST = date.max.toordinal() + 1
_TOKENS: dict[Counted, tuple[type[Any], ...]] = {
    Counted.COLUMNS: (str,),
    Counted.DAYS: (int,),
    Counted.UNTILS: (int,),
    Counted.ZONES: (str,),
    Counted.OWNERS: (str,),
    Counted.COVERED: (int, int),
    Counted.HELD: (int, int, str),
    Counted.OUTSIDE: (str,),
    Counted.OFF_GRID: (str,),
}


def stored(standing: Standing) -> dict[str, Any]:
    """Return everything that rows have left in a standing, in JSON types."""
    standing.settle()
    counts = standing.counts
    kinds = {kind: name for name, kind in _KINDS.items()}
    return {
        "ids": kinds[standing.kind],
        "counters": {str(name): _listed(counter) for name, counter in counts.counters.items() if counter},
        "cells": _sheets(counts.cells, standing.accounts),
        "covers": _sheets(counts.covers, standing.accounts),
    }


def _sheets(sheets: dict[Days, dict[Any, Account]], accounts: Accounts) -> list[Any]:
    return [
        [*days, [[who, *_parts(accounts, sheet[who])] for who in sorted(sheet)]]
        for days, sheet in sorted(sheets.items())
        if sheet
    ]


def _parts(accounts: Accounts, account: Account) -> tuple[list[int], list[Any]]:
    stop = accounts.rows + 1
    accounts.settle(account)
    return account[:stop], [*map(_listed, account[stop : accounts.waiting])]


def _listed(counter: Counter) -> list[list[Any]]:
    return sorted([*(token if isinstance(token, tuple) else (token,)), number] for token, number in counter.items())


def restore(standing: Standing, given: dict[str, Any]) -> None:
    """Fill an empty standing with what `stored` returned.  Raises `ValueError` for what it cannot have returned.

    What is not shaped like it at all raises `KeyError`, `TypeError` or `AttributeError`, too.
    """
    counts, kind = Counts(), _KINDS[given["ids"]]
    for name, entries in given["counters"].items():
        counted = Counted(name)
        counts.counters[counted] = _counter(entries, _TOKENS[counted], positive=True)
    _check_counters(counts)
    for name, into in (("cells", counts.cells), ("covers", counts.covers)):
        for start, end, sheet in given[name]:
            days = (_day(start), _day(end))
            accounts = [
                (_owner(standing, who, days, name), _account(standing.accounts, *parts)) for who, *parts in sheet
            ]
            into[days] = dict(accounts)
    if standing.seating is None and {type(who) for _, _, who, _ in counts.accounts()} - {kind}:
        _refuse("ids of one kind")
    standing.take(counts, kind)
    if stored(standing) != given:
        _refuse("counters and accounts in their order, each once")


def _refuse(expected: str) -> None:
    raise ValueError(expected)


def _whole(number: Any) -> int:
    if type(number) is not int:
        _refuse("whole numbers")
    return int(number)


def _day(number: Any) -> int:
    if not 1 <= _whole(number) <= _LAST:
        _refuse("days of the calendar")
    return int(number)


def _counter(entries: Iterable[Sequence[Any]], kinds: tuple[type[Any], ...], *, positive: bool) -> Counter:
    counter: Counter = {}
    for *token, number in entries:
        if [*map(type, token)] != [*kinds]:
            _refuse("counters of the right kind")
        if not _whole(number) or (positive and number < 0):
            _refuse("counters that count")
        counter[tuple(token) if len(token) > 1 else token[0]] = number
    return counter


def _check_counters(counts: Counts) -> None:
    counters = counts.counters
    for day in (*counters[Counted.DAYS], *counters[Counted.UNTILS]):
        _day(day)
    for start, end, *_ in (*counters[Counted.COVERED], *counters[Counted.HELD]):
        if _day(start) >= _day(end):
            _refuse("days covered that begin before they end")
    if not {*counters[Counted.OUTSIDE]} <= {OUTSIDE} or len(counters[Counted.ZONES]) > 1:
        _refuse("counters of a tally")
    for owner in counters[Counted.OWNERS]:
        Owner(owner)


def _owner(standing: Standing, who: Any, days: Days, name: str) -> Any:
    """Return an owner who can have an account for these days."""
    try:
        subject(who)
    except Refused as refused:
        raise ValueError(str(refused)) from None
    if days[0] >= days[1]:
        _refuse("days that begin before they end")
    if name == "covers":
        organisation = standing.question.organisation
        places = () if organisation is None else organisation.stretches(who)
        if organisation is not None and not any(days[0] < each.end and each.start < days[1] for each in places):
            _refuse("owners who have a place on some of the days")
        return who
    cell = standing.schedule.cell(days[0])
    if standing.seating is None:
        if days != cell:
            _refuse("cells of the periods")
    elif cell is None or days[1] > cell[1] or not standing.seating.stays(who, None, days):
        _refuse("owners who have one place on all of the days")
    return who


def _account(accounts: Accounts, numbers: list[Any], counters: list[Any]) -> Account:
    if len(numbers) != accounts.rows + 1 or len(counters) != accounts.counters:
        _refuse("accounts with the sums of the profiles")
    if _whole(numbers[-1]) < 1:
        _refuse("accounts with rows")
    kinds = [kind for kept in accounts.kept for kind in _kinds(kept)]
    read = [_counter(each, kind, positive=positive) for each, (kind, positive) in zip(counters, kinds, strict=True)]
    return [*map(_whole, numbers), *read, accounts.nothing]


def _kinds(kept: Kept) -> Iterator[tuple[tuple[type[Any], ...], bool]]:
    """Yield, for each counter of a measure, the kinds of its tokens and whether it counts rows."""
    if kept.dated:
        yield (int,), True
        yield ((int,) if kept.by is None else (str,) if kept.kind is Additivity.MEAN else (int, str)), False
    elif kept.kind is Additivity.DISTINCT:
        yield ((str,) if kept.by is None else (str, str)), False
    else:
        yield (str,), False
