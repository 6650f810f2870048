import pickle
from decimal import Decimal

import attrs
import pytest

from salesperf import Extra, Gate, ProfileError, curves, indicators, measures
from salesperf.profiles import AllOf, AnyOf, CapGrade, Disqualify, ItemZero, Multiply, When

CSI = When(indicators.CSI_SCORE, below=80)
NPS = When(indicators.NPS, below=0)
RATE = When(indicators.CLOSE_RATE, at_least=5)


def test_a_condition_on_a_measure_looks_at_its_total() -> None:
    when = When(measures.COMPLAINTS_VALID, at_least=3)
    assert when.indicator == indicators.total_of(measures.COMPLAINTS_VALID)
    assert CSI.indicator is indicators.CSI_SCORE


def test_conditions_join_and_flatten() -> None:
    assert (CSI & NPS & RATE).parts == (CSI, NPS, RATE)
    assert (CSI | (NPS | RATE)).parts == (CSI, NPS, RATE)
    assert AllOf([CSI, AllOf((NPS, RATE))]) == CSI & NPS & RATE
    mixed = (CSI & NPS) | RATE
    assert isinstance(mixed, AnyOf)
    assert mixed.parts == (CSI & NPS, RATE)
    assert repr(mixed) == "((csi_score < 80 and nps < 0) or 5 ≤ close_rate)"


def test_a_comparison_may_have_both_ends() -> None:
    assert repr(When(indicators.CSI_SCORE, at_least=60, below=80)) == "60 ≤ csi_score < 80"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, "a threshold: below=, at_least= or both"),
        ({"below": "80.125"}, "below: 80.125: a number with at most 2 decimals"),
        ({"at_least": 80, "below": 80}, "at_least: 80: less than below"),
        ({"at_least": "x"}, "a plain number"),
    ],
)
def test_comparisons_that_cannot_be_read(arguments: dict[str, object], expected: str) -> None:
    with pytest.raises(ProfileError, match=expected):
        When(indicators.CSI_SCORE, **arguments)  # type: ignore[arg-type]


def test_a_comparison_is_of_an_indicator_or_a_measure() -> None:
    with pytest.raises(ProfileError, match="an indicator or a measure"):
        When("csi_score", below=80)  # type: ignore[arg-type]


def test_junctions_need_two_different_conditions() -> None:
    with pytest.raises(ProfileError, match="two different conditions"):
        AllOf((CSI,))
    with pytest.raises(ProfileError, match="two different conditions"):
        AnyOf((CSI, When(indicators.CSI_SCORE, below="80.00")))
    with pytest.raises(ProfileError, match="a condition, such as"):
        AllOf((CSI, indicators.CSI_SCORE))  # type: ignore[arg-type]


def test_junctions_are_not_nested_without_end() -> None:
    condition = CSI & NPS
    for depth in range(6):
        other = When(indicators.CLOSE_RATE, below=depth + 1)
        condition = (condition | other) if depth % 2 == 0 else (condition & other)  # type: ignore[assignment]
    with pytest.raises(ProfileError, match="nested at most 8 deep"):
        condition | When(indicators.CLOSE_RATE, below=50) & NPS | RATE  # type: ignore[operator]


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: ItemZero("Not an id"), "the id of a criterion"),
        (lambda: ItemZero(3), "the id of a criterion"),
        (lambda: Multiply("-0.1"), "a number of 0 or more up to 10 with at most 3 decimals"),
        (lambda: Multiply("0.9999"), "at most 3 decimals"),
        (lambda: Multiply(11), "up to 10"),
        (lambda: CapGrade(""), "a printable name"),
        (lambda: CapGrade(2), "a printable name"),
    ],
)
def test_consequences_that_cannot_be_read(make: object, expected: str) -> None:
    with pytest.raises(ProfileError, match=expected):
        make()  # type: ignore[operator]


def test_a_gate_takes_one_comparison_or_joined_conditions() -> None:
    short = Gate("audit", of=indicators.CSI_SCORE, below=80, then=Disqualify())
    assert short.when == CSI
    assert short == Gate("audit", when=CSI, then=Disqualify(), note="a note is no difference")
    assert Gate("audit", when=CSI & NPS, then=Multiply(0.9)).then == Multiply(Decimal("0.9"))
    assert attrs.evolve(short, id="other") == Gate("other", when=CSI, then=Disqualify())
    assert pickle.loads(pickle.dumps(short)) == short
    assert hash(short) == hash(Gate("audit", when=CSI, then=Disqualify()))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, "audit.when: either of="),
        ({"of": indicators.NPS, "when": CSI}, "audit.when: either of="),
        ({"when": CSI, "below": 3}, "audit.when: either of="),
        ({"when": CSI, "at_least": 3}, "audit.when: either of="),
        ({"when": "csi < 80"}, "audit.when: 'csi < 80': conditions joined by & and |"),
        ({"of": indicators.NPS}, "audit.below: a threshold"),
        ({"of": indicators.NPS, "below": 3, "then": "zero"}, "audit.then: 'zero': ItemZero"),
        ({"id": "Audit", "when": CSI}, "id of the gate"),
    ],
)
def test_gates_that_cannot_be_read(arguments: dict[str, object], expected: str) -> None:
    with pytest.raises(ProfileError, match=expected.replace("(", r"\(").replace("|", r"\|")):
        Gate(**{"id": "audit", "then": Disqualify(), **arguments})  # type: ignore[arg-type]


EACH = curves.PerStep(at=0, full=0, above=(1, -5), floor=-20)


def test_an_extra_of_a_measure_counts_it() -> None:
    extra = Extra("complaints", of=measures.COMPLAINTS_VALID, curve=EACH, minimum=-20, maximum=0)
    assert extra.indicator == indicators.total_of(measures.COMPLAINTS_VALID)
    assert extra.decimals == 2
    assert Extra("csi", of=indicators.CSI_SCORE, curve=EACH, minimum=-5, maximum=0).indicator is indicators.CSI_SCORE


def test_an_extra_on_the_gap_of_an_attainment_is_fine() -> None:
    curve = curves.Linear((0, 0), (10, 5), of="gap")
    assert Extra("over", of=indicators.UNIT_ATTAINMENT, curve=curve, minimum=0, maximum=5).decimals == 2


def test_all_faults_of_an_extra_are_raised_at_once() -> None:
    with pytest.raises(ProfileError) as caught:
        Extra(
            "bonus",
            of=indicators.NPS,
            curve=curves.Linear(("0.125", 0), (1, 1), of="gap"),
            minimum="1.0005",
            maximum="-0.0001",
        )
    assert [fault.field for fault in caught.value.faults] == [
        "bonus.minimum",
        "bonus.maximum",
        "bonus.minimum",
        "bonus.curve.knot 1",
        "bonus.curve",
    ]


def test_an_extra_is_of_an_indicator_or_a_measure_and_has_a_curve() -> None:
    with pytest.raises(ProfileError, match=r"bonus.of: 'nps': an indicator or a measure"):
        Extra("bonus", of="nps", curve=EACH, minimum=0, maximum=1)  # type: ignore[arg-type]
    with pytest.raises(ProfileError, match=r"bonus.curve: .*a curve, such as"):
        Extra("bonus", of=indicators.NPS, curve=None, minimum=0, maximum=1)  # type: ignore[arg-type]
    with pytest.raises(ProfileError, match="id of the extra"):
        Extra("Bonus!", of=indicators.NPS, curve=EACH, minimum=0, maximum=1)
