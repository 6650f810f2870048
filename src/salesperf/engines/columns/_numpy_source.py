"""The numpy code of a program, generated as the scorer is: one assignment for each step.

Only integers and names chosen here enter the source.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from ...plan import (
    NULL,
    ZERO,
    AllTrue,
    AnyTrue,
    Choose,
    Column,
    Compare,
    Constant,
    Difference,
    Expression,
    Flag,
    FloorDiv,
    Greatest,
    Least,
    Literal,
    Not,
    Number,
    Outside,
    Product,
    Program,
    Sign,
    Sum,
    Truth,
    Within,
    both,
    bounds_of,
    children,
    choose,
    either,
    names_in,
    negated,
    replaced,
)

__all__ = ["compiled"]

_KEPT = 256


@lru_cache(maxsize=_KEPT)
def compiled(program: Program) -> Callable[..., Any]:
    """Return the function from numpy and arrays of the inputs to the outputs, then where each nullable one is there."""
    lines = [f"def evaluate({', '.join(['np', *program.inputs])}):"]
    for name, step in program.steps.items():
        if name in program.nullable and isinstance(step, Number):
            lines.append(f"    {name}, {name}_there = {_source(_filled(step))}, {_source(_there(step))}")
        else:
            lines.append(f"    {name} = {_source(step)}")
    there = (f"{name}_there" for name in program.outputs if name in program.nullable)
    lines.append(f"    return {''.join(f'{name}, ' for name in (*program.outputs, *there))}")
    names: dict[str, Any] = {"within": _within, "outside": _outside}
    exec(compile("\n".join(lines), "<salesperf columns>", "exec"), names)  # noqa: S102  (source made here from integers only)
    function: Callable[..., Any] = names["evaluate"]
    return function


def _within(np: Any, numbers: Any, limit: Any) -> Any:
    """Return numbers with 0 for those beyond a limit; most often the very same array."""
    beyond = _outside(np, numbers, limit)
    return numbers if beyond is np.False_ else numbers * ~beyond


def _outside(np: Any, numbers: Any, limit: Any) -> Any:
    """Return which numbers are beyond a limit; most often none is."""
    least = limit if isinstance(limit, int) else limit.min()
    if numbers.min() >= -least and numbers.max() <= least:
        return np.False_
    return (numbers < -limit) | (numbers > limit)


def _filled(node: Number) -> Number:
    """Return a number that has any number for null."""
    if not isinstance(node, Choose):
        return ZERO if node == NULL else node
    cases = [(truth, _filled(number)) for truth, number in node.cases if number != NULL]
    last = cases.pop()[1] if node.otherwise == NULL and cases else _filled(node.otherwise)
    return choose(*cases, otherwise=last)


def _there(node: Number) -> Truth:
    """Return where a number is not null."""
    if not isinstance(node, Choose):
        return Constant(node != NULL)
    found = _there(node.otherwise)
    for truth, number in reversed(node.cases):
        here = _there(number)
        found = found if here == found else either(both(truth, here), both(negated(truth), found))
    return found


def _source(node: Expression) -> str:
    match node:
        case Column(name) | Flag(name):
            return name
        case Literal(value):
            return f"({value})"
        case Constant(value):
            return f"np.{value}_"
        case Choose():
            return _choice(node)
        case FloorDiv(over, Literal(2)):
            return f"({_source(over)} >> 1)"
        case _:
            return _joined(node, [_source(part) for part in children(node)])


def _joined(node: Expression, parts: Sequence[str]) -> str:
    if isinstance(node, Not):
        return f"(~{parts[0]})"
    if isinstance(node, Within | Outside):
        return f"{'within' if isinstance(node, Within) else 'outside'}(np, {', '.join(parts)})"
    if isinstance(node, Least | Greatest):
        return f"np.{'minimum' if isinstance(node, Least) else 'maximum'}({', '.join(parts)})"
    joint = _SIGNS.get(node.sign, node.sign) if isinstance(node, Compare) else _JOINTS[type(node)]
    return f"({f' {joint} '.join(parts)})"


def _choice(node: Choose) -> str:
    cases, otherwise = _clipped(node)
    text = _source(otherwise)
    for truth, number in reversed(cases):
        if text == "(0)" and isinstance(number, Literal):
            text = f"({_source(truth)} * {number.value})"
        else:
            text = f"np.where({_source(truth)}, {_source(number)}, {text})"
    return text


def _clipped(node: Choose) -> tuple[Sequence[tuple[Truth, Number]], Number]:
    """Return the cases and the last number, without flat ends that continue the piece beside them.

    To bring what a curve looks at within its ends costs half of choosing them.
    """
    cases, otherwise = list(node.cases), node.otherwise
    match cases[:2]:
        case [(Compare(Sign.BELOW, Column() as x, Literal(int() as end)), flat), (truth, number)]:
            if _at(number, x, end) == flat:
                cases[:2] = [(truth, replaced(number, {x.name: Greatest(x, Literal(end))}))]
    match cases[-1]:
        case (Compare(Sign.BELOW, Column() as x, Literal(int() as end)), number):
            if _at(number, x, end) == otherwise:
                otherwise = replaced(number, {x.name: Least(x, Literal(end))})
                cases.pop()
    return cases, otherwise


def _at(number: Number, x: Column, value: int) -> Number | None:
    """Return a number at one value of the only column it reads; None where it reads others, or none."""
    if set(names_in(number)) != {x.name}:
        return None
    low, high = bounds_of(number, {x.name: (value, value)})
    return Literal(low) if low == high else None


_JOINTS = {Sum: "+", Product: "*", Difference: "-", FloorDiv: "//", AllTrue: "&", AnyTrue: "|"}
_SIGNS = {Sign.EQUAL: "==", Sign.OTHER: "!="}
