"""A sheet scored by SQL: a query over the sums, in the dialect of the table's engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..columns import Dialect, rank_column, scored_query
from ._dialects import SUMS, dialect_of
from ._sheet import FAULTS, PERIOD, SUBJECT, Naming, Sheet, Shown, naming_of
from ._source import Kind

__all__ = ["by_sql"]


def by_sql(sheet: Sheet) -> Any:
    """Return the cards as a lazy table of the engine."""
    table = sheet.frame.to_native()
    kind = sheet.call.source.kind
    dialect = dialect_of(kind, table)
    assert dialect is not None  # noqa: S101  (a call of another engine is no columnar one)
    if kind is Kind.PYSPARK:
        return table.sparkSession.sql(_query(sheet, dialect, f"{{{SUMS}}}"), **{SUMS: table})
    query = _query(sheet, dialect, SUMS)
    if kind is Kind.DUCKDB:
        return table.query(SUMS, query)
    types = {each.name: "int64" if each.words is None else "string" for each in sheet.shown}
    types |= {SUBJECT: table.schema()[SUBJECT], PERIOD: "string", "rank": "int64", FAULTS: "int64"}
    return table.alias(SUMS).sql(query).cast(types)  # of SQLite, Ibis takes a column's first value for its type


def _query(sheet: Sheet, dialect: Dialect, source: str) -> str:
    scored = scored_query(sheet.program, source, dialect, (SUBJECT, PERIOD, FAULTS))
    shown = [_shown(dialect, each) for each in sheet.shown]
    quoted = dialect.quoted
    labels = sheet.labels
    label = _label(dialect, naming_of(sheet.call)) if labels is None else _case(dialect, PERIOD, labels)
    columns = [
        quoted(SUBJECT),
        f"{label} AS {quoted(PERIOD)}",
        *shown[:4],
        f"{rank_column((PERIOD,), dialect)} AS {quoted('rank')}",
        quoted(FAULTS),
        *shown[4:],
    ]
    return f"SELECT {', '.join(columns)} FROM ({scored}) AS sp_scored"  # noqa: S608  (names and text are quoted)


def _label(dialect: Dialect, naming: Naming) -> str:
    """Return the label of a period from its number on the clock, made after the ranks; null for rows without a date."""
    number, divide = dialect.quoted(PERIOD), dialect.divide
    year = f"{number} {divide} {naming.parts}"
    text = f"({year} + {naming.later})"
    if naming.sign:
        place = f"({number} - ({year}) * {naming.parts} + 1)"
        zero = f"CASE WHEN {place} < 10 THEN '0' ELSE '' END || " if naming.pads else ""
        text = f"{text} || '{naming.sign}' || {zero}{place}"
    else:
        text = f"{text} || ''"
    return f"CASE WHEN {number} > 0 THEN {text} END"


def _shown(dialect: Dialect, shown: Shown) -> str:
    column = dialect.quoted(shown.output)
    if shown.words is not None:
        column = _case(dialect, shown.output, dict(enumerate(shown.words)))
    return f"{column} AS {dialect.quoted(shown.name)}"


def _case(dialect: Dialect, name: str, words: Mapping[int, str]) -> str:
    if not words:
        return "CAST(NULL AS CHAR(1))"
    cases = (f"WHEN {number} THEN {_literal(dialect, word)}" for number, word in words.items())
    return f"CASE {dialect.quoted(name)} {' '.join(cases)} END"


def _literal(dialect: Dialect, word: str) -> str:
    if dialect.name == "spark":  # a backslash escapes there, and braces stand for tables
        for special, escaped in (("\\", "\\\\"), ("'", "\\'"), ("{", "{{"), ("}", "}}")):
            word = word.replace(special, escaped)
        return f"'{word}'"
    doubled = word.replace("'", "''")
    return f"'{doubled}'"
