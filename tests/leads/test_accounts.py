"""Accounts: the identity at every node, against a walk through every day, with hand-overs and moves."""

from __future__ import annotations

import itertools
import pickle
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from leads_by_hand import Drawn, Seat, Seating, drawn, seatings, walked

from salesperf.calendar import Period
from salesperf.errors import PeriodError, UnknownNameError
from salesperf.leads import Account, Lead, LeadLedger, LedgerPage, Node, NodeKind, Place, Places

MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05")
ALL = Node(NodeKind.ALL)


def counts(account: Account) -> Counter[str]:
    """Return an account as the walk writes it."""
    numbers = attrs.asdict(account, recurse=False, filter=lambda field, _: field.name not in {"node", "lost_by_reason"})
    return +Counter({**numbers, **{f"lost {reason.id}": count for reason, count in account.lost_by_reason}})


def by_node(accounts: Iterable[Account]) -> dict[Any, Counter[str]]:
    return {account.node.id: counts(account) for account in accounts}


def row(
    lead: object, person: str, opened: str, closed: str | None = None, outcome: str | None = None, **more: Any
) -> Any:
    return {"lead": lead, "person": person, "opened": opened, "closed": closed, "outcome": outcome, **more}


# --- the identity ----------------------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(drawn())
def test_people_channels_and_the_whole_are_what_a_walk_through_every_day_counts(given: Drawn) -> None:
    """§0.4 "Ledger identity to enforce: opened + carried_in = won + lost + invalidated + open_end"."""
    ledger = given.ledger
    for page in ledger.accounts(list(MONTHS)):
        assert by_node(page.people) == walked(ledger.leads, page.period, lambda _, who, __: {who})
        assert by_node(page.channels) == walked(ledger.leads, page.period, lambda lead, _, __: {lead.channel})
        assert counts(page.total) == walked(ledger.leads, page.period, lambda *_: {None}).get(None, Counter())
        assert page.breaches == ()
        assert page.total.handed_in == page.total.handed_out == 0


@settings(max_examples=50)
@given(drawn(), seatings())
def test_units_are_what_a_walk_through_every_day_counts(given: Drawn, org: Seating) -> None:
    """At wider nodes hand-overs cancel: what two members of a unit pass on never leaves it."""

    def units(_: object, who: str | int, day: date) -> set[str]:
        seat = org.stretch(who, day.toordinal())
        return set(seat.chain or ()) if seat else set()

    ledger = given.ledger
    for page in ledger.accounts(list(MONTHS), org):
        expected = dict(walked(ledger.leads, page.period, units))
        for account in page.units:
            found, wanted = counts(account), expected.pop(account.node.id, Counter())
            assert found["handed_in"] - found["handed_out"] == wanted["handed_in"] - wanted["handed_out"]
            for both in (found, wanted):  # a move there and back within a month need not be seen
                both["handed_in"] = both["handed_out"] = 0
            assert +found == +wanted
        for passed in expected.values():  # through units that nothing else was seen in
            assert set(passed) <= {"handed_in", "handed_out"}
            assert passed["handed_in"] == passed["handed_out"]
        assert page.breaches == ()
        if page.units:
            group = page.unit("group")
            assert counts(group) == counts(page.total)
            assert group.handed_in == group.handed_out == 0


@settings(max_examples=50)
@given(drawn())
def test_no_lead_is_dropped_between_two_months(given: Drawn) -> None:
    """D5 "every lead followed from first contact to won or lost; none dropped"."""
    ledger = given.ledger
    pages = ledger.accounts(list(MONTHS))
    for earlier, later in itertools.pairwise(pages):
        assert later.total.carried_in == earlier.total.open_end
        first = later.period.start
        moved = [lead for lead in ledger.leads if lead.opened < first and any(h.date == first for h in lead.handovers)]
        taken = Counter(lead.holder(first) for lead in moved if lead.closed is None or lead.closed >= first)
        given_away = Counter(
            lead.holder(date.fromordinal(first.toordinal() - 1))
            for lead in moved
            if lead.closed is None or lead.closed >= first
        )
        ends = {account.node.id: account.open_end for account in earlier.people}
        starts = {account.node.id: account.carried_in for account in later.people}
        for who in {*ends, *starts}:
            assert starts.get(who, 0) == ends.get(who, 0) + taken[who] - given_away[who]
    assert sum(page.total.opened for page in pages) == len(ledger.leads)
    closed = sum(page.total.won + page.total.lost + page.total.invalidated for page in pages)
    assert closed + pages[-1].total.open_end == len(ledger.leads)


@settings(max_examples=25)
@given(drawn())
def test_pages_do_not_depend_on_which_others_are_asked_for(given: Drawn) -> None:
    """Months, the quarter over them and a span across their edges, in any order."""
    ledger = given.ledger
    spec = ["2026-03", "2026-Q1", "2026-02-15..2026-03-10", "2026-02"]
    together = {page.period: page for page in ledger.accounts(spec)}
    assert list(together) == sorted(together)
    for label in spec:
        assert ledger.account(label) == together[Period.parse(label)]


# --- worked by hand --------------------------------------------------------------------------------------------------


def test_a_month_by_hand() -> None:
    rows = [
        row(1, "li", "2026-02-10", "2026-03-05", "won", channel="online"),
        row(2, "li", "2026-02-11", "2026-03-31", "lost", reason="stock"),
        row(3, "li", "2026-03-01", "2026-03-31", "won"),
        row(4, "wu", "2026-03-02", "2026-03-02", "invalidated"),
        row(5, "wu", "2026-03-31"),
        row(6, "wu", "2026-01-05", "2026-02-28", "lost", reason="price"),
        row(7, "wu", "2026-02-27", "2026-04-01", "won"),
    ]
    page = LeadLedger.from_rows(rows).account("2026-03")
    assert counts(page.total) == Counter(
        opened=3, carried_in=3, won_new=1, won_carried=1, **{"lost stock": 1}, invalidated=1, open_end=2
    )
    assert (page.total.won, page.total.lost, page.total.balance) == (2, 1, 0)
    assert str(page.person("wu")) == (
        "person 'wu': 2 opened + 1 carried in = 0 won + 0 lost + 1 invalidated + 2 open at the end"
    )
    assert page.channel("online").won_carried == 1
    assert page.channel(None).opened == 3
    assert [account.node.id for account in page.channels] == ["online", None]
    assert page.accounts == (page.total, *page.people, *page.channels)


def test_a_handover_within_a_month_passes_through_both_accounts() -> None:
    rows = [row(1, "li", "2026-02-10", "2026-03-25", "won"), row(2, "li", "2026-03-02")]
    moves = [{"lead": lead, "person": "wu", "date": "2026-03-10"} for lead in (1, 2)]
    page = LeadLedger.from_rows(rows, handovers=moves).account("2026-03")
    assert str(page.person("li")) == (
        "person 'li': 1 opened + 1 carried in = 0 won + 0 lost + 0 invalidated + 2 handed out + 0 open at the end"
    )
    assert str(page.person("wu")) == (
        "person 'wu': 0 opened + 0 carried in + 2 handed in = 1 won + 0 lost + 0 invalidated + 1 open at the end"
    )
    assert page.person("wu").won_carried == 1


def test_a_handover_on_the_first_day_is_carried_in_and_flagged() -> None:
    """§2 "leavers' pipeline goes to carried_in of the new owner but is flagged"."""
    ledger = LeadLedger.from_rows([row(1, "li", "2026-02-10"), row(2, "wu", "2026-02-11")])
    page = ledger.handed_over("li", "wu", "2026-03-01").account("2026-03")
    assert counts(page.person("wu")) == Counter(carried_in=2, inherited=1, open_end=2)
    assert page.channel(None).inherited == page.total.inherited == 1
    assert [account.node.id for account in page.people] == ["wu"]


def test_a_handover_on_the_day_of_opening_makes_the_taker_the_opener() -> None:
    rows = [row(1, "desk", "2026-03-02")]
    moves = [{"lead": 1, "person": "li", "date": "2026-03-02"}]
    ledger = LeadLedger.from_rows(rows, handovers=moves)
    page = ledger.account("2026-03")
    assert by_node(page.people) == {"li": Counter(opened=1, open_end=1)}
    assert ledger.leads[0].opener == "li"
    assert ledger.account("2026-04").person("li").inherited == 0


def test_a_period_before_or_after_all_leads() -> None:
    ledger = LeadLedger.from_rows([row(1, "li", "2026-03-02", "2026-03-03", "won"), row(2, "li", "2026-03-02")])
    assert counts(ledger.account("2026-02").total) == Counter()
    assert ledger.account("2026-02").people == ()
    assert counts(ledger.account(Period.parse("2026-09")).total) == Counter(carried_in=1, open_end=1)


def test_grains_and_none_run_from_the_first_opening_to_as_of() -> None:
    ledger = LeadLedger.from_rows([row(1, "li", "2026-02-27")], as_of="2026-04-01")
    assert [str(page.period) for page in ledger.accounts()] == ["2026-02", "2026-03", "2026-04"]
    assert [str(page.period) for page in ledger.accounts("quarter")] == ["2026-Q1", "2026-Q2"]
    assert [str(page.period) for page in ledger.accounts(None)] == ["2026-02-27..2026-04-01"]


def test_an_empty_ledger_has_no_periods_of_its_own() -> None:
    ledger = LeadLedger.from_rows([])
    assert (len(ledger), ledger.accounts("month"), ledger.accounts(None)) == (0, (), ())
    assert LeadLedger.from_rows([], as_of="2026-03-31").accounts("month") == ()
    assert ledger.account("2026-03") == LedgerPage(period=Period.parse("2026-03"), total=Account(node=ALL))


def test_a_ledger_that_runs_to_the_end_of_the_calendar_needs_named_periods() -> None:
    ledger = LeadLedger.from_rows([row(1, "li", "9999-12-01", "9999-12-31", "won")])
    with pytest.raises(PeriodError, match="as_of="):
        ledger.accounts(None)
    assert ledger.account("9999-12-01..9999-12-30").total.open_end == 1


# --- the check can fail ----------------------------------------------------------------------------------------------


def test_an_account_that_drops_a_lead_is_a_breach() -> None:
    node = Node(NodeKind.PERSON, "li")
    page = LedgerPage(
        period=Period.parse("2026-03"),
        total=Account(node=ALL, opened=3, open_end=3),
        people=(
            Account(node=node, opened=3, carried_in=1, won_new=1, open_end=2),
            Account(node=Node(NodeKind.PERSON, 7), won_new=2),
        ),
    )
    assert list(map(str, page.breaches)) == [
        "person 'li': 1 dropped: they came in and are neither closed nor open",
        "person 7: 2 appeared: closed or open, and they never came in",
    ]


def test_leads_of_a_leaver_whom_nobody_follows_are_breaches_of_every_unit() -> None:
    """A leaver takes leads out of the organisation: the units lose them, and the page says so."""
    rows = [row(n, "li", "2026-02-10") for n in range(3)]
    org = Seating((("li", date(2026, 1, 1), date(2026, 3, 16), ("east.a", "east")),))
    ledger = LeadLedger.from_rows(rows, as_of="2026-04-30")
    february, march, april = ledger.accounts("month", org)
    assert february.breaches == ()
    assert list(map(str, march.breaches)) == [
        "unit 'east': 3 dropped: they came in and are neither closed nor open",
        "unit 'east.a': 3 dropped: they came in and are neither closed nor open",
        "person 'li': 3 counted while the organisation had no unit for the holder",
    ]
    assert list(map(str, april.breaches)) == [
        "person 'li': 6 counted while the organisation had no unit for the holder"
    ]
    assert april.units == ()


def test_handing_the_leads_of_a_leaver_over_heals_the_units() -> None:
    rows = [row(n, "li", "2026-02-10") for n in range(3)]
    org = Seating(
        (
            ("li", date(2026, 1, 1), date(2026, 3, 16), ("east.a", "east")),
            ("wu", date(2026, 1, 1), date(2027, 1, 1), ("east.b", "east")),
        )
    )
    ledger = LeadLedger.from_rows(rows).handed_over("li", "wu", "2026-03-18")
    page = ledger.account("2026-03", org)
    assert page.breaches == ()
    assert counts(page.unit("east")) == Counter(carried_in=3, open_end=3)
    assert counts(page.unit("east.a")) == Counter(carried_in=3, handed_out=3)
    assert counts(page.unit("east.b")) == Counter(handed_in=3, open_end=3)


def test_a_person_who_moves_takes_the_open_leads_along() -> None:
    rows = [row(1, "li", "2026-02-10"), row(2, "li", "2026-02-10", "2026-03-04", "won"), row(3, "li", "2026-03-20")]
    org = Seating(
        (
            ("li", date(2026, 1, 1), date(2026, 3, 10), ("east",)),
            ("li", date(2026, 3, 10), date(2027, 1, 1), ("west",)),
        )
    )
    page = LeadLedger.from_rows(rows).account("2026-03", org)
    assert counts(page.unit("east")) == Counter(carried_in=2, won_carried=1, handed_out=1)
    assert counts(page.unit("west")) == Counter(handed_in=1, opened=1, open_end=2)
    assert page.breaches == ()


@pytest.mark.parametrize("chain", [None, ()])
def test_someone_without_a_unit_is_in_none(chain: tuple[str, ...] | None) -> None:
    org = Seating((("li", date(2026, 1, 1), date(2027, 1, 1), chain),))
    page = LeadLedger.from_rows([row(1, "li", "2026-03-10", "2026-03-11", "won")]).account("2026-03", org)
    assert page.units == ()
    assert page.unplaced == (("li", 2),)


def test_a_handover_to_someone_outside_the_organisation_drops_the_lead() -> None:
    org = Seating((("li", date(2026, 1, 1), date(2027, 1, 1), ("east",)),))
    ledger = LeadLedger.from_rows([row(1, "li", "2026-02-10")]).handed_over("li", "nobody", "2026-03-10")
    assert [str(breach.node) for breach in ledger.account("2026-03", org).breaches] == [
        "unit 'east'",
        "person 'nobody'",
    ]


def test_two_handovers_on_a_day_of_moves_are_taken_in_their_order() -> None:
    """Who takes leads over and gives others away on the day of a move is asked for once, in the later place."""
    rows = [row(1, "wu", "2026-02-10"), row(2, "li", "2026-02-10")]
    moves = [{"lead": 1, "person": "li", "date": "2026-03-10"}, {"lead": 2, "person": "wu", "date": "2026-03-10"}]
    org = Seating(
        (
            ("li", date(2026, 1, 1), date(2026, 3, 10), ("east",)),
            ("li", date(2026, 3, 10), date(2027, 1, 1), ("west",)),
            ("wu", date(2026, 1, 1), date(2027, 1, 1), ("east",)),
        )
    )
    page = LeadLedger.from_rows(rows, handovers=moves).account("2026-03", org)
    assert page.breaches == ()
    assert (page.unit("east").open_end, page.unit("west").open_end) == (1, 1)


def test_the_organisation_of_the_library_is_taken_as_it_is() -> None:
    organisation = pytest.importorskip("salesperf.organisation")
    org: Places = organisation.Organisation.from_rows(
        [
            {"person": "li", "team": "east.a", "store": "east", "until": "2026-03-10"},
            {"person": "li", "team": "west.a", "store": "west", "start": "2026-03-10"},
        ]
    )
    page = LeadLedger.from_rows([row(1, "li", "2026-02-10")]).account("2026-03", org)
    assert {account.node.id: account.open_end for account in page.units} == {
        "east": 0,
        "east.a": 0,
        "west": 1,
        "west.a": 1,
    }
    assert page.breaches == ()


# --- looking things up -----------------------------------------------------------------------------------------------


def test_an_unknown_node_names_the_near_one() -> None:
    page = LeadLedger.from_rows([row(1, "li.na", "2026-03-10", channel="online")]).account("2026-03")
    with pytest.raises(UnknownNameError, match=r"person with leads in 2026-03 'li\.nna'.*did you mean 'li\.na'"):
        page.person("li.nna")
    with pytest.raises(UnknownNameError, match="did you mean 'online'"):
        page.channel("onlin")
    with pytest.raises(UnknownNameError, match="unit with leads in 2026-03 'east' is not known"):
        page.unit("east")


def test_pages_are_hashable_comparable_and_pickle() -> None:
    page = LeadLedger.from_rows([row(1, "li.na", "2026-03-10", "2026-03-12", "lost", reason="价格优惠")]).account(
        "2026-03"
    )
    assert page.person("li.na").lost == 1
    again = pickle.loads(pickle.dumps(page))
    assert again == page
    assert hash(again) == hash(page)
    assert again.person("li.na") == page.person("li.na")


def test_whole_numbers_are_ids_too() -> None:
    rows = [row(1, 12, "2026-03-10"), row(2, 7, "2026-03-10"), row(3, 111, "2026-03-10")]  # type: ignore[arg-type]
    page = LeadLedger.from_rows(rows).account("2026-03")
    assert [account.node.id for account in page.people] == [7, 12, 111]


# --- how much is looked at -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spec", ["year", "week"])
def test_each_lead_is_looked_at_a_fixed_number_of_times(spec: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Linear in leads: not once more for each further period."""
    rows = [row(n, "li", "2024-01-01", "2026-12-31", "won") for n in range(10)]
    ledger = LeadLedger.from_rows(rows)
    looks: Counter[Any] = Counter()
    spells = Lead.spells.fget  # type: ignore[attr-defined]
    monkeypatch.setattr(Lead, "spells", property(lambda lead: looks.update([lead.id]) or spells(lead)))
    pages = ledger.accounts(spec)
    assert len(pages) == {"year": 3, "week": 157}[spec]
    assert set(looks.values()) == {2}


def test_the_organisation_is_asked_for_events_and_for_holders_at_the_edges() -> None:
    rows = [row(n, "li", "2024-01-01", "2024-01-31", "won") for n in range(10)] + [row(10, "wu", "2024-01-01")]
    asked: Counter[str | int] = Counter()

    class Counting:
        def stretch(self, owner: str | int, _: int) -> Place:
            asked[owner] += 1
            return Seat(("east",))

    pages = LeadLedger.from_rows(rows, as_of="2024-12-31").accounts("month", Counting())
    assert [page.unit("east").open_end for page in pages] == [1] * 12
    assert asked == {"li": 20, "wu": 1 + 11 + 12}  # an opening and a closing each; an opening and the edges of months
