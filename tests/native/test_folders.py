"""Folders of files that are added up one after the other: the cards are those of all rows together."""

from __future__ import annotations

import random
import sys
from datetime import date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import salesperf as sp

sys.path.insert(0, str(Path(__file__).resolve().parent))
from native_cases import DONE, cards_of, one, told_of

pytest.importorskip("narwhals")
pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

PERIODS: tuple[Any, ...] = (["2026-01", "2026-02", "2026-03"], "month", "quarter")
PEOPLE = {"text": ["li.na", "wang.wei", "陈"], "numbers": [7, -3, 1 << 40]}
START = date(2026, 1, 1)


def written(folder: Path, number: int, table: Any) -> list[dict[str, Any]]:
    """Write one more folder of a folder; return its rows."""
    place = folder / f"part {number}"
    place.mkdir(parents=True)
    pq.write_table(table, place / "0.parquet")
    return list(table.to_pylist())


def agrees(files: Path, rows: list[dict[str, Any]], period: Any) -> None:
    board = sp.score(files, one(), period=period)
    native = board.native
    assert isinstance(native.lazy(), pl.LazyFrame)
    assert cards_of(native) == told_of(sp.score(rows, one(), period=period), ["points"])


@pytest.mark.parametrize("people", PEOPLE)
@pytest.mark.parametrize("period", PERIODS, ids=str)
def test_who_and_when_of_several_parts_are_added_up(tmp_path: Path, people: str, period: Any) -> None:
    """ "partials merged partition by partition": everybody and every month occur in each part."""
    dice = random.Random(people)
    rows = []
    for number in range(3):
        days = [START + timedelta(days=dice.randrange(90)) for _ in range(40)]
        amounts = [dice.choice([None, 0, 1, 2, 3]) for _ in days]
        owners = [dice.choice(PEOPLE[people]) for _ in days]
        rows += written(tmp_path, number, pa.table({"person": owners, "date": days, DONE.id: amounts}))
    agrees(tmp_path, rows, period)


@pytest.mark.parametrize("files", ["folder", "file"])
@pytest.mark.parametrize("cells", [1, 50, 1 << 26])
def test_files_are_added_up_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: str, cells: int) -> None:
    """Pieces of a row each, pieces of some rows, and all rows at once: "partials merged", in any pieces."""
    monkeypatch.setattr(import_module(f"{sp.__name__}.engines.frames._pieces"), "_CELLS", cells)
    dice = random.Random(cells)
    rows = []
    for number in range(2):
        days = [START + timedelta(days=dice.randrange(90)) for _ in range(45)]
        owners = [dice.choice(PEOPLE["text"]) for _ in days]
        amounts = [dice.choice([None, 0, 1, 2, 3]) for _ in days]
        table = pa.table({"person": owners, "date": days, DONE.id: amounts})
        rows += written(tmp_path, number, table)
        if files == "file":
            agrees(tmp_path / f"part {number}" / "0.parquet", list(table.to_pylist()), "month")
    agrees(tmp_path, rows, "month")


OTHERS = {
    "floats": {DONE.id: [1.5, 2.25]},
    "narrow": {DONE.id: pa.array([3, 4], pa.int8())},
    "empty": {DONE.id: pa.nulls(2)},
    "moments": {"date": pa.array([datetime(2026, 1, 1)] * 2, pa.timestamp("us"))},
}


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("comes_first", [True, False])
def test_parts_with_columns_of_other_types(tmp_path: Path, other: str, comes_first: bool) -> None:  # noqa: FBT001  (a parameter)
    """Whole numbers are brought to their grid once they are added up, floats before: one sum cannot hold both."""
    usual = {"person": ["li.na", "陈"], "date": [START, START], DONE.id: [1, 2]}
    changed = usual | OTHERS[other]
    parts = [changed, usual] if comes_first else [usual, changed]
    rows = [row for number, part in enumerate(parts) for row in written(tmp_path, number, pa.table(part))]
    agrees(tmp_path, rows, "2026-01")
