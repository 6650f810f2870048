"""Closing: a sealed document comes back, and tells what of it was changed."""

from __future__ import annotations

import hashlib
import json
import pickle
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings

import salesperf as sp
from salesperf import profiles, sample, testing
from salesperf.organisation import Organisation
from salesperf.scoring import BoardError, Seal

ROWS = [
    {"person": "li.na", "date": "2026-03-05", "units_delivered": 28, "target_units": 29},
    {"person": "chen", "date": "2026-03-05", "units_delivered": 20, "target_units": 29},
]
GIVEN = sp.Adjustment("li.na", "2026-03", "unit_attainment", "96.55", 100, "a car", author="wang", at="2026-04-02")


def closed(**more: Any) -> sp.Scoreboard:
    board = sp.score(ROWS, profiles.CONSULTANT, period="2026-03", adjustments=[GIVEN], as_of="2026-04-04")
    return board.sealed(**{"at": "2026-04-05", "by": "hr.01", **more})


def digest(part: object) -> str:
    """As the documentation says: SHA-256 of JSON with sorted keys and no blanks, in UTF-8."""
    return hashlib.sha256(
        json.dumps(part, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


def test_a_seal_says_who_when_and_what() -> None:
    seal = closed().seal
    assert isinstance(seal, Seal)
    assert (seal.at, seal.by, seal.version) == (date(2026, 4, 5), "hr.01", sp.__version__)
    assert seal.profiles == (profiles.CONSULTANT.digest,)
    assert closed(at=datetime(2026, 4, 5, 18, 30), by=7).seal.to_dict()["at"] == "2026-04-05T18:30:00"


def test_everybody_can_compute_the_digests_from_the_document() -> None:
    """ "digest of the canonical sums (sha256 over canonical JSON of subject → sums)" """
    document = json.loads(closed().to_json())
    seal = document.pop("seal")
    (block,) = document["blocks"]
    sums = {card["subject"]: dict(zip(block["slots"], card["sums"], strict=True)) for card in block["cards"]}
    assert seal["sums"] == digest([["2026-03", "consultant", sums]])
    assert seal["parts"] == {name: digest(part) for name, part in document.items()}
    assert seal.pop("digest") == digest(seal)


def test_the_same_board_closed_alike_has_the_same_seal_and_another_has_another() -> None:
    assert closed() == closed()
    assert closed(by="hr.02").seal.digest != closed().seal.digest
    assert closed(at="2026-04-06").seal.digest != closed().seal.digest
    other = sp.score(ROWS[:1], profiles.CONSULTANT, period="2026-03").sealed(at="2026-04-05", by="hr.01").seal
    assert other.sums != closed().seal.sums


def test_a_closed_board_comes_back() -> None:
    for board in (closed(), closed(at=datetime(2026, 4, 5, 18, 30), by=7)):
        again = sp.Scoreboard.from_json(board.to_json())
        assert again == board
        assert again.seal == board.seal
        assert again.to_json() == board.to_json()
        assert pickle.loads(pickle.dumps(board)) == board
        assert hash(again) == hash(board)


@settings(max_examples=25)
@given(testing.boards())
def test_any_board_closed_comes_back(board: sp.Scoreboard) -> None:
    sealed = board.sealed(at="2030-01-01", by="x")
    assert sp.Scoreboard.from_json(sealed.to_json()) == sealed
    assert [card.explain() for card in sealed] == [card.explain() for card in board]


def edited(change: Any) -> str:
    document = json.loads(closed().to_json())
    change(document)
    return json.dumps(document)


def consistently(document: dict[str, Any]) -> None:
    """Change a record's sum and everything that follows from it: numbers that check each other do not tell."""
    rows = [ROWS[0], ROWS[1] | {"units_delivered": 21}]
    other = sp.score(rows, profiles.CONSULTANT, period="2026-03", adjustments=[GIVEN], as_of="2026-04-04")
    document.update({name: part for name, part in json.loads(other.to_json()).items() if name != "seal"})


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (consistently, ["blocks", "sums"]),
        (lambda d: d["adjustments"][0].update(reason="none of your business"), ["adjustments"]),
        (lambda d: d["adjustments"][0].update(author="somebody else"), ["adjustments"]),
        (lambda d: d["intake"].update(read=7), ["intake"]),
        (lambda d: d.update(as_of="2026-04-03"), ["as_of"]),
        (lambda d: d.pop("as_of"), ["as_of"]),
        (lambda d: d["carried"].append("gp_front"), ["carried"]),
        (lambda d: d["seal"].update(by="hr.02"), ["seal"]),
        (lambda d: d["seal"].update(at="2026-04-01"), ["seal"]),
        (lambda d: d["seal"].update(version="9"), ["seal"]),
        (lambda d: d["seal"].update(digest="0"), ["seal"]),
        (lambda d: d["seal"].update(sums="0"), ["sums"]),
        (lambda d: d["seal"].update(profiles=["0"]), ["seal"]),
        (lambda d: d["seal"]["parts"].pop("intake"), ["intake"]),
        (lambda d: d["blocks"][0]["cards"][0].update(total="1.000"), ["blocks"]),
    ],
)
def test_whatever_was_edited_is_named(change: Any, named: list[str]) -> None:
    """ "edited anything → DocumentError naming what" """
    with pytest.raises(sp.DocumentError) as caught:
        sp.Scoreboard.from_json(edited(change))
    fields = [fault.field for fault in caught.value.faults]
    assert [name for name in named if name not in fields] == []


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["seal"].update(at=7),
        lambda d: d["seal"].update(at="tomorrow"),
        lambda d: d["seal"].update(by=""),
        lambda d: d["seal"].update(more=1),
        lambda d: d["seal"].pop("sums"),
        lambda d: d.update(seal=3),
        lambda d: d["seal"].update(parts=[]),
    ],
)
def test_what_is_no_seal_is_refused(change: Any) -> None:
    with pytest.raises(sp.DocumentError):
        sp.Scoreboard.from_json(edited(change))


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"at": "yesterday"}, "at"),
        ({"at": None}, "at"),
        ({"at": 20260405}, "at"),
        ({"at": "2026-04-05T99:00"}, "at"),
        ({"by": ""}, "by"),
        ({"by": None}, "by"),
        ({"at": "", "by": 1.5}, "by"),
    ],
)
def test_a_malformed_closing_is_refused(arguments: dict[str, Any], field: str) -> None:
    with pytest.raises(sp.RecordError) as caught:
        closed(**arguments)
    assert field in [fault.field for fault in caught.value.faults]


def test_a_closed_board_stays_as_it_is() -> None:
    board = closed()
    for change in (lambda: board.adjusted([]), lambda: board.sealed(at="2026-04-06", by="hr.01")):
        with pytest.raises(BoardError, match="a closed board cannot be"):
            change()


def test_a_part_is_neither_closed_nor_sealed() -> None:
    org = Organisation.from_rows([{"person": "li.na", "team": "a"}, {"person": "chen", "team": "b"}])
    board = sp.score(ROWS, profiles.CONSULTANT, organisation=org, period="2026-03")
    with pytest.raises(BoardError, match="a part of a board cannot be closed"):
        board.under("a").sealed(at="2026-04-05", by="hr.01")
    assert board.sealed(at="2026-04-05", by="hr.01").under("a").seal is None


@pytest.mark.untraced
def test_the_sample_dealership_closes() -> None:
    board = sp.score(sample.dealership(), profiles.CONSULTANT, period="month").sealed(at="2026-12-31", by="hr.01")
    assert sp.Scoreboard.from_json(board.to_json()) == board
