"""The public sources of made-up facts: a dealership's people, its store, its house and who belongs where in it."""

from __future__ import annotations

from ..errors import Fault, RecordError
from ..organisation import Organisation
from ..text import shown
from ._dice import Dice
from ._house import house_rows
from ._people import MOST_PEOPLE, characters
from ._roster import roster
from ._season import FIRST_YEAR, LAST_YEAR, Season, season_of
from ._showroom import Showroom
from ._store import store_rows

__all__ = ["dealership", "house_facts", "organisation", "organisation_rows", "store_facts"]

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


def organisation_rows(
    *, year: int = 2026, people: int = 12, store: str = "hangzhou.west"
) -> tuple[dict[str, object], ...]:
    """Return who belongs where in the dealership of the same arguments, as the rows of a spreadsheet.

    The consultants are in two teams of the store, `hangzhou.west.a` and `.b`, by turns.  wang.gang leads the first,
    zhao.min the second and sells as well; qian.jun directs the store; house.hangzhou.west is the account of house
    deals.  Everybody is there from 1 January, but huang.ting from 1 May; liu.yang is on leave in March; zhou.hao moves
    from the first team to the second on 16 March.

    Raises `RecordError` as `dealership` does.

    >>> from salesperf import sample
    >>> [row["start"].isoformat() for row in sample.organisation_rows() if row["person"] == "zhou.hao"]
    ['2026-01-01', '2026-03-16']
    """
    _check(year=year, people=people)
    return tuple(roster(year, people, store))


def organisation(*, year: int = 2026, people: int = 12, store: str = "hangzhou.west") -> Organisation:
    """Return the organisation that `organisation_rows` of the same arguments describe.

    Raises `RecordError` as `dealership` does, and `OrganisationError` for a `store` that can be no unit's id.

    >>> from salesperf import sample
    >>> sample.organisation()
    <Organisation: 15 people, 3 units, 1 leaves>
    """
    return Organisation.from_rows(organisation_rows(year=year, people=people, store=store))


def house_facts(
    *, seed: int = 2026, year: int = 2026, people: int = 12, store: str = "hangzhou.west"
) -> tuple[dict[str, object], ...]:
    """Return what a house knows besides the records of `dealership`: together they score everybody in it.

    These are the records of zhao.min, who leads a team and sells; house deals; what the managers are judged by; the
    targets of her team and of the store, above those of the people; each team's stock on Sundays and month ends; the
    store's ledger and market at each month's end, and the market of the year before, which growth is measured against.
    Nothing in them repeats `dealership` of the same arguments.

    Raises `RecordError` and `OrganisationError` as `organisation` does.

    >>> import salesperf as sp
    >>> from salesperf import profiles, sample
    >>> records = sample.dealership() + sample.house_facts()
    >>> board = sp.score_all(records, profiles.SHIPPED, organisation=sample.organisation(), period="2026-03")
    >>> [len(board.under(person)) for person in ("wang.gang", "zhao.min", "qian.jun")]
    [5, 6, 13]
    """
    season, showroom = _play(seed, year, people)
    house = organisation(year=year, people=people, store=store)
    return house_rows(showroom, season, Dice(seed + 2), house, store)


def _play(seed: int, year: int, people: int) -> tuple[Season, Showroom]:
    _check(seed=seed, year=year, people=people)
    season, dice = season_of(year), Dice(seed)
    return season, Showroom(season, dice, characters(people, dice))


_RANGES = {"seed": (0, _LARGEST_SEED), "year": (FIRST_YEAR, LAST_YEAR), "people": (1, MOST_PEOPLE)}


def _check(**asked: int) -> None:
    faults = [
        Fault(f"a whole number from {least} to {most}", field=name, value=shown(value))
        for name, value in asked.items()
        for least, most in (_RANGES[name],)
        if type(value) is not int or not least <= value <= most
    ]
    if faults:
        raise RecordError(faults)
