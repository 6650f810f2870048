"""A board as a table of the kind that was scored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any

import attrs

from ..arithmetic import units_of
from ..engines import DETAILS, Columnar, Kind, Source, native
from ..errors import UnknownNameError
from ..plan import NotColumnar
from ._errors import BoardError
from ._tabular import POINTS, TEXT, WHOLE, Column, made, places_of

if TYPE_CHECKING:
    from ._board import Scoreboard
    from ._result import Result

__all__ = ["Origin", "native_of"]


@attrs.frozen(eq=False)
class Origin:
    """The table that a board was scored from, and the call that scores it in its engine, if one does."""

    source: Source
    call: Columnar | None

    def mark(self, board: Scoreboard) -> Scoreboard:
        """Let a board know where it comes from."""
        object.__setattr__(board, "_origin", self)
        return board

    def __reduce__(self) -> tuple[Callable[[], None], tuple[()]]:
        return _nowhere, ()


def _nowhere() -> None:
    """Return what a board that was stored knows of its table."""


def native_of(board: Scoreboard, origin: Origin | None, details: Sequence[str]) -> Any:
    """Return the cards as a table of the kind that was scored."""
    for name in details:
        if name not in DETAILS:
            what = "detail of a line"
            raise UnknownNameError(what, name, DETAILS)
    if origin is None:
        msg = "this board was not scored from a table, or was changed since: board.to_frame() makes a table of it"
        raise BoardError(msg)
    if origin.call is not None:
        with suppress(NotColumnar):  # the plain scorer computes it
            return native(origin.call, details)
    return _in_kind(origin.source, _columns(board, details))


def _columns(board: Scoreboard, details: Sequence[str]) -> dict[str, Column]:
    """Return what the engine would have computed, from the cards."""
    cards = list(board)
    subjects = [card.subject for card in cards]
    columns = {
        "subject": Column(WHOLE if all(type(each) is int for each in subjects) else TEXT, subjects),
        "period": Column(TEXT, [str(card.period) for card in cards]),
        **({"level": Column(TEXT, [str(card.level) for card in cards])} if len(board.profiles) > 1 else {}),
        "status": Column(TEXT, [str(card.status) for card in cards]),
        "total_e3": Column(WHOLE, [_units(card.total, POINTS) for card in cards]),
        "base_e3": Column(WHOLE, [_units(card.base, POINTS) for card in cards]),
        "grade": Column(TEXT, [card.grade for card in cards]),
        "rank": Column(WHOLE, [card.rank for card in cards]),
        "faults": Column(WHOLE, [0] * len(cards)),
    }
    results = [card._results for card in cards] if details else []  # noqa: SLF001  (one room)
    for name, places in places_of(board).items():
        of = [each.get(name) for each in results]
        for detail in details:
            column, kind, value = _detail(detail, places)
            columns[f"{name}_{column}"] = Column(kind, [each and value(each) for each in of])
    return columns


def _detail(detail: str, places: int) -> tuple[str, int, Callable[[Result], Any]]:
    """Return how the column of a detail is called, what it holds, and how it is had of a result."""
    return {
        "value": (f"value_e{places}", WHOLE, lambda one: _finer(one.value, places - one.decimals)),
        "status": ("status", TEXT, lambda one: str(one.status)),
        "points": ("points_e3", WHOLE, lambda one: one.points),
        "contribution": ("contribution_e3", WHOLE, lambda one: one.contribution),
    }[detail]


def _finer(units: int | None, decimals: int) -> int | None:
    return None if units is None else units * 10**decimals


def _units(value: Decimal | None, places: int) -> int | None:
    return None if value is None else units_of(value, places)


def _in_kind(source: Source, columns: Mapping[str, Column]) -> Any:
    """Return columns as a table of the kind of a source."""
    kind = source.kind
    if kind in {Kind.PANDAS, Kind.PYARROW}:
        return made(kind, columns)
    if kind is Kind.POLARS:
        frame = made(kind, columns)
        return frame.lazy() if source.lazy else frame
    if kind is Kind.DUCKDB:
        sp_cards = made("pyarrow", columns)  # noqa: F841  (DuckDB looks for tables among the names where it is asked)
        return source.table.query("sp_facts", "SELECT * FROM sp_cards")  # on the connection of the table
    if kind is Kind.IBIS:
        return import_module("ibis").memtable(made("pyarrow", columns))
    if kind is Kind.DASK:
        return import_module("dask.dataframe").from_pandas(made("pandas", columns), npartitions=1)
    rows = list(zip(*(column.values for column in columns.values()), strict=True))
    kinds = (f"c{at} {'bigint' if each.places == WHOLE else 'string'}" for at, each in enumerate(columns.values()))
    return source.table.sparkSession.createDataFrame(rows, ", ".join(kinds)).toDF(*columns)
