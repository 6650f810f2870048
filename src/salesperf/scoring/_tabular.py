"""A board as a table of some engine: one row a card, decimals as decimals, never a float.

Columns are `subject`, `period`, `level`, `profile`, `status`, `total`, `base`, `grade`, `rank`, and for each criterion
`<id>_value`, `<id>_status`, `<id>_points` and `<id>_contribution`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from os import PathLike
from typing import TYPE_CHECKING, Any

import attrs

from ..errors import MissingExtraError, UnknownNameError
from ._frame import as_points

if TYPE_CHECKING:
    from ._board import Scoreboard

__all__ = ["POINTS", "TEXT", "WHOLE", "Column", "frame_of", "made", "places_of", "write_parquet"]

POINTS = 3
TEXT = -1
WHOLE = -2


@attrs.frozen
class Column:
    """Values of one kind: text, whole numbers, or decimals with so many places."""

    places: int
    values: list[Any]


def frame_of(board: Scoreboard, kind: str | None) -> Any:
    """Return the board as a table of an engine: "polars", "pandas" or "pyarrow"."""
    if kind is None:
        kind = next((each for each in _MADE if each in sys.modules), next(iter(_MADE)))
    if kind not in _MADE:
        what = "kind of table"
        raise UnknownNameError(what, kind, tuple(_MADE))
    return made(kind, _columns(board))


def made(kind: str, columns: Mapping[str, Column]) -> Any:
    """Return columns as a table of a library; without it `MissingExtraError`."""
    return _MADE[kind](_imported(kind), columns)


def write_parquet(board: Scoreboard, path: str | PathLike[str]) -> None:
    """Write the board as a Parquet file, with whichever of polars and pyarrow is there."""
    table: Any
    try:
        table = frame_of(board, "pyarrow")
    except MissingExtraError:
        table = frame_of(board, "polars")
        table.write_parquet(path)
        return
    import_module("pyarrow.parquet").write_table(table, path)


def _imported(kind: str) -> Any:
    try:
        return import_module(kind)
    except ImportError as error:
        msg = f"a board as a table of {kind} needs it: pip install {kind}"
        raise MissingExtraError(msg) from error


def _columns(board: Scoreboard) -> dict[str, Column]:
    cards = list(board)
    subjects = [card.subject for card in cards]
    whole = all(type(subject) is int for subject in subjects)
    columns = {
        "subject": Column(WHOLE, subjects) if whole else Column(TEXT, [*map(str, subjects)]),
        "period": Column(TEXT, [str(card.period) for card in cards]),
        "level": Column(TEXT, [str(card.level) for card in cards]),
        "profile": Column(TEXT, [card.profile.name for card in cards]),
        "status": Column(TEXT, [str(card.status) for card in cards]),
        "total": Column(POINTS, [card.total for card in cards]),
        "base": Column(POINTS, [card.base for card in cards]),
        "grade": Column(TEXT, [card.grade for card in cards]),
        "rank": Column(WHOLE, [card.rank for card in cards]),
    }
    results = [card._results for card in cards]  # noqa: SLF001  (one room)
    for name, places in places_of(board).items():
        of = [each.get(name) for each in results]
        columns[f"{name}_value"] = Column(places, [each and each.shown for each in of])
        columns[f"{name}_status"] = Column(TEXT, [each and str(each.status) for each in of])
        columns[f"{name}_points"] = Column(POINTS, [each and as_points(each.points) for each in of])
        columns[f"{name}_contribution"] = Column(POINTS, [each and as_points(each.contribution) for each in of])
    return columns


def places_of(board: Scoreboard) -> dict[str, int]:
    """Return the decimals of each criterion's values: of profiles that have it in common, the most."""
    found: dict[str, int] = {}
    for profile in board.profiles:
        for criterion in profile.criteria:
            found[criterion.id] = max(criterion.indicator.decimals, found.get(criterion.id, 0))
    return found


def _as_polars(polars: Any, columns: Mapping[str, Column]) -> Any:
    def kind(places: int) -> Any:
        return {TEXT: polars.String, WHOLE: polars.Int64}.get(places) or polars.Decimal(38, places)

    return polars.DataFrame([polars.Series(name, c.values, dtype=kind(c.places)) for name, c in columns.items()])


def _as_pyarrow(pyarrow: Any, columns: Mapping[str, Column]) -> Any:
    def kind(places: int) -> Any:
        return {TEXT: pyarrow.string(), WHOLE: pyarrow.int64()}.get(places) or pyarrow.decimal128(38, places)

    return pyarrow.table({name: pyarrow.array(c.values, kind(c.places)) for name, c in columns.items()})


def _as_pandas(pandas: Any, columns: Mapping[str, Column]) -> Any:
    def kind(places: int) -> Any:
        return "string" if places == TEXT else "Int64" if places == WHOLE else object

    return pandas.DataFrame({name: pandas.Series(c.values, dtype=kind(c.places)) for name, c in columns.items()})


_MADE: Mapping[str, Callable[[Any, Mapping[str, Column]], Any]] = {
    "polars": _as_polars,
    "pyarrow": _as_pyarrow,
    "pandas": _as_pandas,
}
