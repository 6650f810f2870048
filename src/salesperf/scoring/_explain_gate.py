"""What became of a gate, as a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from ..profiles import AllOf, AnyOf, CapGrade, ItemZero, Multiply, When
from ..text import printable
from ..vocabulary import Status
from ..wording import plain, say, status_text

if TYPE_CHECKING:
    from ._line import GateLine

__all__ = ["condition", "consequence", "explain_gate"]

_Seen = Mapping[str, tuple[Decimal | None, Status]]


def explain_gate(line: GateLine, lang: str) -> str:
    """Return whether a gate fired, on what, and what followed."""
    looked = condition(line, lang)
    if line.fired is None:
        return say(lang, "gate_unknown", id=line.id, condition=looked)
    if not line.fired:
        return say(lang, "gate_silent", id=line.id, condition=looked)
    return say(lang, "gate_fired", id=line.id, condition=looked, consequence=consequence(line, lang))


def condition(line: GateLine, lang: str) -> str:
    """Return what a gate looked at and at which thresholds it fires."""
    seen = {name: (value, status) for name, value, status in line.seen}
    return _condition(line.gate.when, seen, lang)


def consequence(line: GateLine, lang: str) -> str:
    """Return what a gate does when it fires."""
    then = line.gate.then
    if isinstance(then, ItemZero):
        return say(lang, "item_zero", criterion=then.criterion)
    if isinstance(then, Multiply):
        return say(lang, "multiply", factor=plain(then.factor))
    if isinstance(then, CapGrade):
        return say(lang, "cap_grade", grade=printable(then.grade))
    return say(lang, "disqualify")


def _condition(when: When | AllOf | AnyOf, seen: _Seen, lang: str, *, inner: bool = False) -> str:
    if not isinstance(when, When):
        word = say(lang, "and" if isinstance(when, AllOf) else "or")
        joined = word.join(_condition(part, seen, lang, inner=True) for part in when.parts)
        return say(lang, "inner", condition=joined) if inner else joined
    name = when.indicator.id
    value, status = seen[name]
    text = plain(value)
    if status is not Status.OK:
        unsound = say(lang, "unsound", reason=status_text(lang, status))
        text = unsound if value is None else f"{text} {unsound}"
    if when.below is not None and when.at_least is not None:
        return say(lang, "between", id=name, value=text, at_least=plain(when.at_least), below=plain(when.below))
    sentence, threshold = ("below", when.below) if when.below is not None else ("at_least", when.at_least)
    return say(lang, sentence, id=name, value=text, threshold=plain(threshold))
