"""The section of one card."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..profiles import Multiply
from ..scoring import GateLine, Line, Scorecard, Step
from ..text import printable
from ..vocabulary import Status
from ..wording import fixed, missing_text, plain, say, status_text, unit_text
from ._bar import barred
from ._markup import Markup, element, isolated, joined
from ._table import Cell, number, table

__all__ = ["card_section"]

_PAR = Decimal(100)


def card_section(card: Scorecard, place: int, lang: str) -> Markup:
    """Return the section of a card, whose ranking row links to `#card-{place}`."""
    parts = [_title(card, place, lang), _lines(card, lang), *_missing(card, lang)]
    if card.steps:
        parts.append(_steps(card, lang))
    if card.gates:
        parts.append(_gates(card, lang))
    parts.append(_computation(card, lang))
    return element("section", *parts, class_="card", id=f"card-{place}")


def _title(card: Scorecard, place: int, lang: str) -> Markup:
    parts = [element("h3", isolated(card.subject), " · ", card.period)]
    if card.total is None:
        parts.append(element("span", say(lang, "no_total", reason=status_text(lang, card.status))))
    else:
        parts.append(element("span", fixed(card.total), class_="total"))
        if card.grade:
            parts.append(element("span", say(lang, "report_grade", grade=card.grade)))
        if card.rank is not None:
            parts.append(element("span", say(lang, "report_rank", rank=card.rank, peers=card.peers)))
    parts.append(element("a", say(lang, "report_back"), href=f"#row-{place}", class_="back"))
    return element("div", *parts, class_="title")


def _lines(card: Scorecard, lang: str) -> Markup:
    names = ("line", "value", "sides", "points", "weight", "contribution", "status")
    heads = [say(lang, f"th_{name}") for name in names]
    most = max([_PAR, *(line.points for line in card.lines if line.points is not None)])
    return table(say(lang, "report_lines"), heads, [_line(line, most, lang) for line in card.lines], "lines")


def _line(line: Line, most: Decimal, lang: str) -> list[object]:
    weight: list[object] = [plain(line.nominal_weight)]
    if line.weight != line.nominal_weight:
        weight.append(element("small", say(lang, "report_share", share=plain(line.weight))))
    unit = unit_text(lang, line.indicator.unit) if line.value is not None else ""
    return [
        joined([isolated(line.indicator.name(lang)), element("small", element("code", line.id))]),
        number(fixed(line.value) + unit),
        number(_sides(line)),
        number(barred(line.points, most)),
        number(joined(element("span", part) for part in weight)),
        number(fixed(line.contribution)),
        Cell(status_text(lang, line.status), "status"),
    ]


def _sides(line: Line) -> str:
    if line.numerator is None:
        return "—"
    return plain(line.numerator) if line.denominator is None else f"{plain(line.numerator)} ÷ {plain(line.denominator)}"


def _missing(card: Scorecard, lang: str) -> Iterator[Markup]:
    """Yield why lines have no sound value, which columns were wanting, and what became of the weight."""
    lines_by_note: dict[str, list[str]] = {}
    for line in card.lines:
        for note in _notes(line, lang):
            lines_by_note.setdefault(note, []).append(line.indicator.name(lang))
    if not lines_by_note:
        return
    comma = say(lang, "report_comma")
    notes = [say(lang, "report_note", note=note, lines=comma.join(lines)) for note, lines in lines_by_note.items()]
    policy = say(
        lang,
        f"policy_{card.profile.not_assessed}",
        least=plain(card.profile.publish_at_least),
        scored=plain(card.scored_weight),
    )
    yield element("h4", say(lang, "report_missing"))
    yield element("ul", *(element("li", note) for note in (*notes, policy)))


def _notes(line: Line, lang: str) -> Iterator[str]:
    if line.missing:
        yield from (missing_text(lang, measure, near) for measure, near in line.missing)
    elif line.status is not Status.OK:
        yield status_text(lang, line.status)
    if line.absent:
        yield say(lang, "absent", measures=", ".join(line.absent))


def _steps(card: Scorecard, lang: str) -> Markup:
    names = {extra.id: printable(extra.extra.indicator.name(lang)) for extra in card.extras}
    fired = [gate.gate.then for gate in card.gates if gate.fired]
    factors = " × ".join(plain(then.factor) for then in fired if isinstance(then, Multiply))
    rows: list[list[object]] = [
        [_step(step, names.get(step.id, ""), factors, lang), number(fixed(step.amount))] for step in card.steps
    ]
    rows.append([say(lang, "th_total"), number(fixed(card.total))])
    heads = [say(lang, "th_step"), say(lang, "th_points")]
    return table(say(lang, "report_steps"), heads, rows, "narrow steps")


def _step(step: Step, name: str, factors: str, lang: str) -> str:
    key = f"step_limit_{step.id}" if step.kind == "limit" else f"step_{step.kind}"
    return say(lang, key, id=step.id, name=name, factors=factors)


def _gates(card: Scorecard, lang: str) -> Markup:
    heads = [say(lang, f"th_{name}") for name in ("gate", "outcome", "condition", "consequence")]
    return table(say(lang, "report_gates"), heads, [_gate(gate, lang) for gate in card.gates], "gates")


def _gate(line: GateLine, lang: str) -> list[object]:
    outcome = "outcome_unknown" if line.fired is None else "outcome_fired" if line.fired else "outcome_silent"
    return [line.id, say(lang, outcome), line.condition(lang), line.consequence(lang)]


def _computation(card: Scorecard, lang: str) -> Markup:
    """Return the card's own explanation, line by line, its subject isolated."""
    name = printable(str(card.subject))
    head, *lines = card.explain(lang).split("\n")
    made = [element("span", isolated(name), head.removeprefix(name)), *(element("span", line) for line in lines)]
    return element(
        "details", element("summary", say(lang, "report_computation")), element("pre", joined(made, _NEW_LINE))
    )


_NEW_LINE = Markup("\n")
