"""What a tally keeps of an owner's rows over some days: nothing but whole numbers that add.

The states of a call forget: of a first level only the first day is left, and nothing brings the second back.  An
`Account` forgets nothing that a row can take with it again.  It is one flat list

    [plain sums ..., row counters of targets ..., rows, counter, counter, ..., waiting]

whose counters are dicts of numbers other than 0.  So two accounts merge by adding, a row is taken out by subtracting,
and equal facts are equal accounts, in whatever order they came.  The counters are, by kind of measure:

    distinct             {key: net amount}                       "" stands for rows without a key
    first, last, mean    {day: rows}, {day: amount}
    spread of a sum                   {name: amount}
    spread of a distinct measure      {(name, key): net amount}
    spread of a mean level            {day: rows}, {name: amount}
    spread of a first or last level   {day: rows}, {(day, name): amount}

Keys are not kept but their keyed hashes.  `waiting` are whole numbers as rows wrote them, one for each plain sum and
the number of rows: they are added up faster than on their grids, and `Accounts.settle` brings them there when the
account is next looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from operator import add, mul, sub
from typing import Any, NamedTuple

import attrs

from ..measures import Measure
from ..vocabulary import Additivity
from ._layout import Accumulator, Layout

__all__ = ["NO_KEY", "Account", "Accounts", "Counter", "Kept", "accumulate"]

Account = list[Any]
Counter = dict[Any, int]
Hashed = Callable[[Any], str]

NO_KEY = ""

_ENDS = frozenset({Additivity.FIRST, Additivity.LAST})


def accumulate(into: Counter, more: Counter, sign: int = 1) -> None:
    """Add a counter to another one, or take it out (`sign` −1); what comes to 0 is not kept."""
    for token, number in more.items():
        total = into.get(token, 0) + sign * number
        if total:
            into[token] = total
        else:
            into.pop(token, None)


class Kept(NamedTuple):
    """A measure whose counters begin at a place of the account; `by` is the dimension of a spread."""

    measure: Measure
    by: str | None
    at: int

    @property
    def kind(self) -> Additivity:
        """The measure's additivity."""
        return self.measure.additivity

    @property
    def dated(self) -> bool:
        """Whether there are two counters, the first of which counts rows by day."""
        return self.kind.is_snapshot


@attrs.frozen
class Accounts:
    """The accounts of a layout: how they are made, added, compared, and turned into accumulators of a call."""

    layout: Layout

    @classmethod
    @lru_cache(maxsize=64)
    def of(cls, layout: Layout) -> Accounts:
        """Return the accounts of a layout, the same ones for the same layout."""
        return cls(layout)

    @property
    def rows(self) -> int:
        """Where the number of rows stands: behind the plain sums and row counters, whose places are the layout's."""
        return self.layout.first_state

    @cached_property
    def kept(self) -> tuple[Kept, ...]:
        """What is kept in counters."""
        return tuple(self._places())

    def _places(self) -> Iterator[Kept]:
        at = self.rows + 1
        wanted: list[tuple[str | None, Measure]] = [(None, measure) for measure in self.layout.states]
        for by, measure in [*wanted, *self.layout.spreads]:
            kept = Kept(measure, by, at)
            yield kept
            at += 1 + kept.dated

    @cached_property
    def counters(self) -> int:
        """How many counters there are."""
        return sum(1 + kept.dated for kept in self.kept)

    @cached_property
    def waiting(self) -> int:
        """Where the numbers stand that are still to be brought to their grids."""
        return self.rows + 1 + self.counters

    @cached_property
    def nothing(self) -> tuple[int, ...]:
        """What stands there when there are none."""
        return (0,) * (len(self.layout.sums) + 1)

    @cached_property
    def grids(self) -> tuple[int, ...]:
        """Of each plain sum, how many of its units make one."""
        return tuple(10**measure.decimals for measure in self.layout.sums)

    def maker(self) -> Callable[[], Account]:
        """Return a function that makes an empty account."""
        zeros, counters, nothing = [0] * (self.rows + 1), self.counters, self.nothing
        if not counters:
            return [*zeros, nothing].copy
        return lambda: [*zeros, *({} for _ in range(counters)), nothing]

    def settle(self, account: Account) -> Account:
        """Return the account itself, with all its numbers on their grids."""
        waiting = account[self.waiting]
        if waiting is not self.nothing:
            plain = len(self.grids)
            account[:plain] = map(add, account[:plain], map(mul, waiting, self.grids))
            account[self.rows] += waiting[plain]
            account[self.waiting] = self.nothing
        return account

    def counted(self, sums: Accumulator, hashed: Hashed) -> Account:
        """Return the account of one row, given its accumulator."""
        states = dict(zip(self.kept, sums[self.rows :], strict=True))
        counters = [counter for kept, state in states.items() for counter in _counters(kept, state, hashed)]
        return [*sums[: self.rows], 1, *counters, self.nothing]

    def accumulate(self, into: Account, more: Account, sign: int = 1) -> None:
        """Add an account to another one, or take it out (`sign` −1)."""
        self.settle(into)
        self.settle(more)
        stop = self.rows + 1
        into[:stop] = map(add if sign > 0 else sub, into[:stop], more[:stop])
        for counter, other in zip(into[stop : self.waiting], more[stop : self.waiting], strict=True):
            accumulate(counter, other, sign)

    def holds(self, account: Account, row: Account) -> bool:
        """Return whether a row can have been added to an account, as far as what is kept tells."""
        if self.settle(account)[self.rows] == row[self.rows]:
            return account == row
        if any(account[at] < row[at] for at in range(len(self.layout.sums), self.rows)):
            return False
        return all(_holds_day(account[kept.at :], row[kept.at :], kept) for kept in self.kept if kept.dated)

    def settler(self, layout: Layout) -> Callable[[Account], Accumulator]:
        """Return the function from an account to the accumulator of a layout that reads the same or less."""
        own, settle = self.layout, self.settle
        if layout == own:
            chosen: Sequence[int] = range(self.rows)
        else:
            counts = [own.first_count + own.counted.index(measure) for measure in layout.counted]
            chosen = [*(own.place[measure] for measure in layout.sums), *counts]
        wanted = {(kept.by, kept.measure): kept for kept in self.kept}
        states: list[tuple[str | None, Measure]] = [(None, measure) for measure in layout.states]
        kept = [wanted[pair] for pair in (*states, *layout.spreads)]
        if not kept and layout == own:
            stop = self.rows
            return lambda account: settle(account)[:stop]
        return lambda account: [*map(settle(account).__getitem__, chosen), *(_state(each, account) for each in kept)]


def _counters(kept: Kept, state: Any, hashed: Hashed) -> list[Counter]:
    """Return the counters of what one row left in an accumulator."""
    if kept.by is None:
        if kept.kind is Additivity.DISTINCT:
            keyless, keys = state
            return [_without_zeros({NO_KEY: keyless, **{hashed(key): amount for key, amount in keys.items()}})]
        if kept.kind is Additivity.MEAN:
            amount, days = state
            return [dict.fromkeys(days, 1), _without_zeros(dict.fromkeys(days, amount))]
        day, amount = state
        return [{}, {}] if day is None else [{day: 1}, _without_zeros({day: amount})]
    return _spread_counters(kept, state, hashed)


def _spread_counters(kept: Kept, state: Any, hashed: Hashed) -> list[Counter]:
    if kept.kind is Additivity.DISTINCT:
        return [
            _without_zeros(
                {
                    (name, token): amount
                    for name, (keyless, keys) in state.items()
                    for token, amount in [(NO_KEY, keyless), *((hashed(key), amount) for key, amount in keys.items())]
                }
            )
        ]
    if kept.kind in _ENDS:
        day, names = state
        return [{} if day is None else {day: 1}, _without_zeros({(day, name): units for name, units in names.items()})]
    amounts = _without_zeros({name: each[0] for name, each in state.items()})
    if kept.kind is Additivity.MEAN:
        return [{day: 1 for _, days in state.values() for day in days}, amounts]
    return [amounts]


def _without_zeros(counter: Mapping[Any, Any]) -> Counter:
    return {token: number for token, number in counter.items() if number}


def _holds_day(counters: list[Counter], row: list[Counter], kept: Kept) -> bool:
    """Return whether the day of a row's level is there; if it goes with the row, then all of it."""
    days, amounts = counters[0], counters[1]
    for day in row[0]:
        if days.get(day, 0) > 1:
            continue
        if day not in days:
            return False
        if kept.by is None:
            rest = {day: amounts[day]} if day in amounts else {}
        elif kept.kind in _ENDS:
            rest = {token: units for token, units in amounts.items() if token[0] == day}
        else:
            rest = row[1]  # amounts of a mean level are not kept by day
        if rest != row[1]:
            return False
    return True


def _state(kept: Kept, account: Account) -> Any:
    """Return a state of the kind that calls keep.  Keys are their hashes; the dict may be the account's own."""
    counter: Counter = account[kept.at]
    if kept.by is not None:
        return _spread(kept, account)
    if kept.kind is Additivity.DISTINCT:
        keyless = counter.get(NO_KEY, 0)
        return [keyless, {token: n for token, n in counter.items() if token} if keyless else counter]
    amounts: Counter = account[kept.at + 1]
    if kept.kind is Additivity.MEAN:
        return [sum(amounts.values()), {*counter}]
    if not counter:
        return [None, 0]
    day = _end(kept, counter)
    return [day, amounts.get(day, 0)]


def _end(kept: Kept, days: Counter) -> int:
    first_or_last = min if kept.kind is Additivity.FIRST else max
    return int(first_or_last(days))


def _spread(kept: Kept, account: Account) -> Any:
    counter: Counter = account[kept.at]
    if kept.kind in _ENDS:
        if not counter:
            return [None, {}]
        day = _end(kept, counter)
        names = {name: amount for (at, name), amount in account[kept.at + 1].items() if at == day}
        return [day, names or {"": 0}]  # a day on which nothing is left takes the place of other days all the same
    if kept.kind is Additivity.DISTINCT:
        states: dict[str, list[Any]] = {}
        for (name, token), amount in counter.items():
            state = states.setdefault(name, [0, {}])
            if token:
                state[1][token] = amount
            else:
                state[0] = amount
        return states
    if kept.kind is Additivity.MEAN:
        days, amounts = {*counter}, account[kept.at + 1]
        held = {name: [amount, days] for name, amount in amounts.items()}
        return held or ({"": [0, days]} if days else {})  # its days count for the owner, also where nothing is left
    return {name: [amount] for name, amount in counter.items()}
