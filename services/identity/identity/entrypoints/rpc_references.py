"""What other services need to know of users and units, and what the search finds."""

from uuid import UUID

from shared.contracts.references import ReferenceView
from shared.contracts.search import SearchHitView
from shared.rpc.server import question

from identity.application.references import reference_view
from identity.persistence.search import search_users
from identity.persistence.work import IdentityWork


class ReferencesRpc:
    """Promised in shared.contracts.identity.rpc."""

    @question()
    def get_reference(self, work: IdentityWork, *, kind: str, reference_id: UUID) -> ReferenceView:
        return reference_view(work, kind=kind, reference_id=reference_id)

    @question()
    def search(self, work: IdentityWork, *, text: str, limit: int = 20) -> list[SearchHitView]:
        return search_users(work, text=text, limit=limit)
