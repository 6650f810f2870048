"""Who belongs where and under whom, on every day, against the same worked out day by day from the parts."""

from __future__ import annotations

import pickle
from decimal import Decimal
from itertools import pairwise
from random import Random

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from organisation.drawn import DAYS, PARENTS, Parts, holds, parts

from salesperf.errors import UnknownNameError
from salesperf.organisation import Id, Membership, Organisation, Ramp, Stretch, Unit
from salesperf.vocabulary import Level, Owner

few = settings(max_examples=50)


def organisation(drawn: Parts) -> Organisation:
    return Organisation(units=drawn.units, memberships=drawn.memberships, leaves=drawn.leaves)


# --- the laws ---------------------------------------------------------------------------------------------------------


@few
@given(parts())
def test_stretches_say_where_everyone_is_on_every_day(drawn: Parts) -> None:
    """A record is credited to the unit its person belonged to on the record's date."""
    org = organisation(drawn)
    for owner in (*drawn.people(), *PARENTS):
        for day in DAYS:
            own = drawn.membership(owner, day)
            chain = drawn.chain(owner, day)
            stretch = org.stretch(owner, day)
            if not chain:
                assert stretch is None
                continue
            assert stretch is not None
            assert stretch.start <= day < stretch.end
            assert stretch.chain == chain
            assert stretch.managers == tuple(drawn.manager(unit, day) for unit in chain)
            assert stretch.manager_levels == tuple(level_of(drawn, boss, day) for boss in stretch.managers)
            assert (stretch.level, stretch.manages, stretch.house) == (
                (own.level, own.manages, own.house) if own else (None, False, False)
            )


@few
@given(parts())
def test_stretches_tile_the_memberships_and_are_as_long_as_can_be(drawn: Parts) -> None:
    org = organisation(drawn)
    for owner in (*drawn.people(), *PARENTS):
        stretches = org.stretches(owner)
        for one, other in pairwise(stretches):
            assert one.end <= other.start
            assert one.end < other.start or place(one) != place(other)
        own = [
            each
            for each in (*drawn.memberships, *drawn.units)
            if owner in {getattr(each, "person", None), getattr(each, "id", None)}
        ]
        for day in DAYS:
            assert sum(each.start <= day < each.end for each in stretches) == sum(holds(each, day) for each in own)


@few
@given(parts())
def test_reporting_lines_are_the_same_from_above_and_from_below(drawn: Parts) -> None:
    org = organisation(drawn)
    day = DAYS[20]
    for person in drawn.people():
        chain = drawn.chain(person, day)
        managers = [drawn.manager(unit, day) for unit in chain]
        above = tuple(each for each in managers if each not in {None, person})
        assert org.above(person, day) == above
        assert org.reports_to(person, day) == (above[0] if above else None)
    for unit in PARENTS:
        expected = set()
        for person in drawn.humans():
            chain = drawn.chain(person, day)
            if unit in chain and drawn.manager(unit, day) != person:
                between = [drawn.manager(each, day) for each in chain[: chain.index(unit)]]
                if all(each in {None, person} for each in between):
                    expected.add((person, day, day + 1))
        assert org.direct_reports(unit, day, day + 1) == tuple(sorted(expected))


@few
@given(parts(), st.integers(DAYS[0], DAYS[-1]), st.integers(1, 30))
def test_reports_over_a_span_are_those_of_its_days(drawn: Parts, start: int, length: int) -> None:
    org = organisation(drawn)
    for unit in PARENTS:
        assert org.direct_reports(unit, start, start) == ()
        listed = org.direct_reports(unit, start, start + length)
        for day in range(start, start + length):
            daily = {person for person, _, _ in org.direct_reports(unit, day, day + 1)}
            assert {person for person, first, after in listed if first <= day < after} == daily
        assert all(start <= first < after <= start + length for _, first, after in listed)
        for (one, _, end), (other, first, _) in pairwise(listed):
            assert one != other or end < first


@few
@given(parts(), st.integers(DAYS[0], DAYS[-1]), st.integers(1, 30))
def test_a_subtree_holds_everyone_who_was_under_its_owner(drawn: Parts, start: int, length: int) -> None:
    org = organisation(drawn)
    span = range(start, start + length)
    assert org.subtree("g", start, start) == ()
    for unit in PARENTS:
        under = [person for person in drawn.humans() if any(unit in drawn.chain(person, day) for day in span)]
        assert org.subtree(unit, start, start + length) == tuple(under)
    for manager in drawn.humans():
        under = [
            person
            for person in drawn.humans()
            if person != manager
            and any(manager == drawn.manager(unit, day) for day in span for unit in drawn.chain(person, day))
        ]
        assert org.subtree(manager, start, start + length) == tuple(under)


@few
@given(parts(), st.data())
def test_moving_one_person_leaves_every_other_owner_as_it_was(drawn: Parts, data: st.DataObject) -> None:
    """Moving a person changes nobody else's stretches, unless they managed a unit of theirs."""
    chosen = data.draw(st.sampled_from([n for n, each in enumerate(drawn.memberships) if not each.house]))
    old = drawn.memberships[chosen]
    new = attrs.evolve(old, unit=data.draw(st.sampled_from(sorted(PARENTS))), manages=False)
    moved = attrs.evolve(drawn, memberships=(*drawn.memberships[:chosen], new, *drawn.memberships[chosen + 1 :]))
    before, after = organisation(drawn), organisation(moved)
    for owner in (*drawn.people(), *PARENTS):
        managed = any(old.person in stretch.managers for stretch in before.stretches(owner))
        if owner != old.person and not (old.manages and managed):
            assert before.stretches(owner) == after.stretches(owner)


@few
@given(parts(leave=True), st.randoms(use_true_random=False))
def test_rows_read_back_as_the_same_organisation_in_any_order(drawn: Parts, random: Random) -> None:
    org = organisation(drawn)
    rows = org.to_dicts()
    assert Organisation.from_rows(rows) == org
    random.shuffle(rows)
    again = Organisation.from_rows(rows)
    assert again == org
    assert hash(again) == hash(org)
    assert again.to_dicts() == org.to_dicts()
    assert again.unused == ()


@few
@given(parts(leave=True))
def test_an_organisation_pickles(drawn: Parts) -> None:
    org = organisation(drawn)
    copy = pickle.loads(pickle.dumps(org))
    assert copy == org
    assert hash(copy) == hash(org)
    for owner in drawn.people():
        assert copy.stretches(owner) == org.stretches(owner)


@few
@given(parts(), st.sampled_from([None, *Level]), st.integers(DAYS[0], DAYS[-1]), st.integers(0, 20))
def test_people_of_a_level_in_a_span(drawn: Parts, level: Level | None, start: int, length: int) -> None:
    listed = organisation(drawn).people(level, start, start + length)
    assert listed == tuple(
        person
        for person in drawn.humans()
        if any(
            each is not None and level in {None, each.level}
            for day in range(start, start + length)
            for each in [drawn.membership(person, day)]
        )
    )


def level_of(drawn: Parts, person: Id | None, day: int) -> Level | None:
    own = None if person is None else drawn.membership(person, day)
    return own.level if own else None


def place(stretch: Stretch) -> tuple[object, ...]:
    levels = stretch.manager_levels
    return stretch.chain, stretch.managers, levels, stretch.level, stretch.manages, stretch.house


# --- by example -------------------------------------------------------------------------------------------------------

SMALL = [
    {"person": "li.na", "team": "west.a", "store": "west", "area": "south", "group": "all", "start": "2025-03-01"},
    {"person": "chen", "team": "west.b", "store": "west"},
    {"person": "zhao", "team": "west.a", "store": "west", "level": "manager", "start": "2026-01-01"},
    {"person": "wang", "store": "west", "level": "manager"},
    {"person": "director", "area": "south", "group": "all", "level": "director"},
    {"person": "house", "store": "west", "house": "yes"},
]
TODAY = 739_700


@pytest.fixture(scope="module")
def small() -> Organisation:
    return Organisation.from_rows(SMALL)


def test_what_an_organisation_knows(small: Organisation) -> None:
    assert small.people() == ("chen", "director", "li.na", "wang", "zhao")
    assert small.units() == ("all", "south", "west", "west.a", "west.b")
    assert small.units(Owner.TEAM) == ("west.a", "west.b")
    assert [small.knows(each) for each in ("li.na", "house", "west", "nobody", 7)] == [True, True, True, False, False]
    assert [small.is_unit(each) for each in ("li.na", "west", "nobody")] == [False, True, False]
    assert [small.kind_of(each) for each in ("li.na", "house", "west.a", "all")] == [
        Owner.PERSON,
        Owner.PERSON,
        Owner.TEAM,
        Owner.GROUP,
    ]


@pytest.mark.parametrize(("name", "near"), [("wets.a", ("west.a",)), ("li.an", ()), (7, ())])
def test_an_unknown_owner_has_no_kind_and_only_units_are_suggested(
    small: Organisation, name: str | int, near: tuple[str, ...]
) -> None:
    with pytest.raises(UnknownNameError) as caught:
        small.kind_of(name)
    assert caught.value.choices[:1] == near[:1]
    assert not set(caught.value.choices) & set(small.people())


def test_questions_about_an_unknown_owner_are_answered_with_nothing(small: Organisation) -> None:
    assert small.stretches("nobody") == ()
    assert small.stretch("nobody", TODAY) is None
    assert small.above("nobody", TODAY) == ()
    assert small.reports_to("nobody", TODAY) is None
    assert small.direct_reports("nobody", TODAY, TODAY + 1) == ()
    assert small.direct_reports("li.na", TODAY, TODAY + 1) == ()
    assert small.subtree("nobody", TODAY, TODAY + 1) == ()
    assert small.absences("nobody") == ()
    assert small.joined("nobody") is None


def test_a_chain_leads_from_the_narrowest_unit_to_the_widest(small: Organisation) -> None:
    stretch = small.stretch("li.na", TODAY)
    assert stretch is not None
    assert stretch.chain == ("west.a", "west", "south", "all")
    assert stretch.managers == ("zhao", "wang", "director", None)
    assert stretch.unit == "west.a"
    assert [small.unit_of(stretch, kind) for kind in Owner] == [None, "west.a", "west", "south", "all"]
    assert small.joined("li.na") == stretch.start - 306
    assert small.joined("chen") is None


def test_a_vacant_seat_hands_its_reports_up(small: Organisation) -> None:
    assert [person for person, _, _ in small.direct_reports("west", TODAY, TODAY + 1)] == ["chen", "zhao"]
    before = small.stretches("li.na")[0].start
    assert small.direct_reports("west", before, TODAY) == (
        ("chen", before, TODAY),
        ("li.na", before, before + 306),
        ("zhao", before + 306, TODAY),
    )


def test_a_house_account_is_a_member_that_reports_to_nobody_and_is_nobodys_report(small: Organisation) -> None:
    stretch = small.stretch("house", TODAY)
    assert stretch is not None
    assert stretch.house
    assert stretch.chain == ("west", "south", "all")
    assert "house" not in small.people()
    assert "house" not in small.subtree("west", TODAY, TODAY + 1)
    assert "house" not in [person for person, _, _ in small.direct_reports("west")]


def test_stretches_of_a_unit_end_where_a_manager_above_it_changes() -> None:
    org = Organisation.from_rows(
        [
            {"person": "li.na", "team": "a", "store": "west"},
            {"person": "wang", "store": "west", "level": "manager", "until": "2026-03-01"},
            {"person": "wu", "store": "west", "level": "manager", "start": "2026-03-01"},
        ]
    )
    assert [each.managers for each in org.stretches("a")] == [(None, "wang"), (None, "wu")]
    assert [each.managers for each in org.stretches("li.na")] == [(None, "wang"), (None, "wu")]
    assert [each.level for each in org.stretches("a")] == [None, None]


def test_leave_and_a_renewed_contract_do_not_cut_a_stretch() -> None:
    rows = [
        {"person": "li.na", "store": "west", "until": "2026-01-01"},
        {"person": "li.na", "store": "west", "start": "2026-01-01"},
        {"person": "li.na", "leave": "yes", "start": "2026-02-01", "until": "2026-02-08"},
    ]
    org = Organisation.from_rows(rows)
    assert len(org.stretches("li.na")) == 1
    assert len(org.absences("li.na")) == 1


def test_teams_in_teams_to_any_depth() -> None:
    units = [Unit(n, Owner.TEAM, n + 1) for n in range(300)] + [Unit(300, Owner.STORE)]
    org = Organisation(units=units, memberships=[Membership("li.na", 0), Membership("wang", 300, manages=True)])
    stretch = org.stretch("li.na", TODAY)
    assert stretch is not None
    assert stretch.chain == tuple(range(301))
    assert org.reports_to("li.na", TODAY) == "wang"
    assert org.direct_reports(300, TODAY, TODAY + 1) == (("li.na", TODAY, TODAY + 1),)


def test_two_teams_may_change_places() -> None:
    rows = [
        {"person": "li.na", "unit": "a"},
        {"unit": "a", "kind": "team", "parent": "b", "until": "2026-03-01"},
        {"unit": "a", "kind": "team", "start": "2026-03-01"},
        {"unit": "b", "kind": "team", "until": "2026-03-01"},
        {"unit": "b", "kind": "team", "parent": "a", "start": "2026-03-01"},
    ]
    assert [each.chain for each in Organisation.from_rows(rows).stretches("li.na")] == [("a", "b"), ("a",)]


def test_the_repr_is_short_and_names_nobody(small: Organisation) -> None:
    assert repr(small) == "<Organisation: 5 people, 5 units>"
    assert repr(Organisation.from_rows([*SMALL, {"person": "li.na", "leave": "yes"}])).endswith("5 units, 1 leaves>")


def test_a_ramp_shows_its_factors() -> None:
    ramp = Ramp("0", 0.25, Decimal("0.50"), 1)
    assert repr(ramp) == "Ramp('0', '0.25', '0.5', '1')"
    assert ramp == Ramp(0, "0.25", "0.50", "1.0")


def test_organisations_differ_by_what_they_say(small: Organisation) -> None:
    assert small != Organisation.from_rows(SMALL[:-1])
    assert small != "small"
    assert len({small, Organisation.from_rows(SMALL), Organisation.from_rows(SMALL[::-1])}) == 1
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        small.ramp = None
