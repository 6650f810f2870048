"""The shipped vocabulary is the reference's, and its own rules hold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from salesperf import measures
from salesperf.indicators import CATALOGUE
from salesperf.measures import DIMENSIONS, KEYS, RESERVED, VOCABULARY, Expression, Measure
from salesperf.vocabulary import Additivity, Unit

UNITS = {"CNY": "money", "min": "minutes"}


@pytest.fixture(scope="module")
def reference(shared: Path) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = json.loads((shared / "reference" / "measures.json").read_text(encoding="utf-8"))
    return loaded


def test_order_and_number(reference: Mapping[str, Any]) -> None:
    assert [measure.id for measure in VOCABULARY] == [entry["id"] for entry in reference["measures"]]
    assert len(VOCABULARY) == 169


def test_every_field(reference: Mapping[str, Any]) -> None:
    for entry in reference["measures"]:
        measure = measures.get(entry["id"])
        snapshot = entry["additivity"] == "snapshot"
        assert measure.to_dict() | {"labels": {}, "note": ""} == {
            "id": entry["id"],
            "en": entry["en"],
            "zh": entry["zh"],
            "unit": UNITS.get(entry["unit"], entry["unit"]),
            "decimals": entry["decimals"],
            "additivity": entry["over_time"] if snapshot else entry["additivity"],
            "key": entry["key"],
            "signed": entry["negative_allowed"],
            "absent_counts_zero": entry["absent_counts_zero"],
            "owner": entry["scope"],
            "dated_by": entry["dated_by"],
            "labels": {},
            "note": "",
        }


def test_named_sums(reference: Mapping[str, Any]) -> None:
    derived = {entry["id"]: entry["expression"] for entry in reference["derived"]}
    shipped = {name: getattr(measures, name.upper()).to_dict() for name in derived}
    assert shipped == derived


def test_constants_carry_the_names_of_their_ids() -> None:
    for measure in VOCABULARY:
        assert getattr(measures, measure.id.upper()) is measure
        assert measure.id.upper() in measures.__all__


def test_all_is_complete_and_sorted() -> None:
    constants = [name for name in measures.__all__ if name.isupper()]
    assert constants == sorted(constants)
    objects = [getattr(measures, name) for name in constants]
    assert {value.id for value in objects if isinstance(value, Measure)} == {measure.id for measure in VOCABULARY}
    assert sum(isinstance(value, Expression) for value in objects) == 4


def test_ids_are_no_record_keys() -> None:
    assert not RESERVED & {measure.id for measure in VOCABULARY}
    assert {*KEYS, *DIMENSIONS} <= RESERVED


def test_parts_of_shares_are_counted_like_their_wholes() -> None:
    """measures.json: a part must carry the same identity key as its whole, or a share could pass 100 %."""
    assert measures.LEADS_RESPONDED_IN_SLA.key == measures.LEADS_VALID.key == "customer"


def test_measures_of_the_whole_store_of_cars_are_whole() -> None:
    """measures.json: whole cars, never split: 0 decimals keep the products of stock_structure_health below 2^62."""
    assert {m.id for m in VOCABULARY if m.unit is Unit.COUNT and m.decimals == 0} == {
        "stock_units_end",
        "stock_units_over_90",
        "own_registrations_in_area",
        "tiv_in_area",
    }


def test_what_is_read_and_what_waits() -> None:
    """Only the gate on record fraud and the ledger identity of opportunities lie outside the catalogue."""
    read = {measure.id for indicator in CATALOGUE for measure in indicator.measures}
    assert {m.id for m in VOCABULARY} - read == {"opps_invalidated", "record_fraud_confirmed"}


def test_use_agrees_with_the_reference(reference: Mapping[str, Any]) -> None:
    used = {entry["id"]: set(entry["used_by"]) for entry in reference["measures"]}
    for indicator in CATALOGUE:
        for measure in indicator.measures:
            if indicator.id != "lead_attainment":
                assert indicator.id in used[measure.id], (indicator.id, measure.id)


def test_absent_counts_zero_is_for_what_may_never_happen() -> None:
    assert {m.id for m in VOCABULARY if m.absent_counts_zero} >= {"units_returned", "orders_cancelled", "gp_fi"}
    assert not any(m.absent_counts_zero and m.additivity is not Additivity.SUM for m in VOCABULARY)


def test_notes_are_for_strangers() -> None:
    for measure in VOCABULARY:
        assert not any(mark in measure.note for mark in ("§", "report A", ".md", ".json"))
