"""How one value became points, in terms that a person with a pencil can follow."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import attrs

from ..arithmetic import POINT, to_decimal
from ._words import say

__all__ = ["Bound", "Pencil"]

_MOST = 12  # decimals written out before a number is shown as rounded


class Bound(StrEnum):
    """The bound that cut the points."""

    FLOOR = "floor"
    CAP = "cap"


@attrs.frozen(kw_only=True)
class Pencil:
    """The terms of one evaluation: exact = base + (value − start) × rate, or base + steps × rate in whole steps.

    `base`, `rate` and `exact` are points as exact fractions; `rate` is per unit of the value, or per whole step of the
    size `step` where `steps` is not None.  `points` is what was earned: `exact` rounded half up to 0.001 and cut by the
    `bound`, if one acted.
    """

    value: Decimal
    start: Decimal
    base: Fraction
    rate: Fraction
    steps: int | None
    step: Decimal | None
    exact: Fraction
    points: Decimal
    bound: Bound | None

    def formula(self, lang: str = "en") -> str:
        """Return the calculation as one line, in English or in Chinese ("zh").

        >>> from salesperf.curves import PerStep
        >>> rule = PerStep(at=100, full=10, below=(5, -1), floor=0).canonical(2)
        >>> rule.pencil(9500).formula(), rule.pencil(4999).formula("zh")
        ('10 − 1 × 1 step = 9', '10 − 1 × 10 步 = 0')
        """
        parts = [self._terms(lang)]
        if self.rate and not self._is_the_value:
            parts.append(_result(self.exact))
        if self.bound is not None:
            parts.append(say(lang, self.bound.value, points=_digits(Fraction(self.points))))
        return "".join(parts)

    @property
    def _is_the_value(self) -> bool:
        return self.steps is None and self.rate == 1 and not self.start and not self.base

    def _terms(self, lang: str) -> str:
        value, base = format(self.value, "f").replace("-", "−"), _digits(self.base)
        if not self.rate:
            return base
        if self._is_the_value:
            return value
        if self.steps is not None:
            count = say(lang, "step" if self.steps == 1 else "steps", count=self.steps)
            return f"{base} {'−' if self.rate < 0 else '+'} {_digits(abs(self.rate))} × {count}"
        left, right = (value, self.start) if self.value >= self.start else (_digits(Fraction(self.start)), self.value)
        falls = (self.rate < 0) == (self.value >= self.start)
        run = f"({left} {'+' if right < 0 else '−'} {format(right, 'f').replace('-', '')})"
        return f"{base} {'−' if falls else '+'} {run} × {_ratio(abs(self.rate))}"


def _exact(number: Fraction) -> str:
    """Return a number in plain digits, or nothing if it has no end."""
    for decimals in range(_MOST + 1):
        scaled = number * 10**decimals
        if scaled.denominator == 1:
            digits = format(to_decimal(abs(scaled.numerator), decimals), "f")
            return f"−{digits}" if number < 0 else digits
    return ""


def _ratio(number: Fraction) -> str:
    """Return a number in lowest terms, as it is multiplied by hand."""
    return str(number).replace("-", "−")


def _digits(number: Fraction) -> str:
    return _exact(number) or _ratio(number)


def _result(number: Fraction) -> str:
    exact = _exact(number)
    rounded = Fraction((number * POINT + Fraction(1, 2)).__floor__(), POINT)
    return (f" = {exact}" if exact else "") + ("" if rounded == number else f" ≈ {_exact(rounded)}")
