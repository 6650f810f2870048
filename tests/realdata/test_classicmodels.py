"""Real input: rep > manager > office of classicmodels, against tables computed independently.

Regional managers lead offices of several cities, so that a region is an area of stores; Nishi leads Kato in Tokyo and
reports to the vice president.  Columns of the expected tables left out, and why:

| column | reason |
|---|---|
| name, city, manager | labels of the row |
| `expected_by_status` | the status of an order is nobody's place; both scopes, all and net of cancelled, are checked |
| manager 1056 in `expected_by_manager` | direct reports' own orders only: compared with the report who sells |
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import salesperf as sp
from salesperf import curves
from salesperf.indicators import Mean, Ratio, Total
from salesperf.organisation import Organisation

LINE = curves.Linear((0, 0), (100, 100))


def count(name: str, **more: Any) -> sp.Measure:
    return sp.Measure(name, unit="count", en=name, zh=name, **more)


def money(name: str) -> sp.Measure:
    return sp.Measure(name, unit="money", en=name, zh=name)


ORDERS, CANCELLED, UNITS, LATE, SHIPPED = map(
    count, ("order_count", "orders_void", "units_ordered", "orders_late", "orders_shipped")
)
CUSTOMERS = count("customer_count", additivity="distinct", key="customer")
REVENUE, COST, LISTED = map(money, ("order_value", "order_cost", "list_value"))
DAYS = sp.Measure("days_to_ship", unit="days", en="d", zh="d")

HIGHER: dict[str, Any] = {"direction": "higher", "en": "x", "zh": "x"}
INDICATORS = [
    Ratio("gross_margin_pct", numerator=REVENUE - COST, denominator=REVENUE, unit="percent", decimals=4, **HIGHER),
    Ratio("price_realisation", numerator=REVENUE, denominator=LISTED, unit="percent", decimals=4, **HIGHER),
    Ratio("avg_order", numerator=REVENUE, denominator=ORDERS, unit="money_per_unit", decimals=2, **HIGHER),
    Mean("avg_days_to_ship", numerator=DAYS, denominator=SHIPPED, unit="days", decimals=4, **HIGHER),
    Total("customers_served", numerator=CUSTOMERS, unit="count", decimals=0, **HIGHER),
    Total("others", numerator=CANCELLED + UNITS + LATE, unit="count", decimals=0, **HIGHER),
]
WEIGHTS = (20, 20, 20, 20, 10, 10)
COLUMNS = {
    "orders": "order_count",
    "cancelled": "orders_void",
    "customers": "customer_count",
    "units": "units_ordered",
    "revenue": "order_value",
    "cost": "order_cost",
    "msrp_value": "list_value",
    "late": "orders_late",
}
RATIOS = {
    "gross_margin": ("gross_margin_pct", 100, 4),
    "price_realisation": ("price_realisation", 100, 4),
    "avg_order": ("avg_order", 1, 2),
    "avg_days_to_ship": ("avg_days_to_ship", 1, 4),
}


def profile(level: str, scope: str | None = None) -> sp.Profile:
    lines = [
        sp.Criterion(each, weight=w, curve=LINE, scope=scope, id=each.id)
        for each, w in zip(INDICATORS, WEIGHTS, strict=True)
    ]
    return sp.Profile(f"{level}s of classicmodels", level=level, criteria=lines)


Table = Callable[[str], list[dict[str, str]]]


@pytest.fixture(scope="module")
def table(shared: Path) -> Table:
    folder = shared / "data" / "classicmodels"
    if not folder.is_dir():
        pytest.skip(f"needs the data of {folder.name}")

    def read(name: str) -> list[dict[str, str]]:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read


@pytest.fixture(scope="module")
def records(table: Table) -> dict[str, list[dict[str, Any]]]:
    rep = {row["customerNumber"]: row["salesRepEmployeeNumber"] for row in table("customers")}
    product = {row["productCode"]: row for row in table("products")}
    sums: dict[str, dict[str, Any]] = {}
    for item in table("orderdetails"):
        quantity, its = int(item["quantityOrdered"]), product[item["productCode"]]
        found = sums.setdefault(item["orderNumber"], dict.fromkeys(["units_ordered", *("vcl")], 0))
        found["units_ordered"] += quantity
        for name, price in (("v", item["priceEach"]), ("c", its["buyPrice"]), ("l", its["MSRP"])):
            found[name] += quantity * Decimal(price)
    rows: dict[str, list[dict[str, Any]]] = {"all": [], "net": []}
    for order in table("orders"):
        found = sums[order["orderNumber"]]
        ordered, required = (date.fromisoformat(order[n]) for n in ("orderDate", "requiredDate"))
        shipped = date.fromisoformat(order["shippedDate"]) if order["shippedDate"] else None
        void = order["status"] == "Cancelled"
        row = {
            "person": int(rep[order["customerNumber"]]),
            "date": ordered,
            "customer": int(order["customerNumber"]),
            "order_count": 1,
            "customer_count": 1,
            "orders_void": int(void),
            "units_ordered": found["units_ordered"],
            "order_value": found["v"],
            "order_cost": found["c"],
            "list_value": found["l"],
            "orders_late": int(shipped is not None and shipped > required),
            "orders_shipped": int(shipped is not None),
            "days_to_ship": None if shipped is None else (shipped - ordered).days,
        }
        rows["all"].append(row)
        if not void:
            rows["net"].append(row)
    assert (len(rows["all"]), len(rows["net"])) == (326, 320)
    return rows


@pytest.fixture(scope="module")
def org(table: Table) -> Organisation:
    region = {"1143": "na", "1102": "emea", "1088": "apac"}
    rows: list[dict[str, Any]] = [{"person": 1056, "group": "house", "level": "director"}]
    rows += [{"person": int(m), "area": area, "group": "house", "level": "manager"} for m, area in region.items()]
    for each in table("employees"):
        who, boss, office = int(each["employeeNumber"]), each["reportsTo"], f"office-{each['officeCode']}"
        if each["jobTitle"] != "Sales Rep":
            continue
        if boss in region:
            rows.append({"person": who, "store": office, "area": region[boss], "group": "house"})
        else:  # Nishi, who leads Kato
            leads = boss == "1056"
            rows.append({"person": who, "team": "tokyo", "store": office, "group": "house", "manages": leads})
    return Organisation.from_rows(rows)


def check(card: sp.Scorecard, row: dict[str, str]) -> None:
    """Additive columns exactly, ratios to the shown decimals."""
    for column, measure in COLUMNS.items():
        assert card.measures[measure] == Decimal(row[column] or 0), (card.subject, column)
    assert card.measures["order_value"] - card.measures["order_cost"] == Decimal(row["gross"])
    for column, (line, factor, decimals) in RATIOS.items():
        if row.get(column):
            apart = abs(Fraction(card[line].value) - Fraction(row[column]) * factor)
            assert apart <= Fraction(1, 2 * 10**decimals) + Fraction(1, 10**9), (card.subject, column)
        else:
            assert card[line].status is sp.Status.NO_DENOMINATOR


@pytest.mark.parametrize("scope", ["all", "net"])
@pytest.mark.parametrize("grain", [None, "year", "quarter"])
def test_each_rep(
    table: Table, records: dict[str, list[dict[str, Any]]], org: Organisation, scope: str, grain: str | None
) -> None:
    """Reps without customers have a card with zeros."""
    board = sp.score(records[scope], profile("consultant"), organisation=org, period=grain)
    expected = table(f"expected_by_rep_{grain}_{scope}" if grain else f"expected_by_rep_{scope}")
    for row in expected:
        who = int(row["employeeNumber"])
        check(board[who] if grain is None else board[who, row[grain].replace("Q", "-Q")], row)
    active = [card for card in board if card.measures["order_count"]]
    assert len(active) == sum(row["orders"] != "0" for row in expected)
    if grain is None:
        assert {card.subject for card in board} == {int(row["employeeNumber"]) for row in expected}


@pytest.mark.parametrize("scope", ["all", "net"])
def test_each_manager(table: Table, records: dict[str, list[dict[str, Any]]], org: Organisation, scope: str) -> None:
    levels = [profile("consultant"), profile("manager"), profile("director")]
    board = sp.score_all(records[scope], levels, organisation=org)
    rows = {row["reportsTo"]: row for row in table(f"expected_by_manager_{scope}")}
    assert set(rows) == {"1143", "1102", "1088", "1056"}
    for manager in ("1143", "1102", "1088"):
        check(board[int(manager)], rows[manager])
    check(board[1621], rows["1056"])  # of the vice president's direct reports only Nishi sells
    own = sp.score(records[scope], profile("manager", "own"), organisation=org)
    assert [card.measures["order_count"] for card in own] == [0, 0, 0]
    whole = board[1056]
    assert whole.measures["order_value"] == sum(Decimal(row["revenue"]) for row in rows.values())
    assert [card.subject for card in board.under(1621)] == [1625]


@pytest.mark.parametrize("scope", ["all", "net"])
def test_each_office(table: Table, records: dict[str, list[dict[str, Any]]], org: Organisation, scope: str) -> None:
    board = sp.score(records[scope], profile("consultant"), organisation=org, by="store")
    rows = table(f"expected_by_office_{scope}")
    assert {f"office-{row['officeCode']}" for row in rows} == {card.subject for card in board}
    for row in rows:
        check(board[f"office-{row['officeCode']}"], row)
