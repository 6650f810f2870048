"""Every public module can be star-imported, and what it promises is there."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

import pytest

import salesperf


def modules() -> list[str]:
    found = (module.name for module in pkgutil.walk_packages(salesperf.__path__, f"{salesperf.__name__}."))
    return [salesperf.__name__, *found]


def public(name: str) -> bool:
    return not any(part.startswith("_") for part in name.removeprefix(salesperf.__name__).split("."))


PUBLIC = [name for name in modules() if public(name)]


def load(name: str) -> ModuleType:
    return importlib.import_module(name)


def test_there_are_rooms() -> None:
    assert {f"{salesperf.__name__}.{room}" for room in ("curves", "indicators", "measures", "profiles")} <= set(PUBLIC)


@pytest.mark.parametrize("name", PUBLIC)
def test_star_import(name: str) -> None:
    space: dict[str, object] = {}
    exec(f"from {name} import *", space)  # noqa: S102  (the one way to do what a user's star import does)
    assert set(load(name).__all__) <= set(space)


@pytest.mark.parametrize("name", PUBLIC)
def test_all_is_explicit_without_repeats_and_without_private_names(name: str) -> None:
    listed = load(name).__all__
    assert len(listed) == len(set(listed))
    assert [item for item in listed if item.startswith("_") and item != "__version__"] == []


@pytest.mark.parametrize("name", PUBLIC)
def test_dir_lists_what_is_public(name: str) -> None:
    assert set(load(name).__all__) <= set(dir(load(name)))


@pytest.mark.parametrize("name", modules())
def test_every_module_says_what_it_is(name: str) -> None:
    if not name.endswith("._version"):
        assert (load(name).__doc__ or "").strip()


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        salesperf.no_such_name  # noqa: B018  (reading it is the test)
