"""A year on the showroom floor, written down event by event."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal

import attrs

from ..arithmetic import rdiv
from ._deals import Credit, Deal, delivery_rows, handover, order_row, return_rows
from ._dice import Dice
from ._people import Character
from ._season import LEAD_IN, Season

__all__ = ["Record", "Showroom"]

Record = dict[str, object]

_CHANNELS = ("online", "walk_in", "live_stream", "phone", "referral")
_CHANNEL_WEIGHTS = (38, 30, 14, 10, 8)
_WALK_IN, _REFERRAL = 1, 4

_LEADS_A_DAY = 1126
_UNITS_A_MONTH = 81
"""Planned units of the ordinary consultant in an ordinary month, in tenths."""
_LEADS_A_MONTH = 30
_REVENUE_A_UNIT, _GROSS_A_UNIT = 133_000, 6_500
_RAMP = (0, 500, 800)
"""A newcomer's targets in the first months, in thousandths; none at all in the very first."""

_FIELDS, _ITEMS = 12, 20
_IN_TIME = 30
"""Minutes within which a lead should be answered."""
_SATURDAY = 5
_MONTHS = range(12)


@attrs.define
class _Desk:
    """A consultant at work: when present, and the ledger of opportunities."""

    who: Character
    starts: int
    clean_up: int
    present: list[bool]
    next_day: list[int]
    opened: Counter[int] = attrs.Factory(Counter)
    closed: Counter[int] = attrs.Factory(Counter)
    lost: dict[int, Counter[str]] = attrs.Factory(lambda: defaultdict(Counter))
    carried: int = 0
    urge: int = 0


class Showroom:
    """Plays one year of a dealership; `days` are the facts its systems would hold."""

    def __init__(self, season: Season, dice: Dice, cast: tuple[Character, ...]) -> None:
        self._season = season
        self._dice = dice
        self._days: list[list[Record]] = [[] for _ in range(season.days)]
        self._desks = [self._desk(position, who) for position, who in enumerate(cast)]
        self._shoppers: dict[int, list[str]] = defaultdict(list)
        for desk in self._desks:
            self._targets(desk)
            self._routine(desk)
            self._audits(desk)
            self._leads(desk)
            self._ledger(desk)

    @property
    def days(self) -> list[list[Record]]:
        """The records of every day of the year, from 1 January."""
        return self._days

    def _book(self, day: int, row: Record) -> None:
        self._days[day].append(row)

    def _weekday(self, day: int) -> int:
        return (self._season.dates[0].weekday() + day) % 7

    def _desk(self, position: int, who: Character) -> _Desk:
        season = self._season
        starts = -LEAD_IN if who.joins is None else season.first_of(who.joins)
        leave = (
            range(0) if who.on_leave is None else range(season.first_of(who.on_leave), season.last_of(who.on_leave) + 1)
        )
        rest = position % 4
        present = [
            day >= starts and day not in leave and season.demand_on(day) > 0 and self._weekday(day) != rest
            for day in range(-LEAD_IN, season.days)
        ]
        next_day = [season.days] * (len(present) + 1)
        for place in range(len(present) - 1, -1, -1):
            next_day[place] = place - LEAD_IN if present[place] else next_day[place + 1]
        return _Desk(who, starts, (rest + 1) % 4, present, next_day)

    def _settle(self, desk: _Desk, day: int) -> int:
        """Return the first day from `day` on which the consultant is there; what piled up in an absence is spread."""
        last, long_absence, weeks = self._season.days, 6, 21
        if day >= last:
            return last
        found = desk.next_day[day + LEAD_IN]
        if found - day > long_absence:
            found = min(found + self._dice.below(weeks), last)
            return desk.next_day[found + LEAD_IN]
        return found

    def _row(self, day: int, desk: _Desk) -> Record:
        return {"person": desk.who.name, "date": self._season.dates[day]}

    # What happens by the calendar

    def _employed(self, desk: _Desk) -> Iterator[int]:
        return (month for month in _MONTHS if self._season.last_of(month) >= desk.starts)

    def _targets(self, desk: _Desk) -> None:
        who, season = desk.who, self._season
        for month in self._employed(desk):
            if month == who.on_leave:
                continue
            tenure = len(_RAMP) if who.joins is None else month - who.joins
            ramp = _RAMP[tenure] if tenure < len(_RAMP) else 1000
            day = season.first_of(month)
            row = self._row(day, desk)
            row["until"] = season.dates[0].replace(year=season.dates[0].year + month // 11, month=(month + 1) % 12 + 1)
            if ramp and month != who.untargeted:
                units = max(1, rdiv(_UNITS_A_MONTH * who.plan * season.unit_shape[month] * ramp, 10 * 1000**3))
                row |= {
                    "target_units": units,
                    "target_revenue": Decimal(units * _REVENUE_A_UNIT),
                    "target_gross": Decimal(units * _GROSS_A_UNIT),
                }
            leads = _LEADS_A_MONTH * who.pace * season.lead_shape[month] * (ramp or _RAMP[1])
            row["target_leads"] = max(1, rdiv(leads, 1000**3))
            self._book(day, row)

    def _routine(self, desk: _Desk) -> None:
        dice, who = self._dice, desk.who
        for day in range(self._season.days):
            if not desk.present[day + LEAD_IN]:
                continue
            row = self._row(day, desk)
            here = not dice.chance(12)
            row |= {"days_scheduled": 1, "days_attended": int(here)}
            if here:
                due = 1 + dice.below(5)
                done = min(due, dice.count(due * who.punctual, due))
                row |= {"reports_due": 1, "reports_on_time": int(dice.chance(who.punctual))}
                row |= {"followups_due": due, "followups_on_time": done, "contacts_made": done + dice.below(4)}
            junk = dice.count(150)
            if junk:
                row["leads_received"] = junk
            self._book(day, row)

    def _audits(self, desk: _Desk) -> None:
        dice, who, season = self._dice, desk.who, self._season
        early, middle, late = 8, 14, 22
        for month in self._employed(desk):
            first, end = season.first_of(month), season.last_of(month) + 1
            for offset in (early, late):
                day = desk.next_day[first + offset + LEAD_IN]
                if day < end:
                    row = self._row(day, desk)
                    row |= {"items_checked": _ITEMS, "items_passed": dice.count(who.passing * _ITEMS, _ITEMS)}
                    row["record_fraud_confirmed"] = int(who.fraud == month and offset == late)
                    self._book(day, row)
            day = desk.next_day[first + middle + LEAD_IN]
            if day < end and month != who.unexamined:
                row = self._row(day, desk)
                row |= {"exam_percent_sum": min(100, dice.near(who.exam, 8)), "persons_examined": 1}
                self._book(day, row)

    # What customers do

    def _leads(self, desk: _Desk) -> None:
        dice, who, season = self._dice, desk.who, self._season
        seen: list[tuple[int, str]] = []
        quiet = range(0) if who.quiet is None else range(season.first_of(who.quiet), season.last_of(who.quiet) + 1)
        for day in range(-LEAD_IN, season.days):
            if desk.present[day + LEAD_IN]:
                rate = _LEADS_A_DAY * who.pace * season.demand_on(day) // 1000**2
                for _ in range(dice.count(rate // 5 if day in quiet else rate)):
                    self._lead(desk, day, seen)
        for month, customer in seen:
            self._shoppers[month].append(customer)

    def _lead(self, desk: _Desk, day: int, seen: list[tuple[int, str]]) -> None:
        dice, who = self._dice, desk.who
        month = self._season.months[day] if day >= 0 else -1
        elsewhere = self._shoppers[month]
        shopper = bool(elsewhere) and dice.chance(25)
        customer = elsewhere.pop(dice.below(len(elsewhere))) if shopper else dice.key("c")
        channel = dice.weighted(_CHANNEL_WEIGHTS)
        walk_in, opens = channel == _WALK_IN, dice.chance(930)
        drove = walk_in and dice.chance(who.driving)
        if day >= 0:
            seen.append((month, customer))
            row = self._row(day, desk)
            row |= {"customer": customer, "channel": _CHANNELS[channel], "leads_received": 1, "leads_valid": 1}
            self._answered(row, at_once=walk_in)
            if opens:
                row |= {"opps_opened": 1, "fields_required": _FIELDS}
                row["fields_filled"] = dice.count(who.filling * _FIELDS, _FIELDS)
                row |= {"records_due": 1, "records_on_time": int(dice.chance(who.punctual))}
            if walk_in:
                row |= _visit(drove=drove)
            self._book(day, row)
        if opens:
            self._opportunity(desk, day, customer, channel, drove=drove, buys=not shopper and self._buys(desk))

    def _answered(self, row: Record, *, at_once: bool) -> None:
        minutes = 0 if at_once else 1 + self._dice.below(20) * self._dice.below(8)
        row |= {"leads_responded": 1, "response_minutes_sum": minutes}
        if minutes <= _IN_TIME:
            row["leads_responded_in_sla"] = 1

    def _buys(self, desk: _Desk) -> bool:
        """Decide whether a customer will buy; after a sale the next is a while away, so a month is not all luck."""
        desk.urge += desk.who.closing
        if not self._dice.chance(desk.urge - 400):
            return False
        desk.urge -= 1000
        return True

    def _opportunity(self, desk: _Desk, day: int, customer: str, channel: int, *, drove: bool, buys: bool) -> None:
        dice = self._dice
        month = self._season.months[day] if day >= 0 else -1
        desk.opened[month] += 1
        met = day
        if channel != _WALK_IN and (buys or dice.chance(420)):
            met = self._settle(desk, day + dice.below(6))
            drove = dice.chance(desk.who.driving)
            if 0 <= met < self._season.days:
                self._book(met, self._row(met, desk) | {"customer": customer} | _visit(drove=drove))
        patience = dice.below(6) if dice.chance(750) else 6 + dice.below(30)
        if buys:
            end = self._settle(desk, self._weekend(met + patience))
            self._order(
                desk,
                end,
                month,
                customer,
                drove=drove,
                referral=channel == _REFERRAL or dice.chance(desk.who.referring),
            )
        else:
            end = self._lose(desk, met + 10 + dice.below(60))
        if end >= 0:
            desk.carried += day < 0
            if end < self._season.days:
                desk.closed[self._season.months[end]] += 1

    def _weekend(self, day: int) -> int:
        """Return `day`, or often the Saturday or Sunday that follows within the week."""
        if self._dice.chance(500) or not 0 <= day < self._season.days:
            return day
        to_saturday = _SATURDAY - self._weekday(day)
        return day + max(0, to_saturday) + self._dice.below(2) if to_saturday > 0 else day

    def _lose(self, desk: _Desk, day: int) -> int:
        """Give an opportunity up on the next weekly clean-up of the list; return its day."""
        if day < self._season.days:
            day = self._settle(desk, day + (desk.clean_up - self._weekday(day)) % 7)
        if 0 <= day < self._season.days:
            tally = desk.lost[day]
            if self._dice.chance(50):
                tally["opps_invalidated"] += 1
            else:
                tally["opps_lost"] += 1
                tally["lost_analysed"] += self._dice.chance(desk.who.analysing)
        return day

    def _order(self, desk: _Desk, day: int, month: int, customer: str, *, drove: bool, referral: bool) -> None:
        dice, days = self._dice, self._season.days
        if day >= days:
            return
        deal = Deal(
            key=dice.key("d"), customer=customer, credits=self._credits(desk, day), drove=drove, referral=referral
        )
        for credit in deal.credits if day >= 0 else ():
            row: Record = {"person": credit.person, "date": self._season.dates[day]} | order_row(deal, credit)
            if credit.person == desk.who.name:
                row["opps_won_new" if self._season.months[day] == month else "opps_won_carried"] = 1
            self._book(day, row)
        if dice.chance(60):
            end = self._settle(desk, day + 1 + dice.below(9))
            for credit in deal.credits if 0 <= end < days else ():
                row = {"person": credit.person, "date": self._season.dates[end], "deal": deal.key}
                row |= {"orders_cancelled": credit.share} | ({"orders_referral": -credit.share} if referral else {})
                self._book(end, row)
        else:
            self._deliver(desk, self._settle(desk, self._hand_over_day(day)), deal)

    def _credits(self, desk: _Desk, day: int) -> tuple[Credit, ...]:
        """Return who sold it: the consultant, or now and then together with another who was there."""
        if self._dice.chance(80):
            there = [d for d in self._desks if d is not desk and d.present[day + LEAD_IN]]
            if there:
                half, other = Decimal("0.5"), there[self._dice.below(len(there))]
                return (Credit(desk.who.name, half, 0), Credit(other.who.name, half, 1))
        return (Credit(desk.who.name, 1, None),)

    def _hand_over_day(self, ordered: int) -> int:
        """Return a day some days after the order; cars of the middle of a month are often pushed to its end."""
        day = ordered + 1 + self._dice.below(9)
        if 0 <= day < self._season.days and self._dice.chance(250):
            last = self._season.last_of(self._season.months[day])
            return max(day, last - self._dice.below(6))
        return self._weekend(day)

    def _deliver(self, desk: _Desk, day: int, deal: Deal) -> None:
        dice, days = self._dice, self._season.days
        car = handover(dice, desk.who)
        if 0 <= day < days:
            for row in delivery_rows(deal, car, surveyed=desk.who.surveyed):
                self._book(day, {"person": row.pop("person"), "date": self._season.dates[day]} | row)
        self._after_sale(desk, day)
        if dice.chance(12):
            back = self._settle(desk, day + 4 + dice.below(30)) if day < days else days
            for row in return_rows(deal, car) if 0 <= back < days else ():
                self._book(back, {"person": row.pop("person"), "date": self._season.dates[back]} | row)

    def _after_sale(self, desk: _Desk, day: int) -> None:
        dice, days = self._dice, self._season.days
        answered, waited = dice.chance(620), dice.below(14)
        answer = min(100, dice.near(desk.who.liking + 1, 14))
        if desk.who.surveyed and answered and 0 <= day + 4 + waited < days:
            top, promoter, passive = 95, 90, 70
            row = self._row(day + 4 + waited, desk)
            row |= {"survey_n": 1, "score_sum": answer, "topbox_n": int(answer >= top)}
            row |= {"promoters_n": int(answer >= promoter), "detractors_n": int(answer < passive)}
            self._book(day + 4 + waited, row)
        if dice.chance(25 + 4 * max(0, 88 - desk.who.liking)) and 0 <= day + waited < days:
            row = self._row(day + waited, desk)
            row |= {"complaints_valid": 1, "complaints_due": 1, "complaints_closed_in_sla": int(dice.chance(850))}
            self._book(day + waited, row)

    # What the month's books say

    def _ledger(self, desk: _Desk) -> None:
        for day, tally in desk.lost.items():
            row: Record = self._row(day, desk)
            if tally["opps_lost"]:
                row |= {"opps_lost": tally["opps_lost"], "lost_declared": tally["opps_lost"]}
                row["lost_analysed"] = tally["lost_analysed"]
            if tally["opps_invalidated"]:
                row["opps_invalidated"] = tally["opps_invalidated"]
            self._book(day, row)
        still_open = desk.carried
        for month in self._employed(desk):
            first, last = self._season.first_of(month), self._season.last_of(month)
            self._book(first, self._row(first, desk) | {"opps_carried_in": still_open})
            still_open += desk.opened[month] - desk.closed[month]
            stale = still_open * (60 + self._dice.below(120)) // 1000
            self._book(last, self._row(last, desk) | {"opps_open_end": still_open, "opps_stale_end": stale})


def _visit(*, drove: bool) -> Record:
    seen: Record = {"visit_batches": 1, "first_visits": 1, "customers_received": 1, "customers_registered": 1}
    return seen | {"test_drive_customers": 1} if drove else seen
