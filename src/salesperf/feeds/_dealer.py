"""A ready feed for the sheet that dealer systems export: one line for each order, in Chinese or English."""

from __future__ import annotations

from ._conditions import Equals, IsSet
from ._feed import Feed
from ._rules import Count, Days, Sum

__all__ = ["DEALER_SHEET"]

_FINANCED = Equals("Financed", True)  # noqa: FBT003  (the value it equals)
_INSURED = Equals("Insured", True)  # noqa: FBT003  (the value it equals)
_TRADED_IN = Equals("Trade-in", True)  # noqa: FBT003  (the value it equals)
_DELIVERED, _RETURNED = IsSet("Delivery date"), IsSet("Return date")

DEALER_SHEET = Feed(
    "dealer sheet",
    whose="Sales consultant",
    keys={"deal": "Order no", "customer": "Customer", "vehicle": "VIN", "model": "Model", "channel": "Channel"},
    rules=[
        Count("orders_signed", date="Order date"),
        Count("orders_cancelled", date="Cancellation date"),
        Count("units_delivered", date="Delivery date"),
        Sum("revenue_vehicle", "Selling price", date="Delivery date"),
        Sum("gp_front", "Front gross", date="Delivery date"),
        Count("units_financed", date="Delivery date", where=_DELIVERED & _FINANCED),
        Count("units_insured", date="Delivery date", where=_DELIVERED & _INSURED),
        Count("units_trade_in", date="Delivery date", where=_DELIVERED & _TRADED_IN),
        Days("order_to_delivery_days_sum", since="Order date", date="Delivery date"),
        Count("units_returned", date="Return date"),
        Sum("revenue_vehicle", "Selling price", date="Return date", times=-1),
        Sum("gp_front", "Front gross", date="Return date", times=-1),
        Count("units_financed", date="Return date", where=_RETURNED & _FINANCED, times=-1),
        Count("units_insured", date="Return date", where=_RETURNED & _INSURED, times=-1),
        Count("units_trade_in", date="Return date", where=_RETURNED & _TRADED_IN, times=-1),
    ],
    headings={
        "Sales consultant": ("Salesperson", "销售顾问", "销售员"),
        "Order no": ("Order number", "订单号", "订单编号"),
        "Customer": ("Customer no", "客户", "客户编号"),
        "VIN": ("Chassis no", "车架号"),
        "Model": ("车型", "车系"),
        "Channel": ("Source", "渠道", "客户来源"),
        "Order date": ("订单日期", "订车日期", "签约日期"),
        "Cancellation date": ("退订日期",),
        "Delivery date": ("Handover date", "交车日期"),
        "Return date": ("退车日期",),
        "Selling price": ("Price", "成交价", "开票价"),
        "Front gross": ("Gross profit", "单车毛利", "毛利"),
        "Financed": ("Finance", "金融", "是否金融"),
        "Insured": ("Insurance", "保险", "是否投保"),
        "Trade-in": ("Part exchange", "置换", "是否置换"),
    },
    source="The columns that Chinese and English order lists of dealer systems share; no maker documents them.",
    note=(
        "Amounts in currency units without tax. What was delivered and taken back is booked in full on the day of the "
        "delivery and reversed on that of the return."
    ),
)
"""A dealer system's order list: order, cancellation, delivery and return each on their own day."""
