"""Seeded whole-number chance, the same on every Python."""

from __future__ import annotations

import random

__all__ = ["Dice"]

_BITS = 32


class Dice:
    """Draws from the raw bits of a seeded generator; what `random` builds on them may change between Pythons.

    >>> dice = Dice(2026)
    >>> [dice.below(6) for _ in range(8)]
    [0, 1, 3, 5, 3, 3, 5, 5]
    """

    __slots__ = ("_draw",)

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed).getrandbits  # noqa: S311  (made-up sales, nothing to keep secret)

    def below(self, end: int) -> int:
        """Return one of 0 … end − 1, all equally likely."""
        return self._draw(_BITS) * end >> _BITS

    def chance(self, permille: int) -> bool:
        """Return True in `permille` of 1000 cases."""
        return self._draw(_BITS) * 1000 >> _BITS < permille

    def near(self, centre: int, spread: int) -> int:
        """Return a whole number within `spread` of `centre`, the nearer the likelier."""
        return centre - spread + self.below(spread + 1) + self.below(spread + 1)

    def count(self, permille: int, tries: int = 6) -> int:
        """Return how many of `tries` happen when permille ÷ 1000 of them are expected in all."""
        draw, below = self._draw, (permille << _BITS) // (tries * 1000)
        return sum([draw(_BITS) < below for _ in range(tries)])

    def weighted(self, weights: tuple[int, ...]) -> int:
        """Return a position, each as likely as its weight says."""
        left = self.below(sum(weights))
        for position, weight in enumerate(weights[:-1]):
            left -= weight
            if left < 0:
                return position
        return len(weights) - 1

    def key(self, prefix: str) -> str:
        """Return an identifier that looks hashed and means nobody."""
        return f"{prefix}{self._draw(40):010x}"
