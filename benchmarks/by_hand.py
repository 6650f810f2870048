"""What a strong engineer would write for this one case, as tight as Python gets without generating code.

Each loop knows its twelve measures, its period and the shape of its records.  The checked ones make the checks that
salesperf makes: a person is a non-empty text; a date is one, and it lies in the period; columns that nobody reads are
noticed; an amount is a whole number (no bool), or nothing, or exactly on the measure's grid; sums stay in the exact
range.  A record that is not as expected leaves the fast path for `_Odd.read`, which notes every fault by row and field.

`score` is the profile of `workload.profile` written out: value as shown, points, redistribution, total, rank, grade.

The twelve sums of a person are a tuple, taken apart and built anew.  In random order that beat what else was tried
(once, best of three, so roughly): over 1 M records of 50 k people a list with twelve `+=` (+17 %) and twelve amounts
packed into one large integer (+4 %); over 400 k records one check of all types by `tuple(map(type, …))` in place of
twelve (+33 %) and rows kept by person for a final `zip` (+42 %).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from math import floor, isfinite
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from .workload import MEASURES, MONEY, Record, Row

FIRST, AFTER = date(2026, 3, 1).toordinal(), date(2026, 4, 1).toordinal()
COLUMNS = frozenset({"person", "date", *MEASURES})
GRIDS = tuple(10**2 if name in MONEY else 10**4 for name in MEASURES)
IN_CENTS = tuple(1 if name in MONEY else 10**4 for name in MEASURES)
AMOUNT = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?", re.ASCII)
LIMIT = 1 << 62
FLOAT_LIMIT = 1 << 51
NOTHING = (0,) * len(MEASURES)

Sums = tuple[int, ...]
Line = tuple[int | None, int | None, str]
NO_DENOMINATOR: Line = (None, None, "no_denominator")
NO_TARGET: Line = (None, None, "no_target")


class Tally(NamedTuple):
    """What a pass over the records gives: sums in grid units ÷ `shrunk`, and what was noticed on the way."""

    sums: dict[str, Sums]
    shrunk: Sums
    faults: list[str]
    unused: set[str]
    outside: int
    off_grid: int = 0

    def in_grid_units(self) -> dict[str, Sums]:
        """Return the sums as salesperf keeps them."""
        return {
            person: tuple(amount * times for amount, times in zip(sums, self.shrunk, strict=True))
            for person, sums in self.sums.items()
        }


class Card(NamedTuple):
    """One person's result; lines are (value in its last shown decimal, points in thousandths, status)."""

    person: str
    total: Decimal | None
    rank: int | None
    grade: str | None
    lines: tuple[Line, ...]


def _units(value: object, grid: int) -> int:
    """Return grid units, 0 for nothing; raise ValueError for what is no amount."""
    if value is None or value == "":
        return 0
    if isinstance(value, float) and isfinite(value) and abs(value) * grid < FLOAT_LIMIT:
        return floor(value * grid + 0.5)
    if isinstance(value, str):
        value = Decimal(value.strip()) if AMOUNT.fullmatch(value.strip()) else None
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        exact = Decimal(value) * grid
        if exact.is_finite() and exact == int(exact):
            return int(exact)
    message = f"no amount on a grid of 1/{grid}"
    raise ValueError(message)


def _in_period(day: object) -> bool:
    """Return whether a date, as text, lies in the period; raise ValueError or TypeError for what is no date."""
    if not isinstance(day, str):
        message = "no text"
        raise TypeError(message)
    return FIRST <= date.fromisoformat(day.strip()[:10]).toordinal() < AFTER


class _Odd:
    """The records that left the fast path, and the state that only they change."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.unused: set[str] = set()
        self.outside = 0
        self.sums: dict[str, Sums] = {}

    def read(self, record: Mapping[str, Any], number: int, inside: set[Any]) -> None:
        """Read one record in full; add it to the sums of its person in grid units, or note every fault in it."""
        before = len(self.faults)
        person, day = record.get("person"), record.get("date")
        if not isinstance(person, str) or not person:
            self.faults.append(f"row {number}, person")
        here = False
        try:
            here = _in_period(day)
        except (TypeError, ValueError):
            self.faults.append(f"row {number}, date")
        self.unused.update(record.keys() - COLUMNS)
        amounts = []
        for name, grid in zip(MEASURES, GRIDS, strict=True):
            try:
                amounts.append(_units(record.get(name), grid))
            except ValueError:
                self.faults.append(f"row {number}, {name}")
        if len(self.faults) > before:
            return
        if not here:
            self.outside += 1
            return
        inside.add(day)
        so_far = self.sums.get(str(person), NOTHING)
        self.sums[str(person)] = tuple(old + new for old, new in zip(so_far, amounts, strict=True))

    def finish(self, sums: dict[str, Sums], shrunk: Sums, off_grid: int = 0) -> Tally:
        """Put both kinds of sums together and check their range."""
        if self.sums:
            for person in self.sums.keys() | sums.keys():
                parts = zip(sums.get(person, NOTHING), shrunk, self.sums.get(person, NOTHING), strict=True)
                sums[person] = tuple(amount * times + odd for amount, times, odd in parts)
            shrunk = (1,) * len(MEASURES)
        limit = LIMIT // max(shrunk)
        for person, amounts in sums.items():
            if max(amounts) >= limit or min(amounts) <= -limit:
                self.faults.append(f"{person}: beyond the exact range")
        return Tally(sums, shrunk, self.faults, self.unused, self.outside, off_grid)


def whole(records: Iterable[Record]) -> Tally:
    """Sum dicts of whole numbers, with all checks."""
    sums: dict[str, Sums] = {}
    inside: set[str] = set()
    odd = _Odd()
    get = itemgetter("person", "date", *MEASURES)
    columns = len(COLUMNS)
    integer = int
    for number, record in enumerate(records, 1):
        try:
            person, day, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, va, vb = get(record)
        except KeyError:
            odd.read(record, number, inside)
            continue
        if (
            day not in inside
            or len(record) != columns
            or type(v0) is not integer
            or type(v1) is not integer
            or type(v2) is not integer
            or type(v3) is not integer
            or type(v4) is not integer
            or type(v5) is not integer
            or type(v6) is not integer
            or type(v7) is not integer
            or type(v8) is not integer
            or type(v9) is not integer
            or type(va) is not integer
            or type(vb) is not integer
        ):
            odd.read(record, number, inside)
            continue
        try:
            s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, sa, sb = sums[person]
        except KeyError:
            if type(person) is not str or not person:
                odd.read(record, number, inside)
                continue
            sums[person] = (v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, va, vb)
        else:
            sums[person] = (
                s0 + v0,
                s1 + v1,
                s2 + v2,
                s3 + v3,
                s4 + v4,
                s5 + v5,
                s6 + v6,
                s7 + v7,
                s8 + v8,
                s9 + v9,
                sa + va,
                sb + vb,
            )
    return odd.finish(sums, GRIDS)


def whole_unchecked(records: Iterable[Record]) -> Tally:
    """Sum dicts of whole numbers and look at nothing: a wrong type or date goes unseen, an unread column too."""
    sums: dict[str, Sums] = {}
    get = itemgetter("person", "date", *MEASURES)
    for record in records:
        person, day, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, va, vb = get(record)
        if not "2026-03-01" <= day < "2026-04-01":
            continue
        try:
            s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, sa, sb = sums[person]
        except KeyError:
            sums[person] = (v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, va, vb)
        else:
            sums[person] = (
                s0 + v0,
                s1 + v1,
                s2 + v2,
                s3 + v3,
                s4 + v4,
                s5 + v5,
                s6 + v6,
                s7 + v7,
                s8 + v8,
                s9 + v9,
                sa + va,
                sb + vb,
            )
    return Tally(sums, GRIDS, [], set(), 0)


def float_money(records: Iterable[Record]) -> Tally:
    """Sum dicts of whole counts and float money, with all checks; money is kept in cents."""
    sums: dict[str, Sums] = {}
    inside: set[str] = set()
    odd = _Odd()
    off_grid = 0
    get = itemgetter("person", "date", *MEASURES)
    columns = len(COLUMNS)
    integer, real, down = int, float, floor
    limit, slack = float(FLOAT_LIMIT), 2.0**-51
    for number, record in enumerate(records, 1):
        try:
            person, day, v0, v1, m2, m3, v4, v5, v6, v7, v8, v9, va, vb = get(record)
        except KeyError:
            odd.read(record, number, inside)
            continue
        if (
            day not in inside
            or len(record) != columns
            or type(v0) is not integer
            or type(v1) is not integer
            or type(m2) is not real
            or type(m3) is not real
            or type(v4) is not integer
            or type(v5) is not integer
            or type(v6) is not integer
            or type(v7) is not integer
            or type(v8) is not integer
            or type(v9) is not integer
            or type(va) is not integer
            or type(vb) is not integer
        ):
            odd.read(record, number, inside)
            continue
        x2, x3 = m2 * 100, m3 * 100
        if not (-limit < x2 < limit and -limit < x3 < limit):  # so written that NaN fails, too
            odd.read(record, number, inside)
            continue
        v2, v3 = down(x2 + 0.5), down(x3 + 0.5)
        if x2 != v2 and abs(x2 - v2) > 1e-6 + abs(v2) * slack:
            off_grid += 1
        if x3 != v3 and abs(x3 - v3) > 1e-6 + abs(v3) * slack:
            off_grid += 1
        try:
            s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, sa, sb = sums[person]
        except KeyError:
            if type(person) is not str or not person:
                odd.read(record, number, inside)
                continue
            sums[person] = (v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, va, vb)
        else:
            sums[person] = (
                s0 + v0,
                s1 + v1,
                s2 + v2,
                s3 + v3,
                s4 + v4,
                s5 + v5,
                s6 + v6,
                s7 + v7,
                s8 + v8,
                s9 + v9,
                sa + va,
                sb + vb,
            )
    return odd.finish(sums, IN_CENTS, off_grid)


def sparse(records: Iterable[Record]) -> Tally:
    """Sum events of one measure each, with all checks."""
    lists: dict[str, list[int]] = {}
    inside: set[str] = set()
    odd = _Odd()
    places = {name: place for place, name in enumerate(MEASURES)}
    integer = int
    for number, record in enumerate(records, 1):
        try:
            person, day = record["person"], record["date"]
            name = next(reversed(record))
            place, amount = places[name], record[name]
            if day not in inside or len(record) != 3 or type(amount) is not integer:
                odd.read(record, number, inside)
                continue
        except (KeyError, ValueError):
            odd.read(record, number, inside)
            continue
        try:
            lists[person][place] += amount
        except KeyError:
            if type(person) is not str or not person:
                odd.read(record, number, inside)
                continue
            of_person = lists[person] = [0] * len(MEASURES)
            of_person[place] = amount
    return odd.finish({person: tuple(amounts) for person, amounts in lists.items()}, GRIDS)


def named_tuples(records: Iterable[Row]) -> Tally:
    """Sum named tuples of whole numbers, with all checks: their columns are those of their type."""
    sums: dict[str, Sums] = {}
    inside: set[str] = set()
    odd = _Odd()
    integer, kind = int, Row
    for number, record in enumerate(records, 1):
        if type(record) is not kind:
            odd.read(record._asdict(), number, inside)
            continue
        person, day, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, va, vb = record
        if (
            day not in inside
            or type(v0) is not integer
            or type(v1) is not integer
            or type(v2) is not integer
            or type(v3) is not integer
            or type(v4) is not integer
            or type(v5) is not integer
            or type(v6) is not integer
            or type(v7) is not integer
            or type(v8) is not integer
            or type(v9) is not integer
            or type(va) is not integer
            or type(vb) is not integer
        ):
            odd.read(record._asdict(), number, inside)
            continue
        try:
            s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, sa, sb = sums[person]
        except KeyError:
            if type(person) is not str or not person:
                odd.read(record._asdict(), number, inside)
                continue
            sums[person] = (v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, va, vb)
        else:
            sums[person] = (
                s0 + v0,
                s1 + v1,
                s2 + v2,
                s3 + v3,
                s4 + v4,
                s5 + v5,
                s6 + v6,
                s7 + v7,
                s8 + v8,
                s9 + v9,
                sa + va,
                sb + vb,
            )
    return odd.finish(sums, GRIDS)


def _cents(text: str) -> int:
    """Return money in cents; too many different texts to look them up."""
    if text[-3:-2] == "." and text.isascii():
        digits = text[:-3] + text[-2:]
        if digits.isdigit():
            return int(digits)
    return _units(text, 100)


def csv_text(path: Path) -> Tally:
    """Sum a CSV file of these columns in this order, with all checks; a text that was read once is looked up."""
    sums: dict[str, Sums] = {}
    inside: set[str] = set()
    odd = _Odd()
    count = {str(number): number for number in range(10_000)}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        if header != list(Row._fields):
            message = "written for one order of the columns"
            raise ValueError(message)
        for number, fields in enumerate(reader, 1):
            try:
                person, day, t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, ta, tb = fields
                v0, v1, v2, v3, v4, v5 = count[t0], count[t1], _cents(t2), _cents(t3), count[t4], count[t5]
                v6, v7, v8, v9, va, vb = count[t6], count[t7], count[t8], count[t9], count[ta], count[tb]
                if day not in inside:
                    odd.read(dict(zip(header, fields, strict=True)), number, inside)
                    continue
            except (KeyError, ValueError):
                odd.read(dict(zip(header, fields, strict=False)), number, inside)
                continue
            try:
                s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, sa, sb = sums[person]
            except KeyError:
                if not person:
                    odd.read(dict(zip(header, fields, strict=True)), number, inside)
                    continue
                sums[person] = (v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, va, vb)
            else:
                sums[person] = (
                    s0 + v0,
                    s1 + v1,
                    s2 + v2,
                    s3 + v3,
                    s4 + v4,
                    s5 + v5,
                    s6 + v6,
                    s7 + v7,
                    s8 + v8,
                    s9 + v9,
                    sa + va,
                    sb + vb,
                )
    return odd.finish(sums, IN_CENTS)


def score(tally: Tally) -> list[Card]:
    """Score everybody by the profile of `workload.profile` and return the cards in order of rank."""
    # A value per unit is shown in hundredths, which is cents ÷ whole counts; the 2 is that of rounding half up.
    per_unit = 2 * tally.shrunk[2] * 10**4 // tally.shrunk[0]
    cards: list[tuple[int, str, tuple[Line, ...]]] = []
    unscored: list[tuple[str, tuple[Line, ...]]] = []
    l0: Line
    l1: Line
    l2: Line
    l3: Line
    l4: Line
    l5: Line
    l6: Line
    l7: Line
    l8: Line
    l9: Line
    l10: Line
    l11: Line
    for person, sums in tally.sums.items():
        (units, target, gross, revenue, financed, leads, appointed, shown, opened, won, due, on_time) = sums
        weighted = weight = 0
        # b_attainment: units ÷ target
        if target > 0:
            u = (20000 * units + target) // (2 * target)
            p = 0 if u < 6000 else 25 * (u - 6000) if u < 10000 else 10 * (u - 10000) + 100000 if u < 12000 else 120000
            weighted += 20 * p
            weight += 20
            l0 = (u, p, "ok" if units >= 0 else "suspect")
        else:
            l0 = NO_TARGET
        # b_gross: gross ÷ units
        if units > 0:
            u = (per_unit * gross + units) // (2 * units)
            p = (
                0
                if u < 0
                else (u + 4) // 8
                if u < 800000
                else ((u - 800000) + 2000000 + 10) // 20
                if u < 1200000
                else 120000
            )
            weighted += 15 * p
            weight += 15
            l1 = (u, p, "ok")
        else:
            l1 = NO_DENOMINATOR
        # b_margin: gross ÷ revenue
        if revenue > 0:
            u = (20000 * gross + revenue) // (2 * revenue)
            p = 0 if u < 0 else 200 * u if u < 400 else (400 * (u - 400) + 480000 + 3) // 6 if u < 1000 else 120000
            weighted += 10 * p
            weight += 10
            l2 = (u, p, "ok")
        else:
            l2 = NO_DENOMINATOR
        # b_price: revenue ÷ units
        if units > 0:
            u = (per_unit * revenue + units) // (2 * units)
            p = 0 if u < 8000000 else ((u - 8000000) + 60) // 120 if u < 20000000 else 100000
            weighted += 5 * p
            weight += 5
            l3 = (u, p, "ok")
        else:
            l3 = NO_DENOMINATOR
        # b_finance: financed ÷ units
        if units > 0:
            u = (20000 * financed + units) // (2 * units)
            p = 0 if u < 1000 else (100 * (u - 1000) + 3) // 6 if u < 7000 else 100000
            weighted += 5 * p
            weight += 5
            l4 = (u, p, "ok" if financed >= 0 and u <= 10000 else "suspect")
        else:
            l4 = NO_DENOMINATOR
        # b_appointment: appointed ÷ leads
        if leads > 0:
            u = (20000 * appointed + leads) // (2 * leads)
            p = (
                0
                if u < 1000
                else (45 * (u - 1000) + 1) // 2
                if u < 5000
                else 10 * (u - 5000) + 90000
                if u < 7000
                else 110000
            )
            weighted += 8 * p
            weight += 8
            l5 = (u, p, "ok" if appointed >= 0 else "suspect")
        else:
            l5 = NO_DENOMINATOR
        # b_show: shown ÷ appointed
        if appointed > 0:
            u = (20000 * shown + appointed) // (2 * appointed)
            p = 0 if u < 2000 else (100 * (u - 2000) + 3) // 6 if u < 8000 else 100000
            weighted += 6 * p
            weight += 6
            l6 = (u, p, "ok" if shown >= 0 and u <= 10000 else "suspect")
        else:
            l6 = NO_DENOMINATOR
        # b_close: won ÷ opened
        if opened > 0:
            u = (20000 * won + opened) // (2 * opened)
            p = (
                0
                if u < 200
                else (1000 * (u - 200) + 9) // 18
                if u < 2000
                else (100 * (u - 2000) + 600000 + 3) // 6
                if u < 3200
                else 120000
            )
            weighted += 11 * p
            weight += 11
            l7 = (u, p, "ok" if won >= 0 else "suspect")
        else:
            l7 = NO_DENOMINATOR
        # b_followup: on_time ÷ due
        if due > 0:
            u = (20000 * on_time + due) // (2 * due)
            p = 0 if u < 4000 else 20 * (u - 4000) if u < 9000 else 100000
            weighted += 6 * p
            weight += 6
            l8 = (u, p, "ok" if on_time >= 0 and u <= 10000 else "suspect")
        else:
            l8 = NO_DENOMINATOR
        # b_opportunity: opened ÷ leads
        if leads > 0:
            u = (20000 * opened + leads) // (2 * leads)
            p = 0 if u < 2000 else (100 * (u - 2000) + 3) // 6 if u < 8000 else 100000
            weighted += 5 * p
            weight += 5
            l9 = (u, p, "ok" if opened >= 0 else "suspect")
        else:
            l9 = NO_DENOMINATOR
        # b_delivery: units ÷ won
        if won > 0:
            u = (20000 * units + won) // (2 * won)
            p = 0 if u < 5000 else 10 * (u - 5000) if u < 15000 else 2 * (u - 15000) + 100000 if u < 25000 else 120000
            weighted += 5 * p
            weight += 5
            l10 = (u, p, "ok" if units >= 0 else "suspect")
        else:
            l10 = NO_DENOMINATOR
        # b_lead_close: won ÷ leads
        if leads > 0:
            u = (20000 * won + leads) // (2 * leads)
            p = (
                0
                if u < 100
                else (500 * (u - 100) + 3) // 6
                if u < 1300
                else (200 * (u - 1300) + 600000 + 3) // 6
                if u < 1900
                else 120000
            )
            weighted += 4 * p
            weight += 4
            l11 = (u, p, "ok" if won >= 0 else "suspect")
        else:
            l11 = NO_DENOMINATOR
        lines = (l0, l1, l2, l3, l4, l5, l6, l7, l8, l9, l10, l11)
        if weight >= 60:
            cards.append((-((2 * weighted + weight) // (2 * weight)), person, lines))
        else:
            unscored.append((person, lines))
    cards.sort()
    unscored.sort()
    ranked = []
    rank, before = 0, None
    for place, (negative, person, of_card) in enumerate(cards, 1):
        if negative != before:
            rank, before = place, negative
        grade = "A" if negative <= -90000 else "B" if negative <= -80000 else "C" if negative <= -70000 else "D"
        ranked.append(Card(person, Decimal(-negative).scaleb(-3), rank, grade, of_card))
    ranked.extend(Card(person, None, None, None, of_card) for person, of_card in unscored)
    return ranked
