"""What was sold, as dimensions of reports: of customers, and of documents' lines by product."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.capabilities.policy import same_organisation
from shared.capabilities.references import names_of
from shared.capabilities.reporting.sources import Dimension
from shared.kernel.context import Caller
from sqlalchemy import ColumnElement, Text, Uuid, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from crm.persistence.classifying.sold_filters import BOUGHT, COUNTED, visible_facts
from crm.persistence.classifying.tables import product_groups, sold_facts
from crm.persistence.tables import customers, metadata

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

PRODUCT, PRODUCT_GROUP = "product", "product_group"


def bought_dimensions(caller: Caller) -> list[Dimension]:
    """Products a customer has bought, and their groups, from what the caller may see."""
    bought = (
        select(sold_facts.c.product_id)
        .where(sold_facts.c.customer_id == customers.c.id, sold_facts.c.kind.in_(BOUGHT))
        .where(visible_facts(caller))
        .group_by(sold_facts.c.kind, sold_facts.c.product_id)
        .having(func.sum(COUNTED) > 0)
        .correlate(customers)
        .subquery("bought")
    )
    products = select(bought.c.product_id).distinct()
    groups = select(_group_of(bought.c.product_id)).distinct()
    return [
        Dimension(
            name="bought_product", nb="Kjøpt produkt", en="Product bought",
            expression=_array(products), several=True, named_by=PRODUCT,
        ),
        Dimension(
            name="bought_group", nb="Kjøpt produktgruppe", en="Product group bought",
            expression=func.array_remove(_array(groups), None, type_=ARRAY(Text)), several=True,
            named_by=PRODUCT_GROUP,
        ),
    ]  # fmt: skip


def line_dimensions() -> list[Dimension]:
    """Product, group, document and month of a fact."""
    of = sold_facts.c
    return [
        Dimension(
            name="product", nb="Produkt", en="Product", expression=of.product_id,
            named_by=PRODUCT,
        ),
        Dimension(
            name="product_group", nb="Produktgruppe", en="Product group",
            expression=_group_of(of.product_id), named_by=PRODUCT_GROUP,
        ),
        Dimension(
            name="seller", nb="Selger eller prosjektleder", en="Seller or project manager",
            expression=of.owner_id, named_by="user",
        ),
        Dimension(
            name="month", nb="Måned", en="Month",
            expression=func.to_char(of.happened_on, "YYYY-MM"),
        ),
    ]  # fmt: skip


def product_labels(work: "CrmWork", named_by: str, keys: Sequence[str]) -> dict[str, str]:
    """Names of products or of their groups; one statement."""
    ids = [UUID(each) for each in keys]
    if named_by == PRODUCT:
        return {str(each): name for each, name in names_of(work, PRODUCT, ids).items()}
    rows = work.session.execute(
        select(product_groups.c.id, product_groups.c.name)
        .where(same_organisation(work.caller, product_groups))
        .where(product_groups.c.id.in_(ids))
    )
    return {str(row.id): row.name for row in rows}


def _group_of(product_id: ColumnElement[Any]) -> ColumnElement[Any]:
    """The group a product is in today, as text."""
    copies = metadata.tables["reference_copies"].alias("product_copies")
    return (
        select(copies.c.data["group_id"].astext)
        .where(copies.c.kind == PRODUCT, copies.c.id == cast(product_id, Uuid))
        .scalar_subquery()
    )


def _array(values: Any) -> ColumnElement[Any]:
    return func.array(values.scalar_subquery(), type_=ARRAY(Text))
