"""What was read, left out and set aside, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from ..engines import Intake
from ..scoring import Scoreboard
from ..text import printable
from ..wording import missing_text, say

__all__ = ["intake_sentences"]

_FAULTS = 20


def intake_sentences(board: Scoreboard, lang: str, most: int) -> Iterator[str]:
    """Yield sentences about the input of a board; lists of columns name at most `most`."""
    intake = board.intake
    yield say(lang, "intake_read", read=intake.read, used=intake.used)
    if intake.outside:
        yield say(lang, "intake_outside", count=intake.outside)
    for kind, count in intake.other_owners:
        by = say(lang, f"owner_{board.by}")
        yield say(lang, "intake_other", count=count, owner=say(lang, f"owner_{kind}"), by=by)
    if intake.later:
        yield say(lang, "intake_later", count=intake.later)
    if intake.off_grid:
        yield say(lang, "intake_off_grid", count=intake.off_grid)
    if intake.empty:
        yield say(lang, "intake_empty", periods=_listed(intake.empty, lang, most))
    for measure, names in intake.missing.items():
        yield missing_text(lang, measure, names)
    if intake.unused:
        yield say(lang, "intake_unused", columns=_listed(intake.unused, lang, most))
    yield from _rejected(intake, lang)


def _rejected(intake: Intake, lang: str) -> Iterator[str]:
    if not intake.rejected:
        return
    yield say(lang, "intake_rejected", count=len(intake.rejected))
    faults = [fault for row in intake.rejected for fault in row.faults]
    yield from (f"– {fault}" for fault in faults[:_FAULTS])
    if len(faults) > _FAULTS:
        yield say(lang, "intake_more", count=len(faults) - _FAULTS)


def _listed(names: tuple[str, ...], lang: str, most: int) -> str:
    shown = ", ".join(printable(name) for name in names[:most])
    return f"{shown} {say(lang, 'intake_more', count=len(names) - most)}" if len(names) > most else shown
