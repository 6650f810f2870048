"""Eager tables of any size are scored in their engine here: else only those of some thousand rows are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from salesperf.engines.frames import _fill


@pytest.fixture(scope="module", autouse=True)
def at_any_size(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        if not getattr(request.module, "OF_REAL_SIZE", False):
            patch.setattr(_fill, "SMALL", 0)
        yield
