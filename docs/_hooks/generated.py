# noqa: INP001  (MkDocs loads this file by its path; it is no package)
"""The parts of the documentation that are made from the library's own metadata while it is built.

MkDocs loads this file (`hooks:` in mkdocs.yml).  A line `<!-- generated: NAME -->` in a page is replaced by what the
function of that name in `PARTS` returns, so that no table of the documentation can fall behind the code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from itertools import groupby
from types import MappingProxyType
from typing import Any

from salesperf import Category, Owner, Theme, indicators, measures, profiles
from salesperf.indicators import Indicator, Source
from salesperf.measures import Measure
from salesperf.profiles import Criterion, Profile

__all__ = ["PARTS", "facts", "on_page_markdown"]

MARK = re.compile(r"^<!-- generated: (?P<name>\w+) -->$", re.MULTILINE)
TAG = re.compile(r"\[(?P<tag>[A-Z][0-9]+[a-z]?)\]")
SPECIAL = re.compile(r"([\\`*_|\[\]{}#])")
CATEGORY_NAMES = {
    Category.RESULT: "Results 业绩",
    Category.PROCESS: "Process 过程",
    Category.CUSTOMER: "Customers 客户",
    Category.FOUNDATION: "Foundation 基础",
    Category.MANAGEMENT: "Management 管理效能",
    Category.MARKET: "Market 市场",
}
OWNER_NAMES = {
    Owner.PERSON: "Booked on people",
    Owner.TEAM: "Booked on a team",
    Owner.STORE: "Booked on a store",
    Owner.AREA: "Booked on an area",
    Owner.GROUP: "Booked on a group",
}


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Replace every mark of a page; a mark that names no part stops the build."""
    return MARK.sub(lambda found: PARTS[found["name"]](), markdown)


def text(given: object) -> str:
    """Return a text that Markdown shows as it is."""
    return SPECIAL.sub(r"\\\1", escape(str(given), quote=False))


def tagged(given: str) -> str:
    """Return a text of the catalogue, its tags linked to the list of sources."""
    parts = TAG.split(given)
    return "".join(linked(part) if place % 2 else text(part) for place, part in enumerate(parts))


def linked(tag: str) -> str:
    """Return a link to a source of the list."""
    return f"[\\[{tag}\\]](#{anchor(tag)})"


def anchor(tag: str) -> str:
    """Return the id of a source on the page."""
    return f"source-{tag.lower().replace(' ', '-')}"


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    columns = list(heads)
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


# --- the catalogue ---------------------------------------------------------------------------------------------------


def catalogue() -> str:
    """Return one table for each category, one section for each indicator, and the list of sources."""
    return "\n\n".join([*(part for category in Category for part in _category(category)), *_sources()])


def _category(category: Category) -> Iterator[str]:
    members = [indicator for indicator in indicators.CATALOGUE if indicator.category is category]
    yield f"## {CATEGORY_NAMES[category]} {{ #{category} }}"
    yield table(
        ("id", "name", "名称", "formula", "unit", "better"),
        (
            (
                f"[`{one.id}`](#{one.id})",
                text(one.en),
                text(one.zh),
                f"`{one.formula}`",
                text(one.unit),
                str(one.direction),
            )
            for one in members
        ),
    )
    for one in members:
        yield from _section(one)


def _section(indicator: Indicator) -> Iterator[str]:
    yield f"### `{indicator.id}` {{ #{indicator.id} }}"
    yield f"**{text(indicator.en)}** · {text(indicator.zh)}"
    yield table(("", ""), ((label, _fact(label, value)) for label, value in facts(indicator)))


def _fact(label: str, value: str) -> str:
    if label == "Formula":
        return f"`{value}`"
    if label == "Sources":
        return ", ".join(linked(tag) for tag in value.split(", "))
    return tagged(value)


def facts(indicator: Indicator) -> Iterator[tuple[str, str]]:
    """Yield what `describe()` says, as pairs of label and text, and the measures the formula reads."""
    _, *lines = indicator.describe().splitlines()
    for line in lines:
        label, _, value = line.partition(":")
        yield label, value.strip()


def _sources() -> Iterator[str]:
    yield "## Sources { #sources }"
    yield (
        "Most are third-party texts of uneven quality: forms, policies and posts. Read their numbers as examples,"
        " not as norms. A title without a link has no known address."
    )
    tags = {tag for indicator in indicators.CATALOGUE for tag in indicator.notes.sources}
    yield "\n".join(
        f'- <span id="{anchor(tag)}">**{text(tag)}**</span> {_source(indicators.source(tag))}'
        for tag in sorted(tags, key=_order)
    )


def _order(tag: str) -> tuple[str, int, str]:
    letters, number, rest = re.split(r" ?([0-9]+)", tag, maxsplit=1)
    return letters, int(number), rest


def _source(source: Source) -> str:
    title = text(source.title)
    if not source.addresses:
        return title
    first, *others = (address if "://" in address else f"https://{address}" for address in source.addresses)
    return f"[{title}]({first})" + "".join(f" · [also]({other})" for other in others)


# --- measures, profiles, phases --------------------------------------------------------------------------------------


def vocabulary() -> str:
    """Return the shipped measures, by owner."""
    owned = sorted(measures.VOCABULARY, key=lambda measure: list(Owner).index(measure.owner))
    parts = []
    for owner, members in groupby(owned, key=lambda measure: measure.owner):
        rows = [_measure(measure) for measure in members]
        parts += [
            f"## {OWNER_NAMES[owner]} {{ #owner-{owner} }}",
            table(("id", "name", "名称", "unit", "decimals", "adds up", "dated by"), rows),
        ]
    return "\n\n".join(parts)


def _measure(measure: Measure) -> tuple[str, ...]:
    name = text(measure.en) + (f"<br>*{text(measure.note)}*" if measure.note else "")
    return (
        f'<span id="{measure.id}">`{measure.id}`</span>' + (" °" if measure.absent_counts_zero else ""),
        name,
        text(measure.zh),
        str(measure.unit) + (" ±" if measure.signed else ""),
        str(measure.decimals),
        f"{measure.additivity} by {measure.key}" if measure.key else str(measure.additivity),
        text(measure.dated_by),
    )


def shipped_profiles() -> str:
    """Return the criteria of the three shipped profiles."""
    return "\n\n".join(part for profile in profiles.SHIPPED for part in _profile(profile))


def _profile(profile: Profile) -> Iterator[str]:
    yield f"### `profiles.{profile.name.upper()}` {{ #{profile.name} }}"
    yield table(("criterion", "weight", "curve", "also", "why"), (_criterion(one) for one in profile.criteria))
    for extra in profile.extras:
        bounds = f"from {extra.minimum} to {extra.maximum} points"
        yield f"Extra `{extra.id}`: {text(extra.curve.describe())} on `{extra.of.id}`, {bounds}."
    for gate in profile.gates:
        yield f"Gate `{gate.id}`: {text(repr(gate.when))} → `{gate.then!r}`."


def _criterion(criterion: Criterion) -> tuple[str, ...]:
    also = [f"sample ≥ {criterion.minimum_sample}"] if criterion.minimum_sample else []
    also += [f"rolling {criterion.window} months"] if criterion.window else []
    also += ["placeholder"] if criterion.placeholder else []
    name = f"[`{criterion.id}`](catalogue.md#{criterion.indicator.id})"
    why = re.sub(r"\[(\w+)\]", r"[\\[\1\\]](catalogue.md#source-\1)", criterion.note)
    why = re.sub(r"#source-(\w+)", lambda found: found[0].lower(), why)
    return name, f"{criterion.weight}", text(criterion.curve.describe()), ", ".join(also), why


def phases() -> str:
    """Return the factors of the shipped phases."""
    return table(
        ("phase", "", *Theme),
        (
            (f"`Phase.{phase.name.upper()}`", text(phase.zh), *(f"{phase.factor(theme)}" for theme in Theme))
            for phase in profiles.PHASES
        ),
    )


def themes() -> str:
    """Return the indicators of the shipped profiles by theme."""
    used = dict.fromkeys(criterion.indicator for profile in profiles.SHIPPED for criterion in profile.criteria)
    rows: list[tuple[str, str]] = []
    for theme in (*Theme, None):
        names = [f"[`{one.id}`](catalogue.md#{one.id})" for one in used if one.theme is theme]
        rows.append((f"`{theme}`" if theme else "none: factor 1", ", ".join(names)))
    return table(("theme", "indicators of the shipped profiles"), rows)


PARTS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "catalogue": catalogue,
        "phases": phases,
        "profiles": shipped_profiles,
        "themes": themes,
        "vocabulary": vocabulary,
    }
)
"""What a page may ask for."""
