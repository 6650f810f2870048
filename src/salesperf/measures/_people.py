"""Audits, exams, reports, tasks, assessments, attendance and members."""

from __future__ import annotations

from typing import Final

from ..vocabulary import Additivity, Owner, Unit
from ._measure import Measure

__all__ = [
    "ATTITUDE_RATERS",
    "ATTITUDE_SCORE_SUM",
    "COLLABORATION_RATERS",
    "COLLABORATION_SCORE_SUM",
    "CONSULTANT_DAYS",
    "DAYS_ATTENDED",
    "DAYS_SCHEDULED",
    "EXAM_PERCENT_SUM",
    "ITEMS_CHECKED",
    "ITEMS_PASSED",
    "LEAVERS_VOLUNTARY",
    "LOST_ANALYSES_SCORED",
    "LOST_ANALYSIS_SCORE_SUM",
    "MARKET_REPORTS_SCORED",
    "MARKET_REPORT_SCORE_SUM",
    "MEMBERS_ASSESSED",
    "MEMBERS_AT_TARGET",
    "MEMBERS_DEVELOPED",
    "MEMBERS_IN_PLAN",
    "MEMBERS_PROMOTED",
    "MEMBER_ATTAINMENT_SUM",
    "MYSTERY_POINTS",
    "MYSTERY_POINTS_POSSIBLE",
    "PERSONS_EXAMINED",
    "PERSON_DAYS",
    "PROCESS_KPI_WEIGHT_ASSESSED",
    "PROCESS_KPI_WEIGHT_MET",
    "REPORTS_ACCURATE",
    "REPORTS_AUDITED",
    "REPORTS_DUE",
    "REPORTS_ON_TIME",
    "STAFF_START",
    "STAFF_START_RETAINED",
    "TASKS_DONE_ON_TIME",
    "TASKS_DUE",
    "TRAININGS_ASSIGNED",
    "TRAININGS_DONE",
]

ITEMS_CHECKED: Final = Measure(
    "items_checked", unit=Unit.WEIGHT, en="Checklist weight applicable", zh="检查项", dated_by="check"
)
ITEMS_PASSED: Final = Measure(
    "items_passed", unit=Unit.WEIGHT, en="Checklist weight passed", zh="合格项", dated_by="check"
)
MYSTERY_POINTS: Final = Measure(
    "mystery_points", unit=Unit.POINTS, en="Mystery-shop points", zh="暗访得分", dated_by="visit"
)
MYSTERY_POINTS_POSSIBLE: Final = Measure(
    "mystery_points_possible", unit=Unit.POINTS, en="Mystery-shop points possible", zh="暗访满分", dated_by="visit"
)
EXAM_PERCENT_SUM: Final = Measure(
    "exam_percent_sum",
    unit=Unit.PERCENT,
    en="Σ of per-person exam percent (score ÷ max × 100, attempt rule)",
    zh="考试得分率合计",
    dated_by="exam",
    note="one row per person and exam; a mean of ratios cannot be rebuilt from sums of points",
)
PERSONS_EXAMINED: Final = Measure(
    "persons_examined", unit=Unit.COUNT, en="Persons examined", zh="参考人数", dated_by="exam"
)
REPORTS_DUE: Final = Measure("reports_due", unit=Unit.COUNT, en="Reports due", zh="应交报表", dated_by="due date")
REPORTS_ON_TIME: Final = Measure(
    "reports_on_time", unit=Unit.COUNT, en="Reports on time", zh="及时报表", dated_by="due date"
)
REPORTS_AUDITED: Final = Measure(
    "reports_audited", unit=Unit.COUNT, en="Reports audited", zh="抽查报表", dated_by="due date"
)
REPORTS_ACCURATE: Final = Measure(
    "reports_accurate", unit=Unit.COUNT, en="Reports accurate", zh="准确报表", dated_by="due date"
)
TASKS_DUE: Final = Measure("tasks_due", unit=Unit.COUNT, en="Tasks due", zh="应完成任务", dated_by="due date")
TASKS_DONE_ON_TIME: Final = Measure(
    "tasks_done_on_time", unit=Unit.COUNT, en="Tasks done on time", zh="及时完成任务", dated_by="due date"
)
TRAININGS_ASSIGNED: Final = Measure(
    "trainings_assigned", unit=Unit.COUNT, en="Trainings assigned", zh="应训", dated_by="due date"
)
TRAININGS_DONE: Final = Measure("trainings_done", unit=Unit.COUNT, en="Trainings done", zh="完训", dated_by="due date")
COLLABORATION_SCORE_SUM: Final = Measure(
    "collaboration_score_sum", unit=Unit.POINTS, en="Collaboration points", zh="协作评分合计", dated_by="assessment"
)
ATTITUDE_SCORE_SUM: Final = Measure(
    "attitude_score_sum", unit=Unit.POINTS, en="Attitude points", zh="态度评分合计", dated_by="assessment"
)
LOST_ANALYSIS_SCORE_SUM: Final = Measure(
    "lost_analysis_score_sum", unit=Unit.POINTS, en="Lost-analysis points", zh="战败分析评分合计", dated_by="assessment"
)
MARKET_REPORT_SCORE_SUM: Final = Measure(
    "market_report_score_sum", unit=Unit.POINTS, en="Market-report points", zh="市场报告评分合计", dated_by="assessment"
)
COLLABORATION_RATERS: Final = Measure(
    "collaboration_raters", unit=Unit.COUNT, en="Collaboration ratings", zh="协作评价人数", dated_by="assessment"
)
ATTITUDE_RATERS: Final = Measure(
    "attitude_raters", unit=Unit.COUNT, en="Attitude ratings", zh="态度评价人数", dated_by="assessment"
)
LOST_ANALYSES_SCORED: Final = Measure(
    "lost_analyses_scored", unit=Unit.COUNT, en="Analyses scored", zh="已评分析", dated_by="assessment"
)
MARKET_REPORTS_SCORED: Final = Measure(
    "market_reports_scored", unit=Unit.COUNT, en="Reports scored", zh="已评报告", dated_by="assessment"
)
DAYS_SCHEDULED: Final = Measure("days_scheduled", unit=Unit.DAYS, en="Days scheduled", zh="应出勤天数", dated_by="day")
DAYS_ATTENDED: Final = Measure("days_attended", unit=Unit.DAYS, en="Days attended", zh="出勤天数", dated_by="day")
PERSON_DAYS: Final = Measure(
    "person_days",
    unit=Unit.DAYS,
    en="Person-days employed",
    zh="在岗人·天",
    owner=Owner.STORE,
    dated_by="day",
    note="mean headcount is person_days ÷ calendar days of the period",
)
CONSULTANT_DAYS: Final = Measure(
    "consultant_days",
    unit=Unit.DAYS,
    en="Person-days of consultants",
    zh="销售顾问人·天",
    owner=Owner.STORE,
    dated_by="day",
    note="mean number of consultants is consultant_days ÷ calendar days of the period",
)
LEAVERS_VOLUNTARY: Final = Measure(
    "leavers_voluntary",
    unit=Unit.COUNT,
    en="Voluntary leavers",
    zh="主动离职",
    owner=Owner.TEAM,
    dated_by="effective date",
)
MEMBERS_PROMOTED: Final = Measure(
    "members_promoted",
    unit=Unit.COUNT,
    en="Members promoted",
    zh="晋升人数",
    owner=Owner.TEAM,
    dated_by="effective date",
)
MEMBERS_IN_PLAN: Final = Measure(
    "members_in_plan",
    unit=Unit.COUNT,
    en="Members in a development plan",
    zh="培养计划人数",
    owner=Owner.TEAM,
    dated_by="effective date",
)
MEMBERS_DEVELOPED: Final = Measure(
    "members_developed",
    unit=Unit.COUNT,
    en="… who met it",
    zh="培养达标人数",
    owner=Owner.TEAM,
    dated_by="effective date",
)
STAFF_START: Final = Measure(
    "staff_start",
    unit=Unit.COUNT,
    en="Staff at period start",
    zh="期初人数",
    additivity=Additivity.FIRST,
    owner=Owner.TEAM,
    dated_by="snapshot",
)
STAFF_START_RETAINED: Final = Measure(
    "staff_start_retained",
    unit=Unit.COUNT,
    en="Staff of the start still employed at the end",
    zh="期初人员仍在职",
    additivity=Additivity.LAST,
    owner=Owner.TEAM,
    dated_by="snapshot",
)
MEMBERS_ASSESSED: Final = Measure(
    "members_assessed",
    unit=Unit.COUNT,
    en="Direct reports assessed",
    zh="已评下属人数",
    owner=Owner.TEAM,
    dated_by="from their cards",
    note="taken from the members' own scorecards",
)
MEMBERS_AT_TARGET: Final = Measure(
    "members_at_target",
    unit=Unit.COUNT,
    en="… at or above target",
    zh="达标下属人数",
    owner=Owner.TEAM,
    dated_by="from their cards",
    note="taken from the members' own scorecards",
)
MEMBER_ATTAINMENT_SUM: Final = Measure(
    "member_attainment_sum",
    unit=Unit.PERCENT,
    en="Σ of shown, capped member attainments",
    zh="下属达成率合计",
    owner=Owner.TEAM,
    dated_by="from their cards",
    note="taken from the members' own scorecards",
)
PROCESS_KPI_WEIGHT_ASSESSED: Final = Measure(
    "process_kpi_weight_assessed",
    unit=Unit.WEIGHT,
    en="Weight of process lines assessed",
    zh="已评过程指标权重",
    owner=Owner.TEAM,
    dated_by="from the scope's own card",
    note="taken from the scope's own scorecard",
)
PROCESS_KPI_WEIGHT_MET: Final = Measure(
    "process_kpi_weight_met",
    unit=Unit.WEIGHT,
    en="… at or above target",
    zh="达标过程指标权重",
    owner=Owner.TEAM,
    dated_by="from the scope's own card",
    note="taken from the scope's own scorecard",
)
