"""The JSON Schema of profile files, made from the same shapes that read them."""

from __future__ import annotations

from typing import Any

from ..curves import Curve, Domain

__all__ = ["schema", "schema_json"]

_NULL = {"type": "null"}
_NUMBER = {"$ref": "#/$defs/number"}
_BOUND = {"anyOf": [_NUMBER, _NULL]}
_RATE = {"anyOf": [{"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2}, _NULL]}
_ARGUMENTS: dict[str, dict[str, Any]] = {
    "at": _NUMBER,
    "full": _NUMBER,
    "floor": _BOUND,
    "cap": _BOUND,
    "whole": {"type": "boolean"},
    "target": _NUMBER,
    "tolerance": _NUMBER,
    "step": _BOUND,
    "below": _RATE,
    "above": _RATE,
}
_KNOTS = {"linear": 2, "steps": 2, "piecewise": 3}


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of profile files; `profile.schema.json` beside this package's code is it.

    It checks keys, types and words while a file is edited.  What depends on the whole (weights that total 100, ids that
    exist, knots in order) is checked by `Profile.from_file`.

    >>> from salesperf import profiles
    >>> profiles.schema()["properties"]["schema"]["const"]
    1
    """
    from ._format import CONDITION, CONSEQUENCE, PROFILE, SCHEMA  # noqa: PLC0415  (only documents need the format)
    from ._references import FAMILIES  # noqa: PLC0415  (as above)
    from ._shapes import Number  # noqa: PLC0415  (as above)

    expression = {
        "description": 'Measures added up, as in "units_delivered - units_returned" or {"units_delivered": 1}.',
        "anyOf": [
            {"type": "string", "pattern": r"^\s*[-+−]?\s*[a-z0-9]"},
            {"type": "object", "minProperties": 1, "additionalProperties": {"type": "integer"}},
        ],
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"salesperf profile, schema {SCHEMA}",
        **PROFILE.schema(),
        "$defs": {
            "number": Number.definition(),
            "expression": expression,
            "curve": {
                "description": "How a value turns into points.",
                "oneOf": [_family(family) for family in FAMILIES],
            },
            "condition": CONDITION.definition(),
            "consequence": CONSEQUENCE.schema(),
        },
    }


def _family(family: type[Curve]) -> dict[str, Any]:
    arguments = {name: _argument(family, name) for name in family.arguments()}
    properties = {"kind": {"const": family.kind}, **arguments, "of": {"enum": [str(domain) for domain in Domain]}}
    required = [
        "kind",
        *(name for name in family.arguments() if name in {"knots", "at", "full", "target", "tolerance"}),
    ]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _argument(family: type[Curve], name: str) -> dict[str, Any]:
    if name != "knots":
        return _NUMBER if (family.kind, name) == ("piecewise", "below") else _ARGUMENTS[name]
    size = _KNOTS[family.kind]
    return {
        "type": "array",
        "minItems": 1,
        "items": {"type": "array", "items": _NUMBER, "minItems": size, "maxItems": size},
    }


def schema_json() -> str:
    """Return the schema as the text of `profile.schema.json`."""
    import json  # noqa: PLC0415  (only documents need it)

    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"
