"""Wording: every sentence a reader of a scorecard sees, in English and Chinese.

For: statuses, levels, units and the sentences of explanations, as data; numbers as a reader sees them.  May import the
vocabulary and what lies below.
Flow: rooms above ask `say(lang, key, **values)`, their numbers written by `plain` or `fixed`; a language that is not
there is a `ValueError` naming the two that are.
"""

from ._numbers import fixed, plain
from ._sentences import LANGUAGES, level_text, missing_text, say, status_text, unit_text

__all__ = ["LANGUAGES", "fixed", "level_text", "missing_text", "plain", "say", "status_text", "unit_text"]
