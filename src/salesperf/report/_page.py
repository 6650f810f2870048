"""The document: heading, ranking, cards, what was read."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..profiles import Profile
from ..scoring import Scoreboard, Scorecard
from ..wording import level_text, plain, say, status_text
from ._bar import barred
from ._card import card_section
from ._intake import intake_sentences
from ._markup import Markup, element, isolated, joined
from ._sections import Section, period_text, sections, title_text
from ._style import STYLE, policy
from ._table import Cell, number, table

__all__ = ["html"]

_DIGEST = 12
_COLUMNS = 1000
_PAR = Decimal(100)
_LANGUAGE = {"en": "en", "zh": "zh-Hans"}


def html(board: Scoreboard, *, lang: str = "en") -> str:
    """Return a scoreboard as one HTML document, in English ("en") or Chinese ("zh").

    It holds the ranking of each level, every card with its lines, steps, gates and whole computation, and what was
    read.  It needs
    nothing else: no script, no picture, no font is loaded, and its Content-Security-Policy allows none.  Names from the
    records are shown as text, whatever they hold; characters that cannot be shown are written as escapes.  It prints
    one card to a page.  The same board gives the same bytes.

    Raises `ValueError` for another language.

    >>> import salesperf as sp
    >>> from salesperf import profiles, report
    >>> rows = [{"person": "<li.na>", "date": "2026-03-05", "units_delivered": 28, "target_units": 29}]
    >>> page = report.html(sp.score(rows, profiles.CONSULTANT, period="2026-03"))
    >>> "<li.na>" in page, "&lt;li.na&gt;" in page
    (False, True)
    """
    title = title_text(board, lang)
    head = joined(
        [
            _void("meta", charset="utf-8"),
            _void("meta", http_equiv="Content-Security-Policy", content=policy()),
            _void("meta", name="viewport", content="width=device-width, initial-scale=1"),
            _void("meta", name="color-scheme", content="light dark"),
            element("title", title),
            element("style", Markup(STYLE)),
        ]
    )
    body = element("body", element("h1", title), _about(board, lang), *_sections(board, lang), _intake(board, lang))
    page = element("html", element("head", head), body, lang=_LANGUAGE[lang], dir="ltr")
    return f"<!DOCTYPE html>\n{page}\n"


def _void(name: str, /, **attributes: object) -> Markup:
    """Return an element that has no content and no end."""
    return Markup(element(name, **attributes).removesuffix(f"</{name}>"))


def _about(board: Scoreboard, lang: str) -> Markup:
    scored = sum(card.total is not None for card in board)
    facts = [
        *(fact for profile in board.profiles for fact in _of_profile(profile, lang)),
        ("periods", ", ".join(period_text(period, lang) for period in board.periods)),
        ("cards", say(lang, "report_counts", cards=len(board), scored=scored)),
    ]
    return element(
        "dl",
        *(joined([element("dt", say(lang, f"report_{name}")), element("dd", fact)]) for name, fact in facts),
    )


def _of_profile(profile: Profile, lang: str) -> Iterator[tuple[str, object]]:
    yield "profile", isolated(f"{profile.name} {profile.version}")
    yield "level", level_text(lang, profile.level)
    if profile.phase:
        yield "phase", isolated(profile.phase)
    yield "digest", element("code", profile.digest[:_DIGEST], title=profile.digest)


def _sections(board: Scoreboard, lang: str) -> Iterator[Markup]:
    """Yield each ranking and its cards."""
    start = 1
    for section in sections(board):
        yield element("h2", section.ranking(lang))
        yield _ranking(section, start, lang)
        yield element("h2", section.heading(lang), class_="cards")
        yield from (card_section(card, place, lang) for place, card in enumerate(section.cards, start))
        start += len(section.cards)


def _ranking(section: Section, start: int, lang: str) -> Markup:
    cards = section.cards
    names = ("rank", "subject", "total", *(["grade"] if section.profile.grades else []), "scored", "status")
    heads = [say(lang, f"th_{name}") for name in names]
    most = max([_PAR, *(card.total for card in cards if card.total is not None)])
    rows = [_ranked(card, place, most, lang) for place, card in enumerate(cards, start)]
    return table(period_text(section.period, lang), heads, rows, "ranking")


def _ranked(card: Scorecard, place: int, most: Decimal, lang: str) -> list[object]:
    return [
        number("—" if card.rank is None else card.rank),
        Cell(element("a", isolated(card.subject), href=f"#card-{place}", id=f"row-{place}"), "subject"),
        number(barred(card.total, most)),
        *([card.grade or "—"] if card.profile.grades else []),
        number(f"{plain(card.scored_weight)} %"),
        Cell(status_text(lang, card.status), "status"),
    ]


def _intake(board: Scoreboard, lang: str) -> Markup:
    sentences = intake_sentences(board, lang, _COLUMNS)
    return joined([element("h2", say(lang, "intake")), element("ul", *(element("li", each) for each in sentences))])
