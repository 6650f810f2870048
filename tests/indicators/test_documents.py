"""Own indicators from data: every key read, every fault listed with its place and the near name."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from salesperf import indicators, measures
from salesperf.errors import ProfileError, UnknownNameError
from salesperf.indicators import Indicator, Notes, from_dict
from salesperf.measures import Measure
from salesperf.vocabulary import Base, Category, Direction, Level, Per, RollUp, Theme, Unit, Weighting, Zero

APPRAISALS = Measure("appraisals", unit=Unit.COUNT, en="Trade-in appraisals", zh="评估台次")
RATE: dict[str, Any] = {
    "kind": "ratio",
    "id": "appraisal_rate",
    "numerator": "appraisals",
    "denominator": "first_visits",
    "unit": "percent",
    "direction": "higher",
    "decimals": 2,
    "en": "Appraisal rate",
    "zh": "评估率",
}


def known(name: str) -> Measure:
    return APPRAISALS if name == "appraisals" else measures.get(name)


def read(**changes: Any) -> Indicator:
    given = {key: value for key, value in {**RATE, **changes}.items() if value is not ...}
    return from_dict(given, measure=known)


def faults(**changes: Any) -> list[str]:
    with pytest.raises(ProfileError) as caught:
        read(**changes)
    return [str(fault) for fault in caught.value.faults]


def test_own_indicator_of_the_design() -> None:
    made = indicators.Ratio(
        "appraisal_rate",
        numerator=APPRAISALS,
        denominator=measures.FIRST_VISITS,
        unit=Unit.PERCENT,
        direction=Direction.HIGHER,
        decimals=2,
        en="Appraisal rate",
        zh="评估率",
    )
    assert read() == made
    assert from_dict(made.to_dict(), measure=known) == made


def test_every_key() -> None:
    made = read(
        kind="attainment",
        numerator={"net_profit": 1},
        denominator="target_profit",
        category="result",
        theme="gross",
        levels=["director"],
        factor=100,
        plausible=["-500", 500.5],
        zero="TGT",
        scale="1000.50",
        per=None,
        matures_after=None,
        roll_up="SUM",
        notes={"benchmark": "b", "misuse": "m", "pitfall": "p", "sources": ["s"]},
    )
    assert isinstance(made, indicators.Attainment)
    assert (made.category, made.theme, made.levels) == (Category.RESULT, Theme.GROSS, (Level.DIRECTOR,))
    assert made.plausible == (Decimal(-500), Decimal("500.5"))
    assert (made.zero, made.scale, made.roll_up) == (Zero.TARGET, Decimal("1000.50"), RollUp.SUM)
    assert made.notes == Notes(benchmark="b", misuse="m", pitfall="p", sources=["s"])


def test_keys_of_the_other_kinds() -> None:
    cohort = read(zero="IMM", matures_after=30)
    assert isinstance(cohort, indicators.Ratio)
    assert cohort.matures_after == 30
    paced = read(denominator="person_days", per="month", unit="count_per_person_month")
    assert isinstance(paced, indicators.Ratio)
    assert paced.per is Per.MONTH
    mix = read(kind="mix", denominator=..., by="channel", shares={"web": 60, "walk-in": "40"}, unit="index")
    assert isinstance(mix, indicators.Mix)
    assert mix.shares == (("web", Decimal(60)), ("walk-in", Decimal(40)))
    assert from_dict(mix.to_dict(), measure=known) == mix
    change = read(kind="change", numerator=..., denominator=..., of="net_units", relative=True)
    assert isinstance(change, indicators.Change)
    assert change.of is indicators.NET_UNITS


def test_a_change_finds_own_indicators() -> None:
    own = read()
    document = {
        "kind": "change",
        "id": "appraisal_growth",
        "of": "appraisal_rate",
        "unit": "percent",
        "direction": "higher",
        "decimals": 2,
        "en": "Growth",
        "zh": "增长",
    }
    made = from_dict(document, indicator={"appraisal_rate": own}.__getitem__)
    assert isinstance(made, indicators.Change)
    assert made.of is own
    with pytest.raises(ProfileError, match="did you mean 'close_rate'"):
        from_dict({**document, "of": "clos_rate"})


def test_a_change_keeps_its_base() -> None:
    given = {"kind": "change", "numerator": ..., "denominator": ..., "of": "net_units"}
    made = read(**given, since="previous")
    assert isinstance(made, indicators.Change)
    assert made.since is Base.PREVIOUS
    assert made.to_dict()["since"] == "previous"
    assert from_dict(made.to_dict()) == made
    assert read(**given).to_dict()["since"] == "year"
    assert "did you mean 'previous'" in faults(**given, since="previos")[0]


def test_members_keep_what_their_values_are_of() -> None:
    made = read(kind="member_mean", of="unit_attainment", cap="120.5", weighting="target")
    assert isinstance(made, indicators.MemberMean)
    assert (made.of, made.cap, made.weighting) == (indicators.UNIT_ATTAINMENT, Decimal("120.5"), Weighting.TARGET)
    data = made.to_dict()
    assert (data["of"], data["cap"], data["weighting"]) == ("unit_attainment", "120.5", "target")
    assert from_dict(data, measure=known) == made
    spread = read(kind="dispersion", of="close_rate", unit="index")
    assert isinstance(spread, indicators.Dispersion)
    assert (spread.to_dict()["of"], spread.to_dict()["cap"]) == ("close_rate", None)
    assert from_dict(spread.to_dict(), measure=known) == spread
    assert "did you mean 'unit_attainment'" in faults(kind="member_mean", of="unit_attainmnt")[0]
    assert "a number" in faults(kind="member_mean", of="unit_attainment", cap="much")[0]
    assert "weighting of appraisal_rate" in faults(kind="member_mean", of="unit_attainment", weighting="mode")[0]
    assert "key of appraisal_rate" in faults(kind="dispersion", of="close_rate", unit="index", weighting="plain")[0]


def test_plausible_as_a_table() -> None:
    assert read(plausible={"low": 0}).plausible == (Decimal(0), None)
    assert read(plausible={"high": 9, "low": 1}).plausible == (Decimal(1), Decimal(9))


@pytest.mark.parametrize("plausible", [[1], [1, 2, 3], 5, "0 to 5", {"lo": 1}])
def test_plausible_that_is_refused(plausible: Any) -> None:
    assert "a list of two bounds" in faults(plausible=plausible)[0]


def test_everything_wrong_is_listed_at_once() -> None:
    listed = faults(
        numerator="apraisals",
        denominator="units_deliverd - 2*gp_frnt",
        unit="percnt",
        direction=3,
        decimals="2",
        en=5,
        zh=...,
        levels=["manger", "director"],
        plausible=["low", None],
        relative=True,
        colour="red",
        zero="NIL",
        roll_up="RATO",
        notes={"benchmrk": "x", "misuse": 3, "sources": [1]},
    )
    places = [fault.split(":")[0] for fault in listed]
    assert sorted(places) == sorted(
        [
            "key of appraisal_rate",
            "key of appraisal_rate",
            "zh of appraisal_rate",
            "unit of appraisal_rate",
            "direction of appraisal_rate",
            "decimals of appraisal_rate",
            "en of appraisal_rate",
            "levels of appraisal_rate",
            "plausible of appraisal_rate",
            "zero of appraisal_rate",
            "numerator of appraisal_rate",
            "denominator of appraisal_rate",
            "denominator of appraisal_rate",
            "roll_up of appraisal_rate",
            "key of the notes of appraisal_rate",
            "misuse of the notes of appraisal_rate",
            "sources of the notes of appraisal_rate",
        ]
    )
    text = "\n".join(listed)
    for near in ("units_delivered", "gp_front", "percent", "manager", "benchmark", "RATIO"):
        assert f"did you mean '{near}'" in text or f"'{near}'" in text


@pytest.mark.parametrize(("kind", "near"), [("ratoi", "ratio"), ("shar", "share"), (None, None), (3, None)])
def test_unknown_kinds(kind: Any, near: str | None) -> None:
    (fault,) = faults(kind=kind)
    assert fault.startswith("kind of appraisal_rate")
    assert ("did you mean" in fault) is (near is not None)


@pytest.mark.parametrize("given", [None, [], "text"])
def test_wants_a_table(given: Any) -> None:
    with pytest.raises(ProfileError, match="a table of keys and values"):
        from_dict(given)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"levels": "manager"}, "a list"),
        ({"factor": 1.5}, "a whole number"),
        ({"notes": "x"}, "a table of keys and values"),
        ({"kind": "attainment", "scale": "much"}, "a number"),
        ({"kind": "mix", "denominator": ..., "by": "channel", "shares": [1]}, "a table of keys and values"),
        ({"kind": "change", "numerator": ..., "denominator": ..., "of": 3}, "a text"),
        ({"kind": "change", "numerator": ..., "denominator": ..., "of": "net_units", "relative": 1}, "true or false"),
        ({"kind": "share", "numerator": "gp_front"}, "cannot be part of"),
        ({"decimals": 9}, "a whole number from 0 to 6"),
        ({"numerator": 3}, "a sum of measures such as"),
    ],
)
def test_wrong_values(changes: dict[str, Any], message: str) -> None:
    assert message in "\n".join(faults(**changes))


def test_the_formula_must_be_the_one_that_follows() -> None:
    assert read(formula="appraisals ÷ first_visits × 100") == read()
    (fault,) = faults(formula="appraisals ÷ visit_batches")
    assert "which follows from the other keys" in fault


def test_measures_are_sought_only_through_the_resolver() -> None:
    def nothing(name: str) -> Measure:
        what = "measure"
        raise UnknownNameError(what, name, ["other"])

    with pytest.raises(ProfileError) as caught:
        from_dict(RATE, measure=nothing)
    assert len(caught.value.faults) == 2


def test_shipped_notes_are_not_copied() -> None:
    data = indicators.CLOSE_RATE.to_dict()
    assert from_dict(data).about is None
    assert from_dict(data | {"notes": {}}).about is None
    assert from_dict(data | {"notes": {"benchmark": ""}}).about is None
