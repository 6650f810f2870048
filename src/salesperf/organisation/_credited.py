"""`credited`: records in, the same records out with those of shared deals taken apart.

`_sharing` holds the rule by which amounts are taken apart; here is what users call.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from ..errors import Fault, InputTypeError, RecordError, UnknownNameError
from ..measures import VOCABULARY, Measure
from ..text import shown
from ._credit import Credit, Shares
from ._sharing import Desk, Rule

__all__ = ["Reversal", "credited"]


class Reversal(StrEnum):
    """In which period a cancellation counts."""

    WHEN_CANCELLED = "when_cancelled"
    """In its own: a return in April makes April less; March stays as it was closed."""
    ORIGINAL_PERIOD = "original_period"
    """In that of the sale it takes back: a return in April makes March less."""


def credited(
    records: Iterable[Any],
    credit: Iterable[Credit] = (),
    *,
    rule: Rule | None = None,
    reversals: Reversal | str = Reversal.WHEN_CANCELLED,
    measures: Iterable[Measure] = VOCABULARY,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Mapping[str, Any]]:
    """Yield the records, each of a shared deal replaced by one record for each of its holders.

    `records` are rows as `score` reads them; `credit` says who shares which deal, `rule` (such as `ByRole`) who shares
    the records of all other deals and those without a `deal`.  The shares of a deal by rule are those of its sales,
    which must agree; a cancellation follows them whatever it names itself.  A shared record's own person is replaced.
    `columns` maps salesperf names to the source's own, here and in the records that come out.

    Amounts are read on their measure's grid (a float is rounded to it once) and split by largest remainder, ties in the
    order of the shares; they come out as Decimals that add up to the record's amount to the last digit.  A holder's
    total over a deal is the split of the deal's total, so that cancellations, full or in part, that bring it to 0 leave
    exactly 0 for everyone; a single part lies less than 2 grid units from its exact share.  An amount of a distinct
    measure whose key the record carries is passed whole to each holder: each counts 1, once at a wider scope.  Columns
    that are neither of the vocabulary nor of `measures` (give `measures=(*VOCABULARY, OWN)` for measures of a profile's
    own) stay with the first holder, so that nothing is counted twice or lost.  Facts of a team, store, area or group
    are no person's and pass through.

    `reversals` says when a cancellation counts: on its own date, or, with `ORIGINAL_PERIOD`, on that of the first sale
    of its deal that books what it takes back, be the deal shared or not; it was still known only on its own
    (`recorded_at` is set where it is absent).  A cancellation is a record that books `units_returned` or
    `orders_cancelled`, or a negative amount of a measure that is not `signed`; one of signed measures alone is one
    where none is above 0.  Records without a deal keep their date.

    Records of other deals come out as they are read.  Those of shared deals (with a rule or `ORIGINAL_PERIOD`: of every
    deal) are held until the input ends and follow by deal and date; that is the memory it takes, and why the order of
    rows decides nothing.  No record is changed.

    Raises when called: `InputTypeError`, `RecordError` for a deal credited twice or deals of two kinds of id,
    `UnknownNameError` for another `reversals`.  Raises at the end of the input `RecordError` with all faults by row:
    what is no record; a deal that is no key, or of another kind of id than those of `credit`; in the records held,
    dates and amounts that cannot be read; in shared records, targets and levels (they are nobody's deal) and shares
    that are none or differ among a deal's sales; with `ORIGINAL_PERIOD`, cancellations whose sale is not among the
    records, that cover several days (`until`), or that stand in one record with a sale.

    >>> rows = [{"person": "li.na", "date": "2026-03-05", "deal": "D-17", "units_delivered": 1}]
    >>> for part in credited(rows, [Credit("D-17", {"li.na": "1/3", "wang.wei": "1/3", "house": "1/3"})]):
    ...     print(part["person"], part["units_delivered"])
    li.na 0.3334
    wang.wei 0.3333
    house 0.3333
    """
    if isinstance(records, str | bytes | os.PathLike | Mapping) or not isinstance(records, Iterable):
        msg = f"records are rows, such as a list of dicts or read_csv(path), not {shown(records)}"
        raise InputTypeError(msg)
    if rule is not None and not callable(rule):
        msg = f"a rule is called with a record and returns its shares, such as ByRole; it is not {shown(rule)}"
        raise InputTypeError(msg)
    if columns is not None and not isinstance(columns, Mapping):
        msg = f"columns map salesperf names to the source's own, as in {{'person': 'seller'}}, not {shown(columns)}"
        raise InputTypeError(msg)
    if reversals not in list(Reversal):
        what = "rule for the period of reversals"
        raise UnknownNameError(what, reversals, tuple(Reversal))
    named = columns or {}
    dates_back = Reversal(reversals) is Reversal.ORIGINAL_PERIOD
    desk = Desk(_shares_by_deal(credit), rule, _by_column(measures, named), named, dates_back=dates_back)
    return desk.serve(records)


def _shares_by_deal(credit: Iterable[Credit]) -> dict[str | int, Shares]:
    shares: dict[str | int, Shares] = {}
    faults: list[Fault] = []
    for each in credit:
        if not isinstance(each, Credit):
            msg = f"credit is made of Credit(deal, shares), or credits_from_rows(rows), not of {shown(each)}"
            raise InputTypeError(msg)
        if each.deal in shares:
            faults.append(Fault("each deal once: one Credit holds all its shares", "deal", shown(each.deal)))
        elif shares and type(each.deal) is not type(next(iter(shares))):
            faults.append(Fault("one kind of deal id, text or whole numbers", "deal", shown(each.deal)))
        else:
            shares[each.deal] = each.shares
    if faults:
        raise RecordError(faults)
    return shares


def _by_column(measures: Iterable[Measure], columns: Mapping[str, str]) -> dict[str, Measure]:
    found: dict[str, Measure] = {}
    for measure in measures:
        if not isinstance(measure, Measure):
            msg = f"measures are made of Measure, not of {shown(measure)}"
            raise InputTypeError(msg)
        if found.setdefault(columns.get(measure.id, measure.id), measure) != measure:
            expected = "one measure for each id and column"
            raise RecordError([Fault(expected, "measures", shown(measure.id))])
    return found
