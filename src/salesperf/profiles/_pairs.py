"""Pairs of catalogue indicators that belong together in a reader's mind: one double counts or pulls against the other.

Each pair rests on a note of the catalogue (misuse, pitfall) or on plain arithmetic, said in its sentence.
"""

from __future__ import annotations

import attrs

__all__ = ["CORRELATED", "PULLING", "Pull"]


@attrs.frozen
class Pull:
    """Indicators of two families that move each other the wrong way."""

    ones: tuple[str, ...]
    others: tuple[str, ...]
    reason: str
    zh: str


_UNITS = ("unit_attainment", "net_units", "units_per_consultant")
_LEADS = ("lead_attainment", "lead_count", "showroom_visits")
_NEW = ("new_customer_rate", "new_customer_count", "new_customer_growth")

PULLING: tuple[Pull, ...] = (
    Pull(
        ("repurchase_rate", "loyalty_sales_share"),
        _NEW,
        "a share of repeat buyers falls while conquest grows; loyalty_rate does not",
        "新客户增长时老客户占比下降；可改用loyalty_rate",
    ),
    Pull(
        ("close_rate", "close_rate_workable", "close_rate_new", "lead_conversion_rate"),
        _LEADS,
        "more leads lower the closing rate, and registering fewer raises it",
        "线索越多成交率越低，少登记线索反而抬高成交率",
    ),
    Pull(
        ("focus_model_share", "nev_share"),
        _UNITS,
        "a share rises when all other sales fall",
        "其他车型销量下降时占比上升",
    ),
    Pull(
        ("gross_per_unit", "gross_total_per_unit", "gross_margin", "avg_selling_price"),
        _UNITS,
        "gross per car rises when only the easy cars are sold, and volume is bought with discount",
        "只卖好卖的车单车毛利就高，而销量靠让利换来",
    ),
    Pull(
        (
            "finance_penetration",
            "insurance_penetration",
            "warranty_penetration",
            "accessory_penetration",
            "trade_in_rate",
        ),
        _UNITS,
        "a penetration rises when volume falls",
        "销量下降时渗透率上升",
    ),
    Pull(
        ("discount_rate",),
        _UNITS,
        "volume is bought with discount",
        "销量靠让利换来",
    ),
    Pull(
        ("stockout_rate",),
        ("days_supply", "inventory_coefficient", "inventory_turnover", "mean_stock_age"),
        "less stock turns faster and runs out sooner",
        "库存越少周转越快，也越容易缺货",
    ),
    Pull(
        ("cost_per_lead", "marketing_cost_per_unit"),
        _LEADS,
        "more leads cost more, and the cheapest are junk",
        "线索越多成本越高，低价线索质量差",
    ),
)

CORRELATED: tuple[tuple[str, str], ...] = (
    ("unit_attainment", "revenue_attainment"),
    ("net_units", "sales_revenue"),
    ("close_rate", "close_rate_workable"),
    ("csi_score", "nps"),
    ("csi_score", "top_box_rate"),
    ("days_supply", "inventory_coefficient"),
    ("days_supply", "inventory_turnover"),
)
"""Pairs whose numerators differ and which still count the same success."""
