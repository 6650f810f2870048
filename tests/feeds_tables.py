"""Random source tables, the same table on every engine, and records in a form that can be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import strategies as st

from salesperf import measures
from salesperf.feeds import AllOf, Count, Dated, Days, Equals, Feed, First, InRange, IsSet, Later, Months, Not, Sum
from salesperf.records import amount, day

FEED = Feed(
    "everything",
    whose="who",
    house="house",
    date="ordered",
    where=~Equals("status", "void"),
    keys={"deal": "no", "customer": "customer"},
    rules=[
        Count("orders_signed"),
        Count("orders_cancelled", where=Equals("status", "cancelled", "退订") & IsSet("ordered")),
        Count("units_delivered", date="delivered"),
        Count("units_focus", date="delivered", where=IsSet("delivered") & Equals("focus", True)),  # noqa: FBT003
        Count("units_focus", date="delivered", where=IsSet("delivered") & Equals("status", "back"), times=-1),
        Count("units_nev", date="delivered", where=Later("delivered", than="ordered")),
        Count("units_fleet", date="delivered", where=IsSet("delivered") & InRange("units", at_least="1.5", below=7)),
        Count("units_insured", date="delivered", where=AllOf(IsSet("delivered"), Equals("units", 1, "2", "03"))),
        Count("units_financed", date="delivered", where=Dated("delivered", since="2024-02-29", before="2026-03-01")),
        Count("orders_repeat", where=IsSet("ordered") & (Not(InRange("price", below=100)) | Equals("status", "ok"))),
        Sum("revenue_vehicle", "price", times=1000, date="delivered"),
        Sum("gp_front", "price", times="-0.01"),
        Sum("discount_sum", "units", times="0.1"),
        Sum("list_price_sum", "price"),
        Days("order_to_delivery_days_sum", since="ordered", date="delivered"),
        Count("leads_valid", on="2026-01-31", where=Equals("focus", False)),  # noqa: FBT003
        Count("contacts_made", whose="other", where=IsSet("other") & IsSet("ordered")),
        First("first_visits", per="deal", where=IsSet("no") & IsSet("ordered")),
        Months("target_units", where=IsSet("who")),
    ],
)  # fmt: skip

WORDS = st.sampled_from(["", " ", "void", "cancelled", " 退订\u3000", "back", "\u00a0ok\n", "CANCELLED"])
DAYS = st.dates(date(2023, 12, 1), date(2026, 6, 1))
PRICES = st.integers(-(10**9), 10**9).map(lambda cents: cents / 100) | st.floats(-1e9, 1e9)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


ROWS = st.fixed_dictionaries(
    {
        "who": maybe(st.sampled_from(["li.na", "wang.wei", "", "陈"])),
        "other": maybe(st.sampled_from(["zhao.min", "li.na"])),
        "no": maybe(st.sampled_from(["D-1", "D-2", "D-3", ""])),
        "customer": maybe(st.sampled_from(["C-1", "C-2"])),
        "status": maybe(WORDS),
        "focus": maybe(st.booleans()),
        "units": maybe(st.integers(-5, 12)),
        "price": maybe(PRICES),
        "ordered": maybe(DAYS),
        "delivered": maybe(DAYS),
        "2026-01": maybe(st.integers(0, 40)),
        "2026年2月": maybe(st.floats(0, 40).map(lambda units: round(units, 2))),
    }
)
TYPES = {
    **dict.fromkeys(("who", "other", "no", "customer", "status"), "string"),
    "focus": "bool",
    **dict.fromkeys(("units", "2026-01"), "int64"),
    **dict.fromkeys(("price", "2026年2月"), "float64"),
    **dict.fromkeys(("ordered", "delivered"), "date32"),
}


def arrow(rows: list[dict[str, Any]]) -> Any:
    pa = pytest.importorskip("pyarrow")
    kinds = {
        "string": pa.string(),
        "bool": pa.bool_(),
        "int64": pa.int64(),
        "float64": pa.float64(),
        "date32": pa.date32(),
    }
    schema = pa.schema([(name, kinds[kind]) for name, kind in TYPES.items()])
    return pa.Table.from_pylist(rows, schema=schema)


def pandas(rows: list[dict[str, Any]]) -> Any:
    pd = pytest.importorskip("pandas")
    frame = arrow(rows).to_pandas()
    kinds = {"bool": "boolean", "int64": "Int64", "date32": "datetime64[us]"}
    if not pd.__version__.startswith("2."):  # there, it would make text of what is missing
        kinds["string"] = "str"
    return frame.astype({name: kinds[kind] for name, kind in TYPES.items() if kind in kinds})


def pandas_arrow(rows: list[dict[str, Any]]) -> Any:
    pd = pytest.importorskip("pandas")
    return arrow(rows).to_pandas(types_mapper=pd.ArrowDtype)


def polars(rows: list[dict[str, Any]]) -> Any:
    return pytest.importorskip("polars").from_arrow(arrow(rows))


def lazy(rows: list[dict[str, Any]]) -> Any:
    return polars(rows).lazy()


def duckdb(rows: list[dict[str, Any]]) -> Any:
    return pytest.importorskip("duckdb").from_arrow(arrow(rows))


ENGINES: dict[str, Callable[[list[dict[str, Any]]], Any]] = {
    "pandas": pandas,
    "pandas-arrow": pandas_arrow,
    "polars": polars,
    "polars-lazy": lazy,
    "pyarrow": arrow,
    "duckdb": duckdb,
}


def collected(table: Any) -> list[dict[str, Any]]:
    """Return the rows of a frame; what is lazy is run."""
    nw = pytest.importorskip("narwhals.stable.v2")
    frame = nw.from_native(table)
    eager = frame.collect("pyarrow") if isinstance(frame, nw.LazyFrame) else frame
    return eager.rows(named=True)


def read(value: Any) -> Any:
    """Return a cell as the readers of records see it, absent where pandas says NaN."""
    return None if value is None or str(value) in {"nan", "NaT", "<NA>"} else value


def comparable(records: Iterable[Mapping[str, Any]], decimals: Mapping[str, int] | None = None) -> Counter[Any]:
    """Return records as a multiset: days as ordinals, amounts in units of their grid, absent cells left out."""
    own = decimals or {}
    found: Counter[Any] = Counter()
    for record in records:
        row = {}
        for name, given in record.items():
            if (value := read(given)) is None:
                continue
            if name in {"date", "until"}:
                row[name] = day(value)
            elif name in own or name in {measure.id for measure in measures.VOCABULARY}:
                row[name] = amount(value, own.get(name, -1) if name in own else measures.get(name).decimals)
            else:
                row[name] = value.strip() or None if isinstance(value, str) else value
        found[frozenset(item for item in row.items() if item[1] is not None)] += 1
    return found
