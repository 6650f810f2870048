"""Wide rows name a unit of each kind: what follows from them for the units.

A row `person, team, store, area` says that in its days the team lay in the store and the store in the area.  A unit
without a row of its own is made from these claims: it exists for as long as the units around it, and lies in the parent
that was claimed last.  Then every claim is held against the outcome, so that rows that contradict each other are found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from typing import TypeAlias

from ..text import shown
from ..vocabulary import Owner
from ._cells import KINDS
from ._draft import Claim, Draft
from ._tree import Place, Tree
from ._types import END, FIRST, Id, Unit, when

__all__ = ["add_named_units", "refuse_disputed_claims"]

_Parents: TypeAlias = dict[tuple[Owner, Id], list[Claim]]


def add_named_units(draft: Draft) -> None:
    """Add to the draft every unit that wide rows name and that has no row of its own; note ids of two kinds."""
    own = {each.id: each.kind for _, _, each, _ in draft.units}
    hulls: dict[Id, tuple[int, int]] = {}
    for start, end, each, _ in draft.units:
        first, after = hulls.get(each.id, (start, end))
        hulls[each.id] = min(start, first), max(end, after)
    first_rows = _named(draft, own)
    claims = _claims(draft)
    for kind in reversed(KINDS):  # the widest first: what lies in a unit exists no longer than it does
        for unit in [unit for unit, (its, _) in first_rows.items() if its is kind and unit not in own]:
            places = _places(claims.get(unit, {}), hulls)
            hulls[unit] = places[0][0], places[-1][1]
            row = first_rows[unit][1]
            for start, end, parent in places:
                draft.add(Unit(unit, kind, parent, start=_date(start, FIRST), until=_date(end, END)), row)


def refuse_disputed_claims(draft: Draft, tree: Tree) -> None:
    """Note every pair of units of which a row says that one lies in the other while other rows say otherwise."""
    for unit, parents in _claims(draft).items():
        for (_, parent), spans in parents.items():
            if unit in draft.doubtful or {place[2] for place in tree.places[unit]} == {parent}:
                continue
            for start, end, row in spans:
                for first, after, chain in tree.pieces[unit]:
                    if first < end and start < after and parent not in chain:
                        other = f"in {shown(chain[1])}" if len(chain) > 1 else "in no other unit"
                        expected = (
                            f"a unit that lies in one place at a time: this row puts it in {shown(parent)}, and "
                            f"{when(max(start, first), min(end, after))} others put it {other}"
                        )
                        draft.refuse(expected, tree.kinds[unit], shown(unit), row)
                        break
                else:
                    continue
                break  # one row for each pair is enough


def _named(draft: Draft, own: Mapping[Id, Owner]) -> dict[Id, tuple[Owner, int]]:
    """Return the kind of each unit that wide rows name and the first row that does."""
    named: dict[Id, tuple[Owner, int]] = {}
    for chain, claims in draft.chains.items():
        for kind, unit in chain:
            known = own.get(unit) or named.setdefault(unit, (kind, claims[0][2]))[0]
            if known is not kind:
                expected = f"an id of its own: {shown(unit)} is a {known} as well"
                draft.refuse(expected, kind, shown(unit), claims[0][2], unit)
    return named


def _claims(draft: Draft) -> dict[Id, _Parents]:
    """Return, for each unit that wide rows name together with a wider one, the next wider ones and when."""
    claims: defaultdict[Id, _Parents] = defaultdict(dict)
    for chain, spans in draft.chains.items():
        for (_, unit), parent in pairwise(chain):
            claims[unit].setdefault(parent, []).extend(spans)
    return claims


def _places(parents: _Parents, hulls: Mapping[Id, tuple[int, int]]) -> list[Place]:
    """Return where a unit lies by the claims of wide rows: each parent from its first claim to that of the next one."""
    if not parents:
        return [(FIRST, END, None)]
    narrowest = min(KINDS.index(kind) for kind, _ in parents)
    moves: list[tuple[int, Id]] = []
    for start, parent in _starts(parents, KINDS[narrowest]):
        if not moves or moves[-1][1] != parent:
            moves.append((start, parent))
    places: list[Place] = []
    for n, (start, parent) in enumerate(moves):
        first, after = hulls.get(parent, (FIRST, END))  # unknown where one id has two kinds
        until = moves[n + 1][0] if n + 1 < len(moves) else END
        place = max(start if n else FIRST, first), min(until, after), parent
        if place[0] < place[1]:
            places.append(place)
    return places or [(FIRST, END, None)]


def _starts(parents: _Parents, kind: Owner) -> Iterable[tuple[int, Id]]:
    """Return when each parent of that kind was claimed, in the order of time."""
    starts = [(start, parent) for (its, parent), spans in parents.items() if its is kind for start, _, _ in spans]
    return sorted(starts, key=_by_day)


def _by_day(claim: tuple[int, Id]) -> int:
    return claim[0]


def _date(day: int, bound: int) -> date | None:
    return None if day == bound else date.fromordinal(day)
