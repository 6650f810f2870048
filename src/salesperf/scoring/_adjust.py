"""Applying adjustments to a board: which are in force, whose card each is of, and the ranks that follow.

A board is always scored with exactly the adjustments it is given: those it had are taken back first, so the same list
gives the same board however often it is passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import attrs

from ..engines import scorer
from ..errors import Fault, InputTypeError
from ..text import near, shown
from ._adjustment import Adjustment
from ._amendment import Account, Amendment, Fields, in_turn
from ._errors import AdjustmentError, BoardError

if TYPE_CHECKING:
    from ._block import Block
    from ._board import Scoreboard

__all__ = ["Refusal", "adjust", "adjustments_of", "attempt", "recast", "refuse_closed"]

_HINT = "an adjustment says what stood there when it was made: look at the card and make it anew, or leave it out"


@attrs.frozen
class Refusal:
    """An adjustment that was not applied, and why."""

    adjustment: Adjustment
    why: tuple[Fault, ...]


def adjust(board: Scoreboard, adjustments: Iterable[Adjustment]) -> Scoreboard:
    """Return a board scored with these adjustments and no others; raise `AdjustmentError` if one cannot be applied."""
    refuse_closed(board, "adjusted")
    listed = adjustments_of(adjustments)
    if not (listed or board.adjustments or board.expired or board.pending):
        return board
    given = recast(board, listed)
    adjusted, refusals = _applied(board, given)
    if refusals:
        rows: dict[Adjustment, int] = {}
        for row, each in enumerate(given, 1):
            rows.setdefault(each, row)
        numbered = [attrs.evolve(why, row=rows[each.adjustment]) for each in refusals for why in each.why]
        raise AdjustmentError(sorted(numbered, key=_by_row), hint=_HINT)
    return adjusted


def attempt(board: Scoreboard, adjustments: Iterable[Adjustment]) -> tuple[Scoreboard, tuple[Refusal, ...]]:
    """Return a board scored with those adjustments that can be applied, and the others with the reasons."""
    refuse_closed(board, "adjusted")
    return _applied(board, recast(board, adjustments_of(adjustments)))


def refuse_closed(board: Scoreboard, done: str) -> None:
    """Raise `BoardError` for a board that is closed, or only a part of one."""
    if board.seal is not None:
        msg = f"a closed board cannot be {done}: what came later is told by closed.restated(board, …)"
        raise BoardError(msg)
    if board.is_part:
        msg = f"a part of a board cannot be {done}: its ranks are those of the whole, so begin with that"
        raise BoardError(msg)


def recast(board: Scoreboard, adjustments: Sequence[Adjustment]) -> list[Adjustment]:
    """Return adjustments with the board's own periods in the place of those of the same label."""
    periods = {str(period): period for period in board.periods}
    return [attrs.evolve(each, period=periods.get(str(each.period), each.period)) for each in adjustments]


def adjustments_of(adjustments: Iterable[Adjustment]) -> list[Adjustment]:
    """Return what a series of adjustments holds; `InputTypeError` for what is none."""
    if isinstance(adjustments, str | bytes | Mapping) or not hasattr(adjustments, "__iter__"):
        msg = f"adjustments are an iterable of Adjustment, not {shown(adjustments)}"
        raise InputTypeError(msg)
    given = list(adjustments)
    for each in given:
        if not isinstance(each, Adjustment):
            msg = f"adjustments are Adjustment(…); adjustments_from_rows makes them of rows; this is {shown(each)}"
            raise InputTypeError(msg)
    return given


def _applied(board: Scoreboard, given: Sequence[Adjustment]) -> tuple[Scoreboard, tuple[Refusal, ...]]:
    states: dict[str, list[Adjustment]] = {"in_force": [], "expired": [], "pending": []}
    for each in sorted(set(given), key=_listed):  # the same record read twice is one
        states[_state(each, board.as_of)].append(each)
    accounts, refusals = _post(board, states["in_force"])
    blocks = tuple(
        _rescored(block, {account.subject: account for account in accounts.get(at, ())})
        for at, block in enumerate(board._blocks)  # noqa: SLF001  (one room)
    )
    refused = {each.adjustment for each in refusals}
    adjusted = attrs.evolve(
        board,
        blocks=blocks,
        adjustments=tuple(each for each in states["in_force"] if each not in refused),
        expired=tuple(states["expired"]),
        pending=tuple(states["pending"]),
    )
    return adjusted, tuple(refusals)


def _state(adjustment: Adjustment, as_of: date | None) -> str:
    """Return whether an adjustment is in force: as of the day the board looks back from, else of the period's last."""
    if as_of is None:
        last = adjustment.period.last
        return "expired" if adjustment.expires is not None and adjustment.expires <= last else "in_force"
    if adjustment.in_force(as_of):
        return "in_force"
    return "expired" if adjustment.expires is not None and adjustment.expires <= as_of else "pending"


def _post(board: Scoreboard, adjustments: Sequence[Adjustment]) -> tuple[dict[int, list[Account]], list[Refusal]]:
    """Apply adjustments in the order in which they were made."""
    opened: dict[tuple[int, int], Account] = {}
    refusals: list[Refusal] = []
    for adjustment in sorted(adjustments, key=in_turn):
        accounts = []
        for place in board._places.get((type(adjustment.subject), adjustment.subject), ()):  # noqa: SLF001  (one room)
            block = board._blocks[place[0]]  # noqa: SLF001  (one room)
            if block.frame.situation.period == adjustment.period:
                if place not in opened:
                    opened[place] = Account(block.frame, *block.rows[place[1]][1:3])
                accounts.append(opened[place])
        why = _post_one(board, adjustment, accounts)
        if why:
            refusals.append(Refusal(adjustment, tuple(why)))
    by_block: dict[int, list[Account]] = {}
    for (at, _), account in opened.items():
        if account.posted:
            by_block.setdefault(at, []).append(account)
    return by_block, refusals


def _post_one(board: Scoreboard, adjustment: Adjustment, accounts: list[Account]) -> list[Fault]:
    if not accounts:
        return [_nobody(board, adjustment)]
    fitting = [account for account in accounts if account.has(adjustment)] or accounts[:1]
    if len(fitting) > 1:  # cards of several levels: the one that shows what the adjustment says
        fitting = [account for account in fitting if account.shows(adjustment)] or fitting[:1]
    if len(fitting) > 1:
        levels = ", ".join(str(account.frame.plan.profile.level) for account in fitting)
        where = f"{adjustment.kind} of {shown(adjustment.subject)}, {adjustment.period}"
        return [Fault(f"one card that shows this, and there are several: {levels}", field=where)]
    return fitting[0].post(adjustment)


def _nobody(board: Scoreboard, adjustment: Adjustment) -> Fault:
    """Return the fault of an adjustment of a card that there is not."""
    periods = [str(period) for period in board.periods]
    of = shown(adjustment.subject)
    if str(adjustment.period) not in periods:
        return Fault(f"one of {', '.join(periods)}", field=f"period of {of}", value=shown(str(adjustment.period)))
    if adjustment.subject in board:
        return Fault(f"a card of {of} in that period", field="period", value=shown(str(adjustment.period)))
    name = adjustment.subject
    known = {row[1] for block in board._blocks for row in block.rows}  # noqa: SLF001  (one room)
    close = near(name, [each for each in known if isinstance(each, str)]) if isinstance(name, str) else ()
    hint = f"; did you mean {', '.join(map(shown, close))}?" if close else ""
    return Fault(f"a {board.by} with a card{hint}", field="subject", value=of)


def _rescored(block: Block, accounts: Mapping[str | int, Account]) -> Block:
    """Return a block with the changes of these accounts and no others."""
    if not accounts and not block.amended:
        return block
    before = dict(block.amended)
    scored = scorer(block.frame.plan, block.frame.situation)
    rows = []
    for row in block.rows:
        subject, slots = row[1], row[2]
        verdict: Fields
        if subject in accounts:
            verdict = accounts[subject].verdict
        elif subject in before:
            verdict = scored(slots)
        else:
            rows.append(row)
            continue
        rows.append((-(verdict[1] or 0), subject, slots, verdict))
    amended: tuple[tuple[str | int, Amendment], ...] = tuple(
        sorted(((subject, account.amendment) for subject, account in accounts.items()), key=_by_subject)
    )
    return block.reordered(rows, amended)


def _listed(adjustment: Adjustment) -> tuple[str, str, tuple[object, ...]]:
    return str(adjustment.period), str(adjustment.subject), in_turn(adjustment)


def _by_row(fault: Fault) -> int:
    return fault.row or 0


def _by_subject(pair: tuple[str | int, Amendment]) -> str | int:
    return pair[0]
