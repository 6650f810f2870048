"""Split credit: "Deals shared by rule or by fraction, always adding to the whole (largest remainder), cancellation
reverses in the original proportions and period rule." """

from __future__ import annotations

import pickle
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from math import floor
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import salesperf as sp
from salesperf import measures, profiles
from salesperf.errors import Fault, InputTypeError, RecordError, UnknownNameError
from salesperf.measures import VOCABULARY, Measure
from salesperf.organisation._credit import ByRole, Credit, credits_from_rows
from salesperf.organisation._credited import Reversal, credited
from salesperf.vocabulary import Unit

HALVES = Credit("D-17", {"li.na": "0.5", "wang.wei": "0.5"})
THIRDS = Credit("D-17", {"li.na": "1/3", "wang.wei": "1/3", "house": "1/3"})
SALE = {"person": "li.na", "date": "2026-03-05", "deal": "D-17", "units_delivered": 1}
RETURN = {"person": "li.na", "date": "2026-04-02", "deal": "D-17", "units_returned": 1}


def amounts(rows: Iterable[Mapping[str, Any]], name: str) -> list[tuple[Any, Any]]:
    return [(row["person"], row[name]) for row in rows if row.get(name) is not None]


def totals(rows: Iterable[Mapping[str, Any]], name: str) -> dict[Any, Decimal]:
    sums: dict[Any, Decimal] = defaultdict(Decimal)
    for person, amount in amounts(rows, name):
        sums[person] += Decimal(amount)
    return dict(sums)


def faults_of(*args: Any, **options: Any) -> tuple[Fault, ...]:
    with pytest.raises(RecordError) as caught:
        list(credited(*args, **options))
    return caught.value.faults


# golden


def test_split_deal_half_and_half_makes_one_for_the_team() -> None:
    # domain.md §12, "split deal": .5+.5 → team 1; house deal kept
    house = {"person": "house", "date": "2026-03-06", "deal": "D-18", "units_delivered": 1}
    rows = list(credited([SALE, house], [HALVES]))
    assert totals(rows, "units_delivered") == {"li.na": Decimal("0.5"), "wang.wei": Decimal("0.5"), "house": 1}
    board = sp.score([{**row, "target_units": 1} for row in rows], profiles.CONSULTANT, period="2026-03")
    assert {card.subject: card.measures["units_delivered"] for card in board} == {
        "li.na": Decimal("0.5"),
        "wang.wei": Decimal("0.5"),
        "house": Decimal(1),
    }
    team = [{**row, "person": None, "team": "north"} for row in rows if row["deal"] == "D-17"]
    one = sp.score(team, profiles.CONSULTANT, by="team", period="2026-03")
    assert one["north"].measures["units_delivered"] == 1


def test_thirds_of_one_car() -> None:
    assert amounts(credited([SALE], [THIRDS]), "units_delivered") == [
        ("li.na", Decimal("0.3334")),
        ("wang.wei", Decimal("0.3333")),
        ("house", Decimal("0.3333")),
    ]


def test_shares_that_floats_do_not_total_to_one() -> None:
    # frappe/erpnext#57802: 72.68 + 10.93 + 2.73 + 13.66 = 100.00000000000001 was refused
    parts = {"a": "72.68%", "b": "10.93%", "c": "2.73%", "d": "13.66%"}
    assert Credit("D-1", parts) == Credit("D-1", {"a": 0.7268, "b": 0.1093, "c": 0.0273, "d": 0.1366})
    assert Credit("D-1", parts).split(100_00) == (7268, 1093, 273, 1366)


def test_the_invoice_is_not_credited_in_full_to_each() -> None:
    # frappe/erpnext#4046, #40062: the full amount went to each person, whatever their share
    sale = {**SALE, "revenue_total": "100000.01"}
    assert totals(credited([sale], [HALVES]), "revenue_total") == {
        "li.na": Decimal("50000.01"),
        "wang.wei": Decimal("50000.00"),
    }


def test_partial_cancellations_leave_exactly_nothing() -> None:
    # each by itself, 0.50 in thirds is 0.17, 0.17, 0.16: twice that is not what 1.00 gave
    rows = [
        {**SALE, "gp_fi": "1.00"},
        {**SALE, "date": "2026-04-01", "units_delivered": None, "gp_fi": "-0.50"},
        {**SALE, "date": "2026-05-01", "units_delivered": None, "gp_fi": "-0.50"},
    ]
    out = list(credited(rows, [THIRDS]))
    assert totals(out, "gp_fi") == {"li.na": 0, "wang.wei": 0, "house": 0}
    first = [amount for _, amount in amounts(out[:3], "gp_fi")]
    assert first == [Decimal("0.34"), Decimal("0.33"), Decimal("0.33")]


def test_a_negative_amount_is_the_exact_negative() -> None:
    assert [-part for part in THIRDS.split(10_000)] == list(THIRDS.split(-10_000))


def test_returns_booked_as_a_measure_of_their_own_cancel_out() -> None:
    two = [SALE, {**SALE, "date": "2026-03-09"}, {**RETURN, "units_returned": 2}]
    out = list(credited(two, [THIRDS]))
    assert totals(out, "units_delivered") == totals(out, "units_returned")


# laws

SHARES = st.lists(st.integers(1, 60), min_size=1, max_size=5).map(
    lambda parts: Credit("D", [(f"p{n}", Fraction(part, sum(parts))) for n, part in enumerate(parts)])
)
FEN = st.integers(-(10**9), 10**9)


def booked(fens: Iterable[int], deal: str = "D") -> list[dict[str, Any]]:
    return [
        {"person": "x", "date": f"2026-{1 + n % 12:02d}-{1 + n // 12:02d}", "deal": deal, "gp_fi": f"{fen / 100:.2f}"}
        for n, fen in enumerate(fens)
    ]


@given(SHARES, st.integers(-(10**15), 10**15))
@settings(max_examples=50)
def test_parts_add_to_the_whole_by_largest_remainder(credit: Credit, units: int) -> None:
    """ "always adding to the whole (largest remainder)" """
    parts = credit.split(units)
    assert sum(parts) == units
    exact = [abs(units) * share for _, share in credit.shares]
    up = [abs(part) - floor(whole) for part, whole in zip(parts, exact, strict=True)]
    assert set(up) <= {0, 1}
    remainders = [whole - floor(whole) for whole in exact]
    chosen = sorted(range(len(exact)), key=lambda n: (-remainders[n], n))[: sum(up)]
    assert {n for n, more in enumerate(up) if more} == set(chosen)


@given(SHARES, st.lists(FEN, min_size=1, max_size=8))
@settings(max_examples=50)
def test_every_record_adds_up_and_every_total_is_the_split_of_the_total(credit: Credit, fens: list[int]) -> None:
    """ "Deals shared …, always adding to the whole" """
    rows = booked(fens)
    out = list(credited(rows, [credit]))
    by_date: dict[str, Decimal] = defaultdict(Decimal)
    for row in out:
        by_date[row["date"]] += row["gp_fi"]
    assert by_date == {row["date"]: Decimal(row["gp_fi"]) for row in rows}
    people = [person for person, _ in credit.shares]
    expected = {p: Decimal(part) / 100 for p, part in zip(people, credit.split(sum(fens)), strict=True)}
    assert totals(out, "gp_fi") == expected


@given(SHARES, st.lists(st.integers(1, 10**6), min_size=1, max_size=6), st.randoms(use_true_random=False))
@settings(max_examples=50)
def test_cancellations_that_add_up_to_the_whole_leave_nothing(
    credit: Credit, backs: list[int], dice: random.Random
) -> None:
    """ "cancellation reverses in the original proportions" """
    rows = booked([sum(backs), *(-back for back in backs)])
    dice.shuffle(rows)
    assert set(totals(credited(rows, [credit]), "gp_fi").values()) == {Decimal(0)}


@given(SHARES, st.lists(FEN, min_size=1, max_size=6), st.randoms(use_true_random=False))
@settings(max_examples=50)
def test_neither_the_order_of_deals_nor_of_rows_matters(credit: Credit, fens: list[int], dice: random.Random) -> None:
    other = attrs.evolve(credit, deal="E")
    rows = booked(fens) + booked(fens, "E") + [{**row, "date": "2026-01-01"} for row in booked(fens)]

    def by_day(given: list[dict[str, Any]], credits_: list[Credit]) -> dict[tuple[Any, ...], Decimal]:
        sums: dict[tuple[Any, ...], Decimal] = defaultdict(Decimal)
        for row in credited(given, credits_):
            sums[row["deal"], row["person"], row["date"]] += row["gp_fi"]
        return sums

    shuffled = rows[:]
    dice.shuffle(shuffled)
    assert by_day(rows, [credit, other]) == by_day(shuffled, [other, credit])


def test_on_one_day_sales_come_first_and_the_order_of_rows_is_nothing() -> None:
    names = ("units_delivered", "channel", "gp_fi")
    rows = [
        {**SALE, **dict(zip(names, values, strict=True))}
        for values in [(None, "b", "-0.50"), (None, "walk-in", "0.01"), (None, "a", "0.01"), (1, "", "1.00")]
    ]

    def parts(given: list[dict[str, Any]]) -> dict[tuple[Any, ...], Any]:
        return {(row["channel"], row["person"]): row["gp_fi"] for row in credited(given, [THIRDS])}

    assert parts(rows) == parts(rows[::-1])
    cents = {channel: [parts(rows)[channel, person] for person, _ in THIRDS.shares] for channel in ("", "a", "walk-in")}
    assert cents == {
        "": [Decimal("0.34"), Decimal("0.33"), Decimal("0.33")],
        "a": [Decimal("0.00"), Decimal("0.01"), Decimal("0.00")],
        "walk-in": [Decimal("0.00"), Decimal("0.00"), Decimal("0.01")],
    }


def test_the_callers_decimal_context_decides_nothing() -> None:
    rows = [{**SALE, "revenue_total": "123456789.01"}]
    expected = list(credited(rows, [THIRDS]))
    with localcontext() as context:
        context.prec = 3
        assert list(credited(rows, [THIRDS])) == expected
    assert expected[0]["revenue_total"] == Decimal("41152263.01")


# what a record's fields become


def test_a_keyed_distinct_amount_is_passed_whole_and_a_keyless_one_split() -> None:
    keyed = {"person": "x", "date": "2026-03-05", "deal": "D-17", "leads_won": 1, "customer": "C-1"}
    assert amounts(credited([keyed], [HALVES]), "leads_won") == [("li.na", 1), ("wang.wei", 1)]
    keyless = {**keyed, "customer": " "}
    assert amounts(credited([keyless], [HALVES]), "leads_won") == [
        ("li.na", Decimal("0.5")),
        ("wang.wei", Decimal("0.5")),
    ]


def test_unknown_columns_stay_with_the_first_holder_and_own_measures_are_split() -> None:
    own = Measure("appraisals", unit=Unit.COUNT, decimals=0, en="Appraisals", zh="评估")
    sale = {**SALE, "appraisals": 3, "note": "by phone"}
    plain = list(credited([sale], [HALVES]))
    assert [(row["appraisals"], row["note"]) for row in plain] == [(3, "by phone"), (None, None)]
    split = list(credited([sale], [HALVES], measures=(*VOCABULARY, own)))
    assert [row["appraisals"] for row in split] == [2, 1]
    assert [tuple(row) for row in split] == [tuple(sale)] * 2


def test_records_are_untouched_and_others_pass_as_they_are() -> None:
    sale, other, plain = MappingProxyType(dict(SALE)), {**SALE, "deal": "D-9"}, {**SALE, "deal": None}
    before = [dict(sale), dict(other), dict(plain)]
    out = list(credited([sale, other, plain], [HALVES]))
    assert out[:2] == [other, plain]
    assert out[0] is other
    assert [dict(sale), other, plain] == before
    assert len(out) == 4


def test_other_records_stream_while_shared_ones_wait() -> None:
    def endless() -> Iterable[dict[str, Any]]:
        yield SALE
        while True:
            yield {**SALE, "deal": "D-9"}

    assert next(credited(endless(), [HALVES]))["deal"] == "D-9"


def test_columns_are_read_and_written_under_the_sources_names() -> None:
    columns = {"person": "seller", "deal": "contract", "units_delivered": "cars", "date": "day"}
    row = {"seller": "x", "contract": "D-17", "cars": "1", "day": "2026-03-05", "units_delivered": "note"}
    assert [(out["seller"], out["cars"]) for out in credited([row], [HALVES], columns=columns)] == [
        ("li.na", Decimal("0.5")),
        ("wang.wei", Decimal("0.5")),
    ]


@attrs.frozen
class AttrsSale:
    person: str
    date: str
    deal: str
    units_delivered: int


@dataclass
class DataclassSale:
    person: str
    date: str
    deal: str
    units_delivered: int


class TupleSale(NamedTuple):
    person: str
    date: str
    deal: str
    units_delivered: int


@pytest.mark.parametrize("kind", [AttrsSale, DataclassSale, TupleSale])
def test_every_kind_of_record(kind: Any) -> None:
    assert list(credited([kind(**SALE)], [HALVES])) == list(credited([SALE], [HALVES]))


def test_facts_of_a_store_are_never_divided_among_people() -> None:
    rebate = {"store": "S1", "date": "2026-03-05", "deal": "D-17", "rebate_earned": 500}
    assert list(credited([rebate], [HALVES])) == [rebate]


def test_a_person_need_not_stand_in_a_shared_record() -> None:
    row = {name: value for name, value in SALE.items() if name != "person"}
    assert [out["person"] for out in credited([row], [HALVES])] == ["li.na", "wang.wei"]


# by rule

ROLES = ByRole({"consultant": "0.7", "dcc": "0.3"})


def test_people_in_several_columns_share_in_stated_parts() -> None:
    row = {"date": "2026-03-05", "deal": "D-1", "consultant": "li.na", "dcc": "zhao.min", "units_delivered": 1}
    assert amounts(credited([row], rule=ROLES), "units_delivered") == [
        ("li.na", Decimal("0.7")),
        ("zhao.min", Decimal("0.3")),
    ]


@pytest.mark.parametrize(
    ("named", "house", "expected"),
    [
        ({"consultant": "a"}, None, {"a": Fraction(1)}),
        ({"consultant": "a", "dcc": "", "lead": "c"}, None, {"a": Fraction(5, 7), "c": Fraction(2, 7)}),
        ({"consultant": "a"}, "house", {"a": Fraction(1, 2), "house": Fraction(1, 2)}),
        ({"consultant": "a", "dcc": "house"}, "house", {"a": Fraction(1, 2), "house": Fraction(1, 2)}),
        ({"consultant": "a", "dcc": "b", "lead": "a"}, "house", {"a": Fraction(7, 10), "b": Fraction(3, 10)}),
        ({"consultant": 7}, 0, {7: Fraction(1, 2), 0: Fraction(1, 2)}),
    ],
)
def test_the_part_of_a_missing_person(named: Any, house: Any, expected: Any) -> None:
    found = ByRole({"consultant": 0.5, "dcc": 0.3, "lead": 0.2}, house=house)(named)
    assert dict(found or ()) == expected


def test_a_record_that_names_nobody_is_not_shared() -> None:
    assert ROLES({"consultant": None}) is None
    row = {**SALE, "deal": None}
    assert next(credited([row], rule=ROLES)) is row
    assert list(credited([SALE], rule=ROLES)) == [SALE]


def test_a_record_that_names_only_its_own_person_is_left_alone() -> None:
    rule = ByRole({"person": "0.7", "dcc": "0.3"})
    target = {"person": "li.na", "date": "2026-03-01", "target_units": 20}
    assert list(credited([target], rule=rule)) == [target]


def test_credit_goes_before_the_rule() -> None:
    row = {**SALE, "consultant": "a", "dcc": "b"}
    assert [out["person"] for out in credited([row], [HALVES], rule=ROLES)] == ["li.na", "wang.wei"]


def test_a_rule_may_be_any_function_and_needs_no_deal() -> None:
    row = {**SALE, "deal": None}
    out = credited([row, {**row, "units_delivered": -1}], rule=lambda _: {"a": "2/3", "b": "1/3"})
    assert amounts(out, "units_delivered") == [
        ("a", Decimal("0.6667")),
        ("b", Decimal("0.3333")),
        ("a", Decimal("-0.6667")),
        ("b", Decimal("-0.3333")),
    ]


def test_a_cancellation_follows_the_sale_whatever_it_names() -> None:
    back = {**RETURN, "consultant": "somebody.else"}
    sale = {**SALE, "consultant": "a", "dcc": "b"}
    out = list(credited([back, sale], rule=ROLES))
    assert totals(out, "units_returned") == totals(out, "units_delivered") == {"a": Decimal("0.7"), "b": Decimal("0.3")}


def test_a_cancellation_without_its_sale_has_its_own_shares() -> None:
    out = credited([{**RETURN, "consultant": "a", "dcc": "b"}], rule=ROLES)
    assert totals(out, "units_returned") == {"a": Decimal("0.7"), "b": Decimal("0.3")}


def test_cancellations_without_their_sale_follow_the_first_that_states_shares() -> None:
    first = {**RETURN, "consultant": "a", "dcc": "b"}
    other = {**RETURN, "date": "2026-04-09", "consultant": "c", "dcc": "d"}
    assert set(totals(credited([other, first], rule=ROLES), "units_returned")) == {"a", "b"}


def test_a_sale_that_stays_with_its_person_is_taken_back_from_them() -> None:
    back = {**RETURN, "consultant": "a", "dcc": "b"}
    assert list(credited([SALE, back], rule=ROLES)) == [SALE, back]


def test_sales_of_one_deal_must_agree() -> None:
    rows = [
        {**SALE, "consultant": "a", "dcc": "b"},
        {**SALE, "date": "2026-03-06"},
        {**SALE, "date": "2026-03-07", "consultant": "a", "dcc": "c"},
    ]
    [fault] = faults_of(rows, rule=ROLES)
    assert (fault.row, fault.field, fault.value) == (3, "deal", "'D-17'")
    assert "row 1" in fault.expected
    assert "Credit" in fault.expected
    assert totals(credited(rows[:2], rule=ROLES), "units_delivered") == {"a": Decimal("1.4"), "b": Decimal("0.6")}


# period rule


def test_a_return_counts_when_cancelled_by_default() -> None:
    assert [row["date"] for row in credited([SALE, RETURN], [HALVES])] == ["2026-03-05"] * 2 + ["2026-04-02"] * 2


@pytest.mark.parametrize("order", [1, -1])
def test_a_return_counts_in_the_original_period(order: int) -> None:
    out = list(credited([SALE, RETURN][::order], [HALVES], reversals=Reversal.ORIGINAL_PERIOD))
    assert [(row["date"], row.get("recorded_at")) for row in out] == [
        ("2026-03-05", None),
        ("2026-03-05", None),
        ("2026-03-05", "2026-04-02"),
        ("2026-03-05", "2026-04-02"),
    ]
    board = sp.score(
        [{**row, "target_units": 1} for row in out],
        profiles.CONSULTANT,
        period="2026-03",
    )
    assert board["li.na"]["unit_attainment"].value == 0


def test_it_is_dated_on_the_sale_that_books_what_it_takes_back() -> None:
    order = {**SALE, "date": "2026-02-10", "units_delivered": 0, "orders_signed": 1}
    loss = {**SALE, "gp_front": -900}
    back = {**RETURN, "gp_front": 900, "recorded_at": "2026-04-03"}
    cancelled = {**RETURN, "units_returned": None, "orders_cancelled": 1}
    clawed = {**RETURN, "units_returned": None, "gp_front": -1}
    rows = [cancelled, back, loss, order, clawed]
    out = list(credited(rows, [HALVES], reversals="original_period"))
    dates = {
        next(name for name in ("orders_signed", "orders_cancelled", "units_returned", "units_delivered", "gp_front")
             if row.get(name) is not None): (row["date"], row.get("recorded_at"))
        for row in out
    }  # fmt: skip
    assert dates == {
        "orders_signed": ("2026-02-10", None),
        "orders_cancelled": ("2026-02-10", "2026-04-02"),
        "units_delivered": ("2026-03-05", None),
        "units_returned": ("2026-03-05", "2026-04-03"),
        "gp_front": ("2026-03-05", "2026-04-02"),
    }


def test_the_period_rule_holds_for_deals_that_are_not_shared() -> None:
    rows = [{**SALE, "deal": "D-9"}, {**RETURN, "deal": "D-9"}, {**RETURN, "deal": None}]
    out = list(credited(rows, [HALVES], reversals="original_period"))
    assert out == [rows[2], rows[0], {**rows[1], "date": "2026-03-05", "recorded_at": "2026-04-02"}]
    ruled = {**rows[2], "consultant": "a", "dcc": "b"}
    assert {row["date"] for row in credited([ruled], rule=ROLES, reversals="original_period")} == {"2026-04-02"}


def test_a_record_that_books_nothing_is_no_cancellation() -> None:
    visit = {"person": "x", "date": "2026-04-01", "deal": "D-17", "units_delivered": 0}
    out = list(credited([visit], [HALVES], reversals="original_period"))
    assert [(row["date"], row["units_delivered"]) for row in out] == [("2026-04-01", 0)] * 2


def test_faults_of_cancellations_dated_back() -> None:
    alone = {**RETURN, "deal": "D-8"}
    both = {**SALE, "units_returned": 1}
    long = {**RETURN, "until": "2026-04-09"}
    wrong = {**RETURN, "units_returned": None, "orders_cancelled": 1}
    found = faults_of([alone, both, long, wrong], [HALVES], reversals="original_period")
    assert [(fault.row, fault.field) for fault in found] == [(1, "deal"), (2, "deal"), (3, "until"), (4, "deal")]
    assert "units_delivered" in found[0].expected
    assert "when_cancelled" in found[0].expected
    assert "of their own" in found[1].expected
    assert "orders_signed" in found[3].expected
    assert len(list(credited([both, long], [HALVES]))) == 4


# bad input


def test_all_faults_of_the_records_at_once() -> None:
    rows = [
        "no record",
        {**SALE, "date": "soon"},
        {**SALE, "units_delivered": "many", "gp_fi": "1.005"},
        {**SALE, "deal": 1.5},
        {**SALE, "deal": 17},
        {**SALE, "stock_units_end": 3, "target_units": 20},
        {**SALE, "leads_won": 1, "customer": True},
    ]
    found = faults_of(rows, [HALVES])
    assert [(fault.row, fault.field) for fault in found] == [
        (1, None),
        (2, "date"),
        (3, "units_delivered"),
        (3, "gp_fi"),
        (4, "deal"),
        (5, "deal"),
        (7, "customer"),
    ]
    assert "text" in found[5].expected
    [level] = faults_of([rows[5]], [HALVES])
    assert (level.row, level.field, level.value) == (1, "stock_units_end", "3")
    [target] = faults_of([{**SALE, "target_units": 20}], [HALVES])
    assert "without a deal" in target.expected


def test_whole_number_deals_do_not_match_text() -> None:
    [fault] = faults_of([SALE], [Credit(17, {"a": 1})])
    assert "whole numbers" in fault.expected


def test_only_the_first_faults_are_kept_and_all_counted() -> None:
    with pytest.raises(RecordError) as caught:
        list(credited([None] * 1500, [HALVES]))
    assert (len(caught.value.faults), caught.value.count) == (1000, 1500)


def test_faults_of_a_rule_carry_the_row() -> None:
    bad = {**SALE, "deal": None, "consultant": True, "dcc": 1.5}
    found = faults_of([SALE, bad], rule=ROLES)
    assert [(fault.row, fault.field) for fault in found] == [(2, "consultant"), (2, "dcc")]
    [short] = faults_of([SALE], rule=lambda _: {"a": "0.5"})
    assert (short.row, short.field, short.value) == (1, "total of the rule's shares", "0.5")
    [text] = faults_of([SALE], rule=lambda _: "half")
    assert text.row == 1


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        (("march.csv",), {}),
        ((Path("march.csv"),), {}),
        ((SALE,), {}),
        ((3,), {}),
        (([], [("D-17", {"a": 1})]), {}),
        (([],), {"rule": "half"}),
        (([],), {"measures": ["units_delivered"]}),
        (([],), {"columns": ["person"]}),
    ],
)
def test_what_is_no_argument(arguments: Any, options: Any) -> None:
    with pytest.raises(InputTypeError):
        credited(*arguments, **options)


def test_arguments_that_contradict_themselves() -> None:
    with pytest.raises(RecordError, match="each deal once") as caught:
        credited([], [HALVES, THIRDS, Credit(3, {"a": 1})])
    assert [fault.value for fault in caught.value.faults] == ["'D-17'", "3"]
    own = Measure("units_delivered", unit=Unit.COUNT, decimals=0, en="Units", zh="台")
    with pytest.raises(RecordError, match="one measure for each id"):
        credited([], measures=(*VOCABULARY, own))
    assert list(credited([], measures=(measures.GP_FI, measures.GP_FI))) == []
    with pytest.raises(UnknownNameError, match="original_period"):
        credited([], reversals="original_periods")


# credits


def test_credits_from_rows() -> None:
    rows = [
        {"deal": "D-1", "person": "a", "share": " 50 % "},
        {"deal": "D-2", "person": "b", "share": 1},
        {"deal": "D-1", "person": "c", "share": "0.25"},
        {"deal": "D-1", "person": "house", "share": "1/4", "note": "walked in"},
    ]
    assert credits_from_rows(rows) == (
        Credit("D-1", [("a", 0.5), ("c", Decimal("0.25")), ("house", Fraction(1, 4))]),
        Credit("D-2", [("b", "100％")]),
    )
    renamed = [{"合同": 5, "人": "a", "比例": "1."}]
    assert credits_from_rows(renamed, columns={"deal": "合同", "person": "人", "share": "比例"}) == (
        Credit(5, {"a": 1}),
    )
    assert credits_from_rows([]) == ()


def test_all_faults_of_the_rows_at_once() -> None:
    rows: list[Any] = [
        {"deal": "D-1", "person": "a", "share": "0.5"},
        {"deal": "D-1", "person": "a", "share": "0.5"},
        {"deal": "D-2", "person": "a", "share": "33.3%"},
        {"deal": "D-2", "person": "b", "share": "33.3%"},
        {"deal": "D-3", "person": "", "share": "0"},
        {"deal": None, "person": "a", "share": "-0.5"},
        {"deal": "D-4", "person": "a", "share": "50"},
        {"deal": "D-5", "person": "a", "shares": "1"},
        ["D-6", "a", 1],
        {"deal": "D-7", "person": "a", "share": "a half"},
        {"deal": "D-8", "person": "a", "share": 0.1},
        {"deal": "D-8", "person": "b", "share": "1/3"},
        {"deal": "D-9", "person": "a", "share": "0.5"},
        {"deal": "D-9", "person": "b", "share": "half"},
    ]
    with pytest.raises(RecordError) as caught:
        credits_from_rows(rows)
    found = [(fault.row, fault.field, fault.value) for fault in caught.value.faults]
    assert found == [
        (2, "person", "'a'"),
        (5, "person", "''"),
        (5, "share", "'0'"),
        (6, "deal", "nothing"),
        (6, "share", "'-0.5'"),
        (7, "share", "'50'"),
        (8, "share", "nothing"),
        (9, None, None),
        (10, "share", "'a half'"),
        (14, "share", "'half'"),
        (None, "total of deal 'D-2'", "0.666"),
        (None, "total of deal 'D-8'", "13/30"),
    ]
    text = str(caught.value)
    assert "row 1 names them" in text
    assert "did you mean the column 'shares'?" in text
    assert 'write thirds as "1/3"' in text


@pytest.mark.parametrize(
    "share",
    [
        *(0, -1, 2, True, 1j, Fraction(3, 2), float("nan"), float("inf"), 1e-300, None, [1]),
        *("", "0%", "101%", "1/0", "2/1", "nan", "1e-1", "0." + "1" * 100),
        *(Decimal("1e400"), Decimal("1e-400"), Decimal("sNaN")),
    ],
)
def test_what_is_no_share(share: Any) -> None:
    with pytest.raises(RecordError) as caught:
        Credit("D-1", {"a": share})
    assert [fault.field for fault in caught.value.faults] == ["share of 'a' in deal 'D-1'"]
    assert '"50%"' in caught.value.faults[0].expected


def test_what_is_no_credit() -> None:
    pairs: Any = [("a", "0.5"), ("a", "0.5"), (None, 1), "ab", ("x",)]
    with pytest.raises(RecordError) as caught:
        Credit(" ", pairs)
    assert [fault.field for fault in caught.value.faults] == [
        "deal",
        "person of deal ' '",
        "person of deal ' '",
        "deal ' '",
        "deal ' '",
    ]
    given: Any
    for given in ("ab", 5, None):
        with pytest.raises(RecordError, match="pairs of person and share"):
            Credit("D-1", given)
    for given in ({}, {"a": "0.5"}):
        with pytest.raises(RecordError, match="exactly 1"):
            Credit("D-1", given)


def test_what_is_no_role() -> None:
    text: Any = "person"
    with pytest.raises(RecordError, match="the name of a column"):
        ByRole([(1, 1)])
    with pytest.raises(RecordError, match="pairs of column and share"):
        ByRole(text)
    with pytest.raises(RecordError, match="exactly 1"):
        ByRole({"consultant": "0.7"})
    with pytest.raises(RecordError, match="house"):
        ByRole({"consultant": 1}, house=True)


def test_credits_and_rules_are_values() -> None:
    for value in (THIRDS, ROLES):
        assert pickle.loads(pickle.dumps(value)) == value
        assert len({value, pickle.loads(pickle.dumps(value))}) == 1
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        THIRDS.deal = "D-1"  # type: ignore[misc]
    assert Credit("D-17", iter(THIRDS.shares)) == THIRDS
