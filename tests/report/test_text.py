"""The ranking as plain text."""

from __future__ import annotations

import pytest

import salesperf as sp
from salesperf import profiles, report

ROW = {"date": "2026-03-05", "units_delivered": 9, "target_units": 10}


def board(*people: str, grades: bool = True, **more: object) -> sp.Scoreboard:
    profile = profiles.CONSULTANT.replace(publish_at_least=0, **({} if grades else {"grades": ()}))
    return sp.score([{"person": person, **ROW, **more} for person in people], profile, period="2026-03")


def test_columns_stand_under_each_other() -> None:
    assert report.text(board("li.na", "欧阳春")).split("\n\n")[1].split("\n") == [
        "2026-03 (31 days)",
        "  rank  subject   total  grade  status",
        "     1  li.na    75.000  C      scored",
        "     1  欧阳春   75.000  C      scored",
    ]


def test_accents_take_no_column_of_their_own() -> None:
    lines = report.text(board("Jose\u0301", "Josef"), lang="zh").split("\n\n")[1].split("\n")
    assert lines[1:] == [
        "  名次  对象     总分  等级  状态",
        "     1  Josef  75.000  C     已评分",
        "     1  Jose\u0301   75.000  C     已评分",
    ]


def test_without_grades_there_is_no_column_for_them() -> None:
    assert report.text(board("a", grades=False)).split("\n")[3] == "  rank  subject   total  status"


def test_what_was_read_follows(rich: sp.Scoreboard) -> None:
    assert report.text(rich).endswith(
        """What was read
  rows read: 11; in some card: 9
  rows outside the periods: 1
  rows of another owner (store), while the cards are by person: 1
  numbers rounded to the decimals of their measure: 1
  no record lies in 2026-05
  no record has the column gp_front (is it gp_frnt?)
  no record has the column target_gross
  columns that nothing asked for: gp_frnt
"""
    )


def test_many_unused_columns_are_counted() -> None:
    text = report.text(board("a", **{f"x{number}": 1 for number in range(10)}))
    assert "columns that nothing asked for: x0, x1, x2, x3, x4, x5, x6, x7 … and 2 more\n" in text


def test_hostile_names_stay_on_their_line() -> None:
    hostile = "\x1b[2J\u202ea\nb" + "x" * 240
    text = report.text(board(hostile))
    assert all(c.isprintable() or c == "\n" for c in text)
    assert text.count("\n") == report.text(board("a")).count("\n")


def test_another_language_is_an_error(rich: sp.Scoreboard) -> None:
    with pytest.raises(ValueError, match="'en' or 'zh'"):
        report.text(rich, lang="de")


def test_each_level_has_its_ranking(house: sp.Scoreboard) -> None:
    title, first, second, *_ = report.text(house).split("\n\n")
    assert title == "Scorecards: sell 1, lead 3"
    assert first.splitlines() == [
        "Ranking 2026-03: consultant",
        "2026-03 (2026-02-26 to 2026-03-25, 28 days)",
        "  rank  subject   total  status",
        "     1  bo       60.000  scored",
        "     2  ai       40.000  scored",
    ]
    assert second.splitlines() == [
        "Ranking 2026-03: manager",
        "2026-03 (2026-02-26 to 2026-03-25, 28 days)",
        "  rank  subject   total  grade  status",
        "     1  <ma>     40.000  B      scored",
    ]
