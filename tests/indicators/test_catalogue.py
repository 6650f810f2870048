"""The shipped indicators are the reference's in every field, and keep the promises of the domain."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

from salesperf import indicators, measures
from salesperf.errors import UnknownNameError
from salesperf.indicators import (
    CATALOGUE,
    Attainment,
    Change,
    Dispersion,
    Indicator,
    Mix,
    PeerRank,
    Ratio,
    StructureMatch,
)
from salesperf.vocabulary import Direction, Level, RollUp, Unit, Zero

DISTRIBUTIONS = {
    "channel_mix_index": Mix,
    "stock_structure_health": StructureMatch,
    "attainment_dispersion": Dispersion,
    "rank_score": PeerRank,
}
ZEROS = {
    "NUL → not_applicable": Zero.IDLE,
    "NUL*": Zero.UNDEFINED_OR_IDLE,
    "NUL + IMM": Zero.IMMATURE,
    "NUL; gp_total ≤ 0 with expense > 0 → worst band (as INF)": Zero.INFINITE_COST,
}
ARROWS = {"↑": Direction.HIGHER, "↓": Direction.LOWER, "◎": Direction.TARGET}
LETTERS = {"C": Level.CONSULTANT, "M": Level.MANAGER, "D": Level.DIRECTOR}


@pytest.fixture(scope="module")
def specification(shared: Path) -> Mapping[str, Any]:
    loaded = json.loads((shared / "reference" / "indicator_spec.json").read_text(encoding="utf-8"))
    return {entry["id"]: entry for entry in loaded["indicators"]}


@pytest.fixture(scope="module")
def catalogue(shared: Path) -> Mapping[str, Any]:
    loaded = json.loads((shared / "reference" / "catalogue.json").read_text(encoding="utf-8"))
    return {entry["id"]: entry for entry in loaded}


def test_order_and_number(catalogue: Mapping[str, Any], specification: Mapping[str, Any]) -> None:
    """Issue: all 130 of the catalogue, plus the attainment of leads that the consultant profile uses."""
    ids = [indicator.id for indicator in CATALOGUE]
    assert len(ids) == len(set(ids)) == 131
    assert [name for name in ids if name != "lead_attainment"] == list(catalogue)
    assert set(ids) == set(specification)


@pytest.mark.parametrize("indicator", CATALOGUE, ids=lambda indicator: indicator.id)
def test_specification(indicator: Indicator, specification: Mapping[str, Any]) -> None:
    entry = specification[indicator.id]
    kind = DISTRIBUTIONS.get(indicator.id) or getattr(indicators, entry["kind"])
    assert type(indicator) is kind
    assert indicator.factor == entry["factor"]
    assert indicator.unit == entry["unit"]
    assert indicator.decimals == entry["decimals"]
    assert indicator.direction == entry["direction"]
    assert indicator.theme == entry["theme"]
    assert indicator.plausible == tuple(None if bound is None else Decimal(bound) for bound in entry["plausible"])
    assert indicator.zero is (ZEROS.get(entry["zero"]) or Zero(entry["zero"]))
    assert (indicator.numerator.to_dict() if indicator.numerator else {}) == entry["numerator"]
    assert (indicator.denominator.to_dict() if indicator.denominator else {}) == entry["denominator"]
    assert list(getattr(indicator, "times", ())) == entry.get("times", [])
    assert list(getattr(indicator, "divided_by", ())) == entry.get("divided_by", [])
    if isinstance(indicator, Change):
        assert indicator.relative is entry["relative"]
        of = indicators.get({"customers_new": "new_customer_count"}.get(entry["of"], entry["of"]))
        assert indicator.of is of


@pytest.mark.parametrize("indicator", CATALOGUE, ids=lambda indicator: indicator.id)
def test_catalogue(indicator: Indicator, catalogue: Mapping[str, Any], specification: Mapping[str, Any]) -> None:
    if indicator.id == "lead_attainment":
        entry = specification[indicator.id]
        assert (indicator.en, indicator.zh) == (entry["en"], entry["zh"])
        assert (indicator.roll_up, indicator.category) == (RollUp.RATIO, indicators.LEAD_COUNT.category)
        return
    entry = catalogue[indicator.id]
    assert (indicator.en, indicator.zh) == (entry["en"], entry["zh"])
    assert indicator.category == entry["category"]
    assert indicator.levels == tuple(LETTERS[letter] for letter in entry["levels"].split())
    assert indicator.direction is ARROWS[entry["direction"]]
    assert indicator.roll_up == entry["rollup"]
    assert (indicator.zero is Zero.IMMATURE) == ("IMM" in entry["zero"])


def test_tagged_texts_keep_their_tags(catalogue: Mapping[str, Any]) -> None:
    """What the reference documents is documented: no source of a text is lost on the way."""
    for name, entry in catalogue.items():
        prose = " ".join(entry[key] for key in ("benchmark", "gaming", "pitfall"))
        assert set(re.findall(r"\[([A-Z]\d+[a-z]?)\]", prose)) <= set(indicators.get(name).notes.sources)
        seeds = {f"seed {number}" for number in re.findall(r"\d{3}", entry["seed"])}
        assert seeds <= set(indicators.get(name).notes.sources)


def test_constants_carry_the_names_of_their_ids() -> None:
    for indicator in CATALOGUE:
        assert getattr(indicators, indicator.id.upper()) is indicator
        assert indicators.get(indicator.id) is indicator
    constants = [name for name in indicators.__all__ if name.isupper()]
    assert constants == sorted(constants)
    assert set(constants) == {"CATALOGUE", *(indicator.id.upper() for indicator in CATALOGUE)}


def test_get_suggests_the_near_name() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'close_rate'") as caught:
        indicators.get("clos_rate")
    assert isinstance(caught.value, KeyError)


def test_few_roll_ups_have_to_be_stated() -> None:
    """DESIGN: how it rolls up follows from its measures; the rest is a decision of the catalogue."""
    assert {indicator.id: indicator.rolls_up for indicator in CATALOGUE if indicator.rolls_up} == {
        "capital_turnover": RollUp.STORE,
        "revenue_per_employee": RollUp.STORE,
        "new_customer_rate": RollUp.UNION,
        "loyalty_rate": RollUp.UNION,
        "loyalty_sales_share": RollUp.UNION,
        "customer_retention_rate": RollUp.UNION,
        "top_box_rate": RollUp.POOL,
        "nps": RollUp.POOL,
        "member_pass_rate": RollUp.MEANP,
        "process_kpi_attainment": RollUp.SCOPE,
    }


def test_no_two_indicators_are_the_same_formula() -> None:
    """domain.md §0.3: one id per formula; the Chinese name is a label, not a key."""
    plain = [
        attrs.evolve(i, id="x", en="x", zh="x", rolls_up=None, zero=Zero.UNDEFINED, levels=())
        for i in CATALOGUE
        if i.zero is not Zero.IMMATURE
    ]
    assert len({(type(i), i.numerator, i.denominator, i.formula) for i in plain}) == len(plain)


def test_no_measure_serves_two_assessments_by_meaning() -> None:
    """DESIGN: no measure serves two indicators by meaning: each rating has its own points and its own raters."""
    rated = [
        i
        for i in CATALOGUE
        if i.roll_up is RollUp.ASSESS or (i.numerator is not None and i.numerator.unit is Unit.RATING)
    ]
    uses = Counter(measure.id for indicator in rated for measure in indicator.measures)
    assert len(rated) == 8
    assert set(uses.values()) == {1}


def test_gross_layers_add_up_without_counting_twice() -> None:
    """measures.json: gp_fi and gp_warranty must be disjoint; gross is front plus the four derivative lines."""
    total = indicators.GROSS_TOTAL.numerator
    assert total == measures.GP_FRONT + measures.GP_DERIVATIVE
    assert set(total.to_dict().values()) == {1}
    assert indicators.FI_GROSS_PER_UNIT.numerator == measures.GP_FI + measures.GP_WARRANTY


def test_close_rates_are_five_ids() -> None:
    """domain.md §4.1: five ids: period-opened, period-workable, new, carry-over, cohort."""
    names = ("", "_workable", "_new", "_carryover", "_cohort")
    assert len({indicators.get(f"close_rate{name}").formula for name in names}) == 5


def test_the_bounded_close_rate_is_a_share_and_the_open_one_is_not() -> None:
    """domain.md §5: close_rate can exceed 100 %; close_rate_workable is bounded."""
    assert indicators.CLOSE_RATE.plausible == (Decimal(0), None)
    assert indicators.CLOSE_RATE_WORKABLE.plausible == (Decimal(0), Decimal(100))


def test_test_drives_beyond_customers_are_implausible() -> None:
    """domain.md §12: test drives > received: 120 % flagged `suspect`, not clamped."""
    assert indicators.TEST_DRIVE_RATE.plausible[1] == 100


def test_the_cohort_matures_after_sixty_days() -> None:
    """domain.md §12: cohort₆₀."""
    assert indicators.CLOSE_RATE_COHORT.matures_after == 60
    assert [i.id for i in CATALOGUE if isinstance(i, Ratio) and i.matures_after] == ["close_rate_cohort"]


def test_ten_indicators_depend_on_the_length_of_the_period() -> None:
    assert sum(bool(i.times or i.divided_by) for i in CATALOGUE if isinstance(i, Ratio)) == 10


def test_decimals() -> None:
    """DESIGN: 2 decimals, 4 where the unit is an index, a ratio, months or a market share."""
    four = {i.id for i in CATALOGUE if i.decimals == 4}
    by_unit = {i.id for i in CATALOGUE if i.unit in {Unit.INDEX, Unit.RATIO, Unit.MONTHS}}
    assert four == by_unit | {"market_share", "market_share_change_pp"}
    assert {i.decimals for i in CATALOGUE} == {2, 4}


def test_attainments_compare_like_with_like() -> None:
    for indicator in CATALOGUE:
        if isinstance(indicator, Attainment):
            assert indicator.numerator.unit is indicator.denominator.unit
            assert indicator.zero is Zero.TARGET
            assert not {"units_fleet", "units_wholesale"} & {measure.id for measure in indicator.measures}


def test_every_level_and_category_is_served() -> None:
    assert {level for indicator in CATALOGUE for level in indicator.levels} == set(Level)
    assert all(indicator.category and indicator.theme and indicator.levels for indicator in CATALOGUE)
