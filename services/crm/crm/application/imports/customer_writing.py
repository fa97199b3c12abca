"""Changes customers, and their addresses, as rows of a file say."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from shared.contracts.crm.events import CustomerUpdatedV1
from shared.kernel.errors import Conflict

from crm.application.customer_facts import tell, write_down
from crm.application.imports.plans import attributes
from crm.application.ports import CrmWork
from crm.domain.addresses import Address, settle_defaults, settle_place
from crm.domain.customers import Customer

ImportRow = Any  # a row of import_rows
Changed = tuple[dict[UUID, int], dict[UUID, Any]]  # record → its version; row → what else


def change_customers(work: CrmWork, rows: Sequence[ImportRow]) -> Changed:
    """Change a customer for each row; what the row does not say stays."""
    return _change_each(work, rows, _change)


def change_addresses(work: CrmWork, rows: Sequence[ImportRow]) -> Changed:
    """Add or change an address of a customer for each row."""
    return _change_each(work, rows, _place)


def _change_each(
    work: CrmWork,
    rows: Sequence[ImportRow],
    change: Callable[[CrmWork, Customer, dict[str, Any]], list[str]],
) -> Changed:
    customers = work.imports.customers([row.record_id for row in rows])
    changed = {}
    for row in rows:
        customer = customers[row.record_id]
        if names := change(work, customer, row.plan):
            changed[customer.id] = names
    work.imports.save_all([customers[each] for each in changed])
    for customer_id, names in changed.items():
        _follow(work, customers[customer_id], names)
    return {each.id: each.version for each in customers.values()}, {}


def _change(work: CrmWork, customer: Customer, plan: dict[str, Any]) -> list[str]:
    changed = customer.change(attributes(plan["values"], customer.custom))
    for kind, given in plan["addresses"].items():
        default = next(
            (each for each in customer.addresses if each.kind == kind and each.is_default), None
        )
        if _set(customer, default, kind, given) and "addresses" not in changed:
            changed.append("addresses")
    if customer.needs_number:
        customer.customer_no = work.customers.free_number()
        changed.append("customer_no")
    return changed


def _place(_work: CrmWork, customer: Customer, plan: dict[str, Any]) -> list[str]:
    customer.refuse_when_archived()
    ((kind, given),) = plan["addresses"].items()
    wanted, address = plan["more"]["address_id"], None
    if wanted:
        address = next((each for each in customer.addresses if str(each.id) == wanted), None)
        if address is None:
            raise Conflict("The address is gone.", code="crm.import_record_changed")
    changed = _set(customer, address, kind, given)
    if plan["more"]["is_default"]:
        chosen = address or customer.addresses[-1]
        chosen.is_default = True
        settle_defaults(customer.addresses, newest=chosen)
        customer.settle_place()
        changed = True
    return ["addresses"] if changed else []


def _set(customer: Customer, address: Address | None, kind: str, given: dict[str, Any]) -> bool:
    """Change an address where the file says so, or add it; whether anything changed."""
    given = settle_place(given, address)
    if address is None:
        customer.add_address(Address(kind=kind, **given))
        return True
    differing = [name for name, value in given.items() if getattr(address, name) != value]
    for name in differing:
        setattr(address, name, given[name])
    customer.settle_place()
    return bool(differing)


def _follow(work: CrmWork, customer: Customer, changed: list[str]) -> None:
    if "owner_id" in changed or "unit_id" in changed:
        work.customers.remember_owner(customer)
        write_down(work, customer, "handed_over")
    if "rating" in changed and customer.rating:
        work.customers.remember_rating(
            customer.id, value=customer.rating, reason=None, at=work.now()
        )
    tell(work, CustomerUpdatedV1, customer, changed)
