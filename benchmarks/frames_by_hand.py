"""What the hand-written queries of all engines share: the profile of `workload` as numbers, and the limits of sums.

Every curve there is a line through knots from 0 points on: points = `rdiv(Σ slope·(value inside a stretch), divisor)`
with whole slopes over one divisor: one division for each value, one for each line of points.  As all slopes are upward
and all first knots are at 0 points, whatever is below 0 may be cut off before it is divided: then engines that truncate
quotients need no correction.

Sums beyond `LIMITS` are refused before they are divided, as salesperf does; the numbers are those of `Plan.limits`,
in whole units.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import NamedTuple

from .workload import MEASURES, MONEY

ENOUGH = 60
"""Percent of the weight that has to have points."""
GRADES = (("A", 90_000), ("B", 80_000), ("C", 70_000))
LAST_GRADE = "D"
EXACT = 1 << 62
LIMITS = {name: 2_305_497_184_635 if name in MONEY else 23_054_971_846 for name in MEASURES}
LEAST = min(LIMITS.values())
SCORED, TOO_LITTLE = "scored", "too_little_assessed"


class Stretch(NamedTuple):
    """What lies between two knots: its ends in hundredths of a value, and the slope over the line's divisor."""

    start: int
    end: int
    slope: int


class Item(NamedTuple):
    """One criterion: value = rdiv(over·times, under), points = rdiv(Σ slope·(value inside a stretch), divisor)."""

    name: str
    over: str
    under: str
    times: int
    weight: int
    stretches: tuple[Stretch, ...]
    divisor: int


def _item(name: str, over: str, under: str, weight: int, *knots: tuple[int, int], percent: bool = True) -> Item:
    steps = [
        (100 * start, 100 * end, Fraction(10 * (above - below), end - start))
        for (start, below), (end, above) in pairwise(knots)
    ]
    divisor = lcm(*(slope.denominator for _, _, slope in steps))
    stretches = tuple(Stretch(start, end, int(slope * divisor)) for start, end, slope in steps)
    return Item(name, over, under, 10_000 if percent else 100, weight, stretches, divisor)


ITEMS = (
    _item("b_attainment", "units_delivered", "target_units", 20, (60, 0), (100, 100), (120, 120)),
    _item("b_gross", "gp_front", "units_delivered", 15, (0, 0), (8_000, 100), (12_000, 120), percent=False),
    _item("b_margin", "gp_front", "revenue_vehicle", 10, (0, 0), (4, 80), (10, 120)),
    _item("b_price", "revenue_vehicle", "units_delivered", 5, (80_000, 0), (200_000, 100), percent=False),
    _item("b_finance", "units_financed", "units_delivered", 5, (10, 0), (70, 100)),
    _item("b_appointment", "appts_set", "leads_received", 8, (10, 0), (50, 90), (70, 110)),
    _item("b_show", "appts_shown", "appts_set", 6, (20, 0), (80, 100)),
    _item("b_close", "opps_won_new", "opps_opened", 11, (2, 0), (20, 100), (32, 120)),
    _item("b_followup", "followups_on_time", "followups_due", 6, (40, 0), (90, 100)),
    _item("b_opportunity", "opps_opened", "leads_received", 5, (20, 0), (80, 100)),
    _item("b_delivery", "units_delivered", "opps_won_new", 5, (50, 0), (150, 100), (250, 120)),
    _item("b_lead_close", "opps_won_new", "leads_received", 4, (1, 0), (13, 100), (19, 120)),
)
POINTS = tuple(f"{item.name}_points_e3" for item in ITEMS)
GROUPBY = "pandas by hand, groupby(…).sum()"
"""A second query for pandas: the usual one, which takes twice as long."""
COLUMNS = ("subject", "period", "status", "total_e3", "grade", "rank", *POINTS)

_weights: Counter[str] = Counter()
for _each in ITEMS:
    _weights[_each.under] += _each.weight
WEIGHTS = dict(_weights)
"""The weight that a positive sum of each denominator brings: fewer denominators than criteria."""


class RefusedError(ValueError):
    """The data are not as the checks want them."""


def refuse(what: str) -> RefusedError:
    """Return the error of a check."""
    return RefusedError(what)
