"""By hand for pandas and pyarrow: the grouping of each library, everything after it in numpy.

For pandas `factorize` and numpy's `add.at` take a fifth less time than `groupby(…).sum()`.  pyarrow groups in one
thread: with two it takes longer.  Months are looked up in a table of the days that occur.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import numpy as np

from .frames_by_hand import (
    COLUMNS,
    ENOUGH,
    EXACT,
    GRADES,
    ITEMS,
    LAST_GRADE,
    LIMITS,
    POINTS,
    SCORED,
    TOO_LITTLE,
    WEIGHTS,
    Item,
    refuse,
)
from .workload import MEASURES

Whole: TypeAlias = Any
"""An array of 64-bit whole numbers."""
Truth: TypeAlias = Any
"""An array of truth values."""
_ROOM = 1 << 16
_DAY = 86_400
_MOST = 200_000
"""More thousandths of points than anybody can have."""


class Masked(NamedTuple):
    """Whole numbers, and where there are none."""

    units: Whole
    absent: Truth


class Cards(NamedTuple):
    """What is scored, by column."""

    subject: Whole
    month: Whole
    total: Masked
    rank: Whole
    points: list[Masked]

    def grades(self) -> Whole:
        """Return the place of each grade among all grades."""
        total = self.total.units
        return sum((total < least).astype(np.int64) for _, least in GRADES)


def score_pandas(frame: Any, *, checks: bool = True, groupby: bool = False) -> Any:
    """Score a frame of pandas by month; with `groupby` it is pandas that adds up, as it is usually written."""
    import pandas as pd

    measures = {name: frame[name].to_numpy() for name in MEASURES}
    if checks:
        if frame["person"].hasnans or frame["date"].hasnans:
            raise refuse(_NOBODY)
        for name, column in measures.items():
            _check(name, column.min(), column.max(), column.size)
    days = frame["date"].to_numpy().astype("datetime64[s]", copy=False).view(np.int64) // _DAY
    keys = _keys(frame["person"].to_numpy(), days)
    if groupby:
        grouped = frame[list(MEASURES)].groupby(keys, sort=False).sum()
        sums, keys = {name: grouped[name].to_numpy() for name in MEASURES}, grouped.index.to_numpy()
    else:
        codes, keys = pd.factorize(keys)
        sums = {name: _added(codes, column, len(keys)) for name, column in measures.items()}
    cards = score(sums, keys, checks=checks)
    return pd.DataFrame(dict(zip(COLUMNS, _of_pandas(pd, cards), strict=True)), copy=False)


def score_pyarrow(table: Any, *, checks: bool = True) -> Any:
    """Score a table of pyarrow by month."""
    import pyarrow as pa
    from pyarrow import compute

    if checks:
        if table["person"].null_count or table["date"].null_count:
            raise refuse(_NOBODY)
        for name in MEASURES:
            ends = compute.min_max(table[name])
            _check(name, ends["min"].as_py() or 0, ends["max"].as_py() or 0, table.num_rows)
    days = table["date"].cast(pa.int32()).to_numpy()
    keyed = table.select(MEASURES).append_column("key", pa.array(_keys(table["person"].to_numpy(), days)))
    grouped = keyed.group_by("key", use_threads=False).aggregate([(name, "sum") for name in MEASURES])
    sums = {name: compute.fill_null(grouped[f"{name}_sum"], 0).to_numpy() for name in MEASURES}
    cards = score(sums, grouped["key"].to_numpy(), checks=checks)
    return pa.table(dict(zip(COLUMNS, _of_pyarrow(pa, cards), strict=True)))


_NOBODY = "a row without a person or a date"


def _check(name: str, least: int, most: int, rows: int) -> None:
    """Refuse amounts that could make a sum of 64 bits wrap."""
    if max(-int(least), int(most)) > EXACT // max(rows, 1):
        raise refuse(name)


def _keys(people: Whole, days: Any) -> Whole:
    first, last = days.min(), days.max()
    months = np.arange(first, last + 1).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    keys: Whole = people.astype(np.int64) * _ROOM + months[days - first]
    return keys


def _added(codes: Any, column: Whole, groups: int) -> Whole:
    sums: Whole = np.zeros(groups, dtype=np.int64)
    np.add.at(sums, codes, column)
    return sums


def score(sums: dict[str, Whole], keys: Whole, *, checks: bool) -> Cards:
    """Score sums by the profile of `workload.profile`."""
    if checks:
        for name, limit in LIMITS.items():
            if max(-int(sums[name].min()), int(sums[name].max())) > limit:
                raise refuse(name)
    there = {name: sums[name] > 0 for name in WEIGHTS}
    weight: Whole = sum(there[name] * weight for name, weight in WEIGHTS.items())
    points = [Masked(_points(sums, item, there[item.under]), ~there[item.under]) for item in ITEMS]
    weighted: Whole = sum(each.units * item.weight for each, item in zip(points, ITEMS, strict=True))
    absent = weight < ENOUGH
    weight = np.where(absent, 1, weight)
    total = Masked(np.where(absent, -1, (weighted * 2 + weight) // (weight * 2)), absent)
    month = keys % _ROOM
    return Cards(keys // _ROOM, month, total, _ranks(month, total), points)


def _points(sums: dict[str, Whole], item: Item, there: Truth) -> Whole:
    """Return the points of a line, 0 where it has no denominator."""
    under = np.where(there, sums[item.under], 1)
    value = (sums[item.over] * (2 * item.times) + under) // (under * 2)
    points = sum((np.clip(value, start, end) - start) * slope for start, end, slope in item.stretches)
    if item.divisor > 1:
        points = (points * 2 + item.divisor) // (2 * item.divisor)
    return np.where(there, points, 0)


def _ranks(month: Whole, total: Masked) -> Whole:
    """Return ranks within each month; ties share the first."""
    order = month * (2 * _MOST) + (_MOST - total.units)
    place = np.argsort(order)
    ordered = order[place]
    first = np.empty(ordered.size, dtype=np.bool_)
    first[:1] = True
    first[1:] = ordered[1:] != ordered[:-1]
    starts = np.maximum.accumulate(np.where(first, np.arange(ordered.size), 0))
    month = ordered // (2 * _MOST)
    begins = np.searchsorted(month, month.min() + np.arange(month.max() - month.min() + 1)) if month.size else month
    ranks: Whole = np.empty(ordered.size, dtype=np.int64)
    ranks[place] = starts - begins[month - month.min()] + 1
    return ranks


def _months(cards: Cards) -> tuple[list[str], Whole]:
    """Return the names of the months, and which of them each card is of."""
    first = int(cards.month.min())
    names = [str(np.datetime64(number, "M")) for number in range(first, int(cards.month.max()) + 1)]
    return names, cards.month - first


_NAMES = [*(name for name, _ in GRADES), LAST_GRADE]


def _of_pandas(pd: Any, cards: Cards) -> list[Any]:
    names, month = _months(cards)
    absent = cards.total.absent

    def text(of: list[str], codes: Whole, without: Truth | None = None) -> Any:
        return pd.Categorical.from_codes(codes if without is None else np.where(without, -1, codes), of)

    whole = pd.arrays.IntegerArray
    return [
        cards.subject,
        text(names, month),
        text([SCORED, TOO_LITTLE], absent.astype(np.int64)),
        whole(*cards.total),
        text(_NAMES, cards.grades(), absent),
        whole(cards.rank, absent),
        *(whole(*each) for each in cards.points),
    ]


def _of_pyarrow(pa: Any, cards: Cards) -> list[Any]:
    names, month = _months(cards)
    absent = cards.total.absent

    def text(of: list[str], codes: Whole, without: Truth | None = None) -> Any:
        return pa.array(of).take(pa.array(codes, mask=without))

    return [
        cards.subject,
        text(names, month),
        text([SCORED, TOO_LITTLE], absent.astype(np.int64)),
        pa.array(cards.total.units, mask=absent),
        text(_NAMES, cards.grades(), absent),
        pa.array(cards.rank, mask=absent),
        *(pa.array(each.units, mask=each.absent) for each in cards.points),
    ]


assert COLUMNS[6:] == POINTS
