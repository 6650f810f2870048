"""The scorecard of one subject in one period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Any

import attrs

from ..arithmetic import rdiv, thousandths, to_decimal, trimmed
from ..calendar import Period
from ..engines import CARD_STATUSES, STATUSES, Outcome, amended_detailer
from ..errors import UnknownNameError
from ..plan import Junction, Look
from ..profiles import Multiply, Profile
from ..text import printable
from ..vocabulary import CardStatus, Level, Status
from ._adjustment import Adjustment
from ._amendment import Amendment
from ._frame import Frame, Row, as_points, as_shown
from ._line import ExtraLine, GateLine, Line, Step
from ._lines import lines_of
from ._result import Result, results_of

__all__ = ["Scorecard"]

_THOUSANDTHS = 3


@attrs.frozen(repr=False)
class Scorecard:
    """The result for one subject in one period: total, grade, rank, and every line that led to them.

    Everything is computed from the card's sums by the profile's own rules; `explain()` writes the computation out.
    `card["unit_attainment"]` is the line of that criterion.
    """

    _frame: Frame = attrs.field(alias="frame")
    _row: Row = attrs.field(alias="row")
    rank: int | None
    """The place among the cards of the same period, level and profile; ties share one."""
    _amended: Amendment | None = attrs.field(default=None, alias="amended")

    @property
    def subject(self) -> str | int:
        """Whose card it is."""
        return self._row[1]

    @property
    def peers(self) -> int:
        """How many cards were ranked with this one."""
        return self._frame.peers

    @property
    def _slots(self) -> tuple[Any, ...]:
        return self._row[2]

    @cached_property
    def _outcome(self) -> Outcome:
        if self._amended is None:
            return self._frame.detail(self._slots)
        return amended_detailer(self._frame.plan, self._frame.situation)(self._slots, self._amended.changes)

    @property
    def period(self) -> Period:
        """The period scored."""
        return self._frame.situation.period

    @property
    def profile(self) -> Profile:
        """The profile scored by."""
        return self._frame.plan.profile

    @property
    def level(self) -> Level:
        """The profile's level."""
        return self.profile.level

    @property
    def status(self) -> CardStatus:
        """Whether there is a total, or why not."""
        return CARD_STATUSES[self._row[3][0]]

    @property
    def total(self) -> Decimal | None:
        """The score, to 0.001 point; None unless the status is `scored`."""
        return as_points(self._row[3][1])

    @property
    def base(self) -> Decimal | None:
        """The weighted mean of the points, before extras, limits and multipliers; None where no line has points."""
        return as_points(self._row[3][2])

    @property
    def grade(self) -> str | None:
        """The grade, after caps; None without a total or without grade bands."""
        place = self._row[3][3]
        return None if place is None else self.profile.grades[place][0]

    @property
    def _results(self) -> dict[str, Result]:
        """What was decided of each criterion, by its id."""
        plan = self._frame.plan
        names = (item.criterion.id for item in plan.items)
        return dict(zip(names, results_of(plan, self._outcome), strict=True))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of all criteria, in profile order."""
        return tuple(lines_of(self._frame, self._slots, self._outcome, self._amended))

    @property
    def adjustments(self) -> tuple[Adjustment, ...]:
        """What people corrected on this card, in the order applied; `line.adjusted` is the one that decides a line."""
        return () if self._amended is None else self._amended.adjustments

    @cached_property
    def extras(self) -> tuple[ExtraLine, ...]:
        """The results of all extras, in profile order."""
        plan, outcome = self._frame.plan, self._outcome
        return tuple(
            ExtraLine(
                id=each.extra.id,
                extra=each.extra,
                status=STATUSES[outcome.statuses[each.formula]],
                value=as_shown(plan, outcome, each.formula),
                points=to_decimal(points, _THOUSANDTHS),
            )
            for each, points in zip(plan.extras, outcome.extras, strict=True)
        )

    @cached_property
    def gates(self) -> tuple[GateLine, ...]:
        """What became of all gates, in profile order."""
        plan, outcome = self._frame.plan, self._outcome
        return tuple(
            GateLine(
                id=each.gate.id,
                gate=each.gate,
                fired=fired,
                seen=tuple(dict.fromkeys(self._seen(look) for look in _looks(each.when))),
            )
            for each, fired in zip(plan.gates, outcome.gates, strict=True)
        )

    def _seen(self, look: Look) -> tuple[str, Decimal | None, Status]:
        plan, outcome = self._frame.plan, self._outcome
        codes, place = (outcome.statuses, look.formula) if look.item is None else (outcome.item_statuses, look.item)
        status = STATUSES[codes[place]]
        value = as_shown(plan, outcome, look.formula) if status.has_value else None
        return plan.formulas[look.formula].indicator.id, value, status

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Base, extras, limits and multipliers, in order; the amounts add up to the total.  Empty without a total."""
        _, total, base, _ = self._row[3]
        if total is None or base is None:
            return ()
        profile, outcome = self.profile, self._outcome
        steps = [("base", "base", base)]
        steps += [("extra", each.id, points) for each, points in zip(profile.extras, outcome.extras, strict=True)]
        running = sum(amount for _, _, amount in steps)
        for name, bound, pick in (("floor", profile.floor, max), ("cap", profile.cap, min)):
            if bound is not None:
                limited = pick(running, thousandths(bound))
                if limited != running:
                    steps.append(("limit", name, limited - running))
                    running = limited
        fired = [
            (each.id, each.then.factor)
            for each, done in zip(profile.gates, outcome.gates, strict=True)
            if done and isinstance(each.then, Multiply)
        ]
        if fired:
            above = below = 1
            for _, factor in fired:
                top, bottom = factor.as_integer_ratio()
                above, below = above * top, below * bottom
            after = rdiv(running * above, below)
            steps.append(("multiplier", " × ".join(name for name, _ in fired), after - running))
        return tuple(Step(kind, name, to_decimal(amount, _THOUSANDTHS)) for kind, name, amount in steps)

    @cached_property
    def measures(self) -> Mapping[str, Decimal]:
        """The period's own sum of every measure the profile reads, by measure id."""
        plan, slots = self._frame.plan, self._slots
        return MappingProxyType(
            {name: trimmed(to_decimal(slots[at], plan.slots[at].measure.decimals)) for name, at in plan.shown}
        )

    @property
    def scored_weight(self) -> Decimal:
        """Percent of the profile's weight that was scored from values, or by people: see `publish_at_least`."""
        given = set() if self._amended is None else {number for number, _ in self._amended.changes.points}
        codes = enumerate(self._outcome.item_statuses)
        scored = [number for number, code in codes if STATUSES[code].is_scored or number in given]
        return to_decimal(sum(self._frame.plan.items[number].weight for number in scored), 2)

    def __getitem__(self, criterion: str) -> Line:
        for line in self.lines:
            if line.id == criterion:
                return line
        what = "criterion"
        raise UnknownNameError(what, criterion, tuple(line.id for line in self.lines))

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    def explain(self, lang: str = "en") -> str:
        """Return the whole computation as text, in English ("en") or Chinese ("zh"), for checking with a pencil."""
        from ._explain import explain_card  # noqa: PLC0415  (the text reads cards, cards offer the text)

        return explain_card(self, lang)

    def to_dict(self) -> dict[str, Any]:
        """Return the card as plain values (Decimals and text), for a caller's own storage or templates."""
        from ._document import card_dict  # noqa: PLC0415  (documents read cards)

        return card_dict(self)

    def __repr__(self) -> str:
        if self.total is None:
            return f"<Scorecard {printable(str(self.subject))} {self.period} {self.level}: {self.status}>"
        grade = f", grade {self.grade}" if self.grade else ""
        rank = "" if self.rank is None else f", rank {self.rank} of {self.peers}"
        return f"<Scorecard {printable(str(self.subject))} {self.period} {self.level}: {self.total}{grade}{rank}>"

    def _repr_html_(self) -> str:
        from ._markup import card_markup  # noqa: PLC0415  (markup reads cards)

        return card_markup(self)


def _looks(when: Look | Junction) -> Iterator[Look]:
    if isinstance(when, Look):
        yield when
    else:
        for part in when.parts:
            yield from _looks(part)
