"""The scoreboard: all cards of one call, ranked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain, repeat
from typing import Any

import attrs

from ..calendar import Period
from ..engines import Beyond, Intake, scorer
from ..errors import ExactRangeError, SubjectError
from ..plan import Plan
from ..profiles import Profile
from ..text import shown
from ..vocabulary import Level, Owner
from ._card import Scorecard
from ._frame import Frame, Row, Slots

__all__ = ["Block", "Scoreboard", "ranked"]

Key = str | int | tuple[str | int, str | Period] | tuple[str | int, str | Period, Level | str]


@attrs.frozen
class Block:
    """The cards of one profile in one period: in order of rank, those without a total last."""

    frame: Frame
    rows: tuple[Row, ...]
    ranks: tuple[int | None, ...]

    def cards(self) -> Iterator[Scorecard]:
        """Yield the cards."""
        return map(Scorecard, repeat(self.frame), self.rows, self.ranks)


def ranked(frame: Frame, cards: Iterable[tuple[str | int, Slots]]) -> Block:
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
    placed.sort()
    unplaced.sort()
    ranks: list[int | None] = []
    rank, before = 0, None
    for place, row in enumerate(placed, 1):
        if row[0] != before:
            rank, before = place, row[0]
        ranks.append(rank)
    ranks.extend([None] * len(unplaced))
    return Block(attrs.evolve(frame, peers=len(placed)), (*placed, *unplaced), tuple(ranks))


def _item_name(plan: Plan, place: int) -> str:
    """Return the criterion, or for negative places the extra, that a signal of the scorer names."""
    return plan.items[place].criterion.id if place >= 0 else plan.extras[-1 - place].extra.id


@attrs.frozen(kw_only=True, repr=False)
class Scoreboard:
    """All scorecards of a call, by period, then rank.

    Iterating gives the cards; `board["li.na"]`, `board["li.na", "2026-03"]` and
    `board["li.na", "2026-03", Level.CONSULTANT]` give one, the short forms while they are unique; else a `SubjectError`
    (a `KeyError`) lists the choices.  `intake` tells what was read and what was left out.
    """

    profile: Profile
    by: Owner
    periods: tuple[Period, ...]
    intake: Intake
    _blocks: tuple[Block, ...] = attrs.field(alias="blocks")

    def __len__(self) -> int:
        return sum(len(block.rows) for block in self._blocks)

    def __iter__(self) -> Iterator[Scorecard]:
        return chain.from_iterable(block.cards() for block in self._blocks)

    def __getitem__(self, key: Key) -> Scorecard:
        subject, *narrower = key if isinstance(key, tuple) else (key,)
        cards = self._cards_of(subject)
        period = str(narrower[0]) if narrower else None
        level = str(narrower[1]) if narrower[1:] else None
        found = [card for card in cards if period in {None, str(card.period)}]
        if len(found) == 1 and level in {None, str(found[0].level)}:
            return found[0]
        raise self._no_such_card(subject, cards, found, level)

    def _no_such_card(
        self, subject: str | int, cards: list[Scorecard], found: list[Scorecard], level: str | None
    ) -> SubjectError:
        """Return the error that says which part of a key is wrong or wanting, with the choices."""
        of = f"of {shown(subject)}"
        if not cards:
            everybody = sorted({str(row[1]) for block in self._blocks for row in block.rows})
            return SubjectError(f"{self.by} with a card", subject, everybody)
        if len(found) == 1:
            return SubjectError(f"level {of}", level, [str(found[0].level)])
        what = f"period {of}" if not found else f"one period {of}, who has several cards: board[subject, period];"
        return SubjectError(what, None, [str(card.period) for card in cards])

    def __contains__(self, subject: object) -> bool:
        return (type(subject), subject) in self._places

    def ranking(self, period: str | Period | None = None) -> tuple[Scorecard, ...]:
        """Return the cards in order of rank, of one period or of all; unscored cards come last."""
        if period is None:
            return tuple(self)
        labels = [str(each) for each in self.periods]
        if str(period) not in labels:
            what = "period"
            raise SubjectError(what, str(period), labels)
        return tuple(
            card for block in self._blocks if str(block.frame.situation.period) == str(period) for card in block.cards()
        )

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return every card as plain values (Decimals and text), in the board's order."""
        return [card.to_dict() for card in self]

    def to_json(self) -> str:
        """Return the board as canonical JSON: the same input gives the same bytes.  `from_json` reads it back.

        It holds the profile, the sums and everything that follows from them; of rows that were set aside it holds the
        faults, not the rows.
        """
        from ._document import board_json  # noqa: PLC0415  (documents read boards)

        return board_json(self)

    @classmethod
    def from_json(cls, text: str | bytes) -> Scoreboard:
        """Return the board that `to_json` wrote, after checking that its numbers still follow from its sums.

        Raises `DocumentError` listing what does not fit: no such document, a newer schema, or numbers that were edited.
        """
        from ._document import read_board  # noqa: PLC0415  (documents build boards)

        return read_board(text)

    def __repr__(self) -> str:
        spans = ", ".join(map(str, self.periods[:3])) + (", …" if len(self.periods) > 3 else "")  # noqa: PLR2004  (as many as fit a screen)
        lines = [f"<Scoreboard {self.profile.name} {self.profile.version}: {len(self)} cards, {spans}>"]
        lines += [f"  {card!r}" for _, card in zip(range(10), self, strict=False)]
        return "\n".join([*lines, "  …"] if len(self) > 10 else lines)  # noqa: PLR2004  (as many as fit a screen)

    def _repr_html_(self) -> str:
        from ._markup import board_markup  # noqa: PLC0415  (markup reads boards)

        return board_markup(self)

    def _cards_of(self, subject: str | int) -> list[Scorecard]:
        blocks = self._blocks
        return [
            Scorecard(blocks[at].frame, blocks[at].rows[place], blocks[at].ranks[place])
            for at, place in self._places.get((type(subject), subject), ())
        ]

    @cached_property
    def _places(self) -> dict[tuple[type, Any], list[tuple[int, int]]]:
        found: dict[tuple[type, Any], list[tuple[int, int]]] = {}
        for at, block in enumerate(self._blocks):
            for place, row in enumerate(block.rows):
                found.setdefault((type(row[1]), row[1]), []).append((at, place))
        return found
