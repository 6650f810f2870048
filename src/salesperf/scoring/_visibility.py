"""Who may see what: the part of a board that a person may see, and the peers without names.

The rule is one function, `_Sight.sees`; everything that is not seen by it is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from ..engines import Intake, Rejected
from ..errors import Fault, InputTypeError, SubjectError
from ..organisation import Organisation, Stretch
from ..records import Refused, subject
from ..text import shown
from ..vocabulary import Owner
from ._peers import PeerGroup, check_minimum, group_of

if TYPE_CHECKING:
    from ._block import Block
    from ._board import Scoreboard

__all__ = ["shareable", "visible_to"]

_SET_ASIDE = (Fault("a row without faults; which they are is not told on a board that is shared"),)


def visible_to(
    board: Scoreboard, viewer: str | int, organisation: Organisation, *, minimum_group: int, ranks: bool
) -> Scoreboard:
    """Return what a person may see of a board."""
    check_minimum(minimum_group)
    if not isinstance(organisation, Organisation):
        msg = f"organisation must be an Organisation, not {shown(organisation)}"
        raise InputTypeError(msg)
    _check_viewer(viewer, organisation)
    blocks: list[Block] = []
    groups: list[PeerGroup] = []
    for block in board._blocks:  # noqa: SLF001  (boards and what may be seen of them are one room)
        sight = _Sight(viewer, organisation, board.by, block)
        seen = block.only(sight.sees)
        seen = attrs.evolve(seen, above={row[1]: block.above.get(row[1], ()) for row in seen.rows})
        if seen.rows:
            groups += sight.groups(minimum_group)
        if not ranks or block.frame.peers < minimum_group:
            frame = attrs.evolve(seen.frame, peers=0)
            seen = attrs.evolve(seen, frame=frame, ranks=(None,) * len(seen.rows), part=True)
        blocks.append(seen)
    narrowed = board._narrowed(tuple(blocks))  # noqa: SLF001  (one room)
    return attrs.evolve(narrowed, intake=shareable(board.intake), groups=tuple(groups), seal=None)


def shareable(intake: Intake) -> Intake:
    """Return the report on the input with nothing in it of the rows that were set aside but their numbers."""
    return attrs.evolve(intake, rejected=tuple(Rejected(each.row, _SET_ASIDE) for each in intake.rejected))


def _check_viewer(viewer: str | int, organisation: Organisation) -> None:
    """Refuse who is nobody, without telling who is somebody."""
    try:
        known = organisation.knows(subject(viewer)) and not organisation.is_unit(viewer)
    except Refused:
        known = False
    if not known or organisation.stretches(viewer)[0].house:
        what = "viewer, a person of the organisation,"
        raise SubjectError(what, viewer)


class _Sight:
    """What one person may see of the cards of one block."""

    def __init__(self, viewer: str | int, organisation: Organisation, by: Owner, block: Block) -> None:
        period = block.frame.situation.period
        self.viewer = viewer
        self.organisation = organisation
        self.days = period.start.toordinal(), period.end.toordinal()
        self.block = block
        self.by = by
        own = self._place(viewer)
        self.units = () if own is None else own.chain
        self.places = {row[1]: self._place(row[1]) for row in block.rows}

    def _place(self, owner: str | int) -> Stretch | None:
        """Return where somebody belonged last in the period."""
        start, end = self.days
        stretches = self.organisation.stretches(owner)
        return next((each for each in reversed(stretches) if each.start < end and start < each.end), None)

    def sees(self, whose: str | int) -> bool:
        """Whether the viewer may see a card: the own, those below; of units, those managed and those belonged to."""
        place = self.places[whose]
        if place is not None and self.viewer in place.managers:
            return True
        return whose == self.viewer if self.by is Owner.PERSON else whose in self.units

    def groups(self, minimum: int) -> Iterator[PeerGroup]:
        """Yield the statistics of the viewer's units, from the narrowest, and of everybody.

        A group is told of where it is large enough, and where those of it whom the viewer cannot see, and who are not
        in a smaller group already told of, are nobody or too many to be worked out one by one.
        """
        told: set[str | int] = set()
        for unit in (*self.units, None):
            totals = {
                row[1]: row[3][1] for row in self.block.rows if row[3][1] is not None and self._belongs(row[1], unit)
            }
            unseen = {whose for whose in totals if not self.sees(whose)}
            known = len(unseen - told)
            if len(totals) >= minimum and (not known or known >= minimum - 1):
                told |= unseen
                yield group_of(self.block, list(totals.values()), unit)
            else:
                yield group_of(self.block, None, unit)

    def _belongs(self, whose: str | int, unit: str | int | None) -> bool:
        place = self.places[whose]
        return unit is None or (place is not None and unit in place.chain)
