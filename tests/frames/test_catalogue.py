"""All that a profile can hold, from a table: "all catalogue indicators, every curve family, extras, gates, …"."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from frames.agreement import agrees
from frames.backends import Backend
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import salesperf as sp
from salesperf import curves, indicators, testing
from salesperf.vocabulary import NotAssessed

pytestmark = pytest.mark.untraced

FAMILIES = (
    curves.Linear((0, 0), (100, 100)),
    curves.Proportional(floor=10, cap=120),
    curves.Steps((0, 50), (80, 80), (90, 100)),
    curves.PerStep(at=50, full=20, below=(5, -1), above=(2, 1), floor=-10, cap=40),
    curves.Piecewise((0, 10, 1), (50, 60, Decimal("0.5")), below=0),
    curves.Target(50, 60),
)
BANDS = (("A", 90), ("B", 80), ("C", 60), ("D", 0))
PEOPLE = ("li.na", "wang.wei", "zhao.min", "chen.yu")


def profile_of(chosen: tuple[indicators.Indicator, ...], number: int) -> sp.Profile:
    """A profile over some of the catalogue: each family of curves, extras, gates, a policy."""
    weights = [10_000 // len(chosen)] * len(chosen)
    weights[0] += 10_000 - sum(weights)
    return sp.Profile(
        f"catalogue {number}",
        level="consultant",
        criteria=[
            sp.Criterion(
                each,
                weight=Decimal(weight).scaleb(-2),
                curve=FAMILIES[(number + at) % len(FAMILIES)],
                minimum_sample=2 if each.sample is not None and at % 3 == 0 else None,
                window=3 if at % 7 == 0 else None,
            )
            for at, (each, weight) in enumerate(zip(chosen, weights, strict=True))
        ],
        extras=[sp.Extra("more", of=chosen[0], curve=FAMILIES[0], minimum=-5, maximum=5)],
        gates=[
            sp.Gate("zero", of=chosen[1], below=20, then=sp.profiles.ItemZero(chosen[1].id)),
            sp.Gate("cap", of=chosen[2], at_least=60, then=sp.profiles.CapGrade("B")),
            sp.Gate("less", of=chosen[3], below=10, then=sp.profiles.Multiply("0.9")),
        ],
        not_assessed=list(NotAssessed)[number % len(NotAssessed)],
        publish_at_least=0,
        grades=BANDS,
    )


GROUPS = 5
PARTS = [profile_of(indicators.CATALOGUE[at::GROUPS], at) for at in range(GROUPS)]


def rows_for(profile: sp.Profile, number: int = 150) -> list[dict[str, Any]]:
    dice = random.Random(profile.name)
    rows = []
    for _ in range(number):
        row: dict[str, Any] = {
            "person": dice.choice(PEOPLE),
            "date": date(2025, 1, 1) + timedelta(days=dice.choice([*range(31), *range(365, 455)])),
            "channel": dice.choice(["web", "shop", None]),
            "model": dice.choice(["x", "y", "z"]),
        }
        for measure in dice.sample(profile.measures, min(6, len(profile.measures))):
            whole = dice.randint(0, 99)
            row[measure.id] = whole if measure.decimals == 0 or dice.random() < 0.5 else whole + 0.25
            if measure.key is not None:
                row[measure.key] = dice.choice(["k1", "k2", "k3", None])
        rows.append(row)
    return rows


def test_the_parts_are_the_whole_catalogue() -> None:
    held = {criterion.indicator.id for part in PARTS for criterion in part.criteria}
    assert held == {each.id for each in indicators.CATALOGUE}
    assert {part.not_assessed for part in PARTS} == set(NotAssessed)


@pytest.mark.usefixtures("grouped")
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_indicator_of_the_catalogue(core: Backend, part: sp.Profile) -> None:
    board = agrees(core, rows_for(part), part, period="month")
    statuses = {line.status for card in board for line in card.lines}
    assert {sp.Status.OK, sp.Status.NO_DENOMINATOR} <= statuses


UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
DRAWN = settings(max_examples=8, deadline=None, phases=UNSHRUNK, suppress_health_check=list(HealthCheck))


@pytest.mark.usefixtures("grouped")
@DRAWN
@given(data=st.data())
def test_any_profile_and_any_table(core: Backend, data: st.DataObject) -> None:
    """ "property tests over random profiles and frames", each "compared with the plain runner to the last digit"."""
    profile = data.draw(testing.profiles())
    rows = data.draw(testing.records(profile, min_size=1, max_size=12))
    labels = {word for measure in profile.measures for word, _ in measure.labels}
    rows = [
        {name: None if value in labels and name != "person" else value for name, value in row.items()} for row in rows
    ]
    agrees(core, rows, profile, period=data.draw(st.sampled_from(["2026-03", "month", None, "quarter"])))
