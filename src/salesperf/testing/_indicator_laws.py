"""The laws of an indicator, each a function that says what is wrong, or nothing."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..arithmetic import to_decimal, to_grid
from ..errors import ProfileError, UnknownNameError
from ..indicators import Change, Dispersion, Distribution, Indicator, MemberMean, Mix, StructureMatch, from_dict
from ..measures import Measure
from ..vocabulary import Direction, Status, Unit, Zero
from ._bench import NOBODY, Bench, Reading
from ._cases import Rows
from ._recompute import value_of

__all__ = ["COMPLETE", "LAWS", "ORDER", "STATIC_LAWS", "better"]

Law = Callable[[Bench, Rows], str | None]
StaticLaw = Callable[[Indicator], str | None]

_SCALE = 10
_TYPES = {"unit": Unit, "direction": Direction, "decimals": int, "en": str, "zh": str}
_ALWAYS = {Zero.TARGET: Status.NO_TARGET, Zero.ASSESSED: Status.NOT_ASSESSED, Zero.IDLE: Status.NOT_APPLICABLE}
"""What a denominator of 0 means where it is not simply `no_denominator`."""
_IDLE = {Zero.UNDEFINED_OR_IDLE: Status.NOT_APPLICABLE, Zero.INFINITE: Status.OK}
"""And where the numerator is 0 too."""
_BUSY = {Zero.INFINITE: Status.NO_SALES, Zero.INFINITE_COST: Status.NO_SALES}
"""And where the numerator is above 0."""


def in_any_order(bench: Bench, rows: Rows) -> str | None:
    """Check that row order does not matter."""
    whole = bench.read(rows)
    orders = {
        "backwards": rows[::-1],
        "from the second row on": (*rows[1:], rows[0]),
        "every other row first": (*rows[1::2], *rows[::2]),
    }
    for name, ordered in orders.items():
        found = bench.read(ordered)
        if _told(found) != _told(whole):
            return f"{whole} became {found} {name}"
    return None


def in_any_split(bench: Bench, rows: Rows) -> str | None:
    """Check that merge = whole: an amount split over rows, or a row over its measures, gives the same."""
    whole = bench.read(rows)
    parts = {
        "with each amount split over two rows": _halved(bench, rows),
        "with a row for each measure": _apart(bench, rows),
        "beside somebody else's rows": (*({**row, "person": NOBODY} for row in rows), *rows),
    }
    for name, split in parts.items():
        found = bench.read(split)
        if _told(found) != _told(whole):
            return f"{whole} became {found} {name}"
    return None


def _told(reading: Reading) -> tuple[Any, ...]:
    return reading.value, reading.line.status, reading.line.points, reading.sums


def _halved(bench: Bench, rows: Rows) -> Rows:
    known = {measure.id: measure for measure in bench.indicator.measures}
    first, second = [], []
    for row in rows:
        one, other = dict(row), dict(row)
        for name in known.keys() & row.keys():
            if row[name] is not None:
                units = to_grid(row[name], known[name].decimals) or 0
                one[name] = to_decimal(units // 2, known[name].decimals)
                other[name] = to_decimal(units - units // 2, known[name].decimals)
        first.append(one)
        second.append(other)
    return (*first, *second)


def _apart(bench: Bench, rows: Rows) -> Rows:
    carried = {name for row in rows for name in row}
    names = [measure.id for measure in bench.indicator.measures if measure.id in carried]
    parted = [{**row, **dict.fromkeys(names), name: row.get(name)} for name in names for row in rows]
    return tuple(parted) or rows


def direction_is_true(bench: Bench, rows: Rows) -> str | None:
    """Check that direction is true: where higher is better, more of what the numerator counts is not worse."""
    before = bench.read(rows)
    if before.value is None:
        return None
    way = {Direction.HIGHER: 1, Direction.LOWER: -1, Direction.TARGET: 0}[bench.indicator.direction]
    for measure, sign in bench.movable():
        after = bench.read(bench.raised(rows, measure))
        if after.value is None or (after.value - before.value) * sign < 0:
            return f"{before} became {after} when {measure.id} rose"
        gained = Fraction(after.line.points or 0) - Fraction(before.line.points or 0)
        if gained * way * sign < 0:
            return f"{before.line.points} points became {after.line.points} when {measure.id} rose"
    return None


ORDER = "direction is true"
COMPLETE = "metadata is complete"


def better(bench: Bench, worse: Rows, good: Rows) -> str | None:
    """Return what is wrong unless the second example beats the first in the stated direction."""
    low, high = bench.read(worse), bench.read(good)
    way = -1 if bench.indicator.direction is Direction.LOWER else 1
    if low.value is not None and high.value is not None and (high.value - low.value) * way > 0:
        return None
    return f"{bench.indicator.direction} is said to be better, but the better example has {high}, the worse one {low}"


def range_is_true(bench: Bench, rows: Rows) -> str | None:
    """Check that range is true: a value inside `plausible` is ok, one outside is flagged and left as it is."""
    moved = {measure.id for measure, _ in bench.movable()}
    for case in (rows, _times_ten(rows, moved), _times_ten(rows, {m.id for m in bench.indicator.measures} - moved)):
        found = bench.read(case)
        wrong = _misjudged(bench, found)
        if wrong is not None:
            return wrong if case is rows else f"{wrong}, with some amounts ten times as much"
    return None


def _misjudged(bench: Bench, found: Reading) -> str | None:
    if found.value is None or found.line.status not in {Status.OK, Status.SUSPECT}:
        return None
    odd = _is_odd(bench.indicator, found.value, {} if bench.base is not None else found.sums)
    for side in (found.line.now, found.line.base):
        if side is not None and side.value is not None:
            sums = {amount.measure.id: amount.total for amount in (*side.above, *side.below)}
            odd = odd or _is_odd(side.indicator, side.value, sums)
    expected = Status.SUSPECT if odd else Status.OK
    if found.line.status is not expected:
        return f"{found}, where {expected} was expected: plausible is {_range(bench.indicator)}"
    recomputed = value_of(found.line)
    if recomputed is not None and recomputed != found.value:
        return f"the sums give {recomputed:f}, not {found}"
    return None


def _is_odd(indicator: Indicator, value: Decimal, sums: Mapping[str, Decimal]) -> bool:
    """Return whether a value is outside its plausible range, or rests on a negative sum of what cannot be negative."""
    low, high = indicator.plausible
    outside = (low is not None and value < low) or (high is not None and value > high)
    return outside or any(not m.signed and sums.get(m.id, 0) < 0 for m in indicator.measures)


def _range(indicator: Indicator) -> str:
    low, high = indicator.plausible
    return f"{'any' if low is None else format(low, 'f')} to {'any' if high is None else format(high, 'f')}"


def undefined_is_stated(bench: Bench, rows: Rows) -> str | None:
    """Check that undefined is stated: without a denominator, a target or a column there is a status and no value."""
    return next(_unstated(bench, rows), None)


def _unstated(bench: Bench, rows: Rows) -> Iterator[str]:
    yield from _odd("", bench.read(rows), bench.indicator)
    for measure in bench.indicator.measures:
        yield from _without(bench, rows, measure)
    idle = tuple({**row, **_zeros(bench, row)} for row in rows)
    yield from _expected(bench, "with a denominator of 0", bench.read(idle))
    yield from _expected(bench, "of somebody without rows", bench.read((*rows, _bare(rows)), who=NOBODY))
    if bench.matures_after is not None:
        young = bench.read(rows, matured=False)
        if young.value is not None and young.line.status is not Status.IMMATURE_COHORT:
            yield f"{young} where the cohort is younger than {bench.matures_after} days"


def _bare(rows: Rows) -> dict[str, Any]:
    return {**dict.fromkeys(rows[0]), "person": NOBODY, "date": rows[0]["date"]}


def _odd(case: str, found: Reading, indicator: Indicator) -> Iterator[str]:
    """Yield what no line may be: a value without its status, or a number that is none."""
    value = found.value
    if (value is None) == found.line.status.has_value:
        yield f"{found} {case}".rstrip()
    elif value is not None and value.as_tuple().exponent != -indicator.decimals:
        yield f"{found} does not show {indicator.decimals} decimals"


def _without(bench: Bench, rows: Rows, measure: Measure) -> Iterator[str]:
    """Yield what is wrong when no record carries a measure."""
    case = f"without a column {measure.id}"
    found = bench.read(tuple({name: value for name, value in row.items() if name != measure.id} for row in rows))
    yield from _odd(case, found, bench.indicator)
    if not bench.is_computed or not measure.absent_counts_zero:
        if found.line.status not in {Status.MISSING_DATA, Status.NO_TARGET}:
            yield f"{found} {case}"
        return
    zero = bench.read(tuple({**row, measure.id: Decimal(0)} for row in rows))
    if (found.value, found.line.status) != (zero.value, zero.line.status):
        yield f"{found} {case}, but {zero} where it is 0"
    if measure.id not in found.line.absent:
        yield f"{measure.id} counts 0 where it is absent, and the line does not say so"


def _zeros(bench: Bench, row: dict[str, Any]) -> dict[str, Decimal]:
    """Return amounts of 0 for a row's share in what is divided by: a denominator, all of a mix, a base."""
    below = bench.indicator.denominator
    if bench.base is not None:
        measures = () if bench.is_now(row) else bench.indicator.measures
    elif isinstance(bench.indicator, Distribution):
        measures = bench.indicator.measures
    else:
        measures = below.measures if below else ()
    return {measure.id: Decimal(0) for measure in measures if row.get(measure.id) is not None}


def _expected(bench: Bench, case: str, found: Reading) -> Iterator[str]:
    yield from _odd(case, found, bench.indicator)
    expected = _status_without(bench, found)
    if expected is not None and found.line.status is not expected:
        yield f"{found} {case}, where {expected} was expected ({bench.indicator.zero.name.lower()})"


def _status_without(bench: Bench, found: Reading) -> Status | None:
    """Return the status of a denominator that is 0 by the indicator's own rule; None where there is nothing to say."""
    if not bench.is_computed:
        return Status.MISSING_DATA
    if found.line.missing or bench.is_scaled:
        return None
    if bench.base is not None:
        return _status_without_base(found)
    if isinstance(bench.indicator, Mix | StructureMatch):
        return Status.NO_DENOMINATOR
    if bench.indicator.denominator is None:
        return None
    above = found.line.numerator or 0
    rules = _IDLE if above == 0 else _BUSY if above > 0 else {}
    return {**_ALWAYS, **rules}.get(bench.indicator.zero, Status.NO_DENOMINATOR)


def _status_without_base(found: Reading) -> Status:
    """Return the status of a change whose base is 0: that of what has no value now either, if it has none."""
    now = [side.status for side in (found.line.now,) if side is not None and not side.status.has_value]
    return (*now, Status.NO_DENOMINATOR)[0]


def money_scales(bench: Bench, rows: Rows) -> str | None:
    """Check the change of unit: ten times the money is ten times a value in money, and the same ratio."""
    power = _power(bench)
    before = bench.read(rows)
    if power is None or before.value is None:
        return None
    money = [measure.id for measure in bench.indicator.measures if measure.unit is Unit.MONEY]
    after = bench.read(_times_ten(rows, money))
    if after.value is None:
        return f"{before} became {after} when all money was ten times as much"
    small, large = (before.value, after.value) if power >= 0 else (after.value, before.value)
    factor = _SCALE ** abs(power)
    off = abs(Fraction(large) - factor * Fraction(small)) * 10**bench.indicator.decimals
    if off > (Fraction(factor + 1, 2) if power else 0):
        return f"{before} became {after} when all money was ten times as much"
    return None


def _power(bench: Bench) -> int | None:
    """Return with which power of the unit of money the value goes; None where no money or a scale is in it."""
    indicator = bench.indicator
    is_money = [measure.unit is Unit.MONEY for measure in indicator.measures]
    if not any(is_money) or bench.is_scaled or not bench.is_computed:
        return None
    if isinstance(indicator, Distribution):
        return 0
    if isinstance(indicator, Change):  # of a ratio it rests on values that were rounded before
        return 0 if indicator.relative and indicator.of.denominator is None else None
    above, below = indicator.numerator, indicator.denominator
    return int(above is not None and above.unit is Unit.MONEY) - int(below is not None and below.unit is Unit.MONEY)


def _times_ten(rows: Rows, names: Iterable[str]) -> Rows:
    return tuple({**row, **{name: _ten(row[name]) for name in names if row.get(name)}} for row in rows)


def _ten(amount: Decimal) -> Decimal:
    sign, digits, exponent = amount.as_tuple()
    return Decimal((sign, (*digits, 0), int(exponent)))


def stored_and_read(indicator: Indicator) -> str | None:
    """Check the JSON round trip: `from_dict(to_dict())` is the same indicator."""
    measures = {measure.id: measure for measure in indicator.measures}

    def measure(name: str) -> Measure:
        if name in measures:
            return measures[name]
        what = "measure"
        raise UnknownNameError(what, name, tuple(measures))

    def base(name: str) -> Indicator:
        inner = indicator.of if isinstance(indicator, Change | MemberMean | Dispersion) else None
        if inner is not None and inner.id == name:
            return inner
        what = "indicator"
        raise UnknownNameError(what, name)

    try:
        document = json.loads(json.dumps(indicator.to_dict()))
        again = from_dict(document, measure=measure, indicator=base)
    except (TypeError, ValueError, ProfileError) as error:
        return str(error)
    if again != indicator or type(again) is not type(indicator):
        return f"{again!r} came back"
    return None if again.to_dict() == indicator.to_dict() else "the copy is stored differently"


def pickled(indicator: Indicator) -> str | None:
    """Check pickling: a copy from another process is equal and has the same hash."""
    try:
        again = pickle.loads(pickle.dumps(indicator))  # noqa: S301  (bytes made in this line)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        return str(error)
    return None if again == indicator and hash(again) == hash(indicator) else f"{again!r} came back"


def metadata_is_complete(indicator: Indicator) -> str | None:
    """Check that metadata is complete: both names, unit, direction, decimals, a formula, both descriptions."""
    lacking = [name for name, kind in _TYPES.items() if not isinstance(getattr(indicator, name), kind)]
    if not lacking:  # only then can it be described
        texts: dict[str, object] = {
            "en": indicator.en,
            "zh": indicator.zh,
            "formula": indicator.formula,
            "describe()": indicator.describe(),
            'describe("zh")': indicator.describe("zh"),
        }
        lacking = [name for name, text in texts.items() if not isinstance(text, str) or not text.strip()]
    return f"it lacks {', '.join(lacking)}" if lacking else None


LAWS: tuple[tuple[str, Law], ...] = (
    ("row order does not matter", in_any_order),
    ("merge = whole", in_any_split),
    (ORDER, direction_is_true),
    ("range is true", range_is_true),
    ("undefined is stated", undefined_is_stated),
    ("money scales", money_scales),
)
"""Laws of any rows."""

STATIC_LAWS: tuple[tuple[str, StaticLaw], ...] = (
    ("JSON round trip", stored_and_read),
    ("pickling", pickled),
    (COMPLETE, metadata_is_complete),
)
"""Laws of the indicator itself."""
