"""Several small sums in one number: an engine adds up one column in the place of two or three.

A sum of at most `n` rows of amounts of at most `m` is at most `n·m`, and so is each sum on the way to it: it keeps to a
field of as many bits, whatever its sign.  `packed = high·2^bits + low` is added up as each of them would be; `low` lies
within half of `2^bits` around 0, by which both are told apart again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

__all__ = ["Word", "packed", "unpacked", "words_of"]

_BITS = 60
"""Whole numbers up to here are divided exactly by every engine."""
_WORD = "sp word {}"


class Word(NamedTuple):
    """What is added up in one number: names with the bits of their fields, the highest first."""

    name: str
    fields: tuple[tuple[str, int], ...]


def words_of(most: Mapping[str, int]) -> tuple[Word, ...]:
    """Return the numbers of several fields, by how large sums may be; who finds no other to share one is in none."""
    bits = {name: (2 * largest + 1).bit_length() for name, largest in most.items()}
    found: list[list[str]] = []
    for name in sorted(bits, key=lambda each: -bits[each]):
        fitting = (word for word in found if sum(bits[each] for each in word) + bits[name] <= _BITS)
        shared = next(fitting, None)
        if shared is None:
            found.append([name])
        else:
            shared.append(name)
    shared_words = (word for word in found if len(word) > 1)
    return tuple(
        Word(_WORD.format(at), tuple((name, bits[name]) for name in word)) for at, word in enumerate(shared_words)
    )


def packed(words: Iterable[Word], columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return the expressions of words, by those of their fields: whole numbers of 64 bits without nulls."""
    found = {}
    for word in words:
        (first, _), *others = word.fields
        number = columns[first]
        for name, bits in others:
            number = number * (1 << bits) + columns[name]
        found[word.name] = number
    return found


def unpacked(nw: Any, words: Iterable[Word]) -> dict[str, Any]:
    """Return the expressions of the fields of words that were added up."""
    found = {}
    for word in words:
        (first, _), *others = word.fields
        rest = nw.col(word.name)
        for name, bits in reversed(others):
            higher = (rest + (1 << (bits - 1))) // (1 << bits)
            found[name] = rest - higher * (1 << bits)
            rest = higher
        found[first] = rest
    return found
