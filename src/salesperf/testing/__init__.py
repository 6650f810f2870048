"""Testing: what users' own test suites need.

For: a conformance kit for own indicators and curves, asserts on boards and cards, and hypothesis strategies for
records, profiles, curves and boards.  May import: everything below; hypothesis is an optional package, imported only
when a strategy is asked for.

Flow: `check_indicator` puts an indicator on a `_bench`, tries the `_indicator_laws` on the `_cases` (the user's and
its own) and shrinks what breaks them; `check_curve` does so for a curve with `_curve_laws`.  The `_asserts` compute a
card again with `_recompute`.  All of them raise one error, `BrokenLawError`, which lists every law that is `Broken`.
The strategies in `_strategies` are made by `_drawn`.
"""

from ._asserts import assert_adds_up, assert_same_scores
from ._broken import Broken, BrokenLawError
from ._check_curve import check_curve
from ._check_indicator import check_indicator
from ._strategies import amounts, boards, curves, profiles, records

__all__ = [
    "Broken",
    "BrokenLawError",
    "amounts",
    "assert_adds_up",
    "assert_same_scores",
    "boards",
    "check_curve",
    "check_indicator",
    "curves",
    "profiles",
    "records",
]


def __dir__() -> list[str]:
    return __all__
