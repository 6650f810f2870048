"""Programs as data: what is folded, what is left out, what is proved, and what is said where it cannot be."""

from __future__ import annotations

import random
from typing import Any

import pytest
from columns_cases import situations_of

import salesperf as sp
from salesperf import curves, indicators, profiles
from salesperf.plan import (
    CARD_OUTPUTS,
    CARD_STATUSES,
    STATUSES,
    AnyTrue,
    Choose,
    Column,
    Compare,
    Constant,
    Flag,
    FloorDiv,
    Literal,
    Not,
    NotColumnar,
    Number,
    Product,
    Sign,
    Sum,
    bounds_of,
    children,
    compile_plan,
    outputs_of,
    program_of,
)
from salesperf.plan import _expression as made
from salesperf.plan._bounds import proved
from salesperf.vocabulary import CardStatus, Status

X, Y = Column("x"), Column("y")
TRUE, FALSE = Constant(value=True), Constant(value=False)
BELOW = Compare(Sign.BELOW, X, Literal(3))


def program(profile: Any, outputs: Any = CARD_OUTPUTS, labels: Any = ("2026-03",)) -> Any:
    plan = compile_plan(profile)
    return program_of(plan, situations_of(plan, labels, random.Random(1)), outputs)


def one(indicator: Any, curve: Any = None, **given: Any) -> Any:
    curve = curve or curves.Linear((0, 0), (100, 100))
    criterion = sp.Criterion(indicator, weight=100, curve=curve)
    return sp.Profile("one", level=sp.Level.CONSULTANT, criteria=[criterion], **given)


def test_codes_are_places_in_the_vocabulary() -> None:
    assert tuple(Status) == STATUSES
    assert tuple(CardStatus) == CARD_STATUSES


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (made.plus(), Literal(0)),
        (made.plus(X, Literal(0)), X),
        (made.plus(X, Literal(2), made.plus(Y, Literal(3))), Sum((X, Y, Literal(5)))),
        (made.times(), Literal(1)),
        (made.times(X, Literal(0)), Literal(0)),
        (made.times(X, Literal(2), made.times(Literal(3), Y)), Product((Literal(6), X, Y))),
        (made.minus(X, Literal(3)), Sum((X, Literal(-3)))),
        (made.minus(Literal(0), X), Product((Literal(-1), X))),
        (made.floor_div(Literal(-7), Literal(2)), Literal(-4)),
        (made.floor_div(X, Literal(1)), X),
        (made.rounded(X, Literal(1)), X),
        (made.rounded(X, Literal(5)), FloorDiv(Sum((X, Literal(2))), Literal(5))),
        (made.at_least(Literal(1), 4), Literal(4)),
        (made.at_most(Literal(1), 0), Literal(0)),
        (made.compare(Literal(1), Sign.AT_MOST, 1), TRUE),
        (made.compare(Literal(2), Sign.OTHER, 2), FALSE),
        (made.both(), TRUE),
        (made.both(TRUE, BELOW, BELOW), BELOW),
        (made.both(BELOW, FALSE), FALSE),
        (made.either(), FALSE),
        (made.either(BELOW, TRUE), TRUE),
        (made.either(FALSE, BELOW, made.either(BELOW, Flag("f"))), AnyTrue((BELOW, Flag("f")))),
        (made.negated(TRUE), FALSE),
        (made.negated(Not(Flag("f"))), Flag("f")),
        (made.negated(BELOW), Compare(Sign.AT_LEAST, X, Literal(3))),
        (made.negated(Flag("f")), Not(Flag("f"))),
        (made.choose((FALSE, X), otherwise=Y), Y),
        (made.choose((BELOW, X), (TRUE, Y), (BELOW, X), otherwise=X), Choose(((BELOW, X),), Y)),
        (made.choose((BELOW, Y), otherwise=Y), Y),
    ],
)
def test_what_is_known_beforehand_is_folded(found: Any, expected: Any) -> None:
    assert found == expected


def test_half_up_with_smaller_numbers_is_the_same() -> None:
    for below in range(1, 9):
        for above in range(-40, 40):
            found = made.rounded(Literal(above), Literal(below))
            assert found == Literal((2 * above + below) // (2 * below))


def test_children_of_every_node() -> None:
    assert list(children(X)) == []
    assert list(children(Choose(((BELOW, X),), Y))) == [BELOW, X, Y]
    assert list(children(made.Within(X, Y))) == [X, Y]
    assert list(children(Not(BELOW))) == [BELOW]


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (made.plus(X, Y), (-3, 12)),
        (made.times(Literal(-2), X), (-20, 6)),
        (made.Difference(X, Y), (-5, 10)),
        (made.floor_div(X, Literal(4)), (-1, 2)),
        (made.Least(X, Y), (-3, 2)),
        (made.Greatest(X, Y), (0, 10)),
        (made.Within(X, Literal(5)), (-3, 5)),
        (made.times(Literal(100), made.Within(X, Literal(5))), (-300, 500)),
        (Choose(((BELOW, X),), Y), (-3, 2)),
        (Choose(((made.both(BELOW, Compare(Sign.ABOVE, X, Literal(0))), X),), Literal(0)), (0, 2)),
        (Choose(((Compare(Sign.EQUAL, X, Literal(7)), X),), Literal(0)), (0, 7)),
        (Choose(((Compare(Sign.OTHER, X, Literal(7)), X),), X), (-3, 10)),
        (Choose(((Compare(Sign.AT_MOST, X, Literal(-9)), X),), X), (-9, 10)),
        (Choose(((Compare(Sign.BELOW, Y, X), X),), Literal(None)), (-3, 10)),
    ],
)
def test_bounds(node: Number, expected: tuple[int, int]) -> None:
    assert bounds_of(node, {"x": (-3, 10), "y": (0, 2)}) == expected


@pytest.mark.parametrize(
    "node",
    [
        made.times(X, X, Literal(2)),
        made.plus(made.times(Literal(2), X), made.times(Literal(-2), X)),
        Choose(((Compare(Sign.BELOW, made.times(X, X, X), Literal(3)), X),), Y),
    ],
)
def test_what_may_not_fit_64_bits_is_no_program(node: Number) -> None:
    with pytest.raises(NotColumnar, match="64 bits"):
        proved(node, {"x": (0, 1 << 62), "y": (0, 2)})


def test_a_divisor_below_1_is_no_program() -> None:
    with pytest.raises(NotColumnar, match="divisor"):
        proved(FloorDiv(X, Y), {"x": (0, 9), "y": (0, 2)})


def test_only_what_outputs_need_is_computed() -> None:
    whole = program(profiles.CONSULTANT, outputs_of(compile_plan(profiles.CONSULTANT)))
    card = program(profiles.CONSULTANT)
    assert not any(name.startswith(("_share", "_sum")) for name in card.steps)
    assert any(name.startswith("_share") for name in whole.steps)
    assert card.outputs == CARD_OUTPUTS
    assert len(card.steps) < len(whole.steps)


def test_levels_read_only_what_is_before_them() -> None:
    card = program(profiles.CONSULTANT)
    assert [name for names in card.levels for name in names] != []
    for number, names in enumerate(card.levels):
        known = {*card.inputs, *(name for before in card.levels[:number] for name in before)}
        assert set(card.carried(number)) <= known
        assert known.isdisjoint(names)


def test_a_program_is_compiled_once() -> None:
    assert program(profiles.CONSULTANT) is program(profiles.CONSULTANT)


def test_what_depends_on_the_period_is_an_input_where_periods_differ() -> None:
    paced = (
        indicators.get("inventory_turnover") if "inventory_turnover" in {i.id for i in indicators.CATALOGUE} else None
    )
    paced = paced or next(i for i in indicators.CATALOGUE if "days" in getattr(i, "times", ()))
    alone, two = program(one(paced)), program(one(paced), labels=["2026-02", "2026-03"])
    assert alone.varying == {}
    assert any(name.startswith("k0") for name in two.varying)
    assert all(len(values) == 2 for values in two.varying.values())
    assert set(two.varying) <= set(two.inputs)


def test_an_output_that_the_plan_has_not() -> None:
    with pytest.raises(ValueError, match="no outputs of this plan: u9, x"):
        program(one(indicators.CLOSE_RATE), ["u0", "u9", "x"])


def test_multipliers_too_fine_for_64_bits_are_left_to_the_plain_path() -> None:
    fine = profiles.Multiply("0.999")
    when = profiles.When(indicators.CLOSE_RATE, below=50)
    gates = [profiles.Gate(f"g{n}", when=when, then=fine) for n in range(6)]
    with pytest.raises(NotColumnar, match="64 bits"):
        program(one(indicators.CLOSE_RATE, gates=gates))


def test_slots_are_named_by_their_place() -> None:
    found = program(one(indicators.CLOSE_RATE))
    assert {f"s{place}" for place in found.slots} == set(found.inputs)
