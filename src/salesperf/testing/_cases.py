"""Cases: the rows on which an indicator's laws are tried, made here or given as examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, cast

from ..arithmetic import to_decimal
from ..calendar import Period
from ..errors import Fault, RecordError
from ..indicators import Indicator, Mix, StructureMatch
from ..measures import KEYS, Measure
from ..records import Refused, amount
from ..text import shown
from ..vocabulary import Additivity, Owner, Unit
from ._broken import Row

__all__ = ["WHO", "Example", "Rows", "columns_of", "given_case", "groups_of", "made_cases"]

WHO = "someone"
"""Whose facts every case holds."""

Rows = tuple[dict[str, Any], ...]
"""The rows of one subject, all with the same keys; None is absent."""

Example = Row | Iterable[Row]
"""One row, or the rows of one subject."""

_MADE = 4
_OWNERS = frozenset(map(str, Owner))


def columns_of(indicator: Indicator) -> tuple[str, ...]:
    """Return the columns besides the measures that the indicator looks at: keys and dimensions."""
    keys = [measure.key for measure in indicator.measures if measure.key is not None]
    by = [indicator.by] if isinstance(indicator, Mix | StructureMatch) else []
    return tuple(dict.fromkeys([*keys, *by]))


def groups_of(indicator: Indicator) -> tuple[str, ...]:
    """Return names by which amounts may be broken down: those of the target shares, and others."""
    return (*dict(getattr(indicator, "shares", ())), "east", "west", "north")


def made_cases(indicator: Indicator, period: Period, base: Period | None = None) -> Iterator[Rows]:
    """Yield rows of the kit's own: the same for the same indicator, on every machine; of a change some in its base."""
    for seed in range(_MADE):
        dice = Random(f"{indicator.id} {seed}")  # noqa: S311  (a reproducible drawing, no secret)
        small = seed % 2 == 0
        days = [period] * (3 + seed) + ([] if base is None else [base] * 4)
        firsts = {0, 3 + seed}
        yield tuple(_made_row(dice, indicator, each, first=n in firsts, small=small) for n, each in enumerate(days))


def _made_row(dice: Random, indicator: Indicator, period: Period, *, first: bool, small: bool) -> dict[str, Any]:
    day = period.start + timedelta(days=int(dice.random() * min(period.days, 4)))
    row: dict[str, Any] = {"person": WHO, "date": day}
    for name in columns_of(indicator):
        pool = [*(f"{name[0]}{n}" for n in range(1, 4)), None] if name in KEYS else groups_of(indicator)
        row[name] = pool[int(dice.random() * len(pool))]
    for measure in indicator.measures:
        given = first or dice.random() < 2 / 3
        row[measure.id] = _made_amount(dice, measure, _most(indicator, measure, small=small)) if given else None
    return row


def _most(indicator: Indicator, measure: Measure, *, small: bool) -> int:
    """Return how much of a measure a row may hold: little of what is taken from a denominator, to leave something."""
    below = {} if indicator.denominator is None else dict(indicator.denominator.terms)
    most = 50_000 if measure.unit is Unit.MONEY and not small else 12
    return most // 6 if below.get(measure, 0) < 0 else most


def _made_amount(dice: Random, measure: Measure, most: int) -> Decimal:
    grid: int = 10**measure.decimals
    if measure.additivity is Additivity.DISTINCT:
        return Decimal(1 if dice.random() < 5 / 6 else -1)
    units = int(dice.random() * most) * grid
    if dice.random() < 1 / 3:
        units += int(dice.random() * grid)
    return to_decimal(-units // 4 if dice.random() < 1 / 12 else units, measure.decimals)


def given_case(indicator: Indicator, example: Example, period: Period) -> Rows:
    """Return a user's example as a case: one subject, the period's first day where no date is given, exact amounts.

    Raises `RecordError` with what cannot be read.
    """
    listed = cast("tuple[Row, ...]", (example,) if isinstance(example, Mapping) else tuple(example))
    faults: list[Fault] = []
    rows = tuple(_given_row(indicator, row, number, period.start, faults) for number, row in enumerate(listed, 1))
    if not rows:
        faults.append(Fault("an example with at least one row"))
    if faults:
        raise RecordError(faults)
    return rows


def _given_row(indicator: Indicator, row: Row, number: int, day: date, faults: list[Fault]) -> dict[str, Any]:
    kept: dict[str, Any] = {"person": WHO, "date": day}
    known = {measure.id: measure for measure in indicator.measures}
    for name, value in row.items():
        if name in known:
            kept[name] = _read_amount(known[name], value, number, faults)
        elif name not in _OWNERS:
            kept[name] = value
    return kept


def _read_amount(measure: Measure, value: Any, number: int, faults: list[Fault]) -> Decimal | None:
    try:
        units = amount(value, measure.decimals, measure.labels)
    except Refused as refused:
        faults.append(Fault(str(refused), field=measure.id, value=shown(value), row=number))
        return None
    return None if units is None else to_decimal(units, measure.decimals)
