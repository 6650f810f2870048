"""What a user may write for `period=`, read into a grain or into periods in chronological order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

from ..errors import PeriodError
from ..text import near
from ._grain import Grain
from ._period import FORMS, Period, read_label, with_forms

__all__ = ["PeriodSpec", "parse_periods"]

PeriodSpec: TypeAlias = str | Period | Sequence[str | Period] | None
"""What `period=` accepts: a label, a grain's name, a `Period`, a list or tuple of labels and periods, or None."""

_ONE_EACH = ", ".join(f'"{grain}"' for grain in Grain)
_LISTED = 20


def parse_periods(spec: PeriodSpec) -> Grain | tuple[Period, ...]:
    """Return what `period=` asks for: a `Grain`, or periods in chronological order; () for None (everything is one).

    A label or a `Period` is one period; a list or tuple of them is several, which may overlap, as a month and its
    quarter do.  "month", "quarter", "year" and "week" are grains.  Raises `PeriodError`, once, for all that cannot be
    read, for a span given twice, and for an empty list.

    >>> parse_periods("month"), parse_periods(None)
    (<Grain.MONTH: 'month'>, ())
    >>> [str(period) for period in parse_periods(["2026-03", "2026-Q1", "2026-02"])]
    ['2026-Q1', '2026-02', '2026-03']
    """
    if spec is None:
        return ()
    if isinstance(spec, str) and spec in list(Grain):
        return Grain(spec)
    if isinstance(spec, list | tuple):
        return _several(spec)
    period = _one(spec)
    if isinstance(period, str):
        msg = f"{with_forms(period)}; a list of them; or {_ONE_EACH} for one card each"
        raise PeriodError(msg)
    return (period,)


def _several(specs: Sequence[object]) -> tuple[Period, ...]:
    """Return the periods of a list in chronological order, or raise with everything that is wrong with it."""
    if not specs:
        msg = with_forms("an empty list of periods asks for nothing; None makes all records one period")
        raise PeriodError(msg)
    read = [_one(spec) for spec in specs]
    faults = [period for period in read if isinstance(period, str)]
    periods = Counter(period for period in read if isinstance(period, Period))
    faults += [
        f'"{period}" is listed {times} times, give each span once' for period, times in periods.items() if times > 1
    ]
    if faults:
        more = f"\n  … and {len(faults) - _LISTED} more" if len(faults) > _LISTED else ""
        listed = "\n".join(f"  - {fault}" for fault in faults[:_LISTED])
        msg = f"faults in the list of periods ({len(faults)}):\n{listed}{more}\nAccepted: {FORMS}"
        raise PeriodError(msg)
    return tuple(sorted(periods))


def _one(spec: object) -> Period | str:
    """Return the one period that `spec` is or names, or a sentence that says what is wrong with it."""
    if isinstance(spec, Period):
        return spec
    if isinstance(spec, str) and spec in list(Grain):
        return f'"{spec}" asks for one card each and is given alone, not in a list'
    period = read_label(spec)
    if isinstance(spec, str) and isinstance(period, str) and not period.endswith("?"):
        close = near(spec, list(Grain), 1)
        return f'{period}: did you mean "{close[0]}" for one card each?' if close else period
    return period
