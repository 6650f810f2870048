"""Closing a board: a seal of digests over everything its document holds.

A digest tells an accident or a quiet edit, not a forger: who can rewrite the document can compute new digests.  So note
`seal.digest` somewhere else when a period is closed; it is the one that covers all the others, and who and when.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import attrs

from .._version import __version__
from ..errors import DocumentError, Fault, RecordError
from ..records import Refused, day, subject
from ..text import shown
from ._canonical import canonical

if TYPE_CHECKING:
    from ._board import Scoreboard

__all__ = ["Seal", "close", "seal_faults", "seal_of"]

_DATE = len("2026-04-05")
_KEYS = ("at", "by", "digest", "parts", "profiles", "sums", "version")


@attrs.frozen(kw_only=True)
class Seal:
    """Who closed a board, when, and the digests of what it held: SHA-256 of canonical JSON, in hexadecimal.

    Canonical JSON has sorted keys, no blanks, UTF-8.  The digests can be computed from the document by anybody.

    >>> import salesperf as sp
    >>> from salesperf import profiles
    >>> rows = [{"person": "li.na", "date": "2026-03-05", "units_delivered": 28, "target_units": 29}]
    >>> seal = sp.score(rows, profiles.CONSULTANT, period="2026-03").sealed(at="2026-04-05", by="hr.01").seal
    >>> str(seal.at), len(seal.digest), seal.profiles == (profiles.CONSULTANT.digest,)
    ('2026-04-05', 64, True)
    """

    at: date | datetime
    by: str | int
    version: str
    """The version of the library that closed it."""
    profiles: tuple[str, ...]
    """The digests of the profiles."""
    sums: str
    """The digest of the sums: [[period, level, {subject: {name of the sum: amount}}], …]."""
    parts: tuple[tuple[str, str], ...]
    """Of each part of the document (its top-level keys), the digest."""
    digest: str
    """The digest of all of this."""

    def to_dict(self) -> dict[str, Any]:
        """Return the seal in JSON types, as `Scoreboard.to_json` stores it."""
        return {**_signed(self), "digest": self.digest}


def _signed(seal: Seal) -> dict[str, Any]:
    return {
        "at": seal.at.isoformat(),
        "by": seal.by,
        "version": seal.version,
        "profiles": list(seal.profiles),
        "sums": seal.sums,
        "parts": dict(seal.parts),
    }


def close(board: Scoreboard, *, at: date | datetime | str, by: str | int) -> Scoreboard:
    """Return a board with its seal."""
    from ._adjust import refuse_closed  # noqa: PLC0415  (boards have seals, closing reads boards)
    from ._document import board_dict  # noqa: PLC0415  (documents have seals)

    refuse_closed(board, "closed")
    faults = []
    when, who = _moment(at), _id(by)
    if when is None:
        expected = "when it is closed: a date, a datetime, or text such as 2026-04-05 or 2026-04-05T17:30"
        faults.append(Fault(expected, field="at", value=shown(at)))
    if who is None:
        faults.append(Fault("who closes it: an id, such as hr.01", field="by"))
    if when is None or who is None:
        raise RecordError(faults)
    document = board_dict(board)
    return attrs.evolve(board, seal=_made(document, when, who, __version__))


def seal_of(entry: Mapping[str, Any]) -> Seal:
    """Return the seal that a document holds, right or wrong."""
    when, who = _moment(entry["at"]) if isinstance(entry["at"], str) else None, _id(entry["by"])
    if when is None or who is None or sorted(entry) != sorted(_KEYS):
        raise DocumentError([Fault("a seal as Scoreboard.to_json writes it", field="seal")])
    return Seal(
        at=when,
        by=who,
        version=str(entry["version"]),
        profiles=tuple(entry["profiles"]),
        sums=str(entry["sums"]),
        parts=tuple(sorted(entry["parts"].items())),
        digest=str(entry["digest"]),
    )


def seal_faults(document: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what of a document is not as it was when it was closed."""
    given = seal_of(document["seal"])
    body = {name: part for name, part in document.items() if name != "seal"}
    found = _made(body, given.at, given.by, given.version)
    was, now = dict(given.parts), dict(found.parts)
    changed = [name for name in sorted({*was, *now}) if was.get(name) != now.get(name)]
    changed += ["sums"] if found.sums != given.sums else []
    for name in changed:
        yield Fault("what was there when the board was closed", field=name)
    if not changed and found != given:
        yield Fault("the seal that the board was closed with", field="seal")


def _made(document: Mapping[str, Any], at: date | datetime, by: str | int, version: str) -> Seal:
    levels = [profile["level"] for profile in document["profiles"]]
    sums = [
        [
            block["period"],
            levels[block["profile"]],
            {str(card["subject"]): dict(zip(block["slots"], card["sums"], strict=True)) for card in block["cards"]},
        ]
        for block in document["blocks"]
    ]
    open_seal = Seal(
        at=at,
        by=by,
        version=version,
        profiles=tuple(document["digests"]),
        sums=_digest(sums),
        parts=tuple((name, _digest(part)) for name, part in sorted(document.items())),
        digest="",
    )
    return attrs.evolve(open_seal, digest=_digest(_signed(open_seal)))


def _digest(part: object) -> str:
    return hashlib.sha256(canonical(part).encode()).hexdigest()


def _moment(given: object) -> date | datetime | None:
    try:
        day(given)
        if isinstance(given, str):
            text = given.strip()
            return date.fromisoformat(text) if len(text) == _DATE else datetime.fromisoformat(text)
    except (Refused, ValueError):
        return None
    return given if isinstance(given, date) else None


def _id(given: object) -> str | int | None:
    try:
        return subject(given)
    except Refused:
        return None
