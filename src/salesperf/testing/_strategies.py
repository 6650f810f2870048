"""Hypothesis strategies, to be drawn from in users' own property tests.

Hypothesis is imported when the first of them is called, not before; without it they raise `MissingExtraError`.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from types import ModuleType
from typing import TYPE_CHECKING, Any

from ..calendar import Period
from ..curves import Curve, Domain
from ..errors import MissingExtraError
from ..indicators import CATALOGUE, Indicator
from ..measures import Measure
from ..profiles import Profile
from ..scoring import Scoreboard
from ..vocabulary import Level, Owner

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["amounts", "boards", "curves", "profiles", "records"]

_PEOPLE = ("li.na", "wang.wei", "zhao.min")


def amounts(measure: Measure) -> SearchStrategy[int | Decimal | str]:
    """Draw amounts of a measure: exact, on its grid, as int, Decimal or text.

    Small whole numbers are commonest; negative ones (reversals) come where the measure is signed or counts each key
    once, labels where it has some.

    >>> from hypothesis import given
    >>> from salesperf import measures
    >>> @given(amounts(measures.REVENUE_VEHICLE))
    ... def test_an_amount_is_exact_to_the_cent(amount):
    ...     assert Decimal(amount) * 100 == int(Decimal(amount) * 100)
    >>> test_an_amount_is_exact_to_the_cent()
    """
    strategy: SearchStrategy[int | Decimal | str] = _drawing().amounts(measure)
    return strategy


def records(
    source: Profile | Indicator | Iterable[Measure],
    *,
    people: Iterable[str | int] = _PEOPLE,
    period: Period | str = "2026-03",
    by: Owner | str = Owner.PERSON,
    min_size: int = 1,
    max_size: int = 12,
) -> SearchStrategy[list[dict[str, Any]]]:
    """Draw lists of records: facts of `people` on days of `period`, holding amounts of what `source` reads.

    Where `source` reads a change, some lie in the days it is measured against, but never all.

    `source` is a profile, an indicator, or measures.  Rows hold some of its measures, the keys of those that count each
    key once, and the columns a mix looks at; a measure may be held by no row at all.  `by` is the kind of owner.

    >>> from hypothesis import given
    >>> import salesperf as sp
    >>> from salesperf import profiles as shipped
    >>> @given(records(shipped.CONSULTANT))
    ... def test_our_pay_never_falls_below_zero(rows):
    ...     assert all(card.total is None or card.total >= 0 for card in sp.score(rows, shipped.CONSULTANT))
    >>> test_our_pay_never_falls_below_zero()
    """
    drawn = _drawing()
    facts = drawn.Facts(tuple(people), _period(period), Owner(by))
    strategy: SearchStrategy[list[dict[str, Any]]] = drawn.records(
        source if isinstance(source, Profile | Indicator) else tuple(source),
        facts,
        min_size=min_size,
        max_size=max_size,
    )
    return strategy


def curves(decimals: int = 2, *, of: Domain | str = Domain.VALUE, bounded: bool = False) -> SearchStrategy[Curve]:
    """Draw curves of every family, with knots of at most so many decimals; `bounded` leaves out endless rays."""
    strategy: SearchStrategy[Curve] = _drawing().curves(decimals, Domain(of), bounded=bounded)
    return strategy


def profiles(
    indicators: Iterable[Indicator] = CATALOGUE,
    *,
    level: Level | str = Level.CONSULTANT,
    min_criteria: int = 1,
    max_criteria: int = 4,
) -> SearchStrategy[Profile]:
    """Draw profiles over some of the indicators (different ids): curves, weights, extras, gates, policies, grades.

    Their curves are bounded, so that the records drawn for them stay within the exact range.
    """
    drawn = _drawing()
    among = drawn.Among(tuple(indicators))
    strategy: SearchStrategy[Profile] = drawn.profiles(among, Level(level), min_criteria, max_criteria)
    return strategy


def boards(
    profile: Profile | SearchStrategy[Profile] | None = None,
    *,
    people: Iterable[str | int] = _PEOPLE,
    period: Period | str = "2026-03",
    max_size: int = 12,
) -> SearchStrategy[Scoreboard]:
    """Draw scoreboards of drawn records: of one profile, of profiles drawn, or of any (None).

    >>> from hypothesis import given
    >>> from salesperf.testing import assert_adds_up
    >>> @given(boards())
    ... def test_every_card_adds_up(board):
    ...     for card in board:
    ...         assert_adds_up(card)
    """
    drawn = _drawing()
    chosen = profiles() if profile is None else profile
    strategy: SearchStrategy[Scoreboard] = drawn.boards(chosen, drawn.Facts(tuple(people), _period(period)), max_size)
    return strategy


def _period(given: Period | str) -> Period:
    return Period.parse(given) if isinstance(given, str) else given


def _drawing() -> ModuleType:
    """Return the module that draws; say what to install where hypothesis is not."""
    try:
        import hypothesis  # noqa: F401, PLC0415  (optional: only who draws needs it)
    except ImportError as error:
        msg = "the strategies of salesperf.testing draw with hypothesis: pip install hypothesis"
        raise MissingExtraError(msg) from error
    from . import _drawn  # noqa: PLC0415  (it imports hypothesis)

    return _drawn
