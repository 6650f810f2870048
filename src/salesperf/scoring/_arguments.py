"""The arguments of calls, checked and in one form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import Field
from datetime import date
from itertools import chain
from os import PathLike
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeAlias, runtime_checkable

from ..calendar import Calendar, Period
from ..engines import Source, files_in, source_of
from ..errors import Fault, InputTypeError, ProfileError, RecordError, UnknownNameError
from ..measures import RESERVED, VOCABULARY
from ..organisation import Organisation
from ..plan import Plan
from ..profiles import Profile
from ..records import Refused, day, read_csv
from ..text import shown
from ..vocabulary import Level, Owner

__all__ = [
    "ArrowStream",
    "AttrsRow",
    "DataclassRow",
    "LazyTable",
    "PartitionedTable",
    "PeriodLike",
    "Rows",
    "Tables",
    "by_level",
    "calendar_of",
    "columns_of",
    "day_of",
    "organisation_of",
    "owner_of",
    "profile_of",
    "read_from",
]


@runtime_checkable
class DataclassRow(Protocol):
    """An instance of a dataclass whose fields are a record's columns."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


@runtime_checkable
class AttrsRow(Protocol):
    """An instance of an attrs class whose fields are a record's columns."""

    __attrs_attrs__: ClassVar[Any]


class ArrowStream(Protocol):
    """A table that gives its data as an Arrow stream: of pandas, polars, pyarrow, DuckDB, Ibis and others."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return the stream."""


class LazyTable(Protocol):
    """A table that is run when it is collected: of polars, Spark, sqlframe."""

    @property
    def columns(self) -> Any:
        """The names of its columns."""

    def collect(self, *args: Any, **kwargs: Any) -> Any:
        """Run it."""


class PartitionedTable(Protocol):
    """A table that is run when it is computed: of Dask."""

    @property
    def columns(self) -> Any:
        """The names of its columns."""

    def compute(self, *args: Any, **kwargs: Any) -> Any:
        """Run it."""


Tables: TypeAlias = ArrowStream | LazyTable | PartitionedTable
"""Tables of any engine."""

Rows: TypeAlias = Iterable[Mapping[str, Any] | tuple[Any, ...] | DataclassRow | AttrsRow]
"""Rows shaped like records."""

_GREGORIAN = Calendar()

PeriodLike: TypeAlias = str | Period | Sequence[str | Period] | None


def profile_of(profile: Profile) -> Profile:
    """Return the profile, if it is one."""
    if not isinstance(profile, Profile):
        msg = f"profile must be a Profile, such as profiles.CONSULTANT, not {shown(profile)}"
        raise InputTypeError(msg)
    return profile


def by_level(profiles: Mapping[Level | str, Profile] | Iterable[Profile]) -> dict[Level, Profile]:
    """Return the profiles by their level, in the order of the levels."""
    if isinstance(profiles, str | Profile) or not isinstance(profiles, Iterable):
        msg = f"profiles are one Profile for each level, in a list or by level, not {shown(profiles)}"
        raise InputTypeError(msg)
    given = list(profiles.items()) if isinstance(profiles, Mapping) else [(None, profile) for profile in profiles]
    found: dict[Level, Profile] = {}
    for level, profile in given:
        if not isinstance(profile, Profile):
            msg = f"profiles are one Profile for each level, such as profiles.CONSULTANT, not {shown(profile)}"
            raise InputTypeError(msg)
        if level is not None and str(level) != profile.level:
            raise ProfileError([Fault(f"a profile of that level, not of {profile.level}", field=shown(level))])
        if profile.level in found:
            raise ProfileError([Fault("one profile for each level", field=str(profile.level))])
        found[profile.level] = profile
    if not found:
        msg = "profiles are one Profile for each level, at least one"
        raise InputTypeError(msg)
    return {level: found[level] for level in Level if level in found}


def calendar_of(calendar: Calendar | None) -> Calendar:
    """Return the calendar, by default the ordinary one."""
    if not isinstance(calendar, Calendar | None):
        msg = f"calendar is a Calendar, such as Calendar(closing_day=25), not {shown(calendar)}"
        raise InputTypeError(msg)
    return calendar or _GREGORIAN


def organisation_of(organisation: Organisation | None, *, needed: bool = False) -> Organisation | None:
    """Return the organisation, if it is one."""
    if not isinstance(organisation, Organisation) and (needed or organisation is not None):
        msg = f"organisation is an Organisation, such as Organisation.from_rows(rows), not {shown(organisation)}"
        raise InputTypeError(msg)
    return organisation


def day_of(as_of: date | str | None) -> int | None:
    """Return the day as of which a call looks."""
    if as_of is None:
        return None
    try:
        return day(as_of)
    except Refused as refused:
        raise RecordError([Fault(str(refused), field="as_of", value=shown(as_of))]) from None


def owner_of(by: Owner | str) -> Owner:
    """Return whose cards are meant."""
    try:
        return Owner(by)
    except ValueError:
        what = "owner of cards (by=)"
        raise UnknownNameError(what, by, tuple(map(str, Owner))) from None


def read_from(records: object) -> Iterable[Any] | Source:
    """Return the table that `records` is, else its rows."""
    source = None if isinstance(records, str | bytes) else source_of(records)
    return _rows(records) if source is None else source


def _rows(records: object) -> Iterable[Any]:
    if isinstance(records, str | bytes):
        msg = 'records are rows or a pathlib.Path: for a file, score(Path("march.csv"), …) or sp.read_csv("march.csv")'
        raise InputTypeError(msg)
    if isinstance(records, PathLike):
        path = Path(records)
        return chain.from_iterable(map(read_csv, files_in(path))) if path.is_dir() else read_csv(path)
    if isinstance(records, Mapping):
        msg = "records are many rows; for one row pass a list with it"
        raise InputTypeError(msg)
    if not isinstance(records, Iterable):
        msg = f"records are an iterable of rows or a pathlib.Path, not {shown(records)}"
        raise InputTypeError(msg)
    return records


def columns_of(columns: Mapping[str, str], plans: tuple[Plan, ...]) -> dict[str, str]:
    """Return the names of columns, if salesperf knows what they stand for."""
    if not columns:
        return {}
    own = (measure for plan in plans for measure in plan.measures)
    known = {*RESERVED, *(measure.id for measure in (*VOCABULARY, *own))}
    for name in columns:
        if name not in known:
            what = "salesperf name in columns="
            raise UnknownNameError(what, name, tuple(sorted(known)))
    return {str(name): str(source) for name, source in columns.items()}
