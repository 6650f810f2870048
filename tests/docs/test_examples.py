"""Every Python example of the README and of the documentation is run, in order, one namespace a file.

A block with prompts must print what it shows; one without must run.  A block with a `title` that is a file name is put
into the working directory first, so that a page can show a profile file and then load it.
"""

from __future__ import annotations

import doctest
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [page for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))) if page.is_file()]
BLOCK = re.compile(
    r"^(?P<indent> *)```(?P<language>\w+)(?P<rest>[^\n]*)\n(?P<body>.*?)^(?P=indent)```", re.MULTILINE | re.DOTALL
)
TITLE = re.compile(r'title="(?P<name>[\w.-]+\.\w+)"')


def blocks(page: Path) -> list[tuple[int, str, str | None, str]]:
    text = page.read_text(encoding="utf-8")
    found = []
    for match in BLOCK.finditer(text):
        indent, line = match["indent"], text.count("\n", 0, match.start()) + 1
        body = "".join(row.removeprefix(indent) for row in match["body"].splitlines(keepends=True))
        title = TITLE.search(match["rest"])
        found.append((line, match["language"], title["name"] if title else None, body))
    return found


@pytest.mark.skipif(not PAGES, reason="the documentation is not beside these tests")
@pytest.mark.parametrize("page", PAGES, ids=[page.relative_to(ROOT).as_posix() for page in PAGES])
def test_examples(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    space: dict[str, Any] = {"__name__": "__main__"}
    report: list[str] = []
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    for line, language, title, body in blocks(page):
        if title is not None:
            (tmp_path / title).write_text(body, encoding="utf-8")
        if language in {"python", "py", "pycon"} and ">>>" in body:
            test = parser.get_doctest(body, space, page.name, str(page), line)
            runner.run(test, out=report.append, clear_globs=False)
            space = test.globs
        elif language in {"python", "py"}:
            exec(compile("\n" * line + body, str(page), "exec"), space)  # noqa: S102  (our own pages)
    assert "".join(report) == ""


@pytest.mark.skipif(not PAGES, reason="the documentation is not beside these tests")
def test_no_python_block_escapes() -> None:
    for page in PAGES:
        fences = re.findall(r"^ *```(?:python|py|pycon)\b", page.read_text(encoding="utf-8"), re.MULTILINE)
        run = [language for _, language, _, _ in blocks(page) if language in {"python", "py", "pycon"}]
        assert len(run) == len(fences), page.name
