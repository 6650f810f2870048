"""From accumulators to slots: the last sum before any division, generated like the reader and the scorer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from ..plan import Demand, Plan, Stat
from ..vocabulary import Additivity
from ._layout import LATER, Accumulator, Layout

__all__ = ["Resolver", "exceeded", "resolver"]

Resolver = Callable[[Sequence[Accumulator]], tuple[Any, ...]]
"""Takes the accumulators of each reach of the plan, in the plan's order."""

_KEPT = 64


@lru_cache(maxsize=_KEPT)
def resolver(plan: Plan, demand: Demand) -> Resolver:
    """Return the function that reads all slots of a plan from accumulators laid out for a demand."""
    layout = Layout.of(demand)
    reaches = plan.reaches
    parts = []
    readers: dict[str, Any] = {}
    for number, slot in enumerate(plan.slots):
        sums = f"a{reaches.index(slot.reach)}"
        if slot.stat is Stat.VALUE and slot.measure.additivity is Additivity.SUM:
            parts.append(f"{sums}[{layout.place[slot.measure]}]")
        elif slot.stat in LATER:
            parts.append(repr(LATER[slot.stat]))
        else:
            readers[f"r{number}"] = layout.reader(slot)
            parts.append(f"r{number}({sums})")
    if parts == [f"a0[{place}]" for place in range(layout.first_spread)]:
        return _as_they_stand
    names = "".join(f"a{n}, " for n in range(len(reaches)))
    source = f"def resolve(sums):\n    {names} = sums\n    return ({''.join(f'{part}, ' for part in parts)})"
    exec(compile(source, "<salesperf resolver>", "exec"), readers)  # noqa: S102  (source made here from integers only)
    function: Resolver = readers["resolve"]
    return function


def _as_they_stand(sums: Sequence[Accumulator]) -> tuple[Any, ...]:
    """Return the accumulator: the slots are its places."""
    return tuple(sums[0])


def exceeded(plan: Plan, limits: Sequence[int], slots: Sequence[Any]) -> tuple[str, int] | None:
    """Return the first measure whose sum is beyond its limit, and the limit."""
    for slot, limit, amount in zip(plan.slots, limits, slots, strict=True):
        if slot.stat is Stat.MEMBERS:
            continue
        size = sum(abs(part) for _, part in amount) if slot.stat is Stat.SPREAD else abs(amount)
        if size > limit:
            return slot.measure.id, limit
    return None
