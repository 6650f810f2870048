"""`Organisation`: the parts, checked, and the questions they answer."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import attrs

from ..errors import Fault, UnknownNameError
from ..text import near, shown
from ..vocabulary import Level, Owner
from ._chains import refuse_disputed_claims
from ._conflicts import check
from ._draft import Dated, Draft
from ._errors import OrganisationError
from ._index import Days, Index
from ._reading import read
from ._types import END, FIRST, Id, Leave, Membership, Ramp, Stretch, Unit
from ._walks import everyone_in, reports

__all__ = ["Organisation"]

_SAMPLE = 8
_EMPTY = dict.fromkeys(
    ("person", "unit", "kind", "parent", "level", "manages", "house", "leave", "start", "until"), None
)


@attrs.frozen(init=False, repr=False)
class Organisation:
    """Who belongs where and reports to whom, from when to when: teams in stores in areas in groups, and their people.

    `units` say where each unit lies, `memberships` who belongs to which, `leaves` who is away; `ramp` is what part of a
    target joiners carry.  `Organisation.from_rows` reads all of them from a spreadsheet.  The order in which they come
    does not matter.  Immutable, hashable, comparable, picklable.

    Days are proleptic ordinals (`date.toordinal()`), spans half-open.  A question about an owner that the organisation
    does not know is answered with nothing; `knows` tells.

    Raises `OrganisationError`, once, for everything that is wrong: malformed ids, dates, levels and kinds; ends that do
    not come after their starts; a person, unit or leave in two places at once; gaps between a person's memberships that
    no leave explains; two managers or two house accounts of a unit at once; unknown units; units in themselves, in
    units that are not wider, or needed on days on which they do not exist; ids that stand for two things or are
    text here and numbers there; nobody at all.

    >>> org = Organisation(
    ...     units=[Unit("west.a", Owner.TEAM, "west"), Unit("west", Owner.STORE)],
    ...     memberships=[Membership("li.na", "west.a"), Membership("wang.gang", "west", level=Level.MANAGER)],
    ... )
    >>> org, org.reports_to("li.na", 739000)
    (<Organisation: 2 people, 2 units>, 'wang.gang')
    """

    places: tuple[Unit, ...]
    """Every place of every unit, by id and time."""
    memberships: tuple[Membership, ...]
    leaves: tuple[Leave, ...]
    ramp: Ramp | None
    unused: tuple[str, ...] = attrs.field(eq=False)
    """The columns of the rows it was read from that nothing was made of: a misspelt one is among them."""
    _index: Index = attrs.field(eq=False)

    def __init__(
        self,
        *,
        units: Iterable[Unit],
        memberships: Iterable[Membership],
        leaves: Iterable[Leave] = (),
        ramp: Ramp | None = None,
    ) -> None:
        _fill(self, Draft.of(units, memberships, leaves), ramp)

    @classmethod
    def from_rows(
        cls, rows: Iterable[Any] | Any, *, columns: Mapping[str, str] | None = None, ramp: Ramp | None = None
    ) -> Organisation:
        """Return the organisation that rows describe: dicts or other records, or the `pathlib.Path` of a CSV file.

        A row of a person: `person`, where they belong (`team, store, area, group`, as many as there are: the team lies
        in the store, and so on; or `unit`, any unit by its id), `level` (default consultant), `manages` (default:
        managers and directors do), `house`, `start` (the first day; empty: always) and `until` (the first day that no
        longer counts; empty: open).  They belong to, and manage, the narrowest unit named.  With `leave` answered yes
        the row is a leave of absence, and only its days are read.

        A row of a unit has no person: `unit, kind, parent, start, until`; several of them where it moves.  Units that
        only wide rows name need none: they exist always, and move where the rows say so.

        `columns` gives your names: {salesperf name: source name}.  Other columns are left alone and listed in `unused`.
        Rows without any of them are skipped.  Raises `OrganisationError` with all faults and their rows, counted from
        1, and `InputTypeError` for what is no source of rows.

        >>> rows = [
        ...     {"person": "li.na", "team": "west.a", "store": "west"},
        ...     {"person": "wang.gang", "store": "west", "level": "manager", "start": "2026-02-01"},
        ... ]
        >>> org = Organisation.from_rows(rows)
        >>> [stretch.managers for stretch in org.stretches("li.na")]
        [(None, None), (None, 'wang.gang')]
        """
        return _fill(cls.__new__(cls), read(rows, columns), ramp)

    # --- who and what there is ----------------------------------------------------------------------------------------

    def knows(self, owner: Id) -> bool:
        """Return whether there is such a person, house account or unit.

        >>> org = Organisation.from_rows([{"person": "li.na", "store": "west"}])
        >>> org.knows("li.na"), org.knows("west"), org.knows("li.an")
        (True, True, False)
        """
        return owner in self._index.stretches

    def is_unit(self, owner: Id) -> bool:
        """Return whether there is such a unit.

        >>> org = Organisation.from_rows([{"person": "li.na", "store": "west"}])
        >>> org.is_unit("li.na"), org.is_unit("west")
        (False, True)
        """
        return owner in self._index.kinds

    def kind_of(self, owner: Id) -> Owner:
        """Return what an owner is: a person, or a unit of a kind; raise `UnknownNameError` where there is no such one.

        >>> Organisation.from_rows([{"person": "li.na", "store": "west"}]).kind_of("west")
        <Owner.STORE: 'store'>
        """
        if owner in self._index.kinds:
            return self._index.kinds[owner]
        if owner in self._index.stretches:
            return Owner.PERSON
        what = "person or unit"
        choices = (
            near(owner, [unit for unit in self._index.kinds if isinstance(unit, str)]) if isinstance(owner, str) else ()
        )
        raise UnknownNameError(what, owner, choices)  # near units only: nobody's id is told who did not have it

    def people(self, level: Level | None = None, start: int | None = None, end: int | None = None) -> tuple[Id, ...]:
        """Return the people, sorted, who on some day of [start, end) have that level; no house accounts.

        >>> rows = [{"person": "li.na", "store": "west"}, {"person": "wang", "store": "west", "level": "manager"}]
        >>> Organisation.from_rows(rows).people(Level.MANAGER)
        ('wang',)
        """
        first, after = _bounds(start, end)
        return tuple(
            person
            for person in self._index.people
            if first < after
            and any(
                each.start < after and first < each.end and (level is None or each.level == level)
                for each in self._index.stretches[person]
            )
        )

    def units(self, kind: Owner | None = None) -> tuple[Id, ...]:
        """Return the ids of the units, or those of one kind, sorted.

        >>> Organisation.from_rows([{"person": "li.na", "team": "west.a", "store": "west"}]).units(Owner.STORE)
        ('west',)
        """
        return tuple(sorted(unit for unit, its in self._index.kinds.items() if kind is None or its == kind))

    @property
    def owners(self) -> tuple[Id, ...]:
        """All people, house accounts and units that ever belong somewhere, in no order that means anything."""
        return tuple(self._index.stretches)

    # --- where it belongs ---------------------------------------------------------------------------------------------

    def stretches(self, owner: Id) -> tuple[Stretch, ...]:
        """Return the stretches of a person or a unit, in the order of time.

        A stretch ends where a membership of the person does, where a unit of the chain moves, and where a manager of
        one changes; leave does not end it.  Together they are exactly the days of the memberships.

        >>> rows = [
        ...     {"person": "li.na", "store": "west", "until": "2026-03-01"},
        ...     {"person": "li.na", "store": "east", "start": "2026-03-01"},
        ... ]
        >>> [stretch.chain for stretch in Organisation.from_rows(rows).stretches("li.na")]
        [('west',), ('east',)]
        """
        return self._index.stretches.get(owner, ())

    def stretch(self, owner: Id, day: int) -> Stretch | None:
        """Return the stretch of a person or a unit that holds a day; None where they belong nowhere on it.

        >>> org = Organisation.from_rows([{"person": "li.na", "team": "west.a", "store": "west"}])
        >>> org.stretch("li.na", 739000).chain
        ('west.a', 'west')
        """
        stretches = self._index.stretches.get(owner, ())
        n = bisect_right(stretches, day, key=_by_start)
        return stretches[n - 1] if n and day < stretches[n - 1].end else None

    def unit_of(self, stretch: Stretch, kind: Owner) -> Id | None:
        """Return the narrowest unit of a kind in the chain of a stretch, None where it has none.

        >>> org = Organisation.from_rows([{"person": "li.na", "team": "west.a", "store": "west"}])
        >>> org.unit_of(org.stretch("li.na", 739000), Owner.STORE)
        'west'
        """
        return next((unit for unit in stretch.chain if self._index.kinds[unit] == kind), None)

    def joined(self, person: Id) -> int | None:
        """Return the day a person first belongs to a unit; None where that is from the beginning of time, or never.

        >>> rows = [{"person": "li.na", "store": "west", "start": "2026-03-01"}]
        >>> Organisation.from_rows(rows).joined("li.na")
        739676
        """
        stretches = self._index.stretches.get(person, ())
        return stretches[0].start if stretches and stretches[0].start > FIRST else None

    def absences(self, person: Id) -> tuple[Days, ...]:
        """Return the days of a person's leaves, in the order of time.

        >>> rows = [
        ...     {"person": "li.na", "store": "west"},
        ...     {"person": "li.na", "leave": "yes", "start": "2026-03-09", "until": "2026-03-16"},
        ... ]
        >>> Organisation.from_rows(rows).absences("li.na")
        ((739684, 739691),)
        """
        return self._index.absences.get(person, ())

    # --- who reports to whom ------------------------------------------------------------------------------------------

    def above(self, owner: Id, day: int) -> tuple[Id, ...]:
        """Return who manages a unit of the owner's chain on a day, the nearest first, without the owner.

        >>> rows = [
        ...     {"person": "li.na", "team": "west.a", "store": "west"},
        ...     {"person": "zhao", "team": "west.a", "store": "west", "level": "manager"},
        ...     {"person": "wang", "store": "west", "level": "director"},
        ... ]
        >>> org = Organisation.from_rows(rows)
        >>> org.above("li.na", 739000), org.above("zhao", 739000)
        (('zhao', 'wang'), ('wang',))
        """
        stretch = self.stretch(owner, day)
        return tuple(each for each in stretch.managers if each is not None and each != owner) if stretch else ()

    def reports_to(self, owner: Id, day: int) -> Id | None:
        """Return the nearest of those above, None where there is none.

        >>> rows = [{"person": "li.na", "store": "west"}, {"person": "wang", "store": "west", "level": "manager"}]
        >>> Organisation.from_rows(rows).reports_to("li.na", 739000)
        'wang'
        """
        return next(iter(self.above(owner, day)), None)

    def direct_reports(
        self, unit: Id, start: int | None = None, end: int | None = None
    ) -> tuple[tuple[Id, int, int], ...]:
        """Return who reports to the manager of a unit within [start, end), each with the days, sorted.

        These are the unit's own members but its manager, and the managers of the units that lie in it directly; one
        that has no manager hands up its own.  House accounts report to nobody.

        >>> rows = [
        ...     {"person": "li.na", "team": "west.a", "store": "west"},
        ...     {"person": "chen", "team": "west.b", "store": "west"},
        ...     {"person": "zhao", "team": "west.b", "store": "west", "level": "manager"},
        ... ]
        >>> Organisation.from_rows(rows).direct_reports("west", 739000, 739031)
        (('li.na', 739000, 739031), ('zhao', 739000, 739031))
        """
        first, after = _bounds(start, end)
        return reports(self._index, unit, first, after) if first < after else ()

    def subtree(self, owner: Id, start: int | None = None, end: int | None = None) -> tuple[Id, ...]:
        """Return everyone under an owner on some day of [start, end), sorted; no house accounts.

        Under a unit are all who belong to it or to a unit below it; under a person all who, while the person manages a
        unit, are under that unit, without the person.

        >>> rows = [
        ...     {"person": "li.na", "team": "west.a", "store": "west"},
        ...     {"person": "wang", "store": "west", "level": "manager"},
        ... ]
        >>> org = Organisation.from_rows(rows)
        >>> org.subtree("west"), org.subtree("wang"), org.subtree("li.na")
        (('li.na', 'wang'), ('li.na',), ())
        """
        first, after = _bounds(start, end)
        people: set[Id] = set()
        for each in self.stretches(owner):
            if (each.manages or self.is_unit(owner)) and max(first, each.start) < min(after, each.end):
                people |= everyone_in(self._index, each.unit, max(first, each.start), min(after, each.end))
        return tuple(sorted(people - {owner}))

    # --- as rows ------------------------------------------------------------------------------------------------------

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return rows that `from_rows` reads back as an equal organisation; the ramp is not in them.

        Every row has the same keys: first the rows of units, then those of people, then those of leaves.

        >>> org = Organisation.from_rows([{"person": "li.na", "store": "west", "start": "2026-03-01"}])
        >>> Organisation.from_rows(org.to_dicts()) == org
        True
        """
        units = [
            {"unit": each.id, "kind": str(each.kind), "parent": each.parent, **_days(each)} for each in self.places
        ]
        people = [
            {
                "person": each.person,
                "unit": each.unit,
                "level": str(each.level),
                "manages": each.manages,
                "house": each.house,
                **_days(each),
            }
            for each in self.memberships
        ]
        leaves = [{"person": each.person, "leave": True, **_days(each)} for each in self.leaves]
        return [{**_EMPTY, **row} for row in (*units, *people, *leaves)]

    def __repr__(self) -> str:
        counts = {"people": len(self._index.people), "units": len(self._index.kinds), "leaves": len(self.leaves)}
        return f"<Organisation: {', '.join(f'{count} {what}' for what, count in counts.items() if count)}>"

    def __hash__(self) -> int:
        # a part is enough: equal organisations agree in it, and hashing tens of thousands of memberships takes time
        return hash((len(self.memberships), self.places[:_SAMPLE], self.memberships[:_SAMPLE], self.ramp))

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), (self.places, self.memberships, self.leaves), self.ramp, self.unused)


_Parts: TypeAlias = tuple[tuple[Unit, ...], tuple[Membership, ...], tuple[Leave, ...]]


def _fill(organisation: Organisation, draft: Draft, ramp: Ramp | None) -> Organisation:
    """Check a draft and let the organisation hold it, its parts in an order of their own."""
    if not isinstance(ramp, Ramp | None):
        draft.faults.append(Fault("a Ramp of the organisation, or None", field="ramp", value=shown(ramp)))
    tree = check(draft)
    refuse_disputed_claims(draft, tree)
    if draft.faults:
        raise OrganisationError(sorted(draft.faults, key=_by_row))
    for dated in (draft.memberships, draft.leaves):
        dated.sort(key=_by_person)
    draft.units.sort(key=_by_id)
    values = {
        "places": tuple(each for _, _, each, _ in draft.units),
        "memberships": tuple(each for _, _, each, _ in draft.memberships),
        "leaves": tuple(each for _, _, each, _ in draft.leaves),
        "ramp": ramp,
        "unused": draft.unused,
        "_index": Index.of(tree, draft.memberships, draft.leaves),
    }
    for name, value in values.items():
        object.__setattr__(organisation, name, value)
    return organisation


def _rebuilt(cls: type[Organisation], parts: _Parts, ramp: Ramp | None, unused: tuple[str, ...]) -> Organisation:
    """Return an organisation from its pickle: it is checked again, and its look-up tables are made anew."""
    draft = Draft.of(*parts)
    draft.unused = unused
    return _fill(cls.__new__(cls), draft, ramp)


def _bounds(start: int | None, end: int | None) -> Days:
    return FIRST if start is None else start, END if end is None else end


def _days(part: Unit | Membership | Leave) -> dict[str, str | None]:
    return {
        name: None if day is None else day.isoformat() for name, day in (("start", part.start), ("until", part.until))
    }


def _by_row(fault: Fault) -> tuple[bool, int]:
    return fault.row is None, fault.row or 0


def _by_start(stretch: Stretch) -> int:
    return stretch.start


def _by_person(dated: Dated[Membership] | Dated[Leave]) -> tuple[Any, int]:
    return dated[2].person, dated[0]


def _by_id(dated: Dated[Unit]) -> tuple[Any, int]:
    return dated[2].id, dated[0]
