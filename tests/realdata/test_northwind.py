"""Real input: Northwind's orders, by employee and manager, against tables computed independently.

Columns of the expected tables left out, and why:

| column | reason |
|---|---|
| name | a label, not a fact |

The date of an order is written m/d/Y in the source; a record's date is ISO, so the test rewrites it, as a feed will.
"""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

import salesperf as sp
from salesperf import curves
from salesperf.indicators import Mean, Ratio, Total
from salesperf.organisation import Organisation

ORDERS = sp.Measure("order_count", unit="count", en="Orders", zh="订单")
CUSTOMERS = sp.Measure("customer_count", unit="count", additivity="distinct", key="customer", en="Customers", zh="客户")
REVENUE = sp.Measure("net_revenue", unit="money", decimals=4, en="Revenue", zh="收入")
LIST = sp.Measure("list_revenue", unit="money", decimals=4, en="List value", zh="目录价值")
LATE = sp.Measure("orders_late", unit="count", en="Late orders", zh="迟交")
UNSHIPPED = sp.Measure("orders_unshipped", unit="count", en="Unshipped", zh="未发货")
SHIPPED = sp.Measure("orders_shipped", unit="count", en="Shipped", zh="已发货")
DAYS = sp.Measure("days_to_ship", unit="days", en="Days to ship", zh="发货天数")

LINE = curves.Linear((0, 0), (100, 100))
PROFILE = sp.Profile(
    "northwind",
    level="consultant",
    criteria=[
        sp.Criterion(
            Ratio("avg_discount", numerator=LIST - REVENUE, denominator=LIST, unit="percent", direction="lower",
                  decimals=4, en="Discount", zh="折扣率"), weight=40, curve=LINE),
        sp.Criterion(
            Mean("avg_days_to_ship", numerator=DAYS, denominator=SHIPPED, unit="days", direction="lower", decimals=4,
                 en="Days to ship", zh="发货周期"), weight=30, curve=LINE),
        sp.Criterion(
            Ratio("orders_per_customer", numerator=ORDERS, denominator=CUSTOMERS, unit="ratio", direction="higher",
                  decimals=4, en="Orders per customer", zh="客户均单"), weight=20, curve=LINE),
        sp.Criterion(
            Total("late_or_open", numerator=LATE + UNSHIPPED, unit="count", direction="lower", decimals=2, en="Late",
                  zh="迟交或未发"), weight=10, curve=LINE),
    ],
)  # fmt: skip


@pytest.fixture
def folder(shared: Path) -> Path:
    return shared / "data" / "northwind"


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> date | None:
    if not text or text == "NULL":
        return None
    month, day_, year = map(int, text.split("/"))
    return date(year, month, day_)


def records(folder: Path) -> list[dict[str, object]]:
    lines: dict[str, tuple[Decimal, Decimal]] = {}
    for item in table(folder / "OrderDetails.csv"):
        listed = Decimal(item["UnitPrice"]) * Decimal(item["Quantity"])
        before = lines.get(item["OrderID"], (Decimal(0), Decimal(0)))
        lines[item["OrderID"]] = (before[0] + listed, before[1] + listed * (1 - Decimal(item["Discount"])))
    rows = []
    for order in table(folder / "Orders.csv"):
        ordered, required, shipped = (day(order[n]) for n in ("OrderDate", "RequiredDate", "ShippedDate"))
        assert ordered is not None
        assert required is not None
        listed, net = lines[order["OrderID"]]
        rows.append(
            {
                "person": int(order["EmployeeID"]),
                "date": ordered,
                "customer": order["CustomerID"],
                "order_count": 1,
                "customer_count": 1,
                "net_revenue": net,
                "list_revenue": listed,
                "orders_late": int(shipped is not None and shipped > required),
                "orders_unshipped": int(shipped is None),
                "orders_shipped": int(shipped is not None),
                "days_to_ship": None if shipped is None else (shipped - ordered).days,
            }
        )
    return rows


ADDITIVE = {
    "orders": "order_count",
    "customers": "customer_count",
    "revenue": "net_revenue",
    "gross_list": "list_revenue",
    "late": "orders_late",
    "unshipped": "orders_unshipped",
}


@pytest.mark.parametrize(
    ("file", "period", "column"),
    [("", None, None), ("_year", "year", "year"), ("_quarter", "quarter", "quarter")],
)
def test_by_employee(folder: Path, file: str, period: str | None, column: str | None) -> None:
    board = sp.score(records(folder), PROFILE, period=period)
    expected = table(folder / f"expected_by_employee{file}.csv")
    assert len(board) == len(expected)
    for row in expected:
        who = int(row["EmployeeID"])
        check(board[who] if column is None else board[who, row[column].replace("Q", "-Q")], row)


def check(card: sp.Scorecard, row: dict[str, str]) -> None:
    for name, measure in ADDITIVE.items():
        assert card.measures[measure] == Decimal(row[name]), (card.subject, name)
    assert abs(Fraction(card["avg_discount"].value) - Fraction(row["avg_discount"]) * 100) <= Fraction("0.00005")
    shipped = Fraction(row["avg_days_to_ship"])
    assert abs(Fraction(card["avg_days_to_ship"].value) - shipped) <= Fraction("0.00005")


def test_direct_reports_of_each_manager(folder: Path) -> None:
    """Whoever reports to one manager is a team; the manager's own orders are not among theirs."""
    bosses = {int(row["EmployeeID"]): row["ReportsTo"] for row in table(folder / "Employees.csv")}
    rows = [{"person": who, "team": f"of {boss or 'nobody'}"} for who, boss in bosses.items()]
    board = sp.score(records(folder), PROFILE, organisation=Organisation.from_rows(rows), by="team")
    expected = table(folder / "expected_direct_reports_by_manager.csv")
    assert {card.subject for card in board} == {"of nobody", *(f"of {row['manager']}" for row in expected)}
    for row in expected:
        check(board[f"of {row['manager']}"], row)


def test_everybody_under_each_manager(folder: Path) -> None:
    """A selling manager is not counted twice, two levels up either."""
    london = {"team": "london", "group": "all"}
    rows: list[dict[str, object]] = [{"person": who, "group": "all"} for who in (1, 3, 4, 8)]
    rows += [{"person": who, **london} for who in (6, 7, 9)]
    rows += [{"person": 5, "level": "manager", **london}, {"person": 2, "level": "director", "group": "all"}]
    org = Organisation.from_rows(rows)
    levels = [attrs.evolve(PROFILE, level=level) for level in ("consultant", "manager", "director")]
    board = sp.score_all(records(folder), levels, organisation=org)
    for row in table(folder / "expected_subtree_by_manager.csv"):
        who = int(row["manager"])
        assert board[who].measures["order_count"] == int(row["orders"])
        assert board[who].measures["net_revenue"] == Decimal(row["revenue"])
        assert len(board.under(who)) == int(row["people"]) - 1
