"""From a profile to its plan: which slots, which integer formulas, which looks; each slot and formula once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

import attrs

from ..arithmetic import reduced, units_of
from ..curves import Domain, Linear
from ..indicators import (
    UNIT_ATTAINMENT,
    Attainment,
    Change,
    Dispersion,
    Indicator,
    MemberMean,
    Mix,
    PeerRank,
    StructureMatch,
)
from ..measures import MEMBERS_AT_TARGET, PROCESS_KPI_WEIGHT_MET, Expression, Measure
from ..profiles import CONSULTANT, AllOf, AnyOf, Criterion, Profile, When
from ..vocabulary import Additivity, Base, Level, RollUp, Scope, Weighting
from ._formula import Formula, MemberRule, Shape, Term
from ._plan import Item, Junction, Look, Plan, PlanExtra, PlanGate, Stage, Target
from ._slots import PERIOD, Moment, Reach, Slot, Span, Stat, Whose

__all__ = ["compile_plan"]

_GAP_DECIMALS = 2
_POINTS = 3
_KEPT = 64


@lru_cache(maxsize=_KEPT)
def compile_plan(profile: Profile, organised: bool = False, process: Profile | None = None) -> Plan:  # noqa: FBT001, FBT002  (a key of the cache)
    """Return the plan of a profile.

    With an organisation (`organised`) a scope says whose records are read, members' values are computed from their own
    records, and `process` is the profile whose process lines `process_kpi_attainment` looks at.
    """
    usual = usual_scope(profile.level) if organised else Whose.OWN
    compiler = _Compiler(usual, process, organised=organised)
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
        organised=organised,
        process=process,
        usual=usual,
        stages=compiler.stages(),
        slots=tuple(compiler.slots),
        formulas=tuple(compiler.formulas),
        items=items,
        extras=extras,
        gates=gates,
    )


def usual_scope(level: Level) -> Whose:
    """Return whose records a level's criteria read where they do not say: a consultant's own, a manager's unit's."""
    return {Level.CONSULTANT: Whose.OWN, Level.MANAGER: Whose.UNIT, Level.DIRECTOR: Whose.UNIT}[level]


class _Compiler:
    def __init__(self, usual: Whose, process: Profile | None, *, organised: bool) -> None:
        self.usual = usual
        self.process = process
        self.organised = organised
        self.slots: dict[Slot, int] = {}
        self.formulas: dict[Formula, int] = {}

    def whose(self, indicator: Indicator, scope: Scope | None = None) -> Whose:
        """Return whose records an indicator reads: by the scope given, else by its own roll-up, else by the level."""
        if not self.organised:
            return Whose.OWN
        indicator = indicator.of if isinstance(indicator, Change) else indicator
        if indicator.roll_up is RollUp.ASSESS and scope in {None, Scope.OWN, Scope.UNIT}:
            return Whose.ASSESSED
        if scope is not None:
            return Whose.UNIT if scope is Scope.MEMBERS else Whose(scope)
        return {RollUp.STORE: Whose.STORE, RollUp.AREA: Whose.AREA}.get(indicator.roll_up, self.usual)

    def stages(self) -> tuple[Stage, ...]:
        """Return what has to be computed first: for every slot of members' values, the plans that give them."""
        return tuple(
            self._process_stage(place) if slot.of is None else _member_stage(place, slot.of, slot.reach.span)
            for place, slot in enumerate(self.slots)
            if slot.stat is Stat.MEMBERS
        )

    def _process_stage(self, place: int) -> Stage:
        process = self.process or CONSULTANT
        lines = [attrs.evolve(criterion, scope=Scope.UNIT) for criterion in process.criteria]
        profile = attrs.evolve(process, level=Level.MANAGER, criteria=lines, extras=(), gates=())
        return Stage(place, None, compile_plan(profile, organised=True))

    def slot(self, slot: Slot) -> int:
        return self.slots.setdefault(slot, len(self.slots))

    def keep_own_sums(self) -> None:
        """Add the period's own sum of every measure, also of those that only a window reads: a card shows it."""
        for slot in tuple(self.slots):
            if slot.stat is Stat.MEMBERS:
                continue
            own = Reach(slot.reach.whose)
            if slot.reach != own or slot.stat is not Stat.VALUE:
                self.slot(Slot(slot.measure, reach=own))
            if slot.measure.additivity is Additivity.DISTINCT and slot.stat is Stat.VALUE:
                self.slot(Slot(slot.measure, Stat.KEYLESS, slot.reach))
            if self.organised and slot.stat is Stat.PARTIAL:
                stat = Stat.NOMINAL if slot.reach.whose is Whose.OWN else Stat.ASSIGNED
                self.slot(Slot(slot.measure, stat, slot.reach))

    def terms(self, expression: Expression, reach: Reach, grid: int | None = None) -> tuple[Term, ...]:
        """Return an expression's terms on its own grid, or on a finer one."""
        grid = expression.decimals if grid is None else grid
        return tuple(
            Term(self.slot(Slot(measure, reach=reach)), times * 10 ** (grid - measure.decimals))
            for measure, times in expression.terms
        )

    def dates(self, expression: Expression, reach: Reach) -> int | None:
        """Return the slot that counts the dates of a mean level: Σ ÷ dates is divided once, with the rest."""
        means = [measure for measure in expression.measures if measure.additivity is Additivity.MEAN]
        return self.slot(Slot(means[0], Stat.DATES, reach)) if means else None

    def formula(
        self, indicator: Indicator, span: Span = PERIOD, minimum: int | None = None, scope: Scope | None = None
    ) -> int:
        return self._number(self._build(indicator, Reach(self.whose(indicator, scope), span), minimum or 0))

    def _number(self, formula: Formula) -> int:
        return self.formulas.setdefault(formula, len(self.formulas))

    def _build(self, indicator: Indicator, reach: Reach, minimum: int) -> Formula:
        if isinstance(indicator, Mix | StructureMatch):
            return self._spread(indicator, reach)
        if isinstance(indicator, Change):
            if self.organised and _members(indicator.of) is not None:  # nobody says who reported to whom a year before
                return Formula(indicator=indicator, shape=Shape.ELSEWHERE, span=reach.span)
            return self._change(indicator, reach)
        if self.organised and (found := _members(indicator)) is not None:
            return self._of_members(indicator, reach.span, minimum, found)
        if isinstance(indicator, Dispersion | PeerRank) or indicator.numerator is None or _is_weighed(indicator):
            return Formula(indicator=indicator, shape=Shape.ELSEWHERE, span=reach.span)
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
        denominator = self.terms(below, reach, shared_grid) if below is not None else ()
        sample = indicator.sample
        is_target = isinstance(indicator, Attainment) and below is not None
        return Formula(
            indicator=indicator,
            shape=Shape.SCALED if scaled else Shape.QUOTIENT if below is not None else Shape.SUM,
            numerator=self.terms(above, reach, shared_grid),
            denominator=denominator,
            times=times,
            over=over,
            numerator_dates=self.dates(above, reach),
            denominator_dates=self.dates(below, reach) if below is not None else None,
            scale=scale,
            low=_bound(indicator, 0),
            high=_bound(indicator, 1),
            unsigned=tuple(self.slot(Slot(m, reach=reach)) for m in indicator.measures if not m.signed),
            sample=self.terms(sample, reach) if minimum and sample is not None else (),
            minimum=minimum * 10**sample.decimals if minimum and sample is not None else 0,
            partial=self.partial(below.measures if is_target and below is not None else (), reach),
            target_rows=self.slot(Slot(below.measures[0], Stat.ROWS, reach)) if scaled and below is not None else None,
            span=reach.span,
        )

    def _change(self, indicator: Change, reach: Reach) -> Formula:
        """Return a change: its indicator over the span compared and over the base, each a formula of its own."""
        window = reach.span.window
        yearly = indicator.since is Base.YEAR
        now = self._build(
            indicator.of, Reach(reach.whose, Span(window, Moment.COMPARED if yearly else Moment.PERIOD)), 0
        )
        base = self._build(
            indicator.of, Reach(reach.whose, Span(window, Moment.YEAR_BEFORE if yearly else Moment.BEFORE)), 0
        )
        return Formula(
            indicator=indicator,
            shape=Shape.CHANGE,
            now=now,
            base=base,
            now_at=self._number(now),
            base_at=self._number(base),
            low=_bound(indicator, 0),
            high=_bound(indicator, 1),
            span=base.span,
        )

    def _of_members(self, indicator: Indicator, span: Span, minimum: int, look: _MemberLook) -> Formula:
        """Return a formula over the direct reports' values, or over the process lines of the unit."""
        rule, of, cap = look
        measure = indicator.measures[-1]
        decimals = _POINTS if of is None else of.decimals
        return Formula(
            indicator=indicator,
            shape=Shape.MEMBERS,
            members=self.slot(Slot(measure, Stat.MEMBERS, Reach(Whose.UNIT, span), of=of)),
            rule=rule,
            cap=None if cap is None else units_of(cap, decimals),
            par=100 * 10**decimals,
            grade=10 ** max(indicator.decimals - decimals, 0),
            low=_bound(indicator, 0),
            high=_bound(indicator, 1),
            minimum=minimum,
            span=span,
        )

    def partial(self, measures: Iterable[Measure], reach: Reach) -> tuple[int, ...]:
        return tuple(self.slot(Slot(measure, Stat.PARTIAL, reach)) for measure in measures)

    def _spread(self, indicator: Mix | StructureMatch, reach: Reach) -> Formula:
        def spread(expression: Expression) -> tuple[Term, ...]:
            return tuple(
                Term(self.slot(Slot(m, Stat.SPREAD, reach, indicator.by)), n * 10 ** (expression.decimals - m.decimals))
                for m, n in expression.terms
            )

        return Formula(
            indicator=indicator,
            shape=Shape.MIX if isinstance(indicator, Mix) else Shape.STRUCTURE,
            low=_bound(indicator, 0),
            high=_bound(indicator, 1),
            unsigned=tuple(self.slot(Slot(m, reach=reach)) for m in indicator.measures if not m.signed),
            numerator=spread(indicator.numerator),
            denominator=spread(indicator.denominator) if isinstance(indicator, StructureMatch) else (),
            span=reach.span,
        )

    def item(self, criterion: Criterion, profile: Profile) -> Item:
        indicator = criterion.indicator
        reach = Reach(self.whose(indicator, criterion.scope), Span(criterion.window or 0))
        domain = criterion.curve.of
        amounts = domain is Domain.GAP and isinstance(indicator, Attainment)
        relative = domain is Domain.PERCENT_OF_TARGET and not isinstance(indicator, Attainment)
        decimals = _GAP_DECIMALS if amounts or relative else indicator.decimals
        groups = [name for name, _ in profile.group_maximum]
        return Item(
            criterion=criterion,
            formula=self.formula(indicator, reach.span, criterion.minimum_sample, criterion.scope),
            curve=criterion.curve.canonical(decimals),
            decimals=decimals,
            gap=domain is Domain.GAP,
            percent=relative,
            target=self.target(criterion, reach),
            weight=units_of(criterion.weight, 2),
            par=units_of(criterion.par, _POINTS),
            group=groups.index(criterion.group) if criterion.group in groups else None,
        )

    def target(self, criterion: Criterion, reach: Reach) -> Target | None:
        """Return the subject's own target, on the grid in which the indicator's value is shown."""
        indicator, given = criterion.indicator, criterion.target
        if criterion.curve.of is Domain.VALUE or isinstance(indicator, Attainment) or given is None:
            return None
        if isinstance(given, Decimal):
            return Target(constant=units_of(given, indicator.decimals))
        times, over = reduced(10**indicator.decimals, 10**given.decimals)
        return Target(
            terms=self.terms(given, reach),
            times=times,
            over=over,
            dates=self.dates(given, reach),
            partial=self.partial(given.measures, reach),
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


_MemberLook = tuple[MemberRule, Indicator | None, Decimal | None]


def _members(indicator: Indicator) -> _MemberLook | None:
    """Return what an indicator makes of which values of the direct reports; None where it looks at none."""
    if isinstance(indicator, MemberMean) and indicator.of is not None:
        rules = {Weighting.PLAIN: MemberRule.MEAN, Weighting.TARGET: MemberRule.WEIGHTED}
        return rules.get(indicator.weighting, MemberRule.MEDIAN), indicator.of, indicator.cap
    if isinstance(indicator, Dispersion):
        return (MemberRule.DISPERSION, indicator.of, indicator.cap) if indicator.of is not None else None
    if MEMBERS_AT_TARGET in indicator.measures:
        return MemberRule.PASS, UNIT_ATTAINMENT, None
    if PROCESS_KPI_WEIGHT_MET in indicator.measures:
        return MemberRule.WEIGHT_MET, None, None
    return None


def _is_weighed(indicator: Indicator) -> bool:
    """Return whether a mean over members is not the plain one: sums of given facts cannot tell it."""
    return isinstance(indicator, MemberMean) and indicator.weighting is not Weighting.PLAIN


def _member_stage(place: int, of: Indicator, span: Span) -> Stage:
    """Return the plans by which a person's own value, and a manager's for his unit, are computed."""
    plans = []
    for level, scope in ((Level.CONSULTANT, Scope.OWN), (Level.MANAGER, Scope.UNIT)):
        line = Criterion(of, weight=100, curve=Linear((0, 0), (100, 100)), scope=scope, window=span.window or None)
        plans.append(compile_plan(Profile(f"{of.id} of a {scope}", level=level, criteria=(line,)), organised=True))
    return Stage(place, *plans)


def _bound(indicator: Indicator, side: int) -> int | None:
    bound = indicator.plausible[side]
    return None if bound is None else units_of(bound, indicator.decimals)


def _threshold(value: Decimal | None, indicator: Indicator) -> int | None:
    return None if value is None else units_of(value, indicator.decimals)
