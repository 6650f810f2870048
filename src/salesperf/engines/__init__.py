"""Engines: how the sums of a plan are computed from records, and how the slots of a card become its outcome.

For: readers and their intake report, the plain runner, the scorer.  May import the plan and what lies below.

Flow: `run` streams records into a `Book` (generated readers for rows of one shape, `Book.read` with all the care for
the rest), joins cells into spans, and returns a `Table` of slots.  `scorer` gives the function from the slots of one
card to its `Verdict`, `detailer` the one to the `Outcome` that led to it; they know nothing of records, so a stored
card can be scored again.  `amended_scorer` and `amended_detailer` also take the `Changes` that people made.

A `Standing` keeps the same sums for rows that come and go one at a time; `table_of` makes of it the `Table` that `run`
would have returned, `card_of` the slots of one card, `stored` and `restore` its document.

`columns` does for frames and relations what the scorer does for one card.
"""

from ..plan import CARD_STATUSES, STATUSES
from ._call import Call
from ._intake import Intake, Rejected
from ._plain import Table, run
from ._scorer import (
    NO_CHANGES,
    Beyond,
    Changes,
    Outcome,
    Verdict,
    amended_detailer,
    amended_scorer,
    detailer,
    scorer,
)
from ._tally import Question, Standing
from ._tally_book import card_of, periods_of, subjects_of, table_of
from ._tally_bulk import add_all
from ._tally_stored import restore, stored
from .frames import DETAILS, Columnar, EngineError, Kind, Source, columnar, files_in, native, source_of

__all__ = [
    "CARD_STATUSES",
    "DETAILS",
    "NO_CHANGES",
    "STATUSES",
    "Beyond",
    "Call",
    "Changes",
    "Columnar",
    "EngineError",
    "Intake",
    "Kind",
    "Outcome",
    "Question",
    "Rejected",
    "Source",
    "Standing",
    "Table",
    "Verdict",
    "add_all",
    "amended_detailer",
    "amended_scorer",
    "card_of",
    "columnar",
    "detailer",
    "files_in",
    "native",
    "periods_of",
    "restore",
    "run",
    "scorer",
    "source_of",
    "stored",
    "subjects_of",
    "table_of",
]
