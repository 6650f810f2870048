"""The format of profile files, schema 1: every table, every key, its shape and what it is for."""

from __future__ import annotations

from typing import Any

from ..vocabulary import Level, NotAssessed, Scope
from ._criterion import CRITERION_ID, Criterion
from ._definitions import OwnIndicators, OwnMeasures
from ._extra import Extra
from ._gate import CapGrade, Disqualify, Gate, ItemZero, Multiply, When
from ._references import ConditionShape, CurveShape, IndicatorId, Source, TargetShape
from ._shapes import (
    Amounts,
    Field,
    Flag,
    Many,
    Nullable,
    Number,
    Pairs,
    Table,
    Tagged,
    Text,
    Whole,
    Word,
)
from ._values import MONTHS

__all__ = ["CONDITION", "CONSEQUENCE", "PROFILE", "SCHEMA"]

SCHEMA = 1
"""The version of the format that this version of the library reads and writes."""

_ID = "[a-z][a-z0-9_]{0,63}"
_NOTE = Field("note", Text(prose=True), "Why it is so; documentation.")


class _Window:
    """A rolling span, as text or a number of months."""

    def read(self, value: Any, at: str, reader: Any) -> Any:
        """Return what `Criterion` takes."""
        return (Text(MONTHS) if isinstance(value, str) else Whole(1)).read(value, at, reader)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        return {"anyOf": [Text(MONTHS).schema(), {**Whole(1).schema(), "maximum": 120}]}


def _criterion(*, indicator: Any, **given: Any) -> Criterion:
    return Criterion(indicator, **given)


def _comparison(*, of: Any, **given: Any) -> When:
    return When(of, **given)


def _measured(what: str) -> Field:
    return Field(
        "of", Source(), f"The indicator or measure {what}; an indicator before a measure of the same id.", required=True
    )


_COMPARISON = Table(
    fields=(
        _measured("compared"),
        Field("below", Number(), "Holds where the value is less than this."),
        Field("at_least", Number(), "Holds where the value is this or more."),
    ),
    build=_comparison,
    about="A comparison of a shown value of status ok.",
)

CONDITION = ConditionShape(_COMPARISON)

CONSEQUENCE = Tagged(
    (
        Table(
            (Field("criterion", Text(CRITERION_ID), "The criterion whose line earns 0 points.", required=True),),
            ItemZero,
            tag=("kind", "item_zero"),
        ),
        Table(
            (Field("factor", Number(), "What the total is multiplied by.", required=True),),
            Multiply,
            tag=("kind", "multiply"),
        ),
        Table((Field("grade", Text(), "The best grade left.", required=True),), CapGrade, tag=("kind", "cap_grade")),
        Table((), Disqualify, tag=("kind", "disqualify")),
    )
)


class _Consequence:
    """What follows from a gate."""

    def read(self, value: Any, at: str, reader: Any) -> Any:
        """Return the consequence."""
        return CONSEQUENCE.read(value, at, reader)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        return {"$ref": "#/$defs/consequence"}


_CRITERION = Table(
    (
        Field("indicator", IndicatorId(), "The id of an indicator.", required=True),
        Field(
            "weight",
            Number(),
            "Percent of the profile, up to two decimals; all weights total exactly 100.",
            required=True,
        ),
        Field("curve", CurveShape(), "How the value turns into points.", required=True),
        Field("id", Text(CRITERION_ID), "The indicator's id, plus @scope where a scope is given, unless set here."),
        Field("scope", Word(Scope), "Over whose facts it is computed."),
        Field("minimum_sample", Whole(1), "The least count the value may rest on."),
        Field("window", _Window(), 'A rolling span that ends with the period, as in "3 months".'),
        Field("group", Text(), "Criteria of one group share a maximum."),
        Field("par", Number(), "Points under the policy neutral; 100 unless set here."),
        Field("target", TargetShape(), "The subject's own target, for curves on gap or percent_of_target."),
        _NOTE,
        Field("placeholder", Flag(), "Amounts of money that every brand has to set."),
    ),
    _criterion,
    about="A criterion: an indicator, its curve and its weight.",
)

_EXTRA = Table(
    (
        Field("id", Text(_ID), "Its name on the card.", required=True),
        _measured("it looks at"),
        Field("curve", CurveShape(), "How the value turns into points, unweighted.", required=True),
        Field("minimum", Number(), "The fewest points it adds; below 0 for a deduction.", required=True),
        Field("maximum", Number(), "The most points it adds.", required=True),
        _NOTE,
    ),
    lambda *, id, **given: Extra(id, **given),  # noqa: A006  (the key is called so)
    about="A bounded bonus or deduction.",
)

_GATE = Table(
    (
        Field("id", Text(_ID), "Its name on the card.", required=True),
        Field("of", Source(), "The indicator or measure compared, where the condition is one comparison."),
        Field("below", Number(), "Fires where the value is less than this."),
        Field("at_least", Number(), "Fires where the value is this or more."),
        Field("when", CONDITION, "The condition, where it is more than one comparison."),
        Field("then", _Consequence(), "What follows.", required=True),
        _NOTE,
    ),
    Gate,
    about="A condition and what follows from it.",
)


class _Version:
    """The schema version; `_files` has looked at it before."""

    def read(self, value: Any, at: str, reader: Any) -> Any:  # noqa: ARG002  (a shape)
        """Return the version."""
        return value

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        return {"const": SCHEMA}


def _profile(**given: Any) -> dict[str, Any]:
    """Return the constructor's arguments; what is only defined here is used through its ids."""
    return {name: value for name, value in given.items() if name not in {"schema", "measures", "indicators"}}


PROFILE = Table(
    (
        Field("schema", _Version(), "The version of this format.", required=True),
        Field("measures", OwnMeasures(), "Own measures, by the id that other tables use."),
        Field("indicators", OwnIndicators(), "Own indicators, by the id that other tables use."),
        Field("name", Text(), "What the profile is called.", required=True),
        Field("level", Word(Level), "Whom it judges.", required=True),
        Field("version", Text(), "The version of the profile."),
        Field("phase", Text(), "The phase whose factors are in the weights."),
        Field("not_assessed", Word(NotAssessed), "What becomes of the weight of a criterion without a value."),
        Field("publish_at_least", Number(), "Percent of the weight that must be scored for a card to have a total."),
        Field("floor", Nullable(Number()), "The least total, before multipliers; 0 unless set here."),
        Field("cap", Nullable(Number()), "The most total, before multipliers; none unless set here."),
        Field("grades", Pairs(), "Bands of (name, least total), best first."),
        Field("group_maximum", Amounts(), "The most points of the total that a group's criteria earn together."),
        Field("criteria", Many(_CRITERION), "In the order of the card.", required=True),
        Field("extras", Many(_EXTRA), "Bonus and deduction items."),
        Field("gates", Many(_GATE), "Conditions with consequences."),
    ),
    _profile,
    about="A profile: what a level is judged by.",
)
