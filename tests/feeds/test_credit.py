"""Deals that people share: columns of persons and shares, and roles for `ByRole`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import salesperf as sp
from salesperf.feeds import Count, CreditColumns, Feed, FeedError, InRange, Sum
from salesperf.organisation import ByRole, Credit, credited

FEED = Feed(
    "shared",
    whose="Sales 1",
    date="Delivered",
    keys={"deal": "No"},
    keep={"dcc": "DCC"},
    where=InRange("No", below=9),
    credit=[CreditColumns("Sales 1", "Share 1", percent=True), CreditColumns("Sales 2", "Share 2", percent=True)],
    rules=[Count("units_delivered"), Sum("gp_front", "Gross")],
)
ROWS = [
    {"No": 1, "Sales 1": "li.na", "Share 1": 70, "Sales 2": "wang.wei", "Share 2": "30%", "DCC": "zhao.min",
     "Delivered": "2026-03-05", "Gross": "100.01"},
    {"No": 2, "Sales 1": "li.na", "Share 1": "", "Sales 2": "", "Share 2": None, "DCC": "zhao.min",
     "Delivered": "2026-03-06", "Gross": 50},
    {"No": 9, "Sales 1": "li.na", "Share 1": 1, "Sales 2": "", "Share 2": None, "DCC": "",
     "Delivered": "2026-03-06", "Gross": 50},
]  # fmt: skip


def test_columns_of_persons_and_shares_become_credits() -> None:
    assert FEED.credits([*ROWS, ROWS[0]]) == (Credit(1, {"li.na": Fraction(7, 10), "wang.wei": Fraction(3, 10)}),)
    shared = list(credited(FEED.records(ROWS), FEED.credits(ROWS)))
    gross = [(record["person"], record["gp_front"]) for record in shared if record["deal"] == 1]
    assert gross == [("li.na", Decimal("70.01")), ("wang.wei", Decimal("30.00"))]
    assert sum(Decimal(str(record["units_delivered"])) for record in shared) == 2


def test_columns_that_are_kept_name_the_roles_of_a_rule() -> None:
    rule = ByRole({"person": "0.7", "dcc": "0.3"})
    made = list(credited(FEED.records(ROWS[:1]), rule=rule))
    assert [(record["person"], str(record["units_delivered"])) for record in made] == [
        ("li.na", "0.7000"),
        ("zhao.min", "0.3000"),
    ]


def test_faults_of_shares_say_the_row_of_the_table() -> None:
    with pytest.raises(sp.RecordError, match="row 2, share: 'x%'"):
        FEED.credits([ROWS[1], {**ROWS[0], "Share 2": "x"}])
    with pytest.raises(sp.RecordError, match="row 1, person: nothing"):
        FEED.credits([{**ROWS[0], "Sales 2": ""}])
    with pytest.raises(sp.RecordError, match=r"total of deal 1: 0\.9"):
        FEED.credits([{**ROWS[0], "Share 2": 20}])
    with pytest.raises(sp.RecordError, match="row 1, share: nothing"):
        FEED.credits([{**ROWS[0], "Share 2": ""}])
    with pytest.raises(sp.RecordError, match="row 1, No: 'nine'"):
        FEED.credits([{**ROWS[0], "No": "nine"}])
    with pytest.raises(sp.RecordError, match="row 1: a record"):
        FEED.credits([3])


def test_credits_need_their_columns_and_records_do_not(tmp_path: Path) -> None:
    bare = {name: value for name, value in ROWS[1].items() if name not in {"Share 1", "Share 2", "Sales 2"}}
    assert len(list(FEED.records([bare]))) == 1
    with pytest.raises(FeedError, match="Share 1: a column of the table; it is needed for credit"):
        FEED.credits([bare])
    few = {name: value for name, value in ROWS[0].items() if name not in {"Delivered", "Gross", "DCC"}}
    assert len(FEED.credits([few])) == 1
    assert FEED.credits([]) == ()
    (tmp_path / "x.csv").write_text("No,Sales 1,Share 1,Sales 2,Share 2\n1,a,50,b,50\n", encoding="utf-8")
    assert FEED.credits(tmp_path / "x.csv") == (Credit("1", {"a": "1/2", "b": "1/2"}),)
    with pytest.raises(FeedError, match="credit: columns of people and shares"):
        Feed("f", whose="who", date="day", rules=[Count("orders_signed")]).credits(ROWS)
