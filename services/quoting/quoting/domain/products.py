"""What can be sold: products and services in a tree of groups."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from shared.kernel.money import Money, round_half_up
from shared.kernel.records import Record

from quoting.domain.errors import FieldInvalid, ProductGroupCycle


class ProductKind(StrEnum):
    """What a product is, which decides how it is billed."""

    HOURS = "hours"
    FIXED = "fixed"
    GOODS = "goods"
    EXPENSE = "expense"
    RECURRING = "recurring"


class Unit(StrEnum):
    """What one of a product is."""

    HOUR = "hour"
    DAY = "day"
    PIECE = "piece"
    MONTH = "month"


MINUTES_OF = {Unit.HOUR: 60, Unit.DAY: 450}  # a working day is seven and a half hours
LARGEST_QUANTITY = Decimal(1_000_000)
_KIND_OF = {Unit.PIECE: ProductKind.FIXED, Unit.MONTH: ProductKind.RECURRING}


@dataclass(eq=False, kw_only=True)
class ProductGroup(Record):
    """A group of products."""

    name: str
    parent_id: UUID | None = None
    revenue_account: str | None = None

    def check(self, parents: Mapping[UUID, UUID | None]) -> None:
        """
        Refuse an empty name or a group within itself.

        Args:
            parents: Every group of the organisation and its parent.

        Raises:
            FieldInvalid, ProductGroupCycle
        """
        if not self.name.strip():
            raise FieldInvalid("/name", "A group needs a name.")
        above = self.parent_id
        while above is not None:
            if above == self.id:
                raise ProductGroupCycle("A group cannot lie within itself.")
            above = parents.get(above)


@dataclass(eq=False, kw_only=True)
class Product(Record):
    """A product or service; ``cost_price`` is what one unit costs us."""

    code: str
    names: dict[str, str] = field(default_factory=dict)
    group_id: UUID | None = None
    kind: ProductKind = ProductKind.HOURS
    unit: Unit = Unit.HOUR
    vat_bp: int = 2500
    cost_price: Money | None = None
    active: bool = True

    @property
    def is_for_sale(self) -> bool:
        """Whether it may be put on new quotes."""
        return self.active and self.archived_at is None

    def name_in(self, locale: str) -> str:
        """The name in a language, or in any other there is."""
        return self.names.get(locale) or next(iter(self.names.values()), self.code)

    def check(self) -> None:
        """Refuse what cannot be sold.  Raises: FieldInvalid."""
        if not self.code.strip():
            raise FieldInvalid("/code", "A product needs a code.")
        if not any(name.strip() for name in self.names.values()):
            raise FieldInvalid("/names", "A product needs a name.")
        if self.kind is ProductKind.HOURS and self.unit not in MINUTES_OF:
            raise FieldInvalid("/unit", "Hours are sold by hour or day.")
        if self.cost_price is not None and self.cost_price.amount_minor < 0:
            raise FieldInvalid("/cost_price", "A cost price is not negative.")


def percent_to_bp(percent: Decimal, pointer: str, *, at_most: int = 10_000) -> int:
    """Read percent as basis points; at most two decimals.  Raises: FieldInvalid."""
    if not percent.is_finite() or not 0 <= percent <= Decimal(at_most) / 100:
        raise FieldInvalid(pointer, f"must be between 0 and {at_most // 100}")
    basis_points = percent * 100
    if basis_points != int(basis_points):
        raise FieldInvalid(pointer, "A percentage has at most two decimals.")
    return int(basis_points)


def check_quantity(quantity: Decimal, pointer: str) -> None:
    """Refuse what cannot be counted: 0 to a million, four decimals.  Raises: FieldInvalid."""
    if not quantity.is_finite() or not 0 <= quantity <= LARGEST_QUANTITY:
        raise FieldInvalid(pointer, "must be from 0 to a million")
    if quantity != round(quantity, 4):
        raise FieldInvalid(pointer, "has at most four decimals")


def kind_sold_by(unit: str) -> ProductKind:
    """What a line of one's own is, going by its unit."""
    return _KIND_OF.get(Unit(unit), ProductKind.HOURS)


def minutes_sold(quantity: Decimal, unit: str) -> int:
    """Whole minutes of work in a quantity; 0 for what is not sold by time."""
    return round_half_up(quantity * MINUTES_OF.get(Unit(unit), 0))
