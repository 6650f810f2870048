"""Feeds in files: the same feed comes back, and everything that is wrong in a file is told with its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from feeds_tables import FEED
from hypothesis import given
from hypothesis import strategies as st

import salesperf as sp
from salesperf import feeds
from salesperf.feeds import (
    AllOf,
    AnyOf,
    Condition,
    Count,
    CreditColumns,
    Dated,
    Equals,
    Feed,
    FeedError,
    InRange,
    IsSet,
    Later,
    Not,
    Sum,
)

READY = [value for value in vars(feeds).values() if isinstance(value, Feed)]

TOML = """
schema = 1
name = "orders"
whose = "销售顾问"
date = "订单日期"
where = { column = "状态", equals = ["有效", "已交车"] }
credit = [{ person = "销售2", share = "占比2", percent = true }]

[keys]
deal = "订单号"

[headings]
"订单日期" = ["Order date", "签约日期"]
"销售顾问" = "Seller"

[[measures]]
id = "doors_sold"
unit = "count"
en = "Doors"
zh = "门"

[[rules]]
count = "orders_signed"

[[rules]]
sum = "doors_sold"
of = "门数"
times = 0.5
where = { all = [{ column = "门数", at_least = 2, below = 6 }, { not = { column = "备注", is_set = true } }] }

[[rules]]
count = "opps_open_end"
on = 2026-03-31
where = { any = [{ column = "备注", is_set = false }, { column = "订单日期", since = 2026-01-01 }] }

[[rules]]
days = "order_to_delivery_days_sum"
since = "订单日期"
date = "交车日期"
where = { column = "交车日期", later_than = "订单日期" }

[[rules]]
first = "quotes_issued"
per = "deal"

[[rules]]
months = "target_units"
year = 2026
after = " 目标"
"""


def test_a_feed_from_toml(tmp_path: Path) -> None:
    feed = Feed.from_toml(TOML)
    assert [rule.kind for rule in feed.rules] == ["count", "sum", "count", "days", "first", "months"]
    assert feed.measures[1].en == "Doors"
    assert feed.where == Equals("状态", "有效", "已交车")
    assert feed.rules[2].where == ~IsSet("备注") | Dated("订单日期", since="2026-01-01")
    assert feed.credit == (CreditColumns("销售2", "占比2", percent=True),)
    assert Feed.from_json(feed.to_json()) == feed
    for name, text in (("feed.toml", TOML), ("feed.json", feed.to_json())):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert Feed.from_file(tmp_path / name) == feed


@pytest.mark.parametrize("feed", [*READY, FEED], ids=lambda feed: feed.name)
def test_every_feed_comes_back_from_its_document(feed: Feed) -> None:
    assert Feed.from_dict(feed.to_dict()) == feed
    assert Feed.from_json(feed.to_json()).to_json() == feed.to_json()
    assert feed.to_dict()["schema"] == 1


COLUMN = st.text(st.characters(exclude_categories=["Cs", "Zs", "Cc", "Zl", "Zp"]), min_size=1, max_size=8)
LEAF: st.SearchStrategy[Condition] = st.one_of(
    st.builds(IsSet, COLUMN),
    st.builds(Equals, COLUMN, st.booleans() | st.integers(-9, 9) | st.text(max_size=5)),
    st.builds(Later, COLUMN, than=COLUMN),
    st.builds(InRange, COLUMN, at_least=st.decimals(-99, 99, places=2)),
    st.builds(Dated, COLUMN, before=st.dates()),
)
CONDITIONS = st.recursive(
    LEAF, lambda inner: st.builds(Not, inner) | st.builds(AllOf, inner, inner) | st.builds(AnyOf, inner), max_leaves=6
)


@pytest.mark.untraced
@given(condition=CONDITIONS)
def test_every_condition_comes_back(condition: Condition) -> None:
    feed = Feed("f", whose="who", date="day", rules=[Count("orders_signed", where=condition)])
    assert Feed.from_json(feed.to_json()) == feed


RULE: dict[str, Any] = {"count": "orders_signed", "date": "day"}
GOOD: dict[str, Any] = {"schema": 1, "name": "f", "whose": "who", "rules": [RULE]}
DEEP: dict[str, Any] = {"column": "a", "is_set": True}
for _ in range(18):
    DEEP = {"not": DEEP}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"schema": 2}, "schema of the feed: 2: schema = 1"),
        ({"schema": True}, "schema of the feed: True: schema = 1"),
        ({"whos": "x"}, "key of the feed: 'whos': a known key; did you mean 'whose'"),
        ({"name": None}, "name of the feed: a value"),
        ({"rules": "x"}, "rules of the feed: 'x': a list"),
        ({"rules": ["x"]}, "rule 1: 'x': a table"),
        ({"rules": [{"date": "day"}]}, "rule 1: one of count, sum, days, first, months"),
        ({"rules": [{**RULE, "sum": "gp_front"}]}, "rule 1: one of count, sum"),
        ({"rules": [{**RULE, "tims": 2}]}, "key of rule 1: 'tims': a known key; did you mean 'times'"),
        ({"rules": [{"count": "orders_singed"}]}, "rule 1: measure 'orders_singed' is not known; did you mean"),
        ({"rules": [{"sum": "gp_front"}]}, "of of rule 1: a value; the key is required"),
        ({"rules": [{**RULE, "on": "soon"}]}, "on of a rule: 'soon'"),
        ({"where": "x"}, "where of the feed: 'x': a table"),
        ({"where": {"column": "a", "equls": 1}}, "key of where of the feed: 'equls': a known key; did you mean"),
        ({"where": {"column": "a"}}, "where of the feed: a column with one of equals"),
        ({"where": {"equals": 1}}, "where of the feed: a column with one of equals"),
        ({"where": {"column": "a", "equals": 1, "is_set": True}}, "where of the feed: a column with one of"),
        ({"where": {"column": "a", "equals": 1.5}}, "equals of 'a': 1.5"),
        ({"where": {"column": "a", "below": "x"}}, "below of 'a': 'x'"),
        ({"where": {"all": [{"column": "a", "since": "x"}]}}, "a bound of days: 'x'"),
        ({"where": {"any": []}}, "any: nothing: conditions, at least one"),
        ({"where": {"not": {"column": "a"}}}, "where of the feed: a column with one of"),
        ({"where": DEEP}, "conditions nested at most 16 deep"),
        ({"headings": {"day": 3}}, "headings of 'day': 3: a list of headings"),
        ({"headings": {"day": [3]}}, "headings of 'day': .*: a list of headings"),
        ({"keys": ["deal"]}, "keys of the feed: .*: a table"),
        ({"credit": ["x"]}, "credit: 'x': a table"),
        ({"credit": [{"person": "a"}]}, "share of credit: a value"),
        ({"measures": [{"id": "doors"}]}, "unit of doors: a value"),
        ({"measures": ["x"]}, "a measure: 'x': a table"),
        ({"fixed": 1.5}, "fixed: 1.5"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_document_is_told(change: dict[str, Any], expected: str) -> None:
    assert Feed.from_dict(GOOD).output == ("person", "date", "orders_signed")
    with pytest.raises(FeedError, match=expected):
        Feed.from_dict({**GOOD, **change})


@pytest.mark.parametrize("given", [3, None, ["x"]])
def test_no_document(given: Any) -> None:
    with pytest.raises(FeedError, match="a table of keys and values"):
        Feed.from_dict(given)


def test_texts_that_are_no_documents(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="JSON: "):
        Feed.from_json("{")
    with pytest.raises(FeedError, match="TOML: "):
        Feed.from_toml("x =")
    with pytest.raises(FeedError, match=r"a file called \*\.toml or \*\.json"):
        Feed.from_file(tmp_path / "feed.py")


def test_nothing_in_a_document_is_executed() -> None:
    text = json.dumps({**GOOD, "name": "__import__('os').abort()", "where": {"column": "a", "equals": "1 == 1"}})
    feed = Feed.from_json(text)
    assert list(feed.records([{"who": "li.na", "day": "2026-01-01", "a": 1}])) == []


def test_a_condition_of_another_kind_fits_no_file_and_no_engine() -> None:
    class Odd(Condition):
        columns = ("a",)

    feed = Feed("f", whose="who", date="day", rules=[Sum("gp_front", "a", where=Odd())])
    with pytest.raises(FeedError, match="a condition that a file can hold"):
        feed.to_json()
    pa = pytest.importorskip("pyarrow")
    with pytest.raises(FeedError, match="a condition that every engine knows"):
        feed.frame(pa.table({"who": ["li.na"], "day": ["2026-01-01"], "a": [1]}))


def test_own_measures_travel_with_the_feed() -> None:
    own = sp.Measure("doors_sold", unit="count", en="Doors", zh="门", decimals=1)
    feed = Feed("f", whose="who", date="day", rules=[Count(own), Sum(own, "doors")])
    assert Feed.from_json(feed.to_json()).measures == (own,)
