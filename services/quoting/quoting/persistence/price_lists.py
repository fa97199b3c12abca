"""Stored price lists and margin policies."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from shared.capabilities.policy import same_organisation
from shared.capabilities.statements import Statement, parameter
from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from shared.persistence.work import Work
from sqlalchemy import Date, or_, select

from quoting.domain.margin_policies import MarginPolicy
from quoting.domain.price_lists import PriceList
from quoting.persistence.tables import margin_policies, price_lists

PRICE_LISTS = Listing(
    price_lists,
    filters={
        "name": price_lists.c.name,
        "currency": price_lists.c.currency,
        "scope": price_lists.c.scope,
        "customer_id": price_lists.c.customer_id,
    },
    sorts={"name": price_lists.c.name, "created_at": price_lists.c.created_at},
    default_sort="name",
    search=[price_lists.c.name],
)
MARGIN_POLICIES = Listing(
    margin_policies,
    filters={
        "level": margin_policies.c.level,
        "target_id": margin_policies.c.target_id,
        "valid_from": margin_policies.c.valid_from,
    },
    sorts={
        "level": margin_policies.c.level,
        "valid_from": margin_policies.c.valid_from,
        "created_at": margin_policies.c.created_at,
    },
    default_sort="-valid_from",
)


class StoredPriceLists:
    """The price lists of this database, inside one unit of work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(
        self, price_list_id: UUID, *, expected_version: int | None = None, lock: bool = False
    ) -> PriceList:
        """Load one list with its versions.  Raises: NotFound ``quoting.price_list_unknown``."""
        return get_record(
            self._work,
            PriceList,
            price_list_id,
            unknown="quoting.price_list_unknown",
            expected_version=expected_version,
            lock=lock,
        )

    def many(self, ids: Sequence[UUID]) -> dict[UUID, PriceList]:
        """Load lists by id, versions and items included; three statements."""
        found = self._work.session.execute(
            select(PriceList)
            .where(price_lists.c.organisation_id == self._work.caller.organisation_id)
            .where(price_lists.c.id.in_(ids))
        )
        return {each.id: each for each in found.unique().scalars()}

    def for_customer(self, customer_id: UUID, currency: str) -> PriceList | None:
        """The customer's own list in the currency, else the default one."""
        found = self._work.session.execute(
            select(PriceList)
            .where(price_lists.c.organisation_id == self._work.caller.organisation_id)
            .where(price_lists.c.archived_at.is_(None), price_lists.c.currency == currency)
            .where(or_(price_lists.c.scope == "default", price_lists.c.customer_id == customer_id))
            .order_by(
                price_lists.c.scope, price_lists.c.id
            )  # customer before default, oldest first
            .limit(1)
        )
        return found.unique().scalar_one_or_none()

    def default_exists(self, price_list: PriceList) -> bool:
        """Whether another live list is the default in its currency."""
        return (
            self._work.session.execute(
                select(price_lists.c.id)
                .where(price_lists.c.organisation_id == self._work.caller.organisation_id)
                .where(price_lists.c.scope == "default", price_lists.c.archived_at.is_(None))
                .where(price_lists.c.currency == price_list.currency)
                .where(price_lists.c.id != price_list.id)
            ).first()
            is not None
        )


_BEGUN = Statement(
    lambda caller: (
        select(MarginPolicy)
        .where(same_organisation(caller, margin_policies), margin_policies.c.archived_at.is_(None))
        .where(margin_policies.c.valid_from <= parameter("day", Date))
    )
)


class StoredMarginPolicies:
    """The margin policies of this database, inside one unit of work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, policy_id: UUID, *, expected_version: int | None = None) -> MarginPolicy:
        """Load one policy.  Raises: NotFound ``quoting.margin_policy_unknown``."""
        return get_record(
            self._work,
            MarginPolicy,
            policy_id,
            unknown="quoting.margin_policy_unknown",
            expected_version=expected_version,
        )

    def begun_by(self, day: date) -> list[MarginPolicy]:
        """Every live policy that has begun."""
        return list(_BEGUN.run(self._work, day=day).scalars())

    def exists(self, policy: MarginPolicy) -> bool:
        """Whether another live policy sets the same floor from the same day."""
        return (
            self._work.session.execute(
                select(margin_policies.c.id)
                .where(margin_policies.c.organisation_id == self._work.caller.organisation_id)
                .where(margin_policies.c.level == policy.level.value)
                .where(margin_policies.c.target_id.is_not_distinct_from(policy.target_id))
                .where(margin_policies.c.valid_from == policy.valid_from)
                .where(margin_policies.c.archived_at.is_(None))
                .where(margin_policies.c.id != policy.id)
            ).first()
            is not None
        )
