"""A consumer's mistakes.  Type checkers must refuse every line marked `refused`, and no other."""

from __future__ import annotations

from collections.abc import Iterator

import salesperf as sp
from salesperf import curves, indicators


def numbers() -> Iterator[int]:
    yield 1


def scored(profile: sp.Profile, row: dict[str, object]) -> None:
    sp.score("三月.csv", profile)  # refused
    sp.score([1, 2], profile)  # refused
    sp.score(numbers(), profile)  # refused
    sp.score(["li.na"], profile)  # refused
    sp.score(None, profile)  # refused
    sp.score([row], "consultant")  # refused
    sp.score([row])  # refused
    sp.score([row], profile, period=202603)  # refused
    sp.score([row], profile, perid="2026-03")  # refused
    sp.score([row], profile, columns=["person"])  # refused


def written() -> None:
    indicators.Ratio("rate", en="Rate", zh="率")  # refused
    sp.Criterion(indicators.CLOSE_RATE, weight=30)  # refused
    sp.Criterion("close_rate", weight=30, curve=curves.Linear((0, 0), (10, 100)))  # refused
    curves.Linear(60, 100)  # refused
    sp.Measure("appraisals", en="Appraisals", zh="评估")  # refused
