"""Stored products and their groups."""

from collections.abc import Iterable
from uuid import UUID

from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from shared.persistence.work import Work
from sqlalchemy import select

from quoting.domain.products import Product, ProductGroup
from quoting.persistence.tables import product_groups, products

PRODUCT_GROUPS = Listing(
    product_groups,
    filters={"name": product_groups.c.name, "parent_id": product_groups.c.parent_id},
    sorts={"name": product_groups.c.name, "created_at": product_groups.c.created_at},
    default_sort="name",
    search=[product_groups.c.name],
)
PRODUCTS = Listing(
    products,
    filters={
        "code": products.c.code,
        "group_id": products.c.group_id,
        "kind": products.c.kind,
        "unit": products.c.unit,
        "active": products.c.active,
    },
    sorts={"code": products.c.code, "created_at": products.c.created_at},
    default_sort="code",
    indexed_as="product",
)


class StoredProducts:
    """The products of this database, inside one unit of work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(
        self, product_id: UUID, *, expected_version: int | None = None, lock: bool = False
    ) -> Product:
        """Load one product.  Raises: NotFound ``quoting.product_unknown``."""
        return get_record(
            self._work,
            Product,
            product_id,
            unknown="quoting.product_unknown",
            expected_version=expected_version,
            lock=lock,
        )

    def many(self, product_ids: Iterable[UUID]) -> dict[UUID, Product]:
        """Load products by id; one statement."""
        found = self._work.session.execute(
            select(Product)
            .where(products.c.organisation_id == self._work.caller.organisation_id)
            .where(products.c.id.in_(set(product_ids)))
        )
        return {product.id: product for product in found.scalars()}

    def code_taken(self, product: Product) -> bool:
        """Whether another live product has the code."""
        return (
            self._work.session.execute(
                select(products.c.id)
                .where(products.c.organisation_id == self._work.caller.organisation_id)
                .where(products.c.code == product.code, products.c.archived_at.is_(None))
                .where(products.c.id != product.id)
            ).first()
            is not None
        )


class StoredProductGroups:
    """The product groups of this database, inside one unit of work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, group_id: UUID, *, expected_version: int | None = None) -> ProductGroup:
        """Load one group.  Raises: NotFound ``quoting.product_group_unknown``."""
        return get_record(
            self._work,
            ProductGroup,
            group_id,
            unknown="quoting.product_group_unknown",
            expected_version=expected_version,
        )

    def parents(self) -> dict[UUID, UUID | None]:
        """Every group of the organisation and its parent; one statement."""
        rows = self._work.session.execute(
            select(product_groups.c.id, product_groups.c.parent_id).where(
                product_groups.c.organisation_id == self._work.caller.organisation_id
            )
        )
        return {row.id: row.parent_id for row in rows}
