"""All shipped measures in one tuple, and by id."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from ..errors import UnknownNameError
from . import _conduct, _customers, _leads, _market, _money, _opportunities, _orders, _people, _recordkeeping, _stock
from ._measure import Measure

__all__ = ["VOCABULARY", "get"]

_SUBJECTS = (_orders, _money, _stock, _leads, _opportunities, _recordkeeping, _customers, _people, _market, _conduct)

VOCABULARY: Final[tuple[Measure, ...]] = tuple(
    constant for subject in _SUBJECTS for constant in vars(subject).values() if isinstance(constant, Measure)
)
"""Every shipped measure, by subject, in the order in which the modules define them."""

_BY_ID: Final = MappingProxyType({measure.id: measure for measure in VOCABULARY})


def get(id: str) -> Measure:  # noqa: A002  (the argument is the measure's id)
    """Return the shipped measure of this id; an unknown one raises `UnknownNameError` with the near names.

    >>> get("leads_valid")
    Measure('leads_valid', count, 4 decimals, distinct by customer)
    """
    found = _BY_ID.get(id)
    if found is None:
        what = "measure"
        raise UnknownNameError(what, id, tuple(_BY_ID))
    return found
