"""`EngineError`: an engine could not do what a plan asked of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from traceback import walk_tb

from ...errors import SalesperfError

__all__ = ["EngineError", "told"]

_RAISED = (
    ("narwhals.exceptions", "NarwhalsError"),
    ("polars.exceptions", "PolarsError"),
    ("duckdb", "Error"),
    ("pyarrow", "ArrowException"),
    ("pyspark.errors", "PySparkException"),
    ("py4j.protocol", "Py4JError"),
    ("sqlglot.errors", "SqlglotError"),
    ("ibis.common.exceptions", "IbisError"),
    ("sqlite3", "Error"),
    ("psycopg", "Error"),
)
"""What engines raise: names in modules that are looked at only where they are loaded."""

_ENGINES = frozenset({"dask", "duckdb", "ibis", "narwhals", "pandas", "polars", "pyarrow", "pyspark", "sqlframe"})


class EngineError(SalesperfError, RuntimeError):
    """An engine failed while it ran a plan: a file that vanished, a session that died.  Its own error is the cause."""


@contextmanager
def told(what: str) -> Iterator[None]:
    """Tell what was being done when an engine failed; its own error is chained."""
    try:
        yield
    except SalesperfError:
        raise
    except Exception as error:
        if not isinstance(error, _known()) and not _passed_an_engine(error):
            raise
        summary = (str(error).strip() or type(error).__name__).splitlines()[0]
        msg = f"{what} failed in the engine ({type(error).__name__}): {summary}"
        raise EngineError(msg) from error


def _passed_an_engine(error: Exception) -> bool:
    """Return whether an error came out of an engine's code: of a session that died Spark tells by an assertion."""
    frames = (frame.f_globals.get("__name__", "") for frame, _ in walk_tb(error.__traceback__))
    return any(name.partition(".")[0] in _ENGINES for name in frames)


def _known() -> tuple[type[BaseException], ...]:
    found = [getattr(sys.modules.get(module), name, None) for module, name in _RAISED]
    return (OSError, ConnectionError, *(kind for kind in found if kind is not None))
