"""The vectors of domain.md §12 that need an organisation, each by its name there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest

import salesperf as sp
from salesperf import curves, indicators, measures
from salesperf.calendar import Calendar
from salesperf.indicators import Total
from salesperf.organisation import Credit, Organisation, Ramp, Reversal, credited

LINE = curves.Linear((0, 0), (100, 100))
ORG = Organisation.from_rows(
    [
        {"person": "li", "team": "a", "store": "w"},
        {"person": "chen", "team": "a", "store": "w"},
        {"person": "ma", "team": "a", "store": "w", "level": "manager"},
        {"person": "house", "store": "w", "house": "yes"},
    ]
)


def profile(level: str, *lines: Any) -> sp.Profile:
    shares = [100 // len(lines)] * len(lines)
    shares[0] += 100 - sum(shares)
    criteria = [
        attrs.evolve(line, weight=share)
        if isinstance(line, sp.Criterion)
        else sp.Criterion(line, weight=share, curve=LINE)
        for line, share in zip(lines, shares, strict=True)
    ]
    return sp.Profile(level, level=level, criteria=criteria, publish_at_least=0)


def board(rows: Any, *lines: Any, period: Any = "2026-03", org: Organisation = ORG, **more: Any) -> sp.Scoreboard:
    levels = [profile(level, *lines) for level in ("consultant", "manager")]
    return sp.score_all(rows, levels, organisation=org, period=period, **more)


def row(person: str, day: str = "2026-03-10", **amounts: Any) -> dict[str, Any]:
    return {"person": person, "date": day, **amounts}


def test_mean_of_ratios() -> None:
    """2/4 & 9/60 → 17.1875 %, not the 32.5 % mean of ratios."""
    rows = [row("li", leads_won=2, leads_valid=4), row("chen", leads_won=9, leads_valid=60)]
    found = board(rows, indicators.LEAD_CONVERSION_RATE)
    assert [found[who].lines[0].value for who in ("li", "chen")] == [50, 15]
    assert found["ma"].lines[0].value == Decimal("17.19")
    assert (found["ma"].lines[0].numerator, found["ma"].lines[0].denominator) == (11, 64)


def test_mean_over_people_is_not_pooled() -> None:
    """2/2 & 5/10 → 75 % over people, 58.33 % pooled."""
    rows = [row("li", units_delivered=2, target_units=2), row("chen", units_delivered=5, target_units=10)]
    ma = board(rows, indicators.UNIT_ATTAINMENT, indicators.MEMBER_MEAN_ATTAINMENT)["ma"]
    assert ma["member_mean_attainment"].value == 75
    assert ma["unit_attainment"].value == Decimal("58.33")


@pytest.mark.parametrize(("how", "value"), [("plain", "75.00"), ("target", "58.33"), ("median", "75.00")])
def test_mean_over_people_weighted_or_not(how: str, value: str) -> None:
    rows = [row("li", units_delivered=2, target_units=2), row("chen", units_delivered=5, target_units=10)]
    mean = attrs.evolve(indicators.MEMBER_MEAN_ATTAINMENT, id=f"mean_{how}", weighting=how)
    assert board(rows, mean)["ma"].lines[0].value == Decimal(value)


def test_members_who_count_at_most_the_cap_pass_and_spread() -> None:
    """Σ min(attainment, 120) ÷ people; who is at target; standard deviation ÷ mean."""
    rows = [
        row("li", units_delivered=30, target_units=10),
        row("chen", units_delivered=8, target_units=10),
        row("ma", units_delivered=99),
    ]
    look = (indicators.MEMBER_MEAN_ATTAINMENT, indicators.MEMBER_PASS_RATE, indicators.ATTAINMENT_DISPERSION)
    assert [line.value for line in board(rows, *look)["ma"]] == [100, 50, Decimal("0.2000")]


def test_integer_division_and_zero_for_missing() -> None:
    """1/3 → 33.33 %; 0/0 → no_denominator, for the team as for a person."""
    found = board([row("li", orders_referral=1, orders_signed=3)], indicators.REFERRAL_RATE)
    assert found["ma"].lines[0].value == Decimal("33.33")
    assert found["chen"].lines[0].status is sp.Status.NO_DENOMINATOR


def test_drives_over_received_are_flagged_at_the_team_too() -> None:
    """12/10 → 120 % flagged `suspect`, not clamped."""
    rows = [
        row("li", test_drive_customers=7, customers_received=5),
        row("chen", test_drive_customers=5, customers_received=5),
    ]
    line = board(rows, indicators.TEST_DRIVE_RATE)["ma"].lines[0]
    assert (line.value, line.status) == (120, sp.Status.SUSPECT)


def test_return_after_month_close() -> None:
    """Mar +10, Apr −1 → Apr net −1 legal: for the person, the team and the store."""
    rows = [row("li", "2026-03-31", units_delivered=10), row("li", "2026-04-02", units_delivered=0, units_returned=1)]
    found = board(rows, indicators.NET_UNITS, period=["2026-03", "2026-04"])
    for who in ("li", "ma"):
        assert [found[who, month].lines[0].value for month in ("2026-03", "2026-04")] == [10, -1]
        assert found[who, "2026-04"].lines[0].status is sp.Status.OK


def test_a_return_counts_where_its_person_is_by_then() -> None:
    """A record is credited to the unit its person belonged to on the record's date."""
    org = Organisation.from_rows(
        [
            {"person": "li", "store": "w", "until": "2026-04-01"},
            {"person": "li", "store": "e", "start": "2026-04-01"},
            {"person": "x", "store": "e"},
        ]
    )
    rows = [row("li", "2026-03-31", units_delivered=10), row("li", "2026-04-02", units_delivered=0, units_returned=1)]
    stores = sp.score(rows, profile("consultant", indicators.NET_UNITS), organisation=org, period="quarter", by="store")
    assert stores["w", "2026-Q1"].lines[0].value == 10
    assert stores["w", "2026-Q2"].lines[0].value == 0
    assert stores["e", "2026-Q2"].lines[0].value == -1


def test_duplicated_customer_across_two_consultants() -> None:
    """Persons 1+1, team 1."""
    rows = [row(who, leads_valid=1, customer="c1") for who in ("li", "chen", "li")]
    found = board(rows, indicators.LEAD_COUNT)
    assert [found[who].lines[0].value for who in ("li", "chen", "ma")] == [1, 1, 1]


def test_split_deal_and_house_deal() -> None:
    """.5+.5 → team 1; house deal kept."""
    deal = {"date": "2026-03-10", "person": "li", "deal": "D-1", "units_delivered": 1}
    kept = {"date": "2026-03-11", "person": "house", "deal": "D-2", "units_delivered": 1}
    rows = list(credited([deal, kept], [Credit("D-1", {"li": "0.5", "chen": "0.5"})]))
    found = board(rows, indicators.NET_UNITS)
    assert [found[who].lines[0].value for who in ("li", "chen", "ma")] == [Decimal("0.5"), Decimal("0.5"), 1]
    store = sp.score(rows, profile("director", indicators.NET_UNITS), organisation=ORG, period="2026-03", by="store")
    assert store["w"].lines[0].value == 2


@pytest.mark.parametrize(
    ("rule", "march", "april"), [(Reversal.WHEN_CANCELLED, 1, -1), (Reversal.ORIGINAL_PERIOD, 0, 0)]
)
def test_a_cancelled_split_reverses_in_its_proportions(rule: Reversal, march: int, april: int) -> None:
    """ "cancellation reverses in the original proportions and period rule"."""
    deal = {"date": "2026-03-10", "person": "li", "deal": "D-1", "units_delivered": 1, "units_returned": 0}
    back = {"date": "2026-04-07", "person": "li", "deal": "D-1", "units_delivered": 0, "units_returned": 1}
    share = Credit("D-1", {"li": "1/3", "chen": "1/3", "ma": "1/3"})
    found = board(
        list(credited([deal, back], [share], reversals=rule)), indicators.NET_UNITS, period=["2026-03", "2026-04"]
    )
    for label, whole in (("2026-03", march), ("2026-04", april)):
        if whole:
            assert found["ma", label].lines[0].value == whole
            parts = [found[who, label].measures for who in ("li", "chen")]
            assert parts[0]["units_delivered"] - parts[0]["units_returned"] == Decimal("0.3334") * whole
    if rule is Reversal.ORIGINAL_PERIOD:
        assert found["ma", "2026-03"].lines[0].value == 0


def test_cohort_lag_adds_up_to_the_team() -> None:
    """Mar 100 leads: 6 won in Mar, 9 in Apr → new 6 %, cohort₆₀ 15 %, Apr period includes 9 carried."""
    rows = [
        row("li", "2026-03-31", opps_opened=60, opps_won_new=6, opps_won_carried=0, opps_carried_in=0),
        row("chen", "2026-03-31", opps_opened=40, opps_won_new=0, opps_won_carried=0, opps_carried_in=0),
        row("li", "2026-04-30", opps_opened=0, opps_won_new=0, opps_won_carried=4),
        row("chen", "2026-04-30", opps_opened=0, opps_won_new=0, opps_won_carried=5),
        row("li", "2026-04-01", opps_carried_in=54),
        row("chen", "2026-04-01", opps_carried_in=40),
        row("li", "2026-03-31", cohort_opps_opened=60, cohort_opps_won=10),
        row("chen", "2026-03-31", cohort_opps_opened=40, cohort_opps_won=5),
    ]
    look = (indicators.CLOSE_RATE_NEW, indicators.CLOSE_RATE_COHORT, indicators.CLOSE_RATE_CARRYOVER)
    march = board(rows, *look, as_of="2026-05-30")["ma"]
    assert [march["close_rate_new"].value, march["close_rate_cohort"].value] == [6, 15]
    april = board(rows, *look, period="2026-04", as_of="2026-05-30")["ma"]["close_rate_carryover"]
    assert (april.numerator, april.denominator) == (9, 94)
    early = board(rows, *look, as_of="2026-05-29")["ma"]["close_rate_cohort"]
    assert (early.value, early.status, early.points) == (15, sp.Status.IMMATURE_COHORT, None)


@pytest.mark.parametrize("target", [0, -5])
def test_target_zero_or_negative_is_none_at_the_team_either(target: int) -> None:
    """`no_target`; variance path."""
    rows = [row("li", gp_front=10, target_gross=target)]
    assert board(rows, indicators.GROSS_ATTAINMENT)["ma"].lines[0].status is sp.Status.NO_TARGET
    scaled = attrs.evolve(indicators.GROSS_ATTAINMENT, id="variance", scale=100)
    assert board(rows, scaled)["ma"].lines[0].value == 100 + 10 - target


def test_csi_of_three_is_too_few_for_a_person_and_enough_for_the_team() -> None:
    """CSI n=3: insufficient_sample, weight redistributed, gate silent; the rule is tested again at the team."""
    csi = sp.Criterion(indicators.CSI_SCORE, weight=1, curve=LINE, minimum_sample=6)
    gate = sp.Gate("csi", of=indicators.CSI_SCORE, below=95, then=sp.profiles.Multiply("0.5"))
    rows = [row(who, score_sum=270, survey_n=3, units_delivered=8, target_units=10) for who in ("li", "chen")]
    levels = [
        attrs.evolve(profile(level, csi, indicators.UNIT_ATTAINMENT), gates=[gate])
        for level in ("consultant", "manager")
    ]
    found = sp.score_all(rows, levels, organisation=ORG, period="2026-03")
    assert (found["li"]["csi_score"].status, found["li"]["csi_score"].points) == (sp.Status.INSUFFICIENT_SAMPLE, None)
    assert (found["li"]["unit_attainment"].weight, found["li"].gates[0].fired, found["li"].total) == (100, None, 80)
    assert (found["ma"]["csi_score"].status, found["ma"]["csi_score"].value) == (sp.Status.OK, 90)
    assert (found["ma"].gates[0].fired, found["ma"].total) == (True, Decimal("42.500"))


def test_wape_is_pooled() -> None:
    """Actual/forecast 1000/950 & 10/25 → WAPE 65/1010 = 6.44 %, not the mean of two errors."""
    rows = [
        {"store": "w", "date": "2026-03-31", "forecast_abs_error": 50},
        {"store": "e", "date": "2026-03-31", "forecast_abs_error": 15},
        row("li", units_delivered=1000),
        row("x", units_delivered=10),
    ]
    org = Organisation.from_rows(
        [{"person": "li", "store": "w", "area": "n"}, {"person": "x", "store": "e", "area": "n"}]
    )
    areas = sp.score(
        rows, profile("director", indicators.FORECAST_ACCURACY), organisation=org, period="2026-03", by="area"
    )
    assert areas["n"].lines[0].value == Decimal("93.56")


def test_percent_points_and_percent_of_an_area() -> None:
    """5.0 % → 5.5 %: +0.5 pp, +10 %, seen from whoever belongs to the area."""
    org = Organisation.from_rows(
        [{"person": "li", "store": "w", "area": "n"}, {"person": "boss", "area": "n", "level": "director"}]
    )
    rows = [
        {"area": "n", "date": "2025-03-31", "own_registrations_in_area": 50, "tiv_in_area": 1000},
        {"area": "n", "date": "2026-03-31", "own_registrations_in_area": 55, "tiv_in_area": 1000},
    ]
    look = (indicators.MARKET_SHARE_CHANGE_PP, indicators.MARKET_SHARE_GROWTH)
    for level, who in (("director", "boss"), ("consultant", "li")):
        card = sp.score(rows, profile(level, *look), organisation=org, period="2026-03")[who]
        assert [line.value for line in card] == [Decimal("0.5000"), 10]


def test_annualising() -> None:
    """2 leavers, 20 people, one month: × 12 → 120 %, summed over teams before it is divided."""
    org = Organisation.from_rows(
        [
            {"person": "m", "team": "a", "store": "w", "level": "manager"},
            {"person": "n", "team": "b", "store": "w", "level": "manager"},
        ]
    )
    days = [
        {"team": team, "date": "2026-03-31", "person_days": 310, "leavers_voluntary": n}
        for team, n in (("a", 2), ("b", 0))
    ]
    teams = sp.score(days, profile("manager", indicators.STAFF_TURNOVER), organisation=org, period="2026-03")
    assert [teams[who].lines[0].value for who in ("m", "n")] == [240, 0]
    stores = sp.score(
        days, profile("director", indicators.STAFF_TURNOVER), organisation=org, period="2026-03", by="store"
    )
    assert stores["w"].lines[0].value == 120


def festival(year: int, january: int, february: int) -> list[dict[str, Any]]:
    return [row("li", f"{year}-01-15", units_delivered=january), row("chen", f"{year}-02-15", units_delivered=february)]


def test_spring_festival_year_on_year() -> None:
    """Jan+Feb joint units constant when the festival moves: no growth, where each month says +100 or −67 %."""
    rows = [*festival(2025, 40, 60), *festival(2026, 80, 20), row("li", "2026-03-02", units_delivered=3)]
    months = ["2026-01", "2026-02", "2026-03"]
    plain = board(rows, indicators.SALES_GROWTH, period=months)
    assert [plain["ma", month].lines[0].value for month in months[:2]] == [100, Decimal("-66.67")]
    found = board(rows, indicators.SALES_GROWTH, period=months, calendar=Calendar(spring_festival=True))
    january, february, march = (found["ma", month].lines[0] for month in months)
    assert (january.value, january.status) == (None, sp.Status.NOT_APPLICABLE)
    assert (february.value, february.status) == (0, sp.Status.OK)
    assert march.status is sp.Status.NO_DENOMINATOR
    assert found["li", "2026-02"].lines[0].value == 100  # of li's own: 40 in both months, then 80


def test_joiners_leavers_transfers_leave_and_ramp() -> None:
    """The target is prorated by selling days and ramp, the facts are cut at the date."""
    org = Organisation.from_rows(
        [
            {"person": "whole", "team": "a", "store": "w"},
            {"person": "mover", "team": "a", "store": "w", "until": "2026-03-11"},
            {"person": "mover", "team": "b", "store": "w", "start": "2026-03-11"},
            {"person": "joiner", "team": "a", "store": "w", "start": "2026-03-17"},
            {"person": "leaver", "team": "a", "store": "w", "until": "2026-03-11"},
            {"person": "away", "team": "a", "store": "w"},
            {"person": "away", "leave": "yes", "start": "2026-03-02", "until": "2026-03-12"},
            {"person": "ma", "team": "a", "store": "w", "level": "manager"},
        ],
        ramp=Ramp("0.5"),
    )
    people = ["whole", "mover", "joiner", "leaver", "away"]
    targets = [{"person": who, "date": "2026-03-01", "until": "2026-04-01", "target_units": 31} for who in people]
    rows = [
        row(who, day, units_delivered=1)
        for who in people
        for day in ("2026-03-05", "2026-03-20")
        if (who, day) not in {("joiner", "2026-03-05"), ("leaver", "2026-03-20")}
    ]
    found = board(rows, indicators.UNIT_ATTAINMENT, org=org, targets=targets)
    assert {who: found[who].lines[0].denominator for who in people} == {
        "whole": 31,
        "mover": 31,
        "joiner": Decimal("7.5"),
        "leaver": 10,
        "away": 21,
    }
    team = found["ma"].lines[0]
    assert (team.numerator, team.denominator) == (7, 31 + 10 + Decimal("7.5") + 10 + 21)
    teams = sp.score(
        rows,
        profile("manager", indicators.UNIT_ATTAINMENT),
        organisation=org,
        period="2026-03",
        by="team",
        targets=targets,
    )
    assert (teams["b"].lines[0].numerator, teams["b"].lines[0].denominator) == (1, 21)


def test_a_promoted_person_has_a_card_for_each_level() -> None:
    """Own facts are cut by person and level; the team is the manager's exactly while managed."""
    org = Organisation.from_rows(
        [
            {"person": "li", "team": "a", "store": "w", "until": "2026-03-11"},
            {
                "person": "li",
                "team": "a",
                "store": "w",
                "start": "2026-03-11",
                "until": "2026-03-21",
                "level": "manager",
            },
            {"person": "li", "store": "w", "start": "2026-03-21", "level": "director"},
            {"person": "ma", "team": "a", "store": "w", "until": "2026-03-11", "level": "manager"},
            {"person": "chen", "team": "a", "store": "w"},
            {"person": "wu", "store": "w"},
        ]
    )
    rows = [row(who, f"2026-03-{day}", units_delivered=n) for who, day, n in (
        ("li", "05", 1), ("li", "15", 2), ("li", "25", 4), ("chen", "06", 8), ("chen", "16", 16), ("chen", "26", 32),
        ("wu", "07", 64), ("wu", "27", 128),
    )]  # fmt: skip
    levels = [
        profile(level, indicators.NET_UNITS, sp.Criterion(indicators.NET_UNITS, weight=1, curve=LINE, scope="own"))
        for level in ("consultant", "manager", "director")
    ]
    found = sp.score_all(rows, levels, organisation=org, period="2026-03")
    by_level = {
        level: [line.value for line in found["li", "2026-03", level]] for level in ("consultant", "manager", "director")
    }
    assert by_level == {"consultant": [1, 1], "manager": [18, 2], "director": [164, 4]}
    assert [line.value for line in found["ma"]] == [9, 0]


def test_a_manager_promoted_in_the_same_unit() -> None:
    """Manager, then director of one and the same store: each card holds its own days."""
    org = Organisation.from_rows(
        [
            {"person": "ma", "store": "w", "level": "manager", "until": "2026-03-11"},
            {"person": "ma", "store": "w", "level": "director", "start": "2026-03-11"},
            {"person": "li", "store": "w"},
        ]
    )
    rows = [row("li", "2026-03-05", units_delivered=1), row("li", "2026-03-15", units_delivered=2)]
    rows.append(row("li", "2026-03-01", until="2026-04-01", target_units=31))
    levels = [
        profile(level, indicators.UNIT_ATTAINMENT, indicators.MEMBER_MEAN_ATTAINMENT)
        for level in ("manager", "director")
    ]
    found = sp.score_all(rows, levels, organisation=org, period="2026-03")
    lines = [found["ma", "2026-03", level]["unit_attainment"] for level in ("manager", "director")]
    assert [(line.numerator, line.denominator) for line in lines] == [(1, 10), (2, 21)]


def test_snapshots_are_summed_over_places_and_averaged_over_time() -> None:
    """SEMI: one store's mean over three days and another's over one are added, not pooled over days."""
    org = Organisation.from_rows(
        [{"person": "li", "store": "w", "area": "n"}, {"person": "x", "store": "e", "area": "n"}]
    )
    rows = [
        {"store": "w", "date": f"2026-03-0{day}", "stock_value_avg": value}
        for day, value in ((1, 100), (2, 200), (3, 201))
    ]
    rows += [{"store": "e", "date": "2026-03-02", "stock_value_avg": 50}]
    held = Total(
        "held", numerator=measures.STOCK_VALUE_AVG, unit="money", direction="lower", decimals=2, en="h", zh="h"
    )
    by = {
        kind: sp.score(rows, profile("director", held), organisation=org, period="2026-03", by=kind)
        for kind in ("store", "area")
    }
    assert [by["store"][store].lines[0].value for store in "we"] == [167, 50]
    assert by["area"]["n"].lines[0].value == 217


def test_a_mean_level_of_one_owner_stays_exact_in_the_unit_above() -> None:
    """However many colleagues there are without one: 100 ÷ 3 is divided once, with the rest."""
    org = Organisation.from_rows([{"person": who, "store": "w"} for who in ("li", "chen", "wu")])
    rows = [
        {"store": "w", "date": f"2026-03-0{day}", "stock_value_avg": value}
        for day, value in ((1, 30), (2, 35), (3, 35))
    ]
    rows += [row(who, gp_front=100) for who in ("li", "chen", "wu")]
    found = sp.score(
        rows, profile("director", indicators.INVENTORY_ROI), organisation=org, period="2026-03", by="store"
    )["w"]
    exact = Decimal(300 * 365 * 3 * 100) / (31 * 100)
    assert abs(found.lines[0].value - exact) <= Decimal("0.005")


def test_a_mix_of_mean_levels_divides_each_owners_by_its_own_dates() -> None:
    """A store asked on three days does not weigh three times one that was asked once."""
    level = sp.Measure("level", unit="count", decimals=0, additivity="mean", en="l", zh="l")
    mix = indicators.Mix(
        "level_mix", numerator=level, by="model", unit="index", direction="higher", decimals=4, en="m", zh="m"
    )
    org = Organisation.from_rows(
        [{"person": "li", "store": "w", "area": "n"}, {"person": "x", "store": "e", "area": "n"}]
    )
    rows = [{"store": "w", "date": f"2026-03-0{day}", "level": 10, "model": "big"} for day in (1, 2, 3)]
    rows += [{"store": "e", "date": "2026-03-02", "level": 10, "model": "small"}]
    area = sp.score(rows, profile("director", mix), organisation=org, period="2026-03", by="area")["n"]
    assert area.lines[0].value == Decimal("0.5000")  # half big, half small
    store = sp.score(rows, profile("director", mix), organisation=org, period="2026-03", by="store")["w"]
    assert store.lines[0].value == 0


def test_a_units_own_target_wins_also_where_its_peoples_reach_beyond() -> None:
    """A person's target of a quarter says nothing about March; the team has one of March."""
    march = {"date": "2026-03-01", "until": "2026-04-01"}
    rows = [
        row("li", units_delivered=5),
        {"person": "li", "date": "2026-01-01", "until": "2026-04-01", "target_units": 90},
    ]
    assert board(rows, indicators.UNIT_ATTAINMENT)["ma"].lines[0].status is sp.Status.NO_TARGET
    found = board([*rows, {"team": "a", **march, "target_units": 10}], indicators.UNIT_ATTAINMENT)
    assert found["ma"].lines[0].value == 50
    assert found["li"].lines[0].status is sp.Status.NO_TARGET


def test_a_target_of_days_spent_elsewhere_does_not_blank_a_team() -> None:
    """Who left the team before March and has a target of a quarter leaves the team's March alone."""
    org = Organisation.from_rows(
        [
            {"person": "li", "team": "a", "store": "w", "until": "2026-02-01"},
            {"person": "li", "team": "b", "store": "w", "start": "2026-02-01"},
            {"person": "chen", "team": "a", "store": "w"},
        ]
    )
    rows = [
        row("chen", units_delivered=5),
        {"person": "chen", "date": "2026-03-01", "until": "2026-04-01", "target_units": 10},
    ]
    rows.append({"person": "li", "date": "2026-01-01", "until": "2026-04-01", "target_units": 90})
    teams = sp.score(
        rows, profile("manager", indicators.UNIT_ATTAINMENT), organisation=org, period="2026-03", by="team"
    )
    assert teams["a"].lines[0].value == 50
    assert teams["b"].lines[0].status is sp.Status.NO_TARGET


def test_targets_as_set_and_as_counted() -> None:
    """ "both shown": the own target before proration, what the people's add up to beside the unit's own."""
    org = Organisation.from_rows(
        [
            {"person": "li", "team": "a", "store": "w", "start": "2026-03-22"},
            {"person": "ma", "team": "a", "store": "w", "level": "manager"},
        ]
    )
    march = {"date": "2026-03-01", "until": "2026-04-01"}
    rows = [{"person": "li", **march, "target_units": 31}, {"team": "a", **march, "target_units": 50}]
    rows.append(row("li", "2026-03-25", units_delivered=5))
    store = sp.Criterion(indicators.UNIT_ATTAINMENT, weight=1, curve=LINE, scope="store")
    found = board(rows, indicators.UNIT_ATTAINMENT, store, org=org)
    own = found["li"]["unit_attainment"]
    assert (own.denominator, own.nominal_target, own.value) == (10, 31, 50)
    of_team, of_store = found["ma"]
    assert (of_team.denominator, of_team.assigned_target, of_team.value) == (50, 10, 10)
    assert (of_store.denominator, of_store.assigned_target) == (50, 50)  # the store has none: the team's own comes up


def test_a_target_on_leave_throughout() -> None:
    """Who joins and is away to the end of the month has no day that counts: no target, and no crash."""
    org = Organisation.from_rows(
        [
            {"person": "li", "store": "w", "start": "2026-03-10"},
            {"person": "li", "leave": "yes", "start": "2026-03-10", "until": "2026-04-01"},
        ]
    )
    rows = [{"person": "li", "date": "2026-03-01", "until": "2026-04-01", "target_units": 31}]
    assert sp.score(rows, profile("consultant", indicators.NET_UNITS), organisation=org, period="2026-03")["li"]
    rows.append(row("li", "2026-03-15", units_delivered=1))
    scaled = attrs.evolve(indicators.UNIT_ATTAINMENT, id="scaled", scale=10)
    card = sp.score(
        rows, profile("consultant", indicators.UNIT_ATTAINMENT, scaled), organisation=org, period="2026-03"
    )["li"]
    assert [line.status for line in card] == [sp.Status.NO_TARGET] * 2


def test_a_target_that_is_a_level_is_not_prorated() -> None:
    """Only sums can be shared among days; a level counts in full where its days begin."""
    seats = sp.Measure("seats_wanted", unit="count", additivity="last", en="s", zh="s")
    reached = indicators.Attainment(
        "seats",
        numerator=measures.UNITS_DELIVERED,
        denominator=seats,
        unit="percent",
        direction="higher",
        decimals=2,
        en="s",
        zh="s",
    )
    org = Organisation.from_rows(
        [{"person": "li", "store": "w", "start": "2026-03-10"}, {"person": "ma", "store": "w", "level": "manager"}]
    )
    rows = [
        row("li", units_delivered=5),
        {"person": "li", "date": "2026-03-01", "until": "2026-04-01", "seats_wanted": 10},
    ]
    found = board(rows, reached, org=org)
    assert [found[who].lines[0].value for who in ("li", "ma")] == [50, 50]
    later = [*rows[:1], {"person": "li", "date": "2026-01-01", "until": "2026-04-01", "seats_wanted": 10}]
    assert board(later, reached, org=org)["ma"].lines[0].status is sp.Status.NO_TARGET


def test_a_month_that_only_has_targets_is_a_month() -> None:
    """ "month": one card per subject and period in which rows lie, however they say which days they cover."""
    rows = [
        row("li", units_delivered=5),
        {"person": "li", "date": "2026-04-01", "until": "2026-05-01", "target_units": 10},
    ]
    assert [str(period) for period in board(rows, indicators.UNIT_ATTAINMENT, period="month").periods] == [
        "2026-03",
        "2026-04",
    ]


def test_targets_outside_the_period_are_counted_as_outside() -> None:
    """Nothing disappears silently."""
    rows = [
        row("li", units_delivered=5),
        {"person": "li", "date": "2026-04-01", "until": "2026-05-01", "target_units": 10},
    ]
    intake = board(rows, indicators.UNIT_ATTAINMENT).intake
    assert (intake.read, intake.used, intake.outside) == (2, 1, 1)


def test_a_manager_who_changes_teams_has_the_people_of_both() -> None:
    """A person who reports in both counts once, with the days in either."""
    org = Organisation.from_rows(
        [
            {"person": "ma", "team": "a", "store": "w", "level": "manager", "until": "2026-03-11"},
            {"person": "ma", "team": "b", "store": "w", "level": "manager", "start": "2026-03-11"},
            {"person": "li", "team": "a", "store": "w", "until": "2026-03-11"},
            {"person": "li", "team": "b", "store": "w", "start": "2026-03-11"},
            {"person": "chen", "team": "b", "store": "w"},
        ]
    )
    rows = [row("li", f"2026-03-{day}", units_delivered=n, target_units=10) for day, n in (("05", 2), ("15", 4))]
    rows.append(row("chen", "2026-03-05", units_delivered=9, target_units=10))
    line = board(rows, indicators.MEMBER_MEAN_ATTAINMENT, org=org)["ma"].lines[0]
    assert line.value == 60  # li 6 of 20, chen 9 of 10


def test_ratings_of_every_unit_managed_are_the_managers() -> None:
    """ASSESS: the subject's own ratings and those of the units managed as such, while managed."""
    org = Organisation.from_rows(
        [
            {"person": "ma", "team": "a", "store": "w", "level": "manager", "until": "2026-03-11"},
            {"person": "ma", "team": "b", "store": "w", "level": "manager", "start": "2026-03-11"},
            {"person": "li", "team": "a", "store": "w"},
            {"person": "mb", "team": "a", "store": "w", "level": "manager", "start": "2026-03-11"},
        ]
    )
    indicator = indicators.TEAM_COLLABORATION
    score, raters = (side.measures[0].id for side in (indicator.numerator, indicator.denominator))
    rows = [
        {"team": "a", "date": "2026-03-05", score: 80, raters: 1},
        {"team": "a", "date": "2026-03-15", score: 10, raters: 1},
        {"team": "b", "date": "2026-03-15", score: 90, raters: 1},
        {"person": "ma", "date": "2026-03-15", score: 100, raters: 1},
        {"person": "li", "date": "2026-03-15", score: 1, raters: 1},
    ]
    found = board(rows, indicator, org=org)
    assert [found[who].lines[0].value for who in ("ma", "mb", "li")] == [90, 10, 1]


def test_a_change_of_members_values_has_no_base() -> None:
    """Nobody says who reported to whom a year before."""
    grown = indicators.Change(
        "mean_grown",
        of=indicators.MEMBER_MEAN_ATTAINMENT,
        unit="percent",
        direction="higher",
        decimals=2,
        en="g",
        zh="g",
    )
    rows = [row("li", units_delivered=5, target_units=10), row("li", "2025-03-05", units_delivered=5, target_units=10)]
    assert board(rows, grown)["ma"].lines[0].status is sp.Status.MISSING_DATA


def test_process_lines_that_look_at_members_themselves() -> None:
    """A consultants' profile may hold what only a manager has; it is looked at in its turn."""
    own = attrs.evolve(indicators.MEMBER_MEAN_ATTAINMENT, id="reached_by_members", category="process", cap=None)
    process = profile("consultant", own, indicators.TEST_DRIVE_RATE)
    rows = [row("li", units_delivered=20, target_units=10), row("chen", test_drive_customers=1, customers_received=2)]
    manager = profile("manager", indicators.PROCESS_KPI_ATTAINMENT)
    assert sp.score_all(rows, [process, manager], organisation=ORG, period="2026-03")["ma"].lines[0].value == 50


def test_as_of_knows_what_was_known() -> None:
    """Rows with a later `recorded_at` are left out and counted, for units and targets alike."""
    rows = [
        row("li", units_delivered=5, recorded_at="2026-03-11"),
        row("chen", units_delivered=3, recorded_at="2026-04-20"),
        row("li", "2026-03-01", until="2026-04-01", target_units=10, recorded_at="2026-04-02"),
    ]
    closed = board(rows, indicators.UNIT_ATTAINMENT, indicators.NET_UNITS, as_of=date(2026, 4, 1))
    assert (closed["ma"]["net_units"].value, closed["ma"]["unit_attainment"].status) == (5, sp.Status.NO_TARGET)
    assert (closed.intake.later, closed.intake.used) == (2, 1)
    assert board(rows, indicators.UNIT_ATTAINMENT, as_of="2026-05-01")["ma"].lines[0].value == 80


def test_an_attainment_that_does_not_roll_up() -> None:
    """One's own target and facts, and those of the unit as such: no one's below."""
    judged = attrs.evolve(indicators.UNIT_ATTAINMENT, id="judged", rolls_up="ASSESS")
    march = {"date": "2026-03-01", "until": "2026-04-01"}
    rows = [row("li", units_delivered=5, target_units=10), {"team": "a", **march, "target_units": 20}]
    rows.append({"team": "a", "date": "2026-03-31", "units_delivered": 7})
    line = board(rows, judged)["ma"].lines[0]
    assert (line.numerator, line.denominator, line.value) == (7, 20, 35)
    assert line.assigned_target in {None, 20}


def test_a_unit_that_is_closed_has_no_card() -> None:
    org = Organisation.from_rows(
        [
            {"unit": "old", "kind": "store", "until": "2026-03-01"},
            {"unit": "w", "kind": "store"},
            {"person": "li", "unit": "w"},
        ]
    )
    rows = [row("li", units_delivered=5), {"store": "old", "date": "2026-02-05", "units_delivered": 1}]
    stores = sp.score(
        rows, profile("director", indicators.NET_UNITS), organisation=org, period=["2026-02", "2026-03"], by="store"
    )
    assert [(card.subject, str(card.period)) for card in stores] == [
        ("old", "2026-02"),
        ("w", "2026-02"),
        ("w", "2026-03"),
    ]


def test_whose_people_count_for_which_level() -> None:
    """Manager of a team, then director of the store: each card looks at the people of its own days."""
    org = Organisation.from_rows(
        [
            {"person": "ma", "team": "a", "store": "w", "level": "manager", "until": "2026-03-11"},
            {"person": "ma", "store": "w", "level": "director", "start": "2026-03-11"},
            {"person": "li", "team": "a", "store": "w", "until": "2026-03-11"},
            {"person": "wu", "store": "w"},
        ]
    )
    rows = [row("li", "2026-03-05", units_delivered=2, target_units=10), row("wu", units_delivered=9, target_units=10)]
    levels = [profile(level, indicators.MEMBER_MEAN_ATTAINMENT) for level in ("manager", "director")]
    found = sp.score_all(rows, levels, organisation=org, period="2026-03")
    assert [found["ma", "2026-03", level].lines[0].value for level in ("manager", "director")] == [20, 90]


def test_a_change_compares_the_unit_with_itself() -> None:
    """Who has managed it for three weeks is not compared with a year of somebody else: both are the whole unit's."""
    org = Organisation.from_rows(
        [
            {"person": "ma", "store": "w", "level": "manager", "start": "2026-03-11"},
            {"person": "li", "store": "w"},
        ]
    )
    sold = {"2025-03-05": 10, "2026-03-05": 8, "2026-03-15": 7}
    rows = [row("li", day, units_delivered=units) for day, units in sold.items()]
    card = board(rows, indicators.SALES_GROWTH, indicators.NET_UNITS, org=org)["ma"]
    assert [line.value for line in card] == [50, 7]


def test_a_dated_target_is_that_of_who_managed_on_its_day() -> None:
    """A row without `until` is not prorated: the next manager has none, and none of 0 either."""
    org = Organisation.from_rows(
        [
            {"person": "ma", "store": "w", "level": "manager", "until": "2026-03-11"},
            {"person": "mb", "store": "w", "level": "manager", "start": "2026-03-11"},
            {"person": "li", "store": "w"},
        ]
    )
    rows = [
        {"store": "w", "date": "2026-03-01", "target_gross": 100},
        row("li", "2026-03-20", gp_front=30, target_gross=50),
    ]
    scaled = attrs.evolve(indicators.GROSS_ATTAINMENT, id="scaled", scale=100)
    found = board(rows, indicators.GROSS_ATTAINMENT, scaled, org=org)
    assert [line.denominator for line in found["ma"]] == [100, 100]
    assert [line.status for line in found["mb"]] == [sp.Status.NO_TARGET] * 2


def test_exactly_at_target_passes() -> None:
    rows = [row("li", units_delivered=10, target_units=10), row("chen", units_delivered="9.999", target_units=10)]
    assert board(rows, indicators.MEMBER_PASS_RATE)["ma"].lines[0].value == 50
