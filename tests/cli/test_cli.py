"""The command line: what it prints, its exit codes, and that nothing ends in a traceback."""

from __future__ import annotations

import csv
import importlib
import io
import json
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import salesperf as sp
from salesperf import profiles, report, sample
from salesperf._cli import main

PACKAGE = sp.__name__
PROFILE = """
schema = 1
name = "small"
level = "consultant"
version = "1"
publish_at_least = 50

[[criteria]]
indicator = "unit_attainment"
weight = {weight}
curve = {{ kind = "linear", knots = [["60", "0"], ["100", "100"], ["120", "120"]] }}
"""
CURVE = '{ kind = "linear", knots = [["0", "0"], ["100", "100"]] }'
PROCESS = f"""
[[criteria]]
indicator = "test_drive_rate"
weight = 50
curve = {CURVE}
"""
ROWS = "person,date,units_delivered,target_units\nli.na,2026-03-05,28,29\nwang.wei,2026-04-05,9,10\n"


def run(
    *arguments: str, package: str = PACKAGE, code: int = 0, path: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, as its user does."""
    search = [str(path)] if path else list(filter(None, sys.path))
    done = subprocess.run(  # noqa: S603  (this interpreter, our own code)
        [sys.executable, "-m", package, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": os.pathsep.join(search), **environment},
    )
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
    return done


@pytest.fixture
def rows(tmp_path: Path) -> str:
    return written(tmp_path / "march.csv", ROWS)


@pytest.fixture
def small(tmp_path: Path) -> str:
    return written(tmp_path / "small.toml", PROFILE.format(weight=100))


def written(path: Path, text: str, encoding: str = "utf-8") -> str:
    path.write_text(text, encoding=encoding)
    return str(path)


# a newcomer's first minutes


def test_a_newcomer_tries_the_demo_then_their_own_file(tmp_path: Path) -> None:
    demo = run("demo").stdout
    assert demo.startswith("Scorecards: consultant 2026.1\n\n2026-03 (31 days)\n")
    assert "\nWhat was read\n" in demo
    assert "\nLines\n1. Sales-volume target attainment (unit_attainment)\n" in demo

    file = tmp_path / "year.csv"
    sample.write_csv(file, sample.dealership())
    text = run("score", str(file), "--profile", "consultant", "--period", "2026-03").stdout
    told = "columns that nothing asked for: "  # a file has them in another order
    assert text.split(told)[0] == demo.split(told)[0]

    out = tmp_path / "report.html"
    told = run("score", str(file), "--profile", "consultant", "--period", "2026-03", "--html", str(out)).stdout
    assert told == f"{out}\n"
    expected = sp.score(file, profiles.CONSULTANT, period="2026-03")
    assert out.read_bytes() == report.html(expected).encode()


def test_a_chinese_excel_file_is_read_through_a_column_map(tmp_path: Path) -> None:
    """GB18030 with Chinese headings, as Excel saves it."""
    file = written(tmp_path / "三月.csv", "顾问,日期,交车,目标,备注\n李娜,2026-03-05,28,29,好\n", "gb18030")
    names = 'person = "顾问"\ndate = "日期"\nunits_delivered = "交车"\ntarget_units = "目标"\n'
    columns = written(tmp_path / "列.toml", names)
    profile = written(tmp_path / "方案.toml", PROFILE.format(weight=100))
    command = ("score", file, "--profile", profile, "--columns", columns, "--encoding", "gb18030", "--lang", "zh")
    done = run(*command, "--card", "李娜")
    assert "     1  李娜  91.375  已评分\n" in done.stdout
    assert "未使用的列：备注\n" in done.stdout
    assert "(交车 28 − 退车 0) ÷ 目标销量 29 × 100" in done.stdout
    wrong = run(*command[:-4], code=2)
    assert 'for a file saved by Excel in Chinese give encoding="gb18030"' in wrong.stderr


def test_a_column_map_may_begin_with_a_byte_order_mark(
    tmp_path: Path, small: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path / "x.csv", ROWS.replace("person", "who"))
    columns = written(tmp_path / "map.toml", 'person = "who"\n', "utf-8-sig")
    assert main(["score", file, "--profile", small, "--columns", columns, "--card", "li.na"]) == 0
    assert "     1  li.na     91.375  scored\n" in capsys.readouterr().out


def test_it_runs_vendored_under_another_name(tmp_path: Path) -> None:
    vendored = tmp_path / "acme" / "_vendor"
    vendored.mkdir(parents=True)
    for folder in (tmp_path / "acme", vendored):
        written(folder / "__init__.py", "")
    ignored = shutil.ignore_patterns("__pycache__", ".*cache")
    shutil.copytree(Path(str(sp.__file__)).parent, vendored / "perf", ignore=ignored)
    others = os.pathsep.join(str(Path(str(sys.modules[name].__file__)).parent.parent) for name in ("attr", "dateutil"))
    name = "acme._vendor.perf"
    path = Path(f"{tmp_path}{os.pathsep}{others}")
    assert run("demo", "--people", "2", package=name, path=path).stdout.startswith("Scorecards: consultant")
    assert run("--help", package=name, path=path).stdout.startswith(f"usage: python -m {name} ")
    assert run("lint", "consultnt", package=name, path=path, code=2).stderr.startswith(f"python -m {name}: ")


# standard output


def test_a_terminal_that_lacks_characters_shows_escapes(tmp_path: Path, small: str) -> None:
    file = written(tmp_path / "x.csv", ROWS.replace("li.na", "李娜"))
    done = run("score", file, "--profile", small, "--lang", "zh", "--card", "李娜", PYTHONIOENCODING="ascii")
    assert "\\u674e\\u5a1c" in done.stdout


def test_json_stays_json_on_such_a_stream(tmp_path: Path, small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path / "x.csv", ROWS.replace("li.na", "é😀李娜"))
    stream = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")
    monkeypatch.setattr(sys, "stdout", stream)
    assert main(["score", file, "--profile", small, "--json"]) == 0
    stream.seek(0)
    assert "é😀李娜" in sp.Scoreboard.from_json(stream.read())


def test_json_stays_json_on_such_a_terminal(tmp_path: Path, small: str) -> None:
    file = written(tmp_path / "x.csv", ROWS.replace("li.na", "é😀李娜"))
    done = run("score", file, "--profile", small, "--json", PYTHONIOENCODING="ascii")
    assert done.stdout.isascii()
    board = sp.Scoreboard.from_json(done.stdout)
    assert "é😀李娜" in board
    whole = run("score", file, "--profile", small, "--json").stdout
    assert whole == board.to_json() + "\n"


def test_a_reader_that_stops_early_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with io.TextIOWrapper(os.fdopen(writer, "wb"), encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert main(["lint", "consultant"]) == 2


def test_output_may_be_replaced_by_a_plain_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    assert main(["demo", "--people", "1", "--json"]) == 0
    assert len(sp.Scoreboard.from_json(stream.getvalue())) == 1


@pytest.mark.parametrize("subject", ["<script>", "\u202ena.il", "\x1b[2J", "a\tb"])
def test_hostile_names_are_shown_safely(
    subject: str, tmp_path: Path, small: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Issue: "control and right-to-left characters and HTML in a person's id (shown safely everywhere)"."""
    file = tmp_path / "x.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(row.replace("li.na", subject).split(",") for row in ROWS.split())
    html = tmp_path / "x.html"
    assert main(["score", str(file), "--profile", small, "--card", subject]) == 0
    assert main(["score", str(file), "--profile", small, "--html", str(html)]) == 0
    assert main(["score", str(file), "--profile", small, "--card", subject + "x"]) == 2
    told = capsys.readouterr()
    assert all(c.isprintable() or c == "\n" for c in told.out + told.err + html.read_text(encoding="utf-8"))
    assert "<script>" not in html.read_text(encoding="utf-8")


def test_a_name_of_300_characters_is_refused(tmp_path: Path, small: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path / "x.csv", ROWS.replace("li.na", "x" * 300))
    assert main(["score", file, "--profile", small]) == 2
    error = capsys.readouterr().err
    assert "row 1, person: " in error
    assert "x" * 61 not in error


# demo


def test_demo_explains_a_card_with_something_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo"]) == 0
    board = sp.score(sample.dealership(), profiles.CONSULTANT, period="2026-03")
    card = next(card for card in board if None in [line.points for line in card])
    assert capsys.readouterr().out == report.text(board) + "\n" + card.explain() + "\n"


def test_demo_takes_seed_people_and_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--seed", "7", "--people", "2", "--lang", "zh"]) == 0
    board = sp.score(sample.dealership(seed=7, people=2), profiles.CONSULTANT, period="2026-03")
    assert capsys.readouterr().out.startswith(report.text(board, lang="zh"))


@pytest.mark.parametrize("level", ["all", "manager", "director"])
def test_demo_shows_the_house(level: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--people", "4", "--level", level]) == 0
    records = sample.dealership(people=4) + sample.house_facts(people=4)
    asked = [profile for profile in profiles.SHIPPED if level in {"all", profile.level}]
    board = sp.score_all(records, asked, organisation=sample.organisation(people=4), period="2026-03")
    card = next(card for card in board if card.level != "consultant")
    assert capsys.readouterr().out == report.text(board) + "\n" + card.explain() + "\n"


def test_demo_writes_html_and_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    board = sp.score(sample.dealership(people=2), profiles.CONSULTANT, period="2026-03")
    assert main(["demo", "--people", "2", "--json"]) == 0
    assert capsys.readouterr().out == board.to_json() + "\n"
    out = tmp_path / "x.html"
    assert main(["demo", "--people", "2", "--html", str(out)]) == 0
    assert out.read_bytes() == report.html(board).encode()


# score


def test_score_takes_every_kind_of_period(rows: str, small: str, capsys: pytest.CaptureFixture[str]) -> None:
    def periods(*given: str) -> list[str]:
        assert main(["score", rows, "--profile", small, "--json", *given]) == 0
        document = json.loads(capsys.readouterr().out)
        return sorted({card["period"] for block in document["blocks"] for card in block["cards"]})

    assert periods("--period", "2026-03") == ["2026-03"]
    assert periods("--period", "month") == ["2026-03", "2026-04"]
    assert periods("--period", "2026-03", "--period", "2026-04") == ["2026-03", "2026-04"]
    assert len(periods()) == 1


def test_score_takes_shipped_profiles_and_files(rows: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stored = written(tmp_path / "own.json", profiles.MANAGER.replace(name="own").to_json())
    for name, expected in (("manager", "manager"), ("director", "director"), (stored, "own")):
        assert main(["score", rows, "--profile", name, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["profiles"][0]["name"] == expected


def test_score_by_store(tmp_path: Path, small: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path / "x.csv", ROWS.replace("person", "store"))
    assert main(["score", file, "--profile", small, "--by", "store", "--period", "2026-03"]) == 0
    assert "     1  li.na    91.375  scored\n" in capsys.readouterr().out


@pytest.fixture
def house(tmp_path: Path) -> list[str]:
    """A file of records and the organisation of the people in them."""
    records = sample.dealership(people=3) + sample.house_facts(people=3)
    sample.write_csv(tmp_path / "house.csv", records)
    sample.write_csv(tmp_path / "people.csv", sample.organisation_rows(people=3))
    return [str(tmp_path / "house.csv"), "--organisation", str(tmp_path / "people.csv"), "--period", "2026-03"]


def scored(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> sp.Scoreboard:
    assert main(["score", "--json", *arguments]) == 0
    return sp.Scoreboard.from_json(capsys.readouterr().out)


def test_score_with_an_organisation(house: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    board = scored([*house, "--level", "all"], capsys)
    records = sample.dealership(people=3) + sample.house_facts(people=3)
    whole = sp.score_all(records, profiles.SHIPPED, organisation=sample.organisation(people=3), period="2026-03")
    assert board.to_json() == whole.to_json()
    assert len(board) == 6


def test_one_level_of_an_organisation(house: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    by_level = scored([*house, "--level", "manager"], capsys)
    assert [card.subject for card in by_level] == [card.subject for card in by_level if card.level == "manager"]
    assert by_level.to_json() == scored([*house, "--profile", "manager"], capsys).to_json()
    teams = scored([*house, "--level", "manager", "--by", "team"], capsys)
    assert {card.subject for card in teams} == {"hangzhou.west.a", "hangzhou.west.b"}


def test_own_profiles_take_the_place_of_shipped_ones(
    house: list[str], small: str, capsys: pytest.CaptureFixture[str]
) -> None:
    board = scored([*house, "--profile", small, "--level", "all"], capsys)
    assert [profile.name for profile in board.profiles] == ["small", "manager", "director"]
    board = scored([*house, "--profile", small, "--profile", "director"], capsys)
    assert [profile.name for profile in board.profiles] == ["small", "director"]
    board = scored([*house, "--profile", small, "--level", "consultant"], capsys)
    assert board.profile.name == "small"


def test_level_without_an_organisation_is_a_shipped_profile(rows: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", rows, "--level", "consultant"]) == 0
    by_level = capsys.readouterr().out
    assert main(["score", rows, "--profile", "consultant"]) == 0
    assert capsys.readouterr().out == by_level


def test_targets_may_be_in_a_file_of_their_own(tmp_path: Path, small: str, capsys: pytest.CaptureFixture[str]) -> None:
    sold = written(tmp_path / "sold.csv", "person,date,units_delivered\nli.na,2026-03-05,28\n", "gb18030")
    plan = written(
        tmp_path / "plan.csv", "备注,person,date,until,target_units\n一季度,li.na,2026-03-01,2026-04-01,29\n", "gb18030"
    )
    asked = [sold, "--profile", small, "--period", "2026-03", "--encoding", "gb18030"]
    card = scored([*asked, "--targets", plan], capsys)["li.na"]
    assert str(card["unit_attainment"].value) == "96.55"
    assert scored(asked, capsys)["li.na"]["unit_attainment"].value is None


def test_months_may_close_before_their_end(rows: str, small: str, capsys: pytest.CaptureFixture[str]) -> None:
    cut = ["--profile", small, "--period", "2026-03", "--closing-day"]
    assert "li.na" in scored([rows, *cut, "5"], capsys)
    assert main(["score", rows, *cut, "4"]) == 2
    assert "2026-03" in capsys.readouterr().err


def test_what_was_not_read_of_the_organisation_is_told(
    tmp_path: Path, rows: str, small: str, capsys: pytest.CaptureFixture[str]
) -> None:
    people = written(tmp_path / "p.csv", "person,store,levle,\u202etel\nli.na,west,,1\nwang.wei,west,,2\n")
    assert main(["score", rows, "--profile", small, "--organisation", people]) == 0
    told = capsys.readouterr()
    assert told.err == (f"python -m {PACKAGE}: not read in {people}: \\u202etel, levle\n")
    assert "\u202e" not in told.err
    assert "levle" not in told.out


def test_faults_of_the_organisation_are_listed(
    tmp_path: Path, rows: str, small: str, capsys: pytest.CaptureFixture[str]
) -> None:
    people = written(tmp_path / "p.csv", "person,store,level\nli.na,west,bos\nwang.wei,,\n")
    assert main(["score", rows, "--profile", small, "--organisation", people]) == 2
    told = capsys.readouterr()
    assert "faults in the organisation (2):\n" in told.err
    assert told.out == ""


def test_somebody_the_organisation_does_not_know_is_a_fault(
    tmp_path: Path, rows: str, small: str, capsys: pytest.CaptureFixture[str]
) -> None:
    people = written(tmp_path / "p.csv", "person,store\nli.na,west\n")
    assert main(["score", rows, "--profile", small, "--organisation", people]) == 2
    assert "row 2, person: 'wang.wei': " in capsys.readouterr().err


def test_lenient_leaves_bad_rows_out_and_says_so(
    tmp_path: Path, small: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path / "x.csv", ROWS + "bo,2026-02-30,1,1\n")
    assert main(["score", file, "--profile", small]) == 2
    assert "faults in the records (1):\n  - row 3, date: '2026-02-30': " in capsys.readouterr().err
    assert main(["score", file, "--profile", small, "--lenient"]) == 0
    assert "rows set aside because of faults: 1\n  – row 3, date: '2026-02-30': " in capsys.readouterr().out


def test_a_card_is_explained_in_every_period_it_is_in(
    rows: str, small: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", rows, "--profile", small, "--period", "month", "--card", "li.na"]) == 0
    assert capsys.readouterr().out.count("\nLines\n") == 1
    assert main(["score", rows, "--profile", small, "--card", "li.nna"]) == 2
    assert "did you mean 'li.na'?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["score", "no.csv", "--profile", "consultant"], "No such file or directory: 'no.csv'"),
        (["score", "ROWS", "--profile", "consultnt"], "did you mean 'consultant'?"),
        (["score", "ROWS", "--profile", "no.toml"], "No such file or directory: 'no.toml'"),
        (["score", "ROWS", "--profile", "no/folder"], "a file called *.toml or *.json"),
        (["score", "ROWS", "--profile", "consultant", "--period", "March"], "March"),
        (["score", "ROWS", "--profile", "consultant", "--period", "2020-03"], "2020-03"),
        (["score", "ROWS", "--profile", "consultant", "--encoding", "x"], "a text encoding that Python knows"),
        (["score", "ROWS", "--profile", "consultant", "--columns", "no.toml"], "No such file or directory: 'no.toml'"),
        (["score", "ROWS", "--profile", "consultant", "--html", "no/such/folder.html"], "No such file or directory"),
        (["score", "ROWS", "--level", "all", "--organisation", "no.csv"], "No such file or directory: 'no.csv'"),
        (["score", "ROWS", "--level", "manager", "--targets", "no.csv"], "No such file or directory: 'no.csv'"),
        (["score", "ROWS", "--level", "manager", "--closing-day", "32"], "closing_day: 32: a day of the month"),
        (
            ["score", "ROWS", "--profile", "manager", "--profile", "manager", "--organisation", "PEOPLE"],
            "manager: one profile for each level",
        ),
        (["demo", "--people", "0"], "people: 0: a whole number from 1"),
        (["lint", "no.toml"], "No such file or directory: 'no.toml'"),
    ],
)
def test_errors_are_told_and_end_with_2(
    arguments: list[str], told: str, rows: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = written(tmp_path / "people.csv", "person,store\nli.na,west\nwang.wei,west\n")
    assert main([{"ROWS": rows, "PEOPLE": people}.get(each, each) for each in arguments]) == 2
    output = capsys.readouterr()
    assert output.err.startswith(f"python -m {PACKAGE}: ")
    assert told in output.err
    assert output.out == ""


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"person = ", "is not TOML in UTF-8: "),
        (b"person = '\xff'", "is not TOML in UTF-8: "),
        (b"person = 1", 'person must be a heading in quotation marks: person = "'),
        (b"[columns]\nperson = 'x'", "columns must be a heading"),
        (b"#" * (256 * 1024 + 1), "a column map of at most 256 kB"),
        (b"x = " + b"[" * 5000, "is not TOML in UTF-8: "),
    ],
)
def test_a_bad_column_map_is_a_usage_error(
    content: bytes, told: str, rows: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    columns = tmp_path / "map.toml"
    columns.write_bytes(content)
    with pytest.raises(SystemExit) as stopped:
        main(["score", rows, "--profile", "consultant", "--columns", str(columns)])
    assert stopped.value.code == 2
    assert told in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dmo"],
        ["score"],
        ["score", "x.csv"],
        ["score", "x.csv", "--level", "boss"],
        ["score", "x.csv", "--level", "all"],
        ["score", "x.csv", "--profile", "manager", "--profile", "director"],
        ["score", "x.csv", "--level", "all", "--organisation", "o.csv", "--by", "team"],
        ["score", "x.csv", "--level", "manager", "--closing-day", "last"],
        ["demo", "--level", "boss"],
        ["demo", "--json", "--html", "x"],
        ["demo", "--lang", "de"],
        ["lint"],
    ],
)
def test_wrong_usage_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert f"usage: python -m {PACKAGE}" in capsys.readouterr().err


# lint


def test_lint_of_a_clean_profile_ends_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clean = written(tmp_path / "clean.toml", PROFILE.format(weight=50) + PROCESS)
    assert main(["lint", clean]) == 0
    assert capsys.readouterr().out == "nothing to remark\n"


def test_lint_of_things_to_know_ends_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    jump = '{ kind = "steps", knots = [["0", "0"], ["50", "100"]] }'
    text = PROFILE.format(weight=50) + PROCESS.replace(CURVE, jump)
    assert main(["lint", written(tmp_path / "jump.toml", text)]) == 0
    info, summary = capsys.readouterr().out.splitlines()
    assert info.startswith("info test_drive_rate: the points jump: ")
    assert summary == "errors: 0, warnings: 0, to know: 1"


def test_lint_tells_warnings_and_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", "consultant"]) == 1
    lines = capsys.readouterr().out.splitlines()
    findings = profiles.CONSULTANT.lint()
    assert lines[:-1] == [str(finding) for finding in findings]
    warnings = sum(finding.severity == "warning" for finding in findings)
    assert lines[-1] == f"errors: 0, warnings: {warnings}, to know: {len(findings) - warnings}"


def test_lint_speaks_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", "consultant", "--lang", "zh"]) == 1
    finding = next(each for each in profiles.CONSULTANT.lint() if each.severity == "warning")
    assert f"警告 {finding.where}: {finding.zh} [{finding.code}]" in capsys.readouterr().out.splitlines()


def test_lint_knows_which_columns_there_will_be(small: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", small, "--columns", "person, date,units_delivered"]) == 1
    assert "error unit_attainment: no record can feed it: target_units" in capsys.readouterr().out


def test_lint_lists_the_faults_of_a_profile_that_cannot_be_loaded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faulty = written(tmp_path / "x.toml", PROFILE.format(weight=90) + "\nwieght = 1\n")
    assert main(["lint", faulty]) == 1
    told = capsys.readouterr()
    assert told.out.startswith("faults in the profile (1):\n")
    assert "wieght" in told.out
    assert told.err == ""


def test_help_states_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["lint", "--help"])
    assert stopped.value.code == 0
    assert "Exit codes: 0 nothing, or only things to know; 1 warnings or errors" in " ".join(
        capsys.readouterr().out.split()
    )


def test_the_module_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", [PACKAGE, "lint", "director"])
    monkeypatch.delitem(sys.modules, f"{PACKAGE}.__main__", raising=False)
    with pytest.raises(SystemExit) as stopped:
        runpy.run_module(PACKAGE, run_name="__main__", alter_sys=True)
    assert stopped.value.code == 1
    assert "[" in capsys.readouterr().out


def test_importing_the_module_runs_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert importlib.import_module(f"{PACKAGE}.__main__").main is main
    assert capsys.readouterr() == ("", "")
