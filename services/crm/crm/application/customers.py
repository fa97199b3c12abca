"""Use cases of customers: register, change, put away, take back, rate."""

from typing import Any
from uuid import UUID

from shared.contracts.crm.events import (
    CustomerArchivedV1,
    CustomerCreatedV1,
    CustomerRestoredV1,
    CustomerUpdatedV1,
)
from shared.contracts.crm.views import CustomerFields, RatingView

from crm.application.changing import allow, allow_creation, given_of, settle_owner
from crm.application.custom_fields.values import settle_custom
from crm.application.customer_facts import entry_of, tell, write_down
from crm.application.customer_links import check_links, check_rating, refuse_taken_numbers
from crm.application.ports import CrmWork
from crm.domain.customers import Customer, read_customer
from crm.domain.values.problems import Problems

NOUN = "customer"


def create_customer(work: CrmWork, *, fields: CustomerFields) -> Customer:
    """
    Register a customer; it belongs to the caller unless another owner is given.

    Raises:
        Invalid, OrganisationNumberTaken, CustomerNoTaken, Forbidden: see ``Crm.create_customer``.
    """
    given = {"name": None, **given_of(fields)}
    values = _read(work, given, None)
    settle_owner(work, values, is_new=True)
    allow_creation(
        work.caller, "customer.create", owner_id=values["owner_id"], unit_id=values["unit_id"]
    )
    customer = Customer(**values)
    refuse_taken_numbers(work, customer, values)
    if customer.needs_number:
        customer.customer_no = work.customers.free_number()
    work.save(customer)
    work.customers.begin(customer, entry_of(customer, "created", at=work.now()))
    if customer.rating:
        work.customers.remember_rating(
            customer.id, value=customer.rating, reason=None, at=work.now()
        )
    tell(work, CustomerCreatedV1, customer)
    return customer


def change_customer(
    work: CrmWork, *, customer_id: UUID, expected_version: int | None, fields: CustomerFields
) -> Customer:
    """
    Change what was given; nothing happens when all of it is so already.

    Raises:
        Invalid, ParentCycle, RecordArchived and others: see ``Crm.change_customer``.
    """
    customer = work.customers.get(customer_id)
    allow(work, "customer.update", customer, NOUN, expected_version)
    values = _read(work, given_of(fields), customer)
    settle_owner(work, values, is_new=False)
    refuse_taken_numbers(work, customer, values)
    changed = customer.change(values)
    if customer.needs_number:
        customer.customer_no = work.customers.free_number()
        changed.append("customer_no")
    if changed:
        store_change(work, customer, changed)
    return customer


def store_change(work: CrmWork, customer: Customer, changed: list[str]) -> None:
    """Save, date a new owner, keep a new rating, tell the platform."""
    work.save(customer)
    if "owner_id" in changed or "unit_id" in changed:
        work.customers.remember_owner(customer)
        write_down(work, customer, "handed_over")
    if "rating" in changed and customer.rating:
        work.customers.remember_rating(
            customer.id, value=customer.rating, reason=None, at=work.now()
        )
    tell(work, CustomerUpdatedV1, customer, changed)


def archive_customer(
    work: CrmWork, *, customer_id: UUID, expected_version: int | None = None
) -> Customer:
    """Put a customer away; it keeps its numbers."""
    customer = work.customers.get(customer_id)
    allow(work, "customer.archive", customer, NOUN, expected_version)
    if customer.archived_at is None:
        customer.archive(work.now())
        work.save(customer)
        write_down(work, customer, "archived")
        tell(work, CustomerArchivedV1, customer, ["archived_at"])
    return customer


def restore_customer(work: CrmWork, *, customer_id: UUID) -> Customer:
    """
    Take a customer back.

    Raises:
        OrganisationNumberTaken: Another customer got its organisation number meanwhile.
    """
    customer = work.customers.get(customer_id)
    allow(work, "customer.archive", customer, NOUN)
    if customer.archived_at is not None:
        customer.restore()
        refuse_taken_numbers(
            work, customer, {"organisation_number": customer.organisation_number}, again=True
        )
        work.save(customer)
        write_down(work, customer, "restored")
        tell(work, CustomerRestoredV1, customer, ["archived_at"])
    return customer


def rate_customer(
    work: CrmWork,
    *,
    customer_id: UUID,
    value: str,
    reason: str | None = None,
    expected_version: int | None = None,
) -> RatingView:
    """
    Rate a customer; the same rating again is a new opinion.

    Raises:
        Invalid: ``crm.rating_invalid``.
    """
    customer = work.customers.get(customer_id)
    allow(work, "customer.update", customer, NOUN, expected_version)
    problems = Problems()
    values = read_customer({"rating": value or "-"}, problems)
    if not problems.found:
        check_rating(work, values["rating"], problems, pointer="/value")
    problems.stop("crm.rating_invalid")
    customer.change(values)
    work.save(customer)
    tell(work, CustomerUpdatedV1, customer, ["rating"])
    return work.customers.remember_rating(
        customer_id, value=values["rating"], reason=reason, at=work.now()
    )


def win_prospect(work: CrmWork, *, customer_id: UUID) -> None:
    """A prospect bought something: it becomes a customer and gets a number."""
    customer = work.customers.get(work.customers.standing_for(customer_id), lock=True)
    if "customer" in customer.kinds:
        return
    customer.become_customer()
    changed = ["kinds"]
    if customer.needs_number:
        customer.customer_no = work.customers.free_number()
        changed.append("customer_no")
    work.save(customer)
    write_down(work, customer, "won")
    tell(work, CustomerUpdatedV1, customer, changed)


def _read(work: CrmWork, given: dict[str, Any], customer: Customer | None) -> dict[str, Any]:
    problems = Problems()
    values = read_customer(given, problems, country=customer.country if customer else None)
    check_links(work, values, problems, customer=customer)
    settle_custom(work, NOUN, values, problems, record=customer)
    problems.stop("crm.customer_invalid")
    return values
