"""What crm answers about how its records came to be what they are."""

from typing import Protocol
from uuid import UUID

from shared.contracts.crm.changes.views import RecordChangeView
from shared.kernel.paging import ListQuery, Page


class ChangeCalls(Protocol):
    """Changes of customers and contacts, newest first.  Filters: at, actor_id, source, action."""

    def list_customer_changes(
        self, *, customer_id: UUID, query: ListQuery
    ) -> Page[RecordChangeView]:
        """List what was changed about a customer.  Raises: ``crm.customer_unknown``."""
        ...

    def list_contact_changes(self, *, contact_id: UUID, query: ListQuery) -> Page[RecordChangeView]:
        """List what was changed about a contact.  Raises: ``crm.contact_unknown``."""
        ...
