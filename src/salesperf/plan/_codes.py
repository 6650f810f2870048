"""The integers under which engines hold statuses: their places in the vocabulary."""

from __future__ import annotations

from ..vocabulary import CardStatus, Status

__all__ = ["CARD", "CARD_STATUSES", "CODE", "STATUSES"]

STATUSES = tuple(Status)
"""Statuses by the code under which an outcome holds them."""

CARD_STATUSES = tuple(CardStatus)
"""Statuses of cards by their code."""

CODE = {status: code for code, status in enumerate(STATUSES)}
CARD = {status: code for code, status in enumerate(CARD_STATUSES)}
