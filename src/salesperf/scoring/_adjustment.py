"""Adjustments: corrections of a card that say who made them, when, why, and of what.

An adjustment is a record of its own, never an edit: it states what stood on the card when it was made (`old`) and what
is to stand there (`new`).  Applied last, shown on the card, kept through re-scoring; where the line shows something
else by then, it is refused.  Here is the type and how it is read; it knows nothing of boards: to apply one takes what
`on_grid` gives, whole units of the last decimal that the line shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from numbers import Integral
from typing import Any, TypeAlias, cast

import attrs

from ..arithmetic import to_grid, trimmed
from ..calendar import Period
from ..errors import Fault, PeriodError, RecordError
from ..records import BLANKS, Refused, day, fields, subject
from ..text import near, printable, shown

__all__ = ["Adjustment", "AdjustmentKind", "adjustments_from_rows"]

Number: TypeAlias = int | float | str | Decimal

_POINTS = 3
_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{0,12})?", re.ASCII)
_LARGEST = 18
_FINEST = -12
_LIMIT = 10**_LARGEST
_LONGEST_LINE = 256
_LONGEST_REASON = 2000
_DAY_LENGTH = len("2026-03-01")
_REQUIRED = ("subject", "period", "line", "old", "new", "reason", "author", "at")


class AdjustmentKind(StrEnum):
    """What an adjustment changes; `old` and `new` are in the unit of that."""

    VALUE = "value"
    """The line's shown value: from `old` (None: it had none) to `new`; its points follow by the curve."""
    POINTS = "points"
    """The line's points: from `old` (None: it had none) to `new`."""
    EXCLUSION = "exclusion"
    """The line leaves the score, its weight goes to the others; `old` is the value it showed, `new` is None."""
    EXEMPTION = "exemption"
    """The person is not scored; there is no line, `old` is the total the card had, `new` is None."""

    @property
    def gives_number(self) -> bool:
        """Whether it puts a number in the place of another."""
        return self in {AdjustmentKind.VALUE, AdjustmentKind.POINTS}

    @property
    def decimals(self) -> int | None:
        """The decimals of `old` and `new`: 3 of points and totals, None where the line's indicator says it."""
        return _POINTS if self in {AdjustmentKind.POINTS, AdjustmentKind.EXEMPTION} else None


# Converters keep what they cannot read as it is: its faults are listed together, once all parts are known.


def _as_id(given: str | int) -> str | int:
    try:
        return subject(given)
    except Refused:
        return given


def _as_period(given: Period | str) -> Period:
    try:
        return Period.parse(given) if isinstance(given, str) else given
    except PeriodError:
        return cast("Period", given)


def _as_number(given: Number | None) -> Decimal | None:
    if given is None or (isinstance(given, str) and not given.strip(BLANKS)):
        return None
    number = _number(given)
    return cast("Decimal", given) if number is None else trimmed(number)


def _as_moment(given: date | datetime | str) -> date | datetime:
    if not isinstance(given, str):
        return given
    try:
        day(given)
        text = given.strip(BLANKS)
        return date.fromisoformat(text) if len(text) == _DAY_LENGTH else datetime.fromisoformat(text)
    except (Refused, ValueError):
        return cast("date", given)


def _as_day(given: date | str | None) -> date | None:
    if given is None or (isinstance(given, str) and not given.strip(BLANKS)):
        return None
    try:
        return date.fromordinal(day(given))
    except Refused:
        return cast("date", given)


def _as_kind(given: AdjustmentKind | str) -> AdjustmentKind:
    return AdjustmentKind(given) if given in list(AdjustmentKind) else cast("AdjustmentKind", given)


def _number(given: object) -> Decimal | None:
    if isinstance(given, str):
        text = given.strip(BLANKS) if len(given) <= _LARGEST * 4 else ""
        return Decimal(text) or Decimal(0) if _NUMBER.fullmatch(text) else None
    if isinstance(given, Integral) and not isinstance(given, bool):
        return Decimal(int(given)) if abs(int(given)) < _LIMIT else None
    if not isinstance(given, float | Decimal):
        return None
    number = Decimal(repr(float(given))) if isinstance(given, float) else given
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or number.adjusted() >= _LARGEST or exponent < _FINEST:
        return None
    return number or Decimal(0)


@attrs.frozen(repr=False)
class Adjustment:
    """A correction with a trace: whose card, which line, from what to what, why, by whom and when.

    `subject` and `period` (a `Period` or its label) name the card, `line` the criterion by its id.  `old` is what stood
    there when the adjustment was made and `new` what is to stand there, as numbers with the decimals the line shows;
    None means that there was no value.  `kind` says what they are: the value, the points, or an exclusion of the line
    or an exemption of the person, which have no `new` (and an exemption no line).  `reason` and `author` are required;
    the author is an id, like a subject.  `at` is when it was made, a date or datetime or their text; `expires` the
    first day on which it no longer holds, later than `at`.

    Raises `RecordError` with everything that is wrong: a missing reason, author or `at`, a line, number or kind that is
    none, a number too many or too few for the kind, points finer than 0.001, `expires` that is not after `at`.

    >>> correction = Adjustment(
    ...     "li.na", "2026-03", "unit_attainment", old="96.55", new=100, reason="two cars booked on a colleague",
    ...     author="wang.manager", at="2026-04-02",
    ... )
    >>> correction
    <Adjustment of the value of 'unit_attainment' of 'li.na', 2026-03: 96.55 → 100>
    >>> correction.on_grid(2)
    (9655, 10000)
    """

    subject: str | int = attrs.field(converter=_as_id)
    period: Period = attrs.field(converter=_as_period)
    line: str | None
    old: Decimal | None = attrs.field(converter=_as_number)
    new: Decimal | None = attrs.field(converter=_as_number)
    reason: str
    author: str | int = attrs.field(converter=_as_id)
    at: date | datetime = attrs.field(converter=_as_moment)
    expires: date | None = attrs.field(default=None, converter=_as_day)
    kind: AdjustmentKind = attrs.field(default=AdjustmentKind.VALUE, converter=_as_kind)

    def __attrs_post_init__(self) -> None:
        faults = [*_card_faults(self), *_change_faults(self), *_trace_faults(self)]
        if faults:
            raise RecordError(faults)

    def on_grid(self, decimals: int) -> tuple[int | None, int | None]:
        """Return `old` and `new` in whole units of 10^-decimals: those of the line, or 3 for points and totals.

        Raises `RecordError` for a number with more decimals than that, which no line could have shown.
        """
        faults: list[Fault] = []
        units: list[int | None] = []
        for name, number in (("old", self.old), ("new", self.new)):
            units.append(None if number is None else to_grid(number, decimals))
            if number is not None and units[-1] is None:
                expected = f"at most {decimals} decimals, as {shown(self.line)} shows them"
                faults.append(Fault(expected, field=f"{name} of {shown(self.subject)}", value=shown(number)))
        if faults:
            raise RecordError(faults)
        old, new = units
        return old, new

    def in_force(self, on: date) -> bool:
        """Return whether it holds on a day: made by then (on the day itself too), and not yet expired.

        >>> waived = Adjustment("li.na", "2026-03", None, 71.5, None, "sick leave", "hr.01", "2026-04-02", "2026-07-01",
        ...     kind="exemption")
        >>> [waived.in_force(date(2026, month, 1)) for month in (4, 5, 7)]
        [False, True, False]
        """
        today = day(on)
        return day(self.at) <= today and (self.expires is None or today < day(self.expires))

    def to_dict(self) -> dict[str, Any]:
        """Return everything in JSON types, numbers and dates as text; `from_dict` reads it back.

        >>> made = Adjustment("li.na", "2026-03", "net_units", 9, 10, "late papers", "wang.manager", "2026-04-02T17:30")
        >>> Adjustment.from_dict(made.to_dict()) == made
        True
        """
        return {
            "subject": self.subject,
            "period": str(self.period),
            "line": self.line,
            "old": None if self.old is None else f"{self.old:f}",
            "new": None if self.new is None else f"{self.new:f}",
            "reason": self.reason,
            "author": self.author,
            "at": self.at.isoformat(),
            "expires": None if self.expires is None else self.expires.isoformat(),
            "kind": str(self.kind),
        }

    @classmethod
    def from_dict(cls, mapping: Mapping[str, Any]) -> Adjustment:
        """Return the adjustment that `mapping` describes; its keys are the constructor's arguments.

        Raises `RecordError` with all faults: missing and unknown keys, and whatever the constructor refuses.
        """
        if not isinstance(mapping, Mapping):
            raise RecordError([Fault("a mapping of the arguments of an adjustment", value=shown(mapping))])
        known = [field.name for field in attrs.fields(cls)]
        faults = [
            Fault(f"one of {', '.join(known)}{_near(name, known)}", field="key", value=shown(name))
            for name in mapping
            if name not in known
        ]
        faults += [Fault("a key of every adjustment", field=name) for name in _REQUIRED if name not in mapping]
        if faults:
            raise RecordError(faults)
        return cls(**mapping)

    def __repr__(self) -> str:
        what = "" if self.line is None else f" of {shown(self.line)}"
        of = f"of the {self.kind}{what}" if self.kind.gives_number else f"{self.kind}{what}"
        change = f"{_plain(self.old)} → {_plain(self.new)}" if self.kind.gives_number else f"was {_plain(self.old)}"
        return f"<Adjustment {of} of {shown(self.subject)}, {self.period}: {change}>"


def adjustments_from_rows(rows: Iterable[Any], *, columns: Mapping[str, str] | None = None) -> tuple[Adjustment, ...]:
    """Return the adjustments that rows describe, in their order.

    A row is a dict (those of `read_csv` too), an attrs or dataclass instance or a named tuple with the columns
    `subject, period, line, old, new, reason, author, at, expires, kind`; `columns` maps these names to the source's
    own.  Empty cells are absent; without a `kind` it is a correction of the value.  Other columns are not read, but one
    that looks like the misspelt name of a column the row lacks is a fault: an `expire` would never expire.

    Raises `RecordError` that lists the faults of all rows, with row and column.

    >>> adjustments_from_rows([
    ...     {"subject": "li.na", "period": "2026-03", "line": "csi_score", "old": "71.00", "reason": "survey void",
    ...      "author": "hr.01", "at": "2026-04-02", "kind": "exclusion"},
    ... ])
    (<Adjustment exclusion of 'csi_score' of 'li.na', 2026-03: was 71>,)
    """
    names = {str(field.name): str(field.name) for field in attrs.fields(Adjustment)}
    names |= {role: source for role, source in (columns or {}).items() if role in names}
    faults: list[Fault] = []
    read: list[Adjustment] = []
    for number, given in enumerate(rows, 1):
        try:
            row = fields(given)
            read.append(_of_row(row, names))
        except Refused as refused:
            faults.append(Fault(refused.expected, row=number))
        except RecordError as error:
            faults += [attrs.evolve(fault, row=number) for fault in error.faults]
    if faults:
        raise RecordError(faults)
    return tuple(read)


def _of_row(row: Mapping[str, object], names: Mapping[str, str]) -> Adjustment:
    cells = {role: _present(row.get(name)) for role, name in names.items()}
    cells["kind"] = cells["kind"] or AdjustmentKind.VALUE
    lacking = [name for name in names.values() if name not in row]
    faults = [
        Fault(f"a column of an adjustment{close}", field="column", value=shown(name))
        for name in row
        if name not in names.values() and (close := _near(name, lacking))
    ]
    try:
        adjustment = Adjustment(**cast("dict[str, Any]", cells))
    except RecordError as error:
        faults += [attrs.evolve(fault, field=names[str(fault.field)]) for fault in error.faults]
        raise RecordError(faults) from None
    if faults:
        raise RecordError(faults)
    return adjustment


def _present(value: object) -> object:
    return None if isinstance(value, str) and not value.strip(BLANKS) else value


def _near(name: object, known: Sequence[str]) -> str:
    close = near(name, known, 1) if isinstance(name, str) else ()
    return f"; did you mean {shown(close[0])}?" if close else ""


def _plain(number: Decimal | None) -> str:
    return "nothing" if number is None else f"{number:f}"


def _id_fault(field: str, value: object, *, named: bool) -> list[Fault]:
    try:
        subject(value)
    except Refused as refused:
        return [Fault(refused.expected, field=field, value=shown(value) if named or value is None else None)]
    return []


def _card_faults(given: Adjustment) -> list[Fault]:
    faults = _id_fault("subject", given.subject, named=True)
    if not isinstance(given.period, Period):
        expected = 'a period such as "2026-03", "2026-Q1" or Period(start, end)'
        faults.append(Fault(expected, field="period", value=shown(given.period)))
    return faults


def _change_faults(given: Adjustment) -> list[Fault]:
    faults: list[Fault] = []
    kind: object = given.kind
    decimals = kind.decimals if isinstance(kind, AdjustmentKind) else None
    for field, number in (("old", given.old), ("new", given.new)):
        if number is not None and _number(number) != number:
            expected = "a plain number such as 96.55, or nothing where there is no value"
            faults.append(Fault(expected, field=field, value=shown(number)))
        elif number is not None and decimals is not None and to_grid(number, decimals) is None:
            faults.append(Fault(f"at most {decimals} decimals, as points have", field=field, value=shown(number)))
    if not isinstance(kind, AdjustmentKind):
        kinds = list(AdjustmentKind)
        expected = f"one of {', '.join(kinds)}{_near(kind, kinds)}"
        return [*faults, Fault(expected, field="kind", value=shown(kind))]
    if kind is AdjustmentKind.EXEMPTION:
        if given.line is not None:
            expected = "no line in an exemption of a person; to leave out a line, kind is exclusion"
            faults.append(Fault(expected, field="line", value=shown(given.line)))
    elif not _is_line(given.line):
        expected = "the id of a criterion, such as unit_attainment; without a line, kind is exemption"
        faults.append(Fault(expected, field="line", value=shown(given.line)))
    if kind.gives_number and given.new is None:
        expected = "the number that is to stand there; to leave the line out, kind is exclusion"
        faults.append(Fault(expected, field="new", value=shown(None)))
    elif not kind.gives_number and given.new is not None:
        faults.append(Fault(f"no new number in an {kind}", field="new", value=shown(given.new)))
    return faults


def _is_line(value: object) -> bool:
    return isinstance(value, str) and value == value.strip() != "" and value == printable(value, _LONGEST_LINE)


def _trace_faults(given: Adjustment) -> list[Fault]:
    faults: list[Fault] = []
    reason: object = given.reason
    if not isinstance(reason, str) or not reason.strip(BLANKS) or len(reason) > _LONGEST_REASON:
        faults.append(Fault(f"a reason, as text of 1 to {_LONGEST_REASON} characters", field="reason"))
    faults += _id_fault("author", given.author, named=False)
    made, expires = _ordinal(given.at), _ordinal(given.expires)
    if made is None:
        expected = "when it was made: a date, a datetime, or text such as 2026-04-02 or 2026-04-02T17:30"
        faults.append(Fault(expected, field="at", value=shown(given.at)))
    if given.expires is not None and expires is None:
        expected = "the first day on which it no longer holds, such as 2026-07-01, or nothing"
        faults.append(Fault(expected, field="expires", value=shown(given.expires)))
    if made is not None and expires is not None and expires <= made:
        expected = f"a day after {date.fromordinal(made)}, when it was made"
        faults.append(Fault(expected, field="expires", value=str(given.expires)))
    return faults


def _ordinal(value: object) -> int | None:
    """Return the day of a date that was read, or None."""
    try:
        return None if isinstance(value, str) else day(value)
    except Refused:
        return None
