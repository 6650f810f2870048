"""Notebook markup: a board or a card as a table.

Every text from outside passes through `_cell`, which escapes it; there is no other way into a table.  Nothing here
needs a style sheet or a script, so that notebooks which strip both show the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import islice
from typing import TYPE_CHECKING

from ..text import printable
from ..wording import fixed, plain, say, status_text, unit_text

if TYPE_CHECKING:
    from ._board import Scoreboard
    from ._card import Scorecard

__all__ = ["board_markup", "card_markup"]

_SHOWN = 50
_LONGEST = 200
_FIGURES = frozenset({"rank", "total", "value", "points", "weight", "contribution"})


def board_markup(board: Scoreboard) -> str:
    """Return the ranking as an HTML table; of a long one the first cards, and how many there are."""
    names = ("rank", "subject", "period", "total", "grade", "status")
    rows = [
        [
            card.rank if card.rank is not None else "—",
            card.subject,
            card.period,
            fixed(card.total),
            card.grade or "—",
            status_text("en", card.status),
        ]
        for card in islice(board, _SHOWN)
    ]
    named = ", ".join(f"{profile.name} {profile.version}" for profile in board.profiles)
    caption = f"{named}: {len(board)} cards"
    return _table(f"{caption}, the first {_SHOWN}" if len(board) > _SHOWN else caption, names, rows)


def card_markup(card: Scorecard) -> str:
    """Return the lines of a card as an HTML table, its total in the caption."""
    names = ("line", "value", "points", "weight", "contribution", "status")
    rows = [
        [
            line.indicator.en,
            fixed(line.value) + (unit_text("en", line.indicator.unit) if line.value is not None else ""),
            fixed(line.points),
            plain(line.nominal_weight),
            fixed(line.contribution),
            status_text("en", line.status),
        ]
        for line in card.lines
    ]
    return _table(_headline(card), names, rows)


def _headline(card: Scorecard) -> str:
    lead = f"{card.subject} {card.period} {card.profile.name} {card.profile.version}: "
    if card.total is None:
        return lead + say("en", "no_total", reason=status_text("en", card.status))
    grade = say("en", "grade", grade=card.grade) if card.grade else ""
    rank = "" if card.rank is None else say("en", "rank", rank=card.rank, peers=card.peers)
    return lead + fixed(card.total) + grade + rank


def _table(caption: str, names: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    head = "".join(_cell(say("en", f"th_{name}"), "th", name) for name in names)
    body = "".join(
        f"<tr>{''.join(_cell(text, 'td', name) for name, text in zip(names, row, strict=True))}</tr>" for row in rows
    )
    title = _cell(caption, "caption")
    return f'<table dir="ltr">{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _cell(text: object, tag: str, name: str = "") -> str:
    """Return an element: its text escaped, isolated from its neighbours' direction, figures to the right."""
    style = f' style="text-align:{"right" if name in _FIGURES else "left"}"' if name else ""
    return f"<{tag}{style}><bdi>{escape(printable(str(text), _LONGEST))}</bdi></{tag}>"
