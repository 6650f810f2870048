"""A whole house: 50,000 people in 2,000 stores over twelve months, scored at every level in one pass."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from . import contest, workload
from .report import Bar, Table

if TYPE_CHECKING:
    import salesperf as sp

PEOPLE_A_STORE = 25
STORES_AN_AREA = 40
YEAR = date(2026, 1, 1)


def organisation(people: int) -> sp.Organisation:
    """Return consultants in stores of 25 with a manager each, in areas of 40 stores with a director each."""
    from salesperf import Organisation

    def rows() -> Iterator[dict[str, Any]]:
        stores = people // PEOPLE_A_STORE
        for area in range(-(-stores // STORES_AN_AREA)):
            yield {"person": f"d{area:03d}", "area": f"area-{area:03d}", "group": "house", "level": "director"}
        for store in range(stores):
            place = {"store": f"s{store:04d}", "area": f"area-{store // STORES_AN_AREA:03d}", "group": "house"}
            yield {"person": f"m{store:04d}", "level": "manager", **place}
            for desk in range(PEOPLE_A_STORE):
                yield {"person": f"p{store * PEOPLE_A_STORE + desk:05d}", **place}

    return Organisation.from_rows(rows())


def records(number: int, people: int) -> list[dict[str, Any]]:
    """Return the records of `workload`, spread over a year."""
    below = random.Random(5).randrange  # noqa: S311  (sample data, no secret)
    days = [(YEAR + timedelta(day)).isoformat() for day in range(365)]
    return [
        {"person": person, "date": days[below(365)], **dict(zip(workload.MEASURES, amounts, strict=True))}
        for person, _, amounts in workload.rows(number, people)
    ]


def levels() -> list[sp.Profile]:
    """Return the profile of the workload for each of the three levels."""
    import attrs

    import salesperf as sp

    profile = workload.profile()
    return [attrs.evolve(profile, name=str(level), level=level) for level in sp.Level]


def whole_house(number: int, rounds: int) -> Table:
    """Time all levels against the person level alone, by month, over `number` records."""
    import salesperf as sp

    people = max(PEOPLE_A_STORE, number // workload.ROWS_A_PERSON)
    source, house, profiles = records(number, people), organisation(people), levels()
    contest.in_place(source)

    contestants = {
        "people": partial(sp.score, source, profiles[0], period="month"),
        "house": partial(sp.score_all, source, profiles, organisation=house, period="month"),
    }
    times = contest.run("house", contestants, rounds=rounds)
    stores = people // PEOPLE_A_STORE
    table = Table(
        f"{number:,} records over twelve months, {people:,} people in {stores:,} stores, a card a month",
        ("scored", "time", "÷ people alone"),
    )
    alone, house_time = times["people"], times["house"]
    ratio = house_time.median() / alone.median()
    table.add("people alone", alone, 1.0)
    table.add("people, managers of stores, directors of areas", house_time, ratio)
    table.bars.append(Bar("all levels ÷ the person level alone", ratio, 2.5))
    del source, house, contestants
    contest.release()
    return table
