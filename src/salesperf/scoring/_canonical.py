"""Canonical JSON: the same bytes for the same content."""

from __future__ import annotations

import json
from decimal import Decimal

__all__ = ["canonical"]


def canonical(document: object) -> str:
    """Return a document as text: keys sorted, no blanks, numbers with decimals as text."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: object) -> str:
    assert isinstance(value, Decimal)  # noqa: S101  (nothing else is put into a document)
    return f"{value:f}"
