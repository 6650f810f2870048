import string
from typing import Any

import attrs
import pytest

from salesperf import Criterion, Extra, Gate, Profile, UnknownNameError, curves, indicators, measures, profiles
from salesperf.curves import Linear, PerStep, Steps
from salesperf.profiles import CapGrade, Disqualify, Finding, Multiply, Severity, When
from salesperf.profiles._finding import _SENTENCES, CODES

ATTAINED = Linear((60, 0), (100, 100), (120, 120))
BASE = (
    Criterion(indicators.UNIT_ATTAINMENT, weight=50, curve=ATTAINED),
    Criterion(indicators.FOLLOWUP_TIMELY_RATE, weight=30, curve=Linear((60, 0), (95, 100))),
)


def profile(*criteria: Criterion, **changes: Any) -> Profile:
    """A profile without findings, but for those of one criterion of weight 20 and of the changes."""
    given = criteria or (Criterion(indicators.LOYALTY_RATE, weight=20, curve=Linear((0, 0), (50, 120))),)
    return Profile("p", level="consultant", criteria=[*BASE, *given], **changes)


def found(held: Profile, **lint: Any) -> list[str]:
    return [str(one) for one in held.lint(**lint)]


def of(indicator: indicators.Indicator, curve: curves.Curve, **arguments: Any) -> list[str]:
    return found(profile(Criterion(indicator, weight=20, curve=curve, **arguments)))


def test_a_sound_profile_has_no_findings() -> None:
    assert found(profile()) == []


def test_unreachable_par_of_a_share_that_ends_at_100() -> None:
    """Reachable range printed: "(score−3.5)/2, max 10" can reach only 0.75 (domain.md §6.3)."""
    assert of(indicators.LOYALTY_RATE, Linear((0, 0), (120, 100))) == [
        "warning loyalty_rate: the curve gives 0 to 83.333 points over 0 … 100: 100 cannot be reached [unreachable_par]"
    ]
    assert of(indicators.LOYALTY_RATE, Linear((0, 0), (100, 100))) == []


def test_unreachable_par_on_a_gap_or_unbounded_values() -> None:
    gap = PerStep(at=0, full=60, above=(1, 1), floor=0, cap=90, of="gap")
    assert of(indicators.LEAD_ATTAINMENT, gap)[0] == (
        "warning lead_attainment: the curve gives 60 to 90 points over gap: 100 cannot be reached [unreachable_par]"
    )
    assert of(indicators.GROSS_PER_UNIT, Linear((0, -5), (8000, 80)))[0] == (
        "warning gross_per_unit: the curve gives −5 to 80 points over −∞ … ∞: 100 cannot be reached [unreachable_par]"
    )
    falling = PerStep(at=0, full=90, above=(1, -1))
    assert of(indicators.FIRST_RESPONSE_TIME, falling, id="speed")[0] == (
        "warning speed: the curve gives −∞ to 90 points over 0 … ∞: 100 cannot be reached [unreachable_par]"
    )


def test_flat_curve() -> None:
    assert of(indicators.LOYALTY_RATE, Steps((0, 80), (101, 100))) == [
        "warning loyalty_rate: every value earns the same 80 points [flat_curve]",
        "info loyalty_rate: the points jump: 101: 80 → 100 [cliff]",
    ]


def test_against_the_direction() -> None:
    falling, rising = Linear((0, 100), (50, 0)), Linear((0, 0), (50, 100))
    optimum = Linear((0, 0), (50, 100), (90, 40))
    assert (
        "points move against the indicator: higher is better, and the curve is falling"
        in (of(indicators.LOYALTY_RATE, falling)[0])
    )
    assert "lower is better, and the curve is rising [against_direction]" in of(indicators.LOST_RATE, rising)[0]
    assert of(indicators.LOST_RATE, falling) == []
    assert of(indicators.LOYALTY_RATE, optimum)[0].endswith("an optimum, if that is meant [mixed_direction]")
    assert "best near a target, and the curve is falling" in of(indicators.NONRETAIL_SHARE, falling)[0]
    assert of(indicators.NONRETAIL_SHARE, optimum) == []
    chinese = profile(Criterion(indicators.LOST_RATE, weight=20, curve=rising)).lint()[0].text("zh")
    assert chinese == "曲线方向与指标相反：指标以低为优，曲线却上升"


def test_cliffs_are_listed() -> None:
    volume = curves.Piecewise((75, 3, "0.4"), (80, "5.5", "0.5"), (90, 11, 1), (95, 20, 0), (100, 20, "1.5"))
    assert "info revenue_attainment: the points jump: 75: 0 → 3; 80: 5 → 5.5; 90: 10.5 → 11; 95: 16 → 20 [cliff]" in (
        of(indicators.REVENUE_ATTAINMENT, volume)
    )
    stairs = PerStep(at=100, full=100, below=(5, -1), floor=0)
    assert of(indicators.RECORD_TIMELINESS, stairs) == [
        "info record_timeliness: the points jump: 95 (−5 …): 99 → 100 [cliff]"
    ]
    up = PerStep(at=0, full=0, above=(5, 10), cap=120)
    assert of(indicators.LOYALTY_RATE, up) == ["info loyalty_rate: the points jump: 5 (+5 …): 0 → 10 [cliff]"]


def test_fractions_where_percent_is_meant() -> None:
    assert of(indicators.LOYALTY_RATE, Linear(("0.6", 0), (1, 100))) == [
        (
            "warning loyalty_rate: all knots lie between 0.6 and 1, but percent indicators hold percent: "
            "96.55 means 96.55 % [fraction_knots]"
        )
    ]
    ratio = indicators.USED_NEW_RATIO
    assert of(ratio, Linear(("0.1", 0), (1, 100))) == []


def test_surveys_without_a_minimum_sample() -> None:
    assert of(indicators.DELIVERY_SATISFACTION, Linear((70, 0), (90, 100)))[0].endswith("[no_minimum_sample]")
    assert of(indicators.DELIVERY_SATISFACTION, Linear((70, 0), (90, 100)), minimum_sample=10) == []


def test_totals_whose_knots_depend_on_the_length_of_the_period() -> None:
    line = Linear((0, 0), (50, 100))
    assert of(indicators.CONTACT_COUNT, line)[0].startswith("warning contact_count: the value adds up over the period")
    gap = Linear((-5, 0), (0, 100), of="gap")
    assert of(indicators.CONTACT_COUNT, gap, target=10)[0].startswith("info contact_count: the value adds up")
    assert of(indicators.GROSS_ATTAINMENT, gap)[0].startswith("info gross_attainment: the value adds up")
    percent = Linear((0, 0), (100, 100), of="percent_of_target")
    assert of(indicators.CONTACT_COUNT, percent, target=10) == []
    stock = indicators.total_of(measures.STOCK_UNITS_END)
    assert of(stock, line) == []


def test_placeholder_amounts_left_as_shipped() -> None:
    shipped = profiles.CONSULTANT.criterion("gross_total_per_unit")
    assert "placeholder" in {one.code for one in profiles.CONSULTANT.lint()}
    set_for_the_brand = attrs.evolve(shipped, curve=Linear((0, 0), (6000, 100)))
    copied = attrs.evolve(shipped, placeholder=False)
    for other in (set_for_the_brand, copied):
        criteria = [other if one.id == shipped.id else one for one in profiles.CONSULTANT.criteria]
        assert "placeholder" not in {one.code for one in profiles.CONSULTANT.replace(criteria=criteria).lint()}


def test_catalogue_ids_with_another_meaning() -> None:
    scaled = attrs.evolve(indicators.PROFIT_ATTAINMENT, scale=500_000)
    assert of(scaled, Linear((50, 0), (100, 100))) == [
        "info profit_attainment: profit_attainment is defined here otherwise than in the catalogue [redefined]"
    ]


def test_measures_that_no_record_can_feed() -> None:
    fed = ["units_delivered", "target_units", "followups_on_time", "followups_due", "owners_who_rebought_here"]
    held = profile(
        extras=[Extra("c", of=measures.COMPLAINTS_VALID, curve=Steps((0, 0), (1, -5)), minimum=-5, maximum=0)],
        gates=[Gate("g", of=indicators.CSI_SCORE, below=50, then=Disqualify())],
    )
    told = [one for one in found(held, columns=[*fed, "score_summ"]) if "unfed" in one]
    assert told == [
        "error loyalty_rate: no record can feed it: owners_disposing_or_due [unfed_measure]",
        "error c: no record can feed it: complaints_valid [unfed_measure]",
        "error g: no record can feed it: score_sum; did you mean 'score_summ'?, survey_n [unfed_measure]",
    ]
    assert [one for one in found(held) if "unfed" in one] == []


def test_a_mix_needs_its_dimension_and_a_target_its_measures() -> None:
    mix = Criterion(indicators.CHANNEL_MIX_INDEX, weight=10, curve=Linear((0, 0), (1, 100)))
    gap = Criterion(
        indicators.CONTACT_COUNT,
        weight=10,
        curve=Linear((0, 0), (50, 100), of="gap"),
        target=measures.TARGET_LEADS,
    )
    told = [
        one
        for one in found(profile(mix, gap), columns=["leads_valid", "contacts_made"])
        if "_index" in one or "_count" in one
    ]
    assert "error channel_mix_index: no record can feed it: channel [unfed_measure]" in told
    assert "error contact_count: no record can feed it: target_leads [unfed_measure]" in told


def test_the_same_indicator_twice() -> None:
    again = attrs.evolve(BASE[1], weight=20, id="again")
    assert found(profile(again)) == [
        "warning again: followup_timely_rate is judged twice, here and in followup_timely_rate [duplicate_indicator]"
    ]
    wider = Criterion(indicators.FOLLOWUP_TIMELY_RATE, weight=20, curve=BASE[1].curve, scope="store")
    assert found(profile(wider)) == [
        (
            "info followup_timely_rate@store: followup_timely_rate is judged at several scopes or windows, "
            "here and in followup_timely_rate [repeated_indicator]"
        )
    ]


def test_success_that_counts_twice() -> None:
    assert of(indicators.UNITS_PER_CONSULTANT, Linear((0, 0), (10, 100))) == [
        "info units_per_consultant: counts the same success as unit_attainment: units_delivered [overlap]"
    ]
    assert of(indicators.REVENUE_ATTAINMENT, ATTAINED) == [
        "info revenue_attainment: rises and falls with unit_attainment: one success is paid twice [correlated]"
    ]
    rank = indicators.RANK_SCORE
    assert of(rank, Linear((0, 0), (100, 100))) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (indicators.REPURCHASE_RATE, indicators.NEW_CUSTOMER_RATE),
        (indicators.CLOSE_RATE, indicators.LEAD_ATTAINMENT),
        (indicators.STOCKOUT_RATE, indicators.INVENTORY_TURNOVER),
    ],
)
def test_indicators_that_pull_against_each_other(one: indicators.Indicator, other: indicators.Indicator) -> None:
    curve = Linear((0, 0), (100, 100))
    for first, second in ((one, other), (other, one)):
        pair = (Criterion(first, weight=10, curve=curve), Criterion(second, weight=10, curve=curve))
        told = [finding for finding in profile(*pair).lint() if finding.code == "pull_apart"]
        assert [finding.where for finding in told] == [second.id]
        assert first.id in told[0].message
        assert first.id in told[0].zh


def test_share_against_volume() -> None:
    assert of(indicators.FOCUS_MODEL_SHARE, Linear((0, 0), (60, 100))) == [
        "info focus_model_share: pulls against unit_attainment: a share rises when all other sales fall [pull_apart]"
    ]


def grouped(maximum: object) -> Profile:
    criteria = [attrs.evolve(one, group="g") for one in BASE]
    last = Criterion(indicators.LOYALTY_RATE, weight=20, curve=Linear((0, 0), (50, 120)))
    return Profile("p", level="consultant", criteria=[*criteria, last], group_maximum={"g": maximum})  # type: ignore[dict-item]


def test_groups_that_are_too_wide_or_too_narrow() -> None:
    """50 × 120 + 30 × 100 = 90 points at most."""
    assert found(grouped(90)) == [
        "info g: its criteria reach at most 90 points together: a maximum of 90 never acts [group_never_binds]"
    ]
    assert found(grouped(85)) == []
    assert found(grouped(70))[0] == (
        "warning g: its criteria weigh 80 together, but earn 70 at most: 100 points in each are worth nothing more "
        "[group_below_par]"
    )
    assert found(grouped(70))[1] == (
        "warning profile: totals run from 0 to 94: 100 cannot be reached [total_below_100]"
    )


def test_a_group_without_an_upper_end_never_exceeds_its_maximum() -> None:
    criteria = [attrs.evolve(BASE[0], group="g", curve=curves.Proportional()), *profile().criteria[1:]]
    held = Profile("p", level="consultant", criteria=criteria, group_maximum={"g": 60})
    assert held.lint() == ()


def extra(low: object, high: object, curve: curves.Curve) -> list[str]:
    given = Extra("e", of=indicators.LOYALTY_RATE, curve=curve, minimum=low, maximum=high)  # type: ignore[arg-type]
    return found(profile(extras=[given]))


def test_extras_that_do_nothing_or_too_much() -> None:
    assert extra(0, 5, Linear((0, 0), (100, 5))) == []
    assert extra(0, 5, Steps((0, 0), (101, 5))) == ["warning e: adds 0 points whatever the value [dead_extra]"]
    assert extra(2, 2, curves.Proportional()) == ["warning e: adds 2 points whatever the value [dead_extra]"]
    assert extra(-25, 0, Linear((0, 0), (100, -30))) == [
        "info e: moves the total by up to 25 points; 10 to 20 of 100 are usual [large_extra]"
    ]
    endless = PerStep(at=0, full=0, above=(1, 1), below=(1, -1))
    total = Extra("e", of=measures.GP_FRONT, curve=endless, minimum=-5, maximum=5)
    assert found(profile(extras=[total])) == [
        "info e: the value adds up over the period, so the knots fit one length of period only [period_dependent]"
    ]


def gate(when: Any, then: Any = None) -> list[str]:
    held = profile(gates=[Gate("g", when=when, then=then or Disqualify())], grades=[("A", 90), ("B", 0)])
    return [one.code for one in held.lint() if one.where == "g"]


CSI, NPS = indicators.CSI_SCORE, indicators.NPS


@pytest.mark.parametrize(
    ("when", "codes"),
    [
        (When(CSI, below=80), []),
        (When(CSI, below=0), ["gate_never_fires"]),
        (When(CSI, at_least="100.01"), ["gate_never_fires"]),
        (When(CSI, at_least=100), []),
        (When(CSI, below="100.01"), ["gate_always_fires"]),
        (When(CSI, at_least=0), ["gate_always_fires"]),
        (When(CSI, at_least=0, below=101), ["gate_always_fires"]),
        (When(CSI, at_least=1, below=101), []),
        (When(measures.COMPLAINTS_VALID, below=0), ["gate_never_fires"]),
        (When(measures.COMPLAINTS_VALID, at_least=0), ["gate_always_fires"]),
        (When(measures.GP_FRONT, below=0), []),
        (When(indicators.PROFIT_ATTAINMENT, below=0), []),
        (When(indicators.SALES_GROWTH, below=-50), []),
        (When(CSI, below=80) & When(NPS, below=-101), ["gate_never_fires"]),
        (When(CSI, below=80) & When(CSI, at_least=90), ["gate_never_fires"]),
        (When(CSI, below=90) & When(CSI, at_least=80), []),
        (When(CSI, below=80) & When(NPS, at_least=90), []),
        (When(CSI, at_least=0) & When(NPS, at_least=-100), ["gate_always_fires"]),
        (When(CSI, below=80) | When(NPS, at_least=-100), ["gate_always_fires"]),
        (When(CSI, below=80) | When(CSI, at_least=80), ["gate_always_fires"]),
        (When(CSI, below=80) | When(CSI, at_least=81), []),
        (When(CSI, below=80) | When(CSI, at_least=70, below=90), []),
        (When(CSI, below=0) | When(NPS, below=-100), ["gate_never_fires"]),
        (When(CSI, below=0) | When(NPS, below=-99), []),
        ((When(CSI, below=80) & When(NPS, below=-100)) | When(CSI, below=0), ["gate_never_fires"]),
    ],
)
def test_gates_that_never_or_always_fire(when: Any, codes: list[str]) -> None:
    assert gate(when) == codes


def test_gates_that_change_nothing() -> None:
    when = When(CSI, below=80)
    assert gate(when, CapGrade("A")) == ["gate_without_effect"]
    assert gate(when, CapGrade("B")) == []
    assert gate(when, Multiply("1.000")) == ["gate_without_effect"]
    assert gate(when, Multiply("0.9")) == []


def test_the_best_grade_must_be_within_reach() -> None:
    """50 × 120 + 30 × 100 + 20 × 120 = 114 points at most."""
    assert found(profile(grades=[("S", 115), ("A", 0)])) == [
        "error profile: totals run from 0 to 114: grade S needs 115 [best_grade_unreachable]"
    ]
    assert found(profile(grades=[("S", 114), ("A", 0)])) == []
    assert found(profile(cap=99)) == [
        "warning profile: totals run from 0 to 99: 100 cannot be reached [total_below_100]"
    ]
    assert found(profile(cap=99, grades=[("A", 99)])) != []


def test_totals_without_an_end() -> None:
    endless = Criterion(indicators.SALES_GROWTH, weight=20, curve=PerStep(at=0, full=0, above=(1, 1), below=(1, -1)))
    sunk = Criterion(indicators.SALES_GROWTH, weight=20, curve=PerStep(at=0, full=0, below=(1, -1)))
    assert found(profile(endless, cap=50, floor=None))[-1] == (
        "warning profile: totals run from −∞ to 50: 100 cannot be reached [total_below_100]"
    )
    assert found(profile(sunk, floor=-10, cap=95))[-1] == (
        "warning profile: totals run from −10 to 90: 100 cannot be reached [total_below_100]"
    )
    assert "total_below_100" not in {one.code for one in profile(endless).lint()}


def test_ratings_of_people_weigh_at_most_a_quarter() -> None:
    line = Linear((0, 0), (80, 100))
    rated = [Criterion(indicators.WORK_ATTITUDE, weight=20, curve=line)]
    assert "assessed_weight" not in {one.code for one in profile(*rated).lint()}
    criteria = [
        attrs.evolve(BASE[0], weight=74),
        attrs.evolve(rated[0], weight="25.01"),
        attrs.evolve(BASE[1], weight="0.99"),
    ]
    told = Profile("p", level="consultant", criteria=criteria).lint()
    assert [one.message for one in told if one.code == "assessed_weight"] == [
        "25.01 percent rest on people's ratings; 20 to 25 are usually the most"
    ]


def test_result_and_process_balance() -> None:
    result, process = (attrs.evolve(one, weight=100) for one in BASE)
    assert [one.code for one in Profile("p", level="consultant", criteria=[result]).lint()] == ["no_process"]
    assert [one.code for one in Profile("p", level="consultant", criteria=[process]).lint()] == ["no_result"]
    own = indicators.total_of(measures.STOCK_UNITS_END)
    alone = Criterion(own, weight=100, curve=Linear((0, 0), (50, 100)))
    assert Profile("p", level="consultant", criteria=[alone]).lint() == ()


@pytest.mark.parametrize("shipped", profiles.SHIPPED, ids=lambda held: held.name)
def test_shipped_profiles_lint_without_errors_and_only_placeholders_warn(shipped: Profile) -> None:
    told = shipped.lint()
    assert {one.code for one in told if one.severity is not Severity.INFO} == {"placeholder"}
    assert told == shipped.lint()


def test_every_sentence_fills_in_both_languages() -> None:
    for code, (_, english, chinese) in _SENTENCES.items():
        names = {name.removesuffix("_zh") for _, name, _, _ in string.Formatter().parse(english) if name}
        zh_names = {name.removesuffix("_zh") for _, name, _, _ in string.Formatter().parse(chinese) if name}
        assert names == zh_names, code
    assert len(set(CODES)) == len(CODES)


def test_findings_speak_two_languages() -> None:
    finding = Finding("code", Severity.INFO, "nps", "English", "中文")
    assert (finding.text(), finding.text("en"), finding.text("zh")) == ("English", "English", "中文")
    with pytest.raises(UnknownNameError):
        finding.text("fr")


def test_findings_are_in_a_fixed_order_and_stand_once() -> None:
    held = profile(
        Criterion(indicators.CONTACT_COUNT, weight=20, curve=Linear((0, 100), (1, 0))),
        gates=[Gate("g", when=When(CSI, below=50) & When(indicators.TOP_BOX_RATE, below=50), then=Disqualify())],
    )
    told = held.lint(columns=["units_delivered"])
    assert len(set(told)) == len(told)
    assert [one.where for one in told] == [
        "unit_attainment",
        "followup_timely_rate",
        "contact_count",
        "contact_count",
        "contact_count",
        "g",
        "g",
    ]
