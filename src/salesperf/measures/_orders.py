"""Orders, deliveries and their targets."""

from __future__ import annotations

from typing import Final

from ..vocabulary import Additivity, Owner, Unit
from ._measure import Measure

__all__ = [
    "FORECAST_ABS_ERROR",
    "ORDERS_CANCELLED",
    "ORDERS_OPEN_END",
    "ORDERS_OPEN_START",
    "ORDERS_SIGNED",
    "TARGET_LEADS",
    "TARGET_UNITS",
    "TARGET_UNITS_NEXT",
    "UNITS_ACCESSORY",
    "UNITS_DELIVERED",
    "UNITS_FINANCED",
    "UNITS_FLEET",
    "UNITS_FOCUS",
    "UNITS_INSURED",
    "UNITS_NEV",
    "UNITS_REGISTERED_IN_OWN_AREA",
    "UNITS_RETURNED",
    "UNITS_TRADE_IN",
    "UNITS_WARRANTY",
    "UNITS_WHOLESALE",
    "USED_UNITS_RETAILED",
]

ORDERS_SIGNED: Final = Measure(
    "orders_signed", unit=Unit.COUNT, en="Orders signed", zh="新增订单", dated_by="order date / cancel date"
)
ORDERS_CANCELLED: Final = Measure(
    "orders_cancelled",
    unit=Unit.COUNT,
    en="Orders cancelled",
    zh="退订",
    absent_counts_zero=True,
    dated_by="order date / cancel date",
)
ORDERS_OPEN_START: Final = Measure(
    "orders_open_start",
    unit=Unit.COUNT,
    en="Open orders at period start",
    zh="期初留存订单",
    additivity=Additivity.FIRST,
    dated_by="snapshot",
)
ORDERS_OPEN_END: Final = Measure(
    "orders_open_end",
    unit=Unit.COUNT,
    en="Open orders at period end",
    zh="期末留存订单",
    additivity=Additivity.LAST,
    dated_by="snapshot",
)
UNITS_DELIVERED: Final = Measure(
    "units_delivered",
    unit=Unit.COUNT,
    en="Units delivered (retail, before returns)",
    zh="交车",
    dated_by="handover / return date",
    note="before returns; the indicator net_units takes them off",
)
UNITS_RETURNED: Final = Measure(
    "units_returned",
    unit=Unit.COUNT,
    en="Units taken back",
    zh="退车",
    absent_counts_zero=True,
    dated_by="handover / return date",
    note="dated by the day the car comes back, not by the day it was sold",
)
UNITS_FLEET: Final = Measure(
    "units_fleet", unit=Unit.COUNT, en="Fleet units", zh="大客户台数", absent_counts_zero=True, dated_by="handover"
)
UNITS_WHOLESALE: Final = Measure(
    "units_wholesale",
    unit=Unit.COUNT,
    en="Wholesale units",
    zh="二网批售台数",
    absent_counts_zero=True,
    dated_by="handover",
)
UNITS_FOCUS: Final = Measure(
    "units_focus",
    unit=Unit.COUNT,
    en="Focus-model units (net)",
    zh="重点车型台数",
    signed=True,
    dated_by="handover; −1 at return",
    note="part of the net units: a return books −1 here too, otherwise the share passes 100 %",
)
UNITS_NEV: Final = Measure(
    "units_nev",
    unit=Unit.COUNT,
    en="New-energy units (net)",
    zh="新能源台数",
    signed=True,
    dated_by="handover; −1 at return",
    note="part of the net units: a return books −1 here too, otherwise the share passes 100 %",
)
UNITS_FINANCED: Final = Measure(
    "units_financed",
    unit=Unit.COUNT,
    en="Financed units (net)",
    zh="净金融台数",
    signed=True,
    dated_by="handover; −1 at cancellation or return",
)
UNITS_INSURED: Final = Measure(
    "units_insured",
    unit=Unit.COUNT,
    en="Insured units (net)",
    zh="投保台数",
    signed=True,
    dated_by="handover; −1 at cancellation or return",
)
UNITS_WARRANTY: Final = Measure(
    "units_warranty",
    unit=Unit.COUNT,
    en="Warranty units (net)",
    zh="延保台数",
    signed=True,
    dated_by="handover; −1 at cancellation or return",
)
UNITS_ACCESSORY: Final = Measure(
    "units_accessory",
    unit=Unit.COUNT,
    en="Paid-accessory units (net)",
    zh="精品台数(付费)",
    signed=True,
    dated_by="handover; −1 at cancellation or return",
)
UNITS_TRADE_IN: Final = Measure(
    "units_trade_in",
    unit=Unit.COUNT,
    en="Trade-in units (net)",
    zh="置换台数",
    signed=True,
    dated_by="handover; −1 at cancellation or return",
)
USED_UNITS_RETAILED: Final = Measure(
    "used_units_retailed", unit=Unit.COUNT, en="Used units retailed", zh="二手车零售台数", dated_by="handover"
)
UNITS_REGISTERED_IN_OWN_AREA: Final = Measure(
    "units_registered_in_own_area",
    unit=Unit.COUNT,
    en="Units registered in own area",
    zh="区域内上牌台数",
    signed=True,
    dated_by="handover",
)
TARGET_UNITS: Final = Measure(
    "target_units",
    unit=Unit.COUNT,
    en="Target units",
    zh="目标销量",
    dated_by="plan period",
    note="additive only if not over-assigned; otherwise each scope carries its own target",
)
TARGET_LEADS: Final = Measure(
    "target_leads",
    unit=Unit.COUNT,
    en="Target leads",
    zh="目标集客量",
    dated_by="plan period",
    note="additive only if not over-assigned; otherwise each scope carries its own target",
)
TARGET_UNITS_NEXT: Final = Measure(
    "target_units_next",
    unit=Unit.COUNT,
    en="Next month's target units",
    zh="次月目标销量",
    dated_by="plan period before",
    note="looks ahead: given as a fact of the current period",
)
FORECAST_ABS_ERROR: Final = Measure(
    "forecast_abs_error",
    unit=Unit.COUNT,
    en="Sum of abs(actual − forecast) at the fixed grain (model × week)",
    zh="预测绝对误差",
    owner=Owner.STORE,
    dated_by="target period",
    note="summed at one fixed grain (model × week); it cannot be rebuilt from sums",
)
