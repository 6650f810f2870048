"""What a feed makes of a row: each rule says which measure it feeds, how much, when it happened and on which day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

import attrs

from ..arithmetic import to_grid
from ..errors import Fault
from ..measures import Measure, get
from ..measures._checks import number as exact
from ..text import shown
from ..vocabulary import Unit
from ._conditions import AllOf, Condition, IsSet, column_of, day_of

__all__ = ["KINDS", "Count", "Days", "First", "Months", "Rule", "Sum"]


_MOST_MONTHS = 12


def _measure(given: Measure | str) -> Measure:
    return given if isinstance(given, Measure) else get(given)


def _on(given: object) -> dt.date | None:
    return None if given is None else day_of(given, "on of a rule")


def _times(given: object) -> Any:
    found = exact(given)
    return given if found is None else found


@attrs.frozen
class Rule:
    """What all rules have in common.

    `measure` is an id of the vocabulary or a `Measure` of your own.  `date` is the column of the day, by default the
    feed's; `on` a fixed day instead, for levels as of an extract.  `whose` is the column of the person who gets it, by
    default the feed's.  `where` says when it happened; without it, when the columns it reads are set.  With it, a row
    that satisfies it but has no day is a fault.
    """

    kind: ClassVar[str]
    measure: Measure = attrs.field(converter=_measure)
    date: str | None = attrs.field(default=None, kw_only=True)
    on: dt.date | None = attrs.field(default=None, kw_only=True, converter=_on)
    whose: str | None = attrs.field(default=None, kw_only=True)
    where: Condition | None = attrs.field(default=None, kw_only=True)

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns of its amount."""
        return ()

    def day_column(self, default: str | None) -> str | None:
        """Return the column of its day, None where the day is fixed."""
        return None if self.on is not None else self.date or default

    def happens(self, default: str | None) -> Condition | None:
        """Return when it happened: its own condition, else that the columns it reads are set; None for always."""
        if self.where is not None:
            return self.where
        day = self.day_column(default)
        needed = [IsSet(column) for column in (*((day,) if day else ()), *self.reads)]
        return None if not needed else needed[0] if len(needed) == 1 else AllOf(*needed)

    def faults(self, default: str | None) -> list[Fault]:
        """Return what is wrong with it in a feed whose column of days is `default`."""
        what = f"{self.kind} of {self.measure.id}"
        found = [
            fault
            for name, column in (("date", self.date), ("whose", self.whose))
            if column is not None
            for fault in column_of(column, f"{name} of the {what}")
        ]
        if self.date is not None and self.on is not None:
            found.append(Fault("either date or on", field=what))
        if self.where is not None and not isinstance(self.where, Condition):
            found.append(Fault("a condition, such as Equals(column, value)", f"where of the {what}", shown(self.where)))
        for column in self.reads:
            found += column_of(column, f"column of the {what}")
        return found + self.misfits(what, default)

    def misfits(self, what: str, default: str | None) -> list[Fault]:
        """Return what is wrong with it beyond what rules have in common."""
        if self.day_column(default) is None and self.on is None:
            return [Fault("a day: date= with a column, here or for the whole feed, or on=", field=what)]
        return []


def _counts(rule: Rule, what: str) -> list[Fault]:
    """Return a fault unless the measure counts something."""
    if rule.measure.unit is Unit.COUNT:
        return []
    expected = f"a measure of unit count; sum a column for one of {rule.measure.unit}"
    return [Fault(expected, field=what)]


@attrs.frozen
class Count(Rule):
    """Each row counts `times`, 1 by default; −1 takes back, as a return does with the focus models delivered.

    >>> Count("units_focus", date="returned", times=-1).measure.id
    'units_focus'
    """

    kind: ClassVar[str] = "count"
    times: int = attrs.field(default=1, kw_only=True)

    def misfits(self, what: str, default: str | None) -> list[Fault]:
        """Return what is wrong with it beyond what rules have in common."""
        found = super().misfits(what, default) + _counts(self, what)
        if type(self.times) is not int or not self.times:
            found.append(Fault("a whole number other than 0", field=f"times of the {what}", value=shown(self.times)))
        return found


@attrs.frozen
class Sum(Rule):
    """The number in column `of`, times an exact factor: 1000 for thousands, "0.01" for minor units, -1 for a reversal.

    Whole numbers, Decimals and text are multiplied exactly; a float is rounded once, half up, to the measure's grid.
    Amounts of more than one day, such as targets, say which they cover: so many months from their day, `covers=1` or
    `covers=3`, or up to, but not including, the day in column `until`.

    >>> Sum("revenue_vehicle", "Price (10k)", times=10_000).times
    Decimal('10000')
    """

    kind: ClassVar[str] = "sum"
    of: str
    times: Decimal = attrs.field(default=Decimal(1), kw_only=True, converter=_times)
    covers: int | None = attrs.field(default=None, kw_only=True)
    until: str | None = attrs.field(default=None, kw_only=True)

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns of its amount."""
        return (self.of,) if self.until is None else (self.of, self.until)

    def misfits(self, what: str, default: str | None) -> list[Fault]:
        """Return what is wrong with it beyond what rules have in common."""
        found = super().misfits(what, default) + _factor(self.times, self.measure, what)
        if self.covers is not None and (type(self.covers) is not int or not 1 <= self.covers <= _MOST_MONTHS):
            expected = f"a whole number of months, from 1 to {_MOST_MONTHS}"
            found.append(Fault(expected, field=f"covers of the {what}", value=shown(self.covers)))
        if self.covers is not None and (self.until is not None or self.day_column(default) is None):
            found.append(Fault("covers with a column of days, or until", field=what))
        return found


def _factor(times: object, measure: Measure, what: str) -> list[Fault]:
    """Return a fault unless whole units of a column become whole units of the measure's grid."""
    if not isinstance(times, Decimal) or not times:
        return [Fault("an exact number other than 0", field=f"times of the {what}", value=shown(times))]
    if to_grid(times, measure.decimals) is None:
        expected = f"a factor of at most {measure.decimals} decimals, as {measure.id} has"
        return [Fault(expected, field=f"times of the {what}", value=shown(times))]
    return []


@attrs.frozen
class Days(Rule):
    """The days from column `since` to the rule's day, or to that in column `until`, as in days from order to delivery.

    >>> Days("order_to_delivery_days_sum", since="ordered", date="delivered").reads
    ('ordered',)
    """

    kind: ClassVar[str] = "days"
    since: str = attrs.field(kw_only=True)
    until: str | None = attrs.field(default=None, kw_only=True)

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns of its amount."""
        return (self.since,) if self.until is None else (self.since, self.until)

    def misfits(self, what: str, default: str | None) -> list[Fault]:
        """Return what is wrong with it beyond what rules have in common."""
        found = super().misfits(what, default)
        if self.until is None and self.day_column(default) is None:
            found.append(Fault("a column of days, date= or until=, to count to", field=what))
        if self.measure.unit is not Unit.DAYS:
            found.append(Fault("a measure of unit days", field=what))
        return found


@attrs.frozen
class First(Rule):
    """The first row of each key that satisfies `where` counts once, on its day: a stage history made a funnel measure.

    `per` is one of the feed's keys, such as "deal".  Where rows of one key and day name several people, it is the first
    of them by id.  The record carries this key and no other.

    >>> from salesperf.feeds import Equals
    >>> First("test_drive_customers", per="customer", where=Equals("stage", "试驾")).per
    'customer'
    """

    kind: ClassVar[str] = "first"
    per: str = attrs.field(kw_only=True)

    def misfits(self, what: str, default: str | None) -> list[Fault]:
        """Return what is wrong with it beyond what rules have in common."""
        found = super().misfits(what, default) + _counts(self, what)
        if self.on is not None:
            found.append(Fault("a column of days, date=, to find the first by", field=what))
        if self.measure.key not in {None, self.per}:
            expected = f"per={shown(self.measure.key)}, by which {self.measure.id} is distinct"
            found.append(Fault(expected, field=f"per of the {what}", value=shown(self.per)))
        return found


@attrs.frozen
class Months(Rule):
    """One column for each month, as plans have them: every cell that is set becomes a row that covers its month.

    Headings say the month as `2026-01`, `2026/1`, `202601`, `2026年1月` or `Jan 2026`; with `year=`, `Jan`, `January`,
    `1月` and `一月` are known too.  `before` and `after` are the text around the month, as in "Target 2026-01 (10k)".

    >>> Months("target_units", year=2026).measure.id
    'target_units'
    """

    kind: ClassVar[str] = "months"
    year: int | None = attrs.field(default=None, kw_only=True)
    before: str = attrs.field(default="", kw_only=True)
    after: str = attrs.field(default="", kw_only=True)
    times: Decimal = attrs.field(default=Decimal(1), kw_only=True, converter=_times)

    def day_column(self, default: str | None) -> str | None:
        """Return None: the day follows from the heading."""
        del default
        return None

    def misfits(self, what: str, default: str | None) -> list[Fault]:
        """Return what is wrong with it beyond what rules have in common."""
        del default
        found = _factor(self.times, self.measure, what)
        if self.date is not None or self.on is not None:
            found.append(Fault("no date= and no on=: the headings say the month", field=what))
        if self.year is not None and (type(self.year) is not int or not 1900 <= self.year <= 9998):  # noqa: PLR2004  (as the text says)
            found.append(Fault("a year from 1900 to 9998", field=f"year of the {what}", value=shown(self.year)))
        around: dict[str, object] = {"before": self.before, "after": self.after}
        found += [
            Fault("the text around the month", field=f"{name} of the {what}", value=shown(text))
            for name, text in around.items()
            if not isinstance(text, str)
        ]
        return found


KINDS: Mapping[str, type[Rule]] = {rule.kind: rule for rule in (Count, Sum, Days, First, Months)}
"""The rules by the key that names their measure in a file."""
