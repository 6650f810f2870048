"""Reports: a scoreboard as a document that people read.

For: one self-contained HTML file, and plain text for a terminal.  May import `scoring` and what lies below it.

Flow: `html` puts a page together from the ranking and the section of each card (`_page`, `_card`), in elements that
escape whatever they are given (`_markup`, the only way into the document); `text` lays the ranking out in columns.
Both say what was read in the sentences of `_intake`.
"""

from ._page import html
from ._text import text

__all__ = ["html", "text"]
