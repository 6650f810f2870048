"""The source of a formula: a value in units of its last shown decimal, and its status (DESIGN: Status)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..arithmetic import EXACT
from ..plan import CODE, Formula, Shape, Term
from ..vocabulary import Status, Zero
from ._source import divided, plus

__all__ = ["formula_source"]


def formula_source(number: int, formula: Formula, fixed: Status | None, *, immature: bool) -> Iterator[str]:
    """Emit the value `u…` and the status `c…` of a formula."""
    value, code = f"u{number}", f"c{number}"
    if fixed is not None:
        yield f"{value} = None; {code} = {CODE[fixed]}"
        return
    if formula.shape in {Shape.MIX, Shape.STRUCTURE}:
        yield f"{value} = {_index(number, formula)}"
        yield f"if {value} is None: {code} = {CODE[Status.NO_DENOMINATOR]}"
        yield f"else: {code} = {_settled(number, formula, immature=immature)}"
        return
    if formula.shape is Shape.CHANGE:
        yield from _change(number, formula)
        return
    if formula.shape is Shape.MEMBERS:
        yield from _of_members(number, formula)
        return
    yield from _of_sums(number, formula, immature=immature)


def _of_sums(number: int, formula: Formula, *, immature: bool) -> Iterator[str]:
    """Emit a sum, or a quotient of sums."""
    value, code = f"u{number}", f"c{number}"
    yield f"n{number} = {plus(formula.numerator)}"
    if formula.denominator:
        yield f"d{number} = {plus(formula.denominator)}"
    settled = f"{code} = {_settled(number, formula, immature=immature)}"
    if formula.shape is Shape.SUM:
        if formula.numerator_dates is None:
            total = divided(f"n{number}", formula.times, formula.over)
        else:
            total = divided(f"n{number}", formula.times, formula.over, [f"(s{formula.numerator_dates} or 1)"])
        yield f"{value} = {total}; {settled}"
        return
    refused = " or ".join(f"s{slot}" for slot in formula.partial)
    if formula.shape is Shape.SCALED:
        absent = " or ".join(filter(None, [refused, f"s{formula.target_rows} == 0"]))
        yield f"if {absent}: {value} = None; {code} = {CODE[Status.NO_TARGET]}"
        yield f"else: {value} = {_scaled(number, formula)}; {settled}"
        return
    if refused:
        yield f"if {refused}: {value} = None; {code} = {CODE[Status.NO_TARGET]}"
    yield f"{'elif' if refused else 'if'} d{number} > 0: {value} = {_quotient(number, formula)}; {settled}"
    if formula.indicator.zero is Zero.INFINITE:
        yield f"elif n{number} == 0: {value} = 0; {settled}"
    yield f"else: {value}, {code} = {_without_denominator(number, formula)}"


def _index(number: int, formula: Formula) -> str:
    above = _spreads(formula.numerator)
    if formula.shape is Shape.STRUCTURE:
        return f"structure_match({above}, {_spreads(formula.denominator)}, {formula.unit})"
    assert formula.indicator.numerator is not None  # noqa: S101  (a mix has one)
    scale = 10**formula.indicator.numerator.decimals
    return f"mix({above}, SHARES[{number}], {scale}, {formula.unit})"


def _quotient(number: int, formula: Formula) -> str:
    paced = any(formula.pace)
    above = [f"n{number}", *([f"k{number}a"] if paced else [])]
    below = [f"d{number}", *([f"k{number}b"] if paced else [])]
    if formula.denominator_dates is not None:
        above.append(f"s{formula.denominator_dates}")
    if formula.numerator_dates is not None:
        below.append(f"(s{formula.numerator_dates} or 1)")
    return divided(" * ".join(above), formula.times, formula.over, below)


def _scaled(number: int, formula: Formula) -> str:
    """Return scale + actual − target over scale, with the levels that are means brought to one divisor."""
    dates = [f"(s{slot} or 1)" for slot in (formula.numerator_dates, formula.denominator_dates) if slot is not None]
    actual, target, scale = [f"n{number}"], [f"d{number}"], [str(formula.scale), *dates]
    if formula.numerator_dates is not None:
        target.append(f"(s{formula.numerator_dates} or 1)")
    if formula.denominator_dates is not None:
        actual.append(f"(s{formula.denominator_dates} or 1)")
    above = f"({' * '.join(scale)} + {' * '.join(actual)} - {' * '.join(target)})"
    return divided(above, formula.times, formula.over, dates)


def _settled(number: int, formula: Formula, *, immature: bool) -> str:
    """Return the code of a formula that has a value."""
    if immature:
        return str(CODE[Status.IMMATURE_COHORT])
    text = _flagged(f"u{number}", formula)
    if formula.sample:
        least = str(formula.minimum)
        if formula.denominator_dates is not None:
            least += f" * (s{formula.denominator_dates} or 1)"
        small = f"{plus(formula.sample)} < {least}"
        text = f"{CODE[Status.INSUFFICIENT_SAMPLE]} if {small} else {text}"
    return text


def _flagged(value: str, formula: Formula, more: Sequence[str] = ()) -> str:
    """Return the code of a value: suspect outside its plausible range or with a negative sum of a count, else ok."""
    odd = [f"{value} < {formula.low}"] if formula.low is not None else []
    odd += [f"{value} > {formula.high}"] if formula.high is not None else []
    odd += [f"s{slot} < 0" for slot in formula.unsigned]
    odd += more
    return f"{CODE[Status.SUSPECT]} if {' or '.join(odd)} else {CODE[Status.OK]}" if odd else str(CODE[Status.OK])


def _of_members(number: int, formula: Formula) -> Iterator[str]:
    """Emit what becomes of the direct reports' values; their number is the sample."""
    value, code = f"u{number}", f"c{number}"
    settled = _flagged(value, formula)
    if formula.minimum:
        small = f"len(s{formula.members}) < {formula.minimum}"
        settled = f"{CODE[Status.INSUFFICIENT_SAMPLE]} if {small} else {settled}"
    yield f"{value} = member_value(FORMULAS[{number}], s{formula.members})"
    yield f"if {value} is None: {code} = {CODE[Status.NO_DENOMINATOR]}"
    yield f"else: {code} = {settled}"


def _change(number: int, formula: Formula) -> Iterator[str]:
    """Emit a change: of a total from the sums of both periods, of a ratio from the values as shown."""
    value, code, unit = f"u{number}", f"c{number}", formula.unit
    now, base = f"c{formula.now_at}", f"c{formula.base_at}"
    kind = "n" if formula.changes_sums else "u"
    above, below = f"{kind}{formula.now_at}", f"{kind}{formula.base_at}"
    yield f"if {now} > {CODE[Status.IMMATURE_COHORT]}: {value} = None; {code} = {now}"
    yield f"elif {base} > {CODE[Status.IMMATURE_COHORT]} or {below} <= 0:"
    yield f"    {value} = None; {code} = {CODE[Status.NO_DENOMINATOR]}"
    yield "else:"
    if not formula.changes_sums:
        limit = EXACT // (4 * unit)
        yield f"    if not -{limit} < {above} < {limit} or {below} >= {limit}: raise Beyond(({number},), {limit})"
    relative = getattr(formula.indicator, "relative", True)
    quotient = f"(2 * {unit} * ({above} - {below}) + {below}) // (2 * {below})"
    yield f"    {value} = {quotient if relative else f'u{formula.now_at} - u{formula.base_at}'}"
    suspect = CODE[Status.SUSPECT]
    flagged = _flagged(value, formula, [f"{now} == {suspect}", f"{base} == {suspect}"])
    immature = CODE[Status.IMMATURE_COHORT]
    yield f"    {code} = {immature} if {now} == {immature} else {flagged}"


def _spreads(terms: Sequence[Term]) -> str:
    return f"spread({', '.join(f'(s{term.slot}, {term.times})' for term in terms)})"


def _without_denominator(number: int, formula: Formula) -> str:
    """Return source for (value, code) of a denominator that is not positive."""
    above, below = f"n{number}", f"d{number}"

    def none(status: Status) -> str:
        return f"(None, {CODE[status]})"

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
