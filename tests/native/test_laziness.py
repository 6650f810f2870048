""" "lazy input: nothing runs in `score()`"; a native table of it is lazy too, and needs no cards."""

from __future__ import annotations

import copy
import pickle
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import salesperf as sp
from salesperf import indicators, profiles
from salesperf.organisation import Organisation
from salesperf.scoring import BoardError

sys.path.insert(0, str(Path(__file__).resolve().parent))
from native_cases import (
    ASKED,
    DAYS,
    DONE,
    LAZY_ENGINES,
    NAMED,
    Columns,
    Per,
    Unit,
    Zero,
    cards_of,
    frame_of,
    lists_of,
    one,
    rows_of,
    told_of,
)

pytest.importorskip("narwhals")
pl = pytest.importorskip("polars")
duckdb = pytest.importorskip("duckdb")
pytest.importorskip("pandas")
pytest.importorskip("pyarrow")

PROFILE = one()
TABLE: Columns = {
    "person": ("string", ["li.na", "wu", "li.na", "zhao"]),
    "date": ("date32", [date(2026, 3, day) for day in (1, 5, 31, 7)]),
    "t_done": ("int64", [3, 20, 1, None]),
}
WANTED = told_of(sp.score(rows_of(TABLE), PROFILE, period="2026-03"), ["points"])
EAGER = ("polars", "pandas", "pandas, nullable", "pandas, arrow", "pyarrow")
each_table = pytest.mark.parametrize("engine", [*EAGER, *LAZY_ENGINES])


class Counted:
    """Passes on what goes through it, and counts how often something did."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, value: Any) -> Any:
        self.times += 1
        return value


def counted(engine: str) -> tuple[Any, Counted]:
    """A lazy table that counts how often it is run."""
    runs = Counted()
    if engine == "polars, lazily":
        frame = frame_of("polars, lazily", TABLE)
        return frame.map_batches(runs, schema=frame.collect_schema()), runs
    connection = duckdb.connect()
    connection.from_arrow(frame_of("pyarrow", TABLE)).create("facts")
    connection.create_function("counted", runs, ["BIGINT"], "BIGINT", side_effects=True)
    return connection.sql("SELECT person, date, counted(t_done) AS t_done FROM facts"), runs


@pytest.mark.parametrize("engine", ["polars, lazily", "duckdb"])
@pytest.mark.parametrize("period", ["2026-03", "month"])
def test_nothing_runs_before_the_native_table_does(engine: str, period: str) -> None:
    frame, runs = counted(engine)
    board = sp.score(frame, PROFILE, period=period)
    native = board.native
    assert (board.profile, board.by, board.as_of) == (PROFILE, "person", None)
    assert runs.times == 0
    assert cards_of(native) == WANTED
    assert runs.times > 0


@pytest.mark.parametrize("engine", ["polars, lazily", "duckdb"])
def test_asking_for_the_native_table_makes_no_cards(engine: str) -> None:
    frame, runs = counted(engine)
    board = sp.score(frame, PROFILE, period="2026-03")
    assert cards_of(board.native) == WANTED
    assert object.__getattribute__(board, "_pending") is not None
    once = runs.times
    assert told_of(board, ["points"]) == WANTED
    twice = runs.times
    assert twice > once
    assert told_of(board, ["points"]) == WANTED
    assert runs.times == twice, "the cards are kept"


def test_a_file_that_vanished_is_not_missed_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "facts.parquet"
    frame_of("polars", TABLE).write_parquet(path)
    frame = pl.scan_parquet(path)
    frame.collect_schema()
    path.unlink()
    board = sp.score(frame, PROFILE, period="2026-03")
    native = board.to_native("value", "status", "points", "contribution")
    assert isinstance(native, pl.LazyFrame)
    with pytest.raises(FileNotFoundError):
        native.collect()
    with pytest.raises(sp.engines.EngineError, match="failed in the engine"):
        len(board)


@each_table
def test_native_tables_are_of_the_kind_that_was_scored(engine: str) -> None:
    frame = frame_of(engine, TABLE)
    native = sp.score(frame, PROFILE, period="2026-03").native
    assert type(native) is type(frame)


@each_table
@pytest.mark.parametrize("period", [None, "2026-03"])
def test_cards_asked_for_first_change_nothing(engine: str, period: Any) -> None:
    board = sp.score(frame_of(engine, TABLE), PROFILE, period=period)
    cards = told_of(board, ["points"])
    assert cards_of(board.native) == cards
    assert cards_of(board.native) == cards  # nor does asking twice


@each_table
def test_what_is_shown_of_lines(engine: str) -> None:
    board = sp.score(frame_of(engine, TABLE), PROFILE, period="2026-03")
    card = ["subject", "period", "status", "total_e3", "base_e3", "grade", "rank", "faults"]
    assert list(lists_of(board.to_native())) == card
    assert set(cards_of(board.to_native("status"))["wu", "2026-03"]) - set(card) == {"done_status"}
    assert set(cards_of(board.to_native("value", "contribution"))["wu", "2026-03"]) - set(card) == {
        "done_value_e2",
        "done_contribution_e3",
    }


@each_table
@pytest.mark.parametrize("period", [None, "2026-03"])
def test_another_detail_is_no_detail(engine: str, period: Any) -> None:
    board = sp.score(frame_of(engine, TABLE), PROFILE, period=period)
    with pytest.raises(
        sp.errors.UnknownNameError, match=r"detail of a line 'point' is not known; did you mean 'points'"
    ):
        board.to_native("point")


# --- boards that come from no table


def derived() -> dict[str, Any]:
    org = Organisation.from_rows([{"person": "li.na", "store": "west"}, {"person": "wu", "store": "east"}])
    rows = {name: (kind, values[:3]) for name, (kind, values) in TABLE.items()}
    placed = sp.score(frame_of("polars", rows), PROFILE, period="2026-03", organisation=org)
    board = sp.score(frame_of("polars", TABLE), PROFILE, period="2026-03")
    change = sp.Adjustment("li.na", "2026-03", "done", 4, 9, "counted again", author="wu", at="2026-04-02")
    return {
        "plain rows": sp.score(rows_of(TABLE), PROFILE, period="2026-03"),
        "under": placed.under("west"),
        "visible_to": placed.visible_to("li.na", org),
        "pseudonymised": board.pseudonymised(b"0123456789abcdef"),
        "adjusted": board.adjusted([change]),
        "sealed": board.sealed(at="2026-04-05", by="hr"),
        "from_json": sp.Scoreboard.from_json(board.to_json()),
        "unpickled": pickle.loads(pickle.dumps(board)),
        "unpickled before it was made": pickle.loads(
            pickle.dumps(sp.score(frame_of("polars, lazily", TABLE), PROFILE, period="2026-03"))
        ),
        "copied deeply": copy.deepcopy(board),
    }


@pytest.mark.parametrize("how", derived())
def test_boards_of_no_table_have_no_native_one(how: str) -> None:
    board = derived()[how]
    with pytest.raises(BoardError, match=r"board\.to_frame\(\) makes a table of it"):
        _ = board.native
    assert len(board.to_frame("polars")) == len(board)


@each_table
def test_adjustments_are_in_the_native_table_too(engine: str) -> None:
    change = sp.Adjustment("li.na", "2026-03", "done", 4, 9, "counted again", author="wu", at="2026-04-02")
    board = sp.score(frame_of(engine, TABLE), PROFILE, period="2026-03", adjustments=[change])
    found = cards_of(board.native)
    assert found["li.na", "2026-03"]["done_points_e3"] == 9_000
    assert found == told_of(board, ["points"])


# --- lazy tables whose rows have to be run for it


RIPE = indicators.Ratio(
    "ripe", numerator=DONE, denominator=ASKED, zero=Zero.IMMATURE, matures_after=20, unit=Unit.RATIO, **NAMED
)
YEARLY = indicators.Ratio("yearly", numerator=DONE, denominator=DAYS, per=Per.YEAR, unit=Unit.RATIO, **NAMED)


@pytest.mark.parametrize("engine", LAZY_ENGINES)
@pytest.mark.parametrize(("last", "status"), [(date(2026, 3, 31), "immature_cohort"), (date(2026, 5, 1), "ok")])
@pytest.mark.parametrize("period", ["2026-03", "month"])
def test_cohorts_are_as_old_as_the_last_date_says(engine: str, last: date, status: str, period: str) -> None:
    """ "cohorts are aged at the latest date in them": no row of a card tells it, all rows together do."""
    table: Columns = {
        "person": ("string", ["li.na", "wu"]),
        "date": ("date32", [date(2026, 3, 2), last]),
        "t_done": ("int64", [2, 1]),
        "t_asked": ("int64", [4, 1]),
    }
    found = cards_of(sp.score(frame_of(engine, table), one(RIPE), period=period).to_native("status"))
    assert found["li.na", "2026-03"]["ripe_status"] == status


@pytest.mark.parametrize("engine", [*EAGER, *LAZY_ENGINES])
def test_a_pace_knows_how_long_each_period_is(engine: str) -> None:
    table: Columns = {
        "person": ("string", ["li.na"] * 3),
        "date": ("date32", [date(2026, 1, 2), date(2026, 2, 2), date(2026, 3, 2)]),
        "t_done": ("int64", [2, 2, 2]),
        "t_days": ("int64", [7, 7, 7]),
    }
    for period in ("month", "quarter", ["2026-01", "2026-02"], ["2026-01-01..2026-02-15", "2026-02-16..2026-03-31"]):
        board = sp.score(rows_of(table), one(YEARLY), period=period)
        native = sp.score(frame_of(engine, table), one(YEARLY), period=period).to_native("value")
        assert cards_of(native) == told_of(board, ["value"])


@pytest.mark.parametrize("engine", LAZY_ENGINES)
def test_a_row_that_reaches_into_a_period_is_not_overlooked(engine: str) -> None:
    """ "a span holding a part gives … a listed fault; nothing is prorated silently"."""
    table: Columns = {
        "person": ("string", ["li.na", "li.na"]),
        "date": ("date32", [date(2026, 1, 5), date(2026, 2, 9)]),
        "until": ("date32", [date(2026, 3, 1), None]),
        "t_done": ("int64", [10, 6]),
    }
    board = sp.score(frame_of(engine, table), PROFILE, period="2026-02")
    with pytest.raises(sp.RecordError, match="wholly in 2026-02"):
        cards_of(board.native)
    aside = sp.score(frame_of(engine, table), PROFILE, period="2026-02", strict=False)
    assert cards_of(aside.native) == told_of(aside, ["points"])


def test_a_large_table_needs_no_patience_with_its_size() -> None:
    """Eager tables of some thousand rows are scored in their engine, the same as smaller ones."""
    many = {name: (kind, values * 2_000) for name, (kind, values) in TABLE.items()}
    wanted = told_of(sp.score(rows_of(many), PROFILE, period="2026-03"), ["points"])
    for engine in EAGER:
        board = sp.score(frame_of(engine, many), PROFILE, period="2026-03")
        assert board._origin.call is not None
        assert cards_of(board.native) == wanted


def test_shipped_profiles_of_a_lazy_table_are_run_for_their_native_one() -> None:
    who: Columns = {name: TABLE[name] for name in ("person", "date")}
    table = who | {"units_delivered": ("int64", [3, 20, 1, 0]), "target_units": ("int64", [5, 20, 1, 9])}
    board = sp.score(frame_of("polars, lazily", table), profiles.CONSULTANT, period="2026-03")
    native = board.native
    assert isinstance(native, pl.LazyFrame)
    assert cards_of(native) == told_of(board, ["points"])
