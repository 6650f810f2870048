"""The scorer: from the slots of a card to values, statuses, points, total and grade, in contract order.

The function is generated, as attrs generates `__init__`: straight-line integer code for one plan in one situation,
about two and a half times as fast as the loop it replaces.  Only integers, slot numbers and names chosen here enter the
source; no text of a profile or a record does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from ..arithmetic import EXACT, rdiv, reduced, to_grid
from ..curves import Canonical, Segment
from ..indicators import Mix
from ..plan import (
    Formula,
    Item,
    Junction,
    Look,
    Plan,
    Shape,
    Situation,
    Target,
    Term,
    mix,
    structure_match,
    target_shares,
)
from ..profiles import CapGrade, Disqualify, ItemZero, Multiply
from ..vocabulary import CardStatus, NotAssessed, Status, Zero

__all__ = ["CARD_STATUSES", "STATUSES", "Beyond", "Outcome", "scorer"]

STATUSES = tuple(Status)
"""Statuses by the code under which an outcome holds them."""

CARD_STATUSES = tuple(CardStatus)

_CODE = {status: code for code, status in enumerate(STATUSES)}
_CARD = {status: code for code, status in enumerate(CARD_STATUSES)}
_KEPT = 256


class Outcome(NamedTuple):
    """What became of one card, as integers: points in thousandths, values in units of their last shown decimal."""

    status: int
    total: int | None
    base: int | None
    grade: int | None
    values: tuple[int | None, ...]
    """Of each formula of the plan."""
    statuses: tuple[int, ...]
    """Of each formula."""
    item_statuses: tuple[int, ...]
    points: tuple[int | None, ...]
    """Of each item, after item gates and the not-assessed policy."""
    extras: tuple[int, ...]
    gates: tuple[bool | None, ...]
    """Fired, not fired, or not to be told."""


class Beyond(Exception):  # noqa: N818  (a signal inside the room, not an error users see)
    """A value on an unbounded ray left the exact range.

    Carries the item's number (extras count down from −1) and the limit.
    """


Scorer = Callable[[Sequence[Any], Sequence[int]], Outcome]


@lru_cache(maxsize=_KEPT)
def _compiled(
    plan: Plan, fixed: tuple[Status | None, ...], untargeted: tuple[bool, ...], immature: tuple[bool, ...]
) -> Scorer:
    source = "\n".join(_Emitter(plan, fixed, untargeted, immature).lines())
    names: dict[str, Any] = {
        "Beyond": Beyond,
        "Outcome": Outcome,
        "every": _every,
        "some": _some,
        "spread": _spread,
        "mix": mix,
        "structure_match": structure_match,
        "SHARES": [target_shares(f.indicator) if isinstance(f.indicator, Mix) else {} for f in plan.formulas],
        "make": tuple.__new__,
    }
    exec(compile(source, "<salesperf scorer>", "exec"), names)  # noqa: S102  (source made here from integers only)
    function: Scorer = names["score"]
    return function


def scorer(plan: Plan, situation: Situation) -> Callable[[Sequence[Any]], Outcome]:
    """Return the function that turns the slots of a card into its outcome, in one period's situation."""
    function = _compiled(plan, situation.fixed, situation.untargeted, situation.immature)
    lengths = situation.lengths
    paces = tuple(
        pace for formula in plan.formulas if any(formula.pace) for pace in formula.paces(formula.length(lengths))
    )
    return lambda slots: function(slots, paces)


def _every(*states: bool | None) -> bool | None:
    """Kleene's and: one false settles it, else one unknown leaves it open."""
    return False if False in states else None if None in states else True


def _some(*states: bool | None) -> bool | None:
    """Kleene's or."""
    return True if True in states else None if None in states else False


def _spread(*terms: tuple[Sequence[tuple[str, int]], int]) -> tuple[tuple[str, int], ...]:
    """Add spreads up, each times a whole number."""
    amounts: dict[str, int] = {}
    for pairs, times in terms:
        for name, amount in pairs:
            amounts[name] = amounts.get(name, 0) + amount * times
    return tuple(amounts.items())


class _Emitter:
    """Writes the source of one scorer; `f3` in a name belongs to formula 3, `i3` to item 3, `s3` to slot 3."""

    def __init__(
        self, plan: Plan, fixed: tuple[Status | None, ...], untargeted: tuple[bool, ...], immature: tuple[bool, ...]
    ) -> None:
        self.plan = plan
        self.fixed = fixed
        self.untargeted = untargeted
        self.immature = immature

    def lines(self) -> Iterator[str]:
        plan = self.plan
        yield "def score(slots, paces):"
        body = [
            _unpack((f"s{n}" for n in range(len(plan.slots))), "slots"),
            _unpack((f"k{n}{x}" for n, f in enumerate(plan.formulas) if any(f.pace) for x in "ab"), "paces"),
            *(line for number, formula in enumerate(plan.formulas) for line in self.formula(number, formula)),
            *(line for number, item in enumerate(plan.items) for line in self.item(number, item)),
            *(f"g{number} = {self.look(gate.when)}" for number, gate in enumerate(plan.gates)),
            *self.item_zeros(),
            *self.base(),
            *(line for number in range(len(plan.extras)) for line in self.add_or_deduct(number)),
            *self.total(),
            self.result(),
        ]
        yield from (f"    {line}" for line in body if line)

    # values

    def formula(self, number: int, formula: Formula) -> Iterator[str]:
        value, code = f"u{number}", f"c{number}"
        fixed = self.fixed[number]
        if fixed is not None:
            yield f"{value} = None; {code} = {_CODE[fixed]}"
            return
        if formula.shape in {Shape.MIX, Shape.STRUCTURE}:
            yield f"{value} = {self._index(number, formula)}"
            yield f"if {value} is None: {code} = {_CODE[Status.NO_DENOMINATOR]}"
            yield f"else: {code} = {self._settled(number, formula)}"
            return
        yield f"n{number} = {_sum(formula.numerator)}"
        if formula.denominator:
            yield f"d{number} = {_sum(formula.denominator)}"
        settled = f"{code} = {self._settled(number, formula)}"
        if formula.shape is Shape.SUM:
            if formula.numerator_dates is None:
                total = _divided(f"n{number}", formula.times, str(formula.over), formula.over)
            else:
                dates = f"(s{formula.numerator_dates} or 1)"
                total = _divided(f"n{number}", formula.times, dates, formula.over, literal=False)
            yield f"{value} = {total}; {settled}"
            return
        refused = " or ".join(f"s{slot}" for slot in formula.partial)
        if formula.shape is Shape.SCALED:
            absent = " or ".join(filter(None, [refused, f"s{formula.target_rows} == 0"]))
            above = f"({formula.scale} + n{number} - d{number})"
            yield f"if {absent}: {value} = None; {code} = {_CODE[Status.NO_TARGET]}"
            yield f"else: {value} = {_divided(above, formula.times, str(formula.over), formula.over)}; {settled}"
            return
        if refused:
            yield f"if {refused}: {value} = None; {code} = {_CODE[Status.NO_TARGET]}"
        yield f"{'elif' if refused else 'if'} d{number} > 0: {value} = {self._quotient(number, formula)}; {settled}"
        if formula.indicator.zero is Zero.INFINITE:
            yield f"elif n{number} == 0: {value} = 0; {settled}"
        yield f"else: {value}, {code} = {_without_denominator(number, formula)}"

    def _index(self, number: int, formula: Formula) -> str:
        above = _spreads(formula.numerator)
        if formula.shape is Shape.STRUCTURE:
            return f"structure_match({above}, {_spreads(formula.denominator)}, {formula.unit})"
        assert formula.indicator.numerator is not None  # noqa: S101  (a mix has one)
        scale = 10**formula.indicator.numerator.decimals
        return f"mix({above}, SHARES[{number}], {scale}, {formula.unit})"

    def _quotient(self, number: int, formula: Formula) -> str:
        paced = any(formula.pace)
        above = [f"n{number}", *([f"k{number}a"] if paced else [])]
        below = [f"d{number}", *([f"k{number}b"] if paced else [])]
        if formula.denominator_dates is not None:
            above.append(f"s{formula.denominator_dates}")
        if formula.numerator_dates is not None:
            below.append(f"(s{formula.numerator_dates} or 1)")
        return _divided(" * ".join(above), formula.times, " * ".join(below), formula.over, literal=False)

    def _settled(self, number: int, formula: Formula) -> str:
        """Return the code of a formula that has a value."""
        if self.immature[number]:
            return str(_CODE[Status.IMMATURE_COHORT])
        value = f"u{number}"
        odd = [f"{value} < {formula.low}"] if formula.low is not None else []
        odd += [f"{value} > {formula.high}"] if formula.high is not None else []
        odd += [f"s{slot} < 0" for slot in formula.unsigned]
        text = (
            f"{_CODE[Status.SUSPECT]} if {' or '.join(odd)} else {_CODE[Status.OK]}" if odd else str(_CODE[Status.OK])
        )
        if formula.sample:
            least = str(formula.minimum)
            if formula.denominator_dates is not None:
                least += f" * s{formula.denominator_dates}"
            small = f"{_sum(formula.sample)} < {least}"
            text = f"{_CODE[Status.INSUFFICIENT_SAMPLE]} if {small} else {text}"
        return text

    # points

    def item(self, number: int, item: Item) -> Iterator[str]:
        formula, code, points = item.formula, f"q{number}", f"p{number}"
        yield f"{code} = c{formula}"
        if self.untargeted[number]:
            yield f"if {code} < {_CODE[Status.NO_SALES]}: {code} = {_CODE[Status.NO_TARGET]}"
        else:
            yield from self._argument(number, item)
        yield f"if {code} < {_CODE[Status.INSUFFICIENT_SAMPLE]}:"
        limit = min(item.curve.bound(), EXACT // (4 * 10**8))
        yield from (
            f"    {line}"
            for line in _curve(item.curve, f"x{number}", points, f"raise Beyond({number}, {limit})", limit)
        )
        yield f"elif {code} == {_CODE[Status.NO_SALES]}: {points} = {item.curve.beyond}"
        yield f"else: {self._by_policy(code, points, item)}"

    def _argument(self, number: int, item: Item) -> Iterator[str]:
        """Emit what the curve looks at: the value, or its gap to the target, or its percentage of the target."""
        formula = self.plan.formulas[item.formula]
        name, value = f"x{number}", f"u{item.formula}"
        if item.gap and item.target is None:
            yield from self._amount_gap(number, item, formula)
            return
        if item.target is None:
            yield f"{name} = {value}"
            return
        target = item.target
        lacking = [f"s{slot}" for slot in target.partial]
        yield f"t{number} = {_target(target)}"
        if target.constant is None or item.percent:
            lacking.append(f"t{number} <= 0")
        if lacking:
            code = f"q{number}"
            none = " or ".join(lacking)
            yield f"if {code} < {_CODE[Status.NO_SALES]} and ({none}): {code} = {_CODE[Status.NO_TARGET]}"
        yield f"if q{number} < {_CODE[Status.INSUFFICIENT_SAMPLE]}:"
        if item.percent:
            hundred = 100 * 10**item.decimals
            yield f"    {name} = (2 * {hundred} * {value} + t{number}) // (2 * t{number})"
        else:
            yield f"    {name} = {value} - t{number}"

    def _amount_gap(self, number: int, item: Item, formula: Formula) -> Iterator[str]:
        """Emit an attainment's gap: actual − target, an amount with its own decimals."""
        indicator = formula.indicator
        if self.fixed[item.formula] is not None or indicator.numerator is None or indicator.denominator is None:
            yield f"x{number} = 0"
            return
        above, below = indicator.numerator.decimals, indicator.denominator.decimals
        widest = max(above, below)
        if formula.shape is Shape.SCALED:  # both are on the wider grid already
            above = below = widest
        times, over = reduced(10**item.decimals, 10**widest)
        actual, target = f"n{item.formula} * {10 ** (widest - above)}", f"d{item.formula} * {10 ** (widest - below)}"
        dates = [
            f"(s{slot} or 1)" if slot is not None else "1"
            for slot in (formula.numerator_dates, formula.denominator_dates)
        ]
        if dates == ["1", "1"]:
            yield f"x{number} = {_divided(f'({actual} - {target})', times, str(over), over)}"
        else:
            gap = f"({actual} * {dates[1]} - {target} * {dates[0]})"
            yield f"x{number} = {_divided(gap, times, ' * '.join(dates), over, literal=False)}"

    def _by_policy(self, code: str, points: str, item: Item) -> str:
        policy = self.plan.profile.not_assessed
        if policy is NotAssessed.REDISTRIBUTE:
            return f"{points} = None"
        redistributed = " or ".join(
            f"{code} == {_CODE[s]}" for s in STATUSES if not s.is_scored and not s.follows_policy
        )
        given = {NotAssessed.NEUTRAL: item.par, NotAssessed.ZERO: 0, NotAssessed.FAIL: -1}[policy]
        value = "None" if policy is NotAssessed.FAIL else str(given)
        return f"{points} = None if {redistributed} else {value}"

    def look(self, when: Look | Junction) -> str:
        if isinstance(when, Look):
            least = f"{when.at_least} <= " if when.at_least is not None else ""
            below = f" < {when.below}" if when.below is not None else ""
            code = f"c{when.formula}" if when.item is None else f"q{when.item}"
            return f"({least}u{when.formula}{below} if {code} == {_CODE[Status.OK]} else None)"
        return f"{'every' if when.every else 'some'}({', '.join(self.look(part) for part in when.parts)})"

    def item_zeros(self) -> Iterator[str]:
        """(1) item gates set a line's points to 0."""
        places = {item.criterion.id: number for number, item in enumerate(self.plan.items)}
        for number, gate in enumerate(self.plan.gates):
            if isinstance(gate.gate.then, ItemZero):
                points = f"p{places[gate.gate.then.criterion]}"
                yield f"if g{number} and {points} is not None: {points} = 0"

    # card

    def base(self) -> Iterator[str]:
        """(2) the weighted mean of the points, each group clipped to its maximum."""
        plan = self.plan
        weights = [item.weight for item in plan.items]
        yield f"W = {sum(weights)}"
        yield "A = W"
        unscored = " and ".join("{code} != " + str(_CODE[s]) for s in STATUSES if s.is_scored)
        plain = plan.profile.not_assessed in {NotAssessed.REDISTRIBUTE, NotAssessed.FAIL}
        groups: dict[int, list[str]] = {}
        terms = []
        for number, item in enumerate(plan.items):
            points = f"p{number}"
            empty = f"if {points} is None: W -= {item.weight}; e{number} = 0"
            yield empty
            yield f"else: e{number} = {item.weight} * {points}"
            if not plain:
                yield f"if {unscored.format(code=f'q{number}')}: A -= {item.weight}"
            if item.group is None:
                terms.append(f"e{number}")
            else:
                groups.setdefault(item.group, []).append(f"e{number}")
        if plain:
            yield "A = W"
        for group, members in groups.items():
            most = _thousandths(plan.profile.group_maximum[group][1])
            yield f"m{group} = min({' + '.join(members)}, {most} * W)"
            terms.append(f"m{group}")
        yield f"T = {' + '.join(terms)}"
        yield "base = (2 * T + W) // (2 * W) if W else None"

    def add_or_deduct(self, number: int) -> Iterator[str]:
        """(3) each extra, unweighted, clamped to its own bounds; without a value 0."""
        given = self.plan.extras[number]
        formula, points = given.formula, f"y{number}"
        yield f"if c{formula} < {_CODE[Status.INSUFFICIENT_SAMPLE]}:"
        limit = min(given.curve.bound(), EXACT // (4 * 10**8))
        beyond = f"raise Beyond({-1 - number}, {limit})"
        yield from (f"    {line}" for line in _curve(given.curve, f"u{formula}", points, beyond, limit))
        yield f"elif c{formula} == {_CODE[Status.NO_SALES]}: {points} = {given.curve.beyond}"
        yield f"else: {points} = 0"
        yield f"if {points} < {given.minimum}: {points} = {given.minimum}"
        yield f"elif {points} > {given.maximum}: {points} = {given.maximum}"

    def total(self) -> Iterator[str]:
        """(4) floor and cap, (5) the product of multipliers with one division, (6) grade and the lowest cap."""
        profile = self.plan.profile
        yield f"status = {_CARD[CardStatus.SCORED]}"
        least = _thousandths(profile.publish_at_least) // 10
        yield f"if A < {least} or not W: status = {_CARD[CardStatus.TOO_LITTLE_ASSESSED]}"
        if profile.not_assessed is NotAssessed.FAIL:
            by_policy = tuple(_CODE[s] for s in STATUSES if s.follows_policy)
            failed = " or ".join(f"q{n} in {by_policy}" for n in range(len(self.plan.items)))
            yield f"if {failed}: status = {_CARD[CardStatus.FAILED]}"
        for number, gate in enumerate(self.plan.gates):
            if isinstance(gate.gate.then, Disqualify):
                yield f"if g{number}: status = {_CARD[CardStatus.DISQUALIFIED]}"
        yield "total = grade = None"
        yield "if not status:"
        yield from (f"    {line}" for line in self._scored())

    def _scored(self) -> Iterator[str]:
        profile = self.plan.profile
        yield f"total = {' + '.join(['base', *(f'y{n}' for n in range(len(self.plan.extras)))])}"
        if profile.floor is not None:
            floor = _thousandths(profile.floor)
            yield f"if total < {floor}: total = {floor}"
        if profile.cap is not None:
            cap = _thousandths(profile.cap)
            yield f"if total > {cap}: total = {cap}"
        multipliers = [
            (n, gate.gate.then) for n, gate in enumerate(self.plan.gates) if isinstance(gate.gate.then, Multiply)
        ]
        if multipliers:
            yield "above = below = 1"
            for number, then in multipliers:
                above, below = then.factor.as_integer_ratio()
                yield f"if g{number}: above *= {above}; below *= {below}"
            yield "total = (2 * total * above + below) // (2 * below)"
        if not profile.grades:
            return
        bounds = [_thousandths(least) for _, least in profile.grades]
        chain = "".join(f"{place} if total >= {least} else " for place, least in enumerate(bounds[:-1]))
        yield f"grade = {chain}{len(bounds) - 1}"
        names = [name for name, _ in profile.grades]
        for number, gate in enumerate(self.plan.gates):
            if isinstance(gate.gate.then, CapGrade):
                place = names.index(gate.gate.then.grade)
                yield f"if g{number} and grade < {place}: grade = {place}"

    def result(self) -> str:
        plan = self.plan
        codes = _tuple(f"c{n}" for n in range(len(plan.formulas)))
        own_codes = _tuple(f"q{n}" for n in range(len(plan.items)))
        return "return make(Outcome, (status, total, base, grade, {}, {}, {}, {}, {}, {}))".format(
            _tuple(f"u{n}" for n in range(len(plan.formulas))),
            codes,
            own_codes,
            _tuple(f"p{n}" for n in range(len(plan.items))),
            _tuple(f"y{n}" for n in range(len(plan.extras))),
            _tuple(f"g{n}" for n in range(len(plan.gates))),
        )


def _thousandths(value: Any) -> int:
    units = to_grid(value, 3)
    assert units is not None  # noqa: S101  (profiles accept at most 3 decimals)
    return units


def _unpack(names: Iterator[str], source: str) -> str:
    joined = "".join(f"{name}, " for name in names)
    return f"({joined}) = {source}" if joined else ""


def _tuple(names: Iterator[str]) -> str:
    return f"({''.join(f'{name}, ' for name in names)})"


def _sum(terms: Sequence[Term]) -> str:
    text = ""
    for term in terms:
        sign = " - " if term.times < 0 else " + " if text else ""
        text += sign + (f"{abs(term.times)} * " if abs(term.times) != 1 else "") + f"s{term.slot}"
    return text.strip() if text else "0"


def _spreads(terms: Sequence[Term]) -> str:
    return f"spread({', '.join(f'(s{term.slot}, {term.times})' for term in terms)})"


def _target(target: Target) -> str:
    if target.constant is not None:
        return str(target.constant)
    return _divided(f"({_sum(target.terms)})", target.times, str(target.over), target.over)


def _divided(above: str, times: int, below: str, over: int, *, literal: bool = True) -> str:
    """Return rdiv(above · times, below · over) as source; with `literal`, `below` is `over` itself."""
    if literal:
        if over == 1:
            return above if times == 1 else f"{times} * {above}"
        return f"({2 * times} * {above} + {over}) // {2 * over}"
    divisor = below if over == 1 else f"{over} * {below}"
    if " " in divisor:
        return f"({2 * times} * {above} + (z := {divisor})) // (2 * z)"
    return f"({2 * times} * {above} + {divisor}) // (2 * {divisor})"


def _without_denominator(number: int, formula: Formula) -> str:
    """Return source for (value, code) of a denominator that is not positive."""
    above, below = f"n{number}", f"d{number}"

    def none(status: Status) -> str:
        return f"(None, {_CODE[status]})"

    plain = none(Status.NO_DENOMINATOR)
    infinite = f"{none(Status.NO_SALES)} if {above} > 0 else "
    return {
        Zero.IDLE: f"{none(Status.NOT_APPLICABLE)} if {below} == 0 else {plain}",
        Zero.UNDEFINED_OR_IDLE: f"{none(Status.NOT_APPLICABLE)} if {below} == 0 == {above} else {plain}",
        Zero.TARGET: none(Status.NO_TARGET),
        Zero.ASSESSED: none(Status.NOT_ASSESSED),
        Zero.INFINITE: infinite + plain,
        Zero.INFINITE_COST: infinite + plain,
    }.get(formula.indicator.zero, plain)


def _curve(curve: Canonical, x: str, p: str, beyond: str, limit: int) -> Iterator[str]:
    """Emit the canonical curve at `x` into `p`."""
    last = len(curve.segments) - 1
    for place, segment in enumerate(curve.segments):
        head = "else" if place == last and last else f"{'el' if place else ''}if {x} < {segment.hi}"
        body = [f"{p} = {_segment(segment, x)}"]
        if segment.a and (segment.lo is None or segment.hi is None):
            body.insert(0, f"if not {-limit} < {x} < {limit}: {beyond}")
        if segment.a and segment.pmin is not None:
            body.append(f"if {p} < {segment.pmin}: {p} = {segment.pmin}")
        if segment.a and segment.pmax is not None:
            body.append(f"if {p} > {segment.pmax}: {p} = {segment.pmax}")
        if last == 0:
            yield from body
            return
        yield f"{head}:"
        yield from (f"    {line}" for line in body)


def _flat(segment: Segment) -> int:
    """Return the points of a segment without slope."""
    points = rdiv(segment.b, segment.d)
    points = points if segment.pmin is None else max(points, segment.pmin)
    return points if segment.pmax is None else min(points, segment.pmax)


def _segment(segment: Segment, x: str) -> str:
    if segment.a == 0:
        return str(_flat(segment))
    above, below = 2 * segment.a, 2 * segment.d
    constant = 2 * segment.b + segment.d
    if segment.q == 1:
        constant -= above * segment.o
        return f"({above} * {x} + {constant}) // {below}"
    return f"({above} * (({x} - {segment.o}) // {segment.q}) + {constant}) // {below}"
