"""The plan: what to sum and how to turn sums into a card, with no engine in it.

For: one description that the plain runner, every later engine, the explanation and the stored document share.  May
import profiles, indicators, curves, measures, calendar and what lies below; knows nothing of records or engines.

Flow: `compile_plan(profile)` lists the `Slot`s (a statistic of a measure over a `Reach`: whose records, which `Span` of
days) and one integer `Formula` for every criterion, extra and gate; a `Stage` is what has to be computed for a
manager's people before his own card.  `Schedule` cuts the time asked for into cells, so that overlapping spans (rolling
windows, base periods) are unions of cells.  `Demand` is what the plans of one call read together.  An engine fills the
slots of a card; `Situation` says what the call as a whole lacks; the formulas then give status and value, the canonical
curves points, and `Plan` the weights, extras and gates in contract order.

`program_of` writes all of that as a `Program`: integer expressions over columns, step by step, for engines that compute
many cards at once; what cannot be said so is `NotColumnar`.
"""

from ._bounds import Bounds, NotColumnar, bounds_of, branches
from ._codes import CARD, CARD_STATUSES, CODE, STATUSES
from ._compile import compile_plan
from ._demand import Demand
from ._distribution import mix, structure_match
from ._expression import (
    NULL,
    ZERO,
    AllTrue,
    AnyTrue,
    Choose,
    Column,
    Compare,
    Constant,
    Difference,
    Expression,
    Flag,
    FloorDiv,
    Greatest,
    Least,
    Literal,
    Not,
    Number,
    Outside,
    Product,
    Sign,
    Sum,
    Truth,
    Within,
    both,
    children,
    choose,
    either,
    negated,
    plus,
)
from ._formula import Formula, Length, MemberRule, Shape, Situation, Term, target_shares
from ._lowering import CARD_OUTPUTS, outputs_of, program_of
from ._members import Member, member_value
from ._plan import Item, Junction, Look, Plan, PlanExtra, PlanGate, Stage, Target, amount_gap, ray_limit
from ._program import Program, names_in, replaced
from ._schedule import EVERYTHING, Days, Schedule, holds, meets
from ._slots import PERIOD, Moment, Reach, Slot, Span, Stat, Whose

__all__ = [
    "CARD",
    "CARD_OUTPUTS",
    "CARD_STATUSES",
    "CODE",
    "EVERYTHING",
    "NULL",
    "PERIOD",
    "STATUSES",
    "ZERO",
    "AllTrue",
    "AnyTrue",
    "Bounds",
    "Choose",
    "Column",
    "Compare",
    "Constant",
    "Days",
    "Demand",
    "Difference",
    "Expression",
    "Flag",
    "FloorDiv",
    "Formula",
    "Greatest",
    "Item",
    "Junction",
    "Least",
    "Length",
    "Literal",
    "Look",
    "Member",
    "MemberRule",
    "Moment",
    "Not",
    "NotColumnar",
    "Number",
    "Outside",
    "Plan",
    "PlanExtra",
    "PlanGate",
    "Product",
    "Program",
    "Reach",
    "Schedule",
    "Shape",
    "Sign",
    "Situation",
    "Slot",
    "Span",
    "Stage",
    "Stat",
    "Sum",
    "Target",
    "Term",
    "Truth",
    "Whose",
    "Within",
    "amount_gap",
    "both",
    "bounds_of",
    "branches",
    "children",
    "choose",
    "compile_plan",
    "either",
    "holds",
    "meets",
    "member_value",
    "mix",
    "names_in",
    "negated",
    "outputs_of",
    "plus",
    "program_of",
    "ray_limit",
    "replaced",
    "structure_match",
    "target_shares",
]
