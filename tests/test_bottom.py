"""The bottom layer: integer arithmetic, safe text, errors."""

from __future__ import annotations

import decimal
import pickle
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import salesperf as sp
from salesperf.arithmetic import largest_remainder, rdiv, to_decimal, to_grid, trimmed, units_of
from salesperf.text import near, printable, shown

WHOLE = st.integers(-(2**62), 2**62)


@given(WHOLE, st.integers(1, 2**40))
def test_rdiv_is_half_up_also_below_zero(a: int, b: int) -> None:
    """One primitive: `rdiv(a, b)` = ⌊a/b + ½⌋ for b > 0, on integers."""
    assert rdiv(a, b) == floor(Fraction(a, b) + Fraction(1, 2))


def test_half_up_is_toward_plus_infinity() -> None:
    """Half-up is toward +∞ also below zero: −12.345 → −12.34."""
    assert to_decimal(rdiv(-12345, 10), 2) == Decimal("-12.34")


@given(WHOLE, st.integers(0, 6))
def test_grid_and_decimal_are_inverse_in_any_context(units: int, decimals: int) -> None:
    with decimal.localcontext(prec=1):
        value = to_decimal(units, decimals)
        assert to_grid(value, decimals) == units == units_of(value, decimals)
        assert trimmed(value) == value


@pytest.mark.parametrize("value", ["0.001", "NaN", "Infinity", "1E+100"])
def test_what_is_not_on_the_grid_is_none(value: str) -> None:
    assert to_grid(Decimal(value), 2) is None
    with pytest.raises(ValueError, match="decimals"):
        units_of(Decimal(value), 2)


def test_numbers_of_many_digits_cost_nothing() -> None:
    assert to_grid(Decimal("1." + "0" * 5000), 2) == 100
    assert to_grid(Decimal("0E+100"), 2) == 0


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=12), st.integers(0, 10**5))
def test_parts_by_largest_remainder_add_up(shares: list[int], total: int) -> None:
    """Totals must reconcile to integers (domain.md §0.9)."""
    if sum(shares) <= 0:
        with pytest.raises(ValueError, match="more than 0"):
            largest_remainder(shares, total)
        return
    parts = largest_remainder(shares, total)
    assert sum(parts) == total
    assert all(
        abs(Fraction(part) - Fraction(share * total, sum(shares))) < 1
        for part, share in zip(parts, shares, strict=True)
    )


@given(st.text())
def test_printable_text_is_printable_and_short(text: str) -> None:
    assert printable(text).isprintable()
    assert len(printable("x" * 1000)) == 61


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a\u202eb", "'a\\u202eb'"),
        (None, "nothing"),
        (True, "True"),
        (1.5, "1.5"),
        (10**20, str(10**20)),
        pytest.param(10**5000, "an integer of 16610 bits", id="huge"),
        ([1], "a value of type list"),
    ],
)
def test_values_are_shown_safely(value: Any, expected: str) -> None:
    assert shown(value) == expected


def test_near_names_come_nearest_first() -> None:
    assert near("unit_delivered", ["units_returned", "units_delivered"])[0] == "units_delivered"


@pytest.mark.parametrize(
    "error",
    [
        sp.RecordError([sp.Fault("a date", field="date", value="'x'", row=3)], 7, "mend it"),
        sp.ProfileError([sp.Fault("something")]),
        sp.CurveError([sp.Fault("something", row=1)]),
        sp.DocumentError([]),
        sp.PeriodError("no"),
        sp.NoRecordsError("none"),
        sp.UnitError("mixed"),
        sp.InputTypeError("str"),
        sp.MissingExtraError("pip install x"),
        sp.ExactRangeError("units", "li", 5),
        sp.UnknownNameError("measure", "unit", ("units",)),
        sp.SubjectError("person", 7, ("8", "9")),
        sp.SubjectError("person", 7),
    ],
)
def test_every_error_is_ours_and_a_built_in_and_pickles(error: sp.SalesperfError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert str(again) == str(error) != ""
    assert again.__dict__ == error.__dict__
    assert isinstance(error, ValueError | KeyError | TypeError | ImportError)


def test_a_mean_level_stands_by_itself() -> None:
    level = sp.Measure("level", unit="money", additivity="mean", en="l", zh="l")
    flow = sp.Measure("flow", unit="money", en="f", zh="f")
    with pytest.raises(sp.UnitError, match="stands by itself"):
        level + flow
    assert (2 * level).terms == ((level, 2),)
