"""What people do with products and their groups."""

from typing import Any
from uuid import UUID

from shared.capabilities.policy import require, require_class
from shared.contracts.quoting.events import (
    ProductCreatedV1,
    ProductGroupCreatedV1,
    ProductGroupUpdatedV1,
    ProductUpdatedV1,
)
from shared.contracts.quoting.product_views import ProductFields, ProductGroupFields

from quoting.application.ports import QuotingWork
from quoting.domain.errors import FieldInvalid, ProductCodeTaken
from quoting.domain.products import Product, ProductGroup, ProductKind, Unit, percent_to_bp


def create_product_group(work: QuotingWork, *, fields: ProductGroupFields) -> ProductGroup:
    """Add a group.  Raises: FieldInvalid, ProductGroupCycle."""
    require(work.caller, "product.create")
    return _save_group(work, ProductGroup(name=""), fields)


def change_product_group(
    work: QuotingWork,
    *,
    product_group_id: UUID,
    expected_version: int,
    fields: ProductGroupFields,
) -> ProductGroup:
    """Change a group.  Raises: FieldInvalid, ProductGroupCycle."""
    require(work.caller, "product.update")
    group = work.product_groups.get(product_group_id, expected_version=expected_version)
    return _save_group(work, group, fields)


def archive_product_group(
    work: QuotingWork, *, product_group_id: UUID, expected_version: int | None
) -> ProductGroup:
    """Put a group away."""
    require(work.caller, "product.archive")
    group = work.product_groups.get(product_group_id, expected_version=expected_version)
    group.archived_at = group.archived_at or work.now()
    work.save(group)
    work.publish(ProductGroupUpdatedV1(**_group_facts(group)))
    return group


def restore_product_group(work: QuotingWork, *, product_group_id: UUID) -> ProductGroup:
    """Take a group back."""
    require(work.caller, "product.archive")
    group = work.product_groups.get(product_group_id)
    if group.archived_at is None:
        return group
    group.archived_at = None
    return _save_group(work, group, ProductGroupFields())


def create_product(work: QuotingWork, *, fields: ProductFields) -> Product:
    """Add a product.  Raises: FieldInvalid, ProductCodeTaken."""
    require(work.caller, "product.create")
    product = Product(code="")
    _apply(work, product, fields)
    work.save(product)
    work.publish(ProductCreatedV1(**product_facts(product)))
    return product


def change_product(
    work: QuotingWork, *, product_id: UUID, expected_version: int, fields: ProductFields
) -> Product:
    """Change a product; quotes written before keep what they said.  Raises: as creating."""
    require(work.caller, "product.update")
    product = work.products.get(product_id, expected_version=expected_version)
    _apply(work, product, fields)
    return _save_changed(work, product)


def archive_product(
    work: QuotingWork, *, product_id: UUID, expected_version: int | None
) -> Product:
    """Put a product away; it keeps its place in old quotes."""
    require(work.caller, "product.archive")
    product = work.products.get(product_id, expected_version=expected_version)
    product.archived_at = product.archived_at or work.now()
    return _save_changed(work, product)


def restore_product(work: QuotingWork, *, product_id: UUID) -> Product:
    """Take a product back.  Raises: ProductCodeTaken."""
    require(work.caller, "product.archive")
    product = work.products.get(product_id)
    product.archived_at = None
    _refuse_taken(work, product)
    return _save_changed(work, product)


def product_facts(product: Product) -> dict[str, Any]:
    """The public state of a product, as its events tell it."""
    return {
        "product_id": product.id,
        "version": product.version,
        "code": product.code,
        "name": product.name_in("nb"),
        "kind": product.kind.value,
        "unit": product.unit.value,
        "group_id": product.group_id,
        "active": product.is_for_sale,
    }


def _save_group(work: QuotingWork, group: ProductGroup, fields: ProductGroupFields) -> ProductGroup:
    for name, value in fields.given().items():
        setattr(group, name, value)
    if group.parent_id is not None:
        work.product_groups.get(group.parent_id)
    group.check(work.product_groups.parents())
    told = ProductGroupUpdatedV1 if group.version else ProductGroupCreatedV1
    work.save(group)
    work.publish(told(**_group_facts(group)))
    return group


def _group_facts(group: ProductGroup) -> dict[str, Any]:
    """The public state of a group, as its events tell it."""
    return {
        "product_group_id": group.id,
        "version": group.version,
        "name": group.name,
        "parent_id": group.parent_id,
        "archived": group.archived_at is not None,
    }


def _save_changed(work: QuotingWork, product: Product) -> Product:
    work.save(product)
    work.publish(ProductUpdatedV1(**product_facts(product)))
    return product


def _apply(work: QuotingWork, product: Product, fields: ProductFields) -> None:
    given = fields.given()
    if "kind" in given:
        given["kind"] = _word(ProductKind, given["kind"], "/kind")
    if "unit" in given:
        given["unit"] = _word(Unit, given["unit"], "/unit")
    if "vat_percent" in given:
        given["vat_bp"] = percent_to_bp(given.pop("vat_percent"), "/vat_percent")
    if given.get("cost_price", product.cost_price) != product.cost_price:
        require_class(work.caller, "cost")
    if given.get("group_id") is not None:
        work.product_groups.get(given["group_id"])
    for name, value in given.items():
        setattr(product, name, value)
    product.check()
    _refuse_taken(work, product)


def _refuse_taken(work: QuotingWork, product: Product) -> None:
    if product.archived_at is None and work.products.code_taken(product):
        raise ProductCodeTaken(f"Another product has the code {product.code}.")


def _word(words: Any, text: str, pointer: str) -> Any:
    if text not in list(words):
        raise FieldInvalid(pointer, f"must be one of {', '.join(words)}")
    return words(text)
