"""Every worked number of curve_rules.md and of domain.md §6.2-6.3: the forms that dealerships really write.

Values and points are text here; each row says "value → points".
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from salesperf.curves import Curve, Domain, Linear, PerStep, Piecewise, Proportional, Steps, Target, from_dict

SHARED = Path(__file__).resolve().parents[2] / "../shared"

GM = ((75, 3, "0.4"), (80, "5.5", "0.5"), (90, 11, 1), (95, 20, 0), (100, 20, "1.5"))

WORKED: dict[str, tuple[Curve, str]] = {
    "curve_rules: 100%为满分,每低5%扣1分,最低0 (item of 10)": (
        PerStep(at=100, full=10, below=(5, -1), floor=0),
        "100→10, 95.01→10, 95→9, 90→8, 50→0, 49.99→0, 0→0",
    ),
    "curve_rules: the same with full=100, the floor is never reached": (
        PerStep(at=100, full=100, below=(5, -1), floor=0),
        "100→100, 95→99, 0→80",
    ),
    "curve_rules: 每高1%得2分,低1%减2分,0..20": (
        PerStep(at=0, full=0, above=(1, 2), below=(1, -2), floor=0, cap=20, of=Domain.GAP),
        "-3→0, -0.5→0, 0→0, 0.99→0, 1→2, 10→20, 12→20",
    ),
    "curve_rules: the same with base 10": (
        PerStep(at=0, full=10, above=(1, 2), below=(1, -2), floor=0, cap=20, of=Domain.GAP),
        "-6→0, -3→4, -0.5→10, 0→10, 0.99→10, 5→20, 6→20",
    ),
    "curve_rules: 每超1万元加1分,最多加40;每低1万元扣0.8 (base 60, floor 0)": (
        PerStep(at=0, full=60, above=(10000, 1), below=(10000, "-0.8"), floor=0, cap=100, of=Domain.GAP),
        "-760000→0, -10000→59.2, -9999.99→60, 0→60, 10000→61, 500000→100",
    ),
    "curve_rules: 每完成1单得1分,每月最高20": (
        PerStep(at=0, full=0, above=(1, 1), cap=20),
        "0→0, 0.5→0, 1→1, 20→20, 21→20",
    ),
    "curve_rules: 每完成1单得1分, the continuous version": (
        PerStep(at=0, full=0, above=(1, 1), cap=20, whole=False),
        "0→0, 0.5→0.5, 1→1, 20→20, 21→20",
    ),
    "curve_rules: 低于10个不得分, then own points": (
        Piecewise((10, 10, 1), step=1),
        "9.9999→0, 10→10, 15.5→15, 20→20",
    ),
    "curve_rules: 每次投诉扣5分,最多扣25 (extra)": (
        PerStep(at=0, full=0, above=(1, -5), floor=-25, cap=0),
        "0→0, 1→-5, 5→-25, 9→-25",
    ),
    "curve_rules: 投诉率5%:每低于目标1%得5分": (
        PerStep(at=5, full=0, below=(1, 5)),
        "6→0, 5→0, 4.01→0, 4→5, 0.4→20, 0→25",
    ),
    "curve_rules: the relative reading (1 % of 5 %) has 20 times as many steps": (
        PerStep(at=5, full=0, below=("0.05", 5)),
        "5→0, 4→100, 0→500",
    ),
    "curve_rules: 服务响应速度4小时,每低0.5小时得1分": (
        PerStep(at=4, full=0, below=("0.5", 1)),
        "4→0, 3.51→0, 3.5→1, 0→8",
    ),
    "curve_rules: GM volume, continuous": (
        Piecewise(*GM),
        "74.99→0, 75→3, 79.99→4.996, 80→5.5, 89.99→10.495, 90→11, 94.99→15.99, 95→20, 100→20, 110→35",
    ),
    "curve_rules: GM volume, whole 1 % steps": (
        Piecewise(*GM, step=1),
        "74.99→0, 75→3, 79.99→4.6, 80→5.5, 89.99→10, 90→11, 94.99→15, 95→20, 100.99→20, 110→35",
    ),
    "domain §6.2: ↓ a = 2 − actual ÷ target, floor 0": (
        Linear((0, 200), (200, 0), of=Domain.PERCENT_OF_TARGET),
        "0→200, 80→120, 100→100, 120→80, 250→0",
    ),
    "domain §6.2: ◎ a = 1 − |actual − target| ÷ tolerance": (
        Target(30, 10),
        "19→0, 20→0, 25→50, 30→100, 33→70, 40→0, 41→0",
    ),
    "domain §6.2: ◎ a band scoring 1 with linear shoulders": (
        Linear((10, 0), (24, 100), (36, 100), (75, 0)),
        "10→0, 17→50, 24→100, 30→100, 36→100, 55.5→50, 75→0",
    ),
    "domain §6.2: variance a = 1 + (actual − target) ÷ |scale|, scale 50000": (
        Linear((-50000, 0), (0, 100), (10000, 120), of=Domain.GAP),
        "-50000→0, -25000→50, 0→100, 5000→110",
    ),
    "domain §6.3: <60 % → 0, ≥60 % pays actual %, cap 100 % [A16]": (
        Proportional(floor=60, cap=100),
        "59.99→0, 60→60, 85→85, 100→100, 130→100",
    ),
    "domain §6.3: item bonus = actual/plan, cap 2× [A9]": (Proportional(cap=200), "50→50, 199.99→199.99, 240→200"),
    "domain §6.3: individual <60 % → commission 0 [A10]": (Proportional(floor=60), "59.99→0, 60→60, 210→210"),
    "domain §6.3: proportional with floor 70 gives 85 at a = 0.85": (Proportional(floor=70), "85→85, 69.99→0"),
    "domain §6.3: interpolated with floor 70 gives 50 at a = 0.85": (Linear((70, 0), (100, 100)), "85→50, 69.99→0"),
    "domain §6.3: GM, whole 1 % steps at the top": (Piecewise(*GM, step=1), "110.99→35, 74.9→0"),
    "domain §6.3: GM, continuous below the first band": (Piecewise(*GM), "74.9→0"),
    "domain §6.3: mystery shop A ≥95, B 90-95, C 85-90, D <85 [A10]": (
        Steps((0, 50), (85, 80), (90, 100), (95, 120)),
        "84.99→50, 85→80, 89.99→80, 90→100, 94.99→100, 95→120",
    ),
    "domain §6.3: accessories per unit, half-open [A13]": (
        Steps((0, 1), (2000, 2), (3000, 3), (3500, "3.5"), (4000, 4), (4500, "4.5")),
        "1999.99→1, 2000→2, 3000→3, 3499.99→3, 3500→3.5, 4000→4, 4500→4.5, 9000→4.5",
    ),
    "domain §6.3: 8 cars × 20, +5 per extra, −10 per missing, floor 0 [A1]": (
        PerStep(at=8, full=160, above=(1, 5), below=(1, -10), floor=0),
        "8→160, 9→165, 7→150, 0→80",
    ),
    "domain §6.3: ±0.5 per 1 pp [A11]": (
        PerStep(at=100, full=10, above=(1, "0.5"), below=(1, "-0.5")),
        "100→10, 101→10.5, 99→9.5, 99.01→10",
    ),
    "domain §6.3: 每低1 %扣0.5分, floor 0 [A2]": (
        PerStep(at=100, full=100, below=(1, "-0.5"), floor=0),
        "100→100, 99→99.5, 90.5→95.5, -200→0",
    ),
    "domain §6.3: −2 per 0.1 CSI [A4]": (
        PerStep(at=90, full=100, below=("0.1", -2), floor=0),
        "90→100, 89.91→100, 89.9→98, 89→80, 80→0",
    ),
    "domain §6.3: −3 per 1 % complaint [A4]": (
        PerStep(at=0, full=100, above=(1, -3), floor=0),
        "0→100, 0.99→100, 1→97, 34→0",
    ),
    "domain §6.3: process <80 → 0 inside the curve [A11]": (
        Piecewise((80, 60, "2.5"), cap=100),
        "79.99→0, 80→60, 95→97.5, 96→100, 100→100",
    ),
    "domain §6.3: (score−3.5)/2, max 10 can reach only 0.75 [A6]": (
        Piecewise(("3.5", 0, "0.5"), cap=10),
        "3→0, 3.5→0, 4→0.25, 5→0.75",
    ),
    "DESIGN: 96.55 on Linear((60, 0), (100, 100), (120, 120))": (
        Linear((60, 0), (100, 100), (120, 120)),
        "59.99→0, 60→0, 96.55→91.375, 100→100, 110→110, 120→120, 999→120",
    ),
}

ROWS = [
    pytest.param(curve, *row.strip().split("→"), id=f"{name}: {row.strip()}")
    for name, (curve, rows) in WORKED.items()
    for row in rows.split(",")
]


@pytest.mark.parametrize(("curve", "value", "points"), ROWS)
def test_worked_number(curve: Curve, value: str, points: str) -> None:
    assert curve.points(value) == Decimal(points)
    # Shown with four decimals, as ratings and ratios are, the same value earns the same points.
    shown = int(Decimal(value) * 10000)
    assert curve.canonical(4).points(shown) == int(Decimal(points) * 1000)


def test_gm_form_jumps_at_75_80_90_95_and_not_at_100() -> None:
    """domain §6.3: jumps at 75, 80, 90, 95: +3, +0.5, +0.5, +4 (continuous: each side of the edge); none at 100."""
    jumps = {str(cliff.at): cliff.after - cliff.before for cliff in Piecewise(*GM).cliffs}
    # 3 + 0.4 × 5 = 5 below 80; 5.5 + 0.5 × 10 = 10.5 below 90; 11 + 1 × 5 = 16 below 95.
    assert jumps == {"75": 3, "80": Decimal("0.5"), "90": Decimal("0.5"), "95": 4}


def test_beyond_the_worst_end_of_the_manager_form_for_days_of_supply() -> None:
    """default_profiles.json, days_supply: "no_sales → 0"."""
    knots = ((10, 0), (24, 100), (36, 100), (45, 80), (60, 40), (75, 0))
    assert Linear(*knots).canonical(2).beyond == 0


def test_every_curve_of_the_default_profiles_loads_and_is_written_back_the_same() -> None:
    source = SHARED / "reference" / "default_profiles.json"
    if not source.exists():
        pytest.skip("the folder with the reference files is not beside this checkout")
    profiles = json.loads(source.read_text(encoding="utf-8"), parse_float=Decimal)["profiles"]
    items = [item for one in profiles.values() for key in ("criteria", "extras") for item in one.get(key, ())]
    assert len(items) >= 38
    for item in items:
        curve = from_dict(item["curve"], where=item.get("indicator", item.get("id")))
        assert curve.canonical(2).decimals == 2
        assert curve.to_dict() == {**item["curve"], "of": "value"}


def test_a_staircase_cut_on_both_sides_has_no_cliffs() -> None:
    """`curve.cliffs` lists its jumps; where floor and cap meet there are none."""
    assert Piecewise((0, "0.001", "-0.02"), step="0.08", floor=0, cap=0).cliffs == ()
