"""From a plan to its program, for one period or several at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from ..vocabulary import CardStatus
from ._card_steps import CardSteps
from ._codes import CARD
from ._decision import VALUED
from ._draft import Draft, Setting
from ._expression import (
    NULL,
    ONE,
    ZERO,
    Number,
    Sign,
    Truth,
    both,
    choose,
    compare,
    negated,
)
from ._formula import Situation
from ._formula_steps import Reading, formula_steps
from ._item_steps import extra_steps, item_steps
from ._plan import Plan
from ._program import Program, assembled

__all__ = ["CARD_OUTPUTS", "outputs_of", "program_of"]

CARD_OUTPUTS = ("status", "total", "base", "grade")
"""What there is of a card as a whole."""

_KEPT = 256


def outputs_of(plan: Plan) -> tuple[str, ...]:
    """Return the names of everything that a program can give.

    `u3` and `c3` are value and status of formula 3; `v2`, `q2`, `p2` and `contribution2` are of item 2: the value that
    is shown, which its own status may hide, status, points and part of the base; `y0` the points of extra 0; `g1` is 1
    where gate 1 fired, 0 where not, null where it cannot be told; then those of the card.  Values are in units of their
    last shown decimal, points in thousandths, statuses codes.
    """
    return (
        *(f"{kind}{number}" for number in range(len(plan.formulas)) for kind in "uc"),
        *(f"{kind}{number}" for number in range(len(plan.items)) for kind in ("v", "q", "p", "contribution")),
        *(f"y{number}" for number in range(len(plan.extras))),
        *(f"g{number}" for number in range(len(plan.gates))),
        *CARD_OUTPUTS,
    )


def program_of(
    plan: Plan,
    situations: Sequence[Situation],
    outputs: Iterable[str] = CARD_OUTPUTS,
    *,
    scales: Sequence[int] = (),
    refusable: bool = False,
    bounded: bool = False,
) -> Program:
    """Return the program that computes outputs of a plan's cards in several periods at once.

    `scales` says, slot by slot, how many units of its grid one unit of the input is, where that is not 1.

    With `refusable` there is an input `refused`: 1 where the reader could not decide a row.  Of a row that is refused
    for this or because a number is beyond its limit, every output but the status is null.  With `bounded` sums are
    known to lie within their limits, and are not held against them once more.

    Raises `NotColumnar` for what only the plain path computes, `ValueError` for an output that the plan has not.
    """
    wanted = tuple(dict.fromkeys(outputs))
    unknown = [name for name in wanted if name not in outputs_of(plan)]
    if unknown:
        msg = f"no outputs of this plan: {', '.join(unknown)}"
        raise ValueError(msg)
    settings = (Setting(each.fixed, each.untargeted, each.immature, each.lengths) for each in situations)
    return _lowered(plan, tuple(settings), wanted, tuple(scales), refusable=refusable, bounded=bounded)


@lru_cache(maxsize=_KEPT)
def _lowered(
    plan: Plan,
    settings: tuple[Setting, ...],
    outputs: tuple[str, ...],
    scales: tuple[int, ...],
    *,
    refusable: bool,
    bounded: bool,
) -> Program:
    draft = Draft(plan, settings, scales=scales, bounded=bounded)
    if refusable:
        draft.refusals.append(compare(draft.flag_given("refused"), Sign.OTHER, 0))
    readings: list[Reading] = []
    for number, formula in enumerate(plan.formulas):
        readings.append(formula_steps(draft, number, formula, readings))
    items = [item_steps(draft, number, item, readings[item.formula]) for number, item in enumerate(plan.items)]
    extras = [extra_steps(draft, number, extra, readings) for number, extra in enumerate(plan.extras)]
    given = dict(_outputs(CardSteps(draft, readings, items), extras))
    return assembled({**draft.steps, **given}, outputs, draft.inputs, draft.varying)


def _outputs(card: CardSteps, extras: Sequence[Number]) -> Iterator[tuple[str, Number]]:
    """Yield every output by name: what is shown of a row, and null where it is refused."""
    base, shares = card.base(), card.contributions()
    total = card.total(base, extras)
    refused = card.draft.truth("_refused", card.draft.refused)
    status = card.draft.number("_status", card.status(refused))
    kept, scored = negated(refused), compare(status, Sign.EQUAL, CARD[CardStatus.SCORED])
    for number, reading in enumerate(card.readings):
        yield f"u{number}", _where(both(kept, reading.decision.among(VALUED)), reading.value)
        yield f"c{number}", _where(kept, reading.decision.code)
    for number, item in enumerate(card.items):
        value = card.readings[card.draft.plan.items[number].formula].value
        yield f"v{number}", _where(both(kept, item.decision.among(VALUED)), value)
        yield f"q{number}", _where(kept, item.decision.code)
        yield f"p{number}", _where(both(kept, item.has), card.points[number])
        yield f"contribution{number}", _where(both(kept, item.has), shares[number])
    for number, points in enumerate(extras):
        yield f"y{number}", _where(kept, points)
    for number, (fired, idle) in enumerate(zip(card.fired, card.idle, strict=True)):
        yield f"g{number}", choose((refused, NULL), (fired, ONE), (idle, ZERO), otherwise=NULL)
    yield "base", _where(both(kept, compare(card.whole, Sign.ABOVE, 0)), base)
    yield "total", _where(scored, total)
    yield "grade", _where(scored, card.grade(total))
    yield "status", status


def _where(truth: Truth, number: Number) -> Number:
    return choose((truth, number), otherwise=NULL)
