"""What disqualifies."""

from __future__ import annotations

from typing import Final

from ..vocabulary import Unit
from ._measure import Measure

__all__ = ["RECORD_FRAUD_CONFIRMED"]

RECORD_FRAUD_CONFIRMED: Final = Measure(
    "record_fraud_confirmed",
    unit=Unit.COUNT,
    en="Record fraud confirmed",
    zh="数据造假(已核实)",
    dated_by="confirmation",
    note="what the gate of the consultant profile looks at; no indicator reads it",
)
