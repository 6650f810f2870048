"""Statistics of groups of cards without names: how many totals, their mean, their quartiles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs

from ..arithmetic import rdiv, to_decimal
from ..calendar import Period
from ..errors import DocumentError, Fault
from ..records import Refused, amount
from ..vocabulary import Level
from ._errors import BoardError

if TYPE_CHECKING:
    from ._block import Block

__all__ = ["PeerGroup", "check_minimum", "group_of", "peer_groups"]

_THOUSANDTHS = 3
_NUMBERS = ("mean", "lower", "median", "upper")


@attrs.frozen(kw_only=True)
class PeerGroup:
    """The totals of a group of cards in one period, without names.

    All numbers are None where the group is too small to tell of: `suppressed`.  A quartile is the point a quarter,
    half or three quarters of the way from the lowest total to the highest, between two totals in proportion, rounded
    half up to 0.001 point like the mean.
    """

    period: Period
    level: Level
    profile: str
    """The name of the profile."""
    group: str | int | None = None
    """The unit; None is the whole board."""
    count: int | None = None
    """How many totals there are."""
    mean: Decimal | None = None
    lower: Decimal | None = None
    """The lower quartile."""
    median: Decimal | None = None
    upper: Decimal | None = None
    """The upper quartile."""

    @property
    def suppressed(self) -> bool:
        """Whether the group is too small to tell of."""
        return self.count is None

    def to_dict(self) -> dict[str, Any]:
        """Return the statistics as plain values (Decimals and text)."""
        return {**attrs.asdict(self, recurse=False), "period": str(self.period), "level": str(self.level)}

    @classmethod
    def from_dict(cls, mapping: Mapping[str, Any]) -> PeerGroup:
        """Return what `to_dict` gave, with its period, from JSON; raise `DocumentError` for anything else."""
        numbers = {name: _points(mapping[name]) for name in _NUMBERS}
        count = mapping["count"]
        if (count is not None and type(count) is not int) or len(
            {count is None, *(v is None for v in numbers.values())}
        ) > 1:
            raise DocumentError([Fault("statistics as Scoreboard.to_json writes them", field="statistics")])
        return cls(**{**mapping, **numbers, "level": Level(mapping["level"])})


def _points(text: Any) -> Decimal | None:
    try:
        units = amount(text, _THOUSANDTHS) if isinstance(text, str | None) else None
    except Refused:
        units = None
    if units is None and text is not None:
        raise DocumentError([Fault("points", field="statistics")])
    return None if units is None else to_decimal(units, _THOUSANDTHS)


def check_minimum(minimum_group: int) -> None:
    """Raise `BoardError` for what is no size of a group."""
    if type(minimum_group) is not int or minimum_group < 1:
        msg = "minimum_group is a whole number of at least 1: the fewest totals of which statistics are told"
        raise BoardError(msg)


def peer_groups(blocks: Iterable[Block], minimum_group: int) -> tuple[PeerGroup, ...]:
    """Return the statistics of each block."""
    check_minimum(minimum_group)
    found = []
    for block in blocks:
        totals = [row[3][1] for row in block.rows if row[3][1] is not None]
        found.append(group_of(block, totals if len(totals) >= minimum_group else None))
    return tuple(found)


def group_of(block: Block, totals: Sequence[int] | None, group: str | int | None = None) -> PeerGroup:
    """Return the statistics of totals in thousandths; None is a group that is too small to tell of."""
    profile = block.frame.plan.profile
    bare = PeerGroup(period=block.frame.situation.period, level=profile.level, profile=profile.name, group=group)
    if not totals:
        return bare
    ordered = sorted(totals)
    lower, median, upper = (to_decimal(_quartile(ordered, quarter), _THOUSANDTHS) for quarter in (1, 2, 3))
    mean = to_decimal(rdiv(sum(ordered), len(ordered)), _THOUSANDTHS)
    return attrs.evolve(bare, count=len(ordered), mean=mean, lower=lower, median=median, upper=upper)


def _quartile(ordered: Sequence[int], quarter: int) -> int:
    place, part = divmod((len(ordered) - 1) * quarter, 4)
    above = ordered[min(place + 1, len(ordered) - 1)]
    return rdiv(ordered[place] * (4 - part) + above * part, 4)
