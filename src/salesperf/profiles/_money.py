"""The curves on amounts of money that are shipped only to be replaced: what is good depends on the brand."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..curves import Curve, Linear

__all__ = ["PLACEHOLDERS"]

PLACEHOLDERS: Mapping[str, Curve] = MappingProxyType(
    {
        "gross_total_per_unit": Linear((0, 0), (8000, 100), (12000, 120)),
        "gross_per_unit": Linear((-4000, 0), (4000, 100), (8000, 120)),
        "fi_gross_per_unit": Linear((0, 0), (4000, 100), (6000, 120)),
        "gross_per_employee": Linear((0, 0), (40000, 100), (60000, 120)),
    }
)
"""By the indicator's id."""
