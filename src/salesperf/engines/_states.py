"""What is kept of a measure while rows stream by, for everything that is not a plain sum.

A state is a short list that merges: the state of two parts joined equals the state of the whole, whatever the split.

    distinct      [keyless amount, {key: net amount}]
    first, last   [day, amount of that day]      (day None: no level yet)
    mean          [amount of all days, {day, ...}]
    sum           [amount]                       (only inside a spread; plain sums are kept apart)
"""

from __future__ import annotations

from typing import Any

from ..vocabulary import Additivity

__all__ = ["State", "add", "fresh", "merge", "value"]

State = list[Any]


def fresh(kind: Additivity) -> State:
    """Return the state of no rows."""
    if kind is Additivity.SUM:
        return [0]
    if kind is Additivity.DISTINCT:
        return [0, {}]
    if kind is Additivity.MEAN:
        return [0, set()]
    return [None, 0]


def add(kind: Additivity, state: State, amount: int, day: int, key: object) -> None:
    """Add one row's amount."""
    if kind is Additivity.SUM:
        state[0] += amount
    elif kind is Additivity.DISTINCT:
        if key is None:
            state[0] += amount
        else:
            state[1][key] = state[1].get(key, 0) + amount
    elif kind is Additivity.MEAN:
        state[0] += amount
        state[1].add(day)
    elif state[0] == day:
        state[1] += amount
    elif state[0] is None or (day < state[0]) == (kind is Additivity.FIRST):
        state[0], state[1] = day, amount


def merge(kind: Additivity, state: State, other: State) -> None:
    """Add another part's state."""
    if kind is Additivity.DISTINCT:
        state[0] += other[0]
        for key, amount in other[1].items():
            state[1][key] = state[1].get(key, 0) + amount
    elif kind is Additivity.MEAN:
        state[0] += other[0]
        state[1] |= other[1]
    elif kind is Additivity.SUM:
        state[0] += other[0]
    elif other[0] is not None:
        add(kind, state, other[1], other[0], None)


def value(kind: Additivity, state: State, grid: int) -> int:
    """Return the amount in grid units: a distinct key with a positive net amount counts 1."""
    if kind is Additivity.DISTINCT:
        return int(state[0] + grid * sum(net > 0 for net in state[1].values()))
    return int(state[1] if kind in {Additivity.FIRST, Additivity.LAST} else state[0])
