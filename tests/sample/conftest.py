"""The default sample, played once for all tests that only read it."""

from __future__ import annotations

from typing import Any

import pytest

from salesperf import sample


@pytest.fixture(scope="session")
def records() -> tuple[dict[str, Any], ...]:
    return sample.dealership()


@pytest.fixture(scope="session")
def facts() -> tuple[dict[str, Any], ...]:
    return sample.store_facts()
