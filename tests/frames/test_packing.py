"""Several sums in one number: what is told apart again is what each would have been by itself."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from frames.agreement import same
from frames.small import DAY, LINE
from hypothesis import given
from hypothesis import strategies as st

import salesperf as sp
from salesperf.indicators import Total

packing = import_module(f"{sp.__name__}.engines.frames._packing")

LIMITS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 1 << 45), min_size=1)


@given(LIMITS)
def test_every_field_has_its_place(most: dict[str, int]) -> None:
    """ "overflowing sums (error, never a wrap)": no number has more bits than all engines divide exactly."""
    words = packing.words_of(most)
    placed = [name for word in words for name, _ in word.fields]
    assert len(placed) == len({*placed})
    assert {*placed} <= {*most}
    for word in words:
        assert len(word.fields) > 1
        assert sum(bits for _, bits in word.fields) <= 60
        assert all(1 << (bits - 1) > most[name] for name, bits in word.fields)
    alone = sorted((2 * most[name] + 1).bit_length() for name in {*most} - {*placed})
    assert len(alone) < 2 or sum(alone[:2]) > 60


@given(LIMITS, st.data())
def test_what_is_packed_is_told_apart_again(most: dict[str, int], data: st.DataObject) -> None:
    """ "Sums are integer sums": with amounts of any sign up to the largest, all of them at once, too."""
    nw, pl = pytest.importorskip("narwhals"), pytest.importorskip("polars")
    number = data.draw(st.integers(1, 4))
    amounts = {name: st.sampled_from([0, m, -m]) | st.integers(-m, m) for name, m in most.items()}
    rows = data.draw(st.lists(st.fixed_dictionaries(amounts), min_size=number, max_size=number))
    words = packing.words_of({name: m * number for name, m in most.items()})
    frame = nw.from_native(pl.DataFrame(rows, schema=dict.fromkeys(most, pl.Int64)))
    columns = packing.packed(words, {name: nw.col(name) for name in most})
    sums = frame.select(**columns).select(nw.col(*columns).sum()) if words else frame
    told = sums.select(**packing.unpacked(nw, words)).row(0) if words else ()
    placed = [name for word in words for name in (*(n for n, _ in reversed(word.fields[1:])), word.fields[0][0])]
    assert dict(zip(placed, told, strict=True)) == {name: sum(each[name] for each in rows) for name in placed}


MEASURES = [
    sp.Measure(f"m{at}", unit="count", signed=True, decimals=decimals, en=f"M{at}", zh=f"量{at}")
    for at, decimals in enumerate((0, 0, 2, 0, 2))
]
TOTALS = [
    Total(f"total_{m.id}", numerator=m, unit="count", decimals=2, direction="higher", en=m.en, zh=m.zh)
    for m in MEASURES
]
PROFILE = sp.Profile(
    "totals", level="consultant", criteria=[sp.Criterion(each, weight=20, curve=LINE) for each in TOTALS]
)
KINDS = {"m0": "Int64", "m1": "Int8", "m2": "Float64", "m3": "Int32", "m4": "Int64"}
"""Whole numbers wide and narrow, and floats, of which some have decimals."""


AMOUNTS = [st.none() | st.sampled_from([0, 1, -1, most, -most]) for most in (1 << 38, 127, 9.75, 1 << 20, 4)]
PEOPLE: dict[str, list[Any]] = {"close": [3, 4], "far apart": [3, 70_000], "names": ["li.na", "陈"]}


def table_of(rows: list[dict[str, Any]]) -> Any:
    pl = pytest.importorskip("polars")
    who = pl.Int32 if type(rows[0]["person"]) is int else pl.String
    return pl.DataFrame(
        rows, schema={"person": who, "date": pl.Date, **{name: getattr(pl, kind) for name, kind in KINDS.items()}}
    )


@pytest.mark.usefixtures("grouped")
@pytest.mark.parametrize("people", PEOPLE)
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 40), *AMOUNTS), min_size=1, max_size=30))
def test_a_board_from_packed_sums(people: str, drawn: list[tuple[Any, ...]]) -> None:
    """ "the same digits on every engine": small and large amounts of both signs, and none, in one table."""
    rows = [
        {"person": PEOPLE[people][who], "date": DAY + timedelta(days), **dict(zip(KINDS, amounts, strict=True))}
        for who, days, *amounts in drawn
    ]
    same(table_of(rows), rows, PROFILE, period="month")


@pytest.mark.usefixtures("grouped")
@pytest.mark.parametrize(
    ("people", "number", "are"),
    [("close", 40, True), ("close", 3, False), ("far apart", 40, False), ("names", 40, True)],
)
def test_sums_share_a_number_where_groups_have_several_rows(
    monkeypatch: pytest.MonkeyPatch,
    people: str,
    number: int,
    are: bool,  # noqa: FBT001  (a parameter)
) -> None:
    """Where each row may be a group, to tell sums apart takes longer than to add them up."""
    found: list[Any] = []

    def noted(most: dict[str, int]) -> Any:
        found.extend(words := packing.words_of(most))
        return words

    monkeypatch.setattr(import_module(f"{sp.__name__}.engines.frames._groups"), "words_of", noted)
    rows = [
        {"person": PEOPLE[people][n % 2], "date": DAY + timedelta(n % 9), **dict.fromkeys(KINDS, n % 3)}
        for n in range(number)
    ]
    same(table_of(rows), rows, PROFILE, period="month")
    assert bool(found) is are
