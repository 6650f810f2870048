"""A made-up dealership, for trying things out, for documentation and for tests.

For: records that look like a Chinese dealership's year and hold what real ones trip over: returns and cancellations,
shared deals, one customer asking two consultants, a newcomer, a leave, a move between teams, a manager who sells, house
deals, a month without leads, missing targets, surveys and exams.  No person, customer or car in it exists.  The same
arguments give the same records, byte for byte, on every Python.
May import: everything below `sample`; it needs `arithmetic`, `errors`, `text`, `organisation` and the vocabulary of
`measures`.
Flow: `_season` says how busy each day is, `_people` who works there and `_roster` in which team, `_showroom` plays the
year and writes down its events (`_deals` one sale each), `_store` adds up what the store sees, `_house` what a house
knows besides its consultants' records; `_csv` puts records into a file for Excel.
"""

from ._csv import write_csv
from ._dealership import dealership, house_facts, organisation, organisation_rows, store_facts

__all__ = ["dealership", "house_facts", "organisation", "organisation_rows", "store_facts", "write_csv"]
