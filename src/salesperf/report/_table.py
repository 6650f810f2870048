"""Tables of the document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from ._markup import Markup, element, joined

__all__ = ["Cell", "number", "table"]


@attrs.frozen
class Cell:
    """A cell with a class of its own; any other content is a plain one."""

    content: object
    style: str


def number(content: object) -> Cell:
    """Return a cell set in figures, to the right."""
    return Cell(content, "number")


def table(caption: object, heads: Sequence[object], rows: Iterable[Sequence[object]], style: str) -> Markup:
    """Return a table that scrolls by itself where the page is narrow.

    A head is aligned as its column; the first cell of a row names it.
    """
    body = [list(row) for row in rows]
    styles = [each.style if isinstance(each, Cell) else "" for each in body[0]] if body else [""] * len(heads)
    head = joined(_cell("th", text, column, scope="col") for text, column in zip(heads, styles, strict=True))
    made = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", head)),
        element("tbody", joined(_row(row) for row in body)),
    )
    return element("div", made, class_=f"table {style}")


def _row(row: Sequence[object]) -> Markup:
    first, *others = row
    return element("tr", _cell("th", first, scope="row"), joined(_cell("td", each) for each in others))


def _cell(tag: str, content: object, style: str = "", /, **attributes: object) -> Markup:
    cell = content if isinstance(content, Cell) else Cell(content, style)
    classed = {"class_": cell.style} if cell.style else {}
    return element(tag, cell.content, **classed, **attributes)
