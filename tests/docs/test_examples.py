"""Every example of the README and of the documentation is run, in order, one namespace a page.

- Python with prompts must print what it shows; Python without prompts must run, and what it prints must be the text
  block that follows.
- A block with a `title` that is a file name is put into the working directory first, so that a page can show a profile
  or a CSV file and then use it.
- A TOML block with a `schema` is a profile, or a feed where it has `rules`, and is loaded.
- Where a text block follows a shell block, it is what the shell block's `python -m salesperf …` commands print.
- `<!-- needs: narwhals polars -->` says what the blocks after it need, up to the next such mark: modules, and in
  capitals environment variables.  Where one is absent they are skipped with the reason; `<!-- needs: -->` ends it.

A line of `...` in what is shown stands for any number of lines.
"""

from __future__ import annotations

import contextlib
import difflib
import doctest
import io
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import salesperf

pytestmark = pytest.mark.untraced

ROOT = Path(__file__).resolve().parents[2]
PAGES = [page for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))) if page.is_file()]
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]
FENCE = re.compile(
    r"^(?P<indent> *)```(?P<language>\w+)(?P<rest>[^\n]*)\n(?P<body>.*?)^(?P=indent)```", re.MULTILINE | re.DOTALL
)
TITLE = re.compile(r'title="(?P<name>[\w.-]+\.\w+)"')
NEEDS = re.compile(r"^<!-- needs:(?P<names>[ \w]*)-->$", re.MULTILINE)
COMMAND = f"python -m {salesperf.__name__} "
PYTHON = {"python", "py", "pycon"}
SHELL = {"sh", "bash"}

beside = pytest.mark.skipif(not PAGES, reason="the documentation is not beside these tests")
every_page = pytest.mark.parametrize("page", PAGES, ids=NAMES)
WARNINGS = (
    "ignore:.*narwhals-dask:FutureWarning",
    "ignore:.*future.infer_string",
    "ignore:fetch_arrow_table:DeprecationWarning",
    "ignore:PySpark does not yet fully support pandas:FutureWarning",
)
"""What engines warn of about each other."""


class Block(NamedTuple):
    line: int
    language: str
    title: str | None
    body: str
    needs: frozenset[str]
    """Modules and environment variables without which it cannot be run."""


def needs_at(text: str, place: int) -> frozenset[str]:
    """Return what a block at some place of a page needs."""
    names: frozenset[str] = frozenset()
    for mark in NEEDS.finditer(text, 0, place):
        names = frozenset(mark["names"].split())
    return names


def lacking(needs: Iterable[str]) -> list[str]:
    """Return what of the modules and environment variables needed is not there."""
    return sorted(name for name in needs if not (os.environ.get(name) if name.isupper() else find_spec(name)))


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    found = []
    for match in FENCE.finditer(text):
        indent, line = match["indent"], text.count("\n", 0, match.start()) + 1
        body = "".join(row.removeprefix(indent) for row in match["body"].splitlines(keepends=True))
        title = TITLE.search(match["rest"])
        needs = needs_at(text, match.start())
        found.append(Block(line, match["language"], title["name"] if title else None, body, needs))
    return found


def followed(page: Path) -> list[tuple[Block, Block | None]]:
    """Return every block with the text block that follows it, if one does."""
    return [
        (one, other if other and other.language == "text" else None)
        for one, other in pairwise([*blocks(page), None])
        if one
    ]


def same(want: str, got: str) -> str:
    """Return nothing where an output is what is shown, else the difference."""
    if doctest.OutputChecker().check_output(want, got, doctest.ELLIPSIS):
        return ""
    rows = difflib.unified_diff(want.splitlines(), got.splitlines(), "shown", "printed", lineterm="")
    return "\n".join([*rows, ""])


def fail_with(report: list[str]) -> None:
    if any(report):
        pytest.fail("".join(report) + "where that is right, `python tests/docs/refresh.py` writes the pages anew")


def cases() -> list[Any]:
    """Return every page with each set of needs on it: blocks that need no more than that are run."""
    found = []
    for page, name in zip(PAGES, NAMES, strict=True):
        for needs in sorted({block.needs for block in blocks(page)} or {frozenset()}, key=sorted):
            told = f"{name} with {', '.join(sorted(needs))}" if needs else name
            marks = [pytest.mark.xdist_group("spark")] if "pyspark" in needs else []
            found.append(pytest.param(page, needs, id=told, marks=marks))
    return found


@beside
@pytest.mark.filterwarnings(*WARNINGS)
@pytest.mark.parametrize(("page", "needs"), cases())
def test_python_examples(page: Path, needs: frozenset[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if absent := lacking(needs):
        pytest.skip(f"{page.name} needs {', '.join(absent)}")
    monkeypatch.chdir(tmp_path)
    space: dict[str, Any] = {"__name__": "__main__"}
    report: list[str] = []
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    for block, output in followed(page):
        if not block.needs <= needs:
            continue
        if block.title is not None:
            (tmp_path / block.title).write_text(block.body, encoding="utf-8")
        if block.language in PYTHON and ">>>" in block.body:
            test = parser.get_doctest(block.body, space, page.name, str(page), block.line)
            runner.run(test, out=report.append, clear_globs=False)
            space = test.globs
        elif block.language in PYTHON:
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                exec(compile("\n" * block.line + block.body, str(page), "exec"), space)  # noqa: S102  (our own pages)
            if printed.getvalue():
                shown = output.body if output else ""
                report.append(same(shown, printed.getvalue()))
    fail_with(report)


@beside
@every_page
def test_profiles_and_feeds_in_toml_load(page: Path) -> None:
    for block in blocks(page):
        keys = tomllib.loads(block.body) if block.language == "toml" else {}
        if "schema" in keys and "rules" in keys:
            assert salesperf.feeds.Feed.from_toml(block.body).rules
        elif "schema" in keys:
            assert salesperf.Profile.from_toml(block.body).criteria


@beside
@every_page
def test_commands_print_what_is_shown(page: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"}
    report: list[str] = []
    for block, output in followed(page):
        if block.title is not None:
            (tmp_path / block.title).write_text(block.body, encoding="utf-8")
        commands = [line for line in block.body.splitlines() if line.startswith(COMMAND)]
        if block.language in SHELL and output is not None and commands:
            printed = ""
            for command in commands:
                _, *arguments = shlex.split(command, comments=True)
                done = subprocess.run(  # noqa: S603  (this interpreter, our own pages)
                    [sys.executable, *arguments],
                    capture_output=True,
                    encoding="utf-8",
                    check=False,
                    cwd=tmp_path,
                    env=environment,
                    timeout=120,
                )
                assert done.stderr == ""
                printed += done.stdout
            report.append(same(output.body, printed))
    fail_with(report)


@beside
def test_no_python_block_escapes() -> None:
    for page in PAGES:
        fences = re.findall(r"^ *```(?:python|py|pycon)\b", page.read_text(encoding="utf-8"), re.MULTILINE)
        run = [block for block in blocks(page) if block.language in PYTHON]
        assert len(run) == len(fences), page.name


@beside
def test_the_readme_shows_what_the_demo_prints() -> None:
    shown = {
        block.body.splitlines()[-1]: output for block, output in followed(ROOT / "README.md") if block.language == "sh"
    }
    assert shown.get(f"{COMMAND}demo") is not None
