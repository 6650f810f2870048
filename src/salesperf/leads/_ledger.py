"""`LeadLedger`: all leads, and what is asked of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

import attrs

from ..arithmetic import to_decimal
from ..calendar import Grain, Period, PeriodSpec, parse_periods
from ..errors import Fault, PeriodError, RecordError, SubjectError
from ..records import Refused, amount, day, subject
from ..text import shown
from ._accounts import LedgerPage, Places
from ._lead import MONEY, Handover, Key, Lead
from ._lost import LostDeals, analyse
from ._reading import Columns, Rows, read
from ._records import COHORT_DAYS, Row, records, untouched, whole_number
from ._sweep import pages
from ._words import REASONS, LostReason

__all__ = ["LeadLedger"]

_LISTED = 20


def _as_tuple(leads: Iterable[Lead]) -> tuple[Lead, ...]:
    return tuple(leads)


@attrs.frozen(kw_only=True, repr=False)
class LeadLedger:
    """Every lead, from first contact to won or lost.

    `from_rows` makes one.  `reasons` are the lost reasons it knows, in the order in which they are listed; `as_of` is
    the day up to which it is known (None: no lead and no day given); `carried` names the columns that occurred, so that
    what was never recorded is not counted as 0; `unused` are the columns that nothing reads.

    Raises `RecordError` if a lead is in it twice.

    >>> from salesperf.leads import LeadLedger
    >>> rows = [
    ...     {"lead": "L-1", "person": "li.na", "opened": "2026-03-02", "closed": "2026-03-30", "outcome": "lost",
    ...      "reason": "价格优惠"},
    ...     {"lead": "L-2", "person": "li.na", "opened": "2026-03-28"},
    ... ]
    >>> ledger = LeadLedger.from_rows(rows)
    >>> ledger
    <LeadLedger of 2 leads up to 2026-03-30>
    >>> ledger.leads[0].reason.en
    'Our price too high'
    """

    leads: tuple[Lead, ...] = attrs.field(converter=_as_tuple)
    reasons: tuple[LostReason, ...] = REASONS
    as_of: date | None = None
    carried: frozenset[str] = frozenset()
    unused: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        if len({lead.id for lead in self.leads}) < len(self.leads):
            twice = [who for who, times in Counter(lead.id for lead in self.leads).items() if times > 1]
            faults = [Fault("each lead once", field="lead", value=shown(each)) for each in twice[:_LISTED]]
            raise RecordError(faults, len(twice))

    def __len__(self) -> int:
        return len(self.leads)

    def __iter__(self) -> Iterator[Lead]:
        return iter(self.leads)

    def __repr__(self) -> str:
        return f"<LeadLedger of {len(self.leads)} leads up to {self.as_of}>"

    @classmethod
    def from_rows(
        cls,
        rows: Rows,
        columns: Columns | None = None,
        house: Key | None = None,
        *,
        handovers: Rows = (),
        contacts: Rows = (),
        reasons: Sequence[LostReason] = REASONS,
        as_of: date | str | None = None,
    ) -> LeadLedger:
        """Return the ledger of rows of leads: dicts, attrs, dataclass instances, named tuples, or the `Path` of a CSV.

        Each row has `lead`, `person` (who opened it) and `opened`; if it has ended `closed` and `outcome` ("won",
        "lost", "invalidated", or their Chinese names) and, if lost, `reason` (an id or name of one of `reasons`).
        Optional: `channel`, `model`, `competitor`, `customer`, `touched` (the day of the last contact), `cost`,
        `gross`, and of lost leads `analysed`, `confirmed` and `recontacted` (days) and `verdict` ("pending", "upheld",
        "false", or 准战败, 真战败, 假战败).  `columns` maps these names to those of the source.  A row without a person
        belongs to `house`, a pseudo-person so that people add up to the store.

        `handovers` are rows of `lead`, `person` (the new holder), `date` (the first day); `contacts` rows of `lead`,
        `date` where more than the last contact is known.  `as_of` is the day of the extract; by default the latest day
        in the rows.

        Raises `RecordError` with all faults of all rows: no or a repeated lead, no person, days that do not exist, lie
        after `as_of`, or close a lead before it was opened, an outcome without a closing day and the reverse, a loss
        without a reason, a reason without a loss, unknown outcomes and reasons (with the near one), hand-overs and
        contacts of unknown leads or outside a lead's life, two hand-overs of a lead on one day or to its own holder;
        `InputTypeError` for what is not rows, `UnknownNameError` for an unknown name in `columns`.

        >>> row = {"lead": 1, "person": "li.na", "opened": "2026-03-05", "closed": "2026-03-02", "outcome": "wno"}
        >>> LeadLedger.from_rows([row])
        Traceback (most recent call last):
            ...
        salesperf.errors.RecordError: faults in the records (2):
          - row 1, outcome: 'wno': open, won, lost, invalidated, or its English or Chinese name; did you mean 'won'?
          - row 1, closed: 2026-03-02: not before it was opened, 2026-03-05
        """
        found = read(rows, handovers, contacts, columns=columns or {}, house=house, reasons=tuple(reasons), as_of=as_of)
        return cls(
            leads=found.leads, reasons=tuple(reasons), as_of=found.as_of, carried=found.carried, unused=found.unused
        )

    def account(self, period: str | Period, organisation: Places | None = None) -> LedgerPage:
        """Return the page of one period; as `accounts`, which see.

        >>> rows = [{"lead": 1, "person": "li.na", "opened": "2026-02-20"}]
        >>> print(LeadLedger.from_rows(rows).account("2026-03").person("li.na"))
        person 'li.na': 0 opened + 1 carried in = 0 won + 0 lost + 0 invalidated + 1 open at the end
        """
        if not isinstance(period, Period):
            period = Period.parse(period)
        return pages(self.leads, (period,), self.reasons, organisation)[0]

    def accounts(self, periods: PeriodSpec = "month", organisation: Places | None = None) -> tuple[LedgerPage, ...]:
        """Return a page for each period: opened, carried in, won, lost, invalidated, open, at every node.

        `periods` are what `score` takes: "month" and the other grains give all from the first opening to `as_of`, None
        one for that whole time, labels and `Period`s themselves; they may overlap.  With an `organisation` (anything
        with `stretch(owner, day)`) every unit has an account too: an event counts for the units of the lead's holder on
        its day, and leads cross from unit to unit by hand-overs and with the people who move.  Raises `PeriodError` for
        periods that cannot be read.

        The time is linear in leads, plus one step for each person who holds a lead at an edge of a period.

        >>> rows = [{"lead": 1, "person": "li.na", "opened": "2026-01-20", "closed": "2026-03-02", "outcome": "won"}]
        >>> pages = LeadLedger.from_rows(rows).accounts("month")
        >>> [(str(page.period), page.total.carried_in, page.total.won) for page in pages]
        [('2026-01', 0, 0), ('2026-02', 1, 0), ('2026-03', 1, 1)]
        """
        return pages(self.leads, self._periods(periods), self.reasons, organisation)

    def untouched(self, on: date | str, days: int) -> tuple[Lead, ...]:
        """Return the leads open at the end of a day that had no contact for more than `days` days, longest first.

        The opening counts as a contact.  Raises `RecordError` if no row says when a lead was last touched, or if for
        `on` that cannot be known because only a later, last contact is (then give `contacts`).

        >>> rows = [{"lead": n, "person": "li.na", "opened": "2026-03-02", "touched": f"2026-03-{n}"} for n in (10, 24)]
        >>> [lead.id for lead in LeadLedger.from_rows(rows).untouched("2026-03-31", days=7)]
        [10]
        """
        return untouched(self.leads, _date("on", on), days, self.carried)

    def handed_over(self, person: Key, to: Key, on: date | str) -> LeadLedger:
        """Return a ledger in which `to` holds, from the day `on`, all that `person` would hold open on that day.

        For leavers and long absences: what `person` closed before stays; what is open becomes carried in of the new
        holder when the next period begins, counted in `inherited`, and handed in within a running one.  A lead that the
        rows close on or after `on` is closed by the new holder.  Leads that `person` opens after `on` stay.

        Raises `SubjectError` if `person` holds no lead in the ledger at any time, `RecordError` for a day or an id that
        cannot be read, or the same person twice.

        >>> rows = [{"lead": 1, "person": "li.na", "opened": "2026-02-20"}]
        >>> ledger = LeadLedger.from_rows(rows).handed_over("li.na", to="zhao.min", on="2026-03-01")
        >>> ledger.account("2026-03").person("zhao.min").inherited
        1
        """
        when = _date("on", on)
        if to == person:
            raise RecordError([Fault("another person than the one who leaves", field="to", value=shown(to))])
        known = {who: None for lead in self.leads for who, _, _ in lead.spells}
        if person not in known:
            what = "holder of a lead"
            raise SubjectError(what, person, tuple(map(str, known)))
        taker = _subject("to", to, kind=type(person))
        leads = tuple(
            _moved(lead, taker, when)
            if lead.opened <= when and (lead.closed is None or lead.closed >= when) and lead.holder(when) == person
            else lead
            for lead in self.leads
        )
        return attrs.evolve(self, leads=leads, as_of=when if self.as_of is None else max(self.as_of, when))

    def records(
        self, periods: PeriodSpec = "month", *, untouched_for: int | None = None, cohort_days: int = COHORT_DAYS
    ) -> Iterator[Row]:
        """Yield rows for `salesperf.score`, to be scored with the same `periods`.

        New and carried, and what was carried in, belong to the period they were split for, so rows made for months are
        scored by month: `score(ledger.records("quarter"), profile, period="quarter")`.  Periods may not overlap.  Of
        each person with a lead in a period: the leads carried in (`opps_carried_in`, on its first day), each event on
        its day with its `lead` and `channel` (`opps_opened`, `opps_won_new`, `opps_won_carried`, `opps_lost`,
        `opps_invalidated`, `lost_declared`), and the leads open at the end (`opps_open_end`, on its last day, no later
        than `as_of`).  `untouched_for` adds `opps_stale_end`, those without contact for more days than that.

        `cohort_opps_opened` and `cohort_opps_won` are dated by the opening: won at most `cohort_days` days after it.
        `lost_analysed`, `lost_reason_confirmed`, `lost_sampled` and `lost_judged_correct` (a verdict upheld) are dated
        by the loss, `lost_recontacted` and `lost_reactivated_and_won` by the call, so that each share is one of its own
        losses; they are there where the rows had the column they need.

        Raises `PeriodError` for periods that overlap or cannot be read, `RecordError` for `untouched_for` or
        `cohort_days` that are no whole numbers, and where `untouched` would.

        >>> rows = [{"lead": 1, "person": "li.na", "opened": "2026-03-02", "closed": "2026-03-09", "outcome": "won"}]
        >>> [{name: value for name, value in row.items() if value} for row in LeadLedger.from_rows(rows).records()][1]
        ... # doctest: +NORMALIZE_WHITESPACE
        {'person': 'li.na', 'date': datetime.date(2026, 3, 2), 'lead': 1, 'opps_opened': 1, 'cohort_opps_opened': 1,
         'cohort_opps_won': 1}
        """
        whole_number("cohort_days", cohort_days)
        found = sorted(self._periods(periods))
        if self.as_of is None:
            return iter(())
        accounts = pages(self.leads, found, self.reasons, None)
        return records(
            self.leads, accounts, self.carried, self.as_of, untouched_for=untouched_for, cohort_days=cohort_days
        )

    def lost_deals(
        self,
        period: str | Period | None = None,
        *,
        confidence: int = 95,
        marketing: Decimal | float | str | None = None,
    ) -> LostDeals:
        """Return the deals lost in a period (None: in all): reasons with Wilson limits, competitors, win-back, cost.

        `confidence` of the limits is 90, 95 or 99 percent; `marketing` is the money spent on leads in the period, for
        the cost of a lost deal.  Raises `PeriodError` or `RecordError` for one that cannot be read.

        >>> rows = [{"lead": n, "person": "li.na", "opened": "2026-03-02", "closed": "2026-03-09", "outcome": "lost",
        ...          "reason": why} for n, why in enumerate(["price", "price", "stock"])]
        >>> worst = LeadLedger.from_rows(rows).lost_deals("2026-03").reasons[0]
        >>> worst.of.id, worst.share, worst.limits.low, worst.limits.high
        ('price', Decimal('66.67'), Decimal('20.77'), Decimal('93.85'))
        """
        if period is not None and not isinstance(period, Period):
            period = Period.parse(period)
        spent = None
        if marketing is not None:
            try:
                spent = to_decimal(amount(marketing, MONEY) or 0, MONEY)
            except Refused as refused:
                raise RecordError([Fault(refused.expected, field="marketing", value=shown(marketing))]) from refused
        return analyse(self.leads, self.reasons, period, confidence=confidence, marketing=spent)

    def _periods(self, spec: PeriodSpec) -> tuple[Period, ...]:
        periods = parse_periods(spec)
        if periods and not isinstance(periods, Grain):
            return periods
        if not self.leads or self.as_of is None:
            return ()
        first = min(lead.opened for lead in self.leads)
        if not isinstance(periods, Grain):
            if self.as_of == date.max:
                msg = "the ledger runs to the year 9999: name the periods, or give as_of= when it is read"
                raise PeriodError(msg)
            return (Period(first, self.as_of + timedelta(days=1)),)
        found = [periods.period_of(first)]
        while found[-1].end <= self.as_of:
            found.append(periods.period_of(found[-1].end))
        return tuple(found)


def _date(what: str, given: date | str) -> date:
    try:
        return date.fromordinal(day(given))
    except Refused as refused:
        raise RecordError([Fault(refused.expected, field=what, value=shown(given))]) from refused


def _subject(what: str, given: object, kind: type) -> Key:
    try:
        who = subject(given)
    except Refused as refused:
        raise RecordError([Fault(refused.expected, field=what, value=shown(given))]) from refused
    if type(who) is not kind:
        raise RecordError([Fault("the kind of id that the ledger's people have", field=what, value=shown(given))])
    return who


def _moved(lead: Lead, to: Key, on: date) -> Lead:
    """Return the lead with a hand-over on a day; one of that day gives way, and one to the same person falls away."""
    given = sorted([*(each for each in lead.handovers if each.date != on), Handover(on, to)])
    kept: list[Handover] = []
    holder = lead.person
    for handover in given:
        if handover.person != holder:
            kept.append(handover)
        holder = handover.person
    return attrs.evolve(lead, handovers=tuple(kept))
