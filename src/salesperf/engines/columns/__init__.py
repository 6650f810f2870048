"""Programs over columns: the scores of all rows of a frame or a relation at once.

For: the one `Program` of a plan in the words of each engine.  May import the plan and what lies below, nothing else of
the engines' room; no engine is imported here, callers hand it over or it is loaded already.

Flow: a reader sums records into one row for each subject and period, with a column for each input of the program
(`s3` holds slot 3 in grid units, without nulls; `varying` says what the others are in each period).  `scored_frame`
adds the outputs to a polars frame, lazy or not, `scored_query` writes the SELECT that does the same over a relation,
`scored_arrays` computes them from numpy arrays.  All evaluate the same steps and so agree to the last digit; the plain
scorer is what they are tested against.  `ranks_in_frame`, `rank_column` and `ranks_of_arrays` rank totals within each
period.
"""

from ._numpy import Values, ranks_of_arrays, scored_arrays
from ._polars import batches, ranks_in_frame, scored_frame
from ._sql import DIALECTS, Dialect, rank_column, scored_query

__all__ = [
    "DIALECTS",
    "Dialect",
    "Values",
    "batches",
    "rank_column",
    "ranks_in_frame",
    "ranks_of_arrays",
    "scored_arrays",
    "scored_frame",
    "scored_query",
]
