"""A program: the formulas, points and total of a plan as integer steps over columns, for any engine.

Engines add what they are good at (which rows, which files) and evaluate the steps in order; they decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs

from ._bounds import Bounds, proved
from ._expression import (
    Choose,
    Column,
    Compare,
    Expression,
    Flag,
    Greatest,
    Least,
    Literal,
    Not,
    Product,
    Within,
    children,
    negated,
    times,
)

__all__ = ["Program", "assembled", "names_in", "replaced"]


@attrs.frozen(eq=False, kw_only=True)
class Program:
    """Steps in the order in which they depend on each other.

    Inputs are whole numbers without nulls: `s3` is slot 3 in grid units, `refused` is 1 where the reader could not
    decide a row; the others depend on the period, `varying` has their value for each situation.  Outputs are whole
    numbers too, null where there is none (`nullable`).
    """

    inputs: tuple[str, ...]
    varying: Mapping[str, tuple[int, ...]]
    steps: Mapping[str, Expression]
    outputs: tuple[str, ...]
    nullable: frozenset[str]
    bounds: Mapping[str, Bounds]
    """The least and the greatest value of each input and step that is a number."""

    @property
    def slots(self) -> tuple[int, ...]:
        """The numbers of the slots that are read."""
        return tuple(int(name[1:]) for name in self.inputs if name[0] == "s" and name[1:].isdigit())

    @cached_property
    def levels(self) -> tuple[tuple[str, ...], ...]:
        """The names of the steps by depth: those of a level depend only on inputs and on levels before."""
        depth = dict.fromkeys(self.inputs, -1)
        levels: list[list[str]] = []
        for name, step in self.steps.items():
            at = 1 + max((depth[each] for each in names_in(step)), default=-1)
            depth[name] = at
            levels.extend([] for _ in range(at + 1 - len(levels)))
            levels[at].append(name)
        return tuple(map(tuple, levels))

    @cached_property
    def unguarded(self) -> Program:
        """The same for an engine whose numbers wrap silently: sums are not kept within limits, only seen to be."""
        bare = {name: step.number for name, step in self.steps.items() if isinstance(step, Within)}
        steps = {name: replaced(_freed(step), bare) for name, step in self.steps.items() if name not in bare}
        return attrs.evolve(self, steps=steps)

    def carried(self, level: int) -> tuple[str, ...]:
        """Return the names that are known before a level and asked for in it, after it, or as an output."""
        known = [*self.inputs, *(name for names in self.levels[:level] for name in names)]
        later = {each for names in self.levels[level:] for name in names for each in names_in(self.steps[name])}
        return tuple(name for name in known if name in later or name in self.outputs)


def names_in(node: Expression) -> Iterator[str]:
    """Yield the names that an expression reads, once for each time."""
    if isinstance(node, Column | Flag):
        yield node.name
    else:
        for part in children(node):
            yield from names_in(part)


def assembled(
    steps: Mapping[str, Expression],
    outputs: Sequence[str],
    inputs: Mapping[str, Sequence[Bounds]],
    varying: Mapping[str, tuple[int, ...]],
) -> Program:
    """Return the program of the steps that outputs need, proved to fit 64 bits and with idle names left out.

    `inputs` has the bounds of each input in each situation.  Raises `NotColumnar` where the proof fails.
    """
    needed = _needed(steps, outputs)
    bounds = _proved(needed, inputs)
    kept = _inlined(needed, outputs)
    used = {name for step in kept.values() for name in names_in(step)}
    return Program(
        inputs=tuple(name for name in inputs if name in used),
        varying={name: values for name, values in varying.items() if name in used},
        steps=kept,
        outputs=tuple(outputs),
        nullable=frozenset(name for name in outputs if _may_be_null(kept[name])),
        bounds=bounds,
    )


def _needed(steps: Mapping[str, Expression], outputs: Iterable[str]) -> dict[str, Expression]:
    wanted = set(outputs)
    for name in reversed(list(steps)):
        if name in wanted:
            wanted.update(names_in(steps[name]))
    return {name: step for name, step in steps.items() if name in wanted}


def _proved(steps: Mapping[str, Expression], inputs: Mapping[str, Sequence[Bounds]]) -> dict[str, Bounds]:
    """Return the bounds of all names over all situations, each proved by itself."""
    found: dict[str, Bounds] = {}
    for given in dict.fromkeys(zip(*inputs.values(), strict=True)):
        of = dict(zip(inputs, given, strict=True))
        for name, step in steps.items():
            bounds = proved(step, of)
            if bounds is not None:
                of[name] = bounds
        for name, (low, high) in of.items():
            least, most = found.get(name, (low, high))
            found[name] = min(least, low), max(most, high)
    return found


def _inlined(steps: Mapping[str, Expression], outputs: Iterable[str]) -> dict[str, Expression]:
    """Write steps that are read once, or that cost next to nothing, where they are read."""
    uses: dict[str, int] = dict.fromkeys(outputs, 2)
    for step in steps.values():
        for name in names_in(step):
            uses[name] = uses.get(name, 0) + 1
    kept: dict[str, Expression] = {}
    within: dict[str, Expression] = {}
    for name, step in steps.items():
        written = replaced(step, within) if within else step
        often = name in outputs or _is_guarded(step)  # which engines leave out together
        if not often and (uses[name] == 1 or _is_light(written)):
            within[name] = written
        else:
            kept[name] = written
    return kept


def _is_guarded(node: Expression) -> bool:
    """Whether it is a number within its limit, or that times a whole number."""
    return isinstance(node, Within) or (isinstance(node, Product) and any(map(_is_guarded, node.parts)))


def _freed(node: Expression) -> Expression:
    """Return a number times a whole number without the limit within which it is kept."""
    if not (isinstance(node, Product) and _is_guarded(node)):
        return node
    return times(*(part.number if isinstance(part, Within) else part for part in node.parts))


def _is_light(node: Expression) -> bool:
    """Whether computing it twice costs no more than keeping it: a comparison or a bound with a whole number."""
    return isinstance(node, Compare | Greatest | Least) and not any(
        True for part in children(node) for _ in children(part)
    )


def replaced(node: Any, within: Mapping[str, Expression]) -> Any:
    """Return an expression, or a part of one, with names replaced by what they stand for."""
    if isinstance(node, Column | Flag):
        return within.get(node.name, node)
    if isinstance(node, Not):
        return negated(replaced(node.part, within))
    if isinstance(node, tuple):
        return tuple(replaced(part, within) for part in node)
    if attrs.has(type(node)):
        return type(node)(*(replaced(getattr(node, field.name), within) for field in attrs.fields(type(node))))
    return node


def _may_be_null(node: Expression) -> bool:
    """Whether a branch gives null; only the outermost choice can."""
    if isinstance(node, Choose):
        return any(_may_be_null(number) for _, number in node.cases) or _may_be_null(node.otherwise)
    return isinstance(node, Literal) and node.value is None
