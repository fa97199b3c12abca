"""Shapes of products, price lists and margin policies, as quoting answers them."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from shared.contracts.declare import UNSET, Fields, UnsetType, View
from shared.kernel.money import Money


class ProductGroupView(View):
    """A group of products; groups form a tree."""

    id: UUID
    name: str
    parent_id: UUID | None
    revenue_account: str | None
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class ProductGroupFields(Fields):
    """What may be set on a product group."""

    name: str | UnsetType = UNSET
    parent_id: UUID | UnsetType | None = UNSET
    revenue_account: str | UnsetType | None = UNSET


class ProductView(View):
    """
    A product or service.

    ``name`` is in the caller's language, ``names`` in all; ``kind`` is hours, fixed, goods, expense
    or recurring; ``unit`` is hour, day, piece or month; ``cost_price`` only with field class cost.
    """

    id: UUID
    code: str
    name: str
    names: dict[str, str]
    group_id: UUID | None
    kind: str
    unit: str
    vat_percent: Decimal
    cost_price: Money | None
    active: bool
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class ProductFields(Fields):
    """What may be set on a product."""

    code: str | UnsetType = UNSET
    names: dict[str, str] | UnsetType = UNSET
    group_id: UUID | UnsetType | None = UNSET
    kind: str | UnsetType = UNSET
    unit: str | UnsetType = UNSET
    vat_percent: Decimal | UnsetType = UNSET
    cost_price: Money | UnsetType | None = UNSET
    active: bool | UnsetType = UNSET


class PriceItemView(View):
    """A price of one unit of a product, from a quantity on."""

    product_id: UUID
    min_quantity: Decimal
    price: Money


class PriceListVersionView(View):
    """Prices valid from a day on; ``status`` is draft, published or superseded."""

    id: UUID
    number: int
    valid_from: date
    status: str
    items: list[PriceItemView]
    published_at: datetime | None


class PriceListView(View):
    """A price list with its versions; ``scope`` is default or customer."""

    id: UUID
    name: str
    currency: str
    scope: str
    customer_id: UUID | None
    versions: list[PriceListVersionView]
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class PriceListFields(Fields):
    """What may be set on a price list."""

    name: str | UnsetType = UNSET
    currency: str | UnsetType = UNSET
    scope: str | UnsetType = UNSET
    customer_id: UUID | UnsetType | None = UNSET


class PriceItemFields(Fields):
    """A price in a draft version."""

    product_id: UUID
    price: Money
    min_quantity: Decimal = Decimal(0)


class PriceListVersionFields(Fields):
    """A version as it is drafted; the items given replace those there are."""

    valid_from: date | UnsetType = UNSET
    items: list[PriceItemFields] | UnsetType = UNSET


class MarginPolicyView(View):
    """
    The lowest margin something may be sold at.

    ``level`` is organisation, price_list, product_group or product; ``target_id`` names it.
    Percent of net, as ``"35.00"``.
    """

    id: UUID
    level: str
    target_id: UUID | None
    floor_percent: str
    target_percent: str | None
    valid_from: date
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class MarginPolicyFields(Fields):
    """What may be set on a margin policy."""

    level: str | UnsetType = UNSET
    target_id: UUID | UnsetType | None = UNSET
    floor_percent: Decimal | UnsetType = UNSET
    target_percent: Decimal | UnsetType | None = UNSET
    valid_from: date | UnsetType = UNSET
