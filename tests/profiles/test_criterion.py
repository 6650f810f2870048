import pickle
from decimal import Decimal, localcontext

import attrs
import pytest

from salesperf import Criterion, ProfileError, Scope, curves, indicators, measures
from salesperf.curves import Domain, Linear

LINE = Linear((60, 0), (100, 100))


def faults(*args: object, **kwargs: object) -> dict[str | None, str]:
    with pytest.raises(ProfileError) as caught:
        Criterion(*args, **{"weight": 10, "curve": LINE, **kwargs})  # type: ignore[arg-type]
    return {fault.field: str(fault) for fault in caught.value.faults}


def test_id_is_the_indicators_plus_the_scope_given() -> None:
    assert Criterion(indicators.CSI_SCORE, weight=1, curve=LINE).id == "csi_score"
    scoped = Criterion(indicators.CSI_SCORE, weight=1, curve=LINE, scope="store")
    assert (scoped.id, scoped.scope) == ("csi_score@store", Scope.STORE)
    named = Criterion(indicators.CSI_SCORE, weight=1, curve=LINE, scope="store", id="store_csi")
    assert (named.id, named.default_id) == ("store_csi", "csi_score@store")


def test_a_given_id_that_is_the_default_makes_no_difference() -> None:
    assert Criterion(indicators.NPS, weight=1, curve=LINE, id="nps") == Criterion(indicators.NPS, weight=1, curve=LINE)


def test_numbers_are_exact_and_floats_mean_their_repr() -> None:
    criterion = Criterion(indicators.NPS, weight=0.1, curve=LINE, par="99.5")
    assert (criterion.weight, criterion.par) == (Decimal("0.1"), Decimal("99.5"))


@pytest.mark.parametrize(("given", "held"), [("3 months", 3), ("1 month", 1), ("2 years", 24), (6, 6), (None, None)])
def test_windows_are_months(given: object, held: int | None) -> None:
    assert Criterion(indicators.NPS, weight=1, curve=LINE, window=given).window == held  # type: ignore[arg-type]


@pytest.mark.parametrize("given", ["3 weeks", "0 months", "three months", "3", 3.0, True])
def test_other_windows_are_refused(given: object) -> None:
    with pytest.raises(ProfileError, match="a span such as"):
        Criterion(indicators.NPS, weight=1, curve=LINE, window=given)  # type: ignore[arg-type]


def test_all_faults_of_a_criterion_are_raised_at_once() -> None:
    found = faults(
        indicators.PROCESS_COMPLIANCE,
        weight="33.333",
        par=-1,
        id="Not An Id",
        group=" x",
        window=121,
        minimum_sample=3,
        curve=Linear(("60.125", 0), (100, 100)),
    )
    assert found == {
        "process_compliance.weight": (
            "process_compliance.weight: 33.333: a number above 0 up to 100 with at most 2 decimals"
        ),
        "process_compliance.par": "process_compliance.par: -1: a number of 0 or more with at most 3 decimals",
        "process_compliance.id": (
            "process_compliance.id: 'Not An Id': lower-case letters, digits and _, beginning with a letter, "
            "and perhaps @ and a scope"
        ),
        "process_compliance.group": (
            "process_compliance.group: ' x': a printable name of 1 to 64 characters without blanks at its ends"
        ),
        "process_compliance.window": "process_compliance.window: 121: from 1 to 120 months",
        "process_compliance.minimum_sample": (
            "process_compliance.minimum_sample: 3: no minimum sample: process_compliance does not rest on a count"
        ),
        "process_compliance.curve.knot 1": (
            "process_compliance.curve.knot 1: 60.125: at most 2 decimals, as many as the value shows"
        ),
    }


@pytest.mark.parametrize("weight", [0, -1, "100.01", 33.333])
def test_weights_are_above_0_with_up_to_two_decimals(weight: object) -> None:
    assert list(faults(indicators.NPS, weight=weight)) == ["nps.weight"]


@pytest.mark.parametrize("weight", ["ten", None, True, float("nan"), Decimal("Infinity"), 10**30, "1_0", "１", 1e-13])
def test_what_is_no_plain_number_is_refused(weight: object) -> None:
    with pytest.raises(ProfileError, match="a plain number"):
        Criterion(indicators.NPS, weight=weight, curve=LINE)  # type: ignore[arg-type]


@pytest.mark.parametrize("minimum", [0, -3, 2.5, True, "10"])
def test_minimum_sample_is_a_whole_number(minimum: object) -> None:
    assert (
        "a whole number of 1 or more"
        in faults(indicators.CSI_SCORE, minimum_sample=minimum)["csi_score.minimum_sample"]
    )


def test_wrong_types_are_told() -> None:
    assert "an indicator, such as" in faults(measures.UNITS_DELIVERED)["indicator"]
    assert "a curve, such as" in faults(indicators.NPS, curve={"kind": "linear"})["nps.curve"]
    assert (
        "one of own, unit, store, area, members; did you mean 'store'?" in faults(indicators.NPS, scope="stor")["scope"]
    )
    assert list(faults(indicators.NPS, id=3)) == ["nps.id"]


@pytest.mark.parametrize(
    ("indicator", "domain", "decimals"),
    [
        (indicators.MARKET_SHARE, Domain.VALUE, 4),
        (indicators.MARKET_SHARE, Domain.GAP, 4),
        (indicators.MARKET_SHARE, Domain.PERCENT_OF_TARGET, 2),
        (indicators.UNIT_ATTAINMENT, Domain.VALUE, 2),
        (indicators.UNIT_ATTAINMENT, Domain.GAP, 2),
        (indicators.UNIT_ATTAINMENT, Domain.PERCENT_OF_TARGET, 2),
    ],
)
def test_what_a_curve_looks_at_has_the_decimals_it_is_shown_with(
    indicator: indicators.Indicator, domain: Domain, decimals: int
) -> None:
    own = indicator if isinstance(indicator, indicators.Attainment) else attrs.evolve(indicator, decimals=decimals)
    target = 10 if domain is not Domain.VALUE and not isinstance(indicator, indicators.Attainment) else None
    line = Linear((60, 0), (100, 100), of=domain)
    assert Criterion(indicator, weight=1, curve=line, target=target).decimals == decimals
    assert own.decimals == decimals


def test_a_gap_on_an_attainment_is_an_amount_with_two_decimals() -> None:
    whole = attrs.evolve(indicators.UNIT_ATTAINMENT, decimals=0)
    fine = Linear(("-0.25", 0), (0, 100), of=Domain.GAP)
    assert Criterion(whole, weight=1, curve=fine).decimals == 2
    assert "at most 0 decimals" in faults(whole, curve=Linear(("0.25", 0), (1, 100)))["unit_attainment.curve.knot 1"]


@pytest.mark.parametrize("domain", [Domain.GAP, Domain.PERCENT_OF_TARGET])
def test_a_curve_on_the_target_needs_one(domain: Domain) -> None:
    line = Linear((0, 0), (100, 100), of=domain)
    expected = f"a target: the curve reads the {domain}, and sales_revenue is not an attainment"
    assert expected in faults(indicators.SALES_REVENUE, curve=line)["sales_revenue.target"]
    assert Criterion(indicators.REVENUE_ATTAINMENT, weight=1, curve=line).target is None
    assert Criterion(indicators.SALES_REVENUE, weight=1, curve=line, target=measures.TARGET_REVENUE).target is not None


def test_a_target_that_nothing_reads_is_refused() -> None:
    assert "is measured against its own" in faults(indicators.UNIT_ATTAINMENT, target=10)["unit_attainment.target"]
    assert "no target, or a curve" in faults(indicators.NPS, target=measures.TARGET_UNITS)["nps.target"]


def test_a_targets_unit_must_fit() -> None:
    line = Linear((0, 0), (100, 100), of=Domain.GAP)
    found = faults(indicators.SALES_REVENUE, curve=line, target=measures.TARGET_UNITS)
    expected = "target_units: a target in money, as sales_revenue is, not in count"
    assert found == {"sales_revenue.target": f"sales_revenue.target: {expected}"}
    per_unit = Criterion(indicators.GROSS_PER_UNIT, weight=1, curve=line, target=measures.TARGET_GROSS)
    assert per_unit.target == measures.Expression.of(measures.TARGET_GROSS)


@pytest.mark.parametrize(
    ("domain", "target", "fine"),
    [
        (Domain.GAP, 0, True),
        (Domain.GAP, "-1.25", True),
        (Domain.GAP, "0.125", False),
        (Domain.PERCENT_OF_TARGET, 4, True),
        (Domain.PERCENT_OF_TARGET, 0, False),
        (Domain.PERCENT_OF_TARGET, "4.005", False),
    ],
)
def test_a_fixed_target_is_shown_as_the_indicator_is(domain: Domain, target: object, fine: bool) -> None:  # noqa: FBT001
    line = Linear((0, 0), (100, 100), of=domain)
    if fine:
        held = Criterion(indicators.FIRST_RESPONSE_TIME, weight=1, curve=line, target=target)  # type: ignore[arg-type]
        assert held.target == Decimal(str(target))
    else:
        assert list(faults(indicators.FIRST_RESPONSE_TIME, curve=line, target=target)) == ["first_response_time.target"]


def test_notes_take_no_part_in_comparisons() -> None:
    bare = Criterion(indicators.NPS, weight=1, curve=LINE)
    noted = attrs.evolve(bare, note="why", placeholder=True)
    assert noted == bare
    assert hash(noted) == hash(bare)
    assert attrs.evolve(bare, weight=2) != bare


def test_criteria_pickle() -> None:
    criterion = Criterion(indicators.CSI_SCORE, weight=1, curve=LINE, minimum_sample=10)
    hash(criterion)
    assert pickle.loads(pickle.dumps(criterion)) == criterion


def test_repr_names_what_matters() -> None:
    criterion = Criterion(
        indicators.CSI_SCORE, weight="10.50", curve=LINE, minimum_sample=10, window="3 months", group="people"
    )
    assert repr(criterion) == (
        "<Criterion csi_score: 10.5 %, Linear((60, 0), (100, 100)), window 3 months, sample ≥ 10, group people>"
    )
    assert repr(Criterion(indicators.NPS, weight=1, curve=LINE)) == "<Criterion nps: 1 %, Linear((60, 0), (100, 100))>"


def test_the_callers_decimal_context_does_not_matter() -> None:
    with localcontext() as context:
        context.prec = 2
        criterion = Criterion(indicators.NPS, weight="33.33", curve=LINE, par="100.125")
        assert "33.33 %" in repr(criterion)
    assert criterion.par == Decimal("100.125")


def test_negative_zero_is_zero() -> None:
    assert str(Criterion(indicators.NPS, weight=1, curve=LINE, par="-0").par) == "0"
    assert str(Criterion(indicators.NPS, weight=1, curve=LINE, par=-0.0).par) == "0"


def test_curves_of_all_families_are_read() -> None:
    for curve in (curves.Proportional(cap=120), curves.Steps((0, 50)), curves.Target(0, 10)):
        assert Criterion(indicators.NPS, weight=1, curve=curve).curve is curve
