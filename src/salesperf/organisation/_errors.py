"""`OrganisationError`: everything that is wrong with an organisation, listed at once."""

from __future__ import annotations

from ..errors import _FaultsError

__all__ = ["OrganisationError"]


class OrganisationError(_FaultsError, ValueError):
    """An organisation that contradicts itself, or rows that describe none.

    All faults are found before it is raised; each says the row it stands in, where it came from rows.
    """

    headline = "faults in the organisation"
