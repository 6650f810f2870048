"""One sale: who is credited, which car, what it brought."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import attrs

from ..arithmetic import to_decimal
from ._dice import Dice
from ._people import Character

__all__ = ["MODELS", "Car", "Credit", "Deal", "Model", "delivery_rows", "handover", "order_row", "return_rows"]


@attrs.frozen
class Model:
    """A model on sale: list price in yuan, how many of 100 buyers in its group want it."""

    name: str
    price: int
    weight: int
    focus: bool = False
    nev: bool = False


MODELS = (
    Model("sprint", 96_800, 20),
    Model("aurora", 129_800, 50),
    Model("ridge-max", 239_800, 30),
    Model("aurora-ev", 159_800, 45, focus=True, nev=True),
    Model("ridge", 179_800, 55, focus=True),
)
_FOCUS = tuple(model for model in MODELS if model.focus)
_OTHER = tuple(model for model in MODELS if not model.focus)


@attrs.frozen
class Credit:
    """A person's part in a deal; `half` tells which half of the money, None means all of it."""

    person: str
    share: int | Decimal
    half: int | None

    def money(self, cents: int, sign: int = 1) -> Decimal:
        """Return the person's part of an amount (`sign` −1: its exact reversal); the halves add up to the whole."""
        part = cents if self.half is None else cents // 2 if self.half == 0 else cents - cents // 2
        return to_decimal(sign * part, 2)


@attrs.frozen(kw_only=True)
class Deal:
    """What is known when the order is signed."""

    key: str
    customer: str
    credits: tuple[Credit, ...]
    drove: bool
    referral: bool


@attrs.frozen
class Car:
    """What is known at handover: the model, the products sold with it, the money in fen."""

    model: Model
    products: tuple[str, ...]
    money: tuple[tuple[str, int], ...]


def handover(dice: Dice, who: Character) -> Car:
    """Choose a model and what was sold with it, as the consultant would."""
    group = _FOCUS if dice.chance(who.focus) else _OTHER
    model = group[dice.weighted(tuple(choice.weight for choice in group))]
    price = model.price * 100
    discount = price * (30 + dice.below(90)) // 1000 + dice.below(10_000)
    money = {
        "revenue_vehicle": (price - discount) * 100 // 113,
        "list_price_sum": price,
        "discount_sum": discount,
        "gp_front": dice.near(1900 + who.gross, 6500) * 100 + dice.below(100),
    }
    products = ["units_focus"] if model.focus else []
    if model.nev:
        products.append("units_nev")
    for name, odds, source, least, spread in _PRODUCTS:
        if dice.chance(min(980, odds * who.upsell // 1000)):
            products.append(name)
            earned = (least + dice.below(spread)) * 100 + dice.below(100)
            money[source] = money.get(source, 0) + earned
            if source == "gp_accessory":
                money["revenue_accessory"] = earned * 5 // 2
    return Car(model, tuple(products), tuple(money.items()))


_PRODUCTS = (
    ("units_financed", 540, "gp_fi", 2200, 2600),
    ("units_insured", 780, "gp_fi", 500, 700),
    ("units_warranty", 200, "gp_warranty", 900, 1400),
    ("units_accessory", 620, "gp_accessory", 700, 2400),
    ("units_trade_in", 220, "gp_used_linked", 1200, 3600),
)
"""Product, odds in thousandths, where its gross is booked, least gross and what may come on top, in yuan."""


def order_row(deal: Deal, credit: Credit) -> dict[str, object]:
    """Return what one person's record says of the signed order."""
    row: dict[str, object] = {"deal": deal.key, "customer": deal.customer, "orders_signed": credit.share}
    if deal.drove:
        row["orders_from_test_drives"] = credit.share
    if deal.referral:
        row["orders_referral"] = credit.share
    return row


def delivery_rows(deal: Deal, car: Car, *, surveyed: bool) -> Iterator[dict[str, object]]:
    """Yield one record per credited person for the handover."""
    for credit in deal.credits:
        row: dict[str, object] = {"person": credit.person, "deal": deal.key, "customer": deal.customer}
        row |= {"model": car.model.name, "units_delivered": credit.share}
        row |= dict.fromkeys(car.products, credit.share)
        row |= {name: credit.money(cents) for name, cents in car.money}
        if surveyed and not credit.half:
            row["surveys_sent"] = 1
        yield row


def return_rows(deal: Deal, car: Car) -> Iterator[dict[str, object]]:
    """Yield one record per credited person for a car taken back: the same products and money, reversed."""
    for credit in deal.credits:
        row: dict[str, object] = {"person": credit.person, "deal": deal.key, "customer": deal.customer}
        row |= {"model": car.model.name, "units_returned": credit.share}
        row |= dict.fromkeys(car.products, -credit.share)
        row |= {name: credit.money(cents, -1) for name, cents in car.money}
        yield row
