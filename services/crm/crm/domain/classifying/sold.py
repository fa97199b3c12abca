"""What customers were offered and bought, one fact for each document and product."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from shared.kernel.money import Money

QUOTED, SOLD, INVOICED = "quoted", "sold", "invoiced"


@dataclass(frozen=True, kw_only=True)
class SoldFact:
    """
    A product in a quote that was sent (quoted) or accepted (sold), or in an invoice.

    Quantity and net are negative in a credit note.
    """

    customer_id: UUID
    product_id: UUID
    quantity: Decimal
    net: Money  # after discounts, before VAT
    happened_on: date
    owner_id: UUID | None
    unit_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class ProductGroup:
    """A copy of a group of products, which quoting owns."""

    id: UUID
    parent_id: UUID | None
    name: str
    version: int
