"""What values an expression can have, from those of its columns: the proof that no engine leaves 64 bits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from ._expression import (
    AllTrue,
    Choose,
    Column,
    Compare,
    Difference,
    Expression,
    FloorDiv,
    Greatest,
    Least,
    Literal,
    Number,
    Product,
    Sign,
    Sum,
    Truth,
    Within,
    children,
    negated,
)

__all__ = ["Bounds", "NotColumnar", "bounds_of", "branches", "proved"]

Bounds = tuple[int, int]
"""The least and the greatest value."""

_Find: TypeAlias = Callable[[Number, Mapping[str, Bounds]], Bounds]

_LARGEST = (1 << 63) - 1


class NotColumnar(Exception):  # noqa: N818  (a signal inside the house, not an error users see)
    """A plan cannot be computed over columns, for the reason given; the plain path can."""


def proved(node: Expression, of: Mapping[str, Bounds]) -> Bounds | None:
    """Return the bounds of a number (None for a truth), once each number in it is shown to fit 64 bits.

    Raises `NotColumnar` for what might not fit, or for a divisor that might be below 1.
    """
    if isinstance(node, Number):
        return _fitting(_joined(node, of, _prove))
    for part in children(node):
        proved(part, of)
    return None


def bounds_of(node: Number, of: Mapping[str, Bounds]) -> Bounds:
    """Return the bounds of a number; null is left out of account, and so is how wide an engine's numbers are."""
    return _joined(node, of, bounds_of)


def _prove(node: Number, of: Mapping[str, Bounds]) -> Bounds:
    return _fitting(_joined(node, of, _prove))


def _fitting(found: Bounds) -> Bounds:
    if not -_LARGEST <= found[0] <= found[1] <= _LARGEST:
        msg = "an intermediate number may not fit 64 bits"
        raise NotColumnar(msg)
    return found


def _joined(node: Number, of: Mapping[str, Bounds], find: _Find) -> Bounds:
    """Return the bounds of a number from those that are found of its parts."""
    match node:
        case Column(name):
            return of[name]
        case Literal(value):
            return (value or 0, value or 0)
        case Choose(cases):
            if find is _prove:
                for truth, _ in cases:
                    proved(truth, of)
            return _folded(_hull, [find(number, within) for number, within in branches(node, of)], find)
        case Within(number, limit):
            most = find(limit, of)[1]
            low, high = find(number, of)
            return min(max(low, -most), 0), max(min(high, most), 0)
        case _:
            numbers = (part for part in children(node) if isinstance(part, Number))
            return _folded(_JOINS[type(node)], [find(part, of) for part in numbers], find)


def branches(node: Choose, of: Mapping[str, Bounds]) -> Iterator[tuple[Number, Mapping[str, Bounds]]]:
    """Yield the numbers of a choice, the last one too, each with the bounds that hold where it is taken.

    An engine either computes a branch only where it is taken, or wraps silently where it is not.
    """
    for truth, number in node.cases:
        yield number, _where(truth, of)
        of = _where(negated(truth), of)
    yield node.otherwise, of


def _where(truth: Truth, of: Mapping[str, Bounds]) -> Mapping[str, Bounds]:
    """Return bounds narrowed to where a truth holds; as they are where it says nothing simple."""
    match truth:
        case AllTrue(parts):
            for part in parts:
                of = _where(part, of)
        case Compare(sign, Column(name), Literal(int() as value)):
            low, high = of[name]
            least, most = _REACHES[sign](value)
            low, high = max(low, least), min(high, most)
            of = {**of, name: (low, high) if low <= high else (value, value)}
    return of


_REACHES: dict[Sign, Callable[[int], Bounds]] = {
    Sign.BELOW: lambda value: (-_LARGEST, value - 1),
    Sign.AT_MOST: lambda value: (-_LARGEST, value),
    Sign.EQUAL: lambda value: (value, value),
    Sign.OTHER: lambda _: (-_LARGEST, _LARGEST),
    Sign.AT_LEAST: lambda value: (value, _LARGEST),
    Sign.ABOVE: lambda value: (value + 1, _LARGEST),
}


def _folded(join: Callable[[Bounds, Bounds], Bounds], parts: Sequence[Bounds], find: _Find) -> Bounds:
    """Return what comes of the parts, joined from left to right as engines compute them."""
    found = parts[0]
    for part in parts[1:]:
        found = join(found, part)
        if find is _prove:
            _fitting(found)
    return found


def _sum(one: Bounds, other: Bounds) -> Bounds:
    return one[0] + other[0], one[1] + other[1]


def _product(one: Bounds, other: Bounds) -> Bounds:
    corners = [left * right for left in one for right in other]
    return min(corners), max(corners)


def _difference(one: Bounds, other: Bounds) -> Bounds:
    return one[0] - other[1], one[1] - other[0]


def _least(one: Bounds, other: Bounds) -> Bounds:
    return min(one[0], other[0]), min(one[1], other[1])


def _greatest(one: Bounds, other: Bounds) -> Bounds:
    return max(one[0], other[0]), max(one[1], other[1])


def _hull(one: Bounds, other: Bounds) -> Bounds:
    return min(one[0], other[0]), max(one[1], other[1])


def _quotient(over: Bounds, by: Bounds) -> Bounds:
    if by[0] < 1:
        msg = "a divisor may be below 1"
        raise NotColumnar(msg)
    corners = [above // below for above in over for below in by]
    return min(corners), max(corners)


_JOINS: dict[type, Callable[[Bounds, Bounds], Bounds]] = {
    Sum: _sum,
    Product: _product,
    Difference: _difference,
    FloorDiv: _quotient,
    Least: _least,
    Greatest: _greatest,
}
