"""What is measured: the records, in every shape they come in, and the profile, in salesperf's own words.

One month, twelve measures a record, twenty records a person, in random order: the worst case for a cache, and what
an export of a dealer system looks like that was not sorted.  Everything follows from one seed.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import salesperf as sp

MEASURES = (
    "units_delivered",
    "target_units",
    "gp_front",
    "revenue_vehicle",
    "units_financed",
    "leads_received",
    "appts_set",
    "appts_shown",
    "opps_opened",
    "opps_won_new",
    "followups_due",
    "followups_on_time",
)
MONEY = frozenset({"gp_front", "revenue_vehicle"})
PERIOD = "2026-03"
ROWS_A_PERSON = 20

Record = dict[str, Any]
Amounts = tuple[int, ...]


class Row(NamedTuple):
    """The same record as a named tuple."""

    person: str
    date: str
    units_delivered: int
    target_units: int
    gp_front: int
    revenue_vehicle: int
    units_financed: int
    leads_received: int
    appts_set: int
    appts_shown: int
    opps_opened: int
    opps_won_new: int
    followups_due: int
    followups_on_time: int


def rows(number: int, people: int | None = None, seed: int = 20260301) -> Iterator[tuple[str, str, Amounts]]:
    """Yield (person, date, amounts) of `number` records of `people` (a twentieth of `number` where not given)."""
    people = people or max(1, number // ROWS_A_PERSON)
    below = random.Random(seed).randrange  # noqa: S311  (sample data, no secret)
    for _ in range(number):
        units, leads, opened, due = below(3), below(2, 9), below(1, 6), below(1, 9)
        appointed = below(leads + 1)
        amounts = (
            units,
            1,
            units * below(2000, 13000),
            units * below(80000, 320000),
            below(units + 1),
            leads,
            appointed,
            below(appointed + 1),
            opened,
            below(2),
            due,
            below(due + 1),
        )
        # Each record has text objects of its own, as rows have that come from a file or a database driver.
        yield f"p{below(people):05d}", f"2026-03-{below(1, 32):02d}", amounts


def whole(number: int, people: int | None = None) -> Iterator[Record]:
    """Yield dicts of whole numbers: the case of the bar."""
    for person, date, amounts in rows(number, people):
        yield {"person": person, "date": date, **dict(zip(MEASURES, amounts, strict=True))}


def float_money(number: int) -> Iterator[Record]:
    """Yield dicts whose money are floats with two decimals, as pandas and JSON give them."""
    for record in whole(number):
        for name in MONEY:
            record[name] = record[name] + (record[name] % 100) / 100
        yield record


def sparse(number: int) -> Iterator[Record]:
    """Yield events: one measure a record."""
    names = len(MEASURES)
    for i, (person, date, amounts) in enumerate(rows(number)):
        which = i % names
        yield {"person": person, "date": date, MEASURES[which]: amounts[which]}


def named_tuples(number: int) -> Iterator[Row]:
    """Yield named tuples of whole numbers."""
    for person, date, amounts in rows(number):
        yield Row(person, date, *amounts)


def write_csv(path: Path, number: int) -> Path:
    """Write the records as a CSV file, money with two decimals, and return its path."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("person", "date", *MEASURES))
        for person, date, amounts in rows(number):
            texts = (
                f"{amount}.{amount % 100:02d}" if name in MONEY else str(amount)
                for name, amount in zip(MEASURES, amounts, strict=True)
            )
            writer.writerow((person, date, *texts))
    return path


def profile() -> sp.Profile:
    """Return the profile that `by_hand` writes out: twelve criteria over the twelve measures."""
    import salesperf as sp
    from salesperf import curves, indicators, measures

    def of(kind: Callable[..., Any], name: str, over: str, under: str, unit: sp.Unit = sp.Unit.PERCENT) -> Any:
        return kind(
            name,
            numerator=measures.get(over),
            denominator=measures.get(under),
            unit=unit,
            direction=sp.Direction.HIGHER,
            decimals=2,
            en=name,
            zh=name,
        )

    ratio, share, attainment = indicators.Ratio, indicators.Share, indicators.Attainment
    money = sp.Unit.MONEY_PER_UNIT
    parts: tuple[tuple[Any, int, tuple[tuple[int, int], ...]], ...] = (
        (of(attainment, "b_attainment", "units_delivered", "target_units"), 20, ((60, 0), (100, 100), (120, 120))),
        (of(ratio, "b_gross", "gp_front", "units_delivered", money), 15, ((0, 0), (8000, 100), (12000, 120))),
        (of(ratio, "b_margin", "gp_front", "revenue_vehicle"), 10, ((0, 0), (4, 80), (10, 120))),
        (of(ratio, "b_price", "revenue_vehicle", "units_delivered", money), 5, ((80000, 0), (200000, 100))),
        (of(share, "b_finance", "units_financed", "units_delivered"), 5, ((10, 0), (70, 100))),
        (of(ratio, "b_appointment", "appts_set", "leads_received"), 8, ((10, 0), (50, 90), (70, 110))),
        (of(share, "b_show", "appts_shown", "appts_set"), 6, ((20, 0), (80, 100))),
        (of(ratio, "b_close", "opps_won_new", "opps_opened"), 11, ((2, 0), (20, 100), (32, 120))),
        (of(share, "b_followup", "followups_on_time", "followups_due"), 6, ((40, 0), (90, 100))),
        (of(ratio, "b_opportunity", "opps_opened", "leads_received"), 5, ((20, 0), (80, 100))),
        (of(ratio, "b_delivery", "units_delivered", "opps_won_new"), 5, ((50, 0), (150, 100), (250, 120))),
        (of(ratio, "b_lead_close", "opps_won_new", "leads_received"), 4, ((1, 0), (13, 100), (19, 120))),
    )
    return sp.Profile(
        "benchmark",
        level=sp.Level.CONSULTANT,
        criteria=tuple(sp.Criterion(i, weight=weight, curve=curves.Linear(*knots)) for i, weight, knots in parts),
        grades=(("A", 90), ("B", 80), ("C", 70), ("D", 0)),
    )
