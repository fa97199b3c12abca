"""Products, price lists and policies as others see them."""

from datetime import date
from decimal import Decimal
from typing import Any

from shared.contracts.quoting.product_views import (
    MarginPolicyView,
    PriceItemView,
    PriceListVersionView,
    PriceListView,
    ProductGroupView,
    ProductView,
)
from shared.kernel.context import Caller
from shared.kernel.money import Money
from shared.kernel.records import Record
from shared.kernel.shares import percent_text

from quoting.domain.margin_policies import MarginPolicy
from quoting.domain.price_lists import PriceList, PriceListVersion
from quoting.domain.products import Product, ProductGroup


def product_group_view(group: ProductGroup) -> ProductGroupView:
    return ProductGroupView(
        name=group.name,
        parent_id=group.parent_id,
        revenue_account=group.revenue_account,
        **record_facts(group),
    )


def product_view(product: Product, caller: Caller) -> ProductView:
    """A product; its cost price only to those who may see costs."""
    return ProductView(
        code=product.code,
        name=product.name_in(caller.locale),
        names=product.names,
        group_id=product.group_id,
        kind=product.kind,
        unit=product.unit,
        vat_percent=Decimal(product.vat_bp) / 100,
        cost_price=product.cost_price if caller.sees("cost") else None,
        active=product.active,
        **record_facts(product),
    )


def price_list_view(price_list: PriceList, today: date) -> PriceListView:
    return PriceListView(
        name=price_list.name,
        currency=price_list.currency,
        scope=price_list.scope,
        customer_id=price_list.customer_id,
        versions=[_version_view(price_list, each, today) for each in price_list.versions],
        **record_facts(price_list),
    )


def margin_policy_view(policy: MarginPolicy) -> MarginPolicyView:
    return MarginPolicyView(
        level=policy.level,
        target_id=policy.target_id,
        floor_percent=percent_text(policy.floor_bp),
        target_percent=None if policy.target_bp is None else percent_text(policy.target_bp),
        valid_from=policy.valid_from,
        **record_facts(policy),
    )


def record_facts(record: Record) -> dict[str, Any]:
    """What every view of a record tells."""
    return {
        "id": record.id,
        "version": record.version,
        "created_at": record.created_at,
        "updated_at": record.updated_at,
        "archived_at": record.archived_at,
    }


def _version_view(
    price_list: PriceList, version: PriceListVersion, today: date
) -> PriceListVersionView:
    return PriceListVersionView(
        id=version.id,
        number=version.number,
        valid_from=version.valid_from,
        status=price_list.shown_status(version, today),
        items=[
            PriceItemView(
                product_id=item.product_id,
                min_quantity=item.min_quantity,
                price=Money(item.price_minor, price_list.currency),
            )
            for item in version.items
        ],
        published_at=version.published_at,
    )
