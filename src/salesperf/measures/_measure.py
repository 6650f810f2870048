"""What can be counted: `Measure`, and linear `Expression`s of measures of one unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import attrs

from ..arithmetic import to_grid
from ..errors import Fault, ProfileError, UnitError
from ..text import shown
from ..vocabulary import Additivity, Owner, Unit
from ._checks import Amount, Reading, identifier, member, named, number

__all__ = ["DIMENSIONS", "KEYS", "RESERVED", "Expression", "Measure"]

KEYS = ("customer", "deal", "lead", "vehicle")
"""Columns by which a distinct measure may tell its subjects apart."""

DIMENSIONS = ("channel", "model")
"""Columns by which a distribution may be broken down."""

RESERVED = frozenset({*map(str, Owner), *KEYS, *DIMENSIONS, "date", "until", "id", "rater", "recorded_at"})
"""Columns of a record that are not measures."""

_MOST_DECIMALS = 6


def _id(_: Measure, __: attrs.Attribute[str], value: str) -> None:
    identifier(value, "measure", reserved=RESERVED)


def _unit(given: Unit | str) -> Unit:
    return member(Unit, given, "unit of a measure")


def _additivity(given: Additivity | str) -> Additivity:
    return member(Additivity, given, "additivity of a measure")


def _owner(given: Owner | str) -> Owner:
    return member(Owner, given, "owner of a measure")


def _default_decimals(measure: Measure) -> int:
    return measure.unit.decimals


def _labels(given: Mapping[str, Amount] | Iterable[tuple[str, Amount]]) -> tuple[tuple[str, Decimal], ...]:
    faults: list[Fault] = []
    labels: dict[str, Decimal] = {}
    for word, value in given.items() if isinstance(given, Mapping) else given:
        amount = number(value)
        if not isinstance(word, str) or not word or word != word.strip() or number(word) is not None:
            faults.append(Fault("a word that is no number, without blanks around it", field="label", value=shown(word)))
        elif word in labels:
            faults.append(Fault("each word once", field="label", value=shown(word)))
        elif amount is None:
            faults.append(Fault("a number", field=f"amount of the label {shown(word)}", value=shown(value)))
        else:
            labels[word] = amount
    if faults:
        raise ProfileError(faults)
    return tuple(labels.items())


@attrs.frozen(repr=False, cache_hash=True)
class Measure:
    """A named countable amount: the vocabulary in which records are written.

    `decimals` is the integer grid on which it is kept (its unit's by default: money, days and minutes 2, all else 4
    so that credit can be shared).  `additivity` says how it adds up; a `distinct` measure counts each `key` with a
    positive net amount once.  `signed` allows a negative sum; a negative sum of any other measure is `suspect`.
    `absent_counts_zero`: a column that no record of a call carries is read as 0 (returns, cancellations), where any
    other absent column gives `missing_data`.  `owner` is the narrowest unit it is booked on, `dated_by` says which
    day a record of it carries.  `labels` reads words as amounts, as in `{"优": 120, "良": 100}`.  `note` warns of what
    to mind when the data are made.

    A contradiction (an id that is a record's key, decimals outside 0 to 6, a key without `distinct`, a label off the
    grid) raises `ProfileError` with all faults.

    >>> from salesperf.measures import Measure
    >>> from salesperf.vocabulary import Unit
    >>> Measure("appraisals", unit=Unit.COUNT, en="Trade-in appraisals", zh="评估台次")
    Measure('appraisals', count, 4 decimals, sum)
    """

    id: str = attrs.field(validator=_id)
    unit: Unit = attrs.field(kw_only=True, converter=_unit)
    en: str = attrs.field(kw_only=True)
    zh: str = attrs.field(kw_only=True)
    decimals: int = attrs.field(kw_only=True, default=attrs.Factory(_default_decimals, takes_self=True))
    additivity: Additivity = attrs.field(kw_only=True, default=Additivity.SUM, converter=_additivity)
    key: str | None = attrs.field(kw_only=True, default=None)
    signed: bool = attrs.field(kw_only=True, default=False)
    absent_counts_zero: bool = attrs.field(kw_only=True, default=False)
    owner: Owner = attrs.field(kw_only=True, default=Owner.PERSON, converter=_owner)
    dated_by: str = attrs.field(kw_only=True, default="")
    labels: tuple[tuple[str, Decimal], ...] = attrs.field(kw_only=True, default=(), converter=_labels)
    note: str = attrs.field(kw_only=True, default="")

    def __attrs_post_init__(self) -> None:
        faults = [*named(self.en, f"en of {self.id}"), *named(self.zh, f"zh of {self.id}")]
        if type(self.decimals) is not int or not 0 <= self.decimals <= _MOST_DECIMALS:
            expected = f"a whole number from 0 to {_MOST_DECIMALS}"
            faults.append(Fault(expected, field=f"decimals of {self.id}", value=shown(self.decimals)))
        else:
            for word, amount in self.labels:
                if to_grid(amount, self.decimals) is None:
                    expected = f"an amount with at most {self.decimals} decimals"
                    faults.append(Fault(expected, field=f"label {shown(word)} of {self.id}", value=shown(amount)))
        if (self.additivity is Additivity.DISTINCT) != (self.key is not None):
            expected = "a key exactly where the measure is distinct"
            faults.append(Fault(expected, field=f"key of {self.id}", value=shown(self.key)))
        elif self.key is not None and self.key not in KEYS:
            faults.append(Fault(f"one of {', '.join(KEYS)}", field=f"key of {self.id}", value=shown(self.key)))
        if faults:
            raise ProfileError(faults)

    def __repr__(self) -> str:
        how = f"{self.additivity} by {self.key}" if self.key else f"{self.additivity}"
        return f"Measure({self.id!r}, {self.unit}, {self.decimals} decimals, {how})"

    def __add__(self, other: Measure | Expression) -> Expression:
        return Expression.of(self) + other

    def __sub__(self, other: Measure | Expression) -> Expression:
        return Expression.of(self) - other

    def __neg__(self) -> Expression:
        return -Expression.of(self)

    def __mul__(self, times: int) -> Expression:
        return Expression.of(self) * times

    __rmul__ = __mul__

    def name(self, lang: str = "en") -> str:
        """Return the English ("en") or Chinese ("zh") name."""
        return self.zh if lang == "zh" else self.en

    def to_dict(self) -> dict[str, Any]:
        """Return everything about the measure in JSON types; `from_dict` reads it back.

        >>> from salesperf import measures
        >>> measures.LEADS_VALID.to_dict()["key"]
        'customer'
        """
        return {
            "id": self.id,
            "en": self.en,
            "zh": self.zh,
            "unit": str(self.unit),
            "decimals": self.decimals,
            "additivity": str(self.additivity),
            "key": self.key,
            "signed": self.signed,
            "absent_counts_zero": self.absent_counts_zero,
            "owner": str(self.owner),
            "dated_by": self.dated_by,
            "labels": {word: format(amount, "f") for word, amount in self.labels},
            "note": self.note,
        }

    @classmethod
    def from_dict(cls, mapping: Mapping[str, object]) -> Measure:
        """Return the measure that `mapping` describes; its keys are the constructor's arguments.

        `id`, `unit`, `en` and `zh` are required.  Unknown keys, missing keys and values of a wrong type are collected
        and raised as one `ProfileError`.

        >>> Measure.from_dict({"id": "appraisals", "unit": "count", "en": "Appraisals", "zh": "评估台次"})
        Measure('appraisals', count, 4 decimals, sum)
        """
        read = Reading(mapping, "a measure")
        read.only(*(field.name for field in attrs.fields(cls)))
        read.required("id", "unit", "en", "zh")
        given: dict[str, Any] = {
            "id": read.text("id"),
            "unit": read.word("unit", Unit),
            "en": read.text("en"),
            "zh": read.text("zh"),
            "decimals": read.whole("decimals"),
            "additivity": read.word("additivity", Additivity),
            "key": read.text("key") or None,
            "signed": read.flag("signed"),
            "absent_counts_zero": read.flag("absent_counts_zero"),
            "owner": read.word("owner", Owner),
            "dated_by": read.text("dated_by"),
            "labels": read.table("labels"),
            "note": read.text("note"),
        }
        read.done()
        return cls(**{key: value for key, value in given.items() if value is not None})


def _checked(_: Expression, __: attrs.Attribute[Any], terms: tuple[tuple[Any, Any], ...]) -> None:
    for measure, times in terms:
        if not isinstance(measure, Measure) or type(times) is not int or times == 0:
            msg = f"a term is a measure and a whole number other than 0, not {shown(measure)} and {shown(times)}"
            raise UnitError(msg)
    if not terms:
        msg = "a sum of measures has at least one term"
        raise UnitError(msg)
    first = terms[0][0]
    for measure, _times in terms:
        if measure.unit is not first.unit:
            msg = (
                f"cannot add {measure.id} ({measure.unit}) to {first.id} ({first.unit}): "
                "the measures of one sum share their unit"
            )
            raise UnitError(msg)
    if len({measure.id for measure, _times in terms}) < len(terms):
        msg = f"a measure stands once in a sum, and under one definition: {', '.join(m.id for m, _times in terms)}"
        raise UnitError(msg)
    means = [measure.id for measure, _times in terms if measure.additivity is Additivity.MEAN]
    if means and len(terms) > 1:
        msg = f"{means[0]} is a mean level and stands by itself: levels of different dates cannot be added"
        raise UnitError(msg)


@attrs.frozen(repr=False, cache_hash=True)
class Expression:
    """A sum of measures of one unit, each times a whole number, as in `UNITS_DELIVERED - UNITS_RETURNED`.

    Adding measures of different units raises `UnitError` when it is written, not when it is computed; so does a sum of
    which nothing is left.  Terms keep the order in which they were written.

    >>> from salesperf import measures
    >>> measures.UNITS_DELIVERED - measures.UNITS_RETURNED
    <Expression units_delivered − units_returned [count]>
    """

    terms: tuple[tuple[Measure, int], ...] = attrs.field(validator=_checked)

    @classmethod
    def of(cls, source: Measure | Expression) -> Expression:
        """Return `source` as an expression."""
        if isinstance(source, Expression):
            return source
        if isinstance(source, Measure):
            return cls(((source, 1),))
        msg = f"expected a measure or a sum of measures, not {shown(source)}"
        raise UnitError(msg)

    @property
    def unit(self) -> Unit:
        """The unit that all terms share."""
        return self.terms[0][0].unit

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures of the terms, in order."""
        return tuple(measure for measure, _ in self.terms)

    @property
    def decimals(self) -> int:
        """The finest grid among the terms."""
        return max(measure.decimals for measure in self.measures)

    def __add__(self, other: Measure | Expression) -> Expression:
        total = dict(self.terms)
        for measure, times in Expression.of(other).terms:
            total[measure] = total.get(measure, 0) + times
        kept = tuple((measure, times) for measure, times in total.items() if times)
        if not kept:
            msg = f"nothing is left of the sum of {self} and {other}"
            raise UnitError(msg)
        return Expression(kept)

    def __sub__(self, other: Measure | Expression) -> Expression:
        return self + -Expression.of(other)

    def __neg__(self) -> Expression:
        return self * -1

    def __mul__(self, times: int) -> Expression:
        if type(times) is not int or times == 0:
            msg = f"a measure is multiplied by a whole number other than 0, not by {shown(times)}"
            raise UnitError(msg)
        return Expression(tuple((measure, factor * times) for measure, factor in self.terms))

    __rmul__ = __mul__

    def __str__(self) -> str:
        text = ""
        for position, (measure, times) in enumerate(self.terms):
            sign = "−" if times < 0 else "+"
            head = sign if position == 0 and times < 0 else "" if position == 0 else f" {sign} "
            text += head + (f"{abs(times)}·" if abs(times) != 1 else "") + measure.id
        return text

    def __repr__(self) -> str:
        return f"<Expression {self} [{self.unit}]>"

    def to_dict(self) -> dict[str, int]:
        """Return the terms as `{measure id: times}`."""
        return {measure.id: times for measure, times in self.terms}
