"""Sums of measures: their algebra, the units they refuse to mix, and how files write them."""

from __future__ import annotations

import pickle
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesperf import measures
from salesperf.errors import ProfileError, UnitError
from salesperf.measures import GP_FRONT, UNITS_DELIVERED, UNITS_RETURNED, Expression, Measure, read_expression
from salesperf.vocabulary import Unit

A, B, C = UNITS_DELIVERED, UNITS_RETURNED, measures.UNITS_FLEET
COUNTS = [measure for measure in measures.VOCABULARY if measure.unit is Unit.COUNT]
EXPRESSIONS = st.dictionaries(st.sampled_from(COUNTS), st.integers(-9, 9).filter(bool), min_size=1, max_size=5).map(
    lambda terms: Expression(tuple(terms.items()))
)


@pytest.mark.parametrize(
    ("expression", "terms", "text"),
    [
        (A + B, ((A, 1), (B, 1)), "units_delivered + units_returned"),
        (A - B, ((A, 1), (B, -1)), "units_delivered − units_returned"),
        (-A, ((A, -1),), "−units_delivered"),
        (A * 2, ((A, 2),), "2·units_delivered"),
        (3 * A - 2 * B, ((A, 3), (B, -2)), "3·units_delivered − 2·units_returned"),
        ((A + B) * 2, ((A, 2), (B, 2)), "2·units_delivered + 2·units_returned"),
        (2 * (A + B), ((A, 2), (B, 2)), "2·units_delivered + 2·units_returned"),
        (A - (B - C), ((A, 1), (B, -1), (C, 1)), "units_delivered − units_returned + units_fleet"),
        (A + B - B, ((A, 1),), "units_delivered"),
        (A + A, ((A, 2),), "2·units_delivered"),
        (-(A - B), ((A, -1), (B, 1)), "−units_delivered + units_returned"),
        (Expression.of(A), ((A, 1),), "units_delivered"),
    ],
)
def test_algebra(expression: Expression, terms: tuple[tuple[Measure, int], ...], text: str) -> None:
    assert expression.terms == terms
    assert str(expression) == text
    assert repr(expression) == f"<Expression {text} [count]>"
    assert expression.to_dict() == {measure.id: times for measure, times in terms}
    assert expression.measures == tuple(measure for measure, _ in terms)
    assert expression.unit is Unit.COUNT


def test_of_an_expression_is_itself() -> None:
    assert Expression.of(A + B) == A + B


def test_decimals_are_the_finest_grid() -> None:
    whole = attrs.evolve(A, id="whole_units", decimals=0)
    assert (whole + B).decimals == 4
    assert Expression.of(whole).decimals == 0


@pytest.mark.parametrize(
    "mix", [lambda: A + GP_FRONT, lambda: A - GP_FRONT, lambda: (A + B) + GP_FRONT, lambda: GP_FRONT - (A - B)]
)
def test_mixing_units_fails_when_written(mix: Any) -> None:
    """DESIGN: linear expressions of measures of one unit; mixing units fails when written."""
    with pytest.raises(UnitError, match="share their unit") as caught:
        mix()
    assert isinstance(caught.value, TypeError)
    assert "money" in str(caught.value)
    assert "count" in str(caught.value)


def test_nothing_left_is_refused() -> None:
    with pytest.raises(UnitError, match="nothing is left"):
        A - A


@pytest.mark.parametrize("other", [1, 0, "units_returned", None, 2.5])
def test_only_measures_add(other: Any) -> None:
    with pytest.raises(UnitError, match="expected a measure or a sum of measures"):
        A + other
    with pytest.raises(UnitError, match="expected a measure or a sum of measures"):
        (A + B) - other


@pytest.mark.parametrize("times", [0, 1.5, True, "2", None])
def test_only_whole_numbers_multiply(times: Any) -> None:
    with pytest.raises(UnitError, match="a whole number other than 0"):
        A * times


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ((), "at least one term"),
        (((A, 0),), "a whole number other than 0"),
        (((A, 1.5),), "a whole number other than 0"),
        ((("units_delivered", 1),), "a term is a measure"),
        (((A, 1), (A, 2)), "stands once"),
        (((A, 1), (attrs.evolve(A, decimals=0), 1)), "under one definition"),
        (((A, 1), (GP_FRONT, 1)), "share their unit"),
    ],
)
def test_terms_are_checked(terms: Any, message: str) -> None:
    with pytest.raises(UnitError, match=message):
        Expression(terms)


def test_two_definitions_of_one_measure_do_not_add() -> None:
    with pytest.raises(UnitError, match="under one definition"):
        A + attrs.evolve(A, decimals=0)


@given(EXPRESSIONS)
def test_text_and_mapping_read_back(expression: Expression) -> None:
    assert read_expression(str(expression)) == expression
    assert read_expression(expression.to_dict()) == expression
    assert read_expression(str(expression).replace("−", "-").replace("·", "*").replace(" ", "")) == expression


@given(EXPRESSIONS, EXPRESSIONS)
def test_addition_agrees_with_the_sum_of_the_terms(left: Expression, right: Expression) -> None:
    total = {
        name: left.to_dict().get(name, 0) + right.to_dict().get(name, 0) for name in left.to_dict() | right.to_dict()
    }
    total = {name: times for name, times in total.items() if times}
    if total:
        assert (left + right).to_dict() == total
        assert pickle.loads(pickle.dumps(left + right)) == left + right
    else:
        with pytest.raises(UnitError):
            left + right


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("units_delivered - units_returned", A - B),
        ("units_delivered-units_returned", A - B),
        ("  -units_returned + units_delivered ", -B + A),
        ("+ 2 * units_delivered − 3·units_returned", 2 * A - 3 * B),
        ("units_delivered", Expression.of(A)),
        ("units_delivered + units_returned - units_returned", Expression.of(A)),
    ],
)
def test_text(text: str, expected: Expression) -> None:
    assert read_expression(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "+",
        "units_delivered units_returned",
        "units_delivered - ",
        "units_delivered - -units_returned",
        "units_delivered * 2",
        "2 units_delivered",
        "units_delivered / units_returned",
        "units_delivered + 3",
        "1.5*units_delivered",
        "0*units_delivered + units_returned",
        "(units_delivered)",
        "__import__('os')",
        "units_delivered; units_returned",
        "a" * 10_000_000,
    ],
)
def test_text_that_is_no_sum(text: str) -> None:
    with pytest.raises(ProfileError, match="a sum of measures such as") as caught:
        read_expression(text, field="numerator of x")
    assert caught.value.faults[0].field == "numerator of x"
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("source", [None, 3, {}, ["units_delivered"], b"units_delivered"])
def test_other_sources_are_refused(source: Any) -> None:
    with pytest.raises(ProfileError, match="a sum of measures such as"):
        read_expression(source)


def test_mappings_with_other_than_whole_numbers_are_refused_all_at_once() -> None:
    with pytest.raises(ProfileError) as caught:
        read_expression({"units_delivered": 1.5, "units_returned": True, "units_fleet": 0, "units_nev": 1})
    assert len(caught.value.faults) == 3


def test_unknown_measures_are_listed_with_near_names() -> None:
    with pytest.raises(ProfileError) as caught:
        read_expression("units_deliverd - units_retuned", field="numerator of x")
    assert len(caught.value.faults) == 2
    assert "did you mean 'units_delivered'" in str(caught.value)
    assert "did you mean 'units_returned'" in str(caught.value)
    with pytest.raises(ProfileError, match="a known measure"):
        read_expression({3: 1})


def test_units_are_not_mixed_in_files_either() -> None:
    with pytest.raises(ProfileError, match="share their unit"):
        read_expression("units_delivered + gp_front")
    with pytest.raises(ProfileError, match="at least one term"):
        read_expression("units_delivered - units_delivered")


def test_own_measures_through_a_resolver() -> None:
    own = Measure("appraisals", unit=Unit.COUNT, en="Appraisals", zh="评估台次")
    known = {"appraisals": own}
    assert read_expression("2*appraisals", known.__getitem__) == 2 * own
