"""Scoring: records and a profile in, a scoreboard out.

For: `score`, the order on a card, ranks, board, card, line, their explanation and their stored form.  May import
engines, the plan and what lies below.

Flow: `score` compiles the profile's plan, lets the engine sum the records into the slots of each card, and the scorer
turn slots into an outcome of integers; `Scoreboard` ranks them and builds a `Scorecard` only when one is asked for,
and a card its `Line`s.  `explain` writes the same numbers out; `to_json` stores slots and results, `from_json` scores
again.  A `Tally` is records that have been read already, one at a time: `score` takes it in their place.

What people do with a board: `_amendment` and `_adjust` apply adjustments by the scorer's own code, `_seal` closes it,
`_restate` (with `_touch`: which record counts where) compares a closed board with what is known now, `_visibility`,
`_peers` and `_pseudonyms` make of it what somebody may see.
"""

from ._adjust import Refusal
from ._adjustment import Adjustment, AdjustmentKind, adjustments_from_rows
from ._arguments import ArrowStream, LazyTable, PartitionedTable, Tables
from ._board import Scoreboard
from ._card import Scorecard
from ._errors import AdjustmentError, BoardError
from ._frame import Amount
from ._line import Compared, ExtraLine, GateLine, Line, MemberLine, Step
from ._peers import PeerGroup
from ._restate import Change, Restatement
from ._score import AttrsRow, DataclassRow, Records, Rows, score, score_all
from ._seal import Seal
from ._tally import Tally
from ._tally_errors import TallyError

__all__ = [
    "Adjustment",
    "AdjustmentError",
    "AdjustmentKind",
    "Amount",
    "ArrowStream",
    "AttrsRow",
    "BoardError",
    "Change",
    "Compared",
    "DataclassRow",
    "ExtraLine",
    "GateLine",
    "LazyTable",
    "Line",
    "MemberLine",
    "PartitionedTable",
    "PeerGroup",
    "Records",
    "Refusal",
    "Restatement",
    "Rows",
    "Scoreboard",
    "Scorecard",
    "Seal",
    "Step",
    "Tables",
    "Tally",
    "TallyError",
    "adjustments_from_rows",
    "score",
    "score_all",
]
