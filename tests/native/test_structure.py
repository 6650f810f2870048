"""How the work is done in the engine: rows are grouped once; no order, chunk or part of them decides anything."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import salesperf as sp
from salesperf.engines import DETAILS
from salesperf.engines.columns import DIALECTS
from salesperf.engines.frames._native_sql import _literal

sys.path.insert(0, str(Path(__file__).resolve().parent))
from native_cases import ENGINES, SLOW, Columns, cards_of, frame_of, one, plain_profile, rows_of, some_table, told_of

pytest.importorskip("narwhals")
pl = pytest.importorskip("polars")
pd = pytest.importorskip("pandas")
pa = pytest.importorskip("pyarrow")
duckdb = pytest.importorskip("duckdb")

PROFILE = one(grades=(("it's fine", 3), ("{so} \\ so", 2), ("D", 0)))
MONTHS = ["2026-01", "2026-02", "2026-03"]


def shuffled(columns: Columns, seed: int) -> Columns:
    order = list(range(len(columns["person"][1])))
    random.Random(seed).shuffle(order)
    return {name: (kind, [values[at] for at in order]) for name, (kind, values) in columns.items()}


def drawn() -> Columns:
    """One table, the same in every run."""
    dice = random.Random(7)
    days = [pd.Timestamp(2026, 1, 1) + pd.Timedelta(days=dice.randrange(90)) for _ in range(400)]
    return {
        "person": ("string", [f"p{dice.randrange(20)}" for _ in days]),
        "date": ("date32", [day.date() for day in days]),
        "t_done": ("float64", [dice.choice([None, 0.1, 0.7, 12.345, 3.0]) for _ in days]),
    }


@pytest.mark.parametrize("engine", ENGINES)
@settings(SLOW, max_examples=4)
@given(profile=plain_profile(), columns=some_table(), seed=st.integers(0, 99))
def test_the_order_of_rows_decides_nothing(engine: str, profile: Any, columns: Columns, seed: int) -> None:
    """ "in any row order, however the rows were split"."""

    def cards(columns: Columns) -> Any:
        try:
            return cards_of(sp.score(frame_of(engine, columns), profile, period=MONTHS).to_native(*DETAILS))
        except (sp.NoRecordsError, sp.ExactRangeError) as error:
            return str(error)

    assert cards(columns) == cards(shuffled(columns, seed))


@pytest.mark.parametrize("parts", [1, 3, 50])
def test_how_rows_were_split_decides_nothing(parts: int) -> None:
    whole = frame_of("pyarrow", drawn())
    size = -(-whole.num_rows // parts)
    pieces = [whole.slice(at, size) for at in range(0, whole.num_rows, size)]
    wanted = told_of(sp.score(rows_of(drawn()), PROFILE, period=MONTHS))
    chunked = pa.concat_tables(pieces)
    frames = [
        chunked,
        pl.concat([pl.from_arrow(piece) for piece in pieces], rechunk=False),
        pl.concat([pl.from_arrow(piece).lazy() for piece in pieces]),
        pd.concat([piece.to_pandas(types_mapper=pd.ArrowDtype) for piece in pieces]),  # rows that share labels
        duckdb.from_arrow(chunked),
    ]
    for frame in frames:
        assert cards_of(sp.score(frame, PROFILE, period=MONTHS).to_native(*DETAILS)) == wanted


def test_tables_are_not_changed() -> None:
    columns = drawn()
    for engine in ENGINES:
        frame, same = frame_of(engine, columns), frame_of(engine, columns)
        board = sp.score(frame, PROFILE, period=MONTHS)
        cards_of(board.to_native(*DETAILS))
        told_of(board)
        if engine.startswith("polars"):
            assert frame.lazy().collect().equals(same.lazy().collect())
        elif engine == "duckdb":
            assert frame.fetchall() == same.fetchall()
        else:
            assert frame.equals(same)


def test_words_are_text_in_every_dialect_whatever_they_are_made_of() -> None:
    word = "it's {so} \\ so"
    assert _literal(DIALECTS["duckdb"], word) == "'it''s {so} \\ so'"
    assert _literal(DIALECTS["spark"], word) == "'it\\'s {{so}} \\\\ so'"


@pytest.mark.parametrize("period", ["2026-03", MONTHS, "month", "quarter"])
def test_polars_groups_rows_once(period: Any) -> None:
    frame = frame_of("polars, lazily", drawn())
    plan = sp.score(frame, PROFILE, period=period).native.explain()
    assert plan.count("AGGREGATE") == 1
    assert "UNIQUE" not in plan
    assert "JOIN" not in plan


def test_duckdb_gives_relations_that_know_their_own_table() -> None:
    connection = duckdb.connect()
    natives = []
    for number in (1, 2):
        table = {**drawn(), "t_done": ("int64", [number] * 400)}
        connection.register(f"arrow{number}", frame_of("pyarrow", table))
        natives.append((sp.score(connection.table(f"arrow{number}"), PROFILE, period=MONTHS).native, table))
    for native, table in natives:
        assert isinstance(native, duckdb.DuckDBPyRelation)
        assert cards_of(native) == told_of(sp.score(rows_of(table), PROFILE, period=MONTHS), ["points"])
    assert {row[0] for row in connection.sql("SHOW TABLES").fetchall()} == {"arrow1", "arrow2"}


def test_duckdb_has_whole_numbers_of_64_bits() -> None:
    native = sp.score(frame_of("duckdb", drawn()), PROFILE, period=MONTHS).to_native(*DETAILS)
    assert set(map(str, native.types)) == {"BIGINT", "VARCHAR"}


def test_types_are_the_same_however_many_cards_lack_a_number() -> None:
    """All cards of one table are refused or without grade; of the other none is."""
    for profile in (PROFILE, one()):
        for done in ([1e300] * 400, [5.0] * 400):
            columns: Columns = {**drawn(), "t_done": ("float64", done)}
            schema = sp.score(frame_of("polars, lazily", columns), profile, period=MONTHS).native.collect_schema()
            assert set(schema.dtypes()) == {pl.String, pl.Int64}
            assert schema["subject"] == schema["grade"] == pl.String


@pytest.mark.parametrize(
    ("kind", "numbers", "words"), [("pyarrow", "int64", "dictionary"), ("pandas", "Int64", "category")]
)
def test_types_of_arrays(kind: str, numbers: str, words: str) -> None:
    native = sp.score(frame_of(kind, drawn()), PROFILE, period=MONTHS).to_native(*DETAILS)
    types = (
        native.dtypes.to_dict()
        if kind == "pandas"
        else dict(zip(native.schema.names, native.schema.types, strict=True))
    )
    for name, found in types.items():
        if name != "subject":
            assert str(found).startswith((numbers, words)), name
            assert ("_e" in name or name in {"rank", "faults"}) == str(found).startswith(numbers)
