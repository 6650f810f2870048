"""`Finding`: one thing a careful reader would ask about, and the sentences in which it is said."""

from __future__ import annotations

from enum import StrEnum

import attrs

from ..errors import UnknownNameError

__all__ = ["CODES", "Finding", "Severity", "finding"]


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    """The profile cannot do what it says."""
    WARNING = "warning"
    """Probably not what was meant."""
    INFO = "info"
    """Worth knowing before people are judged by it."""


@attrs.frozen
class Finding:
    """One finding of `Profile.lint`: a stable `code`, how much it matters, where, and a sentence in two languages.

    `where` is the id of a criterion, extra, gate or group, or "profile".
    """

    code: str
    severity: Severity
    where: str
    message: str
    zh: str = attrs.field(repr=False)

    def text(self, lang: str = "en") -> str:
        """Return the sentence in English ("en") or Chinese ("zh"); raise `UnknownNameError` for another language."""
        if lang not in {"en", "zh"}:
            what = "language"
            raise UnknownNameError(what, lang, ("en", "zh"))
        return self.zh if lang == "zh" else self.message

    def __str__(self) -> str:
        """Return severity, place and sentence on one line."""
        return f"{self.severity} {self.where}: {self.message} [{self.code}]"


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

_SENTENCES: dict[str, tuple[Severity, str, str]] = {
    "unreachable_par": (
        _W,
        "the curve gives {low} to {high} points over {span}: 100 cannot be reached",
        "在{span}范围内曲线只给{low}至{high}分，达不到100分",
    ),
    "flat_curve": (_W, "every value earns the same {points} points", "任何数值都得{points}分，该项不起区分作用"),
    "against_direction": (
        _W,
        "the points move against the indicator: {direction} is better, and the curve is {trend}",
        "曲线方向与指标相反：指标以{direction_zh}为优，曲线却{trend_zh}",
    ),
    "mixed_direction": (
        _I,
        "{direction} is better, yet the curve rises here and falls there: an optimum, if that is meant",
        "指标以{direction_zh}为优，曲线却有升有降；若意在设最优区间则无妨",
    ),
    "one_sided_target": (
        _I,
        "the indicator is best near a target, and the curve is {trend} throughout",
        "指标以接近目标为优，曲线却一路{trend_zh}",
    ),
    "cliff": (_I, "the points jump: {jumps}", "得分有跳变：{jumps}"),
    "fraction_knots": (
        _W,
        "all knots lie between {low} and {high}, but percent indicators hold percent: 96.55 means 96.55 %",
        "节点全部在{low}与{high}之间，而百分比指标的数值就是百分数：96.55即96.55 %",
    ),
    "no_minimum_sample": (
        _W,
        "an estimate from answers or audits without a minimum sample: a handful of them decides the line",
        "来自问卷或抽查的估计值未设最小样本量，寥寥几份就能决定得分",
    ),
    "period_dependent": (
        _W,
        "the value adds up over the period, so the knots fit one length of period only",
        "数值随考核期累加，节点只适合一种期长",
    ),
    "placeholder": (
        _W,
        "the amounts of money are placeholders, still as shipped: set them for your brand",
        "金额节点仍是出厂占位值，请按本品牌设定",
    ),
    "redefined": (
        _I,
        "{id} is defined here otherwise than in the catalogue",
        "{id}在此的定义与指标目录不同",
    ),
    "unfed_measure": (_E, "no record can feed it: {lacking}", "没有数据来源：{lacking}"),
    "duplicate_indicator": (
        _W,
        "{indicator} is judged twice, here and in {other}",
        "{indicator}被重复考核：此处与{other}",
    ),
    "repeated_indicator": (
        _I,
        "{indicator} is judged at several scopes or windows, here and in {other}",
        "{indicator}在不同范围或时间窗考核：此处与{other}",
    ),
    "overlap": (
        _I,
        "counts the same success as {other}: {shared}",
        "与{other}重复计算同一业绩：{shared}",
    ),
    "correlated": (
        _I,
        "rises and falls with {other}: one success is paid twice",
        "与{other}同升同降：同一业绩计酬两次",
    ),
    "pull_apart": (_I, "pulls against {other}: {reason}", "与{other}相互牵制：{reason_zh}"),
    "group_never_binds": (
        _I,
        "its criteria reach at most {reach} points together: a maximum of {maximum} never acts",
        "组内各项合计至多{reach}分，上限{maximum}从不起作用",
    ),
    "group_below_par": (
        _W,
        "its criteria weigh {weight} together, but earn {maximum} at most: 100 points in each are worth nothing more",
        "组内权重合计{weight}，上限却只有{maximum}：各项满分也拿不满",
    ),
    "dead_extra": (_W, "adds {points} points whatever the value", "无论数值如何都加{points}分"),
    "large_extra": (
        _I,
        "moves the total by up to {points} points; 10 to 20 of 100 are usual",
        "可使总分变动达{points}分；通常不超过10至20分",
    ),
    "gate_never_fires": (_W, "can never fire: {condition}", "永远不会触发：{condition}"),
    "gate_always_fires": (_W, "fires on every value: {condition}", "任何数值都会触发：{condition}"),
    "gate_without_effect": (_W, "changes nothing when it fires: {then}", "触发后不改变任何结果：{then}"),
    "best_grade_unreachable": (
        _E,
        "totals run from {low} to {high}: grade {grade} needs {least}",
        "总分只能在{low}至{high}之间，等级{grade}却需要{least}分",
    ),
    "total_below_100": (
        _W,
        "totals run from {low} to {high}: 100 cannot be reached",
        "总分只能在{low}至{high}之间，达不到100分",
    ),
    "assessed_weight": (
        _W,
        "{weight} percent rest on people's ratings; 20 to 25 are usually the most",
        "主观评分占{weight}%；一般不超过20%至25%",
    ),
    "no_result": (
        _W,
        "no criterion is a result: result and process should balance",
        "没有业绩类指标：业绩与过程应当平衡",
    ),
    "no_process": (
        _W,
        "no criterion shows how the result is reached: result and process should balance",
        "没有过程类指标：业绩与过程应当平衡",
    ),
}

CODES = tuple(_SENTENCES)
"""Every code a finding may have."""


def finding(code: str, where: str, severity: Severity | None = None, /, **parts: object) -> Finding:
    """Return the finding of a code, its sentences filled in."""
    usual, english, chinese = _SENTENCES[code]
    return Finding(code, severity or usual, where, english.format(**parts), chinese.format(**parts))
