"""Surveys, complaints, referrals, loyalty and after-sales."""

from __future__ import annotations

from typing import Final

from ..vocabulary import Additivity, Owner, Unit
from ._measure import Measure

__all__ = [
    "COMPLAINTS_CLOSED_IN_SLA",
    "COMPLAINTS_DUE",
    "COMPLAINTS_VALID",
    "CUSTOMERS_BUYING",
    "CUSTOMERS_END",
    "CUSTOMERS_NEW",
    "CUSTOMERS_START",
    "DELIVERY_FOLLOWUPS_DUE",
    "DELIVERY_FOLLOWUPS_ON_TIME",
    "DELIVERY_SCORE_SUM",
    "DELIVERY_SURVEY_N",
    "DETRACTORS_N",
    "FIRST_SERVICE_DONE",
    "FIRST_SERVICE_DUE",
    "ORDERS_OWNER_BASE",
    "ORDERS_REFERRAL",
    "ORDERS_REPEAT",
    "OWNERS_DISPOSING_OR_DUE",
    "OWNERS_WHO_REBOUGHT_HERE",
    "POLICIES_DUE",
    "POLICIES_RENEWED",
    "PROMOTERS_N",
    "SCORE_SUM",
    "SERVICE_SCORE_SUM",
    "SERVICE_SURVEY_N",
    "SSI_SCORE_SUM",
    "SSI_SURVEY_N",
    "SURVEYS_SENT",
    "SURVEY_N",
    "TOPBOX_N",
]

SURVEYS_SENT: Final = Measure(
    "surveys_sent", unit=Unit.COUNT, en="Surveys sent", zh="发出问卷", dated_by="response (or delivery cohort)"
)
SURVEY_N: Final = Measure(
    "survey_n", unit=Unit.COUNT, en="Valid responses", zh="有效问卷", dated_by="response (or delivery cohort)"
)
TOPBOX_N: Final = Measure(
    "topbox_n", unit=Unit.COUNT, en="Top-box responses", zh="满分问卷", dated_by="response (or delivery cohort)"
)
PROMOTERS_N: Final = Measure(
    "promoters_n", unit=Unit.COUNT, en="Promoters", zh="推荐者", dated_by="response (or delivery cohort)"
)
DETRACTORS_N: Final = Measure(
    "detractors_n", unit=Unit.COUNT, en="Detractors", zh="贬损者", dated_by="response (or delivery cohort)"
)
SCORE_SUM: Final = Measure(
    "score_sum",
    unit=Unit.RATING,
    en="Sum of CSI scores",
    zh="CSI评分合计",
    dated_by="response",
    note="one scale and one survey scheme within a series",
)
SSI_SCORE_SUM: Final = Measure(
    "ssi_score_sum",
    unit=Unit.RATING,
    en="Sum of sales-process scores",
    zh="销售过程评分合计",
    dated_by="response",
    note="one scale and one survey scheme within a series",
)
DELIVERY_SCORE_SUM: Final = Measure(
    "delivery_score_sum",
    unit=Unit.RATING,
    en="Sum of delivery scores",
    zh="交车评分合计",
    dated_by="response",
    note="one scale and one survey scheme within a series",
)
SERVICE_SCORE_SUM: Final = Measure(
    "service_score_sum",
    unit=Unit.RATING,
    en="Sum of after-sales scores",
    zh="售后评分合计",
    dated_by="response",
    note="one scale and one survey scheme within a series",
)
SSI_SURVEY_N: Final = Measure(
    "ssi_survey_n", unit=Unit.COUNT, en="Sales-process responses", zh="销售过程问卷数", dated_by="response"
)
DELIVERY_SURVEY_N: Final = Measure(
    "delivery_survey_n", unit=Unit.COUNT, en="Delivery responses", zh="交车问卷数", dated_by="response"
)
SERVICE_SURVEY_N: Final = Measure(
    "service_survey_n", unit=Unit.COUNT, en="After-sales responses", zh="售后问卷数", dated_by="response"
)
COMPLAINTS_VALID: Final = Measure(
    "complaints_valid", unit=Unit.COUNT, en="Valid complaints", zh="有效投诉", dated_by="receipt / due date"
)
COMPLAINTS_DUE: Final = Measure(
    "complaints_due", unit=Unit.COUNT, en="Complaints due", zh="应处理投诉", dated_by="receipt / due date"
)
COMPLAINTS_CLOSED_IN_SLA: Final = Measure(
    "complaints_closed_in_sla",
    unit=Unit.COUNT,
    en="Closed within SLA",
    zh="及时处理投诉",
    dated_by="receipt / due date",
)
ORDERS_REFERRAL: Final = Measure(
    "orders_referral",
    unit=Unit.COUNT,
    en="Referral orders (net)",
    zh="转介绍订单(净)",
    signed=True,
    dated_by="order; −1 at cancellation",
)
ORDERS_REPEAT: Final = Measure(
    "orders_repeat",
    unit=Unit.COUNT,
    en="Repeat orders (net)",
    zh="再购订单(净)",
    signed=True,
    dated_by="order; −1 at cancellation",
)
ORDERS_OWNER_BASE: Final = Measure(
    "orders_owner_base",
    unit=Unit.COUNT,
    en="Orders that are referral, repeat or trade-in, once each",
    zh="保有客户订单(净)",
    additivity=Additivity.DISTINCT,
    key="deal",
    dated_by="order",
)
CUSTOMERS_START: Final = Measure(
    "customers_start",
    unit=Unit.COUNT,
    en="Active customers at start",
    zh="期初客户数",
    additivity=Additivity.FIRST,
    owner=Owner.STORE,
    dated_by="snapshot",
)
CUSTOMERS_END: Final = Measure(
    "customers_end",
    unit=Unit.COUNT,
    en="Active customers at end",
    zh="期末客户数",
    additivity=Additivity.LAST,
    owner=Owner.STORE,
    dated_by="snapshot",
)
CUSTOMERS_NEW: Final = Measure(
    "customers_new",
    unit=Unit.COUNT,
    en="Customers with a first-ever purchase",
    zh="新客户",
    additivity=Additivity.DISTINCT,
    key="customer",
    dated_by="purchase",
)
CUSTOMERS_BUYING: Final = Measure(
    "customers_buying",
    unit=Unit.COUNT,
    en="Customers who bought",
    zh="购车客户",
    additivity=Additivity.DISTINCT,
    key="customer",
    dated_by="purchase",
)
OWNERS_DISPOSING_OR_DUE: Final = Measure(
    "owners_disposing_or_due",
    unit=Unit.COUNT,
    en="Owners disposing or due",
    zh="到期/处置保有客户",
    additivity=Additivity.DISTINCT,
    key="customer",
    owner=Owner.STORE,
    dated_by="registration",
)
OWNERS_WHO_REBOUGHT_HERE: Final = Measure(
    "owners_who_rebought_here",
    unit=Unit.COUNT,
    en="… who rebought here",
    zh="本店再购保有客户",
    additivity=Additivity.DISTINCT,
    key="customer",
    owner=Owner.STORE,
    dated_by="registration",
)
POLICIES_DUE: Final = Measure(
    "policies_due", unit=Unit.COUNT, en="Policies due", zh="到期保单", owner=Owner.STORE, dated_by="expiry"
)
POLICIES_RENEWED: Final = Measure(
    "policies_renewed", unit=Unit.COUNT, en="Policies renewed", zh="续保保单", owner=Owner.STORE, dated_by="expiry"
)
FIRST_SERVICE_DUE: Final = Measure(
    "first_service_due", unit=Unit.COUNT, en="First services due", zh="应首保", owner=Owner.STORE, dated_by="due date"
)
FIRST_SERVICE_DONE: Final = Measure(
    "first_service_done", unit=Unit.COUNT, en="First services done", zh="已首保", owner=Owner.STORE, dated_by="due date"
)
DELIVERY_FOLLOWUPS_DUE: Final = Measure(
    "delivery_followups_due", unit=Unit.COUNT, en="3/7/30-day follow-ups due", zh="交车回访应访", dated_by="due date"
)
DELIVERY_FOLLOWUPS_ON_TIME: Final = Measure(
    "delivery_followups_on_time", unit=Unit.COUNT, en="… on time", zh="交车回访及时", dated_by="due date"
)
