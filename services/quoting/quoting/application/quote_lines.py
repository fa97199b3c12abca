"""Pricing: from what was written on a line to what it costs and sells for."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from shared.contracts.quoting.views import QuoteLineFields
from shared.kernel.money import Money

from quoting.application.ports import QuotingWork
from quoting.domain.approvals import PricingRoom, pricing_room
from quoting.domain.errors import FieldInvalid, PriceMissing
from quoting.domain.margin_policies import Floors
from quoting.domain.price_lists import PriceList, PriceListVersion
from quoting.domain.products import Product, percent_to_bp
from quoting.domain.quotes import Quote, QuoteLine


def priced_lines(
    work: QuotingWork, quote: Quote, written: list[QuoteLineFields]
) -> list[QuoteLine]:
    """
    Price what was written.

    A line without a price takes the one of the price list valid today and remembers which
    version said so; a line without a cost takes the product's cost price.

    Raises:
        FieldInvalid, PriceMissing
    """
    given = [line.given() for line in written]
    products = work.products.many(
        line["product_id"] for line in given if line.get("product_id") is not None
    )
    price_list = _price_list(work, quote)
    version = price_list.valid_on(work.today()) if price_list else None
    return [
        _line(quote, n, line, _product(line, products, n), version) for n, line in enumerate(given)
    ]


def room_of(work: QuotingWork, quote: Quote) -> PricingRoom:
    """Compare a quote with the floors of today."""
    floors = Floors.on(work.today(), work.margin_policies.begun_by(work.today()))
    lines = quote.counted
    products = work.products.many(line.product_id for line in lines if line.product_id)
    parents = work.product_groups.parents() if products else {}
    rules = []
    for line in lines:
        product = products.get(line.product_id) if line.product_id else None
        rules.append(
            floors.for_line(
                product_id=line.product_id,
                group_ids=_groups_above(product, parents),
                price_list_id=quote.price_list_id,
            )
        )
    return pricing_room(quote, rules)


def _price_list(work: QuotingWork, quote: Quote) -> PriceList | None:
    if quote.price_list_id is not None:
        return work.price_lists.get(quote.price_list_id)
    price_list = work.price_lists.for_customer(quote.customer_id, quote.currency)
    quote.price_list_id = price_list.id if price_list else None
    return price_list


def _product(line: dict[str, Any], products: dict[UUID, Product], n: int) -> Product | None:
    product_id = line.get("product_id")
    if product_id is not None and product_id not in products:
        raise FieldInvalid(f"/lines/{n}/product_id", "There is no such product.")
    return products.get(product_id) if product_id else None


def _line(
    quote: Quote,
    n: int,
    given: dict[str, Any],
    product: Product | None,
    version: PriceListVersion | None,
) -> QuoteLine:
    quantity = given.get("quantity", Decimal(1))
    listed = version.price_of(product.id, quantity) if version and product else None
    price = _minor(quote, given.get("unit_price"), f"/lines/{n}/unit_price")
    if price is None and listed is None:
        raise PriceMissing("No price was given and none is in the price list.", line=n)
    cost = _minor(quote, given.get("unit_cost"), f"/lines/{n}/unit_cost")
    kind, unit, vat_bp = _defaults(product)
    if "vat_percent" in given:
        vat_bp = percent_to_bp(given["vat_percent"], f"/lines/{n}/vat_percent")
    return QuoteLine(
        position=n + 1,
        kind=given.get("kind", kind),
        product_id=product.id if product else None,
        description=given.get("description") or _named(product, quote),
        quantity=quantity,
        unit=_unit(given.get("unit", unit), n),
        list_price_minor=listed,
        unit_price_minor=price if price is not None else listed or 0,
        price_list_version_id=version.id if version and listed is not None else None,
        discount_bp=percent_to_bp(
            given.get("discount_percent", Decimal(0)), f"/lines/{n}/discount_percent"
        ),
        vat_bp=vat_bp,
        unit_cost_minor=cost if cost is not None else _cost_price(quote, product),
        optional=given.get("optional", False),
        selected=given.get("selected", not given.get("optional", False)),
    )


def _defaults(product: Product | None) -> tuple[str, str, int]:
    if product is None:
        return "hours", "hour", 2500
    return product.kind.value, product.unit.value, product.vat_bp


def _named(product: Product | None, quote: Quote) -> str:
    return product.name_in(quote.language) if product else ""


def _unit(unit: str, n: int) -> str:
    if unit not in ("hour", "day", "piece", "month"):
        raise FieldInvalid(f"/lines/{n}/unit", "must be hour, day, piece or month")
    return unit


def _minor(quote: Quote, money: Money | None, pointer: str) -> int | None:
    if money is None:
        return None
    if money.currency != quote.currency:
        raise FieldInvalid(pointer, f"The quote is in {quote.currency}.")
    return money.amount_minor


def _cost_price(quote: Quote, product: Product | None) -> int:
    if product is None or product.cost_price is None:
        return 0
    if product.cost_price.currency != quote.currency:
        raise FieldInvalid("/currency", "The product's cost price is in another currency.")
    return product.cost_price.amount_minor


def _groups_above(product: Product | None, parents: dict[UUID, UUID | None]) -> list[UUID]:
    groups: list[UUID] = []
    above = product.group_id if product else None
    while above is not None and above not in groups:
        groups.append(above)
        above = parents.get(above)
    return groups
