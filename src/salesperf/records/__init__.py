"""Records: how one row, one field and one CSV file are read.

A record becomes a mapping (`fields`); its date an ordinal (`day`; `zone` tells apart the time zones of a call, and
`naive_day` reads what has none); its subject and keys plain text or whole numbers (`subject`, `key`); its measures
integers on their measure's grid (`amount`).  What cannot be read raises `Refused` with what was expected; whoever reads
the rows adds row and field, and lists the faults of all rows at once.  `read_csv` turns a file into rows of text.
`BLANKS` are the characters that trimming removes, for every engine to follow.  The room imports `arithmetic`, `errors`
and `text`.
"""

from ._csv import read_csv
from ._fields import fields
from ._refused import Refused
from ._values import BLANKS, amount, day, is_off_grid, key, naive_day, subject, zone

__all__ = [
    "BLANKS",
    "Refused",
    "amount",
    "day",
    "fields",
    "is_off_grid",
    "key",
    "naive_day",
    "read_csv",
    "subject",
    "zone",
]
