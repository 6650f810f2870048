"""mypy and pyright accept every supported input of the public API, and refuse what is none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

import salesperf

Checker = Callable[[str, Path], dict[int, str]]

HERE = Path(__file__).resolve().parent
PLACE = Path(salesperf.__file__).resolve().parent.parent

pytestmark = pytest.mark.skipif(
    salesperf.__name__ != "sales" + "perf", reason="type checkers look for the package under its own name"
)


def run(*arguments: str) -> str:
    paths = "" if PLACE.name == "site-packages" else str(PLACE)
    environment = {**os.environ, "MYPYPATH": paths, "PYTHONPATH": paths}
    done = subprocess.run(  # noqa: S603  (this interpreter, installed checkers, our own files)
        [sys.executable, "-m", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=HERE,
        env=environment,
        timeout=300,
    )
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    return done.stdout


def mypy(file: str, cache: Path) -> dict[int, str]:
    options = ("--strict", "--output=json", f"--cache-dir={cache}", "--config-file=", "--no-error-summary")
    found = map(json.loads, run("mypy", *options, file).splitlines())
    return {each["line"]: each["message"] for each in found if each["severity"] == "error" and each["file"] == file}


def pyright(file: str, _: Path) -> dict[int, str]:
    report = json.loads(run("pyright", "--outputjson", "--pythonversion=3.11", f"--pythonpath={sys.executable}", file))
    assert report["summary"]["filesAnalyzed"] == 1
    found = (each for each in report["generalDiagnostics"] if each["severity"] == "error")
    return {each["range"]["start"]["line"] + 1: each["message"] for each in found}


CHECKERS = [
    pytest.param(
        checker,
        id=checker.__name__,
        marks=pytest.mark.skipif(find_spec(checker.__name__) is None, reason=f"{checker.__name__} is not installed"),
    )
    for checker in (mypy, pyright)
]


@pytest.mark.parametrize("checker", CHECKERS)
def test_every_supported_input_is_accepted(checker: Checker, tmp_path: Path) -> None:
    assert checker("accepted.py", tmp_path) == {}


ENGINES = ("duckdb", "pandas", "polars", "pyarrow")


@pytest.mark.skipif(not all(map(find_spec, ENGINES)), reason=f"needs the types of {', '.join(ENGINES)}")
@pytest.mark.parametrize("checker", CHECKERS)
def test_tables_of_every_engine_are_accepted(checker: Checker, tmp_path: Path) -> None:
    assert checker("tables.py", tmp_path) == {}


@pytest.mark.parametrize("checker", CHECKERS)
def test_mistakes_are_refused_and_nothing_else(checker: Checker, tmp_path: Path) -> None:
    lines = (HERE / "refused.py").read_text(encoding="utf-8").splitlines()
    marked = {number for number, line in enumerate(lines, 1) if line.endswith("# refused")}
    assert checker("refused.py", tmp_path).keys() == marked
