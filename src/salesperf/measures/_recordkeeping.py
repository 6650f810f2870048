"""What the customer file must hold, and the analysis of lost deals."""

from __future__ import annotations

from typing import Final

from ..vocabulary import Unit
from ._measure import Measure

__all__ = [
    "FIELDS_FILLED",
    "FIELDS_REQUIRED",
    "LOST_ANALYSED",
    "LOST_DECLARED",
    "LOST_JUDGED_CORRECT",
    "LOST_REACTIVATED_AND_WON",
    "LOST_REASON_CONFIRMED",
    "LOST_RECONTACTED",
    "LOST_SAMPLED",
    "RECORDS_DUE",
    "RECORDS_ON_TIME",
]

FIELDS_REQUIRED: Final = Measure(
    "fields_required", unit=Unit.COUNT, en="Mandatory fields", zh="应填字段", dated_by="record creation"
)
FIELDS_FILLED: Final = Measure(
    "fields_filled", unit=Unit.COUNT, en="Fields filled", zh="已填字段", dated_by="record creation"
)
RECORDS_DUE: Final = Measure(
    "records_due", unit=Unit.COUNT, en="Records due", zh="应录档案", dated_by="record creation"
)
RECORDS_ON_TIME: Final = Measure(
    "records_on_time", unit=Unit.COUNT, en="Records on time", zh="及时录入档案", dated_by="record creation"
)
LOST_DECLARED: Final = Measure(
    "lost_declared", unit=Unit.COUNT, en="Lost declared", zh="申报战败", dated_by="declaration / audit"
)
LOST_ANALYSED: Final = Measure(
    "lost_analysed", unit=Unit.COUNT, en="Lost analysed", zh="已分析战败", dated_by="declaration / audit"
)
LOST_REASON_CONFIRMED: Final = Measure(
    "lost_reason_confirmed", unit=Unit.COUNT, en="Reason confirmed", zh="原因确认", dated_by="declaration / audit"
)
LOST_SAMPLED: Final = Measure(
    "lost_sampled", unit=Unit.COUNT, en="Lost sampled in audit", zh="抽查战败", dated_by="declaration / audit"
)
LOST_JUDGED_CORRECT: Final = Measure(
    "lost_judged_correct", unit=Unit.COUNT, en="Judged correctly", zh="判断正确", dated_by="declaration / audit"
)
LOST_RECONTACTED: Final = Measure(
    "lost_recontacted", unit=Unit.COUNT, en="Lost recontacted", zh="再联系", dated_by="declaration / audit"
)
LOST_REACTIVATED_AND_WON: Final = Measure(
    "lost_reactivated_and_won", unit=Unit.COUNT, en="… of them won", zh="挽回成交", dated_by="declaration / audit"
)
