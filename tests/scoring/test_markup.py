"""Notebook markup: what it says, and that nothing from outside gets in as markup."""

from __future__ import annotations

import re

import pytest

import salesperf as sp
from salesperf import profiles

PROFILE = profiles.CONSULTANT.replace(publish_at_least=30)
ROW = {"date": "2026-03-05", "units_delivered": 9, "target_units": 10}


def board(*people: str) -> sp.Scoreboard:
    return sp.score([{"person": person, **ROW} for person in people], PROFILE, period="2026-03")


def rows(markup: str) -> list[list[str]]:
    found = re.findall(r"<tr>(.*?)</tr>", markup)
    return [re.findall(r"<bdi>(.*?)</bdi>", row) for row in found]


def test_a_board_is_its_ranking() -> None:
    markup = board("li.na", "bo")._repr_html_()
    assert "<caption><bdi>consultant 2026.1: 2 cards</bdi></caption>" in markup
    assert rows(markup) == [
        ["rank", "subject", "period", "total", "grade", "status"],
        ["1", "bo", "2026-03", "75.000", "C", "scored"],
        ["1", "li.na", "2026-03", "75.000", "C", "scored"],
    ]


def test_a_long_board_says_how_much_it_shows() -> None:
    markup = board(*(f"p{number:02}" for number in range(51)))._repr_html_()
    assert "consultant 2026.1: 51 cards, the first 50" in markup
    assert len(rows(markup)) == 51


def test_a_card_is_its_lines() -> None:
    markup = board("li.na")["li.na"]._repr_html_()
    assert "<caption><bdi>li.na 2026-03 consultant 2026.1: 75.000, grade C, rank 1 of 1</bdi></caption>" in markup
    head, first, second, *_ = rows(markup)
    assert head == ["indicator", "value", "points", "weight", "contribution", "status"]
    assert first == ["Sales-volume target attainment", "90.00 %", "75.000", "30", "75.000", "ok"]
    assert second == ["Total gross per unit (front + back PVR)", "—", "—", "15", "—", "data are missing"]


def test_a_card_without_grades_names_none() -> None:
    card = sp.score([{"person": "a", **ROW}], PROFILE.replace(grades=()), period="2026-03")["a"]
    assert "consultant 2026.1: 75.000, rank 1 of 1</bdi>" in card._repr_html_()


def test_a_card_without_a_total_says_why() -> None:
    board = sp.score([{"person": "a", **ROW}], profiles.CONSULTANT, period="2026-03")
    assert "No total: too little of the weight could be scored</bdi>" in board["a"]._repr_html_()
    assert rows(board._repr_html_())[1] == ["—", "a", "2026-03", "—", "—", "too little of the weight could be scored"]


@pytest.mark.parametrize(
    "subject", ["<script>alert(1)</script>", "li\u202ena", "\x1b[31m\r\n", "\"'>&amp;", "李" * 256]
)
def test_hostile_names_are_text(subject: str) -> None:
    """Issue: "control and right-to-left characters and HTML in a person's id (shown safely everywhere)"."""
    hostile, plain = board(subject), board("plain")
    for markup, model in (
        (hostile._repr_html_(), plain._repr_html_()),
        (hostile[subject]._repr_html_(), plain["plain"]._repr_html_()),
    ):
        assert re.findall("<[^>]*>", markup) == re.findall("<[^>]*>", model)
        assert markup.isprintable()
    for text in (repr(hostile), repr(hostile[subject]), hostile[subject].explain(), hostile[subject].explain("zh")):
        assert all(c.isprintable() or c == "\n" for c in text)
