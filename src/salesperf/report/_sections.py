"""What a report is cut into: for each period, and of several profiles for each, one ranking and its cards."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import attrs

from ..calendar import Period, Reckoning
from ..profiles import Profile
from ..scoring import Scoreboard, Scorecard
from ..text import printable
from ..wording import level_text, say

__all__ = ["Section", "period_text", "sections", "title_text"]


@attrs.frozen
class Section:
    """The cards of one profile in one period, in order of rank."""

    period: Period
    profile: Profile
    cards: tuple[Scorecard, ...]
    is_one_of_several: bool

    def ranking(self, lang: str) -> str:
        """Return the heading of the ranking."""
        return self._heading("report_ranking", "report_ranking_of", lang)

    def heading(self, lang: str) -> str:
        """Return the heading of the cards."""
        return self._heading("report_cards_of", "report_cards_of_level", lang)

    def _heading(self, alone: str, of_several: str, lang: str) -> str:
        key = of_several if self.is_one_of_several else alone
        return say(lang, key, period=self.period, level=level_text(lang, self.profile.level))


def sections(board: Scoreboard) -> Iterator[Section]:
    """Yield what has cards, by period, then level."""
    for period in board.periods:
        for profile, cards in groupby(board.ranking(period), lambda card: card.profile):
            yield Section(period, profile, tuple(cards), len(board.profiles) > 1)


def title_text(board: Scoreboard, lang: str) -> str:
    """Return the title: the profiles scored by."""
    named = (
        say(lang, "report_named", profile=printable(profile.name), version=printable(profile.version))
        for profile in board.profiles
    )
    return say(lang, "report_title", profiles=say(lang, "comma").join(named))


def period_text(period: Period, lang: str) -> str:
    """Return a period with its length, and with its first and last day where its label does not tell them."""
    if period.reckoning == Reckoning() or period.days == 1 or ".." in period.label:
        return say(lang, "report_period", period=period, days=period.days)
    return say(lang, "report_dates", period=period, first=period.start, last=period.last, days=period.days)
