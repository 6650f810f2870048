"""`check_curve`: all laws of a curve, each at the smallest value that breaks it."""

from __future__ import annotations

from collections.abc import Iterator

from ..curves import Curve
from ..errors import InputTypeError, SalesperfError
from ..text import shown
from ..vocabulary import Direction
from ._broken import Broken, BrokenLawError
from ._curve_laws import FORM, LAWS, Found, Law, Trial, canonical_of

__all__ = ["check_curve"]


def check_curve(curve: Curve, *, decimals: int = 2, direction: Direction | str | None = None) -> None:
    """Check that a curve keeps the laws every shipped one keeps; raise `BrokenLawError` listing those it breaks.

    `decimals` is how many decimals the indicator shows, `direction` which way its indicator is better: points may then
    not fall where higher is better, nor rise where lower is.

    The laws: the canonical form tiles the line and gives the curve's points on both sides of every edge, knot and
    cliff; points are whole thousandths; the range is true; the trend is true; cliffs are jumps; the caller's decimal
    context does not matter; JSON round trip; pickling; it says what it is.

    Raises `InputTypeError` for what is no curve.

    >>> from salesperf import curves
    >>> check_curve(curves.Linear((60, 0), (100, 100), (120, 120)), direction="higher")
    >>> check_curve(curves.Target(30, 10), direction="higher")
    Traceback (most recent call last):
        ...
    salesperf.testing._broken.BrokenLawError: Target(target=30, tolerance=10) breaks 1 law:
      - the trend is true: mixed, where higher is better
    """
    if not isinstance(curve, Curve):
        msg = f"check_curve takes a curve, such as curves.Linear((60, 0), (100, 100)), not {shown(curve)}"
        raise InputTypeError(msg)
    trial = Trial(curve, decimals, None if direction is None else Direction(direction))
    broken = list(_broken(trial))
    if broken:
        raise BrokenLawError(repr(curve), broken)


def _broken(trial: Trial) -> Iterator[Broken]:
    form = _found(canonical_of, trial)
    if form is not None:
        yield _one(trial, FORM, form)
        return
    for name, law in LAWS:
        found = _found(law, trial)
        if found is not None:
            yield _one(trial, name, found)


def _found(law: Law, trial: Trial) -> Found | None:
    try:
        return law(trial)
    except SalesperfError as error:
        return str(error), None


def _one(trial: Trial, law: str, found: Found) -> Broken:
    text, value = found
    return Broken(law, text, "" if value is None else f"value {value:f}, {trial.decimals} decimals")
