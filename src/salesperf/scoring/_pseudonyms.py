"""Pseudonyms: a board with a keyed hash in the place of every id."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from ..errors import InputTypeError
from ..plan import Plan, Stat
from ._adjustment import Adjustment
from ._amendment import Amendment
from ._errors import BoardError
from ._frame import Slots
from ._visibility import shareable

if TYPE_CHECKING:
    from ._block import Block
    from ._board import Scoreboard

__all__ = ["pseudonymised"]

_LEAST = 16
_DIGITS = 20
_WITHHELD = "withheld"

Rename: TypeAlias = Callable[[str | int], str]


def pseudonymised(board: Scoreboard, key: bytes) -> Scoreboard:
    """Return a board with pseudonyms."""
    if not isinstance(key, bytes | bytearray):
        msg = f"key must be bytes, such as secrets.token_bytes(32), kept where only you can read it; not {_kind(key)}"
        raise InputTypeError(msg)
    if len(key) < _LEAST:
        msg = (
            f"key has {len(key)} bytes; give at least {_LEAST}, such as secrets.token_bytes(32): a short one is guessed"
        )
        raise BoardError(msg)

    @cache
    def rename(name: str | int) -> str:
        text = f"{'int' if isinstance(name, int) else 'str'}:{name}".encode("utf-8", "surrogatepass")
        return f"p.{hmac.new(bytes(key), text, 'sha256').hexdigest()[:_DIGITS]}"

    def renamed(adjustments: tuple[Adjustment, ...]) -> tuple[Adjustment, ...]:
        return tuple(_adjustment(each, rename) for each in adjustments)

    groups = board._groups  # noqa: SLF001  (boards and pseudonyms are one room)
    return attrs.evolve(
        board,
        blocks=tuple(_block(block, rename) for block in board._blocks),  # noqa: SLF001  (one room)
        intake=shareable(board.intake),
        adjustments=renamed(board.adjustments),
        expired=renamed(board.expired),
        pending=renamed(board.pending),
        seal=None,
        groups=None
        if groups is None
        else tuple(each if each.group is None else attrs.evolve(each, group=rename(each.group)) for each in groups),
    )


def _block(block: Block, rename: Rename) -> Block:
    """Return a block whose cards are in the order of their pseudonyms where totals are equal."""
    people = _members(block.frame.plan)
    amended = {rename(subject): _amendment(each, rename) for subject, each in block.amended}
    ranks = {row[1]: rank for row, rank in zip(block.rows, block.ranks, strict=True)}
    renamed = [(row[3][1] is None, row[0], rename(row[1]), row) for row in block.rows]
    renamed.sort(key=_place)
    return attrs.evolve(
        block,
        rows=tuple((key, name, _slots(row[2], people, rename), row[3]) for _, key, name, row in renamed),
        ranks=tuple(ranks[row[1]] for *_, row in renamed),
        above={rename(subject): tuple(map(rename, above)) for subject, above in block.above.items()},
        amended=tuple(sorted(amended.items(), key=_name)),
    )


def _name(pair: tuple[str | int, Amendment]) -> str:
    return str(pair[0])


def _place(row: tuple[bool, int, str, Any]) -> tuple[bool, int, str]:
    return row[:3]


def _members(plan: Plan) -> frozenset[int]:
    """Return the slots that hold values by person; those by process line name no one."""
    slots = frozenset(place for place, slot in enumerate(plan.slots) if slot.stat is Stat.MEMBERS)
    return slots - {stage.slot for stage in plan.stages if stage.own is None}


def _slots(slots: Slots, people: frozenset[int], rename: Rename) -> Slots:
    if not people:
        return slots
    return tuple(
        tuple(sorted((rename(name), value, weight) for name, value, weight in amount)) if place in people else amount
        for place, amount in enumerate(slots)
    )


def _amendment(given: Amendment, rename: Rename) -> Amendment:
    return Amendment(
        tuple(_adjustment(each, rename) for each in given.adjustments),
        given.changes,
        tuple((number, _adjustment(each, rename)) for number, each in given.items),
    )


def _adjustment(given: Adjustment, rename: Rename) -> Adjustment:
    return attrs.evolve(given, subject=rename(given.subject), author=rename(given.author), reason=_WITHHELD)


def _kind(key: object) -> str:
    """Name what was given as a key, never its content."""
    return f"a {type(key).__name__}"
