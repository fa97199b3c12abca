"""Copies of crm's records for services that have not heard of them yet."""

from uuid import UUID

from shared.capabilities.policy import authorise
from shared.capabilities.references import reference_from
from shared.contracts.crm.events import CustomerCreatedV1
from shared.contracts.references import ReferenceView
from shared.kernel.custom_values import KIND
from shared.kernel.errors import Invalid

from crm.application.custom_fields.definitions import reference_to_field
from crm.application.customer_facts import fact_about
from crm.application.ports import CrmWork


def reference_to(work: CrmWork, *, kind: str, reference_id: UUID) -> ReferenceView:
    """
    What others may copy of a customer or contact the caller may see, or of a custom field.

    Raises:
        NotFound: ``crm.customer_unknown``, ``crm.contact_unknown``, ``crm.custom_field_unknown``.
        Invalid: ``crm.kind_unknown``.
    """
    if kind == "customer":
        customer = work.customers.get(reference_id)
        authorise(work.caller, "customer.view", customer, unknown="crm.customer_unknown")
        return reference_from("customer", fact_about(CustomerCreatedV1, customer))
    if kind == KIND:
        return reference_to_field(work, reference_id=reference_id)
    if kind == "contact":
        contact = work.contacts.get(reference_id)
        return ReferenceView(
            kind="contact",
            id=contact.id,
            version=contact.version,
            name=contact.name,
            owner_id=contact.owner_id,
            unit_id=contact.unit_id,
            archived=contact.archived_at is not None,
        )
    raise Invalid(f"crm has no {kind[:40]}.", code="crm.kind_unknown")
