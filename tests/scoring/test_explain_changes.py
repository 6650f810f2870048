"""Explanations of changes, windows and periods of every calendar: the whole text, in both languages.

Contract: "What is shown is what is scored: a person with a pencil can recompute the score from the scorecard."
"""

# ruff: noqa: E501  (expected texts stand as they are shown)

from __future__ import annotations

from textwrap import dedent
from typing import Any

import attrs
import pytest

import salesperf as sp
from salesperf import curves, indicators, measures, testing
from salesperf.calendar import Calendar
from salesperf.vocabulary import Direction, Unit

LINE = curves.Linear((-100, 0), (0, 60), (100, 100))
NAMES = {"direction": Direction.HIGHER, "decimals": 2, "en": "Own", "zh": "自定"}
IN_UNITS = indicators.Change("in_units", of=indicators.NET_UNITS, relative=False, unit=Unit.COUNT, **NAMES)
OF_LEVEL = indicators.Change(
    "of_level",
    of=indicators.Total("level", numerator=measures.STOCK_VALUE_AVG, unit=Unit.MONEY, **NAMES),
    unit=Unit.PERCENT,
    **NAMES,
)
MONTHLY = attrs.evolve(indicators.SALES_GROWTH, id="monthly", since="previous")
FESTIVAL = Calendar(spring_festival=True)
CLOSES_25 = Calendar(closing_day=25)


def row(day: str = "2026-03-10", **amounts: Any) -> dict[str, Any]:
    return {"person": "li.na", "date": day, **amounts}


def scored(
    indicator: Any, *rows: Any, period: str | None = "2026-03", calendar: Any = None, **more: Any
) -> sp.Scorecard:
    criterion = sp.Criterion(indicator, weight=100, curve=more.pop("curve", LINE), **more)
    profile = sp.Profile("small", level="consultant", criteria=[criterion], publish_at_least=0)
    return sp.score(rows, profile, period=period, calendar=calendar)["li.na"]


SHARES = {"own_registrations_in_area": 55, "tiv_in_area": 1000}
"""5.5 %."""


LINES: dict[str, tuple[sp.Scorecard, str, str]] = {
    "a total": (
        scored(indicators.SALES_GROWTH, row(units_delivered=6, units_returned=1), row("2025-03-31", units_delivered=4)),
        """
        Sales growth rate (YoY / MoM) (sales_growth)
           value 25.00 % = (5 − 4) ÷ 4 × 100
           now, 2026-03 (31 days): 5 = units_delivered 6 − units_returned 1
           base, 2025-03 (31 days): 4 = units_delivered 4 − units_returned 0
           curve: interpolated −100 → 0, 0 → 60, 100 → 100
           points: 60 + (25.00 − 0) × 2/5 = 70
           70 × weight 100 ÷ 100 = 70 → contributes 70
        """,
        """
        销售增长率 (同比/环比)（sales_growth）
           数值 25.00 % = (5 − 4) ÷ 4 × 100
           本期，2026-03（共 31 天）：5 = 交车 6 − 退车 1
           基期，2025-03（共 31 天）：4 = 交车 4 − 退车 0
           曲线：线性插值：−100→0分、0→60分、100→100分
           得分：60 + (25.00 − 0) × 2/5 = 70
           70 × 权重 100 ÷ 100 = 70 → 计入 70
        """,
    ),
    "a total of months that close on the 25th, rolling": (
        scored(
            indicators.SALES_GROWTH,
            row("2026-01-26", units_delivered=5, units_returned=0),
            row(units_delivered=1),
            row("2025-01-26", units_delivered=4),
            row("2025-01-25", units_delivered=100),
            calendar=CLOSES_25,
            window=2,
        ),
        """
        Sales growth rate (YoY / MoM) (sales_growth)
           value 50.00 % = (6 − 4) ÷ 4 × 100
           over the 2 months that end with the period
           now, 2026-01-26..2026-03-25 (59 days): 6 = units_delivered 6 − units_returned 0
           base, 2025-01-26..2025-03-25 (59 days): 4 = units_delivered 4 − units_returned 0
           curve: interpolated −100 → 0, 0 → 60, 100 → 100
           points: 60 + (50.00 − 0) × 2/5 = 80
           80 × weight 100 ÷ 100 = 80 → contributes 80
        """,
        """
        销售增长率 (同比/环比)（sales_growth）
           数值 50.00 % = (6 − 4) ÷ 4 × 100
           取截至期末的滚动 2 个月
           本期，2026-01-26..2026-03-25（共 59 天）：6 = 交车 6 − 退车 0
           基期，2025-01-26..2025-03-25（共 59 天）：4 = 交车 4 − 退车 0
           曲线：线性插值：−100→0分、0→60分、100→100分
           得分：60 + (50.00 − 0) × 2/5 = 80
           80 × 权重 100 ÷ 100 = 80 → 计入 80
        """,
    ),
    "since the month before": (
        scored(
            MONTHLY,
            row("2026-02-26", units_delivered=3, units_returned=0),
            row("2026-02-25", units_delivered=4),
            calendar=CLOSES_25,
        ),
        """
        Sales growth rate (YoY / MoM) (monthly)
           value −25.00 % = (3 − 4) ÷ 4 × 100
           now, 2026-03 (2026-02-26 to 2026-03-25, 28 days): 3 = units_delivered 3 − units_returned 0
           base, 2026-02 (2026-01-26 to 2026-02-25, 31 days): 4 = units_delivered 4 − units_returned 0
           curve: interpolated −100 → 0, 0 → 60, 100 → 100
           points: 0 + (−25.00 + 100) × 3/5 = 45
           45 × weight 100 ÷ 100 = 45 → contributes 45
        """,
        """
        销售增长率 (同比/环比)（monthly）
           数值 −25.00 % = (3 − 4) ÷ 4 × 100
           本期，2026-03（2026-02-26 至 2026-03-25，共 28 天）：3 = 交车 3 − 退车 0
           基期，2026-02（2026-01-26 至 2026-02-25，共 31 天）：4 = 交车 4 − 退车 0
           曲线：线性插值：−100→0分、0→60分、100→100分
           得分：0 + (−25.00 + 100) × 3/5 = 45
           45 × 权重 100 ÷ 100 = 45 → 计入 45
        """,
    ),
    "in percentage points": (
        scored(
            indicators.MARKET_SHARE_CHANGE_PP,
            row(**SHARES),
            row("2025-03-01", own_registrations_in_area=50, tiv_in_area=1000),
        ),
        """
        Market-share change (market_share_change_pp)
           value 0.5000 percentage points = 5.5000 − 5.0000
           now, 2026-03 (31 days): 5.5000 % = own_registrations_in_area 55 ÷ tiv_in_area 1000 × 100
           base, 2025-03 (31 days): 5.0000 % = own_registrations_in_area 50 ÷ tiv_in_area 1000 × 100
           curve: interpolated −100 → 0, 0 → 60, 100 → 100
           points: 60 + (0.5000 − 0) × 2/5 = 60.2
           60.2 × weight 100 ÷ 100 = 60.2 → contributes 60.2
        """,
        """
        份额变动 (百分点)（market_share_change_pp）
           数值 0.5000 个百分点 = 5.5000 − 5.0000
           本期，2026-03（共 31 天）：5.5000 % = 本品牌(本店)区域上险量 55 ÷ 区域总上险量 1000 × 100
           基期，2025-03（共 31 天）：5.0000 % = 本品牌(本店)区域上险量 50 ÷ 区域总上险量 1000 × 100
           曲线：线性插值：−100→0分、0→60分、100→100分
           得分：60 + (0.5000 − 0) × 2/5 = 60.2
           60.2 × 权重 100 ÷ 100 = 60.2 → 计入 60.2
        """,
    ),
    "of a ratio, from the values as shown": (
        scored(
            indicators.MARKET_SHARE_GROWTH,
            row(**SHARES),
            row("2025-03-01", own_registrations_in_area=1, tiv_in_area=30),
        ),
        """
        Market-share growth (relative) (market_share_growth)
           value 65.00 % = (5.5000 − 3.3333) ÷ 3.3333 × 100
           now, 2026-03 (31 days): 5.5000 % = own_registrations_in_area 55 ÷ tiv_in_area 1000 × 100
           base, 2025-03 (31 days): 3.3333 % = own_registrations_in_area 1 ÷ tiv_in_area 30 × 100
           curve: interpolated −100 → 0, 0 → 60, 100 → 100
           points: 60 + (65.00 − 0) × 2/5 = 86
           86 × weight 100 ÷ 100 = 86 → contributes 86
        """,
        """
        市场份额增长率（market_share_growth）
           数值 65.00 % = (5.5000 − 3.3333) ÷ 3.3333 × 100
           本期，2026-03（共 31 天）：5.5000 % = 本品牌(本店)区域上险量 55 ÷ 区域总上险量 1000 × 100
           基期，2025-03（共 31 天）：3.3333 % = 本品牌(本店)区域上险量 1 ÷ 区域总上险量 30 × 100
           曲线：线性插值：−100→0分、0→60分、100→100分
           得分：60 + (65.00 − 0) × 2/5 = 86
           86 × 权重 100 ÷ 100 = 86 → 计入 86
        """,
    ),
    "a difference of totals": (
        scored(IN_UNITS, row(units_delivered="4.5", units_returned=0), row("2025-03-01", units_delivered="1.5")),
        """
        Own (in_units)
           value 3.00 = 4.50 − 1.50
           now, 2026-03 (31 days): 4.50 = units_delivered 4.5 − units_returned 0
           base, 2025-03 (31 days): 1.50 = units_delivered 1.5 − units_returned 0
           curve: interpolated −100 → 0, 0 → 60, 100 → 100
           points: 60 + (3.00 − 0) × 2/5 = 61.2
           61.2 × weight 100 ÷ 100 = 61.2 → contributes 61.2
        """,
        """
        自定（in_units）
           数值 3.00 = 4.50 − 1.50
           本期，2026-03（共 31 天）：4.50 = 交车 4.5 − 退车 0
           基期，2025-03（共 31 天）：1.50 = 交车 1.5 − 退车 0
           曲线：线性插值：−100→0分、0→60分、100→100分
           得分：60 + (3.00 − 0) × 2/5 = 61.2
           61.2 × 权重 100 ÷ 100 = 61.2 → 计入 61.2
        """,
    ),
    "of a mean level": (
        scored(
            OF_LEVEL,
            row("2026-03-01", stock_value_avg=400),
            row("2026-03-11", stock_value_avg=500),
            row("2025-03-01", stock_value_avg=300),
        ),
        """
        Own (of_level)
           value 50.00 % = (450.00 − 300.00) ÷ 300.00 × 100
           now, 2026-03 (31 days): 450.00 = stock_value_avg 900 ÷ 2
           base, 2025-03 (31 days): 300.00 = stock_value_avg 300 ÷ 1
           Σ stock_value_avg 900 over 2 dates
           Σ stock_value_avg 300 over 1 dates
           curve: interpolated −100 → 0, 0 → 60, 100 → 100
           points: 60 + (50.00 − 0) × 2/5 = 80
           80 × weight 100 ÷ 100 = 80 → contributes 80
        """,
        """
        自定（of_level）
           数值 50.00 % = (450.00 − 300.00) ÷ 300.00 × 100
           本期，2026-03（共 31 天）：450.00 = 平均库存金额 900 ÷ 2
           基期，2025-03（共 31 天）：300.00 = 平均库存金额 300 ÷ 1
           Σ 平均库存金额 900，共 2 个日期
           Σ 平均库存金额 300，共 1 个日期
           曲线：线性插值：−100→0分、0→60分、100→100分
           得分：60 + (50.00 − 0) × 2/5 = 80
           80 × 权重 100 ÷ 100 = 80 → 计入 80
        """,
    ),
    "of what counts each key once": (
        scored(
            indicators.NEW_CUSTOMER_GROWTH,
            row(customers_new=1, customer="a"),
            row(customers_new=1, customer="b"),
            row("2025-03-01", customers_new=3),
        ),
        """
        New-customer growth (new_customer_growth)
           value −33.33 % = (2 − 3) ÷ 3 × 100
           now, 2026-03 (31 days): 2 = customers_new 2
           base, 2025-03 (31 days): 3 = customers_new 3
           customers_new: 3 without customer, added as it stands
           curve: interpolated −100 → 0, 0 → 60, 100 → 100
           points: 0 + (−33.33 + 100) × 3/5 = 40.002
           40.002 × weight 100 ÷ 100 = 40.002 → contributes 40.002
        """,
        """
        新客户增长率（new_customer_growth）
           数值 −33.33 % = (2 − 3) ÷ 3 × 100
           本期，2026-03（共 31 天）：2 = 新客户 2
           基期，2025-03（共 31 天）：3 = 新客户 3
           新客户中有 3 没有 customer，原样相加
           曲线：线性插值：−100→0分、0→60分、100→100分
           得分：0 + (−33.33 + 100) × 3/5 = 40.002
           40.002 × 权重 100 ÷ 100 = 40.002 → 计入 40.002
        """,
    ),
    "February and January together": (
        scored(
            indicators.SALES_GROWTH,
            row("2026-02-10", units_delivered=2, units_returned=0),
            row("2026-01-10", units_delivered=4),
            row("2025-01-10", units_delivered=8),
            period="2026-02",
            calendar=FESTIVAL,
        ),
        """
        Sales growth rate (YoY / MoM) (sales_growth)
           value −25.00 % = (6 − 8) ÷ 8 × 100
           now, 2026-01-01..2026-02-28 (59 days): 6 = units_delivered 6 − units_returned 0
           base, 2025-01-01..2025-02-28 (59 days): 8 = units_delivered 8 − units_returned 0
           curve: interpolated −100 → 0, 0 → 60, 100 → 100
           points: 0 + (−25.00 + 100) × 3/5 = 45
           45 × weight 100 ÷ 100 = 45 → contributes 45
        """,
        """
        销售增长率 (同比/环比)（sales_growth）
           数值 −25.00 % = (6 − 8) ÷ 8 × 100
           本期，2026-01-01..2026-02-28（共 59 天）：6 = 交车 6 − 退车 0
           基期，2025-01-01..2025-02-28（共 59 天）：8 = 交车 8 − 退车 0
           曲线：线性插值：−100→0分、0→60分、100→100分
           得分：0 + (−25.00 + 100) × 3/5 = 45
           45 × 权重 100 ÷ 100 = 45 → 计入 45
        """,
    ),
    "January by itself": (
        scored(
            indicators.SALES_GROWTH,
            row("2026-01-10", units_delivered=2, units_returned=0),
            period="2026-01",
            calendar=FESTIVAL,
        ),
        """
        Sales growth rate (YoY / MoM) (sales_growth)
           no value: January and February are compared with a year before only together
           its weight 100 goes to the lines with points, in proportion
        """,
        """
        销售增长率 (同比/环比)（sales_growth）
           无数值：1 月与 2 月只合并起来与上年比较
           其权重 100 按比例分给有得分的各项
        """,
    ),
    "everything as one period": (
        scored(indicators.SALES_GROWTH, row(units_delivered=2, units_returned=0), period=None),
        """
        Sales growth rate (YoY / MoM) (sales_growth)
           no value: everything is one period, so nothing lies before it; give period=
           its weight 100 goes to the lines with points, in proportion
        """,
        """
        销售增长率 (同比/环比)（sales_growth）
           无数值：未划分期间，没有基期可比；请给出 period=
           其权重 100 按比例分给有得分的各项
        """,
    ),
    "a base of nothing": (
        scored(indicators.SALES_GROWTH, row(units_delivered=2, units_returned=0)),
        """
        Sales growth rate (YoY / MoM) (sales_growth)
           no value: its base has no value above 0
           now, 2026-03 (31 days): 2 = units_delivered 2 − units_returned 0
           base, 2025-03 (31 days): 0 = units_delivered 0 − units_returned 0
           its weight 100 goes to the lines with points, in proportion
        """,
        """
        销售增长率 (同比/环比)（sales_growth）
           无数值：基期没有大于 0 的数值
           本期，2026-03（共 31 天）：2 = 交车 2 − 退车 0
           基期，2025-03（共 31 天）：0 = 交车 0 − 退车 0
           其权重 100 按比例分给有得分的各项
        """,
    ),
    "a base without a denominator": (
        scored(
            indicators.MARKET_SHARE_GROWTH, row(**SHARES), row("2025-03-01", own_registrations_in_area=5, tiv_in_area=0)
        ),
        """
        Market-share growth (relative) (market_share_growth)
           no value: its base has no value above 0
           now, 2026-03 (31 days): 5.5000 % = own_registrations_in_area 55 ÷ tiv_in_area 1000 × 100
           base, 2025-03 (31 days): no value: the denominator is not above 0: own_registrations_in_area 5 ÷ tiv_in_area 0 × 100
           its weight 100 goes to the lines with points, in proportion
        """,
        """
        市场份额增长率（market_share_growth）
           无数值：基期没有大于 0 的数值
           本期，2026-03（共 31 天）：5.5000 % = 本品牌(本店)区域上险量 55 ÷ 区域总上险量 1000 × 100
           基期，2025-03（共 31 天）：无数值：分母不大于 0：本品牌(本店)区域上险量 5 ÷ 区域总上险量 0 × 100
           其权重 100 按比例分给有得分的各项
        """,
    ),
    "nothing to divide by now": (
        scored(
            indicators.MARKET_SHARE_GROWTH,
            row("2026-03-01", own_registrations_in_area=5, tiv_in_area=0),
            row("2025-03-01", **SHARES),
        ),
        """
        Market-share growth (relative) (market_share_growth)
           no value: the denominator is not above 0
           now, 2026-03 (31 days): no value: the denominator is not above 0: own_registrations_in_area 5 ÷ tiv_in_area 0 × 100
           base, 2025-03 (31 days): 5.5000 % = own_registrations_in_area 55 ÷ tiv_in_area 1000 × 100
           its weight 100 goes to the lines with points, in proportion
        """,
        """
        市场份额增长率（market_share_growth）
           无数值：分母不大于 0
           本期，2026-03（共 31 天）：无数值：分母不大于 0：本品牌(本店)区域上险量 5 ÷ 区域总上险量 0 × 100
           基期，2025-03（共 31 天）：5.5000 % = 本品牌(本店)区域上险量 55 ÷ 区域总上险量 1000 × 100
           其权重 100 按比例分给有得分的各项
        """,
    ),
    "a column that is missing": (
        scored(indicators.MARKET_SHARE_GROWTH, row(tiv_in_area=1000)),
        """
        Market-share growth (relative) (market_share_growth)
           no value: data are missing
           no record has the column own_registrations_in_area
           its weight 100 goes to the lines with points, in proportion
        """,
        """
        市场份额增长率（market_share_growth）
           无数值：缺少数据
           记录中没有列 own_registrations_in_area
           其权重 100 按比例分给有得分的各项
        """,
    ),
    "a suspect side": (
        scored(
            indicators.SALES_GROWTH, row(units_delivered=2, units_returned=-1), row("2025-03-01", units_delivered=4)
        ),
        """
        Sales growth rate (YoY / MoM) (sales_growth)
           value −25.00 % = (3 − 4) ÷ 4 × 100
           status: suspect: outside what is plausible, scored as it stands
           now, 2026-03 (31 days): 3 = units_delivered 2 − units_returned −1
           base, 2025-03 (31 days): 4 = units_delivered 4 − units_returned 0
           curve: interpolated −100 → 0, 0 → 60, 100 → 100
           points: 0 + (−25.00 + 100) × 3/5 = 45
           45 × weight 100 ÷ 100 = 45 → contributes 45
        """,
        """
        销售增长率 (同比/环比)（sales_growth）
           数值 −25.00 % = (3 − 4) ÷ 4 × 100
           状态：可疑：超出合理范围，按原值计分
           本期，2026-03（共 31 天）：3 = 交车 2 − 退车 −1
           基期，2025-03（共 31 天）：4 = 交车 4 − 退车 0
           曲线：线性插值：−100→0分、0→60分、100→100分
           得分：0 + (−25.00 + 100) × 3/5 = 45
           45 × 权重 100 ÷ 100 = 45 → 计入 45
        """,
    ),
    "a window of months that close on the 25th": (
        scored(
            indicators.CSI_SCORE,
            row("2025-12-26", score_sum=90, survey_n=1),
            row(score_sum=80, survey_n=1),
            calendar=CLOSES_25,
            window=3,
        ),
        """
        Customer satisfaction index (csi_score)
           value 85.00 = score_sum 170 ÷ survey_n 2
           over the 3 months that end with the period: 2026-Q1 (2025-12-26 to 2026-03-25, 90 days)
           curve: interpolated −100 → 0, 0 → 60, 100 → 100
           points: 60 + (85.00 − 0) × 2/5 = 94
           94 × weight 100 ÷ 100 = 94 → contributes 94
        """,
        """
        客户满意度 CSI（csi_score）
           数值 85.00 = CSI评分合计 170 ÷ 有效问卷 2
           取截至期末的滚动 3 个月：2026-Q1（2025-12-26 至 2026-03-25，共 90 天）
           曲线：线性插值：−100→0分、0→60分、100→100分
           得分：60 + (85.00 − 0) × 2/5 = 94
           94 × 权重 100 ÷ 100 = 94 → 计入 94
        """,
    ),
    "a window that ends within a month": (
        scored(
            indicators.CSI_SCORE,
            row("2026-01-21", score_sum=90, survey_n=1),
            row(score_sum=80, survey_n=1),
            period="2026-03-05..2026-03-20",
            window=2,
        ),
        """
        Customer satisfaction index (csi_score)
           value 85.00 = score_sum 170 ÷ survey_n 2
           over the 2 months that end with the period: 2026-01-21..2026-03-20 (59 days)
           curve: interpolated −100 → 0, 0 → 60, 100 → 100
           points: 60 + (85.00 − 0) × 2/5 = 94
           94 × weight 100 ÷ 100 = 94 → contributes 94
        """,
        """
        客户满意度 CSI（csi_score）
           数值 85.00 = CSI评分合计 170 ÷ 有效问卷 2
           取截至期末的滚动 2 个月：2026-01-21..2026-03-20（共 59 天）
           曲线：线性插值：−100→0分、0→60分、100→100分
           得分：60 + (85.00 − 0) × 2/5 = 94
           94 × 权重 100 ÷ 100 = 94 → 计入 94
        """,
    ),
    "a window no longer than the period": (
        scored(indicators.CSI_SCORE, row(score_sum=80, survey_n=1), period="2026-Q1", window=2),
        """
        Customer satisfaction index (csi_score)
           value 80.00 = score_sum 80 ÷ survey_n 1
           curve: interpolated −100 → 0, 0 → 60, 100 → 100
           points: 60 + (80.00 − 0) × 2/5 = 92
           92 × weight 100 ÷ 100 = 92 → contributes 92
        """,
        """
        客户满意度 CSI（csi_score）
           数值 80.00 = CSI评分合计 80 ÷ 有效问卷 1
           曲线：线性插值：−100→0分、0→60分、100→100分
           得分：60 + (80.00 − 0) × 2/5 = 92
           92 × 权重 100 ÷ 100 = 92 → 计入 92
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


@pytest.mark.parametrize("name", LINES)
def test_the_stored_line_holds_both_sides(name: str) -> None:
    card, *_ = LINES[name]
    (line,), (stored,) = card.lines, card.to_dict()["lines"]
    assert ("now" in stored) is ("base" in stored) is isinstance(line.indicator, indicators.Change)
    for given, side in ((stored.get("now"), line.now), (stored.get("base"), line.base)):
        assert (given is None) is (side is None)
        if side is not None:
            assert given == {
                "start": str(side.reach.start),
                "end": str(side.reach.end),
                "status": str(side.status),
                "value": side.value,
                "numerator": side.numerator,
                "denominator": side.denominator,
            }


def test_a_change_covers_the_days_compared() -> None:
    card, *_ = LINES["February and January together"]
    line = card["sales_growth"]
    assert (str(line.period), str(line.reach)) == ("2026-02", "2026-01-01..2026-02-28")
    assert line.now is not None
    assert line.now.reach == line.reach
    assert line.now.indicator is indicators.NET_UNITS


def test_the_head_tells_the_days_of_a_month_that_closes_on_the_25th() -> None:
    card, *_ = LINES["since the month before"]
    assert card.explain().startswith(
        "li.na, 2026-03 (2026-02-26 to 2026-03-25, 28 days), consultant, profile small 1\n"
    )
    assert card.explain("zh").startswith(
        "li.na，2026-03（2026-02-26 至 2026-03-25，共 28 天），销售顾问，方案 small 1\n"
    )
    one_day = scored(MONTHLY, row("2026-03-05", units_delivered=1), period="2026-03-05", calendar=CLOSES_25)
    assert one_day.explain().startswith("li.na, 2026-03-05 (1 day), consultant")
