"""The source of a scorer: from the slots of a card to values, statuses, points, total and grade, in contract order.

Straight-line integer code.  What may be amended has a look for a change at each place that may have one; nothing of it
is in the source for cards as they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..arithmetic import thousandths
from ..plan import CARD, CODE, STATUSES, Formula, Item, Junction, Look, Plan, Target, amount_gap, ray_limit
from ..profiles import CapGrade, Disqualify, ItemZero, Multiply
from ..vocabulary import CardStatus, NotAssessed, Status
from ._formula_source import formula_source
from ._source import curve_at, divided, joined, plus, unpacked

__all__ = ["Emitter"]


class Emitter:
    """Writes the source of one scorer; `f3` in a name belongs to formula 3, `i3` to item 3, `s3` to slot 3."""

    def __init__(
        self,
        plan: Plan,
        fixed: tuple[Status | None, ...],
        untargeted: tuple[bool, ...],
        immature: tuple[bool, ...],
        *,
        amendable: bool,
    ) -> None:
        self.plan = plan
        self.fixed = fixed
        self.untargeted = untargeted
        self.immature = immature
        self.amendable = amendable

    def lines(self, result: str) -> Iterator[str]:
        plan = self.plan
        yield f"def score(paces, slots{', changes' if self.amendable else ''}):"
        body = [
            unpacked((f"s{n}" for n in range(len(plan.slots))), "slots"),
            unpacked((f"k{n}{x}" for n, f in enumerate(plan.formulas) if any(f.pace) for x in "ab"), "paces"),
            *(line for number, formula in enumerate(plan.formulas) for line in self.formula(number, formula)),
            *self.given_values(),
            *(line for number, item in enumerate(plan.items) for line in self.item(number, item)),
            *(f"g{number} = {self.look(gate.when)}" for number, gate in enumerate(plan.gates)),
            *self.item_zeros(),
            *self.given_points(),
            *self.base(),
            *(line for number in range(len(plan.extras)) for line in self.add_or_deduct(number)),
            *self.total(),
            self.outcome() if result == "outcome" else "return status, total, base, grade",
        ]
        yield from (f"    {line}" for line in body if line)

    # values
    def formula(self, number: int, formula: Formula) -> Iterator[str]:
        """Emit a formula in this situation."""
        yield from formula_source(number, formula, self.fixed[number], immature=self.immature[number])

    def given_values(self) -> Iterator[str]:
        """Take values that people gave, once all are computed: what is computed from others keeps to the sums."""
        if not self.amendable:
            return
        yield "given, awarded, excluded, exempt = changes"
        yield "given, awarded = dict(given), dict(awarded)"
        for number in sorted({item.formula for item in self.plan.items}):
            yield f"if {number} in given: u{number}, c{number} = given[{number}], {CODE[Status.OK]}"

    def given_points(self) -> Iterator[str]:
        """Take points that people gave, over item gates too: they saw the card with what these had done to it."""
        for number in range(len(self.plan.items) if self.amendable else 0):
            yield f"if {number} in awarded: p{number} = awarded[{number}]"

    # points

    def code(self, number: int) -> str:
        """Return the name of an item's status: its formula's, unless a target of its own may change it."""
        item = self.plan.items[number]
        own = item.target is not None or self.untargeted[number] or self.amendable
        return f"q{number}" if own else f"c{item.formula}"

    def item(self, number: int, item: Item) -> Iterator[str]:
        code, points = self.code(number), f"p{number}"
        if self.amendable:
            yield f"{code} = {CODE[Status.EXCLUDED]} if {number} in excluded else c{item.formula}"
        elif code != f"c{item.formula}":
            yield f"{code} = c{item.formula}"
        if self.untargeted[number]:
            yield f"if {code} < {CODE[Status.NO_SALES]}: {code} = {CODE[Status.NO_TARGET]}"
        else:
            yield from self._argument(number, item)
        looks_at = f"x{number}" if item.gap or item.target is not None else f"u{item.formula}"
        yield f"if {code} < {CODE[Status.INSUFFICIENT_SAMPLE]}:"
        limit = ray_limit(item.curve)
        yield from (
            f"    {line}" for line in curve_at(item.curve, looks_at, points, f"raise Beyond({number}, {limit})", limit)
        )
        yield f"elif {code} == {CODE[Status.NO_SALES]}: {points} = {item.curve.beyond}"
        yield f"else: {self._by_policy(code, points, item)}"

    def _argument(self, number: int, item: Item) -> Iterator[str]:
        """Emit what the curve looks at: the value, or its gap to the target, or its percentage of the target."""
        formula = self.plan.formulas[item.formula]
        name, value = f"x{number}", f"u{item.formula}"
        if item.gap and item.target is None:
            yield from self._amount_gap(number, item, formula)
            return
        if item.target is None:
            return
        target = item.target
        lacking = [f"s{slot}" for slot in target.partial]
        yield f"t{number} = {_target(target)}"
        if target.constant is None or item.percent:
            lacking.append(f"t{number} <= 0")
        if lacking:
            code = f"q{number}"
            none = " or ".join(lacking)
            yield f"if {code} < {CODE[Status.NO_SALES]} and ({none}): {code} = {CODE[Status.NO_TARGET]}"
        yield f"if q{number} < {CODE[Status.INSUFFICIENT_SAMPLE]}:"
        if item.percent:
            hundred, limit = item.hundred, item.percent_limit
            yield f"    if not -{limit} < {value} < {limit}: raise Beyond({number}, {limit})"
            yield f"    {name} = (2 * {hundred} * {value} + t{number}) // (2 * t{number})"
        else:
            yield f"    {name} = {value} - t{number}"

    def _amount_gap(self, number: int, item: Item, formula: Formula) -> Iterator[str]:
        """Emit an attainment's gap: actual − target, an amount with its own decimals."""
        if self.fixed[item.formula] is not None:
            yield f"x{number} = 0"
            return
        gap = amount_gap(item, formula)
        actual, target = f"n{item.formula} * {gap.actual}", f"d{item.formula} * {gap.target}"
        dates = [
            f"(s{slot} or 1)" if slot is not None else "1"
            for slot in (formula.numerator_dates, formula.denominator_dates)
        ]
        if dates == ["1", "1"]:
            yield f"x{number} = {divided(f'({actual} - {target})', gap.times, gap.over)}"
        else:
            apart = f"({actual} * {dates[1]} - {target} * {dates[0]})"
            yield f"x{number} = {divided(apart, gap.times, gap.over, dates)}"

    def _by_policy(self, code: str, points: str, item: Item) -> str:
        policy = self.plan.profile.not_assessed
        if policy is NotAssessed.REDISTRIBUTE:
            return f"{points} = None"
        redistributed = " or ".join(
            f"{code} == {CODE[s]}"
            for s in STATUSES
            if not s.is_scored and not s.follows_policy and (self.amendable or s is not Status.EXCLUDED)
        )
        given = {NotAssessed.NEUTRAL: item.par, NotAssessed.ZERO: 0, NotAssessed.FAIL: -1}[policy]
        value = "None" if policy is NotAssessed.FAIL else str(given)
        return f"{points} = None if {redistributed} else {value}"

    def look(self, when: Look | Junction) -> str:
        if isinstance(when, Look):
            least = f"{when.at_least} <= " if when.at_least is not None else ""
            below = f" < {when.below}" if when.below is not None else ""
            code = f"c{when.formula}" if when.item is None else self.code(when.item)
            return f"({least}u{when.formula}{below} if {code} == {CODE[Status.OK]} else None)"
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
        unscored = " and ".join("{code} != " + str(CODE[s]) for s in STATUSES if s.is_scored)
        plain = plan.profile.not_assessed in {NotAssessed.REDISTRIBUTE, NotAssessed.FAIL}
        groups: dict[int, list[str]] = {}
        terms = []
        for number, item in enumerate(plan.items):
            points = f"p{number}"
            empty = f"if {points} is None: W -= {item.weight}; e{number} = 0"
            yield empty
            yield f"else: e{number} = {item.weight} * {points}"
            if not plain:
                yield f"if {unscored.format(code=self.code(number))}{self.not_given(number)}: A -= {item.weight}"
            if item.group is None:
                terms.append(f"e{number}")
            else:
                groups.setdefault(item.group, []).append(f"e{number}")
        if plain:
            yield "A = W"
        for group, members in groups.items():
            most = thousandths(plan.profile.group_maximum[group][1])
            yield f"m{group} = min({' + '.join(members)}, {most} * W)"
            terms.append(f"m{group}")
        yield f"T = {' + '.join(terms)}"
        yield "base = (2 * T + W) // (2 * W) if W else None"

    def not_given(self, number: int) -> str:
        """Return the condition that nobody gave points to an item; who did has assessed it."""
        return f" and {number} not in awarded" if self.amendable else ""

    def add_or_deduct(self, number: int) -> Iterator[str]:
        """(3) each extra, unweighted, clamped to its own bounds; without a value 0."""
        given = self.plan.extras[number]
        formula, points = given.formula, f"y{number}"
        yield f"if c{formula} < {CODE[Status.INSUFFICIENT_SAMPLE]}:"
        limit = ray_limit(given.curve)
        beyond = f"raise Beyond({-1 - number}, {limit})"
        yield from (f"    {line}" for line in curve_at(given.curve, f"u{formula}", points, beyond, limit))
        yield f"elif c{formula} == {CODE[Status.NO_SALES]}: {points} = {given.curve.beyond}"
        yield f"else: {points} = 0"
        yield f"if {points} < {given.minimum}: {points} = {given.minimum}"
        yield f"elif {points} > {given.maximum}: {points} = {given.maximum}"

    def total(self) -> Iterator[str]:
        """(4) floor and cap, (5) the product of multipliers with one division, (6) grade and the lowest cap."""
        profile = self.plan.profile
        yield f"status = {CARD[CardStatus.SCORED]}"
        least = thousandths(profile.publish_at_least) // 10
        yield f"if A < {least} or not W: status = {CARD[CardStatus.TOO_LITTLE_ASSESSED]}"
        if profile.not_assessed is NotAssessed.FAIL:
            by_policy = tuple(CODE[s] for s in STATUSES if s.follows_policy)
            each = (f"{self.code(n)} in {by_policy}{self.not_given(n)}" for n in range(len(self.plan.items)))
            failed = " or ".join(each)
            yield f"if {failed}: status = {CARD[CardStatus.FAILED]}"
        for number, gate in enumerate(self.plan.gates):
            if isinstance(gate.gate.then, Disqualify):
                yield f"if g{number}: status = {CARD[CardStatus.DISQUALIFIED]}"
        if self.amendable:
            yield f"if exempt: status = {CARD[CardStatus.EXEMPT]}"
        yield "total = grade = None"
        yield "if not status:"
        yield from (f"    {line}" for line in self._scored())

    def _scored(self) -> Iterator[str]:
        profile = self.plan.profile
        yield f"total = {' + '.join(['base', *(f'y{n}' for n in range(len(self.plan.extras)))])}"
        if profile.floor is not None:
            floor = thousandths(profile.floor)
            yield f"if total < {floor}: total = {floor}"
        if profile.cap is not None:
            cap = thousandths(profile.cap)
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
        bounds = [thousandths(least) for _, least in profile.grades]
        chain = "".join(f"{place} if total >= {least} else " for place, least in enumerate(bounds[:-1]))
        yield f"grade = {chain}{len(bounds) - 1}"
        names = [name for name, _ in profile.grades]
        for number, gate in enumerate(self.plan.gates):
            if isinstance(gate.gate.then, CapGrade):
                place = names.index(gate.gate.then.grade)
                yield f"if g{number} and grade < {place}: grade = {place}"

    def outcome(self) -> str:
        plan = self.plan
        codes = joined(f"c{n}" for n in range(len(plan.formulas)))
        own_codes = joined(map(self.code, range(len(plan.items))))
        if own_codes == codes:  # one tuple serves both
            codes, own_codes = f"(codes := {codes})", "codes"
        return "return make(Outcome, ({}, {}, {}, {}, {}, {}))".format(
            joined(f"u{n}" for n in range(len(plan.formulas))),
            codes,
            own_codes,
            joined(f"p{n}" for n in range(len(plan.items))),
            joined(f"y{n}" for n in range(len(plan.extras))),
            joined(f"g{n}" for n in range(len(plan.gates))),
        )


def _target(target: Target) -> str:
    if target.constant is not None:
        return str(target.constant)
    dates = [f"(s{target.dates} or 1)"] if target.dates is not None else []
    return divided(f"({plus(target.terms)})", target.times, target.over, dates)
