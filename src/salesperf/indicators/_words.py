"""What the metadata says in words: units, directions, zero rules, roll-ups, in English and Chinese."""

from __future__ import annotations

from typing import Final

from ..vocabulary import Base, Category, Direction, Level, RollUp, Theme, Unit, Weighting, Zero

__all__ = [
    "BASES",
    "CATEGORIES",
    "DIRECTIONS",
    "KINDS",
    "LABELS",
    "LEVELS",
    "ROLL_UPS",
    "THEMES",
    "UNITS",
    "WEIGHTINGS",
    "ZEROS",
]

Words = tuple[str, str]
"""English, Chinese."""

LABELS: Final[dict[str, Words]] = {
    "kind": ("Kind", "类型"),
    "formula": ("Formula", "公式"),
    "since": ("Base period", "基期"),
    "members": ("Members", "下属口径"),
    "unit": ("Unit", "单位"),
    "direction": ("Direction", "方向"),
    "decimals": ("Decimals", "小数位"),
    "plausible": ("Plausible", "合理范围"),
    "zero": ("Denominator", "分母规则"),
    "roll_up": ("Roll-up", "汇总规则"),
    "levels": ("Levels", "适用层级"),
    "category": ("Category", "类别"),
    "theme": ("Theme", "主题"),
    "benchmark": ("Benchmark", "参考水平"),
    "misuse": ("Misuse", "常见作弊"),
    "pitfall": ("Pitfall", "注意"),
    "sources": ("Sources", "来源"),
    "any": ("any", "不限"),
    "between": ("{low} to {high}", "{low} 至 {high}"),
    "least": ("{low} or more", "不低于 {low}"),
    "most": ("{high} or less", "不高于 {high}"),
    "each": ("with an organisation, {of} of each direct report", "有组织架构时取每位直接下属的 {of}"),
    "capped": (", at most {cap}", "，封顶 {cap}"),
    "unverified": ("FK: field knowledge, unverified", "FK：行业经验，未经核实"),
}

KINDS: Final[dict[str, Words]] = {
    "total": ("total", "合计"),
    "ratio": ("ratio", "比率"),
    "share": ("share", "占比"),
    "mean": ("mean", "均值"),
    "attainment": ("attainment", "达成率"),
    "change": ("change", "变动"),
    "member_mean": ("mean over members", "人均值"),
    "assessed": ("assessed score", "评分"),
    "mix": ("distribution: mix", "分布：结构"),
    "structure_match": ("distribution: match of structures", "分布：结构匹配"),
    "dispersion": ("distribution: dispersion", "分布：离散度"),
    "peer_rank": ("distribution: rank among peers", "分布：同级排名"),
}

BASES: Final[dict[Base, Words]] = {
    Base.YEAR: (
        "the same period a year before; January and February together where the calendar says so",
        "上年同期；日历设定春节规则时 1—2 月合并比较",
    ),
    Base.PREVIOUS: ("the period before", "上一期"),
}

WEIGHTINGS: Final[dict[Weighting, Words]] = {
    Weighting.PLAIN: ("; their mean", "；简单平均"),
    Weighting.TARGET: ("; their mean weighted by target", "；按目标加权平均"),
    Weighting.MEDIAN: ("; their median", "；取中位数"),
}

UNITS: Final[dict[Unit, Words]] = {
    Unit.COUNT: ("count", "数量"),
    Unit.MONEY: ("money", "金额"),
    Unit.DAYS: ("days", "天"),
    Unit.MINUTES: ("minutes", "分钟"),
    Unit.RATING: ("rating", "评分"),
    Unit.POINTS: ("points", "分"),
    Unit.WEIGHT: ("weight", "权重"),
    Unit.PERCENT: ("percent", "%"),
    Unit.PERCENTAGE_POINTS: ("percentage points", "百分点"),
    Unit.RATIO: ("ratio", "比值"),
    Unit.INDEX: ("index", "指数"),
    Unit.MONTHS: ("months", "月"),
    Unit.PER_YEAR: ("times a year", "次/年"),
    Unit.MONEY_PER_UNIT: ("money per unit", "金额/台"),
    Unit.COUNT_PER_PERSON_MONTH: ("count per person and month", "数量/人/月"),
    Unit.MONEY_PER_PERSON_MONTH: ("money per person and month", "金额/人/月"),
}

DIRECTIONS: Final[dict[Direction, Words]] = {
    Direction.HIGHER: ("higher is better", "越高越好"),
    Direction.LOWER: ("lower is better", "越低越好"),
    Direction.TARGET: ("near a target is better", "越接近目标越好"),
}

LEVELS: Final[dict[Level, Words]] = {
    Level.CONSULTANT: ("consultant", "销售顾问"),
    Level.MANAGER: ("manager", "主管/经理"),
    Level.DIRECTOR: ("director", "总监"),
}

CATEGORIES: Final[dict[Category, Words]] = {
    Category.RESULT: ("result", "业绩"),
    Category.PROCESS: ("process", "过程"),
    Category.CUSTOMER: ("customer", "客户"),
    Category.FOUNDATION: ("foundation", "基础"),
    Category.MANAGEMENT: ("management", "管理效能"),
    Category.MARKET: ("market", "市场"),
}

THEMES: Final[dict[Theme, Words]] = {
    Theme.UNITS: ("units", "销量"),
    Theme.GROSS: ("gross", "毛利"),
    Theme.LEADS: ("leads", "集客"),
    Theme.PROCESS: ("process", "过程"),
    Theme.CSI: ("customer satisfaction", "满意度"),
    Theme.INVENTORY: ("inventory", "库存"),
    Theme.PEOPLE: ("people", "人员"),
}

ZEROS: Final[dict[Zero, Words]] = {
    Zero.COUNT: (
        "none; no event is 0, a source that was not loaded is missing_data",
        "无分母；没有发生即为 0，未导入数据为 missing_data",
    ),
    Zero.UNDEFINED: ("not positive: no value (no_denominator)", "不大于 0：无数值 (no_denominator)"),
    Zero.UNDEFINED_OR_IDLE: (
        "0 ÷ 0: not applicable (not_applicable); otherwise not positive: no value (no_denominator)",
        "0 ÷ 0：不适用 (not_applicable)；其余不大于 0：无数值 (no_denominator)",
    ),
    Zero.IDLE: (
        "0: nothing to do, not applicable (not_applicable); below 0: no value (no_denominator)",
        "为 0：无事可做，不适用 (not_applicable)；小于 0：无数值 (no_denominator)",
    ),
    Zero.TARGET: ("target absent or not positive: no value (no_target)", "目标缺失或不大于 0：无数值 (no_target)"),
    Zero.BASE: (
        "base period absent or not positive: no value (no_denominator)",
        "基期缺失或不大于 0：无数值 (no_denominator)",
    ),
    Zero.SAMPLE: (
        "not positive: no value (no_denominator); an estimate, its sample is tested where a minimum is set",
        "不大于 0：无数值 (no_denominator)；属估计值，设定最小样本时检验样本量",
    ),
    Zero.IMMATURE: (
        "not positive: no value (no_denominator); younger than {days} days: shown, not scored (immature_cohort)",
        "不大于 0：无数值 (no_denominator)；未满 {days} 天：只显示不计分 (immature_cohort)",
    ),
    Zero.INFINITE: (
        "stock without sales: no value, worst points (no_sales); neither stock nor sales: 0",
        "有库存无销售：无数值，按最差计分 (no_sales)；无库存也无销售：0",
    ),
    Zero.INFINITE_COST: (
        "a cost over nothing positive: no value, worst points (no_sales); nothing over nothing: no_denominator",
        "有费用而分母不大于 0：无数值，按最差计分 (no_sales)；两者皆无：no_denominator",
    ),
    Zero.ASSESSED: ("not assessed: no value (not_assessed), never 0", "未评价：无数值 (not_assessed)，不按 0 计"),
}

ROLL_UPS: Final[dict[RollUp, Words]] = {
    RollUp.SUM: ("added over people and time", "按人员和时间累加"),
    RollUp.RATIO: (
        "each measure is rolled up by its own rule, then divided once",
        "各度量按自身规则汇总后相除一次",
    ),
    RollUp.UNION: (
        "distinct customers or deals are united at the wider scope, never added",
        "按客户或订单去重合并，不相加",
    ),
    RollUp.POOL: ("answers are pooled, each counting the same", "合并全部答卷，每份权重相同"),
    RollUp.MEANP: (
        "over the eligible people, one value each; all count the same unless a weighting is stated",
        "对合格人员逐人取值后汇总；未注明加权方式时每人权重相同",
    ),
    RollUp.CHG: (
        "recomputed from the sums of both periods; growth rates are never averaged",
        "由两期合计重新计算，增长率不求平均",
    ),
    RollUp.SEMI: (
        "levels are added over units at one date, never over dates; then divided once",
        "时点数只在同一日期跨单位相加，不跨日期相加，再相除一次",
    ),
    RollUp.DIST: ("recomputed from the pooled distribution", "由合并后的分布重新计算"),
    RollUp.ASSESS: ("assessed at each scope; nothing rolls up by itself", "各层级分别评价，不自动汇总"),
    RollUp.SCOPE: ("computed on what belongs to the scope itself", "按该范围自身的数据计算"),
    RollUp.STORE: ("known for the store as a whole, not for its people", "只有全店数据，不归属个人"),
    RollUp.AREA: ("known for the area as a whole, not for its people", "只有区域数据，不归属个人"),
}
