"""Measure salesperf against code written by hand, print the tables, and keep them for the documentation.

python -m benchmarks                            # everything, about ten minutes
python -m benchmarks --quick                    # small data: are the numbers of both sides the same, roughly how fast?
python -m benchmarks --write docs/benchmarks.md # everything, and write the page
python -m benchmarks --check                    # everything, and exit with 1 where a bar is missed
python -m benchmarks --frames --folder /tmp     # only tables of dataframe engines; the folder keeps 2 GB of Parquet
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pyperf

from . import by_hand, contest, frames, workload
from .house import whole_house
from .live import standing
from .report import Bar, Table, page, renewed, text
from .small import first_calls, imports, memory, small_call

MILLION = 1_000_000
QUICK = 20_000


def by_library(source: Any, profile: Any) -> list[Any]:
    """Score with salesperf and read what the hand-written code returns, too: everybody's total, rank and grade."""
    import salesperf as sp

    board = sp.score(source, profile, period=workload.PERIOD)
    return [(card.total, card.rank, card.grade) for card in board.ranking()]


def same(source: Any, profile: Any, tally: by_hand.Tally) -> None:
    """Stop unless both sides have the same sums, totals, ranks and grades, to the last digit."""
    import salesperf as sp
    from salesperf import measures

    if tally.faults or tally.unused or tally.outside:
        message = f"the data are not as intended: {tally.faults[:3]}, {tally.unused}, {tally.outside} outside"
        raise SystemExit(message)
    board = sp.score(source, profile, period=workload.PERIOD)
    grids = tuple(10 ** measures.get(name).decimals for name in workload.MEASURES)
    sums = tally.in_grid_units()
    cards = by_hand.score(tally)
    if len(board) != len(cards):
        message = f"{len(board)} cards against {len(cards)} by hand"
        raise SystemExit(message)
    for expected in cards:
        card = board[expected.person]
        got = (card.total, card.rank, card.grade, *(card.measures[name] * 1 for name in workload.MEASURES))
        units = zip(sums[expected.person], grids, strict=True)
        wanted = (
            expected.total,
            expected.rank,
            expected.grade,
            *(amount / Decimal(grid) for amount, grid in units),
        )
        if got != wanted:
            message = f"{expected.person}: {got} against {wanted} by hand"
            raise SystemExit(message)


def shapes(number: int, folder: Path) -> dict[str, tuple[Callable[[], Any], Callable[[Any], by_hand.Tally]]]:
    """Return, for each shape of the records, how they are made and the hand-written loop for just that shape."""
    return {
        "dicts, whole numbers": (lambda: list(workload.whole(number)), by_hand.whole),
        "dicts, money as floats": (lambda: list(workload.float_money(number)), by_hand.float_money),
        "dicts, one measure each": (lambda: list(workload.sparse(number)), by_hand.sparse),
        "named tuples": (lambda: list(workload.named_tuples(number)), by_hand.named_tuples),
        "CSV file": (lambda: workload.write_csv(folder / "records.csv", number), by_hand.csv_text),
    }


def large(number: int, rounds: int, *, only_by_hand: bool) -> Table:
    """Time salesperf against the hand-written loops over `number` records in every shape."""
    table = Table(
        f"{number:,} records of 12 measures, {number // workload.ROWS_A_PERSON:,} people, 12 criteria",
        ("records", "by hand, no checks", "by hand, same checks", "salesperf", "÷ same checks", "÷ no checks"),
    )
    profile = None if only_by_hand else workload.profile()
    with tempfile.TemporaryDirectory() as folder:
        for title, (make, loop) in shapes(number, Path(folder)).items():
            source = make()
            contest.in_place(source)
            contestants: dict[str, contest.Contestant] = {"checked": partial(_hand, loop, source)}
            if loop is by_hand.whole:
                contestants["unchecked"] = partial(_hand, by_hand.whole_unchecked, source)
            if profile is not None:
                same(source, profile, loop(source))
                contestants["salesperf"] = partial(by_library, source, profile)
            times = contest.run(title, contestants, rounds=rounds)
            checked, unchecked, ours = (times.get(name) for name in ("checked", "unchecked", "salesperf"))
            table.add(title, unchecked, checked, ours, _ratio(ours, checked), _ratio(ours, unchecked))
            if loop is by_hand.whole and ours is not None:
                table.bars.append(Bar("salesperf ÷ by hand, same checks, whole numbers", _ratio(ours, checked), 1.15))
            del source, contestants
            contest.release()
    return table


def _hand(loop: Callable[[Any], by_hand.Tally], source: Any) -> list[by_hand.Card]:
    return by_hand.score(loop(source))


def _ratio(over: pyperf.Benchmark | None, under: pyperf.Benchmark | None) -> float | None:
    return None if over is None or under is None else over.median() / under.median()


def _of_rows(number: int, rounds: int, *, only_by_hand: bool) -> list[Table]:
    """Measure what salesperf does with plain rows."""
    tables = [large(number, rounds, only_by_hand=only_by_hand)]
    if not only_by_hand:
        tables += [whole_house(number, rounds), standing(number, rounds)]
        tables += [small_call(), first_calls(), memory(number), imports()]
    return tables


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("--quick", action="store_true", help="small data: check that both sides agree, time roughly")
    parser.add_argument("--by-hand", action="store_true", help="only the hand-written code")
    parser.add_argument(
        "--frames", action="store_true", help="only tables of dataframe engines, against queries by hand"
    )
    parser.add_argument(
        "--folder", type=Path, help="where 100 M rows of Parquet are written, and kept for the next run"
    )
    parser.add_argument("--rounds", type=int, default=7, help="turns each contestant gets (default 7)")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a bar is missed")
    parser.add_argument("--write", type=Path, metavar="PAGE.md", help="write the documentation page")
    options = parser.parse_args(arguments)

    number = QUICK if options.quick else MILLION
    rounds = 3 if options.quick else options.rounds
    tables = [] if options.frames else _of_rows(number, rounds, only_by_hand=options.by_hand)
    why = frames.lacking()
    if why and (options.frames or options.quick):
        print(f"skipped: tables of dataframe engines, for {why}")
    elif options.quick:
        frames.checked(number)
    elif options.frames:
        tables += frames.tables(rounds, options.folder)
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}"
    now = datetime.now(UTC).date()
    print("\n\n".join((*map(text, tables), machine)))
    if options.write:
        old = options.write.read_text(encoding="utf-8") if options.frames and options.write.exists() else None
        new = page(tables, f"{machine}, {now}") if old is None else renewed(old, tables)
        options.write.write_text(new, encoding="utf-8")
    missed = [bar for table in tables for bar in table.bars if not bar.met]
    for bar in missed:
        print(f"missed: {bar}")
    return int(bool(missed) and options.check)


if __name__ == "__main__":
    sys.exit(main())
