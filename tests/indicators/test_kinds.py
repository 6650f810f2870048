"""The kinds of indicator: what each takes, refuses, and derives from its measures."""

from __future__ import annotations

import copy
import inspect
import pickle
from decimal import Decimal
from typing import Any

import attrs
import pytest

from salesperf import indicators, measures
from salesperf.errors import ProfileError, UnitError
from salesperf.indicators import (
    Assessed,
    Attainment,
    Change,
    Dispersion,
    Distribution,
    Indicator,
    Mean,
    MemberMean,
    Mix,
    PeerRank,
    Ratio,
    Share,
    StructureMatch,
    Total,
    total_of,
)
from salesperf.measures import Measure
from salesperf.vocabulary import (
    Additivity,
    Base,
    Category,
    Direction,
    Level,
    Owner,
    Per,
    RollUp,
    Theme,
    Unit,
    Weighting,
    Zero,
)

APPRAISALS = Measure("appraisals", unit=Unit.COUNT, en="Trade-in appraisals", zh="评估台次")


def ratio(kind: type[Any] = Ratio, **changes: Any) -> Any:
    given: dict[str, Any] = {
        "numerator": APPRAISALS,
        "denominator": measures.FIRST_VISITS,
        "unit": Unit.PERCENT,
        "direction": Direction.HIGHER,
        "decimals": 2,
        "en": "Appraisal rate",
        "zh": "评估率",
        **changes,
    }
    return kind(given.pop("id", "appraisal_rate"), **{key: value for key, value in given.items() if value is not ...})


def faults(kind: type[Any] = Ratio, **changes: Any) -> list[str]:
    with pytest.raises(ProfileError) as caught:
        ratio(kind, **changes)
    return [str(fault) for fault in caught.value.faults]


def stock(**changes: Any) -> Measure:
    given = {"unit": Unit.COUNT, "en": "Stock", "zh": "库存", "additivity": Additivity.LAST, "owner": Owner.STORE}
    return Measure("stock", **{**given, **changes})


def test_own_indicator_of_the_design() -> None:
    """DESIGN, Public API: indicators.Ratio("appraisal_rate", numerator=APPRAISALS, …)."""
    made = ratio()
    assert repr(made) == "<Ratio appraisal_rate: appraisals ÷ first_visits × 100 [percent, higher]>"
    assert made.measures == (APPRAISALS, measures.FIRST_VISITS)
    assert str(made.sample) == "first_visits"
    assert (made.factor, made.zero, made.roll_up) == (100, Zero.UNDEFINED, RollUp.RATIO)
    assert (made.plausible, made.notes) == ((None, None), indicators.Notes())
    assert (made.name(), made.name("zh")) == ("Appraisal rate", "评估率")


@pytest.mark.parametrize("left_out", ["unit", "direction", "decimals", "en", "zh", "numerator", "denominator"])
def test_required_arguments(left_out: str) -> None:
    """DESIGN: unit, direction and decimals are required arguments."""
    with pytest.raises(TypeError):
        ratio(Ratio, **{left_out: ...})


@pytest.mark.parametrize("kind", [Indicator, Distribution])
def test_bases_are_not_kinds(kind: type[Any]) -> None:
    with pytest.raises(TypeError, match="abstract"):
        ratio(kind, numerator=..., denominator=...)


def test_words_may_be_text() -> None:
    made = ratio(unit="percent", direction="higher", category="process", theme="leads", levels=["manager"], zero="NUL*")
    assert made == ratio(
        category=Category.PROCESS, theme=Theme.LEADS, levels=(Level.MANAGER,), zero=Zero.UNDEFINED_OR_IDLE
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("unit", "percnt"),
        ("direction", "higer"),
        ("category", "proces"),
        ("theme", "lead"),
        ("levels", ["manger"]),
        ("zero", "SPM"),
        ("per", "mont"),
        ("rolls_up", "RATO"),
    ],
)
def test_unknown_words_suggest_the_near_one(field: str, value: Any) -> None:
    (fault,) = faults(**{field: value})
    assert "did you mean" in fault


def test_faults_are_listed_together() -> None:
    listed = faults(en="", zh="", factor=0, decimals=-1, per="year", matures_after=0)
    assert [fault.split(":")[0] for fault in listed] == [
        "en of appraisal_rate",
        "zh of appraisal_rate",
        "factor of appraisal_rate",
        "decimals of appraisal_rate",
        "per of appraisal_rate",
        "matures_after of appraisal_rate",
        "matures_after of appraisal_rate",
    ]


@pytest.mark.parametrize("name", ["", "Rate", "a-b", 3])
def test_ids_that_are_refused(name: Any) -> None:
    assert faults(id=name)[0].startswith("id of the indicator")


@pytest.mark.parametrize("decimals", [-1, 7, True, 2.0, None])
def test_decimals_that_are_refused(decimals: Any) -> None:
    assert "a whole number from 0 to 6" in faults(decimals=decimals)[0]


def test_plausible_range() -> None:
    assert ratio(plausible=(0, 99.5)).plausible == (Decimal(0), Decimal("99.5"))
    assert ratio(plausible=("-1.25", None)).plausible == (Decimal("-1.25"), None)
    assert ratio(plausible=(5, 5)).plausible == (Decimal(5), Decimal(5))
    assert "a range from low to high" in faults(plausible=(1, 0))[0]
    assert "a bound with at most 2 decimals" in faults(plausible=("0.125", None))[0]
    assert "a number" in faults(plausible=("much", None))[0]


def test_one_definition_of_each_measure() -> None:
    other = attrs.evolve(APPRAISALS, decimals=0)
    assert "one definition of each measure" in faults(denominator=other)[0]


def test_immutable_hashable_comparable_picklable() -> None:
    for made in (ratio(), ratio(Share), total_of(APPRAISALS), indicators.RANK_SCORE, indicators.SALES_GROWTH):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            made.decimals = 3  # type: ignore[misc]
        assert not hasattr(made, "__dict__")
        assert hash(made) == hash(copy.deepcopy(made))
        assert made == copy.deepcopy(made)
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            assert pickle.loads(pickle.dumps(made, protocol)) == made
    assert ratio() != ratio(Share)
    assert ratio() != ratio(decimals=3)


def test_docstring_of_the_class_and_of_the_instance() -> None:
    assert (Ratio.__doc__ or "").startswith("Σ numerator ÷ Σ denominator × factor")
    assert (Share.__doc__ or "").startswith("A ratio whose numerator is part")
    made = ratio()
    assert made.__doc__ == made.describe()
    assert inspect.getdoc(made) == made.describe()


def test_own_kinds_keep_the_habit() -> None:
    class Quiet(Share):
        __slots__ = ()

    @attrs.frozen(repr=False)
    class Loud(Ratio):
        """Says more."""

        more: str = attrs.field(default="", kw_only=True)

    assert Quiet.__doc__ is None
    assert Loud.__doc__ == "Says more."
    assert ratio(Quiet).__doc__ == ratio(Share).describe()
    assert ratio(Loud, more="x").__doc__ == ratio().describe()
    assert ratio(Loud, more="x").to_dict()["more"] == "x"


# Totals


def test_total() -> None:
    made = total_of(measures.GP_FRONT)
    assert isinstance(made, Total)
    assert (made.id, made.unit, made.decimals, made.zero) == ("gp_front", Unit.MONEY, 2, Zero.COUNT)
    assert (made.formula, made.denominator, made.sample) == ("gp_front", None, None)
    assert total_of(attrs.evolve(APPRAISALS, decimals=0)).decimals == 0
    assert attrs.evolve(made, factor=2).formula == "gp_front × 2"
    assert attrs.evolve(indicators.NET_UNITS, factor=2).formula == "(units_delivered − units_returned) × 2"


def test_total_has_the_unit_of_its_measures() -> None:
    with pytest.raises(UnitError, match=r"total net_units: the unit of .* is count, not money"):
        attrs.evolve(indicators.NET_UNITS, unit=Unit.MONEY)


@pytest.mark.parametrize(
    ("measure", "roll_up"),
    [
        (APPRAISALS, RollUp.SUM),
        (measures.LEADS_VALID, RollUp.UNION),
        (measures.NET_PROFIT, RollUp.STORE),
        (measures.STOCK_UNITS_END, RollUp.SEMI),
        (measures.TIV_IN_AREA, RollUp.AREA),
        (measures.MEMBERS_PROMOTED, RollUp.SUM),
    ],
)
def test_roll_up_of_totals(measure: Measure, roll_up: RollUp) -> None:
    assert total_of(measure).roll_up is roll_up


# Ratios


@pytest.mark.parametrize(
    ("numerator", "denominator", "roll_up"),
    [
        (APPRAISALS, measures.FIRST_VISITS, RollUp.RATIO),
        (APPRAISALS, measures.STOCK_UNITS_END, RollUp.SEMI),
        (APPRAISALS, measures.TIV_IN_AREA, RollUp.AREA),
        (measures.STOCK_UNITS_END, measures.TIV_IN_AREA, RollUp.AREA),
        (measures.EXPENSE_TOTAL, APPRAISALS, RollUp.STORE),
        (measures.GP_FRONT, measures.GP_TOTAL, RollUp.STORE),
        (measures.POLICIES_RENEWED, APPRAISALS, RollUp.STORE),
        (APPRAISALS, measures.POLICIES_DUE, RollUp.RATIO),
        (measures.NET_UNITS - measures.FORECAST_ABS_ERROR, measures.NET_UNITS, RollUp.RATIO),
    ],
)
def test_roll_up_of_ratios(numerator: Any, denominator: Any, roll_up: RollUp) -> None:
    assert ratio(numerator=numerator, denominator=denominator).roll_up is roll_up


def test_a_stated_roll_up_stands_and_the_obvious_one_is_no_difference() -> None:
    assert ratio(rolls_up=RollUp.UNION).roll_up is RollUp.UNION
    assert ratio(rolls_up=RollUp.UNION) != ratio()
    assert ratio(rolls_up=RollUp.RATIO) == ratio()


def test_a_sample_is_a_count() -> None:
    assert ratio(denominator=measures.REVENUE_VEHICLE).sample is None
    assert str(ratio(denominator=measures.SURVEY_N).sample) == "survey_n"


@pytest.mark.parametrize(
    ("numerator", "denominator", "per", "times", "divided_by"),
    [
        (APPRAISALS, measures.PERSON_DAYS, Per.MONTH, ("days",), ("months",)),
        (APPRAISALS, measures.PERSON_DAYS, Per.YEAR, ("days", "12"), ("months",)),
        (APPRAISALS, stock(), Per.YEAR, ("365",), ("days",)),
        (APPRAISALS, stock(), Per.MONTH, (), ("months",)),
        (APPRAISALS, stock(), Per.DAY, (), ("days",)),
        (stock(), APPRAISALS, Per.DAY, ("days",), ()),
        (stock(), APPRAISALS, Per.MONTH, ("months",), ()),
        (APPRAISALS, measures.FIRST_VISITS, None, (), ()),
    ],
)
def test_pace(
    numerator: Measure, denominator: Measure, per: Per | None, times: tuple[str, ...], divided_by: tuple[str, ...]
) -> None:
    """DESIGN: `per=Per.YEAR` annualises (× 12 ÷ months for people, 365 ÷ days for stock and capital)."""
    made = ratio(numerator=numerator, denominator=denominator, per=per, factor=1)
    assert (made.times, made.divided_by) == (times, divided_by)
    written = "".join(f" × {name}" for name in times) + "".join(f" ÷ {name}" for name in divided_by)
    assert made.formula == f"{numerator.id} ÷ {denominator.id}{written}"


@pytest.mark.parametrize(
    ("numerator", "denominator", "per"),
    [
        (APPRAISALS, measures.FIRST_VISITS, Per.YEAR),
        (APPRAISALS, measures.FIRST_VISITS, Per.DAY),
        (APPRAISALS, measures.PERSON_DAYS, Per.DAY),
        (stock(), APPRAISALS, Per.YEAR),
        (stock(), measures.STOCK_VALUE_AVG, Per.YEAR),
    ],
)
def test_a_pace_that_means_nothing_is_refused(numerator: Measure, denominator: Measure, per: Per) -> None:
    (fault,) = faults(numerator=numerator, denominator=denominator, per=per)
    assert fault.startswith("per of appraisal_rate")


def test_a_cohort_has_its_window() -> None:
    made = ratio(zero=Zero.IMMATURE, matures_after=30)
    assert made.matures_after == 30
    assert "younger than 30 days" in made.describe()
    assert "未满 30 天" in made.describe("zh")
    assert faults(zero=Zero.IMMATURE)[0].startswith("matures_after of")
    assert faults(matures_after=30)[0].startswith("matures_after of")
    assert faults(zero=Zero.IMMATURE, matures_after=True)[0].startswith("matures_after of")


def test_share() -> None:
    """DESIGN: a ratio whose numerator is part of its denominator."""
    assert ratio(Share).plausible == (Decimal(0), Decimal(100))
    assert ratio(Share, unit=Unit.RATIO).plausible == (Decimal(0), Decimal(1))
    assert ratio(Share, plausible=(0, None)).plausible == (Decimal(0), None)
    with pytest.raises(UnitError, match="money cannot be part of count"):
        ratio(Share, numerator=measures.GP_FRONT)


def test_mean() -> None:
    made = ratio(Mean, numerator=measures.SCORE_SUM, denominator=measures.SURVEY_N, unit=Unit.POINTS)
    assert made.roll_up is RollUp.POOL
    assert ratio(Mean).roll_up is RollUp.RATIO
    assert made.factor == 1


def test_on_scale() -> None:
    """DESIGN: the shipped CSI reads 0–100, `CSI_SCORE.on_scale(1, 5)` makes another; 4 decimals on a scale below 10."""
    small = indicators.CSI_SCORE.on_scale(1, 5)
    assert (small.id, small.decimals, small.plausible) == ("csi_score_on_1_5", 4, (Decimal(1), Decimal(5)))
    assert (small.en, small.zh) == ("Customer satisfaction index (1–5)", "客户满意度 CSI（1–5）")
    assert small.notes == indicators.CSI_SCORE.notes
    assert (small.numerator, small.zero, small.roll_up) == (
        indicators.CSI_SCORE.numerator,
        indicators.CSI_SCORE.zero,
        RollUp.POOL,
    )
    wide = indicators.CSI_SCORE.on_scale(-10, 10)
    assert (wide.id, wide.decimals) == ("csi_score_on_minus_10_10", 2)
    for low, high in [(5, 1), (1, 1), (1.0, 5), (True, 5), ("1", "5")]:
        with pytest.raises(ProfileError, match="whole numbers from low to high"):
            indicators.CSI_SCORE.on_scale(low, high)  # type: ignore[arg-type]


def test_attainment() -> None:
    made = ratio(Attainment, numerator=measures.NET_UNITS, denominator=measures.TARGET_UNITS)
    assert made.formula == "(units_delivered − units_returned) ÷ target_units × 100"
    assert made.zero is Zero.TARGET
    with pytest.raises(UnitError, match="actual in money, target in count"):
        ratio(Attainment, numerator=measures.GP_FRONT, denominator=measures.TARGET_UNITS)


def test_attainment_with_a_scale() -> None:
    """DESIGN: `Attainment(…, scale=…)` reads 100 + 100·(actual − target) ÷ scale."""
    parts = {"numerator": measures.NET_PROFIT, "denominator": measures.TARGET_PROFIT}
    assert ratio(Attainment, **parts, scale=1_000_000).formula == "100 + 100 × (net_profit − target_profit) ÷ 1000000"
    assert ratio(Attainment, **parts, scale="0.25").scale == Decimal("0.25")
    for scale in (0, -1, "0.125"):
        assert "an amount above 0 with at most 2 decimals" in faults(Attainment, **parts, scale=scale)[0]
    assert "a number" in faults(Attainment, **parts, scale="much")[0]
    with pytest.raises(UnitError, match="with a scale its unit is percent, not index"):
        ratio(Attainment, **parts, scale=1, unit=Unit.INDEX)


def test_units_are_all_told_at_once() -> None:
    with pytest.raises(UnitError, match=r"actual in count, target in money; .* its unit is percent"):
        ratio(Attainment, denominator=measures.TARGET_PROFIT, scale=1, unit=Unit.INDEX)


def test_member_mean_and_assessed() -> None:
    assert ratio(MemberMean).factor == 1
    assert ratio(MemberMean).roll_up is RollUp.MEANP
    assert ratio(MemberMean, factor=100).formula == "appraisals ÷ first_visits × 100"
    assert (ratio(MemberMean).of, ratio(MemberMean).cap, ratio(MemberMean).weighting) == (None, None, Weighting.PLAIN)
    assert (ratio(Assessed).zero, ratio(Assessed).roll_up) == (Zero.ASSESSED, RollUp.ASSESS)


# Members


def members(kind: type[Any] = MemberMean, **changes: Any) -> Any:
    given = {"of": indicators.UNIT_ATTAINMENT, "unit": Unit.INDEX if kind is Dispersion else Unit.PERCENT}
    return ratio(kind, **{**given, **changes})


@pytest.mark.parametrize(
    ("changes", "formula"),
    [
        ({}, "Σ unit_attainment ÷ n"),
        ({"cap": 120}, "Σ min(unit_attainment, 120) ÷ n"),
        ({"cap": "120.50", "weighting": "plain"}, "Σ min(unit_attainment, 120.50) ÷ n"),
        ({"weighting": Weighting.TARGET}, "Σ unit_attainment × target_units ÷ Σ target_units"),
        (
            {
                "weighting": "target",
                "of": attrs.evolve(
                    indicators.UNIT_ATTAINMENT, id="stretch", denominator=measures.TARGET_UNITS + APPRAISALS
                ),
            },
            "Σ stretch × (target_units + appraisals) ÷ Σ (target_units + appraisals)",
        ),
        ({"weighting": "median", "cap": 100.5}, "median of min(unit_attainment, 100.5)"),
        ({"weighting": "median", "of": indicators.CLOSE_RATE}, "median of close_rate"),
        ({"of": indicators.CSI_SCORE, "unit": Unit.POINTS}, "Σ csi_score ÷ n"),
        ({"of": indicators.PROFIT_ATTAINMENT, "decimals": 4}, "Σ profit_attainment ÷ n"),
    ],
)
def test_member_mean_of_their_own_values(changes: dict[str, Any], formula: str) -> None:
    """Issue: member_mean_attainment: plain, target-weighted, median."""
    made = members(**changes)
    given = " (as given: appraisals ÷ first_visits)" if made.weighting is Weighting.PLAIN else ""
    assert made.formula == f"{formula} over the members{given}"
    assert (made.factor, made.roll_up) == (1, RollUp.MEANP)
    assert made.measures == (APPRAISALS, measures.FIRST_VISITS)
    assert pickle.loads(pickle.dumps(made)) == made
    assert hash(made) == hash(copy.deepcopy(made))


def test_the_words_of_weighting() -> None:
    assert [str(word) for word in Weighting] == ["plain", "target", "median"]
    with pytest.raises(ProfileError, match=r"weighting of an indicator.*did you mean 'median'"):
        members(weighting="medain")


@pytest.mark.parametrize("kind", [MemberMean, Dispersion])
@pytest.mark.parametrize(
    "of",
    [
        indicators.NET_UNITS,
        indicators.SALES_GROWTH,
        indicators.RANK_SCORE,
        indicators.EXAM_SCORE,
        measures.NET_UNITS,
        "unit_attainment",
    ],
)
def test_members_have_a_ratio_of_their_own(kind: type[Any], of: Any) -> None:
    """What is of the wrong kind is told once; what else depends on it is left unsaid."""
    (fault,) = faults(kind, of=of, cap="0.125")
    assert fault.startswith("of of appraisal_rate: ")
    assert "an attainment or another ratio that one member has alone" in fault


@pytest.mark.parametrize("kind", [MemberMean, Dispersion])
@pytest.mark.parametrize("cap", [0, -1, "120.125"])
def test_caps_that_are_refused(kind: type[Any], cap: Any) -> None:
    (fault,) = faults(kind, of=indicators.UNIT_ATTAINMENT, cap=cap)
    assert fault.startswith("cap of appraisal_rate")
    assert "an amount above 0 with at most the 2 decimals of unit_attainment" in fault


@pytest.mark.parametrize("kind", [MemberMean, Dispersion])
def test_a_cap_without_values_to_cap(kind: type[Any]) -> None:
    (fault,) = faults(kind, cap=120)
    assert "none, or with it what the members' values are of" in fault
    assert "a number" in faults(kind, of=indicators.UNIT_ATTAINMENT, cap="much")[0]


def test_weightings_that_are_refused() -> None:
    for weighting in ("median", "target"):
        (fault,) = faults(MemberMean, weighting=weighting)
        assert "plain, or with it what the members' values are of" in fault
    scaled = attrs.evolve(indicators.PROFIT_ATTAINMENT, id="scaled", scale=1000)
    for of in (indicators.CLOSE_RATE, scaled):
        (fault,) = faults(MemberMean, of=of, weighting="target")
        assert "only attainments without a scale have targets to weigh" in fault


def test_values_of_members_are_taken_as_they_are_shown() -> None:
    listed = faults(MemberMean, of=indicators.UNIT_ATTAINMENT, factor=100, decimals=1, cap=0, en="")
    assert [fault.split(":")[0] for fault in listed] == [
        "en of appraisal_rate",
        "cap of appraisal_rate",
        "factor of appraisal_rate",
        "decimals of appraisal_rate",
    ]
    assert [f.split(":")[0] for f in faults(MemberMean, of=indicators.CSI_SCORE, decimals=None)] == [
        "decimals of appraisal_rate"
    ]
    with pytest.raises(UnitError, match="its unit is points, that of csi_score, not percent"):
        members(of=indicators.CSI_SCORE)


def test_members_in_the_catalogue() -> None:
    """domain.md: Σ_person min(attainmentᵢ, cap) ÷ persons, with a cap of 120."""
    for made in (indicators.MEMBER_MEAN_ATTAINMENT, indicators.ATTAINMENT_DISPERSION):
        assert isinstance(made, MemberMean | Dispersion)
        assert (made.of, made.cap) == (indicators.UNIT_ATTAINMENT, Decimal(120))
    assert isinstance(indicators.EXAM_SCORE, MemberMean)
    assert indicators.EXAM_SCORE.of is None


# Changes


def change(**changes: Any) -> Change:
    given: dict[str, Any] = {
        "of": indicators.MARKET_SHARE,
        "unit": Unit.PERCENT,
        "direction": Direction.HIGHER,
        "decimals": 2,
        "en": "Growth",
        "zh": "增长",
        **changes,
    }
    return Change("growth", **given)


def test_change() -> None:
    made = change()
    assert (made.numerator, made.denominator) == (
        indicators.MARKET_SHARE.numerator,
        indicators.MARKET_SHARE.denominator,
    )
    assert (made.zero, made.roll_up, made.sample) == (Zero.BASE, RollUp.CHG, None)
    assert made.formula == (
        "(market_share now − base) ÷ base × 100, base: market_share of the same period a year before"
    )
    assert change(of=indicators.NET_UNITS).denominator is None


def test_what_a_change_is_measured_against() -> None:
    """Issue: year-on-year; `Change` indicators get their base period by themselves."""
    assert change().since is Base.YEAR
    monthly = change(since="previous")
    assert monthly.since is Base.PREVIOUS
    assert monthly == change(since=Base.PREVIOUS) != change()
    assert monthly.formula == "(market_share now − base) ÷ base × 100, base: market_share of the period before"
    assert pickle.loads(pickle.dumps(monthly)) == monthly
    with pytest.raises(ProfileError, match=r"since of an indicator.*did you mean 'previous'"):
        change(since="previus")
    assert [str(word) for word in Base] == ["year", "previous"]
    assert all(i.since is Base.YEAR for i in indicators.CATALOGUE if isinstance(i, Change))


def test_change_in_points() -> None:
    points = {"relative": False, "decimals": 4, "unit": Unit.PERCENTAGE_POINTS}
    assert change(**points).formula == "market_share now − market_share of the same period a year before"
    assert change(**points, since="previous").formula == "market_share now − market_share of the period before"
    assert change(of=indicators.NET_UNITS, relative=False, unit=Unit.COUNT).unit is Unit.COUNT
    with pytest.raises(ProfileError, match="the 4 decimals of market_share"):
        change(**{**points, "decimals": 2})
    with pytest.raises(UnitError, match="its unit is percentage_points, not percent"):
        change(**{**points, "unit": Unit.PERCENT})
    with pytest.raises(UnitError, match="its unit is percent, not count"):
        change(unit=Unit.COUNT)


@pytest.mark.parametrize("of", [indicators.CHANNEL_MIX_INDEX, indicators.SALES_GROWTH, measures.NET_UNITS, None])
def test_a_change_is_of_a_total_or_a_ratio(of: Any) -> None:
    with pytest.raises(ProfileError, match="a total or a ratio"):
        change(of=of)


# Distributions


def mix(**changes: Any) -> Mix:
    given: dict[str, Any] = {
        "numerator": measures.LEADS_VALID,
        "by": "channel",
        "unit": Unit.INDEX,
        "direction": Direction.HIGHER,
        "decimals": 4,
        "en": "Mix",
        "zh": "结构",
        **changes,
    }
    return Mix("channel_index", **given)


def test_mix() -> None:
    made = mix()
    assert (made.roll_up, made.sample, made.denominator) == (RollUp.DIST, None, None)
    assert made.formula == "1 − Σ share² of leads_valid by channel"
    shared = made.with_shares({"web": 60, "walk-in": 40.5})
    assert shared.shares == (("web", Decimal(60)), ("walk-in", Decimal("40.5")))
    assert shared.formula == "1 − ½ Σ |share − target share| of leads_valid by channel"
    assert mix(unit=Unit.PERCENT, decimals=2).formula == "100 × (1 − Σ share²) of leads_valid by channel"
    assert mix(shares=shared.shares) == shared


@pytest.mark.parametrize(
    ("shares", "message"),
    [
        ({"web": -1}, "a share of 0 or more"),
        ({"web": "0.125"}, "at most 2 decimals"),
        ({"web": "much"}, "a share of 0 or more"),
        ({3: 1}, "each group once, by its name"),
        ([("web", 1), ("web", 2)], "each group once, by its name"),
        ({"web": 0, "walk-in": 0}, "shares that add up to more than 0"),
    ],
)
def test_shares_that_are_refused(shares: Any, message: str) -> None:
    with pytest.raises(ProfileError, match=message):
        mix(shares=shares)


@pytest.mark.parametrize("kind", [Mix, StructureMatch])
def test_distributions_go_by_a_column(kind: Any) -> None:
    parts = {"denominator": ...} if kind is Mix else {}
    with pytest.raises(ProfileError, match="one of channel, model"):
        ratio(kind, by="colour", **parts)


def test_structure_match() -> None:
    made = ratio(StructureMatch, by="model", unit=Unit.POINTS, factor=100)
    assert made.formula == "100 × (1 − ½ Σ |share of appraisals − share of first_visits|) by model"
    assert (made.roll_up, made.sample) == (RollUp.DIST, None)
    plain = ratio(StructureMatch, by="model", unit=Unit.INDEX)
    assert plain.formula == "1 − ½ Σ |share of appraisals − share of first_visits| by model"


def test_dispersion_and_rank() -> None:
    made = ratio(Dispersion, unit=Unit.INDEX)
    assert made.formula == "population standard deviation ÷ mean of appraisals over first_visits"
    values = members(Dispersion)
    assert values.formula == "population standard deviation ÷ mean of unit_attainment over the members"
    assert members(Dispersion, cap=120, unit=Unit.PERCENT).factor == 100
    assert (values.roll_up, values.sample, values.of) == (RollUp.DIST, None, indicators.UNIT_ATTAINMENT)
    assert pickle.loads(pickle.dumps(values)) == values
    assert isinstance(indicators.RANK_SCORE, PeerRank)
    assert (indicators.RANK_SCORE.formula, indicators.RANK_SCORE.measures) == ("(n − rank) ÷ (n − 1) × 100", ())
    assert indicators.RANK_SCORE.roll_up is RollUp.SCOPE
