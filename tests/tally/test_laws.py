"""The laws of live standing; each test quotes the sentence it checks."""

from __future__ import annotations

import copy
import pickle
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tally_cases import HOUSE, PERIODS, PROFILE, SMALL, house_rows, plain, rows

import salesperf as sp
from salesperf import profiles

Rows = list[dict[str, Any]]
KEY = b"not so secret"
LEVELS = (profiles.CONSULTANT, profiles.MANAGER, profiles.DIRECTOR)
periods = st.sampled_from(PERIODS)


judged = st.sampled_from([PROFILE, SMALL])
"""A profile that keeps every kind of sum, and one that keeps plain sums alone, for which there is a shorter way."""


def tally_of(given: Rows, period: Any = None, profile: sp.Profile = PROFILE, **more: Any) -> sp.Tally:
    """A tally fed one record at a time."""
    tally = sp.Tally(profile, period=period, key=KEY, **more)
    for row in given:
        tally.add(row)
    return tally


@settings(max_examples=40)
@given(rows(), periods, judged)
def test_a_tally_scores_as_its_records_do(given: Rows, period: Any, profile: sp.Profile) -> None:
    """ "`score()` and the frame engines use the same sums." """
    tally = tally_of(given, period, profile)
    try:
        board = sp.score(given, profile, period=period)
    except sp.NoRecordsError as error:
        with pytest.raises(sp.NoRecordsError, match=str(error)[:20]):
            sp.score(tally, profile)
        assert tally.subjects == ()
        return
    assert sp.score(tally, profile, period=period).to_json() == board.to_json()
    assert sp.score(tally, profile).to_json() == board.to_json()
    assert tally.subjects == tuple(sorted({card.subject for card in board}))


@settings(max_examples=40)
@given(rows(), periods, judged)
def test_a_card_is_the_boards_without_a_rank(given: Rows, period: Any, profile: sp.Profile) -> None:
    """ "`card(subject)` (no rank)" """
    tally = tally_of(given, period, profile)
    for card in sp.score(tally, profile) if tally.subjects else ():
        alone = tally.card(card.subject, card.period)
        assert plain(alone) == plain(card)
        assert (alone.rank, alone.peers) == (None, 0)
        assert alone.explain() == tally.card(card.subject, str(card.period), level=profile.level).explain()


@settings(max_examples=40)
@given(rows(), periods, judged, st.data())
def test_any_split_merges_to_the_whole(given: Rows, period: Any, profile: sp.Profile, data: st.DataObject) -> None:
    """ "merging the parts of any split equals the whole", "any split of records ... merges to the same bytes" """
    whole = tally_of(given, period, profile)
    parts: list[Rows] = [[], [], []]
    for row in given:
        parts[data.draw(st.integers(0, 2))].append(row)
    merged, *others = (tally_of(part, period, profile) for part in parts)
    for other in others:
        before = other.to_json()
        merged.merge(other)
        assert other.to_json() == before
    assert merged == whole
    assert merged.to_json() == whole.to_json()
    if whole.subjects:
        assert sp.score(merged, profile).to_json() == sp.score(whole, profile).to_json()


@settings(max_examples=40)
@given(rows(), rows(6), periods, judged, st.randoms(use_true_random=False))
def test_adding_and_removing_restores_the_state(
    given: Rows, more: Rows, period: Any, profile: sp.Profile, dice: random.Random
) -> None:
    """ "`remove` undoes `add`", "adding and removing a record restores the state exactly" """
    tally = tally_of(given, period, profile)
    before = tally.to_json()
    both = [("add", number) for number in range(len(more))]
    for number in range(len(more)):  # a record goes some time after it came
        place = dice.randint(0, len(both))
        both.insert(max(place, both.index(("add", number)) + 1), ("remove", number))
    for what, number in both:
        getattr(tally, what)(more[number])
    assert tally == tally_of(given, period, profile)
    assert tally.to_json() == before
    dice.shuffle(given)
    for row in given:
        tally.remove(row)
    assert tally.to_json() == sp.Tally(profile, period=period, key=KEY).to_json()
    assert len(tally) == 0


@settings(max_examples=40)
@given(rows(), periods, st.randoms(use_true_random=False))
def test_records_may_come_in_any_order(given: Rows, period: Any, dice: random.Random) -> None:
    """ "The same records give the same tally, in whatever order they came." """
    shuffled = given.copy()
    dice.shuffle(shuffled)
    assert tally_of(shuffled, period).to_json() == tally_of(given, period).to_json()


@settings(max_examples=20)
@given(rows(), periods, judged)
def test_pickle_json_and_copies_go_round(given: Rows, period: Any, profile: sp.Profile) -> None:
    """ "pickle and JSON round trip" """
    tally = tally_of(given, period, profile)
    text = tally.to_json()
    for again in (
        pickle.loads(pickle.dumps(tally)),
        sp.Tally.from_json(text, key=KEY),
        sp.Tally.from_json(text.encode(), key=KEY),
        copy.copy(tally),
        copy.deepcopy(tally),
    ):
        assert again == tally
        assert again.to_json() == text
        again.add({"person": "li.na", "date": "2026-03-02", "t_done": 1})
        assert again != tally
        assert tally.to_json() == text


@settings(max_examples=25)
@given(rows(), periods)
def test_a_smaller_profile_of_several_scores_as_it_would_alone(given: Rows, period: Any) -> None:
    tally = sp.Tally.of(given, [PROFILE, SMALL], period=period)
    for profile in (PROFILE, SMALL):
        try:
            board = sp.score(given, profile, period=period)
        except (sp.NoRecordsError, sp.RecordError) as error:
            with pytest.raises(type(error)):
                sp.score(tally, profile)
            continue
        assert sp.score(tally, profile).to_json() == board.to_json()


@settings(max_examples=25)
@given(rows(), st.sampled_from(["month", ["2026-01", "2026-02", "2026-03"]]), st.sampled_from(["2026-02", "2026-03"]))
def test_some_of_the_periods_score_as_they_would_alone(given: Rows, kept: Any, period: str) -> None:
    tally = tally_of(given, kept)
    try:
        board = sp.score(given, PROFILE, period=period)
    except sp.NoRecordsError:
        with pytest.raises(sp.NoRecordsError):
            sp.score(tally, PROFILE, period=period)
        return
    assert sp.score(tally, PROFILE, period=period).to_json() == board.to_json()


# --- with an organisation


@settings(max_examples=25)
@given(house_rows(), st.sampled_from(["2026-03", "month", None]))
def test_a_house_is_credited_as_in_a_call(given: Rows, period: Any) -> None:
    """ "Everything here is expressed in plan/": a tally credits a record to the place its owner had on its date."""
    given = [row for row in given if "until" not in row or "2026" in str(row["until"])]
    tally = tally_of(given, period, organisation=HOUSE)
    try:
        board = sp.score(given, PROFILE, period=period, organisation=HOUSE)
    except sp.NoRecordsError:
        return
    assert sp.score(tally, PROFILE, organisation=HOUSE).to_json() == board.to_json()
    assert tally.subjects == tuple(sorted({card.subject for card in board}))
    for card in board:
        assert plain(tally.card(card.subject, card.period)) == plain(card)
    text = tally.to_json()
    assert sp.Tally.from_json(text, key=KEY, organisation=HOUSE).to_json() == text
    for row in given:
        tally.remove(row)
    assert tally == tally_of([], period, organisation=HOUSE)


SHIPPED = ("units_delivered", "target_units", "gp_front", "first_visits", "stock_units_end", "survey_n")


@st.composite
def shipped_rows(draw: st.DrawFn) -> Rows:
    drawn = draw(house_rows())
    return [
        {name: value for name, value in row.items() if not name.startswith("t_")}
        | {name: draw(st.integers(0, 9)) for name in draw(st.lists(st.sampled_from(SHIPPED), max_size=4))}
        for row in drawn
        if "until" not in row
    ]


@pytest.mark.untraced
@settings(max_examples=12)
@given(shipped_rows())
def test_every_level_of_a_house_has_its_cards(given: Rows) -> None:
    """ "With an organisation a tally credits as score does": managers look at units, and at their people's cards."""
    tally = sp.Tally.of(given, LEVELS, period="month", organisation=HOUSE)
    if not given:
        return
    board = sp.score_all(given, LEVELS, period="month", organisation=HOUSE)
    assert sp.score_all(tally, LEVELS, organisation=HOUSE).to_json() == board.to_json()
    for card in board:
        assert plain(tally.card(card.subject, card.period, level=card.level)) == plain(card)
    units = sp.Tally.of(given, profiles.CONSULTANT, period="month", organisation=HOUSE, by="store")
    stores = sp.score(given, profiles.CONSULTANT, period="month", organisation=HOUSE, by="store")
    assert sp.score(units, profiles.CONSULTANT).to_json() == stores.to_json()
    for card in stores:
        assert plain(units.card(card.subject, card.period)) == plain(card)
