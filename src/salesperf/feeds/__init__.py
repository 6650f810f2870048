"""Feeds: the data where it is.  A declarative mapping from one kind of source table to records.

For: exports of customer-relationship and dealer systems, order lists, plans and stage histories, scored without a
script.  A `Feed` is data: it is written in Python or in a TOML or JSON file, which is never executed, and the one
description runs over plain rows (`feed.records`) and over every dataframe or lazy table (`feed.frame`), with the same
records.  What it cannot compute it refuses, and says what is missing.

May import: everything below `feeds`; narwhals and openpyxl only inside the call that needs them.
Flow: rules (`_rules`) and conditions (`_conditions`) say what a row counts; a `Feed` holds them and checks itself
(`_checks`).  A table's headings are bound to its columns (`_binding`, `_months`), which gives a plan of parts
(`_plan`); `_rows` and `_frames` carry it out, the latter in expressions of `_translation`.  `_credits` hands shared
deals to `organisation`; `_documents` writes and reads files; `_crm` and `_dealer` hold the ready feeds, `_excel` reads
workbooks.

>>> from salesperf import feeds
>>> deal = {
...     "id": 7, "owner_name": "li.na", "status": "won", "value": 189500, "add_time": "2026-02-20 09:12:00",
...     "won_time": "2026-03-05 16:40:00", "lost_time": None,
... }
>>> for record in feeds.PIPEDRIVE_DEALS.records([deal]):
...     print({name: value for name, value in record.items() if value is not None})
{'person': 'li.na', 'date': '2026-02-20 09:12:00', 'deal': 7, 'opps_opened': 1}
{'person': 'li.na', 'date': '2026-03-05 16:40:00', 'deal': 7, 'orders_signed': 1, 'revenue_vehicle': 189500, \
'sales_cycle_days_sum': 13}
"""

from ._conditions import AllOf, AnyOf, Condition, Dated, Equals, InRange, IsSet, Later, Not
from ._credit import CreditColumns
from ._crm import (
    HUBSPOT_DEALS,
    JIANDAOYUN,
    PIPEDRIVE_DEALS,
    SALESFORCE_LEADS,
    SALESFORCE_OPPORTUNITIES,
    SALESFORCE_QUOTAS,
    ZOHO_DEALS,
    ZOHO_LEADS,
)
from ._dealer import DEALER_SHEET
from ._errors import FeedError
from ._excel import read_excel
from ._feed import Feed
from ._rules import Count, Days, First, Months, Rule, Sum

__all__ = [
    "DEALER_SHEET",
    "HUBSPOT_DEALS",
    "JIANDAOYUN",
    "PIPEDRIVE_DEALS",
    "SALESFORCE_LEADS",
    "SALESFORCE_OPPORTUNITIES",
    "SALESFORCE_QUOTAS",
    "ZOHO_DEALS",
    "ZOHO_LEADS",
    "AllOf",
    "AnyOf",
    "Condition",
    "Count",
    "CreditColumns",
    "Dated",
    "Days",
    "Equals",
    "Feed",
    "FeedError",
    "First",
    "InRange",
    "IsSet",
    "Later",
    "Months",
    "Not",
    "Rule",
    "Sum",
    "read_excel",
]
