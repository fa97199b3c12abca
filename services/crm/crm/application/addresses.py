"""Use cases of a customer's addresses, one at a time."""

from typing import Any
from uuid import UUID

from shared.contracts.crm.views import AddressFields
from shared.kernel.errors import NotFound

from crm.application.changing import allow
from crm.application.customers import NOUN, store_change
from crm.application.ports import CrmWork
from crm.domain.addresses import Address, read_address, settle_defaults, settle_place
from crm.domain.customers import Customer
from crm.domain.values.problems import Problems


def create_address(
    work: CrmWork, *, customer_id: UUID, fields: AddressFields, expected_version: int | None = None
) -> Address:
    """Add an address; as a default it takes the old one's place."""
    customer = _open(work, customer_id, expected_version)
    address = Address(**{"kind": "visiting", **settle_place(_read(fields.given()))})
    customer.add_address(address)
    store_change(work, customer, ["addresses"])
    return address


def change_address(
    work: CrmWork,
    *,
    customer_id: UUID,
    address_id: UUID,
    fields: AddressFields,
    expected_version: int | None = None,
) -> Address:
    """
    Change an address.

    Raises:
        NotFound: ``crm.address_unknown``.
    """
    customer = _open(work, customer_id, expected_version)
    address = _find(customer, address_id)
    values = settle_place(_read({"country": address.country, **fields.given()}), address)
    for name, value in values.items():
        setattr(address, name, value)
    settle_defaults(customer.addresses, newest=address)
    customer.settle_place()
    store_change(work, customer, ["addresses"])
    return address


def remove_address(
    work: CrmWork, *, customer_id: UUID, address_id: UUID, expected_version: int | None = None
) -> None:
    """
    Remove an address; another of its kind becomes the default.

    Raises:
        NotFound: ``crm.address_unknown``.
    """
    customer = _open(work, customer_id, expected_version)
    customer.addresses.remove(_find(customer, address_id))
    settle_defaults(customer.addresses)
    customer.settle_place()
    store_change(work, customer, ["addresses"])


def _open(work: CrmWork, customer_id: UUID, expected_version: int | None) -> Customer:
    customer = work.customers.get(customer_id)
    allow(work, "customer.update", customer, NOUN, expected_version)
    customer.refuse_when_archived()
    return customer


def _read(given: dict[str, Any]) -> dict[str, Any]:
    problems = Problems()
    values = read_address(given, problems)
    problems.stop("crm.address_invalid")
    return values


def _find(customer: Customer, address_id: UUID) -> Address:
    for each in customer.addresses:
        if each.id == address_id:
            return each
    raise NotFound("There is no such address.", code="crm.address_unknown", address_id=address_id)
