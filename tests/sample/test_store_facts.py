"""The same year as the store sees it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from decimal import Context, Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesperf import measures, sample
from salesperf.errors import RecordError

Row = dict[str, Any]
Rows = Sequence[Row]

IDS = {measure.id for measure in measures.VOCABULARY}
LAST_DAYS = {dt.date(2026, month, 1) - dt.timedelta(1) for month in range(2, 13)} | {dt.date(2026, 12, 31)}


def total(rows: Rows, measure: str) -> Decimal:
    return sum((Decimal(row.get(measure, 0)) for row in rows), Decimal())


def check_shape(facts: Rows, year: int) -> None:
    for row in facts:
        assert row["store"] == "hangzhou.west"
        assert row.keys() - IDS <= {"store", "date", "until", "model"}
        assert row["date"].year == year
        assert row.keys() & IDS
        assert all(type(row[name]) in (int, Decimal) for name in row.keys() & IDS)
    dates = [row["date"] for row in facts]
    assert dates == sorted(dates)


def test_the_default_facts_are_pinned(facts: Rows) -> None:
    text = json.dumps(facts, default=str, sort_keys=True, separators=(",", ":"))
    assert (
        hashlib.sha256(text.encode()).hexdigest() == "97eadce23cf6369a5911d234d2919e4803b7d21b5969aba1b3d0665111dfbdbe"
    )


def test_the_same_arguments_give_equal_facts_in_any_decimal_context(facts: Rows) -> None:
    with localcontext(Context(prec=2)):
        assert sample.store_facts() == facts


def test_the_default_facts_have_the_promised_shape(facts: Rows) -> None:
    check_shape(facts, 2026)
    assert 1_000 < len(facts) < 2_500


@given(seed=st.integers(0, 2**63 - 1), year=st.integers(2000, 2040), people=st.integers(1, 3))
@settings(max_examples=6, deadline=None)
def test_any_facts_have_the_promised_shape(seed: int, year: int, people: int) -> None:
    check_shape(sample.store_facts(seed=seed, year=year, people=people), year)


@pytest.mark.parametrize(
    "measure",
    ["units_delivered", "units_returned", "gp_front", "revenue_vehicle", "survey_n", "score_sum", "target_units"],
)
def test_the_store_adds_up_what_its_people_recorded(facts: Rows, records: Rows, measure: str) -> None:
    """ "the daily sums of what `dealership` of the same arguments records per person (by `model`)"."""
    assert total(facts, measure) == total(records, measure) > 0
    for day in (dt.date(2026, 3, 28), dt.date(2026, 10, 31)):
        on_day = [row for row in records if row["date"] == day]
        assert total([row for row in facts if row["date"] == day], measure) == total(on_day, measure)
    if measure.startswith(("units", "gp")):
        assert all("model" in row for row in facts if measure in row)


def test_stock_is_counted_on_sundays_and_month_ends_for_every_model(facts: Rows) -> None:
    """ "the stock of every model on Sundays and month ends"."""
    counted = Counter(row["date"] for row in facts if "stock_units_end" in row)
    year = [dt.date(2026, 1, 1) + dt.timedelta(day) for day in range(365)]
    assert set(counted) == {day for day in year if day.weekday() == 6} | LAST_DAYS
    assert set(counted.values()) == {len({row["model"] for row in facts if "model" in row})}
    for row in facts:
        if "stock_units_end" in row:
            assert 0 <= row["stock_units_over_90"] <= row["stock_units_end"]
    assert {row["date"].weekday() for row in facts if "stock_value_avg" in row} == {6}


def test_the_ledger_closes_each_month(facts: Rows) -> None:
    """ "the ledger and the market at each month's end"."""
    for measure in ("net_profit", "expense_total", "person_days", "tiv_in_area", "member_attainment_sum"):
        assert {row["date"] for row in facts if measure in row} == LAST_DAYS
    for row in facts:
        if "net_profit" in row:
            assert row["net_profit"] == row["gp_total"] - row["expense_total"]
            assert row["rebate_earned"] <= row["rebate_available"]
    assert Decimal("0.01") < total(facts, "net_profit") / total(facts, "revenue_total") < Decimal("0.04")


def test_several_stores_are_several_calls() -> None:
    with_east = sample.store_facts(people=2) + sample.store_facts(seed=7, people=3, store="hangzhou.east")
    assert {row["store"] for row in with_east} == {"hangzhou.west", "hangzhou.east"}


def test_arguments_are_checked_as_for_the_dealership() -> None:
    with pytest.raises(RecordError, match="people"):
        sample.store_facts(people=0)
