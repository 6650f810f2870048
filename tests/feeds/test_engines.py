from __future__ import annotations

from typing import Any

import pytest
from feeds.tables import ENGINES, FEED, ROWS, collected, comparable
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=60)
@given(rows=st.lists(ROWS, max_size=12))
def test_every_engine_gives_the_records_of_the_rows(engine: str, rows: list[dict[str, Any]]) -> None:
    """One description, everywhere the same records."""
    expected = comparable(FEED.records(rows)) if rows else comparable([])
    assert comparable(collected(FEED.frame(ENGINES[engine](rows)))) == expected
