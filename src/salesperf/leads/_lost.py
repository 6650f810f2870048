"""Lost deals: why, to whom, at what cost, and which customers came back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import TypeVar

import attrs

from ..arithmetic import rdiv, to_decimal, to_grid, units_of
from ..calendar import Period
from ..errors import Fault, RecordError, UnknownNameError
from ..text import shown
from ._accounts import in_order
from ._lead import MONEY, Key, Lead
from ._wilson import Interval, limits, wilson
from ._words import LostReason, LostTo, Outcome

__all__ = ["CompetitorFlow", "LossCost", "LossShare", "LostDeals", "WinBack", "analyse", "reactivated"]


Why = TypeVar("Why", LostReason, LostTo)


@attrs.frozen(kw_only=True)
class LossShare:
    """How many deals were lost for a reason, or to a family of reasons.

    `share` is their percent of all lost deals, `limits` Wilson's for it, `cumulative` the share of this and all
    commoner ones (Pareto); all with 2 decimals.
    """

    of: LostReason | LostTo
    count: int
    share: Decimal
    limits: Interval
    cumulative: Decimal


@attrs.frozen(kw_only=True)
class CompetitorFlow:
    """What was lost to a competitor and won against it, by model or channel where asked for."""

    competitor: str
    by: str | None = None
    lost: int
    won: int

    @property
    def net(self) -> int:
        """Won less lost: below 0, more goes to the competitor than comes from it.

        >>> CompetitorFlow(competitor="Brand X", lost=5, won=2).net
        -3
        """
        return self.won - self.lost


@attrs.frozen(kw_only=True)
class WinBack:
    """Of the customers who were lost, how many bought later.

    A customer is won back by the first of its leads that is won after its first loss in the period.  `rate` is their
    percent (None where no lost lead names its customer), `limits` Wilson's; `median_days` run from the last loss before
    that win, in days and halves.
    """

    customers: int
    won_back: int
    rate: Decimal | None
    limits: Interval | None
    median_days: Decimal | None


@attrs.frozen(kw_only=True)
class LossCost:
    """What the lost deals cost: `leads` with an amount, the sum, and the amount per such lead (rounded half up)."""

    leads: int
    amount: Decimal
    per_lead: Decimal


@attrs.frozen(kw_only=True)
class LostDeals:
    """The lost deals of a period.

    `reasons` and `families` are in the order of their counts, the commonest first.  `cost` and `gross` add up what the
    lost leads themselves carry; None where none does.  `marketing` spreads a sum over all leads opened in the period
    and takes the lost ones' part, lost × (marketing ÷ opened), after the dealer's analysis card [A26]; None where no
    sum was given or nothing was opened.
    """

    period: Period | None
    leads: tuple[Lead, ...] = attrs.field(repr=False)
    contested: tuple[Lead, ...] = attrs.field(repr=False)
    """The leads won against a competitor in the period."""
    reasons: tuple[LossShare, ...]
    families: tuple[LossShare, ...]
    win_back: WinBack
    cost: LossCost | None
    gross: LossCost | None
    marketing: Decimal | None

    @property
    def lost(self) -> int:
        """How many deals were lost."""
        return len(self.leads)

    def competitors(self, by: str | None = None) -> tuple[CompetitorFlow, ...]:
        """Return what went to and came from each competitor, most lost first; `by` "model" or "channel" splits it.

        Leads that name no competitor are left out.  Raises `UnknownNameError` for any other `by`.

        >>> from salesperf.leads import LeadLedger
        >>> rows = [{"lead": n, "person": "li.na", "opened": "2026-03-02", "closed": "2026-03-09", "outcome": "lost",
        ...          "reason": "competitor", "competitor": "Brand X", "model": model} for n, model in enumerate("AAB")]
        >>> [(flow.by, flow.lost) for flow in LeadLedger.from_rows(rows).lost_deals().competitors(by="model")]
        [('A', 2), ('B', 1)]
        """
        return tuple(
            CompetitorFlow(competitor=rival, by=kind, lost=lost, won=won)
            for (rival, kind), lost, won in _counted("competitor", by, self.leads, self.contested)
            if rival is not None
        )

    def reasons_by(self, by: str) -> tuple[tuple[str, str | None, int], ...]:
        """Return reason id, model or channel, and how many were lost, most first; `by` is "model" or "channel".

        Raises `UnknownNameError` for any other `by`.
        """
        return tuple((str(why), kind, lost) for (why, kind), lost, _ in _counted("reason", by, self.leads, ()))


def analyse(
    leads: Sequence[Lead],
    reasons: Sequence[LostReason],
    period: Period | None,
    *,
    confidence: int,
    marketing: Decimal | None,
) -> LostDeals:
    """Return the lost deals of a period, or of all time."""

    def within(day: date | None) -> bool:
        return day is not None and (period is None or day in period)

    closed = [lead for lead in leads if within(lead.closed)]
    lost = tuple(lead for lead in closed if lead.outcome is Outcome.LOST)
    why = Counter(lead.reason for lead in lost if lead.reason is not None)
    to = Counter(lead.reason.to for lead in lost if lead.reason is not None)
    opened = sum(within(lead.opened) for lead in leads)
    spent = None
    if marketing is not None:
        units = to_grid(marketing, MONEY)
        if units is None or units < 0:
            expected = f"an amount of at least 0 with at most {MONEY} decimals"
            raise RecordError([Fault(expected, field="marketing", value=shown(marketing))])
        spent = to_decimal(rdiv(len(lost) * units, opened), MONEY) if opened else None
    return LostDeals(
        period=period,
        leads=lost,
        contested=tuple(lead for lead in closed if lead.outcome is Outcome.WON and lead.competitor is not None),
        reasons=_pareto(why, reasons, confidence),
        families=_pareto(to, tuple(LostTo), confidence),
        win_back=_win_back(leads, lost, confidence),
        cost=_cost(lead.cost for lead in lost),
        gross=_cost(lead.gross for lead in lost),
        marketing=spent,
    )


def _pareto(counts: Mapping[Why, int], order: Sequence[Why], confidence: int) -> tuple[LossShare, ...]:
    whole = sum(counts.values())
    place = {each: n for n, each in enumerate(order)}
    ranked = sorted(counts.items(), key=lambda item: (-item[1], place.get(item[0], len(place))))
    return tuple(
        LossShare(
            of=each,
            count=count,
            share=_percent(count, whole),
            limits=limits(count, whole, confidence),
            cumulative=_percent(so_far, whole),
        )
        for (each, count), so_far in zip(ranked, accumulate(count for _, count in ranked), strict=True)
    )


def _counted(
    name: str, by: str | None, lost: Iterable[Lead], won: Iterable[Lead]
) -> list[tuple[tuple[str | None, str | None], int, int]]:
    if by not in {None, "model", "channel"}:
        what = "by="
        raise UnknownNameError(what, by, ("model", "channel"))

    def cell(lead: Lead) -> tuple[str | None, str | None]:
        what = lead.reason.id if name == "reason" and lead.reason is not None else lead.competitor
        return what, None if by is None else getattr(lead, by)

    went, came = Counter(map(cell, lost)), Counter(map(cell, won))
    cells = sorted({*went, *came}, key=lambda each: (-went[each], -came[each], in_order(each[0]), in_order(each[1])))
    return [(each, went[each], came[each]) for each in cells]


def _win_back(leads: Iterable[Lead], lost: Iterable[Lead], confidence: int) -> WinBack:
    losses: dict[Key, list[date]] = defaultdict(list)
    wins: dict[Key, list[date]] = defaultdict(list)
    for lead in lost:
        if lead.customer is not None and lead.closed is not None:
            losses[lead.customer].append(lead.closed)
    for lead in leads:
        if lead.outcome is Outcome.WON and lead.customer in losses and lead.closed is not None:
            wins[lead.customer].append(lead.closed)
    waited = []
    for customer, days in losses.items():
        if later := [day for day in wins[customer] if day > min(days)]:
            won = min(later)
            waited.append((won - max(day for day in days if day < won)).days)
    return WinBack(
        customers=len(losses),
        won_back=len(waited),
        rate=_percent(len(waited), len(losses)) if losses else None,
        limits=wilson(len(waited), len(losses), confidence),
        median_days=_median(waited),
    )


def reactivated(leads: Iterable[Lead]) -> frozenset[Key]:
    """Return the lost leads whose customer was called again and bought on that day or later.

    A win counts once: for the customer's latest call before it.
    """
    called: dict[Key, list[Lead]] = defaultdict(list)
    wins: dict[Key, list[date]] = defaultdict(list)
    for lead in leads:
        if lead.customer is None:
            continue
        if lead.recontacted is not None:
            called[lead.customer].append(lead)
        elif lead.outcome is Outcome.WON and lead.closed is not None:
            wins[lead.customer].append(lead.closed)
    found = set()
    for customer, calls in called.items():
        waiting = sorted(calls, key=_call)
        for won in sorted(wins[customer]):
            before = [lead for lead in waiting if _call(lead)[0] <= won]
            if before:
                found.add(before[-1].id)
                waiting = waiting[len(before) :]
    return frozenset(found)


def _call(lead: Lead) -> tuple[date, tuple[bool, bool, Key]]:
    return lead.recontacted or date.max, in_order(lead.id)


def _cost(amounts: Iterable[Decimal | None]) -> LossCost | None:
    units = [units_of(amount, MONEY) for amount in amounts if amount is not None]
    if not units:
        return None
    whole = sum(units)
    return LossCost(
        leads=len(units), amount=to_decimal(whole, MONEY), per_lead=to_decimal(rdiv(whole, len(units)), MONEY)
    )


def _median(days: Sequence[int]) -> Decimal | None:
    if not days:
        return None
    ordered, half = sorted(days), len(days) // 2
    twice = 2 * ordered[half] if len(days) % 2 else ordered[half - 1] + ordered[half]
    return to_decimal(5 * twice, 1)


def _percent(part: int, whole: int) -> Decimal:
    return to_decimal(rdiv(part * 10_000, whole), 2)
