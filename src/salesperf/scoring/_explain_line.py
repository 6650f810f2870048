"""How one line came about: value = numerator ÷ denominator, the curve's step, points × weight; or why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from ..arithmetic import units_of
from ..calendar import Reckoning
from ..curves import Domain
from ..indicators import Mix, PeerRank
from ..plan import Shape
from ..text import printable
from ..vocabulary import NotAssessed, Status
from ..wording import fixed, missing_text, plain, say, status_text, unit_text
from ._explain_adjusted import given_points, instead, trace
from ._explain_change import change_formula, sides, unchanged
from ._explain_members import member_formula, member_remarks, memberless
from ._explain_sums import formula_of, span_text
from ._frame import called, rounded

if TYPE_CHECKING:
    from ._line import Line

__all__ = ["explain_line"]

_POINTS = 3
_ELSEWHERE = {
    "peers": ("the peers' totals", "同组其他人的总分"),
    "organisation": ("an organisation, which says who reports to whom", "组织架构（谁向谁汇报）"),
    "of": ("what the members' values are of (of=)", "下属各人数值所属的指标（of=）"),
}


def explain_line(line: Line, lang: str, number: int | None = None) -> Iterator[str]:
    """Return how one line came about; `number` is its place on the card."""
    head = say(lang, "line", name=printable(line.indicator.name(lang)), id=line.id)
    yield head if number is None else f"{number}. {head}"
    said = (*_value(line, lang), *_remarks(line, lang), *_result(line, lang), *trace(line, lang))
    yield from (f"   {text}" for text in said)


def _value(line: Line, lang: str) -> Iterator[str]:
    reason = status_text(lang, line.status)
    if line.value is not None:
        shown = say(lang, "value", value=fixed(line.value), unit=unit_text(lang, line.indicator.unit))
        given = instead(line, lang)
        if given is None:
            yield f"{shown} {say(lang, 'from', formula=_formula(line, lang))}"
        else:
            yield shown + given
        if line.status is not Status.OK:
            yield say(lang, "status", reason=reason)
    elif line.target is not None and line.status is Status.NO_TARGET:
        yield say(lang, "no_value", reason=reason)
        yield say(lang, "needs_target", target=f"{line.criterion.target} = {plain(line.target)}")
    elif line.formula.shape is Shape.CHANGE:
        yield say(lang, "no_value", reason=unchanged(line, lang))
    elif line.formula.shape is Shape.MEMBERS and not line.members:
        yield say(lang, "no_value", reason=memberless(line, lang))
    elif (line.above or line.members) and line.status is not Status.MISSING_DATA:
        yield say(lang, "no_value_from", reason=reason, formula=_formula(line, lang))
    else:
        yield say(lang, "no_value", reason=reason)


def _formula(line: Line, lang: str) -> str:
    """Write the value's formula with its numbers."""
    if line.now is not None and line.base is not None:
        return change_formula(line.formula, line.now, line.base)
    return member_formula(line, lang) if line.members else formula_of(line, lang)


def _remarks(line: Line, lang: str) -> Iterator[str]:
    """Say what the value rests on, and what it lacks."""
    criterion = line.criterion
    if line.whose is not None and line.formula.shape is not Shape.MEMBERS:
        yield say(lang, f"whose_{line.whose}")
    yield from _window(line, lang)
    yield from sides(line, lang)
    yield from member_remarks(line, lang)
    if line.status is not Status.MISSING_DATA:
        yield from _sums(line, lang)
    if criterion.minimum_sample and line.sample is not None:
        yield say(lang, "sample", sample=plain(line.sample), minimum=criterion.minimum_sample)
    yield from _targets(line, lang)
    if line.formula.shape is Shape.ELSEWHERE:  # and its columns were not looked for
        yield say(lang, "needs_more", what=_ELSEWHERE[_wanting(line)][lang == "zh"])
    elif line.absent:
        yield say(lang, "absent", measures=say(lang, "comma").join(line.absent))
    for column, names in line.missing:
        yield missing_text(lang, column, names)


def _wanting(line: Line) -> str:
    """Return what an indicator that records alone do not give is in want of."""
    if isinstance(line.indicator, PeerRank):
        return "peers"
    return "organisation" if getattr(line.indicator, "of", None) is not None else "of"


def _window(line: Line, lang: str) -> Iterator[str]:
    """Say over which days a rolling window goes, where the period is not the longer of the two."""
    months, reach = line.criterion.window, line.reach
    if not months or line.formula.shape is Shape.ELSEWHERE:
        return
    if reach.months == (months, 1) and (reach.reckoning == Reckoning() or line.now is not None):
        yield say(lang, "window", months=months)
    elif reach.months == (months, 1) or reach != line.period:
        yield say(lang, "window_span", months=months, span=span_text(reach, lang))


def _targets(line: Line, lang: str) -> Iterator[str]:
    """Say what of the subject's own target counts, and what its people's targets add up to beside it."""
    counted = line.denominator if line.target is None else line.target
    if counted is None:
        return
    if line.nominal_target is not None and line.nominal_target != counted:
        yield say(lang, "prorated", nominal=plain(line.nominal_target), counted=plain(counted))
    if line.assigned_target and line.assigned_target != counted:
        yield say(lang, "assigned", own=plain(counted), assigned=plain(line.assigned_target))


def _sums(line: Line, lang: str) -> Iterator[str]:
    """Say how the sums of a formula came about, where they are not plain ones."""
    sums = [*line.above, *line.below]
    for side in (line.now, line.base):
        sums += [] if side is None else [*side.above, *side.below]
    for amount in sums:
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
    given = given_points(line, lang)
    if given is not None:
        yield given
        return
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
