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
    from . import (
        calendar,
        curves,
        errors,
        feeds,
        indicators,
        leads,
        measures,
        organisation,
        profiles,
        records,
        report,
        sample,
        scoring,
        testing,
    )
    from .calendar import Calendar, Period
    from .engines import EngineError, Intake
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
    from .organisation import Organisation
    from .profiles import Criterion, Extra, Gate, Phase, Profile
    from .records import read_csv
    from .scoring import Adjustment, Line, Scoreboard, Scorecard, Tally, TallyError, score, score_all
    from .vocabulary import (
        Additivity,
        Base,
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
        Weighting,
    )

_ROOMS = (
    "calendar",
    "curves",
    "errors",
    "feeds",
    "indicators",
    "leads",
    "measures",
    "organisation",
    "profiles",
    "records",
    "report",
    "sample",
    "scoring",
    "testing",
)

_NAMES = {
    "Additivity": "vocabulary",
    "Adjustment": "scoring",
    "Base": "vocabulary",
    "Calendar": "calendar",
    "CardStatus": "vocabulary",
    "Category": "vocabulary",
    "Criterion": "profiles",
    "CurveError": "errors",
    "Direction": "vocabulary",
    "DocumentError": "errors",
    "EngineError": "engines",
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
    "Organisation": "organisation",
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
    "Tally": "scoring",
    "TallyError": "scoring",
    "Theme": "vocabulary",
    "Unit": "vocabulary",
    "UnitError": "errors",
    "UnknownNameError": "errors",
    "Weighting": "vocabulary",
    "read_csv": "records",
    "score": "scoring",
    "score_all": "scoring",
}

__all__ = [
    "Additivity",
    "Adjustment",
    "Base",
    "Calendar",
    "CardStatus",
    "Category",
    "Criterion",
    "CurveError",
    "Direction",
    "DocumentError",
    "EngineError",
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
    "Organisation",
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
    "Tally",
    "TallyError",
    "Theme",
    "Unit",
    "UnitError",
    "UnknownNameError",
    "Weighting",
    "__version__",
    "calendar",
    "curves",
    "errors",
    "feeds",
    "indicators",
    "leads",
    "measures",
    "organisation",
    "profiles",
    "read_csv",
    "records",
    "report",
    "sample",
    "score",
    "score_all",
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
