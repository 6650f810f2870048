"""The same dealership as its store sees it: daily sums, stock, ledger, market."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Context, Decimal, localcontext

from ..arithmetic import rdiv, to_decimal
from ._deals import MODELS
from ._dice import Dice
from ._season import Season
from ._showroom import Record, Showroom

__all__ = ["TARGETS", "Sums", "add", "books", "by_person", "stock", "store_rows", "trade_of", "yuan"]

_COUNTS = (
    *("units_delivered", "units_returned", "units_focus", "units_nev", "units_financed", "units_insured"),
    *("units_warranty", "units_accessory", "units_trade_in", "orders_signed", "orders_cancelled", "orders_referral"),
    *("surveys_sent", "survey_n", "score_sum", "topbox_n", "promoters_n", "detractors_n"),
    *("complaints_valid", "complaints_due", "complaints_closed_in_sla"),
)
_GROSS = ("gp_front", "gp_fi", "gp_warranty", "gp_accessory", "gp_used_linked")
_MONEY = ("revenue_vehicle", "revenue_accessory", "list_price_sum", "discount_sum", *_GROSS)
_UNITS = ("units_delivered", "units_returned")
TARGETS = ("target_units", "target_revenue", "target_gross")

_SUNDAY, _WEEK = 6, 7
_COVER_DAYS = 34
"""Stock is ordered up to so many days of sales."""
_COST_PERCENT = 80
"""What a car costs the store, in percent of its list price."""
_OTHER_STAFF = 17
_MOST_ATTAINED = 120_00

Sums = dict[str, Decimal]


def store_rows(showroom: Showroom, season: Season, dice: Dice, store: str) -> list[Record]:
    """Return the facts of the store where the showroom is, in order of their dates."""
    days: list[list[Record]] = [[] for _ in season.dates]
    with localcontext(Context(prec=40)):  # the caller's own may round to a few digits
        trade = [trade_of(rows) for rows in showroom.days]
        for day, models in enumerate(trade):
            days[day].extend(_traded(model, sums) for model, sums in sorted(models.items()))
        for day, row in stock(trade, season, dice):
            days[day].append(row)
        for number in range(len(season.unit_shape)):
            span = range(season.first_of(number), season.last_of(number) + 1)
            people = by_person(row for day in span for row in showroom.days[day])
            targets: Record = {name: int(sum(sums[name] for sums in people.values())) for name in TARGETS}
            days[span[0]].append({"until": season.dates[span[-1]] + dt.timedelta(1)} | targets)
            days[span[-1]].extend(books(people, len(span), dice))
    return [{"store": store, "date": season.dates[day]} | row for day, rows in enumerate(days) for row in rows]


def add(sums: Sums, row: Record, names: Iterable[str]) -> None:
    """Add the amounts that a row has under some names."""
    for name in names:
        value = row.get(name)
        if isinstance(value, int | Decimal):
            sums[name] += value


def trade_of(rows: list[Record]) -> dict[str, Sums]:
    """Return a day's sums over all people, apart for each model handed over or taken back ("" where none is named)."""
    models: dict[str, Sums] = defaultdict(lambda: defaultdict(Decimal))
    names = (*_COUNTS, *_MONEY)
    for row in rows:
        if not row.keys().isdisjoint(names):
            add(models[str(row.get("model", ""))], row, names)
    return models


def _traded(model: str, sums: Sums) -> Record:
    row: Record = {"model": model} if model else {}
    row |= {name: int(sums[name]) for name in _COUNTS if name in sums}
    return row | {name: sums[name] for name in _MONEY if name in sums}


def by_person(rows: Iterable[Record]) -> dict[object, Sums]:
    """Return what each person sold, earned and was asked for."""
    people: dict[object, Sums] = defaultdict(lambda: defaultdict(Decimal))
    for row in rows:
        add(people[row["person"]], row, (*_UNITS, *_MONEY, *TARGETS))
    return people


def _net(sums: Sums) -> int:
    return int(sums.get("units_delivered", Decimal()) - sums.get("units_returned", Decimal()))


def stock(trade: list[dict[str, Sums]], season: Season, dice: Dice) -> Iterator[tuple[int, Record]]:
    """Yield the stock of every model on Sundays, when cars arrive, and at month ends, and what it ties up."""
    names = tuple(model.name for model in MODELS)
    sold = [[_net(day[name]) if name in day else 0 for name in names] for day in trade]
    whole_year = [max(1, sum(column)) for column in zip(*sold, strict=True)]
    level = [rdiv(units * _COVER_DAYS, season.days) for units in whole_year]
    for day, units in enumerate(sold):
        level = [max(0, had - gone) for had, gone in zip(level, units, strict=True)]
        sunday = season.dates[day].weekday() == _SUNDAY
        if sunday:
            pace = season.unit_shape[season.months[min(day + _WEEK, season.days - 1)]] * dice.near(_COVER_DAYS, 4)
            wanted = [rdiv(units * pace * dice.near(1000, 200), season.days * 1000**2) for units in whole_year]
            level = list(map(max, level, wanted))
            yield day, _tied_up(level, dice)
        if sunday or day == season.last_of(season.months[day]):
            for name, left in zip(names, level, strict=True):
                yield day, _counted(name, left, dice)


def _tied_up(level: list[int], dice: Dice) -> Record:
    value = sum(units * model.price for units, model in zip(level, MODELS, strict=True)) * _COST_PERCENT // 100
    return {
        "stock_value_avg": yuan(value),
        "working_capital_avg": yuan(value * 2 // 5 + dice.near(900_000, 150_000)),
        "model_days_in_scope": _WEEK * len(level),
        "model_days_stocked_out": _WEEK * level.count(0) + dice.below(3),
    }


def _counted(name: str, units: int, dice: Dice) -> Record:
    old = units * dice.below(250) // 1000
    age = units * dice.near(38, 14)
    return {"model": name, "stock_units_end": units, "stock_units_over_90": old, "stock_age_days_sum": age}


def books(people: dict[object, Sums], days: int, dice: Dice, besides: Iterable[Record] = ()) -> Iterator[Record]:
    """Yield what a month's end brings: ledger, people, market, judgements, dues; `besides` counts in the ledger too."""
    totals: Sums = defaultdict(Decimal)
    for row in besides:
        add(totals, row, (*_UNITS, *_MONEY, *TARGETS))
    for sums in people.values():
        for name, amount in sums.items():
            totals[name] += amount
    units, plan = _net(totals), int(totals["target_units"])
    yield _ledger(totals, units, plan, dice)
    staff = len(people) + _OTHER_STAFF
    yield {
        "person_days": staff * days,
        "consultant_days": len(people) * days,
        "leavers_voluntary": int(dice.chance(400)),
        "members_in_plan": 4,
        "members_developed": 1 + dice.below(4),
    }
    attained = [min(_MOST_ATTAINED, _attained(sums)) for sums in people.values() if sums["target_units"]]
    yield {
        "members_assessed": len(attained),
        "member_attainment_sum": to_decimal(sum(attained), 2),
        "process_kpi_weight_assessed": 100,
        "process_kpi_weight_met": 45 + 5 * dice.below(11),
        "market_reports_scored": 1,
        "market_report_score_sum": dice.near(80, 15),
        "forecast_abs_error": max(0, units) * dice.near(110, 60) // 1000,
    }
    market = max(1, plan) * dice.near(960, 120) // 100
    yield {
        "tiv_in_area": market,
        "own_registrations_in_area": max(0, units) * dice.near(93, 4) // 100,
        "benchmark_units_in_area": to_decimal(market * 1040, 4),
    }
    renewals, services = 90 + dice.below(60), 40 + dice.below(40)
    yield {
        "policies_due": renewals,
        "policies_renewed": renewals * dice.near(64, 10) // 100,
        "first_service_due": services,
        "first_service_done": services * dice.near(88, 8) // 100,
    }


def _attained(sums: Sums) -> int:
    """Return a person's unit attainment in hundredths of a percent, as its line would show it."""
    return rdiv(int((sums["units_delivered"] - sums["units_returned"]) * 10_000), int(sums["target_units"]))


def _ledger(totals: Sums, units: int, plan: int, dice: Dice) -> Record:
    sales = int(totals["revenue_vehicle"] + totals["revenue_accessory"])
    new_cars = int(sum(totals[name] for name in _GROSS))
    offered = 1500 * max(plan, units)
    earned = offered * (100 if units >= plan else 60) // 100
    service = dice.near(33_000, 2500) * (_OTHER_STAFF + 3)
    gross = new_cars + earned + service
    selling = 120_000 + 1600 * units + dice.below(30_000)
    leads = 40_000 + 700 * plan + dice.below(15_000)
    total = selling + leads + 320_000 + new_cars * 15 // 100 + dice.near(260_000, 40_000)
    return {
        "revenue_total": yuan(sales + service * 23 // 10),
        "cogs_vehicle": yuan(sales - int(totals["gp_front"])),
        "gp_total": yuan(gross),
        "net_profit": yuan(gross - total),
        "expense_total": yuan(total),
        "expense_selling": yuan(selling),
        "expense_marketing": yuan(leads * 13 // 10),
        "expense_leads": yuan(leads),
        "expense_budget": yuan(135_000 + 1600 * plan),
        "rebate_available": yuan(offered),
        "rebate_earned": yuan(earned),
        "target_profit": yuan(110_000 + 3000 * plan),
    }


def yuan(amount: int) -> Decimal:
    return to_decimal(amount * 100, 2)
