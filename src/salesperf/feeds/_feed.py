"""`Feed`: how one kind of table becomes records.  Data, made in Python or read from a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from typing import Any, Self

import attrs

from ..errors import Fault
from ..indicators import Indicator
from ..measures import Measure, get
from ..organisation import Credit, Id
from ..text import shown
from ..vocabulary import Owner
from ._checks import faults_of
from ._conditions import Condition
from ._credit import CreditColumns
from ._errors import FeedError
from ._rules import Months, Rule, Sum

__all__ = ["Feed"]


def _rules(given: Iterable[Rule]) -> tuple[Rule, ...]:
    return tuple(given)


def _credit(given: Iterable[CreditColumns]) -> tuple[CreditColumns, ...]:
    return tuple(given)


def _pairs(given: Any) -> Any:
    return tuple(given.items()) if isinstance(given, Mapping) else tuple(given)


def _headings(given: Any) -> Any:
    return tuple((column, (names,) if isinstance(names, str) else tuple(names)) for column, names in _pairs(given))


def _owner(given: Owner | str) -> Any:
    return Owner(given) if given in list(Owner) else given


def _covers(rule: Rule) -> bool:
    """Return whether its amounts are those of more than one day."""
    return isinstance(rule, Months) or (isinstance(rule, Sum) and (rule.until is not None or rule.covers is not None))


@attrs.frozen
class Feed:
    """How a table becomes records: whose facts, on which day, and what each row counts.

    `rules` say which measures are fed and how (`Count`, `Sum`, `Days`, `First`, `Months`).  `whose` is the column that
    names the person, or another `owner`; `house` gets the rows that name nobody.  `date` is the column of the day of
    rules that name no other.  `where` leaves out rows.  `keys` are columns of keys and dimensions by their salesperf
    names (`deal`, `customer`, `channel`, …); `keep` passes other columns through under a name, such as those that
    `organisation.ByRole` shares deals by.  `headings` are other names under which a table may have a column.
    `credit` are the columns of people who share a row's deal.  `source` says where the names of the columns are
    documented, `note` what to mind.

    Raises `FeedError` with everything that contradicts itself: a rule without a day or with an amount that does not
    fit its measure, a distinct measure without its key, an unknown key, a heading of two columns, nobody whose facts
    these are; `UnknownNameError` for a measure that does not exist.

    >>> from salesperf.feeds import Count, Feed, Sum
    >>> feed = Feed(
    ...     "orders",
    ...     whose="Seller",
    ...     date="Ordered",
    ...     rules=[
    ...         Count("orders_signed"),
    ...         Count("units_delivered", date="Delivered"),
    ...         Sum("revenue_vehicle", "Price (k)", times=1000, date="Delivered"),
    ...     ],
    ... )
    >>> row = {"Seller": "li.na", "Ordered": "2026-02-20", "Delivered": "2026-03-05", "Price (k)": "189.5"}
    >>> for record in feed.records([row]):
    ...     print({name: value for name, value in record.items() if value is not None})
    {'person': 'li.na', 'date': '2026-02-20', 'orders_signed': 1}
    {'person': 'li.na', 'date': '2026-03-05', 'units_delivered': 1, 'revenue_vehicle': Decimal('189500.00')}
    """

    name: str
    rules: tuple[Rule, ...] = attrs.field(kw_only=True, converter=_rules)
    whose: str | None = attrs.field(default=None, kw_only=True)
    owner: Owner = attrs.field(default=Owner.PERSON, kw_only=True, converter=_owner)
    fixed: Id | None = attrs.field(default=None, kw_only=True)
    house: Id | None = attrs.field(default=None, kw_only=True)
    date: str | None = attrs.field(default=None, kw_only=True)
    where: Condition | None = attrs.field(default=None, kw_only=True)
    keys: tuple[tuple[str, str], ...] = attrs.field(default=(), kw_only=True, converter=_pairs)
    keep: tuple[tuple[str, str], ...] = attrs.field(default=(), kw_only=True, converter=_pairs)
    headings: tuple[tuple[str, tuple[str, ...]], ...] = attrs.field(default=(), kw_only=True, converter=_headings)
    credit: tuple[CreditColumns, ...] = attrs.field(default=(), kw_only=True, converter=_credit)
    source: str = attrs.field(default="", kw_only=True)
    note: str = attrs.field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        if faults := faults_of(self):
            raise FeedError(faults)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What it feeds."""
        return tuple(dict.fromkeys(rule.measure for rule in self.rules))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it reads, by its own names for them; those of months are found in the table."""
        return tuple(self._needed())

    @property
    def output(self) -> tuple[str, ...]:
        """The columns of its records, in their order."""
        until = ("until",) if any(_covers(rule) for rule in self.rules) else ()
        names = (name for name, _ in (*self.keys, *self.keep))
        return (str(self.owner), "date", *until, *names, *(measure.id for measure in self.measures))

    def needs(self, column: str) -> tuple[str, ...]:
        """Return what a column is read for: names of a record's columns."""
        return tuple(self._needed().get(column, ()))

    def _needed(self) -> dict[str, dict[str, None]]:
        needed: dict[str, dict[str, None]] = {}

        def need(column: str | None, name: str) -> None:
            if column is not None:
                needed.setdefault(column, {})[name] = None

        for rule in self.rules:
            need(rule.whose or self.whose, str(self.owner))
            need(rule.day_column(self.date), rule.measure.id)
            for column in (*rule.reads, *(rule.where.columns if rule.where else ())):
                need(column, rule.measure.id)
        for column in self.where.columns if self.where else ():
            need(column, "where")
        for name, column in (*self.keys, *self.keep):
            need(column, name)
        for each in self.credit:
            need(each.person, "credit")
            need(each.share, "credit")
        return needed

    def require(self, *wanted: Indicator | Measure | str, by: Owner | str = Owner.PERSON) -> None:
        """Raise `FeedError` unless it feeds all that is `wanted` for cards of `by`: indicators, measures, or their ids.

        Measures whose absence counts 0 need not be fed.

        >>> from salesperf import feeds, indicators
        >>> feeds.SALESFORCE_OPPORTUNITIES.require(indicators.SALES_CYCLE_DAYS)
        >>> feeds.SALESFORCE_LEADS.of(store="west").require(indicators.LEAD_COUNT, by="store")
        """
        faults: list[Fault] = []
        if by not in list(Owner):
            faults.append(Fault(f"one of {', '.join(Owner)}", field="by", value=shown(by)))
        if by == Owner.PERSON and self.owner is not Owner.PERSON:
            expected = f"facts of persons; these are a {self.owner}'s: give whose= the column that names the person"
            faults.append(Fault(expected, field=self.name))
        fed = {measure.id for measure in self.measures}
        for each in wanted:
            measures = each.measures if isinstance(each, Indicator) else (get(each) if isinstance(each, str) else each,)
            for measure in measures:
                if measure.id not in fed and not measure.absent_counts_zero:
                    after = f"; {each.id} is made of it" if isinstance(each, Indicator) else ""
                    expected = f"a rule that feeds it{after}: this table does not hold it, another may"
                    faults.append(Fault(expected, field=measure.id))
        if faults:
            raise FeedError(faults)

    def without(self, *names: str) -> Self:
        """Return the feed without some of its measures, keys or kept columns, by their salesperf names.

        Raises `FeedError` for a name it does not have, and where nothing would be left to feed.

        >>> from salesperf import feeds
        >>> "revenue_vehicle" in feeds.ZOHO_DEALS.without("revenue_vehicle").output
        False
        """
        known = self.output
        faults = [
            Fault(f"one of {', '.join(known)}", field="without", value=shown(name))
            for name in names
            if name not in known[1:]
        ]
        if faults:
            raise FeedError(faults)
        return self._changed(
            rules=[rule for rule in self.rules if rule.measure.id not in names],
            keys=[pair for pair in self.keys if pair[0] not in names],
            keep=[pair for pair in self.keep if pair[0] not in names],
        )

    def of(self, **unit: Id) -> Self:
        """Return the feed with all its facts booked on one owner, as in `feed.of(store="west")`.

        >>> from salesperf import feeds
        >>> feeds.SALESFORCE_LEADS.of(store="west").output[:2]
        ('store', 'date')
        """
        if len(unit) != 1:
            raise FeedError([Fault('one owner, as in feed.of(store="west")', field="of")])
        [(owner, name)] = unit.items()
        rules = [attrs.evolve(rule, whose=None) for rule in self.rules]
        return self._changed(owner=owner, fixed=name, whose=None, house=None, rules=rules)

    def _changed(self, **changes: Any) -> Self:
        """Return the feed with some changes, and without the headings of columns that it no longer reads."""
        changed = attrs.evolve(self, headings=(), **changes)
        return attrs.evolve(changed, headings=[pair for pair in self.headings if pair[0] in changed.columns])

    def records(self, rows: Iterable[Any] | PathLike[str]) -> Iterator[dict[str, Any]]:
        """Yield the records of a table: dicts with the columns of `output`, None where a row says nothing of one.

        `rows` are what `score` takes (mappings, attrs and dataclass instances, named tuples) or the `Path` of a CSV
        file.  A row becomes a record for each person and day on which something happened, often none.  Rows are read
        as they are asked for; where a measure counts the first of a key, its records come at the end.

        Raises, at the end of the rows, `FeedError` for columns that the table lacks (with the near names) and
        `RecordError` with the faults of all rows: a person, day, key or amount that cannot be read or is missing; at
        once, `FeedError` for headings that are ambiguous and `InputTypeError` for what is not rows.
        """
        from ._rows import records  # noqa: PLC0415  (what a dataframe does not need)

        return records(self, rows)

    def frame(self, table: Any) -> Any:
        """Return the records of a dataframe or lazy table as one of the same kind; what is lazy is not run.

        The same rows give the same records as `records`, in any order.  Faults of single rows stay in the table for
        `score` to find.  Raises `FeedError` for columns that are missing or ambiguous and for what the engine cannot
        compute exactly, with the reason; `InputTypeError` for what is no table; `MissingExtraError` without narwhals.
        """
        from ._frames import frame  # noqa: PLC0415  (it needs an optional package)

        return frame(self, table)

    def credits(self, rows: Iterable[Any] | PathLike[str]) -> tuple[Credit, ...]:
        """Return who shares which deal, from the columns in `credit`, for `organisation.credited`.

        Rows without any share are not shared; rows of one deal must agree.  Raises `FeedError` if the feed names no
        such columns or no `deal`, and `RecordError` as `organisation.credits_from_rows` does.
        """
        from ._credits import credits_of  # noqa: PLC0415  (few tables share deals)

        return credits_of(self, rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the feed as a file holds it, own measures included; `from_dict` reads it back."""
        from ._documents import document  # noqa: PLC0415  (only documents need it)

        return document(self)

    def to_json(self) -> str:
        """Return the feed as JSON: same feed, same text.

        >>> from salesperf import feeds
        >>> feeds.Feed.from_json(feeds.ZOHO_DEALS.to_json()) == feeds.ZOHO_DEALS
        True
        """
        from ._documents import to_json  # noqa: PLC0415  (only documents need it)

        return to_json(self)

    @classmethod
    def from_dict(cls, mapping: Mapping[str, Any]) -> Self:
        """Return the feed of a parsed document; raise `FeedError` with all that is wrong in it and the near names."""
        from ._documents import arguments  # noqa: PLC0415  (only documents need it)

        return cls(**arguments(mapping))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the feed that a JSON text holds; raise `FeedError` as `from_dict` does."""
        from ._documents import parsed_json  # noqa: PLC0415  (only documents need it)

        return cls.from_dict(parsed_json(text))

    @classmethod
    def from_toml(cls, text: str) -> Self:
        """Return the feed that a TOML text holds; raise `FeedError` as `from_dict` does."""
        from ._documents import parsed_toml  # noqa: PLC0415  (only documents need it)

        return cls.from_dict(parsed_toml(text))

    @classmethod
    def from_file(cls, path: str | PathLike[str]) -> Self:
        """Return the feed in a `.toml` or `.json` file (UTF-8, at most 256 kB).  Nothing in it is ever executed."""
        from ._documents import parsed_file  # noqa: PLC0415  (only documents need it)

        return cls.from_dict(parsed_file(path))
