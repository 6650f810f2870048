"""The type of an adjustment.

"Corrections with a trace. `Adjustment(subject, period, line, old, new, reason, author, at, expires)` are records of
their own: … refused without a reason … Override of a value, of points, exclusion of a line, exemption of a person."
"""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal, localcontext
from typing import Any, NamedTuple

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesperf.calendar import Period
from salesperf.errors import Fault, RecordError
from salesperf.scoring._adjustment import Adjustment, AdjustmentKind, adjustments_from_rows

GIVEN: dict[str, Any] = {
    "subject": "li.na",
    "period": "2026-03",
    "line": "unit_attainment",
    "old": "96.55",
    "new": "100",
    "reason": "two cars booked on a colleague",
    "author": "wang.manager",
    "at": "2026-04-02",
}
MADE = Adjustment(**GIVEN)
EXCLUSION = {**GIVEN, "kind": "exclusion", "new": None}
EXEMPTION = {**GIVEN, "kind": "exemption", "line": None, "new": None}


def faults_of(**changes: Any) -> list[tuple[str | None, str | None]]:
    with pytest.raises(RecordError) as caught:
        Adjustment(**{**GIVEN, **changes})
    return [(fault.field, fault.value) for fault in caught.value.faults]


def test_it_is_read_into_plain_types() -> None:
    card = ("li.na", Period.parse("2026-03"), "unit_attainment")
    trace: Any = (GIVEN["reason"], "wang.manager", date(2026, 4, 2), None)
    assert Adjustment(*card, Decimal("96.550"), 100.0, *trace, AdjustmentKind.VALUE) == MADE
    assert (MADE.old, MADE.new, MADE.at, MADE.expires) == (Decimal("96.55"), Decimal(100), date(2026, 4, 2), None)
    timed = Adjustment(**{**GIVEN, "at": " 2026-04-02T17:30:00+08:00 ", "expires": datetime(2026, 7, 1, 12)})
    assert timed.at == datetime(2026, 4, 2, 17, 30, tzinfo=timezone(timedelta(hours=8)))
    assert timed.expires == date(2026, 7, 1)
    assert type(timed.expires) is date


@pytest.mark.parametrize(
    ("given_old", "expected"),
    [
        (None, None),
        ("", None),
        ("-0", Decimal(0)),
        (-0.0, Decimal(0)),
        (0.1, Decimal("0.1")),
        ("+7.50", Decimal("7.5")),
    ],
)
def test_numbers_are_what_is_written(given_old: Any, expected: Decimal | None) -> None:
    made = Adjustment(**{**GIVEN, "old": given_old})
    assert (made.old, str(made.old)) == (expected, str(expected))


@pytest.mark.parametrize("kind", ["exclusion", "exemption"])
def test_kinds_without_a_new_number(kind: str) -> None:
    made = Adjustment(**(EXCLUSION if kind == "exclusion" else EXEMPTION))
    assert made.kind is AdjustmentKind(kind)
    assert (made.kind.gives_number, made.new) == (False, None)
    assert Adjustment(**{**GIVEN, "kind": kind, "line": made.line, "new": None, "old": None}).old is None


def test_on_grid_gives_whole_units_of_the_lines_last_decimal() -> None:
    assert MADE.on_grid(2) == (9655, 10000)
    assert Adjustment(**{**EXCLUSION, "old": None}).on_grid(4) == (None, None)
    with localcontext() as context:
        context.prec = 1
        assert MADE.on_grid(3) == (96550, 100000)
    fine = Adjustment(**{**GIVEN, "old": "96.555", "new": "1.001"})
    with pytest.raises(RecordError) as caught:
        fine.on_grid(2)
    assert [(fault.field, fault.value) for fault in caught.value.faults] == [
        ("old of 'li.na'", "Decimal('96.555')"),
        ("new of 'li.na'", "Decimal('1.001')"),
    ]


def test_points_and_totals_have_three_decimals() -> None:
    assert [kind.decimals for kind in AdjustmentKind] == [None, 3, None, 3]
    assert Adjustment(**{**GIVEN, "kind": "points", "new": "91.375"}).on_grid(3) == (96550, 91375)
    assert faults_of(kind="points", new="0.0001", old="0.0001") == [
        ("old", "Decimal('0.0001')"),
        ("new", "Decimal('0.0001')"),
    ]
    assert faults_of(kind="exemption", line=None, new=None, old="71.2345") == [("old", "Decimal('71.2345')")]
    assert Adjustment(**{**GIVEN, "new": "0.0001"}).new == Decimal("0.0001")


def test_it_holds_from_the_day_it_was_made_until_the_day_it_expires() -> None:
    made = Adjustment(**{**GIVEN, "at": "2026-04-02T17:30", "expires": "2026-04-05"})
    days = [date(2026, 4, day) for day in range(1, 7)]
    assert [made.in_force(day) for day in days] == [False, True, True, True, False, False]
    assert MADE.in_force(date(9999, 12, 31))
    assert not MADE.in_force(date(2026, 4, 1))


# bad input


def test_all_faults_of_one_adjustment_at_once() -> None:
    assert faults_of(
        subject=None, period="2026-13", line=" ", old="n/a", new=None, reason=" ", author="", at="soon", expires="x"
    ) == [
        ("subject", "nothing"),
        ("period", "'2026-13'"),
        ("old", "'n/a'"),
        ("line", "' '"),
        ("new", "nothing"),
        ("reason", None),
        ("author", None),
        ("at", "'soon'"),
        ("expires", "'x'"),
    ]


@pytest.mark.parametrize("reason", [None, "", "　", 5, "x" * 2001])
def test_it_is_refused_without_a_reason(reason: Any) -> None:
    """ "refused without a reason" """
    assert faults_of(reason=reason) == [("reason", None)]


@pytest.mark.parametrize(("author", "shown"), [(None, "nothing"), (" ", None), (1.5, None), (True, None)])
def test_it_is_refused_without_an_author(author: Any, shown: str | None) -> None:
    assert faults_of(author=author) == [("author", shown)]


@pytest.mark.parametrize("at", [None, "", "2026-02-30", "02.04.2026", 20260402, "2026-04-02T25:00"])
def test_it_is_refused_without_a_date(at: Any) -> None:
    assert [field for field, _ in faults_of(at=at)] == ["at"]


@pytest.mark.parametrize("expires", ["2026-04-02", "2026-04-01", date(2020, 1, 1)])
def test_it_cannot_expire_before_it_was_made(expires: Any) -> None:
    assert faults_of(expires=expires) == [("expires", str(expires))]
    assert faults_of(expires=expires, at="2026-04-02T00:01") == [("expires", str(expires))]


@pytest.mark.parametrize("expires", [5, "tomorrow", True])
def test_what_is_no_day_of_expiry(expires: Any) -> None:
    assert [field for field, _ in faults_of(expires=expires)] == ["expires"]


@pytest.mark.parametrize(
    "number",
    [
        Decimal("1e-13"),
        Decimal("sNaN"),
        "1e3",
        "1,5",
        "1" * 19,
        "9" * 100,
        10**18,
        1e300,
        1e-13,
        float("nan"),
        Decimal("inf"),
        True,
        [1],
        1j,
        "١",
    ],
)
def test_what_is_no_number(number: Any) -> None:
    assert [field for field, _ in faults_of(new=number)] == ["new"]


def test_what_does_not_fit_the_kind() -> None:
    with pytest.raises(RecordError, match="did you mean 'exclusion'") as caught:
        Adjustment(**{**GIVEN, "kind": "exclusions", "old": "x"})
    assert [fault.field for fault in caught.value.faults] == ["old", "kind"]
    assert faults_of(kind=[1]) == [("kind", "a value of type list")]
    assert faults_of(kind="exclusion") == [("new", "Decimal('100')")]
    assert faults_of(kind="exemption") == [("line", "'unit_attainment'"), ("new", "Decimal('100')")]
    assert faults_of(new="") == [("new", "nothing")]


@pytest.mark.parametrize("line", [None, "", " csi_score", "a\u202eb", "x" * 257, 7])
def test_what_is_no_line(line: Any) -> None:
    assert [field for field, _ in faults_of(line=line)] == ["line"]


def test_errors_and_repr_hold_no_personal_data_but_the_subject() -> None:
    secret = {"reason": "Frau Zhao was ill", "author": "zhao.private"}
    made = Adjustment(**{**GIVEN, **secret})
    with pytest.raises(RecordError) as caught:
        Adjustment(**{**GIVEN, **secret, "new": "x", "period": "p", "at": "never", "expires": "never"})
    for text in (repr(made), str(made), str(caught.value)):
        assert "Zhao" not in text
        assert "private" not in text


def test_repr() -> None:
    assert repr(MADE) == "<Adjustment of the value of 'unit_attainment' of 'li.na', 2026-03: 96.55 → 100>"
    assert repr(Adjustment(**EXEMPTION)) == "<Adjustment exemption of 'li.na', 2026-03: was 96.55>"
    nothing = Adjustment(**{**EXCLUSION, "old": None})
    assert repr(nothing) == "<Adjustment exclusion of 'unit_attainment' of 'li.na', 2026-03: was nothing>"


# values and documents


def test_it_is_a_value() -> None:
    assert pickle.loads(pickle.dumps(MADE)) == copy.deepcopy(MADE) == MADE
    assert len({MADE, Adjustment(**GIVEN), Adjustment(**{**GIVEN, "new": 99})}) == 2
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        MADE.new = Decimal(1)  # type: ignore[misc]
    with pytest.raises(RecordError, match="number"):
        attrs.evolve(MADE, new=None)


NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, allow_infinity=False, places=3)
MADE_ONES = st.builds(
    lambda kind, old, new, subject, at, days: Adjustment(
        subject,
        "2026-Q1",
        None if kind is AdjustmentKind.EXEMPTION else "net_units@unit",
        old,
        new if kind.gives_number else None,
        "因病",
        7,
        at,
        None if days is None else (at + timedelta(days=days)),
        kind,
    ),
    st.sampled_from(list(AdjustmentKind)),
    st.none() | NUMBERS,
    NUMBERS,
    st.sampled_from(["li.na", "李娜", 5]),
    st.dates(max_value=date(9000, 1, 1)) | st.datetimes(max_value=datetime(9000, 1, 1)),
    st.none() | st.integers(1, 400),
)


@given(MADE_ONES)
@settings(max_examples=50)
def test_it_goes_through_json_and_rows(made: Adjustment) -> None:
    document = json.dumps(made.to_dict(), ensure_ascii=False)
    again = Adjustment.from_dict(json.loads(document))
    assert again == made
    assert hash(again) == hash(made)
    assert json.dumps(again.to_dict(), ensure_ascii=False) == document
    assert adjustments_from_rows([made, made.to_dict()]) == (made, made)


def test_what_is_no_document() -> None:
    given: Any = [MADE]
    with pytest.raises(RecordError, match="a mapping"):
        Adjustment.from_dict(given)
    broken: dict[Any, Any] = {**MADE.to_dict(), "expire": "2026-07-01", 5: 1}
    del broken["at"], broken["new"]
    with pytest.raises(RecordError, match="did you mean 'expires'") as caught:
        Adjustment.from_dict(broken)
    assert [(fault.field, fault.value) for fault in caught.value.faults] == [
        ("key", "'expire'"),
        ("key", "5"),
        ("new", None),
        ("at", None),
    ]


class Row(NamedTuple):
    subject: str
    period: str
    line: str
    old: str
    new: str
    reason: str
    author: str
    at: str


def test_rows() -> None:
    rows = [
        {**GIVEN, "expires": " ", "kind": "", "ticket": "HR-17"},
        Row(**GIVEN),
        {**{name: value for name, value in GIVEN.items() if name != "subject"}, "人": "li.na"},
    ]
    assert adjustments_from_rows(rows[:2]) == (MADE, MADE)
    assert adjustments_from_rows(rows[2:], columns={"subject": "人"}) == (MADE,)
    assert adjustments_from_rows(iter([])) == ()


def test_all_faults_of_the_rows_at_once() -> None:
    rows: list[Any] = [
        GIVEN,
        {**GIVEN, "reason": "", "at": None},
        [1, 2],
        {**GIVEN, "expire": "2026-07-01"},
        {**GIVEN, "kind": "override", "expire": "2026-07-01"},
        {**GIVEN, "expires": "2026-03-01"},
        {},
    ]
    with pytest.raises(RecordError) as caught:
        adjustments_from_rows(rows)
    assert [(fault.row, fault.field) for fault in caught.value.faults] == [
        (2, "reason"),
        (2, "at"),
        (3, None),
        (4, "column"),
        (5, "column"),
        (5, "kind"),
        (6, "expires"),
        *((7, field) for field in ("subject", "period", "line", "new", "reason", "author", "at")),
    ]
    assert isinstance(caught.value.faults[0], Fault)
    with pytest.raises(RecordError) as renamed:
        adjustments_from_rows([{**GIVEN, "理由": ""}], columns={"reason": "理由"})
    assert [fault.field for fault in renamed.value.faults] == ["理由"]
