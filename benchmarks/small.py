"""Small calls, first calls, memory and import time."""

from __future__ import annotations

import gc
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Iterator
from typing import Any

from . import contest, workload
from .report import Bar, Table, seconds

PEOPLE = 2_000
_BYTECODE = tempfile.TemporaryDirectory()


def consultant_records(number: int = 100, people: int = 8) -> list[dict[str, Any]]:
    """Return records that carry every measure of the shipped consultant profile."""
    from salesperf import profiles
    from salesperf.vocabulary import Additivity

    read = {measure for criterion in profiles.CONSULTANT.criteria for measure in criterion.indicator.measures}
    carried = sorted(read, key=lambda measure: str(measure.id))
    below = random.Random(7).randrange  # noqa: S311  (sample data, no secret)
    records = []
    for i in range(number):
        record: dict[str, Any] = {"person": f"p{i % people}", "date": f"2026-03-{below(1, 32):02d}"}
        for measure in carried:
            record[measure.id] = below(2) if measure.additivity is Additivity.DISTINCT else below(10)
            if measure.key is not None:
                record[measure.key] = f"{measure.key}{i}"
        records.append(record)
    return records


def small_call() -> Table:
    """Time a call over 100 records with the consultant profile, after the first one."""
    import salesperf as sp
    from salesperf import profiles

    records = consultant_records()

    def call() -> Any:
        return [card.total for card in sp.score(records, profiles.CONSULTANT, period=workload.PERIOD).ranking()]

    result = contest.run("100 records", {"salesperf": call}, rounds=50, loops=20, warm_up=50)["salesperf"]
    table = Table("100 records, 8 people, the consultant profile, after the first call", ("call", "time"))
    table.add("score(records, profiles.CONSULTANT) and every total", result)
    table.bars.append(Bar("100 records with the consultant profile", result.median() * 1e3, 0.6, "ms"))
    return table


FIRST_CALL = """
import time
start = time.perf_counter()
import salesperf as sp
imported = time.perf_counter()
from salesperf import profiles
profile = profiles.CONSULTANT
ready = time.perf_counter()
records = [{"person": "li.na", "date": "2026-03-02", "units_delivered": 28, "target_units": 29}]
sp.score(records, profile, period="2026-03").ranking()
print(imported - start, ready - imported, time.perf_counter() - ready)
"""


def first_calls() -> Table:
    """Time what a short script pays: import, the profile, the first call."""
    runs = [tuple(map(float, _python("-c", FIRST_CALL).split())) for _ in range(7)]
    table = Table("A new process", ("step", "time"))
    for step, times in zip(
        ("import salesperf", "profiles.CONSULTANT", "the first score()"), zip(*runs, strict=True), strict=True
    ):
        table.add(step, seconds(statistics.median(times)))
    return table


def memory(number: int) -> Table:
    """Measure the peak of a call over a generator: it must not depend on the number of records."""
    import salesperf as sp

    profile = workload.profile()
    sp.score(workload.whole(1_000, PEOPLE), profile, period=workload.PERIOD).ranking()
    peaks = {}
    for records in (number // 5, number):
        gc.collect()
        tracemalloc.start()
        board = sp.score(_of_everybody(records), profile, period=workload.PERIOD)
        board.ranking()
        peaks[records] = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
        del board
    few, many = peaks.values()
    table = Table(f"Peak memory over a generator, {PEOPLE:,} people", ("records", "peak"))
    for records, peak in peaks.items():
        table.add(f"{records:,}", f"{peak:.1f} MiB")
    table.bars.append(Bar("peak of five times the records", many / few, 1.05))
    return table


def _of_everybody(number: int) -> Iterator[workload.Record]:
    """Yield records of all `PEOPLE`, also where few records would leave some out."""
    for i, record in enumerate(workload.whole(number, PEOPLE)):
        record["person"] = f"p{i % PEOPLE:05d}"
        yield record


def imports() -> Table:
    """Measure the time that importing salesperf itself takes, without what it depends on."""
    own, all_of_it = [], []
    for _ in range(9):
        lines = re.findall(
            r"import time:\s+(\d+) \|\s+(\d+) \|\s+(\S+)", _python("-X", "importtime", "-c", "import salesperf")
        )
        own.append(sum(int(self) for self, _, name in lines if name.split(".")[0] == "salesperf") / 1e6)
        all_of_it.append(next(int(total) for _, total, name in lines if name == "salesperf") / 1e6)
    table = Table("import salesperf", ("what", "time"))
    table.add("its own modules", seconds(min(own)))
    table.add("with attrs, dateutil and the standard library", seconds(min(all_of_it)))
    table.bars.append(Bar("own import time", min(own) * 1e3, 12, "ms"))
    return table


def _python(*arguments: str) -> str:
    # Users have bytecode, wherever this runs: keep it, in a folder that lasts as long as this process.
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": _BYTECODE.name}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)  # noqa: S603  (our own)
    return done.stdout + done.stderr
