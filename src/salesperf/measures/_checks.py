"""Checks of what users write: ids, names, numbers, words of the vocabulary, documents.

Shared with the rooms above that read the same kind of documents; not public.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from ..errors import Fault, ProfileError
from ..text import near, shown

__all__ = ["Amount", "Reading", "identifier", "member", "named", "number", "suggestion"]

Amount = int | float | str | Decimal
"""What may stand for a number: a float means its `repr`, a text its decimal digits."""

_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?")
_Word = TypeVar("_Word", bound=StrEnum)


def identifier(value: object, what: str, *, reserved: frozenset[str] = frozenset()) -> str:
    """Return `value` if it can be the id of a measure, an indicator, a criterion; raise `ProfileError` otherwise."""
    if not isinstance(value, str) or _ID.fullmatch(value) is None or value in reserved:
        expected = (
            "lower-case letters, digits and _, beginning with a letter, at most 64, and not the name of a record's key"
        )
        raise ProfileError([Fault(expected, field=f"id of the {what}", value=shown(value))])
    return value


def named(value: object, field: str) -> list[Fault]:
    """Return a fault unless `value` is a text that can be read."""
    if isinstance(value, str) and value.strip():
        return []
    return [Fault("a name to show", field=field, value=shown(value))]


def number(value: object) -> Decimal | None:
    """Return `value` as an exact decimal, or None if it is no finite number; a float means its `repr`.

    >>> number(0.1), number("2.50"), number(True), number("1e3")
    (Decimal('0.1'), Decimal('2.50'), None, None)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(str(value)) if math.isfinite(value) else None
    return Decimal(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else None


def suggestion(name: object, known: Iterable[str]) -> str:
    """Return "; did you mean …?" where one of `known` looks like `name`, else nothing."""
    close = near(name, known) if isinstance(name, str) else ()
    return f"; did you mean {', '.join(map(shown, close))}?" if close else ""


def member(kind: type[_Word], value: object, field: str) -> _Word:
    """Return the word of the vocabulary that `value` names; raise `ProfileError` with the near ones otherwise."""
    if isinstance(value, kind):
        return value
    words = [str(word) for word in kind]
    if isinstance(value, str) and value in words:
        return kind(value)
    expected = f"one of {', '.join(words)}{suggestion(value, words)}"
    raise ProfileError([Fault(expected, field=field, value=shown(value))])


class Reading:
    """One table of a document being read: hands out its values and collects what is wrong with them.

    `owner` says in the faults whose keys these are; by default it is the value of the key `id`.  A key that is absent
    or None gives the default.  A required key that is absent, a key that nobody knows and a value of the wrong type are
    faults; `done` raises them all.  Something that is no table is refused at once.
    """

    def __init__(self, mapping: object, what: str, *, owner: str | None = None) -> None:
        if not isinstance(mapping, Mapping):
            raise ProfileError([Fault("a table of keys and values", field=what, value=shown(mapping))])
        name = mapping.get("id")
        self.owner: str = owner or (name if isinstance(name, str) and _ID.fullmatch(name) else what)
        self.faults: list[Fault] = []
        self._mapping: Mapping[object, object] = mapping

    def only(self, *keys: str) -> None:
        """Note each key that is not one of `keys`."""
        for key in self._mapping:
            if key not in keys:
                expected = f"a known key{suggestion(key, keys)}"
                self.faults.append(Fault(expected, field=f"key of {self.owner}", value=shown(key)))

    def fault(self, key: str, expected: str) -> None:
        """Note that the value of `key` is not what was expected."""
        value = shown(self._mapping.get(key))
        self.faults.append(Fault(expected, field=f"{key} of {self.owner}", value=value))

    def raw(self, key: str) -> object:
        """Return the value of `key` as it stands, None if absent."""
        return self._mapping.get(key)

    def required(self, *keys: str) -> None:
        """Note each of `keys` that is absent."""
        for key in keys:
            if self._mapping.get(key) is None:
                self.faults.append(Fault("a value; the key is required", field=f"{key} of {self.owner}"))

    def text(self, key: str, default: str = "") -> str:
        """Return a text."""
        value = self._mapping.get(key)
        if value is None or isinstance(value, str):
            return default if value is None else value
        self.fault(key, "a text")
        return default

    def whole(self, key: str) -> int | None:
        """Return a whole number."""
        value = self._mapping.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        self.fault(key, "a whole number")
        return None

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return true or false."""
        value = self._mapping.get(key)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.fault(key, "true or false")
        return default

    def word(self, key: str, kind: type[_Word]) -> _Word | None:
        """Return a word of the vocabulary."""
        value = self._mapping.get(key)
        return None if value is None else self._word(key, kind, value)

    def words(self, key: str, kind: type[_Word]) -> tuple[_Word, ...]:
        """Return a list of words of the vocabulary."""
        return tuple(word for value in self.items(key) if (word := self._word(key, kind, value)) is not None)

    def _word(self, key: str, kind: type[_Word], value: object) -> _Word | None:
        try:
            return member(kind, value, f"{key} of {self.owner}")
        except ProfileError as error:
            self.faults.extend(error.faults)
            return None

    def items(self, key: str) -> tuple[object, ...]:
        """Return a list of values."""
        value = self._mapping.get(key)
        if value is None or isinstance(value, list | tuple):
            return tuple(value or ())
        self.fault(key, "a list")
        return ()

    def table(self, key: str) -> Mapping[str, object]:
        """Return a table of keys and values."""
        value = self._mapping.get(key)
        if value is None or isinstance(value, Mapping):
            return value or {}
        self.fault(key, "a table of keys and values")
        return {}

    def done(self) -> None:
        """Raise every fault found so far, if any."""
        if self.faults:
            raise ProfileError(self.faults)
