"""What crm tells about a customer, and what stands on its timeline."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from shared.contracts.crm.events import AddressState, CustomerState

from crm.application.ports import CrmWork
from crm.domain.customers import Customer
from crm.domain.timeline import TimelineEntry

Fact = TypeVar("Fact", bound=CustomerState)

_SAME = [
    name
    for name in CustomerState.__struct_fields__
    if name not in ("customer_id", "addresses", "archived", "changed")
]
_ADDRESS = AddressState.__struct_fields__


def fact_about(
    shape: type[Fact], customer: Any, changed: Sequence[str] = (), **otherwise: Any
) -> Fact:
    """The customer as it stands now, or *otherwise*."""
    values = {name: getattr(customer, name) for name in _SAME}
    values["addresses"] = [_address(each) for each in customer.addresses]
    values["archived"] = customer.archived_at is not None
    return shape(**values | otherwise, customer_id=customer.id, changed=list(changed))


def tell(
    work: CrmWork, shape: type[CustomerState], customer: Customer, changed: Sequence[str] = ()
) -> None:
    """Publish a fact about a customer, once it is in the segments its rules say."""
    work.memberships.settle("customer", customer)
    work.publish(fact_about(shape, customer, changed))


def write_down(work: CrmWork, customer: Customer, what: str) -> None:
    """Put something that happened to the customer itself on its timeline."""
    work.timeline.put(entry_of(customer, what, at=work.now()))


def entry_of(customer: Any, what: str, *, at: datetime) -> TimelineEntry:
    """What the timeline says of something that happened to the customer itself."""
    return TimelineEntry(
        key=f"customer.{what}:{customer.id}:{customer.version}",
        customer_id=customer.id,
        at=at,
        kind=f"customer.{what}",
        title=customer.name,
        ref_kind="customer",
        ref_id=customer.id,
        ref_version=customer.version,
        owner_id=customer.owner_id,
        unit_id=customer.unit_id,
    )


def _address(address: Any) -> AddressState:
    values = {name: getattr(address, name) for name in _ADDRESS}
    return AddressState(**{**values, "country": values["country"] or "NO"})
