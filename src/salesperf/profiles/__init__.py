"""Profiles: what a level is judged by.

For: criteria, extras, gates, phases and the profile that holds them; the three shipped levels; files, lint and diff.
May import: `indicators`, `curves` and what lies below them; knows nothing of plans, engines or scores. Flow:
`_criterion`, `_extra`, `_gate` and `_phase` each check themselves; `_profile` holds them, with `_checks` for what must
hold of the whole and `_reweight` for phases.  A file goes through `_files` (text, bounds) and `_format` (keys, made of
`_shapes`, `_references` and `_definitions`) to the same constructors; `_writing` is the way back, `_schema` says the
format as JSON Schema.  `_lint` reads `_reach`, `_verdict` and `_pairs` and speaks through `_finding`; `_diff` compares
two profiles.
"""

from ._criterion import Criterion
from ._diff import Difference
from ._extra import Extra
from ._finding import Finding, Severity
from ._gate import AllOf, AnyOf, CapGrade, Condition, Consequence, Disqualify, Gate, ItemZero, Multiply, When
from ._levels import CONSULTANT, DIRECTOR, MANAGER, SHIPPED, get
from ._phase import PHASES, Phase
from ._profile import Profile
from ._schema import schema

__all__ = [
    "CONSULTANT",
    "DIRECTOR",
    "MANAGER",
    "PHASES",
    "SHIPPED",
    "AllOf",
    "AnyOf",
    "CapGrade",
    "Condition",
    "Consequence",
    "Criterion",
    "Difference",
    "Disqualify",
    "Extra",
    "Finding",
    "Gate",
    "ItemZero",
    "Multiply",
    "Phase",
    "Profile",
    "Severity",
    "When",
    "get",
    "schema",
]


def __dir__() -> list[str]:
    return __all__
