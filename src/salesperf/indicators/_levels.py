"""The groups of levels for which indicators are meant."""

from __future__ import annotations

from typing import Final

from ..vocabulary import Level

__all__ = ["DIRECTORS", "EVERYONE", "FLOOR", "LEADERS", "MANAGERS"]

EVERYONE: Final = (Level.CONSULTANT, Level.MANAGER, Level.DIRECTOR)
FLOOR: Final = (Level.CONSULTANT, Level.MANAGER)
LEADERS: Final = (Level.MANAGER, Level.DIRECTOR)
MANAGERS: Final = (Level.MANAGER,)
DIRECTORS: Final = (Level.DIRECTOR,)
