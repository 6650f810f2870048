"""Everything on a card, to the last digit, against a second reading of the documents (tests/oracle.py).

"gives the same score to the last digit" and "a person with a pencil can recompute the score from the scorecard": the
oracle is that person.  Profiles and rows are drawn at random over every kind of indicator, family of curve and policy.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

import salesperf as sp
from salesperf import curves, indicators, profiles
from salesperf.calendar import Calendar, Grain
from salesperf.measures import Measure
from salesperf.vocabulary import Additivity, Base, Direction, NotAssessed, Per, Unit, Zero

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import oracle

UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
"""Profiles of this size take minutes to shrink: a failure is printed as it was drawn."""

SLOW = settings(
    max_examples=100,
    deadline=None,
    phases=UNSHRUNK,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

# --- measures -------------------------------------------------------------------------------------------------------


def _measure(name: str, unit: Unit = Unit.COUNT, **given: Any) -> Measure:
    return Measure(name, unit=unit, en=name, zh=name, **given)


DONE = _measure("t_done")
BACK = _measure("t_back", absent_counts_zero=True)
WHOLE = _measure("t_whole", decimals=0)
BASE = _measure("t_base", decimals=1)
MONEY = _measure("t_money", Unit.MONEY, signed=True)
COST = _measure("t_cost", Unit.MONEY, decimals=3)
REBATE = _measure("t_rebate", Unit.MONEY, absent_counts_zero=True)
RATED = _measure("t_rated", Unit.RATING, labels={"优": 120, "良": "100", "差": "50.5"})
ASKED = _measure("t_asked")
DAYS = _measure("t_days", Unit.DAYS)
LEADS = _measure("t_leads", additivity=Additivity.DISTINCT, key="lead")
BUYERS = _measure("t_buyers", additivity=Additivity.DISTINCT, key="customer")
OPENING = _measure("t_opening", additivity=Additivity.FIRST)
STOCK = _measure("t_stock", additivity=Additivity.LAST)
CAPITAL = _measure("t_capital", Unit.MONEY, additivity=Additivity.MEAN)
LEVEL = _measure("t_level", additivity=Additivity.MEAN)
GOAL = _measure("t_goal")
GOAL_MONEY = _measure("t_goal_money", Unit.MONEY, signed=True)

COUNTS = (DONE, BACK, WHOLE, BASE, ASKED, LEADS, BUYERS, OPENING, STOCK)
MONIES = (MONEY, COST, REBATE)
MEANS = {COUNTS: LEVEL, MONIES: CAPITAL}
TARGETS = (GOAL, GOAL_MONEY)
FACTS = (*COUNTS, *MONIES, *MEANS.values(), RATED, DAYS)

RATE = indicators.Ratio(
    "t_rate",
    numerator=DONE,
    denominator=ASKED,
    unit=Unit.PERCENT,
    direction=Direction.HIGHER,
    decimals=2,
    en="t_rate",
    zh="t_rate",
)

# --- indicators -----------------------------------------------------------------------------------------------------

Draw = Callable[[st.SearchStrategy[Any]], Any]


def _sum_of(draw: Draw, measures: tuple[Measure, ...]) -> Any:
    """Up to three measures with signs, or a mean level by itself."""
    if draw(st.integers(0, 7)) == 0:
        return MEANS[measures] * draw(st.sampled_from([1, 2]))
    chosen = draw(st.lists(st.sampled_from(measures), min_size=1, max_size=3, unique=True))
    expression = chosen[0] * draw(st.sampled_from([1, 1, 1, -1, 2]))
    for more in chosen[1:]:
        expression = expression + more * draw(st.sampled_from([1, -1]))
    return expression


def _named(draw: Draw, name: str, unit: Unit) -> dict[str, Any]:
    return {
        "id": name,
        "unit": unit,
        "direction": draw(st.sampled_from(list(Direction))),
        "decimals": draw(st.sampled_from([0, 1, 2, 2, 2, 4])),
        "en": name,
        "zh": name,
    }


def _range(draw: Draw) -> dict[str, Any]:
    return draw(st.sampled_from([{}, {}, {"plausible": (0, 100)}, {"plausible": (None, 5)}, {"plausible": (-3, None)}]))


def _make(cls: Any, named: dict[str, Any], **given: Any) -> Any:
    name = named.pop("id")
    return cls(name, **named, **given)


def _total(draw: Draw, name: str) -> Any:
    if draw(st.booleans()):
        return _make(indicators.Total, _named(draw, name, Unit.COUNT), numerator=_sum_of(draw, COUNTS), **_range(draw))
    return _make(indicators.Total, _named(draw, name, Unit.MONEY), numerator=_sum_of(draw, MONIES), **_range(draw))


def _ratio(draw: Draw, name: str) -> Any:
    zeros = [
        Zero.UNDEFINED,
        Zero.UNDEFINED_OR_IDLE,
        Zero.IDLE,
        Zero.SAMPLE,
        Zero.INFINITE,
        Zero.INFINITE_COST,
        Zero.IMMATURE,
    ]
    zero = draw(st.sampled_from(zeros))
    unit = draw(st.sampled_from([Unit.PERCENT, Unit.RATIO, Unit.MONEY_PER_UNIT]))
    upper, lower = draw(st.sampled_from([(COUNTS, COUNTS), (MONIES, COUNTS), (COUNTS, MONIES), (MONIES, MONIES)]))
    return _make(
        indicators.Ratio,
        _named(draw, name, unit),
        numerator=_sum_of(draw, upper),
        denominator=_sum_of(draw, lower),
        zero=zero,
        matures_after=draw(st.sampled_from([1, 20, 60])) if zero is Zero.IMMATURE else None,
        **_range(draw),
    )


def _paced(draw: Draw, name: str) -> Any:
    numerator, denominator, paces = draw(
        st.sampled_from(
            [
                (DONE - BACK, DAYS, (Per.MONTH, Per.YEAR)),
                (MONEY, CAPITAL, (Per.YEAR,)),
                (COST, LEVEL, (Per.YEAR,)),
                (STOCK, DONE - BACK, (Per.DAY, Per.MONTH)),
            ]
        )
    )
    zero = Zero.INFINITE if numerator is STOCK else Zero.UNDEFINED
    per = draw(st.sampled_from(paces))
    unit = draw(st.sampled_from([Unit.RATIO, Unit.PERCENT]))
    return _make(
        indicators.Ratio, _named(draw, name, unit), numerator=numerator, denominator=denominator, per=per, zero=zero
    )


def _share(draw: Draw, name: str) -> Any:
    one, other = _sum_of(draw, COUNTS), _sum_of(draw, COUNTS)
    return _make(indicators.Share, _named(draw, name, Unit.PERCENT), numerator=one, denominator=other)


def _mean(draw: Draw, name: str) -> Any:
    cls = draw(st.sampled_from([indicators.Mean, indicators.MemberMean, indicators.Assessed]))
    numerator = draw(st.sampled_from([RATED, RATED - RATED * 2, MONEY]))
    return _make(cls, _named(draw, name, Unit.POINTS), numerator=numerator, denominator=ASKED, **_range(draw))


def _attainment(draw: Draw, name: str) -> Any:
    of_money = draw(st.booleans())
    numerator, goal = (_sum_of(draw, MONIES), GOAL_MONEY) if of_money else (_sum_of(draw, COUNTS), GOAL)
    scale = draw(st.sampled_from([None, None, Decimal(7), Decimal("12.5")]))
    named = _named(draw, name, Unit.PERCENT)
    if scale is not None and numerator.decimals == 0:
        scale = Decimal(7)
    return _make(indicators.Attainment, named, numerator=numerator, denominator=goal, scale=scale, **_range(draw))


def _mix(draw: Draw, name: str) -> Any:
    shares = draw(
        st.sampled_from([{}, {"web": 1, "shop": 1}, {"web": "0.6", "shop": "0.25", "fair": "0.15"}, {"web": 3}])
    )
    counted = draw(st.sampled_from([LEADS, DONE - BACK, STOCK, LEVEL]))
    by = draw(st.sampled_from(["channel", "model"]))
    return _make(
        indicators.Mix, _named(draw, name, Unit.INDEX), numerator=counted, by=by, shares=shares, **_range(draw)
    )


def _match(draw: Draw, name: str) -> Any:
    numerator = draw(st.sampled_from([STOCK, OPENING, LEVEL, DONE]))
    return _make(
        indicators.StructureMatch,
        _named(draw, name, Unit.POINTS),
        numerator=numerator,
        denominator=draw(st.sampled_from([DONE - BACK, LEADS, WHOLE])),
        by=draw(st.sampled_from(["channel", "model"])),
        factor=draw(st.sampled_from([1, 100])),
    )


def _change(draw: Draw, name: str) -> Any:
    """A change of a total or of a ratio, relative or as a difference, since either base."""
    of = draw(st.sampled_from([_total, _total, _ratio, _paced, _share, _mean, _attainment]))(draw, f"{name}_of")
    relative = draw(st.booleans())
    named = _named(draw, name, Unit.PERCENT)
    if not relative:
        named |= {"unit": Unit.PERCENTAGE_POINTS if of.unit is Unit.PERCENT else of.unit, "decimals": of.decimals}
    since = draw(st.sampled_from(list(Base)))
    return _make(indicators.Change, named, of=of, relative=relative, since=since, **_range(draw))


def _of_others(draw: Draw, name: str) -> Any:
    which = draw(st.sampled_from(["dispersion", "peer_rank", "median"]))
    if which == "median":
        middle = {"numerator": RATED, "denominator": ASKED, "weighting": "median"}
        return _make(indicators.MemberMean, _named(draw, name, Unit.PERCENT) | {"decimals": 4}, of=RATE, **middle)
    if which == "dispersion":
        return _make(indicators.Dispersion, _named(draw, name, Unit.INDEX), numerator=RATED, denominator=ASKED)
    return _make(indicators.PeerRank, _named(draw, name, Unit.PERCENT))


KINDS = (
    *(_total, _ratio, _ratio, _paced, _share, _mean, _mean, _attainment, _attainment, _mix, _match, _of_others),
    *(_change, _change),
)


def _indicator(draw: Draw, name: str) -> Any:
    return draw(st.sampled_from(KINDS))(draw, name)


# --- curves ---------------------------------------------------------------------------------------------------------


def _points(draw: Draw, low: int = -20_000, high: int = 140_000) -> Decimal:
    return Decimal(draw(st.integers(low, high))).scaleb(-draw(st.sampled_from([3, 3, 2])))


def _curve(draw: Draw, decimals: int, domain: Any) -> Any:
    """A curve whose knots lie on the grid of the shown value."""

    def knot(low: int = -200, high: int = 200) -> Decimal:
        fine = draw(st.sampled_from([0, 0, decimals]))
        return Decimal(draw(st.integers(low * 10**fine, high * 10**fine))).scaleb(-fine)

    def rising(least: int) -> list[Decimal]:
        return sorted(draw(st.sets(st.builds(lambda n: n, st.integers(-150, 250)), min_size=least, max_size=5)))

    family = draw(
        st.sampled_from(["linear", "linear", "proportional", "steps", "per_step", "per_step", "target", "piecewise"])
    )
    if family == "linear":
        return curves.Linear(*((Decimal(x), _points(draw)) for x in rising(2)), of=domain)
    if family == "steps":
        return curves.Steps(*((Decimal(x), _points(draw)) for x in rising(1)), of=domain)
    if family == "proportional":
        floor = draw(st.integers(0, 80))
        return curves.Proportional(floor=floor, cap=floor + draw(st.integers(1, 80)), of=domain)
    if family == "per_step":
        steps = [Decimal(n) for n in (1, 2, 5, 7)] + ([Decimal("0.5")] if decimals else [])

        def side() -> tuple[Decimal, Decimal] | None:
            rate = Decimal(draw(st.sampled_from([-5, -1, -2, 1, 3]))) / draw(st.sampled_from([1, 2, 8]))
            return draw(st.sampled_from([None, (draw(st.sampled_from(steps)), rate)]))

        below, above = side(), side()
        if below is None and above is None:
            above = (steps[0], Decimal(-1))
        full = Decimal(draw(st.integers(0, 100)))
        return curves.PerStep(
            at=knot(),
            full=full,
            below=below,
            above=above,
            floor=draw(st.sampled_from([None, Decimal(0), Decimal(-15)])),
            cap=draw(st.sampled_from([None, Decimal(100), Decimal("120.5")])),
            whole=draw(st.booleans()),
            of=domain,
        )
    if family == "target":
        return curves.Target(knot(), abs(knot()) + 1, of=domain)
    pieces = [(Decimal(x), _points(draw), draw(st.sampled_from(RATES))) for x in rising(1)]
    return curves.Piecewise(
        *pieces,
        below=_points(draw),
        step=draw(st.sampled_from([None, Decimal(1), Decimal(3)])),
        floor=draw(st.sampled_from([None, Decimal(0)])),
        cap=draw(st.sampled_from([None, Decimal("110.5")])),
        of=domain,
    )


RATES = [Decimal(0), Decimal("0.4"), Decimal(1), Decimal("-1.5"), Decimal("0.333")]


# --- profiles -------------------------------------------------------------------------------------------------------


@st.composite
def some_profile(draw: Draw) -> Any:
    """A profile over the measures above."""
    count = draw(st.integers(3, 6))
    parts = [draw(st.integers(1, 20)) for _ in range(count)]
    weights = [10_000 * part // sum(parts) for part in parts]
    weights[0] += 10_000 - sum(weights)
    criteria = []
    for place, weight in enumerate(weights):
        made = _indicator(draw, f"i{place}")
        criteria.append(_criterion(draw, made, Decimal(weight).scaleb(-2)))
    if draw(st.integers(0, 5)) == 0:
        criteria[-1:] = _twins(draw, criteria[-1])
    grades = draw(st.sampled_from([(), BANDS]))
    groups = sorted({criterion.group for criterion in criteria if criterion.group})
    return profiles.Profile(
        "drawn",
        level=sp.Level.CONSULTANT,
        criteria=criteria,
        extras=[_extra(draw, f"e{place}") for place in range(draw(st.integers(0, 2)))],
        gates=[_gate(draw, f"g{place}", criteria, grades) for place in range(draw(st.integers(0, 4)))],
        not_assessed=draw(st.sampled_from(list(NotAssessed))),
        publish_at_least=draw(st.sampled_from([0, 60, 60, 100, "33.5"])),
        grades=grades,
        floor=draw(st.sampled_from([0, 0, None, "10.5"])),
        cap=draw(st.sampled_from([None, 100, "70.25"])),
        group_maximum={group: draw(st.sampled_from([5, 20, "33.333"])) for group in groups},
    )


BANDS = (("A", 90), ("B", "70.5"), ("C", 40), ("D", 0))


def _criterion(draw: Draw, made: Any, weight: Decimal) -> Any:
    domain = draw(
        st.sampled_from([curves.Domain.VALUE, curves.Domain.VALUE, curves.Domain.GAP, curves.Domain.PERCENT_OF_TARGET])
    )
    attainment = isinstance(made, indicators.Attainment)
    decimals = 2 if domain is (curves.Domain.GAP if attainment else curves.Domain.PERCENT_OF_TARGET) else made.decimals
    target = None
    if domain is not curves.Domain.VALUE and not attainment:
        own = {Unit.COUNT: GOAL, Unit.MONEY: GOAL_MONEY, Unit.MONEY_PER_UNIT: GOAL_MONEY}.get(made.unit)
        target = draw(st.sampled_from([own, own, Decimal(5), Decimal(12)])) if own else Decimal(7)
    minimum = draw(st.sampled_from([None, None, 1, 3])) if made.sample is not None else None
    return profiles.Criterion(
        made,
        weight=weight,
        curve=_curve(draw, decimals, domain),
        target=target,
        minimum_sample=minimum,
        window=draw(st.sampled_from([None, None, None, 1, 2, "3 months"])),
        group=draw(st.sampled_from([None, None, "red", "blue"])),
        par=draw(st.sampled_from([100, 80, "62.5"])),
    )


def _twins(draw: Draw, criterion: Any) -> list[Any]:
    """Two criteria of one indicator, told apart by window and sample: a gate looks at the first."""
    half = Decimal(criterion.weight) / 2
    first = half.quantize(Decimal("0.01"))
    other = criterion.weight - first
    twin = attrs.evolve(criterion, id="twin", weight=other, window=draw(st.sampled_from([None, 2])))
    return [attrs.evolve(criterion, weight=first), twin]


def _extra(draw: Draw, name: str) -> Any:
    made = draw(st.sampled_from([DONE, MONEY, LEADS, STOCK, None]))
    source = made if made is not None else _indicator(draw, name)
    decimals = min(made.decimals, 2) if made is not None else source.decimals
    return profiles.Extra(
        name,
        of=source,
        curve=_curve(draw, decimals, curves.Domain.VALUE),
        minimum=draw(st.sampled_from([-25, "-7.5", 0])),
        maximum=draw(st.sampled_from([0, 10, "2.125"])),
    )


def _leaf(draw: Draw, criteria: list[Any]) -> Any:
    chosen = draw(st.sampled_from([DONE, BACK, MONEY, *(criterion.indicator for criterion in criteria)]))
    bounds = draw(st.sampled_from(["below", "at_least", "both"]))
    low, high = draw(st.integers(-5, 20)), draw(st.integers(21, 60))
    if bounds == "both":
        return profiles.When(chosen, at_least=low, below=high)
    return profiles.When(chosen, **{bounds: draw(st.sampled_from([low, high]))})


def _gate(draw: Draw, name: str, criteria: list[Any], grades: tuple[tuple[str, Any], ...]) -> Any:
    condition = _leaf(draw, criteria)
    for _ in range(draw(st.integers(0, 2))):
        other = _leaf(draw, criteria)
        joined = {condition, *getattr(condition, "parts", ())}
        if other not in joined:
            condition = condition & other if draw(st.booleans()) else condition | other
    item = draw(st.sampled_from(criteria)).id
    options = [profiles.ItemZero(item), profiles.ItemZero(item), profiles.Multiply("0.9"), profiles.Multiply("1.05")]
    options += [profiles.CapGrade(band) for band, _ in grades[1:]] + [profiles.Disqualify()]
    then = draw(st.sampled_from(options))
    return profiles.Gate(name, when=condition, then=then)


# --- rows -----------------------------------------------------------------------------------------------------------

FIRST, LAST = date(2025, 11, 20), date(2026, 4, 20)
SPANS = [
    (date(2026, 1, 1), date(2026, 2, 1)),
    (date(2026, 2, 1), date(2026, 3, 1)),
    (date(2026, 3, 1), date(2026, 4, 1)),
    (date(2026, 1, 1), date(2026, 4, 1)),
    (date(2026, 2, 23), date(2026, 3, 2)),
    (date(2026, 2, 26), date(2026, 3, 26)),
    (date(2025, 2, 1), date(2025, 3, 1)),
]
CALENDARS = [
    Calendar(),
    Calendar(closing_day=25),
    Calendar(closing_day=30, spring_festival=True, fiscal_year_starts=4),
    Calendar(week_starts=7, spring_festival=True),
]
PERIODS = [
    None,
    ["2026-01", "2026-02", "2026-03"],
    ["2026-Q1"],
    ["2026-W09", "2026-03-02..2026-03-31"],
    ["2026-02", "2026-H1", "2026-02-14"],
]


def _written(draw: Draw, counted: Measure) -> Any:
    """An amount of the measure as some source would write it."""
    low = -3 if draw(st.integers(0, 9)) == 0 else 0
    units = draw(st.integers(low * 10**counted.decimals, 40 * 10**counted.decimals))
    if draw(st.booleans()):
        units = units // 10**counted.decimals * 10**counted.decimals
    exact = Decimal(units).scaleb(-counted.decimals)
    ways = ["decimal", "text", "float", "padded", "rough"]
    if units % 10**counted.decimals == 0:
        ways.append("int")
    way = draw(st.sampled_from(ways))
    if counted is RATED and draw(st.integers(0, 4)) == 0:
        return draw(st.sampled_from(["优", "良", "差"]))
    return {
        "decimal": exact,
        "text": f"{exact:f}",
        "float": float(exact),
        "padded": f"  {exact:+f} ",
        "int": int(exact),
        "rough": draw(st.floats(0, 40)) if way == "rough" else None,
    }[way]


def _date(draw: Draw) -> Any:
    day = FIRST + timedelta(days=draw(st.integers(0, (LAST - FIRST).days)))
    if draw(st.booleans()):
        day = draw(st.sampled_from(ON_EDGES))
    if draw(st.integers(0, 3)) == 0:
        day -= timedelta(days=365)
    morning = datetime.combine(day, time(8))
    return draw(st.sampled_from([day, day.isoformat(), f"{day.isoformat()} 23:59:59", morning]))


ON_EDGES = [
    *(date(2026, 1, 31), date(2026, 2, 1), date(2026, 3, 1), date(2026, 3, 31)),
    *(date(2026, 1, 25), date(2026, 2, 26), date(2026, 3, 25), date(2026, 1, 30), date(2026, 2, 28)),
]


def _fact(draw: Draw, subjects: list[Any]) -> dict[str, Any]:
    row: dict[str, Any] = {"person": draw(st.sampled_from(subjects)), "date": _date(draw)}
    if draw(st.integers(0, 9)) == 0:
        row["until"] = oracle.day_of(row["date"]) + timedelta(days=1)
    if draw(st.integers(0, 2)) == 0:
        row["recorded_at"] = draw(st.sampled_from([None, "", "2026-03-10 09:30", date(2026, 3, 11), "2026-05-01"]))
    for counted in draw(st.lists(st.sampled_from(FACTS), min_size=1, max_size=7, unique=True)):
        row[counted.id] = (
            draw(st.sampled_from([None, ""])) if draw(st.integers(0, 14)) == 0 else _written(draw, counted)
        )
    for column, names in (
        ("lead", ["a", "b", ""]),
        ("customer", ["u", "v", None]),
        ("channel", ["web", "shop"]),
        ("model", ["X", "Y", "Z"]),
    ):
        if draw(st.booleans()):
            row[column] = draw(st.sampled_from(names))
    return row


def _goal(draw: Draw, subjects: list[Any]) -> dict[str, Any]:
    start, end = draw(st.sampled_from(SPANS))
    row: dict[str, Any] = {"person": draw(st.sampled_from(subjects)), "date": start}
    if draw(st.integers(0, 3)):
        row["until"] = draw(st.sampled_from([end, end.isoformat()]))
    for counted in draw(st.sampled_from([(GOAL,), (GOAL_MONEY,), TARGETS])):
        row[counted.id] = _written(draw, counted)
    return row


@st.composite
def some_rows(draw: Draw) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Facts of a few people, and their targets."""
    subjects = draw(st.sampled_from([["li", "wang", "赵"], [7, 8], ["only"]]))
    facts = [_fact(draw, subjects) for _ in range(draw(st.integers(6, 16)))]
    goals = [_goal(draw, subjects) for _ in range(draw(st.integers(0, 4)))]
    return facts, goals


# --- the comparison -------------------------------------------------------------------------------------------------


def shown(units: int | None, decimals: int) -> str | None:
    """Units of the last decimal as the library writes them."""
    return None if units is None else str(oracle_decimal(units, decimals))


def oracle_decimal(units: int, decimals: int) -> Decimal:
    return Decimal((int(units < 0), tuple(int(digit) for digit in str(abs(units))), -decimals))


def text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def check(
    rows: list[Any], goals: list[Any], profile: Any, periods: list[Any] | None, *, apart: bool = False, **given: Any
) -> int:
    """Assert that board and oracle say the same of every card; return how many cards there were."""
    if not apart:
        rows, goals = [*rows, *goals], []
    expected = oracle.score(rows, profile, periods, targets=goals, **given)
    board = sp.score(rows, profile, period=periods, targets=goals or None, **given)
    return agree(board, expected, profile, whole=periods is None)


def agree(board: sp.Scoreboard, expected: Any, profile: Any, *, whole: bool = False) -> int:
    """Assert that a board has the cards expected; return how many."""
    found = {(card.subject, "" if whole else card.period.label): card for card in board}
    assert found.keys() == expected.keys()
    for key, card in found.items():
        assert card_of(card) == expected_card(expected[key], profile), key
    return len(found)


def expected_card(card: oracle.OracleCard, profile: Any) -> dict[str, Any]:
    """The oracle's card in the form in which cards are compared."""
    kinds = {criterion.id: criterion.indicator for criterion in profile.criteria}
    return {
        "status": card.status,
        "total": shown(card.total, 3),
        "base": shown(card.base, 3),
        "grade": card.grade,
        "rank": card.rank,
        "lines": {
            name: (
                line.status,
                shown(line.value, kinds[name].decimals),
                shown(line.points, 3),
                shown(line.contribution, 3),
                _sum_shown(line.numerator, kinds[name].numerator),
                _sum_shown(line.denominator, kinds[name].denominator),
            )
            for name, line in card.lines.items()
        },
        "extras": {name: (status, shown(points, 3)) for name, (status, points) in card.extras.items()},
        "gates": card.gates,
        "steps": dict(card.steps) if card.total is not None else None,
    }


def exact(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _sum_shown(found: Fraction | None, expression: Any) -> Fraction | None:
    """A sum is exact; a mean level is shown with the decimals of its measure."""
    if found is None:
        return None
    return Fraction(oracle.half_up(found * 10**expression.decimals), 10**expression.decimals)


def card_of(card: Any) -> dict[str, Any]:
    """The library's card in the same form."""
    return {
        "status": str(card.status),
        "total": text(card.total),
        "base": text(card.base),
        "grade": card.grade,
        "rank": card.rank,
        "lines": {
            line.id: (
                str(line.status),
                text(line.value),
                text(line.points),
                text(line.contribution),
                exact(line.numerator),
                exact(line.denominator),
            )
            for line in card.lines
        },
        "extras": {extra.id: (str(extra.status), text(extra.points)) for extra in card.extras},
        "gates": {gate.id: gate.fired for gate in card.gates},
        "steps": steps_of(card) if card.total is not None else None,
    }


def steps_of(card: Any) -> dict[str, int]:
    """The steps of a card in thousandths; several floors, caps or multipliers are one step of the oracle's."""
    added = dict.fromkeys(["base", *(extra.id for extra in card.extras), "clamp", "multipliers"], 0)
    names = {"base": "base", "limit": "clamp", "multiplier": "multipliers"}
    for step in card.steps:
        added[names.get(step.kind, step.id)] += int(step.amount * 1000)
    assert sum(added.values()) == card.total * 1000
    return added


def _with_records(periods: list[Any], rows: list[dict[str, Any]]) -> list[Any]:
    days = [oracle.day_of(row["date"]) for row in rows]
    return [period for period in periods if any(period.start <= day < period.end for day in days)]


def _known(rows: list[dict[str, Any]], as_of: date | None) -> list[dict[str, Any]]:
    """The rows that were known on a day."""
    return [row for row in rows if as_of is None or oracle.known_on(oracle._row(row)) <= as_of]


@pytest.mark.untraced
@SLOW
@given(
    profile=some_profile(),
    drawn=some_rows(),
    apart=st.booleans(),
    labels=st.sampled_from(PERIODS),
    calendar=st.sampled_from(CALENDARS),
    as_of=st.sampled_from([None, None, date(2026, 3, 10), date(2026, 4, 2)]),
)
def test_every_card_agrees_with_the_oracle(
    profile: Any, drawn: Any, labels: Any, calendar: Calendar, as_of: Any, *, apart: bool
) -> None:
    """Values and points of every kind, over every calendar's periods, windows and bases, as known on any day."""
    rows, goals = drawn
    periods = None if labels is None else [calendar.period(label) for label in labels]
    known = _known([*rows, *goals], as_of)
    if periods is not None:
        periods = _with_records(periods, known)
    if not known or periods == []:
        event("no record in the period")
        return
    cards = check(rows, goals, profile, periods, apart=apart, calendar=calendar, as_of=as_of)
    event(f"{cards} cards")


@settings(SLOW, max_examples=50)
@given(
    profile=some_profile(),
    drawn=some_rows(),
    grain=st.sampled_from(list(Grain)),
    calendar=st.sampled_from(CALENDARS),
)
def test_every_grain_gives_the_periods_that_a_walk_over_the_days_finds(
    profile: Any, drawn: Any, grain: Grain, calendar: Calendar
) -> None:
    """ "one for each day, week, month, quarter, half-year or year in which there are records"."""
    rows, _ = drawn
    house = oracle.house_of(calendar)
    walked = {house.period_of(str(grain), oracle.day_of(row["date"])) for row in rows}
    periods = [calendar.period(sp.Period(span.start, span.end)) for span in walked]
    expected = oracle.score(rows, profile, periods, calendar=calendar)
    agree(sp.score(rows, profile, period=grain, calendar=calendar), expected, profile)


# --- named cases: what a hundred random draws may miss, each once a disagreement or a boundary ----------------------

NAMED = {"direction": Direction.HIGHER, "decimals": 2, "en": "x", "zh": "x"}
SLOPE = curves.Linear((0, 0), (1000, 100))
NEAR = curves.Linear((-10, 0), (10, 100), of=curves.Domain.GAP)
HALF = profiles.Multiply("0.5")
ALL_DONE = indicators.Total("a", numerator=DONE, unit=Unit.COUNT, **NAMED)
MARCH = sp.Period(*SPANS[2])


def _row(day: str = "2026-03-05", **given: Any) -> dict[str, Any]:
    return {"person": "li", "date": day, **given}


def _over(numerator: Any, denominator: Any, cls: Any = indicators.Ratio, **given: Any) -> Any:
    return cls("a", numerator=numerator, denominator=denominator, **{"unit": Unit.RATIO, **NAMED, **given})


TWO_DATES = [_row("2026-03-01", t_level=2, t_done=9, t_goal=5), _row("2026-03-11", t_level=5)]

CASES: dict[str, tuple[Any, dict[str, Any], list[dict[str, Any]], dict[str, Any]]] = {
    "a mean level by itself is divided by its dates": (
        indicators.Total("a", numerator=LEVEL, unit=Unit.COUNT, **NAMED),
        {},
        [_row("2026-03-01", t_level=2), _row("2026-03-11", t_level=4)],
        {},
    ),
    "a mean level on both sides": (
        _over(CAPITAL, LEVEL),
        {},
        [_row("2026-03-01", t_level=2, t_capital=7), _row("2026-03-11", t_level=4), _row("2026-03-12", t_level=4)],
        {},
    ),
    "a mean level in an attainment with a scale": (
        _over(LEVEL, GOAL, indicators.Attainment, scale=7, unit=Unit.PERCENT),
        {},
        TWO_DATES,
        {},
    ),
    "the gap of a mean level to its target": (
        _over(LEVEL, GOAL, indicators.Attainment, unit=Unit.PERCENT),
        {"curve": NEAR},
        TWO_DATES,
        {},
    ),
    "a mean level against a target of one's own": (
        indicators.Total("a", numerator=LEVEL, unit=Unit.COUNT, **NAMED),
        {"curve": NEAR, "target": GOAL},
        TWO_DATES,
        {},
    ),
    "a mean level as a target of one's own": (ALL_DONE, {"curve": NEAR, "target": LEVEL}, TWO_DATES, {}),
    "a mean level as a sample": (_over(DONE, LEVEL), {"minimum_sample": 4}, TWO_DATES, {}),
    "a gate and an extra on a mean level": (
        ALL_DONE,
        {},
        TWO_DATES,
        {
            "gates": [profiles.Gate("g", of=LEVEL, at_least=4, then=HALF)],
            "extras": [profiles.Extra("e", of=LEVEL, curve=curves.Proportional(), minimum=0, maximum=10)],
        },
    ),
    "a mean level outside its plausible range": (
        indicators.Total("a", numerator=LEVEL, unit=Unit.COUNT, plausible=(None, 4), **NAMED),
        {},
        TWO_DATES,
        {},
    ),
    "a mean level per model": (
        _over(LEVEL, DONE, indicators.StructureMatch, by="model", unit=Unit.POINTS, factor=100),
        {},
        [_row("2026-03-01", model="X", t_level=9, t_done=1), _row("2026-03-31", model="Y", t_level=4, t_done=1)],
        {},
    ),
    "a gate with both thresholds": (
        ALL_DONE,
        {},
        [_row(t_done=0)],
        {"gates": [profiles.Gate("g", when=profiles.When(DONE, at_least=5, below=10), then=HALF)]},
    ),
    "the pace of a window is the window's": (
        _over(MONEY, CAPITAL, per=Per.YEAR),
        {"window": 2},
        [_row(t_money=10, t_capital=5)],
        {},
    ),
    "a window that holds a part of a target has none": (
        ALL_DONE,
        {"window": 3, "target": GOAL, "curve": NEAR},
        [
            _row(t_done=8),
            _row("2025-12-15", until="2026-02-01", t_goal=5),
            _row("2026-03-01", until="2026-04-01", t_goal=9),
        ],
        {},
    ),
    "no stock and no sales is 0 and rests on no sample": (
        _over(STOCK, DONE, zero=Zero.INFINITE),
        {"minimum_sample": 1},
        [_row(t_stock=0, t_done=0)],
        {},
    ),
    "a level on no date at all is no sample": (
        _over(STOCK, LEVEL, zero=Zero.INFINITE),
        {"minimum_sample": 1},
        [_row(t_stock=0), {"person": "wu", "date": "2026-03-02", "t_level": 3}],
        {},
    ),
    "no stock over negative sales is suspect": (
        _over(STOCK, DONE, zero=Zero.INFINITE),
        {},
        [_row(t_stock=0, t_done=-1)],
        {},
    ),
    "actual and target of different decimals are shown as they are": (
        _over(BASE, GOAL, indicators.Attainment, scale=10, unit=Unit.PERCENT),
        {},
        [_row(t_base=8, t_goal=4)],
        {},
    ),
    "the gap of actual and target of different decimals": (
        _over(COST, GOAL_MONEY, indicators.Attainment, scale=7, unit=Unit.PERCENT),
        {"curve": NEAR},
        [_row(t_cost=5, t_goal_money=3)],
        {},
    ),
    "what a model had earlier is not in the last level": (
        _over(STOCK, DONE, indicators.StructureMatch, by="model", unit=Unit.POINTS, factor=100),
        {},
        [_row("2026-03-01", model="X", t_stock=9, t_done=1), _row("2026-03-31", model="Y", t_stock=4, t_done=1)],
        {},
    ),
    "a negative sum makes a mix suspect": (
        indicators.Mix("a", numerator=DONE - BACK, by="model", unit=Unit.INDEX, **NAMED),
        {},
        [_row(model="X", t_done=3), _row(model="Y", t_back=-1)],
        {},
    ),
    "a gate sees its criterion's status": (
        ALL_DONE,
        {"target": GOAL, "curve": NEAR},
        [_row(t_done=8)],
        {"gates": [profiles.Gate("g", of=ALL_DONE, below=50, then=HALF)]},
    ),
    "peers alone sum nothing": (indicators.PeerRank("a", unit=Unit.PERCENT, **NAMED), {}, [_row(t_done=8)], {}),
    "a scale without a target of one's own": (
        _over(DONE, GOAL, indicators.Attainment, scale=10, unit=Unit.PERCENT),
        {},
        [_row(t_done=8), {"person": "wu", "date": "2026-03-02", "t_goal": 3}],
        {},
    ),
    "a mix of what no record tells apart": (
        indicators.Mix("a", numerator=LEADS, by="channel", unit=Unit.INDEX, **NAMED),
        {},
        [_row(t_leads=8)],
        {},
    ),
}


GROWTH = indicators.Change("c", of=ALL_DONE, unit=Unit.PERCENT, **NAMED)
SHARE_GROWTH = indicators.Change("c", of=RATE, unit=Unit.PERCENT, **NAMED)
RATE_CHANGE = indicators.Change("c", of=RATE, relative=False, unit=Unit.PERCENTAGE_POINTS, **NAMED)
SINCE_BEFORE = indicators.Change("c", of=ALL_DONE, since=Base.PREVIOUS, unit=Unit.PERCENT, **NAMED)
LEVEL_GROWTH = indicators.Change(
    "c", of=indicators.Total("of", numerator=LEVEL, unit=Unit.COUNT, **NAMED), unit=Unit.PERCENT, **NAMED
)
ATTAINED = indicators.Attainment("of", numerator=DONE, denominator=GOAL, unit=Unit.PERCENT, **NAMED)
RIPE = indicators.Ratio(
    "of", numerator=DONE, denominator=ASKED, zero=Zero.IMMATURE, matures_after=60, unit=Unit.PERCENT, **NAMED
)
FESTIVAL = Calendar(spring_festival=True)
CHANGES: dict[str, tuple[Any, list[dict[str, Any]], str, Calendar, str]] = {
    "a total grew": (GROWTH, [_row(t_done=3), _row("2025-03-09", t_done=2)], "2026-03", Calendar(), "50.00"),
    "a total of sums finer than its value": (
        attrs.evolve(GROWTH, of=attrs.evolve(ALL_DONE, decimals=0)),
        [_row(t_done="2.4"), _row("2025-03-09", t_done="1.6")],
        "2026-03",
        Calendar(),
        "50.00",
    ),
    "a ratio is compared as shown": (
        SHARE_GROWTH,
        [_row(t_done=1, t_asked=3), _row("2025-03-09", t_done=1, t_asked=6)],
        "2026-03",
        Calendar(),
        "99.94",
    ),
    "a difference in points": (
        RATE_CHANGE,
        [_row(t_done=1, t_asked=3), _row("2025-03-09", t_done=1, t_asked=6)],
        "2026-03",
        Calendar(),
        "16.66",
    ),
    "a mean level": (
        LEVEL_GROWTH,
        [_row(t_level=6), _row("2025-03-09", t_level=2), _row("2025-03-10", t_level=3)],
        "2026-03",
        Calendar(),
        "140.00",
    ),
    "against the month before": (
        SINCE_BEFORE,
        [_row(t_done=3), _row("2026-02-09", t_done=4)],
        "2026-03",
        Calendar(),
        "-25.00",
    ),
    "against the month before that closes on the 25th": (
        SINCE_BEFORE,
        [_row("2026-02-26", t_done=3), _row("2026-02-25", t_done=4), _row("2026-01-25", t_done=9)],
        "2026-03",
        Calendar(closing_day=25),
        "-25.00",
    ),
    "no base": (GROWTH, [_row(t_done=3)], "2026-03", Calendar(), "no_denominator"),
    "a base of 0": (GROWTH, [_row(t_done=3), _row("2025-03-09", t_done=0)], "2026-03", Calendar(), "no_denominator"),
    "a base below 0": (
        GROWTH,
        [_row(t_done=3), _row("2025-03-09", t_done=-2)],
        "2026-03",
        Calendar(),
        "no_denominator",
    ),
    "nothing now": (GROWTH, [_row(t_asked=1), _row("2025-03-09", t_done=2)], "2026-03", Calendar(), "-100.00"),
    "now without a denominator": (
        SHARE_GROWTH,
        [_row(t_done=3), _row("2025-03-09", t_done=2, t_asked=2)],
        "2026-03",
        Calendar(),
        "no_denominator",
    ),
    "a base without a target": (
        attrs.evolve(GROWTH, of=ATTAINED),
        [_row(t_done=3, t_goal=2), _row("2025-03-09", t_done=2)],
        "2026-03",
        Calendar(),
        "no_denominator",
    ),
    "now without a target": (
        attrs.evolve(GROWTH, of=ATTAINED),
        [_row(t_done=3), _row("2025-03-09", t_done=2, t_goal=1)],
        "2026-03",
        Calendar(),
        "no_target",
    ),
    "an open cohort": (
        attrs.evolve(GROWTH, of=RIPE),
        [_row(t_done=3, t_asked=4), _row("2025-03-09", t_done=2, t_asked=4)],
        "2026-03",
        Calendar(),
        "immature_cohort",
    ),
    "February with January": (
        GROWTH,
        [
            *(_row("2026-02-20", t_done=3), _row("2026-01-20", t_done=3)),
            *(_row("2025-01-20", t_done=1), _row("2025-02-20", t_done=3)),
        ],
        "2026-02",
        FESTIVAL,
        "50.00",
    ),
    "January by itself": (
        GROWTH,
        [_row("2026-01-20", t_done=3), _row("2025-01-20", t_done=1)],
        "2026-01",
        FESTIVAL,
        "not_applicable",
    ),
    "a suspect base": (
        attrs.evolve(SHARE_GROWTH, of=attrs.evolve(RATE, plausible=(0, 40))),
        [_row(t_done=1, t_asked=4), _row("2025-03-09", t_done=1, t_asked=2)],
        "2026-03",
        Calendar(),
        "suspect",
    ),
    "a week": (GROWTH, [_row("2026-03-01", t_done=3), _row("2025-03-02", t_done=2)], "2026-W09", Calendar(), "50.00"),
    "a column that no record has": (RATE_CHANGE, [_row(t_done=3)], "2026-03", Calendar(), "missing_data"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_named_change(name: str) -> None:
    """Each says in its name what it compares; the value by hand, and all of the card by the oracle."""
    change, rows, label, calendar, told = CHANGES[name]
    criterion = profiles.Criterion(change, weight=100, curve=SLOPE)
    profile = profiles.Profile(name, level=sp.Level.CONSULTANT, criteria=[criterion], publish_at_least=0)
    line = sp.score(rows, profile, period=label, calendar=calendar)["li"]["c"]
    assert told in {str(line.value), str(line.status)}
    check(rows, [], profile, [calendar.period(label)], calendar=calendar)


def test_everything_as_one_period_has_nothing_before_it() -> None:
    """A change "where everything is one period is `missing_data`"."""
    profile = profiles.Profile(
        "whole",
        level=sp.Level.CONSULTANT,
        criteria=[
            profiles.Criterion(each, weight=50, curve=SLOPE) for each in (GROWTH, attrs.evolve(SINCE_BEFORE, id="b"))
        ],
    )
    check([_row(t_done=3), _row("2025-03-09", t_done=2)], [], profile, None)


@pytest.mark.parametrize("name", CASES)
def test_named_case(name: str) -> None:
    """Each says in its name what the documents settle; see the oracle for the sentence."""
    indicator, given, rows, more = CASES[name]
    criterion = profiles.Criterion(indicator, weight=100, **{"curve": SLOPE, **given})
    profile = profiles.Profile(name, level=sp.Level.CONSULTANT, criteria=[criterion], publish_at_least=0, **more)
    check(rows, [], profile, [MARCH])


def test_a_window_adds_neither_records_nor_days_where_everything_is_one_period() -> None:
    """ "None: everything is one period (days run from the first to the last date, shown)"."""
    rows = [_row("2026-03-03", t_money=10), _row("2026-03-05", t_capital=5)]
    paced = _over(MONEY, CAPITAL, per=Per.YEAR)
    criterion = profiles.Criterion(paced, weight=100, curve=SLOPE, window=2)
    profile = profiles.Profile("paced", level=sp.Level.CONSULTANT, criteria=[criterion])
    check(rows, [], profile, None)


@pytest.mark.parametrize(("day", "until"), [("2026-02-20", "2026-03-02"), ("2026-03-31", "2026-04-02")])
def test_a_fact_across_the_end_of_a_period_is_refused_by_both(day: str, until: str) -> None:
    """A span holding a part of a row: "else a listed fault; nothing is prorated silently"."""
    rows = [_row(t_done=1), _row(day, until=until, t_done=5)]
    criterion = profiles.Criterion(ALL_DONE, weight=100, curve=SLOPE)
    profile = profiles.Profile("cut", level=sp.Level.CONSULTANT, criteria=[criterion])
    with pytest.raises(oracle.RefusedError):
        oracle.score(rows, profile, [MARCH])
    with pytest.raises(sp.RecordError, match="prorated"):
        sp.score(rows, profile, period=[MARCH])


# --- the shipped catalogue and profiles -----------------------------------------------------------------------------


def _dice(seed: int) -> random.Random:
    return random.Random(seed)


def _random_rows(dice: random.Random, measures: list[Measure]) -> list[dict[str, Any]]:
    """Rows of two people that carry most of these measures, with targets, gaps and now and then a reversal."""
    carried = [counted for counted in measures if dice.random() < 0.93]
    rows = []
    for person in ("li", "wang"):
        for _ in range(dice.randint(2, 6)):
            day = date(2026, 1, 1) + timedelta(days=dice.randint(0, 89))
            row: dict[str, Any] = {
                "person": person,
                "date": day,
                "lead": dice.choice("abc"),
                "customer": dice.choice("uvw"),
            }
            row |= {"channel": dice.choice(["walk_in", "online"]), "model": dice.choice("XY")}
            for counted in carried:
                if dice.random() < 0.7:
                    row[counted.id] = _random_amount(dice, counted)
            rows.append(row)
    return rows


def _random_amount(dice: random.Random, counted: Measure) -> Decimal:
    whole = dice.choice([0, 1, dice.randint(0, 12), dice.randint(0, 90)])
    if dice.random() < 0.04:
        whole = -whole
    part = Decimal(dice.randint(0, 10**counted.decimals - 1)).scaleb(-counted.decimals)
    return whole + part if dice.random() < 0.3 else Decimal(whole)


def _measures_of(profile: Any) -> list[Measure]:
    read = [made for part in (*profile.criteria, *profile.extras) for made in part.indicator.measures]
    return list(dict.fromkeys(read))


SIZE = 10
CHUNKS = [indicators.CATALOGUE[start : start + SIZE] for start in range(0, len(indicators.CATALOGUE), SIZE)]
PLAIN = curves.Linear((-50, -20), (0, 0), (100, 100), (1000, 150))


@pytest.mark.untraced
@pytest.mark.parametrize("chunk", CHUNKS, ids=lambda chunk: f"{chunk[0].id}…{chunk[-1].id}")
def test_every_indicator_of_the_catalogue_agrees_with_the_oracle(chunk: Any) -> None:
    """Value, status and points of all shipped indicators, at two lengths of period."""
    weights = [Decimal(100) // len(chunk)] * len(chunk)
    weights[0] += 100 - sum(weights)
    pairs = zip(chunk, weights, strict=True)
    profile = profiles.Profile(
        "chunk",
        level=sp.Level.CONSULTANT,
        criteria=[profiles.Criterion(made, weight=weight, curve=PLAIN) for made, weight in pairs],
        publish_at_least=0,
    )
    for seed in range(12):
        rows = _random_rows(_dice(seed), _measures_of(profile))
        for spans in ([SPANS[3]], SPANS[:3]):
            periods = _with_records([sp.Period(*span) for span in spans], rows)
            check(rows, [], profile, periods)


SHIPPED = [profiles.CONSULTANT, profiles.MANAGER, profiles.DIRECTOR]


@pytest.mark.untraced
@pytest.mark.parametrize("profile", SHIPPED, ids=lambda profile: profile.name)
def test_the_shipped_profiles_agree_with_the_oracle(profile: Any) -> None:
    """The three levels, each also in a phase."""
    for seed in range(12):
        rows = _random_rows(_dice(seed), _measures_of(profile))
        periods = _with_records([sp.Period(*span) for span in SPANS[:4]], rows)
        for judged in (profile, profile.in_phase(sp.Phase.MARKET_EXPANSION)):
            check(rows, [], judged, periods)
