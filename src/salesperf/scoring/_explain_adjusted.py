"""What people corrected on a card, and what a restatement found, as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from ..text import printable
from ..vocabulary import CardStatus, Status
from ..wording import level_text, plain, say, status_text
from ._adjustment import Adjustment, AdjustmentKind

if TYPE_CHECKING:
    from ._line import Line
    from ._restate import Change, Restatement, Shown

__all__ = ["explain_adjustment", "explain_restatement", "given_points", "instead", "trace"]

_LONGEST_REASON = 2000


def explain_adjustment(adjustment: Adjustment, lang: str) -> str:
    """Return what was changed from what to what, why, by whom and when."""
    key = "adjustment_trace" if adjustment.expires is None else "adjustment_until"
    why = say(
        lang,
        key,
        reason=printable(adjustment.reason, _LONGEST_REASON),
        author=printable(str(adjustment.author)),
        at=adjustment.at.isoformat(),
        expires=adjustment.expires,
    )
    old, new = plain(adjustment.old), plain(adjustment.new)
    return say(lang, f"adjustment_{adjustment.kind}", line=adjustment.line, old=old, new=new, trace=why)


def trace(line: Line, lang: str) -> Iterator[str]:
    """Say which adjustment decided a line."""
    if line.adjusted is not None:
        yield say(lang, "adjusted", adjustment=explain_adjustment(line.adjusted, lang))


def instead(line: Line, lang: str) -> str | None:
    """Return that a value was given, and in place of which; None where it was not."""
    given = line.adjusted
    if given is None or given.kind is not AdjustmentKind.VALUE:
        return None
    return say(lang, "adjusted_value", old=plain(given.old))


def given_points(line: Line, lang: str) -> str | None:
    """Return that the points were given, and in place of which; None where they were not."""
    given = line.adjusted
    if given is None or given.kind is not AdjustmentKind.POINTS:
        return None
    return say(lang, "adjusted_points", new=plain(line.points), old=plain(given.old))


def explain_restatement(restatement: Restatement, lang: str) -> str:
    """Return what changed, card by card, and which adjustments no longer match."""
    blocks = [[say(lang, "restated" if restatement.changes else "restated_nothing")]]
    for (subject, period, level), changes in groupby(restatement.changes, _card):
        blocks.append([f"{printable(str(subject))}, {period}, {level_text(lang, level)}", *_changes(changes, lang)])
    if restatement.unmatched:
        texts = [
            f"  {printable(str(each.adjustment.subject))}, {each.adjustment.period}: "
            f"{explain_adjustment(each.adjustment, lang)}"
            for each in restatement.unmatched
        ]
        blocks.append([say(lang, "restated_unmatched"), *texts])
    return "\n\n".join("\n".join(block) for block in blocks)


def _card(change: Change) -> tuple[Any, ...]:
    return change.subject, change.period, change.level


def _changes(changes: Iterator[Change], lang: str) -> Iterator[str]:
    comma = say(lang, "report_comma")
    for (_, line, records), moved in groupby(changes, _line):
        text = comma.join(_move(change, lang) for change in moved)
        text = text if line is None else say(lang, "restated_line", line=line, moves=text)
        if records and line is not None:
            text += comma + say(lang, "restated_records", ids=", ".join(printable(str(each)) for each in records))
        yield f"  {text}"


def _line(change: Change) -> tuple[Any, ...]:
    return change.part, change.line, change.records


def _move(change: Change, lang: str) -> str:
    difference = change.difference
    values = {"name": say(lang, f"what_{change.what}"), "old": _word(change.old, change.what, lang)}
    values["new"] = _word(change.new, change.what, lang)
    if difference is None:
        return say(lang, "restated_move", **values)
    sign = "+" if difference > 0 else ""
    return say(lang, "restated_by", **values, difference=sign + plain(Decimal(difference)))


def _word(value: Shown, what: str, lang: str) -> str:
    if isinstance(value, bool):
        return say(lang, "yes" if value else "no")
    if isinstance(value, Decimal | int | None):
        return plain(None if value is None else Decimal(value))
    if what != "status":
        return printable(value)
    status: Status | CardStatus = Status(value) if value in list(Status) else CardStatus(value)
    return status_text(lang, status)
