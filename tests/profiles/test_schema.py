import copy
import json
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from salesperf import Profile, profiles

VALIDATOR = jsonschema.Draft202012Validator(profiles.schema())


def test_the_shipped_file_is_the_schema() -> None:
    text = files(profiles).joinpath("profile.schema.json").read_text(encoding="utf-8")
    assert json.loads(text) == profiles.schema()
    from salesperf.profiles._schema import schema_json  # noqa: PLC0415  (how the file is made)

    assert text == schema_json()


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(profiles.schema())
    assert profiles.schema() is not profiles.schema()


@pytest.mark.parametrize("profile", profiles.SHIPPED, ids=lambda profile: profile.name)
def test_shipped_profiles_are_valid(profile: Profile) -> None:
    VALIDATOR.validate(json.loads(profile.to_json()))


def test_a_profile_with_one_of_everything_is_valid(full_profile: Profile) -> None:
    VALIDATOR.validate(json.loads(full_profile.to_json()))


def test_changes_and_means_over_members_are_valid(full_profile: Profile) -> None:
    document = json.loads(full_profile.to_json())
    known = {one["id"]: one for one in document["indicators"]}
    known["a_growth"]["since"] = "previous"
    VALIDATOR.validate(document)
    known["a_growth"] |= {"kind": "member_mean", "of": "close_rate", "cap": "99.5", "weighting": "median"}
    known["a_growth"] |= {"numerator": "member_attainment_sum", "denominator": "members_assessed"}
    del known["a_growth"]["since"]
    VALIDATOR.validate(document)
    for wrong in ({"since": "month"}, {"weighting": "mode"}, {"cap": "much"}):
        broken = copy.deepcopy(document)
        next(one for one in broken["indicators"] if one["id"] == "a_growth").update(wrong)
        assert not VALIDATOR.is_valid(broken)


def test_numbers_and_text_are_both_valid(full_profile: Profile) -> None:
    document = json.loads(full_profile.to_json())
    document["criteria"][0]["weight"] = 30
    document["floor"] = "none"
    document["criteria"][3]["window"] = 12
    VALIDATOR.validate(document)


def spoil(document: dict[str, Any], path: str, value: object) -> None:
    *parents, last = path.split(".")
    place: Any = document
    for name in parents:
        place = place[int(name) if name.isdigit() else name]
    if value is ...:
        del place[last]
    else:
        place[last] = value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("schema", 2),
        ("name", ...),
        ("level", "consultent"),
        ("criteria.0.weight", "ten"),
        ("criteria.0.weight", True),
        ("criteria.0.curve", {"kind": "linear"}),
        ("criteria.0.curve.kind", "linaer"),
        ("criteria.0.curve", {"kind": "linear", "knots": [[1, 2, 3]]}),
        ("criteria.0.indicator", 3),
        ("criteria.0.minimum_sample", 0),
        ("criteria.0.window", "3 weeks"),
        ("criteria.0.scope", "stor"),
        ("criteria.0.wieght", 1),
        ("criteria.1.target", True),
        ("extras.0.minimum", ...),
        ("gates.0.then", {"kind": "item_zero"}),
        ("gates.0.then", {"kind": "zero"}),
        ("gates.2.when", {"all": [{"of": "nps", "below": 1}]}),
        ("gates.2.when", {"all": [], "any": []}),
        ("measures.0.unit", "cars"),
        ("measures.0.decimal", 3),
        ("indicators.1.denominator", ...),
        ("indicators.1.kind", "sum"),
        ("indicators.0.of", ...),
        ("grades", [["A"]]),
        ("group_maximum", {"业绩": None}),
    ],
)
def test_what_the_schema_refuses_the_reader_refuses_too(path: str, value: object, full_profile: Profile) -> None:
    document = json.loads(full_profile.to_json())
    spoiled = copy.deepcopy(document)
    spoil(spoiled, path, value)
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(spoiled)
    with pytest.raises(ValueError, match="faults"):
        Profile.from_dict(spoiled)
