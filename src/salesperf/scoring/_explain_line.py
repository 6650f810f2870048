"""How one line came about: value = numerator ÷ denominator, the curve's step, points × weight; or why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from ..arithmetic import units_of
from ..calendar import months_before
from ..curves import Domain
from ..indicators import Attainment, Mix, Ratio
from ..text import printable
from ..vocabulary import NotAssessed, Status
from ..wording import fixed, missing_text, plain, say, status_text, unit_text
from ._frame import Amount, called, rounded

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
        shown = say(lang, "value", value=fixed(line.value), unit=unit_text(lang, line.indicator.unit))
        yield f"{shown} {say(lang, 'from', formula=_formula(line, lang))}"
        if line.status is not Status.OK:
            yield say(lang, "status", reason=reason)
    elif line.target is not None and line.status is Status.NO_TARGET:
        yield say(lang, "no_value", reason=reason)
        yield say(lang, "needs_target", target=f"{line.criterion.target} = {plain(line.target)}")
    elif line.above and line.status is not Status.MISSING_DATA:
        yield say(lang, "no_value_from", reason=reason, formula=_formula(line, lang))
    else:
        yield say(lang, "no_value", reason=reason)


def _formula(line: Line, lang: str) -> str:
    """Write the value's formula with its numbers."""
    indicator = line.indicator
    if not line.above:
        return indicator.formula
    if isinstance(indicator, Attainment) and indicator.scale is not None:
        return f"100 + 100 × ({_joined(line.above, lang)} − {_bracketed(line.below, lang)}) ÷ {plain(indicator.scale)}"
    scaled = indicator.factor != 1
    if line.below:
        text = f"{_bracketed(line.above, lang)} ÷ {_bracketed(line.below, lang)}"
    else:
        text = _bracketed(line.above, lang) if scaled else _joined(line.above, lang)
    text += f" × {indicator.factor}" if scaled else ""
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
        over = f" ÷ {amount.dates}" if amount.dates else ""
        text += f"{lead}{times}{amount.name(lang)} {plain(amount.total)}{over}"
    return text


def _bracketed(amounts: tuple[Amount, ...], lang: str) -> str:
    text = _joined(amounts, lang)
    first = amounts[0]
    return f"({text})" if first.dates or len(amounts) > 1 or first.times != 1 else text


def _remarks(line: Line, lang: str) -> Iterator[str]:
    """Say what the value rests on, and what it lacks."""
    criterion = line.criterion
    if criterion.window and line.reach.start == months_before(line.reach.end, criterion.window):
        yield say(lang, "window", months=criterion.window)
    if line.status is not Status.MISSING_DATA:
        yield from _sums(line, lang)
    if criterion.minimum_sample and line.sample is not None:
        yield say(lang, "sample", sample=plain(line.sample), minimum=criterion.minimum_sample)
    if line.indicator.kind in _ELSEWHERE:  # and its columns were not looked for
        yield say(lang, "needs_more", what=_ELSEWHERE[line.indicator.kind][lang == "zh"])
    elif line.absent:
        yield say(lang, "absent", measures=say(lang, "comma").join(line.absent))
    for column, names in line.missing:
        yield missing_text(lang, column, names)


def _sums(line: Line, lang: str) -> Iterator[str]:
    """Say how the sums of a formula came about, where they are not plain ones."""
    for amount in (*line.above, *line.below):
        if amount.dates is not None:
            total = f"{amount.name(lang)} {plain(amount.total)}"
            yield say(lang, "dates", total=total, dates=amount.dates)
    for measure, by, parts in line.spreads:
        yield say(lang, "by_name", measure=called(measure, lang), by=by, amounts=_named(parts, lang))
    if isinstance(line.indicator, Mix) and line.indicator.shares:
        yield say(lang, "target_shares", shares=_named(line.indicator.shares, lang))
    for amount in line.keyless:
        yield say(lang, "keyless", amount=plain(amount.total), measure=amount.name(lang), key=amount.measure.key)


def _named(parts: Iterable[tuple[str, Decimal]], lang: str) -> str:
    named = (f"{printable(name) or say(lang, 'unnamed')} {plain(amount)}" for name, amount in parts)
    return say(lang, "comma").join(named) or plain(None)


def _result(line: Line, lang: str) -> Iterator[str]:
    if line.points is not None:
        yield from _points(line, lang)
        yield _part(line, lang)
    elif line.status.follows_policy and line.policy is NotAssessed.FAIL:
        yield say(lang, "failed")
    else:
        yield say(lang, "redistributed", weight=plain(line.nominal_weight))


def _points(line: Line, lang: str) -> Iterator[str]:
    points, gates = plain(line.points), say(lang, "comma").join(line.zeroed_by)
    if line.status is Status.NO_SALES or line.argument is not None:
        yield say(lang, "curve", curve=line.criterion.curve.describe(lang))
    if line.argument is not None:
        yield from _argument(line, lang)
        pencil = line.curve.pencil(units_of(line.argument, line.curve.decimals))
        calculation = _ended(pencil.formula(lang), line.argument, plain(pencil.points))
        if line.zeroed_by:
            yield say(lang, "zeroed", gates=gates, points=calculation)
        else:
            yield say(lang, "points", calculation=calculation)
    elif line.zeroed_by:
        yield say(lang, "zeroed_without_value", gates=gates)
    elif line.status is Status.NO_SALES:
        yield say(lang, "points_beyond", points=points)
    else:
        yield say(lang, f"points_policy_{line.policy}", points=points)


def _ended(calculation: str, value: Decimal, points: str) -> str:
    """End a calculation with the points as rounded, unless it already does."""
    if calculation == fixed(value):  # the value as points
        return points if plain(value) == points else f"{calculation} ≈ {points}"
    done = calculation == points or calculation.endswith((f"= {points}", f"≈ {points}"))
    return calculation if done else f"{calculation} → {points}"


def _argument(line: Line, lang: str) -> Iterator[str]:
    domain, argument = line.criterion.curve.of, plain(line.argument)
    if domain is Domain.GAP and line.target is None:
        yield say(lang, "gap_amount", above=plain(line.numerator), below=_subtracted(line.denominator), gap=argument)
    elif domain is Domain.GAP:
        yield say(lang, "gap", value=plain(line.value), target=_subtracted(line.target), gap=argument)
    elif domain is Domain.PERCENT_OF_TARGET and line.target is not None:
        yield say(lang, "percent_of_target", value=plain(line.value), target=plain(line.target), argument=argument)


def _subtracted(amount: Decimal | None) -> str:
    text = plain(amount)
    return f"({text})" if text.startswith("−") else text


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
