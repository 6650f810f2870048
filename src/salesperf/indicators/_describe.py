"""All metadata of an indicator as text: what `describe()`, `help()` and the notebooks show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..vocabulary import Zero

if TYPE_CHECKING:
    from ._base import Indicator
    from ._notes import Notes

__all__ = ["describe"]


def describe(indicator: Indicator, lang: str) -> str:
    """Return the description of an indicator: its name, then one labelled fact a line."""
    from ._words import LABELS  # noqa: PLC0415  (only a reader of metadata needs the words)

    chinese = lang == "zh"
    facts = list(_facts(indicator, chinese=chinese))
    colon = "：" if chinese else ":"
    labels = [LABELS[key][chinese] + colon for key, _ in facts]
    width = max(map(len, labels)) + (0 if chinese else 1)
    lines = [f"{indicator.id}{colon}{'' if chinese else ' '}{indicator.name(lang)}"]
    lines += [label.ljust(width) + text for label, (_, text) in zip(labels, facts, strict=True)]
    notes = indicator.notes
    if "FK" in f"{notes.benchmark} {notes.misuse} {notes.pitfall}":
        lines.append(LABELS["unverified"][chinese])
    return "\n".join(lines)


def _facts(indicator: Indicator, *, chinese: bool) -> Iterator[tuple[str, str]]:
    from ._words import (  # noqa: PLC0415  (only a reader of metadata needs the words)
        CATEGORIES,
        DIRECTIONS,
        KINDS,
        LEVELS,
        ROLL_UPS,
        THEMES,
        UNITS,
        ZEROS,
    )

    kind = KINDS.get(indicator.kind)
    yield "kind", kind[chinese] if kind else indicator.kind
    yield "formula", indicator.formula
    yield from _beyond(indicator, chinese=chinese)
    yield "unit", UNITS[indicator.unit][chinese]
    yield "direction", DIRECTIONS[indicator.direction][chinese]
    yield "decimals", str(indicator.decimals)
    yield "plausible", _range(indicator, chinese=chinese)
    zero = ZEROS[indicator.zero][chinese]
    days = getattr(indicator, "matures_after", None)
    yield "zero", zero.replace("{days}", str(days)) if indicator.zero is Zero.IMMATURE else zero
    yield "roll_up", f"{indicator.roll_up}{'：' if chinese else ': '}{ROLL_UPS[indicator.roll_up][chinese]}"
    if indicator.levels:
        yield "levels", ("、" if chinese else ", ").join(LEVELS[level][chinese] for level in indicator.levels)
    if indicator.category is not None:
        yield "category", CATEGORIES[indicator.category][chinese]
    if indicator.theme is not None:
        yield "theme", THEMES[indicator.theme][chinese]
    yield from _prose(indicator.notes)


def _beyond(indicator: Indicator, *, chinese: bool) -> Iterator[tuple[str, str]]:
    """Yield what an indicator reads beyond the sums of its own period."""
    from ._words import BASES, LABELS, WEIGHTINGS  # noqa: PLC0415  (only a reader of metadata needs the words)

    since, of = getattr(indicator, "since", None), getattr(indicator, "of", None)
    if since is not None:
        yield "since", BASES[since][chinese]
    elif of is not None:
        cap, weighting = getattr(indicator, "cap", None), getattr(indicator, "weighting", None)
        each = LABELS["each"][chinese].format(of=of.id)
        most = "" if cap is None else LABELS["capped"][chinese].format(cap=format(cap, "f"))
        yield "members", each + most + ("" if weighting is None else WEIGHTINGS[weighting][chinese])


def _prose(notes: Notes) -> Iterator[tuple[str, str]]:
    for key, text in (("benchmark", notes.benchmark), ("misuse", notes.misuse), ("pitfall", notes.pitfall)):
        if text:
            yield key, text
    if notes.sources:
        yield "sources", ", ".join(notes.sources)


def _range(indicator: Indicator, *, chinese: bool) -> str:
    from ._words import LABELS  # noqa: PLC0415  (only a reader of metadata needs the words)

    low, high = (None if bound is None else format(bound, "f") for bound in indicator.plausible)
    form = "any" if low is high is None else "most" if low is None else "least" if high is None else "between"
    return LABELS[form][chinese].format(low=low, high=high)
