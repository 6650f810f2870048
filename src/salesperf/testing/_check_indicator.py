"""`check_indicator`: all laws of an indicator, each on the smallest rows that break it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

from ..arithmetic import to_decimal
from ..calendar import Period
from ..errors import ExactRangeError, InputTypeError, SalesperfError
from ..indicators import Indicator
from ..text import shown
from ..vocabulary import Status
from ._bench import Bench
from ._broken import Broken, BrokenLawError, row_text
from ._cases import Example, Rows, given_case, made_cases
from ._indicator_laws import COMPLETE, LAWS, ORDER, STATIC_LAWS, better

__all__ = ["check_indicator"]

_TRIES = 300
_EXAMPLE = "examples are what they are called"


def check_indicator(
    indicator: Indicator,
    *,
    examples: Iterable[Example] = (),
    worst_to_best: Iterable[Example] = (),
    period: Period | str = "2026-03",
) -> None:
    """Check that an indicator keeps the laws every shipped one keeps; raise `BrokenLawError` listing those it breaks.

    `examples` are ordinary facts of one subject, each a row or several: they must have a value inside the plausible
    range.  `worst_to_best` are such examples in order of merit: each must beat the one before it in the stated
    direction.  A row needs amounts (and keys) only; the date is the first of `period` where none is given.  Beside the
    examples the laws are tried on rows the kit makes itself, the same ones every time.

    The laws: row order does not matter; merge = whole (rows and amounts may be split, others' rows do not count);
    direction is true; range is true (inside `ok`, outside `suspect`, never clamped); undefined is stated (a status and
    no value where a denominator, a target or a column is absent); money scales; JSON round trip; pickling; metadata is
    complete.  Direction by itself can only be seen on examples: give `worst_to_best`.

    Raises `RecordError` for an example whose amounts cannot be read, `InputTypeError` for what is no indicator.

    >>> from salesperf import Direction, Unit, indicators, measures
    >>> quote_rate = indicators.Ratio(
    ...     "quote_rate", numerator=measures.QUOTES_ISSUED, denominator=measures.FIRST_VISITS, unit=Unit.PERCENT,
    ...     direction=Direction.HIGHER, decimals=2, plausible=(0, 1), en="Quote rate", zh="报价率")
    >>> check_indicator(quote_rate, examples=[{"quotes_issued": 3, "first_visits": 12}])
    Traceback (most recent call last):
        ...
    salesperf.testing._broken.BrokenLawError: quote_rate breaks 1 law:
      - examples are what they are called: 25.00 (suspect) is not ok: plausible is 0 to 1
          with [{"quotes_issued": 3, "first_visits": 12}]
    """
    if not isinstance(indicator, Indicator):
        msg = f"check_indicator takes an indicator, such as indicators.CLOSE_RATE, not {shown(indicator)}"
        raise InputTypeError(msg)
    span = Period.parse(period) if isinstance(period, str) else period
    bench = Bench(indicator, span)
    ordinary = [given_case(indicator, example, span) for example in examples]
    ranked = [given_case(indicator, example, span) for example in worst_to_best]
    broken = list(_static(indicator))
    if all(one.law != COMPLETE for one in broken):  # nothing can be scored by half an indicator
        broken.extend(_of_cases(bench, ordinary, ranked))
    if broken:
        raise BrokenLawError(indicator.id, broken)


def _of_cases(bench: Bench, ordinary: list[Rows], ranked: list[Rows]) -> Iterator[Broken]:
    unread: list[Rows] = []
    for rows in (*ordinary, *ranked):
        try:
            yield from _misnamed(bench, rows)
        except SalesperfError as error:
            unread.append(rows)
            yield Broken(_EXAMPLE, str(error), _text(bench, rows))
    if not unread:
        yield from _misordered(bench, ranked)
    given = [rows for rows in (*ordinary, *ranked) if rows not in unread]
    yield from _lawless(bench, [*given, *made_cases(bench.indicator, bench.period, bench.base)])


def _static(indicator: Indicator) -> Iterator[Broken]:
    for name, law in STATIC_LAWS:
        found = law(indicator)
        if found is not None:
            yield Broken(name, found)


def _misnamed(bench: Bench, rows: Rows) -> Iterator[Broken]:
    """Yield why an example is none: its value is not an ordinary one."""
    found = bench.read(rows)
    expected = Status.OK if bench.is_computed else Status.MISSING_DATA
    if found.line.status is not expected:
        low, high = bench.indicator.plausible
        span = f": plausible is {_bound(low)} to {_bound(high)}" if found.line.status is Status.SUSPECT else ""
        yield Broken(_EXAMPLE, f"{found} is not {expected}{span}", _text(bench, rows))


def _bound(bound: Decimal | None) -> str:
    return "any" if bound is None else f"{bound:f}"


def _misordered(bench: Bench, ranked: list[Rows]) -> Iterator[Broken]:
    for worse, good in pairwise(ranked):
        found = better(bench, worse, good)
        if found is not None:
            yield Broken(ORDER, found, f"{_text(bench, worse)} and then {_text(bench, good)}")


def _lawless(bench: Bench, cases: list[Rows]) -> Iterator[Broken]:
    for name, law in LAWS:

        def found_in(rows: Rows, law: Callable[[Bench, Rows], str | None] = law) -> str | None:
            try:
                return law(bench, rows)
            except ExactRangeError:
                return None  # the law says nothing about sums that no engine computes
            except SalesperfError as error:
                return str(error)

        for rows in cases:
            if found_in(rows) is not None:
                smallest = _smallest(rows, found_in)
                yield Broken(name, found_in(smallest) or "", _text(bench, smallest))
                break


def _smallest(rows: Rows, found_in: Callable[[Rows], str | None]) -> Rows:
    """Return the smallest rows, reached by leaving out and shortening, that still break the law."""
    tries = _TRIES
    shorter: Rows | None = rows
    while shorter is not None:
        rows, shorter = shorter, None
        for candidate in _shorter(rows):
            tries -= 1
            if tries < 0:
                return rows
            if found_in(candidate) is not None:
                shorter = candidate
                break
    return rows


def _shorter(rows: Rows) -> Iterator[Rows]:
    if len(rows) > 1:
        yield from (rows[:place] + rows[place + 1 :] for place in range(len(rows)))
    for place, row in enumerate(rows):
        for name, value in row.items():
            for simpler in _simpler(name, value):
                yield (*rows[:place], {**row, name: simpler}, *rows[place + 1 :])


def _simpler(name: str, value: Any) -> Iterator[Any]:
    if value is None or name in {"person", "date"}:
        return
    yield None
    amounts = (0, 1, int(value) // 2) if isinstance(value, Decimal) else ()
    yield from (to_decimal(amount, 0) for amount in amounts if amount < abs(value))


def _text(bench: Bench, rows: Rows) -> str:
    """Return rows as they would be typed: whose they are, and the day where it is the first, go without saying."""
    first = bench.period.start
    usual = [{k: v for k, v in row.items() if k != "person" and (k, v) != ("date", first)} for row in rows]
    return row_text(usual)
