"""Every indicator of the catalogue at person, team, store, area and group: what its own roll-up code says.

The house is small and made so that a wrong rule gives another number: people differ in size, customers are shared, one
day's stock is not another's.  What each code says (domain reference, §2) is written down here once more, literally.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zlib import crc32

import pytest

import salesperf as sp
from salesperf import curves, indicators
from salesperf.organisation import Organisation
from salesperf.vocabulary import RollUp

ORG = Organisation.from_rows(
    [
        {"person": "p1", "team": "a", "store": "w", "area": "n", "group": "g"},
        {"person": "p2", "team": "a", "store": "w", "area": "n", "group": "g"},
        {"person": "ma", "team": "a", "store": "w", "area": "n", "group": "g", "level": "manager"},
        {"person": "p3", "team": "b", "store": "w", "area": "n", "group": "g"},
        {"person": "p4", "store": "e", "area": "n", "group": "g"},
        {"person": "p5", "store": "s", "area": "o", "group": "g"},
    ]
)
BELOW = {
    "p1": ["p1"],
    "p3": ["p3"],
    "a": ["a", "p1", "p2", "ma"],
    "b": ["b", "p3"],
    "w": ["w", "a", "b", "p1", "p2", "p3", "ma"],
    "e": ["e", "p4"],
    "n": ["n", "w", "e", "a", "b", "p1", "p2", "p3", "p4", "ma"],
    "g": ["g", "n", "o", "w", "e", "s", "a", "b", "p1", "p2", "p3", "p4", "p5", "ma"],
}
KIND = {"a": "team", "b": "team", "w": "store", "e": "store", "s": "store", "n": "area", "o": "area", "g": "group"}
STORE = dict.fromkeys(["p1", "p2", "ma", "p3", "a", "b"], "w")
AREA = dict.fromkeys(["p1", "p2", "ma", "p3", "a", "b", "w", "e"], "n")
REPORTS = {
    "a": ["p1", "p2"],
    "b": ["p3"],
    "w": ["a", "p3"],
    "e": ["p4"],
    "n": ["a", "p3", "p4"],
    "g": ["a", "p3", "p4", "p5"],
}
"""Who reports to whoever leads a unit; a team that has a manager counts by its own value."""

LINE = curves.Linear((0, 0), (100, 100))
SIZES = {
    "p1": 3,
    "p2": 11,
    "ma": 2,
    "p3": 5,
    "p4": 23,
    "p5": 7,
    "w": 4,
    "e": 9,
    "s": 6,
    "n": 12,
    "o": 5,
    "a": 8,
    "b": 3,
    "g": 10,
}
OWNERS = {
    "person": ["p1", "p2", "ma", "p3", "p4", "p5"],
    "team": ["a", "b"],
    "store": ["w", "e", "s"],
    "area": ["n", "o"],
}
MARCH = sp.Period.parse("2026-03")


DAYS = ("2026-03-04", "2026-03-20", "2025-03-11", "2025-03-30")


def rows_of(indicator: Any) -> list[dict[str, Any]]:
    """Amounts for every measure of an indicator, each on the owners it is booked on; ratings at every scope."""
    signs = {
        measure: times for side in (indicator.numerator, indicator.denominator) if side for measure, times in side.terms
    }
    rows = []
    for measure in indicator.measures:
        owners = OWNERS[str(measure.owner)]
        if indicator.roll_up is RollUp.ASSESS:
            owners = [*OWNERS["person"], "a", "b", "w", "e", "s", "n", "o", "g"]
        for owner in owners:
            for n, day in enumerate(DAYS):
                seed = crc32(f"{owner}, {day}, {measure.id}".encode())
                amount = (
                    (30 + SIZES[owner] + seed % 997) * (1 + seed % 3) if signs.get(measure, 1) > 0 else 1 + seed % 20
                )
                channel = "xyz"[(n + SIZES[owner]) % 3]
                row = {
                    KIND.get(owner, "person"): owner,
                    "date": day,
                    measure.id: amount,
                    "channel": channel,
                    "model": channel,
                }
                if measure.key is None:
                    rows.append(row)
                    continue
                shared = range(seed % 4, 5 + SIZES[owner] + seed % 9)  # customers that others have, too
                rows += [{**row, measure.id: 1, measure.key: f"c{each}"} for each in shared]
    return rows


def owner_of(row: dict[str, Any]) -> str:
    return next(row[kind] for kind in ("person", *dict.fromkeys(KIND.values())) if row.get(kind))


def amount(measure: Any, rows: Iterable[dict[str, Any]], name: str | None = None) -> Fraction:
    """A measure by its own additivity: sums, unions of keys, levels per owner first; of one channel or model."""
    own = [row for row in rows if measure.id in row]
    of_name = [row for row in own if name is None or row["channel"] == name]
    if measure.key:
        return Fraction(len({row[measure.key] for row in of_name}))
    if str(measure.additivity) == "sum":
        return Fraction(sum(row[measure.id] for row in of_name))
    whole = Fraction(0)
    for owner in {owner_of(row) for row in own}:
        dates = sorted({row["date"] for row in own if owner_of(row) == owner})
        taken = {"first": dates[:1], "last": dates[-1:], "mean": dates}[str(measure.additivity)]
        held = [row for row in of_name if owner_of(row) == owner and row["date"] in taken]
        whole += Fraction(sum(row[measure.id] for row in held), len(taken))
    return whole


def side(expression: Any, rows: list[dict[str, Any]], name: str | None = None) -> Fraction:
    return sum((times * amount(measure, rows, name) for measure, times in expression.terms), Fraction(0))


def half_up(exact: Fraction, decimals: int) -> Decimal:
    return Decimal(math.floor(exact * 10**decimals + Fraction(1, 2))).scaleb(-decimals)


def under(rows: list[dict[str, Any]], whose: list[str], year: str = "2026") -> list[dict[str, Any]]:
    return [row for row in rows if owner_of(row) in whose and row["date"].startswith(year)]


def quotient(indicator: Any, rows: list[dict[str, Any]]) -> Decimal | None:
    """Roll up each fact, then divide once."""
    numerator = side(indicator.numerator, rows)
    if indicator.denominator is None:
        return half_up(numerator * indicator.factor, indicator.decimals)
    denominator = side(indicator.denominator, rows)
    if denominator <= 0:
        return None
    pace = {"days": 31, "months": 1, "12": 12, "365": 365}
    for name in indicator.times:
        numerator *= pace[name]
    for name in indicator.divided_by:
        denominator *= pace[name]
    return half_up(numerator / denominator * indicator.factor, indicator.decimals)


def spread(indicator: Any, rows: list[dict[str, Any]]) -> Decimal | None:
    """Pool first, then look at the shares."""
    parts = {name: side(indicator.numerator, rows, name) for name in "xyz"}
    whole = sum(parts.values())
    if indicator.denominator is None:
        exact = 1 - sum((part / whole) ** 2 for part in parts.values()) if whole else None
    else:
        wanted = {name: side(indicator.denominator, rows, name) for name in "xyz"}
        all_wanted = sum(wanted.values())
        apart = (
            sum(abs(parts[name] / whole - wanted[name] / all_wanted) for name in "xyz")
            if whole and all_wanted
            else None
        )
        exact = None if apart is None else 1 - Fraction(apart) / 2
    return None if exact is None else half_up(exact * indicator.factor, indicator.decimals)


def of_members(indicator: Any, rows: list[dict[str, Any]], unit: str) -> Decimal | None:
    """Means over people, of their own shown values: not weighted, each once, the manager's team for the manager."""
    reached = indicators.UNIT_ATTAINMENT
    values = [quotient(reached, under(rows, BELOW.get(each, [each]))) for each in REPORTS.get(unit, [])]
    capped = [min(value, Decimal(120)) for value in values if value is not None]
    if not capped:
        return None
    if indicator.id == "member_pass_rate":
        return half_up(Fraction(100 * sum(value >= 100 for value in values if value), len(capped)), 2)
    mean = sum(map(Fraction, capped)) / len(capped)
    if indicator.id == "member_mean_attainment":
        return half_up(mean, indicator.decimals)
    variance = sum((Fraction(value) - mean) ** 2 for value in capped) / len(capped)
    root = Fraction(math.isqrt(math.floor(variance * 10**40)), 10**20)
    return half_up(root / mean, indicator.decimals)


OF_MEMBERS = {"member_mean_attainment", "member_pass_rate", "attainment_dispersion"}
FED_BY = dict.fromkeys(OF_MEMBERS, indicators.UNIT_ATTAINMENT)


def by_code(indicator: Any, rows: list[dict[str, Any]], subject: str) -> Decimal | None:
    """What the code says of a subject."""
    code = indicator.of.roll_up if indicator.roll_up is RollUp.CHG else indicator.roll_up  # a change of what is there
    if indicator.id in OF_MEMBERS:
        return of_members(indicator, rows, subject)
    if code is RollUp.STORE:
        subject = STORE.get(subject, subject)
    if code is RollUp.AREA:
        subject = AREA.get(subject, subject)
    whose = [subject] if code is RollUp.ASSESS else BELOW.get(subject, [subject])
    now = under(rows, whose)
    if code is RollUp.DIST:
        return spread(indicator, now)
    if indicator.roll_up is not RollUp.CHG:
        return quotient(indicator, now)
    before = under(rows, whose, "2025")
    if indicator.of.kind == "total":
        above, below = side(indicator.of.numerator, now), side(indicator.of.numerator, before)
    else:
        shown = quotient(indicator.of, now), quotient(indicator.of, before)
        if shown[0] is None or shown[1] is None:
            return None
        above, below = Fraction(shown[0]), Fraction(shown[1])
    if below <= 0:
        return None
    return half_up((above - below) / below * 100 if indicator.relative else above - below, indicator.decimals)


def board(indicator: Any, rows: list[dict[str, Any]], by: str) -> sp.Scoreboard:
    line = sp.Criterion(indicator, weight=100, curve=LINE)
    level = "consultant" if by == "person" else "manager"
    profile = sp.Profile("roll-up", level=level, criteria=[line], publish_at_least=0)
    return sp.score(rows, profile, organisation=ORG, period=MARCH, by=by, as_of=date(2027, 1, 1))


SCOPES = {"person": ["p1", "p3"], "team": ["a", "b"], "store": ["w", "e"], "area": ["n"], "group": ["g"]}
ELSEWHERE = {"process_kpi_attainment", "rank_score"}
CATALOGUE = [indicator for indicator in indicators.CATALOGUE if indicator.id not in ELSEWHERE]


@pytest.mark.untraced
@pytest.mark.parametrize("indicator", CATALOGUE, ids=lambda indicator: f"{indicator.id}-{indicator.roll_up}")
def test_what_the_code_says(indicator: Any) -> None:
    rows = rows_of(FED_BY.get(indicator.id, indicator))
    for by, subjects in SCOPES.items():
        found = board(indicator, rows, by)
        for subject in subjects:
            line = found[subject].lines[0]
            assert line.value == by_code(indicator, rows, subject), (by, subject, line.status)


WHOLE = {RollUp.RATIO, RollUp.POOL, RollUp.SEMI, RollUp.CHG, RollUp.DIST, RollUp.MEANP}


@pytest.mark.parametrize("indicator", CATALOGUE, ids=lambda indicator: f"{indicator.id}-{indicator.roll_up}")
def test_a_wrong_rule_would_give_another_number(indicator: Any) -> None:
    """The house tells the rules apart: no mean of its people's values, no sum of their distinct customers."""
    rows = rows_of(FED_BY.get(indicator.id, indicator))
    team = by_code(indicator, rows, "a")
    people = [by_code(indicator, rows, each) for each in ("p1", "p2", "ma")]
    of_people = [value for value in people if value is not None]
    if indicator.roll_up is RollUp.UNION:
        assert team != sum(of_people)
    elif indicator.roll_up is RollUp.SUM:
        assert team == sum(of_people)
    elif indicator.roll_up is RollUp.ASSESS:
        assert team not in {*of_people, quotient(indicator, under(rows, BELOW["a"]))}
    elif indicator.roll_up in {RollUp.STORE, RollUp.AREA}:
        assert set(of_people) <= {team}
        assert by_code(indicator, rows, "w") != by_code(indicator, rows, "g")
    elif len(set(of_people)) > 1 and len(of_people) == len(people) and indicator.id not in OF_MEMBERS:
        assert team != half_up(sum(map(Fraction, of_people)) / len(people), indicator.decimals)


def test_every_code_is_there() -> None:
    assert len(indicators.CATALOGUE) == 131
    assert {indicator.roll_up for indicator in CATALOGUE} | {RollUp.SCOPE} == set(RollUp)
    assert {indicators.get(name).roll_up for name in ELSEWHERE} == {RollUp.SCOPE}


def test_a_rank_needs_peers_at_every_scope() -> None:
    rows = [{"person": "p1", "date": "2026-03-04", "units_delivered": 1}]
    for by, subjects in SCOPES.items():
        assert board(indicators.RANK_SCORE, rows, by)[subjects[0]].lines[0].status is sp.Status.MISSING_DATA


def test_process_indicators_are_looked_at_where_the_unit_is() -> None:
    """SCOPE: which process lines of the consultants' profile reach 100 points with the facts of the unit itself."""
    drives = sp.Criterion(indicators.TEST_DRIVE_RATE, weight=30, curve=LINE)
    set_up = sp.Criterion(indicators.APPOINTMENT_SHOW_RATE, weight=20, curve=LINE)
    units = sp.Criterion(indicators.UNIT_ATTAINMENT, weight=50, curve=LINE)
    process = sp.Profile("c", level="consultant", criteria=[drives, set_up, units])
    looked = sp.Profile(
        "m", level="manager", criteria=[sp.Criterion(indicators.PROCESS_KPI_ATTAINMENT, weight=100, curve=LINE)]
    )
    rows = [
        {"person": "p1", "date": "2026-03-04", "test_drive_customers": 1, "customers_received": 1, "customer": "c1"},
        {"person": "p2", "date": "2026-03-04", "test_drive_customers": 0, "customers_received": 1, "customer": "c2"},
        {"person": "p1", "date": "2026-03-04", "appts_set": 1, "appts_shown": 0},
        {"person": "p2", "date": "2026-03-04", "appts_set": 1, "appts_shown": 1},
        {"person": "ma", "date": "2026-03-04", "appts_set": 1, "appts_shown": 2},
    ]
    card = sp.score_all(rows, [process, looked], organisation=ORG, period=MARCH)["ma"]
    assert card.lines[0].value == 40  # shown at 3 of 3 (20 of 50), drives at 1 of 2
    [(stage, members)] = [
        (slot, amount)
        for slot, amount in zip(card._frame.plan.slots, card._slots, strict=True)
        if slot.stat == "members"
    ]
    assert (stage.of, members) == (None, (("test_drive_rate", 50_000, 3000), ("appointment_show_rate", 100_000, 2000)))
