"""Dates of a column as expressions: a date's own, a datetime's own local one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from ._source import Kind, surely

__all__ = ["Dates", "civil", "ordinal"]

_HUNDRED = 100


def civil(at: int) -> int:
    """Return the day of an ordinal as year·10000 + month·100 + day, which sorts as days do."""
    day = date.fromordinal(at)
    return (day.year * _HUNDRED + day.month) * _HUNDRED + day.day


def ordinal(number: int) -> int:
    """Return the ordinal of a day written year·10000 + month·100 + day."""
    return date(number // _HUNDRED**2, number // _HUNDRED % _HUNDRED, number % _HUNDRED).toordinal()


class Dates:
    """A column of dates or datetimes; null is the day 0."""

    def __init__(self, nw: Any, name: str, schema: Mapping[str, Any], kind: Kind) -> None:
        self.nw = nw
        self.name = name
        self._kind = kind
        zone = getattr(schema[name], "time_zone", None)
        self.zone = None if zone is None else str(zone)
        self._at = nw.col(name) if zone is None else nw.col(name).dt.replace_time_zone(None)
        self._is_date = schema[name] == nw.Date

    @cached_property
    def year(self) -> Any:
        """The year."""
        return self._whole(self._at.dt.year())

    @cached_property
    def month(self) -> Any:
        """The month of the year, from 1."""
        return self._whole(self._at.dt.month())

    @cached_property
    def day(self) -> Any:
        """The day of the month, from 1."""
        return self._whole(self._at.dt.day())

    @cached_property
    def civil(self) -> Any:
        """The day as year·10000 + month·100 + day."""
        return self.year * _HUNDRED**2 + self.month * _HUNDRED + self.day

    def is_from(self, at: int) -> Any:
        """Return the condition that a date is not before a day, given as its ordinal; false for null."""
        if self._is_date:
            return surely(self._kind, self._at >= self.nw.lit(date.fromordinal(at)))
        return self.civil >= civil(at)

    def since(self, at: int) -> Any:
        """Return 1 where a date is not before a day, else 0: of a column of dates without nulls, in memory.

        Numbers of eight bits, of which many days are added up in an eighth of the time: up to 127 of them.
        """
        return (self._at >= self.nw.lit(date.fromordinal(at))).cast(self.nw.Int8)

    @property
    def is_null(self) -> Any:
        """The condition that there is no date."""
        return self.nw.col(self.name).is_null()

    def _whole(self, part: Any) -> Any:
        return part.fill_null(0).cast(self.nw.Int64)
