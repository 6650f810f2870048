"""CSV files."""

from __future__ import annotations

import csv
import io
import os
import time
from collections.abc import Callable
from pathlib import Path
from types import GeneratorType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salesperf.errors import InputTypeError, RecordError
from salesperf.records import read_csv

ROWS = [
    {"person": "李娜", "date": "2026-03-05", "units_delivered": "2"},
    {"person": "wang.wei", "date": "2026-03-06", "units_delivered": ""},
]
TEXT = "person,date,units_delivered\n李娜,2026-03-05,2\nwang.wei,2026-03-06,\n"

Write = Callable[[str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(content: str | bytes) -> Path:
        path = tmp_path / "march.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def fault_of(path: Path, encoding: str = "utf-8-sig") -> RecordError:
    """Read a file that cannot be read; the error has one fault."""
    with pytest.raises(RecordError) as caught:
        list(read_csv(path, encoding))
    assert caught.value.count == len(caught.value.faults) == 1
    return caught.value


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8-sig"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("gb18030"), "gb18030"),
        (("\ufeff" + TEXT).encode("gb18030"), "gb18030"),
        (TEXT.encode("utf-16"), "utf-16"),
        (TEXT.replace("\n", "\r\n").encode(), "utf-8-sig"),
        (TEXT.replace("\n", "\r").encode(), "utf-8-sig"),
        (TEXT.rstrip("\n").encode(), "utf-8-sig"),
        (TEXT.replace("\n", "\n\n").encode(), "utf-8-sig"),  # blank lines are skipped
        (("\n" + TEXT).encode(), "utf-8-sig"),
        (TEXT.replace("person,", '"person" ,', 0).replace("person,", " person\u3000,").encode(), "utf-8-sig"),
        (("\ufeff" + TEXT.replace("person,", '"person",')).encode(), "utf-8"),
        (TEXT.replace("wang.wei,2026-03-06,", 'wang.wei,"2026-03-06",""').encode(), "utf-8-sig"),
    ],
)
def test_rows_are_dicts_of_text(write: Write, content: bytes, encoding: str) -> None:
    assert list(read_csv(write(content), encoding)) == ROWS


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_another_delimiter(write: Write, delimiter: str) -> None:
    assert list(read_csv(write(TEXT.replace(",", delimiter)), delimiter=delimiter)) == ROWS


def test_the_default_encoding_is_public_and_utf_8_with_or_without_a_mark(write: Write) -> None:
    assert read_csv.__defaults__ == ("utf-8-sig", ",")
    assert list(read_csv(str(write(TEXT)))) == ROWS


def test_a_path_is_text_or_path_like(write: Write) -> None:
    class Place(os.PathLike[str]):
        def __fspath__(self) -> str:
            return str(write(TEXT))

    assert list(read_csv(Place())) == ROWS


def test_rows_are_read_as_they_are_asked_for(write: Write) -> None:
    rows = read_csv(write(TEXT + '"never closed'))
    assert isinstance(rows, GeneratorType)
    assert next(rows) == ROWS[0]
    rows.close()  # closes the file; what comes after was never looked at


def test_quoted_cells_hold_delimiters_quotes_and_line_ends(write: Write) -> None:
    path = write('person,note\nli.na,"a ""b"", c\r\nd"\n')
    assert list(read_csv(path)) == [{"person": "li.na", "note": 'a "b", c\r\nd'}]


def test_values_are_left_as_they_are(write: Write) -> None:
    assert list(read_csv(write("person,note\nli.na, x \n"))) == [{"person": "li.na", "note": " x "}]


def test_cells_missing_at_the_end_are_absent(write: Write) -> None:
    assert list(read_csv(write("person,date,units\nli.na,2026-03-05\nwang.wei\n"))) == [
        {"person": "li.na", "date": "2026-03-05"},
        {"person": "wang.wei"},
    ]


def test_a_header_alone_has_no_rows(write: Write) -> None:
    assert list(read_csv(write("person,date\n"))) == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.fixed_dictionaries(
            {name: st.text(st.characters(codec="utf-8", exclude_characters="\0")) for name in ("a", "李", "c")}
        ),
        max_size=5,
    ),
    st.sampled_from(["utf-8-sig", "utf-8", "gb18030", "utf-16"]),
)
def test_what_the_standard_library_writes_is_read_back(write: Write, rows: list[dict[str, str]], encoding: str) -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, ["a", "李", "c"], quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    assert list(read_csv(write(text.getvalue().encode(encoding)), encoding)) == rows


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff"])
def test_an_empty_file_has_no_header(write: Write, content: str) -> None:
    assert (
        fault_of(write(content)).faults[0].expected == "a header line with the names of the columns; the file is empty"
    )


def test_all_faults_of_a_header_are_told_at_once(write: Write) -> None:
    with pytest.raises(RecordError) as caught:
        list(read_csv(write("person,date,, date ,\u3000\nx,y,z,v,w\n")))
    assert [str(fault) for fault in caught.value.faults] == [
        "column 3: blank: a name in the header",
        "column 5: blank: a name in the header",
        "header: 'date': column names that differ; this one stands 2 times",
    ]


def test_many_faults_of_a_header_are_counted_and_the_first_shown(write: Write) -> None:
    with pytest.raises(RecordError) as caught:
        list(read_csv(write("," * 10_000)))
    assert caught.value.count == 10_001
    assert len(caught.value.faults) == 20


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_a_header_of_one_column_with_another_delimiter_in_it(write: Write, delimiter: str) -> None:
    fault = fault_of(write(TEXT.replace(",", delimiter))).faults[0]
    assert fault.field == "header"
    assert fault.expected == f"several columns; give delimiter={delimiter!r}"


def test_one_column_alone_is_read(write: Write) -> None:
    assert list(read_csv(write("person\nli.na\n"))) == [{"person": "li.na"}]


def test_every_row_with_too_many_cells_is_listed_once(write: Write) -> None:
    rows = read_csv(write("person,date\nli.na,2026-03-01\na,b,c\n\nd,e\nf,g,h,i\n"))
    assert next(rows) == {"person": "li.na", "date": "2026-03-01"}
    with pytest.raises(RecordError) as caught:
        next(rows)
    assert str(caught.value).splitlines() == [
        "faults in the records (2):",
        "  - row 2: 2 cells as in the header, not 3",
        "  - row 4: 2 cells as in the header, not 4",
        "a cell that holds the delimiter stands in quotation marks",
    ]


def test_of_many_rows_with_too_many_cells_the_first_are_kept(write: Write) -> None:
    with pytest.raises(RecordError) as caught:
        list(read_csv(write("person\n" + "a,b\n" * 1000)))
    assert caught.value.count == 1000
    assert [fault.row for fault in caught.value.faults] == list(range(1, 21))


def test_what_ends_the_reading_after_a_wide_row_is_listed_with_it(write: Write) -> None:
    with pytest.raises(RecordError) as caught:
        list(read_csv(write('person\na,b\n"open')))
    assert caught.value.count == 2
    assert [fault.row for fault in caught.value.faults] == [1, 2]
    assert "unexpected end of data" in caught.value.faults[1].expected


@pytest.mark.parametrize(
    ("content", "row", "message"),
    [
        ('person,note\na,b\nc,"open\nd,e\n', 2, "at line 4 of the file: unexpected end of data"),
        ('person,note\na,"b"c\n', 1, "at line 2 of the file: ',' expected after '\"'"),
        ('person,"open\n', None, "at line 1 of the file: unexpected end of data"),
        (f"person,note\na,{'x' * 200_000}\n", 1, "at line 2 of the file: field larger than field limit"),
        ('person,note\na,"' + "x\n" * 200_000, 1, "field larger than field limit"),
        ("person,note\na,b\na,\0\n", 2, 'a NUL character (if the file is UTF-16, give encoding="utf-16")'),
        (TEXT.encode("utf-16-le"), None, 'a NUL character (if the file is UTF-16, give encoding="utf-16")'),
    ],
)
def test_what_is_no_csv_is_told_with_its_place(
    write: Write, content: str | bytes, row: int | None, message: str
) -> None:
    error = fault_of(write(content))
    assert message in error.faults[0].expected
    assert error.faults[0].expected.startswith("well-formed CSV, but at line ")
    assert error.faults[0].row == row
    assert "quotation mark left open" in str(error)
    assert isinstance(error.__cause__, csv.Error)


def test_a_field_of_ten_megabytes_is_refused_at_once(write: Write) -> None:
    limit = csv.field_size_limit()
    path = write("person,note\nli.na," + "x" * 10_000_000 + "\n")
    began = time.perf_counter()
    fault = fault_of(path).faults[0]
    assert time.perf_counter() - began < 2
    assert fault.row == 1
    assert fault.expected.endswith("a line of more than 1048576 characters")
    assert csv.field_size_limit() == limit  # the whole process's, not ours to change


@pytest.mark.parametrize(
    ("content", "encoding", "way_out"),
    [
        (TEXT.encode("gb18030"), "utf-8-sig", 'for a file saved by Excel in Chinese give encoding="gb18030"'),
        (TEXT.encode("gb18030"), "UTF8", 'for a file saved by Excel in Chinese give encoding="gb18030"'),
        (TEXT.encode("utf-16"), "utf-8-sig", 'for a file saved as "Unicode text" give encoding="utf-16"'),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-8", 'for a file saved as "Unicode text" give encoding="utf-16"'),
        (b"person\n\xff\xff\n", "gb18030", 'for a file saved as UTF-8 give encoding="utf-8-sig"'),
        (TEXT.encode(), "ascii", 'for a file saved as UTF-8 give encoding="utf-8-sig"'),
        (b"person,date\n", "utf-16", 'for a file saved as UTF-8 give encoding="utf-8-sig"'),
    ],
)
def test_bytes_of_another_encoding_name_the_one_to_try(
    write: Write, content: bytes, encoding: str, way_out: str
) -> None:
    error = fault_of(write(content), encoding)
    assert error.faults[0].field == "encoding"
    assert error.faults[0].value == repr(encoding)
    assert error.faults[0].expected == f"text in this encoding; {way_out}"
    assert isinstance(error.__cause__, UnicodeError)


@pytest.mark.parametrize("encoding", ["utf-88", "base64", "a\0b", ""])
def test_an_unknown_encoding_is_refused_when_called(write: Write, encoding: str) -> None:
    with pytest.raises(RecordError, match="a text encoding that Python knows, such as utf-8-sig or gb18030"):
        read_csv(write(TEXT), encoding)


@pytest.mark.parametrize("path", [0, None, b"march.csv", io.StringIO(TEXT), [TEXT]])
def test_what_is_no_path_is_refused_when_called(path: object) -> None:
    with pytest.raises(InputTypeError, match="reads a file by its path, a str or pathlib"):
        read_csv(path)  # type: ignore[arg-type]


def test_a_path_of_bytes_is_refused() -> None:
    class Place(os.PathLike[bytes]):
        def __fspath__(self) -> bytes:
            return b"march.csv"

    with pytest.raises(InputTypeError, match="not a value of type Place"):
        read_csv(Place())  # type: ignore[arg-type]


@pytest.mark.parametrize("delimiter", ["", ",,", '"', "\n", "\r", "\0", None, b","])
def test_what_is_no_delimiter_is_refused_when_called(write: Write, delimiter: object) -> None:
    with pytest.raises(InputTypeError, match="the delimiter is one character such as"):
        read_csv(write(TEXT), delimiter=delimiter)  # type: ignore[arg-type]


def test_a_file_that_is_not_there_is_the_systems_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"april\.csv"):
        list(read_csv(tmp_path / "april.csv"))
