"""Paths: "a path or directory of Parquet or CSV" gives the board of the rows that lie there."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from frames.backends import arrow, columns_of
from frames.small import PROFILE, row, some

import salesperf as sp

ROWS = some(30)
SCANNERS = ("polars", "duckdb", "pyarrow")


@pytest.fixture(params=SCANNERS)
def scanner(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The one engine that is there to read files."""
    source = import_module(f"{sp.__name__}.engines.frames._source")
    spec = source.find_spec
    monkeypatch.setattr(source, "find_spec", lambda name: spec(name) if name == request.param else None)
    chosen: str = request.param
    return chosen


def write(rows: Iterable[dict[str, Any]], path: Path) -> Path:
    import pyarrow.parquet as pq
    from pyarrow import csv

    path.parent.mkdir(parents=True, exist_ok=True)
    table = arrow(columns_of(rows))
    if path.suffix.lower() == ".csv":
        csv.write_csv(table, path)
    else:
        pq.write_table(table, path)
    return path


@pytest.mark.usefixtures("grouped", "scanner")
@pytest.mark.parametrize("name", ["facts.parquet", "FACTS.PARQUET", "facts.pq", "all [of] them?/facts*.parquet"])
def test_a_parquet_file(tmp_path: Path, name: str) -> None:
    path = write(ROWS, tmp_path / name)
    write([row(worth=999)], path.with_name("factsX.parquet"))
    board = sp.score(path, PROFILE, period="month")
    assert board.to_json() == sp.score(ROWS, PROFILE, period="month").to_json()


@pytest.mark.usefixtures("grouped")
@pytest.mark.parametrize("cells", [1, 40])
def test_a_file_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cells: int) -> None:
    """Also what is not scored where it lies: levels, keys, and all that the intake counts."""
    pytest.importorskip("polars")
    monkeypatch.setattr(import_module(f"{sp.__name__}.engines.frames._pieces"), "_CELLS", cells)
    board = sp.score(write(ROWS, tmp_path / "facts.parquet"), PROFILE, period="month")
    assert board.to_json() == sp.score(ROWS, PROFILE, period="month").to_json()


@pytest.mark.usefixtures("grouped", "scanner")
@pytest.mark.parametrize("folder", ["facts", "facts [of 2026]"])
@pytest.mark.parametrize("ending", [".parquet", ".PARQUET", ".csv"])
def test_a_folder_of_files(tmp_path: Path, folder: str, ending: str) -> None:
    for n in range(3):
        write(ROWS[n * 10 : n * 10 + 10], tmp_path / folder / f"part {n}{ending}")
    (tmp_path / folder / "_SUCCESS").touch()
    board = sp.score(tmp_path / folder, PROFILE, period="month")
    assert board.to_json() == sp.score(ROWS, PROFILE, period="month").to_json()


@pytest.mark.usefixtures("grouped", "scanner")
def test_a_folder_by_store_and_month(tmp_path: Path) -> None:
    """The names of folders are columns, as such tables are written."""
    for n, store in enumerate(("east", "west")):
        write(ROWS[n * 15 : n * 15 + 15], tmp_path / "facts" / f"model={store}" / f"half={n}" / "part.parquet")
    rows = [{**each, "model": ("east", "west")[n // 15], "half": n // 15} for n, each in enumerate(ROWS)]
    board = sp.score(tmp_path / "facts", PROFILE, period="month")
    expected = sp.score(rows, PROFILE, period="month")
    assert board.intake.unused == expected.intake.unused
    assert board.to_json() == expected.to_json()


@pytest.mark.usefixtures("scanner")
def test_ids_in_a_folder_of_csv_are_the_text_that_stands_there(tmp_path: Path) -> None:
    """007 is not 7: a file of a folder is read as a file by itself is."""
    lines = "person,date,worth\n007,2026-03-05,1.50\n7,2026-03-05,2\n"
    (tmp_path / "facts").mkdir()
    for n in range(2):
        (tmp_path / "facts" / f"{n}.csv").write_text(lines, encoding="utf-8")
    (tmp_path / "one.csv").write_text(lines, encoding="utf-8")
    one = sp.score(tmp_path / "one.csv", PROFILE)
    board = sp.score(tmp_path / "facts", PROFILE)
    assert {card.subject: card.measures["worth"] for card in board} == {
        card.subject: 2 * card.measures["worth"] for card in one
    }


@pytest.mark.usefixtures("grouped")
def test_files_are_not_read_before_the_board_is_asked_for(tmp_path: Path) -> None:
    path = write([row()], tmp_path / "facts.parquet")
    board = sp.score(path, PROFILE)
    path.unlink()
    write([row(worth=8)], path)
    assert board["li.na"].measures["worth"] == 8


@pytest.mark.usefixtures("grouped", "scanner")
@pytest.mark.parametrize("name", ["gone.parquet", "gone"])
def test_a_file_that_is_not_there(tmp_path: Path, name: str) -> None:
    with pytest.raises((sp.SalesperfError, OSError)):
        len(sp.score(tmp_path / name, PROFILE))


@pytest.mark.usefixtures("grouped", "scanner")
def test_a_file_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "facts.parquet").write_text("no such thing", encoding="utf-8")
    with pytest.raises(RuntimeError, match="failed in the engine") as caught:
        len(sp.score(tmp_path / "facts.parquet", PROFILE))
    assert isinstance(caught.value, sp.SalesperfError)
    assert caught.value.__cause__ is not None


def test_folders_that_hold_nothing_or_several_kinds(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    with pytest.raises(sp.InputTypeError, match="no Parquet or CSV file"):
        sp.score(tmp_path, PROFILE)
    write([row()], tmp_path / "a.csv")
    write([row()], tmp_path / "a.parquet")
    with pytest.raises(sp.InputTypeError, match="several kinds"):
        sp.score(tmp_path, PROFILE)


def test_other_files_are_rows(tmp_path: Path) -> None:
    (tmp_path / "facts.txt").write_text("person,date,worth\nli.na,2026-03-05,1.50\n", encoding="utf-8")
    assert sp.score(tmp_path / "facts.txt", PROFILE)["li.na"].measures["worth"] == 1.5
    assert sp.score(write([row(date=date(2026, 3, 5))], tmp_path / "facts.csv"), PROFILE)["li.na"].base is not None


def test_without_any_engine_the_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = import_module(f"{sp.__name__}.engines.frames._source")
    monkeypatch.setattr(source, "find_spec", lambda _: None)
    with pytest.raises(ImportError, match="pip install polars"):
        sp.score(write([row()], tmp_path / "facts.parquet"), PROFILE)


@pytest.mark.usefixtures("grouped")
def test_without_narwhals_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import polars as pl

    monkeypatch.setitem(sys.modules, "narwhals", None)
    monkeypatch.setitem(sys.modules, "narwhals.stable.v2", None)
    with pytest.raises(ImportError, match=r"pip install \"salesperf\[frames\]\""):
        sp.score(pl.DataFrame(ROWS), PROFILE)


def test_small_tables_need_no_narwhals(monkeypatch: pytest.MonkeyPatch) -> None:
    import polars as pl

    monkeypatch.setitem(sys.modules, "narwhals", None)
    monkeypatch.setitem(sys.modules, "narwhals.stable.v2", None)
    assert len(sp.score(pl.DataFrame(ROWS), PROFILE)) == 2
