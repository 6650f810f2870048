"""Restating a closed board: what each line would be by what is known now, and which records make the difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs

from ..arithmetic import to_decimal, trimmed, units_of
from ..calendar import Period
from ..errors import InputTypeError
from ..organisation import Organisation
from ..text import shown
from ..vocabulary import Level
from ._adjust import Refusal, attempt, refuse_closed
from ._errors import BoardError
from ._frame import Slots
from ._touch import Touch, slots_of

if TYPE_CHECKING:
    from ._arguments import Rows
    from ._block import Block
    from ._board import Scoreboard
    from ._card import Scorecard

__all__ = ["Change", "Restatement", "restate"]

Shown = Decimal | int | str | bool | None


@attrs.frozen(kw_only=True)
class Change:
    """One number or status that is not what it was."""

    subject: str | int
    period: Period
    level: Level
    part: str
    """"line", "extra", "gate" or "card"."""
    line: str | None
    """The id of the criterion, extra or gate; None for the card itself."""
    what: str
    """"status", "value", "points", "weight", "contribution", "fired", "base", "total", "grade" or "rank"."""
    old: Shown
    """What was closed; None: nothing stood there, or there was no card."""
    new: Shown
    records: tuple[str | int, ...] = ()
    """The ids of the records that touch it and came later."""

    @property
    def difference(self) -> Decimal | int | None:
        """By how much it changed: new − old, where both are numbers."""
        old, new = self.old, self.new
        if isinstance(old, Decimal) and isinstance(new, Decimal):
            decimals = max(_decimals(old), _decimals(new))
            return to_decimal(units_of(new, decimals) - units_of(old, decimals), decimals)
        if type(old) is int and type(new) is int:
            return new - old
        return None

    def to_dict(self) -> dict[str, Any]:
        """Return the change as plain values (Decimals and text)."""
        found = attrs.asdict(self, recurse=False)
        return {
            **found,
            "period": str(self.period),
            "level": str(self.level),
            "difference": self.difference,
            "records": list(self.records),
        }


@attrs.frozen(kw_only=True, repr=False)
class Restatement:
    """What became of a closed board by what is known now; empty (and false) where nothing changed.

    Iterating gives the changes: by period, level and the closed board's order, of each card first its lines in profile
    order, then extras and gates, then the card itself.  New cards come last, with nothing in `old`.
    """

    changes: tuple[Change, ...]
    unmatched: tuple[Refusal, ...]
    """Adjustments of the closed board that no longer match, and were not applied to `board`, with the reasons."""
    board: Scoreboard = attrs.field(repr=False)
    """The board by what is known now, with the adjustments that still match."""

    def __len__(self) -> int:
        return len(self.changes)

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def of(self, subject: str | int) -> tuple[Change, ...]:
        """Return the changes on one subject's cards; none for a subject without."""
        return tuple(each for each in self.changes if each.subject == subject)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return every change as plain values, in order."""
        return [change.to_dict() for change in self.changes]

    def explain(self, lang: str = "en") -> str:
        """Return the restatement as text, in English ("en") or Chinese ("zh")."""
        from ._explain_adjusted import explain_restatement  # noqa: PLC0415  (the text reads restatements)

        return explain_restatement(self, lang)

    def __repr__(self) -> str:
        cards = len({(each.subject, each.period, each.level) for each in self.changes})
        return f"<Restatement: {cards} cards changed, {len(self.unmatched)} adjustments no longer match>"


def restate(
    closed: Scoreboard,
    now: Scoreboard,
    *,
    records: Rows,
    columns: Mapping[str, str],
    organisation: Organisation | None,
) -> Restatement:
    """Return what changed between two boards."""
    pairs = _paired(closed, now)
    refuse_closed(now, "the board of now")
    kept = (*closed.adjustments, *closed.expired, *closed.pending)
    unmatched: tuple[Refusal, ...] = ()
    if kept or now.adjustments:
        now, unmatched = attempt(now, (*now.adjustments, *now.expired, *now.pending, *kept))
        pairs = _paired(closed, now)
    if closed._blocks[0].frame.plan.organised and records and organisation is None:  # noqa: SLF001  (one room)
        msg = (
            "records of a house with an organisation need it here too (organisation=…): it says whose cards they touch"
        )
        raise InputTypeError(msg)
    touch = Touch(records, columns, closed, organisation)
    changes: list[Change] = []
    for before, after in pairs:
        changes += _of_block(before, after, touch)
    return Restatement(changes=tuple(changes), unmatched=unmatched, board=now)


def _paired(closed: Scoreboard, now: Scoreboard) -> list[tuple[Block, Block]]:
    """Return the blocks of the same profile and period; raise `BoardError` where the boards are not of one kind."""
    if not hasattr(now, "_blocks"):
        msg = f"a board is restated by the board of now, not by {shown(now)}"
        raise InputTypeError(msg)
    found = []
    for before in closed._blocks:  # noqa: SLF001  (one room)
        period, plan = before.frame.situation.period, before.frame.plan
        same = [each for each in now._blocks if each.frame.situation.period == period and each.frame.plan == plan]  # noqa: SLF001  (one room)
        if not same or closed.by is not now.by:
            msg = (
                f"the board of now has no cards of {period} by profile {plan.profile.name} {plan.profile.version} "
                f"({plan.profile.digest[:12]}), as this one has: score the records of now by the same profiles, "
                f"with or without an organisation as then, over the same periods, by={closed.by}"
            )
            raise BoardError(msg)
        found.append((before, same[0]))
    return found


def _of_block(before: Block, after: Block, touch: Touch) -> Iterator[Change]:
    places = {row[1]: place for place, row in enumerate(after.rows)}
    for place, row in enumerate(before.rows):
        new = places.pop(row[1], None)
        if new is None or not _is_same(before, place, after, new):
            yield from _of_card(before.card(place), None if new is None else after.card(new), touch)
    for new in places.values():
        yield from _of_card(None, after.card(new), touch)


def _is_same(before: Block, place: int, after: Block, new: int) -> bool:
    """Return whether nothing of a card can have changed, without building it."""
    row = before.rows[place]
    return (
        row == after.rows[new]
        and before.ranks[place] == after.ranks[new]
        and before.amendments.get(row[1]) == after.amendments.get(row[1])
        and before.frame.carried == after.frame.carried
        and before.frame.situation == after.frame.situation
    )


_LINE = ("status", "value", "points", "weight", "contribution")
_EXTRA = ("status", "value", "points")
_GATE = ("fired",)
_CARD = ("status", "base", "total", "grade", "rank")


def _of_card(old: Scorecard | None, new: Scorecard | None, touch: Touch) -> Iterator[Change]:
    card = old or new
    assert card is not None  # noqa: S101  (one of them is there)
    sums = [None if each is None else each._slots for each in (old, new)]  # noqa: SLF001  (one room)
    touched: dict[str | int, None] = {}
    for part, line, what, slots in _parts(card):
        pair = [None if each is None else _part_of(each, part, line) for each in (old, new)]
        moves = list(_moves(pair[0], pair[1], what))
        ids = tuple(touched) if part == "card" else touch.records(card, _moved(slots, *sums)) if moves else ()
        touched.update(dict.fromkeys(ids))
        for name, was, becomes in moves:
            yield Change(
                subject=card.subject,
                period=card.period,
                level=card.level,
                part=part,
                line=line,
                what=name,
                old=was,
                new=becomes,
                records=ids,
            )


def _moved(slots: frozenset[int], old: Slots | None, new: Slots | None) -> list[int]:
    """Return which of the sums are not what they were."""
    return sorted(slots) if old is None or new is None else [slot for slot in sorted(slots) if old[slot] != new[slot]]


def _parts(card: Scorecard) -> Iterator[tuple[str, str | None, tuple[str, ...], frozenset[int]]]:
    """Yield what a card consists of: the kind of part, its id, what may change in it, the sums it is made from."""
    plan = card._frame.plan  # noqa: SLF001  (one room)
    for item in plan.items:
        yield "line", item.criterion.id, _LINE, slots_of(plan, item.formula, item.target)
    for extra in plan.extras:
        yield "extra", extra.extra.id, _EXTRA, slots_of(plan, extra.formula)
    for gate in plan.gates:
        yield "gate", gate.gate.id, _GATE, frozenset()
    yield "card", None, _CARD, frozenset()


def _part_of(card: Scorecard, part: str, line: str | None) -> object:
    if line is None:
        return card
    return next(each for each in getattr(card, f"{part}s") if each.id == line)


def _moves(old: Any, new: Any, names: tuple[str, ...]) -> Iterator[tuple[str, Shown, Shown]]:
    for name in names:
        was, becomes = (None if each is None else _shown(getattr(each, name)) for each in (old, new))
        if was != becomes:
            yield name, was, becomes


def _shown(value: Any) -> Shown:
    return value if isinstance(value, Decimal | int | None) else str(value)


def _decimals(value: Decimal) -> int:
    text = f"{trimmed(value):f}"
    return len(text.partition(".")[2])
