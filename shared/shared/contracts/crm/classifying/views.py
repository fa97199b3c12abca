"""What a customer's owners were and what it bought, as crm answers them."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from shared.contracts.declare import View
from shared.kernel.money import Money


class OwnerPeriodView(View):
    """Who looked after a customer, and when; ``until`` is null for the present owner."""

    id: UUID
    customer_id: UUID
    owner_id: UUID | None
    owner_name: str | None
    unit_id: UUID | None
    since: datetime
    until: datetime | None


class SoldView(View):
    """
    A product a customer was offered or bought: net amounts from lines the caller may see.

    ``quoted`` from quotes that were sent, ``sold`` from those accepted, ``invoiced`` from invoices
    less credit notes.  A product in two currencies is there twice.
    """

    product_id: UUID
    product_name: str | None
    first_on: date
    last_on: date
    bought_quantity: Decimal  # accepted or invoiced, whichever is more
    quoted: Money
    sold: Money
    invoiced: Money
