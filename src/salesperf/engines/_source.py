"""Pieces of source that the scorer is written from: integer sums, the one rounding primitive, canonical curves.

Only integers and names chosen here enter the source; no text of a profile or a record does.  Of the names, `s3` is
slot 3; `n3` and `d3` are the sums of formula 3, `u3` its shown value, `c3` its status; `x3`, `q3` and `p3` are what the
curve of item 3 looks at, the item's status and its points; `g3` is gate 3, `y3` the points of extra 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..arithmetic import rdiv
from ..curves import Canonical, Segment
from ..plan import Term

__all__ = ["curve_at", "divided", "joined", "plus", "unpacked"]


def unpacked(names: Iterable[str], source: str) -> str:
    """Return the statement that takes a sequence apart into names, or nothing for no names."""
    targets = "".join(f"{name}, " for name in names)
    return f"({targets}) = {source}" if targets else ""


def joined(names: Iterable[str]) -> str:
    """Return a tuple display of the names."""
    return f"({''.join(f'{name}, ' for name in names)})"


def plus(terms: Sequence[Term]) -> str:
    """Return the sum of slots, each times a whole number."""
    text = ""
    for term in terms:
        sign = " - " if term.times < 0 else " + " if text else ""
        text += sign + (f"{abs(term.times)} * " if abs(term.times) != 1 else "") + f"s{term.slot}"
    return text.strip()


def divided(above: str, times: int, over: int, below: Sequence[str] = ()) -> str:
    """Return rdiv(above · times, over · below …); `above` and each of `below` bind tighter than a product."""
    if not below:
        if over == 1:
            return above if times == 1 else f"{times} * {above}"
        return f"({2 * times} * {above} + {over}) // {2 * over}"
    factors = [*below, *([str(over)] if over != 1 else [])]
    if len(factors) == 1:
        return f"({2 * times} * {above} + {factors[0]}) // (2 * {factors[0]})"
    return f"({2 * times} * {above} + (z := {' * '.join(factors)})) // (2 * z)"


def curve_at(curve: Canonical, x: str, p: str, beyond: str, limit: int) -> Iterator[str]:
    """Emit the canonical curve at `x` into `p`."""
    last = len(curve.segments) - 1
    for place, segment in enumerate(curve.segments):
        head = "else" if place == last and last else f"{'el' if place else ''}if {x} < {segment.hi}"
        body = [f"{p} = {_segment(segment, x)}"]
        if segment.is_ray:
            body.insert(0, f"if not {-limit} < {x} < {limit}: {beyond}")
        if segment.a and segment.pmin is not None:
            body.append(f"if {p} < {segment.pmin}: {p} = {segment.pmin}")
        if segment.a and segment.pmax is not None:
            body.append(f"if {p} > {segment.pmax}: {p} = {segment.pmax}")
        if last == 0:
            yield from body
            return
        yield f"{head}:"
        yield from (f"    {line}" for line in body)


def _flat(segment: Segment) -> int:
    """Return the points of a segment without slope."""
    points = rdiv(segment.b, segment.d)
    points = points if segment.pmin is None else max(points, segment.pmin)
    return points if segment.pmax is None else min(points, segment.pmax)


def _segment(segment: Segment, x: str) -> str:
    if segment.a == 0:
        return str(_flat(segment))
    above, below = 2 * segment.a, 2 * segment.d
    constant = 2 * segment.b + segment.d
    if segment.q == 1:
        constant -= above * segment.o
        return f"({above} * {x} + {constant}) // {below}"
    return f"({above} * (({x} - {segment.o}) // {segment.q}) + {constant}) // {below}"
