"""Registrations in the area."""

from __future__ import annotations

from typing import Final

from ..vocabulary import Owner, Unit
from ._measure import Measure

__all__ = ["BENCHMARK_UNITS_IN_AREA", "OWN_REGISTRATIONS_IN_AREA", "TIV_IN_AREA"]

OWN_REGISTRATIONS_IN_AREA: Final = Measure(
    "own_registrations_in_area",
    unit=Unit.COUNT,
    en="Own registrations in area",
    zh="本品牌(本店)区域上险量",
    decimals=0,
    owner=Owner.AREA,
    dated_by="registration",
    note="whole registrations, never split",
)
TIV_IN_AREA: Final = Measure(
    "tiv_in_area",
    unit=Unit.COUNT,
    en="Total industry volume in area",
    zh="区域总上险量",
    decimals=0,
    owner=Owner.AREA,
    dated_by="registration",
    note="whole registrations, never split",
)
BENCHMARK_UNITS_IN_AREA: Final = Measure(
    "benchmark_units_in_area",
    unit=Unit.COUNT,
    en="Σ over segments of benchmark share × TIV",
    zh="区域基准销量",
    owner=Owner.AREA,
    dated_by="registration",
)
