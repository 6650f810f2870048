"""The HTML report: one safe, self-contained document that says what the board says."""

from __future__ import annotations

import re
from base64 import b64encode
from decimal import ROUND_UP, Context, Decimal, localcontext
from hashlib import sha256
from html.parser import HTMLParser

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import salesperf as sp
from salesperf import CardStatus, profiles, report
from salesperf.report._markup import Markup, element, isolated, joined

VOID = {"meta"}
ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "h4", "div", "section", "details", "summary"),
    *("dl", "dt", "dd", "ul", "li", "table", "caption", "thead", "tbody", "tr", "th", "td", "a", "bdi", "span", "code"),
    *("small", "svg", "rect", "pre"),
}
HOSTILE = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "</pre></details><b>&amp;",
    "li\u202ena.gpj",
    "\x1b[31mred\x07\r\n\t",
    "עברית",
    "\u200b\u2066\ufeff",
    "李" * 256,
]


class Page(HTMLParser):
    """Reads a document strictly: every element is known and closed in order."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.shape: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.tables: list[list[list[str]]] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(document)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ELEMENTS
        self.shape.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)
        self.texts.setdefault(tag, []).append("")
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"th", "td"}:
            self.tables[-1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self.open):
            self.texts[tag][-1] += data
        if self.open and {"th", "td"} & set(self.open):
            self.tables[-1][-1][-1] += data

    def values(self, name: str) -> list[str]:
        return [value for _, each, value in self.attributes if each == name]


def named(subject: str | int) -> sp.Scoreboard:
    rows = [{"person": subject, "date": "2026-03-05", "units_delivered": 7, "target_units": 8}]
    return sp.score(rows, profiles.CONSULTANT.replace(publish_at_least=0), period="2026-03")


@pytest.fixture(scope="module", params=["en", "zh"])
def page(request: pytest.FixtureRequest, rich: sp.Scoreboard) -> Page:
    return Page(report.html(rich, lang=request.param))


# safety


def test_nothing_is_loaded_and_nothing_runs(page: Page) -> None:
    assert {
        name for _, name, _ in page.attributes if name.startswith("on") or name in {"src", "style", "srcset"}
    } == set()
    assert all(link.startswith("#") for link in page.values("href"))
    assert "url(" not in page.texts["style"][0]
    assert "@import" not in page.texts["style"][0]


def test_the_policy_allows_this_style_sheet_and_nothing_else(page: Page) -> None:
    digest = b64encode(sha256(page.texts["style"][0].encode()).digest()).decode()
    policies = [value for value in page.values("content") if "default-src" in value]
    assert policies == [f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"]
    assert page.values("http-equiv") == ["Content-Security-Policy"]


def test_every_link_has_its_place(page: Page) -> None:
    places = page.values("id")
    assert len(places) == len(set(places)) == 10
    assert {link[1:] for link in page.values("href")} == set(places)


@pytest.mark.parametrize("subject", HOSTILE)
def test_hostile_names_are_text(subject: str) -> None:
    """Issue: "control and right-to-left characters and HTML in a person's id (shown safely everywhere)"."""
    document = report.html(named(subject))
    hostile, plain = Page(document), Page(report.html(named("plain")))
    assert hostile.shape == plain.shape
    assert all(c.isprintable() or c == "\n" for c in document)
    assert hostile.texts["bdi"].count(written(subject)) >= 2  # in the ranking and above the card


def written(text: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


@given(st.text(min_size=1, max_size=40).filter(lambda text: text.strip() and text.isprintable()))
@settings(max_examples=15)
def test_a_name_never_changes_the_document_around_it(subject: str) -> None:
    assert Page(report.html(named(subject))).shape == Page(report.html(named("plain"))).shape


def test_names_of_the_profile_are_text_too() -> None:
    profile = profiles.CONSULTANT.replace(name="<b>", version="</h1>", phase="<i>", grades=[("<u>", 0), ("x", -1)])
    rows = [{"person": "a", "date": "2026-03-05", "units_delivered": 7, "target_units": 8}]
    page = Page(report.html(sp.score(rows, profile.replace(publish_at_least=0), period="2026-03")))
    assert page.texts["h1"] == ["Scorecards: <b> </h1>"]
    assert "<i>" in page.texts["dd"]
    assert page.tables[0][1][3] == "<u>"


def test_the_sink_escapes_all_but_markup() -> None:
    """`element` is the only way in."""
    assert element("td", "<", Markup("<b></b>"), title='"') == '<td title="&quot;">&lt;<b></b></td>'
    assert element("td", element("b") + "<i>") == "<td>&lt;b&gt;&lt;/b&gt;&lt;i&gt;</td>"
    assert joined([element("b"), element("b")], "<") == "<b></b>&lt;<b></b>"
    assert isolated("<") == "<bdi>&lt;</bdi>"


# what it says


def test_language_and_direction_are_declared(rich: sp.Scoreboard) -> None:
    assert report.html(rich).startswith('<!DOCTYPE html>\n<html lang="en" dir="ltr"><head><meta charset="utf-8">')
    assert '<html lang="zh-Hans" dir="ltr">' in report.html(rich, lang="zh")


def test_another_language_is_an_error(rich: sp.Scoreboard) -> None:
    with pytest.raises(ValueError, match="'en' or 'zh', not 'de'"):
        report.html(rich, lang="de")


def test_the_same_board_gives_the_same_bytes(rich: sp.Scoreboard) -> None:
    assert report.html(rich) == report.html(sp.Scoreboard.from_json(rich.to_json()))


def test_the_head_names_profile_version_digest_and_periods(rich: sp.Scoreboard) -> None:
    page = Page(report.html(rich))
    facts = dict(zip(page.texts["dt"], page.texts["dd"], strict=True))
    assert facts == {
        "profile": "rich 7",
        "level": "consultant",
        "digest": rich.profile.digest[:12],
        "periods": "2026-03 (31 days), 2026-05 (31 days)",
        "cards": "5, 3 with a total",
    }
    assert rich.profile.digest in page.values("title")


def test_the_ranking_is_the_boards(rich: sp.Scoreboard) -> None:
    ranking = Page(report.html(rich)).tables[0]
    assert ranking == [
        ["rank", "subject", "total", "grade", "weight scored", "status"],
        ["1", "cai", "100.000", "A", "90 %", "scored"],
        ["2", "bo", "15.000", "B", "90 %", "scored"],
        ["3", "ai", "0.000", "B", "90 %", "scored"],
        ["—", "du", "—", "—", "60 %", "disqualified by a gate"],
        ["—", "en", "—", "—", "10 %", "too little of the weight could be scored"],
    ]


def test_a_profile_without_grades_has_no_column_for_them() -> None:
    board = sp.score(
        [{"person": "a", "date": "2026-03-05", "units_delivered": 1}], profiles.CONSULTANT.replace(grades=())
    )
    assert Page(report.html(board)).tables[0][0] == ["rank", "subject", "total", "weight scored", "status"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_lines_show_values_points_weights_and_contributions(demo: sp.Scoreboard, lang: str) -> None:
    tables = [table for table in Page(report.html(demo, lang=lang)).tables if len(table[0]) == 7]
    for card, table in zip(demo, tables, strict=True):
        assert [row[0] for row in table[1:]] == [line.indicator.name(lang) + line.id for line in card]
        for line, row in zip(card, table[1:], strict=True):
            _, value, _, points, weight, contribution, _ = row
            assert value.startswith("—" if line.value is None else str(line.value))
            assert points == ("—" if line.points is None else str(line.points))
            assert weight.startswith(str(int(line.nominal_weight)))
            assert contribution == ("—" if line.contribution is None else str(line.contribution))


def test_contributions_in_the_table_add_up_to_the_base(demo: sp.Scoreboard) -> None:
    """DESIGN: "Contributions add up to `card.base` exactly"."""
    tables = [table for table in Page(report.html(demo)).tables if len(table[0]) == 7]
    for card, table in zip(demo, tables, strict=True):
        parts = [row[5] for row in table[1:]]
        assert sum(Decimal(part) for part in parts if part != "—") == card.base


def test_numerator_and_denominator_stand_beside_the_value(rich: sp.Scoreboard) -> None:
    tables = [table for table in Page(report.html(rich)).tables if len(table[0]) == 7]
    assert [row[2] for row in tables[0][1:]] == ["12 ÷ 10", "10 ÷ 10", "10", "—"]


def test_weights_that_changed_say_so(rich: sp.Scoreboard) -> None:
    tables = [table for table in Page(report.html(rich)).tables if len(table[0]) == 7]
    assert [row[4] for row in tables[0][1:]] == [
        "50counts as 55.56",
        "30counts as 33.33",
        "10counts as 11.11",
        "10counts as 0",
    ]


def test_steps_lead_to_the_total(rich: sp.Scoreboard) -> None:
    """DESIGN: "`card.steps` lists 2–5 and adds up to the total"."""
    steps = [table[1:] for table in Page(report.html(rich)).tables if len(table[0]) == 2]
    assert steps == [
        [
            ["weighted mean of the points", "111.111"],
            ["extra complaints (Valid complaints)", "0.000"],
            ["cut at the cap", "−11.111"],
            ["total", "100.000"],
        ],
        [
            ["weighted mean of the points", "70.000"],
            ["extra complaints (Valid complaints)", "−40.000"],
            ["multiplied by 0.5: gate halved", "−15.000"],
            ["total", "15.000"],
        ],
        [
            ["weighted mean of the points", "48.333"],
            ["extra complaints (Valid complaints)", "−180.000"],
            ["raised to the floor", "131.667"],
            ["multiplied by 0.5: gate halved", "0.000"],
            ["total", "0.000"],
        ],
    ]


def test_gates_tell_what_they_saw_and_did(rich: sp.Scoreboard) -> None:
    page = Page(report.html(rich))
    gates = dict(zip((card.subject for card in rich), (t[1:] for t in page.tables if len(t[0]) == 4), strict=True))
    assert gates["bo"] == [
        [
            "audit",
            "not judged: no sound value",
            "process_compliance is not sound (the denominator is not above 0), fires below 80",
            "leads gets 0 points",
        ],
        ["halved", "fired", "complaints_valid 2, fires from 2", "the total is multiplied by 0.5"],
        ["modest", "fired", "test_drive_rate 10, fires below 50", "the grade is at most B"],
        [
            "fraud",
            "did not fire",
            "record_fraud_confirmed 0, fires from 1",
            "no total, grade or rank",
        ],
    ]
    assert gates["ai"][2][2].startswith("test_drive_rate 200 is not sound (suspect")


def test_what_was_missing_is_listed_once_per_reason(rich: sp.Scoreboard) -> None:
    page = report.html(rich)
    section = page.split('id="card-5"')[1].split("</section>")[0]
    notes = re.findall(r"<li>(.*?)</li>", section)
    absent = "gp_fi, gp_warranty, gp_accessory, gp_used_linked"
    assert notes == [
        "there is no target above 0 for exactly this span: Sales-volume target attainment",
        "counted as 0, because no record has the column: units_returned: Sales-volume target attainment",
        "the denominator is not above 0: Test-drive rate",
        "no record has the column gp_front (is it gp_frnt?): Gross target attainment",
        "no record has the column target_gross: Gross target attainment",
        f"counted as 0, because no record has the column: {absent}: Gross target attainment",
        rich["en"].explain().split("\n")[-3],
    ]


def test_a_card_that_misses_nothing_has_no_such_list(demo: sp.Scoreboard) -> None:
    complete = [card for card in demo if all(line.status == "ok" and not line.absent for line in card)]
    assert complete
    assert report.html(demo).count("What was missing") == len(demo) - len(complete)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_explanation_is_there_word_for_word(rich: sp.Scoreboard, lang: str) -> None:
    assert Page(report.html(rich, lang=lang)).texts["pre"] == [card.explain(lang) for card in rich]


def test_each_period_has_its_ranking(rich: sp.Scoreboard) -> None:
    rows = [{"person": "a", "date": f"2026-0{month}-05", "units_delivered": 1} for month in (1, 2)]
    page = Page(report.html(sp.score(rows, profiles.CONSULTANT, period="month")))
    assert page.texts["h2"] == ["Ranking 2026-01", "Cards 2026-01", "Ranking 2026-02", "Cards 2026-02", "What was read"]
    assert page.values("id") == ["row-1", "card-1", "row-2", "card-2"]
    assert Page(report.html(rich)).texts["h2"] == ["Ranking 2026-03", "Cards 2026-03", "What was read"]


def test_phase_and_number_ids_are_shown() -> None:
    rows = [{"person": 7, "date": "2026-03-05", "units_delivered": 1}]
    board = sp.score(rows, profiles.CONSULTANT.in_phase(sp.Phase.MARKET_EXPANSION), period="2026-03")
    page = Page(report.html(board))
    assert "market_expansion" in page.texts["dd"]
    assert page.tables[0][1][:2] == ["—", "7"]
    assert board[7].status is CardStatus.TOO_LITTLE_ASSESSED


def test_bars_are_as_long_as_the_points(rich: sp.Scoreboard) -> None:
    ranking = report.html(rich).split("</table>")[0]
    assert re.findall(r'<rect width="(\d+)"', ranking) == ["100", "15", "0"]


def test_what_was_read_stands_at_the_end(rich: sp.Scoreboard) -> None:
    items = re.findall(r"<li>(.*?)</li>", report.html(rich).split("What was read")[1])
    assert items == [
        "rows read: 11; in some card: 9",
        "rows outside the periods: 1",
        "rows of another owner (store), while the cards are by person: 1",
        "numbers rounded to the decimals of their measure: 1",
        "no record lies in 2026-05",
        "no record has the column gp_front (is it gp_frnt?)",
        "no record has the column target_gross",
        "columns that nothing asked for: gp_frnt",
    ]


def test_rows_that_were_set_aside_are_listed_up_to_a_limit() -> None:
    rows: list[dict[str, object]] = [{"person": "a", "date": "2026-03-05", "units_delivered": 1}]
    rows += [{"person": "<b>", "date": "2026-03-05", "units_delivered": "<i>"} for _ in range(22)]
    board = sp.score(rows, profiles.CONSULTANT, strict=False)
    items = re.findall(r"<li>(.*?)</li>", report.html(board).split("What was read")[1])
    listed = items[items.index("rows set aside because of faults: 22") + 1 :]
    assert len(listed) == 21
    assert listed[0].startswith("– row 2, units_delivered: &#x27;&lt;i&gt;&#x27;: a number")
    assert listed[-1] == "… and 2 more"


def test_tables_do_not_depend_on_the_decimal_context(rich: sp.Scoreboard) -> None:
    expected = Page(report.html(rich)).tables
    with localcontext(Context(prec=1, rounding=ROUND_UP)):
        assert Page(report.html(rich)).tables == expected


def test_a_board_without_cards_is_a_document(rich: sp.Scoreboard) -> None:
    page = Page(report.html(attrs.evolve(rich, blocks=())))
    assert page.tables == []
    assert page.texts["h2"] == ["What was read"]


def test_each_level_has_its_section(house: sp.Scoreboard) -> None:
    page = Page(report.html(house))
    assert page.texts["h1"] == ["Scorecards: sell 1, lead 3"]
    assert page.texts["h2"] == [
        "Ranking 2026-03: consultant",
        "Cards 2026-03: consultant",
        "Ranking 2026-03: manager",
        "Cards 2026-03: manager",
        "Ranking 2026-04: consultant",
        "Cards 2026-04: consultant",
        "Ranking 2026-04: manager",
        "Cards 2026-04: manager",
        "What was read",
    ]
    rankings = [table for table in page.tables if table[0][:2] == ["rank", "subject"]]
    assert [[row[:4] for row in table] for table in rankings[:2]] == [
        [["rank", "subject", "total", "weight scored"], ["1", "bo", "60.000", "100 %"], ["2", "ai", "40.000", "100 %"]],
        [["rank", "subject", "total", "grade"], ["1", "<ma>", "40.000", "B"]],
    ]
    assert [row[1] for table in rankings[2:] for row in table[1:]] == ["bo", "ai", "<ma>"]
    assert "排名 2026-03：销售经理" in report.html(house, lang="zh")


def test_every_link_of_several_levels_has_its_place(house: sp.Scoreboard) -> None:
    page = Page(report.html(house))
    ids = page.values("id")
    assert len(ids) == len(set(ids)) == 2 * len(house)
    assert {link.removeprefix("#") for link in page.values("href")} == set(ids)


def test_the_head_names_every_profile_and_the_days_of_months_that_close_early(house: sp.Scoreboard) -> None:
    page = Page(report.html(house))
    sell, lead = house.profiles
    assert list(zip(page.texts["dt"], page.texts["dd"], strict=True)) == [
        ("profile", "sell 1"),
        ("level", "consultant"),
        ("digest", sell.digest[:12]),
        ("profile", "lead 3"),
        ("level", "manager"),
        ("phase", "rush"),
        ("digest", lead.digest[:12]),
        (
            "periods",
            "2026-03 (2026-02-26 to 2026-03-25, 28 days), 2026-04 (2026-03-26 to 2026-04-25, 31 days)",
        ),
        ("cards", "6, 6 with a total"),
    ]


def test_what_was_made_known_later_is_counted(house: sp.Scoreboard) -> None:
    said = "rows made known after the day as of which the board looks back: 1"
    assert f"<li>{said}</li>" in report.html(house)
    assert said in report.text(house)
    assert "1 行在评分截止日之后才记录，未计入" in report.text(house, lang="zh")


def test_ranks_that_are_not_to_be_seen_are_not_told(house: sp.Scoreboard, org: sp.Organisation) -> None:
    seen = house.visible_to("<ma>", org, ranks=False)
    page = Page(report.html(seen))
    assert {row[0] for table in page.tables if table[0][:2] == ["rank", "subject"] for row in table[1:]} == {"—"}
    assert "rank 1 of" not in report.html(seen)
    assert "rank 1 of" in report.html(house)
    assert "rank 1 of" not in report.text(seen)
