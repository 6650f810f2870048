"""Rows into a ledger: what is read, and that all faults of all rows are listed at once."""

from __future__ import annotations

import pickle
from collections import namedtuple
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from salesperf.errors import InputTypeError, ProfileError, RecordError, SubjectError, UnknownNameError
from salesperf.leads import REASONS, Handover, Lead, LeadLedger, LostReason, LostTo, Outcome, Verdict
from salesperf.leads._words import by_name

LOST = {"lead": 1, "person": "li", "opened": "2026-03-02", "closed": "2026-03-09", "outcome": "lost", "reason": "price"}
OPEN = {"lead": 1, "person": "li", "opened": "2026-03-02"}


def faults_of(rows: Any, **options: Any) -> list[str]:
    with pytest.raises(RecordError) as caught:
        LeadLedger.from_rows(rows, **options)
    assert caught.value.count == len(caught.value.faults)
    return [str(fault) for fault in caught.value.faults]


def only(rows: Any, **options: Any) -> Lead:
    (lead,) = LeadLedger.from_rows(rows, **options)
    return lead


# --- what is read ----------------------------------------------------------------------------------------------------


def test_everything_a_row_can_say() -> None:
    row = {
        **LOST,
        "channel": " online ",
        "model": "M3",
        "competitor": "Brand X",
        "customer": "C-1",
        "touched": "2026-03-08",
        "analysed": "2026-03-10",
        "confirmed": date(2026, 3, 11),
        "recontacted": datetime(2026, 3, 20, 14, 30),
        "verdict": "假战败",
        "cost": "120.50",
        "gross": -300,
    }
    assert only([row]) == Lead(
        id=1,
        person="li",
        opened=date(2026, 3, 2),
        closed=date(2026, 3, 9),
        outcome=Outcome.LOST,
        reason=REASONS[0],
        channel="online",
        model="M3",
        competitor="Brand X",
        customer="C-1",
        contacts=(date(2026, 3, 8),),
        analysed=date(2026, 3, 10),
        confirmed=date(2026, 3, 11),
        recontacted=date(2026, 3, 20),
        verdict=Verdict.FALSE,
        cost=Decimal("120.50"),
        gross=Decimal("-300.00"),
    )


@pytest.mark.parametrize("written", ["lost", " Lost", "LOST", "战败", Outcome.LOST])
def test_outcomes_by_any_of_their_names(written: str) -> None:
    assert only([LOST | {"outcome": written}]).outcome is Outcome.LOST


@pytest.mark.parametrize("written", ["no_contact", "No contact any more", "无法联系", REASONS[-1]])
def test_reasons_by_any_of_their_names(written: object) -> None:
    assert only([LOST | {"reason": written}]).reason == REASONS[-1]


def test_every_word_has_names_in_both_languages_and_no_two_share_one() -> None:
    for words in (Outcome, Verdict, LostTo, REASONS):
        names = [name for word in words for name in (word.en, word.zh)]
        assert len(set(names)) == len(names)
        assert all(name.strip() == name and name for name in names)
    assert {reason.to for reason in REASONS} == set(LostTo)
    assert REASONS[0].name("en") == "Our price too high"


def test_blank_cells_say_nothing() -> None:
    row = OPEN | {
        "closed": " ",
        "outcome": "",
        "reason": None,
        "touched": "",
        "cost": " ",
        "customer": "",
        "channel": "",
    }
    assert only([row]) == Lead(id=1, person="li", opened=date(2026, 3, 2))


def test_rows_of_other_kinds(tmp_path: Path) -> None:
    row = namedtuple("row", ["lead", "person", "opened"])("L-1", "li", date(2026, 3, 2))  # noqa: PYI024
    expected = Lead(id="L-1", person="li", opened=date(2026, 3, 2))
    assert only(iter([row])) == expected
    file = tmp_path / "leads.csv"
    file.write_text("lead,person,opened\nL-1,li,2026-03-02\n", encoding="utf-8")
    assert only(file) == expected


def test_columns_name_what_the_source_calls_them() -> None:
    columns = {"lead": "线索", "person": "顾问", "opened": "建档", "date": "日期"}
    ledger = LeadLedger.from_rows(
        [{"线索": 1, "顾问": "li", "建档": "2026-03-02", "备注": "…"}],
        columns,
        handovers=[{"线索": 1, "顾问": "wu", "日期": "2026-03-05"}],
    )
    assert ledger.leads[0].handovers == (Handover(date(2026, 3, 5), "wu"),)
    assert ledger.unused == ("备注",)
    assert ledger.carried == {"lead", "person", "opened"}


def test_rows_without_a_person_belong_to_the_house() -> None:
    rows = [OPEN | {"person": None}, OPEN | {"lead": 2, "person": " "}, {"lead": 3, "opened": "2026-03-02"}]
    ledger = LeadLedger.from_rows(rows, house="house", handovers=[{"lead": 1, "person": "wu", "date": "2026-03-03"}])
    assert [lead.person for lead in ledger] == ["house"] * 3
    back = [{"lead": 1, "person": "wu", "date": "2026-03-03"}, {"lead": 1, "person": "", "date": "2026-03-04"}]
    assert LeadLedger.from_rows(rows, house="house", handovers=back).leads[0].holder(date(2026, 3, 4)) == "house"


def test_as_of_is_the_latest_day_or_the_one_given() -> None:
    assert LeadLedger.from_rows([LOST | {"analysed": "2026-04-01"}]).as_of == date(2026, 4, 1)
    assert LeadLedger.from_rows([LOST], contacts=[{"lead": 1, "date": "2026-04-05"}]).as_of == date(2026, 4, 5)
    assert LeadLedger.from_rows([LOST], as_of="2026-05-01").as_of == date(2026, 5, 1)


def test_contacts_and_handovers_are_put_in_order() -> None:
    moves = [{"lead": 1, "person": "hao", "date": "2026-03-09"}, {"lead": 1, "person": "wu", "date": "2026-03-04"}]
    touches = [{"lead": 1, "date": "2026-03-08"}, {"lead": 1, "date": "2026-03-03"}, {"lead": 1, "date": "2026-03-08"}]
    lead = only([LOST | {"touched": "2026-03-05"}], handovers=moves, contacts=touches)
    assert [move.person for move in lead.handovers] == ["wu", "hao"]
    assert [day.day for day in lead.contacts] == [3, 5, 8]
    assert [(spell.person, spell.start.day) for spell in lead.spells] == [("li", 2), ("wu", 4), ("hao", 9)]


def test_own_reasons() -> None:
    parking = LostReason("parking", en="No parking", zh="停车不便", to=LostTo.OWN_PEOPLE)
    lead = only([LOST | {"reason": "停车不便"}], reasons=(*REASONS, parking))
    assert lead.reason is parking
    assert faults_of([LOST], reasons=[parking]) == ["row 1, reason: 'price': parking, or its English or Chinese name"]


# --- faults ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (LOST | {"closed": "2026-03-01"}, "closed: 2026-03-01: not before it was opened, 2026-03-02"),
        (LOST | {"closed": None}, "closed: the day it was lost; a lead without one is open"),
        (LOST | {"closed": ""} | {"reason": "price"}, "closed: the day it was lost; a lead without one is open"),
        (OPEN | {"closed": "2026-03-09"}, "outcome: 'open': won, lost or invalidated: it has a closing day"),
        (LOST | {"outcome": "open", "reason": None}, "outcome: 'open': won, lost or invalidated: it has a closing day"),
        (LOST | {"reason": None}, "reason: nothing: why it was lost: an id or a name of a lost reason"),
        (LOST | {"outcome": "won"}, "reason: nothing: only a lost lead has one, and this one is won"),
        (OPEN | {"verdict": "pending"}, "verdict: nothing: only a lost lead has one, and this one is open"),
        (OPEN | {"analysed": "2026-03-03"}, "analysed: nothing: only a lost lead has one, and this one is open"),
        (LOST | {"analysed": "2026-03-08"}, "analysed: 2026-03-08: not before it was lost, 2026-03-09"),
        (LOST | {"recontacted": "2026-03-08"}, "recontacted: 2026-03-08: not before it was lost, 2026-03-09"),
        (OPEN | {"touched": "2026-03-01"}, "touched: 2026-03-01: not before it was opened, 2026-03-02"),
        (OPEN | {"cost": "-1"}, "cost: Decimal('-1.00'): no negative amount"),
        (
            OPEN | {"outcome": "opne"},
            "outcome: 'opne': open, won, lost, invalidated, or its English or Chinese name; did you mean 'open'?",
        ),
        (OPEN | {"outcome": 7}, "outcome: 7: open, won, lost, invalidated, or its English or Chinese name"),
        (
            LOST | {"verdict": "真战"},
            "verdict: '真战': pending, upheld, false, or its English or Chinese name; did you mean '真战败'?",
        ),
        (OPEN | {"channel": 5}, "channel: 5: text"),
    ],
)
def test_a_row_with_one_fault(row: dict[str, Any], fault: str) -> None:
    assert faults_of([row]) == [f"row 1, {fault}"]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("lead", "", "text of 1 to 256 characters"),
        ("lead", True, "text of 1 to 256 characters"),
        ("person", None, "text of 1 to 256 characters"),
        ("person", 1.0, "not a float"),
        ("opened", "2.3.2026", "a date, a datetime"),
        ("opened", None, "a date, a datetime"),
        ("closed", "2026-02-30", "a date that exists"),
        ("customer", 1.5, "not a float"),
        ("model", "x" * 300, "text of 1 to 256 characters"),
        ("cost", "1,5", "a number"),
        ("gross", "0.001", "at most 2 decimals"),
        ("touched", "soon", "a date, a datetime"),
    ],
)
def test_a_value_that_cannot_be_read_is_one_fault(name: str, value: object, expected: str) -> None:
    """What is unreadable is listed once, and not again as missing."""
    (found,) = faults_of([LOST | {name: value}])
    assert found.startswith(f"row 1, {name}: ")
    assert expected in found


def test_all_faults_of_all_rows_are_listed_at_once() -> None:
    rows = [
        LOST | {"closed": "2026-03-01", "cost": "x", "channel": 5},
        OPEN,
        ["a", "list"],
        LOST | {"lead": 2, "outcome": "lsot", "closed": "2026-03-01"},
        OPEN | {"lead": 3, "person": 7},
        LOST | {"lead": 4, "outcome": "won", "opened": "?", "analysed": "2026-03-09"},
    ]
    moves = [
        {"lead": 9, "person": "wu", "date": "2026-03-05"},
        {"lead": 1, "person": "wu", "date": "2026-03-05"},
        {"person": "wu"},
        5,
    ]
    found = faults_of(rows, handovers=moves, contacts=[{"lead": 8, "date": "?"}, None])
    assert [fault.split(": ")[0] if "row" in fault else fault for fault in found] == [
        "row 1, channel",
        "row 1, cost",
        "row 1, closed",
        "row 2, lead",
        "row 3",
        "row 4, outcome",
        "row 4, closed",
        "row 5, person",
        "row 6, opened",
        "row 6, reason",
        "row 6, analysed",
        "row 1, handovers",
        "row 3, handovers",
        "row 3, handovers",
        "row 4, handovers",
        "row 1, contacts",
        "row 1, contacts",
        "row 2, contacts",
    ]


def test_twenty_faults_are_kept_and_all_are_counted() -> None:
    with pytest.raises(RecordError) as caught:
        LeadLedger.from_rows([OPEN] * 51)
    assert (len(caught.value.faults), caught.value.count) == (20, 50)
    assert str(caught.value.faults[0]) == "row 2, lead: 1: each lead once; it is in row 1 too"


def test_a_column_that_no_row_has_is_named_with_the_near_one() -> None:
    with pytest.raises(
        RecordError, match=r"no row has the column 'person' \(did you mean 'persn'\?\), 'opened'; columns="
    ):
        LeadLedger.from_rows([{"lead": 1, "persn": "li"}])
    with pytest.raises(RecordError) as caught:
        LeadLedger.from_rows([{"lead": 1}], house="house")
    assert "no row has the column 'opened'; columns=" in caught.value.hint


def test_a_name_both_mapped_and_there_is_a_fault() -> None:
    rows = [OPEN | {"id": 7}, OPEN | {"lead": 2, "id": 8}]
    assert faults_of(rows, columns={"lead": "id"}) == [
        "row 1, lead: one column for it: 'id' is mapped to it and it is there itself"
    ]


def test_an_unknown_name_in_columns() -> None:
    with pytest.raises(UnknownNameError, match="'owner' is not known; there are: 'lead', 'person'"):
        LeadLedger.from_rows([], columns={"owner": "顾问"})


@pytest.mark.parametrize(
    ("moves", "faults"),
    [
        ([("wu", "2026-03-01")], ["row 1, handovers: date: 2026-03-01: not before the lead was opened, 2026-03-02"]),
        ([("wu", "2026-03-10")], ["row 1, handovers: date: 2026-03-10: not after the lead was closed, 2026-03-09"]),
        ([("li", "2026-03-05")], ["row 1, handovers: person: 'li': another person than who holds the lead"]),
        (
            [("wu", "2026-03-05"), ("hao", "2026-03-05")],
            ["row 2, handovers: date: 2026-03-05: one hand-over of a lead a day, the earlier first"],
        ),
        ([("wu", "2026-03-05"), ("li", "2026-03-06")], []),
        ([("wu", "2026-03-09")], []),
        ([("wu", None)], ["row 1, handovers: date: nothing: a date, a datetime"]),
        ([(7, "2026-03-05")], ["row 1, handovers: person: 7: one kind of id in a ledger: text so far"]),
    ],
)
def test_hand_overs_lie_within_the_life_of_a_lead(moves: list[tuple[Any, Any]], faults: list[str]) -> None:
    rows = [{"lead": 1, "person": who, "date": day} for who, day in moves]
    if not faults:
        assert len(only([LOST], handovers=rows).handovers) == len(moves)
        return
    for found, expected in zip(faults_of([LOST], handovers=rows), faults, strict=True):
        assert found.startswith(expected)


def test_contacts_before_the_opening_are_faults() -> None:
    assert faults_of([OPEN], contacts=[{"lead": 1, "date": "2026-03-01"}]) == [
        "row 1, contacts: date: '2026-03-01': not before the lead was opened, 2026-03-02"
    ]


def test_nothing_lies_after_as_of() -> None:
    assert faults_of([LOST | {"analysed": "2026-03-20"}], as_of="2026-03-10") == [
        "row 1, analysed: '2026-03-20': not after as_of, 2026-03-10"
    ]
    assert faults_of([LOST], as_of="tomorrow")[0].startswith("as_of: 'tomorrow': a date")


def test_dates_of_two_time_zones_are_refused() -> None:
    zones = [timezone(timedelta(hours=hours)) for hours in (8, 9)]
    rows = [OPEN | {"lead": n, "opened": datetime(2026, 3, 2, 9, tzinfo=zone)} for n, zone in enumerate(zones)]
    (found,) = faults_of(rows)
    assert "dates of one time zone in a ledger" in found
    assert len(LeadLedger.from_rows(rows[:1] * 1)) == 1


@pytest.mark.parametrize("rows", ["leads.csv", b"x", OPEN, 5, None])
def test_what_is_not_rows(rows: Any) -> None:
    with pytest.raises(InputTypeError, match=r"rows are an iterable of rows or a pathlib\.Path"):
        LeadLedger.from_rows(rows)
    with pytest.raises(InputTypeError, match="handovers are an iterable"):
        LeadLedger.from_rows([], handovers=rows)


@pytest.mark.parametrize("house", ["", 1.5, True])
def test_a_house_is_an_id(house: Any) -> None:
    assert faults_of([OPEN], house=house)[0].startswith("house: ")


def test_messages_hold_no_more_than_ids_and_the_field() -> None:
    found = faults_of([OPEN | {"opened": "?", "customer_name": "Wang Xiaoming", "customer": "13800000000"}])
    assert "Wang" not in found[0]
    assert "138" not in found[0]


# --- types made by hand ----------------------------------------------------------------------------------------------


def test_a_lead_made_by_hand_is_checked_too() -> None:
    day = date(2026, 3, 2)
    with pytest.raises(RecordError) as caught:
        Lead(
            id=1,
            person="li",
            opened=day,
            outcome=Outcome.WON,
            cost=Decimal("0.001"),
            handovers=(Handover(day, "wu"), Handover(day, "wu")),
        )
    assert [fault.field for fault in caught.value.faults] == ["closed", "cost", "handovers: date", "handovers: person"]


def test_a_ledger_holds_each_lead_once() -> None:
    lead = Lead(id="L-1", person="li", opened=date(2026, 3, 2))
    with pytest.raises(RecordError, match="lead: 'L-1': each lead once"):
        LeadLedger(leads=[lead, lead])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"id": " x"}, "id of a lost reason"),
        ({"en": ""}, "en of a lost reason"),
        ({"zh": 5}, "zh of a lost reason"),
        ({"to": "rival"}, "to of a lost reason"),
    ],
)
def test_a_lost_reason_that_is_none(given: dict[str, Any], field: str) -> None:
    good = {"id": "parking", "en": "No parking", "zh": "停车不便", "to": "own_people"}
    with pytest.raises(ProfileError) as caught:
        LostReason(**{**good, **given})
    assert [fault.field for fault in caught.value.faults] == [field]


def test_two_reasons_may_not_share_a_name() -> None:
    other = LostReason("dear", en="Our price too high", zh="太贵", to="nobody")  # type: ignore[arg-type]
    with pytest.raises(ProfileError, match="'our price too high': a name that no other reason has"):
        LeadLedger.from_rows([], reasons=(*REASONS, other))
    assert by_name([other, other])["太贵"] is other


def test_ledgers_are_hashable_comparable_and_pickle() -> None:
    ledger = LeadLedger.from_rows([LOST], handovers=[{"lead": 1, "person": "wu", "date": "2026-03-05"}])
    again = pickle.loads(pickle.dumps(ledger))
    assert again == ledger
    assert hash(again) == hash(ledger)
    assert again.leads[0].outcome is Outcome.LOST
    assert repr(ledger) == "<LeadLedger of 1 leads up to 2026-03-09>"
    assert list(ledger) == list(ledger.leads)


# --- handing the leads of a leaver over ------------------------------------------------------------------------------


def test_a_leaver_hands_over_what_is_open() -> None:
    rows = [
        OPEN,
        LOST | {"lead": 2},
        LOST | {"lead": 3, "closed": "2026-03-05"},
        LOST | {"lead": 4, "closed": "2026-03-04"},
        OPEN | {"lead": 5, "opened": "2026-03-05"},
        OPEN | {"lead": 6, "opened": "2026-03-06"},
        OPEN | {"lead": 7, "person": "wu"},
    ]
    before = LeadLedger.from_rows(rows)
    after = before.handed_over("li", to="wu", on=date(2026, 3, 5))
    taken = {lead.id for lead, was in zip(after, before, strict=True) if lead != was}
    assert taken == {1, 2, 3, 5}
    assert {lead.holder(date(2026, 3, 5)) for lead in after if lead.id in taken} == {"wu"}
    assert before.leads[0].handovers == ()


def test_a_handover_fits_in_among_others() -> None:
    moves = [("wu", "2026-03-05"), ("li", "2026-03-10"), ("hao", "2026-03-15")]
    rows = [{"lead": 1, "person": who, "date": day} for who, day in moves]
    ledger = LeadLedger.from_rows([OPEN], handovers=rows)

    def after(*args: Any) -> list[tuple[Any, int]]:
        return [(move.person, move.date.day) for move in ledger.handed_over(*args).leads[0].handovers]

    assert after("li", "hao", "2026-03-12") == [("wu", 5), ("li", 10), ("hao", 12)]  # hao has it already on the 15th
    assert after("li", "zhao", "2026-03-10") == [("wu", 5), ("zhao", 10), ("hao", 15)]
    assert after("wu", "li", "2026-03-05") == [("hao", 15)]  # back to the opener on the same day: never left
    assert after("wu", "zhao", "2026-03-12") == [("wu", 5), ("li", 10), ("hao", 15)]  # wu no longer holds it


def test_a_handover_after_the_extract_moves_as_of() -> None:
    ledger = LeadLedger.from_rows([OPEN], as_of="2026-03-10")
    assert ledger.handed_over("li", "wu", "2026-04-01").as_of == date(2026, 4, 1)
    assert ledger.handed_over("li", "wu", "2026-03-05").as_of == date(2026, 3, 10)
    by_hand = LeadLedger(leads=(Lead(id=1, person="li", opened=date(2026, 3, 2)),))
    assert by_hand.handed_over("li", "wu", "2026-03-05").as_of == date(2026, 3, 5)


def test_handing_over_refuses_what_makes_no_sense() -> None:
    ledger = LeadLedger.from_rows([OPEN | {"person": "li.na"}])
    with pytest.raises(SubjectError, match=r"'li\.nna' is not known; did you mean 'li\.na'"):
        ledger.handed_over("li.nna", "wu", "2026-03-05")
    with pytest.raises(RecordError, match=r"to: 'li\.na': another person"):
        ledger.handed_over("li.na", "li.na", "2026-03-05")
    with pytest.raises(RecordError, match="to: 7: the kind of id"):
        ledger.handed_over("li.na", 7, "2026-03-05")
    with pytest.raises(RecordError, match="to: '': text of 1"):
        ledger.handed_over("li.na", "", "2026-03-05")
    with pytest.raises(RecordError, match="on: 'soon': a date"):
        ledger.handed_over("li.na", "wu", "soon")
