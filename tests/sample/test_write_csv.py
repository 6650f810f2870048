"""Records in a file that Excel opens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from salesperf import read_csv, sample

Row = dict[str, Any]
Rows = Sequence[Row]

ROWS = (
    {"person": "李娜", "date": dt.date(2026, 3, 5), "units_delivered": 2, "gp_front": Decimal("-120.50"), "zz": None},
    {"target_units": 10, "appraisals": 3, "until": dt.date(2026, 4, 1), "date": dt.date(2026, 3, 1), "person": "李娜"},
)


def test_the_file_opens_in_excel(tmp_path: Path) -> None:
    """ "in UTF-8 with a byte order mark"."""
    file = tmp_path / "march.csv"
    sample.write_csv(file, ROWS)
    assert file.read_bytes().startswith(b"\xef\xbb\xbfperson,date,until,")
    assert file.read_text(encoding="utf-8-sig").splitlines() == [
        "person,date,until,units_delivered,target_units,gp_front,appraisals,zz",
        "李娜,2026-03-05,,2,,-120.50,,",
        "李娜,2026-03-01,2026-04-01,,10,,3,",
    ]


@pytest.mark.parametrize("rows", [ROWS[::-1], [dict(reversed(row.items())) for row in ROWS]])
def test_the_columns_do_not_depend_on_the_order_of_the_records(tmp_path: Path, rows: Rows) -> None:
    """ "so their order does not depend on the records'"."""
    sample.write_csv(str(tmp_path / "a.csv"), iter(rows))
    sample.write_csv(str(tmp_path / "b.csv"), ROWS)
    headers = [(tmp_path / name).read_bytes().partition(b"\n")[0] for name in ("a.csv", "b.csv")]
    assert headers[0] == headers[1]


def test_decimals_are_written_out(tmp_path: Path) -> None:
    """ "decimals written out without exponent"."""
    sample.write_csv(tmp_path / "a.csv", [{"person": "li.na", "gp_front": Decimal("1E+3")}])
    assert [row["gp_front"] for row in read_csv(tmp_path / "a.csv")] == ["1000"]


def test_what_was_written_reads_back(tmp_path: Path) -> None:
    """ "`salesperf.read_csv` reads the file back"."""
    records = sample.dealership(people=3)
    sample.write_csv(tmp_path / "year.csv", records)
    back = [{name: text for name, text in row.items() if text} for row in read_csv(tmp_path / "year.csv")]
    assert back == [{name: str(value) for name, value in row.items()} for row in records]


def test_no_records_make_an_empty_table(tmp_path: Path) -> None:
    sample.write_csv(tmp_path / "none.csv", ())
    assert (tmp_path / "none.csv").read_text(encoding="utf-8-sig") == "\n"
