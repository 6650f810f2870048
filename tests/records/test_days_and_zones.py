"""Dates and their zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from hypothesis import given
from hypothesis import strategies as st

from salesperf.records import Refused, _values, day, naive_day, zone

FIFTH = date(2026, 3, 5).toordinal()
BEIJING = timezone(timedelta(hours=8))


class NotATime(datetime):
    """A datetime without a day, as pandas' NaT is."""

    def toordinal(self) -> int:
        msg = "NaT has no ordinal"
        raise ValueError(msg)


class NoSummer(tzinfo):
    """What every zone has to answer, answered by those without a name and without summer time."""

    def utcoffset(self, _: datetime | None, /) -> timedelta | None:
        raise NotImplementedError

    def dst(self, _: datetime | None, /) -> timedelta | None:
        return None

    def tzname(self, _: datetime | None, /) -> str | None:
        return None


class Nowhere(NoSummer):
    """A zone that does not know its offset: a datetime in it counts as naive."""

    def utcoffset(self, _: datetime | None, /) -> None:
        return None


class Named(NoSummer):
    """A zone with its name in `zone`, as pytz has it."""

    zone = "Asia/Shanghai"

    def utcoffset(self, _: datetime | None, /) -> timedelta:
        return timedelta(hours=8)


class Unnamed(NoSummer):
    """A zone with summer time and without a name."""

    def utcoffset(self, dt: datetime | None, /) -> timedelta:
        return timedelta(hours=1) + self.dst(dt)

    def dst(self, dt: datetime | None, /) -> timedelta:
        return timedelta(hours=int(dt is not None and 3 < dt.month < 11))


@pytest.mark.parametrize(
    "value",
    [
        date(2026, 3, 5),
        datetime(2026, 3, 5, 23, 59),
        datetime(2026, 3, 5, 0, 30, tzinfo=BEIJING),  # the 4th in UTC: the local date counts
        datetime(2026, 3, 5, 23, 30, tzinfo=ZoneInfo("America/New_York")),  # the 6th in UTC
        "2026-03-05",
        "\t2026-03-05 \n",
        "\u30002026-03-05\u00a0",
        "2026-03-05T00:30",
        "2026-03-05 23:59:59",
        "2026-03-05T23:59:59.1",
        "2026-03-05T23:59:59.123456789",
        "2026-03-05T00:30Z",
        "2026-03-05T00:30:00+08:00",
        "2026-03-05 23:30:00.000-05:00",
        "2026-03-05T00:30:00+0800",
        "2026-03-05 00:30:00+08",
    ],
)
def test_the_local_date_is_the_day(value: object) -> None:
    """Public API: "`date`: date, datetime (its own local date …), or text"."""
    assert day(value) == FIFTH


@given(st.dates(), st.times())
def test_every_way_to_write_a_day_reads_alike(date_: date, time_: time) -> None:
    ordinal = date_.toordinal()
    moment = datetime.combine(date_, time_)
    for value in (date_, moment, str(date_), str(moment), moment.isoformat(), f" {date_} "):
        assert day(value) == ordinal


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026-13-01", "2026-00-10", "2025-02-29", "0000-01-01", "2026-04-31T10:00"]
)
def test_impossible_dates_are_refused(text: str) -> None:
    with pytest.raises(Refused) as caught:
        day(text)
    assert caught.value.expected.startswith("a date that exists in the calendar: a date, a datetime, or text written ")


@pytest.mark.parametrize(
    "value",
    [
        *("", " ", "2026-3-5", "2026/03/05", "20260305", "2026-W10-4", "2026-064", "05.03.2026", "2026-03"),
        *("2026-03-05T", "2026-03-05T9:00", "2026-03-05T24:00", "2026-03-05T10:60", "2026-03-05T10:00:60"),
        *("2026-03-05Z", "2026-03-05t10:00", "2026-03-05T10:00z", "2026-03-05T10:00+24:00", "2026-03-05\x00"),
        *("2026-03-05T10:00 +08:00", "2026-03-05  10:00", "2026-03-05,", "March 5, 2026", "-026-03-05"),
        *("2026-03-05T10:00:00,5", "12026-03-05", "２０２６-03-05", "2026-0３-05"),
        *(None, 46086, 46086.5, True, b"2026-03-05", (2026, 3, 5), NotATime(2026, 3, 5)),
    ],
)
def test_what_is_no_date_is_refused(value: object) -> None:
    with pytest.raises(Refused) as caught:
        day(value)
    assert caught.value.expected == (
        "a date, a datetime, or text written 2026-03-05, optionally with a time as in 2026-03-05T14:30"
    )


class Lettered(str):
    """Text that compares in a way of its own, and so has no hash."""

    __slots__ = ()
    __hash__ = None

    def __eq__(self, other: object) -> bool:
        return NotImplemented


def test_calls_share_the_days_of_short_texts_and_of_so_many_only() -> None:
    """Aware dates are not remembered, nor is what is refused, nor text of a kind of its own."""
    _values._plain_day.cache_clear()
    for number in range(1, 5000):
        assert day(str(date.fromordinal(number))) == number
    assert _values._plain_day.cache_info().currsize == 4096
    _values._plain_day.cache_clear()
    assert {day(value) for value in ("2026-03-05T10:00Z", datetime(2026, 3, 5, tzinfo=BEIJING))} == {FIFTH}
    assert day(Lettered("2026-03-05")) == naive_day(Lettered("2026-03-05")) == FIFTH
    for _ in range(2):
        with pytest.raises(Refused):
            day("2026-02-30")
    assert _values._plain_day.cache_info().currsize == 0
    assert [day("2026-03-05"), day("2026-03-05")] == [FIFTH, FIFTH]
    assert _values._plain_day.cache_info().hits == 1


def test_ten_megabytes_cost_nothing() -> None:
    text = "2026-03-05" + " " * 10_000_000
    began = perf_counter()
    with pytest.raises(Refused):
        day(text)
    assert zone(text) is None
    assert perf_counter() - began < 0.5


@pytest.mark.parametrize(
    "value",
    [
        date(2026, 3, 5),
        datetime(2026, 3, 5),
        datetime(2026, 3, 5, tzinfo=Nowhere()),
        "2026-03-05",
        "2026-03-05T10:00",
        "2026-03-05 10:00:00.000000",
        "no date, but as long as one",
        "2026-03-05T10:00" + "Z".rjust(60),
        None,
        5,
    ],
)
def test_what_has_no_zone(value: object) -> None:
    assert zone(value) is None


SUMMER, WINTER = datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
ONE_ZONE: dict[str, list[datetime | str]] = {
    "utc": [
        WINTER,
        WINTER.replace(tzinfo=ZoneInfo("UTC")),
        WINTER.replace(tzinfo=ZoneInfo("Etc/UTC")),
        WINTER.replace(tzinfo=tz.UTC),
        "2026-03-05T10:00Z",
        "2026-03-05T10:00+00:00",
        " 2026-03-05 10:00:00-00:00 ",
    ],
    "plus eight": [
        SUMMER.replace(tzinfo=BEIJING),
        SUMMER.replace(tzinfo=tz.tzoffset("CST", 28800)),
        "2026-03-05T10:00+08:00",
        "2026-03-05T10:00+0800",
        "2026-03-05T10:00:00+08",
    ],
    "minus three and a half": ["2026-03-05T10:00-03:30", WINTER.replace(tzinfo=timezone(-timedelta(hours=3.5)))],
    "Shanghai": [WINTER.replace(tzinfo=ZoneInfo("Asia/Shanghai")), WINTER.replace(tzinfo=Named())],
    "Berlin": [WINTER.replace(tzinfo=ZoneInfo("Europe/Berlin")), SUMMER.replace(tzinfo=ZoneInfo("Europe/Berlin"))],
    "Berlin without its name": [WINTER.replace(tzinfo=Unnamed()), SUMMER.replace(tzinfo=Unnamed())],
    "New York": [SUMMER.replace(tzinfo=ZoneInfo("America/New_York"))],
}


@pytest.mark.parametrize("name", ONE_ZONE)
def test_a_naive_day_is_of_what_has_no_zone(name: str) -> None:
    for value in ONE_ZONE[name]:
        with pytest.raises(Refused):
            naive_day(value)
    for value in (
        date(2026, 3, 5),
        datetime(2026, 3, 5, 9),
        datetime(2026, 3, 5, tzinfo=Nowhere()),
        "2026-03-05T10:00",
    ):
        assert naive_day(value) == FIFTH


@pytest.mark.parametrize("name", ONE_ZONE)
def test_one_zone_has_one_token(name: str) -> None:
    (token,) = {zone(value) for value in ONE_ZONE[name]}
    assert token is not None


def test_zones_that_differ_have_tokens_that_differ() -> None:
    """Public API: "aware ones of more than one zone in a call are a fault"."""
    assert len({zone(values[0]) for values in ONE_ZONE.values()}) == len(ONE_ZONE)
