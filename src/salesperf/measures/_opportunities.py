"""Opportunities, follow-ups, quotes and how long things take."""

from __future__ import annotations

from typing import Final

from ..vocabulary import Additivity, Unit
from ._measure import Measure

__all__ = [
    "COHORT_OPPS_OPENED",
    "COHORT_OPPS_WON",
    "CONTACTS_MADE",
    "CONTRACTS_SIGNED",
    "FOLLOWUPS_DUE",
    "FOLLOWUPS_ON_TIME",
    "OPPS_CARRIED_IN",
    "OPPS_INVALIDATED",
    "OPPS_LOST",
    "OPPS_OPENED",
    "OPPS_OPEN_END",
    "OPPS_STALE_END",
    "OPPS_WON_CARRIED",
    "OPPS_WON_NEW",
    "ORDER_TO_DELIVERY_DAYS_SUM",
    "QUOTES_ISSUED",
    "SALES_CYCLE_DAYS_SUM",
]

OPPS_OPENED: Final = Measure(
    "opps_opened", unit=Unit.COUNT, en="Opportunities opened", zh="新增意向", dated_by="opened"
)
OPPS_CARRIED_IN: Final = Measure(
    "opps_carried_in",
    unit=Unit.COUNT,
    en="Opportunities carried in, frozen at period open",
    zh="期初结转意向",
    additivity=Additivity.FIRST,
    dated_by="period open",
    note="frozen when the period opens: a quarter takes the first snapshot, not the sum of three",
)
OPPS_WON_NEW: Final = Measure(
    "opps_won_new",
    unit=Unit.COUNT,
    en="Won, opened this period",
    zh="新增成交",
    dated_by="won",
    note="new or carried belongs to the period it was split for: over a longer one only the sum of both adds up",
)
OPPS_WON_CARRIED: Final = Measure(
    "opps_won_carried",
    unit=Unit.COUNT,
    en="Won, carried in",
    zh="结转成交",
    absent_counts_zero=True,
    dated_by="won",
    note="new or carried belongs to the period it was split for: over a longer one only the sum of both adds up",
)
OPPS_LOST: Final = Measure("opps_lost", unit=Unit.COUNT, en="Opportunities lost", zh="战败", dated_by="declared")
OPPS_OPEN_END: Final = Measure(
    "opps_open_end",
    unit=Unit.COUNT,
    en="Opportunities open at period end",
    zh="期末意向",
    additivity=Additivity.LAST,
    dated_by="snapshot",
)
OPPS_STALE_END: Final = Measure(
    "opps_stale_end",
    unit=Unit.COUNT,
    en="Open opportunities without contact > N days",
    zh="超期未跟进意向",
    additivity=Additivity.LAST,
    dated_by="snapshot",
)
OPPS_INVALIDATED: Final = Measure(
    "opps_invalidated",
    unit=Unit.COUNT,
    en="Opportunities invalidated",
    zh="无效意向",
    dated_by="event",
    note="opened + carried in = won + lost + invalidated + open at the end",
)
COHORT_OPPS_OPENED: Final = Measure(
    "cohort_opps_opened",
    unit=Unit.COUNT,
    en="Opportunities of the matured cohort",
    zh="同期群意向",
    dated_by="cohort (opened)",
)
COHORT_OPPS_WON: Final = Measure(
    "cohort_opps_won", unit=Unit.COUNT, en="… of them won within W days", zh="同期群成交", dated_by="cohort (opened)"
)
FOLLOWUPS_DUE: Final = Measure(
    "followups_due", unit=Unit.COUNT, en="Follow-ups due", zh="应跟进", dated_by="due date / event"
)
FOLLOWUPS_ON_TIME: Final = Measure(
    "followups_on_time", unit=Unit.COUNT, en="Follow-ups on time", zh="及时跟进", dated_by="due date / event"
)
CONTACTS_MADE: Final = Measure(
    "contacts_made", unit=Unit.COUNT, en="Qualified contacts", zh="有效回访", dated_by="due date / event"
)
QUOTES_ISSUED: Final = Measure(
    "quotes_issued", unit=Unit.COUNT, en="Quotes issued", zh="报价", dated_by="due date / event"
)
CONTRACTS_SIGNED: Final = Measure(
    "contracts_signed", unit=Unit.COUNT, en="Contracts signed", zh="签约", dated_by="due date / event"
)
ORDER_TO_DELIVERY_DAYS_SUM: Final = Measure(
    "order_to_delivery_days_sum",
    unit=Unit.DAYS,
    en="Sum of days order→delivery",
    zh="交付天数合计",
    dated_by="delivery / order",
)
SALES_CYCLE_DAYS_SUM: Final = Measure(
    "sales_cycle_days_sum",
    unit=Unit.DAYS,
    en="Sum of days first contact→order",
    zh="成交天数合计",
    dated_by="delivery / order",
)
