"""The sheet: what a columnar call hands to an engine's emitter, and how its columns are called.

`subject`, `period`, `status`, `total_e3`, `base_e3`, `grade`, `rank`, `faults`, and for each criterion what was asked
for of `<id>_value_e2`, `<id>_status`, `<id>_points_e3`, `<id>_contribution_e3`: whole numbers to be divided by the
power of ten that their name ends with.  No number that decides anything is ever a float.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import attrs

from ...calendar import Grain, NamedBy
from ...plan import CARD_STATUSES, STATUSES, Plan, Program, Slot, Stat, program_of
from ._columnar import Columnar
from ._groups import COUNT, NUMBER, ODD, OWNER, ROWS, SUM
from ._source import Kind, one_if

__all__ = ["DETAILS", "FAULTS", "LABEL", "PERIOD", "SUBJECT", "Naming", "Sheet", "Shown", "naming_of", "sheet_of"]

DETAILS = ("value", "status", "points", "contribution")
SUBJECT, PERIOD, FAULTS = "subject", "period", "faults"
LABEL = "sp label"
"""The period's label, where a lazy table of polars makes it itself."""
_YEAR = 12
_TWO_DIGITS = 10
_LEAST = ("status", "total", "base", "grade")


@attrs.frozen
class Shown:
    """A column of the result: which output of the program it is, and the words of its codes, if it has some."""

    output: str
    name: str
    words: tuple[str, ...] | None = None


@attrs.frozen
class Naming:
    """How the number of a month, quarter, half or year on the clock becomes its label."""

    parts: int
    """How many a year has."""
    later: int
    """What is added to the year."""
    sign: str
    """What stands between the year and the place of the part in it; nothing where the year is all."""

    @property
    def pads(self) -> bool:
        """Whether the place has two digits."""
        return self.parts == _YEAR


def naming_of(call: Columnar) -> Naming:
    """Return how the periods of a call are named."""
    clock = call.table.clock
    ends = call.schedule.calendar.fiscal_year_named_by is NamedBy.END
    later = int(clock.months > 1 and clock.starts > 1 and ends)
    return Naming(_YEAR // clock.months, later, {1: "-", 3: "-Q", 6: "-H", _YEAR: ""}[clock.months])


@attrs.frozen(kw_only=True)
class Sheet:
    """Inputs of a program as narwhals' view of a table, with `subject`, `period` (its number) and `faults`."""

    call: Columnar
    frame: Any
    program: Program
    shown: tuple[Shown, ...]

    @cached_property
    def labels(self) -> Mapping[int, str] | None:
        """The label of each period by its number, where the periods are known."""
        periods = self.call.periods
        return None if periods is None else {number: str(period) for number, period in periods.items()}


def sheet_of(call: Columnar, details: Iterable[str]) -> Sheet:
    """Return the sheet of a call; `details`, of `DETAILS`, says what of each line is shown.

    Raises `NotColumnar` for what only the plain scorer computes.
    """
    shown = (*_of_card(call.plan), *_of_lines(call.plan, tuple(details)))
    outputs = tuple(dict.fromkeys(each.output for each in shown))
    lazy = call.source.lazy  # of an eager table no row of sums needs care, and no sum is beyond its limit
    scales = [_scale(call, slot) for slot in call.plan.slots]
    program = program_of(call.plan, call.situations, outputs, scales=scales, refusable=lazy, bounded=not lazy)
    return Sheet(call=call, frame=_inputs(call, program), program=program, shown=shown)


def _of_card(plan: Plan) -> Iterator[Shown]:
    words: dict[str, tuple[str, ...]] = {
        "status": tuple(map(str, CARD_STATUSES)),
        "grade": tuple(name for name, _ in plan.profile.grades),
    }
    for output in _LEAST:
        yield Shown(output, output if output in words else f"{output}_e3", words.get(output))


def _of_lines(plan: Plan, details: Iterable[str]) -> Iterator[Shown]:
    statuses = tuple(map(str, STATUSES))
    for number, item in enumerate(plan.items):
        name = item.criterion.id
        columns = {
            "value": Shown(f"v{number}", f"{name}_value_e{item.criterion.indicator.decimals}"),
            "status": Shown(f"q{number}", f"{name}_status", statuses),
            "points": Shown(f"p{number}", f"{name}_points_e3"),
            "contribution": Shown(f"contribution{number}", f"{name}_contribution_e3"),
        }
        yield from (columns[detail] for detail in details)


def _inputs(call: Columnar, program: Program) -> Any:
    """Return the columns that a program reads, of the periods asked for; of others only rows with faults."""
    nw, lazy = call.table.nw, call.source.lazy
    frame = call.grouped
    if call.periods is not None and not isinstance(call.schedule.asked, Grain):
        asked = nw.col(NUMBER).is_in(list(call.periods))
        frame = frame.filter(asked | (nw.col(ODD) > 0) if lazy else asked)
    faults = nw.when(call.nobodys).then(nw.col(ROWS)).otherwise(nw.col(ODD)).cast(nw.Int64) if lazy else _none(nw)
    columns = {SUBJECT: nw.col(OWNER.format(0)), PERIOD: nw.col(NUMBER), FAULTS: faults}
    if call.periods is None and call.source.kind is Kind.POLARS:
        columns[LABEL] = _label(call)
    for name in program.inputs:
        if name == "refused":
            columns[name] = one_if(nw, call.refused)
        elif name in program.varying:
            columns[name] = _varying(call, program.varying[name])
        else:
            columns[name] = _slot(call, call.plan.slots[int(name[1:])])
    return frame.select(*(column.alias(name) for name, column in columns.items()))


def _label(call: Columnar) -> Any:
    """Return the label of a period from its number on the clock; null for rows without a date."""
    nw, naming = call.table.nw, naming_of(call)
    number = nw.col(NUMBER)
    year = number // naming.parts
    text = (year + naming.later).cast(nw.String)
    if not naming.sign:
        return nw.when(number > 0).then(text)
    place = number - year * naming.parts + 1
    zero = [nw.when(place < _TWO_DIGITS).then(nw.lit("0")).otherwise(nw.lit(""))] if naming.pads else []
    return nw.when(number > 0).then(nw.concat_str(text, nw.lit(naming.sign), *zero, place.cast(nw.String)))


def _varying(call: Columnar, values: tuple[int, ...]) -> Any:
    """Return what depends on the period, by its number."""
    nw = call.table.nw
    assert call.periods is not None  # noqa: S101  (a call whose periods are not known has nothing that varies)
    (_, last), *others = reversed(list(zip(call.periods, values, strict=True)))
    chain = nw.lit(last, dtype=nw.Int64)
    for number, value in others:
        chain = nw.when(nw.col(NUMBER) == number).then(nw.lit(value, dtype=nw.Int64)).otherwise(chain)
    return chain


def _slot(call: Columnar, slot: Slot) -> Any:
    """Return a slot as it is added up."""
    nw, question = call.table.nw, call.question
    if slot.stat is Stat.PARTIAL or slot.measure not in question.measures:
        return _none(nw)
    if slot.stat is Stat.ROWS:
        return nw.col(COUNT.format(question.counted.index(slot.measure)))
    return nw.col(SUM.format(question.measures.index(slot.measure)))


def _scale(call: Columnar, slot: Slot) -> int:
    """Return how many units of its grid one of what is added up is."""
    return 1 if slot.stat is Stat.ROWS else call.table.reading.scales.get(slot.measure, 1)


def _none(nw: Any) -> Any:
    return nw.lit(0, dtype=nw.Int64)
