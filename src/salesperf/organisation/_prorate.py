"""What part of a target is somebody's: prorated by selling days, leave and ramp."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from fractions import Fraction
from math import lcm
from typing import TypeAlias

import attrs

from ..arithmetic import largest_remainder, rdiv, reduced, units_of
from ..calendar import months_before
from ..errors import PeriodError
from ..vocabulary import Owner
from ._index import Days
from ._organisation import Organisation
from ._types import END, RAMP_DECIMALS, Id, Ramp, Stretch

__all__ = ["Part", "Proration", "SellingDays", "prorated"]

SellingDays: TypeAlias = Callable[[date, date, Id | None], int]
"""How many selling days [start, end) has at a store, None where there is none: `Calendar.selling_days`."""


@attrs.frozen
class Part:
    """The selling days of [start, end), ordinals, that count towards a target, times a factor, within one stretch."""

    stretch: Stretch
    start: int
    end: int
    days: int
    numerator: int = 1
    denominator: int = 1


@attrs.frozen
class Proration:
    """How much of a target counts: Σ days × factor over the parts ÷ the `whole` days of the span the target covers.

    `by_calendar_days`: the span has no selling day at all, so its days are counted as the calendar has them.

    >>> stretch = Stretch(1, 29, ("west",), (None,))
    >>> half = Proration(24, (Part(stretch, 1, 8, 6), Part(stretch, 8, 15, 6, 1, 2)))
    >>> half.share, half.amounts(1001)
    (Fraction(3, 8), (250, 125))
    """

    whole: int
    parts: tuple[Part, ...]
    by_calendar_days: bool = False

    @property
    def share(self) -> Fraction:
        """The part of the target that counts, 0 to 1."""
        counted = sum((Fraction(part.days * part.numerator, part.denominator) for part in self.parts), Fraction())
        return counted / self.whole

    def amounts(self, target: int) -> tuple[int, ...]:
        """Return how much of a target, in grid units, falls to each part.

        They add up to rdiv(target × share): that is rounded once and split by largest remainder.
        """
        share = self.share
        if not share:
            return (0,) * len(self.parts)
        common = lcm(*(part.denominator for part in self.parts))
        weights = [part.days * part.numerator * (common // part.denominator) for part in self.parts]
        return tuple(largest_remainder(weights, rdiv(target * share.numerator, share.denominator)))


def prorated(organisation: Organisation, owner: Id, start: int, end: int, days: SellingDays) -> Proration | None:
    """Return how much of a target for the days [start, end), ordinals, counts for a person or a unit.

    For a person, the days they belong to a unit and are not on leave, each at the store they belong to that day, by the
    ramp's factor for the months since they first joined; a house account has no ramp.  For a unit, the days it exists,
    one part for each stretch.  The whole is counted at the same stores; days before the first stretch and after the
    last at that one's store, a gap at the store left.  So who was there throughout, without leave or ramp, has exactly
    the whole target, however often they moved.  A span without a selling day is counted in calendar days.

    None where the owner belongs nowhere in these days, and for an empty span.

    >>> from ..calendar import Period
    >>> rows = [{"person": "li.na", "store": "west", "start": "2026-03-23"}]
    >>> march = Period.parse("2026-03")
    >>> def every_day(start, end, store):
    ...     return (end - start).days
    >>> late = prorated(
    ...     Organisation.from_rows(rows), "li.na", march.start.toordinal(), march.end.toordinal(), every_day
    ... )
    >>> late.share, late.amounts(3100)
    (Fraction(9, 31), (900,))
    """
    own = [each for each in organisation.stretches(owner) if each.start < end and start < each.end]
    if start >= end or not own:
        return None
    stores = {each: organisation.unit_of(each, Owner.STORE) for each in own}
    spans = zip(own, (start, *(each.start for each in own[1:])), (*(each.start for each in own[1:]), end), strict=True)
    around = [(stores[each], first, after) for each, first, after in spans]
    whole = sum(_count(days, *span) for span in around)
    counting = days if whole else _calendar_days
    parts = [
        Part(each, first, after, _count(counting, stores[each], first, after), *factor)
        for each in own
        for on, off in _present(organisation.absences(owner), max(start, each.start), min(end, each.end))
        for first, after, factor in _steps(
            None if each.house else organisation.ramp, organisation.joined(owner), on, off
        )
    ]
    return Proration(whole or end - start, tuple(parts), by_calendar_days=not whole)


def _present(absences: Iterable[Days], start: int, end: int) -> Iterator[Days]:
    """Yield the days of [start, end) that no leave holds; leaves are in the order of time and do not overlap."""
    for first, after in absences:
        if first < end and start < after:
            if start < first:
                yield start, first
            start = after
    if start < end:
        yield start, end


def _steps(ramp: Ramp | None, joined: int | None, start: int, end: int) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """Yield [start, end) cut where the ramp steps, each with its factor as a fraction."""
    if ramp is not None and joined is not None:
        for month, factor in enumerate(ramp.factors, 1):
            after = min(end, _months_after(joined, month))
            if start < after:
                yield start, after, reduced(units_of(factor, RAMP_DECIMALS), 10**RAMP_DECIMALS)
                start = after
    if start < end:
        yield start, end, (1, 1)


def _months_after(day: int, months: int) -> int:
    try:
        return months_before(date.fromordinal(day), -months).toordinal()
    except PeriodError:  # beyond the year 9999
        return END


def _count(days: SellingDays, store: Id | None, start: int, end: int) -> int:
    return days(date.fromordinal(start), date.fromordinal(end), store)


def _calendar_days(start: date, end: date, _store: Id | None) -> int:
    return (end - start).days
