"""Amending one card: its adjustments, one after the other, each against what stands there when its turn comes.

An `Account` holds a card and the changes made to it so far; `post` makes one more, or says why not.  Every step is
scored by the scorer's own code, so what stands there is what the card would show.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import attrs

from ..arithmetic import EXACT, to_decimal
from ..engines import NO_CHANGES, STATUSES, Beyond, Changes, Outcome, amended_detailer, amended_scorer
from ..errors import Fault, RecordError
from ..plan import Item
from ..records import day
from ..text import near, shown
from ..vocabulary import Status
from ._adjustment import Adjustment, AdjustmentKind
from ._frame import Frame, Slots

__all__ = ["Account", "Amendment", "Fields", "in_turn"]

Fields = tuple[int, int | None, int | None, int | None]
"""The fields of a `Verdict`, as a row holds them."""

_THOUSANDTHS = 3
_MOST_POINTS = 10**9
"""A million points, in thousandths: beyond any form, and far from where weighted sums would leave the exact range."""


@attrs.frozen
class Amendment:
    """What people made of a card: their adjustments in the order applied, and as the scorer takes them."""

    adjustments: tuple[Adjustment, ...]
    changes: Changes
    items: tuple[tuple[int, Adjustment], ...]
    """By the item's number, the adjustment that decides it; a value given counts on every line that shows it."""


def in_turn(adjustment: Adjustment) -> tuple[Any, ...]:
    """Return the key by which adjustments are applied: by when they were made; at one moment, exemptions last."""
    made = adjustment.at
    clock = made.time().isoformat("microseconds") if isinstance(made, datetime) else ""
    exempts = adjustment.kind is AdjustmentKind.EXEMPTION
    return day(made), clock, exempts, adjustment.line or "", str(adjustment.kind), repr(adjustment), adjustment.reason


class Account:
    """One card while adjustments are applied to it."""

    def __init__(self, frame: Frame, subject: str | int, slots: Slots) -> None:
        self.frame = frame
        self.subject = subject
        self.slots = slots
        self.changes = NO_CHANGES
        self.posted: list[Adjustment] = []
        self.decided: dict[int, Adjustment] = {}
        self.verdict, self.outcome = self._scored(NO_CHANGES)
        self.numbers = {item.criterion.id: number for number, item in enumerate(frame.plan.items)}

    @property
    def amendment(self) -> Amendment:
        """What was made of the card."""
        return Amendment(tuple(self.posted), self.changes, tuple(sorted(self.decided.items(), key=_by_number)))

    def shows(self, adjustment: Adjustment) -> bool:
        """Whether the card has what the adjustment is of, and shows there what it says."""
        try:
            old, _ = adjustment.on_grid(self._decimals(adjustment))
        except (RecordError, KeyError):
            return False
        return old == self._standing(adjustment)

    def has(self, adjustment: Adjustment) -> bool:
        """Whether the card has what the adjustment is of."""
        return adjustment.line is None or adjustment.line in self.numbers

    def post(self, adjustment: Adjustment) -> list[Fault]:
        """Apply one more adjustment, or return why it cannot be."""
        if not self.has(adjustment):
            close = near(str(adjustment.line), self.numbers)
            hint = f"; did you mean {', '.join(map(shown, close))}?" if close else f": {', '.join(self.numbers)}"
            return [Fault(f"a line of the card{hint}", field=self._where("line", None), value=shown(adjustment.line))]
        try:
            old, new = adjustment.on_grid(self._decimals(adjustment))
        except RecordError as error:
            return list(error.faults)
        where = self._where(str(adjustment.kind), adjustment.line)
        before = self._in_the_way(adjustment)
        if before is not None:
            return [Fault(f"one adjustment in force, and there is one of {before.at.isoformat()}", field=where)]
        standing = self._standing(adjustment)
        if old != standing:
            now = self._written(adjustment, standing)
            return [Fault(f"what stands there now, {now}", field=where, value=self._written(adjustment, old))]
        return self._made(adjustment, new, where)

    def _made(self, adjustment: Adjustment, new: int | None, where: str) -> list[Fault]:
        number = self.numbers.get(adjustment.line or "")
        expected = self._unfit(adjustment, number, new) or self._take(adjustment, number, new)
        if expected is not None:
            return [Fault(expected, field=where, value=self._written(adjustment, new))]
        self.posted.append(adjustment)
        if number is not None:
            self.decided[number] = adjustment
            for other in self._alike(adjustment, number):
                self.decided.setdefault(other, adjustment)
        return []

    def _take(self, adjustment: Adjustment, number: int | None, new: int | None) -> str | None:
        """Score the card with one more change and keep it so, or return what was expected in its place."""
        changes = self._with(adjustment, number, new)
        try:
            verdict, outcome = self._scored(changes)
        except Beyond:
            return "a value in the exact range of the curve"
        gives_value = adjustment.kind is AdjustmentKind.VALUE and number is not None
        if gives_value and STATUSES[outcome.item_statuses[number or 0]] is not Status.OK:
            return "a line whose curve has the target that it looks at; correct its points instead"
        self.changes, self.verdict, self.outcome = changes, verdict, outcome
        return None

    def _unfit(self, adjustment: Adjustment, number: int | None, new: int | None) -> str | None:
        """Return what was expected in the place of a new number that cannot be scored."""
        if number is None or new is None:
            return None
        if adjustment.kind is AdjustmentKind.POINTS:
            return "at most a million points, above 0 or below" if abs(new) > _MOST_POINTS else None
        for place in (number, *self._alike(adjustment, number)):
            item = self.frame.plan.items[place]
            if item.gap and item.target is None:
                return "a line whose curve looks at the value, not at actual − target; correct its points instead"
            if abs(new) > EXACT // (400 * 10**item.decimals if item.percent else 4):
                return "a value in the exact range"
        return None

    def _with(self, adjustment: Adjustment, number: int | None, new: int | None) -> Changes:
        changes = self.changes
        if number is None:
            return changes._replace(exempt=True)
        if new is None:
            return changes._replace(excluded=(*changes.excluded, number))
        if adjustment.kind is AdjustmentKind.POINTS:
            return changes._replace(points=(*changes.points, (number, new)))
        return changes._replace(values=(*changes.values, (self.frame.plan.items[number].formula, new)))

    def _in_the_way(self, adjustment: Adjustment) -> Adjustment | None:
        """Return an adjustment already applied to the same thing: to the person, the line, or the value it shows."""
        if adjustment.line is None:
            return next((each for each in self.posted if each.line is None), None)
        number = self.numbers[adjustment.line]
        places = (number, *self._alike(adjustment, number))
        return next((self.decided[place] for place in places if self._is_taken(adjustment, place)), None)

    def _is_taken(self, adjustment: Adjustment, place: int) -> bool:
        """Whether a line is decided, by itself or, where a value is given, by an adjustment of the value it shows."""
        before = self.decided.get(place)
        own = before is not None and before.line == self._item(place).criterion.id
        shared = before is not None and before.kind is adjustment.kind is AdjustmentKind.VALUE
        return shared or (own and place == self.numbers[adjustment.line or ""])

    def _alike(self, adjustment: Adjustment, number: int) -> list[int]:
        """Return the other lines that show the same value, where an adjustment gives it."""
        if adjustment.kind is not AdjustmentKind.VALUE:
            return []
        formula = self._item(number).formula
        items = enumerate(self.frame.plan.items)
        return [place for place, item in items if item.formula == formula and place != number]

    def _item(self, number: int) -> Item:
        return self.frame.plan.items[number]

    def _standing(self, adjustment: Adjustment) -> int | None:
        """Return what stands now where an adjustment puts something else."""
        if adjustment.line is None:
            return self.verdict[1]
        number = self.numbers[adjustment.line]
        if adjustment.kind is AdjustmentKind.POINTS:
            return self.outcome.points[number]
        has_value = STATUSES[self.outcome.item_statuses[number]].has_value
        return self.outcome.values[self._item(number).formula] if has_value else None

    def _decimals(self, adjustment: Adjustment) -> int:
        decimals = adjustment.kind.decimals
        if decimals is not None or adjustment.line is None:
            return _THOUSANDTHS
        return self._item(self.numbers[adjustment.line]).criterion.indicator.decimals

    def _written(self, adjustment: Adjustment, units: int | None) -> str:
        return "nothing" if units is None else f"{to_decimal(units, self._decimals(adjustment)):f}"

    def _where(self, what: str, line: str | None) -> str:
        of = "" if line is None else f" of {shown(line)}"
        return f"{what}{of} of {shown(self.subject)}, {self.frame.situation.period}"

    def _scored(self, changes: Changes) -> tuple[Fields, Outcome]:
        plan, situation = self.frame.plan, self.frame.situation
        verdict = amended_scorer(plan, situation)(self.slots, changes)
        return verdict, amended_detailer(plan, situation)(self.slots, changes)


def _by_number(pair: tuple[int, Adjustment]) -> int:
    return pair[0]
