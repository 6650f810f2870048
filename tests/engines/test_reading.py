"""The plain runner: every kind of row, the short way and the careful way adding alike."""

from __future__ import annotations

import csv
import random
from collections import OrderedDict, UserDict, namedtuple
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

import attrs
import pytest

import salesperf as sp
from salesperf import curves, engines, indicators
from salesperf.indicators import Ratio, Total

LINE = curves.Linear((0, 0), (100, 100))
WORTH = sp.Measure("worth", unit="money", en="Worth", zh="价值")
VISITS = sp.Measure("visits", unit="count", en="Visits", zh="到店")
BUYERS = sp.Measure("buyers", unit="count", additivity="distinct", key="customer", en="Buyers", zh="客户")
STOCK = sp.Measure("stock", unit="count", decimals=0, additivity="last", en="Stock", zh="库存")
RATED = sp.Measure("rated", unit="points", en="Rated", zh="评分", labels={"优": 120, "差": "50.5"})

PROFILE = sp.Profile(
    "reading",
    level="consultant",
    criteria=[
        sp.Criterion(
            Ratio("worth_per_visit", numerator=WORTH, denominator=VISITS, unit="money_per_unit", direction="higher",
                  decimals=2, en="w", zh="w"), weight=40, curve=LINE),
        sp.Criterion(
            Total("buyer_count", numerator=BUYERS, unit="count", direction="higher", decimals=2, en="b", zh="b"),
            weight=30, curve=LINE),
        sp.Criterion(
            Total("stock_held", numerator=STOCK, unit="count", direction="lower", decimals=0, en="s", zh="s"),
            weight=20, curve=LINE),
        sp.Criterion(
            Total("rating", numerator=RATED, unit="points", direction="higher", decimals=2, en="r", zh="r"),
            weight=10, curve=LINE),
    ],
)  # fmt: skip
FIELDS = ("person", "date", "worth", "visits", "customer", "buyers", "stock", "rated")
Named = namedtuple("Named", FIELDS)  # noqa: PYI024  (the plain kind must work too)


@attrs.frozen
class AttrsRow:
    person: str
    date: Any
    worth: Any
    visits: Any
    customer: Any
    buyers: Any
    stock: Any
    rated: Any


@dataclass
class DataRow:
    person: str
    date: Any
    worth: Any
    visits: Any
    customer: Any
    buyers: Any
    stock: Any
    rated: Any


def values(number: int) -> tuple[Any, ...]:
    """Row `number` of a mixed bag: whole numbers, floats, Decimals, text, absent fields; dates in every form."""
    draw = random.Random(number).choice
    day = date(2026, 3, 1 + number % 28)
    return (
        draw(["li.na", "wang.wei", "赵"]),
        draw([day, day.isoformat(), datetime(2026, 3, day.day, 9, 30), f"{day}T08:00"]),
        draw([12, 3.25, "7.5", Decimal("-1.01"), None, ""]),
        draw([1, 2, 0.5, "1"]),
        draw(["c1", "c2", 3, None, " "]),
        draw([1, -1, None, "1"]),
        draw([None, 4, "5"]),
        draw([None, "优", "差", 80]),
    )


ROWS = [values(n) for n in range(200)]
MAPPINGS = [dict(zip(FIELDS, row, strict=True)) for row in ROWS]


def scored(records: Any, **more: Any) -> sp.Scoreboard:
    return sp.score(records, PROFILE, period="2026-03", **more)


EXPECTED = scored([UserDict(row) for row in MAPPINGS])  # no shape of its own: read with all the care


@pytest.mark.parametrize(
    "records",
    [
        pytest.param(MAPPINGS, id="dicts"),
        pytest.param([Named(*row) for row in ROWS], id="named tuples"),
        pytest.param([AttrsRow(*row) for row in ROWS], id="attrs"),
        pytest.param([DataRow(*row) for row in ROWS], id="dataclasses"),
        pytest.param([OrderedDict(row) for row in MAPPINGS], id="ordered dicts"),
        pytest.param([MappingProxyType(row) for row in MAPPINGS], id="proxies"),
        pytest.param([dict(reversed(row.items())) for row in MAPPINGS], id="columns in another order"),
        pytest.param([{k: v for k, v in row.items() if v is not None} for row in MAPPINGS], id="ragged dicts"),
        pytest.param(
            [kind(*row) for n, row in enumerate(ROWS) for kind in [(Named, AttrsRow, DataRow)[n % 3]]], id="mixed kinds"
        ),
        pytest.param([*MAPPINGS[:100], *(Named(*row) for row in ROWS[100:])], id="one kind after another"),
    ],
)
def test_every_kind_of_row_gives_the_same_board(records: list[Any]) -> None:
    board = scored(iter(records))
    assert board.to_json() == EXPECTED.to_json()


def test_a_generator_is_read_once() -> None:
    seen = []

    def rows() -> Iterator[dict[str, Any]]:
        for row in MAPPINGS:
            seen.append(1)
            yield row

    assert scored(rows()) == EXPECTED
    assert len(seen) == len(MAPPINGS)


def test_a_path_is_a_csv_file(tmp_path: Path) -> None:
    file = tmp_path / "march.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, FIELDS)
        writer.writeheader()
        writer.writerows({k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()} for row in MAPPINGS)
    from_file = scored(file)
    assert [card.base for card in from_file] == [card.base for card in EXPECTED]
    assert from_file == scored(sp.read_csv(file))


def test_names_that_are_no_text_are_read_with_care() -> None:
    rows = [{**row, 7: "x"} for row in MAPPINGS]
    board = scored(rows)
    assert board.intake.unused == ("7",)
    assert [card.base for card in board] == [card.base for card in EXPECTED]


def test_more_shapes_than_are_kept_are_read_with_care() -> None:
    rows = [{**row, f"extra_{n % 100}": 1} for n, row in enumerate(MAPPINGS)]
    board = scored(rows)
    assert [card.measures for card in board] == [card.measures for card in EXPECTED]
    assert len(board.intake.unused) == 100


def test_long_amounts_are_read_and_not_remembered() -> None:
    """`[+-]?[0-9]+(\\.[0-9]*)?`: idle zeros are exact, however many."""
    rows = [{"person": "li.na", "date": "2026-03-01", "worth": "1." + "0" * 40, "visits": 1} for _ in range(3)]
    assert scored(rows)["li.na"].measures["worth"] == 3


def test_labels_read_words_as_amounts() -> None:
    rows = [{"person": "li.na", "date": "2026-03-01", "rated": word} for word in ("优", " 差 ", 30)]
    assert scored(rows)["li.na"].measures["rated"] == Decimal("200.5")


def test_dates_are_forgotten_before_they_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    book = import_module(f"{engines.__name__}._book")
    monkeypatch.setattr(book, "_KEPT_DATES", 10)
    start = datetime(2026, 3, 1)
    rows = [{**row, "date": start + timedelta(minutes=200 * n)} for n, row in enumerate(MAPPINGS)]
    monkeypatch_free = scored([UserDict(row) for row in rows])
    assert scored(rows) == monkeypatch_free


def test_dates_are_forgotten_by_every_shape_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module(f"{engines.__name__}._book"), "_KEPT_DATES", 3)
    rows = [
        {**MAPPINGS[n], "date": f"2026-03-{1 + (n * 7) % 28:02d}"} | ({"id": n} if n % 3 else {})
        for n in range(len(MAPPINGS))
    ]
    assert scored(rows) == scored([UserDict(row) for row in rows])


def test_when_records_were_made_known_is_forgotten_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module(f"{engines.__name__}._book"), "_KEPT_DATES", 3)
    rows = [
        {"person": "li.na", "date": "2026-03-02", "visits": 1, "recorded_at": f"2026-03-{day:02d}"}
        for day in range(2, 30)
    ]
    board = scored([*rows, *rows], as_of="2026-03-11")
    assert (board["li.na"].measures["visits"], board.intake.later) == (20, 36)


def test_keys_that_are_refused_are_faults_of_their_row() -> None:
    with pytest.raises(sp.RecordError, match="customer"):
        scored([*MAPPINGS, {"person": "li.na", "date": "2026-03-02", "buyers": 1, "customer": 1.5}])


def test_rows_of_whole_numbers_alone_have_their_own_ledger() -> None:
    rows = [{"person": f"p{n % 7}", "date": "2026-03-02", "worth": n, "visits": 1} for n in range(50)]
    odd = [{"person": "p1", "date": "2026-04-02", "worth": 1, "visits": 1}, {"person": "p1", "date": "2026-03-03"}]
    rows += odd
    board = scored(rows)
    assert {card.subject: card.measures["worth"] for card in board} == {
        f"p{p}": sum(n for n in range(50) if n % 7 == p) for p in range(7)
    }
    assert (board.intake.outside, board.intake.used) == (1, 51)


def test_whole_numbers_as_subjects() -> None:
    rows = [{"person": n % 2, "date": "2026-03-02", "worth": n, "visits": 1} for n in range(10)]
    assert {card.subject for card in scored(rows)} == {0, 1}
    with pytest.raises(sp.RecordError, match="whole numbers so far"):
        scored([*rows, {"person": "0", "date": "2026-03-02", "worth": 1, "visits": 1}])


def test_columns_are_read_under_the_names_they_have() -> None:
    mapping = {"person": "顾问", "date": "日期", "worth": "金额"}
    rows = [{"顾问": "li.na", "日期": "2026-03-02", "金额": "12.5", "visits": 2}]
    assert scored(rows, columns=mapping)["li.na"].lines[0].value == Decimal("6.25")


def test_a_week_with_a_rolling_window_of_months() -> None:
    """`"week"`: one card per subject and period; a window is "a rolling span that ends with the period"."""
    criterion = sp.Criterion(indicators.LEAD_VALID_RATE, weight=100, curve=LINE, window="1 month")
    profile = sp.Profile("weekly", level="consultant", criteria=[criterion])
    rows = [
        {"person": "li.na", "date": day, "leads_valid": valid, "leads_received": 10}
        for day, valid in (("2026-02-05", 9), ("2026-02-20", 5), ("2026-03-04", 1))
    ]
    board = sp.score(rows, profile, period="week")
    assert [str(card.period) for card in board] == ["2026-W06", "2026-W08", "2026-W10"]
    assert [card.lines[0].value for card in board] == [90, 70, 30]


@pytest.mark.parametrize("period", ["quarter", "year"])
def test_grains_longer_than_a_window_ignore_it(period: str) -> None:
    criterion = sp.Criterion(indicators.LEAD_VALID_RATE, weight=100, curve=LINE, window=2)
    profile = sp.Profile("long", level="consultant", criteria=[criterion])
    rows = [
        {"person": "li.na", "date": day, "leads_valid": valid, "leads_received": 10}
        for day, valid in (("2026-01-05", 9), ("2026-03-20", 5))
    ]
    assert sp.score(rows, profile, period=period)["li.na"].lines[0].value == 70
    longer = profile.replace(criteria=[sp.Criterion(indicators.LEAD_VALID_RATE, weight=100, curve=LINE, window=18)])
    assert sp.score(rows, longer, period=period)["li.na"].lines[0].value == 70


def test_a_scaled_attainment_of_levels_divides_each_by_its_dates() -> None:
    level = sp.Measure("level", unit="money", additivity="mean", en="Level", zh="水平")
    goal = sp.Measure("goal", unit="money", additivity="mean", en="Goal", zh="目标")
    scaled = indicators.Attainment(
        "scaled",
        numerator=level,
        denominator=goal,
        scale=10,
        unit="percent",
        direction="higher",
        decimals=2,
        en="s",
        zh="s",
    )
    profile = sp.Profile("levels", level="consultant", criteria=[sp.Criterion(scaled, weight=100, curve=LINE)])
    rows = [
        {"person": "li.na", "date": "2026-03-01", "level": 4, "goal": 1},
        {"person": "li.na", "date": "2026-03-02", "level": 7, "goal": 2},
        {"person": "li.na", "date": "2026-03-03", "goal": 6},
    ]
    line = sp.score(rows, profile)["li.na"].lines[0]
    assert line.value == 125  # 100 + 100 × (5.5 − 3) ÷ 10
    assert "100 + 100" in line.explain()


def test_calls_over_the_same_columns_share_what_holds_for_all_cards() -> None:
    """It is kept of so many only, and a column less makes another."""
    rows = [{"person": "li.na", "date": f"2026-03-0{day}", "worth": 10, "visits": 2} for day in (2, 3)]

    def situation(*rows: dict[str, Any], period: str = "2026-03") -> Any:
        (block,) = sp.score(rows, PROFILE, period=period)._blocks
        return block.frame.situation

    assert situation(rows[0]) is situation(rows[1])
    without = {name: value for name, value in rows[0].items() if name != "visits"}
    assert situation(without).fixed != situation(rows[0]).fixed
    kept = import_module("salesperf.plan._plan")._situated
    for day in range(300):
        later = date(2026, 4, 1) + timedelta(days=day)
        assert situation({**rows[0], "date": later}, period=str(later)).period.start == later
    assert kept.cache_info().currsize == 256
