"""Integer expressions: what every engine computes alike, written down as data.

A `Number` is a whole number of 64 bits, a `Truth` is true or false and never unknown.  Null stands only in a branch of
a `Choose` whose result nothing computes with.  `FloorDiv` is floor division by a divisor of at least 1 on every row;
that no intermediate leaves 64 bits is proved from the bounds of the inputs (`_bounds`).

The functions make nodes and fold what is constant, so that a program has no idle steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from math import prod
from typing import TypeAlias

import attrs

__all__ = [
    "FALSE",
    "NULL",
    "ONE",
    "TRUE",
    "ZERO",
    "AllTrue",
    "AnyTrue",
    "Choose",
    "Column",
    "Compare",
    "Constant",
    "Difference",
    "Expression",
    "Flag",
    "FloorDiv",
    "Greatest",
    "Least",
    "Literal",
    "Not",
    "Number",
    "Outside",
    "Product",
    "Sign",
    "Sum",
    "Truth",
    "Within",
    "at_least",
    "at_most",
    "both",
    "children",
    "choose",
    "compare",
    "either",
    "floor_div",
    "minus",
    "negated",
    "plus",
    "rounded",
    "times",
]


class Sign(StrEnum):
    """How two numbers are compared."""

    BELOW = "<"
    AT_MOST = "<="
    EQUAL = "="
    OTHER = "<>"
    AT_LEAST = ">="
    ABOVE = ">"

    def holds(self, left: int, right: int) -> bool:
        """Whether the comparison is true of two known numbers."""
        order = (left > right) - (left < right)
        return order in _ORDERS[self]


_ORDERS: dict[Sign, tuple[int, ...]] = {
    Sign.BELOW: (-1,),
    Sign.AT_MOST: (-1, 0),
    Sign.EQUAL: (0,),
    Sign.OTHER: (-1, 1),
    Sign.AT_LEAST: (0, 1),
    Sign.ABOVE: (1,),
}
_OPPOSITE = {
    Sign.BELOW: Sign.AT_LEAST,
    Sign.AT_MOST: Sign.ABOVE,
    Sign.EQUAL: Sign.OTHER,
    Sign.OTHER: Sign.EQUAL,
    Sign.AT_LEAST: Sign.BELOW,
    Sign.ABOVE: Sign.AT_MOST,
}


@attrs.frozen
class Column:
    """A number by name: an input, or an earlier step."""

    name: str


@attrs.frozen
class Literal:
    """A number known beforehand; None is null."""

    value: int | None


@attrs.frozen
class Sum:
    """The sum of two numbers or more."""

    parts: tuple[Number, ...]


@attrs.frozen
class Product:
    """The product of two numbers or more."""

    parts: tuple[Number, ...]


@attrs.frozen
class Difference:
    """One number less another."""

    left: Number
    right: Number


@attrs.frozen
class FloorDiv:
    """⌊over / by⌋ for a divisor of at least 1."""

    over: Number
    by: Number


@attrs.frozen
class Least:
    """The lesser of two numbers."""

    left: Number
    right: Number


@attrs.frozen
class Greatest:
    """The greater of two numbers."""

    left: Number
    right: Number


@attrs.frozen
class Within:
    """A number where it lies within ±limit, else 0."""

    number: Number
    limit: Number


@attrs.frozen
class Choose:
    """The number of the first case that is true, else another."""

    cases: tuple[tuple[Truth, Number], ...]
    otherwise: Number


@attrs.frozen
class Flag:
    """A truth by name: an earlier step."""

    name: str


@attrs.frozen
class Constant:
    """A truth known beforehand."""

    value: bool


@attrs.frozen
class Compare:
    """Whether two numbers stand so to each other."""

    sign: Sign
    left: Number
    right: Number


@attrs.frozen
class Outside:
    """Whether a number lies outside ±limit."""

    number: Number
    limit: Number


@attrs.frozen
class AllTrue:
    """Whether all of two truths or more hold."""

    parts: tuple[Truth, ...]


@attrs.frozen
class AnyTrue:
    """Whether any of two truths or more holds."""

    parts: tuple[Truth, ...]


@attrs.frozen
class Not:
    """Whether a truth does not hold."""

    part: Truth


Number: TypeAlias = Column | Literal | Sum | Product | Difference | FloorDiv | Least | Greatest | Within | Choose
Truth: TypeAlias = Flag | Constant | Compare | Outside | AllTrue | AnyTrue | Not
Expression: TypeAlias = Number | Truth

NULL = Literal(None)
ZERO = Literal(0)
ONE = Literal(1)
TRUE = Constant(value=True)
FALSE = Constant(value=False)


def children(node: Expression) -> Iterator[Expression]:
    """Yield what a node is made of."""
    match node:
        case Sum() | Product() | AllTrue() | AnyTrue():
            yield from node.parts
        case Difference() | Least() | Greatest() | Compare():
            yield from (node.left, node.right)
        case FloorDiv():
            yield from (node.over, node.by)
        case Within() | Outside():
            yield from (node.number, node.limit)
        case Choose():
            for case in node.cases:
                yield from case
            yield node.otherwise
        case Not():
            yield node.part
        case _:
            return


def _known(node: Number) -> int | None:
    return node.value if isinstance(node, Literal) else None


def plus(*parts: Number) -> Number:
    """Return the sum."""
    flat = [each for part in parts for each in (part.parts if isinstance(part, Sum) else (part,))]
    constant = sum(_known(part) or 0 for part in flat)
    open_parts = [part for part in flat if _known(part) is None]
    if constant or not open_parts:
        open_parts.append(Literal(constant))
    return open_parts[0] if len(open_parts) == 1 else Sum(tuple(open_parts))


def minus(left: Number, right: Number) -> Number:
    """Return the difference."""
    known = _known(right)
    if known is not None:
        return plus(left, Literal(-known))
    return times(Literal(-1), right) if left == ZERO else Difference(left, right)


def times(*parts: Number) -> Number:
    """Return the product; a whole number stands first."""
    flat = [each for part in parts for each in (part.parts if isinstance(part, Product) else (part,))]
    constant = prod(1 if (known := _known(part)) is None else known for part in flat)
    open_parts = [part for part in flat if _known(part) is None]
    if constant == 0 or not open_parts:
        return Literal(constant)
    if constant != 1:
        open_parts.insert(0, Literal(constant))
    return open_parts[0] if len(open_parts) == 1 else Product(tuple(open_parts))


def floor_div(over: Number, by: Number) -> Number:
    """Return ⌊over / by⌋."""
    if by == ONE:
        return over
    above, below = _known(over), _known(by)
    return FloorDiv(over, by) if above is None or below is None else Literal(above // below)


def rounded(over: Number, by: Number) -> Number:
    """Return rdiv(over, by): half up, toward +∞ also below zero.

    (2a + b) // (2b) is (a + b // 2) // b for whole numbers, b > 0: the same with smaller intermediates.
    """
    return over if by == ONE else floor_div(plus(over, floor_div(by, Literal(2))), by)


def at_least(node: Number, least: Number | int) -> Number:
    """Return the number, or `least` where it is below."""
    least = Literal(least) if isinstance(least, int) else least
    one, other = _known(node), _known(least)
    return Greatest(node, least) if one is None or other is None else Literal(max(one, other))


def at_most(node: Number, most: Number | int) -> Number:
    """Return the number, or `most` where it is above."""
    most = Literal(most) if isinstance(most, int) else most
    one, other = _known(node), _known(most)
    return Least(node, most) if one is None or other is None else Literal(min(one, other))


def compare(left: Number, sign: Sign, right: Number | int) -> Truth:
    """Return a comparison."""
    right = Literal(right) if isinstance(right, int) else right
    one, other = _known(left), _known(right)
    return Compare(sign, left, right) if one is None or other is None else Constant(sign.holds(one, other))


def both(*parts: Truth) -> Truth:
    """Return whether all hold."""
    flat = dict.fromkeys(each for part in parts for each in (part.parts if isinstance(part, AllTrue) else (part,)))
    flat.pop(TRUE, None)
    if FALSE in flat or not flat:
        return Constant(not flat)
    return next(iter(flat)) if len(flat) == 1 else AllTrue(tuple(flat))


def either(*parts: Truth) -> Truth:
    """Return whether any holds."""
    flat = dict.fromkeys(each for part in parts for each in (part.parts if isinstance(part, AnyTrue) else (part,)))
    flat.pop(FALSE, None)
    if TRUE in flat or not flat:
        return Constant(bool(flat))
    return next(iter(flat)) if len(flat) == 1 else AnyTrue(tuple(flat))


def negated(part: Truth) -> Truth:
    """Return whether a truth does not hold."""
    match part:
        case Constant(value):
            return Constant(not value)
        case Not(inner):
            return inner
        case Compare(sign, left, right):
            return Compare(_OPPOSITE[sign], left, right)
        case _:
            return Not(part)


def choose(*cases: tuple[Truth, Number], otherwise: Number) -> Number:
    """Return the number of the first case that is true."""
    kept: list[tuple[Truth, Number]] = []
    for truth, number in cases:
        if truth == TRUE:
            otherwise = number
            break
        if truth != FALSE:
            kept.append((truth, number))
    while kept and kept[-1][1] == otherwise:
        kept.pop()
    return Choose(tuple(kept), otherwise) if kept else otherwise
