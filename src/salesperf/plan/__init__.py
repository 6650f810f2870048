"""The plan: what to sum and how to turn sums into a card, with no engine in it.

For: one description that the plain runner, every later engine, the explanation and the stored document share.  May
import profiles, indicators, curves, measures, calendar and what lies below; knows nothing of records or engines.

Flow: `compile_plan(profile)` lists the `Slot`s (a measure over a span, by a statistic) and one integer `Formula` for
every criterion, extra and gate.  `Schedule` cuts the time asked for into cells, so that overlapping spans (rolling
windows) are unions of cells.  An engine fills the slots of a card; `Situation` says what the call as a whole lacks;
the formulas then give status and value, the canonical curves points, and `Plan` the weights, extras and gates in
contract order.
"""

from ._compile import compile_plan
from ._distribution import mix, structure_match
from ._formula import Formula, Length, Shape, Situation, Term, target_shares
from ._plan import Item, Junction, Look, Plan, PlanExtra, PlanGate, Target
from ._schedule import Schedule
from ._slots import Slot, Stat

__all__ = [
    "Formula",
    "Item",
    "Junction",
    "Length",
    "Look",
    "Plan",
    "PlanExtra",
    "PlanGate",
    "Schedule",
    "Shape",
    "Situation",
    "Slot",
    "Stat",
    "Target",
    "Term",
    "compile_plan",
    "mix",
    "structure_match",
    "target_shares",
]
