"""The tables of the documentation say what the code says: those written by hand, and those made while it is built."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from salesperf import CardStatus, NotAssessed, Scope, Status, Unit, curves, indicators, measures, profiles
from salesperf.calendar import Grain

CODE = re.compile(r"`([^`]+)`")


def page(root: Path, name: str) -> str:
    return (root / "docs" / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """Return what stands under a heading, up to the next of its rank."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


def tables(text: str) -> list[list[list[str]]]:
    """Return the tables of a text, each as its rows of cells, heads left out."""
    found: list[list[list[str]]] = [[]]
    for line in text.splitlines():
        if line.startswith("|"):
            found[-1].append([cell.strip() for cell in line.strip("|").split("|")])
        elif found[-1]:
            found.append([])
    return [rows[2:] for rows in found if rows]


def codes(rows: list[list[str]], column: int = 0) -> list[str]:
    return [code for row in rows for code in CODE.findall(row[column])]


def words(kind: Iterable[StrEnum]) -> list[str]:
    return [str(word) for word in kind]


# --- written by hand -------------------------------------------------------------------------------------------------


def test_statuses(root: Path) -> None:
    lines, cards = tables(section(page(root, "reading-a-scorecard.md"), "Statuses"))
    assert codes(lines) == words(Status)
    assert codes(cards) == words(CardStatus)
    for row in lines:
        status = Status(row[0].strip("`"))
        assert (row[2] == "shown") is status.has_value, status
        assert (row[3] in {"from the curve", "those at the bad end of the curve"}) is status.is_scored, status
        assert (row[3] == "as the profile says") is status.follows_policy, status
        assert ("share the weight" in row[3]) is not (status.is_scored or status.follows_policy), status


def test_units(root: Path) -> None:
    (rows,) = tables(section(page(root, "reading-a-scorecard.md"), "Units"))
    assert sorted(codes(rows)) == sorted(words(Unit))


def test_kinds_of_indicator(root: Path) -> None:
    (rows,) = tables(section(page(root, "own-indicators.md"), "Kinds"))
    assert [getattr(indicators, name).kind for name in codes(rows)] == codes(rows, 1)
    assert set(codes(rows, 1)) == {kind["kind"] for kind in map(dict, _kinds())}


def _kinds() -> list[dict[str, Any]]:
    """Return every kind that a file may name, from the schema of profile files."""
    words_of_kind = profiles.schema()["properties"]["indicators"]["items"]["properties"]["kind"]["enum"]
    return [{"kind": kind} for kind in words_of_kind]


def test_keys_of_a_record(root: Path) -> None:
    (rows,) = tables(section(page(root, "records-and-periods.md"), "The keys of a record"))
    assert sorted(codes(rows)) == sorted(measures.RESERVED)


def test_grains(root: Path) -> None:
    (rows,) = tables(section(page(root, "records-and-periods.md"), "Periods"))
    assert [code.strip('"') for code in CODE.findall(rows[-1][0])] == words(Grain)


def test_profile_files(root: Path) -> None:
    schema = profiles.schema()
    whole, criteria, families = tables(section(page(root, "profiles-and-phases.md"), "The file format"))
    assert set(codes(whole)) == set(schema["properties"])
    criterion = schema["properties"]["criteria"]["items"]["properties"]
    assert set(codes(criteria)) == set(criterion)
    known = {
        family["properties"]["kind"]["const"]: family["properties"] for family in schema["$defs"]["curve"]["oneOf"]
    }
    assert codes(families) == list(known)
    for row in families:
        named = {code.split(" ")[0] for code in CODE.findall(row[1])}
        assert named == set(known[row[0].strip("`")]) - {"kind", "of"}
    text = page(root, "profiles-and-phases.md")
    for word in (*words(NotAssessed), *words(Scope), *words(curves.Domain)):
        assert word in text


def test_required_keys_of_profile_files(root: Path) -> None:
    schema = profiles.schema()
    whole, criteria, _ = tables(section(page(root, "profiles-and-phases.md"), "The file format"))
    for rows, table in ((whole, schema), (criteria, schema["properties"]["criteria"]["items"])):
        assert {code for row in rows if row[2] == "required" for code in CODE.findall(row[0])} == set(table["required"])


def test_numbers_in_prose(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert f"{len(indicators.CATALOGUE)} typed indicators" in readme
    closing_rates = [indicator for indicator in indicators.CATALOGUE if "成交率" in indicator.zh]
    assert len(closing_rates) == 6
    assert "成交率 has six here" in page(root, "catalogue.md")


def test_what_is_said_of_all_shipped_profiles(root: Path) -> None:
    said = "All three redistribute the weight of lines without a value, publish a total when at least 60 %"
    assert said in page(root, "profiles-and-phases.md")
    for profile in profiles.SHIPPED:
        assert (profile.not_assessed, profile.publish_at_least) == (NotAssessed.REDISTRIBUTE, 60)
        assert profile.grades == (("A", 90), ("B", 80), ("C", 70), ("D", 0))


# --- made while the documentation is built ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hook(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("generated", root / "docs" / "_hooks" / "generated.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_mark_of_a_page_names_a_part_and_every_part_is_asked_for(root: Path, hook: ModuleType) -> None:
    marks = [
        mark for file in (root / "docs").glob("*.md") for mark in hook.MARK.findall(file.read_text(encoding="utf-8"))
    ]
    assert sorted(marks) == sorted(hook.PARTS)


def test_a_page_without_marks_stays_as_it_is(hook: ModuleType) -> None:
    assert hook.on_page_markdown("# Title\n\ntext\n", page=None) == "# Title\n\ntext\n"


def test_an_unknown_mark_stops_the_build(hook: ModuleType) -> None:
    with pytest.raises(KeyError, match="nothing_such"):
        hook.on_page_markdown("<!-- generated: nothing_such -->")


def test_the_catalogue_has_a_row_and_a_section_for_each_indicator(hook: ModuleType) -> None:
    text = hook.catalogue()
    ids = sorted(indicator.id for indicator in indicators.CATALOGUE)
    assert sorted(re.findall(r"^### `(\w+)`", text, re.MULTILINE)) == ids
    assert sorted(re.findall(r"^\| \[`(\w+)`\]\(#\1\) \|", text, re.MULTILINE)) == ids


def test_the_catalogue_says_all_that_describe_says(hook: ModuleType) -> None:
    for indicator in indicators.CATALOGUE:
        first, *others = indicator.describe().splitlines()
        said = dict(hook.facts(indicator))
        assert first == f"{indicator.id}: {indicator.en}"
        assert [f"{label}: {value}" for label, value in said.items()] == [
            re.sub(r":\s+", ": ", line, count=1) for line in others
        ]
        document = indicator.to_dict()
        assert said["Formula"] == document["formula"]
        assert said["Decimals"] == str(document["decimals"])
        for name in ("benchmark", "misuse", "pitfall"):
            assert said.get(name.capitalize(), "") == document["notes"][name]


def test_every_tag_of_the_catalogue_leads_to_a_source(hook: ModuleType) -> None:
    text = hook.catalogue()
    links = set(re.findall(r"\(#(source-[\w-]+)\)", text))
    anchors = re.findall(r'<span id="(source-[\w-]+)">', text)
    assert len(anchors) == len(set(anchors))
    assert links == set(anchors)


def test_every_measure_is_listed_once(hook: ModuleType) -> None:
    listed = re.findall(r'^\| <span id="(\w+)">', hook.vocabulary(), re.MULTILINE)
    assert sorted(listed) == sorted(measure.id for measure in measures.VOCABULARY)


def test_shipped_profiles_show_every_weight(hook: ModuleType) -> None:
    text = hook.shipped_profiles()
    shown = re.findall(r"^\| \[`([\w@]+)`\]\(catalogue\.md#\w+\) \| ([0-9.]+) \|", text, re.MULTILINE)
    assert shown == [(each.id, str(each.weight)) for profile in profiles.SHIPPED for each in profile.criteria]


def test_text_from_the_metadata_is_shown_as_it_is(hook: ModuleType) -> None:
    assert hook.text("a|b <c> *d* e_f [g]") == r"a\|b &lt;c&gt; \*d\* e\_f \[g\]"
    assert hook.tagged("x [A20] [B]") == r"x [\[A20\]](#source-a20) \[B\]"
