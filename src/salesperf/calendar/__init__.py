"""Calendar: half-open spans of days, and how they are asked for.

`parse_periods` turns what a user writes for `period=` into a `Grain` (a span per month, quarter, year or ISO week) or
into `Period`s in chronological order; `Period.back` and `months_before` give rolling windows and base periods.
The room imports `errors` and `text`, and is the only one to import dateutil.  No clock is read anywhere.
"""

from ._grain import Grain
from ._period import Period, months_before
from ._periods import PeriodSpec, parse_periods

__all__ = ["Grain", "Period", "PeriodSpec", "months_before", "parse_periods"]
