"""CSV files, through the standard library, as rows of text."""

from __future__ import annotations

import csv
import io
import os
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, lookup
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import TextIO

from ..errors import Fault, InputTypeError, RecordError
from ..text import shown
from ._values import BLANKS

__all__ = ["read_csv"]

_LONGEST_LINE = 1 << 20
_KEPT = 20
_BYTE_ORDER_MARK = "\ufeff"
_OTHER_DELIMITERS = (";", "\t", "|")
_QUOTES = (
    "a quotation mark left open, or not doubled inside a quoted field, takes in what follows it: look before that line"
)


def read_csv(
    path: str | os.PathLike[str], encoding: str = "utf-8-sig", delimiter: str = ","
) -> Iterator[dict[str, str]]:
    r"""Yield the rows of a CSV file as dicts of text by column name, reading as they are asked for.

    `path` is a file with one header line; `encoding` reads UTF-8 with or without a byte order mark, and others by name,
    such as `"gb18030"` for Chinese Excel files.  Column names are trimmed, values are left as they are.  Blank lines
    are skipped; cells missing at the end of a row are absent from its dict.

    Raises, when called, `InputTypeError` if `path` or `delimiter` is not one and `RecordError` for an unknown encoding;
    while reading, `OSError` for a file that cannot be opened and `RecordError` for bytes that are not of the encoding,
    an empty file, blank or repeated column names, rows with more cells than columns (all of them, listed once), quotes
    that do not close, NUL characters, and fields or lines too long to be data.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "march.csv")
    ...     _ = file.write_text("person,date,units_delivered\nli.na,2026-03-05,2\n", encoding="utf-8")
    ...     list(read_csv(file))
    [{'person': 'li.na', 'date': '2026-03-05', 'units_delivered': '2'}]
    """
    if not _is_path(path):
        msg = f"read_csv reads a file by its path, a str or pathlib.Path, not {shown(path)}"
        raise InputTypeError(msg)
    if not _is_delimiter(delimiter):
        msg = f'the delimiter is one character such as "," or ";" or "\\t", not {shown(delimiter)}'
        raise InputTypeError(msg)
    try:
        io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    except (LookupError, ValueError) as error:
        expected = "a text encoding that Python knows, such as utf-8-sig or gb18030"
        raise RecordError([Fault(expected, field="encoding", value=shown(encoding))]) from error
    return _rows(path, encoding, delimiter)


def _is_path(given: object) -> bool:
    return isinstance(given, str) or (isinstance(given, os.PathLike) and isinstance(os.fspath(given), str))


def _is_delimiter(given: object) -> bool:
    return isinstance(given, str) and len(given) == 1 and given not in '"\r\n\0'


def _rows(path: str | os.PathLike[str], encoding: str, delimiter: str) -> Iterator[dict[str, str]]:
    """Yield the rows; in a file with a row of too many cells, look for the others like it before raising."""
    with open(path, encoding=encoding, newline="") as file:  # noqa: PTH123  (a path may be text)
        rows = _cells(file, encoding, delimiter)
        names = _names(next(rows, []))
        width = len(names)
        for number, cells in enumerate(rows, 1):
            if len(cells) > width:
                raise _too_wide(chain([(number, cells)], enumerate(rows, number + 1)), width)
            yield dict(zip(names, cells, strict=False))


def _cells(file: TextIO, encoding: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the cells of every line that is not blank, the header's first."""
    reader = csv.reader(_lines(file), delimiter=delimiter, strict=True)
    row = 0
    try:
        for cells in reader:
            if cells:
                yield cells
                row += 1
    except csv.Error as error:
        expected = f"well-formed CSV, but at line {reader.line_num} of the file: {error}"
        raise RecordError([Fault(expected, row=row or None)], hint=_QUOTES) from error
    except UnicodeError as error:
        raise _wrong_encoding(error, encoding) from error


def _lines(file: TextIO) -> Iterator[str]:
    """Yield the lines of a file, never holding more of one than a line of data can have."""
    first = True
    while line := file.readline(_LONGEST_LINE + 1):
        if len(line) > _LONGEST_LINE:
            msg = f"a line of more than {_LONGEST_LINE} characters"
            raise csv.Error(msg)
        if "\0" in line:
            msg = 'a NUL character (if the file is UTF-16, give encoding="utf-16")'
            raise csv.Error(msg)
        yield line.removeprefix(_BYTE_ORDER_MARK) if first else line
        first = False


def _names(cells: list[str]) -> list[str]:
    """Return the names of the columns, or raise with everything that is wrong with the header."""
    if not cells:
        raise RecordError([Fault("a header line with the names of the columns; the file is empty")])
    names = [cell.strip(BLANKS) for cell in cells]
    faults = [
        Fault("a name in the header", field=f"column {place}", value="blank")
        for place, name in enumerate(names, 1)
        if not name
    ]
    faults += [
        Fault(f"column names that differ; this one stands {times} times", field="header", value=shown(name))
        for name, times in Counter(filter(None, names)).items()
        if times > 1
    ]
    if len(names) == 1 and (other := next((mark for mark in _OTHER_DELIMITERS if mark in names[0]), None)):
        faults.append(Fault(f"several columns; give delimiter={other!r}", field="header", value=shown(names[0])))
    if faults:
        raise RecordError(faults[:_KEPT], len(faults))
    return names


def _too_wide(rows: Iterator[tuple[int, list[str]]], width: int) -> RecordError:
    """Return the error that lists every row with more cells than columns, and what else ends the reading."""
    faults: list[Fault] = []
    count = 0
    try:
        for number, cells in rows:
            if len(cells) > width:
                count += 1
                if count <= _KEPT:
                    faults.append(Fault(f"{width} cells as in the header, not {len(cells)}", row=number))
    except RecordError as error:
        faults += error.faults
        count += error.count
    return RecordError(faults, count, "a cell that holds the delimiter stands in quotation marks")


def _wrong_encoding(error: UnicodeError, encoding: str) -> RecordError:
    """Return the error that names the encoding to try instead."""
    start = error.object[:2] if isinstance(error, UnicodeDecodeError) else b""
    if start in {BOM_UTF16_LE, BOM_UTF16_BE}:
        other, saved = "utf-16", 'saved as "Unicode text"'
    elif lookup(encoding).name.startswith("utf-8"):
        other, saved = "gb18030", "saved by Excel in Chinese"
    else:
        other, saved = "utf-8-sig", "saved as UTF-8"
    expected = f'text in this encoding; for a file {saved} give encoding="{other}"'
    return RecordError([Fault(expected, field="encoding", value=shown(encoding))])
