"""The sample in use: plausible scores, and every reason a score can be missing."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from salesperf import CardStatus, Profile, Scoreboard, Status, profiles, score

Rows = Sequence[dict[str, Any]]


@pytest.fixture(scope="module")
def board(records: Rows) -> Scoreboard:
    return score(records, profiles.CONSULTANT, period="2026-03")


def test_every_consultant_of_march_has_a_card(board: Scoreboard) -> None:
    assert len(board) == 11
    assert board.intake.rejected == ()


def test_totals_spread_plausibly(board: Scoreboard) -> None:
    totals = [card.total for card in board if card.total is not None]
    assert len(totals) == 10
    assert Decimal(55) <= min(totals) < 70
    assert 100 < max(totals) <= 112


def test_the_gaps_show_as_stated_reasons(board: Scoreboard) -> None:
    assert board["liu.yang"].status is CardStatus.TOO_LITTLE_ASSESSED
    assert board["sun.yan"]["unit_attainment"].status is Status.NO_TARGET
    assert board["wu.xia"]["csi_score"].status is Status.NO_DENOMINATOR
    assert Status.INSUFFICIENT_SAMPLE in {card["csi_score"].status for card in board}
    assert board["xu.dong"]["exam_score"].status in {Status.NOT_ASSESSED, Status.NO_DENOMINATOR}


def test_forged_records_disqualify(records: Rows) -> None:
    august = score(records, profiles.CONSULTANT, period="2026-08")
    assert august["zhao.lei"].status is CardStatus.DISQUALIFIED


@pytest.mark.parametrize("profile", [profiles.MANAGER, profiles.DIRECTOR])
def test_the_store_has_something_to_show_managers_and_directors(facts: Rows, profile: Profile) -> None:
    board = score(facts, profile, period="month", by="store")
    assert len(board) == 12
    totals = [card.total for card in board]
    assert None not in totals
    assert 40 < min(totals) < max(totals) < 115
    assert all(len(card.lines) == len(profile.criteria) for card in board)
