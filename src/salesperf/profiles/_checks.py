"""What must hold of a profile as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from ..arithmetic import to_decimal, to_grid
from ..errors import Fault
from ..text import shown
from ._criterion import Criterion
from ._extra import Extra
from ._gate import CapGrade, Gate, ItemZero
from ._uses import own_parts
from ._values import label_fault, named, number_fault, plain

if TYPE_CHECKING:
    from ._profile import Profile

__all__ = ["HUNDRED", "faults"]

HUNDRED = 10_000
"""100 percent, in hundredths of a percent."""

_POINTS = 3


def faults(profile: Profile) -> list[Fault]:
    """Return everything that is wrong with a profile."""
    found = _kinds(profile)
    if found:
        return found
    found += label_fault("name", profile.name) + label_fault("version", profile.version)
    found += label_fault("phase", profile.phase) if profile.phase is not None else []
    found += _weights(profile) + _ids(profile) + _groups(profile) + _grades(profile)
    for position, gate in enumerate(profile.gates):
        found += _consequence(profile, gate, f"gates[{position}].then")
    found += number_fault("publish_at_least", profile.publish_at_least, 2, low=0, high=100)
    found += number_fault("floor", profile.floor, _POINTS) + number_fault("cap", profile.cap, _POINTS)
    if profile.floor is not None and profile.cap is not None and profile.floor > profile.cap:
        found.append(Fault(f"at most the cap, {plain(profile.cap)}", field="floor", value=plain(profile.floor)))
    return found + _meanings(profile)


def _kinds(profile: Profile) -> list[Fault]:
    parts = (
        ("criteria", Criterion, profile.criteria),
        ("extras", Extra, profile.extras),
        ("gates", Gate, profile.gates),
    )
    return [
        Fault(f"a {kind.__name__}", field=f"{name}[{position}]", value=shown(part))
        for name, kind, given in parts
        for position, part in enumerate(given)
        if not isinstance(part, kind)
    ]


def _weights(profile: Profile) -> list[Fault]:
    if not profile.criteria:
        return [Fault("one criterion or more", field="criteria")]
    total = sum(to_grid(criterion.weight, 2) or 0 for criterion in profile.criteria)
    if total == HUNDRED:
        return []
    rest = plain(to_decimal(abs(HUNDRED - total), 2))
    expected = f"a total of exactly 100; {rest} are {'missing' if total < HUNDRED else 'too many'}"
    return [Fault(expected, field="weights", value=plain(to_decimal(total, 2)))]


def _ids(profile: Profile) -> list[Fault]:
    found = []
    for what, parts in (("criteria", profile.criteria), ("extras", profile.extras), ("gates", profile.gates)):
        for name in _repeated(part.id for part in parts):
            way_out = "; give one of them an id= or a scope=" if what == "criteria" else ""
            found.append(Fault(f"each id once{way_out}", field=what, value=shown(name)))
    return found


def _repeated(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def _groups(profile: Profile) -> list[Fault]:
    used = list(dict.fromkeys(criterion.group for criterion in profile.criteria if criterion.group is not None))
    limited = [name for name, _ in profile.group_maximum]
    found = [Fault("each group once", field="group_maximum", value=shown(name)) for name in _repeated(limited)]
    for name, most in profile.group_maximum:
        found += number_fault(f"group_maximum.{name}", most, _POINTS, above=0)
        found += named("group that a criterion belongs to", name, used, "group_maximum")
    for criterion in profile.criteria:
        if criterion.group is not None and criterion.group not in limited:
            expected = "a group that group_maximum gives a maximum"
            found.append(Fault(expected, field=f"{criterion.id}.group", value=shown(criterion.group)))
    return found


def _grades(profile: Profile) -> list[Fault]:
    found = []
    for position, (name, least) in enumerate(profile.grades):
        found += label_fault(f"grades[{position}]", name)
        found += number_fault(f"grades[{position}]", least, _POINTS)
    for name in _repeated(name for name, _ in profile.grades):
        found.append(Fault("each grade once", field="grades", value=shown(name)))
    for (better, high), (worse, low) in pairwise(profile.grades):
        if high <= low:
            expected = f"best first: less than the {plain(high)} of {better}"
            found.append(Fault(expected, field=f"grades, {worse}", value=plain(low)))
    return found


def _consequence(profile: Profile, gate: Gate, field: str) -> list[Fault]:
    if isinstance(gate.then, ItemZero):
        known = [criterion.id for criterion in profile.criteria]
        return named("criterion", gate.then.criterion, known, f"{field}.criterion")
    if isinstance(gate.then, CapGrade):
        return named("grade", gate.then.grade, [name for name, _ in profile.grades], f"{field}.grade")
    return []


def _meanings(profile: Profile) -> list[Fault]:
    """One id must not mean two things: the card, the file and the records would disagree about which."""
    indicators, measures = own_parts(profile)
    found = [
        Fault("one indicator for each id; give the other an id of its own", field="indicators", value=shown(name))
        for name in _repeated(indicator.id for indicator in indicators)
    ]
    found += [
        Fault("one measure for each id; give the other an id of its own", field="measures", value=shown(name))
        for name in _repeated(measure.id for measure in measures)
    ]
    return found
