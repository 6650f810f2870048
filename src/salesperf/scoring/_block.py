"""The cards of one profile in one period, ranked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import repeat

import attrs

from ..engines import Beyond, scorer
from ..errors import ExactRangeError
from ..plan import Plan
from ._amendment import Amendment
from ._card import Scorecard
from ._frame import Frame, Row, Slots

__all__ = ["Block", "ranked"]


@attrs.frozen
class Block:
    """The cards of one profile in one period: in order of rank, those without a total last."""

    frame: Frame
    rows: tuple[Row, ...]
    ranks: tuple[int | None, ...]
    above: Mapping[str | int, tuple[str | int, ...]] = attrs.field(factory=dict, eq=False)
    """Of each subject the units it belongs to and the people it reports to, nearest first."""
    amended: tuple[tuple[str | int, Amendment], ...] = ()
    """By subject, in their order, what people made of cards."""
    part: bool = False
    """Whether cards were left out, so that ranks do not follow from those that are there."""

    def only(self, keeps: Callable[[str | int], bool]) -> Block:
        """Return the block with only those cards whose subject passes."""
        kept = [place for place, row in enumerate(self.rows) if keeps(row[1])]
        rows, ranks = tuple(self.rows[place] for place in kept), tuple(self.ranks[place] for place in kept)
        if len(rows) == len(self.rows):
            return self
        amended = tuple(pair for pair in self.amended if keeps(pair[0]))
        frame = self.frame if rows else attrs.evolve(self.frame, peers=0)
        return attrs.evolve(self, frame=frame, rows=rows, ranks=ranks, amended=amended, part=True)

    def reordered(self, rows: Iterable[Row], amended: tuple[tuple[str | int, Amendment], ...]) -> Block:
        """Return the block with other rows, ranked anew."""
        placed: list[Row] = []
        unplaced: list[Row] = []
        for row in rows:
            (unplaced if row[3][1] is None else placed).append(row)
        return Block(*_ordered(self.frame, placed, unplaced), self.above, amended, self.part)

    def under(self, superior: str | int) -> Block:
        """Return the block with only the cards of those below a unit or a person."""
        return self.only(lambda subject: superior in self.above.get(subject, ()))

    def cards(self) -> Iterator[Scorecard]:
        """Yield the cards."""
        if self.amended:
            return map(self.card, range(len(self.rows)))
        return map(Scorecard, repeat(self.frame), self.rows, self.ranks)

    def card(self, place: int) -> Scorecard:
        """Return the card at a place."""
        row = self.rows[place]
        return Scorecard(self.frame, row, self.ranks[place], self.amendments.get(row[1]))

    @cached_property
    def amendments(self) -> dict[str | int, Amendment]:
        """What people made of cards, by subject."""
        return dict(self.amended)


def ranked(
    frame: Frame,
    cards: Iterable[tuple[str | int, Slots]],
    above: Mapping[str | int, tuple[str | int, ...]],
) -> Block:
    """Score cards and order them by total, then subject; ties share a rank (1, 2, 2, 4)."""
    scored = scorer(frame.plan, frame.situation)
    placed: list[Row] = []
    unplaced: list[Row] = []
    subject: str | int = ""
    try:
        for subject, slots in cards:
            verdict = scored(slots)
            total = verdict[1]
            if total is None:
                unplaced.append((0, subject, slots, verdict))
            else:
                placed.append((-total, subject, slots, verdict))
    except Beyond as beyond:
        place, limit = beyond.args
        raise ExactRangeError(_item_name(frame.plan, place), subject, limit) from None
    return Block(*_ordered(frame, placed, unplaced), above)


def _ordered(
    frame: Frame, placed: list[Row], unplaced: list[Row]
) -> tuple[Frame, tuple[Row, ...], tuple[int | None, ...]]:
    """Return the frame of these rows, the rows in order, and their ranks."""
    placed.sort()
    unplaced.sort()
    ranks: list[int | None] = []
    rank, before = 0, None
    for place, row in enumerate(placed, 1):
        if row[0] != before:
            rank, before = place, row[0]
        ranks.append(rank)
    ranks.extend([None] * len(unplaced))
    return attrs.evolve(frame, peers=len(placed)), (*placed, *unplaced), tuple(ranks)


def _item_name(plan: Plan, place: int | tuple[int]) -> str:
    """Return what a signal of the scorer names: a criterion, for negative places an extra, in a tuple a formula."""
    if isinstance(place, tuple):
        return plan.formulas[place[0]].indicator.id
    return plan.items[place].criterion.id if place >= 0 else plan.extras[-1 - place].extra.id
