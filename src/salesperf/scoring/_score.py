"""`score`: records and a profile in, a scoreboard out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from os import PathLike
from typing import Any, TypeAlias

from ..calendar import Calendar
from ..engines import Call, Columnar, Intake, Source, Table, columnar, run
from ..organisation import Organisation
from ..plan import Plan, compile_plan
from ..profiles import Profile
from ..vocabulary import Level, Owner
from ._adjust import adjustments_of
from ._adjustment import Adjustment
from ._arguments import (
    AttrsRow,
    DataclassRow,
    PeriodLike,
    Rows,
    Tables,
    by_level,
    calendar_of,
    columns_of,
    day_of,
    organisation_of,
    owner_of,
    profile_of,
    read_from,
)
from ._block import ranked
from ._board import Scoreboard
from ._frame import Frame, Slots
from ._native import Origin
from ._tally import Tally
from ._tally_scoring import tallied

__all__ = ["AttrsRow", "DataclassRow", "PeriodLike", "Records", "Rows", "assemble", "score", "score_all"]

Records: TypeAlias = (
    Iterable[Mapping[str, Any] | tuple[Any, ...] | DataclassRow | AttrsRow] | Tables | PathLike[str] | Tally
)
"""What `score` takes: rows (a generator is read once), a table of any engine, a path, or a `Tally`."""


def score(
    records: Records,
    profile: Profile,
    *,
    period: PeriodLike = None,
    by: Owner | str = Owner.PERSON,
    columns: Mapping[str, str] | None = None,
    calendar: Calendar | None = None,
    organisation: Organisation | None = None,
    targets: Rows | Tables | None = None,
    adjustments: Iterable[Adjustment] = (),
    as_of: date | str | None = None,
    strict: bool = True,
) -> Scoreboard:
    """Score records by a profile.

    `records` are mappings, attrs or dataclass instances or named tuples, one for each event or sum: whose facts
    (`person`, or exactly one of `team`, `store`, `area`, `group`), `date`, and amounts under the ids of measures; or a
    dataframe, lazy table or Arrow stream with such columns, or a path of a CSV or Parquet file or a folder of them.  A
    lazy table is not run here: `board.native` adds to its query, and whatever else is asked of the board runs it.
    `period` is a label ("2026-03", "2026-Q1", "2026", "2026-W09"), a `Period` or a list of them; "day", "week",
    "month", "quarter", "half" or "year" for one card in each; None takes everything as one period.  `by` says whose
    cards.  `columns` maps salesperf names to the source's own.  `calendar` says when months close, weeks and fiscal
    years begin, and which days sell.  `targets` are rows like records that hold targets.  With `strict=False` rows with
    faults are left out and kept in `board.intake.rejected`.

    With an `organisation`, a record is credited to the unit its person belonged to on its date; everybody of the
    profile's level who belongs somewhere in the period has a card, with or without records; a criterion's scope says
    whose records it reads; targets with `until` are prorated by the selling days a person was there.

    `as_of` looks back: records whose `recorded_at` is later are left out, and cohorts are as old as on that day.
    `adjustments` are applied last, as `board.adjusted` tells: pass the same ones again and the result is the same.

    A `Tally` is scored as it stands, by one of its profiles: `by`, `columns`, `calendar` and `organisation` are its
    own, and `period` may choose among its periods.

    Raises `RecordError` with all faults of the rows, `NoRecordsError` where nothing is left to score, `PeriodError`,
    `ExactRangeError` where a sum leaves the exact range, `AdjustmentError` for adjustments that do not fit,
    `InputTypeError` for what is no source of records, `EngineError` where an engine fails, `MissingExtraError` where a
    table needs a package that is not there, and `TallyError` for arguments that do not fit a tally.

    >>> import salesperf as sp
    >>> from salesperf import profiles
    >>> rows = [{"person": "li.na", "date": "2026-03-05", "units_delivered": 28, "target_units": 29}]
    >>> board = sp.score(rows, profiles.CONSULTANT, period="2026-03")
    >>> line = board["li.na"]["unit_attainment"]
    >>> line.value, line.points
    (Decimal('96.55'), Decimal('91.375'))
    """
    return _scored(
        (compile_plan(profile_of(profile), organisation is not None),),
        records,
        period=period,
        by=owner_of(by),
        columns=columns,
        calendar=calendar,
        organisation=organisation,
        targets=targets,
        adjustments=adjustments,
        as_of=as_of,
        strict=strict,
    )


def score_all(
    records: Records,
    profiles: Mapping[Level | str, Profile] | Iterable[Profile],
    *,
    organisation: Organisation,
    period: PeriodLike = None,
    columns: Mapping[str, str] | None = None,
    calendar: Calendar | None = None,
    targets: Rows | Tables | None = None,
    adjustments: Iterable[Adjustment] = (),
    as_of: date | str | None = None,
    strict: bool = True,
) -> Scoreboard:
    """Score a whole house in one pass over the records: everybody by the profile of their level.

    `profiles` are those of the levels, as {level: profile} or a plain series, one for each level.  The arguments and
    errors are those of `score`; `board.under("wang.gang")` walks down from one manager.  What
    `process_kpi_attainment` looks at are the process lines of the consultants' profile, over the manager's unit.

    >>> import salesperf as sp
    >>> from salesperf import profiles
    >>> from salesperf.organisation import Organisation
    >>> org = Organisation.from_rows(
    ...     [
    ...         {"person": "li.na", "store": "west"},
    ...         {"person": "wang.gang", "store": "west", "level": "manager"},
    ...     ]
    ... )
    >>> rows = [{"person": "li.na", "date": "2026-03-05", "units_delivered": 28, "target_units": 29}]
    >>> board = sp.score_all(rows, [profiles.CONSULTANT, profiles.MANAGER], organisation=org, period="2026-03")
    >>> board["wang.gang"]["member_mean_attainment"].value
    Decimal('96.55')
    """
    organisation_of(organisation, needed=True)
    chosen = by_level(profiles)
    process = chosen.get(Level.CONSULTANT)
    return _scored(
        tuple(compile_plan(profile, True, process) for profile in chosen.values()),  # noqa: FBT003  (key of a cache)
        records,
        period=period,
        by=Owner.PERSON,
        columns=columns,
        calendar=calendar,
        organisation=organisation,
        targets=targets,
        adjustments=adjustments,
        as_of=as_of,
        strict=strict,
    )


def _scored(
    plans: tuple[Plan, ...],
    records: Records,
    *,
    period: PeriodLike,
    by: Owner,
    columns: Mapping[str, str] | None,
    calendar: Calendar | None,
    organisation: Organisation | None,
    targets: Rows | Tables | None,
    adjustments: Iterable[Adjustment],
    as_of: date | str | None,
    strict: bool,
) -> Scoreboard:
    day = day_of(as_of)
    seen_from = None if day is None else date.fromordinal(day)
    if isinstance(records, Tally):
        table, plans = tallied(
            records,
            tuple(plan.profile for plan in plans),
            period,
            by=by,
            columns=columns,
            calendar=calendar,
            organisation=organisation,
            targets=targets,
            as_of=as_of,
        )
        return _board(table, plans, by=records.by, as_of=seen_from).adjusted(adjustments)
    calendar = calendar_of(calendar)
    source = read_from(records)
    call = Call(
        plans=plans,
        asked=calendar.periods(period),
        by=by,
        columns=columns_of(columns or {}, plans),
        targets=None if targets is None else read_from(targets),
        calendar=calendar,
        organisation=organisation_of(organisation),
        as_of=day,
        strict=strict,
    )
    corrections = adjustments_of(adjustments)

    def scored(records: Iterable[Any] | Source | Columnar) -> Scoreboard:
        return _board(run(call, records), plans, by=by, as_of=seen_from).adjusted(corrections)

    if not isinstance(source, Source):
        return scored(source)
    origin = Origin(source, None if corrections else columnar(call, source))
    if not source.lazy and origin.call is None:
        return origin.mark(scored(source))
    return Scoreboard.deferred(
        lambda: scored(source if source.lazy or origin.call is None else origin.call),
        profiles=tuple(plan.profile for plan in plans),
        by=by,
        as_of=seen_from,
        _origin=origin,
    )


def _board(table: Table, plans: tuple[Plan, ...], *, by: Owner, as_of: date | None) -> Scoreboard:
    """Return the board of a table of sums."""
    frames = [
        Frame(
            plan,
            plan.situation(table.schedule, each, table.carried, table.last_day),
            table.carried,
            unused=table.intake.unused,
        )
        for each in table.periods
        for plan in plans
    ]
    cards = [table.cards[number][at] for at in range(len(table.periods)) for number in range(len(plans))]
    above = [table.above[at] for at in range(len(table.periods)) for _ in plans]
    return assemble(frames, cards, above, by=by, intake=table.intake, as_of=as_of)


def assemble(
    frames: Sequence[Frame],
    cards: Iterable[Iterable[tuple[str | int, Slots]]],
    above: Iterable[Mapping[str | int, tuple[str | int, ...]]],
    *,
    by: Owner,
    intake: Intake,
    as_of: date | None = None,
) -> Scoreboard:
    """Return the board that follows from the sums of its cards, frame by frame."""
    return Scoreboard(
        profiles=tuple(dict.fromkeys(frame.plan.profile for frame in frames)),
        by=by,
        periods=tuple(dict.fromkeys(frame.situation.period for frame in frames)),
        intake=intake,
        blocks=tuple(
            ranked(frame, each, superiors) for frame, each, superiors in zip(frames, cards, above, strict=True)
        ),
        as_of=as_of,
    )
