"""Real input, from tables: the mappings of tests/realdata give the same boards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from frames.agreement import agrees
from frames.backends import Backend
from realdata import test_crm_maven as crm
from realdata import test_northwind as northwind

pytestmark = pytest.mark.untraced


@pytest.fixture
def data(shared: Path) -> Path:
    return shared / "data"


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("period", [None, "year", "quarter"])
def test_northwind(core: Backend, data: Path, period: Any) -> None:
    rows = northwind.records(data / "northwind")
    assert len(agrees(core, rows, northwind.PROFILE, period=period))


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("period", [None, "month"])
def test_crm(core: Backend, data: Path, period: Any) -> None:
    rows = crm.records(data / "crm_maven")
    profiles = [crm.PROFILE, crm.OF_MANAGERS]
    agrees(core, rows, crm.PROFILE, kinds={"date": "date"}, period=period)
    agrees(
        core, rows, profiles, kinds={"date": "date"}, period=period, organisation=crm.organisation(data / "crm_maven")
    )
