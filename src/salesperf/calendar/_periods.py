"""What a user may write for `period=`, read into a grain or into periods in chronological order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

import attrs

from ..errors import PeriodError
from ..text import near
from ._faults import refuse
from ._grain import Grain
from ._labels import FORMS, reading, with_forms
from ._period import Period
from ._reckoning import STANDARD, Reckoning

__all__ = ["PeriodSpec", "one_period", "parse_periods", "read_periods"]

PeriodSpec: TypeAlias = str | Period | Sequence[str | Period] | None
"""What `period=` accepts: a label, a grain's name, a `Period`, a list or tuple of labels and periods, or None."""

_GRAINS = tuple(Grain)
_ONE_EACH = ", ".join(f'"{grain}"' for grain in _GRAINS)


def parse_periods(spec: PeriodSpec) -> Grain | tuple[Period, ...]:
    """Return what `period=` asks for: a `Grain`, or periods in chronological order; () for None (everything is one).

    A label or a `Period` is one period; a list or tuple of them is several, which may overlap, as a month and its
    quarter do.  "day", "week", "month", "quarter", "half" and "year" are grains.  All are those of the ordinary
    calendar; `Calendar.periods` is for any other.  Raises `PeriodError`, once, for all that cannot be read, for a span
    given twice, and for an empty list.

    >>> parse_periods("month"), parse_periods(None)
    (<Grain.MONTH: 'month'>, ())
    >>> [str(period) for period in parse_periods(["2026-03", "2026-Q1", "2026-02"])]
    ['2026-Q1', '2026-02', '2026-03']
    """
    return read_periods(spec, STANDARD)


def read_periods(spec: PeriodSpec, reckoning: Reckoning) -> Grain | tuple[Period, ...]:
    """Return what `period=` asks for, by this reckoning."""
    if spec is None:
        return ()
    if isinstance(spec, str) and spec in _GRAINS:
        return Grain(spec)
    if isinstance(spec, list | tuple):
        return _several(spec, reckoning)
    period = one_period(spec, reckoning)
    if isinstance(period, str):
        msg = f"{with_forms(period)}; a list of them; or {_ONE_EACH} for one card each"
        raise PeriodError(msg)
    return (period,)


def one_period(spec: object, reckoning: Reckoning) -> Period | str:
    """Return the one period that `spec` is or names, or a sentence that says what is wrong with it."""
    if isinstance(spec, Period):
        return spec if spec.reckoning == reckoning else attrs.evolve(spec, reckoning=reckoning)
    if isinstance(spec, str) and spec in _GRAINS:
        return f'"{spec}" asks for one card each and is given alone, not in a list'
    span = reading(spec, reckoning)
    if not isinstance(span, str):
        return Period(*span, reckoning=reckoning)
    if isinstance(spec, str) and not span.endswith("?"):
        close = near(spec, _GRAINS, 1)
        return f'{span}: did you mean "{close[0]}" for one card each?' if close else span
    return span


def _several(specs: Sequence[object], reckoning: Reckoning) -> tuple[Period, ...]:
    """Return the periods of a list in chronological order, or raise with everything that is wrong with it."""
    if not specs:
        msg = with_forms("an empty list of periods asks for nothing; None makes all records one period")
        raise PeriodError(msg)
    found = [one_period(spec, reckoning) for spec in specs]
    faults = [period for period in found if isinstance(period, str)]
    periods = Counter(period for period in found if isinstance(period, Period))
    faults += [
        f'"{period}" is listed {times} times, give each span once' for period, times in periods.items() if times > 1
    ]
    refuse("list of periods", faults, f"\nAccepted: {FORMS}")
    return tuple(sorted(periods))
