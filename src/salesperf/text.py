"""Text that is safe to show, and near names to suggest.  Bottom layer: imports nothing of the package.

Ids and fields come from files that nobody vetted: they may hold control characters, right-to-left overrides, markup or
ten megabytes.  Whatever is put into a message, a `repr` or an explanation passes through here first.
"""

from __future__ import annotations

import decimal
from collections.abc import Iterable

__all__ = ["near", "printable", "shown"]

_LONGEST = 60
_WRITTEN_OUT = 128  # bits of a whole number


def printable(text: str, longest: int = _LONGEST) -> str:
    """Return `text` on one line, unprintable and direction-changing characters escaped, cut at `longest` characters."""
    cut = text[: longest + 1]
    safe = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut[:longest])
    return safe + "…" if len(cut) > longest else safe


def shown(value: object) -> str:
    """Return a short, safe rendering of any offending value, without ever rendering all of a huge one."""
    if isinstance(value, str):
        return f"'{printable(value)}'"
    if isinstance(value, bool | float | decimal.Decimal):
        return printable(repr(value))
    if isinstance(value, int):
        return str(value) if value.bit_length() <= _WRITTEN_OUT else f"an integer of {value.bit_length()} bits"
    if value is None:
        return "nothing"
    return f"a value of type {printable(type(value).__name__)}"


def near(name: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Return up to `most` of the `known` names that look like `name`, nearest first."""
    import difflib  # noqa: PLC0415  (only an error or a finding needs it)

    return tuple(difflib.get_close_matches(name[:_LONGEST], list(known), n=most, cutoff=0.6))
