"""Real tables through feeds as data: the same boards as the hand-written mapping, on rows and on every engine."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from feeds_tables import collected
from realdata import test_adventureworks as adventureworks
from realdata import test_classicmodels as classicmodels
from realdata import test_crm_maven as crm

import salesperf as sp
from salesperf.feeds import Count, Days, Equals, Feed, IsSet, Later, Sum

EXTRACT = "2017-12-31"
WON = Equals("deal_stage", "Won")
PIPELINE = Feed(
    "Maven CRM opportunities",
    whose="sales_agent",
    date="close_date",
    rules=[
        Count(crm.ENGAGED, date="engage_date"),
        Count(crm.ENGAGING, on=EXTRACT, where=IsSet("engage_date") & ~IsSet("close_date")),
        Count(crm.PROSPECTING, on=EXTRACT, where=~IsSet("engage_date") & ~IsSet("close_date")),
        Count(crm.WON, where=WON),
        Sum(crm.REVENUE, "close_value", where=WON),
        Days(crm.DAYS_WON, since="engage_date", where=WON),
        Count(crm.LOST, where=Equals("deal_stage", "Lost")),
        Days(crm.DAYS_LOST, since="engage_date", where=Equals("deal_stage", "Lost")),
    ],
)
ORDERS = Feed(
    "AdventureWorks orders",
    whose="SalesPersonID",
    date="OrderDate",
    keys={"customer": "CustomerID"},
    rules=[
        Sum(adventureworks.SALES, "SubTotal"),
        Sum(adventureworks.DUE, "TotalDue"),
        Count(adventureworks.ORDERS),
        Count(adventureworks.CUSTOMERS),
    ],
)
QUOTAS = Feed(
    "AdventureWorks quotas",
    whose="BusinessEntityID",
    date="QuotaDate",
    rules=[Sum(adventureworks.QUOTA, "SalesQuota", until="NextQuotaDate")],
)
CARS = Feed(
    "classicmodels orders with their lines added up",
    whose="salesRepEmployeeNumber",
    date="orderDate",
    keys={"customer": "customerNumber"},
    rules=[
        Count(classicmodels.ORDERS),
        Count(classicmodels.CUSTOMERS),
        Count(classicmodels.CANCELLED, where=Equals("status", "Cancelled")),
        Sum(classicmodels.UNITS, "quantity"),
        Sum(classicmodels.REVENUE, "value"),
        Sum(classicmodels.COST, "cost"),
        Sum(classicmodels.LISTED, "listed"),
        Count(classicmodels.LATE, where=Later("shippedDate", than="requiredDate")),
        Count(classicmodels.SHIPPED, where=IsSet("shippedDate")),
        Days(classicmodels.DAYS, since="orderDate", until="shippedDate"),
    ],
)


def pandas(path: Path) -> Any:
    pd = pytest.importorskip("pandas")
    frame = pd.read_csv(path)
    days = [name for name in frame.columns if name.lower().endswith("date")]
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in days})


def polars(path: Path) -> Any:
    return pytest.importorskip("polars").read_csv(path, try_parse_dates=True)


def lazy(path: Path) -> Any:
    return pytest.importorskip("polars").scan_csv(path, try_parse_dates=True)


def pyarrow(path: Path) -> Any:
    return pytest.importorskip("pyarrow.csv").read_csv(path)


def duckdb(path: Path) -> Any:
    return pytest.importorskip("duckdb").read_csv(str(path))


ENGINES: dict[str, Callable[[Path], Any]] = {
    "pandas": pandas,
    "polars": polars,
    "polars-lazy": lazy,
    "pyarrow": pyarrow,
    "duckdb": duckdb,
}
every_engine = pytest.mark.parametrize("engine", ENGINES)


def made(feed: Feed, table: Any) -> list[dict[str, Any]]:
    """Return the records of a table, absent where an engine has its own word for it."""
    return [
        {name: None if str(value) in {"nan", "NaT", "<NA>"} else value for name, value in row.items()}
        for row in collected(feed.frame(table))
    ]


def cards(board: sp.Scoreboard) -> Any:
    return board.to_dicts()


def folder(shared: Path, name: str) -> Path:
    found = shared / "data" / name
    if not found.is_dir():
        pytest.skip(f"needs the data of {name}")
    return found


# --- Maven CRM --------------------------------------------------------------------------------------------------------


@pytest.mark.untraced
@pytest.mark.parametrize("period", [None, "month", "quarter"])
def test_a_pipeline_as_rows(shared: Path, period: str | None) -> None:
    place = folder(shared, "crm_maven")
    by_feed = sp.score(PIPELINE.records(place / "sales_pipeline.csv"), crm.PROFILE, period=period)
    by_hand = sp.score(crm.records(place), crm.PROFILE, period=period)
    assert cards(by_feed) == cards(by_hand)


@pytest.mark.untraced
@every_engine
def test_a_pipeline_on_every_engine(shared: Path, engine: str) -> None:
    place = folder(shared, "crm_maven")
    table = ENGINES[engine](place / "sales_pipeline.csv")
    board = sp.score(made(PIPELINE, table), crm.PROFILE)
    expected = {row["sales_agent"]: row for row in crm.table(place / "expected_by_agent.csv")}
    assert len(board) == 30
    for card in board:
        crm.check(card, expected[str(card.subject)])
    assert cards(board) == cards(sp.score(crm.records(place), crm.PROFILE))


# --- AdventureWorks ---------------------------------------------------------------------------------------------------


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def quotas(shared: Path) -> list[dict[str, Any]]:
    """The quotas, each with the day on which the next quota quarter begins: the source leaves it to its reader."""
    rows = read(folder(shared, "adventureworks_oltp") / "SalesPersonQuotaHistory.csv")
    days = sorted({row["QuotaDate"] for row in rows})
    following = dict(pairwise([*days, str(adventureworks.END)]))
    return [{**row, "NextQuotaDate": following[row["QuotaDate"]]} for row in rows]


def attainments(shared: Path, orders: Iterable[Any], targets: Iterable[Any]) -> None:
    """Check every person's attainment of every quota quarter."""
    place = folder(shared, "adventureworks_oltp")
    expected = read(place / "expected_quota_attainment_by_person_quarter.csv")
    starts = sorted({row["quota_date"] for row in expected})
    periods = [
        sp.Period(*map(adventureworks.date.fromisoformat, ends))
        for ends in pairwise([*starts, str(adventureworks.END)])
    ]
    by_start = {str(period.start): period for period in periods}
    board = sp.score(orders, adventureworks.LEVELS[0], period=periods, targets=targets)
    checked = 0
    for row in expected:
        who: str | int = (
            row["SalesPersonID"] if isinstance(next(iter(board)).subject, str) else int(row["SalesPersonID"])
        )
        if row["orders"] == "0" and not row["quota"]:
            continue
        card = board[who, by_start[row["quota_date"]]]
        line = card["quota_attainment"]
        assert line.numerator == Decimal(row["sales"])
        assert card.measures["order_count"] == int(row["orders"])
        assert line.denominator == Decimal(row["quota"] or 0) or line.status is sp.Status.NO_TARGET
        if row["quota"]:
            assert line.value == adventureworks.percent(row["attainment"])
        checked += 1
    assert checked > 100


def test_orders_and_quotas_as_rows(shared: Path, quotas: list[dict[str, Any]]) -> None:
    place = folder(shared, "adventureworks_oltp")
    attainments(shared, ORDERS.records(place / "SalesOrderHeader_with_salesperson.csv"), QUOTAS.records(quotas))


@pytest.mark.untraced
@every_engine
def test_orders_and_quotas_on_every_engine(
    shared: Path, quotas: list[dict[str, Any]], engine: str, tmp_path: Path
) -> None:
    place = folder(shared, "adventureworks_oltp")
    with (tmp_path / "quotas.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(quotas[0]))
        writer.writeheader()
        writer.writerows(quotas)
    orders = made(ORDERS, ENGINES[engine](place / "SalesOrderHeader_with_salesperson.csv"))
    attainments(shared, orders, made(QUOTAS, ENGINES[engine](tmp_path / "quotas.csv")))


# --- classicmodels ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def orders(shared: Path) -> list[dict[str, Any]]:
    """The orders with their representative and the sums of their lines: a join, which is the source's own work."""
    place = folder(shared, "classicmodels")
    rep = {row["customerNumber"]: row["salesRepEmployeeNumber"] for row in read(place / "customers.csv")}
    product = {row["productCode"]: row for row in read(place / "products.csv")}
    sums: dict[str, dict[str, Any]] = {}
    for item in read(place / "orderdetails.csv"):
        quantity, its = int(item["quantityOrdered"]), product[item["productCode"]]
        found = sums.setdefault(item["orderNumber"], dict.fromkeys(["quantity", "value", "cost", "listed"], 0))
        found["quantity"] += quantity
        for name, price in (("value", item["priceEach"]), ("cost", its["buyPrice"]), ("listed", its["MSRP"])):
            found[name] += quantity * Decimal(price)
    return [
        {**order, "salesRepEmployeeNumber": rep[order["customerNumber"]], **sums[order["orderNumber"]]}
        for order in read(place / "orders.csv")
    ]


def per_rep(shared: Path, records: Iterable[Any]) -> None:
    """Check every representative who sells, all orders, altogether and by quarter."""
    records = list(records)
    quarters = sp.score(records, classicmodels.profile("consultant"), period="quarter")
    for row in read(folder(shared, "classicmodels") / "expected_by_rep_quarter_all.csv"):
        who = row["employeeNumber"]
        kind = type(next(iter(quarters)).subject)
        classicmodels.check(quarters[kind(who), row["quarter"].replace("Q", "-Q")], row)
    board = sp.score(records, classicmodels.profile("consultant"))
    expected = [
        row for row in read(folder(shared, "classicmodels") / "expected_by_rep_all.csv") if row["orders"] != "0"
    ]
    assert len(board) == len(expected) > 0
    for row in expected:
        who = row["employeeNumber"]
        classicmodels.check(board[who if isinstance(next(iter(board)).subject, str) else int(who)], row)


def test_orders_as_rows(shared: Path, orders: list[dict[str, Any]]) -> None:
    per_rep(shared, CARS.records(orders))


@pytest.mark.untraced
@every_engine
def test_orders_on_every_engine(shared: Path, orders: list[dict[str, Any]], engine: str, tmp_path: Path) -> None:
    with (tmp_path / "orders.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [name for name in orders[0] if name != "comments"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(orders)
    per_rep(shared, made(CARS, ENGINES[engine](tmp_path / "orders.csv")))
