"""The two public sources of made-up facts: a dealership's people, and its store."""

from __future__ import annotations

from ..errors import Fault, RecordError
from ..text import shown
from ._dice import Dice
from ._people import MOST_PEOPLE, characters
from ._season import FIRST_YEAR, LAST_YEAR, Season, season_of
from ._showroom import Showroom
from ._store import store_rows

__all__ = ["dealership", "store_facts"]

_LARGEST_SEED = (1 << 63) - 1


def dealership(*, seed: int = 2026, year: int = 2026, people: int = 12) -> tuple[dict[str, object], ...]:
    """Return a year of records of a made-up dealership, as `salesperf.score` takes them for the consultant profile.

    One record is one event of one person: a lead, a visit, an order, a handover, a car taken back, a survey, a day's
    report, a check; or a month's targets and opportunities.  Amounts are `int` or `Decimal`, money in yuan with two
    decimals, dates `datetime.date` within the year, sorted.  `seed` (0 to 2^63 − 1) varies the luck, `year` (2000 to
    2040) the calendar and its Spring Festival, `people` (1 to 237) the number of consultants.  The same arguments give
    equal records on every Python and operating system; a release that changes them says so.

    What to find among the first twelve people: liu.yang is on leave in March; sun.yan has no unit target and xu.dong no
    exam in that month; wu.xia is never surveyed; huang.ting joins in May, yang.fan has hardly any leads in June, and
    zhao.lei's records of August turn out to be forged.  Per person and month,
    opps_opened + opps_carried_in = opps_won_new + opps_won_carried + opps_lost + opps_invalidated + opps_open_end.

    Raises `RecordError`, which lists every argument that is not a whole number in its range.

    >>> from salesperf import sample
    >>> records = sample.dealership()
    >>> records[0]["date"], len({record["person"] for record in records})
    (datetime.date(2026, 1, 1), 12)
    >>> sum(record.get("units_delivered", 0) for record in records if record["date"].month == 9)
    Decimal('111.0')
    """
    _, showroom = _play(seed, year, people)
    return tuple(record for day in showroom.days for record in day)


def store_facts(
    *, seed: int = 2026, year: int = 2026, people: int = 12, store: str = "hangzhou.west"
) -> tuple[dict[str, object], ...]:
    """Return the same year as the store's own facts: rows of `store`, for the manager and director profiles.

    They hold the daily sums of what `dealership` of the same arguments records per person (by `model`), the month's
    targets, the ledger and the market at each month's end, and the stock of every model on Sundays and month ends.  A
    row has one owner, so score them by themselves, `by="store"`; several stores or years are several calls,
    added up.

    Raises `RecordError` as `dealership` does.

    >>> from salesperf import sample
    >>> facts = sample.store_facts() + sample.store_facts(seed=7, people=9, store="hangzhou.east")
    >>> sorted({fact["store"] for fact in facts})
    ['hangzhou.east', 'hangzhou.west']
    """
    season, showroom = _play(seed, year, people)
    return tuple(store_rows(showroom, season, Dice(seed + 1), store))


def _play(seed: int, year: int, people: int) -> tuple[Season, Showroom]:
    asked = (
        ("seed", seed, 0, _LARGEST_SEED),
        ("year", year, FIRST_YEAR, LAST_YEAR),
        ("people", people, 1, MOST_PEOPLE),
    )
    faults = [
        Fault(f"a whole number from {least} to {most}", field=name, value=shown(value))
        for name, value, least, most in asked
        if type(value) is not int or not least <= value <= most
    ]
    if faults:
        raise RecordError(faults)
    season, dice = season_of(year), Dice(seed)
    return season, Showroom(season, dice, characters(people, dice))
