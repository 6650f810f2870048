"""`score`: records and a profile in, a scoreboard out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import Field
from os import PathLike
from typing import Any, ClassVar, Protocol, TypeAlias, runtime_checkable

from ..calendar import Period, parse_periods
from ..engines import Intake, run
from ..errors import InputTypeError, UnknownNameError
from ..measures import RESERVED, VOCABULARY
from ..plan import Plan, Situation, compile_plan
from ..profiles import Profile
from ..records import read_csv
from ..text import shown
from ..vocabulary import Owner
from ._board import Scoreboard, ranked
from ._frame import Frame, Slots

__all__ = ["AttrsRow", "DataclassRow", "PeriodLike", "Records", "assemble", "score"]


@runtime_checkable
class DataclassRow(Protocol):
    """An instance of a dataclass whose fields are a record's columns."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


@runtime_checkable
class AttrsRow(Protocol):
    """An instance of an attrs class whose fields are a record's columns."""

    __attrs_attrs__: ClassVar[Any]


Records: TypeAlias = Iterable[Mapping[str, Any] | tuple[Any, ...] | DataclassRow | AttrsRow] | PathLike[str]
"""What `score` takes: rows (a generator is read once), or the path of a CSV file."""

PeriodLike: TypeAlias = str | Period | Sequence[str | Period] | None


def score(
    records: Records,
    profile: Profile,
    *,
    period: PeriodLike = None,
    by: Owner | str = Owner.PERSON,
    columns: Mapping[str, str] | None = None,
    targets: Iterable[Mapping[str, Any] | tuple[Any, ...] | DataclassRow | AttrsRow] | None = None,
    strict: bool = True,
) -> Scoreboard:
    """Score records by a profile.

    `records` are mappings, attrs or dataclass instances or named tuples, one for each event or sum: whose facts
    (`person`, or exactly one of `team`, `store`, `area`, `group`), `date`, and amounts under the ids of measures.
    `period` is a label ("2026-03", "2026-Q1", "2026", "2026-W09"), a `Period` or a list of them; "month", "quarter",
    "year" or "week" for one card in each; None takes everything as one period.  `by` says whose cards.  `columns` maps
    salesperf names to the source's own.  `targets` are rows like records that hold targets.  With `strict=False` rows
    with faults are left out and kept in `board.intake.rejected`.

    Raises `RecordError` with all faults of the rows, `NoRecordsError` where nothing is left to score, `PeriodError`,
    `ExactRangeError` where a sum leaves the exact range, and `InputTypeError` for what is no source of records.

    >>> import salesperf as sp
    >>> from salesperf import profiles
    >>> rows = [{"person": "li.na", "date": "2026-03-05", "units_delivered": 28, "target_units": 29}]
    >>> board = sp.score(rows, profiles.CONSULTANT, period="2026-03")
    >>> line = board["li.na"]["unit_attainment"]
    >>> line.value, line.points
    (Decimal('96.55'), Decimal('91.375'))
    """
    if not isinstance(profile, Profile):
        msg = f"profile must be a Profile, such as profiles.CONSULTANT, not {shown(profile)}"
        raise InputTypeError(msg)
    plan = compile_plan(profile)
    owner = _owner(by)
    table = run(
        plan,
        _rows(records),
        asked=parse_periods(period),
        by=owner,
        columns=_columns(columns or {}, plan),
        targets=() if targets is None else _rows(targets),
        strict=strict,
    )
    situations = [plan.situation(table.schedule, each, table.carried, table.last_day) for each in table.periods]
    return assemble(plan, situations, table.carried, table.cards, by=owner, intake=table.intake)


def assemble(
    plan: Plan,
    situations: Sequence[Situation],
    carried: frozenset[str],
    cards: Iterable[Iterable[tuple[str | int, Slots]]],
    *,
    by: Owner,
    intake: Intake,
) -> Scoreboard:
    """Return the board that follows from the sums of its cards, period by period."""
    frames = [Frame(plan, situation, carried, unused=intake.unused) for situation in situations]
    return Scoreboard(
        profile=plan.profile,
        by=by,
        periods=tuple(situation.period for situation in situations),
        intake=intake,
        blocks=tuple(ranked(frame, each) for frame, each in zip(frames, cards, strict=True)),
    )


def _owner(by: Owner | str) -> Owner:
    try:
        return Owner(by)
    except ValueError:
        what = "owner of cards (by=)"
        raise UnknownNameError(what, by, tuple(map(str, Owner))) from None


def _rows(records: Records) -> Iterable[Any]:
    if isinstance(records, str | bytes):
        msg = 'records are rows or a pathlib.Path: for a file, score(Path("march.csv"), …) or sp.read_csv("march.csv")'
        raise InputTypeError(msg)
    if isinstance(records, PathLike):
        return read_csv(records)
    if isinstance(records, Mapping):
        msg = "records are many rows; for one row pass a list with it"
        raise InputTypeError(msg)
    if not hasattr(records, "__iter__"):
        msg = f"records are an iterable of rows or a pathlib.Path, not {shown(records)}"
        raise InputTypeError(msg)
    return records


def _columns(columns: Mapping[str, str], plan: Plan) -> dict[str, str]:
    if not columns:
        return {}
    known = {*RESERVED, *(measure.id for measure in (*VOCABULARY, *plan.measures))}
    for name in columns:
        if name not in known:
            what = "salesperf name in columns="
            raise UnknownNameError(what, name, tuple(sorted(known)))
    return {str(name): str(source) for name, source in columns.items()}
