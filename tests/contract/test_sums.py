"""The arithmetic contract on sums: order, partition, additivity, floats; each test quotes the sentence it checks."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import chain, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import salesperf as sp
from salesperf import curves, indicators, measures, testing
from salesperf.measures import Measure
from salesperf.records import amount
from salesperf.vocabulary import Additivity

pytestmark = pytest.mark.untraced

PERIOD = "2026-03"
PEOPLE = ["li.na", "wang.wei", "zhao.min"]
FLAT = curves.Linear((-1000, 0), (1000, 100))
Rows = list[dict[str, Any]]


def profile_of(*judged: sp.indicators.Indicator, weight: int = 100) -> sp.Profile:
    share = weight // len(judged)
    weights = [share] * (len(judged) - 1) + [weight - share * (len(judged) - 1)]
    criteria = [sp.Criterion(one, weight=part, curve=FLAT) for one, part in zip(judged, weights, strict=True)]
    return sp.Profile("contract", level="consultant", criteria=criteria, publish_at_least=0)


def score(rows: Any, profile: sp.Profile, **given: Any) -> sp.Scoreboard:
    return sp.score(rows, profile, period=PERIOD, **given)


@st.composite
def judged_rows(draw: st.DrawFn) -> tuple[sp.Profile, Rows]:
    profile = draw(testing.profiles())
    return profile, draw(testing.records(profile, people=PEOPLE, period=PERIOD))


@settings(max_examples=60)
@given(judged_rows(), st.randoms(use_true_random=False))
def test_rows_in_any_order(drawn: tuple[sp.Profile, Rows], dice: random.Random) -> None:
    """ "Sums are integer sums, so order and partitioning cannot matter." """
    profile, rows = drawn
    shuffled = rows.copy()
    dice.shuffle(shuffled)
    testing.assert_same_scores(score(rows, profile), score(shuffled, profile))


@settings(max_examples=40)
@given(judged_rows(), st.lists(st.integers(0, 12), max_size=4))
def test_rows_in_any_split_and_stream(drawn: tuple[sp.Profile, Rows], cuts: list[int]) -> None:
    """ "gives the same score to the last digit, in any row order, however the rows were split or streamed" """
    profile, rows = drawn
    edges = sorted({0, len(rows), *(min(cut, len(rows)) for cut in cuts)})

    def chunks() -> Iterator[Iterator[dict[str, Any]]]:
        for start, end in pairwise(edges):
            yield (dict(row) for row in rows[start:end])

    whole = score(rows, profile)
    testing.assert_same_scores(whole, score(chain.from_iterable(chunks()), profile))
    testing.assert_same_scores(whole, score(iter(rows), profile))
    testing.assert_same_scores(whole, score(tuple(rows), profile))


def apart(rows: Rows, profile: sp.Profile) -> Rows:
    """The rows with one measure each."""
    known = [measure.id for measure in profile.measures]
    bare = [{name: value for name, value in row.items() if name not in known} for row in rows]
    return [{**keys, name: row[name]} for keys, row in zip(bare, rows, strict=True) for name in known if name in row]


@settings(max_examples=40)
@given(judged_rows())
def test_the_measures_of_a_row_may_come_in_rows_of_their_own(drawn: tuple[sp.Profile, Rows]) -> None:
    """ "Sums are integer sums, so order and partitioning cannot matter." """
    profile, rows = drawn
    known = {measure.id for measure in profile.measures}
    bare = [{name: value for name, value in row.items() if name not in known} for row in rows]
    testing.assert_same_scores(score(rows, profile), score([*apart(rows, profile), *bare], profile))


@settings(max_examples=40)
@given(judged_rows(), st.integers(0, 3))
def test_an_amount_may_be_split_over_rows(drawn: tuple[sp.Profile, Rows], tenths: int) -> None:
    """ "Inside, it is an integer: amount × 10^decimals." """
    profile, rows = drawn
    known = {measure.id: measure for measure in profile.measures}

    def part(row: dict[str, Any], *, rest: bool) -> dict[str, Any]:
        cut = dict(row)
        for name in known.keys() & row.keys():
            units = amount(row[name], known[name].decimals) or 0
            taken = units * tenths // 10
            cut[name] = Decimal(units - taken if rest else taken).scaleb(-known[name].decimals)
        return cut

    split = [part(row, rest=rest) for row in rows for rest in (False, True)]
    testing.assert_same_scores(score(rows, profile), score(split, profile))


@settings(max_examples=40)
@given(judged_rows(), st.data())
def test_other_peoples_rows_change_nobodys_total(drawn: tuple[sp.Profile, Rows], data: st.DataObject) -> None:
    """ "Whose cards": a card is made of its subject's own facts; only the rank looks at the others."""
    profile, rows = drawn
    columns = {name for row in rows for name in row}
    others = [
        {name: value for name, value in row.items() if name in columns}
        for row in data.draw(testing.records(profile, people=["newcomer"], period=PERIOD))
    ]
    alone, together = score(rows, profile), score([*others, *rows], profile)
    for card in alone:
        changed = {
            name: value for name, value in together[card.subject].to_dict().items() if name not in {"rank", "peers"}
        }
        assert changed == {name: value for name, value in card.to_dict().items() if name not in {"rank", "peers"}}


@settings(max_examples=25)
@given(testing.profiles(), st.data())
def test_periods_of_one_call_are_those_of_calls_of_their_own(profile: sp.Profile, data: st.DataObject) -> None:
    """ "one card per subject and period" """
    rows = data.draw(testing.records(profile, people=PEOPLE, period="2026-Q1", min_size=3))
    months = sorted({str(row["date"])[:7] for row in rows})
    together = sp.score(rows, profile, period=months)
    assert [str(period) for period in together.periods] == months
    for month in months:
        alone = sp.score(rows, profile, period=month)
        assert [card.to_dict() for card in together.ranking(month)] == [card.to_dict() for card in alone]


@settings(max_examples=25)
@given(judged_rows())
def test_columns_may_have_names_of_the_sources_own(drawn: tuple[sp.Profile, Rows]) -> None:
    """ "`{salesperf name: source name}`" """
    profile, rows = drawn
    names = sorted({name for row in rows for name in row})
    renamed = [{f"列 {name}": value for name, value in row.items()} for row in rows]
    found = score(renamed, profile, columns={name: f"列 {name}" for name in names})
    testing.assert_same_scores(score(rows, profile), found)


@settings(max_examples=25)
@given(judged_rows())
def test_targets_may_come_beside_the_records(drawn: tuple[sp.Profile, Rows]) -> None:
    """ "`targets`: rows shaped like records" """
    profile, rows = drawn
    goals = {measure.id for measure in profile.measures if measure.id.startswith("target_")}
    facts = [{name: value for name, value in row.items() if name not in goals} for row in rows]
    targets = [{name: row[name] for name in row if name in {"person", "date"} | goals} for row in rows]
    testing.assert_same_scores(score(rows, profile), score(facts, profile, targets=targets))


# --- additivity, against models of one sentence each


def total(measure: Measure) -> sp.Profile:
    return profile_of(indicators.total_of(measure))


def value(rows: Rows, measure: Measure) -> Decimal | None:
    return score(rows, total(measure))["li.na"].lines[0].value


def half_up(exact: Fraction, decimals: int) -> Decimal:
    return Decimal(math.floor(exact * 10**decimals + Fraction(1, 2))).scaleb(-decimals)


def snapshot(additivity: Additivity) -> Measure:
    return Measure("own_level", unit="count", additivity=additivity, en="Level", zh="水平")


LEVELS = st.lists(st.tuples(st.integers(1, 5), st.integers(-20, 99)), min_size=1, max_size=8)


@pytest.mark.parametrize("additivity", [Additivity.FIRST, Additivity.LAST, Additivity.MEAN])
@settings(max_examples=40)
@given(levels=LEVELS)
def test_snapshots(additivity: Additivity, levels: list[tuple[int, int]]) -> None:
    """ "rows of one date are added, then the first, the last, or the mean over that owner's dates" """
    measure = snapshot(additivity)
    rows = [{"person": "li.na", "date": date(2026, 3, day), measure.id: level} for day, level in levels]
    by_day: dict[int, int] = {}
    for day, level in levels:
        by_day[day] = by_day.get(day, 0) + level
    days = sorted(by_day)
    expected = {
        Additivity.FIRST: Fraction(by_day[days[0]]),
        Additivity.LAST: Fraction(by_day[days[-1]]),
        Additivity.MEAN: Fraction(sum(by_day.values()), len(days)),
    }[additivity]
    assert value(rows, measure) == half_up(expected, 2)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c", "", None]), st.integers(-2, 2)), min_size=1, max_size=10))
def test_distinct_keys(given_rows: list[tuple[str | None, int]]) -> None:
    """ "a key with a positive net amount counts 1 …; rows without a key add their amount and the card says so" """
    rows = [{"person": "li.na", "date": "2026-03-02", "customer": key, "leads_valid": n} for key, n in given_rows]
    net: dict[str, int] = {}
    for key, n in given_rows:
        if key:
            net[key] = net.get(key, 0) + n
    keyless = sum(n for key, n in given_rows if not key)
    card = score(rows, profile_of(indicators.LEAD_COUNT))["li.na"]
    assert card.lines[0].value == sum(n > 0 for n in net.values()) + keyless
    assert [one.total for one in card.lines[0].keyless] == ([keyless] if keyless else [])


@settings(max_examples=40)
@given(st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=6), st.integers(1, 4))
def test_credit_does_not_split_a_distinct_key(keys: list[str], parts: int) -> None:
    """ "credit does not split it" """
    whole = [{"person": "li.na", "date": "2026-03-02", "customer": key, "leads_valid": 1} for key in keys]
    shared = [{**row, "leads_valid": Decimal("0.25")} for row in whole for _ in range(parts)]
    assert value(whole, measures.LEADS_VALID) == value(shared, measures.LEADS_VALID) == len(set(keys))


@settings(max_examples=100)
@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_floats_are_rounded_once(number: float, decimals: int) -> None:
    """ "A float is rounded once, `floor(x * 10**decimals + 0.5)` in IEEE doubles" """
    measure = Measure("own_sum", unit="count", decimals=decimals, signed=True, en="Sum", zh="和")
    rows = [{"person": "li.na", "date": "2026-03-02", measure.id: number}]
    units = math.floor(number * 10**decimals + 0.5)
    board = score(rows, total(measure))
    assert board["li.na"].measures[measure.id] == Decimal(units).scaleb(-decimals)
    off_grid = abs(number * 10**decimals - units) > 1e-6 + abs(units) * 2.0**-51
    assert board.intake.off_grid == off_grid


@settings(max_examples=100)
@given(st.integers(-(10**9), 10**9))
def test_values_are_rounded_half_up_toward_plus_infinity(thousandths: int) -> None:
    """ "Half-up is toward +∞ also below zero: −12.345 → −12.34." """
    measure = Measure("own_sum", unit="money", decimals=3, signed=True, en="Sum", zh="和")
    exact = Decimal(thousandths).scaleb(-3)
    assert value([{"person": "li.na", "date": "2026-03-02", measure.id: exact}], measure) == half_up(Fraction(exact), 2)


def test_the_example_of_the_contract() -> None:
    """ "−12.345 → −12.34" """
    measure = Measure("own_sum", unit="money", decimals=3, signed=True, en="Sum", zh="和")
    rows = [{"person": "li.na", "date": "2026-03-02", measure.id: "-12.345"}]
    assert str(value(rows, measure)) == "-12.34"


@settings(max_examples=60)
@given(st.integers(-(10**6), 10**6), st.integers(1, 10**6), st.integers(0, 4))
def test_a_quotient_is_divided_once(above: int, below: int, decimals: int) -> None:
    """ "Indicator value = `rdiv(num × M, den)` in units of its last shown decimal." """
    done = Measure("own_done", unit="count", signed=True, en="Done", zh="完成")
    asked = Measure("own_asked", unit="count", en="Asked", zh="要求")
    rate = indicators.Ratio(
        "own_rate",
        numerator=done,
        denominator=asked,
        unit="percent",
        direction="higher",
        decimals=decimals,
        en="Rate",
        zh="率",
    )
    rows = [
        {"person": "li.na", "date": "2026-03-02", "own_done": Decimal(above).scaleb(-4)},
        {"person": "li.na", "date": "2026-03-03", "own_asked": Decimal(below).scaleb(-4)},
    ]
    found = score(rows, profile_of(rate))["li.na"].lines[0].value
    assert found == half_up(Fraction(100 * above, below), decimals)
    assert found is not None
    assert found.as_tuple().exponent == -decimals


BAD = [float("nan"), float("inf"), float("-inf"), Decimal("NaN"), Decimal("Infinity"), True, "12a", "1e3", "١٢", 0.5j]


@pytest.mark.parametrize("bad", BAD, ids=repr)
@settings(max_examples=10)
@given(place=st.integers(0, 4))
def test_what_is_no_number_is_refused_with_its_row_and_field(bad: Any, place: int) -> None:
    """ "∞ is refused, NaN too"; "refused with the row and the field" """
    rows: Rows = [{"person": "li.na", "date": "2026-03-02", "contacts_made": n} for n in range(5)]
    rows[place]["contacts_made"] = bad
    profile = profile_of(indicators.CONTACT_COUNT)
    with pytest.raises(sp.RecordError) as caught:
        score(rows, profile)
    assert [(fault.row, fault.field) for fault in caught.value.faults] == [(place + 1, "contacts_made")]
    left = score(rows, profile, strict=False)
    assert [one.row for one in left.intake.rejected] == [place + 1]
    assert left["li.na"].lines[0].value == sum(range(5)) - place


@settings(max_examples=40)
@given(st.integers(1, 9), st.sampled_from(["contacts_made", "units_delivered", "gp_front"]))
def test_more_decimals_than_the_grid_are_refused(digit: int, name: str) -> None:
    """ "int, str and Decimal convert exactly or are refused" """
    decimals = measures.get(name).decimals
    exact = Decimal(digit).scaleb(-decimals)
    fine = Decimal(digit).scaleb(-decimals - 1)
    profile = total(measures.get(name))
    board = score([{"person": "li.na", "date": "2026-03-02", name: f"{exact:f}"}], profile)
    assert board["li.na"].measures[name] == exact
    for bad in (fine, f"{fine:f}"):
        with pytest.raises(sp.RecordError, match=name):
            score([{"person": "li.na", "date": "2026-03-02", name: bad}], profile)


@settings(max_examples=25)
@given(judged_rows(), st.sampled_from([None, ""]))
def test_what_is_absent_contributes_nothing(drawn: tuple[sp.Profile, Rows], absent: str | None) -> None:
    """ "absent or None contributes nothing"; "empty is absent" """
    profile, rows = drawn
    carried = {name for row in rows for name in row if name in {measure.id for measure in profile.measures}}
    filled = [{**dict.fromkeys(carried, absent), **row} for row in rows]
    testing.assert_same_scores(score(rows, profile), score(filled, profile))


@settings(max_examples=25)
@given(testing.profiles(), st.data())
def test_a_carried_measure_without_rows_is_zero(profile: sp.Profile, data: st.DataObject) -> None:
    """ "A carried measure without rows for a subject is 0 for it." """
    rows = data.draw(testing.records(profile, people=PEOPLE, period=PERIOD))
    bare = {"person": "newcomer", "date": date(2026, 3, 3)}
    zeros = {name: 0 for row in rows for name in row if name in {measure.id for measure in profile.measures}}
    dimensions = {name: "east" for row in rows for name in row if name in {"channel", "model"}}
    one = score([*rows, bare], profile)["newcomer"]
    two = score([*rows, {**bare, **dimensions, **zeros}], profile)["newcomer"]
    assert one.total == two.total
    assert [(line.value, line.status) for line in one] == [(line.value, line.status) for line in two]
