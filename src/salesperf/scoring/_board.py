"""The scoreboard: all cards of one call, ranked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

import attrs

from ..calendar import Period
from ..engines import Intake, Outcome, Sums
from ..errors import SubjectError
from ..profiles import Profile
from ..text import shown
from ..vocabulary import Level, Owner
from ._card import Scorecard
from ._frame import Frame

__all__ = ["Row", "Scoreboard", "ranked"]

Key = str | int | tuple[str | int, str | Period] | tuple[str | int, str | Period, Level | str]


class Row(NamedTuple):
    """A card in waiting: its sums, its outcome, its rank among its peers."""

    sums: Sums
    outcome: Outcome
    rank: int | None
    peers: int


def ranked(scored: Iterable[tuple[Sums, Outcome]]) -> tuple[Row, ...]:
    """Order cards by period, then total, then subject; ties share a rank (1, 2, 2, 4); unscored ones come last."""
    placed: dict[int, list[tuple[int, Any, Sums, Outcome]]] = {}
    unplaced: dict[int, list[tuple[Any, Sums, Outcome]]] = {}
    for sums, outcome in scored:
        subject, period, _ = sums
        if outcome.total is None:
            unplaced.setdefault(period, []).append((subject, sums, outcome))
        else:
            placed.setdefault(period, []).append((-outcome.total, subject, sums, outcome))
    rows: list[Row] = []
    make = tuple.__new__  # a third of the time of calling a NamedTuple
    for period in sorted({*placed, *unplaced}):
        cards = sorted(placed.get(period, ()))
        peers = len(cards)
        rank, before = 0, None
        for place, (total, _, sums, outcome) in enumerate(cards, 1):
            if total != before:
                rank, before = place, total
            rows.append(make(Row, (sums, outcome, rank, peers)))
        rows.extend(Row(sums, outcome, None, peers) for _, sums, outcome in sorted(unplaced.get(period, ())))
    return tuple(rows)


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
    _frames: tuple[Frame, ...] = attrs.field(alias="frames")
    _rows: tuple[Row, ...] = attrs.field(alias="rows")

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Scorecard]:
        return map(self._card, self._rows)

    def __getitem__(self, key: Key) -> Scorecard:
        subject, *narrower = key if isinstance(key, tuple) else (key,)
        rows = self._by_subject.get((type(subject), subject), [])
        period = str(narrower[0]) if narrower else None
        level = str(narrower[1]) if narrower[1:] else None
        found = [row for row in rows if period in {None, self._label(row)}]
        if len(found) == 1 and level in {None, str(self.profile.level)}:
            return self._card(found[0])
        raise self._no_such_card(subject, rows, found, level)

    def _no_such_card(self, subject: str | int, rows: list[Row], found: list[Row], level: str | None) -> SubjectError:
        """Return the error that says which part of a key is wrong or wanting, with the choices."""
        of = f"of {shown(subject)}"
        if not rows:
            everybody = sorted({str(row.sums.subject) for row in self._rows})
            return SubjectError(f"{self.by} with a card", subject, everybody)
        if len(found) == 1:
            return SubjectError(f"level {of}", level, [str(self.profile.level)])
        what = f"period {of}" if not found else f"one period {of}, who has several cards: board[subject, period];"
        return SubjectError(what, None, [self._label(row) for row in rows])

    def _label(self, row: Row) -> str:
        return str(self.periods[row.sums.period])

    def __contains__(self, subject: object) -> bool:
        return (type(subject), subject) in self._by_subject

    def ranking(self, period: str | Period | None = None) -> tuple[Scorecard, ...]:
        """Return the cards in order of rank, of one period or of all; unscored cards come last."""
        if period is None:
            return tuple(self)
        labels = [str(each) for each in self.periods]
        if str(period) not in labels:
            what = "period"
            raise SubjectError(what, str(period), labels)
        place = labels.index(str(period))
        return tuple(self._card(row) for row in self._rows if row.sums.period == place)

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

    def _card(self, row: Row) -> Scorecard:
        return Scorecard(
            subject=row.sums.subject,
            rank=row.rank,
            peers=row.peers,
            frame=self._frames[row.sums.period],
            slots=row.sums.slots,
            outcome=row.outcome,
            unused=self.intake.unused,
        )

    @cached_property
    def _by_subject(self) -> dict[tuple[type, Any], list[Row]]:
        found: dict[tuple[type, Any], list[Row]] = {}
        for row in self._rows:
            found.setdefault((type(row.sums.subject), row.sums.subject), []).append(row)
        return found
