"""By hand for DuckDB: one statement; sums are exact in 128 bits there and are brought back to 64 before a division.

`//` truncates; what is negative scores no points, so it is cut off at 0 before it is divided, which truncates rightly.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .frames_by_hand import (
    ENOUGH,
    GRADES,
    ITEMS,
    LAST_GRADE,
    LIMITS,
    POINTS,
    SCORED,
    TOO_LITTLE,
    WEIGHTS,
    Item,
)
from .workload import MEASURES

_MONTH = "year(date) * 12 + month(date) - 1"


def score(relation: Any, *, checks: bool = True) -> Any:
    """Score a relation by month and return a relation; nothing has run yet."""
    return relation.query("events_by_hand", statement("events_by_hand", checks=checks))


def statement(source: str, *, checks: bool = True) -> str:
    """Return the whole statement."""
    sums = ", ".join(f"sum({name}) AS {name}" for name in MEASURES)
    narrow = _joined(f"coalesce({name}, 0)::BIGINT AS {name}" for name in MEASURES)
    weight = " + ".join(f"CASE WHEN {name} > 0 THEN {of} ELSE 0 END" for name, of in WEIGHTS.items())
    weighted = " + ".join(f"coalesce({name}, 0) * {item.weight}" for name, item in zip(POINTS, ITEMS, strict=True))
    grades = " ".join(f"WHEN total_e3 >= {least} THEN '{name}'" for name, least in GRADES)
    return f"""
WITH added AS (SELECT person AS subject, ({_MONTH})::BIGINT AS month, {sums} FROM {source} GROUP BY ALL),
fine AS (SELECT subject, {_checked() if checks else "month"} AS month, {narrow} FROM added),
valued AS (SELECT subject, month, {_joined(map(_value, ITEMS))}, {weight} AS weight FROM fine),
lines AS (SELECT subject, month, weight, {_joined(map(_points, ITEMS))} FROM valued),
totals AS (
  SELECT *, CASE WHEN weight >= {ENOUGH} THEN ({weighted} + weight // 2) // weight END AS total_e3 FROM lines
)
SELECT
  subject,
  strftime(make_date((month // 12)::INTEGER, (month % 12 + 1)::INTEGER, 1), '%Y-%m') AS period,
  CASE WHEN total_e3 IS NULL THEN '{TOO_LITTLE}' ELSE '{SCORED}' END AS status,
  total_e3,
  CASE WHEN total_e3 IS NULL THEN NULL {grades} ELSE '{LAST_GRADE}' END AS grade,
  CASE WHEN total_e3 IS NOT NULL THEN rank() OVER (PARTITION BY month ORDER BY total_e3 DESC NULLS LAST) END AS rank,
  {_joined(POINTS)}
FROM totals"""  # noqa: S608  (our own names)


def _checked() -> str:
    """Return the month of a group, or the error that a check found."""
    beyond = " ".join(
        f"WHEN {name} NOT BETWEEN -{limit} AND {limit} THEN error('{name}')" for name, limit in LIMITS.items()
    )
    return f"CASE WHEN subject IS NULL OR month IS NULL THEN error('no person or date') {beyond} ELSE month END"


def _value(item: Item) -> str:
    over, under = f"greatest({item.over}, 0)", item.under
    return f"CASE WHEN {under} > 0 THEN ({over} * {item.times} + {under} // 2) // {under} END AS {_named(item)}"


def _points(item: Item) -> str:
    """Return a line's points: a choice of lines, half the divisor in each of them."""
    value = _named(item)
    cases, below = f"WHEN {value} < {item.stretches[0].start} THEN 0", 0
    for start, end, slope in item.stretches:
        cases += f" WHEN {value} < {end} THEN {value} * {slope} + {below - start * slope + item.divisor // 2}"
        below += (end - start) * slope
    chosen = f"CASE WHEN {value} IS NULL THEN NULL {cases} ELSE {below} END"
    return f"{chosen if item.divisor == 1 else f'({chosen}) // {item.divisor}'} AS {item.name}_points_e3"


def _named(item: Item) -> str:
    return f"{item.name}_value"


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(parts)
