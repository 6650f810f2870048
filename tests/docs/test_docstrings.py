"""Every example in a docstring of the package is run and gives what it shows."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re

import pytest

import salesperf

PACKAGE = salesperf.__name__
NAMES = [PACKAGE, *(module.name for module in pkgutil.walk_packages(salesperf.__path__, f"{PACKAGE}."))]
ORIGINAL = "sales" + "perf"  # kept apart: where the package is vendored, its name in these tests is replaced


def renamed(text: str) -> str:
    """Return an example as it reads for a package vendored under another name."""
    return text if PACKAGE == ORIGINAL else re.sub(rf"\b{ORIGINAL}\b(?=[. ])", PACKAGE, text)


@pytest.mark.parametrize("name", NAMES)
def test_docstring_examples(name: str, tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(str(tmp_path))
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    report: list[str] = []
    for test in doctest.DocTestFinder(exclude_empty=True).find(importlib.import_module(name)):
        for example in test.examples:
            example.source, example.want = renamed(example.source), renamed(example.want)
            if example.exc_msg is not None:
                example.exc_msg = renamed(example.exc_msg)
        runner.run(test, out=report.append)
    assert "".join(report) == ""
