"""The made-up dealership: what its docstring promises, for the shipped seed and for others."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Context, Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesperf import measures, sample
from salesperf.errors import RecordError
from salesperf.sample._dice import Dice
from salesperf.sample._people import MOST_PEOPLE, characters

Row = dict[str, Any]
Rows = Sequence[Row]

IDS = {measure.id for measure in measures.VOCABULARY}
MONEY = {measure.id for measure in measures.VOCABULARY if measure.unit == "money"}
KEYS = {"person", "date", "until", "deal", "customer", "channel", "model"}
GROSS = ("gp_front", "gp_fi", "gp_warranty", "gp_accessory", "gp_used_linked")

small = given(seed=st.integers(0, 2**63 - 1), year=st.integers(2000, 2040), people=st.integers(1, 4))
few = settings(max_examples=8, deadline=None)


def total(records: Rows, measure: str, **where: Any) -> Decimal:
    month = where.pop("month", None)
    return sum(
        (
            Decimal(row.get(measure, 0))
            for row in records
            if month in (None, row["date"].month) and all(row.get(key) == wanted for key, wanted in where.items())
        ),
        Decimal(),
    )


def canonical(records: Rows) -> bytes:
    return json.dumps(records, default=str, sort_keys=True, separators=(",", ":")).encode()


# "The same arguments give equal records on every Python and operating system; a release that changes them says so."


def test_the_default_records_are_pinned(records: Rows) -> None:
    digest = hashlib.sha256(canonical(records)).hexdigest()
    assert digest == "8ec28188dace1b630d2315b8db80c4a2b5f20d072ac25610000ee414d62b076a"


def test_the_same_arguments_give_equal_records_in_any_decimal_context(records: Rows) -> None:
    with localcontext(Context(prec=2)):
        assert sample.dealership() == records


def test_another_seed_gives_another_year(records: Rows) -> None:
    assert sample.dealership(seed=2027) != records


# "One record is one event of one person … Amounts are `int` or `Decimal`, money in yuan with two decimals, dates
# `datetime.date` within the year, sorted."


def check_shape(records: Rows, year: int) -> None:
    for row in records:
        assert type(row["person"]) is str
        assert type(row["date"]) is dt.date
        assert row["date"].year == year
        assert row.keys() <= KEYS | IDS
        assert row.keys() & IDS
        for name in row.keys() & IDS:
            assert type(row[name]) in (int, Decimal), name
            assert Decimal(row[name]).as_tuple().exponent >= (-2 if name in MONEY else -1), name
        for name in row.keys() & {"deal", "customer"}:
            assert re.fullmatch("[cd][0-9a-f]{10}", row[name])
    dates = [row["date"] for row in records]
    assert dates == sorted(dates)


def test_the_default_records_have_the_promised_shape(records: Rows) -> None:
    check_shape(records, 2026)
    assert 6_000 < len(records) < 15_000
    assert len({row["date"] for row in records}) == 365


@small
@few
def test_any_records_have_the_promised_shape(seed: int, year: int, people: int) -> None:
    check_shape(sample.dealership(seed=seed, year=year, people=people), year)


def test_targets_cover_their_month(records: Rows) -> None:
    for row in records:
        assert ("until" in row) == ("target_leads" in row)
        if "until" in row:
            assert row["date"].day == row["until"].day == 1
            assert 28 <= (row["until"] - row["date"]).days <= 31


# "Per person and month, opps_opened + opps_carried_in = opps_won_new + opps_won_carried + opps_lost +
# opps_invalidated + opps_open_end."


def check_ledger(records: Rows) -> dict[tuple[str, int], Counter[str]]:
    books = defaultdict(Counter)
    for row in records:
        for name in row:
            if name.startswith("opps_"):
                books[row["person"], row["date"].month][name] += row[name]
    for (person, month), book in books.items():
        left = book["opps_opened"] + book["opps_carried_in"]
        gone = sum(book[f"opps_{how}"] for how in ("won_new", "won_carried", "lost", "invalidated"))
        assert left == gone + book["opps_open_end"]
        assert book["opps_open_end"] >= book["opps_stale_end"] >= 0
        if month < 12:
            assert book["opps_open_end"] == books[person, month + 1]["opps_carried_in"]
    return books


def test_the_default_ledger_balances(records: Rows) -> None:
    books = check_ledger(records)
    assert len(books) == 12 * 12 - 4
    assert sum(book["opps_won_carried"] for book in books.values()) > 100


@small
@few
def test_any_ledger_balances(seed: int, year: int, people: int) -> None:
    check_ledger(sample.dealership(seed=seed, year=year, people=people))


def test_a_carried_opportunity_was_opened_in_an_earlier_month(records: Rows) -> None:
    opened = {(row["person"], row["customer"]): row["date"] for row in records if row.get("opps_opened")}
    for row in records:
        first = opened.get((row["person"], row.get("customer")))
        if row.get("opps_won_new"):
            assert (first.year, first.month) == (row["date"].year, row["date"].month)
        if row.get("opps_won_carried") and first:
            assert first.month < row["date"].month


# Deals: split, cancelled, taken back


def by_deal(records: Rows, measure: str) -> dict[str, list[Row]]:
    rows = defaultdict(list)
    for row in records:
        if measure in row:
            rows[row["deal"]].append(row)
    return rows


@pytest.mark.parametrize("measure", ["orders_signed", "orders_cancelled", "units_delivered", "units_returned"])
def test_the_credits_of_a_deal_add_up_to_one(records: Rows, measure: str) -> None:
    deals = by_deal(records, measure)
    assert deals
    for rows in deals.values():
        assert [row[measure] for row in rows] in ([1], [Decimal("0.5"), Decimal("0.5")])
        assert len({row["person"] for row in rows}) == len(rows)
        assert len({(row["date"], row.get("model")) for row in rows}) == 1


def test_some_deals_are_shared(records: Rows) -> None:
    assert sum(len(rows) == 2 for rows in by_deal(records, "units_delivered").values()) > 50


def test_alone_nobody_shares() -> None:
    assert all(len(rows) == 1 for rows in by_deal(sample.dealership(people=1), "orders_signed").values())


def test_cancelled_orders_are_not_delivered(records: Rows) -> None:
    cancelled, delivered = by_deal(records, "orders_cancelled"), by_deal(records, "units_delivered")
    assert len(cancelled) > 30
    assert not cancelled.keys() & delivered.keys()


def test_orders_come_before_their_cancellation_and_delivery(records: Rows) -> None:
    signed = by_deal(records, "orders_signed")
    for later in ("orders_cancelled", "units_delivered"):
        for deal, rows in by_deal(records, later).items():
            if deal in signed:
                assert signed[deal][0]["date"] < rows[0]["date"]


def test_a_return_reverses_its_delivery_to_the_fen(records: Rows) -> None:
    delivered, returned = by_deal(records, "units_delivered"), by_deal(records, "units_returned")
    assert len(returned) > 5
    later_month = 0
    for deal, rows in returned.items():
        for row, before in zip(rows, delivered.get(deal, rows), strict=True):
            assert row["person"] == before["person"]
            if row is not before:
                later_month += row["date"].month > before["date"].month
                assert row["date"] > before["date"]
                assert row["units_returned"] == before["units_delivered"]
                booked = row.keys() & IDS - {"units_returned"}
                assert booked == before.keys() & IDS - {"units_delivered", "surveys_sent"}
                assert all(row[name] == -before[name] for name in booked)
    assert later_month


def test_front_gross_is_sometimes_negative_and_total_gross_seldom(records: Rows) -> None:
    sold = [row for row in records if row.get("units_delivered") == 1]
    front = sum(row["gp_front"] < 0 for row in sold)
    whole = sum(sum(row.get(name, 0) for name in GROSS) < 0 for row in sold)
    assert len(sold) > front * 2 > whole * 4 > 0


# Customers


def test_who_drove_was_received_on_that_day_by_that_person(records: Rows) -> None:
    drives = [row for row in records if row.get("test_drive_customers")]
    assert len(drives) > 500
    assert all(row["customers_received"] == 1 and row["customer"] for row in drives)


def test_some_customers_ask_two_consultants_within_a_month(records: Rows) -> None:
    asked = defaultdict(list)
    for row in records:
        if row.get("leads_valid"):
            asked[row["date"].month, row["customer"]].append(row["person"])
    shared = [people for people in asked.values() if len(people) > 1]
    assert len(shared) > 20
    assert all(len(set(people)) == len(people) for people in shared)


def test_an_answer_in_time_belongs_to_a_valid_lead(records: Rows) -> None:
    for row in records:
        if row.get("leads_responded_in_sla"):
            assert row["leads_valid"] == 1
            assert row["response_minutes_sum"] <= 30


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("fields_filled", "fields_required"),
        ("reports_on_time", "reports_due"),
        ("followups_on_time", "followups_due"),
        ("lost_analysed", "lost_declared"),
        ("items_passed", "items_checked"),
        ("complaints_closed_in_sla", "complaints_due"),
        ("days_attended", "days_scheduled"),
        ("records_on_time", "records_due"),
        ("topbox_n", "survey_n"),
    ],
)
def test_a_part_never_exceeds_its_whole(records: Rows, part: str, whole: str) -> None:
    rows = [row for row in records if part in row or whole in row]
    assert all(0 <= row.get(part, 0) <= row[whole] for row in rows)
    assert 0 < total(rows, part) < total(rows, whole)


def test_survey_answers_and_exam_marks_read_0_to_100(records: Rows) -> None:
    for measure in ("score_sum", "exam_percent_sum"):
        marks = [row[measure] for row in records if measure in row]
        assert 0 <= min(marks) < 75
        assert 95 < max(marks) <= 100


# Seasons


def test_units_dip_at_spring_festival_and_peak_in_autumn_and_december(records: Rows) -> None:
    net = {
        m: total(records, "units_delivered", month=m) - total(records, "units_returned", month=m) for m in range(1, 13)
    }
    assert net[2] == min(net.values())
    assert net[12] == max(net.values())
    assert min(net[9], net[10]) > max(net[m] for m in range(1, 9))


def test_weekends_are_stronger(records: Rows) -> None:
    leads = Counter(row["date"].weekday() for row in records if row.get("leads_valid"))
    assert min(leads[5], leads[6]) > 1.5 * max(leads[day] for day in range(5))


def test_month_ends_are_stronger(records: Rows) -> None:
    handed = Counter(row["date"].day for row in records if row.get("units_delivered"))
    assert sum(handed[day] for day in range(22, 29)) > 1.2 * sum(handed[day] for day in range(8, 15))


@pytest.mark.parametrize("festival", [(2023, 1, 22), (2025, 1, 29), (2026, 2, 17), (2027, 2, 6)])
def test_the_showroom_closes_at_spring_festival_wherever_it_falls(festival: tuple[int, int, int]) -> None:
    eve = dt.date(*festival) - dt.timedelta(1)
    records = sample.dealership(year=festival[0], people=3)
    attended = {row["date"] for row in records if row.get("days_attended")}
    assert not attended & {eve + dt.timedelta(day) for day in range(4)}
    assert {eve - dt.timedelta(1), eve + dt.timedelta(4)} <= attended


def test_a_leap_year_has_its_day() -> None:
    records = sample.dealership(year=2028, people=2)
    assert {row["date"] for row in records} >= {dt.date(2028, 2, 29), dt.date(2028, 12, 31)}
    assert max(row["until"] for row in records if "until" in row) == dt.date(2029, 1, 1)


# The docstring says what to find among the first twelve people.


def test_liu_yang_is_on_leave_in_march(records: Rows) -> None:
    away = [row for row in records if row["person"] == "liu.yang" and row["date"].month == 3]
    assert {name for row in away for name in row.keys() & IDS} - {"survey_n", "score_sum", "topbox_n"} <= {
        *("opps_carried_in", "opps_open_end", "opps_stale_end", "promoters_n", "detractors_n"),
        *("complaints_valid", "complaints_due", "complaints_closed_in_sla", "units_returned"),
    }
    assert total(records, "days_attended", person="liu.yang", month=4) > 20


def test_sun_yan_has_no_unit_target_in_march(records: Rows) -> None:
    assert total(records, "target_units", person="sun.yan", month=3) == 0
    assert total(records, "target_leads", person="sun.yan", month=3) > 0
    assert all(total(records, "target_units", person="sun.yan", month=m) for m in range(1, 13) if m != 3)


def test_xu_dong_has_no_exam_in_march(records: Rows) -> None:
    sat = {row["date"].month for row in records if row["person"] == "xu.dong" and "exam_percent_sum" in row}
    assert sat == set(range(1, 13)) - {3}


def test_wu_xia_is_never_surveyed(records: Rows) -> None:
    surveyed = {row["person"] for row in records if "survey_n" in row}
    assert surveyed == {row["person"] for row in records} - {"wu.xia"}
    assert total(records, "surveys_sent", person="wu.xia") == 0


def test_huang_ting_joins_in_may_and_grows_into_her_targets(records: Rows) -> None:
    hers = [row for row in records if row["person"] == "huang.ting"]
    assert hers[0]["date"] == dt.date(2026, 5, 1)
    targets = [total(hers, "target_units", month=m) for m in (5, 6, 7, 9)]
    assert targets[0] == 0
    assert targets == sorted(set(targets))


def test_yang_fan_has_hardly_any_leads_in_june(records: Rows) -> None:
    leads = {m: total(records, "leads_valid", person="yang.fan", month=m) for m in (5, 6, 7)}
    assert leads[6] * 3 < min(leads[5], leads[7])


def test_zhao_lei_forged_records_in_august(records: Rows) -> None:
    assert total(records, "record_fraud_confirmed") == 1
    assert total(records, "record_fraud_confirmed", person="zhao.lei", month=8) == 1


# People


def test_the_first_twelve_are_the_same_however_many_there_are() -> None:
    names = [who.name for who in characters(MOST_PEOPLE, Dice(1))]
    assert len(set(names)) == len(names) == 237
    assert names[:12] == [who.name for who in characters(12, Dice(2))]
    assert all(re.fullmatch(r"[a-z]+\.[a-z]+", name) for name in names)


def test_more_than_twelve_people_can_work_there() -> None:
    records = sample.dealership(people=14)
    assert len({row["person"] for row in records}) == 14
    check_ledger(records)


def test_every_argument_out_of_range_is_listed_at_once() -> None:
    with pytest.raises(RecordError) as caught:
        sample.dealership(seed=True, year=1999, people=0)
    assert [(fault.field, fault.value) for fault in caught.value.faults] == [
        ("seed", "True"),
        ("year", "1999"),
        ("people", "0"),
    ]
    assert "a whole number from 2000 to 2040" in str(caught.value)
    for wrong in ({"seed": -1}, {"seed": 2**63}, {"year": 2041}, {"people": 238}, {"people": "12"}):
        with pytest.raises(RecordError, match=next(iter(wrong))):
            sample.dealership(**wrong)
