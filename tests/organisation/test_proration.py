"""The target is prorated by selling days, leave and ramp; the facts are cut at the date."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from organisation.drawn import DAYS, PARENTS, Parts, holds, parts

from salesperf.arithmetic import rdiv
from salesperf.organisation import Id, Organisation, Proration, Ramp, prorated
from salesperf.vocabulary import Owner

few = settings(max_examples=50)
MARCH = date(2026, 3, 1).toordinal(), date(2026, 4, 1).toordinal()


def every_day(start: date, end: date, _store: Id | None) -> int:
    return (end - start).days


def never(_start: date, _end: date, _store: Id | None) -> int:
    return 0


def by_store(start: date, end: date, store: Id | None) -> int:
    """Count the days on which a store sells: each is closed on a weekday of its own, east on two."""
    closed = {"west": {6}, "s.1": {6}, "east": {0, 1}, "s.2": {0, 1}}.get(str(store), set())
    return sum((start + timedelta(days=n)).weekday() not in closed for n in range((end - start).days))


def in_march(
    rows: list[dict[str, Any]], days: Any = every_day, owner: str = "li.na", ramp: Ramp | None = None
) -> Proration:
    proration = prorated(Organisation.from_rows(rows, ramp=ramp), owner, *MARCH, days)
    assert proration is not None
    return proration


def li(store: str = "west", start: str = "", until: str = "", **more: Any) -> dict[str, Any]:
    return {"person": "li.na", "store": store, "start": start, "until": until, **more}


def away(start: str, until: str) -> dict[str, Any]:
    return {"person": "li.na", "leave": "yes", "start": start, "until": until}


def test_who_was_there_throughout_has_exactly_the_target() -> None:
    proration = in_march([li()], by_store)
    assert (proration.whole, proration.share, proration.by_calendar_days) == (26, 1, False)
    assert proration.amounts(1_000_003) == (1_000_003,)


def test_a_joiner_has_the_part_of_the_selling_days_that_were_left() -> None:
    proration = in_march([li(start="2026-03-16")], by_store)  # 14 of the 26 days but Sundays
    assert proration.share == Fraction(14, 26)
    assert proration.amounts(2600) == (1400,)
    part = proration.parts[0]
    assert (part.start, part.end, part.days) == (date(2026, 3, 16).toordinal(), MARCH[1], 14)


def test_a_leaver_has_the_part_until_the_last_day() -> None:
    assert in_march([li(until="2026-03-16")]).amounts(3100) == (1500,)


def test_leave_counts_no_days() -> None:
    rows = [li(), away("2026-02-20", "2026-03-03"), away("2026-03-09", "2026-03-16"), away("2026-03-30", "2026-04-20")]
    proration = in_march(rows)
    assert [(part.start - MARCH[0] + 1, part.end - MARCH[0]) for part in proration.parts] == [(3, 8), (16, 29)]
    assert proration.share == Fraction(20, 31)
    assert proration.amounts(3100) == (600, 1400)


def test_leave_throughout_leaves_nothing() -> None:
    proration = in_march([li(), away("2026-01-01", "")])
    assert (proration.parts, proration.share, proration.amounts(500)) == ((), 0, ())


def test_a_move_between_stores_counts_each_by_its_own_calendar() -> None:
    proration = in_march([li(until="2026-03-16"), li("east", start="2026-03-16")], by_store)
    assert [part.days for part in proration.parts] == [12, 10]
    assert proration.whole == 22
    assert proration.amounts(7) == (4, 3)  # the parts add up to the target, the remainder goes to the earlier


def test_days_before_and_after_are_counted_at_the_nearest_store() -> None:
    """Joined east on the 16th: the whole is March at east, whose parts are those of one store."""
    assert in_march([li("east", start="2026-03-16")], by_store).whole == by_store(
        date(2026, 3, 1), date(2026, 4, 1), "east"
    )
    assert in_march([li(until="2026-03-16")], by_store).whole == 26


def test_a_gap_that_leave_explains_is_counted_at_the_store_that_was_left() -> None:
    rows = [li(until="2026-03-09"), away("2026-03-09", "2026-03-16"), li("east", start="2026-03-16")]
    proration = in_march(rows, by_store)
    assert proration.whole == 6 + 6 + 10  # west, away at west, east
    assert [part.days for part in proration.parts] == [6, 10]


def test_a_ramp_multiplies_by_the_months_since_joining() -> None:
    ramp = Ramp("0", "0.25", 0.5, "0.75")
    proration = in_march([li(start="2026-01-16")], ramp=ramp)  # the third month begins on the 16th
    assert [(part.days, part.numerator, part.denominator) for part in proration.parts] == [(15, 1, 4), (16, 1, 2)]
    assert proration.share == Fraction(15 * 1 + 16 * 2, 31 * 4)
    assert sum(proration.amounts(10_000)) == rdiv(10_000 * 47, 124)


def test_months_since_joining_on_the_31st_end_with_their_month() -> None:
    ramp = Ramp(0, 1, "0.5")
    proration = in_march([li(start="2026-01-31")], ramp=ramp)  # second month from 28 February, third from 31 March
    assert [(part.days, part.numerator, part.denominator) for part in proration.parts] == [(30, 1, 1), (1, 1, 2)]


def test_after_the_ramp_the_whole_target_counts() -> None:
    proration = in_march([li(start="2026-02-11")], ramp=Ramp("0.5"))
    assert [(part.days, part.numerator, part.denominator) for part in proration.parts] == [(10, 1, 2), (21, 1, 1)]


def test_a_first_month_of_nothing_leaves_nothing() -> None:
    proration = in_march([li(start="2026-03-01")], ramp=Ramp(0))
    assert (proration.share, proration.amounts(100)) == (0, (0,))
    assert proration.parts[0].days == 31


def test_the_ramp_counts_from_the_first_joining_and_not_from_a_move() -> None:
    rows = [li(start="2025-01-01", until="2026-03-01"), li("east", start="2026-03-01")]
    assert in_march(rows, ramp=Ramp(0)).share == 1


def test_who_was_always_there_and_a_house_account_have_no_ramp() -> None:
    assert in_march([li()], ramp=Ramp(0)).share == 1
    assert in_march([li(start="2026-03-01", house="yes")], ramp=Ramp(0)).share == 1


def test_a_ramp_may_reach_beyond_the_calendar() -> None:
    org = Organisation.from_rows([li(start="9999-12-01")], ramp=Ramp(0, "0.5"))
    proration = prorated(org, "li.na", date(9999, 12, 1).toordinal(), date(9999, 12, 31).toordinal(), every_day)
    assert proration is not None
    assert [part.numerator for part in proration.parts] == [0]


def test_a_span_without_selling_days_is_counted_in_calendar_days() -> None:
    proration = in_march([li(start="2026-03-22")], never)
    assert (proration.whole, proration.by_calendar_days) == (31, True)
    assert proration.amounts(310) == (100,)


def test_a_unit_has_a_part_for_each_manager_and_neither_leave_nor_ramp() -> None:
    rows = [
        li(start="2026-03-10"),
        {"person": "wang", "store": "west", "level": "manager", "until": "2026-03-11"},
        {"person": "wu", "store": "west", "level": "manager", "start": "2026-03-11"},
        {"person": "wu", "leave": "yes"},
    ]
    proration = in_march(rows, owner="west", ramp=Ramp(0))
    assert [(part.stretch.managers, part.days) for part in proration.parts] == [(("wang",), 10), (("wu",), 21)]
    assert proration.amounts(31) == (10, 21)


def test_a_unit_that_opens_within_the_span_has_its_part() -> None:
    rows = [li(start="2026-03-22"), {"unit": "west", "kind": "store", "start": "2026-03-22"}]
    assert in_march(rows, owner="west").share == Fraction(10, 31)


@pytest.mark.parametrize(
    ("owner", "start", "end"),
    [("nobody", *MARCH), ("li.na", MARCH[0], MARCH[0]), ("li.na", MARCH[0] - 60, MARCH[0] - 30)],
)
def test_nothing_to_prorate(owner: str, start: int, end: int) -> None:
    org = Organisation.from_rows([li(start="2026-03-01")])
    assert prorated(org, owner, start, end, every_day) is None


def test_negative_targets_add_up_too() -> None:
    proration = in_march([li(until="2026-03-16"), li("east", start="2026-03-16")])
    assert sum(proration.amounts(-1001)) == -1001


SPANS = st.tuples(st.integers(DAYS[0], DAYS[-1] - 1), st.integers(1, 40)).map(lambda span: (span[0], sum(span)))
RAMPS = st.none() | st.lists(st.sampled_from(["0", "0.25", "0.3333", "1"]), min_size=1, max_size=3).map(
    lambda each: Ramp(*each)
)


@few
@given(parts(leave=True), SPANS, RAMPS, st.integers(-(10**9), 10**9))
def test_the_parts_of_a_target_add_up_to_its_share(
    drawn: Parts, span: tuple[int, int], ramp: Ramp | None, target: int
) -> None:
    """The total is rdiv(target × Σ days × factor, whole), and the parts of all stretches add up to it exactly."""
    org = Organisation(units=drawn.units, memberships=drawn.memberships, leaves=drawn.leaves, ramp=ramp)
    for owner in (*drawn.people(), *PARENTS):
        proration = prorated(org, owner, *span, by_store)
        if proration is None:
            assert all(org.stretch(owner, day) is None for day in range(*span))
            continue
        share = proration.share
        assert 0 <= share <= 1
        assert sum(proration.amounts(target)) == rdiv(target * share.numerator, share.denominator)
        for part in proration.parts:
            assert part.stretch in org.stretches(owner)
            assert part.stretch.start <= part.start < part.end <= part.stretch.end
            assert span[0] <= part.start
            assert part.end <= span[1]


@few
@given(parts(leave=True), SPANS)
def test_each_day_counts_once_where_its_person_is(drawn: Parts, span: tuple[int, int]) -> None:
    org = Organisation(units=drawn.units, memberships=drawn.memberships, leaves=drawn.leaves)
    for person in drawn.people():
        proration = prorated(org, person, *span, by_store)
        if proration is None:
            continue
        days = every_day if proration.by_calendar_days else by_store
        for day in range(*span):
            stretch = org.stretch(person, day)
            there = stretch is not None and not any(each.person == person and holds(each, day) for each in drawn.leaves)
            assert sum(part.start <= day < part.end for part in proration.parts) == there
        assert sum(part.days for part in proration.parts) == sum(
            days(date.fromordinal(day), date.fromordinal(day + 1), org.unit_of(part.stretch, Owner.STORE))
            for part in proration.parts
            for day in range(part.start, part.end)
        )


@few
@given(parts(), SPANS, st.integers(-(10**9), 10**9))
def test_who_was_there_throughout_has_exactly_the_target_however_often_they_moved(
    drawn: Parts, span: tuple[int, int], target: int
) -> None:
    org = Organisation(units=drawn.units, memberships=drawn.memberships)
    for owner in (*drawn.people(), *PARENTS):
        if all(org.stretch(owner, day) for day in range(*span)):
            proration = prorated(org, owner, *span, by_store)
            assert proration is not None
            assert sum(proration.amounts(target)) == target


@few
@given(parts(leave=True), SPANS, RAMPS)
def test_a_target_of_each_day_is_the_target_of_the_span(drawn: Parts, span: tuple[int, int], ramp: Ramp | None) -> None:
    """What counts of a span is what counts of its days: prorating in pieces loses nothing."""
    org = Organisation(units=drawn.units, memberships=drawn.memberships, leaves=drawn.leaves, ramp=ramp)
    for person in drawn.people():
        whole = prorated(org, person, *span, every_day)
        if whole is None:
            continue
        pieces = [prorated(org, person, day, day + 1, every_day) for day in range(*span)]
        assert whole.share * whole.whole == sum(each.share for each in pieces if each)


def test_parts_and_prorations_are_values() -> None:
    proration = in_march([li()])
    assert proration == in_march([li()])
    assert hash(proration) == hash(in_march([li()]))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        proration.whole = 1
