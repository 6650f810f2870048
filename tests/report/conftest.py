"""Boards that show everything a report can show."""

from __future__ import annotations

import pytest

import salesperf as sp
from salesperf import Criterion, Extra, Gate, Level, Profile, curves, indicators, measures, profiles, sample
from salesperf.calendar import Calendar
from salesperf.organisation import Organisation
from salesperf.profiles import CapGrade, Disqualify, ItemZero, Multiply

ATTAINED = curves.Linear((60, 0), (100, 100), (120, 120))

RICH = Profile(
    "rich",
    level=Level.CONSULTANT,
    criteria=[
        Criterion(indicators.UNIT_ATTAINMENT, weight=50, curve=ATTAINED),
        Criterion(indicators.TEST_DRIVE_RATE, weight=30, curve=curves.Linear((0, 0), (100, 100))),
        Criterion(
            indicators.total_of(measures.LEADS_VALID), weight=10, curve=curves.Linear((0, 0), (10, 100)), id="leads"
        ),
        Criterion(indicators.GROSS_ATTAINMENT, weight=10, curve=ATTAINED),
    ],
    extras=[
        Extra(
            "complaints",
            of=measures.COMPLAINTS_VALID,
            curve=curves.Linear((0, 0), (10, -200)),
            minimum=-200,
            maximum=0,
        )
    ],
    gates=[
        Gate("audit", of=indicators.PROCESS_COMPLIANCE, below=80, then=ItemZero("leads")),
        Gate("halved", of=measures.COMPLAINTS_VALID, at_least=2, then=Multiply("0.5")),
        Gate("modest", of=indicators.TEST_DRIVE_RATE, below=50, then=CapGrade("B")),
        Gate("fraud", of=measures.RECORD_FRAUD_CONFIRMED, at_least=1, then=Disqualify()),
    ],
    grades=[("A", 90), ("B", 0)],
    publish_at_least=50,
    floor=0,
    cap=100,
    version="7",
)
DAY = {"date": "2026-03-05"}
ROWS = [
    # over the cap
    {"person": "cai", **DAY, "units_delivered": 12, "target_units": 10, "leads_valid": 10},
    {"person": "cai", **DAY, "test_drive_customers": 10, "customers_received": 10},
    # halved, its grade capped
    {"person": "bo", **DAY, "units_delivered": 10, "target_units": 10, "leads_valid": 10, "complaints_valid": 2},
    {"person": "bo", **DAY, "test_drive_customers": 1, "customers_received": 10},
    # raised to the floor
    {"person": "ai", **DAY, "units_delivered": 7, "target_units": 10, "leads_valid": 1, "complaints_valid": 9},
    {"person": "ai", **DAY, "test_drive_customers": 20, "customers_received": 10},
    # disqualified, an item zeroed
    {"person": "du", **DAY, "units_delivered": 10, "target_units": 10, "leads_valid": 10, "record_fraud_confirmed": 1},
    {"person": "du", **DAY, "items_passed": 1, "items_checked": 2},
    # without a target
    {"person": "en", **DAY, "leads_valid": 4, "gp_frnt": 3},
    # nobody's, in another month, of another owner
    {"person": "en", "date": "2026-01-05", "leads_valid": 0.10001},
    {"store": "west", **DAY, "leads_valid": 1},
]


@pytest.fixture(scope="session")
def rich() -> sp.Scoreboard:
    """A small board: limits, multipliers, gates of every kind, lines without values."""
    return sp.score(ROWS, RICH, period=["2026-03", "2026-05"])


@pytest.fixture(scope="session")
def demo() -> sp.Scoreboard:
    """The dealership's March."""
    return sp.score(sample.dealership(), profiles.CONSULTANT, period="2026-03")


ORG = Organisation.from_rows(
    [
        {"person": "ai", "team": "a", "store": "west"},
        {"person": "bo", "team": "a", "store": "west"},
        {"person": "<ma>", "team": "a", "store": "west", "level": "manager"},
    ]
)


@pytest.fixture(scope="session")
def org() -> Organisation:
    """A team of two and its manager."""
    return ORG


@pytest.fixture(scope="session")
def house() -> sp.Scoreboard:
    """A board of two levels and two months that close on the 25th."""
    net = indicators.NET_UNITS
    lead = Profile(
        "lead",
        level=Level.MANAGER,
        criteria=[Criterion(net, weight=100, curve=curves.Linear((0, 0), (50, 100)))],
        grades=[("A", 90), ("B", 0)],
        phase="rush",
        version="3",
    )
    sell = Profile(
        "sell",
        level=Level.CONSULTANT,
        criteria=[Criterion(net, weight=100, curve=curves.Linear((0, 0), (20, 100)))],
    )
    rows = [
        {"person": "ai", "date": "2026-03-20", "units_delivered": 8, "units_returned": 0},
        {"person": "bo", "date": "2026-03-20", "units_delivered": 12},
        {"person": "bo", "date": "2026-03-26", "units_delivered": 2},
        {"person": "bo", "date": "2026-03-27", "units_delivered": 9, "recorded_at": "2026-05-02"},
    ]
    return sp.score_all(
        rows, [lead, sell], organisation=ORG, period="month", calendar=Calendar(closing_day=25), as_of="2026-04-30"
    )
