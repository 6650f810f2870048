"""Profiles that hold every way of rolling up, and records and targets that fall anywhere in a drawn organisation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from house import oracle
from hypothesis import HealthCheck, Phase, assume, settings
from hypothesis import strategies as st
from organisation.drawn import PARENTS, Parts

import salesperf as sp
from salesperf import curves, indicators, measures
from salesperf.calendar import Calendar, SellingDays
from salesperf.measures import Measure

Span = oracle.oracle.Span
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
FEW = settings(
    max_examples=25,
    deadline=None,
    phases=UNSHRUNK,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

LINE = curves.Linear((0, 0), (100, 100))


def _measure(name: str, unit: str = "count", **given: Any) -> Measure:
    return Measure(name, unit=unit, en=name, zh=name, **given)


SOLD = measures.UNITS_DELIVERED
BACK = measures.UNITS_RETURNED
GOAL = measures.TARGET_UNITS
WORTH = _measure("h_worth", "money", signed=True)
GOAL_WORTH = _measure("h_goal_worth", "money", signed=True)
DEALS = _measure("h_deals")
BUYERS = _measure("h_buyers", additivity="distinct", key="customer")
STOCK = _measure("h_stock", additivity="last", decimals=0)
OPENING = _measure("h_opening", additivity="first", decimals=0)
CAPITAL = _measure("h_capital", "money", additivity="mean")
RATED = _measure("h_rated", "points")
RATINGS = _measure("h_ratings")
LEDGER = _measure("h_ledger", "money", owner="store")
AREA_UNITS = _measure("h_area_units", owner="area")
ALL = (SOLD, BACK, GOAL, WORTH, GOAL_WORTH, DEALS, BUYERS, STOCK, OPENING, CAPITAL, RATED, RATINGS, LEDGER, AREA_UNITS)
BY_ID = {measure.id: measure for measure in ALL}
TARGETS = frozenset({GOAL.id, GOAL_WORTH.id})


def _named(name: str, unit: str = "percent", decimals: int = 2, **more: Any) -> dict[str, Any]:
    return {"id": name, "en": name, "zh": name, "unit": unit, "direction": "higher", "decimals": decimals, **more}


def _make(kind: Any, named: dict[str, Any], **given: Any) -> Any:
    name = named.pop("id")
    return kind(name, **named, **given)


REACHED = indicators.UNIT_ATTAINMENT
SCALED = _make(indicators.Attainment, _named("h_scaled"), numerator=WORTH, denominator=GOAL_WORTH, scale=100)
AVERAGE = _make(
    indicators.Ratio, _named("h_average", "money_per_unit"), numerator=WORTH, denominator=DEALS, category="process"
)
PER_BUYER = _make(
    indicators.Ratio, _named("h_per_buyer", "ratio", 4, category="process"), numerator=DEALS, denominator=BUYERS
)
LOYAL = _make(indicators.Total, _named("h_loyal", "count"), numerator=BUYERS)
ON_HAND = _make(
    indicators.Ratio, _named("h_on_hand", "days", zero="INF"), numerator=STOCK, denominator=SOLD - BACK, per="day"
)
OPENED = _make(indicators.Total, _named("h_opened", "count"), numerator=OPENING)
RETURN = _make(indicators.Ratio, _named("h_return"), numerator=WORTH, denominator=CAPITAL, per="year")
INVESTED = _make(indicators.Total, _named("h_invested", "money"), numerator=CAPITAL)
MIXED = _make(indicators.Mix, _named("h_mixed", "index", 4), numerator=DEALS, by="channel")
BUYER_MIX = _make(indicators.Mix, _named("h_buyer_mix", "index", 4), numerator=BUYERS, by="channel")
MATCHED = _make(
    indicators.StructureMatch, _named("h_matched", "points"), numerator=STOCK, denominator=SOLD, by="model", factor=100
)
JUDGED = _make(indicators.Assessed, _named("h_judged", "points"), numerator=RATED, denominator=RATINGS)
BOOKED = _make(indicators.Total, _named("h_booked", "money"), numerator=LEDGER)
OF_AREA = _make(indicators.Ratio, _named("h_of_area"), numerator=SOLD, denominator=AREA_UNITS)
GROWN = _make(
    indicators.Change, _named("h_grown"), of=_make(indicators.Total, _named("h_net", "count"), numerator=SOLD - BACK)
)
MOVED = _make(indicators.Change, _named("h_moved", "money_per_unit"), of=AVERAGE, relative=False, since="previous")
MEANS = [
    _make(
        indicators.MemberMean, _named(f"h_mean_{how}", decimals=decimals), numerator=measures.MEMBER_ATTAINMENT_SUM,
        denominator=measures.MEMBERS_ASSESSED, of=REACHED, cap=cap, weighting=how,
    )
    for how, cap, decimals in (("plain", 120, 2), ("target", None, 4), ("median", "99.5", 2))
]  # fmt: skip
OF_RATIO = _make(
    indicators.MemberMean, _named("h_mean_ratio", "ratio", 4), numerator=RATED, denominator=RATINGS, of=PER_BUYER
)
SPREAD = _make(
    indicators.Dispersion, _named("h_spread", "index", 4), numerator=measures.MEMBER_ATTAINMENT_SUM,
    denominator=measures.MEMBERS_ASSESSED, of=REACHED, cap=150,
)  # fmt: skip


def profile_of(level: str, *lines: Any) -> sp.Profile:
    given = [line if isinstance(line, tuple) else (line, {}) for line in lines]
    shares = [100 // len(given)] * len(given)
    shares[0] += 100 - sum(shares)
    made = [
        sp.Criterion(indicator, id=f"l{n}", weight=share, curve=LINE, **more)
        for n, ((indicator, more), share) in enumerate(zip(given, shares, strict=True))
    ]
    return sp.Profile(f"{level}s", level=level, criteria=made, publish_at_least=0)


SAME = (
    REACHED, SCALED, AVERAGE, LOYAL, ON_HAND, OPENED, RETURN, INVESTED, MIXED, BUYER_MIX, MATCHED, JUDGED, BOOKED,
    OF_AREA, GROWN, MOVED, (PER_BUYER, {"minimum_sample": 2}), (LOYAL, {"window": 2}), (REACHED, {"window": 3}),
)  # fmt: skip
CONSULTANT = profile_of(
    "consultant", *SAME, (REACHED, {"scope": "store"}), (JUDGED, {"scope": "unit"}), (LOYAL, {"scope": "area"})
)
OF_MEMBERS = (*MEANS, OF_RATIO, SPREAD, indicators.MEMBER_PASS_RATE, indicators.PROCESS_KPI_ATTAINMENT)
MANAGER = profile_of(
    "manager", *SAME, *OF_MEMBERS, (REACHED, {"scope": "own"}), (LOYAL, {"scope": "own"}), (MEANS[0], {"window": 2}),
    (MEANS[0], {"minimum_sample": 2}), (REACHED, {"scope": "store"}),
)  # fmt: skip
DIRECTOR = profile_of("director", *SAME, *OF_MEMBERS, (AVERAGE, {"scope": "area"}), (JUDGED, {"scope": "own"}))
PROFILES = {"consultant": CONSULTANT, "manager": MANAGER, "director": DIRECTOR}

CALENDAR = Calendar(selling=SellingDays(weekdays=range(1, 7)), stores={"s.2": SellingDays()}, spring_festival=True)
FIRST = date(2025, 12, 20)
LAST = date(2026, 3, 2)


def sells(day: date, store: Any) -> bool:
    return store == "s.2" or day.isoweekday() < 7


@st.composite
def amounts(draw: st.DrawFn) -> dict[str, Any]:
    """The measures of a row."""
    number = draw(st.integers(0, 3))
    found: dict[str, Any] = {}
    for measure in draw(st.lists(st.sampled_from(ALL), min_size=number, max_size=number + 1, unique=True)):
        if measure.id in TARGETS:
            found[measure.id] = draw(st.integers(1, 9))
        elif measure.unit == "money":
            found[measure.id] = f"{draw(st.integers(-50, 300))}.{draw(st.integers(10, 99))}"
        else:
            found[measure.id] = draw(st.integers(0, 4))
    return found


@st.composite
def some_rows(draw: st.DrawFn, drawn: Parts, fewest: int = 4) -> list[dict[str, Any]]:
    """Records and targets of people and units, on days on which they belong somewhere."""
    house = oracle.House(drawn.units, drawn.memberships)
    people = drawn.people()
    rows: list[dict[str, Any]] = []
    for _ in range(draw(st.integers(fewest, 24))):
        day = FIRST + timedelta(draw(st.integers(0, (LAST - FIRST).days - 1)))
        owner = draw(st.sampled_from([*people, *people, *people, *PARENTS]))
        kind = str(PARENTS[owner][0]) if owner in PARENTS else "person"
        row = {kind: owner, "date": day, **draw(amounts()), **draw(keys)}
        if draw(st.integers(0, 3)) == 0:
            row = _over_days(draw, row, day)
        goals = all(name in TARGETS for name in row.keys() & BY_ID.keys())
        span = oracle.days(row["date"], row["until"] if "until" in row and goals else row["date"] + oracle.DAY)
        if any(house.place(owner, each) for each in span):
            rows.append(row)
    assume(rows)
    return rows


keys = st.fixed_dictionaries(
    {},
    optional={"customer": st.sampled_from("cde"), "channel": st.sampled_from("xy"), "model": st.sampled_from("mn")},
)


def _over_days(draw: Callable[..., Any], row: dict[str, Any], day: date) -> dict[str, Any]:
    """A row over days: a target of a month or a quarter, or anything within a month."""
    first = day.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    if draw(st.booleans()):
        length = draw(st.integers(1, (after - day).days))
        return {**row, "until": day + timedelta(length)}
    row = {name: value for name, value in row.items() if name in {*oracle.OWNERS}}
    goals = {name: draw(st.integers(1, 40)) for name in draw(st.sets(st.sampled_from(sorted(TARGETS)), min_size=1))}
    if draw(st.integers(0, 3)) == 0:
        return {**row, **goals, "date": date(2026, 1, 1), "until": date(2026, 4, 1)}
    return {**row, **goals, "date": first, "until": after}
