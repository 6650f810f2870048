"""Are the hand-written queries, and salesperf on tables, what salesperf says of plain rows, to the last digit?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from . import workload
from .frames_by_hand import COLUMNS, GROUPBY, ITEMS
from .frames_data import Tables, columns

PEOPLE_OF_CHECK = 600

Cards = dict[tuple[int, str], tuple[Any, ...]]


class Engine(NamedTuple):
    """A kind of tables: what it needs, its table of some rows, the query by hand, and how a result is brought about."""

    name: str
    needs: tuple[str, ...]
    table: Callable[[Tables, Path], Any]
    by_hand: Callable[..., Any]
    run: Callable[[Any], Any]
    """Return a result of this engine once it was computed: lazy ones run, DuckDB's to a table of Arrow."""
    rows: Callable[[Any], Iterable[tuple[Any, ...]]]
    """Return the rows of what was run, by the columns of `COLUMNS`."""


def _polars(frame: Any, **options: Any) -> Any:
    from .frames_by_hand_polars import score

    return score(frame, **options)


def _duckdb(relation: Any, **options: Any) -> Any:
    from .frames_by_hand_duckdb import score

    return score(relation, **options)


def _pandas(frame: Any, **options: Any) -> Any:
    from .frames_by_hand_numpy import score_pandas

    return score_pandas(frame, **options)


def _pyarrow(table: Any, **options: Any) -> Any:
    from .frames_by_hand_numpy import score_pyarrow

    return score_pyarrow(table, **options)


def _pyspark(frame: Any, **options: Any) -> Any:
    from .frames_by_hand_spark import score

    return score(frame, **options)


def _collected(frame: Any) -> Any:
    return frame.collect(engine="streaming") if hasattr(frame, "collect") else frame


def _written_nowhere(frame: Any) -> Any:
    frame.write.format("noop").mode("overwrite").save()
    return frame


def _of_pandas(frame: Any) -> Iterable[tuple[Any, ...]]:
    plain = frame[list(COLUMNS)].astype(object)
    rows: Iterable[tuple[Any, ...]] = plain.where(plain.notna(), None).itertuples(index=False, name=None)
    return rows


def _of_pyarrow(table: Any) -> Iterable[tuple[Any, ...]]:
    return zip(*(table[name].to_pylist() for name in COLUMNS), strict=True)


ENGINES = (
    Engine(
        "polars",
        ("polars",),
        lambda tables, _: tables.polars,
        _polars,
        _collected,
        lambda frame: frame.select(COLUMNS).rows(),
    ),
    Engine(
        "DuckDB",
        ("duckdb", "pyarrow"),
        lambda tables, _: tables.duckdb,
        _duckdb,
        lambda relation: relation.to_arrow_table(),
        _of_pyarrow,
    ),
    Engine("pandas", ("pandas",), lambda tables, _: tables.pandas, _pandas, lambda frame: frame, _of_pandas),
    Engine("pyarrow", ("pyarrow",), lambda tables, _: tables.pyarrow, _pyarrow, lambda table: table, _of_pyarrow),
    Engine(
        "Spark",
        ("pyspark", "pyarrow"),
        lambda tables, folder: tables.pyspark(folder),
        _pyspark,
        _written_nowhere,
        lambda frame: [tuple(row) for row in frame.select(*COLUMNS).collect()],
    ),
)


def available(engines: Iterable[Engine] = ENGINES) -> list[Engine]:
    """Return the engines that are installed; say which are not."""
    found = []
    for engine in engines:
        missing = [name for name in (*engine.needs, "narwhals") if find_spec(name) is None]
        if missing:
            print(f"skipped: {engine.name}, for {', '.join(missing)} is not installed")
        else:
            found.append(engine)
    return found


def same(number: int, folder: Path) -> int:
    """Stop unless every query by hand, and every table of salesperf, is what plain rows give; return how many."""
    import salesperf as sp

    tables = Tables(columns(number, PEOPLE_OF_CHECK, returns=True))
    profile = workload.profile()
    wanted = _of_board(sp.score(tables.records(), profile, period="month"))
    compared = 0
    for engine in available():
        table = engine.table(tables, folder)
        _compare(f"{engine.name} by hand", engine.rows(engine.run(engine.by_hand(table))), wanted)
        unchecked = engine.by_hand(table, checks=False)
        _compare(f"{engine.name} by hand, no checks", engine.rows(engine.run(unchecked)), wanted)
        native = sp.score(table, profile, period="month").native
        _compare(f"salesperf on {engine.name}", engine.rows(engine.run(native)), wanted)
        if engine.name == "pandas":
            _compare(GROUPBY, engine.rows(engine.run(engine.by_hand(table, groupby=True))), wanted)
        compared += 1
    return compared


def _of_board(board: Any) -> Cards:
    return {(card.subject, str(card.period)): _of_card(card) for card in board.ranking()}


def _of_card(card: Any) -> tuple[Any, ...]:
    lines = {line.id: line for line in card.lines}
    points = (_thousandths(lines[item.name].points) for item in ITEMS)
    return (str(card.status), _thousandths(card.total), card.grade, card.rank, *points)


def _thousandths(value: Decimal | None) -> int | None:
    return None if value is None else int(value.scaleb(3))


def _compare(name: str, rows: Iterable[tuple[Any, ...]], wanted: Mapping[Any, Any]) -> None:
    got = {}
    for number, (subject, period, *rest) in enumerate(rows, 1):
        got[int(subject), str(period)] = tuple(rest)
        if len(got) != number:
            message = f"{name}: {subject} in {period} twice"
            raise SystemExit(message)
    _equal(name, got, wanted)


def _equal(name: str, got: Mapping[Any, Any], wanted: Mapping[Any, Any]) -> None:
    for key in wanted.keys() | got.keys():
        if got.get(key) != wanted.get(key):
            message = f"{name}: {key} is {got.get(key)}, of plain rows {wanted.get(key)}"
            raise SystemExit(message)
