"""Own measures and indicators inside a profile file."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import attrs

from ..indicators import (
    Assessed,
    Attainment,
    Change,
    Dispersion,
    Indicator,
    Mean,
    MemberMean,
    Mix,
    PeerRank,
    Ratio,
    Share,
    StructureMatch,
    Total,
)
from ..indicators import from_dict as indicator_from_dict
from ..measures import DIMENSIONS, KEYS, Measure
from ..vocabulary import Additivity, Base, Category, Direction, Level, Owner, Per, RollUp, Theme, Unit, Weighting, Zero
from ._references import find_indicator, find_measure
from ._shapes import Reader

__all__ = ["KINDS", "OwnIndicators", "OwnMeasures", "own_indicator", "own_measure"]

KINDS: tuple[type[Indicator], ...] = (
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
"""The indicators that a file can hold."""

_DERIVED = frozenset({"formula"})
_UNSAID: dict[str, str] = {"since": Base.YEAR, "weighting": Weighting.PLAIN}
"""What is left out where it is so: these keys came later, and what was written before keeps its text and digest."""
_AFTER = {"member_mean": 1, "dispersion": 1, "change": 2}
"""In which turn indicators are read that may be of others: a change may be of a mean over members, not the reverse."""
_ID = {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,63}$"}
_TEXT = {"type": "string"}
_NUMBER = {"$ref": "#/$defs/number"}
_EXPRESSION = {"$ref": "#/$defs/expression"}


def own_measure(measure: Measure, *, prose: bool) -> dict[str, Any]:
    """Return a measure as a file holds it."""
    made = {key: value for key, value in measure.to_dict().items() if value is not None and value != {}}
    return made if prose else {key: value for key, value in made.items() if key != "note"}


def own_indicator(indicator: Indicator, *, prose: bool) -> dict[str, Any]:
    """Return an indicator as a file holds it; what follows from the rest is left out."""
    told = {key: value for key, value in indicator.to_dict().items() if key not in _DERIVED and value is not None}
    made = {key: value for key, value in told.items() if _UNSAID.get(key) != value}
    if prose and any(made["notes"].values()):
        return made
    return {key: value for key, value in made.items() if key != "notes"}


def _id_of(value: Any) -> str:
    name = value.get("id") if isinstance(value, Mapping) else None
    return name if isinstance(name, str) else ""


def _register(made: Measure | Indicator, known: dict[str, Any], at: str, reader: Reader) -> None:
    if made.id in known:
        reader.refuse(f"{at}.id", "each id once", made.id)
    known[made.id] = made


@attrs.frozen
class OwnMeasures:
    """The measures that a document defines."""

    def read(self, value: Any, at: str, reader: Reader) -> Any:
        """Note the measures by id."""
        if not isinstance(value, list | tuple):
            return reader.refuse(at, "a list of measures", value)
        for position, one in enumerate(value):
            reader.broken.add(_id_of(one))
            with reader.rooted(f"{at}[{position}]"):
                made = Measure.from_dict(one)
                _register(made, reader.measures, f"{at}[{position}]", reader)
                reader.broken.discard(made.id)
        return tuple(reader.measures.values())

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        properties: dict[str, Any] = {
            "id": _ID,
            "unit": _word(Unit),
            "en": _TEXT,
            "zh": _TEXT,
            "decimals": {"type": "integer", "minimum": 0, "maximum": 6},
            "additivity": _word(Additivity),
            "key": {"enum": list(KEYS)},
            "signed": {"type": "boolean"},
            "absent_counts_zero": {"type": "boolean"},
            "owner": _word(Owner),
            "dated_by": _TEXT,
            "labels": {"type": "object", "additionalProperties": _NUMBER},
            "note": _TEXT,
        }
        return {"type": "array", "items": _table(properties, ["id", "unit", "en", "zh"])}


@attrs.frozen
class OwnIndicators:
    """The indicators that a document defines; those that others are of come first."""

    def read(self, value: Any, at: str, reader: Reader) -> Any:
        """Note the indicators by id."""
        if not isinstance(value, list | tuple):
            return reader.refuse(at, "a list of indicators", value)
        places = sorted(enumerate(value), key=lambda place: _turn(place[1]))
        for position, one in places:
            reader.broken.add(_id_of(one))
            with reader.rooted(f"{at}[{position}]"):
                made = indicator_from_dict(
                    one,
                    measure=lambda name: find_measure(name, reader),
                    indicator=lambda name: find_indicator(name, reader),
                )
                _register(made, reader.indicators, f"{at}[{position}]", reader)
                reader.broken.discard(made.id)
        return tuple(reader.indicators.values())

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        base = ["id", "unit", "direction", "decimals", "en", "zh"]
        kinds = [
            {
                "if": {"properties": {"kind": {"const": kind.kind}}},
                "then": {"required": sorted(set(_required(kind)) - set(base))},
            }
            for kind in KINDS
            if set(_required(kind)) - set(base)
        ]
        properties = {"kind": {"enum": [kind.kind for kind in KINDS]}, **_INDICATOR}
        return {"type": "array", "items": {**_table(properties, ["kind", *base]), "allOf": kinds}}


def _turn(given: Any) -> int:
    kind = given.get("kind") if isinstance(given, Mapping) else None
    return _AFTER.get(kind, 0) if isinstance(kind, str) else 0


def _required(kind: type[Indicator]) -> list[str]:
    return [field.name for field in attrs.fields(kind) if field.init and field.default is attrs.NOTHING]


def _word(kind: type[StrEnum]) -> dict[str, Any]:
    return {"enum": [str(word) for word in kind]}


def _table(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


_BOUND = {"anyOf": [_NUMBER, {"type": "null"}]}
_INDICATOR: dict[str, Any] = {
    "id": _ID,
    "unit": _word(Unit),
    "direction": _word(Direction),
    "decimals": {"type": "integer", "minimum": 0, "maximum": 6},
    "en": _TEXT,
    "zh": _TEXT,
    "category": _word(Category),
    "theme": _word(Theme),
    "levels": {"type": "array", "items": _word(Level)},
    "factor": {"type": "integer", "minimum": 1},
    "plausible": {
        "anyOf": [
            {"type": "array", "items": _BOUND, "minItems": 2, "maxItems": 2},
            _table({"low": _NUMBER, "high": _NUMBER}, []),
        ]
    },
    "zero": _word(Zero),
    "roll_up": _word(RollUp),
    "numerator": _EXPRESSION,
    "denominator": _EXPRESSION,
    "per": _word(Per),
    "matures_after": {"type": "integer", "minimum": 1},
    "scale": _NUMBER,
    "of": _ID,
    "relative": {"type": "boolean"},
    "since": _word(Base),
    "cap": _NUMBER,
    "weighting": _word(Weighting),
    "by": {"enum": list(DIMENSIONS)},
    "shares": {"type": "object", "additionalProperties": _NUMBER},
    "formula": _TEXT,
    "notes": _table(
        {
            **dict.fromkeys(("benchmark", "misuse", "pitfall"), _TEXT),
            "sources": {"type": "array", "items": _TEXT},
        },
        [],
    ),
}
