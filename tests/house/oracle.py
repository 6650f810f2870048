"""A second, slow and plain reading of what an organisation does to scores: day by day, from the raw rows.

Nothing of the package is imported.  Where everybody belongs is looked up in the lists of units, memberships and leaves,
one day at a time; every record is credited by asking that for its own day; targets are taken apart with Fractions.
What the records of one subject say is then left to the oracle of single subjects (tests/oracle.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Context, Decimal
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import Any

import oracle

DAY = timedelta(days=1)
OWNERS = ("person", "team", "store", "area", "group")
KINDS = OWNERS[1:]
WIDE = Context(prec=60)


# --- who belongs where ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """Where somebody belongs on one day."""

    chain: tuple[Any, ...]
    bosses: tuple[tuple[Any, str] | None, ...]
    """Who manages each unit of the chain, and at which level."""
    level: str | None = None
    manages: bool = False
    house: bool = False


@dataclass(frozen=True)
class House:
    """The raw parts of an organisation: anything with the attributes of units, memberships and leaves."""

    units: Sequence[Any]
    people: Sequence[Any]
    leaves: Sequence[Any] = ()
    ramp: Sequence[Fraction] = ()
    known: dict[Any, Any] = field(default_factory=dict, compare=False)

    def is_unit(self, owner: Any) -> bool:
        return any(unit.id == owner for unit in self.units)

    def kind(self, unit: Any) -> str:
        return next(str(each.kind) for each in self.units if each.id == unit)

    def place(self, owner: Any, day: date) -> Place | None:
        if (owner, day) not in self.known:
            self.known[owner, day] = self._place(owner, day)
        found: Place | None = self.known[owner, day]
        return found

    def _place(self, owner: Any, day: date) -> Place | None:
        own = self._membership(owner, day)
        unit = own.unit if own else owner
        chain = []
        while unit is not None:
            there = [each for each in self.units if each.id == unit and _holds(each, day)]
            if not there:
                break
            chain.append(unit)
            unit = there[0].parent
        if not chain or (own is None and not self.is_unit(owner)):
            return None
        bosses = tuple(self._boss(each, day) for each in chain)
        if own is None:
            return Place(tuple(chain), bosses)
        return Place(tuple(chain), bosses, str(own.level), own.manages, own.house)

    def _membership(self, person: Any, day: date) -> Any:
        return next((each for each in self.people if each.person == person and _holds(each, day)), None)

    def _boss(self, unit: Any, day: date) -> tuple[Any, str] | None:
        found = (each for each in self.people if each.unit == unit and each.manages and _holds(each, day))
        return next(((each.person, str(each.level)) for each in found), None)

    def runs(self, owner: Any, start: date, end: date) -> list[tuple[Place, date, date]]:
        """The longest runs of days in [start, end) on which the owner's place is the same."""
        marked = [(self.place(owner, day), day) for day in days(start, end)]
        found = []
        for place, group in groupby(marked, key=lambda pair: pair[0]):
            listed = [day for _, day in group]
            if place is not None:
                found.append((place, listed[0], listed[-1] + DAY))
        return found

    def reports(self, unit: Any, day: date) -> set[Any]:
        """Who reports to the manager of a unit on a day."""
        found = {
            each.person
            for each in self.people
            if each.unit == unit and _holds(each, day) and not each.manages and not each.house
        }
        for child in {each.id for each in self.units if each.parent == unit and _holds(each, day)}:
            boss = self._boss(child, day)
            found |= {boss[0]} if boss else self.reports(child, day)
        return found

    def is_away(self, person: Any, day: date) -> bool:
        return any(each.person == person and _holds(each, day) for each in self.leaves)

    def factor(self, person: Any, day: date) -> Fraction:
        """The part of a target that somebody carries on a day: a joiner's ramp."""
        own = [each for each in self.people if each.person == person]
        if not self.ramp or not own or own[0].house or any(each.start is None for each in own):
            return Fraction(1)
        joined = min(each.start for each in own)
        for month, factor in enumerate(self.ramp, 1):
            if day < oracle.months_before(joined, -month):
                return factor
        return Fraction(1)

    def people_of(self, level: str, start: date, end: date) -> list[Any]:
        there = {
            each.person
            for each in self.people
            if not each.house and str(each.level) == level and any(_holds(each, day) for day in days(start, end))
        }
        return sorted(there)

    def units_of(self, kind: str, start: date, end: date) -> list[Any]:
        there = {
            each.id
            for each in self.units
            if str(each.kind) == kind and any(_holds(each, day) for day in days(start, end))
        }
        return sorted(there)


def _holds(part: Any, day: date) -> bool:
    return (part.start is None or part.start <= day) and (part.until is None or day < part.until)


def days(start: date, end: date) -> list[date]:
    return [start + DAY * n for n in range((end - start).days)]


# --- what falls where -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fact:
    """A record, without its targets, where it is credited; `until` where it covers days."""

    owner: Any
    is_unit: bool
    place: Place
    row: oracle.Row


@dataclass(frozen=True)
class Target:
    """A part of a target: whose, where, how much, of a row over which days; `run` are the days at that place."""

    owner: Any
    is_unit: bool
    place: Place
    measure: str
    amount: Fraction
    start: date
    end: date
    run: tuple[date, date]


@dataclass(frozen=True)
class View:
    """Whose records are looked at: an owner's own (at a level, within units), a unit's, a manager's, or ratings."""

    kind: str
    who: Any
    level: str | None = None
    within: frozenset[Any] = frozenset()

    def sees(self, place: Place, owner: Any, *, is_unit: bool) -> bool:
        own = owner == self.who and place.level == self.level
        if self.kind == "unit":
            return self.who in place.chain
        if self.kind == "manager":
            return (self.who, self.level) in place.bosses
        if self.kind == "assessed":
            return own or (is_unit and place.bosses[0] == (self.who, self.level))
        return own and (not self.within or bool(self.within & set(place.chain)))


@dataclass(frozen=True)
class Seat:
    """Who is scored, and where."""

    subject: Any
    level: str | None
    home: Any
    manages: bool = False
    within: frozenset[Any] = frozenset()


@dataclass
class Call:
    """One call: the house, the records, what of them are targets, selling days."""

    house: House
    rows: Sequence[Mapping[str, Any]]
    targets: frozenset[str]
    measures: Mapping[str, Any]
    sells: Any
    """Whether a day sells at a store."""
    festival: bool = False
    process: Any = None
    """The profile whose process lines are looked at."""
    attainment: Any = None
    """The indicator that says whether a member is at target."""

    def __post_init__(self) -> None:
        self.read = [oracle._row(row) for row in self.rows]
        self.carried = frozenset(name for row in self.rows for name in row)
        self.latest = max(row.day for row in self.read)
        self.facts = [fact for row in self.read for fact in self._facts(row)]

    def _facts(self, row: oracle.Row) -> Iterable[Fact]:
        owner, is_unit = owner_of(row.fields)
        named = {name for name, value in row.fields.items() if name in self.measures and value not in {None, ""}}
        if row.until is not None and named and named <= self.targets:
            return
        span = days(row.day, row.until or row.day + DAY)
        place = next(place for day in span if (place := self.house.place(owner, day)) is not None)
        fields = {name: value for name, value in row.fields.items() if name not in {*self.targets, *OWNERS}}
        yield Fact(owner, is_unit, place, replace(row, fields={**fields, "person": (is_unit, owner)}))

    @cached_property
    def parts(self) -> list[Target]:
        """Every target, taken apart: rows of the same owner and days are one."""
        whole: dict[tuple[Any, ...], Fraction] = {}
        for row in self.read:
            for name in self.targets & row.fields.keys():
                amount = oracle.amount(row.fields[name], self.measures[name].decimals)
                if amount is not None:
                    key = (*owner_of(row.fields), row.day, row.until, name)
                    whole[key] = whole.get(key, Fraction(0)) + amount
        found = []
        for (owner, is_unit, start, until, name), amount in whole.items():
            if until is None:
                place = self.house.place(owner, start)
                assert place is not None
                found.append(Target(owner, is_unit, place, name, amount, start, start + DAY, (start, start + DAY)))
            else:
                found += self._prorated((owner, is_unit), name, amount, start, until)
        return found

    def _prorated(
        self, whose: tuple[Any, bool], name: str, amount: Fraction, start: date, until: date
    ) -> Iterable[Target]:
        owner, is_unit = whose
        runs = self.house.runs(owner, start, until)
        stores = {}
        for day in days(start, until):
            before = [place for place, first, _ in runs if first <= day] or [runs[0][0]]
            stores[day] = next((unit for unit in before[-1].chain if self.house.kind(unit) == "store"), None)
        counted = {day: int(self.sells(day, stores[day])) for day in stores}
        if not any(counted.values()):
            counted = dict.fromkeys(stores, 1)
        shares: list[tuple[Place, tuple[date, date], Fraction]] = []
        for place, first, after in runs:
            there = [day for day in days(first, after) if not self.house.is_away(owner, day)]
            for factor, group in _consecutive(there, lambda day: self.house.factor(owner, day)):
                shares.append((place, (first, after), sum((counted[day] * factor for day in group), Fraction(0))))
        grid = 10 ** self.measures[name].decimals
        total = sum((share for _, _, share in shares), Fraction(0))
        whole = oracle.half_up(amount * grid * total / sum(counted.values()))
        for (place, run, _), units in zip(shares, _split([share for *_, share in shares], whole), strict=True):
            yield Target(owner, is_unit, place, name, Fraction(units, grid), start, until, run)

    # whose records

    def target(self, view: View, measure: str, span: oracle.Span) -> tuple[list[Fraction], bool]:
        """The targets that count for a view, and whether one that would reaches beyond the span."""
        of_it = [part for part in self.parts if part.measure == measure]
        inside = [part for part in of_it if span.start <= part.start and part.end <= span.end]
        crossing = [
            part
            for part in of_it
            if part not in inside
            and part.start < span.end
            and span.start < part.end
            and part.run[0] < span.end
            and span.start < part.run[1]
            and part.amount
        ]
        having = {part.owner for part in inside if part.is_unit and part.amount}
        counted = [part.amount for part in inside for _ in range(self._times(view, part, having))]
        return counted, any(self._times(view, part, having, crossing=True) for part in crossing)

    @staticmethod
    def _times(view: View, part: Target, having: set[Any], *, crossing: bool = False) -> int:
        """How often a part counts for a view: for every unit of the view to which it comes up."""
        if view.kind not in {"unit", "manager"}:
            return int(view.sees(part.place, part.owner, is_unit=part.is_unit))
        times = 0
        for step, (unit, boss) in enumerate(zip(part.place.chain, part.place.bosses, strict=True)):
            if unit != view.who if view.kind == "unit" else boss != (view.who, view.level):
                continue
            own = part.is_unit and step == 0
            between = part.place.chain[int(part.is_unit) : step]
            wins = unit in having
            if own:
                times += int(wins or crossing or not part.amount)
            elif not having & set(between) and not wins:
                times += 1
        return times

    def facts_of(self, view: View, span: oracle.Span) -> oracle.Facts:
        """What the oracle of single subjects is to read."""
        seen = [fact for fact in self.facts if view.sees(fact.place, fact.owner, is_unit=fact.is_unit)]
        rows = [fact.row for fact in seen if fact.row.lies_in(span) == "whole"]
        rows = self._means(rows)
        cut = []
        for name in self.targets & self.carried:
            counted, is_cut = self.target(view, name, span)
            if counted:
                rows.append(oracle.Row({name: Decimal(0) + _decimal(sum(counted))}, span.start, None))
            if is_cut:
                cut.append(oracle.Row({name: 1}, span.start, None))
        return oracle.Facts(span, tuple(rows), tuple(cut), self.carried, self.latest)

    def _means(self, rows: list[oracle.Row]) -> list[oracle.Row]:
        """Round the mean levels of several owners, each to the grid of its measure."""
        for name, measure in self.measures.items():
            holders = {row.fields["person"] for row in rows if row.fields.get(name) is not None}
            if measure.additivity != "mean" or len(holders) < 2:
                continue
            levels = []
            for holder in sorted(holders):
                held = [row for row in rows if row.fields["person"] == holder and row.fields.get(name) is not None]
                total = sum(oracle.amount(row.fields[name], measure.decimals) or 0 for row in held)
                mean = oracle.half_up(total * 10**measure.decimals / len({row.day for row in held}))
                amount = Decimal(mean).scaleb(-measure.decimals)
                levels.append(oracle.Row({"person": holder, name: amount}, held[0].day, None))
            rows = [replace(row, fields={k: v for k, v in row.fields.items() if k != name}) for row in rows] + levels
        return rows

    # seats

    def seats(self, profile: Any, by: str, span: oracle.Span) -> list[Seat]:
        if not self.has_facts(span):
            return []
        if by != "person":
            return [Seat(unit, None, unit) for unit in self.house.units_of(by, span.start, span.end)]
        level = str(profile.level)
        return [self._seat(person, level, span) for person in self.house.people_of(level, span.start, span.end)]

    def has_facts(self, span: oracle.Span) -> bool:
        return any(row.lies_in(span) == "whole" for row in self.read)

    def _seat(self, person: Any, level: str, span: oracle.Span) -> Seat:
        there = [self.house.place(person, day) for day in days(span.start, span.end)]
        mine = [place for place in there if place is not None and place.level == level]
        managed = [place for place in mine if place.manages]
        return Seat(person, level, (managed or mine)[-1].chain[0], bool(managed))

    def view(self, seat: Seat, whose: str, span: oracle.Span, *, moved: bool = False) -> View:
        """`moved`: the days looked at are not the period's own, but those it is compared with."""
        if whose == "assessed":
            return View("assessed", seat.subject, seat.level)
        if whose == "own" and seat.level is not None:
            return View("own", seat.subject, seat.level, seat.within)
        if whose in {"store", "area"}:
            return View("unit", self._around(seat.home, whose, span))
        if seat.manages and not moved:
            return View("manager", seat.subject, seat.level)
        return View("unit", seat.home)

    def _around(self, unit: Any, kind: str, span: oracle.Span) -> Any:
        there = [place for day in days(span.start, span.end) if (place := self.house.place(unit, day)) is not None]
        chain = there[-1].chain if there else ()
        fitting = [each for each in chain if KINDS.index(self.house.kind(each)) <= KINDS.index(kind)]
        return fitting[-1] if fitting else unit

    def members(self, seat: Seat, span: oracle.Span) -> list[Seat]:
        """Who reports to a seat, each as on the last day that is so."""
        if seat.level is not None and not seat.manages:
            return []
        found: dict[Any, Place] = {}
        within: dict[Any, set[Any]] = {}
        for day in days(span.start, span.end):
            place = self.house.place(seat.subject, day)
            if place is None or (seat.level is not None and not (place.manages and place.level == seat.level)):
                continue
            for person in self.house.reports(place.chain[0], day):
                its = self.house.place(person, day)
                assert its is not None
                found[person] = its
                within.setdefault(person, set()).add(place.chain[0])
        return [
            Seat(
                person,
                its.level,
                its.chain[0],
                its.manages,
                frozenset() if its.manages else frozenset(within[person]),
            )
            for person, its in sorted(found.items())
        ]

    # indicators

    def whose(self, indicator: Any, scope: Any, level: str) -> str:
        """Whose records an indicator reads: by its scope, else by its own roll-up, else by the level."""
        if str(indicator.roll_up) == "ASSESS" and str(scope) in {"None", "own", "unit"}:
            return "assessed"
        if scope is not None:
            return "unit" if str(scope) == "members" else str(scope)
        usual = "own" if level == "consultant" else "unit"
        return {"STORE": "store", "AREA": "area"}.get(str(indicator.roll_up), usual)

    def reading(self, indicator: Any, seat: Seat, level: str, span: oracle.Span, **more: Any) -> oracle.Reading:
        """The value of an indicator and its status; `more` may hold scope, window and minimum sample."""
        whose = self.whose(indicator, more.get("scope"), level)
        window = oracle._window(span, more.get("window"))
        minimum = more.get("minimum_sample")
        if indicator.kind == "change":
            return self._change(indicator, seat, whose, span)
        look = self._look(indicator)
        if look is not None:
            return self._of_members(indicator, look, seat, span, more)
        return oracle.read_indicator(indicator, self.facts_of(self.view(seat, whose, span), window), minimum)

    def _look(self, indicator: Any) -> tuple[str, Any, Any] | None:
        names = {measure.id for measure in indicator.measures}
        if indicator.kind in {"member_mean", "dispersion"} and indicator.of is not None:
            rule = "dispersion" if indicator.kind == "dispersion" else str(indicator.weighting)
            return rule, indicator.of, indicator.cap
        if "process_kpi_weight_met" in names:
            return "process", None, None
        return ("pass", self.attainment, None) if "members_at_target" in names else None

    def _of_members(
        self, indicator: Any, look: tuple[str, Any, Any], seat: Seat, span: oracle.Span, more: Mapping[str, Any]
    ) -> oracle.Reading:
        rule, of, cap = look
        if rule == "process":
            pairs = self._process_lines(seat, span)
            values = [(Fraction(points, oracle.THOUSAND), weight) for points, weight in pairs]
        else:
            values = []
            for member in self.members(seat, span):
                scope = "unit" if member.manages else "own"
                level = "manager" if member.manages else "consultant"
                found = self.reading(of, member, level, span, scope=scope, window=more.get("window"))
                if found.status in oracle.SCORED and found.value is not None:
                    shown = Fraction(found.value, 10**of.decimals)
                    capped = shown if cap is None else min(shown, Fraction(cap))
                    values.append((capped, found.denominator or Fraction(0)))
        value = _combined(rule, values, indicator)
        if value is None:
            return oracle.Reading("no_denominator", None)
        low, high = indicator.plausible
        exact = Fraction(value, 10**indicator.decimals)
        odd = (low is not None and exact < Fraction(low)) or (high is not None and exact > Fraction(high))
        status = "suspect" if odd else "ok"
        minimum = more.get("minimum_sample")
        if minimum is not None and len(values) < minimum:
            status = "insufficient_sample"
        return oracle.Reading(status, value)

    def _process_lines(self, seat: Seat, span: oracle.Span) -> list[tuple[int, Fraction]]:
        if seat.level is not None and not seat.manages:
            return []
        found = []
        for criterion in self.process.criteria:
            if str(criterion.indicator.category) == "process":
                reading, points = self.line(replace_scope(criterion, "unit"), seat, "manager", span)
                if reading.status in {"ok", "suspect"} and points is not None:
                    found.append((points, Fraction(criterion.weight)))
        return found

    def _change(self, indicator: Any, seat: Seat, whose: str, span: oracle.Span) -> oracle.Reading:
        if span.label == "":
            return oracle.Reading("missing_data", None)
        yearly = str(indicator.since) == "year"
        now, base = _compared(span, festival=self.festival) if yearly else (span, _before(span))
        if now is None or base is None:
            return oracle.Reading("not_applicable", None)
        found = []
        for days_of, moved in ((now, yearly), (base, True)):
            view = self.view(seat, whose, span, moved=moved)
            found.append(oracle.read_indicator(indicator.of, self.facts_of(view, days_of)))
        one, other = found
        if one.status not in oracle.WITH_VALUE:
            return oracle.Reading(one.status, None)
        if other.status not in oracle.WITH_VALUE:
            return oracle.Reading("no_denominator", None)
        assert one.value is not None
        assert other.value is not None
        unit = 10**indicator.of.decimals
        totals = indicator.of.kind == "total"
        above = one.numerator if totals else Fraction(one.value, unit)
        below = other.numerator if totals else Fraction(other.value, unit)
        assert above is not None
        assert below is not None
        if below <= 0:
            return oracle.Reading("no_denominator", None)
        if indicator.relative:
            value = oracle.half_up((above - below) / below * 100 * 10**indicator.decimals)
        else:
            value = one.value - other.value
        return oracle.Reading("suspect" if "suspect" in {one.status, other.status} else "ok", value)

    def line(self, criterion: Any, seat: Seat, level: str, span: oracle.Span) -> tuple[oracle.Reading, int | None]:
        """The reading of a criterion and the points its curve gives for it, in thousandths."""
        indicator = criterion.indicator
        given = {"scope": criterion.scope, "window": criterion.window, "minimum_sample": criterion.minimum_sample}
        reading = self.reading(indicator, seat, level, span, **given)
        if reading.status == "no_sales":
            return reading, oracle.points_beyond(criterion.curve)
        if reading.status not in oracle.SCORED or reading.value is None:
            return reading, None
        return reading, oracle.points_of(criterion.curve, Fraction(reading.value, 10**indicator.decimals))


def replace_scope(criterion: Any, scope: str) -> Any:
    """A stand-in with the same indicator, curve, window and sample, at another scope."""

    @dataclass(frozen=True)
    class Line:
        indicator: Any = criterion.indicator
        curve: Any = criterion.curve
        window: Any = criterion.window
        minimum_sample: Any = criterion.minimum_sample
        scope: str = ""

    return Line(scope=scope)


def owner_of(fields: Mapping[str, Any]) -> tuple[Any, bool]:
    kind = next(name for name in OWNERS if fields.get(name) not in {None, ""})
    return fields[kind], kind != "person"


def _decimal(amount: Fraction) -> Decimal:
    return WIDE.divide(Decimal(amount.numerator), Decimal(amount.denominator))


def _consecutive(listed: list[date], label: Any) -> list[tuple[Any, list[date]]]:
    """Runs of neighbouring days with one label."""
    runs: list[tuple[Any, list[date]]] = []
    for day in listed:
        if runs and runs[-1][0] == label(day) and runs[-1][1][-1] + DAY == day:
            runs[-1][1].append(day)
        else:
            runs.append((label(day), [day]))
    return runs


def _split(shares: list[Fraction], whole: int) -> list[int]:
    """Largest remainder: the parts add up to the whole; ties go to the earlier one."""
    total = sum(shares, Fraction(0))
    if not total:
        return [0] * len(shares)
    exact = [whole * share / total for share in shares]
    parts = [number // 1 for number in exact]
    order = sorted(range(len(shares)), key=lambda n: (-(exact[n] - parts[n]), n))
    for n in order[: whole - sum(parts)]:
        parts[n] += 1
    return parts


def _combined(rule: str, values: list[tuple[Fraction, Fraction]], indicator: Any) -> int | None:  # noqa: PLR0911  (one for each rule)
    unit = 10**indicator.decimals
    plain = sorted(value for value, _ in values)
    weight = sum((each for _, each in values), Fraction(0))
    if not values:
        return None
    if rule == "plain":
        return oracle.half_up(sum(plain) * unit / len(plain))
    if rule == "median":
        middle = plain[(len(plain) - 1) // 2] + plain[len(plain) // 2]
        return oracle.half_up(middle * unit / 2)
    if rule == "dispersion":
        mean = sum(plain) / len(plain)
        if mean <= 0:
            return None
        spread = sum((value - mean) ** 2 for value in plain) / len(plain) / mean**2
        return oracle.half_up(Fraction(_decimal(spread).sqrt(WIDE)) * unit * indicator.factor)
    if rule == "pass":
        return oracle.half_up(Fraction(sum(value >= 100 for value in plain) * 100 * unit, len(plain)))
    if weight <= 0:
        return None
    if rule == "target":
        return oracle.half_up(sum(value * each for value, each in values) * unit / weight)
    met = sum(each for value, each in values if value >= 100)
    return oracle.half_up(met * 100 * unit / weight)


def _shifted(span: oracle.Span, months: int) -> oracle.Span:
    return oracle.Span(oracle.months_before(span.start, months), oracle.months_before(span.end, months), "moved")


def _before(span: oracle.Span) -> oracle.Span:
    return _shifted(span, int(span.months))


def _compared(span: oracle.Span, *, festival: bool) -> tuple[oracle.Span | None, oracle.Span | None]:
    if festival and span.start.month <= 2 and span.months <= 2 and span.end <= date(span.start.year, 3, 1):
        if span.end != date(span.start.year, 3, 1):
            return None, None
        span = oracle.Span(date(span.start.year, 1, 1), span.end, "moved")
    return span, _shifted(span, 12)
