"""How a table's board is compared with the one that plain rows give: to the last byte, intake and errors too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from frames.backends import Backend, made

import salesperf as sp

__all__ = ["agrees", "outcome", "same"]


def outcome(call: Callable[[], Any]) -> Any:
    """Return what a call gives: the board's bytes and intake, or the kind of its error."""
    try:
        board = call()
        return board.to_json(), board.intake
    except sp.SalesperfError as error:
        return type(error)


def agrees(backend: Backend, rows: Sequence[Any], profile: Any, *, kinds: Any = None, **more: Any) -> Any:
    """Check that a table of rows and the rows give one and the same board; return it."""
    columns, plain = made(rows, **(kinds or {}))
    return same(backend.table(columns), plain, profile, **more)


def same(table: Any, rows: Any, profile: Any, **more: Any) -> Any:
    """Check that a table gives the board of rows, byte for byte; return that board."""
    calls = sp.score if isinstance(profile, sp.Profile) else sp.score_all
    expected = calls(rows, profile, **more)
    board = calls(table, profile, **more)
    assert board.intake == expected.intake
    assert board.to_json() == expected.to_json()
    return expected
