"""The sentences, by key; each an English and a Chinese template for `str.format`."""

from __future__ import annotations

from collections.abc import Iterable

from ..text import printable, shown
from ..vocabulary import CardStatus, Level, Status, Unit

__all__ = ["LANGUAGES", "level_text", "missing_text", "say", "status_text", "unit_text"]

LANGUAGES = ("en", "zh")

_SENTENCES: dict[str, tuple[str, str]] = {
    "head": (
        "{subject}, {span}, {level}, profile {profile} {version}",
        "{subject}，{span}，{level}，方案 {profile} {version}",
    ),
    "span": ("{period} ({days})", "{period}（{days}）"),
    "span_dates": ("{period} ({first} to {last}, {days})", "{period}（{first} 至 {last}，{days}）"),
    "day": ("1 day", "共 1 天"),
    "days": ("{count} days", "共 {count} 天"),
    "phase": ("weights of phase {phase}", "权重按“{phase}”阶段"),
    "total": ("Total {total}", "总分 {total}"),
    "grade": (", grade {grade}", "，等级 {grade}"),
    "rank": (", rank {rank} of {peers}", "，第 {rank} 名（共 {peers} 人）"),
    "no_total": ("No total: {reason}", "无总分：{reason}"),
    "lines": ("Lines", "各项"),
    "line": ("{name} ({id})", "{name}（{id}）"),
    "value": ("value {value}{unit}", "数值 {value}{unit}"),
    "no_value": ("no value: {reason}", "无数值：{reason}"),
    "no_value_from": ("no value: {reason}: {formula}", "无数值：{reason}：{formula}"),
    "from": ("= {formula}", "= {formula}"),
    "curve": ("curve: {curve}", "曲线：{curve}"),
    "by_name": ("{measure} by {by}: {amounts}", "{measure}按 {by}：{amounts}"),
    "target_shares": ("target shares: {shares}", "目标占比：{shares}"),
    "comma": (", ", "、"),
    "unnamed": ("(none)", "（未填）"),
    "status": ("status: {reason}", "状态：{reason}"),
    "gap": (
        "the curve looks at the gap to the target: {value} − {target} = {gap}",
        "曲线看与目标之差：{value} − {target} = {gap}",
    ),
    "gap_amount": (
        "the curve looks at actual − target: {above} − {below} = {gap}",
        "曲线看实际与目标之差：{above} − {below} = {gap}",
    ),
    "needs_target": ("the curve needs a target: {target}", "曲线需要目标：{target}"),
    "percent_of_target": (
        "the curve looks at the percentage of the target: {value} ÷ {target} × 100 = {argument}",
        "曲线看目标完成百分比：{value} ÷ {target} × 100 = {argument}",
    ),
    "points": ("points: {calculation}", "得分：{calculation}"),
    "points_beyond": ("points: {points}, those beyond the curve's last knot", "得分：{points}（曲线最末端之外）"),
    "points_policy_zero": (
        "points: 0, as the profile gives for a line without a value",
        "得分：0（方案规定：无数值记零分）",
    ),
    "points_policy_neutral": (
        "points: {points}, the par that the profile gives for a line without a value",
        "得分：{points}（方案规定：无数值记基准分）",
    ),
    "zeroed": (
        "points set to 0 by gate {gates}; the curve gave {points}",
        "因门槛 {gates} 记 0 分（曲线得分 {points}）",
    ),
    "zeroed_without_value": ("points set to 0 by gate {gates}", "因门槛 {gates} 记 0 分"),
    "part": (
        "{points} × weight {weight} ÷ {scored} = {exact} → contributes {contribution}",
        "{points} × 权重 {weight} ÷ {scored} = {exact} → 计入 {contribution}",
    ),
    "part_group": (
        "{points} × weight {weight} ÷ {scored} = {exact} → contributes {contribution} within group {group}",
        "{points} × 权重 {weight} ÷ {scored} = {exact} → 在组 {group} 内计入 {contribution}",
    ),
    "redistributed": (
        "its weight {weight} goes to the lines with points, in proportion",
        "其权重 {weight} 按比例分给有得分的各项",
    ),
    "failed": (
        "the profile allows no line of this kind without a value: the card has no total",
        "方案不允许该类项目无数值：整张卡无总分",
    ),
    "absent": ("counted as 0, because no record has the column: {measures}", "记录中没有该列，按 0 计：{measures}"),
    "missing": ("no record has the column {measure}", "记录中没有列 {measure}"),
    "near": (" (is it {names}?)", "（是否应为 {names}？）"),
    "needs_more": ("it needs {what}", "需要{what}"),
    "window": ("over the {months} months that end with the period", "取截至期末的滚动 {months} 个月"),
    "window_span": (
        "over the {months} months that end with the period: {span}",
        "取截至期末的滚动 {months} 个月：{span}",
    ),
    "whose_own": ("from the subject's own records", "取本人（本单位）的记录"),
    "whose_unit": ("from the records of the whole unit", "取整个团队（单位）的记录"),
    "whose_store": ("from the records of the whole store", "取全店的记录"),
    "whose_area": ("from the records of the whole area", "取全区域的记录"),
    "whose_assessed": (
        "from ratings of the subject and of the unit as such, not of its people",
        "取对本人及单位本身的评价，不含下属各人的",
    ),
    # targets
    "prorated": (
        "target {nominal}, of which {counted} counts: prorated by the selling days in the place",
        "目标 {nominal}，其中计 {counted}：按在岗的销售天数折算",
    ),
    "assigned": (
        "own target {own}; its people's add up to {assigned}",
        "自身目标 {own}；下属各人的目标合计 {assigned}",
    ),
    # changes
    "compared_now": ("now, {span}: {value} = {formula}", "本期，{span}：{value} = {formula}"),
    "compared_base": ("base, {span}: {value} = {formula}", "基期，{span}：{value} = {formula}"),
    "not_compared_now": ("now, {span}: no value: {reason}", "本期，{span}：无数值：{reason}"),
    "not_compared_base": ("base, {span}: no value: {reason}", "基期，{span}：无数值：{reason}"),
    "reason_with": ("{reason}: {formula}", "{reason}：{formula}"),
    "base_not_positive": ("its base has no value above 0", "基期没有大于 0 的数值"),
    "no_period": (
        "everything is one period, so nothing lies before it; give period=",
        "未划分期间，没有基期可比；请给出 period=",
    ),
    "not_comparable": (
        "January and February are compared with a year before only together",
        "1 月与 2 月只合并起来与上年比较",
    ),
    # members
    "members_mean": ("mean of {of} over those who report here: {members}", "直接下属“{of}”的平均值：{members}"),
    "members_weighted": (
        "mean of {of} over those who report here, weighted by their targets: {members}",
        "直接下属“{of}”按目标加权的平均值：{members}",
    ),
    "members_median": (
        "median of {of} over those who report here: {members}",
        "直接下属“{of}”的中位数：{members}",
    ),
    "members_pass": (
        "share of those who report here with {of} of at least {par}: {members}",
        "直接下属中“{of}”达到 {par} 的占比：{members}",
    ),
    "members_dispersion": (
        "population standard deviation ÷ mean of {of} over those who report here: {members}",
        "直接下属“{of}”的总体标准差 ÷ 平均值：{members}",
    ),
    "members_weight_met": (
        "weight of the process lines of the unit with at least {par} points: {members}",
        "所管单位各过程指标中得分达到 {par} 的权重：{members}",
    ),
    "members_cap": ("one counts at most {cap}", "每人最多计 {cap}"),
    "member": ("{name} {value}", "{name} {value}"),
    "member_capped": ("{name} {value}, counted as {counted}", "{name} {value}，按 {counted} 计"),
    "member_weight": ("{member} × {weight}", "{member} × {weight}"),
    "member_met": ("{member} (met)", "{member}（达标）"),
    "member_not_met": ("{member} (not met)", "{member}（未达标）"),
    "semicolon": ("; ", "；"),
    "no_members": ("nobody who reports here has a value", "直接下属均无数值"),
    "no_process_lines": ("no process line of the unit has points", "所管单位没有得分的过程指标"),
    "median_middle": ("{middle}, the middle of {count} values", "{middle}，即 {count} 个数值的中间值"),
    "median_between": (
        "({low} + {high}) ÷ 2, the two in the middle of {count} values",
        "({low} + {high}) ÷ 2，即 {count} 个数值的中间两个",
    ),
    "keyless": (
        "{measure}: {amount} without {key}, added as it stands",
        "{measure}中有 {amount} 没有 {key}，原样相加",
    ),
    "dates": ("Σ {total} over {dates} dates", "Σ {total}，共 {dates} 个日期"),
    "sample": ("sample {sample}, at least {minimum} needed", "样本 {sample}，至少需要 {minimum}"),
    "sum": ("Sum", "合计"),
    "group": (
        "group {group}: Σ points × weight = {total}; at most {maximum} points × {weight} = {most}, so {counted} counts",
        "组 {group}：Σ 得分 × 权重 = {total}；最多 {maximum} 分 × {weight} = {most}，故计 {counted}",
    ),
    "sum_line": (
        "Σ points × weight = {total}; ÷ {weight} (weight that counts) = {base}",
        "Σ 得分 × 权重 = {total}；÷ {weight}（计入的权重）= {base}",
    ),
    "rounding": (
        "Numbers are rounded half up to the decimals shown; contributions so that they add up to {base} exactly.",
        "各数均四舍五入到所示小数位；各项计入分经进位调整，合计恰为 {base}。",
    ),
    "no_base": ("no line has points", "没有任何一项有得分"),
    "extra": (
        "extra {id} ({name}): {value} → {points} (curve: {curve}; from {minimum} to {maximum})",
        "加减分 {id}（{name}）：{value} → {points}（曲线：{curve}；{minimum} 至 {maximum}）",
    ),
    "limit_floor": ("raised to the floor of {bound}: +{amount}", "保底 {bound}：+{amount}"),
    "limit_cap": ("cut at the cap of {bound}: {amount}", "封顶 {bound}：{amount}"),
    "multiplier": ("multiplied by {factors} (gate {id}): {amount}", "乘以 {factors}（门槛 {id}）：{amount}"),
    "total_line": ("total {total}", "总分 {total}"),
    "gates": ("Gates", "门槛"),
    "gate_fired": ("{id}: fired ({condition}): {consequence}", "{id}：已触发（{condition}）：{consequence}"),
    "gate_silent": ("{id}: did not fire ({condition})", "{id}：未触发（{condition}）"),
    "gate_unknown": ("{id}: not judged ({condition})", "{id}：未判定（{condition}）"),
    "item_zero": ("{criterion} gets 0 points", "{criterion} 记 0 分"),
    "multiply": ("the total is multiplied by {factor}", "总分乘以 {factor}"),
    "cap_grade": ("the grade is at most {grade}", "等级最高为 {grade}"),
    "disqualify": ("no total, grade or rank", "取消总分、等级和排名"),
    "below": ("{id} {value}, fires below {threshold}", "{id} {value}，低于 {threshold} 即触发"),
    "at_least": ("{id} {value}, fires from {threshold}", "{id} {value}，达到 {threshold} 即触发"),
    "between": (
        "{id} {value}, fires from {at_least} to below {below}",
        "{id} {value}，达到 {at_least} 且低于 {below} 即触发",
    ),
    "unsound": ("is not sound ({reason})", "不可用（{reason}）"),
    "and": ("; and ", "；且 "),
    "or": ("; or ", "；或 "),
    "inner": ("({condition})", "（{condition}）"),
    "policy_redistribute": (
        "Lines without a value give their weight to the others; at least {least} % must be scored ({scored} % was).",
        "无数值的项目将权重分给其他项目；至少 {least} % 的权重须有评分（实际 {scored} %）。",
    ),
    "policy_neutral": (
        "Lines without a value earn their par; at least {least} % of the weight must be scored ({scored} % was).",
        "无数值的项目按基准分计；至少 {least} % 的权重须有评分（实际 {scored} %）。",
    ),
    "policy_zero": (
        "Lines without a value earn 0; at least {least} % of the weight must be scored ({scored} % was).",
        "无数值的项目记 0 分；至少 {least} % 的权重须有评分（实际 {scored} %）。",
    ),
    "policy_fail": (
        "A line without a value fails the card; at least {least} % of the weight must be scored ({scored} % was).",
        "任何项目无数值则整张卡失败；至少 {least} % 的权重须有评分（实际 {scored} %）。",
    ),
    "bands": ("grades: {bands}", "等级：{bands}"),
    "band": ("{name} from {least}", "{name} ≥ {least}"),
    "last_band": ("{name} below that", "其余为 {name}"),
    # adjustments and restatements
    "adjustments": ("Adjustments", "调整"),
    "adjustment_value": (
        "{line}: value {old} → {new}{trace}",
        "{line}：数值 {old} → {new}{trace}",
    ),
    "adjustment_points": (
        "{line}: points {old} → {new}{trace}",
        "{line}：得分 {old} → {new}{trace}",
    ),
    "adjustment_exclusion": ("{line}: excluded (value was {old}){trace}", "{line}：剔除（原数值 {old}）{trace}"),
    "adjustment_exemption": (
        "exempt from scoring (total was {old}){trace}",
        "免于评分（原总分 {old}）{trace}",
    ),
    "adjustment_trace": (": {reason} ({author}, {at})", "：{reason}（{author}，{at}）"),
    "adjustment_until": (
        ": {reason} ({author}, {at}; holds before {expires})",
        "：{reason}（{author}，{at}；{expires} 前有效）",
    ),
    "adjusted": ("adjusted: {adjustment}", "已调整：{adjustment}"),
    "adjusted_value": (
        ", given by adjustment in place of {old}",
        "（经调整给定，原为 {old}）",
    ),
    "adjusted_points": (
        "points: {new}, given by adjustment in place of {old}",
        "得分：{new}（经调整给定，原为 {old}）",
    ),
    "restated": ("What changed since it was closed", "结账后的变化"),
    "restated_nothing": ("Nothing changed since it was closed.", "结账后无变化。"),
    "restated_move": ("{name} {old} → {new}", "{name} {old} → {new}"),
    "restated_by": ("{name} {old} → {new} ({difference})", "{name} {old} → {new}（{difference}）"),
    "restated_line": ("{line}: {moves}", "{line}：{moves}"),
    "restated_records": ("from records {ids}", "来自记录 {ids}"),
    "restated_unmatched": ("Adjustments that no longer match", "不再匹配的调整"),
    "what_status": ("status", "状态"),
    "what_value": ("value", "数值"),
    "what_points": ("points", "得分"),
    "what_weight": ("weight", "权重"),
    "what_contribution": ("contribution", "贡献"),
    "what_fired": ("fired", "触发"),
    "what_base": ("base", "基础分"),
    "what_total": ("total", "总分"),
    "what_grade": ("grade", "等级"),
    "what_rank": ("rank", "名次"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    # table heads
    "th_rank": ("rank", "名次"),
    "th_subject": ("subject", "对象"),
    "th_period": ("period", "期间"),
    "th_total": ("total", "总分"),
    "th_grade": ("grade", "等级"),
    "th_status": ("status", "状态"),
    "th_line": ("indicator", "指标"),
    "th_value": ("value", "数值"),
    "th_points": ("points", "得分"),
    "th_weight": ("weight", "权重"),
    "th_contribution": ("contribution", "贡献"),
    "th_sides": ("numerator ÷ denominator", "分子 ÷ 分母"),
    "th_scored": ("weight scored", "已评权重"),
    "th_step": ("from the lines to the total", "由各项到总分"),
    "th_gate": ("gate", "门槛"),
    "th_outcome": ("outcome", "结果"),
    "th_condition": ("condition", "条件"),
    "th_consequence": ("consequence", "后果"),
    # reports
    "report_title": ("Scorecards: {profiles}", "评分卡：{profiles}"),
    "report_named": ("{profile} {version}", "{profile} {version}"),
    "report_profile": ("profile", "方案"),
    "report_level": ("level", "岗位"),
    "report_phase": ("phase", "阶段"),
    "report_digest": ("digest", "校验码"),
    "report_periods": ("periods", "期间"),
    "report_period": ("{period} ({days} days)", "{period}（{days} 天）"),
    "report_dates": ("{period} ({first} to {last}, {days} days)", "{period}（{first} 至 {last}，{days} 天）"),
    "report_cards": ("cards", "评分卡"),
    "report_counts": ("{cards}, {scored} with a total", "{cards} 张，其中 {scored} 张有总分"),
    "report_ranking": ("Ranking {period}", "排名 {period}"),
    "report_cards_of": ("Cards {period}", "评分卡 {period}"),
    "report_ranking_of": ("Ranking {period}: {level}", "排名 {period}：{level}"),
    "report_cards_of_level": ("Cards {period}: {level}", "评分卡 {period}：{level}"),
    "report_grade": ("grade {grade}", "等级 {grade}"),
    "report_rank": ("rank {rank} of {peers}", "第 {rank} 名（共 {peers} 人）"),
    "report_lines": ("lines", "各项"),
    "report_steps": ("steps", "步骤"),
    "report_gates": ("gates", "门槛"),
    "report_share": ("counts as {share}", "折合 {share}"),
    "report_missing": ("What was missing", "缺失情况"),
    "report_note": ("{note}: {lines}", "{note}：{lines}"),
    "report_comma": ("; ", "、"),
    "report_computation": ("The whole computation, for a pencil", "完整计算过程（可用笔验算）"),
    "report_back": ("to the ranking", "回到排名"),
    "step_base": ("weighted mean of the points", "得分加权平均"),
    "step_extra": ("extra {id} ({name})", "加减分 {id}（{name}）"),
    "step_limit_floor": ("raised to the floor", "保底"),
    "step_limit_cap": ("cut at the cap", "封顶"),
    "step_multiplier": ("multiplied by {factors}: gate {id}", "因门槛 {id} 乘以 {factors}"),
    "outcome_fired": ("fired", "已触发"),
    "outcome_silent": ("did not fire", "未触发"),
    "outcome_unknown": ("not judged: no sound value", "未判定：数值不可用"),
    # what was read
    "intake": ("What was read", "数据读取情况"),
    "intake_read": (
        "rows read: {read}; in some card: {used}",
        "共读取 {read} 行，其中 {used} 行计入评分卡",
    ),
    "intake_outside": ("rows outside the periods: {count}", "{count} 行不在考核期间内"),
    "intake_other": (
        "rows of another owner ({owner}), while the cards are by {by}: {count}",
        "{count} 行属于其他主体（{owner}）；本次按{by}评分",
    ),
    "intake_later": (
        "rows made known after the day as of which the board looks back: {count}",
        "{count} 行在评分截止日之后才记录，未计入",
    ),
    "intake_off_grid": (
        "numbers rounded to the decimals of their measure: {count}",
        "{count} 个数值的小数位超出度量精度，已四舍五入",
    ),
    "intake_rejected": ("rows set aside because of faults: {count}", "{count} 行有误，未计入："),
    "intake_more": ("… and {count} more", "……另有 {count} 项"),
    "intake_empty": ("no record lies in {periods}", "以下期间没有记录：{periods}"),
    "intake_unused": ("columns that nothing asked for: {columns}", "未使用的列：{columns}"),
    "owner_person": ("person", "人员"),
    "owner_team": ("team", "团队"),
    "owner_store": ("store", "门店"),
    "owner_area": ("area", "区域"),
    "owner_group": ("group", "集团"),
    # the command line
    "severity_error": ("error", "错误"),
    "severity_warning": ("warning", "警告"),
    "severity_info": ("info", "提示"),
    "findings": (
        "errors: {errors}, warnings: {warnings}, to know: {infos}",
        "{errors} 个错误，{warnings} 个警告，{infos} 条提示",
    ),
    "no_findings": ("nothing to remark", "未发现问题"),
}

_STATUSES: dict[Status | CardStatus, tuple[str, str]] = {
    Status.OK: ("ok", "正常"),
    Status.SUSPECT: ("suspect: outside what is plausible, scored as it stands", "可疑：超出合理范围，按原值计分"),
    Status.INSUFFICIENT_SAMPLE: ("the sample is too small to score", "样本不足，不计分"),
    Status.IMMATURE_COHORT: ("the cohort's window is still open", "同期群窗口未到期"),
    Status.NO_SALES: (
        "worst points, for stock without sales or a cost without gross",
        "有库存无销量（或有费用无毛利），按最差计分",
    ),
    Status.NO_DENOMINATOR: ("the denominator is not above 0", "分母不大于 0"),
    Status.NO_TARGET: ("there is no target above 0 for exactly this span", "该期间没有大于 0 的目标"),
    Status.MISSING_DATA: ("data are missing", "缺少数据"),
    Status.NOT_ASSESSED: ("not assessed", "未评价"),
    Status.NOT_APPLICABLE: ("there was nothing to do", "无此类业务，不适用"),
    Status.EXCLUDED: ("excluded by an adjustment", "经调整剔除，不计分"),
    CardStatus.SCORED: ("scored", "已评分"),
    CardStatus.TOO_LITTLE_ASSESSED: ("too little of the weight could be scored", "可评分的权重太少"),
    CardStatus.DISQUALIFIED: ("disqualified by a gate", "因门槛被取消资格"),
    CardStatus.FAILED: ("a line has no value, and the profile then gives no total", "有项目无数值，方案规定不给总分"),
    CardStatus.REFUSED: ("refused: its data have faults", "数据有误，拒绝评分"),
    CardStatus.EXEMPT: ("exempt from scoring by an adjustment", "经调整免于评分"),
}

_UNITS: dict[Unit, tuple[str, str]] = {
    Unit.PERCENT: (" %", " %"),
    Unit.PERCENTAGE_POINTS: (" percentage points", " 个百分点"),
    Unit.DAYS: (" days", " 天"),
    Unit.MINUTES: (" min", " 分钟"),
    Unit.MONTHS: (" months", " 个月"),
    Unit.PER_YEAR: (" a year", " 次/年"),
}

_LEVELS = {Level.CONSULTANT: "销售顾问", Level.MANAGER: "销售经理", Level.DIRECTOR: "销售总监"}


def _place(lang: str) -> int:
    if lang not in LANGUAGES:
        msg = f"lang is 'en' or 'zh', not {shown(lang)}"
        raise ValueError(msg)
    return LANGUAGES.index(lang)


def say(lang: str, key: str, /, **values: object) -> str:
    """Return the sentence `key` in a language, filled in."""
    return _SENTENCES[key][_place(lang)].format(**values)


def missing_text(lang: str, column: str, near: Iterable[str]) -> str:
    """Return that a column is missing, and the question whether one of the near names is meant."""
    names = say(lang, "comma").join(map(printable, near))
    return say(lang, "missing", measure=column) + (say(lang, "near", names=names) if names else "")


def status_text(lang: str, status: Status | CardStatus) -> str:
    """Return what a status means."""
    return _STATUSES[status][_place(lang)]


def unit_text(lang: str, unit: Unit) -> str:
    """Return a unit's mark as it stands behind a value; empty where the indicator's name says it."""
    return _UNITS.get(unit, ("", ""))[_place(lang)]


def level_text(lang: str, level: Level) -> str:
    """Return a level's name."""
    return _LEVELS[level] if _place(lang) else str(level)
