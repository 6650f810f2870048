"""The SQL of a program: what dialects write differently, and names that are quoted."""

from __future__ import annotations

import random
import re
import sqlite3
from typing import Any

import pytest
from columns_cases import situations_of

from salesperf import profiles
from salesperf.engines.columns import DIALECTS, scored_query
from salesperf.plan import Program, compile_plan, program_of


@pytest.fixture
def program() -> Program:
    plan = compile_plan(profiles.CONSULTANT)
    return program_of(plan, situations_of(plan, ["2026-03"], random.Random(1)))


def columns(program: Program) -> list[str]:
    return [name for name in program.inputs if name not in program.varying]


@pytest.mark.parametrize(
    ("dialect", "division", "other"),
    [("duckdb", " // ", " / "), ("spark", " div ", " / "), ("postgres", " / ", "//"), ("sqlite", " / ", "//")],
)
def test_division_of_whole_numbers(program: Program, dialect: str, division: str, other: str) -> None:
    text = scored_query(program, "sums", DIALECTS[dialect])
    assert division in text
    assert other not in text


def test_only_integers_and_names_enter(program: Program) -> None:
    text = scored_query(program, "sums", DIALECTS["postgres"])
    assert re.findall(r"'|\.|--", text) == []


def test_engines_that_would_write_a_level_into_the_next_keep_it(program: Program) -> None:
    assert "AS MATERIALIZED (" in scored_query(program, "sums", DIALECTS["postgres"])
    assert "MATERIALIZED" not in scored_query(program, "sums", DIALECTS["duckdb"])


def test_spark_quotes_with_backticks(program: Program) -> None:
    text = scored_query(program, "sums", DIALECTS["spark"], ["who`s"])
    assert "`who``s`" in text
    assert '"' not in text


def test_columns_to_keep_are_passed_on_under_any_name(program: Program) -> None:
    connection = sqlite3.connect(":memory:")
    key = 'who "is"; DROP TABLE sums'
    quoted = DIALECTS["sqlite"].quoted(key)
    names = columns(program)
    connection.execute(f"CREATE TABLE sums ({quoted}, {', '.join(names)})")
    row: list[Any] = ["li.na", *([10_000] * len(names))]
    connection.execute(f"INSERT INTO sums VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608
    cursor = connection.execute(scored_query(program, "(SELECT * FROM sums)", DIALECTS["sqlite"], [key]))
    assert [name for name, *_ in cursor.description] == [key, *program.outputs]
    ((who, *_),) = cursor.fetchall()
    connection.close()
    assert who == "li.na"
