"""`Draft`: an organisation that is being put together, with the rows its parts came from and the faults found so far.

Each part is checked by itself here: ids, kinds, levels, dates.  Whether the parts fit together is for `_conflicts`.
What has a fault is left out; its ids are remembered as `doubtful`, so that one slip does not bring up others that are
only its consequences.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TypeAlias, TypeVar

import attrs

from ..errors import Fault
from ..records import Refused, subject
from ..text import shown
from ..vocabulary import Level, Owner
from ._cells import KINDS
from ._types import Id, Leave, Membership, Unit

__all__ = ["Claim", "Dated", "Draft", "Link"]

Link: TypeAlias = tuple[tuple[Owner, Id], ...]
"""The units that a wide row names, from the narrowest to the widest."""

Claim: TypeAlias = tuple[int, int, int]
"""The days of a wide row, as ordinals, and its number."""

_Part: TypeAlias = Unit | Membership | Leave
_Any = TypeVar("_Any", Unit, Membership, Leave)
Dated: TypeAlias = tuple[int, int, _Any, int | None]
"""A part between the ordinals of its days and the number of its row (None where it did not come from one)."""


@attrs.define
class Draft:
    """Parts with their days and rows, what wide rows claim, and the faults."""

    units: list[Dated[Unit]] = attrs.field(factory=list)
    memberships: list[Dated[Membership]] = attrs.field(factory=list)
    leaves: list[Dated[Leave]] = attrs.field(factory=list)
    chains: dict[Link, list[Claim]] = attrs.field(factory=dict)
    faults: list[Fault] = attrs.field(factory=list)
    doubtful: set[Id] = attrs.field(factory=set)
    unused: tuple[str, ...] = ()

    @classmethod
    def of(cls, units: Iterable[Unit], memberships: Iterable[Membership], leaves: Iterable[Leave]) -> Draft:
        """Return a draft of parts that were made in code, each checked by itself."""
        draft = cls()
        for n, unit in enumerate(units):
            if draft._sound(unit, Unit, f"units[{n}]"):
                draft.add(unit)
        for n, membership in enumerate(memberships):
            if draft._sound(membership, Membership, f"memberships[{n}]"):
                draft.add(membership)
        for n, leave in enumerate(leaves):
            if draft._sound(leave, Leave, f"leaves[{n}]"):
                draft.add(leave)
        return draft

    def add(self, part: _Part, row: int | None = None) -> None:
        """Take in a part whose fields are sound, unless it ends before it begins."""
        start, end = part.span
        if end <= start:
            subject_of = part.id if isinstance(part, Unit) else part.person
            expected = (
                f"a day after {part.start}, on which {_begins(part)} (the day given is the first that no longer counts)"
            )
            self.refuse(expected, f"until of {shown(subject_of)}", shown(str(part.until)), row, subject_of)
        elif isinstance(part, Unit):
            self.units.append((start, end, part, row))
        elif isinstance(part, Membership):
            self.memberships.append((start, end, part, row))
        else:
            self.leaves.append((start, end, part, row))

    def refuse(self, expected: str, field: str | None, value: str | None, row: int | None, *doubtful: Id) -> None:
        """Note a fault and the ids it casts doubt on."""
        self.faults.append(Fault(expected, field=field, value=value, row=row))
        self.doubtful.update(doubtful)

    def _sound(self, part: object, kind: type[_Part], where: str) -> bool:
        """Return whether a part is of its type and each of its fields too; note what is not."""
        if not isinstance(part, kind):
            self.refuse(f"a {kind.__name__}", where, shown(part), None)
            return False
        before = len(self.faults)
        for name, expect in _EXPECTED[kind].items():
            value = getattr(part, name)
            try:
                expect(value)
            except Refused as error:
                self.refuse(error.expected, f"{where}.{name}", shown(value), None)
        sound = len(self.faults) == before
        if not sound:
            ids = (getattr(part, name) for name in ("id", "person", "unit") if name in _EXPECTED[kind])
            self.doubtful.update(each for each in ids if isinstance(each, str | int))
        return sound


def _some(*types: type, but: type | None = None, expected: str) -> Callable[[object], None]:
    """Return a check that a value is of a type, and not of one that Python counts among it."""

    def check(value: object) -> None:
        if not isinstance(value, types) or (but is not None and isinstance(value, but)):
            raise Refused(expected)

    return check


def _kind(value: object) -> None:
    if not isinstance(value, Owner) or value not in KINDS:
        expected = "Owner.TEAM, Owner.STORE, Owner.AREA or Owner.GROUP"
        raise Refused(expected)


def _parent(value: object) -> None:
    if value is not None:
        subject(value)


_DAYS = dict.fromkeys(
    ("start", "until"), _some(date, type(None), but=datetime, expected="a datetime.date (no datetime), or None")
)
_EXPECTED: dict[type[_Part], dict[str, Callable[[object], object]]] = {
    Unit: {"id": subject, "kind": _kind, "parent": _parent, **_DAYS},
    Membership: {
        "person": subject,
        "unit": subject,
        "level": _some(Level, expected="a Level"),
        **dict.fromkeys(("manages", "house"), _some(bool, expected="True or False")),
        **_DAYS,
    },
    Leave: {"person": subject, **_DAYS},
}
"""What each field of a part has to be; raises `Refused` where it is not."""


def _begins(part: _Part) -> str:
    return "the leave begins" if isinstance(part, Leave) else "it begins" if isinstance(part, Unit) else "they join"
