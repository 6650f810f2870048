"""Organisation: who belongs where and reports to whom, from when to when; and what part of a target is whose.

Rows of a spreadsheet, or `Unit`s, `Membership`s and `Leave`s made in code, become a draft (`_reading`, `_chains` for
what wide rows say about units, `_draft` for each part by itself); `_conflicts` finds every way in which the parts do
not fit together, and all faults are raised at once.  What is sound is indexed once (`_tree`: which unit lies in which;
`_index`: stretches, members, managers) and answers from look-ups.  `prorated` counts the selling days of a target that
are a person's or a unit's.  The room imports `calendar`, `records`, `measures` and what lies below them; it knows no
scores and no engine, and reads no clock.
"""

from ._credit import ByRole, Credit, credits_from_rows
from ._credited import Reversal, credited
from ._errors import OrganisationError
from ._organisation import Organisation
from ._prorate import Part, Proration, SellingDays, prorated
from ._sharing import Rule
from ._types import Id, Leave, Membership, Ramp, Stretch, Unit

__all__ = [
    "ByRole",
    "Credit",
    "Id",
    "Leave",
    "Membership",
    "Organisation",
    "OrganisationError",
    "Part",
    "Proration",
    "Ramp",
    "Reversal",
    "Rule",
    "SellingDays",
    "Stretch",
    "Unit",
    "credited",
    "credits_from_rows",
    "prorated",
]
