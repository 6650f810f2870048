"""`Refused`: one value that cannot be read."""

from __future__ import annotations

__all__ = ["Refused"]


class Refused(Exception):  # noqa: N818  (a signal between rooms, never shown: the reader makes a `Fault` of it)
    """A value cannot be read; `expected` says what would have been, and the way out."""

    def __init__(self, expected: str) -> None:
        super().__init__(expected)
        self.expected = expected
