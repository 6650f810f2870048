"""The reader of a tally: one function for rows of one shape, generated as those that read in bulk, that adds one row.

It says whether it has added the row.  Rows of another shape, and rows that hold anything unusual, it leaves alone, and
the tally reads them with care.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from ..arithmetic import EXACT
from ..measures import Measure
from ..plan import Demand
from ..records import Refused, naive_day, subject
from ..vocabulary import Additivity, Owner
from ._layout import Layout
from ._row_source import RowShape, RowSource
from ._seating import Seating
from ._tally_sums import NO_KEY, Account, Accounts, Hashed

__all__ = ["Dates", "Day", "Sheet", "Taker", "taker"]

Taker = Callable[[Any], bool]

_KEPT = 512
_KEPT_DATES = 1 << 16


class Sheet(dict[Any, Account]):
    """The accounts of one stretch of days, by owner; makes the missing ones where nothing about them is unusual."""

    __slots__ = ("days", "make", "met", "seating")

    def __init__(
        self, make: Callable[[], Account], days: tuple[int, int], seating: Seating | None, met: Callable[[Any], None]
    ) -> None:
        self.make = make
        self.days = days
        self.seating = seating
        self.met = met

    def __missing__(self, who: Any) -> Account:
        subject(who)
        if self.seating is not None and not self.seating.stays(who, None, self.days):
            careful = "one place throughout"
            raise Refused(careful)
        self.met(who)
        account = self[who] = self.make()
        return account


class Nowhere(Sheet):
    """Where rows outside all periods go: checked like all others, and forgotten."""

    __slots__ = ()

    def __missing__(self, who: Any) -> Account:
        subject(who)
        return self.make()


class Day(NamedTuple):
    """A date as rows write it: how many have been added since they were counted, where they go, the day itself."""

    rows: list[int]
    sheet: Sheet
    ordinal: int


class Dates(dict[Any, Day]):
    """The days by their dates as written; aware ones are read with care, for equal is not same day."""

    __slots__ = ("count", "sheet_of")

    def __init__(self, sheet_of: Callable[[int], Sheet], count: Callable[[], None]) -> None:
        self.sheet_of = sheet_of
        self.count = count

    def __missing__(self, written: Any) -> Day:
        ordinal = naive_day(written)
        if len(self) >= _KEPT_DATES:
            self.count()
            self.clear()
        found = self[written] = Day([0], self.sheet_of(ordinal), ordinal)
        return found


class Kinds(Protocol):
    """Knows the kind of the subjects' ids."""

    kind: type[Any] | None


def taker(  # noqa: PLR0917  (what a function is bound to, once for each shape)
    demand: Demand,
    shape: RowShape,
    kinds: Kinds,
    dates: Dates,
    seen: list[int],
    seating: Seating | None,
    hashed: Hashed,
) -> Taker:
    """Return the function that adds a row of a shape; `seen` is where it counts them."""
    bind = _compiled(demand, shape, seating is not None)
    found: Taker = bind(kinds, dates, seen, _Placed(seating, shape.by), hashed)
    return found


class _Placed(dict[Any, bool]):
    """Whether an owner is in the organisation what the rows of a shape say it is."""

    __slots__ = ("owner", "seating")

    def __init__(self, seating: Seating | None, owner: Owner) -> None:
        self.seating = seating
        self.owner = owner

    def __missing__(self, who: Any) -> bool:
        subject(who)
        organisation = None if self.seating is None else self.seating.organisation
        found = organisation is None or (organisation.knows(who) and organisation.kind_of(who) is self.owner)
        if found:
            self[who] = found
        return found


@lru_cache(maxsize=_KEPT)
def _compiled(demand: Demand, shape: RowShape, seated: bool) -> Callable[..., Taker]:  # noqa: FBT001  (a cache key)
    emitter = _Emitter(demand, shape)
    space = emitter.space()
    source = "\n".join(emitter.lines(seated=seated))
    exec(compile(source, "<salesperf tally>", "exec"), space)  # noqa: S102  (source made here from integers only)
    bind: Callable[..., Taker] = space["bind"]
    return bind


class _Emitter(RowSource):
    """Writes the source of the function."""

    def __init__(self, demand: Demand, shape: RowShape) -> None:
        super().__init__(demand, shape)
        self.accounts = Accounts.of(Layout.of(demand))

    def lines(self, *, seated: bool) -> Iterator[str]:
        who = self.column(self.by)
        yield "def bind(kinds, dates, seen, placed, hashed):"
        yield "    def add(row):"
        yield from (f"        {line}" for line in self.taken_apart("return False"))
        yield "        try:"
        if seated:
            yield f"            if {who}.__class__ is not str and {who}.__class__ is not int: return False"
            yield f"            if not placed[{who}]: return False"
        else:
            yield f"            if {who}.__class__ is not kinds.kind: return False"
        yield from (f"            {line}" for line in self.guards())
        yield f"            rows, sheet, at = dates[{self.column('date')}]"
        yield from (f"            {line}" for number in self.others for line in self.amount(number))
        yield from (f"            {line}" for line in self.keys())
        yield from (f"            {line}" for line in self.hashes())
        yield from (f"            {line}" for line in self.sums(who))
        yield "        except (Refused, TypeError, ValueError, OverflowError): return False"
        for number in self.others:
            yield f"        if x{number} is not None:"
            yield from (f"            {line}" for line in self.adding(number))
        yield "        rows[0] += 1"
        yield "        seen[0] += 1"
        yield "        return True"
        yield "    return add"

    def amount(self, number: int) -> Iterator[str]:
        """Emit the reading of one value into `x…` as in bulk; beyond the exact range it needs care."""
        yield from super().amount(number)
        yield f"if x{number} is not None and not {-EXACT} < x{number} < {EXACT}: return False"

    def hashes(self) -> Iterator[str]:
        """Emit the hashing of the keys by which distinct measures are counted."""
        distinct = (self.measures[n] for n in self.others if self.measures[n].additivity is Additivity.DISTINCT)
        for name in sorted({measure.key for measure in distinct if measure.key is not None}):
            yield f"h_{name} = {NO_KEY!r} if k_{name} is None else hashed(k_{name})"

    def sums(self, who: str) -> Iterator[str]:
        """Emit the adding of plain sums and of the row itself; nothing is changed where the owner is refused.

        Whole numbers that are not negative are told to be within the exact range all at once, by their bits.
        """
        row = f"sums[{self.accounts.rows}] += 1"
        if not self.plain:
            yield f"sums = sheet[{who}]"
            yield row
            return
        values = {number: self.column(self.measures[number].id) for number in self.plain}
        limit = EXACT // 10 ** max(self.measures[number].decimals for number in self.plain)
        yield f"if {self.all_whole(self.plain)} and 0 <= {' | '.join(values.values())} < {limit}:"
        yield f"    sums = sheet[{who}]"
        if 2 * len(values) < len(self.accounts.grids):
            amounts = ((n, f"{value} * {10 ** self.measures[n].decimals}") for n, value in values.items())
            yield from (f"    sums[{self.sum_place(n)}] += {amount}" for n, amount in amounts)
            yield f"    {row}"
        else:
            yield from (f"    {line}" for line in self.waiting({self.sum_place(n): v for n, v in values.items()}))
        yield "else:"
        yield from (f"    {line}" for number in self.plain for line in self.amount(number))
        yield f"    sums = sheet[{who}]"
        yield from (f"    sums[{self.sum_place(number)}] += x{number} or 0" for number in self.plain)
        yield f"    {row}"

    def waiting(self, values: Mapping[int, str]) -> Iterator[str]:
        """Emit the adding of whole numbers as they are written, by the places of their sums, and of the row itself."""
        places = range(len(self.accounts.nothing))
        names = "".join(f"t{place}, " for place in places)
        added = {**values, places[-1]: "1"}
        after = "".join(f"t{place} + {added[place]}, " if place in added else f"t{place}, " for place in places)
        yield f"({names}) = sums[{self.accounts.waiting}]"
        yield f"sums[{self.accounts.waiting}] = ({after})"

    def adding(self, number: int) -> Iterator[str]:
        """Emit the adding of an amount to everything but a plain sum alone."""
        measure, layout = self.measures[number], self.layout
        if measure.additivity is Additivity.SUM:
            yield f"sums[{self.sum_place(number)}] += x{number}"
        else:
            yield from self.counting(measure, None, f"x{number}")
        if measure in layout.counted:
            yield f"sums[{layout.first_count + layout.counted.index(measure)}] += 1"
        for by, spread in layout.spreads:
            if spread is measure:
                yield f"name = '' if k_{by} is None else str(k_{by})"
                yield from self.counting(measure, by, f"x{number}")

    def counting(self, measure: Measure, by: str | None, amount: str) -> Iterator[str]:
        """Emit the adding of an amount to the counters of a measure."""
        kept = next(kept for kept in self.accounts.kept if kept.measure is measure and kept.by == by)
        place = kept.at
        if kept.dated:
            yield f"days = sums[{place}]"
            yield "days[at] = days.get(at, 0) + 1"
            place += 1
        token = "at" if kept.dated else f"h_{measure.key}"
        if by is not None:
            token = {
                Additivity.DISTINCT: f"(name, h_{measure.key})",
                Additivity.FIRST: "(at, name)",
                Additivity.LAST: "(at, name)",
            }.get(measure.additivity, "name")
        yield f"counter, token = sums[{place}], {token}"
        yield f"total = counter.get(token, 0) + {amount}"
        yield "if total: counter[token] = total"
        yield "else: counter.pop(token, None)"
