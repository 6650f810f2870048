"""What every curve has: the base from which the families, and users' own curves, are made."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any, ClassVar, Self, cast

import attrs

from ..arithmetic import to_decimal, to_grid
from ..errors import CurveError, Fault
from ..text import near, shown
from ._canonical import Canonical, Domain, Segment, Trend
from ._cliff import Cliff
from ._numbers import NUMBER, Number, decimals_of, is_number, literal, number, rounded, text
from ._words import say

__all__ = ["Curve", "Limits", "cut"]

_MOST_DECIMALS = 12
_DECIMALS = 3  # of points


def _domain(value: Domain | str) -> Domain:
    """Return the domain of that name; anything else comes back unchanged and is reported with the other faults."""
    try:
        return Domain(value)
    except ValueError:
        return cast("Domain", value)


@attrs.frozen
class Limits:
    """A floor and a cap of a curve, in points."""

    floor: Decimal | None = None
    cap: Decimal | None = None


_NO_LIMITS = Limits()


def cut(
    lo: int | None,
    hi: int | None,
    *,
    start: int,
    base: Fraction,
    rate: Fraction = Fraction(0),
    step: int = 1,
    limits: Limits = _NO_LIMITS,
) -> Segment:
    """Return base + rate × ⌊(u − start) ÷ step⌋ over [lo, hi); base and rate in thousandths of a point."""
    common = lcm(rate.denominator, base.denominator)
    return Segment(
        lo=lo,
        hi=hi,
        a=int(rate * common),
        o=start,
        q=step,
        b=int(base * common),
        d=common,
        pmin=rounded(limits.floor),
        pmax=rounded(limits.cap),
    )


@attrs.frozen(repr=False)
class Curve(ABC):
    """A rule that turns an indicator's shown value into points; use one of the families, or derive your own.

    `of` says what is read: the value (`Domain.VALUE`), its gap to the subject's own target (`Domain.GAP`: value −
    target, in the value's unit) or its percentage of that target (`Domain.PERCENT_OF_TARGET`).

    An own curve is a frozen attrs class with a `kind`.  It gives `_axis` (the numbers that must not be finer than the
    shown value), `_segments` and `describe`, and may add to `_faults`.
    """

    kind: ClassVar[str]
    example: ClassVar[str] = ""

    of: Domain = attrs.field(default=Domain.VALUE, kw_only=True, converter=_domain)

    def __attrs_post_init__(self) -> None:
        faults = list(self._faults())
        if faults:
            raise CurveError(faults, hint=f"for example {self.example}" if self.example else "")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(self._written())})"

    @property
    def decimals(self) -> int:
        """How many decimals a value must show for this curve: those of its finest knot or whole step."""
        return max((decimals_of(value) for _, value in self._axis()), default=0)

    def canonical(self, decimals: int) -> Canonical:
        """Return the curve for values shown with `decimals` decimals, as integers.

        Raises `CurveError` for a knot or a whole step finer than such a value, and for a curve whose numbers are so
        large or so fine that integers of 62 bits cannot compute it.

        >>> from salesperf.curves import Linear
        >>> Linear(("0.125", 0), (1, 100)).canonical(2)
        Traceback (most recent call last):
            ...
        salesperf.errors.CurveError: faults in the curve (1):
          - knot 1: 0.125: at most 2 decimals, as many as the value shows
        """
        if type(decimals) is not int or not 0 <= decimals <= _MOST_DECIMALS:
            expected = f"a whole number from 0 to {_MOST_DECIMALS}"
            raise CurveError([Fault(expected, field="decimals", value=shown(decimals))])
        faults = [
            Fault(f"at most {decimals} decimals, as many as the value shows", field=field, value=text(value))
            for field, value in self._axis()
            if to_grid(value, decimals) is None
        ]
        if faults:
            raise CurveError(faults)
        made = self._compiled(decimals)
        outermost = max((abs(one.hi) for one in made.segments if one.hi is not None), default=0)
        if made.bound() < outermost:
            expected = (
                "smaller numbers, or points with fewer decimals: integers of 62 bits must be able to hold the sums"
            )
            raise CurveError([Fault(expected, field=self.kind)])
        return made

    def points(self, value: Number) -> Decimal:
        """Return the points for one value, rounded half up to 0.001.

        The value is taken with all the decimals it has; a scorecard takes it as shown.  Raises `CurveError` for what is
        not a number.

        >>> from salesperf.curves import Linear
        >>> Linear((60, 0), (100, 100), (120, 120)).points("96.55")
        Decimal('91.375')
        """
        read = number(value)
        if not is_number(read):
            raise CurveError([Fault(NUMBER, field="value", value=shown(value))])
        decimals = max(decimals_of(read), self.decimals)
        return to_decimal(self._compiled(decimals).points(int(Fraction(read) * 10**decimals)), _DECIMALS)

    @property
    def cliffs(self) -> tuple[Cliff, ...]:
        """The jumps, in rising order; a regular staircase is listed once, with the distance of its steps."""
        return self._finely().jumps

    @property
    def range(self) -> tuple[Decimal | None, Decimal | None]:
        """The lowest and the highest points the curve gives or, just below a jump, comes up to; None = without bound.

        >>> from salesperf.curves import Proportional
        >>> Proportional(floor=60).range
        (Decimal('0.000'), None)
        """
        low, high = self._finely().extent
        return _in_points(low), _in_points(high)

    @property
    def trend(self) -> Trend:
        """Which way the points move while the value rises: rising, falling, flat, or mixed."""
        return self._finely().trend

    @abstractmethod
    def describe(self, lang: str = "en") -> str:
        """Return the rule in a few words, in English or in Chinese ("zh").

        Raises `UnknownNameError` for another language.
        """

    def to_dict(self) -> dict[str, Any]:
        """Return the curve as a profile file holds it: `kind`, the constructor's arguments, numbers as text.

        >>> from salesperf.curves import Linear
        >>> Linear((60, 0), (100, 100)).to_dict()
        {'kind': 'linear', 'knots': [['60', '0'], ['100', '100']], 'of': 'value'}
        """
        found = {"kind": self.kind, **{name: _stored(getattr(self, name)) for name in self.arguments()}}
        return {**found, "of": str(self.of)}

    @classmethod
    def arguments(cls) -> Mapping[str, object]:
        """Return the names of the constructor's arguments but `of`, each with its default (None where it has none)."""
        return {
            field.name: None if field.default is attrs.NOTHING else field.default
            for field in attrs.fields(cls)
            if field.init and field.name != "of"
        }

    @classmethod
    def from_arguments(cls, arguments: Mapping[str, Any]) -> Self:
        """Return the curve with these constructor arguments, as a profile file names them."""
        return cls(**arguments)

    @abstractmethod
    def _axis(self) -> tuple[tuple[str, Decimal], ...]:
        """Return the numbers on the value's own scale, named: knots and whole steps."""

    @abstractmethod
    def _segments(self, decimals: int) -> Iterator[Segment]:
        """Yield the segments for values with `decimals` decimals, at least as many as `self.decimals`."""

    def _faults(self) -> Iterator[Fault]:
        if not isinstance(self.of, Domain):
            choices = [str(domain) for domain in Domain]
            close = near(self.of, choices) if isinstance(self.of, str) else ()
            expected = f"one of {', '.join(choices)}" + (f"; did you mean {shown(close[0])}?" if close else "")
            yield Fault(expected, field="of", value=shown(self.of))

    def _written(self) -> Iterator[str]:
        for name, default in self.arguments().items():
            value = getattr(self, name)
            if value != default:
                yield f"{name}={literal(value)}"
        yield from self._written_domain()

    def _written_domain(self) -> Iterator[str]:
        if self.of is not Domain.VALUE:
            yield f"of=Domain.{self.of.name}"

    def _described(self, lang: str, words: str) -> str:
        return say(lang, self.of.value, text=words)

    def _compiled(self, decimals: int) -> Canonical:
        return Canonical(decimals, tuple(self._segments(decimals)))

    def _finely(self) -> Canonical:
        """One decimal more than the knots have, so that whole steps of one unit are still seen as steps."""
        return self._compiled(self.decimals + 1)


def _in_points(thousandths: int | None) -> Decimal | None:
    return None if thousandths is None else to_decimal(thousandths, _DECIMALS)


def _stored(value: object) -> object:
    if isinstance(value, tuple):
        return [_stored(part) for part in cast("tuple[object, ...]", value)]
    return text(value) if isinstance(value, Decimal) else value
