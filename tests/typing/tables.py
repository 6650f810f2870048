"""A consumer's code: tables of every engine.  Type checkers must find nothing wrong here."""

from __future__ import annotations

from pathlib import Path
from typing import Any, assert_type

import duckdb
import pandas as pd  # type: ignore[import-untyped, unused-ignore]
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]

import salesperf as sp


def scored_from_tables(
    profile: sp.Profile, frame: pl.DataFrame, table: pa.Table, other: duckdb.DuckDBPyRelation
) -> None:
    assert_type(sp.score(frame, profile), sp.Scoreboard)
    sp.score(frame.lazy(), profile, targets=frame)
    sp.score(pl.scan_parquet("march.parquet"), profile, period="month")
    sp.score(pd.DataFrame({"person": ["li.na"], "date": ["2026-03-02"]}), profile)
    sp.score(table, profile)
    sp.score(table.to_reader(), profile)
    sp.score(other, profile)
    assert_type(sp.Tally.of(frame, profile), sp.Tally)
    sp.score(Path("facts"), profile)
    board = sp.score(frame, profile)
    native: Any = board.native
    assert all(each is not None for each in (native, board.to_native("value"), board.to_frame("polars")))
    board.to_parquet("march.parquet")
