"""Leads from first contact to won or lost, with none dropped between two months.

For: the ledger behind the `opps_*`, `cohort_opps_*` and `lost_*` measures, and the analysis of lost deals.  Every lead
is in exactly one place every day, so at every node (a person, a unit of the organisation, a channel, the whole) and in
every period

    opened + carried in + handed in = won + lost + invalidated + handed out + open at the end.

Three rules decide all of it.  An event belongs to whoever holds the lead on its day; a hand-over takes effect at the
start of its day; a lead closed on a day was open until then.  No clock is read: the ledger is known up to its `as_of`.

May import: everything below `leads`; it needs `calendar`, `records`, `arithmetic`, `errors` and `text`.  An
organisation reaches it as anything with `stretch(owner, day)` (`Places`), so that it works without one.
Flow: `_reading` turns rows into `Lead`s (`_lead`, in the words of `_words`) and lists all faults at once, `_ledger`
holds them; `_sweep` passes once over the events and fills the accounts of all periods (`_accounts`, which check
themselves); `_records` writes the rows that `salesperf.score` reads; `_lost` says why deals were lost, to whom, at what
cost, and which came back, with the limits of `_wilson`.

>>> from salesperf import leads
>>> ledger = leads.LeadLedger.from_rows(
...     [
...         {"lead": "L-1", "person": "li.na", "opened": "2026-02-20", "closed": "2026-03-04", "outcome": "won"},
...         {"lead": "L-2", "person": "li.na", "opened": "2026-03-02", "closed": "2026-03-30", "outcome": "lost",
...          "reason": "price"},
...         {"lead": "L-3", "person": "wang.wei", "opened": "2026-03-09"},
...     ]
... )
>>> march = ledger.account("2026-03")
>>> print(march.total)
all: 2 opened + 1 carried in = 1 won + 1 lost + 0 invalidated + 1 open at the end
>>> march.breaches
()
"""

from ._accounts import Account, Breach, LedgerPage, Node, NodeKind, Place, Places
from ._lead import Handover, Lead
from ._ledger import LeadLedger
from ._lost import CompetitorFlow, LossCost, LossShare, LostDeals, WinBack
from ._wilson import Interval, wilson
from ._words import REASONS, LostReason, LostTo, Outcome, Verdict

__all__ = [
    "REASONS",
    "Account",
    "Breach",
    "CompetitorFlow",
    "Handover",
    "Interval",
    "Lead",
    "LeadLedger",
    "LedgerPage",
    "LossCost",
    "LossShare",
    "LostDeals",
    "LostReason",
    "LostTo",
    "Node",
    "NodeKind",
    "Outcome",
    "Place",
    "Places",
    "Verdict",
    "WinBack",
    "wilson",
]
