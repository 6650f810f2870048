import json
from collections.abc import Callable
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesperf import (
    Criterion,
    Gate,
    Measure,
    Phase,
    Profile,
    ProfileError,
    Unit,
    curves,
    indicators,
    measures,
    profiles,
)
from salesperf.curves import Canonical
from salesperf.profiles import Disqualify, When

TOML = """
schema = 1
name = "small shop"
level = "consultant"
version = "2026.1"
publish_at_least = 62.5
floor = "none"
cap = 110
grades = [["A", 90], ["B", 0]]
group_maximum = {result = 66.6}

[[measures]]
id = "appraisals"
unit = "count"
en = "Appraisals"
zh = "评估台次"

[[indicators]]
id = "appraisal_growth"
kind = "change"
of = "appraisal_rate"
unit = "percent"
direction = "higher"
decimals = 2
en = "Growth"
zh = "增长"

[[indicators]]
id = "appraisal_rate"
kind = "ratio"
numerator = "appraisals"
denominator = "first_visits"
unit = "percent"
direction = "higher"
decimals = 2
en = "Appraisal rate"
zh = "评估率"

[[criteria]]
indicator = "unit_attainment"
weight = 66.67
curve = {kind = "linear", knots = [[60, 0], [100, 100], [120, 120]]}
group = "result"
window = "3 months"

[[criteria]]
indicator = "appraisal_rate"
weight = "33.33"
curve = {kind = "per_step", at = 100, full = 10, below = [5, -1], floor = 0}
scope = "store"
minimum_sample = 3
par = 80
note = "why"
placeholder = true

[[extras]]
id = "complaints"
of = "complaints_valid"
curve = {kind = "per_step", at = 0, full = 0, above = [1, -5], floor = -20, cap = 0}
minimum = -20
maximum = 0

[[gates]]
id = "audit"
when = {all = [{of = "appraisal_growth", below = 0.5}, {any = [
    {of = "measure:units_returned", at_least = 1}, {of = "indicator:nps", below = -10},
]}]}
then = {kind = "multiply", factor = 0.9}
"""


def faults(document: object) -> list[str]:
    with pytest.raises(ProfileError) as caught:
        Profile.from_dict(document)  # type: ignore[arg-type]
    return [str(fault) for fault in caught.value.faults]


@pytest.fixture
def document() -> dict[str, Any]:
    line = {"kind": "linear", "knots": [["60", "0"], ["100", "100"]]}
    return {
        "schema": 1,
        "name": "p",
        "level": "consultant",
        "criteria": [
            {"indicator": "unit_attainment", "weight": "60", "curve": dict(line)},
            {"indicator": "csi_score", "weight": "40", "curve": dict(line)},
        ],
    }


def test_a_toml_file_says_what_the_constructors_say(tmp_path: Path) -> None:
    appraisals = Measure("appraisals", unit=Unit.COUNT, en="Appraisals", zh="评估台次")
    names: dict[str, Any] = {"unit": "percent", "direction": "higher", "decimals": 2}
    rate = indicators.Ratio(
        "appraisal_rate",
        numerator=appraisals,
        denominator=measures.FIRST_VISITS,
        en="Appraisal rate",
        zh="评估率",
        **names,
    )
    growth = indicators.Change("appraisal_growth", of=rate, en="Growth", zh="增长", **names)
    expected = Profile(
        "small shop",
        level="consultant",
        version="2026.1",
        publish_at_least="62.5",
        floor=None,
        cap=110,
        grades=[("A", 90), ("B", 0)],
        group_maximum={"result": "66.6"},
        criteria=[
            Criterion(
                indicators.UNIT_ATTAINMENT,
                weight="66.67",
                curve=curves.Linear((60, 0), (100, 100), (120, 120)),
                group="result",
                window=3,
            ),
            Criterion(
                rate,
                weight="33.33",
                curve=curves.PerStep(at=100, full=10, below=(5, -1), floor=0),
                scope="store",
                minimum_sample=3,
                par=80,
            ),
        ],
        extras=[
            profiles.Extra(
                "complaints",
                of=measures.COMPLAINTS_VALID,
                curve=curves.PerStep(at=0, full=0, above=(1, -5), floor=-20, cap=0),
                minimum=-20,
                maximum=0,
            )
        ],
        gates=[
            Gate(
                "audit",
                when=When(growth, below="0.5")
                & (When(measures.UNITS_RETURNED, at_least=1) | When(indicators.NPS, below=-10)),
                then=profiles.Multiply("0.9"),
            )
        ],
    )
    path = tmp_path / "profile.TOML"
    path.write_text("\ufeff" + TOML, encoding="utf-8")
    read = Profile.from_file(path)
    assert read == expected
    assert read.digest == expected.digest
    assert (read.criteria[1].note, read.criteria[1].placeholder) == ("why", True)
    assert Profile.from_file(str(path)) == Profile.from_toml(TOML)


def test_own_measures_and_indicators_travel_in_json(full_profile: Profile, tmp_path: Path) -> None:
    """JSON carries own measures and indicators too."""
    text = full_profile.to_json()
    document = json.loads(text)
    assert [one["id"] for one in document["measures"]] == ["appraisals"]
    assert [one["id"] for one in document["indicators"]] == ["a_growth", "appraisal_rate", "channel_mix_index"]
    path = tmp_path / "profile.json"
    path.write_text(text, encoding="utf-8")
    again = Profile.from_file(path)
    assert again == full_profile
    assert again.to_json() == text
    assert [one.note for one in again.criteria] == [one.note for one in full_profile.criteria]
    assert again.criteria[5].placeholder


@pytest.mark.parametrize("profile", profiles.SHIPPED, ids=lambda profile: profile.name)
@pytest.mark.parametrize("phase", [None, Phase.MARKET_EXPANSION])
def test_from_json_gives_back_an_equal_profile(profile: Profile, phase: Phase | None) -> None:
    held = profile if phase is None else profile.in_phase(phase)
    again = Profile.from_json(held.to_json())
    assert again == held
    assert again.digest == held.digest
    assert "measures" not in held.to_dict()
    assert "indicators" not in held.to_dict()


_POINTS = st.decimals(0, 200, places=3)


@settings(max_examples=25)
@given(
    knots=st.lists(
        st.tuples(st.decimals(-1000, 1000, places=2), _POINTS), min_size=1, max_size=6, unique_by=lambda knot: knot[0]
    ),
    weight=st.integers(1, 9999),
    par=_POINTS,
    window=st.none() | st.integers(1, 120),
    floor=st.none() | st.decimals(-50, 0, places=3),
    name=st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=20),
)
def test_from_json_undoes_to_json(  # noqa: PLR0917  (hypothesis)
    knots: list[tuple[Decimal, Decimal]],
    weight: int,
    par: Decimal,
    window: int | None,
    floor: Decimal | None,
    name: str,
) -> None:
    """`Profile.from_json` gives back an equal profile; same profile, same text, same digest."""
    curve = curves.Linear(*sorted(knots))
    profile = Profile(
        name,
        level="director",
        floor=floor,
        criteria=[
            Criterion(indicators.NPS, weight=Decimal(weight) / 100, curve=curve, par=par, window=window),
            Criterion(indicators.CSI_SCORE, weight=Decimal(10_000 - weight) / 100, curve=curves.Steps((0, par))),
        ],
    )
    with localcontext() as context:
        context.prec = 3
        text, digest = profile.to_json(), profile.digest
        again = Profile.from_json(text)
    assert again == profile
    assert (again.to_json(), again.digest) == (text, digest)


def test_the_digest_is_of_what_decides_a_score(full_profile: Profile) -> None:
    """Notes, placeholder marks and indicators' prose do not count; all else does."""
    silent = full_profile.replace(
        criteria=[attrs.evolve(one, note="other", placeholder=False) for one in full_profile.criteria]
    )
    assert silent.digest == full_profile.digest
    assert silent.to_json() != full_profile.to_json()
    for change in ({"version": "3"}, {"cap": 111}, {"gates": full_profile.gates[:-1]}, {"phase": None}):
        assert full_profile.replace(**change).digest != full_profile.digest


def test_the_digest_forgets_the_order_of_keys_only(full_profile: Profile) -> None:
    sorted_text = json.dumps(json.loads(full_profile.to_json()), sort_keys=True)
    assert Profile.from_json(sorted_text).digest == full_profile.digest
    backward = full_profile.replace(criteria=full_profile.criteria[::-1])
    assert backward.digest != full_profile.digest


def test_digests_are_kept() -> None:
    """A digest stands in stored results: it may change only with the format."""
    assert [profile.digest[:12] for profile in profiles.SHIPPED] == ["a40def309604", "b7870d965d74", "7efdfbcc4865"]


def test_a_group_called_like_a_key_of_prose_is_no_prose(plain_profile: Profile) -> None:
    one, two = plain_profile.criteria
    noted = plain_profile.replace(criteria=[attrs.evolve(one, group="note"), two], group_maximum={"note": 40})
    other = plain_profile.replace(criteria=[attrs.evolve(one, group="note"), two], group_maximum={"note": 41})
    assert noted.digest != other.digest


def test_an_id_that_is_both_is_an_indicator_first(own_total: indicators.Total, plain_profile: Profile) -> None:
    gates = [
        Gate("by_indicator", of=own_total, below=1, then=Disqualify()),
        Gate("by_measure", of=measures.UNITS_DELIVERED, below="0.5", then=Disqualify()),
    ]
    profile = plain_profile.replace(gates=gates)
    written = [gate["of"] for gate in profile.to_dict()["gates"]]
    assert written == ["units_delivered", "measure:units_delivered"]
    assert Profile.from_json(profile.to_json()) == profile


def test_an_indicator_of_the_catalogues_id_wins_in_its_document(plain_profile: Profile) -> None:
    scaled = attrs.evolve(indicators.PROFIT_ATTAINMENT, scale=500_000)
    criteria = [
        attrs.evolve(plain_profile.criteria[0], indicator=scaled, id="profit_attainment"),
        plain_profile.criteria[1],
    ]
    profile = plain_profile.replace(criteria=criteria)
    again = Profile.from_json(profile.to_json())
    assert again.criteria[0].indicator == scaled
    assert again == profile


def test_a_target_may_be_written_three_ways(document: dict[str, Any]) -> None:
    criterion = document["criteria"][0]
    criterion["indicator"] = "net_units"
    criterion["curve"]["of"] = "gap"
    found = []
    for target in ("target_units", {"target_units": 1}, "5", 5, Decimal("5.00")):
        criterion["target"] = target
        found.append(Profile.from_dict(document).criteria[0].target)
    expression = measures.Expression.of(measures.TARGET_UNITS)
    assert found == [expression, expression, Decimal(5), Decimal(5), Decimal(5)]
    criterion["target"] = "target_unit"
    assert faults(document)[0].startswith(
        "criteria[0].target: 'target_unit': a known measure; did you mean 'target_unit"
    )
    criterion["target"] = "-x"
    assert faults(document)[0].startswith("criteria[0].target: '-x': a plain number")
    criterion["target"] = True
    assert faults(document)[0].startswith("criteria[0].target: True: a plain number")


def test_own_measures_serve_targets(document: dict[str, Any]) -> None:
    document["measures"] = [{"id": "stretch", "unit": "count", "en": "Stretch", "zh": "挑战目标"}]
    document["criteria"][0] |= {"indicator": "net_units", "target": "stretch"}
    document["criteria"][0]["curve"]["of"] = "percent_of_target"
    profile = Profile.from_dict(document)
    assert [one["id"] for one in profile.to_dict()["measures"]] == ["stretch"]
    assert Profile.from_json(profile.to_json()) == profile


def test_what_is_only_defined_is_not_kept(document: dict[str, Any]) -> None:
    document["measures"] = [{"id": "stretch", "unit": "count", "en": "Stretch", "zh": "挑战目标"}]
    assert Profile.from_dict(document).to_dict().get("measures") is None


NUMBER = 'a plain number of at most 18 digits and 12 decimals, such as 30, 33.33 or "33.33"'
ONE_OF = "one of item_zero, multiply, cap_grade, disqualify"
BAD: dict[str, tuple[Callable[[dict[str, Any]], object], list[str]]] = {
    "unknown key": (
        lambda d: d.update(criterias=[]),
        ["criterias: no such key; did you mean 'criteria'?"],
    ),
    "unknown key without a near one": (
        lambda d: d["criteria"][0].update(zzzzzz=1),
        [
            (
                "criteria[0].zzzzzz: no such key; there are: indicator, weight, curve, id, scope, minimum_sample, "
                "window, "
                "group, par, target, note, placeholder"
            )
        ],
    ),
    "missing keys": (
        lambda d: (d.pop("name"), d["criteria"][0].pop("weight"), d["criteria"][1].pop("curve")),
        [
            "name: a value: What the profile is called.",
            "criteria[0].weight: a value: Percent of the profile, up to two decimals; all weights total exactly 100.",
            "criteria[1].curve: a value: How the value turns into points.",
        ],
    ),
    "wrong types": (
        lambda d: d.update(name=3, level=2, criteria={"a": 1}, grades="A", group_maximum=[], extras=3, floor="x"),
        [
            "name: 3: a text of 1 to 64 characters",
            "level: 2: one of consultant, manager, director",
            f"floor: 'x': {NUMBER}",
            "grades: 'A': a list of pairs such as [\"A\", 90]",
            "group_maximum: a value of type list: a table of names and numbers",
            "criteria: a value of type dict: a list",
            "extras: 3: a list",
        ],
    ),
    "wrong types in a criterion": (
        lambda d: d["criteria"][0].update(
            indicator=3, minimum_sample="3", window=0, placeholder="yes", note=5, scope="stor", weight=[1], id="X"
        ),
        [
            "criteria[0].indicator: 3: the id of an indicator",
            (
                "criteria[0].weight: a value of type list: a plain number of at most 18 digits and 12 decimals, "
                'such as 30, 33.33 or "33.33"'
            ),
            "criteria[0].id: 'X': a text of the form [a-z][a-z0-9_]{0,63}(@[a-z]{1,16})?",
            "criteria[0].scope: 'stor': one of own, unit, store, area, members; did you mean 'store'?",
            "criteria[0].minimum_sample: '3': a whole number of 1 or more",
            "criteria[0].window: 0: a whole number of 1 or more",
            "criteria[0].note: 5: a text of 0 to 2000 characters",
            "criteria[0].placeholder: 'yes': true or false",
        ],
    ),
    "unknown ids": (
        lambda d: (
            d["criteria"][0].update(indicator="unit_atainment"),
            d.update(gates=[{"id": "g", "of": "npss", "below": 1, "then": {"kind": "disqualify"}}]),
        ),
        [
            (
                "criteria[0].indicator: 'unit_atainment': the id of an indicator; "
                "did you mean 'unit_attainment' or 'profit_attainment' or 'rebate_attainment'?"
            ),
            "gates[0].of: 'npss': the id of an indicator or a measure; did you mean 'nps'?",
        ],
    ),
    "curve faults": (
        lambda d: (
            d["criteria"][0].update(curve={"kind": "linaer", "knots": []}),
            d["criteria"][1].update(
                curve={"kind": "linear", "knots": [[100, 0], [60, 100], ["60.125", "x"]], "of": "gp"}
            ),
        ),
        [
            (
                "criteria[0].curve.kind: 'linaer': one of linear, proportional, steps, piecewise, per_step, target; "
                "did you mean 'linear'?"
            ),
            "criteria[1].curve.",
        ],
    ),
    "a knot finer than the value": (
        lambda d: d["criteria"][1].update(curve={"kind": "linear", "knots": [["60.125", "0"], ["100", "100"]]}),
        ["criteria[1].curve.knot 1: 60.125: at most 2 decimals, as many as the value shows"],
    ),
    "constructors' faults have their place": (
        lambda d: (
            d["criteria"][0].update(weight="33.333", scope="store"),
            d["criteria"][1].update(par=-1, id="csi"),
            d.update(
                extras=[
                    {"id": "e", "of": "nps", "curve": {"kind": "steps", "knots": [[0, 1]]}, "minimum": 1, "maximum": 0}
                ]
            ),
        ),
        [
            "criteria[0].weight: 33.333: a number above 0 up to 100 with at most 2 decimals",
            "criteria[1].par: -1: a number of 0 or more with at most 3 decimals",
            "extras[0].minimum: 1: at most the maximum, 0",
        ],
    ),
    "gates": (
        lambda d: d.update(
            gates=[
                {"id": "a", "then": {"kind": "disqualify"}},
                {"id": "b", "of": "nps", "then": {"kind": "disqualify"}},
                {"id": "c", "of": "nps", "below": 1, "then": {"kind": "item_zer", "criterion": "nps"}},
                {"id": "d", "of": "nps", "below": 1, "then": "disqualify"},
                {"id": "e", "of": "nps", "below": 1, "then": {"kind": "multiply", "factor": -1}},
                {"id": "f", "when": {"all": [{"of": "nps", "below": 1}]}, "then": {"kind": "disqualify"}},
                {"id": "g", "when": {"all": [], "any": []}, "then": {"kind": "disqualify"}},
                {"id": "h", "when": {"any": {"of": "nps"}}, "then": {"kind": "disqualify"}},
                {"id": "i", "when": {"any": [{"of": "nps", "belw": 1}, 3]}, "then": {"kind": "disqualify"}},
                {"id": "j", "of": 3, "below": 1, "then": {"kind": "disqualify"}},
                {"id": "k", "when": {"of": "nps"}, "then": {"kind": "disqualify", "criterion": "nps"}},
            ]
        ),
        [
            "gates[0].when: either of= with below= or at_least=, or when= alone",
            "gates[1].below: a threshold: below=, at_least= or both",
            f"gates[2].then.kind: 'item_zer': {ONE_OF}; did you mean 'item_zero'?",
            f"gates[3].then: 'disqualify': a table with a kind: {ONE_OF}",
            "gates[4].then.factor: -1: a number of 0 or more up to 10 with at most 3 decimals",
            "gates[5].when.all: 1: two different conditions or more, joined by & or |",
            "gates[6].when: all or any by itself",
            "gates[7].when.any: a value of type dict: a list of conditions",
            "gates[8].when.any[0].belw: no such key; did you mean 'below'?",
            "gates[8].when.any[1]: 3: a table of keys and values",
            "gates[9].of: 3: the id of an indicator or a measure",
            "gates[10].when.below: a threshold: below=, at_least= or both",
            "gates[10].then.criterion: no such key; there are: kind",
        ],
    ),
    "own definitions": (
        lambda d: d.update(
            measures=[
                {"id": "one", "unit": "count", "en": "x", "zh": "x", "decimal": 2},
                {"id": "two", "unit": "count", "en": "x", "zh": "x"},
                {"id": "two", "unit": "count", "en": "x", "zh": "x"},
                3,
            ],
            indicators=[
                {"id": "rate", "kind": "ratio", "numerator": "two", "unit": "percent"},
                {
                    "id": "grow",
                    "kind": "change",
                    "of": "rat",
                    "unit": "percent",
                    "direction": "higher",
                    "decimals": 2,
                    "en": "x",
                    "zh": "x",
                },
                {
                    "id": "sum",
                    "kind": "total",
                    "numerator": "two + revenue_total",
                    "unit": "count",
                    "direction": "higher",
                    "decimals": 2,
                    "en": "x",
                    "zh": "x",
                },
            ],
            gates=[
                {"id": "g", "of": "rate", "below": 1, "then": {"kind": "disqualify"}},
                {"id": "h", "of": "one", "below": 1, "then": {"kind": "disqualify"}},
            ],
            criteria=[{"indicator": "rate", "weight": 100, "curve": {"kind": "steps", "knots": [[0, 1]]}}],
        ),
        [
            "measures[0].key: 'decimal': a known key; did you mean 'decimals'?",
            "measures[2].id: 'two': each id once",
            "measures[3] (a measure): 3: a table of keys and values",
            "indicators[0].direction: a value; the key is required",
            "indicators[0].decimals: a value; the key is required",
            "indicators[0].en: a value; the key is required",
            "indicators[0].zh: a value; the key is required",
            "indicators[0].denominator: a value; the key is required",
            (
                "indicators[2].numerator: cannot add revenue_total (money) to two (count): "
                "the measures of one sum share their unit"
            ),
            "indicators[1].of: 'rat': a known indicator",
        ],
    ),
    "definitions that are no lists": (
        lambda d: d.update(measures={}, indicators="x"),
        ["measures: a value of type dict: a list of measures", "indicators: 'x': a list of indicators"],
    ),
    "the whole": (
        lambda d: (d["criteria"][0].update(weight=59), d.update(grades=[["A", 80], ["B", 90]])),
        [
            "weights: 99: a total of exactly 100; 1 are missing",
            "grades, B: 90: best first: less than the 80 of A",
        ],
    ),
    "pairs": (
        lambda d: d.update(grades=[["A", "x"], ["", 3]], group_maximum={"g": None}),
        [
            f"grades[0]: 'x': {NUMBER}",
            "grades[1]: '': a text of 1 to 64 characters",
            f"group_maximum.g: nothing: {NUMBER}",
        ],
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_faults_of_a_file_are_all_told_with_their_places(name: str, document: dict[str, Any]) -> None:
    spoil, expected = BAD[name]
    spoil(document)
    found = faults(document)
    if name == "curve faults":
        assert found[0] == expected[0]
        assert len(found) > 2
        assert all(one.startswith(expected[1]) for one in found[1:])
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("version", "told"),
    [
        (2, "schema: 2: schema 1, the newest that this version reads; update the library, or write the file for 1"),
        (0, "schema: 0: schema = 1 at the top of the document"),
        (True, "schema: True: schema = 1 at the top of the document"),
        ("1", "schema: '1': schema = 1 at the top of the document"),
        (None, "schema: nothing: schema = 1 at the top of the document"),
    ],
)
def test_other_schema_versions_are_refused_before_all_else(
    version: object, told: str, document: dict[str, Any]
) -> None:
    assert faults({**document, "schema": version, "no such key": 1}) == [told]


def test_many_faults_stay_affordable(document: dict[str, Any]) -> None:
    document.update({f"name{number}": 1 for number in range(300)})
    found = faults(document)
    assert len(found) == 300
    assert found[0].endswith("did you mean 'name'?")
    assert "did you mean" not in found[-1]


def test_a_document_is_a_table() -> None:
    assert faults([1]) == ["document: a value of type list: a table of keys and values"]
    with pytest.raises(ProfileError, match=r"document: .*a table of keys and values"):
        Profile.from_json("[1]")
    with pytest.raises(ProfileError, match="the text of a document"):
        Profile.from_json(b"{}")  # type: ignore[arg-type]


def deep(levels: int) -> Any:
    made: Any = 1
    for _ in range(levels):
        made = [made]
    return made


@pytest.mark.parametrize(
    ("parse", "text", "told"),
    [
        (Profile.from_json, "[" * 100_000, "nested at most 24 deep"),
        (Profile.from_toml, "a = " + "[" * 100_000, "nested at most 24 deep"),
        (Profile.from_json, json.dumps({"schema": 1, "a": deep(30)}), "nested at most 24 deep"),
        (Profile.from_toml, "a" + ".a" * 100_000 + " = 1", "keys of at most 24 parts"),
        (Profile.from_toml, "'a'" + " . 'a'" * 30_000 + " = 1", "keys of at most 24 parts"),
        (Profile.from_json, " " * (256 * 1024 + 1), "at most 256 kB"),
        (Profile.from_json, "评" * (128 * 1024), "at most 256 kB"),
        (Profile.from_json, "{", "JSON: "),
        (Profile.from_toml, "x", "TOML: "),
        (Profile.from_json, '{"a": NaN}', "NaN is not a number"),
        (Profile.from_json, '{"a": 1e99999999999999999999}', "is out of range"),
        (Profile.from_toml, "a = 1e99999999999999999999", "is out of range"),
        (Profile.from_json, '{"a": ' + "1" * 5000 + "}", "JSON: "),
        (Profile.from_json, '{"schema": 1, "schema": 1}', "the key 'schema' stands twice"),
        (Profile.from_toml, "schema = 1\nschema = 1", "TOML: "),
    ],
)
def test_hostile_documents_cost_no_more_than_an_error(parse: Callable[[str], Profile], text: str, told: str) -> None:
    with pytest.raises(ProfileError, match=told):
        parse(text)


def test_numbers_of_files_are_exact(document: dict[str, Any]) -> None:
    """Files are parsed as Decimal: 0.1 is a tenth."""
    document["publish_at_least"] = 60.01
    assert Profile.from_json(json.dumps(document)).publish_at_least == Decimal("60.01")
    document["publish_at_least"] = "nan"
    assert faults(document)[0].startswith("publish_at_least: 'nan': a plain number")
    toml = TOML.replace("publish_at_least = 62.5", "publish_at_least = nan")
    with pytest.raises(ProfileError, match=r"publish_at_least: .*a plain number"):
        Profile.from_toml(toml)


def test_files_are_recognised_by_their_names(tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text("schema: 1", encoding="utf-8")
    with pytest.raises(ProfileError, match=r"path: 'profile.yaml': a file called"):
        Profile.from_file(path)
    with pytest.raises(FileNotFoundError):
        Profile.from_file(tmp_path / "none.json")
    large = tmp_path / "large.json"
    large.write_bytes(b" " * (10 * 1024 * 1024))
    with pytest.raises(ProfileError, match="at most 256 kB"):
        Profile.from_file(large)
    foreign = tmp_path / "foreign.json"
    foreign.write_bytes('{"name": "评估"}'.encode("gb18030"))
    with pytest.raises(ProfileError, match="text in UTF-8; byte 10 is not"):
        Profile.from_file(foreign)


def test_a_loaded_file_can_never_run_code(document: dict[str, Any]) -> None:
    hostile = "__import__('os').system('true')"
    document["criteria"][0]["indicator"] = hostile
    document["criteria"][1]["curve"] = {"kind": hostile}
    document["indicators"] = [{"id": "x", "kind": hostile}, {"id": "y", "kind": "total", "numerator": hostile}]
    assert {one.split(":")[0] for one in faults(document)} >= {"criteria[0].indicator", "criteria[1].curve.kind"}


@attrs.frozen(repr=False)
class _Mine(curves.Curve):
    kind = "mine"

    def describe(self, lang: str = "en") -> str:
        return lang

    def _axis(self) -> tuple[tuple[str, Decimal], ...]:
        return ()

    def _segments(self, decimals: int) -> Any:
        yield from curves.Steps((0, 5)).canonical(decimals).segments


@attrs.frozen(repr=False)
class _Kind(indicators.Total):
    kind = "mine"


def test_what_only_code_can_say_does_not_travel(plain_profile: Profile) -> None:
    curve = _Mine()
    assert isinstance(curve.canonical(2), Canonical)
    one, two = plain_profile.criteria
    profile = plain_profile.replace(criteria=[attrs.evolve(one, curve=curve), two])
    with pytest.raises(ProfileError, match=r"unit_attainment.curve: '_Mine': a curve of a shipped family"):
        profile.to_json()
    assert len(profile.digest) == 64
    own = _Kind(
        "mine", numerator=measures.UNITS_DELIVERED, unit="count", direction="higher", decimals=2, en="Mine", zh="自定"
    )
    gate = Gate("audit", of=own, below=1, then=Disqualify())
    with pytest.raises(ProfileError, match="mine: '_Kind': an indicator of a shipped kind"):
        plain_profile.replace(gates=[gate]).to_dict()


def test_own_indicators_that_are_of_own_indicators(plain_profile: Profile) -> None:
    """A change of a median of an own ratio of an own measure: a file lists all three and reads them in any order."""
    names: dict[str, Any] = {"unit": "percent", "direction": "higher", "decimals": 2, "en": "Name", "zh": "名"}
    appraisals = Measure("appraisals", unit=Unit.COUNT, en="Appraisals", zh="评估台次")
    rate = indicators.Ratio("z_rate", numerator=appraisals, denominator=measures.FIRST_VISITS, **names)
    given: dict[str, Any] = {"numerator": measures.MEMBER_ATTAINMENT_SUM, "denominator": measures.MEMBERS_ASSESSED}
    middle = indicators.MemberMean("m_middle", of=rate, cap=120, weighting="median", **given, **names)
    growth = indicators.Change("a_growth", of=middle, since="previous", **names)
    spread = indicators.Dispersion("b_spread", of=rate, **given, **{**names, "unit": "index"})
    curve = curves.Linear((0, 0), (100, 100))
    profile = plain_profile.replace(
        criteria=[Criterion(growth, weight=40, curve=curve), Criterion(spread, weight=60, curve=curve)]
    )
    document = json.loads(profile.to_json())
    assert [one["id"] for one in document["indicators"]] == ["a_growth", "b_spread", "m_middle", "z_rate"]
    assert [one["id"] for one in document["measures"]] == ["appraisals"]
    assert Profile.from_json(profile.to_json()) == profile
    document["indicators"].reverse()
    assert Profile.from_json(json.dumps(document)) == profile


def test_defaults_that_came_later_are_left_out(plain_profile: Profile) -> None:
    """A digest stands in stored results: a key that came later changes it only where it says something new."""
    names: dict[str, Any] = {"unit": "percent", "direction": "higher", "decimals": 2, "en": "Name", "zh": "名"}

    def held(**changes: Any) -> dict[str, Any]:
        growth = indicators.Change("a_growth", of=indicators.NET_UNITS, **names, **changes)
        one = Criterion(growth, weight=100, curve=curves.Linear((0, 0), (100, 100)))
        (indicator,) = json.loads(plain_profile.replace(criteria=[one]).to_json())["indicators"]
        return dict(indicator)

    assert "since" not in held()
    assert held(since="previous")["since"] == "previous"
    mean = attrs.evolve(indicators.MEMBER_MEAN_ATTAINMENT, id="mean")
    one = Criterion(mean, weight=100, curve=curves.Linear((0, 0), (100, 100)))
    (told,) = json.loads(plain_profile.replace(criteria=[one]).to_json())["indicators"]
    assert (told["of"], told["cap"], "weighting" in told) == ("unit_attainment", "120", False)


@pytest.mark.parametrize("kind", [["change"], {}, 3, None])
def test_a_kind_that_is_no_word_is_a_fault_with_its_place(plain_profile: Profile, kind: Any) -> None:
    document = json.loads(plain_profile.to_json()) | {"indicators": [{"kind": kind, "id": "x"}]}
    with pytest.raises(ProfileError, match=r"indicators\[0\]\.kind: .*one of total, ratio"):
        Profile.from_json(json.dumps(document))
