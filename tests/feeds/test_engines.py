"""One description, everywhere the same records."""

from __future__ import annotations

import re
import sys
from datetime import date, datetime
from typing import Any

import attrs
import pytest
from feeds_tables import ENGINES, FEED, ROWS, arrow, collected, comparable
from hypothesis import given, settings
from hypothesis import strategies as st

import salesperf as sp
from salesperf import profiles
from salesperf.feeds import Count, Dated, Equals, Feed, FeedError, First, InRange, IsSet, Later, Months, Sum

nw = pytest.importorskip("narwhals.stable.v2")
every_engine = pytest.mark.parametrize("engine", ENGINES)


@pytest.mark.untraced
@every_engine
@settings(max_examples=8)
@given(rows=st.lists(ROWS, max_size=25))
def test_every_engine_gives_the_records_of_the_rows(engine: str, rows: list[dict[str, Any]]) -> None:
    """The same rows give the same records as `records`, in any order."""
    table = ENGINES[engine](rows)
    before = collected(table)
    assert comparable(collected(FEED.frame(table))) == comparable(FEED.records(rows))
    assert str(collected(table)) == str(before)


@every_engine
def test_a_frame_of_the_same_kind_comes_back_and_what_is_lazy_is_not_run(engine: str) -> None:
    table = ENGINES[engine]([dict.fromkeys(FEED.columns, None)])
    made = FEED.frame(table)
    assert type(made).__module__ == type(table).__module__
    assert nw.from_native(made).collect_schema().names() == list(FEED.output)


STAGES = Feed(
    "stages",
    whose="who",
    date="day",
    keys={"deal": "no", "customer": "no"},
    rules=[
        First("test_drive_customers", per="customer", where=Equals("stage", "drive")),
        First("quotes_issued", per="deal", where=Equals("stage", "quote")),
    ],
)
HISTORY = st.fixed_dictionaries(
    {
        "who": st.sampled_from(["li.na", "wang.wei", "陈"]),
        "no": st.integers(1, 3),
        "stage": st.sampled_from(["drive", "quote", "order"]),
        "day": st.dates(date(2026, 1, 1), date(2026, 1, 4)),
    }
)


@every_engine
@settings(max_examples=8)
@given(rows=st.lists(HISTORY, min_size=1, max_size=20))
def test_the_first_of_a_key_is_the_same_on_every_engine(engine: str, rows: list[dict[str, Any]]) -> None:
    """The first row of each key counts once, on its day; of several people that day, it is the first by id."""
    table = narrowed(engine, rows)
    found = comparable(STAGES.records(rows))
    assert comparable(collected(STAGES.frame(table))) == found
    for kind, measure in (("drive", "test_drive_customers"), ("quote", "quotes_issued")):
        firsts = {
            n: min((r["day"], r["who"]) for r in rows if (r["no"], r["stage"]) == (n, kind)) for n in seen(rows, kind)
        }
        made = [r for r in STAGES.records(rows) if r[measure]]
        key = "customer" if kind == "drive" else "deal"
        assert {r[key]: (r["date"], r["person"]) for r in made} == firsts
        assert len(made) == len(firsts)


def seen(rows: list[dict[str, Any]], kind: str) -> set[int]:
    return {row["no"] for row in rows if row["stage"] == kind}


def narrowed(engine: str, rows: list[dict[str, Any]]) -> Any:
    """Return a small table on an engine."""
    pa = pytest.importorskip("pyarrow")
    table = pa.Table.from_pylist(rows)
    module = pytest.importorskip(engine.split("-", 1)[0])
    if engine == "pandas":
        return table.to_pandas(date_as_object=False)
    if engine == "pandas-arrow":
        return table.to_pandas(types_mapper=module.ArrowDtype)
    if engine.startswith("polars"):
        return module.from_arrow(table).lazy() if engine.endswith("lazy") else module.from_arrow(table)
    return module.from_arrow(table) if engine == "duckdb" else table


@every_engine
def test_rows_of_which_the_first_cannot_be_told_are_there_to_be_refused(engine: str) -> None:
    rows = [
        {"who": "li.na", "no": 1, "stage": "drive", "day": date(2026, 1, 2)},
        {"who": None, "no": 1, "stage": "drive", "day": date(2026, 1, 1)},
    ]
    made = collected(STAGES.frame(narrowed(engine, rows)))
    assert sorted(str(row["person"]) in {"None", "nan", "<NA>"} for row in made) == [False, True]
    with pytest.raises(sp.RecordError, match="row 2, who"):
        list(STAGES.records(rows))


@every_engine
def test_days_and_amounts_of_several_types_come_together(engine: str) -> None:
    rows = [{"who": "li.na", "a": date(2026, 1, 2), "b": datetime(2026, 1, 3, 14, 30), "n": 3, "x": 1.5, "on": True}]
    feed = Feed(
        "mixed",
        whose="who",
        rules=[
            Count("orders_signed", date="a"),
            Sum("list_price_sum", "n", date="a"),
            Sum("list_price_sum", "x", date="b"),
            Count("orders_cancelled", date="b"),
            Count("opps_open_end", on="2026-01-31", where=Equals("on", True)),  # noqa: FBT003
            Count("staff_start", on="2026-01-01"),
            Count("units_nev", date="a", where=InRange("x", at_least=1) & Dated("b", since="2026-01-03")),
            Count("units_insured", date="a", where=InRange("n", at_least=3) & Dated("b", before="2026-01-04")),
            Sum("target_units", "n", date="a", covers=3),
            Sum("target_revenue", "n", date="a", until="b"),
            Sum("leads_received", "n", date="a", times=-2),
            Count("units_fleet", date="a", where=InRange("x", below=2) & Later("b", than="a") & Equals("n", 3)),
            Count("units_wholesale", date="a", where=Equals("on", "no") | Equals("n", "three") | IsSet("x")),
        ],
    )
    assert comparable(collected(feed.frame(narrowed(engine, rows)))) == comparable(feed.records(rows))


@every_engine
def test_scores_of_a_frame_are_those_of_the_rows(engine: str) -> None:
    rows = [
        {
            "who": "li.na",
            "day": date(2026, 3, n + 1),
            "no": n,
            "price": 189.5 + n / 10,
            "2026-03": 9 if n == 0 else None,
        }
        for n in range(9)
    ]
    feed = Feed(
        "orders",
        whose="who",
        date="day",
        keys={"deal": "no"},
        rules=[Count("units_delivered"), Sum("revenue_vehicle", "price", times=1000), Months("target_units")],
    )
    made = [
        {name: None if str(value) in {"None", "nan", "NaT", "<NA>"} else value for name, value in row.items()}
        for row in collected(feed.frame(narrowed(engine, rows)))
    ]
    one = sp.score(made, profiles.CONSULTANT, period="2026-03")["li.na"]
    other = sp.score(feed.records(rows), profiles.CONSULTANT, period="2026-03")["li.na"]
    assert (one.total, one.measures) == (other.total, other.measures)
    assert one["unit_attainment"].value == 100


def plain(**types: str) -> Any:
    pa = pytest.importorskip("pyarrow")
    kinds = {
        "text": pa.string(),
        "int": pa.int64(),
        "float": pa.float64(),
        "date": pa.date32(),
        "dec": pa.decimal128(9, 2),
    }
    return pa.table({name: pa.array([], kinds[kind]) for name, kind in types.items()})


SMALL = {"whose": "who", "date": "day"}


@pytest.mark.parametrize(
    ("rule", "types", "reason"),
    [
        (Sum("gp_front", "x", times=1000), {"x": "text"}, "to be multiplied by 1000"),
        (Sum("gp_front", "x", times=1000), {"x": "dec"}, "to be multiplied by 1000"),
        (Count("orders_signed", where=InRange("x", below=1)), {"x": "text"}, "not compared alike"),
        (Count("orders_signed", where=Equals("x", "a")), {"x": "date"}, "to compare with"),
        (Count("orders_signed", where=Later("x", than="day")), {"x": "text"}, "make dates of it"),
        (Sum("target_units", "x", covers=1), {"x": "int", "day": "text"}, "make dates of it"),
    ],
)
def test_what_an_engine_cannot_compute_exactly_is_refused(rule: Any, types: dict[str, str], reason: str) -> None:
    table = plain(**{"who": "text", "day": "date", **types})
    with pytest.raises(FeedError, match=reason):
        Feed("small", rules=[rule], **SMALL).frame(table)


def test_columns_of_types_that_do_not_go_together_are_refused() -> None:
    rules = [Sum("gp_front", "x"), Sum("gp_front", "y", date="other")]
    table = plain(who="text", day="date", other="date", x="text", y="int")
    with pytest.raises(FeedError, match="one type in all columns"):
        Feed("small", rules=rules, **SMALL).frame(table)


def test_a_house_is_of_the_kind_of_its_column() -> None:
    feed = Feed("small", rules=[Count("orders_signed")], house=0, **SMALL)
    with pytest.raises(FeedError, match="house=0"):
        feed.frame(plain(who="text", day="date"))
    rows = [{"who": None, "day": date(2026, 1, 1)}, {"who": 7, "day": date(2026, 1, 1)}]
    assert [row["person"] for row in feed.records(rows)] == [0, 7]
    assert [row["person"] for row in collected(feed.frame(narrowed("pyarrow", rows)))] == [0, 7]


def test_an_amount_beyond_what_is_safe_becomes_one_that_readers_refuse() -> None:
    feed = Feed("small", rules=[Sum("gp_front", "x", times=1000)], **SMALL)
    rows = [{"who": "li.na", "day": date(2026, 1, 1), "x": 6e9}, {"who": "li.na", "day": date(2026, 1, 1), "x": None}]
    assert [row["gp_front"] for row in collected(feed.frame(narrowed("polars", rows[:1])))] == [float("inf")]
    assert [row["gp_front"] for row in feed.records(rows[:1])] == [6 * 10**12]
    held = attrs.evolve(feed, rules=[Sum("gp_front", "x", times=1000, where=IsSet("who"))])
    assert collected(held.frame(narrowed("polars", rows)))[1]["gp_front"] is None


def test_text_of_other_than_the_engine_s_own_blanks_is_trimmed_alike() -> None:
    ibis = pytest.importorskip("ibis")
    feed = Feed("small", rules=[Count("orders_signed", where=Equals("x", "won"))], **SMALL)
    rows = [{"who": "li.na", "day": date(2026, 1, 1), "x": f"\u3000won{blank}"} for blank in (" ", "\u00a0", "!")]
    made = feed.frame(ibis.memtable(narrowed("pyarrow", rows)))
    assert comparable(collected(made)) == comparable(feed.records(rows))
    assert sum(comparable(feed.records(rows)).values()) == 2


def test_categories_are_text() -> None:
    polars = pytest.importorskip("polars")
    feed = Feed("small", rules=[Count("orders_signed", where=Equals("x", "won"))], **SMALL)
    table = polars.from_arrow(arrow_of("won", "lost")).with_columns(polars.col("x").cast(polars.Categorical))
    assert len(collected(feed.frame(table))) == 1


def arrow_of(*words: str) -> Any:
    return narrowed("pyarrow", [{"who": "li.na", "day": date(2026, 1, 1), "x": word} for word in words])


@pytest.mark.parametrize("engine", ["polars", "polars-lazy", "pyarrow", "duckdb"])
def test_columns_without_any_value_have_no_type_and_need_none(engine: str) -> None:
    feed = Feed(
        "small",
        whose="who",
        rules=[
            Count("orders_signed", date="day"),
            Count("units_delivered", date="none"),
            Count("units_fleet", date="day", where=~Equals("none", "x") & ~Later("none", than="day")),
            Sum("gp_front", "none", date="day", where=~IsSet("none"), times=2),
            Months("target_units"),
        ],
    )
    rows = [{"who": "li.na", "day": date(2026, 1, 2), "none": None, "2026-01": 3, "2026-02": None}]
    table = narrowed(engine, rows)
    if nw.from_native(table).collect_schema()["none"] == nw.Int32:
        pytest.skip("DuckDB before 2 takes a column without a type for one of whole numbers")
    made = comparable(collected(feed.frame(table)))
    assert made == comparable(feed.records(rows))
    assert sum(made.values()) == 2


def test_no_table_is_told_so() -> None:
    with pytest.raises(sp.InputTypeError, match=r"feed\.records"):
        FEED.frame([{"who": "li.na"}])


def test_missing_columns_of_a_frame_are_told_with_near_names() -> None:
    with pytest.raises(FeedError, match="did you mean 'delivred'"):
        FEED.frame(arrow([]).rename_columns([{"delivered": "delivred"}.get(n, n) for n in arrow([]).column_names]))


def test_facts_of_a_unit_alone() -> None:
    feed = Feed(
        "visits", owner="store", fixed="west", rules=[Count("visit_batches", on="2026-01-01", where=IsSet("x"))]
    )
    rows = [{"x": 1.0}, {"x": None}]
    assert comparable(collected(feed.frame(narrowed("pandas", rows)))) == comparable(feed.records(rows))
    assert list(feed.records(rows)) == [{"store": "west", "date": date(2026, 1, 1), "visit_batches": 1}]


def test_without_narwhals_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "narwhals.stable.v2", None)
    with pytest.raises(sp.MissingExtraError, match=re.escape('pip install "salesperf[frames]"')):
        FEED.frame(None)
