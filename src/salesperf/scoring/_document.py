"""The stored form of a board: canonical JSON that holds the sums and everything that follows from them.

Reading one back scores its sums again and compares: a document whose numbers do not follow from its sums is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ..arithmetic import to_decimal
from ..calendar import Period, Reckoning
from ..engines import Intake, Rejected
from ..errors import DocumentError, Fault, PeriodError, ProfileError
from ..plan import Plan, Shape, Situation, Slot, Stat, compile_plan
from ..profiles import Profile
from ..records import Refused, amount
from ..text import shown
from ..vocabulary import Owner
from ._canonical import canonical
from ._errors import AdjustmentError
from ._frame import Frame
from ._seal import seal_faults
from ._stored import completed

if TYPE_CHECKING:
    from ._block import Block
    from ._board import Scoreboard
    from ._card import Scorecard
    from ._line import Compared, Line

__all__ = ["board_dict", "board_json", "board_of", "canonical", "card_dict", "read_board"]

_SCHEMA = 1
_KIND = "salesperf scoreboard"
_AMOUNTS = frozenset({Stat.VALUE, Stat.KEYLESS, Stat.NOMINAL, Stat.ASSIGNED})


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
        "adjustments": [adjustment.to_dict() for adjustment in card.adjustments],
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
        **_organised(line),
        **_of_kind(line),
    }


def _organised(line: Line) -> dict[str, Any]:
    """Return what there is to say of a line only with an organisation."""
    if line.whose is None:
        return {}
    return {
        "whose": str(line.whose),
        "nominal_target": line.nominal_target,
        "assigned_target": line.assigned_target,
    }


def _of_kind(line: Line) -> dict[str, Any]:
    """Return what there is to say only of a change, or only of values made of members' values."""
    if line.formula.shape is Shape.CHANGE:
        return {"now": _compared(line.now), "base": _compared(line.base)}
    if line.formula.shape is Shape.MEMBERS:
        return {
            "members": [
                {"id": each.id, "value": each.value, "counted": each.counted, "weight": each.weight, "met": each.met}
                for each in line.members
            ]
        }
    return {}


def _compared(side: Compared | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {
        "start": str(side.reach.start),
        "end": str(side.reach.end),
        "status": str(side.status),
        "value": side.value,
        "numerator": side.numerator,
        "denominator": side.denominator,
    }


def board_json(board: Scoreboard) -> str:
    """Return a board as canonical JSON."""
    return canonical(board_dict(board))


def board_dict(board: Scoreboard) -> dict[str, Any]:
    """Return a board as plain values: its profiles, its sums and everything that follows from them."""
    blocks = board._blocks  # noqa: SLF001  (boards and documents are one room)
    first = blocks[0].frame
    processes = [block.frame.plan.process for block in blocks if block.frame.plan.process is not None]
    reckoning = first.situation.period.reckoning.to_dict()
    adjustments = [each.to_dict() for each in (*board.adjustments, *board.expired, *board.pending)]
    groups = board._groups  # noqa: SLF001  (boards and documents are one room)
    return {
        "kind": _KIND,
        "schema": _SCHEMA,
        "by": str(board.by),
        **({} if board.as_of is None else {"as_of": str(board.as_of)}),
        **({"adjustments": adjustments} if adjustments else {}),
        **({} if groups is None else {"statistics": [group.to_dict() for group in groups]}),
        **({} if board.seal is None else {"seal": board.seal.to_dict()}),
        "profiles": [json.loads(profile.to_json()) for profile in board.profiles],
        "digests": [profile.digest for profile in board.profiles],
        "organised": first.plan.organised,
        **({"process": json.loads(processes[0].to_json())} if processes else {}),
        **({"reckoning": reckoning} if reckoning else {}),
        "whole": first.situation.whole,
        "carried": sorted(first.carried),
        "blocks": [
            {
                "profile": board.profiles.index(block.frame.plan.profile),
                "period": str(block.frame.situation.period),
                "spans": {span.name: _days(reach) for span, reach in block.frame.situation.reaches},
                "immature": [bool(flag) for flag in block.frame.situation.immature],
                "slots": [slot.name for slot in block.frame.plan.slots],
                "cards": [_stored_card(block, card) for card in block.cards()],
                **({"part": True} if block.part else {}),
            }
            for block in blocks
        ],
        "intake": _intake_dict(board.intake),
    }


def _days(reach: Period | None) -> list[str] | None:
    return None if reach is None else [str(reach.start), str(reach.end)]


def _stored_card(block: Block, card: Scorecard) -> dict[str, Any]:
    slots = block.frame.plan.slots
    above = block.above.get(card.subject, ())
    return {
        **card_dict(card),
        "sums": [_stored(*pair) for pair in zip(slots, card._slots, strict=True)],  # noqa: SLF001  (one room)
        **({"above": list(above)} if above else {}),
    }


def _stored(slot: Slot, amount: Any) -> Any:
    if slot.stat is Stat.SPREAD:
        return [[name, f"{to_decimal(part, slot.measure.decimals):f}"] for name, part in amount]
    if slot.stat is Stat.MEMBERS:
        return [list(member) for member in amount]
    if slot.stat in _AMOUNTS:
        return f"{to_decimal(amount, slot.measure.decimals):f}"
    return amount


def _intake_dict(intake: Intake) -> dict[str, Any]:
    return {
        "read": intake.read,
        "used": intake.used,
        "outside": intake.outside,
        "other_owners": [list(pair) for pair in intake.other_owners],
        "later": intake.later,
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
    return board_of(_parsed(text))


def board_of(document: Mapping[str, Any]) -> Scoreboard:
    """Return the board of a parsed document, if its numbers follow from its sums."""
    from ._score import assemble  # noqa: PLC0415  (scoring builds boards, boards offer reading)

    try:
        profiles = [Profile.from_json(json.dumps(each)) for each in document["profiles"]]
        process = Profile.from_json(json.dumps(document["process"])) if "process" in document else None
        plans = [compile_plan(profile, document["organised"], process) for profile in profiles]
        carried = frozenset(document["carried"])
        reckoning = Reckoning.from_dict(document.get("reckoning", {}))
        situations, cards, above = [], [], []
        for block in document["blocks"]:
            plan = plans[block["profile"]]
            if block["slots"] != [slot.name for slot in plan.slots]:
                raise DocumentError([Fault("the sums that its profile reads", field="slots")])
            situations.append((plan, _situation(plan, carried, block, reckoning, whole=document["whole"])))
            cards.append([(card["subject"], _slots(plan, card["sums"])) for card in block["cards"]])
            above.append({card["subject"]: tuple(card["above"]) for card in block["cards"] if "above" in card})
        by, intake = Owner(document["by"]), _intake(document["intake"])
        frames = [Frame(plan, situation, carried, unused=intake.unused) for plan, situation in situations]
        board = assemble(frames, cards, above, by=by, intake=intake)
        board = completed(board, document)
    except AdjustmentError as error:
        raise DocumentError(error.faults, error.count) from error
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, PeriodError, ProfileError) as error:
        if isinstance(error, DocumentError):
            raise
        raise DocumentError([Fault("a scoreboard as Scoreboard.to_json writes it", field=_where(error))]) from error
    faults = list(_edited(document, json.loads(canonical(board_dict(board)))))
    if "seal" in document:
        faults = [*seal_faults(document), *faults]
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


def _situation(
    plan: Plan, carried: frozenset[str], block: Mapping[str, Any], reckoning: Reckoning, *, whole: bool
) -> Situation:
    reaches = tuple((span, _period(block["spans"][span.name], reckoning)) for span in plan.spans)
    period = reaches[0][1]
    if period is None or len(block["spans"]) != len(reaches):
        raise DocumentError([Fault("the days of every span of the profile", field="spans")])
    immature = tuple(map(bool, block["immature"]))
    return plan.situated(period, reaches, carried, immature, whole=whole)


def _period(days: Sequence[str] | None, reckoning: Reckoning) -> Period | None:
    if days is None:
        return None
    start, end = map(date.fromisoformat, days)
    return Period(start, end, reckoning=reckoning)


def _slots(plan: Plan, stored: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(_read(slot, amount) for slot, amount in zip(plan.slots, stored, strict=True))


def _read(slot: Slot, amount: Any) -> Any:
    if slot.stat is Stat.SPREAD:
        return tuple((name, _units(part, slot)) for name, part in amount)
    if slot.stat is Stat.MEMBERS:
        return tuple((name, _whole(value, slot), _whole(weight, slot)) for name, value, weight in amount)
    if slot.stat in _AMOUNTS:
        return _units(amount, slot)
    return _whole(amount, slot)


def _whole(amount: Any, slot: Slot) -> int:
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
        later=entry["later"],
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
