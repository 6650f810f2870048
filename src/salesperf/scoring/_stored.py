"""What a stored board has beside its sums: adjustments, ranks of a larger board, statistics, the seal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import attrs

from ..errors import DocumentError, Fault
from ._adjustment import Adjustment
from ._peers import PeerGroup
from ._seal import seal_of

if TYPE_CHECKING:
    from ._block import Block
    from ._board import Scoreboard

__all__ = ["completed"]


def completed(board: Scoreboard, document: Mapping[str, Any]) -> Scoreboard:
    """Return a board scored from a document's sums, with all that the document has beside them."""
    periods = {str(period): period for period in board.periods}
    as_of = document.get("as_of")
    board = attrs.evolve(board, as_of=None if as_of is None else date.fromisoformat(as_of))
    given = document.get("adjustments", [])
    if given:
        named = [{**each, "period": periods.get(each["period"], each["period"])} for each in given]
        board = board.adjusted(map(Adjustment.from_dict, named))
    if any("part" in block for block in document["blocks"]):
        pairs = zip(board._blocks, document["blocks"], strict=True)  # noqa: SLF001  (one room)
        board = attrs.evolve(board, blocks=tuple(_part(block, stored) for block, stored in pairs))
    if "statistics" in document:
        told = [{**each, "period": periods[each["period"]]} for each in document["statistics"]]
        board = attrs.evolve(board, groups=tuple(map(PeerGroup.from_dict, told)))
    return attrs.evolve(board, seal=seal_of(document["seal"])) if "seal" in document else board


def _part(block: Block, stored: Mapping[str, Any]) -> Block:
    """Return a block that is only a part, with the ranks that its cards have in the whole."""
    if "part" not in stored:
        return block
    by_subject = {card["subject"]: (card["rank"], card["peers"]) for card in stored["cards"]}
    ranks = [by_subject[row[1]][0] for row in block.rows]
    peers = {count for _, count in by_subject.values()} or {0}
    totals = [row[0] for row in block.rows if row[3][1] is not None]
    if len(peers) > 1 or not _may_be(ranks, totals, *peers):
        raise DocumentError([Fault("ranks that follow the totals", field="blocks")])
    frame = attrs.evolve(block.frame, peers=peers.pop())
    return attrs.evolve(block, frame=frame, ranks=tuple(ranks), part=True)


def _may_be(ranks: Sequence[Any], totals: Sequence[int], peers: Any) -> bool:
    """Return whether cards, first those with totals in their order, may have these ranks among so many."""
    scored = list(zip(ranks, totals, strict=False))
    if type(peers) is not int or any(rank is not None for rank in ranks[len(totals) :]):
        return False
    if all(rank is None for rank, _ in scored):
        return peers >= 0
    before: tuple[int, int] | None = None
    least = 1
    for rank, total in scored:
        if type(rank) is not int or rank > peers:
            return False
        if before is not None and total == before[1]:
            if rank != before[0]:
                return False
            least += 1
        elif rank < least:
            return False
        else:
            least = rank + 1
        before = rank, total
    return True
