"""Scoring: records and a profile in, a scoreboard out.

For: `score`, the order on a card, ranks, board, card, line, their explanation and their stored form.  May import
engines, the plan and what lies below.

Flow: `score` compiles the profile's plan, lets the engine sum the records into the slots of each card, and the scorer
turn slots into an outcome of integers; `Scoreboard` ranks them and builds a `Scorecard` only when one is asked for,
and a card its `Line`s.  `explain` writes the same numbers out; `to_json` stores slots and results, `from_json` scores
again.
"""

from ._board import Scoreboard
from ._card import Scorecard
from ._frame import Amount
from ._line import ExtraLine, GateLine, Line, Step
from ._score import AttrsRow, DataclassRow, Records, score

__all__ = [
    "Amount",
    "AttrsRow",
    "DataclassRow",
    "ExtraLine",
    "GateLine",
    "Line",
    "Records",
    "Scoreboard",
    "Scorecard",
    "Step",
    "score",
]
