"""What a profile looks at: its indicators and measures, each once, in order of appearance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..indicators import CATALOGUE, Change, Indicator
from ..measures import VOCABULARY, Expression, Measure
from ._gate import Condition, When

if TYPE_CHECKING:
    from ._profile import Profile

__all__ = ["comparisons", "indicators_of", "measures_of", "own_parts", "shipped_indicators", "shipped_measures"]


@cache
def shipped_indicators() -> Mapping[str, Indicator]:
    """Return the catalogue by id."""
    return MappingProxyType({indicator.id: indicator for indicator in CATALOGUE})


@cache
def shipped_measures() -> Mapping[str, Measure]:
    """Return the vocabulary by id."""
    return MappingProxyType({measure.id: measure for measure in VOCABULARY})


def comparisons(condition: Condition) -> Iterator[When]:
    """Yield the comparisons of a condition, in order."""
    if isinstance(condition, When):
        yield condition
    else:
        for part in condition.parts:
            yield from comparisons(part)


def _looks(profile: Profile) -> Iterator[Indicator]:
    for criterion in profile.criteria:
        yield criterion.indicator
    for extra in profile.extras:
        yield extra.indicator
    for gate in profile.gates:
        for comparison in comparisons(gate.when):
            yield comparison.indicator


def indicators_of(profile: Profile) -> tuple[Indicator, ...]:
    """Return every indicator that a criterion, extra or gate looks at."""
    return tuple(dict.fromkeys(_looks(profile)))


def measures_of(profile: Profile) -> tuple[Measure, ...]:
    """Return every measure that is read, targets included."""
    found = dict.fromkeys(measure for indicator in _looks(profile) for measure in indicator.measures)
    for criterion in profile.criteria:
        if isinstance(criterion.target, Expression):
            found.update(dict.fromkeys(criterion.target.measures))
    return tuple(found)


def own_parts(profile: Profile) -> tuple[tuple[Indicator, ...], tuple[Measure, ...]]:
    """Return the indicators (with what own changes are of) and the measures, as a file would list them."""
    named: dict[Indicator, None] = {}
    sources = [criterion.indicator for criterion in profile.criteria]
    sources += [extra.of for extra in profile.extras if isinstance(extra.of, Indicator)]
    for gate in profile.gates:
        sources += [one.of for one in comparisons(gate.when) if isinstance(one.of, Indicator)]
    for indicator in sources:
        if isinstance(indicator, Change) and shipped_indicators().get(indicator.id) != indicator:
            named[indicator.of] = None
        named[indicator] = None
    return tuple(named), measures_of(profile)
