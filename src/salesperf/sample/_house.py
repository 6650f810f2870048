"""What the records of its consultants do not say of the dealership: its managers, its stock, its books, its market."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from decimal import Context, Decimal, localcontext

from ..arithmetic import rdiv
from ..organisation import Organisation
from ._deals import Credit, Deal, delivery_rows, handover, order_row
from ._dice import Dice
from ._people import Character
from ._roster import DIRECTOR, MANAGERS, TEAMS, house_account
from ._season import Season
from ._showroom import Record, Showroom
from ._store import TARGETS, Sums, add, books, by_person, stock, trade_of

__all__ = ["house_rows"]

_SELLER = Character(
    name=MANAGERS[1],
    pace=260,
    closing=400,
    driving=700,
    gross=900,
    upsell=1050,
    focus=540,
    filling=950,
    analysing=950,
    liking=92,
    referring=260,
    passing=960,
    exam=90,
    punctual=980,
    plan=250,
)
"""The manager who sells as well, a quarter of what a consultant does."""
_HOUSE_DEALS = 3
_STRETCH = 106
"""The manufacturer asks more of the store than its people are given, in percent."""
_OF_PEOPLE = frozenset(
    (
        *("members_assessed", "member_attainment_sum", "process_kpi_weight_assessed", "process_kpi_weight_met"),
        *("members_in_plan", "members_developed", "market_reports_scored", "market_report_score_sum"),
    )
)
"""What the store's books say of its people; a house counts it from their records, or is told by manager."""
_MARKET = ("tiv_in_area", "own_registrations_in_area")
_ANY_YEAR = 28
"""The last day that every month has."""


class _House:
    """The year's rows besides those of the consultants, booked day by day."""

    def __init__(self, showroom: Showroom, season: Season, dice: Dice, organisation: Organisation, store: str) -> None:
        self._season = season
        self._dice = dice
        self._organisation = organisation
        self._store = store
        self._teams = tuple(f"{store}.{team}" for team in TEAMS)
        self._consultants = showroom.days
        self._before: list[Record] = []
        self._days: list[list[Record]] = [list(rows) for rows in Showroom(season, dice, (_SELLER,)).days]
        self._house_deals()
        self._sold = [list(rows) for rows in self._days]
        self._stock()
        for month in range(len(season.unit_shape)):
            self._month(range(season.first_of(month), season.last_of(month) + 1))

    def rows(self) -> list[Record]:
        """Return all rows, in order of their dates."""
        return [*self._before, *(row for rows in self._days for row in rows)]

    def _book(self, day: int, owner: Record, row: Record) -> None:
        self._days[day].append(owner | {"date": self._season.dates[day]} | row)

    def _house_deals(self) -> None:
        """Book cars that nobody of the team sold: a walk-in to the owner, a small fleet."""
        dice, season = self._dice, self._season
        credit = Credit(house_account(self._store), 1, None)
        for month in range(len(season.unit_shape)):
            open_days = [
                day for day in range(season.first_of(month), season.last_of(month) + 1) if season.demand_on(day)
            ]
            for _ in range(dice.below(_HOUSE_DEALS)):
                day = open_days[dice.below(len(open_days))]
                deal = Deal(key=dice.key("d"), customer=dice.key("c"), credits=(credit,), drove=False, referral=False)
                self._book(day, {"person": credit.person}, order_row(deal, credit))
                for row in delivery_rows(deal, handover(dice, _SELLER), surveyed=False):
                    self._book(day, {"person": row.pop("person")}, row)

    def _stock(self) -> None:
        """Book the stock allotted to each team, and what both tie up."""
        tied_up: dict[int, Sums] = {}
        for team in self._teams:
            trade = [trade_of(list(self._of(team, (day,)))) for day in range(self._season.days)]
            for day, row in stock(trade, self._season, self._dice):
                if "model" in row:
                    self._book(day, {"team": team}, row)
                else:
                    add(tied_up.setdefault(day, defaultdict(Decimal)), row, row)
        for day, sums in tied_up.items():
            self._book(day, {"store": self._store}, dict(sums))

    def _of(self, team: str, days: Iterable[int]) -> Iterator[Record]:
        """Yield what the people of a team did; house deals are of the first team's cars."""
        belongs = {team, self._store} if team == self._teams[0] else {team}
        for day in days:
            date = self._season.dates[day].toordinal()
            for row in (*self._consultants[day], *self._sold[day]):
                stretch = self._organisation.stretch(str(row["person"]), date)
                if stretch is not None and stretch.unit in belongs:
                    yield row

    def _month(self, span: range) -> None:
        season, dice = self._season, self._dice
        store: Record = {"store": self._store}
        until: Record = {"until": season.dates[span[-1]] + dt.timedelta(1)}
        besides = [row for day in span for row in self._sold[day]]
        people = by_person(row for day in span for row in self._consultants[day])
        seller = by_person(row for row in besides if row["person"] == _SELLER.name)
        self._book(span[0], store, until | _asked([*people.values(), *seller.values()], _STRETCH))
        second = by_person(self._of(self._teams[1], span))
        self._book(span[0], {"team": self._teams[1]}, until | _asked(second.values(), 100))
        for row in books(people, len(span), dice, besides):
            self._book(span[-1], store, {name: amount for name, amount in row.items() if name not in _OF_PEOPLE})
            if row.keys() >= set(_MARKET):
                self._market_before(span[-1], row)
        for manager in MANAGERS:
            judged: Record = {"market_reports_scored": 1, "market_report_score_sum": dice.near(80, 15)}
            self._book(span[-1], {"person": manager}, {"members_in_plan": 3, "members_developed": dice.below(4)})
            self._book(span[-1], {"person": manager}, judged | {"rater": DIRECTOR})

    def _market_before(self, day: int, row: Record) -> None:
        """Note the same month of the year before, so that growth has something to compare with."""
        sums: Sums = defaultdict(Decimal)
        add(sums, row, _MARKET)
        date = self._season.dates[day]
        market: Record = {"store": self._store, "date": date.replace(year=date.year - 1, day=min(date.day, _ANY_YEAR))}
        self._before.append(market | {name: int(sums[name]) * self._dice.near(970, 60) // 1000 for name in _MARKET})


def _asked(people: Collection[Sums], percent: int) -> Record:
    """Return `percent` of the targets of people; who has none counts as much as the others on average."""
    whole = [sums for sums in people if sums[TARGETS[0]]]
    return {
        name: rdiv(int(sum(sums[name] for sums in whole)) * len(people) * percent, 100 * max(1, len(whole)))
        for name in TARGETS
    }


def house_rows(
    showroom: Showroom, season: Season, dice: Dice, organisation: Organisation, store: str
) -> tuple[Record, ...]:
    """Return what is to be known of a house besides the records of its consultants, in order of the dates."""
    with localcontext(Context(prec=40)):  # the caller's own may round to a few digits
        return tuple(_House(showroom, season, dice, organisation, store).rows())
