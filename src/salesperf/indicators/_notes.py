"""The prose of the catalogue: benchmark, misuse, pitfall, sources; read from data files when first asked for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import attrs

from ..errors import UnknownNameError

__all__ = ["Notes", "Source", "shipped_notes", "source"]


def _tags(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(given)


@attrs.frozen(kw_only=True)
class Notes:
    """What to know before an indicator is used to judge people.

    `benchmark` is what others reach, `misuse` how the indicator is gamed, `pitfall` how it is misread.  `[A20]` in the
    texts is a tag of `sources`, which `source` resolves.  FK marks field knowledge, unverified.

    >>> from salesperf import indicators
    >>> indicators.DAYS_SUPPLY.notes.sources[-1]
    'seed 004'
    """

    benchmark: str = ""
    misuse: str = ""
    pitfall: str = ""
    sources: tuple[str, ...] = attrs.field(default=(), converter=_tags)


@attrs.frozen(kw_only=True)
class Source:
    """Where a number or a definition of the catalogue comes from.

    `addresses` is empty where none is known.  Most are third-party texts of uneven quality: read their numbers as
    examples, not as norms.
    """

    tag: str
    title: str
    addresses: tuple[str, ...] = attrs.field(default=(), converter=_tags)


def _data(name: str) -> Any:
    import json  # noqa: PLC0415  (only a reader of notes needs it)
    from importlib.resources import files  # noqa: PLC0415  (as above, and it is slow to load)

    return json.loads(files(str(__package__)).joinpath(name).read_text(encoding="utf-8"))


@cache
def _all_notes() -> dict[str, Notes]:
    return {name: Notes(**entry) for name, entry in _data("notes.json").items()}


@cache
def _all_sources() -> dict[str, Source]:
    return {tag: Source(tag=tag, **entry) for tag, entry in _data("sources.json").items()}


def shipped_notes(indicator: str) -> Notes:
    """Return the notes shipped for a catalogue id; empty notes for any other."""
    return _all_notes().get(indicator, Notes())


def source(tag: str) -> Source:
    """Return the source behind a tag of `Notes.sources`; an unknown tag raises `UnknownNameError`.

    >>> source("A20").title
    '广汽本田 特约店管理系统 销售KPI变更手册 v3.0 (2012-01)'
    """
    found = _all_sources().get(tag)
    if found is None:
        what = "source"
        raise UnknownNameError(what, tag, tuple(_all_sources()))
    return found
