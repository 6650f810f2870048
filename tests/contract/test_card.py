"""The order on a card, its statuses, ranks and policies; each test quotes the sentence of the contract it checks."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import salesperf as sp
from salesperf import CardStatus, NotAssessed, Status, curves, indicators, testing
from salesperf.arithmetic import largest_remainder
from salesperf.profiles import CapGrade, Disqualify, ItemZero

pytestmark = pytest.mark.untraced

BOARDS = testing.boards(people=["li.na", "wang.wei", "zhao.min", "wu.xia", "xu.dong"])
SOME = settings(max_examples=40)


@SOME
@given(BOARDS)
def test_contributions_add_up_to_the_base(board: sp.Scoreboard) -> None:
    """ "Contributions add up to `card.base` exactly" """
    for card in board:
        parts = [line.contribution for line in card if line.contribution is not None]
        assert (card.base is None) == (not parts)
        assert card.base is None or sum(parts, Decimal(0)) == card.base


@SOME
@given(BOARDS)
def test_contributions_are_differences_of_rounded_running_sums(board: sp.Scoreboard) -> None:
    """ "cᵢ = rdiv(Σ_{j≤i} wⱼpⱼ, W) − rdiv(Σ_{j<i} wⱼpⱼ, W), in profile order" """
    for card in board:
        if card.profile.group_maximum or card.base is None:
            continue
        whole = sum(line.nominal_weight for line in card if line.points is not None)
        running, before = Fraction(0), Decimal(0)
        for line in card:
            if line.points is None:
                assert line.contribution is None
                continue
            running += Fraction(line.nominal_weight) * Fraction(line.points)
            after = Decimal((running * 1000 / Fraction(whole) + Fraction(1, 2)).__floor__()).scaleb(-3)
            assert line.contribution == after - before
            before = after


@SOME
@given(BOARDS)
def test_steps_add_up_to_the_total(board: sp.Scoreboard) -> None:
    """ "`card.steps` lists 2–5 and adds up to the total." """
    for card in board:
        assert (card.total is None) == (card.steps == ())
        if card.total is not None:
            assert sum((step.amount for step in card.steps), Decimal(0)) == card.total
            kinds = [step.kind for step in card.steps]
            assert kinds == sorted(kinds, key=["base", "extra", "limit", "multiplier"].index)
            assert card.steps[0].amount == card.base


@SOME
@given(BOARDS)
def test_everything_on_a_card_follows_from_what_it_shows(board: sp.Scoreboard) -> None:
    """ "What is shown is what is scored: a person with a pencil can recompute the score from the scorecard." """
    for card in board:
        testing.assert_adds_up(card)
        assert all(card.explain(lang).strip() for lang in ("en", "zh"))


@SOME
@given(BOARDS)
def test_ranks(board: sp.Scoreboard) -> None:
    """ "ties share a rank (1, 2, 2, 4), ordered by subject id; unscored last" """
    cards = board.ranking()
    scored = [card for card in cards if card.total is not None]
    assert cards == tuple(scored) + tuple(card for card in cards if card.total is None)
    for card in cards:
        better = sum(card.total is not None and other.total > card.total for other in scored if other.total is not None)
        assert card.rank == (None if card.total is None else better + 1)
        assert card.peers == len(scored)
    for left, right in pairwise(cards):
        if left.total == right.total:
            assert str(left.subject) < str(right.subject)
        elif left.total is not None and right.total is not None:
            assert left.total > right.total


def test_ranks_of_the_contract() -> None:
    """ "ties share a rank (1, 2, 2, 4)" """
    rows = [
        {"person": name, "date": "2026-03-02", "contacts_made": n}
        for name, n in (("d", 9), ("c", 5), ("b", 5), ("a", 1), ("e", None))
    ]
    lone = [{"person": "z", "date": "2026-03-02"}]
    profile = sp.Profile(
        "contacts",
        level="consultant",
        criteria=[sp.Criterion(indicators.CONTACT_COUNT, weight=100, curve=curves.Linear((0, 0), (10, 100)))],
    )
    ranking = sp.score([*rows, *lone], profile, period="2026-03").ranking()
    assert [(card.subject, card.rank) for card in ranking] == [
        ("d", 1),
        ("b", 2),
        ("c", 2),
        ("a", 4),
        ("e", 5),
        ("z", 5),
    ]


HAS_VALUE = {Status.OK, Status.SUSPECT, Status.INSUFFICIENT_SAMPLE, Status.IMMATURE_COHORT}
SCORED = {Status.OK, Status.SUSPECT, Status.NO_SALES}
BY_POLICY = {Status.NO_DENOMINATOR, Status.NO_TARGET, Status.MISSING_DATA, Status.NOT_ASSESSED}


@SOME
@given(BOARDS)
def test_a_value_or_a_stated_reason(board: sp.Scoreboard) -> None:
    """ "A result is a value **or a stated reason**. Never 0, 100 or NaN in place of "unknown"." """
    for line in (line for card in board for line in card):
        assert (line.value is not None) == (line.status in HAS_VALUE)
        if line.value is not None:
            assert type(line.value) is Decimal
            assert line.value.is_finite()
            assert line.value.as_tuple().exponent == -line.indicator.decimals


@SOME
@given(BOARDS)
def test_points_by_status_and_policy(board: sp.Scoreboard) -> None:
    """The table of DESIGN "Status": with points from the value, by the not-assessed policy, always redistributed."""
    policy = board.profile.not_assessed
    for line in (line for card in board for line in card):
        if line.zeroed_by and line.points is not None:
            assert line.points == 0
        elif line.status in SCORED:
            assert line.points is not None
        elif line.status in BY_POLICY and policy in {NotAssessed.NEUTRAL, NotAssessed.ZERO}:
            assert line.points == (line.criterion.par if policy is NotAssessed.NEUTRAL else 0)
        else:
            assert line.points is None


@SOME
@given(BOARDS)
def test_the_status_of_a_card(board: sp.Scoreboard) -> None:
    """ "When less than `publish_at_least` percent of the weight was scored, the total is None …" """
    profile = board.profile
    for card in board:
        lines = list(card)
        scored = sum(line.nominal_weight for line in lines if line.status in SCORED)
        failed = profile.not_assessed is NotAssessed.FAIL and any(line.status in BY_POLICY for line in lines)
        out = any(gate.fired for gate in card.gates if isinstance(gate.gate.then, Disqualify))
        little = scored < profile.publish_at_least or all(line.points is None for line in lines)
        expected = (
            CardStatus.DISQUALIFIED
            if out
            else CardStatus.FAILED
            if failed
            else CardStatus.TOO_LITTLE_ASSESSED
            if little
            else CardStatus.SCORED
        )
        assert card.status is expected
        assert card.scored_weight == scored
        if card.status is not CardStatus.SCORED:
            assert (card.total, card.rank, card.grade, card.steps) == (None, None, None, ())


@SOME
@given(BOARDS)
def test_grades(board: sp.Scoreboard) -> None:
    """ "grade on the total, then lowered by the lowest cap; the last band has no lower end" """
    bands = board.profile.grades
    names = [name for name, _ in bands]
    for card in board:
        if card.total is None or not bands:
            assert card.grade is None
            continue
        place = next((n for n, (_, least) in enumerate(bands) if card.total >= least), len(bands) - 1)
        caps = [gate.gate.then.grade for gate in card.gates if gate.fired and isinstance(gate.gate.then, CapGrade)]
        assert card.grade == names[max([place, *map(names.index, caps)])]


@SOME
@given(BOARDS)
def test_gates_look_at_values_that_are_ok_and_zero_their_line(board: sp.Scoreboard) -> None:
    """ "gates look at it" only where the status is ok; "item gates set a line's points to 0" """
    for card in board:
        for gate in card.gates:
            if gate.fired is not None:
                assert all(status is Status.OK for _, _, status in gate.seen)
            if gate.fired and isinstance(gate.gate.then, ItemZero):
                line = card[gate.gate.then.criterion]
                assert gate.id in line.zeroed_by
                assert line.points in {None, 0}


@SOME
@given(BOARDS)
def test_extras_keep_their_own_bounds(board: sp.Scoreboard) -> None:
    """ "each extra, unweighted, clamped to its own bounds (without a value: 0 and its status)" """
    for card in board:
        for extra in card.extras:
            assert extra.extra.minimum <= extra.points <= extra.extra.maximum
            if extra.status not in SCORED:
                assert extra.points == 0


@SOME
@given(BOARDS)
def test_the_weights_that_count_total_one_hundred(board: sp.Scoreboard) -> None:
    """ "redistribute (the scored lines share the weight in proportion …)" """
    for card in board:
        shares = [line.weight for line in card if line.points is not None]
        assert sum(shares, Decimal(0)) == (100 if shares else 0)
        assert all(line.weight == 0 for line in card if line.points is None)
        for line in card:
            if line.points is not None:
                assert abs(line.weight - line.nominal_weight * 100 / line.scored_weight) < Decimal("0.01")


# --- weights


@settings(max_examples=60)
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=9).filter(any), st.integers(1, 50), st.integers(0, 10**6))
def test_doubled_shares_are_the_same_shares(shares: list[int], times: int, total: int) -> None:
    """ "weights re-normalised by largest remainder (ties in profile order) to exactly 100.00" """
    parts = largest_remainder(shares, total)
    assert sum(parts) == total
    assert largest_remainder([times * share for share in shares], total) == parts
    assert all(abs(Fraction(share * total, sum(shares)) - part) < 1 for share, part in zip(shares, parts, strict=True))


@settings(max_examples=30)
@given(testing.profiles(), st.sampled_from(["0.5", "2", "7"]), st.data())
def test_one_factor_for_all_weights_changes_nothing(profile: sp.Profile, factor: str, data: st.DataObject) -> None:
    """ "also in_phase({criterion id: factor}); weights re-normalised …" """
    same = profile.in_phase({criterion.id: factor for criterion in profile.criteria})
    assert [one.weight for one in same.criteria] == [one.weight for one in profile.criteria]
    rows = data.draw(testing.records(profile))
    testing.assert_same_scores(sp.score(rows, profile, period="2026-03"), sp.score(rows, same, period="2026-03"))


@settings(max_examples=30)
@given(testing.profiles(min_criteria=2), st.data())
def test_the_order_of_criteria_changes_no_points_and_no_total(profile: sp.Profile, data: st.DataObject) -> None:
    """ "base = rdiv(Σ wᵢpᵢ, Σ wᵢ)": a sum knows no order; only contributions are "in profile order"."""
    rows = data.draw(testing.records(profile))
    backwards = profile.replace(criteria=profile.criteria[::-1])
    one, two = (sp.score(rows, each, period="2026-03") for each in (profile, backwards))
    for card in one:
        other = two[card.subject]
        told: list[Any] = [(each.status, each.total, each.base, each.grade, each.rank) for each in (card, other)]
        assert told[0] == told[1]
        assert {line.id: (line.value, line.points) for line in card} == {
            line.id: (line.value, line.points) for line in other
        }


def test_a_ratio_of_two_mean_levels_shows_the_dates_of_each() -> None:
    """ "a person with a pencil can recompute the score": 600 over 3 dates ÷ 20 over 2 dates is 20."""
    levels = [
        sp.Measure(name, unit="money", additivity="mean", en=name, zh=name) for name in ("own_capital", "own_stock")
    ]
    ratio = indicators.Ratio(
        "own_ratio",
        numerator=levels[0],
        denominator=levels[1],
        unit="ratio",
        direction="higher",
        decimals=2,
        en="r",
        zh="r",
    )
    criterion = sp.Criterion(ratio, weight=100, curve=curves.Linear((0, 0), (100, 100)))
    profile = sp.Profile("levels", level="consultant", criteria=[criterion])
    rows = [
        {"person": "li.na", "date": f"2026-03-0{day}", "own_capital": 200, "own_stock": stock}
        for day, stock in ((1, 15), (2, 5), (3, None))
    ]
    card = sp.score(rows, profile, period="2026-03")["li.na"]
    assert card["own_ratio"].value == 20
    explained = card.explain()
    assert "600 over 3 dates" in explained
    assert "20 over 2 dates" in explained
