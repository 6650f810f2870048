"""What every test can ask for: the repository, the reference data beside it, a calm hypothesis; what is traced."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

HERE = Path(__file__).resolve().parent

settings.register_profile("default", deadline=None)  # a busy machine is no fault of the code
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Cap the examples of every property test at $SALESPERF_EXAMPLES: for the runs that repeat a full one elsewhere."""
    most = int(os.environ.get("SALESPERF_EXAMPLES", "0"))
    chosen = "_hypothesis_internal_use_settings"  # hypothesis has no public way to lower what a test has set itself
    for item in items if most else ():
        test = getattr(item, "obj", None)
        own = getattr(test, chosen, None)
        if own is not None and own.max_examples > most:
            setattr(getattr(test, "__func__", test), chosen, settings(own, max_examples=most))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[Any]:
    """Let tests that are `untraced` not count as coverage: they take half the time then, and are most of a run."""
    if not item.get_closest_marker("untraced"):
        return (yield)
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(tracer)


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository; skipped where the tests run against an installed or vendored package, away from it."""
    root = HERE.parent
    if not (root / "src" / "salesperf").is_dir():
        pytest.skip("needs the repository, and these tests run away from it")
    return root


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference and real data: $SALESPERF_SHARED, else the folder `shared` beside the repository."""
    named = os.environ.get("SALESPERF_SHARED")
    shared = Path(named) if named else HERE.parent.parent / "shared"
    if not shared.is_dir():
        pytest.skip(f"needs the reference data, and there is no folder {shared.name} beside the repository")
    return shared
