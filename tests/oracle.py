"""A second, slow and plain reading of the documents, to check the library against.

Nothing of the package is imported: profiles, criteria, curves, indicators and measures are read through their public
attributes only, kinds and statuses are told by their names, and every number is a Fraction until it is shown.  Each
function says which rule it follows: [D] the design page, [§n] the domain reference, [S] the rules of the indicator
specification, [C] the page about calendars.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HALF = Fraction(1, 2)
THOUSAND = 1000
SCORED = {"ok", "suspect", "no_sales"}
WITH_VALUE = {"ok", "suspect", "insufficient_sample", "immature_cohort"}
BY_POLICY = {"no_denominator", "no_target", "missing_data", "not_assessed"}
SNAPSHOTS = {"first", "last", "mean"}
NEEDS_OTHERS = {"dispersion", "peer_rank"}
TEXT_AMOUNT = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?")
FLOAT_LIMIT = 2**51


class RefusedError(ValueError):
    """The documents say that this input is a fault."""


@dataclass(frozen=True)
class House:
    """[C] How a house cuts and compares time, found out day by day: months are looked for, not computed."""

    closing_day: int = 31
    week_starts: int = 1
    spring_festival: bool = False
    fiscal_year_starts: int = 1

    def period_of(self, grain: str, day: date) -> Span:
        """The days around a day that are of the same month, quarter, … as it, found by walking both ways."""
        first = after = day
        while self._place(grain, first - timedelta(days=1)) == self._place(grain, day):
            first -= timedelta(days=1)
        while self._place(grain, after) == self._place(grain, day):
            after += timedelta(days=1)
        return Span(first, after, grain, self)

    def _place(self, grain: str, day: date) -> int:
        """A number that the days of one period have in common, and no others."""
        if grain in {"day", "week"}:
            return day.toordinal() if grain == "day" else (day.toordinal() - self.week_starts) // 7
        months = {"month": 1, "quarter": 3, "half": 6, "year": 12}[grain]
        return (self.month_of(day) - self.fiscal_year_starts + 1) // months

    def closes(self, month: int) -> date:
        """The last day of the month number year × 12 + month − 1; a closing day it lacks is its last day."""
        return min(
            date(month // 12, month % 12 + 1, 1) + timedelta(days=self.closing_day - 1),
            date((month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1),
        )

    def opens(self, month: int) -> date:
        """The first day of a month: the day after the month before has closed."""
        return self.closes(month - 1) + timedelta(days=1)

    def month_of(self, day: date) -> int:
        """The number of the month that holds the day."""
        month = day.year * 12 + day.month - 1
        return month if day <= self.closes(month) else month + 1

    def whole_months(self, span: Span) -> int:
        """How many months a span is made of; 0 where it is not made of whole ones."""
        first, after = self.month_of(span.start), self.month_of(span.end)
        whole = self.opens(first) == span.start and self.opens(after) == span.end
        return after - first if whole else 0

    def months(self, first: int, count: int, label: str) -> Span:
        return Span(self.opens(first), self.opens(first + count), label, self)

    def back(self, span: Span, months: int) -> Span:
        """[D criterion] A rolling span of so many months that ends with the period, never shorter than the period."""
        after = self.month_of(span.end)
        start = self.opens(after - months) if self.opens(after) == span.end else months_before(span.end, months)
        return replace(span, start=min(span.start, start))

    def before(self, span: Span) -> Span:
        """[C] Before a span of whole months lie as many months, before any other span as many days."""
        months = self.whole_months(span)
        if months:
            return self.months(self.month_of(span.start) - months, months, span.label)
        return replace(span, start=span.start - timedelta(days=span.days), end=span.start)

    def year_before(self, span: Span) -> Span:
        """[C] Of whole months the same months; of a week the week of that number; else the same first and last day."""
        months = self.whole_months(span)
        if months:
            return self.months(self.month_of(span.start) - 12, months, span.label)
        if span.days == 7 and span.start.isoweekday() == self.week_starts:
            fourth = span.start + timedelta(days=3)
            number = _week_number(fourth)
            days = (date(fourth.year - 1, 1, 1) + timedelta(days=count) for count in range(366))
            for day in days:
                of_that_year = day.year == fourth.year - 1 and day.isoweekday() == fourth.isoweekday()
                if of_that_year and _week_number(day) == number:
                    return replace(span, start=day - timedelta(days=3), end=day + timedelta(days=4))
        last = months_before(span.end - timedelta(days=1), 12)
        return replace(span, start=months_before(span.start, 12), end=last + timedelta(days=1))

    def year_on_year(self, span: Span) -> tuple[Span, Span] | None:
        """[C] The span and that of a year before; with the festival, February only together with January."""
        if self.spring_festival:
            months = {self.month_of(span.start + timedelta(days=count)) for count in range(span.days)}
            january = min(months) // 12 * 12
            if months <= {january, january + 1}:
                both = self.months(january, 2, span.label)
                february = self.months(january + 1, 1, span.label)
                if (span.start, span.end) not in {(both.start, both.end), (february.start, february.end)}:
                    return None
                span = both
        return span, self.year_before(span)


def _week_number(fourth: date) -> int:
    """[C] A week belongs to the year that holds its fourth day; the first week is the one whose fourth day is first."""
    return (fourth.timetuple().tm_yday - 1) // 7 + 1


HOUSE = House()
"""The ordinary calendar: months to their last days, weeks from Monday."""


@dataclass(frozen=True)
class Span:
    """Half-open days [start, end)."""

    start: date
    end: date
    label: str = ""
    """Empty where everything is one period."""
    calendar: House = HOUSE

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def months(self) -> Fraction:
        """[S] Months of a span of whole months of its calendar; otherwise days × 12 ÷ 365."""
        whole = self.calendar.whole_months(self)
        return Fraction(whole) if whole else Fraction(self.days * 12, 365)


@dataclass(frozen=True)
class Row:
    """One record, its dates read."""

    fields: Mapping[str, Any]
    day: date
    until: date | None

    def lies_in(self, span: Span) -> str:
        """[D records] "whole", "part" or "none": a row with `until` counts in a span that contains all of it."""
        if self.until is None:
            return "whole" if span.start <= self.day < span.end else "none"
        if span.start <= self.day and self.until <= span.end:
            return "whole"
        if self.until <= span.start or span.end <= self.day:
            return "none"
        return "part"


@dataclass(frozen=True)
class Facts:
    """What is known of one subject in one span."""

    span: Span
    rows: tuple[Row, ...]
    parts: tuple[Row, ...]
    carried: frozenset[str]
    latest: date
    pool: tuple[Row, ...] = ()
    """All rows of the subject, of whatever day."""

    def over(self, span: Span) -> Facts:
        """The facts of the same subject over other days."""
        return _facts(self.pool, span, self.carried, self.latest)


@dataclass(frozen=True)
class Reading:
    """An indicator's value or the reason why there is none."""

    status: str
    value: int | None
    numerator: Fraction | None = None
    denominator: Fraction | None = None


@dataclass(frozen=True)
class OracleLine:
    """What the card says of one criterion.  `value` counts units of the last shown decimal, `points` thousandths."""

    value: int | None
    status: str
    points: int | None
    contribution: int | None
    numerator: Fraction | None
    denominator: Fraction | None


@dataclass
class OracleCard:
    """Everything in thousandths of a point."""

    total: int | None
    base: int | None
    status: str
    grade: str | None
    rank: int | None
    steps: tuple[tuple[str, int], ...]
    lines: dict[str, OracleLine] = field(default_factory=dict)
    extras: dict[str, tuple[str, int]] = field(default_factory=dict)
    gates: dict[str, bool | None] = field(default_factory=dict)


# --- numbers and dates ----------------------------------------------------------------------------------------------


def half_up(exact: Fraction) -> int:
    """[D arithmetic 3] ⌊x + ½⌋: half up is toward +∞, also below zero."""
    return math.floor(exact + HALF)


def amount(value: object, decimals: int, labels: Iterable[tuple[str, Decimal]] = ()) -> Fraction | None:
    """[D arithmetic 1] Read one amount: exactly, or a float rounded once on its grid; None where it is absent."""
    if value is None:
        return None
    if isinstance(value, str):
        return _text_amount(value, decimals, dict(labels))
    if isinstance(value, bool):
        msg = "a truth value is no amount"
        raise RefusedError(msg)
    if isinstance(value, float):
        if not math.isfinite(value) or abs(value) * 10**decimals > FLOAT_LIMIT:
            msg = f"no amount: {value}"
            raise RefusedError(msg)
        return Fraction(math.floor(value * 10**decimals + 0.5), 10**decimals)
    if isinstance(value, (int, Decimal)):
        return _on_grid(Fraction(value), decimals)
    msg = f"no amount: {value!r}"
    raise RefusedError(msg)


def _text_amount(text: str, decimals: int, labels: Mapping[str, Decimal]) -> Fraction | None:
    word = text.strip()
    if word == "":
        return None
    if word in labels:
        return Fraction(labels[word])
    if not TEXT_AMOUNT.fullmatch(word):
        msg = f"no amount: {text!r}"
        raise RefusedError(msg)
    return _on_grid(Fraction(Decimal(word)), decimals)


def _on_grid(exact: Fraction, decimals: int) -> Fraction:
    if (exact * 10**decimals).denominator != 1:
        msg = f"{exact} has more than {decimals} decimals"
        raise RefusedError(msg)
    return exact


def day_of(value: object) -> date:
    """[D records] A date; of a datetime its own local date; text YYYY-MM-DD, optionally with a time."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return datetime.fromisoformat(value.strip()).date()
    msg = f"no date: {value!r}"
    raise RefusedError(msg)


def months_before(day: date, count: int) -> date:
    """The same day of the month `count` months earlier, or the last day of that month if it has no such day."""
    month = day.year * 12 + day.month - 1 - count
    first = date(month // 12, month % 12 + 1, 1)
    following = date((month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


# --- measures -------------------------------------------------------------------------------------------------------


def _entries(measure: Any, rows: Iterable[Row]) -> list[tuple[Row, Fraction]]:
    """The rows that say something of this measure; absent or None contributes nothing."""
    read = ((row, amount(row.fields.get(measure.id), measure.decimals, measure.labels)) for row in rows)
    return [(row, found) for row, found in read if found is not None]


def by_class(measure: Any, facts: Facts, dimension: str | None) -> dict[object, Fraction]:
    """[D terms: additivity] The measure per value of `dimension`; without one, all of it under the key None."""
    entries = _entries(measure, facts.rows)
    if measure.additivity == "distinct":
        return _distinct(measure.key, entries, dimension)
    if measure.additivity in SNAPSHOTS:
        return _snapshot(measure.additivity, entries, dimension)
    sums: dict[object, Fraction] = {}
    for row, found in entries:
        name = _class_of(row, dimension)
        sums[name] = sums.get(name, Fraction(0)) + found
    return sums


def _class_of(row: Row, dimension: str | None) -> object:
    name = row.fields.get(dimension) if dimension else None
    return None if name == "" else name


def _distinct(key: str, entries: list[tuple[Row, Fraction]], dimension: str | None) -> dict[object, Fraction]:
    """[D terms] A key with a positive net amount counts 1; rows without a key add their amount."""
    counted: dict[object, Fraction] = {}
    net: dict[tuple[object, object], Fraction] = {}
    for row, found in entries:
        name, who = _class_of(row, dimension), row.fields.get(key)
        if who is None or who == "":
            counted[name] = counted.get(name, Fraction(0)) + found
        else:
            net[name, who] = net.get((name, who), Fraction(0)) + found
    for (name, _), balance in net.items():
        counted[name] = counted.get(name, Fraction(0)) + (1 if balance > 0 else 0)
    return counted


def _snapshot(which: str, entries: list[tuple[Row, Fraction]], dimension: str | None) -> dict[object, Fraction]:
    """[D terms] Per owner the rows of one date are added, then first, last or mean over its dates; owners are added."""
    owners: dict[object, list[tuple[Row, Fraction]]] = {}
    for row, found in entries:
        owners.setdefault(row.fields.get("store") or row.fields.get("person"), []).append((row, found))
    levels: dict[object, Fraction] = {}
    for owned in owners.values():
        dates = sorted({row.day for row, _ in owned})
        taken = {"first": dates[:1], "last": dates[-1:], "mean": dates}[which]
        for row, found in owned:
            if row.day in taken:
                name = _class_of(row, dimension)
                levels[name] = levels.get(name, Fraction(0)) + found / len(taken)
    return levels


def value_of_measure(measure: Any, facts: Facts) -> Fraction:
    """[D arithmetic 2] A carried measure without rows for a subject is 0 for it."""
    return sum(by_class(measure, facts, None).values(), Fraction(0))


def value_of(expression: Any, facts: Facts) -> Fraction | None:
    """[D arithmetic 2] The expression's amount; None if a term is not carried and its absence does not count 0."""
    whole = Fraction(0)
    for measure, times in expression.terms:
        if measure.id in facts.carried:
            whole += times * value_of_measure(measure, facts)
        elif not measure.absent_counts_zero:
            return None
    return whole


def classes_of(expression: Any, facts: Facts, dimension: str) -> dict[object, Fraction] | None:
    """The expression's amount per class of the dimension; None as in `value_of`."""
    if value_of(expression, facts) is None:
        return None
    whole: dict[object, Fraction] = {}
    for measure, times in expression.terms:
        for name, found in by_class(measure, facts, dimension).items():
            whole[name] = whole.get(name, Fraction(0)) + times * found
    return whole


def _is_cut(expression: Any, facts: Facts) -> bool:
    """Whether the span holds only a part of a row that this expression would read; of an amount of 0 nothing is cut."""
    return any(found != 0 for measure in expression.measures for _, found in _entries(measure, facts.parts))


def _refuse_cut(expression: Any, facts: Facts) -> None:
    """[D records] A span that holds a part of a row: a fault, unless the row is a target; nothing is prorated."""
    if expression is not None and _is_cut(expression, facts):
        msg = f"a row of {', '.join(m.id for m in expression.measures)} lies across the end of {facts.span}"
        raise RefusedError(msg)


def _has_negative(indicator: Any, facts: Facts) -> bool:
    """[D status: suspect] A negative sum of a measure that is not signed."""
    return any(
        not measure.signed and measure.id in facts.carried and value_of_measure(measure, facts) < 0
        for measure in indicator.measures
    )


# --- indicators -----------------------------------------------------------------------------------------------------


def read_indicator(indicator: Any, facts: Facts, minimum_sample: int | None = None) -> Reading:
    """The value as shown, with its status: missing, then denominator, cohort, sample, suspect, ok."""
    if indicator.kind in NEEDS_OTHERS or str(getattr(indicator, "weighting", "plain")) != "plain":
        return Reading("missing_data", None)
    if indicator.kind == "change":
        return _change(indicator, facts)
    if indicator.kind in {"mix", "structure_match"}:
        found = _distribution(indicator, facts)
    elif indicator.kind == "total":
        found = _total(indicator, facts)
    else:
        found = _quotient(indicator, facts)
    if found.status != "ok":
        return found
    return Reading(
        _with_value_status(indicator, facts, found.value, minimum_sample),
        found.value,
        found.numerator,
        found.denominator,
    )


def _with_value_status(indicator: Any, facts: Facts, value: int | None, minimum_sample: int | None) -> str:
    assert value is not None
    if indicator.zero == "IMM" and _youngest(facts) < indicator.matures_after:
        return "immature_cohort"
    if minimum_sample is not None:
        sample = value_of(indicator.sample, facts)
        if sample is None or sample < minimum_sample:
            return "insufficient_sample"
    low, high = indicator.plausible
    exact = Fraction(value, 10**indicator.decimals)
    outside = (low is not None and exact < Fraction(low)) or (high is not None and exact > Fraction(high))
    return "suspect" if outside or _has_negative(indicator, facts) else "ok"


def _youngest(facts: Facts) -> int:
    """[D as_of] Cohorts are aged at the latest date in the records; the youngest of a span opened on its last day."""
    return (facts.latest - facts.span.end).days + 1


def _change(change: Any, facts: Facts) -> Reading:
    """[§2 CHG] What it is now, moved from what it was in the base.

    Everything as one period has nothing before it.
    """
    if facts.span.label == "":
        return Reading("missing_data", None)
    calendar = facts.span.calendar
    yearly = str(change.since) == "year"
    spans = calendar.year_on_year(facts.span) if yearly else (facts.span, calendar.before(facts.span))
    if spans is None:
        return Reading("not_applicable", None)
    if any(m.id not in facts.carried and not m.absent_counts_zero for m in change.of.measures):
        return Reading("missing_data", None)
    return _moved(change, *(read_indicator(change.of, facts.over(span)) for span in spans))


def _moved(change: Any, now: Reading, base: Reading) -> Reading:
    """Of a total from the sums of both spans, of anything else, and of differences, from the values as shown.

    A base that is 0, negative or absent is `no_denominator`.
    """
    if now.status not in WITH_VALUE:
        return Reading(now.status, None)
    sums = change.of.kind == "total" and all(measure.additivity != "mean" for measure in change.of.measures)
    before = base.numerator if sums else base.value
    if base.status not in WITH_VALUE or before <= 0:
        return Reading("no_denominator", None)
    if change.relative:
        after = now.numerator if sums else now.value
        moved = Fraction(after - before) / before * change.factor
    else:
        moved = Fraction(now.value - base.value, 10**change.of.decimals)
    value = half_up(moved * 10**change.decimals)
    if now.status == "immature_cohort":
        return Reading("immature_cohort", value)
    low, high = change.plausible
    exact = Fraction(value, 10**change.decimals)
    outside = (low is not None and exact < Fraction(low)) or (high is not None and exact > Fraction(high))
    return Reading("suspect" if outside or "suspect" in {now.status, base.status} else "ok", value)


def _total(indicator: Any, facts: Facts) -> Reading:
    _refuse_cut(indicator.numerator, facts)
    numerator = value_of(indicator.numerator, facts)
    if numerator is None:
        return Reading("missing_data", None)
    return Reading("ok", half_up(numerator * indicator.factor * 10**indicator.decimals), numerator)


def _quotient(indicator: Any, facts: Facts) -> Reading:
    """[S value] rdiv(Σnumerator × factor × 10^decimals × times, Σdenominator × divided_by)."""
    attainment = indicator.kind == "attainment"
    _refuse_cut(indicator.numerator, facts)
    if not attainment:
        _refuse_cut(indicator.denominator, facts)
    numerator = value_of(indicator.numerator, facts)
    denominator = value_of(indicator.denominator, facts)
    if numerator is None or (denominator is None and not attainment):
        return Reading("missing_data", None)
    if denominator is None or (attainment and _without_target(indicator, facts)):
        return Reading("no_target", None, numerator, denominator)
    unit = 10**indicator.decimals
    if attainment and indicator.scale is not None:
        moved = (numerator - denominator) / Fraction(indicator.scale)
        return Reading("ok", half_up((100 + 100 * moved) * unit), numerator, denominator)
    if denominator <= 0:
        status = without_denominator(str(indicator.zero), numerator, denominator)
        return Reading(status, 0 if status == "ok" else None, numerator, denominator)
    exact = (
        numerator / denominator * indicator.factor * _pace(indicator.times, facts) / _pace(indicator.divided_by, facts)
    )
    return Reading("ok", half_up(exact * unit), numerator, denominator)


def _without_target(attainment: Any, facts: Facts) -> bool:
    """[D records, status] A span that holds a part of a target has none; with a `scale` only an absent one is none.

    A carried target without rows for the subject counts 0.  That is `no_target` by itself for a plain attainment; one
    with a scale would compare with a target of 0 that nobody set, so there the rows themselves are asked for.
    """
    rows = any(_entries(measure, facts.rows) for measure in attainment.denominator.measures)
    return _is_cut(attainment.denominator, facts) or (attainment.scale is not None and not rows)


def _pace(names: Sequence[str], facts: Facts) -> Fraction:
    product = Fraction(1)
    for name in names:
        product *= {"days": facts.span.days, "months": facts.span.months, "12": 12, "365": 365}[name]
    return product


def without_denominator(rule: str, numerator: Fraction, denominator: Fraction) -> str:
    """[§2 zero codes] What a denominator of 0 or below means; "ok" stands for the value 0."""
    if rule == "INF" and numerator == 0:
        return "ok"
    says = {
        "TGT": "no_target",
        "ASM": "not_assessed",
        "NUL*": "not_applicable" if numerator == 0 == denominator else "no_denominator",
        "IDLE": "not_applicable" if denominator == 0 else "no_denominator",
        "INF": "no_sales" if numerator > 0 else "no_denominator",
        "INF_COST": "no_sales" if numerator > 0 else "no_denominator",
    }
    return says.get(rule, "no_denominator")


def _distribution(indicator: Any, facts: Facts) -> Reading:
    """[S Distribution] One division at the end, on shares that are exact."""
    sides = [indicator.numerator] if indicator.kind == "mix" else [indicator.numerator, indicator.denominator]
    for side in sides:
        _refuse_cut(side, facts)
    found = [classes_of(side, facts, indicator.by) for side in sides]
    if indicator.by not in facts.carried or None in found:
        return Reading("missing_data", None)
    sizes = [sum(classes.values(), Fraction(0)) for classes in found]
    if min(sizes) <= 0:
        return Reading(without_denominator(str(indicator.zero), sizes[0], sizes[-1]), None)
    if indicator.kind == "mix":
        found.append({name: Fraction(share) for name, share in indicator.shares})
    if found[1]:
        exact = 1 - _distance(found[0], found[1]) / 2
    else:
        exact = 1 - sum((part / sizes[0]) ** 2 for part in found[0].values())
    return Reading("ok", half_up(exact * indicator.factor * 10**indicator.decimals))


def _distance(first: Mapping[object, Fraction], second: Mapping[object, Fraction]) -> Fraction:
    """Σ |share − share| over the classes of both."""
    one, two = sum(first.values(), Fraction(0)), sum(second.values(), Fraction(0))
    names = {*first, *second}
    return sum(
        (abs(first.get(name, Fraction(0)) / one - second.get(name, Fraction(0)) / two) for name in names), Fraction(0)
    )


# --- curves ---------------------------------------------------------------------------------------------------------


def points_of(curve: Any, value: Fraction) -> int:
    """[D curves] Thousandths of a point at a value: exact by the family's own definition, rounded once."""
    return half_up(_bounded(curve, _FAMILIES[curve.kind](curve, value)) * THOUSAND)


def points_beyond(curve: Any) -> int:
    """[D status: no_sales] Thousandths for a value that is infinitely large.

    A flat end gives its points.  A ray gives the bound it runs into, or, without one, the points where it begins.
    """
    last, slope = _last_stretch(curve)
    bound = _upper(curve) if slope > 0 else _lower(curve) if slope < 0 else None
    return half_up((last if bound is None else bound) * THOUSAND)


def _bounded(curve: Any, exact: Fraction) -> Fraction:
    low, high = _lower(curve), _upper(curve)
    exact = exact if low is None else max(exact, low)
    return exact if high is None else min(exact, high)


def _lower(curve: Any) -> Fraction | None:
    return Fraction(curve.floor) if curve.kind in {"per_step", "piecewise"} and curve.floor is not None else None


def _upper(curve: Any) -> Fraction | None:
    bounded = curve.kind in {"per_step", "piecewise", "proportional"}
    return Fraction(curve.cap) if bounded and curve.cap is not None else None


def _linear(curve: Any, value: Fraction) -> Fraction:
    """Interpolated between its knots, flat outside the ends."""
    knots = [(Fraction(x), Fraction(y)) for x, y in curve.knots]
    if value <= knots[0][0]:
        return knots[0][1]
    for (left, low), (right, high) in pairwise(knots):
        if value <= right:
            return low + (high - low) * (value - left) / (right - left)
    return knots[-1][1]


def _proportional(curve: Any, value: Fraction) -> Fraction:
    """Below the floor 0, else the value itself."""
    return value if curve.floor is None or value >= Fraction(curve.floor) else Fraction(0)


def _steps(curve: Any, value: Fraction) -> Fraction:
    """Half-open bands [lower, next); below the lowest band, the lowest band's points."""
    reached = [Fraction(y) for x, y in curve.knots if Fraction(x) <= value]
    return reached[-1] if reached else Fraction(curve.knots[0][1])


def _per_step(curve: Any, value: Fraction) -> Fraction:
    """`full` at `at`, and so many points for each step above or below; an exact multiple completes the step."""
    away = value - Fraction(curve.at)
    rule = curve.above if away > 0 else curve.below
    if rule is None or away == 0:
        return Fraction(curve.full)
    steps = abs(away) / Fraction(rule[0])
    return Fraction(curve.full) + Fraction(rule[1]) * (math.floor(steps) if curve.whole else steps)


def _piecewise(curve: Any, value: Fraction) -> Fraction:
    """Each piece from its own edge: points there + distance × points per unit, in whole steps where there is a step."""
    reached = [knot for knot in curve.knots if Fraction(knot[0]) <= value]
    if not reached:
        return Fraction(curve.below)
    edge, there, rate = (Fraction(number) for number in reached[-1])
    away = value - edge
    if curve.step is not None:
        away = math.floor(away / Fraction(curve.step)) * Fraction(curve.step)
    return there + away * rate


def _target(curve: Any, value: Fraction) -> Fraction:
    """[§6.2] 100 at the target, 0 at target ± tolerance."""
    return 100 * max(Fraction(0), 1 - abs(value - Fraction(curve.target)) / Fraction(curve.tolerance))


_FAMILIES = {
    "linear": _linear,
    "proportional": _proportional,
    "steps": _steps,
    "piecewise": _piecewise,
    "per_step": _per_step,
    "target": _target,
}


def _last_stretch(curve: Any) -> tuple[Fraction, Fraction]:
    """Points where the last stretch begins, and which way they go from there without end (0: flat)."""
    if curve.kind == "per_step":
        slope = Fraction(curve.above[1]) if curve.above else Fraction(0)
        return _bounded(curve, Fraction(curve.full)), slope
    if curve.kind == "proportional":
        begins = Fraction(0) if curve.floor is None else Fraction(curve.floor)
        return _bounded(curve, begins), Fraction(1)
    if curve.kind == "piecewise":
        return _bounded(curve, Fraction(curve.knots[-1][1])), Fraction(curve.knots[-1][2])
    if curve.kind == "target":
        return Fraction(0), Fraction(0)
    return Fraction(curve.knots[-1][1]), Fraction(0)


# --- lines ----------------------------------------------------------------------------------------------------------


def _window(span: Span, months: int | None) -> Span:
    """[D criterion] A rolling span of so many months that ends with the period, never shorter than the period.

    Where everything is one period there is nothing outside it, and a window adds neither records nor days.
    """
    if months is None or span.label == "":
        return span
    return span.calendar.back(span, months)


def _own_target(target: Any, facts: Facts, decimals: int) -> int | None:
    """The target as shown; None if it is absent, not positive, or if the span holds only a part of it.

    A number that the profile states is what it states, whatever its sign.
    """
    if isinstance(target, Decimal):
        return half_up(Fraction(target) * 10**decimals)
    exact = None if _is_cut(target, facts) else value_of(target, facts)
    if exact is None or exact <= 0:
        return None
    shown = half_up(exact * 10**decimals)
    return shown if shown > 0 else None


def read_line(
    indicator: Any, curve: Any, facts: Facts, *, target: Any = None, minimum_sample: int | None = None
) -> tuple[Reading, int | None]:
    """The reading of an indicator and the points its curve gives for it, in thousandths; None without points."""
    reading = read_indicator(indicator, facts, minimum_sample)
    if reading.status == "no_sales":
        return reading, points_beyond(curve)
    if reading.value is None:
        return reading, None
    place = Fraction(reading.value, 10**indicator.decimals)
    if curve.of != "value" and indicator.kind == "attainment":
        if curve.of == "gap":
            assert reading.numerator is not None
            assert reading.denominator is not None
            place = Fraction(half_up((reading.numerator - reading.denominator) * 100), 100)
    elif curve.of != "value":
        shown = _own_target(target, facts, indicator.decimals)
        if shown is None:
            return Reading("no_target", None, reading.numerator, reading.denominator), None
        if curve.of == "gap":
            place = Fraction(reading.value - shown, 10**indicator.decimals)
        else:
            place = Fraction(half_up(Fraction(reading.value * 100 * 100, shown)), 100)
    if reading.status not in SCORED:
        return reading, None
    return reading, points_of(curve, place)


# --- gates ----------------------------------------------------------------------------------------------------------


def holds(condition: Any, readings: Any) -> bool | None:
    """[D gates] Three-valued: a status other than ok is unknown; & and | after Kleene."""
    if hasattr(condition, "parts"):
        found = [holds(part, readings) for part in condition.parts]
        decisive = type(condition).__name__ == "AnyOf"
        if decisive in found:
            return decisive
        return None if None in found else not decisive
    reading = readings(condition.indicator)
    if reading.status != "ok":
        return None
    exact = Fraction(reading.value, 10**condition.indicator.decimals)
    below = condition.below is None or exact < Fraction(condition.below)
    at_least = condition.at_least is None or exact >= Fraction(condition.at_least)
    return below and at_least


# --- cards ----------------------------------------------------------------------------------------------------------


def score(
    rows: Iterable[Mapping[str, Any]],
    profile: Any,
    periods: Sequence[Any] | None = None,
    by: str = "person",
    targets: Iterable[Mapping[str, Any]] = (),
    *,
    calendar: Any = None,
    as_of: date | None = None,
) -> dict[tuple[object, str], OracleCard]:
    """[D public API] The cards of a call, by subject and period label.

    [D as_of] Rows made known later are left out (which columns the records have is told by all of them); cohorts are
    aged at that day.
    """
    given = [_row(fields) for fields in (*rows, *targets)]
    everything = [row for row in given if as_of is None or known_on(row) <= as_of]
    carried = frozenset(name for row in given for name in row.fields)
    latest = max(row.day for row in everything) if as_of is None else as_of
    house = HOUSE if calendar is None else house_of(calendar)
    spans = [_everything(everything)] if periods is None else [Span(p.start, p.end, p.label, house) for p in periods]
    cards: dict[tuple[object, str], OracleCard] = {}
    for span in spans:
        subjects = {row.fields.get(by) for row in everything if span.start <= row.day < span.end} - {None, ""}
        of_span = {}
        for subject in subjects:
            mine = [row for row in everything if row.fields.get(by) == subject]
            of_span[subject] = _card(profile, mine, span, carried, latest)
        _rank(of_span)
        cards |= {(subject, span.label): card for subject, card in of_span.items()}
    return cards


def house_of(calendar: Any) -> House:
    return House(
        calendar.closing_day or 31,
        int(calendar.week_starts),
        calendar.spring_festival,
        calendar.fiscal_year_starts,
    )


def known_on(row: Row) -> date:
    """The day on which a row was made known; one that does not say was always known."""
    written = row.fields.get("recorded_at")
    return date.min if written is None or written == "" else day_of(written)


def _row(fields: Mapping[str, Any]) -> Row:
    until = fields.get("until")
    return Row(fields, day_of(fields["date"]), None if until is None or until == "" else day_of(until))


def _everything(rows: Sequence[Row]) -> Span:
    """[D period] None: everything is one period, from the first to the last date."""
    first = min(row.day for row in rows)
    last = max(row.until - timedelta(days=1) if row.until else row.day for row in rows)
    return Span(first, last + timedelta(days=1))


def _facts(rows: Sequence[Row], span: Span, carried: frozenset[str], latest: date) -> Facts:
    return Facts(
        span,
        tuple(row for row in rows if row.lies_in(span) == "whole"),
        tuple(row for row in rows if row.lies_in(span) == "part"),
        carried,
        latest,
        tuple(rows),
    )


def _card(profile: Any, rows: Sequence[Row], span: Span, carried: frozenset[str], latest: date) -> OracleCard:
    here = _facts(rows, span, carried, latest)
    readings: dict[str, Reading] = {}
    points: dict[str, int | None] = {}
    for criterion in profile.criteria:
        facts = _facts(rows, _window(span, criterion.window), carried, latest)
        readings[criterion.id], points[criterion.id] = read_line(
            criterion.indicator,
            criterion.curve,
            facts,
            target=criterion.target,
            minimum_sample=criterion.minimum_sample,
        )

    def seen(indicator: Any) -> Reading:
        """A gate on a criterion's indicator sees the criterion: its window, its minimum sample."""
        for criterion in profile.criteria:
            if criterion.indicator == indicator:
                return readings[criterion.id]
        return read_indicator(indicator, here)

    fired = {gate.id: holds(gate.when, seen) for gate in profile.gates}
    consequences = [gate.then for gate in profile.gates if fired[gate.id]]
    failed = _not_assessed(profile, readings, points)
    zeroed = {then.criterion for then in consequences if type(then).__name__ == "ItemZero"}
    for name in zeroed:
        points[name] = None if points[name] is None else 0
    base, contributions = _base(profile, points)
    extras = {extra.id: _extra(extra, here) for extra in profile.extras}
    steps, total = _steps_of(profile, base, extras, consequences)
    scored_weight = sum(Fraction(c.weight) for c in profile.criteria if readings[c.id].status in SCORED)
    nominal = sum(Fraction(c.weight) for c in profile.criteria)
    kinds = {type(then).__name__ for then in consequences}
    status = (
        "disqualified"
        if "Disqualify" in kinds
        else "failed"
        if failed
        else "too_little_assessed"
        if base is None or scored_weight * 100 < Fraction(profile.publish_at_least) * nominal
        else "scored"
    )
    if status != "scored":
        total = None
    return OracleCard(
        total=total,
        base=base,
        status=status,
        grade=None if total is None else _grade(profile, total, consequences),
        rank=None,
        steps=steps,
        lines={
            name: OracleLine(
                reading.value,
                reading.status,
                points[name],
                contributions[name],
                reading.numerator,
                reading.denominator,
            )
            for name, reading in readings.items()
        },
        extras=extras,
        gates=fired,
    )


def _not_assessed(profile: Any, readings: Mapping[str, Reading], points: dict[str, int | None]) -> bool:
    """[D status] The policy for lines without a value, written into `points`; True where the card fails."""
    failed = False
    for criterion in profile.criteria:
        if readings[criterion.id].status in BY_POLICY:
            if profile.not_assessed == "neutral":
                points[criterion.id] = half_up(Fraction(criterion.par) * THOUSAND)
            elif profile.not_assessed == "zero":
                points[criterion.id] = 0
            failed = failed or profile.not_assessed == "fail"
    return failed


def _base(profile: Any, points: Mapping[str, int | None]) -> tuple[int | None, dict[str, int | None]]:
    """[D arithmetic 4 (2), 5] rdiv(Σ wᵢpᵢ, Σ wᵢ), and contributions as differences of the rounded running sums.

    A group gives at most its maximum: the sum of its w·p so far, in profile order, is cut at maximum × Σ w.
    """
    shares: dict[str, int | None] = {criterion.id: None for criterion in profile.criteria}
    counted = [criterion for criterion in profile.criteria if points[criterion.id] is not None]
    weight = sum((Fraction(criterion.weight) for criterion in counted), Fraction(0))
    if weight == 0:
        return None, shares
    limits = {name: Fraction(maximum) * THOUSAND * weight for name, maximum in profile.group_maximum}
    in_group = dict.fromkeys(limits, Fraction(0))
    running = Fraction(0)
    for criterion in counted:
        earned = Fraction(criterion.weight) * points[criterion.id]
        before = half_up(running / weight)
        if criterion.group in limits:
            limit, so_far = limits[criterion.group], in_group[criterion.group]
            running += min(so_far + earned, limit) - min(so_far, limit)
            in_group[criterion.group] = so_far + earned
        else:
            running += earned
        shares[criterion.id] = half_up(running / weight) - before
    return half_up(running / weight), shares


def _extra(extra: Any, facts: Facts) -> tuple[str, int]:
    """[D arithmetic 4 (3)] Unweighted, within its own bounds; without a value 0 and its status."""
    reading, points = read_line(extra.indicator, extra.curve, facts)
    if points is None:
        return reading.status, 0
    low, high = half_up(Fraction(extra.minimum) * THOUSAND), half_up(Fraction(extra.maximum) * THOUSAND)
    return reading.status, min(max(points, low), high)


def _steps_of(
    profile: Any, base: int | None, extras: Mapping[str, tuple[str, int]], consequences: Sequence[Any]
) -> tuple[tuple[tuple[str, int], ...], int | None]:
    """[D arithmetic 4 (2)–(5)] The way from base to total; the steps add up to the total."""
    if base is None:
        return (), None
    steps = [("base", base), *((name, points) for name, (_, points) in extras.items())]
    summed = sum(points for _, points in steps)
    clamped = summed
    if profile.floor is not None:
        clamped = max(clamped, half_up(Fraction(profile.floor) * THOUSAND))
    if profile.cap is not None:
        clamped = min(clamped, half_up(Fraction(profile.cap) * THOUSAND))
    product = Fraction(1)
    for then in consequences:
        if type(then).__name__ == "Multiply":
            product *= Fraction(then.factor)
    total = half_up(clamped * product)
    return (*steps, ("clamp", clamped - summed), ("multipliers", total - clamped)), total


def _grade(profile: Any, total: int, consequences: Sequence[Any]) -> str | None:
    """[D arithmetic 4 (6)] The band of the total, lowered by the lowest cap; the last band has no lower end."""
    names = [name for name, _ in profile.grades]
    if not names:
        return None
    place = len(names) - 1
    for position, (_, bound) in enumerate(profile.grades):
        if Fraction(total, THOUSAND) >= Fraction(bound):
            place = position
            break
    caps = [names.index(then.grade) for then in consequences if type(then).__name__ == "CapGrade"]
    return names[max([place, *caps])]


def _rank(cards: Mapping[object, OracleCard]) -> None:
    """[D API: ranking] 1, 2, 2, 4 on the total, within the period."""
    for card in cards.values():
        if card.total is not None:
            card.rank = 1 + sum(other.total is not None and other.total > card.total for other in cards.values())
