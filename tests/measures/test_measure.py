"""A measure: what it takes, what it refuses, how it is written to data and back."""

from __future__ import annotations

import copy
import pickle
from decimal import Decimal
from typing import Any

import attrs
import pytest

from salesperf import measures
from salesperf.errors import ProfileError, UnknownNameError
from salesperf.measures import RESERVED, Measure
from salesperf.vocabulary import Additivity, Owner, Unit


def made(**changes: Any) -> Measure:
    given: dict[str, Any] = {"unit": Unit.COUNT, "en": "Appraisals", "zh": "评估台次", **changes}
    return Measure(given.pop("id", "appraisals"), **given)


def faults(**changes: Any) -> list[str]:
    with pytest.raises(ProfileError) as caught:
        made(**changes)
    return [str(fault) for fault in caught.value.faults]


def test_defaults() -> None:
    measure = made()
    assert (measure.additivity, measure.key, measure.owner) == (Additivity.SUM, None, Owner.PERSON)
    assert (measure.signed, measure.absent_counts_zero, measure.labels) == (False, False, ())
    assert repr(measure) == "Measure('appraisals', count, 4 decimals, sum)"
    assert repr(made(additivity="distinct", key="lead")) == "Measure('appraisals', count, 4 decimals, distinct by lead)"


@pytest.mark.parametrize(
    ("unit", "decimals"),
    [(Unit.MONEY, 2), (Unit.COUNT, 4), (Unit.RATING, 4), (Unit.MINUTES, 2), (Unit.DAYS, 2), (Unit.POINTS, 4)],
)
def test_decimals_of_a_unit(unit: Unit, decimals: int) -> None:
    """DESIGN: its unit's default: money 2, counts 4 so that credit can be shared, ratings 4, minutes 2; or its own."""
    assert made(unit=unit).decimals == decimals
    assert made(unit=unit, decimals=0).decimals == 0


def test_names_in_both_languages() -> None:
    assert (made().name(), made().name("zh")) == ("Appraisals", "评估台次")


def test_words_of_the_vocabulary_may_be_text() -> None:
    assert made(unit="count", additivity="last", owner="store") == made(
        unit=Unit.COUNT, additivity=Additivity.LAST, owner=Owner.STORE
    )


@pytest.mark.parametrize("name", ["", "Appraisals", "2nd", "a b", "ä", "a" * 65, "a\n", 7, *sorted(RESERVED)])
def test_ids_that_are_refused(name: Any) -> None:
    (fault,) = faults(id=name)
    assert fault.startswith("id of the measure: ")


def test_every_contradiction_is_listed_at_once() -> None:
    listed = faults(en=" ", zh=None, decimals=7, key="customer")
    assert [fault.split(":")[0] for fault in listed] == [
        "en of appraisals",
        "zh of appraisals",
        "decimals of appraisals",
        "key of appraisals",
    ]


@pytest.mark.parametrize("decimals", [-1, 7, True, 2.0, "2"])
def test_decimals_that_are_refused(decimals: Any) -> None:
    assert "a whole number from 0 to 6" in faults(decimals=decimals)[0]


def test_a_key_belongs_to_distinct_measures_only() -> None:
    assert "a key exactly where the measure is distinct" in faults(additivity="distinct")[0]
    assert "a key exactly where the measure is distinct" in faults(key="customer")[0]
    assert "one of customer, deal, lead, vehicle" in faults(additivity="distinct", key="person")[0]


@pytest.mark.parametrize(("field", "near"), [("unit", "cuont"), ("additivity", "distint"), ("owner", "stoer")])
def test_unknown_words_suggest_the_near_one(field: str, near: str) -> None:
    (fault,) = faults(**{field: near})
    right = {"unit": "count", "additivity": "distinct", "owner": "store"}[field]
    assert f"did you mean '{right}'" in fault


def test_labels_read_words_as_amounts() -> None:
    measure = made(unit="points", labels={"优": 120, "良": 100.5, "中": "80", "差": Decimal("50.0")})
    assert measure.labels == (
        ("优", Decimal(120)),
        ("良", Decimal("100.5")),
        ("中", Decimal(80)),
        ("差", Decimal("50.0")),
    )
    assert made(labels=measure.labels).labels == measure.labels


@pytest.mark.parametrize("word", ["", " 优", "120", "1.5", 3])
def test_labels_must_be_words(word: Any) -> None:
    assert "a word that is no number" in faults(labels={word: 1})[0]


@pytest.mark.parametrize("amount", [True, "1e3", "x", float("nan"), float("inf"), Decimal("NaN"), None, "1_000"])
def test_labels_must_mean_numbers(amount: Any) -> None:
    assert faults(labels={"优": amount})[0].endswith("a number")


def test_labels_must_lie_on_the_grid_and_be_unique() -> None:
    assert "at most 2 decimals" in faults(unit="money", labels={"优": "0.125"})[0]
    assert "each word once" in faults(labels=[("优", 1), ("优", 2)])[0]


def test_is_immutable_hashable_comparable_picklable() -> None:
    measure = made(labels={"优": 1})
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        measure.en = "x"  # type: ignore[misc]
    assert len({measure, made(labels={"优": 1})}) == 1
    assert measure != made()
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(measure, protocol))
        assert again == measure
        assert hash(again) == hash(measure)
    assert copy.deepcopy(measure) == measure


@pytest.mark.parametrize("measure", measures.VOCABULARY, ids=lambda measure: measure.id)
def test_round_trip_of_the_vocabulary(measure: Measure) -> None:
    assert Measure.from_dict(measure.to_dict()) == measure
    assert measures.get(measure.id) is measure


def test_round_trip_of_an_own_measure() -> None:
    measure = made(unit="points", labels={"优": 120, "差": "0.5"}, note="asked twice a year", dated_by="visit")
    data = measure.to_dict()
    assert data["labels"] == {"优": "120", "差": "0.5"}
    assert Measure.from_dict(data) == measure


def test_from_dict_needs_only_four_keys() -> None:
    assert Measure.from_dict({"id": "appraisals", "unit": "count", "en": "Appraisals", "zh": "评估台次"}) == made()


def test_from_dict_lists_every_fault() -> None:
    with pytest.raises(ProfileError) as caught:
        Measure.from_dict(
            {
                "id": "appraisals",
                "unit": "cuont",
                "en": 3,
                "decimals": True,
                "signed": "yes",
                "labels": [1],
                "adittivity": "sum",
            }
        )
    assert [str(fault).split(":")[0] for fault in caught.value.faults] == [
        "key of appraisals",
        "zh of appraisals",
        "unit of appraisals",
        "en of appraisals",
        "decimals of appraisals",
        "signed of appraisals",
        "labels of appraisals",
    ]
    assert "did you mean 'additivity'" in str(caught.value)


@pytest.mark.parametrize("given", [None, [], "text", 3])
def test_from_dict_wants_a_table(given: Any) -> None:
    with pytest.raises(ProfileError, match="a table of keys and values"):
        Measure.from_dict(given)


def test_from_dict_never_shows_a_wild_id() -> None:
    with pytest.raises(ProfileError) as caught:
        Measure.from_dict({"id": "<b>\u202e" * 1000})
    assert "\u202e" not in str(caught.value)
    assert len(str(caught.value)) < 2000


def test_get_suggests_the_near_name() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'units_delivered'") as caught:
        measures.get("units_deliverd")
    assert isinstance(caught.value, KeyError)
    assert caught.value.choices == tuple(measure.id for measure in measures.VOCABULARY)
