"""Feeds over plain rows: what each rule makes of them, and every fault of a table and of its rows."""

from __future__ import annotations

import csv
import pickle
from collections import namedtuple
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import salesperf as sp
from salesperf import feeds, indicators, measures
from salesperf.feeds import Count, Days, Equals, Feed, FeedError, First, IsSet, Months, Sum

ORDERS = Feed(
    "orders",
    whose="seller",
    date="ordered",
    keys={"deal": "no"},
    rules=[
        Count("orders_signed"),
        Count("units_delivered", date="delivered"),
        Sum("revenue_vehicle", "price", times=1000, date="delivered"),
        Days("order_to_delivery_days_sum", since="ordered", date="delivered"),
    ],
)
ROW = {"seller": "li.na", "no": "D-1", "ordered": "2026-02-20", "delivered": "2026-03-05", "price": "189.5"}


def said(records: Any) -> list[dict[str, Any]]:
    return [{name: value for name, value in record.items() if value is not None} for record in records]


def test_each_measure_counts_on_its_own_day() -> None:
    """An order counts on its order date, its delivery on the delivery date."""
    assert said(ORDERS.records([ROW])) == [
        {"person": "li.na", "date": "2026-02-20", "deal": "D-1", "orders_signed": 1},
        {
            "person": "li.na",
            "date": "2026-03-05",
            "deal": "D-1",
            "units_delivered": 1,
            "revenue_vehicle": Decimal(189500),
            "order_to_delivery_days_sum": 13,
        },
    ]
    assert said(ORDERS.records([{**ROW, "delivered": " "}]))[1:] == []


def test_every_record_has_every_column_so_that_what_never_happened_is_0_and_not_unknown() -> None:
    records = list(ORDERS.records([{**ROW, "delivered": None}]))
    assert [list(record) for record in records] == [list(ORDERS.output)]
    profile = sp.Profile(
        "p",
        level="consultant",
        criteria=[sp.Criterion(indicators.NET_UNITS, weight=100, curve=sp.curves.Linear((0, 0), (9, 90)))],
    )
    assert sp.score(records, profile)["li.na"].lines[0].value == 0


def test_rows_of_every_kind(tmp_path: Path) -> None:
    expected = list(ORDERS.records([ROW]))
    named = namedtuple("Order", ROW)(**ROW)  # noqa: PYI024  (a named tuple as users have them)
    assert list(ORDERS.records(iter([named]))) == expected
    path = tmp_path / "orders.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(ROW))
        writer.writeheader()
        writer.writerow(ROW)
    assert list(ORDERS.records(path)) == expected
    assert list(ORDERS.records([])) == []


@pytest.mark.parametrize(
    ("value", "times", "units"),
    [
        ("189.5", 1000, 18950000),
        (18950, "0.01", 18950),
        (Decimal("1.5"), 10_000, 1500000),
        (2.675, 1, 268),
        (2.675, 1000, 267500),
        (0.1, "0.1", 1),
        ("-3", -1, 300),
        (" ", 1000, None),
        (None, 1000, None),
    ],
)
def test_units_are_converted_exactly(value: Any, times: Any, units: int | None) -> None:
    feed = Feed("f", whose="who", date="day", rules=[Sum("gp_front", "x", times=times, where=IsSet("who"))])
    [record] = feed.records([{"who": "li.na", "day": "2026-01-01", "x": value}])
    assert sp.records.amount(record["gp_front"], 2) == units


@pytest.mark.parametrize(
    "value", ["1,5", "0.000001", float("inf"), 1e14, True, "9" * 63, Decimal("NaN"), Decimal("1e70")]
)
def test_amounts_that_cannot_be_converted_are_faults(value: Any) -> None:
    feed = Feed("f", whose="who", date="day", rules=[Sum("gp_front", "x", times=1000, where=IsSet("who"))])
    with pytest.raises(sp.RecordError, match="row 1, x"):
        list(feed.records([{"who": "li.na", "day": "2026-01-01", "x": value}]))


def test_all_faults_of_all_rows_are_listed_at_the_end() -> None:
    rows = [
        ROW,
        {**ROW, "seller": None},
        {**ROW, "ordered": "5 March", "price": "12 k"},
        {**ROW, "no": 1.5},
        [1, 2],
    ]
    records = ORDERS.records(rows)
    assert next(records)["orders_signed"] == 1
    with pytest.raises(sp.RecordError) as caught:
        list(records)
    told = {(fault.row, fault.field) for fault in caught.value.faults}
    assert told == {(2, "seller"), (3, "ordered"), (3, "price"), (4, "no"), (5, None)}
    assert caught.value.count == 5


def test_no_more_than_twenty_faults_are_kept_and_all_are_counted() -> None:
    with pytest.raises(sp.RecordError, match="and 10 more") as caught:
        list(ORDERS.records([{**ROW, "seller": None}] * 30))
    assert (len(caught.value.faults), caught.value.count) == (20, 30)


def test_a_row_that_satisfies_a_condition_but_has_no_day_is_a_fault() -> None:
    feed = Feed("f", whose="who", date="day", rules=[Count("orders_signed", where=Equals("won", True))])  # noqa: FBT003
    assert list(feed.records([{"who": "li.na", "day": "", "won": "no"}])) == []
    with pytest.raises(sp.RecordError, match="row 1, day: '': a date"):
        list(feed.records([{"who": "li.na", "day": "", "won": "yes"}]))


def test_unknown_columns_are_told_with_what_they_are_for_and_the_near_name() -> None:
    with pytest.raises(FeedError) as caught:
        list(ORDERS.records([{"saler": "li.na", "no": 1, "ordered": "2026-01-01", "delivered": "", "price": 1}]))
    [fault] = caught.value.faults
    assert fault.field == "seller"
    assert "it is needed for person; did you mean 'saler'?" in fault.expected
    assert "feed.of(store=…)" in fault.expected
    assert "feed.without(…)" in str(caught.value)
    assert isinstance(caught.value, ValueError)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_columns_may_be_absent_from_single_rows() -> None:
    sparse = {name: value for name, value in ROW.items() if name != "delivered"}
    assert [record["orders_signed"] for record in ORDERS.records([sparse, ROW])] == [1, 1, None]


def test_two_headings_of_one_column_are_ambiguous() -> None:
    feed = Feed("f", whose="who", date="day", rules=[Count("orders_signed")], headings={"day": ["Date", "日期"]})
    assert len(list(feed.records([{" who ": "li.na", "日期": "2026-01-01"}]))) == 1
    with pytest.raises(FeedError, match="day: one column of the table for it; 'Date' and '日期' both are"):
        list(feed.records([{"who": "li.na", "日期": "2026-01-01", "Date": "2026-01-02"}]))


def test_other_headings_are_told_where_a_column_is_missing() -> None:
    feed = Feed("f", whose="who", date="day", rules=[Count("orders_signed")], headings={"day": "日期"})
    with pytest.raises(FeedError, match="also called '日期'; it is needed for orders_signed"):
        list(feed.records([{"who": "li.na"}]))


@pytest.mark.parametrize("rows", ["orders.csv", {"a": 1}, 3, type("Frame", (list,), {"columns": []})()])
def test_what_is_no_rows_is_refused_at_once(rows: Any) -> None:
    with pytest.raises(sp.InputTypeError, match=r"feed\.frame"):
        ORDERS.records(rows)


def test_rows_that_name_nobody_are_the_house_s() -> None:
    feed = Feed("f", whose="who", house="house", date="day", rules=[Count("orders_signed")])
    assert [r["person"] for r in feed.records([{"who": w, "day": "2026-01-01"} for w in ("li.na", "")])] == [
        "li.na",
        "house",
    ]


def test_who_gets_a_measure_may_differ() -> None:
    feed = Feed("f", whose="seller", date="day", rules=[Count("orders_signed"), Count("leads_received", whose="dcc")])
    rows = [{"seller": "li.na", "dcc": "zhao.min", "day": "2026-01-01"}]
    assert said(feed.records(rows)) == [
        {"person": "li.na", "date": "2026-01-01", "orders_signed": 1},
        {"person": "zhao.min", "date": "2026-01-01", "leads_received": 1},
    ]


def test_levels_stand_on_a_fixed_day() -> None:
    feed = Feed("f", whose="who", rules=[Count("opps_open_end", on="2026-03-31", where=~IsSet("closed"))])
    rows = [{"who": "li.na", "closed": closed} for closed in ("", "2026-03-05", None)]
    assert [(r["date"], r["opps_open_end"]) for r in feed.records(rows)] == [(date(2026, 3, 31), 1)] * 2
    always = Feed("f", whose="who", rules=[Count("staff_start", on=date(2026, 3, 1))])
    assert [r["staff_start"] for r in always.records(rows)] == [1, 1, 1]


def test_a_reversal_and_its_measure_share_no_record() -> None:
    feed = Feed(
        "f", whose="who", date="day", rules=[Count("units_focus"), Count("units_focus", times=-1, where=IsSet("back"))]
    )
    assert [r["units_focus"] for r in feed.records([{"who": "li.na", "day": "2026-01-01", "back": "x"}])] == [1, -1]


# --- wide targets -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "year"),
    [
        *((text, None) for text in ("2026-02", "2026/2", "2026.02", "202602", "2026年2月", "2026-02-01", "Feb 2026")),
        *((text, 2026) for text in ("Feb", "FEBRUARY", "2月", " 二月 ", "2026-02")),
    ],
)
def test_headings_of_months(heading: str, year: int | None) -> None:
    feed = Feed("plan", whose="who", rules=[Months("target_units", year=year)])
    made = list(feed.records([{"who": "li.na", heading: "29", "notes": "x"}]))
    assert made == [{"person": "li.na", "date": date(2026, 2, 1), "until": date(2026, 3, 1), "target_units": "29"}]


def test_cells_that_are_empty_are_no_target_and_text_around_a_month_is_stated() -> None:
    rule = Months("target_revenue", before="plan ", after=" (10k)", times=10_000)
    rows = [{"who": "li.na", "plan 2026-11 (10k)": 12, "plan 2026-12 (10k)": "1.5", "actual 2026-11 (10k)": 3}]
    rows += [{**rows[0], "plan 2026-11 (10k)": ""}]
    made = list(Feed("plan", whose="who", rules=[rule]).records(rows))
    assert [(str(r["date"]), str(r["until"]), r["target_revenue"]) for r in made] == [
        ("2026-11-01", "2026-12-01", 120_000),
        ("2026-12-01", "2027-01-01", 15_000),
        ("2026-12-01", "2027-01-01", 15_000),
    ]


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["Jan", "2月"], "a year, year=: 'Jan' does not say which"),
        (["2026-01", "Jan 2026"], "'2026-01' and this one both name 2026-01"),
        (["2026-13", "January plan", "1899-01"], "columns that name a month, such as '2026-01'; the table has none"),
    ],
)
def test_months_that_cannot_be_told(headings: list[str], expected: str) -> None:
    feed = Feed("plan", whose="who", rules=[Months("target_units")])
    with pytest.raises(FeedError, match=expected):
        list(feed.records([{"who": "li.na", **dict.fromkeys(headings, 1)}]))


def test_targets_cover_months_from_their_day_or_up_to_another() -> None:
    feed = Feed(
        "quota",
        whose="who",
        date="start",
        rules=[Sum("target_revenue", "q", covers=3), Sum("target_units", "u", until="end")],
    )
    rows = [{"who": "li.na", "start": datetime(2026, 11, 30, 8), "q": 1, "u": 2, "end": "2027-01-01"}]
    with pytest.raises(sp.RecordError, match="a day that exists 3 months later too"):
        list(feed.records(rows))
    made = list(feed.records([{**rows[0], "start": "2026-11-01"}]))
    assert [(r["until"], r["target_revenue"], r["target_units"]) for r in made] == [
        (date(2027, 2, 1), 1, None),
        ("2027-01-01", None, 2),
    ]
    with pytest.raises(sp.RecordError, match="row 1, start"):
        list(feed.without("target_units").records([{**rows[0], "start": "soon"}]))


# --- stage histories --------------------------------------------------------------------------------------------------


def test_a_stage_reached_twice_counts_once_on_the_first_day() -> None:
    feed = Feed(
        "history",
        whose="who",
        date="entered",
        keys={"deal": "deal", "customer": "customer"},
        rules=[
            First("quotes_issued", per="deal", where=Equals("stage", "quote")),
            First("test_drive_customers", per="customer", where=Equals("stage", "drive")),
        ],
    )
    stages = [
        ("D-1", "quote", "2026-03-09", "li.na"),
        ("D-1", "quote", "2026-03-02T10:00", "wang.wei"),
        ("D-1", "quote", "2026-03-02", "li.na"),
        ("D-2", "drive", "2026-03-04", "li.na"),
        ("D-3", "drive", "2026-03-03", "li.na"),
    ]
    rows = [{"deal": d, "stage": s, "entered": e, "who": w, "customer": "C-1"} for d, s, e, w in stages]
    assert said(feed.records(rows)) == [
        {"person": "li.na", "date": "2026-03-02", "deal": "D-1", "quotes_issued": 1},
        {"person": "li.na", "date": "2026-03-03", "customer": "C-1", "test_drive_customers": 1},
    ]
    with pytest.raises(sp.RecordError, match="row 1, deal"):
        list(feed.records([{**rows[0], "deal": None}]))


# --- what a feed refuses ----------------------------------------------------------------------------------------------


def test_a_rate_per_person_from_leads_without_persons_is_refused_with_the_way_out() -> None:
    leads = [{"Id": "00Q1", "CreatedDate": "2026-03-02", "LeadSource": "Web"}]
    with pytest.raises(FeedError, match="facts of no person: have it exported, or score them as a unit's") as caught:
        list(feeds.SALESFORCE_LEADS.records(leads))
    assert [fault.field for fault in caught.value.faults] == ["OwnerId"]
    of_store = feeds.SALESFORCE_LEADS.of(store="west")
    assert [record["store"] for record in of_store.records(leads)] == ["west"]
    with pytest.raises(FeedError, match="facts of persons; these are a store's"):
        of_store.require(indicators.LEAD_COUNT)
    of_store.require(indicators.LEAD_COUNT, by="store")


def test_what_a_feed_does_not_hold_is_named() -> None:
    with pytest.raises(FeedError, match="leads_won: a rule that feeds it; lead_conversion_rate is made of it"):
        feeds.SALESFORCE_LEADS.require(indicators.LEAD_CONVERSION_RATE)
    with pytest.raises(FeedError, match="units_delivered: a rule that feeds it: this table"):
        feeds.SALESFORCE_LEADS.require(measures.UNITS_DELIVERED, "leads_valid")
    with pytest.raises(FeedError, match="by: 'shop': one of person, team"):
        ORDERS.require(by="shop")
    ORDERS.require(indicators.NET_UNITS)  # returns are absent, and their absence counts 0


def test_without_leaves_out_measures_and_keys() -> None:
    assert ORDERS.without("deal", "revenue_vehicle").output == (
        *("person", "date", "orders_signed", "units_delivered", "order_to_delivery_days_sum"),
    )
    with pytest.raises(FeedError, match="without: 'person': one of"):
        ORDERS.without("person")
    with pytest.raises(FeedError, match="rules, such as"):
        ORDERS.without(*ORDERS.output[3:])
    with pytest.raises(FeedError, match="one owner"):
        ORDERS.of(store="west", team="a")


C = Count("orders_signed")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"rules": []}, "rules: rules, such as"),
        ({"rules": ["orders_signed"]}, "rules: rules, such as"),
        ({"name": " "}, "name: ' ': a text"),
        ({"note": 3}, "note: 3: a text"),
        ({"date": None}, "count of orders_signed: a day: date="),
        ({"date": ""}, "date: '': the name of a column"),
        ({"where": "x"}, "where: 'x': a condition"),
        ({"whose": None}, "whose facts these are"),
        ({"whose": 3}, "whose: 3: the name"),
        ({"fixed": "west"}, "either a column, whose="),
        ({"fixed": "", "whose": None}, "fixed: '': text of 1"),
        ({"owner": "shop"}, "owner: 'shop': one of person, team"),
        ({"keys": {"deals": "no"}}, "keys: 'deals': one of .*did you mean 'deal'"),
        ({"keys": {"deal": " "}}, "column of the key 'deal'"),
        ({"keep": {"person": "no"}}, "keep: 'person': a name of its own"),
        ({"keep": [("dcc", "a"), ("dcc", "b")]}, "keep: 'dcc': a name of its own"),
        ({"headings": {"dat": "日期"}}, "headings: 'dat': a column that the feed reads; did you mean 'day'"),
        ({"headings": {"day": "who"}}, "heading of 'day': 'who': a heading of one column; it is 'who' too"),
        ({"headings": {"day": ""}}, "heading of 'day': '': the name"),
        ({"credit": [feeds.CreditColumns("p", "s")]}, "credit: keys="),
        ({"credit": [3], "keys": {"deal": "no"}}, "person of credit"),
        ({"rules": [Count("orders_signed", times=0)]}, "times of the count of orders_signed: 0"),
        ({"rules": [Count("gp_front")]}, "count of gp_front: a measure of unit count"),
        ({"rules": [Count("leads_valid")]}, "leads_valid: keys={'customer': …}"),
        ({"rules": [Count("orders_signed", date="a", on="2026-01-01")]}, "either date or on"),
        ({"rules": [Count("orders_signed", where=3)]}, "where of the count of orders_signed: 3: a condition"),
        ({"rules": [Count("orders_signed", whose="")]}, "whose of the count of orders_signed: ''"),
        ({"rules": [Sum("gp_front", 3)]}, "column of the sum of gp_front: 3"),
        ({"rules": [Sum("gp_front", "x", times="0.001")]}, "a factor of at most 2 decimals"),
        ({"rules": [Sum("gp_front", "x", times="k")]}, "an exact number other than 0"),
        ({"rules": [Sum("gp_front", "x", times=0)]}, "an exact number other than 0"),
        ({"rules": [Sum("gp_front", "x", covers=0)]}, "a whole number of months"),
        ({"rules": [Sum("gp_front", "x", covers=1, until="y")]}, "covers with a column of days, or until"),
        ({"rules": [Sum("gp_front", "x", covers=1, on="2026-01-01")]}, "covers with a column of days, or until"),
        ({"rules": [Days("gp_front", since="x")]}, "days of gp_front: a measure of unit days"),
        ({"rules": [Days("days_attended", since="x", on="2026-01-01")]}, "a column of days, date= or until="),
        ({"rules": [First("quotes_issued", per="deal")]}, "per of the first of quotes_issued: 'deal': one of the feed"),
        ({"rules": [First("quotes_issued", per="deal", on="2026-01-01")], "keys": {"deal": "n"}}, "to find the first"),
        ({"rules": [First("leads_valid", per="deal")], "keys": {"deal": "n"}}, "per='customer', by which"),
        ({"rules": [Months("target_units", date="x")]}, "no date= and no on="),
        ({"rules": [Months("target_units", year=26)]}, "a year from 1900"),
        ({"rules": [Months("target_units", before=3)]}, "before of the months of target_units: 3"),
        ({"rules": [C, C, C]}, r"\(1\):\n  - count of orders_signed: each rule once"),
        ({"rules": [C, Count(sp.Measure("orders_signed", unit="count", en="x", zh="x"))]}, "one definition of each"),
    ],
)  # fmt: skip
def test_feeds_that_contradict_themselves(arguments: dict[str, Any], expected: str) -> None:
    with pytest.raises(FeedError, match=expected):
        Feed(**{"name": "f", "whose": "who", "date": "day", "rules": [C], **arguments})


def test_unknown_measures_and_days_are_told_when_a_rule_is_made() -> None:
    with pytest.raises(sp.UnknownNameError, match="did you mean 'orders_signed'"):
        Count("orders_singed")
    with pytest.raises(FeedError, match="on of a rule: 'soon'"):
        Count("orders_signed", on="soon")


def test_feeds_are_values() -> None:
    assert pickle.loads(pickle.dumps(feeds.ZOHO_DEALS)) == feeds.ZOHO_DEALS
    assert len({feeds.ZOHO_DEALS, feeds.ZOHO_DEALS, ORDERS}) == 2
