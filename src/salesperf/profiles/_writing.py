"""From a profile to its document, and the digest of what decides a score."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ..curves import Curve
from ..errors import Fault, ProfileError
from ..indicators import Indicator
from ..measures import Expression, Measure
from ..text import shown
from ..vocabulary import NotAssessed
from ._criterion import Criterion
from ._definitions import KINDS, own_indicator, own_measure
from ._extra import Extra
from ._format import SCHEMA
from ._gate import AllOf, AnyOf, CapGrade, Condition, Consequence, Gate, ItemZero, Multiply, When
from ._references import FAMILIES, MEASURE_PREFIX
from ._uses import own_parts, shipped_indicators, shipped_measures
from ._values import plain

if TYPE_CHECKING:
    from ._profile import Profile

__all__ = ["digest", "document", "to_json"]


def to_json(profile: Profile) -> str:
    """Return the document as JSON, one key a line, ending in a line break."""
    return json.dumps(document(profile), ensure_ascii=False, indent=1) + "\n"


def digest(profile: Profile) -> str:
    """Return the SHA-256 of the document without prose, keys sorted."""
    told = _document(profile, prose=False)
    return sha256(
        json.dumps(told, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode("ascii")
    ).hexdigest()


def document(profile: Profile) -> dict[str, Any]:
    """Return the document of a profile; raise `ProfileError` where a part of it is of a class that no file can name."""
    indicators, _ = own_parts(profile)
    curves = [(one.id, one.curve) for one in profile.criteria] + [(one.id, one.curve) for one in profile.extras]
    faults = [
        Fault("a curve of a shipped family: a file holds no code", f"{name}.curve", shown(type(curve).__name__))
        for name, curve in curves
        if type(curve) not in FAMILIES
    ]
    faults += [
        Fault("an indicator of a shipped kind: a file holds no code", field=one.id, value=shown(type(one).__name__))
        for one in indicators
        if type(one) not in KINDS
    ]
    if faults:
        raise ProfileError(faults)
    return _document(profile, prose=True)


def _document(profile: Profile, *, prose: bool) -> dict[str, Any]:
    indicators, measures = own_parts(profile)
    known_measures, known_indicators = shipped_measures(), shipped_indicators()
    own_measures = sorted((one for one in measures if known_measures.get(one.id) != one), key=lambda one: one.id)
    own_indicators = sorted((one for one in indicators if known_indicators.get(one.id) != one), key=lambda one: one.id)
    names = {*known_indicators, *(one.id for one in own_indicators)}
    made: dict[str, Any] = {
        "schema": SCHEMA,
        "name": profile.name,
        "level": str(profile.level),
        "version": profile.version,
    }
    if profile.phase is not None:
        made["phase"] = profile.phase
    made |= {
        "not_assessed": str(NotAssessed(profile.not_assessed)),
        "publish_at_least": plain(profile.publish_at_least),
        "floor": None if profile.floor is None else plain(profile.floor),
        "cap": None if profile.cap is None else plain(profile.cap),
        "grades": [[name, plain(least)] for name, least in profile.grades],
        "group_maximum": {name: plain(most) for name, most in profile.group_maximum},
        "measures": [own_measure(one, prose=prose) for one in own_measures],
        "indicators": [own_indicator(one, prose=prose) for one in own_indicators],
        "criteria": [{**_criterion(one), **_prose(one, prose=prose)} for one in profile.criteria],
        "extras": [{**_extra(one, names), **_prose(one, prose=prose)} for one in profile.extras],
        "gates": [{**_gate(one, names), **_prose(one, prose=prose)} for one in profile.gates],
    }
    return {key: value for key, value in made.items() if value not in ([], {})}


def _curve(curve: Curve) -> dict[str, Any]:
    made = curve.to_dict()
    return {key: value for key, value in made.items() if value is not None and (key, value) != ("of", "value")}


def _prose(part: Criterion | Extra | Gate, *, prose: bool) -> dict[str, Any]:
    made: dict[str, Any] = {"note": part.note} if prose and part.note else {}
    return {**made, "placeholder": True} if prose and isinstance(part, Criterion) and part.placeholder else made


def _criterion(one: Criterion) -> dict[str, Any]:
    made: dict[str, Any] = {"indicator": one.indicator.id, "weight": plain(one.weight), "curve": _curve(one.curve)}
    if one.id != one.default_id:
        made["id"] = one.id
    if one.scope is not None:
        made["scope"] = str(one.scope)
    if one.minimum_sample is not None:
        made["minimum_sample"] = one.minimum_sample
    if one.window is not None:
        made["window"] = f"{one.window} month{'s' if one.window > 1 else ''}"
    if one.group is not None:
        made["group"] = one.group
    made["par"] = plain(one.par)
    if one.target is not None:
        made["target"] = one.target.to_dict() if isinstance(one.target, Expression) else plain(one.target)
    return made


def _source(of: Indicator | Measure, indicators: set[str]) -> str:
    return f"{MEASURE_PREFIX}{of.id}" if isinstance(of, Measure) and of.id in indicators else of.id


def _extra(one: Extra, indicators: set[str]) -> dict[str, Any]:
    return {
        "id": one.id,
        "of": _source(one.of, indicators),
        "curve": _curve(one.curve),
        "minimum": plain(one.minimum),
        "maximum": plain(one.maximum),
    }


def _condition(condition: Condition, indicators: set[str]) -> dict[str, Any]:
    if isinstance(condition, AllOf | AnyOf):
        name = "all" if isinstance(condition, AllOf) else "any"
        return {name: [_condition(part, indicators) for part in condition.parts]}
    made = {"of": _source(condition.of, indicators)}
    if condition.below is not None:
        made["below"] = plain(condition.below)
    if condition.at_least is not None:
        made["at_least"] = plain(condition.at_least)
    return made


def _consequence(then: Consequence) -> dict[str, Any]:
    if isinstance(then, ItemZero):
        return {"kind": "item_zero", "criterion": then.criterion}
    if isinstance(then, Multiply):
        return {"kind": "multiply", "factor": plain(then.factor)}
    return {"kind": "cap_grade", "grade": then.grade} if isinstance(then, CapGrade) else {"kind": "disqualify"}


def _gate(one: Gate, indicators: set[str]) -> dict[str, Any]:
    condition = _condition(one.when, indicators)
    when = condition if isinstance(one.when, When) else {"when": condition}
    return {"id": one.id, **when, "then": _consequence(one.then)}
