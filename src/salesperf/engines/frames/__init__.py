"""Frames: a dataframe, a lazy table or a file of any engine becomes the sums of a book.

For: recognising what a caller's table is, reading it by the rules that rows are read by, and adding it up where the
data lies.  May import the book and what lies below it; imports no engine that the caller has not imported, and narwhals
only inside a call.

Flow: `source_of` tells what a table is.  A small eager table becomes plain rows (`_rows`).  Any other is described once
(`_reading`: an expression in grid units for each column, and which rows are odd), grouped by whose and when (`_groups`)
and the groups are added to the book (`_fill`).  Odd rows, which no expression can judge, go to `Book.read` one by one:
the one place that knows the rules; so a table is read as its rows would be, fault for fault.

Where every card follows from one row of sums (`_columnar`), the program of the plan is also evaluated in the engine:
`_sheet` names inputs and columns, `_native_polars`, `_native_sql` and `_native_arrays` write them in its words.
"""

from ._columnar import Columnar, columnar
from ._errors import EngineError
from ._native import native
from ._sheet import DETAILS
from ._source import Kind, Source, files_in, source_of

__all__ = [
    "DETAILS",
    "Columnar",
    "EngineError",
    "Kind",
    "Source",
    "columnar",
    "files_in",
    "native",
    "source_of",
]
