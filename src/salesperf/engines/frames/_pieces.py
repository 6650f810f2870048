"""Files larger than memory, in pieces: the groups of each are added up before the rows of the next are read.

polars keeps nearly all rows until the last of them was seen, unless their groups are few.  The groups of a few pieces
are added up into those of one larger piece, and so on: memory holds the rows of one piece, and groups a few times.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ._errors import told
from ._source import Source, narwhals

__all__ = ["added_up", "pieces_of"]

_CELLS = 1 << 26
"""How many numbers, of eight bytes each, are read of a piece at most."""
_AT_A_TIME = 6
"""Of how many pieces the groups are added up into those of one."""


def pieces_of(source: Source, frame: Any, columns: int) -> Iterator[Any]:
    """Yield narwhals' view of a table in pieces, if it is of files, by how many columns are read of it.

    How long the files are stands at their ends, which polars reads once, as it does the names of columns.
    """
    table = frame.to_native()
    rows = _length(table) if source.scanned else 0
    number = -(-rows * columns // _CELLS)
    if number <= 1:
        yield frame
        return
    length = -(-rows // number)
    *starts, last = range(0, rows, length)
    for start in starts:
        yield narwhals().from_native(table.slice(start, length))
    yield narwhals().from_native(table.slice(last))  # whatever comes after it, too


def _length(table: Any) -> int:
    with told("looking at the files"):
        return int(table.select(sys.modules["polars"].len()).collect().item())


def added_up(answers: Iterable[Any], by: Sequence[str], ends: Mapping[str, str]) -> Any:
    """Return several answers as one, by adding up all but ends; more than one are of polars' lazy tables."""
    first, *others = answers
    if not others:
        return first
    polars, level = sys.modules["polars"], [each.to_native() for each in (first, *others)]
    names = (name for name in level[0].collect_schema().names() if name not in by)
    wanted = [getattr(polars.col(name), ends.get(name, "sum"))() for name in names]
    while len(level) > 1:
        few = (level[start : start + _AT_A_TIME] for start in range(0, len(level), _AT_A_TIME))
        level = [
            each[0] if len(each) == 1 else polars.concat(each, parallel=False).group_by(by).agg(wanted) for each in few
        ]
    return narwhals().from_native(level[0])
