"""Contributions of a program are those on the lines of the board, and add up to the base."""

from __future__ import annotations

from typing import Any

from columns_cases import ENGINES, columns_of, has_only_sums
from hypothesis import HealthCheck, Phase, assume, given, settings

import salesperf as sp
from salesperf import testing
from salesperf.plan import compile_plan, program_of

SOME = settings(
    max_examples=60,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


@SOME
@given(testing.boards())
def test_contributions_are_those_of_the_lines(board: sp.Scoreboard) -> None:
    assume(has_only_sums(board.profile))
    plan = compile_plan(board.profile)
    outputs = [*(f"contribution{number}" for number in range(len(plan.items))), "base"]
    for block in board._blocks:
        program = program_of(plan, [block.frame.situation], outputs)
        rows = [(0, row[2]) for row in block.rows]
        for card, found in zip(block.cards(), ENGINES["sqlite"](program, columns_of(program, rows)), strict=True):
            *parts, base = found
            assert [thousandths(line.contribution) for line in card.lines] == parts
            assert thousandths(card.base) == base
            assert base is None or base == sum(part for part in parts if part is not None)


def thousandths(points: Any) -> int | None:
    return None if points is None else int(points * 1000)
