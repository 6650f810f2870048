"""Print the n-th shell block of the README, so that what is run here is what a reader is told."""

from __future__ import annotations

import re
import sys
from pathlib import Path


def main() -> None:
    """Print block number `argv[1]` (from 1) of README.md in the current directory."""
    number = int(sys.argv[1])
    text = Path("README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```(?:sh|bash)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    if not 1 <= number <= len(blocks):
        sys.exit(f"README.md has {len(blocks)} shell blocks, none of number {number}")
    print(blocks[number - 1], end="")


if __name__ == "__main__":
    main()
