"""Lost deals: shares with their limits, competitors, customers who came back, cost."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesperf.errors import PeriodError, RecordError, UnknownNameError
from salesperf.leads import CompetitorFlow, Interval, LeadLedger, LossCost, LostTo, wilson

Rows = list[dict[str, Any]]


def lost(lead: object, closed: str = "2026-03-09", **more: Any) -> dict[str, Any]:
    row = {"lead": lead, "person": "li", "opened": "2026-03-02", "closed": closed, "outcome": "lost", "reason": "price"}
    return row | more


def won(lead: object, closed: str = "2026-03-09", **more: Any) -> dict[str, Any]:
    return {"lead": lead, "person": "li", "opened": "2026-03-02", "closed": closed, "outcome": "won"} | more


def deals(rows: Rows, *args: Any, **options: Any) -> Any:
    return LeadLedger.from_rows(rows).lost_deals(*args, **options)


# --- Wilson's limits -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(5, 5, "56.55", "100.00"), (9, 10, "59.58", "98.21"), (27, 30, "74.38", "96.54"), (90, 100, "82.56", "94.48")],
)
def test_wilson_of_the_domain_reference(part: int, whole: int, low: str, high: str) -> None:
    """domain.md §10, computed: Wilson 95 %: 5/5 57–100; 9/10 60–98; 27/30 74–97; 90/100 83–94."""
    assert wilson(part, whole) == Interval(Decimal(low), Decimal(high))


@settings(max_examples=50)
@given(st.data(), st.sampled_from([90, 95, 99]))
def test_wilson_is_its_formula_rounded_half_up(data: st.DataObject, confidence: int) -> None:
    """`(2k + z² ∓ z·√(z² + 4k(n − k)/n)) ÷ (2(n + z²)) × 100`, against 80 digits; and 0 ≤ low ≤ p ≤ high ≤ 100."""
    n = data.draw(st.integers(1, 10**6))
    k = data.draw(st.integers(0, n))
    found = wilson(k, n, confidence)
    assert found is not None
    with localcontext(Context(prec=80)):
        z = {90: Decimal("1.644854"), 95: Decimal("1.959964"), 99: Decimal("2.575829")}[confidence]
        root = z * (z * z + Decimal(4 * k * (n - k)) / n).sqrt()
        for sign, limit in ((-1, found.low), (1, found.high)):
            exact = (2 * k + z * z + sign * root) / (2 * (n + z * z)) * 100
            assert abs(exact - limit) <= Decimal("0.005") + Decimal("1e-60")
        assert 0 <= found.low <= Decimal(100 * k) / n + Decimal("0.005")
        assert Decimal(100 * k) / n - Decimal("0.005") <= found.high <= 100


def test_wilson_of_nothing_and_of_nonsense() -> None:
    assert wilson(0, 0) is None
    with pytest.raises(RecordError) as caught:
        wilson(3, 2, 80)
    assert [str(fault) for fault in caught.value.faults] == [
        "part: 3: a part of the whole: 0 ≤ part ≤ whole",
        "confidence: 80: one of 90, 95, 99",
    ]
    with pytest.raises(RecordError, match="part"):
        wilson(-1, 2)


# --- reasons ---------------------------------------------------------------------------------------------------------


def test_reasons_the_commonest_first_with_their_limits() -> None:
    rows = [lost(n) for n in range(3)] + [lost(3, reason="stock"), lost(4, reason="no_contact"), won(5)]
    found = deals(rows, "2026-03")
    assert [(each.of.id, each.count, str(each.share), str(each.cumulative)) for each in found.reasons] == [
        ("price", 3, "60.00", "60.00"),
        ("stock", 1, "20.00", "80.00"),
        ("no_contact", 1, "20.00", "100.00"),
    ]
    assert found.reasons[0].limits == wilson(3, 5) == Interval(Decimal("23.07"), Decimal("88.24"))
    assert deals(rows, confidence=99).reasons[0].limits == wilson(3, 5, 99)
    assert [(each.of, each.count) for each in found.families] == [(LostTo.SAME_BRAND, 4), (LostTo.UNREACHABLE, 1)]
    assert found.lost == 5


def test_a_period_takes_what_was_lost_in_it() -> None:
    rows = [lost(1, "2026-03-31"), lost(2, "2026-04-01", reason="stock"), lost(3, "2026-05-01")]
    assert [lead.id for lead in deals(rows, "2026-04").leads] == [2]
    assert deals(rows).lost == 3
    with pytest.raises(PeriodError):
        deals(rows, "April")


def test_nothing_lost() -> None:
    found = deals([won(1)], "2026-03", marketing=500)
    assert (found.reasons, found.families, found.lost, found.cost, found.gross) == ((), (), 0, None, None)
    assert found.win_back.rate is found.win_back.limits is found.win_back.median_days is None
    assert found.marketing == Decimal("0.00")


# --- competitors -----------------------------------------------------------------------------------------------------


def test_competitor_flows_net_of_what_was_won_against_them() -> None:
    rows = [lost(n, competitor="Brand X", model="A" if n else None, channel="online") for n in range(3)]
    rows += [won(3, competitor="Brand X", model="A"), won(4, competitor="Brand Y", model="B"), lost(5), won(6)]
    found = deals(rows)
    assert found.competitors() == (
        CompetitorFlow(competitor="Brand X", lost=3, won=1),
        CompetitorFlow(competitor="Brand Y", lost=0, won=1),
    )
    assert [flow.net for flow in found.competitors()] == [-2, 1]
    assert [(flow.competitor, flow.by, flow.lost, flow.won) for flow in found.competitors("model")] == [
        ("Brand X", "A", 2, 1),
        ("Brand X", None, 1, 0),
        ("Brand Y", "B", 0, 1),
    ]
    assert [(flow.by, flow.net) for flow in found.competitors("channel")] == [("online", -3), (None, 1), (None, 1)]


def test_reasons_by_model_and_channel() -> None:
    rows = [lost(1, model="A"), lost(2, model="A"), lost(3, model="B", reason="stock"), lost(4, reason="stock")]
    assert deals(rows).reasons_by("model") == (("price", "A", 2), ("stock", "B", 1), ("stock", None, 1))
    assert deals(rows).reasons_by("channel") == (("price", None, 2), ("stock", None, 2))


@pytest.mark.parametrize("by", ["modle", "person"])
def test_flows_by_something_else(by: str) -> None:
    with pytest.raises(UnknownNameError):
        deals([lost(1)]).competitors(by)
    with pytest.raises(UnknownNameError):
        deals([lost(1)]).reasons_by(by)


# --- customers who came back -----------------------------------------------------------------------------------------


def test_win_back_counts_customers_and_the_days_since_their_last_loss() -> None:
    rows = [
        lost(1, "2026-03-05", customer="A"),
        lost(2, "2026-03-10", customer="A"),
        won(3, "2026-04-09", customer="A"),  # 30 days after the loss of 10 March
        won(4, "2026-05-09", customer="A"),
        lost(5, "2026-03-12", customer="B"),
        won(6, "2026-03-23", customer="B"),  # 11 days
        lost(7, "2026-03-12", customer="C"),
        won(8, "2026-03-12", customer="C"),  # the same day is no coming back
        lost(9, "2026-03-12", customer="D"),
        won(10, "2026-03-11", customer="D"),  # bought before
        lost(11, "2026-03-12"),
        won(12, "2026-03-20"),
        lost(13, "2026-03-20", customer="E"),
        won(14, "2026-03-27", customer="E"),  # 7 days
    ]
    found = deals(rows, "2026-03").win_back
    assert (found.customers, found.won_back, found.rate) == (5, 3, Decimal("60.00"))
    assert found.median_days == Decimal("11.0")
    assert found.limits == wilson(3, 5)
    assert deals(rows[:6], "2026-03").win_back.median_days == Decimal("20.5")


def test_a_call_brings_back_one_sale_at_most() -> None:
    """`lost_reactivated_and_won` ÷ `lost_recontacted` counts a sale once, for the latest call before it."""
    rows = [
        lost(1, "2026-03-05", customer="A", recontacted="2026-03-20"),
        lost(2, "2026-03-10", customer="A", recontacted="2026-03-21"),
        won(3, "2026-03-21", customer="A"),
        lost(4, "2026-03-10", customer="B", recontacted="2026-03-25"),
        won(5, "2026-03-24", customer="B"),
        won(6, "2026-03-26", customer="A"),
        lost(7, "2026-03-10", recontacted="2026-03-25"),
        {"lead": 8, "person": "li", "opened": "2026-03-10", "customer": "A"},
    ]
    made = list(LeadLedger.from_rows(rows).records("2026-03"))
    back = [row["lead"] for row in made if row.get("lost_reactivated_and_won")]
    assert back == [2]
    assert sum(bool(row.get("lost_recontacted")) for row in made) == 4


# --- cost ------------------------------------------------------------------------------------------------------------


def test_cost_of_a_lost_deal() -> None:
    rows = [lost(1, cost="100.00", gross=5000), lost(2, cost="50.01"), lost(3), won(4, cost=999)]
    found = deals(rows, "2026-03")
    assert found.cost == LossCost(leads=2, amount=Decimal("150.01"), per_lead=Decimal("75.01"))  # half up
    assert found.gross == LossCost(leads=1, amount=Decimal("5000.00"), per_lead=Decimal("5000.00"))
    assert found.marketing is None


def test_marketing_money_is_spread_over_the_leads_of_the_period() -> None:
    """§11.4 "lost cost = lost × (month marketing cost ÷ month leads)" [A26]."""
    rows = [lost(1), lost(2), won(3)]
    assert deals(rows, "2026-03", marketing="1000").marketing == Decimal("666.67")
    assert deals(rows, "2026-04", marketing=1000.0).marketing is None  # nothing opened


@pytest.mark.parametrize("money", ["-1", "1e3", float("nan"), "0.001", True])
def test_marketing_money_that_is_none(money: Any) -> None:
    with pytest.raises(RecordError, match="marketing"):
        deals([lost(1)], marketing=money)
