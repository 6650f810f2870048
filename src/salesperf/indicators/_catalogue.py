"""All shipped indicators in one tuple, and by id."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from ..errors import UnknownNameError
from . import _costs, _customer, _foundation, _gross, _management, _market, _pipeline, _process, _results
from ._base import Indicator

__all__ = ["CATALOGUE", "get"]

_CATEGORIES = (_results, _gross, _costs, _process, _pipeline, _customer, _foundation, _management, _market)


CATALOGUE: Final[tuple[Indicator, ...]] = tuple(
    indicator for module in _CATEGORIES for name, indicator in vars(module).items() if name in module.__all__
)
"""Every shipped indicator, by category, in the order in which the modules define them."""

_BY_ID: Final = MappingProxyType({indicator.id: indicator for indicator in CATALOGUE})


def get(id: str) -> Indicator:  # noqa: A002  (the argument is the indicator's id)
    """Return the shipped indicator of this id; an unknown one raises `UnknownNameError` with the near names.

    >>> get("close_rate")
    <Ratio close_rate: (opps_won_new + opps_won_carried) ÷ opps_opened × 100 [percent, higher]>
    """
    found = _BY_ID.get(id)
    if found is None:
        what = "indicator"
        raise UnknownNameError(what, id, tuple(_BY_ID))
    return found
