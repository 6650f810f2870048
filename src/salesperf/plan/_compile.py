"""From a profile to its plan: which slots, which integer formulas, which looks; each slot and formula once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from ..arithmetic import reduced, units_of
from ..curves import Domain
from ..indicators import Attainment, Change, Dispersion, Indicator, Mix, PeerRank, StructureMatch
from ..measures import Expression, Measure
from ..profiles import AllOf, AnyOf, Criterion, Profile, When
from ..vocabulary import Additivity
from ._formula import Formula, Shape, Term
from ._plan import Item, Junction, Look, Plan, PlanExtra, PlanGate, Target
from ._slots import Slot, Stat

__all__ = ["compile_plan"]

_GAP_DECIMALS = 2
_POINTS = 3
_KEPT = 64


@lru_cache(maxsize=_KEPT)
def compile_plan(profile: Profile) -> Plan:
    """Return the plan of a profile."""
    compiler = _Compiler()
    items = tuple(compiler.item(criterion, profile) for criterion in profile.criteria)
    extras = tuple(
        PlanExtra(
            extra,
            compiler.formula(extra.indicator),
            extra.curve.canonical(extra.indicator.decimals),
            units_of(extra.minimum, _POINTS),
            units_of(extra.maximum, _POINTS),
        )
        for extra in profile.extras
    )
    seen = {item.criterion.indicator: place for place, item in reversed(list(enumerate(items)))}
    gates = tuple(PlanGate(gate, compiler.condition(gate.when, items, seen)) for gate in profile.gates)
    compiler.keep_own_sums()
    return Plan(
        profile=profile,
        slots=tuple(compiler.slots),
        formulas=tuple(compiler.formulas),
        items=items,
        extras=extras,
        gates=gates,
    )


class _Compiler:
    def __init__(self) -> None:
        self.slots: dict[Slot, int] = {}
        self.formulas: dict[Formula, int] = {}

    def slot(self, slot: Slot) -> int:
        return self.slots.setdefault(slot, len(self.slots))

    def keep_own_sums(self) -> None:
        """Add the period's own sum of every measure, also of those that only a window reads: a card shows it."""
        for slot in tuple(self.slots):
            if slot.window or slot.stat is not Stat.VALUE:
                self.slot(Slot(slot.measure))
            if slot.measure.additivity is Additivity.DISTINCT and slot.stat is Stat.VALUE:
                self.slot(Slot(slot.measure, Stat.KEYLESS, slot.window))

    def terms(self, expression: Expression, window: int, grid: int | None = None) -> tuple[Term, ...]:
        """Return an expression's terms on its own grid, or on a finer one."""
        grid = expression.decimals if grid is None else grid
        return tuple(
            Term(self.slot(Slot(measure, window=window)), times * 10 ** (grid - measure.decimals))
            for measure, times in expression.terms
        )

    def dates(self, expression: Expression, window: int) -> int | None:
        """Return the slot that counts the dates of a mean level: Σ ÷ dates is divided once, with the rest."""
        means = [measure for measure in expression.measures if measure.additivity is Additivity.MEAN]
        return self.slot(Slot(means[0], Stat.DATES, window)) if means else None

    def formula(self, indicator: Indicator, window: int = 0, minimum: int | None = None) -> int:
        built = self._build(indicator, window, minimum or 0)
        return self.formulas.setdefault(built, len(self.formulas))

    def _build(self, indicator: Indicator, window: int, minimum: int) -> Formula:
        if isinstance(indicator, Mix | StructureMatch):
            return self._spread(indicator, window)
        if isinstance(indicator, Change | Dispersion | PeerRank) or indicator.numerator is None:
            return Formula(indicator=indicator, shape=Shape.ELSEWHERE, window=window)
        above = indicator.numerator
        below = indicator.denominator
        scaled = isinstance(indicator, Attainment) and indicator.scale is not None
        constants = [int(name) for name in getattr(indicator, "times", ()) if name.isdigit()]
        times = indicator.factor * 10**indicator.decimals
        for constant in constants:
            times *= constant
        over = 10**above.decimals
        if below is not None:
            times *= 10**below.decimals
        scale = 0
        shared_grid = None
        if isinstance(indicator, Attainment) and indicator.scale is not None:
            shared_grid = max(above.decimals, indicator.denominator.decimals)
            scale = units_of(indicator.scale, shared_grid)
            times, over = 100 * 10**indicator.decimals, scale
        times, over = reduced(times, over)
        denominator = self.terms(below, window, shared_grid) if below is not None else ()
        sample = indicator.sample
        is_target = isinstance(indicator, Attainment) and below is not None
        return Formula(
            indicator=indicator,
            shape=Shape.SCALED if scaled else Shape.QUOTIENT if below is not None else Shape.SUM,
            numerator=self.terms(above, window, shared_grid),
            denominator=denominator,
            times=times,
            over=over,
            numerator_dates=self.dates(above, window),
            denominator_dates=self.dates(below, window) if below is not None else None,
            scale=scale,
            low=_bound(indicator, 0),
            high=_bound(indicator, 1),
            unsigned=tuple(self.slot(Slot(m, window=window)) for m in indicator.measures if not m.signed),
            sample=self.terms(sample, window) if minimum and sample is not None else (),
            minimum=minimum * 10**sample.decimals if minimum and sample is not None else 0,
            partial=self.partial(below.measures if is_target and below is not None else (), window),
            target_rows=self.slot(Slot(below.measures[0], Stat.ROWS, window)) if scaled and below is not None else None,
            window=window,
        )

    def partial(self, measures: Iterable[Measure], window: int) -> tuple[int, ...]:
        return tuple(self.slot(Slot(measure, Stat.PARTIAL, window)) for measure in measures)

    def _spread(self, indicator: Mix | StructureMatch, window: int) -> Formula:
        def spread(expression: Expression) -> tuple[Term, ...]:
            return tuple(
                Term(
                    self.slot(Slot(m, Stat.SPREAD, window, indicator.by)), n * 10 ** (expression.decimals - m.decimals)
                )
                for m, n in expression.terms
            )

        return Formula(
            indicator=indicator,
            shape=Shape.MIX if isinstance(indicator, Mix) else Shape.STRUCTURE,
            low=_bound(indicator, 0),
            high=_bound(indicator, 1),
            unsigned=tuple(self.slot(Slot(m, window=window)) for m in indicator.measures if not m.signed),
            numerator=spread(indicator.numerator),
            denominator=spread(indicator.denominator) if isinstance(indicator, StructureMatch) else (),
            window=window,
        )

    def item(self, criterion: Criterion, profile: Profile) -> Item:
        window = criterion.window or 0
        indicator = criterion.indicator
        domain = criterion.curve.of
        amounts = domain is Domain.GAP and isinstance(indicator, Attainment)
        relative = domain is Domain.PERCENT_OF_TARGET and not isinstance(indicator, Attainment)
        decimals = _GAP_DECIMALS if amounts or relative else indicator.decimals
        groups = [name for name, _ in profile.group_maximum]
        return Item(
            criterion=criterion,
            formula=self.formula(indicator, window, criterion.minimum_sample),
            curve=criterion.curve.canonical(decimals),
            decimals=decimals,
            gap=domain is Domain.GAP,
            percent=relative,
            target=self.target(criterion, window),
            weight=units_of(criterion.weight, 2),
            par=units_of(criterion.par, _POINTS),
            group=groups.index(criterion.group) if criterion.group in groups else None,
        )

    def target(self, criterion: Criterion, window: int) -> Target | None:
        """Return the subject's own target, on the grid in which the indicator's value is shown."""
        indicator, given = criterion.indicator, criterion.target
        if criterion.curve.of is Domain.VALUE or isinstance(indicator, Attainment) or given is None:
            return None
        if isinstance(given, Decimal):
            return Target(constant=units_of(given, indicator.decimals))
        times, over = reduced(10**indicator.decimals, 10**given.decimals)
        return Target(
            terms=self.terms(given, window),
            times=times,
            over=over,
            dates=self.dates(given, window),
            partial=self.partial(given.measures, window),
            expression=given,
        )

    def condition(
        self, when: When | AllOf | AnyOf, items: Sequence[Item], seen: Mapping[Indicator, int]
    ) -> Look | Junction:
        """Return what a gate compares; an indicator that is also a criterion's is seen as on its line."""
        if isinstance(when, When):
            indicator = when.indicator
            item = seen.get(indicator)
            formula = self.formula(indicator) if item is None else items[item].formula
            return Look(formula, item, _threshold(when.below, indicator), _threshold(when.at_least, indicator))
        return Junction(isinstance(when, AllOf), tuple(self.condition(part, items, seen) for part in when.parts))


def _bound(indicator: Indicator, side: int) -> int | None:
    bound = indicator.plausible[side]
    return None if bound is None else units_of(bound, indicator.decimals)


def _threshold(value: Decimal | None, indicator: Indicator) -> int | None:
    return None if value is None else units_of(value, indicator.decimals)
