"""Customers: loading, uniqueness, the tree of parents, owners and ratings over time."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.capabilities.merging import survivors_of
from shared.contracts.crm.views import CustomerOverviewView, CustomerView, RatingView
from shared.kernel.ids import new_id
from shared.kernel.paging import ListQuery, Page
from shared.persistence.bulk import insert_all
from shared.persistence.engine import lock_key
from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from sqlalchemy import func, insert, select

from crm.domain.customers import FIRST_NUMBER, NUMBER_SERIES, Customer
from crm.domain.timeline import TimelineEntry
from crm.persistence import customer_views
from crm.persistence.activity_tables import timeline_entries
from crm.persistence.classifying.listings import customer_listing
from crm.persistence.tables import customer_owners, customers, ratings
from crm.persistence.timeline import row_of
from crm.persistence.visibility import standing, visible_customers

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_RATINGS = Listing(
    ratings,
    filters={
        "value": ratings.c.value,
        "author_id": ratings.c.author_id,
        "rated_at": ratings.c.rated_at,
    },
    sorts={"rated_at": ratings.c.rated_at, "value": ratings.c.value},
    default_sort="-rated_at",
)


class StoredCustomers:
    """The customers of this database, inside one unit of work."""

    def __init__(self, work: "CrmWork") -> None:
        self._work = work

    def get(self, customer_id: UUID, *, lock: bool = False) -> Customer:
        """Load one; ``crm.customer_unknown``."""
        return get_record(
            self._work, Customer, customer_id, unknown="crm.customer_unknown", lock=lock
        )

    def show(self, customer_id: UUID) -> CustomerView:
        """One customer the caller may see; ``crm.customer_unknown``."""
        return customer_views.one(self._work, customer_id)

    def page(self, query: ListQuery) -> Page[CustomerView]:
        """A page of the customers the caller may see."""
        return customer_views.page(self._work, query)

    def views(self, rows: Sequence[Any]) -> list[CustomerView]:
        """Customers as shown, from rows read elsewhere; one statement."""
        return customer_views.views(self._work, rows)

    def listing(self) -> Listing:
        """The list of customers, with every filter the caller has."""
        return customer_listing(self._work.caller)

    def overview(self, customer_id: UUID) -> CustomerOverviewView:
        """A customer with contacts and timeline; six statements."""
        return customer_views.overview(self._work, customer_id)

    def seen(self, ids: Iterable[UUID]) -> set[UUID]:
        """Those of *ids* that are customers the caller may see."""
        found = self._work.session.execute(
            select(customers.c.id).where(
                customers.c.id.in_(set(ids)),
                visible_customers(self._work.caller),
                standing(customers),
            )
        )
        return set(found.scalars())

    def standing_for(self, customer_id: UUID) -> UUID:
        """The customer itself, or the one it was merged into."""
        ends = survivors_of(self._work, "customer", [customer_id])
        return ends.get(customer_id, customer_id)

    def holder_of(self, organisation_number: str) -> UUID | None:
        """The live customer with an organisation number."""
        return self._first(
            customers.c.organisation_number == organisation_number,
            customers.c.archived_at.is_(None),
        )

    def numbered(self, customer_no: str) -> UUID | None:
        """The customer with a customer number, archived or not."""
        return self._first(customers.c.customer_no == customer_no, standing(customers))

    def free_number(self) -> str:
        """Take the next number of the series that no customer was given by hand."""
        while True:
            number = str(self._work.next_number(NUMBER_SERIES, start=FIRST_NUMBER))
            if self.numbered(number) is None:
                return number

    def ancestors_of(self, customer_id: UUID) -> set[UUID]:
        """A customer and everything above it; the tree is locked until the transaction ends."""
        key = lock_key("customer tree", self._work.caller.organisation_id)
        self._work.session.execute(select(func.pg_advisory_xact_lock(key)))
        above = (
            select(customers.c.id, customers.c.parent_id)
            .where(customers.c.id == customer_id)
            .cte(recursive=True)
        )
        above = above.union(
            select(customers.c.id, customers.c.parent_id).where(customers.c.id == above.c.parent_id)
        )
        return set(self._work.session.execute(select(above.c.id)).scalars())

    def begin(self, customer: Customer, entry: TimelineEntry) -> None:
        """Date the first owner of a new customer, and begin its timeline; one statement."""
        owned = [owner_row(customer, since_at=self._work.now())] if customer.owner_id else []
        first = {"id": new_id(), "organisation_id": customer.organisation_id, **row_of(entry)}
        insert_all(self._work.session, {customer_owners: owned, timeline_entries: [first]})

    def remember_owner(self, customer: Customer) -> None:
        """Date who looks after the customer from now on."""
        row = owner_row(customer, since_at=self._work.now())
        self._work.session.execute(insert(customer_owners).values(**row))

    def remember_rating(
        self, customer_id: UUID, *, value: str, reason: str | None, at: datetime
    ) -> RatingView:
        """Keep a rating beside the earlier ones."""
        row: dict[str, Any] = {
            "id": new_id(),
            "customer_id": customer_id,
            "value": value,
            "reason": reason,
            "author_id": self._work.caller.actor_id,
            "rated_at": at,
        }
        self._work.session.execute(
            insert(ratings).values(organisation_id=self._work.caller.organisation_id, **row)
        )
        return RatingView(**row)

    def ratings(self, customer_id: UUID, query: ListQuery) -> Page[RatingView]:
        """A page of a customer's ratings, newest first."""
        columns = [column for column in ratings.c if column.name != "organisation_id"]
        return _RATINGS.page(
            self._work,
            query,
            where=ratings.c.customer_id == customer_id,
            columns=columns,
            to_view=lambda row: RatingView(
                **{column.name: getattr(row, column.name) for column in columns}
            ),
        )

    def _first(self, *conditions: object) -> UUID | None:
        return self._work.session.execute(
            select(customers.c.id)
            .where(customers.c.organisation_id == self._work.caller.organisation_id)
            .where(*conditions)  # type: ignore[arg-type]
            .limit(1)
        ).scalar()


def owner_row(customer: Any, *, since_at: datetime) -> dict[str, Any]:
    """A row of ``customer_owners``: who looks after a customer from then on."""
    return {
        "id": new_id(),
        "organisation_id": customer.organisation_id,
        "customer_id": customer.id,
        "owner_id": customer.owner_id,
        "unit_id": customer.unit_id,
        "since_at": since_at,
    }
