"""A record, whatever it is made of."""

from __future__ import annotations

import sqlite3
from collections import UserDict, namedtuple
from collections.abc import Iterator, Mapping
from dataclasses import InitVar, dataclass, field
from types import MappingProxyType
from typing import ClassVar, NamedTuple

import attrs
import pytest

from salesperf.records import Refused, fields

EXPECTED = {"person": "li.na", "units": 3}


@attrs.frozen
class AttrsSale:
    person: str
    units: int


@attrs.define(slots=False)
class OpenSale:
    person: str
    units: int
    checked: bool = attrs.field(init=False)


@dataclass(frozen=True, slots=True)
class DataclassSale:
    person: str
    units: int


@dataclass
class WideSale:
    kind: ClassVar[str] = "sale"
    person: str
    half: InitVar[int]
    units: int = field(init=False)
    later: int = field(init=False)

    def __post_init__(self, half: int) -> None:
        self.units = 2 * half + 1


class TupleSale(NamedTuple):
    person: str
    units: int


PlainTupleSale = namedtuple("PlainTupleSale", "person units")  # noqa: PYI024  (rows made by pandas and others are such)


class MappingSale(Mapping[str, object]):
    def __getitem__(self, name: str) -> object:
        return EXPECTED[name]

    def __iter__(self) -> Iterator[str]:
        return iter(EXPECTED)

    def __len__(self) -> int:
        return len(EXPECTED)


@pytest.mark.parametrize("record", [dict(EXPECTED), MappingProxyType(EXPECTED), UserDict(EXPECTED), MappingSale()])
def test_a_mapping_is_its_own_fields(record: Mapping[str, object]) -> None:
    assert fields(record) is record


@pytest.mark.parametrize(
    "record",
    [
        AttrsSale("li.na", 3),
        OpenSale("li.na", 3),  # a field that was never set is absent
        DataclassSale("li.na", 3),
        WideSale("li.na", 1),  # class variables and arguments of __init__ alone are no fields
        TupleSale("li.na", 3),
        PlainTupleSale("li.na", 3),
    ],
)
def test_instances_are_read_by_field_name(record: object) -> None:
    assert dict(fields(record)) == EXPECTED


@pytest.mark.parametrize("record", [AttrsSale, DataclassSale, TupleSale, dict])
def test_a_class_is_not_its_instance(record: object) -> None:
    with pytest.raises(Refused, match="this is a class, give its instances"):
        fields(record)


@pytest.mark.parametrize("record", [("li.na", 3), ["li.na", 3], ()])
def test_values_without_names_are_refused_with_the_way_out(record: object) -> None:
    with pytest.raises(Refused, match=r"name the values, as in dict\(zip\(names, row\)\)"):
        fields(record)


@pytest.mark.parametrize("record", ["li.na", b"", 3, None, {1, 2}, object(), sqlite3.connect])
def test_anything_else_is_refused(record: object) -> None:
    with pytest.raises(Refused) as caught:
        fields(record)
    assert caught.value.expected == "a record: a mapping, an attrs or dataclass instance, or a named tuple"
