"""Explanations: the computation of a card written out, so that a person with a pencil gets the same numbers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from ..arithmetic import POINT, rdiv, to_decimal, to_grid
from ..curves import Domain
from ..profiles import AllOf, AnyOf, CapGrade, ItemZero, Multiply, When
from ..text import printable
from ..vocabulary import NotAssessed, Status
from ..wording import level_text, say, status_text, unit_text
from ._frame import Amount
from ._line import GateLine, Line

if TYPE_CHECKING:
    from ._card import Scorecard

__all__ = ["explain_card", "explain_line", "plain"]

_ELSEWHERE = {
    "change": ("a base period", "基期数据"),
    "dispersion": ("the members' own cards", "下属各人的评分卡"),
    "peer_rank": ("the peers' totals", "同组其他人的总分"),
}


def plain(value: Decimal | None) -> str:
    """Return a number as a person writes it: no exponent, no idle zeros behind the point."""
    if value is None:
        return "—"
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text.replace("-", "−")


def explain_card(card: Scorecard, lang: str) -> str:
    """Return the whole computation of a card."""
    return "\n".join(_card(card, lang))


def _card(card: Scorecard, lang: str) -> Iterator[str]:
    profile = card.profile
    yield say(
        lang,
        "head",
        subject=printable(str(card.subject)),
        period=card.period,
        days=say(lang, "day" if card.period.days == 1 else "days", count=card.period.days),
        level=level_text(lang, card.level),
        profile=printable(profile.name),
        version=printable(profile.version),
    )
    if profile.phase:
        yield say(lang, "phase", phase=printable(profile.phase))
    if card.total is None:
        yield say(lang, "no_total", reason=status_text(lang, card.status))
    else:
        grade = say(lang, "grade", grade=printable(card.grade)) if card.grade else ""
        rank = say(lang, "rank", rank=card.rank, peers=card.peers)
        yield say(lang, "total", total=plain(card.total)) + grade + rank
    yield ""
    yield say(lang, "lines")
    for number, line in enumerate(card.lines, 1):
        yield from explain_line(line, lang, number)
    yield ""
    yield say(lang, "sum")
    yield from (f"  {text}" for text in _sum(card, lang))
    if card.gates:
        yield ""
        yield say(lang, "gates")
        yield from (f"  {_gate(gate, lang)}" for gate in card.gates)
    yield ""
    yield say(
        lang, f"policy_{profile.not_assessed}", least=plain(profile.publish_at_least), scored=plain(card.scored_weight)
    )
    if profile.grades:
        *upper, (last, _) = profile.grades
        bands = [say(lang, "band", name=printable(name), least=plain(least)) for name, least in upper]
        yield say(lang, "bands", bands=", ".join([*bands, say(lang, "last_band", name=printable(last))]))


def explain_line(line: Line, lang: str, number: int | None = None) -> Iterator[str]:
    """Return how one line came about; `number` is its place on the card."""
    head = say(lang, "line", name=printable(line.indicator.name(lang)), id=line.id)
    yield head if number is None else f"{number}. {head}"
    yield from (f"   {text}" for text in _line(line, lang))


def _line(line: Line, lang: str) -> Iterator[str]:
    unit = unit_text(lang, line.indicator.unit)
    if line.value is not None:
        yield say(lang, "value", value=f"{line.value:f}".replace("-", "−"), unit=unit) + " " + _formula(line, lang)
    else:
        yield say(lang, "no_value", reason=status_text(lang, line.status))
        if line.above and line.status is not Status.MISSING_DATA:
            yield _formula(line, lang)
    if line.status is not Status.OK and line.value is not None:
        yield say(lang, "status", reason=status_text(lang, line.status))
    yield from _remarks(line, lang)
    if line.points is not None:
        yield from _points(line, lang)
    elif line.status.follows_policy and line.policy is NotAssessed.FAIL:
        yield say(lang, "failed")
    else:
        yield say(lang, "redistributed", weight=plain(line.nominal_weight))


def _remarks(line: Line, lang: str) -> Iterator[str]:
    """Say what the value rests on, and what it lacks."""
    criterion = line.criterion
    if criterion.window:
        yield say(lang, "window", months=criterion.window)
    if line.dates is not None:
        yield say(
            lang,
            "dates",
            total=_joined(line.below if line.formula.denominator_dates is not None else line.above),
            dates=line.dates,
        )
    if criterion.minimum_sample and line.sample is not None:
        yield say(lang, "sample", sample=plain(line.sample), minimum=criterion.minimum_sample)
    if line.absent:
        yield say(lang, "absent", measures=", ".join(line.absent))
    if line.status in {Status.MISSING_DATA, Status.NO_TARGET}:
        for measure, names in line.missing:
            close = say(lang, "near", names=", ".join(map(printable, names))) if names else ""
            yield say(lang, "missing", measure=measure) + close
        if line.indicator.kind in _ELSEWHERE:
            yield say(lang, "needs_more", what=_ELSEWHERE[line.indicator.kind][lang == "zh"])
    for amount in line.keyless:
        key = next(measure.key for measure in line.indicator.measures if measure.id == amount.measure)
        yield say(lang, "keyless", amount=plain(amount.total), measure=amount.measure, key=key)


def _formula(line: Line, lang: str) -> str:
    """Write the value's formula with its numbers."""
    indicator = line.indicator
    scale = getattr(indicator, "scale", None)
    above, below = _joined(line.above), _joined(line.below)
    if not line.above:
        return say(lang, "from", formula=indicator.formula)
    if scale is not None:
        return say(lang, "from", formula=f"100 + 100 × ({above} − ({below})) ÷ {plain(scale)}")
    text = above if not line.below else f"{_bracketed(line.above)} ÷ {_bracketed(line.below)}"
    text += f" × {indicator.factor}" if indicator.factor != 1 else ""
    times = [*getattr(indicator, "times", ())]
    over = [*getattr(indicator, "divided_by", ())]
    text += "".join(f" × {_length(name, line)}" for name in times) + "".join(
        f" ÷ {_length(name, line)}" for name in over
    )
    return say(lang, "from", formula=text)


def _length(name: str, line: Line) -> str:
    if name.isdigit():
        return name
    if name == "days":
        return str(line.reach.days)
    months, part = line.reach.months
    return str(months) if part == 1 else f"({months} ÷ {part})"


def _joined(amounts: tuple[Amount, ...]) -> str:
    """Write a sum of measures with their amounts: units_delivered 30 − units_returned 2."""
    text = ""
    for amount in amounts:
        sign = "−" if amount.times < 0 else "+"
        lead = f" {sign} " if text else ("−" if amount.times < 0 else "")
        times = f"{abs(amount.times)} × " if abs(amount.times) != 1 else ""
        text += f"{lead}{times}{amount.measure} {plain(amount.total)}"
    return text


def _bracketed(amounts: tuple[Amount, ...]) -> str:
    text = _joined(amounts)
    return f"({text})"


def _points(line: Line, lang: str) -> Iterator[str]:
    points = plain(line.points)
    if line.argument is not None and line.status.is_scored:
        yield from _argument(line, lang)
        pencil = line.curve.pencil(to_grid(line.argument, line.curve.decimals) or 0)
        if line.zeroed_by:
            yield say(lang, "zeroed", gates=", ".join(line.zeroed_by), points=pencil.formula(lang))
        else:
            yield say(lang, "points", calculation=_ended(pencil.formula(lang), points))
    elif line.zeroed_by:
        yield say(lang, "zeroed", gates=", ".join(line.zeroed_by), points="—")
    elif line.status is Status.NO_SALES:
        yield say(lang, "points_beyond", points=points)
    else:
        yield say(lang, f"points_policy_{line.policy}", points=points)
    exact = line.exact_contribution
    rounded = to_decimal(rdiv(exact.numerator * POINT, exact.denominator), 3) if exact is not None else None
    yield say(
        lang,
        "part",
        points=points,
        weight=plain(line.nominal_weight),
        scored=plain(line.scored_weight),
        exact=plain(rounded),
        contribution=plain(line.contribution),
    )


def _ended(calculation: str, points: str) -> str:
    """End a calculation with the points as rounded, unless it already does."""
    done = calculation == points or calculation.endswith((f"= {points}", f"≈ {points}"))
    return calculation if done else f"{calculation} → {points}"


def _argument(line: Line, lang: str) -> Iterator[str]:
    domain = line.criterion.curve.of
    if domain is Domain.GAP and line.target is None:
        yield say(
            lang, "gap_amount", above=plain(line.numerator), below=plain(line.denominator), gap=plain(line.argument)
        )
    elif domain is Domain.GAP:
        yield say(lang, "gap", value=plain(line.value), target=plain(line.target), gap=plain(line.argument))
    elif domain is Domain.PERCENT_OF_TARGET and line.target is not None:
        yield say(
            lang, "percent_of_target", value=plain(line.value), target=plain(line.target), argument=plain(line.argument)
        )


def _sum(card: Scorecard, lang: str) -> Iterator[str]:
    if card.base is None:
        yield say(lang, "no_base")
        return
    scored = [(line.points, line.nominal_weight) for line in card.lines if line.points is not None]
    weighted = sum((points * weight for points, weight in scored), Decimal(0))
    counted = sum((weight for _, weight in scored), Decimal(0))
    yield say(lang, "sum_line", total=plain(weighted), weight=plain(counted), base=plain(card.base))
    for group, maximum in card.profile.group_maximum:
        yield say(lang, "group", group=printable(group), maximum=plain(maximum))
    for extra in card.extras:
        value = plain(extra.value) if extra.value is not None else status_text(lang, extra.status)
        name = printable(extra.extra.indicator.name(lang))
        yield say(lang, "extra", id=extra.id, name=name, value=value, points=plain(extra.points))
    for step in card.steps:
        if step.kind == "limit":
            yield say(lang, f"limit_{step.id}", amount=plain(step.amount))
        elif step.kind == "multiplier":
            yield say(lang, "multiplier", id=step.id, amount=plain(step.amount))
    if card.total is not None:
        yield say(lang, "total_line", total=plain(card.total))


def _gate(line: GateLine, lang: str) -> str:
    seen = {name: (value, status) for name, value, status in line.seen}
    condition = _condition(line.gate.when, seen, lang)
    if line.fired is None:
        return say(lang, "gate_unknown", id=line.id, condition=condition)
    if not line.fired:
        return say(lang, "gate_silent", id=line.id, condition=condition)
    return say(lang, "gate_fired", id=line.id, condition=condition, consequence=_consequence(line, lang))


def _condition(
    when: When | AllOf | AnyOf, seen: dict[str, tuple[Decimal | None, Status]], lang: str, *, inner: bool = False
) -> str:
    if isinstance(when, When):
        value, status = seen[when.indicator.id]
        text = plain(value) if status is Status.OK else f"{plain(value)} [{status_text(lang, status)}]"
        name = when.indicator.id
        if when.below is not None and when.at_least is not None:
            return say(lang, "between", id=name, value=text, at_least=plain(when.at_least), below=plain(when.below))
        sentence, threshold = ("below", when.below) if when.below is not None else ("at_least", when.at_least)
        return say(lang, sentence, id=name, value=text, threshold=plain(threshold))
    joined = say(lang, "and" if isinstance(when, AllOf) else "or").join(
        _condition(part, seen, lang, inner=True) for part in when.parts
    )
    return f"({joined})" if inner else joined


def _consequence(line: GateLine, lang: str) -> str:
    then = line.gate.then
    if isinstance(then, ItemZero):
        return say(lang, "item_zero", criterion=then.criterion)
    if isinstance(then, Multiply):
        return say(lang, "multiply", factor=plain(then.factor))
    if isinstance(then, CapGrade):
        return say(lang, "cap_grade", grade=printable(then.grade))
    return say(lang, "disqualify")
