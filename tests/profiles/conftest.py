"""Profiles that the tests of this room share."""

from decimal import Decimal

import pytest

from salesperf import Criterion, Extra, Gate, Level, Measure, NotAssessed, Profile, Unit, curves, indicators, measures
from salesperf.profiles import CapGrade, Disqualify, ItemZero, Multiply, When

ATTAINED = curves.Linear((60, 0), (100, 100), (120, 120))


@pytest.fixture
def plain_profile() -> Profile:
    return Profile(
        "small shop",
        level=Level.CONSULTANT,
        criteria=[
            Criterion(indicators.UNIT_ATTAINMENT, weight=60, curve=ATTAINED),
            Criterion(indicators.LEAD_ATTAINMENT, weight="40.00", curve=ATTAINED),
        ],
    )


@pytest.fixture
def full_profile() -> Profile:
    """One of everything: own measures and indicators, every consequence, joined conditions, targets, groups."""
    appraisals = Measure(
        "appraisals", unit=Unit.COUNT, en="Appraisals", zh="评估台次", labels={"优": "1.5", "良": 1}, note="by the desk"
    )
    rate = indicators.Ratio(
        "appraisal_rate",
        numerator=measures.FIRST_VISITS - appraisals,
        denominator=measures.FIRST_VISITS,
        unit="percent",
        direction="higher",
        decimals=2,
        en="Appraisal rate",
        zh="评估率",
        about=indicators.Notes(pitfall="the desk counts twice", sources=("A1",)),
    )
    growth = indicators.Change(
        "a_growth", of=rate, unit="percent", direction="higher", decimals=2, en="Growth", zh="增长"
    )
    mix = indicators.CHANNEL_MIX_INDEX.with_shares({"web": 40, "walk-in": 60})
    return Profile(
        "一店销售顾问",
        level="consultant",
        version="2026.3",
        not_assessed=NotAssessed.NEUTRAL,
        publish_at_least="62.5",
        floor=None,
        cap=110,
        grades=[("A", 90), ("B", "80.5"), ("C", 0)],
        group_maximum={"业绩": 40, "process": 50.5},
        criteria=[
            Criterion(
                indicators.UNIT_ATTAINMENT,
                weight=30,
                curve=curves.PerStep(at=0, full=60, above=(1, 1), below=(1, "-0.8"), floor=0, of=curves.Domain.GAP),
                group="业绩",
                note="每超1台加1分",
            ),
            Criterion(
                indicators.SALES_REVENUE,
                weight="12.34",
                curve=curves.Linear((80, 0), (100, 100), of="percent_of_target"),
                target=measures.TARGET_REVENUE,
                scope="unit",
                group="业绩",
            ),
            Criterion(
                indicators.FIRST_RESPONSE_TIME,
                weight="7.66",
                curve=curves.PerStep(at=0, full=0, below=("0.5", 1), above=None, cap=8, of="gap"),
                target=4,
                group="process",
                id="speed",
            ),
            Criterion(
                indicators.CSI_SCORE,
                weight=20,
                curve=curves.Steps((0, 0), (80, 60), (90, 100)),
                minimum_sample=10,
                window="1 year",
                par=80,
            ),
            Criterion(rate, weight=10, curve=curves.Proportional(floor=60, cap=120), scope="own"),
            Criterion(growth, weight=10, curve=curves.Target(0, 10), placeholder=True),
            Criterion(mix, weight=10, curve=curves.Piecewise((0, 0, "0.5"), ("0.5", 60, 100))),
        ],
        extras=[
            Extra(
                "complaints",
                of=measures.COMPLAINTS_VALID,
                curve=curves.PerStep(at=0, full=0, above=(1, -5), floor=-25),
                minimum=-25,
                maximum=0,
                note="每次投诉扣5分",
            ),
            Extra("rate", of=rate, curve=curves.Linear((0, 0), (100, 5)), minimum=0, maximum=5),
        ],
        gates=[
            Gate("item", of=indicators.CSI_SCORE, below=60, at_least=10, then=ItemZero("csi_score")),
            Gate("factor", of=appraisals, below=1, then=Multiply("0.9"), note="why"),
            Gate(
                "cap",
                when=(When(indicators.NPS, below=0) | When(appraisals, below=2)) & When(rate, below=50),
                then=CapGrade("B"),
            ),
            Gate("out", of=measures.RECORD_FRAUD_CONFIRMED, at_least=1, then=Disqualify()),
        ],
        phase="launch",
    )


@pytest.fixture
def own_total() -> indicators.Total:
    return indicators.Total(
        "units_delivered",
        numerator=measures.UNITS_DELIVERED,
        unit="count",
        direction="higher",
        decimals=0,
        en="Delivered",
        zh="交车",
        plausible=(0, Decimal(500)),
    )
