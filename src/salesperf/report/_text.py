"""The ranking as plain text, in columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import combining, east_asian_width

from ..scoring import Scoreboard
from ..text import printable
from ..wording import fixed, say, status_text
from ._intake import intake_sentences
from ._sections import Section, period_text, sections, title_text

__all__ = ["text"]

_COLUMNS = 8


def text(board: Scoreboard, *, lang: str = "en") -> str:
    r"""Return the rankings, by period and level, and what was read, as plain text in English ("en") or Chinese ("zh").

    The same board gives the same text.  Characters that cannot be shown, or that would change the direction of
    writing, are written as escapes.  Raises `ValueError` for another language.

    >>> import salesperf as sp
    >>> from salesperf import profiles, report
    >>> rows = [{"person": "li.na", "date": "2026-03-05", "units_delivered": 28, "target_units": 29}]
    >>> profile = profiles.CONSULTANT.replace(publish_at_least=30)
    >>> print(report.text(sp.score(rows, profile, period="2026-03")).partition("\n\n")[0])
    Scorecards: consultant 2026.1
    """
    blocks = [[title_text(board, lang)]]
    for section in sections(board):
        head = period_text(section.period, lang)
        heads = [section.ranking(lang), head] if section.is_one_of_several else [head]
        blocks.append([*heads, *_aligned(_rows(section, lang))])
    blocks.append([say(lang, "intake"), *(f"  {each}" for each in intake_sentences(board, lang, _COLUMNS))])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _rows(section: Section, lang: str) -> Iterator[Sequence[str]]:
    graded = bool(section.profile.grades)
    names = ("rank", "subject", "total", *(["grade"] if graded else []), "status")
    yield [say(lang, f"th_{name}") for name in names]
    for card in section.cards:
        rank = "—" if card.rank is None else str(card.rank)
        grade = [printable(card.grade or "—")] if graded else []
        yield [rank, printable(str(card.subject)), fixed(card.total), *grade, status_text(lang, card.status)]


def _aligned(rows: Iterator[Sequence[str]]) -> Iterator[str]:
    """Yield rows with every column as wide as its widest cell; rank and total are set to the right."""
    cells = list(rows)
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        padded = [
            fill + cell if place in {0, 2} else cell + fill
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
            for fill in [" " * (width - _width(cell))]
        ]
        yield "  " + "  ".join(padded).rstrip()


def _width(cell: str) -> int:
    """Return how many columns of a terminal a text takes: Chinese characters take two, accents none."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in cell)
