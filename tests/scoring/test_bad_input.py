"""Bad input: a clear error and nothing lost (the issue's list, one test each)."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

import salesperf as sp
from salesperf import curves, indicators, profiles

UNITS = sp.Profile(
    "units",
    level="consultant",
    criteria=[sp.Criterion(indicators.UNIT_ATTAINMENT, weight=100, curve=curves.Linear((0, 0), (100, 100)))],
)


def row(**fields: Any) -> dict[str, Any]:
    return {"person": "li.na", "date": "2026-03-10", "units_delivered": 1, "target_units": 1, **fields}


def faults(rows: list[Any], **more: Any) -> tuple[sp.Fault, ...]:
    with pytest.raises(sp.RecordError) as caught:
        sp.score(rows, UNITS, period="2026-03", **more)
    assert isinstance(caught.value, ValueError)
    return caught.value.faults


def test_an_unknown_measure_suggests_the_near_one() -> None:
    board = sp.score([row(unit_delivered=2) | {"units_delivered": None}], UNITS, period="2026-03")
    assert board.intake.unused == ("unit_delivered",)
    rows = [{"person": "li.na", "date": "2026-03-10", "unit_delivered": 2, "target_units": 1}]
    board = sp.score(rows, UNITS, period="2026-03")
    line = board["li.na"]["unit_attainment"]
    assert line.status is sp.Status.MISSING_DATA
    assert line.missing == (("units_delivered", ("unit_delivered",)),)
    assert board.intake.missing == {"units_delivered": ("unit_delivered",)}
    with pytest.raises(sp.UnknownNameError, match="units_delivered"):
        sp.score([row()], UNITS, columns={"unit_delivered": "台数"})
    with pytest.raises(sp.UnknownNameError, match="close_rate"):
        indicators.get("close_rat")


@pytest.mark.parametrize(
    ("fields", "field", "expected"),
    [
        ({"person": None}, "person", "one of person, team"),
        ({"person": "  "}, "person", "not only blanks"),
        ({"person": True}, "person", "whole number"),
        ({"person": ["li"]}, "person", "text of 1 to"),
        ({"store": "s1"}, "person and store", "facts of one owner"),
        ({"date": None}, "date", "a date"),
        ({"date": "2026-02-30"}, "date", "exists in the calendar"),
        ({"date": "10.03.2026"}, "date", "a date"),
        ({"date": 20260310}, "date", "a date"),
        ({"units_delivered": "many"}, "units_delivered", "a number"),
        ({"units_delivered": float("nan")}, "units_delivered", "a finite number"),
        ({"units_delivered": float("inf")}, "units_delivered", "a finite number"),
        ({"units_delivered": True}, "units_delivered", "a number"),
        ({"units_delivered": "1.23456"}, "units_delivered", "at most 4 decimals"),
        ({"units_delivered": Decimal("0.00001")}, "units_delivered", "at most 4 decimals"),
        ({"units_delivered": 10**15}, "units_delivered", "exact range"),
        ({"units_delivered": [1]}, "units_delivered", "a number"),
        ({"until": "2026-03-10"}, "until", "until is exclusive"),
        ({"until": "soon"}, "until", "a date"),
    ],
)
def test_a_faulty_row_is_named_by_number_field_value_and_what_was_expected(
    fields: dict[str, Any], field: str, expected: str
) -> None:
    if fields.get("units_delivered") == 10**15:  # a whole number by itself is checked on the sum, text at once
        fields = {"units_delivered": "1000000000000000"}
    found = faults([row(), row(**fields)])
    assert [(fault.row, fault.field) for fault in found] == [(2, field)]
    assert expected in found[0].expected


def test_all_faults_are_collected_and_at_most_twenty_shown() -> None:
    rows = [row(date="?", units_delivered="?", target_units=True) for _ in range(30)]
    with pytest.raises(sp.RecordError) as caught:
        sp.score(rows, UNITS)
    assert caught.value.count == 90
    assert str(caught.value).count("\n  - ") == 20
    assert "and 70 more" in str(caught.value)


def test_the_number_of_faults_kept_is_bounded_their_count_is_not() -> None:
    with pytest.raises(sp.RecordError) as caught:
        sp.score([row(units_delivered="?") for _ in range(1200)], UNITS)
    assert (len(caught.value.faults), caught.value.count) == (1000, 1200)


def test_not_strict_sets_rows_aside_visibly() -> None:
    rows = [row(), row(units_delivered="x"), row(units_delivered=0.00001), {"person": "li.na"}, 7]
    board = sp.score(rows, UNITS, period="2026-03", strict=False)
    assert board["li.na"].measures["units_delivered"] == 1
    assert [one.row for one in board.intake.rejected] == [2, 4, 5]
    assert board.intake.rejected[0].record == rows[1]
    assert (board.intake.read, board.intake.used, board.intake.off_grid) == (5, 2, 1)


def test_a_negative_sum_of_a_count_is_suspect_and_a_negative_row_is_a_reversal() -> None:
    reversed_ = sp.score([row(), row(), row(units_delivered=-1, target_units=0)], UNITS, period="2026-03")["li.na"]
    assert (reversed_.lines[0].numerator, reversed_.lines[0].status) == (1, sp.Status.OK)
    negative = sp.score([row(units_delivered=-3)], UNITS, period="2026-03")["li.na"]
    assert (negative.lines[0].value, negative.lines[0].status) == (-300, sp.Status.SUSPECT)
    assert negative.total == 0


def test_empty_records() -> None:
    for nothing in ([], iter(())):
        with pytest.raises(sp.NoRecordsError, match="no records"):
            sp.score(nothing, UNITS)


def test_a_period_that_matches_no_record() -> None:
    with pytest.raises(sp.NoRecordsError, match=r"2026-04.*2026-03-10 to 2026-03-10"):
        sp.score([row()], UNITS, period="2026-04")
    board = sp.score([row()], UNITS, period=["2026-03", "2026-04"])
    assert board.intake.empty == ("2026-04",)


def test_rows_of_another_kind_of_owner_are_counted_and_the_way_out_said() -> None:
    stores = [{"store": "s1", "date": "2026-03-10", "units_delivered": 1, "target_units": 1}]
    with pytest.raises(sp.NoRecordsError, match="choose with by="):
        sp.score(stores, UNITS)
    assert sp.score([row(), *stores], UNITS).intake.other_owners == (("store", 1),)
    assert [card.subject for card in sp.score([row(), *stores], UNITS, by="store")] == ["s1"]
    with pytest.raises(sp.UnknownNameError, match="person"):
        sp.score(stores, UNITS, by="persn")


def test_all_rows_set_aside_leaves_nothing_to_score() -> None:
    with pytest.raises(sp.NoRecordsError, match="strict=True"):
        sp.score([row(date="?")], UNITS, strict=False)


def test_mixed_time_zones() -> None:
    china = timezone(timedelta(hours=8))
    same = [row(date=datetime(2026, 3, 10, 23, tzinfo=china)), row(date="2026-03-10T01:00+08:00")]
    assert sp.score(same, UNITS, period="2026-03")["li.na"].measures["units_delivered"] == 2
    found = faults([*same, row(date=datetime(2026, 3, 10, tzinfo=UTC))])
    assert "one time zone" in found[0].expected


def test_an_aware_date_is_its_own_local_date() -> None:
    china = timezone(timedelta(hours=8))
    late = [row(date=datetime(2026, 3, 31, 23, 30, tzinfo=china)), row(date=datetime(2026, 4, 1, 0, 30, tzinfo=china))]
    assert sp.score(late, UNITS, period="2026-03")["li.na"].measures["units_delivered"] == 1


def test_two_columns_mapped_to_one_measure() -> None:
    with pytest.raises(sp.RecordError, match="one column"):
        sp.score([row(台数=2)], UNITS, columns={"units_delivered": "台数"})
    renamed = [{"谁": "li.na", "何时": date(2026, 3, 10), "台数": 2, "目标": 1}]
    mapping = {"person": "谁", "date": "何时", "units_delivered": "台数", "target_units": "目标"}
    assert sp.score(renamed, UNITS, columns=mapping)["li.na"].lines[0].value == 200


def test_mixed_kinds_of_ids() -> None:
    found = faults([row(), row(person=7)])
    assert "one kind of id" in found[0].expected


def test_numbers_beyond_the_exact_range_name_measure_and_subject() -> None:
    with pytest.raises(sp.ExactRangeError, match=r"units_delivered of 'li.na'") as caught:
        sp.score([row(units_delivered=10**14), row(units_delivered=10**14)], UNITS, period="2026-03")
    assert (caught.value.measure, caught.value.subject) == ("units_delivered", "li.na")
    assert isinstance(caught.value, ValueError)


def test_a_value_on_an_unbounded_ray_has_its_limit() -> None:
    ray = sp.Profile(
        "ray",
        level="consultant",
        criteria=[sp.Criterion(indicators.GROSS_FRONT, weight=100, curve=curves.Proportional())],
        extras=[sp.Extra("more", of=indicators.GROSS_FRONT, curve=curves.Proportional(), minimum=0, maximum=1)],
    )
    rows = [{"person": "li.na", "date": "2026-03-10", "gp_front": 10**14}]
    with pytest.raises(sp.ExactRangeError, match="gross_front"):
        sp.score(rows, ray)
    capped = ray.replace(
        criteria=[sp.Criterion(indicators.GROSS_FRONT, weight=100, curve=curves.Proportional(cap=100))]
    )
    with pytest.raises(sp.ExactRangeError):
        sp.score(rows, capped)


def test_a_field_of_ten_megabytes_costs_nothing() -> None:
    huge = "9" * 10_000_000
    began = time.perf_counter()
    found = faults([row(units_delivered=huge), row(person=huge), row(date=huge)])
    assert time.perf_counter() - began < 1
    assert [fault.row for fault in found] == [1, 2, 3]
    assert all(len(str(fault)) < 400 for fault in found)


HOSTILE = "<script>alert(1)</script>\u202e\x07\n"


def test_hostile_ids_are_shown_safely_everywhere() -> None:
    board = sp.score([row(person=HOSTILE)], UNITS, period="2026-03")
    card = board[HOSTILE]
    assert card.subject == HOSTILE
    for text in (repr(board), repr(card), card.explain(), card.explain("zh")):
        assert "\u202e" not in text
        assert "\x07" not in text
    for markup in (board._repr_html_(), card._repr_html_()):
        assert "<script" not in markup
        assert "\u202e" not in markup
    assert sp.Scoreboard.from_json(board.to_json())[HOSTILE] == card
    with pytest.raises(sp.SubjectError) as caught:
        board["\u202enobody"]
    assert "\u202e" not in str(caught.value)


@pytest.mark.parametrize(
    "records", ["三月.csv", b"march.csv", {"person": "li.na"}, 7, None, [1, 2], [("li.na", 1)], [object()]]
)
def test_what_is_no_source_of_records_is_refused(records: Any) -> None:
    with pytest.raises((sp.InputTypeError, sp.RecordError)):
        sp.score(records, UNITS)


def test_a_profile_is_a_profile() -> None:
    with pytest.raises(sp.InputTypeError, match=r"profiles\.CONSULTANT"):
        sp.score([row()], "consultant")  # type: ignore[arg-type]


def test_the_same_target_in_records_and_in_targets() -> None:
    targets = [{"person": "li.na", "date": "2026-03-01", "target_units": 2}]
    with pytest.raises(sp.RecordError, match="not in both"):
        sp.score([row()], UNITS, targets=targets)
    without = [{"person": "li.na", "date": "2026-03-10", "units_delivered": 1}]
    assert sp.score(without, UNITS, targets=targets)["li.na"].lines[0].value == 50
    with pytest.raises(sp.RecordError, match="row 1, targets: date"):
        sp.score(without, UNITS, targets=[{"person": "li.na", "date": "?", "target_units": 2}])


def test_a_row_over_more_than_the_period_is_no_target_or_a_listed_fault() -> None:
    quarter = {"person": "li.na", "date": "2026-01-01", "until": "2026-04-01", "target_units": 9}
    sold = {"person": "li.na", "date": "2026-03-10", "units_delivered": 9}
    assert sp.score([quarter, sold], UNITS, period="2026-Q1")["li.na"].lines[0].value == 100
    march = sp.score([quarter, sold], UNITS, period="2026-03")["li.na"].lines[0]
    assert (march.value, march.status) == (None, sp.Status.NO_TARGET)
    spread = {"person": "li.na", "date": "2026-03-30", "until": "2026-04-03", "units_delivered": 4}
    with pytest.raises(sp.RecordError, match="nothing is prorated silently") as caught:
        sp.score([sold, spread], UNITS, period="2026-03")
    assert caught.value.faults[0].row == 2
    lenient = sp.score([sold, spread], UNITS, period="2026-03", strict=False)
    assert lenient["li.na"].measures["units_delivered"] == 9
    assert [one.row for one in lenient.intake.rejected] == [2]


def test_rows_with_until_that_touch_no_period_are_counted_outside() -> None:
    february = {"person": "li.na", "date": "2026-02-01", "until": "2026-03-01", "target_units": 9}
    autumn = {"person": "li.na", "date": "2026-08-15", "until": "2026-09-15", "target_units": 9}
    board = sp.score([february, autumn, row()], UNITS, period=["2026-02", "2026-03"])
    assert (board.intake.read, board.intake.used, board.intake.outside) == (3, 2, 1)
    with pytest.raises(sp.NoRecordsError, match="2026-08-15"):
        sp.score([autumn], UNITS, period="2026-03")


def test_curve_weight_and_profile_faults_are_errors_when_written() -> None:
    line = curves.Linear((0, 0), (100, 100))
    with pytest.raises(sp.ProfileError, match="total of exactly 100"):
        UNITS.replace(criteria=[sp.Criterion(indicators.UNIT_ATTAINMENT, weight=90, curve=line)])
    with pytest.raises(sp.ProfileError, match="unit_attainment"):
        UNITS.replace(criteria=[sp.Criterion(indicators.UNIT_ATTAINMENT, weight=50, curve=line)] * 2)
    for knots in ((), ((0, 0), (0, 1)), ((1, 0), (0, 1))):
        with pytest.raises(sp.CurveError):
            curves.Linear(*knots)
    assert profiles.CONSULTANT.criteria


def test_a_change_of_shown_values_beyond_the_exact_range_is_refused() -> None:
    """DESIGN, Arithmetic contract 6: beyond 2^62 an error naming measure and subject."""
    growth = indicators.Change(
        "price_growth",
        of=indicators.AVG_SELLING_PRICE,
        unit="percent",
        direction="higher",
        decimals=2,
        en="Price growth",
        zh="均价增长率",
    )
    line = sp.Criterion(growth, weight=100, curve=curves.Linear((0, 0), (100, 100)))
    profile = sp.Profile("growth", level="consultant", criteria=[line])
    rows = [
        {"person": "li.na", "date": "2025-03-02", "revenue_vehicle": 100_000, "units_delivered": 1},
        {"person": "li.na", "date": "2026-03-02", "revenue_vehicle": 1_500_000_000_000, "units_delivered": 1},
    ]
    with pytest.raises(sp.ExactRangeError, match=r"price_growth of 'li.na'"):
        sp.score(rows, profile, period="2026-03")
