"""The kit catches indicators that are wrong, and engines that are, each on the smallest rows found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import attrs
import pytest

from salesperf import Direction, Measure, Period, RecordError, Status, Unit, indicators, measures, testing
from salesperf.indicators import Indicator, Ratio, Share
from salesperf.measures import Expression
from salesperf.testing import BrokenLawError
from salesperf.testing._bench import NOBODY, Bench, Reading
from salesperf.vocabulary import Zero

DONE = Measure("own_done", unit=Unit.COUNT, en="Done", zh="完成")
ASKED = Measure("own_asked", unit=Unit.COUNT, en="Asked", zh="要求")
BACK = Measure("own_back", unit=Unit.COUNT, absent_counts_zero=True, en="Back", zh="退回")
PAID = Measure("own_paid", unit=Unit.MONEY, en="Paid", zh="付款")
NAMES = {"en": "Own rate", "zh": "自定率"}


def ratio(**given: Any) -> Ratio:
    arguments = {
        "numerator": DONE,
        "denominator": ASKED,
        "unit": Unit.PERCENT,
        "direction": Direction.HIGHER,
        "decimals": 2,
        **NAMES,
    }
    return Ratio("own_rate", **{**arguments, **given})


def broken(indicator: Indicator, **given: Any) -> dict[str, testing.Broken]:
    with pytest.raises(BrokenLawError) as caught:
        testing.check_indicator(indicator, **given)
    assert caught.value.subject == indicator.id
    return {one.law: one for one in caught.value.broken}


def test_a_sound_indicator_of_ones_own_passes() -> None:
    testing.check_indicator(
        ratio(plausible=(0, 100)),
        examples=[{"own_done": 3, "own_asked": 4}, [{"own_done": 3}, {"own_asked": "8.5"}]],
        worst_to_best=[{"own_done": 0, "own_asked": 1}, {"own_done": 1, "own_asked": 1}],
    )


# --- claims that only the user's examples can test


def test_a_wrong_direction() -> None:
    found = broken(
        ratio(direction=Direction.LOWER),
        worst_to_best=[{"own_done": 1, "own_asked": 4}, {"own_done": 3, "own_asked": 4}],
    )
    assert list(found) == ["direction is true"]
    one = found["direction is true"]
    assert one.found == "lower is said to be better, but the better example has 75.00 (ok), the worse one 25.00 (ok)"
    assert one.example == '[{"own_done": 1, "own_asked": 4}] and then [{"own_done": 3, "own_asked": 4}]'


def test_examples_of_equal_merit_and_examples_without_a_value_are_no_order() -> None:
    same = {"own_done": 1, "own_asked": 4}
    assert "direction is true" in broken(ratio(), worst_to_best=[same, same])
    found = broken(ratio(), worst_to_best=[{"own_done": 1, "own_asked": 0}, same])
    assert set(found) == {"examples are what they are called", "direction is true"}


def test_a_range_in_the_wrong_unit() -> None:
    found = broken(ratio(plausible=(0, 1)), examples=[{"own_done": 3, "own_asked": 4}])
    one = found["examples are what they are called"]
    assert one.found == "75.00 (suspect) is not ok: plausible is 0 to 1"
    assert one.example == '[{"own_done": 3, "own_asked": 4}]'
    found = broken(ratio(plausible=(None, 1)), examples=[{"own_done": 3, "own_asked": 4}])
    assert found["examples are what they are called"].found.endswith("plausible is any to 1")
    found = broken(ratio(plausible=(90, None)), examples=[{"own_done": 3, "own_asked": 4}])
    assert found["examples are what they are called"].found.endswith("plausible is 90 to any")


def test_an_example_without_a_column() -> None:
    found = broken(ratio(), examples=[{"own_asked": 4}])
    assert list(found) == ["examples are what they are called"]
    assert found["examples are what they are called"].found == "no value (missing_data) is not ok"


def test_an_example_that_cannot_be_scored_is_named_and_left_out_of_the_laws() -> None:
    huge = {"own_done": 10**14, "own_asked": 1}
    found = broken(ratio(), examples=[huge], worst_to_best=[huge, {"own_done": 3, "own_asked": 4}])
    assert list(found) == ["examples are what they are called"]
    assert "exceeds" in found["examples are what they are called"].found
    found = broken(ratio(), examples=[{"own_done": 1, "own_asked": 1, "date": "2026-04-01"}])
    assert "no record lies in 2026-03" in found["examples are what they are called"].found
    assert "\"date\": '2026-04-01'" in found["examples are what they are called"].example


def test_examples_that_cannot_be_read_are_faults_of_the_rows() -> None:
    with pytest.raises(RecordError) as caught:
        testing.check_indicator(ratio(), examples=[[{"own_done": "three"}, {"own_asked": float("nan")}]])
    assert [(fault.row, fault.field) for fault in caught.value.faults] == [(1, "own_done"), (2, "own_asked")]
    with pytest.raises(RecordError, match="at least one row"):
        testing.check_indicator(ratio(), examples=[[]])


def test_what_is_no_indicator_is_refused() -> None:
    with pytest.raises(TypeError, match="check_indicator takes an indicator"):
        testing.check_indicator(DONE)  # type: ignore[arg-type]  # the mistake is the test


# --- kinds of one's own


@attrs.frozen(repr=False, cache_hash=True)
class OwnKind(Ratio):
    """A kind that no document names."""

    kind = "own_kind"


class Twin(Share):
    """A kind that a document takes for a share."""

    __slots__ = ()


@attrs.frozen(repr=False, cache_hash=True)
class Unwritten(Ratio):
    def to_dict(self) -> dict[str, Any]:
        return {**super().to_dict(), "decimals": Decimal(2)}


class Forgetful(Ratio):
    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        return {**super().to_dict(), "en": "Another name"}


def of(kind: type[Ratio], **given: Any) -> Ratio:
    arguments = {"numerator": DONE, "denominator": ASKED, "unit": "percent", "direction": "higher", "decimals": 2}
    return kind("own_rate", **{**arguments, **NAMES, **given})


def test_documents_that_do_not_come_back() -> None:
    law = "JSON round trip"
    assert "one of total, ratio" in broken(of(OwnKind))[law].found
    assert "came back" in broken(of(Twin))[law].found
    assert "not JSON serializable" in broken(of(Unwritten))[law].found
    assert "came back" in broken(of(Forgetful))[law].found


class Renamed(Ratio):
    """Comes back equal, but writes itself differently each time."""

    __slots__ = ()
    kind = "ratio"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ratio)

    __hash__ = Ratio.__hash__


def test_a_document_that_names_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Ratio.to_dict
    ids = iter(f"rate_{n}" for n in range(9))
    monkeypatch.setattr(Ratio, "to_dict", lambda self: {**real(self), "formula": "", "en": next(ids)})
    monkeypatch.setattr(Ratio, "__eq__", lambda self, other: isinstance(other, type(self)))
    assert broken(ratio())["JSON round trip"].found == "the copy is stored differently"


def test_documents_that_name_measures_and_indicators_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Ratio.to_dict
    monkeypatch.setattr(Ratio, "to_dict", lambda self: {**real(self), "numerator": "own_doing"})
    assert "own_doing" in broken(ratio())["JSON round trip"].found
    change = indicators.Change
    written = change.to_dict
    monkeypatch.setattr(change, "to_dict", lambda self: {**written(self), "of": "net_unit"})
    assert "net_unit" in str(broken(indicators.SALES_GROWTH)["JSON round trip"].found)


class NotItself(Ratio):
    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return ratio, ()


def test_pickles_that_do_not_come_back() -> None:
    assert "came back" in broken(of(NotItself))["pickling"].found

    class Local(Ratio):
        __slots__ = ()

    assert "Local" in broken(of(Local))["pickling"].found


class Unchecked(Ratio):
    __slots__ = ()

    def _faults(self) -> list[Any]:
        return []


def test_metadata_that_is_not_complete() -> None:
    found = broken(of(Unchecked, en=" ", decimals="2"))
    assert found["metadata is complete"].found == "it lacks decimals"
    assert set(found) == {"metadata is complete", "JSON round trip"}
    assert broken(of(Unchecked, en=" "))["metadata is complete"].found == "it lacks en"
    shapeless = of(Unchecked)
    object.__setattr__(shapeless, "direction", "up")
    assert broken(shapeless)["metadata is complete"].found == "it lacks direction"


# --- engines that are wrong: whatever scores the rows, the laws look at what comes out

Read = Callable[..., Reading]


def engine(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[Read, Bench, Sequence[Any], dict[str, Any]], Reading]
) -> None:
    """Put something between the laws and the real scores."""
    real = Bench.read
    monkeypatch.setattr(Bench, "read", lambda self, rows, **given: change(real, self, rows, given))


def changed(reading: Reading, **line: Any) -> Reading:
    return attrs.evolve(reading, line=attrs.evolve(reading.line, **line))


def test_an_engine_that_drops_the_last_row(monkeypatch: pytest.MonkeyPatch) -> None:
    engine(monkeypatch, lambda real, self, rows, given: real(self, rows[:-1] or rows, **given))
    found = broken(ratio())
    assert {"row order does not matter", "merge = whole"} <= set(found)
    one = found["row order does not matter"]
    assert one.found.endswith("backwards")
    assert one.example == '[{"own_done": 0}, {"own_done": 1}]' or len(one.example) < 60


def test_an_engine_that_takes_equal_rows_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def unique(real: Read, self: Bench, rows: Sequence[Any], given: dict[str, Any]) -> Reading:
        return real(self, list({tuple(row.items()): row for row in rows}.values()), **given)

    engine(monkeypatch, unique)
    found = broken(ratio())
    assert list(found) == ["merge = whole"]
    assert found["merge = whole"].found.endswith("with each amount split over two rows")


def test_an_engine_that_mixes_people_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def pooled(real: Read, self: Bench, rows: Sequence[Any], given: dict[str, Any]) -> Reading:
        who = given.get("who", "someone")
        return real(self, [{**row, "person": who} for row in rows], **given)

    engine(monkeypatch, pooled)
    assert broken(ratio())["merge = whole"].found.endswith("beside somebody else's rows")


def test_an_engine_that_turns_values_round(monkeypatch: pytest.MonkeyPatch) -> None:
    def turned(real: Read, self: Bench, rows: Sequence[Any], given: dict[str, Any]) -> Reading:
        found = real(self, rows, **given)
        return found if found.value is None else changed(found, value=-found.value)

    engine(monkeypatch, turned)
    found = broken(ratio(plausible=(0, None)))
    assert found["direction is true"].found.endswith("when own_done rose")
    assert (
        "where suspect was expected" in found["range is true"].found or "the sums give" in found["range is true"].found
    )


def test_an_engine_that_gives_points_against_the_direction(monkeypatch: pytest.MonkeyPatch) -> None:
    def turned(real: Read, self: Bench, rows: Sequence[Any], given: dict[str, Any]) -> Reading:
        found = real(self, rows, **given)
        return found if found.line.points is None else changed(found, points=-found.line.points)

    engine(monkeypatch, turned)
    found = broken(ratio())
    assert list(found) == ["direction is true"]
    assert "points became" in found["direction is true"].found


def test_an_engine_that_clamps(monkeypatch: pytest.MonkeyPatch) -> None:
    def clamped(real: Read, self: Bench, rows: Sequence[Any], given: dict[str, Any]) -> Reading:
        found = real(self, rows, **given)
        most = Decimal("100.00")
        return found if found.value is None or found.value <= most else changed(found, value=most, status=Status.OK)

    engine(monkeypatch, clamped)
    found = broken(ratio(plausible=(0, 100)))["range is true"]
    assert "not 100.00 (ok)" in found.found
    assert found.found.startswith("the sums give ")


def test_an_engine_that_flags_what_is_plausible(monkeypatch: pytest.MonkeyPatch) -> None:
    def flagged(real: Read, self: Bench, rows: Sequence[Any], given: dict[str, Any]) -> Reading:
        found = real(self, rows, **given)
        return changed(found, status=Status.SUSPECT) if found.line.status is Status.OK else found

    engine(monkeypatch, flagged)
    assert "where ok was expected: plausible is any to any" in broken(ratio())["range is true"].found


def test_an_engine_that_says_zero_for_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def zero(real: Read, self: Bench, rows: Sequence[Any], given: dict[str, Any]) -> Reading:
        found = real(self, rows, **given)
        return changed(found, value=Decimal("0.00"), status=Status.OK) if found.value is None else found

    engine(monkeypatch, zero)
    assert "0.00 (ok)" in broken(ratio())["undefined is stated"].found


def test_an_engine_that_gives_a_value_beside_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def both(real: Read, self: Bench, rows: Sequence[Any], given: dict[str, Any]) -> Reading:
        found = real(self, rows, **given)
        return changed(found, value=Decimal("0.00")) if found.value is None else found

    engine(monkeypatch, both)
    assert "0.00 (" in broken(ratio())["undefined is stated"].found


def test_an_engine_that_shows_too_many_decimals(monkeypatch: pytest.MonkeyPatch) -> None:
    def fine(real: Read, self: Bench, rows: Sequence[Any], given: dict[str, Any]) -> Reading:
        found = real(self, rows, **given)
        return found if found.value is None else changed(found, value=found.value.quantize(Decimal("0.0001")))

    engine(monkeypatch, fine)
    assert broken(ratio())["undefined is stated"].found.endswith("does not show 2 decimals")


def test_an_engine_that_reads_every_absent_column_as_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    def filled(real: Read, self: Bench, rows: Sequence[Any], given: dict[str, Any]) -> Reading:
        return real(self, [{**dict.fromkeys(m.id for m in self.indicator.measures), **row} for row in rows], **given)

    engine(monkeypatch, filled)
    net = indicators.Total("own_net", numerator=DONE - BACK, unit="count", direction="higher", decimals=2, **NAMES)
    assert broken(ratio())["undefined is stated"].found.endswith("without a column own_done")
    assert broken(net)["undefined is stated"].found.endswith("without a column own_done")


def test_an_engine_that_hides_what_it_took_for_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    engine(monkeypatch, lambda real, self, rows, given: changed(real(self, rows, **given), absent=()))
    net = indicators.Total("own_net", numerator=DONE - BACK, unit="count", direction="higher", decimals=2, **NAMES)
    assert "the line does not say so" in broken(net)["undefined is stated"].found


def test_an_engine_that_takes_an_absent_column_for_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    def one(real: Read, self: Bench, rows: Sequence[Any], given: dict[str, Any]) -> Reading:
        return real(self, [row if "own_back" in row else {**row, "own_back": 1} for row in rows], **given)

    engine(monkeypatch, one)
    net = indicators.Total("own_net", numerator=DONE - BACK, unit="count", direction="higher", decimals=2, **NAMES)
    assert "where it is 0" in broken(net)["undefined is stated"].found


def test_an_engine_that_scores_a_young_cohort(monkeypatch: pytest.MonkeyPatch) -> None:
    engine(monkeypatch, lambda real, self, rows, given: real(self, rows, **{**given, "matured": True}))
    cohort = ratio(zero=Zero.IMMATURE, matures_after=60)
    assert broken(cohort)["undefined is stated"].found.endswith("where the cohort is younger than 60 days")


@pytest.mark.parametrize(
    ("zero", "expected"),
    [
        (Zero.UNDEFINED, "no_denominator"),
        (Zero.UNDEFINED_OR_IDLE, "not_applicable"),
        (Zero.IDLE, "not_applicable"),
        (Zero.ASSESSED, "not_assessed"),
        (Zero.INFINITE, "ok"),
        (Zero.INFINITE_COST, "no_denominator"),
        (Zero.SAMPLE, "no_denominator"),
    ],
)
def test_every_zero_rule_is_held_to_its_status(zero: Zero, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has no rows at all has 0 ÷ 0."""
    testing.check_indicator(ratio(zero=zero))

    def other(real: Read, self: Bench, rows: Sequence[Any], given: dict[str, Any]) -> Reading:
        found = real(self, rows, **given)
        if given.get("who") != NOBODY:
            return found
        return changed(found, status=Status.NO_TARGET, value=None)

    engine(monkeypatch, other)
    assert f"where {expected} was expected" in broken(ratio(zero=zero))["undefined is stated"].found


def test_an_engine_that_knows_amounts_only_up_to_a_thousand(monkeypatch: pytest.MonkeyPatch) -> None:
    def capped(real: Read, self: Bench, rows: Sequence[Any], given: dict[str, Any]) -> Reading:
        found = real(self, rows, **given)
        return found if found.value is None else changed(found, value=min(found.value, Decimal("1000.00")))

    engine(monkeypatch, capped)
    total = indicators.Total("own_paid_sum", numerator=PAID, unit="money", direction="higher", decimals=2, **NAMES)
    assert broken(total)["money scales"].found.endswith("when all money was ten times as much")


def test_an_engine_that_loses_large_values(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(real: Read, self: Bench, rows: Sequence[Any], given: dict[str, Any]) -> Reading:
        found = real(self, rows, **given)
        large = found.value is not None and found.value > 9_000
        return changed(found, value=None, status=Status.MISSING_DATA) if large else found

    engine(monkeypatch, lost)
    each = ratio(numerator=PAID, denominator=DONE, unit=Unit.MONEY_PER_UNIT)
    assert "became no value (missing_data)" in broken(each)["money scales"].found


def test_money_below_and_on_both_sides_scales_too() -> None:
    testing.check_indicator(ratio(numerator=DONE, denominator=PAID, unit=Unit.RATIO, decimals=4))
    testing.check_indicator(ratio(numerator=PAID, denominator=PAID * 3, unit=Unit.RATIO))
    scaled = indicators.Attainment(
        "own_profit",
        numerator=measures.NET_PROFIT,
        denominator=measures.TARGET_PROFIT,
        scale=5000,
        unit="percent",
        direction="higher",
        decimals=2,
        **NAMES,
    )
    testing.check_indicator(scaled, examples=[{"net_profit": -3, "target_profit": 0}])


def test_mean_levels_of_all_kinds_follow_from_their_sums() -> None:
    """ "the mean over that owner's dates" """
    level = Measure("own_level", unit=Unit.COUNT, additivity="mean", en="Level", zh="水平")
    other = Measure("own_other", unit=Unit.COUNT, additivity="mean", en="Other", zh="另一")
    testing.check_indicator(ratio(numerator=level, denominator=ASKED, per="month"))
    testing.check_indicator(ratio(numerator=level, denominator=other))
    testing.check_indicator(ratio(numerator=DONE, denominator=level, per="year"))
    testing.check_indicator(indicators.total_of(level))


def test_an_error_of_the_library_is_a_broken_law(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(real: Read, self: Bench, rows: Sequence[Any], given: dict[str, Any]) -> Reading:
        if len(rows) > 3:
            raise RecordError([])
        return real(self, rows, **given)

    engine(monkeypatch, refuses)
    assert "faults in the records (0)" in broken(ratio())["row order does not matter"].found


def test_the_smallest_rows_are_looked_for_only_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("salesperf.testing._check_indicator._TRIES", 2)
    engine(monkeypatch, lambda real, self, rows, given: real(self, rows[:-1] or rows, **given))
    assert len(broken(ratio())["row order does not matter"].example) > 40


def test_expressions_of_several_measures_are_split_and_raised_too() -> None:
    net = ratio(numerator=DONE - BACK * 2, denominator=ASKED + BACK)
    assert isinstance(net.numerator, Expression)
    testing.check_indicator(net)


YEAR_AGO = {"date": "2025-03-17"}


def test_an_example_of_a_change_holds_its_base() -> None:
    """The date "is the first of `period` where none is given, so that a row of a change's base has to say its own"."""
    growth = indicators.SALES_GROWTH
    grew = [[{"units_delivered": n}, {"units_delivered": 4, **YEAR_AGO}] for n in (3, 5)]
    testing.check_indicator(growth, worst_to_best=grew)
    assert broken(growth, examples=[{"units_delivered": 3}])["examples are what they are called"].found == (
        "no value (no_denominator) is not ok"
    )
    shrunk = attrs.evolve(growth, id="shrunk", direction=Direction.LOWER)
    assert "direction is true" in broken(shrunk, worst_to_best=grew)


def change(of: Any = None, **given: Any) -> indicators.Change:
    named = {"unit": Unit.PERCENT, "direction": Direction.HIGHER, "decimals": 2, **NAMES, **given}
    return indicators.Change("own_change", of=of or ratio(), **named)


IN_POINTS = {"relative": False, "unit": Unit.PERCENTAGE_POINTS}


@pytest.mark.parametrize("since", ["year", "previous"])
@pytest.mark.parametrize("more", [{}, IN_POINTS], ids=["relative", "in points"])
def test_changes_of_every_kind_keep_every_law(since: str, more: dict[str, Any]) -> None:
    ranged = ratio(plausible=(0, 60))
    scaled = indicators.Attainment(
        "own_scaled",
        numerator=PAID,
        denominator=Measure("own_goal", unit=Unit.MONEY, en="Goal", zh="目标"),
        scale=100_000,
        unit=Unit.PERCENT,
        direction=Direction.HIGHER,
        decimals=2,
        **NAMES,
    )
    for of in (ratio(), ranged, scaled, attrs.evolve(scaled, scale=None), ratio(zero=Zero.INFINITE)):
        testing.check_indicator(change(of, since=since, **more))
    money = indicators.total_of(PAID)
    testing.check_indicator(change(money, since=since, plausible=(-50, 50)))
    level = indicators.total_of(Measure("own_level", unit=Unit.COUNT, additivity="mean", en="Level", zh="水平"))
    testing.check_indicator(change(level, since=since), period="2026-W09")


def spoiled(read: Reading, **given: Any) -> Reading:
    return attrs.evolve(read, line=attrs.evolve(read.line, **given))


def test_a_change_that_the_sums_of_its_sides_do_not_give(monkeypatch: pytest.MonkeyPatch) -> None:
    def off(real: Read, self: Bench, rows: Sequence[Any], given: dict[str, Any]) -> Reading:
        found = real(self, rows, **given)
        return found if found.value is None else spoiled(found, value=found.value + 1)

    engine(monkeypatch, off)
    for of in (indicators.total_of(PAID), ratio()):
        assert "the sums give" in broken(change(of))["range is true"].found


def test_a_change_without_a_base_that_is_shown_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def shows(real: Read, self: Bench, rows: Sequence[Any], given: dict[str, Any]) -> Reading:
        found = real(self, rows, **given)
        none = found.line.status is Status.NO_DENOMINATOR
        return spoiled(found, status=Status.NOT_APPLICABLE) if none else found

    engine(monkeypatch, shows)
    found = broken(change())["undefined is stated"].found
    assert found == "no value (not_applicable) with a denominator of 0, where no_denominator was expected (base)"


def test_what_an_organisation_decides_is_missing_without_one() -> None:
    middle = attrs.evolve(indicators.MEMBER_MEAN_ATTAINMENT, id="middle", weighting="median", cap=None)
    testing.check_indicator(middle)
    assert not Bench(middle, Period.parse("2026-03")).is_computed


def test_rows_of_what_needs_peers_have_no_money_to_scale() -> None:
    by_model = indicators.StructureMatch(
        "own_match",
        numerator=PAID,
        denominator=Measure("own_wanted", unit=Unit.MONEY, en="Wanted", zh="需求"),
        by="model",
        unit=Unit.POINTS,
        direction=Direction.HIGHER,
        decimals=2,
        factor=100,
        **NAMES,
    )
    rows = [{"own_paid": n, "own_wanted": 5, "model": f"m{n}"} for n in (1, 2)]
    testing.check_indicator(by_model, examples=[rows])


def test_distributions_follow_from_the_amounts_a_line_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    """ "1 − ½ Σ |share − target share|"; "without target shares it tells how mixed the amounts are: 1 − Σ share²" """
    mix = indicators.CHANNEL_MIX_INDEX
    rows = [{"leads_valid": 1, "customer": f"c{n}", "channel": name} for n, name in enumerate(["web", "web", "shop"])]
    kinds: list[Indicator] = [mix, mix.with_shares({"web": 3, "fair": 1}), indicators.STOCK_STRUCTURE_HEALTH]
    for one in kinds:
        testing.check_indicator(one, examples=[] if one is indicators.STOCK_STRUCTURE_HEALTH else [rows])

    def off(real: Read, self: Bench, given_rows: Sequence[Any], given: dict[str, Any]) -> Reading:
        found = real(self, given_rows, **given)
        return found if found.value is None else changed(found, value=found.value * Decimal("0.99"))

    engine(monkeypatch, off)
    for one in kinds:
        assert "the sums give" in broken(one)["range is true"].found
