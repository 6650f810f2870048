"""How a lead ends, why it was lost and to whom, and what an audit found: typed words in English and Chinese."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, Self, TypeVar, cast

import attrs

from ..errors import Fault, ProfileError
from ..text import shown

__all__ = ["REASONS", "LostReason", "LostTo", "Outcome", "Verdict", "by_name"]


class _Named(StrEnum):
    """A word with an English and a Chinese name."""

    en: str
    zh: str

    def __new__(cls, value: str, en: str, zh: str) -> Self:
        word = str.__new__(cls, value)
        word._value_ = value
        word.en = en
        word.zh = zh
        return word

    @property
    def id(self) -> str:
        """The word itself."""
        return self.value


class Outcome(_Named):
    """Where a lead stands; every state but `open` has a closing day.

    >>> [f"{outcome}: {outcome.zh}" for outcome in Outcome]
    ['open: 跟进中', 'won: 成交', 'lost: 战败', 'invalidated: 无效']
    """

    OPEN = "open", "Open", "跟进中"
    WON = "won", "Won", "成交"
    LOST = "lost", "Lost", "战败"
    INVALIDATED = "invalidated", "Invalidated", "无效"


class LostTo(_Named):
    """Where a lost deal went: the families of reasons (domain reference §11.4).

    >>> LostTo.OTHER_BRAND.zh
    '战败给竞品'
    """

    SAME_BRAND = "same_brand", "Another dealer of the same brand", "战败给同品牌他店"
    OTHER_BRAND = "other_brand", "Another brand", "战败给竞品"
    OWN_PEOPLE = "own_people", "Our own people's work", "本店人员原因"
    NOBODY = "nobody", "No purchase for now", "放弃或延期购车"
    UNREACHABLE = "unreachable", "Out of reach", "失联"


class Verdict(_Named):
    """What is known of a declared loss: not yet checked, or what a call-back found (准战败, 真战败, 假战败).

    `pending` is declared and awaits approval.  `upheld` and `false` were sampled by an audit; a false loss is one by
    the consultant's judgement alone, whose customer was still buying.

    >>> Verdict.FALSE.zh
    '假战败'
    """

    PENDING = "pending", "Declared, not yet checked", "准战败"
    UPHELD = "upheld", "Lost indeed", "真战败"
    FALSE = "false", "Not lost in truth", "假战败"


def _family(given: LostTo | str) -> LostTo:
    return next((each for each in LostTo if each == given), cast("LostTo", given))  # what is none is refused below


@attrs.frozen
class LostReason:
    """Why a lead was lost: an id, its two names, and the family it counts in.

    Rows name a reason by its id or by either name.  For reasons of your own give
    `LeadLedger.from_rows(…, reasons=(*REASONS, LostReason(…)))`, or a list that is yours altogether.  Raises
    `ProfileError` if the id or a name is empty or has blanks around it, or `to` is no family.

    >>> LostReason("parking", en="No parking", zh="停车不便", to="own_people").to
    <LostTo.OWN_PEOPLE: 'own_people'>
    """

    id: str
    en: str = attrs.field(kw_only=True)
    zh: str = attrs.field(kw_only=True)
    to: LostTo = attrs.field(kw_only=True, converter=_family)

    def __attrs_post_init__(self) -> None:
        faults = [
            Fault("text without blanks around it", field=f"{name} of a lost reason", value=shown(given))
            for name in ("id", "en", "zh")
            if not isinstance(given := getattr(self, name), str) or not given or given != given.strip()
        ]
        if not isinstance(self.to, LostTo):
            faults.append(Fault(f"one of {', '.join(LostTo)}", field="to of a lost reason", value=shown(self.to)))
        if faults:
            raise ProfileError(faults)

    def name(self, lang: str = "en") -> str:
        """Return the English ("en") or Chinese ("zh") name.

        >>> REASONS[0].name("zh")
        '价格优惠'
        """
        return self.zh if lang == "zh" else self.en


def _reason(key: str, en: str, zh: str, to: LostTo) -> LostReason:
    return LostReason(key, en=en, zh=zh, to=to)


REASONS: Final = (
    _reason("price", "Our price too high", "价格优惠", LostTo.SAME_BRAND),
    _reason("stock", "Car not available", "现车资源", LostTo.SAME_BRAND),
    _reason("promotion", "Better promotion elsewhere", "促销活动", LostTo.SAME_BRAND),
    _reason("distance", "Too far away", "距离远", LostTo.SAME_BRAND),
    _reason("finance", "Credit or finance terms", "金融信贷", LostTo.SAME_BRAND),
    _reason("competitor", "Preferred a competitor", "选购竞品", LostTo.OTHER_BRAND),
    _reason("product", "Product did not fit", "产品不符", LostTo.OTHER_BRAND),
    _reason("model_price", "Model too expensive", "车型价位", LostTo.OTHER_BRAND),
    _reason("brand", "Brand", "品牌因素", LostTo.OTHER_BRAND),
    _reason("service", "Service and attitude", "服务态度", LostTo.OWN_PEOPLE),
    _reason("needs_analysis", "Needs not understood", "需求分析", LostTo.OWN_PEOPLE),
    _reason("product_knowledge", "Product knowledge", "产品知识", LostTo.OWN_PEOPLE),
    _reason("follow_up", "Followed up too little or too late", "跟进不及时", LostTo.OWN_PEOPLE),
    _reason("promises", "Promises not kept", "承诺未兑现", LostTo.OWN_PEOPLE),
    _reason("postponed", "Purchase postponed", "延期购车", LostTo.NOBODY),
    _reason("abandoned", "Purchase abandoned", "放弃购车", LostTo.NOBODY),
    _reason("no_contact", "No contact any more", "无法联系", LostTo.UNREACHABLE),
)
"""The shipped reasons, after the families of a dealer's analysis card [A26] and the answers of rejecters [J6]."""

Word = TypeVar("Word", Outcome, Verdict, LostReason)


def by_name(words: Iterable[Word]) -> dict[str, Word]:
    """Return words by everything they may be called: id, English name (in any case) and Chinese name.

    A name that two reasons share raises `ProfileError`.

    >>> by_name(Outcome)["成交"], by_name(REASONS)["service and attitude"].id
    (<Outcome.WON: 'won'>, 'service')
    """
    found: dict[str, Word] = {}
    twice: list[str] = []
    for word in words:
        names = (word.id.casefold(), word.en.casefold(), word.zh)
        twice += [name for name in names if found.setdefault(name, word) != word]
    if twice:
        raise ProfileError(Fault("a name that no other reason has", "lost reasons", shown(name)) for name in twice)
    return found
