"""Every error the library raises.  Bottom layer: imports nothing of the package but `text`.

One root, `SalesperfError`.  Each error is also the built-in it stands for, so `except ValueError` keeps working;
carries its data as attributes; pickles; and says what was expected and the way out.  Checks collect every `Fault` they
find and raise once.  Messages hold no personal data beyond a subject's id and the offending field.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from .text import near, shown

__all__ = [
    "CurveError",
    "DocumentError",
    "ExactRangeError",
    "Fault",
    "InputTypeError",
    "MissingExtraError",
    "NoRecordsError",
    "PeriodError",
    "ProfileError",
    "RecordError",
    "SalesperfError",
    "SubjectError",
    "UnitError",
    "UnknownNameError",
]

_LISTED = 20


@attrs.frozen
class Fault:
    """One thing wrong in an input: where, which field, what stood there, what was expected.

    `row` counts records from 1 in the order they were read (for a CSV file the header is not counted); it is None
    where the fault is not one row's.  `value` is already safe to print.
    """

    expected: str
    field: str | None = None
    value: str | None = None
    row: int | None = None

    def __str__(self) -> str:
        place = [f"row {self.row}"] if self.row is not None else []
        if self.field is not None:
            place.append(self.field)
        where = ", ".join(place)
        got = f"{self.value}: " if self.value is not None else ""
        return f"{where}: {got}{self.expected}" if where else f"{got}{self.expected}"


class SalesperfError(Exception):
    """Root of every error that salesperf raises on purpose."""


class _FaultsError(SalesperfError):
    """An error that lists faults; `count` may exceed the number kept."""

    headline = "the input has faults"

    def __init__(self, faults: Iterable[Fault], count: int | None = None, hint: str = "") -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        self.count: int = len(self.faults) if count is None else count
        self.hint = hint
        super().__init__(self.faults, self.count, hint)

    def __str__(self) -> str:
        lines = [f"{self.headline} ({self.count}):", *(f"  - {fault}" for fault in self.faults[:_LISTED])]
        if self.count > min(len(self.faults), _LISTED):
            lines.append(f"  … and {self.count - min(len(self.faults), _LISTED)} more")
        if self.hint:
            lines.append(self.hint)
        return "\n".join(lines)


class RecordError(_FaultsError, ValueError):
    """Rows that cannot be read.  All of them are counted, the first are listed."""

    headline = "faults in the records"


class ProfileError(_FaultsError, ValueError):
    """A profile, criterion, gate, extra or profile file that contradicts itself."""

    headline = "faults in the profile"


class CurveError(_FaultsError, ValueError):
    """A curve without points to give: unordered or repeated knots, none at all, or one finer than the value shown."""

    headline = "faults in the curve"


class DocumentError(_FaultsError, ValueError):
    """A stored scoreboard or tally that is not one, or whose numbers no longer follow from its sums."""

    headline = "faults in the stored document"


class PeriodError(SalesperfError, ValueError):
    """A period that cannot be read, or an empty one."""


class NoRecordsError(SalesperfError, ValueError):
    """Nothing to score: no record at all, or none in any of the periods asked for."""


class UnitError(SalesperfError, TypeError):
    """Amounts of different units were added, or an indicator's units do not fit its kind."""


class InputTypeError(SalesperfError, TypeError):
    """Something that is not a source of records was passed as one."""


class MissingExtraError(SalesperfError, ImportError):
    """A feature needs an optional package; the message names the exact `pip install`."""


class ExactRangeError(SalesperfError, ValueError):
    """A sum left the range in which every engine computes exactly.  Carries `measure`, `subject`, `limit`."""

    def __init__(self, measure: str, subject: object, limit: int) -> None:
        self.measure = measure
        self.subject = subject
        self.limit = limit
        super().__init__(measure, subject, limit)

    def __str__(self) -> str:
        return (
            f"the sum of {self.measure} of {shown(self.subject)} exceeds {self.limit} grid units, beyond which this "
            f"profile is not computed exactly on every engine; "
            f"give {self.measure} fewer decimals or score a shorter period"
        )


class _LookUpError(SalesperfError, KeyError):
    """A name that is not there; lists the near ones."""

    def __init__(self, what: str, name: object, choices: Sequence[str] = ()) -> None:
        self.what = what
        self.name = name
        self.choices: tuple[str, ...] = tuple(choices)
        super().__init__(what, name, self.choices)

    def __str__(self) -> str:
        return f"{self.what} {shown(self.name)} is not known{self._way_out()}"

    def _way_out(self) -> str:
        close = near(self.name, self.choices) if isinstance(self.name, str) else ()
        listed = close or self.choices[:_LISTED]
        lead = "; did you mean " if close else "; there are: "
        return lead + ", ".join(map(shown, listed)) + ("?" if close else "") if listed else ""


class UnknownNameError(_LookUpError):
    """A measure, indicator, criterion or shipped profile that does not exist."""


class SubjectError(_LookUpError):
    """A scoreboard has no such card, or more than one; lists the choices."""
