"""The bench: one indicator under a profile of its own, to be read on any rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

import attrs

from ..arithmetic import to_decimal, to_grid
from ..calendar import Calendar, Period
from ..curves import Linear, Steps
from ..indicators import Attainment, Change, Dispersion, Distribution, Indicator, MemberMean, PeerRank
from ..measures import Measure
from ..profiles import Criterion, Profile
from ..records import day
from ..scoring import Line, score
from ..vocabulary import Additivity, Base, Direction, Level, Weighting
from ._broken import Row
from ._cases import WHO, Rows

__all__ = ["NOBODY", "Bench", "Reading"]

NOBODY = "nobody"
"""Somebody of whom nothing is recorded but a date."""

_RISING = ((-1000, 0), (1000, 100))
_FALLING = ((-1000, 100), (1000, 0))


@attrs.frozen
class Reading:
    """What an indicator makes of some rows: its line, and the sums of its measures."""

    line: Line
    sums: dict[str, Decimal]

    @property
    def value(self) -> Decimal | None:
        """The value as shown."""
        return self.line.value

    def __str__(self) -> str:
        return f"{'no value' if self.value is None else format(self.value, 'f')} ({self.line.status})"


@attrs.frozen(slots=False)
class Bench:
    """An indicator, and the period in which it is read."""

    indicator: Indicator
    period: Period

    @cached_property
    def profile(self) -> Profile:
        """The profile that judges by this indicator alone, the way it says is better."""
        curve = {
            Direction.HIGHER: Linear(*_RISING),
            Direction.LOWER: Linear(*_FALLING),
            Direction.TARGET: Steps((0, 100)),
        }[self.indicator.direction]
        criterion = Criterion(self.indicator, weight=100, curve=curve, id="checked")
        return Profile("conformance", level=Level.CONSULTANT, criteria=[criterion], publish_at_least=0)

    @property
    def is_computed(self) -> bool:
        """Whether records alone give it a value; a dispersion, a weighted mean of members and a rank need more."""
        weighed = isinstance(self.indicator, MemberMean) and self.indicator.weighting is not Weighting.PLAIN
        return not weighed and not isinstance(self.indicator, Dispersion | PeerRank)

    @cached_property
    def base(self) -> Period | None:
        """The days that a change is measured against; None of what is no change."""
        if not isinstance(self.indicator, Change):
            return None
        calendar = Calendar()
        return (calendar.year_before if self.indicator.since is Base.YEAR else calendar.previous)(self.period)

    @property
    def is_scaled(self) -> bool:
        """Whether it is (the change of) an attainment on a scale, which asks for a target but not for one above 0."""
        of = self.indicator.of if isinstance(self.indicator, Change) else self.indicator
        return isinstance(of, Attainment) and of.scale is not None

    @property
    def matures_after(self) -> int | None:
        """The age in days from which a cohort counts."""
        age: int | None = getattr(self.indicator, "matures_after", None)
        return age

    def read(self, rows: Sequence[Row], *, who: str = WHO, matured: bool = True) -> Reading:
        """Score the rows and return what became of `who`; `matured` lets the records go on until cohorts are closed."""
        given: list[Any] = list(rows)
        if self.matures_after is not None and matured:
            late = self.period.end + timedelta(days=self.matures_after)
            given.append({"person": NOBODY, "date": late})
        if self.base is not None:  # who has facts in the base alone has a card too
            given.append({"person": who, "date": self.period.start})
        card = score(given, self.profile, period=self.period)[who]
        return Reading(card["checked"], dict(card.measures))

    def movable(self) -> tuple[tuple[Measure, int], ...]:
        """Return the measures that move the numerator alone, each with the way it moves it: 1 or −1."""
        above, below = self.indicator.numerator, self.indicator.denominator
        if above is None or not self.is_computed or isinstance(self.indicator, Distribution):
            return ()
        held = () if below is None else below.measures
        return tuple((measure, 1 if times > 0 else -1) for measure, times in above.terms if measure not in held)

    def is_now(self, row: Row) -> bool:
        """Whether a row lies in the period, and not in a base."""
        return date.fromordinal(day(row["date"])) in self.period

    def raised(self, rows: Rows, measure: Measure) -> Rows:
        """Return the rows with more of a measure; of a change more of it now, and as much as before in the base."""
        if self.base is None:
            return _raised(rows, measure)
        now = tuple(row for row in rows if self.is_now(row))
        rest = tuple(row for row in rows if not self.is_now(row))
        first = {**rows[0], **_nothing(rows[0]), "date": self.period.start}
        return (*_raised(now or (first,), measure), *rest)


def _raised(rows: Rows, measure: Measure) -> Rows:
    """Return the rows with more of a measure: a larger amount in each, or one more key."""
    first = rows[0]
    if measure.additivity is Additivity.DISTINCT:
        return (*rows, {**first, **_nothing(first), measure.id: Decimal(1), str(measure.key): "one more"})
    if all(row.get(measure.id) is None for row in rows):
        return ({**first, measure.id: Decimal(1)}, *rows[1:])
    return tuple({**row, measure.id: _one_more(row.get(measure.id), measure)} for row in rows)


def _one_more(given: Decimal | None, measure: Measure) -> Decimal | None:
    units = None if given is None else to_grid(given, measure.decimals)
    return None if units is None else to_decimal(units + 10**measure.decimals, measure.decimals)


def _nothing(row: Row) -> dict[str, None]:
    return dict.fromkeys(name for name, value in row.items() if isinstance(value, Decimal))
