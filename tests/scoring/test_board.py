"""Boards and cards: look-ups, order, text forms, the stored document."""

from __future__ import annotations

import decimal
import json
import pickle
from decimal import Decimal
from typing import Any

import attrs
import pytest

import salesperf as sp
from salesperf import curves, indicators, profiles, sample
from salesperf.profiles import CapGrade, Disqualify, Multiply

LINE = curves.Linear((0, 0), (100, 100))
UNITS = sp.Profile(
    "units",
    level="consultant",
    criteria=[sp.Criterion(indicators.UNIT_ATTAINMENT, weight=100, curve=LINE)],
    grades=[("A", 90), ("B", 70), ("C", 0)],
)


def row(person: Any, units: int, date: str = "2026-03-10", **more: Any) -> dict[str, Any]:
    return {"person": person, "date": date, "units_delivered": units, "target_units": 100, **more}


@pytest.fixture(scope="module")
def year() -> sp.Scoreboard:
    return sp.score(sample.dealership(), profiles.CONSULTANT, period=["2026-03", "2026-04", "2026-Q2"])


def test_ties_share_a_rank_and_are_ordered_by_subject() -> None:
    """`board.ranking()`: cards in order; ties share a rank (1, 2, 2, 4), ordered by subject id; unscored last."""
    rows = [row("d", 50), row("c", 80), row("b", 80), row("a", 99), {"person": "e", "date": "2026-03-01"}]
    board = sp.score(rows, UNITS, period="2026-03")
    assert [(card.subject, card.rank) for card in board.ranking()] == [
        ("a", 1),
        ("b", 2),
        ("c", 2),
        ("d", 4),
        ("e", None),
    ]
    assert [card.grade for card in board] == ["A", "B", "B", "C", None]
    assert {card.peers for card in board} == {4}


def test_the_last_band_has_no_lower_end() -> None:
    profile = UNITS.replace(grades=[("A", 90), ("B", 70)], floor=None)
    assert sp.score([row("a", -50)], profile)["a"].grade == "B"


def test_short_keys_work_while_they_are_unique(year: sp.Scoreboard) -> None:
    card = year["li.na", "2026-03"]
    assert card is not year["li.na", "2026-03"]
    assert card == year["li.na", sp.Period.parse("2026-03"), sp.Level.CONSULTANT]
    assert card != year["li.na", "2026-04"]
    with pytest.raises(sp.SubjectError, match=r"one period of 'li.na'.*2026-03.*2026-04"):
        year["li.na"]
    with pytest.raises(sp.SubjectError, match=r"period of 'li.na'.*2026-04"):
        year["li.na", "2025-01"]
    with pytest.raises(sp.SubjectError, match=r"did you mean 'li.na'"):
        year["li.no"]
    with pytest.raises(KeyError, match=r"level of 'li.na'.*consultant"):
        year["li.na", "2026-03", "manager"]
    assert "li.na" in year
    assert "nobody" not in year


PROMOTED = sp.Organisation.from_rows(
    [
        {"person": "li", "store": "west", "until": "2026-03-16"},
        {"person": "li", "store": "west", "level": "manager", "start": "2026-03-16"},
    ]
)


def test_of_several_levels_the_keys_and_the_profile_name_one() -> None:
    """A promoted consultant "has a consultant card of his consultant days and a manager card"."""
    lead = UNITS.replace(name="lead", level="manager")
    board = sp.score_all([row("li", 90)], [UNITS, lead], organisation=PROMOTED, period="2026-03")
    assert [str(card.level) for card in board] == ["consultant", "manager"]
    assert board["li", "2026-03", "manager"].profile == lead
    assert board["li", "2026-03", sp.Level.CONSULTANT].profile == UNITS
    with pytest.raises(sp.SubjectError, match=r"one level of 'li'.*'consultant', 'manager'"):
        board["li", "2026-03"]
    with pytest.raises(sp.SubjectError, match="level of 'li' 'director'"):
        board["li", "2026-03", "director"]
    assert board.profiles == (UNITS, lead)
    with pytest.raises(sp.SubjectError, match=r"see board\.profiles; level.*'consultant', 'manager'"):
        _ = board.profile


def test_ranking_of_one_period(year: sp.Scoreboard) -> None:
    assert {str(card.period) for card in year.ranking("2026-04")} == {"2026-04"}
    assert len(year.ranking()) == len(year) == len(list(year))
    with pytest.raises(sp.SubjectError, match="2026-03"):
        year.ranking("2026-12")


def test_a_card_gives_its_lines_by_criterion(year: sp.Scoreboard) -> None:
    card = year["li.na", "2026-03"]
    assert card["csi_score"].indicator is indicators.CSI_SCORE
    assert [line.id for line in card] == [criterion.id for criterion in profiles.CONSULTANT.criteria]
    with pytest.raises(sp.UnknownNameError, match="csi_score"):
        card["csi_scor"]
    assert "csi_score" in str(card["csi_score"])
    unscored = next(line for each in year for line in each if line.points is None)
    assert "— points" in str(unscored)
    assert unscored.exact_contribution is None


def test_boards_and_cards_are_immutable_hashable_and_picklable(year: sp.Scoreboard) -> None:
    card = year["li.na", "2026-03"]
    assert card.lines
    assert pickle.loads(pickle.dumps(year)) == year
    assert pickle.loads(pickle.dumps(card)) == card
    assert pickle.loads(pickle.dumps(card)).lines == card.lines
    assert hash(card) == hash(year["li.na", "2026-03"])
    assert hash(year) == hash(pickle.loads(pickle.dumps(year)))
    with pytest.raises(AttributeError):
        card.rank = 1  # type: ignore[misc]


def test_text_forms_are_short(year: sp.Scoreboard) -> None:
    assert repr(year).count("\n") == 11
    assert repr(sp.score([row("a", 90)], UNITS)) == (
        "<Scoreboard units 1: 1 cards, 2026-03-10>\n  <Scorecard a 2026-03-10 consultant: 90.000, grade A, rank 1 of 1>"
    )
    nothing = sp.score([{"person": "a", "date": "2026-03-01"}], UNITS)["a"]
    assert repr(nothing) == "<Scorecard a 2026-03-01 consultant: too_little_assessed>"
    many = sp.score([row("a", 1)], UNITS, period=["2026-03", "2026-Q1", "2026", "2026-W11"])
    assert "…" in repr(many).splitlines()[0]


def test_steps_floor_cap_and_multipliers_add_up_to_the_total() -> None:
    """`card.steps` lists 2–5 and adds up to the total."""
    gates = [
        sp.Gate("low", of=indicators.UNIT_ATTAINMENT, below=60, then=Multiply("0.9")),
        sp.Gate("lower", of=indicators.UNIT_ATTAINMENT, below=60, then=Multiply("0.5")),
        sp.Gate("graded", of=indicators.UNIT_ATTAINMENT, below=200, then=CapGrade("B")),
        sp.Gate("out", of=indicators.UNIT_ATTAINMENT, below=5, then=Disqualify()),
    ]
    extra = sp.Extra("more", of=indicators.NET_UNITS, curve=curves.Proportional(), minimum=0, maximum=30)
    profile = UNITS.replace(gates=gates, extras=[extra], cap=100, floor=80)
    board = sp.score([row("a", 99), row("b", 50), row("c", 1)], profile)
    top, low, out = board["a"], board["b"], board["c"]
    assert [(step.kind, step.amount) for step in top.steps] == [("base", 99), ("extra", 30), ("limit", -29)]
    assert (top.total, top.grade) == (100, "B")
    assert [step.kind for step in low.steps] == ["base", "extra", "multiplier"]
    assert low.total == 36 == sum(step.amount for step in low.steps)
    assert (out.total, out.rank, out.grade, out.steps) == (None, None, None, ())
    assert out.status is sp.CardStatus.DISQUALIFIED
    assert [extra.points for extra in low.extras] == [30]


def test_to_dicts_are_plain_values(year: sp.Scoreboard) -> None:
    first = year.to_dicts()[0]
    assert first["total"] == year.ranking()[0].total
    assert first["lines"][0]["id"] == "unit_attainment"
    json.dumps(first, default=str)


def test_same_input_same_bytes(year: sp.Scoreboard) -> None:
    again = sp.score(reversed(sample.dealership()), profiles.CONSULTANT, period=["2026-03", "2026-04", "2026-Q2"])
    assert again.to_json() == year.to_json()
    restored = sp.Scoreboard.from_json(year.to_json())
    assert restored == year
    assert restored.to_json() == year.to_json()
    assert [card.explain("zh") for card in restored] == [card.explain("zh") for card in year]


def test_stores_with_spreads_survive_the_round_trip() -> None:
    board = sp.score(sample.store_facts(), profiles.MANAGER, by="store", period="quarter")
    assert sp.Scoreboard.from_json(board.to_json()).to_json() == board.to_json()
    whole = sp.score(sample.store_facts(), profiles.DIRECTOR, by="store")
    assert sp.Scoreboard.from_json(whole.to_json().encode()) == whole


def test_the_callers_decimal_context_changes_nothing(year: sp.Scoreboard) -> None:
    with decimal.localcontext(prec=2):
        assert sp.Scoreboard.from_json(year.to_json()).to_json() == year.to_json()
        assert next(iter(year)).measures == dict(next(iter(year)).measures)


def document(**changes: Any) -> str:
    board = sp.score([row("a", 90), row("b", "x")], UNITS, strict=False)
    return json.dumps({**json.loads(board.to_json()), **changes})


def block_changed(**changes: Any) -> str:
    stored = json.loads(document())
    stored["blocks"][0] |= changes
    return json.dumps(stored)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{", "JSON"),
        ("[]", "kind"),
        ('{"kind": "receipt"}', "kind"),
        (document(schema=2), "newer version"),
        (document(profiles=[{"name": "x"}]), "to_json writes it"),
        (document(profiles=[]), "to_json writes it"),
        (document(blocks=3), "to_json writes it"),
        (document(by="planet"), "to_json writes it"),
        (document(reckoning={"closing_day": 0}), "to_json writes it"),
        (document(digests=["0"]), "which follows from the sums"),
        (document(extra_key=1), "which follows from the sums"),
        (block_changed(slots=["x"]), "the sums that its profile reads"),
        (block_changed(cards=[{"subject": "a"}]), "to_json writes it"),
        (block_changed(spans={"": ["?", "?"]}), "to_json writes it"),
        (block_changed(spans={}), "to_json writes it"),
        (block_changed(spans={"": None}), "the days of every span"),
        (block_changed(spans={"": ["2026-03-01", "2026-04-01"], "3m": None}), "the days of every span"),
        (block_changed(period="2026-04"), "which follows from the sums"),
        (block_changed(immature=[]), "to_json writes it"),
    ],
)
def test_what_is_no_board_is_refused(text: str, expected: str) -> None:
    with pytest.raises(sp.DocumentError, match=expected):
        sp.Scoreboard.from_json(text)


def test_an_edited_number_is_found() -> None:
    stored = json.loads(document())
    card = stored["blocks"][0]["cards"][0]
    card["total"] = "99.000"
    card["lines"][0]["points"] = 90
    with pytest.raises(sp.DocumentError) as caught:
        sp.Scoreboard.from_json(json.dumps(stored))
    assert [fault.field for fault in caught.value.faults] == [
        "blocks[0].cards[0].lines[0].points",
        "blocks[0].cards[0].total",
    ]


@pytest.mark.parametrize("amount", ["1.23456", 3, None, "x"])
def test_sums_are_amounts_of_their_measure(amount: Any) -> None:
    stored = json.loads(document())
    stored["blocks"][0]["cards"][0]["sums"][0] = amount
    with pytest.raises(sp.DocumentError):
        sp.Scoreboard.from_json(json.dumps(stored))


def test_row_counts_are_whole_numbers() -> None:
    scaled = attrs.evolve(indicators.UNIT_ATTAINMENT, scale=10)
    profile = sp.Profile("s", level="consultant", criteria=[sp.Criterion(scaled, weight=100, curve=LINE)])
    stored = json.loads(sp.score([row("a", 90)], profile).to_json())
    block = stored["blocks"][0]
    place = block["slots"].index("target_units@rows")
    assert block["cards"][0]["sums"][place] == 1
    block["cards"][0]["sums"][place] = "1"
    with pytest.raises(sp.DocumentError, match="a whole number"):
        sp.Scoreboard.from_json(json.dumps(stored))


def test_rejected_rows_keep_their_faults_not_their_content() -> None:
    board = sp.score([row("a", 90), row("b", "x")], UNITS, strict=False)
    restored = sp.Scoreboard.from_json(board.to_json())
    assert restored.intake == board.intake
    assert restored.intake.rejected[0].record is None
    assert board.intake.rejected[0].record is not None


def test_contributions_within_a_group_stop_at_its_maximum() -> None:
    criteria = [
        sp.Criterion(indicators.UNIT_ATTAINMENT, weight=50, curve=LINE, group="results"),
        sp.Criterion(indicators.REVENUE_ATTAINMENT, weight=30, curve=LINE, group="results"),
        sp.Criterion(indicators.LEAD_ATTAINMENT, weight=20, curve=LINE),
    ]
    profile = sp.Profile("grouped", level="consultant", criteria=criteria, group_maximum={"results": 60})
    rows = [row("a", 90, revenue_vehicle=90, target_revenue=100, leads_valid=100, target_leads=100)]
    card = sp.score(rows, profile)["a"]
    assert [line.contribution for line in card] == [45, 15, 20]
    assert card.base == 80


@pytest.mark.parametrize(
    ("policy", "base", "status"),
    [
        ("redistribute", Decimal("80.000"), "scored"),
        ("neutral", Decimal("85.000"), "scored"),
        ("zero", Decimal("40.000"), "scored"),
        ("fail", Decimal("80.000"), "failed"),
    ],
)
def test_not_assessed_policies(policy: str, base: Decimal, status: str) -> None:
    criteria = [
        sp.Criterion(indicators.UNIT_ATTAINMENT, weight=50, curve=LINE),
        sp.Criterion(indicators.REVENUE_ATTAINMENT, weight=50, curve=LINE, par=90),
    ]
    profile = sp.Profile("p", level="consultant", criteria=criteria, not_assessed=policy, publish_at_least=50)
    card = sp.score([row("a", 80)], profile)["a"]
    assert (card.base, str(card.status)) == (base, status)
    assert card.scored_weight == 50
    assert (card.total is None) == (status == "failed")
    strict = sp.score([row("a", 80)], profile.replace(publish_at_least="50.01"))["a"]
    assert strict.status in {sp.CardStatus.TOO_LITTLE_ASSESSED, sp.CardStatus.FAILED}
    assert strict.total is None


def test_statuses_that_no_policy_touches_are_always_redistributed() -> None:
    criteria = [
        sp.Criterion(indicators.UNIT_ATTAINMENT, weight=50, curve=LINE),
        sp.Criterion(indicators.COMPLAINT_TIMELY_RATE, weight=50, curve=LINE),
    ]
    for policy in ("zero", "neutral", "fail"):
        profile = sp.Profile("p", level="consultant", criteria=criteria, not_assessed=policy, publish_at_least=50)
        card = sp.score([row("a", 80, complaints_due=0, complaints_closed_in_sla=0)], profile)["a"]
        assert (card.total, card["complaint_timely_rate"].weight) == (80, 0)
