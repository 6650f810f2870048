"""Columns of every type are read as rows are: "Float columns follow the same reading rule as plain records"."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from frames.agreement import agrees, outcome, same
from frames.backends import Backend, arrow, columns_of, made, rows_of
from frames.small import DAY, PROFILE, SUMS, row, some

import salesperf as sp

NAN, INF = float("nan"), float("inf")
pytestmark = pytest.mark.usefixtures("way")

FLOATS = [0.1, 2.675, 1.005, -12.345, 1e-9, 0.285, -0.005, 45035996273.495, 123456789.125, -0.0, None, 3.0, 0.1 + 0.2]


@pytest.mark.untraced
def test_floats_are_rounded_once_and_those_off_the_grid_are_counted(backend: Backend) -> None:
    """ "A float is rounded once, floor(x * 10**decimals + 0.5) in IEEE doubles", and "counted in board.intake"."""
    rows = [row(worth=value, person=f"p{n}") for n, value in enumerate(FLOATS)]
    board = agrees(backend, rows, PROFILE)
    assert board.intake.off_grid == 7
    assert board["p1"].measures["worth"] == Decimal("2.68")
    assert board["p3"].measures["worth"] == Decimal("-12.34")


def test_floats_of_half_the_width(quick: Backend) -> None:
    columns, _ = made([row(worth=value, person=f"p{n}") for n, value in enumerate([0.5, 0.25, 12.75, None])])
    columns["worth"] = ("float32", columns["worth"][1])
    same(quick.table(columns), rows_of(columns), PROFILE)


@pytest.mark.untraced
@pytest.mark.parametrize("value", [INF, -INF, 2.0**60, -(2.0**52)])
def test_floats_beyond_the_grid_are_refused_and_located(quick: Backend, value: float) -> None:
    """ "∞ is refused and located"; "floats beyond 2^51 grid units refused"."""
    is_refused_and_located(quick, value)


@pytest.mark.untraced
def test_slow_engines_refuse_and_locate_an_infinite_number(slow: Backend) -> None:
    is_refused_and_located(slow, INF)


def is_refused_and_located(backend: Backend, value: float) -> None:
    rows = [row(), row(worth=value, person="wang.wei"), row(worth=1.5)]
    with pytest.raises(sp.RecordError, match="worth") as caught:
        len(sp.score(backend.of(rows), PROFILE))
    (fault,) = caught.value.faults
    assert (fault.row == 2) is backend.is_numbered
    assert backend.is_numbered or "wang.wei" in str(fault.field)
    board = sp.score(backend.of(rows), PROFILE, strict=False)
    assert [rejected.row for rejected in board.intake.rejected] == [2 if backend.is_numbered else None]
    assert board["li.na"].measures == sp.score([rows[0], rows[2]], PROFILE)["li.na"].measures


@pytest.mark.parametrize("value", [-1.5, 2.0**31 - 0.25, 2.0**32, None])
def test_columns_of_small_numbers_need_no_look_at_each_row(quick: Backend, value: float | None) -> None:
    """What a look at a table's columns finds decides how rows are read, and never what is read."""
    board = agrees(quick, [row(worth=each) for each in (2.675, 0.25, value)], PROFILE)
    assert board.intake.off_grid == 1


def test_what_was_made_known_too_late_may_be_off_its_grid(core: Backend) -> None:
    rows = [row(worth=2.5, recorded_at=DAY), row(worth=2.675, recorded_at=date(2026, 4, 1))]
    board = agrees(core, rows, PROFILE, as_of="2026-03-31")
    assert (board.intake.later, board.intake.off_grid) == (1, 0)


def test_nan_is_refused_except_where_it_is_the_null(quick: Backend) -> None:
    """ "∞ is refused, NaN too (in pandas NumPy columns NaN and NaT are the null)"."""
    rows = [row(), row(worth=NAN), row(worth=1.5)]
    table = quick.of(rows)
    if quick.module == "pandas" and quick.name != "pandas-arrow":
        assert sp.score(table, PROFILE)["li.na"].measures["worth"] == Decimal("6.50")
        return
    with pytest.raises(sp.RecordError, match=r"worth.*finite number"):
        len(sp.score(table, PROFILE))


WIDTHS = {
    **{f"int{bits}": (-(1 << bits - 1), (1 << bits - 1) - 1) for bits in (8, 16, 32)},
    **{f"uint{bits}": (0, (1 << bits) - 1) for bits in (8, 16, 32)},
    "int64": (-(1 << 50), 1 << 50),
    "uint64": (0, 1 << 50),
}


@pytest.mark.untraced
@pytest.mark.parametrize("kind", WIDTHS)
@pytest.mark.parametrize("with_null", [False, True], ids=["full", "with null"])
def test_whole_numbers_of_any_width_add_up_without_overflow(quick: Backend, kind: str, with_null: bool) -> None:  # noqa: FBT001
    least, most = WIDTHS[kind]
    rows = [row(worth=value) for value in [most] * 5 + [least, 1, 0] + [None] * with_null]
    columns, plain = made(rows, worth=kind)
    board = same(quick.table(columns), plain, SUMS)
    assert board["li.na"].measures["worth"] == 5 * most + least + 1


def test_every_engine_reads_small_numbers_in_small_columns(backend: Backend) -> None:
    rows = [row(worth=120, visits=n % 3) for n in range(9)]
    agrees(backend, rows, PROFILE, kinds={"worth": "int8", "visits": "uint16"})


@pytest.mark.untraced
@pytest.mark.parametrize("kind", ["int64", "uint64"])
def test_sums_beyond_the_exact_range_are_an_error_and_never_wrap(backend: Backend, kind: str) -> None:
    rows = [row(worth=(1 << 62) - 1) for _ in range(4)]
    with pytest.raises((sp.ExactRangeError, sp.RecordError, RuntimeError)) as caught:
        len(sp.score(backend.of(rows, worth=kind), SUMS))
    assert isinstance(caught.value, sp.SalesperfError)


def test_opposite_numbers_that_would_wrap_on_the_way_add_up(quick: Backend) -> None:
    """Sums are exact whatever the order: each amount is read for itself where it is that large."""
    rows = [row(worth=sign * ((1 << 61) - 1)) for sign in (1, 1, 1, -1, -1, -1)] + [row(worth=3)]
    board = agrees(quick, rows, SUMS)
    assert board["li.na"].measures["worth"] == 3


@pytest.mark.untraced
@pytest.mark.parametrize("kind", ["decimal", "decimal(38,0)"])
def test_decimals_are_exact_or_refused_as_a_whole(backend: Backend, kind: str) -> None:
    amounts = ["12.25", "-0.01", None, "99999999.99"] if kind == "decimal" else ["12", "-5", None, "1234567890"]
    rows = [row(worth=amount) for amount in amounts]
    columns, plain = made(rows, worth=kind)
    if backend.name == "ibis-sqlite":
        pytest.skip("SQLite has no decimals")
    if backend.name == "dask":
        with pytest.raises(sp.InputTypeError, match="worth of a lazy table"):
            len(sp.score(backend.table(columns), PROFILE))
        return
    same(backend.table(columns), plain, PROFILE)


def test_decimals_finer_than_the_grid_are_refused_and_located(quick: Backend) -> None:
    rows = [row(worth="1.25"), row(worth="1.255", person="wang.wei")]
    with pytest.raises(sp.RecordError, match="worth") as caught:
        len(sp.score(quick.of(rows, worth="decimal"), PROFILE))
    assert caught.value.count == 1


def test_text_amounts_are_read_in_tables_that_lie_in_memory(quick: Backend) -> None:
    rows = [row(worth="12.50"), row(worth=" 3 "), row(worth=""), row(worth=None)]
    columns, plain = made(rows, worth="text")
    if not quick.lazy:
        assert same(quick.table(columns), plain, PROFILE)["li.na"].measures["worth"] == Decimal("15.50")
        return
    with pytest.raises(sp.InputTypeError, match="cast it first, or collect the table"):
        len(sp.score(quick.table(columns), PROFILE))


@pytest.mark.untraced
def test_truth_is_no_amount(backend: Backend) -> None:
    with pytest.raises(sp.RecordError, match="worth"):
        len(sp.score(backend.of([row(worth=True), row(worth=None)], worth="bool"), PROFILE))
    columns, plain = made([row(worth=None), row(worth=None)], worth="bool")
    same(backend.table(columns), plain, PROFILE)


# dates

MOMENTS = [datetime(2026, 3, day, hour, 30) for day in (1, 5, 31) for hour in (0, 12, 23)]


@pytest.mark.untraced
def test_datetimes_lie_on_their_own_local_day(backend: Backend) -> None:
    rows = [row(date=moment, worth=n) for n, moment in enumerate(MOMENTS)]
    for period in (None, ["2026-03", "2026-02"], "week") if not backend.slow else ("day",):
        agrees(backend, rows, PROFILE, period=period)


@pytest.mark.untraced
@pytest.mark.parametrize("kind", ["zoned", "utc"])
def test_aware_datetimes_lie_on_the_day_of_their_zone(quick: Backend, kind: str) -> None:
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("Asia/Shanghai") if kind == "zoned" else UTC
    rows = [row(date=moment.replace(tzinfo=zone), worth=n) for n, moment in enumerate(MOMENTS)]
    columns, plain = made(rows, date=kind)
    if "duckdb" in quick.name and kind == "zoned":
        pytest.skip("DuckDB shows all moments in the zone of its session")
    for period in ("day", "month", None):
        same(quick.table(columns), plain, PROFILE, period=period)


def test_tables_of_two_time_zones_are_refused(quick: Backend) -> None:
    """ "aware ones of more than one zone in a call are a fault"."""
    if "duckdb" in quick.name:
        pytest.skip("DuckDB shows all moments in the zone of its session")
    moment = MOMENTS[0].replace(tzinfo=UTC)
    one, other = [row(date=moment)], [{"person": "li.na", "date": moment, "stock": 3}]
    with pytest.raises(sp.RecordError, match="one time zone"):
        len(sp.score(quick.of(one, date="utc"), PROFILE, targets=quick.of(other, date="zoned")))


@pytest.mark.untraced
def test_dates_as_text(backend: Backend) -> None:
    texts = ["2026-03-05", " 2026-03-06 ", "2026-03-07T23:30", "2026-03-05"]
    rows = [row(date=text, worth=n, stock=n) for n, text in enumerate(texts)]
    for period in (None, "day", ["2026-03"]) if not backend.slow else ("day",):
        agrees(backend, rows, PROFILE, kinds={"date": "text"}, period=period)


def test_dates_as_text_with_a_zone_are_read_with_care(quick: Backend) -> None:
    rows = [row(date="2026-03-05T23:30:00+08:00"), row(date="2026-03-06T01:00:00+08:00"), row(date="2026-03-07")]
    agrees(quick, rows, PROFILE, kinds={"date": "text"}, period="day")
    with pytest.raises(sp.RecordError, match="one time zone"):
        len(sp.score(quick.of([*rows, row(date="2026-03-06T01:00:00+09:00")], date="text"), PROFILE))


@pytest.mark.parametrize("text", ["", "05.03.2026", "2026-02-30", None])
def test_text_that_is_no_date_is_refused_and_located(quick: Backend, text: str | None) -> None:
    rows = [row(), row(date=text, person="wang.wei")]
    with pytest.raises(sp.RecordError, match="date") as caught:
        len(sp.score(quick.of(rows, date="text" if text is not None else "date"), PROFILE, period="month"))
    assert caught.value.count == 1


# subjects and keys


@pytest.mark.untraced
def test_whole_numbers_are_subjects_and_keys(backend: Backend) -> None:
    rows = [row(person=n % 3, customer=n % 2, buyers=1) for n in range(6)]
    board = agrees(backend, rows, PROFILE)
    assert [type(card.subject) for card in board] == [int] * 3


@pytest.mark.parametrize("kind", ["category", "text"])
def test_categories_are_the_text_they_stand_for(quick: Backend, kind: str) -> None:
    rows = some(customer=None) + [row(buyers=1, customer=name) for name in ("a", "b", "a", "", None)]
    agrees(quick, rows, PROFILE, kinds={"person": kind, "customer": kind}, period="month")


def test_categories_of_dates_are_dates_as_text(quick: Backend) -> None:
    agrees(quick, some(), PROFILE, kinds={"customer": "category"})
    rows = [row(date="2026-03-05", worth=n) for n in range(3)]
    agrees(quick, rows, PROFILE, kinds={"date": "category"}, period="month")


@pytest.mark.parametrize("make", ["pandas", "pyarrow"])
def test_categories_of_whole_numbers_stay_whole_numbers(make: str) -> None:
    import pandas as pd
    import pyarrow as pa

    rows = [row(person=n % 2 + 7, customer=n % 3, buyers=1) for n in range(6)]
    columns = {name: [each[name] for each in rows] for name in rows[0]}
    if make == "pandas":
        table = pd.DataFrame(columns).astype({"person": "category", "customer": "category"})
    else:
        table = pa.table(columns)
        for name in ("person", "customer"):
            at = table.column_names.index(name)
            table = table.set_column(at, name, table[name].dictionary_encode())
    same(table, rows, PROFILE)


@pytest.mark.untraced
def test_null_keys_are_no_keys(backend: Backend) -> None:
    rows = [row(buyers=1, customer=key) for key in ("a", None, "a", "", "b", None)]
    board = agrees(backend, rows, PROFILE)
    assert board["li.na"].measures["buyers"] == 5


@pytest.mark.untraced
@pytest.mark.parametrize("name", ["worth", "customer", "stock", "until", "recorded_at", "store"])
def test_columns_without_any_value_say_nothing(quick: Backend, name: str) -> None:
    rows = [{**each, name: None} for each in some()]
    agrees(quick, rows, PROFILE, period="month")
    agrees(quick, rows, PROFILE, as_of=date(2026, 12, 31))


@pytest.mark.parametrize("name", ["person", "date"])
def test_columns_without_any_value_where_one_is_needed_are_faults(quick: Backend, name: str) -> None:
    rows = [row(**{name: None}) for _ in range(3)]
    for period in (None, "month"):
        with pytest.raises(sp.RecordError, match=name) as caught:
            len(sp.score(quick.of(rows), PROFILE, period=period))
        assert caught.value.count == 3


@pytest.mark.untraced
@pytest.mark.parametrize(
    "kinds", [{}, {"worth": "float64", "customer": "text", "store": "int64"}], ids=["bare", "typed"]
)
def test_a_table_without_rows_has_nothing_to_score(quick: Backend, kinds: dict[str, str]) -> None:
    columns: dict[str, tuple[str, list[Any]]] = {"person": ("text", []), "date": ("date", [])}
    columns |= {name: (kind, []) for name, kind in kinds.items()}
    for more in ({}, {"period": "month"}, {"period": "2026-03"}, {"as_of": DAY}):
        with pytest.raises(sp.NoRecordsError, match="no records"):
            len(sp.score(quick.table(columns), PROFILE, **more))


def test_sources_have_names_of_their_own(quick: Backend) -> None:
    names = {"person": "顾问", "date": "日期", "worth": "金额", "customer": "客户 号"}
    rows = [{names.get(name, name): value for name, value in each.items()} for each in some()]
    agrees(quick, rows, PROFILE, columns=names, period="month")
    twice = [{**each, "worth": 1} for each in rows]
    expected = outcome(lambda: sp.score(twice, PROFILE, columns=names))
    assert expected is sp.RecordError
    assert outcome(lambda: sp.score(quick.of(twice), PROFILE, columns=names)) is expected


def test_sums_that_an_engine_made_are_amounts() -> None:
    """ "integers of any width": DuckDB adds in 128 bits, and keeps decimals."""
    duckdb = pytest.importorskip("duckdb")
    rows = [row(worth=n * 1000, visits=n) for n in range(5)]
    given = columns_of(rows, visits="decimal")
    connection = duckdb.connect()
    connection.register("given", arrow(given))
    table = connection.sql(
        "select person, date, sum(worth) as worth, sum(visits) as visits, max(visits)::uhugeint as stock "
        "from given group by all"
    )
    assert [str(each) for each in table.types[2:]] == ["HUGEINT", "DECIMAL(38,4)", "UHUGEINT"]
    same(table, [{"person": "li.na", "date": DAY, "worth": 10_000, "visits": 10, "stock": 4}], PROFILE)
    wide = connection.sql("select 'li.na' as person, date '2026-03-05' as date, (1::hugeint << 100) as worth")
    with pytest.raises(sp.RecordError, match="worth"):
        len(sp.score(wide, PROFILE))


def test_whole_numbers_of_128_bits_in_memory() -> None:
    import polars as pl

    frame = pl.DataFrame(some()).with_columns(pl.col("worth").cast(pl.Int128), pl.col("stock").cast(pl.Int128))
    same(frame, some(), PROFILE)
    same(frame.lazy(), some(), PROFILE)


def test_what_no_expression_can_look_into_is_read_with_care() -> None:
    """Nothing disappears silently: a column of a type that is no amount is refused, not taken for absent."""
    duckdb = pytest.importorskip("duckdb")
    lead = "select 'li.na' as person, date '2026-03-05' as date, 1 as visits, 2 as worth, uuid() as "
    for name in ("worth", "until", "recorded_at"):
        with pytest.raises(sp.RecordError, match=name):
            len(sp.score(duckdb.sql(lead.replace(f" as {name}", " as other") + name), PROFILE, as_of="2026-12-31"))


@pytest.mark.parametrize("limit", [42, 44])
def test_the_more_rows_the_smaller_each_must_be(quick: Backend, fill: Any, limit: int) -> None:
    """ "overflowing sums (error, never a wrap)": where more rows meet than could be added, the large ones are read."""
    rows = [row(worth=(1 << 36) + n, visits=0.5) for n in range(9)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fill, "EXACT", 1 << limit)
        agrees(quick, rows, SUMS)
        agrees(quick, [{**each, "worth": float(each["worth"])} for each in rows], SUMS)


def test_a_zone_may_be_an_offset() -> None:
    """Arrow writes zones as names or as offsets; local dates of either are those that are counted."""
    import pyarrow as pa

    rows = [row(date=datetime(2026, 3, 31, 16, 30, tzinfo=UTC), worth=5), row(worth=7)]
    columns = {name: pa.array([each[name] for each in rows]) for name in rows[0] if name != "date"}
    moments = pa.array([rows[0]["date"], datetime(2026, 3, 31, 15, tzinfo=UTC)], pa.timestamp("us", "+08:00"))
    board = sp.score(pa.table(columns | {"date": moments}), PROFILE, period=["2026-03", "2026-04"])
    assert [card.measures["worth"] for card in board] == [7, 5]
