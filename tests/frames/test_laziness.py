"""Lazy tables: "nothing runs in score(). … Any other access runs the plan once, keeps the result"."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from frames.backends import Backend, arrow, columns_of
from frames.small import PROFILE, some

import salesperf as sp

ROWS = some()


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The engines that were asked for an answer, in order."""
    asked: list[str] = []
    reads = import_module(f"{sp.__name__}.engines.frames._rows")._READ

    def noting(kind: str, read: Callable[[Any], Any]) -> Callable[[Any], Any]:
        return lambda table: asked.append(kind) or read(table)

    for kind, read in list(reads.items()):
        monkeypatch.setitem(reads, kind, noting(str(kind), read))
    return asked


@pytest.mark.untraced
def test_nothing_runs_before_something_of_the_board_is_asked_for(lazy: Backend, runs: list[str]) -> None:
    board = sp.score(lazy.of(ROWS), PROFILE, period="2026-02", as_of=date(2026, 4, 1))
    assert runs == []
    assert (board.profiles, board.profile, board.by, board.as_of) == ((PROFILE,), PROFILE, "person", date(2026, 4, 1))
    assert not hasattr(board, "no_such_thing")
    assert runs == []
    assert len(board) == 2
    once = list(runs)
    assert once
    assert {card.subject for card in board} == {"li.na", "wang.wei"}
    assert board.to_json() == sp.score(ROWS, PROFILE, period="2026-02", as_of=date(2026, 4, 1)).to_json()
    assert runs == once


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(len, id="len"),
        pytest.param(list, id="iterating"),
        pytest.param(repr, id="repr"),
        pytest.param(hash, id="hash"),
        pytest.param(lambda board: board["li.na"], id="a card"),
        pytest.param(lambda board: board.intake, id="intake"),
        pytest.param(lambda board: board.periods, id="periods"),
        pytest.param(lambda board: board.adjustments, id="adjustments"),
        pytest.param(lambda board: board == 1, id="comparing"),
        pytest.param(lambda board: board.to_json(), id="json"),
        pytest.param(pickle.dumps, id="pickling"),
        pytest.param(copy.copy, id="copying"),
        pytest.param(copy.deepcopy, id="copying deeply"),
    ],
)
def test_whatever_is_asked_first_makes_the_board(ask: Any) -> None:
    import polars as pl

    expected = sp.score(ROWS, PROFILE)
    board = sp.score(pl.LazyFrame(ROWS), PROFILE)
    try:
        ask(board)
    except TypeError:  # no board can be hashed
        with pytest.raises(TypeError):
            ask(expected)
    assert board == expected
    assert expected == board
    assert pickle.loads(pickle.dumps(board)) == expected
    assert copy.copy(board) == copy.deepcopy(board) == expected


def test_adjustments_of_a_lazy_board_are_applied_when_it_is_made() -> None:
    import polars as pl

    won = sp.Adjustment("li.na", "2026-02", "stock_held", 10, 12, "counted again", author="boss", at="2026-03-02")
    board = sp.score(pl.LazyFrame(ROWS), PROFILE, period="2026-02", adjustments=iter([won]))
    assert board["li.na"]["stock_held"].value == 12
    assert len(board.adjustments) == 1


def test_a_faulty_plan_is_told_each_time_and_can_be_mended() -> None:
    import polars as pl

    board = sp.score(pl.LazyFrame([{**ROWS[0], "person": None}]), PROFILE)
    for _ in range(2):
        with pytest.raises(sp.RecordError, match="person"):
            len(board)


def test_arguments_are_checked_at_once() -> None:
    import polars as pl

    table = pl.LazyFrame(ROWS)
    wrong: list[tuple[dict[str, Any], type[Exception]]] = [
        ({"period": "2026-13"}, sp.SalesperfError),
        ({"by": "nobody"}, sp.SalesperfError),
        ({"columns": {"no_such": "x"}}, sp.SalesperfError),
        ({"as_of": "tomorrow"}, sp.SalesperfError),
        ({"organisation": "none"}, sp.SalesperfError),
    ]
    for more, error in wrong:
        with pytest.raises(error):
            sp.score(table, PROFILE, **more)


@pytest.mark.parametrize("name", ["sqlite", "duckdb"])
@pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning", "ignore:.*future.infer_string")
def test_score_leaves_the_callers_connection_alone(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """ "nothing runs in score()", not to find out what a table can do either."""
    ibis = pytest.importorskip("ibis")
    connection = getattr(ibis, name).connect()
    table = connection.create_table("facts", arrow(columns_of(ROWS)))
    asked: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr(connection, "raw_sql", lambda query, **_: asked.append(query))
        board = sp.score(table, PROFILE, period="2026-02")
    assert asked == []
    assert table.count().to_pyarrow().as_py() == len(ROWS)
    assert len(board) == 2
    assert table.count().to_pyarrow().as_py() == len(ROWS)


@pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning", "ignore:.*future.infer_string")
def test_tables_of_ibis_without_a_connection_of_their_own() -> None:
    ibis = pytest.importorskip("ibis")
    board = sp.score(ibis.memtable(arrow(columns_of(ROWS))), PROFILE, period="2026-02")
    assert board.to_json() == sp.score(ROWS, PROFILE, period="2026-02").to_json()
    unbound = ibis.table({"person": "string", "date": "date", "worth": "int64"}, name="facts")
    with pytest.raises(RuntimeError, match="failed in the engine") as caught:
        len(sp.score(unbound, PROFILE, period="2026-02"))
    assert isinstance(caught.value, sp.SalesperfError)
