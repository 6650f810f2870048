"""Rename the package in copied tests: what a project does that vendors salesperf under a name of its own.

    python rename.py FOLDER NEW.NAME

Every mention of the package in code and strings is replaced; the name of the distribution, as in
`pip install salesperf` or `salesperf[excel]`, stays.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

NAME = re.compile(r"(?<![\w.\-/])salesperf(?![\w\[\-])")
DISTRIBUTION = re.compile(r"(pip install (?:[\w\-]+ )*)salesperf")
KEPT = "\0"


def renamed(text: str, new: str) -> str:
    """Return `text` with the package renamed."""
    kept = DISTRIBUTION.sub(rf"\1{KEPT}", text)
    return NAME.sub(new, kept).replace(KEPT, "salesperf")


def main() -> None:
    """Rename in all Python files of a folder."""
    folder, new = Path(sys.argv[1]), sys.argv[2]
    for file in sorted(folder.rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        file.write_text(renamed(text, new), encoding="utf-8")


if __name__ == "__main__":
    main()
