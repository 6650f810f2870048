"""The words of the library as types: units, levels, scopes, themes, statuses.  Next to the bottom; imports nothing."""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "Additivity",
    "Base",
    "CardStatus",
    "Category",
    "Direction",
    "Level",
    "NotAssessed",
    "Owner",
    "Per",
    "RollUp",
    "Scope",
    "Status",
    "Theme",
    "Unit",
    "Weighting",
    "Zero",
]


class Unit(StrEnum):
    """What a number counts.  Measures have the first group; indicators may have any."""

    COUNT = "count"
    MONEY = "money"
    DAYS = "days"
    MINUTES = "minutes"
    RATING = "rating"
    POINTS = "points"
    WEIGHT = "weight"
    PERCENT = "percent"
    PERCENTAGE_POINTS = "percentage_points"
    RATIO = "ratio"
    INDEX = "index"
    MONTHS = "months"
    PER_YEAR = "per_year"
    MONEY_PER_UNIT = "money_per_unit"
    COUNT_PER_PERSON_MONTH = "count_per_person_month"
    MONEY_PER_PERSON_MONTH = "money_per_person_month"

    @property
    def decimals(self) -> int:
        """Decimals of the integer grid on which a measure of this unit is kept."""
        return 2 if self in {Unit.MONEY, Unit.DAYS, Unit.MINUTES} else 4


class Additivity(StrEnum):
    """How a measure adds up over records, people and time."""

    SUM = "sum"
    DISTINCT = "distinct"
    FIRST = "first"
    LAST = "last"
    MEAN = "mean"

    @property
    def is_snapshot(self) -> bool:
        """Whether the measure is a level at a date, not a flow."""
        return self in {Additivity.FIRST, Additivity.LAST, Additivity.MEAN}


class Owner(StrEnum):
    """Whose facts a record holds: the key column that names them."""

    PERSON = "person"
    TEAM = "team"
    STORE = "store"
    AREA = "area"
    GROUP = "group"


class Direction(StrEnum):
    """Which way is better: more, less, or near a target."""

    HIGHER = "higher"
    LOWER = "lower"
    TARGET = "target"


class Category(StrEnum):
    """The dimension of performance an indicator belongs to."""

    RESULT = "result"
    PROCESS = "process"
    CUSTOMER = "customer"
    FOUNDATION = "foundation"
    MANAGEMENT = "management"
    MARKET = "market"


class Theme(StrEnum):
    """What a strategy phase re-weights."""

    UNITS = "units"
    GROSS = "gross"
    LEADS = "leads"
    PROCESS = "process"
    CSI = "csi"
    INVENTORY = "inventory"
    PEOPLE = "people"


class Level(StrEnum):
    """Whom a profile judges."""

    CONSULTANT = "consultant"
    MANAGER = "manager"
    DIRECTOR = "director"


class Scope(StrEnum):
    """Over whose facts a criterion is computed; without an organisation every scope is the subject's own records."""

    OWN = "own"
    UNIT = "unit"
    STORE = "store"
    AREA = "area"
    MEMBERS = "members"


class Per(StrEnum):
    """The pace an indicator is expressed in, where it depends on the length of the period."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Base(StrEnum):
    """What a change is measured against."""

    YEAR = "year"
    """The same days a year before."""
    PREVIOUS = "previous"
    """The period just before."""


class Weighting(StrEnum):
    """How the values of several members become one."""

    PLAIN = "plain"
    """Their mean, each member counting the same."""
    TARGET = "target"
    """Their mean, each member counting by the target."""
    MEDIAN = "median"
    """The middle value; of an even number of members, the mean of the two in the middle."""


class Zero(StrEnum):
    """What an indicator says when its denominator is not positive (domain.md §2)."""

    COUNT = "CNT"
    """A sum or count: no event is 0."""
    UNDEFINED = "NUL"
    """`no_denominator`."""
    UNDEFINED_OR_IDLE = "NUL*"
    """`not_applicable` for 0 ÷ 0, `no_denominator` otherwise."""
    IDLE = "IDLE"
    """`not_applicable` when there was nothing to do (denominator 0), `no_denominator` below."""
    TARGET = "TGT"
    """`no_target`."""
    BASE = "BASE"
    """`no_denominator`: a change needs a positive base."""
    SAMPLE = "SMP"
    """A survey or audit estimate: `no_denominator`; its sample is tested where a criterion sets a minimum."""
    IMMATURE = "IMM"
    """`no_denominator`; `immature_cohort` while the cohort's window is open."""
    INFINITE = "INF"
    """Stock without sales is `no_sales`, worst points; no stock and no sales is 0."""
    INFINITE_COST = "INF_COST"
    """A cost over a gross that is not positive scores worst (`no_sales`); nothing over nothing is `no_denominator`."""
    ASSESSED = "ASM"
    """`not_assessed`."""


class RollUp(StrEnum):
    """How an indicator is built at a wider scope (domain.md §2)."""

    SUM = "SUM"
    RATIO = "RATIO"
    UNION = "UNION"
    POOL = "POOL"
    MEANP = "MEANP"
    CHG = "CHG"
    SEMI = "SEMI"
    DIST = "DIST"
    ASSESS = "ASSESS"
    SCOPE = "SCOPE"
    STORE = "STORE"
    AREA = "AREA"


class NotAssessed(StrEnum):
    """What happens to the weight of a criterion without a value."""

    REDISTRIBUTE = "redistribute"
    NEUTRAL = "neutral"
    ZERO = "zero"
    FAIL = "fail"


class Status(StrEnum):
    """A value, or the reason why there is none (DESIGN: Status)."""

    OK = "ok"
    SUSPECT = "suspect"
    INSUFFICIENT_SAMPLE = "insufficient_sample"
    IMMATURE_COHORT = "immature_cohort"
    NO_SALES = "no_sales"
    NO_DENOMINATOR = "no_denominator"
    NO_TARGET = "no_target"
    MISSING_DATA = "missing_data"
    NOT_ASSESSED = "not_assessed"
    NOT_APPLICABLE = "not_applicable"
    EXCLUDED = "excluded"
    """Left out by an adjustment, which says why."""

    @property
    def has_value(self) -> bool:
        """Whether a line of this status shows a value."""
        return self in _WITH_VALUE

    @property
    def is_scored(self) -> bool:
        """Whether a line of this status earns points from its value (or, for `no_sales`, from the worst end)."""
        return self in _SCORED

    @property
    def follows_policy(self) -> bool:
        """Whether the profile's not-assessed policy decides; the others without points are always redistributed."""
        return self in _BY_POLICY


_WITH_VALUE = frozenset({Status.OK, Status.SUSPECT, Status.INSUFFICIENT_SAMPLE, Status.IMMATURE_COHORT})
_SCORED = frozenset({Status.OK, Status.SUSPECT, Status.NO_SALES})
_BY_POLICY = frozenset({Status.NO_DENOMINATOR, Status.NO_TARGET, Status.MISSING_DATA, Status.NOT_ASSESSED})


class CardStatus(StrEnum):
    """What became of a whole scorecard."""

    SCORED = "scored"
    TOO_LITTLE_ASSESSED = "too_little_assessed"
    DISQUALIFIED = "disqualified"
    FAILED = "failed"
    REFUSED = "refused"
    EXEMPT = "exempt"
    """Not to be scored, by an adjustment, which says why."""
