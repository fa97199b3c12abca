"""The audit trail, as the gateway reads it."""

from shared.capabilities.policy import require, same_organisation
from shared.contracts.identity.views import AuditEntryView
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import question

from identity.entrypoints.views import audit_entry_view
from identity.persistence.audit_entries import AUDIT_ENTRIES, audit_entries
from identity.persistence.work import IdentityWork


class AuditRpc:
    """Promised in shared.contracts.identity.rpc."""

    @question()
    def list_audit_entries(self, work: IdentityWork, *, query: ListQuery) -> Page[AuditEntryView]:
        require(work.caller, "audit.view")
        where = same_organisation(work.caller, audit_entries)
        return AUDIT_ENTRIES.page(work, query, where=where, to_view=audit_entry_view)
