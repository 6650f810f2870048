"""One source of metadata: repr, description, docstring, data form and notes say the same for every indicator."""

from __future__ import annotations

import io
import json
import pickle
import pydoc
import re
from contextlib import redirect_stdout

import attrs
import pytest

from salesperf import indicators
from salesperf.errors import UnknownNameError
from salesperf.indicators import CATALOGUE, Indicator, Notes, Source, from_dict, source

UNITS = {
    "percentage_points": "percentage points",
    "per_year": "times a year",
    "money_per_unit": "money per unit",
    "count_per_person_month": "count per person and month",
    "money_per_person_month": "money per person and month",
}
TAG = re.compile(r"\[([A-Z]\d+[a-z]?)\]")
each = pytest.mark.parametrize("indicator", CATALOGUE, ids=lambda indicator: indicator.id)


@each
def test_everything_agrees(indicator: Indicator) -> None:
    """Issue: one source of this metadata feeds docstrings, the docs page, `repr`, the JSON form."""
    data = indicator.to_dict()
    lines = indicator.describe().splitlines()
    facts = dict(line.split(":", 1) for line in lines[1:])
    facts = {label: text.strip() for label, text in facts.items()}
    assert lines[0] == f"{data['id']}: {data['en']}"
    assert facts["Formula"] == data["formula"] == indicator.formula
    assert facts["Decimals"] == str(data["decimals"])
    assert facts["Unit"] == UNITS.get(data["unit"], data["unit"])
    assert data["direction"] in {facts["Direction"].split(" ")[0], "target"}
    assert facts["Roll-up"].startswith(f"{data['roll_up']}: ")
    assert facts["Levels"].split(", ") == data["levels"]
    assert facts["Category"] == data["category"]
    low, high = data["plausible"]
    assert facts["Plausible"] == (
        "any" if low is high is None else f"{low} or more" if high is None else f"{low} to {high}"
    )
    for label, key in (("Benchmark", "benchmark"), ("Misuse", "misuse"), ("Pitfall", "pitfall")):
        assert facts.get(label, "") == data["notes"][key] == getattr(indicator.notes, key)
    assert [tag for tag in facts.get("Sources", "").split(", ") if tag] == data["notes"]["sources"]
    assert repr(indicator) == (
        f"<{type(indicator).__name__} {data['id']}: {data['formula']} [{data['unit']}, {data['direction']}]>"
    )
    assert indicator.__doc__ == indicator.describe()


@each
def test_chinese(indicator: Indicator) -> None:
    text = indicator.describe("zh")
    assert text.splitlines()[0] == f"{indicator.id}：{indicator.zh}"
    assert len(text.splitlines()) == len(indicator.describe().splitlines())
    labels = [line.split("：")[0] for line in text.splitlines()[1:]]
    beyond = {"基期", "下属口径"}
    assert [label for label in labels if label not in beyond][:3] == ["类型", "公式", "单位"]
    assert not any(re.search("[a-z]", label) for label in labels)


@each
def test_round_trip(indicator: Indicator) -> None:
    data = json.loads(json.dumps(indicator.to_dict(), ensure_ascii=False))
    assert from_dict(data) == indicator
    assert from_dict(data).to_dict() == data


@each
def test_pickle(indicator: Indicator) -> None:
    assert pickle.loads(pickle.dumps(indicator)) == indicator


@each
def test_notes_are_complete_and_for_strangers(indicator: Indicator) -> None:
    notes = indicator.notes
    prose = f"{notes.benchmark} {notes.misuse} {notes.pitfall}"
    assert prose.strip()
    assert not re.search(r"§|\bseed|report [A-Z]|as above|\bas \w+_\w+$|\.md|\.json|—$", prose)
    assert set(TAG.findall(prose)) == {tag for tag in notes.sources if not tag.startswith("seed ")}
    for tag in notes.sources:
        assert source(tag).title


def test_unverified_numbers_say_so() -> None:
    marked = [i for i in CATALOGUE if "FK" in i.describe().rsplit("\n", 1)[0]]
    assert len(marked) > 20
    for indicator in marked:
        assert indicator.describe().endswith("FK: field knowledge, unverified")
        assert indicator.describe("zh").endswith("FK：行业经验，未经核实")
    assert not indicators.CLOSE_RATE.describe().endswith("unverified")


def test_what_lies_beyond_the_sums_of_the_period_is_told() -> None:
    """Issue: `Change` indicators get their base period by themselves; members' results are plain, weighted, median."""
    growth, share = indicators.SALES_GROWTH, indicators.MEMBER_MEAN_ATTAINMENT
    monthly = attrs.evolve(growth, id="mom", since="previous")
    assert "Base period: the same period a year before; January and February together" in growth.describe()
    assert "基期：上年同期" in re.sub(" +", "", growth.describe("zh"))
    assert "Base period: the period before\n" in monthly.describe()
    assert "基期：上一期\n" in re.sub(" +", "", monthly.describe("zh"))
    each = "with an organisation, unit_attainment of each direct report"
    assert f"{each}, at most 120; their mean\n" in share.describe()
    assert "有组织架构时取每位直接下属的 unit_attainment，封顶 120；简单平均\n" in share.describe("zh")
    assert f"{each}, at most 120\n" in indicators.ATTAINMENT_DISPERSION.describe()
    free = attrs.evolve(share, id="free", cap=None)
    assert f"{each}; their median\n" in attrs.evolve(free, weighting="median").describe()
    assert f"{each}; their mean weighted by target\n" in attrs.evolve(free, weighting="target").describe()
    assert "Members:" not in indicators.EXAM_SCORE.describe()


def test_members_at_target_are_explained() -> None:
    assert "from 100 % of the own unit target" in indicators.MEMBER_PASS_RATE.notes.pitfall


def test_help_shows_the_description() -> None:
    shown = io.StringIO()
    with redirect_stdout(shown):
        pydoc.Helper(output=shown)(indicators.CLOSE_RATE)
    assert "Closing rate, period basis" in shown.getvalue()


def test_a_range_with_only_an_upper_end() -> None:
    data = indicators.CLOSE_RATE.to_dict() | {
        "id": "x",
        "plausible": [None, 5],
        "levels": [],
        "category": None,
        "theme": None,
        "notes": {},
    }
    made = from_dict(data)
    assert "Plausible:   5 or less" in made.describe()
    assert [line.split(":")[0] for line in made.describe().splitlines()[1:]] == [
        "Kind",
        "Formula",
        "Unit",
        "Direction",
        "Decimals",
        "Plausible",
        "Denominator",
        "Roll-up",
    ]


def test_own_notes_stand_before_shipped_ones() -> None:
    data = indicators.CLOSE_RATE.to_dict() | {"notes": {"benchmark": "ours", "sources": ["here"]}}
    made = from_dict(data)
    assert made.notes == Notes(benchmark="ours", sources=["here"])
    assert made != indicators.CLOSE_RATE
    assert made.notes.sources == ("here",)


def test_a_kind_unknown_to_the_words_is_called_as_it_calls_itself() -> None:
    class Odd(indicators.Share):
        __slots__ = ()
        kind = "odd"

    share = indicators.NEV_SHARE
    made = Odd(
        "odd_share",
        numerator=share.numerator,
        denominator=share.denominator,
        unit=share.unit,
        direction=share.direction,
        decimals=2,
        en="Odd",
        zh="异",
    )
    assert "Kind:        odd" in made.describe()


def test_sources() -> None:
    found = source("A20")
    assert found == Source(tag="A20", title=found.title, addresses=found.addresses)
    assert found.addresses[0].startswith("https://")
    assert source("seed 004").addresses == ()
    with pytest.raises(UnknownNameError, match="did you mean"):
        source("A200")


def test_every_shipped_source_is_used_and_has_a_safe_address() -> None:
    from salesperf.indicators import _notes  # noqa: PLC0415  (the whole list is not public)

    used = {tag for indicator in CATALOGUE for tag in indicator.notes.sources}
    assert set(_notes._all_sources()) == used
    for tag in used:
        assert all(re.match(r"https?://\S+$", address) for address in source(tag).addresses)


def test_shipped_notes_are_those_of_the_catalogue() -> None:
    from salesperf.indicators import _notes  # noqa: PLC0415  (the whole list is not public)

    assert list(_notes._all_notes()) == [indicator.id for indicator in CATALOGUE]
