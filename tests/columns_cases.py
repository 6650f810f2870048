"""What the tests of programs over columns share: slots of every size, the plain scorer's answer, every engine's."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest

from salesperf.arithmetic import EXACT, rdiv, thousandths
from salesperf.calendar import Period
from salesperf.engines import CARD_STATUSES, STATUSES, Beyond, detailer, scorer
from salesperf.engines.columns import DIALECTS, scored_arrays, scored_frame, scored_query
from salesperf.plan import Plan, Program, Schedule, Shape, Situation, Stat, compile_plan, outputs_of, program_of
from salesperf.vocabulary import CardStatus

Row = tuple[int, ...]
Table = list[tuple[Any, ...]]

REFUSED = CARD_STATUSES.index(CardStatus.REFUSED)


MORE_THAN_SUMS = {Shape.MIX, Shape.STRUCTURE}


def has_only_sums(profile: Any) -> bool:
    return all(formula.shape not in MORE_THAN_SUMS for formula in compile_plan(profile).formulas)


# --- rows


def slots_of(plan: Plan, situation: Situation, dice: random.Random) -> Row:
    """Slots of one card: mostly small, some at and beyond their limits."""
    limits = plan.limits_over(situation.lengths)
    wild = dice.random() < 0.4
    return tuple(
        _slot(slot.stat, limit, situation.reach(slot.reach.span).days, dice, wild=wild)
        for slot, limit in zip(plan.slots, limits, strict=True)
    )


def _slot(stat: Stat, limit: int, days: int, dice: random.Random, *, wild: bool) -> Any:
    few = {
        Stat.DATES: [0, 1, 1, 2, days],
        Stat.PARTIAL: [0] * 9 + [1],
        Stat.ROWS: [0, 1, 1, 2],
        Stat.SPREAD: [()],
    }
    if stat is not Stat.VALUE:
        return dice.choice(few.get(stat, [0]))
    size = dice.choice([1, 10, 1_000, 100_000, 100_000, 1_000_000])
    if not wild or dice.random() < 0.7:
        return dice.choice([0, dice.randint(0, size), dice.randint(0, size), dice.randint(-size, size)])
    if dice.random() < 0.2:
        return dice.choice([1, -1]) * dice.choice([limit, limit + 1, EXACT, 2 * EXACT - 1])
    return dice.choice([1, -1]) * dice.randint(0, 10 ** dice.randint(1, len(str(limit)) - 1))


# --- what the plain scorer says


def expected(plan: Plan, situation: Situation, slots: Row, read: Iterable[int]) -> dict[str, int | None]:
    """Every output of a card."""
    limits = plan.limits_over(situation.lengths)
    nothing = dict.fromkeys(outputs_of(plan)) | {"status": REFUSED}
    if any(abs(slots[place]) > limits[place] for place in read):
        return nothing
    try:
        outcome = detailer(plan, situation)(slots)
        status, total, base, grade = scorer(plan, situation)(slots)
    except Beyond:
        return nothing
    found: dict[str, int | None] = {"status": status, "total": total, "base": base, "grade": grade}
    found |= {f"u{n}": value for n, value in enumerate(outcome.values)}
    found |= {f"c{n}": code for n, code in enumerate(outcome.statuses)}
    found |= {f"q{n}": code for n, code in enumerate(outcome.item_statuses)}
    found |= {
        f"v{n}": outcome.values[item.formula] if STATUSES[code].has_value else None
        for n, (item, code) in enumerate(zip(plan.items, outcome.item_statuses, strict=True))
    }
    found |= {f"p{n}": points for n, points in enumerate(outcome.points)}
    found |= {f"y{n}": points for n, points in enumerate(outcome.extras)}
    found |= {f"g{n}": None if fired is None else int(fired) for n, fired in enumerate(outcome.gates)}
    found |= {f"contribution{n}": part for n, part in enumerate(contributions(plan, outcome.points))}
    pairs = zip(outcome.statuses, outcome.values, strict=True)
    assert all(STATUSES[code].has_value == (value is not None) for code, value in pairs)
    return found


def contributions(plan: Plan, points: Sequence[int | None]) -> list[int | None]:
    """Each item's part of the base, by the contract: differences of the rounded running sum."""
    whole = sum(item.weight for item, each in zip(plan.items, points, strict=True) if each is not None)
    if not whole:
        return [None] * len(points)

    def running(count: int) -> int:
        groups: dict[int | None, int] = {}
        for item, each in list(zip(plan.items, points, strict=True))[:count]:
            groups[item.group] = groups.get(item.group, 0) + item.weight * (each or 0)
        most = {group: thousandths(cap) * whole for group, (_, cap) in enumerate(plan.profile.group_maximum)}
        return sum(amount if group is None else min(amount, most[group]) for group, amount in groups.items())

    shares = [rdiv(running(count), whole) for count in range(len(points) + 1)]
    return [None if each is None else shares[n + 1] - shares[n] for n, each in enumerate(points)]


# --- engines: each takes the columns of the inputs and gives rows of outputs


def by_polars(program: Program, columns: dict[str, list[int]], *, lazy: bool = False) -> Table:
    pl = pytest.importorskip("polars")
    frame = pl.DataFrame({"row": range(_size(columns)), **columns})
    scored = scored_frame(frame.lazy() if lazy else frame, program, ["row"])
    if lazy:
        scored = scored.collect(engine="streaming")
    assert set(scored.dtypes) == {pl.Int64}
    return [row[1:] for row in scored.sort("row").rows()]


def by_polars_lazily(program: Program, columns: dict[str, list[int]]) -> Table:
    return by_polars(program, columns, lazy=True)


def by_numpy(program: Program, columns: dict[str, list[int]]) -> Table:
    np = pytest.importorskip("numpy")
    arrays = {name: np.array(values, dtype=np.int64) for name, values in columns.items()}
    with np.errstate(all="raise"):
        found = scored_arrays(arrays, program, _size(columns))
    lists = []
    for numbers, there in found.values():
        known = [True] * len(numbers) if there is None else there.tolist()
        lists.append([number if is_there else None for number, is_there in zip(numbers.tolist(), known, strict=True)])
    return list(zip(*lists, strict=True))


def by_duckdb(program: Program, columns: dict[str, list[int]]) -> Table:
    duckdb = pytest.importorskip("duckdb")
    rows = ", ".join(map(str, zip(range(_size(columns)), *columns.values(), strict=True)))
    names = ["row", *columns]
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE given ({', '.join(f'{name} BIGINT' for name in names)})")
        connection.execute(f"INSERT INTO given VALUES {rows}")  # noqa: S608  (integers only)
        found = connection.sql(scored_query(program, "given", DIALECTS["duckdb"], ["row"]))
        assert dict.fromkeys(found.columns, "BIGINT") == dict(zip(found.columns, map(str, found.types), strict=True))
        return [row[1:] for row in sorted(found.fetchall())]


def by_sqlite(program: Program, columns: dict[str, list[int]]) -> Table:
    connection = sqlite3.connect(":memory:")
    rows = zip(range(_size(columns)), *columns.values(), strict=True)
    connection.execute(f"CREATE TABLE given (row, {', '.join(columns)})")
    connection.executemany(f"INSERT INTO given VALUES (?{', ?' * len(columns)})", rows)  # noqa: S608
    found = connection.execute(scored_query(program, "given", DIALECTS["sqlite"], ["row"])).fetchall()
    connection.close()
    return [row[1:] for row in sorted(found)]


ENGINES: dict[str, Callable[[Program, dict[str, list[int]]], Table]] = {
    "polars": by_polars,
    "polars, lazily": by_polars_lazily,
    "numpy": by_numpy,
    "duckdb": by_duckdb,
    "sqlite": by_sqlite,
}


def _size(columns: dict[str, list[int]]) -> int:
    return len(next(iter(columns.values())))


def columns_of(program: Program, rows: Sequence[tuple[int, Row]]) -> dict[str, list[int]]:
    """The inputs of a program over rows, each with the number of its situation."""
    found: dict[str, list[int]] = {}
    for name in program.inputs:
        if name in program.varying:
            found[name] = [program.varying[name][at] for at, _ in rows]
        else:
            place = int(name[1:])
            found[name] = [slots[place] for _, slots in rows]
    return found or {"unread": [0] * len(rows)}


def situations_of(plan: Plan, labels: Sequence[str], dice: random.Random, *, lacking: float = 0.0) -> list[Situation]:
    """The situations of a plan in several periods, some of whose columns no record carries."""
    periods = tuple(Period.parse(label) for label in labels)
    names = [measure.id for measure in plan.measures]
    carried = frozenset(name for name in names if dice.random() >= lacking) | {"channel", "model"}
    last_day = periods[-1].end.toordinal() + dice.choice([0, 30, 100])
    schedule = Schedule(periods, plan.spans)
    return [plan.situation(schedule, period, carried, last_day) for period in periods]


def rows_of(plan: Plan, situations: Sequence[Situation], dice: random.Random, count: int = 40) -> list[tuple[int, Row]]:
    """Rows of cards, each with the number of its situation."""
    places = [dice.randrange(len(situations)) for _ in range(count)]
    return [(at, slots_of(plan, situations[at], dice)) for at in places]


def check(plan: Plan, situations: Sequence[Situation], rows: Sequence[tuple[int, Row]], engine: str) -> list[Any]:
    """Assert that an engine says of every row what the plain scorer says; return that."""
    outputs = outputs_of(plan)
    program = program_of(plan, situations, outputs)
    wanted = [expected(plan, situations[at], slots, program.slots) for at, slots in rows]
    found = ENGINES[engine](program, columns_of(program, rows))
    for row, got, want in zip(rows, found, wanted, strict=True):
        assert dict(zip(program.outputs, got, strict=True)) == want, (engine, row)
    return wanted
