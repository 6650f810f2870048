"""Indicators as data: all their metadata in JSON types, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

import attrs

from ..errors import Fault, ProfileError, UnitError, UnknownNameError
from ..measures import Expression, Measure, read_expression
from ..measures import get as shipped_measure
from ..measures._checks import Reading, number, suggestion
from ..text import shown
from ..vocabulary import Base, Category, Direction, Level, Per, RollUp, Theme, Unit, Weighting, Zero
from ._base import Indicator
from ._catalogue import get as shipped_indicator
from ._distributions import Mix, PeerRank, StructureMatch
from ._members import Dispersion, MemberMean
from ._notes import Notes, shipped_notes
from ._ratios import Assessed, Attainment, Change, Mean, Ratio, Share, Total

__all__ = ["KINDS", "from_dict", "to_dict"]

KINDS: Final[Mapping[str, type[Indicator]]] = MappingProxyType(
    {
        kind.kind: kind
        for kind in (
            Total,
            Ratio,
            Share,
            Mean,
            Attainment,
            Change,
            MemberMean,
            Assessed,
            Mix,
            StructureMatch,
            Dispersion,
            PeerRank,
        )
    }
)
"""Every kind by the name that documents give it."""

_WORDS: Final[Mapping[str, type[StrEnum]]] = MappingProxyType(
    {
        "unit": Unit,
        "direction": Direction,
        "category": Category,
        "theme": Theme,
        "zero": Zero,
        "per": Per,
        "since": Base,
        "weighting": Weighting,
    }
)
_NOTES = ("benchmark", "misuse", "pitfall", "sources")


def to_dict(indicator: Indicator) -> dict[str, Any]:
    """Return all metadata of an indicator in JSON types: kind, formula, arguments, roll-up, notes."""
    document: dict[str, Any] = {"kind": indicator.kind, "formula": indicator.formula}
    for field in _arguments(type(indicator)):
        value = getattr(indicator, field)
        document[field] = {name: _plain(part) for name, part in value} if field == "shares" else _plain(value)
    document["roll_up"] = str(indicator.roll_up)
    notes = indicator.notes
    document["notes"] = {name: _plain(getattr(notes, name)) for name in _NOTES}
    return document


def _arguments(kind: type[Indicator]) -> list[str]:
    return [field.name for field in attrs.fields(kind) if field.init and field.name not in {"rolls_up", "about"}]


def _required(kind: type[Indicator]) -> list[str]:
    return [field.name for field in attrs.fields(kind) if field.init and field.default is attrs.NOTHING]


def _plain(value: Any) -> Any:
    """Return a value of an indicator's field in JSON types."""
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Expression):
        return value.to_dict()
    if isinstance(value, Indicator):
        return value.id
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def from_dict(
    mapping: Mapping[str, object],
    *,
    measure: Callable[[str], Measure] = shipped_measure,
    indicator: Callable[[str], Indicator] = shipped_indicator,
) -> Indicator:
    """Return the indicator that `mapping` describes; its keys are `kind` and the constructor's arguments.

    Numerators and denominators are text such as `"units_delivered - units_returned"` or `{measure id: times}`;
    `measure` finds a measure by id, `indicator` the indicator that a change or members' values are `of` (both raise
    `UnknownNameError`; by default they know what ships).  `formula` and `roll_up` may be given as `to_dict` writes
    them; the formula must be the one that follows.  Unknown keys and kinds, missing keys, wrong types and what the
    constructor refuses are collected and raised as one `ProfileError`.

    >>> from_dict({"kind": "ratio", "id": "quote_rate", "numerator": "quotes_issued", "denominator": "first_visits",
    ...            "unit": "percent", "direction": "higher", "decimals": 2, "en": "Quote rate", "zh": "报价率"})
    <Ratio quote_rate: quotes_issued ÷ first_visits × 100 [percent, higher]>
    """
    read = Reading(mapping, "an indicator")
    kind = _kind(read)
    names = _arguments(kind)
    read.only("kind", *names, "formula", "roll_up", "notes")
    read.required(*_required(kind))
    readers = _readers(read, measure, indicator)
    given: dict[str, Any] = {key: readers[key](key) for key in names if read.raw(key) is not None}
    given["rolls_up"] = read.word("roll_up", RollUp)
    given["about"] = _notes(read)
    formula = read.text("formula")
    read.done()
    try:
        built = kind(**given)
    except UnitError as error:
        raise ProfileError([Fault(str(error), field=read.owner)]) from error
    if formula and formula != built.formula:
        expected = f"{shown(built.formula)}, which follows from the other keys; leave it out"
        raise ProfileError([Fault(expected, field=f"formula of {read.owner}", value=shown(formula))])
    return built


def _kind(read: Reading) -> type[Indicator]:
    named = read.raw("kind")
    kind = KINDS.get(named) if isinstance(named, str) else None
    if kind is None:
        expected = f"one of {', '.join(KINDS)}{suggestion(named, KINDS)}"
        raise ProfileError([Fault(expected, field=f"kind of {read.owner}", value=shown(named))])
    return kind


def _readers(
    read: Reading, measure: Callable[[str], Measure], indicator: Callable[[str], Indicator]
) -> dict[str, Callable[[str], object]]:
    """Return what reads the value of each argument that any kind has."""

    def word(kind: type[StrEnum]) -> Callable[[str], object]:
        return lambda key: read.word(key, kind)

    def expression(key: str) -> Expression | None:
        return _expression(read, key, measure)

    return {
        **dict.fromkeys(("id", "en", "zh", "by"), read.text),
        **dict.fromkeys(("decimals", "factor", "matures_after"), read.whole),
        **dict.fromkeys(("numerator", "denominator"), expression),
        **{key: word(kind) for key, kind in _WORDS.items()},
        "levels": lambda key: read.words(key, Level),
        "plausible": lambda key: _bounds(read, key),
        **dict.fromkeys(("scale", "cap"), lambda key: _amount(read, key, read.raw(key))),
        "of": lambda key: _indicator(read, key, indicator),
        "relative": read.flag,
        "shares": read.table,
    }


def _expression(read: Reading, key: str, measure: Callable[[str], Measure]) -> Expression | None:
    try:
        return read_expression(read.raw(key), measure, field=f"{key} of {read.owner}")
    except ProfileError as error:
        read.faults.extend(error.faults)
        return None


def _amount(read: Reading, key: str, value: object) -> Decimal | None:
    amount = number(value)
    if amount is None and value is not None:
        read.faults.append(Fault("a number", field=f"{key} of {read.owner}", value=shown(value)))
    return amount


def _bounds(read: Reading, key: str) -> tuple[Decimal | None, Decimal | None]:
    given = read.raw(key)
    if isinstance(given, Mapping) and given.keys() <= {"low", "high"}:  # TOML lists cannot hold nothing
        return _amount(read, key, given.get("low")), _amount(read, key, given.get("high"))
    bounds: list[object] = list(given) if isinstance(given, list | tuple) else []
    if len(bounds) != len(("low", "high")):
        read.fault(key, "a list of two bounds, low and high, each a number or nothing; or a table of low and high")
        return None, None
    return _amount(read, key, bounds[0]), _amount(read, key, bounds[1])


def _indicator(read: Reading, key: str, indicator: Callable[[str], Indicator]) -> Indicator | None:
    name = read.text(key)
    try:
        return indicator(name)
    except UnknownNameError as error:
        read.fault(key, f"a known indicator{suggestion(name, error.choices)}")
        return None


def _notes(read: Reading) -> Notes | None:
    table = read.table("notes")
    if not table:
        return None
    inner = Reading(table, "notes", owner=f"the notes of {read.owner}")
    inner.only(*_NOTES)
    texts = {key: inner.text(key) for key in ("benchmark", "misuse", "pitfall")}
    tags = inner.items("sources")
    if not all(isinstance(tag, str) for tag in tags):
        inner.fault("sources", "a list of texts")
    read.faults.extend(inner.faults)
    if inner.faults:
        return None
    notes = Notes(**texts, sources=[str(tag) for tag in tags])
    return None if notes in {Notes(), shipped_notes(read.owner)} else notes
