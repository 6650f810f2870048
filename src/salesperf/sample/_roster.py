"""Who belongs where in the made-up dealership: two teams in a store, managers, a director, a house account."""

from __future__ import annotations

import datetime as dt

from ._dice import Dice
from ._people import Character, characters

__all__ = ["DIRECTOR", "MANAGERS", "TEAMS", "house_account", "roster"]

TEAMS = ("a", "b")
MANAGERS = ("wang.gang", "zhao.min")
"""Who leads which team; the second sells as well."""
DIRECTOR = "qian.jun"
_MOVES, _MOVE_MONTH, _MOVE_DAY = "zhou.hao", 3, 16


def house_account(store: str) -> str:
    """Return the id that deals of nobody are booked on."""
    return f"house.{store}"


def roster(year: int, people: int, store: str) -> list[dict[str, object]]:
    """Return the rows of the spreadsheet: consultants, who is away, managers, director, house account."""
    rows: list[dict[str, object]] = []
    for position, who in enumerate(characters(people, Dice(0))):  # ids and dates do not depend on chance
        rows.extend(_consultant(who, position % len(TEAMS), year, store))
    first = dt.date(year, 1, 1)
    for team, manager in zip(TEAMS, MANAGERS, strict=True):
        rows.append({"person": manager, "team": f"{store}.{team}", "store": store, "level": "manager", "start": first})
    rows.append({"person": DIRECTOR, "store": store, "level": "director", "start": first})
    rows.append({"person": house_account(store), "store": store, "start": first, "house": "yes"})
    return rows


def _consultant(who: Character, team: int, year: int, store: str) -> list[dict[str, object]]:
    place: dict[str, object] = {"person": who.name, "team": f"{store}.{TEAMS[team]}", "store": store}
    place |= {"level": "consultant", "start": dt.date(year, 1 + (who.joins or 0), 1)}
    rows = [place]
    if who.name == _MOVES:
        day = dt.date(year, _MOVE_MONTH, _MOVE_DAY)
        rows = [place | {"until": day}, place | {"team": f"{store}.{TEAMS[1 - team]}", "start": day}]
    if who.on_leave is not None:
        away = dt.date(year, who.on_leave + 1, 1), dt.date(year, who.on_leave + 2, 1)
        rows.append({"person": who.name, "start": away[0], "until": away[1], "leave": "yes"})
    return rows
