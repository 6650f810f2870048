"""The three shipped levels.  Weights are a proposal that dealers adapt; each curve says where its knots come from.

Tags in brackets are those of the catalogue's notes (`indicators.source`); "practice" is field knowledge, unverified.
"""

from __future__ import annotations

from ..curves import Linear, PerStep
from ..errors import UnknownNameError
from ..indicators import (
    AGED_STOCK_SHARE,
    CLOSE_RATE_WORKABLE,
    CSI_SCORE,
    DAYS_SUPPLY,
    EXAM_SCORE,
    EXPENSE_RATIO,
    FI_GROSS_PER_UNIT,
    FOCUS_MODEL_SHARE,
    FORECAST_ACCURACY,
    GROSS_ATTAINMENT,
    GROSS_PER_EMPLOYEE,
    GROSS_PER_UNIT,
    GROSS_TOTAL_PER_UNIT,
    LEAD_ATTAINMENT,
    LOST_ANALYSIS_COMPLETION,
    MARKET_INFO_QUALITY,
    MARKET_SHARE_GROWTH,
    MEMBER_DEVELOPMENT_RATE,
    MEMBER_MEAN_ATTAINMENT,
    PROCESS_COMPLIANCE,
    PROCESS_KPI_ATTAINMENT,
    PROFIT_ATTAINMENT,
    RECORD_COMPLETENESS,
    REFERRAL_RATE,
    REPORT_TIMELINESS,
    RETURN_ON_SALES,
    REVENUE_ATTAINMENT,
    SALES_EFFECTIVENESS,
    SELLING_EXPENSE_CONTROL,
    STAFF_TURNOVER,
    STOCK_STRUCTURE_HEALTH,
    TEST_DRIVE_RATE,
    UNIT_ATTAINMENT,
)
from ..measures import COMPLAINTS_VALID, RECORD_FRAUD_CONFIRMED
from ..vocabulary import Level
from ._criterion import Criterion
from ._extra import Extra
from ._gate import Disqualify, Gate, ItemZero
from ._money import PLACEHOLDERS
from ._profile import Profile

__all__ = ["CONSULTANT", "DIRECTOR", "MANAGER", "SHIPPED", "get"]

_GRADES = (("A", 90), ("B", 80), ("C", 70), ("D", 0))
_SURVEYS = "rolling 3 months: one month gives a consultant 10 surveys in 0–5 % of months, three months in 33–97 %"
_STOCK = Linear((10, 0), (24, 100), (36, 100), (45, 80), (60, 40), (75, 0))
_SATISFACTION = Linear((70, 0), (90, 100), (100, 120))

CONSULTANT = Profile(
    "consultant",
    level=Level.CONSULTANT,
    version="2026.1",
    grades=_GRADES,
    criteria=(
        Criterion(
            UNIT_ATTAINMENT,
            weight=30,
            curve=Linear((60, 0), (100, 100), (120, 120)),
            note="below 60 % nothing is paid [A10][A16]; cap 120 from practice",
        ),
        Criterion(
            GROSS_TOTAL_PER_UNIT,
            weight=15,
            curve=PLACEHOLDERS["gross_total_per_unit"],
            placeholder=True,
            note="8 000 CNY is the only Chinese store target seen [A24]; a loss earns 0; set it for your brand",
        ),
        Criterion(
            FOCUS_MODEL_SHARE,
            weight=5,
            curve=Linear((0, 0), (60, 100)),
            note="60 % of units [A2][A6]; no reward above, for the brand decides the supply",
        ),
        Criterion(
            LEAD_ATTAINMENT,
            weight=8,
            curve=Linear((60, 0), (100, 100), (120, 120)),
            note="floor and cap as for units",
        ),
        Criterion(
            TEST_DRIVE_RATE,
            weight=6,
            curve=Linear((30, 0), (60, 80), (80, 100)),
            note="60–80 % from practice, 84–89 % in the US [T1][T2]; no reward above 100 points: rides are faked",
        ),
        Criterion(
            CLOSE_RATE_WORKABLE,
            weight=8,
            curve=Linear((2, 0), (10, 100), (16, 120)),
            note="20 cars of 100 visitors [L6]; the pool carried in is about as large again; 4–8 % of leads [A28]",
        ),
        Criterion(RECORD_COMPLETENESS, weight=4, curve=Linear((80, 0), (95, 100)), note="95 % or more, from practice"),
        Criterion(LOST_ANALYSIS_COMPLETION, weight=2, curve=Linear((60, 0), (100, 100)), note="100 %, from practice"),
        Criterion(
            CSI_SCORE,
            weight=10,
            curve=_SATISFACTION,
            minimum_sample=10,
            window="3 months",
            note=f"90 of 100 in China [A24], 95 and more in the US [G9]; {_SURVEYS}",
        ),
        Criterion(
            REFERRAL_RATE,
            weight=4,
            curve=Linear((0, 0), (20, 100), (30, 120)),
            note="20 % or more [A24]; forms ask for 15–30 % [A1][A6]",
        ),
        Criterion(
            PROCESS_COMPLIANCE,
            weight=4,
            curve=Linear((80, 60), (95, 100)),
            note="below 80 nothing [A11]; audits of makers ask for 95 % [A18]",
        ),
        Criterion(
            EXAM_SCORE, weight=2, curve=Linear((60, 0), (80, 80), (90, 100)), note="80 passes, 90 at a re-sit [A10]"
        ),
        Criterion(REPORT_TIMELINESS, weight=2, curve=Linear((85, 0), (98, 100)), note="98 % or more, from practice"),
    ),
    extras=(
        Extra(
            "complaints",
            of=COMPLAINTS_VALID,
            curve=PerStep(at=0, full=0, above=(1, -5), below=None, floor=-20, cap=0, whole=True),
            minimum=-20,
            maximum=0,
            note="5 points for each complaint; bounded to 20 of 100",
        ),
    ),
    gates=(
        Gate("process_floor", of=PROCESS_COMPLIANCE, below=80, then=ItemZero("process_compliance")),
        Gate(
            "record_fraud",
            of=RECORD_FRAUD_CONFIRMED,
            at_least=1,
            then=Disqualify(),
            note="one confirmed case is a veto, from practice",
        ),
    ),
)
"""A sales consultant: result 50, process 28, customers 14, foundation 8."""

MANAGER = Profile(
    "manager",
    level=Level.MANAGER,
    version="2026.1",
    grades=_GRADES,
    criteria=(
        Criterion(
            UNIT_ATTAINMENT,
            weight=25,
            curve=Linear((70, 0), (100, 100), (120, 120)),
            note="a team varies less: floor 70 (a maker's form stops at 75 [A11]; 29 % of dealers are under 70 % [C7])",
        ),
        Criterion(
            REVENUE_ATTAINMENT, weight=5, curve=Linear((70, 0), (100, 100), (120, 120)), note="as unit attainment"
        ),
        Criterion(
            GROSS_PER_UNIT,
            weight=15,
            curve=PLACEHOLDERS["gross_per_unit"],
            placeholder=True,
            note="front gross is negative on average [C7], 8 000 CNY a stretch [A24]; set it for your brand",
        ),
        Criterion(
            SELLING_EXPENSE_CONTROL,
            weight=5,
            curve=Linear((80, 110), (100, 100), (120, 0)),
            note="at most 100 % of budget; about 5 points for each percent over [A11]; flat below 80",
        ),
        Criterion(
            MEMBER_MEAN_ATTAINMENT,
            weight=8,
            curve=Linear((60, 0), (90, 100), (110, 120)),
            note="90 % or more, from practice; each member capped at 120; over the members",
        ),
        Criterion(
            MEMBER_DEVELOPMENT_RATE,
            weight=4,
            curve=Linear((30, 0), (80, 100)),
            note="from practice, no benchmark; best read over rolling 12 months",
        ),
        Criterion(
            PROCESS_KPI_ATTAINMENT,
            weight=8,
            curve=Linear((40, 0), (80, 100), (100, 120)),
            note="80 % or more, from practice",
        ),
        Criterion(
            DAYS_SUPPLY,
            weight=7,
            curve=_STOCK,
            note="0.8–1.2 months of sales is 24–36 days; 1.5 warns [C4]; in the US 60–70 days [N19]",
        ),
        Criterion(
            STOCK_STRUCTURE_HEALTH,
            weight=3,
            curve=Linear((50, 0), (80, 100), (95, 120)),
            note="80 or more, from practice; a store's figure",
        ),
        Criterion(
            MARKET_SHARE_GROWTH,
            weight=6,
            curve=Linear((-10, 0), (0, 60), (3, 100), (10, 120)),
            note="3–10 % a year, from practice; an area's figure, best read over rolling 12 months",
        ),
        Criterion(
            CSI_SCORE,
            weight=10,
            curve=_SATISFACTION,
            minimum_sample=20,
            window="3 months",
            note=f"as for consultants, with a team's sample; {_SURVEYS}",
        ),
        Criterion(
            MARKET_INFO_QUALITY,
            weight=4,
            curve=Linear((50, 0), (80, 100), (100, 120)),
            note="80 or more, from practice",
        ),
    ),
)
"""A sales manager: result 50, management 30, market and customers 20."""

DIRECTOR = Profile(
    "director",
    level=Level.DIRECTOR,
    version="2026.1",
    grades=_GRADES,
    criteria=(
        Criterion(
            PROFIT_ATTAINMENT,
            weight=20,
            curve=Linear((50, 0), (100, 100), (130, 120)),
            note="a bonus plan pays up to twice [A9], which is wider; give it a scale where profit may be negative",
        ),
        Criterion(
            GROSS_ATTAINMENT, weight=10, curve=Linear((60, 0), (100, 100), (120, 120)), note="actual by plan [A9]"
        ),
        Criterion(
            UNIT_ATTAINMENT,
            weight=12,
            curve=Linear((70, 0), (100, 100), (120, 120)),
            note="30.3 % of dealers reach their target, 29 % stay under 70 % [C7]",
        ),
        Criterion(
            RETURN_ON_SALES,
            weight=5,
            curve=Linear((0, 0), ("2.2", 80), ("3.5", 100), ("5.3", 120)),
            note="2.2 % on average [N1], 3.5 % as an aim [N17], 5.3 % for highline brands [N10]",
        ),
        Criterion(
            FI_GROSS_PER_UNIT,
            weight=6,
            curve=PLACEHOLDERS["fi_gross_per_unit"],
            placeholder=True,
            note="1 143–1 343 USD a financed car [N4], 56 % financed [A36]: 4 900 CNY; set it for your brand",
        ),
        Criterion(
            EXPENSE_RATIO,
            weight=6,
            curve=Linear((60, 120), (70, 100), (100, 0)),
            note="listed groups spend 69.0 and 71.9 % [N26]; 100 % is a loss",
        ),
        Criterion(
            GROSS_PER_EMPLOYEE,
            weight=5,
            curve=PLACEHOLDERS["gross_per_employee"],
            placeholder=True,
            note="CNY per person and month; 98 000 USD a year in the US [N2], less in China; set it for your brand",
        ),
        Criterion(
            SALES_EFFECTIVENESS,
            weight=10,
            curve=Linear((60, 0), (100, 100), (120, 120)),
            note="100 is the region's average [R1][R2]; market share has no absolute benchmark; an area's figure",
        ),
        Criterion(DAYS_SUPPLY, weight=6, curve=_STOCK, note="as for managers"),
        Criterion(
            AGED_STOCK_SHARE,
            weight=4,
            curve=Linear((5, 110), (10, 100), (30, 0)),
            note="over 90 days: 30.4 % in the US [D6]; a maker's plan allows 10 % over 150 days [A12]",
        ),
        Criterion(
            STAFF_TURNOVER,
            weight=4,
            curve=Linear((10, 110), (20, 100), (60, 0)),
            note="at most 20 % a year [A9]; 66–73 % in US sales [N6][N7][N8]; best read over rolling 12 months",
        ),
        Criterion(
            FORECAST_ACCURACY,
            weight=4,
            curve=Linear((60, 0), (90, 100), (97, 110)),
            note="within 10 % a month, from practice",
        ),
        Criterion(
            CSI_SCORE,
            weight=8,
            curve=_SATISFACTION,
            minimum_sample=30,
            window="3 months",
            note=f"as for consultants, with a store's sample; {_SURVEYS}",
        ),
    ),
)
"""A sales director: profit and gross, market, stock, people and customers of the whole store."""

SHIPPED = (CONSULTANT, MANAGER, DIRECTOR)
"""The shipped profiles."""


def get(name: str) -> Profile:
    """Return a shipped profile by its name; raise `UnknownNameError` with the near one.

    >>> from salesperf import profiles
    >>> profiles.get("manager") is profiles.MANAGER
    True
    """
    for profile in SHIPPED:
        if profile.name == name:
            return profile
    what = "shipped profile"
    raise UnknownNameError(what, name, [profile.name for profile in SHIPPED])
