"""Records into a CSV file that Excel opens."""

from __future__ import annotations

import csv
import datetime as dt
import os
from collections.abc import Iterable, Mapping
from decimal import Decimal

from ..measures import VOCABULARY

__all__ = ["write_csv"]

_FIRST = (
    *("person", "team", "store", "area", "group", "level", "date", "start", "until", "leave", "house"),
    *("id", "deal", "customer", "lead", "vehicle", "channel", "model", "rater", "recorded_at"),
)


def write_csv(path: str | os.PathLike[str], records: Iterable[Mapping[str, object]]) -> None:
    """Write records to a CSV file in UTF-8 with a byte order mark, so that Excel shows Chinese text as it is.

    Columns are those that occur: who and when first, then the measures in the order of the vocabulary, then any
    other by name; so their order does not depend on the records'.  Absent values and None are empty cells, dates
    `YYYY-MM-DD`, decimals written out without exponent.  `salesperf.read_csv` reads the file back.
    Rows of an organisation are written just as well.

    Raises `OSError` if the file cannot be written.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from salesperf import sample
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "march.csv")
    ...     sample.write_csv(file, [{"date": "2026-03-05", "units_delivered": 2, "person": "li.na"}])
    ...     print(file.read_text(encoding="utf-8-sig"))
    person,date,units_delivered
    li.na,2026-03-05,2
    <BLANKLINE>
    """
    rows = list(records)
    place = {name: position for position, name in enumerate((*_FIRST, *(measure.id for measure in VOCABULARY)))}
    names = sorted({name for row in rows for name in row}, key=lambda name: (place.get(name, len(place)), name))
    with open(path, "w", encoding="utf-8-sig", newline="") as file:  # noqa: PTH123  (a path may be text)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([_cell(row.get(name)) for name in names] for row in rows)


def _cell(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, dt.date) else value
