"""What `score` asks of a tally: the sums of all cards of some of its profiles and periods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..calendar import Calendar, Grain, Period
from ..engines import Question, Table, table_of
from ..errors import Fault, PeriodError
from ..organisation import Organisation
from ..plan import Plan
from ..profiles import Profile
from ..text import shown
from ..vocabulary import Owner
from ._arguments import PeriodLike
from ._tally import Tally
from ._tally_errors import TallyError

__all__ = ["tallied"]


def tallied(
    tally: Tally,
    profiles: tuple[Profile, ...],
    period: PeriodLike,
    *,
    by: Owner,
    columns: Mapping[str, str] | None,
    calendar: Calendar | None,
    organisation: Organisation | None,
    targets: Any,
    as_of: Any,
) -> tuple[Table, tuple[Plan, ...]]:
    """Return the table of a tally and the plans it follows.

    Raises `TallyError` for arguments of `score` that do not fit it: what is fixed, what a tally cannot know, and
    profiles that it keeps no sums for; `PeriodError` for periods that it keeps no sums for.
    """
    standing = tally._standing  # noqa: SLF001  (scoring and tallies are one room)
    question = standing.question
    given = (
        ("by", by if by is not Owner.PERSON else question.by, question.by),
        ("columns", question.columns if columns is None else columns, question.columns),
        ("calendar", calendar or question.calendar, question.calendar),
        ("organisation", organisation or question.organisation, question.organisation),
    )
    faults = [Fault("what the tally was made with: leave it out", field=name) for name, one, own in given if one != own]
    if targets is not None:
        faults.append(Fault("nothing: add the rows of targets to the tally", field="targets"))
    if as_of is not None:
        faults.append(Fault("nothing: a tally is as it stands", field="as_of"))
    plans = {plan.profile: plan for plan in question.plans}
    listed = ", ".join(f"{each.name} {each.version}" for each in tally.profiles)
    expected = f"a profile that the tally keeps sums for: {listed}; make the tally with it"
    unknown = [profile for profile in profiles if profile not in plans]
    faults += [Fault(expected, "profile", shown(f"{each.name} {each.version}")) for each in unknown]
    if faults:
        raise TallyError(faults)
    chosen = tuple(plans[profile] for profile in profiles)
    return table_of(standing, chosen, _asked(question, period)), chosen


def _asked(question: Question, period: PeriodLike) -> Grain | tuple[Period, ...]:
    """Return the periods to score, if the tally's cells can be joined to them."""
    kept, asked = question.asked, question.calendar.periods(period)
    if asked in ((), kept):
        return kept
    wrong = (
        [f"every {asked}"] if isinstance(asked, Grain) else [str(each) for each in asked if not _keeps(question, each)]
    )
    if wrong or isinstance(asked, Grain):
        has = f"every {kept}" if isinstance(kept, Grain) else ", ".join(map(str, kept)) or "all time as one period"
        msg = f"the tally keeps {has}, not {', '.join(wrong)}: make it with the periods you score"
        raise PeriodError(msg)
    return asked


def _keeps(question: Question, period: Period) -> bool:
    kept = question.asked
    return period in kept if isinstance(kept, tuple) else question.calendar.period_of(kept, period.start) == period
