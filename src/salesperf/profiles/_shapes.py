"""The shapes of which a profile file is made.  Each reads a parsed value, and states itself as JSON Schema.

One description serves both, so that what the schema allows and what the reader takes cannot drift apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from typing import Any, Final, Protocol

import attrs

from ..errors import CurveError, Fault, ProfileError
from ..indicators import Indicator
from ..measures import Measure
from ..text import printable, shown
from ._values import LABEL, NUMBER, number, suggestion

__all__ = [
    "BAD",
    "Amounts",
    "Field",
    "Flag",
    "Many",
    "Nullable",
    "Number",
    "Pairs",
    "Reader",
    "Shape",
    "Table",
    "Tagged",
    "Text",
    "Whole",
    "Word",
]

BAD: Final = object()
"""What a shape returns for a value whose fault it has noted."""

_PROSE = 2000
_SUGGESTED = 20


@attrs.define
class Reader:
    """What is known while one document is read, and what was found wrong with it."""

    measures: dict[str, Measure] = attrs.Factory(dict)
    indicators: dict[str, Indicator] = attrs.Factory(dict)
    broken: set[str] = attrs.Factory(set)
    """Ids that the document defines, but wrongly: using them is no second fault."""
    faults: list[Fault] = attrs.Factory(list)

    def suggest(self, value: object, known: Iterable[str]) -> str:
        """Return "; did you mean …?", as long as the fault will be shown: a hostile document may hold thousands."""
        return suggestion(value, list(known)) if len(self.faults) < _SUGGESTED else ""

    def refuse(self, at: str, expected: str, *value: object) -> object:
        """Note a fault and return `BAD`."""
        self.faults.append(Fault(expected, field=at, value=shown(value[0]) if value else None))
        return BAD

    @contextmanager
    def rooted(self, at: str, own: str = "") -> Iterator[None]:
        """Note the faults that a constructor raises, each at its place in the document."""
        try:
            yield
        except (ProfileError, CurveError) as error:
            for fault in error.faults:
                self.faults.append(attrs.evolve(fault, field=_place(at, fault.field, own)))


def _place(at: str, field: str | None, own: str) -> str:
    if not field:
        return at
    if field.startswith(at):
        return field.replace(f"{at}, ", f"{at}.", 1)
    argument = field.removeprefix(f"{own}.").partition(" of ")[0]
    return f"{at}.{argument}" if argument.isidentifier() or argument != field else f"{at} ({field})"


def _own(read: Mapping[str, Any]) -> str:
    """Return the id with which a constructor begins the places of its faults."""
    if "id" in read:
        return str(read["id"])
    scope = f"@{read['scope']}" if "scope" in read else ""
    return f"{getattr(read.get('indicator'), 'id', '')}{scope}"


class Shape(Protocol):
    """One kind of value of a document."""

    def read(self, value: Any, at: str, reader: Reader) -> Any:
        """Return the value as the constructors take it, or note its fault and return `BAD`."""
        ...

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        ...


@attrs.frozen
class Text:
    """A text, of a pattern where one is given; prose may be long and empty."""

    pattern: str | None = None
    prose: bool = False

    def read(self, value: Any, at: str, reader: Reader) -> Any:
        """Return the text."""
        longest = _PROSE if self.prose else LABEL
        if not isinstance(value, str) or len(value) > longest or not (self.prose or value):
            return reader.refuse(at, f"a text of {0 if self.prose else 1} to {longest} characters", value)
        if self.pattern is not None and re.fullmatch(self.pattern, value, re.ASCII) is None:
            return reader.refuse(at, f"a text of the form {self.pattern}", value)
        return value

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        made: dict[str, Any] = {"type": "string", "maxLength": _PROSE if self.prose else LABEL}
        if not self.prose:
            made["minLength"] = 1
        if self.pattern is not None:
            made["pattern"] = f"^{self.pattern}$"
        return made


@attrs.frozen
class Number:
    """A number, or text that is a plain decimal."""

    def read(self, value: Any, at: str, reader: Reader) -> Any:
        """Return the number as a Decimal."""
        with reader.rooted(at):
            return number(value)
        return BAD

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        return {"$ref": "#/$defs/number"}

    @staticmethod
    def definition() -> dict[str, Any]:
        """Return what `$defs/number` is."""
        return {
            "description": "A number, or its plain decimal text; text is exact in every reader.",
            "anyOf": [{"type": "number"}, {"type": "string", "pattern": f"^{NUMBER}$"}],
        }


@attrs.frozen
class Whole:
    """A whole number."""

    least: int = 0

    def read(self, value: Any, at: str, reader: Reader) -> Any:
        """Return the number."""
        if type(value) is not int or value < self.least:
            return reader.refuse(at, f"a whole number of {self.least} or more", value)
        return value

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        return {"type": "integer", "minimum": self.least}


@attrs.frozen
class Flag:
    """True or false."""

    def read(self, value: Any, at: str, reader: Reader) -> Any:
        """Return the flag."""
        return value if isinstance(value, bool) else reader.refuse(at, "true or false", value)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        return {"type": "boolean"}


@attrs.frozen
class Word:
    """One word of a closed list."""

    kind: type[StrEnum]

    def read(self, value: Any, at: str, reader: Reader) -> Any:
        """Return the word."""
        known = [str(word) for word in self.kind]
        if isinstance(value, str) and value in known:
            return self.kind(value)
        return reader.refuse(at, f"one of {', '.join(known)}{reader.suggest(value, known)}", value)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        return {"enum": [str(word) for word in self.kind]}


@attrs.frozen
class Nullable:
    """A value, or none at all: null in JSON, "none" in TOML, which has no null."""

    of: Shape

    def read(self, value: Any, at: str, reader: Reader) -> Any:
        """Return the value or None."""
        return None if value is None or value == "none" else self.of.read(value, at, reader)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        return {"anyOf": [self.of.schema(), {"enum": [None, "none"]}]}


@attrs.frozen
class Many:
    """A list of values of one shape."""

    of: Shape

    def read(self, value: Any, at: str, reader: Reader) -> Any:
        """Return the values."""
        if not isinstance(value, list | tuple):
            return reader.refuse(at, "a list", value)
        read = [self.of.read(part, f"{at}[{position}]", reader) for position, part in enumerate(value)]
        return BAD if any(part is BAD for part in read) else tuple(read)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        return {"type": "array", "items": self.of.schema()}


@attrs.frozen
class Pairs:
    """A list of [name, number]."""

    def read(self, value: Any, at: str, reader: Reader) -> Any:
        """Return the pairs."""
        if not isinstance(value, list | tuple) or not all(isinstance(p, list | tuple) and len(p) == 2 for p in value):  # noqa: PLR2004  (pairs)
            return reader.refuse(at, 'a list of pairs such as ["A", 90]', value)
        read = [
            (Text().read(name, f"{at}[{position}]", reader), Number().read(amount, f"{at}[{position}]", reader))
            for position, (name, amount) in enumerate(value)
        ]
        return BAD if any(BAD in pair for pair in read) else tuple(read)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        pair = {"type": "array", "prefixItems": [Text().schema(), Number().schema()], "minItems": 2, "maxItems": 2}
        return {"type": "array", "items": pair}


@attrs.frozen
class Amounts:
    """A table of names and numbers."""

    def read(self, value: Any, at: str, reader: Reader) -> Any:
        """Return the table."""
        if not isinstance(value, Mapping):
            return reader.refuse(at, "a table of names and numbers", value)
        read = {name: Number().read(amount, f"{at}.{printable(str(name))}", reader) for name, amount in value.items()}
        return BAD if any(amount is BAD for amount in read.values()) else read

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        return {"type": "object", "additionalProperties": Number().schema()}


@attrs.frozen
class Field:
    """A key of a table."""

    name: str
    shape: Shape
    about: str
    required: bool = False


@attrs.frozen
class Table:
    """A table of known keys, made into what its constructor makes of them."""

    fields: tuple[Field, ...]
    build: Callable[..., Any]
    about: str = ""
    tag: tuple[str, str] | None = None
    """The key and value that chose this table among several."""

    def read(self, value: Any, at: str, reader: Reader) -> Any:
        """Return what the constructor makes of the keys."""
        if not isinstance(value, Mapping):
            return reader.refuse(at, "a table of keys and values", value)
        prefix = f"{at}." if at else ""
        known = [field.name for field in self.fields] + ([self.tag[0]] if self.tag else [])
        count = len(reader.faults)
        for key in value:
            if key not in known:
                expected = f"no such key{reader.suggest(key, known) or '; there are: ' + ', '.join(known)}"
                reader.refuse(prefix + printable(str(key)), expected)
        read: dict[str, Any] = {}
        for field in self.fields:
            if field.name in value:
                read[field.name] = field.shape.read(value[field.name], prefix + field.name, reader)
            elif field.required:
                reader.refuse(prefix + field.name, f"a value: {field.about}")
        if len(reader.faults) > count or any(part is BAD for part in read.values()):
            return BAD
        with reader.rooted(at, _own(read)):
            return self.build(**read)
        return BAD

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        properties = {field.name: {**field.shape.schema(), "description": field.about} for field in self.fields}
        required = [field.name for field in self.fields if field.required]
        if self.tag:
            properties = {self.tag[0]: {"const": self.tag[1]}, **properties}
            required = [self.tag[0], *required]
        made: dict[str, Any] = {"description": self.about} if self.about else {}
        made |= {"type": "object", "properties": properties, "additionalProperties": False}
        return {**made, "required": required} if required else made


@attrs.frozen
class Tagged:
    """One of several tables, chosen by the value of its `kind`."""

    tables: tuple[Table, ...]

    def read(self, value: Any, at: str, reader: Reader) -> Any:
        """Return what the chosen table reads."""
        kinds = {table.tag[1]: table for table in self.tables if table.tag}
        if not isinstance(value, Mapping):
            return reader.refuse(at, f"a table with a kind: one of {', '.join(kinds)}", value)
        kind = value.get("kind")
        if not isinstance(kind, str) or kind not in kinds:
            return reader.refuse(f"{at}.kind", f"one of {', '.join(kinds)}{reader.suggest(kind, kinds)}", kind)
        return kinds[kind].read(value, at, reader)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        return {"oneOf": [table.schema() for table in self.tables]}
