"""What conditions mean for a row, and which cannot be written."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from salesperf.feeds import AllOf, AnyOf, Condition, Dated, Equals, FeedError, InRange, IsSet, Later, Not
from salesperf.feeds._cells import Row

NAN = float("nan")


def holds(condition: Condition, **cells: Any) -> bool:
    row = Row(cells, {}, 1)
    found = condition.holds(row)
    assert row.faults == {}
    return found


@pytest.mark.parametrize("value", ["yes", " true ", "TRUE", "是", "1", 1, 1.0, Decimal(1), True])
def test_yes_as_tables_write_it(value: Any) -> None:
    assert holds(Equals("a", True), a=value)  # noqa: FBT003
    assert not holds(Equals("a", False), a=value)  # noqa: FBT003


@pytest.mark.parametrize("value", ["no", "False", "否", "0", 0, 0.0, False])
def test_no_as_tables_write_it(value: Any) -> None:
    assert holds(Equals("a", False), a=value)  # noqa: FBT003
    assert not holds(Equals("a", True), a=value)  # noqa: FBT003


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        (Equals("a", "won", "成交"), "\u3000成交 ", True),
        (Equals("a", "won"), "Won", False),
        (Equals("a", "7"), 7, True),
        (Equals("a", 7), "7", True),
        (Equals("a", "07"), 7, False),
        (Equals("a", 7), 7.5, False),
        (Equals("a", "-7"), -7, True),
        (Equals("a", "true"), True, True),
        (Equals("a", "won"), None, False),
        (IsSet("a"), "", False),
        (IsSet("a"), NAN, False),
        (IsSet("a"), 0, True),
        (~IsSet("a"), None, True),
        (InRange("a", at_least=0, below="0.15"), "0.15", False),
        (InRange("a", at_least=0, below="0.15"), Decimal("0.149"), True),
        (InRange("a", at_least="0.1"), 0.1, True),
        (InRange("a", below=3), 3, False),
        (InRange("a", below=3), None, False),
        (Dated("a", since="2026-01-01"), date(2026, 1, 1), True),
        (Dated("a", before="2026-01-01"), "2025-12-31T23:59", True),
        (Dated("a", since="2026-01-01", before="2026-02-01"), datetime(2026, 2, 1), False),
        (Dated("a", before="2026-01-01"), " ", False),
        (Later("a", than="b"), "2026-01-02", True),
        (Later("b", than="a"), "2026-01-02", False),
        (Later("a", than="b"), "", False),
        (IsSet("a") & Equals("a", "x"), "y", False),
        (Equals("a", "x") | Equals("a", "y"), "y", True),
    ],
)
def test_what_holds(condition: Condition, value: Any, expected: bool) -> None:  # noqa: FBT001
    assert holds(condition, a=value, b="2026-01-01") is expected


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        (Equals("a", "2026-01-01"), date(2026, 1, 1), "ask for days with since and before"),
        (InRange("a", below=1), "many", "a number: int"),
        (InRange("a", below=1), True, "a number: int"),
        (Dated("a", before="2026-01-01"), "1/5/2026", "a date, a datetime"),
    ],
)
def test_cells_that_cannot_be_compared_are_faults(condition: Condition, value: Any, expected: str) -> None:
    row = Row({"a": value}, {}, 7)
    assert not condition.holds(row)
    [fault] = row.faults.values()
    assert (fault.row, fault.field) == (7, "a")
    assert expected in fault.expected


@pytest.mark.parametrize(
    ("kind", "arguments", "more", "expected"),
    [
        (Equals, ("", "x"), {}, "column of equals: ''"),
        (Equals, ("a",), {}, "equals of 'a': nothing: text, a whole number"),
        (Equals, ("a", 1.5), {}, "equals of 'a': 1.5"),
        (IsSet, (3,), {}, "column of is_set: 3"),
        (InRange, ("a",), {}, "a bound: at_least or below"),
        (InRange, ("a",), {"below": "x"}, "below of 'a': 'x': an exact number"),
        (Dated, ("a",), {}, "a bound: since or before"),
        (Dated, ("a",), {"since": "soon"}, "a bound of days: 'soon'"),
        (Later, ("a",), {"than": ""}, "than of later"),
        (AllOf, (), {}, "all: nothing: conditions, at least one"),
        (AnyOf, ("x",), {}, "any: 'x': conditions"),
        (Not, (3,), {}, "not: 3: conditions"),
    ],
)
def test_conditions_that_say_nothing(kind: Any, arguments: Any, more: Any, expected: str) -> None:
    with pytest.raises(FeedError, match=expected):
        kind(*arguments, **more)


def test_conditions_know_their_columns_and_are_values() -> None:
    one = AllOf(IsSet("a"), Later("b", than="c"), InRange("a", below=1)) | ~Dated("d", since="2026-01-01")
    assert one.columns == ("a", "b", "c", "d")
    assert len({one, one & one, Equals("a", "x "), Equals("a", "x")}) == 3


def test_a_bare_condition_means_nothing() -> None:
    with pytest.raises(NotImplementedError):
        Condition().columns  # noqa: B018  (reading it is the test)
    with pytest.raises(NotImplementedError):
        Condition().holds(Row({}, {}, 1))
