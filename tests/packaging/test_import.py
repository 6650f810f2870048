"""`import salesperf` is cheap: it loads nothing that is not listed here, and takes at most 12 ms of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import salesperf

PACKAGE = salesperf.__name__

STANDARD_MODULES = frozenset({"importlib", "typing"})
"""The only modules outside the package that importing it may load, beside attrs, dateutil and what they load."""

LIMIT_MS = 12

NEW_MODULES = f"""
import sys
import attr, attrs, dateutil, dateutil.relativedelta
before = set(sys.modules)
import {PACKAGE}
print(*sorted(set(sys.modules) - before))
"""


def run(*arguments: str, cache: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PYTHONPYCACHEPREFIX": str(cache),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.run(  # noqa: S603  (this interpreter, our own code)
        [sys.executable, *arguments], capture_output=True, text=True, check=True, env=environment, timeout=60
    )


def test_importing_loads_nothing_beyond_its_dependencies_and_a_short_list(tmp_path: Path) -> None:
    loaded = set(run("-c", NEW_MODULES, cache=tmp_path).stdout.split())
    own = {name for name in loaded if f"{PACKAGE}.".startswith(f"{name}.") or name.startswith(f"{PACKAGE}.")}
    assert loaded - own <= STANDARD_MODULES


def test_importing_loads_no_room(tmp_path: Path) -> None:
    loaded = set(run("-c", NEW_MODULES, cache=tmp_path).stdout.split())
    rooms = {name for name in loaded if name.startswith(f"{PACKAGE}.")}
    assert rooms == {f"{PACKAGE}._version"}


def test_own_import_time(tmp_path: Path) -> None:
    best = min(own_milliseconds(tmp_path) for _ in range(6))  # the first one fills the bytecode cache
    assert best <= LIMIT_MS


def own_milliseconds(cache: Path) -> float:
    lines = run("-X", "importtime", "-c", f"import {PACKAGE}", cache=cache).stderr
    timed = re.findall(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)", lines)
    own = [int(microseconds) for microseconds, name in timed if f"{name}.".startswith(f"{PACKAGE}.")]
    assert own
    return sum(own) / 1000


@pytest.mark.parametrize("flag", ["-Werror", "-OO", "-I"])
def test_importing_is_silent_under_strict_interpreters(flag: str, tmp_path: Path) -> None:
    path = f"import sys; sys.path[:0] = {list(filter(None, sys.path))!r}; "
    done = run(flag, "-c", path + f"import {PACKAGE}", cache=tmp_path)
    assert (done.stdout, done.stderr) == ("", "")
