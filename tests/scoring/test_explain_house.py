"""Explanations with an organisation: whose records, whose targets, whose values; in both languages.

Contract: "What is shown is what is scored: a person with a pencil can recompute the score from the scorecard."
"""

# ruff: noqa: E501  (expected texts stand as they are shown)

from __future__ import annotations

from decimal import Decimal
from textwrap import dedent
from typing import Any

import attrs
import pytest

import salesperf as sp
from salesperf import curves, indicators, measures, profiles, testing
from salesperf.curves import Domain
from salesperf.organisation import Organisation
from salesperf.plan import Whose
from salesperf.vocabulary import Direction, Unit, Weighting

LINE = curves.Linear((0, 0), (100, 100))
NAMES = {"direction": Direction.HIGHER, "decimals": 2, "en": "Own", "zh": "自定"}
MARCH = {"date": "2026-03-01", "until": "2026-04-01"}

ORG = Organisation.from_rows(
    [
        {"person": "li", "team": "a", "store": "west", "area": "south"},
        {"person": "chen", "team": "a", "store": "west", "area": "south", "start": "2026-03-17"},
        {"person": "wu", "team": "a", "store": "west", "area": "south"},
        {"person": "ma", "team": "a", "store": "west", "area": "south", "level": "manager"},
        {"person": "mo", "team": "b", "store": "west", "area": "south", "level": "manager"},
        {"person": "boss", "store": "west", "area": "south", "level": "director"},
    ]
)
FACTS = [
    {"person": "li", "date": "2026-03-05", "units_delivered": 13, "target_units": 10},
    {"person": "wu", "date": "2026-03-05", "units_delivered": 8, "target_units": 10},
    {"person": "chen", "date": "2026-03-18", "units_delivered": 6},
    {"person": "chen", **MARCH, "target_units": 10},
    {"person": "li", "date": "2026-03-06", "test_drive_customers": 9, "customers_received": 10, "leads_valid": 5},
    {"team": "a", "date": "2026-03-02", "target_leads": 4},
    {"store": "west", "date": "2026-03-31", "expense_selling": 90, "expense_budget": 100},
    {"area": "south", "date": "2026-03-31", "tiv_in_area": 1000, "own_registrations_in_area": 50},
    {"person": "ma", "date": "2026-03-31", "market_report_score_sum": 80, "market_reports_scored": 1},
]
TEAM_TARGET = [{"team": "a", **MARCH, "target_units": 30}]


def member_mean(name: str, **given: Any) -> indicators.MemberMean:
    return attrs.evolve(indicators.MEMBER_MEAN_ATTAINMENT, id=name, **given)


CAPPED = member_mean("capped")
PLAIN = member_mean("plain", cap=None)
WEIGHTED = member_mean("weighted", cap=None, weighting=Weighting.TARGET)
MEDIAN = member_mean("median", cap=None, weighting=Weighting.MEDIAN)
OF_GIVEN = indicators.Dispersion(
    "of_given",
    numerator=measures.MEMBER_ATTAINMENT_SUM,
    denominator=measures.MEMBERS_ASSESSED,
    unit=Unit.INDEX,
    **NAMES,
)
OF_GROSS = indicators.Dispersion(
    "of_gross",
    numerator=measures.MEMBER_ATTAINMENT_SUM,
    denominator=measures.MEMBERS_ASSESSED,
    of=indicators.GROSS_PER_UNIT,
    unit=Unit.INDEX,
    **NAMES,
)


def scored(
    indicator: Any, who: str = "ma", level: str = "manager", more: Any = (), rows: Any = None, **given: Any
) -> sp.Scorecard:
    """The card of somebody of the house who is judged by one criterion."""
    profile = small(indicator, level, **given)
    facts = [*(FACTS if rows is None else rows), *more]
    both = [profile] if level == "consultant" else [CONSULTANT, profile]
    return sp.score_all(facts, both, organisation=ORG, period="2026-03")[who]


def small(indicator: Any, level: str, curve: Any = LINE, **given: Any) -> sp.Profile:
    criterion = sp.Criterion(indicator, weight=100, curve=curve, **given)
    return sp.Profile("small", level=level, criteria=[criterion], publish_at_least=0)


CONSULTANT = profiles.CONSULTANT
GROSS = [
    {"person": who, "date": "2026-03-05", "units_delivered": 1, "gp_front": amount}
    for who, amount in (("li", -500), ("wu", -300))
]


LINES: dict[str, tuple[sp.Scorecard, str, str]] = {
    "one's own records": (
        scored(indicators.UNIT_ATTAINMENT, "li", "consultant"),
        """
        Sales-volume target attainment (unit_attainment)
           value 130.00 % = (units_delivered 13 − units_returned 0) ÷ target_units 10 × 100
           from the subject's own records
           counted as 0, because no record has the column: units_returned
           curve: interpolated 0 → 0, 100 → 100
           points: 100
           100 × weight 100 ÷ 100 = 100 → contributes 100
        """,
        """
        销量达成率（unit_attainment）
           数值 130.00 % = (交车 13 − 退车 0) ÷ 目标销量 10 × 100
           取本人（本单位）的记录
           记录中没有该列，按 0 计：units_returned
           曲线：线性插值：0→0分、100→100分
           得分：100
           100 × 权重 100 ÷ 100 = 100 → 计入 100
        """,
    ),
    "records of the unit": (
        scored(indicators.UNIT_ATTAINMENT),
        """
        Sales-volume target attainment (unit_attainment)
           value 108.70 % = (units_delivered 27 − units_returned 0) ÷ target_units 24.8387 × 100
           from the records of the whole unit
           counted as 0, because no record has the column: units_returned
           curve: interpolated 0 → 0, 100 → 100
           points: 100
           100 × weight 100 ÷ 100 = 100 → contributes 100
        """,
        """
        销量达成率（unit_attainment）
           数值 108.70 % = (交车 27 − 退车 0) ÷ 目标销量 24.8387 × 100
           取整个团队（单位）的记录
           记录中没有该列，按 0 计：units_returned
           曲线：线性插值：0→0分、100→100分
           得分：100
           100 × 权重 100 ÷ 100 = 100 → 计入 100
        """,
    ),
    "records of the store": (
        scored(indicators.SELLING_EXPENSE_CONTROL),
        """
        Selling-expense budget control (selling_expense_control)
           value 90.00 % = expense_selling 90 ÷ expense_budget 100 × 100
           from the records of the whole store
           curve: interpolated 0 → 0, 100 → 100
           points: 90
           90 × weight 100 ÷ 100 = 90 → contributes 90
        """,
        """
        销售费用控制率（selling_expense_control）
           数值 90.00 % = 销售费用 90 ÷ 销售费用预算 100 × 100
           取全店的记录
           曲线：线性插值：0→0分、100→100分
           得分：90
           90 × 权重 100 ÷ 100 = 90 → 计入 90
        """,
    ),
    "records of the area": (
        scored(indicators.MARKET_SHARE),
        """
        Market share (territory) (market_share)
           value 5.0000 % = own_registrations_in_area 50 ÷ tiv_in_area 1000 × 100
           from the records of the whole area
           curve: interpolated 0 → 0, 100 → 100
           points: 5
           5 × weight 100 ÷ 100 = 5 → contributes 5
        """,
        """
        市场占有率（market_share）
           数值 5.0000 % = 本品牌(本店)区域上险量 50 ÷ 区域总上险量 1000 × 100
           取全区域的记录
           曲线：线性插值：0→0分、100→100分
           得分：5
           5 × 权重 100 ÷ 100 = 5 → 计入 5
        """,
    ),
    "ratings of a manager": (
        scored(indicators.MARKET_INFO_QUALITY),
        """
        Market-intelligence report quality (market_info_quality)
           value 80.00 = market_report_score_sum 80 ÷ market_reports_scored 1
           from ratings of the subject and of the unit as such, not of its people
           curve: interpolated 0 → 0, 100 → 100
           points: 80
           80 × weight 100 ÷ 100 = 80 → contributes 80
        """,
        """
        市场信息收集与分析报告质量（market_info_quality）
           数值 80.00 = 市场报告评分合计 80 ÷ 已评报告 1
           取对本人及单位本身的评价，不含下属各人的
           曲线：线性插值：0→0分、100→100分
           得分：80
           80 × 权重 100 ÷ 100 = 80 → 计入 80
        """,
    ),
    "a scope that the criterion states": (
        scored(indicators.UNIT_ATTAINMENT, "li", "consultant", scope="store"),
        """
        Sales-volume target attainment (unit_attainment@store)
           value 108.70 % = (units_delivered 27 − units_returned 0) ÷ target_units 24.8387 × 100
           from the records of the whole store
           counted as 0, because no record has the column: units_returned
           curve: interpolated 0 → 0, 100 → 100
           points: 100
           100 × weight 100 ÷ 100 = 100 → contributes 100
        """,
        """
        销量达成率（unit_attainment@store）
           数值 108.70 % = (交车 27 − 退车 0) ÷ 目标销量 24.8387 × 100
           取全店的记录
           记录中没有该列，按 0 计：units_returned
           曲线：线性插值：0→0分、100→100分
           得分：100
           100 × 权重 100 ÷ 100 = 100 → 计入 100
        """,
    ),
    "a target of which a part counts": (
        scored(indicators.UNIT_ATTAINMENT, "chen", "consultant"),
        """
        Sales-volume target attainment (unit_attainment)
           value 124.00 % = (units_delivered 6 − units_returned 0) ÷ target_units 4.8387 × 100
           from the subject's own records
           target 10, of which 4.8387 counts: prorated by the selling days in the place
           counted as 0, because no record has the column: units_returned
           curve: interpolated 0 → 0, 100 → 100
           points: 100
           100 × weight 100 ÷ 100 = 100 → contributes 100
        """,
        """
        销量达成率（unit_attainment）
           数值 124.00 % = (交车 6 − 退车 0) ÷ 目标销量 4.8387 × 100
           取本人（本单位）的记录
           目标 10，其中计 4.8387：按在岗的销售天数折算
           记录中没有该列，按 0 计：units_returned
           曲线：线性插值：0→0分、100→100分
           得分：100
           100 × 权重 100 ÷ 100 = 100 → 计入 100
        """,
    ),
    "a gap to a target of which a part counts": (
        scored(
            indicators.NET_UNITS,
            "chen",
            "consultant",
            curve=curves.PerStep(at=0, full=60, above=(1, 5), below=(1, -5), of=Domain.GAP),
            target=measures.TARGET_UNITS,
        ),
        """
        Retail units delivered (net) (net_units)
           value 6.00 = units_delivered 6 − units_returned 0
           from the subject's own records
           target 10, of which 4.84 counts: prorated by the selling days in the place
           counted as 0, because no record has the column: units_returned
           curve: on value − target: 60 at 0; 5 less for each whole 1 below; 5 more for each whole 1 above
           the curve looks at the gap to the target: 6 − 4.84 = 1.16
           points: 60 + 5 × 1 step = 65
           65 × weight 100 ÷ 100 = 65 → contributes 65
        """,
        """
        交车量 / 零售销量（net_units）
           数值 6.00 = 交车 6 − 退车 0
           取本人（本单位）的记录
           目标 10，其中计 4.84：按在岗的销售天数折算
           记录中没有该列，按 0 计：units_returned
           曲线：按与目标之差：0得60分；每低满1扣5分；每高满1加5分
           曲线看与目标之差：6 − 4.84 = 1.16
           得分：60 + 5 × 1 步 = 65
           65 × 权重 100 ÷ 100 = 65 → 计入 65
        """,
    ),
    "a team with a target of its own": (
        scored(indicators.UNIT_ATTAINMENT, more=TEAM_TARGET),
        """
        Sales-volume target attainment (unit_attainment)
           value 90.00 % = (units_delivered 27 − units_returned 0) ÷ target_units 30 × 100
           from the records of the whole unit
           own target 30; its people's add up to 24.8387
           counted as 0, because no record has the column: units_returned
           curve: interpolated 0 → 0, 100 → 100
           points: 90
           90 × weight 100 ÷ 100 = 90 → contributes 90
        """,
        """
        销量达成率（unit_attainment）
           数值 90.00 % = (交车 27 − 退车 0) ÷ 目标销量 30 × 100
           取整个团队（单位）的记录
           自身目标 30；下属各人的目标合计 24.8387
           记录中没有该列，按 0 计：units_returned
           曲线：线性插值：0→0分、100→100分
           得分：90
           90 × 权重 100 ÷ 100 = 90 → 计入 90
        """,
    ),
    "a change of the unit": (
        scored(
            indicators.SALES_GROWTH,
            more=[
                {"person": who, "date": "2025-03-09", "units_delivered": n, "units_returned": 0}
                for who, n in (("li", 5), ("wu", 15))
            ],
        ),
        """
        Sales growth rate (YoY / MoM) (sales_growth)
           value 35.00 % = (27 − 20) ÷ 20 × 100
           from the records of the whole unit
           now, 2026-03 (31 days): 27 = units_delivered 27 − units_returned 0
           base, 2025-03 (31 days): 20 = units_delivered 20 − units_returned 0
           curve: interpolated 0 → 0, 100 → 100
           points: 35
           35 × weight 100 ÷ 100 = 35 → contributes 35
        """,
        """
        销售增长率 (同比/环比)（sales_growth）
           数值 35.00 % = (27 − 20) ÷ 20 × 100
           取整个团队（单位）的记录
           本期，2026-03（共 31 天）：27 = 交车 27 − 退车 0
           基期，2025-03（共 31 天）：20 = 交车 20 − 退车 0
           曲线：线性插值：0→0分、100→100分
           得分：35
           35 × 权重 100 ÷ 100 = 35 → 计入 35
        """,
    ),
    "the mean of members, capped": (
        scored(CAPPED),
        """
        Mean attainment of direct reports (capped)
           value 106.67 % = 320 ÷ 3
           mean of Sales-volume target attainment over those who report here: chen 124.00, counted as 120.00; li 130.00, counted as 120.00; wu 80.00
           one counts at most 120
           curve: interpolated 0 → 0, 100 → 100
           points: 100
           100 × weight 100 ÷ 100 = 100 → contributes 100
        """,
        """
        下属员工平均绩效达成率（capped）
           数值 106.67 % = 320 ÷ 3
           直接下属“销量达成率”的平均值：chen 124.00，按 120.00 计；li 130.00，按 120.00 计；wu 80.00
           每人最多计 120
           曲线：线性插值：0→0分、100→100分
           得分：100
           100 × 权重 100 ÷ 100 = 100 → 计入 100
        """,
    ),
    "the mean of members": (
        scored(PLAIN),
        """
        Mean attainment of direct reports (plain)
           value 111.33 % = 334 ÷ 3
           mean of Sales-volume target attainment over those who report here: chen 124.00; li 130.00; wu 80.00
           curve: interpolated 0 → 0, 100 → 100
           points: 100
           100 × weight 100 ÷ 100 = 100 → contributes 100
        """,
        """
        下属员工平均绩效达成率（plain）
           数值 111.33 % = 334 ÷ 3
           直接下属“销量达成率”的平均值：chen 124.00；li 130.00；wu 80.00
           曲线：线性插值：0→0分、100→100分
           得分：100
           100 × 权重 100 ÷ 100 = 100 → 计入 100
        """,
    ),
    "the mean of members, weighted": (
        scored(WEIGHTED),
        """
        Mean attainment of direct reports (weighted)
           value 108.70 % = 2699.9988 ÷ 24.8387
           mean of Sales-volume target attainment over those who report here, weighted by their targets: chen 124.00 × 4.8387; li 130.00 × 10; wu 80.00 × 10
           curve: interpolated 0 → 0, 100 → 100
           points: 100
           100 × weight 100 ÷ 100 = 100 → contributes 100
        """,
        """
        下属员工平均绩效达成率（weighted）
           数值 108.70 % = 2699.9988 ÷ 24.8387
           直接下属“销量达成率”按目标加权的平均值：chen 124.00 × 4.8387；li 130.00 × 10；wu 80.00 × 10
           曲线：线性插值：0→0分、100→100分
           得分：100
           100 × 权重 100 ÷ 100 = 100 → 计入 100
        """,
    ),
    "the median of three": (
        scored(MEDIAN),
        """
        Mean attainment of direct reports (median)
           value 124.00 % = 124.00, the middle of 3 values
           median of Sales-volume target attainment over those who report here: chen 124.00; li 130.00; wu 80.00
           curve: interpolated 0 → 0, 100 → 100
           points: 100
           100 × weight 100 ÷ 100 = 100 → contributes 100
        """,
        """
        下属员工平均绩效达成率（median）
           数值 124.00 % = 124.00，即 3 个数值的中间值
           直接下属“销量达成率”的中位数：chen 124.00；li 130.00；wu 80.00
           曲线：线性插值：0→0分、100→100分
           得分：100
           100 × 权重 100 ÷ 100 = 100 → 计入 100
        """,
    ),
    "the median of two": (
        scored(MEDIAN, rows=FACTS[:2]),
        """
        Mean attainment of direct reports (median)
           value 105.00 % = (80.00 + 130.00) ÷ 2, the two in the middle of 2 values
           median of Sales-volume target attainment over those who report here: li 130.00; wu 80.00
           curve: interpolated 0 → 0, 100 → 100
           points: 100
           100 × weight 100 ÷ 100 = 100 → contributes 100
        """,
        """
        下属员工平均绩效达成率（median）
           数值 105.00 % = (80.00 + 130.00) ÷ 2，即 2 个数值的中间两个
           直接下属“销量达成率”的中位数：li 130.00；wu 80.00
           曲线：线性插值：0→0分、100→100分
           得分：100
           100 × 权重 100 ÷ 100 = 100 → 计入 100
        """,
    ),
    "members at target": (
        scored(indicators.MEMBER_PASS_RATE),
        """
        Share of members at target (member_pass_rate)
           value 66.67 % = 2 ÷ 3 × 100
           share of those who report here with Sales-volume target attainment of at least 100: chen 124.00 (met); li 130.00 (met); wu 80.00 (not met)
           curve: interpolated 0 → 0, 100 → 100
           points: 66.67
           66.67 × weight 100 ÷ 100 = 66.67 → contributes 66.67
        """,
        """
        达标人数占比（member_pass_rate）
           数值 66.67 % = 2 ÷ 3 × 100
           直接下属中“销量达成率”达到 100 的占比：chen 124.00（达标）；li 130.00（达标）；wu 80.00（未达标）
           曲线：线性插值：0→0分、100→100分
           得分：66.67
           66.67 × 权重 100 ÷ 100 = 66.67 → 计入 66.67
        """,
    ),
    "how far members lie apart": (
        scored(indicators.ATTAINMENT_DISPERSION),
        """
        Attainment dispersion (CV / Gini) (attainment_dispersion)
           value 0.1768 = √(3 × 35200 − 320²) ÷ 320
           population standard deviation ÷ mean of Sales-volume target attainment over those who report here: chen 124.00, counted as 120.00; li 130.00, counted as 120.00; wu 80.00
           one counts at most 120
           curve: interpolated 0 → 0, 100 → 100
           points: 0.1768 ≈ 0.177
           0.177 × weight 100 ÷ 100 = 0.177 → contributes 0.177
        """,
        """
        业绩离散度（attainment_dispersion）
           数值 0.1768 = √(3 × 35200 − 320²) ÷ 320
           直接下属“销量达成率”的总体标准差 ÷ 平均值：chen 124.00，按 120.00 计；li 130.00，按 120.00 计；wu 80.00
           每人最多计 120
           曲线：线性插值：0→0分、100→100分
           得分：0.1768 ≈ 0.177
           0.177 × 权重 100 ÷ 100 = 0.177 → 计入 0.177
        """,
    ),
    "how far members lie apart whose mean is below 0": (
        scored(OF_GROSS, rows=GROSS),
        """
        Own (of_gross)
           no value: the denominator is not above 0: √(2 × 340000 − (−800)²) ÷ (−800)
           population standard deviation ÷ mean of Gross profit per unit (front, PVR/GPU) over those who report here: li −500.00; wu −300.00
           its weight 100 goes to the lines with points, in proportion
        """,
        """
        自定（of_gross）
           无数值：分母不大于 0：√(2 × 340000 − (−800)²) ÷ (−800)
           直接下属“单车平均毛利”的总体标准差 ÷ 平均值：li −500.00；wu −300.00
           其权重 100 按比例分给有得分的各项
        """,
    ),
    "process lines": (
        scored(indicators.PROCESS_KPI_ATTAINMENT),
        """
        Key-process-KPI attainment (process_kpi_attainment)
           value 100.00 % = 14 ÷ 14 × 100
           weight of the process lines of the unit with at least 100 points: lead_attainment 120 × 8 (met); test_drive_rate 100 × 6 (met)
           curve: interpolated 0 → 0, 100 → 100
           points: 100
           100 × weight 100 ÷ 100 = 100 → contributes 100
        """,
        """
        关键过程指标达成率（process_kpi_attainment）
           数值 100.00 % = 14 ÷ 14 × 100
           所管单位各过程指标中得分达到 100 的权重：lead_attainment 120 × 8（达标）；test_drive_rate 100 × 6（达标）
           曲线：线性插值：0→0分、100→100分
           得分：100
           100 × 权重 100 ÷ 100 = 100 → 计入 100
        """,
    ),
    "too few members": (
        scored(CAPPED, minimum_sample=4),
        """
        Mean attainment of direct reports (capped)
           value 106.67 % = 320 ÷ 3
           status: the sample is too small to score
           mean of Sales-volume target attainment over those who report here: chen 124.00, counted as 120.00; li 130.00, counted as 120.00; wu 80.00
           one counts at most 120
           sample 3, at least 4 needed
           its weight 100 goes to the lines with points, in proportion
        """,
        """
        下属员工平均绩效达成率（capped）
           数值 106.67 % = 320 ÷ 3
           状态：样本不足，不计分
           直接下属“销量达成率”的平均值：chen 124.00，按 120.00 计；li 130.00，按 120.00 计；wu 80.00
           每人最多计 120
           样本 3，至少需要 4
           其权重 100 按比例分给有得分的各项
        """,
    ),
    "nobody reports there": (
        scored(CAPPED, "mo"),
        """
        Mean attainment of direct reports (capped)
           no value: nobody who reports here has a value
           its weight 100 goes to the lines with points, in proportion
        """,
        """
        下属员工平均绩效达成率（capped）
           无数值：直接下属均无数值
           其权重 100 按比例分给有得分的各项
        """,
    ),
    "no process line": (
        scored(indicators.PROCESS_KPI_ATTAINMENT, "mo"),
        """
        Key-process-KPI attainment (process_kpi_attainment)
           no value: no process line of the unit has points
           its weight 100 goes to the lines with points, in proportion
        """,
        """
        关键过程指标达成率（process_kpi_attainment）
           无数值：所管单位没有得分的过程指标
           其权重 100 按比例分给有得分的各项
        """,
    ),
    "members' values of nothing": (
        scored(OF_GIVEN),
        """
        Own (of_given)
           no value: data are missing
           it needs what the members' values are of (of=)
           its weight 100 goes to the lines with points, in proportion
        """,
        """
        自定（of_given）
           无数值：缺少数据
           需要下属各人数值所属的指标（of=）
           其权重 100 按比例分给有得分的各项
        """,
    ),
    "peers": (
        scored(indicators.RANK_SCORE),
        """
        Peer rank / percentile (rank_score)
           no value: data are missing
           it needs the peers' totals
           its weight 100 goes to the lines with points, in proportion
        """,
        """
        横向排名（rank_score）
           无数值：缺少数据
           需要同组其他人的总分
           其权重 100 按比例分给有得分的各项
        """,
    ),
}


@pytest.mark.parametrize("name", LINES)
def test_a_line_says_how_it_came_about(name: str) -> None:
    card, english, chinese = LINES[name]
    for lang, expected in (("en", english), ("zh", chinese)):
        assert "\n".join(line.explain(lang) for line in card) == dedent(expected).strip()


@pytest.mark.parametrize("name", LINES)
def test_a_person_with_a_pencil_gets_the_same(name: str) -> None:
    testing.assert_adds_up(LINES[name][0])


def stored(name: str) -> dict[str, Any]:
    (line,) = LINES[name][0].to_dict()["lines"]
    return dict(line)


def test_the_stored_line_holds_what_only_an_organisation_tells() -> None:
    prorated, own = stored("a target of which a part counts"), stored("a team with a target of its own")
    names = ("whose", "denominator", "nominal_target", "assigned_target")
    assert [prorated[name] for name in names] == ["own", Decimal("4.8387"), Decimal(10), None]
    assert [own[name] for name in names] == ["unit", Decimal(30), None, Decimal("24.8387")]
    alone = sp.score(FACTS[:1], small(indicators.UNIT_ATTAINMENT, "consultant"), period="2026-03")["li"]
    assert {"whose", "nominal_target", "assigned_target", "members"}.isdisjoint(alone.to_dict()["lines"][0])


def test_the_stored_line_holds_its_members() -> None:
    assert stored("the mean of members, capped")["members"] == [
        {"id": "chen", "value": Decimal("124.00"), "counted": Decimal("120.00"), "weight": None, "met": None},
        {"id": "li", "value": Decimal("130.00"), "counted": Decimal("120.00"), "weight": None, "met": None},
        {"id": "wu", "value": Decimal("80.00"), "counted": Decimal("80.00"), "weight": None, "met": None},
    ]
    weights = [each["weight"] for each in stored("the mean of members, weighted")["members"]]
    assert weights == [Decimal("4.8387"), Decimal(10), Decimal(10)]
    lines = {each["id"]: (each["weight"], each["met"]) for each in stored("process lines")["members"]}
    assert lines == {"lead_attainment": (Decimal(8), True), "test_drive_rate": (Decimal(6), True)}
    assert stored("nobody reports there")["members"] == []


def test_a_line_knows_whose_records_and_whose_values_it_rests_on() -> None:
    (line,) = LINES["members at target"][0].lines
    assert (line.whose, line.sample) == (None, Decimal(3))
    assert [(each.id, each.met) for each in line.members] == [("chen", True), ("li", True), ("wu", False)]
    assert {each.indicator for each in line.members} == {indicators.UNIT_ATTAINMENT}
    (line,) = LINES["records of the store"][0].lines
    assert line.whose is Whose.STORE


def test_boards_with_an_organisation_survive_json() -> None:
    board = sp.score_all(
        [*FACTS, *TEAM_TARGET], [CONSULTANT, profiles.MANAGER, profiles.DIRECTOR], organisation=ORG, period="2026-03"
    )
    assert sp.Scoreboard.from_json(board.to_json()) == board
    for card in board:
        testing.assert_adds_up(card)


def test_without_an_organisation_the_members_are_given_or_missing() -> None:
    """Of `MemberMean`: "Without an organisation … numerator ÷ denominator of given facts"."""
    rows = [{"person": "ma", "date": "2026-03-05", "member_attainment_sum": 200, "members_assessed": 2}]
    given, median = (
        sp.score(rows, small(each, "manager"), period="2026-03")["ma"].lines[0] for each in (CAPPED, MEDIAN)
    )
    assert given.explain().splitlines()[1] == "   value 100.00 % = member_attainment_sum 200 ÷ members_assessed 2"
    assert median.explain().splitlines()[1:3] == [
        "   no value: data are missing",
        "   it needs an organisation, which says who reports to whom",
    ]
    assert median.explain("zh").splitlines()[2] == "   需要组织架构（谁向谁汇报）"


def test_what_is_without_a_key_is_told_of_the_records_that_count_alone() -> None:
    """The unit's and one's own records of one measure are two sums: each line tells of its own."""
    rows = [
        {"person": "li", "date": "2026-03-05", "leads_valid": 2, "target_leads": 4},
        {"person": "wu", "date": "2026-03-05", "leads_valid": 3, "target_leads": 4},
    ]
    of_unit = sp.Criterion(indicators.LEAD_COUNT, weight=50, curve=LINE, scope="unit")
    own = sp.Criterion(indicators.LEAD_ATTAINMENT, weight=50, curve=LINE)
    profile = sp.Profile("both", level="consultant", criteria=[own, of_unit], publish_at_least=0)
    card = sp.score(rows, profile, organisation=ORG, period="2026-03")["li"]
    assert [[amount.total for amount in line.keyless] for line in card] == [[Decimal(2)], [Decimal(5)]]


@pytest.mark.parametrize("target", [measures.STOCK_VALUE_AVG, measures.STOCK_UNITS_END])
def test_a_level_as_a_target_is_not_prorated(target: sp.Measure) -> None:
    made = indicators.GROSS_FRONT if target.unit is Unit.MONEY else indicators.NET_UNITS
    curve = curves.PerStep(at=0, full=60, above=(1, 1), of=Domain.GAP)
    rows = [
        {"person": "li", "date": "2026-03-05", "units_delivered": 3, "gp_front": 900, target.id: 5},
        {"person": "li", "date": "2026-03-06", target.id: 7},
    ]
    profile = small(made, "consultant", curve, target=target)
    line = sp.score(rows, profile, organisation=ORG, period="2026-03")["li"].lines[0]
    assert line.target in {Decimal(6), Decimal(7)}
    assert (line.nominal_target, line.assigned_target) == (None, None)
    assert "of which" not in line.explain()
