"""Who shares a deal, and in which parts: `Credit`, reading it from rows, and `ByRole`.

A share is an exact fraction and the shares of a deal total exactly 1; no tolerance is needed, because nothing here is
ever a float.  `split` is the one place where an amount is taken apart: on the grid of its measure, by largest
remainder, so that the parts add up to it to the last digit.  `_sharing` applies it to the records of a deal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import lcm
from numbers import Rational
from typing import Any, TypeAlias, cast

import attrs

from ..arithmetic import largest_remainder
from ..errors import Fault, RecordError
from ..records import Refused, fields, key, subject
from ..text import near, shown

__all__ = ["ByRole", "Credit", "Person", "Share", "Shares", "SharesLike", "credits_from_rows", "shares_of", "split"]

Person: TypeAlias = str | int
"""A subject's id."""

Share: TypeAlias = int | float | str | Decimal | Fraction
"""What may be given for a share: 0.5, "0.5", "50%" and "1/2" are the same; a float means its `repr`."""

Shares: TypeAlias = tuple[tuple[Person, Fraction], ...]
"""Persons and their parts, in the order in which ties are decided."""

SharesLike: TypeAlias = Mapping[Any, Share] | Iterable[tuple[Any, Share]]
"""What may be given for the shares of a deal: a mapping, or pairs of person and share."""

_EXPECTED = 'a share above 0 and at most 1, such as 0.5, "50%" or "1/3"'
_NUMBER = r"[0-9]{1,18}(?:\.[0-9]{0,18})?"
_SHARE = re.compile(rf"(?P<number>{_NUMBER})(?:\s*(?P<percent>[%％]))?|(?P<part>[0-9]{{1,9}})/(?P<of>[0-9]{{1,9}})")
_LONGEST = 64
_FINEST = -36
_HUNDRED = 100
_THIRDS = 'the shares of a deal total exactly 1; write thirds as "1/3"'


def split(shares: Shares, units: int) -> tuple[int, ...]:
    """Return the parts of `units`, in the order of the shares: whole units by largest remainder, ties to the earlier.

    The parts add up to `units`, each is less than one unit away from its exact share, and those of −n are the
    negatives of those of n.

    >>> thirds = Credit("D-17", {"li.na": "1/3", "wang.wei": "1/3", "house": "1/3"}).shares
    >>> split(thirds, 10_000), split(thirds, -10_000)
    ((3334, 3333, 3333), (-3334, -3333, -3333))
    """
    common = lcm(*(share.denominator for _, share in shares))
    weights = [share.numerator * (common // share.denominator) for _, share in shares]
    parts = largest_remainder(weights, abs(units))
    return tuple(parts) if units >= 0 else tuple(-part for part in parts)


def shares_of(given: object, what: str, holder: str = "person") -> tuple[Shares, list[Fault]]:
    """Return the shares that `given` holds, and everything that is wrong with them; `what` says whose they are."""
    if isinstance(given, str) or not isinstance(given, Iterable):
        return (), [Fault(f"pairs of {holder} and share, or a mapping", field=what, value=shown(given))]
    faults: list[Fault] = []
    shares: dict[Person, Fraction] = {}
    for each in given.items() if isinstance(given, Mapping) else given:
        if not isinstance(each, tuple | list) or len(each) != 2:  # noqa: PLR2004  (a pair)
            faults.append(Fault(f"pairs of {holder} and share, or a mapping", field=what, value=shown(each)))
            continue
        person, share = each
        try:
            who = subject(person)
        except Refused as refused:
            faults.append(Fault(refused.expected, field=f"{holder} of {what}", value=shown(person)))
            continue
        if who in shares:
            faults.append(
                Fault(f"each {holder} once; add the shares up", field=f"{holder} of {what}", value=shown(who))
            )
            continue
        try:
            shares[who] = _share(share)
        except Refused as refused:
            faults.append(Fault(refused.expected, field=f"share of {shown(who)} in {what}", value=shown(share)))
    if not faults:
        faults += _total_fault(shares.values(), what)
    return tuple(shares.items()), faults


def _total_fault(shares: Iterable[Fraction], what: str) -> list[Fault]:
    total = sum(shares, start=Fraction())
    return [] if total == 1 else [Fault(_THIRDS, field=f"total of {what}", value=_plain(total))]


def _plain(total: Fraction) -> str:
    """Return a total as a decimal where it is a short one, else as a fraction."""
    decimals = next((places for places in range(19) if 10**places % total.denominator == 0), None)
    if decimals is None:
        return f"{total.numerator}/{total.denominator}"
    digits = str(total.numerator * 10**decimals // total.denominator).rjust(decimals + 1, "0")
    return f"{digits[: len(digits) - decimals]}.{digits[len(digits) - decimals :]}".rstrip(".")


def _share(value: object) -> Fraction:
    """Return a share exactly as it is written, or raise `Refused`."""
    share = _fraction(value)
    if share is None or not 0 < share <= 1:
        raise Refused(_EXPECTED)
    return share


def _fraction(value: object) -> Fraction | None:
    if isinstance(value, str):
        return _text_fraction(value.strip()) if len(value) <= _LONGEST else None
    if isinstance(value, float):
        value = Decimal(repr(float(value)))
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        short = isinstance(exponent, int) and exponent >= _FINEST and value.adjusted() <= 1
        return Fraction(value) if short else None
    if isinstance(value, Rational) and not isinstance(value, bool):
        return Fraction(int(value.numerator), int(value.denominator))
    return None


def _text_fraction(text: str) -> Fraction | None:
    found = _SHARE.fullmatch(text)
    if found is None or (found["of"] is not None and not int(found["of"])):
        return None
    if found["of"] is not None:
        return Fraction(int(found["part"]), int(found["of"]))
    return Fraction(found["number"].rstrip(".")) / (_HUNDRED if found["percent"] else 1)


def _as_given(given: SharesLike) -> Shares:
    """Widen the type of the argument; `Credit` reads it together with the deal, to list all faults at once."""
    return cast("Shares", given)


@attrs.frozen
class Credit:
    """A deal and who shares it.

    `deal` is the key that the deal's records carry; `shares` are persons and their parts of it, each above 0, together
    exactly 1: a mapping or pairs, in the order in which ties are decided.  A part that belongs to nobody is the
    house's, a pseudo-person like any other, so that people always add up to the store.

    Raises `RecordError` with everything that is wrong: no usable deal key, a share that is no number, is not above 0 or
    exceeds 1, a person named twice, a total other than 1.

    >>> Credit("D-17", {"li.na": 0.5, "wang.wei": "50%"}).shares
    (('li.na', Fraction(1, 2)), ('wang.wei', Fraction(1, 2)))
    """

    deal: str | int
    shares: Shares = attrs.field(converter=_as_given)

    def __attrs_post_init__(self) -> None:
        faults: list[Fault] = []
        try:
            object.__setattr__(self, "deal", subject(self.deal))
        except Refused as refused:
            faults.append(Fault(refused.expected, field="deal", value=shown(self.deal)))
        shares, found = shares_of(self.shares, f"deal {shown(self.deal)}")
        if faults + found:
            raise RecordError(faults + found)
        object.__setattr__(self, "shares", shares)

    def split(self, units: int) -> tuple[int, ...]:
        """Return the holders' parts of an amount in whole units of its grid, adding up to it exactly.

        >>> Credit("D-17", {"li.na": "0.7", "wang.wei": "0.3"}).split(9_999)
        (6999, 3000)
        """
        return split(self.shares, units)


def credits_from_rows(rows: Iterable[Any], *, columns: Mapping[str, str] | None = None) -> tuple[Credit, ...]:
    """Return the credits that rows of `deal, person, share` describe, by deal in the order of their first rows.

    The rows are those of a spreadsheet: dicts, `read_csv(…)`, attrs or dataclass instances, named tuples; the rows of a
    deal may stand anywhere.  A share is a fraction of 1 ("0.5", 0.5, "1/3") or says that it is percent ("50%"); no unit
    is guessed, so 50 is refused.  `columns` maps these three names to the source's own.  Other columns are not read.

    Raises `RecordError` that lists, by row: what is no row, a deal or person that is missing or unreadable, a share
    that is missing, no number, zero, negative or above 1, a person twice in a deal; and by deal: shares that do not
    total exactly 1.

    >>> [credit] = credits_from_rows(
    ...     [{"deal": "D-17", "person": "li.na", "share": "0.7"}, {"deal": "D-17", "person": "house", "share": "30%"}]
    ... )
    >>> credit.shares
    (('li.na', Fraction(7, 10)), ('house', Fraction(3, 10)))
    """
    names = {role: (columns or {}).get(role, role) for role in ("deal", "person", "share")}
    faults: list[Fault] = []
    deals: dict[str | int, dict[Person, tuple[Fraction, int]]] = {}
    unclear: set[object] = set()
    for number, given in enumerate(rows, 1):
        try:
            row = fields(given)
        except Refused as refused:
            faults.append(Fault(refused.expected, row=number))
            continue
        read: dict[str, Any] = {}
        for role, take in (("deal", subject), ("person", subject), ("share", _share)):
            name = names[role]
            try:
                read[role] = take(row.get(name))
            except Refused as refused:
                expected = refused.expected + _instead(name, row)
                faults.append(Fault(expected, field=name, value=shown(row.get(name)), row=number))
        deal = read.get("deal")
        if len(read) < len(names):
            unclear.add(deal)
            continue
        holders = deals.setdefault(read["deal"], {})
        if read["person"] in holders:
            first = holders[read["person"]][1]
            expected = f"each person once in a deal; row {first} names them in {shown(deal)} too: add the shares up"
            faults.append(Fault(expected, field=names["person"], value=shown(read["person"]), row=number))
            unclear.add(deal)
        else:
            holders[read["person"]] = read["share"], number
    for deal, holders in deals.items():
        if deal not in unclear:
            faults += _total_fault((share for share, _ in holders.values()), f"deal {shown(deal)}")
    if faults:
        raise RecordError(faults)
    return tuple(
        Credit(deal, tuple((person, share) for person, (share, _) in holders.items()))
        for deal, holders in deals.items()
    )


def _instead(name: str, row: Mapping[str, object]) -> str:
    """Return the near name among a row's columns, where it does not have the one asked for."""
    close = () if name in row else near(name, [str(each) for each in row], 1)
    return f"; did you mean the column {shown(close[0])}?" if close else ""


def _roles(given: SharesLike) -> tuple[tuple[str, Fraction], ...]:
    roles, faults = shares_of(given, "roles", "column")
    faults += [
        Fault("the name of a column that holds a person", field="roles", value=shown(column))
        for column, _ in roles
        if not isinstance(column, str)
    ]
    if faults:
        raise RecordError(faults)
    return cast("tuple[tuple[str, Fraction], ...]", roles)


def _optional_person(given: Person | None) -> Person | None:
    try:
        return key(given)
    except Refused as refused:
        raise RecordError([Fault(refused.expected, field="house", value=shown(given))]) from refused


@attrs.frozen
class ByRole:
    """A rule: the people whom a record names in several columns share its deal in stated parts.

    `roles` maps the columns to their shares, above 0 and together exactly 1; `"person"` may be one of them.  Where a
    record leaves some of the columns empty, their part goes to the others in proportion, or to the pseudo-person
    `house` if one is given.  Who fills two roles has both parts.  A record that names nobody is not shared.

    Raises `RecordError`: when made, for shares or names of columns that are none; when called, for a person that cannot
    be read.

    >>> rule = ByRole({"consultant": "0.7", "dcc": "0.3"})
    >>> rule({"consultant": "li.na", "dcc": "zhao.min"})
    (('li.na', Fraction(7, 10)), ('zhao.min', Fraction(3, 10)))
    >>> rule({"consultant": "li.na", "dcc": None})
    (('li.na', Fraction(1, 1)),)
    """

    roles: tuple[tuple[str, Fraction], ...] = attrs.field(converter=_roles)
    house: Person | None = attrs.field(default=None, converter=_optional_person, kw_only=True)

    def __call__(self, record: Mapping[str, object]) -> Shares | None:
        """Return who shares the record, or None where it names nobody."""
        faults: list[Fault] = []
        shares: dict[Person, Fraction] = {}
        for column, share in self.roles:
            try:
                person = key(record.get(column))
            except Refused as refused:
                faults.append(Fault(refused.expected, field=column, value=shown(record.get(column))))
                continue
            if person is not None:
                shares[person] = shares.get(person, Fraction()) + share
        if faults:
            raise RecordError(faults)
        named = sum(shares.values(), start=Fraction())
        if not named:
            return None
        if self.house is not None and named < 1:
            shares[self.house] = shares.get(self.house, Fraction()) + 1 - named
            return tuple(shares.items())
        return tuple((person, share / named) for person, share in shares.items())
