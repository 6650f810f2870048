"""Whatever can be malformed where an organisation, a calendar or `as_of` come into a call gives a clear error."""

from __future__ import annotations

from collections import UserDict
from typing import Any

import pytest

import salesperf as sp
from salesperf import curves, indicators
from salesperf.calendar import Calendar
from salesperf.organisation import Organisation

ORG = Organisation.from_rows(
    [
        {"person": "li", "team": "a", "store": "w", "start": "2026-03-05", "until": "2026-04-01"},
        {"person": "wu", "store": "w"},
        {"person": "ma", "team": "a", "store": "w", "level": "manager"},
        {"unit": "late", "kind": "store", "start": "2026-03-10"},
        {"person": "zhu", "unit": "late", "start": "2026-03-10"},
    ]
)
LINE = curves.Linear((0, 0), (100, 100))


def profile(indicator: Any, level: str = "consultant") -> sp.Profile:
    return sp.Profile("p", level=level, criteria=[sp.Criterion(indicator, weight=100, curve=LINE)])


PLAIN, DISTINCT, NEITHER = map(profile, (indicators.UNIT_ATTAINMENT, indicators.LEAD_COUNT, indicators.MARKET_SHARE))
GOOD = {"person": "li", "date": "2026-03-05", "units_delivered": 1, "target_units": 2}


def score(*rows: Any, by_profile: sp.Profile = PLAIN, **more: Any) -> sp.Scoreboard:
    given: dict[str, Any] = {"organisation": ORG, "period": "2026-03", **more}
    return sp.score([GOOD, *rows], by_profile, **given)


# --- the arguments ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", [{}, [{"person": "li", "store": "w"}], "people.csv", Organisation])
def test_an_organisation_of_another_type(given: Any) -> None:
    with pytest.raises(sp.InputTypeError, match=r"organisation is an Organisation, such as Organisation\.from_rows"):
        score(organisation=given)
    with pytest.raises(sp.InputTypeError, match="organisation is an Organisation"):
        sp.score_all([GOOD], [PLAIN], organisation=given)


def test_score_all_needs_an_organisation() -> None:
    with pytest.raises(sp.InputTypeError, match=r"organisation is an Organisation.*, not nothing"):
        sp.score_all([GOOD], [PLAIN], organisation=None)  # type: ignore[arg-type]


@pytest.mark.parametrize("given", ["2026", 25, Calendar, {"closing_day": 25}])
def test_a_calendar_of_another_type(given: Any) -> None:
    with pytest.raises(sp.InputTypeError, match=r"calendar is a Calendar, such as Calendar\(closing_day=25\), not"):
        score(calendar=given)


@pytest.mark.parametrize("given", ["yesterday", "2026-02-30", 5, True, 3.5, object(), ()])
def test_nonsense_for_as_of(given: Any) -> None:
    with pytest.raises(sp.RecordError, match=r"as_of: .*a date") as caught:
        score(as_of=given)
    assert [fault.field for fault in caught.value.faults] == ["as_of"]


@pytest.mark.parametrize("given", [PLAIN, "consultant", None, 5])
def test_profiles_that_are_no_collection(given: Any) -> None:
    with pytest.raises(sp.InputTypeError, match="profiles are one Profile for each level, in a list or by level, not"):
        sp.score_all([GOOD], given, organisation=ORG)


@pytest.mark.parametrize("given", [["x"], [None], {"consultant": "x"}, [PLAIN, 5]])
def test_profiles_that_are_none(given: Any) -> None:
    with pytest.raises(sp.InputTypeError, match=r"profiles are one Profile for each level, such as"):
        sp.score_all([GOOD], given, organisation=ORG)


@pytest.mark.parametrize("given", [[], {}, iter(())])
def test_no_profiles(given: Any) -> None:
    with pytest.raises(sp.InputTypeError, match="at least one"):
        sp.score_all([GOOD], given, organisation=ORG)


def test_two_profiles_of_a_level() -> None:
    with pytest.raises(sp.ProfileError, match="consultant: one profile for each level"):
        sp.score_all([GOOD], [PLAIN, DISTINCT], organisation=ORG)


@pytest.mark.parametrize("level", ["manager", "boss", 7, None])
def test_a_level_that_is_not_the_profiles(level: Any) -> None:
    """A key of None is no level: only a series goes without keys."""
    if level is None:
        assert len(sp.score_all([GOOD], {None: PLAIN}, organisation=ORG)) == 2  # type: ignore[dict-item]
        return
    with pytest.raises(sp.ProfileError, match="a profile of that level, not of consultant"):
        sp.score_all([GOOD], {level: PLAIN}, organisation=ORG)


def test_an_unknown_kind_of_unit() -> None:
    with pytest.raises(sp.UnknownNameError, match=r"owner of cards \(by=\) 'shop' is not known"):
        score(by="shop")


# --- whose rows -------------------------------------------------------------------------------------------------------

WRONG = {
    "nobody": ({"person": "xu"}, "person", "a person of the organisation"),
    "no such unit": ({"store": "q"}, "store", "a store of the organisation"),
    "a number among texts": ({"person": 5}, "person", "a person of the organisation"),
    "a store as a team": ({"team": "w"}, "team", "a team of the organisation: this is a store"),
    "a team as a store": ({"store": "a"}, "store", "a store of the organisation: this is a team"),
    "a unit as a person": ({"person": "w"}, "person", "a person of the organisation: this is a store"),
    "a person as a unit": ({"area": "li"}, "area", "an? area of the organisation: this is a person"),
}
DAY = {"date": "2026-03-05", "units_delivered": 1, "leads_valid": 1, "customer": "c"}


@pytest.mark.parametrize("by_profile", [PLAIN, DISTINCT, NEITHER], ids=["plain", "distinct", "neither"])
@pytest.mark.parametrize("amount", [1, 1.0, "1"], ids=["int", "float", "text"])
@pytest.mark.parametrize("wrong", WRONG)
def test_an_owner_that_the_organisation_does_not_have(wrong: str, amount: Any, by_profile: sp.Profile) -> None:
    """By whichever way a row is read, and whoever was read before."""
    who, field, expected = WRONG[wrong]
    row = {**DAY, **who, "units_delivered": amount, "leads_valid": amount}
    before = [{**DAY, "store": "w", "leads_valid": amount}, {**DAY, "team": "a"}, {**DAY, "person": "wu"}]
    for rows in ([row], [*before, row], [*before, UserDict(row)]):
        with pytest.raises(sp.RecordError, match=expected) as caught:
            score(*rows, by_profile=by_profile)
        [fault] = caught.value.faults
        assert (fault.row, fault.field) == (len(rows) + 1, field)


def test_rows_outside_the_time_that_is_scored_are_nobodys_business() -> None:
    """Somebody who left before the roster begins may have rows of that time."""
    board = score({"person": "xu", "date": "2024-03-05", "units_delivered": 1})
    assert board.intake.outside == 1


def test_all_faults_at_once_and_set_aside_where_that_is_asked_for() -> None:
    rows = [
        {"person": "xu", "date": "2026-03-05", "units_delivered": 1},
        {"person": "li", "date": "2026-03-04", "units_delivered": 1},
        {"team": "w", "date": "2026-03-05", "units_delivered": 1},
    ]
    with pytest.raises(sp.RecordError) as caught:
        score(*rows)
    assert [(fault.row, fault.field) for fault in caught.value.faults] == [(2, "person"), (3, "date"), (4, "team")]
    board = score(*rows, strict=False)
    assert [each.row for each in board.intake.rejected] == [2, 3, 4]
    assert board["li"].measures["units_delivered"] == 1


# --- when -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["2026-03-04", "2026-03-01"])
def test_a_record_of_somebody_who_belongs_nowhere_that_day(day: str) -> None:
    with pytest.raises(sp.RecordError, match=f"belong to a unit: give the row to the house, not {day}"):
        score({"person": "li", "date": day, "units_delivered": 1})


def test_a_record_of_a_unit_before_there_is_one() -> None:
    with pytest.raises(sp.RecordError, match="a day on which the unit exists, not 2026-03-09"):
        score({"store": "late", "date": "2026-03-09", "units_delivered": 1})


def test_a_row_over_days_belongs_where_it_begins() -> None:
    row = {"person": "li", "date": "2026-03-01", "until": "2026-03-10", "units_delivered": 1}
    with pytest.raises(sp.RecordError, match="not 2026-03-01"):
        score(row)
    assert score({**row, "date": "2026-03-05"})["li"].measures["units_delivered"] == 2
    assert len(score({**row, "units_delivered": None})) == 3  # which says nothing, of days on which li comes


def test_a_target_of_somebody_who_is_nowhere_in_its_days() -> None:
    april = {"date": "2026-04-01", "until": "2026-05-01", "target_units": 3}
    records = [{"person": "li", "date": "2026-03-05", "units_delivered": 1}]
    with pytest.raises(sp.RecordError, match="not 2026-04-01 to 2026-04-30") as caught:
        sp.score(records, PLAIN, organisation=ORG, targets=[{"person": "li", **april}])
    assert caught.value.faults[0].field == "targets: date"
    with pytest.raises(sp.RecordError, match="'xi': a person of the organisation"):
        sp.score(records, PLAIN, organisation=ORG, targets=[{"person": "xi", **april}])


def test_a_target_that_ends_before_it_begins() -> None:
    with pytest.raises(sp.RecordError, match="until is exclusive"):
        score({"person": "li", "date": "2026-03-20", "until": "2026-03-10", "target_units": 1})


@pytest.mark.parametrize("written", ["soon", 5, [], "2026-02-30"])
def test_nonsense_for_when_a_record_was_made_known(written: Any) -> None:
    with pytest.raises(sp.RecordError, match=r"recorded_at: .*a date") as caught:
        score({**GOOD, "recorded_at": written}, as_of="2026-04-01")
    assert [(fault.row, fault.field) for fault in caught.value.faults] == [(2, "recorded_at")]


# --- nobody to score --------------------------------------------------------------------------------------------------


def test_nobody_of_the_level() -> None:
    with pytest.raises(sp.NoRecordsError, match="the organisation has no director in the time that is scored"):
        score(by_profile=profile(indicators.UNIT_ATTAINMENT, "director"))
    with pytest.raises(sp.NoRecordsError, match="the organisation has no area in the time"):
        score(by="area")


def test_nothing_known_yet() -> None:
    with pytest.raises(sp.NoRecordsError, match=r"all records \(1\) were made known after 2026-04-01"):
        sp.score([{**GOOD, "recorded_at": "2026-05-01"}], PLAIN, organisation=ORG, as_of="2026-04-01")


def test_no_record_in_the_period() -> None:
    with pytest.raises(sp.NoRecordsError, match="no record lies in 2026-01: the records run over 2026-03-05"):
        score(period="2026-01")


def test_under_somebody_who_has_nobody() -> None:
    board = score()
    for superior in ("li", "nobody", ""):
        with pytest.raises(sp.SubjectError, match="manager or unit with cards below"):
            board.under(superior)
