"""Demand: what the plans of one call read, together, so that the records are passed over once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache

import attrs

from ..measures import RESERVED, Measure
from ._plan import Plan
from ._slots import PERIOD, Slot, Span, Stat

__all__ = ["Demand"]

_KEPT = 64


@attrs.frozen(cache_hash=True)
class Demand:
    """The measures, slots and spans of several plans and of the stages below them."""

    plans: tuple[Plan, ...]

    @classmethod
    @lru_cache(maxsize=_KEPT)
    def of(cls, plans: tuple[Plan, ...]) -> Demand:
        """Return the demand of these plans, the same one for the same plans."""
        return cls(plans)

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Every slot that is filled from records, once."""
        found = (slot for plan in self._all for slot in plan.slots if slot.stat is not Stat.MEMBERS)
        return tuple(dict.fromkeys(found))

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure that is read, once, in order of appearance."""
        return tuple(dict.fromkeys(slot.measure for slot in self.slots))

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name that is read from a record: the measures and the reserved ones."""
        return frozenset({*RESERVED, *(measure.id for measure in self.measures)})

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The spans in use, the period itself first."""
        return tuple(dict.fromkeys((PERIOD, *(slot.reach.span for slot in self.slots))))

    @cached_property
    def targets(self) -> frozenset[str]:
        """Ids of the measures that are targets: a span that holds a part of one gives `no_target`, not a fault."""
        return frozenset(slot.measure.id for slot in self.slots if slot.stat is Stat.PARTIAL)

    @cached_property
    def tracks_days(self) -> bool:
        """Whether some formula asks for the latest date of the call."""
        return any(plan.tracks_days for plan in self._all)

    @property
    def _all(self) -> Iterator[Plan]:
        for plan in self.plans:
            yield from plan.with_stages()
