"""Explanations: for every way a line, a gate or a card can come about, the whole text, in both languages.

Contract: "What is shown is what is scored: a person with a pencil can recompute the score from the scorecard."
"""

# ruff: noqa: E501  (expected texts stand as they are shown)

from __future__ import annotations

import decimal
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from textwrap import dedent
from typing import Any

import attrs
import pytest

import salesperf as sp
from salesperf import CardStatus, Extra, Gate, Level, Status, curves, indicators, measures
from salesperf.curves import Domain
from salesperf.profiles import CapGrade, Disqualify, ItemZero, Multiply, When
from salesperf.vocabulary import Unit
from salesperf.wording import LANGUAGES, fixed, level_text, missing_text, plain, say, status_text, unit_text

LINE = curves.Linear((0, 0), (100, 100))
EACH_WHOLE = curves.PerStep(at=0, full=60, above=(1, 1), below=(1, -2), of=Domain.GAP)
OF_TARGET = curves.Linear((0, 0), (100, 100), of=Domain.PERCENT_OF_TARGET)
MARCH = "2026-03"


def row(person: str = "li.na", day: str = "2026-03-10", **amounts: Any) -> dict[str, Any]:
    return {"person": person, "date": day, **amounts}


def scored(rows: list[dict[str, Any]], *criteria: Any, period: Any = MARCH, **more: Any) -> sp.Scorecard:
    """The card of li.na; an indicator or the arguments of a criterion each; all weigh the same, or nearly."""
    given = [{"indicator": one} if isinstance(one, sp.indicators.Indicator) else one for one in criteria]
    weights = [100 // len(given)] * len(given)
    weights[0] += 100 - sum(weights)
    made = [sp.Criterion(**{"curve": LINE, **one}, weight=w) for one, w in zip(given, weights, strict=True)]
    profile = sp.Profile("small", level="consultant", criteria=made, **{"publish_at_least": 0, **more})
    return sp.score(rows, profile, period=period)["li.na"]


def lines(card: sp.Scorecard, lang: str) -> str:
    return "\n".join(line.explain(lang) for line in card)


SCALED = attrs.evolve(indicators.PROFIT_ATTAINMENT, id="scaled", scale=100_000)
PER_HUNDRED = indicators.Total(
    "per_hundred",
    numerator=measures.UNITS_DELIVERED - measures.UNITS_RETURNED,
    factor=100,
    unit=Unit.COUNT,
    direction="higher",
    decimals=0,
    en="Units in hundredths",
    zh="百分台",
)
TWICE = attrs.evolve(
    PER_HUNDRED, id="twice", numerator=2 * measures.UNITS_DELIVERED - 3 * measures.LEADS_VALID, factor=1, en="Twice"
)
NEGATIVE = indicators.Ratio(
    "negative",
    numerator=-measures.UNITS_RETURNED,
    denominator=measures.UNITS_DELIVERED,
    unit=Unit.RATIO,
    direction="higher",
    decimals=2,
    en="Negative",
    zh="负",
)


LINES: Mapping[str, tuple[sp.Scorecard, str, str]] = {
    "a value below its sample": (
        scored([row(score_sum=455, survey_n=5)], {"indicator": indicators.CSI_SCORE, "minimum_sample": 10}),
        """
        Customer satisfaction index (csi_score)
           value 91.00 = score_sum 455 ÷ survey_n 5
           status: the sample is too small to score
           sample 5, at least 10 needed
           its weight 100 goes to the lines with points, in proportion
        """,
        """
        客户满意度 CSI（csi_score）
           数值 91.00 = CSI评分合计 455 ÷ 有效问卷 5
           状态：样本不足，不计分
           样本 5，至少需要 10
           其权重 100 按比例分给有得分的各项
        """,
    ),
    "a sample that is large enough": (
        scored([row(score_sum=1820, survey_n=20)], {"indicator": indicators.CSI_SCORE, "minimum_sample": 10}),
        """
        Customer satisfaction index (csi_score)
           value 91.00 = score_sum 1820 ÷ survey_n 20
           sample 20, at least 10 needed
           curve: interpolated 0 → 0, 100 → 100
           points: 91
           91 × weight 100 ÷ 100 = 91 → contributes 91
        """,
        """
        客户满意度 CSI（csi_score）
           数值 91.00 = CSI评分合计 1820 ÷ 有效问卷 20
           样本 20，至少需要 10
           曲线：线性插值：0→0分、100→100分
           得分：91
           91 × 权重 100 ÷ 100 = 91 → 计入 91
        """,
    ),
    "an open cohort": (
        scored([row(day="2026-03-31", cohort_opps_opened=100, cohort_opps_won=15)], indicators.CLOSE_RATE_COHORT),
        """
        Cohort (matured) close rate (close_rate_cohort)
           value 15.00 % = cohort_opps_won 15 ÷ cohort_opps_opened 100 × 100
           status: the cohort's window is still open
           its weight 100 goes to the lines with points, in proportion
        """,
        """
        同期群成交率（close_rate_cohort）
           数值 15.00 % = 同期群成交 15 ÷ 同期群意向 100 × 100
           状态：同期群窗口未到期
           其权重 100 按比例分给有得分的各项
        """,
    ),
    "a suspect value": (
        scored([row(test_drive_customers=20, customers_received=10)], indicators.TEST_DRIVE_RATE),
        """
        Test-drive rate (test_drive_rate)
           value 200.00 % = test_drive_customers 20 ÷ customers_received 10 × 100
           status: suspect: outside what is plausible, scored as it stands
           customers_received: 10 without customer, added as it stands
           test_drive_customers: 20 without customer, added as it stands
           curve: interpolated 0 → 0, 100 → 100
           points: 100
           100 × weight 100 ÷ 100 = 100 → contributes 100
        """,
        """
        试乘试驾率（test_drive_rate）
           数值 200.00 % = 试驾客户 20 ÷ 接待客户 10 × 100
           状态：可疑：超出合理范围，按原值计分
           接待客户中有 10 没有 customer，原样相加
           试驾客户中有 20 没有 customer，原样相加
           曲线：线性插值：0→0分、100→100分
           得分：100
           100 × 权重 100 ÷ 100 = 100 → 计入 100
        """,
    ),
    "a mean level below": (
        scored(
            [row(day="2026-03-01", stock_value_avg=100, cogs_vehicle=300), row(day="2026-03-02", stock_value_avg=200)],
            indicators.INVENTORY_TURNOVER,
        ),
        """
        Inventory turnover (inventory_turnover)
           value 23.55 a year = cogs_vehicle 300 ÷ (stock_value_avg 300 ÷ 2) × 365 ÷ 31
           Σ stock_value_avg 300 over 2 dates
           curve: interpolated 0 → 0, 100 → 100
           points: 23.55
           23.55 × weight 100 ÷ 100 = 23.55 → contributes 23.55
        """,
        """
        库存周转率（inventory_turnover）
           数值 23.55 次/年 = 整车销售成本 300 ÷ (平均库存金额 300 ÷ 2) × 365 ÷ 31
           Σ 平均库存金额 300，共 2 个日期
           曲线：线性插值：0→0分、100→100分
           得分：23.55
           23.55 × 权重 100 ÷ 100 = 23.55 → 计入 23.55
        """,
    ),
    "a mean level above": (
        scored(
            [row(day="2026-03-01", stock_value_avg=100), row(day="2026-03-02", stock_value_avg=200)],
            indicators.total_of(measures.STOCK_VALUE_AVG),
        ),
        """
        Mean stock value (stock_value_avg)
           value 150.00 = stock_value_avg 300 ÷ 2
           Σ stock_value_avg 300 over 2 dates
           curve: interpolated 0 → 0, 100 → 100
           points: 100
           100 × weight 100 ÷ 100 = 100 → contributes 100
        """,
        """
        平均库存金额（stock_value_avg）
           数值 150.00 = 平均库存金额 300 ÷ 2
           Σ 平均库存金额 300，共 2 个日期
           曲线：线性插值：0→0分、100→100分
           得分：100
           100 × 权重 100 ÷ 100 = 100 → 计入 100
        """,
    ),
    "a mean level without dates": (
        scored([row(cogs_vehicle=300), row("wang.wei", stock_value_avg=1)], indicators.INVENTORY_TURNOVER),
        """
        Inventory turnover (inventory_turnover)
           no value: the denominator is not above 0: cogs_vehicle 300 ÷ stock_value_avg 0 × 365 ÷ 31
           Σ stock_value_avg 0 over 0 dates
           its weight 100 goes to the lines with points, in proportion
        """,
        """
        库存周转率（inventory_turnover）
           无数值：分母不大于 0：整车销售成本 300 ÷ 平均库存金额 0 × 365 ÷ 31
           Σ 平均库存金额 0，共 0 个日期
           其权重 100 按比例分给有得分的各项
        """,
    ),
    "a rolling window has its own days": (
        scored(
            [row(day="2026-01-05", units_delivered=4), row(day="2026-03-31", stock_units_end=9)],
            {"indicator": indicators.DAYS_SUPPLY, "window": "3 months"},
            {"indicator": indicators.INVENTORY_COEFFICIENT, "window": 3},
        ),
        """
        Days' supply (days_supply)
           value 202.50 days = stock_units_end 9 ÷ (units_delivered 4 − units_returned 0) × 90
           over the 3 months that end with the period
           counted as 0, because no record has the column: units_returned
           curve: interpolated 0 → 0, 100 → 100
           points: 100
           100 × weight 50 ÷ 100 = 50 → contributes 50
        Inventory coefficient (stock-to-sales) (inventory_coefficient)
           value 6.7500 months = stock_units_end 9 ÷ (units_delivered 4 − units_returned 0) × 3
           over the 3 months that end with the period
           counted as 0, because no record has the column: units_returned
           curve: interpolated 0 → 0, 100 → 100
           points: 6.75
           6.75 × weight 50 ÷ 100 = 3.375 → contributes 3.375
        """,
        """
        库存天数 / 周转天数（days_supply）
           数值 202.50 天 = 期末库存台数 9 ÷ (交车 4 − 退车 0) × 90
           取截至期末的滚动 3 个月
           记录中没有该列，按 0 计：units_returned
           曲线：线性插值：0→0分、100→100分
           得分：100
           100 × 权重 50 ÷ 100 = 50 → 计入 50
        库存系数 (库销比)（inventory_coefficient）
           数值 6.7500 个月 = 期末库存台数 9 ÷ (交车 4 − 退车 0) × 3
           取截至期末的滚动 3 个月
           记录中没有该列，按 0 计：units_returned
           曲线：线性插值：0→0分、100→100分
           得分：6.75
           6.75 × 权重 50 ÷ 100 = 3.375 → 计入 3.375
        """,
    ),
    "a window that is no longer than the period": (
        scored([row(units_delivered=4)], {"indicator": indicators.NET_UNITS, "window": 3}, period="2026"),
        """
        Retail units delivered (net) (net_units)
           value 4.00 = units_delivered 4 − units_returned 0
           counted as 0, because no record has the column: units_returned
           curve: interpolated 0 → 0, 100 → 100
           points: 4
           4 × weight 100 ÷ 100 = 4 → contributes 4
        """,
        """
        交车量 / 零售销量（net_units）
           数值 4.00 = 交车 4 − 退车 0
           记录中没有该列，按 0 计：units_returned
           曲线：线性插值：0→0分、100→100分
           得分：4
           4 × 权重 100 ÷ 100 = 4 → 计入 4
        """,
    ),
    "a window of everything": (
        scored([row(units_delivered=4)], {"indicator": indicators.NET_UNITS, "window": 3}, period=None),
        """
        Retail units delivered (net) (net_units)
           value 4.00 = units_delivered 4 − units_returned 0
           counted as 0, because no record has the column: units_returned
           curve: interpolated 0 → 0, 100 → 100
           points: 4
           4 × weight 100 ÷ 100 = 4 → contributes 4
        """,
        """
        交车量 / 零售销量（net_units）
           数值 4.00 = 交车 4 − 退车 0
           记录中没有该列，按 0 计：units_returned
           曲线：线性插值：0→0分、100→100分
           得分：4
           4 × 权重 100 ÷ 100 = 4 → 计入 4
        """,
    ),
    "a pace over a month": (
        scored(
            [row(units_delivered=9, consultant_days=62, members_promoted=1, person_days=62)],
            indicators.UNITS_PER_CONSULTANT,
            indicators.PROMOTION_RATE,
        ),
        """
        Units per consultant (units_per_consultant)
           value 4.50 = (units_delivered 9 − units_returned 0) ÷ consultant_days 62 × 31
           counted as 0, because no record has the column: units_returned
           curve: interpolated 0 → 0, 100 → 100
           points: 4.5
           4.5 × weight 50 ÷ 100 = 2.25 → contributes 2.25
        Promotion rate (promotion_rate)
           value 600.00 % = members_promoted 1 ÷ person_days 62 × 100 × 31 × 12
           curve: interpolated 0 → 0, 100 → 100
           points: 100
           100 × weight 50 ÷ 100 = 50 → contributes 50
        """,
        """
        人均销量 (人效)（units_per_consultant）
           数值 4.50 = (交车 9 − 退车 0) ÷ 销售顾问人·天 62 × 31
           记录中没有该列，按 0 计：units_returned
           曲线：线性插值：0→0分、100→100分
           得分：4.5
           4.5 × 权重 50 ÷ 100 = 2.25 → 计入 2.25
        晋升率（promotion_rate）
           数值 600.00 % = 晋升人数 1 ÷ 在岗人·天 62 × 100 × 31 × 12
           曲线：线性插值：0→0分、100→100分
           得分：100
           100 × 权重 50 ÷ 100 = 50 → 计入 50
        """,
    ),
    "a pace over a part of a month": (
        scored(
            [row(units_delivered=9, consultant_days=22)],
            indicators.UNITS_PER_CONSULTANT,
            period=[sp.Period(date(2026, 3, 1), date(2026, 3, 20))],
        ),
        """
        Units per consultant (units_per_consultant)
           value 12.44 = (units_delivered 9 − units_returned 0) ÷ consultant_days 22 × 19 ÷ (228 ÷ 365)
           counted as 0, because no record has the column: units_returned
           curve: interpolated 0 → 0, 100 → 100
           points: 12.44
           12.44 × weight 100 ÷ 100 = 12.44 → contributes 12.44
        """,
        """
        人均销量 (人效)（units_per_consultant）
           数值 12.44 = (交车 9 − 退车 0) ÷ 销售顾问人·天 22 × 19 ÷ (228 ÷ 365)
           记录中没有该列，按 0 计：units_returned
           曲线：线性插值：0→0分、100→100分
           得分：12.44
           12.44 × 权重 100 ÷ 100 = 12.44 → 计入 12.44
        """,
    ),
    "no sales": (
        scored(
            [row(stock_units_end=9, units_delivered=0)],
            {"indicator": indicators.DAYS_SUPPLY, "curve": curves.Linear((30, 100), (90, 10))},
        ),
        """
        Days' supply (days_supply)
           no value: worst points, for stock without sales or a cost without gross: stock_units_end 9 ÷ (units_delivered 0 − units_returned 0) × 31
           counted as 0, because no record has the column: units_returned
           curve: interpolated 30 → 100, 90 → 10
           points: 10, those beyond the curve's last knot
           10 × weight 100 ÷ 100 = 10 → contributes 10
        """,
        """
        库存天数 / 周转天数（days_supply）
           无数值：有库存无销量（或有费用无毛利），按最差计分：期末库存台数 9 ÷ (交车 0 − 退车 0) × 31
           记录中没有该列，按 0 计：units_returned
           曲线：线性插值：30→100分、90→10分
           得分：10（曲线最末端之外）
           10 × 权重 100 ÷ 100 = 10 → 计入 10
        """,
    ),
    "no sales set to zero by a gate": (
        scored(
            [row(stock_units_end=9, units_delivered=0)],
            {"indicator": indicators.DAYS_SUPPLY, "curve": curves.Linear((30, 100), (90, 10))},
            gates=[Gate("idle", of=indicators.NET_UNITS, below=1, then=ItemZero("days_supply"))],
        ),
        """
        Days' supply (days_supply)
           no value: worst points, for stock without sales or a cost without gross: stock_units_end 9 ÷ (units_delivered 0 − units_returned 0) × 31
           counted as 0, because no record has the column: units_returned
           curve: interpolated 30 → 100, 90 → 10
           points set to 0 by gate idle
           0 × weight 100 ÷ 100 = 0 → contributes 0
        """,
        """
        库存天数 / 周转天数（days_supply）
           无数值：有库存无销量（或有费用无毛利），按最差计分：期末库存台数 9 ÷ (交车 0 − 退车 0) × 31
           记录中没有该列，按 0 计：units_returned
           曲线：线性插值：30→100分、90→10分
           因门槛 idle 记 0 分
           0 × 权重 100 ÷ 100 = 0 → 计入 0
        """,
    ),
    "an item set to zero by a gate": (
        scored(
            [row(units_delivered=7)],
            indicators.NET_UNITS,
            gates=[
                Gate("few", of=indicators.NET_UNITS, below=30, then=ItemZero("net_units")),
                Gate("any", of=indicators.NET_UNITS, at_least=1, then=ItemZero("net_units")),
            ],
        ),
        """
        Retail units delivered (net) (net_units)
           value 7.00 = units_delivered 7 − units_returned 0
           counted as 0, because no record has the column: units_returned
           curve: interpolated 0 → 0, 100 → 100
           points set to 0 by gate few, any; the curve gave 7
           0 × weight 100 ÷ 100 = 0 → contributes 0
        """,
        """
        交车量 / 零售销量（net_units）
           数值 7.00 = 交车 7 − 退车 0
           记录中没有该列，按 0 计：units_returned
           曲线：线性插值：0→0分、100→100分
           因门槛 few、any 记 0 分（曲线得分 7）
           0 × 权重 100 ÷ 100 = 0 → 计入 0
        """,
    ),
    "an item without value set to zero by a gate": (
        scored(
            [row(units_delivered=7)],
            indicators.CSI_SCORE,
            gates=[Gate("few", of=indicators.NET_UNITS, below=30, then=ItemZero("csi_score"))],
            not_assessed="neutral",
        ),
        """
        Customer satisfaction index (csi_score)
           no value: data are missing
           no record has the column score_sum
           no record has the column survey_n
           points set to 0 by gate few
           0 × weight 100 ÷ 100 = 0 → contributes 0
        """,
        """
        客户满意度 CSI（csi_score）
           无数值：缺少数据
           记录中没有列 score_sum
           记录中没有列 survey_n
           因门槛 few 记 0 分
           0 × 权重 100 ÷ 100 = 0 → 计入 0
        """,
    ),
    "a mix": (
        scored(
            [
                row(leads_valid=3, channel="web", customer="a"),
                row(leads_valid=1, channel="walk-in"),
                row(leads_valid=1),
            ],
            indicators.CHANNEL_MIX_INDEX,
        ),
        """
        Channel-mix distribution index (channel_mix_index)
           value 0.6667 = 1 − Σ share² of leads_valid by channel
           leads_valid by channel: (none) 1, walk-in 1, web 1
           leads_valid: 2 without customer, added as it stands
           curve: interpolated 0 → 0, 100 → 100
           points: 0.6667 ≈ 0.667
           0.667 × weight 100 ÷ 100 = 0.667 → contributes 0.667
        """,
        """
        渠道结构均衡度（channel_mix_index）
           数值 0.6667 = 1 − Σ share² of leads_valid by channel
           有效线索按 channel：（未填） 1、walk-in 1、web 1
           有效线索中有 2 没有 customer，原样相加
           曲线：线性插值：0→0分、100→100分
           得分：0.6667 ≈ 0.667
           0.667 × 权重 100 ÷ 100 = 0.667 → 计入 0.667
        """,
    ),
    "a mix with target shares": (
        scored(
            [row(leads_valid=3, channel="web", customer="a")],
            indicators.CHANNEL_MIX_INDEX.with_shares({"web": 40, "walk-in": 60}),
        ),
        """
        Channel-mix distribution index (channel_mix_index)
           value 0.4000 = 1 − ½ Σ |share − target share| of leads_valid by channel
           leads_valid by channel: web 1
           target shares: web 40, walk-in 60
           curve: interpolated 0 → 0, 100 → 100
           points: 0.4
           0.4 × weight 100 ÷ 100 = 0.4 → contributes 0.4
        """,
        """
        渠道结构均衡度（channel_mix_index）
           数值 0.4000 = 1 − ½ Σ |share − target share| of leads_valid by channel
           有效线索按 channel：web 1
           目标占比：web 40、walk-in 60
           曲线：线性插值：0→0分、100→100分
           得分：0.4
           0.4 × 权重 100 ÷ 100 = 0.4 → 计入 0.4
        """,
    ),
    "a mix of nothing": (
        scored([row(leads_valid=0, channel="web"), row("wang.wei", leads_valid=3)], indicators.CHANNEL_MIX_INDEX),
        """
        Channel-mix distribution index (channel_mix_index)
           no value: the denominator is not above 0
           leads_valid by channel: —
           its weight 100 goes to the lines with points, in proportion
        """,
        """
        渠道结构均衡度（channel_mix_index）
           无数值：分母不大于 0
           有效线索按 channel：—
           其权重 100 按比例分给有得分的各项
        """,
    ),
    "a mix without its column": (
        scored([row(leads_valid=3, chanel="web")], indicators.CHANNEL_MIX_INDEX),
        """
        Channel-mix distribution index (channel_mix_index)
           no value: data are missing
           no record has the column channel (is it chanel?)
           its weight 100 goes to the lines with points, in proportion
        """,
        """
        渠道结构均衡度（channel_mix_index）
           无数值：缺少数据
           记录中没有列 channel（是否应为 chanel？）
           其权重 100 按比例分给有得分的各项
        """,
    ),
    "a structure by name": (
        scored(
            [row(stock_units_end=3, model="A"), row(units_delivered=1, model="A"), row(units_delivered=1, model="B")],
            indicators.STOCK_STRUCTURE_HEALTH,
        ),
        """
        Stock-structure health index (stock_structure_health)
           value 50.00 = 100 × (1 − ½ Σ |share of stock_units_end − share of (units_delivered − units_returned)|) by model
           stock_units_end by model: A 3
           units_delivered by model: A 1, B 1
           units_returned by model: —
           counted as 0, because no record has the column: units_returned
           curve: interpolated 0 → 0, 100 → 100
           points: 50
           50 × weight 100 ÷ 100 = 50 → contributes 50
        """,
        """
        库存结构健康度（stock_structure_health）
           数值 50.00 = 100 × (1 − ½ Σ |share of stock_units_end − share of (units_delivered − units_returned)|) by model
           期末库存台数按 model：A 3
           交车按 model：A 1、B 1
           退车按 model：—
           记录中没有该列，按 0 计：units_returned
           曲线：线性插值：0→0分、100→100分
           得分：50
           50 × 权重 100 ÷ 100 = 50 → 计入 50
        """,
    ),
    "amounts without a key": (
        scored([row(leads_valid=3), row(leads_valid=1, customer="a")], indicators.LEAD_COUNT),
        """
        Leads / prospects acquired (valid, distinct) (lead_count)
           value 4.00 = leads_valid 4
           leads_valid: 3 without customer, added as it stands
           curve: interpolated 0 → 0, 100 → 100
           points: 4
           4 × weight 100 ÷ 100 = 4 → contributes 4
        """,
        """
        集客量（lead_count）
           数值 4.00 = 有效线索 4
           有效线索中有 3 没有 customer，原样相加
           曲线：线性插值：0→0分、100→100分
           得分：4
           4 × 权重 100 ÷ 100 = 4 → 计入 4
        """,
    ),
    "missing columns with near names": (
        scored([row(unit_deliverd=3, gp_frnt=3, gp_fi=1)], indicators.NET_UNITS, indicators.GROSS_ATTAINMENT),
        """
        Retail units delivered (net) (net_units)
           no value: data are missing
           counted as 0, because no record has the column: units_returned
           no record has the column units_delivered (is it unit_deliverd?)
           its weight 50 goes to the lines with points, in proportion
        Gross target attainment (gross_attainment)
           no value: data are missing
           counted as 0, because no record has the column: gp_warranty, gp_accessory, gp_used_linked
           no record has the column gp_front (is it gp_frnt?)
           no record has the column target_gross
           its weight 50 goes to the lines with points, in proportion
        """,
        """
        交车量 / 零售销量（net_units）
           无数值：缺少数据
           记录中没有该列，按 0 计：units_returned
           记录中没有列 units_delivered（是否应为 unit_deliverd？）
           其权重 50 按比例分给有得分的各项
        毛利达成率（gross_attainment）
           无数值：缺少数据
           记录中没有该列，按 0 计：gp_warranty、gp_accessory、gp_used_linked
           记录中没有列 gp_front（是否应为 gp_frnt？）
           记录中没有列 target_gross
           其权重 50 按比例分给有得分的各项
        """,
    ),
    "facts that records do not hold": (
        scored(
            [row(units_delivered=5, units_returned=0)],
            indicators.SALES_GROWTH,
            indicators.ATTAINMENT_DISPERSION,
            indicators.RANK_SCORE,
        ),
        """
        Sales growth rate (YoY / MoM) (sales_growth)
           no value: its base has no value above 0
           now, 2026-03 (31 days): 5 = units_delivered 5 − units_returned 0
           base, 2025-03 (31 days): 0 = units_delivered 0 − units_returned 0
           its weight 34 goes to the lines with points, in proportion
        Attainment dispersion (CV / Gini) (attainment_dispersion)
           no value: data are missing
           it needs an organisation, which says who reports to whom
           its weight 33 goes to the lines with points, in proportion
        Peer rank / percentile (rank_score)
           no value: data are missing
           it needs the peers' totals
           its weight 33 goes to the lines with points, in proportion
        """,
        """
        销售增长率 (同比/环比)（sales_growth）
           无数值：基期没有大于 0 的数值
           本期，2026-03（共 31 天）：5 = 交车 5 − 退车 0
           基期，2025-03（共 31 天）：0 = 交车 0 − 退车 0
           其权重 34 按比例分给有得分的各项
        业绩离散度（attainment_dispersion）
           无数值：缺少数据
           需要组织架构（谁向谁汇报）
           其权重 33 按比例分给有得分的各项
        横向排名（rank_score）
           无数值：缺少数据
           需要同组其他人的总分
           其权重 33 按比例分给有得分的各项
        """,
    ),
    "no target": (
        scored([row(units_delivered=5, units_returned=1), row("wang.wei", target_units=3)], indicators.UNIT_ATTAINMENT),
        """
        Sales-volume target attainment (unit_attainment)
           no value: there is no target above 0 for exactly this span: (units_delivered 5 − units_returned 1) ÷ target_units 0 × 100
           its weight 100 goes to the lines with points, in proportion
        """,
        """
        销量达成率（unit_attainment）
           无数值：该期间没有大于 0 的目标：(交车 5 − 退车 1) ÷ 目标销量 0 × 100
           其权重 100 按比例分给有得分的各项
        """,
    ),
    "a scaled attainment": (
        scored([row(net_profit=-20_000, target_profit=-50_000)], SCALED),
        """
        Net-profit attainment (scaled)
           value 130.00 % = 100 + 100 × (net_profit −20000 − target_profit −50000) ÷ 100000
           curve: interpolated 0 → 0, 100 → 100
           points: 100
           100 × weight 100 ÷ 100 = 100 → contributes 100
        """,
        """
        净利润达成率（scaled）
           数值 130.00 % = 100 + 100 × (净利润(税前) −20000 − 目标利润 −50000) ÷ 100000
           曲线：线性插值：0→0分、100→100分
           得分：100
           100 × 权重 100 ÷ 100 = 100 → 计入 100
        """,
    ),
    "a gap of amounts": (
        scored(
            [row(net_profit=-20_000, target_profit=-50_000)],
            {"indicator": SCALED, "curve": curves.PerStep(at=0, full=60, above=(10_000, 1), of=Domain.GAP)},
        ),
        """
        Net-profit attainment (scaled)
           value 130.00 % = 100 + 100 × (net_profit −20000 − target_profit −50000) ÷ 100000
           curve: on value − target: 60 at 0; 1 more for each whole 10000 above
           the curve looks at actual − target: −20000 − (−50000) = 30000
           points: 60 + 1 × 3 steps = 63
           63 × weight 100 ÷ 100 = 63 → contributes 63
        """,
        """
        净利润达成率（scaled）
           数值 130.00 % = 100 + 100 × (净利润(税前) −20000 − 目标利润 −50000) ÷ 100000
           曲线：按与目标之差：0得60分；每高满10000加1分
           曲线看实际与目标之差：−20000 − (−50000) = 30000
           得分：60 + 1 × 3 步 = 63
           63 × 权重 100 ÷ 100 = 63 → 计入 63
        """,
    ),
    "a gap of amounts between positive ones": (
        scored(
            [row(units_delivered=7, units_returned=0, target_units=9)],
            {"indicator": indicators.UNIT_ATTAINMENT, "curve": EACH_WHOLE},
        ),
        """
        Sales-volume target attainment (unit_attainment)
           value 77.78 % = (units_delivered 7 − units_returned 0) ÷ target_units 9 × 100
           curve: on value − target: 60 at 0; 2 less for each whole 1 below; 1 more for each whole 1 above
           the curve looks at actual − target: 7 − 9 = −2
           points: 60 − 2 × 2 steps = 56
           56 × weight 100 ÷ 100 = 56 → contributes 56
        """,
        """
        销量达成率（unit_attainment）
           数值 77.78 % = (交车 7 − 退车 0) ÷ 目标销量 9 × 100
           曲线：按与目标之差：0得60分；每低满1扣2分；每高满1加1分
           曲线看实际与目标之差：7 − 9 = −2
           得分：60 − 2 × 2 步 = 56
           56 × 权重 100 ÷ 100 = 56 → 计入 56
        """,
    ),
    "percent of target of an attainment": (
        scored(
            [row(units_delivered=7, units_returned=0, target_units=8)],
            {"indicator": indicators.UNIT_ATTAINMENT, "curve": OF_TARGET},
        ),
        """
        Sales-volume target attainment (unit_attainment)
           value 87.50 % = (units_delivered 7 − units_returned 0) ÷ target_units 8 × 100
           curve: on percent of target: interpolated 0 → 0, 100 → 100
           points: 87.5
           87.5 × weight 100 ÷ 100 = 87.5 → contributes 87.5
        """,
        """
        销量达成率（unit_attainment）
           数值 87.50 % = (交车 7 − 退车 0) ÷ 目标销量 8 × 100
           曲线：按目标完成率：线性插值：0→0分、100→100分
           得分：87.5
           87.5 × 权重 100 ÷ 100 = 87.5 → 计入 87.5
        """,
    ),
    "a gap to a target of its own": (
        scored(
            [row(units_delivered=7, units_returned=0, target_units=8)],
            {"indicator": indicators.NET_UNITS, "curve": EACH_WHOLE, "target": measures.TARGET_UNITS},
        ),
        """
        Retail units delivered (net) (net_units)
           value 7.00 = units_delivered 7 − units_returned 0
           curve: on value − target: 60 at 0; 2 less for each whole 1 below; 1 more for each whole 1 above
           the curve looks at the gap to the target: 7 − 8 = −1
           points: 60 − 2 × 1 step = 58
           58 × weight 100 ÷ 100 = 58 → contributes 58
        """,
        """
        交车量 / 零售销量（net_units）
           数值 7.00 = 交车 7 − 退车 0
           曲线：按与目标之差：0得60分；每低满1扣2分；每高满1加1分
           曲线看与目标之差：7 − 8 = −1
           得分：60 − 2 × 1 步 = 58
           58 × 权重 100 ÷ 100 = 58 → 计入 58
        """,
    ),
    "a gap to a negative number": (
        scored(
            [row(units_delivered=7, units_returned=0)],
            {"indicator": indicators.NET_UNITS, "curve": EACH_WHOLE, "target": -4},
        ),
        """
        Retail units delivered (net) (net_units)
           value 7.00 = units_delivered 7 − units_returned 0
           curve: on value − target: 60 at 0; 2 less for each whole 1 below; 1 more for each whole 1 above
           the curve looks at the gap to the target: 7 − (−4) = 11
           points: 60 + 1 × 11 steps = 71
           71 × weight 100 ÷ 100 = 71 → contributes 71
        """,
        """
        交车量 / 零售销量（net_units）
           数值 7.00 = 交车 7 − 退车 0
           曲线：按与目标之差：0得60分；每低满1扣2分；每高满1加1分
           曲线看与目标之差：7 − (−4) = 11
           得分：60 + 1 × 11 步 = 71
           71 × 权重 100 ÷ 100 = 71 → 计入 71
        """,
    ),
    "percent of a target of its own": (
        scored(
            [row(units_delivered=7, units_returned=0, target_units=8)],
            {"indicator": indicators.NET_UNITS, "curve": OF_TARGET, "target": measures.TARGET_UNITS},
        ),
        """
        Retail units delivered (net) (net_units)
           value 7.00 = units_delivered 7 − units_returned 0
           curve: on percent of target: interpolated 0 → 0, 100 → 100
           the curve looks at the percentage of the target: 7 ÷ 8 × 100 = 87.5
           points: 87.5
           87.5 × weight 100 ÷ 100 = 87.5 → contributes 87.5
        """,
        """
        交车量 / 零售销量（net_units）
           数值 7.00 = 交车 7 − 退车 0
           曲线：按目标完成率：线性插值：0→0分、100→100分
           曲线看目标完成百分比：7 ÷ 8 × 100 = 87.5
           得分：87.5
           87.5 × 权重 100 ÷ 100 = 87.5 → 计入 87.5
        """,
    ),
    "a target of its own that is not there": (
        scored(
            [row(units_delivered=7, units_returned=0)],
            {"indicator": indicators.NET_UNITS, "curve": OF_TARGET, "target": measures.TARGET_UNITS},
        ),
        """
        Retail units delivered (net) (net_units)
           no value: there is no target above 0 for exactly this span
           the curve needs a target: target_units = 0
           its weight 100 goes to the lines with points, in proportion
        """,
        """
        交车量 / 零售销量（net_units）
           无数值：该期间没有大于 0 的目标
           曲线需要目标：target_units = 0
           其权重 100 按比例分给有得分的各项
        """,
    ),
    "factors and signs": (
        scored([row(units_delivered=7, units_returned=1, leads_valid=2, customer="a")], PER_HUNDRED, TWICE, NEGATIVE),
        """
        Units in hundredths (per_hundred)
           value 600 = (units_delivered 7 − units_returned 1) × 100
           curve: interpolated 0 → 0, 100 → 100
           points: 100
           100 × weight 34 ÷ 100 = 34 → contributes 34
        Twice (twice)
           value 11 = 2 × units_delivered 7 − 3 × leads_valid 1
           curve: interpolated 0 → 0, 100 → 100
           points: 11
           11 × weight 33 ÷ 100 = 3.63 → contributes 3.63
        Negative (negative)
           value −0.14 = (−units_returned 1) ÷ units_delivered 7
           curve: interpolated 0 → 0, 100 → 100
           points: 0
           0 × weight 33 ÷ 100 = 0 → contributes 0
        """,
        """
        百分台（per_hundred）
           数值 600 = (交车 7 − 退车 1) × 100
           曲线：线性插值：0→0分、100→100分
           得分：100
           100 × 权重 34 ÷ 100 = 34 → 计入 34
        百分台（twice）
           数值 11 = 2 × 交车 7 − 3 × 有效线索 1
           曲线：线性插值：0→0分、100→100分
           得分：11
           11 × 权重 33 ÷ 100 = 3.63 → 计入 3.63
        负（negative）
           数值 −0.14 = (−退车 1) ÷ 交车 7
           曲线：线性插值：0→0分、100→100分
           得分：0
           0 × 权重 33 ÷ 100 = 0 → 计入 0
        """,
    ),
    "points are rounded or cut": (
        scored(
            [row(units_delivered="7.25", units_returned=0)],
            {
                "indicator": indicators.NET_UNITS,
                "curve": curves.Linear((0, 0), (3, "33.3335"), (7, "33.3335"), (8, "34.001")),
            },
            {"indicator": indicators.NET_UNITS, "id": "cut", "curve": curves.Proportional(cap=5)},
            {"indicator": NEGATIVE, "curve": curves.Linear((0, 0), (1, 1))},
        ),
        """
        Retail units delivered (net) (net_units)
           value 7.25 = units_delivered 7.25 − units_returned 0
           curve: interpolated 0 → 0, 3 → 33.3335, 7 → 33.3335, 8 → 34.001
           points: 33.3335 + (7.25 − 7) × 267/400 = 33.500375 ≈ 33.5
           33.5 × weight 34 ÷ 100 = 11.39 → contributes 11.39
        Retail units delivered (net) (cut)
           value 7.25 = units_delivered 7.25 − units_returned 0
           curve: the value as points, at most 5
           points: 7.25, at most 5 → 5
           5 × weight 33 ÷ 100 = 1.65 → contributes 1.65
        Negative (negative)
           value 0.00 = (−units_returned 0) ÷ units_delivered 7.25
           curve: interpolated 0 → 0, 1 → 1
           points: 0
           0 × weight 33 ÷ 100 = 0 → contributes 0
        """,
        """
        交车量 / 零售销量（net_units）
           数值 7.25 = 交车 7.25 − 退车 0
           曲线：线性插值：0→0分、3→33.3335分、7→33.3335分、8→34.001分
           得分：33.3335 + (7.25 − 7) × 267/400 = 33.500375 ≈ 33.5
           33.5 × 权重 34 ÷ 100 = 11.39 → 计入 11.39
        交车量 / 零售销量（cut）
           数值 7.25 = 交车 7.25 − 退车 0
           曲线：数值即分数，最高5
           得分：7.25，最高5 → 5
           5 × 权重 33 ÷ 100 = 1.65 → 计入 1.65
        负（negative）
           数值 0.00 = (−退车 0) ÷ 交车 7.25
           曲线：线性插值：0→0分、1→1分
           得分：0
           0 × 权重 33 ÷ 100 = 0 → 计入 0
        """,
    ),
    "the value rounded to points": (
        scored(
            [
                row(leads_valid=1, channel="web", customer="a"),
                row(leads_valid=1, channel="b", customer="b"),
                row(leads_valid=1, channel="c", customer="c"),
            ],
            {"indicator": indicators.CHANNEL_MIX_INDEX, "curve": curves.Proportional()},
        ),
        """
        Channel-mix distribution index (channel_mix_index)
           value 0.6667 = 1 − Σ share² of leads_valid by channel
           leads_valid by channel: b 1, c 1, web 1
           curve: the value as points
           points: 0.6667 ≈ 0.667
           0.667 × weight 100 ÷ 100 = 0.667 → contributes 0.667
        """,
        """
        渠道结构均衡度（channel_mix_index）
           数值 0.6667 = 1 − Σ share² of leads_valid by channel
           有效线索按 channel：b 1、c 1、web 1
           曲线：数值即分数
           得分：0.6667 ≈ 0.667
           0.667 × 权重 100 ÷ 100 = 0.667 → 计入 0.667
        """,
    ),
}


CARDS: Mapping[str, tuple[sp.Scorecard, str, str]] = {
    "a total with everything": (
        scored(
            [
                row(units_delivered=7, units_returned=0, test_drive_customers=20, customers_received=10),
                row(leads_valid=5),
            ],
            indicators.NET_UNITS,
            indicators.LEAD_COUNT,
            gates=[
                Gate(
                    "halved",
                    when=When(measures.LEADS_VALID, at_least=1)
                    & (When(indicators.NET_UNITS, below=1) | When(indicators.NET_UNITS, at_least=2, below=9)),
                    then=Multiply("0.5"),
                ),
                Gate("tenth", of=measures.LEADS_VALID, at_least=1, then=Multiply("0.9")),
                Gate("modest", of=indicators.NET_UNITS, below=30, then=CapGrade("B")),
                Gate("few", of=indicators.LEAD_COUNT, below=2, then=ItemZero("lead_count")),
                Gate("audit", of=indicators.PROCESS_COMPLIANCE, below=80, then=Disqualify()),
                Gate(
                    "drives",
                    when=When(indicators.TEST_DRIVE_RATE, at_least=10) | When(indicators.NET_UNITS, below=0),
                    then=Multiply(0),
                ),
            ],
            extras=[
                Extra("complaints", of=measures.COMPLAINTS_VALID, curve=LINE, minimum=-5, maximum=0),
                Extra("units", of=measures.UNITS_DELIVERED, curve=LINE, minimum=-5, maximum="5.5"),
            ],
            grades=[("A", 90), ("B", 20), ("C", 0)],
            floor=50,
            phase="push",
        ),
        """
        li.na, 2026-03 (31 days), consultant, profile small 1
        weights of phase push
        Total 22.5, grade B, rank 1 of 1

        Lines
        1. Retail units delivered (net) (net_units)
           value 7.00 = units_delivered 7 − units_returned 0
           curve: interpolated 0 → 0, 100 → 100
           points: 7
           7 × weight 50 ÷ 100 = 3.5 → contributes 3.5
        2. Leads / prospects acquired (valid, distinct) (lead_count)
           value 5.00 = leads_valid 5
           leads_valid: 5 without customer, added as it stands
           curve: interpolated 0 → 0, 100 → 100
           points: 5
           5 × weight 50 ÷ 100 = 2.5 → contributes 2.5

        Sum
          Σ points × weight = 600; ÷ 100 (weight that counts) = 6
          extra complaints (Valid complaints): data are missing → 0 (curve: interpolated 0 → 0, 100 → 100; from −5 to 0)
          extra units (Units delivered (retail, before returns)): 7 → 5.5 (curve: interpolated 0 → 0, 100 → 100; from −5 to 5.5)
          raised to the floor of 50: +38.5
          multiplied by 0.5 × 0.9 (gate halved × tenth): −27.5
          total 22.5

        Gates
          halved: fired (leads_valid 5, fires from 1; and (net_units 7, fires below 1; or net_units 7, fires from 2 to below 9)): the total is multiplied by 0.5
          tenth: fired (leads_valid 5, fires from 1): the total is multiplied by 0.9
          modest: fired (net_units 7, fires below 30): the grade is at most B
          few: did not fire (lead_count 5, fires below 2)
          audit: not judged (process_compliance is not sound (data are missing), fires below 80)
          drives: not judged (test_drive_rate 200 is not sound (suspect: outside what is plausible, scored as it stands), fires from 10; or net_units 7, fires below 0)

        Lines without a value give their weight to the others; at least 0 % must be scored (100 % was).
        grades: A from 90, B from 20, C below that
        Numbers are rounded half up to the decimals shown; contributions so that they add up to 6 exactly.
        """,
        """
        li.na，2026-03（共 31 天），销售顾问，方案 small 1
        权重按“push”阶段
        总分 22.5，等级 B，第 1 名（共 1 人）

        各项
        1. 交车量 / 零售销量（net_units）
           数值 7.00 = 交车 7 − 退车 0
           曲线：线性插值：0→0分、100→100分
           得分：7
           7 × 权重 50 ÷ 100 = 3.5 → 计入 3.5
        2. 集客量（lead_count）
           数值 5.00 = 有效线索 5
           有效线索中有 5 没有 customer，原样相加
           曲线：线性插值：0→0分、100→100分
           得分：5
           5 × 权重 50 ÷ 100 = 2.5 → 计入 2.5

        合计
          Σ 得分 × 权重 = 600；÷ 100（计入的权重）= 6
          加减分 complaints（有效投诉）：缺少数据 → 0（曲线：线性插值：0→0分、100→100分；−5 至 0）
          加减分 units（交车）：7 → 5.5（曲线：线性插值：0→0分、100→100分；−5 至 5.5）
          保底 50：+38.5
          乘以 0.5 × 0.9（门槛 halved × tenth）：−27.5
          总分 22.5

        门槛
          halved：已触发（leads_valid 5，达到 1 即触发；且 （net_units 7，低于 1 即触发；或 net_units 7，达到 2 且低于 9 即触发））：总分乘以 0.5
          tenth：已触发（leads_valid 5，达到 1 即触发）：总分乘以 0.9
          modest：已触发（net_units 7，低于 30 即触发）：等级最高为 B
          few：未触发（lead_count 5，低于 2 即触发）
          audit：未判定（process_compliance 不可用（缺少数据），低于 80 即触发）
          drives：未判定（test_drive_rate 200 不可用（可疑：超出合理范围，按原值计分），达到 10 即触发；或 net_units 7，低于 0 即触发）

        无数值的项目将权重分给其他项目；至少 0 % 的权重须有评分（实际 100 %）。
        等级：A ≥ 90、B ≥ 20、其余为 C
        各数均四舍五入到所示小数位；各项计入分经进位调整，合计恰为 6。
        """,
    ),
    "a cap": (
        scored([row(units_delivered=7, units_returned=0)], indicators.NET_UNITS, cap=6, grades=[("A", 0)]),
        """
        li.na, 2026-03 (31 days), consultant, profile small 1
        Total 6, grade A, rank 1 of 1

        Lines
        1. Retail units delivered (net) (net_units)
           value 7.00 = units_delivered 7 − units_returned 0
           curve: interpolated 0 → 0, 100 → 100
           points: 7
           7 × weight 100 ÷ 100 = 7 → contributes 7

        Sum
          Σ points × weight = 700; ÷ 100 (weight that counts) = 7
          cut at the cap of 6: −1
          total 6

        Lines without a value give their weight to the others; at least 0 % must be scored (100 % was).
        grades: A
        Numbers are rounded half up to the decimals shown; contributions so that they add up to 7 exactly.
        """,
        """
        li.na，2026-03（共 31 天），销售顾问，方案 small 1
        总分 6，等级 A，第 1 名（共 1 人）

        各项
        1. 交车量 / 零售销量（net_units）
           数值 7.00 = 交车 7 − 退车 0
           曲线：线性插值：0→0分、100→100分
           得分：7
           7 × 权重 100 ÷ 100 = 7 → 计入 7

        合计
          Σ 得分 × 权重 = 700；÷ 100（计入的权重）= 7
          封顶 6：−1
          总分 6

        无数值的项目将权重分给其他项目；至少 0 % 的权重须有评分（实际 100 %）。
        等级：A
        各数均四舍五入到所示小数位；各项计入分经进位调整，合计恰为 7。
        """,
    ),
    "groups with a maximum": (
        scored(
            [row(units_delivered=50, units_returned=0, leads_valid=80)],
            {"indicator": indicators.NET_UNITS, "group": "sales"},
            {"indicator": indicators.LEAD_COUNT, "group": "sales", "curve": curves.Linear((0, 0), (3, 100))},
            indicators.TEST_DRIVE_RATE,
            group_maximum={"sales": 40},
        ),
        """
        li.na, 2026-03 (31 days), consultant, profile small 1
        Total 40, rank 1 of 1

        Lines
        1. Retail units delivered (net) (net_units)
           value 50.00 = units_delivered 50 − units_returned 0
           curve: interpolated 0 → 0, 100 → 100
           points: 50
           50 × weight 34 ÷ 67 = 25.373 → contributes 25.373 within group sales
        2. Leads / prospects acquired (valid, distinct) (lead_count)
           value 80.00 = leads_valid 80
           leads_valid: 80 without customer, added as it stands
           curve: interpolated 0 → 0, 3 → 100
           points: 100
           100 × weight 33 ÷ 67 = 49.254 → contributes 14.627 within group sales
        3. Test-drive rate (test_drive_rate)
           no value: data are missing
           no record has the column test_drive_customers
           no record has the column customers_received
           its weight 33 goes to the lines with points, in proportion

        Sum
          group sales: Σ points × weight = 5000; at most 40 points × 67 = 2680, so 2680 counts
          Σ points × weight = 2680; ÷ 67 (weight that counts) = 40
          total 40

        Lines without a value give their weight to the others; at least 0 % must be scored (67 % was).
        Numbers are rounded half up to the decimals shown; contributions so that they add up to 40 exactly.
        """,
        """
        li.na，2026-03（共 31 天），销售顾问，方案 small 1
        总分 40，第 1 名（共 1 人）

        各项
        1. 交车量 / 零售销量（net_units）
           数值 50.00 = 交车 50 − 退车 0
           曲线：线性插值：0→0分、100→100分
           得分：50
           50 × 权重 34 ÷ 67 = 25.373 → 在组 sales 内计入 25.373
        2. 集客量（lead_count）
           数值 80.00 = 有效线索 80
           有效线索中有 80 没有 customer，原样相加
           曲线：线性插值：0→0分、3→100分
           得分：100
           100 × 权重 33 ÷ 67 = 49.254 → 在组 sales 内计入 14.627
        3. 试乘试驾率（test_drive_rate）
           无数值：缺少数据
           记录中没有列 test_drive_customers
           记录中没有列 customers_received
           其权重 33 按比例分给有得分的各项

        合计
          组 sales：Σ 得分 × 权重 = 5000；最多 40 分 × 67 = 2680，故计 2680
          Σ 得分 × 权重 = 2680；÷ 67（计入的权重）= 40
          总分 40

        无数值的项目将权重分给其他项目；至少 0 % 的权重须有评分（实际 67 %）。
        各数均四舍五入到所示小数位；各项计入分经进位调整，合计恰为 40。
        """,
    ),
    "a neutral line": (
        scored(
            [row(units_delivered=5, units_returned=0)],
            {"indicator": indicators.CSI_SCORE, "par": 80},
            indicators.NET_UNITS,
            not_assessed="neutral",
        ),
        """
        li.na, 2026-03 (31 days), consultant, profile small 1
        Total 42.5, rank 1 of 1

        Lines
        1. Customer satisfaction index (csi_score)
           no value: data are missing
           no record has the column score_sum
           no record has the column survey_n
           points: 80, the par that the profile gives for a line without a value
           80 × weight 50 ÷ 100 = 40 → contributes 40
        2. Retail units delivered (net) (net_units)
           value 5.00 = units_delivered 5 − units_returned 0
           curve: interpolated 0 → 0, 100 → 100
           points: 5
           5 × weight 50 ÷ 100 = 2.5 → contributes 2.5

        Sum
          Σ points × weight = 4250; ÷ 100 (weight that counts) = 42.5
          total 42.5

        Lines without a value earn their par; at least 0 % of the weight must be scored (50 % was).
        Numbers are rounded half up to the decimals shown; contributions so that they add up to 42.5 exactly.
        """,
        """
        li.na，2026-03（共 31 天），销售顾问，方案 small 1
        总分 42.5，第 1 名（共 1 人）

        各项
        1. 客户满意度 CSI（csi_score）
           无数值：缺少数据
           记录中没有列 score_sum
           记录中没有列 survey_n
           得分：80（方案规定：无数值记基准分）
           80 × 权重 50 ÷ 100 = 40 → 计入 40
        2. 交车量 / 零售销量（net_units）
           数值 5.00 = 交车 5 − 退车 0
           曲线：线性插值：0→0分、100→100分
           得分：5
           5 × 权重 50 ÷ 100 = 2.5 → 计入 2.5

        合计
          Σ 得分 × 权重 = 4250；÷ 100（计入的权重）= 42.5
          总分 42.5

        无数值的项目按基准分计；至少 0 % 的权重须有评分（实际 50 %）。
        各数均四舍五入到所示小数位；各项计入分经进位调整，合计恰为 42.5。
        """,
    ),
    "a zero line": (
        scored(
            [row(units_delivered=5, units_returned=0)], indicators.CSI_SCORE, indicators.NET_UNITS, not_assessed="zero"
        ),
        """
        li.na, 2026-03 (31 days), consultant, profile small 1
        Total 2.5, rank 1 of 1

        Lines
        1. Customer satisfaction index (csi_score)
           no value: data are missing
           no record has the column score_sum
           no record has the column survey_n
           points: 0, as the profile gives for a line without a value
           0 × weight 50 ÷ 100 = 0 → contributes 0
        2. Retail units delivered (net) (net_units)
           value 5.00 = units_delivered 5 − units_returned 0
           curve: interpolated 0 → 0, 100 → 100
           points: 5
           5 × weight 50 ÷ 100 = 2.5 → contributes 2.5

        Sum
          Σ points × weight = 250; ÷ 100 (weight that counts) = 2.5
          total 2.5

        Lines without a value earn 0; at least 0 % of the weight must be scored (50 % was).
        Numbers are rounded half up to the decimals shown; contributions so that they add up to 2.5 exactly.
        """,
        """
        li.na，2026-03（共 31 天），销售顾问，方案 small 1
        总分 2.5，第 1 名（共 1 人）

        各项
        1. 客户满意度 CSI（csi_score）
           无数值：缺少数据
           记录中没有列 score_sum
           记录中没有列 survey_n
           得分：0（方案规定：无数值记零分）
           0 × 权重 50 ÷ 100 = 0 → 计入 0
        2. 交车量 / 零售销量（net_units）
           数值 5.00 = 交车 5 − 退车 0
           曲线：线性插值：0→0分、100→100分
           得分：5
           5 × 权重 50 ÷ 100 = 2.5 → 计入 2.5

        合计
          Σ 得分 × 权重 = 250；÷ 100（计入的权重）= 2.5
          总分 2.5

        无数值的项目记 0 分；至少 0 % 的权重须有评分（实际 50 %）。
        各数均四舍五入到所示小数位；各项计入分经进位调整，合计恰为 2.5。
        """,
    ),
    "a failed card": (
        scored(
            [row(units_delivered=5, units_returned=0)], indicators.CSI_SCORE, indicators.NET_UNITS, not_assessed="fail"
        ),
        """
        li.na, 2026-03 (31 days), consultant, profile small 1
        No total: a line has no value, and the profile then gives no total

        Lines
        1. Customer satisfaction index (csi_score)
           no value: data are missing
           no record has the column score_sum
           no record has the column survey_n
           the profile allows no line of this kind without a value: the card has no total
        2. Retail units delivered (net) (net_units)
           value 5.00 = units_delivered 5 − units_returned 0
           curve: interpolated 0 → 0, 100 → 100
           points: 5
           5 × weight 50 ÷ 50 = 5 → contributes 5

        Sum
          Σ points × weight = 250; ÷ 50 (weight that counts) = 5

        A line without a value fails the card; at least 0 % of the weight must be scored (50 % was).
        Numbers are rounded half up to the decimals shown; contributions so that they add up to 5 exactly.
        """,
        """
        li.na，2026-03（共 31 天），销售顾问，方案 small 1
        无总分：有项目无数值，方案规定不给总分

        各项
        1. 客户满意度 CSI（csi_score）
           无数值：缺少数据
           记录中没有列 score_sum
           记录中没有列 survey_n
           方案不允许该类项目无数值：整张卡无总分
        2. 交车量 / 零售销量（net_units）
           数值 5.00 = 交车 5 − 退车 0
           曲线：线性插值：0→0分、100→100分
           得分：5
           5 × 权重 50 ÷ 50 = 5 → 计入 5

        合计
          Σ 得分 × 权重 = 250；÷ 50（计入的权重）= 5

        任何项目无数值则整张卡失败；至少 0 % 的权重须有评分（实际 50 %）。
        各数均四舍五入到所示小数位；各项计入分经进位调整，合计恰为 5。
        """,
    ),
    "a disqualified card": (
        scored(
            [row(units_delivered=5, units_returned=0)],
            indicators.NET_UNITS,
            gates=[Gate("fraud", of=indicators.NET_UNITS, at_least=1, then=Disqualify())],
            period=[sp.Period(date(2026, 3, 10), date(2026, 3, 11))],
        ),
        """
        li.na, 2026-03-10 (1 day), consultant, profile small 1
        No total: disqualified by a gate

        Lines
        1. Retail units delivered (net) (net_units)
           value 5.00 = units_delivered 5 − units_returned 0
           curve: interpolated 0 → 0, 100 → 100
           points: 5
           5 × weight 100 ÷ 100 = 5 → contributes 5

        Sum
          Σ points × weight = 500; ÷ 100 (weight that counts) = 5

        Gates
          fraud: fired (net_units 5, fires from 1): no total, grade or rank

        Lines without a value give their weight to the others; at least 0 % must be scored (100 % was).
        Numbers are rounded half up to the decimals shown; contributions so that they add up to 5 exactly.
        """,
        """
        li.na，2026-03-10（共 1 天），销售顾问，方案 small 1
        无总分：因门槛被取消资格

        各项
        1. 交车量 / 零售销量（net_units）
           数值 5.00 = 交车 5 − 退车 0
           曲线：线性插值：0→0分、100→100分
           得分：5
           5 × 权重 100 ÷ 100 = 5 → 计入 5

        合计
          Σ 得分 × 权重 = 500；÷ 100（计入的权重）= 5

        门槛
          fraud：已触发（net_units 5，达到 1 即触发）：取消总分、等级和排名

        无数值的项目将权重分给其他项目；至少 0 % 的权重须有评分（实际 100 %）。
        各数均四舍五入到所示小数位；各项计入分经进位调整，合计恰为 5。
        """,
    ),
    "a card without points": (
        scored([row(units_delivered=5)], indicators.CSI_SCORE),
        """
        li.na, 2026-03 (31 days), consultant, profile small 1
        No total: too little of the weight could be scored

        Lines
        1. Customer satisfaction index (csi_score)
           no value: data are missing
           no record has the column score_sum
           no record has the column survey_n
           its weight 100 goes to the lines with points, in proportion

        Sum
          no line has points

        Lines without a value give their weight to the others; at least 0 % must be scored (0 % was).
        """,
        """
        li.na，2026-03（共 31 天），销售顾问，方案 small 1
        无总分：可评分的权重太少

        各项
        1. 客户满意度 CSI（csi_score）
           无数值：缺少数据
           记录中没有列 score_sum
           记录中没有列 survey_n
           其权重 100 按比例分给有得分的各项

        合计
          没有任何一项有得分

        无数值的项目将权重分给其他项目；至少 0 % 的权重须有评分（实际 0 %）。
        """,
    ),
}


@pytest.mark.parametrize("name", LINES)
def test_a_line_says_how_it_came_about(name: str) -> None:
    card, english, chinese = LINES[name]
    assert lines(card, "en") == dedent(english).strip()
    assert lines(card, "zh") == dedent(chinese).strip()


@pytest.mark.parametrize("name", CARDS)
def test_a_card_says_how_it_came_about(name: str) -> None:
    card, english, chinese = CARDS[name]
    assert card.explain() == card.explain("en") == dedent(english).strip()
    assert card.explain("zh") == dedent(chinese).strip()


@pytest.mark.parametrize("name", CARDS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_card_numbers_the_lines_and_gates_that_explain_themselves(name: str, lang: str) -> None:
    card, *_ = CARDS[name]
    text = card.explain(lang)
    for number, line in enumerate(card, 1):
        assert f"{number}. {line.explain(lang)}\n" in text
    for gate in card.gates:
        assert f"\n  {gate.explain(lang)}\n" in text
        assert gate.condition(lang) in gate.explain(lang)
        assert gate.explain(lang).endswith(gate.consequence(lang)) == bool(gate.fired)


@pytest.mark.parametrize("name", [*LINES, *CARDS])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_callers_decimal_context_changes_nothing(name: str, lang: str) -> None:
    """Arithmetic contract: "floats never decide anything", and no context of the caller's does either."""
    card, *_ = {**LINES, **CARDS}[name]
    usual = card.explain(lang)
    rows = [row(units_delivered="123456.7891", units_returned=0, leads_valid=98765, customer="a")]
    with decimal.localcontext() as context:
        context.prec = 2
        context.rounding = decimal.ROUND_UP
        assert card.explain(lang) == usual
        made = scored(rows, indicators.NET_UNITS, indicators.LEAD_COUNT).explain(lang)
    assert made == scored(rows, indicators.NET_UNITS, indicators.LEAD_COUNT).explain(lang)


def test_a_rolling_window_paces_by_its_own_days() -> None:
    """9 in stock ÷ 4 sold in three months × 90 days: with the 31 days of March it would be 69.75."""
    card, *_ = LINES["a rolling window has its own days"]
    assert card["days_supply"].value == Decimal("202.50")
    assert "÷ (units_delivered 4 − units_returned 0) × 90\n" in card["days_supply"].explain()
    assert card["inventory_coefficient"].value == Decimal("6.7500")


def test_a_mean_level_can_be_followed_with_a_pencil() -> None:
    """300 ÷ (300 ÷ 2) × 365 ÷ 31 = 23.548…"""
    card, *_ = LINES["a mean level below"]
    assert card["inventory_turnover"].value == Decimal("23.55")
    assert "cogs_vehicle 300 ÷ (stock_value_avg 300 ÷ 2) × 365 ÷ 31\n" in card["inventory_turnover"].explain()


@pytest.mark.parametrize("lang", ["de", "", "EN"])
def test_another_language_is_an_error_that_names_the_two(lang: str) -> None:
    card, *_ = CARDS["a cap"]
    with pytest.raises(ValueError, match="lang is 'en' or 'zh', not '"):
        card.explain(lang)
    with pytest.raises(ValueError, match="lang is 'en' or 'zh', not '"):
        card["net_units"].explain(lang)


def test_every_status_unit_and_level_has_words_in_both_languages() -> None:
    for lang, other in (LANGUAGES, LANGUAGES[::-1]):
        for status in (*Status, *CardStatus):
            assert status_text(lang, status).strip()
            assert status_text(lang, status) != status_text(other, status)
        for level in Level:
            assert level_text(lang, level) != level_text(other, level)
    assert [unit_text(lang, Unit.PERCENT) for lang in LANGUAGES] == [" %", " %"]
    assert [unit_text(lang, Unit.DAYS) for lang in LANGUAGES] == [" days", " 天"]
    assert [unit_text(lang, Unit.COUNT) for lang in LANGUAGES] == ["", ""]


def test_a_missing_column_asks_for_the_near_ones_safely() -> None:
    assert missing_text("en", "gp_front", ()) == "no record has the column gp_front"
    assert missing_text("en", "gp_front", ("gp_frnt", "gp\u202e")) == (
        "no record has the column gp_front (is it gp_frnt, gp\\u202e?)"
    )
    assert missing_text("zh", "gp_front", ("gp_frnt", "gp_f")) == "记录中没有列 gp_front（是否应为 gp_frnt、gp_f？）"


@pytest.mark.parametrize(
    ("value", "short", "full"),
    [
        (None, "—", "—"),
        ("0.00", "0", "0.00"),
        ("-0.00", "0", "−0.00"),
        ("-3.50", "−3.5", "−3.50"),
        ("100", "100", "100"),
        ("2E+1", "20", "20"),
        ("1200.000", "1200", "1200.000"),
    ],
)
def test_numbers_as_a_person_writes_them(value: str | None, short: str, full: str) -> None:
    number = None if value is None else Decimal(value)
    assert (plain(number), fixed(number)) == (short, full)


def test_say_fills_a_sentence_in() -> None:
    assert [say(lang, "days", count=2) for lang in LANGUAGES] == ["2 days", "共 2 天"]
