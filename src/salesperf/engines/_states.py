"""What is kept of a measure while rows stream by, for everything that is not a plain sum.

A state is a short list that merges: the state of two parts joined equals the state of the whole, whatever the split.

    distinct      [keyless amount, {key: net amount}]
    first, last   [day, amount of that day]      (day None: no level yet)
    mean          [amount of all days, {day, ...}]
    sum           [amount]                       (only inside a spread; plain sums are kept apart)

A spread keeps a measure by the names of a dimension, as {name: state}.  Of a first or last level it is the spread of
the owner's own first or last day, [day, {name: amount}]: a model that is sold out by then counts nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..arithmetic import rdiv
from ..vocabulary import Additivity

__all__ = [
    "State",
    "add",
    "add_spread",
    "fresh",
    "fresh_spread",
    "level_of",
    "maker",
    "merge",
    "merge_spread",
    "spread_of",
    "spread_values",
    "value",
]

State = list[Any]


def maker(kind: Additivity) -> Callable[[], State]:
    """Return the function that makes the state of no rows."""
    return _MAKERS[kind]


def fresh(kind: Additivity) -> State:
    """Return the state of no rows."""
    return _MAKERS[kind]()


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
    elif _supersedes(kind, day, state[0]):
        state[0], state[1] = day, amount


def _supersedes(kind: Additivity, day: int, kept: int | None) -> bool:
    """Whether the level of one day takes the place of another day's."""
    return kept is None or (day < kept if kind is Additivity.FIRST else day > kept)


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
        return int(state[0] + grid * sum([1 for amount in state[1].values() if amount > 0]))
    return int(state[1] if kind in _ENDS else state[0])


def level_of(kind: Additivity, owners: list[State]) -> State:
    """Return the levels of several owners as one state.

    The mean of one owner stays a sum over its dates, to be divided once; those of several are each rounded to the grid
    before they are added, for they may rest on different numbers of dates.
    """
    if kind is not Additivity.MEAN:
        return [0, sum(state[1] for state in owners)]
    held = [state for state in owners if state[1]]
    if len(held) == 1:
        return held[0]
    return [sum(rdiv(total, len(dates)) for total, dates in held), {0}]


def spread_of(kind: Additivity, owners: list[Any]) -> Any:
    """Return the spreads of several owners' levels as one."""
    if kind is Additivity.MEAN:
        return _mean_spread([spread for spread in owners if spread])
    amounts: dict[str, int] = {}
    for _, spread in owners:
        for name, amount in spread.items():
            amounts[name] = amounts.get(name, 0) + amount
    return [0, amounts]


def _mean_spread(owners: list[dict[str, State]]) -> dict[str, State]:
    """Return mean levels by name: each owner's divided by the number of its dates, whichever name they hold."""
    if len(owners) == 1:
        return owners[0]
    merged: dict[str, State] = {}
    for spread in owners:
        dates = len(set().union(*(days for _, days in spread.values())))
        for name, (total, _) in spread.items():
            merged.setdefault(name, [0, {0}])[0] += rdiv(total, dates)
    return merged


def fresh_spread(kind: Additivity) -> Any:
    """Return the spread of no rows."""
    return [None, {}] if kind in _ENDS else {}


def add_spread(kind: Additivity, spread: Any, name: str, amount: int, day: int, key: object) -> None:  # noqa: PLR0917  (one call for each row: keywords cost time)
    """Add one row's amount under a name."""
    if kind not in _ENDS:
        state = spread.get(name)
        if state is None:
            state = spread[name] = fresh(kind)
        add(kind, state, amount, day, key)
        return
    if day != spread[0]:
        if not _supersedes(kind, day, spread[0]):
            return
        spread[0], spread[1] = day, {}
    spread[1][name] = spread[1].get(name, 0) + amount


def merge_spread(kind: Additivity, spread: Any, other: Any) -> None:
    """Add another part's spread."""
    if kind in _ENDS:
        for name, amount in other[1].items():
            add_spread(kind, spread, name, amount, other[0], None)
    else:
        for name, state in other.items():
            merge(kind, spread.setdefault(name, fresh(kind)), state)


def spread_values(kind: Additivity, spread: Any, grid: int) -> tuple[tuple[str, int], ...]:
    """Return the amounts in grid units by name, in the order of the names; names with nothing are left out."""
    amounts = spread[1] if kind in _ENDS else {name: value(kind, state, grid) for name, state in spread.items()}
    return tuple((name, amount) for name, amount in sorted(amounts.items()) if amount)


_MAKERS: dict[Additivity, Callable[[], State]] = {
    Additivity.SUM: lambda: [0],
    Additivity.DISTINCT: lambda: [0, {}],
    Additivity.FIRST: lambda: [None, 0],
    Additivity.LAST: lambda: [None, 0],
    Additivity.MEAN: lambda: [0, set()],
}
_ENDS = frozenset({Additivity.FIRST, Additivity.LAST})
