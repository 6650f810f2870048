"""The scorer: from the slots of a card to values, statuses, points, total and grade, in contract order.

The function is generated, as attrs generates `__init__`: straight-line integer code for one plan in one situation,
about two and a half times as fast as the loop it replaces.  For cards with adjustments there is a second function, made
by the same emitter: it looks up at every place where a person may have put something else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple

from ..indicators import Mix
from ..plan import (
    Length,
    Plan,
    Situation,
    member_value,
    mix,
    structure_match,
    target_shares,
)
from ..vocabulary import Status
from ._emitter import Emitter

__all__ = [
    "NO_CHANGES",
    "Beyond",
    "Changes",
    "Outcome",
    "Verdict",
    "amended_detailer",
    "amended_scorer",
    "detailer",
    "scorer",
]

_KEPT = 256


class Verdict(NamedTuple):
    """How a card ends, as integers: codes of its status and grade, points in thousandths."""

    status: int
    total: int | None
    base: int | None
    grade: int | None


class Outcome(NamedTuple):
    """What led to the verdict on one card: points in thousandths, values in units of their last shown decimal."""

    values: tuple[int | None, ...]
    """Of each formula of the plan."""
    statuses: tuple[int, ...]
    """Of each formula."""
    item_statuses: tuple[int, ...]
    points: tuple[int | None, ...]
    """Of each item, after item gates and the not-assessed policy."""
    extras: tuple[int, ...]
    gates: tuple[bool | None, ...]
    """Fired, not fired, or not to be told."""


class Changes(NamedTuple):
    """What people put in the place of what a card's sums give."""

    values: tuple[tuple[int, int], ...] = ()
    """Of a formula by its number: the value, in units of its last shown decimal."""
    points: tuple[tuple[int, int], ...] = ()
    """Of an item by its number: the points, in thousandths."""
    excluded: tuple[int, ...] = ()
    """Items that are left out."""
    exempt: bool = False
    """Whether the card has no total."""


NO_CHANGES = Changes()


class Beyond(Exception):  # noqa: N818  (a signal inside the room, not an error users see)
    """A value on an unbounded ray left the exact range.

    Carries the item's number (extras count down from −1; a formula's stands in a tuple) and the limit.
    """


Scorer = Callable[[Sequence[int], Sequence[Any]], Any]


@lru_cache(maxsize=_KEPT)
def _compiled(  # noqa: PLR0917  (the key under which a scorer is kept)
    plan: Plan,
    fixed: tuple[Status | None, ...],
    untargeted: tuple[bool, ...],
    immature: tuple[bool, ...],
    result: str,
    amendable: bool,  # noqa: FBT001  (part of the key)
) -> Scorer:
    emitter = Emitter(plan, fixed, untargeted, immature, amendable=amendable)
    source = "\n".join(emitter.lines(result))
    names: dict[str, Any] = {
        "Beyond": Beyond,
        "Outcome": Outcome,
        "every": _every,
        "some": _some,
        "spread": _spread,
        "mix": mix,
        "structure_match": structure_match,
        "SHARES": [target_shares(f.indicator) if isinstance(f.indicator, Mix) else {} for f in plan.formulas],
        "FORMULAS": plan.formulas,
        "member_value": member_value,
        "make": tuple.__new__,
    }
    exec(compile(source, "<salesperf scorer>", "exec"), names)  # noqa: S102  (source made here from integers only)
    function: Scorer = names["score"]
    return function


def scorer(
    plan: Plan, situation: Situation
) -> Callable[[Sequence[Any]], tuple[int, int | None, int | None, int | None]]:
    """Return the function from the slots of a card to the fields of its `Verdict`, in one period's situation."""
    return _bound(plan, situation, "verdict")


def detailer(plan: Plan, situation: Situation) -> Callable[[Sequence[Any]], Outcome]:
    """Return the function from the slots of a card to everything that led to its verdict.

    It is the scorer's own code with another last line, so the two cannot disagree.
    """
    return _bound(plan, situation, "outcome")


def amended_scorer(
    plan: Plan, situation: Situation
) -> Callable[[Sequence[Any], Changes], tuple[int, int | None, int | None, int | None]]:
    """Return the function from the slots of a card and its `Changes` to the fields of its `Verdict`.

    It is the scorer's own code with a look for a change at each place that may have one; without changes it gives the
    same.
    """
    return _bound(plan, situation, "verdict", amendable=True)


def amended_detailer(plan: Plan, situation: Situation) -> Callable[[Sequence[Any], Changes], Outcome]:
    """Return the function from the slots of a card and its `Changes` to everything that led to its verdict."""
    return _bound(plan, situation, "outcome", amendable=True)


def _bound(plan: Plan, situation: Situation, result: str, *, amendable: bool = False) -> Callable[..., Any]:
    parts = situation.fixed, situation.untargeted, situation.immature, situation.lengths
    return _paced(plan, *parts, result, amendable)


@lru_cache(maxsize=_KEPT)
def _paced(  # noqa: PLR0917  (the parts of a situation that a scorer depends on, as the key under which it is kept)
    plan: Plan,
    fixed: tuple[Status | None, ...],
    untargeted: tuple[bool, ...],
    immature: tuple[bool, ...],
    lengths: tuple[Length, ...],
    result: str,
    amendable: bool,  # noqa: FBT001  (part of the key)
) -> Callable[..., Any]:
    """Return the compiled function with the factors that depend on how long the period is."""
    paces = tuple(
        pace for formula in plan.formulas if any(formula.pace) for pace in formula.paces(formula.length(lengths))
    )
    return partial(_compiled(plan, fixed, untargeted, immature, result, amendable), paces)


def _every(*states: bool | None) -> bool | None:
    """Kleene's and: one false settles it, else one unknown leaves it open."""
    return False if False in states else None if None in states else True


def _some(*states: bool | None) -> bool | None:
    """Kleene's or."""
    return True if True in states else None if None in states else False


def _spread(*terms: tuple[Sequence[tuple[str, int]], int]) -> tuple[tuple[str, int], ...]:
    """Add spreads up, each times a whole number."""
    amounts: dict[str, int] = {}
    for pairs, times in terms:
        for name, amount in pairs:
            amounts[name] = amounts.get(name, 0) + amount * times
    return tuple(amounts.items())
