"""Sheets of workbooks as rows."""

from __future__ import annotations

import re
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import salesperf as sp
from salesperf.feeds import Feed, Months, read_excel

openpyxl = pytest.importorskip("openpyxl")


def saved(path: Path, **sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(path)
    return path


def test_rows_of_a_sheet(tmp_path: Path) -> None:
    lines = [
        [" Name ", date(2026, 1, 1), "When", "Open", None],
        ["li.na", 12, datetime(2026, 3, 5, 14, 30), True],
        [None, None, " ", None],
        ["wang.wei", 1.5, date(2026, 3, 6), None],
    ]
    path = saved(tmp_path / "plan.xlsx", plan=lines, other=[])
    assert list(read_excel(path, "plan")) == [
        {"Name": "li.na", "2026-01-01": 12, "When": datetime(2026, 3, 5, 14, 30), "Open": True},
        {"Name": "wang.wei", "2026-01-01": 1.5, "When": date(2026, 3, 6), "Open": None},
    ]
    feed = Feed("plan", whose="Name", rules=[Months("target_units")])
    assert [(str(r["date"]), r["target_units"]) for r in feed.records(read_excel(str(path), "plan"))] == [
        ("2026-01-01", 12),
        ("2026-01-01", 1.5),
    ]


def test_the_only_sheet_needs_no_name_and_of_several_one_is_named(tmp_path: Path) -> None:
    assert list(read_excel(saved(tmp_path / "one.xlsx", a=[["x"], [1]]))) == [{"x": 1}]
    two = saved(tmp_path / "two.xlsx", a=[["x"]], b=[["y"]])
    with pytest.raises(sp.RecordError, match="sheet: nothing: sheet= with one of the sheets: 'a', 'b'"):
        list(read_excel(two))
    with pytest.raises(sp.RecordError, match="sheet: 'c'"):
        list(read_excel(two, "c"))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], "a line of headings at the top of the sheet; it is empty"),
        ([[None, "x"]], "column 1: blank: a heading"),
        ([["x", "y", " x"]], "heading: 'x': headings that differ; this one stands 2 times"),
        ([["x"], [1, 2], [3]], "row 1: no more than 1 cells"),
        ([["x"], [1], ["#DIV/0!"]], "row 2, x: a value; Excel says #DIV/0!"),
    ],
)
def test_faults_of_a_sheet(tmp_path: Path, lines: list[list[Any]], expected: str) -> None:
    with pytest.raises(sp.RecordError, match=expected):
        list(read_excel(saved(tmp_path / "x.xlsx", a=lines)))


def test_what_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"no zip")
    (tmp_path / "x.xls").write_bytes(b"old")
    for name in ("x.xlsx", "x.xls"):
        with pytest.raises(sp.RecordError, match="an Excel workbook"):
            list(read_excel(tmp_path / name))
    with pytest.raises(sp.InputTypeError, match="read_excel reads a file by its path"):
        read_excel(3)  # type: ignore[arg-type]
    with pytest.raises(OSError, match="absent"):
        list(read_excel(tmp_path / "absent.xlsx"))


def test_without_openpyxl_the_error_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(sp.MissingExtraError, match=re.escape('pip install "salesperf[excel]"')):
        list(read_excel(tmp_path / "x.xlsx"))
