"""From a TOML or JSON text to the arguments of a profile.  Nothing in a document is ever executed.

Documents are bounded before they are read (256 kB, 24 levels), so that a hostile one costs no more than an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from os import PathLike
from pathlib import Path
from typing import Any

from ..errors import Fault, ProfileError
from ..text import printable, shown
from ._format import PROFILE, SCHEMA
from ._shapes import BAD, Reader

__all__ = ["LARGEST", "arguments", "parse_file", "parse_json", "parse_toml"]

LARGEST = 256 * 1024
"""The most bytes of a document."""

_DEEPEST = 24
_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+"""
_DOTTED = re.compile(rf"(?<![A-Za-z0-9_-])(?:{_PART}){{{_DEEPEST}}}")
_TOO_DEEP = f"tables and lists nested at most {_DEEPEST} deep"


def arguments(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of the profile in a parsed document; raise `ProfileError` with all faults and places."""
    if not isinstance(document, Mapping):
        raise ProfileError([Fault("a table of keys and values", field="document", value=shown(document))])
    _check_depth(document)
    _check_version(document)
    reader = Reader()
    read = PROFILE.read(document, "", reader)
    if read is BAD or reader.faults:
        raise ProfileError(reader.faults)
    found: dict[str, Any] = read
    return found


def _check_version(document: Mapping[str, Any]) -> None:
    version = document.get("schema")
    if version == SCHEMA and type(version) is int:
        return
    if type(version) is int and version > SCHEMA:
        expected = (
            f"schema {SCHEMA}, the newest that this version reads; update the library, or write the file for {SCHEMA}"
        )
    else:
        expected = f"schema = {SCHEMA} at the top of the document"
    raise ProfileError([Fault(expected, field="schema", value=shown(version))])


def _check_depth(document: Mapping[str, Any]) -> None:
    """Walk level by level, never recursively: a document may be deeper than the interpreter's stack."""
    level: list[Any] = [document]
    for _ in range(_DEEPEST):
        level = [
            part
            for value in level
            for part in (value.values() if isinstance(value, Mapping) else value)
            if isinstance(part, Mapping | list | tuple)
        ]
        if not level:
            return
    raise ProfileError([Fault(_TOO_DEEP, field="document")])


def _bounded(text: object) -> str:
    if not isinstance(text, str):
        raise ProfileError([Fault("the text of a document", field="document", value=shown(text))])
    if len(text) > LARGEST or len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        raise ProfileError([Fault(f"a document of at most {LARGEST // 1024} kB", field="document")])
    return text


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        msg = f"{printable(text)} is out of range"
        raise ValueError(msg) from None


def _constant(name: str) -> Any:
    msg = f"{name} is not a number"
    raise ValueError(msg)


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name in made:
            msg = f"the key {shown(name)} stands twice in one table"
            raise ValueError(msg)
        made[name] = value
    return made


def parse_json(text: str) -> Mapping[str, Any]:
    """Return what a JSON text holds, numbers as Decimals; raise `ProfileError` where it is not JSON."""
    import json  # noqa: PLC0415  (only documents need it)

    try:
        document = json.loads(
            _bounded(text), parse_float=_decimal, parse_constant=_constant, object_pairs_hook=_unrepeated
        )
    except RecursionError:
        raise ProfileError([Fault(_TOO_DEEP, field="document")]) from None
    except ValueError as error:
        raise ProfileError([Fault(f"JSON: {printable(str(error), 200)}", field="document")]) from None
    return _table(document)


def parse_toml(text: str) -> Mapping[str, Any]:
    """Return what a TOML text holds, numbers as Decimals; raise `ProfileError` where it is not TOML."""
    import tomllib  # noqa: PLC0415  (only documents need it)

    if _DOTTED.search(_bounded(text)):  # the parser needs memory with the square of a key's parts
        raise ProfileError([Fault(f"keys of at most {_DEEPEST} parts", field="document")])
    try:
        document = tomllib.loads(text, parse_float=_decimal)
    except RecursionError:
        raise ProfileError([Fault(_TOO_DEEP, field="document")]) from None
    except ValueError as error:
        raise ProfileError([Fault(f"TOML: {printable(str(error), 200)}", field="document")]) from None
    return _table(document)


def _table(document: object) -> Mapping[str, Any]:
    if isinstance(document, Mapping):
        return document
    raise ProfileError([Fault("a table of keys and values", field="document", value=shown(document))])


def parse_file(path: str | PathLike[str]) -> Mapping[str, Any]:
    """Return what a `.toml` or `.json` file holds."""
    source = Path(path)
    parse = {".toml": parse_toml, ".json": parse_json}.get(source.suffix.lower())
    if parse is None:
        raise ProfileError([Fault("a file called *.toml or *.json", field="path", value=shown(source.name))])
    with source.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise ProfileError([Fault(f"a document of at most {LARGEST // 1024} kB", field="document")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProfileError([Fault(f"text in UTF-8; byte {error.start} is not", field="document")]) from None
    return parse(text)
