"""Cells: the accumulators of one stretch of days, by subject."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..records import Refused, subject
from ..vocabulary import Owner
from ._layout import Accumulator
from ._seating import Seating

__all__ = ["NOWHERE", "Cell", "Cells", "Outside"]

NOWHERE = (0, 0)
"""The days of what lies outside all periods."""


class Cell(dict[Any, Accumulator]):
    """The accumulators of one stretch of days, by subject; makes the missing ones."""

    __slots__ = ("make", "seating", "span")

    def __init__(self, make: Callable[[], Accumulator], span: tuple[int, int], seating: Seating | None = None) -> None:
        self.make: Callable[[], Accumulator] = make
        self.span: tuple[int, int] = span
        self.seating: Seating | None = seating

    def __missing__(self, who: Any) -> Accumulator:
        sums = self[self.admit(who, None)] = self.make()
        return sums

    def admit(self, who: Any, owner: Owner | None) -> str | int:
        """Return the subject; refuse what is none, and who has not one and the same place throughout the days."""
        admitted = subject(who)
        if self.seating is not None and not self.seating.stays(who, owner, self.span):
            careful = "one place throughout"
            raise Refused(careful)
        return admitted


class Cells(dict[tuple[int, int], Cell]):
    """The cells of a call, by their days; makes the missing ones."""

    __slots__ = ("make", "seating")

    def __init__(self, make: Callable[[], Accumulator], seating: Seating | None) -> None:
        self.make: Callable[[], Accumulator] = make
        self.seating: Seating | None = seating

    def __missing__(self, span: tuple[int, int]) -> Cell:
        cell = self[span] = Cell(self.make, span, self.seating)
        return cell


class Outside(Cell):
    """Where rows outside all periods go: checked like all others, and forgotten."""

    __slots__ = ()

    def __missing__(self, who: Any) -> Accumulator:
        subject(who)
        return self.make()
