"""Which status a formula or a criterion has, as an ordered list of reasons."""

from __future__ import annotations

from collections.abc import Collection

import attrs

from ..vocabulary import Status
from ._codes import CODE
from ._expression import Constant, Literal, Number, Truth, both, choose, either, negated

__all__ = ["BY_POLICY", "BY_VALUE", "VALUED", "Decision"]

BY_VALUE = frozenset({Status.OK, Status.SUSPECT})
"""Statuses under which a value earns points."""
VALUED = frozenset(status for status in Status if status.has_value)
BY_POLICY = frozenset(status for status in Status if status.follows_policy)


@attrs.frozen
class Decision:
    """The status of the first case that is true, else another."""

    cases: tuple[tuple[Truth, Status], ...]
    otherwise: Status

    @property
    def possible(self) -> tuple[Status, ...]:
        """Every status it may come to."""
        return tuple(dict.fromkeys((*(status for _, status in self.cases), self.otherwise)))

    def among(self, wanted: Collection[Status]) -> Truth:
        """Return whether the status is one of those wanted; what cannot change the answer is not asked."""
        found: Truth = Constant(self.otherwise in wanted)
        for truth, status in reversed(self.cases):
            found = either(truth, found) if status in wanted else both(negated(truth), found)
        return found

    def after(self, *cases: tuple[Truth, Status]) -> Decision:
        """Return the decision with cases that come first."""
        return Decision((*cases, *self.cases), self.otherwise)

    @property
    def code(self) -> Number:
        """The code of the status."""
        cases = ((truth, Literal(CODE[status])) for truth, status in self.cases)
        return choose(*cases, otherwise=Literal(CODE[self.otherwise]))
