"""Ledgers: where rows of one shape add their whole numbers, before they are posted to the accumulators.

A tuple for each subject, taken apart and rebuilt for each row, is the fastest way that Python adds many numbers at
once; it holds only the measures of the shape, as they were written, and is brought to the grid and posted to the flat
accumulators once, when all rows are read.  A subject with nothing else gets a tuple there: it is added to no more, and
the garbage collector need not look at it again.
"""

from __future__ import annotations

from operator import mul
from typing import Any

from ._book import Book, Cell

__all__ = ["Ledger", "Ledgers"]


class Ledger(dict[Any, tuple[int, ...]]):
    """The sums of a shape's rows in one cell, by subject."""

    __slots__ = ("cell",)

    def __init__(self, cell: Cell) -> None:
        self.cell = cell


class Ledgers(dict[Any, Ledger]):
    """The ledger of each date as written, for one shape of rows."""

    __slots__ = ("book", "by_cell", "nowhere", "places")

    def __init__(self, book: Book, places: tuple[int, ...]) -> None:
        self.book = book
        self.places = places
        self.nowhere = Ledger(book.outside_cell)
        self.by_cell: dict[int, Ledger] = {id(book.outside_cell): self.nowhere}

    def __missing__(self, written: Any) -> Ledger:
        cell = self.book.days[written]
        ledger = self[written] = self.by_cell.setdefault(id(cell), Ledger(cell))
        return ledger

    def post(self) -> None:
        """Add everything to the accumulators of the book."""
        layout = self.book.layout
        places = self.places
        grids = [10 ** layout.sums[place].decimals for place in places]
        alone = len(self.book.ledgers) == 1 and not layout.states and not layout.spreads
        whole = alone and places == tuple(range(len(layout.sums)))
        zeros = self.book.make()[len(places) :]
        for ledger in self.by_cell.values():
            cell = ledger.cell
            if ledger is self.nowhere:
                continue
            for who, amounts in ledger.items():
                if whole and who not in cell:
                    settled: Any = (*map(mul, amounts, grids), *zeros)
                    cell[who] = settled
                    continue
                sums = cell[who]
                for place, amount in zip(places, map(mul, amounts, grids), strict=True):
                    sums[place] += amount
            ledger.clear()
