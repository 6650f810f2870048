"""`TallyError`: what is asked of a tally does not fit what it was made for."""

from __future__ import annotations

from ..errors import _FaultsError

__all__ = ["TallyError"]


class TallyError(_FaultsError, ValueError):
    """Tallies that were not made alike, or a tally asked by another profile, calendar, organisation or key.

    All differences are listed.
    """

    headline = "this does not fit the tally"
