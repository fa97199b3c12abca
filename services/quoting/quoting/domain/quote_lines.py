"""The lines of a quote, and what their prices and costs come to."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from shared.kernel.money import round_half_up
from shared.kernel.records import Child
from shared.kernel.shares import share_bp

from quoting.domain.errors import FieldInvalid
from quoting.domain.products import ProductKind, check_quantity, minutes_sold


@dataclass(eq=False, kw_only=True)
class QuoteLine(Child):
    """
    One line.

    Units: prices and cost in minor units of the quote's currency, for one ``unit``.
    ``list_price_minor`` is what the price list said; None for a price of one's own.
    ``unit_cost_minor`` is None when nobody said what the line costs us, which is not nothing.
    """

    position: int
    description: str
    quantity: Decimal
    unit: str
    unit_price_minor: int
    kind: str = "hours"
    product_id: UUID | None = None
    list_price_minor: int | None = None
    price_list_version_id: UUID | None = None
    discount_bp: int = 0
    vat_bp: int = 2500
    unit_cost_minor: int | None = None
    optional: bool = False
    selected: bool = True

    @property
    def counts(self) -> bool:
        """Whether the line is in the totals; an option is only when it is chosen."""
        return self.selected or not self.optional

    @property
    def net_minor(self) -> int:
        """Quantity × unit price less discount, rounded once, half up."""
        price = self.quantity * self.unit_price_minor * (10_000 - self.discount_bp)
        return round_half_up(price / 10_000)

    @property
    def cost_minor(self) -> int:
        """Quantity × unit cost as far as it is known, rounded once, half up."""
        return round_half_up(self.quantity * (self.unit_cost_minor or 0))

    @property
    def margin_bp(self) -> int | None:
        """(net − cost) / net; None without a net or without a known cost."""
        if self.unit_cost_minor is None:
            return None
        return share_bp(self.net_minor - self.cost_minor, self.net_minor)

    @property
    def minutes(self) -> int:
        """Minutes of work the line sells."""
        return minutes_sold(self.quantity, self.unit) if self.kind == ProductKind.HOURS else 0

    def check(self, pointer: str) -> None:
        """Refuse a line nobody could bill.  Raises: FieldInvalid."""
        if not self.description.strip():
            raise FieldInvalid(f"{pointer}/description", "A line says what it is.")
        check_quantity(self.quantity, f"{pointer}/quantity")
        if self.quantity == 0:
            raise FieldInvalid(f"{pointer}/quantity", "must be above 0")
        if (self.unit_cost_minor or 0) < 0 or self.unit_price_minor < 0:
            raise FieldInvalid(pointer, "Prices and costs are not negative.")


@dataclass(frozen=True)
class VatGroup:
    """VAT of one rate on the whole document."""

    vat_bp: int
    net_minor: int

    @property
    def vat_minor(self) -> int:
        """Rounded once, half up."""
        return round_half_up(Decimal(self.net_minor) * self.vat_bp / 10_000)
