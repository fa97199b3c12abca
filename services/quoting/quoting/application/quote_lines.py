"""Pricing: from what was written on a line to what it sells for and what it costs us."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from shared.capabilities.policy import require_class
from shared.contracts.quoting.views import QuoteLineFields
from shared.kernel.money import Money

from quoting.application.ports import QuotingWork
from quoting.domain.errors import FieldInvalid, PriceMissing
from quoting.domain.price_lists import PriceList, PriceListVersion
from quoting.domain.products import (
    Product,
    ProductKind,
    Unit,
    check_quantity,
    kind_sold_by,
    percent_to_bp,
)
from quoting.domain.quote_lines import QuoteLine
from quoting.domain.quotes import Quote

_USUAL_VAT_BP = 2500


def priced_lines(
    work: QuotingWork, quote: Quote, written: list[QuoteLineFields]
) -> list[QuoteLine]:
    """
    Price what was written.

    A line without a price takes the one of the price list valid today and remembers which
    version said so; a line without a cost takes the product's cost price.  A line of one's own
    keeps the cost it had: who may not see costs does not wipe them out by changing a quantity.

    Raises:
        FieldInvalid, PriceMissing
        Forbidden: Costs are stated by those who may see them.
    """
    given = [line.given() for line in written]
    if any(line.get("unit_cost") is not None for line in given):
        require_class(work.caller, "cost")
    price_list = _price_list(work, quote)
    pricing = _Pricing(
        quote=quote,
        products=work.products.many(_product_ids(given)),
        version=price_list.valid_on(work.today()) if price_list else None,
    )
    return [pricing.line(n, line) for n, line in enumerate(given)]


def _product_ids(given: Iterable[dict[str, Any]]) -> set[UUID]:
    return {line["product_id"] for line in given if line.get("product_id") is not None}


def _price_list(work: QuotingWork, quote: Quote) -> PriceList | None:
    if quote.price_list_id is None:
        price_list = work.price_lists.for_customer(quote.customer_id, quote.currency)
        quote.price_list_id = price_list.id if price_list else None
        return price_list
    price_list = work.price_lists.get(quote.price_list_id)
    if not price_list.may_price(currency=quote.currency, customer_id=quote.customer_id):
        raise FieldInvalid("/price_list_id", "This price list is not for this quote.")
    return price_list


@dataclass(frozen=True)
class _Pricing:
    """What is needed to price the lines of one quote."""

    quote: Quote
    products: dict[UUID, Product]
    version: PriceListVersion | None
    earlier: dict[tuple[Any, ...], int | None] = field(init=False)

    def __post_init__(self) -> None:
        known = {_likeness(line): line.unit_cost_minor for line in self.quote.lines}
        object.__setattr__(self, "earlier", known)

    def line(self, n: int, given: dict[str, Any]) -> QuoteLine:
        """Line *n* as it will stand on the quote."""
        product = self._product(n, given.get("product_id"))
        quantity = given.get("quantity", Decimal(1))
        check_quantity(quantity, f"/lines/{n}/quantity")
        kind, unit = _what_it_is(n, given, product)
        listed = self.version.price_of(product.id, quantity) if self.version and product else None
        line = QuoteLine(
            position=n + 1,
            product_id=product.id if product else None,
            description=given.get("description") or _name(product, self.quote),
            quantity=quantity,
            list_price_minor=listed,
            unit_price_minor=self._price(n, given, listed),
            price_list_version_id=self.version.id if self.version and listed is not None else None,
            optional=given.get("optional", False),
            selected=given.get("selected", not given.get("optional", False)),
            discount_bp=_share(n, given, "discount_percent", 0),
            vat_bp=_share(n, given, "vat_percent", product.vat_bp if product else _USUAL_VAT_BP),
            kind=kind,
            unit=unit,
        )
        line.unit_cost_minor = self._cost(n, given, product, line)
        return line

    def _product(self, n: int, product_id: UUID | None) -> Product | None:
        if product_id is None:
            return None
        product = self.products.get(product_id)
        if product is None:
            raise FieldInvalid(f"/lines/{n}/product_id", "There is no such product.")
        was_there = any(line.product_id == product_id for line in self.quote.lines)
        if not was_there and not product.is_for_sale:
            raise FieldInvalid(f"/lines/{n}/product_id", "The product is not sold any more.")
        return product

    def _price(self, n: int, given: dict[str, Any], listed: int | None) -> int:
        price = self._minor(given.get("unit_price"), f"/lines/{n}/unit_price")
        found = listed if price is None else price
        if found is None:
            raise PriceMissing("No price was given and none is in the price list.", line=n)
        return found

    def _cost(
        self, n: int, given: dict[str, Any], product: Product | None, line: QuoteLine
    ) -> int | None:
        stated = self._minor(given.get("unit_cost"), f"/lines/{n}/unit_cost")
        if stated is not None:
            return stated
        if product is None or product.cost_price is None:
            return self.earlier.get(_likeness(line))
        return self._minor(product.cost_price, f"/lines/{n}/product_id")

    def _minor(self, money: Money | None, pointer: str) -> int | None:
        if money is None:
            return None
        if money.currency != self.quote.currency:
            raise FieldInvalid(pointer, f"The quote is in {self.quote.currency}.")
        return money.amount_minor


def _likeness(line: QuoteLine) -> tuple[Any, ...]:
    return line.product_id, line.description, line.unit


def _name(product: Product | None, quote: Quote) -> str:
    return product.name_in(quote.language) if product else ""


def _share(n: int, given: dict[str, Any], name: str, usual_bp: int) -> int:
    return percent_to_bp(given[name], f"/lines/{n}/{name}") if name in given else usual_bp


def _what_it_is(n: int, given: dict[str, Any], product: Product | None) -> tuple[str, str]:
    """Kind and unit; a product's prices and costs are for its own unit only."""
    unit = given.get("unit", product.unit if product else Unit.HOUR)
    if unit not in list(Unit):
        raise FieldInvalid(f"/lines/{n}/unit", f"must be one of {', '.join(Unit)}")
    if product is not None and unit != product.unit:
        raise FieldInvalid(f"/lines/{n}/unit", f"The product is sold by {product.unit}.")
    kind = given.get("kind", product.kind if product else kind_sold_by(unit))
    if kind not in list(ProductKind):
        raise FieldInvalid(f"/lines/{n}/kind", f"must be one of {', '.join(ProductKind)}")
    return str(kind), str(unit)
