"""What is stored comes back: the same bytes, equal objects; each test quotes the sentence of the contract it checks."""

from __future__ import annotations

import copy
import decimal
import json
import pickle
import random
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import salesperf as sp
from salesperf import testing

pytestmark = pytest.mark.untraced

SOME = settings(max_examples=30)
BOARDS = testing.boards()


@SOME
@given(BOARDS)
def test_a_board_survives_json(board: sp.Scoreboard) -> None:
    """ "board.to_json(), Scoreboard.from_json(s)"; "same input, same bytes" """
    text = board.to_json()
    again = sp.Scoreboard.from_json(text)
    testing.assert_same_scores(board, again)
    assert again == board
    assert again.to_json() == text
    assert sp.Scoreboard.from_json(text.encode()) == board
    assert again.to_dicts() == board.to_dicts()
    assert [card.explain("zh") for card in again] == [card.explain("zh") for card in board]


@SOME
@given(testing.profiles())
def test_a_profile_survives_json(profile: sp.Profile) -> None:
    """ "Profile.from_json(s), profile.to_json()" """
    text = profile.to_json()
    again = sp.Profile.from_json(text)
    assert again == profile
    assert hash(again) == hash(profile)
    assert again.to_json() == text
    assert again.digest == profile.digest
    assert profile.diff(again) == ()


@SOME
@given(testing.profiles(), st.data())
def test_a_stored_profile_gives_the_same_scores(profile: sp.Profile, data: st.DataObject) -> None:
    """ "A profile … is data. It is written once … and gives the same score **to the last digit**" """
    rows = data.draw(testing.records(profile))
    again = sp.Profile.from_json(profile.to_json())
    one, two = (sp.score(rows, each, period="2026-03") for each in (profile, again))
    assert one.to_json() == two.to_json()


@SOME
@given(testing.profiles(), st.data(), st.randoms(use_true_random=False))
def test_the_same_rows_give_the_same_bytes(profile: sp.Profile, data: st.DataObject, dice: random.Random) -> None:
    """ "same input, same bytes" — and of the cards also where the rows come in another order."""
    rows = data.draw(testing.records(profile))
    shuffled = rows.copy()
    dice.shuffle(shuffled)
    one, two, three = (
        sp.score(some, profile, period="2026-03").to_json() for some in (rows, [dict(row) for row in rows], shuffled)
    )
    assert one == two
    cards = [json.dumps(json.loads(text)["blocks"], ensure_ascii=False) for text in (one, three)]
    assert cards[0] == cards[1]


@SOME
@given(BOARDS)
def test_boards_cards_and_lines_are_picklable_and_comparable(board: sp.Scoreboard) -> None:
    """ "every public object is immutable, hashable where that makes sense, comparable, picklable" """
    for protocol in (2, pickle.HIGHEST_PROTOCOL):
        again = pickle.loads(pickle.dumps(board, protocol))
        assert again == board
        assert again.to_json() == board.to_json()
    assert copy.deepcopy(board) == board
    card = next(iter(board))
    for thing in (card, card.lines[0], card.period, card.status):
        assert pickle.loads(pickle.dumps(thing)) == thing


@SOME
@given(testing.profiles())
def test_profiles_are_picklable_hashable_and_comparable(profile: sp.Profile) -> None:
    """ "every public object is immutable, hashable where that makes sense, comparable, picklable" """
    parts = [profile, *profile.criteria, *profile.extras, *profile.gates, *(one.curve for one in profile.criteria)]
    for thing in parts:
        again = pickle.loads(pickle.dumps(thing))
        assert again == thing
        assert type(again) is type(thing)
        assert hash(again) == hash(thing)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            thing.id = "another"


@SOME
@given(testing.profiles(), st.data())
def test_the_callers_decimal_context_changes_nothing(profile: sp.Profile, data: st.DataObject) -> None:
    """ "gives the same score **to the last digit**" whatever the context: nothing is decided by Decimal arithmetic."""
    rows = data.draw(testing.records(profile))
    whole = sp.score(rows, profile, period="2026-03")
    text, explained = whole.to_json(), [card.explain() for card in whole]
    with decimal.localcontext(decimal.Context(prec=2, rounding=decimal.ROUND_UP)):
        found = sp.score(rows, profile, period="2026-03")
        assert found.to_json() == text
        assert [card.explain() for card in found] == explained


@SOME
@given(BOARDS, st.data())
def test_an_edited_total_is_refused(board: sp.Scoreboard, data: st.DataObject) -> None:
    """ "a document whose numbers do not follow from its sums is refused" (Scoreboard.from_json)."""
    document: dict[str, Any] = json.loads(board.to_json())
    card = data.draw(st.sampled_from([card for block in document["blocks"] for card in block["cards"]]))
    card["total"] = "100.001" if card["total"] is None else f"{Decimal(card['total']) + Decimal('0.001'):f}"
    with pytest.raises(sp.DocumentError, match="follows from the sums"):
        sp.Scoreboard.from_json(json.dumps(document))


@SOME
@given(BOARDS)
def test_values_points_and_totals_are_decimals(board: sp.Scoreboard) -> None:
    """ "Values, points and totals come out as `decimal.Decimal` from Python objects" """
    for card in board:
        numbers = [card.total, card.base, *card.measures.values(), *(step.amount for step in card.steps)]
        for line in card:
            numbers += [line.value, line.points, line.contribution, line.weight, line.nominal_weight]
            assert line.points is None or line.points.as_tuple().exponent == -3
        assert {type(number) for number in numbers if number is not None} <= {Decimal}
