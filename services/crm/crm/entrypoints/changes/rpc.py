"""What was changed about records, as others may call it."""

from uuid import UUID

from shared.contracts.crm.changes.views import RecordChangeView
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import question

from crm.persistence.changes.listing import changes_of
from crm.persistence.work import CrmWork


class ChangesRpc:
    """Promised in ``shared.contracts.crm.changes.rpc``."""

    @question()
    def list_customer_changes(
        self, work: CrmWork, *, customer_id: UUID, query: ListQuery
    ) -> Page[RecordChangeView]:
        work.customers.show(customer_id)
        return changes_of(work, "customer", customer_id, query)

    @question()
    def list_contact_changes(
        self, work: CrmWork, *, contact_id: UUID, query: ListQuery
    ) -> Page[RecordChangeView]:
        work.contacts.show(contact_id)
        return changes_of(work, "contact", contact_id, query)
