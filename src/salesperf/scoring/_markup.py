"""Notebook markup.

Every text from outside passes through `_cell`, which escapes it; there is no other way into a table.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import islice
from typing import TYPE_CHECKING

from ..text import printable
from ..wording import say, status_text
from ._explain import plain

if TYPE_CHECKING:
    from ._board import Scoreboard
    from ._card import Scorecard

__all__ = ["board_markup", "card_markup"]

_SHOWN = 50


def board_markup(board: Scoreboard) -> str:
    """Return the ranking as an HTML table."""
    heads = [say("en", f"th_{name}") for name in ("rank", "subject", "period", "total", "grade", "status")]
    rows = [
        [
            card.rank if card.rank is not None else "—",
            printable(str(card.subject)),
            card.period,
            plain(card.total),
            card.grade or "—",
            status_text("en", card.status),
        ]
        for card in islice(board, _SHOWN)
    ]
    more = f"<p>… {len(board) - _SHOWN} more cards</p>" if len(board) > _SHOWN else ""
    return _table(f"{board.profile.name} {board.profile.version}", heads, rows) + more


def card_markup(card: Scorecard) -> str:
    """Return the lines of a card as an HTML table."""
    heads = [say("en", f"th_{name}") for name in ("line", "value", "points", "weight", "contribution", "status")]
    rows = [
        [
            line.indicator.en,
            "—" if line.value is None else f"{line.value:f}",
            plain(line.points),
            plain(line.nominal_weight),
            plain(line.contribution),
            status_text("en", line.status),
        ]
        for line in card.lines
    ]
    return _table(repr(card)[1:-1], heads, rows)


def _table(caption: str, heads: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    head = "".join(_cell(text, "th") for text in heads)
    body = "".join(f"<tr>{''.join(_cell(text, 'td') for text in row)}</tr>" for row in rows)
    title = _cell(caption, "caption")
    return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(text: object, tag: str) -> str:
    return f"<{tag}>{escape(printable(str(text), 200))}</{tag}>"
