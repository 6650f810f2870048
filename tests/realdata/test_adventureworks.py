"""Real input: quota attainment of AdventureWorks, person by person and manager by manager, in quarters of its own.

Its quota quarters are no calendar quarters (they begin on 31 May, 31 August, 1 December, …), seven sellers start late,
three managers sell and have quotas themselves.  Columns of the expected tables left out, and why:

| column | reason |
|---|---|
| name, quarter_no, quota_date, quarter_end_exclusive | labels of the row |
| quarters, quarters_met, mean_of_quarter_attainments | counts and means over periods: no indicator of one period |
| first_order, last_order | dates, not amounts |
| `expected_by_territory` | in 1,429 of 3,806 orders the territory is not the seller's: it is nobody's place |
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import salesperf as sp
from salesperf import curves
from salesperf.indicators import Attainment, Ratio, Total
from salesperf.organisation import Organisation

SALES = sp.Measure("order_value", unit="money", decimals=4, en="Sales", zh="销售额")
DUE = sp.Measure("order_due", unit="money", decimals=4, en="Total due", zh="应付额")
QUOTA = sp.Measure("quota", unit="money", decimals=4, en="Quota", zh="指标")
ORDERS = sp.Measure("order_count", unit="count", en="Orders", zh="订单")
CUSTOMERS = sp.Measure("customer_count", unit="count", additivity="distinct", key="customer", en="Customers", zh="客户")

LINE = curves.Linear((0, 0), (100, 100))
REACHED = Attainment(
    "quota_attainment", numerator=SALES, denominator=QUOTA, unit="percent", direction="higher", decimals=4, en="Quota",
    zh="指标达成率",
)  # fmt: skip
AVERAGE = Ratio(
    "average_order", numerator=SALES, denominator=ORDERS, unit="money_per_unit", direction="higher", decimals=2, en="a",
    zh="a",
)  # fmt: skip
SERVED = Total("customers_served", numerator=CUSTOMERS, unit="count", direction="higher", decimals=0, en="c", zh="c")
BILLED = Total("total_due", numerator=DUE, unit="money", direction="higher", decimals=4, en="d", zh="d")


def profile(level: str) -> sp.Profile:
    lines = [
        sp.Criterion(REACHED, weight=50, curve=LINE),
        sp.Criterion(REACHED, weight=20, curve=LINE, scope="own"),
        sp.Criterion(AVERAGE, weight=10, curve=LINE),
        sp.Criterion(SERVED, weight=10, curve=LINE),
        sp.Criterion(BILLED, weight=10, curve=LINE),
    ]
    return sp.Profile(f"quota of a {level}", level=level, criteria=lines, publish_at_least=0)


LEVELS = [profile(level) for level in ("consultant", "manager", "director")]
MANAGERS = (274, 285, 287)
END = date(2014, 6, 1)
"""The last quota quarter is open: the last order is of 2014-05-01."""


@pytest.fixture(scope="module")
def table(shared: Path) -> Callable[[str], list[dict[str, str]]]:
    folder = shared / "data" / "adventureworks_oltp"
    if not folder.is_dir():
        pytest.skip(f"needs the data of {folder.name}")

    def read(name: str) -> list[dict[str, str]]:
        with (folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read


@pytest.fixture(scope="module")
def orders(table: Callable[[str], list[dict[str, str]]]) -> list[dict[str, Any]]:
    return [
        {
            "person": int(order["SalesPersonID"]),
            "date": order["OrderDate"],
            "customer": int(order["CustomerID"]),
            "order_value": order["SubTotal"],
            "order_due": order["TotalDue"],
            "order_count": 1,
            "customer_count": 1,
        }
        for order in table("SalesOrderHeader_with_salesperson.csv")
    ]


@pytest.fixture(scope="module")
def quarters(table: Callable[[str], list[dict[str, str]]]) -> list[sp.Period]:
    days = sorted({date.fromisoformat(row["QuotaDate"]) for row in table("SalesPersonQuotaHistory.csv")})
    assert len(days) == 12
    return [sp.Period(start, end) for start, end in pairwise([*days, END])]


@pytest.fixture(scope="module")
def quotas(table: Callable[[str], list[dict[str, str]]], quarters: list[sp.Period]) -> list[dict[str, Any]]:
    ends = {str(period.start): period.end for period in quarters}
    return [
        {
            "person": int(row["BusinessEntityID"]),
            "date": row["QuotaDate"],
            "until": ends[row["QuotaDate"]],
            "quota": row["SalesQuota"],
        }
        for row in table("SalesPersonQuotaHistory.csv")
    ]


@pytest.fixture(scope="module")
def org(table: Callable[[str], list[dict[str, str]]], quotas: list[dict[str, Any]]) -> Organisation:
    """A manager has a region and sells in it; the reports are a team there, each from the first quota on."""
    started: dict[int, str] = {}
    for row in quotas:
        started[row["person"]] = min(row["date"], started.get(row["person"], row["date"]))
    rows: list[dict[str, Any]] = [{"person": 273, "group": "sales", "level": "director"}]
    for staff in table("SalesStaff.csv"):
        who, boss = int(staff["BusinessEntityID"]), staff["ManagerBusinessEntityID"]
        if who in MANAGERS:
            rows.append({"person": who, "store": f"region-{who}", "group": "sales", "level": "manager"})
        elif who != 273:
            place = {"team": f"reports-{boss}", "store": f"region-{boss}", "group": "sales"}
            rows.append({"person": who, **place, "start": started[who]})
    return Organisation.from_rows(rows)


@pytest.fixture(scope="module")
def board(
    orders: list[dict[str, Any]], quotas: list[dict[str, Any]], org: Organisation, quarters: list[sp.Period]
) -> sp.Scoreboard:
    return sp.score_all(orders, LEVELS, organisation=org, period=quarters, targets=quotas)


@pytest.fixture(scope="module")
def reports(
    orders: list[dict[str, Any]], quotas: list[dict[str, Any]], org: Organisation, quarters: list[sp.Period]
) -> sp.Scoreboard:
    return sp.score(orders, LEVELS[0], organisation=org, period=quarters, targets=quotas, by="team")


def percent(expected: str) -> Decimal:
    """Return the ratio of a table as the card shows it: percent with four decimals."""
    return (Decimal(expected) * 10**6 + Decimal("0.5")).to_integral_value(rounding="ROUND_FLOOR").scaleb(-4)


def test_each_person_and_quarter(
    table: Callable[[str], list[dict[str, str]]], board: sp.Scoreboard, quarters: list[sp.Period]
) -> None:
    expected = table("expected_quota_attainment_by_person_quarter.csv")
    by_start = {str(period.start): period for period in quarters}
    for row in expected:
        card = board[int(row["SalesPersonID"]), by_start[row["quota_date"]]]
        own = card["quota_attainment@own"]
        assert own.numerator == Decimal(row["sales"])
        assert card.subject in MANAGERS or card.measures["order_count"] == int(row["orders"])
        if row["quota"]:
            assert (own.denominator, own.value) == (Decimal(row["quota"]), percent(row["attainment"]))
        else:
            assert own.status is sp.Status.NO_TARGET
    consultants = [card for card in board if card.level == "consultant"]
    of_consultants = [row for row in expected if int(row["SalesPersonID"]) not in MANAGERS]
    assert len(consultants) == len(of_consultants)  # who has not started yet has no card


def test_each_manager_and_quarter(
    table: Callable[[str], list[dict[str, str]]],
    board: sp.Scoreboard,
    reports: sp.Scoreboard,
    quarters: list[sp.Period],
) -> None:
    """A selling manager is not counted twice: team = own + reports, each to the last digit."""
    by_start = {str(period.start): period for period in quarters}
    for row in table("expected_quota_attainment_by_manager_quarter.csv"):
        period, who = by_start[row["quota_date"]], int(row["manager"])
        card, below = board[who, period], reports[f"reports-{who}", period]
        for part, line in (
            ("own", card["quota_attainment@own"]),
            ("reports", below["quota_attainment"]),
            ("team", card["quota_attainment"]),
        ):
            assert line.numerator == Decimal(row[f"{part}_sales"]), (who, period, part)
            assert line.denominator == Decimal(row[f"{part}_quota"]), (who, period, part)
            if row.get(f"{part}_attainment"):
                assert line.value == percent(row[f"{part}_attainment"]), (who, period, part)
        under = [each for each in board.under(who) if each.period == period]
        assert len(under) == int(row["reports"])
    for period in quarters:
        of_managers = [board[who, period]["quota_attainment"] for who in MANAGERS]
        top = board[273, period]["quota_attainment"]
        assert top.numerator == sum(line.numerator for line in of_managers)
        assert top.denominator == sum(line.denominator for line in of_managers)


def test_each_person_altogether(
    table: Callable[[str], list[dict[str, str]]], orders: list[dict[str, Any]], org: Organisation
) -> None:
    own = sp.score(orders, LEVELS[0], organisation=org)
    for row in table("expected_by_person.csv"):
        who = int(row["SalesPersonID"])
        if who in MANAGERS:
            continue  # their own customers are looked at by year, below
        card = own[who]
        assert card.measures["order_count"] == int(row["all_orders"])
        assert card.measures["order_value"] == Decimal(row["all_sales"])
        assert card["total_due"].value == Decimal(row["all_total_due"])
        assert card["customers_served"].value == int(row["customers"])
        exact = Decimal(row["all_sales"]) / int(row["all_orders"])
        assert abs(card["average_order"].value - exact) <= Decimal("0.005")


@pytest.mark.parametrize("grain", ["year", "month"])
def test_each_person_by_calendar(
    table: Callable[[str], list[dict[str, str]]], orders: list[dict[str, Any]], org: Organisation, grain: str
) -> None:
    """Everybody's own facts, managers' too: sums by the calendar's months and years."""
    served = sp.Criterion(SERVED, weight=50, curve=LINE, scope="own")
    average = sp.Criterion(AVERAGE, weight=50, curve=LINE, scope="own")
    levels = [sp.Profile(level, level=level, criteria=[served, average]) for level in ("consultant", "manager")]
    board = sp.score_all(orders, levels, organisation=org, period=grain)
    for row in table(f"expected_by_person_{grain}.csv"):
        card = board[int(row["SalesPersonID"]), row[grain]]
        line = card["average_order@own"]
        assert (line.numerator, line.denominator) == (Decimal(row["sales"]), int(row["orders"]))
        assert card["customers_served@own"].value == int(row["customers"])


def test_proof_of_completeness(
    table: Callable[[str], list[dict[str, str]]], orders: list[dict[str, Any]], org: Organisation
) -> None:
    """For every person the sum over [2013-05-30, 2014-06-01) is the SalesYTD that the source itself gives."""
    board = sp.score_all(orders, LEVELS, organisation=org, period=sp.Period(date(2013, 5, 30), END))
    for row in table("expected_check_against_SalesYTD.csv"):
        line = board[int(row["BusinessEntityID"])]["quota_attainment@own"]
        assert line.numerator == Decimal(row["SalesYTD"])
