"""`Profile`: the criteria of one level, with all that decides how their points become a card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from os import PathLike
from typing import Any, Self, cast

import attrs

from ..errors import ProfileError, UnknownNameError
from ..indicators import Indicator
from ..measures import Measure
from ..vocabulary import Level, NotAssessed
from . import _checks, _reweight
from ._criterion import Criterion
from ._diff import Difference, differences
from ._extra import Extra
from ._finding import Finding
from ._gate import Gate
from ._lint import findings
from ._phase import Phase
from ._uses import indicators_of, measures_of
from ._values import Number, choice, number, optional_number

__all__ = ["Profile"]


def _criteria(given: Iterable[Criterion]) -> tuple[Criterion, ...]:
    return tuple(given)


def _extras(given: Iterable[Extra]) -> tuple[Extra, ...]:
    return tuple(given)


def _gates(given: Iterable[Gate]) -> tuple[Gate, ...]:
    return tuple(given)


def _level(value: Level | str) -> Level:
    return choice(Level, value)


def _policy(value: NotAssessed | str) -> NotAssessed:
    return choice(NotAssessed, value)


def _grades(given: Iterable[tuple[str, Number]]) -> tuple[tuple[str, Decimal], ...]:
    return tuple((name, number(least)) for name, least in given)


def _maxima(given: Mapping[str, Number] | Iterable[tuple[str, Number]]) -> tuple[tuple[str, Decimal], ...]:
    pairs = cast("Mapping[str, Number]", given).items() if isinstance(given, Mapping) else given
    return tuple(sorted(((name, number(most)) for name, most in pairs), key=lambda pair: str(pair[0])))


@attrs.frozen(kw_only=True, cache_hash=True, repr=False)
class Profile:
    """What a level is judged by: criteria whose weights total exactly 100, with extras, gates and grade bands.

    `criteria` keep their order: it is the order of the card, and ties of rounding go to the earlier one.
    `not_assessed` says what becomes of the weight of a criterion without a value, and `publish_at_least` of how many
    percent of the weight must have been scored for a card to have a total.  `grades` are (name, least total), best
    first; the last band has no lower end.  `floor` and `cap` bound the total before multipliers; None is no bound.
    `group_maximum` is the most points of the total that the criteria of a group earn together.  `phase` names the
    phase whose factors are in the weights (`in_phase`).

    Raises `ProfileError` with all faults: weights that do not total 100, an id used twice, a gate that names an
    unknown criterion or grade, a group without a maximum or a maximum without a group, bands out of order, bounds that
    cross, two different indicators or measures under one id.

    >>> from salesperf import Criterion, Level, Profile, curves, indicators
    >>> attained = curves.Linear((60, 0), (100, 100), (120, 120))
    >>> Profile("small shop", level=Level.CONSULTANT, criteria=[
    ...     Criterion(indicators.UNIT_ATTAINMENT, weight=70, curve=attained),
    ...     Criterion(indicators.LEAD_ATTAINMENT, weight=20, curve=attained),
    ... ])
    Traceback (most recent call last):
        ...
    salesperf.errors.ProfileError: faults in the profile (1):
      - weights: 90: a total of exactly 100; 10 are missing
    """

    name: str = attrs.field(kw_only=False)
    level: Level = attrs.field(converter=_level)
    criteria: tuple[Criterion, ...] = attrs.field(converter=_criteria)
    extras: tuple[Extra, ...] = attrs.field(default=(), converter=_extras)
    gates: tuple[Gate, ...] = attrs.field(default=(), converter=_gates)
    not_assessed: NotAssessed = attrs.field(default=NotAssessed.REDISTRIBUTE, converter=_policy)
    publish_at_least: Decimal = attrs.field(default=Decimal(60), converter=number)
    grades: tuple[tuple[str, Decimal], ...] = attrs.field(default=(), converter=_grades)
    version: str = "1"
    floor: Decimal | None = attrs.field(default=Decimal(0), converter=optional_number)
    cap: Decimal | None = attrs.field(default=None, converter=optional_number)
    group_maximum: tuple[tuple[str, Decimal], ...] = attrs.field(default=(), converter=_maxima)
    phase: str | None = None

    def __attrs_post_init__(self) -> None:
        faults = _checks.faults(self)
        if faults:
            raise ProfileError(faults)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator that a criterion, extra or gate looks at, once, in order of appearance."""
        return indicators_of(self)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure the profile reads, targets included, once, in order of appearance."""
        return measures_of(self)

    def criterion(self, id: str) -> Criterion:  # noqa: A002  (the word users write in files)
        """Return a criterion by its id; raise `UnknownNameError` with the near one."""
        for criterion in self.criteria:
            if criterion.id == id:
                return criterion
        what = f"criterion of {self.name}"
        raise UnknownNameError(what, id, [criterion.id for criterion in self.criteria])

    def replace(self, **changes: Any) -> Self:
        """Return the profile with other arguments in place of its own, checked as a whole.

        >>> from salesperf import profiles
        >>> profiles.CONSULTANT.replace(version="2026.2").version
        '2026.2'
        """
        return attrs.evolve(self, **changes)

    def in_phase(self, phase: Phase | Mapping[str, Number], *, name: str = "custom") -> Self:
        """Return the profile with its weights multiplied and re-normalised to exactly 100.00.

        `phase` multiplies by theme; a mapping of criterion ids to factors by criterion, and `name` is then what the
        result's `phase` says.  Weights are shared out in hundredths of a percent by largest remainder, ties in profile
        order.  Raises `ProfileError` where a weight would become 0.00, where an id is not a criterion's, and on a
        profile that is in a phase already: factors would pile up unseen.

        >>> from salesperf import Phase, profiles
        >>> expanding = profiles.CONSULTANT.in_phase(Phase.MARKET_EXPANSION)
        >>> expanding.phase, expanding.criterion("lead_attainment").weight
        ('market_expansion', Decimal('15.31'))
        """
        weights = _reweight.weights(self, phase)
        criteria = [
            attrs.evolve(criterion, weight=weight) for criterion, weight in zip(self.criteria, weights, strict=True)
        ]
        return attrs.evolve(self, criteria=criteria, phase=phase.name if isinstance(phase, Phase) else name)

    def lint(self, columns: Iterable[str] | None = None) -> tuple[Finding, ...]:
        """Return what a careful reader would ask about before the profile judges anyone.

        `columns` are the keys the records will have (salesperf's names); with them a measure that no record can feed is
        found too.  Findings come in a fixed order: those of the criteria, of the extras and gates, of the whole.

        >>> from salesperf import profiles
        >>> for finding in profiles.CONSULTANT.lint():
        ...     if finding.severity != "info":
        ...         print(finding.code, finding.where)
        placeholder gross_total_per_unit
        """
        return findings(self, None if columns is None else tuple(columns))

    def diff(self, other: Profile) -> tuple[Difference, ...]:
        """Return what changes from this profile to another.

        >>> from salesperf import profiles
        >>> newer = profiles.CONSULTANT.replace(version="2026.2", publish_at_least=70)
        >>> for difference in profiles.CONSULTANT.diff(newer):
        ...     print(difference)
        version: 2026.1 → 2026.2
        publish_at_least: 60 → 70
        """
        return differences(self, other)

    @cached_property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, of all that decides a score; notes, placeholder marks and indicators' prose do not.

        >>> from salesperf import profiles
        >>> len(profiles.CONSULTANT.digest)
        64
        """
        from ._writing import digest  # noqa: PLC0415  (the writer knows every part; only documents need it)

        return digest(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the profile as a file holds it, own measures and indicators included; decimals are text."""
        from ._writing import document  # noqa: PLC0415  (only documents need it)

        return document(self)

    def to_json(self) -> str:
        """Return the profile as JSON: same profile, same text; `Profile.from_json` gives back an equal one.

        >>> from salesperf import Profile, profiles
        >>> Profile.from_json(profiles.MANAGER.to_json()) == profiles.MANAGER
        True
        """
        from ._writing import to_json  # noqa: PLC0415  (only documents need it)

        return to_json(self)

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Self:
        """Return the profile that a parsed file holds.

        Raises `ProfileError` with all faults and their places, as in `criteria[2].curve.knots`: a key that is not
        known, a value of the wrong type, an unknown id, a newer schema.  Places count from 0.
        """
        from ._files import arguments  # noqa: PLC0415  (only documents need it)

        return cls(**arguments(document))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the profile that a JSON text holds; raise `ProfileError` as `from_dict` does."""
        from ._files import parse_json  # noqa: PLC0415  (only documents need it)

        return cls.from_dict(parse_json(text))

    @classmethod
    def from_toml(cls, text: str) -> Self:
        """Return the profile that a TOML text holds; raise `ProfileError` as `from_dict` does."""
        from ._files import parse_toml  # noqa: PLC0415  (only documents need it)

        return cls.from_dict(parse_toml(text))

    @classmethod
    def from_file(cls, path: str | PathLike[str]) -> Self:
        """Return the profile in a `.toml` or `.json` file (UTF-8, at most 256 kB).  Nothing in it is ever executed."""
        from ._files import parse_file  # noqa: PLC0415  (only documents need it)

        return cls.from_dict(parse_file(path))

    def __repr__(self) -> str:
        parts = [f"{len(self.criteria)} criteria"]
        parts += [f"{len(self.extras)} extras"] if self.extras else []
        parts += [f"{len(self.gates)} gates"] if self.gates else []
        phase = f" in {self.phase}" if self.phase else ""
        return f"<Profile {self.name} {self.version}{phase}: {self.level}, {', '.join(parts)}>"
