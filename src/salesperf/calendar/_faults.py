"""What is wrong with the arguments of this room's types, told all at once."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import Fault, PeriodError

__all__ = ["LISTED", "refuse"]

LISTED = 20
"""How many faults a message shows; the others are counted."""


def refuse(what: str, faults: Sequence[Fault | str], after: str = "") -> None:
    """Raise `PeriodError` with every fault of `what`; do nothing if there is none."""
    if faults:
        more = f"\n  … and {len(faults) - LISTED} more" if len(faults) > LISTED else ""
        listed = "\n".join(f"  - {fault}" for fault in faults[:LISTED])
        msg = f"faults in the {what} ({len(faults)}):\n{listed}{more}{after}"
        raise PeriodError(msg)
