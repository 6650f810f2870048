import pickle
from decimal import Decimal, localcontext
from functools import reduce
from operator import add

import attrs
import pytest

from salesperf import (
    Criterion,
    Extra,
    Gate,
    Level,
    Measure,
    NotAssessed,
    Profile,
    ProfileError,
    UnknownNameError,
    curves,
    indicators,
    measures,
)
from salesperf.profiles import CapGrade, ItemZero

LINE = curves.Linear((60, 0), (100, 100))
ONE = Criterion(indicators.UNIT_ATTAINMENT, weight=100, curve=LINE)


def make(**changes: object) -> Profile:
    return Profile(**{"name": "p", "level": "consultant", "criteria": [ONE], **changes})  # type: ignore[arg-type]


def faults(**changes: object) -> list[str]:
    with pytest.raises(ProfileError) as caught:
        make(**changes)
    return [str(fault) for fault in caught.value.faults]


def test_defaults_are_those_of_the_contract() -> None:
    """Defaults: redistribute, 60, no gates, no extras, no grades; floor 0, no cap."""
    profile = make()
    assert profile.not_assessed is NotAssessed.REDISTRIBUTE
    assert profile.publish_at_least == Decimal(60)
    assert (profile.gates, profile.extras, profile.grades) == ((), (), ())
    assert (profile.floor, profile.cap, profile.phase, profile.version) == (Decimal(0), None, None, "1")
    assert profile.level is Level.CONSULTANT


def test_everything_is_normalised(full_profile: Profile) -> None:
    assert full_profile.grades == (("A", Decimal(90)), ("B", Decimal("80.5")), ("C", Decimal(0)))
    assert full_profile.group_maximum == (("process", Decimal("50.5")), ("业绩", Decimal(40)))
    assert full_profile.floor is None
    assert isinstance(full_profile.criteria, tuple)


def test_profiles_are_values(full_profile: Profile) -> None:
    again = attrs.evolve(full_profile)
    assert again == full_profile
    assert hash(again) == hash(full_profile)
    assert full_profile.digest
    assert pickle.loads(pickle.dumps(full_profile)) == full_profile
    assert len({full_profile, again}) == 1
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        full_profile.name = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        (("60", "39.99"), "weights: 99.99: a total of exactly 100; 0.01 are missing"),
        (("60", "40.01"), "weights: 100.01: a total of exactly 100; 0.01 are too many"),
        (("33.33", "33.33"), "weights: 66.66: a total of exactly 100; 33.34 are missing"),
    ],
)
def test_weights_total_exactly_100(weights: tuple[str, str], told: str) -> None:
    """Weights are percent with up to two decimals and total exactly 100."""
    pair = zip((indicators.UNIT_ATTAINMENT, indicators.NPS), weights, strict=True)
    assert faults(criteria=[Criterion(one, weight=weight, curve=LINE) for one, weight in pair]) == [told]


def test_weights_that_floats_cannot_add_do_total_100() -> None:
    """72.68 + 10.93 + 2.73 + 13.66 = 100.00000000000001 in floats (peers.md §3)."""
    ids = (indicators.UNIT_ATTAINMENT, indicators.NPS, indicators.CSI_SCORE, indicators.CLOSE_RATE)
    weights = (72.68, 10.93, 2.73, 13.66)
    assert reduce(add, weights) != 100  # `sum` itself compensates from Python 3.12 on
    make(criteria=[Criterion(one, weight=weight, curve=LINE) for one, weight in zip(ids, weights, strict=True)])


def test_the_total_does_not_depend_on_the_callers_decimal_context() -> None:
    half = [Criterion(one, weight="50.00", curve=LINE) for one in (indicators.NPS, indicators.CSI_SCORE)]
    with localcontext() as context:
        context.prec = 1
        assert make(criteria=half).criteria[0].weight == 50


def test_a_profile_without_criteria_is_refused() -> None:
    assert faults(criteria=[]) == ["criteria: one criterion or more"]


def test_ids_stand_once() -> None:
    half = attrs.evolve(ONE, weight=50)
    extra = Extra("bonus", of=indicators.NPS, curve=LINE, minimum=0, maximum=1)
    gate = Gate("audit", of=indicators.NPS, below=0, then=ItemZero("unit_attainment"))
    assert faults(criteria=[half, half], extras=[extra, extra], gates=[gate, gate]) == [
        "criteria: 'unit_attainment': each id once; give one of them an id= or a scope=",
        "extras: 'bonus': each id once",
        "gates: 'audit': each id once",
    ]


def test_the_same_id_in_different_lists_is_fine() -> None:
    extra = Extra("unit_attainment", of=indicators.NPS, curve=LINE, minimum=0, maximum=1)
    assert make(extras=[extra]).extras == (extra,)


def test_gates_name_what_exists() -> None:
    gates = [
        Gate("one", of=indicators.NPS, below=0, then=ItemZero("unit_attainmnt")),
        Gate("two", of=indicators.NPS, below=0, then=CapGrade("E")),
        Gate("three", of=indicators.NPS, below=0, then=CapGrade("B")),
    ]
    assert faults(gates=gates, grades=[("A", 90), ("B", 0)]) == [
        "gates[0].then.criterion: 'unit_attainmnt': the name of a criterion; did you mean 'unit_attainment'?",
        "gates[1].then.grade: 'E': the name of a grade; there are: A, B",
    ]
    assert faults(gates=gates[2:]) == ["gates[0].then.grade: 'B': the name of a grade"]


@pytest.mark.parametrize(
    ("grades", "told"),
    [
        ([("A", 80), ("B", 90)], "grades, B: 90: best first: less than the 80 of A"),
        ([("A", 80), ("B", 80)], "grades, B: 80: best first: less than the 80 of A"),
        ([("A", 90), ("A", 80)], "grades: 'A': each grade once"),
        ([("", 90)], "grades[0]: '': a printable name of 1 to 64 characters without blanks at its ends"),
        ([("A", "90.0005")], "grades[0]: 90.0005: a number with at most 3 decimals"),
    ],
)
def test_grades_are_ordered_and_stand_once(grades: list[tuple[str, object]], told: str) -> None:
    assert faults(grades=grades) == [told]


@pytest.mark.parametrize("percent", [-1, "100.01", "60.001"])
def test_publish_at_least_is_a_percentage(percent: object) -> None:
    assert faults(publish_at_least=percent)[0].startswith("publish_at_least: ")


def test_bounds_do_not_cross() -> None:
    assert faults(floor=90, cap=80) == ["floor: 90: at most the cap, 80"]
    assert faults(floor="0.0001", cap="0.0002") == [
        "floor: 0.0001: a number with at most 3 decimals",
        "cap: 0.0002: a number with at most 3 decimals",
    ]
    assert make(floor=None, cap=80).floor is None
    assert make(floor=80, cap=80).cap == 80


def test_groups_and_their_maxima_belong_together() -> None:
    grouped = attrs.evolve(ONE, group="result")
    assert faults(criteria=[grouped]) == ["unit_attainment.group: 'result': a group that group_maximum gives a maximum"]
    assert faults(criteria=[grouped], group_maximum={"result": 0, "reslt": 10}) == [
        "group_maximum: 'reslt': the name of a group that a criterion belongs to; did you mean 'result'?",
        "group_maximum.result: 0: a number above 0 with at most 3 decimals",
    ]
    assert faults(criteria=[grouped], group_maximum=[("result", 10), ("result", 10)]) == [
        "group_maximum: 'result': each group once"
    ]


def test_one_id_means_one_thing() -> None:
    other = attrs.evolve(indicators.UNIT_ATTAINMENT, decimals=1)
    gate = Gate("audit", of=other, below=10, then=ItemZero("unit_attainment"))
    assert faults(gates=[gate]) == [
        "indicators: 'unit_attainment': one indicator for each id; give the other an id of its own"
    ]
    foreign = Measure("target_units", unit="count", en="x", zh="x", decimals=0)
    assert faults(gates=[Gate("audit", of=foreign, below=10, then=ItemZero("unit_attainment"))]) == [
        "measures: 'target_units': one measure for each id; give the other an id of its own"
    ]


def test_names_are_names() -> None:
    told = faults(name=" p", version="", phase="\n")
    assert [fault.split(":")[0] for fault in told] == ["name", "version", "phase"]


def test_words_are_checked_with_the_near_one() -> None:
    assert faults(level="consultent") == [
        "level: 'consultent': one of consultant, manager, director; did you mean 'consultant'?"
    ]
    assert faults(not_assessed="zeros") == [
        "notassessed: 'zeros': one of redistribute, neutral, zero, fail; did you mean 'zero'?"
    ]
    assert faults(level=3) == ["level: 3: one of consultant, manager, director"]


def test_parts_of_a_wrong_type_are_told() -> None:
    assert faults(criteria=[ONE, indicators.NPS], gates=["gate"]) == [
        "criteria[1]: a value of type Ratio: a Criterion",
        "gates[0]: 'gate': a Gate",
    ]


def test_a_criterion_is_found_by_its_id(full_profile: Profile) -> None:
    assert full_profile.criterion("speed").indicator is indicators.FIRST_RESPONSE_TIME
    with pytest.raises(UnknownNameError, match="did you mean 'csi_score'") as caught:
        full_profile.criterion("csi_scor")
    assert isinstance(caught.value, KeyError)


def test_indicators_and_measures_are_listed_once(full_profile: Profile) -> None:
    ids = [indicator.id for indicator in full_profile.indicators]
    assert len(set(ids)) == len(ids)
    assert ids[:3] == ["unit_attainment", "sales_revenue", "first_response_time"]
    assert {"complaints_valid", "record_fraud_confirmed", "appraisals", "nps"} <= set(ids)
    assert measures.TARGET_REVENUE in full_profile.measures
    assert len(set(full_profile.measures)) == len(full_profile.measures)


def test_replace_checks_the_whole_again(plain_profile: Profile) -> None:
    assert plain_profile.replace(version="2").version == "2"
    with pytest.raises(ProfileError, match="at most the cap"):
        plain_profile.replace(floor=10, cap=5)


def test_repr_counts(plain_profile: Profile, full_profile: Profile) -> None:
    assert repr(plain_profile) == "<Profile small shop 1: consultant, 2 criteria>"
    assert repr(full_profile) == ("<Profile 一店销售顾问 2026.3 in launch: consultant, 7 criteria, 2 extras, 4 gates>")
