import pickle
from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesperf import (
    Criterion,
    Level,
    Phase,
    Profile,
    ProfileError,
    Theme,
    UnknownNameError,
    curves,
    indicators,
    profiles,
)
from salesperf.arithmetic import largest_remainder, to_decimal

LINE = curves.Linear((60, 0), (100, 100))
_GOLDEN = (
    (indicators.UNIT_ATTAINMENT, 30),
    (indicators.GROSS_TOTAL_PER_UNIT, 20),
    (indicators.LEAD_ATTAINMENT, 10),
    (indicators.NEW_CUSTOMER_COUNT, 5),
    (indicators.CLOSE_RATE, 10),
    (indicators.CSI_SCORE, 15),
    (indicators.PROCESS_COMPLIANCE, 10),
)
BASE = Profile(
    "domain.md §6.5",
    level=Level.CONSULTANT,
    criteria=[Criterion(indicator, weight=weight, curve=LINE) for indicator, weight in _GOLDEN],
)


def weights(profile: Profile) -> list[str]:
    return [str(criterion.weight) for criterion in profile.criteria]


def test_domain_6_5_expansion_by_criterion() -> None:
    """Expansion (leads×2, new×2, gross×0.5, others ×1; sum 105): plain rounding gives 99.99."""
    made = BASE.in_phase({"lead_attainment": 2, "new_customer_count": 2, "gross_total_per_unit": 0.5})
    assert weights(made) == ["28.57", "9.53", "19.05", "9.52", "9.52", "14.29", "9.52"]
    assert made.phase == "custom"


def test_domain_6_5_profit_by_criterion() -> None:
    """Profit (gross×1.75, leads×.5, new×.5, others ×1; sum 107.5)."""
    factors = {"gross_total_per_unit": "1.75", "lead_attainment": 0.5, "new_customer_count": Decimal("0.5")}
    made = BASE.in_phase(factors, name="profit first")
    assert weights(made) == ["27.91", "32.56", "4.65", "2.33", "9.30", "13.95", "9.30"]
    assert made.phase == "profit first"


def test_domain_6_5_market_expansion_of_the_table() -> None:
    """With the multipliers of the table: plain rounding gives 100.01."""
    made = BASE.in_phase(Phase.MARKET_EXPANSION)
    assert weights(made) == ["28.04", "9.35", "18.69", "9.35", "11.21", "14.02", "9.34"]
    assert made.phase == "market_expansion"


def test_domain_6_5_profit_improvement_of_the_table() -> None:
    """With the multipliers of the table (units 0.9 in profit): plain rounding gives 99.99."""
    made = BASE.in_phase(Phase.PROFIT_IMPROVEMENT)
    assert weights(made) == ["25.84", "33.49", "4.79", "2.39", "9.57", "14.35", "9.57"]


def test_domain_6_5_table_of_multipliers() -> None:
    table = {
        Phase.MARKET_EXPANSION: "1 0.5 2 1.2 1 0.8 1",
        Phase.PROFIT_IMPROVEMENT: "0.9 1.75 0.5 1 1 1.2 1",
        Phase.STOCK_CLEARANCE: "1.2 0.7 1 1 0.9 2 0.8",
        Phase.REPUTATION_REPAIR: "0.8 0.9 0.8 1 2 1 1.2",
        Phase.TEAM_BUILDING: "0.9 0.9 1.2 1.3 1 0.8 2",
    }
    assert tuple(table) == profiles.PHASES
    order = (Theme.UNITS, Theme.GROSS, Theme.LEADS, Theme.PROCESS, Theme.CSI, Theme.INVENTORY, Theme.PEOPLE)
    for phase, row in table.items():
        assert [str(phase.factor(theme)) for theme in order] == row.split(), phase.name


@pytest.mark.parametrize("phase", profiles.PHASES, ids=lambda phase: phase.name)
@pytest.mark.parametrize("profile", profiles.SHIPPED, ids=lambda profile: profile.name)
def test_every_shipped_profile_goes_into_every_phase(profile: Profile, phase: Phase) -> None:
    """Weights re-normalised by largest remainder (ties in profile order) to exactly 100.00."""
    made = profile.in_phase(phase)
    assert sum(criterion.weight for criterion in made.criteria) == Decimal("100.00")
    assert made.phase == phase.name
    assert made.digest != profile.digest
    assert [attrs.evolve(one, weight=1) for one in made.criteria] == [
        attrs.evolve(one, weight=1) for one in profile.criteria
    ]


@given(
    st.lists(st.integers(1, 60), min_size=1, max_size=12),
    st.lists(st.integers(1, 1_000_000), min_size=12, max_size=12),
)
def test_weights_total_exactly_100_after_any_phase(shares: list[int], factors: list[int]) -> None:
    """Weights re-normalised by largest remainder (ties in profile order) to exactly 100.00."""
    ids = indicators.CATALOGUE[: len(shares)]
    criteria = [
        Criterion(one, weight=to_decimal(part, 2), curve=curves.Steps((0, 1)))
        for one, part in zip(ids, largest_remainder(shares, 10_000), strict=True)
    ]
    profile = Profile("p", level="manager", criteria=criteria)
    chosen = {one.id: to_decimal(factor, 4) for one, factor in zip(ids, factors, strict=False)}
    exact = [one.weight * chosen[one.id] for one in criteria]
    try:
        made = profile.in_phase(chosen)
    except ProfileError as error:
        assert "at least 0.01" in str(error)  # noqa: PT017  (either outcome is lawful)
        return
    assert sum(int(one.weight * 100) for one in made.criteria) == 10_000
    for criterion, part in zip(made.criteria, exact, strict=True):
        assert abs(criterion.weight - 100 * part / sum(exact)) < Decimal("0.010001")


def test_a_weight_that_would_vanish_is_an_error_that_names_it() -> None:
    with pytest.raises(ProfileError) as caught:
        BASE.in_phase({"lead_attainment": 0, "new_customer_count": "0.0001"})
    assert [fault.field for fault in caught.value.faults] == ["lead_attainment", "new_customer_count"]
    with pytest.raises(ProfileError, match=r"at least 0.01"):
        BASE.in_phase(dict.fromkeys((one.id for one in BASE.criteria), 0))


def test_factors_do_not_pile_up_unseen() -> None:
    with pytest.raises(ProfileError, match="a profile in no phase"):
        BASE.in_phase(Phase.TEAM_BUILDING).in_phase(Phase.MARKET_EXPANSION)


def test_faults_of_factors_are_all_told() -> None:
    with pytest.raises(ProfileError) as caught:
        BASE.in_phase({"lead_atainment": 2, "close_rate": -1, "csi_score": "1.00001"})
    assert [str(fault) for fault in caught.value.faults] == [
        "phase: 'lead_atainment': the name of a criterion; did you mean 'lead_attainment' or 'unit_attainment'?",
        "phase.close_rate: -1: a number of 0 or more up to 100 with at most 4 decimals",
        "phase.csi_score: 1.00001: a number of 0 or more up to 100 with at most 4 decimals",
    ]
    with pytest.raises(ProfileError, match="a Phase, such as"):
        BASE.in_phase("market_expansion")  # type: ignore[arg-type]


def test_an_indicator_without_a_theme_keeps_its_factor() -> None:
    own = attrs.evolve(indicators.CSI_SCORE, id="own_csi", theme=None)
    criteria = [Criterion(own, weight=50, curve=LINE), Criterion(indicators.NPS, weight=50, curve=LINE)]
    made = Profile("p", level="manager", criteria=criteria).in_phase(Phase.REPUTATION_REPAIR)
    assert weights(made) == ["33.33", "66.67"]


def test_phases_are_values() -> None:
    phase = Phase("launch", multipliers={"leads": 2, Theme.GROSS: 0.5, Theme.UNITS: 1})
    assert phase == Phase("launch", multipliers=((Theme.GROSS, "0.5"), (Theme.LEADS, 2)), en="Launch")
    assert phase.multipliers == ((Theme.GROSS, Decimal("0.5")), (Theme.LEADS, Decimal(2)))
    assert phase.factor(None) == 1
    assert pickle.loads(pickle.dumps(phase)) == phase
    assert {phase: 1}[phase] == 1


def test_phases_that_cannot_be_read() -> None:
    with pytest.raises(ProfileError) as caught:
        Phase(" ", multipliers={Theme.LEADS: 101, Theme.GROSS: "-1"})
    assert [fault.field for fault in caught.value.faults] == ["name", "multipliers.gross", "multipliers.leads"]
    with pytest.raises(ProfileError, match="did you mean 'leads'"):
        Phase("x", multipliers={"lead": 2})


def test_shipped_phases_are_found_by_name() -> None:
    assert Phase.get("stock_clearance") is Phase.STOCK_CLEARANCE
    assert all(phase.en and phase.zh for phase in profiles.PHASES)
    with pytest.raises(UnknownNameError, match="did you mean 'market_expansion'"):
        Phase.get("market_expantion")
