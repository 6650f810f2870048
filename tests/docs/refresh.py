"""Write the outputs of all examples of the README and the documentation anew: `python tests/docs/refresh.py [PAGE…]`.

For a change that alters what examples print.  Read the difference before committing it: it is what users will see.
What is shown with an ellipsis stays as it is, and so does what needs an engine or a variable that is not there.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from test_examples import COMMAND, FENCE, PAGES, PYTHON, SHELL, TITLE, lacking, needs_at

ELIDED = "..."


def main() -> None:
    """Rewrite the pages named, or all of them."""
    for page in [Path(name).resolve() for name in sys.argv[1:]] or PAGES:
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            text = page.read_text(encoding="utf-8")
            page.write_text(refreshed(text), encoding="utf-8")


def refreshed(text: str) -> str:
    """Return a page with every output as it is now; indented blocks stay as they are."""
    space: dict[str, Any] = {"__name__": "__main__"}
    parts, end, printed = [], 0, ""
    for found in FENCE.finditer(text):
        language, body = found["language"], found["body"]
        if lacking(needs_at(text, found.start())):
            printed = ""
            continue
        title = TITLE.search(found["rest"])
        if title:
            Path(title["name"]).write_text(body, encoding="utf-8")
        if language == "text" and printed and ELIDED not in body and not found["indent"]:
            body = printed
        printed = ""
        if language in PYTHON and ">>>" in body:
            body = prompted(body, space)
        elif language in PYTHON:
            with contextlib.redirect_stdout(io.StringIO()) as out:
                exec(body, space)  # noqa: S102  (our own pages)
            printed = out.getvalue()
        elif language in SHELL:
            printed = "".join(ran(line) for line in body.splitlines() if line.startswith(COMMAND))
        parts += [text[end : found.start("body")], body]
        end = found.end("body")
    return "".join([*parts, text[end:]])


def prompted(body: str, space: dict[str, Any]) -> str:
    """Return a block with prompts, each example followed by what it prints."""
    parts: list[str] = []
    for part in doctest.DocTestParser().parse(body):
        if isinstance(part, str):
            parts.append(part)
            continue
        first, *others = part.source.splitlines(keepends=True)
        parts += [f">>> {first}", *(f"... {line}" for line in others)]
        with contextlib.redirect_stdout(io.StringIO()) as out:
            try:
                exec(compile(part.source, "example", "single"), space)  # noqa: S102  (our own pages)
            except Exception as error:  # noqa: BLE001  (an example may show any error)
                name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
                print("Traceback (most recent call last):", "    ...", f"{name}: {error}", sep="\n")  # noqa: T201  (into the page)
        shown = out.getvalue().replace("\n\n", "\n<BLANKLINE>\n")
        parts.append(part.want if ELIDED in part.want and part.exc_msg is None else shown)
    return "".join(parts)


def ran(command: str) -> str:
    """Return what a command prints."""
    _, *arguments = shlex.split(command, comments=True)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"}
    done = subprocess.run(  # noqa: S603  (this interpreter, our own pages)
        [sys.executable, *arguments], stdout=subprocess.PIPE, encoding="utf-8", check=True, env=environment
    )
    return done.stdout


if __name__ == "__main__":
    main()
