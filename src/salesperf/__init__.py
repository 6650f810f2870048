"""salesperf: a car dealership's sales records turned into scores that people trust.

    import salesperf as sp
    from salesperf import profiles

    board = sp.score(records, profiles.CONSULTANT, period="2026-03")

Importing the package loads nothing of it; every name is fetched from its room when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ._version import __version__

if TYPE_CHECKING:
    from . import calendar, curves, errors, indicators, measures, profiles, records, report, sample, scoring, testing
    from .calendar import Period
    from .engines import Intake
    from .errors import (
        CurveError,
        DocumentError,
        ExactRangeError,
        Fault,
        InputTypeError,
        MissingExtraError,
        NoRecordsError,
        PeriodError,
        ProfileError,
        RecordError,
        SalesperfError,
        SubjectError,
        UnitError,
        UnknownNameError,
    )
    from .measures import Measure
    from .profiles import Criterion, Extra, Gate, Phase, Profile
    from .records import read_csv
    from .scoring import Line, Scoreboard, Scorecard, score
    from .vocabulary import (
        Additivity,
        CardStatus,
        Category,
        Direction,
        Level,
        NotAssessed,
        Owner,
        Per,
        Scope,
        Status,
        Theme,
        Unit,
    )

_ROOMS = (
    "calendar",
    "curves",
    "errors",
    "indicators",
    "measures",
    "profiles",
    "records",
    "report",
    "sample",
    "scoring",
    "testing",
)

_NAMES = {
    "Additivity": "vocabulary",
    "CardStatus": "vocabulary",
    "Category": "vocabulary",
    "Criterion": "profiles",
    "CurveError": "errors",
    "Direction": "vocabulary",
    "DocumentError": "errors",
    "ExactRangeError": "errors",
    "Extra": "profiles",
    "Fault": "errors",
    "Gate": "profiles",
    "InputTypeError": "errors",
    "Intake": "engines",
    "Level": "vocabulary",
    "Line": "scoring",
    "Measure": "measures",
    "MissingExtraError": "errors",
    "NoRecordsError": "errors",
    "NotAssessed": "vocabulary",
    "Owner": "vocabulary",
    "Per": "vocabulary",
    "Period": "calendar",
    "PeriodError": "errors",
    "Phase": "profiles",
    "Profile": "profiles",
    "ProfileError": "errors",
    "RecordError": "errors",
    "SalesperfError": "errors",
    "Scope": "vocabulary",
    "Scoreboard": "scoring",
    "Scorecard": "scoring",
    "Status": "vocabulary",
    "SubjectError": "errors",
    "Theme": "vocabulary",
    "Unit": "vocabulary",
    "UnitError": "errors",
    "UnknownNameError": "errors",
    "read_csv": "records",
    "score": "scoring",
}

__all__ = [
    "Additivity",
    "CardStatus",
    "Category",
    "Criterion",
    "CurveError",
    "Direction",
    "DocumentError",
    "ExactRangeError",
    "Extra",
    "Fault",
    "Gate",
    "InputTypeError",
    "Intake",
    "Level",
    "Line",
    "Measure",
    "MissingExtraError",
    "NoRecordsError",
    "NotAssessed",
    "Owner",
    "Per",
    "Period",
    "PeriodError",
    "Phase",
    "Profile",
    "ProfileError",
    "RecordError",
    "SalesperfError",
    "Scope",
    "Scoreboard",
    "Scorecard",
    "Status",
    "SubjectError",
    "Theme",
    "Unit",
    "UnitError",
    "UnknownNameError",
    "__version__",
    "calendar",
    "curves",
    "errors",
    "indicators",
    "measures",
    "profiles",
    "read_csv",
    "records",
    "report",
    "sample",
    "score",
    "scoring",
    "testing",
]


def __getattr__(name: str) -> object:
    if name in _ROOMS:
        return import_module(f".{name}", __name__)
    if name in _NAMES:
        value = getattr(import_module(f".{_NAMES[name]}", __name__), name)
        globals()[name] = value
        return value
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return __all__
