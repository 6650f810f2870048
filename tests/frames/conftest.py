"""What every test of tables can ask for: a backend, and the way by which its tables are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from frames import backends
from frames.backends import Backend

import salesperf as sp

_TOLD = {
    "dask": ["ignore:.*narwhals-dask:FutureWarning"],
    "pyspark": ["ignore:PySpark does not yet fully support pandas:FutureWarning"],
    "ibis": ["ignore:fetch_arrow_table:DeprecationWarning", "ignore:.*future.infer_string"],
}
"""What engines warn of about themselves, or about each other."""

_NEEDED = ("narwhals", "duckdb", "pandas", "polars", "pyarrow")
"""The engines in the process: tests of tables run where all of them are."""


def _params(chosen: Iterable[Backend]) -> list[Any]:
    return [pytest.param(each, id=each.name, marks=list(_marks(each))) for each in chosen]


def _marks(backend: Backend) -> Iterator[pytest.MarkDecorator]:
    yield from map(pytest.mark.filterwarnings, _TOLD.get(backend.module, []))
    if backend.module == "pyspark":  # its session takes long to begin: one of the processes of a run has it
        yield pytest.mark.xdist_group("spark")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out reading lazy tables as rows: there is no such way."""
    if absent := [name for name in _NEEDED if find_spec(name) is None]:
        skipped = pytest.mark.skip(reason=f"tests of tables need {', '.join(absent)}")
        for item in items:
            if item.path.is_relative_to(Path(__file__).parent):
                item.add_marker(skipped)
    kept, left = [], []
    for item in items:
        params = getattr(getattr(item, "callspec", None), "params", {})
        is_lazy = any(isinstance(each, Backend) and each.lazy for each in params.values())
        (left if params.get("way") == "rows" and is_lazy else kept).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept


@pytest.fixture(params=_params(backends.ALL))
def backend(request: pytest.FixtureRequest) -> Backend:
    """Each kind of table, slow engines too."""
    return request.param


@pytest.fixture(params=_params(backends.QUICK))
def quick(request: pytest.FixtureRequest) -> Backend:
    """Each kind of table of which a call takes far less than a second."""
    return request.param


@pytest.fixture(params=_params(backends.SLOW))
def slow(request: pytest.FixtureRequest) -> Backend:
    """Each kind of table of which a call takes seconds."""
    return request.param


@pytest.fixture(params=_params(backends.CORE))
def core(request: pytest.FixtureRequest) -> Backend:
    """One table of each engine that is quick: for what is tried in many variations."""
    return request.param


@pytest.fixture(params=_params(backends.EAGER))
def eager(request: pytest.FixtureRequest) -> Backend:
    """Each kind of table that lies in memory."""
    return request.param


@pytest.fixture(params=_params(backends.LAZY))
def lazy(request: pytest.FixtureRequest) -> Backend:
    """Each kind of table that is a plan."""
    return request.param


@pytest.fixture(scope="session", autouse=True)
def _closing() -> Iterator[None]:
    yield
    backends.close()


@pytest.fixture
def fill() -> Any:
    """The module that chooses between rows and groups."""
    return import_module(f"{sp.__name__}.engines.frames._fill")


def _small(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    monkeypatch.setattr(import_module(f"{sp.__name__}.engines.frames._fill"), "SMALL", number)


@pytest.fixture
def grouped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables of any size are grouped in their engine."""
    _small(monkeypatch, 0)


@pytest.fixture(params=["rows", "groups"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Either way of reading a table."""
    chosen: str = request.param
    _small(monkeypatch, 0 if chosen == "groups" else 1 << 60)
    return chosen
