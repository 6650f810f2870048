"""Engines: how the sums of a plan are computed from records, and how the slots of a card become its outcome.

For: readers and their intake report, the plain runner, the scorer.  May import the plan and what lies below.

Flow: `run` streams records into a `Book` (generated readers for rows of one shape, `Book.read` with all the care for
the rest), joins cells into spans, and returns a `Table` of slots.  `scorer` gives the function from the slots of one
card to its `Verdict`, `detailer` the one to the `Outcome` that led to it; they know nothing of records, so a stored
card can be scored again.
"""

from ._intake import Intake, Rejected
from ._plain import Table, run
from ._scorer import Beyond, Outcome, Verdict, detailer, scorer
from ._source import CARD_STATUSES, STATUSES

__all__ = [
    "CARD_STATUSES",
    "STATUSES",
    "Beyond",
    "Intake",
    "Outcome",
    "Rejected",
    "Table",
    "Verdict",
    "detailer",
    "run",
    "scorer",
]
