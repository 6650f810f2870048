"""What changed from one profile to another, one typed entry for each change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs

from ..indicators import Indicator
from ..measures import Measure
from ._criterion import Criterion
from ._extra import Extra
from ._gate import Gate
from ._values import plain

if TYPE_CHECKING:
    from ._profile import Profile

__all__ = ["Difference", "differences"]

_Part = Criterion | Extra | Gate
_WHOLE = (
    "name",
    "level",
    "version",
    "phase",
    "not_assessed",
    "publish_at_least",
    "floor",
    "cap",
    "grades",
    "group_maximum",
)


@attrs.frozen
class Difference:
    """One change: `what` of the part with this `id` was `before` and is `after`.

    `what` is the name of a constructor's argument, or "criterion", "extra" or "gate" for a part that was added
    (`before` is None) or removed (`after` is None), or "order" where parts that stayed stand in another order.  `id`
    is "" for an argument of the profile itself.
    """

    what: str
    id: str
    before: object
    after: object

    def __str__(self) -> str:
        """Return the change as a line of text."""
        if self.what in {"criterion", "extra", "gate"}:
            return f"{self.id}: {self.what} {'added' if self.before is None else 'removed'}"
        where = f"{self.id}: {self.what} " if self.id else f"{self.what}: "
        return f"{where}{_text(self.before)} → {_text(self.after)}"


def _text(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Indicator | Measure):
        return value.id
    if isinstance(value, tuple):
        return ", ".join(f"{_text(name)} {_text(amount)}" for name, amount in value) or "none"
    return repr(value)


def differences(before: Profile, after: Profile) -> tuple[Difference, ...]:
    """Return the changes of the whole, then of criteria, extras and gates in the order of the newer profile."""
    found = [
        Difference(what, "", old, new)
        for what in _WHOLE
        if (old := getattr(before, what)) != (new := getattr(after, what))
    ]
    found += _parts("criterion", before.criteria, after.criteria)
    found += _parts("extra", before.extras, after.extras)
    found += _parts("gate", before.gates, after.gates)
    return tuple(found)


def _parts(what: str, before: Sequence[_Part], after: Sequence[_Part]) -> Iterator[Difference]:
    old = {part.id: part for part in before}
    new = {part.id: part for part in after}
    for name, part in new.items():
        if name not in old:
            yield Difference(what, name, None, part)
        else:
            yield from _arguments(old[name], part)
    for name, part in old.items():
        if name not in new:
            yield Difference(what, name, part, None)
    kept = [[name for name in names if name in old and name in new] for names in (old, new)]
    if kept[0] != kept[1]:
        yield Difference("order", "", *(", ".join(names) for names in kept))


def _arguments(before: _Part, after: _Part) -> Iterator[Difference]:
    for field in attrs.fields(type(after)):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if field.eq and old != new:
            yield Difference(field.name, after.id, old, new)
