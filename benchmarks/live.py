"""Live standing: records one at a time with a card now and then, against one call over the same records."""

from __future__ import annotations

from functools import partial
from typing import Any

from . import contest, workload
from .report import Bar, Table

EVERY = 1_000
"""After how many records a card is looked at."""


def standing(number: int, rounds: int) -> Table:
    """Time a tally that is fed one record at a time, with a card after each thousand, against `score`."""
    import salesperf as sp

    profile = workload.profile()
    records = list(workload.whole(number))
    contest.in_place(records)
    board = sp.score(records, profile, period=workload.PERIOD)
    tally = fed(records, profile)
    if sp.score(tally, profile).to_json() != board.to_json():
        message = "the tally and the call over its records differ"
        raise SystemExit(message)
    del board, tally
    contestants = {"batch": partial(batch, records, profile), "live": partial(fed, records, profile)}
    times = contest.run("live", contestants, rounds=rounds)
    ratio = times["live"].median() / times["batch"].median()
    table = Table(
        f"{number:,} records one at a time, a card after each {EVERY:,}",
        ("score(records) and every total", "Tally.add of each, with the cards", "÷ score"),
    )
    table.add(times["batch"], times["live"], ratio)
    table.bars.append(Bar("live standing ÷ one call over the same records", ratio, 2.0))
    del records, contestants
    contest.release()
    return table


def batch(records: list[Any], profile: Any) -> list[Any]:
    """Score all records in one call and read every total."""
    import salesperf as sp

    return [card.total for card in sp.score(records, profile, period=workload.PERIOD).ranking()]


def fed(records: list[Any], profile: Any) -> Any:
    """Return the tally of the records, having looked at the card of each thousandth one's person."""
    import salesperf as sp

    tally = sp.Tally(profile, period=workload.PERIOD)
    add, card = tally.add, tally.card
    for number, record in enumerate(records, 1):
        add(record)
        if not number % EVERY:
            card(record["person"]).total  # noqa: B018  (reading it is what is timed)
    return tally
