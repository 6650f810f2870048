"""What users see of a curve: its text, its jumps, what it can reach, which way it goes, its file form."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

import attrs
import pytest

from salesperf import curves
from salesperf.curves import (
    Bound,
    Canonical,
    Cliff,
    Curve,
    Domain,
    Linear,
    PerStep,
    Piecewise,
    Proportional,
    Segment,
    Steps,
    Target,
    Trend,
    from_dict,
)

D = Decimal
GM = ((75, 3, "0.4"), (80, "5.5", "0.5"), (90, 11, 1), (95, 20, 0), (100, 20, "1.5"))

DESCRIBED: list[tuple[Curve, str, str]] = [
    (Linear((60, 0), (100, 100)), "interpolated 60 → 0, 100 → 100", "线性插值：60→0分、100→100分"),
    (Proportional(), "the value as points", "数值即分数"),
    (
        Proportional(floor=60, cap=120),
        "the value as points, at most 120; 0 below 60",
        "数值即分数，最高120；低于60得0分",
    ),
    (Steps((0, 50)), "always 50", "一律50分"),
    (Steps((0, 50), (80, 80)), "below 80: 50; from 80: 80", "低于80：50分；80起：80分"),
    (
        Piecewise((75, 3, "0.4"), (95, 20, "-0.5"), (99, 1, 0), floor=0, cap=30),
        "below 75: 0; from 75: 3 + 0.4 per 1; from 95: 20 − 0.5 per 1; from 99: 1, at least 0, at most 30",
        "低于75：0分；75起：3分，每1加0.4分；95起：20分，每1减0.5分；99起：1分，最低0，最高30",
    ),
    (
        Piecewise((75, 3, "0.4"), step="0.5"),
        "below 75: 0; from 75: 3 + 0.2 per whole 0.5",
        "低于75：0分；75起：3分，每满0.5加0.2分",
    ),
    (
        PerStep(at=100, full=10, below=(5, -1), floor=0, of=Domain.PERCENT_OF_TARGET),
        "on percent of target: 10 at 100; 1 less for each whole 5 below, at least 0",
        "按目标完成率：100得10分；每低满5扣1分，最低0",
    ),
    (
        PerStep(at=0, full=60, above=(10000, 1), below=(10000, "-0.8"), cap=100, of=Domain.GAP),
        (
            "on value − target: 60 at 0; 0.8 less for each whole 10000 below; "
            "1 more for each whole 10000 above, at most 100"
        ),
        "按与目标之差：0得60分；每低满10000扣0.8分；每高满10000加1分，最高100",
    ),
    (
        PerStep(at=4, full=0, below=("0.5", 1), above=(1, -2), whole=False),
        "0 at 4; 1 more for each 0.5 below; 2 less for each 1 above",
        "4得0分；每低0.5加1分；每高1扣2分",
    ),
    (Target(30, "10.5"), "100 at 30, falling to 0 at 19.5 and at 40.5", "30得100分，至19.5和40.5线性降为0分"),
]


@pytest.mark.parametrize(("curve", "english", "chinese"), DESCRIBED, ids=[repr(row[0]) for row in DESCRIBED])
def test_describe(curve: Curve, english: str, chinese: str) -> None:
    assert curve.describe() == curve.describe("en") == english
    assert curve.describe("zh") == chinese


PENCILS: list[tuple[Curve, str, str]] = [
    (Linear((60, 0), (100, 100)), "96.55", "0 + (96.55 − 60) × 5/2 = 91.375"),
    (Linear((60, 0), (100, 100)), "50.00", "0"),
    (Linear((60, 0), (100, 100)), "130.00", "100"),
    (Linear((-10, 60), (0, 0)), "-3.50", "60 − (−3.50 + 10) × 6 = 21"),
    (Linear((0, 0), (3, 100)), "1.00", "0 + (1.00 − 0) × 100/3 ≈ 33.333"),
    (Linear((-60, 0), (100, 100)), "3.50", "0 + (3.50 + 60) × 5/8 = 39.6875 ≈ 39.688"),
    (Proportional(floor=60, cap=120), "96.50", "96.50"),
    (Proportional(floor=60, cap=120), "130.00", "130.00, at most 120"),
    (Proportional(), "-3.00", "−3.00"),
    (PerStep(at=100, full=10, below=(5, -1), floor=0), "95.00", "10 − 1 × 1 step = 9"),
    (PerStep(at=100, full=10, below=(5, -1), floor=0), "95.01", "10 − 1 × 0 steps = 10"),
    (PerStep(at=100, full=10, below=(5, -1), floor=0), "40.00", "10 − 1 × 12 steps = −2, at least 0"),
    (PerStep(at=0, full=0, above=(1, "0.5"), cap=1), "3.10", "0 + 0.5 × 3 steps = 1.5, at most 1"),
    (PerStep(at=4, full=0, below=("0.5", 1), whole=False), "3.50", "0 + (4 − 3.50) × 2 = 1"),
    (PerStep(at=4, full=0, below=("0.5", 1), whole=False), "-3.50", "0 + (4 + 3.50) × 2 = 15"),
    (PerStep(at=-4, full=0, below=("0.5", 1), whole=False), "-4.50", "0 + (−4 + 4.50) × 2 = 1"),
    (Piecewise(*GM, step=1), "79.99", "3 + 0.4 × 4 steps = 4.6"),
    (Piecewise(*GM), "79.99", "3 + (79.99 − 75) × 2/5 = 4.996"),
    (Piecewise((0, 0, 1), below=-5, floor=0), "-1.00", "−5, at least 0"),
    (Target(30, 10), "31.00", "100 − (31.00 − 30) × 10 = 90"),
]


@pytest.mark.parametrize(("curve", "value", "formula"), PENCILS, ids=[row[2] for row in PENCILS])
def test_the_formula_can_be_followed_with_a_pencil(curve: Curve, value: str, formula: str) -> None:
    made = curve.canonical(2)
    assert made.pencil(int(D(value) * 100)).formula() == formula


def test_a_segment_of_a_users_own_may_count_in_thirds() -> None:
    pencil = Segment(None, None, 1, 0, 1, 1, 3000).pencil(100, 2)
    assert (pencil.base, pencil.rate) == (Fraction(1, 3000000), Fraction(1, 30000))
    assert pencil.formula() == "1/3000000 + (1.00 − 0) × 1/30000 ≈ 0"


def test_pencil_terms() -> None:
    pencil = PerStep(at=100, full=10, below=(5, -1), floor=0).canonical(2).pencil(4000)
    assert (pencil.start, pencil.step, pencil.steps, pencil.base, pencil.rate) == (D(100), D(5), 12, 10, -1)
    assert (pencil.exact, pencil.points, pencil.bound) == (-2, D(0), Bound.FLOOR)
    pencil = Proportional(cap=100).canonical(2).pencil(12000)
    assert (pencil.start, pencil.step, pencil.steps, pencil.exact, pencil.bound) == (D(0), None, None, 120, Bound.CAP)


CLIFFS: list[tuple[Curve, list[Cliff]]] = [
    (Linear((60, 0), (100, 100)), []),
    (Proportional(cap=100), []),
    (Proportional(floor=60), [Cliff(D(60), D(0), D(60))]),
    (Steps((0, 50), (80, 80), (90, 80)), [Cliff(D(80), D(50), D(80))]),
    (
        PerStep(at=100, full=10, below=(5, -1), floor=0),
        [Cliff(D(95), D(9), D(10), every=D(-5), last=D(50), inclusive=False)],
    ),
    (PerStep(at=0, full=0, above=(1, 1)), [Cliff(D(1), D(0), D(1), every=D(1))]),
    (PerStep(at=0, full=0, above=(1, 1), cap=20), [Cliff(D(1), D(0), D(1), every=D(1), last=D(20))]),
    (PerStep(at=0, full=0, above=(1, 1), cap=1), [Cliff(D(1), D(0), D(1))]),
    (PerStep(at=0, full=0, above=(1, -5), floor=-12), [Cliff(D(1), D(0), D(-5), every=D(1), last=D(3))]),
    # The floor hides the first steps: 0 − 8 + 3 a step shows from the third on.
    (
        PerStep(at=0, full=-8, above=(1, 3), floor=0, cap=6),
        [Cliff(D(3), D(0), D(1), every=D(1), last=D(5))],
    ),
    (PerStep(at=0, full=-6, above=(1, 3), floor=0, cap=6), [Cliff(D(3), D(0), D(3), every=D(1), last=D(4))]),
    (PerStep(at=0, full=8, above=(1, -3), floor=0, cap=5), [Cliff(D(2), D(5), D(2), every=D(1), last=D(3))]),
    (
        PerStep(at=0, full=0, above=(1, 2), below=(1, -2), floor=0, cap=20),
        [Cliff(D(1), D(0), D(2), every=D(1), last=D(10))],
    ),
    (PerStep(at=0, full=30, above=(1, 2), cap=20), []),
    (PerStep(at=0, full=0, above=(1, 1), whole=False), []),
    (
        Piecewise((75, 3, "0.4"), (77, 9, 1), step=2),
        [Cliff(D(75), D(0), D(3)), Cliff(D(77), D(3), D(9)), Cliff(D(79), D(9), D(11), every=D(2))],
    ),
    (
        Piecewise((75, 3, 1), (78, 6, 0), step=1),
        [
            Cliff(D(75), D(0), D(3)),
            Cliff(D(76), D(3), D(4), every=D(1), last=D(77)),
            Cliff(D(78), D(5), D(6)),
        ],
    ),
    (Target(30, 10), []),
]


@pytest.mark.parametrize(("curve", "expected"), CLIFFS, ids=[repr(row[0]) for row in CLIFFS])
def test_cliffs(curve: Curve, expected: list[Cliff]) -> None:
    assert list(curve.cliffs) == expected


def test_a_staircase_counted_downward_may_end_at_a_lower_edge() -> None:
    down = Segment(0, 100, -1000, 100 - 20 + 1, 20, 50000, 1)
    line = Canonical(0, (Segment(None, 0, 0, 0, 1, 50000, 1), down, Segment(100, None, 0, 100, 1, 50000, 1)))
    assert line.jumps == (
        Cliff(D(0), D(50), D(55)),
        Cliff(D(80), D(51), D(50), every=D(-20), last=D(0), inclusive=False),
    )


REACHED: list[tuple[Curve, tuple[object, object], Trend, int]] = [
    (Linear((60, 0), (100, 100), (120, 120)), (0, 120), Trend.RISING, 120_000),
    (Linear((60, 120), (70, 100), (100, 0)), (0, 120), Trend.FALLING, 0),
    (Linear((10, 0), (24, 100), (36, 100), (75, 0)), (0, 100), Trend.MIXED, 0),
    (Linear((60, 7)), (7, 7), Trend.FLAT, 7_000),
    (Proportional(), (None, None), Trend.RISING, 0),
    (Proportional(floor=60), (0, None), Trend.RISING, 60_000),
    (Proportional(floor=-10, cap=100), (-10, 100), Trend.MIXED, 100_000),
    (Proportional(cap="33.3335"), (None, D("33.334")), Trend.RISING, 33_334),
    (Steps((0, 50), (80, 80), (90, 60)), (50, 80), Trend.MIXED, 60_000),
    (Piecewise(*GM), (0, None), Trend.RISING, 20_000),
    (Piecewise(*GM, cap=35), (0, 35), Trend.RISING, 35_000),
    (Piecewise((0, 10, 1), (10, 15, 0)), (0, 20), Trend.MIXED, 15_000),
    (Piecewise((0, 10, -1), below=10, floor=-5), (-5, 10), Trend.FALLING, -5_000),
    (Piecewise((0, 10, -1), below=10), (None, 10), Trend.FALLING, 10_000),
    (PerStep(at=100, full=10, below=(5, -1), floor=0), (0, 10), Trend.RISING, 10_000),
    (PerStep(at=5, full=0, below=(1, 5)), (0, None), Trend.FALLING, 0),
    (PerStep(at=0, full=0, above=(1, -5), floor=-20, cap=0), (-20, 0), Trend.FALLING, -20_000),
    (PerStep(at=0, full=0, above=(1, -5)), (None, 0), Trend.FALLING, 0),
    (PerStep(at=0, full=7, above=(1, 5), whole=False), (7, None), Trend.RISING, 7_000),
    (PerStep(at=0, full=7, above=(1, 0)), (7, 7), Trend.FLAT, 7_000),
    (Target(30, 10), (0, 100), Trend.MIXED, 0),
]


@pytest.mark.parametrize(("curve", "reach", "trend", "beyond"), REACHED, ids=[repr(row[0]) for row in REACHED])
def test_range_trend_and_the_points_beyond(
    curve: Curve, reach: tuple[object, object], trend: Trend, beyond: int
) -> None:
    assert curve.range == reach
    assert curve.trend is trend
    assert curve.canonical(2).beyond == beyond


def test_reach_counts_what_is_shown_and_range_what_is_approached() -> None:
    sawtooth = Piecewise((0, 10, 1), (10, 15, 0))
    assert sawtooth.canonical(2).reach == (0, 19_990)
    assert sawtooth.canonical(0).reach == (0, 19_000)
    assert sawtooth.range == (0, 20)


def test_proportional_takes_its_bounds_by_place_too() -> None:
    assert Proportional(60, 120) == Proportional(floor="60.0", cap=D("1.2E+2"))


REPRS = [
    "Linear(('2.2', 80), (60, 0), of=Domain.GAP)",
    "Proportional(floor=60, cap=120)",
    "Proportional()",
    "Steps((0, 50), (80, '80.5'))",
    "Piecewise((75, 3, '0.4'), below=-1, step='0.5', floor=-2, cap=40)",
    "PerStep(at=100, full=10, below=(5, -1), floor=0)",
    "PerStep(at=100, full=10, above=(5, '-0.1'), cap=10, whole=False)",
    "Target(target=30, tolerance=10, of=Domain.PERCENT_OF_TARGET)",
]


@pytest.mark.parametrize("text", REPRS)
def test_repr_is_the_call_that_makes_it(text: str) -> None:
    assert repr(eval(text)) == text  # noqa: S307  (our own text)


def test_numbers_are_kept_plain_so_that_equal_curves_are_one() -> None:
    """ "Floats in code mean their `repr`" """
    written: tuple[Any, ...] = (2.2, "2.20", " +2.2 ", D("2.200"), D("22E-1"))
    assert len({Linear((0, 0), (x, 80)) for x in written}) == 1
    assert Linear((0.1 + 0.2, 0)).knots == ((D("0.30000000000000004"), D(0)),)
    assert Linear((-0.0, "-0"), ("5.", D("1E+2"))).to_dict()["knots"] == [["0", "0"], ["5", "100"]]
    assert Linear((60, 0)) != Linear((60, 0), of=Domain.GAP)
    assert Linear((60, 0)) != Steps((60, 0))


def test_curves_cannot_be_changed() -> None:
    curve = Target(30, 10)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        curve.target = D(1)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Linear((0, 0)).knots = ()


FORMS: list[tuple[Curve, dict[str, Any]]] = [
    (Linear((60, 0), (100, 100)), {"kind": "linear", "knots": [["60", "0"], ["100", "100"]], "of": "value"}),
    (Proportional(cap=120), {"kind": "proportional", "floor": None, "cap": "120", "of": "value"}),
    (Steps((0, "0.5"), of="gap"), {"kind": "steps", "knots": [["0", "0.5"]], "of": "gap"}),
    (
        Piecewise((75, 3, "0.4"), step=1),
        {
            "kind": "piecewise",
            "knots": [["75", "3", "0.4"]],
            "below": "0",
            "step": "1",
            "floor": None,
            "cap": None,
            "of": "value",
        },
    ),
    (
        PerStep(at=0, full=0, above=(1, -5), floor=-20, cap=0),
        {
            "kind": "per_step",
            "at": "0",
            "full": "0",
            "below": None,
            "above": ["1", "-5"],
            "floor": "-20",
            "cap": "0",
            "whole": True,
            "of": "value",
        },
    ),
    (Target(30, 10), {"kind": "target", "target": "30", "tolerance": "10", "of": "value"}),
]


@pytest.mark.parametrize(("curve", "form"), FORMS, ids=[form["kind"] for _, form in FORMS])
def test_file_form(curve: Curve, form: dict[str, Any]) -> None:
    assert curve.to_dict() == form
    assert from_dict(form) == curve
    present = {key: value for key, value in form.items() if value is not None and value != "value"}
    assert from_dict(present) == curve, "what has a default may be left out (TOML has no null)"


def test_numbers_of_a_file_may_be_text_int_decimal_or_float() -> None:
    """ "Floats in code mean their `repr`; files are parsed as Decimal." """
    forms = [{"kind": "linear", "knots": [[x, 0]]} for x in ("2.2", D("2.2"), 2.2)]
    assert {from_dict(form) for form in forms} == {Linear(("2.2", 0))}
    assert from_dict({"kind": "linear", "knots": ((60, 0),)}) == Linear((60, 0))


@attrs.frozen(repr=False)
class Squared(Curve):
    """An own curve of a user: 1 below the mark, 2 from it on."""

    kind: ClassVar[str] = "squared"

    mark: Decimal = attrs.field(converter=Decimal)

    def describe(self, lang: str = "en") -> str:
        return f"{lang}: {self.mark}"

    def _axis(self) -> tuple[tuple[str, Decimal], ...]:
        return (("mark", self.mark),)

    def _segments(self, decimals: int) -> Iterator[Segment]:
        mark = int(self.mark * 10**decimals)
        yield Segment(None, mark, 0, mark, 1, 1000, 1)
        yield Segment(mark, None, 0, mark, 1, 2000, 1)


def test_users_can_write_their_own_curve() -> None:
    curve = Squared(10)
    assert (curve.points("9.99"), curve.points(10)) == (1, 2)
    assert curve.cliffs == (Cliff(D(10), D(1), D(2)),)
    assert curve.to_dict() == {"kind": "squared", "mark": "10", "of": "value"}
    assert repr(curve) == "Squared(mark=10)"
    with pytest.raises(ValueError, match="of: 'x'") as caught:
        Squared(10, of="x")
    assert "for example" not in str(caught.value)


def test_the_base_cannot_be_used_as_a_curve() -> None:
    with pytest.raises(TypeError, match="abstract"):
        Curve()


def test_the_room_exports_what_it_says() -> None:
    assert curves.__all__ == sorted(curves.__all__)
    assert dir(curves) == curves.__all__
    assert all(hasattr(curves, name) for name in curves.__all__)
