"""Who shares the deal of a row: columns of people and of their shares."""

from __future__ import annotations

import attrs

__all__ = ["CreditColumns"]


@attrs.frozen
class CreditColumns:
    """A person who shares a row's deal, and the column with the share: 0.7, "70%" or "7/10"; 70 with `percent`.

    >>> CreditColumns("Sales 2", "Share 2", percent=True).person
    'Sales 2'
    """

    person: str
    share: str
    percent: bool = attrs.field(default=False, kw_only=True)
