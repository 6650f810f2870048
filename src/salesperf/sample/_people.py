"""Who works in the made-up dealership, and how."""

from __future__ import annotations

import attrs

from ._dice import Dice

__all__ = ["MOST_PEOPLE", "Character", "characters"]


@attrs.frozen(kw_only=True)
class Character:
    """A consultant's habits; numbers are thousandths unless said otherwise, months count from 0.

    `pace` leads against the ordinary consultant's, `closing` of opportunities that become orders, `driving` of visitors
    who drive, `gross` yuan per unit above the ordinary front gross, `upsell` odds of finance, warranty and the like
    against the ordinary ones, `focus` of buyers led to a focus model, `filling` of the mandatory fields, `analysing`
    of the lost, `liking` mean survey answer (0 to 100), `referring` of orders, `passing` of checked items, `exam` mean
    mark (0 to 100), `punctual` of daily reports, `plan` target against the ordinary consultant's.
    """

    name: str
    pace: int
    closing: int
    driving: int
    gross: int
    upsell: int
    focus: int
    filling: int
    analysing: int
    liking: int
    referring: int
    passing: int
    exam: int
    punctual: int
    plan: int
    joins: int | None = None
    on_leave: int | None = None
    quiet: int | None = None
    untargeted: int | None = None
    unexamined: int | None = None
    fraud: int | None = None
    surveyed: bool = True


_CAST = (
    Character(
        name="li.na",
        pace=1090,
        closing=360,
        driving=690,
        gross=700,
        upsell=1100,
        focus=560,
        filling=955,
        analysing=960,
        liking=91,
        referring=190,
        passing=955,
        exam=88,
        punctual=985,
        plan=1080,
    ),
    Character(
        name="wang.wei",
        pace=1240,
        closing=410,
        driving=740,
        gross=1500,
        upsell=1250,
        focus=620,
        filling=975,
        analysing=985,
        liking=94,
        referring=250,
        passing=970,
        exam=93,
        punctual=992,
        plan=1250,
    ),
    Character(
        name="zhang.min",
        pace=980,
        closing=340,
        driving=640,
        gross=300,
        upsell=1000,
        focus=520,
        filling=940,
        analysing=940,
        liking=90,
        referring=170,
        passing=940,
        exam=85,
        punctual=975,
        plan=1000,
    ),
    Character(
        name="liu.yang",
        pace=1050,
        closing=330,
        driving=610,
        gross=-600,
        upsell=900,
        focus=500,
        filling=925,
        analysing=900,
        liking=87,
        referring=140,
        passing=930,
        exam=82,
        punctual=965,
        plan=1020,
        on_leave=2,
    ),
    Character(
        name="chen.jie",
        pace=1010,
        closing=390,
        driving=720,
        gross=1100,
        upsell=1150,
        focus=590,
        filling=965,
        analysing=970,
        liking=93,
        referring=220,
        passing=965,
        exam=91,
        punctual=988,
        plan=1090,
    ),
    Character(
        name="yang.fan",
        pace=930,
        closing=305,
        driving=560,
        gross=-300,
        upsell=900,
        focus=450,
        filling=910,
        analysing=880,
        liking=86,
        referring=120,
        passing=915,
        exam=78,
        punctual=960,
        plan=910,
        quiet=5,
    ),
    Character(
        name="zhao.lei",
        pace=900,
        closing=265,
        driving=500,
        gross=-900,
        upsell=800,
        focus=420,
        filling=890,
        analysing=820,
        liking=83,
        referring=90,
        passing=890,
        exam=74,
        punctual=940,
        plan=840,
        fraud=7,
    ),
    Character(
        name="huang.ting",
        pace=870,
        closing=325,
        driving=620,
        gross=400,
        upsell=1000,
        focus=540,
        filling=945,
        analysing=950,
        liking=92,
        referring=180,
        passing=950,
        exam=87,
        punctual=980,
        plan=920,
        joins=4,
        unexamined=4,
    ),
    Character(
        name="zhou.hao",
        pace=1120,
        closing=315,
        driving=590,
        gross=-1500,
        upsell=850,
        focus=480,
        filling=915,
        analysing=890,
        liking=85,
        referring=130,
        passing=920,
        exam=80,
        punctual=955,
        plan=1030,
    ),
    Character(
        name="wu.xia",
        pace=960,
        closing=355,
        driving=660,
        gross=600,
        upsell=1050,
        focus=550,
        filling=950,
        analysing=955,
        liking=90,
        referring=200,
        passing=950,
        exam=86,
        punctual=982,
        plan=1010,
        surveyed=False,
    ),
    Character(
        name="xu.dong",
        pace=880,
        closing=245,
        driving=470,
        gross=-1200,
        upsell=700,
        focus=400,
        filling=870,
        analysing=780,
        liking=81,
        referring=70,
        passing=850,
        exam=70,
        punctual=925,
        plan=800,
        unexamined=2,
    ),
    Character(
        name="sun.yan",
        pace=1000,
        closing=330,
        driving=630,
        gross=100,
        upsell=950,
        focus=510,
        filling=935,
        analysing=930,
        liking=89,
        referring=150,
        passing=935,
        exam=84,
        punctual=970,
        plan=1000,
        untargeted=2,
    ),
)

_FAMILY = ("ma", "zhu", "hu", "guo", "he", "lin", "gao", "luo", "zheng", "liang", "xie", "tang", "han", "cao", "deng")
_GIVEN = ("bo", "chao", "dan", "fei", "gang", "hong", "jing", "kai", "lan", "mei", "ning", "peng", "qi", "rui", "tao")
MOST_PEOPLE = len(_CAST) + len(_FAMILY) * len(_GIVEN)


def characters(people: int, dice: Dice) -> tuple[Character, ...]:
    """Return `people` consultants: the named cast first, then as many more as needed."""
    more = range(max(0, people - len(_CAST)))
    return (*_CAST[:people], *(_another(position, dice) for position in more))


def _another(position: int, dice: Dice) -> Character:
    talent = dice.near(500, 400)
    family, given = _FAMILY[position % len(_FAMILY)], _GIVEN[position // len(_FAMILY)]
    return Character(
        name=f"{family}.{given}",
        pace=dice.near(900 + talent // 5, 150),
        closing=250 + talent // 6,
        driving=dice.near(500 + talent // 4, 60),
        gross=dice.near(3 * talent - 1500, 500),
        upsell=700 + talent // 2,
        focus=dice.near(400 + talent // 5, 60),
        filling=880 + talent // 10,
        analysing=800 + talent // 6,
        liking=dice.near(82 + talent // 85, 3),
        referring=80 + talent // 6,
        passing=870 + talent // 10,
        exam=dice.near(72 + talent // 50, 4),
        punctual=935 + talent // 17,
        plan=dice.near(850 + talent // 3, 80),
    )
