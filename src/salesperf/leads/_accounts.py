"""Accounts of a period, node by node; each checks itself."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Protocol

import attrs

from ..calendar import Period
from ..errors import UnknownNameError
from ..text import shown
from ._lead import Key
from ._words import LostReason

__all__ = ["ALL", "Account", "Breach", "LedgerPage", "Node", "NodeKind", "Place", "Places", "in_order"]


class Place(Protocol):
    """Where a person belongs for a stretch of days: the units from the narrowest to the widest."""

    @property
    def chain(self) -> tuple[Key, ...] | None:
        """The ids of the units; None or () where the person is in none."""


class Places(Protocol):
    """An organisation, as far as a ledger of leads needs one."""

    def stretch(self, owner: Key, day: int, /) -> Place | None:
        """Return where `owner` belongs on a day, given as `date.toordinal()`; None where nowhere."""


class NodeKind(StrEnum):
    """Of what an account is kept."""

    ALL = "all"
    PERSON = "person"
    UNIT = "unit"
    CHANNEL = "channel"


@attrs.frozen
class Node:
    """Of what an account is kept: the whole, a person, a unit, or a channel (None: leads without one).

    >>> str(Node(NodeKind.UNIT, "east")), str(Node(NodeKind.CHANNEL, None)), str(Node(NodeKind.ALL))
    ("unit 'east'", 'channel nothing', 'all')
    """

    kind: NodeKind
    id: Key | None = None

    def __str__(self) -> str:
        return str(self.kind) if self.kind is NodeKind.ALL else f"{self.kind} {shown(self.id)}"


ALL = Node(NodeKind.ALL)


@attrs.frozen(kw_only=True)
class Account:
    """What came to a node in a period and what left it, in leads.

        opened + carried_in + handed_in = won + lost + invalidated + handed_out + open_end

    `carried_in` were open when the period began, held by the node on its first day (so a hand-over of that day has
    taken effect), and stays as it was; `inherited` of them were opened by somebody else than who holds them.
    `handed_in` and `handed_out` crossed the node's border during the period: by a hand-over, or with a person who moved
    from unit to unit.  `won_new` were opened in the period, `won_carried` before.  `lost_by_reason` are pairs in the
    order of the ledger's reasons.

    The stocks are counted by who holds a lead at the edges of the period, the flows by its events: neither follows from
    the other, and `balance` can be other than 0.

    >>> account = Account(node=ALL, opened=100, won_new=6, open_end=94)
    >>> account.balance, attrs.evolve(account, open_end=93).balance
    (0, 1)
    """

    node: Node
    opened: int = 0
    carried_in: int = 0
    inherited: int = 0
    handed_in: int = 0
    handed_out: int = 0
    won_new: int = 0
    won_carried: int = 0
    lost_by_reason: tuple[tuple[LostReason, int], ...] = ()
    invalidated: int = 0
    open_end: int = 0

    @property
    def won(self) -> int:
        """The leads won, new and carried in."""
        return self.won_new + self.won_carried

    @property
    def lost(self) -> int:
        """The leads lost, for whatever reason."""
        return sum(count for _, count in self.lost_by_reason)

    @property
    def balance(self) -> int:
        """What came in less what went out and what is left: 0, or that many leads were dropped (below 0: appeared)."""
        came = self.opened + self.carried_in + self.handed_in
        return came - self.won - self.lost - self.invalidated - self.handed_out - self.open_end

    def __str__(self) -> str:
        handed_in = f" + {self.handed_in} handed in" if self.handed_in else ""
        handed_out = f" + {self.handed_out} handed out" if self.handed_out else ""
        return (
            f"{self.node}: {self.opened} opened + {self.carried_in} carried in{handed_in} = {self.won} won + "
            f"{self.lost} lost + {self.invalidated} invalidated{handed_out} + {self.open_end} open at the end"
        )


@attrs.frozen
class Breach:
    """A node that does not balance, or a person whose leads are in no unit; `leads` says how many are concerned.

    >>> print(Breach(Node(NodeKind.UNIT, "east"), 2, "dropped: they came in and are neither closed nor open"))
    unit 'east': 2 dropped: they came in and are neither closed nor open
    """

    node: Node
    leads: int
    why: str

    def __str__(self) -> str:
        return f"{self.node}: {self.leads} {self.why}"


@attrs.frozen(kw_only=True)
class LedgerPage:
    r"""All accounts of one period.

    `total` is the whole; `people`, `units` and `channels` are in the order of their ids (leads without a channel last);
    nodes without a lead in the period have no account.  `breaches` lists every node whose account does not balance, and
    every person who held leads on days on which the organisation has no place for them.

    >>> page = LedgerPage(period=Period.parse("2026-03"), total=Account(node=ALL, opened=1))
    >>> print(*page.breaches, sep="\n")
    all: 1 dropped: they came in and are neither closed nor open
    """

    period: Period
    total: Account
    people: tuple[Account, ...] = ()
    units: tuple[Account, ...] = ()
    channels: tuple[Account, ...] = ()
    unplaced: tuple[tuple[Key, int], ...] = ()
    """People whom the organisation placed nowhere when one of their leads was counted, and how often."""

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Every account: the total, then people, units and channels."""
        return (self.total, *self.people, *self.units, *self.channels)

    @property
    def breaches(self) -> tuple[Breach, ...]:
        """Everything that does not add up; () is what one wants to see."""
        found = []
        for account in self.accounts:
            if account.balance > 0:
                found.append(Breach(account.node, account.balance, _DROPPED))
            elif account.balance < 0:
                found.append(Breach(account.node, -account.balance, _APPEARED))
        found += [Breach(Node(NodeKind.PERSON, who), times, _UNPLACED) for who, times in self.unplaced]
        return tuple(found)

    def person(self, id: Key) -> Account:  # noqa: A002  (what it is called on the node)
        """Return the account of a person; raises `UnknownNameError` for one without a lead in the period.

        >>> LedgerPage(period=Period.parse("2026-03"), total=Account(node=ALL)).person("li.na")
        Traceback (most recent call last):
            ...
        salesperf.errors.UnknownNameError: person with leads in 2026-03 'li.na' is not known
        """
        return self._one(NodeKind.PERSON, id)

    def unit(self, id: Key) -> Account:  # noqa: A002  (what it is called on the node)
        """Return the account of a unit of the organisation; raises `UnknownNameError` as `person` does."""
        return self._one(NodeKind.UNIT, id)

    def channel(self, id: str | None) -> Account:  # noqa: A002  (what it is called on the node)
        """Return the account of a channel (None: of leads without one); raises `UnknownNameError` as `person` does."""
        return self._one(NodeKind.CHANNEL, id)

    def _one(self, kind: NodeKind, wanted: Key | None) -> Account:
        account = self._by_node.get(Node(kind, wanted))
        if account is None:
            what = f"{kind} with leads in {self.period}"
            raise UnknownNameError(what, wanted, tuple(str(node.id) for node in self._by_node if node.kind is kind))
        return account

    @cached_property
    def _by_node(self) -> dict[Node, Account]:
        return {account.node: account for account in self.accounts}


_DROPPED = "dropped: they came in and are neither closed nor open"
_APPEARED = "appeared: closed or open, and they never came in"
_UNPLACED = "counted while the organisation had no unit for the holder"


def in_order(id: Key | None) -> tuple[bool, bool, Key]:  # noqa: A002  (what it is called on the node)
    """Return what sorts ids: whole numbers, then text, then nothing."""
    return id is None, isinstance(id, str), "" if id is None else id
