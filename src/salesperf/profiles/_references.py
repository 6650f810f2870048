"""Shapes that refer to what is defined elsewhere: curves, indicators, measures, conditions on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ..curves import Curve, Linear, PerStep, Piecewise, Proportional, Steps, Target
from ..curves import from_dict as curve_from_dict
from ..errors import UnknownNameError
from ..indicators import Indicator
from ..measures import Measure, read_expression
from ._gate import AllOf, AnyOf
from ._shapes import BAD, Number, Reader, Table
from ._uses import shipped_indicators, shipped_measures
from ._values import NUMBER, number

__all__ = [
    "FAMILIES",
    "INDICATOR_PREFIX",
    "MEASURE_PREFIX",
    "ConditionShape",
    "CurveShape",
    "IndicatorId",
    "Source",
    "TargetShape",
    "find_indicator",
    "find_measure",
]

FAMILIES: tuple[type[Curve], ...] = (Linear, Proportional, Steps, Piecewise, PerStep, Target)
"""The curves that a file can hold."""

MEASURE_PREFIX = "measure:"
INDICATOR_PREFIX = "indicator:"
_ID = {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,63}$"}


def find_indicator(name: str, reader: Reader) -> Indicator:
    """Return an indicator of the document, else of the catalogue."""
    known = {**shipped_indicators(), **reader.indicators}
    if name not in known:
        what = "indicator"
        raise UnknownNameError(what, name, list(known))
    return known[name]


def find_measure(name: str, reader: Reader) -> Measure:
    """Return a measure of the document, else of the vocabulary."""
    known = {**shipped_measures(), **reader.measures}
    if name not in known:
        what = "measure"
        raise UnknownNameError(what, name, list(known))
    return known[name]


@attrs.frozen
class CurveShape:
    """A curve: its `kind` and the arguments of its constructor."""

    def read(self, value: Any, at: str, reader: Reader) -> Any:
        """Return the curve."""
        with reader.rooted(at):
            return curve_from_dict(value, where=at)
        return BAD

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        return {"$ref": "#/$defs/curve"}


@attrs.frozen
class IndicatorId:
    """The id of an indicator: one of the document's own, else one of the catalogue."""

    def read(self, value: Any, at: str, reader: Reader) -> Any:
        """Return the indicator."""
        if not isinstance(value, str):
            return reader.refuse(at, "the id of an indicator", value)
        try:
            return find_indicator(value, reader)
        except UnknownNameError as error:
            if value in reader.broken:
                return BAD
            return reader.refuse(at, f"the id of an indicator{reader.suggest(value, error.choices)}", value)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        return dict(_ID)


@attrs.frozen
class Source:
    """What an extra or gate looks at: the id of an indicator, else of a measure.

    `measure:id` and `indicator:id` leave no choice.
    """

    def read(self, value: Any, at: str, reader: Reader) -> Any:
        """Return the indicator or measure."""
        if not isinstance(value, str):
            return reader.refuse(at, "the id of an indicator or a measure", value)
        known: dict[str, Indicator | Measure] = {}
        name = value
        if not value.startswith(INDICATOR_PREFIX):
            known |= {**shipped_measures(), **reader.measures}
            name = value.removeprefix(MEASURE_PREFIX)
        if not value.startswith(MEASURE_PREFIX):
            known |= {**shipped_indicators(), **reader.indicators}
            name = name.removeprefix(INDICATOR_PREFIX)
        if name in known:
            return known[name]
        if name in reader.broken:
            return BAD
        return reader.refuse(at, f"the id of an indicator or a measure{reader.suggest(name, known)}", value)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        return {"type": "string", "pattern": "^((measure|indicator):)?[a-z][a-z0-9_]{0,63}$"}


@attrs.frozen
class TargetShape:
    """A subject's own target: a number, or the measures that hold it, as in "target_units"."""

    def read(self, value: Any, at: str, reader: Reader) -> Any:
        """Return the number or the expression."""
        if isinstance(value, str) and not value.strip()[:1].isalpha():
            with reader.rooted(at):
                return number(value)
            return BAD
        if not isinstance(value, str | Mapping):
            return Number().read(value, at, reader)
        with reader.rooted(at):
            return read_expression(value, lambda name: find_measure(name, reader), field=at)
        return BAD

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        terms = {"type": "object", "minProperties": 1, "additionalProperties": {"type": "integer"}}
        text = {"type": "string", "pattern": f"^({NUMBER}|[a-z][a-z0-9_ +*·−-]*)$"}
        return {"anyOf": [{"type": "number"}, text, terms]}


@attrs.frozen
class ConditionShape:
    """A comparison, or `{all = […]}` or `{any = […]}` of conditions."""

    comparison: Table

    def read(self, value: Any, at: str, reader: Reader) -> Any:
        """Return the condition."""
        kinds = {"all": AllOf, "any": AnyOf}
        if not isinstance(value, Mapping) or not kinds.keys() & value.keys():
            return self.comparison.read(value, at, reader)
        if len(value) > 1:
            return reader.refuse(at, "all or any by itself")
        (name, parts) = next(iter(value.items()))
        if not isinstance(parts, list | tuple):
            return reader.refuse(f"{at}.{name}", "a list of conditions", parts)
        read = [self.read(part, f"{at}.{name}[{position}]", reader) for position, part in enumerate(parts)]
        if any(part is BAD for part in read):
            return BAD
        with reader.rooted(f"{at}.{name}"):
            return kinds[name](tuple(read))
        return BAD

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        return {"$ref": "#/$defs/condition"}

    def definition(self) -> dict[str, Any]:
        """Return what `$defs/condition` is."""
        junctions = [
            {
                "type": "object",
                "properties": {name: {"type": "array", "items": self.schema(), "minItems": 2}},
                "required": [name],
                "additionalProperties": False,
            }
            for name in ("all", "any")
        ]
        return {"anyOf": [self.comparison.schema(), *junctions]}
