""" "gives the same score to the last digit": native cards of every engine against the board of plain rows."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import salesperf as sp
from salesperf import profiles
from salesperf.calendar import Calendar

sys.path.insert(0, str(Path(__file__).resolve().parent))
from native_cases import ENGINES, SLOW, Columns, agree, frame_of, one, oracle_cases, plain_profile, some_table

pytest.importorskip("narwhals")
for engine in ("polars", "pandas", "pyarrow", "duckdb"):
    pytest.importorskip(engine)

APRIL, NAMED_BY_END = Calendar(fiscal_year_starts=4), Calendar(fiscal_year_starts=4, fiscal_year_named_by="end")
CLOSING = Calendar(closing_day=25)
BOTH = Calendar(closing_day=25, fiscal_year_starts=4, fiscal_year_named_by="end")
CALENDARS = [Calendar(), Calendar(), APRIL, NAMED_BY_END, CLOSING, BOTH]
IN_ENGINE = [
    "2026-03",
    ["2026-01", "2026-02", "2026-03"],
    ["2025-12", "2026-02"],
    ["2026-02-10..2026-02-20", "2026-02-21..2026-03-31"],
    "month",
    "quarter",
    "half",
    "year",
]
BY_ROWS = [None, "week", "day", ["2026-02", "2026-02-14"], ["2026-01", "2025-12-01..2026-02-20"]]

each_engine = pytest.mark.parametrize("engine", ENGINES)


ONE = one(grades=(("it's fine", 3), ("{so} \\ so", 2), ("D", 0)))


@pytest.mark.untraced
@each_engine
@SLOW
@given(
    profile=plain_profile(),
    columns=some_table(),
    period=st.sampled_from(IN_ENGINE),
    calendar=st.sampled_from(CALENDARS),
)
def test_cards_that_follow_from_sums(engine: str, profile: Any, columns: Columns, period: Any, calendar: Any) -> None:
    scored = agree(columns, profile, engine, period=period, calendar=calendar)
    event("none" if scored is None else "by rows" if scored._origin.call is None else "in the engine")


@each_engine
@settings(SLOW, max_examples=6)
@given(
    profile=plain_profile(), columns=some_table(), period=st.sampled_from(BY_ROWS), calendar=st.sampled_from(CALENDARS)
)
def test_periods_that_are_no_groups(engine: str, profile: Any, columns: Columns, period: Any, calendar: Any) -> None:
    scored = agree(columns, profile, engine, period=period, calendar=calendar)
    assert scored is None or scored._origin.call is None


@pytest.mark.parametrize("engine", ["polars", "polars, lazily", "pyarrow", "duckdb"])
@settings(SLOW, max_examples=4)
@given(profile=plain_profile(), columns=some_table(rows=30, until=True), period=st.sampled_from(IN_ENGINE[:5]))
def test_targets_of_days_inside_and_beyond_the_period(engine: str, profile: Any, columns: Columns, period: Any) -> None:
    agree(columns, profile, engine, period=period)


@pytest.mark.untraced
@each_engine
@settings(SLOW, max_examples=6)
@given(
    profile=oracle_cases.some_profile(),
    columns=some_table(),
    period=st.sampled_from([*IN_ENGINE, *BY_ROWS]),
    calendar=st.sampled_from(CALENDARS),
)
def test_profiles_of_any_make(engine: str, profile: Any, columns: Columns, period: Any, calendar: Any) -> None:
    """Windows, changes, levels, keys and peers are scored from groups, into a table of the caller's kind."""
    agree(columns, profile, engine, period=period, calendar=calendar)


@pytest.mark.untraced
@pytest.mark.parametrize("engine", ["polars", "pyarrow", "duckdb"])
@pytest.mark.parametrize("profile", profiles.SHIPPED, ids=lambda profile: profile.name)
def test_shipped_profiles(engine: str, profile: sp.Profile) -> None:
    rows = range(300)
    measures = {
        name: ("int64", [(row * 7 + place) % 23 for row in rows])
        for place, name in enumerate(sorted({measure.id for c in profile.criteria for measure in measures_of(c)}))
    }
    dates = [oracle_cases.FIRST.replace(year=2026, month=1 + row % 3, day=1 + row % 28) for row in rows]
    who: Columns = {"person": ("string", [f"p{row % 9}" for row in rows]), "date": ("date32", dates)}
    for asked in (profile, profile.in_phase(profiles.PHASES[0])):
        scored = agree({**who, **measures}, asked, engine, period="month")
        assert scored is not None
        assert any(card.total for card in scored)


def measures_of(criterion: Any) -> Any:
    from salesperf.plan import compile_plan  # noqa: PLC0415  (only to feed the shipped profiles)

    lone = sp.Profile("lone", level=sp.Level.CONSULTANT, criteria=[oracle_cases.attrs.evolve(criterion, weight=100)])
    return compile_plan(lone).measures


@each_engine
def test_whose_cards_may_be_teams_under_columns_of_other_names(engine: str) -> None:
    table: Columns = {
        "squad": ("string", ["a", "b", "a", "c"]),
        "day": ("date32", [oracle_cases.date(2026, 3, day) for day in (1, 2, 31, 3)]),
        "deals": ("int32", [1, 2, 3, None]),
        "left over": ("int32", [1, 2, 3, 4]),
    }
    names = {"team": "squad", "date": "day", "t_done": "deals"}
    scored = agree(table, ONE, engine, period="2026-03", by="team", columns=names)
    assert scored is not None
    assert scored._origin.call is not None
    assert scored.intake.unused == ("left over",)
    assert [card.rank for card in scored] == [1, 2, 3]


@pytest.mark.parametrize("engine", ["polars", "pandas", "pyarrow"])
def test_tables_that_only_the_rules_for_rows_can_read(engine: str) -> None:
    """Amounts as text, dates as text, more owners than one: the table is of the caller's kind all the same."""
    days = [f"2026-03-{day:02}" for day in (1, 2, 31, 3)]
    people = ("string", ["a", "b", "a", "c"])
    stamps = ("date32", [oracle_cases.date.fromisoformat(day) for day in days])
    tables: list[Columns] = [
        {"person": people, "date": stamps, "t_done": ("string", ["1", "2.5", " 3", ""])},
        {"person": people, "date": ("string", days), "t_done": ("int64", [1, 2, 3, 4])},
        {"person": ("int64", [1, 2, 1, 3]), "date": ("string", days), "t_done": ("int64", [1, 2, 3, 4])},
        {"person": people, "team": ("string", [None] * 4), "date": stamps, "t_done": ("int64", [1, 2, 3, 4])},
    ]
    for table in tables:
        scored = agree(table, ONE, engine, period="2026-03")
        assert scored is not None
        assert scored._origin.call is None


@pytest.mark.parametrize("engine", ["polars", "pandas", "pyarrow"])
def test_multipliers_too_fine_for_64_bits_are_left_to_the_plain_scorer(engine: str) -> None:
    when = profiles.When(oracle_cases.DONE, at_least=1)
    gates = [profiles.Gate(f"g{number}", when=when, then=profiles.Multiply("0.999")) for number in range(6)]
    table: Columns = {
        "person": ("string", ["a", "b"]),
        "date": ("date32", [oracle_cases.date(2026, 3, 1)] * 2),
        "t_done": ("int64", [40, 0]),
    }
    scored = agree(table, one(gates=gates), engine, period="2026-03")
    assert scored is not None
    assert scored._origin.call is not None


@pytest.mark.parametrize("engine", ["polars", "pandas", "pyarrow"])
def test_a_table_without_subjects_or_dates_has_faults_and_no_cards(engine: str) -> None:
    with pytest.raises(sp.RecordError, match="person"):
        sp.score(frame_of(engine, {"t_done": ("int32", [1, 2])}), ONE, period="2026-03")
