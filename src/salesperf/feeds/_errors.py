"""`FeedError`: a feed that contradicts itself, or does not fit the table it is given."""

from __future__ import annotations

from ..errors import _FaultsError

__all__ = ["FeedError"]


class FeedError(_FaultsError, ValueError):
    """A feed that contradicts itself, that does not fit its table, or that is asked for what it cannot compute.

    All faults are found before it is raised; `field` names a column, a rule or a measure.  What is wrong with single
    rows is a `RecordError`, as everywhere.
    """

    headline = "faults in the feed"
