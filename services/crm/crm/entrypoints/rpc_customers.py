"""Customers, as others may call them."""

from typing import Any
from uuid import UUID

from shared.capabilities.custom_fields import shown
from shared.contracts.crm.timeline_views import TimelineEntryView
from shared.contracts.crm.views import (
    CustomerFields,
    CustomerOverviewView,
    CustomerView,
    RatingView,
)
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from crm.application import customers
from crm.domain.customers import Customer
from crm.persistence.customer_views import view_of
from crm.persistence.work import CrmWork


class CustomersRpc:
    """Promised in ``shared.contracts.crm.rpc.CustomerCalls``."""

    @command()
    def create_customer(self, work: CrmWork, *, fields: CustomerFields) -> CustomerView:
        return _view(work, customers.create_customer(work, fields=fields))

    @question()
    def get_customer(self, work: CrmWork, *, customer_id: UUID) -> CustomerView:
        return work.customers.show(customer_id)

    @question()
    def list_customers(self, work: CrmWork, *, query: ListQuery) -> Page[CustomerView]:
        return work.customers.page(query)

    @command()
    def change_customer(
        self, work: CrmWork, *, customer_id: UUID, expected_version: int, fields: CustomerFields
    ) -> CustomerView:
        return _view(
            work,
            customers.change_customer(
                work, customer_id=customer_id, expected_version=expected_version, fields=fields
            ),
        )

    @command()
    def archive_customer(
        self, work: CrmWork, *, customer_id: UUID, expected_version: int | None = None
    ) -> CustomerView:
        return _view(
            work,
            customers.archive_customer(
                work, customer_id=customer_id, expected_version=expected_version
            ),
        )

    @command()
    def restore_customer(self, work: CrmWork, *, customer_id: UUID) -> CustomerView:
        return _view(work, customers.restore_customer(work, customer_id=customer_id))

    @command()
    def rate_customer(
        self,
        work: CrmWork,
        *,
        customer_id: UUID,
        value: str,
        reason: str | None = None,
        expected_version: int | None = None,
    ) -> RatingView:
        whose: dict[str, Any] = {"customer_id": customer_id, "expected_version": expected_version}
        return customers.rate_customer(work, **whose, value=value, reason=reason)

    @question()
    def list_ratings(
        self, work: CrmWork, *, customer_id: UUID, query: ListQuery
    ) -> Page[RatingView]:
        work.customers.show(customer_id)
        return work.customers.ratings(customer_id, query)

    @question()
    def customer_timeline(
        self, work: CrmWork, *, customer_id: UUID, query: ListQuery
    ) -> Page[TimelineEntryView]:
        work.customers.show(customer_id)
        return work.timeline.page(customer_id, query)

    @question()
    def customer_overview(self, work: CrmWork, *, customer_id: UUID) -> CustomerOverviewView:
        return work.customers.overview(customer_id)


def _view(work: CrmWork, customer: Customer) -> CustomerView:
    (custom,) = shown(work, "customer", [customer.custom])
    return view_of(customer, customer.addresses, custom)
