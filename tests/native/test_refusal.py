""" "a card they touch has no total and status `refused`": rows that cannot be read, sums beyond what is exact."""

from __future__ import annotations

import math
import sqlite3
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import salesperf as sp
from salesperf.engines import EngineError
from salesperf.plan import Schedule, compile_plan

sys.path.insert(0, str(Path(__file__).resolve().parent))
from native_cases import DONE, Columns, cards_of, frame_of, lists_of, one, rows_of, told_of

pytest.importorskip("narwhals")
for engine in ("polars", "pandas", "pyarrow", "duckdb", "ibis"):
    pytest.importorskip(engine)

pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option:DeprecationWarning")  # of Ibis

PROFILE = one()
MARCH = date(2026, 3, 5)
EAGER = ("polars", "pandas, arrow", "pyarrow")
LAZY = ("polars, lazily", "duckdb", "ibis on sqlite")
each_lazy = pytest.mark.parametrize("engine", LAZY)
each_eager = pytest.mark.parametrize("engine", EAGER)


def table(*bad: tuple[Any, Any, Any], kind: str = "float64") -> Columns:
    """Three people of whom all can be read, and the rows given."""
    rows = [("li.na", MARCH, 1), ("wu", MARCH, 20), ("zhao", MARCH, 40), ("li.na", MARCH, 3), *bad]
    who, when, done = zip(*rows, strict=True)
    return {"person": ("string", [*who]), "date": ("date32", [*when]), "t_done": (kind, [*done])}


NO_AMOUNTS = [math.nan, math.inf, -math.inf, 1e300, -(2.0**60)]
NOBODY = [None, "", "  ", "\u3000\t", "x" * 257]


def rest_of(columns: Columns, who: str | None) -> Any:
    """The cards of all others, when somebody has no rows."""
    rows = [row for row in rows_of(columns)[:4] if row["person"] != who]
    return told_of(sp.score(rows, PROFILE, period="2026-03"), ["points"])


REFUSED = {
    "status": "refused",
    "total_e3": None,
    "base_e3": None,
    "grade": None,
    "rank": None,
    "faults": 1,
    "done_points_e3": None,
}


# --- lazy tables


@pytest.mark.untraced
@each_lazy
@pytest.mark.parametrize("period", ["2026-03", "month"])
@pytest.mark.parametrize("amount", NO_AMOUNTS)
def test_an_amount_that_is_no_number_refuses_its_card(engine: str, amount: float, period: str) -> None:
    if engine == "ibis on sqlite" and math.isnan(amount):
        pytest.skip("SQLite knows no NaN: it stores null")
    columns = table(("wu", MARCH, amount))
    board = sp.score(frame_of(engine, columns), PROFILE, period=period)
    found = cards_of(board.native)
    assert found.pop(("wu", "2026-03")) == REFUSED
    assert found == rest_of(columns, "wu")
    with pytest.raises(sp.RecordError, match=r"(row 5, t_done|t_done of person 'wu', date '2026-03-05')"):
        len(board)


@pytest.mark.untraced
@each_lazy
@pytest.mark.parametrize("who", NOBODY)
def test_a_row_of_nobody_refuses_a_card_of_its_own(engine: str, who: str | None) -> None:
    columns = table((who, MARCH, 5))
    board = sp.score(frame_of(engine, columns), PROFILE, period="2026-03")
    found = cards_of(board.native)
    assert found.pop((who, "2026-03")) == REFUSED
    assert found == rest_of(columns, None)
    with pytest.raises(sp.RecordError, match="person"):
        len(board)


@each_lazy
@pytest.mark.parametrize("period", ["2026-03", ["2026-02", "2026-03"], "month", "quarter", "half", "year"])
def test_a_row_without_a_date_is_a_refused_card_without_a_period(engine: str, period: Any) -> None:
    """ "Nothing disappears silently": it belongs to no period, or to any."""
    columns = table(("wu", None, 5))
    board = sp.score(frame_of(engine, columns), PROFILE, period=period)
    found = cards_of(board.native)
    assert found.pop(("wu", None)) == REFUSED
    assert {who: (card["status"], card["rank"]) for (who, _), card in found.items()} == {
        "zhao": ("scored", 1),
        "wu": ("scored", 2),
        "li.na": ("scored", 3),
    }
    with pytest.raises(sp.RecordError, match=r"row 5, date: nothing|date of person 'wu'"):
        len(board)


@each_lazy
def test_rows_with_faults_outside_all_periods_are_still_told_of(engine: str) -> None:
    columns = table(("wu", date(2025, 1, 1), math.inf), ("wu", date(2027, 1, 1), math.inf))
    rows = lists_of(sp.score(frame_of(engine, columns), PROFILE, period="2026-03").native)
    found = sorted(zip(rows["subject"], rows["period"], rows["faults"], strict=True), key=str)
    assert found == [
        ("li.na", "2026-03", 0),
        ("wu", "2026-03", 0),
        ("wu", None, 1),
        ("wu", None, 1),
        ("zhao", "2026-03", 0),
    ]


@each_lazy
def test_faults_are_counted_by_card(engine: str) -> None:
    columns = table(("wu", MARCH, math.inf), ("wu", MARCH, -math.inf), ("zhao", MARCH, math.inf), ("wu", MARCH, 1))
    found = cards_of(sp.score(frame_of(engine, columns), PROFILE, period="2026-03").native)
    assert {who: card["faults"] for (who, _), card in found.items()} == {"li.na": 0, "wu": 2, "zhao": 1}


@each_lazy
@pytest.mark.parametrize("kind", ["int64", "uint64"])
def test_whole_numbers_too_large_for_any_sum(engine: str, kind: str) -> None:
    if (engine, kind) == ("ibis on sqlite", "uint64"):
        pytest.skip("SQLite has no whole numbers without a sign")
    huge = (1 << 64) - 1 if kind == "uint64" else (1 << 63) - 1
    columns = table(("wu", MARCH, huge), kind=kind)
    board = sp.score(frame_of(engine, columns), PROFILE, period="2026-03")
    if engine == "ibis on sqlite":  # whose sums fail rather than wrap
        with pytest.raises((sqlite3.OperationalError, EngineError), match="integer overflow"):
            cards_of(board.native)
        return
    found = cards_of(board.native)
    card = found.pop(("wu", "2026-03"))
    assert (card["status"], card["total_e3"]) == ("refused", None)
    assert found == rest_of(columns, "wu")


@pytest.mark.parametrize("engine", ["polars, lazily", "duckdb"])
@pytest.mark.parametrize("amount", [math.nan, math.inf, None])
def test_rows_set_aside_are_in_no_card(engine: str, amount: float | None) -> None:
    bad = ("wu", MARCH, amount) if amount is not None else (None, None, 7)
    board = sp.score(frame_of(engine, table(bad)), PROFILE, period="2026-03", strict=False)
    found = cards_of(board.native)
    assert found == told_of(board, ["points"])
    assert len(board.intake.rejected) == 1


@pytest.mark.parametrize("engine", ["polars, lazily", "duckdb"])
def test_amounts_that_need_care_are_not_set_aside(engine: str) -> None:
    """Read one by one they count; the engine alone refuses the card rather than leave them out."""
    large = 2.0**29  # beyond 2^40 units of a count, within the 2^51 that floats may have
    board = sp.score(frame_of(engine, table(("wu", MARCH, large))), PROFILE, period="2026-03", strict=False)
    assert cards_of(board.native)["wu", "2026-03"] == REFUSED
    assert board["wu"]["done"].value == large + 20
    assert board.intake.rejected == ()


def test_sums_that_would_wrap_are_refused() -> None:
    pl = pytest.importorskip("polars")
    rows = (1 << 23) + 1
    frame = pl.select(pl.repeat(1 << 40, rows, dtype=pl.Int64).alias("t_done"))
    frame = frame.lazy().with_columns(person=pl.lit(7, pl.Int32), date=pl.lit(MARCH))
    (card,) = cards_of(sp.score(frame, PROFILE, period="2026-03").native).values()
    assert (card["status"], card["total_e3"]) == ("refused", None)


@each_lazy
def test_a_lazy_table_of_no_rows_has_no_cards(engine: str) -> None:
    if engine == "ibis on sqlite" and sqlite3.sqlite_version_info < (3, 41):
        pytest.skip("this SQLite tells no types of no rows")
    columns = {name: (kind, values[:0]) for name, (kind, values) in table().items()}
    board = sp.score(frame_of(engine, columns), PROFILE, period="2026-03")
    assert cards_of(board.native) == {}
    with pytest.raises(sp.NoRecordsError):
        len(board)


# --- eager tables


BAD_ROWS = [("wu", MARCH, math.inf), ("", MARCH, 5), (None, MARCH, 5), ("x" * 257, MARCH, 5), ("wu", None, 5)]


@each_eager
@pytest.mark.parametrize("bad", BAD_ROWS, ids=lambda row: repr(row)[:24])
def test_an_eager_table_is_refused_at_once(engine: str, bad: Any) -> None:
    with pytest.raises(sp.RecordError) as caught:
        sp.score(frame_of(engine, table(bad)), PROFILE, period="2026-03")
    assert [fault.row for fault in caught.value.faults] == [5]


@each_eager
@pytest.mark.parametrize("bad", BAD_ROWS, ids=lambda row: repr(row)[:24])
def test_rows_of_an_eager_table_are_set_aside(engine: str, bad: Any) -> None:
    columns = table(bad)
    board = sp.score(frame_of(engine, columns), PROFILE, period="2026-03", strict=False)
    assert [rejected.row for rejected in board.intake.rejected] == [5]
    assert cards_of(board.native) == told_of(board, ["points"]) == rest_of(columns, None)


@pytest.mark.parametrize("engine", [*EAGER, *LAZY])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_sum_beyond_the_range_is_never_a_number(engine: str, sign: int) -> None:
    plan, march = compile_plan(PROFILE), sp.Period.parse("2026-03")
    limit = plan.limits(Schedule((march,)), march)[0] // 10**DONE.decimals
    part = 1 << 39
    for over in (False, True):
        rows = [part] * (limit // part) + [limit % part + over]
        columns = table(*[("wang", MARCH, sign * amount) for amount in rows], kind="int64")
        frame = frame_of(engine, columns)
        if over and engine in EAGER:
            with pytest.raises(sp.ExactRangeError, match="t_done"):
                sp.score(frame, PROFILE, period="2026-03")
            continue
        board = sp.score(frame, PROFILE, period="2026-03")
        card = cards_of(board.native)["wang", "2026-03"]
        if not over:
            assert card["status"] == "scored"
            continue
        assert (card["status"], card["total_e3"], card["rank"]) == ("refused", None, None)
        with pytest.raises(sp.ExactRangeError, match="t_done"):
            len(board)


# --- two columns for one thing


@pytest.mark.parametrize("engine", [*EAGER, *LAZY])
def test_two_columns_for_one_measure(engine: str) -> None:
    """ "A measure both mapped and present under its own name is an error"."""
    columns = table() | {"deals": ("int64", [1, 2, 3, 4])}
    with pytest.raises(sp.RecordError, match="'deals' is mapped to it and it is there itself"):
        sp.score(frame_of(engine, columns), PROFILE, period="2026-03", columns={"t_done": "deals"})


@pytest.mark.parametrize("engine", ["pandas", "pyarrow"])
def test_two_columns_of_one_name(engine: str) -> None:
    frame = frame_of(engine, table() | {"more": ("int64", [1, 2, 3, 4])})
    names = ["person", "date", "t_done", "t_done"]
    if engine == "pandas":
        frame.columns = names
    else:
        frame = frame.rename_columns(names)
    with pytest.raises(sp.RecordError, match="t_done: one column of that name"):
        sp.score(frame, PROFILE, period="2026-03")
