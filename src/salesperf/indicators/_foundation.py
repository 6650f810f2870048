"""Foundation: compliance, knowledge, reports, tasks, attitude."""

from __future__ import annotations

from typing import Final

from ..measures import (
    ATTITUDE_RATERS,
    ATTITUDE_SCORE_SUM,
    COLLABORATION_RATERS,
    COLLABORATION_SCORE_SUM,
    DAYS_ATTENDED,
    DAYS_SCHEDULED,
    EXAM_PERCENT_SUM,
    ITEMS_CHECKED,
    ITEMS_PASSED,
    MYSTERY_POINTS,
    MYSTERY_POINTS_POSSIBLE,
    PERSONS_EXAMINED,
    REPORTS_ACCURATE,
    REPORTS_AUDITED,
    REPORTS_DUE,
    REPORTS_ON_TIME,
    TASKS_DONE_ON_TIME,
    TASKS_DUE,
    TRAININGS_ASSIGNED,
    TRAININGS_DONE,
)
from ..vocabulary import Category, Direction, Theme, Unit, Zero
from ._levels import EVERYONE, FLOOR
from ._members import MemberMean
from ._ratios import Assessed, Ratio, Share

__all__ = [
    "ATTENDANCE_RATE",
    "EXAM_SCORE",
    "MYSTERY_SHOP_SCORE",
    "PROCESS_COMPLIANCE",
    "REPORT_ACCURACY",
    "REPORT_TIMELINESS",
    "TASK_COMPLETION_RATE",
    "TEAM_COLLABORATION",
    "TRAINING_COMPLETION",
    "WORK_ATTITUDE",
]

PROCESS_COMPLIANCE: Final = Share(
    "process_compliance",
    numerator=ITEMS_PASSED,
    denominator=ITEMS_CHECKED,
    unit=Unit.PERCENT,
    direction=Direction.HIGHER,
    decimals=2,
    en="Sales-process compliance",
    zh="销售流程执行规范性",
    category=Category.FOUNDATION,
    theme=Theme.PEOPLE,
    levels=FLOOR,
)
MYSTERY_SHOP_SCORE: Final = Ratio(
    "mystery_shop_score",
    numerator=MYSTERY_POINTS,
    denominator=MYSTERY_POINTS_POSSIBLE,
    unit=Unit.PERCENT,
    direction=Direction.HIGHER,
    decimals=2,
    plausible=(0, 100),
    zero=Zero.SAMPLE,
    en="Mystery-shop score",
    zh="神秘访客(暗访)得分",
    category=Category.FOUNDATION,
    theme=Theme.PEOPLE,
    levels=EVERYONE,
)
EXAM_SCORE: Final = MemberMean(
    "exam_score",
    numerator=EXAM_PERCENT_SUM,
    denominator=PERSONS_EXAMINED,
    unit=Unit.PERCENT,
    direction=Direction.HIGHER,
    decimals=2,
    plausible=(0, 100),
    zero=Zero.ASSESSED,
    en="Knowledge & skills exam",
    zh="产品知识与技能考核成绩",
    category=Category.FOUNDATION,
    theme=Theme.PEOPLE,
    levels=FLOOR,
)
REPORT_TIMELINESS: Final = Share(
    "report_timeliness",
    numerator=REPORTS_ON_TIME,
    denominator=REPORTS_DUE,
    unit=Unit.PERCENT,
    direction=Direction.HIGHER,
    decimals=2,
    en="Report timeliness",
    zh="日常报表及时率",
    category=Category.FOUNDATION,
    theme=Theme.PEOPLE,
    levels=FLOOR,
)
REPORT_ACCURACY: Final = Share(
    "report_accuracy",
    numerator=REPORTS_ACCURATE,
    denominator=REPORTS_AUDITED,
    unit=Unit.PERCENT,
    direction=Direction.HIGHER,
    decimals=2,
    en="Report accuracy",
    zh="报表准确率",
    category=Category.FOUNDATION,
    theme=Theme.PEOPLE,
    levels=FLOOR,
)
TASK_COMPLETION_RATE: Final = Share(
    "task_completion_rate",
    numerator=TASKS_DONE_ON_TIME,
    denominator=TASKS_DUE,
    unit=Unit.PERCENT,
    direction=Direction.HIGHER,
    decimals=2,
    en="Task completion",
    zh="任务完成率 / 完成任务数",
    category=Category.FOUNDATION,
    theme=Theme.PEOPLE,
    levels=FLOOR,
)
TRAINING_COMPLETION: Final = Share(
    "training_completion",
    numerator=TRAININGS_DONE,
    denominator=TRAININGS_ASSIGNED,
    unit=Unit.PERCENT,
    direction=Direction.HIGHER,
    decimals=2,
    en="Training completion",
    zh="培训完成率",
    category=Category.FOUNDATION,
    theme=Theme.PEOPLE,
    levels=FLOOR,
)
TEAM_COLLABORATION: Final = Assessed(
    "team_collaboration",
    numerator=COLLABORATION_SCORE_SUM,
    denominator=COLLABORATION_RATERS,
    unit=Unit.POINTS,
    direction=Direction.HIGHER,
    decimals=2,
    plausible=(0, 100),
    en="Team-collaboration score",
    zh="团队协作评分",
    category=Category.FOUNDATION,
    theme=Theme.PEOPLE,
    levels=FLOOR,
)
WORK_ATTITUDE: Final = Assessed(
    "work_attitude",
    numerator=ATTITUDE_SCORE_SUM,
    denominator=ATTITUDE_RATERS,
    unit=Unit.POINTS,
    direction=Direction.HIGHER,
    decimals=2,
    plausible=(0, 100),
    en="Attitude & capability rating",
    zh="工作态度/行为能力评价",
    category=Category.FOUNDATION,
    theme=Theme.PEOPLE,
    levels=FLOOR,
)
ATTENDANCE_RATE: Final = Share(
    "attendance_rate",
    numerator=DAYS_ATTENDED,
    denominator=DAYS_SCHEDULED,
    unit=Unit.PERCENT,
    direction=Direction.HIGHER,
    decimals=2,
    en="Attendance rate",
    zh="出勤率",
    category=Category.FOUNDATION,
    theme=Theme.PEOPLE,
    levels=FLOOR,
)
