"""How one line came about: value = numerator ÷ denominator, the curve's step, points × weight; or why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..arithmetic import to_grid
from ..curves import Domain
from ..indicators import Attainment, Ratio
from ..text import printable
from ..vocabulary import NotAssessed, Status
from ..wording import say, status_text, unit_text
from ._frame import Amount, rounded
from ._numbers import plain, signed

if TYPE_CHECKING:
    from ._line import Line

__all__ = ["explain_line"]

_POINTS = 3
_ELSEWHERE = {
    "change": ("a base period", "基期数据"),
    "dispersion": ("the members' own cards", "下属各人的评分卡"),
    "peer_rank": ("the peers' totals", "同组其他人的总分"),
}


def explain_line(line: Line, lang: str, number: int | None = None) -> Iterator[str]:
    """Return how one line came about; `number` is its place on the card."""
    head = say(lang, "line", name=printable(line.indicator.name(lang)), id=line.id)
    yield head if number is None else f"{number}. {head}"
    yield from (f"   {text}" for text in (*_value(line, lang), *_remarks(line, lang), *_result(line, lang)))


def _value(line: Line, lang: str) -> Iterator[str]:
    reason = status_text(lang, line.status)
    if line.value is not None:
        shown = say(lang, "value", value=signed(line.value), unit=unit_text(lang, line.indicator.unit))
        yield f"{shown} {say(lang, 'from', formula=_formula(line, lang))}"
        if line.status is not Status.OK:
            yield say(lang, "status", reason=reason)
    elif line.above and line.status is not Status.MISSING_DATA:
        yield say(lang, "no_value_from", reason=reason, formula=_formula(line, lang))
    else:
        yield say(lang, "no_value", reason=reason)


def _formula(line: Line, lang: str) -> str:
    """Write the value's formula with its numbers."""
    indicator = line.indicator
    if not line.above:
        return indicator.formula
    above, below = _joined(line.above, lang), _joined(line.below, lang)
    if isinstance(indicator, Attainment) and indicator.scale is not None:
        return f"100 + 100 × ({above} − ({below})) ÷ {plain(indicator.scale)}"
    text = f"{_bracketed(line.above, lang)} ÷ {_bracketed(line.below, lang)}" if line.below else above
    text += f" × {indicator.factor}" if indicator.factor != 1 else ""
    if isinstance(indicator, Ratio):
        text += "".join(f" × {length}" for name in indicator.times if (length := _length(name, line)) != "1")
        text += "".join(f" ÷ {length}" for name in indicator.divided_by if (length := _length(name, line)) != "1")
    return text


def _length(name: str, line: Line) -> str:
    if name.isdigit():
        return name
    if name == "days":
        return str(line.reach.days)
    months, part = line.reach.months
    return str(months) if part == 1 else f"({months} ÷ {part})"


def _joined(amounts: tuple[Amount, ...], lang: str) -> str:
    """Write a sum of measures with their amounts: units_delivered 30 − units_returned 2."""
    text = ""
    for amount in amounts:
        sign = "−" if amount.times < 0 else "+"
        lead = f" {sign} " if text else ("−" if amount.times < 0 else "")
        times = f"{abs(amount.times)} × " if abs(amount.times) != 1 else ""
        text += f"{lead}{times}{amount.name(lang)} {plain(amount.total)}"
    return text


def _bracketed(amounts: tuple[Amount, ...], lang: str) -> str:
    text = _joined(amounts, lang)
    return f"({text})" if len(amounts) > 1 or amounts[0].times != 1 else text


def _remarks(line: Line, lang: str) -> Iterator[str]:
    """Say what the value rests on, and what it lacks."""
    criterion = line.criterion
    if criterion.window:
        yield say(lang, "window", months=criterion.window)
    if line.dates is not None:
        levels = line.below if line.formula.denominator_dates is not None else line.above
        yield say(lang, "dates", total=_joined(levels, lang), dates=line.dates)
    for measure, by, parts in line.spreads:
        named = (f"{printable(name) or say(lang, 'unnamed')} {plain(amount)}" for name, amount in parts)
        yield say(lang, "by_name", measure=measure.name(lang), by=by, amounts=", ".join(named) or "—")
    if criterion.minimum_sample and line.sample is not None:
        yield say(lang, "sample", sample=plain(line.sample), minimum=criterion.minimum_sample)
    if line.absent:
        yield say(lang, "absent", measures=", ".join(line.absent))
    if line.indicator.kind in _ELSEWHERE:
        yield say(lang, "needs_more", what=_ELSEWHERE[line.indicator.kind][lang == "zh"])
    for column, names in line.missing:
        close = say(lang, "near", names=", ".join(map(printable, names))) if names else ""
        yield say(lang, "missing", measure=column) + close
    for amount in line.keyless:
        yield say(lang, "keyless", amount=plain(amount.total), measure=amount.name(lang), key=amount.measure.key)


def _result(line: Line, lang: str) -> Iterator[str]:
    if line.points is not None:
        yield from _points(line, lang)
        yield _part(line, lang)
    elif line.status.follows_policy and line.policy is NotAssessed.FAIL:
        yield say(lang, "failed")
    else:
        yield say(lang, "redistributed", weight=plain(line.nominal_weight))


def _points(line: Line, lang: str) -> Iterator[str]:
    points = plain(line.points)
    if line.status is Status.NO_SALES or line.argument is not None:
        yield say(lang, "curve", curve=line.criterion.curve.describe(lang))
    if line.argument is not None:
        yield from _argument(line, lang)
        pencil = line.curve.pencil(to_grid(line.argument, line.curve.decimals) or 0).formula(lang)
        if line.zeroed_by:
            yield say(lang, "zeroed", gates=", ".join(line.zeroed_by), points=pencil)
        else:
            yield say(lang, "points", calculation=_ended(pencil, points))
    elif line.zeroed_by:
        yield say(lang, "zeroed", gates=", ".join(line.zeroed_by), points="—")
    elif line.status is Status.NO_SALES:
        yield say(lang, "points_beyond", points=points)
    else:
        yield say(lang, f"points_policy_{line.policy}", points=points)


def _ended(calculation: str, points: str) -> str:
    """End a calculation with the points as rounded, unless it already does."""
    done = calculation == points or calculation.endswith((f"= {points}", f"≈ {points}"))
    return calculation if done else f"{calculation} → {points}"


def _argument(line: Line, lang: str) -> Iterator[str]:
    domain, argument = line.criterion.curve.of, plain(line.argument)
    if domain is Domain.GAP and line.target is None:
        yield say(lang, "gap_amount", above=plain(line.numerator), below=plain(line.denominator), gap=argument)
    elif domain is Domain.GAP:
        yield say(lang, "gap", value=plain(line.value), target=plain(line.target), gap=argument)
    elif domain is Domain.PERCENT_OF_TARGET and line.target is not None:
        yield say(lang, "percent_of_target", value=plain(line.value), target=plain(line.target), argument=argument)


def _part(line: Line, lang: str) -> str:
    exact = line.exact_contribution
    group = line.criterion.group
    return say(
        lang,
        "part" if group is None else "part_group",
        points=plain(line.points),
        weight=plain(line.nominal_weight),
        scored=plain(line.scored_weight),
        exact="—" if exact is None else plain(rounded(exact, _POINTS)),
        contribution=plain(line.contribution),
        group=None if group is None else printable(group),
    )
