"""One record, whatever it is made of, as a mapping of its fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from ._refused import Refused

__all__ = ["fields"]

_EXPECTED = "a record: a mapping, an attrs or dataclass instance, or a named tuple"


def fields(record: object) -> Mapping[str, object]:
    """Return the fields of a record by name: a mapping is returned as it is, never copied or changed.

    Attrs and dataclass instances and named tuples become a dict of their fields; one that was never set is left out.
    Raises `Refused` for everything else: lists, plain tuples, text, and classes in place of their instances.

    >>> from collections import namedtuple
    >>> fields(namedtuple("Sale", "person units")("li.na", 3))
    {'person': 'li.na', 'units': 3}
    """
    if type(record) is dict or isinstance(record, Mapping):
        return cast("Mapping[str, object]", record)
    kind = cast("type[Any]", type(record))
    if hasattr(kind, "__attrs_attrs__"):
        return _read(record, [attribute.name for attribute in kind.__attrs_attrs__])
    if hasattr(kind, "__dataclass_fields__"):
        import dataclasses  # noqa: PLC0415  (who has a dataclass has paid for the module; others need not)

        return _read(record, [field.name for field in dataclasses.fields(kind)])
    if isinstance(record, tuple) and hasattr(kind, "_fields"):
        return dict(zip(kind._fields, record, strict=True))
    if isinstance(record, type):
        expected = f"{_EXPECTED}; this is a class, give its instances"
    elif isinstance(record, tuple | list):
        expected = f"{_EXPECTED}; name the values, as in dict(zip(names, row))"
    else:
        expected = _EXPECTED
    raise Refused(expected)


def _read(record: object, names: list[str]) -> dict[str, object]:
    return {name: getattr(record, name) for name in names if hasattr(record, name)}
