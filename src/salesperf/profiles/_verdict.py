"""Whether a condition can fire at all, and whether it can ever not fire, over the plausible values."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from ._gate import AllOf, AnyOf, Condition, When
from ._reach import values

__all__ = ["Verdict", "verdict"]


class Verdict(Enum):
    """What a condition says over all plausible values."""

    NEVER = "never"
    MAYBE = "maybe"
    ALWAYS = "always"


def verdict(condition: Condition) -> Verdict:
    """Return what a condition says over all plausible values of its indicators."""
    if isinstance(condition, When):
        return _comparison(condition)
    found = {verdict(part) for part in condition.parts}
    comparisons = [part for part in condition.parts if isinstance(part, When)]
    if isinstance(condition, AllOf):
        if Verdict.NEVER in found or _exclude(comparisons):
            return Verdict.NEVER
        return Verdict.ALWAYS if found == {Verdict.ALWAYS} else Verdict.MAYBE
    return _any(condition, found, comparisons)


def _any(_: AnyOf, found: set[Verdict], comparisons: list[When]) -> Verdict:
    if Verdict.ALWAYS in found or _cover(comparisons):
        return Verdict.ALWAYS
    return Verdict.NEVER if found == {Verdict.NEVER} else Verdict.MAYBE


def _comparison(when: When) -> Verdict:
    low, high = values(when.indicator)
    never = when.below is not None and low is not None and low >= when.below
    never |= when.at_least is not None and high is not None and high < when.at_least
    if never:
        return Verdict.NEVER
    always = when.below is None or (high is not None and high < when.below)
    always &= when.at_least is None or (low is not None and low >= when.at_least)
    return Verdict.ALWAYS if always else Verdict.MAYBE


def _exclude(comparisons: Iterable[When]) -> bool:
    """Return whether two of them, of one indicator, cannot hold together."""
    ranges = [(one.indicator, one.at_least, one.below) for one in comparisons]
    return any(
        indicator == other and low is not None and below is not None and low >= below
        for indicator, low, _ in ranges
        for other, _, below in ranges
    )


def _cover(comparisons: Iterable[When]) -> bool:
    """Return whether two of them, of one indicator, leave no value out."""
    ranges = [(one.indicator, one.at_least, one.below) for one in comparisons]
    return any(
        indicator == other and low is not None and below is not None and low <= below
        for indicator, low, high in ranges
        for other, least, below in ranges
        if high is None and least is None
    )
