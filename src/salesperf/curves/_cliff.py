"""Where a curve jumps: the place in which one more car, or one car less, moves the points at once."""

from __future__ import annotations

from decimal import Decimal

import attrs

__all__ = ["Cliff"]


@attrs.frozen
class Cliff:
    """A jump of the points while the value rises past `at`.

    `at` is a value, `before` and `after` are points below and above it.  `inclusive`: the value `at` itself already
    earns `after`; where it is False (steps counted downward, as in "1 less for each 5 under") it still earns `before`.
    `every` is set for a regular staircase: the jump repeats each `every` further on (negative: downward), up to `last`,
    or without end where `last` is None.  The first or the last jump may be smaller, where a floor or cap cuts it.

    >>> from salesperf.curves import Steps
    >>> Steps((0, 50), (80, 80)).cliffs
    (Cliff(at=Decimal('80'), before=Decimal('50.000'), after=Decimal('80.000'), every=None, last=None, inclusive=True),)
    """

    at: Decimal
    before: Decimal
    after: Decimal
    every: Decimal | None = None
    last: Decimal | None = None
    inclusive: bool = True
