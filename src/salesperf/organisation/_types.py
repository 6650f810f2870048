"""What an organisation is made of: units and where they lie, people and where they belong, leave, ramp; and stretches.

These are plain values; whether they fit together is checked by the `Organisation` that holds them, all at once.  Inside
the room a day is a proleptic ordinal and a span of days is half-open, with `FIRST` and `END` for what has no bound.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TypeAlias

import attrs

from ..arithmetic import to_decimal, trimmed
from ..errors import Fault
from ..records import Refused, amount
from ..text import shown
from ..vocabulary import Level, Owner
from ._errors import OrganisationError

__all__ = [
    "END",
    "FIRST",
    "RAMP_DECIMALS",
    "Id",
    "Leave",
    "Membership",
    "Ramp",
    "Stretch",
    "Unit",
    "covered",
    "span",
    "when",
]

Id: TypeAlias = str | int
"""What a person or a unit is called: text or a whole number, as in the records."""

FIRST = date.min.toordinal()
"""The first day there is: the start of what has none."""

END = date.max.toordinal() + 1
"""The day after the last one there is: the end of what has none."""

RAMP_DECIMALS = 4
"""Decimals of a factor of the ramp."""


def span(start: date | None, until: date | None) -> tuple[int, int]:
    """Return the days from `start` until `until`, half-open; None has no bound.

    >>> span(date(1, 1, 2), None) == (2, END)
    True
    """
    return FIRST if start is None else start.toordinal(), END if until is None else until.toordinal()


def when(start: int, end: int) -> str:
    """Return a span of days in words.

    >>> when(FIRST, date(2026, 3, 1).toordinal())
    'until 2026-03-01'
    """
    since = f"from {date.fromordinal(start)}" if start > FIRST else ""
    until = f"until {date.fromordinal(end)}" if end < END else ""
    return " ".join(filter(None, (since, until))) or "always"


def covered(spans: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    """Return whether the spans, in the order of their starts, hold every day of [start, end) between them.

    >>> covered([(1, 5), (5, 9)], 2, 9), covered([(1, 5), (6, 9)], 2, 9)
    (True, False)
    """
    day = start
    for first, after in spans:
        if first > day:
            break
        day = max(day, after)
    return day >= end


@attrs.frozen
class Unit:
    """A team, store, area or group, and the unit it lies in, from `start` until `until` (excluded; None is open).

    A unit that moves has one `Unit` of the same id for each place.  A team may lie in a team; otherwise a unit lies in
    one of a wider kind: team, store, area, group.

    >>> Unit("west.a", Owner.TEAM, "west", until=date(2026, 4, 1)).parent
    'west'
    """

    id: Id
    kind: Owner
    parent: Id | None = None
    start: date | None = attrs.field(default=None, kw_only=True)
    until: date | None = attrs.field(default=None, kw_only=True)

    @property
    def span(self) -> tuple[int, int]:
        """The days it lies there, as ordinals."""
        return span(self.start, self.until)


def _manages_by_level(membership: Membership) -> bool:
    return membership.level is not Level.CONSULTANT and not membership.house


@attrs.frozen
class Membership:
    """A person belongs to a unit, with a level, from `start` until `until` (excluded; None is open).

    `manages`: the person manages the unit; by default managers and directors do.  `house`: not a human being but the
    account that house deals are booked on; it is never scored or ranked, and its facts count in its unit.

    >>> Membership("wang.gang", "west", level=Level.MANAGER).manages
    True
    """

    person: Id
    unit: Id
    level: Level = attrs.field(default=Level.CONSULTANT, kw_only=True)
    house: bool = attrs.field(default=False, kw_only=True)
    manages: bool = attrs.field(kw_only=True, default=attrs.Factory(_manages_by_level, takes_self=True))
    start: date | None = attrs.field(default=None, kw_only=True)
    until: date | None = attrs.field(default=None, kw_only=True)

    @property
    def span(self) -> tuple[int, int]:
        """The days of the membership, as ordinals."""
        return span(self.start, self.until)


@attrs.frozen
class Leave:
    """A person is away from `start` until `until` (excluded; None is open): a target counts no days in it.

    >>> Leave("li.na", start=date(2026, 3, 9), until=date(2026, 3, 16)).person
    'li.na'
    """

    person: Id
    start: date | None = attrs.field(default=None, kw_only=True)
    until: date | None = attrs.field(default=None, kw_only=True)

    @property
    def span(self) -> tuple[int, int]:
        """The days of the leave, as ordinals."""
        return span(self.start, self.until)


@attrs.frozen(init=False, repr=False)
class Ramp:
    """What part of the target a joiner carries: a factor for each month since joining; the whole after the last.

    A month runs from the day of joining to the same day of the next month.  Factors are 0 to 1, with at most four
    decimals; a float means its `repr`.  Raises `OrganisationError` for others, and for none.

    >>> ramp = Ramp("0", "0.25", "0.5", "0.75")  # nothing in the first month, everything from the fifth
    >>> ramp.factors[1], ramp
    (Decimal('0.25'), Ramp('0', '0.25', '0.5', '0.75'))
    """

    factors: tuple[Decimal, ...]

    def __init__(self, *factors: float | str | Decimal) -> None:
        read = [_factor(factor) for factor in factors]
        faults = [
            Fault(
                f"a factor of 0 to 1 with at most {RAMP_DECIMALS} decimals",
                field=f"ramp, month {n}",
                value=shown(given),
            )
            for n, (given, factor) in enumerate(zip(factors, read, strict=True), 1)
            if factor is None
        ]
        if not factors:
            faults.append(Fault("a factor for each month of the ramp; where there is none, give None", field="ramp"))
        if faults:
            raise OrganisationError(faults)
        object.__setattr__(self, "factors", tuple(factor for factor in read if factor is not None))

    def __repr__(self) -> str:
        return f"Ramp({', '.join(repr(str(factor)) for factor in self.factors)})"


def _factor(value: object) -> Decimal | None:
    """Return a factor exactly, None where it is none."""
    try:
        units = amount(Decimal(str(value)) if isinstance(value, float) else value, RAMP_DECIMALS)
    except Refused:
        return None
    if units is None or not 0 <= units <= 10**RAMP_DECIMALS:
        return None
    return trimmed(to_decimal(units, RAMP_DECIMALS))


@attrs.frozen
class Stretch:
    """The longest run of days [start, end), as ordinals, over which nothing about a person's or a unit's place changes.

    `chain` is where it belongs, from the narrowest unit (of a unit: itself) to the widest; `managers` who manages each
    of them, None where nobody does, and `manager_levels` at which level.  A person has a `level`, may manage the first
    unit of the chain, and may be the house account; a unit has no level.

    >>> Stretch(1, 9, ("west.a", "west"), ("li.na", None), Level.MANAGER, manages=True, house=False).unit
    'west.a'
    """

    start: int
    end: int
    chain: tuple[Id, ...]
    managers: tuple[Id | None, ...]
    level: Level | None = None
    manages: bool = False
    house: bool = False
    manager_levels: tuple[Level | None, ...] = attrs.field(default=(), kw_only=True)

    @property
    def unit(self) -> Id:
        """The narrowest unit of the chain."""
        return self.chain[0]
