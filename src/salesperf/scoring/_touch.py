"""Which records touch which sums of which card: by measure, day and owner, as the engines credit them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from ..calendar import Period
from ..organisation import Organisation, Stretch
from ..plan import Formula, Plan, Slot, Span, Stage, Stat, Target, Whose, meets
from ..records import BLANKS, Refused, day, fields, key, subject
from ..vocabulary import Owner

if TYPE_CHECKING:
    from ._board import Scoreboard
    from ._card import Scorecard

__all__ = ["Touch", "slots_of"]

_WIDTH = tuple(Owner)


def slots_of(plan: Plan, formula: int, target: Target | None = None) -> frozenset[int]:
    """Return the slots that a line is computed from."""
    found = set(_slots(plan.formulas[formula]))
    if target is not None:
        found.update(term.slot for term in target.terms)
        found.update(target.partial)
        found.update([] if target.dates is None else [target.dates])
    return frozenset(found)


def _slots(formula: Formula) -> Iterator[int]:
    for part in (formula.now, formula.base):
        if part is not None:
            yield from _slots(part)
    for terms in (formula.numerator, formula.denominator, formula.sample):
        yield from (term.slot for term in terms)
    yield from formula.partial
    single = (formula.numerator_dates, formula.denominator_dates, formula.target_rows, formula.members)
    yield from (slot for slot in single if slot is not None)


@attrs.frozen
class _Row:
    """What of a record says where it counts."""

    id: str | int
    owner: str | int
    kind: Owner
    days: tuple[int, int]
    measures: frozenset[str]
    place: Stretch | None


class Touch:
    """The records that came later, and a look-up of those that touch a sum of a card."""

    def __init__(
        self,
        records: Iterable[Any],
        columns: Mapping[str, str],
        closed: Scoreboard,
        organisation: Organisation | None,
    ) -> None:
        self.columns = columns
        self.organisation = organisation
        self.by = closed.by
        self.known = None if closed.as_of is None else closed.as_of.toordinal()
        plans = [block.frame.plan for block in closed._blocks]  # noqa: SLF001  (one room)
        self.names = frozenset(measure for plan in plans for measure in _measures(plan))
        self.rows = [row for row in map(self._row, records) if row is not None]

    def records(self, card: Scorecard, slots: Iterable[int]) -> tuple[str | int, ...]:
        """Return the ids of the records that touch one of these sums of a card, in the order they were given."""
        frame = card._frame  # noqa: SLF001  (one room)
        reaches = dict(frame.situation.reaches)
        wanted = [frame.plan.slots[place] for place in slots]
        stages = {frame.plan.slots[stage.slot]: stage for stage in frame.plan.stages}
        measured = {slot: _read_by(stages[slot]) if slot in stages else {slot.measure.id} for slot in wanted}
        home = self._home(card)
        return tuple(
            dict.fromkeys(
                row.id
                for row in self.rows
                if any(
                    not row.measures.isdisjoint(measured[slot])
                    and _overlap(row.days, slot.reach.span, reaches)
                    and self._counts(row, slot, card, home)
                    for slot in wanted
                )
            )
        )

    def _counts(self, row: _Row, slot: Slot, card: Scorecard, home: Stretch | None) -> bool:
        """Return whether what the record's owner has counts in the slot of a card."""
        whose, who = slot.reach.whose, card.subject
        if row.owner == who and self.by is row.kind:
            return slot.stat is not Stat.MEMBERS
        if self.organisation is None or row.place is None or home is None:
            return False
        chain, managers = row.place.chain, row.place.managers
        if slot.stat is Stat.MEMBERS or (whose is Whose.UNIT and home.manages):
            return who in managers
        if whose is Whose.ASSESSED:
            return row.kind is not Owner.PERSON and managers[0] == who
        unit = self._around(home, Owner(str(whose))) if whose in {Whose.STORE, Whose.AREA} else home.unit
        return (whose is not Whose.OWN or self.by is not Owner.PERSON) and unit in chain

    def _around(self, home: Stretch, kind: Owner) -> str | int:
        assert self.organisation is not None  # noqa: S101  (asked only where there is one)
        kind_of = self.organisation.kind_of
        fitting = [unit for unit in home.chain if _WIDTH.index(kind_of(unit)) <= _WIDTH.index(kind)]
        return fitting[-1] if fitting else home.unit

    def _home(self, card: Scorecard) -> Stretch | None:
        """Return where the subject of a card belonged last in the period."""
        if self.organisation is None:
            return None
        start, end = card.period.start.toordinal(), card.period.end.toordinal()
        stretches = self.organisation.stretches(card.subject)
        found = [each for each in stretches if each.start < end and start < each.end]
        return found[-1] if found else None

    def _row(self, record: Any) -> _Row | None:
        """Return what of a record matters, or None: it has no id, was known then, or cannot be read at all."""
        try:
            given = fields(record)
            cells = {name: given.get(self.columns.get(name, name)) for name in (*Owner, "id", "date", "until")}
            made_known = given.get(self.columns.get("recorded_at", "recorded_at"))
            if self.known is not None and _is_given(made_known) and day(made_known) <= self.known:
                return None
            name = key(cells["id"])
            if name is None:
                return None
            kind = next(kind for kind in Owner if _is_given(cells[kind]))
            first = day(cells["date"])
            after = day(cells["until"]) if _is_given(cells["until"]) else first + 1
            owner = subject(cells[kind])
        except (Refused, StopIteration):
            return None
        held = {each for each in self.names if _is_given(given.get(self.columns.get(each, each)))}
        place = None if self.organisation is None else self.organisation.stretch(owner, first)
        return _Row(name, owner, kind, (first, after), frozenset(held), place)


def _measures(plan: Plan) -> set[str]:
    """Return the ids of all measures that a plan reads, before a card and for it."""
    return {measure.id for each in plan.with_stages() for measure in each.measures}


def _read_by(stage: Stage) -> set[str]:
    """Return the ids of all measures that have to be read before a card."""
    return {name for plan in stage.plans for name in _measures(plan)}


def _is_given(cell: object) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip(BLANKS))


def _overlap(days: tuple[int, int], span: Span, reaches: Mapping[Span, Period | None]) -> bool:
    reach = reaches.get(span)
    return reach is not None and meets(days, (reach.start.toordinal(), reach.end.toordinal()))
