from decimal import Decimal

import attrs
import pytest

from salesperf import Extra, Gate, Phase, Profile, curves, indicators, profiles
from salesperf.profiles import Difference, Disqualify


def test_a_profile_does_not_differ_from_itself(full_profile: Profile) -> None:
    assert full_profile.diff(attrs.evolve(full_profile)) == ()


def test_notes_are_no_difference(plain_profile: Profile) -> None:
    noted = plain_profile.replace(criteria=[attrs.evolve(one, note="n") for one in plain_profile.criteria])
    assert plain_profile.diff(noted) == ()


def test_changes_of_weights_by_a_phase_are_listed_in_profile_order() -> None:
    found = profiles.CONSULTANT.diff(profiles.CONSULTANT.in_phase(Phase.MARKET_EXPANSION))
    assert str(found[0]) == "phase: none → market_expansion"
    assert found[1] == Difference("weight", "unit_attainment", Decimal(30), Decimal("28.71"))
    assert str(found[1]) == "unit_attainment: weight 30 → 28.71"
    assert len(found) == 14


def test_arguments_of_the_whole(plain_profile: Profile) -> None:
    other = plain_profile.replace(
        name="large shop", level="manager", cap=120, grades=[("A", 90), ("B", "80.5")], not_assessed="zero"
    )
    assert [str(one) for one in plain_profile.diff(other)] == [
        "name: small shop → large shop",
        "level: consultant → manager",
        "not_assessed: redistribute → zero",
        "cap: none → 120",
        "grades: none → A 90, B 80.5",
    ]


def test_parts_added_removed_and_changed(plain_profile: Profile) -> None:
    one, two = plain_profile.criteria
    extra = Extra("bonus", of=indicators.NPS, curve=curves.Steps((0, 1)), minimum=0, maximum=1)
    gate = Gate("audit", of=indicators.NPS, below=0, then=Disqualify())
    before = plain_profile.replace(gates=[gate])
    after = plain_profile.replace(
        criteria=[
            attrs.evolve(one, curve=curves.Steps((0, 1)), scope="store", window=3),
            attrs.evolve(two, indicator=indicators.GROSS_ATTAINMENT, id="gross"),
        ],
        extras=[extra],
        gates=[attrs.evolve(gate, note="x"), Gate("fraud", of=indicators.CSI_SCORE, below=5, then=Disqualify())],
    )
    found = before.diff(after)
    assert [str(difference) for difference in found] == [
        "unit_attainment: curve Linear((60, 0), (100, 100), (120, 120)) → Steps((0, 1))",
        "unit_attainment: scope none → store",
        "unit_attainment: window none → 3",
        "gross: criterion added",
        "lead_attainment: criterion removed",
        "bonus: extra added",
        "fraud: gate added",
    ]
    assert (found[3].before, found[4].after) == (None, None)
    assert found[3].after == after.criteria[1]


def test_an_indicator_exchanged_under_its_id(plain_profile: Profile) -> None:
    one, two = plain_profile.criteria
    other = plain_profile.replace(criteria=[attrs.evolve(one, indicator=indicators.GROSS_ATTAINMENT), two])
    assert [str(difference) for difference in plain_profile.diff(other)] == [
        "unit_attainment: indicator unit_attainment → gross_attainment"
    ]


@pytest.mark.parametrize("what", ["criteria", "gates"])
def test_another_order_is_a_difference(what: str, full_profile: Profile) -> None:
    turned = full_profile.replace(**{what: getattr(full_profile, what)[::-1]})
    (found,) = full_profile.diff(turned)
    assert found.what == "order"
    assert str(found).startswith("order: ")
    assert str(found.before).split(", ") == str(found.after).split(", ")[::-1]
