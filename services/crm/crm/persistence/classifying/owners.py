"""Who looked after a customer over time."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.capabilities.references import names_of
from shared.contracts.crm.classifying.views import OwnerPeriodView
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from sqlalchemy import func, select

from crm.persistence.tables import customer_owners

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork


def owner_periods(work: "CrmWork", customer_id: UUID, query: ListQuery) -> Page[OwnerPeriodView]:
    """A page of a customer's owners, newest first; the customer's visibility is the caller's."""
    since = customer_owners.c.since_at
    until = func.lead(since).over(
        partition_by=customer_owners.c.customer_id, order_by=(since, customer_owners.c.id)
    )
    periods = (
        select(customer_owners, until.label("until_at"))
        .where(
            customer_owners.c.customer_id == customer_id,
            customer_owners.c.organisation_id == work.caller.organisation_id,
        )
        .subquery("owner_periods")
    )
    columns = {"owner_id": periods.c.owner_id, "since": periods.c.since_at}
    listing = Listing(periods, filters=columns, sorts=columns, default_sort="-since")

    def views(rows: Sequence[Any]) -> list[OwnerPeriodView]:
        names = names_of(work, "user", {row.owner_id for row in rows})
        return [_view(row, names) for row in rows]

    return listing.page(work, query, where=periods.c.customer_id == customer_id, to_views=views)


def _view(row: Any, names: dict[UUID, str]) -> OwnerPeriodView:
    return OwnerPeriodView(
        id=row.id,
        customer_id=row.customer_id,
        owner_id=row.owner_id,
        owner_name=names.get(row.owner_id),
        unit_id=row.unit_id,
        since=row.since_at,
        until=row.until_at,
    )
