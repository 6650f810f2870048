"""`Tally`: live standing.  Records join and leave one at a time, and a card can be had at any moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike
from typing import Any, ClassVar

import attrs

from ..calendar import Calendar, Period
from ..engines import Question, Standing, add_all, card_of, periods_of, restore, stored, subjects_of
from ..errors import Fault, InputTypeError, SubjectError
from ..organisation import Organisation
from ..plan import Plan, compile_plan
from ..profiles import Profile
from ..text import shown
from ..vocabulary import Level, Owner
from ._arguments import (
    PeriodLike,
    Rows,
    Tables,
    by_level,
    calendar_of,
    columns_of,
    organisation_of,
    owner_of,
    read_from,
)
from ._block import ranked
from ._card import Scorecard
from ._frame import Frame
from ._tally_errors import TallyError

__all__ = ["Profiles", "Tally"]

Profiles = Profile | Mapping[Level | str, Profile] | Iterable[Profile]
"""One profile, or one for each level."""

_LONGEST_KEY = 64


class Tally:
    """The standing so far: records are added and removed one at a time, and everybody's card is always at hand.

    `profile` is a profile, or one for each level as `score_all` takes them; `period`, `by`, `columns`, `calendar` and
    `organisation` mean what they mean to `score`, and are fixed.  Adding a record costs the same whatever was added
    before.  A tally keeps sums, not records: per subject and stretch of days, levels by day, and distinct keys (deals,
    customers) as hashes.  `key`, up to 64 secret bytes, goes into these hashes, so that nobody without it can try out
    whose they are; tallies to be merged need the same one.

    The same records give the same tally, in whatever order they came and however they were split: `==` and `to_json()`
    tell.  `score(tally, profile)` is the board that `score(records, profile)` is, to the last byte.

    Raises `InputTypeError` for what is no profile or key, and what `score` raises for the other arguments.

    >>> import salesperf as sp
    >>> from salesperf import profiles
    >>> tally = sp.Tally(profiles.CONSULTANT, period="2026-03")
    >>> tally.add({"person": "li.na", "date": "2026-03-05", "units_delivered": 28, "target_units": 29})
    >>> tally.card("li.na")["unit_attainment"].value
    Decimal('96.55')
    """

    __slots__ = ("_standing", "profiles")

    profiles: tuple[Profile, ...]
    """The profiles it keeps sums for."""

    def __init__(
        self,
        profile: Profiles,
        *,
        period: PeriodLike = None,
        by: Owner | str = Owner.PERSON,
        columns: Mapping[str, str] | None = None,
        calendar: Calendar | None = None,
        organisation: Organisation | None = None,
        key: bytes = b"",
    ) -> None:
        if type(key) is not bytes or len(key) > _LONGEST_KEY:
            msg = f"the key of a tally is up to {_LONGEST_KEY} bytes, such as secrets.token_bytes(32) once and kept"
            raise InputTypeError(msg)
        organisation = organisation_of(organisation)
        levels = {} if isinstance(profile, Profile) else by_level(profile)
        chosen = (profile,) if isinstance(profile, Profile) else tuple(levels.values())
        process = None if organisation is None else levels.get(Level.CONSULTANT)
        plans = tuple(compile_plan(each, organisation is not None, process) for each in chosen)
        calendar = calendar_of(calendar)
        question = Question(
            plans=plans,
            asked=calendar.periods(period),
            by=owner_of(by),
            columns=columns_of(columns or {}, plans),
            calendar=calendar,
            organisation=organisation,
        )
        self._fill(question, key)

    def _fill(self, question: Question, key: bytes) -> None:
        self.profiles: tuple[Profile, ...] = tuple(plan.profile for plan in question.plans)
        self._standing = Standing(question, key)

    @classmethod
    def of(
        cls,
        records: Rows | Tables | PathLike[str],
        profile: Profiles,
        *,
        period: PeriodLike = None,
        by: Owner | str = Owner.PERSON,
        columns: Mapping[str, str] | None = None,
        calendar: Calendar | None = None,
        organisation: Organisation | None = None,
        key: bytes = b"",
    ) -> Tally:
        """Return the tally of records, read once: rows, a table of any engine, or a path.

        A table is added up where it lies: by subject, stretch of days, day and key.

        The arguments are those of `Tally`.  Raises `RecordError` with all faults of all rows, numbered from 1.

        >>> from salesperf import profiles
        >>> rows = [{"person": "li.na", "date": "2026-03-05", "units_delivered": units} for units in (2, 3)]
        >>> len(Tally.of(rows, profiles.CONSULTANT))
        2
        """
        tally = cls(
            profile, period=period, by=by, columns=columns, calendar=calendar, organisation=organisation, key=key
        )
        add_all(tally._standing, read_from(records))
        return tally

    # --- records ------------------------------------------------------------------------------------------------------

    def add(self, record: Any) -> None:
        """Add a record: a mapping, an attrs or dataclass instance, or a named tuple.

        Raises `RecordError` with all its faults; then nothing is changed.  A record with `until` that lies in one of
        the periods in part is such a fault, unless it holds only targets.  What `recorded_at` says is not looked at.

        >>> from salesperf import profiles
        >>> tally = Tally(profiles.CONSULTANT)
        >>> tally.add({"person": "li.na", "date": "2026-03-05", "units_delivered": 2})
        >>> len(tally)
        1
        """
        if not self._standing.last(record):
            self._standing.add_other(record)

    def remove(self, record: Any) -> None:
        """Take back a record that was added, all of it: the tally is then as if it had never been added.

        Raises `RecordError` for a record with faults, and for one that cannot have been added: nobody's days hold it.
        Then nothing is changed.  As the records themselves are not kept, a record that differs from those added only in
        its amounts is not always told from them.

        >>> from salesperf import profiles
        >>> tally = Tally(profiles.CONSULTANT)
        >>> record = {"person": "li.na", "date": "2026-03-05", "units_delivered": 2}
        >>> tally.add(record)
        >>> tally.remove(record)
        >>> tally == Tally(profiles.CONSULTANT)
        True
        """
        self._standing.remove(record)

    def merge(self, other: Tally) -> None:
        """Add everything that another tally holds; the other one stays as it is.

        Raises `TallyError` listing in what the two differ, where they were not made alike, and `RecordError` where
        their records would not go together in one call either.  Then nothing is changed.

        >>> from salesperf import profiles
        >>> west, east = Tally(profiles.CONSULTANT), Tally(profiles.CONSULTANT)
        >>> west.add({"person": "li.na", "date": "2026-03-05", "units_delivered": 2})
        >>> east.add({"person": "zhao.min", "date": "2026-03-06", "units_delivered": 3})
        >>> west.merge(east)
        >>> west.subjects
        ('li.na', 'zhao.min')
        """
        if not isinstance(other, Tally):
            msg = f"a tally merges with a Tally, not with {shown(other)}; add() takes records"
            raise InputTypeError(msg)
        faults = [*self._unlike(other)]
        if faults:
            raise TallyError(faults)
        self._standing.merge(other._standing)

    def _unlike(self, other: Tally) -> Iterable[Fault]:
        mine, its = self._standing.question, other._standing.question
        pairs: tuple[tuple[str, Any, Any], ...] = (
            ("profile", mine.plans, its.plans),
            ("period", mine.asked, its.asked),
            ("by", mine.by, its.by),
            ("columns", mine.columns, its.columns),
            ("calendar", mine.calendar, its.calendar),
            ("organisation", mine.organisation, its.organisation),
            ("key", self._standing.key, other._standing.key),
        )
        for name, one, another in pairs:
            if one != another:
                yield Fault("the same in both tallies", field=name)

    # --- what it holds ------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        """Return how many records it holds."""
        self._standing.settle()
        return self._standing.counts.rows

    def __bool__(self) -> bool:
        return True

    @property
    def by(self) -> Owner:
        """Whose cards it keeps sums for."""
        return self._standing.question.by

    @property
    def subjects(self) -> tuple[str | int, ...]:
        """Who has a card, sorted.

        >>> from salesperf import profiles
        >>> rows = [{"person": name, "date": "2026-03-05"} for name in ("li.na", "chen.yu")]
        >>> Tally.of(rows, profiles.CONSULTANT).subjects
        ('chen.yu', 'li.na')
        """
        return tuple(subjects_of(self._standing))

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods that cards can be had of: those asked for, or those in which records lie.

        >>> from salesperf import profiles
        >>> rows = [{"person": "li.na", "date": day} for day in ("2026-03-05", "2026-05-01")]
        >>> [str(period) for period in Tally.of(rows, profiles.CONSULTANT, period="month").periods]
        ['2026-03', '2026-05']
        """
        return periods_of(self._standing)

    def card(
        self, subject: str | int, period: str | Period | None = None, *, level: Level | str | None = None
    ) -> Scorecard:
        """Return the card of one subject as it stands: the board's own, without a rank.

        It takes only this subject's sums; with an organisation, also those of the units that the card looks at.
        `period` and `level` may be left out while there is one card.  Raises `SubjectError`, which lists the choices,
        where there is none or more than one, and `ExactRangeError` where a sum leaves the exact range.

        >>> from salesperf import profiles
        >>> rows = [{"person": "li.na", "date": "2026-03-05", "units_delivered": 28, "target_units": 29}]
        >>> card = Tally.of(rows, profiles.CONSULTANT).card("li.na")
        >>> card["unit_attainment"].points, card.rank
        (Decimal('91.375'), None)
        """
        periods = self.periods
        if period is not None:
            periods = tuple(each for each in periods if str(each) == str(period))
        plans = [plan for plan in self._plans if level is None or plan.profile.level == str(level)]
        found = [card for each in periods for plan in plans if (card := self._card(plan, each, subject)) is not None]
        if len(found) == 1:
            return found[0]
        raise self._no_such_card(subject, found)

    @property
    def _plans(self) -> tuple[Plan, ...]:
        return self._standing.question.plans

    def _card(self, plan: Plan, period: Period, subject: str | int) -> Scorecard | None:
        found = card_of(self._standing, plan, period, subject)
        if found is None:
            return None
        situation = plan.situation(self._standing.schedule, period, found.carried, found.last_day)
        block = ranked(Frame(plan, situation, found.carried, unused=found.unused), [(subject, found.slots)], {})
        return Scorecard(attrs.evolve(block.frame, peers=0), block.rows[0], None)

    def _no_such_card(self, subject: str | int, found: list[Scorecard]) -> SubjectError:
        of = f"of {shown(subject)}"
        if not found:
            at_all = [
                str(period)
                for period in self.periods
                if any(self._card(plan, period, subject) is not None for plan in self._plans)
            ]
            if not at_all:
                what = f"{self._standing.question.by} with a card"
                return SubjectError(what, subject, [str(each) for each in self.subjects])
            return SubjectError(f"card {of} in that period and at that level; period", None, at_all)
        periods = list(dict.fromkeys(str(card.period) for card in found))
        levels = list(dict.fromkeys(str(card.level) for card in found))
        if len(periods) > 1:
            what = f"one period {of}, who has several cards: tally.card(subject, period);"
            return SubjectError(what, None, periods)
        what = f"one level {of}, who has several cards: tally.card(subject, level=…);"
        return SubjectError(what, None, levels)

    # --- stored form --------------------------------------------------------------------------------------------------

    def to_json(self) -> str:
        """Return the tally as canonical JSON: the same records give the same bytes.  `from_json` reads it back.

        It holds the profiles and the sums; not the key, the organisation or the calendar, which `from_json` wants
        again, and no id but those of subjects.  A digest under the key shows whether it was edited.

        >>> from salesperf import profiles
        >>> tally = Tally(profiles.CONSULTANT, period="2026-03")
        >>> Tally.from_json(tally.to_json()) == tally
        True
        """
        from ._tally_document import tally_json  # noqa: PLC0415  (documents read tallies)

        return tally_json(self)

    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        calendar: Calendar | None = None,
        organisation: Organisation | None = None,
        key: bytes = b"",
    ) -> Tally:
        """Return the tally that `to_json` wrote, given the calendar, organisation and key it was made with.

        Raises `TallyError` where one of them is another, and `DocumentError` for what is no such document, a newer
        schema, and a document that was edited.
        """
        from ._tally_document import read_tally  # noqa: PLC0415  (documents make tallies)

        return read_tally(text, calendar=calendar, organisation=organisation, key=key)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Tally):
            return NotImplemented
        if any(self._unlike(other)):
            return False
        for each in (self, other):
            each._standing.settle()
        accounts = self._standing.accounts
        return self._standing.counts.state(accounts) == other._standing.counts.state(accounts)

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # (a tally changes)

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), self._standing.question, self._standing.key, stored(self._standing))

    def __repr__(self) -> str:
        named = ", ".join(f"{profile.name} {profile.version}" for profile in self.profiles)
        return f"<Tally {named}: {len(self)} records of {len(self.subjects)} subjects>"


def _rebuilt(cls: type[Tally], question: Question, key: bytes, state: dict[str, Any]) -> Tally:
    tally = cls.__new__(cls)
    tally._fill(question, key)  # noqa: SLF001  (a tally's own pickle)
    restore(tally._standing, state)  # noqa: SLF001  (the same)
    return tally
