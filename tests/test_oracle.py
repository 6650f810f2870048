"""The oracle itself, on cases small enough to be computed by hand.  Nothing of the package takes part."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace as Stub
from typing import Any

import oracle
import pytest

MARCH = oracle.Span(date(2026, 3, 1), date(2026, 4, 1), "2026-03")


def measure(
    name: Any,
    *,
    decimals: Any = 4,
    additivity: Any = "sum",
    key: Any = None,
    signed: Any = False,
    absent: Any = False,
    labels: Any = (),
) -> Any:
    return Stub(
        id=name,
        decimals=decimals,
        additivity=additivity,
        key=key,
        signed=signed,
        absent_counts_zero=absent,
        labels=labels,
        unit="count",
    )


def expression(*terms: Any) -> Any:
    pairs = tuple(term if isinstance(term, tuple) else (term, 1) for term in terms)
    return Stub(terms=pairs, measures=tuple(counted for counted, _ in pairs))


def indicator(kind: Any, numerator: Any, denominator: Any = None, **given: Any) -> Any:
    measures = (*numerator.measures, *(denominator.measures if denominator else ()))
    made = {
        "id": "x",
        "kind": kind,
        "numerator": numerator,
        "denominator": denominator,
        "decimals": 2,
        "factor": 1,
        "zero": "NUL",
        "plausible": (None, None),
        "times": (),
        "divided_by": (),
        "scale": None,
        "measures": measures,
        "sample": denominator,
        "shares": (),
        "by": "channel",
    }
    return Stub(**{**made, **given})


DELIVERED, RETURNED = measure("units_delivered"), measure("units_returned", absent=True)
TARGET = measure("target_units")
NET = expression(DELIVERED, (RETURNED, -1))
ATTAINMENT = indicator("attainment", NET, expression(TARGET), factor=100, zero="TGT", id="unit_attainment")
SCORE, SURVEYS = measure("score_sum"), measure("survey_n")
CSI = indicator(
    "mean", expression(SCORE), expression(SURVEYS), zero="SMP", plausible=(Decimal(0), Decimal(100)), id="csi"
)


def linear(*knots: Any, of: Any = "value") -> Any:
    return Stub(kind="linear", of=of, knots=knots)


def per_step(
    at: Any,
    full: Any,
    *,
    below: Any = None,
    above: Any = None,
    floor: Any = None,
    cap: Any = None,
    whole: Any = True,
    of: Any = "value",
) -> Any:
    return Stub(kind="per_step", of=of, at=at, full=full, below=below, above=above, floor=floor, cap=cap, whole=whole)


def piecewise(*knots: Any, below: Any = 0, step: Any = None, floor: Any = None, cap: Any = None) -> Any:
    return Stub(kind="piecewise", of="value", knots=knots, below=below, step=step, floor=floor, cap=cap)


GM_VOLUME = ((75, 3, "0.4"), (80, "5.5", "0.5"), (90, 11, 1), (95, 20, 0), (100, 20, "1.5"))
IDENTITY = linear((0, 0), (100, 100))
EARNED = linear((Decimal(60), Decimal(0)), (Decimal(100), Decimal(100)), (Decimal(120), Decimal(120)))


def criterion(counted: Any, weight: Any, curve: Any = IDENTITY, **given: Any) -> Any:
    made = {
        "id": counted.id,
        "minimum_sample": None,
        "window": None,
        "group": None,
        "par": Decimal(100),
        "target": None,
    }
    return Stub(**{**made, "indicator": counted, "weight": Decimal(weight), "curve": curve, **given})


def profile(*criteria: Any, **given: Any) -> Any:
    made = {
        "extras": (),
        "gates": (),
        "not_assessed": "redistribute",
        "publish_at_least": Decimal(60),
        "grades": (),
        "floor": Decimal(0),
        "cap": None,
        "group_maximum": (),
    }
    return Stub(**{**made, "criteria": criteria, **given})


def row(person: Any = "li", day: Any = "2026-03-05", **measures: Any) -> Any:
    return {"person": person, "date": day, **measures}


def facts(*rows: Any, span: Any = MARCH, carried: Any = None, latest: Any = MARCH.end) -> Any:
    read = tuple(oracle._row(fields) for fields in rows)
    names = carried if carried is not None else {name for fields in rows for name in fields}
    return oracle._facts(read, span, frozenset(names), latest)


def total(name: Any = "x", **given: Any) -> Any:
    counted = measure(name, **given)
    return indicator("total", expression(counted), id=name, sample=None)


# --- numbers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("exact", "shown"),
    [("-1234.5", -1234), ("1234.5", 1235), ("-0.5", 0), ("0.5", 1), ("0.4999", 0), ("-1234.51", -1235)],
)
def test_half_up_is_toward_plus_infinity_also_below_zero(exact: Any, shown: Any) -> None:
    """DESIGN, arithmetic 3: −12.345 → −12.34."""
    assert oracle.half_up(Fraction(exact)) == shown


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (3, Fraction(3)),
        ("  +3.50 ", Fraction(7, 2)),
        ("3.", Fraction(3)),
        (Decimal("0.25"), Fraction(1, 4)),
        (0.125, Fraction(13, 100)),
        (-0.125, Fraction(-12, 100)),
        (None, None),
        ("", None),
        ("  ", None),
        ("优", Fraction(120)),
    ],
)
def test_amounts_are_read_exactly_and_floats_are_rounded_once(given: Any, read: Any) -> None:
    """DESIGN, arithmetic 1: floor(x·10^d + 0.5)."""
    assert oracle.amount(given, 2, (("优", Decimal(120)),)) == read


@pytest.mark.parametrize(
    "given", [True, "1e3", ".5", "x", "0.125", Decimal("0.125"), float("nan"), float("inf"), 2.0**50, []]
)
def test_what_is_no_amount_is_refused(given: Any) -> None:
    with pytest.raises(oracle.RefusedError):
        oracle.amount(given, 2)


def test_dates() -> None:
    assert oracle.day_of("2026-03-05T10:00:00") == date(2026, 3, 5)
    assert oracle.day_of(datetime(2026, 3, 5, 23, tzinfo=UTC)) == date(2026, 3, 5)
    with pytest.raises(oracle.RefusedError):
        oracle.day_of(20260305)


@pytest.mark.parametrize(
    ("day", "count", "earlier"),
    [
        (date(2026, 4, 1), 3, date(2026, 1, 1)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2024, 3, 30), 13, date(2023, 2, 28)),
    ],
)
def test_months_before(day: Any, count: Any, earlier: Any) -> None:
    assert oracle.months_before(day, count) == earlier


def test_months_of_a_span() -> None:
    """indicator_spec: calendar months of a span of whole months; otherwise days × 12 ÷ 365."""
    assert oracle.Span(date(2026, 1, 1), date(2027, 1, 1)).months == 12
    assert oracle.Span(date(2026, 1, 1), date(2026, 1, 31)).months == Fraction(360, 365)


# --- measures -------------------------------------------------------------------------------------------------------


def test_return_after_month_close() -> None:
    """domain §12: Mar +10, Apr −1 → Apr net −1 legal."""
    rows = [row(units_delivered=10), row(day="2026-04-02", units_returned=1)]
    april = oracle.Span(date(2026, 4, 1), date(2026, 5, 1))
    assert oracle.value_of(NET, facts(*rows)) == 10
    assert oracle.value_of(NET, facts(*rows, span=april)) == -1


def test_distinct_keys_count_once_where_their_net_is_positive() -> None:
    """DESIGN, terms: a key with a positive net amount counts 1; rows without a key add their amount."""
    leads = measure("leads", additivity="distinct", key="lead")
    rows = [
        row(lead="a", leads=1),
        row(lead="a", leads=1),
        row(lead="b", leads=1),
        row(lead="b", leads=-1),
        row(leads="2.5"),
        row(lead="", leads=1),
    ]
    assert oracle.value_of_measure(leads, facts(*rows)) == Fraction(9, 2)


@pytest.mark.parametrize(("which", "level"), [("first", 8), ("last", 5), ("mean", Fraction(13, 2))])
def test_snapshots_add_the_rows_of_a_date_and_then_choose_among_dates(which: Any, level: Any) -> None:
    """DESIGN, terms: additivity."""
    stock = measure("stock", additivity=which)
    rows = [row(day="2026-03-31", stock=5), row(day="2026-03-01", stock=6), row(day="2026-03-01", stock=2)]
    outside = row(day="2026-04-01", stock=100)
    assert oracle.value_of_measure(stock, facts(*rows, outside)) == level


def test_a_model_that_is_gone_at_the_last_date_has_no_stock() -> None:
    stock = measure("stock", additivity="last")
    rows = [row(day="2026-03-01", model="A", stock=9), row(day="2026-03-31", model="B", stock=4)]
    assert oracle.by_class(stock, facts(*rows), "model") == {"B": 4}


def test_carried_absent_and_zero() -> None:
    """DESIGN, arithmetic 2."""
    assert oracle.value_of(NET, facts(row(units_delivered=3))) == 3, "returns count 0 where no record carries them"
    assert oracle.value_of(NET, facts(row(units_returned=3))) is None, "deliveries do not"
    assert oracle.value_of(NET, facts(row(other=1), carried={"units_delivered"})) == 0, "carried, no rows: 0"
    assert oracle.value_of(NET, facts(row(units_delivered=None))) == 0, "a key without an amount is carried"


def test_a_row_with_until_counts_only_where_the_span_contains_it() -> None:
    """DESIGN, records: nothing is prorated silently."""
    goal = row(day="2026-03-01", until="2026-04-01", target_units=10, units_delivered=5)
    week = oracle.Span(date(2026, 3, 9), date(2026, 3, 16))
    april = oracle.Span(date(2026, 4, 1), date(2026, 5, 1))
    assert oracle.read_indicator(ATTAINMENT, facts(goal)).value == 5000
    assert oracle.read_indicator(ATTAINMENT, facts(goal, span=april)).status == "no_target"
    only_goal = {**goal, "units_delivered": None}
    assert oracle.read_indicator(ATTAINMENT, facts(only_goal, span=week)).status == "no_target"
    with pytest.raises(oracle.RefusedError):
        oracle.read_indicator(ATTAINMENT, facts(goal, span=week))


# --- indicators -----------------------------------------------------------------------------------------------------


def test_28_of_29_is_96_55_percent() -> None:
    """DESIGN, public API: line.value Decimal("96.55"), 28 ÷ 29."""
    reading = oracle.read_indicator(ATTAINMENT, facts(row(units_delivered=30, units_returned=2, target_units=29)))
    assert (reading.value, reading.status, reading.numerator, reading.denominator) == (9655, "ok", 28, 29)


def test_ratio_of_sums_not_mean_of_ratios() -> None:
    """domain §12: 2/4 & 9/60 → 17.1875 %."""
    won, opened = measure("won"), measure("opened")
    share = indicator("share", expression(won), expression(opened), factor=100, decimals=4)
    rows = [row(won=2, opened=4), row(won=9, opened=60)]
    assert oracle.read_indicator(share, facts(*rows)).value == 171875


def test_test_drives_over_received_are_flagged_not_clamped() -> None:
    """domain §12: 12/10 → 120 % flagged suspect."""
    drives, received = measure("drives"), measure("received")
    share = indicator(
        "share", expression(drives), expression(received), factor=100, plausible=(Decimal(0), Decimal(100))
    )
    reading = oracle.read_indicator(share, facts(row(drives=12, received=10)))
    assert (reading.value, reading.status) == (12000, "suspect")


def test_a_negative_sum_is_suspect_unless_the_measure_is_signed() -> None:
    """DESIGN, status: suspect."""
    assert oracle.read_indicator(total("x"), facts(row(x=-1))).status == "suspect"
    assert oracle.read_indicator(total("x", signed=True), facts(row(x=-1))).status == "ok"


def test_annualising() -> None:
    """domain §12: 2 leavers, 20 people, one month: × 12 → 120 %, in months of 28, 30 and 31 days alike."""
    leavers, days = measure("leavers"), measure("person_days", decimals=2)
    turnover = indicator(
        "ratio", expression(leavers), expression(days), factor=100, times=("days", "12"), divided_by=("months",)
    )
    for month in (2, 3, 4):
        span = oracle.Span(date(2026, month, 1), date(2026, month + 1, 1))
        day = f"2026-{month:02d}-05"
        known = facts(row(day=day, leavers=2, person_days=20 * span.days), span=span)
        assert oracle.read_indicator(turnover, known).value == 12000


def test_variance_path_holds_for_negative_targets() -> None:
    """domain §12: target 0 / negative; §6.2: 1 + (actual − target) ÷ |scale|."""
    profit, goal = measure("profit", signed=True), measure("goal", signed=True)
    plain = indicator("attainment", expression(profit), expression(goal), zero="TGT", factor=100)
    scaled = indicator("attainment", expression(profit), expression(goal), zero="TGT", factor=100, scale=Decimal(200))
    known = facts(row(profit=-50, goal=-100))
    assert oracle.read_indicator(plain, known).status == "no_target"
    assert oracle.read_indicator(scaled, known).value == 12500
    absent = facts(row(profit=-50))
    assert oracle.read_indicator(scaled, absent).status == "no_target"
    of_others = facts(row(profit=-50), carried={"profit", "goal"})
    assert oracle.read_indicator(scaled, of_others).status == "no_target", "nobody set a target of 0"
    assert oracle.read_indicator(scaled, facts(row(profit=-50, goal=0))).value == 7500
    assert oracle.read_indicator(scaled, facts(row(goal=5))).status == "missing_data"


@pytest.mark.parametrize(
    ("rule", "numerator", "denominator", "status"),
    [
        ("NUL", 1, 0, "no_denominator"),
        ("NUL*", 0, 0, "not_applicable"),
        ("NUL*", 1, 0, "no_denominator"),
        ("IDLE", 1, 0, "not_applicable"),
        ("IDLE", 0, -1, "no_denominator"),
        ("TGT", 0, 0, "no_target"),
        ("BASE", 1, 0, "no_denominator"),
        ("SMP", 0, 0, "no_denominator"),
        ("IMM", 0, 0, "no_denominator"),
        ("INF", 1, 0, "no_sales"),
        ("INF", 0, 0, "ok"),
        ("INF", -1, 0, "no_denominator"),
        ("INF_COST", 1, -5, "no_sales"),
        ("INF_COST", 0, 0, "no_denominator"),
        ("ASM", 0, 0, "not_assessed"),
    ],
)
def test_zero_rules(rule: Any, numerator: Any, denominator: Any, status: Any) -> None:
    """domain §2 zero codes and the docstrings of `Zero`."""
    top, bottom = measure("top", signed=True), measure("bottom", signed=True)
    ratio = indicator("ratio", expression(top), expression(bottom), zero=rule)
    reading = oracle.read_indicator(ratio, facts(row(top=numerator, bottom=denominator)))
    assert reading.status == status
    assert reading.value == (0 if status == "ok" else None)


def test_a_mean_snapshot_enters_as_sum_and_number_of_dates() -> None:
    """indicator_spec: mean snapshots; 10 ÷ (20 ÷ 3) = 1.5, where 20 ÷ 3 rounded first would give 1.4999…"""
    sold, stock = measure("sold"), measure("stock", additivity="mean")
    ratio = indicator("ratio", expression(sold), expression(stock), decimals=4)
    rows = [row(sold=10), *(row(day=f"2026-03-{day}", stock=level) for day, level in [("01", 5), ("11", 7), ("21", 8)])]
    assert oracle.read_indicator(ratio, facts(*rows)).value == 15000


def test_mix_against_shares_and_without() -> None:
    """indicator_spec: 1 − ½ Σ|n_i·T − t_i·N| ÷ (N·T); 3:1 against 1:1 is 0.75; 1 − (9 + 1)/16 = 0.375."""
    leads = expression(measure("leads"))
    rows = [row(channel="web", leads=3), row(channel="shop", leads=1)]
    even = indicator("mix", leads, decimals=4, shares=(("web", Decimal(1)), ("shop", Decimal(1))))
    assert oracle.read_indicator(even, facts(*rows)).value == 7500
    assert oracle.read_indicator(indicator("mix", leads, decimals=4), facts(*rows)).value == 3750
    assert oracle.read_indicator(even, facts(row(channel="web", leads=0))).status == "no_denominator"
    assert oracle.read_indicator(even, facts(row(channel="web"))).status == "missing_data"
    assert oracle.read_indicator(even, facts(row(leads=3))).status == "missing_data", "no record tells a channel"


def test_structure_match() -> None:
    """indicator_spec: 100 × (1 − ½ Σ|s_m·D − d_m·S| ÷ (S·D)); stock 2:2, demand 3:1 → ½(¼ + ¼) = ¼ → 75."""
    stock, sold = measure("stock", additivity="last"), measure("sold")
    match = indicator("structure_match", expression(stock), expression(sold), by="model", factor=100)
    rows = [
        row(day="2026-03-31", model="A", stock=2),
        row(day="2026-03-31", model="B", stock=2),
        row(model="A", sold=3),
        row(model="B", sold=1),
    ]
    assert oracle.read_indicator(match, facts(*rows)).value == 7500
    assert oracle.read_indicator(match, facts(*rows[:2], row(sold=0))).status == "no_denominator"
    assert oracle.read_indicator(match, facts(*rows[:2])).status == "missing_data"


def test_a_cohort_is_shown_and_not_scored_before_its_youngest_is_old_enough() -> None:
    """domain §12: cohort lag; §5: report only when cohort age ≥ W.  March is 60 days old on 30 May."""
    won, opened = measure("won"), measure("opened")
    rate = indicator("share", expression(won), expression(opened), factor=100, zero="IMM", matures_after=60)
    for day, status in ((29, "immature_cohort"), (30, "ok")):
        known = facts(row(won=15, opened=100), latest=date(2026, 5, day))
        reading = oracle.read_indicator(rate, known)
        assert (reading.value, reading.status) == (1500, status)


@pytest.mark.parametrize("kind", ["dispersion", "peer_rank"])
def test_what_needs_others_is_missing(kind: Any) -> None:
    assert oracle.read_indicator(indicator(kind, NET), facts(row(units_delivered=1))).status == "missing_data"


def test_a_median_of_members_is_missing() -> None:
    middle = indicator("member_mean", NET, NET, weighting="median")
    assert oracle.read_indicator(middle, facts(row(units_delivered=1))).status == "missing_data"


# --- changes and calendars ------------------------------------------------------------------------------------------

JANUARY_2025 = row(day="2025-01-20", units_delivered=4, target_units=8)
MARCH_2025 = row(day="2025-03-20", units_delivered=4, target_units=8)


def change(of: Any = None, **given: Any) -> Any:
    made = {"of": of or indicator("total", NET), "since": "year", "relative": True, "factor": 100}
    return indicator("change", NET, **{**made, **given})


@pytest.mark.parametrize(
    ("changed", "earlier", "value", "status"),
    [
        (change(), (MARCH_2025,), 5000, "ok"),
        (change(since="previous"), (row(day="2026-02-28", units_delivered=12),), -5000, "ok"),
        (change(), (), None, "no_denominator"),
        (change(), (row(day="2025-03-01", units_delivered=-1),), None, "no_denominator"),
        (change(ATTAINMENT), (MARCH_2025,), 5000, "ok"),
        (change(ATTAINMENT, relative=False, factor=1), (MARCH_2025,), 2500, "ok"),
        (change(ATTAINMENT), (row(day="2025-03-20", units_delivered=4),), None, "no_denominator"),
        (change(plausible=(0, 49)), (MARCH_2025,), 5000, "suspect"),
    ],
)
def test_a_change_of_6_delivered_of_8(changed: Any, earlier: Any, value: Any, status: Any) -> None:
    reading = oracle.read_indicator(changed, facts(row(units_delivered=6, target_units=8), *earlier))
    assert (reading.value, reading.status) == (value, status)


def test_a_change_of_a_ratio_is_of_the_values_as_shown() -> None:
    """1 of 3 is 33.33, 1 of 6 is 16.67: 99.94 % more, not 100 %."""
    rate = indicator("ratio", expression(DELIVERED), expression(TARGET), factor=100)
    rows = [row(units_delivered=1, target_units=3), row(day="2025-03-09", units_delivered=1, target_units=6)]
    assert oracle.read_indicator(change(rate), facts(*rows)).value == 9994


def test_a_change_without_a_column_and_without_a_period() -> None:
    assert oracle.read_indicator(change(ATTAINMENT), facts(row(units_delivered=1))).status == "missing_data"
    whole = oracle.Span(date(2025, 1, 1), date(2026, 4, 1))
    assert oracle.read_indicator(change(), facts(row(units_delivered=1), span=whole)).status == "missing_data"


def test_of_now_without_a_value_the_change_has_its_reason() -> None:
    rows = [row(units_delivered=6, target_units=0), MARCH_2025]
    assert oracle.read_indicator(change(ATTAINMENT), facts(*rows)).status == "no_target"


CLOSES_25 = oracle.House(25)


@pytest.mark.parametrize(
    ("house", "month", "first", "last"),
    [
        (oracle.HOUSE, 2, "2026-02-01", "2026-02-28"),
        (CLOSES_25, 3, "2026-02-26", "2026-03-25"),
        (CLOSES_25, 1, "2025-12-26", "2026-01-25"),
        (oracle.House(30), 2, "2026-01-31", "2026-02-28"),
        (oracle.House(30), 3, "2026-03-01", "2026-03-30"),
    ],
)
def test_the_days_of_a_month(house: Any, month: Any, first: Any, last: Any) -> None:
    number = 2026 * 12 + month - 1
    assert (str(house.opens(number)), str(house.closes(number))) == (first, last)
    assert house.month_of(house.opens(number)) == house.month_of(house.closes(number)) == number
    assert house.months(number, 1, "m").months == 1


def test_windows_and_bases_of_a_month_that_closes_on_the_25th() -> None:
    march = oracle.Span(date(2026, 2, 26), date(2026, 3, 26), "m", CLOSES_25)
    assert CLOSES_25.back(march, 3).start == date(2025, 12, 26)
    assert CLOSES_25.back(march, 3).months == 3
    assert CLOSES_25.before(march).start == date(2026, 1, 26)
    assert CLOSES_25.year_before(march).start == date(2025, 2, 26)
    ordinary = oracle.Span(date(2026, 3, 1), date(2026, 4, 1), "m", CLOSES_25)
    assert ordinary.months == Fraction(31 * 12, 365)
    assert CLOSES_25.before(ordinary).start == date(2026, 1, 29)
    assert CLOSES_25.back(ordinary, 1).start == date(2026, 3, 1)


def test_a_week_and_a_day_a_year_before() -> None:
    week = oracle.Span(date(2026, 2, 23), date(2026, 3, 2), "w")
    assert oracle.HOUSE.year_before(week) == oracle.Span(date(2025, 2, 24), date(2025, 3, 3), "w")
    assert oracle.HOUSE.before(week).start == date(2026, 2, 16)
    last = oracle.Span(date(2020, 12, 28), date(2021, 1, 4), "w")  # 2020-W53, and 2019 has none
    assert oracle.HOUSE.year_before(last) == oracle.Span(date(2019, 12, 28), date(2020, 1, 4), "w")
    leap = oracle.Span(date(2024, 2, 29), date(2024, 3, 1), "d")
    assert oracle.HOUSE.year_before(leap).start == date(2023, 2, 28)


def test_the_spring_festival_joins_two_months() -> None:
    house = oracle.House(spring_festival=True)

    def span(*ends: Any) -> Any:
        return oracle.Span(*(date.fromisoformat(end) for end in ends), "p", house)

    both = (span("2026-01-01", "2026-03-01"), span("2025-01-01", "2025-03-01"))
    assert house.year_on_year(span("2026-02-01", "2026-03-01")) == both
    assert house.year_on_year(span("2026-01-01", "2026-03-01")) == both
    assert house.year_on_year(span("2026-01-01", "2026-02-01")) is None
    assert house.year_on_year(span("2026-02-14", "2026-02-15")) is None
    march = (span("2026-03-01", "2026-04-01"), span("2025-03-01", "2025-04-01"))
    assert house.year_on_year(march[0]) == march
    found = oracle.read_indicator(
        change(), facts(row(day="2026-01-02", units_delivered=6), JANUARY_2025, span=span("2026-02-01", "2026-03-01"))
    )
    assert found.value == 5000
    january = facts(row(day="2026-01-02", units_delivered=6), JANUARY_2025, span=span("2026-01-01", "2026-02-01"))
    assert oracle.read_indicator(change(), january).status == "not_applicable"


@pytest.mark.parametrize(
    ("grain", "first", "after"),
    [
        ("day", "2026-03-26", "2026-03-27"),
        ("week", "2026-03-22", "2026-03-29"),
        ("month", "2026-03-26", "2026-04-26"),
        ("quarter", "2026-03-26", "2026-06-26"),
        ("half", "2026-03-26", "2026-09-26"),
        ("year", "2026-03-26", "2027-03-26"),
    ],
)
def test_periods_are_walked_to_both_ends(grain: Any, first: Any, after: Any) -> None:
    house = oracle.House(25, week_starts=7, fiscal_year_starts=4)
    span = house.period_of(grain, date(2026, 3, 26))
    assert (str(span.start), str(span.end)) == (first, after)


def test_what_was_made_known_later_is_left_out() -> None:
    """ "`as_of` uses what was known then"; cohorts are as old as on that day."""
    rate = indicator("ratio", expression(DELIVERED), expression(TARGET), zero="IMM", matures_after=60, id="r")
    rows = [
        row(units_delivered=1, target_units=1, recorded_at="2026-04-01 10:00"),
        row(units_delivered=5, target_units=5, recorded_at=date(2026, 4, 2)),
        row(units_delivered=1, target_units=4, recorded_at=""),
    ]
    judged = profile(criterion(rate, 100))
    for day, delivered, status in ((1, 2, "immature_cohort"), (2, 7, "immature_cohort")):
        card = oracle.score(rows, judged, [MARCH], as_of=date(2026, 4, day))["li", "2026-03"]
        assert (card.lines["r"].numerator, card.lines["r"].status) == (delivered, status)
    assert oracle.score(rows, judged, [MARCH], as_of=date(2026, 5, 30))["li", "2026-03"].lines["r"].status == "ok"


def test_a_small_sample_is_shown_and_not_scored() -> None:
    """domain §12: CSI n=3 → insufficient_sample."""
    reading, points = oracle.read_line(CSI, IDENTITY, facts(row(score_sum=280, survey_n=3)), minimum_sample=10)
    assert (reading.value, reading.status, points) == (9333, "insufficient_sample", None)


# --- curves ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("curve", "worked"),
    [
        (per_step(100, 10, below=(5, -1), floor=0), "100→10 95.01→10 95→9 90→8 50→0 49.99→0 0→0"),
        (
            per_step(0, 0, above=(1, 2), below=(1, -2), floor=0, cap=20),
            "-3→0 -0.5→0 0→0 0.99→0 1→2 10→20 12→20",
        ),
        (per_step(0, 10, above=(1, 2), below=(1, -2), floor=0, cap=20), "-6→0 -3→4 -0.5→10 0→10 0.99→10 5→20 6→20"),
        (
            per_step(0, 60, above=(10000, 1), below=(10000, "-0.8"), floor=0, cap=100),
            "-760000→0 -10000→59.2 -9999.99→60 0→60 10000→61 500000→100",
        ),
        (per_step(0, 0, above=(1, 1), cap=20), "0→0 0.5→0 1→1 20→20 21→20"),
        (per_step(0, 0, above=(1, 1), cap=20, whole=False), "0.5→0.5"),
        (per_step(0, 0, above=(1, -5), floor=-25), "0→0 1→-5 5→-25 9→-25"),
        (per_step(5, 0, below=(1, 5)), "6→0 5→0 4.01→0 4→5 0.4→20 0→25"),
        (per_step(4, 0, below=("0.5", 1)), "4→0 3.51→0 3.5→1 0→8"),
        (EARNED, "0→0 60→0 80→50 96.55→91.375 100→100 110→110 120→120 500→120"),
        (Stub(kind="proportional", of="value", floor=60, cap=120), "59.99→0 60→60 85.55→85.55 120→120 130→120"),
        (Stub(kind="proportional", of="value", floor=None, cap=None), "-5→-5 130→130"),
        (
            piecewise(*GM_VOLUME),
            "74.99→0 75→3 79.99→4.996 80→5.5 89.99→10.495 90→11 94.99→15.99 95→20 100→20 110→35",
        ),
        (
            piecewise(*GM_VOLUME, step=1),
            "74.99→0 75→3 79.99→4.6 80→5.5 89.99→10 90→11 94.99→15 95→20 100.99→20 110→35",
        ),
        (piecewise((10, 10, 1), floor=0, cap=20), "9.9999→0 10→10 15.5→15.5 20→20 30→20"),
        (Stub(kind="target", of="value", target=30, tolerance=10), "19→0 20→0 35→50 30→100 41→0"),
        (Stub(kind="steps", of="value", knots=((0, 50), (80, 80), (90, 100))), "-9→50 79.99→50 80→80 89.99→80 90→100"),
    ],
)
def test_curves_on_the_worked_values(curve: Any, worked: Any) -> None:
    """curve_rules.md; domain §6.3."""
    for pair in worked.split():
        value, points = pair.split("→")
        assert oracle.points_of(curve, Fraction(value)) == Fraction(points) * 1000, pair


def test_exactly_3000_is_3_percent() -> None:
    """domain §12: half-open bands; §6.3 accessories per unit."""
    bands = Stub(
        kind="steps", of="value", knots=((0, 1), (2000, 2), (3000, 3), (3500, "3.5"), (4000, 4), (4500, "4.5"))
    )
    assert oracle.points_of(bands, Fraction(3000)) == 3000
    assert oracle.points_of(bands, Fraction("2999.99")) == 2000


def test_points_are_rounded_once_half_up() -> None:
    """DESIGN, arithmetic 3: half up to 0.001 point."""
    slope = linear((0, 0), (16, 1))
    assert oracle.points_of(slope, Fraction(1, 125)) == 1, "0.0005 → 0.001"
    assert oracle.points_of(linear((0, 0), (16, -1)), Fraction(1, 125)) == 0, "−0.0005 → 0"


@pytest.mark.parametrize(
    ("curve", "points"),
    [
        (linear((10, 0), (36, 100), (75, -5)), -5),
        (Stub(kind="steps", of="value", knots=((0, 50), (90, 10))), 10),
        (Stub(kind="proportional", of="value", floor=60, cap=120), 120),
        (per_step(30, 100, above=(5, -10), floor=0), 0),
        (per_step(30, 100, above=(5, -10)), 100),
        (per_step(30, 100, above=(5, 10), cap=120), 120),
        (per_step(30, 100, below=(5, -10)), 100),
        (piecewise((30, 50, 1)), 50),
        (piecewise((30, 50, -1), floor=0), 0),
        (piecewise((30, 50, 1), cap=80), 80),
        (Stub(kind="target", of="value", target=30, tolerance=10), 0),
    ],
)
def test_no_sales_takes_the_points_beyond_the_last_knot(curve: Any, points: Any) -> None:
    """DESIGN, status: no_sales."""
    stock, sold = measure("stock", additivity="last"), measure("sold")
    supply = indicator("ratio", expression(stock), expression(sold), zero="INF", times=("days",))
    reading, earned = oracle.read_line(supply, curve, facts(row(stock=5, sold=0)))
    assert (reading.status, reading.value, earned) == ("no_sales", None, points * 1000)


def test_a_gap_is_between_what_is_shown() -> None:
    """DESIGN, curves: value − the subject's own target; 12345.67 − 12000 completes no step of 10 000, 22000 one."""
    gross, goal = measure("gross", decimals=2), measure("goal", decimals=2)
    counted = indicator("total", expression(gross))
    curve = per_step(0, 60, above=(10000, 1), below=(10000, "-0.8"), of="gap")
    for actual, points in [("12345.67", 60000), ("22000", 61000), ("2000", 59200)]:
        reading, earned = oracle.read_line(
            counted, curve, facts(row(gross=actual, goal=12000)), target=expression(goal)
        )
        assert (reading.status, earned) == ("ok", points)
    for known in (facts(row(gross=1)), facts(row(gross=1, goal=0))):
        reading, earned = oracle.read_line(counted, curve, known, target=expression(goal))
        assert (reading.status, reading.value, earned) == ("no_target", None, None)


def test_percent_of_target_and_the_gap_of_an_attainment() -> None:
    gross = indicator("total", expression(measure("gross", decimals=2)))
    curve = linear((0, 0), (100, 100), of="percent_of_target")
    _, earned = oracle.read_line(gross, curve, facts(row(gross=1)), target=Decimal(3))
    assert earned == 33330, "33.33 % is shown and scored"
    known = facts(row(units_delivered=28, target_units=29))
    assert oracle.read_line(ATTAINMENT, curve, known)[1] == 96550
    assert oracle.read_line(ATTAINMENT, per_step(0, 10, below=(1, -2), of="gap"), known)[1] == 8000


# --- cards ----------------------------------------------------------------------------------------------------------


def one(rows: Any, judged: Any, periods: Any = (MARCH,), **given: Any) -> Any:
    cards = oracle.score(rows, judged, list(periods), **given)
    assert len(cards) == 1
    return next(iter(cards.values()))


def test_a_card_by_hand() -> None:
    """DESIGN, arithmetic 4 and 5: 70 × 91.375 + 30 × 93.333 = 9196.24 ÷ 100 → 91.962; contributions 63.963 + 27.999."""
    identity = linear((0, 0), (100, 100))
    judged = profile(criterion(ATTAINMENT, 70, EARNED), criterion(CSI, 30, identity), grades=(("A", 90), ("B", 0)))
    sums = {"units_delivered": 28, "target_units": 29, "score_sum": "1120", "survey_n": 12}
    card = one([row(**sums)], judged)
    assert [line.points for line in card.lines.values()] == [91375, 93330]
    assert [line.contribution for line in card.lines.values()] == [63963, 27999]
    assert (card.base, card.total, card.status, card.grade, card.rank) == (91962, 91962, "scored", "A", 1)
    assert card.steps == (("base", 91962), ("clamp", 0), ("multipliers", 0))


def test_contributions_are_differences_of_rounded_running_sums() -> None:
    """DESIGN, arithmetic 5: three lines of 1 point at a third of the weight each: 333, 334, 333."""
    names = ("a", "b", "c")
    judged = profile(
        *(criterion(total(name), weight) for name, weight in zip(names, ("33.33", "33.34", "33.33"), strict=True))
    )
    card = one([row(a=1, b=1, c=1)], judged)
    assert [line.contribution for line in card.lines.values()] == [333, 334, 333]
    assert card.base == 1000


def test_weight_of_lines_without_points_is_redistributed() -> None:
    """domain §12: CSI n=3 → weight redistributed; DESIGN: publish_at_least."""
    judged = profile(criterion(ATTAINMENT, 60, EARNED), criterion(CSI, 40, IDENTITY, minimum_sample=10))
    sums = {"units_delivered": 8, "target_units": 10, "score_sum": 280, "survey_n": 3}
    card = one([row(**sums)], judged)
    assert (card.total, card.status, card.lines["csi"].contribution) == (50000, "scored", None)
    judged.publish_at_least = Decimal("60.01")
    card = one([row(**sums)], judged)
    assert (card.total, card.status, card.rank, card.grade) == (None, "too_little_assessed", None, None)


@pytest.mark.parametrize(
    ("policy", "base", "status"),
    [
        ("redistribute", 50000, "scored"),
        ("neutral", 62000, "scored"),
        ("zero", 30000, "scored"),
        ("fail", 50000, "failed"),
    ],
)
def test_policies(policy: Any, base: Any, status: Any) -> None:
    """DESIGN, status: 60 × 50 + 40 × (nothing, par 80, 0)."""
    judged = profile(
        criterion(ATTAINMENT, 60, EARNED), criterion(CSI, 40, IDENTITY, par=Decimal(80)), not_assessed=policy
    )
    card = one([row(units_delivered=8, target_units=10, score_sum=0, survey_n=0)], judged)
    assert (card.base, card.status, card.lines["csi"].status) == (base, status, "no_denominator")
    assert card.total == (None if status == "failed" else base)


def test_always_redistributed_whatever_the_policy() -> None:
    """DESIGN, status: insufficient_sample and not_applicable never follow the policy."""
    idle = indicator("ratio", expression(measure("a")), expression(measure("b")), zero="IDLE", id="idle")
    judged = profile(
        criterion(ATTAINMENT, 60, EARNED),
        criterion(CSI, 20, minimum_sample=9),
        criterion(idle, 20),
        not_assessed="fail",
    )
    card = one([row(units_delivered=8, target_units=10, score_sum=80, survey_n=1, a=0, b=0)], judged)
    assert (card.base, card.status) == (50000, "scored")


def test_a_group_gives_at_most_its_maximum() -> None:
    """Group of 40 + 40 percent at 100 and 50 points: 60 of the base at most 50; the other line is not touched."""
    judged = profile(
        criterion(total("a"), 40, group="g"),
        criterion(total("b"), 20),
        criterion(total("c"), 40, group="g"),
        group_maximum=(("g", Decimal(50)),),
    )
    card = one([row(a=100, b=100, c=50)], judged)
    assert [line.contribution for line in card.lines.values()] == [40000, 20000, 10000]
    assert card.base == 70000


def extra(name: Any, curve: Any, low: Any, high: Any) -> Any:
    return Stub(id=name, indicator=total(name), curve=curve, minimum=Decimal(low), maximum=Decimal(high))


def gate(name: Any, when: Any, then: Any) -> Any:
    return Stub(id=name, when=when, then=then)


def when(counted: Any, below: Any = None, at_least: Any = None) -> Any:
    return Stub(indicator=counted, below=below, at_least=at_least)


class ItemZero(Stub):
    pass


class Multiply(Stub):
    pass


class CapGrade(Stub):
    pass


class Disqualify(Stub):
    pass


class AllOf(Stub):
    pass


class AnyOf(Stub):
    pass


def test_the_order_on_a_card() -> None:
    """DESIGN, arithmetic 4: base 90 + extras (−25 bounded to −20, +50 bounded to 5) = 75 → cap 70 → × 0.45 = 31.5."""
    judged = profile(
        criterion(total("a"), 100),
        extras=(
            extra("complaints", per_step(0, 0, above=(1, -5)), -20, 0),
            extra("bonus", linear((0, 0), (100, 100)), 0, 5),
            extra("unknown", IDENTITY, 0, 5),
        ),
        gates=(
            gate("g1", when(total("a"), at_least=90), Multiply(factor=Decimal("0.9"))),
            gate("g2", when(total("a"), below=Decimal("90.01")), Multiply(factor=Decimal("0.5"))),
            gate("g3", when(total("a"), below=90), Disqualify()),
        ),
        cap=Decimal(70),
    )
    card = one([row(a=90, complaints=5, bonus=50)], judged)
    assert card.steps == (
        ("base", 90000),
        ("complaints", -20000),
        ("bonus", 5000),
        ("unknown", 0),
        ("clamp", -5000),
        ("multipliers", -38500),
    )
    assert (card.total, card.extras["unknown"], card.gates) == (
        31500,
        ("missing_data", 0),
        {"g1": True, "g2": True, "g3": False},
    )


def test_floor_is_0_unless_said_otherwise() -> None:
    judged = profile(criterion(total("a"), 100), extras=(extra("x", per_step(0, 0, above=(1, -5)), -20, 0),))
    assert one([row(a=10, x=9)], judged).total == 0
    judged.floor = None
    assert one([row(a=10, x=9)], judged).total == -10000


def test_an_item_gate_sets_points_to_0_and_keeps_the_weight() -> None:
    judged = profile(
        criterion(total("a"), 50),
        criterion(total("b"), 50),
        gates=(gate("g", when(total("b"), below=80), ItemZero(criterion="b")),),
    )
    card = one([row(a=60, b=79)], judged)
    assert (card.lines["b"].value, card.lines["b"].points, card.base) == (7900, 0, 30000)


def test_grades_caps_and_disqualification() -> None:
    """DESIGN, arithmetic 4 (6)."""
    judged = profile(
        criterion(total("a"), 100),
        gates=(
            gate("c", when(total("c"), at_least=1), CapGrade(grade="C")),
            gate("b", when(total("c"), at_least=1), CapGrade(grade="B")),
            gate("d", when(total("c"), at_least=2), Disqualify()),
        ),
        grades=(("A", Decimal(90)), ("B", Decimal(80)), ("C", Decimal(70)), ("D", Decimal(50))),
    )
    assert one([row(a="89.99", c=0)], judged).grade == "B"
    assert one([row(a=10, c=0)], judged).grade == "D", "the last band has no lower end"
    assert one([row(a=95, c=1)], judged).grade == "C", "the lowest cap"
    assert one([row(a=10, c=1)], judged).grade == "D"
    card = one([row(a=95, c=2)], judged)
    assert (card.total, card.grade, card.rank, card.status) == (None, None, None, "disqualified")


def test_gates_are_silent_on_what_is_not_ok() -> None:
    """domain §12: CSI n=3 → gate silent.  The gate sees the criterion's own window and sample."""
    judged = profile(
        criterion(total("a"), 100),
        criterion(CSI, 0, minimum_sample=10),
        gates=(gate("g", when(CSI, below=95), Disqualify()),),
    )
    card = one([row(a=95, score_sum=270, survey_n=3)], judged)
    assert (card.status, card.gates) == ("scored", {"g": None})
    assert one([row(a=95, score_sum=900, survey_n=10)], judged).status == "disqualified"


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, None, None, True),
        (False, None, False, None),
        (None, None, None, None),
        (False, False, False, False),
    ],
)
def test_and_or_are_three_valued(left: Any, right: Any, both: Any, either: Any) -> None:
    limits = {True: 1, False: 2, None: 1}

    def leaf(side: Any, name: Any) -> Any:
        return when(total(name) if side is not None else total("absent"), at_least=limits[side])

    def reading(counted: Any) -> Any:
        return oracle.read_indicator(counted, facts(row(l=1, r=1)))

    parts = (leaf(left, "l"), leaf(right, "r"))
    assert oracle.holds(AllOf(parts=parts), reading) is both
    assert oracle.holds(AnyOf(parts=parts), reading) is either
    assert oracle.holds(AllOf(parts=parts[::-1]), reading) is both
    assert oracle.holds(AnyOf(parts=parts[::-1]), reading) is either


def test_a_window_rolls_back_from_the_end_of_the_period() -> None:
    """DESIGN, criterion: window="3 months" ends with the period; cards only for those with a record in the period."""
    judged = profile(criterion(CSI, 100, window=3, minimum_sample=10))
    rows = [
        row(day="2025-12-31", score_sum=0, survey_n=50),
        row(day="2026-01-01", score_sum=720, survey_n=8),
        row(score_sum=300, survey_n=3),
        row(person="gone", day="2026-02-05", score_sum=900, survey_n=10),
    ]
    card = one(rows, judged)
    assert (card.lines["csi"].value, card.lines["csi"].denominator) == (9273, 11)
    year = oracle.Span(date(2026, 1, 1), date(2027, 1, 1), "2026")
    assert set(oracle.score(rows, judged, [year])) == {("li", "2026"), ("gone", "2026")}


def test_ranks_share_ties() -> None:
    """DESIGN, API: 1, 2, 2, 4."""
    rows = [row(person=name, a=value) for name, value in [("p", 9), ("q", 8), ("r", 8), ("s", 7)]]
    cards = oracle.score(rows, profile(criterion(total("a"), 100)), [MARCH])
    assert [cards[name, "2026-03"].rank for name in "pqrs"] == [1, 2, 2, 4]


def test_without_period_everything_is_one_period() -> None:
    """DESIGN, period: days run from the first to the last date."""
    counted = indicator("ratio", expression(measure("a")), expression(measure("b")), times=("days",))
    judged = profile(criterion(counted, 100))
    cards = oracle.score([row(day="2026-01-10", a=1), row(day="2026-01-19", b=1)], judged)
    assert cards["li", ""].lines["x"].value == 1000


def test_targets_join_the_records() -> None:
    """DESIGN, targets: rows shaped like records; who has a target and no sale has a card, and 0 %."""
    judged = profile(criterion(ATTAINMENT, 100, EARNED))
    goals = [row(day="2026-03-01", until="2026-04-01", target_units=10), row(person="idle", target_units=5)]
    cards = oracle.score([row(units_delivered=9)], judged, [MARCH], targets=goals)
    assert {key: card.total for key, card in cards.items()} == {("li", "2026-03"): 75000, ("idle", "2026-03"): 0}
