"""The house: an organisation's people and units get the slots of their cards from what was gathered.

Whose records a slot adds up follows from the seat (`_seats`): its own, those of the unit it is or manages or belongs
to, of the store or area around that unit.  `Stage`s come first: the own values of the people who report to a manager,
the process lines of the unit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import Any

import attrs

from ..calendar import Calendar, Period
from ..organisation import Organisation, Stretch, prorated
from ..plan import CODE, Days, Member, Moment, Plan, Reach, Slot, Stage, Stat, Term, Whose, holds, meets
from ..vocabulary import Category, Owner, Status
from ._book import Book
from ._gather import Gathered, Piece, Place, gather
from ._layout import Accumulator
from ._resolve import resolver
from ._scorer import detailer
from ._seats import Seat, Seats

__all__ = ["House"]

Fill = Callable[[Seat], tuple[Any, ...]]
Later = Callable[[Seat, tuple[Any, ...]], Any]
"""Gives a slot of a card from its seat and the slots that are filled."""


@attrs.frozen
class View:
    """A reach in one period: its days and what was gathered on them."""

    reach: Reach
    days: Days
    gathered: Gathered
    period: Period

    def is_own(self, seat: Seat) -> bool:
        """Return whether it looks at what is credited to a seat itself; a unit's own are all of its people's, too."""
        whose = self.reach.whose
        return (whose is Whose.OWN and seat.level is not None) or whose is Whose.ASSESSED


class House:
    """The end of a run with an organisation; `situated` are the columns carried and the latest day."""

    def __init__(
        self, book: Book, organisation: Organisation, calendar: Calendar, situated: tuple[frozenset[str], int]
    ) -> None:
        self.book = book
        self.layout = book.layout
        self.schedule = book.schedule
        self.organisation = organisation
        self.calendar = calendar
        self.situated = situated
        self.seats = Seats(organisation)
        self.units = frozenset(organisation.units())
        self.targets = self._targets()
        self.nothing = book.make()
        self.covers = {
            days: {who: [*self._shared(who, days, sums)] for who, sums in book.covers[days].items()}
            for days in book.covers
        }
        self.known: dict[Days, Gathered] = {}
        self.cuts: dict[tuple[Days, int], tuple[set[Any], set[Any]]] = {}

    def _targets(self) -> dict[int, int]:
        """Return the place of each target, with that of its count of rows, or its own where none is kept."""
        layout, demand = self.layout, self.book.demand
        counts = {measure: at for at, measure in enumerate(layout.counted, layout.first_count)}
        found = {m: layout.place[m] for m in demand.measures if m.id in demand.targets and m in layout.sums}
        return {at: counts.get(measure, at) for measure, at in found.items()}

    # what was gathered

    def gathered(self, days: Days) -> Gathered:
        """Return what a stretch of days holds, by whose it is."""
        found = self.known.get(days)
        if found is None:
            found = self.known[days] = gather(self.layout, self.targets, self._pieces(days), self.units)
        return found

    def _pieces(self, days: Days) -> Iterator[Piece]:
        stretch_of = self.organisation.stretch
        for span, cell in self.book.cells.items():
            if holds(days, span):
                for owner, sums in cell.items():
                    stretch = stretch_of(owner, span[0])
                    assert stretch is not None  # noqa: S101  (nobody is admitted to a cell without a place in it)
                    yield owner, stretch, sums
        for span, cover in self.covers.items():
            if holds(days, span):
                yield from ((owner, *piece) for owner, pieces in cover.items() for piece in pieces)

    def _shared(self, owner: Any, days: Days, sums: Accumulator) -> Iterator[tuple[Stretch, Accumulator]]:
        """Yield what rows over these days credit to each place of their owner.

        Targets are shared among the places by the selling days there; all else belongs to the first place.
        """
        proration = prorated(self.organisation, owner, *days, self.calendar.selling_days)
        assert proration is not None  # noqa: S101  (nobody is admitted who is nowhere in these days)
        rest = [*sums]
        for at in chain(self.targets, self.targets.values()):
            rest[at] = 0
        if any(rest):
            its = self.organisation.stretches(owner)
            yield next(each for each in its if days[0] < each.end), rest
        amounts = [(at, count, proration.amounts(sums[at])) for at, count in self.targets.items()]
        for number, part in enumerate(proration.parts):
            piece = self.book.make()
            for at, count, shares in amounts:
                piece[count] = sums[count]
                piece[at] = shares[number]
            yield part.stretch, piece

    # whose records

    def _sums(self, view: View, seat: Seat) -> Accumulator:
        """Return what a seat's reach adds up to."""
        if view.is_own(seat):
            return self._own(view.gathered, seat, rated=view.reach.whose is Whose.ASSESSED)
        return view.gathered.totals.get(self._whose(view, seat), self.nothing)

    def _whose(self, view: View, seat: Seat) -> Any:
        """Return the unit, or the (manager, level), whose total a seat's reach looks at."""
        whose = view.reach.whose
        if whose in {Whose.STORE, Whose.AREA}:
            return self.seats.around(seat.home, Owner(str(whose)), view.period)
        return (seat.subject, seat.level) if seat.manages and view.reach.span.moment is Moment.PERIOD else seat.home

    def _own(self, gathered: Gathered, seat: Seat, *, rated: bool) -> Accumulator:
        """Return what is credited to a seat itself, of the days at its level and where it is looked at.

        Ratings of the units it manages, as such, are its own too.
        """
        pieces = gathered.own.get(seat.subject, ())
        if len(pieces) == 1 and not seat.within and not rated and pieces[0][0].level is seat.level:
            return pieces[0][1]
        found = [
            sums
            for stretch, sums in pieces
            if stretch.level is seat.level and (not seat.within or not seat.within.isdisjoint(stretch.chain))
        ]
        if rated and seat.manages:
            key = seat.subject, seat.level
            for unit in {stretch.unit for stretch in self.seats.managed(seat)}:
                rows = gathered.own.get(unit, ())
                found += [sums for its, sums in rows if (its.managers[0], its.manager_levels[0]) == key]
        together = self.book.make()
        for sums in found:
            self.layout.merge(together, sums)
        return together

    # cards

    def cards_of(self, plan: Plan, period: Period) -> list[tuple[Any, tuple[Any, ...]]]:
        """Return everybody who is scored in a period, with the slots of the card; nobody if the period is empty."""
        if not self.book.has_rows(self.schedule.days(period)):
            return []
        fill = self._filler(plan, period)
        return [(seat.subject, fill(seat)) for seat in self.seats.of(self._kind(plan), period)]

    def card_of(self, plan: Plan, period: Period, seat: Seat) -> tuple[Any, ...]:
        """Return the slots of one card."""
        return self._filler(plan, period)(seat)

    def above(self, plans: Iterable[Plan], period: Period) -> Mapping[Any, tuple[Any, ...]]:
        """Return, of everybody who has a card, the units it belongs to and the people it reports to, nearest first."""
        return self.seats.above(seat for plan in plans for seat in self.seats.of(self._kind(plan), period))

    def _kind(self, plan: Plan) -> Any:
        return plan.profile.level if self.book.by is Owner.PERSON else self.book.by

    def _filler(self, plan: Plan, period: Period) -> Fill:
        """Return the function that gives the slots of a seat's card."""
        days = [self.schedule.days(period, reach.span) for reach in plan.reaches]
        views = [View(reach, each, self.gathered(each), period) for reach, each in zip(plan.reaches, days, strict=True)]
        resolve, sums = resolver(plan, self.book.demand), self._sums
        later = [*self._of_targets(plan, views), *((stage.slot, self._stage(stage, period)) for stage in plan.stages)]

        def fill(seat: Seat) -> tuple[Any, ...]:
            slots = resolve([sums(view, seat) for view in views])
            if not later:
                return slots
            filled = [*slots]
            for at, amount in later:
                filled[at] = amount(seat, slots)
            return tuple(filled)

        return fill

    # targets

    def _of_targets(self, plan: Plan, views: list[View]) -> Iterator[tuple[int, Later]]:
        """Yield the slots that tell what an organisation knows of targets."""
        by_stat = {Stat.PARTIAL: self._is_partial, Stat.NOMINAL: self._nominal, Stat.ASSIGNED: self._assigned}
        for at, slot in enumerate(plan.slots):
            if slot.stat in by_stat and (self.covers or slot.stat is not Stat.PARTIAL):
                target = Slot(slot.measure, reach=slot.reach)
                view = views[plan.reaches.index(slot.reach)]
                yield at, partial(by_stat[slot.stat], view, target, plan.slots.index(target))

    def _nominal(self, view: View, target: Slot, at: int, seat: Seat, slots: tuple[Any, ...]) -> int:
        """Return a seat's own target before it was prorated."""
        nominal = int(slots[at])
        for span, cell in self.book.covers.items():
            if holds(view.days, span) and seat.subject in cell:
                amount, pieces = self.layout.reader(target), self.covers[span][seat.subject]
                counted = sum(amount(sums) for stretch, sums in pieces if stretch.level is seat.level)
                nominal += amount(cell[seat.subject]) - counted
        return nominal

    def _assigned(self, view: View, target: Slot, at: int, seat: Seat, slots: tuple[Any, ...]) -> int:
        """Return what the targets below a seat add up to, counted or not."""
        if view.gathered.assigned and not view.is_own(seat):
            below = view.gathered.assigned.get(self._whose(view, seat), {})
            return below.get(self.layout.place[target.measure], int(slots[at]))
        return int(slots[at])

    def _is_partial(self, view: View, target: Slot, _at: int, seat: Seat, _slots: tuple[Any, ...]) -> int:
        """Return 1 if a target that counts for the seat covers some of the days and others besides."""
        own, totals = self._cut(view, target)
        return int((seat.subject, seat.level) in own if view.is_own(seat) else self._whose(view, seat) in totals)

    def _cut(self, view: View, target: Slot) -> tuple[set[Any], set[Any]]:
        """Return whose targets reach beyond the days: (owner, level) of their own, and the keys of totals."""
        at = self.layout.place[target.measure]
        known = self.cuts.get((view.days, at))
        if known is not None:
            return known
        own, totals = self.cuts[view.days, at] = set(), set()
        amount, (start, end) = self.layout.reader(target), view.days
        owned = view.gathered.owned.get(at, frozenset())
        crossing = [
            cover for span, cover in self.covers.items() if meets(span, view.days) and not holds(view.days, span)
        ]
        for owner, stretch, sums in (
            (owner, *piece) for cover in crossing for owner, its in cover.items() for piece in its
        ):
            if meets((stretch.start, stretch.end), (start, end)) and amount(sums):
                own.add((owner, stretch.level))
                place = Place(stretch.chain, stretch.managers, stretch.manager_levels, owner in self.units)
                for unit, boss, is_own in place.counts_for(owned):
                    if is_own or unit not in owned:
                        totals |= {unit, boss}
        return own, totals

    # stages

    def _stage(self, stage: Stage, period: Period) -> Later:
        """Return the function that gives the values of a seat's people, or the process lines of its unit."""
        fill = {plan: self._filler(plan, period) for plan in stage.plans}
        details = {plan: detailer(plan, plan.situation(self.schedule, period, *self.situated)) for plan in stage.plans}

        def members(seat: Seat) -> tuple[Member, ...]:
            found = []
            for member in self.seats.reports(seat, period):
                plan = stage.own if stage.own is not None and not member.manages else stage.unit
                slots = fill[plan](member)
                outcome = details[plan](slots)
                value = outcome.values[0]
                if value is not None and outcome.statuses[0] <= CODE[Status.SUSPECT]:
                    found.append((member.subject, value, _amount(plan.formulas[0].denominator, slots)))
            return tuple(found)

        def lines(seat: Seat) -> tuple[Member, ...]:
            outcome = details[stage.unit](fill[stage.unit](seat))
            found = zip(stage.unit.items, outcome.points, outcome.item_statuses, strict=True)
            return tuple(
                (item.criterion.id, points, item.weight)
                for item, points, status in found
                if points is not None
                and status <= CODE[Status.SUSPECT]
                and item.criterion.indicator.category is Category.PROCESS
            )

        given = lines if stage.own is None else members
        return lambda seat, _: given(seat) if seat.level is None or seat.manages else ()


def _amount(terms: tuple[Term, ...], slots: tuple[Any, ...]) -> int:
    return sum(term.times * int(slots[term.slot]) for term in terms)
