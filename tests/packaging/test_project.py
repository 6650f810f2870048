"""The project's own files agree with each other."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import salesperf

MOST_LINES = 450  # "files under about 400 lines"


@pytest.fixture(scope="module")
def pyproject(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


def sources(root: Path) -> list[Path]:
    return sorted((root / "src" / "salesperf").rglob("*.py"))


def test_version_is_a_literal_that_the_changelog_knows(root: Path) -> None:
    assert f"## {salesperf.__version__}" in (root / "CHANGELOG.md").read_text(encoding="utf-8")


def test_run_time_dependencies_are_attrs_and_dateutil_alone(pyproject: dict[str, Any]) -> None:
    names = {re.split(r"[><=!~ \[]", requirement)[0] for requirement in pyproject["project"]["dependencies"]}
    assert names == {"attrs", "python-dateutil"}


def test_the_layer_contract_has_no_exceptions(pyproject: dict[str, Any]) -> None:
    for contract in pyproject["tool"]["importlinter"]["contracts"]:
        assert not {"ignore_imports", "exhaustive_ignores"} & contract.keys()


def test_every_ruff_exception_states_its_reason(root: Path) -> None:
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    table = text.split("[tool.ruff.lint]")[1].split("[tool.mypy]")[0]
    rules = [line for line in table.splitlines() if re.match(r'\s*(?:"[A-Z]+[0-9]*",|"[^"]+" = \[".*\])', line)]
    assert rules
    assert [line for line in rules if "#" not in line] == []


def test_a_silenced_check_states_its_reason(root: Path) -> None:
    silent = re.compile(r"# (?:noqa|type: ignore|pyright: ignore|pragma: no cover)[^(]*$")
    folders = ("src", "benchmarks", ".ci")
    files = [file for folder in folders for file in sorted((root / folder).rglob("*.py"))]
    found = [
        f"{file.relative_to(root)}:{number}"
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if silent.search(line)
    ]
    assert found == []


def test_the_package_imports_itself_relatively(root: Path) -> None:
    for file in sources(root):
        code = ast.parse(file.read_text(encoding="utf-8"))
        names = [node.module or "" for node in ast.walk(code) if isinstance(node, ast.ImportFrom) and not node.level]
        names += [alias.name for node in ast.walk(code) if isinstance(node, ast.Import) for alias in node.names]
        assert [name for name in names if name.split(".")[0] == "salesperf"] == [], file


def test_files_stay_short(root: Path) -> None:
    lines = {file.name: len(file.read_text(encoding="utf-8").splitlines()) for file in sources(root)}
    assert {name: number for name, number in lines.items() if number > MOST_LINES} == {}


def test_typed_marker_is_shipped(root: Path) -> None:
    assert (root / "src" / "salesperf" / "py.typed").is_file()


def test_readme_has_a_block_to_start_and_a_block_to_test(root: Path) -> None:
    text = (root / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```(?:sh|bash)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 2
    assert "salesperf demo" in blocks[0]
    assert "pytest" in blocks[1]


def test_ci_runs_the_blocks_of_the_readme(root: Path) -> None:
    script = (root / ".ci" / "run").read_text(encoding="utf-8")
    assert "follow_readme 1" in script
    assert "follow_readme 2" in script


def test_every_page_is_in_the_navigation(root: Path) -> None:
    navigation = (root / "mkdocs.yml").read_text(encoding="utf-8")
    pages = sorted((root / "docs").rglob("*.md"))
    assert pages
    assert [page.name for page in pages if page.relative_to(root / "docs").as_posix() not in navigation] == []
