"""What boards refuse, beyond what their input has wrong."""

from __future__ import annotations

from ..errors import RecordError, SalesperfError

__all__ = ["AdjustmentError", "BoardError"]


class AdjustmentError(RecordError):
    """Adjustments that cannot be applied: no such card or line, two of one thing, or something else stands there now.

    All are listed; `row` counts them from 1 in the order given.
    """

    headline = "adjustments that cannot be applied"


class BoardError(SalesperfError, ValueError):
    """A scoreboard that is closed, or only a part of one, where an open or a whole one is needed; or another's."""
