"""Amounts: the first rule of the arithmetic contract."""

from __future__ import annotations

import math
import time
from decimal import Decimal, localcontext
from enum import IntEnum, StrEnum
from fractions import Fraction
from numbers import Integral, Real

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from salesperf.arithmetic import EXACT, to_decimal
from salesperf.records import BLANKS, Refused, amount, is_off_grid

DECIMALS = st.integers(0, 6)
LABELS = (("优", Decimal(120)), ("良", Decimal("100.5")), ("1", Decimal(7)))


def refused(value: object, decimals: int = 2, labels: tuple[tuple[str, Decimal], ...] = ()) -> str:
    with pytest.raises(Refused) as caught:
        amount(value, decimals, labels)
    assert str(caught.value) == caught.value.expected
    return caught.value.expected


def outcome(value: object, decimals: int) -> int | str | None:
    """Return what was read, or what was expected instead."""
    try:
        return amount(value, decimals)
    except Refused as refusal:
        return refusal.expected


class Columnar:
    """A whole number that is no int, as NumPy's are."""

    def __init__(self, value: int) -> None:
        self.value = value

    def __index__(self) -> int:
        return self.value


class Single:
    """A number that is neither an int nor a float, as NumPy's float32 is."""


Integral.register(Columnar)
Real.register(Single)


class Double(float):
    """A subclass of float, as NumPy's float64 is."""

    __slots__ = ()

    def __mul__(self, other: object) -> float:
        raise FloatingPointError  # a NumPy float warns where the product overflows; it must not be asked


class Stars(IntEnum):
    FIVE = 5


class Word(StrEnum):
    FIVE = "5"


@pytest.mark.parametrize(
    ("value", "decimals", "units"),
    [
        (3, 0, 3),
        (3, 4, 30000),
        (-3, 2, -300),
        (0, 6, 0),
        (Columnar(12), 2, 1200),
        (Stars.FIVE, 2, 500),
        (Word.FIVE, 2, 500),
        (Decimal("96.55"), 2, 9655),
        (Decimal("-0.05"), 2, -5),
        (Decimal("-0"), 2, 0),
        (Decimal("0E+999999"), 2, 0),
        (Decimal("0E-999999"), 2, 0),
        (Decimal("1E+3"), 2, 100000),
        (Decimal("1.2500"), 2, 125),
        (Decimal("1." + "0" * 5000), 0, 1),
        ("96.55", 2, 9655),
        ("+5", 0, 5),
        ("-0.05", 2, -5),
        ("-0", 2, 0),
        ("5.", 2, 500),
        ("007.50", 1, 75),
        ("1.2500", 2, 125),
        (" \t96.55\r\n", 2, 9655),
        ("\u00a096.55\u3000", 2, 9655),
        ("0" * 60 + "12.5", 1, 125),
        (96.55, 2, 9655),
        (2.5, 0, 3),
        (-2.5, 0, -2),
        (1.005, 2, 100),  # the double nearest to 1.005 lies below it
        (0.145, 2, 14),  # 0.145 × 100 is 14.499999999999998 in doubles
        (0.49999999999999994, 0, 1),  # adding ½ rounds it up to 1: every engine does
        (-0.0, 2, 0),
        (5e-324, 6, 0),
        (Double(96.55), 2, 9655),
        (2.0**51, 0, 2**51),
        (-(2.0**51), 0, -(2**51)),
        (None, 2, None),
        ("", 2, None),
        (BLANKS, 2, None),
    ],
)
def test_an_amount_in_units_of_its_grid(value: object, decimals: int, units: int | None) -> None:
    read = amount(value, decimals)
    assert read == units
    assert type(read) is type(units)


@given(st.floats(allow_nan=False, allow_infinity=False, width=64), DECIMALS)
@example(0.49999999999999994, 0)
@example(2251799813685247.5, 0)
@example(2251799813685248.5, 0)
@example(-2251799813685248.5, 0)
@example(1e308, 6)
@example(-1e308, 6)
def test_a_float_is_rounded_by_the_contracts_expression(x: float, decimals: int) -> None:
    """Contract 1: "rounded once, floor(x * 10**decimals + 0.5) in IEEE doubles … beyond 2^51 grid units refused"."""
    try:
        n = math.floor(x * 10**decimals + 0.5)
    except OverflowError:
        n = 1 << 1100
    if abs(n) > 1 << 51:
        assert refused(x, decimals).startswith("a float within ±2^51 units of ")
    else:
        assert amount(x, decimals) == n


@given(st.floats(-1e9, 1e9), DECIMALS)
def test_a_float_and_its_subclass_are_read_alike(x: float, decimals: int) -> None:
    assert amount(Double(x), decimals) == amount(x, decimals)


@given(st.integers(-EXACT + 1, EXACT - 1), DECIMALS)
def test_whole_numbers_decimals_and_text_agree(units: int, decimals: int) -> None:
    """Contract 1: "int, str and Decimal convert exactly or are refused"."""
    exact = to_decimal(units, decimals)
    assert amount(exact, decimals) == units
    assert amount(f"{exact:f}", decimals) == units
    assert amount(f"  {exact:f}{'000' if decimals else '.000'} ", decimals) == units
    if units % 10**decimals == 0:
        assert amount(units // 10**decimals, decimals) == units
        assert amount(str(units // 10**decimals), decimals) == units
    if abs(units) < 1 << 50:  # a double tells such neighbours apart
        assert amount(float(exact), decimals) == units


@given(st.one_of(st.integers(-(10**12), 10**12), st.decimals(-(10**9), 10**9, places=4)), DECIMALS)
def test_what_prints_as_digits_is_read_as_its_text_is(value: int | Decimal, decimals: int) -> None:
    assert outcome(str(value), decimals) == outcome(value, decimals)


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_decimal_is_exact_or_refused_whatever_the_callers_context(value: Decimal) -> None:
    with localcontext() as context:
        context.prec = 1
        try:
            units = amount(value, 2)
        except Refused:
            assert (Fraction(value) * 100).denominator > 1 or abs(Fraction(value) * 100) >= EXACT
        else:
            assert units == Fraction(value) * 100


@pytest.mark.parametrize(
    "text",
    [
        *(
            "x",
            "-",
            "+",
            ".",
            ".5",
            "1,234",
            "1 234",
            "1e3",
            "1_000",
            "0x1F",
            "１２",
            "٣",
            "¥5",
            "5%",
            "--1",
            "1.2.3",
            "nan",
        ),
        *("inf", "1\n2", "\u20035", "5\u200b", "\u2212 5", "NULL", "True"),
    ],
)
def test_text_that_is_no_number_is_refused(text: str) -> None:
    """Contract 1: "Text amounts match [+-]?[0-9]+(\\.[0-9]*)? after trimming"."""
    assert refused(text) == "a number: int, Decimal, float, or text of digits such as 1234.5"


@pytest.mark.parametrize("value", [True, False, b"5", 1j, [], {}, object(), math])
def test_what_is_no_number_is_refused(value: object) -> None:
    assert refused(value) == "a number: int, Decimal, float, or text of digits such as 1234.5"


@pytest.mark.parametrize("value", [Fraction(1, 2), Single()])
def test_other_numbers_are_refused_with_the_way_out(value: object) -> None:
    assert refused(value).endswith("; convert other numbers with float() or Decimal()")


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, *map(Decimal, ("NaN", "sNaN", "-Infinity"))])
def test_nan_and_infinity_are_refused(value: object) -> None:
    """Contract 1: "∞ is refused, NaN too"."""
    assert refused(value) == "a finite number; where nothing is known, leave the field out or give None"


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        ("0.125", 2, "at most 2 decimals; round it first, or give the measure more decimals"),
        (Decimal("0.125"), 2, "at most 2 decimals; round it first, or give the measure more decimals"),
        (Decimal("0.25"), 1, "at most 1 decimal; round it first, or give the measure more decimals"),
        ("1.5", 0, "a whole number; round it first, or give the measure more decimals"),
        (Decimal("1E-999999"), 2, "at most 2 decimals; round it first, or give the measure more decimals"),
        (Decimal("1E-3"), 2, "at most 2 decimals; round it first, or give the measure more decimals"),
    ],
)
def test_a_too_long_decimal_is_refused(value: object, decimals: int, expected: str) -> None:
    assert refused(value, decimals) == expected


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("decimals", [0, 2])
def test_numbers_beyond_the_exact_range_are_refused(sign: int, decimals: int) -> None:
    """Contract 6: "Every intermediate integer stays below 2^62"."""
    unit = "1" if decimals == 0 else "0.01"
    last, first = to_decimal(sign * (EXACT - 1), decimals), to_decimal(sign * EXACT, decimals)
    assert amount(last, decimals) == amount(f"{last:f}", decimals) == sign * (EXACT - 1)
    for value in (first, f"{first:f}", sign * EXACT, Columnar(sign * EXACT), Decimal(f"{sign}E+30"), "9" * 64):
        assert refused(value, decimals) == f"a number within the exact range, less than 2^62 units of {unit}"


def test_the_way_out_of_a_large_float_names_its_grid() -> None:
    assert refused(1e16, 2) == "a float within ±2^51 units of 0.01; give larger amounts as int, Decimal or text"


def test_labels_are_words_for_amounts() -> None:
    assert amount(" 优 ", 2, LABELS) == 12000
    assert amount("良", 1, LABELS) == 1005
    assert amount("1", 0, LABELS) == 7  # a label comes before the number it looks like
    assert amount("1.0", 0, LABELS) == 1
    assert amount("", 0, LABELS) is None
    assert amount(1, 0, LABELS) == 1
    assert refused("差", 2, LABELS).endswith(" such as 1234.5, or one of 优, 良, 1")
    assert refused("良", 0, LABELS).startswith("a whole number")


def test_many_or_wild_labels_are_shown_safely() -> None:
    labels = tuple((f"\u202e{n}", Decimal(n)) for n in range(12))
    expected = refused("x", 2, labels)
    assert "\u202e" not in expected
    assert expected.endswith("\\u202e6, \\u202e7, …")


@pytest.mark.parametrize(
    "value",
    ["9" * 10_000_000, " " * 10_000_000, Decimal("9E+999999999"), Decimal("9E-999999999"), 1 << 80_000_000],
    ids=["digits", "blanks", "large", "small", "whole"],
)
def test_ten_megabytes_cost_nothing(value: object) -> None:
    began = time.perf_counter()
    expected = refused(value)
    assert time.perf_counter() - began < 0.5
    assert len(expected) < 200


def test_text_of_more_than_64_characters_is_refused() -> None:
    assert amount("1".rjust(64, "0"), 2) == 100
    assert refused("1".rjust(65, "0")).endswith(", in at most 64 characters")


@pytest.mark.parametrize(
    ("x", "decimals", "off"),
    [
        (0.1 + 0.2, 2, False),
        (1.005, 2, True),  # no half cents
        (0.125, 2, True),
        (0.125, 3, False),
        (1e-6, 0, False),  # exactly at the tolerance is on the grid
        (1.1e-6, 0, True),
        (123456789012.34, 2, False),
        (2.0**50 + 0.25, 0, False),  # within the spacing of doubles near it
        (2.0**40 + 0.25, 0, True),
    ],
)
def test_floats_off_the_grid_are_told(x: float, decimals: int, off: bool) -> None:  # noqa: FBT001  (a table of answers)
    units = amount(x, decimals)
    assert units is not None
    assert is_off_grid(x, decimals, units) is off


@given(st.floats(-1e12, 1e12), DECIMALS)
def test_off_the_grid_is_the_contracts_expression(x: float, decimals: int) -> None:
    """Contract 1: "floats off the grid (|x·10^d − n| > 1e-6 + |n|·2^−51) are counted"."""
    n = math.floor(x * 10**decimals + 0.5)
    assert is_off_grid(x, decimals, n) == (abs(x * 10**decimals - n) > 1e-6 + abs(n) * 2.0**-51)


@given(st.integers(-(1 << 50), 1 << 50), DECIMALS)
def test_a_float_that_prints_on_the_grid_is_on_it(units: int, decimals: int) -> None:
    assert not is_off_grid(float(to_decimal(units, decimals)), decimals, units)
