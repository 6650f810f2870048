"""Sheets of Excel workbooks as rows, through openpyxl."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from os import PathLike
from typing import Any

from ..errors import Fault, InputTypeError, MissingExtraError, RecordError
from ..text import shown
from ._cells import is_blank

__all__ = ["read_excel"]

_KEPT = 20


def read_excel(path: str | PathLike[str], sheet: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield the rows of a sheet as dicts by heading, reading as they are asked for.

    `path` is an `.xlsx` or `.xlsm` file whose sheet has one line of headings; `sheet` its name, needed where there are
    several.  Headings are trimmed, those that are dates become text such as 2026-01-01; blank lines are skipped.  Cells
    are numbers, text, dates, true and false as Excel has them; of formulas it is the value that Excel saved last.

    Raises, when the first row is asked for, `MissingExtraError` without openpyxl, `OSError` for a file that cannot be
    opened, and `RecordError` for one that is no workbook, a sheet that does not exist or is not named, blank or
    repeated headings; at the end, `RecordError` with all cells that hold an error such as #DIV/0!, and all that stand
    right of the headings.
    """
    if not isinstance(path, str | PathLike):
        msg = f"read_excel reads a file by its path, a str or pathlib.Path, not {shown(path)}"
        raise InputTypeError(msg)
    return _rows(path, sheet)


def _rows(path: str | PathLike[str], sheet: str | None) -> Iterator[dict[str, Any]]:
    book = _opened(path)
    try:
        lines = book[_named(book.sheetnames, sheet)].iter_rows()
        names = _headings(next(lines, ()))
        faults: list[Fault] = []
        for number, cells in enumerate(_set(lines), 1):
            faults += _wrong(cells, names, number)
            if not faults:
                yield dict(zip(names, (_value(cell.value) for cell in cells), strict=False))
        if faults:
            raise RecordError(faults[:_KEPT], len(faults))
    finally:
        book.close()


def _opened(path: str | PathLike[str]) -> Any:
    try:
        import openpyxl  # noqa: PLC0415  (optional: only who has workbooks needs it)
        from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415  (likewise)
    except ImportError as error:
        msg = 'workbooks are read with openpyxl: pip install "salesperf[excel]"'
        raise MissingExtraError(msg) from error
    from zipfile import BadZipFile  # noqa: PLC0415  (what the package raises)

    try:
        return openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError) as error:
        expected = "an Excel workbook, .xlsx or .xlsm; save older ones anew"
        raise RecordError([Fault(expected, field="path")]) from error


def _named(sheets: Sequence[str], sheet: str | None) -> str:
    """Return the name of the sheet that is meant."""
    listed = ", ".join(map(shown, sheets))
    if sheet is None and len(sheets) == 1:
        return sheets[0]
    if sheet in sheets:
        return str(sheet)
    expected = f"sheet= with one of the sheets: {listed}"
    raise RecordError([Fault(expected, field="sheet", value=shown(sheet))])


def _headings(cells: Sequence[Any]) -> list[str]:
    """Return the headings, or raise with everything that is wrong with them."""
    values = [_value(cell.value) for cell in cells]
    while values and is_blank(values[-1]):
        values.pop()
    if not values:
        raise RecordError([Fault("a line of headings at the top of the sheet; it is empty")])
    names = ["" if is_blank(value) else _heading(value) for value in values]
    faults = [
        Fault("a heading", field=f"column {place}", value="blank") for place, name in enumerate(names, 1) if not name
    ]
    faults += [
        Fault(f"headings that differ; this one stands {times} times", field="heading", value=shown(name))
        for name, times in Counter(filter(None, names)).items()
        if times > 1
    ]
    if faults:
        raise RecordError(faults)
    return names


def _heading(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def _set(lines: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """Yield the lines in which something stands."""
    return (cells for cells in lines if any(not is_blank(cell.value) for cell in cells))


def _wrong(cells: Sequence[Any], names: Sequence[str], number: int) -> list[Fault]:
    """Return what is wrong with the cells of a line."""
    faults = [
        Fault(f"a value; Excel says {cell.value}", field=name, row=number)
        for name, cell in zip(names, cells, strict=False)
        if cell.data_type == "e"
    ]
    if any(not is_blank(cell.value) for cell in cells[len(names) :]):
        faults.append(Fault(f"no more than {len(names)} cells, as there are headings", row=number))
    return faults


def _value(value: object) -> Any:
    """Return a cell; a day without a time, which Excel keeps as midnight, is a date."""
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    return value
