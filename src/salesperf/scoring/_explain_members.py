"""How a value came about that is made of the values of those who report here, or of the process lines of a unit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from ..arithmetic import to_decimal
from ..plan import MemberRule, Shape
from ..text import printable
from ..wording import fixed, plain, say
from ._frame import rounded

if TYPE_CHECKING:
    from ._line import Line, MemberLine

__all__ = ["member_formula", "member_remarks", "memberless"]


def memberless(line: Line, lang: str) -> str:
    """Return why there is nobody, or nothing, to make a value of."""
    return say(lang, "no_process_lines" if line.formula.rule is MemberRule.WEIGHT_MET else "no_members")


def member_formula(line: Line, lang: str) -> str:
    """Return the rule with its numbers."""
    members, rule = line.members, line.formula.rule
    counted = [Fraction(each.counted) for each in members]
    match rule:
        case MemberRule.MEAN:
            text = f"{_exact(sum(counted))} ÷ {len(counted)}"
        case MemberRule.WEIGHTED | MemberRule.WEIGHT_MET:
            text = f"{_exact(_above(members, rule))} ÷ {_exact(sum(_weight(each) for each in members))}"
        case MemberRule.PASS:
            text = f"{sum(each.met is True for each in members)} ÷ {len(members)}"
        case MemberRule.MEDIAN:
            text = _median(sorted(each.counted for each in members), lang)
        case _:  # the dispersion
            total, squares = _exact(sum(counted)), _exact(sum(value * value for value in counted))
            below = f"({total})" if total.startswith("−") else total
            text = f"√({len(counted)} × {squares} − {below}²) ÷ {below}"
    factor = line.indicator.factor
    return text if factor == 1 else f"{text} × {factor}"


def _above(members: tuple[MemberLine, ...], rule: MemberRule) -> Fraction:
    if rule is MemberRule.WEIGHT_MET:
        return sum((_weight(each) for each in members if each.met), Fraction(0))
    return sum((Fraction(each.counted) * _weight(each) for each in members), Fraction(0))


def _weight(member: MemberLine) -> Fraction:
    return Fraction(member.weight or 0)


def _median(counted: list[Decimal], lang: str) -> str:
    count = len(counted)
    low, high = counted[(count - 1) // 2], counted[count // 2]
    if count % 2:
        return say(lang, "median_middle", middle=fixed(low), count=count)
    return say(lang, "median_between", low=fixed(low), high=fixed(high), count=count)


def _exact(amount: Fraction | int) -> str:
    """Write a number of which the decimals end."""
    exact = Fraction(amount)
    decimals = 0
    while (exact * 10**decimals).denominator != 1:
        decimals += 1
    return plain(rounded(exact, decimals))


def member_remarks(line: Line, lang: str) -> Iterator[str]:
    """Say the rule, and whose values it was applied to."""
    formula = line.formula
    if formula.shape is not Shape.MEMBERS or not line.members:
        return
    of = line.members[0].indicator
    listed = say(lang, "semicolon").join(_member(each, formula.rule, lang) for each in line.members)
    yield say(
        lang,
        f"members_{formula.rule.value}",
        of="" if of is None else printable(of.name(lang)),
        par=plain(to_decimal(100, 0)),
        members=listed,
    )
    if formula.cap is not None and of is not None:
        yield say(lang, "members_cap", cap=plain(to_decimal(formula.cap, of.decimals)))


def _member(member: MemberLine, rule: MemberRule, lang: str) -> str:
    capped = member.counted != member.value
    name, value = (
        printable(str(member.id)),
        fixed(member.value) if member.indicator is not None else plain(member.value),
    )
    text = say(lang, "member_capped" if capped else "member", name=name, value=value, counted=fixed(member.counted))
    if rule in {MemberRule.WEIGHTED, MemberRule.WEIGHT_MET}:
        text = say(lang, "member_weight", member=text, weight=plain(member.weight))
    if member.met is None:
        return text
    return say(lang, "member_met" if member.met else "member_not_met", member=text)
