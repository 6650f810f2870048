"""Curves from profile files: a mapping with a `kind` and the constructor's arguments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from ..errors import CurveError, Fault
from ..text import near, shown
from ._curve import Curve
from ._knotted import Linear, Piecewise, Steps
from ._ruled import PerStep, Proportional, Target

__all__ = ["FAMILIES", "from_dict"]

FAMILIES: tuple[type[Curve], ...] = (Linear, Proportional, Steps, Piecewise, PerStep, Target)
"""The families that a file can name, by their `kind`."""


def from_dict(mapping: Mapping[str, Any], *, where: str = "curve") -> Curve:
    """Return the curve that `mapping` describes, as `Curve.to_dict` writes it and profile files hold it.

    `kind` names the family, the other keys are the arguments of its constructor; those with a default may be left out.
    Numbers are text, int or Decimal; a float is read by its repr.  `where` begins the place named in each fault.

    >>> from_dict({"kind": "linear", "knots": [["60", "0"], ["100", "100"]]})
    Linear((60, 0), (100, 100))
    >>> from_dict({"kind": "linaer", "knots": []})
    Traceback (most recent call last):
        ...
    salesperf.errors.CurveError: faults in the curve (1):
      - curve, kind: 'linaer': one of linear, proportional, steps, piecewise, per_step, target; did you mean 'linear'?

    Raises `CurveError` with every fault found: no mapping, an unknown kind or key (the near name is suggested), a value
    of the wrong type, and whatever the family itself refuses.
    """
    if not isinstance(mapping, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]  (files are not typed)
        expected = 'a table such as {kind = "linear", knots = [[60, 0], [100, 100]]}'
        raise CurveError([Fault(expected, where, shown(mapping))])
    kinds = {family.kind: family for family in FAMILIES}
    kind = mapping.get("kind")
    family = kinds.get(kind) if isinstance(kind, str) else None
    if family is None:
        raise CurveError([Fault(_one_of(kind, kinds), f"{where}, kind", shown(kind))])
    known = [*family.arguments(), "of"]
    faults = list(_unknown(mapping, known, where))
    try:
        made = family.from_arguments({**family.arguments(), **{key: mapping[key] for key in known if key in mapping}})
    except CurveError as error:
        faults += [attrs.evolve(fault, field=f"{where}, {fault.field}") for fault in error.faults]
        raise CurveError(faults, hint=error.hint) from None
    if faults:
        raise CurveError(faults)
    return made


def _unknown(mapping: Mapping[str, Any], known: list[str], where: str) -> Iterator[Fault]:
    choices = ["kind", *known]
    for key in mapping:
        if key not in choices:
            yield Fault(_one_of(key, choices), f"{where}, key", shown(key))


def _one_of(name: object, known: Mapping[str, object] | list[str]) -> str:
    close = near(name, known) if isinstance(name, str) else ()
    return f"one of {', '.join(known)}" + (f"; did you mean {shown(close[0])}?" if close else "")
