"""Asserts on boards and cards: the same scores, and a card that adds up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..scoring import AdjustmentKind, Line, Scoreboard, Scorecard
from ..text import printable
from ..vocabulary import CardStatus
from ._broken import Broken, BrokenLawError
from ._recompute import base_of, contribution_bounds, steps_of, value_of

__all__ = ["assert_adds_up", "assert_same_scores"]

_SAME = "the scores are the same"
_SECOND = "the second board"
_SET_APART = frozenset({"profile", "version", "digest", "lines", "extras", "gates", "steps", "measures"})


def assert_same_scores(first: Scoreboard, second: Scoreboard) -> None:
    """Assert that two boards hold the same cards, to the last digit; the profile's name and version do not count.

    Raises `BrokenLawError`, which names the first card that differs, the line and the number.

    >>> import salesperf as sp
    >>> from salesperf import profiles
    >>> rows = [{"person": "li.na", "date": "2026-03-05", "units_delivered": 28, "target_units": 29}]
    >>> more = [{"person": "li.na", "date": "2026-03-09", "units_delivered": 1}]
    >>> assert_same_scores(sp.score(rows + more, profiles.CONSULTANT), sp.score(more + rows, profiles.CONSULTANT))
    >>> march = [sp.score(some, profiles.CONSULTANT, period="2026-03") for some in (rows, rows + more)]
    >>> assert_same_scores(*march)
    Traceback (most recent call last):
        ...
    salesperf.testing._broken.BrokenLawError: the second board breaks 1 law:
      - the scores are the same: li.na, 2026-03: line unit_attainment: value: 96.55 in the first, 100.00 in the second
    """
    cards = {_key(card): card for card in first}
    others = {_key(card): card for card in second}
    found = next(_differences(cards, others), None)
    if found is not None:
        raise BrokenLawError(_SECOND, [Broken(_SAME, found)])


def _key(card: Scorecard) -> tuple[str, str, str]:
    return type(card.subject).__name__, str(card.subject), str(card.period)


def _differences(cards: dict[Any, Scorecard], others: dict[Any, Scorecard]) -> Iterator[str]:
    for key, card in cards.items():
        if key not in others:
            yield f"{_name(card)}: a card in the first only"
        else:
            for path, one, other in _unequal(card.to_dict(), others[key].to_dict()):
                yield f"{_name(card)}: {path}: {_text(one)} in the first, {_text(other)} in the second"
    yield from (f"{_name(card)}: a card in the second only" for key, card in others.items() if key not in cards)


def _name(card: Scorecard) -> str:
    return f"{printable(str(card.subject))}, {card.period}"


def _unequal(one: dict[str, Any], other: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Yield where two cards differ: the lines first, then what follows from them."""
    for part, what in (("lines", "line"), ("extras", "extra"), ("gates", "gate"), ("steps", "step")):
        yield from _of_parts(what, one[part], other[part])
    yield from ((name, one[name], other[name]) for name in one if name not in _SET_APART and one[name] != other[name])
    yield from _of_measures(one["measures"], other["measures"])


def _of_parts(what: str, ones: list[dict[str, Any]], others: list[dict[str, Any]]) -> Iterator[tuple[str, Any, Any]]:
    names, other_names = ([part["id"] for part in parts] for parts in (ones, others))
    if names != other_names:
        yield f"{what}s", ", ".join(names), ", ".join(other_names)
    for one, other in zip(ones, others, strict=False):
        for name, value in one.items():
            if value != other.get(name):
                yield f"{what} {one['id']}: {name}", value, other.get(name)


def _of_measures(ones: dict[str, Decimal], others: dict[str, Decimal]) -> Iterator[tuple[str, Any, Any]]:
    for name in dict.fromkeys([*ones, *others]):
        if ones.get(name) != others.get(name):
            yield f"measure {name}", ones.get(name), others.get(name)


def _text(value: object) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else "nothing" if value is None else printable(str(value))


def assert_adds_up(card: Scorecard) -> None:
    """Assert that a card's numbers follow from the ones before them, computed again with fractions.

    Values from their sums, points from their curves (or either from the adjustment that gave it), contributions and
    base from points and weights, steps and total from base, extras, limits and multipliers; and what `explain()` writes
    holds them all.  Raises `BrokenLawError` with everything that does not follow.

    >>> import salesperf as sp
    >>> from salesperf import profiles, sample
    >>> for card in sp.score(sample.dealership(people=2), profiles.CONSULTANT, period="quarter"):
    ...     assert_adds_up(card)
    """
    broken = [*(one for line in card.lines for one in _of_line(card, line)), *_of_card(card), *_of_text(card)]
    if broken:
        subject = f"the card of {_name(card)}"
        raise BrokenLawError(subject, broken)


def _of_line(card: Scorecard, line: Line) -> Iterator[Broken]:
    given = {} if line.adjusted is None else {line.adjusted.kind: line.adjusted.new}
    value = given.get(AdjustmentKind.VALUE, value_of(line))
    if value is not None and value != line.value:
        yield Broken(f"{line.id}: the value follows from its sums", f"{_text(line.value)}, not {_text(value)}")
    for name, side in (("now", line.now), ("base", line.base)):
        value = None if side is None else value_of(side)
        if side is not None and value != side.value:
            yield Broken(
                f"{line.id}: what it was, {name}, follows from its sums", f"{_text(side.value)}, not {_text(value)}"
            )
    points = given.get(AdjustmentKind.POINTS)
    if points is None and line.argument is not None and line.status.is_scored and not line.zeroed_by:
        points = line.criterion.curve.points(line.argument)
    if points is not None and points != line.points:
        yield Broken(f"{line.id}: the points are those of the curve", f"{_text(line.points)}, not {points}")
    bounds = contribution_bounds(card, line)
    if bounds is not None and not bounds[0] <= Fraction(line.contribution or 0) <= bounds[1]:
        yield Broken(f"{line.id}: the contribution is weight × points ÷ scored weight", _text(line.contribution))


def _of_card(card: Scorecard) -> Iterator[Broken]:
    parts = [line.contribution for line in card.lines if line.contribution is not None]
    added = sum((Fraction(part) for part in parts), Fraction(0))
    if card.base is not None and added != Fraction(card.base):
        yield Broken("contributions add up to the base", f"{float(added):.3f}, not {card.base}")
    base = base_of(card)
    if base != card.base:
        yield Broken("the base is the weighted mean of the points", f"{_text(card.base)}, not {_text(base)}")
    if (card.total is None) == (card.status is CardStatus.SCORED):
        yield Broken("a card has a total exactly where it is scored", f"{_text(card.total)} ({card.status})")
    if card.total is None:
        return
    stepped = sum((Fraction(step.amount) for step in card.steps), Fraction(0))
    if stepped != Fraction(card.total):
        yield Broken("steps add up to the total", f"{float(stepped):.3f}, not {card.total}")
    total = steps_of(card)
    if total != card.total:
        yield Broken("the total follows from base, extras, limits and multipliers", f"{card.total}, not {_text(total)}")


def _of_text(card: Scorecard) -> Iterator[Broken]:
    """Yield the numbers that an explanation leaves out."""
    text = card.explain()
    shown = [("total", card.total), ("base", card.base)]
    shown += [(f"value of {line.id}", line.value) for line in card.lines]
    shown += [(f"points of {line.id}", line.points) for line in card.lines]
    for name, number in shown:
        if number is not None and not any(form in text for form in _forms(number)):
            yield Broken("the explanation shows every number", f"{name}, {number:f}, is not in it")


def _forms(number: Decimal) -> tuple[str, str]:
    """Return a number as explanations write it, with its zeros and without."""
    full = f"{number:f}".replace("-", "−")
    return full, full.rstrip("0").rstrip(".") if "." in full else full
