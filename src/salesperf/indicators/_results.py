"""Results: units, revenue, customers."""

from __future__ import annotations

from typing import Final

from .. import measures
from ..measures import (
    CUSTOMERS_BUYING,
    CUSTOMERS_NEW,
    REVENUE_VEHICLE,
    TARGET_REVENUE,
    TARGET_UNITS,
    UNITS_FLEET,
    UNITS_FOCUS,
    UNITS_NEV,
    UNITS_WHOLESALE,
)
from ..vocabulary import Category, Direction, RollUp, Theme, Unit
from ._levels import EVERYONE, LEADERS
from ._ratios import Attainment, Change, Ratio, Share, Total

__all__ = [
    "AVG_SELLING_PRICE",
    "FOCUS_MODEL_SHARE",
    "NET_ORDERS",
    "NET_UNITS",
    "NEV_SHARE",
    "NEW_CUSTOMER_COUNT",
    "NEW_CUSTOMER_GROWTH",
    "NEW_CUSTOMER_RATE",
    "NONRETAIL_SHARE",
    "REVENUE_ATTAINMENT",
    "SALES_GROWTH",
    "SALES_REVENUE",
    "UNIT_ATTAINMENT",
]

NET_UNITS: Final = Total(
    "net_units",
    numerator=measures.NET_UNITS,
    unit=Unit.COUNT,
    direction=Direction.HIGHER,
    decimals=2,
    en="Retail units delivered (net)",
    zh="交车量 / 零售销量",
    category=Category.RESULT,
    theme=Theme.UNITS,
    levels=EVERYONE,
)
NET_ORDERS: Final = Total(
    "net_orders",
    numerator=measures.NET_ORDERS,
    unit=Unit.COUNT,
    direction=Direction.HIGHER,
    decimals=2,
    en="Net orders taken",
    zh="净订单数 / 订单数量",
    category=Category.RESULT,
    theme=Theme.UNITS,
    levels=EVERYONE,
)
UNIT_ATTAINMENT: Final = Attainment(
    "unit_attainment",
    numerator=measures.NET_UNITS,
    denominator=TARGET_UNITS,
    unit=Unit.PERCENT,
    direction=Direction.HIGHER,
    decimals=2,
    en="Sales-volume target attainment",
    zh="销量达成率",
    category=Category.RESULT,
    theme=Theme.UNITS,
    levels=EVERYONE,
)
SALES_REVENUE: Final = Total(
    "sales_revenue",
    numerator=REVENUE_VEHICLE,
    unit=Unit.MONEY,
    direction=Direction.HIGHER,
    decimals=2,
    en="Sales revenue",
    zh="销售额 / 营收",
    category=Category.RESULT,
    theme=Theme.UNITS,
    levels=EVERYONE,
)
REVENUE_ATTAINMENT: Final = Attainment(
    "revenue_attainment",
    numerator=REVENUE_VEHICLE,
    denominator=TARGET_REVENUE,
    unit=Unit.PERCENT,
    direction=Direction.HIGHER,
    decimals=2,
    en="Revenue target attainment",
    zh="销售额/营收达成率",
    category=Category.RESULT,
    theme=Theme.UNITS,
    levels=EVERYONE,
)
AVG_SELLING_PRICE: Final = Ratio(
    "avg_selling_price",
    numerator=REVENUE_VEHICLE,
    denominator=measures.NET_UNITS,
    unit=Unit.MONEY_PER_UNIT,
    direction=Direction.HIGHER,
    decimals=2,
    en="Average selling price",
    zh="平均单车售价 / 客单价",
    category=Category.RESULT,
    theme=Theme.UNITS,
    levels=EVERYONE,
)
FOCUS_MODEL_SHARE: Final = Share(
    "focus_model_share",
    numerator=UNITS_FOCUS,
    denominator=measures.NET_UNITS,
    unit=Unit.PERCENT,
    direction=Direction.HIGHER,
    decimals=2,
    en="Focus / high-margin model share",
    zh="特定车型销量占比",
    category=Category.RESULT,
    theme=Theme.UNITS,
    levels=EVERYONE,
)
NEV_SHARE: Final = Share(
    "nev_share",
    numerator=UNITS_NEV,
    denominator=measures.NET_UNITS,
    unit=Unit.PERCENT,
    direction=Direction.HIGHER,
    decimals=2,
    en="New-energy vehicle share",
    zh="新能源占比",
    category=Category.RESULT,
    theme=Theme.UNITS,
    levels=LEADERS,
)
SALES_GROWTH: Final = Change(
    "sales_growth",
    of=NET_UNITS,
    unit=Unit.PERCENT,
    direction=Direction.HIGHER,
    decimals=2,
    en="Sales growth rate (YoY / MoM)",
    zh="销售增长率 (同比/环比)",
    category=Category.RESULT,
    theme=Theme.UNITS,
    levels=LEADERS,
)
NONRETAIL_SHARE: Final = Share(
    "nonretail_share",
    numerator=UNITS_FLEET + UNITS_WHOLESALE,
    denominator=measures.NET_UNITS + UNITS_FLEET + UNITS_WHOLESALE,
    unit=Unit.PERCENT,
    direction=Direction.TARGET,
    decimals=2,
    en="Fleet & wholesale share",
    zh="大客户/二网(批售)占比",
    category=Category.RESULT,
    theme=Theme.UNITS,
    levels=LEADERS,
)
NEW_CUSTOMER_COUNT: Final = Total(
    "new_customer_count",
    numerator=CUSTOMERS_NEW,
    unit=Unit.COUNT,
    direction=Direction.HIGHER,
    decimals=2,
    en="New customers won",
    zh="新客户数量",
    category=Category.RESULT,
    theme=Theme.LEADS,
    levels=EVERYONE,
)
NEW_CUSTOMER_RATE: Final = Share(
    "new_customer_rate",
    numerator=CUSTOMERS_NEW,
    denominator=CUSTOMERS_BUYING,
    unit=Unit.PERCENT,
    direction=Direction.HIGHER,
    decimals=2,
    rolls_up=RollUp.UNION,
    en="New-customer development rate",
    zh="新客户开发率",
    category=Category.RESULT,
    theme=Theme.LEADS,
    levels=EVERYONE,
)
NEW_CUSTOMER_GROWTH: Final = Change(
    "new_customer_growth",
    of=NEW_CUSTOMER_COUNT,
    unit=Unit.PERCENT,
    direction=Direction.HIGHER,
    decimals=2,
    en="New-customer growth",
    zh="新客户增长率",
    category=Category.RESULT,
    theme=Theme.LEADS,
    levels=LEADERS,
)
