"""The library's own catalogue and curves run through the conformance kit that users are given."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesperf import Period, indicators, measures, profiles, testing
from salesperf.curves import Domain
from salesperf.indicators import CATALOGUE, Indicator
from salesperf.testing._bench import Bench
from salesperf.testing._cases import made_cases
from salesperf.vocabulary import Direction

MARCH = Period.parse("2026-03")


@pytest.mark.untraced
@pytest.mark.parametrize("indicator", CATALOGUE, ids=lambda one: one.id)
def test_every_indicator_keeps_every_law(indicator: Indicator) -> None:
    testing.check_indicator(indicator)


def test_the_whole_catalogue_is_checked() -> None:
    assert len(CATALOGUE) == 131


@pytest.mark.untraced
@pytest.mark.parametrize(
    "indicator", [one for one in CATALOGUE if Bench(one, MARCH).is_computed], ids=lambda one: one.id
)
def test_the_laws_are_tried_on_rows_that_give_a_value(indicator: Indicator) -> None:
    bench = Bench(indicator, MARCH)
    assert sum(bench.read(rows).value is not None for rows in made_cases(indicator, MARCH, bench.base)) >= 2


@pytest.mark.parametrize("period", ["2026-Q1", "2026", "2026-W09", "2026-03-05"])
@pytest.mark.parametrize(
    "indicator",
    [
        indicators.UNITS_PER_CONSULTANT,
        indicators.CAPITAL_TURNOVER,
        indicators.DAYS_SUPPLY,
        indicators.CLOSE_RATE_COHORT,
    ],
    ids=lambda one: one.id,
)
def test_laws_hold_in_periods_of_any_length(indicator: Indicator, period: str) -> None:
    testing.check_indicator(indicator, period=period)


ORDERED = {
    "close_rate": [{"opps_won_new": n, "opps_won_carried": 0, "opps_opened": 40} for n in (0, 3, 9)],
    "discount_rate": [{"discount_sum": n, "list_price_sum": 100_000} for n in (9_000, 4_000, 0)],
    "csi_score": [{"score_sum": n, "survey_n": 10} for n in (600, 850, "990.5")],
    "lead_count": [[{"leads_valid": 1, "customer": f"c{n}"} for n in range(most)] for most in (1, 2, 4)],
    "inventory_turnover": [{"cogs_vehicle": n, "stock_value_avg": 900_000} for n in (90_000, 300_000)],
    "expense_ratio": [{"expense_total": 800, "gp_total": n} for n in (900, 2_000)],
    "channel_mix_index": [
        [{"leads_valid": 1, "customer": f"c{n}", "channel": name} for n, name in enumerate(names)]
        for names in (["web", "web"], ["web", "web", "shop"], ["web", "shop", "fair"])
    ],
}


@pytest.mark.parametrize("name", ORDERED)
def test_the_stated_direction_is_the_one_of_examples_from_worst_to_best(name: str) -> None:
    testing.check_indicator(indicators.get(name), worst_to_best=ORDERED[name])


def test_examples_are_read_as_score_reads_rows() -> None:
    """Text, floats, labels, dates and a person's id of the user's own."""
    testing.check_indicator(
        indicators.GROSS_FRONT,
        examples=[
            {"gp_front": "1200.50", "date": "2026-03-17", "person": "zhang.san"},
            ({"gp_front": amount, "store": "west"} for amount in (1200.5, -300)),
        ],
    )


SHIPPED = [
    (profile.name, criterion)
    for profile in (profiles.CONSULTANT, profiles.MANAGER, profiles.DIRECTOR)
    for criterion in profile.criteria
]


@pytest.mark.untraced
@pytest.mark.parametrize(("profile", "criterion"), SHIPPED, ids=[f"{name} {one.id}" for name, one in SHIPPED])
def test_every_shipped_curve_keeps_every_law_in_the_direction_of_its_indicator(profile: str, criterion: object) -> None:
    assert profile
    assert isinstance(criterion, profiles.Criterion)
    direction = criterion.indicator.direction
    testing.check_curve(criterion.curve, decimals=criterion.decimals, direction=direction)


@settings(max_examples=100)
@given(st.data(), st.integers(0, 4), st.sampled_from(Domain), st.sampled_from([None, Direction.TARGET]))
def test_every_family_keeps_every_law(data: st.DataObject, decimals: int, of: Domain, way: Direction | None) -> None:
    curve = data.draw(testing.curves(decimals, of=of))
    assert curve.of is of
    testing.check_curve(curve, decimals=decimals, direction=way)


def test_measures_by_themselves_keep_every_law() -> None:
    for measure in (measures.COMPLAINTS_VALID, measures.LEADS_VALID, measures.STOCK_UNITS_END):
        testing.check_indicator(indicators.total_of(measure))
