"""Indices of how amounts are spread, on integers and with one division each (indicator_spec: Distribution)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import gcd, isqrt

from ..arithmetic import EXACT, rdiv

__all__ = ["mix", "mix_limit", "structure_limits", "structure_match"]

Spread = Sequence[tuple[str, int]]


def mix(spread: Spread, shares: Mapping[str, int], scale: int, unit: int) -> int | None:
    """Return 1 − ½ Σ |nᵢ/N − tᵢ/T| in units of 1/`unit` (without target shares 1 − Σ (nᵢ/N)²), or None if N ≤ 0.

    `scale` is the grid of the amounts: whole amounts are divided by it first, which keeps the squares small.
    """
    amounts = dict(spread)
    whole = sum(amounts.values())
    if whole <= 0:
        return None
    if not shares:
        step = scale if all(amount % scale == 0 for amount in amounts.values()) else 1
        total = whole // step
        squares = sum((amount // step) ** 2 for amount in amounts.values())
        return rdiv(unit * (total * total - squares), total * total)
    target = sum(shares.values())
    apart = sum(abs(amounts.get(name, 0) * target - shares.get(name, 0) * whole) for name in {*amounts, *shares})
    return rdiv(unit * (2 * whole * target - apart), 2 * whole * target)


def mix_limit(shares: Mapping[str, int], scale: int, unit: int) -> int:
    """Return the largest sum of amounts for which `mix` stays exact (without target shares: of whole amounts)."""
    if shares:
        return EXACT // (6 * unit * sum(shares.values())) - 1
    return isqrt(EXACT // (4 * unit)) * scale - 1


def structure_match(stock: Spread, demand: Spread, unit: int) -> int | None:
    """Return 1 − ½ Σ |sₘ/S − dₘ/D| in units of 1/`unit`, or None where S or D is not positive."""
    held, wanted = dict(stock), dict(demand)
    all_stock, all_demand = sum(held.values()), sum(wanted.values())
    if all_stock <= 0 or all_demand <= 0:
        return None
    apart = sum(abs(held.get(name, 0) * all_demand - wanted.get(name, 0) * all_stock) for name in {*held, *wanted})
    return rdiv(unit * (2 * all_stock * all_demand - apart), 2 * all_stock * all_demand)


def structure_limits(stock_scale: int, demand_scale: int, unit: int) -> tuple[int, int]:
    """Return the largest sums of stock and of demand for which `structure_match` stays exact."""
    common = gcd(stock_scale, demand_scale)
    stock_part, demand_part = stock_scale // common, demand_scale // common
    side = isqrt(EXACT // (6 * unit * stock_part * demand_part))
    return side * stock_part - 1, side * demand_part - 1
