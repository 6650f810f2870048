"""What the tests of tallies share: a profile that keeps every kind of sum, records for it, a small house."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

import salesperf as sp
from salesperf import curves, indicators
from salesperf.calendar import months_before
from salesperf.indicators import Attainment, Change, Indicator, Mix, Ratio, StructureMatch, Total
from salesperf.organisation import Organisation

LINE = curves.Linear((-1000, 0), (1000, 100))


def _measure(name: str, unit: str = "count", **given: Any) -> sp.Measure:
    return sp.Measure(name, unit=unit, en=name, zh=name, **given)


DONE = _measure("t_done", decimals=2)
MONEY = _measure("t_money", "money", signed=True)
GOAL = _measure("t_goal", decimals=2)
GOAL_MONEY = _measure("t_goal_money", "money", signed=True)
BUYERS = _measure("t_buyers", additivity="distinct", key="customer", decimals=0)
FIRST = _measure("t_first", additivity="first", decimals=0)
LAST = _measure("t_last", additivity="last", decimals=0)
LEVEL = _measure("t_level", additivity="mean", decimals=0)
TRIALS = _measure("t_trials", decimals=0)
ALL = (DONE, MONEY, GOAL, GOAL_MONEY, BUYERS, FIRST, LAST, LEVEL, TRIALS)
TARGETS = (GOAL, GOAL_MONEY)


def _named(name: str, unit: str) -> dict[str, Any]:
    return {"unit": unit, "direction": "higher", "decimals": 2, "en": name, "zh": name}


def _total(measure: sp.Measure) -> Indicator:
    return Total(f"{measure.id}_total", numerator=measure, **_named(measure.id, str(measure.unit)))


RATE = Ratio("t_rate", numerator=MONEY, denominator=DONE, **_named("rate", "money_per_unit"))
JUDGED: tuple[Indicator, ...] = (
    Attainment("t_att", numerator=DONE, denominator=GOAL, **_named("att", "percent")),
    Attainment("t_scaled", numerator=MONEY, denominator=GOAL_MONEY, scale=100, **_named("scaled", "percent")),
    _total(BUYERS),
    _total(FIRST),
    _total(LAST),
    Ratio("t_mean", numerator=DONE, denominator=LEVEL, **_named("mean", "ratio")),
    Mix("t_mix_sum", numerator=DONE, by="channel", **_named("mix", "index")),
    Mix("t_mix_keys", numerator=BUYERS, by="model", **_named("mix", "index")),
    Mix("t_mix_last", numerator=LAST, by="model", **_named("mix", "index")),
    StructureMatch("t_match", numerator=LEVEL, denominator=TRIALS, by="model", **_named("match", "percent")),
    Change("t_change", of=RATE, since="previous", **_named("change", "percent")),
)
PROFILE = sp.Profile(
    "tally",
    level="consultant",
    criteria=[
        *(sp.Criterion(one, weight=8, curve=LINE) for one in JUDGED),
        sp.Criterion(RATE, weight=12, curve=LINE, window=2),
    ],
    extras=[sp.Extra("first", of=_total(FIRST), curve=LINE, minimum=-5, maximum=5)],
    publish_at_least=0,
)
SMALL = sp.Profile("small", level="manager", criteria=[sp.Criterion(JUDGED[0], weight=100, curve=LINE)])
"""Reads less: no windows, no levels, no keys."""

PERIODS: tuple[Any, ...] = (None, "2026-03", ["2026-02", "2026-03"], "month", "quarter", ["2026-Q1", "2026-01"])
FIRST_DAY = date(2026, 1, 1)
PEOPLE = ("li.na", "wang.wei", "zhao.min")


def amounts(measure: sp.Measure) -> st.SearchStrategy[Any]:
    whole = st.integers(-3 if measure.signed or measure.key else 0, 3)
    if not measure.decimals:
        return whole
    odd = [Decimal("0.25"), "1.50", 0.75, 2.5, 1.003 if measure.unit == "money" else 0.1 + 0.2, None, ""]
    return whole | st.sampled_from(odd)


@st.composite
def records(draw: st.DrawFn, *, owners: tuple[str, ...] = PEOPLE, role: str = "") -> dict[str, Any]:
    """Draw a record without faults: few columns, days and keys, so that records meet."""
    day = FIRST_DAY + timedelta(days=draw(st.integers(0, 119)))
    row: dict[str, Any] = {
        role or "person": draw(st.sampled_from(owners)),
        "date": draw(st.sampled_from([day, str(day)])),
    }
    held = draw(st.lists(st.sampled_from(ALL), max_size=4, unique=True))
    row |= {measure.id: draw(amounts(measure)) for measure in held}
    for name, values in (("customer", ["k1", "k2", 7, None]), ("model", ["x", "y", ""]), ("channel", ["web", "shop"])):
        if draw(st.booleans()):
            row[name] = draw(st.sampled_from(values))
    if draw(st.integers(0, 7)) == 0:  # targets may reach beyond a period, nothing else may
        for measure in ALL:
            if measure not in TARGETS:
                row.pop(measure.id, None)
        row["until"] = day + timedelta(days=draw(st.integers(1, 60)))
    elif draw(st.integers(0, 7)) == 0:
        following = months_before(day.replace(day=1), -1)
        row["until"] = str(min(day + timedelta(days=draw(st.integers(1, 9))), following))
    elif draw(st.integers(0, 9)) == 0:
        row["date"] = f"{day}T09:00:00+08:00"
    elif not role and draw(st.integers(0, 9)) == 0:
        row = {("store" if name == "person" else name): value for name, value in row.items()}
    if draw(st.integers(0, 9)) == 0:
        row["colour"] = "red"
    return row


def rows(most: int = 12) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(records(), max_size=most)


HOUSE = Organisation.from_rows(
    [
        {"person": "li.na", "team": "a", "store": "west", "area": "north", "until": "2026-03-16"},
        {"person": "li.na", "team": "b", "store": "west", "area": "north", "start": "2026-03-16"},
        {"person": "wang.wei", "team": "a", "store": "west", "area": "north"},
        {
            "person": "zhao.min",
            "team": "c",
            "store": "east",
            "area": "north",
            "level": "manager",
            "start": "2026-02-01",
        },
        {"person": "zhao.min", "team": "c", "store": "east", "area": "north", "until": "2026-02-01"},
        {"person": "chen.yu", "team": "c", "store": "east", "area": "north"},
        {"person": "ma.li", "team": "a", "store": "west", "area": "north", "level": "manager"},
        {"person": "he.jun", "store": "west", "area": "north", "level": "director"},
        {"person": "house", "store": "west", "area": "north", "house": "yes"},
    ]
)
OWNERS = {
    "person": ("li.na", "wang.wei", "zhao.min", "chen.yu", "ma.li", "he.jun", "house"),
    "team": ("a", "b", "c"),
    "store": ("west", "east"),
}


def house_rows(most: int = 12) -> st.SearchStrategy[list[dict[str, Any]]]:
    each = st.one_of(*(records(owners=owners, role=role) for role, owners in OWNERS.items()))
    return st.lists(each, max_size=most)


def plain(card: Any) -> dict[str, Any]:
    """A card without its place among others."""
    return {name: value for name, value in card.to_dict().items() if name not in {"rank", "peers"}}


__all__ = [
    "ALL",
    "DONE",
    "HOUSE",
    "PEOPLE",
    "PERIODS",
    "PROFILE",
    "SMALL",
    "house_rows",
    "indicators",
    "plain",
    "records",
    "rows",
]
