"""Sums of measures that formulas use often."""

from __future__ import annotations

from typing import Final

from ._money import GP_ACCESSORY, GP_FI, GP_USED_LINKED, GP_WARRANTY
from ._opportunities import OPPS_WON_CARRIED, OPPS_WON_NEW
from ._orders import ORDERS_CANCELLED, ORDERS_SIGNED, UNITS_DELIVERED, UNITS_RETURNED

__all__ = ["GP_DERIVATIVE", "NET_ORDERS", "NET_UNITS", "OPPS_WON"]

NET_UNITS: Final = UNITS_DELIVERED - UNITS_RETURNED
NET_ORDERS: Final = ORDERS_SIGNED - ORDERS_CANCELLED
GP_DERIVATIVE: Final = GP_FI + GP_WARRANTY + GP_ACCESSORY + GP_USED_LINKED
OPPS_WON: Final = OPPS_WON_NEW + OPPS_WON_CARRIED
