"""Engines behind a session or a server: few cases each, the same answers."""

from __future__ import annotations

import os
import shutil
import sys
import uuid
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import attrs
import pytest

import salesperf as sp
from salesperf import curves, indicators, profiles
from salesperf.calendar import Calendar
from salesperf.engines import DETAILS
from salesperf.vocabulary import NotAssessed, Per, Unit

sys.path.insert(0, str(Path(__file__).resolve().parent))
from native_cases import (
    ASKED,
    COST,
    DAYS,
    DONE,
    GOAL,
    LINE,
    MONEY,
    NAMED,
    Columns,
    arrow_of,
    cards_of,
    frame_of,
    one,
    random_columns,
    rows_of,
    told_of,
)

pytest.importorskip("narwhals")
pytest.importorskip("pyarrow")

pytestmark = [
    pytest.mark.filterwarnings("ignore:The 'future.infer_string' option:DeprecationWarning"),  # of Ibis
    pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning"),  # the same
    pytest.mark.filterwarnings("ignore:Dask support is moving:FutureWarning"),  # of narwhals
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully:FutureWarning"),  # of pandas
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # of sessions and servers
]

RATE = indicators.Ratio("rate", numerator=DONE, denominator=ASKED, unit=Unit.PERCENT, **NAMED)
PACED = indicators.Ratio("paced", numerator=DONE, denominator=DAYS, per=Per.YEAR, unit=Unit.RATIO, **NAMED)
ATTAINED = indicators.Attainment(
    "attained", numerator=MONEY - COST, denominator=MONEY, scale=7, unit=Unit.PERCENT, **NAMED
)
SPENT = indicators.Total("spent", numerator=COST, unit=Unit.MONEY, plausible=(0, 900), **NAMED)
DID = indicators.Total("did", numerator=DONE, unit=Unit.COUNT, **NAMED)
GAP = curves.PerStep(at=0, full=100, below=(5, Decimal(-1) / 8), above=None, floor=-15, of=curves.Domain.GAP)

RICH = profiles.Profile(
    "rich",
    level=sp.Level.CONSULTANT,
    criteria=[
        profiles.Criterion(RATE, weight=30, curve=LINE, minimum_sample=3),
        profiles.Criterion(PACED, weight=20, curve=curves.Steps((0, 10), (400, 60), (900, 100)), group="red"),
        profiles.Criterion(SPENT, weight=20, curve=curves.Linear((-400, 120), (0, 100), (700, -40)), group="red"),
        profiles.Criterion(DID, weight=30, curve=GAP, target=GOAL),
    ],
    extras=[profiles.Extra("extra", of=MONEY, curve=LINE, minimum=-25, maximum=10)],
    gates=[
        profiles.Gate("held", of=RATE, below=10, then=profiles.CapGrade("C")),
        profiles.Gate("halved", of=DONE, below=0, then=profiles.Multiply("0.5")),
        profiles.Gate("zeroed", of=SPENT, at_least=500, then=profiles.ItemZero("did")),
    ],
    not_assessed=NotAssessed.NEUTRAL,
    publish_at_least=40,
    grades=(('it\'s "A"', 90), ("{B} \\ b", "40.5"), ("C", 0)),
    floor=None,
    group_maximum={"red": "33.333"},
)
BOTH = Calendar(closing_day=25, fiscal_year_starts=4, fiscal_year_named_by="end")
IN_PERIODS: dict[str, Any] = {"period": ["2026-01", "2026-02", "2026-03"], "calendar": BOTH}
UNPACED = attrs.evolve(RICH, criteria=[attrs.evolve(RICH.criteria[0], weight=50), *RICH.criteria[2:]])
ASKED_FOR: list[tuple[Any, dict[str, Any]]] = [(RICH, IN_PERIODS), (UNPACED, {"period": "quarter", "calendar": BOTH})]


def kept(columns: Columns) -> Columns:
    """The columns whose types every engine has."""
    return {
        name: (kind.replace("uint16", "int32").replace("uint64", "int64"), values)
        for name, (kind, values) in columns.items()
    }


TABLE = kept(random_columns(seed=11, rows=300, id_kind="string"))
BY_NUMBER = kept(random_columns(seed=12, rows=80, id_kind="int32"))


def check(make: Any, table: Columns, asked_for: Any = ASKED_FOR) -> None:
    """Assert that cards are those of plain rows, in the engine and where it has to be run for them."""
    frame = make(table)
    for profile, asked in asked_for:
        board = sp.score(frame, profile, **asked)
        assert board._origin.call is not None
        wanted = told_of(sp.score(rows_of(table), profile, **asked))
        found = cards_of(board.to_native(*DETAILS))
        assert found == wanted
    board = sp.score(frame, one(), period=None)
    assert board._origin.call is None
    assert cards_of(board.native) == told_of(sp.score(rows_of(table), one()), ["points"])


def refuse(make: Any, *, nan: bool = True, periods: tuple[str, ...] = ("2026-03", "month")) -> None:
    """Assert that only cards of rows that cannot be read are refused."""
    bad = [float("nan")] if nan else []
    bad += [float("inf"), 1e300]
    people = ["li.na", "zhao", "\u3000", None, "wang", *["wu"] * len(bad)]
    march = date(2026, 3, 5)
    table: Columns = {
        "person": ("string", people),
        "date": ("date32", [march] * 4 + [None] + [march] * len(bad)),
        "t_done": ("float64", [1.0, 30.0, 5.0, 5.0, 5.0, *bad]),
    }
    for period in periods:
        found = cards_of(sp.score(make(table), one(), period=period).native)
        shown = {key: (card["status"], card["rank"], card["faults"]) for key, card in found.items()}
        assert shown == {
            ("li.na", "2026-03"): ("scored", 2, 0),
            ("zhao", "2026-03"): ("scored", 1, 0),
            ("\u3000", "2026-03"): ("refused", None, 1),
            (None, "2026-03"): ("refused", None, 1),
            ("wang", None): ("refused", None, 1),
            ("wu", "2026-03"): ("refused", None, len(bad)),
        }


def test_the_cases_have_all_grades_and_lines_of_many_statuses() -> None:
    cards = list(sp.score(rows_of(TABLE), RICH, **IN_PERIODS))
    assert {card.grade for card in cards} >= {name for name, _ in RICH.grades}
    assert {line.status for card in cards for line in card.lines} >= {"ok", "suspect", "no_target"}


# --- SQLite


@pytest.mark.untraced
def test_sqlite_says_what_plain_rows_say() -> None:
    pytest.importorskip("ibis")
    for table in (TABLE, BY_NUMBER):
        check(lambda columns: frame_of("ibis on sqlite", columns), table)
    refuse(lambda columns: frame_of("ibis on sqlite", columns), nan=False)


def test_ibis_in_memory_has_no_connection_and_is_run() -> None:
    ibis = pytest.importorskip("ibis")
    pytest.importorskip("duckdb")
    board = sp.score(ibis.memtable(arrow_of(TABLE)), one(), period="2026-03")
    assert board._origin.call is None
    assert cards_of(board.native) == told_of(sp.score(rows_of(TABLE), one(), period="2026-03"), ["points"])


def test_ibis_on_duckdb_is_scored_where_it_lies() -> None:
    ibis = pytest.importorskip("ibis")
    pytest.importorskip("duckdb")
    table = ibis.duckdb.connect().create_table("facts", arrow_of(TABLE))
    try:
        table.sql("SELECT 1 AS one FROM facts")
    except AttributeError:
        pytest.skip("this Ibis does not know this DuckDB")
    board = sp.score(table, RICH, **IN_PERIODS)
    assert board._origin.call is not None
    assert isinstance(board.native, ibis.Table)
    assert cards_of(board.to_native(*DETAILS)) == told_of(sp.score(rows_of(TABLE), RICH, **IN_PERIODS))


# --- engines that are read, not asked


def test_dask_is_read_and_given_a_table_of_its_own() -> None:
    pytest.importorskip("pandas")
    frames = pytest.importorskip("dask.dataframe")
    frame = frames.from_pandas(frame_of("pandas", TABLE), npartitions=3)
    board = sp.score(frame, one(), period="2026-03")
    native = board.native
    assert type(native) is type(frame)
    assert cards_of(native) == told_of(sp.score(rows_of(TABLE), one(), period="2026-03"), ["points"])


def test_sqlframe_is_read_and_given_a_table_of_its_own() -> None:
    pytest.importorskip("sqlframe")
    duckdb = pytest.importorskip("duckdb")
    session = import_module("sqlframe.duckdb").DuckDBSession(conn=duckdb.connect())
    connection = session._conn  # there is one session in a process, with the connection of whoever came first
    connection.register("given", arrow_of(TABLE))
    connection.execute("create table native_facts as from given")
    board = sp.score(session.read.table("native_facts"), one(), period="2026-03")
    assert cards_of(board.native) == told_of(sp.score(rows_of(TABLE), one(), period="2026-03"), ["points"])


# --- PostgreSQL


@pytest.fixture(scope="module")
def postgres() -> Iterator[Any]:
    ibis = pytest.importorskip("ibis")
    pytest.importorskip("psycopg")
    address = os.environ.get("SALESPERF_POSTGRES", "")
    if not address:
        pytest.skip("needs a PostgreSQL server: SALESPERF_POSTGRES=postgresql://…")
    connection = ibis.connect(address)
    made: list[str] = []

    def table(columns: Columns) -> Any:
        made.append(f"salesperf_{uuid.uuid4().hex}")
        return connection.create_table(made[-1], arrow_of(columns))

    yield table
    for name in made:
        connection.drop_table(name)
    connection.disconnect()


@pytest.mark.untraced
def test_postgres_says_what_plain_rows_say(postgres: Any) -> None:
    for table in (TABLE, BY_NUMBER):
        check(postgres, table)


def test_postgres_refuses_what_cannot_be_read(postgres: Any) -> None:
    refuse(postgres)


# --- Spark


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    pytest.importorskip("pyspark")
    pytest.importorskip("pandas")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("needs Java")
    builder = import_module("pyspark.sql").SparkSession.builder.master("local[2]").appName("salesperf native")
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


def on_spark(session: Any, columns: Columns) -> Any:
    kinds = {"int64": "bigint", "int32": "int", "float64": "double", "float32": "float", "date32": "date"}
    schema = ", ".join(f"{name} {kinds.get(kind, kind)}" for name, (kind, _) in columns.items())
    rows = list(zip(*(values for _, values in columns.values()), strict=True))
    return session.createDataFrame(rows, schema).repartition(3)


@pytest.mark.untraced
@pytest.mark.xdist_group("spark")
def test_spark_says_what_plain_rows_say(spark: Any) -> None:
    criteria = [attrs.evolve(RICH.criteria[0], weight=70), RICH.criteria[3]]
    few = attrs.evolve(RICH, criteria=criteria, gates=RICH.gates[:1], extras=(), group_maximum={})
    check(lambda columns: on_spark(spark, columns), TABLE, [(few, {"period": "quarter", "calendar": BOTH})])


@pytest.mark.xdist_group("spark")
def test_spark_refuses_what_cannot_be_read(spark: Any) -> None:
    refuse(lambda columns: on_spark(spark, columns), periods=("month",))


@pytest.mark.xdist_group("spark")
def test_spark_runs_nothing_before_it_is_asked_and_exchanges_sums_once(spark: Any) -> None:
    functions = import_module("pyspark.sql.functions")

    frame = on_spark(spark, TABLE).withColumn("t_done", functions.raise_error(functions.lit("it ran")).cast("bigint"))
    native = sp.score(frame, one(), period="2026-03").native
    plan = native._jdf.queryExecution().executedPlan().toString()
    sums, ranks = (line for line in reversed(plan.splitlines()) if "Exchange hashpartitioning" in line)
    assert "sp owner 0" in sums
    assert "sp sum" not in sums
    assert "period" in ranks
    with pytest.raises(import_module("pyspark.errors").PySparkException, match="it ran"):
        native.collect()


@pytest.fixture(params=["true", "false"], ids=["in ANSI mode", "without ANSI mode"])
def ansi(spark: Any, request: pytest.FixtureRequest) -> Iterator[bool]:
    """Whether a sum of Spark's fails where it does not fit; else it wraps silently."""
    spark.conf.set("spark.sql.ansi.enabled", request.param)
    yield request.param == "true"
    spark.conf.unset("spark.sql.ansi.enabled")


def _of_wu(amounts: list[int]) -> Columns:
    return {
        "person": ("string", ["li.na", *["wu"] * len(amounts)]),
        "date": ("date32", [date(2026, 3, 5)] * (len(amounts) + 1)),
        "t_sold": ("int64", [3, *amounts]),
    }


SOLD = sp.Measure("t_sold", unit=Unit.COUNT, decimals=0, en="sold", zh="售")
ONE = one(indicators.Total("sold", numerator=SOLD, unit=Unit.COUNT, **NAMED))


@pytest.mark.xdist_group("spark")
def test_sums_that_spark_would_wrap_are_refused(spark: Any, ansi: bool) -> None:  # noqa: FBT001  (a parameter)
    """Spark widens no sum of whole numbers: in its ANSI mode the job fails, else the card says that it is refused."""
    native = sp.score(on_spark(spark, _of_wu([1 << 62] * 4)), ONE, period="2026-03").native
    if ansi:
        spark.conf.set("spark.sql.ansi.enabled", "false")  # a plan stays what it was
        with pytest.raises(import_module("pyspark.errors").ArithmeticException, match="overflow"):
            native.collect()
        return
    found = cards_of(native)
    assert {who: (card["status"], card["total_e3"]) for (who, _), card in found.items()} == {
        "li.na": ("scored", 3_000),
        "wu": ("refused", None),
    }


@pytest.mark.xdist_group("spark")
@pytest.mark.usefixtures("ansi")
def test_amounts_of_which_a_sum_of_sparks_fails_or_wraps_add_up(spark: Any) -> None:
    """On the way they are beyond 64 bits, in the end they are not: rows that are so large are read with care."""
    half = (1 << 61) - 1
    table = _of_wu([half] * 40 + [-half] * 40 + [7])
    board = sp.score(on_spark(spark, table), ONE, period="2026-03")
    assert told_of(board) == told_of(sp.score(rows_of(table), ONE, period="2026-03"))
    assert board["wu"]["sold"].value == 7
