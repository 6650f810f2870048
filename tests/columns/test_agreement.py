""" "Every engine must agree": programs over columns against the plain scorer, every output to the last digit."""

from __future__ import annotations

import random
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

import salesperf as sp
from salesperf import curves, indicators, profiles, testing
from salesperf.curves import Domain
from salesperf.plan import NotColumnar, compile_plan, program_of
from salesperf.profiles import CapGrade, Disqualify, Gate, ItemZero, Multiply
from salesperf.vocabulary import NotAssessed

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "differential"))
from columns_cases import ENGINES, REFUSED, check, has_only_sums, rows_of, situations_of
from test_against_oracle import BANDS, COUNTS, DONE, GOAL, LEVEL, RATE, STOCK, some_profile

LABELS = [["2026-03"], ["2026-02", "2026-03"], ["2026-Q1", "2026-02", "2026-W09"]]

SLOW = settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)

each_engine = pytest.mark.parametrize("engine", ENGINES)


def agrees(
    profile: Any, engine: str, *, labels: Any = ("2026-02", "2026-03"), seed: int = 1, lacking: float = 0
) -> Any:
    """What the plain scorer says of random cards of a profile, once the engine has said the same."""
    dice = random.Random(seed)
    plan = compile_plan(profile)
    situations = situations_of(plan, labels, dice, lacking=lacking)
    return check(plan, situations, rows_of(plan, situations, dice), engine)


# --- profiles at random


@pytest.mark.untraced
@each_engine
@SLOW
@given(profile=some_profile(), labels=st.sampled_from(LABELS), seed=st.integers(0, 2**32))
def test_every_output_is_that_of_the_plain_scorer(profile: Any, labels: Any, seed: int, engine: str) -> None:
    assume(has_only_sums(profile))
    agrees(profile, engine, labels=labels, seed=seed, lacking=0.06)


@pytest.mark.untraced
@each_engine
@SLOW
@given(profile=testing.profiles(), labels=st.sampled_from(LABELS), seed=st.integers(0, 2**32))
def test_catalogue_indicators_in_profiles_of_any_make(profile: Any, labels: Any, seed: int, engine: str) -> None:
    assume(has_only_sums(profile))
    agrees(profile, engine, labels=labels, seed=seed, lacking=0.06)


# --- what ships


@pytest.mark.untraced
@each_engine
@pytest.mark.parametrize("profile", profiles.SHIPPED, ids=lambda profile: profile.name)
def test_shipped_profiles_in_all_phases(profile: Any, engine: str) -> None:
    for phase in (None, *profiles.PHASES):
        phased = profile if phase is None else profile.in_phase(phase)
        columnar = has_only_sums(phased)
        if not columnar:
            phased = without_spreads(phased)
        statuses = {card["status"] for card in agrees(phased, engine)}
        assert statuses - {REFUSED}


def without_spreads(profile: Any) -> Any:
    """A profile without the criteria that look at a dimension, their weight given to the first other."""
    spread = (indicators.Mix, indicators.StructureMatch)
    kept = [criterion for criterion in profile.criteria if not isinstance(criterion.indicator, spread)]
    rest = 100 - sum(criterion.weight for criterion in kept)
    criteria = [attrs.evolve(kept[0], weight=kept[0].weight + rest), *kept[1:]]
    return attrs.evolve(profile, criteria=criteria)


@each_engine
def test_every_indicator_of_the_catalogue(engine: str) -> None:
    seen = 0
    for indicator in indicators.CATALOGUE:
        curve = curves.Linear((0, 0), (100, 100))
        criterion = sp.Criterion(indicator, weight=100, curve=curve)
        profile = sp.Profile("one", level=sp.Level.CONSULTANT, criteria=[criterion])
        if has_only_sums(profile):
            agrees(profile, engine, labels=["2026-02", "2026-03"])
            seen += 1
        else:
            plan = compile_plan(profile)
            with pytest.raises(NotColumnar, match=f"{indicator.id} looks at more than sums"):
                program_of(plan, situations_of(plan, ["2026-03"], random.Random(1)))
    assert seen > 100


# --- curves, targets, policies, gates: each by name

CURVES = {
    "linear": curves.Linear((60, 0), (100, 100), (120, 120)),
    "linear of many slopes": curves.Linear((0, 3), (7, 20), (18, "21.5"), (41, 20), (90, 110)),
    "proportional": curves.Proportional(floor=60, cap=120),
    "steps": curves.Steps((0, 50), (80, 80), (90, 100)),
    "whole steps with an end": curves.PerStep(at=100, full=20, below=(5, -1), floor=0),
    "whole steps without end": curves.PerStep(at=100, full=20, below=(5, -1), above=(3, 2)),
    "without end": curves.PerStep(at=100, full=20, below=(5, -1), above=(3, 2), whole=False),
    "falling without end": curves.PerStep(at=0, full=100, above=(1, -5)),
    "a line without knots": curves.Proportional(),
    "far knots": curves.PerStep(at=200_000_000, full=20, below=(5, -1), above=(3, 2)),
    "target": curves.Target(100, 20),
    "pieces": curves.Piecewise((0, 10, "0.333"), (50, 60, "-1.5"), (80, 20, 1), below=5, floor=0, cap="110.5"),
    "pieces in steps": curves.Piecewise((0, 10, "0.333"), (50, 60, 1), below=5, step=3, floor=0),
}


@each_engine
@pytest.mark.parametrize("name", CURVES)
def test_every_family_of_curves(name: str, engine: str) -> None:
    found = agrees(one(RATE, CURVES[name]), engine)
    assert len({card["p0"] for card in found}) > 2


def one(indicator: Any, curve: Any, **given: Any) -> Any:
    criterion = sp.Criterion(indicator, weight=100, curve=curve, **given)
    return sp.Profile("one", level=sp.Level.CONSULTANT, criteria=[criterion], publish_at_least=0)


GAP, PERCENT = (
    curves.Linear((-10, 0), (10, 100), of=Domain.GAP),
    curves.Linear((60, 0), (90, 100), of="percent_of_target"),
)
COUNTED = indicators.Total("t_all", numerator=DONE, unit="count", direction="higher", decimals=2, en="a", zh="a")
LEVELS = attrs.evolve(COUNTED, numerator=LEVEL)
ATTAINED = indicators.Attainment(
    "t_att", numerator=DONE, denominator=GOAL, unit="percent", direction="higher", decimals=2, en="a", zh="a"
)


@each_engine
@pytest.mark.parametrize("curve", [GAP, PERCENT])
@pytest.mark.parametrize("target", [GOAL, LEVEL, Decimal(7)])
@pytest.mark.parametrize("indicator", [COUNTED, LEVELS])
def test_own_targets(indicator: Any, target: Any, curve: Any, engine: str) -> None:
    found = agrees(one(indicator, curve, target=target), engine)
    assert len({card["p0"] for card in found}) > (2 if target != indicator.numerator.measures[0] else 0)


@each_engine
@pytest.mark.parametrize("numerator", [DONE, LEVEL])
@pytest.mark.parametrize("scale", [None, 7])
def test_gaps_of_attainments(numerator: Any, scale: int | None, engine: str) -> None:
    attained = attrs.evolve(ATTAINED, numerator=numerator, scale=scale)
    found = agrees(one(attained, GAP), engine)
    assert len({card["p0"] for card in found}) > 2


@pytest.mark.untraced
@each_engine
@pytest.mark.parametrize("policy", list(NotAssessed))
@pytest.mark.parametrize("least", [0, 60, 100])
def test_every_policy_for_what_is_not_assessed(policy: NotAssessed, least: int, engine: str) -> None:
    curve = curves.Linear((0, 0), (100, 100))
    many = [attrs.evolve(RATE, id=f"r{n}", denominator=measure) for n, measure in enumerate((*COUNTS[:3], STOCK))]
    criteria = [
        sp.Criterion(each, weight=25, curve=curve, par=80, group="red" if n else None) for n, each in enumerate(many)
    ]
    profile = sp.Profile(
        "policies",
        level=sp.Level.CONSULTANT,
        criteria=criteria,
        not_assessed=policy,
        publish_at_least=least,
        floor=None,
        cap=90,
        group_maximum={"red": 50},
    )
    found = agrees(profile, engine)
    assert len({card["base"] for card in found}) > 2
    assert least == 0 or len({card["status"] for card in found} - {REFUSED}) > 1


@each_engine
@pytest.mark.parametrize("then", [ItemZero("t_rate"), Multiply("0.9"), CapGrade("C"), Disqualify()], ids=repr)
def test_every_consequence_of_a_gate(then: Any, engine: str) -> None:
    when = (profiles.When(RATE, at_least=10, below=1000) | profiles.When(DONE, below=50)) & profiles.When(
        STOCK, at_least=1
    )
    gates = [Gate("first", when=when, then=then), Gate("second", when=profiles.When(DONE, at_least=1), then=then)]
    criterion = sp.Criterion(RATE, weight=100, curve=curves.Linear((0, 0), (100, 100)), minimum_sample=1)
    profile = sp.Profile("gates", level=sp.Level.CONSULTANT, criteria=[criterion], gates=gates, grades=BANDS)
    found = agrees(profile, engine)
    assert {card["g0"] for card in found} == {0, 1, None}


@each_engine
def test_numbers_too_large_to_be_lifted_above_zero_are_still_rounded_down(engine: str) -> None:
    """Three multipliers of totals below 0 come near to 64 bits."""
    when = profiles.When(DONE, at_least=1)
    gates = [Gate(f"g{n}", when=when, then=Multiply(by)) for n, by in enumerate(["9.999", "9.999", "0.98"])]
    criterion = sp.Criterion(RATE, weight=100, curve=curves.Linear((0, -100), (100, 100)))
    profile = sp.Profile("low", level=sp.Level.CONSULTANT, criteria=[criterion], gates=gates, floor=None)
    found = agrees(profile, engine)
    assert any(card["total"] is not None and card["total"] < 0 for card in found)


@each_engine
def test_a_reader_may_refuse_a_row(engine: str) -> None:
    dice = random.Random(1)
    plan = compile_plan(one(RATE, CURVES["linear"]))
    program = program_of(plan, situations_of(plan, ["2026-03"], dice), refusable=True)
    columns = {f"s{place}": [10_000, 10_000] for place in program.slots} | {"refused": [0, 1]}
    assert ENGINES[engine](program, columns) == [(0, 100_000, 100_000, None), (REFUSED, None, None, None)]


@each_engine
def test_windows_that_some_periods_have_and_others_not(engine: str) -> None:
    """A statement that differs between the periods of a call is an input of the program."""
    dice = random.Random(3)
    plan = compile_plan(one(RATE, CURVES["linear"]))
    first, second = situations_of(plan, ["2026-02", "2026-03"], dice)
    second = attrs.evolve(second, fixed=(sp.Status.NOT_APPLICABLE,), immature=(True,))
    third = attrs.evolve(first, immature=(True,))
    situations = [first, second, third]
    assert set(program_of(plan, situations, ["c0"]).varying) == {"fixed0", "immature0"}
    check(plan, situations, rows_of(plan, situations, dice), engine)
