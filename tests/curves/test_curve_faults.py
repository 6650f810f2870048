"""Bad input: each a CurveError that names the place, what was expected and the way out, all faults at once."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from salesperf.curves import (
    Canonical,
    Curve,
    Linear,
    PerStep,
    Piecewise,
    Proportional,
    Segment,
    Steps,
    Target,
    from_dict,
)
from salesperf.errors import CurveError, SalesperfError, UnknownNameError

anything: Any = None


def faults(make: Callable[[], object]) -> list[str]:
    with pytest.raises(CurveError) as caught:
        make()
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, SalesperfError)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    assert caught.value.count == len(caught.value.faults)
    return [str(fault) for fault in caught.value.faults]


NUMBER = "a finite number of at most 30 digits before the point: 95, '95.5', Decimal('95.5') or 95.5"

BAD: dict[str, tuple[Callable[[], object], list[str]]] = {
    "no knots": (Linear, ["knots: at least one knot, a pair (value, points)"]),
    "no bands": (Steps, ["knots: at least one knot, a pair (lower edge, points)"]),
    "no pieces": (
        Piecewise,
        ["knots: at least one knot, three numbers (lower edge, points there, points per unit)"],
    ),
    "unordered": (lambda: Linear((100, 1), (60, 0)), ["knot 2: 60: knots in rising order, above 100 here"]),
    "repeated": (lambda: Steps((60, 0), ("60.0", 1)), ["knot 2: 60: each value once, above 60 here"]),
    "repeated later": (
        lambda: Piecewise((1, 0, 0), (2, 0, 0), (2, 1, 0)),
        ["knot 3: 2: each value once, above 2 here"],
    ),
    "all faults at once": (
        lambda: Linear((60, "x"), (float("nan"), 1), (50, 2), anything, (1, 2, anything)),
        [
            f"knot 1: 'x': {NUMBER}",
            f"knot 2: nan: {NUMBER}",
            "knot 3: 50: knots in rising order, above 60 here",
            "knot 4: nothing: a pair (value, points)",
            "knot 5: a value of type tuple: a pair (value, points)",
        ],
    ),
    "infinite": (lambda: Linear((Decimal("Infinity"), 0)), [f"knot 1: Decimal('Infinity'): {NUMBER}"]),
    "not a number": (lambda: Linear((0, Decimal("sNaN"))), [f"knot 1: Decimal('sNaN'): {NUMBER}"]),
    "a truth value": (lambda: Linear((True, 0)), [f"knot 1: True: {NUMBER}"]),
    "a percent sign": (lambda: Linear(("60%", 0)), [f"knot 1: '60%': {NUMBER}"]),
    "other digits": (lambda: Linear(("٦٠", 0)), [f"knot 1: '٦٠': {NUMBER}"]),
    "a huge integer": (lambda: Linear((1 << 200, 0)), [f"knot 1: an integer of 201 bits: {NUMBER}"]),
    "a huge exponent": (lambda: Linear((Decimal("1E+999999"), 0)), [f"knot 1: Decimal('1E+999999'): {NUMBER}"]),
    "a tiny float": (lambda: Linear((5e-324, 0)), [f"knot 1: 5e-324: {NUMBER}"]),
    "a megabyte of digits": (lambda: Linear(("1" * 1_000_000, 0)), [f"knot 1: '{'1' * 60}…': {NUMBER}"]),
    "a list of knots": (
        lambda: Linear([(60, 0), (100, 100)]),
        [f"knot 1: a value of type tuple: {NUMBER}"] * 2,
    ),
    "a bare number": (
        lambda: Steps(60, 0),
        ["knot 1: 60: a pair (lower edge, points)", "knot 2: 0: a pair (lower edge, points)"],
    ),
    "floor over cap": (lambda: Proportional(floor=120, cap=60), ["cap: 60: a cap of at least the floor, 120"]),
    "floor not a number": (lambda: Proportional(floor="low", cap=60), [f"floor: 'low': {NUMBER}"]),
    "piecewise arguments": (
        lambda: Piecewise((0, 0, 1), below=anything, step=0, floor=5, cap=4),
        [
            f"below: nothing: {NUMBER}",
            "step: Decimal('0'): a size above 0, or nothing for a continuous line",
            "cap: 4: a cap of at least the floor, 5",
        ],
    ),
    "piecewise step below 0": (
        lambda: Piecewise((0, 0, 1), step=-1),
        ["step: Decimal('-1'): a size above 0, or nothing for a continuous line"],
    ),
    "piecewise step not a number": (
        lambda: Piecewise((0, 0, 1), step="one"),
        ["step: 'one': a size above 0, or nothing for a continuous line"],
    ),
    "per step without a step": (
        lambda: PerStep(at=100, full=20),
        ["below and above: points for each step below or above, such as below=(5, -1)"],
    ),
    "per step, everything wrong": (
        lambda: PerStep(at="a", full="b", below=(0, -1), above=(5,), floor=3, cap=2, whole="yes"),
        [
            f"at: 'a': {NUMBER}",
            f"full: 'b': {NUMBER}",
            "below: 0: a step size above 0",
            "above: a value of type tuple: a pair (step size, points for each step), or nothing",
            "whole: 'yes': true (whole steps only) or false (continuous)",
            "cap: 2: a cap of at least the floor, 3",
        ],
    ),
    "per step, negative size and points that are no number": (
        lambda: PerStep(at=0, full=0, below=(-5, "x")),
        [f"below: 'x': {NUMBER}", "below: -5: a step size above 0"],
    ),
    "per step, size that is no number": (lambda: PerStep(at=0, full=0, above=("x", 1)), [f"above: 'x': {NUMBER}"]),
    "per step, no pair": (
        lambda: PerStep(at=0, full=0, below=5),
        ["below: 5: a pair (step size, points for each step), or nothing"],
    ),
    "tolerance 0": (lambda: Target(30, 0), ["tolerance: 0: a tolerance above 0"]),
    "tolerance below 0": (lambda: Target("x", -1), [f"target: 'x': {NUMBER}", "tolerance: -1: a tolerance above 0"]),
    "tolerance not a number": (lambda: Target(30, "wide"), [f"tolerance: 'wide': {NUMBER}"]),
    "domain": (
        lambda: Target(30, 10, of="gab"),
        ["of: 'gab': one of value, gap, percent_of_target; did you mean 'gap'?"],
    ),
    "domain of another type": (lambda: Linear((0, 0), of=7), ["of: 7: one of value, gap, percent_of_target"]),
    "domain unlike any": (lambda: Linear((0, 0), of="xyz"), ["of: 'xyz': one of value, gap, percent_of_target"]),
    "value": (lambda: Linear((0, 0)).points("ninety"), [f"value: 'ninety': {NUMBER}"]),
    "value NaN": (lambda: Linear((0, 0)).points(float("nan")), [f"value: nan: {NUMBER}"]),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_arguments_are_listed_at_once(name: str) -> None:
    make, expected = BAD[name]
    assert faults(make) == expected


def test_the_way_out_is_an_example_that_works() -> None:
    for family in (Linear, Steps, Piecewise, Proportional, PerStep, Target):
        example = eval(family.example)  # noqa: S307  (our own text)
        assert isinstance(example, family)
    with pytest.raises(CurveError, match=r"for example Linear\(\(60, 0\), \(100, 100\), \(120, 120\)\)"):
        Linear()


FINE: dict[str, tuple[Curve, str]] = {
    "knot": (Linear((0, 0), ("0.125", 100)), "knot 2: 0.125"),
    "lowest band": (Steps(("-0.125", 0), (80, 100)), "knot 1: -0.125"),
    "piece": (Piecewise((0, 0, 1), ("75.001", 3, 0)), "knot 2: 75.001"),
    "step of a piece": (Piecewise((0, 0, 1), step="0.005"), "step: 0.005"),
    "floor": (Proportional(floor="60.005"), "floor: 60.005"),
    "mark": (PerStep(at="99.999", full=0, above=(1, 1)), "at: 99.999"),
    "step below": (PerStep(at=0, full=0, below=("0.001", 1)), "step below: 0.001"),
    "step above": (PerStep(at=0, full=0, above=("0.001", 1)), "step above: 0.001"),
    "target": (Target("30.125", 10), "target: 30.125"),
    "tolerance": (Target(30, "0.125"), "tolerance: 0.125"),
}


@pytest.mark.parametrize("name", FINE)
def test_a_knot_finer_than_the_shown_value_is_an_error(name: str) -> None:
    """ "A knot finer than the shown value is an error." """
    curve, place = FINE[name]
    assert faults(lambda: curve.canonical(2)) == [f"{place}: at most 2 decimals, as many as the value shows"]
    assert curve.canonical(curve.decimals).decimals == curve.decimals == 3


def test_sizes_that_are_only_rates_may_be_finer_than_the_shown_value() -> None:
    assert PerStep(at=0, full=0, above=("0.001", 1), whole=False).canonical(2).points(1) == 10_000
    assert Proportional(cap="33.3333").canonical(2).points(9999) == 33_333


def test_all_fine_knots_are_listed() -> None:
    curve = Linear(("0.001", 0), ("0.002", 1), (1, 2))
    assert len(faults(lambda: curve.canonical(2))) == 2


@pytest.mark.parametrize("decimals", [-1, 13, True, 2.0, "2", None])
def test_decimals_are_a_small_whole_number(decimals: Any) -> None:
    (fault,) = faults(lambda: Linear((0, 0)).canonical(decimals))
    assert fault.endswith("a whole number from 0 to 12")


@pytest.mark.parametrize(
    ("curve", "value"),
    [
        (Linear((0, 0), (10**17, 100)), 0),
        (Linear((0, 0), (100, "33.33333333333333333333")), 0),
        (Steps((0, 0), (10**20, 1)), 0),
        (PerStep(at=10**18, full=0, below=(1, 1)), 10**18 + 1),
    ],
)
def test_a_curve_that_62_bits_cannot_compute_is_refused(curve: Curve, value: int) -> None:
    """ "Every intermediate integer stays below 2^62" """
    (fault,) = faults(lambda: curve.canonical(2))
    way_out = "smaller numbers, or points with fewer decimals: integers of 62 bits must be able to hold the sums"
    assert fault == f"{curve.kind}: {way_out}"
    assert curve.points(-1) == value  # one value, in Python's own integers, is still exact


FLAT = Segment(None, None, 0, 0, 1, 0, 1)

UNTILED: dict[str, tuple[Callable[[], object], list[str]]] = {
    "none": (lambda: Canonical(2, ()), ["segments: at least one segment"]),
    "decimals": (lambda: Canonical(-1, (FLAT,)), ["decimals: -1: a whole number from 0"]),
    "decimals of another type": (lambda: Canonical(anything, (FLAT,)), ["decimals: nothing: a whole number from 0"]),
    "bounded": (
        lambda: Canonical(2, (Segment(0, 9, 0, 0, 1, 0, 1),)),
        ["lo of segment 1: 0: an unbounded lower end", "hi of segment 1: 9: an unbounded upper end"],
    ),
    "gap": (
        lambda: Canonical(2, (Segment(None, 5, 0, 0, 1, 0, 1), Segment(6, None, 0, 0, 1, 0, 1))),
        ["lo of segment 2: 6: the end of the segment before it, no gap and no overlap"],
    ),
    "overlap": (
        lambda: Canonical(2, (FLAT, Segment(5, None, 0, 0, 1, 0, 1))),
        ["lo of segment 2: 5: the end of the segment before it, no gap and no overlap"],
    ),
    "empty segment": (
        lambda: Canonical(
            2, (Segment(None, 5, 0, 0, 1, 0, 1), Segment(5, 5, 0, 0, 1, 0, 1), Segment(5, None, 0, 0, 1, 0, 1))
        ),
        ["segment 2: [5, 5): an end above its beginning"],
    ),
    "no division": (
        lambda: Canonical(2, (Segment(None, 5, 0, 0, 0, 0, 1), Segment(5, None, 0, 0, 1, 0, 0, 5, 4))),
        [
            "segment 1: q = 0, d = 1: q and d of at least 1",
            "segment 2: q = 1, d = 0: q and d of at least 1",
            "segment 2: 5 > 4: pmin not above pmax",
        ],
    ),
}


@pytest.mark.parametrize("name", UNTILED)
def test_segments_must_tile_the_line(name: str) -> None:
    make, expected = UNTILED[name]
    assert faults(make) == expected


FILES: dict[str, tuple[Any, list[str]]] = {
    "no table": (
        [["60", "0"]],
        ['curve: a value of type list: a table such as {kind = "linear", knots = [[60, 0], [100, 100]]}'],
    ),
    "no kind": (
        {"knots": []},
        ["curve, kind: nothing: one of linear, proportional, steps, piecewise, per_step, target"],
    ),
    "near kind": (
        {"kind": "perstep"},
        [
            (
                "curve, kind: 'perstep': one of linear, proportional, steps, piecewise, per_step, target; "
                "did you mean 'per_step'?"
            )
        ],
    ),
    "unknown key beside a fault": (
        {"kind": "linear", "knot": [[0, 0]]},
        [
            "curve, key: 'knot': one of kind, knots, of; did you mean 'knots'?",
            "curve, knots: at least one knot, a pair (value, points)",
        ],
    ),
    "unknown key alone": (
        {"kind": "target", "target": 30, "tolerance": 10, 5: 1},
        ["curve, key: 5: one of kind, target, tolerance, of"],
    ),
    "knots of another type": (
        {"kind": "linear", "knots": {"60": "0"}, "of": "value"},
        ["curve, knot 1: a value of type dict: a pair (value, points)"],
    ),
    "knots as text": ({"kind": "steps", "knots": "ab"}, ["curve, knot 1: 'ab': a pair (lower edge, points)"]),
    "knots null": ({"kind": "linear", "knots": None}, ["curve, knots: at least one knot, a pair (value, points)"]),
    "a knot as text": ({"kind": "linear", "knots": ["60"]}, ["curve, knot 1: '60': a pair (value, points)"]),
    "missing arguments": (
        {"kind": "target"},
        [f"curve, target: nothing: {NUMBER}", f"curve, tolerance: nothing: {NUMBER}"],
    ),
    "wrong types": (
        {"kind": "per_step", "at": [], "full": "0", "above": "1", "whole": 1, "of": []},
        [
            "curve, of: a value of type list: one of value, gap, percent_of_target",
            f"curve, at: a value of type list: {NUMBER}",
            "curve, above: '1': a pair (step size, points for each step), or nothing",
            "curve, whole: 1: true (whole steps only) or false (continuous)",
        ],
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_form_with_faults_lists_them_all(name: str) -> None:
    form, expected = FILES[name]
    assert faults(lambda: from_dict(form)) == expected


def test_faults_of_a_file_begin_with_the_place() -> None:
    (fault,) = faults(lambda: from_dict({"kind": "linear", "knots": []}, where="criterion 3, curve"))
    assert fault.startswith("criterion 3, curve, knots: ")


def test_an_unknown_language_is_an_unknown_name() -> None:
    with pytest.raises(UnknownNameError, match=r"language 'de' is not known; there are: 'en', 'zh'"):
        Linear((0, 0)).describe("de")
