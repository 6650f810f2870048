"""Everything an organisation does to a card, against a second reading of the rules (tests/house/oracle.py).

Organisations are drawn at random: units that move between stores, sub-teams, people who join, leave, move, are promoted
and manage, house accounts, leave, ramp; records and targets fall anywhere.  Profiles hold every way of rolling up.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from house import oracle
from house.cases import BY_ID, CALENDAR, CONSULTANT, FEW, PROFILES, REACHED, TARGETS, Span, sells, some_rows
from hypothesis import given
from hypothesis import strategies as st
from organisation.drawn import Parts, parts

import salesperf as sp
from salesperf.organisation import Organisation, Ramp
from salesperf.vocabulary import Owner

pytestmark = pytest.mark.untraced

MONTHS = [date(2025, 12, 1), *(date(2026, month, 1) for month in range(1, 5))]
ASKED: dict[str, Any] = {
    "january": "2026-01",
    "february": "2026-02",
    "months": "month",
    "quarter": "2026-Q1",
    "all": None,
}


def call_of(drawn: Parts, rows: list[dict[str, Any]], ramp: tuple[str, ...] = ()) -> tuple[Organisation, oracle.Call]:
    given_ramp = Ramp(*ramp) if ramp else None
    org = Organisation(units=drawn.units, memberships=drawn.memberships, leaves=drawn.leaves, ramp=given_ramp)
    house = oracle.House(drawn.units, drawn.memberships, drawn.leaves, tuple(map(Fraction, ramp)))
    call = oracle.Call(house, rows, TARGETS, BY_ID, sells, festival=True, process=CONSULTANT, attainment=REACHED)
    return org, call


def spans_of(call: oracle.Call, period: str) -> list[Span]:
    """The spans that are scored."""
    if period == "all":
        first = min(row.day for row in call.read)
        last = max(row.until or row.day + oracle.DAY for row in call.read)
        return [Span(first, last, "")]
    if period == "months":
        spans = [Span(one, other, f"{one:%Y-%m}") for one, other in pairwise(MONTHS)]
        return [span for span in spans if call.has_facts(span)]
    first, after = {"january": (1, 2), "february": (2, 3), "quarter": (1, 4)}[period]
    return [Span(date(2026, first, 1), date(2026, after, 1), ASKED[period])]


def agree(board: sp.Scoreboard, call: oracle.Call, profiles: list[sp.Profile], by: str, spans: list[Span]) -> None:
    """Every card of the board is one of the oracle's, with the same lines, and the other way round."""
    assert [(each.start, each.end) for each in board.periods] == [(span.start, span.end) for span in spans]
    expected: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for span in spans:
        for profile in profiles:
            level = str(profile.level)
            for seat in call.seats(profile, by, span):
                for criterion in profile.criteria:
                    reading, points = call.line(criterion, seat, level, span)
                    key = seat.subject, span.start, level, criterion.id, criterion.indicator.id
                    expected[key] = reading.status, reading.value, points
    found = {}
    for card in board:
        for line in card:
            value = None if line.value is None else int(line.value * 10**line.indicator.decimals)
            points = None if line.points is None else int(line.points * 1000)
            key = card.subject, card.period.start, str(card.level), line.id, line.indicator.id
            found[key] = str(line.status), value, points
    keys = sorted({*found, *expected}, key=str)
    assert not {key: (found.get(key), expected.get(key)) for key in keys if found.get(key) != expected.get(key)}


@FEW
@given(st.data(), parts(leave=True), st.sampled_from(sorted(ASKED)), st.sampled_from([(), ("0", "0.5"), ("0.3333",)]))
def test_the_whole_house_at_every_level(data: st.DataObject, drawn: Parts, period: str, ramp: tuple[str, ...]) -> None:
    """A record is credited to the unit its person belonged to on its date; targets are prorated; one pass for all."""
    rows = data.draw(some_rows(drawn))
    org, call = call_of(drawn, rows, ramp)
    spans = spans_of(call, period)
    try:
        board = sp.score_all(rows, PROFILES, organisation=org, period=ASKED[period], calendar=CALENDAR)
    except sp.NoRecordsError:
        assert not any(call.seats(profile, "person", span) for profile in PROFILES.values() for span in spans)
        return
    agree(board, call, list(PROFILES.values()), "person", spans)
    assert sp.Scoreboard.from_json(board.to_json()).to_json() == board.to_json()


@FEW
@given(st.data(), parts(leave=True), st.sampled_from(["months", "quarter", "all"]), st.sampled_from(list(Owner)[1:]))
def test_units_scored_by_any_profile(data: st.DataObject, drawn: Parts, period: str, by: Owner) -> None:
    """`by` says whose cards: every indicator at team, store, area, group by its own roll-up code."""
    rows = data.draw(some_rows(drawn))
    org, call = call_of(drawn, rows)
    call.process = sp.profiles.CONSULTANT  # the one that is looked at where no other is given
    profile = data.draw(st.sampled_from(list(PROFILES.values())))
    spans = spans_of(call, period)
    try:
        board = sp.score(rows, profile, organisation=org, period=ASKED[period], calendar=CALENDAR, by=by)
    except sp.NoRecordsError:
        assert not any(call.seats(profile, str(by), span) for span in spans)
        return
    agree(board, call, [profile], str(by), spans)
