"""Ledgers: where rows of one shape add their whole numbers, before they are posted to the accumulators.

A tuple for each subject, taken apart and rebuilt for each row, is the fastest way that Python adds many numbers at
once; it holds only the measures of the shape, as they were written, and is brought to the grid and posted to the flat
accumulators once, when all rows are read.  A subject with nothing else gets a tuple there: it is added to no more, and
the garbage collector need not look at it again.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import add
from typing import Any

from ..vocabulary import Owner
from ._book import Book
from ._cell import Cell
from ._layout import Accumulator

__all__ = ["InUnits", "Ledger", "Ledgers"]

InUnits = Callable[[tuple[int, ...]], tuple[int, ...]]
"""Brings the amounts of a shape, as they were written, to the grids of their measures."""


class Accounts(dict[Any, Accumulator]):
    """The accumulators of one cell, of the subjects that rows of one kind of owner may name."""

    __slots__ = ("cell", "owner")

    def __init__(self, cell: Cell, owner: Owner) -> None:
        self.cell = cell
        self.owner = owner

    def __missing__(self, who: Any) -> Accumulator:
        self.cell.admit(who, self.owner)
        sums = self.cell[who]
        if who in self.cell:  # what lies outside all periods is not kept
            self[who] = sums
        return sums


class Ledger(dict[Any, tuple[int, ...]]):
    """The sums of a shape's rows in one cell, by subject."""

    __slots__ = ("accounts", "cell")

    def __init__(self, cell: Cell, owner: Owner) -> None:
        self.cell = cell
        self.accounts = Accounts(cell, owner)


class Ledgers(dict[Any, Ledger]):
    """The ledger of each date as written, for one shape of rows."""

    __slots__ = ("book", "by_cell", "in_units", "nowhere", "owner", "places")

    def __init__(self, book: Book, owner: Owner, places: tuple[int, ...], in_units: InUnits) -> None:
        self.book = book
        self.owner = owner
        self.places = places
        self.in_units = in_units
        self.nowhere = Ledger(book.outside_cell, owner)
        self.by_cell: dict[int, Ledger] = {id(book.outside_cell): self.nowhere}

    def __missing__(self, written: Any) -> Ledger:
        cell = self.book.days[written]
        ledger = self.by_cell.get(id(cell))
        if ledger is None:
            ledger = self.by_cell[id(cell)] = Ledger(cell, self.owner)
        self[written] = ledger
        return ledger

    def check(self, who: Any, ledger: Ledger) -> None:
        """Refuse who cannot have a place in the ledger."""
        ledger.cell.admit(who, self.owner)

    def post(self) -> None:
        """Add everything to the accumulators of the book."""
        layout, places, in_units = self.book.layout, self.places, self.in_units
        if not places:
            return
        start, stop = places[0], places[-1] + 1
        in_one = places == tuple(range(start, stop))
        alone = len(self.book.ledgers) == 1 and not layout.states and not layout.spreads
        whole = alone and in_one and not start
        zeros = tuple(self.book.make()[stop:]) if whole else ()
        for ledger in self.by_cell.values():
            cell = ledger.cell
            if ledger is self.nowhere:
                continue
            for who, amounts in ledger.items():
                if whole and who not in cell:
                    settled: Any = in_units(amounts) + zeros
                    cell[who] = settled
                    continue
                sums = cell[who]
                if in_one:
                    sums[start:stop] = map(add, sums[start:stop], in_units(amounts))
                    continue
                for place, amount in zip(places, in_units(amounts), strict=True):
                    sums[place] += amount
            ledger.clear()
