"""Timing: contestants take turns, so that a busy moment falls on all of them; pyperf keeps the numbers."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pyperf

Contestant = Callable[[], Any]


def run(
    title: str, contestants: Mapping[str, Contestant], *, rounds: int, loops: int = 1, warm_up: int = 1
) -> dict[str, pyperf.Benchmark]:
    """Return seconds a call for each contestant, `rounds` values each; who goes first changes from round to round."""
    names = list(contestants)
    for name in names:
        for _ in range(warm_up):
            contestants[name]()
    seconds: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(rounds):
        shift = turn % len(names)
        for name in names[shift:] + names[:shift]:
            seconds[name].append(_time(contestants[name], loops))
    return {name: kept(f"{title}: {name}", seconds[name], loops=loops) for name in names}


def kept(title: str, seconds: Iterable[float], *, loops: int = 1) -> pyperf.Benchmark:
    """Return measured times as pyperf keeps them."""
    metadata = {"name": title, "loops": loops}
    return pyperf.Benchmark([pyperf.Run([value], metadata=metadata, collect_metadata=False) for value in seconds])


def _time(call: Contestant, loops: int) -> float:
    gc.collect()
    start = pyperf.perf_counter()
    for _ in range(loops):
        call()
    seconds: float = pyperf.perf_counter() - start
    return seconds / loops


def in_place(records: list[Any]) -> None:
    """Let the collector not walk over the records in each of its full passes: they are the input, not the work."""
    gc.collect()
    gc.freeze()
    del records


def release() -> None:
    """Undo `in_place`, so that the next data can replace this."""
    gc.unfreeze()
    gc.collect()
