"""What every test can ask for: the repository, the reference data beside it, a calm hypothesis."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

HERE = Path(__file__).resolve().parent

settings.register_profile("default", deadline=None)  # a busy machine is no fault of the code
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


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
