"""Products and their groups, as the gateway calls them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from shared.capabilities.policy import require
from shared.contracts.quoting.product_views import (
    ProductFields,
    ProductGroupFields,
    ProductGroupView,
    ProductView,
)
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from quoting.application import products
from quoting.entrypoints.lists import live
from quoting.entrypoints.product_shapes import product_group_view, product_view
from quoting.persistence.products import PRODUCT_GROUPS, PRODUCTS
from quoting.persistence.tables import product_groups as groups_table
from quoting.persistence.tables import products as products_table
from quoting.persistence.work import QuotingWork


class ProductsRpc:
    """Promised in shared.contracts.quoting.rpc."""

    @command()
    def create_product_group(
        self, work: QuotingWork, *, fields: ProductGroupFields
    ) -> ProductGroupView:
        return product_group_view(products.create_product_group(work, fields=fields))

    @question()
    def get_product_group(self, work: QuotingWork, *, product_group_id: UUID) -> ProductGroupView:
        require(work.caller, "product.view")
        return product_group_view(work.product_groups.get(product_group_id))

    @question()
    def list_product_groups(self, work: QuotingWork, *, query: ListQuery) -> Page[ProductGroupView]:
        require(work.caller, "product.view")
        where = live(work, groups_table)
        return PRODUCT_GROUPS.page(work, query, where=where, to_view=product_group_view)

    @command()
    def change_product_group(
        self,
        work: QuotingWork,
        *,
        product_group_id: UUID,
        expected_version: int,
        fields: ProductGroupFields,
    ) -> ProductGroupView:
        group = products.change_product_group(
            work,
            product_group_id=product_group_id,
            expected_version=expected_version,
            fields=fields,
        )
        return product_group_view(group)

    @command()
    def archive_product_group(
        self, work: QuotingWork, *, product_group_id: UUID, expected_version: int | None = None
    ) -> ProductGroupView:
        group = products.archive_product_group(
            work, product_group_id=product_group_id, expected_version=expected_version
        )
        return product_group_view(group)

    @command()
    def restore_product_group(
        self, work: QuotingWork, *, product_group_id: UUID
    ) -> ProductGroupView:
        group = products.restore_product_group(work, product_group_id=product_group_id)
        return product_group_view(group)

    @command()
    def create_product(self, work: QuotingWork, *, fields: ProductFields) -> ProductView:
        return product_view(products.create_product(work, fields=fields), work.caller)

    @question()
    def get_product(self, work: QuotingWork, *, product_id: UUID) -> ProductView:
        require(work.caller, "product.view")
        return product_view(work.products.get(product_id), work.caller)

    @question()
    def list_products(self, work: QuotingWork, *, query: ListQuery) -> Page[ProductView]:
        require(work.caller, "product.view")

        def to_views(rows: Sequence[Any]) -> list[ProductView]:
            found = work.products.many([row.id for row in rows])
            return [product_view(found[row.id], work.caller) for row in rows]

        where = live(work, products_table)
        return PRODUCTS.page(
            work, query, where=where, columns=[products_table.c.id], to_views=to_views
        )

    @command()
    def change_product(
        self,
        work: QuotingWork,
        *,
        product_id: UUID,
        expected_version: int,
        fields: ProductFields,
    ) -> ProductView:
        product = products.change_product(
            work, product_id=product_id, expected_version=expected_version, fields=fields
        )
        return product_view(product, work.caller)

    @command()
    def archive_product(
        self, work: QuotingWork, *, product_id: UUID, expected_version: int | None = None
    ) -> ProductView:
        product = products.archive_product(
            work, product_id=product_id, expected_version=expected_version
        )
        return product_view(product, work.caller)

    @command()
    def restore_product(self, work: QuotingWork, *, product_id: UUID) -> ProductView:
        return product_view(products.restore_product(work, product_id=product_id), work.caller)
