"""Sentences that hold for any table: order, chunks and partitions do not matter, and nothing is changed."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
import tally_cases
from frames.agreement import outcome
from frames.backends import Backend, Stream, arrow, columns_of, made, rows_of, spark
from frames.small import PROFILE, row, some
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import salesperf as sp

pytestmark = pytest.mark.untraced

UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
DRAWN = settings(max_examples=12, deadline=None, phases=UNSHRUNK, suppress_health_check=list(HealthCheck))
PERIODS = st.sampled_from(tally_cases.PERIODS)


def tidy(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows as a table can hold them: each column of one type."""
    names = dict.fromkeys(name for each in rows for name in each)
    found = []
    for each in rows:
        full = {**dict.fromkeys(names), **each}
        for name in ("date", "until"):
            if full.get(name) is not None:
                full[name] = date.fromisoformat(str(full[name])[:10])
        if full.get("customer") is not None:
            full["customer"] = str(full["customer"])
        found.append(rows_of(columns_of([full]))[0])
    return found


TABLES = tally_cases.rows(10).filter(bool).map(tidy)


@pytest.mark.usefixtures("grouped")
@DRAWN
@given(rows=TABLES, period=PERIODS, data=st.data())
def test_any_table_gives_the_board_of_its_rows(
    core: Backend, rows: list[dict[str, Any]], period: Any, data: st.DataObject
) -> None:
    """The board "is byte for byte the one that plain rows give", and a fault there is a fault here."""
    as_of = data.draw(st.sampled_from([None, "2026-03-01"]))
    if as_of is not None:
        rows = [{**each, "recorded_at": each["date"] + timedelta(days=n % 40)} for n, each in enumerate(rows)]
    columns, plain = made(rows)
    more = {"period": period, "strict": data.draw(st.booleans()), "as_of": as_of}
    expected = outcome(lambda: sp.score(plain, tally_cases.PROFILE, **more))
    found = outcome(lambda: sp.score(core.table(columns), tally_cases.PROFILE, **more))
    if core.is_numbered or not isinstance(expected, tuple) or not expected[1].rejected:
        assert found == expected
    else:
        assert len(found[1].rejected) == len(expected[1].rejected)
        assert (found[1].used, found[1].read) == (expected[1].used, expected[1].read)


@pytest.mark.usefixtures("grouped")
@DRAWN
@given(rows=TABLES, period=PERIODS, dice=st.randoms(use_true_random=False))
def test_order_does_not_matter(core: Backend, rows: list[dict[str, Any]], period: Any, dice: random.Random) -> None:
    """ "in any row order, however the rows were split"."""
    call: dict[str, Any] = {"period": period, "strict": False}
    columns, _ = made(rows)
    shuffled, _ = made(dice.sample(rows, len(rows)))
    tables = core.table(columns), core.table(shuffled)
    whole, again = (outcome(lambda: sp.score(table, tally_cases.PROFILE, **call)) for table in tables)  # noqa: B023
    if isinstance(whole, tuple) and whole[1].rejected:
        assert [len(each[1].rejected) for each in (whole, again)] == [len(whole[1].rejected)] * 2
    else:
        assert whole == again


@DRAWN
@given(cuts=st.lists(st.integers(0, 24), max_size=6), small=st.sampled_from([0, 4, 1 << 60]))
def test_chunks_do_not_matter(fill: Any, cuts: list[int], small: int) -> None:
    """Chunked Arrow tables, streams of batches of any size, below and above the size that is read as rows."""
    import pyarrow as pa

    rows = some(24)
    whole = arrow(columns_of(rows))
    bounds = [0, *sorted(cuts), 24]
    parts = [whole.slice(start, end - start) for start, end in pairwise(bounds)]
    expected = sp.score(rows, PROFILE, period="month").to_json()
    batches = [batch for part in parts for batch in part.to_batches()]
    tables = (
        pa.concat_tables(parts),
        pa.RecordBatchReader.from_batches(whole.schema, batches),
        Stream(pa.concat_tables(parts)),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fill, "SMALL", small)
        for table in tables:
            assert sp.score(table, PROFILE, period="month").to_json() == expected


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
@pytest.mark.filterwarnings("ignore:.*narwhals-dask:FutureWarning")
@pytest.mark.xdist_group("spark")
def test_partitions_do_not_matter() -> None:
    """ "repartitioned Spark"; and Dask in as many parts."""
    rows = some(40)
    expected = sp.score(rows, PROFILE, period="month").to_json()
    dd = pytest.importorskip("dask.dataframe")
    import pandas as pd

    frame = arrow(columns_of(rows)).to_pandas(types_mapper=pd.ArrowDtype)
    for parts in (1, 7):
        assert sp.score(dd.from_pandas(frame, npartitions=parts), PROFILE, period="month").to_json() == expected
    table = spark().createDataFrame([tuple(each.values()) for each in rows], list(rows[0]))
    for parts in (1, 5):
        assert sp.score(table.repartition(parts), PROFILE, period="month").to_json() == expected


def test_rows_of_duckdb_in_any_order() -> None:
    duckdb = pytest.importorskip("duckdb")
    rows = some(200)
    connection = duckdb.connect()
    given_table = arrow(columns_of(rows))
    relation = connection.from_arrow(given_table)
    expected = sp.score(rows, PROFILE, period="month").to_json()
    for seed in (1, 2):
        assert sp.score(relation.order(f"hash(stock * {seed})"), PROFILE, period="month").to_json() == expected


@pytest.mark.usefixtures("way")
def test_tables_are_left_as_they_were(eager: Backend) -> None:
    """ "inputs unmodified"."""
    if eager.name in {"batch-reader", "arrow-stream"}:
        pytest.skip("a stream is read once")
    rows = [*some(), row(date=None), row(worth=float("inf"))]
    table, untouched = eager.of(rows), eager.of(rows)
    sp.score(table, PROFILE, strict=False)
    assert table.equals(untouched)


def test_small_and_large_tables_are_read_alike(fill: Any) -> None:
    """ "below a measured size an eager frame goes through the plain runner; results identical either way"."""
    import polars as pl

    assert 0 < fill.SMALL < 100_000
    rows = some(fill.SMALL + 10)
    for number in (fill.SMALL - 1, fill.SMALL, fill.SMALL + 10):
        board = sp.score(pl.DataFrame(rows[:number]), PROFILE, period="month")
        assert board.to_json() == sp.score(rows[:number], PROFILE, period="month").to_json()
