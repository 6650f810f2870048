"""The stored form of a tally: canonical JSON with a digest under the tally's key."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from hashlib import blake2b
from typing import Any

from ..calendar import Calendar, Grain, Period
from ..engines import restore, stored
from ..errors import DocumentError, Fault, SalesperfError
from ..organisation import Organisation
from ..profiles import Profile
from ..text import shown
from ._canonical import canonical
from ._tally import Tally
from ._tally_errors import TallyError

__all__ = ["read_tally", "tally_json"]

_SCHEMA = 1
_KIND = "salesperf tally"
_DIGEST = 32


def tally_json(tally: Tally) -> str:
    """Return a tally as canonical JSON."""
    standing = tally._standing  # noqa: SLF001  (tallies and their documents are one room)
    question = standing.question
    asked = question.asked
    body = {
        "kind": _KIND,
        "schema": _SCHEMA,
        "profiles": [json.loads(profile.to_json()) for profile in tally.profiles],
        "several": len(tally.profiles) > 1 or any(plan.process is not None for plan in question.plans),
        "by": str(question.by),
        "columns": dict(question.columns),
        "period": str(asked) if isinstance(asked, Grain) else [[str(each.start), str(each.end)] for each in asked],
        **_made_with(question.calendar, question.organisation, standing.key),
        "records": len(tally),
        "sums": stored(standing),
    }
    return canonical({**body, "digest": _digest(body, standing.key)})


def _made_with(calendar: Calendar, organisation: Organisation | None, key: bytes) -> dict[str, Any]:
    """Return what tells whether a calendar, an organisation and a key are those that a tally was made with."""
    return {
        "calendar": {**calendar.reckoning.to_dict(), "spring_festival": calendar.spring_festival},
        "organisation": None
        if organisation is None
        else _digest([organisation.to_dicts(), str(organisation.ramp)], b""),
        "key": _digest(_KIND, key) if key else None,
    }


def _digest(part: object, key: bytes) -> str:
    return blake2b(canonical(part).encode(), digest_size=_DIGEST, key=key).hexdigest()


def read_tally(text: str | bytes, *, calendar: Calendar | None, organisation: Organisation | None, key: bytes) -> Tally:
    """Return the tally of a document."""
    document = _parsed(text)
    wrong = [
        Fault("the one that the tally was made with; give it to from_json", field=name)
        for name, made_with in _made_with(calendar or Calendar(), organisation, key).items()
        if document.get(name) != made_with
    ]
    if wrong:
        raise TallyError(wrong)
    body = {name: part for name, part in document.items() if name != "digest"}
    if document.get("digest") != _digest(body, key):
        raise DocumentError([Fault("the digest of the document", field="digest")], hint="the document was edited")
    try:
        profiles = [Profile.from_json(json.dumps(each)) for each in document["profiles"]]
        tally = Tally(
            profiles if document["several"] else profiles[0],
            period=_asked(document["period"], calendar or Calendar()),
            by=document["by"],
            columns=document["columns"],
            calendar=calendar,
            organisation=organisation,
            key=key,
        )
        restore(tally._standing, document["sums"])  # noqa: SLF001  (one room)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, SalesperfError) as error:
        found = f"{type(error).__name__} {shown(str(error))}"
        raise DocumentError([Fault("a tally as Tally.to_json writes it", field=found)]) from error
    if tally_json(tally) != canonical(document):
        raise DocumentError([Fault("a tally as Tally.to_json writes it", value="one that differs from it")])
    return tally


def _asked(given: Any, calendar: Calendar) -> Any:
    if isinstance(given, str):
        return given
    periods = [Period(date.fromisoformat(start), date.fromisoformat(end)) for start, end in given]
    return [calendar.period(period) for period in periods] or None


def _parsed(text: str | bytes) -> Mapping[str, Any]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError, TypeError) as error:
        raise DocumentError([Fault("JSON", value=shown(str(error)))]) from error
    if not isinstance(document, dict) or document.get("kind") != _KIND:
        raise DocumentError([Fault(f'a document of kind "{_KIND}"')])
    if document.get("schema") != _SCHEMA:
        expected = f"schema {_SCHEMA}; a newer one needs a newer version of the library"
        raise DocumentError([Fault(expected, field="schema", value=shown(document.get("schema")))])
    return document
