"""The kit catches curves that are wrong, and says at which value."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

import attrs
import pytest

from salesperf import SalesperfError, curves, testing
from salesperf.curves import Canonical, Cliff, Curve, Domain, Segment, Trend
from salesperf.testing import BrokenLawError

LINE = (
    Segment(None, 6000, 0, 6000, 1, 0, 1),
    Segment(6000, 10000, 25, 6000, 1, 0, 1),
    Segment(10000, None, 0, 10000, 1, 100_000, 1),
)
"""0 up to 60, then 2.5 points for each to 100, as integers for two decimals."""


@attrs.frozen(repr=False)
class Own(Curve):
    """A sound curve of a user's own: 0 points up to 60, 100 points from 100 on, a straight line between."""

    kind: ClassVar[str] = "own"

    top: Decimal = attrs.field(default=Decimal(100), converter=Decimal)

    def describe(self, lang: str = "en") -> str:
        return "直线" if lang == "zh" else "a line"

    def _axis(self) -> tuple[tuple[str, Decimal], ...]:
        return (("lower end", Decimal(60)), ("upper end", Decimal(100)))

    def _segments(self, decimals: int) -> Iterator[Segment]:
        unit = 10**decimals
        rate = Fraction(int(self.top) * 1000, 40 * unit)
        yield Segment(None, 60 * unit, 0, 0, 1, 0, 1)
        yield Segment(60 * unit, 100 * unit, rate.numerator, 60 * unit, 1, 0, rate.denominator)
        yield Segment(100 * unit, None, 0, 0, 1, int(self.top) * 1000, 1)


def broken(curve: Curve, **given: Any) -> dict[str, testing.Broken]:
    with pytest.raises(BrokenLawError) as caught:
        testing.check_curve(curve, **given)
    assert isinstance(caught.value, AssertionError)
    assert isinstance(caught.value, SalesperfError)
    return {one.law: one for one in caught.value.broken}


def test_a_sound_curve_of_ones_own_passes() -> None:
    testing.check_curve(Own(), direction="higher")
    testing.check_curve(Own(top=80), decimals=0)


@attrs.frozen(repr=False)
class RoundsItself(Own):
    kind: ClassVar[str] = "rounds_itself"

    def points(self, value: Any) -> Decimal:
        return Decimal(str(round(float(super().points(value)))))


def test_points_that_are_not_those_of_the_canonical_form() -> None:
    found = broken(RoundsItself())
    assert set(found) == {"the canonical form is the curve", "points are whole thousandths"}
    assert found["the canonical form is the curve"].found.endswith("by the canonical form")
    assert found["points are whole thousandths"].found == "Decimal('0')"
    assert found["points are whole thousandths"].example == "value 0.00, 2 decimals"


@attrs.frozen(repr=False)
class OffByOne(Own):
    """Right but at its upper end: the cliff's other side."""

    kind: ClassVar[str] = "off_by_one"

    def _segments(self, decimals: int) -> Iterator[Segment]:
        for one in super()._segments(decimals):
            yield attrs.evolve(one, b=one.b - 1) if one.hi is None and decimals == 2 else one


def test_the_smallest_value_is_named() -> None:
    """At two decimals it differs from what it is at three; the least value at which it does is the edge itself."""
    found = broken(OffByOne())
    assert found["the canonical form is the curve"].example == "value 100.00, 2 decimals"


@attrs.frozen(repr=False)
class RunsOn(Own):
    kind: ClassVar[str] = "runs_on"

    @property
    def range(self) -> tuple[Decimal | None, Decimal | None]:
        return Decimal(0), Decimal(90)


def test_a_range_that_lies() -> None:
    found = broken(RunsOn())
    assert found["the range is true"].found == "97.475 points, outside 0 to 90"
    assert found["the range is true"].example == "value 98.99, 2 decimals"


@attrs.frozen(repr=False)
class LeavesBounds(Own):
    kind: ClassVar[str] = "leaves_bounds"

    def canonical(self, decimals: int) -> Canonical:
        made = super().canonical(decimals)
        return attrs.evolve(made, segments=[attrs.evolve(one, pmax=50_000) for one in made.segments])


def test_bounds_of_a_segment_that_the_curve_does_not_keep() -> None:
    found = broken(LeavesBounds())
    assert found["the range is true"].found.endswith("outside the bounds of its segment")


@attrs.frozen(repr=False)
class SaysItFalls(Own):
    kind: ClassVar[str] = "says_it_falls"

    @property
    def trend(self) -> Trend:
        return Trend.FALLING


def test_a_trend_that_lies() -> None:
    assert broken(SaysItFalls())["the trend is true"].found.startswith("said to be falling, but 0.000 points")
    assert "the trend is true" in broken(SaysItFalls(), direction="higher")


@pytest.mark.parametrize("direction", ["higher", "lower"])
def test_a_curve_against_its_direction(direction: str) -> None:
    rising, falling = curves.Linear((0, 0), (1, 1)), curves.Linear((0, 1), (1, 0))
    right, wrong = (rising, falling) if direction == "higher" else (falling, rising)
    testing.check_curve(right, direction=direction)
    testing.check_curve(curves.Steps((0, 5)), direction=direction)
    assert f"where {direction} is better" in broken(wrong, direction=direction)["the trend is true"].found
    assert f"where {direction} is better" in broken(curves.Target(5, 1), direction=direction)["the trend is true"].found


@attrs.frozen(repr=False)
class FalseCliff(Own):
    kind: ClassVar[str] = "false_cliff"

    @property
    def cliffs(self) -> tuple[Cliff, ...]:
        return (Cliff(at=Decimal("80.125"), before=Decimal(0), after=Decimal(100)),)


def test_a_cliff_that_is_none() -> None:
    found = broken(FalseCliff())["cliffs are jumps"]
    assert found.found.startswith("50.312, 50.313, 50.313 before, at and after it")
    assert found.example == "value 80.125, 2 decimals"


@attrs.frozen(repr=False)
class UsesTheContext(Own):
    kind: ClassVar[str] = "uses_the_context"

    def points(self, value: Any) -> Decimal:
        return super().points(value) * 1


def test_arithmetic_in_the_callers_decimal_context() -> None:
    found = broken(UsesTheContext())
    assert set(found) == {"the decimal context does not matter"}
    assert "where two digits are kept" in found["the decimal context does not matter"].found


@attrs.frozen(repr=False)
class Forgets(Own):
    kind: ClassVar[str] = "forgets"

    def to_dict(self) -> dict[str, Any]:
        return {**super().to_dict(), "top": "90"}


@attrs.frozen(repr=False)
class WritesDecimals(Own):
    kind: ClassVar[str] = "writes_decimals"

    def to_dict(self) -> dict[str, Any]:
        return {**super().to_dict(), "top": self.top}


@attrs.frozen(repr=False)
class Grows(Own):
    kind: ClassVar[str] = "grows"
    extra: str = attrs.field(default="", eq=False)

    def to_dict(self) -> dict[str, Any]:
        return {**super().to_dict(), "extra": f"{self.extra}!"}


@attrs.frozen(repr=False)
class TakesAName(Own):
    kind: ClassVar[str] = "linear"


def test_stored_forms_that_do_not_come_back() -> None:
    law = "JSON round trip"
    assert "came back" in broken(Forgets())[law].found
    assert broken(WritesDecimals())[law].found.startswith("TypeError: ")
    assert broken(Grows())[law].found == "the copy is stored differently"
    assert broken(TakesAName())[law].found == "the kind 'linear' is Linear's"


@attrs.frozen(repr=False)
class NotItself(Own):
    kind: ClassVar[str] = "not_itself"

    def __reduce__(self) -> tuple[Any, ...]:
        return Own, (Decimal(3),)


def test_pickles_that_do_not_come_back() -> None:
    assert "came back" in broken(NotItself())["pickling"].found

    @attrs.frozen(repr=False)
    class Local(Own):
        kind: ClassVar[str] = "local"

    assert "Local" in broken(Local())["pickling"].found


@attrs.frozen(repr=False)
class Silent(Own):
    kind: ClassVar[str] = "silent"

    def describe(self, lang: str = "en") -> str:
        return "" if lang == "zh" else "a line"


def test_a_curve_that_says_nothing_in_chinese() -> None:
    assert broken(Silent())["it says what it is"].found == 'it lacks describe("zh")'


@attrs.frozen
class Holed:
    """Not a canonical form: its segments neither reach the ends nor hold every value once."""

    segments: tuple[Segment, ...]

    def segment(self, u: int) -> Segment:
        return self.segments[-1] if u >= 10_000 else self.segments[0]


@attrs.frozen(repr=False)
class Torn(Own):
    kind: ClassVar[str] = "torn"
    bounded: bool = False

    def canonical(self, decimals: int) -> Any:
        first, _, last = LINE if decimals == 2 else ()
        return Holed((attrs.evolve(first, lo=0), last) if self.bounded else (first, last))


def test_segments_that_leave_a_hole() -> None:
    law = "the canonical form tiles the line"
    assert broken(Torn())[law] == testing.Broken(law, "0 segments hold the value", "value 60.00, 2 decimals")
    assert broken(Torn(bounded=True))[law].found == "its ends are bounded"


def test_a_knot_finer_than_the_value_shown() -> None:
    found = broken(curves.Linear(("0.125", 0), (1, 100)))
    assert list(found) == ["the canonical form tiles the line"]
    assert "at most 2 decimals" in found["the canonical form tiles the line"].found
    testing.check_curve(curves.Linear(("0.125", 0), (1, 100)), decimals=3)


@attrs.frozen(repr=False)
class Refuses(Own):
    kind: ClassVar[str] = "refuses"

    def points(self, value: Any) -> Decimal:
        return curves.Linear().points(value)


def test_an_error_of_the_library_is_a_broken_law() -> None:
    assert "at least one knot" in broken(Refuses())["the canonical form is the curve"].found


def test_what_is_no_curve_is_refused() -> None:
    with pytest.raises(TypeError, match="check_curve takes a curve"):
        testing.check_curve("linear")  # type: ignore[arg-type]  # the mistake is the test


def test_the_error_lists_every_law_and_pickles() -> None:
    with pytest.raises(BrokenLawError) as caught:
        testing.check_curve(RoundsItself(of=Domain.GAP))
    text = str(caught.value)
    assert text.startswith("RoundsItself(of=Domain.GAP) breaks 2 laws:\n  - the canonical form is the curve: ")
    assert "\n      with value 0.00, 2 decimals" in text
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.subject, again.broken, str(again)) == (caught.value.subject, caught.value.broken, text)
