"""A profile of four measures, and rows for it: enough for what one column does."""

from __future__ import annotations

from datetime import date
from typing import Any

import salesperf as sp
from salesperf import curves
from salesperf.indicators import Ratio, Total

__all__ = ["BUYERS", "DAY", "PROFILE", "STOCK", "SUMS", "VISITS", "WORTH", "row", "some"]

LINE = curves.Linear((0, 0), (100, 100))
WORTH = sp.Measure("worth", unit="money", signed=True, en="Worth", zh="价值")
VISITS = sp.Measure("visits", unit="count", en="Visits", zh="到店")
BUYERS = sp.Measure("buyers", unit="count", additivity="distinct", key="customer", en="Buyers", zh="客户")
STOCK = sp.Measure("stock", unit="count", decimals=0, additivity="last", en="Stock", zh="库存")
_SHOWN: dict[str, Any] = {"direction": "higher", "en": "x", "zh": "x"}
PROFILE = sp.Profile(
    "small",
    level="consultant",
    criteria=[
        sp.Criterion(
            Ratio("worth_per_visit", numerator=WORTH, denominator=VISITS, unit="money_per_unit", decimals=2, **_SHOWN),
            weight=40,
            curve=LINE,
        ),
        *(
            sp.Criterion(Total(f"{m.id}_held", numerator=m, unit="count", decimals=0, **_SHOWN), weight=30, curve=LINE)
            for m in (BUYERS, STOCK)
        ),
    ],
    publish_at_least=0,
)
COUNTED = sp.Measure("worth", unit="count", signed=True, decimals=0, en="Counted", zh="数")
SUMS = sp.Profile(
    "sums",
    level="consultant",
    criteria=[
        sp.Criterion(Total("counted", numerator=COUNTED, unit="count", decimals=0, **_SHOWN), weight=100, curve=LINE)
    ],
)
"""Adds up whole numbers and nothing else: sums may be large."""
DAY = date(2026, 3, 5)


def row(**more: Any) -> dict[str, Any]:
    """One row of everything, with changes."""
    return {"person": "li.na", "date": DAY, "worth": 5, "visits": 1, **more}


def some(number: int = 12, **more: Any) -> list[dict[str, Any]]:
    """Several plain rows of two people in two months."""
    people = ("li.na", "wang.wei")
    return [
        {
            "person": people[n % 2],
            "date": date(2026, 2 + n % 3 // 2, 1 + n % 28),
            "worth": n * 7 - 20,
            "visits": n % 4,
            "buyers": 1,
            "customer": f"c{n % 5}",
            "stock": n,
            **more,
        }
        for n in range(number)
    ]
