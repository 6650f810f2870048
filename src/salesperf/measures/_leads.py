"""Leads, appointments, visits and test drives."""

from __future__ import annotations

from typing import Final

from ..vocabulary import Additivity, Unit
from ._measure import Measure

__all__ = [
    "APPTS_SET",
    "APPTS_SHOWN",
    "CUSTOMERS_RECEIVED",
    "CUSTOMERS_REGISTERED",
    "CUSTOMERS_SECOND_VISIT",
    "FIRST_VISITS",
    "LEADS_RECEIVED",
    "LEADS_RESPONDED",
    "LEADS_RESPONDED_IN_SLA",
    "LEADS_VALID",
    "LEADS_WON",
    "ORDERS_FROM_TEST_DRIVES",
    "RESPONSE_MINUTES_SUM",
    "TEST_DRIVE_CUSTOMERS",
    "VISIT_BATCHES",
]

LEADS_RECEIVED: Final = Measure(
    "leads_received", unit=Unit.COUNT, en="Leads received (raw)", zh="收到线索", dated_by="arrival"
)
LEADS_VALID: Final = Measure(
    "leads_valid",
    unit=Unit.COUNT,
    en="Valid distinct leads",
    zh="有效线索",
    additivity=Additivity.DISTINCT,
    key="customer",
    dated_by="arrival",
    note="carries the channel for channel_mix_index; a person on two channels counts once in the total",
)
LEADS_RESPONDED: Final = Measure(
    "leads_responded",
    unit=Unit.COUNT,
    en="Leads answered (first human response)",
    zh="已响应线索",
    dated_by="arrival of the lead",
    note="dated by the arrival of the lead; dated by the answer, a share could pass 100 % at a month edge",
)
LEADS_RESPONDED_IN_SLA: Final = Measure(
    "leads_responded_in_sla",
    unit=Unit.COUNT,
    en="Valid leads answered within SLA",
    zh="及时响应线索",
    additivity=Additivity.DISTINCT,
    key="customer",
    dated_by="arrival of the lead",
    note="part of leads_valid: same identity key, same date",
)
RESPONSE_MINUTES_SUM: Final = Measure(
    "response_minutes_sum",
    unit=Unit.MINUTES,
    en="Sum of first-response minutes",
    zh="响应时长合计",
    dated_by="arrival of the lead",
)
LEADS_WON: Final = Measure(
    "leads_won",
    unit=Unit.COUNT,
    en="Leads won",
    zh="成交线索",
    additivity=Additivity.DISTINCT,
    key="customer",
    dated_by="win date (period form)",
)
APPTS_SET: Final = Measure(
    "appts_set", unit=Unit.COUNT, en="Appointments made for the period", zh="邀约数", dated_by="appointment date"
)
APPTS_SHOWN: Final = Measure(
    "appts_shown", unit=Unit.COUNT, en="Appointments shown", zh="邀约到店数", dated_by="appointment date"
)
VISIT_BATCHES: Final = Measure(
    "visit_batches",
    unit=Unit.COUNT,
    en="Visit parties",
    zh="到店批次",
    dated_by="visit",
    note="repeat visits are visit_batches − first_visits",
)
FIRST_VISITS: Final = Measure(
    "first_visits",
    unit=Unit.COUNT,
    en="First-visit parties",
    zh="首次到店批次",
    dated_by="visit",
    note="repeat visits are visit_batches − first_visits",
)
CUSTOMERS_RECEIVED: Final = Measure(
    "customers_received",
    unit=Unit.COUNT,
    en="Customers received",
    zh="接待客户",
    additivity=Additivity.DISTINCT,
    key="customer",
    dated_by="visit",
)
CUSTOMERS_REGISTERED: Final = Measure(
    "customers_registered",
    unit=Unit.COUNT,
    en="Customers registered",
    zh="留档客户",
    additivity=Additivity.DISTINCT,
    key="customer",
    dated_by="visit",
)
CUSTOMERS_SECOND_VISIT: Final = Measure(
    "customers_second_visit",
    unit=Unit.COUNT,
    en="Registered customers with a second visit on another date",
    zh="二次来店客户",
    additivity=Additivity.DISTINCT,
    key="customer",
    dated_by="visit",
)
TEST_DRIVE_CUSTOMERS: Final = Measure(
    "test_drive_customers",
    unit=Unit.COUNT,
    en="Customers who drove",
    zh="试驾客户",
    additivity=Additivity.DISTINCT,
    key="customer",
    dated_by="drive",
)
ORDERS_FROM_TEST_DRIVES: Final = Measure(
    "orders_from_test_drives", unit=Unit.COUNT, en="Orders of customers who drove", zh="试驾订单", dated_by="order"
)
