"""A sheet scored by polars: lazily, fit for the streaming engine."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from ..columns import ranks_in_frame, scored_frame
from ._sheet import FAULTS, LABEL, PERIOD, SUBJECT, Sheet, Shown

__all__ = ["by_polars"]


def by_polars(sheet: Sheet) -> Any:
    """Return the cards as a LazyFrame, or as a DataFrame where the input was one."""
    pl = sys.modules["polars"]
    labelled = sheet.labels is None
    keep = [SUBJECT, PERIOD, FAULTS, *([LABEL] if labelled else [])]
    scored = scored_frame(sheet.frame.to_native(), sheet.program, keep)
    labels = sheet.labels or {}
    period = pl.col(LABEL) if labelled else _worded(pl, PERIOD, labels)
    shown = [_shown(pl, each) for each in sheet.shown]
    rank = ranks_in_frame((PERIOD,)).alias("rank")
    result = scored.select(pl.col(SUBJECT), period.alias(PERIOD), *shown[:4], rank, pl.col(FAULTS), *shown[4:])
    return result if sheet.call.source.lazy else result.collect(engine="streaming")


def _worded(pl: Any, name: str, words: Mapping[int, str]) -> Any:
    """Return the words of numbers, null for others, looked up by place; `replace_strict` takes five times as long."""
    number, first, last = pl.col(name), min(words, default=0), max(words, default=-1)
    spelled = pl.lit(pl.Series([words.get(at) for at in range(first, last + 1)], dtype=pl.String))
    return spelled.gather(pl.when(number.is_between(first, last)).then(number - first))


def _shown(pl: Any, shown: Shown) -> Any:
    if shown.words is None:
        return pl.col(shown.output).alias(shown.name)
    if not shown.words:
        return pl.lit(None, dtype=pl.String).alias(shown.name)
    return _worded(pl, shown.output, dict(enumerate(shown.words))).alias(shown.name)
