"""Who may see what: own cards, those below, peers without names; pseudonyms; nothing of others in errors."""

from __future__ import annotations

import json
import pickle
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import salesperf as sp
from salesperf import curves, indicators, profiles, sample, testing
from salesperf.organisation import Organisation
from salesperf.scoring import AdjustmentError, BoardError, PeerGroup

LINE = curves.Linear((0, 0), (100, 100))
UNITS = sp.Profile("units", level="consultant", criteria=[sp.Criterion(indicators.NET_UNITS, weight=100, curve=LINE)])
MANAGERS = sp.Profile(
    "managers",
    level="manager",
    criteria=[
        sp.Criterion(indicators.NET_UNITS, weight=50, curve=LINE),
        sp.Criterion(indicators.get("member_mean_attainment"), weight=50, curve=LINE),
    ],
)
DIRECTORS = sp.Profile(
    "directors", level="director", criteria=[sp.Criterion(indicators.NET_UNITS, weight=100, curve=LINE)]
)

WEST, EAST = [f"w{n}" for n in range(6)], [f"e{n}" for n in range(7)]
ORG = Organisation.from_rows(
    [
        *({"person": who, "team": f"west.{who[1] > '2'}", "store": "west", "area": "north"} for who in WEST),
        *({"person": who, "store": "east", "area": "north"} for who in EAST[:-1]),
        {"person": "e6", "store": "east", "area": "north", "until": "2026-03-16"},
        {"person": "moved", "team": "west.False", "store": "west", "area": "north", "until": "2026-03-16"},
        {"person": "moved", "store": "east", "area": "north", "start": "2026-03-16"},
        {"person": "later", "store": "east", "area": "north", "start": "2026-05-01"},
        {"person": "team.lead", "team": "west.False", "store": "west", "area": "north", "level": "manager"},
        {"person": "east.lead", "store": "east", "area": "north", "level": "manager", "until": "2026-03-16"},
        {"person": "new.lead", "store": "east", "area": "north", "level": "manager", "start": "2026-03-16"},
        {"person": "boss", "store": "west", "area": "north", "level": "director"},
        {"person": "the.house", "store": "west", "area": "north", "house": "yes"},
    ]
)
PEOPLE = [*WEST, *EAST, "moved"]
ROWS = [
    {"person": who, "date": "2026-03-10", "units_delivered": 10 + n, "target_units": 20} for n, who in enumerate(PEOPLE)
]


def house(**more: Any) -> sp.Scoreboard:
    return sp.score_all(ROWS, [UNITS, MANAGERS, DIRECTORS], organisation=ORG, **{"period": "2026-03", **more})


HOUSE = house()


def seen(viewer: Any, board: sp.Scoreboard = HOUSE, **more: Any) -> sp.Scoreboard:
    return board.visible_to(viewer, ORG, **more)


def names(board: sp.Scoreboard) -> set[Any]:
    return {card.subject for card in board}


# --- cards ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("viewer", "cards"),
    [
        ("w0", {"w0"}),
        ("team.lead", {"team.lead", "w0", "w1", "w2"}),
        ("boss", {"boss", "team.lead", *WEST}),
        ("new.lead", {"new.lead", "moved", *EAST[:-1]}),
        ("east.lead", {"east.lead", "e6"}),
        ("moved", {"moved"}),
        ("later", set()),
    ],
)
def test_everybody_sees_the_own_card_and_those_below(viewer: str, cards: set[str]) -> None:
    """ "own card, own subtree"; the place that each had last in the period decides."""
    board = seen(viewer)
    assert names(board) == cards
    for card in board:
        assert card.lines == HOUSE[card.subject].lines
        assert card.total == HOUSE[card.subject].total


def test_others_are_nowhere_on_what_somebody_sees() -> None:
    """ "others' cards absent" — in the cards, the stored document, the errors."""
    board = seen("w0")
    others = {*PEOPLE, "new.lead", "east.lead", "the.house"} - {"w0"}
    for text in (board.to_json(), repr(board), str(board.to_dicts()), repr(board.statistics())):
        assert [who for who in others if f"'{who}'" in text or f'"{who}"' in text] == []
    with pytest.raises(sp.SubjectError) as caught:
        board["w1"]
    assert caught.value.choices == ("w0",)
    with pytest.raises(sp.SubjectError) as caught:
        board.under("new.lead")
    assert not others & set(caught.value.choices)


def test_of_units_everybody_sees_the_own_and_those_managed() -> None:
    """ "own store, by stated rule" """
    board = sp.score(ROWS, UNITS, organisation=ORG, period="2026-03", by="store")
    assert {who: names(seen(who, board)) for who in ("w0", "boss", "new.lead", "later")} == {
        "w0": {"west"},
        "boss": {"west"},
        "new.lead": {"east"},
        "later": set(),
    }
    teams = sp.score(ROWS, UNITS, organisation=ORG, period="2026-03", by="team")
    assert names(seen("boss", teams)) == {"west.False", "west.True"}
    assert names(seen("w0", teams)) == {"west.False"}


def test_each_period_has_its_own_places() -> None:
    rows = [*ROWS, *({**row, "date": "2026-02-10"} for row in ROWS)]
    board = sp.score_all(rows, [UNITS], organisation=ORG, period="month")
    cards = {(card.subject, str(card.period)) for card in seen("new.lead", board)}
    assert ("moved", "2026-03") in cards
    assert ("moved", "2026-02") not in cards
    assert ("e6", "2026-03") not in cards
    before = {(card.subject, str(card.period)) for card in seen("east.lead", board)}
    assert ("e6", "2026-02") in before


def test_who_is_not_in_the_organisation_is_seen_by_nobody_else() -> None:
    board = sp.score([*ROWS, {**ROWS[0], "person": "stranger"}], UNITS, period="2026-03")
    assert "stranger" in board
    assert names(seen("boss", board)) == {*WEST}


@pytest.mark.parametrize("viewer", ["nobody", "west", "the.house", "", None, 7, 1.5, "w0 "])
def test_an_unknown_viewer_is_refused_and_told_nothing(viewer: Any) -> None:
    """ "a viewer unknown → SubjectError"; "visible_to errors not even others' ids" """
    with pytest.raises(sp.SubjectError) as caught:
        seen(viewer)
    assert caught.value.choices == ()
    text = str(caught.value)
    assert "person of the organisation" in text
    assert [who for who in PEOPLE if f"'{who}'" in text] == []


def test_malformed_arguments_are_refused() -> None:
    with pytest.raises(sp.InputTypeError, match="must be an Organisation"):
        HOUSE.visible_to("w0", [{"person": "w0"}])  # type: ignore[arg-type]
    for size in (0, -1, True, "5", 2.5):
        with pytest.raises(BoardError, match="minimum_group"):
            seen("w0", minimum_group=size)
        with pytest.raises(BoardError, match="minimum_group"):
            HOUSE.statistics(minimum_group=size)  # type: ignore[arg-type]


# --- ranks and peers ------------------------------------------------------------------------------------------


def test_ranks_are_those_of_the_whole_board_and_may_be_hidden() -> None:
    card = seen("w0")["w0"]
    assert (card.rank, card.peers) == (HOUSE["w0"].rank, 14)
    assert "rank 14 of 14" in card.explain()
    hidden = seen("w0", ranks=False)["w0"]
    assert (hidden.rank, hidden.peers, hidden.total) == (None, 0, card.total)
    assert "rank" not in hidden.explain().splitlines()[1]
    assert "rank" not in repr(hidden)
    assert "rank" not in hidden._repr_html_()


def test_ranks_among_few_are_suppressed() -> None:
    """ "groups smaller than n suppressed": of three managers nobody is told a rank."""
    board = seen("boss")
    assert (HOUSE["team.lead"].rank, board["team.lead"].rank) == (2, None)
    assert board["w0"].rank == HOUSE["w0"].rank
    assert seen("boss", minimum_group=3)["team.lead"].rank == 2


def groups(board: sp.Scoreboard) -> dict[tuple[Any, Any], Any]:
    return {(each.profile, each.group): each.count for each in board.statistics()}


def test_peers_are_told_without_names() -> None:
    board = seen("w5")
    assert groups(board) == {
        ("units", "west.True"): None,
        ("units", "west"): 6,
        ("units", "north"): 14,
        ("units", None): 14,
    }
    west = next(each for each in board.statistics() if each.group == "west")
    assert (west.mean, west.lower, west.median, west.upper) == tuple(
        map(Decimal, ("12.500", "11.250", "12.500", "13.750"))
    )
    assert (west.level, str(west.period), west.suppressed) == (sp.Level.CONSULTANT, "2026-03", False)


def test_what_comparison_would_reveal_is_suppressed() -> None:
    """Who sees all but two of a group, or could subtract a smaller group from it, is not told of it."""
    assert groups(seen("boss"))["units", "west"] == 6
    lead = groups(seen("team.lead"))
    assert lead["units", "west"] is None  # three of six are unseen: fewer than minimum_group - 1
    assert groups(seen("team.lead", minimum_group=4))["units", "west"] == 6
    org = Organisation.from_rows(
        [
            *({"person": who, "team": "red", "store": "west"} for who in "abcde"),
            *({"person": who, "store": "west"} for who in "fg"),
        ]
    )
    board = sp.score([{**ROWS[0], "person": who} for who in "abcdefg"], UNITS, organisation=org, period="2026-03")
    told = {each.group: each.count for each in board.visible_to("a", org).statistics()}
    assert told == {"red": 5, "west": None, None: None}  # 7 − 5 would be the two others


def test_statistics_of_a_board() -> None:
    told = HOUSE.statistics()
    assert [(each.profile, each.count) for each in told] == [("units", 14), ("managers", None), ("directors", None)]
    assert told[1] == PeerGroup(period=told[0].period, level=sp.Level.MANAGER, profile="managers")
    (one,) = sp.score(ROWS[:1], UNITS, period="2026-03").statistics(minimum_group=1)
    assert (one.count, one.mean, one.lower, one.upper) == (1, 10, 10, 10)
    (none,) = sp.score([{"person": "a", "date": "2026-03-01"}], UNITS).statistics(minimum_group=1)
    assert none.suppressed


def test_what_somebody_sees_survives_json_and_pickle() -> None:
    for board in (seen("w0"), seen("boss"), seen("w0", ranks=False), seen("later"), seen("boss", seen("boss"))):
        again = sp.Scoreboard.from_json(board.to_json())
        assert again == board
        assert again.to_json() == board.to_json()
        assert again.statistics() == board.statistics()
        assert pickle.loads(pickle.dumps(board)) == board


@pytest.mark.parametrize("change", [{"count": "6"}, {"mean": None}, {"mean": 3}, {"mean": "x"}, {"period": "2026-09"}])
def test_malformed_statistics_are_refused(change: dict[str, Any]) -> None:
    document = json.loads(seen("w5").to_json())
    document["statistics"][1].update(change)
    with pytest.raises(sp.DocumentError):
        sp.Scoreboard.from_json(json.dumps(document))


def test_adjustments_and_rows_set_aside_are_shown_to_who_sees_the_card() -> None:
    given = [
        sp.Adjustment(who, "2026-03", "net_units", old, 50, f"a reason of {who}", author="hr", at="2026-04-02")
        for who, old in (("w0", 10), ("w1", 11))
    ]
    bad = {"person": "w3", "date": "2026-03-10", "units_delivered": "a secret"}
    board = sp.score([*ROWS, bad], UNITS, organisation=ORG, period="2026-03", strict=False, adjustments=given)
    mine = seen("w0", board.sealed(at="2026-04-05", by="hr"))
    assert (mine.adjustments, mine.seal) == ((given[0],), None)
    assert mine["w0"].adjustments == (given[0],)
    assert "secret" in board.to_json()
    assert "secret" not in mine.to_json()
    assert [each.row for each in mine.intake.rejected] == [15]
    assert mine.intake.rejected[0].record is None


@settings(max_examples=20)
@given(testing.boards(), st.data())
def test_what_is_visible_is_a_part_of_the_board(board: sp.Scoreboard, data: st.DataObject) -> None:
    """ "visible board ⊂ board" """
    people = sorted({card.subject for card in board}, key=str)
    stores = st.sampled_from(["north", "south"])
    org = Organisation.from_rows(
        [
            *({"person": who, "store": data.draw(stores)} for who in people),
            *({"person": f"m.{store}", "store": store, "level": "manager"} for store in ("north", "south")),
        ]
        if all(isinstance(who, str) for who in people)
        else [{"person": who, "store": 10**9} for who in people]
    )
    viewer = data.draw(st.sampled_from([str(who) if isinstance(who, str) else who for who in people]))
    for each in (viewer, *([f"m.{s}" for s in ("north", "south")] if isinstance(viewer, str) else [])):
        part = board.visible_to(each, org, minimum_group=1)
        whole = {(card.subject, str(card.period)): card for card in board}
        assert len(part) <= len(board)
        for card in part:
            assert card.to_dict() == whole[card.subject, str(card.period)].to_dict()
            assert card.subject == each or each in org.above(card.subject, card.period.start.toordinal())


# --- pseudonyms ------------------------------------------------------------------------------------------

KEY = b"0123456789abcdef"


def test_pseudonyms_stand_everywhere() -> None:
    """ "keyed hash of subjects everywhere they occur (cards, above, members' slots)" """
    given = sp.Adjustment("w0", "2026-03", "net_units", 10, 50, "w0 told wang", author="boss", at="2026-04-02")
    lapsed = sp.Adjustment("w1", "2026-03", "net_units", 1, 2, "x", "boss", "2026-03-02", "2026-03-03")
    board = house(adjustments=[given, lapsed])
    shared = board.pseudonymised(KEY)
    known = {*PEOPLE, "team.lead", "east.lead", "new.lead", "boss", "the.house", "west", "east", "north", "west.False"}
    for text in (shared.to_json(), repr(shared), str(shared.to_dicts())):
        assert [who for who in known if f"'{who}'" in text or f'"{who}"' in text or f"{who} told" in text] == []
    assert sp.Scoreboard.from_json(shared.to_json()) == shared
    assert shared.adjustments[0].reason == shared.expired[0].reason == "withheld"
    by_total = {card.total: card for card in shared if card.level == "consultant"}
    adjusted = by_total[Decimal("50.000")]
    assert adjusted.adjustments == (shared.adjustments[0],)
    assert adjusted.lines[0].adjusted == shared.adjustments[0]
    leads = {card.total: card for card in shared if card.level == "manager"}
    lead = leads[board["team.lead"].total]
    assert {member.id for member in lead["member_mean_attainment"].members} < names(shared)
    assert names(shared.under(lead.subject)) < names(shared)
    assert len(shared.under(lead.subject)) == len(board.under("team.lead")) == 3


def test_process_lines_keep_their_names() -> None:
    rows: list[dict[str, Any]] = list(sample.dealership())
    board = sp.score_all(
        rows,
        [profiles.CONSULTANT, profiles.MANAGER],
        organisation=Organisation.from_rows(
            [
                *(
                    {"person": who, "store": "s"}
                    for who in sorted({row["person"] for row in rows if row.get("person")})
                ),
                {"person": "the.manager", "store": "s", "level": "manager"},
            ]
        ),
        period="2026-03",
        strict=False,
    )
    line = board["the.manager"]["process_kpi_attainment"]
    assert line.members
    (shared,) = (card for card in board.pseudonymised(KEY) if card.level == "manager")
    assert [member.id for member in shared["process_kpi_attainment"].members] == [member.id for member in line.members]


def test_one_key_gives_one_pseudonym_and_another_another() -> None:
    one, two = HOUSE.pseudonymised(KEY), house(period="2026-Q1").pseudonymised(KEY)
    assert names(one) == names(two)
    assert names(one) == names(HOUSE.pseudonymised(bytearray(KEY)))
    assert not names(one) & names(HOUSE.pseudonymised(KEY + b"0"))
    rows = [{**ROWS[0], "person": 7}]
    text = [{**ROWS[0], "person": "7"}]
    assert names(sp.score(rows, UNITS).pseudonymised(KEY)) != names(sp.score(text, UNITS).pseudonymised(KEY))


def test_what_is_shared_holds_nothing_of_rows_set_aside_and_no_seal() -> None:
    bad = {"person": "w3", "date": "2026-03-10", "units_delivered": "a secret"}
    board = sp.score([*ROWS, bad], UNITS, period="2026-03", strict=False).sealed(at="2026-04-05", by="hr")
    shared = board.pseudonymised(KEY)
    assert shared.seal is None
    assert "secret" not in shared.to_json()
    assert len(shared.intake.rejected) == 1


def test_a_part_and_its_statistics_are_shared_too() -> None:
    part = seen("w5").pseudonymised(KEY)
    assert sp.Scoreboard.from_json(part.to_json()) == part
    assert [each.group is None for each in part.statistics()] == [False, False, False, True]
    assert "west" not in {each.group for each in part.statistics()}
    assert next(iter(part)).rank == HOUSE["w5"].rank


@pytest.mark.parametrize("key", ["a secret that is long enough", None, 16, ["a secret"]])
def test_a_key_that_is_not_bytes_is_refused_without_showing_it(key: Any) -> None:
    with pytest.raises(sp.InputTypeError, match="key must be bytes") as caught:
        HOUSE.pseudonymised(key)
    assert "secret that" not in str(caught.value)


def test_a_short_key_is_refused_without_showing_it() -> None:
    with pytest.raises(BoardError, match="at least 16") as caught:
        HOUSE.pseudonymised(b"hunter2")
    assert "hunter2" not in str(caught.value)


@settings(max_examples=25)
@given(testing.boards(), st.binary(min_size=16, max_size=80))
def test_totals_and_ranks_stay(board: sp.Scoreboard, key: bytes) -> None:
    """ "pseudonymised board has the same totals/ranks" """
    shared = board.pseudonymised(key)

    def told(cards: sp.Scoreboard) -> list[Any]:
        return sorted((str(c.period), str(c.total), str(c.rank), c.peers, str(c.grade), str(c.status)) for c in cards)

    assert told(shared) == told(board)
    assert sp.Scoreboard.from_json(shared.to_json()) == shared
    assert len(names(shared)) == len(names(board))


# --- no personal data in errors ---------------------------------------------------------------------------------------


def test_errors_of_adjustments_hold_ids_of_subjects_and_nothing_else() -> None:
    """ "No personal data in logs or errors": not the author, not the reason, no other person's numbers."""
    given = [
        sp.Adjustment(who, "2026-03", line, 1, 2, "burnout, told in confidence", author="the.doctor", at="2026-04-02")
        for who, line in (("w0", "net_units"), ("w9", "net_units"), ("w1", "no_such_line"))
    ]
    given.append(
        sp.Adjustment("w2", "2026-03", None, 1, None, "burnout", author="the.doctor", at="2026-04-02", kind="exemption")
    )
    with pytest.raises(AdjustmentError) as caught:
        HOUSE.adjusted(given)
    text = str(caught.value) + repr(caught.value)
    assert "burnout" not in text
    assert "the.doctor" not in text
    assert caught.value.count == 4
