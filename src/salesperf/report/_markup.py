"""The one way into a document: whatever is not `Markup` is text from outside, and `element` escapes it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from ..text import printable

__all__ = ["Markup", "element", "isolated", "joined"]

_LONGEST = 4000


class Markup(str):
    """A piece of HTML that `element` made.  Adding to it gives a plain `str`, which is escaped again: safe, if ugly."""

    __slots__ = ()


def _safe(content: object) -> str:
    return content if isinstance(content, Markup) else escape(printable(str(content), _LONGEST))


def element(name: str, /, *content: object, **attributes: object) -> Markup:
    """Return an element; content and attributes are escaped, and characters that are not for print are written out.

    `class_="wide"` stands for the attribute `class`, `aria_hidden` for `aria-hidden`.

    >>> element("td", "<b>", class_="name")
    '<td class="name">&lt;b&gt;</td>'
    """
    given = "".join(f' {key.rstrip("_").replace("_", "-")}="{_safe(value)}"' for key, value in attributes.items())
    return Markup(f"<{name}{given}>{''.join(map(_safe, content))}</{name}>")


def joined(parts: Iterable[Markup], between: str = "") -> Markup:
    """Return pieces of markup one after the other, with a text between them."""
    return Markup(_safe(between).join(parts))


def isolated(content: object) -> Markup:
    """Return a name from outside so that, whatever script it is in, it cannot reorder what stands beside it."""
    return element("bdi", content)
