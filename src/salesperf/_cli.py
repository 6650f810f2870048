"""The command line: `demo`, `score`, `lint`.  Thin: arguments in, one call of the library, text out.

Errors of the library and of the system are a message on standard error and exit code 2, never a traceback.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from . import profiles, report, sample
from .calendar import Calendar
from .errors import CurveError, ProfileError, SalesperfError
from .organisation import Organisation
from .profiles import Profile, Severity
from .records import read_csv
from .scoring import Scoreboard, Scorecard, score, score_all
from .text import printable, shown
from .vocabulary import Level, Owner
from .wording import LANGUAGES, say

__all__ = ["main"]

_FAILED = 2
_DEMO_PERIOD = "2026-03"
_SHIPPED = "|".join(profile.name for profile in profiles.SHIPPED)
_ALL = "all"
_LEVELS = (_ALL, *map(str, Level))
_LARGEST_MAP = 256 * 1024
_LONGEST = 1000
_LINT_CODES = (
    "Exit codes: 0 nothing, or only things to know; 1 warnings or errors, or the profile cannot be loaded (its faults "
    "are listed); 2 the file cannot be read."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; `arguments` are those of the process unless given."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal that lacks a character shows its escape
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        asked = _parser().parse_args(arguments)
        run: Callable[[argparse.Namespace], int] = asked.run
        code = run(asked)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our output has read enough; nothing is left to flush at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _FAILED
    except (SalesperfError, OSError) as error:
        sys.stderr.write(f"{_program()}: {error}\n")
        return _FAILED
    return code


def _tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _program() -> str:
    return f"python -m {__package__}"


# arguments


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=_program(),
        description="Scores a car dealership's sales records; every score explains itself.",
        epilog="Exit codes: 0 done; 2 an error, told on standard error.  For lint see `lint --help`.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND", title="commands")
    _add_demo(commands.add_parser("demo", help="score a made-up dealership", allow_abbrev=False))
    _add_score(commands.add_parser("score", help="score the records of a CSV file", allow_abbrev=False))
    _add_lint(commands.add_parser("lint", help="check a profile", epilog=_LINT_CODES, allow_abbrev=False))
    return parser


def _add_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=2026, metavar="N", help="another run of luck (default: 2026)")
    parser.add_argument("--people", type=int, default=12, metavar="N", help="number of consultants (default: 12)")
    parser.add_argument(
        "--level",
        choices=_LEVELS,
        default=str(Level.CONSULTANT),
        help="whose cards; all for the whole house (default: consultant)",
    )
    _add_output(parser)
    parser.set_defaults(run=_demo)


def _add_score(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.csv", help="records: person, date and measures")
    rules = parser.add_argument_group("rules", "at least one is required")
    rules.add_argument(
        "--profile",
        action="append",
        default=[],
        metavar="PROFILE",
        help=f"{_SHIPPED}, or a profile file (*.toml, *.json); with --organisation also several, one for each level",
    )
    rules.add_argument(
        "--level",
        choices=_LEVELS,
        help="the shipped profile of a level; all: of each level that no --profile is for (with --organisation)",
    )
    parser.add_argument(
        "--organisation",
        type=Path,
        metavar="ORG.csv",
        help="who belongs where: person, team, store, level, start, until and so on",
    )
    parser.add_argument("--targets", type=Path, metavar="T.csv", help="targets in a file of their own")
    parser.add_argument(
        "--closing-day", type=int, metavar="N", help="the day on which a month closes (default: its last)"
    )
    parser.add_argument(
        "--period",
        action="append",
        metavar="PERIOD",
        help="2026-03, 2026-Q1, 2026 or 2026-W09, also several times; month, quarter, year or week for one card in "
        "each (default: all records are one period)",
    )
    parser.add_argument(
        "--by", choices=list(map(str, Owner)), default=str(Owner.PERSON), help="whose cards (default: person)"
    )
    parser.add_argument(
        "--columns",
        type=_column_map,
        metavar="MAP.toml",
        help='the file\'s own headings, one line each: units_delivered = "交车台数"',
    )
    parser.add_argument(
        "--encoding",
        default="utf-8-sig",
        metavar="NAME",
        help="gb18030 for files saved by Excel in Chinese (default: utf-8)",
    )
    parser.add_argument(
        "--lenient", action="store_true", help="leave rows with faults out, and list them, instead of stopping"
    )
    parser.add_argument("--card", metavar="SUBJECT", help="explain the cards of one subject as well")
    _add_output(parser)
    parser.set_defaults(run=_score, refuse=parser.error)


def _add_lint(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("profile", metavar="PROFILE", help=f"a profile file (*.toml, *.json), or {_SHIPPED}")
    parser.add_argument(
        "--columns", metavar="A,B,C", help="columns the records will have: finds measures that nothing feeds"
    )
    _add_language(parser)
    parser.set_defaults(run=_lint)


def _add_output(parser: argparse.ArgumentParser) -> None:
    _add_language(parser)
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help="print the scoreboard as JSON")
    output.add_argument("--html", type=Path, metavar="OUT", help="write a report to this file")


def _add_language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the output (default: en)")


def _column_map(path: str) -> dict[str, str]:
    """Return the table of a column map, salesperf name = source heading."""
    with Path(path).open("rb") as file:
        content = file.read(_LARGEST_MAP + 1)
    if len(content) > _LARGEST_MAP:
        msg = f"a column map of at most {_LARGEST_MAP // 1024} kB"
        raise argparse.ArgumentTypeError(msg)
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        msg = f"{shown(path)} is not TOML in UTF-8: {printable(str(error), _LONGEST)}"
        raise argparse.ArgumentTypeError(msg) from None
    for name, heading in table.items():
        if not isinstance(heading, str):
            msg = f'{shown(path)}: {printable(name)} must be a heading in quotation marks: {printable(name)} = "…"'
            raise argparse.ArgumentTypeError(msg)
    return table


def _profile(name: str) -> Profile:
    path = Path(name)
    return Profile.from_file(path) if path.suffix or len(path.parts) > 1 else profiles.get(name)


# commands


def _demo(asked: argparse.Namespace) -> int:
    records = sample.dealership(seed=asked.seed, people=asked.people)
    if asked.level == Level.CONSULTANT:
        board = score(records, profiles.CONSULTANT, period=_DEMO_PERIOD)
        cards = board.ranking()
        card = next((card for card in cards if any(line.points is None for line in card)), cards[0])
    else:
        records += sample.house_facts(seed=asked.seed, people=asked.people)
        house = sample.organisation(people=asked.people)
        board = score_all(records, _rules([], asked.level), organisation=house, period=_DEMO_PERIOD)
        card = next(card for card in board if card.level is not Level.CONSULTANT)
    _put(board, asked, [card])
    return 0


def _score(asked: argparse.Namespace) -> int:
    rules = _rules(asked.profile, asked.level)
    if not rules:
        asked.refuse("one of the arguments --profile --level is required")
    if len(rules) > 1 and asked.organisation is None:
        asked.refuse("several levels need --organisation: it says who is of which")
    if len(rules) > 1 and asked.by != Owner.PERSON:
        asked.refuse(f"--by {asked.by} takes one profile: several levels are those of persons")
    records = read_csv(asked.file, encoding=asked.encoding)
    how: dict[str, Any] = {
        "period": asked.period[0] if asked.period and len(asked.period) == 1 else asked.period,
        "columns": asked.columns,
        "calendar": Calendar(closing_day=asked.closing_day),
        "organisation": None if asked.organisation is None else _organisation(asked),
        "targets": None if asked.targets is None else read_csv(asked.targets, encoding=asked.encoding),
        "strict": not asked.lenient,
    }
    board = score_all(records, rules, **how) if len(rules) > 1 else score(records, rules[0], by=asked.by, **how)
    _put(board, asked, _cards_of(board, asked.card) if asked.card is not None else [])
    return 0


def _rules(named: Sequence[str], level: str | None) -> list[Profile]:
    """Return the profiles named, and the shipped ones of the levels asked for that none of those is for."""
    rules = [_profile(name) for name in named]
    mine = {profile.level for profile in rules}
    return rules + [each for each in profiles.SHIPPED if level in {each.level, _ALL} and each.level not in mine]


def _organisation(asked: argparse.Namespace) -> Organisation:
    house = Organisation.from_rows(read_csv(asked.organisation, encoding=asked.encoding))
    if house.unused:
        names = ", ".join(printable(name) for name in house.unused)
        sys.stderr.write(f"{_program()}: not read in {printable(str(asked.organisation), _LONGEST)}: {names}\n")
    return house


def _cards_of(board: Scoreboard, subject: str) -> list[Scorecard]:
    return [card for card in board if card.subject == subject] or [board[subject]]


def _put(board: Scoreboard, asked: argparse.Namespace, cards: Sequence[Scorecard]) -> None:
    """Write the board as it was asked for: JSON, an HTML file, or text with some cards explained."""
    if asked.json:
        _tell(_encodable(board.to_json()))
    elif asked.html is not None:
        asked.html.write_text(report.html(board, lang=asked.lang), encoding="utf-8", newline="\n")
        _tell(printable(str(asked.html), _LONGEST))
    else:
        sys.stdout.write(report.text(board, lang=asked.lang))
        for card in cards:
            _tell(f"\n{card.explain(asked.lang)}")


def _encodable(document: str) -> str:
    """Return JSON as it is where standard output can hold it, else with JSON's own escapes."""
    try:
        document.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return "".join(c if c.isascii() else json.dumps(c)[1:-1] for c in document)
    return document


def _lint(asked: argparse.Namespace) -> int:
    try:
        profile = _profile(asked.profile)
    except (ProfileError, CurveError) as error:
        _tell(str(error))
        return 1
    columns = None if asked.columns is None else [name.strip() for name in asked.columns.split(",")]
    findings = profile.lint(columns)
    for each in findings:
        severity = say(asked.lang, f"severity_{each.severity}")
        _tell(f"{severity} {each.where}: {printable(each.text(asked.lang), _LONGEST)} [{each.code}]")
    count = {severity: sum(each.severity is severity for each in findings) for severity in Severity}
    errors, warnings, infos = (count[each] for each in (Severity.ERROR, Severity.WARNING, Severity.INFO))
    key = "findings" if findings else "no_findings"
    _tell(say(asked.lang, key, errors=errors, warnings=warnings, infos=infos))
    return 1 if errors or warnings else 0
