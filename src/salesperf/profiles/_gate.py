"""Gates: conditions on indicators or measures, and what follows when they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import TypeAlias, cast

import attrs

from ..errors import Fault, ProfileError
from ..indicators import Indicator, total_of
from ..measures import Measure, identifier
from ..text import shown
from ._criterion import CRITERION_ID
from ._values import Number, label_fault, number, number_fault, optional_number, plain

__all__ = [
    "AllOf",
    "AnyOf",
    "CapGrade",
    "Condition",
    "Consequence",
    "Disqualify",
    "Gate",
    "ItemZero",
    "Multiply",
    "When",
]

_DEEPEST = 8
_LARGEST_FACTOR = 10


class _Joined:
    """Conditions are joined by `&` and `|`."""

    __slots__ = ()

    def __and__(self, other: Condition) -> AllOf:
        return AllOf((cast("Condition", self), other))

    def __or__(self, other: Condition) -> AnyOf:
        return AnyOf((cast("Condition", self), other))


@attrs.frozen(kw_only=True, cache_hash=True, repr=False)
class When(_Joined):
    """One comparison: the shown value is `below` a threshold, `at_least` one, or from one up to the other.

    Only a value of status `ok` is compared: a gate stays silent on an insufficient sample or a suspect value.

    >>> from salesperf import indicators
    >>> from salesperf.profiles import When
    >>> When(indicators.CSI_SCORE, below=80) & When(indicators.NPS, below=0)
    (csi_score < 80 and nps < 0)
    """

    of: Indicator | Measure = attrs.field(kw_only=False)
    below: Decimal | None = attrs.field(default=None, converter=optional_number)
    at_least: Decimal | None = attrs.field(default=None, converter=optional_number)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.of, Indicator | Measure):
            raise ProfileError([Fault("an indicator or a measure", field="of", value=shown(self.of))])
        decimals = self.indicator.decimals
        faults = number_fault("below", self.below, decimals) + number_fault("at_least", self.at_least, decimals)
        if self.below is None and self.at_least is None:
            faults.append(Fault("a threshold: below=, at_least= or both", field="below"))
        if self.below is not None and self.at_least is not None and self.at_least >= self.below:
            expected = f"less than below ({plain(self.below)})"
            faults.append(Fault(expected, field="at_least", value=plain(self.at_least)))
        if faults:
            raise ProfileError(faults)

    @property
    def indicator(self) -> Indicator:
        """The indicator compared: `of`, or the total of the measure that `of` is."""
        return total_of(self.of) if isinstance(self.of, Measure) else self.of

    def __repr__(self) -> str:
        low = f"{plain(self.at_least)} ≤ " if self.at_least is not None else ""
        high = f" < {plain(self.below)}" if self.below is not None else ""
        return f"{low}{self.of.id}{high}"


def _all(given: Iterable[Condition]) -> tuple[Condition, ...]:
    """Return the parts, once each, nested ones opened: (a and b) and c is a and b and c."""
    return tuple(dict.fromkeys(one for part in given for one in (part.parts if isinstance(part, AllOf) else (part,))))


def _any(given: Iterable[Condition]) -> tuple[Condition, ...]:
    return tuple(dict.fromkeys(one for part in given for one in (part.parts if isinstance(part, AnyOf) else (part,))))


def _check(parts: tuple[Condition, ...]) -> None:
    for part in parts:
        if not isinstance(part, When | AllOf | AnyOf):
            raise ProfileError([Fault("a condition, such as When(indicators.CSI_SCORE, below=80)", value=shown(part))])
    if len(parts) < 2:  # noqa: PLR2004  (a junction joins two)
        raise ProfileError([Fault("two different conditions or more, joined by & or |", value=str(len(parts)))])
    if max(_depth(part) for part in parts) >= _DEEPEST:
        raise ProfileError([Fault(f"conditions nested at most {_DEEPEST} deep")])


def _depth(condition: Condition) -> int:
    return 1 if isinstance(condition, When) else 1 + max(_depth(part) for part in condition.parts)


@attrs.frozen(cache_hash=True, repr=False)
class AllOf(_Joined):
    """A condition that holds where all of its parts hold; `a & b` makes one."""

    parts: tuple[Condition, ...] = attrs.field(converter=_all)

    def __attrs_post_init__(self) -> None:
        _check(self.parts)

    def __repr__(self) -> str:
        return f"({' and '.join(map(repr, self.parts))})"


@attrs.frozen(cache_hash=True, repr=False)
class AnyOf(_Joined):
    """A condition that holds where one of its parts holds; `a | b` makes one."""

    parts: tuple[Condition, ...] = attrs.field(converter=_any)

    def __attrs_post_init__(self) -> None:
        _check(self.parts)

    def __repr__(self) -> str:
        return f"({' or '.join(map(repr, self.parts))})"


Condition: TypeAlias = When | AllOf | AnyOf
"""What a gate may depend on."""


@attrs.frozen
class ItemZero:
    """The line of one criterion earns 0 points."""

    criterion: str

    def __attrs_post_init__(self) -> None:
        given = cast("object", self.criterion)
        if not isinstance(given, str) or re.fullmatch(CRITERION_ID, given, re.ASCII) is None:
            raise ProfileError([Fault("the id of a criterion", field="criterion", value=shown(given))])


@attrs.frozen
class Multiply:
    """The total is multiplied, with the other multipliers that fire, by a factor from 0 to 10 with up to 3 decimals."""

    factor: Decimal = attrs.field(converter=number)

    def __attrs_post_init__(self) -> None:
        faults = number_fault("factor", self.factor, 3, low=0, high=_LARGEST_FACTOR)
        if faults:
            raise ProfileError(faults)


@attrs.frozen
class CapGrade:
    """The grade is at best this one; of several caps the lowest counts."""

    grade: str

    def __attrs_post_init__(self) -> None:
        faults = label_fault("grade", self.grade)
        if faults:
            raise ProfileError(faults)


@attrs.frozen
class Disqualify:
    """The card has no total, rank or grade."""


Consequence: TypeAlias = ItemZero | Multiply | CapGrade | Disqualify
"""What may follow from a gate."""


@attrs.frozen(init=False, repr=False)
class Gate:
    """When a condition holds, something follows.

    The condition is `of=` with `below=` or `at_least=`, or `when=` for conditions joined by `&` and `|`.  Raises
    `ProfileError` where it is neither or both, or a threshold is finer than the value shown.

    >>> from salesperf import Gate, indicators
    >>> from salesperf.profiles import ItemZero
    >>> Gate("audit", of=indicators.PROCESS_COMPLIANCE, below=80, then=ItemZero("process_compliance"))
    <Gate audit: process_compliance < 80 → ItemZero(criterion='process_compliance')>
    """

    id: str
    when: Condition
    then: Consequence
    note: str = attrs.field(default="", eq=False)

    def __init__(
        self,
        id: str,  # noqa: A002  (the word users write in files)
        *,
        then: Consequence,
        of: Indicator | Measure | None = None,
        below: Number | None = None,
        at_least: Number | None = None,
        when: Condition | None = None,
        note: str = "",
    ) -> None:
        identifier(id, "gate")
        faults = []
        if not isinstance(then, ItemZero | Multiply | CapGrade | Disqualify):
            expected = "ItemZero(…), Multiply(…), CapGrade(…) or Disqualify()"
            faults.append(Fault(expected, field=f"{id}.then", value=shown(then)))
        if (when is None) == (of is None) or (when is not None and (below is not None or at_least is not None)):
            faults.append(Fault("either of= with below= or at_least=, or when= alone", field=f"{id}.when"))
        elif when is not None and not isinstance(when, When | AllOf | AnyOf):
            faults.append(Fault("conditions joined by & and |", field=f"{id}.when", value=shown(when)))
        elif when is None and of is not None:
            try:
                when = When(of, below=below, at_least=at_least)
            except ProfileError as error:
                faults += [attrs.evolve(fault, field=f"{id}.{fault.field}") for fault in error.faults]
        if faults:
            raise ProfileError(faults)
        for name, value in (("id", id), ("when", when), ("then", then), ("note", note)):
            object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        return f"<Gate {self.id}: {self.when!r} → {self.then!r}>"
