"""Calendar: half-open spans of days, how a house names and compares them, and on which of them it sells.

What differs from house to house is said once, in a `Calendar`: the day on which a month closes, the day a week starts,
the month a fiscal year starts and the year it is named by, the days each store sells, whether January and February are
compared together.  `Calendar()` is the ordinary calendar, the one that `Period.parse` and `parse_periods` read.

Flow: `Calendar.periods` turns what a user writes for `period=` into a `Grain` (one span per day, week, month, quarter,
half-year or year) or into `Period`s in chronological order.  A `Period` keeps the `Reckoning` it was made by (the part
of the calendar that gives months, weeks and years their bounds), so its label, its length in months and its rolling
windows stay right wherever it travels, through pickles too.  `Calendar.previous`, `year_before` and `year_on_year` give
base periods, `Calendar.selling_days` counts.  `SellingDays` asks containers of dates only for `day in container`.

The room imports `errors` and `text`, and is the only one to import dateutil.  No clock is read and no holiday is known.
"""

from ._calendar import Calendar
from ._grain import Grain
from ._period import Period, months_before
from ._periods import PeriodSpec, parse_periods
from ._reckoning import NamedBy, Reckoning, Weekday
from ._selling import SellingDays

__all__ = [
    "Calendar",
    "Grain",
    "NamedBy",
    "Period",
    "PeriodSpec",
    "Reckoning",
    "SellingDays",
    "Weekday",
    "months_before",
    "parse_periods",
]
