"""What people do with price lists and margin policies."""

from collections.abc import Callable
from uuid import UUID

from shared.capabilities.policy import require
from shared.capabilities.references import reference
from shared.contracts.declare import UNSET
from shared.contracts.quoting.product_views import (
    MarginPolicyFields,
    PriceItemFields,
    PriceListFields,
    PriceListVersionFields,
)

from quoting.application.ports import QuotingWork
from quoting.domain.errors import DefaultPriceListExists, FieldInvalid, MarginPolicyExists
from quoting.domain.margin_policies import MarginPolicy, PolicyLevel
from quoting.domain.price_lists import PriceItem, PriceList, PriceListVersion, VersionStatus
from quoting.domain.products import percent_to_bp


def create_price_list(work: QuotingWork, *, fields: PriceListFields) -> PriceList:
    """Add a price list.  Raises: FieldInvalid, DefaultPriceListExists."""
    require(work.caller, "price_list.create")
    price_list = PriceList(name="", currency=work.caller.currency)
    return _save(work, price_list, fields)


def change_price_list(
    work: QuotingWork, *, price_list_id: UUID, expected_version: int, fields: PriceListFields
) -> PriceList:
    """Change a price list; its currency stays once prices are published."""
    require(work.caller, "price_list.update")
    price_list = work.price_lists.get(price_list_id, expected_version=expected_version)
    published = any(each.status is VersionStatus.PUBLISHED for each in price_list.versions)
    if published and fields.currency not in (UNSET, price_list.currency):
        raise FieldInvalid("/currency", "Published prices keep their currency.")
    return _save(work, price_list, fields)


def archive_price_list(
    work: QuotingWork, *, price_list_id: UUID, expected_version: int | None
) -> PriceList:
    """Put a price list away."""
    require(work.caller, "price_list.archive")
    price_list = work.price_lists.get(price_list_id, expected_version=expected_version)
    price_list.archived_at = price_list.archived_at or work.now()
    work.save(price_list)
    return price_list


def restore_price_list(work: QuotingWork, *, price_list_id: UUID) -> PriceList:
    """Take a price list back.  Raises: DefaultPriceListExists."""
    require(work.caller, "price_list.archive")
    price_list = work.price_lists.get(price_list_id)
    if price_list.archived_at is None:
        return price_list
    price_list.archived_at = None
    return _save(work, price_list, PriceListFields())


def draft_version(
    work: QuotingWork, *, price_list_id: UUID, fields: PriceListVersionFields
) -> PriceList:
    """Begin a new version of a price list."""
    require(work.caller, "price_list.update")
    price_list = work.price_lists.get(price_list_id, lock=True)
    version = PriceListVersion(
        number=len(price_list.versions) + 1, valid_from=fields.valid_from or work.today()
    )
    price_list.versions.append(version)
    return _redraft(work, price_list, version, fields)


def change_version(
    work: QuotingWork, *, price_list_id: UUID, version_id: UUID, fields: PriceListVersionFields
) -> PriceList:
    """Change a draft.  Raises: VersionPublished, FieldInvalid."""
    require(work.caller, "price_list.update")
    price_list = work.price_lists.get(price_list_id, lock=True)
    return _redraft(work, price_list, price_list.version_named(version_id), fields)


def publish_version(work: QuotingWork, *, price_list_id: UUID, version_id: UUID) -> PriceList:
    """Make a version valid.  Raises: VersionPublished, VersionOverlaps."""
    require(work.caller, "price_list.update")
    price_list = work.price_lists.get(price_list_id, lock=True)
    price_list.publish(version_id, at=work.now())
    work.save(price_list)
    return price_list


def create_margin_policy(work: QuotingWork, *, fields: MarginPolicyFields) -> MarginPolicy:
    """Set a floor.  Raises: FieldInvalid, MarginPolicyExists."""
    require(work.caller, "price_list.create")
    policy = MarginPolicy(level=PolicyLevel.ORGANISATION, floor_bp=0, valid_from=work.today())
    return _save_policy(work, policy, fields)


def change_margin_policy(
    work: QuotingWork,
    *,
    margin_policy_id: UUID,
    expected_version: int,
    fields: MarginPolicyFields,
) -> MarginPolicy:
    """Change a floor.  Raises: FieldInvalid, MarginPolicyExists."""
    require(work.caller, "price_list.update")
    policy = work.margin_policies.get(margin_policy_id, expected_version=expected_version)
    return _save_policy(work, policy, fields)


def archive_margin_policy(
    work: QuotingWork, *, margin_policy_id: UUID, expected_version: int | None
) -> MarginPolicy:
    """Put a floor away."""
    require(work.caller, "price_list.archive")
    policy = work.margin_policies.get(margin_policy_id, expected_version=expected_version)
    policy.archived_at = policy.archived_at or work.now()
    work.save(policy)
    return policy


def restore_margin_policy(work: QuotingWork, *, margin_policy_id: UUID) -> MarginPolicy:
    """Take a floor back.  Raises: MarginPolicyExists."""
    require(work.caller, "price_list.archive")
    policy = work.margin_policies.get(margin_policy_id)
    if policy.archived_at is None:
        return policy
    policy.archived_at = None
    return _save_policy(work, policy, MarginPolicyFields())


def _save(work: QuotingWork, price_list: PriceList, fields: PriceListFields) -> PriceList:
    for name, value in fields.given().items():
        setattr(price_list, name, value)
    price_list.check()
    if price_list.customer_id is not None:
        reference(work, "customer", price_list.customer_id)
    if price_list.scope == "default" and work.price_lists.default_exists(price_list):
        raise DefaultPriceListExists(
            f"There is a default price list in {price_list.currency} already."
        )
    work.save(price_list)
    return price_list


def _redraft(
    work: QuotingWork,
    price_list: PriceList,
    version: PriceListVersion,
    fields: PriceListVersionFields,
) -> PriceList:
    items = version.items
    if fields.items is not UNSET:
        known = work.products.many([item.product_id for item in fields.items])
        items = [
            _item(price_list, item, n, known=item.product_id in known)
            for n, item in enumerate(fields.items)
        ]
    version.redraft(valid_from=fields.valid_from or version.valid_from, items=items)
    work.save(price_list)
    return price_list


def _item(price_list: PriceList, item: PriceItemFields, n: int, *, known: bool) -> PriceItem:
    if not known:
        raise FieldInvalid(f"/items/{n}/product_id", "There is no such product.")
    if item.price.currency != price_list.currency:
        raise FieldInvalid(
            f"/items/{n}/price", f"Prices of this list are in {price_list.currency}."
        )
    return PriceItem(
        product_id=item.product_id,
        price_minor=item.price.amount_minor,
        min_quantity=item.min_quantity,
    )


def _save_policy(
    work: QuotingWork, policy: MarginPolicy, fields: MarginPolicyFields
) -> MarginPolicy:
    given = fields.given()
    if "level" in given:
        if given["level"] not in list(PolicyLevel):
            raise FieldInvalid("/level", f"must be one of {', '.join(PolicyLevel)}")
        given["level"] = PolicyLevel(given["level"])
    if "floor_percent" in given:
        given["floor_bp"] = percent_to_bp(given.pop("floor_percent"), "/floor_percent")
    if "target_percent" in given:
        target = given.pop("target_percent")
        given["target_bp"] = None if target is None else percent_to_bp(target, "/target_percent")
    for name, value in given.items():
        setattr(policy, name, value)
    policy.check()
    _refuse_unknown_target(work, policy)
    if work.margin_policies.exists(policy):
        raise MarginPolicyExists(f"That floor is set from {policy.valid_from} already.")
    work.save(policy)
    return policy


def _refuse_unknown_target(work: QuotingWork, policy: MarginPolicy) -> None:
    """Stop unless what a floor is for exists.  Raises: NotFound."""
    if policy.target_id is None:
        return
    find: dict[PolicyLevel, Callable[[UUID], object]] = {
        PolicyLevel.PRODUCT: work.products.get,
        PolicyLevel.PRODUCT_GROUP: work.product_groups.get,
        PolicyLevel.PRICE_LIST: work.price_lists.get,
    }
    find[policy.level](policy.target_id)
