"""Boards as tables: decimals stay decimals, null where there is nothing, whole columns of whole numbers."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from frames.small import LINE, PROFILE, VISITS, WORTH, row, some

import salesperf as sp
from salesperf import organisation, profiles, sample
from salesperf.indicators import Ratio

KINDS = ("polars", "pandas", "pyarrow")
BOARD = sp.score_all(
    sample.dealership() + sample.house_facts(), profiles.SHIPPED, organisation=sample.organisation(), period="2026-03"
)


def rows_of(table: Any, kind: str) -> list[dict[str, Any]]:
    if kind == "pandas":
        return [*table.astype(object).where(table.notna(), None).to_dict("records")]
    return [*(table.to_dicts() if kind == "polars" else table.to_pylist())]


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_for_each_card_and_columns_for_each_criterion(kind: str) -> None:
    rows = rows_of(BOARD.to_frame(kind), kind)
    cards = list(BOARD)
    assert [each["subject"] for each in rows] == [card.subject for card in cards]
    for each, card in zip(rows, cards, strict=True):
        assert each["period"] == "2026-03"
        assert (each["level"], each["profile"]) == (str(card.level), card.profile.name)
        assert (each["status"], each["grade"], each["rank"]) == (str(card.status), card.grade, card.rank)
        assert (each["total"], each["base"]) == (card.total, card.base)
        own = {line.id for line in card.lines}
        for line in card.lines:
            assert each[f"{line.id}_value"] == line.value
            assert each[f"{line.id}_status"] == str(line.status)
            assert each[f"{line.id}_points"] == line.points
            assert each[f"{line.id}_contribution"] == line.contribution
        others = {name for name in each if name.endswith("_status")} - {f"{name}_status" for name in own}
        assert others
        assert all(each[name] is None for name in others)


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_are_decimals_and_never_floats(kind: str) -> None:
    table = BOARD.to_frame(kind)
    amounts = ("total", "base", "csi_score_value", "csi_score_points")
    for each in rows_of(table, kind):
        assert all(each[name] is None or type(each[name]) is Decimal for name in amounts)
        assert each["rank"] is None or type(each["rank"]) is int
    types = {
        "polars": lambda: [*table.schema.values()],
        "pyarrow": lambda: table.schema.types,
        "pandas": lambda: table.dtypes,
    }
    assert not any("float" in str(each).lower() for each in types[kind]())


@pytest.mark.parametrize("kind", KINDS)
def test_subjects_that_are_whole_numbers_stay_so(kind: str) -> None:
    board = sp.score([row(person=n) for n in (3, 1, 2)], PROFILE)
    assert sorted(each["subject"] for each in rows_of(board.to_frame(kind), kind)) == [1, 2, 3]


def test_the_kind_is_that_of_the_table_library_in_use() -> None:
    import polars as pl

    board = sp.score(some(), PROFILE)
    assert "polars" in sys.modules
    assert isinstance(board.to_frame(), pl.DataFrame)
    with pytest.raises(sp.SalesperfError, match="kind of table"):
        board.to_frame("spark")


def test_without_the_library_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import polars as pl

    board = sp.score(some(), PROFILE)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ImportError, match="pip install pyarrow"):
        board.to_frame("pyarrow")
    board.to_parquet(tmp_path / "board.parquet")
    assert pl.read_parquet(tmp_path / "board.parquet").height == 2


def test_a_parquet_file_holds_the_same_table(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    BOARD.to_parquet(tmp_path / "board.parquet")
    assert pq.read_table(tmp_path / "board.parquet").equals(BOARD.to_frame("pyarrow"))


def test_lazy_boards_are_made_for_their_tables() -> None:
    import polars as pl

    board = sp.score(pl.LazyFrame(some()), PROFILE)
    assert board.to_frame("polars").equals(sp.score(some(), PROFILE).to_frame("polars"))


def test_values_have_as_many_places_as_they_are_shown_with() -> None:
    frame = sp.score([row(buyers=1)], PROFILE).to_frame("pyarrow")
    scales = {name: frame.schema.field(f"{name}_value").type.scale for name in ("worth_per_visit", "buyers_held")}
    assert scales == {"worth_per_visit": 2, "buyers_held": 0}


@pytest.mark.parametrize("finer_first", [True, False])
def test_a_criterion_of_two_profiles_has_the_finer_places(finer_first: bool) -> None:  # noqa: FBT001  (a parameter)
    import polars as pl

    def profile(level: str, decimals: int) -> sp.Profile:
        shown: dict[str, Any] = {"direction": "higher", "en": "x", "zh": "x"}
        each = Ratio("r", numerator=WORTH, denominator=VISITS, unit="money_per_unit", decimals=decimals, **shown)
        return sp.Profile(level, level=level, criteria=[sp.Criterion(each, weight=100, curve=LINE)])

    both = [profile("consultant", 2), profile("manager", 0)]
    org = organisation.Organisation(
        units=[organisation.Unit("west", sp.Owner.STORE)],
        memberships=[
            organisation.Membership("li.na", "west"),
            organisation.Membership("wang.gang", "west", level=sp.Level.MANAGER),
        ],
    )
    rows = [row(worth=9, visits=4)]
    board = sp.score_all(pl.DataFrame(rows), both if finer_first else both[::-1], organisation=org, period="2026-03")
    native = {each["subject"]: each["r_value_e2"] for each in board.to_native("value").to_dicts()}
    assert native == {"li.na": 225, "wang.gang": 200}
