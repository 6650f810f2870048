"""`Phase`: a strategy of the day that re-weights a profile."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

import attrs

from ..errors import ProfileError, UnknownNameError
from ..vocabulary import Theme
from ._values import Number, choice, label_fault, number, number_fault

__all__ = ["FACTOR_DECIMALS", "LARGEST_FACTOR", "PHASES", "Phase"]

FACTOR_DECIMALS = 4
LARGEST_FACTOR = 100

_Given = Mapping[Theme, Number] | Mapping[str, Number] | tuple[tuple[Theme, Number], ...]


def _multipliers(given: _Given) -> tuple[tuple[Theme, Decimal], ...]:
    """Return the factors in the order of the themes, those of 1 left out: they change nothing."""
    pairs = given.items() if isinstance(given, Mapping) else given
    read = {choice(Theme, theme): number(factor) for theme, factor in pairs}
    return tuple((theme, read[theme]) for theme in Theme if theme in read and read[theme] != 1)


@attrs.frozen(cache_hash=True)
class Phase:
    """A strategy phase: a factor for the weight of every criterion whose indicator belongs to a theme.

    A theme that is not named keeps its factor of 1, and so does an indicator without a theme.  Factors are 0 to 100
    with up to four decimals; the weights are then re-normalised to exactly 100.00 (`Profile.in_phase`).  Five phases
    are shipped as class attributes and listed in `PHASES`; `Phase.get` finds one by name.

    >>> from salesperf import Phase
    >>> from salesperf.vocabulary import Theme
    >>> Phase("launch", multipliers={Theme.LEADS: 2, Theme.GROSS: 0.5}).factor(Theme.GROSS)
    Decimal('0.5')
    >>> Phase.MARKET_EXPANSION.factor(Theme.LEADS), Phase.get("market_expansion").zh
    (Decimal('2'), '市场开拓')
    """

    name: str
    multipliers: tuple[tuple[Theme, Decimal], ...] = attrs.field(kw_only=True, converter=_multipliers)
    en: str = attrs.field(default="", kw_only=True, eq=False)
    zh: str = attrs.field(default="", kw_only=True, eq=False)

    MARKET_EXPANSION: ClassVar[Phase]
    PROFIT_IMPROVEMENT: ClassVar[Phase]
    STOCK_CLEARANCE: ClassVar[Phase]
    REPUTATION_REPAIR: ClassVar[Phase]
    TEAM_BUILDING: ClassVar[Phase]

    def __attrs_post_init__(self) -> None:
        faults = label_fault("name", self.name)
        for theme, factor in self.multipliers:
            faults += number_fault(f"multipliers.{theme}", factor, FACTOR_DECIMALS, low=0, high=LARGEST_FACTOR)
        if faults:
            raise ProfileError(faults)

    def factor(self, theme: Theme | None) -> Decimal:
        """Return what the weight of an indicator of this theme is multiplied by."""
        return next((factor for known, factor in self.multipliers if known is theme), Decimal(1))

    @classmethod
    def get(cls, name: str) -> Phase:
        """Return a shipped phase by its name; raise `UnknownNameError` with the near one."""
        for phase in PHASES:
            if phase.name == name:
                return phase
        what = "phase"
        raise UnknownNameError(what, name, [phase.name for phase in PHASES])


def _shipped(name: str, zh: str, *factors: str) -> Phase:
    en = name.replace("_", " ").capitalize()
    return Phase(name, multipliers=dict(zip(Theme, factors, strict=True)), en=en, zh=zh)


#                                                                    units  gross   leads  process csi  inventory people
Phase.MARKET_EXPANSION = _shipped("market_expansion", "市场开拓", "1", "0.5", "2", "1.2", "1", "0.8", "1")
Phase.PROFIT_IMPROVEMENT = _shipped("profit_improvement", "利润提升", "0.9", "1.75", "0.5", "1", "1", "1.2", "1")
Phase.STOCK_CLEARANCE = _shipped("stock_clearance", "去库存", "1.2", "0.7", "1", "1", "0.9", "2", "0.8")
Phase.REPUTATION_REPAIR = _shipped("reputation_repair", "口碑修复", "0.8", "0.9", "0.8", "1", "2", "1", "1.2")
Phase.TEAM_BUILDING = _shipped("team_building", "新店与人才", "0.9", "0.9", "1.2", "1.3", "1", "0.8", "2")

PHASES = (
    Phase.MARKET_EXPANSION,
    Phase.PROFIT_IMPROVEMENT,
    Phase.STOCK_CLEARANCE,
    Phase.REPUTATION_REPAIR,
    Phase.TEAM_BUILDING,
)
"""The shipped phases."""
