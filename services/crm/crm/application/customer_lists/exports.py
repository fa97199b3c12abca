"""Taking a customer list out of the platform."""

from uuid import UUID

from shared.capabilities.policy import require

from crm.application.ports import CrmWork
from crm.domain.customer_lists.lists import CustomerList


def begin_list_export(work: CrmWork, *, list_id: UUID) -> CustomerList:
    """
    Say that a list leaves the platform, in the audit trail.

    Raises:
        Forbidden: The caller may not export customers, or contacts.
    """
    found = work.customer_lists.get(list_id)
    require(work.caller, f"{found.entity}.export")
    work.customer_lists.note_export(found)
    return found
