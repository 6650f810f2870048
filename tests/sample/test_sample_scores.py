"""The sample in use: plausible scores, and every reason a score can be missing."""

from decimal import Decimal

import pytest

from salesperf import CardStatus, Status, profiles, sample, score


@pytest.fixture(scope="module")
def board():
    return score(sample.dealership(), profiles.CONSULTANT, period="2026-03")


def test_every_consultant_of_march_has_a_card(board):
    assert len(board) == 11
    assert board.intake.rejected == ()


def test_totals_spread_plausibly(board):
    totals = [card.total for card in board if card.total is not None]
    assert len(totals) == 10
    assert Decimal(55) <= min(totals) < 70
    assert 100 < max(totals) <= 112


def test_the_gaps_show_as_stated_reasons(board):
    assert board["liu.yang"].status is CardStatus.TOO_LITTLE_ASSESSED
    assert board["sun.yan"]["unit_attainment"].status is Status.NO_TARGET
    assert board["wu.xia"]["csi_score"].status is Status.NO_DENOMINATOR
    assert Status.INSUFFICIENT_SAMPLE in {card["csi_score"].status for card in board}
    assert board["xu.dong"]["exam_score"].status in {Status.NOT_ASSESSED, Status.NO_DENOMINATOR}


def test_forged_records_disqualify():
    august = score(sample.dealership(), profiles.CONSULTANT, period="2026-08")
    assert august["zhao.lei"].status is CardStatus.DISQUALIFIED


@pytest.mark.parametrize("profile", [profiles.MANAGER, profiles.DIRECTOR])
def test_the_store_has_something_to_show_managers_and_directors(profile):
    board = score(sample.store_facts(), profile, period="month", by="store")
    assert len(board) == 12
    totals = [card.total for card in board]
    assert None not in totals
    assert 40 < min(totals) < max(totals) < 115


def test_the_year_before_gives_growth_its_base():
    facts = sample.store_facts(year=2025) + sample.store_facts()
    board = score(facts, profiles.MANAGER, period="2026-06", by="store")
    assert board["hangzhou.west"]["market_share_growth"].status is Status.OK
