"""A consumer's code: every supported input of `score`.  Type checkers must find nothing wrong here."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, TypedDict, assert_type

import attrs

import salesperf as sp
from salesperf import curves, indicators, measures, profiles


@attrs.frozen
class AttrsSale:
    person: str
    date: date
    units_delivered: int
    target_units: int


@attrs.define(slots=False)
class OpenSale:
    person: int
    date: date
    units_delivered: Decimal


@dataclass(frozen=True, slots=True)
class DataclassSale:
    person: str
    date: datetime
    units_delivered: float


class TupleSale(NamedTuple):
    person: str
    date: str
    units_delivered: int


class TypedSale(TypedDict):
    person: str
    date: str
    units_delivered: int


def generated() -> Iterator[dict[str, object]]:
    yield {"person": "li.na", "date": "2026-03-02", "units_delivered": 1}


def scored_every_way(profile: sp.Profile, mappings: list[Mapping[str, Any]], typed: list[TypedSale]) -> None:
    today = date(2026, 3, 2)
    assert_type(sp.score([{"person": "li.na", "date": today, "units_delivered": 1}], profile), sp.Scoreboard)
    sp.score(generated(), profile)
    sp.score((row for row in mappings), profile)
    sp.score(tuple(mappings), profile)
    sp.score([OrderedDict(person="li.na", date=today)], profile)
    sp.score(typed, profile)
    sp.score([AttrsSale("li.na", today, 28, 29)], profile)
    sp.score([OpenSale(7, today, Decimal("0.5"))], profile)
    sp.score((AttrsSale("li.na", today, n, 29) for n in range(3)), profile)
    sp.score([DataclassSale("li.na", datetime(2026, 3, 2), 1.0)], profile)
    sp.score([TupleSale("li.na", "2026-03-02", 1)], profile)
    sp.score([*typed, TupleSale("li.na", "2026-03-02", 1), AttrsSale("li.na", today, 28, 29)], profile)
    sp.score(Path("sales.csv"), profile)
    sp.score(sp.read_csv(Path("sales.csv"), encoding="gb18030"), profile)
    sp.score([], profile)


def asked_every_way(profile: sp.Profile, rows: list[dict[str, object]]) -> None:
    sp.score(rows, profile, period="2026-03")
    sp.score(rows, profile, period="month")
    sp.score(rows, profile, period=["2026-02", sp.Period(date(2026, 3, 1), date(2026, 4, 1))])
    sp.score(rows, profile, by="store")
    sp.score(rows, profile, columns={"units_delivered": "Delivered"}, strict=False)
    sp.score(rows, profile, targets=[{"person": "li.na", "date": "2026-03-01", "target_units": 29}])


def read_back(board: sp.Scoreboard) -> None:
    card = board["li.na"]
    line = card["unit_attainment"]
    assert_type(card, sp.Scorecard)
    assert_type(line, sp.Line)
    assert_type(card.total, Decimal | None)
    assert_type(card.rank, int | None)
    assert_type(line.value, Decimal | None)
    assert_type(line.points, Decimal | None)
    assert_type(line.status, sp.Status)
    assert_type(card.explain(lang="zh"), str)
    assert_type([each.grade for each in board], list[str | None])
    assert_type(len(board), int)
    assert_type(sp.Scoreboard.from_json(board.to_json()), sp.Scoreboard)


def written() -> sp.Profile:
    appraisals = sp.Measure("appraisals", unit=sp.Unit.COUNT, en="Trade-in appraisals", zh="评估台次")
    rate = indicators.Ratio(
        "appraisal_rate",
        numerator=appraisals - measures.UNITS_RETURNED,
        denominator=measures.FIRST_VISITS,
        unit=sp.Unit.PERCENT,
        direction=sp.Direction.HIGHER,
        decimals=2,
        en="Appraisal rate",
        zh="评估率",
    )
    own = sp.Profile(
        "own",
        level=sp.Level.CONSULTANT,
        criteria=[
            sp.Criterion(rate, weight=40, curve=curves.Linear((0, 0), (60, 100))),
            sp.Criterion(indicators.UNIT_ATTAINMENT, weight="60", curve=curves.Proportional(floor=60, cap=120)),
        ],
        grades=(("A", 90), ("B", 0)),
    )
    assert_type(profiles.CONSULTANT, sp.Profile)
    assert_type(own.to_json(), str)
    return own
