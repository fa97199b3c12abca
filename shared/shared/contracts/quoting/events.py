"""
Facts quoting publishes.

Owner: quoting.  Fields are added, never renamed, retyped or removed; a change
that cannot be an addition is a new version, published beside the old one.
"""

from datetime import date
from decimal import Decimal
from uuid import UUID

from shared.contracts.declare import Event, event
from shared.contracts.privacy import PartDone
from shared.kernel.money import Money


class QuoteState(Event):
    """A quote as it stands after the change; never its cost or margin."""

    quote_id: UUID
    version: int
    quote_no: str
    revision: int
    title: str
    status: str
    customer_id: UUID
    sales_case_id: UUID
    owner_id: UUID
    net: Money  # after discounts, before VAT
    unit_id: UUID | None = None
    valid_until: date | None = None
    is_primary: bool = False  # of its case


class SoldLine(Event):
    """
    A line the customer was offered or bought.

    ``unit_price`` is after discount; ``net`` is rounded once.
    """

    line_id: UUID
    description: str
    quantity: Decimal
    unit: str  # hour, day, piece, month
    unit_price: Money
    net: Money
    vat_percent: Decimal
    product_id: UUID | None = None
    minutes: int = 0  # 0 when the line sells no hours


@event("quoting", "quote.created", aggregate="quote_id")
class QuoteCreatedV1(QuoteState):
    """
    A quote was drafted.

    Read by: sales (value of the case when taken from its primary quote).
    """


@event("quoting", "quote.updated", aggregate="quote_id")
class QuoteUpdatedV1(QuoteState):
    """
    A quote changed in a way that has no fact of its own: content, approval, expiry, supersession.

    Read by: sales.
    """


@event("quoting", "quote.sent", aggregate="quote_id")
class QuoteSentV1(QuoteState):
    """
    A quote reached the customer; its content is fixed.

    Read by: sales, crm (timeline, what was quoted).
    """

    lines: list[SoldLine] = []  # those that count in the total


@event("quoting", "quote.accepted", aggregate="quote_id")
class QuoteAcceptedV1(QuoteState):
    """
    A customer accepted a quote; its lines and prices are now fixed.

    Read by: sales (marks the case won), projects (opens the project), crm (timeline).
    """

    accepted_on: date  # type: ignore[misc]  # all by name; calendar day where the customer is
    sold_minutes: int  # type: ignore[misc]
    lines: list[SoldLine] = []
    purchase_order_no: str | None = None


@event("quoting", "quote.declined", aggregate="quote_id")
class QuoteDeclinedV1(QuoteState):
    """
    A customer declined a quote.

    Read by: sales, crm (timeline, what was quoted).
    """

    lines: list[SoldLine] = []


@event("quoting", "quote.withdrawn", aggregate="quote_id")
class QuoteWithdrawnV1(QuoteState):
    """
    A quote was withdrawn before an answer.

    Read by: sales, crm (timeline).
    """


class ProductState(Event):
    """A product as it stands after the change; its cost price is not told."""

    product_id: UUID
    version: int
    code: str
    name: str
    kind: str
    unit: str
    group_id: UUID | None = None
    active: bool = True


@event("quoting", "product.created", aggregate="product_id")
class ProductCreatedV1(ProductState):
    """
    A product or service can be sold.

    Read by: sales (lines of a case), projects (names on invoices).
    """


@event("quoting", "product.updated", aggregate="product_id")
class ProductUpdatedV1(ProductState):
    """
    A product changed.

    Read by: sales (lines of a case), projects (names on invoices).
    """


@event("quoting", "privacy.part_finished", aggregate="request_id")
class PrivacyPartFinishedV1(PartDone):
    """
    quoting has done its part of a request about a person, or of an export.

    Read by: crm (completes the request when every service has).
    """


class ProductGroupState(Event):
    """A group of products as it stands after the change."""

    product_group_id: UUID
    version: int
    name: str
    parent_id: UUID | None = None
    archived: bool = False


@event("quoting", "product_group.created", aggregate="product_group_id")
class ProductGroupCreatedV1(ProductGroupState):
    """
    A group of products was made.

    Read by: crm (customers by what they bought).
    """


@event("quoting", "product_group.updated", aggregate="product_group_id")
class ProductGroupUpdatedV1(ProductGroupState):
    """
    A group of products changed, moved, or was put away or taken back.

    Read by: crm (customers by what they bought).
    """
