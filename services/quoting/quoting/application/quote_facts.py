"""What quoting tells the platform about a quote; never its cost or margin."""

from datetime import date
from decimal import Decimal
from typing import Any

from shared.contracts.quoting.events import QuoteAcceptedV1, SoldLine
from shared.kernel.money import Money

from quoting.domain.quote_lines import QuoteLine
from quoting.domain.quotes import Quote


def quote_facts(quote: Quote) -> dict[str, Any]:
    """The public state of a quote, as its events tell it."""
    return {
        "quote_id": quote.id,
        "version": quote.version,
        "quote_no": quote.quote_no,
        "revision": quote.revision,
        "title": quote.title,
        "status": quote.status.value,
        "customer_id": quote.customer_id,
        "sales_case_id": quote.sales_case_id,
        "owner_id": quote.owner_id,
        "net": quote.net(),
        "unit_id": quote.unit_id,
        "valid_until": quote.valid_until,
        "is_primary": quote.is_primary,
    }


def acceptance_of(quote: Quote, *, accepted_on: date) -> QuoteAcceptedV1:
    """What the platform is told of a yes: the lines that were bought, and the work in them."""
    return QuoteAcceptedV1(
        **quote_facts(quote),
        accepted_on=accepted_on,
        sold_minutes=quote.sold_minutes(),
        lines=sold_lines(quote),
        purchase_order_no=quote.purchase_order_no,
    )


def sold_lines(quote: Quote) -> list[SoldLine]:
    """The lines that count, as the customer was offered them."""
    return [sold_line(quote, line) for line in quote.counted]


def sold_line(quote: Quote, line: QuoteLine) -> SoldLine:
    """A line as projects and invoices need it; the unit price is after discount."""
    factor = Decimal(10_000 - line.discount_bp) / 10_000
    return SoldLine(
        line_id=line.id,
        description=line.description,
        quantity=line.quantity,
        unit=line.unit,
        unit_price=Money(line.unit_price_minor, quote.currency).times(factor),
        net=Money(line.net_minor, quote.currency),
        vat_percent=Decimal(line.vat_bp) / 100,
        product_id=line.product_id,
        minutes=line.minutes,
    )
