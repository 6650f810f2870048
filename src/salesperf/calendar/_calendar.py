"""`Calendar`: what differs from house to house about time, said once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, TypeAlias

import attrs

from ..errors import Fault, PeriodError
from ..text import near, shown
from ._faults import refuse
from ._grain import Grain, period_of
from ._labels import read
from ._period import Period, months_before
from ._periods import PeriodSpec, read_periods
from ._reckoning import NamedBy, Reckoning, Weekday, as_closing, as_rule, as_weekday, reckoning_faults
from ._selling import SellingDays

__all__ = ["Calendar"]

_YEAR = 12
_WEEK = 7

StoreId: TypeAlias = str | int
Stores: TypeAlias = tuple[tuple[StoreId, SellingDays], ...]
ByStore: TypeAlias = Mapping[str, SellingDays] | Mapping[int, SellingDays] | Mapping[StoreId, SellingDays]


def _as_stores(given: ByStore | Stores) -> Stores:
    """Return the stores of a mapping as pairs in an order of their own; pairs, or what is neither, as they are."""
    if isinstance(given, Mapping):
        return tuple(sorted(given.items(), key=lambda pair: (isinstance(pair[0], str), str(pair[0]))))
    return given


@attrs.frozen(kw_only=True, cache_hash=True, repr=False)
class Calendar:
    """Closing day, week rule, fiscal year, selling days: how a house cuts time and compares it.

    - `closing_day`: the last day of a month, 1 to 31.  With 25, "2026-03" goes from 26 February to 25 March 2026.  A
      closing day that a month lacks is its last day; None, as 31, closes every month on its last day.  Quarters,
      half-years and years are made of such months.
    - `week_starts`: the first day of a week, an ISO number or `Weekday`.  "2026-W09" is the ninth week of 2026: a week
      belongs to the calendar year that holds its fourth day.  From Monday, these are the ISO weeks.
    - `fiscal_year_starts`: the first month of a year, 1 to 12.  "2026", "2026-H1" and "2026-Q1" are fiscal; months and
      weeks keep the numbers of the calendar.
    - `fiscal_year_named_by`: "start" if "2026" is the fiscal year that starts in 2026, "end" if it is the one that ends
      in it.
    - `selling`: the days on which stores sell; `stores`: by store, where one differs.  They stand for the whole rule of
      that store; holidays are not added to those of `selling`.
    - `spring_festival`: whether January and February are compared with a year before only together, since the festival
      moves between them.

    Calendars are immutable, comparable, hashable and picklable, as far as the containers of dates given to
    `SellingDays` are.  Raises `PeriodError` with all faults.

    >>> house = Calendar(closing_day=25, fiscal_year_starts=4)
    >>> march = house.period("2026-03")
    >>> str(march), march.start, march.end, march.months
    ('2026-03', datetime.date(2026, 2, 26), datetime.date(2026, 3, 26), (1, 1))
    >>> house.period("2026-Q1").start
    datetime.date(2026, 3, 26)
    """

    closing_day: int | None = attrs.field(default=None, converter=as_closing)
    week_starts: Weekday = attrs.field(default=Weekday.MONDAY, converter=as_weekday)
    fiscal_year_starts: int = 1
    fiscal_year_named_by: NamedBy = attrs.field(default=NamedBy.START, converter=as_rule)
    selling: SellingDays = attrs.field(factory=SellingDays)
    stores: Stores = attrs.field(default=(), converter=_as_stores)
    spring_festival: bool = False
    reckoning: Reckoning = attrs.field(init=False, eq=False)
    """The part of the calendar that its periods carry: the first four settings."""
    _of_store: dict[StoreId, SellingDays] = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        faults = reckoning_faults(self)
        if not isinstance(self.selling, SellingDays):
            faults.append(Fault("SellingDays(…)", "selling", shown(self.selling)))
        faults += _store_faults(self.stores)
        if not isinstance(self.spring_festival, bool):
            faults.append(Fault("True or False", "spring_festival", shown(self.spring_festival)))
        refuse("calendar", faults)
        settings: dict[str, Any] = {name: getattr(self, name) for name in attrs.fields_dict(Reckoning)}
        object.__setattr__(self, "reckoning", Reckoning(**settings))
        object.__setattr__(self, "_of_store", dict(self.stores))

    def selling_days(self, start: date, end: date, store: StoreId | None = None) -> int:
        """Return how many days sell from `start` up to, but not including, `end`.

        They are those of `store` if the calendar has some of its own for it, else those of all.  Raises `PeriodError`
        if either end is not a date, or `end` comes before `start`.

        >>> house = Calendar(selling=SellingDays(weekdays=range(1, 7)), stores={"mall": SellingDays()})
        >>> [house.selling_days(date(2026, 3, 1), date(2026, 4, 1), store) for store in (None, "mall", "north")]
        [26, 31, 26]
        """
        selling = self.selling if store is None else self._of_store.get(store, self.selling)
        return selling.count(start, end)

    def period(self, period: str | Period) -> Period:
        """Return the period that a label names in this calendar, or the same days reckoned by it.

        Raises `PeriodError` for what names none, with the forms and, where one is near, the label that was meant.

        >>> Calendar(closing_day=25).period(Period(date(2026, 2, 26), date(2026, 3, 26))).label
        '2026-03'
        """
        if isinstance(period, Period):
            return period if period.reckoning == self.reckoning else attrs.evolve(period, reckoning=self.reckoning)
        return self._made(*read(period, self.reckoning))

    def periods(self, spec: PeriodSpec) -> Grain | tuple[Period, ...]:
        """Return what `period=` asks for in this calendar; it takes and raises what `parse_periods` does.

        >>> [str(period) for period in Calendar(closing_day=25).periods(["2026-03", "2026-02-26..2026-03-24"])]
        ['2026-02-26..2026-03-24', '2026-03']
        """
        return read_periods(spec, self.reckoning)

    def period_of(self, grain: Grain | str, day: date) -> Period:
        """Return the period of that grain that holds `day` (of a datetime, its own local date).

        Raises `PeriodError` if the grain is none, `day` is not a date, or the period would leave the years 1 to 9999.

        >>> str(Calendar(closing_day=25).period_of("month", date(2026, 12, 26)))
        '2027-01'
        """
        if faults := _asking_faults(grain, day):
            raise PeriodError("; ".join(faults))
        return period_of(Grain(grain), day, self.reckoning)

    def back(self, period: str | Period, months: int) -> Period:
        """Return the rolling span of so many months that ends with the period, as `Period.back` does.

        >>> window = Calendar(closing_day=25).back("2026-03", 2)
        >>> window.start, window.months
        (datetime.date(2026, 1, 26), (2, 1))
        """
        return self.period(period).back(months)

    def previous(self, period: str | Period) -> Period:
        """Return the period just before: the month before a month, the quarter before a quarter.

        Before a span of whole months lie as many months, before any other span as many days.  Raises `PeriodError` if
        it would begin before the year 1.

        >>> [str(Calendar().previous(label)) for label in ("2026-03", "2026-Q1", "2026-W01", "2026-03-05..2026-03-06")]
        ['2026-02', '2025-Q4', '2025-W52', '2026-03-03..2026-03-04']
        """
        now = self.period(period)
        months = self.reckoning.whole_months(now.start, now.end)
        if months:
            return self._months(self.reckoning.month_of(now.start) - months, months)
        start = now.start.toordinal() - now.days
        if start < 1:
            msg = f"the {now.days} days before {now} begin before the year 1: choose a later period"
            raise PeriodError(msg)
        return self._made(date.fromordinal(start), now.start)

    def year_before(self, period: str | Period) -> Period:
        """Return the same time a year earlier.

        Of whole months, the same months; of a week, the week of that number if the year before has it; of any other
        span, its first and its last day twelve months earlier, where 29 February becomes the 28th.  Raises
        `PeriodError` if it would begin before the year 1.

        >>> [str(Calendar().year_before(label)) for label in ("2026-02", "2026-W09", "2024-02-29")]
        ['2025-02', '2025-W09', '2023-02-28']
        """
        now = self.period(period)
        months = self.reckoning.whole_months(now.start, now.end)
        if months:
            return self._months(self.reckoning.month_of(now.start) - _YEAR, months)
        week = self.reckoning.week(now.start) if now.days == _WEEK else None
        if week and (start := self.reckoning.week_start(week[0] - 1, week[1])):
            return self._made(start, start + timedelta(days=_WEEK))
        return self._made(months_before(now.start, _YEAR), months_before(now.last, _YEAR) + timedelta(days=1))

    def year_on_year(self, period: str | Period) -> tuple[Period, Period] | None:
        """Return the span that stands for the period in a comparison with a year before, and that year's span.

        They are the period and `year_before(period)`.  With `spring_festival`, February is compared together with
        January, and any other span that lies in these two months without being both cannot be compared: None.

        >>> house = Calendar(spring_festival=True)
        >>> [str(span) for span in house.year_on_year("2026-02")]
        ['2026-01-01..2026-02-28', '2025-01-01..2025-02-28']
        >>> house.year_on_year("2026-01"), house.year_on_year("2026-Q1") == Calendar().year_on_year("2026-Q1")
        (None, True)
        """
        now = self.period(period)
        if self.spring_festival:
            first, last = self.reckoning.month_of(now.start), self.reckoning.month_of(now.last)
            january = first - first % _YEAR
            if last <= january + 1:
                both = self._months(january, 2)
                if now not in (both, self._months(january + 1, 1)):
                    return None
                now = both
        return now, self.year_before(now)

    def __repr__(self) -> str:
        settings = [f"{name}={value!r}" for name, value in self.reckoning.to_dict().items()]
        settings += [f"selling={self.selling!r}"] if self.selling != SellingDays() else []
        settings += [f"stores=<{len(self.stores)} stores>"] if self.stores else []
        settings += ["spring_festival=True"] if self.spring_festival else []
        return f"{type(self).__name__}({', '.join(settings)})"

    def _made(self, start: date, end: date) -> Period:
        return Period(start, end, reckoning=self.reckoning)

    def _months(self, first: int, months: int) -> Period:
        return self._made(self.reckoning.first_day(first), self.reckoning.first_day(first + months))


def _asking_faults(grain: Any, day: Any) -> list[str]:
    faults = []
    if not isinstance(grain, Grain) and grain not in list(Grain):
        close = near(grain, list(Grain), 1) if isinstance(grain, str) else ()
        way_out = f'did you mean "{close[0]}"?' if close else f"one of {', '.join(Grain)}"
        faults.append(f"the grain is {shown(grain)}: {way_out}")
    if not isinstance(day, date):
        faults.append(f"the day is {shown(day)}, not a datetime.date")
    return faults


def _store_faults(stores: Any) -> list[Fault]:
    expected = "store ids with SellingDays(…), as {'S1': SellingDays()}"
    if not isinstance(stores, tuple) or not all(isinstance(pair, tuple) and len(pair) == 2 for pair in stores):  # noqa: PLR2004  (pairs)
        return [Fault(expected, "stores", shown(stores))]
    faults = []
    for store, selling in stores:
        if (type(store) not in {str, int}) or store == "":
            faults.append(Fault("a store id, text or a whole number", "stores", shown(store)))
        if not isinstance(selling, SellingDays):
            faults.append(Fault("SellingDays(…)", f"stores[{shown(store)}]", shown(selling)))
    if not faults and len(dict(stores)) < len(stores):
        faults.append(Fault("each store once", "stores"))
    return faults
