"""Which class lives in which table."""

from typing import Any

from shared.persistence.mapping import map_child, map_record, money
from sqlalchemy.orm import registry, relationship

from quoting.domain.approvals import Approval
from quoting.domain.margin_policies import MarginPolicy
from quoting.domain.price_lists import PriceItem, PriceList, PriceListVersion
from quoting.domain.products import Product, ProductGroup
from quoting.domain.quote_lines import QuoteLine
from quoting.domain.quotes import Quote
from quoting.persistence import tables

_registry = registry(metadata=tables.metadata)


def _children(child: type, order: Any) -> Any:
    return relationship(child, cascade="all, delete-orphan", lazy="selectin", order_by=order)


map_record(_registry, ProductGroup, tables.product_groups)
map_record(
    _registry,
    Product,
    tables.products,
    properties={"cost_price": money(tables.products, "cost_price")},
)
map_child(_registry, PriceItem, tables.price_items)
map_child(
    _registry,
    PriceListVersion,
    tables.price_list_versions,
    properties={"items": _children(PriceItem, tables.price_items.c.min_quantity)},
)
map_record(
    _registry,
    PriceList,
    tables.price_lists,
    properties={"versions": _children(PriceListVersion, tables.price_list_versions.c.number)},
)
map_record(_registry, MarginPolicy, tables.margin_policies)
map_child(_registry, QuoteLine, tables.quote_lines)
map_record(
    _registry,
    Quote,
    tables.quotes,
    properties={"lines": _children(QuoteLine, tables.quote_lines.c.position)},
)
map_record(_registry, Approval, tables.approvals)
