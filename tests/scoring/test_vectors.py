"""The vectors of domain.md §12 that concern people scored one by one, each by its name there."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import pytest

import salesperf as sp
from salesperf import curves, indicators, measures

LINE = curves.Linear((0, 0), (100, 100))


def profile(*criteria: Any, **more: Any) -> sp.Profile:
    """A profile in which each indicator or criterion weighs the same, or nearly."""
    made = [one if isinstance(one, sp.Criterion) else sp.Criterion(one, weight=1, curve=LINE) for one in criteria]
    shares = [100 // len(made)] * len(made)
    shares[0] += 100 - sum(shares)
    weighted = [sp.Criterion(**{**_arguments(c), "weight": w}) for c, w in zip(made, shares, strict=True)]
    return sp.Profile("vectors", level="consultant", criteria=weighted, publish_at_least=0, **more)


def _arguments(criterion: sp.Criterion) -> dict[str, Any]:
    names = ("indicator", "curve", "scope", "minimum_sample", "window", "group", "par", "target", "id")
    return {name: getattr(criterion, name) for name in names}


def row(person: str = "li.na", date: str = "2026-03-10", **amounts: Any) -> dict[str, Any]:
    return {"person": person, "date": date, **amounts}


def line(rows: list[dict[str, Any]], indicator: Any, period: str | None = "2026-03", who: str = "li.na") -> sp.Line:
    return sp.score(rows, profile(indicator), period=period)[who].lines[0]


def test_mean_of_ratios() -> None:
    rows = [row(leads_won=2, leads_valid=4), row(leads_won=9, leads_valid=60)]
    found = line(rows, indicators.LEAD_CONVERSION_RATE)
    assert found.value == Decimal("17.19")  # 11 ÷ 64 = 17.1875 %, not the mean 32.5 %
    assert (found.numerator, found.denominator) == (11, 64)


def test_integer_division_and_zero_for_missing() -> None:
    assert line([row(orders_referral=1, orders_signed=3)], indicators.REFERRAL_RATE).value == Decimal("33.33")
    nothing = line([row(orders_referral=0, orders_signed=0)], indicators.REFERRAL_RATE)
    assert (nothing.value, nothing.status) == (None, sp.Status.NO_DENOMINATOR)


def test_test_drives_over_received_are_flagged_not_clamped() -> None:
    found = line([row(test_drive_customers=12, customers_received=10)], indicators.TEST_DRIVE_RATE)
    assert (found.value, found.status) == (Decimal("120.00"), sp.Status.SUSPECT)
    assert found.points == 100


def test_return_after_month_close_is_legal() -> None:
    rows = [row(date="2026-03-31", units_delivered=10), row(date="2026-04-02", units_delivered=0, units_returned=1)]
    board = sp.score(rows, profile(indicators.NET_UNITS), period=["2026-03", "2026-04"])
    assert board["li.na", "2026-03"]["net_units"].value == 10
    april = board["li.na", "2026-04"]["net_units"]
    assert (april.value, april.status) == (Decimal("-1.00"), sp.Status.OK)


def test_duplicated_customer_counts_once_for_each_person_who_holds_it() -> None:
    rows = [
        row("li.na", leads_valid=1, customer="c1"),
        row("li.na", leads_valid=1, customer="c1"),
        row("wang.wei", leads_valid=1, customer="c1"),
    ]
    board = sp.score(rows, profile(indicators.LEAD_COUNT), period="2026-03")
    assert [card["lead_count"].value for card in board] == [1, 1]


def test_split_deal_adds_up_to_the_whole() -> None:
    rows = [row("li.na", units_delivered="0.5"), row("wang.wei", units_delivered=Decimal("0.5"))]
    board = sp.score(rows, profile(indicators.NET_UNITS), period="2026-03")
    assert sum(card.measures["units_delivered"] for card in board) == 1


def test_cohort_lag_is_split_into_new_and_carried() -> None:
    rows = [
        row(date="2026-03-31", opps_opened=100, opps_won_new=6, opps_won_carried=0, opps_carried_in=0),
        row(date="2026-04-30", opps_opened=0, opps_won_new=0, opps_won_carried=9, opps_carried_in=94),
        row(date="2026-03-31", cohort_opps_opened=100, cohort_opps_won=15),
        row(date="2026-05-30", opps_opened=0),
    ]
    chosen = profile(indicators.CLOSE_RATE_NEW, indicators.CLOSE_RATE_COHORT, indicators.CLOSE_RATE_CARRYOVER)
    march = sp.score(rows, chosen, period="2026-03")["li.na"]
    assert march["close_rate_new"].value == 6
    assert march["close_rate_cohort"].value == 15
    april = sp.score(rows, chosen, period="2026-04")["li.na"]
    assert april["close_rate_carryover"].numerator == 9


def test_a_cohort_whose_window_is_open_is_shown_and_not_scored() -> None:
    """IMM: cohort younger than its window → immature_cohort."""
    cohort = row(date="2026-03-31", cohort_opps_opened=100, cohort_opps_won=15)
    for latest, status in (("2026-05-29", sp.Status.IMMATURE_COHORT), ("2026-05-30", sp.Status.OK)):
        found = line([cohort, row(date=latest, cohort_opps_opened=0)], indicators.CLOSE_RATE_COHORT)
        assert (found.value, found.status) == (15, status)
        assert (found.points is None) == (status is sp.Status.IMMATURE_COHORT)


@pytest.mark.parametrize("target", [0, -5])
def test_target_zero_or_negative_is_no_target(target: int) -> None:
    found = line([row(gp_front=10, target_gross=target)], indicators.GROSS_ATTAINMENT)
    assert (found.value, found.status) == (None, sp.Status.NO_TARGET)


def test_the_variance_path_for_negative_targets() -> None:
    """`Attainment(…, scale=…)` reads 100 + 100·(actual − target) ÷ scale where actual or target may be negative."""
    scaled = attrs.evolve(indicators.PROFIT_ATTAINMENT, scale=100_000)
    found = line([row(net_profit=-20_000, target_profit=-50_000)], scaled)
    assert (found.value, found.status) == (130, sp.Status.OK)
    absent = line([row(net_profit=-20_000), row("wang.wei", target_profit=1)], scaled)
    assert (absent.value, absent.status) == (None, sp.Status.NO_TARGET)


def test_negative_gross_base_leaves_margin_shares_undefined() -> None:
    found = line([row(gp_fi=5, gp_total=-100)], indicators.DERIVATIVE_GROSS_SHARE)
    assert (found.value, found.status) == (None, sp.Status.NO_DENOMINATOR)


def test_csi_of_three_is_insufficient_its_weight_redistributed_and_the_gate_silent() -> None:
    csi = sp.Criterion(indicators.CSI_SCORE, weight=1, curve=LINE, minimum_sample=10)
    gate = sp.Gate("csi", of=indicators.CSI_SCORE, below=95, then=sp.profiles.Multiply("0.5"))
    rows = [row(score_sum=270, survey_n=3, units_delivered=8, target_units=10)]
    card = sp.score(rows, profile(csi, indicators.UNIT_ATTAINMENT, gates=[gate]), period="2026-03")["li.na"]
    assert (card["csi_score"].value, card["csi_score"].status) == (90, sp.Status.INSUFFICIENT_SAMPLE)
    assert card["csi_score"].points is None
    assert card["unit_attainment"].weight == 100
    assert card.total == 80
    assert card.gates[0].fired is None


def test_half_open_bands_give_exactly_3000_to_the_upper_band() -> None:
    bands = curves.Steps((0, 1), (2000, 2), (3000, 3), (3500, "3.5"), (4000, 4), (4500, "4.5"))
    found = sp.Criterion(indicators.ACCESSORY_REVENUE_PER_UNIT, weight=1, curve=bands)
    points = {
        amount: sp.score(
            [row(revenue_accessory=amount, units_delivered=1)], profile(found), period="2026-03"
        ).ranking()[0]
        for amount in ("2999.99", "3000", "3499.99")
    }
    assert [card.base for card in points.values()] == [2, 3, 3]


def test_wape_is_not_mape() -> None:
    rows = [row(units_delivered=1000, forecast_abs_error=50), row(units_delivered=10, forecast_abs_error=15)]
    assert line(rows, indicators.FORECAST_ACCURACY).value == Decimal("93.56")  # 1 − 65 ÷ 1010


def test_annualising_uses_months_for_people() -> None:
    """2 leavers, 20 people, one month: × 12 → 120 % (catalogue)."""
    rows = [row(leavers_voluntary=2, person_days=20 * 31)]
    found = line(rows, indicators.STAFF_TURNOVER)
    assert found.value == 120
    assert "× days × 12" in indicators.STAFF_TURNOVER.formula.replace("months", "") or found.reach.days == 31


def test_percent_points_and_percent_are_told_apart() -> None:
    """5.0 % → 5.5 %: +0.5 pp, +10 %; without a base there is neither."""
    now = row(own_registrations_in_area=55, tiv_in_area=1000)
    before = row(date="2025-03-10", own_registrations_in_area=50, tiv_in_area=1000)
    for indicator, value in (("MARKET_SHARE_GROWTH", "10.00"), ("MARKET_SHARE_CHANGE_PP", "0.5000")):
        made = getattr(indicators, indicator)
        assert line([now, before], made).value == Decimal(value)
        found = line([now], made)
        assert (found.value, found.status, found.points) == (None, sp.Status.NO_DENOMINATOR, None)
    assert indicators.MARKET_SHARE_GROWTH.unit != indicators.MARKET_SHARE_CHANGE_PP.unit


def test_no_complaints_is_not_applicable_never_a_free_hundred() -> None:
    found = line([row(complaints_due=0, complaints_closed_in_sla=0)], indicators.COMPLAINT_TIMELY_RATE)
    assert (found.value, found.points, found.status) == (None, None, sp.Status.NOT_APPLICABLE)


def test_stock_without_sales_is_no_sales_and_scores_beyond_the_worst_knot() -> None:
    curve = curves.Linear((10, 0), (24, 100), (36, 100), (75, 20))
    days = sp.Criterion(indicators.DAYS_SUPPLY, weight=1, curve=curve)
    stocked = sp.score([row(stock_units_end=40, units_delivered=0)], profile(days), period="2026-03")["li.na"]
    assert (stocked.lines[0].value, stocked.lines[0].status, stocked.base) == (None, sp.Status.NO_SALES, 20)
    empty = sp.score([row(stock_units_end=0, units_delivered=0)], profile(days), period="2026-03")["li.na"]
    assert (empty.lines[0].value, empty.lines[0].status) == (0, sp.Status.OK)


def test_a_cost_over_no_gross_scores_worst() -> None:
    cost = sp.Criterion(indicators.EXPENSE_RATIO, weight=1, curve=curves.Linear((60, 120), (70, 100), (100, 5)))
    board = sp.score([row(expense_total=10, gp_total=-1)], profile(cost), period="2026-03")
    assert (board["li.na"].lines[0].status, board["li.na"].base) == (sp.Status.NO_SALES, 5)
    nothing = sp.score([row(expense_total=0, gp_total=0)], profile(cost), period="2026-03")["li.na"].lines[0]
    assert nothing.status is sp.Status.NO_DENOMINATOR


def test_snapshots_are_levels_not_flows() -> None:
    rows = [
        row(date="2026-03-01", stock_value_avg=100, cogs_vehicle=0),
        row(date="2026-03-01", stock_value_avg=100),
        row(date="2026-03-15", stock_value_avg=400, cogs_vehicle=300),
    ]
    found = line(rows, indicators.INVENTORY_TURNOVER)
    assert found.value == Decimal("11.77")  # 300 × 365 ÷ 31 ÷ ((200 + 400) ÷ 2)
    assert (found.below[0].dates, found.denominator) == (2, 300)


def test_mix_index_with_and_without_target_shares() -> None:
    rows = [row(leads_valid=1, customer=f"c{n}", channel="web" if n < 3 else "walk-in") for n in range(4)]
    assert line(rows, indicators.CHANNEL_MIX_INDEX).value == Decimal("0.3750")  # 1 − (9 + 1) ÷ 16
    aimed = indicators.CHANNEL_MIX_INDEX.with_shares({"web": 50, "walk-in": 50})
    assert line(rows, aimed).value == Decimal("0.7500")


def test_stock_structure_golden() -> None:
    """Golden: stock .5/.3/.2 vs demand .3/.4/.3 → 80 (domain.md §11.3)."""
    stock, demand = {"a": 5, "b": 3, "c": 2}, {"a": 3, "b": 4, "c": 3}
    rows = [row(model=m, stock_units_end=n, units_delivered=demand[m]) for m, n in stock.items()]
    assert line(rows, indicators.STOCK_STRUCTURE_HEALTH).value == 80
    assert measures.STOCK_UNITS_END.decimals == 0
