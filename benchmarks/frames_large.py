"""Parquet that is larger than memory is meant to hold: one run in a process of its own, its time and its peak.

python -m benchmarks.frames_large WHAT PATH     # prints seconds, bytes at the peak, and the number of cards
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from . import workload


def _polars_by_hand(path: Path) -> int:
    from .frames_by_hand_polars import score_parts

    return int(score_parts(path).height)


def _duckdb_by_hand(path: Path) -> int:
    from .frames_by_hand_duckdb import score

    return int(score(_relation(path)).to_arrow_table().num_rows)


def _on_polars(path: Path) -> int:
    import polars  # noqa: F401, ICN001  (which engine is loaded decides who scans)

    import salesperf as sp

    native = sp.score(path, workload.profile(), period="month").native
    return int(native.lazy().collect(engine="streaming").height)


def _on_duckdb(path: Path) -> int:
    import salesperf as sp

    native = sp.score(_relation(path), workload.profile(), period="month").native
    return int(native.to_arrow_table().num_rows)


def _relation(path: Path) -> Any:
    import duckdb

    return duckdb.read_parquet(str(path / "*/*.parquet" if path.is_dir() else path))


RUNS: dict[str, Callable[[Path], int]] = {
    "polars by hand, a month at a time": _polars_by_hand,
    "DuckDB by hand": _duckdb_by_hand,
    "salesperf on polars": _on_polars,
    "salesperf on DuckDB": _on_duckdb,
}


def peak() -> int:
    """Return the most bytes this process held.

    What `getrusage` says is used where there is nothing better: after a fork it counts what the parent held, too.
    """
    status = Path("/proc/self/status")
    if status.exists():
        held = (line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM:"))
        return int(next(held).split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main(arguments: Sequence[str]) -> None:
    """Do one run."""
    what, path = arguments
    start = time.perf_counter()
    cards = RUNS[what](Path(path))
    print(time.perf_counter() - start, peak(), cards)


if __name__ == "__main__":
    main(sys.argv[1:])
