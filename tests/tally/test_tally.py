"""A tally in use: shapes of rows, the short way and the careful one, what it keeps, what it answers."""

from __future__ import annotations

import json
import pickle
from collections import namedtuple
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from tally_cases import HOUSE, PROFILE, SMALL

import salesperf as sp
from salesperf import profiles, sample
from salesperf.calendar import Calendar

MARCH = "2026-03"


def deal(person: Any = "li.na", day: Any = "2026-03-05", **more: Any) -> dict[str, Any]:
    return {"person": person, "date": day, **more}


def small(**more: Any) -> sp.Tally:
    return sp.Tally(PROFILE, **{"period": MARCH, **more})


Named = namedtuple("Named", ("person", "date", "t_done", "t_goal"))  # noqa: PYI024  (the plain kind must work too)


@attrs.frozen
class AttrsRow:
    person: str
    date: Any
    t_done: Any
    t_goal: Any


@dataclass
class DataRow:
    person: str
    date: Any
    t_done: Any
    t_goal: Any


@pytest.mark.parametrize("kind", [dict, Named, AttrsRow, DataRow])
def test_every_shape_of_row_goes_in_and_out(kind: Any) -> None:
    values = [
        ("li.na", "2026-03-05", 3, 4),
        ("li.na", "2026-03-06", "2.50", None),
        ("zhao.min", date(2026, 3, 7), 1, 2),
    ]
    records = [kind(zip(Named._fields, each, strict=True)) if kind is dict else kind(*each) for each in values]
    tally = sp.Tally.of(records, PROFILE, period=MARCH)
    assert sp.score(tally, PROFILE).to_json() == sp.score(records, PROFILE, period=MARCH).to_json()
    for record in records:
        tally.remove(record)
    assert tally == small()


def test_the_short_way_and_the_careful_way_add_alike() -> None:
    plain = [deal(t_done=n, t_money=Decimal("2.50"), t_buyers=1, customer=f"c{n}", model="x") for n in range(5)]
    wrapped = [attrs.make_class("Row", list(row))(*row.values()) for row in plain]  # a class each: no reader is kept
    assert sp.Tally.of([*wrapped, *wrapped * 20], PROFILE) == sp.Tally.of(plain * 21, PROFILE)


def test_more_shapes_than_readers_are_kept_for() -> None:
    records = [deal(**{f"column_{n}": 1}, t_done=n) for n in range(80)] * 2
    tally = sp.Tally.of(records, PROFILE)
    assert sp.score(tally, PROFILE).to_json() == sp.score(records, PROFILE).to_json()


def test_more_dates_than_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    from salesperf.engines import _tally_reader  # noqa: PLC0415  (what is made small for once)

    monkeypatch.setattr(_tally_reader, "_KEPT_DATES", 2)
    records = [deal(day=f"2026-03-{day:02d}", t_done=1, t_last=day) for day in (1, 2, 3, 4, 1, 2, 3, 4, 3)]
    tally = sp.Tally.of(records, PROFILE)
    assert len(tally) == 9
    assert sp.score(tally, PROFILE).to_json() == sp.score(records, PROFILE).to_json()


def test_removing_the_first_day_restores_the_second() -> None:
    """Snapshots are kept by day, so that the level before is still known."""
    first, second = deal(day="2026-03-02", t_first=5, t_last=5), deal(day="2026-03-09", t_first=7, t_last=7)
    tally = sp.Tally.of([first, second], PROFILE, period=MARCH)
    assert (tally.card("li.na")["t_first_total"].value, tally.card("li.na")["t_last_total"].value) == (5, 7)
    tally.remove(first)
    assert (tally.card("li.na")["t_first_total"].value, tally.card("li.na")["t_last_total"].value) == (7, 7)
    tally.add(first)
    tally.remove(second)
    assert (tally.card("li.na")["t_first_total"].value, tally.card("li.na")["t_last_total"].value) == (5, 5)


def test_one_of_two_counts_of_a_day_is_removed() -> None:
    first, second = deal(t_first=5, t_last=5), deal(t_first=2, t_last=2)
    tally = sp.Tally.of([first, second], PROFILE, period=MARCH)
    tally.remove(first)
    assert tally == sp.Tally.of([second], PROFILE, period=MARCH)


def test_a_customer_who_buys_twice_counts_once_until_both_are_gone() -> None:
    records = [deal(t_buyers=1, customer=who) for who in ("K-1", "K-1", "K-2", 1, "1")]
    tally = sp.Tally.of(records, PROFILE)
    counted = []
    for record in records:
        counted.append(tally.card("li.na")["t_buyers_total"].value)
        tally.remove(record)
    assert counted == [4, 4, 3, 2, 1]


def test_a_subject_without_records_is_gone() -> None:
    tally = small()
    zero = deal(t_done=0)
    tally.add(zero)
    assert tally.subjects == ("li.na",)
    tally.remove(zero)
    assert tally.subjects == ()
    with pytest.raises(sp.SubjectError, match="person with a card"):
        tally.card("li.na")


def test_a_month_without_records_any_more_has_no_cards() -> None:
    march, april = deal(t_done=1), deal(day="2026-04-02", t_done=2)
    tally = sp.Tally.of([march, april], PROFILE, period="month")
    tally.remove(march)
    assert sp.score(tally, PROFILE).to_json() == sp.score([april], PROFILE, period="month").to_json()
    covering = deal(day="2026-03-02", until="2026-04-20", t_goal=1)
    tally.add(covering)
    tally.remove(covering)
    assert sp.score(tally, PROFILE).to_json() == sp.score([april], PROFILE, period="month").to_json()


def test_numbers_as_written_are_brought_to_their_grids() -> None:
    written = [(3, 4), (0, 2), (-1, 2), (2.5, 4), ("0.25", 4), (None, 4)]
    records = [
        deal("zhao.min" if n % 2 else "li.na", t_done=done, t_goal=goal) for n, (done, goal) in enumerate(written * 3)
    ]
    tally = sp.Tally.of(records, SMALL, period=MARCH)
    assert sp.score(tally, SMALL).to_json() == sp.score(records, SMALL, period=MARCH).to_json()
    half = sp.Tally.of(records[::2], SMALL, period=MARCH)
    half.merge(sp.Tally.of(records[1::2], SMALL, period=MARCH))
    assert half == tally
    for record in records:
        half.remove(record)
    assert half == sp.Tally(SMALL, period=MARCH)


def test_ids_may_be_of_another_kind_once_all_are_gone() -> None:
    tally = small()
    tally.add(deal(7))
    tally.remove(deal(7))
    tally.add(deal("li.na"))
    assert tally.subjects == ("li.na",)


def test_no_distinct_key_is_kept() -> None:
    tally = small(key=b"secret")
    tally.add(deal(t_buyers=1, customer="K-4711"))
    tally.add(deal(t_buyers=1, customer="K-4711", model="x"))
    assert "K-4711" not in tally.to_json()
    assert b"K-4711" not in pickle.dumps(tally)
    assert small(key=b"other").to_json() != small(key=b"secret").to_json()


def test_the_size_does_not_depend_on_the_number_of_records() -> None:
    few, many = small(), small()
    for n in range(2_000):
        record = deal(day=f"2026-03-{n % 20 + 1:02d}", t_done=n % 3, t_last=1, t_buyers=1, customer=f"c{n % 10}")
        many.add(record)
        if n < 20:
            few.add(record)
    assert len(many.to_json()) < len(few.to_json()) * 1.1
    assert len(many) == 2_000


def test_rows_outside_all_periods_are_counted_and_nothing_else() -> None:
    tally = small()
    tally.add(deal(day="2025-03-05", t_done=1))
    tally.add(deal(day="2025-03-06", t_done=1))
    tally.add(deal(day="2026-03-06", t_done=1))
    assert sp.score(tally, PROFILE).intake.outside == 2
    tally.remove(deal(day="2025-03-06", t_done=1))
    assert sp.score(tally, PROFILE).intake.outside == 1


def test_floats_off_the_grid_are_counted_and_uncounted() -> None:
    tally = small()
    tally.add(deal(t_done=1.005))
    assert sp.score(tally, PROFILE).intake.off_grid == 1
    tally.remove(deal(t_done=1.005))
    assert tally == small()


def test_columns_that_no_record_has_any_more_are_not_carried() -> None:
    tally = small()
    tally.add(deal(t_done=3))
    tally.add(deal(t_goal=4))
    assert tally.card("li.na")["t_att"].status == "ok"
    tally.remove(deal(t_goal=4))
    assert tally.card("li.na")["t_att"].status == "no_target"


def test_names_of_the_sources_own() -> None:
    columns = {"person": "顾问", "date": "日期", "t_done": "台数"}
    records = [{"顾问": "li.na", "日期": "2026-03-05", "台数": 3}]
    tally = sp.Tally.of(records, PROFILE, columns=columns)
    assert sp.score(tally, PROFILE).to_json() == sp.score(records, PROFILE, columns=columns).to_json()
    assert sp.score(tally, PROFILE, columns=columns).intake.unused == ()


def test_teams_of_a_house_without_organisation() -> None:
    records = [{"team": "west", "date": "2026-03-05", "t_done": 3}, deal(t_done=2)]
    tally = sp.Tally.of(records, PROFILE, by="team")
    board = sp.score(tally, PROFILE)
    assert tally.by == "team"
    assert tally.subjects == ("west",)
    assert board.intake.other_owners == (("person", 1),)
    assert board.to_json() == sp.score(records, PROFILE, by="team").to_json()


def test_a_csv_file(tmp_path: Path) -> None:
    file = tmp_path / "march.csv"
    file.write_text("person,date,t_done,t_goal\nli.na,2026-03-05,2.5,3\nli.na,2026-03-06,,3\n", encoding="utf-8")
    tally = sp.Tally.of(file, PROFILE)
    assert len(tally) == 2
    assert sp.score(tally, PROFILE).to_json() == sp.score(file, PROFILE).to_json()


def test_a_calendar_closes_the_month_on_the_25th() -> None:
    house = Calendar(closing_day=25)
    records = [deal(day="2026-02-27", t_done=1), deal(day="2026-03-26", t_done=1)]
    tally = sp.Tally.of(records, PROFILE, period="month", calendar=house)
    assert [str(period) for period in tally.periods] == ["2026-03", "2026-04"]
    text = tally.to_json()
    assert sp.Tally.from_json(text, calendar=house) == tally
    fixed = sp.Tally.of(records, PROFILE, period=["2026-03", "2026-04"], calendar=house)
    assert sp.Tally.from_json(fixed.to_json(), calendar=house).periods == fixed.periods
    with pytest.raises(sp.TallyError, match="calendar"):
        sp.Tally.from_json(text)


def test_the_sample_dealership_scores_alike() -> None:
    records = list(sample.dealership())[:3_000]
    tally = sp.Tally.of(records, profiles.CONSULTANT, period="month")
    board = sp.score(records, profiles.CONSULTANT, period="month")
    assert sp.score(tally, profiles.CONSULTANT).to_json() == board.to_json()


def test_what_a_card_says_when_there_are_several() -> None:
    tally = sp.Tally.of([deal(), deal(day="2026-04-05")], PROFILE, period="month")
    with pytest.raises(sp.SubjectError, match="'2026-03', '2026-04'"):
        tally.card("li.na")
    assert str(tally.card("li.na", "2026-04").period) == "2026-04"
    with pytest.raises(sp.SubjectError, match=r"card of 'li\.na' in that period"):
        tally.card("li.na", "2026-05")
    with pytest.raises(sp.SubjectError, match=r"did you mean 'li\.na'"):
        tally.card("li.an")


def test_what_a_card_says_of_levels() -> None:
    both = sp.Tally.of([deal(t_done=1)], [PROFILE, SMALL])
    with pytest.raises(sp.SubjectError, match="'consultant', 'manager'"):
        both.card("li.na")
    assert both.card("li.na", level="manager").profile == SMALL
    with pytest.raises(sp.SubjectError, match="that level"):
        both.card("li.na", level="director")


def test_a_promoted_person_has_two_cards_and_an_empty_period_none() -> None:
    levels = {"consultant": profiles.CONSULTANT, "manager": profiles.MANAGER}
    tally = sp.Tally(levels, period=["2026-01", "2026-02"], organisation=HOUSE)
    assert tally.subjects == ()
    with pytest.raises(sp.SubjectError):
        tally.card("zhao.min")
    tally.add(deal("zhao.min", "2026-01-05", units_delivered=1))
    assert tally.card("zhao.min").level == "consultant"
    tally.add(deal("zhao.min", "2026-02-05", units_delivered=1))
    assert tally.card("zhao.min", "2026-02").level == "manager"
    assert tally.card("ma.li", "2026-02").status == "too_little_assessed"


def test_many_faults_of_many_rows_are_listed_once() -> None:
    records = [deal(), deal(day="2026-13-01"), deal(t_done="many"), deal(), {"date": "2026-03-05"}]
    with pytest.raises(sp.RecordError) as caught:
        sp.Tally.of(records, PROFILE)
    assert [fault.row for fault in caught.value.faults] == [2, 3, 5]
    assert caught.value.count == 3
    with pytest.raises(sp.RecordError) as caught:
        sp.Tally.of([deal(day="never")] * 1_001, PROFILE)
    assert (len(caught.value.faults), caught.value.count) == (1_000, 1_001)


def test_how_a_tally_shows_itself() -> None:
    tally = small()
    assert repr(tally) == "<Tally tally 1: 0 records of 0 subjects>"
    assert bool(tally) is True
    assert (tally == 1, tally != small(period=None)) == (False, True)
    with pytest.raises(TypeError):
        hash(tally)
    assert json.loads(tally.to_json())["kind"].endswith(" tally")


def test_merging_with_itself_doubles() -> None:
    tally = sp.Tally.of([deal(t_done=1, t_last=2)], PROFILE)
    tally.merge(tally)
    assert tally == sp.Tally.of([deal(t_done=1, t_last=2)] * 2, PROFILE)


def test_ledgers_of_one_zone() -> None:
    tally = small()
    tally.add(deal(day="2026-03-05T09:00:00+08:00", t_done=1))
    tally.add(deal(day="2026-03-06", t_done=1))
    with pytest.raises(sp.RecordError, match="one time zone"):
        tally.add(deal(day=datetime(2026, 3, 5, 9, tzinfo=UTC)))
    other = sp.Tally.of([deal(day="2026-03-05T09:00:00+09:00")], PROFILE, period=MARCH)
    with pytest.raises(sp.RecordError, match="one time zone"):
        tally.merge(other)
    tally.remove(deal(day="2026-03-05T09:00:00+08:00", t_done=1))
    tally.merge(other)
    assert len(tally) == 2


def test_a_sum_beyond_the_exact_range_is_named_at_the_card() -> None:
    tally = small()
    for _ in range(200):
        tally.add(deal(t_money=45_000_000_000_000_000))
    with pytest.raises(sp.ExactRangeError, match="t_money"):
        tally.card("li.na")


def test_adjustments_are_applied_to_the_board_of_a_tally() -> None:
    tally = sp.Tally.of([deal(units_delivered=28, target_units=29)], profiles.CONSULTANT, period=MARCH)
    board = sp.score(tally, profiles.CONSULTANT)
    assert board["li.na"]["unit_attainment"].value == Decimal("96.55")
    assert sp.score(tally, profiles.CONSULTANT, adjustments=()) == board
