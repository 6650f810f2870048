"""Revenue, gross, expense, receivables and their targets."""

from __future__ import annotations

from typing import Final

from ..vocabulary import Additivity, Owner, Unit
from ._measure import Measure

__all__ = [
    "AR_CLOSING",
    "AR_OPENING",
    "BILLED",
    "CASH_COLLECTED",
    "DISCOUNT_SUM",
    "EXPENSE_BUDGET",
    "EXPENSE_LEADS",
    "EXPENSE_MARKETING",
    "EXPENSE_SELLING",
    "EXPENSE_TOTAL",
    "GP_ACCESSORY",
    "GP_FI",
    "GP_FRONT",
    "GP_TOTAL",
    "GP_USED_LINKED",
    "GP_WARRANTY",
    "LIST_PRICE_SUM",
    "NET_PROFIT",
    "REBATE_AVAILABLE",
    "REBATE_EARNED",
    "REVENUE_ACCESSORY",
    "REVENUE_TOTAL",
    "REVENUE_VEHICLE",
    "TARGET_GROSS",
    "TARGET_PROFIT",
    "TARGET_REVENUE",
]

REVENUE_VEHICLE: Final = Measure(
    "revenue_vehicle",
    unit=Unit.MONEY,
    en="Vehicle revenue (ex tax)",
    zh="整车收入",
    signed=True,
    dated_by="invoice or handover (one rule)",
)
REVENUE_ACCESSORY: Final = Measure(
    "revenue_accessory",
    unit=Unit.MONEY,
    en="Accessory revenue (ex tax)",
    zh="精品收入",
    signed=True,
    dated_by="invoice or handover (one rule)",
)
REVENUE_TOTAL: Final = Measure(
    "revenue_total",
    unit=Unit.MONEY,
    en="Total revenue (store ledger)",
    zh="全店营收",
    signed=True,
    dated_by="invoice or handover (one rule)",
)
LIST_PRICE_SUM: Final = Measure(
    "list_price_sum",
    unit=Unit.MONEY,
    en="List price of delivered units",
    zh="指导价合计",
    signed=True,
    dated_by="handover",
)
DISCOUNT_SUM: Final = Measure(
    "discount_sum",
    unit=Unit.MONEY,
    en="Discounts incl. gifts and trade-in over-allowance",
    zh="优惠合计",
    signed=True,
    dated_by="handover",
)
GP_FRONT: Final = Measure(
    "gp_front",
    unit=Unit.MONEY,
    en="Front gross at the declared layer",
    zh="新车毛利",
    signed=True,
    dated_by="handover; rebates by accrual",
    note="the layer (1 price − cost, 2 less gifts, 3 plus factory support and rebate) is fixed by the data",
)
GP_FI: Final = Measure(
    "gp_fi",
    unit=Unit.MONEY,
    en="Finance + insurance gross, WITHOUT warranty",
    zh="金融保险毛利(不含延保)",
    signed=True,
    absent_counts_zero=True,
    dated_by="handover; charge-back when booked",
    note="without warranty, so that it can be added to gp_warranty",
)
GP_WARRANTY: Final = Measure(
    "gp_warranty",
    unit=Unit.MONEY,
    en="Warranty gross",
    zh="延保毛利",
    signed=True,
    absent_counts_zero=True,
    dated_by="handover; charge-back when booked",
    note="disjoint from gp_fi",
)
GP_ACCESSORY: Final = Measure(
    "gp_accessory",
    unit=Unit.MONEY,
    en="Accessory gross",
    zh="精品毛利",
    signed=True,
    absent_counts_zero=True,
    dated_by="handover; charge-back when booked",
)
GP_USED_LINKED: Final = Measure(
    "gp_used_linked",
    unit=Unit.MONEY,
    en="Linked used-car gross",
    zh="置换二手车毛利",
    signed=True,
    absent_counts_zero=True,
    dated_by="handover; charge-back when booked",
)
GP_TOTAL: Final = Measure(
    "gp_total",
    unit=Unit.MONEY,
    en="Store gross, all departments",
    zh="全店毛利",
    signed=True,
    owner=Owner.STORE,
    dated_by="accounting period",
    note="the store ledger; not the indicator gross_total, which is new-car front and derivative gross",
)
NET_PROFIT: Final = Measure(
    "net_profit",
    unit=Unit.MONEY,
    en="Net profit before tax",
    zh="净利润(税前)",
    signed=True,
    owner=Owner.STORE,
    dated_by="accounting period",
)
EXPENSE_TOTAL: Final = Measure(
    "expense_total",
    unit=Unit.MONEY,
    en="Total expense (SG&A)",
    zh="全店费用",
    signed=True,
    owner=Owner.STORE,
    dated_by="accounting period",
    note="reversals may be negative",
)
EXPENSE_SELLING: Final = Measure(
    "expense_selling",
    unit=Unit.MONEY,
    en="Selling expense",
    zh="销售费用",
    signed=True,
    owner=Owner.STORE,
    dated_by="accounting period",
    note="reversals may be negative",
)
EXPENSE_MARKETING: Final = Measure(
    "expense_marketing",
    unit=Unit.MONEY,
    en="Marketing expense",
    zh="营销费用",
    signed=True,
    owner=Owner.STORE,
    dated_by="accounting period",
    note="reversals may be negative",
)
EXPENSE_LEADS: Final = Measure(
    "expense_leads",
    unit=Unit.MONEY,
    en="Lead expense",
    zh="线索费用",
    signed=True,
    owner=Owner.STORE,
    dated_by="accounting period",
    note="reversals may be negative",
)
EXPENSE_BUDGET: Final = Measure(
    "expense_budget",
    unit=Unit.MONEY,
    en="Selling-expense budget",
    zh="销售费用预算",
    signed=True,
    owner=Owner.STORE,
    dated_by="accounting period",
)
REBATE_EARNED: Final = Measure(
    "rebate_earned",
    unit=Unit.MONEY,
    en="OEM incentive earned",
    zh="已获返利",
    signed=True,
    owner=Owner.STORE,
    dated_by="OEM scheme period",
)
REBATE_AVAILABLE: Final = Measure(
    "rebate_available",
    unit=Unit.MONEY,
    en="OEM incentive on offer",
    zh="可得返利",
    signed=True,
    owner=Owner.STORE,
    dated_by="OEM scheme period",
)
BILLED: Final = Measure(
    "billed", unit=Unit.MONEY, en="Billed", zh="应收发生额", signed=True, dated_by="billing / cash date"
)
CASH_COLLECTED: Final = Measure(
    "cash_collected", unit=Unit.MONEY, en="Cash collected", zh="回款额", signed=True, dated_by="billing / cash date"
)
AR_OPENING: Final = Measure(
    "ar_opening",
    unit=Unit.MONEY,
    en="Receivables at period start",
    zh="期初应收",
    additivity=Additivity.FIRST,
    dated_by="snapshot",
)
AR_CLOSING: Final = Measure(
    "ar_closing",
    unit=Unit.MONEY,
    en="Receivables at period end",
    zh="期末应收",
    additivity=Additivity.LAST,
    dated_by="snapshot",
)
TARGET_REVENUE: Final = Measure(
    "target_revenue",
    unit=Unit.MONEY,
    en="Target revenue",
    zh="目标营收",
    signed=True,
    dated_by="plan period",
    note="where the target may be negative, an attainment needs a scale",
)
TARGET_GROSS: Final = Measure(
    "target_gross",
    unit=Unit.MONEY,
    en="Target gross",
    zh="目标毛利",
    signed=True,
    dated_by="plan period",
    note="where the target may be negative, an attainment needs a scale",
)
TARGET_PROFIT: Final = Measure(
    "target_profit",
    unit=Unit.MONEY,
    en="Target profit",
    zh="目标利润",
    signed=True,
    dated_by="plan period",
    note="where the target may be negative, an attainment needs a scale",
)
