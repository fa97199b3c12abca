"""Writes many new customers at once: a handful of statements for a whole chunk."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.contracts.crm.events import CustomerCreatedV1
from shared.kernel.ids import new_id
from shared.persistence.bulk import insert_all, insert_many
from shared.persistence.outbox import outbox_row
from sqlalchemy import select

from crm.application.customer_facts import entry_of, fact_about
from crm.domain.addresses import main_address, settle_place
from crm.domain.custom_fields.cells import flat, with_own
from crm.domain.customers import FIRST_NUMBER, NUMBER_SERIES
from crm.persistence.activity_tables import timeline_entries
from crm.persistence.customers import owner_row
from crm.persistence.tables import addresses, customer_owners, customers
from crm.persistence.timeline import row_of

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_EMPTY = {
    column.name: None
    for column in customers.c
    if column.computed is None and column.name not in ("segment_ids", "tags", "custom")
}
_ADDRESS = ("street", "postal_code", "city", "region", "country")
_IDS = ("owner_id", "unit_id", "type_id", "parent_id")
_NOT_AUDITED = frozenset(
    {"id", "organisation_id", "version", "created_at", "updated_at", "addresses"}
)


def create_customers(work: "CrmWork", plans: Sequence[tuple[UUID, dict[str, Any]]]) -> None:
    """Store customers from plans (id, {values, address}) of checked rows."""
    usual = {"type_id": work.lists.first_id("customer_types")}
    made = [_customer(work, customer_id, plan, usual) for customer_id, plan in plans]
    _give_numbers(work, made)
    session = work.session
    insert_many(session, customers, [_stored(each) for each in made])
    changes = work.memberships.changes("customer", [each.id for each in made])
    for each in made:
        each.segment_ids = changes.get(each.id, each.segment_ids)
    if changes:
        work.memberships.put("customer", changes)
    insert_all(
        session,
        {
            addresses: [vars(place) for each in made for place in each.addresses],
            customer_owners: [
                owner_row(each, since_at=each.created_at) for each in made if each.owner_id
            ],
            timeline_entries: [_entry(each) for each in made],
        },
    )
    work.audit_rows([_audited(work, each) for each in made])
    facts = [fact_about(CustomerCreatedV1, each) for each in made]
    work.publish_rows([outbox_row(each, work.caller, work.clock) for each in facts])


def _customer(
    work: "CrmWork", customer_id: UUID, plan: dict[str, Any], usual: dict[str, Any]
) -> SimpleNamespace:
    now, values = work.now(), with_own(plan["values"], {})
    for name in _IDS:
        if values.get(name):
            values[name] = UUID(values[name])
    addresses = [
        SimpleNamespace(
            id=new_id(),
            organisation_id=work.caller.organisation_id,
            customer_id=customer_id,
            kind=kind,
            is_default=True,
            **settle_place({name: given.get(name) for name in _ADDRESS}),
        )
        for kind, given in plan["addresses"].items()
    ]
    main = main_address(addresses)  # type: ignore[arg-type]
    made = {
        **_EMPTY,
        "segment_ids": [],
        "tags": [],
        "custom": {},
        "kinds": ["customer"],
        **usual,
        **values,
        "id": customer_id,
        "organisation_id": work.caller.organisation_id,
        "version": 1,
        "created_at": now,
        "updated_at": now,
        **{name: getattr(main, name, None) for name in ("country", "city", "region")},
    }
    made["segment_ids"] = [UUID(each) for each in made["segment_ids"]]
    return SimpleNamespace(**made, addresses=addresses)


def _give_numbers(work: "CrmWork", made: list[SimpleNamespace]) -> None:
    """Customers without a number take the next ones that nobody was given by hand."""
    waiting = [each for each in made if "customer" in each.kinds and not each.customer_no]
    while waiting:
        numbers = [
            str(each) for each in work.next_numbers(NUMBER_SERIES, len(waiting), start=FIRST_NUMBER)
        ]
        taken = set(
            work.session.execute(
                select(customers.c.customer_no)
                .where(customers.c.organisation_id == work.caller.organisation_id)
                .where(customers.c.customer_no.in_(numbers))
            ).scalars()
        ) | {each.customer_no for each in made}
        for number in numbers:
            if number not in taken:
                waiting.pop(0).customer_no = number


def _stored(customer: SimpleNamespace) -> dict[str, Any]:
    return {name: value for name, value in vars(customer).items() if name != "addresses"}


def _entry(customer: SimpleNamespace) -> dict[str, Any]:
    entry = entry_of(customer, "created", at=customer.created_at)
    return {"id": new_id(), "organisation_id": customer.organisation_id, **row_of(entry)}


def _audited(work: "CrmWork", customer: SimpleNamespace) -> dict[str, Any]:
    caller = work.caller
    values = {**vars(customer), **flat(customer.custom), "custom": None}
    changes = {
        name: [None, str(value) if isinstance(value, UUID) else value]
        for name, value in values.items()
        if value is not None and name not in _NOT_AUDITED and not _is_bare(value)
    }
    return {
        "id": new_id(),
        "organisation_id": customer.organisation_id,
        "at": customer.created_at,
        "actor_id": caller.actor_id,
        "on_behalf_of": caller.on_behalf_of,
        "source": caller.source,
        "action": "created",
        "entity": "Customer",
        "entity_id": customer.id,
        "entity_version": 1,
        "changes": changes,
        "correlation_id": caller.correlation_id,
    }


def _is_bare(value: Any) -> bool:
    return isinstance(value, list | dict) and not value
