"""Explanations: the computation of a card written out, so that a person with a pencil gets the same numbers."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from ..profiles import Multiply
from ..text import printable
from ..wording import level_text, plain, say, status_text
from ._explain_adjusted import explain_adjustment
from ._explain_gate import explain_gate
from ._explain_line import explain_line
from ._explain_sums import span_text
from ._frame import rounded

if TYPE_CHECKING:
    from ._card import Scorecard

__all__ = ["explain_card"]

_FINEST = 5  # decimals of points (3) times weights (2)


def explain_card(card: Scorecard, lang: str) -> str:
    """Return the whole computation of a card."""
    blocks = [_head(card, lang), _lines(card, lang), _sum(card, lang)]
    if card.gates:
        blocks.append([say(lang, "gates"), *(f"  {explain_gate(gate, lang)}" for gate in card.gates)])
    if card.adjustments:
        made = [f"  {explain_adjustment(adjustment, lang)}" for adjustment in card.adjustments]
        blocks.append([say(lang, "adjustments"), *made])
    blocks.append(_rules(card, lang))
    return "\n\n".join("\n".join(block) for block in blocks)


def _head(card: Scorecard, lang: str) -> list[str]:
    profile = card.profile
    head = say(
        lang,
        "head",
        subject=printable(str(card.subject)),
        span=span_text(card.period, lang),
        level=level_text(lang, card.level),
        profile=printable(profile.name),
        version=printable(profile.version),
    )
    phase = [say(lang, "phase", phase=printable(profile.phase))] if profile.phase else []
    if card.total is None:
        return [head, *phase, say(lang, "no_total", reason=status_text(lang, card.status))]
    grade = say(lang, "grade", grade=printable(card.grade)) if card.grade else ""
    rank = "" if card.rank is None else say(lang, "rank", rank=card.rank, peers=card.peers)
    return [head, *phase, say(lang, "total", total=plain(card.total)) + grade + rank]


def _lines(card: Scorecard, lang: str) -> list[str]:
    texts = (text for number, line in enumerate(card.lines, 1) for text in explain_line(line, lang, number))
    return [say(lang, "lines"), *texts]


def _sum(card: Scorecard, lang: str) -> list[str]:
    return [say(lang, "sum"), *(f"  {text}" for text in (*_weighted(card, lang), *_steps(card, lang)))]


def _weighted(card: Scorecard, lang: str) -> Iterator[str]:
    """Say how the lines become the base: groups first, then the weighted sum over the weight that counts."""
    if card.base is None:
        yield say(lang, "no_base")
        return
    products = {
        line: Fraction(line.points) * Fraction(line.nominal_weight) for line in card.lines if line.points is not None
    }
    weight = sum((Fraction(line.nominal_weight) for line in products), Fraction(0))
    whole = sum((product for line, product in products.items() if line.criterion.group is None), Fraction(0))
    for group, maximum in card.profile.group_maximum:
        total = sum((product for line, product in products.items() if line.criterion.group == group), Fraction(0))
        most = Fraction(maximum) * weight
        counted = min(total, most)
        whole += counted
        yield say(
            lang,
            "group",
            group=printable(group),
            total=plain(rounded(total, _FINEST)),
            maximum=plain(maximum),
            weight=plain(rounded(weight, 2)),
            most=plain(rounded(most, _FINEST)),
            counted=plain(rounded(counted, _FINEST)),
        )
    total_text, weight_text = plain(rounded(whole, _FINEST)), plain(rounded(weight, 2))
    yield say(lang, "sum_line", total=total_text, weight=weight_text, base=plain(card.base))


def _steps(card: Scorecard, lang: str) -> Iterator[str]:
    """Say how the base becomes the total."""
    for extra in card.extras:
        yield say(
            lang,
            "extra",
            id=extra.id,
            name=printable(extra.extra.indicator.name(lang)),
            value=plain(extra.value) if extra.value is not None else status_text(lang, extra.status),
            points=plain(extra.points),
            curve=extra.extra.curve.describe(lang),
            minimum=plain(extra.extra.minimum),
            maximum=plain(extra.extra.maximum),
        )
    for step in card.steps:
        if step.kind == "limit":
            bound = card.profile.floor if step.id == "floor" else card.profile.cap
            yield say(lang, f"limit_{step.id}", bound=plain(bound), amount=plain(step.amount))
        elif step.kind == "multiplier":
            fired = [line.gate.then for line in card.gates if line.fired]
            factors = " × ".join(plain(then.factor) for then in fired if isinstance(then, Multiply))
            yield say(lang, "multiplier", factors=factors, id=step.id, amount=plain(step.amount))
    if card.total is not None:
        yield say(lang, "total_line", total=plain(card.total))


def _rules(card: Scorecard, lang: str) -> list[str]:
    profile = card.profile
    least, scored = plain(profile.publish_at_least), plain(card.scored_weight)
    rules = [say(lang, f"policy_{profile.not_assessed}", least=least, scored=scored)]
    if profile.grades:
        *upper, (last, _) = profile.grades
        bands = [say(lang, "band", name=printable(name), least=plain(bound)) for name, bound in upper]
        bands.append(say(lang, "last_band", name=printable(last)) if upper else printable(last))
        rules.append(say(lang, "bands", bands=say(lang, "comma").join(bands)))
    if card.base is not None:
        rules.append(say(lang, "rounding", base=plain(card.base)))
    return rules
