"""Ledgers to try things on: drawn at random, and worked out by walking through every day by hand."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

import attrs
from hypothesis import strategies as st

from salesperf.calendar import Period
from salesperf.leads import Lead, LeadLedger

Row = dict[str, Any]

DAY = timedelta(days=1)
FIRST = date(2026, 1, 20)
PEOPLE = ("hao", "li", "wu", "zhao")
CHANNELS = ("online", "walk_in", None)


@attrs.frozen
class Seat:
    chain: tuple[str, ...] | None


@attrs.frozen
class Seating:
    """An organisation of the simplest kind: who is where on which days; nowhere else."""

    rows: tuple[tuple[str, date, date, tuple[str, ...] | None], ...]

    def stretch(self, owner: str | int, day: int) -> Seat | None:
        for who, start, end, chain in self.rows:
            if who == owner and start.toordinal() <= day < end.toordinal():
                return Seat(chain)
        return None


class Drawn(NamedTuple):
    rows: list[Row]
    handovers: list[Row]
    contacts: list[Row]

    @property
    def ledger(self) -> LeadLedger:
        return LeadLedger.from_rows(self.rows, handovers=self.handovers, contacts=self.contacts, as_of="2026-05-10")


@st.composite
def drawn(draw: st.DrawFn, most: int = 12) -> Drawn:
    """Draw a few leads of January to May 2026, many of them handed over, closed on the edges of months, or both."""
    rows: list[Row] = []
    handovers: list[Row] = []
    contacts: list[Row] = []
    edges = st.sampled_from(
        [date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)]
    )
    days = edges | st.integers(0, 110).map(lambda n: FIRST + n * DAY)
    for lead in range(draw(st.integers(1, most))):
        opened, closed = sorted((draw(days), draw(days)))
        outcome = draw(st.sampled_from(["won", "lost", "invalidated", "open"]))
        row: Row = {"lead": lead, "person": draw(st.sampled_from(PEOPLE)), "opened": opened, "outcome": outcome}
        row["channel"] = draw(st.sampled_from(CHANNELS))
        if outcome != "open":
            row["closed"] = closed
        if outcome == "lost":
            row["reason"] = draw(st.sampled_from(["price", "stock", "no_contact"]))
        rows.append(row)
        last = closed if outcome != "open" else date(2026, 5, 10)
        holder = row["person"]
        for moved in sorted(draw(st.sets(days, max_size=3))):
            to = draw(st.sampled_from([who for who in PEOPLE if who != holder]))
            if opened <= moved <= last:
                handovers.append({"lead": lead, "person": to, "date": moved})
                holder = to
        touched = draw(st.sets(days, max_size=2))
        contacts += [{"lead": lead, "date": day} for day in sorted(touched) if day >= opened]
    return Drawn(rows, handovers, contacts)


@st.composite
def seatings(draw: st.DrawFn) -> Seating:
    """Draw who sits in which team, with moves from team to team; everybody is somewhere every day."""
    stores = {"east.a": "east", "east.b": "east", "west.a": "west"}
    rows = []
    for who in PEOPLE:
        cuts = sorted(draw(st.sets(st.integers(0, 110).map(lambda n: FIRST + n * DAY), max_size=2)))
        edges = [date(2026, 1, 1), *cuts, date(2027, 1, 1)]
        for start, end in itertools.pairwise(edges):
            team = draw(st.sampled_from(sorted(stores)))
            rows.append((who, start, end, (team, stores[team], "group")))
    return Seating(tuple(rows))


def walked(  # noqa: C901  (one straight walk is what makes it an oracle)
    leads: tuple[Lead, ...], period: Period, nodes: Callable[[Lead, str | int, date], set[Any]]
) -> Mapping[Any, Counter[str]]:
    """Return the counts of every node, lead by lead and day by day; `nodes` says where a lead counts on a day."""
    found: dict[Any, Counter[str]] = defaultdict(Counter)

    def note(lead: Lead, day: date, what: str) -> None:
        for node in nodes(lead, lead.holder(day), day):
            found[node][what] += 1

    for lead in leads:
        if lead.opened < period.start and (lead.closed is None or lead.closed >= period.start):
            note(lead, period.start, "carried_in")
            if lead.holder(period.start) != lead.holder(lead.opened):
                note(lead, period.start, "inherited")
        if lead.opened in period:
            note(lead, lead.opened, "opened")
        if lead.closed is not None and lead.closed in period:
            new = "new" if lead.opened in period else "carried"
            what = {"won": f"won_{new}", "lost": f"lost {lead.reason and lead.reason.id}"}.get(
                lead.outcome, "invalidated"
            )
            note(lead, lead.closed, what)
        if lead.is_open(period.last):
            note(lead, period.last, "open_end")
        day = max(period.start, lead.opened) + DAY
        while day < period.end and (lead.closed is None or day <= lead.closed):
            before, after = nodes(lead, lead.holder(day - DAY), day - DAY), nodes(lead, lead.holder(day), day)
            for node in before - after:
                found[node]["handed_out"] += 1
            for node in after - before:
                found[node]["handed_in"] += 1
            day += DAY
    return found


def cohort_lag() -> list[Row]:
    """The vector of domain.md §12: 100 leads of March, 6 won in March, 9 in April, the other 85 still open."""
    rows: list[Row] = [{"lead": n, "person": "li.na", "opened": date(2026, 3, 1 + n % 31)} for n in range(100)]
    for row in rows[:6]:
        row |= {"closed": date(2026, 3, 31), "outcome": "won"}
    for row in rows[6:15]:
        row |= {"closed": date(2026, 4, 20), "outcome": "won"}
    return rows
