"""Wording: every sentence a reader of a scorecard sees, in English and Chinese.

For: statuses, levels, units and the sentences of explanations, as data.  May import the vocabulary and what lies below.
Flow: rooms above ask `say(lang, key, **values)`; a language that is not there is a `ValueError` naming the two that
are.
"""

from ._sentences import LANGUAGES, level_text, say, status_text, unit_text

__all__ = ["LANGUAGES", "level_text", "say", "status_text", "unit_text"]
