"""Search, and copies of records for other services."""

from uuid import UUID

from shared.contracts.references import ReferenceView
from shared.contracts.search import SearchHitView
from shared.rpc.server import question

from crm.application.references import reference_to
from crm.persistence.searching import search
from crm.persistence.work import CrmWork


class FindingRpc:
    """Promised in ``shared.contracts.crm.rpc.Crm``."""

    @question()
    def search(self, work: CrmWork, *, text: str, limit: int = 20) -> list[SearchHitView]:
        return search(work, text, limit)

    @question()
    def get_reference(self, work: CrmWork, *, kind: str, reference_id: UUID) -> ReferenceView:
        return reference_to(work, kind=kind, reference_id=reference_id)
