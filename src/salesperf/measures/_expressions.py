"""Expressions as files write them: text such as `units_delivered - units_returned`, or `{measure id: times}`.

A small reader of its own, so that a loaded file can never run code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ..errors import Fault, ProfileError, UnitError, UnknownNameError
from ..text import shown
from ._checks import suggestion
from ._measure import Expression, Measure
from ._vocabulary import get

__all__ = ["read_expression"]

_TERM = re.compile(r"(?P<sign>[+\-−])?\s*(?:(?P<times>[0-9]{1,9})\s*[*·]\s*)?(?P<id>[a-z][a-z0-9_]{0,63})\s*")
_GRAMMAR = "a sum of measures such as 'units_delivered - 2*units_returned'"


def read_expression(
    source: object, measure: Callable[[str], Measure] = get, *, field: str = "expression"
) -> Expression:
    """Return the expression that `source` writes: text, or a mapping of measure ids to whole numbers.

    Text is `[sign][n*]id` followed by any number of `+ [n*]id` or `- [n*]id`; `−` and `·` stand for `-` and `*`, so
    that `str(expression)` reads back.  `measure` finds a measure by its id and raises `UnknownNameError`; by default it
    knows the shipped vocabulary.  `field` is what the faults call the place.  Everything wrong is raised as one
    `ProfileError`.

    >>> read_expression("units_delivered - units_returned")
    <Expression units_delivered − units_returned [count]>
    >>> read_expression({"opps_won_new": 1, "opps_won_carried": 1})
    <Expression opps_won_new + opps_won_carried [count]>
    """
    pairs = _text_terms(source, field) if isinstance(source, str) else _mapped_terms(source, field)
    faults: list[Fault] = []
    total: dict[Measure, int] = {}
    for name, times in pairs:
        try:
            found = measure(name)
        except UnknownNameError as error:
            expected = f"a known measure{suggestion(name, error.choices)}"
            faults.append(Fault(expected, field=field, value=shown(name)))
        else:
            total[found] = total.get(found, 0) + times
    if faults:
        raise ProfileError(faults)
    try:
        return Expression(tuple((found, times) for found, times in total.items() if times))
    except UnitError as error:
        raise ProfileError([Fault(str(error), field=field)]) from error


def _text_terms(text: str, field: str) -> list[tuple[str, int]]:
    pairs: list[tuple[str, int]] = []
    at = len(text) - len(text.lstrip())
    while at < len(text):
        term = _TERM.match(text, at)
        if term is None or (pairs and term["sign"] is None):
            break
        times = int(term["times"] or 1)
        if times == 0:
            break
        pairs.append((term["id"], times if term["sign"] in {None, "+"} else -times))
        at = term.end()
    if at < len(text) or not pairs:
        rest = f", from {shown(text[at:])} on" if pairs else ""
        raise ProfileError([Fault(f"{_GRAMMAR}{rest}", field=field, value=shown(text))])
    return pairs


def _mapped_terms(source: object, field: str) -> list[tuple[str, int]]:
    if not isinstance(source, Mapping) or not source:
        raise ProfileError([Fault(f"{_GRAMMAR}, or measure ids with whole numbers", field=field, value=shown(source))])
    faults = [
        Fault("a whole number other than 0", field=f"{shown(name)} in {field}", value=shown(times))
        for name, times in source.items()
        if type(times) is not int or times == 0
    ]
    if faults:
        raise ProfileError(faults)
    return list(source.items())
