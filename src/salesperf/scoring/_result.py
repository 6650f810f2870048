"""What a card decides of each criterion, in whole units: what its line shows, without all that led to it.

Tables of cards are made from these, since a line with everything on it takes a hundred times as long.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from ..arithmetic import rdiv, thousandths, to_decimal
from ..engines import STATUSES, Outcome
from ..plan import Plan
from ..vocabulary import Status

__all__ = ["Result", "results_of", "weights_of"]


class Result(NamedTuple):
    """A criterion's value in units of its last shown decimal, its status, and thousandths of points."""

    decimals: int
    value: int | None
    status: Status
    points: int | None
    contribution: int | None

    @property
    def shown(self) -> Decimal | None:
        """The value as it is shown."""
        return None if self.value is None else to_decimal(self.value, self.decimals)


def results_of(plan: Plan, outcome: Outcome) -> Iterator[Result]:
    """Yield the results of a card, in profile order."""
    contributions = _contributions(plan, outcome, weights_of(plan, outcome))
    codes = zip(plan.items, outcome.item_statuses, outcome.points, contributions, strict=True)
    for item, code, points, contribution in codes:
        status = STATUSES[code]
        value = outcome.values[item.formula] if status.has_value else None
        yield Result(item.criterion.indicator.decimals, value, status, points, contribution)


def weights_of(plan: Plan, outcome: Outcome) -> list[int]:
    """Return the weights of all criteria, 0 for those without points."""
    return [0 if points is None else item.weight for item, points in zip(plan.items, outcome.points, strict=True)]


def _contributions(plan: Plan, outcome: Outcome, weights: Sequence[int]) -> list[int | None]:
    """Return each criterion's part of the base: differences of the running sum, so that they add up to it exactly."""
    whole = sum(weights)
    if not whole:
        return [None for _ in weights]
    most = {place: thousandths(cap) * whole for place, (_, cap) in enumerate(plan.profile.group_maximum)}
    in_group = dict.fromkeys(most, 0)
    running = plain = 0
    parts: list[int | None] = []
    for item, weight, points in zip(plan.items, weights, outcome.points, strict=True):
        before = rdiv(running, whole)
        if item.group is None:
            plain += weight * (points or 0)
        else:
            in_group[item.group] += weight * (points or 0)
        running = plain + sum(min(amount, most[place]) for place, amount in in_group.items())
        parts.append(None if points is None else rdiv(running, whole) - before)
    return parts
