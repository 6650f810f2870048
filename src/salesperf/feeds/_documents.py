"""A feed as a document: TOML or JSON in, JSON out.  Nothing in a document is ever executed.

Documents are bounded and parsed as profiles are; each table is read with all faults, unknown keys with the near names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any, cast

import attrs

from ..errors import Fault, ProfileError, UnknownNameError
from ..measures import VOCABULARY, Measure
from ..measures._checks import Reading
from ..profiles._files import parse_file, parse_json, parse_toml
from ..text import shown
from ._conditions import AllOf, AnyOf, Condition, Dated, Equals, InRange, IsSet, Later, Not
from ._credit import CreditColumns
from ._errors import FeedError
from ._rules import KINDS, Rule

if TYPE_CHECKING:
    from ._feed import Feed

__all__ = ["SCHEMA", "arguments", "document", "parsed_file", "parsed_json", "parsed_toml", "to_json"]

SCHEMA = 1
"""The version of the documents."""

_TEXTS = ("name", "whose", "owner", "date", "source", "note")
_KEYS = ("schema", *_TEXTS, "fixed", "house", "where", "keys", "keep", "headings", "credit", "measures", "rules")
_OF_RULES = ("date", "on", "whose", "where")
_CONDITIONS = ("column", "equals", "is_set", "at_least", "below", "since", "before", "later_than", "all", "any", "not")
_DEEPEST = 16
_A_CONDITION = (
    "a column with one of equals, is_set, at_least and below, since and before, later_than; or one of all, any, not"
)


# --- out --------------------------------------------------------------------------------------------------------------


def document(feed: Feed) -> dict[str, Any]:
    """Return the feed as a file holds it; what is as by default is left out."""
    own = [measure for measure in feed.measures if measure not in VOCABULARY]
    made: dict[str, Any] = {"schema": SCHEMA, "name": feed.name}
    made |= {
        "whose": feed.whose,
        "owner": None if feed.owner == "person" else str(feed.owner),
        "fixed": feed.fixed,
        "house": feed.house,
        "date": feed.date,
        "where": None if feed.where is None else _condition_out(feed.where),
        "keys": dict(feed.keys),
        "keep": dict(feed.keep),
        "headings": {column: list(names) for column, names in feed.headings},
        "credit": [_plain(attrs.asdict(each)) for each in feed.credit],
        "measures": [_plain(measure.to_dict()) for measure in own],
        "rules": [_rule_out(rule) for rule in feed.rules],
        "source": feed.source,
        "note": feed.note,
    }
    return _plain(made)


def to_json(feed: Feed) -> str:
    """Return the feed as JSON."""
    import json  # noqa: PLC0415  (only documents need it)

    return json.dumps(document(feed), ensure_ascii=False, indent=2) + "\n"


def _plain(made: dict[str, Any]) -> dict[str, Any]:
    """Return a table without what is as by default."""
    return {key: value for key, value in made.items() if value is not None and value not in ("", {}, [], False)}


def _rule_out(rule: Rule) -> dict[str, Any]:
    made: dict[str, Any] = {rule.kind: rule.measure.id}
    for field in attrs.fields(type(rule)):
        value = getattr(rule, field.name)
        if field.name == "measure" or value == field.default:
            continue
        if isinstance(value, Condition):
            made[field.name] = _condition_out(value)
        else:
            made[field.name] = value if isinstance(value, int | str) else str(value)
    return made


def _condition_out(condition: Condition) -> dict[str, Any]:
    made: dict[str, Any]
    match condition:
        case Equals():
            values = list(condition.values)
            made = {"column": condition.column, "equals": values[0] if len(values) == 1 else values}
        case IsSet():
            made = {"column": condition.column, "is_set": True}
        case InRange() | Dated():
            names = ("at_least", "below") if isinstance(condition, InRange) else ("since", "before")
            bounds = {name: getattr(condition, name) for name in names}
            made = {"column": condition.column, **{k: str(v) for k, v in bounds.items() if v is not None}}
        case Later():
            made = {"column": condition.column, "later_than": condition.than}
        case Not():
            made = {"not": _condition_out(condition.condition)}
        case AllOf() | AnyOf():
            parts = [_condition_out(each) for each in condition.conditions]
            made = {"all" if isinstance(condition, AllOf) else "any": parts}
        case _:
            expected = "a condition that a file can hold"
            raise FeedError([Fault(expected, field="where", value=shown(condition))])
    return made


# --- in ---------------------------------------------------------------------------------------------------------------


def parsed_json(text: str) -> Mapping[str, Any]:
    """Return what a JSON text holds."""
    return _parsed(parse_json, text)


def parsed_toml(text: str) -> Mapping[str, Any]:
    """Return what a TOML text holds."""
    return _parsed(parse_toml, text)


def parsed_file(path: str | PathLike[str]) -> Mapping[str, Any]:
    """Return what a `.toml` or `.json` file holds."""
    return _parsed(parse_file, path)


def _parsed(parse: Callable[[Any], Mapping[str, Any]], given: Any) -> Mapping[str, Any]:
    try:
        return parse(given)
    except ProfileError as error:
        raise FeedError(error.faults) from None


def arguments(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of the feed in a parsed document; raise `FeedError` with all faults and places."""
    try:
        read = Reading(given, "a feed", owner="the feed")
    except ProfileError as error:
        raise FeedError(error.faults) from None
    if read.raw("schema") != SCHEMA or type(read.raw("schema")) is not int:
        read.fault("schema", f"schema = {SCHEMA} at the top of the document")
    read.only(*_KEYS)
    read.required("name", "rules")
    measures = _own_measures(read)
    made: dict[str, Any] = {name: read.text(name) or None for name in _TEXTS}
    made |= {name: read.raw(name) for name in ("fixed", "house")}
    made["where"] = _condition_in(read.raw("where"), "where of the feed", read.faults)
    made |= {name: dict(read.table(name)) for name in ("keys", "keep")}
    made["headings"] = _headings_in(read)
    made["credit"] = [_credit_in(each, read.faults) for each in read.items("credit")]
    made["rules"] = [_rule_in(each, n, measures, read.faults) for n, each in enumerate(read.items("rules"), 1)]
    if read.faults:
        raise FeedError(read.faults)
    return {name: value for name, value in made.items() if value is not None}


def _own_measures(read: Reading) -> dict[str, Measure]:
    found: dict[str, Measure] = {}
    for each in read.items("measures"):
        try:
            measure = Measure.from_dict(cast("Any", each))
        except ProfileError as error:
            read.faults.extend(error.faults)
        else:
            found[measure.id] = measure
    return found


def _headings_in(read: Reading) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for column, names in read.table("headings").items():
        listed = [names] if isinstance(names, str) else names
        if not isinstance(listed, list | tuple) or not all(isinstance(name, str) for name in listed):
            read.faults.append(Fault("a list of headings", field=f"headings of {shown(column)}", value=shown(names)))
        else:
            found[column] = tuple(listed)
    return found


def _credit_in(given: object, faults: list[Fault]) -> CreditColumns:
    return _read_in(given, "credit", faults, _credit_of) or CreditColumns("", "")


def _credit_of(read: Reading) -> CreditColumns:
    read.only("person", "share", "percent")
    read.required("person", "share")
    return CreditColumns(read.text("person"), read.text("share"), percent=read.flag("percent"))


def _read_in(given: object, what: str, faults: list[Fault], make: Callable[[Reading], Any]) -> Any:
    """Return what `make` makes of a table, None where it has faults, which are noted."""
    try:
        read = Reading(given, what, owner=what)
        made = make(read)
        read.done()
    except (ProfileError, FeedError) as error:
        faults.extend(error.faults)
    except UnknownNameError as error:
        faults.append(Fault(str(error), field=what))
    else:
        return made
    return None


def _rule_in(given: object, number: int, measures: Mapping[str, Measure], faults: list[Fault]) -> Rule | None:
    found: Rule | None = _read_in(given, f"rule {number}", faults, lambda read: _rule_of(read, measures))
    return found


def _rule_of(read: Reading, measures: Mapping[str, Measure]) -> Rule | None:
    kinds = [kind for kind in KINDS if read.raw(kind) is not None]
    if len(kinds) != 1:
        expected = f"one of {', '.join(KINDS)}, with the id of the measure"
        read.faults.append(Fault(expected, field=read.owner))
        read.only(*KINDS, *_OF_RULES)
        return None
    [kind] = kinds
    rule = KINDS[kind]
    own = [field.name for field in attrs.fields(rule) if field.name not in {"measure", *_OF_RULES}]
    read.only(kind, *_OF_RULES, *own)
    measure = read.text(kind)
    values: dict[str, Any] = {name: read.raw(name) for name in ("date", "on", "whose", *own)}
    values["where"] = _condition_in(read.raw("where"), f"where of {read.owner}", read.faults)
    needed = [field.name for field in attrs.fields(rule) if field.default is attrs.NOTHING and field.name != "measure"]
    read.required(*needed)
    if read.faults:
        return None
    values = {name: value for name, value in values.items() if value is not None}
    return rule(measures.get(measure, measure), **values)


def _condition_in(given: object, what: str, faults: list[Fault], depth: int = 0) -> Condition | None:
    if given is None:
        return None
    if depth > _DEEPEST:
        faults.append(Fault(f"conditions nested at most {_DEEPEST} deep", field=what))
        return None
    found: Condition | None = _read_in(given, what, faults, lambda read: _condition_of(read, what, depth))
    return found


def _condition_of(read: Reading, what: str, depth: int) -> Condition | None:
    read.only(*_CONDITIONS)
    given = {name for name in _CONDITIONS if read.raw(name) is not None}
    if given in ({"all"}, {"any"}):
        [kind] = given
        parts = [_condition_in(each, what, read.faults, depth + 1) for each in read.items(kind)]
        found = [part for part in parts if part is not None]
        return None if read.faults else (AllOf if kind == "all" else AnyOf)(*found)
    if given == {"not"}:
        part = _condition_in(read.raw("not"), what, read.faults, depth + 1)
        return None if part is None else Not(part)
    if "column" in given:
        return _leaf(read, frozenset(given - {"column"}), what)
    read.faults.append(Fault(_A_CONDITION, field=what))
    return None


def _leaf(read: Reading, given: frozenset[str], what: str) -> Condition | None:
    """Return a condition on one column, from the keys that say which."""
    column = read.text("column")
    found: Condition | None = None
    if given == {"equals"}:
        values: Any = read.raw("equals")
        found = Equals(column, *(values if isinstance(values, list | tuple) else (values,)))
    elif given == {"is_set"}:
        found = IsSet(column) if read.flag("is_set") else Not(IsSet(column))
    elif given == {"later_than"}:
        found = Later(column, than=read.text("later_than"))
    elif given and given <= {"at_least", "below"}:
        low, high = (read.raw(name) for name in ("at_least", "below"))
        found = InRange(column, at_least=low, below=high)
    elif given and given <= {"since", "before"}:
        found = Dated(column, **{name: cast("Any", read.raw(name)) for name in given})
    else:
        read.faults.append(Fault(_A_CONDITION, field=what))
    return found
