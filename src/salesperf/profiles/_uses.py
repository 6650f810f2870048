"""What a profile looks at: its indicators and measures, each once, in order of appearance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..indicators import CATALOGUE, Change, Dispersion, Indicator, MemberMean
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
    """Return the indicators (with what own ones are of) and the measures of all, as a file would list them."""
    named: dict[Indicator, None] = {}
    sources = [criterion.indicator for criterion in profile.criteria]
    sources += [extra.of for extra in profile.extras if isinstance(extra.of, Indicator)]
    for gate in profile.gates:
        sources += [one.of for one in comparisons(gate.when) if isinstance(one.of, Indicator)]
    for indicator in sources:
        named.update(dict.fromkeys(_with_inner(indicator)))
    measures = dict.fromkeys(measures_of(profile))
    measures.update(dict.fromkeys(measure for indicator in named for measure in indicator.measures))
    return tuple(named), tuple(measures)


def _with_inner(indicator: Indicator) -> Iterator[Indicator]:
    """Yield what an own indicator is of, then the indicator."""
    inner = indicator.of if isinstance(indicator, Change | MemberMean | Dispersion) else None
    if inner is not None and shipped_indicators().get(indicator.id) != indicator:
        yield from _with_inner(inner)
    yield indicator
