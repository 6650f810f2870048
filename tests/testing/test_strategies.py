"""The strategies draw what they promise, import hypothesis only when called, and say what to install without it."""

from __future__ import annotations

import subprocess
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import salesperf as sp
from salesperf import MissingExtraError, Period, curves, indicators, measures, profiles, testing
from salesperf.curves import Domain
from salesperf.measures import Measure
from salesperf.profiles import CapGrade, Disqualify, ItemZero, Multiply

RATED = Measure("own_rated", unit="rating", labels={"优": 120}, en="Rated", zh="评分")
CALM = settings(max_examples=60)
SOME = settings(database=None, phases=[Phase.generate])


class Found(Exception):  # noqa: N818  (ends a search, and is no error)
    """All that was wanted has been drawn."""


def drawn(strategy: st.SearchStrategy[Any], *wanted: Callable[[Any], Any], most: int = 200) -> list[Any]:
    """An example of each thing wanted; a failure where the strategy never draws one."""
    found: dict[int, Any] = {}

    @settings(SOME, max_examples=most)
    @given(st.data())
    def look(data: st.DataObject) -> None:
        value = data.draw(strategy)
        for place, wants in enumerate(wanted):
            if place not in found and wants(value):
                found[place] = value
        if len(found) == len(wanted):
            raise Found

    with suppress(Found), warnings.catch_warnings(action="ignore"):  # hypothesis writes out what it takes for a fault
        look()
    missing = set(range(len(wanted))) - found.keys()
    assert not missing, f"never drawn: {sorted(missing)}"
    return [found[place] for place in range(len(wanted))]


@CALM
@given(st.sampled_from(measures.VOCABULARY).flatmap(lambda one: st.tuples(st.just(one), testing.amounts(one))))
def test_amounts_are_on_the_grid_of_their_measure(pair: tuple[Measure, Any]) -> None:
    measure, amount = pair
    assert Decimal(amount) * 10**measure.decimals == int(Decimal(amount) * 10**measure.decimals)
    assert measure.signed or measure.additivity == "distinct" or Decimal(amount) >= 0


def test_amounts_come_in_every_spelling() -> None:
    kinds = [lambda amount, kind=kind: type(amount) is kind for kind in (int, Decimal, str)]
    drawn(testing.amounts(measures.REVENUE_VEHICLE), *kinds, lambda amount: Decimal(amount) < 0)
    assert drawn(testing.amounts(RATED), lambda amount: amount == "优") == ["优"]


@CALM
@given(testing.records(profiles.CONSULTANT, people=["a", "b"], period="2026-02", max_size=5))
def test_records_are_facts_of_the_people_in_the_period(rows: list[dict[str, Any]]) -> None:
    assert 1 <= len(rows) <= 5
    known = {measure.id for measure in profiles.CONSULTANT.measures}
    for row in rows:
        assert row["person"] in {"a", "b"}
        assert row["date"] in Period.parse("2026-02")
        assert row.keys() <= {"person", "date", "customer", "lead", "deal", "vehicle", *known}
    sp.score(rows, profiles.CONSULTANT, period="2026-02")


@CALM
@given(testing.records(indicators.CHANNEL_MIX_INDEX, by="store", people=[7], period=Period.parse("2026-03-05")))
def test_records_of_an_indicator_hold_what_it_is_broken_down_by(rows: list[dict[str, Any]]) -> None:
    assert {row["store"] for row in rows} == {7}
    assert all({"channel", "date"} <= row.keys() for row in rows)


def test_records_of_measures_with_and_without_keys() -> None:
    drawn(
        testing.records([measures.LEADS_VALID], min_size=2, max_size=2),
        lambda rows: all(row.get("customer") for row in rows),
        lambda rows: any(row.get("leads_valid") is not None and row["customer"] is None for row in rows),
        lambda rows: all("leads_valid" not in row for row in rows),
    )
    drawn(testing.records(indicators.RANK_SCORE), lambda rows: all(row.keys() == {"person", "date"} for row in rows))


def test_records_of_a_change_lie_in_its_base_too() -> None:
    monthly = attrs.evolve(indicators.NEW_CUSTOMER_GROWTH, id="monthly", since="previous")
    curve = curves.Linear((0, 0), (100, 100))
    both = sp.Profile(
        "both",
        level="consultant",
        criteria=[sp.Criterion(each, weight=50, curve=curve) for each in (indicators.SALES_GROWTH, monthly)],
    )
    march, months = Period.parse("2026-03"), {"2026-03", "2025-03", "2026-02"}

    @settings(max_examples=25)
    @given(testing.records(both))
    def days(rows: list[dict[str, Any]]) -> None:
        assert {row["date"].isoformat()[:7] for row in rows} <= months
        assert any(row["date"] in march for row in rows)

    days()
    wanted = [lambda rows, month=month: any(str(row["date"])[:7] == month for row in rows) for month in months]
    drawn(testing.records(both), *wanted, most=60)
    drawn(
        testing.boards(both, people=["a"]),
        lambda board: board["a"]["sales_growth"].value is not None,
        lambda board: board["a"]["monthly"].value is not None,
        most=80,
    )


@CALM
@given(st.data(), st.integers(0, 3), st.sampled_from(Domain))
def test_curves_fit_the_decimals_and_the_domain(data: st.DataObject, decimals: int, of: Domain) -> None:
    curve = data.draw(testing.curves(decimals, of=of, bounded=True))
    assert curve.canonical(decimals).decimals == decimals
    assert curve.of is of
    assert None not in curve.range


def test_curves_of_every_family_with_and_without_end_are_drawn() -> None:
    families = ["linear", "proportional", "steps", "piecewise", "per_step", "target"]
    kinds = [lambda curve, kind=kind: curve.kind == kind for kind in families]
    drawn(testing.curves(), *kinds, lambda curve: None in curve.range, most=400)


@CALM
@given(testing.profiles([indicators.UNIT_ATTAINMENT, indicators.CSI_SCORE], level="manager", min_criteria=2))
def test_profiles_are_made_of_the_indicators_given(profile: sp.Profile) -> None:
    assert {criterion.indicator.id for criterion in profile.criteria} == {"unit_attainment", "csi_score"}
    assert profile.level is sp.Level.MANAGER
    assert sum(criterion.weight for criterion in profile.criteria) == 100


def test_profiles_have_all_that_profiles_can_have() -> None:
    judged = [indicators.UNIT_ATTAINMENT, indicators.CSI_SCORE, indicators.NPS, indicators.PROFIT]
    drawn(
        testing.profiles(judged),
        lambda profile: len(profile.criteria) == 4,
        lambda profile: profile.extras,
        lambda profile: profile.grades,
        lambda profile: profile.group_maximum,
        lambda profile: profile.cap is not None and profile.floor is None,
        lambda profile: any(criterion.minimum_sample for criterion in profile.criteria),
        lambda profile: any(criterion.window for criterion in profile.criteria),
        lambda profile: any(criterion.curve.of is Domain.GAP for criterion in profile.criteria),
        lambda profile: any(isinstance(gate.then, ItemZero) for gate in profile.gates),
        lambda profile: any(isinstance(gate.then, Multiply) for gate in profile.gates),
        lambda profile: any(isinstance(gate.then, CapGrade) for gate in profile.gates),
        lambda profile: any(isinstance(gate.then, Disqualify) for gate in profile.gates),
    )


@CALM
@given(testing.boards(profiles.CONSULTANT, people=["a"], period="2026-02", max_size=2))
def test_boards_of_one_profile(board: sp.Scoreboard) -> None:
    assert board.profile == profiles.CONSULTANT
    assert [(card.subject, str(card.period)) for card in board] == [("a", "2026-02")]


@CALM
@given(testing.profiles([indicators.REVENUE_ATTAINMENT]), st.sampled_from(["0.01", "0.03", "1"]))
def test_drawn_profiles_take_a_fortune_over_a_cent(profile: sp.Profile, goal: str) -> None:
    """ "so that the records drawn for them stay within the exact range" """
    fortune = {measure.id: 2_000_000 for measure in profile.measures}
    row = {"person": "a", "date": "2026-03-01"} | fortune | {"target_revenue": goal}
    (card,) = sp.score([row], profile, period="2026-03")
    assert [line.indicator for line in card] == [indicators.REVENUE_ATTAINMENT]


def test_boards_of_drawn_profiles() -> None:
    of_csi = testing.profiles([indicators.CSI_SCORE], max_criteria=1)
    (board,) = drawn(testing.boards(of_csi), lambda board: len(board) == 2, most=40)
    assert {line.indicator for card in board for line in card} == {indicators.CSI_SCORE}
    drawn(testing.boards(max_size=4), lambda board: any(card.total is not None for card in board), most=40)


def test_the_room_lists_what_is_public() -> None:
    assert dir(testing) == testing.__all__


WITHOUT = """
import sys
import {package}.testing
assert "hypothesis" not in sys.modules
sys.modules["hypothesis"] = None
try:
    {package}.testing.curves()
except {package}.MissingExtraError as error:
    print(error)
"""


def test_hypothesis_is_imported_only_when_a_strategy_is_asked_for() -> None:
    source = f"import sys; sys.path[:] = {sys.path!r}\n" + WITHOUT.format(package=sp.__name__)
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=False)  # noqa: S603  (this interpreter, our own code)
    assert done.stderr == ""
    assert "pip install hypothesis" in done.stdout


@pytest.mark.parametrize(
    "ask",
    [
        lambda: testing.amounts(RATED),
        lambda: testing.records([RATED]),
        testing.curves,
        testing.profiles,
        testing.boards,
    ],
)
def test_without_hypothesis_the_error_names_what_to_install(ask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(MissingExtraError, match="pip install hypothesis"):
        ask()


def test_the_repr_of_a_strategy_does_not_write_the_catalogue_out() -> None:
    text = repr(testing.profiles())
    assert "131 indicators" in text
    assert len(text) < 300
