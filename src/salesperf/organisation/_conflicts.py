"""Whether the parts of an organisation fit together: everything that one part cannot show by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import TypeAlias

from ..errors import Fault
from ..text import shown
from ..vocabulary import Owner
from ._cells import KINDS, suggestion
from ._draft import Draft
from ._tree import Tree
from ._types import Id, covered, when

__all__ = ["check"]

_SUGGESTED = 20
"""Near names are looked up for the first unknown units only: it takes time where there are thousands."""

_Span: TypeAlias = tuple[int, int, Id | None, int | None]
"""Days, who or what is there, and the row that says so."""


def check(draft: Draft) -> Tree:
    """Note in the draft every way in which its parts do not fit together; return its units as a tree."""
    tree = Tree.of(draft.units)
    _ids(draft)
    _kinds(draft)
    _units(draft, tree)
    _cycles(draft, tree)
    _memberships(draft, tree)
    _people(draft)
    _one_at_a_time(draft)
    _leaves(draft)
    if not draft.memberships and not draft.faults:
        draft.faults.append(Fault("at least one person: an organisation is made of people", field="person"))
    return tree


def _ids(draft: Draft) -> None:
    """See that people are all text or all whole numbers, so are units, and that they share no id."""
    people = {membership.person: row for _, _, membership, row in reversed(draft.memberships)}
    units = {unit.id: row for _, _, unit, row in reversed(draft.units)}
    for what, ids in (("person", people), ("unit", units)):
        texts = [each for each in ids if isinstance(each, str)]
        numbers = [each for each in ids if not isinstance(each, str)]
        if texts and numbers:
            odd = numbers[-1] if len(numbers) <= len(texts) else texts[-1]
            expected = f"ids of one type: of {len(ids)}, {len(texts)} are text and {len(numbers)} whole numbers"
            draft.refuse(expected, what, shown(odd), ids[odd])
    for each in [person for person in people if person in units]:
        draft.refuse("an id of its own: a person and a unit share it", "person", shown(each), people[each], each)


def _kinds(draft: Draft) -> None:
    first: dict[Id, Owner] = {}
    for _, _, unit, row in draft.units:
        if first.setdefault(unit.id, unit.kind) is not unit.kind:
            expected = f"a unit of one kind: {first[unit.id]} here, {unit.kind} there; give the other an id of its own"
            draft.refuse(expected, "kind", shown(unit.id), row, unit.id)


def _units(draft: Draft, tree: Tree) -> None:
    """See that each unit lies in one known, wider unit at a time, which exists for as long."""
    places: defaultdict[Id, list[_Span]] = defaultdict(list)
    unknown: dict[Id, str] = {}
    for start, end, unit, row in draft.units:
        places[unit.id].append((start, end, unit.parent, row))
        if unit.parent is None or unit.parent == unit.id or draft.doubtful & {unit.id, unit.parent}:
            continue
        if unit.parent not in tree.kinds:
            draft.refuse(_known(unit.parent, tree, unknown), "parent", shown(unit.parent), row)
            continue
        kind = tree.kinds[unit.parent]
        if KINDS.index(kind) <= KINDS.index(unit.kind) and not unit.kind is kind is Owner.TEAM:
            expected = f"a unit of a wider kind than the {unit.kind} {shown(unit.id)} that lies in it, not a {kind}"
            draft.refuse(expected, "parent", shown(unit.parent), row)
        elif not covered(_spans(tree, unit.parent), start, end):
            expected = _existing(unit.parent, tree, f"{shown(unit.id)} lies in it {when(start, end)}")
            draft.refuse(expected, "parent", shown(unit.id), row)
    for each in [unit for unit in places if unit not in draft.doubtful]:
        for one, other in _overlapping(places[each]):
            expected = (
                f"one place at a time: in {_parent(one)} {when(*one[:2])} and in {_parent(other)} {when(*other[:2])}"
            )
            draft.refuse(expected, "parent", shown(each), other[3], each)


def _cycles(draft: Draft, tree: Tree) -> None:
    rows = {unit.id: row for _, _, unit, row in reversed(draft.units)}
    seen: set[frozenset[Id]] = set()
    for unit, (start, end, way) in tree.cycles.items():
        if frozenset(way) not in seen and unit not in draft.doubtful:
            seen.add(frozenset(way))
            expected = f"a unit that does not lie in itself: {' > '.join(map(shown, way))} {when(start, end)}"
            draft.refuse(expected, "parent", shown(unit), rows[unit])


def _memberships(draft: Draft, tree: Tree) -> None:
    """See that each membership is in a known unit that exists for as long, and that no house account manages."""
    unknown: dict[Id, str] = {}
    spans = {unit: _spans(tree, unit) for unit in tree.places}
    for start, end, membership, row in draft.memberships:
        if membership.unit not in spans:
            if membership.unit not in draft.doubtful:
                expected = _known(membership.unit, tree, unknown)
                draft.refuse(expected, "unit", shown(membership.unit), row, membership.person)
            continue
        if membership.unit not in draft.doubtful and not covered(spans[membership.unit], start, end):
            expected = _existing(membership.unit, tree, f"the membership is {when(start, end)}")
            draft.refuse(expected, "person", shown(membership.person), row)
        if membership.house and membership.manages:
            draft.refuse("a house account, which manages nobody", "manages", shown(membership.person), row)


def _people(draft: Draft) -> None:
    """See that each person is in one unit at a time, without gaps but those of a leave; always or never a house."""
    first: dict[Id, tuple[_Span, bool]] = {}
    several: dict[Id, list[_Span]] = {}  # most people have one membership, and nothing to compare it with
    for start, end, membership, row in draft.memberships:
        person, own = membership.person, ((start, end, membership.unit, row), membership.house)
        before = first.setdefault(person, own)
        if before is not own:
            several.setdefault(person, [before[0]]).append(own[0])
        if before[1] is not membership.house:
            draft.refuse("a person or a house account, not one after the other", "house", shown(person), row)
    leaves: defaultdict[Id, list[tuple[int, int]]] = defaultdict(list)
    for start, end, leave, _ in draft.leaves:
        leaves[leave.person].append((start, end))
    for person, spans in several.items():
        for one, other in _overlapping(spans):
            expected = (
                f"one unit at a time: in {shown(one[2])} {when(*one[:2])} and in {shown(other[2])} {when(*other[:2])}"
            )
            draft.refuse(expected, "person", shown(person), other[3], person)
        if person in draft.doubtful:
            continue
        for (_, end, _, _), (start, _, _, row) in pairwise(spans):
            if end < start and not covered(sorted(leaves[person]), end, start):
                expected = (
                    f"no days between two memberships: there are those {when(end, start)}; close them or give a leave"
                )
                draft.refuse(expected, "person", shown(person), row)


def _one_at_a_time(draft: Draft) -> None:
    """See that a unit has one manager and one house account at a time."""
    managers: defaultdict[Id, list[_Span]] = defaultdict(list)
    houses: defaultdict[Id, list[_Span]] = defaultdict(list)
    for start, end, membership, row in draft.memberships:
        if membership.manages:
            managers[membership.unit].append((start, end, membership.person, row))
        if membership.house:
            houses[membership.unit].append((start, end, membership.person, row))
    for field, what, seats in (("manages", "manager", managers), ("house", "house account", houses)):
        for unit, spans in seats.items():
            for one, other in _overlapping(spans):
                if one[2] == other[2]:
                    continue  # the person's own memberships overlap, which is said already
                expected = (
                    f"one {what} of {shown(unit)} at a time: {shown(one[2])} {when(*one[:2])} "
                    f"and {shown(other[2])} {when(*other[:2])}"
                )
                draft.refuse(expected, field, shown(other[2]), other[3])


def _leaves(draft: Draft) -> None:
    """See that a leave is a member's, and one at a time."""
    known = {membership.person for _, _, membership, _ in draft.memberships} | draft.doubtful
    leaves: defaultdict[Id, list[_Span]] = defaultdict(list)
    for start, end, leave, row in draft.leaves:
        leaves[leave.person].append((start, end, leave.person, row))
        if leave.person not in known:
            expected = "a person who belongs to a unit: a leave alone says nothing"
            draft.refuse(expected, "leave", shown(leave.person), row)
    for person, spans in leaves.items():
        for one, other in _overlapping(spans):
            expected = f"one leave at a time: {when(*one[:2])} and {when(*other[:2])}"
            draft.refuse(expected, "leave", shown(person), other[3])


def _overlapping(spans: list[_Span]) -> Iterator[tuple[_Span, _Span]]:
    """Sort the spans by time; yield those that begin before an earlier one has ended, with that one."""
    spans.sort(key=_by_days)
    last = spans[0]
    for each in spans[1:]:
        if each[0] < last[1]:
            yield last, each
        if each[1] > last[1]:
            last = each


def _by_days(dated: _Span) -> tuple[int, int]:
    return dated[:2]


def _spans(tree: Tree, unit: Id) -> list[tuple[int, int]]:
    return [place[:2] for place in tree.places[unit]]


def _known(unit: Id, tree: Tree, unknown: dict[Id, str]) -> str:
    """Return what was expected in place of an unknown unit, with the near name for the first of them."""
    if unit not in unknown:
        near = suggestion(unit, tree.kinds) if len(unknown) < _SUGGESTED else ""
        unknown[unit] = f"a unit that is described, in a row of its own or in a wide one{near}"
    return unknown[unit]


def _existing(unit: Id, tree: Tree, need: str) -> str:
    """Return what is wrong where a unit is needed on days on which it does not exist."""
    spans: list[tuple[int, int]] = []
    for start, end in _spans(tree, unit):
        if spans and start <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return f"a unit that exists all that time: {shown(unit)} does {' and '.join(when(*each) for each in spans)}, {need}"


def _parent(dated: _Span) -> str:
    return "none" if dated[2] is None else shown(dated[2])
