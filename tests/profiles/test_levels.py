import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from salesperf import Category, Profile, UnknownNameError, indicators, profiles

NAMES = ("consultant", "manager", "director")


@pytest.fixture
def reference(shared: Path) -> dict[str, Any]:
    text = (shared / "reference" / "default_profiles.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return found["profiles"]


@pytest.mark.parametrize("name", NAMES)
def test_shipped_profiles_are_those_of_the_reference(name: str, reference: dict[str, Any]) -> None:
    """The three levels with the weights, curves and samples of `reference/default_profiles.json`."""
    document = {**reference[name], "schema": 1, "name": name}
    del document["notes"]
    assert Profile.from_dict(document) == profiles.get(name)


@pytest.mark.parametrize("name", NAMES)
def test_placeholders_are_those_of_the_reference(name: str, reference: dict[str, Any]) -> None:
    marked = {key for key, note in reference[name]["notes"].items() if "placeholder" in note}
    assert {one.id for one in profiles.get(name).criteria if one.placeholder} == marked


@pytest.mark.parametrize("name", NAMES)
def test_every_criterion_says_why(name: str) -> None:
    profile = profiles.get(name)
    assert all(one.note for one in profile.criteria)
    for one in profile.criteria:
        for part in one.note.split("[")[1:]:
            assert indicators.source(part.split("]")[0]).title


def test_consultant_balances_result_process_customer_and_foundation() -> None:
    """domain.md §6.5: Result 50 / process 28 / customer 14 / foundation 8."""
    total: dict[Category | None, Decimal] = {}
    for one in profiles.CONSULTANT.criteria:
        total[one.indicator.category] = total.get(one.indicator.category, Decimal(0)) + one.weight
    assert total == {Category.RESULT: 50, Category.PROCESS: 28, Category.CUSTOMER: 14, Category.FOUNDATION: 8}


def test_shipped_profiles_are_found_by_name() -> None:
    assert [profile.name for profile in profiles.SHIPPED] == list(NAMES)
    assert profiles.get("director") is profiles.DIRECTOR
    with pytest.raises(UnknownNameError, match="did you mean 'consultant'"):
        profiles.get("consultent")


def test_the_room_lists_its_names() -> None:
    assert profiles.__dir__() == profiles.__all__
    assert profiles.__all__ == sorted(
        profiles.__all__, key=lambda name: (not name.isupper(), not name[0].isupper(), name)
    )
    assert all(hasattr(profiles, name) for name in profiles.__all__)
