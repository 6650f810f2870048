"""The few words in which a curve describes itself, in English and in Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import UnknownNameError

__all__ = ["say"]

_ENGLISH = {
    "value": "{text}",
    "gap": "on value − target: {text}",
    "percent_of_target": "on percent of target: {text}",
    "comma": ", ",
    "semicolon": "; ",
    "knot": "{at} → {points}",
    "linear": "interpolated {knots}",
    "itself": "the value as points",
    "nothing_below": "0 below {at}",
    "always": "always {points}",
    "below": "below {at}: {points}",
    "from": "from {at}: {points}",
    "from_more": "from {at}: {points} + {rate} per {step}",
    "from_less": "from {at}: {points} − {rate} per {step}",
    "whole": "whole {step}",
    "full": "{points} at {at}",
    "more_below": "{points} more for each {step} below",
    "less_below": "{points} less for each {step} below",
    "more_above": "{points} more for each {step} above",
    "less_above": "{points} less for each {step} above",
    "target": "100 at {at}, falling to 0 at {low} and at {high}",
    "floor": ", at least {points}",
    "cap": ", at most {points}",
    "step": "{count} step",
    "steps": "{count} steps",
}

_CHINESE = {
    "value": "{text}",
    "gap": "按与目标之差：{text}",
    "percent_of_target": "按目标完成率：{text}",
    "comma": "、",
    "semicolon": "；",
    "knot": "{at}→{points}分",
    "linear": "线性插值：{knots}",
    "itself": "数值即分数",
    "nothing_below": "低于{at}得0分",
    "always": "一律{points}分",
    "below": "低于{at}：{points}分",
    "from": "{at}起：{points}分",
    "from_more": "{at}起：{points}分，每{step}加{rate}分",
    "from_less": "{at}起：{points}分，每{step}减{rate}分",
    "whole": "满{step}",
    "full": "{at}得{points}分",
    "more_below": "每低{step}加{points}分",
    "less_below": "每低{step}扣{points}分",
    "more_above": "每高{step}加{points}分",
    "less_above": "每高{step}扣{points}分",
    "target": "{at}得100分，至{low}和{high}线性降为0分",
    "floor": "，最低{points}",
    "cap": "，最高{points}",
    "step": "{count} 步",
    "steps": "{count} 步",
}

_LANGUAGES: Mapping[str, Mapping[str, str]] = {"en": _ENGLISH, "zh": _CHINESE}


def say(lang: str, key: str, **parts: object) -> str:
    """Return a phrase; raises `UnknownNameError` for a language other than "en" and "zh"."""
    if lang not in _LANGUAGES:
        what = "language"
        raise UnknownNameError(what, lang, tuple(_LANGUAGES))
    return _LANGUAGES[lang][key].format(**parts).replace("-", "−")  # only numbers hold one
