"""Who a record is about, and the keys that tell things apart."""

from __future__ import annotations

import time
from numbers import Integral

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesperf.records import Refused, key, subject


class Columnar:
    """A whole number that is no int, as NumPy's are."""

    def __index__(self) -> int:
        return 1001


class Label(str):
    """A subclass of str, as NumPy's is."""

    __slots__ = ()


Integral.register(Columnar)

ID = "text of 1 to 256 characters, not only blanks, or a whole number of at most 64 bits"


@pytest.mark.parametrize("read", [subject, key])
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("li.na", "li.na"),
        (" li.na ", " li.na "),  # an id is kept as it is written
        ("李娜", "李娜"),
        ("x" * 256, "x" * 256),
        ("\u202e<b>\x07", "\u202e<b>\x07"),  # wild, but an id: shown safely, never changed
        (Label("li.na"), "li.na"),
        (Label("李娜"), "李娜"),
        (0, 0),
        (-(2**63), -(2**63)),
        (2**63 - 1, 2**63 - 1),
        (Columnar(), 1001),
    ],
)
def test_text_and_whole_numbers_are_ids(read: object, value: object, expected: str | int) -> None:
    assert callable(read)
    result = read(value)
    assert result == expected
    assert type(result) is type(expected)


@pytest.mark.parametrize("read", [subject, key])
@pytest.mark.parametrize(
    "value", ["x" * 257, " " * 257, 2**63, -(2**63) - 1, True, False, b"li.na", ("li", "na"), object()]
)
def test_what_is_no_id_is_refused(read: object, value: object) -> None:
    assert callable(read)
    with pytest.raises(Refused) as caught:
        read(value)
    assert caught.value.expected == ID


@pytest.mark.parametrize("read", [subject, key])
@pytest.mark.parametrize("value", [1001.0, float("nan")])
def test_a_float_is_no_id(read: object, value: float) -> None:
    assert callable(read)
    with pytest.raises(Refused) as caught:
        read(value)
    assert (
        caught.value.expected
        == f"{ID}; not a float, which a column of ids turns into when one is missing: read it as text"
    )


@pytest.mark.parametrize("read", [subject, key])
def test_half_a_surrogate_pair_is_no_text(read: object) -> None:
    assert callable(read)
    with pytest.raises(Refused, match="text that UTF-8 can hold"):
        read("li\ud83d")


@pytest.mark.parametrize("value", ["", " ", "\t\u3000\u00a0", None])
def test_an_absent_subject_is_refused_and_an_absent_key_is_none(value: str | None) -> None:
    with pytest.raises(Refused) as caught:
        subject(value)
    assert caught.value.expected == ID
    assert key(value) is None


@given(
    st.one_of(
        st.text(st.characters(codec="utf-8"), min_size=1, max_size=256).filter(str.strip),
        st.integers(-(2**63), 2**63 - 1),
    )
)
def test_an_id_stays_as_it_is(value: str | int) -> None:
    assert subject(value) == value
    assert key(value) == value


@pytest.mark.parametrize("read", [subject, key])
@pytest.mark.parametrize(
    "value", ["x" * 10_000_000, " " * 10_000_000, 1 << 80_000_000], ids=["text", "blanks", "whole"]
)
def test_ten_megabytes_cost_nothing(read: object, value: object) -> None:
    assert callable(read)
    began = time.perf_counter()
    with pytest.raises(Refused):
        read(value)
    assert time.perf_counter() - began < 0.5
