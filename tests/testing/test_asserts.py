"""`assert_same_scores` names the first number that differs, `assert_adds_up` every number that does not follow."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given, settings

import salesperf as sp
from salesperf import curves, indicators, measures, profiles, sample, testing
from salesperf.profiles import Criterion, Extra, Gate, Multiply
from salesperf.scoring import Scorecard, Step
from salesperf.testing import BrokenLawError
from salesperf.testing._recompute import half_up

ROWS = [
    {"person": "li.na", "date": "2026-03-05", "units_delivered": 28, "target_units": 29},
    {"person": "wang.wei", "date": "2026-03-06", "units_delivered": 30, "target_units": 29},
]
JUDGED = profiles.CONSULTANT.replace(publish_at_least=0)


def board(rows: list[dict[str, Any]], profile: sp.Profile = JUDGED) -> sp.Scoreboard:
    return sp.score(rows, profile, period="2026-03")


def difference(first: sp.Scoreboard, second: sp.Scoreboard) -> str:
    with pytest.raises(BrokenLawError) as caught:
        testing.assert_same_scores(first, second)
    (one,) = caught.value.broken
    return one.found


def test_same_scores_whatever_the_order_and_the_name_of_the_profile() -> None:
    testing.assert_same_scores(board(ROWS), board(ROWS[::-1], JUDGED.replace(name="another", version="2")))


def test_the_first_card_line_and_number_that_differ_are_named() -> None:
    more = [*ROWS, {"person": "li.na", "date": "2026-03-07", "units_delivered": 1}]
    expected = "li.na, 2026-03: line unit_attainment: value: 96.55 in the first, 100.00 in the second"
    assert difference(board(ROWS), board(more)) == expected


def test_a_card_that_only_one_board_has() -> None:
    assert difference(board(ROWS), board(ROWS[:1])) == "wang.wei, 2026-03: a card in the first only"
    lone = {"person": "zhao.min", "date": "2026-03-09", "units_delivered": None, "target_units": None}
    both = board([*ROWS, lone])
    assert difference(board([*ROWS, lone]), board(ROWS)) == "zhao.min, 2026-03: a card in the first only"
    assert difference(board(ROWS), both).endswith("a card in the second only")


def test_numbers_beside_the_lines() -> None:
    capped = difference(board(ROWS), board(ROWS, JUDGED.replace(cap=50)))
    assert capped == "wang.wei, 2026-03: steps: base, complaints in the first, base, complaints, cap in the second"
    fine = measures.Measure("own_note", unit="count", en="Note", zh="记录")
    idle = Extra("own", of=fine, curve=curves.Steps((0, 0)), minimum=0, maximum=0)
    other = Extra("other", of=fine, curve=curves.Steps((0, 0)), minimum=0, maximum=0)
    one, two = (board(ROWS, JUDGED.replace(extras=[extra])) for extra in (idle, other))
    assert difference(one, two) == "wang.wei, 2026-03: extras: own in the first, other in the second"
    graded = JUDGED.replace(grades=[("good", 90), ("bad", 0)])
    assert ": grade: " in difference(board(ROWS), board(ROWS, graded))
    rows = [{**row, "own_note": number} for number, row in enumerate(ROWS)]
    noted = JUDGED.replace(extras=[idle])
    assert ": extra own: value: 1.00 in the first, 0.00 in the second" in difference(
        board(rows, noted), board([{**row, "own_note": 0} for row in rows], noted)
    )


def test_sums_that_change_no_line() -> None:
    distinct = measures.LEADS_VALID
    profile = sp.Profile(
        "flat",
        level="consultant",
        criteria=[Criterion(indicators.LEAD_COUNT, weight=100, curve=curves.Steps((0, 5)))],
    )
    one, two = (board([{**ROWS[0], distinct.id: 0, "target_units": 1}], profile) for _ in range(2))
    testing.assert_same_scores(one, two)
    gate = Gate("g", of=measures.ORDERS_SIGNED, below=99, then=Multiply(1))
    gated = profile.replace(gates=[gate])
    first, second = (board([{**ROWS[0], distinct.id: 0, "orders_signed": n}], gated) for n in (1, 2))
    assert difference(first, second).startswith("li.na, 2026-03: measure orders_signed: 1")


# --- adding up


@settings(max_examples=50)
@given(testing.boards())
def test_every_card_adds_up(drawn: sp.Scoreboard) -> None:
    """ "a person with a pencil can recompute the score from the scorecard" """
    for card in drawn:
        testing.assert_adds_up(card)


@pytest.mark.parametrize(("floor", "cap"), [(None, None), (None, 40), (99, None), (0, 150)])
def test_a_card_with_and_without_limits_of_its_total_adds_up(floor: int | None, cap: int | None) -> None:
    for card in board(ROWS, JUDGED.replace(floor=floor, cap=cap)):
        assert card.total is not None
        testing.assert_adds_up(card)


@pytest.mark.parametrize(
    "profile", [profiles.CONSULTANT, profiles.MANAGER, profiles.DIRECTOR], ids=lambda one: one.name
)
def test_every_card_of_the_sample_dealership_adds_up(profile: sp.Profile) -> None:
    of_people = profile is profiles.CONSULTANT
    rows = sample.dealership(people=4) if of_people else sample.store_facts(people=4)
    for card in sp.score(rows, profile, period="quarter", by="person" if of_people else "store"):
        testing.assert_adds_up(card)


FULL = sp.Profile(
    "full",
    level="consultant",
    criteria=[
        Criterion(indicators.UNIT_ATTAINMENT, weight=60, curve=curves.Linear((60, 0), (100, 100), (120, 120))),
        Criterion(indicators.NET_UNITS, weight=40, curve=curves.Linear((0, 0), (30, 90))),
    ],
    extras=[
        Extra("few", of=measures.UNITS_DELIVERED, curve=curves.Steps((0, 0), (20, 5)), minimum=0, maximum=5),
    ],
    gates=[Gate("many", of=indicators.NET_UNITS, at_least=20, then=Multiply("0.9"))],
    cap=90,
)


@pytest.fixture
def card() -> Scorecard:
    return board(ROWS, FULL)["li.na"]


class Forged(Scorecard):
    """A card of which some numbers are changed."""

    def __init__(self, card: Scorecard, **numbers: Any) -> None:
        for field in attrs.fields(Scorecard):
            object.__setattr__(self, field.name, getattr(card, field.name))
        object.__setattr__(self, "numbers", numbers)

    def __getattribute__(self, name: str) -> Any:
        numbers = object.__getattribute__(self, "__dict__").get("numbers", {})
        return numbers[name] if name in numbers else super().__getattribute__(name)


def laws(card: Scorecard) -> dict[str, str]:
    with pytest.raises(BrokenLawError) as caught:
        testing.assert_adds_up(card)
    assert caught.value.subject == "the card of li.na, 2026-03"
    return {one.law: one.found for one in caught.value.broken}


def forged_line(card: Scorecard, **numbers: Any) -> Scorecard:
    first, *others = card.lines
    return Forged(card, lines=(attrs.evolve(first, **numbers), *others))


def test_the_card_of_these_tests_uses_every_step(card: Scorecard) -> None:
    testing.assert_adds_up(card)
    testing.assert_adds_up(Forged(card))
    assert [step.kind for step in card.steps] == ["base", "extra", "limit", "multiplier"]


def growth() -> Scorecard:
    criterion = Criterion(indicators.SALES_GROWTH, weight=100, curve=curves.Linear((0, 0), (100, 100)))
    profile = sp.Profile("grown", level="consultant", criteria=[criterion])
    rows = [{"person": "li.na", "date": day, "units_delivered": n} for day, n in (("2026-03-05", 6), ("2025-03-05", 4))]
    return sp.score(rows, profile, period="2026-03")["li.na"]


@pytest.mark.parametrize("side", ["now", "base"])
def test_a_side_of_a_change_that_does_not_follow_from_its_sums(side: str) -> None:
    card = growth()
    testing.assert_adds_up(card)
    forged = attrs.evolve(getattr(card["sales_growth"], side), value=Decimal("7.00"))
    found = laws(forged_line(card, **{side: forged}))
    told = found[f"sales_growth: what it was, {side}, follows from its sums"]
    assert told == f"7.00, not {'6.00' if side == 'now' else '4.00'}"


@pytest.mark.parametrize(("kind", "new"), [("value", "90.00"), ("points", "77.500")])
def test_what_an_adjustment_gave_adds_up_and_nothing_else_does(kind: str, new: str) -> None:
    line = board(ROWS, FULL)["li.na"].lines[0]
    given = sp.Adjustment(
        subject="li.na",
        period="2026-03",
        kind=kind,
        line=line.id,
        old=getattr(line, kind),
        new=new,
        reason="counted twice",
        author="boss",
        at="2026-04-02",
    )
    card = board(ROWS, FULL).adjusted([given])["li.na"]
    assert getattr(card.lines[0], kind) == Decimal(new)
    testing.assert_adds_up(card)
    assert laws(forged_line(card, **{kind: Decimal(1)}))


def test_a_value_that_does_not_follow_from_its_sums(card: Scorecard) -> None:
    found = laws(forged_line(card, value=Decimal("96.56")))
    assert found["unit_attainment: the value follows from its sums"] == "96.56, not 96.55"


def test_an_explanation_that_leaves_a_number_out(card: Scorecard) -> None:
    whole = card.explain()
    testing.assert_adds_up(Forged(card, explain=lambda: whole))
    found = laws(Forged(card, explain=lambda: whole.replace("96.55", "…")))
    assert found == {"the explanation shows every number": "value of unit_attainment, 96.55, is not in it"}


def test_points_that_are_not_those_of_the_curve(card: Scorecard) -> None:
    found = laws(forged_line(card, points=Decimal("91.374")))
    assert found["unit_attainment: the points are those of the curve"] == "91.374, not 91.375"


def test_a_contribution_that_is_none(card: Scorecard) -> None:
    found = laws(forged_line(card, contribution=Decimal("54.000")))
    assert found["unit_attainment: the contribution is weight × points ÷ scored weight"] == "54.000"
    assert found["contributions add up to the base"] == "87.600, not 88.425"


def test_a_base_a_total_and_steps_that_do_not_follow(card: Scorecard) -> None:
    assert (
        laws(Forged(card, base=Decimal("88.000")))["the base is the weighted mean of the points"]
        == "88.000, not 88.425"
    )
    found = laws(Forged(card, total=Decimal("80.000")))
    assert found["steps add up to the total"] == "81.000, not 80.000"
    assert found["the total follows from base, extras, limits and multipliers"] == "80.000, not 81.000"
    assert (
        laws(Forged(card, steps=(Step("base", "base", Decimal(1)),)))["steps add up to the total"]
        == "1.000, not 81.000"
    )
    none = laws(Forged(card, total=None))
    assert none == {"a card has a total exactly where it is scored": "nothing (scored)"}
    assert "not nothing" in laws(Forged(card, base=None))["the total follows from base, extras, limits and multipliers"]


def test_a_card_without_points_adds_up() -> None:
    lone = [{"person": "li.na", "date": "2026-03-05", "contacts_made": 1}]
    empty = board(lone, FULL)["li.na"]
    assert empty.base is None
    testing.assert_adds_up(empty)


def test_rounding_with_a_pencil() -> None:
    """ "Half-up is toward +∞ also below zero: −12.345 → −12.34." """
    assert [half_up(Fraction(n, 1000), 2) for n in (-12345, 12345, -12346)] == list(
        map(Decimal, ("-12.34", "12.35", "-12.35"))
    )


def test_another_status_or_gate_on_the_way() -> None:
    lax = profiles.CONSULTANT.replace(publish_at_least=0)
    strict = profiles.CONSULTANT.replace(publish_at_least=100)
    assert difference(board(ROWS, lax), board(ROWS, strict)).startswith("wang.wei, 2026-03: steps: base, complaints in")
