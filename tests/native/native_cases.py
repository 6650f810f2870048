"""What the tests of native boards share: random profiles and tables, every engine's table of the same rows, cards."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

import salesperf as sp
from salesperf import curves, indicators, profiles
from salesperf.engines import DETAILS
from salesperf.vocabulary import Direction, NotAssessed, Per, Unit, Zero

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "differential"))
import test_against_oracle as oracle_cases
from test_against_oracle import (
    ASKED,
    BACK,
    BANDS,
    BASE,
    COST,
    DAYS,
    DONE,
    GOAL,
    GOAL_MONEY,
    MONEY,
    RATED,
    REBATE,
    WHOLE,
)

SLOW = settings(
    max_examples=10,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)

Draw = Callable[[st.SearchStrategy[Any]], Any]
Columns = dict[str, tuple[str, list[Any]]]
"""By name: the type of Arrow, and the values."""


class Drawn(Columns):
    """Columns that a failing test prints in one line."""

    def __repr__(self) -> str:
        return f"<{', '.join(f'{name} {kind}' for name, (kind, _) in self.items())}>"


COUNTS = (DONE, BACK, WHOLE, BASE, ASKED)
MONIES = (MONEY, COST, REBATE)
FACTS = (*COUNTS, *MONIES, RATED, DAYS, GOAL, GOAL_MONEY)
NAMED = {"direction": Direction.HIGHER, "decimals": 2, "en": "x", "zh": "x"}
LINE = curves.Linear((0, 0), (100, 100))


def one(indicator: Any = None, **given: Any) -> sp.Profile:
    """A profile of one line, by default how much was done."""
    indicator = indicator or indicators.Total("done", numerator=DONE, unit=Unit.COUNT, **NAMED)
    criterion = sp.Criterion(indicator, weight=100, curve=given.pop("curve", LINE), target=given.pop("target", None))
    return sp.Profile("one", level=sp.Level.CONSULTANT, criteria=[criterion], **given)


# --- profiles: every card follows from plain sums of the period


def _sum_of(draw: Draw, measures: Sequence[Any]) -> Any:
    chosen = draw(st.lists(st.sampled_from(measures), min_size=1, max_size=3, unique=True))
    expression = chosen[0] * draw(st.sampled_from([1, 1, 1, -1, 2]))
    for more in chosen[1:]:
        expression = expression + more * draw(st.sampled_from([1, -1]))
    return expression


def _total(draw: Draw) -> tuple[Any, dict[str, Any]]:
    measures, unit = draw(st.sampled_from([(COUNTS, Unit.COUNT), (MONIES, Unit.MONEY)]))
    return indicators.Total, {"unit": unit, "numerator": _sum_of(draw, measures)}


def _ratio(draw: Draw) -> tuple[Any, dict[str, Any]]:
    zero = draw(st.sampled_from([Zero.UNDEFINED, Zero.UNDEFINED_OR_IDLE, Zero.IDLE, Zero.SAMPLE, Zero.INFINITE]))
    upper, lower = draw(st.sampled_from([(COUNTS, COUNTS), (MONIES, COUNTS), (COUNTS, MONIES), (MONIES, MONIES)]))
    unit = draw(st.sampled_from([Unit.PERCENT, Unit.RATIO, Unit.MONEY_PER_UNIT]))
    zero = draw(st.sampled_from([zero, zero, zero, Zero.IMMATURE]))
    return indicators.Ratio, {
        "unit": unit,
        "numerator": _sum_of(draw, upper),
        "denominator": _sum_of(draw, lower),
        "zero": zero,
        "matures_after": draw(st.sampled_from([1, 20, 60])) if zero is Zero.IMMATURE else None,
    }


def _paced(draw: Draw) -> tuple[Any, dict[str, Any]]:
    given = {"numerator": DONE - BACK, "denominator": DAYS, "per": draw(st.sampled_from([Per.MONTH, Per.YEAR]))}
    return indicators.Ratio, {"unit": Unit.RATIO, "zero": Zero.UNDEFINED, **given}


def _mean(draw: Draw) -> tuple[Any, dict[str, Any]]:
    cls = draw(st.sampled_from([indicators.Mean, indicators.Assessed]))
    return cls, {"unit": Unit.POINTS, "numerator": draw(st.sampled_from([RATED, MONEY])), "denominator": ASKED}


def _share(draw: Draw) -> tuple[Any, dict[str, Any]]:
    given = {"numerator": _sum_of(draw, COUNTS), "denominator": _sum_of(draw, COUNTS)}
    return indicators.Share, {"unit": Unit.PERCENT, **given}


def _attainment(draw: Draw) -> tuple[Any, dict[str, Any]]:
    measures, goal = draw(st.sampled_from([(COUNTS, GOAL), (MONIES, GOAL_MONEY)]))
    numerator, scale = _sum_of(draw, measures), draw(st.sampled_from([None, Decimal(7)]))
    return indicators.Attainment, {"unit": Unit.PERCENT, "numerator": numerator, "denominator": goal, "scale": scale}


KINDS = (_total, _ratio, _ratio, _paced, _paced, _mean, _share, _attainment, _attainment)


def _indicator(draw: Draw, name: str) -> Any:
    cls, given = draw(st.sampled_from(KINDS))(draw)
    decimals = draw(st.sampled_from([0, 1, 2, 2, 4]))
    plausible = draw(st.sampled_from([None, None, (0, 100), (None, 5), (-3, None)]))
    given |= {"plausible": plausible} if plausible else {}
    return cls(name, direction=draw(st.sampled_from(list(Direction))), decimals=decimals, en=name, zh=name, **given)


@st.composite
def plain_profile(draw: Draw) -> Any:
    """A profile whose cards follow from plain sums of the period, with all that a profile may hold."""
    count = draw(st.integers(1, 5))
    weights = [100 // count] * count
    weights[0] += 100 - sum(weights)
    criteria = [
        attrs.evolve(oracle_cases._criterion(draw, _indicator(draw, f"i{place}"), Decimal(weight)), window=None)
        for place, weight in enumerate(weights)
    ]
    grades = draw(st.sampled_from([(), BANDS]))
    groups = sorted({criterion.group for criterion in criteria if criterion.group})
    profile = profiles.Profile(
        "drawn",
        level=sp.Level.CONSULTANT,
        criteria=criteria,
        extras=[_extra(draw, f"e{place}") for place in range(draw(st.integers(0, 2)))],
        gates=[oracle_cases._gate(draw, f"g{place}", criteria, grades) for place in range(draw(st.integers(0, 3)))],
        not_assessed=draw(st.sampled_from(list(NotAssessed))),
        publish_at_least=draw(st.sampled_from([0, 60, 100])),
        grades=grades,
        floor=draw(st.sampled_from([0, None, "10.5"])),
        cap=draw(st.sampled_from([None, 100, "70.25"])),
        group_maximum={group: draw(st.sampled_from([5, 20, "33.333"])) for group in groups},
    )
    last = criteria[-1].id
    return draw(st.sampled_from([profile, profile.in_phase({last: 3}) if count > 1 else profile]))


def _extra(draw: Draw, name: str) -> Any:
    curve = oracle_cases._curve(draw, 2, curves.Domain.VALUE)
    of = draw(st.sampled_from([DONE, MONEY]))
    return profiles.Extra(name, of=of, curve=curve, minimum=draw(st.sampled_from([-25, 0])), maximum=10)


# --- tables


TYPES = ("int64", "int64", "int32", "uint16", "uint64", "float64", "float64", "float32")
PEOPLE = {
    "string": ["li.na", "wang.wei", "赵", "o'neil"],
    "int64": [7, 100_000, -5, 10**9],
    "int32": [7, 100_000, 30_000, -5],
    "uint16": [7, 60_000, 30_000, 5],
}
FIRST = date(2025, 11, 20)


def _amount(kind: str, dice: random.Random) -> Any:
    size = dice.choice([3, 30, 400])
    if kind.startswith("float"):
        return dice.choice([0.0, float(dice.randint(-size, size)), dice.randint(-size * 64, size * 64) / 64, 12.345])
    return dice.randint(0 if kind.startswith("u") else -size // 8, size)


@st.composite
def some_table(draw: Draw, *, rows: int = 60, until: bool = False) -> Columns:
    """Columns of facts of a few people over five months; some measures are missing, some hold nulls."""
    id_kind = draw(st.sampled_from(["string", "string", *PEOPLE]))
    return random_columns(draw(st.integers(0, 2**32)), rows, id_kind, stamped=draw(st.booleans()), until=until)


def random_columns(seed: int, rows: int, id_kind: str, *, stamped: bool = False, until: bool = False) -> Columns:
    """The table of a seed; with `until` some rows are of targets, and cover several days."""
    dice = random.Random(seed)
    days = [FIRST + timedelta(days=dice.randrange(160)) for _ in range(rows)]
    dates = [datetime(day.year, day.month, day.day, dice.randrange(24), 30) for day in days] if stamped else days
    columns: Columns = {
        "person": (id_kind, [dice.choice(PEOPLE[id_kind]) for _ in range(rows)]),
        "date": ("timestamp" if stamped else "date32", dates),
    }
    for measure in FACTS:
        if dice.random() < 0.85:
            kind = dice.choice(TYPES)
            nulls = dice.choice([0.0, 0.0, 0.3])
            columns[measure.id] = (kind, [None if dice.random() < nulls else _amount(kind, dice) for _ in range(rows)])
    if until:
        lasts = [dice.choice([None, None, 1, 5, 20, 90]) for _ in range(rows)]
        for name, (kind, values) in list(columns.items())[2:]:  # a row over many days holds targets only
            pairs = zip(values, lasts, strict=True)
            of_target = name in {GOAL.id, GOAL_MONEY.id}
            columns[name] = (kind, [value if (last is not None) == of_target else None for value, last in pairs])
        ends = [last and day + timedelta(days=last) for day, last in zip(days, lasts, strict=True)]
        columns["until"] = ("date32", ends)
    return Drawn(columns)


def rows_of(columns: Columns) -> list[dict[str, Any]]:
    """The rows of a table, as a float column of 32 bits holds them."""
    lists = {name: [_narrowed(kind, value) for value in values] for name, (kind, values) in columns.items()}
    return [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]


def _narrowed(kind: str, value: Any) -> Any:
    import numpy as np  # noqa: PLC0415  (where numpy is absent, only that type of column is)

    return float(np.float32(value)) if kind == "float32" and value is not None else value


# --- every engine's table of the same rows


def arrow_of(columns: Columns) -> Any:
    import pyarrow as pa  # noqa: PLC0415  (tests are skipped where it is absent)

    kinds = {"timestamp": pa.timestamp("us")}
    return pa.table(
        {name: pa.array(values, kinds.get(kind) or pa.type_for_alias(kind)) for name, (kind, values) in columns.items()}
    )


def frame_of(engine: str, columns: Columns) -> Any:
    """The table of an engine; what has a connection keeps it."""
    return FRAMES[engine](columns)


def _polars(columns: Columns) -> Any:
    import polars as pl  # noqa: PLC0415  (tests are skipped where it is absent)

    return pl.from_arrow(arrow_of(columns))


def _pandas(columns: Columns) -> Any:
    import pandas as pd  # noqa: PLC0415  (tests are skipped where it is absent)

    frame = arrow_of(columns).to_pandas()
    for name, (kind, _) in columns.items():
        if kind == "date32":
            frame[name] = pd.to_datetime(frame[name])
    return frame


def _pandas_nullable(columns: Columns) -> Any:
    import pandas as pd  # noqa: PLC0415  (tests are skipped where it is absent)

    kinds = {"float32": "Float32", "float64": "Float64", "uint16": "UInt16", "uint64": "UInt64", "string": "string"}
    frame = _pandas({name: column for name, column in columns.items() if column[0] in {"date32", "timestamp"}})
    for name, (kind, values) in columns.items():
        if name not in frame:
            frame[name] = pd.array(values, dtype=kinds.get(kind, kind.capitalize()))
    return frame


def _pandas_arrow(columns: Columns) -> Any:
    import pandas as pd  # noqa: PLC0415  (tests are skipped where it is absent)

    return arrow_of(columns).to_pandas(types_mapper=pd.ArrowDtype)


def _duckdb(columns: Columns) -> Any:
    import duckdb  # noqa: PLC0415  (tests are skipped where it is absent)

    return duckdb.from_arrow(arrow_of(columns))


def _ibis_sqlite(columns: Columns) -> Any:
    import ibis  # noqa: PLC0415  (tests are skipped where it is absent)

    return ibis.sqlite.connect().create_table("facts", arrow_of(columns))


FRAMES: dict[str, Callable[[Columns], Any]] = {
    "polars": _polars,
    "polars, lazily": lambda columns: _polars(columns).lazy(),
    "pandas": _pandas,
    "pandas, nullable": _pandas_nullable,
    "pandas, arrow": _pandas_arrow,
    "pyarrow": arrow_of,
    "duckdb": _duckdb,
    "ibis on sqlite": _ibis_sqlite,
}
LAZY_ENGINES = ("polars, lazily", "duckdb")
ENGINES = ("polars", "polars, lazily", "pandas", "pandas, nullable", "pandas, arrow", "pyarrow", "duckdb")


# --- what a native table says, and what a board says


def lists_of(table: Any) -> dict[str, list[Any]]:
    """The columns of any engine's table as plain values."""
    module = type(table).__module__.partition(".")[0]
    if module == "polars":
        return table.lazy().collect().to_dict(as_series=False)
    if module == "pandas":
        columns = {name: table[name].astype(object) for name in table}
        return {name: values.where(values.notna(), None).tolist() for name, values in columns.items()}
    if module == "pyarrow":
        return table.to_pydict()
    if module == "ibis":
        return table.to_pyarrow().to_pydict()
    if module == "dask":
        return lists_of(table.compute())
    rows = table.fetchall() if module in {"duckdb", "_duckdb"} else table.collect()
    return {name: [row[at] for row in rows] for at, name in enumerate(table.columns)}


Cards = dict[tuple[Any, Any], dict[str, Any]]


def cards_of(table: Any) -> Cards:
    """The cards of a native table by subject and period; every number is a whole one."""
    lists = lists_of(table)
    rows = [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]
    assert {type(value) for row in rows for value in row.values()} <= {int, str, type(None)}
    found = {(row.pop("subject"), row.pop("period")): row for row in rows}
    assert len(found) == len(rows), "a card stands there twice"
    return found


def told_of(board: sp.Scoreboard, details: Sequence[str] = DETAILS) -> Cards:
    """The same of a board, read from its cards."""
    return {(card.subject, str(card.period)): dict(_told(card, details)) for card in board}


def _told(card: Any, details: Sequence[str]) -> Iterator[tuple[str, Any]]:
    yield "status", str(card.status)
    yield "total_e3", _whole(card.total, 3)
    yield "base_e3", _whole(card.base, 3)
    yield "grade", card.grade
    yield "rank", card.rank
    yield "faults", 0
    for line in card.lines:
        places = line.indicator.decimals
        every = {
            "value": (f"value_e{places}", _whole(line.value, places)),
            "status": ("status", str(line.status)),
            "points": ("points_e3", _whole(line.points, 3)),
            "contribution": ("contribution_e3", _whole(line.contribution, 3)),
        }
        for detail in details:
            name, value = every[detail]
            yield f"{line.id}_{name}", value


def _whole(value: Decimal | None, places: int) -> int | None:
    if value is None:
        return None
    scaled = value.scaleb(places)
    assert scaled == int(scaled)
    return int(scaled)


def agree(table: Columns, profile: Any, engine: str, *, details: Any = DETAILS, **asked: Any) -> sp.Scoreboard | None:
    """Assert that native cards are those of plain rows; None where plain rows have none, or none within the range."""
    try:
        wanted = told_of(sp.score(rows_of(table), profile, **asked), details)
    except (sp.NoRecordsError, sp.ExactRangeError) as error:
        with pytest.raises(type(error)):
            len(sp.score(frame_of(engine, table), profile, **asked))
        return None
    scored = sp.score(frame_of(engine, table), profile, **asked)
    found = cards_of(scored.to_native(*details))
    assert found.keys() == wanted.keys()
    for key, card in wanted.items():
        assert found[key] == card, key
    assert told_of(scored, details) == wanted  # cards that are asked for later are the same
    return scored
