"""What a ledger yields for scoring: rows of `opps_*`, `cohort_opps_*` and `lost_*` measures."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from itertools import pairwise
from operator import itemgetter
from typing import Final, cast

from ..calendar import Period
from ..errors import Fault, PeriodError, RecordError
from ..measures import (
    COHORT_OPPS_OPENED,
    COHORT_OPPS_WON,
    LOST_ANALYSED,
    LOST_DECLARED,
    LOST_JUDGED_CORRECT,
    LOST_REACTIVATED_AND_WON,
    LOST_REASON_CONFIRMED,
    LOST_RECONTACTED,
    LOST_SAMPLED,
    OPPS_CARRIED_IN,
    OPPS_INVALIDATED,
    OPPS_LOST,
    OPPS_OPEN_END,
    OPPS_OPENED,
    OPPS_STALE_END,
    OPPS_WON_CARRIED,
    OPPS_WON_NEW,
    Measure,
)
from ..text import shown
from ._accounts import LedgerPage, in_order
from ._lead import Key, Lead
from ._lost import reactivated
from ._sweep import Stock
from ._words import Outcome, Verdict

__all__ = ["COHORT_DAYS", "Row", "records", "untouched", "whole_number"]

Row = dict[str, object]

_NEVER = 1 << 30
_LISTED = 20

COHORT_DAYS: Final = 60
"""Within how many days of its opening a lead must be won to count for its cohort."""

_ALWAYS = (
    *(OPPS_OPENED, COHORT_OPPS_OPENED, COHORT_OPPS_WON, OPPS_WON_NEW, OPPS_WON_CARRIED),
    *(OPPS_LOST, LOST_DECLARED, OPPS_INVALIDATED),
)
_WHERE_CARRIED = (
    ({"analysed"}, LOST_ANALYSED),
    ({"confirmed"}, LOST_REASON_CONFIRMED),
    ({"verdict"}, LOST_SAMPLED),
    ({"verdict"}, LOST_JUDGED_CORRECT),
    ({"recontacted"}, LOST_RECONTACTED),
    ({"recontacted", "customer"}, LOST_REACTIVATED_AND_WON),
)


def records(
    leads: Sequence[Lead],
    pages: Sequence[LedgerPage],
    carried: AbstractSet[str],
    as_of: date,
    *,
    untouched_for: int | None,
    cohort_days: int,
) -> Iterator[Row]:
    """Yield the rows of each page's period: what was carried in, the events by day, what is open at the end."""
    for one, other in pairwise(pages):
        if other.period.start < one.period.end:
            msg = f"the periods of records may not overlap, or leads would count twice: {one.period} and {other.period}"
            raise PeriodError(msg)
    pages = [page for page in pages if page.period.start <= as_of]
    writer = _Writer(leads, carried, cohort_days)
    closing_days = [min(page.period.last, as_of) for page in pages]
    stale: Iterator[dict[Key, int]] | None = None
    if untouched_for is not None:
        stale = iter(_stale(leads, closing_days, untouched_for, carried))
    return _rows(writer, leads, pages, closing_days, stale)


def _rows(
    writer: _Writer,
    leads: Sequence[Lead],
    pages: Sequence[LedgerPage],
    closing_days: Sequence[date],
    stale: Iterator[dict[Key, int]] | None,
) -> Iterator[Row]:
    happened = writer.happened(leads, [page.period for page in pages])
    for page, events, closing in zip(pages, happened, closing_days, strict=True):
        first: dict[Key, date] = {}
        last: dict[Key, date] = {}
        for day, who, _ in events:
            first.setdefault(who, day)
            last[who] = day
        quiet = None if stale is None else next(stale)
        for account in page.people:
            who = cast("Key", account.node.id)
            opening = page.period.start if account.carried_in else first[who]
            yield {"person": who, "date": opening, OPPS_CARRIED_IN.id: account.carried_in, **writer.nothing}
        yield from (row for _, _, row in events if row is not None)
        for account in page.people:
            who = cast("Key", account.node.id)
            day = closing if account.open_end else last[who]
            row: Row = {"person": who, "date": day, OPPS_OPEN_END.id: account.open_end}
            yield row if quiet is None else row | {OPPS_STALE_END.id: quiet.get(who, 0)}


class _Writer:
    """Writes the rows of events, with the measures that the ledger's columns can feed."""

    def __init__(self, leads: Sequence[Lead], carried: AbstractSet[str], cohort_days: int) -> None:
        self.carried = carried
        self.cohort_days = cohort_days
        self.reactivated = reactivated(leads)
        fed = (*_ALWAYS, *(measure for needed, measure in _WHERE_CARRIED if needed <= carried))
        self.nothing = {measure.id: 0 for measure in fed}
        """Every flow as 0: a person with a lead in a period has these facts, also where nothing happened."""

    def happened(self, leads: Sequence[Lead], periods: Sequence[Period]) -> list[list[_Event]]:
        """Return the events of each period in the order of their days."""
        starts = [period.start for period in periods]
        found: list[list[_Event]] = [[] for _ in periods]
        for lead in leads:
            for event in self._events(lead, starts):
                n = bisect_right(starts, event[0]) - 1
                if n >= 0 and event[0] in periods[n]:
                    found[n].append(event)
        for events in found:
            events.sort(key=itemgetter(0))
        return found

    def _events(self, lead: Lead, starts: Sequence[date]) -> Iterator[_Event]:
        opener, *others = lead.spells
        days = None if lead.closed is None else (lead.closed - lead.opened).days
        in_time = lead.outcome is Outcome.WON and days is not None and days <= self.cohort_days
        amounts = {OPPS_OPENED: 1, COHORT_OPPS_OPENED: 1, COHORT_OPPS_WON: int(in_time)}
        yield _event(lead, lead.opened, opener.person, amounts)
        who = opener.person
        for spell in others:
            yield spell.start, who, None
            who = spell.person
            yield spell.start, who, None
        if lead.closed is None:
            return
        if lead.outcome is Outcome.LOST:
            yield _event(lead, lead.closed, who, self._loss(lead))
            if lead.recontacted is not None:
                yield _event(lead, lead.recontacted, who, self._recontact(lead))
        elif lead.outcome is Outcome.INVALIDATED:
            yield _event(lead, lead.closed, who, {OPPS_INVALIDATED: 1})
        else:
            n = bisect_right(starts, lead.closed) - 1
            new = n >= 0 and lead.opened >= starts[n]
            yield _event(lead, lead.closed, who, {OPPS_WON_NEW if new else OPPS_WON_CARRIED: 1})

    def _loss(self, lead: Lead) -> dict[Measure, int]:
        amounts = {
            OPPS_LOST: 1,
            LOST_DECLARED: 1,
            LOST_ANALYSED: int(lead.analysed is not None),
            LOST_REASON_CONFIRMED: int(lead.confirmed is not None),
            LOST_SAMPLED: int(lead.verdict in {Verdict.UPHELD, Verdict.FALSE}),
            LOST_JUDGED_CORRECT: int(lead.verdict is Verdict.UPHELD),
        }
        return {measure: amount for measure, amount in amounts.items() if measure.id in self.nothing}

    def _recontact(self, lead: Lead) -> dict[Measure, int]:
        amounts = {LOST_RECONTACTED: 1, LOST_REACTIVATED_AND_WON: int(lead.id in self.reactivated)}
        return {measure: amount for measure, amount in amounts.items() if measure.id in self.nothing}


_Event = tuple[date, Key, Row | None]
"""A day, who held the lead, and the row to yield; None for a hand-over, which is no measure."""


def _event(lead: Lead, day: date, who: Key, amounts: dict[Measure, int]) -> _Event:
    row: Row = {"person": who, "date": day, "lead": lead.id, "channel": lead.channel}
    return day, who, row | {measure.id: amount for measure, amount in amounts.items()}


# --- leads without contact -------------------------------------------------------------------------------------------


def untouched(leads: Iterable[Lead], on: date, days: int, carried: AbstractSet[str]) -> tuple[Lead, ...]:
    """Return the leads open at the end of a day without contact for more than so many days, the longest first."""
    day = on.toordinal()
    found: list[tuple[int, Lead]] = []
    unknown: list[_Unknown] = []
    history = _history(days, carried)
    for lead in leads:
        for first, last, certain in _quiet(lead, days, history=history):
            if first <= day <= last:
                found.append((first, lead))
                if not certain:
                    unknown.append((lead, on))
    _refuse(unknown)
    return tuple(lead for _, lead in sorted(found, key=lambda item: (item[0], in_order(item[1].id))))


def _stale(
    leads: Iterable[Lead], closing_days: Sequence[date], days: int, carried: AbstractSet[str]
) -> Iterator[dict[Key, int]]:
    """Return how many such leads each person holds on each of the days."""
    history = _history(days, carried)
    ordinals = [day.toordinal() for day in closing_days]
    stock: Stock[Key] = Stock(ordinals)
    unknown: list[_Unknown] = []
    for lead in leads:
        for first, last, certain in _quiet(lead, days, history=history):
            if not certain and (n := bisect_left(ordinals, first)) < len(ordinals) and ordinals[n] <= last:
                unknown.append((lead, closing_days[n]))
            for who, start, end in lead.spells:
                until = _NEVER if end is None else end.toordinal() - 1
                stock.add((who,), max(first, start.toordinal()), min(last, until))
    _refuse(unknown)
    return stock.each()


def _quiet(lead: Lead, days: int, *, history: bool) -> Iterator[tuple[int, int, bool]]:
    """Yield the spans of days on which the lead is open and untouched for long, and whether that is certain.

    Of a lead of which only the last contact is known, it is not certain before that.
    """
    end = _NEVER if lead.closed is None else lead.closed.toordinal() - 1
    touches = [lead.opened.toordinal(), *(day.toordinal() for day in lead.contacts)]
    for n, touch in enumerate(touches):
        is_last = n == len(touches) - 1
        first, last = touch + days + 1, end if is_last else min(end, touches[n + 1] - 1)
        if first <= last:
            yield first, last, history or is_last


def _history(days: int, carried: AbstractSet[str]) -> bool:
    """Return whether all contacts are known, not only each lead's last; refuse where none is."""
    whole_number("days without contact", days)
    if not carried & {"touched", "contacts"}:
        expected = "a column with the day of the last contact, or rows in contacts=: none of the rows has one"
        raise RecordError([Fault(expected, field="touched")])
    return "contacts" in carried


_Unknown = tuple[Lead, date]
"""A lead, and a day for which it is not known when it had been touched last."""


def _refuse(unknown: Sequence[_Unknown]) -> None:
    if unknown:
        faults = [
            Fault(
                f"whether it had been touched by {on}: only a later contact is known",
                "touched",
                f"lead {shown(lead.id)}",
            )
            for lead, on in unknown[:_LISTED]
        ]
        raise RecordError(faults, len(unknown), "give every contact in contacts=, or ask for a later day")


def whole_number(what: str, given: object) -> None:
    """Refuse anything but a whole number of at least 0."""
    if type(given) is not int or given < 0:
        raise RecordError([Fault("a whole number of at least 0", field=what, value=shown(given))])
