"""The stored form of a board: canonical JSON that holds the sums and everything that follows from them.

Reading one back scores its sums again and compares: a document whose numbers do not follow from its sums is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs

from ..arithmetic import to_decimal
from ..calendar import Period
from ..engines import Intake, Rejected
from ..errors import DocumentError, Fault, PeriodError, ProfileError
from ..plan import Plan, Schedule, Situation, Slot, Stat, compile_plan
from ..profiles import Profile
from ..records import Refused, amount
from ..text import shown
from ..vocabulary import Owner
from ._frame import Slots

if TYPE_CHECKING:
    from ._board import Scoreboard
    from ._card import Scorecard
    from ._line import Line

__all__ = ["board_json", "card_dict", "read_board"]

_SCHEMA = 1
_KIND = "salesperf scoreboard"


def card_dict(card: Scorecard) -> dict[str, Any]:
    """Return a card as plain values."""
    return {
        "subject": card.subject,
        "period": str(card.period),
        "level": str(card.level),
        "profile": card.profile.name,
        "version": card.profile.version,
        "digest": card.profile.digest,
        "status": str(card.status),
        "total": card.total,
        "base": card.base,
        "grade": card.grade,
        "rank": card.rank,
        "peers": card.peers,
        "lines": [_line_dict(line) for line in card.lines],
        "extras": [
            {"id": extra.id, "status": str(extra.status), "value": extra.value, "points": extra.points}
            for extra in card.extras
        ],
        "gates": [{"id": gate.id, "fired": gate.fired} for gate in card.gates],
        "steps": [{"kind": step.kind, "id": step.id, "amount": step.amount} for step in card.steps],
        "measures": dict(card.measures),
    }


def _line_dict(line: Line) -> dict[str, Any]:
    return {
        "id": line.id,
        "status": str(line.status),
        "value": line.value,
        "numerator": line.numerator,
        "denominator": line.denominator,
        "points": line.points,
        "weight": line.weight,
        "nominal_weight": line.nominal_weight,
        "contribution": line.contribution,
        "argument": line.argument,
        "target": line.target,
        "absent": list(line.absent),
        "missing": [name for name, _ in line.missing],
        "zeroed_by": list(line.zeroed_by),
    }


def board_json(board: Scoreboard) -> str:
    """Return a board as canonical JSON."""
    blocks = board._blocks  # noqa: SLF001  (boards and documents are one room)
    frame = blocks[0].frame
    slots = frame.plan.slots
    document = {
        "kind": _KIND,
        "schema": _SCHEMA,
        "by": str(board.by),
        "profile": json.loads(board.profile.to_json()),
        "digest": board.profile.digest,
        "whole": frame.situation.whole,
        "periods": [
            {
                "label": str(period),
                "start": str(period.start),
                "end": str(period.end),
                "immature": [bool(flag) for flag in block.frame.situation.immature],
            }
            for period, block in zip(board.periods, blocks, strict=True)
        ],
        "carried": sorted(frame.carried),
        "slots": [slot.name for slot in slots],
        "cards": [
            {**card_dict(card), "sums": [_stored(*pair) for pair in zip(slots, card._slots, strict=True)]}  # noqa: SLF001  (one room)
            for card in board
        ],
        "intake": _intake_dict(board.intake),
    }
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: object) -> str:
    assert isinstance(value, Decimal)  # noqa: S101  (nothing else is put into a document)
    return f"{value:f}"


def _stored(slot: Slot, amount: Any) -> Any:
    if slot.stat is Stat.SPREAD:
        return [[name, f"{to_decimal(part, slot.measure.decimals):f}"] for name, part in amount]
    if slot.stat in {Stat.VALUE, Stat.KEYLESS}:
        return f"{to_decimal(amount, slot.measure.decimals):f}"
    return amount


def _intake_dict(intake: Intake) -> dict[str, Any]:
    return {
        "read": intake.read,
        "used": intake.used,
        "outside": intake.outside,
        "other_owners": [list(pair) for pair in intake.other_owners],
        "off_grid": intake.off_grid,
        "unused": list(intake.unused),
        "lacking": list(intake.lacking),
        "empty": list(intake.empty),
        "rejected": [
            {
                "row": one.row,
                "faults": [
                    {"expected": f.expected, "field": f.field, "value": f.value, "row": f.row} for f in one.faults
                ],
            }
            for one in intake.rejected
        ],
    }


def read_board(text: str | bytes) -> Scoreboard:
    """Return the board of a document, if its numbers follow from its sums."""
    from ._score import assemble  # noqa: PLC0415  (scoring builds boards, boards offer reading)

    document = _parsed(text)
    try:
        profile = Profile.from_json(json.dumps(document["profile"]))
        plan = compile_plan(profile)
        if document["slots"] != [slot.name for slot in plan.slots]:
            raise DocumentError([Fault("the sums that its profile reads", field="slots")])
        carried = frozenset(document["carried"])
        situations = [_situation(plan, carried, entry, whole=document["whole"]) for entry in document["periods"]]
        labels = {str(situation.period): place for place, situation in enumerate(situations)}
        cards: list[list[tuple[str | int, Slots]]] = [[] for _ in situations]
        for card in document["cards"]:
            cards[labels[card["period"]]].append((card["subject"], _slots(plan, card["sums"])))
        board = assemble(plan, situations, carried, cards, by=Owner(document["by"]), intake=_intake(document["intake"]))
    except (KeyError, TypeError, ValueError, AttributeError, PeriodError, ProfileError) as error:
        if isinstance(error, DocumentError):
            raise
        raise DocumentError([Fault("a scoreboard as Scoreboard.to_json writes it", field=_where(error))]) from error
    faults = list(_edited(document, json.loads(board_json(board))))
    if faults:
        raise DocumentError(faults, hint="the document was edited; score the records again")
    return board


def _where(error: Exception) -> str:
    return f"{type(error).__name__} {shown(str(error))}"


def _parsed(text: str | bytes) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DocumentError([Fault("JSON", value=shown(str(error)))]) from error
    if not isinstance(document, dict) or document.get("kind") != _KIND:
        raise DocumentError([Fault(f'a document of kind "{_KIND}"')])
    schema = document.get("schema")
    if schema != _SCHEMA:
        expected = f"schema {_SCHEMA}; a newer one needs a newer version of the library"
        raise DocumentError([Fault(expected, field="schema", value=shown(schema))])
    return document


def _situation(plan: Plan, carried: frozenset[str], entry: Mapping[str, Any], *, whole: bool) -> Situation:
    period = Period(date.fromisoformat(entry["start"]), date.fromisoformat(entry["end"]))
    schedule = Schedule(() if whole else (period,), plan.windows)
    situation = plan.situation(schedule, period, carried, last_day=0)
    return attrs.evolve(situation, immature=tuple(map(bool, entry["immature"])))


def _slots(plan: Plan, stored: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(_read(slot, amount) for slot, amount in zip(plan.slots, stored, strict=True))


def _read(slot: Slot, amount: Any) -> Any:
    if slot.stat is Stat.SPREAD:
        return tuple((name, _units(part, slot)) for name, part in amount)
    if slot.stat in {Stat.VALUE, Stat.KEYLESS}:
        return _units(amount, slot)
    if type(amount) is not int:
        raise DocumentError([Fault("a whole number", field=slot.name, value=shown(amount))])
    return amount


def _units(text: Any, slot: Slot) -> int:
    try:
        units = amount(text, slot.measure.decimals) if isinstance(text, str) else None
    except Refused:
        units = None
    if units is None:
        raise DocumentError(
            [Fault(f"an amount with {slot.measure.decimals} decimals", field=slot.name, value=shown(text))]
        )
    return units


def _intake(entry: Mapping[str, Any]) -> Intake:
    return Intake(
        read=entry["read"],
        used=entry["used"],
        outside=entry["outside"],
        other_owners=tuple((kind, count) for kind, count in entry["other_owners"]),
        off_grid=entry["off_grid"],
        unused=tuple(entry["unused"]),
        lacking=tuple(entry["lacking"]),
        empty=tuple(entry["empty"]),
        rejected=tuple(
            Rejected(one["row"], tuple(Fault(**fault) for fault in one["faults"])) for one in entry["rejected"]
        ),
    )


def _edited(given: Any, derived: Any, path: str = "") -> Iterator[Fault]:
    """Yield where a document differs from what its own sums give."""
    if isinstance(given, dict) and isinstance(derived, dict):
        for name in sorted({*given, *derived}):
            yield from _edited(given.get(name), derived.get(name), f"{path}.{name}" if path else name)
    elif isinstance(given, list) and isinstance(derived, list) and len(given) == len(derived):
        for place, (left, right) in enumerate(zip(given, derived, strict=True)):
            yield from _edited(left, right, f"{path}[{place}]")
    elif given != derived or type(given) is not type(derived):
        yield Fault(f"{shown(derived)}, which follows from the sums", field=path, value=shown(given))
