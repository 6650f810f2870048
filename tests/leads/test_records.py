"""What a ledger yields for scoring: nothing dropped, nothing twice, and rates as worked by hand."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from leads_by_hand import Drawn, cohort_lag, drawn

import salesperf as sp
from salesperf import curves, indicators, measures
from salesperf.errors import PeriodError, RecordError
from salesperf.leads import LeadLedger
from salesperf.leads._records import COHORT_DAYS

MONTHS = ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05"]
CAME = ("opps_opened", "opps_carried_in")
WENT = ("opps_won_new", "opps_won_carried", "opps_lost", "opps_invalidated", "opps_open_end")

RATES = (
    indicators.CLOSE_RATE,
    indicators.CLOSE_RATE_WORKABLE,
    indicators.CLOSE_RATE_NEW,
    indicators.CLOSE_RATE_COHORT,
    indicators.LOST_RATE,
)
PROFILE = sp.Profile(
    "leads",
    level=sp.Level.CONSULTANT,
    criteria=[sp.Criterion(rate, weight=20, curve=curves.Linear((0, 0), (100, 100))) for rate in RATES],
)


def rows_of(ledger: LeadLedger, *args: Any, **options: Any) -> list[dict[str, Any]]:
    return list(ledger.records(*args, **options))


def summed(rows: list[dict[str, Any]]) -> dict[Any, Counter[str]]:
    """Return the sums of the measures by person and month."""
    sums: dict[Any, Counter[str]] = defaultdict(Counter)
    for row in rows:
        cell = sums[row["person"], f"{row['date']:%Y-%m}"]
        cell.update({name: value for name, value in row.items() if name.startswith(("opps", "cohort", "lost"))})
    return sums


# --- the laws --------------------------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(drawn())
def test_no_lead_is_dropped_between_months(given: Drawn) -> None:
    """Σ over consecutive months reconciles: every opening is once won, lost, invalidated, or open at the very end."""
    sums = summed(rows_of(given.ledger, MONTHS))
    total: Counter[str] = sum(sums.values(), Counter())
    by_month: dict[str, Counter[str]] = defaultdict(Counter)
    for (_, month), cell in sums.items():
        by_month[month].update(cell)
    assert total["opps_opened"] == len(given.rows)
    assert total["opps_opened"] == sum(total[name] for name in WENT[:-1]) + by_month["2026-05"]["opps_open_end"]
    for earlier, later in itertools.pairwise(MONTHS):
        assert by_month[later]["opps_carried_in"] == by_month[earlier]["opps_open_end"]
    for month in MONTHS:
        assert sum(by_month[month][name] for name in CAME) == sum(by_month[month][name] for name in WENT)


@settings(max_examples=50)
@given(drawn())
def test_rows_say_what_the_accounts_say(given: Drawn) -> None:
    """Each person's sums in a month are the account of that month, snapshots once."""
    ledger = given.ledger
    rows = rows_of(ledger, MONTHS)
    sums = summed(rows)
    for page in ledger.accounts(MONTHS):
        for account in page.people:
            cell = sums.pop((account.node.id, str(page.period)))
            assert {name: cell[name] for name in (*CAME, *WENT, "lost_declared")} == {
                "opps_opened": account.opened,
                "opps_carried_in": account.carried_in,
                "opps_won_new": account.won_new,
                "opps_won_carried": account.won_carried,
                "opps_lost": account.lost,
                "opps_invalidated": account.invalidated,
                "opps_open_end": account.open_end,
                "lost_declared": account.lost,
            }
    assert not sums
    for snapshot in ("opps_carried_in", "opps_open_end"):
        seen = Counter((row["person"], f"{row['date']:%Y-%m}") for row in rows if snapshot in row)
        assert set(seen.values()) <= {1}


@settings(max_examples=25)
@given(drawn())
def test_open_leads_without_contact_are_what_untouched_lists(given: Drawn) -> None:
    ledger = given.ledger
    if "contacts" not in ledger.carried:
        return
    rows = rows_of(ledger, MONTHS, untouched_for=14)
    for label in MONTHS:
        month = sp.Period.parse(label)
        on = min(month.last, date(2026, 5, 10))
        listed = Counter(lead.holder(on) for lead in ledger.untouched(on, 14))
        by_hand = Counter(
            lead.holder(on)
            for lead in ledger
            if lead.is_open(on) and (on - max([lead.opened, *(day for day in lead.contacts if day <= on)])).days > 14
        )
        stale = Counter(
            {row["person"]: row["opps_stale_end"] for row in rows if "opps_stale_end" in row and row["date"] in month}
        )
        assert +stale == listed == by_hand


# --- worked by hand, through score -----------------------------------------------------------------------------------


def test_cohort_lag_of_the_domain_reference() -> None:
    """domain.md §12: Mar 100 leads: 6 won in Mar, 9 in Apr → new 6 %, cohort₆₀ 15 %, Apr period includes 9 carried."""
    ledger = LeadLedger.from_rows(cohort_lag(), as_of="2026-05-31")
    board = sp.score(ledger.records("month"), PROFILE, period="month")
    march, april = board["li.na", "2026-03"], board["li.na", "2026-04"]
    assert march["close_rate_new"].value == Decimal("6.00")
    assert march["close_rate_cohort"].value == Decimal("15.00")
    assert march["close_rate_cohort"].status is sp.Status.OK
    assert (march["close_rate_cohort"].numerator, march["close_rate_cohort"].denominator) == (15, 100)
    assert (april.measures["opps_won_carried"], april.measures["opps_carried_in"]) == (9, 94)
    assert march["close_rate"].value == Decimal("6.00")
    assert april["close_rate"].status is sp.Status.NO_DENOMINATOR
    assert april["close_rate_workable"].value == Decimal("9.57")  # 9 ÷ 94
    assert board["li.na", "2026-05"]["close_rate_workable"].value == Decimal("0.00")


def test_a_cohort_younger_than_its_window_is_immature() -> None:
    ledger = LeadLedger.from_rows(cohort_lag(), as_of="2026-04-30")
    board = sp.score(ledger.records(["2026-03", "2026-04"]), PROFILE, period=["2026-03", "2026-04"])
    assert board["li.na", "2026-03"]["close_rate_cohort"].status is sp.Status.IMMATURE_COHORT


def test_the_window_is_that_of_the_indicator() -> None:
    assert indicators.CLOSE_RATE_COHORT.matures_after == COHORT_DAYS


@pytest.mark.parametrize(("days", "won"), [(60, 1), (61, 0)])
def test_a_cohort_counts_wins_at_most_so_many_days_after_the_opening(days: int, won: int) -> None:
    opened = date(2026, 1, 10)
    row = {"lead": 1, "person": "li", "opened": opened, "closed": opened + timedelta(days=days), "outcome": "won"}
    sums: Counter[str] = sum(summed(rows_of(LeadLedger.from_rows([row]))).values(), Counter())
    assert (sums["cohort_opps_opened"], sums["cohort_opps_won"]) == (1, won)
    sums = sum(summed(rows_of(LeadLedger.from_rows([row]), cohort_days=days)).values(), Counter())
    assert sums["cohort_opps_won"] == 1


def test_rates_of_a_month_by_hand() -> None:
    rows = [
        {"lead": 1, "person": "li", "opened": "2026-02-10", "closed": "2026-03-05", "outcome": "won"},
        {
            "lead": 2,
            "person": "li",
            "opened": "2026-02-11",
            "closed": "2026-03-31",
            "outcome": "lost",
            "reason": "stock",
        },
        {"lead": 3, "person": "li", "opened": "2026-03-01", "closed": "2026-03-31", "outcome": "won"},
        {"lead": 4, "person": "li", "opened": "2026-03-02", "closed": "2026-03-02", "outcome": "invalidated"},
        {"lead": 5, "person": "li", "opened": "2026-03-31"},
        {"lead": 6, "person": "wu", "opened": "2026-03-09"},
    ]
    board = sp.score(LeadLedger.from_rows(rows).records("2026-03"), PROFILE, period="2026-03")
    li, wu = board["li"], board["wu"]
    assert {line.id: str(line.value) for line in li.lines} == {
        "close_rate": "66.67",  # 2 won ÷ 3 opened
        "close_rate_workable": "40.00",  # 2 ÷ (3 + 2)
        "close_rate_new": "33.33",  # 1 ÷ 3
        "close_rate_cohort": "33.33",  # lead 3
        "lost_rate": "20.00",  # 1 ÷ 5
    }
    assert wu["lost_rate"].value == Decimal("0.00")


def test_a_month_without_any_loss_has_a_lost_rate_of_nought() -> None:
    """§2 CNT "complete period with no event = 0": what did not happen is said, not left out."""
    ledger = LeadLedger.from_rows([{"lead": 1, "person": "li", "opened": "2026-03-09"}])
    lines = sp.score(ledger.records("2026-03"), PROFILE, period="2026-03")["li"]
    assert lines["lost_rate"].status is sp.Status.OK
    assert lines["close_rate_workable"].value == Decimal("0.00")


def test_a_quarter_takes_its_own_first_snapshot_and_its_own_split() -> None:
    """`opps_carried_in` "frozen at period open"; new and carried are "re-derived from the opened date"."""
    rows = [
        {"lead": 1, "person": "li", "opened": "2025-12-10", "closed": "2026-02-05", "outcome": "won"},
        {"lead": 2, "person": "li", "opened": "2026-01-10", "closed": "2026-03-05", "outcome": "won"},
    ]
    ledger = LeadLedger.from_rows(rows)
    card = sp.score(ledger.records("2026-Q1"), PROFILE, period="2026-Q1")["li"]
    assert (card.measures["opps_won_new"], card.measures["opps_won_carried"]) == (1, 1)
    assert card.measures["opps_carried_in"] == 1
    assert card["close_rate_workable"].value == Decimal("100.00")


def test_a_leaver_and_the_one_who_follows() -> None:
    rows = [{"lead": n, "person": "li", "opened": "2026-02-10"} for n in range(4)]
    rows += [{"lead": 9, "person": "wu", "opened": "2026-03-30"}]
    ledger = LeadLedger.from_rows(rows).handed_over("li", "wu", "2026-03-10")
    sums = summed(made := rows_of(ledger, ["2026-02", "2026-03"]))
    assert (sums["li", "2026-02"]["opps_open_end"], sums["li", "2026-03"]["opps_carried_in"]) == (4, 4)
    assert (sums["li", "2026-03"]["opps_open_end"], sums["wu", "2026-03"]["opps_open_end"]) == (0, 5)
    (left,) = (row["date"] for row in made if row["person"] == "li" and row.get("opps_open_end") == 0)
    assert left == date(2026, 3, 10)  # the last day on which anything happened to the leaver, not the end of the month
    (came,) = (row["date"] for row in made if row["person"] == "wu" and "opps_carried_in" in row)
    assert came == date(2026, 3, 10)


# --- the lost measures -----------------------------------------------------------------------------------------------


def test_lost_measures_are_dated_by_the_loss_and_by_the_call() -> None:
    lost = {"person": "li", "opened": "2026-02-10", "closed": "2026-03-05", "outcome": "lost", "reason": "price"}
    rows = [
        {**lost, "lead": 1, "analysed": "2026-04-02", "confirmed": "2026-03-06", "verdict": "真战败"},
        {**lost, "lead": 2, "verdict": "false", "customer": "C-1", "recontacted": "2026-04-03"},
        {**lost, "lead": 3, "verdict": "pending", "customer": "C-2", "recontacted": "2026-04-03"},
        {
            "lead": 4,
            "person": "wu",
            "opened": "2026-04-04",
            "closed": "2026-04-20",
            "outcome": "won",
            "customer": "C-1",
        },
    ]
    sums = summed(rows_of(LeadLedger.from_rows(rows), "month"))
    march, april = sums["li", "2026-03"], sums["li", "2026-04"]
    assert {name: march[name] for name in march if name.startswith("lost")} == {
        "lost_declared": 3,
        "lost_analysed": 1,
        "lost_reason_confirmed": 1,
        "lost_sampled": 2,
        "lost_judged_correct": 1,
        "lost_recontacted": 0,
        "lost_reactivated_and_won": 0,
    }
    assert (april["lost_recontacted"], april["lost_reactivated_and_won"]) == (2, 1)


def test_what_the_rows_do_not_tell_is_not_there_as_nought() -> None:
    row = {
        "lead": 1,
        "person": "li",
        "opened": "2026-02-10",
        "closed": "2026-03-05",
        "outcome": "lost",
        "reason": "price",
    }
    names = {name for made in rows_of(LeadLedger.from_rows([row])) for name in made}
    assert names.isdisjoint({"lost_analysed", "lost_reason_confirmed", "lost_sampled", "lost_recontacted"})
    called = {name for made in rows_of(LeadLedger.from_rows([row | {"recontacted": "2026-03-20"}])) for name in made}
    assert "lost_recontacted" in called
    assert "lost_reactivated_and_won" not in called  # nobody knows whose leads they are


def test_every_key_is_one_of_the_vocabulary() -> None:
    lost = {
        "outcome": "lost",
        "reason": "price",
        "analysed": "2026-03-05",
        "confirmed": "2026-03-05",
        "verdict": "false",
    }
    row = {
        "lead": 1,
        "person": "li",
        "opened": "2026-02-10",
        "closed": "2026-03-05",
        "channel": "online",
        "customer": 1,
    }
    ledger = LeadLedger.from_rows([row | lost | {"recontacted": "2026-03-05", "touched": "2026-02-11"}])
    for made in rows_of(ledger, untouched_for=7):
        for name in set(made) - {"person", "date", "lead", "channel"}:
            assert measures.get(name).id == name


# --- days ------------------------------------------------------------------------------------------------------------


def test_a_running_month_ends_at_as_of_and_a_coming_one_has_no_rows() -> None:
    ledger = LeadLedger.from_rows([{"lead": 1, "person": "li", "opened": "2026-03-02"}], as_of="2026-03-20")
    rows = rows_of(ledger, ["2026-03", "2026-04"])
    assert max(row["date"] for row in rows) == date(2026, 3, 20)
    assert rows[-1] == {"person": "li", "date": date(2026, 3, 20), "opps_open_end": 1}


def test_events_outside_all_periods_give_no_rows() -> None:
    rows = [{"lead": 1, "person": "li", "opened": "2026-01-02", "closed": "2026-05-02", "outcome": "won"}]
    made = rows_of(LeadLedger.from_rows(rows), ["2026-02", "2026-04"])
    assert {(f"{row['date']:%Y-%m}", row.get("opps_carried_in")) for row in made} == {
        ("2026-02", 1),
        ("2026-02", None),
        ("2026-04", 1),
        ("2026-04", None),
    }
    assert sum(row.get("opps_opened", 0) + row.get("opps_won_carried", 0) for row in made) == 0


def test_an_empty_ledger_yields_nothing() -> None:
    assert rows_of(LeadLedger.from_rows([]), "2026-03") == []


def test_overlapping_periods_would_count_leads_twice() -> None:
    ledger = LeadLedger.from_rows([{"lead": 1, "person": "li", "opened": "2026-03-02"}])
    with pytest.raises(PeriodError, match="may not overlap, or leads would count twice: 2026-Q1 and 2026-03"):
        ledger.records(["2026-03", "2026-Q1"])


@pytest.mark.parametrize("bad", [-1, 1.5, "7", True, None])
def test_days_are_whole_numbers(bad: Any) -> None:
    ledger = LeadLedger.from_rows([{"lead": 1, "person": "li", "opened": "2026-03-02", "touched": "2026-03-02"}])
    with pytest.raises(RecordError, match=r"cohort_days.*a whole number of at least 0"):
        ledger.records("2026-03", cohort_days=bad)
    with pytest.raises(RecordError, match=r"days without contact.*a whole number of at least 0"):
        ledger.untouched("2026-03-09", bad)


# --- without contact -------------------------------------------------------------------------------------------------


def test_untouched_lists_the_longest_first_and_counts_the_opening_as_a_contact() -> None:
    rows = [
        {"lead": 1, "person": "li", "opened": "2026-03-02", "touched": "2026-03-20"},
        {"lead": 2, "person": "li", "opened": "2026-03-10"},
        {"lead": 3, "person": "li", "opened": "2026-03-02", "touched": "2026-03-24"},
        {"lead": 4, "person": "li", "opened": "2026-03-02", "closed": "2026-03-31", "outcome": "won"},
        {"lead": 5, "person": "li", "opened": "2026-03-25"},
    ]
    ledger = LeadLedger.from_rows(rows)
    assert [lead.id for lead in ledger.untouched(date(2026, 3, 31), 7)] == [2, 1]  # the 24th is 7 days ago, not more
    assert [lead.id for lead in ledger.untouched("2026-03-31", 6)] == [2, 1, 3]
    assert [lead.id for lead in ledger.untouched("2026-03-30", 25)] == [4]


def test_untouched_before_the_only_contact_known_is_not_guessed() -> None:
    rows = [{"lead": n, "person": "li", "opened": "2026-03-02", "touched": "2026-04-20"} for n in range(25)]
    ledger = LeadLedger.from_rows(rows, as_of="2026-04-30")
    with pytest.raises(RecordError, match=r"touched: lead 0: whether it had been touched by 2026-03-31") as caught:
        ledger.untouched("2026-03-31", 14)
    assert (caught.value.count, len(caught.value.faults)) == (25, 20)
    assert "give every contact in contacts=" in str(caught.value)
    with pytest.raises(RecordError, match="by 2026-03-31"):
        ledger.records(["2026-03", "2026-04"], untouched_for=14)
    assert ledger.untouched("2026-03-10", 14) == ()  # too young to be stale, whatever happened
    assert len(ledger.untouched("2026-05-31", 14)) == 25
    assert [
        row["opps_stale_end"] for row in rows_of(ledger, "2026-04", untouched_for=5) if "opps_stale_end" in row
    ] == [25]
    contacts = [{"lead": n, "date": "2026-03-25"} for n in range(25)]
    assert LeadLedger.from_rows(rows, contacts=contacts).untouched("2026-03-31", 14) == ()


def test_untouched_needs_to_know_of_contacts() -> None:
    ledger = LeadLedger.from_rows([{"lead": 1, "person": "li", "opened": "2026-03-02"}])
    with pytest.raises(RecordError, match="touched: a column with the day of the last contact"):
        ledger.untouched("2026-03-31", 14)
    with pytest.raises(RecordError, match="a column with the day of the last contact"):
        ledger.records("2026-03", untouched_for=14)


def test_untouched_refuses_a_day_that_is_none() -> None:
    ledger = LeadLedger.from_rows([{"lead": 1, "person": "li", "opened": "2026-03-02", "touched": "2026-03-02"}])
    with pytest.raises(RecordError, match=r"on: '31\.3\.': a date"):
        ledger.untouched("31.3.", 14)
